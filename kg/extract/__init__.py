"""What one article says: `annotate` finds times, names, quotations and clauses; `extract` makes facts of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.dossier import NOTHING, Dossier
from kg.errors import InputError
from kg.extract import clauses as clause_reading
from kg.extract import coreference, dateline, facts, given, names, quotes, sentences, times
from kg.extract.branches import vocabulary
from kg.extract.coreference import Passage
from kg.extract.names import Naming
from kg.extract.passages import Source, lines
from kg.extract.passages import passages as cut_and_read
from kg.extract.syntax import OWN, Models
from kg.extract.unlisted import with_unlisted
from kg.language import Language, fold, load, tokenize
from kg.model import Annotated, Article, Fact, Mention, Span, Timex


@dataclass(frozen=True)
class Steps:
    """What reading an article came to, step by step: `source` is None, and there are no passages, where its language
    has no words for events."""

    naming: Naming
    source: Source | None
    passages: tuple[Passage, ...]
    annotated: Annotated


def annotate(article: Article, dossier: Dossier = NOTHING, models: Models = OWN) -> Annotated:
    """Everything found in an article, with what a dossier brings, tagged and parsed by a model of the user's own where
    `models` has one; only its times, and the names that the dossier brings, where its language has no file or no words
    for events."""
    return steps(article, dossier, models).annotated


def steps(article: Article, dossier: Dossier = NOTHING, models: Models = OWN) -> Steps:
    """The same, with what every step found."""
    article = dateline.dated(article)
    tokens = tokenize(fold(article.text))
    cuts = sentences.sentences(article, tokens)
    timexes = times.find(article, tokens)
    language = _language(article.language, dossier)
    naming = names.find(article, tokens, cuts, timexes, dossier)
    found = given.names(article, language, naming.mentions)
    timexes = _outside(timexes, [m.span for m in found if m.known is not None])
    if language is None or not language.section("events"):
        plain = Annotated(article, cuts, timexes, tuple(m for m in found if m.known is not None))
        return Steps(naming, None, (), plain)
    quoted = quotes.find(article.text, language.code, cuts)
    source = Source(language, article.text, tokens, cuts, timexes, found, quoted, dossier, models)
    read = lines(source)
    passages = cut_and_read(source, read)
    vocatives = [Span(q.start, q.start + n) for q in quoted if (n := quotes.vocative(language.code, article.text, q))]
    courts = vocabulary(language.code, "people", "courts")
    discourse = coreference.resolve(passages, quoted, vocatives, courts)
    mentions = _mentions(passages, discourse)
    triggers = tuple(trigger for line in read for trigger in line.triggers)
    listed = clause_reading.clauses(passages, discourse, article.headline)
    clauses = given.clauses(article, passages, with_unlisted(language.code, listed, passages, triggers, timexes))
    told = Annotated(article, cuts, timexes, mentions, discourse.quotes, discourse.links, clauses, triggers)
    return Steps(naming, source, passages, told)


def extract(annotated: Annotated, dossier: Dossier = NOTHING) -> tuple[Fact, ...]:
    """The facts of an article annotated with that dossier, in text order; none where its language is not known."""
    language = _language(annotated.article.language, dossier)
    return facts.facts(language, annotated) if language else ()


def _language(code: str, dossier: Dossier) -> Language | None:
    try:
        return dossier.told_in(load(code))
    except InputError:  # a language without a file: the caller warns
        return None


def _outside(timexes: tuple[Timex, ...], names: Sequence[Span]) -> tuple[Timex, ...]:
    """The times that are no part of a name that the user brought, nor counted from one that is."""
    inside = {t.span for t in timexes for name in names if name.covers(t.span)}
    while more := {t.span for t in timexes if t.anchor.span in inside} - inside:
        inside |= more
    return tuple(t for t in timexes if t.span not in inside)


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
            found.append(replace(m, kind=kind, cls=cls, antecedent=stands))
    return tuple(sorted(found, key=lambda m: m.span))
