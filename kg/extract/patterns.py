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
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kg.extract import numbers
from kg.language import fold, tokenize

#: One character for any run of words that no rule knows, and one where a paragraph ends.
FILLER, BREAK = "_", "\n"
_FIRST_CHAR = 0x4E00
_ELEMENT = re.compile(r"\{(\.?)([a-z0-9_|,=]+)\}|'([^']*)'|\s+")
#: An element with what makes it optional, a bracket, or a bar.
_PIECE = re.compile(r"(?:\{(\.?)([a-z0-9_|,=]+)\}|'([^']*)')([?*]?)|[()|]")
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
    `wins` comes before all others of its length; in what is `glued` no spaces stand. It matches only where of each
    of `needs`, sets of classes, one is there."""

    name: str
    pattern: str
    needs: tuple[frozenset[str], ...]
    make: str
    constants: Mapping[str, Any]
    wins: bool
    glued: bool


#: A regular expression, and name and classes of what each of its groups captures.
Compiled = tuple[re.Pattern[str], tuple[tuple[str, str], ...]]


@dataclass(frozen=True, slots=True)
class Grammar:
    """What one language knows about time. `index` maps the first word of a phrase to its entries, longest first;
    `known` are all words that a phrase or a number begins with; `compiled` gives the regular expression of a rule and
    what its groups capture, made when first asked for: few texts need half of the rules."""

    index: Mapping[str, tuple[Entry, ...]]
    known: frozenset[str]
    rules: tuple[Rule, ...]
    numbers: numbers.Words
    char_of: Callable[[Iterable[str]], str]
    compiled: Callable[[str], Compiled]


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
    """A character for every set of classes that occurs. Patterns know those that were there when it was closed."""

    def __init__(self) -> None:
        self._chars: dict[frozenset[str], str] = {}
        self._having: dict[str, str] = {}
        self._compiled: dict[str, Compiled] = {}

    def char(self, classes: Iterable[str]) -> str:
        return self._chars.setdefault(frozenset(classes), chr(_FIRST_CHAR + len(self._chars)))

    def close(self) -> None:
        """Note the characters of each class: what comes after belongs to no pattern."""
        having: dict[str, list[str]] = {}
        for classes, char in self._chars.items():
            for name in classes:
                having.setdefault(name, []).append(char)
        self._having = {name: "".join(chars) for name, chars in having.items()}

    def having(self, *names: str) -> str:
        """A `re` set of all characters whose classes include one of `names`; one that matches nothing if none does."""
        chars = "".join(sorted({char for name in names for char in self._having.get(name, "")}))
        return f"[{chars}]" if chars else "(?!)"

    def compiled(self, pattern: str) -> Compiled:
        """The regular expression of a pattern, its macros written out, and what its groups capture."""
        if (found := self._compiled.get(pattern)) is None:
            groups: list[tuple[str, str]] = []

            def element(match: re.Match[str]) -> str:
                silent, names, literal = match.groups()
                if literal is not None:
                    return self.having("=" + literal)
                if names is None:
                    return ""
                alias, _, classes = names.rpartition("=")
                chars = self.having(*re.split(r"[|,]", classes))
                if silent:
                    return chars
                groups.append((alias or classes.split("|")[0], classes))
                return f"({chars})"

            source = _ELEMENT.sub(element, pattern.replace("(", "(?:").replace("(?:?", "(?"))
            found = self._compiled[pattern] = re.compile(source), tuple(groups)
        return found


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
    alphabet.close()
    entries = {word: tuple(sorted(found, key=lambda e: (-len(e.rest), e.rest))) for word, found in index.items()}
    known = frozenset((*entries, *number_words.units, *number_words.scales, *number_words.fractions))
    return Grammar(entries, known, tuple(map(_rule, rules)), number_words, alphabet.char, alphabet.compiled)


def _expand(pattern: str, macros: Mapping[str, str]) -> str:
    """The pattern with its macros, and theirs, written out."""
    while (match := _MACRO.search(pattern)) is not None:
        pattern = f"{pattern[: match.start()]}({macros[match[1]]}){pattern[match.end() :]}"
    return pattern


def _rule(rule: Mapping[str, Any]) -> Rule:
    return Rule(
        rule["name"], rule["pattern"], tuple(_needs(rule["pattern"])), rule["make"], rule.get("set", {}),
        rule.get("wins", False), rule.get("glued", False),
    )  # fmt: skip


def _needs(pattern: str) -> Iterator[frozenset[str]]:
    """The classes of each element that no match is without: in no brackets and not optional. None where the whole
    pattern has alternatives."""
    depth = 0
    found: list[frozenset[str]] = []
    for match in _PIECE.finditer(pattern):
        piece = match.group()
        depth += (piece == "(") - (piece == ")")
        if piece == "|" and not depth:
            return
        if match[3] is not None and not depth and not match[4]:
            found.append(frozenset(["=" + match[3]]))
        if match[2] is not None and not depth and not match[4]:
            found.append(frozenset(re.split(r"[|,]", match[2].rpartition("=")[2])))
    yield from found


def matches(grammar: Grammar, chars: str, items: list[Item | None]) -> list[Match]:
    """Every match of every rule over `chars`, the leftmost first, of those the longest, then in the order of the
    file."""
    found: list[tuple[int, int, int, re.Match[str]]] = []
    present = frozenset().union(*(item.values for item in items if item is not None))
    for place, rule in enumerate(grammar.rules):
        if any(present.isdisjoint(classes) for classes in rule.needs):
            continue
        number = place - len(grammar.rules) if rule.wins else place
        for match in grammar.compiled(rule.pattern)[0].finditer(chars):
            if match.end() > match.start():
                found.append((match.start(), -match.end(), number, match))
    found.sort(key=lambda f: f[:3])
    return [
        Match(rule := grammar.rules[n], start, -end, _parts(rule, grammar.compiled(rule.pattern)[1], match, items))
        for start, end, n, match in found
    ]


def _parts(
    rule: Rule, groups: Iterable[tuple[str, str]], match: re.Match[str], items: list[Item | None]
) -> dict[str, Any]:
    parts: dict[str, Any] = dict(rule.constants)
    counts: dict[str, int] = {}
    for number, (name, classes) in enumerate(groups, 1):
        at = match.start(number)
        if at >= 0:
            item = items[at]
            assert item is not None
            own = next(c for c in re.split(r"[|,]", classes) if c in item.values)
            key = own if "," in classes else name
            counts[key] = counts.get(key, 0) + 1
            parts[key if counts[key] == 1 else f"{key}{counts[key]}"] = item.values[own]
    return parts
