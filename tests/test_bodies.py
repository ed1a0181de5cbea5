"""Bodies and rivers across scripts by what their common words mean; a short form of a person's name decides nothing."""

from __future__ import annotations

import pytest

from kg.identity import Bearer, verdict
from kg.model import Kind
from kg.namesake import shortened


@pytest.mark.parametrize(("kind", "one", "other"), [
    ("Organisation", "आनंद कंस्ट्रक्शंस", "Anand Constructions"),
    ("Organisation", "आनंद कंस्ट्रक्शन", "आनंद कंस्ट्रक्शंस"),
    ("Organisation", "लोक निर्माण विभाग", "Public Works Department"),
    ("Organisation", "राजस्थान उच्च न्यायालय", "Rajasthan High Court"),
    ("Organisation", "Tata Steel Ltd", "टाटा स्टील"),
    ("Organisation", "Apple Inc.", "Apple"),
    ("Place", "बेतवा नदी", "Betwa river"),
])  # fmt: skip
def test_one_body_or_river(kind: Kind, one: str, other: str) -> None:
    assert verdict(Bearer(kind, one), Bearer(kind, other)).same


@pytest.mark.parametrize(("one", "other"), [
    ("State Bank", "Bank"), ("Delhi High Court", "बॉम्बे हाईकोर्ट"), ("शिक्षा विभाग", "Health Department"),
    ("Anand Constructions", "Anand Steel"),
])  # fmt: skip
def test_two_bodies(one: str, other: str) -> None:
    assert not verdict(Bearer("Organisation", one), Bearer("Organisation", other)).same


@pytest.mark.parametrize(("one", "other", "short"), [
    ("राज सिंह", "Rajesh Singh", True), ("राम राव", "Ramesh Rao", True), ("Rahim Khan", "Rahimuddin Khan", False),
    ("Anil Rao", "अनिला राव", False), ("दिलीप मल्होत्रा", "Dileep Malhotra", False), ("Kumar", "कुमारी", False),
])  # fmt: skip
def test_a_short_form_is_told_from_a_spelling(one: str, other: str, short: bool) -> None:
    assert shortened(one, other) == short


def test_whoever_is_named_by_a_short_form_is_not_decided_by_the_company() -> None:
    company = dict.fromkeys(("Person:a b", "Person:c d", "Place:x", "Place:y"), "")
    one, other = (Bearer("Person", name, work=frozenset({"farmer"}), company=company)
                  for name in ("Raghunath Oraon", "रघु उरांव"))  # fmt: skip
    assert not verdict(one, other).same
