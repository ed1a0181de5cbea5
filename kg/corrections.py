"""What a person corrected: the time, type, status or a role of one fact, with who said so, when and why.

The article's own graph keeps what was read. A correction stands in the graph of judgements, names its fact by id and by
where its words stand, as a judgement does, and is applied whenever facts are read together: events follow the corrected
fact, and a rebuild, or another kg that reads the article again, keeps it. What it names may be gone with its article;
it waits until that comes back. Nothing is invented: whoever is put into a role is mentioned in the article.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, TypeAlias, cast, get_args

from kg import edtf
from kg.errors import InputError
from kg.following import followed
from kg.judgements import Judged
from kg.model import STATUSES, Annotated, Fact, Resolved, Role, RoleName, Span, Status
from kg.resolve import fact_of
from kg.terms import DEFAULT, Names, Node, Row, Value, event_types, expand, integer, local, nodes, of_type, quads

if TYPE_CHECKING:
    import pyoxigraph as ox

Pair: TypeAlias = tuple[Annotated, Sequence[Fact]]
ROLES: tuple[str, ...] = get_args(RoleName)
#: What of a fact can be corrected.
PROPERTIES = ("time", "type", "status", *ROLES)


@dataclass(frozen=True, slots=True, order=True)
class Correction:
    """That `what` of a fact is `value`: EDTF, a type, a status or, of a role, the span "12-17" of a mention in the
    article; "" for none. `by` says so, since `learnt` (a day), `because` of what."""

    fact: Judged
    what: str
    value: str
    by: str
    learnt: str
    because: str = ""

    @property
    def id(self) -> str:
        """A hash of what is corrected: a later correction of the same has the same id."""
        place = f"{self.fact.article}\x1f{self.fact.span.start}-{self.fact.span.end}\x1f{self.what}"
        return sha256(place.encode()).hexdigest()[:12]


def checked(property: str, value: str, fact: Fact, resolved: Resolved) -> str:
    """A value as a correction keeps it. Raises InputError for a property or a value that there is not.

    A role is given as somebody's name or id, who is mentioned in the article of the fact.
    """
    if property not in PROPERTIES:
        raise InputError(property, "is nothing that can be corrected", f"correct one of {', '.join(PROPERTIES)}")
    if property == "time":
        return edtf.parse(value).text if value else ""
    if property == "type":
        return _one_of(value, event_types(), "a type of event")
    if property == "status":
        return _one_of(value, STATUSES, "a status")
    return _mention(value, fact, resolved) if value else ""


def _one_of(value: str, known: Iterable[str], what: str) -> str:
    found = [one for one in known if one.lower() == value.lower()]
    if not found:
        raise InputError(value, f"is not {what}", f"give one of {', '.join(known)}")
    return found[0]


def _mention(name: str, fact: Fact, resolved: Resolved) -> str:
    """The mention of somebody that is nearest to a fact's words, in its sentence where there is one."""
    wanted = name.casefold()
    who = {
        e.id for e in resolved.entities
        if wanted in (e.id, *(known.casefold() for known in (e.name, *e.names, *e.labels.values())))
    }  # fmt: skip
    spans = [span for (id, span), entity in resolved.entity_of.items() if id == fact.article and entity in who]
    if not spans:
        do = "name somebody whom the article mentions, as kg explain names them"
        raise InputError(name, f"is not mentioned in {fact.article}", do)
    near = min(spans, key=lambda s: (not fact.sentence.covers(s), abs(s.start - fact.trigger.start), s))
    return f"{near.start}-{near.end}"


def with_corrections(known: Iterable[Correction], new: Iterable[Correction]) -> tuple[Correction, ...]:
    """Corrections, sorted; one of the same property of the same fact gives way to the new one."""
    return tuple(sorted({one.id: one for one in (*known, *new)}.values()))


def corrected(pairs: Iterable[Pair], corrections: Sequence[Correction]) -> list[tuple[Annotated, tuple[Fact, ...]]]:
    """Articles with their facts as corrected."""
    of_article: dict[str, list[Correction]] = defaultdict(list)
    for one in corrections:
        of_article[one.fact.article].append(one)
    return [(annotated, _said(annotated, facts, of_article[annotated.article.id])) for annotated, facts in pairs]


