"""What has to be ordered again when some events change, found by look-ups, whatever the size of the graph around it.

    found = region(before, after, known)
    solve(found.constraints)    # says of found.events what solve(constraints(resolved)) says of the whole graph
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain, product

from kg.account import Account
from kg.constraints import Story, implied, lending, lent
from kg.inference import axioms
from kg.model import Event, Span
from kg.order import Constraint


@dataclass(frozen=True)
class Known:
    """How a graph is asked for what it holds after the change; of what is gone it gives nothing.

    `events` are those of some ids; `filling` the ids of those of a type ("*" for any) in which somebody or something
    has a role; `event_of` the event of a fact; `account` what is told of a fact (`kg.account.slices`), None where its
    article is gone, or it is neither real nor in a quotation, and `was` what was told of it before; `named` and
    `entity_of` as in a `Story`. `together` are the events that were solved together with one before the change, by
    `Solution.part_of`; none need be given where it was alone. `apart` are the facts judged to be of other events than a
    fact.
    """

    events: Callable[[Collection[str]], Iterable[Event]]
    filling: Callable[[str, str, str], Iterable[str]]
    event_of: Callable[[str], str | None]
    account: Callable[[str], Account | None]
    was: Callable[[str], Account | None]
    named: Callable[[str], bool]
    entity_of: Callable[[str, Span], str | None]
    together: Callable[[str], Iterable[str]]
    apart: Callable[[str], Collection[str] | None] = lambda fact: None


@dataclass(frozen=True)
class Region:
    """Events of a graph that are ordered again, all of their parts, and everything that is said of their order."""

    events: frozenset[str]
    constraints: tuple[Constraint, ...]


def region(
    before: Iterable[Event],
    after: Iterable[Event],
    known: Known,
    renamed: Iterable[str] = (),
    quoted: Iterable[Account] = (),
) -> Region:
    """What may be ordered differently because events changed: what is new, gone, has other facts, roles or another
    time, is told by an article that changed, or was judged different from another. An event that changed is in
    `before` as it was and in `after` as it is.

    `renamed` are the entities that a mention names now and none did before, or the reverse (`Story.named`); `quoted`
    the accounts of articles in which the speaker of a quotation stands for somebody else than before.
    """
    known = _once(known)
    changed = (list(before), list(after))
    wanted = {event.id for event in chain(*changed)}
    wanted.update(_counted(changed, known), _borrowing(changed, known), _listeners(chain(*changed), known))
    seldom = ((type_, axiom["roles"]) for axiom in axioms()["seldom"] for type_ in axiom["types"])
    wanted.update(_found(((*what, entity) for what, entity in product(seldom, renamed)), known))
    told = (fact for account in quoted for quote in account.quotes for fact in (*quote.planned, *quote.done))
    wanted.update(_events_of(told, known))
    own: set[str] = set()
    near: dict[str, frozenset[str]] = {}
    found: list[Constraint] = []
    while wanted - own:
        own.update(wanted, *(known.together(event) for event in wanted - own))
        events = list(known.events(own))
        near |= {event.id: frozenset(_near(event, known)) for event in events if event.id not in near}
        story = _story([*events, *known.events(set().union(*near.values()) - own)], known)
        found = [c for c in implied(story) if not own.isdisjoint(_joined(c, story))]
        wanted = {event for c in found for event in _joined(c, story)}
    return Region(frozenset(event.id for event in known.events(own)), tuple(found))


def _once(known: Known) -> Known:
    """The same look-ups, each asked for the same thing once."""
    filling, together = known.filling, known.together
    return replace(
        known,
        filling=cache(lambda type_, role, entity: tuple(filling(type_, role, entity))),
        together=cache(lambda event: tuple(together(event))),
        event_of=cache(known.event_of),
        account=cache(known.account),
    )


def _story(events: Sequence[Event], known: Known) -> Story:
    accounts = (known.account(fact) for event in events for fact in event.facts)
    return Story(events, [one for one in accounts if one], known.named, known.entity_of, known.apart)


def _joined(constraint: Constraint, story: Story) -> set[str]:
    """The events that a constraint puts into one part: those it is about, and those of the facts that say so."""
    facts = () if constraint.lent else constraint.facts
    events = {constraint.earlier.event, constraint.later.event, *(story.event_of.get(fact, "") for fact in facts)}
    return events - {""}


_Looked = tuple[str, Sequence[str], str]


def _found(looked: Iterable[_Looked], known: Known) -> Iterator[str]:
    for type_, roles, entity in looked:
        for role in roles:
            yield from known.filling(type_, role, entity)


def _events_of(facts: Iterable[str], known: Known) -> Iterator[str]:
    return (event for fact in facts if (event := known.event_of(fact)) is not None)


def _fillers(event: Event, roles: Collection[str]) -> list[str]:
    return sorted({entity for role, entity in event.roles if role in roles})


# What may be said differently of events that did not change


def _counted(changed: Iterable[Iterable[Event]], known: Known) -> Iterator[str]:
    """The events of an axiom that counts how many there are of somebody."""
    return _found((looked for event in chain(*changed) for looked in _groups(event)), known)


def _groups(event: Event) -> Iterator[_Looked]:
    for axiom in axioms()["begins"]:
        types = (axiom["first"], axiom["state"], axiom["ends"])
        if event.type in types:
            yield from ((type_, ("patient",), entity) for entity in _fillers(event, ("patient",)) for type_ in types)
    for axiom in axioms()["before"]:
        if axiom.get("only"):
            sides = [(axiom[side], axiom[f"{side}_roles"]) for side in ("first", "then")]
            entities = {entity for type_, roles in sides if event.type == type_ for entity in _fillers(event, roles)}
            yield from ((type_, roles, entity) for entity in sorted(entities) for type_, roles in sides)


def _borrowing(changed: tuple[Iterable[Event], Iterable[Event]], known: Known) -> Iterator[str]:
    """All that somebody did whose birth or death now lends another day, or none."""
    gone, there = changed
    for axiom in (one for one in axioms()["before"] if one.get("weak")):
        lender, borrower = lending(axiom)
        type_, roles = axiom[lender], axiom[f"{lender}_roles"]
        lenders = [event for event in (*gone, *there) if event.type == type_]
        for entity in sorted({entity for event in lenders for entity in _fillers(event, roles)}):
            now = set(_found([(type_, roles, entity)], known))
            was = {e.id: e for e in known.events(now - {event.id for event in there})}
            was |= {event.id: event for event in gone if event in lenders and entity in _fillers(event, roles)}
            story, former = _story(list(known.events(now)), known), replace(known, account=known.was)
            if lent(_story(list(was.values()), former), axiom, entity) != lent(story, axiom, entity):
                yield from _found([(axiom[borrower], axiom[f"{borrower}_roles"], entity)], known)


def _listeners(changed: Iterable[Event], known: Known) -> Iterator[str]:
    """What is told in a quotation in which one of the events is planned."""
    facts = {fact for event in changed for fact in event.facts}
    accounts = (account for fact in facts if (account := known.account(fact)) is not None)
    quotes = {quote for account in accounts for quote in account.quotes if not facts.isdisjoint(quote.planned)}
    return _events_of((fact for quote in quotes for fact in quote.done), known)


# What something may be said of together with an event


def _near(event: Event, known: Known) -> Iterator[str]:
    """Every event that a constraint may join to an event, or that decides whether one does."""
    yield from _found(chain(_groups(event), _pairs(event)), known)
    for fact in event.facts:
        account = known.account(fact)
        if account is None:
            continue
        for quoted in ({*quote.planned, *quote.done} for quote in account.quotes):
            yield from _events_of(quoted if fact in quoted else (), known)
        for stated in account.facts:
            others = {other for other in (stated.dated_by, *(one for _, one in stated.order)) if other}
            if fact == stated.fact or fact in others:
                yield from _events_of((stated.fact, *others), known)


def _pairs(event: Event) -> Iterator[_Looked]:
    """Where to look for the events that an axiom puts beside one."""
    for axiom in axioms()["before"]:
        for mine, other in (("first", "then"), ("then", "first")):
            if axiom[mine] in (event.type, "*") and axiom[other] != "*":
                for entity in _fillers(event, axiom[f"{mine}_roles"]):
                    yield axiom[other], axiom[f"{other}_roles"], entity
    for axiom in axioms()["once"]:
        if event.type == axiom["type"]:
            yield from ((event.type, axiom["roles"], entity) for entity in _fillers(event, axiom["roles"]))
    for axiom in axioms()["seldom"]:
        if event.type in axiom["types"]:
            yield from ((event.type, axiom["roles"], entity) for entity in _fillers(event, axiom["roles"]))
