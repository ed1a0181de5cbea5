"""The log graph: when each article was learnt, the texts that it had before, and which IRIs gave way to which.

It is the one part of a graph that depends on its history; comparisons of two builds leave it out. All of it need not be
read to add an article: `read_part` gives what it says of some articles and IRIs, and `log_within` what is to be written
of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

from kg.model import Article, Resolved, Span
from kg.terms import DEFAULT, Names, Row, Value, expand, local, nodes, of_type, quads

if TYPE_CHECKING:
    import pyoxigraph as ox

    from kg.derived import Members

Member = TypeVar("Member", str, tuple[str, Span])


@dataclass(frozen=True, slots=True)
class Version:
    """What an article was before its source changed: its text, and what was known of it."""

    text: str
    title: str | None = None
    published: str | None = None
    url: str | None = None
    retrieved: str | None = None
    archived: str | None = None
    extracted_by: str | None = None


@dataclass(frozen=True, slots=True)
class Log:
    """`learnt` maps (article id, SHA-256 of its bytes) to a day, YYYY-MM-DD; `replaced` an old IRI to the new one;
    `versions` the same keys as `learnt` to what the article was, for those that gave way to others."""

    learnt: Mapping[tuple[str, str], str] = field(default_factory=dict)
    replaced: Mapping[str, str] = field(default_factory=dict)
    versions: Mapping[tuple[str, str], Version] = field(default_factory=dict)


#: How what is known of a version stands in the graph: as text, but for the text itself.
_KNOWN = {
    "title": "dcterms:title", "published": "dcterms:issued", "url": "schema:url", "retrieved": "kg:retrieved",
    "archived": "schema:archivedAt", "extracted_by": "kg:extractedBy",
}  # fmt: skip


def log_quads(log: Log, names: Names = DEFAULT) -> list[ox.Quad]:
    return quads(_rows(log, names), names.log)


def _rows(log: Log, names: Names) -> Iterator[Row]:
    for (article, sha256), day in log.learnt.items():
        iri = names.revision(article, sha256)
        yield iri, "rdf:type", expand("kg:Revision")
        yield iri, "prov:specializationOf", names.article(article)
        yield iri, "kg:sha256", Value(sha256)
        yield iri, "kg:learnt", Value(day, datatype="xsd:date")
        version = log.versions.get((article, sha256))
        if version is not None:
            yield iri, "prov:value", Value(version.text)
            known = ((predicate, getattr(version, name)) for name, predicate in _KNOWN.items())
            yield from ((iri, predicate, Value(value)) for predicate, value in known if value is not None)
    for old, new in log.replaced.items():
        yield old, "dcterms:isReplacedBy", new


def read_log(source: Iterable[ox.Quad]) -> Log:
    """What `log_quads` wrote."""
    found = nodes(source)
    revisions = of_type(found, "kg:Revision")
    learnt = {(local(n.need("prov:specializationOf")), n.need("kg:sha256")): n.need("kg:learnt") for n in revisions}
    gone = (n for n in found.values() if "dcterms:isReplacedBy" in n.objects)
    versions = {
        (local(n.need("prov:specializationOf")), n.need("kg:sha256")): Version(
            n.need("prov:value"), **{name: n.get(predicate) for name, predicate in _KNOWN.items()}
        )
        for n in revisions
        if "prov:value" in n.objects
    }
    return Log(learnt, {node.iri: node.need("dcterms:isReplacedBy") for node in gone}, versions)


def read_part(
    held: Callable[..., Iterable[ox.Quad]], articles: Iterable[str], iris: Iterable[str], names: Names = DEFAULT
) -> Log:
    """What the log says of some articles, by id, and of IRIs of events and entities that gave way.

    `held` gives the quads of the graph, as `Store.quads` does. Nothing else of the log is read.
    """
    wanted = (names.article(article) for article in sorted(set(articles)))
    found = (held(None, "prov:specializationOf", object=article, graph=names.log) for article in wanted)
    revisions = [quad.subject.value for some in found for quad in some if hasattr(quad.subject, "value")]
    own = (held(iri, graph=names.log) for iri in (*revisions, *sorted(set(iris))))
    return read_log(quad for some in own for quad in some)


def log_within(before: Log, after: Log, names: Names = DEFAULT) -> dict[str, list[ox.Quad]]:
    """What the log says from now on of all that either says something of, by subject; of all else it stays."""
    subjects: dict[str, list[Row]] = {row[0]: [] for row in _rows(before, names)}
    for row in _rows(after, names):
        subjects.setdefault(row[0], []).append(row)
    return {subject: quads(rows, names.log) for subject, rows in subjects.items()}


def with_versions(log: Log, before: Iterable[Article], now: Mapping[str, str]) -> Log:
    """The log once articles gave way to others by the same ids; `now` has the SHA-256 of those in the graph, by id."""
    old = {
        (a.id, a.sha256): Version(a.text, a.title, a.published, a.url, a.retrieved, a.archived, a.extracted_by)
        for a in before
    }
    kept = {**log.versions, **old}
    return replace(log, versions={key: kept[key] for key in kept if now.get(key[0]) != key[1]})


def without_versions(log: Log, article: str) -> Log:
    """The log of a graph that an article left: its texts go with it."""
    return replace(log, versions={key: version for key, version in log.versions.items() if key[0] != article})


def with_learnt(log: Log, articles: Iterable[Article], day: str) -> Log:
    """The log once these articles are learnt on `day`; bytes that it knows keep the day they were first learnt."""
    return replace(log, learnt={**{(a.id, a.sha256): day for a in articles}, **log.learnt})


def with_replaced(log: Log, before: Members, after: Members | Resolved, names: Names = DEFAULT) -> Log:
    """The log once events and entities have other members: an IRI that is gone is replaced by that of its smallest
    member that is still there.

    Those that did not change may be left out, of a log that was read in part as well: what was and is of the members
    that are given, and what the log says of the IRIs of both, is enough.
    """
    pairs = {
        **{names.event(old): names.event(new) for old, new in _gone(before.event_of, after.event_of).items()},
        **{names.entity(old): names.entity(new) for old, new in _gone(before.entity_of, after.entity_of).items()},
    }
    alive = {*map(names.event, after.event_of.values()), *map(names.entity, after.entity_of.values())}
    kept = {old: new for old, new in log.replaced.items() if old not in alive}
    return replace(log, replaced={**kept, **pairs})


def _gone(before: Mapping[Member, str], after: Mapping[Member, str]) -> dict[str, str]:
    alive = set(after.values())
    found: dict[str, str] = {}
    for member in sorted(before):
        if before[member] not in alive and member in after:
            found.setdefault(before[member], after[member])
    return found
