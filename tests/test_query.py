"""Questions to a graph: SPARQL in the standard formats, named queries, parameters, and what is refused."""

from __future__ import annotations

import csv
import io
import json
import os
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from kg import query as queries
from kg import store as stores
from kg.cli import main
from kg.entries import entries
from kg.errors import GraphError, QueryError
from kg.limits import ask_within
from kg.results import FORMATS, visible, width
from kg.store import Store
from kg.terms import DEFAULT, expand, local
from tests import sample

LABELS = 'SELECT ?label WHERE { ?e a sem:Event ; rdfs:label ?label FILTER(LANG(?label) = "en") } ORDER BY ?label'


def same(a: str, b: str) -> float:
    """A similarity that knows a few spellings of the sample's people."""
    spellings = [{"Meera Sen", "Mira Sen", "मीरा सेन"}, {"Rao", "राव"}]
    return 1.0 if a == b else 0.9 if any({a, b} <= group for group in spellings) else 0.1


def ask(store: Store, query: str, **given: str) -> list[dict[str, str]]:
    """The rows of an answer, by column, as they stand in its CSV form."""
    answer = queries.ask(store, query, given, "csv", same)
    return list(csv.DictReader(io.StringIO(answer.decode(), newline="")))


# Formats


def test_a_table_has_a_head_and_a_row_a_solution(store: Store) -> None:
    lines = queries.ask(store, LABELS).decode().splitlines()
    assert lines[0] == "label"
    assert set(lines[1]) == {"-"}
    assert lines[2:] == sorted(event.labels["en"] for event in sample.RESOLVED.events)


def test_json_is_the_sparql_results_format(store: Store) -> None:
    answer = json.loads(queries.ask(store, LABELS, format="json"))
    assert answer["head"]["vars"] == ["label"]
    assert answer["results"]["bindings"][0]["label"] == {
        "type": "literal", "xml:lang": "en", "value": "Arrest of Meera Sen"
    }


def test_csv_tsv_and_xml_are_the_sparql_results_formats(store: Store) -> None:
    assert queries.ask(store, LABELS, format="csv").startswith(b"label\r\nArrest of Meera Sen\r\n")
    assert queries.ask(store, LABELS, format="tsv").startswith(b'?label\n"Arrest of Meera Sen"@en\n')
    root = ElementTree.fromstring(queries.ask(store, LABELS, format="xml"))
    assert root.tag == "{http://www.w3.org/2005/sparql-results#}sparql"
    assert root[1][0][0][0].text == "Arrest of Meera Sen"


def test_ask_is_true_or_false_in_every_format(store: Store) -> None:
    for format in FORMATS:
        assert b"true" in queries.ask(store, "ASK { ?e a kg:Arrest }", format=format)
        assert b"false" in queries.ask(store, "ASK { ?e a kg:Birth }", format=format)
    assert json.loads(queries.ask(store, "ASK { ?e a kg:Arrest }", format="json"))["boolean"] is True


def test_construct_and_describe_give_rdf(store: Store) -> None:
    construct = "CONSTRUCT { ?e a kg:Arrest } WHERE { ?e a kg:Arrest }"
    event = DEFAULT.event(min(sample.ARREST_HI.id, sample.ARREST_EN.id))
    expected = {ox.Triple(ox.NamedNode(event), ox.NamedNode(expand("rdf:type")), ox.NamedNode(expand("kg:Arrest")))}
    for format, parser in (("table", "TURTLE"), ("json", "JSON_LD"), ("xml", "RDF_XML")):
        answer = queries.ask(store, construct, format=format)
        assert {q.triple for q in ox.parse(answer, format=getattr(ox.RdfFormat, parser))} == expected
    rows = list(csv.DictReader(io.StringIO(queries.ask(store, construct, format="csv").decode())))
    assert rows == [{"subject": event, "predicate": expand("rdf:type"), "object": expand("kg:Arrest")}]
    assert b"Arrest of Meera Sen" in queries.ask(store, f"DESCRIBE <{event}>")


