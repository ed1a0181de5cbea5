"""Builders of lengths and stretches of time: durations, sets, decades, seasons, weeks, financial years, festivals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from kg.extract import calendars
from kg.extract.calendars import Moment
from kg.extract.dates import nearest_year
from kg.extract.readings import Context, Parts, Reading, clock_of, dated, day_of, unanchored, year_of
from kg.model import Anchor

#: Half of a unit, in a smaller one: half an hour is PT30M.
_HALVES = {
    "hour": (30, "minute"),
    "day": (12, "hour"),
    "year": (6, "month"),
    "decade": (5, "year"),
    "century": (50, "year"),
    "minute": (30, "second"),
}


def build_duration(parts: Parts, context: Context) -> Reading | None:
    """A length of time: numbers and units, in falling order."""
    unit = parts.get("unit") or parts["length"]
    if parts.get("some") is not None:
        return Reading("DURATION", calendars.duration("X", unit), counted=True)
    amount = parts.get("num", parts.get("one", 1))
    edtf, anchor = _counted_from_now(amount, unit, parts["which"], context) if "which" in parts else (None, Anchor())
    if parts.get("plus") is not None:
        amount = amount + parts["plus"]
    if amount == 0.5 and unit in _HALVES:
        amount, unit = _HALVES[unit]
    value = calendars.duration(amount, unit)
    if parts.get("unit2") or parts.get("length2"):
        smaller = parts.get("unit2") or parts["length2"]
        if list(calendars.UNITS).index(smaller) <= list(calendars.UNITS).index(unit):
            return None
        second = calendars.duration(parts.get("num2", 1), smaller)
        value += second[1:] if "T" not in value else second[2:]
    told = Moment(parts["year"]) if "year" in parts else None
    return Reading("DURATION", value, edtf or (told.edtf() if told else None), anchor, counted=True, moment=told)


def _counted_from_now(amount: int | float, unit: str, which: int, context: Context) -> tuple[str | None, Anchor]:
    """The interval of the last or next so many units, as EDTF: up to the day of publication, or from the day after."""
    base, anchor = context.now()
    if base is None or amount != int(amount) or not which or unit in ("hour", "minute", "second"):
        return None, Anchor()
    if unit == "quarter":
        first, last = (calendars.shift(base, n, unit) for n in ((1, int(amount)) if which > 0 else (-int(amount), -1)))
        return _days(first, last), anchor
    start = calendars.shift_day(base, 1, "day") if which > 0 else base
    other = calendars.shift_day(start, int(amount) * which, unit) if start else None
    last = calendars.shift_day(other, -1, "day") if other and which > 0 else base
    if start is None or other is None or last is None:
        return None, Anchor()
    return f"{start.edtf()}/{last.edtf()}" if which > 0 else f"{other.edtf()}/{base.edtf()}", anchor


def _days(first: Moment | None, last: Moment | None) -> str | None:
    """The EDTF of the days from one moment to another, years 1 to 9999."""
    if first is None or last is None or not 0 < first.year < 9999 or not 0 < last.year < 9999:
        return None
    return f"{first.days()[0].isoformat()}/{last.days()[1].isoformat()}"


def build_edge(parts: Parts, context: Context) -> Reading | None:
    """The first nine months of 1989, the last two weeks of this year: a length, and the days it covers."""
    length = build_duration({"num": parts["num"], "length": parts["length"]}, context)
    year, month = year_of(parts, context), parts.get("month")
    amount, unit, anchor = parts["num"], parts["length"], Anchor()
    if length is None or not isinstance(amount, int) or unit not in ("day", "week", "month", "quarter", "year"):
        return length
    whole = Moment(year, month) if year is not None else None
    if whole is None:
        base, anchor = context.base()
        if month is not None and base is not None:
            whole = Moment(nearest_year(base, month, None, context), month)
        elif base is not None:
            whole = calendars.shift(base, int(parts.get("which", 0)), parts.get("unit", "year"))
    if whole is None or not 0 < whole.year < 9999:
        return replace(length, edtf=None)
    first, last = (calendars.of_day(day) for day in whole.days())
    if unit == "week" and whole.month:
        amount, unit = 7 * amount, "day"
    if unit == "week" and not whole.part:
        first = Moment(whole.year, part="W01")
        last = calendars.week_of(date(whole.year, 12, 28))
    ends = (
        (first.truncated(unit), calendars.shift(first, amount - 1, unit))
        if parts["edge"] > 0
        else (calendars.shift(last, 1 - amount, unit), last.truncated(unit))
    )
    return replace(length, edtf=_days(*ends), anchor=anchor, moment=whole)


def build_set(parts: Parts, context: Context) -> Reading | None:
    """A time that repeats: every Monday, each year, daily, twice a week."""
    clock = clock_of(parts)
    quant = parts.get("quant", "EVERY")
    freq = parts.get("freq")
    if parts.get("weekday") is not None:
        return Reading("SET", f"XXXX-WXX-{parts['weekday'] + 1}{clock}", quant=quant, freq=freq)
    if parts.get("month") is not None:
        day = parts.get("day")
        return Reading("SET", f"XXXX-{parts['month']:02d}" + (f"-{day:02d}" if day else ""), quant=quant, freq=freq)
    if parts.get("season") is not None:
        return Reading("SET", f"XXXX-{parts['season']}", quant=quant, freq=freq)
    if clock:
        return Reading("SET", f"XXXX-XX-XX{clock}", quant=quant, freq=freq)
    amount = parts.get("num", 1)
    unit = parts.get("unit") or parts.get("length") or "day"
    return Reading("SET", calendars.duration(parts.get("ord", amount), unit), quant=quant, freq=freq)


def build_rate(parts: Parts, context: Context) -> Reading | None:
    """24 hours a day, three days a week: a length of every unit."""
    freq = calendars.duration(parts["num"], parts["length"]).removeprefix("P").removeprefix("T")
    return Reading("SET", calendars.duration(1, parts["length2"]), quant="EVERY", freq=freq)


def build_period(parts: Parts, context: Context) -> Reading | None:
    """A while, a long time: a duration of which nothing is known."""
    return Reading("DURATION", "PXX")


def build_in_narrative_duration(parts: Parts, context: Context) -> Reading | None:
    """The years, months of: a length in narrative, nothing in news."""
    return build_duration(parts, context) if context.narrative else None


def build_decade(parts: Parts, context: Context) -> Reading | None:
    """The 1990s, the nineties, the 480s BC."""
    year = year_of(parts, context) if parts.get("year") or parts.get("year3") else None
    if year is None and parts.get("decade") is None and parts.get("year2") is None:
        return None
    if year is None:
        two = int(parts.get("decade", parts.get("year2")))
        if "hundreds" in parts:
            return dated(Moment(100 * int(parts["hundreds"]) + two, part="DE")) if 9 < parts["hundreds"] < 22 else None
        near = context.base()[0]
        year = (near.year if near else 1999) // 100 * 100 + two
        ahead = 0 if near is context.published else 40  # a story goes on from the last year told
        if near and year > near.year + ahead:
            year -= 100
    if parts.get("bc"):
        first = 1 - year
        return (
            Reading("DATE", f"BC{first // 10:03d}", f"-{first + 8:04d}/-{first - 1:04d}") if first % 10 == 0 else None
        )
    if year % 10:
        return None
    return dated(Moment(year, part="DE"))


def build_century(parts: Parts, context: Context) -> Reading | None:
    """The 15th century, the 4th century BC."""
    number = parts.get("ord", parts.get("day", parts.get("num", parts.get("ordlast"))))
    if number is None or not 1 <= int(number) <= 30:
        return None
    if parts.get("bc"):
        last = int(number) * 100 - 1
        return Reading("DATE", f"BC{int(number) - 1:02d}", f"-{last:04d}/-{last - 99:04d}")
    return dated(Moment(100 * (int(number) - 1), part="CE"))


def build_season(parts: Parts, context: Context) -> Reading | None:
    """A season, quarter or half of a year, said or understood."""
    part = parts.get("season", parts.get("season_weak"))
    if part is None:
        number = int(parts.get("ord", parts.get("num", 1)))
        kind = "Q" if parts.get("unit", "quarter") == "quarter" else "H"
        if parts.get("last_part"):
            number = 4 if kind == "Q" else 2
        if not 1 <= number <= (4 if kind == "Q" else 2):
            return None
        part = f"{kind}{number}"
    year = year_of(parts, context)
    anchor = Anchor()
    if year is None:
        base, anchor = context.base()
        if base is None:
            return unanchored(f"XXXX-{part}")
        moment = Moment(base.year + int(parts.get("which", 0)), part=part)
        if "which" not in parts and part[0] in "QH" and not context.narrative and context.tense != "future":
            first = moment.days()[0]
            if day_of(base) and first > (day_of(base) or first):
                moment = replace(moment, year=moment.year - 1)
        if part == "WI" and (context.narrative or context.published is None):
            return _next_winter(moment, base, anchor)
        return dated(moment, anchor)
    return dated(Moment(year, part=part))


def build_holiday_weekend(parts: Parts, context: Context) -> Reading | None:
    """Labor Day weekend: the one that the day touches, with the days between; None for a Tuesday or Wednesday."""
    found = build_holiday(parts, context)
    day = day_of(found.moment) if found else None
    if day is None or found is None or day.weekday() in (1, 2):
        return None
    saturday = calendars.weekday_near(day, 5, "past" if day.weekday() in (6, 0) else "future") or day
    first, last = min(day, saturday), max(day, saturday + timedelta(1))
    return dated(
        calendars.week_of(saturday, "weekend"), found.anchor, edtf=f"{first.isoformat()}/{last.isoformat()}"
    )


def build_quarter_code(parts: Parts, context: Context) -> Reading | None:
    """Q3 2019, H2."""
    return build_season({**parts, "unit": parts["code"]}, context)


def _next_winter(moment: Moment, base: Moment, anchor: Anchor) -> Reading:
    """The winter that a story comes to: from July on the one that ends next year, and is named by that year."""
    if (base.month or 12) < 7 or base.part in ("SP", "WI"):
        return dated(moment, anchor)
    year = moment.year
    edtf = f"{year:04d}-11/{year + 1:04d}-03" if year > 0 else None
    return replace(dated(replace(moment, year=year + 1), anchor), edtf=edtf)


def build_within(parts: Parts, context: Context) -> Reading | None:
    """An ordinal unit of a year or month: the first week of May 2015, the last Monday of the year, the 3rd day."""
    nth = int(parts.get("ord", parts.get("ordlast", parts.get("day", 1))))
    year, month, unit = year_of(parts, context), parts.get("month"), parts.get("unit")
    anchor = Anchor()
    if year is None:
        base, anchor = context.base()
        if base is None:
            return unanchored("XXXX" + (f"-{month:02d}" if month else "-XX") + "-XX")
        year = (
            base.year + int(parts.get("which", 0))
            if month is None or "which" in parts
            else nearest_year(base, month, None, context)
        )
        if month is None and (parts.get("unit2") or "weekday" in parts and unit) == "month":
            moved = calendars.shift(base, int(parts.get("which", 0)), "month")
            if moved is None:
                return None
            year, month = moved.year, moved.month
    if parts.get("weekday") is not None:
        if month is None:
            return None
        day = calendars.nth_weekday(year, month, parts["weekday"], nth)
        return dated(Moment(year, month, day, clock=clock_of(parts)), anchor) if day else None
    if unit == "week":
        return _nth_week(year, month, nth, anchor)
    if unit == "day":
        length = calendars.month_length(year, month or (12 if nth < 0 else 1))
        day = length + 1 + nth if nth < 0 else nth
        return dated(Moment(year, month or (12 if nth < 0 else 1), day), anchor) if 1 <= day <= length else None
    if unit == "month" and month is None:
        return dated(Moment(year, 13 + nth if nth < 0 else nth), anchor) if 1 <= nth <= 12 or -12 <= nth < 0 else None
    if unit in ("quarter", "half"):
        count = 4 if unit == "quarter" else 2
        nth = count + 1 + nth if nth < 0 else nth
        return (
            dated(Moment(year, part=("Q" if unit == "quarter" else "H") + str(nth)), anchor)
            if 1 <= nth <= count
            else None
        )
    return None


def build_within_which(parts: Parts, context: Context) -> Reading | None:
    """The first Monday of next month."""
    inner = {k: v for k, v in parts.items() if k not in ("unit", "unit2")}
    return build_within({**inner, "unit": parts.get("unit2", "day"), "unit2": parts["unit"]}, context)


def _nth_week(year: int, month: int | None, nth: int, anchor: Anchor) -> Reading | None:
    if month is None:
        last = date(year, 12, 28).isocalendar()[1]
        number = last + 1 + nth if nth < 0 else nth
        return dated(Moment(year, part=f"W{number:02d}"), anchor) if 1 <= number <= last else None
    thursdays = [d for d in range(1, calendars.month_length(year, month) + 1) if date(year, month, d).weekday() == 3]
    if not -len(thursdays) <= nth <= len(thursdays):
        return None
    return dated(calendars.week_of(date(year, month, thursdays[nth - 1 if nth > 0 else nth])), anchor)


def build_fiscal(parts: Parts, context: Context) -> Reading | None:
    """A financial year: FY2023 in TIMEX3, named by the year it begins in; April to March where the country has it
    so."""
    start = parts.get("fy", (None,))[0]
    if start is None and (year := year_of(parts, context)) is not None:
        start = year
    anchor = Anchor()
    if start is None:
        base, anchor = context.base()
        if base is None:
            return unanchored("FYXXXX")
        start = base.year + int(parts.get("which", 0)) - (1 if context.country == "IN" and (base.month or 4) < 4 else 0)
    edtf = f"{start:04d}-04-01/{start + 1:04d}-03-31" if context.country == "IN" else None
    return Reading("DATE", f"FY{start:04d}", edtf, anchor)


def build_fiscal_quarter(parts: Parts, context: Context) -> Reading | None:
    """The second quarter of a financial year: from July where that begins in April, else of months nobody says."""
    year, number = build_fiscal(parts, context), int(parts.get("ord", parts.get("day", 0)))
    if year is None or not 1 <= number <= 4 or parts.get("unit", "quarter") != "quarter":
        return None
    edtf = None
    if year.edtf and context.country == "IN":
        start = Moment(int(year.value[2:]), part="Q2")
        quarter = calendars.shift(start, number - 1, "quarter")
        edtf = _days(quarter, quarter)
    return replace(year, value=f"{year.value}-Q{number}", edtf=edtf)


def build_decade_of_century(parts: Parts, context: Context) -> Reading | None:
    """The first decade of the 20th century: the 1900s."""
    decade, anchor = int(parts["nth"]), Anchor()
    if "which" in parts:
        base, anchor = context.base()
        if base is None:
            return unanchored("XXX")
        century = base.year // 100 + 1 + int(parts["which"])
    else:
        century = int(parts["day"] if "day" in parts else parts["ord"])
    if not 1 <= century <= 30 or not (1 <= decade <= 10 or decade == -1):
        return None
    return dated(Moment(100 * (century - 1) + 10 * (9 if decade == -1 else decade - 1), part="DE"), anchor)


def build_holiday(parts: Parts, context: Context) -> Reading | None:
    """A festival or named day, in the year said, or the nearest by tense."""
    name = str(parts["holiday"])
    country, name = name.split(":", 1) if ":" in name else (context.country, name)
    year = year_of(parts, context)
    anchor = Anchor()
    if year is None:
        base, anchor = context.base()
        if base is None:
            return unanchored("XXXX-XX-XX")
        year = base.year + int(parts.get("which", parts.get("year_of", 0)))
        day = calendars.holiday(country, name, year)
        today = day_of(base)
        if context.narrative and base.month and base.year > 1 and day and "year_of" not in parts:
            here = base.days()[0]
            near = [d for y in (year - 1, year, year + 1) if (d := calendars.holiday(country, name, y))]
            day = min(near, key=lambda d: abs((d - here).days))
        if "which" in parts and parts["which"] and today:
            step = int(parts["which"])
            days = [
                d for y in (today.year - 1, today.year, today.year + 1) if (d := calendars.holiday(country, name, y))
            ]
            beyond = [d for d in days if (d - today).days * step > 0]
            day = (min(beyond) if step > 0 else max(beyond)) if beyond else None
        if "which" not in parts and "year_of" not in parts and day and today and not context.narrative:
            if context.tense == "future" and day < today:
                day = calendars.holiday(country, name, year + 1)
            elif context.tense != "future" and day > today and (day - today).days > 60:
                day = calendars.holiday(country, name, year - 1)
    else:
        day = calendars.holiday(country, name, year)
    if day is None:
        return Reading("DATE", f"{year:04d}-XX-XX", f"{year:04d}", anchor) if year else None
    return dated(calendars.of_day(day).at(clock_of(parts)), anchor)


def build_era_year(parts: Parts, context: Context) -> Reading | None:
    """A year of another era: Vikram Samvat (57 or 56 ahead), Saka (78 or 79 behind). It lies in two of our years."""
    year = int(parts["anyyear"] if "anyyear" in parts else parts.get("year", parts.get("year3", parts.get("num"))))
    first = year + int(parts["era"])
    if not 1 <= first <= 2200:
        return None
    return Reading("DATE", f"{first:04d}", f"{first:04d}/{first + 1:04d}", moment=Moment(first))


#: What the `make` of a rule may name here.
BUILDERS: Mapping[str, Callable[[Parts, Context], Reading | None]] = {
    "duration": build_duration,
    "edge": build_edge,
    "set": build_set,
    "rate": build_rate,
    "period": build_period,
    "in_narrative_duration": build_in_narrative_duration,
    "decade": build_decade,
    "century": build_century,
    "season": build_season,
    "quarter_code": build_quarter_code,
    "holiday_weekend": build_holiday_weekend,
    "within": build_within,
    "within_which": build_within_which,
    "fiscal": build_fiscal,
    "fiscal_quarter": build_fiscal_quarter,
    "decade_of_century": build_decade_of_century,
    "holiday": build_holiday,
    "era_year": build_era_year,
}
