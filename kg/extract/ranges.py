"""Stretches of time told by their ends: "from 2014 to 2018", "since May", "before 3 June".

TIMEX3 tags the two ends; what happened happened in between, so here is the whole as one `Timex` with an EDTF interval.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kg.extract.calendars import Moment, shift, shift_day
from kg.model import Anchor, Span, Timex


@dataclass(frozen=True, slots=True)
class Ends:
    """What a range rule captured: the times it joins, in text order; when the text was published, and its tense."""

    times: tuple[Timex, ...]
    published: Moment | None = None
    tense: str = ""


def first_day(edtf: str) -> str:
    """The EDTF of where a time begins: itself, or the first end of an interval."""
    return edtf.split("/")[0]


def last_day(edtf: str) -> str:
    """The EDTF of where a time ends."""
    return edtf.split("/")[-1]


def build_between(ends: Ends) -> str | None:
    """From one to the other, both included."""
    start, end = ends.times[0].edtf, ends.times[-1].edtf
    if not start or not end:
        return None
    if "[" in start or "[" in end:
        return _shortest(start.strip("[]").split(","), end.strip("[]").split(","))
    return f"{first_day(start)}/{last_day(end)}" if first_day(start) <= last_day(end) else None


def _shortest(starts: Sequence[str], ends: Sequence[str]) -> str | None:
    """Where the order of day and month is open at both ends (10/1 to 10/7), the order that makes the range short; None
    when they are about the same."""
    from kg import edtf as dates

    lengths = sorted(
        (last - first, f"{a}/{b}")
        for a in starts
        for b in ends
        if (first := dates.parse(a).begin.min) is not None
        and (last := dates.parse(b).end.max) is not None
        and first <= last
    )
    return lengths[0][1] if lengths and (len(lengths) == 1 or lengths[1][0] > 2 * lengths[0][0]) else None


def build_since(ends: Ends) -> str | None:
    """From its beginning on."""
    start = ends.times[0].edtf
    return f"{first_day(start)}/.." if start and "[" not in start else None


def build_until(ends: Ends) -> str | None:
    """Up to its end."""
    end = ends.times[0].edtf
    return f"../{last_day(end)}" if end and "[" not in end else None


def build_after(ends: Ends) -> str | None:
    """From the day after its end on; from within it where only its beginning or middle is told ("after mid-2019")."""
    if ends.times[0].mod in ("START", "MID"):
        return build_since(ends)
    return (day := _edge(ends.times[0].edtf, last=True)) and f"{day}/.."


def build_before(ends: Ends) -> str | None:
    """Up to the day before its beginning; to within it where only its end or middle is told ("before the end of")."""
    if ends.times[0].mod in ("END", "MID"):
        return build_until(ends)
    return (day := _edge(ends.times[0].edtf, last=False)) and f"../{day}"


def build_within(ends: Ends) -> str | None:
    """From the day of publication, a length of time on; not where the clause is in the past: "told them to do it
    within three months" counts from when that was."""
    last = _counted(ends.times[0], ends.published, 1) if ends.tense != "past" else None
    return f"{ends.published.at('').edtf()}/{last.edtf()}" if last and ends.published else None


def build_in(ends: Ends) -> str | None:
    """A length of time after publication, where the clause is in the future: "in two weeks"."""
    last = _counted(ends.times[0], ends.published, 1) if ends.tense == "future" else None
    return last.edtf() + ("" if ends.times[0].value.endswith("D") else "~") if last else None


def build_to_now(ends: Ends) -> str | None:
    """To date: up to the day of publication, from a beginning where one is told."""
    if ends.published is None:
        return None
    now, start = ends.published.at("").edtf(), ends.times[0].edtf if ends.times else ".."
    if not start or "[" in start or start != ".." and first_day(start) > now:
        return None
    return f"{first_day(start)}/{now}"


def build_counted_after(ends: Ends) -> str | None:
    """A length of time after a day: "two weeks from 15 January"; after each of those that it may be."""
    days = (ends.times[1].edtf or "").strip("[]").split(",")
    found = [moment.edtf() for day in days if (moment := _counted(ends.times[0], _day(day), 1))]
    return None if not found or len(found) < len(days) else found[0] if len(found) == 1 else f"[{','.join(found)}]"


def build_counted_later(ends: Ends) -> str | None:
    """The same, told the other way round: "15 January" and "two weeks"."""
    return build_counted_after(Ends(tuple(reversed(ends.times))))


def build_counted_before(ends: Ends) -> str | None:
    """A length of time before a day: "three days before 13 May 1999"."""
    found = _counted(ends.times[0], _day(ends.times[1].edtf), -1)
    return found.edtf() if found else None


def _day(text: str | None) -> Moment | None:
    """The year or day that an EDTF date names, None where it is anything else."""
    match = re.fullmatch(r"(\d{4})(?:-(\d\d)-(\d\d))?", text or "")
    if match is None:
        return None
    return Moment(int(match[1]), int(match[2]), int(match[3])) if match[2] else Moment(int(match[1]))


def _counted(length: Timex, day: Moment | None, sign: int) -> Moment | None:
    """The day (or year) that lies a TIMEX3 duration after (before) `day`, None when either is too vague."""
    match = re.fullmatch(r"P(\d+)([YMWD])", length.value)
    if match is None or day is None:
        return None
    unit = {"Y": "year", "M": "month", "W": "week", "D": "day"}[match[2]]
    found = shift_day(day, sign * int(match[1]), unit) if day.day else None
    if not day.day and unit == "year":
        found = shift(day, sign * int(match[1]), unit)
    return found.at("") if found else None


def _edge(edtf: str | None, last: bool) -> str | None:
    """The day after the last, or before the first, day that an EDTF date allows."""
    from kg import edtf as dates

    if not edtf or "[" in edtf:
        return None
    read = dates.parse(edtf)
    bound = read.end.max if last else read.begin.min
    return None if bound is None else (date(1970, 1, 1) + timedelta(bound + (1 if last else -1))).isoformat()


#: What the `make` of a range rule may name.
BUILDERS: Mapping[str, Callable[[Ends], str | None]] = {
    "between": build_between,
    "since": build_since,
    "until": build_until,
    "after": build_after,
    "before": build_before,
    "within": build_within,
    "in": build_in,
    "counted_after": build_counted_after,
    "counted_later": build_counted_later,
    "counted_before": build_counted_before,
    "to_now": build_to_now,
}


def build(make: str, ends: Ends, span: Span, rule: str) -> Timex | None:
    """The Timex of a range over `span`, None when its ends do not tell one. Its value is an ISO interval of theirs."""
    edtf, times, published = BUILDERS[make](ends), ends.times, ends.published
    if edtf is None:
        return None
    first, last = (times[0].value, times[-1].value) if times else ("..", "..")
    value = {
        "between": f"{first}/{last}",
        "since": f"{first}/..",
        "after": f"{first}/..",
        "within": first,
        "in": edtf and edtf.rstrip("~"),
        "counted_after": edtf.strip("[]").split(",")[0],
        "counted_later": edtf,
        "to_now": f"{first}/{edtf.split('/')[-1]}",
        "counted_before": edtf,
    }.get(make, f"../{last}")
    mod = {"since": None, "until": None, "after": "AFTER", "before": "BEFORE"}.get(make)
    anchor = next((t.anchor for t in times if t.anchor.kind != "none"), Anchor())
    if make in ("within", "in", "to_now") and published is not None:
        anchor = Anchor("published", None, published.value())
    return Timex(span, "TIME" if any(t.type == "TIME" for t in times) else "DATE", value, edtf, anchor, rule, mod)
