"""A graph in a directory: numbered generations, of which the file `kg.store` says the one that is the graph.

    generation-7/          the engine's own files (Oxigraph)
    generation-7.index     words and names, to find them at once (`kg.index`), and generation-7.later with it
    generation-7.work      what whoever wrote it keeps to go on from; there may be none

A writer makes the next generation beside the one that is read, and moves `kg.store` there last. The engine never
changes the tables it has written, so a generation begins as links to those of the one before, and only what differs is
written. Readers hold theirs, and no writer removes it.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from re import fullmatch
from typing import TYPE_CHECKING, TypeAlias
from weakref import finalize

from kg import index
from kg.change import Change
from kg.disk import linked, lock, move_there, part, sync
from kg.errors import GraphError

if TYPE_CHECKING:
    import pyoxigraph as ox

    #: Fills a store, and says how many quads came to it; it is given what to tell of every quad that comes or goes.
    Fill: TypeAlias = Callable[[ox.Store, Callable[[ox.Quad], None]], int]

#: The file that makes a directory a store of ours: this line, then the number of the generation that is the graph.
MARKER = "kg.store"
_MARK = "kg store 1"
#: What stands beside a generation.
_BESIDE = (".index", ".later", ".work")
#: Quads that are loaded at once.
QUADS = 150_000
#: As many quads at most go through the engine's log, which is faster for few (measured); more are loaded.
_FEW = 4_000


class Hold:
    """A shared lock on an open descriptor, which ends with the last one who has it: no writer removes what is read."""

    def __init__(self, descriptor: int) -> None:
        self.end = finalize(self, os.close, descriptor)
        fcntl.flock(descriptor, fcntl.LOCK_SH)


@dataclass(frozen=True)
class Generation:
    """One state of a directory. The number is 0, and the folder is not there, where it holds no graph yet."""

    path: Path
    number: int
    hold: Hold | None = None

    @property
    def folder(self) -> Path:
        return self.path / f"generation-{self.number}"

    @property
    def index(self) -> Path:
        """Beside the folder, as no program but the engine writes into that."""
        return self.path / f"generation-{self.number}.index"

    @property
    def workings(self) -> Path:
        return self.path / f"generation-{self.number}.work"

    @property
    def stamp(self) -> tuple[int, ...] | None:
        return (self.number,) if self.number else None

    def next(self) -> Generation:
        return Generation(self.path, self.number + 1)


def current(path: Path, where: str) -> Generation:
    """The generation that is the graph, not held. Raises GraphError for a directory of others, or a broken one."""
    marker = path / MARKER
    if not path.exists() or not any(child != part(marker) for child in path.iterdir()):
        return Generation(path, 0)
    if not marker.exists():
        raise GraphError(where, "is a directory but not a graph of kg", "name a new directory, or an empty one")
    while True:
        text = marker.read_text(encoding="utf-8", errors="replace")
        mark, _, number = text.strip().partition("\n")
        if mark == _MARK and fullmatch("[0-9]{1,18}", number):
            found = Generation(path, int(number))
            if not found.number or found.folder.is_dir():
                return found
        if marker.read_text(encoding="utf-8", errors="replace") == text:  # no writer has just switched and removed it
            raise GraphError(where, "is a broken store", "restore it, or build it again from its articles")


def held(path: Path, where: str) -> Generation:
    """The generation that is the graph, under a lock so that no writer removes it."""
    while (found := current(path, where)).number:
        try:
            hold = Hold(os.open(found.folder, os.O_RDONLY))
        except FileNotFoundError:
            continue  # a writer switched to the next one and removed it
        if found == current(path, where):
            return Generation(path, found.number, hold)
    return found


# Writing


def changed(change: Change) -> Fill:
    """What makes a change, touching only the quads that differ."""

    def fill(fresh: ox.Store, note: Callable[[ox.Quad], None]) -> int:
        due: set[ox.Quad] = set()
        added = 0
        for name, subject, quads in change.parts():
            due |= _missing(fresh, name, subject, quads, note)
            if len(due) > QUADS:
                load(fresh, due)
                added += len(due)
                due = set()
        (fresh.extend if len(due) <= _FEW else fresh.bulk_extend)(due)
        for name in (*change.graphs, *change.within):
            _emptied(fresh, name)
        return added + len(due)

    return fill


def _missing(
    fresh: ox.Store, name: str, subject: str | None, quads: Iterable[ox.Quad], note: Callable[[ox.Quad], None]
) -> set[ox.Quad]:
    """Those quads that a named graph is to hold, or to say of a subject, and does not; others that it has go."""
    import pyoxigraph as ox

    due, about = set(quads), None if subject is None else ox.NamedNode(subject)
    for quad in fresh.quads_for_pattern(about, None, None, ox.NamedNode(name)):
        if quad in due:
            due.remove(quad)
        else:
            fresh.remove(quad)
            note(quad)
    for quad in due:
        note(quad)
    return due


def load(fresh: ox.Store, quads: Iterable[ox.Quad]) -> None:
    """Load many quads, some at a time: the engine holds what it loads at once, at five times its size."""
    rest = iter(quads)
    while some := list(islice(rest, QUADS)):
        fresh.bulk_extend(some)


def _emptied(fresh: ox.Store, name: str) -> None:
    """The engine would remember a named graph that holds nothing any more."""
    import pyoxigraph as ox

    graph = ox.NamedNode(name)
    if next(fresh.quads_for_pattern(None, None, None, graph), None) is None:
        fresh.remove_graph(graph)


def switch(old: Generation, where: str, fill: Fill, before: ox.Store, workings: Path | None = None) -> None:
    """Make a generation that begins as `old`, which `before` reads, and that `fill` fills, and switch to it.

    Whoever reads beside it has the old one or the new one. Raises GraphError where `old` is not the graph any more, or
    another program writes.
    """
    path = old.path
    made = not path.exists()
    path.mkdir(exist_ok=True)
    descriptor = os.open(path, os.O_RDONLY)
    try:
        lock(descriptor, path, where)
        unchanged(where, old.stamp, current(path, where).stamp)
        if not old.number:
            _mark(old, where)
        _remove_all_but(old)
        with ExitStack() as undo:  # last in, first out
            if made:
                undo.callback(path.rmdir)
            if not old.number:
                undo.callback((path / MARKER).unlink)
            undo.callback(lambda: _remove_all_but(current(path, where)))
            new = old.next()
            if old.number:
                _begun(old, new)
            _filled(old, new, fill, before, workings)
            _mark(new, where)
            undo.pop_all()
        if old.hold is not None:
            old.hold.end()
        _remove_all_but(new)
    finally:
        os.close(descriptor)


def unchanged(where: str, before: tuple[int, ...] | None, now: tuple[int, ...] | None) -> None:
    """Raise GraphError where the state of a graph is another than it was."""
    if now != before:
        raise GraphError(where, "was changed by another program meanwhile", "nothing was written; build again")


def reindex(path: Path, where: str, stamp: tuple[int, ...] | None) -> None:
    """Make the index of a directory again, where it is still in the state `stamp`."""
    import pyoxigraph as ox

    descriptor = os.open(path, os.O_RDONLY)
    try:
        lock(descriptor, path, where)
        found = current(path, where)
        unchanged(where, stamp, found.stamp)
        index.write(found.index, ox.Store.read_only(str(found.folder)))
    finally:
        os.close(descriptor)


def _begun(old: Generation, new: Generation) -> None:
    """A generation begins as another: the engine's tables are linked where the file system can, the rest copied."""
    new.folder.mkdir()
    for file in old.folder.iterdir():
        if file.suffix == ".sst" and linked(file, new.folder / file.name):
            continue
        if file.name != "LOCK" and not file.name.startswith("LOG"):
            shutil.copyfile(file, new.folder / file.name)


