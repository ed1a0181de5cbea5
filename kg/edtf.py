"""A date of stated precision: parse, earliest and latest day, order, what two dates both allow (EDTF, ISO 8601-2:2019).

Read are levels 0 and 1, and of level 2 one-of and all-of sets, seasons and other parts of a year, digits masked with X
and the marks `~ ? %` in any place. Not read: exponents (`Y1E5`) and significant digits (`1950S2`), which news does not
print. Days are integers counted from 1970-01-01 in the proleptic Gregorian calendar; a latest day is inclusive.

The `edtf` package reads the same syntax, but its import takes 95 ms and a parse 2 to 19 ms, a thousand times what it
takes here, and its bounds invent dates.

What a bound says is certain, so it is never narrower than the words: `~ ? %` mark a date inexact and move no bound; an
unknown end (`2020-09/`) and an open one (`2020-09/..`) have no latest day; a season without a hemisphere is its whole
year; a year of which no digit is known (`XXXX`) has no bounds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache, total_ordering
from itertools import product
from typing import Literal, NamedTuple

from kg.errors import InputError

Form = Literal["date", "interval", "one of", "all of", "range", "unknown", "open"]
Precision = Literal[
    "time", "day", "month", "season", "year", "decade", "century", "millennium", "interval", "set", "unknown"
]

_MARK = "[?~%]?"
_DATE = re.compile(
    rf"{_MARK}(?:Y(-?[1-9][0-9]{{4,17}})|(-?[0-9X]{{4}})){_MARK}"
    rf"(?:-{_MARK}([0-9X]{{2}}){_MARK}"
    rf"(?:-{_MARK}([0-9X]{{2}}){_MARK}"
    r"(?:T((?:[01][0-9]|2[0-3])(?::[0-5][0-9](?::[0-5][0-9])?)?(?:Z|[+-](?:0[0-9]|1[0-4])(?::[0-5][0-9])?)?))?)?)?"
)
#: Parts of a year by their EDTF number: first and last (month, day). Where meteorologists and astronomers disagree on a
#: season both are inside; a winter that lasts into the next year may be named after either, so it is the whole year.
_YEAR = ((1, 1), (12, 31))
_MARCH, _JUNE, _SEPTEMBER = ((3, 1), (6, 22)), ((6, 1), (9, 23)), ((9, 1), (12, 23))
_PARTS: dict[int, tuple[tuple[int, int], tuple[int, int]]] = {
    **dict.fromkeys(range(21, 25), _YEAR),
    25: _MARCH, 26: _JUNE, 27: _SEPTEMBER, 28: _YEAR,
    29: _SEPTEMBER, 30: _YEAR, 31: _MARCH, 32: _JUNE,
    33: ((1, 1), (3, 31)), 34: ((4, 1), (6, 30)), 35: ((7, 1), (9, 30)), 36: ((10, 1), (12, 31)),
    37: ((1, 1), (4, 30)), 38: ((5, 1), (8, 31)), 39: ((9, 1), (12, 31)),
    40: ((1, 1), (6, 30)), 41: ((7, 1), (12, 31)),
}
_MASKED: dict[int, Precision] = {0: "year", 1: "decade", 2: "century", 3: "millennium", 4: "unknown"}


class Bounds(NamedTuple):
    """The earliest and the latest day (inclusive) on which something began, or ended; None where nothing bounds it."""

    min: int | None
    max: int | None


@total_ordering
@dataclass(frozen=True, slots=True)
class Edtf:
    """A date as it was written in `text`, with the bounds of its beginning and its end.

    A date or a one-of set says that something happened at some time inside it, so beginning and end have the same
    bounds. An interval or an all-of set says that it lasted. Always `begin.min <= end.min` and `begin.max <= end.max`.

    `fields` of a date are year, month (or part of the year), day and time, as written, "" where left out. `parts` are
    the two ends of an interval, the members of a set, or the two ends of a range in a set; an end that is missing is an
    Edtf of form "unknown" or "open". Equality is that of `text`; order is that of `key`.
    """

    text: str
    form: Form = field(compare=False)
    begin: Bounds = field(compare=False)
    end: Bounds = field(compare=False)
    fields: tuple[str, str, str, str] = field(compare=False, default=("", "", "", ""))
    parts: tuple[Edtf, ...] = field(compare=False, default=())

    @property
    def approximate(self) -> bool:
        """Whether a part of it is marked as about (`~` or `%`)."""
        return "~" in self.text or "%" in self.text

    @property
    def uncertain(self) -> bool:
        """Whether a part of it is marked as doubtful (`?` or `%`)."""
        return "?" in self.text or "%" in self.text

    @property
    def lasts(self) -> bool:
        """Whether it has an extent, as a state has, rather than being a moment somewhere inside its bounds."""
        return self.form in ("interval", "all of")

    @property
    def precision(self) -> Precision:
        """How exact a date is; quarters and halves of a year count as seasons, `2020-XX` as a year."""
        if self.form != "date":
            return "interval" if self.form == "interval" else "set" if self.parts else "unknown"
        year, month, day, time = self.fields
        if "X" in year:
            return _MASKED[year.count("X")]
        if not month or "X" in month:
            return "year"
        if int(month) > 12:
            return "season"
        return "month" if not day or "X" in day else "time" if time else "day"

    @property
    def key(self) -> tuple[float, int, float, float, str]:
        """Sorts by earliest beginning, then latest beginning, then latest end, so that a day comes before its month.

        What is bounded on the later side only (`[..2023-06]`) comes just before that bound; what has no bound, last.
        """
        first: int | None = self.begin.min
        if first is None:
            first = min((d.begin.min for d in dates(self) if d.begin.min is not None), default=None)
        never = float("inf")
        return (
            never if first is None else first,
            0 if self.begin.min is None else 1,
            never if self.begin.max is None else self.begin.max,
            never if self.end.max is None else self.end.max,
            self.text,
        )

    @property
    def sortable(self) -> int:
        """`key` without the text as one number of 62 bits in the same order, for engines that only compare numbers.

        Ends that are more than 1,435 years after the earliest beginning are not told apart.
        """
        first, bounded, *ends = self.key[:-1]
        number = (_NEVER if first == float("inf") else int(first) + _DAY_0) << 1 | bounded
        for end in ends:
            extent = _EXTENT if end == float("inf") else min(max(int(end - first), 0), _EXTENT - 1)
            number = number << 19 | extent
        return number

    def __lt__(self, other: Edtf) -> bool:
        return self.key < other.key

    def __str__(self) -> str:
        return self.text


#: Of a sortable number: what is added to a day, so that no year of four digits is negative; never; the longest extent.
_DAY_0, _NEVER, _EXTENT = 4_400_000, 8_000_000, (1 << 19) - 1
#: What is sortable where there is no date: after every date.
UNDATED = (1 << 62) - 1
_NONE = Bounds(None, None)
_UNKNOWN = Edtf("", "unknown", _NONE, _NONE)
_OPEN = Edtf("..", "open", _NONE, _NONE)


def dates(value: Edtf) -> Iterator[Edtf]:
    """The single dates that a date is made of, as written: itself, or those in its interval or set."""
    if value.form == "date":
        yield value
    for part in value.parts:
        yield from dates(part)


# Days


def day(year: int, month: int, day_of_month: int) -> int:
    """The number of days from 1970-01-01; year 0 is 1 BC. Raises InputError for a day that no calendar has."""
    if not (1 <= month <= 12 and 1 <= day_of_month <= month_length(year, month)):
        raise InputError(f"date {year:04d}-{month:02d}-{day_of_month:02d}", "there is no such day", "correct it")
    return _number(year, month, day_of_month)


def _number(year: int, month: int, day_of_month: int) -> int:
    # Years that begin in March put the leap day last, so that months need no table.
    march_year = year - (month < 3)
    day_of_year = (153 * ((month + 9) % 12) + 2) // 5 + day_of_month - 1
    return march_year * 365 + march_year // 4 - march_year // 100 + march_year // 400 + day_of_year - 719468


def civil(number: int) -> tuple[int, int, int]:
    """Year, month and day of a day number: the inverse of `day`."""
    era, day_of_era = divmod(number + 719468, 146097)
    year_of_era = (day_of_era - day_of_era // 1460 + day_of_era // 36524 - day_of_era // 146096) // 365
    day_of_year = day_of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    shifted = (5 * day_of_year + 2) // 153
    month = (shifted + 2) % 12 + 1
    return era * 400 + year_of_era + (month < 3), month, day_of_year - (153 * shifted + 2) // 5 + 1


def iso(number: int) -> str:
    """A day number as `YYYY-MM-DD`, the form of xsd:date: more digits beyond 9999, a sign before year 0."""
    year, month, day_of_month = civil(number)
    return f"{'-' if year < 0 else ''}{abs(year):04d}-{month:02d}-{day_of_month:02d}"


def month_length(year: int, month: int) -> int:
    """The number of days of a month."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


