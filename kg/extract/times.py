"""Times in a text: what is said, when that was, and what it was counted from.

One pass over the words gives each its classes; the rules of the language file are matched over those (`patterns`); a
second pass in text order gives each match its value (`readings`), counting relative ones from the day of publication,
in narrative from the last date told, and never from nothing. Spans and values follow TIMEX3 (TimeML 1.2.1).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.extract import dates, patterns, periods, relative
from kg.extract import ranges as stretches
from kg.extract.calendars import Moment
from kg.extract.items import items_of
from kg.extract.patterns import Item, Match
from kg.extract.readings import Context, Reading, unanchored
from kg.extract.tense import sentences_between, tense_of
from kg.extract.timewords import Times, times
from kg.language import Tokens, fold, tokenize
from kg.model import Article, Span, Timex

#: What the `make` of a rule may name.
BUILDERS = {**dates.BUILDERS, **relative.BUILDERS, **periods.BUILDERS}
#: What "about" and "more than" can stand before.
_QUANTITIES = (
    "num",
    "one",
    "some",
    "amount_pre",
    "approx_pre",
    "month",
    "weekday",
    "today",
    "noon",
    "hm",
    "hmdot",
    "holiday",
    "season",
    "part",
    "ymd",
    "nd",
    "dm",
    "half",
)


@dataclass(frozen=True, slots=True)
class _Text:
    """A text as its language reads it: tokens, and the items that rules match."""

    tokens: Tokens
    spoken: Times
    items: Sequence[Item | None]

    def ends(self, start: int, end: int) -> tuple[int, int]:
        """The first and last token of items `start` to `end` (half open)."""
        inside = [item for item in self.items[start:end] if item is not None]
        return inside[0].first, inside[-1].last

    def span(self, start: int, end: int) -> Span:
        return self.tokens.span(*self.ends(start, end))

    def classes(self, place: int) -> frozenset[str]:
        """The classes of the item at `place`, none at the ends of the text and between islands."""
        item = self.items[place] if 0 <= place < len(self.items) else None
        return frozenset(item.values) if item is not None else frozenset()


@dataclass(frozen=True, slots=True)
class _Placed:
    """A reading of items `start` to `end` (half open)."""

    start: int
    end: int
    reading: Reading
    rule: str


def find(article: Article, tokens: Tokens | None = None) -> tuple[Timex, ...]:
    """The time expressions of an article, in text order, none overlapping another.

    `tokens` are those of `tokenize(fold(article.text))`, given when they are known already. A relative time is counted
    from `article.published`; in narrative text, or without it, from the last date told; else its `edtf` is None.
    """
    tokens = tokens or tokenize(fold(article.text))
    spoken = times(article.language)
    chars, items = items_of(tokens, spoken.grammar, article.text)
    text = _Text(tokens, spoken, items)
    found = patterns.matches(spoken.grammar, chars, items)
    context = _context(found, moment_of(article.published), spoken)
    placed: list[_Placed] = []
    taken = 0
    for match in found:
        if match.start < taken:
            continue
        if match.rule.make == "nothing":
            taken = match.end
            continue
        new = _place(match, placed[-1] if placed else None, taken, text, context)
        if new is None:
            continue
        taken = new.end
        if placed and (joined := _join(placed[-1], new, text)) is not None:
            new = joined
            placed.pop()
        placed.append(new)
        _tell(new, text, context)
    return tuple(_timex(p, text) for p in placed)


def _context(found: Sequence[Match], published: Moment | None, spoken: Times) -> Context:
    order = _numeric_order(found)
    day_first = spoken.day_first if order is None else order
    return Context(
        published, _is_narrative(found, published), day_first, spoken.country, settled=order is not None,
        sorts_years=spoken.sorts_years,
    )  # fmt: skip


def _place(match: Match, before: _Placed | None, floor: int, text: _Text, context: Context) -> _Placed | None:
    """The reading of a match with the modifiers around it, None when its builder rejects it. `before` is the time
    before it, `floor` where the items are still free."""
    ends = text.ends(match.start, match.end)
    if match.rule.glued and not _is_glued(text.tokens, *ends):
        return None
    context.tense = tense_of(text.tokens, *ends, text.spoken)
    context.previous = before.reading.moment if before and match.start - before.end <= 1 else None
    context.part = _part_of_day(before.reading) if before and match.start - before.end <= 1 else ""
    beside = match.end if text.spoken.verb_last else match.start - 1  # where a word for "until" stands
    context.until = "until" in text.classes(beside)
    context.range_from = context.previous if "to" in text.classes(match.start - 1) else None
    context.since = sentences_between(text.tokens, context.told_span, ends[0], text.spoken)
    reading = BUILDERS[match.rule.make](match.parts, context)
    if reading is None:
        return None
    if (mod := match.parts.get("mod")) is not None:
        reading = replace(reading, mod=str(mod))
    if match.rule.name in text.spoken.next_days and _is_of_event(match.start, before, text):
        reading = replace(unanchored("XXXX-XX-XX"), aside=True)
    return _Placed(*_widen(match.start, match.end, floor, reading, text), match.rule.name)


def _is_of_event(start: int, before: _Placed | None, text: _Text) -> bool:
    """Whether "the next day" at item `start` is the day after what a noun before it names ("the day after the vote"),
    and not after a time."""
    return "of" in text.classes(start - 1) and not (before is not None and before.end == start - 1)


def _part_of_day(reading: Reading) -> str:
    """The part of day that a reading names ("NI"), "" where it names none."""
    clock = reading.bare_clock or (reading.moment.clock if reading.moment else "")
    return clock[1:] if clock[1:].isalpha() else ""


def _tell(placed: _Placed, text: _Text, context: Context) -> None:
    """Move the story to a time that is told, for those after it."""
    reading = placed.reading
    if reading.moment is None or reading.type == "SET" or _aside(placed, text, context.told):
        return
    context.told, context.told_span = replace(reading.moment, clock=""), text.span(placed.start, placed.end)
    context.said = reading.anchor.kind == "none" or (context.said and reading.anchor.kind == "timex")
    if context.told.month and (context.told.day or not context.told.part):
        context.fine = context.told


def _timex(placed: _Placed, text: _Text) -> Timex:
    r = placed.reading
    span = text.span(placed.start, placed.end)
    return Timex(span, r.type, r.value, r.edtf, r.anchor, placed.rule, r.mod, r.quant, r.freq)


def ranges(article: Article, timexes: Sequence[Timex], tokens: Tokens | None = None) -> tuple[Timex, ...]:
    """The stretches of time that `timexes` are the ends of, with an interval as their EDTF: "from March to May", "since
    2014". Each covers one or two of `timexes` and the words that make it a stretch; in text order."""
    tokens = tokens or tokenize(fold(article.text))
    spoken = times(article.language)
    chars, items = items_of(tokens, spoken.ranges, article.text, {t.span.start: t for t in timexes})
    text = _Text(tokens, spoken, items)
    published = moment_of(article.published)
    found: list[Timex] = []
    taken = 0
    for match in patterns.matches(spoken.ranges, chars, items):
        if match.start < taken:
            continue
        joined = tuple(v for name, v in match.parts.items() if name.startswith(("date", "time", "duration")))
        ends = stretches.Ends(joined, published, tense_of(tokens, *text.ends(match.start, match.end), spoken))
        span = text.span(match.start, match.end)
        if (timex := stretches.build(match.rule.make, ends, span, match.rule.name)) is not None:
            found.append(timex)
            taken = match.end
    return tuple(found)


