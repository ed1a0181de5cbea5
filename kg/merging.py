"""Graphs put into a new one: the articles of all, what people said of them, and when they were learnt.

    merge(["desk.nq", "courts.nq"], "both.nq", prefer="courts.nq")

An article that is another in two of them, and what people judged or corrected otherwise in another, stop a merge,
unless it is said which graph to prefer. `Merged.notes` say what gave way, and what else a reader should know.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kg import store as stores
from kg.builds import Intake, least_in, outdated, read_again
from kg.corrections import Correction
from kg.digest import fact_of
from kg.errors import GraphError, InputError
from kg.intake import Extract, Extractor, Progress, Report, learnt_day, said_in
from kg.judgements import Judgement
from kg.log import Log, read_log, with_versions
from kg.model import Article, Resolved
from kg.regroup import Opened, consistent, opened
from kg.resolve import unmet
from kg.said import Said, with_said


@dataclass(frozen=True)
class Merged(Report):
    """What a merge did, and lines that say what gave way and what is not as one may think."""

    notes: tuple[str, ...] = ()


@dataclass
class _Together:
    """What graphs come to, one after another: `whose` names the graph that each article is from."""

    intake: Intake = field(default_factory=lambda: Intake({}))
    said: Said = Said()
    log: Log = Log()
    whose: dict[str, str] = field(default_factory=dict)
    gave_way: list[Article] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def merge(
    sources: Sequence[str],
    target: str,
    *,
    prefer: str | None = None,
    learnt: str | None = None,
    progress: Progress = lambda step, done, total: None,
    extract: Extract | None = None,
) -> Merged:
    """Put the articles of graphs, with what people judged and corrected in them, into a new graph, all or nothing.

    What another version of kg had read is read again, but for what it read with files of its user, which stays; so a
    graph of an older version of the shape is brought up to date. The new graph has the base of the first; of an
    article's days of being learnt the first stays, and of two who said the same whoever is in the first graph. `prefer`
    is the source that is right where two do not agree; the text of an article that gave way stays in the log.

    Raises InputError where two graphs do not agree and none is preferred, GraphError for a source that kg did not write
    and a target that holds a graph or is not writable.
    """
    if prefer is not None and prefer not in sources:
        do = f"name one of {', '.join(sources)}"
        raise InputError(f"--prefer {prefer}", "is none of the graphs that are merged", do)
    day, new = learnt_day(learnt), stores.open(target, "w")
    if new.stamp is not None:
        raise GraphError(target, "holds a graph already", "name a new place")
    every = [opened(source, learnt, "r") for source in sources]
    both = _Together()
    for one in sorted(every, key=lambda one: one.store.where != prefer):
        _bring(one, both, prefer is not None)
    both.notes += _other_bases(every)
    if extract is None:
        read_again(both.intake, outdated(both.intake.read), Extractor(least_in(both.intake.read)), progress)
    into = Opened(new, every[0].names, both.intake.read, day)
    said, resolved = _agreed(into, both, every, prefer)
    both.notes += _at_odds(into, every, said)
    progress("write", len(both.intake.read), len(both.intake.read))
    both.intake.added = sorted(both.intake.read)
    now = {id: annotated.article.sha256 for id, (annotated, _) in both.intake.read.items()}
    into.write(resolved, *said, both.intake, with_versions(both.log, both.gave_way, now))
    return Merged(
        added=tuple(both.intake.added), articles=len(both.intake.read), facts=len(resolved.facts),
        entities=len(resolved.entities), events=len(resolved.events), notes=tuple(both.notes),
    )  # fmt: skip


def _bring(one: Opened, both: _Together, preferred: bool) -> None:
    """Take a graph in with those before it, which are right where they differ if one is `preferred`."""
    where, others = one.store.where, []
    for id, read in one.known.items():
        kept = both.intake.read.setdefault(id, read)
        if both.whose.setdefault(id, where) != where and kept[0].article != read[0].article:
            others.append(id)
    if others and not preferred:
        more = f" and {len(others) - 1} more" if len(others) > 1 else ""
        what = f"has another text or date than in {both.whose[others[0]]}"
        raise InputError(f"{where}: {others[0]}{more}", what, "say which graph is right: --prefer GRAPH")
    both.gave_way += [one.known[id][0].article for id in others]
    both.notes += [f"{where}: {id}: gave way to that of {both.whose[id]}, and is in the log" for id in others]
    own = Said(*said_in(one.store, one.names))
    both.said = _together_said(both, own, where, preferred)
    both.log = _together_log(both.log, read_log(one.store.quads(graph=one.names.log)))


def _together_said(both: _Together, own: Said, where: str, preferred: bool) -> Said:
    """What was said before and in another graph; the first of those who say the same of the same stays."""
    before = {one.id: one for one in _all(both.said)}
    for one in _all(own):
        old = before.get(one.id)
        if old is None or _says(old) == _says(one):
            continue
        if not preferred:
            what = f"{_words(one)}, says {one.by}, but {_words(old)}, says {old.by} in another of the graphs"
            raise InputError(f"{where}: {one.id}", what, "say which graph is right: --prefer GRAPH")
        both.notes.append(f"{where}: {one.id}: {_words(one)}, says {one.by}: gave way to {_words(old)}, says {old.by}")
    judgements = tuple(one for one in own.judgements if one.id not in before)
    return with_said(both.said, Said(judgements, tuple(one for one in own.corrections if one.id not in before)))


def _all(said: Said) -> list[Judgement | Correction]:
    return [*said.judgements, *said.corrections]


def _says(one: Judgement | Correction) -> str:
    return one.verdict if isinstance(one, Judgement) else one.value


def _words(one: Judgement | Correction) -> str:
    return one.verdict if isinstance(one, Judgement) else f"{one.what} = {one.value or 'none'}"


def _together_log(log: Log, other: Log) -> Log:
    """Two logs as one: the day on which either first learnt an article's bytes, and what gave way in either."""
    learnt = {key: min(log.learnt.get(key, day), day) for key, day in other.learnt.items()}
    return Log({**log.learnt, **learnt}, {**other.replaced, **log.replaced}, {**other.versions, **log.versions})


