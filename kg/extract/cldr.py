"""What the Unicode CLDR knows about time in a language, read through Babel: names of months, weekdays and units, and
how "three days ago" is said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from babel import Locale

#: Babel's granularities by TIMEX3 unit, each with a step that `format_timedelta` writes as that many of the unit.
_STEPS: dict[Literal["hour", "day", "week", "month", "year"], timedelta] = {
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
    "month": timedelta(days=30.5),
    "year": timedelta(days=365.5),
}
_UNITS = ("second", "minute", "hour", "day", "week", "month", "year")
_NUMBER = re.compile(r"\d+")


def words(code: str) -> Iterator[tuple[str, Any, str]]:
    """(class, value, phrase) triples for a language, none where CLDR does not know it. Names that are shortened have
    the class "abbr" as well."""
    locale = _locale(code)
    if locale is None:
        return
    for form in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            months, days = locale.months["format"]["wide"].values(), locale.days["format"]["wide"].values()
            for number, name in sorted(locale.months[form][width].items()):
                yield "month", number, name
                if width == "abbreviated" and name not in months:
                    yield "month", number, name.rstrip(".\u0970")
                    yield "abbr", True, name.rstrip(".\u0970")
            for number, name in sorted(locale.days[form][width].items()):
                if width == "wide":
                    yield "weekday", number, name
                elif name not in days:
                    yield "weekday_short", number, name.rstrip(".")
                    yield "abbr", True, name.rstrip(".")


def units(code: str) -> Iterator[tuple[str, Any, str]]:
    """(class, value, phrase) triples of the units of time, in the forms that follow a number."""
    from babel.units import format_unit

    if _locale(code) is None:
        return
    for unit in _UNITS:
        for count in (1, 2, 3, 5):
            text = _NUMBER.sub("", format_unit(count, f"duration-{unit}", locale=code, numbering_system="latn")).strip()
            if text and not text.startswith("duration-"):
                yield "unit", unit, text


def rules(code: str) -> Iterator[dict[str, Any]]:
    """A rule for each way of saying so many units ago or from now."""
    from babel.dates import format_timedelta

    if _locale(code) is None:
        return
    seen = set()
    for unit, step in _STEPS.items():
        for sign in (-1, 1):
            for count in (1, 2, 3, 5):
                text = format_timedelta(
                    sign * count * step, granularity=unit, threshold=1000, add_direction=True, locale=code
                )
                pieces = _NUMBER.split(text)
                if len(pieces) != 2 or (unit, sign, *pieces) in seen or "'" in text:
                    continue
                seen.add((unit, sign, *pieces))
                before, after = (f"'{piece.strip()}'" if piece.strip() else "" for piece in pieces)
                yield {
                    "name": f"cldr-{unit}-{'ago' if sign < 0 else 'ahead'}",
                    "pattern": f"{before} {{num}} {after}",
                    "make": "shift",
                    "set": {"unit": unit, "sign": sign},
                }


def _locale(code: str) -> Locale | None:
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(code)
    except (UnknownLocaleError, ValueError):
        return None
