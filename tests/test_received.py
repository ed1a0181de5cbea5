"""A letter that somebody says they never got is the one told of before; getting it is not writing it."""

from __future__ import annotations

import pytest
from told import together

SENT = "मीरा सेन ने कलेक्टर रवि कुमार को चिट्ठी लिखी थी।"


@pytest.mark.parametrize("text", [
    "कलेक्टर रवि कुमार ने ऐसी कोई चिट्ठी मिलने से इनकार किया है।",
    "रवि कुमार ने ऐसी किसी चिट्ठी के मिलने से इनकार किया।",
    "अदालत ने कहा कि ऐसी एक चिट्ठी मिली थी।",
    "रवि कुमार ने चिट्ठी मिलने से इनकार किया।",
    "रवि कुमार ने कहा कि उन्हें ऐसी कोई चिट्ठी नहीं मिली।",
])  # fmt: skip
def test_such_a_letter_is_the_one_told_of(text: str) -> None:
    found = together(f"{SENT} {text}")
    assert len([e for e in found.entities if e.kind == "Document"]) == 1
    assert len([e for e in found.events if e.type == "Correspondence"]) == 2


def test_another_letter_is_another() -> None:
    found = together(f"{SENT} रवि कुमार को एक और चिट्ठी मिली।")
    assert len([e for e in found.entities if e.kind == "Document"]) == 2


def test_who_denies_getting_a_letter_did_not_write_it() -> None:
    found = together(f"{SENT} रवि कुमार ने ऐसी कोई चिट्ठी मिलने से इनकार किया।")
    assert {e.status: {role for role, _ in e.roles} for e in found.events if e.type == "Correspondence"} == {
        "asserted": {"agent", "recipient", "theme"}, "denied": {"recipient", "theme"},
    }  # fmt: skip
