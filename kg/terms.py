"""The terms a graph is written in: namespaces, the IRIs of what kg describes, literals, and rows to quads and back.

A row is a subject, a predicate and an object in plain strings, so that the modules that know the shape of the graph
need no RDF library; nothing but this module spells an IRI.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from re import fullmatch
from typing import TYPE_CHECKING, NamedTuple, TypeAlias
from urllib.parse import quote, unquote

from kg.errors import GraphError
from kg.kinds import STATUSES, Kind, Relation, Span, Status

if TYPE_CHECKING:
    import pyoxigraph as ox

#: The version of the RDF shape, which a graph states. What older versions hold can be built into, and is then of this
#: one: 2 added periods, order, bounds that follow from it, and judgements; 3 the manifest, and rows. Articles stayed
#: the same.
SCHEMA_VERSION = "3"
OLDER_VERSIONS = ("1", "2")
#: What to do about a graph that does not hold what kg wrote.
DAMAGED = "the graph is damaged; build it again from its articles"
#: The default base of instances.
BASE = "https://w3id.org/event-timeline/id/"
PREFIXES = {
    "kg": "https://w3id.org/event-timeline/ns#",
    "id": BASE,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "edtf": "http://id.loc.gov/datatypes/edtf/",
    "wd": "http://www.wikidata.org/entity/",
}
#: The class of an entity whose mentions name no narrower one.
CLASSES: dict[Kind, str] = {
    "Person": "schema:Person",
    "Organisation": "schema:Organization",
    "Place": "schema:Place",
    "Document": "schema:CreativeWork",
    "Group": "kg:Group",
}


class Value(NamedTuple):
    """A literal: its text and either a language or a datatype ("" for neither)."""

    text: str
    language: str = ""
    datatype: str = ""


#: Subject IRI, predicate ("kg:time"), object: an IRI or a Value.
Row: TypeAlias = "tuple[str, str, str | Value]"
#: The classes of entities that schema.org lacks.
OWN_CLASSES = ("Diary", "Group")
#: The predicates of links between entities, by their names in the model.
LINKS: dict[str, str] = {
    "author": "schema:author",
    "recipient": "schema:recipient",
    "kin": "kg:kin",
    "part": "schema:isPartOf",
    "about": "schema:about",
}

#: The predicates for how a sentence says one fact to lie to another.
RELATIONS: dict[Relation, str] = {
    "after": "kg:toldAfter",
    "before": "kg:toldBefore",
    "during": "kg:toldDuring",
    "since": "kg:toldSince",
    "until": "kg:toldUntil",
}

#: The predicates for how one event certainly lies to another, by Allen's names.
ALLEN: dict[str, str] = {
    "before": "kg:before",
    "during": "kg:during",
    "equals": "kg:equals",
    "finishes": "kg:finishes",
    "starts": "kg:starts",
}


@lru_cache(maxsize=4096)
def expand(curie: str) -> str:
    """The IRI of "kg:Arrest"."""
    prefix, local = curie.split(":", 1)
    return PREFIXES[prefix] + local


@lru_cache(maxsize=4096)
def compact(iri: str) -> str:
    """ "kg:Arrest" for its IRI; an IRI in none of our namespaces is given back as it is."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and iri != namespace:
            return f"{prefix}:{iri[len(namespace):]}"
    return iri


def local(iri: str) -> str:
    """The last part of an IRI: "Arrest" of kg:Arrest, the id of a fact, an event or an article."""
    return unquote(iri.replace("#", "/").rsplit("/", 1)[-1])


def class_of(kind: Kind, cls: str = "") -> str:
    """The class IRI of an entity: `cls` is schema.org's unless it is one of our own; "" stands for the kind's own."""
    if not cls:
        return expand(CLASSES[kind])
    return expand(f"kg:{cls}" if cls in OWN_CLASSES else f"schema:{cls}")


def kind_of(iri: str) -> Kind:
    """The kind whose class this is. Raises GraphError for any other class."""
    for kind, curie in CLASSES.items():
        if expand(curie) == iri:
            return kind
    raise GraphError(iri, "is not a class of entities that kg knows", DAMAGED)


