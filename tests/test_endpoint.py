"""A graph at a SPARQL endpoint: what every verb does with a file it does there, and no part is taken for the whole.

Proved against `oxigraph serve` on a free port of this machine, and against small servers that misbehave.
"""

from __future__ import annotations

import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import endpoint, timeline, wire
from kg import query as queries
from kg import store as stores
from kg.builds import build, retract
from kg.endpoint import bound, connect, escaped
from kg.errors import GraphError, QueryError
from kg.explain import explain
from kg.export import FORMATS
from kg.limits import ask_within
from kg.query import named_queries
from kg.store import Store
from kg.terms import DEFAULT, PREFIXES
from kg.verify import verify
from kg.view import page
from tests import sample, test_store, virtuoso
from tests.oxigraph import free_port, needs_server, served
from tests.test_retract import real_articles

ROOT = Path(__file__).parent.parent
pytestmark = pytest.mark.usefixtures("plain")


@pytest.fixture
def remote(place: str) -> Store:
    """The sample graph at each engine."""
    stores.open(place, "w").replace(sample.graphs())
    return stores.open(place)


def raw(address: str, update: str) -> None:
    """Do something to a server behind the back of kg."""
    request = urllib.request.Request(
        address.replace("/query", "/update"), update.encode(), {"Content-Type": "application/sparql-update"}
    )
    urllib.request.urlopen(request).close()


# The same as a file


@needs_server
def test_what_is_written_is_there_when_opened_again(remote: Store) -> None:
    assert set(remote.quads()) == {q for quads in sample.graphs().values() for q in quads}
    assert remote.graphs() == tuple(sorted(sample.graphs()))
    assert len(remote) == len(set(remote.quads()))


@needs_server
def test_the_quads_of_a_subject_a_predicate_and_a_graph_are_found(remote: Store, store: Store) -> None:
    for subject, predicate, graph in (
        (DEFAULT.entity("meera"), "schema:name", None),
        (None, "kg:time", DEFAULT.derived),
        (DEFAULT.entity("meera"), None, DEFAULT.derived),
        (None, None, DEFAULT.article_graph(sample.HINDI.id)),
        (None, None, "http://e/no-such-graph"),
    ):
        expected = set(store.quads(subject, predicate, graph=graph))
        assert set(remote.quads(subject, predicate, graph=graph)) == expected


@pytest.mark.parametrize("name", [query.name for query in named_queries()])
def test_named_queries_give_what_they_give_from_a_file(remote: Store, store: Store, name: str) -> None:
    times = {"from": "2021", "until": "2022"}
    given = {"who": "Meera Sen", "event": sample.WRITING.id, "language": "hi", "type": "Arrest", **times}
    known = {parameter.name for parameter in queries.named(name).parameters}
    own = {key: value for key, value in given.items() if key in known}
    answer = queries.ask(remote, name, own, "csv")
    if "sparql" in remote.where and name == "events-between":
        answer = answer.replace(b",1,", b",true,").replace(b",0,", b",false,")  # Virtuoso has no booleans
    assert answer == queries.ask(store, name, own, "csv")


@needs_server
@pytest.mark.parametrize("format", ["table", "json", "csv", "tsv", "xml"])
@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?s ?o WHERE { ?s kg:text ?o } ORDER BY ?s ?o",
        "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g",
        "ASK { ?s a kg:Fact }",
        "CONSTRUCT { ?s kg:text ?o } WHERE { ?s kg:text ?o }",
    ],
)
def test_every_form_of_query_gives_what_it_gives_from_a_file(
    remote: Store, store: Store, query: str, format: str
) -> None:
    assert queries.ask(remote, query, format=format) == queries.ask(store, query, format=format)


@needs_server
@pytest.mark.parametrize("format", sorted(timeline.FORMATS))
def test_timelines_are_what_they_are_from_a_file(remote: Store, store: Store, format: str) -> None:
    made = timeline.FORMATS[format]
    assert made(timeline.entries(remote, "Meera Sen"), "en") == made(timeline.entries(store, "Meera Sen"), "en")


