"""What a graph takes articles in with: how they are read, by which names it calls them, what people said of them."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, TypeAlias

from kg.corrections import Correction, read_corrections
from kg.dossier import NOTHING, Dossier
from kg.errors import GraphError, InputError, KgError
from kg.graph import names_of, read_article
from kg.judgements import Judgement, read_judgements
from kg.model import Annotated, Article, Fact
from kg.store import Store
from kg.terms import BASE, Names

if TYPE_CHECKING:
    from kg.extract.syntax import Models

Read: TypeAlias = tuple[Annotated, tuple[Fact, ...]]
Extract: TypeAlias = Callable[[Article], Read]
#: Told what is being done ("read", "read again", "derive", "write"), how many articles are done, and of how many (None:
#: unknown).
Progress: TypeAlias = Callable[[str, int, int | None], None]
_BASE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]+[/#]")


@dataclass(frozen=True)
class Report:
    """What a build did: article ids, sorted; the errors of articles left out; how much the graph now holds.

    `reread` are articles of the graph, given again or not, that another version of kg had read. `below` counts the
    facts of what was read that were left out because their confidence is too low.
    """

    added: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    reread: tuple[str, ...] = ()
    skipped: tuple[KgError, ...] = ()
    articles: int = 0
    facts: int = 0
    entities: int = 0
    events: int = 0
    below: int = 0


@dataclass
class Extractor:
    """Reads articles with what the user brings, leaves out facts with a confidence below `least`, and counts them in
    `below`."""

    least: float = 0.0
    dossier: Dossier = NOTHING
    models: Models = field(default_factory=dict)
    below: int = 0

    @property
    def name(self) -> str:
        from kg.extract.version import named

        return named(self.dossier, self.models, self.least)

    def __call__(self, article: Article) -> Read:
        from kg.extract import annotate, extract
        from kg.extract.confidence import sure
        from kg.resolve import within

        annotated = annotate(article, self.dossier, self.models)
        facts = extract(annotated, self.dossier)
        kept = sure(facts, self.least)
        self.below += len(facts) - len(kept)
        return replace(annotated, read_by=self.name), within(annotated, kept)


def fitted(article: Article) -> Article:
    """An article as a graph takes it in: with the date that its dateline gives, where it has no other.

    Raises InputError for what no graph can hold: half of a surrogate pair, which is no character."""
    from kg.extract.dateline import dated

    try:
        "".join(filter(None, (article.id, article.text, article.title, article.url, article.publisher))).encode()
    except UnicodeEncodeError as error:
        raise InputError(ascii(article.id), "holds half a character (a lone surrogate)", "repair its text") from error
    return dated(article)


def learnt_day(given: str | None) -> str:
    """The day that the log gives, YYYY-MM-DD: the given one, else that of SOURCE_DATE_EPOCH, else today (UTC)."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        if given is not None:
            return date.fromisoformat(given).isoformat()
        now = datetime.now(UTC) if epoch is None else datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError) as error:
        name = "SOURCE_DATE_EPOCH" if given is None else "learnt"
        do = "give a day as 2026-01-31" if given is not None else "give seconds since 1970-01-01"
        raise InputError(f"{name} {epoch if given is None else given}", "is not a time", do) from error
    return now.date().isoformat()


def names_in(store: Store, base: str | None) -> Names:
    """The names of the graph that is there, or of a new one. Raises GraphError where kg cannot build into it."""
    if base is not None and _BASE.fullmatch(base) is None:
        raise InputError(f"base {base}", "is no IRI that ends in / or #", "give one such as https://example.org/id/")
    if store.stamp is None:
        return Names(base or BASE)
    names = names_of(store.quads(predicate="owl:versionInfo"), store.where, older=True)
    if base not in (None, names.base):
        raise GraphError(store.where, f"has the base {names.base}, not {base}", "build with its base, or a new graph")
    return names


def articles_in(store: Store, names: Names) -> dict[str, Read]:
    """What the articles in a graph say, by id."""
    prefix = names.article_graph("")
    found = (read_article(store.quads(graph=graph)) for graph in store.graphs() if graph.startswith(prefix))
    return {annotated.article.id: (annotated, facts) for annotated, facts in found}


def said_in(store: Store, names: Names) -> tuple[tuple[Judgement, ...], tuple[Correction, ...]]:
    """What people judged and corrected in a graph."""
    source = list(store.quads(graph=names.judgements))
    return read_judgements(source), read_corrections(source)
