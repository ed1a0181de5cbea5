"""Every command at both engines that kg is tried on: it says what it says of a file, and the graphs are the same."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg import store as stores
from tests.command import kg
from tests.test_judge import A, B, C

LINES = [
    {"id": a.id, "text": a.text, "language": a.language, "published": a.published} for a in (A, B, C)
]
DAY = ("--learnt", "2021-07-01")


@pytest.fixture
def pair(place: str, tmp_path: Path) -> tuple[str, str]:
    """The address of an engine, and a file, with the same three articles."""
    (tmp_path / "abc.jsonl").write_text("".join(json.dumps(line) + "\n" for line in LINES), encoding="utf-8")
    target = str(tmp_path / "g.nq")
    alike((place, target), "build", tmp_path / "abc.jsonl", "-o", "GRAPH", *DAY)
    return place, target


def alike(pair: tuple[str, str], *arguments: object, code: int = 0) -> str:
    """Run a command on both graphs; it says the same of both, and they are the same afterwards. Gives what it said."""
    said = []
    for graph in pair:
        done = kg(*(graph if one == "GRAPH" else one for one in arguments))
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        assert done.exit_code == code, done.stderr
        said.append((done.stdout.replace(graph, "GRAPH"), done.stderr.replace(graph, "GRAPH")))
    assert said[0] == said[1]
    one, other = (set(map(str, stores.open(graph).quads())) for graph in pair)
    assert one == other
    return said[0][0] or said[0][1]


@pytest.mark.parametrize(
    "command",
    [
        ("timeline",), ("timeline", "--about", "उमर अंसारी", "--format", "json"), ("timeline", "--until", "2021-05"),
        ("timeline", "--as-of", "2021-07-01", "--format", "csv"), ("timeline", "--printed-by", "2021-05-04"),
        ("search", "Lucknow"), ("search", "अंसारी"), ("explain", "उमर अंसारी"), ("stats",),
        ("check",), ("check", "--format", "json"), ("verify",), ("query", "single-source"),
        ("export", "--format", "nquads"), ("export", "--format", "followthemoney"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_a_command_that_asks_says_what_it_says_of_a_file(pair: tuple[str, str], command: tuple[str, ...]) -> None:
    name, *rest = command
    assert alike(pair, name, "GRAPH", *rest)


def test_the_page_is_that_of_a_file(pair: tuple[str, str], tmp_path: Path) -> None:
    pages = []
    for graph in pair:
        assert kg("view", graph, "-o", tmp_path / "page.html").exit_code == 0
        pages.append((tmp_path / "page.html").read_bytes())
    assert pages[0] == pages[1]


def test_what_people_say_is_kept_carried_over_and_taken_back(pair: tuple[str, str], tmp_path: Path) -> None:
    who = ("--by", "Asha", "--learnt", "2021-07-02")
    alike(pair, "same", "GRAPH", "उमर अंसारी", "b#0-11", "--because", "“a slip”\n", *who)
    alike(pair, "different", "GRAPH", "a#8-18", "c#11-22", *who)
    event = json.loads(kg("timeline", pair[1], "--type", "Arrest", "--format", "json").stdout)[0]["event"]
    alike(pair, "correct", "GRAPH", event, "time=2020-09", "--because", "the record", *who)
    assert "corrected by Asha" in alike(pair, "timeline", "GRAPH", "--language", "en")
    alike(pair, "verify", "GRAPH")
    lines = alike(pair, "judgements", "GRAPH")
    (tmp_path / "said.jsonl").write_text(lines, encoding="utf-8")
    for record in map(json.loads, lines.splitlines()):
        alike(pair, "judgements", "GRAPH", "--undo", record["id"])
    assert alike(pair, "judgements", "GRAPH") == ""
    alike(pair, "judgements", "GRAPH", "--import", tmp_path / "said.jsonl")
    assert alike(pair, "judgements", "GRAPH") == lines
    alike(pair, "correct", "GRAPH", event, "--undo")
    alike(pair, "same", "GRAPH", "a#8-18", "c#11-22", code=1)
    alike(pair, "verify", "GRAPH")


def test_articles_change_and_go_as_in_a_file(pair: tuple[str, str], tmp_path: Path) -> None:
    changed = {**LINES[1], "text": f"{B.text} He was released on 9 June 2021."}
    (tmp_path / "b.jsonl").write_text(json.dumps(changed) + "\n", encoding="utf-8")
    assert "0 added, 1 replaced" in alike(pair, "build", tmp_path / "b.jsonl", "-o", "GRAPH", *DAY)
    alike(pair, "verify", "GRAPH")
    alike(pair, "retract", "GRAPH", "b")
    alike(pair, "retract", "GRAPH", "b", code=1)
    alike(pair, "verify", "GRAPH")


def test_graphs_are_merged_into_an_engine_out_of_it_and_compared(place: str, tmp_path: Path) -> None:
    for name, lines in (("one", LINES[:2]), ("two", LINES[1:])):
        (tmp_path / f"{name}.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
        assert kg("build", tmp_path / f"{name}.jsonl", "-o", tmp_path / f"{name}.nq", *DAY).exit_code == 0
    assert kg("same", tmp_path / "one.nq", "a#8-18", "b#0-11", "--by", "Asha", "--learnt", "2021-07-02").exit_code == 0
    pair = (place, str(tmp_path / "both.nq"))
    alike(pair, "merge", tmp_path / "one.nq", tmp_path / "two.nq", "-o", "GRAPH", *DAY)
    alike(pair, "merge", tmp_path / "one.nq", "-o", "GRAPH", *DAY, code=1)
    alike(pair, "diff", tmp_path / "one.nq", "GRAPH")
    assert kg("diff", place, pair[1]).stdout == ""
    assert kg("merge", place, "-o", tmp_path / "back.nq", *DAY).exit_code == 0
    assert (tmp_path / "back.nq").read_bytes() == Path(pair[1]).read_bytes()
