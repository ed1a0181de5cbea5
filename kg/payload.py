"""What the page shows of a graph, as JSON values: its articles, entities, events with their facts, and quotes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from kg import edtf, gazetteer
from kg import language as languages
from kg.check import says
from kg.constraints import solved
from kg.entries import Entry, entries
from kg.explain import read, rests_on
from kg.findings import Finding, Kind, findings
from kg.model import Article, Entity, Fact, Quote, Resolved, Span, Timex
from kg.order import Solution
from kg.origins import origins
from kg.reasons import Told, derived
from kg.terms import type_labels
from kg.timeline import day, when
from kg.wording import date_in_words

if TYPE_CHECKING:
    from kg.store import Store

#: JSON values: see `payload`.
Payload: TypeAlias = Mapping[str, Any]
#: What `kg check` finds about when things happened, which a reader of the page is warned of.
WARNED: frozenset[Kind] = frozenset({"contradiction", "accounts", "sequence"})


def spoken() -> tuple[str, ...]:
    """The languages whose files have the words of the page."""
    return tuple(code for code in languages.available() if languages.load(code).section("view"))


def payload(store: Store) -> dict[str, Any]:
    """What the page shows of a graph.

    `articles`, `entities`, `events` (in time order, each with its facts and the events that it is known to come after
    and before), `quotes`, `warnings` (what kg check finds about the time of events) and `types` (names of event types),
    all sorted. An id is an IRI without its base; an article is named by its place in `articles`; spans are
    `[start, end)` in code points of an article's text; days count from 1970-01-01; whatever is worded, is so in every
    language of the page. An event on whose time the accounts `disagree` has the bounds of all of them together; it
    `rests` on so many articles and origins, "" where that is one article.
    """
    resolved = read(store)
    solution = solved(resolved)
    shown = _Shown(resolved, solution, {code: Told(resolved, code) for code in spoken()})
    events = _in_place([shown.event(entry) for entry in entries(store)])
    return {
        "articles": [_article(annotated.article) for annotated in resolved.annotated],
        "entities": [shown.entity(entity) for entity in sorted(resolved.entities, key=lambda one: one.id)],
        "events": events,
        "warnings": _warnings(findings(resolved, solution), shown.told, events),
        "quotes": [shown.quote(a.article.id, quote) for a in resolved.annotated for quote in a.quotes],
        "types": _only(type_labels(), {event["type"] for event in events}),
    }


def _warnings(
    found: Iterable[Finding], told: Mapping[str, Told], events: Iterable[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """What is said of which events, and the facts that show it as (event, number of the fact in it)."""
    place = {fact["id"]: [event["id"], n] for event in events for n, fact in enumerate(event["facts"])}
    return [
        {
            "kind": one.kind,
            "says": {code: says(one, words) for code, words in told.items()},
            "events": [f"event/{event}" for event in one.events],
            "facts": [place[fact] for fact in one.facts if fact in place],
        }
        for one in found
        if one.kind in WARNED
    ]


def _in_place(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Events in order, those on whose time the accounts disagree put in at the earliest of them."""
    found = [event for event in events if not event["disagree"]]
    for event in (event for event in events if event["disagree"]):
        first = event["begin"][0]
        after = (n for n, other in enumerate(found) if other["begin"] == [None, None] or _later(other, first))
        found.insert(next(after, len(found)), event)
    return found


def _later(event: Mapping[str, Any], day: int | None) -> bool:
    first = event["begin"][0]
    return day is None or (first is not None and first > day)


def _only(labels: Mapping[str, dict[str, str]], types: set[str]) -> dict[str, dict[str, str]]:
    return {kind: words for kind, words in labels.items() if kind in types}


