"""Words found in a graph, through the index of a directory and without one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg import index
from kg import store as stores
from kg.errors import GraphError, InputError
from kg.search import search
from kg.store import Store
from tests import sample
from tests.command import kg


@pytest.fixture
def directory(tmp_path: Path) -> Store:
    stores.open(str(tmp_path / "g"), "w").replace(sample.graphs())
    return stores.open(str(tmp_path / "g"))


def texts(store: Store, *words: str) -> list[str]:
    return [hit.text for hit in search(store, words).hits]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["lucknow"], ["Lucknow", "On 3 June 2022 Devika Rao met Arjun Sen, the reporter's brother, in Lucknow."]),
        (["LUCK"], ["Lucknow", "On 3 June 2022 Devika Rao met Arjun Sen, the reporter's brother, in Lucknow."]),
        (["ucknow"], []),
        (["met", "june"], ["On 3 June 2022 Devika Rao met Arjun Sen, the reporter's brother, in Lucknow."]),
        (["met june"], []),
        (["devika rao met"], ["On 3 June 2022 Devika Rao met Arjun Sen, the reporter's brother, in Lucknow."]),
        (["2023"], ["A trial is expected to begin in 2023."]),
        (["२०२३"], ["A trial is expected to begin in 2023."]),
        (["मुक़दमा"], ["राव ने कहा, “मैं तुमसे जल्द मिलूंगी।” मुकदमा अब तक शुरू नहीं हुआ।"]),
        (["जेल बंद"], []),
        (["हमला"], ["राव के मुताबिक सेन पर हमला हुआ था।"]),
        (['"', "हमला"], None),
        (["alert(1)"], ["<script>alert(1)</script>"]),
        (["NEAR(met june)"], []),
    ],
)
def test_words_are_found_with_an_index_and_without_in_the_same_places(
    store: Store, directory: Store, words: list[str], found: list[str] | None
) -> None:
    if found is None:
        with pytest.raises(InputError, match="was given no word"):
            search(directory, words)
        return
    assert texts(directory, *words) == found
    assert search(store, words).hits == search(directory, words).hits
    assert (search(directory, words).indexed, search(store, words).indexed) == (True, False)


def test_a_sentence_comes_with_its_place_and_its_events(directory: Store) -> None:
    hit = next(hit for hit in search(directory, ["arrested"]).hits if hit.kind == "sentence")
    assert hit.article == sample.ENGLISH.id
    assert hit.start is not None
    assert sample.ENGLISH.text[hit.start : hit.end] == hit.text
    assert hit.events == (sample.RESOLVED.event_of[sample.ARREST_EN.id],)


def test_names_come_first_then_headlines_then_sentences(directory: Store) -> None:
    kinds = [hit.kind for hit in search(directory, ["jail"]).hits]
    assert kinds == sorted(kinds, key=["name", "headline", "sentence"].index)


def test_no_more_than_asked_for_and_said_so(directory: Store) -> None:
    found = search(directory, ["sen"], limit=1)
    assert (len(found.hits), found.more) == (1, True)
    assert not search(directory, ["sen"]).more


@pytest.mark.parametrize("damage", [lambda path: path.unlink(), lambda path: path.write_bytes(b"no database at all")])
def test_without_its_index_a_directory_answers_the_same_and_can_have_it_made_again(
    directory: Store, damage: object
) -> None:
    whole = search(directory, ["sen"])
    assert directory.index is not None
    damage(directory.index)  # type: ignore[operator]
    found = search(directory, ["sen"])
    assert (found.hits, found.indexed) == (whole.hits, False)
    result = kg("search", directory.where, "sen")
    assert "there is no index, so every sentence was looked at; --index makes one" in result.stderr
    assert kg("search", directory.where, "--index").exit_code == 0
    assert search(directory, ["sen"]).indexed


def test_an_index_of_another_version_is_not_used(directory: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "VERSION", index.VERSION + 1)
    assert not search(directory, ["sen"]).indexed


def test_an_index_follows_its_graph(directory: Store) -> None:
    stores.open(directory.where, "w").replace({name: [] for name in directory.graphs()[1:]})
    now = stores.open(directory.where)
    assert search(now, ["lucknow"]).indexed
    assert search(directory, ["sen"]).indexed, "a reader keeps that of the graph it reads"
    there = {path.name for path in Path(directory.where).glob("generation-*")}
    assert there == {name for n in (1, 2) for name in (f"generation-{n}", f"generation-{n}.index")}


def test_only_a_directory_has_an_index(graph_file: Path) -> None:
    with pytest.raises(GraphError, match="is no directory, and only a directory has an index"):
        stores.reindex(str(graph_file))


def test_a_name_is_looked_up_in_the_index_and_means_who_it_means_without_one(directory: Store, store: Store) -> None:
    from kg.query import entity

    for name in ("MEERA SEN", "मीरा सेन", "Mira Sen", "jaipur"):
        assert entity(directory, name) == entity(store, name)


def test_the_command_prints_lines_or_json(directory: Store) -> None:
    lines = kg("search", directory.where, "lucknow").stdout.splitlines()
    assert lines[0] == "id:entity/lucknow  Lucknow"
    assert lines[-1].startswith("    event ")
    found = json.loads(kg("search", directory.where, "lucknow", "--format", "json").stdout)
    assert [hit["kind"] for hit in found["hits"]] == ["name", "sentence"]
    assert found["indexed"]
