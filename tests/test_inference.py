"""What follows inside one article, and what does not."""

from __future__ import annotations

import hashlib

import pytest

from kg.extract import annotate, extract
from kg.model import Article, Fact
from kg.resolve import within


def facts(text: str, published: str | None = None) -> tuple[Fact, ...]:
    article = Article("a", text, "hi", hashlib.sha256(text.encode()).hexdigest(), published=published)
    annotated = annotate(article)
    return within(annotated, extract(annotated))


def detention(text: str, published: str | None = None) -> Fact:
    (found,) = [f for f in facts(text, published) if f.type == "Detention"]
    return found


def test_a_detention_begins_with_the_arrest() -> None:
    text = "रमेश सैनी को मार्च 2021 में गिरफ्तार किया गया था। सैनी तीन साल से जेल में हैं।"
    assert detention(text, "2024-03-10").time == "2021-03/"


def test_a_detention_that_lasts_longer_than_since_the_arrest_does_not_begin_with_it() -> None:
    text = "रमेश सैनी को 8 मार्च 2024 को गिरफ्तार किया गया। सैनी तीन साल से जेल में हैं।"
    assert detention(text, "2024-03-10").time != "2024-03-08/"


@pytest.mark.parametrize(
    "between", ["उन्हें जून 2021 में रिहा किया गया।", "उन्हें जनवरी 2023 में फिर गिरफ्तार किया गया।"]
)
def test_a_detention_of_somebody_released_or_arrested_twice_has_no_beginning(between: str) -> None:
    text = f"रमेश सैनी को मार्च 2021 में गिरफ्तार किया गया था। {between} सैनी जेल में हैं।"
    assert detention(text).time is None
