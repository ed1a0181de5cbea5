"""Articles into a graph that is a directory, or out of it: what they touch is joined, ordered and written again.

    if usable(store, names):
        change(store, names, came, went, day)

The workings (`kg.workings`) that a directory keeps say what that is: a small file of each generation, and a large one
(`workings-7.db`) that many share. Where there are none that this kg can use, they are made with all articles.
"""

from __future__ import annotations

import os
import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.adding import concerned, part_of
from kg.corrections import corrected, correction_quads
from kg.disk import clone, failures, linked, lock, part, sync
from kg.errors import GraphError
from kg.graph import article_quads, read_article
from kg.growth import Grown, grow
from kg.intake import Read, said_in
from kg.judgements import judgement_quads
from kg.log import log_within, read_part, with_learnt, with_replaced, with_versions, without_versions
from kg.manifest import installed, manifest, manifest_quads, read_manifest, with_articles, with_said
from kg.model import Resolved
from kg.resolve import digests
from kg.said import Said
from kg.seal import sealed, sealed_within
from kg.store import Store
from kg.tables import merge
from kg.terms import Names
from kg.workings import Workings

if TYPE_CHECKING:
    import pyoxigraph as ox


#: Workings up to so many bytes, or this share of those that they are otherwise than, are copied for each change.
_SMALL, _SHARE = 1 << 22, 8
_BASE = re.compile(r"workings-[0-9]{1,18}\.db")


@dataclass(frozen=True)
class Numbers:
    """How much a graph holds."""

    articles: int
    facts: int
    entities: int
    events: int


def usable(store: Store, names: Names, reader: str | None = None) -> bool:
    """Whether a directory has workings of this kg, and all its articles were read by `reader` (None: by whoever)."""
    if not store.keeps_workings:
        return False
    if store.stamp is None:
        return True
    if store.workings is None:
        return False
    made = read_manifest(store.quads(names.manifest, graph=names.derived))
    if made is None or (reader is not None and made.readers != (reader,)):
        return False
    try:
        _base_of(store.workings)
        with closing(_read_only(store.workings)) as database:
            found = database.execute("SELECT value FROM made WHERE key = 'by'").fetchone()
            return bool(found == (_program(),))
    except (sqlite3.DatabaseError, FileNotFoundError):  # damaged: it is a cache, and can be made again
        return False


def _program() -> str:
    """What decides how articles are joined: workings of another kg are made again."""
    own = installed()
    return " ".join((own.program, *own.languages, *own.models))


@contextmanager
def workings(store: Store, fresh: bool = False) -> Iterator[tuple[Workings, Path]]:
    """Those of a directory, in a file of their own that `Store.replace` may take; `fresh`: none that there are.

    The file says what is otherwise than in a larger one beside the graph (`_BASE`), which is made of it when it has
    grown. Raises GraphError where another program has them, or they cannot be written.
    """
    place = Path(store.where).resolve()
    beside = part(place / "work" if store.stamp is not None else place.with_name(f"{place.name}.work"))
    with ExitStack() as undo:
        with failures(store.where, "cannot be written"):
            descriptor = os.open(beside, os.O_RDWR | os.O_CREAT, 0o666)
            undo.callback(os.close, descriptor)
            lock(descriptor, beside, store.where)
            undo.callback(_forget, descriptor, beside)
            os.truncate(descriptor, 0)  # what a killed build left
        try:
            base = None
            if store.workings is not None and not fresh:
                with failures(store.where, "cannot be written"):
                    base = _begun(store.workings, beside)
            database = undo.enter_context(closing(sqlite3.connect(beside, uri=True)))
            database.execute("PRAGMA journal_mode = OFF")  # nobody knows of it before it is whole
            database.execute("PRAGMA synchronous = OFF")
            if base is not None:
                database.execute("ATTACH ? AS base", (_address(base),))
            work = Workings(database)
            work.made.put("by", _program())
            work.made.put("base", base.name if base is not None else "")
            yield work, beside
        except sqlite3.Error as error:
            raise GraphError(store.where, f"cannot be written: {error}", "nothing was changed") from error


