"""Hindi clauses: names that are words as well, what goes on, what is wanted, who says so."""

from __future__ import annotations

import pytest
from sentences import told


@pytest.mark.parametrize(("text", "line"), [
    ("हाईकोर्ट ने बुधवार को पूर्व दारोगा भगवान सिंह नेगी समेत चार पुलिसकर्मियों को बरी कर दिया।",
     "Verdict 2023-08-09 asserted agent=हाईकोर्ट patient=पुलिसकर्मियों patient=भगवान सिंह नेगी"),
    ("अभियोजन के मुताबिक पुलिस ने छात्र आदित्य रावत की हत्या कर दी थी।",
     "Crime - reported by=अभियोजन agent=पुलिस patient=आदित्य रावत"),
    ("अली ने मांग की कि मामले की जांच कराई जाए।", "Investigation - planned"),
    ("बाढ़ के कारण रेलवे ने तीन ट्रेनें रद्द कर दीं।", "Decision - asserted agent=रेलवे"),
])  # fmt: skip
def test_who_did_what(text: str, line: str) -> None:
    assert line in told(text)


def test_that_something_went_on_is_told_by_what_did() -> None:
    assert not [line for line in told("रोडवेज कर्मचारियों की हड़ताल बुधवार को भी जारी रही।") if line.startswith("Event")]
