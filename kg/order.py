"""When events began and ended, from all that bounds them: pure functions over values.

A constraint says that one point of time (the beginning or the end of an event) came so many days after another. All of
them together are a system of difference constraints: the tightest bounds that follow are shortest paths, and what
cannot all be true is a cycle of negative length (Dechter, Meiri and Pearl, "Temporal constraint networks", 1991).

    solution = solve(constraints)
    solution.days["e1"]                # (Bounds of its beginning, Bounds of its end)
    solution.why("e1", "begin", "min") # the constraints that bound it, from a known day to the event
    solution.conflicts                 # what cannot all be true, each set as small as can be

Days are integers since 1970-01-01; a latest day is inclusive. A day has room for more things in a row than any article
tells: a second thing of one day is after the first, and a circle of such is a contradiction.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias, TypeVar

from kg.edtf import Bounds

if TYPE_CHECKING:
    import networkx as nx

End = Literal["begin", "end"]
Side = Literal["min", "max"]
#: The length of a day: what is strictly later is so by one.
_DAY = 1 << 20


class Point(NamedTuple):
    """The beginning or the end of an event; `DAY_ZERO` is the beginning of 1970-01-01."""

    event: str
    end: End


DAY_ZERO = Point("", "begin")
Days: TypeAlias = tuple[Bounds, Bounds]


class Constraint(NamedTuple):
    """`later` came `days` days after `earlier` or more (a negative number: at most so many before it).

    Where `strict`, more than that, be it by a moment. `facts` are the ids of the facts that say so together, sorted;
    none where it holds by itself. `why` says what kind of thing it is that they say.
    """

    earlier: Point
    later: Point
    days: int
    strict: bool
    facts: tuple[str, ...]
    why: str

    @property
    def least(self) -> int:
        return self.days * _DAY + self.strict


def not_before(point: Point, day: int, facts: Iterable[str], why: str) -> Constraint:
    """That a point of time is on this day or later."""
    return Constraint(DAY_ZERO, point, day, False, tuple(sorted(set(facts))), why)


def not_after(point: Point, day: int, facts: Iterable[str], why: str) -> Constraint:
    """That a point of time is on this day or earlier."""
    return Constraint(point, DAY_ZERO, -day - 1, True, tuple(sorted(set(facts))), why)


def after(
    earlier: Point, later: Point, facts: Iterable[str], why: str, days: int = 0, strict: bool = False
) -> Constraint:
    """That one point of time is not before another; `days` after it; where `strict`, later than that."""
    return Constraint(earlier, later, days, strict, tuple(sorted(set(facts))), why)


@dataclass(frozen=True, slots=True)
class Conflict:
    """Facts that cannot all be true, although any of them can be left out and the rest agree.

    `constraints` are what they say, each beginning where the one before it ends, in a circle.
    """

    facts: tuple[str, ...]
    constraints: tuple[Constraint, ...]

    @property
    def events(self) -> tuple[str, ...]:
        """The events whose beginning or end is in the circle, sorted."""
        points = {p for c in self.constraints for p in (c.earlier, c.later)}
        return tuple(sorted({p.event for p in points - {DAY_ZERO}}))


@dataclass(frozen=True)
class Solution:
    """What follows from constraints. `days` are the bounds of each event that has any constraint.

    `contested` are the events of conflicts: nothing bounds them, and neither they nor the facts that contradict each
    other bound anything. `kept` are the constraints that the bounds follow from.
    """

    days: Mapping[str, Days]
    conflicts: tuple[Conflict, ...]
    contested: frozenset[str]
    kept: tuple[Constraint, ...] = field(repr=False)
    _latest: _Paths = field(repr=False, compare=False)
    _earliest: _Paths = field(repr=False, compare=False)

    def why(self, event: str, end: End, side: Side) -> tuple[Constraint, ...]:
        """The constraints that a bound follows from, from a known day to the event; () where nothing bounds it."""
        return (self._earliest if side == "min" else self._latest).to(Point(event, end))


def solve(constraints: Iterable[Constraint]) -> Solution:
    """The tightest bounds that follow from constraints, the same in whatever order they come.

    Every event ends no earlier than it begins. Contradictions are looked for in each connected part by itself.
    """
    given = set(constraints)
    events = {point.event for c in given for point in (c.earlier, c.later)} - {DAY_ZERO.event}
    system = sorted(given | {after(Point(e, "begin"), Point(e, "end"), (), "extent") for e in events})
    paths = _paths(system)
    conflicts = () if paths else _conflicts(system)
    contested = frozenset(event for conflict in conflicts for event in conflict.events)
    if conflicts:
        wrong = {fact for conflict in conflicts for fact in conflict.facts}
        apart = [c for c in system if not contested & {c.earlier.event, c.later.event}]
        system = [c for c in apart if not wrong.intersection(c.facts)]
        paths = _paths(system)
    assert paths is not None, "whatever contradicts has been left out"
    latest, earliest = paths
    ends = (Point(event, end) for event in sorted(events) for end in ("begin", "end"))
    found = iter([_days(point, earliest, latest) for point in ends])
    days = dict(zip(sorted(events), zip(found, found, strict=True), strict=True))
    return Solution(days, conflicts, contested, tuple(system), latest, earliest)


def _days(point: Point, earliest: _Paths, latest: _Paths) -> Bounds:
    first, last = earliest.length(point), latest.length(point)
    return Bounds(None if first is None else -first // _DAY, None if last is None else last // _DAY)


class _Network:
    """Points as numbers, the day zero as 0, and the one constraint that counts between each two.

    Walked backwards in time, from a point to an earlier one, lengths add up to how late a point may be; forwards, to
    how early.
    """

    def __init__(self, system: Iterable[Constraint]) -> None:
        self.number: dict[Point, int] = {DAY_ZERO: 0}
        self.tightest: dict[tuple[int, int], Constraint] = {}  # (later, earlier); of equal ones the first
        for constraint in system:
            earlier, later, days, strict, _, _ = constraint
            ends = (
                self.number.setdefault(later, len(self.number)),
                self.number.setdefault(earlier, len(self.number)),
            )
            known = self.tightest.get(ends)
            if known is None or (days, strict) > (known.days, known.strict):
                self.tightest[ends] = constraint

    def graph(self, backwards: bool = True) -> nx.DiGraph:
        import networkx as nx

        graph = nx.DiGraph()
        graph.add_nodes_from(range(len(self.number)))
        if backwards:
            graph.add_weighted_edges_from((u, v, -c.least) for (u, v), c in self.tightest.items())
        else:
            graph.add_weighted_edges_from((v, u, -c.least) for (u, v), c in self.tightest.items())
        return graph

    def paths(self, backwards: bool) -> _Paths:
        """The shortest paths from the day zero. Raises NetworkXUnbounded for what cannot all be true."""
        import networkx as nx

        before, length = nx.bellman_ford_predecessor_and_distance(self.graph(backwards), 0, heuristic=True)
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


# Contradictions


def _paths(system: Iterable[Constraint]) -> tuple[_Paths, _Paths] | None:
    """How late and how early points may be; None where not all constraints can be true."""
    import networkx as nx

    network = _Network(system)
    try:
        latest, earliest = network.paths(backwards=True), network.paths(backwards=False)
    except nx.NetworkXUnbounded:
        return None
    undated = network.graph()
    undated.remove_nodes_from({*latest.lengths, *earliest.lengths})
    return None if nx.negative_edge_cycle(undated) else (latest, earliest)


def _possible(system: Iterable[Constraint]) -> bool:
    return _paths(system) is not None


def _conflicts(system: Sequence[Constraint]) -> tuple[Conflict, ...]:
    """Conflicts until nothing conflicts any more: of each, its first fact is left out and the rest looked at again."""
    found: list[Conflict] = []
    for rest in _parts(system):
        while (circle := _circle(rest)) or not _possible(rest):
            conflict = _shortest(circle or rest, rest)
            found.append(conflict)
            if conflict.facts:
                rest = [c for c in rest if conflict.facts[0] not in c.facts]
            else:
                rest = [c for c in rest if c not in conflict.constraints]
    return tuple(sorted(found, key=lambda conflict: (conflict.facts, conflict.constraints)))


def _parts(system: Iterable[Constraint]) -> list[list[Constraint]]:
    """The constraints of each connected part: events that no constraint and no fact joins are apart."""
    import networkx as nx

    joined = nx.Graph()
    for c in system:
        event = c.earlier.event or c.later.event
        joined.add_edge(event, c.later.event or event)
        joined.add_edges_from((event, ("fact", fact)) for fact in c.facts)
    part_of = {event: n for n, part in enumerate(nx.connected_components(joined)) for event in part}
    parts: dict[int, list[Constraint]] = defaultdict(list)
    for c in system:
        parts[part_of[c.earlier.event or c.later.event]].append(c)
    return list(parts.values())


def _circle(system: Sequence[Constraint]) -> list[Constraint]:
    """Constraints in a circle that cannot all be true; [] where networkx names none."""
    import networkx as nx

    network = _Network(system)
    graph = network.graph()
    graph.add_weighted_edges_from([(-1, point, 0) for point in graph])
    try:
        points = nx.find_negative_cycle(graph, -1)
    except nx.NetworkXException:  # there is none, or it saw that there is one and did not find it
        return []
    circle = [network.tightest[ends] for ends in pairwise(points)]
    return circle if sum(c.least for c in circle) > 0 else []


def _shortest(circle: Sequence[Constraint], system: Sequence[Constraint]) -> Conflict:
    """The smallest conflict found: of a circle, or between its events without one of the facts that say it."""
    best = _conflict(circle, system)
    events = {*best.events, DAY_ZERO.event}
    near = [c for c in system if c.earlier.event in events and c.later.event in events]
    for fact in best.facts if len(best.facts) > 2 else ():
        rest = [c for c in near if fact not in c.facts]
        if not _possible(rest):
            best = min(best, _conflict(_circle(rest) or rest, system), key=_size)
    return best


def _size(conflict: Conflict) -> tuple[int, int, tuple[str, ...]]:
    return len(conflict.facts), len(conflict.constraints), conflict.facts


def _conflict(circle: Sequence[Constraint], system: Sequence[Constraint]) -> Conflict:
    """What cannot all be true, made irreducible: fact by fact, then constraint by constraint."""
    facts = {fact for c in circle for fact in c.facts}
    said = _entangled([c for c in system if facts.issuperset(c.facts)])
    said = _fewest(said, sorted(facts), lambda c: c.facts)
    left = _circle(said) or said
    left = _fewest(left, left, lambda c: (c,))
    return Conflict(tuple(sorted({fact for c in said for fact in c.facts})), _in_circle(left))


def _entangled(system: Sequence[Constraint]) -> list[Constraint]:
    """The constraints that lie on any circle at all."""
    import networkx as nx

    network = _Network(system)
    part_of = {p: n for n, part in enumerate(nx.strongly_connected_components(network.graph())) for p in part}
    return [c for c in system if part_of[network.number[c.earlier]] == part_of[network.number[c.later]]]


_Item = TypeVar("_Item")


def _fewest(
    system: Sequence[Constraint], items: Sequence[_Item], of: Callable[[Constraint], Sequence[_Item]]
) -> list[Constraint]:
    """A system that cannot all be true, without any of the items (each constraint is `of` some) that it can spare.

    Many are left out at once, then fewer, then each by itself, for most can be spared.
    """
    left, many = list(system), max(1, len(items) // 2)
    while True:
        kept: list[_Item] = []
        for start in range(0, len(items), many):
            some = items[start : start + many]
            without = [c for c in left if not any(item in of(c) for item in some)]
            if _possible(without):
                kept += some
            else:
                left = without
        if many == 1:
            return left
        items, many = kept, max(1, min(many, len(kept)) // 2)


def _in_circle(constraints: Sequence[Constraint]) -> tuple[Constraint, ...]:
    """The constraints of one circle in its order, from the known day that begins it, else from its first point."""
    following = {c.earlier: c for c in constraints}
    here = min(following)  # the day zero is before any event
    found: list[Constraint] = []
    while here in following:
        found.append(following.pop(here))
        here = found[-1].later
    return tuple(found)
