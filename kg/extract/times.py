"""Times in a text: what is said, when that was, and what it was counted from.

One pass over the words gives each its classes; the rules of the language file are matched over those (`patterns`); a
second pass in text order gives each match its value (`readings`), counting relative ones from the day of publication,
in narrative from the last date told, and never from nothing. Spans and values follow TIMEX3 (TimeML 1.2.1).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any
import tomllib

from kg.extract import cldr, numbers, patterns
from kg.extract import ranges as stretches
from kg.extract.calendars import Moment
from kg.extract.patterns import BREAK, FILLER, Grammar, Item
from kg.extract.readings import BUILDERS, Context, Reading
from kg.language import Tokens, available, fold, folded, load, tokenize
from kg.model import Article, Span, Timex

#: Digits of the longest number that can be an amount of time; a longer one is an account or a key.
_LONGEST = 15
_STOPS = frozenset({".", "?", "!", "\u0964", "\u06d4"})
#: What "about" and "more than" can stand before.
_QUANTITIES = ("num", "one", "some", "amount_pre", "approx_pre", "month", "weekday", "today", "noon", "hm", "holiday", "season", "part", "hmdot", "ymd", "nd", "dm", "half")
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")


@dataclass(frozen=True, slots=True)
class Times:
    """All that one language file says about times: its grammar, words that show tense, order of day and month."""

    grammar: Grammar
    ranges: Grammar
    future: frozenset[str]
    future_endings: tuple[str, ...]
    past: frozenset[str]
    past_endings: tuple[str, ...]
    verb_last: bool
    day_first: bool
    country: str


@lru_cache(maxsize=32)
def times(code: str) -> Times:
    """The time rules of a language: those every language shares, its own, and CLDR's names. A language without a file
    has CLDR's."""
    subtag = code.replace("_", "-").split("-")[0].lower()
    own: Mapping[str, Any] = load(subtag).section("times") if subtag in available() else {}
    shared = tomllib.loads(files("kg.lang").joinpath("root.toml").read_text(encoding="utf-8"))["times"]
    words = [*cldr.words(subtag), *_words(shared.get("words", {})), *_words(own.get("words", {}))]
    spelled = own.get("numbers", {})
    number_words = numbers.Words(
        {folded(w): n for n, ws in enumerate(spelled.get("units", [])) for w in ws} | {folded(w): int(n) for n, ws in spelled.get("tens", {}).items() for w in ws},
        {folded(w): int(n) for n, ws in spelled.get("scales", {}).items() for w in ws},
        {folded(w): (f["value"], f["how"]) for f in spelled.get("fractions", []) for w in f["words"]},
        frozenset(folded(w) for w in spelled.get("joiners", [])),
    )
    words += [("ord", n, w + suffix) for w, n in number_words.units.items() if n < 100 for suffix in spelled.get("ordinals", [])]
    if not own.get("complete", False):
        words = [*words, *cldr.units(subtag)]
        own = {**own, "rules": [*own.get("rules", []), *shared["common"], *cldr.rules(subtag)]}
    rules = [*own.get("rules", []), *shared["rules"]]
    tense = own.get("tense", {})
    macros = {**shared["macros"], **own.get("macros", {})}
    cases = dict.fromkeys(own.get("cased", []), "upper") | dict.fromkeys(own.get("uncased", []), "lower")
    return Times(
        patterns.compile_grammar(words, cases, rules, macros, number_words),
        patterns.compile_grammar(_words(own.get("joints", {})), {}, own.get("ranges", []), {}, numbers.NONE),
        frozenset(map(folded, tense.get("future", []))), tuple(map(folded, tense.get("future_endings", []))),
        frozenset(map(folded, tense.get("past", []))), tuple(map(folded, tense.get("past_endings", []))),
        bool(tense.get("verb_last", False)), bool(own.get("day_first", True)), str(own.get("country", "")),
    )


