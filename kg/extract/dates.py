"""Builders of calendar dates and clock times: full, in digits, without a year, a weekday, a day alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from kg.extract import calendars
from kg.extract.calendars import Moment
from kg.extract.readings import MASKS, Context, Parts, Reading, clock_of, dated, day_of, unanchored, year_of
from kg.model import Anchor, TimexType


def build_date(parts: Parts, context: Context) -> Reading | None:
    """A calendar date of any precision: year, month, day, weekday, each where it is said."""
    year, month, day = year_of(parts, context), parts.get("month"), parts.get("day", parts.get("ord"))
    if year is None and parts.get("year2") is not None:
        return None
    clock = clock_of(parts)
    if year is not None:
        if month is not None and parts.get("month2") is not None and month > parts["month2"]:
            year -= 1
        if month is None and day is not None:
            return None
        if month is not None and day is not None and not calendars.valid(year, month, day):
            return None
        return dated(Moment(year, month, day, clock=clock))
    if month is not None:
        found = without_year(parts, context, month, day, clock)
        return _on_weekday(found, parts.get("weekday"), context) if found else None
    if day is not None:
        return _day_of_month(parts, context, day, clock)
    if parts.get("weekday") is not None:
        return build_weekday(parts, context)
    return None


def _on_weekday(reading: Reading, weekday: int | None, context: Context) -> Reading:
    """A day told with its weekday but no year: a year earlier or later where only then both agree, as it is where they
    never do, or where its year is that of the date beside it."""
    moment = reading.moment
    if weekday is None or moment is None or not moment.day or not moment.month or reading.anchor.kind == "timex":
        return reading
    for years in (0, 1, -1) if context.tense == "future" else (0, -1, 1):
        year = moment.year + years
        if calendars.valid(year, moment.month, moment.day) and _falls_on(replace(moment, year=year), weekday):
            return dated(replace(moment, year=year), reading.anchor)
    return reading


def _falls_on(moment: Moment | None, weekday: int | None) -> bool:
    day = day_of(moment)
    return day is not None and day.weekday() == weekday


def without_year(parts: Parts, context: Context, month: int, day: int | None, clock: str) -> Reading | None:
    if day is not None and not calendars.valid(2000, month, day):
        return None
    if (start := context.range_from) is not None and start.month and start.year > 0:
        year = start.year + ((month, day or 31) < (start.month, start.day or 0))
        if day is None or calendars.valid(year, month, day):
            return dated(Moment(year, month, day, clock=clock), Anchor("timex", context.told_span, start.value()))
    beside = context.previous
    if beside is not None and beside.month == month and day is not None and calendars.valid(beside.year, month, day):
        return dated(Moment(beside.year, month, day, clock=clock), Anchor("timex", context.told_span, beside.value()))
    if beside is not None and beside.unit == "year" and (day is None or calendars.valid(beside.year, month, day)):
        anchor = Anchor("timex", context.told_span, beside.value())  # "November of the same year"
        return dated(Moment(beside.year, month, day, clock=clock), anchor)
    base, anchor = context.base()
    if base is None or _is_of_either(month, context):
        return unanchored(
            "XXXX" + "".join(f"-{n:02d}" for n in (month, day) if n is not None) + clock, "TIME" if clock else "DATE"
        )
    if (going_on := _year_told(month, day, context)) is not None:
        anchor = Anchor("timex", context.told_span, context.told.value() if context.told else None)
        return dated(Moment(going_on, month, day, clock=clock), anchor)
    year = nearest_year(base, month, day, context)
    if day is not None and not calendars.valid(year, month, day):
        year = next(
            (y for y in (year - 1, year + 1, year - 2, year + 2, year - 3, year + 3) if calendars.valid(y, month, day)),
            year,
        )
    return dated(Moment(year, month, day, clock=clock), anchor)


#: A day of no more than this before publication is told as news, whatever was told before it.
FRESH = 10


def _year_told(month: int, day: int | None, context: Context) -> int | None:
    """The year of a day or month in a report that goes on from a date of an earlier year, said in the same sentence or
    in the one before: "was held on 12 January 2023; bailed on 26 January"."""
    told, now = context.told, context.published
    if told is None or now is None or context.narrative or not context.said or context.since > 1:
        return None
    if not told.month or told.year >= now.year or context.tense == "future" or (day is None) != (told.day is None):
        return None
    year = told.year if (month, day or 0) >= (told.month, told.day or 0) else told.year + 1
    back = year > told.year and told.month - month < 8
    if back or (year, month, day or 0) > (now.year, now.month or 12, now.day or 31):
        return None
    if day is not None and not calendars.valid(year, month, day):
        return None
    here, news = day_of(now), day_of(Moment(now.year, month, day)) if day else None
    fresh = here is not None and news is not None and 0 <= (here - news).days <= FRESH
    return None if context.since and fresh else year


def _is_of_either(month: int, context: Context) -> bool:
    """Whether a year in passing in an earlier sentence leaves it open if the story went back to where it was."""
    told, fine = context.told, context.fine
    if context.published is not None and not context.narrative or not context.since or told is None or told.month:
        return False
    if context.sorts_years:
        return False
    return fine is not None and fine.year != told.year and month - (fine.month or 0) not in (0, 1)


def nearest_year(base: Moment, month: int, day: int | None, context: Context) -> int:
    """The year of a month told without one: the last one past in news, the next one where the clause is in the future;
    in narrative the year last told, or the next where that month is long past."""
    if context.narrative or context.published is None:
        return _year_in_narrative(base, month, day, context.fine)
    there, here = (month, day or 0), (base.month or 12, (base.day or 31) if day else 0)
    if context.tense == "future":
        return base.year if there >= here else base.year + 1
    if there <= here:
        return base.year
    ahead = month - (base.month or 12)
    near = context.tense == "" or context.until  # "was remanded till 18 May"
    return base.year if near and ahead <= 2 and day is not None else base.year - 1


def _year_in_narrative(base: Moment, month: int, day: int | None, fine: Moment | None) -> int:
    """The year that a story has reached: that last told, or the next one where the month has long gone by; where a year
    alone was told since, the year of the month before it if this one is of the same month or the next."""
    here = base if base.month else fine if fine is not None and fine.year == base.year else None
    if here is not None and here.month:
        return base.year + 1 if here.month - month >= 8 else base.year
    if fine is not None and fine.month and fine.year != base.year and 0 <= month - fine.month <= 1:
        return fine.year
    return base.year


def _day_of_month(parts: Parts, context: Context, day: int, clock: str) -> Reading | None:
    base, anchor = context.then() if context.told is not None and context.told.month else context.base()
    kind: TimexType = "TIME" if clock else "DATE"
    if base is None or not base.month or not calendars.valid(base.year, base.month, day):
        return unanchored(f"XXXX-XX-{day:02d}{clock}", kind)
    return dated(Moment(base.year, base.month, day, clock=clock), anchor)


def build_weekday(parts: Parts, context: Context) -> Reading | None:
    """A bare weekday: the last one up to the day of publication, the next one where the clause is in the future."""
    weekday, clock = parts["weekday"], clock_of(parts)
    base, anchor = context.base()
    day = day_of(base)
    if (start := day_of(context.range_from)) and (end := calendars.weekday_near(start, weekday, "next")):
        return dated(replace(calendars.of_day(end), clock=clock), Anchor("timex", context.told_span, start.isoformat()))
    if day is None:
        return unanchored(f"XXXX-WXX-{weekday + 1}{clock}", "TIME" if clock else "DATE")
    which = parts.get("which") or ("future" if context.tense == "future" else "past")
    found = calendars.weekday_near(day, weekday, str(which))
    if found is None:
        return None
    if parts.get("weeks"):
        moved = calendars.shift(calendars.of_day(found), parts["weeks"], "week")
        monday = moved.days()[0] if moved else found
        found = calendars.weekday_near(monday, weekday, "this") or found
    return dated(replace(calendars.of_day(found), clock=clock), anchor)


def build_numeric(parts: Parts, context: Context) -> Reading | None:
    """A date in digits: year first, or day and month in the order of the language, the other where only that exists."""
    clock = clock_of(parts)
    if parts.get("stamp"):
        year, month, day, (hour, minute, second) = parts["stamp"]
        clock = f"T{hour:02d}:{minute:02d}" + (f":{second:02d}" if second is not None else "")
    elif parts.get("ymd"):
        year, month, day = parts["ymd"]
    elif parts.get("ym"):
        (year, month), day = parts["ym"], None
    elif parts.get("nd") and not parts.get("dm"):
        a, b, y, dotted = parts["nd"]
        year = year_of({"year2": y}, context) if y < 100 else y
        return _in_some_order((a, b), year, clock, context, dotted, parts.get("weekday"))
    elif parts.get("dm") or parts.get("dotted"):
        a, b = parts.get("dm") or parts["dotted"]
        if (max(a, b) <= 12 or (a, b) == (24, 7)) and not parts.get("sure"):  # a fraction; round the clock
            return None
        year = parts["nd"][2] if "nd" in parts else None
        dotted = "dotted" in parts and context.day_first is not False
        return _in_some_order((a, b), year, clock, context, dotted, parts.get("weekday"))
    else:
        return None
    if year is None or not 1 <= month <= 12 or (day is not None and not calendars.valid(year, month, day)):
        return None
    return dated(Moment(year, month, day, clock=clock))


def build_pair_and_weekday(parts: Parts, context: Context) -> Reading | None:
    """7-6 Friday: two numbers that make a date in the order, and near the year, in which it falls on that weekday; else
    they are none."""
    found = _in_some_order((parts["day"], parts["day2"]), None, "", context, False, parts["weekday"])
    return found if found and _falls_on(found.moment, parts["weekday"]) else None


def _in_some_order(
    numbers: tuple[int, int], year: int | None, clock: str, context: Context, dotted: bool, weekday: int | None
) -> Reading | None:
    """A numeric date, day first or month first: as the numbers allow, else as its weekday, the text or the language has
    it; where either could be meant, the EDTF keeps both."""
    a, b = numbers
    orders = [(m, d) for d, m in ((a, b), (b, a)) if calendars.valid(year or 2000, m, d)]
    if not orders:
        return None
    if context.day_first is False and not dotted:
        orders.reverse()
    found = [
        r
        for m, d in orders
        if (r := dated(Moment(year, m, d, clock=clock)) if year else without_year({}, context, m, d, clock))
    ]
    if weekday is not None:
        moved = [] if year else [_on_weekday(r, weekday, context) for r in found]
        agreeing = [[r for r in some if _falls_on(r.moment, weekday)] for some in (found, moved)]
        found = agreeing[0] or agreeing[1] or found
    if (
        len(found) == 2
        and found[0].edtf != found[1].edtf
        and found[1].edtf
        and found[0].edtf
        and not dotted
        and not context.settled
    ):
        return replace(found[0], edtf="[" + ",".join(sorted((found[0].edtf, found[1].edtf))) + "]")
    return found[0]


def build_day_after(parts: Parts, context: Context) -> Reading | None:
    """A day alone right after another date: "4 and 5 May" read the other way round, "May 4 and 5", "June 3-5"."""
    before, day = context.previous, parts.get("day")
    if (
        before is None
        or parts.get("year", before.year) != before.year
        or not before.day
        or not before.month
        or day is None
        or not calendars.valid(before.year, before.month, day)
    ):
        return None
    return dated(Moment(before.year, before.month, day), Anchor("timex", context.told_span, before.value()))


def build_year_after(parts: Parts, context: Context) -> Reading | None:
    """Two digits right after a year: "1915-17"."""
    before, two = context.previous, parts["year2"]
    if before is None or before.month or before.part or before.year < 1 or two <= before.year % 100:
        return None
    return dated(Moment(before.year // 100 * 100 + two), Anchor("timex", context.told_span, before.value()))


def build_day_ending_range(parts: Parts, context: Context) -> Reading | None:
    """To the third, behind a day: of its month, or of the next where the day is past there."""
    start, day = context.range_from, int(parts.get("day", parts.get("ord", 0)))
    if start is None or not start.day or not start.month:
        return None
    month = start if day > start.day else calendars.shift(start, 1, "month")
    if month is None or not month.month or not calendars.valid(month.year, month.month, day):
        return None
    return dated(Moment(month.year, month.month, day), Anchor("timex", context.told_span, start.value()))


def build_day_after_at(parts: Parts, context: Context) -> Reading | None:
    """The 4th: of the month last told, else of publication."""
    return _day_of_month(parts, context, parts["day"], "")


def build_day_of_which_month(parts: Parts, context: Context) -> Reading | None:
    """The 20th of next month."""
    base, anchor = context.base()
    day = int(parts.get("day", parts.get("ord", 0)))
    month = calendars.shift(base, int(parts["which"]), "month") if base is not None else None
    if month is None or not month.month or not calendars.valid(month.year, month.month, day):
        return unanchored(f"XXXX-XX-{day:02d}")
    return dated(Moment(month.year, month.month, day), anchor)


def build_weekday_day(parts: Parts, context: Context) -> Reading | None:
    """Monday the 21st: the month nearest to now in which both agree."""
    base, anchor = context.base()
    day = day_of(base)
    if day is None or base is None:
        return unanchored(f"XXXX-XX-{parts['day']:02d}")
    order = (
        (0, 1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 6, -6)
        if context.tense == "future"
        else (0, -1, 1, -2, 2, -3, 3, -4, 4, -5, 5, -6, 6)
    )
    for months in order:
        moved = calendars.shift(base, months, "month")
        if (
            moved
            and moved.month
            and calendars.valid(moved.year, moved.month, parts["day"])
            and date(moved.year, moved.month, parts["day"]).weekday() == parts["weekday"]
        ):
            return dated(Moment(moved.year, moved.month, parts["day"]), anchor)
    return None


def build_month_of_told(parts: Parts, context: Context) -> Reading | None:
    """August of that year: the year last told."""
    base, anchor = context.then()
    month, day = parts["month"], parts.get("day")
    if base is None:
        return unanchored(f"XXXX-{month:02d}" + (f"-{day:02d}" if day else ""))
    if day is not None and not calendars.valid(base.year, month, day):
        return None
    return dated(Moment(base.year, month, day), anchor)


def build_week_of_day(parts: Parts, context: Context) -> Reading | None:
    """The week of April 10th, or that begins on it."""
    found = without_year({**parts}, context, parts["month"], parts["day"], "")
    day = day_of(found.moment) if found else None
    return dated(calendars.week_of(day), found.anchor) if found and day else None


def build_any_weekday(parts: Parts, context: Context) -> Reading | None:
    """On a Sunday: nobody says of which week."""
    return unanchored(f"XXXX-WXX-{parts['weekday'] + 1}")


def build_unit_ended(parts: Parts, context: Context) -> Reading | None:
    """The quarter ended March 31: the one whose last day that is."""
    end = without_year(parts, context, parts["month"], parts["day"], "")
    year = year_of(parts, context)
    moment = Moment(year, parts["month"], parts["day"]) if year is not None else end.moment if end else None
    unit = parts["unit"]
    if moment is None or end is None or not calendars.valid(moment.year, parts["month"], parts["day"]):
        return unanchored(MASKS[unit])
    found = moment.truncated(unit)
    return dated(found, end.anchor) if found else None


def build_week_number(parts: Parts, context: Context) -> Reading | None:
    """Week 31: of the year of publication or the year last told."""
    base, anchor = context.base()
    week = parts["num"]
    if not isinstance(week, int) or not 1 <= week <= 53:
        return None
    if (year := year_of(parts, context)) is not None:
        return dated(Moment(year, part=f"W{week:02d}"))
    if base and "which" in parts:
        return dated(Moment(base.year + parts["which"], part=f"W{week:02d}"), anchor)
    return dated(Moment(base.year, part=f"W{week:02d}"), anchor) if base else unanchored(f"XXXX-W{week:02d}")


def build_clock(parts: Parts, context: Context) -> Reading | None:
    """A time of day alone: of the day last told in the passage, else of the day of publication."""
    if context.part and not {"part", "half", "noon"} & set(parts):
        parts = {**parts, "part": context.part}
    clock = clock_of({"hour": parts["num"], **parts} if isinstance(parts.get("num"), (int, float)) else parts)
    if not clock or "num" in parts and not 0 <= parts["num"] <= 24:
        return None
    base, anchor = context.then()
    if base is None or not base.day:
        base, anchor = context.now()
    if base is None or not base.day:
        return replace(unanchored(f"XXXX-XX-XX{clock}", "TIME"), bare_clock=clock)
    return replace(dated(replace(base, clock=clock), anchor), bare_clock=clock)


def build_named_day(parts: Parts, context: Context) -> Reading | None:
    """A day known by its number, "the 9/11 attacks": one of the rule's `days`."""
    a, b = parts["dm"] if "dm" in parts else (parts["month"], parts["day"])
    day = next((d for d in parts["days"] if {(a, b), (b, a)} & {(int(d[5:7]), int(d[8:]))}), None)
    return dated(Moment(int(day[:4]), int(day[5:7]), int(day[8:]))) if day else None


