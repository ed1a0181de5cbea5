"""What a reader should look at again in what articles say together: pure functions over values.

    findings(resolved, solution)    # contradictions first

Nothing of it changes a graph: accounts that contradict one another both stay.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Literal

from kg import edtf
from kg.account import REAL
from kg.constraints import told
from kg.edtf import Bounds
from kg.inference import axioms
from kg.model import Entity, Event, Fact, Resolved, Span
from kg.namesake import key, name_similarity, reasons
from kg.order import Constraint, Days, Solution
from kg.origins import origins

Kind = Literal["contradiction", "accounts", "sequence", "gap", "names", "origin"]
KINDS: tuple[Kind, ...] = ("contradiction", "accounts", "sequence", "gap", "names", "origin")
_CLOCKS = ("published", "told")
#: Names this much alike that were taken for two people are shown; a surname that two people have is less.
_ALIKE = 0.78


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at. `events` and `entities` are what it is about, `facts` the ids of the facts that show it.

    `axiom` names the entry of `ontology/axioms.toml` that it goes against. A contradiction has the circle of
    `constraints` that cannot all be true; any of its facts left out, the rest agree. `articles` are those of one
    origin, `reasons` say why two names are alike.
    """

    kind: Kind
    events: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()
    axiom: str = ""
    constraints: tuple[Constraint, ...] = ()
    articles: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


def findings(resolved: Resolved, solution: Solution) -> tuple[Finding, ...]:
    """Everything to look at, by kind in the order of `KINDS`, the same in whatever order articles come."""
    view = _View(resolved, solution)
    contradictions = _contradictions(view)
    found = [
        *contradictions,
        *_sequences(view),
        *_gaps(view, {frozenset(one.events) for one in contradictions if one.kind == "accounts"}),
        *_names(view),
        *_origins(view),
    ]
    unique = dict.fromkeys(found)
    kinds = {kind: number for number, kind in enumerate(KINDS)}
    return tuple(sorted(unique, key=lambda f: (kinds[f.kind], -len(f.articles), view.places(f), f.events, f.axiom)))


class _View:
    """The events of a story with the days that are known of each."""

    def __init__(self, resolved: Resolved, solution: Solution) -> None:
        self.resolved, self.solution = resolved, solution
        self.story = told(resolved)
        self.told = {fact.id: fact for fact in resolved.facts if fact.status in REAL}

    def days(self, event: Event) -> Days:
        """The bounds of an event's beginning and end: those that follow, of a contested one those it is told with."""
        if event.id in self.solution.days and event.id not in self.solution.contested:
            return self.solution.days[event.id]
        stated = edtf.parse(event.time) if event.time is not None else None
        return (stated.begin, stated.end) if stated else (Bounds(None, None), Bounds(None, None))

    def people(self, type_: str) -> list[str]:
        """Who has a name and takes part in events of a type."""
        return [entity for entity in self.story.entities(type_) if self.story.named(entity)]

    def before(self, one: Event, other: Event) -> bool:
        """Whether one event had certainly begun on an earlier day than another."""
        latest, earliest = self.days(one)[0].max, self.days(other)[0].min
        return latest is not None and earliest is not None and latest < earliest

    def facts(self, *events: Event) -> tuple[str, ...]:
        """The facts that date events, and of one that none dates the first of each article; event by event."""
        return tuple(fact.id for event in events for fact in self._telling(event))

    def _telling(self, event: Event) -> list[Fact]:
        told = sorted((self.told[id] for id in event.facts if id in self.told), key=lambda f: (f.article, f.trigger))
        dated = [fact for fact in told if fact.time_basis in ("explicit", "relative")]
        return dated or list({fact.article: fact for fact in reversed(told)}.values())[::-1]

    def places(self, finding: Finding) -> list[tuple[str, Span, str]]:
        """Where the facts of a finding stand."""
        facts = (self.told[id] for id in finding.facts if id in self.told)
        return [(fact.article, fact.trigger, fact.id) for fact in facts]


def _contradictions(view: _View) -> list[Finding]:
    """Conflicts, of those between the same events one: the shortest, rather of dates than of when they were told, and
    of those with one day of a birth or a death the first; where it is one only if two events are one, two accounts.
    When something was told says nothing more against a date that other dates contradict."""
    seldom = {axiom["name"] for axiom in axioms()["seldom"]}
    clocks = {c: [e.why in _CLOCKS for e in c.constraints] for c in view.solution.conflicts}
    dates = {fact for c in clocks if not any(clocks[c]) for fact in c.facts}
    best: dict[object, Finding] = {}
    for conflict in sorted(clocks, key=lambda c: (len(c.facts), clocks[c], c.facts)):
        if any(clocks[conflict]) and not dates.isdisjoint(conflict.facts):
            continue
        lent = {fact for c in conflict.constraints if c.lent for fact in c.facts}
        events = tuple(sorted({*conflict.events, *(view.story.event_of[fact] for fact in lent)}))
        double = any(c.why in seldom for c in conflict.constraints)
        kind: Kind = "accounts" if double else "contradiction"
        found = Finding(kind, events, conflict.facts, constraints=conflict.constraints)
        best.setdefault(tuple(sorted(lent)) or events, found)
    return list(best.values())


