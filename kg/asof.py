"""A graph as it was: what it had learnt by a day, or what had been printed by a day.

Articles that came later are left out, and everything that rests on them: the rest is grouped and bounded anew, so that
no event knows what nobody could. Of an article that was replaced, the graph keeps the newest text, from the day on
which that was learnt.
"""

from __future__ import annotations

from typing import NamedTuple

from kg import edtf
from kg import store as stores
from kg.corrections import corrected, correction_quads, read_corrections
from kg.derived import derived_quads
from kg.graph import names_of, read_article
from kg.judgements import read_judgements
from kg.log import Log, read_log
from kg.manifest import manifest, manifest_quads
from kg.model import Annotated, Article, Fact
from kg.resolve import resolve
from kg.store import Store


class AsOf(NamedTuple):
    """A graph in memory; `undated` are the articles left out because nobody knows when they were printed or learnt."""

    store: Store
    undated: tuple[str, ...]


def as_of(store: Store, learnt: str | None = None, printed: str | None = None) -> AsOf:
    """The graph of what was `learnt`, and what was `printed`, by the last day of an EDTF date; None: whenever.

    Judgements are those made by then. Raises InputError for what is no date, GraphError for a graph that kg did not
    write or that is damaged.
    """
    names = names_of(store.quads(predicate="owl:versionInfo"), store.where)
    log = read_log(store.quads(graph=names.log))
    kept: list[tuple[Annotated, tuple[Fact, ...]]] = []
    quads = list(store.quads(graph=names.log))
    undated: list[str] = []
    for graph in store.graphs():
        if graph.startswith(names.article_graph("")):
            own = list(store.quads(graph=graph))
            pair = read_article(own)
            by_then = _all_by_then(pair[0].article, log, learnt, printed)
            if by_then:
                kept.append(pair)
                quads += own
            elif by_then is None:
                undated.append(pair[0].article.id)
    judged = [j for j in read_judgements(store.quads(graph=names.judgements)) if _by(j.learnt, learnt)]
    said = [c for c in read_corrections(store.quads(graph=names.judgements)) if _by(c.learnt, learnt)]
    resolved, made = resolve(corrected(kept, said), judged), manifest(kept, judged, said)
    quads += [*correction_quads(said, names), *derived_quads(resolved, names), *manifest_quads(made, names)]
    return AsOf(stores.held(store.where, quads), tuple(sorted(undated)))


def _all_by_then(article: Article, log: Log, learnt: str | None, printed: str | None) -> bool | None:
    """Whether an article had been learnt and printed by then; None where nobody knows."""
    clocks = ((log.learnt.get((article.id, article.sha256)), learnt), (article.published, printed))
    found = [_by(at, day) for at, day in clocks]
    return False if False in found else None if None in found else True


def _by(at: str | None, day: str | None) -> bool | None:
    """Whether something was by the last day of a date; None where that is not known. Any time is by no day at all."""
    last = edtf.parse(day).end.max if day is not None else None
    if last is None:
        return True
    when = edtf.parse(at).end.max if at is not None else None
    return None if when is None else when <= last
