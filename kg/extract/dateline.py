"""The day of publication where a text prints it itself: behind a label ("Published:"), or in its dateline."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from kg.extract import times
from kg.language import available, folded, load
from kg.model import Article, Timex

#: How far from its ends a text prints its own date, and how long a dateline is before the date, in code points.
_HEAD, _TAIL, _LEAD = 600, 300, 40
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
#: What follows the date of a dateline: a dash, a colon, a bracket with the agency, the end of the line.
_AFTER = re.compile(r"[ \t]*(?:[-\u2013\u2014:|\u0964]|\((?!\d)|$)", re.M)


def document_date(article: Article) -> str | None:
    """The day (EDTF) on which a text says that it was published, None where it does not say.

    Looked at are its first 600 and last 300 characters. A date labelled as that of publication comes first, then a full
    date at the head of a line (a dateline, or alone on it), then one labelled as that of an update.
    """
    labels = _labels(article.language)
    parts = [article.text[:_HEAD]] + ([article.text[-_TAIL:]] if len(article.text) > _HEAD + _TAIL else [])
    found: dict[str, str] = {}
    for number, text in enumerate(parts):
        part = replace(article, text=text, published=None)
        for timex in times.find(part):
            if (day := _day(timex)) is None:
                continue
            kind = _label(text, timex, labels) or ("dateline" if number == 0 and _is_dateline(text, timex) else "")
            found.setdefault(kind, day)
    return next((found[kind] for kind in ("published", "dateline", "updated") if kind in found), None)


def dated(article: Article) -> Article:
    """The article with the day of publication that its text gives, where it is not known otherwise."""
    found = document_date(article) if article.published is None else None
    return replace(article, published=found) if found is not None else article


def _day(timex: Timex) -> str | None:
    """The day of a timex that names it whole, year and all."""
    return timex.edtf if timex.edtf and _DAY.fullmatch(timex.edtf) and timex.anchor.kind == "none" else None


def _labels(language: str) -> list[tuple[str, str]]:
    """(folded label, kind) of a language and of English, which pages in every language print."""
    codes: Iterable[str] = dict.fromkeys((language.split("-")[0], "en"))
    return [
        (folded(label), kind)
        for code in codes
        if code in available()
        for kind, found in load(code).section("times").get("labels", {}).items()
        for label in found
    ]


def _label(text: str, timex: Timex, labels: list[tuple[str, str]]) -> str:
    """The kind of the label that stands before a timex on its line."""
    before = folded(text[max(0, timex.span.start - _LEAD) : timex.span.start].rsplit("\n", 1)[-1])
    places = [(before.rfind(label), kind) for label, kind in labels if label in before]
    return max(places)[1] if places else ""


def _is_dateline(text: str, timex: Timex) -> bool:
    """Whether a timex begins its line, alone or behind a place name, and what follows it is no sentence."""
    start = text.rfind("\n", 0, timex.span.start) + 1
    lead = text[start : timex.span.start]
    if _AFTER.match(text, timex.span.end) is None:
        return False
    return not lead.strip() or (
        len(lead) <= _LEAD and lead.rstrip().endswith((",", ":", "|", "-", "\u2013")) and "." not in lead
    )
