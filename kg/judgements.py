"""What a person judged: that two facts tell one event, or two mentions are of one person or thing, or that they do not.

A judgement names facts and mentions, never events and entities, which are worked out again at every build. A fact is
found by its id, or else by where its words stand, so that a judgement outlives a kg that reads a little differently.
What it names may be gone with its article; it waits until that comes back. In RDF, judgements are a named graph.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Literal, cast, get_args

from kg.errors import GraphError, InputError
from kg.model import Span
from kg.terms import DAMAGED, DEFAULT, Names, Node, Row, Value, expand, integer, local, nodes, of_type, quads

if TYPE_CHECKING:
    import pyoxigraph as ox

Decision = Literal["same", "different"]


@dataclass(frozen=True, slots=True, order=True)
class Judged:
    """A fact (its trigger and id) or, where `fact` is "", a mention."""

    article: str
    span: Span
    fact: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Judgement:
    """That `first` and `second` (the smaller first) are the same, or different: who said so, when (a day), and why."""

    verdict: Decision
    first: Judged
    second: Judged
    by: str
    learnt: str
    because: str = ""

    @property
    def id(self) -> str:
        """A hash of what is judged: two judgements of the same two things have the same id."""
        ends = (f"{e.article}\x1f{e.span.start}-{e.span.end}\x1f{bool(e.fact)}" for e in (self.first, self.second))
        return sha256("\x1f".join(ends).encode()).hexdigest()[:12]


def judgement(verdict: Decision, a: Judged, b: Judged, by: str, learnt: str, because: str = "") -> Judgement:
    """A judgement of two things. Raises InputError where they are one, or a fact and a mention."""
    first, second = sorted((a, b))
    if first == second:
        raise InputError(_where(first), "cannot be compared with itself", "name two")
    if bool(first.fact) != bool(second.fact):
        do = "name two facts (or events), or two mentions (or people, places, documents)"
        raise InputError(f"{_where(first)} and {_where(second)}", "are a fact and a mention", do)
    return Judgement(verdict, first, second, by, learnt, because)


def _where(judged: Judged) -> str:
    return judged.fact or f"{judged.article}#{judged.span.start}-{judged.span.end}"


def with_judgements(known: Iterable[Judgement], new: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """Judgements, sorted, with new ones among them; one of the same two things and verdict gives way to the new one.

    Raises InputError where two say the opposite of the same two things.
    """
    found = {one.id: one for one in known}
    for one in new:
        old = found.get(one.id)
        if old is not None and old.verdict != one.verdict:
            raise opposite(one, old)
        found[one.id] = one
    return tuple(sorted(found.values()))


def opposite(one: Judgement, other: Judgement) -> InputError:
    """The error that two judgements cannot both be."""
    what = f"were judged {other.verdict} on {other.learnt} by {other.by}"
    do = f"undo that first: kg judgements GRAPH --undo {other.id}"
    if other.id != one.id:
        what, do = f"cannot be {one.verdict} beside what was judged before", f"see kg judgements; perhaps {other.id}"
    return InputError(f"{_where(one.first)} and {_where(one.second)}", what, do)


# ---- quads


def judgement_quads(judgements: Iterable[Judgement], names: Names = DEFAULT) -> list[ox.Quad]:
    return quads(_rows(judgements, names), names.judgements)


def _rows(judgements: Iterable[Judgement], names: Names) -> Iterator[Row]:
    for one in judgements:
        iri = names.judgement(one.id)
        yield iri, "rdf:type", expand("kg:Judgement")
        yield iri, "kg:verdict", Value(one.verdict)
        yield iri, "kg:judgedBy", Value(one.by)
        yield iri, "kg:learnt", Value(one.learnt, datatype="xsd:date")
        if one.because:
            yield iri, "kg:because", Value(one.because)
        for part, judged in (("first", one.first), ("second", one.second)):
            end = f"{iri}/{part}"
            yield iri, f"kg:{part}", end
            yield end, "rdf:type", expand("kg:Judged")
            yield end, "kg:judges", (
                names.fact(judged.fact) if judged.fact else names.passage("mention", judged.article, judged.span)
            )
            yield end, "prov:wasQuotedFrom", names.article(judged.article)
            yield end, "kg:start", integer(judged.span.start)
            yield end, "kg:end", integer(judged.span.end)


def read_judgements(source: Iterable[ox.Quad]) -> tuple[Judgement, ...]:
    """What `judgement_quads` wrote. Raises GraphError on a damaged graph."""
    found = nodes(source)
    return tuple(sorted(_judgement(node, found) for node in of_type(found, "kg:Judgement")))


def _judgement(node: Node, found: dict[str, Node]) -> Judgement:
    first, second = (_judged(found, node.need(f"kg:{part}")) for part in ("first", "second"))
    verdict = cast(Decision, node.one_of("kg:verdict", get_args(Decision)))
    because = node.get("kg:because") or ""
    return Judgement(verdict, first, second, node.need("kg:judgedBy"), node.need("kg:learnt"), because)


def _judged(found: dict[str, Node], iri: str) -> Judged:
    if iri not in found:
        raise GraphError(iri, "is missing", DAMAGED)
    node, judges = found[iri], found[iri].need("kg:judges")
    span = Span(node.integer("kg:start"), node.integer("kg:end"))
    return Judged(local(node.need("prov:wasQuotedFrom")), span, local(judges) if "/fact/" in judges else "")