@needs_server
@pytest.mark.parametrize("format", sorted(FORMATS))
def test_exports_are_what_they_are_from_a_file(remote: Store, store: Store, format: str) -> None:
    assert b"".join(FORMATS[format](remote, "en")) == b"".join(FORMATS[format](store, "en"))


@needs_server
def test_the_page_is_what_it_is_from_a_file(remote: Store, store: Store) -> None:
    assert page(remote, language="en") == page(store, language="en")


@needs_server
def test_limits_of_rows_and_time_hold_at_an_endpoint(remote: Store) -> None:
    assert queries.answer(remote, "SELECT ?s WHERE { ?s kg:text ?o }", limit=2).cut
    endless = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    with pytest.raises(QueryError, match="was not answered within 2 seconds"):
        ask_within(remote.where, endless, timeout=2)


@needs_server
def test_articles_are_built_proved_explained_and_retracted_as_in_a_file(place: str, tmp_path: Path) -> None:
    first, *others = real_articles()
    target = str(tmp_path / "g.nq")
    for where in (place, target):
        build([first], where, learnt="2026-11-24")
        build(others, where, learnt="2026-11-24")
    assert set(stores.open(place).quads()) == set(stores.open(target).quads())
    assert verify(stores.open(place)).failures == []
    name = "Ramesh Saini"
    assert explain(stores.open(place), name, "en") == explain(stores.open(target), name, "en")
    retract(place, first.id)
    retract(target, first.id)
    assert set(stores.open(place).quads()) == set(stores.open(target).quads())


@needs_server
def test_replacing_a_graph_leaves_the_others_and_an_empty_one_goes(place: str) -> None:
    def graph(name: str, word: str) -> dict[str, list[ox.Quad]]:
        node = ox.NamedNode(f"http://e/{name}")
        return {node.value: [ox.Quad(node, ox.NamedNode("http://e/p"), ox.Literal(word), node)]}

    stores.open(place, "w").replace({**graph("a", "one"), **graph("b", "two"), **graph("c", "three")})
    stores.open(place, "w").replace({**graph("a", "four"), "http://e/c": []})
    assert {quad.object.value for quad in stores.open(place).quads()} == {"four", "two"}
    assert stores.open(place).graphs() == ("http://e/a", "http://e/b")


@needs_server
def test_what_a_graph_says_of_a_subject_is_replaced_and_all_else_stays(place: str) -> None:
    def quads(graph: str, subject: str, *words: str) -> list[ox.Quad]:
        node, about = ox.NamedNode(f"http://e/{graph}"), ox.NamedNode(f"http://e/{subject}")
        return [ox.Quad(about, ox.NamedNode("http://e/p"), ox.Literal(word), node) for word in words]

    old = [*quads("a", "x", "one", "two"), *quads("a", "y", "three"), *quads("a", "z", "four")]
    many = [quad for n in range(1200) for quad in quads("a", f"n{n}", "old")]
    graphs = {"http://e/a": [*old, *many], "http://e/b": quads("b", "x", "five"), "http://e/c": quads("c", "x", "six")}
    stores.open(place, "w").replace(graphs)
    due = [*quads("a", "x", "two", "seven"), *(quad for n in range(1100) for quad in quads("a", f"n{n}", "new"))]
    subjects = {quad.subject.value: [one for one in due if one.subject == quad.subject] for quad in due}
    within = {
        "http://e/a": {**subjects, **{f"http://e/n{n}": [] for n in range(1100, 1200)}, "http://e/y": []},
        "http://e/d": {"http://e/x": quads("d", "x", "nine")}, "http://e/c": {"http://e/x": []},
    }
    stores.open(place, "w").replace({"http://e/b": quads("b", "x", "ten")}, within)
    left = [*quads("a", "z", "four"), *quads("b", "x", "ten"), *quads("d", "x", "nine")]
    assert set(stores.open(place).quads()) == {*due, *left}
    assert stores.open(place).graphs() == ("http://e/a", "http://e/b", "http://e/d")
    staged = f'GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), "{endpoint.STAGING}"))'
    assert connect(place).count(staged) == 0


