"""Quotations: where somebody's own words stand, who says them and to whom.

    X said, "…"      "…," X said      X said- … ;  (the habit of Hindi headlines)

The marks and the verbs are in the language file ([quotes], [speech]).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from kg.language import LETTER, folded, load
from kg.model import Span


def find(text: str, code: str, sentences: Sequence[Span]) -> tuple[Span, ...]:
    """The spans inside quotation marks (the marks left out), and after a dash frame up to the clause's end.

    A mark that is never closed opens nothing. Names in single marks are not quotations; nor, where the language file
    says so (`partial`), a few words quoted inside somebody else's sentence (he called it “a sad day” for all).
    """
    marks = _marks(code)
    partial = bool(load(code).section("quotes").get("partial"))
    found: list[Span] = []
    for opening, closing in marks:
        pattern = re.compile(f"{re.escape(opening)}([^{re.escape(opening + closing)}]+){re.escape(closing)}")
        for match in pattern.finditer(text):
            span = Span(*match.span(1))
            if not _is_speech(span.of(text)) or (partial and _is_partial(text, span)):
                continue
            if not any(span.overlaps(other) for other in found):
                found.append(span)
    for match in _dash_frame(code).finditer(text):
        first = match.start("words")  # up to where its sentence ends
        end = next((s.end for s in sentences if s.start <= first < s.end), match.end("words"))
        span = Span(first, min(match.end("words"), end))
        if not any(span.overlaps(other) for other in found):
            found.append(span)
    return tuple(sorted(found))


def _is_speech(words: str) -> bool:
    """A quotation is said; one or two words in marks are a name or a term, Words In Capitals a title."""
    long = [w for w in words.split() if len(w) > 3]
    return len(words.split()) > 2 and not (long and all(w[0].isupper() for w in long))


def _is_partial(text: str, span: Span) -> bool:
    """Whether a quotation follows a word and has no end of its own."""
    before = text[: span.start - 1].rstrip()
    return before[-1:].isalpha() and text[span.end - 1] not in ".,!?\u2026"


@lru_cache(maxsize=16)
def _marks(code: str) -> tuple[tuple[str, str], ...]:
    return tuple((opening, closing) for opening, closing in load(code).section("quotes").get("marks", ()))


@lru_cache(maxsize=16)
def _dash_frame(code: str) -> re.Pattern[str]:
    verbs = load(code).section("quotes").get("dash_frames", ())
    if not verbs:
        return re.compile("(?!)(?P<words>)")
    forms = "|".join(re.escape(v) for v in sorted(verbs, key=len, reverse=True))
    return re.compile(f'(?<!{LETTER[3:-1]})(?:{forms})\\s?[-\u2013\u2014:]\\s*(?P<words>[^;\u0964\n"\u201c]+)')


@lru_cache(maxsize=16)
def name_marks(code: str) -> re.Pattern[str]:
    """What stands in the marks that hold a name ('X' event)."""
    pairs = load(code).section("quotes").get("name_marks", ())
    alternatives = [f"{re.escape(a)}([^{re.escape(a + b)}\n]{{2,60}}){re.escape(b)}" for a, b in pairs]
    return re.compile("|".join(alternatives) or "(?!)")


def vocative(code: str, text: str, quote: Span) -> int:
    """How many code points of `quote` are an address that opens it ("Dear X,"), 0 when none."""
    openers = [folded(w) for w in load(code).section("quotes").get("vocatives", ())]
    words = quote.of(text)
    head = words.split(",")[0]
    if folded(head).split(" ")[0] in openers and len(head) < 60 and len(head) < len(words):
        return len(head)
    return 0