def test_an_unknown_format_is_an_error(store: Store) -> None:
    with pytest.raises(QueryError, match="format yaml: is unknown; formats: table, json, csv, tsv, xml"):
        queries.ask(store, LABELS, format="yaml")


def test_a_table_obeys_no_control_character_of_an_article(tmp_path: Path) -> None:
    hostile = "\x1b[2Jred\x1b[0m\r\nnext\tline \u202eevil\u202c \x9b"
    node = ox.NamedNode("http://e/a")
    target = str(tmp_path / "g.nq")
    stores.open(target, "w").replace({node.value: [ox.Quad(node, node, ox.Literal(hostile), node)]})
    answer = queries.ask(stores.open(target), "SELECT ?o WHERE { ?s ?p ?o }").decode()
    assert not any(c in answer.replace("\n", "") for c in map(chr, [*range(32), 0x7F, 0x9B, 0x202E, 0x202C]))
    assert "red" in answer
    assert len(answer.splitlines()) == 3


def test_text_of_any_kind_is_well_formed_xml_and_safe_turtle(tmp_path: Path) -> None:
    node, odd = ox.NamedNode("http://e/a"), "a\r\nb\x00\x1b[0m\ufffe\u202e <&>"
    target = str(tmp_path / "g.nq")
    stores.open(target, "w").replace({node.value: [ox.Quad(node, node, ox.Literal(odd), node)]})
    store = stores.open(target)
    root = ElementTree.fromstring(queries.ask(store, "SELECT ?o WHERE { ?s ?p ?o }", format="xml"))
    assert root[1][0][0][0].text == "a\r\nb\ufffd\ufffd[0m\ufffd\u202e <&>"
    ElementTree.fromstring(queries.ask(store, "CONSTRUCT WHERE { ?s ?p ?o }", format="xml"))
    turtle = queries.ask(store, "CONSTRUCT WHERE { ?s ?p ?o }")
    assert not any(c in turtle.decode() for c in "\r\x00\x1b\u202e")
    assert [q.object.value for q in ox.parse(turtle, format=ox.RdfFormat.TURTLE)] == [odd]


def test_devanagari_lines_up_in_a_table() -> None:
    assert width("मीरा सेन") == 7  # the vowel signs of मीरा are spacing marks and take a column; that of सेन does not
    assert visible("क्\u200dष") == "क्\u200dष"


def test_rows_are_python_values(store: Store) -> None:
    found = list(queries.rows(store, "SELECT (1 AS ?i) (1.5 AS ?d) (true AS ?b) ('x' AS ?s) (kg:Arrest AS ?c) ?n {}"))
    assert found == [{"i": 1, "d": 1.5, "b": True, "s": "x", "c": expand("kg:Arrest"), "n": None}]


# Any SPARQL that reads


