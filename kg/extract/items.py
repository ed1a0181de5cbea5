"""The words of a text that a grammar knows: its numbers, phrases and numerals, as items with classes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from kg.extract import numbers
from kg.extract.patterns import BREAK, FILLER, Grammar, Item
from kg.language import Tokens
from kg.model import Timex

#: Digits of the longest number that can be an amount of time; a longer one is an account or a key.
_LONGEST = 15
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")


def items_of(
    tokens: Tokens, grammar: Grammar, source: str, known: Mapping[int, Timex] | None = None
) -> tuple[str, list[Item | None]]:
    """The words that have classes, as one string of their characters and the items behind it. `known` are times found
    already, by where they start: each is one item."""
    chars: list[str] = []
    items: list[Item | None] = []
    words, index = tokens.words, grammar.known
    address = _addresses(tokens.folded.text)
    last = -1
    for i, word in enumerate(words):
        if i <= last or address and any(start <= tokens.starts[i] < end for start, end in address):
            continue
        if known is not None and (timex := known.get(tokens.spans()[i].start)) is not None:
            values: Mapping[str, Any] = {timex.type.lower(): timex}
            char, end = grammar.char_of(values), _last_inside(tokens, i, timex)
        elif word in index or word.isdigit():
            found = _entry(tokens, i, grammar, source, digits=known is None)
            if found is None:
                continue
            values, char, end = found
        else:
            continue
        if gap := _gap(tokens, last, i):
            chars.append(gap)
            items.append(None)
        chars.append(char)
        items.append(Item(i, end, values))
        last = end
    return "".join(chars), items


def _addresses(text: str) -> list[tuple[int, int]]:
    """Where the web addresses of a folded text stand: their numbers are no dates."""
    if "://" not in text and "www." not in text:
        return []
    return [match.span() for match in _ADDRESS.finditer(text)]


def _last_inside(tokens: Tokens, i: int, timex: Timex) -> int:
    """The last token of a time that begins with token `i`."""
    while i + 1 < len(tokens) and tokens.span(i + 1, i + 1).end <= timex.span.end:
        i += 1
    return i


def _gap(tokens: Tokens, last: int, i: int) -> str:
    """What stands between the item that ends with token `last` and the one at `i`: other words, a blank line,
    nothing."""
    if i != last + 1:
        return FILLER
    if last < 0 or tokens.starts[i] - tokens.ends[last] < 2:
        return ""
    return BREAK if _BLANK_LINE.search(tokens.folded.text, tokens.ends[last], tokens.starts[i]) else ""


def _entry(
    tokens: Tokens, i: int, grammar: Grammar, source: str, digits: bool
) -> tuple[Mapping[str, Any], str, int] | None:
    """The classes, their character and the last token of what begins at token `i`: the longest of number and
    phrases."""
    words, word = tokens.words, tokens.words[i]
    best: tuple[Mapping[str, Any], str, int] | None = None
    if word.isascii() and word.isdigit():
        if not digits:
            return None
        values, end = _numeral(tokens, i, grammar)
        best = values, grammar.char_of(values), end
    elif (read := grammar.numbers.read(words, i)) is not None:
        values = numbers.classes(read[0], spelled=True)
        best = values, grammar.char_of(values), read[1]
    for entry in grammar.index.get(word, ()):
        stop = i + len(entry.rest)
        if best is not None and stop < best[2] or entry.rest and tuple(words[i + 1 : stop + 1]) != entry.rest:
            continue
        if not entry.case or (entry.case == "upper") == _capital(source, tokens, i):
            return entry.values, entry.char, stop
    return best


def _numeral(tokens: Tokens, i: int, grammar: Grammar) -> tuple[Mapping[str, Any], int]:
    """The numeral that begins at token `i`, in digits or digits and scale words: its classes and its last token."""
    text, start = tokens.folded.text, tokens.starts[i]
    after = tokens.ends[i]
    following = text[after : after + 1]
    if (
        following in (",", ".", ":", "/", "-")
        and not _after_code(tokens, i, grammar)
        and (composite := numbers.composite(text, start)) is not None
    ):
        classes, stop = composite
        end = i
        while end + 1 < len(tokens) and tokens.ends[end + 1] <= stop:
            end += 1
        return classes, end
    word = tokens.words[i]
    if i + 1 < len(tokens) and tokens.words[i + 1] in grammar.numbers.scales:
        read = grammar.numbers.read(tokens.words, i)
        if read is not None and read[1] > i:
            return numbers.classes(read[0], spelled=True), read[1]
    return _plain(word), i


def _after_code(tokens: Tokens, i: int, grammar: Grammar) -> bool:
    """Whether a numeral belongs to the letter before it, as in "Q1-2019"."""
    before = grammar.index.get(tokens.words[i - 1], ()) if i else ()
    return any("code" in entry.values for entry in before)


@lru_cache(maxsize=16384)
def _plain(word: str) -> Mapping[str, Any]:
    return numbers.classes(int(word), text=word) if len(word) <= _LONGEST else {"junk": word}


def _capital(source: str, tokens: Tokens, i: int) -> bool:
    origin = tokens.folded.origin
    at = tokens.starts[i]
    return source[at if origin is None else origin[at]].isupper()
