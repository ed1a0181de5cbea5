"""A court named in full is the one that its article then calls by the end of that name, unless two of them could be."""

from __future__ import annotations

import pytest
from told import together

from kg.model import Resolved


def courts(found: Resolved) -> list[set[str]]:
    """The names of each court."""
    ends = ("Court", "Tribunal", "हाईकोर्ट", "कोर्ट")
    return sorted((set(e.names) for e in found.entities if e.kind == "Organisation" and e.name.endswith(ends)), key=len)


@pytest.mark.parametrize("text", [
    "The Bombay High Court granted Meera Sen bail. The High Court met on Monday.",
    "Meera Sen went to the High Court on Monday. The Madras High Court granted her bail.",
    "The National Green Tribunal fined Apex Ltd. Meera Sen wrote to the Green Tribunal.",
    "मध्य प्रदेश हाईकोर्ट ने मीरा सेन को जमानत दी। हाईकोर्ट ने सोमवार को सुनवाई की।",
    "इलाहाबाद हाईकोर्ट ने याचिका खारिज की। मीरा सेन ने हाईकोर्ट में अपील दायर की थी।",
])  # fmt: skip
def test_a_court_is_called_by_the_end_of_its_name(text: str) -> None:
    assert len(courts(together(text))) == 1


@pytest.mark.parametrize("text", [
    "The Bombay High Court and the Delhi High Court granted Meera Sen bail. The High Court met on Monday.",
    "The Bombay High Court granted Meera Sen bail. The Supreme Court met on Monday.",
])  # fmt: skip
def test_of_two_courts_neither_is_taken(text: str) -> None:
    assert len(courts(together(text))) > 1
