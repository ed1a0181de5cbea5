"""Names of months, weekdays, eras and parts of day that the Unicode CLDR has for a language, read through Babel."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

#: CLDR's day periods that are parts of a day in TIMEX3.
_PARTS = {"morning1": "MO", "afternoon1": "AF", "evening1": "EV", "night1": "NI"}


def words(code: str) -> Iterator[tuple[str, Any, str]]:
    """(class, value, phrase) triples for a language, none where CLDR does not know it."""
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(code)
    except (UnknownLocaleError, ValueError):
        return
    for form in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for number, name in sorted(locale.months[form][width].items()):
                yield "month", number, name
                yield "month", number, name.rstrip(".\u0970")
                if name not in locale.months["format"]["wide"].values():
                    yield "abbr", True, name.rstrip(".\u0970")
            for number, name in sorted(locale.days[form][width].items()):
                if width == "wide":
                    yield "weekday", number, name
                elif name not in locale.days["format"]["wide"].values():
                    yield "weekday_short", number, name.rstrip(".")
                    yield "abbr", True, name.rstrip(".")