def test_a_file_of_sparql_is_run(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "mine.rq"
    file.write_text(f"PREFIX x: <http://e/>\n{LABELS}", encoding="utf-8-sig")
    assert queries.ask(store, str(file)) == queries.ask(store, LABELS)


def test_a_users_own_file_may_have_parameters(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "mine.rq"
    file.write_text("# Mine.\n# ?who name: somebody\nSELECT ?name ?who { ?who schema:name ?name }", encoding="utf-8")
    assert ask(store, str(file), who="Mira Sen") == [{"name": "मीरा सेन"}]


def test_from_and_graph_select_named_graphs(store: Store) -> None:
    derived, article = DEFAULT.derived, DEFAULT.article_graph(sample.HINDI.id)
    count = "SELECT (COUNT(*) AS ?n) {} WHERE {{ ?f a kg:Fact }}"
    assert ask(store, count.format("")) == [{"n": "9"}]
    assert ask(store, count.format(f"FROM <{derived}>")) == [{"n": "0"}]
    assert ask(store, count.format(f"FROM <{article}>")) == [{"n": "6"}]
    graphs = {row["g"] for row in ask(store, "SELECT ?g WHERE { GRAPH ?g { ?f a kg:Fact } }")}
    assert graphs == {DEFAULT.article_graph(a.article.id) for a in sample.RESOLVED.annotated}


def test_rdf_that_others_made_can_be_queried(tmp_path: Path) -> None:
    target = tmp_path / "theirs.nq"
    target.write_text('<http://e/s> <http://e/p> "o" .\n_:b <http://e/p> "o" <http://e/g> .\n', encoding="utf-8")
    assert ask(stores.open(str(target)), "SELECT (COUNT(*) AS ?n) { ?s <http://e/p> 'o' }") == [{"n": "2"}]


def test_sparql_that_does_not_parse_says_where(store: Store) -> None:
    with pytest.raises(QueryError, match=r"^the query: is not SPARQL: line 3, column 2: .*; correct it there") as error:
        queries.ask(store, "SELECT ?s WHERE {\n  ?s ?p\n}")
    assert len(str(error.value).splitlines()) == 1


def test_a_file_that_does_not_parse_is_named(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "bad.rq"
    file.write_text("SELEKT", encoding="utf-8")
    with pytest.raises(QueryError, match=r"bad\.rq: is not SPARQL: line 1, column 7"):
        queries.ask(store, str(file))


@pytest.mark.parametrize(
    "update",
    [
        "INSERT DATA { <http://e/a> <http://e/b> <http://e/c> }",
        "PREFIX x: <http://e/>\nDELETE WHERE { ?s ?p ?o }",
        "# comment\nload <http://e/>",
        "CLEAR ALL",
        "WITH <http://e/g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "\\u0044ROP ALL",
    ],
)
def test_updates_are_refused(store: Store, update: str) -> None:
    size = len(store)
    with pytest.raises(QueryError, match="is an update .*; use SELECT"):
        queries.ask(store, update)
    assert len(store) == size


@pytest.fixture
def listener() -> Iterator[tuple[int, list[bytes]]]:
    """A server on this machine, and what it was asked."""
    server = socket.create_server(("127.0.0.1", 0))
    heard: list[bytes] = []

    def serve() -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            heard.append(connection.recv(100))
            connection.close()

    threading.Thread(target=serve, daemon=True).start()
    yield server.getsockname()[1], heard
    server.close()


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * WHERE { SERVICE <%s> { ?s ?p ?o } }",
        "SELECT * WHERE { service silent <%s> { ?s ?p ?o } }",
        "SELECT * WHERE { ?a ?b 1SERVICE<%s>{ ?s ?p ?o } }",
        "SELECT * WHERE { VALUES ?x { <%s> } SERVICE ?x { ?s ?p ?o } }",
        "SELECT * WHERE { \\u0053ERVICE <%s> { ?s ?p ?o } }",
        "SELECT * WHERE { \\U00000053ERVICE <%s> { ?s ?p ?o } }",
        "SELECT * WHERE { BIND('\\u0027) SERVICE <%s> { ?s ?p ?o } #' AS ?x) }",
        "SELECT * WHERE { FILTER(1<2) SERVICE <%s> { ?s ?p ?o } }",
        "ASK { { SELECT ?s { SERVICE # '\n <%s> { ?s ?p ?o } } } }",
    ],
)
def test_no_query_asks_another_host(store: Store, listener: tuple[int, list[bytes]], query: str) -> None:
    port, heard = listener
    with pytest.raises(QueryError, match="has SERVICE, which would ask another host"):
        queries.ask(store, query % f"http://127.0.0.1:{port}/sparql")
    assert heard == []


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?service WHERE { ?service a sem:Event }",
        "SELECT * WHERE { ?s rdfs:label 'SERVICE'@en }",
        'SELECT * WHERE { ?s rdfs:label """a "quoted" SERVICE """ }',
        "SELECT * WHERE { ?s a <http://e/SERVICE> } # SERVICE",
        "PREFIX service: <http://e/> SELECT * WHERE { ?s a service:SERVICE }",
        "SELECT * WHERE { ?s kg:beginMin ?a ; kg:endMax ?b FILTER(?a<?b && 'x SERVICE y' != '\\'') }",
    ],
)
def test_the_word_service_may_stand_in_names_and_text(store: Store, query: str) -> None:
    queries.ask(store, query)