def _join(before: _Placed, after: _Placed, text: _Text) -> _Placed | None:
    """A day and a time of day side by side, as one: "Friday night", "the morning of 3 May", "8 pm on Monday"."""
    first, second = before.reading, after.reading
    between = [text.classes(place) for place in range(before.end, after.start)]
    if len(between) > 2 or "SET" in (first.type, second.type):
        return None
    if first.bare_clock and second.type == "DATE" and second.moment is not None and second.moment.day:
        joint, reading = "join_back", _at(second, first)
    elif (
        second.bare_clock
        and first.type == "DATE"
        and (first.moment and first.moment.day or first.value.startswith("XXXX-WXX-"))
    ):
        joint, reading = "join", _at(first, second)
    elif second.bare_clock[1:].isalpha() and first.type == "TIME" and first.moment is not None and not between:
        joint, reading = "join", first
    else:
        return None
    if not all(joint in classes for classes in between):
        return None
    return _Placed(before.start, after.end, reading, f"{before.rule} + {after.rule}")


def _at(day: Reading, clock: Reading) -> Reading:
    """A day's reading at the time of day of another."""
    moment = day.moment and day.moment.at(clock.bare_clock)
    return replace(day, type="TIME", value=day.value + clock.bare_clock, moment=moment, mod=clock.mod or day.mod)


def _aside(placed: _Placed, text: _Text, told: Moment | None) -> bool:
    """Whether a time does not move the story: a glance back ("two years earlier"), or a year in passing ("the 1917
    revolution", "since 1917") rather than one told of ("in 1917", at the head of a line, or next after that told)."""
    moment, before = placed.reading.moment, text.classes(placed.start - 1)
    if placed.reading.type == "DURATION":
        return False
    if placed.reading.aside or moment is None or "passing" in before:
        return True
    if moment.month or moment.part or moment.clock or placed.reading.anchor.kind != "none":
        return "the" in before and not moment.day
    if "tell" in before or "tell_post" in text.classes(placed.end) or told is not None and moment.year == told.year + 1:
        return False
    first, _ = text.ends(placed.start, placed.end)
    tokens = text.tokens
    return first > 0 and "\n" not in tokens.folded.text[tokens.ends[first - 1] : tokens.starts[first]]


def _is_glued(tokens: Tokens, first: int, last: int) -> bool:
    """Whether no space stands between tokens `first` and `last`."""
    return all(tokens.ends[i] == tokens.starts[i + 1] for i in range(first, last))


