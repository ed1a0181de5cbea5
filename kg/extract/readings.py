"""What a matched rule says: builders from captured words to a time, each counted from what it is anchored on.

A builder takes the parts that its rule captured and a `Context`, and gives a `Reading`, or None when the words cannot
mean a time after all (30 February). It never guesses: what is relative and has nothing to be counted from has no EDTF
and a TIMEX3 value with Xs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from kg.extract import calendars
from kg.extract.calendars import Moment
from kg.model import Anchor, Span, TimexType

Parts = Mapping[str, Any]
#: Half of a unit, in a smaller one: half an hour is PT30M.
_HALVES = {"hour": (30, "minute"), "day": (12, "hour"), "year": (6, "month"), "decade": (5, "year"), "century": (50, "year"), "minute": (30, "second")}


@dataclass(frozen=True, slots=True)
class Reading:
    """What an expression means: TIMEX3 fields, EDTF, anchor, and the moment it names (None: a duration, a set …).

    `counted` says that it holds an amount, which "more than" or "nearly" can change; `bare_clock` is the time of day of
    one that names no day itself; `aside` is a glance back or ahead, from which the story goes on where it was.
    """

    type: TimexType
    value: str
    edtf: str | None = None
    anchor: Anchor = Anchor()
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

    `published` is the day of publication, with its clock if known. `told` is the last date told before this place, with
    its span. In `narrative` text times are counted from `told`, in news from `published`, where there is one. `tense` is
    of the clause: "past", "future" or "" when it does not say. `fine` is the last date told as exactly as a month; `previous` is the
    one right before this place, if it is; `range_from` the same where a word like "to" stands between. `day_first` is
    the order of numeric dates, `settled` whether a date of the text shows it ("25/12").
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
    settled: bool = False

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


def dated(moment: Moment, anchor: Anchor = Anchor(), mod: str | None = None, edtf: str | None = None) -> Reading:
    """A DATE or TIME reading of a moment."""
    kind: TimexType = "TIME" if moment.clock else "DATE"
    text = edtf if edtf is not None else moment.edtf()
    return Reading(kind, moment.value(), text, anchor, mod, moment=moment)


#: The TIMEX3 value of a unit that nothing dates.
_MASKS = {
    "year": "XXXX", "month": "XXXX-XX", "week": "XXXX-WXX", "fortnight": "XXXX-WXX", "weekend": "XXXX-WXX-WE", "decade": "XXX", "century": "XX",
    "quarter": "XXXX-QX", "half": "XXXX-HX", "season": "XXXX-XX",
}


def unanchored(value: str, kind: TimexType = "DATE", mod: str | None = None) -> Reading:
    return Reading(kind, value, None, Anchor(), mod)


def build_date(parts: Parts, context: Context) -> Reading | None:
    """A calendar date of any precision: year, month, day, weekday, each where it is said."""
    year, month, day = _year(parts, context), parts.get("month"), parts.get("day")
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
        return _without_year(parts, context, month, day, clock)
    if day is not None:
        return _day_of_month(parts, context, day, clock)
    if parts.get("weekday") is not None:
        return build_weekday(parts, context)
    return None


def _year(parts: Parts, context: Context) -> int | None:
    year = parts.get("year")
    if year is None:
        year = parts.get("year3") or parts.get("anyyear")
    if year is None and parts.get("year2") is not None:
        two: int = parts["year2"]
        now = context.base()[0]
        near = now.year if now else 2000
        year = min((near // 100 * 100 + two + c for c in (-100, 0, 100)), key=lambda y: (abs(y - near) + (10 if y > near + 10 else 0)))
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
    half = parts.get("half") or {"MO": "am", "AF": "pm", "EV": "pm", "MI": "pm", "DT": "", "NI": "pm" if 6 <= hour < 12 else "am"}.get(str(part), "")
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


def _without_year(parts: Parts, context: Context, month: int, day: int | None, clock: str) -> Reading | None:
    if day is not None and not calendars.valid(2000, month, day):
        return None
    if (start := context.range_from) is not None and start.month and start.year > 0:
        year = start.year + ((month, day or 31) < (start.month, start.day or 0))
        if day is None or calendars.valid(year, month, day):
            return dated(Moment(year, month, day, clock=clock), Anchor("timex", context.told_span, start.value()))
    beside = context.previous
    if beside is not None and beside.month == month and day is not None and calendars.valid(beside.year, month, day):
        return dated(Moment(beside.year, month, day, clock=clock), Anchor("timex", context.told_span, beside.value()))
    base, anchor = context.base()
    if base is None:
        return unanchored("XXXX" + "".join(f"-{n:02d}" for n in (month, day) if n is not None) + clock, "TIME" if clock else "DATE")
    year = _nearest_year(base, month, day, context)
    if day is not None and not calendars.valid(year, month, day):
        year = next((y for y in (year - 1, year + 1, year - 2, year + 2, year - 3, year + 3) if calendars.valid(y, month, day)), year)
    return dated(Moment(year, month, day, clock=clock), anchor)


def _nearest_year(base: Moment, month: int, day: int | None, context: Context) -> int:
    """The year of a month told without one: the last one past in news, the next one where the clause is in the future;
    in narrative the year last told, or the next where that month is long past."""
    if context.narrative or context.published is None:
        return _year_in_narrative(base, month, day, context.fine)
    there, here = (month, day or 0), (base.month or 12, (base.day or 31) if day else 0)
    if context.tense == "future":
        return base.year if there >= here else base.year + 1
    if there <= here:
        return base.year
    ahead = (month - (base.month or 12))
    return base.year if context.tense == "" and ahead <= 2 and day is not None else base.year - 1


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
        year, month, day = (*parts["ym"], None)
    elif parts.get("nd") and not parts.get("dm"):
        a, b, y, dotted = parts["nd"]
        return _in_some_order(a, b, _year({"year2": y}, context) if y < 100 else y, clock, context, dotted)
    elif parts.get("dm") or parts.get("dotted"):
        a, b = parts.get("dm") or parts["dotted"]
        if max(a, b) <= 12 and not parts.get("sure"):
            return None
        year = parts["nd"][2] if "nd" in parts else None
        return _in_some_order(a, b, year, clock, context, "dotted" in parts and context.day_first is not False)
    else:
        return None
    if year is None or not 1 <= month <= 12 or (day is not None and not calendars.valid(year, month, day)):
        return None
    return dated(Moment(year, month, day, clock=clock))


def _in_some_order(a: int, b: int, year: int | None, clock: str, context: Context, dotted: bool) -> Reading | None:
    """A numeric date, day first or month first: as the numbers allow, else as the text or the language has it; where
    either could be meant, the EDTF keeps both."""
    orders = [(m, d) for d, m in ((a, b), (b, a)) if calendars.valid(year or 2000, m, d)]
    if not orders:
        return None
    if context.day_first is False and not dotted:
        orders.reverse()
    found = [r for m, d in orders if (r := dated(Moment(year, m, d, clock=clock)) if year else _without_year({}, context, m, d, clock))]
    if len(found) == 2 and found[0].edtf != found[1].edtf and found[1].edtf and found[0].edtf and not dotted and not context.settled:
        return replace(found[0], edtf="[" + ",".join(sorted((found[0].edtf, found[1].edtf))) + "]")
    return found[0]


def build_today(parts: Parts, context: Context) -> Reading | None:
    """A day counted from now by a word: today, yesterday, and words that are both, told apart by tense."""
    offset, clock = parts["today"], clock_of(parts)
    base, anchor = context.now()
    kind: TimexType = "TIME" if clock else "DATE"
    if base is None:
        return unanchored("PRESENT_REF" if offset == 0 and not clock else f"XXXX-XX-XX{clock}", kind)
    offsets = [int(n) for n in str(offset).split("|")] if isinstance(offset, str) else [offset]
    if len(offsets) > 1 and context.tense:
        offsets = [n for n in offsets if (n > 0) == (context.tense == "future")]
    moments = [replace(m, clock=clock) for n in offsets if (m := calendars.shift(base, n, "day"))]
    if not moments:
        return None
    if len(moments) > 1:
        return Reading(kind, f"XXXX-XX-XX{clock}", "[" + ",".join(sorted(m.edtf() for m in moments)) + "]", anchor)
    return dated(moments[0], anchor)


def build_shift(parts: Parts, context: Context) -> Reading | None:
    """So many units before or after: now (ago), or the last date told (later, the … before)."""
    amount, unit = _amount(parts), parts.get("unit") or parts["length"]
    sign = int(parts.get("sign", parts.get("ago", parts.get("later", parts.get("sign_default", -1)))))
    base, anchor = {"now": context.now, "told": context.then, "nothing": lambda: (None, Anchor())}[parts.get("from", "now")]()
    if parts.get("plus") is not None and amount is not None:
        amount += parts["plus"]
    if parts.get("day_word") is not None:
        base = _day_word(parts["day_word"], sign, context)
    if isinstance(amount, float) and unit in ("year", "month", "decade", "week") and amount != int(amount):
        amount, unit = {"year": (amount * 12, "month"), "decade": (amount * 10, "year"), "month": (amount * 30, "day"), "week": (amount * 7, "day")}[unit]
    kind: TimexType = "TIME" if unit in ("hour", "minute", "second") else "DATE"
    if base is None or amount is None or kind == "TIME":
        if amount is None or kind == "TIME":
            return unanchored("PAST_REF" if sign < 0 else "FUTURE_REF") if base is None or amount is None else _hours(base, anchor, int(amount) * sign, unit)
        return unanchored(_MASKS.get(unit, "XXXX-XX-XX"))
    if parts.get("exact"):
        moment = calendars.shift_day(base, int(round(amount)) * sign, unit)
        return replace(dated(moment.at(""), anchor), counted=True) if moment else None
    moment = calendars.shift(base, int(round(amount)) * sign, unit)
    if moment is None:
        return unanchored(_masked(replace(base, month=None), "day" if unit == "night" else unit))
    exact = unit in ("day", "night")
    moment = moment.at(clock_of(parts)) if moment.day else moment
    return replace(dated(moment, anchor, edtf=moment.edtf() if exact else approximate(moment)), counted=True, aside=sign < 0)


def _day_word(offset: int | str, sign: int, context: Context) -> Moment | None:
    """The day that a count starts from: "two days after tomorrow"; a word for two days is the one on that side."""
    now = context.now()[0]
    offsets = [int(n) for n in str(offset).split("|")]
    return calendars.shift(now, max(offsets) if sign > 0 else min(offsets), "day") if now else None


def approximate(moment: Moment) -> str:
    """The EDTF of a moment that is only about right: "2024~"."""
    text = moment.edtf()
    return "/".join(f"{t}~" for t in text.split("/"))


def _hours(base: Moment, anchor: Anchor, amount: int, unit: str) -> Reading:
    seconds = amount * {"hour": 3600, "minute": 60, "second": 1}[unit]
    if base.clock[1:3].isdigit() and base.day:
        from datetime import datetime, timedelta

        hour, minute = int(base.clock[1:3]), int(base.clock[4:6] or 0)
        moved = datetime(base.year, base.month or 1, base.day, hour % 24, minute) + timedelta(seconds=seconds)
        return dated(replace(calendars.of_day(moved.date()), clock=f"T{moved:%H:%M}"), anchor)
    day = day_of(base)
    if day is None:
        return unanchored("XXXX-XX-XXTXX", "TIME")
    if abs(seconds) < 86400 and unit != "hour":
        return Reading("TIME", f"{base.value()[:10]}TXX:XX", day.isoformat(), anchor)
    other = calendars.shift(base, (seconds - 86399 if seconds < 0 else seconds + 86399) // 86400 if seconds > 0 else -(-seconds // 86400 + 1), "day")
    first, last = sorted((day.isoformat(), other.edtf() if other else day.isoformat()))
    return Reading("TIME", f"{first if amount < 0 and abs(seconds) >= 86400 else base.value()[:10]}TXX", f"{first}/{last}", anchor)


def _amount(parts: Parts) -> int | float | None:
    if parts.get("some") is not None:
        return None
    amount = parts.get("num", parts.get("one", 1))
    return amount if isinstance(amount, (int, float)) else 1


def build_which(parts: Parts, context: Context) -> Reading | None:
    """This, last, next: a unit, month, weekday, season or part of day."""
    which = int(parts.get("which", 0))
    clock = clock_of(parts)
    base, anchor = context.then() if parts.get("from") == "told" else context.base()
    if parts.get("weekday") is not None:
        return _which_weekday(parts, context, which, clock, base, anchor)
    if parts.get("month") is not None:
        return _which_month(parts, which, base, anchor, clock)
    if parts.get("season") is not None:
        if base is None:
            return unanchored(f"XXXX-{parts['season']}")
        return dated(Moment(_season_year(base, parts["season"], which, context), part=parts["season"]), anchor)
    unit = parts.get("unit", "day")
    if base is None:
        return unanchored(_MASKS.get(unit, "XXXX-XX-XX") + clock, "TIME" if clock else "DATE")
    if unit == "weekend" and "which" not in parts and context.tense == "past" and (day := day_of(base)) and day.weekday() < 5:
        which = -1
    moment = calendars.shift(base, which, unit) if unit != "night" else calendars.shift(base, which, "day")
    if moment is None:
        return unanchored(_masked(base, unit) + clock, "TIME" if clock else "DATE")
    return dated(moment.at(clock) if clock else moment, anchor)


def _masked(base: Moment, unit: str) -> str:
    year = base.value().split("-")[0]
    year = year + "X" * (4 - len(year)) if not year.startswith("BC") else year + "X" * (6 - len(year))
    return {"month": f"{year}-XX", "week": f"{year}-WXX", "year": year, "decade": year[:-1], "century": year[:-2], "quarter": f"{year}-QX", "season": f"{year}-XX"}.get(unit, f"{year}-{base.month:02d}-XX" if base.month else f"{year}-XX-XX")


def _season_year(base: Moment, season: str, which: int, context: Context) -> int:
    here = {"WI": 12, "SP": 3, "SU": 6, "FA": 9}[season]
    if which > 0:
        return base.year if (base.month or 12) < here else base.year + 1
    if which < 0:
        return base.year if (base.month or 1) > here + 2 else base.year - 1
    return base.year


def _which_weekday(parts: Parts, context: Context, which: int, clock: str, base: Moment | None, anchor: Anchor) -> Reading | None:
    weekday = parts["weekday"]
    day = day_of(base)
    if day is None:
        return unanchored(f"XXXX-WXX-{weekday + 1}{clock}", "TIME" if clock else "DATE")
    if parts.get("week_of") is not None:
        moved = calendars.shift(calendars.of_day(day), int(parts["week_of"]), "week")
        found = calendars.weekday_near(moved.days()[0], weekday, "this") if moved else None
    else:
        word = {-1: "last", 0: "this", 1: "next"}[which]
        if word == "this" and context.tense == "past" and weekday > day.weekday():
            word = "past"
        found = calendars.weekday_near(day, weekday, word)
        if which and found and (other := calendars.weekday_near(day + timedelta(7 * which), weekday, "this")) and other != found:
            both = ",".join(sorted((found.isoformat(), other.isoformat())))
            return dated(replace(calendars.of_day(found), clock=clock), anchor, edtf=f"[{both}]")
    return dated(replace(calendars.of_day(found), clock=clock), anchor) if found else None


def _which_month(parts: Parts, which: int, base: Moment | None, anchor: Anchor, clock: str) -> Reading | None:
    month, day = parts["month"], parts.get("day")
    if base is None:
        return unanchored(f"XXXX-{month:02d}" + (f"-{day:02d}" if day else ""))
    here = base.month or (1 if which < 0 else 12)
    year = base.year
    if parts.get("year_of") is not None:
        year = base.year + int(parts["year_of"])
    elif which > 0 and month <= here:
        year += 1
    elif which < 0 and month >= here:
        year -= 1
    if day is not None and not calendars.valid(year, month, day):
        return None
    return dated(Moment(year, month, day, clock=clock), anchor)


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
    return Reading("DURATION", value, edtf or (told and told.edtf()), anchor, counted=True, moment=told)


def _counted_from_now(amount: int | float, unit: str, which: int, context: Context) -> tuple[str | None, Anchor]:
    """The interval of the last or next so many units, as EDTF: up to the day of publication, or from the day after."""
    base, anchor = context.now()
    if base is None or amount != int(amount) or not which or unit in ("hour", "minute", "second"):
        return None, Anchor()
    start = calendars.shift_day(base, 1, "day") if which > 0 else base
    other = calendars.shift_day(start, int(amount) * which, unit) if start else None
    last = calendars.shift_day(other, -1, "day") if other and which > 0 else base
    if start is None or other is None or last is None:
        return None, Anchor()
    return f"{start.edtf()}/{last.edtf()}" if which > 0 else f"{other.edtf()}/{base.edtf()}", anchor


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


def build_ref(parts: Parts, context: Context) -> Reading | None:
    """A time that only says past, present or future; the present of a dated article is its day."""
    value = parts["ref"]
    base, anchor = context.now()
    if value == "PRESENT_REF" and base is not None:
        return Reading("DATE", value, replace(base, clock="").edtf(), anchor)
    return Reading("DATE", value)


def build_then(parts: Parts, context: Context) -> Reading | None:
    """That time, the same day: the last date told, at the unit that is said."""
    clock = clock_of(parts)
    base, anchor = (context.told, Anchor("timex", context.told_span, context.told.value())) if context.told else (None, Anchor())
    unit = parts.get("unit")
    if base is None:
        return unanchored("PAST_REF" if unit is None else _MASKS.get(unit, "XXXX-XX-XX") + clock, "TIME" if clock else "DATE")
    moment = base.truncated(unit) if unit else base
    if clock:
        moment = (moment or base)
        return dated(replace(moment, clock=clock), anchor) if moment.day else unanchored(_masked(base, "day") + clock, "TIME")
    if moment is None:
        return unanchored(_masked(base, str(unit)))
    return dated(replace(moment, clock="") if unit else moment, anchor)


def build_clock(parts: Parts, context: Context) -> Reading | None:
    """A time of day alone: of the day last told in the passage, else of the day of publication."""
    clock = clock_of({"hour": parts["num"], **parts} if isinstance(parts.get("num"), (int, float)) else parts)
    if not clock or "num" in parts and not 0 <= parts["num"] <= 24:
        return None
    base, anchor = context.then()
    if base is None or not base.day:
        base, anchor = context.now()
    if base is None or not base.day:
        return replace(unanchored(f"XXXX-XX-XX{clock}", "TIME"), bare_clock=clock)
    return replace(dated(replace(base, clock=clock), anchor), bare_clock=clock)


def build_clock_minutes(parts: Parts, context: Context) -> Reading | None:
    """Twenty past three, told as an hour and minutes."""
    return build_clock({**{k: v for k, v in parts.items() if k != "num"}, "minute": parts["num"]}, context) if parts["num"] < 60 else None


def build_period(parts: Parts, context: Context) -> Reading | None:
    """A while, a long time: a duration of which nothing is known."""
    return Reading("DURATION", "PXX")


def build_vague_shift(parts: Parts, context: Context) -> Reading | None:
    """Some days ago, after a while."""
    return Reading("DATE", "FUTURE_REF" if "later" in parts else "PAST_REF", counted=True, aside=True)


def build_week_number(parts: Parts, context: Context) -> Reading | None:
    """Week 31: of the year of publication or the year last told."""
    base, anchor = context.base()
    week = parts["num"]
    if not isinstance(week, int) or not 1 <= week <= 53:
        return None
    if (year := _year(parts, context)) is not None:
        return dated(Moment(year, part=f"W{week:02d}"))
    if base and "which" in parts:
        return dated(Moment(base.year + parts["which"], part=f"W{week:02d}"), anchor)
    return dated(Moment(base.year, part=f"W{week:02d}"), anchor) if base else unanchored(f"XXXX-W{week:02d}")


def build_within_which(parts: Parts, context: Context) -> Reading | None:
    """The first Monday of next month."""
    inner = {k: v for k, v in parts.items() if k not in ("unit", "unit2")}
    return build_within({**inner, "unit": parts.get("unit2", "day"), "unit2": parts["unit"]}, context)


def build_clock_of_any_day(parts: Parts, context: Context) -> Reading | None:
    """A part of day that is of no day in particular ("at night"), unless a day stands beside it."""
    clock = clock_of(parts)
    return replace(unanchored(f"XXXX-XX-XX{clock}", "TIME"), bare_clock=clock)


def build_decade(parts: Parts, context: Context) -> Reading | None:
    """The 1990s, the nineties, the 480s BC."""
    year = _year(parts, context) if parts.get("year") or parts.get("year3") else None
    if year is None and parts.get("decade") is None and parts.get("year2") is None:
        return None
    if year is None:
        two = int(parts.get("decade", parts.get("year2")))
        near = context.base()[0]
        year = (near.year if near else 1999) // 100 * 100 + two
        if near and year > near.year:
            year -= 100
    if parts.get("bc"):
        first = 1 - year
        return Reading("DATE", f"BC{first // 10:03d}", f"-{first + 8:04d}/-{first - 1:04d}") if first % 10 == 0 else None
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


def build_quarter_code(parts: Parts, context: Context) -> Reading | None:
    """Q3 2019, H2."""
    return build_season({**parts, "unit": parts["code"]}, context)


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
    year = _year(parts, context)
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
    year, month, unit = _year(parts, context), parts.get("month"), parts.get("unit")
    anchor = Anchor()
    if year is None:
        base, anchor = context.base()
        if base is None:
            return unanchored("XXXX" + (f"-{month:02d}" if month else "-XX") + "-XX")
        year = base.year + int(parts.get("which", 0)) if month is None or "which" in parts else _nearest_year(base, month, None, context)
        if month is None and parts.get("unit2") == "month":
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
        return dated(Moment(year, part=("Q" if unit == "quarter" else "H") + str(nth)), anchor) if 1 <= nth <= count else None
    return None


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
    """A financial year: FY2023 in TIMEX3, named by the year it begins in; April to March where the country has it so."""
    start = parts.get("fy", (None,))[0]
    if start is None and (year := _year(parts, context)) is not None:
        start = year
    anchor = Anchor()
    if start is None:
        base, anchor = context.base()
        if base is None:
            return unanchored("FYXXXX")
        start = base.year + int(parts.get("which", 0)) - (1 if context.country == "IN" and (base.month or 4) < 4 else 0)
    edtf = f"{start:04d}-04-01/{start + 1:04d}-03-31" if context.country == "IN" else None
    return Reading("DATE", f"FY{start:04d}", edtf, anchor)


def build_span_of_years(parts: Parts, context: Context) -> Reading | None:
    """A season of activity over two years, "2023-24"."""
    first, last = parts["fy"]
    return Reading("DATE", f"{first:04d}", f"{first:04d}/{last:04d}", moment=Moment(first))


def build_holiday(parts: Parts, context: Context) -> Reading | None:
    """A festival or named day, in the year said, or the nearest by tense."""
    name = str(parts["holiday"])
    country, name = name.split(":", 1) if ":" in name else (context.country, name)
    year = _year(parts, context)
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
            days = [d for y in (today.year - 1, today.year, today.year + 1) if (d := calendars.holiday(country, name, y))]
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


def build_day_after(parts: Parts, context: Context) -> Reading | None:
    """A day alone right after another date: "4 and 5 May" read the other way round, "May 4 and 5", "June 3-5"."""
    before, day = context.previous, parts.get("day")
    if before is None or parts.get("year", before.year) != before.year or not before.day or not before.month or day is None or not calendars.valid(before.year, before.month, day):
        return None
    return dated(Moment(before.year, before.month, day), Anchor("timex", context.told_span, before.value()))


def build_year_after(parts: Parts, context: Context) -> Reading | None:
    """Two digits right after a year: "1915-17"."""
    before, two = context.previous, parts["year2"]
    if before is None or before.month or before.part or before.year < 1 or two <= before.year % 100:
        return None
    return dated(Moment(before.year // 100 * 100 + two), Anchor("timex", context.told_span, before.value()))


def build_day_after_at(parts: Parts, context: Context) -> Reading | None:
    """The 4th: of the month last told, else of publication."""
    return _day_of_month(parts, context, parts["day"], "")


def build_this_unit(parts: Parts, context: Context) -> Reading | None:
    """The year, the month: of publication in news; in narrative the one last told."""
    return build_which({**parts, "which": 0, "from": "told"} if context.narrative else {**parts, "which": 0}, context)


def build_year_ago(parts: Parts, context: Context) -> Reading | None:
    """The year-ago quarter, the year-earlier period."""
    base, anchor = context.base()
    moment = base and calendars.shift(base, *{"quarter": (-4, "quarter"), "month": (-12, "month")}.get(parts.get("unit", ""), (-1, "year")))
    return dated(moment, anchor) if moment else unanchored(_MASKS.get(parts.get("unit", "year"), "XXXX"))


def build_the_which(parts: Parts, context: Context) -> Reading | None:
    """The next day, the previous year: counted from the last date told, where "next year" is counted from now."""
    return build_which({**parts, "from": "told"}, context)


def build_weekday_of_week(parts: Parts, context: Context) -> Reading | None:
    """Tuesday next week."""
    return build_which({**parts, "week_of": parts["which"]}, context)


def build_weekday_day(parts: Parts, context: Context) -> Reading | None:
    """Monday the 21st: the month nearest to now in which both agree."""
    base, anchor = context.base()
    day = day_of(base)
    if day is None or base is None:
        return unanchored(f"XXXX-XX-{parts['day']:02d}")
    order = (0, 1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 6, -6) if context.tense == "future" else (0, -1, 1, -2, 2, -3, 3, -4, 4, -5, 5, -6, 6)
    for months in order:
        moved = calendars.shift(base, months, "month")
        if moved and moved.month and calendars.valid(moved.year, moved.month, parts["day"]) and date(moved.year, moved.month, parts["day"]).weekday() == parts["weekday"]:
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
    found = _without_year({**parts}, context, parts["month"], parts["day"], "")
    day = day_of(found.moment) if found else None
    return dated(calendars.week_of(day), found.anchor) if found and day else None


def build_unknown_day(parts: Parts, context: Context) -> Reading | None:
    """The seventh day: counted from a beginning that only the reader knows."""
    told = context.told
    return unanchored("BCXXXX-XX-XX" if told and told.year <= 0 else "XXXX-XX-XX")


def build_past_in_narrative(parts: Parts, context: Context) -> Reading | None:
    """A past that only histories are annotated with: former."""
    return Reading("DATE", "PAST_REF") if context.narrative else None


def build_then_in_narrative(parts: Parts, context: Context) -> Reading | None:
    """This time, that period: the last date told, in narrative; in news "at this time" and its like are set phrases."""
    return build_then(parts, context) if context.narrative else None


def build_in_narrative_duration(parts: Parts, context: Context) -> Reading | None:
    """The years, months of: a length in narrative, nothing in news."""
    return build_duration(parts, context) if context.narrative else None


def build_nothing(parts: Parts, context: Context) -> Reading | None:
    """Words that look like a time and are none."""
    return None


#: What the `make` of a rule may name.
BUILDERS: Mapping[str, Callable[[Parts, Context], Reading | None]] = {
    name.removeprefix("build_"): function for name, function in sorted(globals().items()) if name.startswith("build_")
}
