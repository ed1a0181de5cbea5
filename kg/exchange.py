"""Events for other people's calendars and casework: iCalendar (RFC 5545), and FollowTheMoney as Aleph reads it.

Neither can hold a doubtful date as such, so none is made certain: a calendar shows the whole time in which something
may have begun and says so in its title, and FollowTheMoney gets as much of a date as is known (2020-09), or none.
FollowTheMoney's own library needs ICU; what is used of the format, a JSON object a line, is its schema's documented
properties (followthemoney.tech).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from kg import edtf
from kg.entries import Entry, entries
from kg.query import rows
from kg.store import Store
from kg.terms import local, type_labels
from kg.timeline import called, citation, day, summary, when
from kg.wording import listed, phrases

if TYPE_CHECKING:
    from icalendar import Event, Journal

#: What a kind of thing is in FollowTheMoney.
SCHEMATA = {
    "Person": "Person",
    "Organization": "Organization",
    "Group": "LegalEntity",
    "Place": "Address",
    "CreativeWork": "Document",
}
#: The years that a calendar can hold.
_YEARS = range(1, 10000)
_NAMES = """SELECT DISTINCT ?thing ?kind ?label ?name ?same WHERE {
  VALUES ?kind { schema:Person schema:Organization schema:Place schema:CreativeWork kg:Group }
  ?thing a ?kind . OPTIONAL { ?thing rdfs:label ?label } OPTIONAL { ?thing skos:altLabel ?name }
  OPTIONAL { ?thing schema:sameAs ?same }
} ORDER BY ?thing ?kind ?label ?name"""


# iCalendar


def icalendar(store: Store, language: str) -> Iterator[bytes]:
    """A calendar of the events: all-day entries over the days on which each may have begun, or that it certainly took.

    What has no such days is a journal entry without a date. What is not simply asserted is tentative. DTSTAMP, which
    the format requires, is the last day of publication, so the same graph gives the same bytes.
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//kg//event timeline//EN")
    calendar.add("version", "2.0")
    types = type_labels()
    for entry in entries(store):
        calendar.add_component(_calendar_entry(entry, types, language))
    yield calendar.to_ical()


def _calendar_entry(entry: Entry, types: Mapping[str, Mapping[str, str]], language: str) -> Event | Journal:
    from icalendar import Event, Journal

    days = _days(entry)
    shown: Event | Journal = Event() if days else Journal()
    headline = called(entry.label, language, entry.type)
    exact = days and days[1] - days[0] == 1
    shown.add("uid", f"event-{entry.event}@kg")
    shown.add("dtstamp", _stamp(entry))
    shown.add("summary", headline if exact else f"{headline} ({when(entry, language)})")
    if days:
        shown.add("dtstart", _date(days[0]))
        shown.add("dtend", _date(days[1]))
        shown.add("transp", "TRANSPARENT")
        shown.add("status", "CONFIRMED" if entry.status == "asserted" else "TENTATIVE")
        if entry.place:
            shown.add("location", called(entry.place.name, language, entry.place.id))
    shown.add("categories", [called(types.get(entry.type, {}), language, entry.type)])
    lines = [*summary(entry, language, str)[1:], *(citation(fact, language, str, "{}") for fact in entry.facts)]
    shown.add("description", "\n".join(lines))
    return shown


def _days(entry: Entry) -> tuple[int, int] | None:
    """The first day, and the day after the last, that an event may have begun on or certainly lasted; None without."""
    first, last = entry.begin
    certain = entry.end[0]
    if first is None or last is None:
        return None
    end = (certain if certain is not None and certain > last else last) + 1
    return (first, end) if all(edtf.civil(one)[0] in _YEARS for one in (first, end)) else None


def _date(day: int) -> Any:  # noqa: ANN401
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=day)).date()


