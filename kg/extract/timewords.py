"""All that a language says about times: its grammar, words of tense, the order of day and month, compiled once."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from kg.extract import cldr, numbers, patterns
from kg.extract.patterns import Grammar
from kg.language import available, folded, load


@dataclass(frozen=True, slots=True)
class Times:
    """All that one language file says about times: its grammar, words that show tense, order of day and month."""

    grammar: Grammar
    ranges: Grammar
    future: frozenset[str]
    future_endings: tuple[str, ...]
    no_future: frozenset[str]
    past: frozenset[str]
    past_endings: tuple[str, ...]
    due: frozenset[str]
    due_endings: tuple[str, ...]
    expected: frozenset[str]
    closing: frozenset[str]
    next_days: frozenset[str]
    verb_last: bool
    day_first: bool
    country: str
    sorts_years: bool  # whether its words tell a year in passing from one that the story has reached


@lru_cache(maxsize=32)
def times(code: str) -> Times:
    """The time rules of a language: those every language shares, its own, and CLDR's where its own are not complete, as
    where it has no file."""
    subtag = code.replace("_", "-").split("-")[0].lower()
    own: Mapping[str, Any] = load(subtag).section("times") if subtag in available() else {}
    shared = tomllib.loads(files("kg.lang").joinpath("root.toml").read_text(encoding="utf-8"))["times"]
    complete = own.get("complete", False)
    names = () if complete else cldr.words(subtag)
    words = [*names, *_words(shared.get("words", {})), *_words(own.get("words", {}))]
    spelled = own.get("numbers", {})
    number_words = numbers.Words(
        {folded(w): n for n, ws in enumerate(spelled.get("units", [])) for w in ws}
        | {folded(w): int(n) for n, ws in spelled.get("tens", {}).items() for w in ws},
        {folded(w): int(n) for n, ws in spelled.get("scales", {}).items() for w in ws},
        {folded(w): (f["value"], f["how"]) for f in spelled.get("fractions", []) for w in f["words"]},
        frozenset(folded(w) for w in spelled.get("joiners", [])),
    )
    words += [
        ("ord", n, w + suffix)
        for w, n in number_words.units.items()
        if n < 100
        for suffix in spelled.get("ordinals", [])
    ]
    if not complete:
        words = [*words, *cldr.units(subtag)]
        own = {**own, "rules": [*own.get("rules", []), *shared["common"], *cldr.rules(subtag)]}
    rules = [*own.get("rules", []), *shared["rules"]]
    tense = own.get("tense", {})
    macros = {**shared["macros"], **own.get("macros", {})}
    cases = dict.fromkeys(own.get("cased", []), "upper") | dict.fromkeys(own.get("uncased", []), "lower")
    return Times(
        patterns.compile_grammar(words, cases, rules, macros, number_words),
        patterns.compile_grammar(_words(own.get("joints", {})), {}, own.get("ranges", []), {}, numbers.NONE),
        frozenset(map(folded, tense.get("future", []))),
        tuple(map(folded, tense.get("future_endings", []))),
        frozenset(map(folded, tense.get("no_future", []))),
        frozenset(map(folded, tense.get("past", []))),
        tuple(map(folded, tense.get("past_endings", []))),
        frozenset(map(folded, tense.get("due", []))),
        tuple(map(folded, tense.get("due_endings", []))),
        frozenset(map(folded, tense.get("expected", []))),
        frozenset(map(folded, tense.get("closing", []))),
        frozenset(own.get("next_days", [])),
        bool(tense.get("verb_last", False)),
        bool(own.get("day_first", True)),
        str(own.get("country", "")),
        "passing" in own.get("words", {}),
    )


def _words(table: Mapping[str, Any]) -> Iterator[tuple[str, Any, str]]:
    """(class, value, phrase) of a `[times.words]` table: a list of phrases, or phrases by value."""
    for name, entry in table.items():
        for value, phrases in entry.items() if isinstance(entry, dict) else ((True, entry),):
            for phrase in phrases:
                yield name, int(value) if isinstance(value, str) and value.lstrip("+-").isdigit() else value, phrase
