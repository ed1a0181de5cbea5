"""A date in words, with no more precision than it has: "June 2023", "on or after 1 January 2026", "2020s".

The words are those of the [timeline] section of the language's file, which has month, quarter and era names, plural
forms, "and" and "or" as CLDR does: Babel would take longer to load than a timeline to print. A language without that
section is worded in English.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import lru_cache, reduce
from typing import TYPE_CHECKING, Any

from kg import edtf
from kg.edtf import Edtf
from kg.errors import InputError
from kg.language import available, subtag, words
from kg.query import rows

if TYPE_CHECKING:
    from kg.store import Store


@lru_cache(maxsize=16)
def phrases(language: str) -> Mapping[str, Any]:
    """The [timeline] section of a language. Raises InputError where the language has no file."""
    return words(language) or words("en")


@lru_cache(maxsize=65536)
def date_in_words(date: Edtf, language: str) -> str:
    """A date as a reader of the language would write it. Raises InputError where the language has no file."""
    if date.form == "date":
        return _marked(date, language)
    if date.form in ("interval", "range"):
        return _range(date, language, lasts=date.form == "interval")
    if date.form == "one of":
        return listed([date_in_words(part, language) for part in date.parts], language, any_of=True)
    parts = [_range(p, language, lasts=True) if p.form == "range" else date_in_words(p, language) for p in date.parts]
    return listed(parts, language)


def listed(items: Collection[str], language: str, any_of: bool = False) -> str:
    """ "a, b and c" in the language; "a, b or c" for `any_of`."""
    *before, last = items or [""]
    if not before:
        return last
    own = phrases(language)["cldr"]
    pair, end = own["or" if any_of else "and"]
    comma = own["comma"].format
    return str((end if before[1:] else pair).format(reduce(comma, before), last))


def counted(number: int, of: str, language: str) -> str:
    """A number of things in the plural form it takes: `of` names a table of [timeline] such as "facts"."""
    own = phrases(language)
    return str(own[of]["one" if number in own["cldr"]["one"] else "other"].format(number=number))


def length_in_words(value: str, mod: str | None, language: str) -> str:
    """How long a TIMEX3 duration is ("P1000D", "MORE_THAN"): "more than 1000 days"; "" where its value is no number."""
    found = re.fullmatch(r"P(?:(\d+)([YMWD])|T(\d+)([HMS]))", value)
    if found is None:
        return ""
    number, unit = (found[1], found[2]) if found[1] else (found[3], f"T{found[4]}")
    length = counted(int(number), f"length_{unit}", language)
    pattern = phrases(language)["length"].get(mod)
    return str(pattern.format(length=length)) if pattern else length


def _marked(date: Edtf, language: str) -> str:
    text, own = _date(date, language), phrases(language)["date"]
    if date.approximate:
        text = own["about"].format(date=text)
    return str(own["possibly"].format(date=text) if date.uncertain else text)


def _date(date: Edtf, language: str) -> str:
    year, month, day, time = date.fields
    own = phrases(language)["date"]
    whole = "X" not in year
    if not whole and date.precision == "decade" and not month and date.begin.min is not None and year[0] != "-":
        return str(own["decade"].format(year=year.replace("X", "0")))
    if year.endswith("XXXX"):
        known = "X" not in month + day and 0 < int(month or 0) <= 12
        return str(own["no_year"].format(date=_month_and_day("", month, day, language)) if known else own["undated"])
    if not whole or "X" in month.replace("XX", "") or "X" in day.replace("XX", ""):
        return date_in_words(edtf.spanning(date.begin.min, date.end.max), language)
    if date.precision == "season":
        return _part_of_year(int(month), _year(year, language), language)
    text = _month_and_day(_year(year, language), month.replace("XX", ""), day.replace("XX", ""), language)
    return str(own["time"].format(date=text, time=_clock(time))) if time else text


def _month_and_day(year: str, month: str, day: str, language: str) -> str:
    if not month:
        return year
    name = phrases(language)["cldr"]["months"][int(month) - 1]
    form = phrases(language)["date"]["day" if day else "month"]
    return " ".join(form.format(day=int(day or 0), month=name, year=year).split())


def _year(year: str, language: str) -> str:
    number = int(year)
    if number > 0:
        return str(number)
    own = phrases(language)
    return str(own["date"]["bc"].format(year=1 - number, era=own["cldr"]["era"]))


def _part_of_year(part: int, year: str, language: str) -> str:
    own = phrases(language)["date"]
    if 33 <= part <= 36:
        return str(own["quarter"].format(quarter=phrases(language)["cldr"]["quarters"][part - 33], year=year))
    hemisphere = "northern" if 25 <= part <= 28 else "southern" if 29 <= part <= 32 else ""
    text = own["parts"][str(21 + (part - 21) % 4 if hemisphere else part)].format(year=year)
    return str(own[hemisphere].format(date=text) if hemisphere else text)


def _clock(time: str) -> str:
    at = next((place for place, mark in enumerate(time) if mark in "Z+-"), len(time))
    clock, zone = time[:at], time[at:].replace("Z", "UTC")
    return " ".join(filter(None, [clock if ":" in clock else f"{clock}:00", zone]))


def _range(date: Edtf, language: str, lasts: bool) -> str:
    own = phrases(language)["date"]
    first, last = (_oblique(date_in_words(end, language), own) if end.form == "date" else "" for end in date.parts)
    return str(own[_phrase(lasts, *date.parts)].format(first=first, last=last))


def _phrase(lasts: bool, first: Edtf, last: Edtf) -> str:
    """The phrase of [timeline.date] for a range of which one end may be missing."""
    if first.form == last.form == "date":
        return "from_to" if lasts else "between"
    if lasts:
        return f"from_{last.form}" if first.form == "date" else f"to_{first.form}"
    if last.form == "date":
        return "no_later"
    return "on_or_after" if first.precision in ("day", "time") else "in_or_after"


def _oblique(text: str, own: Mapping[str, Any]) -> str:
    """The form a date takes before a word such as "from", where the language has one."""
    for plain, oblique in own.get("oblique", {}).items():
        text = text.replace(plain, oblique)
    return text


_LANGUAGES = """SELECT ?code (COUNT(*) AS ?n) WHERE { ?article schema:inLanguage ?code }
GROUP BY ?code ORDER BY DESC(?n) ?code"""


def reader(store: Store, language: str | None = None) -> str:
    """The language of the words printed: the one asked for, else that of most articles, where it has the words.

    Raises InputError for a language that has none.
    """
    if language is not None:
        if not words(language):
            raise InputError("--language", f"{language} has no words to print a timeline in", "use hi or en")
        return subtag(language)
    for row in rows(store, _LANGUAGES):
        code = str(row["code"]).split("-")[0]
        if code in available() and words(code):
            return code
    return "en"
