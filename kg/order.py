"""When events began and ended, from all that bounds them: pure functions over values.

A constraint says that one point of time (the beginning or the end of an event) came so many days after another. All of
them together are a system of difference constraints: the tightest bounds that follow are shortest paths, and what
cannot all be true is a cycle of negative length (Dechter, Meiri and Pearl, "Temporal constraint networks", 1991).

    solution = solve(constraints)
    solution.days["e1"]                # (Bounds of its beginning, Bounds of its end)
    solution.why("e1", "begin", "min") # the constraints that bound it, from a known day to the event
    solution.conflicts                 # what cannot all be true, each set as small as can be
    solution.part_of["e1"]             # the part of the system that it is in, by the smallest of its events

Events that no constraint joins, over others or the facts that say them, have nothing to do with each other: a system is
solved part by part, so that the solution of several is those of its parts put together.

Days are integers since 1970-01-01; a latest day is inclusive. A day has room for more things in a row than any article
tells: a second thing of one day is after the first, and a circle of such is a contradiction.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import permutations
from typing import TYPE_CHECKING, Literal, TypeAlias

from kg.contradictions import Conflict, contradictions
from kg.edtf import Bounds
from kg.points import DAY, DAY_ZERO, Constraint, End, Point, after, not_after, not_before

if TYPE_CHECKING:
    import networkx as nx

__all__ = [
    "DAY_ZERO", "Conflict", "Constraint", "Days", "Point", "Solution", "after", "not_after", "not_before", "solve",
]  # fmt: skip

Side = Literal["min", "max"]
Days: TypeAlias = tuple[Bounds, Bounds]


@dataclass(frozen=True)
class Solution:
    """What follows from constraints. `days` are the bounds of each event that has any constraint.

    `contested` are the events of conflicts: no date of theirs bounds anything, nor do facts that contradict each other.
    What else is told of the order of those stays. `kept` are the constraints that the bounds follow from. `part_of` is
    the smallest of the events that are solved together with each.
    """

    days: Mapping[str, Days]
    conflicts: tuple[Conflict, ...]
    contested: frozenset[str]
    kept: tuple[Constraint, ...] = field(repr=False)
    part_of: Mapping[str, str] = field(repr=False)
    _latest: _Paths = field(repr=False, compare=False)
    _earliest: _Paths = field(repr=False, compare=False)

    def why(self, event: str, end: End, side: Side) -> tuple[Constraint, ...]:
        """The constraints that a bound follows from, from a known day to the event; () where nothing bounds it."""
        return (self._earliest if side == "min" else self._latest).to(Point(event, end))


def solve(constraints: Iterable[Constraint]) -> Solution:
    """The tightest bounds that follow from constraints, the same in whatever order they come.

    Every event ends no earlier than it begins.
    """
    given = set(constraints)
    events = {point.event for c in given for point in (c.earlier, c.later)} - {DAY_ZERO.event}
    system = sorted(given | {after(Point(e, "begin"), Point(e, "end"), (), "extent") for e in events})
    conflicts: list[Conflict] = []
    kept: list[Constraint] = []
    part_of: dict[str, str] = {}
    for part in _parts(system):
        own = contradictions(part)
        conflicts += own
        kept += _agreeing(part, own) if own else part
        joined = {point.event for c in part for point in (c.earlier, c.later)} - {DAY_ZERO.event}
        part_of.update(dict.fromkeys(joined, min(joined)))
    network = _Network(sorted(kept))
    graph = network.graph()
    latest, earliest = network.paths(graph, backwards=True), network.paths(graph, backwards=False)
    ends = (Point(event, end) for event in sorted(events) for end in ("begin", "end"))
    found = iter([_days(point, earliest, latest) for point in ends])
    days = dict(zip(sorted(events), zip(found, found, strict=True), strict=True))
    contested = frozenset(event for conflict in conflicts for event in conflict.events)
    found_wrong = tuple(sorted(conflicts, key=lambda conflict: (conflict.facts, conflict.constraints)))
    return Solution(days, found_wrong, contested, tuple(sorted(kept)), part_of, latest, earliest)


def _parts(system: Iterable[Constraint]) -> list[list[Constraint]]:
    """The constraints of each part of a system, in the order they come: what joins events, or is said by one fact."""
    from networkx.utils import UnionFind

    joined = UnionFind()
    said: dict[str, str] = {}  # an event that each fact says something of
    found = [(c, c.earlier.event or c.later.event) for c in system]
    for c, event in found:
        says = () if c.lent else c.facts
        others = {c.later.event or event, *(said.setdefault(fact, event) for fact in says)} - {event}
        for other in others:
            joined.union(event, other)
    parts: dict[str, list[Constraint]] = defaultdict(list)
    for c, event in found:
        parts[joined[event]].append(c)
    return list(parts.values())


def _agreeing(part: Iterable[Constraint], conflicts: Sequence[Conflict]) -> list[Constraint]:
    """The constraints of a part that no contradiction is of, and that spread none."""
    wrong = {fact for conflict in conflicts for fact in conflict.facts}
    spread = _spread(conflicts)
    return [c for c in part if not wrong.intersection(c.facts) and not spread(c)]


def _spread(conflicts: Iterable[Conflict]) -> Callable[[Constraint], bool]:
    """What a constraint would spread a contradiction by: a date of an event whose dates are contested; any order of one
    whose order is; what holds by itself between the events that contradict one another."""
    dated: set[str] = set()
    ordered: set[str] = set()
    together: set[tuple[str, str]] = set()
    for conflict in conflicts:
        by_days = any(DAY_ZERO in (c.earlier, c.later) for c in conflict.constraints)
        (dated if by_days else ordered).update(conflict.events)
        together.update(permutations(conflict.events, 2))

    def spreads(c: Constraint) -> bool:
        events = c.earlier.event, c.later.event
        if DAY_ZERO.event in events and dated.intersection(events):
            return True
        return bool(ordered.intersection(events)) or (not c.facts and events in together)

    return spreads


def _days(point: Point, earliest: _Paths, latest: _Paths) -> Bounds:
    first, last = earliest.length(point), latest.length(point)
    return Bounds(None if first is None else -first // DAY, None if last is None else last // DAY)


class _Network:
    """Points as numbers, the day zero as 0, and the one constraint that counts between each two.

    Walked backwards in time, from a point to an earlier one, lengths add up to how late a point may be; forwards, to
    how early.
    """

    def __init__(self, system: Iterable[Constraint]) -> None:
        self.number: dict[Point, int] = {DAY_ZERO: 0}
        self.tightest: dict[tuple[int, int], Constraint] = {}  # (later, earlier); of equal ones the first
        for constraint in system:
            earlier, later, days, strict, *_ = constraint
            ends = (
                self.number.setdefault(later, len(self.number)),
                self.number.setdefault(earlier, len(self.number)),
            )
            known = self.tightest.get(ends)
            if known is None or (days, strict) > (known.days, known.strict):
                self.tightest[ends] = constraint

    def graph(self) -> nx.DiGraph:
        import networkx as nx

        graph = nx.DiGraph()
        graph.add_nodes_from(range(len(self.number)))
        graph.add_weighted_edges_from((u, v, -c.least) for (u, v), c in self.tightest.items())
        return graph

    def paths(self, graph: nx.DiGraph, backwards: bool) -> _Paths:
        """The shortest paths from the day zero, of constraints that can all be true."""
        import networkx as nx

        walked = graph if backwards else graph.reverse(copy=False)
        before, length = nx.bellman_ford_predecessor_and_distance(walked, 0, heuristic=True)
        return _Paths(self, backwards, before, length)


@dataclass(frozen=True)
class _Paths:
    """The shortest paths from the day zero: the points that may come before each one, and how long the path is."""

    network: _Network
    backwards: bool
    before: Mapping[int, Sequence[int]]
    lengths: Mapping[int, int]

    def length(self, point: Point) -> int | None:
        return self.lengths.get(self.network.number.get(point, -1))

    def to(self, point: Point) -> tuple[Constraint, ...]:
        """The constraints of a shortest path to a point, the fewest there are."""
        goal = self.network.number.get(point)
        onward: dict[int, int] = {}
        queue = deque([] if goal is None else [goal])
        while queue and 0 not in onward:
            here = queue.popleft()
            for back in self.before.get(here, ()):
                if back not in onward and back != goal:
                    onward[back] = here
                    queue.append(back)
        return tuple(self._walk(onward)) if 0 in onward else ()

    def _walk(self, onward: Mapping[int, int]) -> Iterator[Constraint]:
        here = 0
        while here in onward:
            ends = (here, onward[here])
            yield self.network.tightest[ends if self.backwards else ends[::-1]]
            here = onward[here]
