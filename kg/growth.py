"""What a graph says otherwise once articles came or went: of events, names, articles one by one, and of nothing else.

    grown = grow(workings, store.quads, names, came, digests, went, judgements)
    grown.derived     what the derived graph says from now on of each subject concerned
    grown.before      the events and entities that are no more, by what was theirs

Cost: that of what the articles touch (`kg.adding`, `kg.region`), whatever the size of the graph.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from kg.account import Account, account, slices
from kg.adding import Change, Reading, add
from kg.derived import (
    Members,
    entity_rows,
    event_rows,
    graph_rows,
    order_rows,
    period_rows,
    periods,
    read_event,
    reference_rows,
)
from kg.digest import Digest
from kg.judgements import Judgement
from kg.model import Annotated, Event, Fact
from kg.order import Solution, solve
from kg.profiles import languages_of
from kg.region import Known, Region, region
from kg.terms import Names, Row, article_of, local, quads, span_of
from kg.workings import Workings

if TYPE_CHECKING:
    from pyoxigraph import Quad


#: Gives the quads of a graph, as `Store.quads` does.
Held: TypeAlias = Callable[..., Iterable["Quad"]]


@dataclass(frozen=True)
class Grown:
    """What the derived graph says of each subject concerned, by its IRI (nothing: it is no more); `before` and `after`
    have the members of events and entities that are no more, and what those are of now."""

    derived: Mapping[str, Collection[Quad]]
    before: Members
    after: Members

    @property
    def quads(self) -> list[Quad]:
        """All that is said, of whatever subject."""
        return [quad for own in self.derived.values() for quad in own]


def grow(
    work: Workings,
    held: Held | None,
    names: Names,
    came: Mapping[str, tuple[Annotated, Sequence[Fact]]],
    digests: Mapping[str, Digest],
    went: Collection[str] = (),
    judgements: Sequence[Judgement] = (),
) -> Grown:
    """Take articles, with their digests, into the workings of a graph, and others out; what the graph says otherwise.

    `held` gives the quads that the graph has now, as `Store.quads` does; None: it has none yet.
    """
    old = {id: one for id in sorted({*came, *went}) if (one := work.digests.get(id)) is not None}
    told = {id: had for id in old if (had := work.accounts.get(id)) is not None}
    change = add(work, digests, went, judgements)
    for id in went:
        work.accounts.drop(id)
    for id, (annotated, facts) in came.items():
        work.accounts.put(id, account(annotated, facts))
    more = sum(len(one.facts) for one in digests.values()) - sum(len(one.facts) for one in old.values())
    work.made.put("facts", str(int(work.made.get("facts") or 0) + more))
    grown = _Grown(work, held or _nothing, names, change, came, told)
    return Grown(grown.subjects(old), *grown.members())


class _Grown:
    """A change as the workings know it afterwards, and as the graph still has it."""

    def __init__(
        self, work: Workings, held: Held, names: Names, change: Change, came: Collection[str],
        told: Mapping[str, Account],
    ) -> None:  # fmt: skip
        self.came, self.reading = came, Reading(work)
        self.work, self.held, self.names, self.change = work, held, names, change
        self.told = told
        self._events: dict[str, Event] = {}
        self._article = {fact: id for id, one in told.items() for fact in slices(one)}
        self._now: dict[str, Mapping[str, Account]] = {}
        self.articles = sorted(id for id in change.articles if work.digests.get(id) is not None)

    # ---- what the graph says from now on

    def subjects(self, old: Mapping[str, Digest]) -> dict[str, Collection[Quad]]:
        """By subject; `old` are the digests that gave way to others, or went."""
        found = self._ordered()
        solution = solve(found.constraints)
        self._note(found, solution)
        rows = list(self._rows(found, solution))
        by: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            by[row[0]].append(row)
        concerned = {self.names.event(id) for id in (*self.change.events, *self.change.gone_events, *found.events)}
        by.update(self._periods(rows, concerned))
        concerned |= {self.names.entity(id) for id in (*self.change.entities, *self.change.gone_entities)}
        here = [self.work.digests[id] for id in self.articles]
        concerned |= {iri for one in (*old.values(), *here) for iri in self._references(one)}
        return {iri: quads(by.get(iri, ()), self.names.derived) for iri in sorted(concerned | by.keys())}

    def _rows(self, found: Region, solution: Solution) -> Iterator[Row]:
        names, work = self.names, self.work
        yield from graph_rows(names)
        for id in sorted({*self.change.events, *found.events}):
            told = self.reading.told(id)
            yield from event_rows(self.event(id), told.facts, _printed(told.printed), solution, names)
        yield from order_rows(solution, names)
        for id in sorted(self.change.entities):
            whole = self.reading.profile(id)
            languages = {name: languages_of(whole, name) for name in whole.names}
            yield from entity_rows(self.reading.entity(id, mentions=False), languages, names)
        for id in self.articles:
            one = work.digests[id]
            who, events = self.reading.entity_of(id), self.reading.event_of(id)
            yield from reference_rows(id, one.facts, one.quotes, who, events, names)

    def _references(self, one: Digest) -> Iterator[str]:
        """What the derived graph may say something of because of an article: its mentions, facts and quotes."""
        yield from (self.names.passage("mention", one.id, span) for c in one.clusters for span in c.spans)
        yield from (self.names.fact(fact.id) for fact in one.facts)
        yield from (self.names.passage("quote", one.id, quote.span) for quote in one.quotes)

    def _periods(self, rows: Iterable[Row], concerned: Collection[str]) -> dict[str, list[Row]]:
        """What is said of periods that came, and nothing of those in which nothing is any more."""
        now = periods(rows, self.names)
        iris = {iri for iri in concerned for iri in self._objects(iri, "kg:period")}
        was = {local(iri) for iri in iris}
        left = {period for period in was - now if not self._others(period, concerned)}
        return {
            **{self.names.period(period): list(period_rows(period, self.names)) for period in now},
            **{self.names.period(period): [] for period in left},
        }

    def _others(self, period: str, concerned: Collection[str]) -> bool:
        """Whether an event that is not concerned is in a period."""
        iri, graph = self.names.period(period), self.names.derived
        return any(
            getattr(quad.subject, "value", "") not in concerned
            for quad in self.held(None, "kg:period", object=iri, graph=graph)
        )

    def _objects(self, subject: str, predicate: str) -> list[str]:
        found = self.held(subject, predicate, graph=self.names.derived)
        return [quad.object.value for quad in found if hasattr(quad.object, "value")]

    # ---- what is ordered again

    def _ordered(self) -> Region:
        """The region of the order that the change concerns; its parts are noted in the workings."""
        work = self.work
        before = [e for id in sorted(self.change.events | self.change.gone_events) if (e := self._before(id))]
        after = [self.event(id) for id in sorted(self.change.events)]
        known = Known(
            events=lambda ids: [self.event(id) for id in sorted(ids) if work.groups_of.of(id)],
            filling=self._filling,
            event_of=self._event_of,
            account=self._account,
            was=self._account_before,
            named=lambda id: (one := work.entities.get(id)) is not None and not one.unnamed and one.kind != "Group",
            entity_of=lambda article, span: self.reading.entity_of(article).get(span),
            together=lambda id: work.ordered.of(work.order_of.get(id) or ""),
            apart=self._apart,
        )
        quoted = [one for id in self.articles if (one := work.accounts.get(id)) is not None and one.quotes]
        return region(before, after, known, sorted(self.change.flipped), quoted)

    def _note(self, found: Region, solution: Solution) -> None:
        """Note which events were solved together."""
        work, sizes = self.work, Counter(solution.part_of.values())
        for id in sorted({*found.events, *self.change.events, *self.change.gone_events}):
            part = work.order_of.get(id)
            if part is not None:
                work.ordered.discard(part, id)
                work.order_of.drop(id)
        for id in sorted(found.events & solution.part_of.keys()):
            part = solution.part_of[id]
            if sizes[part] > 1:
                work.order_of.put(id, part)
                work.ordered.add(part, id)

    # ---- look-ups

    def event(self, id: str) -> Event:
        if id not in self._events:
            self._events[id] = self.reading.event(id)
            for article in self.reading.told(id).printed:
                self._article.update({fact.id: article for fact in self.work.digests[article].facts})
        return self._events[id]

    def _before(self, id: str) -> Event | None:
        """An event as the graph still has it."""
        return read_event(self.held, id, self.names)

    def _filling(self, type_: str, role: str, entity: str) -> Iterator[str]:
        """The events of a type ("*" for any) in which an entity has a role."""
        one, kind = self.work.entities.get(entity), "" if type_ == "*" else f"{type_} "
        groups = {group for u in (one.units if one else ()) for group in self.work.filling.of(f"{kind}{u}")}
        wanted = {self.work.event_of[group] for group in groups}
        return (id for id in sorted(wanted) if (role, entity) in self.event(id).roles)

    def _event_of(self, fact: str) -> str | None:
        article = self._article.get(fact, "")
        return self.reading.event_of(article).get(fact) if self.work.digests.get(article) is not None else None

    def _apart(self, fact: str) -> frozenset[str] | None:
        one = self.work.digests.get(self._article.get(fact, ""))
        return one.apart.get(fact) if one is not None else None

    def _account(self, fact: str) -> Account | None:
        article = self._article.get(fact, "")
        if article not in self._now:
            one = self.work.accounts.get(article)
            self._now[article] = slices(one) if one is not None else {}
        return self._now[article].get(fact)

    def _account_before(self, fact: str) -> Account | None:
        article = self._article.get(fact, "")
        if article in self.told:
            return slices(self.told[article]).get(fact)
        return None if article in self.came else self._account(fact)

    # ---- what is no more

    def members(self) -> tuple[Members, Members]:
        """Of whom and what those were that are no more, and who and what is now in the articles concerned."""
        names, about, refers = self.names, "kg:about", "kg:refersTo"
        events = {local(f): id for id in self.change.gone_events for f in self._subjects(about, names.event(id))}
        mentions = {
            (article_of(m), span_of(m)): id
            for id in self.change.gone_entities
            for m in self._subjects(refers, names.entity(id))
        }
        now = Members({}, {})
        for id in self.articles:
            now.event_of.update(self.reading.event_of(id))
            now.entity_of.update({(id, span): entity for span, entity in self.reading.entity_of(id).items()})
        return Members(events, mentions), now

    def _subjects(self, predicate: str, object: str) -> list[str]:
        found = self.held(None, predicate, object=object, graph=self.names.derived)
        return [quad.subject.value for quad in found if hasattr(quad.subject, "value")]


def _nothing(*wanted: object, **named: object) -> tuple[()]:
    return ()


def _printed(told: Mapping[str, str]) -> dict[str, str | None]:
    return {article: day or None for article, day in told.items()}
