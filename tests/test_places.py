"""Places that no list and no capital gives away."""

from __future__ import annotations

import pytest

from kg.extract import annotate
from kg.model import Article


def places(text: str) -> set[str]:
    language = "hi" if any("\u0900" <= c <= "\u097f" for c in text) else "en"
    found = annotate(Article("test", text, language, "0" * 64, published="2023-08-10")).mentions
    return {m.name for m in found if m.kind == "Place" and m.name}


@pytest.mark.parametrize(("text", "place"), [
    ("सागर के कलेक्टर ने दो अफसरों को निलंबित किया।", "सागर"),
    ("सोमवार को सागर की एक अदालत ने रमेश की जमानत याचिका खारिज कर दी।", "सागर"),
    ("बस्ती के जिलाधिकारी ने जांच के आदेश दिए।", "बस्ती"),
    ("रिहाई के बाद वे मानेरगंज गईं।", "मानेरगंज"),
    ("पुलिस ने रमेश को दुलारपुर से पकड़ा।", "दुलारपुर"),
    ("Two people were killed at Manerganj on Sunday.", "Manerganj"),
])  # fmt: skip
def test_a_town_is_a_place(text: str, place: str) -> None:
    assert place in places(text)


@pytest.mark.parametrize(("text", "word"), [
    ("नाव सागर में डूब गई और पुलिस ने तलाश शुरू की।", "सागर"),
    ("रमेश पहले भी दो बार जेल जा चुका है।", "बार"),
    ("Police arrested Anil Kapur on Sunday. Kapur was jailed.", "Kapur"),
])  # fmt: skip
def test_a_common_word_and_a_surname_are_none(text: str, word: str) -> None:
    assert word not in places(text)
