"""Words found in a graph, through the index of a directory and without one."""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import TypeAlias

import pyoxigraph as ox
import pytest

from kg import index, terms
from kg import store as stores
from kg.errors import GraphError, InputError
from kg.search import search
from kg.store import Store
from kg.terms import DEFAULT, Value
from tests import sample
from tests.command import kg

Within: TypeAlias = dict[str, dict[str, list[ox.Quad]]]


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


def test_a_name_that_an_older_index_cannot_find_is_found_and_the_user_told_how_to_make_it_quick(
    directory: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = kg("timeline", directory.where, "--about", "Meera Sen")
    assert (before.exit_code, before.stderr) == (0, "")
    monkeypatch.setattr(index, "VERSION", index.VERSION + 1)
    after = kg("timeline", directory.where, "--about", "Meera Sen")
    assert after.stdout == before.stdout
    assert "has no index of this kg, so every name is looked at; kg search" in after.stderr
    assert len(after.stderr.splitlines()) == 1
    stores.open(directory.where, "w").replace({"http://e/more": []})
    assert kg("timeline", directory.where, "--about", "Meera Sen").stderr == "", "the next write makes it again"


def test_an_index_follows_its_graph(directory: Store) -> None:
    stores.open(directory.where, "w").replace({name: [] for name in directory.graphs()[1:]})
    now = stores.open(directory.where)
    assert search(now, ["lucknow"]).indexed
    assert search(directory, ["sen"]).indexed, "a reader keeps that of the graph it reads"
    there = {path.name for path in Path(directory.where).glob("generation-*")}
    assert there == {f"generation-{n}{suffix}" for n in (1, 2) for suffix in ("", ".index", ".later")}


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


# Brought up to date


def content(path: Path | None) -> tuple[list[object], ...]:
    """What an index tells, whatever the numbers of its passages."""
    assert path is not None
    with closing(sqlite3.connect(path)) as database:
        database.execute("ATTACH ? AS later", (str(index.later(path)),))
        for part in ("main", "later"):
            database.execute(f"CREATE VIRTUAL TABLE temp.{part}_terms USING fts5vocab({part}, 'words', 'instance')")
        placed = "SELECT iri, term, offset FROM temp.{0}_terms JOIN {0}.passage ON id = doc"
        asked = (placed, "SELECT iri FROM {0}.passage", "SELECT folded, iri FROM {0}.name")
        hidden = "WHERE iri NOT IN (SELECT iri FROM later.changed)"
        whole = (f"{one.format('main')} {hidden} UNION ALL {one.format('later')}" for one in asked)
        return tuple(sorted(database.execute(query).fetchall()) for query in whole)


def made_anew(target: str) -> tuple[list[object], ...]:
    stores.reindex(target)
    return content(stores.open(target).index)


def varied(chance: random.Random, graphs: Mapping[str, Sequence[ox.Quad]]) -> tuple[dict[str, list[ox.Quad]], Within]:
    """Some graphs gone, some back, and in the others some subjects that tell other words, or nothing."""
    whole: dict[str, list[ox.Quad]] = {}
    within: Within = {}
    for name, quads in graphs.items():
        if chance.random() < 0.4:
            whole[name] = list(quads) if chance.random() < 0.7 else []
            continue
        subjects = sorted({quad.subject.value for quad in quads})
        chosen = set(chance.sample(subjects, chance.randrange(len(subjects) // 2)))
        within[name] = {iri: [] for iri in chosen}
        for quad in quads:
            if quad.subject.value in chosen and chance.random() < 0.8:
                within[name][quad.subject.value].append(other(chance, quad))
    return whole, within


def other(chance: random.Random, quad: ox.Quad) -> ox.Quad:
    """The quad, or one with other words, as long, in another order."""
    if not isinstance(quad.object, ox.Literal) or quad.object.language is None or chance.random() < 0.5:
        return quad
    words = quad.object.value.split(" ")
    said = ox.Literal(" ".join(chance.sample(words, len(words))), language=quad.object.language)
    return ox.Quad(quad.subject, quad.predicate, said, quad.graph_name)


@pytest.mark.parametrize("small", [0, 30, 2000])
@pytest.mark.parametrize("seed", range(1, 9))
def test_an_index_brought_up_to_date_is_the_one_made_anew(
    tmp_path: Path, seed: int, small: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "SMALL", small)
    chance, target = random.Random(seed), str(tmp_path / "g")
    stores.open(target, "w").replace(sample.graphs())
    for _ in range(5):
        stores.open(target, "w").replace(*varied(chance, sample.graphs()))
    stores.open(target, "w").replace({DEFAULT.derived: sample.graphs()[DEFAULT.derived]})
    found = content(stores.open(target).index)
    assert len(found[0]) > 10
    assert found == made_anew(target)


def test_a_small_file_becomes_one_with_the_large_one_when_it_has_grown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, chance = str(tmp_path / "g"), random.Random(1)
    monkeypatch.setattr(index, "SMALL", 40)
    stores.open(target, "w").replace(sample.graphs())
    sizes = []
    for _ in range(12):
        stores.open(target, "w").replace(*varied(chance, sample.graphs()))
        now = stores.open(target).index
        assert now is not None
        sizes.append((index._many(now), index._many(index.later(now))))
    large, small = zip(*sizes, strict=True)
    assert max(small) <= 40 + max(large) // 8
    assert 0 in small[1:], "it became one with the large one"
    assert max(large) <= 40 + 2 * len(content(now)[1]) + 40, "what is gone does not stay for ever"
    assert content(now) == made_anew(target)


def test_generations_share_the_large_file(directory: Store) -> None:
    first = directory.index
    stores.open(directory.where, "w").replace({directory.graphs()[0]: []})
    second = stores.open(directory.where).index
    assert first is not None
    assert second is not None
    assert first != second
    assert first.samefile(second)


def test_an_index_is_not_made_anew_for_a_small_change(directory: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "_all", None)
    iri = DEFAULT.entity("meera")
    label = Value("Meera Kumari Sen", "en")
    quads = [*directory.quads(iri, graph=DEFAULT.derived), *terms.quads([(iri, "rdfs:label", label)], DEFAULT.derived)]
    stores.open(directory.where, "w").replace({}, {DEFAULT.derived: {iri: quads}})
    assert index.named(stores.open(directory.where).index, "meera kumari SEN") == [iri]  # type: ignore[arg-type]


@pytest.mark.parametrize("which", ["large", "small"])
@pytest.mark.parametrize("kept", [b"", b"SQLite format 3\x00 and then nothing of it", None])
def test_an_index_that_is_damaged_or_missing_is_not_asked_and_made_anew_by_the_next_change(
    directory: Store, which: str, kept: bytes | None
) -> None:
    assert directory.index is not None
    path = directory.index if which == "large" else index.later(directory.index)
    path.unlink()
    if kept is not None:
        path.write_bytes(kept)
    assert not search(directory, ["sen"]).indexed
    stores.open(directory.where, "w").replace({directory.graphs()[0]: []})
    now = stores.open(directory.where)
    assert search(now, ["sen"]).indexed
    assert content(now.index) == made_anew(directory.where)