def _words(table: Mapping[str, Any]) -> Iterator[tuple[str, Any, str]]:
    """(class, value, phrase) of a `[times.words]` table: a list of phrases, or phrases by value."""
    for name, entry in table.items():
        for value, phrases in entry.items() if isinstance(entry, dict) else ((True, entry),):
            for phrase in phrases:
                yield name, int(value) if isinstance(value, str) and value.lstrip("+-").isdigit() else value, phrase


def find(article: Article, tokens: Tokens | None = None) -> tuple[Timex, ...]:
    """The time expressions of an article, in text order, none overlapping another.

    `tokens` are those of `tokenize(fold(article.text))`, given when they are known already. A relative time is counted
    from `article.published`; in narrative text, or without it, from the last date told; else its `edtf` is None.
    """
    tokens = tokens or tokenize(fold(article.text))
    spoken = times(article.language)
    chars, items = _items(tokens, spoken.grammar, article.text)
    found = patterns.matches(spoken.grammar, chars, items)
    published = moment_of(article.published)
    order = _numeric_order(found)
    context = Context(
        published, _is_narrative(found, published), spoken.day_first if order is None else order, spoken.country,
        settled=order is not None,
    )
    readings: list[_Placed] = []
    taken = 0
    for match in found:
        if match.start < taken:
            continue
        if match.rule.make == "nothing":
            taken = match.end
            continue
        context.tense = _tense(tokens, *_tokens_of(items, match.start, match.end), spoken)
        before = readings[-1] if readings else None
        context.previous = before.reading.moment if before and match.start - before.end <= 1 else None
        between = items[match.start - 1] if context.previous and match.start > 0 else None
        context.range_from = context.previous if between is not None and "to" in between.values else None
        reading = BUILDERS[match.rule.make](match.parts, context)
        if reading is None:
            continue
        if (mod := match.parts.get("mod", match.parts.get("rel_phase"))) is not None:
            reading = replace(reading, mod=str(mod))
        start, end, reading = _widen(chars, items, match.start, match.end, taken, reading)
        placed = _Placed(start, end, reading, match.rule.name, tokens.span(*_tokens_of(items, start, end)))
        if match.rule.glued and not _is_glued(tokens, *_tokens_of(items, match.start, match.end)):
            continue
        if before is not None and (joined := _join(before, placed, items)) is not None:
            first, last = _tokens_of(items, joined.start, joined.end)
            placed = replace(joined, span=tokens.span(first, last))
            readings.pop()
        readings.append(placed)
        taken = end
        moment = placed.reading.moment
        if moment is not None and placed.reading.type != "SET" and not _aside(placed, items, tokens, context.told):
            context.told, context.told_span = replace(moment, clock=""), placed.span
            if moment.month and (moment.day or not moment.part):
                context.fine = context.told
    return tuple(_timex(p.reading, p.span, p.rule) for p in readings)


def ranges(article: Article, timexes: Sequence[Timex], tokens: Tokens | None = None) -> tuple[Timex, ...]:
    """The stretches of time that `timexes` are the ends of, with an interval as their EDTF: "from March to May", "since
    2014". Each covers one or two of `timexes` and the words that make it a stretch; in text order."""
    tokens = tokens or tokenize(fold(article.text))
    grammar = times(article.language).ranges
    by_start = {t.span.start: t for t in timexes}
    chars, items = _items(tokens, grammar, article.text, by_start)
    published = moment_of(article.published)
    found: list[Timex] = []
    taken = 0
    for match in patterns.matches(grammar, chars, items):
        if match.start < taken:
            continue
        joined = [value for name, value in match.parts.items() if name.startswith(("date", "time", "duration"))]
        span = tokens.span(*_tokens_of(items, match.start, match.end))
        tense = _tense(tokens, *_tokens_of(items, match.start, match.end), times(article.language))
        ends = stretches.Ends(tuple(joined), published, tense)
        if (timex := stretches.build(match.rule.make, ends, span, match.rule.name)) is not None:
            found.append(timex)
            taken = match.end
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Placed:
    """A reading of items `start` to `end` (half open)."""

    start: int
    end: int
    reading: Reading
    rule: str
    span: Span


