"""Several graphs: their differences, all put into one, and one of an older version brought up to date."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import kg
from kg import store as stores
from kg.difference import FORMATS, difference
from kg.errors import GraphError, InputError
from kg.judge import correct, judge
from kg.log import read_log
from kg.regroup import merge
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
    with pytest.raises(InputError, match=r"two: a: is in another of the graphs with another text"):
        merge(graphs, str(tmp_path / "m.nq"))
    assert not (tmp_path / "m.nq").exists()


def test_a_place_that_holds_a_graph_is_not_merged_into(graphs: tuple[str, str]) -> None:
    with pytest.raises(GraphError, match="holds a graph already; name a new place"):
        merge(graphs, graphs[0])


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
