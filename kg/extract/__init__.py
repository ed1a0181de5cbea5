"""What one article says: `annotate` finds times, names, things, quotations and clauses; `extract` makes facts of them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

from kg.errors import InputError
from kg.extract import clauses as clause_reading
from kg.extract import coreference, facts, head_final, lexicon, names, nominals, quotes, sentences, times
from kg.extract.coreference import Passage
from kg.extract.nominals import Nominal
from kg.extract.sentence import Sentence, place_times
from kg.language import Language, Tokens, fold, folded, load, tokenize
from kg.model import Annotated, Article, Fact, Mention, Span, Timex, Word


def annotate(article: Article) -> Annotated:
    """Everything found in an article; only its times where its language has no file or no words for events."""
    tokens = tokenize(fold(article.text))
    cuts = sentences.sentences(article, tokens)
    timexes = times.find(article, tokens)
    language = _language(article.language)
    if language is None or not language.section("events"):
        return Annotated(article, cuts, timexes, ())
    found = names.find(article, tokens, cuts, timexes)
    quoted = quotes.find(article.text, language.code, cuts)
    passages = tuple(_passages(language, article.text, tokens, cuts, timexes, found, quoted))
    vocatives = [Span(q.start, q.start + n) for q in quoted if (n := quotes.vocative(language.code, article.text, q))]
    discourse = coreference.resolve(passages, quoted, vocatives)
    mentions = _mentions(passages, discourse)
    clauses = clause_reading.clauses(passages, discourse)
    return Annotated(article, cuts, timexes, mentions, discourse.quotes, discourse.links, clauses)


def extract(annotated: Annotated) -> tuple[Fact, ...]:
    """The facts of an annotated article, in text order; none where its language is not known."""
    language = _language(annotated.article.language)
    return facts.facts(language, annotated) if language else ()


def _language(code: str) -> Language | None:
    try:
        return load(code)
    except InputError:  # a language without a file: the caller warns
        return None


@lru_cache(maxsize=16)
def _events(code: str) -> lexicon.Index:
    section = load(code).section("events")
    return lexicon.compile_phrases({k: v for k, v in section.items() if isinstance(v, list)})


def _passages(
    language: Language, text: str, tokens: Tokens, cuts: Sequence[Span], timexes: Sequence[Timex], found: Sequence[Mention], quoted: Sequence[Span]
) -> list[Passage]:
    """The sentences, cut once more where a quotation begins or ends, each read for its clauses."""
    spans = [tokens.span(i, i) for i in range(len(tokens))]
    starts = [s.start for s in spans]
    passages: list[Passage] = []
    for index, cut in enumerate(cuts):
        first, last = bisect_left(starts, cut.start), bisect_left(starts, cut.end)
        borders = sorted({first, last, *(b for q in quoted for b in _borders(starts, q, first, last))})
        for a, b in zip(borders, borders[1:], strict=False):
            quote = next((q for q in quoted if q.overlaps(spans[a])), None)
            if any(tokens.words[k][0].isalnum() for k in range(a, b)):
                passages.append(_passage(language, index, text, tokens, spans, a, b, timexes, found, quote))
    return passages


def _borders(starts: Sequence[int], quote: Span, first: int, last: int) -> list[int]:
    found = [bisect_left(starts, quote.start), bisect_left(starts, quote.end)]
    return [b for b in found if first < b < last]


def _passage(
    language: Language, index: int, text: str, tokens: Tokens, spans: Sequence[Span], first: int, last: int,
    timexes: Sequence[Timex], found: Sequence[Mention], quote: Span | None,
) -> Passage:  # fmt: skip
    own = spans[first:last]
    words = tuple(tokens.words[first:last])
    span = Span(own[0].start, own[-1].end)
    placed = place_times(own, [t for t in timexes if span.covers(t.span)])
    timed = frozenset(i for a, b, _ in placed for i in range(a, b + 1))
    named = [_name(own, m) for m in found if span.covers(m.span)]
    things = tuple(nominals.find(language, text, words, own, named, timed))
    syntax = tuple(Word(s, w, w) for s, w in zip(own, words, strict=True))
    sentence = Sentence(span, syntax, words, tuple(w.upos for w in syntax), things, placed, timed, _indefinite(language.code))
    reading = head_final.read(language, sentence, lexicon.matches(language, words, _events(language.code)))
    return Passage(index, sentence, reading, quote)


@lru_cache(maxsize=16)
def _indefinite(code: str) -> frozenset[str]:
    return frozenset(folded(w) for w in load(code).section("demonstratives").get("indefinite", ()))


def _name(spans: Sequence[Span], mention: Mention) -> Nominal:
    inside = [i for i, s in enumerate(spans) if s.overlaps(mention.span)]
    return Nominal(mention, inside[0], inside[-1], "name")


def _mentions(passages: Sequence[Passage], discourse: coreference.Discourse) -> tuple[Mention, ...]:
    """Every nominal as a mention with what it stands for; a pronoun takes the kind of what it stands for."""
    found: list[Mention] = []
    for passage in passages:
        for n in passage.sentence.nominals:
            m = n.mention
            stands = coreference.antecedent(discourse.referents, m)
            referent = discourse.referents.get(m.span)
            kind, cls = (referent.kind, referent.cls) if referent and n.sort in ("pronoun", "people") else (m.kind, m.cls)
            found.append(Mention(m.span, kind, m.name, cls, stands, m.rule))
    return tuple(sorted(found, key=lambda m: m.span))
