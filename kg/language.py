"""A language, read from its TOML file, and text folded so that its words can be matched.

Matching never looks at the article's own characters: it looks at a folded copy, in which spellings that mean the same
are the same, and maps what it finds back to code points of the article. The words of the TOML files are folded too.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.kinds import Span

_FOLDER = Path(__file__).with_name("lang")
#: The zero of every decimal digit block that news is printed in (Unicode category Nd); nine digits follow each.
_ZEROS = (
    0x660,
    0x6F0,
    0x7C0,
    0x966,
    0x9E6,
    0xA66,
    0xAE6,
    0xB66,
    0xBE6,
    0xC66,
    0xCE6,
    0xD66,
    0xE50,
    0xED0,
    0xF20,
    0x1040,
    0xFF10,
)
#: Folded one character for one: digits, nukta letters, chandrabindu, curly apostrophes, odd spaces and hyphens.
_TRANSLATE: dict[int, str] = {
    **{zero + n: str(n) for zero in _ZEROS for n in range(10)},
    **dict(zip(range(0x958, 0x960), "\u0915\u0916\u0917\u091c\u0921\u0922\u092b\u092f", strict=True)),
    0x929: "\u0928",
    0x931: "\u0930",
    0x934: "\u0933",
    0x901: "\u0902",
    0xA0: " ",
    0x2009: " ",
    0x202F: " ",
    0x9: " ",
    0x2018: "'",
    0x2019: "'",
    0x2010: "-",
    0x2011: "-",
}
#: A nasal before a consonant of its own class is written either way (with virama or as anusvara): fold to anusvara.
_NASALS = {
    "\u0919": "\u0915-\u0918",
    "\u091e": "\u091a-\u091d",
    "\u0923": "\u091f-\u0922",
    "\u0928": "\u0924-\u0927",
    "\u092e": "\u092a-\u092d",
}
#: What changes length: signs that vanish (nukta, zero-width joiners, soft hyphen, byte order mark), nasals, accents.
_LENGTH = re.compile(
    "[\u093c\u200b\u200c\u200d\u00ad\ufeff]|"
    + "|".join(f"{nasal}\u094d\u200d?(?=[{own}])" for nasal, own in _NASALS.items())
    + "|[A-Za-z][\u0300-\u036f]+"
)
#: Letters and their signs; Python's own \w leaves the vowel signs of Indian scripts out and cuts words in two.
LETTER = (
    "(?:[^\\W\\d_]|[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670"
    "\u0900-\u0963\u0971-\u0dff\u0e31-\u0e4e])"
)
_TOKEN = re.compile(f"[0-9]+|{LETTER}+|'(?:s|re|ll|d|t|ve|m)(?!{LETTER})|[^\\s]")


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded copy of a text: `origin[i]` is the code point of the source that character `i` came from (None: `i`)."""

    text: str
    origin: Sequence[int] | None

    def span(self, start: int, end: int) -> Span:
        """The span of the source behind `text[start:end]`, the signs that folding dropped inside it included."""
        if self.origin is None:
            return Span(start, end)
        return Span(self.origin[start], self.origin[end])


def fold(text: str) -> Folded:
    """Fold `text`: case, digits, nukta, chandrabindu, joiners, homorganic nasals. Linear in the length of the text."""
    same = text.translate(_TRANSLATE)
    lower = same.lower()
    if len(lower) != len(same):  # a few letters, such as \u0130, have a longer lower case
        lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in same)
    if _LENGTH.search(lower) is None:
        return Folded(lower, None)
    pieces: list[str] = []
    origin = array("L")
    position = 0
    for match in _LENGTH.finditer(lower):
        start, end = match.span()
        pieces.append(lower[position:start])
        origin.extend(range(position, start))
        short = _shorten(match.group())
        pieces.append(short)
        origin.extend(range(start, start + len(short)))
        position = end
    pieces.append(lower[position:])
    origin.extend(range(position, len(lower) + 1))
    return Folded("".join(pieces), origin)


def _shorten(run: str) -> str:
    if run[0].isascii():
        return unicodedata.normalize("NFC", run)
    return "\u0902" if run[0] in _NASALS else ""


@lru_cache(maxsize=65536)
def folded(word: str) -> str:
    """The folded form of a word or phrase, to be compared with folded text."""
    return fold(word).text


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words, numbers and marks of a folded text, as parallel lists; `starts` and `ends` are folded offsets."""

    folded: Folded
    words: list[str]
    starts: list[int]
    ends: list[int]
    _spans: list[Span] = field(default_factory=list, repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.words)

    def span(self, first: int, last: int) -> Span:
        """The source span of tokens `first` to `last`, both included."""
        return self.folded.span(self.starts[first], self.ends[last])

    def spans(self) -> Sequence[Span]:
        """The source span of each token, made at the first call."""
        if len(self._spans) < len(self.words):
            self._spans[:] = map(self.folded.span, self.starts, self.ends)
        return self._spans


def tokenize(source: Folded) -> Tokens:
    """Cut folded text into runs of digits, runs of letters with their signs, and single other marks."""
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for match in _TOKEN.finditer(source.text):
        words.append(match.group())
        starts.append(match.start())
        ends.append(match.end())
    return Tokens(source, words, starts, ends)


@dataclass(frozen=True)
class Language:
    """A language as its TOML file gives it: `table` is the whole file, a section for each step that reads it."""

    code: str
    name: str
    table: Mapping[str, Any] = field(repr=False)

    def section(self, name: str) -> Mapping[str, Any]:
        """One section of the file, empty where the language does not have it."""
        found = self.table.get(name, {})
        assert isinstance(found, dict)
        return found


def available() -> tuple[str, ...]:
    """The codes of the languages that have a file, sorted. (`root.toml` is what all languages share.)"""
    names = (file.stem for file in _FOLDER.glob("*.toml"))
    return tuple(sorted(name for name in names if name != "root"))


def subtag(code: str) -> str:
    """The first subtag of a BCP 47 code ("en-IN" is "en"). Raises InputError where no language file has its name."""
    first = code.replace("_", "-").split("-")[0].lower()
    if first not in available():
        raise InputError(f"language {code}", "has no language file", f"known languages: {', '.join(available())}")
    return first


@lru_cache(maxsize=64)
def load(code: str) -> Language:
    """The language of a BCP 47 code, by its first subtag. Raises InputError when it has no file."""
    first = subtag(code)
    table = tomllib.loads(_source(first))
    return Language(first, table["language"]["name"], table)


@lru_cache(maxsize=64)
def words(code: str) -> Mapping[str, Any]:
    """The words to print in, the [timeline] section of a language; empty where it has none.

    The rest of the file is not parsed, which takes ten times as long as printing does. Raises InputError as `load`.
    """
    tables = re.split(r"(?m)^(?=\[)", _source(subtag(code)))
    found = tomllib.loads("".join(table for table in tables if re.match(r"\[+timeline[\].]", table)))
    section: Mapping[str, Any] = found.get("timeline", {})
    return section


def _source(subtag: str) -> str:
    return _FOLDER.joinpath(f"{subtag}.toml").read_text(encoding="utf-8")
