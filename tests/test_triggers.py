"""Triggers: the words of a sentence that tell of something happening, with their TimeML class."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.extract import annotate, triggers
from kg.model import Article, Span, Trigger, Word

MODELS = Path(__file__).parent.parent / "kg" / "models"


def told(text: str, language: str) -> list[tuple[str, str]]:
    return [(t.span.of(text), t.cls) for t in annotate(Article("x", text, language, "")).triggers if t.cls != "STATE"]


@pytest.mark.parametrize(("text", "expected"), [
    ("पुलिस ने ठेकेदार महेश दुबे को सोमवार को गिरफ्तार कर लिया।", [("गिरफ्तार कर लिया", "OCCURRENCE")]),
    ("विधायक ने बताया कि पुल का काम शुरू हो गया है।", [("बताया", "REPORTING"), ("शुरू हो गया है", "OCCURRENCE")]),
    ("बाढ़ के बाद गांव के लोग घर छोड़कर चले गए।",
     [("बाढ़", "OCCURRENCE"), ("छोड़कर", "I_ACTION"), ("चले गए", "OCCURRENCE")]),
    ("दिल्ली भारत की राजधानी है।", []),
])  # fmt: skip
def test_a_hindi_trigger_is_a_verb_with_its_auxiliaries_or_a_noun(text: str, expected: list[tuple[str, str]]) -> None:
    assert told(text, "hi") == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("Police arrested two men after the explosion.", [("arrested", "OCCURRENCE"), ("explosion", "OCCURRENCE")]),
    ("The minister said the company had bought the rival firm.", [("said", "REPORTING"), ("bought", "OCCURRENCE")]),
    ("It is a large red house near the river.", []),
])  # fmt: skip
def test_an_english_trigger_is_a_verb_or_a_noun(text: str, expected: list[tuple[str, str]]) -> None:
    assert told(text, "en") == expected


def test_a_language_without_a_model_has_no_triggers() -> None:
    words = (Word(Span(0, 3), "foi", "ir", "VERB"),)
    assert triggers.find(words, "pt") == ()
    assert triggers.find((), "hi") == ()


def test_labels_and_triggers_say_the_same() -> None:
    words = tuple(Word(Span(2 * i, 2 * i + 1), form, form) for i, form in enumerate("abcdef"))
    marked = (Trigger(Span(0, 3), "OCCURRENCE"), Trigger(Span(4, 5), "REPORTING"), Trigger(Span(8, 11), "ASPECTUAL"))
    assert triggers.labels(words, marked) == ["I", "OCCURRENCE", "REPORTING", "O", "I", "ASPECTUAL"]
    assert triggers.spans(words, triggers.labels(words, marked)) == marked


def test_inner_words_without_a_last_one_are_no_trigger() -> None:
    words = tuple(Word(Span(2 * i, 2 * i + 1), form, form) for i, form in enumerate("abcd"))
    assert triggers.spans(words, ["I", "O", "I", "I"]) == ()


@pytest.mark.parametrize("language", ["hi", "en"])
def test_a_model_stays_small(language: str) -> None:
    assert (MODELS / f"triggers.{language}.crf.gz").stat().st_size < 3_000_000


def test_the_models_together_stay_below_twenty_five_megabytes() -> None:
    assert sum(file.stat().st_size for file in MODELS.iterdir()) < 25_000_000
