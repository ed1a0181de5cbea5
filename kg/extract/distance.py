"""How many days after or before another event something happened, where an article says so ("three days after the
crash", "the day after the vote").

    distances(language, annotated)      by the trigger of the clause: the time, the event it is counted from, the days
    dated(language, annotated, facts)   the facts with the days that follow

Only whole days are counted: "about a week after" and "two years before" date nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from re import fullmatch
from typing import cast

from kg.extract import times
from kg.extract.branches import markers
from kg.language import Language, folded
from kg.model import Annotated, Article, Clause, Fact, Span, Timex

#: So many code points may stand between a time and the event it is counted from.
_NEAR = 40
_UNREAL = ("planned", "negated", "hypothetical")


@dataclass(frozen=True)
class Distance:
    """`days` from the event with the trigger `event`, before it where negative, None where they cannot be counted; told
    by the time expression `timex`."""

    timex: Span
    event: Span
    days: int | None


def distances(language: Language, annotated: Annotated) -> Mapping[Span, Distance]:
    """The distances an article tells, by the trigger of the clause that they date."""
    clauses = {c.trigger: c for c in annotated.clauses}
    timexes = {t.span: t for t in annotated.timexes if t.edtf is None and t.type in ("DATE", "DURATION")}
    found: dict[Span, Distance] = {}
    for clause in annotated.clauses:
        for relation, event in clause.order:
            spans = (*clause.times, *(clauses[event].times if event in clauses else ()))
            for timex in (timexes[span] for span in spans if span in timexes):
                if relation in ("after", "before") and _counts(language, annotated, relation, event, timex):
                    days = _days(language, annotated, timex)
                    sign = 1 if relation == "after" else -1
                    found[clause.trigger] = Distance(timex.span, event, days and sign * days)
    return found


def _counts(language: Language, annotated: Annotated, relation: str, event: Span, timex: Timex) -> bool:
    """Whether a time is counted from an event: right behind it where its language puts the verb last, else before it
    with only the preposition, and what describes the event, between them."""
    text = annotated.article.text
    if language.section("relations").get("order") == "head-final":
        return timex.type == "DATE" and 0 < timex.span.start - event.end <= _NEAR and _joined(text, event, timex)
    last = timex.span.of(text).split()[-1:]
    between = [folded(word) for word in (*last, *text[timex.span.end : event.start].split())]
    known = markers(language.code)
    leads = any(known.get(tuple(between[at : at + size])) == relation for at in (0, 1) for size in (1, 2))
    return leads and 0 < event.start - timex.span.end <= _NEAR and not any("," in word for word in between)


def _joined(text: str, event: Span, timex: Timex) -> bool:
    return len(text[event.end : timex.span.start].split()) <= 2


def _days(language: Language, annotated: Annotated, timex: Timex) -> int | None:
    if timex.rule in language.section("times").get("next_days", ()):
        return 1
    words = timex.span.of(annotated.article.text)
    values = [timex.value] if timex.type == "DURATION" else list(_lengths(language, words))
    whole = [fullmatch(r"P(\d+)D", value) for value in values]
    return int(whole[0][1]) if len(whole) == 1 and whole[0] and timex.mod is None else None


def _lengths(language: Language, words: str) -> Iterator[str]:
    """The lengths that a time names without its last word ("three days later")."""
    text = " ".join(words.split()[:-1])
    yield from (t.value for t in times.find(Article("", text, language.code, "")) if t.type == "DURATION")


def dated(language: Language, annotated: Annotated, facts: Sequence[Fact]) -> list[Fact]:
    """The facts, those without a time at their distance from the day of another event; a distance lasts no time."""
    told = distances(language, annotated)
    clauses = {c.trigger: c for c in annotated.clauses}
    days = {f.trigger: f for f in facts if fullmatch(r"\d{4}-\d\d-\d\d", f.time or "") and f.status not in _UNREAL}
    found: list[Fact] = []
    for fact in facts:
        apart = told.get(fact.trigger)
        if fact.duration in {d.timex for d in told.values()}:
            fact = replace(fact, duration=None)
        if fact.time is None and apart is not None and apart.days is not None:
            named = _named(language, annotated, clauses[apart.event], apart.timex, list(days.values()))
            dating = days.get(apart.event) or named
            if dating is not None:
                day = date.fromisoformat(cast(str, dating.time)) + timedelta(days=apart.days)
                fact = replace(fact, time=day.isoformat(), time_basis="anchored", timex=dating.timex)
        found.append(fact)
    return found


def _named(
    language: Language, annotated: Annotated, event: Clause, timex: Span, days: Sequence[Fact]
) -> Fact | None:
    """The fact that says on which day the event was that a noun alone names ("the crash"), where the article tells
    events of its type on one day only."""
    if "noun" not in event.flags or set(event.times) - {timex}:
        return None
    before = folded(annotated.article.text[: event.trigger.start]).split()[-1:]
    others = {folded(word) for word in language.section("clauses").get("another", ())}
    told = [f for f in days if f.type == event.type]
    return told[0] if len({f.time for f in told}) == 1 and others.isdisjoint(before) else None
