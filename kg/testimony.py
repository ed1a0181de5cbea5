"""What one article says, proved against the characters that stand in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import sha256
from re import fullmatch
from typing import TYPE_CHECKING, TypeAlias

from kg import edtf
from kg.errors import InputError
from kg.graph import article_quads, read_article
from kg.model import Annotated, Fact, Span
from kg.proof import Proof, as_written
from kg.terms import Names, event_types

if TYPE_CHECKING:
    import pyoxigraph as ox

Pair: TypeAlias = tuple[Annotated, tuple[Fact, ...]]


def prove_article(proof: Proof, graph: str, source: list[ox.Quad], names: Names) -> Pair:
    """Prove a named graph of one article, and give the article and its facts. Raises KgError for what is no article."""
    annotated, facts = read_article(source)
    article = annotated.article
    _text(proof, annotated, names)
    proof.check(
        "articles in the named graph of their name", graph == names.article_graph(article.id), graph,
        f"holds the article {article.id}",
    )  # fmt: skip
    spans = _passages(annotated, facts)
    for kind, span in spans:
        whole = 0 <= span.start < span.end <= len(article.text)
        where = names.passage(kind, article.id, span)
        proof.check(f"{kind}s that stand in their article", whole, where, "is outside its article's text")
    for fact in facts:
        _fact(proof, fact, annotated, names)
    _references(proof, annotated, facts, names)
    for time in (*(t.edtf for t in annotated.timexes), *(t for f in facts for t in (f.time, f.told_at))):
        _time(proof, time, graph)
    as_written(proof, graph, source, article_quads(annotated, facts, names))
    return annotated, facts


def _text(proof: Proof, annotated: Annotated, names: Names) -> None:
    article = annotated.article
    prove_text(proof, "articles", article.text, article.sha256, article.extracted_by, names.article(article.id))


def prove_text(proof: Proof, what: str, text: str, hash: str, extracted_by: str | None, where: str) -> None:
    """That a text has the SHA-256 of the bytes that it was read from, where it is those bytes decoded."""
    if extracted_by is not None:
        proof.unproved[f"{what} whose text {extracted_by} made of bytes that are not in the graph"] += 1
        if fullmatch("[0-9a-f]{64}", hash) is None:
            proof.fail(where, f"has {hash} as its SHA-256")
        return
    said = f"{what} whose text has the SHA-256 of its bytes"
    proof.check(said, is_of(text, hash), where, "has a text that is not that of its SHA-256")


def is_of(text: str, hash: str) -> bool:
    """Whether a text is bytes with this SHA-256, decoded."""
    data = text.encode()
    return hash in (sha256(data).hexdigest(), sha256(b"\xef\xbb\xbf" + data).hexdigest())


def _passages(annotated: Annotated, facts: Iterable[Fact]) -> list[tuple[str, Span]]:
    headline = annotated.article.headline
    return [
        *(("headline", span) for span in (headline,) if span is not None),
        *(("sentence", span) for span in annotated.sentences),
        *(("time", timex.span) for timex in annotated.timexes),
        *(("mention", mention.span) for mention in annotated.mentions),
        *(("quotation", quote.span) for quote in annotated.quotes),
        *(("link", link.span) for link in annotated.links),
        *(("trigger", fact.trigger) for fact in facts),
    ]


def _fact(proof: Proof, fact: Fact, annotated: Annotated, names: Names) -> None:
    where, text = names.fact(fact.id), annotated.article.text
    stands = 0 <= fact.sentence.start < fact.sentence.end <= len(text) and fact.sentence.covers(fact.trigger)
    proof.check("facts whose sentence stands in their article", stands, where, "is quoted from where there is nothing")
    proof.check("facts of a type of the ontology", fact.type in _types(), where, f"is of no known type: {fact.type}")
    sure = 0 <= fact.confidence <= 1
    proof.check("facts with a confidence from 0 to 1", sure, where, f"has the confidence {fact.confidence}")
    timed = (fact.time is None) == (fact.time_basis == "none")
    proof.check("facts whose time says where it is from", timed, where, "has a time without a basis, or the reverse")


@lru_cache(maxsize=1)
def _types() -> frozenset[str]:
    return frozenset(event_types())


def _references(proof: Proof, annotated: Annotated, facts: Iterable[Fact], names: Names) -> None:
    """That every passage referred to is one of the article, and every fact."""
    article = annotated.article.id
    mentions = {mention.span for mention in annotated.mentions}
    timexes = {timex.span for timex in annotated.timexes}
    told = {fact.id for fact in facts}
    for span in _mentions_used(annotated, facts):
        proof.check("references to mentions", span in mentions, names.passage("mention", article, span), "is missing")
    for span in _timexes_used(annotated, facts):
        proof.check("references to times", span in timexes, names.passage("timex", article, span), "is missing")
    for fact in facts:
        if fact.occasion is not None:
            wrong = f"names a fact that is not there: {fact.occasion}"
            proof.check("references to facts", fact.occasion in told, names.fact(fact.id), wrong)


def _mentions_used(annotated: Annotated, facts: Iterable[Fact]) -> Iterator[Span]:
    found = [
        *(mention.antecedent for mention in annotated.mentions),
        *(span for quote in annotated.quotes for span in (quote.speaker, quote.addressee, quote.document)),
        *(span for link in annotated.links for span in (link.subject, link.object)),
        *(span for fact in facts for span in (fact.according_to, *(role.span for role in fact.roles))),
    ]
    return (span for span in found if span is not None)


def _timexes_used(annotated: Annotated, facts: Iterable[Fact]) -> Iterator[Span]:
    anchors = (timex.anchor.span for timex in annotated.timexes)
    found = [*anchors, *(span for fact in facts for span in (fact.timex, fact.duration))]
    return (span for span in found if span is not None)


def _time(proof: Proof, time: str | None, where: str) -> None:
    if time is None:
        return
    try:
        edtf.parse(time)
    except InputError as error:
        proof.fail(where, f"holds a time that is none: {error.what}")
    else:
        proof.proved["times in EDTF"] += 1
