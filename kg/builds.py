"""Articles into a graph: add the new, replace the changed, leave the rest, and derive everything else again.

What an article says is kept with it, so a build reads only new and changed articles and gives the same graph as one
that reads them all; what another version of kg had read is read again, from the text that the graph keeps. The log
graph alone remembers when each article was learnt and which IRIs gave way to which.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence, Sized
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from difflib import get_close_matches
from typing import TYPE_CHECKING, TypeAlias

from kg import store as stores
from kg.corrections import Correction, corrected, read_corrections
from kg.derived import derived_quads, read_derived, read_members
from kg.dossier import NOTHING, Dossier
from kg.entries import checked
from kg.errors import GraphError, InputError, KgError
from kg.graph import article_quads, canonical, names_of, read_article
from kg.judgements import Judgement, read_judgements
from kg.log import Log, log_quads, read_log, with_learnt, with_replaced, with_versions, without_versions
from kg.manifest import manifest, manifest_quads
from kg.model import Annotated, Article, Entity, Event, Fact, Resolved
from kg.results import visible
from kg.seal import sealed
from kg.store import Store
from kg.terms import BASE, Names

if TYPE_CHECKING:
    import pyoxigraph as ox

    from kg.extract.syntax import Models

Read: TypeAlias = tuple[Annotated, tuple[Fact, ...]]
Extract: TypeAlias = Callable[[Article], Read]
Resolve: TypeAlias = Callable[[Sequence[Read]], Resolved]
#: Told what is being done ("read", "read again", "derive", "write"), how many articles are done, and of how many (None:
#: unknown).
Progress: TypeAlias = Callable[[str, int, int | None], None]
_BASE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]+[/#]")


@dataclass(frozen=True)
class Report:
    """What a build did: article ids, sorted; the errors of articles left out; how much the graph now holds.

    `reread` are articles of the graph, given again or not, that another version of kg had read. `below` counts the
    facts of what was read that were left out because their confidence is too low.
    """

    added: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    reread: tuple[str, ...] = ()
    skipped: tuple[KgError, ...] = ()
    articles: int = 0
    facts: int = 0
    entities: int = 0
    events: int = 0
    below: int = 0


@dataclass
class Intake:
    """What the articles of a build came to."""

    read: dict[str, Read]
    added: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    reread: list[str] = field(default_factory=list)
    skipped: list[KgError] = field(default_factory=list)


@dataclass
class Extractor:
    """Reads articles with what the user brings, leaves out facts with a confidence below `least`, and counts them in
    `below`."""

    least: float = 0.0
    dossier: Dossier = NOTHING
    models: Models = field(default_factory=dict)
    below: int = 0

    @property
    def name(self) -> str:
        from kg.extract.version import named

        return named(self.dossier, self.models, self.least)

    def __call__(self, article: Article) -> Read:
        from kg.extract import annotate, extract
        from kg.extract.confidence import sure
        from kg.resolve import within

        annotated = annotate(article, self.dossier, self.models)
        facts = extract(annotated, self.dossier)
        kept = sure(facts, self.least)
        self.below += len(facts) - len(kept)
        return replace(annotated, read_by=self.name), within(annotated, kept)


def build(
    articles: Iterable[Article | KgError],
    target: str,
    *,
    base: str | None = None,
    learnt: str | None = None,
    min_confidence: float = 0.0,
    dossier: Dossier = NOTHING,
    models: Models | None = None,
    progress: Progress = lambda step, done, total: None,
    extract: Extract | None = None,
    resolve: Resolve | None = None,
) -> Report:
    """Put articles into the graph at `target` (made if there is none), all or nothing, and report what was done.

    An article with the id of one in the graph replaces it if anything of it differs. One that cannot be read is left
    out and reported (`articles` may hold the errors of those that could not even be opened); when none can be read,
    nothing is written. What another version of kg had read is read again, unless `extract` is given. `base` is the
    base IRI of a new graph; `learnt` the day, YYYY-MM-DD, that the log gives (else that of SOURCE_DATE_EPOCH, else
    today). `dossier` and `models` (UDPipe models by language code, "" for every other) are what the user brings. Facts
    with a confidence below `min_confidence` are left out. What was read with others of these is read again.
    Raises InputError for a base or a day that is none and a confidence that is not from 0 to 1, GraphError for a target
    that is foreign, broken or not writable.
    """
    day, own = learnt_day(learnt), Extractor(checked(min_confidence), dossier, models or {})
    store = stores.open(target, "w")
    names = names_in(store, base)
    known = articles_in(store, names)
    intake = _take_in(articles, known, extract or own, progress)
    if not (intake.added or intake.replaced or intake.unchanged):
        if not intake.skipped:
            raise InputError("build", "was given no article", "name files or folders that hold some")
        return Report(skipped=tuple(intake.skipped))
    if extract is None:
        read_again(intake, known, own, progress)
    progress("derive", len(intake.read), len(intake.read))
    resolved = (resolve or _judged(store, names))([intake.read[id] for id in sorted(intake.read)])
    progress("write", len(intake.read), len(intake.read))
    store.replace(graphs_of(store, names, intake, resolved, day))
    return Report(
        added=tuple(sorted(intake.added)),
        replaced=tuple(sorted(intake.replaced)),
        unchanged=tuple(sorted(set(intake.unchanged) - set(intake.reread))),
        reread=tuple(sorted(intake.reread)),
        skipped=tuple(intake.skipped),
        articles=len(intake.read),
        facts=len(resolved.facts),
        entities=len(resolved.entities),
        events=len(resolved.events),
        below=own.below,
    )


@dataclass(frozen=True)
class Retracted:
    """What left a graph with an article: how many facts, and the events and entities that rested on it alone.

    `weakened` are events that keep facts of other articles, as they were before.
    """

    article: str
    facts: int
    events: tuple[Event, ...]
    entities: tuple[Entity, ...]
    weakened: tuple[Event, ...]
    articles: int


def retract(
    target: str,
    article: str,
    *,
    progress: Progress = lambda step, done, total: None,
    resolve: Resolve | None = None,
) -> Retracted:
    """Take an article out of a graph with all that rests on it alone, all or nothing, and report what that was.

    `article` is its id, its address (URL) or its IRI. Afterwards the graph is the one that a build without it gives;
    only the log still knows that it was learnt. No article is read again: what another kg had read stays as it read it.
    Raises InputError for an article that is not there, GraphError for a target that is missing, foreign, broken or not
    writable.
    """
    store = stores.open(target, "w")
    if store.stamp is None:
        raise GraphError(target, "does not exist", "check the name")
    names = names_in(store, None)
    known = articles_in(store, names)
    id = _wanted(article, known, names)
    before = read_derived(store.quads(graph=names.derived), corrected(known.values(), said_in(store, names)[1]))
    intake = Intake({other: read for other, read in known.items() if other != id})
    progress("derive", len(intake.read), len(intake.read))
    resolved = (resolve or _judged(store, names))([intake.read[other] for other in sorted(intake.read)])
    progress("write", len(intake.read), len(intake.read))
    log = without_versions(read_log(store.quads(graph=names.log)), id)
    graphs = graphs_of(store, names, intake, resolved, learnt_day(None), log)
    store.replace({**graphs, names.article_graph(id): []})
    return _gone(before, id, len(intake.read))


def _wanted(article: str, known: Mapping[str, Read], names: Names) -> str:
    """The id of the article that an id, an address or an IRI means."""
    if article in known:
        return article
    found = [id for id, (read, _) in known.items() if article in (names.article(id), read.article.url)]
    if len(found) == 1:
        return found[0]
    near = get_close_matches(article, known, 3, 0.4)
    do = f"did you mean {' or '.join(near)}?" if near else "give the id that `kg timeline --format json` shows"
    raise InputError(article, f"is {'several articles' if found else 'no article'} of this graph", do)


def _gone(before: Resolved, article: str, left: int) -> Retracted:
    own = {fact.id for fact in before.facts if fact.article == article}
    touched = [event for event in before.events if own & set(event.facts)]
    alone = tuple(event for event in touched if own >= set(event.facts))
    entities = tuple(e for e in before.entities if all(member == article for member, _ in e.mentions))
    return Retracted(article, len(own), alone, entities, tuple(e for e in touched if e not in alone), left)


def told(gone: Retracted, language: str) -> str:
    """What a retraction took away, as text: a line in all, then one for each event and entity, by its label."""
    events, entities = f"{len(gone.events)} events", f"{len(gone.entities)} people, places and documents"
    lines = [f"{gone.article}: {gone.facts} facts, and what rested on it alone: {events}, {entities}"]
    for kind, found in (("event", gone.events), ("entity", gone.entities), ("weaker", gone.weakened)):
        lines += sorted(f"  {kind:<6}  {one.labels.get(language) or min(one.labels.values())}" for one in found)
    return "".join(f"{visible(line)}\n" for line in lines)


def learnt_day(given: str | None) -> str:
    """The day that the log gives, YYYY-MM-DD: the given one, else that of SOURCE_DATE_EPOCH, else today (UTC)."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        if given is not None:
            return date.fromisoformat(given).isoformat()
        now = datetime.now(UTC) if epoch is None else datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError) as error:
        name = "SOURCE_DATE_EPOCH" if given is None else "learnt"
        do = "give a day as 2026-01-31" if given is not None else "give seconds since 1970-01-01"
        raise InputError(f"{name} {epoch if given is None else given}", "is not a time", do) from error
    return now.date().isoformat()


