"""Builders of times counted from another: today, two years ago, next month, that day, now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from kg.extract import calendars
from kg.extract.calendars import Moment
from kg.extract.readings import (
    MASKS,
    Context,
    Parts,
    Reading,
    approximate,
    clock_of,
    dated,
    day_of,
    masked,
    unanchored,
)
from kg.model import Anchor, TimexType


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
    start = parts.get("from", "now")
    base, anchor = context.now() if start == "now" else context.then() if start == "told" else (None, Anchor())
    if parts.get("plus") is not None and amount is not None:
        amount += parts["plus"]
    if parts.get("day_word") is not None:
        base = _day_word(parts["day_word"], sign, context)
    if isinstance(amount, float) and unit in ("year", "month", "decade", "century", "week") and amount != int(amount):
        amount, unit = {
            "year": (amount * 12, "month"),
            "decade": (amount * 10, "year"),
            "century": (amount * 100, "year"),
            "month": (amount * 30, "day"),
            "week": (amount * 7, "day"),
        }[unit]
    kind: TimexType = "TIME" if unit in ("hour", "minute", "second") else "DATE"
    if base is None or amount is None or kind == "TIME":
        if amount is None or kind == "TIME":
            return (
                unanchored("PAST_REF" if sign < 0 else "FUTURE_REF")
                if base is None or amount is None
                else _hours(base, anchor, int(amount) * sign, unit)
            )
        return unanchored(MASKS.get(unit, "XXXX-XX-XX"))
    if parts.get("exact"):
        moment = calendars.shift_day(base, int(round(amount)) * sign, unit)
        if moment is None:
            return None
        edtf = "/".join(sorted((base.at("").edtf(), moment.at("").edtf()))) if parts.get("short_of") else None
        return replace(dated(moment.at(""), anchor, edtf=edtf), counted=True, aside=sign < 0)
    moment = calendars.shift(base, int(round(amount)) * sign, unit)
    if moment is None:
        return unanchored(masked(replace(base, month=None), "day" if unit == "night" else unit))
    exact = unit in ("day", "night") or (sign > 0 and anchor.kind == "timex")  # a story counts from what it told
    moment = moment.at(clock_of(parts)) if moment.day else moment
    return replace(
        dated(moment, anchor, edtf=moment.edtf() if exact else approximate(moment)), counted=True, aside=sign < 0
    )


def build_shift_by_units(parts: Parts, context: Context) -> Reading | None:
    """Two years, one month and three days ago: a day, where the amounts are whole."""
    sign = int(parts["ago"] if "ago" in parts else parts["later"])
    base, anchor = context.now() if sign < 0 else context.then()
    moment = base
    for suffix in ("", "2", "3"):
        if f"num{suffix}" in parts and moment is not None:
            amount = parts[f"num{suffix}"]
            whole = int(amount) if amount == int(amount) else None
            moment = None if whole is None else calendars.shift_day(moment, sign * whole, parts[f"unit{suffix}"])
    return replace(dated(moment.at(""), anchor), counted=True) if moment is not None else unanchored("XXXX-XX-XX")


def _day_word(offset: int | str, sign: int, context: Context) -> Moment | None:
    """The day that a count starts from: "two days after tomorrow"; a word for two days is the one on that side."""
    now = context.now()[0]
    offsets = [int(n) for n in str(offset).split("|")]
    return calendars.shift(now, max(offsets) if sign > 0 else min(offsets), "day") if now else None


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
    other = calendars.shift(
        base,
        (seconds - 86399 if seconds < 0 else seconds + 86399) // 86400 if seconds > 0 else -(-seconds // 86400 + 1),
        "day",
    )
    first, last = sorted((day.isoformat(), other.edtf() if other else day.isoformat()))
    return Reading(
        "TIME", f"{first if amount < 0 and abs(seconds) >= 86400 else base.value()[:10]}TXX", f"{first}/{last}", anchor
    )


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
    if context.published is None and (parts.get("from") == "today" or which < 0 and parts.get("from") != "told"):
        base, anchor = None, Anchor()  # "last May" is counted from the day of writing, also in a story
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
        return unanchored(MASKS.get(unit, "XXXX-XX-XX") + clock, "TIME" if clock else "DATE")
    if (
        unit == "weekend"
        and "which" not in parts
        and context.tense == "past"
        and (day := day_of(base))
        and day.weekday() < 5
    ):
        which = -1
    moment = calendars.shift(base, which, unit) if unit != "night" else calendars.shift(base, which, "day")
    if moment is None:
        return unanchored(masked(base, unit) + clock, "TIME" if clock else "DATE")
    if parts.get("workdays") and moment.part.startswith("W"):
        first = moment.days()[0]
        return dated(moment, anchor, edtf=f"{first.isoformat()}/{(first + timedelta(4)).isoformat()}")
    if parts.get("beside_now") and which == 0 and (today := day_of(base)) is not None:
        return dated(moment, anchor, edtf=_beside_now(moment, today, parts["mod"] == "START"))
    return dated(moment.at(clock) if clock else moment, anchor)


def _beside_now(moment: Moment, today: date, earlier: bool) -> str:
    """The part of a unit of the calendar that is gone, or still to come: "earlier this year", "later this week"."""
    first, last = moment.days()
    return f"{first.isoformat()}/{today.isoformat()}" if earlier else f"{today.isoformat()}/{last.isoformat()}"


def _season_year(base: Moment, season: str, which: int, context: Context) -> int:
    here = {"WI": 12, "SP": 3, "SU": 6, "FA": 9}[season]
    if which > 0:
        return base.year if (base.month or 12) < here else base.year + 1
    if which < 0:
        return base.year if (base.month or 1) > here + 2 else base.year - 1
    return base.year


def _which_weekday(
    parts: Parts, context: Context, which: int, clock: str, base: Moment | None, anchor: Anchor
) -> Reading | None:
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
        if (
            which
            and not parts.get("near")
            and found
            and (other := calendars.weekday_near(day + timedelta(7 * which), weekday, "this"))
            and other != found
        ):
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
    base, anchor = (
        (context.told, Anchor("timex", context.told_span, context.told.value())) if context.told else (None, Anchor())
    )
    unit = parts.get("unit")
    if base is None:
        return unanchored(
            "PAST_REF" if unit is None else MASKS.get(unit, "XXXX-XX-XX") + clock, "TIME" if clock else "DATE"
        )
    moment = base.truncated(unit) if unit else base
    if clock:
        moment = moment or base
        return (
            dated(replace(moment, clock=clock), anchor)
            if moment.day
            else unanchored(masked(base, "day") + clock, "TIME")
        )
    if moment is None:
        return unanchored(masked(base, str(unit)))
    return dated(replace(moment, clock="") if unit else moment, anchor)


def build_season_of_play(parts: Parts, context: Context) -> Reading | None:
    """This season: of a sport or a show, whose months nobody says."""
    return unanchored("XXXX")


def build_vague_shift(parts: Parts, context: Context) -> Reading | None:
    """Some days ago, after a while."""
    return Reading("DATE", "FUTURE_REF" if "later" in parts else "PAST_REF", counted=True, aside=True)


def build_this_unit(parts: Parts, context: Context) -> Reading | None:
    """The year, the month: of publication in news; in narrative the one last told."""
    return build_which({**parts, "which": 0, "from": "told"} if context.narrative else {**parts, "which": 0}, context)


def build_year_ago(parts: Parts, context: Context) -> Reading | None:
    """The year-ago quarter, the year-earlier period."""
    base, anchor = context.base()
    moment = base and calendars.shift(
        base, *{"quarter": (-4, "quarter"), "month": (-12, "month")}.get(parts.get("unit", ""), (-1, "year"))
    )
    return dated(moment, anchor) if moment else unanchored(MASKS.get(parts.get("unit", "year"), "XXXX"))


def build_the_which(parts: Parts, context: Context) -> Reading | None:
    """The next day, the previous year: counted from the last date told, where "next year" is counted from now."""
    return build_which({**parts, "from": "told"}, context)


def build_weekday_of_week(parts: Parts, context: Context) -> Reading | None:
    """Tuesday next week."""
    return build_which({**parts, "week_of": parts["which"]}, context)


def build_weekday_from_now(parts: Parts, context: Context) -> Reading | None:
    """Monday two weeks from now: that weekday of the week (Monday to Sunday) that far on."""
    base, anchor = context.now()
    amount = _amount(parts)
    if base is None or not isinstance(amount, int):
        return unanchored(f"XXXX-WXX-{parts['weekday'] + 1}")
    day = day_of(calendars.shift_day(base, amount, parts["length"])) if parts["length"] in calendars.DATED else None
    found = calendars.weekday_near(day, parts["weekday"], "this") if day else None
    return dated(calendars.of_day(found), anchor) if found else None


def build_over_weekend(parts: Parts, context: Context) -> Reading | None:
    """Over the weekend: the one just gone, where the clause is not in the future."""
    return build_which(parts if context.tense == "future" else {**parts, "which": -1}, context)


def build_past_in_narrative(parts: Parts, context: Context) -> Reading | None:
    """A past that only histories are annotated with: former."""
    return Reading("DATE", "PAST_REF") if context.narrative else None


def build_then_in_narrative(parts: Parts, context: Context) -> Reading | None:
    """This time, that period: the last date told, in narrative; in news "at this time" and its like are set phrases."""
    return build_then(parts, context) if context.narrative else None


#: What the `make` of a rule may name here.
BUILDERS: Mapping[str, Callable[[Parts, Context], Reading | None]] = {
    "today": build_today,
    "shift": build_shift,
    "shift_by_units": build_shift_by_units,
    "which": build_which,
    "ref": build_ref,
    "then": build_then,
    "season_of_play": build_season_of_play,
    "vague_shift": build_vague_shift,
    "this_unit": build_this_unit,
    "year_ago": build_year_ago,
    "the_which": build_the_which,
    "weekday_of_week": build_weekday_of_week,
    "weekday_from_now": build_weekday_from_now,
    "over_weekend": build_over_weekend,
    "past_in_narrative": build_past_in_narrative,
    "then_in_narrative": build_then_in_narrative,
}
