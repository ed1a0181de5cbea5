"""An article as TimeML 1.2.1: its text with TIMEX3 tags in place."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from kg.model import Article, Span, Timex

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<TimeML xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xsi:noNamespaceSchemaLocation="http://timeml.org/timeMLdocs/TimeML_1.2.1.xsd">\n'
)
#: Characters that XML 1.0 cannot hold, escaped or not; each is written as U+FFFD, so that offsets stay.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def write(article: Article, timexes: Sequence[Timex]) -> str:
    """The TimeML document of an article: DOCID, DCT (empty when the day of publication is unknown) and TEXT, in which
    every Timex is a TIMEX3 with tid, type, value and, where they have one, mod, quant, freq and anchorTimeID.

    `timexes` are in text order and do not overlap, as `kg.extract.times.find` gives them. The characters of TEXT are
    the article's own.
    """
    tid = {timex.span: f"t{number}" for number, timex in enumerate(timexes, 1)}
    pieces: list[str] = []
    position = 0
    for timex in timexes:
        pieces.append(_text(article.text[position : timex.span.start]))
        pieces.append(f"<TIMEX3 {_attributes(timex, tid)}>{_text(timex.span.of(article.text))}</TIMEX3>")
        position = timex.span.end
    pieces.append(_text(article.text[position:]))
    return (
        f"{_HEAD}<DOCID>{_text(article.id)}</DOCID>\n{_creation(article)}<TEXT>{''.join(pieces)}</TEXT>\n</TimeML>\n"
    )


def _creation(article: Article) -> str:
    if article.published is None:
        return ""
    day = _text(article.published)
    return (
        f'<DCT><TIMEX3 tid="t0" type="DATE" value={quoteattr(day)} temporalFunction="false" '
        f'functionInDocument="CREATION_TIME">{day}</TIMEX3></DCT>\n'
    )


def _attributes(timex: Timex, tid: Mapping[Span, str]) -> str:
    anchor = timex.anchor
    anchor_id = "t0" if anchor.kind == "published" else tid.get(anchor.span) if anchor.span is not None else None
    given = (
        ("tid", tid[timex.span]), ("type", timex.type), ("value", timex.value), ("mod", timex.mod),
        ("quant", timex.quant), ("freq", timex.freq), ("anchorTimeID", anchor_id),
    )
    return " ".join(f"{name}={quoteattr(value)}" for name, value in given if value)


def allowed(text: str) -> str:
    """The text with every character that XML cannot hold replaced by U+FFFD."""
    return _FORBIDDEN.sub("\ufffd", text)


def _text(text: str) -> str:
    return escape(allowed(text))