# Parsing


@lru_cache(maxsize=65536)
def parse(text: str) -> Edtf:
    """Read an EDTF string.

    Raises InputError when it is not one, when it names a day that does not exist, and when it ends before it begins.
    """
    if text[:1] in ("[", "{"):
        return _set(text)
    if "/" in text:
        first, _, last = text.partition("/")
        return _interval(text, "interval", _end(first, text), _end(last, text))
    return _date(text, text)


def _wrong(text: str, what: str = "is not a date in EDTF") -> InputError:
    shown = text if len(text) <= 60 else text[:59] + "…"
    return InputError(f"date {shown!r}", what, "write it like 2023-06-01, 2023-06, 2023, 2023-06/2023 or [..2023-06]")


def _date(text: str, whole: str) -> Edtf:
    match = _DATE.fullmatch(text)
    if match is None:
        raise _wrong(whole)
    far, year, month, day_of_month, time = (group or "" for group in match.groups())
    year = far or year
    if year == "-0000" or (far and month) or (time and "X" in year + month + day_of_month):
        raise _wrong(whole)
    bounds = _bounds(year, month, day_of_month)
    if bounds is None:
        raise _wrong(whole, "there is no such day")
    return Edtf(text, "date", bounds, bounds, (year, month, day_of_month, time))


