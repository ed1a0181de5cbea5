"""Several graphs: their differences, all put into one, and one of an older version brought up to date."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import kg
from kg import growing
from kg import store as stores
from kg.difference import FORMATS, difference
from kg.errors import GraphError, InputError
from kg.judge import correct, judge
from kg.log import read_log
from kg.merging import merge
from kg.terms import DEFAULT, SCHEMA_VERSION
from kg.verify import verify
from tests.command import kg as run

TEXT = "Meera Sen was arrested in Jaipur on 14 March 2021. She met Devika Rao in May 2022."
ONE = {"id": "a", "language": "en", "text": TEXT}
TWO = {"id": "b", "language": "en", "text": "Arjun Sen was released in Kota on 3 June 2023."}


@pytest.fixture
def graphs(tmp_path: Path) -> tuple[str, str]:
    one, two = str(tmp_path / "one.nq"), str(tmp_path / "two")
    kg.build(ONE, one, learnt="2026-01-01")
    kg.build(TWO, two, learnt="2026-01-02")
    return one, two


def without_log(where: str) -> bytes:
    quads = stores.open(where).quads()
    return stores.serialized((q for q in quads if str(q.graph_name).strip("<>") != DEFAULT.log), ".nq")


# Merging


@pytest.mark.parametrize("place", ["m.nq", "m.trig", "m"])
def test_a_merged_graph_is_the_one_built_from_all_articles(graphs: tuple[str, str], tmp_path: Path, place: str) -> None:
    merged, built = str(tmp_path / place), str(tmp_path / "built.nq")
    report = merge(graphs, merged, learnt="2026-03-01")
    assert (report.articles, report.added) == (2, ("a", "b"))
    kg.build([ONE, TWO], built)
    assert without_log(merged) == without_log(built)
    assert verify(stores.open(merged)).failures == []
    log = read_log(stores.open(merged).quads(graph=DEFAULT.log))
    assert sorted(log.learnt.values()) == ["2026-01-01", "2026-01-02"]


@pytest.mark.parametrize("said", [False, True])
def test_an_article_more_in_a_merged_directory_derives_only_what_it_touches(
    graphs: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: bool
) -> None:
    three = {"id": "c", "language": "en", "text": "Meera Sen was released in Jaipur on 3 June 2021."}
    if said:
        correct(graphs[0], kg.open(graphs[0]).timeline(type="Arrest")[0].event, {"time": "2020-09"}, by="Asha")
        judge(graphs[0], "different", "Meera Sen", "Devika Rao", by="Asha", learnt="2026-01-01")
    merged, plain = str(tmp_path / "m"), str(tmp_path / "m.nq")
    for target in (merged, plain):
        merge(graphs, target, learnt="2026-03-01")
    with monkeypatch.context() as during:
        during.setattr(growing, "all_of", lambda *rest: pytest.fail("everything was derived again"))
        kg.build(three, merged, learnt="2026-03-02")
    kg.build(three, plain, learnt="2026-03-02")
    assert without_log(merged) == without_log(plain)
    assert verify(stores.open(merged)).failures == []


def test_what_people_said_comes_with_their_graph(graphs: tuple[str, str], tmp_path: Path) -> None:
    one, two = graphs
    correct(one, kg.open(one).timeline(type="Arrest")[0].event, {"time": "2020-09"}, by="Asha")
    judge(one, "different", "Meera Sen", "Devika Rao", by="Asha")
    merge(graphs, str(tmp_path / "m.nq"))
    merged = kg.open(tmp_path / "m.nq")
    assert merged.timeline(type="Arrest")[0].time == "2020-09"
    assert run("judgements", tmp_path / "m.nq").stdout == run("judgements", one).stdout
    assert len(run("judgements", one).stdout.splitlines()) == 2


def test_an_article_that_is_another_in_two_graphs_is_refused(graphs: tuple[str, str], tmp_path: Path) -> None:
    kg.build({**TWO, "id": "a"}, graphs[1])
    with pytest.raises(InputError, match=r"two: a: has another text or date than in .*one.nq; .*--prefer"):
        merge(graphs, str(tmp_path / "m.nq"))
    assert not (tmp_path / "m.nq").exists()


def test_a_place_that_holds_a_graph_is_not_merged_into(graphs: tuple[str, str]) -> None:
    with pytest.raises(GraphError, match="holds a graph already; name a new place"):
        merge(graphs, graphs[0])


# Desks that do not agree


def test_the_preferred_graph_is_right_and_what_gave_way_is_in_the_log(graphs: tuple[str, str], tmp_path: Path) -> None:
    one, two = graphs
    kg.build({**ONE, "text": f"{TEXT} She was released in June 2022."}, two, learnt="2026-01-03")
    kg.build([{**ONE, "text": f"{TEXT} She was released in June 2022."}, TWO], str(tmp_path / "right.nq"))
    for order in ((one, two), (two, one)):
        merged = str(tmp_path / f"{Path(order[0]).name}.m.nq")
        report = merge(order, merged, prefer=two)
        assert report.notes == (f"{one}: a: gave way to that of {two}, and is in the log",)
        assert without_log(merged) == without_log(str(tmp_path / "right.nq"))
        log = read_log(stores.open(merged).quads(graph=DEFAULT.log))
        assert [version.text for version in log.versions.values()] == [TEXT]
        assert verify(stores.open(merged)).failures == []
    with pytest.raises(InputError, match="--prefer x: is none of the graphs that are merged; name one of"):
        merge(graphs, str(tmp_path / "m.nq"), prefer="x")


def test_what_people_said_otherwise_is_refused_or_gives_way(graphs: tuple[str, str], tmp_path: Path) -> None:
    one, two = graphs
    kg.build(ONE, two, learnt="2026-01-02")
    arrest = kg.open(one).timeline(type="Arrest")[0].event
    correct(one, arrest, {"time": "2020-09"}, by="Asha")
    correct(two, arrest, {"time": "2020-08"}, by="Bano")
    judge(one, "different", "a#0-9", "a#51-54", by="Asha")
    with pytest.raises(InputError, match=r"time = 2020-08, says Bano, but time = 2020-09, says Asha in another of"):
        merge(graphs, str(tmp_path / "m.nq"))
    done = run("merge", one, two, "-o", tmp_path / "m.nq", "--prefer", two)
    assert done.exit_code == 0
    assert "time = 2020-09, says Asha: gave way to time = 2020-08, says Bano\n" in done.stderr
    assert kg.open(tmp_path / "m.nq").timeline(type="Arrest")[0].corrected == ("Bano",)
    judge(two, "same", "a#0-9", "a#51-54", by="Bano")
    with pytest.raises(InputError, match="says Bano, but different, says Asha in another of the graphs"):
        correct(two, arrest, {})
        merge(graphs, str(tmp_path / "n.nq"))


def test_of_two_who_said_the_same_the_one_in_the_first_graph_stays(graphs: tuple[str, str], tmp_path: Path) -> None:
    one, two = graphs
    kg.build(ONE, two, learnt="2026-01-02")
    arrest = kg.open(one).timeline(type="Arrest")[0].event
    for graph, name in ((one, "Asha"), (two, "Bano")):
        correct(graph, arrest, {"time": "2020-09"}, by=name)
    for order, name in (((one, two), "Asha"), ((two, one), "Bano")):
        merge(order, str(tmp_path / f"{name}.nq"))
        assert kg.open(tmp_path / f"{name}.nq").timeline(type="Arrest")[0].corrected == (name,)


def test_a_judgement_that_cannot_be_beside_the_preferred_ones_gives_way(tmp_path: Path) -> None:
    told = "Asha Rao met Amit Saxena in Pune in May 2024."
    articles = [{"id": id, "language": "en", "text": told} for id in "abc"]
    one, two = str(tmp_path / "one.nq"), str(tmp_path / "two.nq")
    for graph in (one, two):
        kg.build(articles, graph, learnt="2026-01-01")
    judge(one, "same", "a#0-8", "b#0-8", by="Asha")
    judge(one, "same", "b#0-8", "c#0-8", by="Asha")
    judge(two, "different", "a#0-8", "c#0-8", by="Bano")
    with pytest.raises(InputError, match="cannot be .* beside what was judged before"):
        merge([one, two], str(tmp_path / "m.nq"))
    report = merge([one, two], str(tmp_path / "m.nq"), prefer=two)
    assert any("gave way, as it cannot be beside others" in note for note in report.notes)
    assert '"by": "Bano"' in run("judgements", tmp_path / "m.nq").stdout
    assert verify(stores.open(str(tmp_path / "m.nq"))).failures == []


def test_opposite_verdicts_on_other_passages_of_the_same_two_are_pointed_out(tmp_path: Path) -> None:
    told = "Asha Rao met Amit Saxena in Pune in May 2024."
    for name, ids in (("one", "ab"), ("two", "bc")):
        kg.build([{"id": id, "language": "en", "text": told} for id in ids], str(tmp_path / f"{name}.nq"))
    judge(str(tmp_path / "one.nq"), "same", "a#0-8", "b#13-24", by="Asha")
    judge(str(tmp_path / "two.nq"), "different", "c#0-8", "b#13-24", by="Bano")
    done = run("merge", tmp_path / "one.nq", tmp_path / "two.nq", "-o", tmp_path / "m.nq")
    assert done.exit_code == 0
    assert "are of the same two; each holds for the passages that it names" in done.stderr
    assert "Asha" in done.stderr and "Bano" in done.stderr


def test_a_graph_of_another_base_takes_that_of_the_first(graphs: tuple[str, str], tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text(TWO["text"], encoding="utf-8")
    base = "https://desk.example/id/"
    assert run("build", tmp_path / "b.txt", "-o", tmp_path / "b.nq", "--base", base, "--language", "en").exit_code == 0
    done = run("merge", graphs[0], tmp_path / "b.nq", "-o", tmp_path / "m.nq")
    assert f"its IRIs begin with {base}, those of the new graph with {DEFAULT.base}\n" in done.stderr
    assert base not in (tmp_path / "m.nq").read_text(encoding="utf-8")
    assert verify(stores.open(str(tmp_path / "m.nq"))).failures == []
    assert not difference(stores.open(graphs[0]), stores.open(str(tmp_path / "m.nq"))).went


# Older versions


def aged(where: str) -> None:
    """Make a graph of the first version of the shape: without periods, which states that version."""
    path = Path(where)
    lines = [line for line in path.read_text(encoding="utf-8").splitlines(keepends=True) if "/period" not in line]
    text = "".join(lines).replace(f'versionInfo> "{SCHEMA_VERSION}"', 'versionInfo> "1"')
    path.write_text(text, encoding="utf-8")


def test_a_graph_of_an_older_version_is_refused_in_one_line_and_brought_up_to_date(
    graphs: tuple[str, str], tmp_path: Path
) -> None:
    one, whole = graphs[0], without_log(graphs[0])
    aged(one)
    line = run("explain", one, "Meera Sen").stderr
    assert re.fullmatch(r"kg: .*: has schema version 1, and this kg reads 3; bring it up to date: kg merge .*\n", line)
    assert run("merge", one, "-o", tmp_path / "now.nq").exit_code == 0
    assert without_log(str(tmp_path / "now.nq")) == whole
    kg.build(ONE, one)
    assert without_log(one) == whole


# Differences


def test_what_came_went_and_changed_is_told_as_text_and_json(graphs: tuple[str, str], tmp_path: Path) -> None:
    one, other = graphs[0], str(tmp_path / "other.nq")
    merge([one], other)
    assert not difference(stores.open(one), stores.open(other))
    arrest = kg.open(other).timeline(type="Arrest")[0].event
    kg.build([TWO, {**ONE, "text": ONE["text"].split(". ")[0] + "."}], other)
    correct(other, arrest, {"time": "2020-09"}, by="Asha")
    shown = run("diff", one, other, "--language", "en").stdout.splitlines()
    released = kg.open(other).timeline(type="Release")[0].event
    met = kg.open(one).timeline(type="Meeting")[0].event
    assert shown == [
        "+ article b",
        "~ article a",
        f"+ 3 June 2023: Release of Arjun Sen [{released}]",
        f"- May 2022: Meeting of Meera Sen and Devika Rao [{met}]",
        f"~ September 2020: Arrest of Meera Sen [{arrest}]: time: 2021-03-14 → 2020-09; corrected by: — → Asha",
        "+ Person Arjun Sen",
        "+ Place Kota",
        "- Person Devika Rao",
    ]
    found = json.loads(run("diff", one, other, "--format", "json").stdout)
    assert found["articles"] == {"came": ["b"], "went": [], "changed": ["a"]}
    assert found["events"]["changed"][0]["changes"]["time"] == ["2021-03-14", "2020-09"]
    assert {"kind": "Place", "name": "Kota"} in found["names"]["came"]


def test_a_graph_is_not_different_from_itself(graphs: tuple[str, str]) -> None:
    assert run("diff", graphs[0], graphs[0]).stdout == ""
    nothing = json.loads(run("diff", graphs[0], graphs[0], "--format", "json").stdout)
    assert nothing["events"] == {"came": [], "went": [], "changed": []}


def test_the_reverse_difference_says_the_reverse(graphs: tuple[str, str]) -> None:
    one, two = map(stores.open, graphs)
    there, back = difference(one, two), difference(two, one)
    assert (there.came, there.went, there.names) == (back.went, back.came, (back.names[1], back.names[0]))
    assert set(FORMATS) == {"text", "json"}
