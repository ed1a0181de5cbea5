"""What was proved of a graph, and what was not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.errors import GraphError, KgError
from kg.terms import DAMAGED, compact

if TYPE_CHECKING:
    import pyoxigraph as ox

#: How many quads that came or went are named, of each graph.
_NAMED = 3


@dataclass
class Proof:
    """What was proved, and how many times; what cannot be from the graph alone; what does not hold."""

    proved: Counter[str] = field(default_factory=Counter)
    unproved: Counter[str] = field(default_factory=Counter)
    failures: list[GraphError] = field(default_factory=list)

    def check(self, what: str, holds: bool, where: str, wrong: str, do: str = DAMAGED) -> bool:
        """Count `what` as proved, or `wrong` as a failure of `where`."""
        if holds:
            self.proved[what] += 1
        else:
            self.fail(where, wrong, do)
        return holds

    def fail(self, where: str, wrong: str, do: str = DAMAGED) -> None:
        self.failures.append(GraphError(compact(where), wrong, do))


@contextmanager
def readable(proof: Proof) -> Iterator[None]:
    """What is too damaged to be read as values is a failure."""
    try:
        yield
    except KgError as error:
        proof.failures.append(GraphError(compact(error.where), error.what, error.do))


def as_written(proof: Proof, graph: str, source: Iterable[ox.Quad], written: Iterable[ox.Quad]) -> None:
    """That a graph is, quad by quad, what kg writes for the values read from it."""
    there, due = set(source), set(written)
    proof.proved["statements as kg writes them"] += len(there & due)
    for wrong, found in (("should not hold", there - due), ("lacks", due - there)):
        for quad in sorted(found, key=str)[:_NAMED]:
            more = f" (of {len(found)})" if len(found) > _NAMED else ""
            proof.fail(graph, f"{wrong} {_shown(quad)}{more}")


def _shown(quad: ox.Quad) -> str:
    text = " ".join(compact(str(term).strip("<>")) for term in quad.triple)
    return text if len(text) < 200 else text[:199] + "…"


def summary(proof: Proof) -> str:
    """How many of each were proved, and how many cannot be from the graph alone: a line each, as text."""
    lines = [f"{count:>7}  {what}\n" for what, count in proof.proved.items()]
    lines += [f"{count:>7}  not provable: {what}\n" for what, count in proof.unproved.items()]
    return "".join(lines)
