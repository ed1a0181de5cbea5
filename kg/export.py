"""A graph in the formats of other tools: a table of plain functions from a store to bytes.

    for piece in FORMATS["turtle"](store, "en"):
        file.write(piece)

The same graph gives the same bytes. RDF formats hold all of it; "graphml" and "gexf" hold its network (for Gephi,
Cytoscape, yEd), "csv" its facts with their quotes, a row each, and "timelinejs" its events for a web page; for
"icalendar" and "followthemoney" see kg.exchange. What an article says is data in every one of them: never markup, a
formula or a control character.
"""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kg import edtf
from kg.edtf import Edtf
from kg.exchange import followthemoney, icalendar
from kg.query import rows
from kg.store import Store, serialized
from kg.terms import LINKS, PREFIXES, local, type_labels
from kg.timeline import Entry, Evidence, called, cell, citation, entries, one_line, summary, when
from kg.wording import phrases

if TYPE_CHECKING:
    import networkx as nx

#: What XML 1.0 cannot hold, not even escaped.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: The years that JavaScript's dates, and so TimelineJS in its human scale, can show.
_HUMAN_YEARS = range(-271820, 275760)
_THINGS = """SELECT DISTINCT ?thing ?kind ?label (LANG(?label) AS ?code) ?same WHERE {
  VALUES ?kind { schema:Person schema:Organization schema:Place schema:CreativeWork kg:Group }
  ?thing a ?kind . OPTIONAL { ?thing rdfs:label ?label } OPTIONAL { ?thing schema:sameAs ?same }
} ORDER BY ?thing ?kind ?label"""

# RDF


def nquads(store: Store, language: str) -> Iterator[bytes]:
    """Every quad, a line each, sorted: two graphs that say the same are the same file."""
    yield serialized(store.quads(), ".nq")


def trig(store: Store, language: str) -> Iterator[bytes]:
    """Every quad, a block a named graph, prefixes in front."""
    yield serialized(store.quads(), ".trig")


def jsonld(store: Store, language: str) -> Iterator[bytes]:
    """Every quad as expanded JSON-LD 1.1."""
    yield serialized(store.quads(), ".jsonld")


def turtle(store: Store, language: str) -> Iterator[bytes]:
    """Every triple once, without the named graphs that Turtle cannot tell apart; prefixes in front."""
    import pyoxigraph as ox

    triples = sorted({quad.triple for quad in store.quads()}, key=str)
    yield ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES) or b""


# Networks


def network(store: Store, language: str, shown: Sequence[Entry] | None = None) -> nx.MultiDiGraph[str]:
    """Events, the people, places and things in them, and the articles that tell them, as a directed network.

    An edge goes from an event to an actor (`role`), to its place and to an article ("told in"), and from a thing to
    whom it is linked to ("author", "recipient"). Nodes have `label` in the language and `label_…` in every one; events
    have `type`, `status`, `time` (EDTF), and the four bounds as dates where they are known, and `corrected_by`. `shown`
    are the entries of the graph, where they were read already.
    """
    import networkx as nx

    found: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    edges: list[tuple[str, str, str]] = []
    for iri, data in _things(store, language).items():
        found.add_node(_id(iri), **data)
    for entry in entries(store) if shown is None else shown:
        event = f"event/{entry.event}"
        found.add_node(event, **_event_data(entry, language))
        edges += [(event, actor.role, f"entity/{actor.id}") for actor in entry.actors]
        edges += [(event, "place", f"entity/{entry.place.id}")] if entry.place else []
        for fact in entry.facts:
            found.add_node(f"article/{fact.article}", **_article_data(fact))
            edges.append((event, "told in", f"article/{fact.article}"))
    edges += [(one, role, other) for one, role, other in _links(store) if one in found and other in found]
    for number, (one, role, other) in enumerate(dict.fromkeys(edges)):
        found.add_edge(one, other, key=f"edge{number}", role=role, label=role)
    return found


