"""Articles into a graph: add the new, replace the changed, leave the rest.

What an article says is kept with it, so a build reads only new and changed articles and gives the same graph as one
that reads them all; what another version of kg had read is read again, from the text that the graph keeps. In a
directory only what the articles touch is derived again (`kg.growing`), in a file or at an endpoint everything. The log
graph alone remembers when each article was learnt and which IRIs gave way to which.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Sized
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import partial
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from kg import growing
from kg import store as stores
from kg.corrections import Correction, corrected
from kg.derived import derived_quads, read_entity, read_event, read_members
from kg.dossier import NOTHING, Dossier
from kg.entries import checked
from kg.errors import GraphError, InputError, KgError
from kg.graph import article_quads, canonical, read_article
from kg.growing import Numbers
from kg.growth import Grown, Held
from kg.intake import (
    Extract,
    Extractor,
    Progress,
    Read,
    Report,
    articles_in,
    fitted,
    learnt_day,
    names_in,
    said_in,
)
from kg.judgements import Judgement
from kg.log import Log, log_quads, read_log, with_learnt, with_replaced, with_versions, without_versions
from kg.manifest import article_bytes, manifest, manifest_quads
from kg.model import Article, Entity, Event, Resolved
from kg.results import visible
from kg.said import Said
from kg.seal import sealed
from kg.store import Store
from kg.terms import Names, local

if TYPE_CHECKING:
    import pyoxigraph as ox

    from kg.extract.syntax import Models

Resolve: TypeAlias = Callable[[Sequence[Read]], Resolved]
#: So many articles are put into a directory at once.
BATCH = 500


@dataclass
class Intake:
    """What the articles of a build came to."""

    read: dict[str, Read]
    added: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    reread: list[str] = field(default_factory=list)
    skipped: list[KgError] = field(default_factory=list)
    seen: dict[str, bytes] = field(default_factory=dict)


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

    A directory takes some at a time, each lot all or nothing: a second run goes on. An article with the id of one in
    the graph replaces it if anything of it differs. One that cannot be read is left out and reported (`articles` may
    hold the errors of those that could not even be opened); when none can be read, nothing is written. What another
    version of kg had read is read again, unless `extract` is given. `base` is the base IRI of a new graph; `learnt` the
    day, YYYY-MM-DD, that the log gives (else that of SOURCE_DATE_EPOCH, else today). `dossier` and `models` (UDPipe
    models by language code, "" for every other) are what the user brings. Facts with a confidence below
    `min_confidence` are left out. What was read with others of these is read again.
    Raises InputError for a base or a day that is none and a confidence that is not from 0 to 1, GraphError for a target
    that is foreign, broken or not writable.
    """
    day, own = learnt_day(learnt), Extractor(checked(min_confidence), dossier, models or {})
    store = stores.open(target, "w")
    names = names_in(store, base)
    if resolve is None and growing.usable(store, names, own.name if extract is None else None):
        return _by_batches(articles, store, names, extract or own, day, progress)
    known = articles_in(store, names)
    intake = _take_in(articles, known, extract or own, progress)
    if not (intake.added or intake.replaced or intake.unchanged):
        return _nothing(intake.skipped)
    if extract is None:
        read_again(intake, known, own, progress)
    progress("derive", len(intake.read), len(intake.read))
    if resolve is None and store.keeps_workings:
        numbers = _with_workings(store, names, intake, day, progress)
    else:
        resolved = (resolve or _judged(store, names))([intake.read[id] for id in sorted(intake.read)])
        progress("write", len(intake.read), len(intake.read))
        store.replace(graphs_of(store, names, intake, resolved, day))
        held = (resolved.facts, resolved.entities, resolved.events)
        numbers = Numbers(len(intake.read), *map(len, held))
    return _report(intake, numbers, own.below)