def _bounds(year: str, month: str, day_of_month: str) -> Bounds | None:
    """The first and last day that the fields allow, whatever stands for each X; None when there is no such day."""
    masked = year.endswith("XXXX")
    years = (2000,) if masked else _filled(year)  # a leap year has every day that any year has
    part = int(month) if month.isdigit() else 0
    if part > 12:
        if part not in _PARTS or day_of_month:
            return None
        start, stop = _PARTS[part]
        return _NONE if masked else Bounds(_number(years[0], *start), _number(years[-1], *stop))
    months, days = _filled(month or "XX"), _filled(day_of_month or "XX")
    first = _first(years, months, days)
    if first is None:
        return None
    return _NONE if masked else Bounds(first, _first(years[::-1], months[::-1], days[::-1]))


@lru_cache(maxsize=4096)
def _filled(mask: str) -> tuple[int, ...]:
    """Every number that the mask allows, in rising order."""
    choices = ("0123456789" if character == "X" else character for character in mask)
    return tuple(sorted(int("".join(digits)) for digits in product(*choices)))


def _first(years: Sequence[int], months: Sequence[int], days: Sequence[int]) -> int | None:
    for year, month in product(years, months):
        if 1 <= month <= 12:
            length = month_length(year, month)
            for day_of_month in days:
                if 1 <= day_of_month <= length:
                    return _number(year, month, day_of_month)
    return None


def _end(text: str, whole: str) -> Edtf:
    return _UNKNOWN if not text else _OPEN if text == ".." else _date(text, whole)


def _interval(text: str, form: Form, first: Edtf, last: Edtf) -> Edtf:
    if "date" not in (first.form, last.form):
        raise _wrong(text, "has no end that is known")
    start, stop = first.begin, last.end
    if start.min is not None and stop.max is not None and start.min > stop.max:
        raise _wrong(text, "ends before it begins")
    begin = Bounds(start.min, _lowest(start.max, stop.max))
    return Edtf(text, form, begin, Bounds(_highest(start.min, stop.min), stop.max), parts=(first, last))