def _links(store: Store) -> list[tuple[str, str, str]]:
    """What things are to each other: (from, link, to)."""
    found = []
    for role, curie in LINKS.items():
        for row in rows(store, f"SELECT DISTINCT ?one ?other WHERE {{ ?one {curie} ?other }}"):
            found.append((_id(str(row["one"])), role, _id(str(row["other"]))))
    return sorted(found)


def _id(iri: str) -> str:
    return f"{iri.rsplit('/', 2)[-2]}/{local(iri)}"


def _things(store: Store, language: str) -> dict[str, dict[str, str]]:
    """The attributes of every person, organisation, place, group and document, by IRI."""
    labels: dict[str, dict[str, str]] = defaultdict(dict)
    kinds: dict[str, str] = {}
    ids: dict[str, dict[str, str]] = {}
    for row in rows(store, _THINGS):
        iri = str(row["thing"])
        kinds[iri] = local(str(row["kind"]))
        if row["same"]:
            ids[iri] = {"wikidata": local(str(row["same"]))}
        labels[iri][str(row["code"] or "")] = str(row["label"] or "")
    shown = {iri: _labels(labels[iri], language, local(iri)) for iri in sorted(kinds)}
    return {iri: label | {"kind": kinds[iri]} | ids.get(iri, {}) for iri, label in shown.items()}


def _labels(label: Mapping[str, str], language: str, otherwise: str) -> dict[str, str]:
    every = {f"label_{code or 'und'}": _xml(text) for code, text in sorted(label.items()) if text}
    return {"label": _xml(called(label, language, otherwise)), **every}


def _event_data(entry: Entry, language: str) -> dict[str, str]:
    names = ("begin_earliest", "begin_latest", "end_earliest", "end_latest")
    days = zip(names, (*entry.begin, *entry.end), strict=True)
    return {
        **_labels(entry.label, language, entry.type),
        "kind": "Event",
        "type": _xml(entry.type),
        "status": entry.status,
        **({"time": entry.time} if entry.time else {}),
        **({"corrected_by": _xml(", ".join(entry.corrected))} if entry.corrected else {}),
        **{name: edtf.iso(day) for name, day in days if day is not None},
    }


def _article_data(fact: Evidence) -> dict[str, str]:
    optional = {"published": fact.published, "publisher": fact.publisher, "url": fact.url}
    known = {name: _xml(value) for name, value in optional.items() if value}
    return {"label": _xml(fact.title or fact.article), "kind": "Article", **known}


def _xml(text: str) -> str:
    return _NOT_XML.sub("", one_line(text))


def graphml(store: Store, language: str) -> Iterator[bytes]:
    """The network (see `network`) as GraphML."""
    from networkx.readwrite.graphml import write_graphml_xml  # the other writer depends on lxml being installed

    out = io.BytesIO()
    write_graphml_xml(network(store, language), out)
    yield out.getvalue() + b"\n"


def gexf(store: Store, language: str) -> Iterator[bytes]:
    """The network (see `network`) as GEXF 1.2, without the day it was written on."""
    import networkx as nx

    out = io.BytesIO()
    nx.write_gexf(network(store, language), out)
    yield re.sub(rb'(<meta) lastmodifieddate="[^"]*"', rb"\1", out.getvalue()) + b"\n"


# Tables


def facts_csv(store: Store, language: str) -> Iterator[bytes]:
    """A row a fact, with the event it is about, its quote and its article, as RFC 4180 has it (CRLF), in time order.

    Cells that a spreadsheet would take for a formula get an apostrophe before them, as `kg.timeline.cell` says.
    """
    names = ["event", "event_time", "type", "label", "fact", "time", "status", "according_to"]
    yield _row([*names, "article", "title", "published", "publisher", "url", "start", "end", "quote", "corrected_by"])
    for entry in entries(store):
        label = called(entry.label, language, entry.type)
        for fact in entry.facts:
            who = called(fact.according_to.name, language, fact.according_to.id) if fact.according_to else ""
            source = (fact.title, fact.published, fact.publisher, fact.url)
            texts = [cell(text or "") for text in (who, fact.article, *source)]
            row = [cell(entry.event), entry.time or "", cell(entry.type), cell(label), cell(fact.fact), fact.time or ""]
            people = cell("\n".join(entry.corrected))
            yield _row([*row, fact.status, *texts, str(fact.start), str(fact.end), cell(fact.quote), people])


