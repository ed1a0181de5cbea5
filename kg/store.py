"""Where a graph lives: a file (.nq .trig .jsonld), a directory (an embedded Oxigraph store) or a SPARQL endpoint.

    store = open("graph.nq", "r")       store.query(sparql)   store.quads(graph=...)
    store = open("graph.nq", "w")       store.replace({name: quads, ...}, {name: {subject: quads, ...}})

`replace` puts the quads of named graphs, or of single subjects in them, in the place of what was there, and is all or
nothing: a build that fails or is killed at any moment leaves the old graph. A file is written beside its target and
moved there; a directory holds numbered generations, and the file `kg.store` in it, moved there last, says which one is
the graph. A graph that changed after it was opened is not overwritten.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import stat
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from re import fullmatch
from typing import TYPE_CHECKING, BinaryIO, Literal, TypeAlias
from weakref import finalize

from kg import index
from kg.errors import GraphError
from kg.terms import PREFIXES, expand

if TYPE_CHECKING:
    import pyoxigraph as ox

    from kg.endpoint import Endpoint

    Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
    Results: TypeAlias = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples
    #: The quads of whole named graphs, and of single subjects in named graphs, by their IRIs.
    Graphs: TypeAlias = Mapping[str, Collection[ox.Quad]]
    Within: TypeAlias = Mapping[str, Mapping[str, Collection[ox.Quad]]]

#: File kinds by suffix, and the name of their format in pyoxigraph.
FORMATS = {".nq": "N_QUADS", ".trig": "TRIG", ".jsonld": "JSON_LD"}
#: The file that makes a directory a store of ours: this line, then the number of the generation that is the graph.
MARKER = "kg.store"
_MARK = "kg store 1"
#: Bytes of N-Quads, and quads, that are loaded at once.
PART = 32_000_000
QUADS = 150_000
_KINDS = "a file (.nq .trig .jsonld), a directory or an http(s) address"


class _Hold:
    """A shared lock on an open descriptor, which ends with the last one who has it: no writer removes what is read."""

    def __init__(self, descriptor: int) -> None:
        self.end = finalize(self, os.close, descriptor)
        fcntl.flock(descriptor, fcntl.LOCK_SH)


@dataclass(frozen=True)
class Change:
    """What is to be written: what named graphs hold from now on, what some say of single subjects (nothing, where the
    collection is empty), and a file of workings to go with the graph. No graph is in both."""

    graphs: Graphs = field(default_factory=dict)
    within: Within = field(default_factory=dict)
    workings: Path | None = None


@dataclass(frozen=True)
class Store:
    """A graph opened from `where`. `stamp` names the state it was in; None: there was nothing there yet."""

    where: str
    stamp: tuple[int, ...] | None
    _inner: ox.Store | Endpoint = field(repr=False)
    _write: Callable[[Store, Change], None] = field(repr=False)
    #: Where the index of words and names is (`kg.index`), of a directory.
    index: Path | None = None
    #: Where a directory keeps the workings that were written with this graph; None where there are none.
    workings: Path | None = None
    _hold: _Hold | None = field(default=None, repr=False)

    @property
    def embedded(self) -> bool:
        """Whether kg's own engine answers, and knows functions of ours; an endpoint's does not."""
        import pyoxigraph as ox

        return isinstance(self._inner, ox.Store)

    def query(
        self,
        sparql: str,
        bindings: Mapping[str, Term] | None = None,
        *,
        union: bool = True,
        functions: Mapping[ox.NamedNode, Callable[..., ox.Literal | None]] | None = None,
    ) -> Results:
        """Evaluate a SPARQL query; `bindings` gives variables of its projection their values.

        With `union`, the default graph is the union of all graphs. `functions` are known to the query by their IRIs,
        where the graph is `embedded`. Raises SyntaxError for SPARQL that does not parse.
        """
        import pyoxigraph as ox

        bound = {ox.Variable(name): term for name, term in (bindings or {}).items()}
        if isinstance(self._inner, ox.Store):
            return self._inner.query(
                sparql, prefixes=PREFIXES, use_default_graph_as_union=union, substitutions=bound or None,
                custom_functions=dict(functions or {}),
            )  # fmt: skip
        return self._inner.query(
            sparql, prefixes=PREFIXES, use_default_graph_as_union=union, substitutions=bound or None
        )

    def quads(
        self, subject: str | None = None, predicate: str | None = None, *, graph: str | None = None
    ) -> Iterator[ox.Quad]:
        """The quads with this subject IRI, this predicate ("kg:time") and in this named graph; None for any."""
        import pyoxigraph as ox

        def node(iri: str | None) -> ox.NamedNode | None:
            return None if iri is None else ox.NamedNode(iri)

        edge = node(None if predicate is None else expand(predicate))
        yield from self._inner.quads_for_pattern(node(subject), edge, None, node(graph))

    def graphs(self) -> tuple[str, ...]:
        """The IRIs of the named graphs, sorted."""
        return tuple(sorted(graph.value for graph in self._inner.named_graphs()))

    def replace(self, graphs: Graphs, within: Within | None = None, workings: Path | None = None) -> None:
        """Put these quads in the place of what their named graphs hold; an empty collection removes a graph.

        `within` has, by named graph and subject, what the graph says of that subject from now on; all else in that
        graph stays. No graph is both in `graphs` and in `within`. `workings` is a file that can be made again from the
        graph, and that a directory keeps beside it until the next `replace`; it is moved there, or copied.

        All or nothing. Raises GraphError when it cannot be written, or changed since it was opened. The store itself
        still answers from the old graph: open it again to read the new one.
        """
        change = Change(graphs, within or {}, workings)
        if twice := sorted(change.graphs.keys() & change.within.keys()):
            raise ValueError(f"both replaced and changed within: {twice}")
        with _failures(self.where, "cannot be written"):
            self._write(self, change)

    def __len__(self) -> int:
        return len(self._inner)


def open(target: str, mode: Literal["r", "w"] = "r") -> Store:
    """Open the graph at `target`: to read what is there, or to write, where there may be nothing yet.

    Raises GraphError for what is missing, broken, of another kind or, with mode "w", not writable.
    """
    with _failures(target, "cannot be opened"):
        if target.lower().startswith(("http://", "https://")):
            return _open_endpoint(target, mode)
        if _is_directory(target):
            return _open_directory(target, mode)
        return _open_file(target, mode)


def held(where: str, quads: Iterable[ox.Quad]) -> Store:
    """A graph in memory, of `where`'s quads or what follows from them. It is read, and nothing is written to it."""
    import pyoxigraph as ox

    def write(store: Store, change: Change) -> None:
        raise GraphError(where, "is held in memory", "open the graph itself")

    inner = ox.Store()
    inner.extend(quads)
    return Store(where, None, inner, write)


