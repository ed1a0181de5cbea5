"""The derived graph: what follows from reading articles together, as quads and back.

Events and entities, which fact is about which event, who each mention refers to, and the days that bound an event. All
of it can be dropped and derived again from the facts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, get_args

from kg import edtf
from kg.clusters import names_it
from kg.constraints import solved
from kg.digest import apart
from kg.errors import GraphError
from kg.inference import axioms
from kg.judgements import Judgement
from kg.model import Annotated, Entity, Event, Fact, Quote, Resolved, RoleName, Span
from kg.order import Days, Side, Solution
from kg.points import End
from kg.sequence import relations
from kg.terms import (
    ALLEN,
    CLASSES,
    DAMAGED,
    DEFAULT,
    LINKS,
    SCHEMA_VERSION,
    Names,
    Node,
    Row,
    Value,
    article_of,
    class_of,
    edtf_value,
    expand,
    integer,
    local,
    nodes,
    of_type,
    quads,
    span_of,
    status_iri,
    status_of,
    text_value,
)

if TYPE_CHECKING:
    from pyoxigraph import Quad


#: When each article was printed, an EDTF date, None where unknown.
Printed: TypeAlias = Mapping[str, str | None]


class Members(NamedTuple):
    """The event of each fact, and the entity of each mention (article id, span)."""

    event_of: dict[str, str]
    entity_of: dict[tuple[str, Span], str]


def derived_quads(resolved: Resolved, names: Names = DEFAULT) -> list[Quad]:
    """What follows from all articles together: events, entities, which fact is about which event, who is mentioned."""
    facts = {fact.id: fact for fact in resolved.facts}
    printed = {a.article.id: a.article.published for a in resolved.annotated}
    solution = solved(resolved)
    rows: list[Row] = [*graph_rows(names)]
    within: set[str] = set()
    for event in resolved.events:
        own = list(event_rows(event, [facts[fact] for fact in event.facts], printed, solution, names))
        rows += own
        within |= periods(own, names)
    for period in sorted(within):
        rows += period_rows(period, names)
    rows += order_rows(solution, names)
    languages = _name_languages(resolved)
    for entity in resolved.entities:
        rows += entity_rows(entity, languages[entity.id], names)
    told: dict[str, list[Fact]] = defaultdict(list)
    spans: dict[str, dict[Span, str]] = defaultdict(dict)
    for fact in resolved.facts:
        told[fact.article].append(fact)
    for (article, span), entity_id in resolved.entity_of.items():
        spans[article][span] = entity_id
    for annotated in resolved.annotated:
        id = annotated.article.id
        rows += reference_rows(id, told[id], annotated.quotes, spans[id], resolved.event_of, names)
    return quads(rows, names.derived)


def graph_rows(names: Names) -> Iterator[Row]:
    """What a graph says of itself."""
    yield names.graph, "rdf:type", expand("kg:Graph")
    yield names.graph, "owl:versionInfo", Value(SCHEMA_VERSION)


def event_rows(
    event: Event, facts: Sequence[Fact], printed: Printed, solution: Solution, names: Names
) -> Iterator[Row]:
    """What a graph says of an event, but its order among others (`order_rows`); `printed` is when each article was."""
    own, days = bounds(event, facts, printed), event_days(event, facts, printed, solution)
    yield from _event_rows(event, days, names)
    yield from ((names.event(event.id), "kg:derived", expand(f"kg:{name}")) for name in tightened(own, days))
    yield names.event(event.id), "kg:row", _row(event, days)
    if (period := period_of(days[0].min, days[1].max)) is not None:
        yield names.event(event.id), "kg:period", names.period(period)


def periods(rows: Iterable[Row], names: Names) -> set[str]:
    """The periods that rows of events say those to be in, as EDTF."""
    found = {str(row[2]) for row in rows if row[1] == "kg:period"}
    return {local(iri) for iri in found}


def order_rows(solution: Solution, names: Names) -> Iterator[Row]:
    """How events lie to one another, each said of the first of two."""
    return ((names.event(a), ALLEN[how], names.event(b)) for how, a, b in relations(solution))


def event_days(event: Event, facts: Sequence[Fact], printed: Printed, solution: Solution) -> Days:
    """The bounds of an event's beginning and end: those of what its own facts say, and what follows from all others.

    Where accounts contradict one another nothing follows: an event keeps its own dates, and has none where its facts
    differ. That it was before the day of publication, or in somebody's life, is all that is known of many an event, and
    dates none.
    """
    own = bounds(event, facts, printed)
    differ = event.time is None and any(fact.time is not None for fact in facts)
    if differ or event.id in solution.contested or _undated(event, solution):
        return own
    begin, end = (_tighter(a, b) for a, b in zip(own, solution.days[event.id], strict=True))
    agree = all(b.min is None or b.max is None or b.min <= b.max for b in (begin, end))
    return (begin, end) if agree else own


def tightened(own: Days, days: Days) -> tuple[str, ...]:
    """Which bounds of an event follow from others, not from the time it is told at: "beginMin", "endMax" …"""
    names = ("beginMin", "beginMax", "endMin", "endMax")
    pairs = zip(names, (*own[0], *own[1]), (*days[0], *days[1]), strict=True)
    return tuple(name for name, stated, known in pairs if stated != known)


def _undated(event: Event, solution: Solution) -> bool:
    """Whether no more is known than when an article was published that tells it, or when those it is about lived."""
    if event.time is not None:
        return event.id not in solution.days
    weak = {"published", *(axiom["name"] for axiom in axioms()["before"] if axiom.get("weak"))}
    paths = (solution.why(event.id, end, side) for end in get_args(End) for side in get_args(Side))
    return all(any(c.why in weak for c in path) for path in paths if path)


def _tighter(a: edtf.Bounds, b: edtf.Bounds) -> edtf.Bounds:
    first, last = ([day for day in days if day is not None] for days in zip(a, b, strict=True))
    return edtf.Bounds(max(first, default=None), min(last, default=None))


def period_of(first: int | None, last: int | None) -> str | None:
    """The smallest month, year, decade or century that days lie in, as EDTF; None where no day is known.

    `XXXX` stands for all time: what lies in no one century, and what is bounded on one side only. Each event is in one
    period, so a query for a stretch of time asks for the periods that touch it and need not look at all events.
    """
    if first is None or last is None:
        return None if first is last else "XXXX"
    (year, month, _), (last_year, last_month, _) = edtf.civil(first), edtf.civil(last)
    if not 0 <= year <= last_year <= 9999:
        return "XXXX"
    begin, end = f"{year:04}-{month:02}", f"{last_year:04}-{last_month:02}"
    sizes = (begin, begin[:4], f"{begin[:3]}X", f"{begin[:2]}XX")
    return next((size for size in sizes if end.startswith(size.rstrip("X"))), "XXXX")


def period_rows(period: str, names: Names) -> Iterator[Row]:
    iri, days = names.period(period), edtf.parse(period)
    yield iri, "rdf:type", expand("kg:Period")
    yield iri, "kg:time", edtf_value(period)
    for predicate, day in (("kg:firstDay", days.begin.min), ("kg:lastDay", days.end.max)):
        if day is not None:
            yield iri, predicate, integer(day)


def bounds(event: Event, facts: Iterable[Fact], printed: Printed) -> Days:
    """Earliest and latest day of the event's beginning and of its end (days since 1970-01-01, latest inclusive).

    They are those of its time; and what a fact tells as still going on did not end before it was told, which is the
    fact's `told_at`, or else the day its article was published.
    """
    if event.time is None:
        return edtf.Bounds(None, None), edtf.Bounds(None, None)
    time = edtf.parse(event.time)
    if time.end.max is not None:
        return time.begin, time.end
    told = [time.end.min, *(_told_on(fact, printed[fact.article]) for fact in facts)]
    return time.begin, edtf.Bounds(max((day for day in told if day is not None), default=None), None)


def _told_on(fact: Fact, published: str | None) -> int | None:
    """The earliest day on which a fact that tells a state as still going on was told; None for any other fact."""
    when = fact.told_at or published
    if fact.status not in ("asserted", "reported") or fact.time is None or when is None:
        return None
    stated = edtf.parse(fact.time)
    return edtf.parse(when).begin.min if stated.lasts and stated.end.max is None else None


def _event_rows(event: Event, days: Days, names: Names) -> Iterator[Row]:
    iri, kind = names.event(event.id), expand(f"kg:{event.type}")
    yield iri, "rdf:type", expand("sem:Event")
    yield iri, "rdf:type", kind
    yield iri, "sem:eventType", kind
    yield iri, "kg:status", status_iri(event.status)
    yield from ((iri, "rdfs:label", text_value(label, language)) for language, label in event.labels.items())
    if event.time is not None:
        yield iri, "kg:time", edtf_value(event.time)
    for end, (first, last) in zip(("Begin", "End"), days, strict=True):
        for sem, own, day in (("Earliest", "Min", first), ("Latest", "Max", last)):
            if day is not None:
                yield iri, f"sem:has{sem}{end}TimeStamp", Value(edtf.iso(day), datatype="xsd:date")
                yield iri, f"kg:{end.lower()}{own}", integer(day)
    for role, entity in event.roles:
        yield iri, f"kg:{role}", names.entity(entity)
        if role != "place":
            yield iri, "sem:hasActor", names.entity(entity)
    if event.occasion is not None:
        yield iri, "schema:superEvent", names.event(event.occasion)
    if event.place is not None:
        yield iri, "kg:place", names.entity(event.place)
        yield iri, "sem:hasPlace", names.entity(event.place)


def _row(event: Event, days: Days) -> Value:
    """What a list of events needs of one beside its label, so that a query looks up one value and not each of them.

    Fields between blanks: a number to sort by, time ("-" for none), type, status, and how many facts tell it.
    """
    date = edtf.known(event.time, *days)
    number = edtf.UNDATED if date is None else date.sortable
    return Value(f"{number:019} {event.time or '-'} {event.type} {event.status} {len(event.facts)}")


def entity_rows(entity: Entity, languages: Mapping[str, Collection[str]], names: Names) -> Iterator[Row]:
    """What a graph says of an entity; `languages` are those of the articles that use each of its names."""
    iri = names.entity(entity.id)
    yield iri, "rdf:type", expand(CLASSES[entity.kind])
    yield iri, "rdf:type", class_of(entity.kind, entity.cls)
    yield from ((iri, "rdfs:label", text_value(label, language)) for language, label in entity.labels.items())
    for predicate, name in (("schema:name", entity.name), *(("skos:altLabel", name) for name in entity.names)):
        yield from ((iri, predicate, text_value(name, language)) for language in sorted(languages.get(name) or ("",)))
    yield from ((iri, LINKS[prop], names.entity(other)) for prop, other in entity.links)
    if entity.wikidata:
        yield iri, "owl:sameAs", expand(f"wd:{entity.wikidata}")
        yield iri, "schema:sameAs", expand(f"wd:{entity.wikidata}")


def _name_languages(resolved: Resolved) -> Mapping[str, Mapping[str, set[str]]]:
    """By entity and name, the languages of the articles that use it; one that no article uses as it is has none."""
    languages: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for annotated in resolved.annotated:
        for mention in filter(names_it, annotated.mentions):
            entity = resolved.entity_of.get((annotated.article.id, mention.span))
            if entity is not None:
                languages[entity][mention.name].add(annotated.article.language)
    return languages


def reference_rows(
    article: str,
    facts: Iterable[Fact],
    quotes: Iterable[Quote],
    entity_of: Mapping[Span, str],
    event_of: Mapping[str, str],
    names: Names,
) -> Iterator[Row]:
    """Which events the facts of an article are about, who its mentions are, and so who facts are according to and who
    said a quote to whom."""
    who = {span: names.entity(entity) for span, entity in entity_of.items()}
    yield from ((names.passage("mention", article, span), "kg:refersTo", entity) for span, entity in who.items())
    for fact in facts:
        yield names.fact(fact.id), "kg:about", names.event(event_of[fact.id])
        if fact.according_to in who:
            yield names.fact(fact.id), "sem:accordingTo", who[fact.according_to]
    for quote in quotes:
        iri = names.passage("quote", article, quote.span)
        said = (("creator", quote.speaker), ("recipient", quote.addressee), ("isPartOf", quote.document))
        yield from ((iri, f"schema:{name}", who[span]) for name, span in said if span in who)


# Quads to values


def read_derived(
    source: Iterable[Quad], articles: Iterable[tuple[Annotated, tuple[Fact, ...]]], judgements: Sequence[Judgement] = ()
) -> Resolved:
    """What `derived_quads` wrote, with the articles and what was judged of their facts. Roles, facts and names come
    sorted, the longest name first."""
    pairs = sorted(articles, key=lambda pair: pair[0].article.id)
    found = nodes(source)
    event_of, entity_of = _members(found)
    facts = tuple(fact for _, own in pairs for fact in own)
    members: dict[str, list[tuple[str, Span]]] = defaultdict(list)
    for member, entity in entity_of.items():
        members[entity].append(member)
    told: dict[str, list[str]] = defaultdict(list)
    for fact in facts:
        told[event_of[fact.id]].append(fact.id)
    entities = [n for n in found.values() if "schema:name" in n.objects]
    return Resolved(
        annotated=tuple(annotated for annotated, _ in pairs),
        facts=facts,
        entities=tuple(_entity(node, sorted(members[local(node.iri)])) for node in entities),
        events=tuple(_event(node, told[local(node.iri)]) for node in of_type(found, "sem:Event")),
        entity_of=entity_of,
        event_of=event_of,
        apart=apart(facts, judgements),
    )


def read_members(source: Iterable[Quad]) -> Members:
    """Of the same, only which fact is about which event and who each mention is."""
    return _members(nodes(source))


def read_event(held: Callable[..., Iterable[Quad]], id: str, names: Names = DEFAULT) -> Event | None:
    """An event by its id; None where there is none. `held` gives the quads of the graph, as `Store.quads` does."""
    iri = names.event(id)
    found = nodes(held(iri, graph=names.derived))
    if iri not in found:
        return None
    about = held(None, "kg:about", object=iri, graph=names.derived)
    return _event(found[iri], (local(quad.subject.value) for quad in about if hasattr(quad.subject, "value")))


def read_entity(held: Callable[..., Iterable[Quad]], id: str, names: Names = DEFAULT) -> Entity | None:
    """An entity by its id with its mentions; None where there is none. `held` as above."""
    iri = names.entity(id)
    found = nodes(held(iri, graph=names.derived))
    if iri not in found:
        return None
    refers = held(None, "kg:refersTo", object=iri, graph=names.derived)
    mentions = sorted(quad.subject.value for quad in refers if hasattr(quad.subject, "value"))
    return _entity(found[iri], sorted((article_of(mention), span_of(mention)) for mention in mentions))


def _members(found: Mapping[str, Node]) -> Members:
    event_of = {local(n.iri): local(n.need("kg:about")) for n in found.values() if "kg:about" in n.objects}
    mentions = [n for n in found.values() if "kg:refersTo" in n.objects]
    return Members(event_of, {(article_of(n.iri), span_of(n.iri)): local(n.need("kg:refersTo")) for n in mentions})


def _event(node: Node, facts: Iterable[str]) -> Event:
    place = next((local(iri) for iri in node.all("sem:hasPlace")), None)
    filled = [(role, local(iri)) for role in get_args(RoleName) for iri in node.all(f"kg:{role}")]
    return Event(
        id=local(node.iri),
        type=local(node.need("sem:eventType")),
        facts=tuple(sorted(facts)),
        time=node.get("kg:time"),
        status=status_of(node.need("kg:status")),
        roles=tuple((role, entity) for role, entity in filled if (role, entity) != ("place", place)),
        place=place,
        labels=node.texts("rdfs:label"),
        occasion=local(node.get("schema:superEvent") or "") or None,
    )


def _entity(node: Node, mentions: Iterable[tuple[str, Span]]) -> Entity:
    classes = node.all("rdf:type")
    kinds = {expand(curie): kind for kind, curie in CLASSES.items()}
    kind = next((kinds[cls] for cls in classes if cls in kinds), None)
    if kind is None:
        raise GraphError(node.iri, "is of no kind that kg knows", DAMAGED)
    name = node.need("schema:name")
    names = sorted(set(node.all("skos:altLabel")), key=lambda n: (n != name, -len(n), n))
    return Entity(
        id=local(node.iri),
        kind=kind,
        cls=next((local(cls) for cls in classes if cls not in kinds), ""),
        name=name,
        names=tuple(names),
        labels=node.texts("rdfs:label"),
        mentions=tuple(mentions),
        links=tuple((prop, local(iri)) for prop, curie in sorted(LINKS.items()) for iri in node.all(curie)),
        wikidata=local(node.get("owl:sameAs") or ""),
    )
