"""Calendar arithmetic for times of stated precision, and how they are written in TIMEX3 and in EDTF.

A `Moment` is a year, a month, a day, a week, a season, a decade … and never more exact than what was said. Years before
our era are negative as in ISO 8601: 1 BC is 0, 499 BC is -498.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

#: TIMEX3's letters for what EDTF numbers: seasons without a hemisphere, quarters, halves.
_EDTF_PART = {"SP": 21, "SU": 22, "FA": 23, "WI": 24, "Q1": 33, "Q2": 34, "Q3": 35, "Q4": 36, "H1": 40, "H2": 41}
#: The units of TIMEX3 durations, the longest first; those from the hour down take a T.
UNITS = {
    "century": "CE",
    "decade": "DE",
    "year": "Y",
    "half": "H",
    "quarter": "Q",
    "season": "S",
    "month": "M",
    "fortnight": "F",
    "week": "W",
    "weekend": "WE",
    "day": "D",
    "night": "D",
    "hour": "H",
    "minute": "M",
    "second": "S",
}
_CLOCK = frozenset({"hour", "minute", "second"})
_DAYS = {"day": 1, "night": 1, "week": 7, "weekend": 7, "fortnight": 14}
_MONTHS = {"month": 1, "quarter": 3, "half": 6, "season": 3, "year": 12, "decade": 120, "century": 1200}
#: The units that a day can be counted on by.
DATED = frozenset({*_DAYS, *_MONTHS})


@dataclass(frozen=True, slots=True)
class Moment:
    """A time of stated precision.

    `part` is what a year is cut into when not by months (a season "SP", a quarter "Q1", a half "H1", a week "W07", a
    weekend "W07-WE"), or "DE" and "CE" for the decade and century that begin with `year`. `clock` is "TMO" or "T08:30".
    """

    year: int
    month: int | None = None
    day: int | None = None
    part: str = ""
    clock: str = ""

    @property
    def unit(self) -> str:
        if self.part:
            kinds = {
                "S": "season",
                "F": "season",
                "Q": "quarter",
                "H": "half",
                "W": "week",
                "D": "decade",
                "C": "century",
            }
            return (
                "season"
                if self.part in ("WI", "SP", "SU", "FA")
                else "weekend"
                if self.part.endswith("WE")
                else kinds[self.part[0]]
            )
        return "hour" if self.clock else "day" if self.day else "month" if self.month else "year"

    def value(self) -> str:
        """As TIMEX3 writes it (TimeML 1.2.1): 2019-04-05, 2019-W14, 2019-SP, 2019-Q2, 201 for a decade, BC0499."""
        era, year = ("BC", 1 - self.year) if self.year <= 0 else ("", self.year)
        text = f"{era}{year:04d}"
        if self.part == "DE":
            return text[:-1]
        if self.part == "CE":
            return text[:-2]
        if self.part:
            return f"{text}-{self.part}{self.clock}"
        return text + "".join(f"-{n:02d}" for n in (self.month, self.day) if n is not None) + self.clock

    def edtf(self) -> str:
        """As EDTF writes it (ISO 8601-2, levels 0 to 2). A week or weekend is the interval of its days; clock times and
        parts of a day are their day, which is as fine as bounds go."""
        year = f"{self.year:04d}" if self.year >= 0 else f"-{-self.year:04d}"
        if self.part == "DE":
            return year[:-1] + "X"
        if self.part == "CE":
            return year[:-2] + "XX"
        if self.part in _EDTF_PART:
            return f"{year}-{_EDTF_PART[self.part]}"
        if self.part:
            first, last = self.days()
            return f"{first.isoformat()}/{last.isoformat()}"
        return year + "".join(f"-{n:02d}" for n in (self.month, self.day) if n is not None)

    def days(self) -> tuple[date, date]:
        """Its first and last day, for years 1 to 9999; a winter begins its year, as in TIMEX3's order of seasons."""
        if self.part in ("DE", "CE"):
            return date(max(self.year, 1), 1, 1), date(self.year + (9 if self.part == "DE" else 99), 12, 31)
        if self.part.startswith("W") and self.part != "WI":
            monday = date.fromisocalendar(self.year, int(self.part[1:3]), 1)
            return (monday + timedelta(5) if self.part.endswith("WE") else monday), monday + timedelta(6)
        if self.part:
            first, months = (
                {"Q": (3 * int(self.part[1:]) - 2, 3), "H": (6 * int(self.part[1:]) - 5, 6)}[self.part[0]]
                if self.part[1:].isdigit()
                else {"SP": (3, 3), "SU": (6, 3), "FA": (9, 3), "WI": (1, 12)}[self.part]
            )
            last = first + months - 1
            return date(self.year, first, 1), date(self.year, last, month_length(self.year, last))
        if self.day and self.month:
            return (d := date(self.year, self.month, self.day)), d
        first, last = (self.month, self.month) if self.month else (1, 12)
        return date(self.year, first, 1), date(self.year, last, month_length(self.year, last))

    def at(self, clock: str) -> Moment:
        return replace(self, clock=clock)

    def truncated(self, unit: str) -> Moment | None:
        """The moment of `unit` that this one lies in, None when it is too coarse to say."""
        if unit == "century":
            return Moment(self.year // 100 * 100, part="CE")
        if unit == "decade":
            return None if self.part == "CE" else Moment(self.year // 10 * 10, part="DE")
        if self.part in ("DE", "CE"):
            return None
        if unit == "year":
            return Moment(self.year)
        if self.part.startswith("W") and self.part != "WI" and unit in ("month", "quarter", "half"):
            return Moment(self.days()[0].year, self.days()[0].month).truncated(unit)
        if unit in ("week", "weekend"):
            if self.part.startswith("W") and self.part != "WI":
                return replace(self, part=self.part[:3] + ("-WE" if unit == "weekend" else ""))
            return (
                week_of(date(self.year, self.month, self.day), unit)
                if self.day and self.month and self.year > 0
                else None
            )
        if not self.month:
            return self if self.unit == unit else None
        if unit == "month":
            return Moment(self.year, self.month)
        if unit == "quarter":
            return Moment(self.year, part=f"Q{(self.month + 2) // 3}")
        if unit == "half":
            return Moment(self.year, part=f"H{(self.month + 5) // 6}")
        if unit == "season":
            return Moment(
                self.year, part=("WI", "WI", "SP", "SP", "SP", "SU", "SU", "SU", "FA", "FA", "FA", "WI")[self.month - 1]
            )
        return Moment(self.year, self.month, self.day) if self.day else None


def of_day(day: date) -> Moment:
    return Moment(day.year, day.month, day.day)


def week_of(day: date, unit: str = "week") -> Moment:
    """The ISO week (Monday to Sunday) of a day, or its weekend."""
    year, week, _ = day.isocalendar()
    return Moment(year, part=f"W{week:02d}" + ("-WE" if unit == "weekend" else ""))


def month_length(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1] if 0 < year < 10000 else 31


def valid(year: int, month: int, day: int) -> bool:
    """Whether the day exists (proleptic Gregorian calendar)."""
    return 1 <= month <= 12 and 1 <= day <= (month_length(year, month) if year > 0 else 31)


def shift(moment: Moment, amount: int, unit: str) -> Moment | None:
    """The moment `amount` units later (earlier when negative), as exact as `unit`; None when `moment` is too coarse for
    it or the result leaves the calendar (9000 years either way)."""
    if unit in ("week", "fortnight", "weekend", "day", "night"):
        days = amount * _DAYS[unit]
        start = moment.truncated("week" if unit == "fortnight" else "day" if unit == "night" else unit)
        if start is None or moment.year < 1:
            return None
        base = date(moment.year, moment.month, moment.day) if moment.day and moment.month else start.days()[0]
        moved = _moved(base, days)
        if moved is None:
            return None
        return of_day(moved) if unit in ("day", "night") else week_of(moved, "weekend" if unit == "weekend" else "week")
    start = moment.truncated(unit) if unit in _MONTHS else None
    if start is None:
        return None
    months = amount * _MONTHS[unit]
    if not -9000 < start.year + months // 12 < 9000:
        return None
    if unit in ("year", "decade", "century"):
        return replace(start, year=start.year + months // 12)
    first = (
        start.month
        or {"season": {"WI": 1, "SP": 4, "SU": 7, "FA": 10}.get(start.part, 1)}.get(unit)
        or start.days()[0].month
    )
    total = start.year * 12 + first - 1 + months
    moved_to = Moment(total // 12, total % 12 + 1)
    if unit == "season":
        return Moment(
            moved_to.year,
            part=("WI", "SP", "SU", "FA")[(moved_to.month or 1) // 3 % 4]
            if (moved_to.month or 1) in (1, 4, 7, 10)
            else "WI",
        )
    return moved_to.truncated(unit)


def shift_day(moment: Moment, amount: int, unit: str) -> Moment | None:
    """As `shift`, but of a day and to a day: "a year after" 1 May 2019 is 1 May 2020."""
    if not moment.day or not moment.month:
        return None
    if unit in _DAYS:
        moved = _moved(date(moment.year, moment.month, moment.day), amount * _DAYS[unit]) if moment.year > 0 else None
        return of_day(moved) if moved else None
    total = moment.year * 12 + moment.month - 1 + amount * _MONTHS[unit]
    year, month = total // 12, total % 12 + 1
    if not -9000 < year < 9000:
        return None
    return Moment(year, month, min(moment.day, month_length(year, month)))


def _moved(day: date, days: int) -> date | None:
    ordinal = day.toordinal() + days
    return date.fromordinal(ordinal) if 1 <= ordinal <= date.max.toordinal() else None


def weekday_near(day: date, weekday: int, which: str) -> date | None:
    """The `weekday` (0 is Monday) that is "last" or "next" (not the day itself), "past" or "future" (the day itself
    included), "this" (of the same ISO week)."""
    back = (day.weekday() - weekday) % 7
    days = {
        "past": -back,
        "future": -back % 7,
        "last": -back or -7,
        "next": (-back % 7) or 7,
        "this": weekday - day.weekday(),
    }[which]
    return _moved(day, days)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> int | None:
    """The day of the month of its nth `weekday`, from the end when negative."""
    days = [d for d in range(1, month_length(year, month) + 1) if date(year, month, d).weekday() == weekday]
    return days[nth - 1 if nth > 0 else nth] if -len(days) <= nth <= len(days) and nth else None


def duration(amount: int | float | str, unit: str) -> str:
    """A TIMEX3 duration: P2D, PT1.5H, PXM. A night counts as a day, a fortnight as two weeks, a half as six months."""
    if unit == "fortnight":
        return duration(amount if isinstance(amount, str) else amount * 2, "week")
    if unit == "half":
        return duration(amount if isinstance(amount, str) else amount * 6, "month")
    number = amount if isinstance(amount, str) else f"{amount:.10g}" if isinstance(amount, float) else str(int(amount))
    return f"P{'T' if unit in _CLOCK else ''}{number}{UNITS[unit]}"


@lru_cache(maxsize=1024)
def holiday(country: str, name: str, year: int) -> date | None:
    """The day of the festival that the `holidays` package calls `name` in `country` ("Thanksgiving Day+1": a day
    after it; "05-01": that day of every year), None when it has none that year."""
    import warnings

    import holidays

    if re.fullmatch(r"\d\d-\d\d", name):
        return date(year, int(name[:2]), int(name[3:])) if 0 < year < 10000 else None
    name, _, later = name.partition("+")
    with warnings.catch_warnings():  # of years for which the package knows no dates: then there is none
        warnings.simplefilter("ignore")
        table = holidays.country_holidays(country, years=year, language="en_US", categories=_categories(country))
    days = sorted(table.items())
    named = [day for day, label in days if name in label.split("; ")] or [day for day, label in days if name in label]
    return named[0] + timedelta(int(later or 0)) if named else None


@lru_cache(maxsize=16)
def _categories(country: str) -> tuple[str, ...]:
    import holidays

    return tuple(sorted(holidays.country_holidays(country).supported_categories))
