"""The ontology: every term is explained, used, and safe to reason with; every graph has its shape."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import owlrl
import pyshacl
import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, SKOS, URIRef

from kg import terms
from kg.functions import FUNCTIONS
from kg.language import available, load
from kg.model import STATUSES, RoleName
from kg.store import serialized
from tests import sample

#: rdflib warns about names that its own parsers use.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
KG = rdflib.Namespace(terms.PREFIXES["kg"])
ID = terms.BASE
SEM = rdflib.Namespace(terms.PREFIXES["sem"])
DESIGNED = """
    Arrest Detention Charge Investigation Search Trial BailDecision Verdict Sentence Release Lawsuit CourtOrder Attack
    Riot Protest Clash Birth Death Injury Marriage Travel Meeting Statement Correspondence Election OathTaking
    Appointment Resignation Dismissal Legislation Decision Agreement Founding Acquisition Payment Launch Publication
    Performance Award Disaster Accident Rescue Deployment Strike Crime Event
"""

#: What SEM, PROV-O, OA and SKOS say of the domains and ranges of the terms that kg uses.
OTHERS = """
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix sem: <http://semanticweb.cs.vu.nl/2009/11/sem/> . @prefix prov: <http://www.w3.org/ns/prov#> .
@prefix oa: <http://www.w3.org/ns/oa#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
sem:hasActor rdfs:domain sem:Event ; rdfs:range sem:Actor . sem:hasPlace rdfs:domain sem:Event ; rdfs:range sem:Place .
sem:eventType rdfs:domain sem:Event ; rdfs:range sem:EventType .
sem:accordingTo rdfs:domain sem:View ; rdfs:range sem:Authority .
prov:wasQuotedFrom rdfs:domain prov:Entity ; rdfs:range prov:Entity .
prov:specializationOf rdfs:domain prov:Entity ; rdfs:range prov:Entity . prov:Entity owl:disjointWith prov:Activity .
oa:hasTarget rdfs:domain oa:Annotation . oa:hasSource rdfs:domain oa:SpecificResource .
oa:hasSelector rdfs:domain oa:SpecificResource ; rdfs:range oa:Selector .
oa:exact rdfs:domain oa:TextQuoteSelector ; rdfs:range xsd:string .
oa:start rdfs:domain oa:TextPositionSelector . oa:end rdfs:domain oa:TextPositionSelector .
skos:mappingRelation rdfs:domain skos:Concept ; rdfs:range skos:Concept .
skos:closeMatch rdfs:subPropertyOf skos:mappingRelation . skos:relatedMatch rdfs:subPropertyOf skos:mappingRelation .
skos:broadMatch rdfs:subPropertyOf skos:mappingRelation .
"""


@pytest.fixture(scope="module")
def ontology() -> rdflib.Graph:
    return rdflib.Graph().parse(data=terms.ontology("kg.ttl").read_text(encoding="utf-8"), format="turtle")


@pytest.fixture(scope="module")
def shapes() -> rdflib.Graph:
    return rdflib.Graph().parse(data=terms.ontology("shapes.ttl").read_text(encoding="utf-8"), format="turtle")


@pytest.fixture
def written() -> rdflib.Graph:
    """The sample graph as one rdflib graph, read with rdflib's own parser."""
    return in_memory(serialized((q for quads in sample.graphs().values() for q in quads), ".nq"))


def in_memory(nquads: bytes) -> rdflib.Graph:
    dataset = rdflib.Dataset()
    dataset.parse(data=nquads, format="nquads")
    flat = rdflib.Graph()
    for subject, predicate, object_, _ in dataset.quads():
        flat.add((subject, predicate, object_))
    return flat


def ours(ontology: rdflib.Graph) -> set[str]:
    """The names of the terms that the ontology defines."""
    return {str(s)[len(KG):] for s in ontology.subjects(RDF.type) if str(s).startswith(KG)}


def used() -> set[str]:
    """The names of the terms that the code writes or reads: those it spells out, and those that values stand for."""
    modules = ("terms", "judgements", "corrections", "graph", "derived", "log", "seal", "manifest")
    source = "".join(Path(terms.__file__).with_name(f"{name}.py").read_text(encoding="utf-8") for name in modules)
    spelt = set(re.findall(r'"kg:(\w+)"', source))
    built = {"saidBy", "saidTo", "saidIn", "timex", "duration", "beginMin", "beginMax", "endMin", "endMax"}
    built |= {"anchorValue", "mod", "quant", "freq", "first", "second"}
    values = {status.capitalize() for status in STATUSES} | set(get_args(RoleName)) | set(terms.event_types())
    return spelt | built | values | set(terms.OWN_CLASSES) | set(FUNCTIONS)


def test_every_term_used_is_defined_and_every_term_defined_is_used(ontology: rdflib.Graph) -> None:
    assert used() - ours(ontology) == set()
    assert ours(ontology) - used() == {"cameo", "Status"}  # which describe other terms


def test_every_term_is_labelled_in_english_and_hindi_and_explained(ontology: rdflib.Graph) -> None:
    for name in ours(ontology):
        labels = {label.language for label in ontology.objects(KG[name], RDFS.label)}
        assert labels == {"en", "hi"}, name
        assert len(list(ontology.objects(KG[name], RDFS.comment))) == 1, name


def test_the_event_types_are_those_of_the_design() -> None:
    assert sorted(terms.event_types()) == sorted(DESIGNED.split())


