"""Names, times and numbers as one word each, for the parser.

A parser trained on a small treebank has met few names and errs around them, all the more where they are long; "last
week" reads to it like any other noun phrase. Here each is replaced by one word that the treebank knows ([stand_ins] of
the language file), a person's name together with the titles before it, and after parsing its own words come back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kg.language import Tokens
from kg.model import Mention, Span, Timex, Word

#: At most so many titles stand before a name.
TITLES = 3


@dataclass(frozen=True)
class Condensed:
    """`tokens` to be parsed; token `i` of them stands for tokens `groups[i]` (first, last, head) of the article."""

    tokens: Tokens
    groups: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True)
class StandIns:
    """The words that stand for others: `words` by kind of mention, "time" and "time_after" (after one of
    `prepositions`); `titles` are the phrases that belong to the name of a person they stand before, `descriptors` the
    words that belong to that of an organisation ("the firm X"); `measures` stand for words that with a number after
    them tell a size ("magnitude 6"), "aged" before a noun and "aged_noun" before another word for an age written as
    one word, which ends in one of `ages`; `verbs` are small words that stand before no noun."""

    words: Mapping[str, str]
    prepositions: frozenset[str]
    titles: frozenset[tuple[str, ...]]
    longest: int
    measures: Mapping[str, str] = field(default_factory=dict)
    descriptors: frozenset[str] = frozenset()
    ages: frozenset[tuple[str, ...]] = frozenset()
    verbs: frozenset[str] = frozenset()


def condense(
    tokens: Tokens, sentences: Sequence[Span], names: Iterable[Mention], timexes: Iterable[Timex], stand_ins: StandIns,
    text: str = "",
) -> Condensed:
    """The tokens with each name and each time of several words as one; what has no stand-in stays, and what reaches
    over the end of one of `sentences`. `text` is the source: a word with a capital before a title belongs to it
    ("Transport Minister"). Linear."""
    opens = frozenset(s.start for s in sentences)
    words, starts, ends, groups = [], [], [], []
    replaced = _replaced(tokens, opens, names, timexes, stand_ins, text)
    at = 0
    while at < len(tokens):
        last, head, word = replaced.get(at, (at, at, tokens.words[at]))
        words.append(word)
        starts.append(tokens.starts[head])  # whose letters show what it is
        ends.append(tokens.ends[last])
        groups.append((at, last, head))
        at = last + 1
    return Condensed(Tokens(tokens.folded, words, starts, ends), tuple(groups))


def _replaced(
    tokens: Tokens, opens: frozenset[int], names: Iterable[Mention], timexes: Iterable[Timex], stand_ins: StandIns,
    text: str,
) -> dict[int, tuple[int, int, str]]:
    """By first token: the last token, the one that heads them, and the word that stands for all."""
    spans = tokens.spans()
    found: dict[int, tuple[int, int, str]] = {}
    taken: set[int] = set()
    entries = [(m.span, m.kind) for m in names] + [(t.span, "time") for t in timexes if t.type in ("DATE", "TIME")]
    at = 0
    for span, kind in sorted(entries, key=lambda e: (e[0].start, -e[0].end)):
        while at < len(spans) and spans[at].end <= span.start:
            at += 1
        last = at
        while last + 1 < len(spans) and spans[last + 1].start < span.end:
            last += 1
        if at >= len(spans) or not span.overlaps(spans[at]) or not taken.isdisjoint(range(at, last + 1)):
            continue
        first = _titled(tokens.words, at, stand_ins) if kind == "Person" else at
        if first < at and spans[first].start not in opens:
            capitals = [text[span.start : span.start + 1].isupper() for span in spans[first - 1 : first + 1]]
            first -= all(capitals) and tokens.words[first - 1].isalpha() and first - 1 not in taken
        if kind == "Organisation" and at and tokens.words[at - 1] in stand_ins.descriptors:
            first = at - 1
        last = last if kind == "time" else _beside(tokens.words, last)
        if any(spans[k].start in opens for k in range(first + 1, last + 1)):
            continue
        if kind == "time" and at > 0 and tokens.words[at - 1] in stand_ins.prepositions:
            kind = "time_after"
        if (word := stand_ins.words.get(kind)) is not None and (last > at or not kind.startswith("time")):
            found[first] = (last, at, word)
            taken.update(range(first, last + 1))
    for first, last in _numbers(tokens):
        aged = _aged(tokens.words, last, stand_ins)
        whole = aged is not None and not any(spans[k].start in opens for k in range(first + 1, aged[0] + 1))
        if aged is not None and whole and taken.isdisjoint(range(first, aged[0] + 1)):
            found[first] = (aged[0], first, aged[1])
            continue
        measure = stand_ins.measures.get(tokens.words[first - 1], "") if first else ""
        begin = first - bool(measure)
        if last > begin and taken.isdisjoint(range(begin, last + 1)):
            found[begin] = (last, first, measure or tokens.words[first])
    return found


def _beside(words: Sequence[str], last: int) -> int:
    """The last word of what stands beside a name and says nothing of its own: an age (", 41,"), letters ("(WHO)")."""
    after = words[last + 1 : last + 6]
    if after[:1] == [","] and len(after) > 2 and after[1].isdigit() and len(after[1]) < 3 and not after[2][0].isalnum():
        return last + 2
    if after[:1] == ["("] and ")" in after[:4]:
        return last + 1 + after.index(")")
    return last


def _aged(words: Sequence[str], last: int, stand_ins: StandIns) -> tuple[int, str] | None:
    """The last word of an age written as one word ("22-year-old") behind a number, and what stands for it."""
    size = next((len(age) for age in stand_ins.ages if tuple(words[last + 1 : last + 1 + len(age)]) == age), 0)
    if not size:
        return None
    after = words[last + size + 1] if last + size + 1 < len(words) else "."
    kind = "aged" if after[0].isalpha() and after not in stand_ins.verbs else "aged_noun"
    return (last + size, stand_ins.words[kind]) if kind in stand_ins.words else None


def _numbers(tokens: Tokens) -> Iterator[tuple[int, int]]:
    """The first and last token of each number, also of one with marks inside: "6.6", "4,300", "1,20,000"."""
    at = 0
    while at < len(tokens):
        last = at
        while tokens.words[last].isdigit() and _joined(tokens, last):
            last += 2
        if tokens.words[at].isdigit():
            yield at, last
        at = last + 1


def _joined(tokens: Tokens, i: int) -> bool:
    """Whether a mark and more digits follow token `i` without a space."""
    mark, more = i + 1, i + 2
    return (
        more < len(tokens)
        and tokens.words[mark] in (".", ",")
        and tokens.words[more].isdigit()
        and tokens.starts[mark] == tokens.ends[i]
        and tokens.starts[more] == tokens.ends[mark]
    )


def _titled(words: Sequence[str], name: int, stand_ins: StandIns) -> int:
    """Where the titles before a name begin."""
    first = name
    for _ in range(TITLES):
        end = first - 1 if words[first - 1 : first] == ["."] else first
        sizes = range(min(stand_ins.longest, end), 0, -1)
        size = next((n for n in sizes if tuple(words[end - n : end]) in stand_ins.titles), 0)
        if not size:
            return first
        first = end - size
    return first


def restore(tokens: Tokens, condensed: Condensed, first: int, parsed: Sequence[Word]) -> tuple[Word, ...]:
    """The words of a parsed sentence with those that were condensed put back, titles and the rest of a name below its
    first word; the sentence's first condensed token is `first`."""
    groups = condensed.groups[first : first + len(parsed)]
    start = groups[0][0]
    restored: list[Word] = []
    for word, (a, b, main) in zip(parsed, groups, strict=True):
        for k in range(a, b + 1):
            span, form = tokens.spans()[k], tokens.words[k]
            if k != main:
                deprel = "nmod:desc" if k < main else "flat" if form[0].isalnum() else "punct"
                upos = word.upos if form[0].isalnum() else "PUNCT"
                restored.append(Word(span, form, form, upos, "", main - start, deprel))
                continue
            head = groups[word.head][2] - start if word.head >= 0 else -1
            lemma = word.lemma if form == word.form else form
            restored.append(Word(span, form, lemma, word.upos, word.feats, head, word.deprel))
    return tuple(restored)


def firsts(condensed: Condensed, sentences: Sequence[Span]) -> list[int]:
    """The first condensed token of each sentence."""
    spans = condensed.tokens.spans()
    found, at = [], 0
    for sentence in sentences:
        while at < len(spans) and spans[at].start < sentence.start:
            at += 1
        found.append(at)
    return found