def _by_batches(
    articles: Iterable[Article | KgError], store: Store, names: Names, extract: Extract, day: str, progress: Progress
) -> Report:
    """Put articles into a directory some at a time; a build that is stopped on the way has put in those before."""
    intake, numbers = Intake({}), None
    total = len(articles) if isinstance(articles, Sized) else None
    rest, done = iter(articles), 0
    while some := list(islice(rest, BATCH)):
        if numbers is not None:
            store = stores.open(store.where, "w")
        known = partial(growing.held, store, names)
        for article in some:
            _try(article, intake, known, extract)
            progress("read", done := done + 1, total)
        if intake.read:
            progress("write", done, total)
            numbers = growing.change(store, names, intake.read, (), day)
            intake.read.clear()
    if numbers is None and not intake.unchanged:
        return _nothing(intake.skipped)
    return _report(intake, numbers or growing.count(store), getattr(extract, "below", 0))


def _with_workings(store: Store, names: Names, intake: Intake, day: str, progress: Progress) -> Numbers:
    """Derive all again, and keep the workings of it."""
    said = Said(*said_in(store, names))
    with growing.workings(store, fresh=True) as (work, place):
        grown = growing.all_of(work, names, intake.read.values(), said)
        numbers = growing.flushed(work)
        progress("write", len(intake.read), len(intake.read))
        store.replace(graphs_of(store, names, intake, grown, day), workings=place)
    growing.tidy(Path(store.where).resolve())
    return numbers


def _nothing(skipped: Sequence[KgError]) -> Report:
    """The report of a build that could read no article. Raises InputError where there was none."""
    if not skipped:
        raise InputError("build", "was given no article", "name files or folders that hold some")
    return Report(skipped=tuple(skipped))


