"""Graphs derived again without reading their articles again: after a judgement, a correction, a merge (`kg.merging`).

Each is all or nothing, as a build is. What people say is in one named graph; articles stay as they were read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from kg import growing
from kg import store as stores
from kg.builds import Intake, graphs_of
from kg.corrections import Correction, corrected, correction_quads
from kg.derived import read_derived
from kg.errors import GraphError
from kg.growth import Grown
from kg.intake import Read, articles_in, learnt_day, names_in, said_in
from kg.judgements import Judgement, judgement_quads, opposite
from kg.log import Log
from kg.model import Resolved
from kg.said import Said
from kg.seal import sealed
from kg.store import Store
from kg.terms import Names

Change: TypeAlias = Callable[[Resolved, Names, Said], Said]


def say(target: str, change: Change, *, learnt: str | None = None) -> Said:
    """Change what people said of a graph, resolve its articles by that, and give all that is said, all or nothing.

    `change` is given the graph as values and what was said, and gives what is to be. Articles are not read again.
    Raises GraphError for a target that is missing, foreign, broken or not writable, InputError where judgements
    contradict one another, and what `change` raises.
    """
    held = opened(target, learnt)
    before = Said(*said_in(held.store, held.names))
    after = change(held.as_it_is(before.corrections), held.names, before)
    if after == before:
        return after

    def check(resolved: Resolved) -> None:
        if after.judgements != before.judgements:
            consistent(resolved, after.judgements, before.judgements)

    if growing.usable(held.store, held.names):
        growing.change(held.store, held.names, {}, (), held.day, after, check)
        return after
    resolved = held.resolved(*after)
    check(resolved)
    held.write(resolved, *after)
    return after


@dataclass(frozen=True)
class Opened:
    """A graph in which something is to be said: its articles as they were read, and the day of it."""

    store: Store
    names: Names
    known: Mapping[str, Read]
    day: str

    def as_it_is(self, corrections: Sequence[Correction]) -> Resolved:
        derived = self.store.quads(graph=self.names.derived)
        return read_derived(derived, corrected(self.known.values(), corrections))

    def resolved(self, judgements: Sequence[Judgement], corrections: Sequence[Correction]) -> Resolved:
        from kg.resolve import resolve

        return resolve(corrected(self.known.values(), corrections), judgements)

    def write(
        self,
        resolved: Resolved,
        judgements: Sequence[Judgement],
        corrections: Sequence[Correction],
        intake: Intake | None = None,
        log: Log | None = None,
    ) -> None:
        """Write what the articles come to and what was said, with the workings of it where they are kept."""
        articles, said = intake or Intake(dict(self.known)), Said(tuple(judgements), tuple(corrections))
        if not self.store.keeps_workings:
            self._replace(articles, resolved, said, log)
            return
        with growing.workings(self.store, fresh=True) as (work, place):
            grown = growing.all_of(work, self.names, articles.read.values(), said)
            growing.flushed(work)
            self._replace(articles, grown, said, log, place)
        growing.tidy(Path(self.store.where).resolve())

    def _replace(
        self, articles: Intake, resolved: Resolved | Grown, said: Said, log: Log | None, workings: Path | None = None
    ) -> None:
        graphs = graphs_of(self.store, self.names, articles, resolved, self.day, log, said)
        quads = [*judgement_quads(said.judgements, self.names), *correction_quads(said.corrections, self.names)]
        self.store.replace({**graphs, self.names.judgements: sealed(self.names.judgements, quads)}, workings=workings)


def opened(target: str, learnt: str | None, mode: Literal["r", "w"] = "w") -> Opened:
    day, store = learnt_day(learnt), stores.open(target, mode)
    if store.stamp is None:
        raise GraphError(target, "does not exist", "check the name, or build it first")
    names = names_in(store, None)
    return Opened(store, names, articles_in(store, names), day)


def consistent(resolved: Resolved, after: Sequence[Judgement], before: Sequence[Judgement]) -> None:
    """Refuse judgements that cannot all be: one is not as it was judged once all are taken into account."""
    from kg.resolve import unmet

    wrong = unmet(resolved, after)
    if wrong:
        new = [one for one in after if one not in before]
        one = (new or wrong)[0]
        raise opposite(one, next((other for other in wrong if other != one), None) or _other(one, after))


def _other(one: Judgement, after: Sequence[Judgement]) -> Judgement:
    """The judgement that stands against one: of the other verdict, about something that it is about, if any is."""
    against = [other for other in after if other.verdict != one.verdict]
    ends = {one.first, one.second}
    return next((other for other in against if ends & {other.first, other.second}), (*against, one)[0])
