"""What an expression of time says, and what it is counted from.

Builders (`dates`, `relative`, `periods`) take the parts that a rule captured and a `Context`, and give a `Reading`, or
None when the words cannot mean a time after all (30 February). They never guess: what is relative and has nothing to be
counted from has no EDTF and a TIMEX3 value with Xs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kg.extract.calendars import Moment
from kg.model import Anchor, Span, TimexType

Parts = Mapping[str, Any]
#: Counted from nothing: said in full.
EXPLICIT = Anchor()
#: The TIMEX3 value of a unit that nothing dates.
MASKS = {
    "year": "XXXX",
    "month": "XXXX-XX",
    "week": "XXXX-WXX",
    "fortnight": "XXXX-WXX",
    "weekend": "XXXX-WXX-WE",
    "decade": "XXX",
    "century": "XX",
    "quarter": "XXXX-QX",
    "half": "XXXX-HX",
    "season": "XXXX-XX",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What an expression means: TIMEX3 fields, EDTF, anchor, and the moment it names (None: a duration, a set …).

    `counted` says that it holds an amount, which "more than" or "nearly" can change; `bare_clock` is the time of day of
    one that names no day itself; `aside` is a glance back or ahead, from which the story goes on where it was.
    """

    type: TimexType
    value: str
    edtf: str | None = None
    anchor: Anchor = EXPLICIT
    mod: str | None = None
    quant: str | None = None
    freq: str | None = None
    moment: Moment | None = None
    counted: bool = False
    bare_clock: str = ""
    aside: bool = False


@dataclass(slots=True)
class Context:
    """What times are counted from, at one place of a text.

    `published` is the day of publication, with its clock if known. `told` is the last date told before this place,
    with its span. In `narrative` text times are counted from `told`, in news from `published`, where there is one.
    `tense` is of the clause: "past", "future" or "" when it does not say. `fine` is the last date told as exactly as a
    month; `previous` is the one right before this place, if it is; `range_from` the same where a word like "to" stands
    between; `until` is true behind a word like "till"; `part` is the part of day told right before it; `since` counts
    the sentences that ended since `told`, and `said` is true where its year was said, or is that of a date before it
    whose year was.
    `sorts_years` is true where the words of the language tell years in passing from those that the story has reached.
    `day_first` is the order of numeric dates, `settled` whether a date of the text shows it ("25/12").
    """

    published: Moment | None
    narrative: bool
    day_first: bool
    country: str
    told: Moment | None = None
    told_span: Span | None = None
    tense: str = ""
    previous: Moment | None = None
    fine: Moment | None = None
    range_from: Moment | None = None
    until: bool = False
    sorts_years: bool = False
    part: str = ""
    settled: bool = False
    since: int = 0
    said: bool = False

    def now(self) -> tuple[Moment | None, Anchor]:
        """The speaker's now: the day of publication."""
        if self.published is None or self.narrative:
            return None, Anchor()
        return self.published, Anchor("published", None, self.published.value())

    def then(self) -> tuple[Moment | None, Anchor]:
        """The last date told, else the day of publication."""
        if self.told is not None:
            return self.told, Anchor("timex", self.told_span, self.told.value())
        return self.now()

    def base(self) -> tuple[Moment | None, Anchor]:
        """What a bare month or weekday is counted from: publication in news, the last date told in narrative."""
        moment, anchor = self.now()
        return (moment, anchor) if moment else self.then()


def day_of(moment: Moment | None) -> date | None:
    """The day itself, None when the moment is coarser or before our era."""
    if moment is None or not moment.day or not moment.month or moment.year < 1:
        return None
    return date(moment.year, moment.month, moment.day)


def dated(moment: Moment, anchor: Anchor = EXPLICIT, mod: str | None = None, edtf: str | None = None) -> Reading:
    """A DATE or TIME reading of a moment."""
    kind: TimexType = "TIME" if moment.clock else "DATE"
    text = edtf if edtf is not None else moment.edtf()
    return Reading(kind, moment.value(), text, anchor, mod, moment=moment)


def unanchored(value: str, kind: TimexType = "DATE", mod: str | None = None) -> Reading:
    return Reading(kind, value, None, Anchor(), mod)


def masked(base: Moment, unit: str) -> str:
    year = base.value().split("-")[0]
    year = year + "X" * (4 - len(year)) if not year.startswith("BC") else year + "X" * (6 - len(year))
    return {
        "month": f"{year}-XX",
        "week": f"{year}-WXX",
        "year": year,
        "decade": year[:-1],
        "century": year[:-2],
        "quarter": f"{year}-QX",
        "season": f"{year}-XX",
    }.get(unit, f"{year}-{base.month:02d}-XX" if base.month else f"{year}-XX-XX")


def year_of(parts: Parts, context: Context) -> int | None:
    year = parts.get("year")
    if year is None:
        year = parts.get("year3") or parts.get("anyyear")
    if year is None and parts.get("year2") is not None:
        two: int = parts["year2"]
        now = context.base()[0]
        near = now.year if now else 2000
        year = min(
            (near // 100 * 100 + two + c for c in (-100, 0, 100)),
            key=lambda y: abs(y - near) + (10 if y > near + 10 else 0),
        )
    if year is None:
        return None
    if parts.get("bc"):
        return 1 - int(year)
    offset = parts.get("era")
    return int(year) + (int(offset) if isinstance(offset, int) else 0)


def clock_of(parts: Parts) -> str:
    """The time of day that parts say, as TIMEX3 writes it: "", "TMO", "T08:30"."""
    hour = parts.get("hour")
    minute = parts.get("minute")
    second = parts.get("second")
    for name in ("hm", "hmdot"):
        if parts.get(name) is not None:
            hour, minute, second = parts[name]
    if parts.get("hhmm") is not None:
        hour, minute = parts["hhmm"]
    if parts.get("noon") is not None:
        hour, minute = int(parts["noon"]), 0
    part = parts.get("part")
    if hour is None:
        return f"T{part}" if part else ""
    if hour != int(hour):
        hour, minute = int(hour), int(round((hour % 1) * 60))
    if parts.get("to"):
        hour, minute = (hour - 1) % 24, 60 - int(minute or 0)
    half = parts.get("half") or {
        "MO": "am",
        "AF": "pm",
        "EV": "pm",
        "MI": "pm",
        "DT": "",
        "NI": "pm" if 6 <= hour < 12 else "am",
    }.get(str(part), "")
    if half == "pm" and hour < 12:
        hour += 12
    elif half == "am" and hour == 12:
        hour = 0
    elif part == "NI" and hour == 12:
        hour = 24
    text = f"T{hour:02d}:{int(minute or 0):02d}"
    if minute is None and not half and parts.get("exact") is None:
        text = f"T{hour:02d}:00"
    return text + (f":{second:02d}" if second is not None else "")


def approximate(moment: Moment) -> str:
    """The EDTF of a moment that is only about right: "2024~"."""
    text = moment.edtf()
    return "/".join(f"{t}~" for t in text.split("/"))
