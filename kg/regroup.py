"""Graphs derived again without reading their articles again: after a judgement, after a correction, after a merge.

Each is all or nothing, as a build is. What people say is in one named graph; articles stay as they were read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from kg import store as stores
from kg.builds import Intake, graphs_of, least_in, outdated, read_again
from kg.corrections import Correction, corrected, correction_quads
from kg.derived import read_derived
from kg.errors import GraphError, InputError
from kg.intake import Extract, Extractor, Progress, Read, Report, articles_in, learnt_day, names_in, said_in
from kg.judgements import Judgement, judgement_quads, opposite
from kg.log import Log, read_log
from kg.model import Resolved
from kg.said import Said, with_said
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
    opened = _opened(target, learnt)
    before = Said(*said_in(opened.store, opened.names))
    after = change(opened.as_it_is(before.corrections), opened.names, before)
    if after != before:
        resolved = opened.resolved(*after)
        if after.judgements != before.judgements:
            _consistent(resolved, after.judgements, before.judgements)
        opened.write(resolved, *after)
    return after


@dataclass(frozen=True)
class _Opened:
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
        said = [*judgement_quads(judgements, self.names), *correction_quads(corrections, self.names)]
        articles, both = intake or Intake(dict(self.known)), (judgements, corrections)
        graphs = graphs_of(self.store, self.names, articles, resolved, self.day, log, both)
        self.store.replace({**graphs, self.names.judgements: sealed(self.names.judgements, said)})


def merge(
    sources: Sequence[str],
    target: str,
    *,
    learnt: str | None = None,
    progress: Progress = lambda step, done, total: None,
    extract: Extract | None = None,
) -> Report:
    """Put the articles of graphs, with what people judged and corrected in them, into a new graph, all or nothing.

    What another version of kg had read is read again, but for what it read with files of its user, which stays; so a
    graph of an older version of the shape is brought up to date. The new graph has the base of the first; of an
    article's days of being learnt the first stays. Raises InputError where two graphs hold an article by one id that is
    not the same, or where judgements contradict one another, GraphError for a source that kg did not write and a target
    that holds a graph or is not writable.
    """
    day, new = learnt_day(learnt), stores.open(target, "w")
    if new.stamp is not None:
        raise GraphError(target, "holds a graph already", "name a new place")
    opened = [_opened(source, learnt, "r") for source in sources]
    names, intake, log = opened[0].names, Intake({}), Log()
    said = Said()
    for one in opened:
        _bring(one, intake)
        said = with_said(said, Said(*said_in(one.store, one.names)))
        log = _together(log, read_log(one.store.quads(graph=one.names.log)))
    if extract is None:
        read_again(intake, outdated(intake.read), Extractor(least_in(intake.read)), progress)
    both = _Opened(new, names, intake.read, day)
    resolved = both.resolved(*said)
    _consistent(resolved, said.judgements, ())
    progress("write", len(intake.read), len(intake.read))
    intake.added = sorted(intake.read)
    both.write(resolved, *said, intake, log)
    return Report(
        added=tuple(intake.added), articles=len(intake.read), facts=len(resolved.facts),
        entities=len(resolved.entities), events=len(resolved.events),
    )  # fmt: skip


def _bring(one: _Opened, intake: Intake) -> None:
    """Take the articles of a graph in with those of others."""
    for id, read in one.known.items():
        other = intake.read.setdefault(id, read)
        if other[0].article != read[0].article:
            what, do = "is in another of the graphs with another text or date", "retract it from one of them first"
            raise InputError(f"{one.store.where}: {id}", what, do)


def _together(log: Log, other: Log) -> Log:
    """Two logs as one: the day on which either first learnt an article's bytes, and what gave way in either."""
    learnt = {key: min(log.learnt.get(key, day), day) for key, day in other.learnt.items()}
    return Log({**log.learnt, **learnt}, {**other.replaced, **log.replaced}, {**other.versions, **log.versions})


def _opened(target: str, learnt: str | None, mode: Literal["r", "w"] = "w") -> _Opened:
    day, store = learnt_day(learnt), stores.open(target, mode)
    if store.stamp is None:
        raise GraphError(target, "does not exist", "check the name, or build it first")
    names = names_in(store, None)
    return _Opened(store, names, articles_in(store, names), day)


def _consistent(resolved: Resolved, after: Sequence[Judgement], before: Sequence[Judgement]) -> None:
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
