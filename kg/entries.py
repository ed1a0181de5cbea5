"""The events of a graph as values, in order of time, each with the sentences that say so.

    entries(store, about="…", since="2020", until="2023-06", type="Arrest")

Where the time of an event is known only in part it stays so: order and filters use its bounds, and never a day that
nobody told.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, get_args

from kg import edtf
from kg.edtf import Bounds, Edtf
from kg.errors import GraphError, InputError
from kg.kinds import RoleName
from kg.placing import Neighbours, in_sequence, nearest, possibly_after
from kg.query import entity, iri, rows
from kg.store import Store
from kg.terms import DAMAGED, Node, event_types, expand, local, nodes

if TYPE_CHECKING:
    from kg.model import Fact


class Named(NamedTuple):
    """Somebody or something: its id, and what it is called by language code."""

    id: str
    name: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who, or what, plays `role` in an event."""

    role: str
    id: str
    name: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A fact: the sentence `quote` of an article, at `[start, end)` in code points of its text, and what it states.

    `time` is what this fact says of the time (EDTF), `told_at` when it was said where that is known and not the day of
    publication, `according_to` who says it, None for the article itself. `published` is when it was printed, `learnt`
    the day on which the graph learnt it.
    """

    fact: str
    article: str
    quote: str
    start: int
    end: int
    according_to: Named | None = None
    status: str = "asserted"
    time: str | None = None
    told_at: str | None = None
    title: str | None = None
    published: str | None = None
    learnt: str | None = None
    publisher: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One event of a timeline. `begin` and `end` are earliest and latest day (days since 1970-01-01, the latest
    inclusive), None where unknown; `derived` names those bounds that follow from other events ("beginMin", "endMax" …),
    and `order` the events that it certainly or possibly came after or before. `label` and all names are by language
    code; facts stand in the order of the text."""

    event: str
    type: str
    label: Mapping[str, str]
    time: str | None
    begin: tuple[int | None, int | None]
    end: tuple[int | None, int | None]
    status: str
    actors: tuple[Actor, ...] = ()
    place: Named | None = None
    facts: tuple[Evidence, ...] = ()
    derived: tuple[str, ...] = ()
    order: Neighbours = Neighbours()
    #: The people who corrected what a fact of it says, or a fact from which the time of one follows.
    corrected: tuple[str, ...] = ()

    @property
    def date(self) -> Edtf | None:
        """Its time with the bounds the graph found for it; the bounds alone where no time is stated; None: undated."""
        return edtf.known(self.time, Bounds(*self.begin), Bounds(*self.end))


def placed(found: Iterable[Entry], before: Iterable[tuple[str, str]]) -> tuple[Entry, ...]:
    """Entries in order of time and of pairs (earlier event, later event), each with its neighbours in it."""
    listed = in_order(found)
    steps: tuple[dict[str, set[str]], dict[str, set[str]]] = defaultdict(set), defaultdict(set)
    for one, other in before:
        steps[0][other].add(one)
        steps[1][one].add(other)
    by_id = {entry.event: entry for entry in listed}
    sides = {id: (nearest(id, steps[0], by_id), nearest(id, steps[1], by_id)) for id in by_id}
    ids = in_sequence(list(by_id), ((id, later) for id, (_, after) in sides.items() for later in after))
    shown = [replace(by_id[id], order=Neighbours(*sides[id])) for id in ids]
    return tuple(_among(shown, n) for n in range(len(shown)))


def _among(shown: Sequence[Entry], place: int) -> Entry:
    """An entry; one that only its order dates with those after it in the list that it possibly came after."""
    entry = shown[place]
    if entry.time is not None or not entry.derived or entry.date is None:
        return entry
    latest = entry.begin[1] if entry.begin[1] is not None else entry.end[1]
    later = (shown[n] for n in range(place + 1, len(shown)))
    dated = ((one.event, Bounds(*one.begin)) for one in later if one.date is not None)
    possibly = possibly_after(latest, dated, entry.order.before)
    return replace(entry, order=entry.order._replace(possibly=possibly))


