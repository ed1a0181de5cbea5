"""Things joined to groups, so that a change is worked out again only in the parts that it concerns.

Two things with a score may be one. Those that scores lead to from one another are a part, and what is joined in a part
depends on nothing outside it (`kg.joining`): so when things come, go or change, only their parts are joined again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kg.joining import joined
from kg.tables import Rows, Sets

if TYPE_CHECKING:
    import sqlite3

#: The scores of a thing with others.
Scores = Mapping[str, float]
Pair = tuple[str, str]


class Parts:
    """Which things may be one (`near`), which part each is in (none of its own where it is alone), and its group."""

    def __init__(self, database: sqlite3.Connection | None, name: str) -> None:
        self.near: Rows[dict[str, float]] = Rows(database, f"{name}_near", _packed, json.loads)
        self._part: Rows[str] = Rows(database, f"{name}_part", str, str)
        self._members = Sets(database, f"{name}_members")
        self._group: Rows[str] = Rows(database, f"{name}_group", str, str)
        self._grouped = Sets(database, f"{name}_grouped")
        self._before: dict[str, frozenset[str]] = {}

    def flush(self) -> None:
        for table in (self.near, self._part, self._members, self._group, self._grouped):
            table.flush()

    def group(self, thing: str) -> frozenset[str]:
        """The things that are one with it, itself among them."""
        root = self._group.get(thing)
        return frozenset((thing,)) if root is None else frozenset(self._grouped.of(root))

    def change(self, scores: Mapping[str, Scores | None]) -> set[str]:
        """Give things their scores with others; None: the thing is gone. All things of the parts concerned, before and
        after, that are still there: they are to be joined again."""
        concerned = {other for thing in scores for other in self._whole(thing)}
        for thing, found in scores.items():
            before = self.near.get(thing) or {}
            after = found or {}
            for other in before.keys() - after.keys():
                self._set(other, thing, None)
            for other, score in after.items():
                if before.get(other) != score:
                    self._set(other, thing, score)
            if after:
                self.near.put(thing, dict(after))
            elif before:
                self.near.drop(thing)
            concerned |= {member for other in after for member in self._whole(other)}
        self._before = {thing: self.group(thing) for thing in concerned}
        for thing in concerned:
            self._leave(thing)
        return {thing for thing in concerned if thing not in scores or scores[thing] is not None}

    def join(
        self,
        concerned: Iterable[str],
        order: Callable[[str], Any],
        against: Callable[[str, str], bool],
        same: Iterable[Pair] = (),
        different: Iterable[Pair] = (),
        left: Callable[[str, Mapping[str, float]], Mapping[str, float]] = lambda thing, near: near,
        opposed: Callable[[Sequence[str], Sequence[str]], bool] | None = None,
    ) -> set[str]:
        """Join the things that `change` gave; those of them that are now one with others than before. `left` may leave
        out some of a thing's scores. `same`, `different` and `opposed` are `joined`'s."""
        things = sorted(concerned, key=order)
        at = {thing: n for n, thing in enumerate(things)}
        kept = {thing: left(thing, self.near.get(thing) or {}) for thing in things}
        pairs = [
            (score, at[thing], at[other])
            for thing in things
            for other, score in kept[thing].items()
            if at[thing] < at[other] and thing in kept[other]
        ]
        both = [[pair for pair in said if pair[0] in at and pair[1] in at] for said in (same, different)]
        first = joined(things, pairs, against, both[0], both[1], opposed)
        self._keep(things, first)
        self._connect(things)
        return {thing for thing in things if self.group(thing) != self._before[thing]}

    def _set(self, thing: str, other: str, score: float | None) -> None:
        found = {**(self.near.get(thing) or {})}
        if score is None:
            found.pop(other, None)
        else:
            found[other] = score
        if found:
            self.near.put(thing, found)
        else:
            self.near.drop(thing)

    def _whole(self, thing: str) -> set[str]:
        """All things of a thing's part, itself among them."""
        part = self._part.get(thing)
        return {thing} if part is None else set(self._members.of(part))

    def _leave(self, thing: str) -> None:
        for of, sets in ((self._part, self._members), (self._group, self._grouped)):
            key = of.get(thing)
            if key is not None:
                sets.discard(key, thing)
                of.drop(thing)

    def _keep(self, things: Iterable[str], first: Mapping[str, str]) -> None:
        for thing in things:
            if first[thing] != thing:
                for member in (first[thing], thing):
                    self._group.put(member, first[thing])
                    self._grouped.add(first[thing], member)

    def _connect(self, things: Iterable[str]) -> None:
        seen: set[str] = set()
        for thing in things:
            if thing in seen or not self.near.get(thing):
                continue
            reached, rest = {thing}, [thing]
            while rest:
                for other in self.near.get(rest.pop()) or ():
                    if other not in reached:
                        reached.add(other)
                        rest.append(other)
            seen |= reached
            for member in reached:
                self._part.put(member, thing)
                self._members.add(thing, member)


def _packed(scores: Mapping[str, float]) -> str:
    return json.dumps(scores, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