def _report(intake: Intake, numbers: Numbers, below: int) -> Report:
    return Report(
        added=tuple(sorted(intake.added)),
        replaced=tuple(sorted(intake.replaced)),
        unchanged=tuple(sorted(set(intake.unchanged) - set(intake.reread))),
        reread=tuple(sorted(intake.reread)),
        skipped=tuple(intake.skipped),
        articles=numbers.articles,
        facts=numbers.facts,
        entities=numbers.entities,
        events=numbers.events,
        below=below,
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
    id = _wanted(article, store, names)
    before = _resting(store, names, id)
    if resolve is None and growing.usable(store, names):
        progress("write", 1, 1)
        return replace(before, articles=growing.change(store, names, {}, [id], learnt_day(None)).articles)
    intake = Intake({other: read for other, read in articles_in(store, names).items() if other != id})
    progress("derive", len(intake.read), len(intake.read))
    resolved = (resolve or _judged(store, names))([intake.read[other] for other in sorted(intake.read)])
    progress("write", len(intake.read), len(intake.read))
    log = without_versions(read_log(store.quads(graph=names.log)), id)
    graphs = graphs_of(store, names, intake, resolved, learnt_day(None), log)
    store.replace({**graphs, names.article_graph(id): []})
    return replace(before, articles=len(intake.read))


def _wanted(article: str, store: Store, names: Names) -> str:
    """The id of the article that an id, an address or an IRI means."""
    if growing.held(store, names, article) is not None:
        return article
    known = [local(graph) for graph in store.graphs() if graph.startswith(names.article_graph(""))]
    addressed = {
        local(getattr(quad.subject, "value", ""))
        for quad in store.quads(predicate="schema:url")
        if getattr(quad.object, "value", "") == article
    }
    found = [id for id in known if article == names.article(id) or id in addressed]
    if len(found) == 1:
        return found[0]
    near = get_close_matches(article, known, 3, 0.4)
    do = f"did you mean {' or '.join(near)}?" if near else "give the id that `kg timeline --format json` shows"
    raise InputError(article, f"is {'several articles' if found else 'no article'} of this graph", do)


def _resting(store: Store, names: Names, id: str) -> Retracted:
    """What rests on an article, by look-ups; the number of articles is not counted."""
    read = growing.held(store, names, id)
    assert read is not None
    annotated, facts = read
    held, own = store.quads, {fact.id for fact in facts}
    mentions = [names.passage("mention", id, mention.span) for mention in annotated.mentions]
    about = _objects(held, [names.fact(fact) for fact in own], "kg:about", names)
    who = _objects(held, mentions, "kg:refersTo", names)
    touched = [event for one in about if (event := read_event(held, one, names)) is not None]
    named = [entity for one in who if (entity := read_entity(held, one, names)) is not None]
    alone = tuple(event for event in touched if own >= set(event.facts))
    entities = tuple(one for one in named if all(member == id for member, _ in one.mentions))
    return Retracted(id, len(own), alone, entities, tuple(e for e in touched if e not in alone), 0)


def _objects(held: Held, subjects: Iterable[str], predicate: str, names: Names) -> list[str]:
    """The ids of what the derived graph says some subjects to be about, or to refer to."""
    found = (quad.object for one in subjects for quad in held(one, predicate, graph=names.derived))
    return sorted({local(getattr(one, "value", "")) for one in found})


def told(gone: Retracted, language: str) -> str:
    """What a retraction took away, as text: a line in all, then one for each event and entity, by its label."""
    events, entities = f"{len(gone.events)} events", f"{len(gone.entities)} people, places and documents"
    lines = [f"{gone.article}: {gone.facts} facts, and what rested on it alone: {events}, {entities}"]
    for kind, found in (("event", gone.events), ("entity", gone.entities), ("weaker", gone.weakened)):
        lines += sorted(f"  {kind:<6}  {one.labels.get(language) or min(one.labels.values())}" for one in found)
    return "".join(f"{visible(line)}\n" for line in lines)


def _take_in(
    articles: Iterable[Article | KgError], known: dict[str, Read], extract: Extract, progress: Progress
) -> Intake:
    intake = Intake(dict(known))
    total = len(articles) if isinstance(articles, Sized) else None
    for count, article in enumerate(articles, 1):
        _try(article, intake, known.get, extract)
        progress("read", count, total)
    return intake


def _try(
    article: Article | KgError, intake: Intake, known: Callable[[str], Read | None], extract: Extract
) -> None:
    """Take an article in, or note why not."""
    try:
        if isinstance(article, KgError):
            raise article
        _take(fitted(article), intake, known, extract)
    except KgError as error:
        intake.skipped.append(error)


def _take(article: Article, intake: Intake, known: Callable[[str], Read | None], extract: Extract) -> None:
    seen = sha256(article_bytes(article)).digest()
    if article.id in intake.seen:
        if intake.seen[article.id] != seen:
            raise InputError(article.id, "is the id of two different articles", "the first is kept; rename one")
        return
    before = known(article.id)
    if before is not None and before[0].article == article:
        intake.unchanged.append(article.id)
    else:
        intake.read[article.id] = canonical(*extract(article))
        (intake.added if before is None else intake.replaced).append(article.id)
    intake.seen[article.id] = seen


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


def graphs_of(
    store: Store, names: Names, intake: Intake, resolved: Resolved | Grown, day: str, log: Log | None = None,
    said: tuple[Sequence[Judgement], Sequence[Correction]] | None = None,
) -> dict[str, list[ox.Quad]]:  # fmt: skip
    """The named graphs that a build writes: those of new and changed articles, the derived one and the log. `said` is
    what people judged and corrected, as the store has it unless given."""
    changed = [intake.read[id] for id in sorted({*intake.added, *intake.replaced, *intake.reread})]
    graphs = {names.article_graph(a.article.id): article_quads(a, facts, names) for a, facts in changed}
    made = manifest(intake.read.values(), *(said or said_in(store, names)))
    found = resolved.quads if isinstance(resolved, Grown) else derived_quads(resolved, names)
    graphs[names.derived] = [*found, *manifest_quads(made, names)]
    log = with_learnt(log or read_log(store.quads(graph=names.log)), (a.article for a, _ in changed), day)
    gone = [read_article(store.quads(graph=names.article_graph(id)))[0].article for id in sorted(intake.replaced)]
    log = with_versions(log, gone, {id: annotated.article.sha256 for id, (annotated, _) in intake.read.items()})
    before = read_members(store.quads(graph=names.derived))
    after = resolved.after if isinstance(resolved, Grown) else resolved
    graphs[names.log] = log_quads(with_replaced(log, before, after, names), names)
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