# Named queries


def test_the_named_queries_are_listed_with_title_and_parameters() -> None:
    found = {query.name: query for query in queries.named_queries()}
    assert sorted(found) == [
        "co-participants", "documents-of", "events-between", "events-by-month", "evidence-of", "single-source",
        "timeline-of", "versions-of", "who-met-whom",
    ]
    assert all(query.title.endswith(".") for query in found.values())
    who, language = found["timeline-of"].parameters
    assert (who.name, who.kind, who.optional) == ("who", "name", False)
    assert (language.name, language.kind, language.optional) == ("language", "text", True)


def test_every_variable_that_is_a_parameter_is_one_of_the_querys_own() -> None:
    for query in queries.named_queries():
        head = query.text.split("WHERE")[0]
        for parameter in query.parameters:
            assert f"?{parameter.name}" in head.split("SELECT")[1], (query.name, parameter.name)


def test_timeline_of_gives_the_events_of_somebody_in_time_order(store: Store) -> None:
    found = ask(store, "timeline-of", who="Meera Sen")
    assert [(row["time"], row["type"].rsplit("#")[1], row["role"].rsplit("#")[1], row["facts"]) for row in found] == [
        ("2021-03-14", "Arrest", "patient", "2"),
        ("2021-03/", "Detention", "patient", "1"),
        ("2022-05-12", "Correspondence", "recipient", "1"),
        ("", "Attack", "patient", "1"),
    ]
    assert "who" not in found[0]
    assert "language" not in found[0]


def test_labels_come_in_the_language_asked_for(store: Store) -> None:
    assert ask(store, "timeline-of", who="Meera Sen", language="hi")[0]["label"] == "मीरा सेन की गिरफ्तारी"


def test_timeline_of_a_place_gives_what_happened_there(store: Store) -> None:
    assert [row["label"] for row in ask(store, "timeline-of", who="Lucknow")] == ["Devika Rao meets Arjun Sen"]


def test_who_met_whom_gives_both_sides_and_one_side_if_asked(store: Store) -> None:
    everyone = [(row["name"], row["other"], row["place"]) for row in ask(store, "who-met-whom")]
    assert everyone == [("Arjun Sen", "Devika Rao", "Lucknow"), ("Devika Rao", "Arjun Sen", "Lucknow")]
    assert [row["other"] for row in ask(store, "who-met-whom", who="Devika Rao")] == ["Arjun Sen"]


def test_evidence_of_gives_the_sentences_with_their_place(store: Store) -> None:
    event = sample.RESOLVED.event_of[sample.ARREST_EN.id]
    found = ask(store, "evidence-of", event=event)
    assert [row["quote"] for row in found] == [
        sample.ARREST_HI.sentence.of(sample.HINDI.text), sample.ARREST_EN.sentence.of(sample.ENGLISH.text)
    ]
    assert [row["accordingTo"] for row in found] == ["", "police"]
    for row in found:
        article = sample.ENGLISH if row["title"] == sample.ENGLISH.title else sample.HINDI
        assert article.text[int(row["start"]) : int(row["end"])] == row["quote"]
    assert found == ask(store, "evidence-of", event=DEFAULT.event(event)) == ask(
        store, "evidence-of", event=f"id:event/{event}"
    )


def test_events_between_keeps_certain_and_possible_apart(store: Store) -> None:
    found = ask(store, "events-between", **{"from": "2022-05", "until": "2022"})
    assert {row["label"]: row["certain"] for row in found} == {
        "Letter from Devika Rao to Meera Sen": "true",
        "Devika Rao meets Arjun Sen": "true",
        "Detention of Meera Sen": "false",
    }
    early = ask(store, "events-between", **{"from": "2021-03-14", "until": "2021-03-14"})
    assert [row["label"] for row in early] == ["Arrest of Meera Sen", "Detention of Meera Sen"]
    assert ask(store, "events-between", **{"from": "1990", "until": "2021-02"}) == []