def link_of(iri: str) -> str:
    """The name in the model of a link's predicate. Raises GraphError for any other predicate."""
    for name, curie in LINKS.items():
        if expand(curie) == iri:
            return name
    raise GraphError(iri, "is not a link that kg knows", DAMAGED)


def status_iri(status: Status) -> str:
    return expand(f"kg:{status.capitalize()}")


def status_of(iri: str) -> Status:
    """The status that an IRI stands for. Raises GraphError for any other IRI."""
    for status in STATUSES:
        if status_iri(status) == iri:
            return status
    raise GraphError(iri, "is not a status that kg knows", DAMAGED)


@dataclass(frozen=True, slots=True)
class Names:
    """The IRIs of one graph, under its base. An id stands in an IRI percent-encoded, and `local` gives it back."""

    base: str = BASE

    def _of(self, kind: str, *parts: str) -> str:
        return "/".join([self.base + kind, *(quote(part, safe="") for part in parts)])

    @property
    def graph(self) -> str:
        """The graph as a whole, which states its schema version."""
        return self.base + "graph"

    @property
    def manifest(self) -> str:
        """What the graph was made of."""
        return self.base + "manifest"

    @property
    def derived(self) -> str:
        return self.base + "graph/derived"

    @property
    def judgements(self) -> str:
        return self.base + "graph/judgements"

    @property
    def log(self) -> str:
        return self.base + "graph/log"

    def article_graph(self, article: str) -> str:
        return self._of("graph/article", article)

    def article(self, article: str) -> str:
        return self._of("article", article)

    def revision(self, article: str, sha256: str) -> str:
        return self._of("revision", article, sha256)

    def fact(self, fact: str) -> str:
        return self._of("fact", fact)

    def event(self, event: str) -> str:
        return self._of("event", event)

    def entity(self, entity: str) -> str:
        return self._of("entity", entity)

    def correction(self, correction: str) -> str:
        return self._of("correction", correction)

    def judgement(self, judgement: str) -> str:
        return self._of("judgement", judgement)

    def passage(self, kind: str, article: str, span: Span) -> str:
        """A passage of an article: `kind` is "sentence", "headline", "mention", "timex" or "quote"."""
        return self._of(kind, article, f"{span.start}-{span.end}")

    def period(self, period: str) -> str:
        """A month, year, decade or century, by its EDTF."""
        return self._of("period", period)

    def link(self, article: str, number: int) -> str:
        return self._of("link", article, str(number))


#: The names under the default base.
DEFAULT = Names()


def span_of(passage: str) -> Span:
    """The span that the IRI of a passage ends with."""
    found = fullmatch(r".*/(\d+)-(\d+)", passage)
    if found is None:
        raise GraphError(passage, "is not a passage of an article", DAMAGED)
    return Span(int(found[1]), int(found[2]))


def article_of(passage: str) -> str:
    """The id of the article that the IRI of a passage names."""
    return unquote(passage.rsplit("/", 2)[-2])


def ontology(name: str) -> Path:
    """A file or folder of the ontology: beside the package in a source tree, inside it once installed."""
    inside = Path(__file__).with_name("ontology")
    return (inside if inside.is_dir() else inside.parent.with_name("ontology")) / name


# Event types


def event_types() -> tuple[str, ...]:
    """The names of the event types of the ontology, sorted."""
    return tuple(sorted(type_labels()))


def type_labels() -> dict[str, dict[str, str]]:
    """What each event type of the ontology is called, by language code."""
    import pyoxigraph as ox

    found = nodes(ox.parse(ontology("kg.ttl").read_bytes(), format=ox.RdfFormat.TURTLE))
    return {local(node.iri): node.texts("rdfs:label") for node in of_type(found, "sem:EventType")}


# Literals


