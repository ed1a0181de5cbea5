"""What articles and `ontology/axioms.toml` say of the order of events, as constraints (kg.order).

Only what is told as having happened, or as alleged to have, bounds an event: what is planned, denied or only supposed
does not. A date marked as about or doubtful bounds nothing else, for it may be off by more than its unit.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, product
from typing import Any

from kg import edtf
from kg.account import Account, Quoted, Stated, account
from kg.edtf import Edtf
from kg.inference import axioms
from kg.model import Event, Fact, Resolved, Span
from kg.order import DAY_ZERO, Constraint, Point, Solution, after, not_after, not_before, solve
from kg.points import End

#: Ends of which the first is no later than the second.
_IN_ORDER: tuple[tuple[End, End], ...] = (("begin", "begin"), ("begin", "end"), ("end", "end"))


def solved(resolved: Resolved) -> Solution:
    """The bounds that follow from everything told in some articles."""
    return solve(constraints(resolved))


def constraints(resolved: Resolved) -> tuple[Constraint, ...]:
    """Everything that some articles, and what event types imply, say of when events began and ended."""
    return implied(told(resolved))


def told(resolved: Resolved) -> Story:
    """The story that articles tell together."""
    facts: dict[str, list[Fact]] = defaultdict(list)
    for fact in resolved.facts:
        facts[fact.article].append(fact)
    accounts = [account(annotated, facts[annotated.article.id]) for annotated in resolved.annotated]
    named = {(one.article, name) for one in accounts for name in one.names}
    single = (entity for entity in resolved.entities if entity.kind != "Group")
    names = {entity.id for entity in single if not named.isdisjoint(entity.mentions)}
    return Story(
        resolved.events, accounts, names.__contains__, lambda *place: resolved.entity_of.get(place), resolved.apart.get
    )


def implied(story: Story) -> tuple[Constraint, ...]:
    """Everything that a story, and what event types imply, says of when its events began and ended."""
    found: list[Constraint] = []
    for event in story.events:
        found += [*_days(story, event), *_spoken(story, event), *_ordered(story, event)]
    for kind, rule in _RULES.items():
        for axiom in axioms()[kind]:
            found += rule(story, axiom)
    return tuple(sorted(set(found)))


class Story:
    """Events that are told as real, with what their facts state, by what they are asked for.

    `accounts` are those of the articles that tell the events. `named` says whether some mention names an entity that is
    no group, rather than describes it ("the chairman", "their daughter"); `entity_of` who a mention (of an article, at
    a span) stands for. `apart` are the facts that a person judged to be of other events than a fact.
    """

    def __init__(
        self,
        events: Iterable[Event],
        accounts: Iterable[Account],
        named: Callable[[str], bool],
        entity_of: Callable[[str, Span], str | None],
        apart: Callable[[str], Collection[str] | None] = lambda fact: None,
    ) -> None:
        every, accounts = list(events), list(accounts)
        self.facts = {stated.fact: stated for one in accounts for stated in one.facts}
        self.article_of = {stated.fact: one.article for one in accounts for stated in one.facts}
        self._published = {one.article: one.published for one in accounts}
        self.facts_of = {e.id: [self.facts[f] for f in e.facts if f in self.facts] for e in every}
        self.events = [e for e in every if self.facts_of[e.id]]
        self.event_of = {fact: e.id for e in every for fact in e.facts}
        self.named = named
        self._apart = apart
        self._filling: dict[tuple[str, str, str], list[Event]] = defaultdict(list)
        self._entities: dict[str, set[str]] = defaultdict(set)
        for event in self.events:
            for role, entity in event.roles:
                for type_ in (event.type, "*"):
                    self._filling[type_, role, entity].append(event)
                    self._entities[type_].add(entity)
        quotes = [(entity_of(one.article, quote.speaker), quote) for one in accounts for quote in one.quotes]
        self.spoken_at = dict(pair for who, quote in quotes if who for pair in self._said(who, quote))

    def _said(self, who: str, quote: Quoted) -> Iterator[tuple[str, str]]:
        """Facts told in a quotation in which the speaker is about to do something, each with the event this became."""
        about = {self.event_of[fact] for fact in quote.planned if fact in self.event_of}
        done = [event.id for event in self.filling("*", ["agent"], who) if event.id in about]
        if len(done) == 1:
            yield from ((f, done[0]) for f in quote.done if self.event_of.get(f, done[0]) != done[0])

    def told(self, fact: Stated) -> tuple[Edtf | None, str]:
        """When a fact was told, where that is known to the day or month, and which clock says so."""
        if fact.told_at is not None:
            return edtf.parse(fact.told_at), "told"
        published = self._published[self.article_of[fact.fact]]
        return (edtf.parse(published) if published else None), "published"

    def filling(self, type_: str, roles: Iterable[str], entity: str) -> list[Event]:
        """The events of a type in which somebody or something has one of these roles."""
        found = {e.id: e for role in roles for e in self._filling.get((type_, role, entity), ())}
        return [found[id] for id in sorted(found)]

    def entities(self, type_: str) -> list[str]:
        return sorted(self._entities[type_])

    def apart(self, one: Event, other: Event) -> bool:
        """Whether a person judged two events to be different ones."""
        return any(not set(other.facts).isdisjoint(self._apart(fact) or ()) for fact in one.facts)


def lasts(type_: str) -> bool:
    """Whether events of a type may last beyond the day on which they are told."""
    return type_ in axioms()["lasting"]["types"]


def _begin(event: str) -> Point:
    return Point(event, "begin")


def _end(event: str) -> Point:
    return Point(event, "end")


# What is told of one event


def _days(story: Story, event: Event) -> Iterator[Constraint]:
    """What its own facts say of the days of an event, and of how long it lasted."""
    yield from _stated(story, event)
    yield from _told(story, event)
    yield from _lasted(story, event)


def _stated(story: Story, event: Event) -> Iterator[Constraint]:
    """The dates of its facts; where one tells a state and another a moment, the moment is while the state lasted."""
    facts = [(f, edtf.parse(f.time)) for f in story.facts_of[event.id] if f.time is not None]
    exact = [(f, time) for f, time in facts if not (time.approximate or time.uncertain)]
    state = any(time.lasts for _, time in exact)
    for fact, time in exact:
        (first, last), (end_first, end_last) = time.begin, time.end
        if state and not time.lasts:
            first, end_last, end_first, last = None, None, time.begin.min, time.end.max
        says = {fact.fact, fact.dated_by or fact.fact}
        yield from _within(_begin(event.id), first, last, says, "stated")
        yield from _within(_end(event.id), end_first, end_last, says, "stated")


def _within(point: Point, first: int | None, last: int | None, facts: set[str], why: str) -> Iterator[Constraint]:
    if first is not None:
        yield not_before(point, first, facts, why)
    if last is not None:
        yield not_after(point, last, facts, why)


def _told(story: Story, event: Event) -> Iterator[Constraint]:
    """What is told as done had been done, or begun, by then; what is told as going on had not ended before."""
    for fact in story.facts_of[event.id]:
        told, clock = story.told(fact)
        if told is None:
            continue
        stated = edtf.parse(fact.time) if fact.time is not None else None
        if told.end.max is not None and (stated is None or not edtf.certainly_before(told, stated)):
            yield not_after(_begin(event.id), told.end.max, [fact.fact], clock)
            over = stated is None or stated.end.min is None or stated.end.min <= told.end.max
            if over and not lasts(event.type):
                yield not_after(_end(event.id), told.end.max, [fact.fact], clock)
        going_on = stated is not None and stated.lasts and stated.end.max is None and fact.status != "alleged"
        if going_on and told.begin.min is not None:
            yield not_before(_end(event.id), told.begin.min, [fact.fact], "going_on")


def _lasted(story: Story, event: Event) -> Iterator[Constraint]:
    """A state that had lasted more than so long when it was told."""
    for fact in story.facts_of[event.id] if event.type in _states() else ():
        if fact.least is None:
            continue
        yield after(_begin(event.id), _end(event.id), [fact.fact], "duration", fact.least)
        told = story.told(fact)[0]
        if told is not None and told.end.max is not None:
            yield not_after(_begin(event.id), told.end.max - fact.least, [fact.fact], "duration")


def _states() -> set[str]:
    """The types that are states, begun by an event of another type."""
    return {axiom["state"] for axiom in axioms()["begins"]}


# What is told of two events


def _spoken(story: Story, event: Event) -> Iterator[Constraint]:
    """What is said by somebody about to do something was done by then, and had lasted so long."""
    for fact in story.facts_of[event.id]:
        then = story.spoken_at.get(fact.fact)
        if then is None:
            continue
        if fact.time is None:
            point = _begin if lasts(event.type) else _end
            yield after(point(event.id), _begin(then), [fact.fact], "spoken")
        if fact.least is not None and event.type in _states():
            yield after(_begin(event.id), _begin(then), [fact.fact], "duration", fact.least)


def _ordered(story: Story, event: Event) -> Iterator[Constraint]:
    """How sentences say an event to lie to others."""
    mine = event.id
    for fact, (relation, other) in ((f, order) for f in story.facts_of[event.id] for order in f.order):
        theirs = story.event_of.get(other, mine)
        if other not in story.facts or theirs == mine:
            continue
        them = story.facts[other].type
        says = (fact.fact, other)
        if relation == "after":
            yield after(_begin(theirs), _begin(mine), says, relation, strict=True)
            if not lasts(them):
                yield after(_end(theirs), _begin(mine), says, relation, strict=True)
        elif relation == "before":
            yield after(_begin(mine), _begin(theirs), says, "after", strict=True)
            if not lasts(fact.type) or fact.type in axioms()["passing"]["types"]:
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
    if axiom.get("weak"):
        yield from _borrowed(story, axiom)
        return
    start, stop = axiom.get("from", "begin"), axiom.get("to", "begin")
    for entity in story.entities(axiom["first"]):
        firsts = story.filling(axiom["first"], axiom["first_roles"], entity)
        thens = story.filling(axiom["then"], axiom["then_roles"], entity)
        if axiom.get("only") and (len(firsts), len(thens)) != (1, 1):
            continue
        for one, other in product(firsts, thens):
            if one.id != other.id:
                points = Point(one.id, start), Point(other.id, stop)
                yield after(*points, (), axiom["name"], strict=axiom.get("strict", False))


def _borrowed(story: Story, axiom: Mapping[str, Any]) -> Iterator[Constraint]:
    """The day of a birth or a death, said of all that somebody did: it does not join them all into one part."""
    lender, borrower = lending(axiom)
    for entity in story.entities(axiom[lender]):
        day = lent(story, axiom, entity)
        if day is None:
            continue
        lenders, others = (story.filling(axiom[s], axiom[f"{s}_roles"], entity) for s in (lender, borrower))
        for id in sorted({event.id for event in others} - {event.id for event in lenders}):
            if lender == "first":
                yield day._replace(later=Point(id, axiom.get("to", "begin")))
            else:
                yield day._replace(earlier=Point(id, axiom.get("from", "begin")))


def lending(axiom: Mapping[str, Any]) -> tuple[str, str]:
    """Which side of a weak axiom ("first" or "then") lends its day, and which may be any event and is lent it."""
    return ("then", "first") if axiom["first"] == "*" else ("first", "then")


def lent(story: Story, axiom: Mapping[str, Any], entity: str) -> Constraint | None:
    """The first day that the birth of somebody is told to have been on, the last one of a death, as of the entity.

    None where none is told, or what is told of it contradicts itself.
    """
    side, _ = lending(axiom)
    own = story.filling(axiom[side], axiom[f"{side}_roles"], entity)
    days = [c for event in own for c in _days(story, event)]
    low, high = (_tightest(c for c in days if c[n] == DAY_ZERO) for n in (0, 1))
    in_order = ((low[a], high[b]) for a, b in _IN_ORDER if a in low and b in high)
    if any(first.least + last.least > 0 for first, last in in_order):
        return None
    day = low.get(axiom.get("from", "begin")) if side == "first" else high.get(axiom.get("to", "begin"))
    if day is None:
        return None
    earlier, later = (point if point == DAY_ZERO else Point(entity, point.end) for point in day[:2])
    return day._replace(earlier=earlier, later=later, why=axiom["name"], lent=True)


def _tightest(days: Iterable[Constraint]) -> dict[End, Constraint]:
    """Of bounds on one side the tightest of a beginning and of an end; of those the first facts."""
    found: dict[End, Constraint] = {}
    for c in sorted(days, key=lambda c: (-c.least, c.facts)):
        found.setdefault((c.later if c.earlier == DAY_ZERO else c.earlier).end, c)
    return found


def _begins(story: Story, axiom: Mapping[str, Any]) -> Iterator[Constraint]:
    """A state begins with the one event that began it, and does not outlast the one that ended it.

    Where more than one is told, or the end may have come before the beginning, nobody knows which state is meant; but
    one that had lasted so long when it was told did not begin before the only event that could begin it. A state that
    is told to begin on a later day (somebody arrested is sent to prison) begins then.
    """
    for entity in story.entities(axiom["state"]):
        firsts, states, ends = (story.filling(axiom[k], ["patient"], entity) for k in ("first", "state", "ends"))
        if len(firsts) != 1 or not states or len(ends) > 1 or any(not _follows(e, firsts[0]) for e in ends):
            continue
        if len(states) > 1:
            long = (s for s in states if any(fact.least for fact in story.facts_of[s.id]))
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
            if not story.apart(one, other):
                yield from _together(one, other, axiom["name"])


def _seldom(story: Story, axiom: Mapping[str, Any]) -> Iterator[Constraint]:
    """Two accounts of what may be one event are taken for one, which they contradict: so that neither bounds others."""
    for type_ in axiom["types"]:
        for entity in filter(story.named, story.entities(type_)):
            for one, other in _soon(story.filling(type_, axiom["roles"], entity), axiom["days"]):
                if not story.apart(one, other) and _may_be_one(story, one, other, axiom["roles"]):
                    yield from _together(one, other, axiom["name"])


def _soon(events: Iterable[Event], days: int) -> Iterator[tuple[Event, Event]]:
    """The pairs of events that are told of different days, so many from one another at most."""
    dated = [(edtf.parse(event.time), event) for event in events if event.time is not None]
    starts = sorted((time.begin.min, event.id, time, event) for time, event in dated if time.begin.min is not None)
    for first, one in dated:
        last = first.begin.max
        if last is None:
            continue
        soon = slice(bisect_left(starts, (last + 1,)), bisect_left(starts, (last + days + 1,)))
        for _, _, second, other in starts[soon]:
            if edtf.certainly_before(first, second):
                yield one, other


def _may_be_one(story: Story, one: Event, other: Event, roles: Iterable[str]) -> bool:
    """Whether no article tells both events, nor are they of other people beside the one they share."""
    articles = ({story.article_of[fact.fact] for fact in story.facts_of[event.id]} for event in (one, other))
    if set.intersection(*articles):
        return False
    fillers = [[{id for role, id in event.roles if role == wanted} for event in (one, other)] for wanted in roles]
    return all(not mine or not theirs or mine & theirs for mine, theirs in fillers)


def _together(one: Event, other: Event, why: str) -> Iterator[Constraint]:
    """That two events began and ended together."""
    for point in (_begin, _end):
        yield after(point(one.id), point(other.id), (), why)
        yield after(point(other.id), point(one.id), (), why)


#: What each kind of axiom yields of a story.
_RULES: Mapping[str, Callable[[Story, Mapping[str, Any]], Iterator[Constraint]]] = {
    "before": _before, "begins": _begins, "once": _once, "seldom": _seldom,
}  # fmt: skip
