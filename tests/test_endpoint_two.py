"""Two programs that write to one endpoint at the same moment: both are in, or one is told that it is not.

Proved against both engines that kg is tried on, with two processes that are let go together many times.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import endpoint, turn, writing
from kg import store as stores
from kg.builds import build
from kg.change import Change
from kg.endpoint import connect
from kg.errors import GraphError
from kg.model import Article
from kg.plan import STAGING
from kg.terms import expand
from kg.verify import verify
from tests.test_judge import A
from tests.told import article

ROOT = Path(__file__).parent.parent
pytestmark = pytest.mark.usefixtures("plain")
BARE, BUILDS = 40, 12
#: Told a number on its input, a writer opens the graph; told another line, it writes, and says what came of it.
LOOP = """
import sys
from kg import store as stores
from kg.builds import build
from kg.errors import GraphError
from tests.test_endpoint_two import made, small

address, me, how = sys.argv[1:]
replace = stores.Store.replace

def held_back(*rest):
    print("ready", flush=True)
    sys.stdin.readline()
    return replace(*rest)

stores.Store.replace = held_back
for line in sys.stdin:
    try:
        if how == "build":
            build([small(me, int(line))], address, learnt="2026-01-01")
        else:
            stores.open(address, "w").replace(made(me, int(line)))
        print("in", flush=True)
    except GraphError as error:
        print(error, flush=True)
"""
TOLD = ("was changed by another program meanwhile; nothing was written; build again",)


def small(writer: str, number: int) -> Article:
    return article(f"{writer}{number}", f"Meera Sen met Amit Rao in Pune on {number + 1} March 2021.", "2021-05-04")


def made(writer: str, number: int) -> dict[str, list[ox.Quad]]:
    """Two graphs that both writers replace, and one of a writer's own that it adds to."""
    graphs = {}
    for name, size in (("a", 40), ("b", 3), (f"own-{writer}-{number}", 2)):
        node = ox.NamedNode(f"http://e/{name}")
        words = (ox.Literal(f"{writer} {number} {n}") for n in range(size))
        graphs[node.value] = [ox.Quad(node, ox.NamedNode(expand("kg:digest")), word, node) for word in words]
    return graphs


@contextmanager
def writers(address: str, how: str) -> Iterator[list[subprocess.Popen[str]]]:
    command = [sys.executable, "-c", LOOP, address]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "cwd": ROOT, "bufsize": 1}
    running = [subprocess.Popen([*command, name, how], **pipes) for name in ("x", "y")]  # type: ignore[call-overload]
    try:
        yield running
    finally:
        for one in running:
            one.kill()
            one.wait()


def tell(child: subprocess.Popen[str], line: str) -> None:
    assert child.stdin is not None
    child.stdin.write(f"{line}\n")
    child.stdin.flush()


def hear(child: subprocess.Popen[str]) -> str:
    assert child.stdout is not None
    return child.stdout.readline().strip()


def together(running: list[subprocess.Popen[str]], number: int, apart: float) -> list[str]:
    """Let both write, the second so many seconds after the first; what they say."""
    for one in running:
        tell(one, str(number))
    assert [hear(one) for one in running] == ["ready", "ready"]
    first, second = running if number % 2 else reversed(running)
    tell(first, "go")
    time.sleep(apart)
    tell(second, "go")
    return [hear(one) for one in running]


def test_of_two_that_replace_the_same_graphs_at_once_one_is_told_and_nothing_is_mixed(place: str) -> None:
    with writers(place, "bare") as running:
        for number in range(BARE):
            said = together(running, number, number % 10 * 0.005)
            assert sorted(said, key=len)[0] == "in" and max(said, key=len).endswith(TOLD), said
            (winner,) = (name for name, one in zip("xy", said, strict=True) if one == "in")
            loser = "y" if winner == "x" else "x"
            store = stores.open(place)
            for name, quads in made(winner, number).items():
                assert set(store.quads(graph=name)) == set(quads)
            assert set(store.graphs()).isdisjoint(set(made(loser, number)) - set(made(winner, number)))
        left = {name for name in store.graphs() if "own" in name}
        assert len(left) == BARE
        assert writing._staging(connect(place)) == set()


def test_of_two_builds_at_once_no_article_is_lost_without_a_word(place: str) -> None:
    build([A], place, learnt="2026-01-01")
    due = {"a"}
    with writers(place, "build") as running:
        for number in range(BUILDS):
            said = together(running, number, number % 4 * 0.02)
            assert "in" in said and all(one == "in" or one.endswith(TOLD) for one in said), said
            due |= {f"{name}{number}" for name, one in zip("xy", said, strict=True) if one == "in"}
            store = stores.open(place)
            bodies = store.quads(predicate="schema:articleBody")
            assert {quad.subject.value.rpartition("/")[2] for quad in bodies} == due
            assert verify(store).failures == []


def test_a_writer_that_was_killed_in_its_turn_keeps_nobody_waiting_for_ever(
    place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect(place).update(turn.comes("urn:kg:writer:dead"))
    begun = time.monotonic()
    build([A], place, learnt="2026-01-01")
    assert 2 <= time.monotonic() - begun < 8
    assert verify(stores.open(place)).failures == []
    assert writing._staging(connect(place)) == set()


def test_a_writer_that_was_only_slow_changes_nothing_once_another_took_its_turn(
    place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It stops right before its last request, as a machine does that is put to sleep, and goes on afterwards."""
    monkeypatch.setattr(writing, "PATIENCE", 0)
    build([A], place, learnt="2026-01-01")
    update = endpoint.Endpoint.update

    def slow(self: endpoint.Endpoint, *operations: str, again: bool = True) -> None:
        if not again:
            with monkeypatch.context() as meanwhile:
                meanwhile.setattr(endpoint.Endpoint, "update", update)
                build([small("y", 1)], place, learnt="2026-01-01")
        update(self, *operations, again=again)

    with monkeypatch.context() as during, pytest.raises(GraphError, match="was written to by another program"):
        during.setattr(endpoint.Endpoint, "update", slow)
        build([small("x", 1)], place, learnt="2026-01-01")
    store = stores.open(place)
    ids = {quad.subject.value.rpartition("/")[2] for quad in store.quads(predicate="schema:articleBody")}
    assert ids == {"a", "y1"}
    assert verify(store).failures == []


def test_who_waits_for_too_long_is_told(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "PATIENCE", 0.3)
    names = iter(f"urn:kg:writer:{n}" for n in range(1000))

    def others() -> set[str]:
        return {next(names)}

    monkeypatch.setattr(writing, "_writers", lambda at: others())
    with pytest.raises(GraphError, match="is being written to by other programs; nothing was written; try again"):
        writing.replace(connect(place), Change(made("x", 1)), None)
    assert connect(place).count(f'GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), "{STAGING}"))') == 0
