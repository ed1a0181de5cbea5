"""Same input, same bytes: whatever the hash seed, the order of the articles, the way to the graph, zone or locale."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kg.cli import options
from kg.terms import DEFAULT
from tests.command import ROOT, environment

ARTICLES = [
    ROOT / "data" / "articles" / "mamdani-khalid.hi.txt",
    *sorted((ROOT / "data" / "gold" / "articles").glob("hi-*"))[:3],
    *sorted((ROOT / "data" / "gold" / "articles").glob("en-*"))[:3],
]
#: Everything kg writes of a graph, by file name.
WRITTEN = [
    *((f"timeline.{language}.{form}", ["timeline", "g.nq", "--format", form, "--language", language])
      for form in options.TIMELINES for language in ("hi", "en")),
    *((f"export.{form}", ["export", "g.nq", "--format", form]) for form in options.EXPORTS),
    *((f"query.{form}", ["query", "g.nq", "single-source", "--format", form]) for form in options.TABLES),
    ("explain", ["explain", "g.nq", "खालिद"]),
    ("stats", ["stats", "g.nq"]),
    ("page.html", ["view", "g.nq", "-o", "page.html"]),
]  # fmt: skip
#: Run in a folder of its own: build the graph with the commands given first, then write everything.
SCRIPT = """
import contextlib, sys
from kg.cli import main

for command in eval(sys.argv[1]):
    main(command, prog_name="kg", standalone_mode=False)
for name, command in eval(sys.argv[2]):
    sys.stdout = open(name + ".out", "w+", encoding="utf-8")
    main(command, prog_name="kg", standalone_mode=False)
    sys.stdout.close()
"""


def written(folder: Path, builds: list[list[str]], **settings: str) -> dict[str, bytes]:
    """What kg writes with these builds and settings, by file name."""
    folder.mkdir()
    command = [sys.executable, "-c", SCRIPT, repr(builds), repr(WRITTEN)]
    done = subprocess.run(command, cwd=folder, env=environment(**settings), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("repeatable") / "first"
    builds = [["build", *map(str, ARTICLES), "-o", "g.nq"]]
    return written(folder, builds, PYTHONHASHSEED="0", SOURCE_DATE_EPOCH="1000000000", LC_ALL="C.UTF-8", TZ="UTC")


def without_log(graph: bytes) -> list[bytes]:
    quads = graph.splitlines()
    kept = [quad for quad in quads if not quad.endswith(f"<{DEFAULT.log}> .".encode())]
    assert len(kept) < len(quads)
    return kept


def test_there_is_something_to_compare(first: dict[str, bytes]) -> None:
    assert {"g.nq", "page.html", "explain.out", "export.gexf.out", "timeline.hi.md.out"} <= set(first)
    assert all(first[name] for name in first if name != "page.html.out")
    assert first["g.nq"].count(b"#Fact>") > 20
    assert first["g.nq"].splitlines() == sorted(first["g.nq"].splitlines())


def test_another_hash_seed_and_another_order_of_the_articles_are_the_same_bytes(
    first: dict[str, bytes], tmp_path: Path
) -> None:
    builds = [["build", *map(str, reversed(ARTICLES)), "-o", "g.nq"]]
    settings = {"PYTHONHASHSEED": "12345", "SOURCE_DATE_EPOCH": "1000000000", "LC_ALL": "C", "TZ": "Asia/Kolkata"}
    other = written(tmp_path / "other", builds, **settings)
    assert set(other) == set(first)
    assert [name for name in sorted(first) if first[name] != other[name]] == []


def test_one_article_after_another_on_another_day_differs_in_the_log_alone(
    first: dict[str, bytes], tmp_path: Path
) -> None:
    builds = [["build", str(article), "-o", "g.nq"] for article in reversed(ARTICLES)]
    other = written(tmp_path / "other", builds, PYTHONHASHSEED="7", SOURCE_DATE_EPOCH="1700000000")
    assert without_log(other["g.nq"]) == without_log(first["g.nq"])
    rdf = ("g.nq", "export.nquads.out", "export.trig.out", "export.turtle.out", "export.jsonld.out")
    assert [name for name in sorted(first) if first[name] != other[name] and name not in rdf] == []


def records(seed: str) -> bytes:
    command = [sys.executable, "-m", "kg", "extract", *map(str, ARTICLES)]
    return subprocess.run(command, env=environment(PYTHONHASHSEED=seed), capture_output=True, check=True).stdout


def test_what_is_extracted_is_the_same_whatever_the_hash_seed() -> None:
    assert records("1") == records("2")
