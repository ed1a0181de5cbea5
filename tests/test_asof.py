"""A graph as it was: what had been learnt, and what had been printed, by a day."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg import store as stores
from kg.asof import as_of
from kg.builds import build
from kg.cli import main
from kg.entries import Entry, entries
from kg.errors import InputError
from kg.model import Article

ARREST = "Meera Sen was arrested in Jaipur on 20 August 2023.\n"
MEETING = "Devika Rao met Meera Sen in Lucknow on 3 May 2022.\n"
MONTH = "Meera Sen was arrested in Jaipur in August 2023.\n"


def article(id: str, text: str, published: str | None) -> Article:
    return Article(id, text, "en", id.ljust(64, "0"), title=id, published=published)


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Three articles, learnt on three days, printed in another order; one without a date."""
    target = str(tmp_path_factory.mktemp("asof") / "g.nq")
    build([article("month", MONTH, "2023-09-01")], target, learnt="2024-01-01")
    build([article("arrest", ARREST, "2023-08-22T10:00+05:30")], target, learnt="2024-02-01")
    build([article("meeting", MEETING, None)], target, learnt="2024-03-01")
    return target


def shown(target: str, learnt: str | None = None, printed: str | None = None) -> list[tuple[str, str | None, int]]:
    found: tuple[Entry, ...] = entries(as_of(stores.open(target), learnt, printed).store)
    return [(entry.type, entry.time, len(entry.facts)) for entry in found]


def test_only_what_was_learnt_by_then_is_known_and_as_exactly_as_it_was(target: str) -> None:
    assert shown(target, "2023-12-31") == []
    assert shown(target, "2024-01") == [("Arrest", "2023-08", 1)]
    assert shown(target, "2024-02-01") == [("Arrest", "2023-08-20", 2)]
    assert shown(target, "2024") == [("Meeting", "2022-05-03", 1), ("Arrest", "2023-08-20", 2)]


def test_only_what_was_printed_by_then_is_told_and_what_has_no_date_is_named(target: str) -> None:
    assert shown(target, printed="2023-08-21") == []
    assert shown(target, printed="2023-08-22") == [("Arrest", "2023-08-20", 1)]
    assert shown(target, printed="2023") == [("Arrest", "2023-08-20", 2)]
    assert as_of(stores.open(target), printed="2023").undated == ("meeting",)
    assert as_of(stores.open(target), learnt="2024-01-01", printed="2023").undated == ()


def test_both_clocks_count(target: str) -> None:
    assert shown(target, "2024-01-01", "2023-08-30") == []
    assert shown(target, "2024-02-01", "2023-08-30") == [("Arrest", "2023-08-20", 1)]


def test_an_open_date_is_whenever(target: str) -> None:
    assert shown(target, "2020/..") == shown(target)


def test_it_is_the_graph_that_a_build_of_those_articles_gives(target: str, tmp_path: Path) -> None:
    other = str(tmp_path / "other.nq")
    build([article("month", MONTH, "2023-09-01")], other, learnt="2024-01-01")
    derived = [{str(quad) for quad in store.quads() if "digest" not in str(quad.predicate)} for store in (
        as_of(stores.open(target), "2024-01-01").store, stores.open(other)
    )]  # fmt: skip
    own = [{quad for quad in quads if "graph/derived" in quad} for quads in derived]
    assert own[0] == own[1] != set()


def test_json_gives_every_fact_its_three_clocks(target: str) -> None:
    done = CliRunner().invoke(main, ["timeline", target, "--printed-by", "2023", "--format", "json"])
    (event,) = json.loads(done.stdout)
    assert event["time"] == "2023-08-20"
    assert [(fact["published"], fact["learnt"]) for fact in event["facts"]] == [
        ("2023-08-22T10:00+05:30", "2024-02-01"),
        ("2023-09-01", "2024-01-01"),
    ]
    assert done.stderr == "kg: warning: meeting: nobody knows when it was printed, so it is left out\n"


def test_what_is_no_date_is_an_error(target: str) -> None:
    with pytest.raises(InputError, match="soon"):
        as_of(stores.open(target), "soon")
