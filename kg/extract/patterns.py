"""Rules over classes of words: the `[times]` tables of the language files, compiled once a language.

Every word or phrase of a language file belongs to classes ("month", "unit", "ago") and carries a value in each. A text
becomes a string with one character for each word that has classes and one filler for each run of words that have none,
so that a rule is a regular expression over classes:

    pattern = "{day} {month} ','? {year}"

`{class}` captures the value of one word of the class (`{a|b}`: of either, under the first name; `{a,b}`: under its
own; `{x=a}`: under the name x; what is captured twice is `day` and `day2`), `{.class}` matches without capturing,
`'words'` are themselves, `<name>` is a macro, and everything else is `re` syntax; white space means nothing. After
SynTime (Zhong, Sun and Cambria 2017), whose types are our classes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kg.extract import numbers
from kg.language import fold, tokenize

#: One character for any run of words that no rule knows, and one where a paragraph ends.
FILLER, BREAK = "_", "\n"
_FIRST_CHAR = 0x4E00
_ELEMENT = re.compile(r"\{(\.?)([a-z0-9_|,=]+)\}|'([^']*)'|\s+")
_MACRO = re.compile(r"(?<!\?)<([a-z_]+)>")


@dataclass(frozen=True, slots=True)
class Entry:
    """A phrase: the words after its first one, the character of its classes, its value in each class, and the case its
    first letter must have in the text ("upper", "lower", "" for either)."""

    rest: tuple[str, ...]
    char: str
    values: Mapping[str, Any]
    case: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A named rule: what to match, the builder that makes its value, and constants handed to the builder; one that
    `wins` comes before all others of its length; in what is `glued` no spaces stand."""

    name: str
    regex: re.Pattern[str]
    groups: tuple[tuple[str, str], ...]
    make: str
    constants: Mapping[str, Any]
    wins: bool
    glued: bool


@dataclass(frozen=True, slots=True)
class Grammar:
    """What one language knows about time. `index` maps the first word of a phrase to its entries, longest first;
    `known` are all words that a phrase or a number begins with."""

    index: Mapping[str, tuple[Entry, ...]]
    known: frozenset[str]
    rules: tuple[Rule, ...]
    numbers: numbers.Words
    char_of: Callable[[Iterable[str]], str]


@dataclass(frozen=True, slots=True)
class Item:
    """One word, phrase or number that has classes: tokens `first` to `last`, both included."""

    first: int
    last: int
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Match:
    """A rule that matched items `start` to `end` (half open) of an article; `parts` are the captured values."""

    rule: Rule
    start: int
    end: int
    parts: Mapping[str, Any]


def words_of(phrase: str) -> tuple[str, ...]:
    """The folded words of a phrase, cut as a text would be."""
    return tuple(tokenize(fold(phrase)).words)


class _Alphabet:
    """A character for every set of classes that occurs."""

    def __init__(self) -> None:
        self._chars: dict[frozenset[str], str] = {}

    def char(self, classes: Iterable[str]) -> str:
        return self._chars.setdefault(frozenset(classes), chr(_FIRST_CHAR + len(self._chars)))

    def having(self, *names: str) -> str:
        """A `re` set of all characters whose classes include one of `names`; one that matches nothing if none does."""
        chars = "".join(sorted(c for classes, c in self._chars.items() if not classes.isdisjoint(names)))
        return f"[{chars}]" if chars else "(?!)"


