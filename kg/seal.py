"""The digest that each named graph carries of itself, so that a graph that was altered can be told.

    <id:graph/derived> kg:digest "sha256-sum:9f86d0…"        in the graph id:graph/derived

It is the sum, modulo 2^256, of the SHA-256 of each other quad of the named graph as a line of N-Quads. As the order
does not matter, what comes and goes can be added and taken away without reading the rest (`resealed`): the incremental
hash of Bellare and Micciancio ("A New Paradigm for Collision-Free Hashing", 1997), their AdHash. Graphs of earlier
versions carry the SHA-256 of all lines, sorted, without a prefix; `holds` knows both.

It is no signature: whoever alters a graph on purpose can write a new digest, or, as a sum of so few bits is not hard to
hit with lines of one's own making (Wagner 2002), find others with the same. That is why `kg.verify` proves again all
that can be proved without it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from hashlib import sha256
from itertools import islice
from typing import TYPE_CHECKING

from kg.terms import Value, expand, quads

if TYPE_CHECKING:
    import pyoxigraph as ox

_KIND = "sha256-sum:"
_WHOLE = 2**256
#: Quads written as text at once.
_SOME = 10_000


def sealed(graph: str, source: Iterable[ox.Quad]) -> list[ox.Quad]:
    """The quads of a named graph with their digest; what they said of it before is left out. Nothing stays nothing."""
    kept = unsealed(source)
    return kept and [*kept, *_said(graph, digest(kept))]


def sealed_within(
    graph: str, subjects: Mapping[str, Collection[ox.Quad]], held: Callable[..., Iterable[ox.Quad]]
) -> dict[str, Collection[ox.Quad]]:
    """What a named graph says of subjects from now on, with what it then says of itself: its digest.

    `held` gives the quads that the graph has now, as `Store.quads` does: `held(subject, graph=graph)`. Only those of
    the subjects are read, unless the graph carries no digest of this kind yet.
    """
    if graph in subjects:
        raise ValueError(f"{graph} has a digest of its own")
    gone = [quad for subject in subjects for quad in held(subject, graph=graph)]
    come = [quad for own in subjects.values() for quad in own]
    old = [value for of, value in digests(held(graph, "kg:digest", graph=graph)) if of == graph]
    if len(old) != 1 or not old[0].startswith(_KIND):
        old = [_text(_sum(quad for quad in held(graph=graph) if quad.predicate.value != expand("kg:digest")))]
    now = resealed(old[0], gone, come)
    return {**subjects, graph: [] if now == _text(0) else _said(graph, now)}


def resealed(old: str, gone: Iterable[ox.Quad], come: Iterable[ox.Quad]) -> str:
    """The digest of a graph with the digest `old` once quads that it has are gone and others have come to it.

    Those that are in both change nothing; in each, a quad counts once. Raises ValueError for a digest of another kind.
    """
    if not old.startswith(_KIND):
        raise ValueError(f"no sum: {old}")
    return _text(int(old.removeprefix(_KIND), 16) - _sum(set(gone)) + _sum(set(come)))


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
    """The digest of quads, whatever their order; one that comes twice counts once."""
    return _text(_sum(set(source)))


def holds(found: str, source: Iterable[ox.Quad]) -> bool:
    """Whether a digest, of this kind or the earlier one, is that of these quads."""
    if found.startswith(_KIND):
        return found == digest(source)
    lines = sorted(set(_lines(source)))
    return found == sha256(b"".join(line + b"\n" for line in lines)).hexdigest()


def _said(graph: str, found: str) -> list[ox.Quad]:
    return quads([(graph, "kg:digest", Value(found))], graph)


def total(parts: Iterable[bytes]) -> int:
    """The sum of the SHA-256 of each part, as a number; its `digits` are those modulo 2^256."""
    return sum(int.from_bytes(sha256(part).digest(), "big") for part in parts)


def digits(number: int) -> str:
    """A sum of hashes modulo 2^256, as 64 hexadecimal digits."""
    return f"{number % _WHOLE:064x}"


def _text(number: int) -> str:
    return _KIND + digits(number)


def _sum(source: Iterable[ox.Quad]) -> int:
    return total(line + b"\n" for line in _lines(source))


def _lines(source: Iterable[ox.Quad]) -> Iterator[bytes]:
    """Quads as lines of N-Quads, without their ends."""
    import pyoxigraph as ox

    rest = iter(source)
    while some := list(islice(rest, _SOME)):
        data = ox.serialize(some, format=ox.RdfFormat.N_QUADS) or b""
        yield from data.removesuffix(b"\n").split(b"\n")