def build_clock_minutes(parts: Parts, context: Context) -> Reading | None:
    """Twenty past three, told as an hour and minutes."""
    return (
        build_clock({**{k: v for k, v in parts.items() if k != "num"}, "minute": parts["num"]}, context)
        if parts["num"] < 60
        else None
    )


def build_clock_of_any_day(parts: Parts, context: Context) -> Reading | None:
    """A part of day that is of no day in particular ("at night"), unless a day stands beside it."""
    clock = clock_of(parts)
    return replace(unanchored(f"XXXX-XX-XX{clock}", "TIME"), bare_clock=clock)


def build_unknown_day(parts: Parts, context: Context) -> Reading | None:
    """The seventh day: counted from a beginning that only the reader knows."""
    told = context.told
    return unanchored("BCXXXX-XX-XX" if told and told.year <= 0 else "XXXX-XX-XX")


def build_nothing(parts: Parts, context: Context) -> Reading | None:
    """Words that look like a time and are none."""
    return None


#: What the `make` of a rule may name here.
BUILDERS: Mapping[str, Callable[[Parts, Context], Reading | None]] = {
    "date": build_date,
    "weekday": build_weekday,
    "numeric": build_numeric,
    "pair_and_weekday": build_pair_and_weekday,
    "day_after": build_day_after,
    "year_after": build_year_after,
    "day_after_at": build_day_after_at,
    "day_ending_range": build_day_ending_range,
    "day_of_which_month": build_day_of_which_month,
    "weekday_day": build_weekday_day,
    "month_of_told": build_month_of_told,
    "week_of_day": build_week_of_day,
    "any_weekday": build_any_weekday,
    "unit_ended": build_unit_ended,
    "week_number": build_week_number,
    "clock": build_clock,
    "clock_minutes": build_clock_minutes,
    "named_day": build_named_day,
    "clock_of_any_day": build_clock_of_any_day,
    "unknown_day": build_unknown_day,
    "nothing": build_nothing,
}