def _said(annotated: Annotated, read: Sequence[Fact], corrections: Sequence[Correction]) -> tuple[Fact, ...]:
    """The facts of an article as corrected, with what follows from them."""
    said = _applied(read, corrections)
    return said if said == tuple(read) else followed(annotated, read, said)


def behind(
    read: Iterable[Fact], now: Mapping[str, Fact], corrections: Sequence[Correction]
) -> dict[str, frozenset[str]]:
    """Who is behind each fact of an article that was corrected, or is otherwise `now` because another one was."""
    facts = tuple(read)
    people: dict[str, set[str]] = defaultdict(set)
    for one in corrections:
        if (fact := fact_of(facts, one.fact)) is not None:
            people[fact.id].add(one.by)
    everybody = {name for names in people.values() for name in names}
    found = {fact.id: people.get(fact.id, everybody) for fact in facts if fact.id in people or now[fact.id] != fact}
    return {id: frozenset(names) for id, names in found.items()}


def _applied(facts: Sequence[Fact], corrections: Sequence[Correction]) -> tuple[Fact, ...]:
    changed: dict[str, Fact] = {}
    for one in corrections:
        fact = fact_of(facts, one.fact)
        if fact is not None:
            changed[fact.id] = _with(changed.get(fact.id, fact), one.what, one.value)
    return tuple(changed.get(fact.id, fact) for fact in facts)


def _with(fact: Fact, property: str, value: str) -> Fact:
    if property == "time":
        return replace(fact, time=value or None, time_basis="corrected" if value else "none", timex=None)
    if property == "type":
        return replace(fact, type=value)
    if property == "status":
        return replace(fact, status=cast(Status, value))
    others = tuple(role for role in fact.roles if role.role != property)
    return replace(fact, roles=(*others, Role(cast(RoleName, property), _span(value))) if value else others)


def _span(text: str) -> Span:
    found = re.fullmatch(r"([0-9]{1,9})-([0-9]{1,9})", text)
    if found is None:
        raise InputError(text, "is no place of a mention", "undo the correction")
    return Span(int(found[1]), int(found[2]))


def in_words(one: Correction, text: str) -> str:
    """A correction on a line; `text` is that of its article."""
    value = one.value
    if one.what in ROLES and value:
        value = _span(value).of(text)
    return f"{one.what} = {value or 'none'}"


# Quads


def correction_quads(corrections: Iterable[Correction], names: Names = DEFAULT) -> list[ox.Quad]:
    return quads(_rows(corrections, names), names.judgements)


def _rows(corrections: Iterable[Correction], names: Names) -> Iterator[Row]:
    for one in corrections:
        iri, place = names.correction(one.id), f"{names.correction(one.id)}/fact"
        yield iri, "rdf:type", expand("kg:Correction")
        yield iri, "kg:correctedProperty", Value(one.what)
        yield iri, "kg:correctedValue", Value(one.value)
        yield iri, "kg:judgedBy", Value(one.by)
        yield iri, "kg:learnt", Value(one.learnt, datatype="xsd:date")
        if one.because:
            yield iri, "kg:because", Value(one.because)
        yield iri, "kg:corrects", place
        yield place, "rdf:type", expand("kg:Judged")
        yield place, "kg:judges", names.fact(one.fact.fact)
        yield place, "prov:wasQuotedFrom", names.article(one.fact.article)
        yield place, "kg:start", integer(one.fact.span.start)
        yield place, "kg:end", integer(one.fact.span.end)


def read_corrections(source: Iterable[ox.Quad]) -> tuple[Correction, ...]:
    """What `correction_quads` wrote. Raises GraphError on a damaged graph."""
    found = nodes(source)
    return tuple(sorted(_correction(node, found) for node in of_type(found, "kg:Correction")))


def _correction(node: Node, found: Mapping[str, Node]) -> Correction:
    place = found.get(node.need("kg:corrects")) or Node(node.need("kg:corrects"), {})
    span = Span(place.integer("kg:start"), place.integer("kg:end"))
    fact = Judged(local(place.need("prov:wasQuotedFrom")), span, local(place.need("kg:judges")))
    property = node.one_of("kg:correctedProperty", PROPERTIES)
    value = node.need("kg:correctedValue")
    return Correction(
        fact, property, value, node.need("kg:judgedBy"), node.need("kg:learnt"), node.get("kg:because") or ""
    )
