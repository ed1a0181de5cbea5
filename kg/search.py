"""Words looked for in a graph: in sentences, headlines and names, in any case, with or without nukta.

    found = search(store, ["bail", "supreme court"], limit=20)      found.hits, found.more, found.indexed

All of the words must stand in one sentence, headline or name; several words in one string must follow one another. The
last word may go on: what begins with it is found as well. A directory has an index of words (`kg.index`) and answers
from it; without one every sentence is looked at, which gives the same and takes longer.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from kg import index
from kg.errors import InputError
from kg.index import NAMES, words_of
from kg.query import iri, rows
from kg.results import visible
from kg.store import Store
from kg.terms import article_of, compact, local, nodes, span_of


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where all the words stand.

    `kind` is "name", "headline" or "sentence". A name is that of the entity with the id `entity`. A headline or a
    sentence is of `article` (its id), the sentence at `[start, end)` in code points of its text; `events` are the ids
    of the events that the sentence tells.
    """

    kind: str
    text: str
    entity: str | None = None
    article: str | None = None
    start: int | None = None
    end: int | None = None
    events: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, names first, then in the order of articles and of their text. `more`: there were more than asked
    for. `indexed`: it was looked up and not looked through."""

    hits: tuple[Hit, ...]
    more: bool
    indexed: bool


def search(store: Store, words: Sequence[str], limit: int | None = None) -> Found:
    """Where all of these words stand, at most `limit` places. Raises InputError where no word is given."""
    wanted = [words_of(given) for given in words]
    if not wanted or not all(wanted):
        raise InputError("search", "was given no word", "give one of at least one letter or digit")
    looked_up = index.passages(store.index, wanted) if store.index else None
    passages = list(_looked_through(store, wanted)) if looked_up is None else looked_up
    ordered = sorted(passages, key=_place)
    kept = ordered if limit is None else ordered[:limit]
    show = _shower(store, wanted)
    return Found(tuple(show(passage) for passage in kept), len(kept) < len(ordered), looked_up is not None)


def _place(passage: str) -> tuple[bool, str, int]:
    """Names before headlines before sentences, which stand in text order."""
    if not _is_sentence(passage):
        return False, passage, 0
    return True, article_of(passage), span_of(passage).start


def _is_sentence(passage: str) -> bool:
    return re.search(r"/sentence/[^/]+/[0-9]+-[0-9]+$", passage) is not None


def _looked_through(store: Store, wanted: Sequence[Sequence[str]]) -> Iterator[str]:
    """The IRIs that the index would give, found without one."""
    found = set()
    for row in rows(store, _NAMED):
        if index.matches(words_of(str(row["text"])), wanted):
            found.add(str(row["iri"]))
    for row in rows(store, "SELECT DISTINCT ?article ?text WHERE { ?article schema:articleBody ?text }"):
        article, text = str(row["article"]), str(row["text"])
        if index.matches(words_of(text), [run[:1] for run in wanted]):
            for sentence in rows(store, _SENTENCES, {"article": iri(article)}):
                passage = str(sentence["sentence"])
                if index.matches(words_of(span_of(passage).of(text)), wanted):
                    found.add(passage)
    return iter(found)


_NAMED = f"""SELECT DISTINCT ?iri ?text WHERE {{
  {{ ?iri schema:name ?name ; {"|".join(NAMES)} ?text }} UNION {{ ?iri schema:headline ?text }}
}}"""
_SENTENCES = "SELECT DISTINCT ?sentence ?article WHERE { ?sentence kg:sentenceOf ?article }"
_EVENTS = """SELECT DISTINCT ?event ?start ?article WHERE {
  ?fact prov:wasQuotedFrom ?article ; kg:about ?event ; oa:hasTarget/oa:hasSelector/oa:start ?start
}"""


def _shower(store: Store, wanted: Sequence[Sequence[str]]) -> Callable[[str], Hit]:
    """What makes a hit of an IRI, reading each article once."""

    @cache
    def article(sentence: str) -> str:
        return next(o for o in nodes(store.quads(sentence, "kg:sentenceOf"))[sentence].all("kg:sentenceOf"))

    @cache
    def text(source: str) -> str:
        return nodes(store.quads(source, "schema:articleBody"))[source].need("schema:articleBody")

    @cache
    def events(source: str) -> Mapping[int, list[str]]:
        found: dict[int, set[str]] = defaultdict(set)
        for row in rows(store, _EVENTS, {"article": iri(source)}):
            found[int(str(row["start"]))].add(local(str(row["event"])))
        return {start: sorted(ids) for start, ids in found.items()}

    def show(passage: str) -> Hit:
        if _is_sentence(passage):
            source, span = article(passage), span_of(passage)
            told = events(source).get(span.start, ())
            return Hit("sentence", span.of(text(source)), None, local(source), span.start, span.end, tuple(told))
        node = nodes(store.quads(passage))[passage]
        if "schema:name" in node.objects:
            names = [name for predicate in NAMES for name in node.all(predicate)]
            fitting = [name for name in names if index.matches(words_of(name), wanted)]
            return Hit("name", fitting[0], compact(passage))
        return Hit("headline", node.need("schema:headline"), None, local(passage))

    return show


# In words


def as_text(found: Found) -> str:
    """A line a hit: what it is of, and its words; below a sentence the events that it tells."""
    lines = []
    for hit in found.hits:
        place = hit.entity or (hit.article if hit.start is None else f"{hit.article}:{hit.start}-{hit.end}")
        lines.append(f"{place}  {' '.join(hit.text.split())}")
        lines += [f"    event {event}" for event in hit.events]
    return "".join(f"{visible(line)}\n" for line in lines)


def as_json(found: Found) -> str:
    """{"hits": [{"kind", "text", "entity", "article", "start", "end", "events"}], "more", "indexed"}"""
    hits = [
        {
            "kind": hit.kind, "text": hit.text, "entity": hit.entity, "article": hit.article, "start": hit.start,
            "end": hit.end, "events": list(hit.events),
        }
        for hit in found.hits
    ]  # fmt: skip
    whole = {"hits": hits, "more": found.more, "indexed": found.indexed}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


FORMATS: Mapping[str, Callable[[Found], str]] = {"text": as_text, "json": as_json}