def copy(source: str, target: str) -> None:
    """Put the whole graph at `source` where there is none yet, of any kind; all or nothing.

    A file goes into a directory without passing through Python: 100,000 quads a second and more. Raises GraphError for
    a source that cannot be read, and for a target that holds a graph.
    """
    new = open(target, "w")
    if new.stamp is not None:
        raise GraphError(target, "holds a graph already", "name a new place")
    if new._write is _write_directory and Path(source).suffix in FORMATS and Path(source).is_file():
        with _failures(target, "cannot be written"):
            _next_generation(new, lambda fresh: _load(fresh, Path(source), source))
        return
    old = open(source)
    new.replace({graph: list(old.quads(graph=graph)) for graph in old.graphs()})


def reindex(target: str) -> None:
    """Make the index of words and names of a directory again. Raises GraphError where there is no directory."""
    import pyoxigraph as ox

    store = open(target)
    if store.index is None:
        raise GraphError(target, "is no directory, and only a directory has an index", "copy it into one: kg merge")
    with _failures(target, "cannot be written"), ExitStack() as undo:
        path = Path(os.path.realpath(target))
        descriptor = os.open(path, os.O_RDONLY)
        undo.callback(os.close, descriptor)
        _lock(descriptor, path, store)
        _unchanged(store, (_generation(path, target),))
        part = store.index.with_suffix(".part")
        part.unlink(missing_ok=True)
        index.write(part, ox.Store.read_only(str(store.index.with_suffix(""))))
        part.replace(store.index)


