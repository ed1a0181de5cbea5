"""The figures that finding what happens has reached on annotated corpora, where those are there; they must not fall.

Lowering a floor needs a reason beside it.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "bench"))

import events

#: F1 of events found, the share of those with the right class, the share of gold events told as facts.
FLOORS = {
    "timebank": (0.905, 0.93, 0.275),
    "ecb_plus": (0.755, 0.94, 0.25),
    "meantime_en_apple": (0.71, 0.81, 0.32),
}


@pytest.fixture(scope="module")
def rows() -> dict[str, events.corpora.Figures]:
    if not (events.folder() / "hindi_timebank").is_dir():
        pytest.skip(f"no corpora in {events.folder()}")
    return events.figures(events.folder())


@pytest.mark.parametrize("corpus", sorted(FLOORS))
def test_what_happens_is_found_as_well_as_ever(rows: dict[str, events.corpora.Figures], corpus: str) -> None:
    row, (f1, classes, told) = rows[corpus], FLOORS[corpus]
    assert row.f1 >= f1
    assert row.classed / row.right >= classes
    assert row.told / row.gold >= told


def test_an_event_of_a_document_stands_where_its_text_says() -> None:
    document = "<TimeML><TEXT>In <TIMEX3>May</TIMEX3> it <EVENT class='OCCURRENCE'>rained</EVENT>.</TEXT></TimeML>"
    assert [(span.of("In May it rained."), cls) for span, cls in events.events(document)] == [("rained", "OCCURRENCE")]