def in_order(found: Iterable[Entry]) -> tuple[Entry, ...]:
    """Entries by time (see `Edtf.key`), undated ones last; where time does not tell, as they stand in the articles."""

    def key(entry: Entry) -> tuple[object, ...]:
        first = min(((fact.article, fact.start) for fact in entry.facts), default=("", 0))
        date = entry.date
        return (date is None, date.key[:-1] if date else (), first, entry.event)

    return tuple(sorted(found, key=key))


# Reading


def entries(
    store: Store,
    about: str | None = None,
    since: str | None = None,
    until: str | None = None,
    type: str | None = None,
    min_confidence: float = 0.0,
    clocks: bool = False,
) -> tuple[Entry, ...]:
    """The events of a graph in order of time.

    `about` keeps those in which somebody, something or some place takes part, in any spelling (`kg.query.entity`);
    `type` those of one event type; `since` and `until` (EDTF) those that may have lasted into, or begun by, that time:
    an event whose time is unknown may always have; `min_confidence` those that a fact with that confidence tells.
    With `clocks`, facts say when the graph learnt them, which two builds of the same articles differ in.
    Raises InputError for a date that is not one, for a type that there is not and for a confidence that is not from 0
    to 1, QueryError for a name that nobody has or several have, GraphError for a damaged graph.
    """
    least = checked(min_confidence)
    first = edtf.parse(since).begin.min if since else None
    last = edtf.parse(until).end.max if until else None
    who = entity(store, about) if about else None
    known = list(_asked(store, *_EVENTS, who))
    chosen = sorted({str(row["event"]) for row in _of_type(known, type) if _may_be_in(row, first, last)})
    facts: dict[str, list[str]] = defaultdict(list)
    for row in _asked(store, *_FACTS, who):
        facts[str(row["event"])].append(str(row["fact"]))
    most = who is None and 4 * len(chosen) > len(known)
    node = _whole(store) if most else _one_by_one(store)
    clock = rows(store, _LEARNT) if clocks else ()
    learnt = {(str(row["article"]), str(row["sha256"])): str(row["day"]) for row in clock}
    events = (event for event in chosen if not least or _surest(map(node, facts[event])) >= least)
    before = ((local(str(row["event"])), local(str(row["later"]))) for row in _asked(store, *_BEFORE, who))
    said = dict(_said(store))
    found = (_entry(node, node(event), facts[event], learnt) for event in events)
    return placed((_as_corrected(entry, said) for entry in found), before)


def _one_by_one(store: Store) -> Callable[[str], Node]:
    """What gives a node by its IRI, each looked up when it is asked for."""
    return cache(lambda iri: nodes(store.quads(subject=iri)).get(iri) or Node(iri, {}))


def _whole(store: Store) -> Callable[[str], Node]:
    """The same of all that entries are made from, read at once: for many of them it takes a third of the time."""
    found = nodes(quad for predicate in _READ for quad in store.quads(predicate=predicate))
    return lambda iri: found.get(iri) or Node(iri, {})


#: The predicates of which entries are made: of events, of entities, of facts and what they are quoted from.
_READ = (
    "sem:eventType", "rdfs:label", "kg:time", "kg:beginMin", "kg:beginMax", "kg:endMin", "kg:endMax", "kg:status",
    *(f"kg:{role}" for role in get_args(RoleName)), "sem:hasPlace", "kg:derived", "schema:name", "skos:altLabel",
    "kg:confidence", "oa:hasTarget", "sem:accordingTo", "kg:toldAt", "oa:hasSource", "oa:hasSelector", "oa:exact",
    "oa:start", "oa:end", "dcterms:identifier", "schema:headline", "schema:datePublished", "kg:sha256",
    "schema:publisher", "schema:url",
)  # fmt: skip


