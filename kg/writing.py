"""Writing to a SPARQL endpoint: all or nothing, and one program at a time.

New quads go to staging graphs in batches and are counted. Then, when it is its turn (`kg.turn`), a writer looks whether
the graph is still the one that it had read, notes what it is about to do (`kg.plan`), and one request puts everything
in its place.

Where an engine dies in the middle of that request and comes back with a part of it (Virtuoso may), the note tells: who
reads is told so, and whoever writes next finishes it.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import ExitStack
from hashlib import sha256
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from kg import turn
from kg.endpoint import Endpoint, escaped
from kg.errors import GraphError
from kg.plan import GONE, PLAN, STAGING, Plan, noted, taken_out

if TYPE_CHECKING:
    import pyoxigraph as ox

    from kg.change import Change
    from kg.endpoint import Term

_Line = TypeVar("_Line", str, bytes)
#: Quads in one update: less than any limit met.
BATCH = 1000
#: Seconds for which another program that writes, or has begun to, is waited for.
PATIENCE = 10


def replace(at: Endpoint, change: Change, stamp: tuple[int, ...] | None) -> None:
    """Make a change in the graph at an endpoint; `stamp` is the state that it was made for.

    Raises GraphError where the graph is in another state, or other programs write to it for longer than is waited.
    """
    me = turn.name()
    held = turn.stands(me)
    plan, sizes = _staged(at, change, me, _text(stamp))
    with ExitStack() as undo:
        undo.callback(lambda: at.update(*(f"DROP SILENT GRAPH <{name}>" for name in sizes), turn.goes(me)))
        short = [name for name, count in sizes.items() if at.count(_inside(name)) != count]
        turn.wait(me, at.where, lambda: _writers(at), at.update, PATIENCE)
        _finish(at, held)
        _ready(at, stamp, sizes)
        for name in short:
            _check(at, name, sizes[name])
        counts = _due(at, change, plan)
        _note(at, plan, held)
        undo.pop_all()  # from here on nobody knows what the engine has done before it answers
    at.update(*plan.operations(held), again=False)
    if me not in _writers(at):
        raise GraphError(at.where, "was written to by another program meanwhile", "see what it holds, and build again")
    for graph, count in counts.items():
        _check(at, graph, count)
    left = sorted(_staging(at) - {turn.LOCK})  # of writers that were killed
    at.update(*(f"DROP SILENT GRAPH <{name}>" for name in left), turn.goes(me))


def settle(at: Endpoint, mode: str) -> None:
    """Finish a write that was cut off in the middle, or ("r") say that one was; wait for one under way."""
    plan = _unfinished(at)
    for _ in range(PATIENCE if plan else 0):
        time.sleep(1)
        plan = _unfinished(at)
    if plan is None:
        return
    if mode == "r":
        do = "any command that writes to it finishes that, such as kg build"
        raise GraphError(at.where, "was written to, and that broke off in the middle", do)
    me = turn.name()
    turn.wait(me, at.where, lambda: _writers(at), at.update, PATIENCE)
    _finish(at, turn.stands(me))
    at.update(turn.goes(me))


# Before


def _staged(at: Endpoint, change: Change, me: str, stamp: str) -> tuple[Plan, dict[str, int]]:
    """Write what a change brings to staging graphs of the writer's own; what is then to be done, and their sizes."""
    sizes: dict[str, int] = {}

    def stage(graph: str, quads: Iterable[ox.Quad], use: str) -> tuple[str, str]:
        name = f"{STAGING}{sha256(f'{me} {use} {graph}'.encode()).hexdigest()}"
        sizes[name] = _stage(at, name, quads)
        return name, graph

    graphs, within = sorted(change.graphs.items()), sorted(change.within.items())
    come = [(graph, [quad for own in subjects.values() for quad in own]) for graph, subjects in within]
    plan = Plan(
        tuple(stage(graph, quads, "all") for graph, quads in graphs if quads),
        tuple(graph for graph, quads in graphs if not quads),
        tuple(stage(graph, _named(subjects), "gone") for graph, subjects in within if subjects),
        tuple(stage(graph, quads, "come") for graph, quads in come if quads),
        stamp,
    )  # fmt: skip
    return plan, sizes


