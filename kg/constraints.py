"""What articles and `ontology/axioms.toml` say of the order of events, as constraints (kg.order).

Only what is told as having happened, or as alleged to have, bounds an event: what is planned, denied or only supposed
does not. A date marked as about or doubtful bounds nothing else, for it may be off by more than its unit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from re import fullmatch
from typing import Any

from kg import edtf
from kg.edtf import Edtf
from kg.inference import axioms
from kg.model import Event, Fact, Resolved, Span, Timex
from kg.order import Constraint, Point, Solution, after, not_after, not_before, solve

#: Rules of mentions that describe somebody without a name.
_DESCRIBES = ("people", "kin", "pronoun", "document")
REAL = ("asserted", "reported", "alleged")
#: The fewest days that so many of a unit have.
_UNITS: Mapping[str, Callable[[int], int]] = {
    "Y": lambda n: 365 * n,
    "M": lambda n: max(0, 365 * n // 12 - 2),
    "W": lambda n: 7 * n,
    "D": lambda n: n,
}


def solved(resolved: Resolved) -> Solution:
    """The bounds that follow from everything told in some articles."""
    return solve(constraints(resolved))


def constraints(resolved: Resolved) -> tuple[Constraint, ...]:
    """Everything that some articles, and what event types imply, say of when events began and ended."""
    story = Story(resolved)
    found: list[Constraint] = []
    for event in story.events:
        found += [*_stated(story, event), *_told(story, event), *_lasted(story, event)]
    found += [c for fact in story.facts.values() for c in _ordered(story, fact)]
    for axiom in axioms()["before"]:
        found += _before(story, axiom)
    for axiom in axioms()["begins"]:
        found += _begins(story, axiom)
    for axiom in axioms()["once"]:
        found += _once(story, axiom)
    for axiom in axioms()["seldom"]:
        found += _seldom(story, axiom)
    return tuple(sorted(set(found)))


class Story:
    """Events that are told as real, with their real facts, by what they are asked for."""

    def __init__(self, resolved: Resolved) -> None:
        self.facts = {f.id: f for f in resolved.facts if f.status in REAL}
        self.facts_of = {e.id: [self.facts[f] for f in e.facts if f in self.facts] for e in resolved.events}
        self.events = [e for e in resolved.events if self.facts_of[e.id]]
        self.event_of = {f: e for f, e in resolved.event_of.items() if f in self.facts}
        self.articles = {a.article.id: a.article for a in resolved.annotated}
        self._timexes = {(a.article.id, t.span): t for a in resolved.annotated for t in a.timexes}
        self._filling: dict[tuple[str, str, str], list[Event]] = defaultdict(list)
        for event in self.events:
            for role, entity in event.roles:
                for type_ in (event.type, "*"):
                    self._filling[type_, role, entity].append(event)
        self.named = _named(resolved)
        self._entities: dict[str, set[str]] = defaultdict(set)
        for type_, _, entity in self._filling:
            self._entities[type_].add(entity)
        self.spoken_at = dict(_spoken(self, resolved))
        self._dating: dict[tuple[str, Span], list[Fact]] = defaultdict(list)
        for fact in self.facts.values():
            if fact.timex is not None and fact.time_basis in ("explicit", "relative"):
                self._dating[fact.article, fact.timex].append(fact)

    def timex(self, fact: Fact) -> Timex | None:
        """The duration of a fact."""
        return self._timexes.get((fact.article, fact.duration)) if fact.duration else None

    def told(self, fact: Fact) -> tuple[Edtf | None, str]:
        """When a fact was told, where that is known to the day or month, and which clock says so."""
        if fact.told_at is not None:
            return edtf.parse(fact.told_at), "told"
        published = self.articles[fact.article].published
        return (edtf.parse(published) if published else None), "published"

    def sources(self, fact: Fact) -> set[str]:
        """The facts that together date a fact: itself, and the one whose date it has from the passage."""
        if fact.time_basis != "anchored" or fact.timex is None:
            return {fact.id}
        dating = self._dating.get((fact.article, fact.timex), [])
        near = [f for f in dating if f.sentence == fact.sentence] or dating
        return {fact.id, *(f.id for f in near[:1])}

    def filling(self, type_: str, roles: Iterable[str], entity: str) -> list[Event]:
        """The events of a type in which somebody or something has one of these roles."""
        found = {e.id: e for role in roles for e in self._filling.get((type_, role, entity), ())}
        return [found[id] for id in sorted(found)]

    def entities(self, type_: str) -> list[str]:
        return sorted(self._entities[type_])


def _spoken(story: Story, resolved: Resolved) -> Iterator[tuple[str, str]]:
    """Facts told in a quotation in which the speaker is about to do something, each with the event that this became."""
    fillers = {event.id: {entity for role, entity in event.roles if role == "agent"} for event in story.events}
    planned: dict[str, list[Fact]] = defaultdict(list)
    inside: dict[str, list[Fact]] = defaultdict(list)
    for fact in resolved.facts:
        (planned if fact.status == "planned" else inside)[fact.article].append(fact)
    for annotated in resolved.annotated:
        id = annotated.article.id
        for quote in annotated.quotes if id in planned else ():
            who = resolved.entity_of.get((id, quote.speaker)) if quote.speaker else None
            about = {resolved.event_of[f.id] for f in planned[id] if quote.span.covers(f.trigger)}
            done = [event for event in sorted(about & fillers.keys()) if who in fillers[event]]
            if len(done) == 1:
                own = (f for f in inside[id] if f.id in story.facts and quote.span.covers(f.trigger))
                yield from ((f.id, done[0]) for f in own if resolved.event_of[f.id] != done[0])


def _named(resolved: Resolved) -> set[str]:
    """The entities that some mention names, rather than describes ("the chairman", "their daughter")."""
    rules = {(a.article.id, m.span): m.rule for a in resolved.annotated for m in a.mentions if m.name}
    single = (entity for entity in resolved.entities if entity.kind != "Group")
    return {e.id for e in single if any(rules.get(member, "people") not in _DESCRIBES for member in e.mentions)}


def lasts(type_: str) -> bool:
    """Whether events of a type may last beyond the day on which they are told."""
    return type_ in axioms()["lasting"]["types"]


def _begin(event: str) -> Point:
    return Point(event, "begin")


def _end(event: str) -> Point:
    return Point(event, "end")


# What is told of one event


def _stated(story: Story, event: Event) -> Iterator[Constraint]:
    """The dates of its facts; where one tells a state and another a moment, the moment is while the state lasted."""
    facts = [(f, edtf.parse(f.time)) for f in story.facts_of[event.id] if f.time is not None]
    exact = [(f, time) for f, time in facts if not (time.approximate or time.uncertain)]
    state = any(time.lasts for _, time in exact)
    for fact, time in exact:
        (first, last), (end_first, end_last) = time.begin, time.end
        if state and not time.lasts:
            first, end_last, end_first, last = None, None, time.begin.min, time.end.max
        yield from _within(_begin(event.id), first, last, story.sources(fact), "stated")
        yield from _within(_end(event.id), end_first, end_last, story.sources(fact), "stated")


def _within(point: Point, first: int | None, last: int | None, facts: set[str], why: str) -> Iterator[Constraint]:
    if first is not None:
        yield not_before(point, first, facts, why)
    if last is not None:
        yield not_after(point, last, facts, why)


def _told(story: Story, event: Event) -> Iterator[Constraint]:
    """What is told as done had been done, or begun, by then; what is told as going on had not ended before."""
    for fact in story.facts_of[event.id]:
        if fact.id in story.spoken_at and fact.time_basis == "none":
            point = _begin if lasts(event.type) else _end
            yield after(point(event.id), _begin(story.spoken_at[fact.id]), [fact.id], "spoken")
        told, clock = story.told(fact)
        if told is None:
            continue
        stated = edtf.parse(fact.time) if fact.time is not None else None
        if told.end.max is not None and (stated is None or not edtf.certainly_before(told, stated)):
            yield not_after(_begin(event.id), told.end.max, [fact.id], clock)
            over = stated is None or stated.end.min is None or stated.end.min <= told.end.max
            if over and not lasts(event.type):
                yield not_after(_end(event.id), told.end.max, [fact.id], clock)
        going_on = stated is not None and stated.lasts and stated.end.max is None and fact.status != "alleged"
        if going_on and told.begin.min is not None:
            yield not_before(_end(event.id), told.begin.min, [fact.id], "going_on")


def _lasted(story: Story, event: Event) -> Iterator[Constraint]:
    """A state that had lasted more than so long when it was told."""
    if event.type not in _states():
        return
    for fact in story.facts_of[event.id]:
        days, told = _least(story.timex(fact)), story.told(fact)[0]
        if days is None:
            continue
        yield after(_begin(event.id), _end(event.id), [fact.id], "duration", days)
        if fact.id in story.spoken_at:
            yield after(_begin(event.id), _begin(story.spoken_at[fact.id]), [fact.id], "duration", days)
        if told is not None and told.end.max is not None:
            yield not_after(_begin(event.id), told.end.max - days, [fact.id], "duration")


def _states() -> set[str]:
    """The types that are states, begun by an event of another type."""
    return {axiom["state"] for axiom in axioms()["begins"]}


def _least(timex: Timex | None) -> int | None:
    """The fewest days that a duration says it was; None unless it says "more than" or "at least".

    A bare number is told of what lies ahead as well ("five years in jail"), and is rounded to either side.
    """
    found = fullmatch(r"P(\d{1,6})([YMWD])", timex.value) if timex else None
    if timex is None or found is None or timex.mod not in ("MORE_THAN", "EQUAL_OR_MORE"):
        return None
    return _UNITS[found[2]](int(found[1]))


# What is told of two events


def _ordered(story: Story, fact: Fact) -> Iterator[Constraint]:
    """How a sentence says its events to lie to one another."""
    order = [*fact.order, *([("during", fact.occasion)] if fact.occasion else [])]
    for relation, other in order:
        if other not in story.facts or story.event_of[other] == story.event_of[fact.id]:
            continue
        mine, theirs = story.event_of[fact.id], story.event_of[other]
        them = story.facts[other].type
        says = (fact.id, other)
        if relation == "after":
            yield after(_begin(theirs), _begin(mine), says, relation, strict=True)
            if not lasts(them):
                yield after(_end(theirs), _begin(mine), says, relation, strict=True)
        elif relation == "before":
            yield after(_begin(mine), _begin(theirs), says, "after", strict=True)
            if not lasts(fact.type):
                yield after(_end(mine), _begin(theirs), says, "after", strict=True)
        elif relation == "since":
            yield after(_begin(theirs), _begin(mine), says, relation)
            yield after(_begin(mine), _end(theirs), says, relation)
        elif relation == "until":
            yield after(_begin(theirs), _end(mine), says, relation)
            yield after(_end(mine), _end(theirs), says, relation)
        elif them in axioms()["occasions"]["types"]:
            yield from _during(mine, theirs, lasts(fact.type), says)


def _during(mine: str, theirs: str, both_last: bool, says: Sequence[str]) -> Iterator[Constraint]:
    """Inside an occasion; what lasts as well has at least a moment of it in common."""
    if both_last:
        yield after(_begin(theirs), _end(mine), says, "during")
        yield after(_begin(mine), _end(theirs), says, "during")
    else:
        yield after(_begin(theirs), _begin(mine), says, "during")
        yield after(_end(mine), _end(theirs), says, "during")


# What event types imply


def _before(story: Story, axiom: Mapping[str, Any]) -> Iterator[Constraint]:
    start, stop = axiom.get("from", "begin"), axiom.get("to", "begin")
    for entity in story.entities(axiom["first"] if axiom["first"] != "*" else axiom["then"]):
        firsts = story.filling(axiom["first"], axiom["first_roles"], entity)
        thens = story.filling(axiom["then"], axiom["then_roles"], entity)
        if axiom.get("only") and (len(firsts), len(thens)) != (1, 1):
            continue
        for one in firsts:
            for other in thens:
                if one.id != other.id:
                    points = Point(one.id, start), Point(other.id, stop)
                    yield after(*points, (), axiom["name"], strict=axiom.get("strict", False))


def _begins(story: Story, axiom: Mapping[str, Any]) -> Iterator[Constraint]:
    """A state begins with the one event that began it, and does not outlast the one that ended it.

    Where more than one is told, or the end may have come before the beginning, nobody knows which state is meant; but
    one that had lasted so long when it was told did not begin before the only event that could begin it. A state that
    is told to begin on a later day (somebody arrested is sent to prison) begins then.
    """
    for entity in story.entities(axiom["state"]):
        firsts, states, ends = (story.filling(axiom[k], ["patient"], entity) for k in ("first", "state", "ends"))
        if len(firsts) != 1 or len(ends) > 1 or any(not _follows(e, firsts[0]) for e in ends):
            continue
        if len(states) > 1:
            long = (s for s in states if any(_least(story.timex(fact)) for fact in story.facts_of[s.id]))
            yield from (after(_begin(firsts[0].id), _begin(s.id), (), axiom["name"]) for s in long if s.time is None)
            continue
        yield after(_begin(firsts[0].id), _begin(states[0].id), (), axiom["name"])
        if not _follows(states[0], firsts[0]):
            yield after(_begin(states[0].id), _end(firsts[0].id), (), axiom["name"])
        for end in ends:
            yield after(_end(states[0].id), _end(end.id), (), axiom["name"])


def _follows(other: Event, first: Event) -> bool:
    """Whether the stated times of two events say that one came after the other."""
    if other.time is None or first.time is None:
        return False
    return edtf.certainly_before(edtf.parse(first.time), edtf.parse(other.time))


def _once(story: Story, axiom: Mapping[str, Any]) -> Iterator[Constraint]:
    for entity in story.entities(axiom["type"]):
        for one, other in combinations(story.filling(axiom["type"], axiom["roles"], entity), 2):
            yield from _together(one, other, axiom["name"])


def _seldom(story: Story, axiom: Mapping[str, Any]) -> Iterator[Constraint]:
    """Two accounts of what may be one event are taken for one, which they contradict: so that neither bounds others."""
    for type_ in axiom["types"]:
        for entity in sorted(story.named.intersection(story.entities(type_))):
            for one, other in combinations(story.filling(type_, axiom["roles"], entity), 2):
                if _differ(story, one, other, axiom["days"]):
                    yield from _together(one, other, axiom["name"])


def _differ(story: Story, one: Event, other: Event, days: int) -> bool:
    """Whether two events are told of different days, not far from one another, and no article tells both."""
    articles = ({fact.article for fact in story.facts_of[event.id]} for event in (one, other))
    if one.time is None or other.time is None or set.intersection(*articles):
        return False
    first, second = sorted((edtf.parse(one.time), edtf.parse(other.time)))
    last, then = first.begin.max, second.begin.min
    return last is not None and then is not None and edtf.certainly_before(first, second) and then - last <= days


def _together(one: Event, other: Event, why: str) -> Iterator[Constraint]:
    """That two events began and ended together."""
    for point in (_begin, _end):
        yield after(point(one.id), point(other.id), (), why)
        yield after(point(other.id), point(one.id), (), why)