def _set(text: str) -> Edtf:
    form: Form = "one of" if text[0] == "[" else "all of"
    if text[-1] != {"[": "]", "{": "}"}[text[0]]:
        raise _wrong(text)
    parts = tuple(_member(part, text) for part in text[1:-1].split(","))
    firsts, lasts = [part.begin.min for part in parts], [part.end.max for part in parts]
    first = None if None in firsts else _lowest(*firsts)
    last = None if None in lasts else _highest(*lasts)
    if form == "one of":
        return Edtf(text, form, Bounds(first, last), Bounds(first, last), parts=parts)
    begin = Bounds(first, _lowest(*(part.begin.max for part in parts)))
    return Edtf(text, form, begin, Bounds(_highest(*(part.end.min for part in parts)), last), parts=parts)


def _member(text: str, whole: str) -> Edtf:
    first, dots, last = text.partition("..")
    if not dots:
        return _date(text, whole)
    return _interval(text, "range", _end(first or "..", whole), _end(last or "..", whole))


def _lowest(*days: int | None) -> int | None:
    return min((day for day in days if day is not None), default=None)


def _highest(*days: int | None) -> int | None:
    return max((day for day in days if day is not None), default=None)


# Comparing. Days are the finest grain: two times of one day are never certainly in order.


def certainly_before(a: Edtf, b: Edtf) -> bool:
    """Whether `a` ended before `b` began, whatever days they really were on."""
    return a.end.max is not None and b.begin.min is not None and a.end.max < b.begin.min


def possibly_before(a: Edtf, b: Edtf) -> bool:
    """Whether `a` may have ended before `b` began; on one and the same day either may have come first."""
    return a.end.min is None or b.begin.max is None or a.end.min <= b.begin.max


def overlaps(a: Edtf, b: Edtf) -> bool:
    """Whether `a` and `b` may have shared a day."""
    return any(
        not certainly_before(x, y) and not certainly_before(y, x) for x in _choices(a) for y in _choices(b)
    )


def _choices(value: Edtf) -> tuple[Edtf, ...]:
    return value.parts if value.form in ("one of", "all of") else (value,)


# What two dates both allow


def common(told: Iterable[Edtf]) -> Edtf | None:
    """What all of several dates of one happening allow, in whatever order they come; None when nothing or no dates.

    Several moments inside a state agree with it, not with one another: it is compared with each of them.
    """
    ordered = sorted(set(told), key=lambda date: (not date.lasts, date.key))
    found = ordered[0] if ordered else None
    for date in ordered[1:]:
        if found is None:
            break
        found = intersect(found, date)
    return found


def intersect(a: Edtf, b: Edtf) -> Edtf | None:
    """What two dates of one happening both allow, None when nothing. Commutative.

    Two moments: the days (and the year, season, time) that both allow; the narrower one as it was written, where there
    is one. Two states: each end what both allow, a missing end allowing all. A moment and a state: the state, when the
    moment may lie in it, for a state told at a moment goes on lasting.
    """
    if a.text == b.text:
        return a
    if not overlaps(a, b):
        return None
    if a.lasts and b.lasts:
        return _common_state(a, b)
    if a.lasts or b.lasts:
        return a if a.lasts else b
    pairs = (_common_moment(x, y) for x in _choices(a) for y in _choices(b))
    found = sorted({part for part in pairs if part is not None})
    if len(found) == 1 and found[0].form == "date":
        return found[0]
    return parse(f"[{','.join(part.text for part in found)}]") if found else None


def _common_moment(x: Edtf, y: Edtf) -> Edtf | None:
    """Of two dates or ranges: a date or a range."""
    if x.form == y.form == "date":
        if "season" not in (x.precision, y.precision):
            return _merged(x, y)
        if x.precision == y.precision and x.begin == y.begin and x.fields != y.fields:
            return None  # spring and summer of a year may be any day of it, but not the same one
    if not overlaps(x, y):
        return None
    both = Bounds(_highest(x.begin.min, y.begin.min), _lowest(x.end.max, y.end.max))
    same = [value for value in (x, y) if (value.begin.min, value.end.max) == both]
    return min(same, key=lambda value: (value.precision != "season", _plainness(value))) if same else _between(*both)


def _plainness(value: Edtf) -> tuple[str, int, int, str]:
    return value.form, sum(mark in value.text for mark in "~?%"), len(value.text), value.text


