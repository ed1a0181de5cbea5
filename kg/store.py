"""Where a graph lives: a file (.nq .trig .jsonld), a directory (an embedded Oxigraph store) or a SPARQL endpoint.

    store = open("graph.nq", "r")       store.query(sparql)   store.quads(graph=...)
    store = open("graph.nq", "w")       store.replace({name: quads, ...}, {name: {subject: quads, ...}})

`replace` puts the quads of named graphs, or of single subjects in them, in the place of what was there, and is all or
nothing: a build that fails or is killed at any moment leaves the old graph. A file is written beside its target and
moved there; for a directory see `kg.generations`, for an endpoint `kg.writing`. A graph that changed after it was
opened is not overwritten.
"""

from __future__ import annotations

import os
import stat
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal, TypeAlias

from kg import generations
from kg.change import Change
from kg.disk import failures, move_there, writable
from kg.errors import GraphError
from kg.terms import PREFIXES, expand

if TYPE_CHECKING:
    import pyoxigraph as ox

    from kg.change import Graphs, Within
    from kg.endpoint import Endpoint

    Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
    Results: TypeAlias = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples

#: File kinds by suffix, and the name of their format in pyoxigraph.
FORMATS = {".nq": "N_QUADS", ".trig": "TRIG", ".jsonld": "JSON_LD"}
#: Bytes of N-Quads that are loaded at once.
PART = 16_000_000
_KINDS = "a file (.nq .trig .jsonld), a directory or an http(s) address"


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
    _generation: generations.Generation | None = field(default=None, repr=False)

    @property
    def keeps_workings(self) -> bool:
        """Whether what is given to `replace` as workings is kept beside the graph."""
        return self._generation is not None

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
        self,
        subject: str | None = None,
        predicate: str | None = None,
        *,
        object: str | None = None,
        graph: str | None = None,
    ) -> Iterator[ox.Quad]:
        """The quads with this subject IRI, this predicate ("kg:time"), this IRI as object and in this named graph; None
        for any."""
        import pyoxigraph as ox

        def node(iri: str | None) -> ox.NamedNode | None:
            return None if iri is None else ox.NamedNode(iri)

        edge = node(None if predicate is None else expand(predicate))
        yield from self._inner.quads_for_pattern(node(subject), edge, node(object), node(graph))

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
        with failures(self.where, "cannot be written"):
            self._write(self, change)

    def __len__(self) -> int:
        return len(self._inner)


