"""The sentences of an article cut into passages, inside and outside quotations, each read for its clauses."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from pathlib import Path

from kg.dossier import NOTHING, Dossier
from kg.extract import condensed, head_final, lexicon, name_words, nominals, pieces, syntax, tree, triggers
from kg.extract.branches import vocabulary
from kg.extract.coreference import Passage
from kg.extract.draft import Reading
from kg.extract.nominals import Nominal
from kg.extract.sentence import Sentence, place_times
from kg.language import Language, Tokens, fold, load, tokenize
from kg.model import Mention, Span, Timex, Trigger, Word

Reader = Callable[[Language, Sentence, Sequence[lexicon.Match]], Reading]
#: How clauses are read, by the order of words in a language ([relations] of its file).
READERS: Mapping[str, Reader] = {"head-final": head_final.read, "head-initial": tree.read}
#: A place and a date open a report ("NAGPUR, 11 Feb:"): no more tokens than this.
DATELINE = 12


@dataclass(frozen=True)
class Source:
    """An article's text and what was found in it before its clauses are read."""

    language: Language
    text: str
    tokens: Tokens
    sentences: Sequence[Span]
    timexes: Sequence[Timex]
    names: Sequence[Mention]
    quotes: Sequence[Span]
    dossier: Dossier = NOTHING
    models: syntax.Models = field(default_factory=dict)

    @property
    def model(self) -> Path | None:
        """The UDPipe model of the user's own for its language."""
        return self.models.get(self.language.code, self.models.get(""))

    @property
    def order(self) -> str:
        return str(self.language.section("relations").get("order", "head-final"))


@dataclass(frozen=True)
class Line:
    """The words of one sentence (its number is `index`), a dateline apart, and the triggers among them. They are the
    tokens of the article from `first` to before `last`."""

    index: int
    words: tuple[Word, ...]
    first: int
    last: int
    triggers: tuple[Trigger, ...]


def lines(source: Source) -> tuple[Line, ...]:
    """The sentences of an article in text order, tagged or parsed as its language needs. Linear in its length."""
    code = source.language.code
    return tuple(Line(i, words, a, b, triggers.find(words, code)) for i, words, a, b in _parsed(source))


def passages(source: Source, read: Sequence[Line]) -> tuple[Passage, ...]:
    """The passages of an article, its sentences read, in text order. Linear in its length."""
    spans = source.tokens.spans()
    starts = [span.start for span in spans]
    found: list[Passage] = []
    for line in read:
        first, last = line.first, line.last
        borders = sorted({first, last, *(b for q in source.quotes for b in _borders(starts, q, first, last))})
        for a, b in zip(borders, borders[1:], strict=False):
            quote = next((q for q in source.quotes if q.overlaps(spans[a])), None)
            if any(source.tokens.words[k][0].isalnum() for k in range(a, b)):
                found.append(_passage(source, line.index, _slice(line.words, a - first, b - first), quote))
    return tuple(found)


def _borders(starts: Sequence[int], quote: Span, first: int, last: int) -> list[int]:
    found = [bisect_left(starts, quote.start), bisect_left(starts, quote.end)]
    return [b for b in found if first < b < last]


def _slice(words: Sequence[Word], first: int, last: int) -> tuple[Word, ...]:
    """Part of a sentence, its heads counted from its own beginning; a head outside it is none."""
    if first == 0 and last == len(words):
        return tuple(words)
    return tuple(replace(w, head=w.head - first if first <= w.head < last else -1) for w in words[first:last])


# ---- parsing


def _parsed(source: Source) -> Iterator[tuple[int, tuple[Word, ...], int, int]]:
    """Each sentence, a dateline apart: its number, its words, its first token and the one after its last."""
    spans = source.tokens.spans()
    starts = [span.start for span in spans]
    cuts: list[tuple[int, int, int]] = []
    for index, sentence in enumerate(source.sentences):
        first, last = bisect_left(starts, sentence.start), bisect_left(starts, sentence.end)
        opened = _dateline(source, spans, first, last)
        cuts += [(index, a, b) for a, b in ((first, opened), (opened, last)) if a < b]
    stretches = [Span(spans[first].start, spans[last - 1].end) for _, first, last in cuts]
    if source.order == "head-final":  # read from the tags, without a parse
        tagged = syntax.parse(
            source.tokens, stretches, source.language.code, source.model, source.text, heads=False, lemmas=False
        )
        for (index, first, last), words in zip(cuts, tagged, strict=True):
            yield index, words, first, last
        return
    stand_ins = _stand_ins(source.language.code)
    short = condensed.condense(source.tokens, stretches, source.names, source.timexes, stand_ins, source.text)
    dates = {t.span.start for t in source.timexes if t.type in ("DATE", "TIME")}
    timed = [span.start in dates for span in short.tokens.spans()]
    cut = partial(pieces.parts, source.language.code, timed)
    parses = syntax.parse(short.tokens, stretches, source.language.code, source.model, source.text, True, False, cut)
    at = condensed.firsts(short, stretches)
    for (index, first, last), begin, parse in zip(cuts, at, parses, strict=True):
        yield index, condensed.restore(source.tokens, short, begin, parse), first, last


