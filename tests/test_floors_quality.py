"""The figures reached on the annotated articles of data/gold and data/unread: where they rise, a floor rises too."""

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
    "en, unread": {
        "names, F1": 0.86, "events found": 0.79, "events found, right type": 0.72, "triggers, precision": 0.78,
        "time equal": 0.67, "no time invented": 0.94, "roles right": 0.67, "roles, precision": 0.80,
        "status right": 0.89, "salient events all right": 0.61,
    },
    "hi, unread": {
        "names, F1": 0.92, "events found": 0.78, "events found, right type": 0.70, "triggers, precision": 0.85,
        "time equal": 0.81, "no time invented": 0.92, "roles right": 0.77, "roles, precision": 0.76,
        "status right": 0.97, "salient events all right": 0.65,
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def tallies() -> dict[str, quality.Tally]:
    found: dict[str, quality.Tally] = {}
    for folder, suffix in ((quality.GOLD, ""), (quality.UNREAD, ", unread")):
        for gold in quality.load(folder):
            tally = found.setdefault(gold["article"]["language"] + suffix, quality.Tally())
            quality.Scorer(gold, quality.read_with_kg(gold), tally)
    return found


@pytest.mark.parametrize(("language", "row"), [(code, row) for code, rows in FLOORS.items() for row in rows])
def test_a_figure_does_not_fall(tallies: dict[str, quality.Tally], language: str, row: str) -> None:
    share = tallies[language].share(row)
    assert share is not None and share >= FLOORS[language][row]