def _is_directory(target: str) -> bool:
    path = Path(target)
    if path.suffix in FORMATS and not path.is_dir():
        return False
    if path.is_dir() or target.endswith(os.sep) or (not path.suffix and not path.exists()):
        return True
    what = "is Turtle, which is an export and cannot hold a graph" if path.suffix == ".ttl" else "is no kind of graph"
    raise GraphError(target, what, f"name {_KINDS}" + ("; see kg export" if path.suffix == ".ttl" else ""))


@contextmanager
def _failures(where: str, what: str) -> Iterator[None]:
    """What the file system or the store reports, as a GraphError."""
    try:
        yield
    except FileNotFoundError as error:
        raise GraphError(where, "does not exist", "check the name, or build it first") from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise GraphError(where, f"{what}: {reason}", "nothing was changed") from error


def _writable(path: Path, target: str) -> None:
    """Fail before a long build rather than after it."""
    folder = path.parent
    if not folder.is_dir():
        raise GraphError(target, f"cannot be written: there is no folder {folder}", "make the folder first")
    read_only = path.exists() and not path.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH)
    if read_only or not os.access(path if path.is_dir() else folder, os.W_OK):
        raise GraphError(target, "is read-only", "choose another place, or make it writable")


# Files


def _open_file(target: str, mode: str) -> Store:
    import pyoxigraph as ox

    path = Path(os.path.realpath(target))
    if mode == "w":
        _writable(path, target)
    inner = ox.Store()
    stamp = _file_stamp(path, target)
    if stamp is None:
        if mode == "r":
            raise FileNotFoundError
    else:
        _load(inner, path, target)
    return Store(target, stamp, inner, _write_file)


def _file_stamp(path: Path, target: str) -> tuple[int, ...] | None:
    if not path.exists():
        return None
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        raise GraphError(target, "is not a regular file", f"name {_KINDS}")
    return found.st_mtime_ns, found.st_size, found.st_ino


def _load(inner: ox.Store, path: Path, target: str) -> None:
    import pyoxigraph as ox

    suffix = Path(target).suffix
    format = getattr(ox.RdfFormat, FORMATS[suffix])
    before = 0
    try:
        with path.open("rb") as file:
            for part in _parts(file) if suffix == ".nq" else (file,):
                inner.bulk_load(part, format=format)
                before += part.count(b"\n") if isinstance(part, bytes) else 0
    except (SyntaxError, ValueError) as error:
        line = error.lineno if isinstance(error, SyntaxError) else None
        at = f"{target}, line {before + line}" if line else target
        reason = str(error.args[0] if error.args else error)
        raise GraphError(at, f"is not readable as {suffix[1:]}: {reason}", "restore the file") from error


def _parts(file: BinaryIO) -> Iterator[bytes]:
    """A file in parts of whole lines: the engine holds what it loads at once, at five times its size."""
    while part := file.read(PART):
        yield part + file.readline()


def _all(store: Store, change: Change) -> Iterator[ox.Quad]:
    """The quads of a store once a change is made in it."""
    import pyoxigraph as ox

    for name in store.graphs():
        if name not in change.graphs:
            gone = {ox.NamedNode(subject) for subject in change.within.get(name, ())}
            yield from (quad for quad in store.quads(graph=name) if quad.subject not in gone)
    for source in change.graphs.values():
        yield from source
    for subjects in change.within.values():
        for source in subjects.values():
            yield from source


def _write_file(store: Store, change: Change) -> None:
    path = Path(os.path.realpath(store.where))
    data = serialized(_all(store, change), Path(store.where).suffix)
    _move_there(path, data, store, lambda: _unchanged(store, _file_stamp(path, store.where)))


def serialized(quads: Iterable[ox.Quad], suffix: str) -> bytes:
    """Quads in the format of a file kind, sorted: the same quads are the same bytes."""
    import pyoxigraph as ox

    if suffix == ".nq":
        lines = (ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"").split(b"\n")
        return b"".join(line + b"\n" for line in sorted(set(lines)) if line)
    ordered = sorted(set(quads), key=lambda q: (str(q.graph_name), str(q.subject), str(q.predicate), str(q.object)))
    return ox.serialize(ordered, format=getattr(ox.RdfFormat, FORMATS[suffix]), prefixes=PREFIXES) or b""