@lru_cache(maxsize=16)
def _stand_ins(code: str) -> condensed.StandIns:
    table, names = load(code).section("stand_ins"), name_words.vocabulary(code)
    prepositions = vocabulary(code, "stand_ins", "prepositions")
    words = {kind: word for kind, word in table.items() if isinstance(word, str)}
    descriptors = frozenset(w for w in vocabulary(code, "people", "Organisation") if " " not in w)
    ages = frozenset(tuple(tokenize(fold(age)).words) for age in table.get("ages", ()))
    small = ("copula", "perfect", "future", "modal", "must", "would")
    verbs = frozenset().union(*(vocabulary(code, "verbs", key) for key in small), prepositions)
    verbs |= vocabulary(code, "clauses", "relatives") | vocabulary(code, "clauses", "coordination")
    return condensed.StandIns(
        words, prepositions, names.titles, names.longest, table.get("measures", {}), descriptors, ages, verbs
    )


def _dateline(source: Source, spans: Sequence[Span], first: int, last: int) -> int:
    """The token after a sentence's dateline, `first` when it has none."""
    marks = vocabulary(source.language.code, "sentences", "datelines")
    known = [m.span for m in source.names] + [t.span for t in source.timexes] if marks else []
    for k in range(first, min(last, first + DATELINE) if marks else first):
        word, span = source.tokens.words[k], spans[k]
        inside = any(s.overlaps(span) for s in known)  # "A 66-year-old" holds a dash that ends no dateline
        if word in marks and k > first and not inside:
            return k + 1
        if word[0].isalnum() and not span.of(source.text).isupper() and not inside:
            return first
    return first


# ---- reading


def _passage(source: Source, index: int, words: tuple[Word, ...], quote: Span | None) -> Passage:
    language, spans = source.language, [w.span for w in words]
    forms, tags = tuple(w.form for w in words), tuple(w.upos for w in words)
    span = Span(spans[0].start, spans[-1].end)
    placed = place_times(spans, [t for t in source.timexes if span.covers(t.span)])
    timed = frozenset(i for a, b, _ in placed for i in range(a, b + 1))
    named = [_name(spans, m) for m in source.names if span.covers(m.span)]
    things = tuple(nominals.find(language, source.text, forms, spans, named, timed))
    sentence = Sentence(span, words, forms, tags, things, placed, timed, *_nouns(language.code))
    matches = lexicon.matches(language, forms, _events(language.code, source.dossier), tags=_told(source, tags))
    reading = READERS[source.order](language, sentence, matches)
    if reading.found:
        things = tuple(sorted((*things, *reading.found), key=lambda n: n.first))
    return Passage(index, replace(sentence, nominals=things), reading, quote)


def candidates(source: Source, passage: Passage) -> list[lexicon.Match]:
    """Every phrase for an event, or for what only looks like one, that stands in a passage, overlapping ones as
    well."""
    sentence, events = passage.sentence, _events(source.language.code, source.dossier)
    return lexicon.candidates(source.language, sentence.words, events, tags=_told(source, sentence.upos))


def _told(source: Source, tags: Sequence[str]) -> Sequence[str]:
    """The tags that phrases must fit; those of a head-final language say too little."""
    return tags if any(tags) and source.order != "head-final" else ()


@lru_cache(maxsize=16)
def _events(code: str, dossier: Dossier) -> lexicon.Index:
    section = load(code).section("events")
    lists = {k: v for k, v in section.items() if isinstance(v, list)}
    lists[""] = section.get("not", {}).get("phrases", [])  # what only looks like an event
    own = lexicon.compile_phrases(lists, section.get("words"))
    brought = [lexicon.compile_phrases(*phrases) for phrases in dossier.phrases(code)]
    return lexicon.merged([*brought, own]) if brought else own


def _nouns(code: str) -> tuple[frozenset[str], ...]:
    return (
        vocabulary(code, "demonstratives", "indefinite"),
        vocabulary(code, "people", "bodies"),
        vocabulary(code, "people", "institutions"),
        vocabulary(code, "people", "counsels"),
        vocabulary(code, "people", "clients"),
        vocabulary(code, "demonstratives", "such"),
    )


def _name(spans: Sequence[Span], mention: Mention) -> Nominal:
    inside = [i for i, s in enumerate(spans) if s.overlaps(mention.span)]
    return Nominal(mention, inside[0], inside[-1], "name")
