"""Where an event stands among others by the order that is told, where no date says so: certainly, and possibly.

    in_sequence(["b", "a"], [("a", "b")])   # ["a", "b"]
    nearest("c", {"c": {"b"}}, {"b"})       # ("b",)
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import islice, takewhile
from typing import NamedTuple

from kg.edtf import Bounds

#: Of the events that one is possibly after, how many are named.
NEAR = 3


class Neighbours(NamedTuple):
    """Ids of the events that one certainly came `after` and `before`, the nearest of them, and those that stand later
    in the timeline, but that it was `possibly` after: the first of them, in time order."""

    after: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    possibly: tuple[str, ...] = ()


def in_sequence(ids: Sequence[str], pairs: Iterable[tuple[str, str]]) -> list[str]:
    """Ids in the order given, but none after one that a pair (earlier, later) puts it before: it moves forward to it.

    Those of a circle, which no graph of kg's has, stand where they were, after all others.
    """
    number = {id: n for n, id in enumerate(ids)}
    earlier: dict[str, set[str]] = defaultdict(set)
    waits = dict.fromkeys(ids, 0)
    for one, other in set(pairs):
        if one in number and other in number and one != other:
            earlier[other].add(one)
            waits[one] += 1
    ready = [-number[id] for id in ids if not waits[id]]
    heapq.heapify(ready)
    found: list[str] = []
    while ready:
        found.append(ids[-heapq.heappop(ready)])
        for one in earlier[found[-1]]:
            waits[one] -= 1
            if not waits[one]:
                heapq.heappush(ready, -number[one])
    return [*reversed(found), *(id for id in ids if waits[id])]


def nearest(id: str, steps: Mapping[str, Collection[str]], shown: Collection[str]) -> tuple[str, ...]:
    """The events that steps reach from one, over others that are not shown, up to the first one that is; sorted."""
    seen, waiting = {id}, [id]
    found: set[str] = set()
    while waiting:
        for other in steps.get(waiting.pop(), ()):
            if other not in seen:
                seen.add(other)
                (found.add if other in shown else waiting.append)(other)
    return tuple(sorted(found))


def possibly_after(
    latest: int | None, following: Iterable[tuple[str, Bounds]], certain: Collection[str]
) -> tuple[str, ...]:
    """Of the events that follow in time order (id, when it began), the first that one which began no later than
    `latest` (None: nobody knows) may have come after, by a day or more."""
    begun = takewhile(lambda one: one[1].min is None or latest is None or one[1].min < latest, following)
    return tuple(islice((id for id, _ in begun if id not in certain), NEAR))