def _as_corrected(entry: Entry, said: Mapping[str, tuple[Fact, frozenset[str]]]) -> Entry:
    """An entry with its facts as people corrected them, and who did."""
    people = {person for fact in entry.facts if fact.fact in said for person in said[fact.fact][1]}
    if not people:
        return entry
    now = ((fact, said[fact.fact][0] if fact.fact in said else fact) for fact in entry.facts)
    facts = tuple(replace(old, time=new.time, told_at=new.told_at, status=new.status) for old, new in now)
    return replace(entry, facts=facts, corrected=tuple(sorted(people)))


def _said(store: Store) -> Iterator[tuple[str, tuple[Fact, frozenset[str]]]]:
    """The facts that people corrected, and those whose time follows from one: the fact as it is now, and who did."""
    if not any(rows(store, _CORRECTED)):
        return
    from kg.corrections import behind, corrected, read_corrections
    from kg.graph import names_of, read_article

    names = names_of(store.quads(predicate="owl:versionInfo"), store.where, older=True)
    corrections = read_corrections(store.quads(graph=names.judgements))
    for article in sorted({one.fact.article for one in corrections}):
        if source := list(store.quads(graph=names.article_graph(article))):
            pair = read_article(source)
            own = [one for one in corrections if one.fact.article == article]
            now = {fact.id: fact for fact in corrected([pair], own)[0][1]}
            yield from ((id, (now[id], who)) for id, who in behind(pair[1], now, own).items())


def checked(min_confidence: float) -> float:
    """A least confidence. Raises InputError where it is not from 0 to 1."""
    if not 0 <= min_confidence <= 1:
        raise InputError(f"confidence {min_confidence}", "is not from 0 to 1", "give one such as 0.8")
    return float(min_confidence)


def _surest(facts: Iterable[Node]) -> float:
    """The confidence of the surest fact; 0 where there is none, or none that says how sure it is."""
    return max((_confidence(fact) for fact in facts), default=0.0)


def _confidence(fact: Node) -> float:
    found = fact.get("kg:confidence") or "0"
    if re.fullmatch(r"[0-9]{1,9}(\.[0-9]+)?", found) is None:
        raise GraphError(fact.iri, f"has the confidence {found}", DAMAGED)
    return float(found)


def _asked(store: Store, columns: str, pattern: str, who: str | None) -> Iterator[Mapping[str, object]]:
    """The rows of a query of events: of all, or of those with this actor or at this place.

    Two branches, as an engine begins with whom it is about only where it sees nothing but that.
    """
    if who is None:
        return rows(store, f"SELECT DISTINCT {columns} WHERE {{ ?event a sem:Event . {pattern} }}")
    branches = (f"{{ ?event {edge} ?who . {pattern} }}" for edge in ("sem:hasActor", "sem:hasPlace"))
    return rows(store, f"SELECT DISTINCT {columns} ?who WHERE {{ {' UNION '.join(branches)} }}", {"who": iri(who)})


_EVENTS = ("?event ?type ?first ?last", """OPTIONAL { ?event sem:eventType ?type }
  OPTIONAL { ?event kg:beginMin ?first } OPTIONAL { ?event kg:endMax ?last }""")  # fmt: skip
_FACTS = ("?event ?fact", "?fact kg:about ?event")
_BEFORE = ("?event ?later", "?event kg:before ?later")
_LEARNT = """SELECT ?article ?sha256 ?day WHERE {
  ?revision a kg:Revision ; prov:specializationOf ?article ; kg:sha256 ?sha256 ; kg:learnt ?day
}"""
_CORRECTED = "SELECT ?fact WHERE { ?fact a kg:Correction } LIMIT 1"