def _row(cells: Iterable[str]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue().encode()


# Timelines


def timelinejs(store: Store, language: str) -> Iterator[bytes]:
    """The events as TimelineJS 3 reads them (timeline.knightlab.com/docs/json-format.html).

    A date has only the year, month and day that are known, and `display_date` says in words what is known of it. What
    has no date cannot stand on the line: it is listed on the title slide. TimelineJS takes text for HTML, so every text
    is escaped, and it is told not to make links of its own.
    """
    found = entries(store)
    slides = [(entry, _dates(entry)) for entry in found]
    undated = [entry for entry, dates in slides if not dates]
    types = type_labels()
    title = {"headline": html.escape(phrases(language)["title"]), "text": _undated(undated, language)}
    years = [date["year"] for _, dates in slides for date in dates.values()]
    data = {
        "scale": "human" if all(year in _HUMAN_YEARS for year in years) else "cosmological",
        "title": {"text": title, "autolink": False},
        "events": [_slide(entry, dates, types, language) for entry, dates in slides if dates],
    }
    yield json.dumps(data, ensure_ascii=False, indent=1).encode() + b"\n"


def _slide(
    entry: Entry, dates: Mapping[str, dict[str, int]], types: Mapping[str, Mapping[str, str]], language: str
) -> dict[str, Any]:
    headline, *more = summary(entry, language, html.escape)
    about = f"<p>{' · '.join(more)}</p>" if more else ""
    quotes = "".join(f"<p>{citation(fact, language, html.escape, '<cite>{}</cite>')}</p>" for fact in entry.facts)
    return {
        **dates,
        "display_date": html.escape(when(entry, language)),
        "text": {"headline": headline, "text": about + quotes},
        "group": html.escape(called(types.get(entry.type, {}), language, entry.type)),
        "unique_id": f"event-{entry.event}",
        "autolink": False,
    }


def _undated(found: Iterable[Entry], language: str) -> str:
    items = "".join(f"<li>{' · '.join(summary(entry, language, html.escape))}</li>" for entry in found)
    return f"<p>{html.escape(phrases(language)['undated'])}</p><ul>{items}</ul>" if items else ""


def _dates(entry: Entry) -> dict[str, dict[str, int]]:
    """The start date, and the end date of what lasted to a known end; empty where no date has a year."""
    date = edtf.parse(entry.time) if entry.time else entry.date
    known = sorted(one for one in edtf.dates(date) if one.begin.min is not None) if date else []
    if date is None or not known:
        return {}
    start = {"start_date": _date(known[0])}
    return start | {"end_date": _date(known[-1])} if date.lasts and len(known) > 1 else start


def _date(date: Edtf) -> dict[str, int]:
    """As many of the fields of a TimelineJS date as are known without doubt."""
    assert date.begin.min is not None
    _, month, day, time = date.fields
    found = {"year": edtf.civil(date.begin.min)[0]}
    if date.precision in ("month", "day", "time"):
        found["month"] = int(month)
    if date.precision in ("day", "time"):
        found["day"] = int(day)
    clock = re.match(r"(\d\d):(\d\d)", time)
    return found | {"hour": int(clock[1]), "minute": int(clock[2])} if clock else found


#: A format takes a store and the language of its words, and gives the file in pieces.
FORMATS: Mapping[str, Callable[[Store, str], Iterator[bytes]]] = {
    "nquads": nquads,
    "trig": trig,
    "turtle": turtle,
    "jsonld": jsonld,
    "graphml": graphml,
    "gexf": gexf,
    "csv": facts_csv,
    "timelinejs": timelinejs,
    "icalendar": icalendar,
    "followthemoney": followthemoney,
}
