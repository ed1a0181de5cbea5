"""Events that no list has: an Event with its lemma where the text says when, or names two who take part."""

from __future__ import annotations

import pytest

from kg.extract import annotate, extract
from kg.model import Article


def events(text: str, language: str) -> list[tuple[str, str, str | None]]:
    """(words, rule, time) of each fact that is an Event."""
    facts = extract(annotate(Article("x", text, language, "")))
    return [(f.trigger.of(text), f.rule, f.time) for f in facts if f.type == "Event"]


@pytest.mark.parametrize(("text", "expected"), [
    ("The glacier thinned in 1998.", ("thinned", "Event: thin", "1998")),
    ("In May 2011 the firm outsourced its warehouses.", ("outsourced", "Event: outsource", "2011-05")),
    ("सरकार ने 2016 में पुराने नोट बदल दिए।", ("नोट बदल", "Event: नोट बदलना", "2016")),
])  # fmt: skip
def test_what_no_list_has_is_an_event_at_its_time(text: str, expected: tuple[str, str, str]) -> None:
    assert events(text, "hi" if text[0] > "z" else "en") == [expected]


@pytest.mark.parametrize("text", [
    "The glacier thinned.",
    "The glacier did not thin in 1998.",
    "The river is long.",
    "If the glacier thinned in 1998, nobody saw it.",
])
def test_one_without_a_time_or_two_names_is_none_and_neither_is_one_that_was_not(text: str) -> None:
    assert events(text, "en") == []


@pytest.mark.parametrize("text", ["यह 2016 में हुआ था।", "उन्होंने 2016 में ऐसा किया।"])
def test_a_light_verb_alone_tells_nothing(text: str) -> None:
    assert events(text, "hi") == []


def test_a_time_that_a_listed_event_has_does_not_make_another() -> None:
    text = "Police arrested the mayor on 3 May 2019, and the crowd thinned."
    facts = extract(annotate(Article("x", text, "en", "")))
    assert [f.type for f in facts] == ["Arrest"]