def _unchanged(store: Store, stamp: tuple[int, ...] | None) -> None:
    if stamp != store.stamp:
        raise GraphError(store.where, "was changed by another program meanwhile", "nothing was written; build again")


def _move_there(path: Path, data: bytes, store: Store, check: Callable[[], None]) -> None:
    """Write `data` beside `path`, force it to the disk, and give it its name in one step. `check` runs under lock."""
    part = _part(path)
    descriptor = os.open(part, os.O_RDWR | os.O_CREAT, 0o666)
    with os.fdopen(descriptor, "wb") as file:
        _lock(descriptor, part, store)
        with ExitStack() as undo:
            undo.callback(part.unlink)
            check()
            os.truncate(descriptor, 0)
            file.write(data)
            file.flush()
            os.fsync(descriptor)
            if path.exists():
                os.fchmod(descriptor, stat.S_IMODE(path.stat().st_mode))
            part.replace(path)
            undo.pop_all()
    _sync_folder(path.parent)


def _part(path: Path) -> Path:
    """Where a file is written before it gets its name; a killed writer leaves it, and the next one takes it."""
    return path.with_name(f".{path.name}.part")


def _lock(descriptor: int, path: Path, store: Store) -> None:
    """Take the lock of a file for as long as it is open; fail when another program has it, or had it and moved it."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        held = os.path.samestat(os.fstat(descriptor), path.stat())
    except (BlockingIOError, FileNotFoundError):
        held = False
    if not held:
        raise GraphError(store.where, "is being written by another program", "try again when it is done")


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


# Directories


def _open_directory(target: str, mode: str) -> Store:
    import pyoxigraph as ox

    path = Path(os.path.realpath(target))
    number, hold = _held(path, target)
    if mode == "w":
        _writable(path, target)
    elif not number:
        raise FileNotFoundError
    folder = _folder(path, number)
    inner = ox.Store.read_only(str(folder)) if number else ox.Store()
    stamp, workings = (number,) if number else None, _workings(folder)
    there = workings if workings.is_file() else None
    return Store(target, stamp, inner, _write_directory, _index(folder), there, hold)


def _held(path: Path, target: str) -> tuple[int, _Hold | None]:
    """The number of the generation that is the graph, and a lock under which no writer removes it."""
    while number := _generation(path, target):
        try:
            hold = _Hold(os.open(_folder(path, number), os.O_RDONLY))
        except FileNotFoundError:
            continue  # a writer switched to the next one and removed it
        if number == _generation(path, target):
            return number, hold
    return 0, None


def _folder(path: Path, number: int) -> Path:
    return path / f"generation-{number}"


def _index(folder: Path) -> Path:
    """Where the index of a generation is: beside it, as no program but the engine writes into its folder."""
    return folder.with_name(f"{folder.name}.index")


def _workings(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.work")


def _generation(path: Path, target: str) -> int:
    """The number of the generation that is the graph; 0 where there is no directory yet, or one without a graph."""
    marker = path / MARKER
    if not path.exists() or not any(child != _part(marker) for child in path.iterdir()):
        return 0
    if not marker.exists():
        raise GraphError(target, "is a directory but not a graph of kg", "name a new directory, or an empty one")
    while True:
        text = marker.read_text(encoding="utf-8", errors="replace")
        mark, _, number = text.strip().partition("\n")
        whole = mark == _MARK and fullmatch("[0-9]{1,18}", number)
        if whole and (not int(number) or _folder(path, int(number)).is_dir()):
            return int(number)
        if marker.read_text(encoding="utf-8", errors="replace") == text:  # no writer has just switched and removed it
            raise GraphError(target, "is a broken store", "restore it, or build it again from its articles")


def _write_directory(store: Store, change: Change) -> None:
    import pyoxigraph as ox

    def fill(fresh: ox.Store) -> None:
        for name, quads in change.graphs.items():
            _put(fresh, quads, name)
        for name, subjects in change.within.items():
            for subject, quads in subjects.items():
                _put(fresh, quads, name, subject)
            graph = ox.NamedNode(name)
            if next(fresh.quads_for_pattern(None, None, None, graph), None) is None:
                fresh.remove_graph(graph)

    _next_generation(store, fill, change.workings)


def _put(fresh: ox.Store, quads: Collection[ox.Quad], name: str, subject: str | None = None) -> None:
    """Put quads in the place of what a named graph holds, or says of a subject, touching only those that differ."""
    import pyoxigraph as ox

    graph, about = ox.NamedNode(name), None if subject is None else ox.NamedNode(subject)
    due = set(quads)
    if about is None and not due:
        fresh.remove_graph(graph)
        return
    for quad in fresh.quads_for_pattern(about, None, None, graph):
        if quad in due:
            due.remove(quad)
        else:
            fresh.remove(quad)
    rest = iter(due)
    while part := list(islice(rest, QUADS)):
        fresh.bulk_extend(part)


def _next_generation(store: Store, fill: Callable[[ox.Store], None], workings: Path | None = None) -> None:
    """Make a generation that `fill` fills, and switch to it: whoever reads beside it has the old one or the new one."""
    import pyoxigraph as ox

    path = Path(os.path.realpath(store.where))
    made = not path.exists()
    path.mkdir(exist_ok=True)
    descriptor = os.open(path, os.O_RDONLY)
    try:
        _lock(descriptor, path, store)
        number = _generation(path, store.where)
        _unchanged(store, (number,) if number else None)
        if not number:
            _mark(path, 0, store)
        _remove_generations(path, keep=number)
        with ExitStack() as undo:  # last in, first out
            if made:
                undo.callback(path.rmdir)
            if not number:
                undo.callback((path / MARKER).unlink)
            undo.callback(lambda: _remove_generations(path, keep=_generation(path, store.where)))
            folder = _folder(path, number + 1)
            if number:
                _cloned(_folder(path, number), folder)
            _filled(folder, fill)
            index.write(_index(folder), ox.Store.read_only(str(folder)))
            if workings is not None:
                shutil.move(workings, _workings(folder))
            _mark(path, number + 1, store)
            undo.pop_all()
        if store._hold is not None:
            store._hold.end()
        _remove_generations(path, keep=number + 1)
    finally:
        os.close(descriptor)


def _cloned(old: Path, new: Path) -> None:
    """A generation that begins as another: the engine never changes its tables, so they are linked where the file
    system can, and the rest is copied."""
    new.mkdir()
    for file in old.iterdir():
        if file.suffix == ".sst" and _linked(file, new / file.name):
            continue
        if file.name != "LOCK" and not file.name.startswith("LOG"):
            shutil.copyfile(file, new / file.name)


def _linked(file: Path, name: Path) -> bool:
    try:
        os.link(file, name)
    except OSError:
        return False
    return True


def _filled(folder: Path, fill: Callable[[ox.Store], None]) -> None:
    import pyoxigraph as ox

    fresh = ox.Store(str(folder))
    before = len(fresh)
    fill(fresh)
    fresh.flush()
    if len(fresh) - before > QUADS:
        fresh.optimize()  # parts overlap, and are half as fast to ask


def _mark(path: Path, number: int, store: Store) -> None:
    _move_there(path / MARKER, f"{_MARK}\n{number}\n".encode(), store, lambda: None)


def _remove_generations(path: Path, keep: int) -> None:
    """Remove what a killed build, or the build before, left in a store; the mark is there, so the folders are ours.

    What somebody still reads is left to the next writer.
    """
    kept = _folder(path, keep)
    for folder in path.glob("generation-*"):
        if folder.is_dir() and folder != kept and not _is_read(folder):
            shutil.rmtree(folder)
    for beside in path.glob("generation-*.*"):
        if beside.suffix not in (".index", ".work") or not beside.with_suffix("").is_dir():
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


# Endpoints


def _open_endpoint(target: str, mode: str) -> Store:
    from kg.endpoint import connect

    remote = connect(target)
    stamp = remote.stamp()
    if stamp is None and mode == "r":
        raise GraphError(target, "holds no graph", "check the address, or build it first")
    return Store(target, stamp, remote, lambda store, change: remote.replace(change.graphs, change.within, store.stamp))