def names_in(store: Store, base: str | None) -> Names:
    """The names of the graph that is there, or of a new one. Raises GraphError where kg cannot build into it."""
    if base is not None and _BASE.fullmatch(base) is None:
        raise InputError(f"base {base}", "is no IRI that ends in / or #", "give one such as https://example.org/id/")
    if store.stamp is None:
        return Names(base or BASE)
    names = names_of(store.quads(predicate="owl:versionInfo"), store.where, older=True)
    if base not in (None, names.base):
        raise GraphError(store.where, f"has the base {names.base}, not {base}", "build with its base, or a new graph")
    return names


def articles_in(store: Store, names: Names) -> dict[str, Read]:
    """What the articles in a graph say, by id."""
    prefix = names.article_graph("")
    found = (read_article(store.quads(graph=graph)) for graph in store.graphs() if graph.startswith(prefix))
    return {annotated.article.id: (annotated, facts) for annotated, facts in found}


def _take_in(
    articles: Iterable[Article | KgError], known: dict[str, Read], extract: Extract, progress: Progress
) -> Intake:
    intake = Intake(dict(known))
    seen: dict[str, Article] = {}
    total = len(articles) if isinstance(articles, Sized) else None
    for count, article in enumerate(articles, 1):
        try:
            _take(article, intake, seen, known, extract)
        except KgError as error:
            intake.skipped.append(error)
        progress("read", count, total)
    return intake


