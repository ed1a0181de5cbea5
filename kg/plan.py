"""What a write at a SPARQL endpoint is about to do, noted there first, so that it can be finished by the next.

    <urn:kg:staging:plan> { <urn:kg:staging:9f86…> <urn:kg:moves> <id:graph/derived> . … }

An engine need not do all of a request or nothing: Virtuoso commits each operation by itself, and one that dies in
between leaves a graph that is neither old nor new. What a write puts in place therefore stands in staging graphs until
all of it is there. Its operations give the same when they are done again, from wherever they broke off.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

STAGING = "urn:kg:staging:"
#: The graph in which a plan is noted, and what it says last: of how many lines it is, and the state it was made for.
PLAN = f"{STAGING}plan"
_LINES, _STAMP = "urn:kg:lines", "urn:kg:stamp"
#: The predicate by which a staging graph of changed subjects names them.
GONE = "urn:kg:gone"
_MOVES, _DROPS, _EMPTIES, _FILLS = (f"urn:kg:{name}" for name in ("moves", "drops", "empties", "fills"))


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done, as pairs of a staging graph and the named graph it is for.

    `moves` takes the place of a graph; the subjects in `empties` are taken out of one, what `fills` holds is added to
    it; `drops` are graphs that go. `stamp` names the state of the graph before.
    """

    moves: tuple[tuple[str, str], ...] = ()
    drops: tuple[str, ...] = ()
    empties: tuple[tuple[str, str], ...] = ()
    fills: tuple[tuple[str, str], ...] = ()
    stamp: str = ""

    @property
    def staged(self) -> tuple[str, ...]:
        """The staging graphs."""
        return tuple(name for pairs in (self.moves, self.empties, self.fills) for name, _ in pairs)

    def operations(self, held: str) -> list[str]:
        """The updates that do it, for one request; those that clear it up come last.

        Each does nothing where the pattern `held` is not found: that of whose turn it is to write.
        """
        come = {graph: name for name, graph in self.fills}
        found = [taken_out(graph, held, name) for name, graph in self.moves]
        found += [taken_out(graph, held) for graph in self.drops]
        for name, graph in self.empties:
            found.append(taken_out(graph, f"{held} GRAPH <{name}> {{ ?s <{GONE}> ?x }}", come.get(graph)))
        found += [_added(name, graph, held) for name, graph in (*self.moves, *self.fills)]
        return [*found, *self.clearing(held)]

    def clearing(self, held: str) -> list[str]:
        """The updates after which nothing of it is left, the note of it last."""
        return [taken_out(name, held) for name in (*self.staged, PLAN)]

    def lines(self) -> list[str]:
        """What is noted of it, as N-Triples."""
        pairs = {_MOVES: self.moves, _EMPTIES: self.empties, _FILLS: self.fills, _DROPS: [(d, d) for d in self.drops]}
        return [f"<{name}> <{how}> <{graph}> .\n" for how, own in pairs.items() for name, graph in own]

    def end(self) -> str:
        """What is noted last, once all of it is."""
        return f'<{PLAN}> <{_LINES}> "{len(self.lines())}" ; <{_STAMP}> "{self.stamp}" .'


def taken_out(graph: str, which: str, staying: str | None = None) -> str:
    """The update that takes out of a graph the quads of `which` subjects, but for those that come back.

    What is taken out and put in again in one request, Virtuoso 7.2 does not have once it was killed and has read its
    log: COPY and MOVE to a graph that holds something do so.
    """
    stays = f" FILTER NOT EXISTS {{ GRAPH <{staying}> {{ ?s ?p ?o }} }}" if staying else ""
    inside = f"GRAPH <{graph}> {{ ?s ?p ?o }}"
    return f"DELETE {{ {inside} }} WHERE {{ {which} {inside}{stays} }}"


def _added(source: str, graph: str, held: str) -> str:
    return f"INSERT {{ GRAPH <{graph}> {{ ?s ?p ?o }} }} WHERE {{ {held} GRAPH <{source}> {{ ?s ?p ?o }} }}"


def noted(triples: Iterable[tuple[str, str, str]]) -> Plan | None:
    """The plan that these triples (IRIs, texts; "" for what is neither) note; None where they are not all of one."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for subject, predicate, object in sorted(triples):
        found[predicate].append((subject, object))
    plan = Plan(
        tuple(found[_MOVES]), tuple(graph for graph, _ in found[_DROPS]), tuple(found[_EMPTIES]), tuple(found[_FILLS]),
        next((stamp for _, stamp in found[_STAMP]), ""),
    )  # fmt: skip
    whole = found[_LINES] == [(PLAN, str(len(plan.lines())))]
    return plan if whole and "<>" not in "".join(plan.lines()) else None
