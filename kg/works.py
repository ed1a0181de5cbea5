"""Documents of different articles joined: the same letter in two papers, by who wrote it to whom and when.

    joined = documents(workings, touched, moved, different)     the units that are now one with others
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.clusters import Work, key_of
from kg.model import Span
from kg.parts import Pair
from kg.workings import Workings, article_of, cluster_of


def documents(work: Workings, touched: set[str], moved: set[str], different: Sequence[Pair]) -> set[str]:
    """Documents of different articles are one where they are of one class by one author to one recipient, and nothing
    said of them (another recipient, another date) speaks against it. The units that are now one with others."""
    ends = {work.unit_of[key] for u in touched | moved for key in work.ends.of(u) if work.unit_of.get(key)}
    due = {u for u in touched if _work(work, u)} | ends
    gone = {u for u in touched if work.units.get(u) is None}
    scores = {u: _alike_works(work, u) if u not in gone else None for u in due | gone}
    split = [
        (d, e)
        for a, b in different
        for d in work.names.group(a) if _work(work, d)
        for e in work.names.group(b) if _work(work, e)
    ]  # fmt: skip
    concerned = work.works.change(scores)
    return work.works.join(
        concerned, lambda u: work.units[u].first, lambda a, b: not _one_work(work, a, b), different=split
    )


def _work(work: Workings, u: str) -> Work | None:
    """The document that a unit is, if it is one without a name."""
    if not work.clusters_of.has(u, u):
        return None
    return cluster_of(work, u).work


def _alike_works(work: Workings, u: str) -> dict[str, float]:
    own = _work(work, u)
    if own is None or own.author is None:
        return {}
    author = work.unit_of[_at(u, own.author)]
    near = {key for a in work.names.group(author) for key in work.ends.of(a)} - {u}
    found = ((other, _one_work(work, *sorted((u, other)))) for other in near if _work(work, other))
    return {other: score for other, score in found if score}


def _one_work(work: Workings, a: str, b: str) -> float:
    """How much speaks for two documents being one; 0 where something speaks against it, or nothing for it."""
    one, other = _work(work, a), _work(work, b)
    if one is None or other is None or one.author is None or other.author is None:
        return 0.0
    if _class(work, a) != _class(work, b) or not _same(work, _at(a, one.author), _at(b, other.author)):
        return 0.0
    if _later(one, other) or _later(other, one):
        return 0.0
    if one.recipient is None or other.recipient is None:
        return 0.9
    return float(_same(work, _at(a, one.recipient), _at(b, other.recipient)))


def _at(document: str, span: Span) -> str:
    """The cluster first mentioned at a place in the article of a document."""
    return key_of(article_of(document), span)


def _class(work: Workings, u: str) -> str:
    found = work.units[u].cls
    return found[1] if found else ""


def _same(work: Workings, a: str, b: str) -> bool:
    """Whether two clusters are one by name."""
    return work.unit_of[b] in work.names.group(work.unit_of[a])


def _later(a: Work, b: Work) -> bool:
    if a.written is None or b.written is None or a.written.min is None or b.written.max is None:
        return False
    return a.written.min > b.written.max
