"""Numbers in digits and in words: what they are worth, and what they can mean in a date.

A number has classes, as words have: 31 can be a day, a minute or a count; 2019 a year. Rules choose between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

#: Numerals that are more than one run of digits, tried in this order at a digit; no digit may touch their ends.
_COMPOSITE = re.compile(
    r"(?P<ymd>\d{4}(?P<s1>[-/.])\d{1,2}(?P=s1)\d{1,2})(?:t(?P<t>\d\d?:\d\d(?::\d\d)?)(?:\.\d+)?(?:z|[+-]\d\d:?\d\d)?)?(?![-/.:]?\d)"
    r"|(?P<nd>\d{1,2}(?P<s2>[-/.])\d{1,2}(?P=s2)(?:\d{4}|\d\d))(?![/.:]?\d|-\d(?!\d?[-/.]\d))"
    r"|(?P<hm>\d{1,2}:\d\d(?::\d\d)?)(?![-/.:]?\d)"
    r"|(?P<big>\d{1,3}(?:,\d{2,3})+(?:\.\d+)?)(?![\d/])"
    r"|(?P<dm>\d{1,2}[/.]\d{1,2})(?![/.:,]?\d|-\d(?!\d?/\d))"
    r"|(?P<ym>\d{4}[-/]\d{1,2}|\d{1,2}[-/]\d{4})(?![-/.:]?\d)"
    r"|(?P<dec>\d+\.\d+)(?![-/.:]?\d)"
    r"|(?P<junk>\d+(?:[-/.:]\d+){2,})"
)


@dataclass(frozen=True, slots=True)
class Words:
    """The number words of a language: `units` name a value, `scales` multiply what stands before them, `fractions`
    change what stands after them (value, added rather than multiplied), `joiners` may stand inside a number."""

    units: Mapping[str, int]
    scales: Mapping[str, int]
    fractions: Mapping[str, tuple[float, str]]
    joiners: frozenset[str]

    def values(self) -> Iterator[int | float]:
        yield from range(32)
        yield from (40, 60, 61, 100, 1000, 0.5, 1.5, 1999, 2000, 2025, 10**7)

    def value(self, word: str) -> int | float | None:
        """What a single word is worth, None if it is no number."""
        if word in self.units:
            return self.units[word]
        if word in self.scales:
            return self.scales[word]
        if word in self.fractions and self.fractions[word][1] == "value":
            return self.fractions[word][0]
        return None

    def _year_in_pairs(self, words: Sequence[str], at: int) -> tuple[int, int] | None:
        """A year read in pairs, "nineteen ninety six": its value and the index of its last word."""
        first = self.units.get(words[at], 0)
        if not 12 < first <= 20 or at + 1 >= len(words):
            return None
        second = self.units.get(words[at + 1], 0)
        if not 10 <= second < 100:
            return None
        third = self.units.get(words[at + 2], 0) if at + 2 < len(words) else 0
        if second >= 20 and second % 10 == 0 and 0 < third < 10:
            return first * 100 + second + third, at + 2
        return first * 100 + second, at + 1

    def read(self, words: Sequence[str], at: int) -> tuple[int | float, int] | None:
        """The number that words (and digits) spell from `at`: its value and the index of its last word."""
        if (pair := self._year_in_pairs(words, at)) is not None:
            return pair
        sum_, last, i = _Sum(), -1, at
        while i < len(words) and self._take(words, i, sum_):
            last, i = i, i + 1
            if i + 1 < len(words) and words[i] in self.joiners and words[i + 1] in self.units and sum_.value >= 100:
                i += 1
        return None if last < 0 else (sum_.value, last)

    def _take(self, words: Sequence[str], i: int, sum_: _Sum) -> bool:
        """Whether word `i` goes on with the number read so far; if it does, it is added."""
        word, following = words[i], words[i + 1] if i + 1 < len(words) else ""
        if word in self.units:
            return sum_.unit(self.units[word])
        if word in self.scales:
            return sum_.scale(self.scales[word])
        if word in self.fractions:
            amount, how = self.fractions[word]
            counted = following in self.units or following in self.scales or following.isdecimal()
            return (how == "value" or counted) and sum_.fraction(amount, how, following in self.scales)
        if word.isdecimal() and len(word) <= 4 and (following in self.scales or sum_.add):
            return sum_.unit(int(word))
        return False


@dataclass(slots=True)
class _Sum:
    """A number being read: what its scales have closed, what stands before the next one, what a fraction adds to
    that."""

    total: float = 0
    current: float | None = None
    add: float = 0

    @property
    def value(self) -> int | float:
        value = self.total + (self.current or 0) + self.add
        return int(value) if value == int(value) else value

    def unit(self, value: int) -> bool:
        if self.current is None:
            if self.total and value >= 100:
                return False
        elif self.add or not _fits(self.current, value):
            return False
        self.current = (self.current or 0) + value
        return True

    def fraction(self, amount: float, how: str, before_scale: bool) -> bool:
        if self.current is not None:
            return False
        if how == "add":
            self.add, self.current = amount, 1 if before_scale else None
        else:
            self.current = amount
        return True

    def scale(self, scale: int) -> bool:
        if self.current is None and self.total:
            return False
        before = (1 if self.current is None else self.current) + self.add
        self.add = 0
        if scale == 100 and before < 100:
            self.current = before * 100
        else:
            self.total, self.current = self.total + before * scale, None
        return True


#: No number words at all.
NONE = Words({}, {}, {}, frozenset())


def _fits(current: float, value: int) -> bool:
    """Whether a unit can follow what was read: "twenty" "two", "one hundred" "five"."""
    if current >= 100:
        rest = current % 100
        return value < 100 if rest == 0 else 20 <= rest <= 90 and rest % 10 == 0 and 0 < value < 10
    return 20 <= current <= 90 and current % 10 == 0 and 0 < value < 10


def classes(value: int | float, spelled: bool = False, text: str = "") -> dict[str, Any]:
    """The classes that a number can have in a date, each with its value. `text` are its digits, as printed."""
    found: dict[str, Any] = {"num": value}
    if spelled:
        found["word"] = value
    if value != int(value):
        return found
    n = int(value)
    if spelled or len(text) <= 2:
        if 1 <= n <= 31:
            found["day"] = n
        if 1 <= n <= 12 and not spelled:
            found["mon"] = n
        if 0 <= n <= 24:
            found["hour"] = n
        if n < 60 and (spelled or len(text) == 2):
            found["minute"] = n
        if len(text) == 2:
            found["year2"] = n
    if not spelled and len(text) == 4 and text[0] != "0" and n < 2200:
        found["year" if 1500 < n < 2100 and (n % 100 or n in (1900, 2000)) else "oddyear"] = n
    if not spelled and 0 < n <= 9999:
        found["anyyear"] = n
    if spelled and 1500 < n < 2100:
        found["year" if n % 100 else "oddyear"] = n
    if (
        not spelled
        and len(text) == 8
        and 1900 <= n // 10000 < 2100
        and 1 <= n // 100 % 100 <= 12
        and 1 <= n % 100 <= 31
    ):
        return {"ymd": (n // 10000, n // 100 % 100, n % 100)}
    if not spelled and len(text) == 3 and text[0] != "0":
        found["year3"] = n
    if len(text) == 4 and n // 100 < 24 and n % 100 < 60:
        found["hhmm"] = (n // 100, n % 100)
    return found


def _shapes() -> tuple[tuple[str, ...], ...]:
    digits = [
        str(n)
        for n in (
            *range(100),
            100,
            999,
            1000,
            1500,
            1501,
            1900,
            1030,
            1080,
            1999,
            2030,
            2080,
            2200,
            2230,
            2280,
            9999,
            12345,
        )
    ]
    digits += [f"0{n}" for n in range(10)] + ["000", "0730", "0799", "007", "20200101", "2330", "2380", "2430"]
    plain = {tuple(sorted(classes(int(d), text=d))) for d in digits}
    return (*sorted(plain), *sorted({tuple(sorted(_read(k, t))) for k, t in _SAMPLES}))


def composite(text: str, at: int) -> tuple[dict[str, Any], int] | None:
    """The composite numeral (numeric date, clock time, thousands, decimal) that starts at `text[at]`: its classes with
    their values, and where it ends. None where a plain run of digits stands. A "junk" one is no date: leave it
    alone."""
    match = _COMPOSITE.match(text, at)
    if match is None or match["ym"] is not None and "ym" not in _read("ym", match["ym"]):
        return None
    kind = match.lastgroup or ""
    if match["t"] is not None:
        kind = "ymdt"
        return _read(kind, match.group("ymd") + "T" + match["t"]), match.end()
    kind = next(k for k in ("ymd", "nd", "hm", "big", "dm", "ym", "dec", "junk") if match[k] is not None)
    return _read(kind, match[kind]), match.end()


def _read(kind: str, text: str) -> dict[str, Any]:
    if kind == "junk" or len(text) > 30:
        return {"junk": text}
    if kind == "ymdt":
        day, _, time = text.partition("T")
        return {"stamp": (*_ints(day), clock)} if (clock := _clock(time)) else {"ymd": _ints(day)}
    if kind == "ymd":
        return {"ymd": _ints(text)}
    if kind == "nd":
        return {"nd": (*_ints(text), "." in text)}
    if kind == "hm":
        return {"hm": clock} if (clock := _clock(text)) else {"junk": text}
    if kind == "big":
        return {"num": float(text.replace(",", "")) if "." in text else int(text.replace(",", "")), "big": text}
    if kind == "ym":
        a, b = _ints(text)
        year, month = (a, b) if a > 99 else (b, a)
        range_of_years = a > 99 and "-" in text and len(text) == 7 and b > a % 100
        return (
            {"ym": (year, month)} if 1 <= month <= 12 and 1000 <= year < 2200 and not range_of_years else {"junk": text}
        )
    if kind == "dec":
        return {"num": float(text), "dec": text}
    found: dict[str, Any] = {}
    a, b = _ints(text)
    mark = next(c for c in text if not c.isdigit())
    found["dm" if mark == "/" else "dotted"] = (a, b)
    if mark == ".":
        found["num"] = float(text)
        if a <= 24 and b < 60 and len(text.split(".")[1]) == 2:
            found["hmdot"] = (a, b, None)
    return found


_SAMPLES = (
    ("junk", "1"),
    ("ymdt", "2020-01-01T10:00"),
    ("ymd", "2020-01-01"),
    ("nd", "1/2/2020"),
    ("hm", "10:00"),
    ("big", "1,000"),
    ("ym", "2020-03"),
    ("ym", "3/2020"),
    ("dec", "1.234"),
    ("dm", "1/2"),
    ("dm", "1.2"),
    ("dm", "1.20"),
)


def _ints(text: str) -> tuple[int, ...]:
    return tuple(int(n) for n in re.findall(r"\d+", text))


def _clock(text: str) -> tuple[int, int, int | None] | None:
    hour, minute, *second = _ints(text)
    if hour > 24 or minute > 59:
        return None
    return hour, minute, second[0] if second else None


#: Every set of classes that digits can have: the alphabet of the rules must know them before it reads a text.
SHAPES = _shapes()