def text_value(text: str, language: str) -> Value:
    """Text with its language, or without where the language is no well-formed BCP 47 tag."""
    return Value(text, language if fullmatch(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*", language) else "")


def integer(value: int) -> Value:
    return Value(str(value), datatype="xsd:integer")


def decimal(value: float) -> Value:
    """The shortest decimal that reads back as the same float, in the canonical form that every store keeps."""
    digits = format(Decimal(repr(float(value))), "f")
    return Value(digits.rstrip("0").rstrip(".") if "." in digits else digits, datatype="xsd:decimal")


def edtf_value(text: str) -> Value:
    return Value(text, datatype="edtf:EDTF")


def date_value(text: str) -> Value:
    """A whole day as xsd:date, which every tool can compare; anything else as EDTF."""
    return Value(text, datatype="xsd:date") if fullmatch(r"\d{4}-\d\d-\d\d", text) else edtf_value(text)


# Rows to quads and back


def quads(rows: Iterable[Row], graph: str) -> list[ox.Quad]:
    """Rows as quads of one named graph, each once, in the order they came."""
    import pyoxigraph as ox

    known: dict[str, ox.NamedNode] = {}

    def node(iri: str) -> ox.NamedNode:
        if iri not in known:
            known[iri] = ox.NamedNode(iri)
        return known[iri]

    def term(value: str | Value) -> ox.NamedNode | ox.Literal:
        if isinstance(value, str):
            return node(value)
        if value.language:
            return ox.Literal(value.text, language=value.language)
        return ox.Literal(value.text, datatype=node(expand(value.datatype)) if value.datatype else None)

    return [ox.Quad(node(s), node(expand(p)), term(o), node(graph)) for s, p, o in dict.fromkeys(rows)]


@dataclass(frozen=True, slots=True)
class Node:
    """What a graph says of one subject: the objects of each predicate ("kg:time")."""

    iri: str
    objects: Mapping[str, list[str | Value]]

    def all(self, predicate: str) -> list[str]:
        """The objects of a predicate, literals by their text, sorted."""
        return sorted(o if isinstance(o, str) else o.text for o in self.objects.get(predicate, ()))

    def get(self, predicate: str) -> str | None:
        return next(iter(self.all(predicate)), None)

    def need(self, predicate: str) -> str:
        """The object of a predicate. Raises GraphError where there is none."""
        found = self.get(predicate)
        if found is None:
            raise GraphError(self.iri, f"has no {predicate}", DAMAGED)
        return found

    def integer(self, predicate: str) -> int:
        """The object of a predicate as a whole number. Raises GraphError where it is none."""
        return number_of(self.need(predicate), self.iri)

    def one_of(self, predicate: str, choices: Iterable[str]) -> str:
        """The object of a predicate, which is one of `choices`. Raises GraphError where it is not."""
        found = self.need(predicate)
        if found not in choices:
            raise GraphError(self.iri, f"has {found} as {predicate}", DAMAGED)
        return found

    def span(self, predicate: str) -> Span | None:
        """The span of the passage that a predicate leads to."""
        found = self.get(predicate)
        return None if found is None else span_of(found)

    def texts(self, predicate: str) -> dict[str, str]:
        """The literals of a predicate by their language, in the order of the codes whatever store they come from."""
        values = (o for o in self.objects.get(predicate, ()) if isinstance(o, Value))
        return {o.language: o.text for o in sorted(values, key=lambda o: o.language)}


def number_of(text: str, where: str) -> int:
    """A whole number from its digits. Raises GraphError where it is none."""
    if not fullmatch("-?[0-9]{1,18}", text):
        raise GraphError(where, f"has {text} where a number belongs", DAMAGED)
    return int(text)


def nodes(source: Iterable[ox.Quad]) -> dict[str, Node]:
    """Quads gathered by subject, in the order of their IRIs, without blank nodes, which kg never writes."""
    import pyoxigraph as ox

    found: dict[str, dict[str, list[str | Value]]] = defaultdict(lambda: defaultdict(list))
    for quad in source:
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode | ox.Literal):
            found[quad.subject.value][compact(quad.predicate.value)].append(_object(quad.object))
    return {iri: Node(iri, found[iri]) for iri in sorted(found)}


def _object(term: ox.NamedNode | ox.Literal) -> str | Value:
    import pyoxigraph as ox

    if isinstance(term, ox.NamedNode):
        return term.value
    datatype = compact(term.datatype.value)
    plain = term.language is not None or datatype == "xsd:string"
    return Value(term.value, term.language or "", "" if plain else datatype)


def of_type(found: Mapping[str, Node], curie: str) -> list[Node]:
    """The nodes of a class, in the order of their IRIs."""
    cls = expand(curie)
    return [node for node in found.values() if cls in node.objects.get("rdf:type", ())]