def test_every_event_type_has_an_example_and_a_counterexample(ontology: rdflib.Graph) -> None:
    for name in terms.event_types():
        assert len(list(ontology.objects(KG[name], SKOS.example))) == 1, name
        assert [str(n) for n in ontology.objects(KG[name], SKOS.scopeNote) if str(n).startswith("Not: ")], name
        assert (KG[name], RDFS.subClassOf, SEM.Event if name == "Event" else KG.Event) in ontology


def test_every_event_type_that_a_language_has_words_for_is_in_the_ontology() -> None:
    types = set(terms.event_types())
    for code in available():
        words = load(code).section("events")
        named = {name.split(".")[0] for name, value in words.items() if isinstance(value, list)}
        assert named - types == set(), code


def test_every_kind_of_document_is_a_class_of_schema_org_or_ours(ontology: rdflib.Graph) -> None:
    schema = {
        "Article", "AudioObject", "Book", "CreativeWork", "DigitalDocument", "Drawing", "EmailMessage", "ImageObject",
        "Legislation", "Manuscript", "Map", "Message", "Movie", "NewsArticle", "Painting", "Photograph", "Play",
        "Poster", "Report", "Review", "SocialMediaPosting", "Thesis", "VideoObject", "WebPage", "WebSite",
    }
    for code in available():
        for name in load(code).section("documents"):
            assert name in schema or name in terms.OWN_CLASSES, (code, name)
            if name in terms.OWN_CLASSES:
                assert (KG[name], RDF.type, OWL.Class) in ontology


def test_roles_are_subproperties_of_has_actor_and_place_of_has_place(ontology: rdflib.Graph) -> None:
    for role in get_args(RoleName):
        assert (KG[role], RDFS.subPropertyOf, SEM.hasPlace if role == "place" else SEM.hasActor) in ontology


def test_the_ontology_states_the_schema_version_that_graphs_state(ontology: rdflib.Graph) -> None:
    assert str(ontology.value(URIRef(KG[""].rstrip("#")), OWL.versionInfo)) == terms.SCHEMA_VERSION


def test_a_graph_conforms_to_the_shapes(
    written: rdflib.Graph, ontology: rdflib.Graph, shapes: rdflib.Graph
) -> None:
    conforms, _, report = pyshacl.validate(written + ontology, shacl_graph=shapes)
    assert conforms, report


@pytest.mark.parametrize(
    ("subject", "predicate"),
    [
        (f"fact/{sample.ARREST_EN.id}", "prov:wasQuotedFrom"),
        (f"fact/{sample.ARREST_EN.id}", "kg:status"),
        (f"fact/{sample.ARREST_EN.id}", "kg:about"),
        (f"fact/{sample.ARREST_EN.id}/target", "oa:hasSource"),
        (f"fact/{sample.ARREST_EN.id}/quote", "oa:exact"),
        (f"fact/{sample.ARREST_EN.id}/position", "oa:start"),
        (f"fact/{sample.ARREST_HI.id}/role/0", "kg:filler"),
        (f"event/{sample.WRITING.id}", "sem:eventType"),
        (f"event/{sample.WRITING.id}", "rdfs:label"),
        ("entity/meera", "schema:name"),
        (terms.DEFAULT.article(sample.HINDI.id)[len(ID):], "kg:sha256"),
        (terms.DEFAULT.passage("quote", sample.HINDI.id, sample.ANNOTATED_HI.quotes[0].span)[len(ID):], "kg:text"),
    ],
)
def test_a_graph_that_lacks_what_it_must_have_does_not_conform(
    written: rdflib.Graph, ontology: rdflib.Graph, shapes: rdflib.Graph, subject: str, predicate: str
) -> None:
    gone = (URIRef(ID + subject), URIRef(terms.expand(predicate)), None)
    assert gone in written
    written.remove(gone)
    conforms, _, _ = pyshacl.validate(written + ontology, shacl_graph=shapes)
    assert not conforms


def test_a_reasoner_concludes_nothing_false(written: rdflib.Graph, ontology: rdflib.Graph) -> None:
    graph = written + ontology + rdflib.Graph().parse(data=OTHERS, format="turtle")
    owlrl.DeductiveClosure(owlrl.RDFS_Semantics).expand(graph)
    events = set(written.subjects(RDF.type, SEM.Event))
    assert {s for s in graph.subjects(RDF.type, SEM.Event) if str(s).startswith(ID)} == events
    facts = set(graph.subjects(RDF.type, KG.Fact))
    assert len(facts) == len(sample.RESOLVED.facts)
    mentions = set(graph.subjects(RDF.type, KG.Mention))
    assert len(mentions) == sum(len(a.mentions) for a in sample.RESOLVED.annotated)
    actors = set(graph.subjects(RDF.type, SEM.Actor)) | set(graph.subjects(RDF.type, SEM.Authority))
    assert actors <= {URIRef(f"{ID}entity/{entity.id}") for entity in sample.RESOLVED.entities}
    assert not (events & facts) and not (mentions & facts)
    assert set(graph.subjects(RDF.type, SEM.View)) - {KG.Fact} == facts


def test_the_owl_rules_find_no_contradiction(written: rdflib.Graph, ontology: rdflib.Graph) -> None:
    graph = written + ontology + rdflib.Graph().parse(data=OTHERS, format="turtle")
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    errors = list(graph.objects(None, URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")))
    assert errors == []
