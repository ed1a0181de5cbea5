"""What cannot all be true, as few facts as contradict one another: pure functions over constraints (kg.points).

    contradictions(constraints)    # of each conflict its facts, and the circle that they say
"""

from __future__ import annotations

import heapq
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from kg.points import DAY, DAY_ZERO, Constraint, Point


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


def contradictions(system: Sequence[Constraint]) -> tuple[Conflict, ...]:
    """Conflicts until nothing conflicts any more: of each, its first fact is left out, and the rest goes on.

    Constraints are taken in one by one, those that hold by themselves first. networkx would look at all of them again
    for each conflict.
    """
    guess = _guess(system)
    if all(guess[c.earlier] + c.least <= guess[c.later] for c in system):
        return ()
    told: dict[str, list[Constraint]] = defaultdict(list)
    lone, whole = _Schedule(), _Schedule(guess)
    found: list[Conflict] = []
    for constraint in (c for c in system if not c.facts):
        circle = lone.take(constraint)
        if circle:
            found.append(Conflict((), _in_circle(circle)))
    for constraint in system:
        for fact in constraint.facts:
            told[fact].append(constraint)
    wrong: set[str] = set()
    for constraint in whole.unfit([c for c in system if c.facts or lone.has(c)]):
        while not wrong.intersection(constraint.facts) and (circle := whole.take(constraint)):
            conflict = _irreducible(circle, lone, told)
            found.append(conflict)
            wrong.add(conflict.facts[0])
            for other in told[conflict.facts[0]]:
                whole.leave(other)
    return tuple(sorted(set(found), key=lambda conflict: (conflict.facts, conflict.constraints)))


def _irreducible(
    circle: Sequence[Constraint], lone: _Schedule, told: Mapping[str, Sequence[Constraint]]
) -> Conflict:
    """What cannot all be true, without any fact that it can spare: beside what holds by itself, in `lone`."""
    left = {fact for c in circle for fact in c.facts}
    for fact in sorted(left):
        rest = left - {fact}
        said = sorted({c for other in rest for c in told[other] if rest.issuperset(c.facts)})
        if fact in left and (smaller := lone.refutes(said)):
            circle, left = smaller, {fact for c in smaller for fact in c.facts}
    return Conflict(tuple(sorted(left)), _in_circle(circle))


def _guess(system: Iterable[Constraint]) -> dict[Point, int]:
    """Times that agree with nearly all constraints: as early as they let a point be that is not later than it may be.

    What would put a point later than others let it be is passed over, so that a wrong constraint moves little.
    """
    early: dict[Point, int] = defaultdict(lambda: -_FAR, {DAY_ZERO: 0})
    late: dict[Point, int] = defaultdict(lambda: _FAR, {DAY_ZERO: 0})
    ordered = sorted(system, key=lambda c: DAY_ZERO not in (c.earlier, c.later))
    for _ in range(_SWEEPS):
        moved = False
        for earlier, later, days, strict, *_ in ordered:
            least = days * DAY + strict
            first, last = early[earlier] + least, late[later] - least
            if early[later] < first <= late[later]:
                early[later], moved = first, True
            if early[earlier] <= last < late[earlier]:
                late[earlier], moved = last, True
        if not moved:
            break
    return early


#: The constraints on a way, the last one first, and how much room they leave in all.
_Steps: TypeAlias = "tuple[Constraint, _Steps | None]"
_Way: TypeAlias = "tuple[int, _Steps | None]"
#: How often the times of a guess are moved, and where those of points are that no date reaches.
_SWEEPS, _FAR = 8, 1 << 62
#: So many constraints that contradict a new one are looked for before it is tried whether it fits.
_NEAR = 8


