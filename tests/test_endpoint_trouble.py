"""What goes wrong at the engines that kg is tried on: writers and servers that are killed, time-outs, credentials.

Whatever happens, the graph is the old one or the new one, or kg says that it is neither, and the next build mends it.
"""

from __future__ import annotations

import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from kg import endpoint, writing
from kg import store as stores
from kg.builds import build
from kg.endpoint import STAGING, connect
from kg.errors import GraphError
from kg.model import Article
from kg.plan import PLAN, Plan, noted
from kg.verify import verify
from tests import oxigraph, virtuoso
from tests.command import kg
from tests.test_judge import A, B, C

ROOT = Path(__file__).parent.parent
pytestmark = pytest.mark.usefixtures("plain")
#: Seconds after its first words at which a writer, or a server, is killed.
MOMENTS = (0.0, 0.1, 0.25, 0.45, 0.8)
#: Builds articles into the graph at an address, and says when it begins to write.
WRITER = """
import sys
from kg import store
from kg.builds import build
from tests.test_judge import A, B, C

replace = store.Store.replace
store.Store.replace = lambda *rest: (print("go", flush=True), replace(*rest))[1]
build([A, B, C], sys.argv[1], learnt="2026-01-01")
print("done", flush=True)
"""


@pytest.fixture(params=["oxigraph", "virtuoso"])
def server(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[oxigraph.Server | virtuoso.Server]:
    """Each engine with its graphs in a folder, running."""
    (tmp_path / "db").mkdir()
    if request.param == "oxigraph":
        if oxigraph.PROGRAM is None:
            pytest.skip(oxigraph.MISSING)
        made: oxigraph.Server | virtuoso.Server = oxigraph.Server(tmp_path / "db")
    else:
        if virtuoso.PROGRAM is None:
            pytest.skip(virtuoso.MISSING)
        made = virtuoso.Server(tmp_path / "db")
        for name, value in virtuoso.settings(made.address).items():
            monkeypatch.setenv(name, value)
    made.start()
    yield made
    made.kill()


def writer(address: str) -> subprocess.Popen[str]:
    """A build in another process, which has just begun to write."""
    command = [sys.executable, "-c", WRITER, address]
    child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stdout.readline() == "go\n"
    return child


def quads(address: str) -> set[str]:
    return {str(quad) for quad in stores.open(address).quads() if "graph/log" not in str(quad.graph_name)}


@pytest.fixture
def states(tmp_path: Path) -> tuple[set[str], set[str]]:
    """The quads of the graph before and after the build, but for the log."""
    for name, articles in (("old", [A]), ("new", [A, B, C])):
        build(articles, str(tmp_path / f"{name}.nq"), learnt="2026-01-01")
    return quads(str(tmp_path / "old.nq")), quads(str(tmp_path / "new.nq"))


def mended(address: str, new: set[str]) -> None:
    """That the next build makes the graph whole, and leaves nothing of the one that was cut off."""
    build([A, B, C], address, learnt="2026-01-01")
    assert quads(address) == new
    assert verify(stores.open(address)).failures == []
    answer = connect(address)._json("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }")
    graphs = [row["g"]["value"] for row in answer["results"]["bindings"]]  # type: ignore[index]
    assert [name for name in graphs if name.startswith(STAGING)] == []


def test_a_build_that_is_killed_leaves_the_old_graph_or_the_new_one(
    server: oxigraph.Server | virtuoso.Server, states: tuple[set[str], set[str]]
) -> None:
    build([A], server.address, learnt="2026-01-01")
    seen = []
    for moment in MOMENTS:
        child = writer(server.address)
        time.sleep(moment)
        child.kill()
        child.wait()
        time.sleep(0.3)  # the server may still do what it was told
        seen.append(quads(server.address))
        assert seen[-1] in states, moment
        assert verify(stores.open(server.address)).failures == []
        if seen[-1] == states[1]:
            break
    mended(server.address, states[1])


def test_a_server_that_dies_while_it_is_written_to_comes_back_with_the_old_graph_or_the_new_one(
    server: oxigraph.Server | virtuoso.Server, states: tuple[set[str], set[str]]
) -> None:
    build([A], server.address, learnt="2026-01-01")
    for moment in MOMENTS:
        child = writer(server.address)
        time.sleep(moment)
        server.kill()
        said = child.communicate(timeout=60)
        server.start()
        now = quads(server.address)
        assert now in states, moment
        if "done" not in said[0]:
            assert said[1].splitlines()[-1].startswith("kg.errors.GraphError: "), said[1]
        if now == states[1]:
            break
    mended(server.address, states[1])


@pytest.mark.parametrize("moment", [0.0, 0.02, 0.1, 0.3])
def test_a_server_that_dies_in_the_last_request_of_a_build_has_done_all_of_it_or_nothing(
    server: oxigraph.Server | virtuoso.Server, states: tuple[set[str], set[str]], moment: float,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    build([A], server.address, learnt="2026-01-01")
    update = endpoint.Endpoint.update

    def cut(self: endpoint.Endpoint, *operations: str, again: bool = True) -> None:
        if not again:  # the one that moves all graphs to their places
            threading.Timer(moment, server.kill).start()
        update(self, *operations, again=again)

    with monkeypatch.context() as during:
        during.setattr(endpoint.Endpoint, "update", cut)
        try:
            build([A, B, C], server.address, learnt="2026-01-01")
        except GraphError as error:
            assert "cannot be reached: " in str(error)
    time.sleep(moment)
    server.kill()
    server.start()
    assert quads(server.address) in states
    mended(server.address, states[1])


def test_a_server_that_is_not_there_any_more_is_told_in_one_line(server: oxigraph.Server | virtuoso.Server) -> None:
    build([A], server.address, learnt="2026-01-01")
    server.kill()
    for command in (
        ("timeline", server.address), ("verify", server.address), ("retract", server.address, "a"),
        ("same", server.address, "a#8-18", "a#0-5"), ("judgements", server.address),
    ):  # fmt: skip
        done = kg(*command)
        assert (done.exit_code, done.stdout, len(done.stderr.splitlines())) == (1, "", 1)
        assert done.stderr.startswith(f"kg: {server.address}: cannot be reached: ")


# Credentials


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"KG_SPARQL_PASSWORD": "wrong"}, "does not let you in .401.; set KG_SPARQL_USER"),
        ({"KG_SPARQL_USER": "nobody"}, "does not let you in .401.; set KG_SPARQL_USER"),
        ({"KG_SPARQL_AUTH": "basic"}, "does not let you in .401.; set KG_SPARQL_USER"),
        ({"KG_SPARQL_UPDATE": ""}, "does not let you|refused an update|answered"),
    ],
)
def test_virtuoso_with_wrong_credentials_is_not_written_to(
    virtuoso_at: str, monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], message: str
) -> None:
    good = virtuoso.settings(virtuoso_at)
    for name, value in good.items():
        monkeypatch.setenv(name, value)
    connect(virtuoso_at).update(*(f"DROP SILENT GRAPH {graph}" for graph in connect(virtuoso_at).named_graphs()))
    build([A], virtuoso_at, learnt="2026-01-01")
    before = quads(virtuoso_at)
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(GraphError, match=message) as caught:
        build([B], virtuoso_at, learnt="2026-01-01")
    assert "dba" not in str(caught.value) and "wrong" not in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1
    assert quads(virtuoso_at) == before