def _filled(old: Generation, new: Generation, fill: Fill, before: ox.Store, workings: Path | None) -> None:
    from concurrent.futures import ThreadPoolExecutor

    import pyoxigraph as ox

    fresh = ox.Store(str(new.folder))
    touched: set[str] = set()
    there = old.number > 0 and old.index.is_file()

    def note(quad: ox.Quad) -> None:
        if there:
            touched.update(index.touched(quad, before))

    added = fill(fresh, note)

    def settle() -> None:
        fresh.flush()
        if added > QUADS:
            fresh.optimize()  # parts overlap, and are half as fast to ask

    with ThreadPoolExecutor(2) as beside:  # the disk is waited for meanwhile
        due = [beside.submit(settle)]
        if workings is not None:
            due.append(beside.submit(_moved, workings, new.workings))
        if not (there and index.update(old.index, new.index, fresh, touched)):
            index.write(new.index, fresh)
        for one in due:
            one.result()


def _moved(file: Path, there: Path) -> None:
    shutil.move(file, there)
    sync(there)


def _mark(new: Generation, where: str) -> None:
    move_there(new.path / MARKER, f"{_MARK}\n{new.number}\n".encode(), where, lambda: None)


def _remove_all_but(kept: Generation) -> None:
    """Remove what a killed writer, or the writer before, left in a store; the mark is there, so the folders are ours.

    What somebody still reads is left to the next writer.
    """
    for folder in kept.path.glob("generation-*"):
        if folder.is_dir() and folder != kept.folder and not _is_read(folder):
            shutil.rmtree(folder)
    for beside in kept.path.glob("generation-*.*"):
        if beside.suffix not in _BESIDE or not beside.with_suffix("").is_dir():
            beside.unlink()


def _is_read(folder: Path) -> bool:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False