def open(target: str, mode: Literal["r", "w"] = "r") -> Store:
    """Open the graph at `target`: to read what is there, or to write, where there may be nothing yet.

    Raises GraphError for what is missing, broken, of another kind or, with mode "w", not writable.
    """
    with failures(target, "cannot be opened"):
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

    A file goes into a directory without passing through Python: 100,000 quads a second and more. No directory is held
    in memory. Raises GraphError for a source that cannot be read, and for a target that holds a graph.
    """
    import pyoxigraph as ox

    new = open(target, "w")
    if new.stamp is not None:
        raise GraphError(target, "holds a graph already", "name a new place")
    directory, file = new._generation, Path(source)
    if directory is None:
        old = open(source)
        new.replace({graph: list(old.quads(graph=graph)) for graph in old.graphs()})
        return

    def fill(fresh: ox.Store, note: object) -> int:
        if file.suffix in FORMATS and file.is_file():
            _load(fresh, file, source)
        else:
            generations.load(fresh, open(source).quads())
        return len(fresh)

    with failures(target, "cannot be written"):
        generations.switch(directory, target, fill, ox.Store())


def reindex(target: str) -> None:
    """Make the index of words and names of a directory again. Raises GraphError where there is no directory."""
    store = open(target)
    if store._generation is None:
        raise GraphError(target, "is no directory, and only a directory has an index", "copy it into one: kg merge")
    with failures(target, "cannot be written"):
        generations.reindex(store._generation.path, target, store.stamp)


def _is_directory(target: str) -> bool:
    path = Path(target)
    if path.suffix in FORMATS and not path.is_dir():
        return False
    if path.is_dir() or target.endswith(os.sep) or (not path.suffix and not path.exists()):
        return True
    what = "is Turtle, which is an export and cannot hold a graph" if path.suffix == ".ttl" else "is no kind of graph"
    raise GraphError(target, what, f"name {_KINDS}" + ("; see kg export" if path.suffix == ".ttl" else ""))


# Files


def _open_file(target: str, mode: str) -> Store:
    import pyoxigraph as ox

    path = Path(os.path.realpath(target))
    if mode == "w":
        writable(path, target)
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
    from concurrent.futures import Future, ThreadPoolExecutor

    import pyoxigraph as ox

    suffix = Path(target).suffix
    format = getattr(ox.RdfFormat, FORMATS[suffix])

    def load(part: bytes | BinaryIO, before: int) -> None:
        try:
            inner.bulk_load(part, format=format)
        except (SyntaxError, ValueError) as error:
            line = error.lineno if isinstance(error, SyntaxError) else None
            at = f"{target}, line {before + line}" if line else target
            reason = str(error.args[0] if error.args else error)
            raise GraphError(at, f"is not readable as {suffix[1:]}: {reason}", "restore the file") from error

    with path.open("rb") as file, ThreadPoolExecutor(2) as pool:
        waiting: deque[Future[None]] = deque()
        for part, before in _parts(file) if suffix == ".nq" else ((file, 0),):
            waiting.append(pool.submit(load, part, before))
            if len(waiting) == 2:
                waiting.popleft().result()
        for last in waiting:
            last.result()


def _parts(file: BinaryIO) -> Iterator[tuple[bytes, int]]:
    """A file in parts of whole lines, each with the number of lines before it: the engine holds what it loads at once,
    at five times its size, and loads two parts in the time of one."""
    before = 0
    while part := file.read(PART):
        part += file.readline()
        yield part, before
        before += part.count(b"\n")


def _all(store: Store, change: Change) -> Iterator[ox.Quad]:
    """The quads of a store once a change is made in it."""
    for name in store.graphs():
        yield from change.leaves(name, store.quads(graph=name))
    for _, _, quads in change.parts():
        yield from quads


def _write_file(store: Store, change: Change) -> None:
    path = Path(os.path.realpath(store.where))
    data = serialized(_all(store, change), Path(store.where).suffix)

    def check() -> None:
        generations.unchanged(store.where, store.stamp, _file_stamp(path, store.where))

    move_there(path, data, store.where, check)


def serialized(quads: Iterable[ox.Quad], suffix: str) -> bytes:
    """Quads in the format of a file kind, sorted: the same quads are the same bytes."""
    import pyoxigraph as ox

    if suffix == ".nq":
        lines = (ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"").split(b"\n")
        return b"".join(line + b"\n" for line in sorted(set(lines)) if line)
    ordered = sorted(set(quads), key=lambda q: (str(q.graph_name), str(q.subject), str(q.predicate), str(q.object)))
    return ox.serialize(ordered, format=getattr(ox.RdfFormat, FORMATS[suffix]), prefixes=PREFIXES) or b""


# Directories


def _open_directory(target: str, mode: str) -> Store:
    import pyoxigraph as ox

    path = Path(os.path.realpath(target))
    found = generations.held(path, target)
    if mode == "w":
        writable(path, target)
    elif not found.number:
        raise FileNotFoundError
    inner = ox.Store.read_only(str(found.folder)) if found.number else ox.Store()
    workings = found.workings if found.workings.is_file() else None

    def write(store: Store, change: Change) -> None:
        generations.switch(found, target, generations.changed(change), inner, change.workings)

    return Store(target, found.stamp, inner, write, found.index, workings, found)


# Endpoints


def _open_endpoint(target: str, mode: str) -> Store:
    from kg import writing
    from kg.endpoint import connect

    remote = connect(target)
    writing.settle(remote, mode)
    stamp = remote.stamp()
    if stamp is None and mode == "r":
        raise GraphError(target, "holds no graph", "check the address, or build it first")
    return Store(target, stamp, remote, lambda store, change: writing.replace(remote, change, store.stamp))