def test_co_participants_counts_shared_events(store: Store) -> None:
    found = ask(store, "co-participants", who="Devika Rao")
    assert [(row["name"], row["events"]) for row in found] == [("Arjun Sen", "1"), ("letter", "1"), ("Meera Sen", "1")]


def test_documents_of_gives_the_other_end(store: Store) -> None:
    (written,) = ask(store, "documents-of", who="Devika Rao")
    assert (written["name"], written["role"], written["otherName"]) == ("letter", "author", "Meera Sen")
    (sent,) = ask(store, "documents-of", who="Meera Sen")
    assert (sent["role"], sent["otherName"], sent["kind"]) == ("recipient", "Devika Rao", expand("schema:Message"))


def test_single_source_leaves_out_what_two_articles_tell(store: Store) -> None:
    labels = {row["label"] for row in ask(store, "single-source")}
    assert "Attack on Meera Sen" in labels
    assert not {"Arrest of Meera Sen", "Trial"} & labels
    meetings = ask(store, "single-source", type="meeting")
    assert sorted(row["label"] for row in meetings) == ["Devika Rao meets Arjun Sen", "Meeting of Devika Rao"]


def test_an_unknown_named_query_names_the_nearest(store: Store) -> None:
    with pytest.raises(QueryError, match=r"^timeline-off: is not a named query; did you mean timeline-of\?$"):
        queries.ask(store, "timeline-off")
    with pytest.raises(QueryError, match="is not a named query; named queries: co-participants, documents-of"):
        queries.ask(store, "xyz")


def test_a_query_file_that_is_not_there_or_not_text_is_an_error(store: Store, tmp_path: Path) -> None:
    with pytest.raises(QueryError, match=r"none\.rq: does not exist"):
        queries.ask(store, "none.rq")
    (tmp_path / "bytes.rq").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(QueryError, match="cannot be read"):
        queries.ask(store, str(tmp_path / "bytes.rq"))


# Parameters


def test_a_missing_parameter_is_named_with_what_it_means(store: Store) -> None:
    with pytest.raises(QueryError, match=r"^timeline-of: needs the parameter who; who=… \(the person, organisation"):
        queries.ask(store, "timeline-of")


def test_an_unknown_parameter_is_an_error(store: Store) -> None:
    with pytest.raises(QueryError, match="single-source: has no parameter when; type=… "):
        queries.ask(store, "single-source", {"when": "2021"})
    with pytest.raises(QueryError, match="the query: has no parameter x; it has no parameters"):
        queries.ask(store, LABELS, {"x": "1"})


@pytest.mark.parametrize("name", ["Mira Sen", "मीरा सेन", "meera sen", " Meera Sen ", "MEERA SEN"])
def test_any_spelling_in_either_script_finds_a_person(store: Store, name: str) -> None:
    assert queries.entity(store, name, same) == DEFAULT.entity("meera")


def test_an_iri_or_a_shortened_one_finds_a_person(store: Store) -> None:
    assert queries.entity(store, DEFAULT.entity("meera"), same) == DEFAULT.entity("meera")
    assert queries.entity(store, "id:entity/meera", same) == DEFAULT.entity("meera")
    with pytest.raises(QueryError, match="is nobody in this graph"):
        queries.entity(store, "id:entity/nobody", same)


def test_a_name_that_matches_nobody_is_an_error_and_not_an_empty_answer(store: Store) -> None:
    with pytest.raises(QueryError, match="^Nobody Known: matches nobody and nothing in this graph; try another"):
        queries.ask(store, "timeline-of", {"who": "Nobody Known"}, "table", same)


def test_a_name_that_may_mean_two_is_an_error_that_tells_them_apart(store: Store) -> None:
    def loose(a: str, b: str) -> float:
        return 0.9 if "Sen" in a and "Sen" in b else 0.0

    with pytest.raises(QueryError, match=r"may mean .*\(Person, id:entity/arjun\), .*\(Person, id:entity/meera\)"):
        queries.entity(store, "A. Sen", loose)


