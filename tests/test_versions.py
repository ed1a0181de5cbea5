"""What an article was before its source changed stays in the log, until the article is retracted."""

from __future__ import annotations

from pathlib import Path

import pytest

import kg
from kg import store as stores
from kg.builds import retract
from kg.log import read_log
from kg.terms import DEFAULT
from kg.verify import verify

OLD = {
    "id": "a", "language": "en", "text": "Meera Sen was arrested in Jaipur on 14 March 2021.", "title": "Arrest",
    "published": "2021-03-15", "url": "https://news.example/a", "retrieved": "2021-03-16",
    "archived": "https://archive.example/1/a",
}  # fmt: skip
NEW = {**OLD, "text": "Meera Sen was arrested in Kota on 14 March 2021.", "retrieved": "2021-04-01"}


@pytest.fixture(params=["g.nq", "g"])
def graph(tmp_path: Path, request: pytest.FixtureRequest) -> str:
    target = str(tmp_path / request.param)
    kg.build(OLD, target, learnt="2026-01-01")
    kg.build(NEW, target, learnt="2026-02-01")
    return target


def test_the_text_that_gave_way_is_kept_with_what_was_known_of_it(graph: str) -> None:
    rows = kg.open(graph).query("versions-of", article="a")
    assert [row["learnt"] for row in rows] == ["2026-01-01", "2026-02-01"]
    assert {name: rows[0][name] for name in ("text", "title", "published", "url", "retrieved", "archived")} == {
        name: OLD[name] for name in ("text", "title", "published", "url", "retrieved", "archived")
    }
    assert rows[1]["text"] is None
    assert verify(stores.open(graph)).failures == []


def test_events_and_words_are_those_of_the_present_text_alone(graph: str) -> None:
    assert [entry.place and entry.place.name["en"] for entry in kg.open(graph).timeline()] == ["Kota"]
    assert kg.open(graph).search("Jaipur").hits == ()


def test_a_text_that_comes_back_is_no_earlier_version_any_more(graph: str) -> None:
    kg.build(OLD, graph, learnt="2026-03-01")
    versions = read_log(stores.open(graph).quads(graph=DEFAULT.log)).versions
    assert [version.text for version in versions.values()] == [NEW["text"]]


def test_retracting_an_article_takes_its_earlier_texts_with_it(graph: str) -> None:
    retract(graph, "a")
    log = read_log(stores.open(graph).quads(graph=DEFAULT.log))
    assert (len(log.learnt), log.versions) == (2, {})
    assert "Jaipur" not in str(list(stores.open(graph).quads()))


def test_where_and_when_an_article_was_fetched_is_in_the_graph(graph: str) -> None:
    query = "SELECT ?day ?copy WHERE { ?a a schema:NewsArticle ; kg:retrieved ?day ; schema:archivedAt ?copy }"
    assert kg.open(graph).query(query) == [{"day": "2021-04-01", "copy": "https://archive.example/1/a"}]