def _stage(at: Endpoint, name: str, quads: Iterable[ox.Quad]) -> int:
    """Write quads to a graph beside their own; how many they are."""
    import pyoxigraph as ox

    lines = sorted({ox.serialize([quad.triple], format=ox.RdfFormat.N_TRIPLES) or b"" for quad in quads})
    for batch in _batches(lines):
        at.update(f"INSERT DATA {{ GRAPH <{name}> {{\n{escaped(b''.join(batch).decode())}}} }}")
    return len(lines)


def _batches(lines: Iterable[_Line]) -> Iterator[list[_Line]]:
    rest = iter(lines)
    while batch := list(islice(rest, BATCH)):
        yield batch


def _named(subjects: Iterable[str]) -> Iterator[ox.Quad]:
    """Quads that name subjects."""
    import pyoxigraph as ox

    gone = ox.NamedNode(GONE)
    return (ox.Quad(ox.NamedNode(one), gone, ox.NamedNode(one)) for one in subjects)


def _text(stamp: tuple[int, ...] | None) -> str:
    return "none" if stamp is None else " ".join(map(str, stamp))


# In its turn


def _writers(at: Endpoint) -> set[str]:
    return {_iri(row[0]) for row in at.rows(("s",), turn.WRITERS, 1)}


def _ready(at: Endpoint, stamp: tuple[int, ...] | None, staged: Collection[str]) -> None:
    """Raise GraphError where the graph is in another state, or another writer cleared away what was staged."""
    if at.stamp() != stamp or set(staged) - _staging(at):
        raise GraphError(at.where, "was changed by another program meanwhile", "nothing was written; build again")


def _due(at: Endpoint, change: Change, plan: Plan) -> dict[str, int]:
    """How many quads each named graph is to hold once the change is made."""
    counts = {graph: len(set(quads)) for graph, quads in change.graphs.items()}
    for gone, graph in plan.empties:
        come = {quad for quads in change.within[graph].values() for quad in quads}
        inside = _inside(graph)
        held = at.count(inside) - at.count(f"GRAPH <{gone}> {{ ?s <{GONE}> ?x }} {inside}")
        counts[graph] = held + len(come)
    return counts


def _note(at: Endpoint, plan: Plan, held: str) -> None:
    at.update(taken_out(PLAN, held))
    for batch in (*_batches(plan.lines()), [plan.end()]):
        at.update(f"INSERT {{ GRAPH <{PLAN}> {{\n{''.join(batch)} }} }} WHERE {{ {held} }}")


def _inside(graph: str) -> str:
    return f"GRAPH <{graph}> {{ ?s ?p ?o }}"


def _check(at: Endpoint, graph: str, count: int) -> None:
    there = at.count(_inside(graph))
    if there != count:
        what = f"holds {there} quads where {count} were written, in {graph}"
        raise GraphError(at.where, what, "build again, and see the log of the endpoint")


def _staging(at: Endpoint) -> set[str]:
    """The staging graphs that there are, of any writer."""
    where = f'{{ SELECT DISTINCT ?g WHERE {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), "{STAGING}")) }} }}'
    return {_iri(row[0]) for row in at.rows(("g",), where, at.count(where))}


# What was cut off


def _finish(at: Endpoint, held: str) -> None:
    """Finish what another writer had begun."""
    plan = _unfinished(at)
    if plan is not None:
        at.update(*plan.operations(held), again=False)


def _unfinished(at: Endpoint) -> Plan | None:
    """What was begun and is not done: none where nothing is, nor where only the clearing up is left to do."""
    count = at.count(_inside(PLAN))
    rows = at.rows(("s", "p", "o"), _inside(PLAN), count) if count else ()
    plan = noted((_iri(s), _iri(p), _iri(o) or (_iri(s) == PLAN and _value(o)) or "") for s, p, o in rows)
    if plan is None or set(plan.staged) - _staging(at) or plan.stamp == _text(at.stamp()):
        return None
    return plan


def _iri(term: Term | None) -> str:
    """The IRI of a term, "" for a literal, which may hold anything."""
    import pyoxigraph as ox

    return term.value if isinstance(term, ox.NamedNode) else ""


def _value(term: Term | None) -> str:
    return str(getattr(term, "value", ""))