@needs_server
@pytest.mark.parametrize(
    "text",
    [
        'a"b\\c\n\r\t\x01\x7f\u2028 e\u0301',
        '\\u0022 . } } ; DROP ALL ; INSERT DATA { GRAPH <http://e/a> { <http://e/s> <http://e/p> \\u0022',
        '\\\\u0022 \\U00000022 \\\\\\u005C',
        "' ''' \"\"\" } ; DROP ALL #",
        "{}$?<>",
    ],
)
def test_hostile_text_is_text_in_an_update_and_in_a_parameter(place: str, text: str) -> None:
    node, edge = ox.NamedNode("http://e/a"), ox.NamedNode("http://e/p")
    quad = ox.Quad(node, edge, ox.Literal(text, language="hi"), node)
    stores.open(place, "w").replace({node.value: [quad]})
    found = stores.open(place)
    assert set(found.quads()) == {quad}
    rows = list(found.query("SELECT ?s ?what WHERE { ?s ?p ?what }", {"what": ox.Literal(text, language="hi")}))
    assert [row["s"] for row in rows] == [node]


@needs_server
def test_many_quads_are_written_in_batches_and_read_in_pages(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endpoint, "PAGE", 700)
    sizes = []
    send = wire.Wire.send

    def counted(self: wire.Wire, url: str, data: bytes | None, *rest: object, **more: object) -> wire.Reply:
        sizes.append((data or b"").count(b"example%2Fp%3E"))
        return send(self, url, data, *rest, **more)

    monkeypatch.setattr(wire.Wire, "send", counted)
    node, edge = ox.NamedNode("http://e/a"), ox.NamedNode("http://example/p")
    quads = {ox.Quad(node, edge, ox.Literal(n), node) for n in range(2500)}
    stores.open(place, "w").replace({node.value: quads})
    assert [size for size in sizes if size] == [1000, 1000, 500]
    assert set(stores.open(place).quads()) == quads
    assert set(stores.open(place).quads(predicate="kg:none")) == set()
    assert set(replace(connect(place), store_at=None).quads_for_pattern(None, None, None)) == quads