# What is told in an order or with holes that such stories do not have


def _sequences(view: _View) -> Iterator[Finding]:
    """What is told to have come before all that it usually follows."""
    for axiom in axioms()["usual"]:
        for entity in view.people(axiom["then"]):
            firsts, thens = (view.story.filling(axiom[k], axiom["roles"], entity) for k in ("first", "then"))
            for then in thens:
                if firsts and all(view.before(then, first) for first in firsts):
                    events = (then, *firsts)
                    ids = tuple(event.id for event in events)
                    yield Finding("sequence", ids, view.facts(*events), (entity,), axiom["name"])


def _gaps(view: _View, doubles: set[frozenset[str]]) -> Iterator[Finding]:
    """What is told of somebody although what must have come before, or in between, is not."""
    for axiom in axioms()["gap"]:
        for entity in view.people(axiom["then"]):
            for then in view.story.filling(axiom["then"], ["patient"], entity):
                gap = _hole(axiom, then, entity, view) if "first" in axiom else _lack(axiom, then, entity, view)
                ids = tuple(event.id for event in gap)
                if gap and frozenset(ids) not in doubles:
                    yield Finding("gap", ids, view.facts(*gap), (entity,), axiom["name"])


def _hole(axiom: Mapping[str, Any], then: Event, entity: str, view: _View) -> tuple[Event, ...]:
    """The last `first` before an event, and the event, where nothing told may have been in between."""
    firsts = [e for e in view.story.filling(axiom["first"], ["patient"], entity) if view.before(e, then)]
    if not firsts:
        return ()
    last = max(firsts, key=lambda e: (view.days(e)[0].max, e.id))
    between = (e for type_ in axiom["between"] for e in view.story.filling(type_, ["patient"], entity))
    return () if any(not view.before(e, last) and not view.before(then, e) for e in between) else (last, then)


def _lack(axiom: Mapping[str, Any], then: Event, entity: str, view: _View) -> tuple[Event, ...]:
    """An event, where nothing that it needs may have come before it."""
    needs = (e for type_ in axiom["needs"] for e in view.story.filling(type_, ["patient"], entity))
    return () if any(not view.before(then, e) for e in needs) else (then,)


# Who may be one person, and what rests on one origin


def _names(view: _View) -> Iterator[Finding]:
    """People kept apart whose names are much alike; one of them is more than a surname, which is like anybody's."""
    resolved = view.resolved
    near: dict[str, list[Entity]] = defaultdict(list)
    people = (entity for entity in resolved.entities if entity.kind == "Person" and view.story.named(entity.id))
    names = {entity.id: _full(entity) for entity in people}
    for entity in resolved.entities:
        for part in sorted({part for name in names.get(entity.id, ()) for part in key(name).split()}):
            near[part].append(entity)
    pairs = {(a.id, b.id): (a, b) for group in near.values() for a, b in combinations(sorted(group, key=_id), 2)}
    for (one, other), (a, b) in sorted(pairs.items()):
        if not any(" " in name for name in (*names[one], *names[other])):
            continue
        alike, x, y = max((name_similarity(x, y), x, y) for x in names[one] for y in names[other])
        if alike >= _ALIKE:
            facts = tuple(sorted({*_told_of(a, resolved), *_told_of(b, resolved)}))
            yield Finding("names", (), facts, (one, other), reasons=(f"{x} – {y}: {alike:.2f}", *reasons(x, y)))


def _full(entity: Entity) -> list[str]:
    """The names of somebody that have more than one part; all names where none has."""
    return [name for name in entity.names if " " in name] or [name for name in entity.names if name]


def _id(entity: Entity) -> str:
    return entity.id


def _told_of(entity: Entity, resolved: Resolved) -> Iterable[str]:
    """The first fact of each article that tells something of somebody."""
    found: dict[str, str] = {}
    for fact in sorted(resolved.facts, key=lambda f: (f.article, f.trigger)):
        if any(resolved.entity_of.get((fact.article, role.span)) == entity.id for role in fact.roles):
            found.setdefault(fact.article, fact.id)
    return found.values()


def _origins(view: _View) -> Iterator[Finding]:
    """Events that rest on one origin; where everything does, that is said once."""
    groups = origins(view.resolved)
    single = [event for event in view.story.events if len(groups[event.id]) == 1]
    told = {group for event in single for group in groups[event.id]}
    if len(told) == 1 and len(single) == len(view.story.events):
        yield Finding("origin", articles=told.pop())
        return
    for event in single:
        yield Finding("origin", (event.id,), view.facts(event), articles=groups[event.id][0])
