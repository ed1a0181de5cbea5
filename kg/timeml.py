"""An article as TimeML 1.2.1: its text with TIMEX3 and EVENT tags in place."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from kg.model import Article, Fact, Span, Timex, Trigger

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<TimeML xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xsi:noNamespaceSchemaLocation="http://timeml.org/timeMLdocs/TimeML_1.2.1.xsd">\n'
)
#: Characters that XML 1.0 cannot hold, escaped or not; each is written as U+FFFD, so that offsets stay.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def write(
    article: Article, timexes: Sequence[Timex], triggers: Sequence[Trigger] = (), facts: Sequence[Fact] = ()
) -> str:
    """The TimeML document of an article: DOCID, DCT (empty when the day of publication is unknown) and TEXT, in which
    every Timex is a TIMEX3 with tid, type, value and, where they have one, mod, quant, freq and anchorTimeID, and what
    happens an EVENT with eid and class: each of `triggers` save states, and each of `facts`. The comment of an EVENT
    names the facts that it tells, each as its type and its id, "Arrest 3f2a9c1d…".

    `timexes` are in text order and do not overlap, as `kg.extract.times.find` gives them. Where an event and a time
    share words, these are the time's. The characters of TEXT are the article's own.
    """
    tid = {timex.span: f"t{number}" for number, timex in enumerate(timexes, 1)}
    marks = [(t.span, "TIMEX3", _attributes(t, tid)) for t in timexes]
    marks += [(span, "EVENT", told) for span, told in _events(list(tid), triggers, facts)]
    pieces: list[str] = []
    position = 0
    for span, tag, attributes in sorted(marks):
        pieces.append(_text(article.text[position : span.start]))
        pieces.append(f"<{tag} {attributes}>{_text(span.of(article.text))}</{tag}>")
        position = span.end
    pieces.append(_text(article.text[position:]))
    return (
        f"{_HEAD}<DOCID>{_text(article.id)}</DOCID>\n{_creation(article)}<TEXT>{''.join(pieces)}</TEXT>\n</TimeML>\n"
    )


def _events(times: Sequence[Span], triggers: Sequence[Trigger], facts: Sequence[Fact]) -> list[tuple[Span, str]]:
    """The span and the attributes of each EVENT, in text order; a fact at no trigger has one of its own."""
    states = {t.span for t in triggers if t.cls == "STATE"}
    own = [Trigger(f.trigger, "OCCURRENCE") for f in facts]
    found: list[tuple[Span, str, list[Fact]]] = []
    for trigger in (*triggers, *own):
        told = [f for f in facts if f.trigger.overlaps(trigger.span)]
        span = _without(trigger.span, times)
        if span is None or (trigger.span in states and not told) or any(span.overlaps(other) for other, _, _ in found):
            continue
        found.append((span, trigger.cls, told))
    events: list[tuple[Span, str]] = []
    for number, (span, cls, told) in enumerate(sorted(found, key=lambda event: event[0]), 1):
        comment = ", ".join(f"{f.type} {f.id}" for f in told)
        given = (("eid", f"e{number}"), ("class", cls), ("comment", comment))
        events.append((span, " ".join(f"{name}={quoteattr(value)}" for name, value in given if value)))
    return events


def _without(span: Span, times: Sequence[Span]) -> Span | None:
    """What of an event's span no time takes, on its last unbroken stretch; None where that is nothing."""
    for time in sorted(times, reverse=True):
        if time.overlaps(span):
            span = Span(time.end, span.end) if time.end < span.end else Span(span.start, max(span.start, time.start))
    return span if span.start < span.end else None


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