def _of_type(events: list[Mapping[str, object]], type: str | None) -> list[Mapping[str, object]]:
    if type is None:
        return events
    kept = [event for event in events if local(str(event["type"])).lower() == type.lower()]
    if not kept and type.lower() not in map(str.lower, event_types()):
        near = get_close_matches(type.capitalize(), event_types(), 1, 0.5)
        do = f"did you mean {near[0]}?" if near else f"types: {', '.join(event_types())}"
        raise InputError(f"type {type}", "is not a type of event", do)
    return kept


def _may_be_in(event: Mapping[str, object], first: int | None, last: int | None) -> bool:
    began, ended = event["first"], event["last"]
    after = first is not None and isinstance(ended, int) and ended < first
    return not after and not (last is not None and isinstance(began, int) and began > last)


def _type(event: Node) -> str:
    return local(event.get("sem:eventType") or expand("sem:Event"))


def _status(node: Node) -> str:
    return local(node.get("kg:status") or expand("kg:Asserted")).lower()


def _number(node: Node, predicate: str) -> int | None:
    found = node.get(predicate)
    if found is None:
        return None
    if re.fullmatch(r"-?[0-9]{1,15}", found) is None:
        raise GraphError(node.iri, f"has a {predicate} that is no number", DAMAGED)
    return int(found)


def _time(node: Node, predicate: str = "kg:time") -> str | None:
    found = node.get(predicate)
    try:
        return found and edtf.parse(found).text
    except InputError as error:
        raise GraphError(node.iri, f"has a {predicate} that cannot be read, {error.where}", DAMAGED) from error


def _named(node: Node) -> Named:
    return Named(local(node.iri), node.texts("rdfs:label") or node.texts("schema:name") or node.texts("skos:altLabel"))


def _entry(
    node: Callable[[str], Node], event: Node, facts: Iterable[str], learnt: Mapping[tuple[str, str], str]
) -> Entry:
    begin_min, begin_max, end_min, end_max = (
        _number(event, f"kg:{name}") for name in ("beginMin", "beginMax", "endMin", "endMax")
    )
    place = event.get("sem:hasPlace")
    roles = [role for role in get_args(RoleName) if role != "place"]
    return Entry(
        event=local(event.iri),
        type=_type(event),
        label=event.texts("rdfs:label"),
        time=_time(event),
        begin=(begin_min, begin_max),
        end=(end_min, end_max),
        status=_status(event),
        actors=tuple(Actor(role, *_named(node(iri))) for role in roles for iri in event.all(f"kg:{role}")),
        place=_named(node(place)) if place else None,
        facts=tuple(sorted((_evidence(node, node(fact), learnt) for fact in facts), key=_where)),
        derived=tuple(sorted(map(local, event.all("kg:derived")))),
    )


def _where(fact: Evidence) -> tuple[str, int, int, str]:
    return fact.article, fact.start, fact.end, fact.fact


def _evidence(node: Callable[[str], Node], fact: Node, learnt: Mapping[tuple[str, str], str]) -> Evidence:
    target = node(fact.need("oa:hasTarget"))
    article = node(target.need("oa:hasSource"))
    quote, position = (_selector(node, target, predicate) for predicate in ("oa:exact", "oa:start"))
    who = fact.get("sem:accordingTo")
    return Evidence(
        fact=local(fact.iri),
        article=article.get("dcterms:identifier") or local(article.iri),
        quote=quote.need("oa:exact"),
        start=_number(position, "oa:start") or 0,
        end=_number(position, "oa:end") or 0,
        according_to=_named(node(who)) if who else None,
        status=_status(fact),
        time=_time(fact),
        told_at=_time(fact, "kg:toldAt"),
        title=article.get("schema:headline"),
        published=_time(article, "schema:datePublished"),
        learnt=learnt.get((article.iri, article.get("kg:sha256") or "")),
        publisher=article.get("schema:publisher"),
        url=article.get("schema:url"),
    )


def _selector(node: Callable[[str], Node], target: Node, predicate: str) -> Node:
    found = map(node, target.all("oa:hasSelector"))
    return next((one for one in found if predicate in one.objects), target)
