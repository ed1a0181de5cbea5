"""What a graph holds does not depend on the order in which its articles came, nor on what came and went in between."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import growing, judge
from kg.builds import build, retract
from kg.model import Annotated, Article, Fact
from kg.store import open as open_store
from tests.told import article, read

TEXTS = {
    "a": "पत्रकार मीनाक्षी चौधरी को पुलिस ने 2 मार्च 2024 को पटना में गिरफ्तार किया। अनिल वर्मा ने उन्हें चिट्ठी लिखी।",
    "b": "Journalist Minakshi Choudhary was arrested in Patna on 2 March 2024, they said. Anil Verma was born in 1962.",
    "c": "Anil Verma, a contractor born in 1980, met M. Choudhary in Gaya after her release in April 2024.",
    "d": "मीनाक्षी चौधरी के नाम अनिल वर्मा की चिट्ठी सोशल मीडिया पर वायरल हुई। पटना के पास नाव डूबी।",
    "e": "Villagers near Patna said that a ferry sank within minutes. Three people died when the ferry sank.",
    "f": "A ferry sank near Patna within minutes, villagers said. Minakshi Chaudhary met the villagers in May 2024.",
}  # fmt: skip
ARTICLES = {id: article(id, text, f"2024-05-0{n}") for n, (id, text) in enumerate(TEXTS.items(), 1)}


@cache
def extract(one: Article) -> tuple[Annotated, tuple[Fact, ...]]:
    return read(one)


def lines(graph: str) -> list[str]:
    """The quads of a graph, without those of the log, sorted."""
    store = open_store(graph)
    return sorted(str(quad) for name in store.graphs() if not name.endswith("/log") for quad in store.quads(graph=name))


@cache
def at_once(ids: frozenset[str]) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        build([ARTICLES[id] for id in sorted(ids)], f"{folder}/g.nq", extract=extract)
        return lines(f"{folder}/g.nq")


@pytest.fixture(autouse=True, scope="module")
def small() -> Iterator[None]:
    """Workings are soon so large that they are put beside the graph and shared."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(growing, "_SMALL", 1)
        patch.setattr(growing, "_SHARE", 2)
        yield


TARGETS = pytest.mark.parametrize("name", ["g.nq", "g"])


@TARGETS
@settings(max_examples=10, deadline=None)
@given(st.permutations(sorted(ARTICLES)), st.integers(2, 6), st.integers(1, 3))
def test_articles_added_in_any_order_and_portions_give_the_same(
    name: str, order: list[str], many: int, size: int
) -> None:
    chosen = order[:many]
    with tempfile.TemporaryDirectory() as folder:
        for at in range(0, many, size):
            build([ARTICLES[id] for id in chosen[at : at + size]], f"{folder}/{name}", extract=extract)
        assert lines(f"{folder}/{name}") == at_once(frozenset(chosen))


@TARGETS
@settings(max_examples=4, deadline=None)
@given(st.permutations(sorted(ARTICLES)), st.data())
def test_what_came_and_went_leaves_nothing_and_judgements_wait(
    name: str, order: list[str], data: st.DataObject
) -> None:
    gone = data.draw(st.sampled_from(order))
    with tempfile.TemporaryDirectory() as folder:
        target = f"{folder}/{name}"
        build([ARTICLES[id] for id in order], target, extract=extract)
        made = judge.judge(target, "same", "b#11-29", "c#0-10", by="Asha")
        judged = lines(target)
        retract(target, gone)
        build([ARTICLES[gone]], target, extract=extract)
        assert lines(target) == judged
        judge.undo(target, made.id)
        assert lines(target) == at_once(frozenset(order))
