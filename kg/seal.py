"""The digest that each named graph carries of itself, so that a graph that was altered can be told.

    <id:graph/derived> kg:digest "9f86d0…"        in the graph id:graph/derived

It is the SHA-256 of the other quads of the named graph as N-Quads, a line each, sorted: what `sha256sum` gives for the
lines of that graph in a .nq file, the one with the digest left out. It is no signature: whoever alters a graph on
purpose can write a new digest, which is why `kg.verify` proves again all that can be proved without it.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import TYPE_CHECKING

from kg.terms import Value, expand, quads

if TYPE_CHECKING:
    import pyoxigraph as ox


def sealed(graph: str, source: Iterable[ox.Quad]) -> list[ox.Quad]:
    """The quads of a named graph with their digest; what they said of it before is left out. Nothing stays nothing."""
    kept = unsealed(source)
    return kept and [*kept, *quads([(graph, "kg:digest", Value(digest(kept)))], graph)]


def unsealed(source: Iterable[ox.Quad]) -> list[ox.Quad]:
    """The quads without those that give a digest."""
    predicate = expand("kg:digest")
    return [quad for quad in source if quad.predicate.value != predicate]


def digests(source: Iterable[ox.Quad]) -> list[tuple[str, str]]:
    """What is said of digests: (subject, digest)."""
    predicate = expand("kg:digest")
    said = (quad for quad in source if quad.predicate.value == predicate)
    return [(str(q.subject).strip("<>"), str(getattr(q.object, "value", ""))) for q in said]


def digest(source: Iterable[ox.Quad]) -> str:
    """The SHA-256 of quads, in hexadecimal, whatever their order."""
    import pyoxigraph as ox

    lines = (ox.serialize(source, format=ox.RdfFormat.N_QUADS) or b"").split(b"\n")
    return sha256(b"".join(line + b"\n" for line in sorted(set(lines)) if line)).hexdigest()