def _widen(start: int, end: int, floor: int, reading: Reading, text: _Text) -> tuple[int, int, Reading]:
    """A match with the modifiers around it: about, more than, early, the end of …"""
    while (
        start > floor and (found := _modifier(text.items[start - 1], reading, "pre", text.classes(start))) is not None
    ):
        start -= 1
        reading = replace(reading, mod=reading.mod or found or None)
        if start > floor and found in ("START", "MID", "END") and "the" in text.classes(start - 1):
            start -= 1
    while end < len(text.items) and (found := _modifier(text.items[end], reading, "post", None)) is not None:
        end += 1
        reading = replace(reading, mod=reading.mod or found or None)
    if _opens_bracket(start, end, text) and "close" in text.classes(end):
        end += 1
    if reading.counted and reading.moment is not None and reading.type == "DATE":
        reading = _beyond(reading)
    if reading.mod == "APPROX" and reading.type == "DATE" and reading.edtf and not {"~", "["} & set(reading.edtf):
        reading = replace(reading, edtf="/".join(f"{t}~" for t in reading.edtf.split("/")))
    return start, end, reading


def _opens_bracket(start: int, end: int, text: _Text) -> bool:
    """Whether a bracket that opens among items `start` to `end` stays open: "Friday (May 3"."""
    inside = [text.classes(place) for place in range(start, end)]
    return sum("open" in classes for classes in inside) > sum("close" in classes for classes in inside)


def _beyond(reading: Reading) -> Reading:
    """More or less than a length ago or on, as TIMEX3 has it of a day: before or after it."""
    mods = {"MORE_THAN": ("AFTER", "BEFORE"), "LESS_THAN": ("BEFORE", "AFTER")}
    if reading.mod not in mods or reading.edtf is None:
        return reading
    edtf, mod = reading.edtf, mods[reading.mod][reading.aside]
    if reading.mod == "MORE_THAN" and re.fullmatch(r"\d{4}-\d\d-\d\d", edtf):
        edtf = f"../{edtf}" if reading.aside else f"{edtf}/.."
    return replace(reading, mod=mod, edtf=edtf)


def _modifier(item: Item | None, reading: Reading, side: str, following: frozenset[str] | None) -> str | None:
    """The TIMEX3 mod that an item beside a reading gives it ("" for none of the names), None when it does not belong
    to it."""
    if item is None:
        return None
    values = item.values
    amount = following is None or not following.isdisjoint(_QUANTITIES)
    dated = reading.moment is not None
    unit = reading.moment.unit if reading.moment else "year" if reading.value.startswith("FY") else "day"
    allowed = {
        f"approx_{side}": amount,
        f"amount_{side}": amount and reading.counted,
        f"early_{side}": reading.type in ("DATE", "TIME") and (dated or bool(reading.bare_clock)),
        f"phase_{side}": reading.type == "DATE" and unit != "day",
    }
    return next((str(values[name]) for name, allows in allowed.items() if allows and name in values), None)


def _numeric_order(found: Sequence[Match]) -> bool | None:
    """Whether the numeric dates of a text put the day first, None when none of them shows it or they disagree."""
    pairs = [m.parts.get("nd", m.parts.get("dm")) for m in found if "nd" in m.parts or "dm" in m.parts]
    shown = {a > 12 for a, b, *_ in (p for p in pairs if p) if (a > 12) != (b > 12)}
    return shown.pop() if len(shown) == 1 else None


def _is_narrative(found: Sequence[Match], published: Moment | None) -> bool:
    """Whether a text tells history rather than the news of its day: it has no date of its own, or it names earlier
    years at least eight times, nine times as often as the year of its publication, and thirty times as often as days
    counted from then (yesterday, on Monday)."""
    if published is None:
        return True
    years = [(y, "bc" in m.parts) for m in found if isinstance(y := m.parts.get("year", m.parts.get("anyyear")), int)]
    earlier = sum(bc or year < published.year for year, bc in years)
    own = sum(year == published.year and not bc for year, bc in years)
    counted = sum(_is_of_the_day(m) for m in found)
    return earlier >= 8 and earlier >= 9 * own and earlier >= 30 * counted


def _is_of_the_day(match: Match) -> bool:
    parts = match.parts
    return "year" not in parts and bool(
        parts.get("today") or "weekday" in parts or "part" in parts and "which" in parts
    )


def moment_of(published: str | None) -> Moment | None:
    """The day (and clock) of an EDTF date or an ISO date and time, None when it is coarser than a month, unknown, or no
    year that anything is published in."""
    match = re.match(r"(\d{4})-(\d\d)(?:-(\d\d))?(?:[T ](\d\d:\d\d))?", published or "")
    if match is None:
        return None
    year, month, day, clock = match.groups()
    if not 1400 < int(year) < 2500:
        return None
    return Moment(int(year), int(month), int(day) if day else None, clock=f"T{clock}" if clock else "")