def test_a_row_says_of_an_event_what_its_other_statements_say(store: Store) -> None:
    text = "SELECT ?row ?time ?type ?status WHERE { ?event kg:row ?row ; sem:eventType ?type ; kg:status ?status"
    told = list(queries.rows(store, text + " OPTIONAL { ?event kg:time ?time } } ORDER BY ?row"))
    shown = list(entries(store))
    assert [str(one["row"]).split()[1:4] for one in told] == [
        [one.time or "-", one.type, one.status] for one in sorted(shown, key=lambda one: (one.date is None, one.date))
    ]
    for one in told:
        fields = [str(one["time"] or "-"), local(str(one["type"])), local(str(one["status"])).lower()]
        assert str(one["row"]).split()[1:4] == fields


def test_events_are_counted_by_the_smallest_period_they_lie_in(store: Store) -> None:
    counts = {row["period"]: int(row["events"]) for row in ask(store, "events-by-month")}
    assert sum(counts.values()) == sum(1 for entry in entries(store) if entry.date is not None)
    assert counts["2021-03"] == 1


@pytest.mark.parametrize(
    "hostile", ["x> } ; DROP ALL #", '" } UNION { ?s ?p ?o', "\\u0022", "Meera Sen' OR 1=1", "\x00"]
)
def test_a_parameter_is_a_value_and_never_part_of_the_query(store: Store, hostile: str) -> None:
    with pytest.raises(QueryError, match="matches nobody"):
        queries.ask(store, "timeline-of", {"who": hostile}, "table", same)
    assert [row["label"] for row in ask(store, "timeline-of", who="Meera Sen", language=hostile)] == [""] * 4


def test_a_date_that_is_none_is_an_error(store: Store) -> None:
    with pytest.raises(Exception, match="'soon': is not a date in EDTF"):
        queries.ask(store, "events-between", {"from": "soon", "until": "2022"})
    with pytest.raises(QueryError, match=r"until=2022/: has no last day; give a whole date"):
        queries.ask(store, "events-between", {"from": "2021", "until": "2022/"})


def test_a_type_that_is_none_names_the_nearest(store: Store) -> None:
    with pytest.raises(QueryError, match=r"^Arest: is not a type of event; did you mean Arrest\?"):
        queries.ask(store, "single-source", {"type": "Arest"})


def test_an_event_that_is_not_there_is_an_error(store: Store) -> None:
    with pytest.raises(QueryError, match="none: is no event of this graph"):
        queries.ask(store, "evidence-of", {"event": "none"})


def test_find_ranks_the_same_name_before_a_similar_one(store: Store) -> None:
    found = queries.find(store, "Meera Sen", lambda a, b: 0.9 if "Sen" in b else 0.0)
    assert [(one.iri, one.score) for one in found] == [(DEFAULT.entity("meera"), 1.0), (DEFAULT.entity("arjun"), 0.9)]


def test_a_directory_that_vanishes_while_it_is_read_is_an_error(tmp_path: Path) -> None:
    target = tmp_path / "g"
    stores.open(str(target), "w").replace(sample.graphs())
    (target / "generation-1").rename(tmp_path / "gone")
    with pytest.raises(GraphError, match="is a broken store"):
        queries.ask(stores.open(str(target)), LABELS)


# Limits

ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.mark.parametrize("format", ["table", "json", "csv", "tsv", "xml"])
@pytest.mark.parametrize("query", ["SELECT ?s ?o WHERE { ?s kg:text ?o }", "CONSTRUCT WHERE { ?s kg:text ?o }"])
def test_a_limit_gives_the_first_rows_and_says_that_there_are_more(store: Store, format: str, query: str) -> None:
    whole = queries.answer(store, query, format=format)
    few = queries.answer(store, query, format=format, limit=2)
    assert few.cut and not whole.cut
    assert 0 < len(few.data) < len(whole.data)
    assert queries.answer(store, query, format=format, limit=10_000) == whole


def test_a_limit_of_just_as_many_rows_cuts_nothing(store: Store) -> None:
    query = "SELECT ?fact WHERE { ?fact a kg:Fact }"
    assert not queries.answer(store, query, limit=len(sample.RESOLVED.facts)).cut
    assert queries.answer(store, query, limit=len(sample.RESOLVED.facts) - 1).cut