def _agreed(into: Opened, both: _Together, every: Sequence[Opened], prefer: str | None) -> tuple[Said, Resolved]:
    """What was said that can be, and what comes of it: judgements that cannot be beside those of the preferred graph
    give way. Raises InputError where none is preferred."""
    resolved = into.resolved(*both.said)
    wrong = unmet(resolved, both.said.judgements)
    if not wrong or prefer is None:
        consistent(resolved, both.said.judgements, ())
        return both.said, resolved
    right = {one.id for graph in every if graph.store.where == prefer for one in said_in(graph.store, graph.names)[0]}
    broken = {end for one in wrong if one.id in right for end in (one.first, one.second)}
    gone = [
        one for one in both.said.judgements
        if one.id not in right and (one in wrong or {one.first, one.second} & broken)
    ]  # fmt: skip
    both.notes += [f"{one.id}: {one.verdict}, says {one.by}: gave way, as it cannot be beside others" for one in gone]
    said = both.said._replace(judgements=tuple(one for one in both.said.judgements if one not in gone))
    resolved = into.resolved(*said)
    consistent(resolved, said.judgements, ())
    return said, resolved


# What a reader should know


def _other_bases(every: Sequence[Opened]) -> Iterator[str]:
    base = every[0].names.base
    for one in every:
        if one.names.base != base:
            yield f"{one.store.where}: its IRIs begin with {one.names.base}, those of the new graph with {base}"


def _at_odds(into: Opened, every: Sequence[Opened], said: Said) -> Iterator[str]:
    """Judgements of two graphs with opposite verdicts on what kg by itself takes for the same two: each holds for the
    passages that it names, and both together part what was one."""
    whose = {one.id: graph.store.where for graph in reversed(every) for one in said_in(graph.store, graph.names)[0]}
    if len({(whose[one.id], one.verdict) for one in said.judgements}) < 2:
        return
    plain = into.resolved((), said.corrections)
    of: dict[frozenset[str], Judgement] = {}
    for one in said.judgements:
        pair = _meant(plain, one)
        other = of.setdefault(pair, one) if pair else one
        if other.verdict != one.verdict and whose[other.id] != whose[one.id]:
            first, second = (f"{j.id} ({j.verdict}, {j.by}, {whose[j.id]})" for j in (other, one))
            yield f"{first} and {second} are of the same two; each holds for the passages that it names"


def _meant(plain: Resolved, one: Judgement) -> frozenset[str]:
    """The two entities, or events, that the passages of a judgement are of; none where either is gone."""
    ends = (one.first, one.second)
    if one.first.fact:
        facts = [fact for end in ends if (fact := fact_of(plain.facts, end)) is not None]
        return frozenset(plain.event_of[fact.id] for fact in facts) if len(facts) == 2 else frozenset()
    found = [plain.entity_of[end.article, end.span] for end in ends if (end.article, end.span) in plain.entity_of]
    return frozenset(found) if len(found) == 2 else frozenset()