def test_virtuoso_gives_all_of_more_rows_than_it_gives_at_once(
    virtuoso_at: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in virtuoso.settings(virtuoso_at).items():
        monkeypatch.setenv(name, value)
    connect(virtuoso_at).update(*(f"DROP SILENT GRAPH {graph}" for graph in connect(virtuoso_at).named_graphs()))
    node, edge = ox.NamedNode("http://e/many"), ox.NamedNode("http://example/p")
    quads = {ox.Quad(node, edge, ox.Literal(f"{n} चिट्ठी", language="hi"), node) for n in range(12_345)}
    stores.open(virtuoso_at, "w").replace({node.value: quads})
    found = stores.open(virtuoso_at)
    assert set(found.quads()) == quads
    with pytest.raises(GraphError, match=r"cut its answer \(x-sparql-maxrows: 10000\); ask for less"):
        list(found.query("SELECT ?o WHERE { ?s ?p ?o }"))


@needs_server
def test_a_union_default_graph_is_used_where_the_settings_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_SPARQL_UNION", "yes")
    with served("--union-default-graph") as found:
        stores.open(found, "w").replace(sample.graphs())
        rows = stores.open(found).query("SELECT ?e WHERE { ?f prov:wasQuotedFrom ?a ; kg:about ?e }")
        assert len(list(rows)) == len(sample.RESOLVED.facts)


# Nothing lost


@needs_server
def test_a_graph_that_changed_since_it_was_opened_is_not_overwritten(address: str) -> None:
    build(real_articles(), address, learnt="2026-11-24")
    mine = stores.open(address, "w")
    retract(address, "delhi")
    before = set(stores.open(address).quads())
    with pytest.raises(GraphError, match="was changed by another program meanwhile; nothing was written"):
        mine.replace({DEFAULT.derived: []})
    assert set(stores.open(address).quads()) == before


@needs_server
@pytest.mark.parametrize("fails", range(1, 14))
def test_a_build_that_is_cut_off_anywhere_leaves_the_old_graph_or_the_new_one(
    address: str, fails: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, *others = real_articles()
    build([first], address, learnt="2026-11-24")
    old = set(stores.open(address).quads())
    update, count = endpoint.Endpoint.update, iter(range(1, 100))

    def cut_off(self: endpoint.Endpoint, *operations: str, again: bool = True) -> None:
        if next(count) == fails:
            raise KeyboardInterrupt
        update(self, *operations, again=again)

    with monkeypatch.context() as during:
        during.setattr(endpoint.Endpoint, "update", cut_off)
        try:
            build(others, address, learnt="2026-11-24")
            finished = True
        except KeyboardInterrupt:
            finished = False
    if not finished:
        left = set(stores.open(address).quads())
        assert left == old or verify(stores.open(address)).failures == []
    build(others, address, learnt="2026-11-24")
    assert verify(stores.open(address)).failures == []
    answer = connect(address)._json("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }")
    assert [row for row in answer["results"]["bindings"] if row["g"]["value"].startswith(endpoint.STAGING)] == []


@needs_server
def test_a_writer_that_is_killed_leaves_the_old_graph_or_the_new_one(address: str) -> None:
    code = (
        "import sys; from tests.test_store import graph, stores\n"
        "store = stores.open(sys.argv[1], 'w')\n"
        "new = {**graph('a', *(f'new {n}' for n in range(5000))), **graph('b', *(f'new {n}' for n in range(5000)))}\n"
        "print('go', flush=True)\n"
        "store.replace(new)\n"
    )
    old = {**test_store.graph("a", "old"), **test_store.graph("b", "old")}
    for delay in (0.0, 0.02, 0.06, 0.1, 0.15, 0.2):
        stores.open(address, "w").replace(old)
        child = subprocess.Popen([sys.executable, "-c", code, address], cwd=ROOT, stdout=subprocess.PIPE)
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(delay)
        child.kill()
        child.wait()
        time.sleep(0.5)  # the server may still do what it was told
        found = [quad.object.value for quad in stores.open(address).quads()]
        assert found == ["old", "old"] or len(found) == 10000


@needs_server
def test_staging_graphs_are_not_part_of_the_graph(address: str) -> None:
    stores.open(address, "w").replace(sample.graphs())
    before = set(stores.open(address).quads())
    raw(address, f"INSERT DATA {{ GRAPH <{endpoint.STAGING}1> {{ <http://e/s> <http://e/p> 1 }} }}")
    found = stores.open(address)
    assert set(found.quads()) == before
    assert len(found) == len(before)
    assert not list(found.query("SELECT ?o WHERE { <http://e/s> ?p ?o }"))


# What is incomplete, or refused


@contextmanager
def misbehaving(answer: Callable[[BaseHTTPRequestHandler, int], None]) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """A server that answers the n-th request (from 0) as it is told, and the headers of what it was asked."""
    asked: list[dict[str, str]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            asked.append(dict(self.headers))
            answer(self, len(asked) - 1)

        do_GET = do_POST

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/sparql", asked
    finally:
        server.shutdown()
        server.server_close()


def say(handler: BaseHTTPRequestHandler, body: bytes, code: int = 200, **headers: str) -> None:
    handler.send_response(code)
    for name, value in {"Content-Type": "application/sparql-results+json", **headers}.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("Content-Length", headers.get("Length", str(len(body))))
    handler.end_headers()
    handler.wfile.write(body)


ROWS = b'{"head":{"vars":["n"]},"results":{"bindings":[{"n":{"type":"literal","value":"1"}}]}}'


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (lambda h, n: say(h, ROWS[:-9]), "broke off in the middle of an answer"),
        (lambda h, n: say(h, ROWS[:-9], Length=str(len(ROWS))), "broke off in the middle of an answer"),
        (lambda h, n: say(h, ROWS, X_SPARQL_MaxRows="10000"), "cut its answer .x-sparql-maxrows: 10000.; ask for less"),
        (lambda h, n: say(h, ROWS, X_SQL_State="S1TAT"), "cut its answer"),
        (lambda h, n: say(h, b"", 401), "does not let you in .401.; set KG_SPARQL_USER"),
        (lambda h, n: say(h, b"out of\nmemory", 500), "answered 500: out of memory"),
        (lambda h, n: say(h, b"", 302, Location="http://evil.example/"), "points to http://evil.example/"),
        (lambda h, n: say(h, b"", 503), "answered 503"),
    ],
)
def test_an_answer_that_is_not_whole_is_an_error_of_one_line(
    answer: Callable[[BaseHTTPRequestHandler, int], None], message: str
) -> None:
    with misbehaving(answer) as (where, _), pytest.raises(GraphError, match=message) as caught:
        connect(where).query("SELECT ?n WHERE { ?s ?p ?n }")
    assert len(str(caught.value).splitlines()) == 1


@needs_server
@pytest.mark.parametrize("form", ["SELECT * WHERE", "CONSTRUCT { ?a ?b ?l } WHERE"])
def test_an_answer_that_the_server_cut_at_its_time_limit_is_an_error(form: str) -> None:
    with served("--timeout-s", "1") as where:
        stores.open(where, "w").replace(sample.graphs())
        with pytest.raises(GraphError, match="broke off in the middle of an answer|answered 5|did not answer"):
            connect(where).query(
                f"{form} {{ GRAPH ?g {{ ?a ?b ?c }} GRAPH ?h {{ ?d ?e ?f }} GRAPH ?i {{ ?j ?k ?l }} "
                "FILTER(STRLEN(STR(?c)) = STRLEN(STR(?f)) + 1 && STRLEN(STR(?l)) = STRLEN(STR(?f)) + 2) }"
            )


def test_a_number_of_quads_other_than_the_endpoint_counts_is_an_error() -> None:
    def answer(handler: BaseHTTPRequestHandler, number: int) -> None:
        nothing = b'{"head":{"vars":["s","o","g"]},"results":{"bindings":[]}}'
        say(handler, nothing if number else ROWS.replace(b'"1"', b'"3"'))

    with misbehaving(answer) as (where, _), pytest.raises(GraphError, match="gave 0 of 3 quads"):
        connect(where).quads_for_pattern(None, ox.NamedNode("http://e/p"), None)


def test_a_busy_endpoint_is_asked_again() -> None:
    def answer(handler: BaseHTTPRequestHandler, number: int) -> None:
        say(handler, ROWS, (503, 429, 200)[number])

    with misbehaving(answer) as (where, asked):
        assert len(list(connect(where).query("SELECT ?n WHERE { ?s ?p ?n }"))) == 1
        assert len(asked) == 3


def test_a_slow_endpoint_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_SPARQL_TIMEOUT", "0.3")
    with misbehaving(lambda h, n: time.sleep(2)) as (where, asked):
        with pytest.raises(GraphError, match="did not answer within 0.3 seconds"):
            connect(where).query("ASK {}")
        assert len(asked) == 1


@pytest.mark.parametrize(
    ("settings", "header"),
    [
        ({"KG_SPARQL_USER": "me", "KG_SPARQL_PASSWORD": "open"}, "Basic bWU6b3Blbg=="),
        ({"KG_SPARQL_TOKEN": "abc", "KG_SPARQL_USER": "me"}, "Bearer abc"),
        ({}, None),
    ],
)
def test_credentials_come_from_the_environment_and_stay_out_of_messages(
    settings: dict[str, str], header: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    with misbehaving(lambda h, n: say(h, b"", 403)) as (where, asked):
        with pytest.raises(GraphError) as caught:
            connect(where).query("ASK {}")
        assert asked[0].get("Authorization") == header
        assert "open" not in str(caught.value) and "open" not in repr(connect(where))


def test_a_password_in_an_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(GraphError, match="was given with a password in it; set KG_SPARQL_USER") as caught:
        stores.open("http://me:secret@127.0.0.1:1/query")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("mode", ["r", "w"])
def test_an_endpoint_that_is_not_there_is_an_error(mode: str) -> None:
    with pytest.raises(GraphError, match="cannot be reached: .*; check the address, and that it runs"):
        stores.open(f"http://127.0.0.1:{free_port()}/query", mode)


@needs_server
def test_an_endpoint_without_a_graph_is_an_error_to_read(address: str) -> None:
    with pytest.raises(GraphError, match="holds no graph; check the address, or build it first"):
        stores.open(address)


@needs_server
def test_a_query_that_does_not_parse_is_told_as_from_a_file(remote: Store) -> None:
    with pytest.raises(QueryError, match="is not SPARQL"):
        queries.ask(remote, "SELECT ?s WHERE {")


def test_a_function_of_kgs_own_is_a_line_with_what_to_write_instead(remote: Store, store: Store) -> None:
    query = "SELECT ?a ?b WHERE { ?a a kg:Arrest . ?b a kg:Meeting %s }"
    call = query % "FILTER(kg:certainlyBefore(?a, ?b))"
    with pytest.raises(QueryError, match="calls kg:certainlyBefore, .*; write instead: OPTIONAL") as raised:
        queries.ask(remote, call)
    assert "\n" not in str(raised.value)
    instead = raised.value.do.removeprefix("write instead: ")
    assert queries.ask(remote, query % instead, format="csv") == queries.ask(store, call, format="csv")


@pytest.mark.parametrize(
    "text", ['SELECT ("kg:certainlyBefore(?a, ?b)" AS ?x) WHERE {}', "SELECT * WHERE {} # kg:possiblyBefore(?a, ?b)"]
)
def test_a_function_that_is_only_mentioned_is_no_error(remote: Store, text: str) -> None:
    assert queries.ask(remote, text)


def test_where_updates_and_graphs_go_follows_from_the_address_or_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = connect("http://e/ds/query")
    assert (found.update_at, found.store_at) == ("http://e/ds/update", "http://e/ds/store")
    found = connect("http://e/sparql")
    assert (found.update_at, found.store_at) == ("http://e/sparql", None)
    monkeypatch.setenv("KG_SPARQL_UPDATE", "http://e/u")
    monkeypatch.setenv("KG_SPARQL_STORE", "http://e/g")
    found = connect("http://e/sparql")
    assert (found.update_at, found.store_at) == ("http://e/u", "http://e/g")


# Parameters in standard SPARQL


def test_a_value_stands_in_every_group_and_nowhere_else() -> None:
    query = (
        'CONSTRUCT { ?a ?b ?x } WHERE { VALUES ?b { <http://e/{> } { SELECT ?a WHERE { ?a ?b "{" } } '
        "OPTIONAL { ?a ?c ?x } # {\n }"
    )
    assert bound(query, {"x": "1"}).count("VALUES (?x) { (1) }") == 3
    assert bound(query, {}) == query


def test_no_code_point_escape_follows_an_escaped_backslash() -> None:
    assert escaped(r'"\\u0022 \\\\U0 \u0001 \n"') == r'"\\\u00750022 \\\\\u00550 \u0001 \n"'


def test_every_prefix_can_be_declared_twice(store: Store) -> None:
    declared = "".join(f"PREFIX {name}: <{iri}> " for name, iri in PREFIXES.items())
    assert list(store.query(f"{declared}SELECT ?s WHERE {{ ?s a kg:Fact }}"))
