"""The log graph: when each article was learnt, and which IRIs of events and entities gave way to which.

It is the one part of a graph that depends on its history; comparisons of two builds leave it out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

from kg.model import Article, Resolved, Span
from kg.terms import DEFAULT, Names, Row, Value, expand, local, nodes, of_type, quads

if TYPE_CHECKING:
    import pyoxigraph as ox

    from kg.derived import Members

Member = TypeVar("Member", str, tuple[str, Span])


@dataclass(frozen=True, slots=True)
class Log:
    """`learnt` maps (article id, SHA-256 of its bytes) to a day, YYYY-MM-DD; `replaced` an old IRI to the new one."""

    learnt: Mapping[tuple[str, str], str] = field(default_factory=dict)
    replaced: Mapping[str, str] = field(default_factory=dict)


def log_quads(log: Log, names: Names = DEFAULT) -> list[ox.Quad]:
    return quads(_rows(log, names), names.log)


def _rows(log: Log, names: Names) -> Iterator[Row]:
    for (article, sha256), day in log.learnt.items():
        iri = names.revision(article, sha256)
        yield iri, "rdf:type", expand("kg:Revision")
        yield iri, "prov:specializationOf", names.article(article)
        yield iri, "kg:sha256", Value(sha256)
        yield iri, "kg:learnt", Value(day, datatype="xsd:date")
    for old, new in log.replaced.items():
        yield old, "dcterms:isReplacedBy", new


def read_log(source: Iterable[ox.Quad]) -> Log:
    """What `log_quads` wrote."""
    found = nodes(source)
    revisions = of_type(found, "kg:Revision")
    learnt = {(local(n.need("prov:specializationOf")), n.need("kg:sha256")): n.need("kg:learnt") for n in revisions}
    gone = (n for n in found.values() if "dcterms:isReplacedBy" in n.objects)
    return Log(learnt, {node.iri: node.need("dcterms:isReplacedBy") for node in gone})


def with_learnt(log: Log, articles: Iterable[Article], day: str) -> Log:
    """The log once these articles are learnt on `day`; bytes that it knows keep the day they were first learnt."""
    return replace(log, learnt={**{(a.id, a.sha256): day for a in articles}, **log.learnt})


def with_replaced(log: Log, before: Members, after: Resolved, names: Names = DEFAULT) -> Log:
    """The log once events and entities have other members: an IRI that is gone is replaced by that of its smallest
    member that is still there."""
    pairs = {
        **{names.event(old): names.event(new) for old, new in _gone(before.event_of, after.event_of).items()},
        **{names.entity(old): names.entity(new) for old, new in _gone(before.entity_of, after.entity_of).items()},
    }
    alive = {names.event(e.id) for e in after.events} | {names.entity(e.id) for e in after.entities}
    kept = {old: new for old, new in log.replaced.items() if old not in alive}
    return replace(log, replaced={**kept, **pairs})


def _gone(before: Mapping[Member, str], after: Mapping[Member, str]) -> dict[str, str]:
    alive = set(after.values())
    found: dict[str, str] = {}
    for member in sorted(before):
        if before[member] not in alive and member in after:
            found.setdefault(before[member], after[member])
    return found