class _Schedule:
    """A time for every point that agrees with all constraints taken in so far.

    A new one moves later what it must; where that would move its own earlier point, it contradicts the others
    (Ramalingam, Song, Joskowicz and Miller, "Solving systems of difference constraints incrementally", 1999).
    """

    def __init__(self, at: Mapping[Point, int] | None = None) -> None:
        self._at: dict[Point, int] = defaultdict(int, at or {})
        self._following: dict[Point, dict[Constraint, int]] = defaultdict(dict)  # each with what it asks for at least
        self._preceding: dict[Point, dict[Constraint, int]] = defaultdict(dict)

    def take(self, constraint: Constraint) -> tuple[Constraint, ...]:
        """Take a constraint in. Where it contradicts the others it is not, and the smallest circle of them is given."""
        lacking = self._at[constraint.earlier] + constraint.least - self._at[constraint.later]
        if lacking > 0:
            circle = self._circle(constraint, lacking, _NEAR)
            if circle or not self._fitted(constraint):
                return circle or self._circle(constraint, lacking)
        self._keep(constraint)
        return ()

    def unfit(self, constraints: Iterable[Constraint]) -> list[Constraint]:
        """Take in all constraints that agree with the times as they are; the others are given back."""
        left = []
        for c in constraints:
            if self._at[c.later] < self._at[c.earlier] + c.least:
                left.append(c)
            else:
                self._keep(c)
        return left

    def has(self, constraint: Constraint) -> bool:
        return constraint in self._following[constraint.earlier]

    def _keep(self, constraint: Constraint) -> None:
        least = constraint.least
        self._following[constraint.earlier][constraint] = least
        self._preceding[constraint.later][constraint] = least

    def leave(self, constraint: Constraint) -> None:
        """Take a constraint out, if it is in; the others still agree."""
        self._following[constraint.earlier].pop(constraint, None)
        self._preceding[constraint.later].pop(constraint, None)

    def refutes(self, constraints: Sequence[Constraint]) -> tuple[Constraint, ...]:
        """A circle of some of these and of what is taken in already; () where all agree, and nothing stays in."""
        circle = next((found for c in constraints if (found := self.take(c))), ())
        for constraint in constraints:
            self.leave(constraint)
        return circle

    def _fitted(self, new: Constraint) -> bool:
        """Move what must be later for a new constraint, or what must be earlier: whichever leaves the day zero where it
        is, for nearly everything would move with it. False, and nothing moves, for a contradiction."""
        for back, stays in ((False, True), (True, True), (False, False)):
            hit = self._moved(new, back, stays)
            if hit is None or hit == (new.later if back else new.earlier):
                return hit is None
        return False

    def _moved(self, new: Constraint, back: bool, stays: bool) -> Point | None:
        """Move what must be later (or, going back, earlier), what moves furthest first; nothing moves, and the point
        is given, where the new constraint's other point would, or the day zero although it stays."""
        at, moved, side = self._at, dict[Point, int](), -1 if back else 1
        start, other = (new.earlier, new.later) if back else (new.later, new.earlier)
        steps = self._preceding if back else self._following
        queue = [(at[new.later] - at[new.earlier] - new.least, start)]
        while queue:
            by, point = heapq.heappop(queue)
            if point in moved:
                continue
            if point == other or (stays and point == DAY_ZERO):
                return point
            now = moved[point] = at[point] - side * by
            for c, least in steps[point].items():
                onward = c.earlier if back else c.later
                need = side * (at[onward] - now) - least
                if need < 0 and onward not in moved:
                    heapq.heappush(queue, (need, onward))
        at.update(moved)
        return None

    def _circle(self, new: Constraint, lacking: int, most: int = sys.maxsize) -> tuple[Constraint, ...]:
        """A new constraint, and the fewest that lead from its later point back to its earlier one and contradict it.

        They do where together they leave less room than it is lacking. They are looked for from both ends, at `most`
        so many; () where there are none.
        """
        if new.earlier == new.later:
            return (new,)
        ahead: dict[Point, _Way] = {new.later: (0, None)}
        behind: dict[Point, _Way] = {new.earlier: (0, None)}
        fronts, sides = [dict(ahead), dict(behind)], (ahead, behind)
        for _ in range(most):
            side = self._width(fronts[0], False) > self._width(fronts[1], True)
            fronts[side] = self._further(fronts[side], sides[side], side, lacking)
            met = [p for p in fronts[side] if p in sides[not side] and ahead[p][0] + behind[p][0] < lacking]
            if met:
                ways = (tuple(_walked(ahead[p][1])) + tuple(_walked(behind[p][1])) for p in met)
                return (new, *min(ways, key=lambda way: (len(way), way)))
            if not fronts[side]:
                break
        return ()

    def _width(self, front: Iterable[Point], back: bool) -> int:
        """How many constraints lead on from some points, or back."""
        steps = self._preceding if back else self._following
        return sum(len(steps[point]) for point in front)

    def _further(
        self, front: Mapping[Point, _Way], known: dict[Point, _Way], back: bool, lacking: int
    ) -> dict[Point, _Way]:
        """The points a constraint further on (or back), where less room is left on the way than was known."""
        found: dict[Point, _Way] = {}
        at, steps = self._at, self._preceding if back else self._following
        for point, (room, way) in front.items():
            for c, least in steps[point].items():
                left = room + at[c.later] - at[c.earlier] - least
                onward = c.earlier if back else c.later
                if left < lacking and (onward not in known or left < known[onward][0]):
                    found[onward] = known[onward] = (left, (c, way))
        return found


def _walked(way: _Steps | None) -> Iterator[Constraint]:
    while way is not None:
        constraint, way = way
        yield constraint


def _in_circle(constraints: Sequence[Constraint]) -> tuple[Constraint, ...]:
    """The constraints of one circle in its order, from the known day that begins it, else from its first point."""
    following = {c.earlier: c for c in constraints}
    here = min(following)  # the day zero is before any event
    found: list[Constraint] = []
    while here in following:
        found.append(following.pop(here))
        here = found[-1].later
    return tuple(found)