@dataclass
class _Shown:
    """Values of the model as the page's JSON."""

    resolved: Resolved
    solution: Solution
    told: Mapping[str, Told]

    def __post_init__(self) -> None:
        self.facts = {fact.id: fact for fact in self.resolved.facts}
        self.entities = {entity.id: entity for entity in self.resolved.entities}
        self.origins = origins(self.resolved)
        self.numbers = {annotated.article.id: n for n, annotated in enumerate(self.resolved.annotated)}
        self.timexes = {(a.article.id, timex.span): timex for a in self.resolved.annotated for timex in a.timexes}

    def event(self, entry: Entry) -> dict[str, Any]:
        facts = [self.fact(self.facts[told.fact]) for told in entry.facts]
        stated = sorted({fact["time"] for fact in facts if fact["time"]})
        disagree = entry.time is None and len(stated) > 1
        begin, end = _hull(stated) if disagree else (entry.begin, entry.end)
        return {
            "id": f"event/{entry.event}",
            "type": entry.type,
            "label": dict(entry.label),
            "when": {code: when(entry, code) for code in spoken()},
            "time": entry.time,
            "begin": list(begin),
            "end": list(end),
            "status": entry.status,
            "disagree": disagree,
            "derived": list(entry.derived),
            "why": {code: list(derived(entry.event, entry.derived, self.solution, t)) for code, t in self.told.items()},
            "order": {side: [f"event/{other}" for other in ids] for side, ids in entry.order._asdict().items()},
            "actors": [{"role": actor.role, "id": f"entity/{actor.id}"} for actor in entry.actors],
            "place": f"entity/{entry.place.id}" if entry.place else None,
            "rests": {code: rests_on(self.origins[entry.event], code) for code in spoken()},
            "facts": facts,
        }

    def fact(self, fact: Fact) -> dict[str, Any]:
        return {
            "id": fact.id,
            "article": self.numbers[fact.article],
            "start": fact.sentence.start,
            "end": fact.sentence.end,
            "trigger": _span(fact.trigger),
            "status": fact.status,
            "according_to": self._who(fact.article, fact.according_to),
            "time": fact.time,
            "when": _worded(fact.time),
            "bounds": _bounds(fact.time),
            "basis": fact.time_basis,
            "timex": _span(fact.timex),
            "chain": [_step(timex) for timex in self._chain(fact.article, fact.timex)],
            "duration": _span(fact.duration),
            "told_at": _worded(fact.told_at),
            "rule": fact.rule,
        }

    def _chain(self, article: str, span: Span | None) -> list[Timex]:
        """The time expression here, the one it was counted from, and so on to one that was counted from none."""
        found: list[Timex] = []
        timex = self.timexes.get((article, span)) if span else None
        while timex is not None and timex not in found:
            found.append(timex)
            timex = self.timexes.get((article, timex.anchor.span)) if timex.anchor.span else None
        return found

    def entity(self, entity: Entity) -> dict[str, Any]:
        known = self._located(entity) if entity.kind == "Place" else None
        return {
            "at": [known.lat, known.lon] if known else None,
            "known": [known.name_en, known.country] if known else None,
            "id": f"entity/{entity.id}",
            "kind": entity.kind,
            "label": dict(entity.labels) or {"": entity.name},
            "names": list(entity.names),
            "mentions": [[self.numbers[article], span.start, span.end] for article, span in entity.mentions],
            "links": [[name, f"entity/{other}"] for name, other in entity.links],
        }

    def _located(self, place: Entity) -> gazetteer.Place | None:
        """The best known place of that name whose coordinates are known, in the country it is said to be part of."""
        wholes = [self.entities[other] for name, other in place.links if name == "part" and other in self.entities]
        names = (name for whole in wholes for name in whole.names)
        around = {found.country for name in names for found in gazetteer.lookup(name)[:1]}
        called = [one for name in place.names for one in gazetteer.lookup(name) if one.lat is not None]
        return next((one for one in called if one.country in around), called[0] if called and not around else None)

    def quote(self, article: str, quote: Quote) -> dict[str, Any]:
        said = {"speaker": quote.speaker, "addressee": quote.addressee, "document": quote.document}
        whole = {"article": self.numbers[article], "start": quote.span.start, "end": quote.span.end}
        return whole | {name: self._who(article, span) for name, span in said.items()}

    def _who(self, article: str, mention: Span | None) -> str | None:
        """Whoever is meant by a mention, by its words where nobody is known by them."""
        if mention is None:
            return None
        entity = self.resolved.entity_of.get((article, mention))
        words = mention.of(self.resolved.annotated[self.numbers[article]].article.text)
        return f"entity/{entity}" if entity else words


def _bounds(time: str | None) -> dict[str, list[int | None]] | None:
    if time is None:
        return None
    date = edtf.parse(time)
    return {"begin": list(date.begin), "end": list(date.end)}


def _hull(times: Iterable[str]) -> tuple[edtf.Bounds, edtf.Bounds]:
    """The narrowest bounds that leave room for every one of these times."""
    dates = [edtf.parse(time) for time in times]
    return _widest(date.begin for date in dates), _widest(date.end for date in dates)


def _widest(bounds: Iterable[edtf.Bounds]) -> edtf.Bounds:
    lows, highs = zip(*bounds, strict=True)
    return edtf.Bounds(None if None in lows else min(lows), None if None in highs else max(highs))


def _article(article: Article) -> dict[str, Any]:
    published = edtf.parse(article.published) if article.published else None
    one_day = published is not None and published.begin.min == published.end.max
    return {
        "id": f"article/{article.id}",
        "title": article.title or "",
        "name": article.id,
        "text": article.text,
        "language": article.language,
        "published": article.published,
        "when": _worded(day(article.published)) if article.published else {},
        "day": published.begin.min if published and one_day else None,
        "publisher": article.publisher,
        "url": article.url,
    }


def _worded(time: str | None) -> dict[str, str]:
    return {code: date_in_words(edtf.parse(time), code) for code in spoken()} if time else {}


def _span(span: Span | None) -> list[int] | None:
    return [span.start, span.end] if span else None


def _step(timex: Timex) -> dict[str, Any]:
    """What a time expression was read as, by which rule, and the day of publication where it was counted from that."""
    published = timex.anchor.value if timex.anchor.kind == "published" else None
    return {
        "span": _span(timex.span),
        "value": timex.edtf or timex.value,
        "rule": timex.rule,
        "published": _worded(day(published)) if published else None,
    }