def _is_glued(tokens: Tokens, first: int, last: int) -> bool:
    """Whether no space stands between tokens `first` and `last`."""
    return all(tokens.ends[i] == tokens.starts[i + 1] for i in range(first, last))


def _aside(placed: _Placed, items: Sequence[Item | None], tokens: Tokens, told: Moment | None) -> bool:
    """Whether a time does not move the story: a glance back ("two years earlier"), or a year in passing ("the 1917
    revolution", "since 1917") rather than one told of ("in 1917", at the head of a line, or next after that told)."""
    moment = placed.reading.moment
    before = items[placed.start - 1] if placed.start else None
    if placed.reading.type == "DURATION":
        return False
    if placed.reading.aside or moment is None or before is not None and "passing" in before.values:
        return True
    if moment.month or moment.part or moment.clock or placed.reading.anchor.kind != "none":
        return before is not None and "the" in before.values and not moment.day
    after = items[placed.end] if placed.end < len(items) else None
    if before is not None and "tell" in before.values or after is not None and "tell_post" in after.values:
        return False
    if told is not None and moment.year == told.year + 1:
        return False
    first = _tokens_of(items, placed.start, placed.end)[0]
    gap = tokens.folded.text[tokens.ends[first - 1] : tokens.starts[first]] if first else "\n"
    return "\n" not in gap


def _tokens_of(items: Sequence[Item | None], start: int, end: int) -> tuple[int, int]:
    """The first and last token of items `start` to `end` (half open)."""
    inside = [item for item in items[start:end] if item is not None]
    return inside[0].first, inside[-1].last


def _join(before: _Placed, after: _Placed, items: Sequence[Item | None]) -> _Placed | None:
    """A day and a time of day side by side, as one: "Friday night", "the morning of 3 May", "8 pm on Monday"."""
    day, clock = before.reading, after.reading
    gap = items[before.end : after.start]
    if len(gap) > 2 or any(item is None for item in gap) or day.type == "SET" or clock.type == "SET":
        return None
    between = [item.values for item in gap if item is not None]
    if day.bare_clock and clock.moment is not None and clock.moment.day and clock.type == "DATE":
        if not all("join_back" in values for values in between):
            return None
        reading = replace(clock, type="TIME", value=clock.value + day.bare_clock, moment=clock.moment.at(day.bare_clock))
    elif clock.bare_clock and day.moment is not None and day.moment.day and day.type == "DATE":
        if not all("join" in values for values in between):
            return None
        reading = replace(day, type="TIME", value=day.value + clock.bare_clock, moment=day.moment.at(clock.bare_clock), mod=clock.mod or day.mod)
    elif clock.bare_clock and day.value.startswith("XXXX-WXX-") and day.type == "DATE":
        if not all("join" in values for values in between):
            return None
        reading = replace(day, type="TIME", value=day.value + clock.bare_clock)
    elif clock.bare_clock and day.type == "TIME" and clock.bare_clock[1:].isalpha() and day.moment is not None and not gap:
        reading = day
    else:
        return None
    return _Placed(before.start, after.end, reading, f"{before.rule} + {after.rule}", after.span)


def _numeric_order(found: Sequence[patterns.Match]) -> bool | None:
    """Whether the numeric dates of a text put the day first, None when none of them shows it or they disagree."""
    pairs = [m.parts.get("nd", m.parts.get("dm")) for m in found if "nd" in m.parts or "dm" in m.parts]
    shown = {a > 12 for a, b, *_ in (p for p in pairs if p) if (a > 12) != (b > 12)}
    return shown.pop() if len(shown) == 1 else None


def _timex(reading: Reading, span: Span, rule: str) -> Timex:
    return Timex(span, reading.type, reading.value, reading.edtf, reading.anchor, rule, reading.mod, reading.quant, reading.freq)