def compile_grammar(
    words: Iterable[tuple[str, str, Any]],
    cases: Mapping[str, str],
    rules: Iterable[Mapping[str, Any]],
    macros: Mapping[str, str],
    number_words: numbers.Words,
) -> Grammar:
    """A grammar from (class, value, phrase) triples (classes that end in "_lower" are of the phrase without a
    capital), the case that phrases must have, rule tables and macros."""
    rules = [{**rule, "pattern": _expand(rule["pattern"], macros)} for rule in rules]
    lexicon: dict[tuple[str, ...], dict[str, Any]] = {}
    lower: dict[tuple[str, ...], dict[str, Any]] = {}
    for name, value, phrase in words:
        (lower if name.endswith("_lower") else lexicon).setdefault(words_of(phrase), {}).setdefault(name, value)
    for rule in rules:
        for literal in re.findall(r"'([^']*)'", rule["pattern"]):
            lexicon.setdefault(words_of(literal), {})["=" + literal] = literal
    for values in lexicon.values():
        for name in [n for n in values if n.endswith("_weak")]:
            values.pop(name.removesuffix("_weak"), None)
    alphabet = _Alphabet()
    for number in number_words.values():
        alphabet.char(numbers.classes(number, spelled=True))
    for shape in (*numbers.SHAPES, ("date",), ("time",), ("duration",), ("set",)):
        alphabet.char(shape)
    case_of = {words_of(phrase): case for phrase, case in cases.items()}
    index: dict[str, list[Entry]] = {}
    for phrase, values in lexicon.items():
        if len(phrase) == 1 and (own := number_words.value(phrase[0])) is not None:
            values = {**numbers.classes(own, spelled=True), **values}
        index.setdefault(phrase[0], []).append(
            Entry(phrase[1:], alphabet.char(values), values, case_of.get(phrase, ""))
        )
    for phrase, values in lower.items():
        index.setdefault(phrase[0], []).append(Entry(phrase[1:], alphabet.char(values), values, "lower"))
    compiled = tuple(_compile(rule, alphabet) for rule in rules)
    entries = {word: tuple(sorted(found, key=lambda e: (-len(e.rest), e.rest))) for word, found in index.items()}
    known = frozenset((*entries, *number_words.units, *number_words.scales, *number_words.fractions))
    return Grammar(entries, known, compiled, number_words, alphabet.char)


def _expand(pattern: str, macros: Mapping[str, str]) -> str:
    """The pattern with its macros, and theirs, written out."""
    while (match := _MACRO.search(pattern)) is not None:
        pattern = f"{pattern[: match.start()]}({macros[match[1]]}){pattern[match.end() :]}"
    return pattern


def _compile(rule: Mapping[str, Any], alphabet: _Alphabet) -> Rule:
    groups: list[tuple[str, str]] = []

    def element(match: re.Match[str]) -> str:
        silent, names, literal = match.groups()
        if literal is not None:
            return alphabet.having("=" + literal)
        if names is None:
            return ""
        alias, _, classes = names.rpartition("=")
        chars = alphabet.having(*re.split(r"[|,]", classes))
        if silent:
            return chars
        groups.append((alias or classes.split("|")[0], classes))
        return f"({chars})"

    pattern = _ELEMENT.sub(element, rule["pattern"].replace("(", "(?:").replace("(?:?", "(?"))
    return Rule(
        rule["name"],
        re.compile(pattern),
        tuple(groups),
        rule["make"],
        rule.get("set", {}),
        rule.get("wins", False),
        rule.get("glued", False),
    )


def matches(grammar: Grammar, chars: str, items: list[Item | None]) -> list[Match]:
    """Every match of every rule over `chars`, the leftmost first, of those the longest, then in the order of the
    file."""
    found: list[tuple[int, int, int, re.Match[str]]] = []
    for place, rule in enumerate(grammar.rules):
        number = place - len(grammar.rules) if rule.wins else place
        for match in rule.regex.finditer(chars):
            if match.end() > match.start():
                found.append((match.start(), -match.end(), number, match))
    found.sort(key=lambda f: f[:3])
    return [Match(rule := grammar.rules[n], start, -end, _parts(rule, match, items)) for start, end, n, match in found]


def _parts(rule: Rule, match: re.Match[str], items: list[Item | None]) -> dict[str, Any]:
    parts: dict[str, Any] = dict(rule.constants)
    counts: dict[str, int] = {}
    for number, (name, classes) in enumerate(rule.groups, 1):
        at = match.start(number)
        if at >= 0:
            item = items[at]
            assert item is not None
            own = next(c for c in re.split(r"[|,]", classes) if c in item.values)
            key = own if "," in classes else name
            counts[key] = counts.get(key, 0) + 1
            parts[key if counts[key] == 1 else f"{key}{counts[key]}"] = item.values[own]
    return parts
