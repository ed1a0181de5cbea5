"""Points of time, and what is said of how many days one came after another."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

End = Literal["begin", "end"]
#: The length of a day: what is strictly later is so by one.
DAY = 1 << 20


class Point(NamedTuple):
    """The beginning or the end of an event; `DAY_ZERO` is the beginning of 1970-01-01."""

    event: str
    end: End


DAY_ZERO = Point("", "begin")


class Constraint(NamedTuple):
    """`later` came `days` days after `earlier` or more (a negative number: at most so many before it).

    Where `strict`, more than that, be it by a moment. `facts` are the ids of the facts that say so together, sorted;
    none where it holds by itself. `why` says what kind of thing it is that they say. A day `lent` is one that the facts
    say of another event, which is not joined to this one by it.
    """

    earlier: Point
    later: Point
    days: int
    strict: bool
    facts: tuple[str, ...]
    why: str
    lent: bool = False

    @property
    def least(self) -> int:
        return self.days * DAY + self.strict


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
