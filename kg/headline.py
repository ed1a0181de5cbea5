"""Where the headline of a text stands: a span of the text, so that it can be quoted like any sentence."""

from __future__ import annotations

import re

from kg.model import Span

#: A headline is at most this long (code points) and has at least this many words.
_LONGEST, _FEWEST = 220, 3
#: What may close a sentence behind its last mark.
_CLOSING = "\"'\u201d\u2019\u00bb)]"
#: How a sentence that is told ends; a headline may ask or exclaim, but does not end like this.
_FINAL = (".", "\u0964", "\u0965", "\u06d4", "\u3002")
_LINE = re.compile(r"[^\s](?:[^\r\n\u2028\u2029]*[^\s])?")
_BREAK = re.compile(r"\r\n|[\r\n\u2028\u2029]")
_ADDRESS = re.compile(r"://|www\.|\S@\S")
_ATX = re.compile(r"^ {0,3}#[ \t]+(\S.*?)(?:[ \t]+#+)?[ \t]*\r?$", re.MULTILINE)
_SETEXT = re.compile(r"^ {0,3}(\S.*?)[ \t]*\r?\n {0,3}=+[ \t]*\r?$", re.MULTILINE)


def headline(text: str) -> Span | None:
    """Where the headline stands in a plain text: its first or its last line, or nowhere (None).

    A headline is a line of 3 words or more and 220 code points at most that does not end like a told sentence and is
    set apart from the body: by an empty line, or by being next to a line that is a whole paragraph, longer than it and
    ending like a sentence (the lines of a text wrapped at a width are not). The first line goes before the last.
    """
    lines = [Span(*match.span()) for match in _LINE.finditer(text)]
    if len(lines) < 2:
        return None
    if _heads(text, lines[0], lines[1]):
        return lines[0]
    last, before = lines[-1], lines[-2]
    return last if _ends(before.of(text)) and _heads(text, last, before) else None


def markdown_headline(text: str) -> Span | None:
    """The words of the first Markdown heading of the first level, without its marks; else as `headline`."""
    found = [match for match in (_ATX.search(text), _SETEXT.search(text)) if match is not None]
    first = min(found, key=lambda match: match.start(), default=None)
    return headline(text) if first is None else Span(*first.span(1))


def headline_of(text: str, title: str) -> Span | None:
    """Where a known title stands in a text as its first or its last line; None when it does not."""
    lines = [Span(*match.span()) for match in _LINE.finditer(text)]
    return next((line for line in (*lines[:1], *lines[-1:]) if line.of(text) == title.strip()), None)


def _heads(text: str, line: Span, body: Span) -> bool:
    """Whether a line has the form of a headline and is set apart from its neighbour `body`."""
    words, other = line.of(text), body.of(text)
    if len(words) > _LONGEST or len(words.split()) < _FEWEST or _ends(words) or _ADDRESS.search(words):
        return False
    if words[0] in "([<|*-=#" or sum(character.isdigit() for character in words) * 2 > len(words):
        return False
    between = text[min(line.end, body.end) : max(line.start, body.start)]
    return len(_BREAK.findall(between)) > 1 or (_ends(other) and len(other) > len(words))


def _ends(line: str) -> bool:
    return line.rstrip(_CLOSING).endswith(_FINAL)
