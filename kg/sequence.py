"""What came before what, where articles or the nature of things say so rather than the days.

    relations(solution)  # ("before", "e1", "e2"), ("during", "e3", "e1"), …

Where the days tell the order they need nothing else: an event whose `endMax` is less than another's `beginMin` was
before it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from itertools import permutations

from kg.order import DAY_ZERO, Constraint, Point, Solution


def relations(solution: Solution) -> tuple[tuple[str, str, str], ...]:
    """Allen's relations between events that follow from a solution's constraints, sorted, each as (relation, a, b).

    "before" as its transitive reduction: what follows over a third event is left out. "starts", "finishes", "during"
    and "equals" as they are told: the first with the beginning of the other, with its end, inside it, or both at once.
    """
    told = [c for c in solution.kept if c.least >= 0 and DAY_ZERO not in (c.earlier, c.later)]
    found = [("before", a, b) for part in _parts(told) for a, b in _reduced(part)]
    found += _inside(told)
    return tuple(sorted(set(found)))


def _inside(told: Iterable[Constraint]) -> Iterator[tuple[str, str, str]]:
    """How constraints of one reason hold the beginning, the end or the whole of an event inside another one."""
    said: dict[tuple[str, tuple[str, ...]], list[Constraint]] = defaultdict(list)
    for c in told:
        if c.earlier.event != c.later.event and not c.strict:
            said[c.why, c.facts or tuple(sorted((c.earlier.event, c.later.event)))].append(c)
    for group in said.values():
        held = {(c.earlier, c.later) for c in group}
        for one, other in permutations(sorted({p.event for pair in held for p in pair}), 2):
            yield from _allen(one, other, held)


def _allen(one: str, other: str, held: Set[tuple[Point, Point]]) -> Iterator[tuple[str, str, str]]:
    """How one event lies to another, by pairs of points of which the first is no later than the second."""
    (begin, end), (starts, stops) = ((Point(e, "begin"), Point(e, "end")) for e in (one, other))
    within, no_longer = (starts, begin) in held, (end, stops) in held
    if within and no_longer and (begin, starts) in held and (stops, end) in held:
        if one < other:
            yield "equals", one, other
    elif within and no_longer:
        yield "during", one, other
    elif (begin, starts) in held and (starts, end) in held:
        yield "starts", one, other
    elif (begin, stops) in held and (stops, end) in held:
        yield "finishes", one, other


def _parts(told: Iterable[Constraint]) -> list[list[Constraint]]:
    """The constraints of each connected part of more than one event: what no constraint joins has no order."""
    import networkx as nx

    graph = nx.Graph()
    graph.add_edges_from((c.earlier.event, c.later.event) for c in told)
    part_of = {event: number for number, part in enumerate(nx.connected_components(graph)) for event in part}
    parts: dict[int, list[Constraint]] = defaultdict(list)
    for c in told:
        parts[part_of[c.earlier.event]].append(c)
    return [part for part in parts.values() if any(c.earlier.event != c.later.event for c in part)]


def _reduced(told: Iterable[Constraint]) -> Iterator[tuple[str, str]]:
    """Which event is before which: from the end of one a later beginning is reached, by no other event between."""
    after, events = _after(told)
    for event in events:
        left = after[event]
        while left:
            lowest = left & -left  # before no other one that is left, for events are numbered in order
            other = events[lowest.bit_length() - 1]
            yield event, other
            left &= ~(lowest | after[other])


def _after(told: Iterable[Constraint]) -> tuple[Mapping[str, int], list[str]]:
    """The events that are after each one, as bits numbered by the events in an order that fits all."""
    import networkx as nx

    graph = nx.DiGraph()
    for c in told:
        for event in (c.earlier.event, c.later.event):
            graph.add_edge(Point(event, "begin"), Point(event, "end"), strict=False)
    for c in told:
        strict = c.least > 0 or graph.get_edge_data(c.earlier, c.later, {}).get("strict", False)
        graph.add_edge(c.earlier, c.later, strict=strict)
    same = nx.condensation(graph)  # points that are told to be one
    part_of: Mapping[Point, int] = same.graph["mapping"]
    steps: dict[int, dict[int, bool]] = defaultdict(dict)
    for u, v, strict in graph.edges(data="strict"):
        a, b = part_of[u], part_of[v]
        if a != b:
            steps[a][b] = strict or steps[a].get(b, False)
    order = list(nx.lexicographical_topological_sort(same, key=lambda part: min(same.nodes[part]["members"])))
    events = [p.event for part in order for p in sorted(same.nodes[part]["members"]) if p.end == "begin"]
    number = {event: n for n, event in enumerate(events)}
    reached: dict[int, int] = {}  # the events that begin no sooner, and those that begin later
    later: dict[int, int] = {}
    for part in reversed(order):
        reached[part] = sum(1 << number[p.event] for p in same.nodes[part]["members"] if p.end == "begin")
        later[part] = 0
        for other, strict in steps[part].items():
            reached[part] |= reached[other]
            later[part] |= reached[other] if strict else later[other]
    return {event: later[part_of[Point(event, "end")]] for event in events}, events