def _items(
    tokens: Tokens, grammar: Grammar, source: str, known: Mapping[int, Timex] | None = None
) -> tuple[str, list[Item | None]]:
    """The words that have classes, as one string of their characters and the items behind it. `known` are times found
    already, by where they start: each is one item."""
    chars: list[str] = []
    items: list[Item | None] = []
    words, starts, ends, text = tokens.words, tokens.starts, tokens.ends, tokens.folded.text
    index, number_words, char_of = grammar.index, grammar.numbers, grammar.char_of
    units, scales, fractions = number_words.units, number_words.scales, number_words.fractions
    size = len(words)
    i = 0
    last = -1
    while i < size:
        word = words[i]
        entry: Mapping[str, Any] | None = None
        char = ""
        end = i
        if known and (timex := known.get(tokens.span(i, i).start)) is not None:
            while end + 1 < size and tokens.span(end + 1, end + 1).end <= timex.span.end:
                end += 1
            entry = {timex.type.lower(): timex}
            chars.extend(FILLER if i != last + 1 else "")
            items.extend([None] if i != last + 1 else [])
            chars.append(char_of(entry))
            items.append(Item(i, end, entry))
            last, i = end, end + 1
            continue
        if word.isascii() and word.isdigit() and known is None:
            entry, end = _numeral(tokens, i, grammar)
            char = char_of(entry)
        elif (word in units or word in scales or word in fractions) and (read := number_words.read(words, i)) is not None:
            entry, end = numbers.classes(read[0], spelled=True), read[1]
            char = char_of(entry)
        for candidate in index.get(word, ()):
            rest = candidate.rest
            stop = i + len(rest)
            if stop < end or rest and tuple(words[i + 1 : stop + 1]) != rest:
                continue
            if candidate.case and (candidate.case == "upper") != _capital(source, tokens, i):
                continue
            entry, char, end = candidate.values, candidate.char, stop
            break
        if entry is None:
            i += 1
            continue
        if i != last + 1:
            chars.append(FILLER)
            items.append(None)
        elif chars and starts[i] - ends[i - 1] > 1 and _BLANK_LINE.search(text, ends[i - 1], starts[i]):
            chars.append(BREAK)
            items.append(None)
        chars.append(char)
        items.append(Item(i, end, entry))
        last = end
        i = end + 1
    return "".join(chars), items


def _numeral(tokens: Tokens, i: int, grammar: Grammar) -> tuple[Mapping[str, Any], int]:
    """The numeral that begins at token `i`, in digits or digits and scale words: its classes and its last token."""
    text, start = tokens.folded.text, tokens.starts[i]
    after = tokens.ends[i]
    following = text[after : after + 1]
    if following in (",", ".", ":", "/", "-") and not _after_code(tokens, i, grammar) and (composite := numbers.composite(text, start)) is not None:
        classes, stop = composite
        end = i
        while end + 1 < len(tokens) and tokens.ends[end + 1] <= stop:
            end += 1
        return classes, end
    word = tokens.words[i]
    if i + 1 < len(tokens) and tokens.words[i + 1] in grammar.numbers.scales:
        read = grammar.numbers.read(tokens.words, i)
        if read is not None and read[1] > i:
            return numbers.classes(read[0], spelled=True), read[1]
    return _plain(word), i


def _after_code(tokens: Tokens, i: int, grammar: Grammar) -> bool:
    """Whether a numeral belongs to the letter before it, as in "Q1-2019"."""
    before = grammar.index.get(tokens.words[i - 1], ()) if i else ()
    return any("code" in entry.values for entry in before)


@lru_cache(maxsize=16384)
def _plain(word: str) -> Mapping[str, Any]:
    return numbers.classes(int(word), text=word) if len(word) <= _LONGEST else {"junk": word}


def _capital(source: str, tokens: Tokens, i: int) -> bool:
    origin = tokens.folded.origin
    at = tokens.starts[i]
    return source[at if origin is None else origin[at]].isupper()