def _take(
    article: Article | KgError, intake: Intake, seen: dict[str, Article], known: Mapping[str, Read], extract: Extract
) -> None:
    if isinstance(article, KgError):
        raise article
    article = _dated(article)
    if article.id in seen:
        if article != seen[article.id]:
            raise InputError(article.id, "is the id of two different articles", "the first is kept; rename one")
        return
    _check(article)
    if article.id in known and known[article.id][0].article == article:
        intake.unchanged.append(article.id)
    else:
        intake.read[article.id] = canonical(*extract(article))
        (intake.replaced if article.id in known else intake.added).append(article.id)
    seen[article.id] = article


def _dated(article: Article) -> Article:
    from kg.extract.dateline import dated

    return dated(article)


def least_in(known: Mapping[str, Read]) -> float:
    """The confidence below which a graph was built without facts."""
    from kg.extract.version import least_of

    return max((least_of(annotated.read_by) for annotated, _ in known.values()), default=0.0)


def outdated(known: Mapping[str, Read]) -> dict[str, Read]:
    """The articles of a graph that another version of kg had read without files of its user, so that this one can."""
    from kg.extract.version import brought, is_this

    return {id: one for id, one in known.items() if not (is_this(one[0].read_by) or brought(one[0].read_by))}


def read_again(intake: Intake, known: Mapping[str, Read], extract: Extractor, progress: Progress) -> None:
    """Read what another version of kg had read, given again or not, so that a graph holds what one kg says."""
    kept = sorted(set(known) - set(intake.replaced))
    stale = [id for id in kept if known[id][0].read_by != extract.name]
    for count, id in enumerate(stale, 1):
        intake.read[id] = canonical(*extract(known[id][0].article))
        intake.reread.append(id)
        progress("read again", count, len(stale))


def _check(article: Article) -> None:
    """Refuse what no graph can hold: half of a surrogate pair, which is no character."""
    try:
        "".join(filter(None, (article.id, article.text, article.title, article.url, article.publisher))).encode()
    except UnicodeEncodeError as error:
        raise InputError(ascii(article.id), "holds half a character (a lone surrogate)", "repair its text") from error


def graphs_of(
    store: Store, names: Names, intake: Intake, resolved: Resolved, day: str, log: Log | None = None,
    said: tuple[Sequence[Judgement], Sequence[Correction]] | None = None,
) -> dict[str, list[ox.Quad]]:  # fmt: skip
    """The named graphs that a build writes: those of new and changed articles, the derived one and the log. `said` is
    what people judged and corrected, as the store has it unless given."""
    changed = [intake.read[id] for id in sorted({*intake.added, *intake.replaced, *intake.reread})]
    graphs = {names.article_graph(a.article.id): article_quads(a, facts, names) for a, facts in changed}
    made = manifest(intake.read.values(), *(said or said_in(store, names)))
    graphs[names.derived] = [*derived_quads(resolved, names), *manifest_quads(made, names)]
    log = with_learnt(log or read_log(store.quads(graph=names.log)), (a.article for a, _ in changed), day)
    gone = [read_article(store.quads(graph=names.article_graph(id)))[0].article for id in sorted(intake.replaced)]
    log = with_versions(log, gone, {id: annotated.article.sha256 for id, (annotated, _) in intake.read.items()})
    before = read_members(store.quads(graph=names.derived))
    graphs[names.log] = log_quads(with_replaced(log, before, resolved, names), names)
    return {name: sealed(name, quads) for name, quads in graphs.items()}


def read_by() -> str:
    """The kg that reads, as a graph names it."""
    from kg.extract import version

    return version.read_by()


def _judged(store: Store, names: Names) -> Resolve:
    """What resolves articles by what a person judged in a graph."""
    from kg.resolve import resolve

    judgements, corrections = said_in(store, names)
    return lambda articles: resolve(corrected(articles, corrections), judgements)


def said_in(store: Store, names: Names) -> tuple[tuple[Judgement, ...], tuple[Correction, ...]]:
    """What people judged and corrected in a graph."""
    source = list(store.quads(graph=names.judgements))
    return read_judgements(source), read_corrections(source)
