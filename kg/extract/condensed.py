"""Names and times as one common word each, for the parser.

A parser trained on a small treebank has met few names and errs around them, all the more where they are long; "last
week" reads to it like any other noun phrase. Here each is replaced by one word that the treebank knows ([stand_ins] of
the language file), and after parsing its own words come back, the first in its place and the others flat below it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.language import Tokens
from kg.model import Mention, Span, Timex, Word


@dataclass(frozen=True)
class Condensed:
    """`tokens` to be parsed; token `i` of them stands for tokens `groups[i]` (first, last) of the article."""

    tokens: Tokens
    groups: tuple[tuple[int, int], ...]


def condense(
    tokens: Tokens, sentences: Sequence[Span], names: Iterable[Mention], timexes: Iterable[Timex], stand_ins: Mapping[str, str]
) -> Condensed:
    """The tokens with each name and time of several words as one. `stand_ins` maps a kind of mention to a word, and
    "time" and "time_after" (after a word of "prepositions") to words; what it does not name stays, and what reaches
    over the end of one of `sentences`. Linear."""
    opens = frozenset(s.start for s in sentences)
    words, starts, ends, groups = [], [], [], []
    replaced = _replaced(tokens, opens, names, timexes, stand_ins)
    at = 0
    while at < len(tokens):
        last, word = replaced.get(at, (at, tokens.words[at]))
        words.append(word)
        starts.append(tokens.starts[at])
        ends.append(tokens.ends[last])
        groups.append((at, last))
        at = last + 1
    return Condensed(Tokens(tokens.folded, words, starts, ends), tuple(groups))


def _replaced(
    tokens: Tokens, opens: frozenset[int], names: Iterable[Mention], timexes: Iterable[Timex], stand_ins: Mapping[str, str]
) -> dict[int, tuple[int, str]]:
    """By first token: the last token and the word that stands for both and all between."""
    spans = [tokens.span(i, i) for i in range(len(tokens))]
    found: dict[int, tuple[int, str]] = {}
    taken: set[int] = set()
    prepositions = stand_ins.get("prepositions", "").split()
    entries = [(m.span, m.kind) for m in names] + [(t.span, "time") for t in timexes if t.type in ("DATE", "TIME")]
    at = 0
    for span, kind in sorted(entries, key=lambda e: (e[0].start, -e[0].end)):
        while at < len(spans) and spans[at].end <= span.start:
            at += 1
        last = at
        while last + 1 < len(spans) and spans[last + 1].start < span.end:
            last += 1
        inside = range(at, last + 1)
        if at >= len(spans) or not span.overlaps(spans[at]) or not taken.isdisjoint(inside):
            continue
        if any(spans[k].start in opens for k in inside[1:]):
            continue
        if kind == "time" and at > 0 and tokens.words[at - 1] in prepositions:
            kind = "time_after"
        if (word := stand_ins.get(kind)) is not None and (last > at or not kind.startswith("time")):
            found[at] = (last, word)
            taken.update(inside)
    return found


def restore(tokens: Tokens, condensed: Condensed, first: int, parsed: Sequence[Word]) -> tuple[Word, ...]:
    """The words of a parsed sentence with those that were condensed put back; its first condensed token is `first`."""
    groups = condensed.groups[first : first + len(parsed)]
    start = groups[0][0]
    restored: list[Word] = []
    for word, (a, b) in zip(parsed, groups, strict=True):
        head = groups[word.head][0] - start if word.head >= 0 else -1
        form = tokens.words[a]
        same = form == word.form
        restored.append(Word(tokens.span(a, a), form, word.lemma if same else form, word.upos, word.feats, head, word.deprel))
        for k in range(a + 1, b + 1):
            restored.append(Word(tokens.span(k, k), tokens.words[k], tokens.words[k], word.upos, "", a - start, "flat"))
    return tuple(restored)


def firsts(condensed: Condensed, sentences: Sequence[Span]) -> list[int]:
    """The first condensed token of each sentence."""
    spans = [condensed.tokens.span(i, i) for i in range(len(condensed.tokens))]
    found, at = [], 0
    for sentence in sentences:
        while at < len(spans) and spans[at].start < sentence.start:
            at += 1
        found.append(at)
    return found
