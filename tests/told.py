"""Short articles read and resolved together, for tests of what holds across articles."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from kg.extract import annotate, extract
from kg.judgements import Judgement
from kg.model import Annotated, Article, Fact, Resolved
from kg.resolve import resolve, within


def article(id: str, text: str, published: str | None = None) -> Article:
    """An article in the language of its script."""
    language = "hi" if any("\u0900" <= c <= "\u097f" for c in text) else "en"
    return Article(id, text, language, sha256(text.encode()).hexdigest(), published=published)


def read(one: Article) -> tuple[Annotated, tuple[Fact, ...]]:
    """An article annotated, with its facts."""
    annotated = annotate(one)
    return annotated, within(annotated, extract(annotated))


def together(*texts: str, published: str = "2024-05-01", judgements: Sequence[Judgement] = ()) -> Resolved:
    """Texts read as the articles a, b, c …, resolved together."""
    return resolve([read(article(chr(97 + n), text, published)) for n, text in enumerate(texts)], judgements)


def called(resolved: Resolved, *names: str) -> list[set[str]]:
    """For each entity with one of these names, the articles that mention it."""
    found = [{a for a, _ in e.mentions} for e in resolved.entities if set(names) & set(e.names)]
    return sorted(found, key=sorted)


def events(resolved: Resolved, type_: str) -> list[set[str]]:
    """For each event of a type, the articles that tell it."""
    of = {fact.id: fact.article for fact in resolved.facts}
    return sorted(({of[id] for id in event.facts} for event in resolved.events if event.type == type_), key=sorted)
