"""How many words the language files have for events, and that each phrase tells one type."""

from __future__ import annotations

from collections import defaultdict

import pytest

from kg.extract.context import states
from kg.language import load
from kg.terms import ontology

#: What each language is asked to know at least.
ENTRIES = 250
#: Types with few words of their own.
FEWEST = 4


def phrases(code: str) -> dict[str, list[str]]:
    """Every phrase of a language by event type."""
    lists = {k: v for k, v in load(code).section("events").items() if isinstance(v, list)}
    return {k: [p.strip() for sense in v for p in sense.rpartition(": ")[2].split("|")] for k, v in lists.items()}


@pytest.mark.parametrize("code", ["hi", "en"])
def test_a_language_has_words_for_every_type_of_event(code: str) -> None:
    found = phrases(code)
    assert sum(map(len, found.values())) >= 4 * ENTRIES
    assert {kind: len(listed) for kind, listed in found.items() if len(listed) < FEWEST} == {}
    text = ontology("kg.ttl").read_text(encoding="utf-8")
    assert [kind for kind in found if f"kg:{kind} " not in text] == []
    assert states() <= set(found)


@pytest.mark.parametrize("code", ["hi", "en"])
def test_a_phrase_stands_once_in_a_type(code: str) -> None:
    assert {kind: sorted({p for p in listed if listed.count(p) > 1}) for kind, listed in phrases(code).items()
            if len(set(listed)) < len(listed)} == {}  # fmt: skip


@pytest.mark.parametrize("code", ["hi", "en"])
def test_a_phrase_tells_one_type(code: str) -> None:
    kinds: dict[str, set[str]] = defaultdict(set)
    for kind, listed in phrases(code).items():
        for phrase in listed:
            kinds[phrase].add(kind)
    assert {phrase: sorted(told) for phrase, told in kinds.items() if len(told) > 1} == {}
