"""What one article says: `annotate` finds times, names, quotations and clauses; `extract` makes facts of them."""

from __future__ import annotations

from collections.abc import Sequence

from kg.errors import InputError
from kg.extract import clauses as clause_reading
from kg.extract import coreference, dateline, facts, names, quotes, sentences, times
from kg.extract.coreference import Passage
from kg.extract.passages import Source
from kg.extract.passages import passages as cut_and_read
from kg.language import Language, fold, load, tokenize
from kg.model import Annotated, Article, Fact, Mention, Span


def annotate(article: Article) -> Annotated:
    """Everything found in an article; only its times where its language has no file or no words for events."""
    article = dateline.dated(article)
    tokens = tokenize(fold(article.text))
    cuts = sentences.sentences(article, tokens)
    timexes = times.find(article, tokens)
    language = _language(article.language)
    if language is None or not language.section("events"):
        return Annotated(article, cuts, timexes, ())
    found = names.find(article, tokens, cuts, timexes)
    quoted = quotes.find(article.text, language.code, cuts)
    passages = cut_and_read(Source(language, article.text, tokens, cuts, timexes, found, quoted))
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


def _mentions(passages: Sequence[Passage], discourse: coreference.Discourse) -> tuple[Mention, ...]:
    """Every nominal as a mention with what it stands for; a pronoun takes the kind of what it stands for."""
    found: list[Mention] = []
    for passage in passages:
        for n in passage.sentence.nominals:
            m = n.mention
            stands = coreference.antecedent(discourse.referents, m)
            referent = discourse.referents.get(m.span)
            kind, cls = (
                (referent.kind, referent.cls) if referent and n.sort in ("pronoun", "people") else (m.kind, m.cls)
            )
            found.append(Mention(m.span, kind, m.name, cls, stands, m.rule))
    return tuple(sorted(found, key=lambda m: m.span))
