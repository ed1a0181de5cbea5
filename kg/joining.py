"""Things into groups: pairs that speak for being one are taken best first, and what speaks against any two of a group
keeps the groups apart. The outcome depends on the pairs, never on the order they come in."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

Thing = TypeVar("Thing", bound=Hashable)


def joined(
    things: Sequence[Thing],
    pairs: Iterable[tuple[float, int, int]],
    against: Callable[[Thing, Thing], bool] = lambda a, b: False,
    same: Iterable[tuple[Thing, Thing]] = (),
    different: Iterable[tuple[Thing, Thing]] = (),
    opposed: Callable[[Sequence[Thing], Sequence[Thing]], bool] | None = None,
) -> Mapping[Thing, Thing]:
    """The first thing of the group that each belongs to. `things` stand in an order of their own (sorted by what they
    are); `pairs` are (score, index, index) of those that may be one, the best taken first.

    `same` are joined whatever speaks against it, `different` never; a `same` that would join what is `different` is not
    done. Only what speaks against all of what is so joined speaks against it. `opposed` says what speaks against two
    groups as wholes, in the place of `against`. Cost: linear in pairs, times the things
    of the two groups that a pair would join.
    """
    at = {thing: i for i, thing in enumerate(things)}
    root = list(range(len(things)))
    members = [[i] for i in root]
    apart: list[set[int]] = [set() for _ in root]
    for a, b in different:
        apart[at[a]].add(at[b])
        apart[at[b]].add(at[a])

    def union(i: int, k: int, ruled_out: Callable[[int, int], bool]) -> None:
        i, k = sorted((root[i], root[k]))
        if i == k or not apart[i].isdisjoint(members[k]) or ruled_out(i, k):
            return
        for n in members[k]:
            root[n] = i
        members[i] += members[k]
        apart[i] |= apart[k]

    for i, k in sorted((min(at[a], at[b]), max(at[a], at[b])) for a, b in same):
        union(i, k, lambda i, k: False)
    units = {n: [things[m] for m in members[root[n]]] for n in range(len(things))}

    def ruled_out(i: int, k: int) -> bool:
        if opposed is not None:
            return opposed([things[m] for m in members[i]], [things[n] for n in members[k]])
        return any(all(against(a, b) for a in units[m] for b in units[n]) for m in members[i] for n in members[k])

    for _, i, k in sorted(pairs, key=lambda p: (-p[0], min(p[1:]), max(p[1:]))):
        union(i, k, ruled_out)
    return {thing: things[root[i]] for thing, i in at.items()}