def _merged(x: Edtf, y: Edtf) -> Edtf | None:
    """Two dates, digit by digit."""
    full = [[part or "XX" for part in value.fields[:3]] for value in (x, y)]
    fields = []
    for one, other in zip(*full, strict=True):
        digits = [b if a == "X" else a for a, b in zip(one, other, strict=False) if "X" in (a, b) or a == b]
        if len(digits) != max(len(one), len(other)):
            return None
        fields.append("".join(digits))
    times = sorted((x.fields[3], y.fields[3]), key=len)
    if not times[1].startswith(times[0]) or _bounds(*fields) is None:
        return None
    same = [v for v, own in zip((x, y), full, strict=True) if own == fields and v.fields[3] == times[1]]
    if same:
        return min(same, key=_plainness)
    marks = {(v.approximate, v.uncertain) for v in (x, y)}
    approximate, uncertain = any(a for a, _ in marks), any(u for _, u in marks)
    mark = "%" if approximate and uncertain else "~" if approximate else "?" if uncertain else ""
    return parse("-".join(fields).removesuffix("-XX").removesuffix("-XX") + mark)


def _common_state(a: Edtf, b: Edtf) -> Edtf | None:
    ends = [_common_end(x, y) for x, y in zip(_ends(a), _ends(b), strict=True)]
    first, last = ends
    if first is None or last is None:
        return None
    if "date" not in (first.form, last.form):
        return min(a, b)  # sets of dates without a year
    if first.begin.min is not None and last.end.max is not None and first.begin.min > last.end.max:
        return None
    return parse(f"{first}/{last}")


def _ends(state: Edtf) -> tuple[Edtf, Edtf]:
    if state.form == "interval":
        return state.parts[0], state.parts[1]
    own = sorted(dates(state))
    first = _OPEN if state.begin.min is None else next(date for date in own if date.begin.min == state.begin.min)
    return first, _OPEN if state.end.max is None else next(date for date in own if date.end.max == state.end.max)


def _common_end(x: Edtf, y: Edtf) -> Edtf | None:
    if x.form != "date" or y.form != "date":
        return min(x, y, key=lambda end: ("date", "open", "unknown").index(end.form))
    found = _common_moment(x, y)
    if found is None or found.form == "date":
        return found
    return min(x, y, key=lambda end: (_length(end), end.text))  # EDTF has no range as an end: keep the narrower one


def _length(date: Edtf) -> int:
    assert date.begin.min is not None and date.end.max is not None
    return date.end.max - date.begin.min


def known(time: str | None, begin: Bounds, end: Bounds) -> Edtf | None:
    """A stated time with the bounds that are known of it; the bounds alone where none is stated; None: undated."""
    if time is not None:
        return replace(parse(time), begin=begin, end=end)
    last = end.max if begin.max is None else begin.max
    return None if begin.min is None and last is None else spanning(begin.min, last)


def spanning(first: int | None, last: int | None) -> Edtf:
    """The date that says "some time from day `first` to day `last`", both inclusive, one of them may be None.

    A year, a month or a day where it is just that, else a one-of set.
    """
    found = _between(first, last)
    return found if found.form == "date" else parse(f"[{found.text}]")


def _between(first: int | None, last: int | None) -> Edtf:
    start, stop = (None if end is None else civil(end) for end in (first, last))
    level = max(0 if start is None else _level(start, (1, 1)), 0 if stop is None else _level(stop, (12, 31)))
    texts = ["" if date is None else _written(date, level) for date in (start, stop)]
    text = texts[0] if texts[0] == texts[1] else "..".join(texts)
    return _member(text, text)


def _level(date: tuple[int, int, int], edge: tuple[int, int]) -> int:
    """How many fields beside the year it takes to write a day that begins (1, 1) or ends (12, 31) a range."""
    year, month, day_of_month = date
    if abs(year) > 9999 or (month, day_of_month) == edge:
        return 0
    return 1 if day_of_month == (1 if edge == (1, 1) else month_length(year, month)) else 2


def _written(date: tuple[int, int, int], level: int) -> str:
    year, month, day_of_month = date
    if abs(year) > 9999:
        return f"Y{year}"
    return "-".join([f"{'-' if year < 0 else ''}{abs(year):04d}", f"{month:02d}", f"{day_of_month:02d}"][: level + 1])