def _widen(chars: str, items: Sequence[Item | None], start: int, end: int, floor: int, reading: Reading) -> tuple[int, int, Reading]:
    """The match with the modifiers around it: about, more than, early, the end of …"""
    while start > floor and (item := items[start - 1]) is not None:
        found = _modifier(item, reading, "pre", items[start])
        if found is None:
            break
        start -= 1
        reading = replace(reading, mod=reading.mod or found) if found else reading
        if start > floor and found in ("START", "MID", "END") and (item := items[start - 1]) is not None and "the" in item.values:
            start -= 1
    while end < len(items) and (item := items[end]) is not None:
        found = _modifier(item, reading, "post", None)
        if found is None:
            break
        end += 1
        reading = replace(reading, mod=reading.mod or found) if found else reading
    if reading.mod in ("APPROX",) and reading.moment is not None and reading.edtf and "~" not in reading.edtf and "[" not in reading.edtf:
        reading = replace(reading, edtf="/".join(f"{t}~" for t in reading.edtf.split("/")))
    return start, end, reading


def _modifier(item: Item, reading: Reading, side: str, following: Item | None) -> str | None:
    values = item.values
    amount = following is None or not following.values.keys().isdisjoint(_QUANTITIES)
    if f"approx_{side}" in values and amount:
        return str(values[f"approx_{side}"])
    if f"amount_{side}" in values and reading.counted and amount:
        return str(values[f"amount_{side}"])
    if f"early_{side}" in values and reading.type in ("DATE", "TIME") and (reading.moment is not None or reading.bare_clock):
        return str(values[f"early_{side}"])
    if f"phase_{side}" in values and reading.type == "DATE" and reading.moment is not None and reading.moment.unit not in ("day",):
        return str(values[f"phase_{side}"])
    return None


def _tense(tokens: Tokens, first: int, last: int, spoken: Times) -> str:
    """The tense of the clause that tokens `first` to `last` stand in: that of the nearest word of tense in their
    sentence, looked for after them first where verbs stand last, before them first elsewhere."""
    after = range(last + 1, min(last + 60, len(tokens)))
    before = range(first - 1, max(first - 40, -1), -1)
    for places in (after, before) if spoken.verb_last else (before, after):
        for i in places:
            if _ends_sentence(tokens, i, spoken.grammar):
                break
            if tense := _tense_of(tokens.words[i], spoken):
                return tense
    return ""


def _tense_of(word: str, spoken: Times) -> str:
    if word in spoken.future or (len(word) > 3 and spoken.future_endings and word.endswith(spoken.future_endings)):
        return "future"
    if word in spoken.past or (len(word) > 3 and spoken.past_endings and word.endswith(spoken.past_endings)):
        return "past"
    return ""


def _ends_sentence(tokens: Tokens, i: int, grammar: Grammar) -> bool:
    """Whether token `i` ends a sentence; the point of an abbreviated month or of a short word does not."""
    word = tokens.words[i]
    if word not in _STOPS:
        return False
    if word == "." and i and any("abbr" in entry.values for entry in grammar.index.get(tokens.words[i - 1], ())):
        return False
    return word != "." or i + 1 >= len(tokens) or (tokens.starts[i + 1] > tokens.ends[i] and len(tokens.words[i - 1]) > 3)


def _is_narrative(found: Sequence[patterns.Match], published: Moment | None) -> bool:
    """Whether a text tells history rather than the news of its day: it has no date of its own, or it names earlier years
    at least eight times, nine times as often as the year of its publication, and thirty times as often as days counted
    from then (yesterday, on Monday)."""
    if published is None:
        return True
    years = [(y, "bc" in m.parts) for m in found if isinstance(y := m.parts.get("year", m.parts.get("anyyear")), int)]
    earlier = sum(bc or year < published.year for year, bc in years)
    own = sum(year == published.year and not bc for year, bc in years)
    counted = sum(_is_of_the_day(m) for m in found)
    return earlier >= 8 and earlier >= 9 * own and earlier >= 30 * counted


def _is_of_the_day(match: patterns.Match) -> bool:
    parts = match.parts
    return "year" not in parts and bool(parts.get("today") or "weekday" in parts or "part" in parts and "which" in parts)


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