def test_rows_beyond_the_limit_are_not_computed(store: Store) -> None:
    started = time.monotonic()
    found = queries.answer(store, "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }", limit=5)
    assert found.cut
    assert time.monotonic() - started < 10


def test_every_kind_of_term_survives_a_limit(store: Store) -> None:
    query = (
        "SELECT * WHERE { VALUES (?a ?b) { (<http://e/a> \"x\\n\\\"y\"@hi) (1.5 \"2021\"^^edtf:EDTF) (UNDEF true) } "
        "BIND(BNODE(\"n\") AS ?c) }"
    )
    cut, whole = (queries.answer(store, query, format="json", limit=n).data for n in (3, None))
    assert [{k: v for k, v in row.items() if k != "c"} for row in json.loads(cut)["results"]["bindings"]] == [
        {k: v for k, v in row.items() if k != "c"} for row in json.loads(whole)["results"]["bindings"]
    ]


def test_a_query_that_takes_too_long_is_killed(graph_file: Path) -> None:
    children = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
    before = children.read_text().split() if children.exists() else []
    started = time.monotonic()
    with pytest.raises(QueryError, match="the query: was not answered within 1 seconds; ask for less"):
        ask_within(str(graph_file), ENDLESS, timeout=1)
    assert time.monotonic() - started < 20
    assert not children.exists() or set(children.read_text().split()) <= set(before)


def test_a_query_within_its_time_is_answered_as_without_one(graph_file: Path, store: Store) -> None:
    query = "SELECT ?s ?o WHERE { ?s kg:text ?o } ORDER BY ?s"
    assert ask_within(str(graph_file), query, timeout=60) == queries.answer(store, query)
    assert ask_within(str(graph_file), query, limit=3, timeout=60) == queries.answer(store, query, limit=3)
    given = {"who": "Meera Sen"}
    assert ask_within(str(graph_file), "timeline-of", given, timeout=60) == queries.answer(store, "timeline-of", given)


def test_a_query_with_a_time_limit_takes_no_code_from_the_folder_it_is_asked_in(
    graph_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "kg").mkdir()
    (tmp_path / "kg" / "__init__.py").write_text("raise SystemExit('theirs')")
    (tmp_path / "json.py").write_text("raise SystemExit('theirs')")
    monkeypatch.chdir(tmp_path)
    assert ask_within(str(graph_file), "ASK {}", timeout=60).data == b"true\n"


def test_an_error_is_the_same_with_a_time_limit(graph_file: Path) -> None:
    for query, kind in (("SELECT ?s WHERE {", QueryError), ("no-such-query", QueryError)):
        with pytest.raises(kind) as plain:
            ask_within(str(graph_file), query)
        with pytest.raises(kind) as timed:
            ask_within(str(graph_file), query, timeout=60)
        assert str(timed.value) == str(plain.value)
    with pytest.raises(GraphError, match="does not exist"):
        ask_within(str(graph_file.with_name("other.nq")), ENDLESS, timeout=60)


def test_a_killed_child_is_an_error_and_not_an_empty_answer(monkeypatch: pytest.MonkeyPatch, graph_file: Path) -> None:
    def killed(*args: object, **rest: object) -> subprocess.CompletedProcess[bytes]:
        return subprocess.CompletedProcess([], -9, stdout=b"half an ans")

    monkeypatch.setattr(subprocess, "run", killed)
    with pytest.raises(QueryError, match=r"was stopped from outside \(exit code -9\)"):
        ask_within(str(graph_file), ENDLESS, timeout=60)


def test_the_command_says_when_rows_were_left_out(graph_file: Path) -> None:
    done = CliRunner().invoke(main, ["query", str(graph_file), "SELECT ?f WHERE { ?f a kg:Fact }", "--limit", "2"])
    assert done.exit_code == 0
    assert len(done.stdout.splitlines()) == 4
    assert done.stderr == "kg: warning: there are more than 2 rows; the first 2 are shown\n"