def _begun(old: Path, new: Path) -> Path | None:
    """Begin workings as others, and give the larger file that they are otherwise than; None: there is none."""
    base = _base_of(old)
    size = old.stat().st_size
    if size <= max(_SMALL, base.stat().st_size // _SHARE if base is not None else 0):
        clone(old, new)
        return base
    grown = old.parent / f"workings-{old.stem.rpartition('-')[2]}.db"
    grown.unlink(missing_ok=True)
    if base is None:
        if not linked(old, grown):
            clone(old, grown)
        return grown
    clone(base, grown)
    with closing(sqlite3.connect(old)) as database:
        database.execute("ATTACH ? AS base", (str(grown),))
        merge(database)
    sync(grown)
    return grown


def _base_of(workings: Path) -> Path | None:
    """The larger file that workings are otherwise than. Raises FileNotFoundError where it is gone."""
    with closing(_read_only(workings)) as database:
        (name,) = database.execute("SELECT value FROM made WHERE key = 'base'").fetchone() or ("",)
    if not name or _BASE.fullmatch(name) is None:
        return None
    base = workings.parent / name
    base.stat()
    return base


def tidy(place: Path, base: str = "") -> None:
    """Remove the larger files that no workings are of any more."""
    for left in place.glob("workings-*.db"):
        if left.name != base:
            left.unlink(missing_ok=True)


def _forget(descriptor: int, path: Path) -> None:
    """Remove a file unless it was moved, and the name is that of another program's."""
    if path.exists() and os.path.samestat(os.fstat(descriptor), path.stat()):
        path.unlink()


def change(
    store: Store,
    names: Names,
    came: Mapping[str, Read],
    went: Collection[str],
    day: str,
    said: Said | None = None,
    check: Callable[[Resolved], None] = lambda resolved: None,
) -> Numbers:
    """Put articles, as they were read, into a directory, take others out, and let people have `said` other things than
    before; all or nothing. Its workings are to be `usable`. `check` is given what became of the articles that something
    is said of, without annotations, entities and events, and may raise before anything is written."""
    before = Said(*said_in(store, names))
    after = said or before
    again = concerned(after.judgements, {*came, *went}) if said is None else _of(before) | _of(after)
    others = {id: one for id in sorted(again - came.keys() - set(went)) if (one := held(store, names, id))}
    old = {id: one for id in sorted({*came, *went}) if (one := held(store, names, id))}
    pairs = {a.article.id: (a, facts) for a, facts in corrected([*others.values(), *came.values()], after.corrections)}
    with workings(store) as (work, place):
        own = digests(list(pairs.values()), after.judgements)
        grown = grow(work, store.quads, names, pairs, own, went, after.judgements)
        check(part_of(work, sorted(_of(after))))
        readers = read_by(work, came.values(), old.values())
        base = work.made.get("base") or ""
        numbers = flushed(work)
        graphs: dict[str, list[ox.Quad]] = {names.article_graph(id): [] for id in went}
        for annotated, facts in came.values():
            name = names.article_graph(annotated.article.id)
            graphs[name] = sealed(name, article_quads(annotated, facts, names))
        made = _manifest(store, names, old.values(), came.values(), readers, after)
        within: dict[str, Mapping[str, Collection[ox.Quad]]] = {
            names.derived: {**grown.derived, names.manifest: made},
            names.log: _log(store, names, grown, old, came, day),
        }
        parts = {name: sealed_within(name, subjects, store.quads) for name, subjects in within.items()}
        if said is not None:
            quads = [*judgement_quads(after.judgements, names), *correction_quads(after.corrections, names)]
            graphs[names.judgements] = sealed(names.judgements, quads)
        store.replace(graphs, parts, place)
        tidy(Path(store.where).resolve(), base)
    return numbers


def _of(said: Said) -> set[str]:
    """The articles that something was said of."""
    judged = {end.article for j in said.judgements for end in (j.first, j.second)}
    return judged | {c.fact.article for c in said.corrections}


def held(store: Store, names: Names, id: str) -> Read | None:
    """An article of a graph as it was read; None where it is not there."""
    source = list(store.quads(graph=names.article_graph(id)))
    return read_article(source) if source else None


def _manifest(
    store: Store, names: Names, old: Iterable[Read], new: Iterable[Read], readers: Iterable[str], said: Said
) -> list[ox.Quad]:
    """What the graph says of what it was made of, once articles went and came."""
    before = read_manifest(store.quads(names.manifest, graph=names.derived)) or manifest([])
    went, came = ([annotated.article for annotated, _ in pairs] for pairs in (old, new))
    after = with_said(with_articles(before, went, came, readers), said.judgements, said.corrections)
    return manifest_quads(after, names)


def _log(
    store: Store, names: Names, grown: Grown, old: Mapping[str, Read], came: Mapping[str, Read], day: str
) -> dict[str, list[ox.Quad]]:
    """What the log says from now on of the articles, and of events and entities that are no more."""
    members = (grown.before, grown.after)
    iris = {names.event(id) for one in members for id in one.event_of.values()}
    iris |= {names.entity(id) for one in members for id in one.entity_of.values()}
    before = read_part(store.quads, {*old, *came}, iris, names)
    log = with_learnt(before, (annotated.article for annotated, _ in came.values()), day)
    for id in old.keys() - came.keys():
        log = without_versions(log, id)
    replaced = [annotated.article for id, (annotated, _) in old.items() if id in came]
    log = with_versions(log, replaced, {id: annotated.article.sha256 for id, (annotated, _) in came.items()})
    return log_within(before, with_replaced(log, *members, names), names)


def read_by(work: Workings, came: Iterable[Read], went: Iterable[Read] = ()) -> list[str]:
    """Note who read the articles that came and went; the names of all who read any that is there."""
    more = Counter(annotated.read_by for annotated, _ in came)
    more.subtract(annotated.read_by for annotated, _ in went)
    for reader, number in more.items():
        left = int(work.readers.get(reader) or 0) + number
        if left:
            work.readers.put(reader, str(left))
        else:
            work.readers.drop(reader)
    return list(work.readers)


def all_of(work: Workings, names: Names, articles: Iterable[Read], said: Said) -> Grown:
    """What follows from all articles of a graph, in workings that hold none yet."""
    read = list(articles)
    pairs = {a.article.id: (a, facts) for a, facts in corrected(read, said.corrections)}
    read_by(work, read)
    return grow(work, None, names, pairs, digests(list(pairs.values()), said.judgements), (), said.judgements)


def count(store: Store) -> Numbers:
    """How much a directory holds, by its workings."""
    if store.workings is None:
        return Numbers(0, 0, 0, 0)
    with closing(_read_only(store.workings)) as database:
        return _numbers(Workings(database))


def flushed(work: Workings) -> Numbers:
    """Write workings down, and count what they hold."""
    work.flush()
    numbers = _numbers(work)
    if work.database is not None:
        work.database.close()
    return numbers


def _numbers(work: Workings) -> Numbers:
    return Numbers(*(int(work.made.get(what) or 0) for what in ("articles", "facts", "entities", "events")))


def _read_only(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(_address(path), uri=True)


def _address(path: Path) -> str:
    return f"{path.resolve().as_uri()}?mode=ro&immutable=1"
