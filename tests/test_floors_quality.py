"""The figures reached on the annotated articles of data/gold: they may rise, and a floor rises with them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "bench"))

import quality

FLOORS = {
    "en": {
        "names, F1": 0.92, "events found": 0.93, "events found, right type": 0.90, "triggers, precision": 0.87,
        "time equal": 0.82, "no time invented": 0.96, "roles right": 0.80, "roles, precision": 0.88,
        "status right": 0.96, "salient events all right": 0.80,
    },
    "hi": {
        "names, F1": 0.96, "events found": 0.94, "events found, right type": 0.92, "triggers, precision": 0.91,
        "time equal": 0.79, "no time invented": 0.96, "roles right": 0.83, "roles, precision": 0.88,
        "status right": 0.95, "salient events all right": 0.75,
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def tallies() -> dict[str, quality.Tally]:
    found: dict[str, quality.Tally] = {}
    for gold in quality.load():
        tally = found.setdefault(gold["article"]["language"], quality.Tally())
        quality.Scorer(gold, quality.read_with_kg(gold), tally)
    return found


@pytest.mark.parametrize(("language", "row"), [(code, row) for code, rows in FLOORS.items() for row in rows])
def test_a_figure_does_not_fall(tallies: dict[str, quality.Tally], language: str, row: str) -> None:
    share = tallies[language].share(row)
    assert share is not None and share >= FLOORS[language][row]