def test_oxigraph_behind_a_password_lets_in_who_has_it(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """`oxigraph serve` itself knows no passwords: a proxy before it does, as it is run in the open."""
    with guarded(address, "Basic bWU6b3Blbg==") as where:
        with pytest.raises(GraphError, match="does not let you in .401.; set KG_SPARQL_USER"):
            build([A], where, learnt="2026-01-01")
        monkeypatch.setenv("KG_SPARQL_USER", "me")
        monkeypatch.setenv("KG_SPARQL_PASSWORD", "shut")
        with pytest.raises(GraphError, match="does not let you in .401."):
            build([A], where, learnt="2026-01-01")
        monkeypatch.setenv("KG_SPARQL_PASSWORD", "open")
        build([A], where, learnt="2026-01-01")
        assert verify(stores.open(where)).failures == []


@contextmanager
def guarded(address: str, secret: str) -> Iterator[str]:
    """A proxy that lets requests with this Authorization through."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            data = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            code, body = 401, b"who are you?"
            if self.headers.get("Authorization") == secret:
                kept = {name: value for name in ("Content-Type", "Accept") if (value := self.headers.get(name))}
                url = address.removesuffix("/query") + self.path
                request = urllib.request.Request(url, data if self.command == "POST" else None, kept)
                with urllib.request.urlopen(request) as answer:
                    code, body = answer.status, answer.read()
            self.send_response(code)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST

        def log_message(self, *args: object) -> None:
            pass

    proxy = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=proxy.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{proxy.server_port}/query"
    finally:
        proxy.shutdown()
        proxy.server_close()


# Time


ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?a ?b ?c . ?d ?e ?f . ?h ?i ?j . ?k ?l ?m } }"


def test_an_engine_that_takes_too_long_is_given_up_and_not_asked_again(
    place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    build([A, B, C], place, learnt="2026-01-01")
    monkeypatch.setenv("KG_SPARQL_TIMEOUT", "1")
    begun = time.monotonic()
    with pytest.raises(GraphError, match="did not answer within 1 seconds; ask for less"):
        connect(place).query(ENDLESS)
    assert time.monotonic() - begun < 5


def test_a_time_limit_of_virtuosos_own_is_an_error_and_no_part_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    if virtuoso.PROGRAM is None:
        pytest.skip(virtuoso.MISSING)
    with virtuoso.served("MaxQueryExecutionTime = 1\n") as where:
        for name, value in virtuoso.settings(where).items():
            monkeypatch.setenv(name, value)
        build([A, B, C], where, learnt="2026-01-01")
        monkeypatch.setenv("KG_SPARQL_TIMEOUT", "60")
        with pytest.raises((GraphError, SyntaxError), match="cut its answer|answered 5|broke off|timeout|time"):
            list(connect(where).query("SELECT * WHERE { ?a ?b ?c . ?d ?e ?f . ?h ?i ?j . ?k ?l ?m }"))


# A part of the last request: no engine tried did that, and SPARQL does not rule it out


def test_what_broke_off_in_the_middle_is_told_to_readers_and_finished_by_whoever_writes_next(
    place: str, states: tuple[set[str], set[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "PATIENCE", 0)
    update = endpoint.Endpoint.update
    build([A], place, learnt="2026-01-01")
    steps = len(_last(place, [A, B, C], monkeypatch))
    for done in range(steps + 1):
        connect(place).update(*(f"DROP SILENT GRAPH {graph}" for graph in connect(place).named_graphs()))
        build([A], place, learnt="2026-01-01")

        def part(self: endpoint.Endpoint, *operations: str, again: bool = True, done: int = done) -> None:
            update(self, *(operations if again else operations[:done]), again=again)
            if not again:
                raise KeyboardInterrupt

        with monkeypatch.context() as during, pytest.raises(KeyboardInterrupt):
            during.setattr(endpoint.Endpoint, "update", part)
            build([A, B, C], place, learnt="2026-01-01")
        try:
            assert quads(place) in states
        except GraphError as error:
            assert "was written to, and that broke off in the middle; any command that writes" in str(error)
            assert 0 < done < steps
        mended(place, states[1])


def _last(place: str, articles: list[Article], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The operations of the last request of a build."""
    found: list[str] = []
    update = endpoint.Endpoint.update

    def noting(self: endpoint.Endpoint, *operations: str, again: bool = True) -> None:
        found.extend(() if again else operations)
        update(self, *operations, again=again)

    with monkeypatch.context() as during:
        during.setattr(endpoint.Endpoint, "update", noting)
        build(articles, place, learnt="2026-01-01")
    return found


def test_a_plan_is_what_it_was_when_it_was_noted_whole() -> None:
    made = Plan(
        moves=(("urn:kg:staging:1", "http://e/a"),), drops=("http://e/b",), empties=(("urn:kg:staging:2", "http://e/c"),),
        fills=(("urn:kg:staging:3", "http://e/c"),), stamp="7",
    )  # fmt: skip
    triples = [tuple(part.strip("<>") for part in line.removesuffix(" .\n").split(" ")) for line in made.lines()]
    end = [(PLAN, "urn:kg:lines", str(len(triples))), (PLAN, "urn:kg:stamp", "7")]
    assert noted([*triples, *end]) == made  # type: ignore[list-item]
    for n in range(len(triples)):
        assert noted([*triples[:n], *triples[n + 1 :], *end]) is None  # type: ignore[list-item]
    assert noted(triples) is None  # type: ignore[arg-type]
    assert noted([("", "urn:kg:moves", "http://e/a"), (PLAN, "urn:kg:lines", "1"), (PLAN, "urn:kg:stamp", "7")]) is None