def _stamp(entry: Entry) -> datetime:
    printed = [edtf.parse(day(fact.published)).begin.min for fact in entry.facts if fact.published]
    known = [one for one in printed if one is not None and edtf.civil(one)[0] in _YEARS]
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=max(known, default=0))


# FollowTheMoney


def followthemoney(store: Store, language: str) -> Iterator[bytes]:
    """People, organisations, places, documents, articles and events, a JSON object a line."""
    for thing in _things(store):
        yield _line(thing)
    articles: dict[str, dict[str, Any]] = {}
    events: list[dict[str, Any]] = []
    for entry in entries(store):
        events.append(_ftm_event(entry, language))
        for fact in entry.facts:
            articles[fact.article] = _entity(
                f"article-{fact.article}", "Article", title=[fact.title or fact.article], publisher=[fact.publisher],
                publishedAt=[fact.published and day(fact.published)], sourceUrl=[fact.url],
            )  # fmt: skip
    for _, article in sorted(articles.items()):
        yield _line(article)
    for event in events:
        yield _line(event)


def _things(store: Store) -> Iterator[dict[str, Any]]:
    found: dict[str, dict[str, list[str]]] = {}
    kinds: dict[str, str] = {}
    for row in sorted(rows(store, _NAMES), key=lambda row: [str(row[k] or "") for k in ("thing", "label", "name")]):
        iri = str(row["thing"])
        kinds[iri] = local(str(row["kind"]))
        own = found.setdefault(iri, {"label": [], "name": [], "same": []})
        for key in own:
            if row[key] is not None:
                own[key].append(str(row[key]))
    for iri, own in sorted(found.items()):
        ids = [local(one) for one in own["same"] if "wikidata.org/entity/" in one]
        names = {"name": own["label"] or own["name"], "alias": own["name"], "wikidataId": ids}
        extra = {"full": names["name"]} if kinds[iri] == "Place" else {}
        yield _entity(f"entity-{local(iri)}", SCHEMATA[kinds[iri]], **names, **extra)


def _ftm_event(entry: Entry, language: str) -> dict[str, Any]:
    who = [f"entity-{actor.id}" for actor in entry.actors]
    place = [called(entry.place.name, language, entry.place.id)] if entry.place else []
    begin, end = (_known(bounds) for bounds in (entry.begin, entry.end))
    once = entry.begin == entry.end
    return _entity(
        f"event-{entry.event}", "Event", name=list(entry.label.values()), keywords=[entry.type, entry.status],
        date=[begin] if once else [], startDate=[] if once else [begin], endDate=[] if once else [end],
        involved=who, location=place, summary=[when(entry, language)], notes=[*_corrected(entry, language)],
        proof=[f"article-{fact.article}" for fact in entry.facts],
        description=[citation(fact, language, str, "{}") for fact in entry.facts],
    )  # fmt: skip


def _corrected(entry: Entry, language: str) -> Iterator[str]:
    """That a person corrected what its articles say, and who."""
    if entry.corrected:
        yield str(phrases(language)["corrected"].format(name=listed(entry.corrected, language)))


def _known(bounds: Sequence[int | None]) -> str | None:
    """As much of a date as both bounds share: a day, a month, a year, or nothing."""
    first, last = bounds
    if first is None or last is None:
        return None
    if not all(edtf.civil(one)[0] in _YEARS for one in (first, last)):
        return None
    pairs = zip(edtf.iso(first).split("-"), edtf.iso(last).split("-"), strict=True)
    return "-".join(a for a, _ in takewhile(lambda pair: pair[0] == pair[1], pairs)) or None


def _entity(id: str, schema: str, **properties: Sequence[str | None]) -> dict[str, Any]:
    known = {name: list(dict.fromkeys(v for v in values if v)) for name, values in sorted(properties.items())}
    return {"id": id, "schema": schema, "properties": {name: values for name, values in known.items() if values}}


def _line(entity: Mapping[str, Any]) -> bytes:
    return json.dumps(entity, ensure_ascii=False).encode() + b"\n"
