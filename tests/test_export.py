import csv
import io
import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import icalendar
import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib

from kg import store as stores
from kg.export import FORMATS
from kg.graph import derived_quads
from kg.store import Store
from kg.terms import DEFAULT, expand
from tests import sample


def export(store: Store, format: str, language: str = "en") -> bytes:
    return b"".join(FORMATS[format](store, language))


def changed(folder: Path, **objects: str) -> Store:
    """The sample graph in which the literals of some predicates ("label" for rdfs:label) say something else."""
    predicates = {expand(name): ox.Literal(text, language="en") for name, text in objects.items()}

    def say(quad: ox.Quad) -> ox.Quad:
        text = predicates.get(quad.predicate.value)
        return quad if text is None else ox.Quad(quad.subject, quad.predicate, text, quad.graph_name)

    path = folder / "changed.nq"
    graphs = {name: list(map(say, quads)) for name, quads in sample.graphs().items()}
    stores.open(str(path), "w").replace(graphs)
    return stores.open(str(path))


def dated(folder: Path, *times: str) -> Store:
    """The sample graph in which the first events have these times; the others have none."""
    ordered = sorted(sample.RESOLVED.events, key=lambda event: event.id)
    events = [replace(event, time=dict(enumerate(times)).get(place)) for place, event in enumerate(ordered)]
    path = folder / "dated.nq"
    derived = derived_quads(replace(sample.RESOLVED, events=tuple(events)))
    stores.open(str(path), "w").replace({**sample.graphs(), DEFAULT.derived: derived})
    return stores.open(str(path))


# RDF


@pytest.mark.parametrize(
    ("format", "syntax"),
    [("nquads", ox.RdfFormat.N_QUADS), ("trig", ox.RdfFormat.TRIG), ("jsonld", ox.RdfFormat.JSON_LD)],
)
def test_formats_with_named_graphs_give_back_every_quad(store: Store, format: str, syntax: ox.RdfFormat) -> None:
    assert set(ox.parse(export(store, format), format=syntax)) == set(store.quads())


def test_nquads_are_sorted_lines_each_once(store: Store) -> None:
    lines = export(store, "nquads").splitlines()
    assert lines == sorted(set(lines)) and len(lines) == len(store)


def test_turtle_gives_back_every_triple(store: Store) -> None:
    triples = {quad.triple for quad in ox.parse(export(store, "turtle"), format=ox.RdfFormat.TURTLE)}
    assert triples == {quad.triple for quad in store.quads()}


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
@pytest.mark.parametrize(("format", "syntax"), [("turtle", "turtle"), ("nquads", "nquads"), ("trig", "trig")])
def test_rdflib_reads_what_is_exported(store: Store, format: str, syntax: str) -> None:
    found = rdflib.Dataset(default_union=True)
    found.parse(data=export(store, format), format=syntax)
    assert len({triple[:3] for triple in found.quads()}) == len({quad.triple for quad in store.quads()})
    assert (None, rdflib.RDF.type, rdflib.URIRef(expand("sem:Event"))) in found


# Networks


def read_graphml(data: bytes) -> nx.MultiDiGraph:
    return nx.read_graphml(io.BytesIO(data), force_multigraph=True)


def read_gexf(data: bytes) -> nx.MultiDiGraph:
    return nx.read_gexf(io.BytesIO(data))


@pytest.mark.parametrize(("format", "read"), [("graphml", read_graphml), ("gexf", read_gexf)])
def test_networks_read_back_with_events_actors_places_and_articles(store: Store, format: str, read: object) -> None:
    network = read(export(store, format))  # type: ignore[operator]
    arrest = f"event/{min(sample.ARREST_HI.id, sample.ARREST_EN.id)}"
    edges = {(a, data["role"], b) for a, b, data in network.edges(data=True)}
    assert {
        (arrest, "patient", "entity/meera"),
        (arrest, "place", "entity/jaipur"),
        (arrest, "told in", f"article/{sample.HINDI.id}"),
        ("entity/letter", "author", "entity/devika"),
    } <= edges
    assert len(edges) == network.number_of_edges()
    node = network.nodes[arrest]
    assert (node["label"], node["label_hi"]) == ("Arrest of Meera Sen", "मीरा सेन की गिरफ्तारी")
    assert (node["kind"], node["type"], node["time"]) == ("Event", "Arrest", "2021-03-14")
    assert network.nodes["entity/meera"]["kind"] == "Person"
    assert network.nodes[f"article/{sample.ENGLISH.id}"]["publisher"] == "The Example"


def test_an_unknown_end_of_an_event_has_no_day_in_a_network(store: Store) -> None:
    node = read_graphml(export(store, "graphml")).nodes[f"event/{sample.IN_JAIL.id}"]
    assert (node["begin_earliest"], node["begin_latest"], node["end_earliest"]) == (
        "2021-03-14",
        "2021-03-14",
        "2022-06-05",
    )
    assert not {"end_latest", "start", "end"} & set(node)


def test_gexf_does_not_say_when_it_was_written(store: Store) -> None:
    data = export(store, "gexf")
    assert b"lastmodifieddate" not in data
    assert ElementTree.fromstring(data).tag.endswith("gexf")


@pytest.mark.parametrize(("format", "read"), [("graphml", read_graphml), ("gexf", read_gexf)])
def test_what_xml_forbids_is_dropped_and_markup_stays_text(tmp_path: Path, format: str, read: object) -> None:
    label = 'a\x00b\x0b\ufffe<meta lastmodifieddate="x"/>&amp;]]>\u2028\U0001f600'
    network = read(export(changed(tmp_path, **{"rdfs:label": label}), format))  # type: ignore[operator]
    assert network.nodes["entity/meera"]["label"] == 'a b <meta lastmodifieddate="x"/>&amp;]]> \U0001f600'


# Tables


def test_csv_has_a_row_a_fact_with_its_quote(store: Store) -> None:
    data = export(store, "csv").decode()
    rows = {row["fact"]: row for row in csv.DictReader(io.StringIO(data, newline=""))}
    assert set(rows) == {fact.id for fact in sample.RESOLVED.facts}
    articles = {article.id: article.text for article in (sample.HINDI, sample.ENGLISH)}
    for row in rows.values():
        assert articles[row["article"]][int(row["start"]) : int(row["end"])] == row["quote"]
    row = rows[sample.ARREST_HI.id]
    assert (row["time"], row["event_time"], row["status"]) == ("2021-03", "2021-03-14", "asserted")
    assert rows[sample.ATTACK.id]["according_to"] == "Devika Rao"
    assert data.endswith("\r\n")


def test_csv_gives_a_spreadsheet_no_formula(tmp_path: Path) -> None:
    formula = '=HYPERLINK("http://x","y")'
    store = changed(tmp_path, **{"rdfs:label": formula, "oa:exact": formula, "schema:headline": "@x"})
    for row in csv.DictReader(io.StringIO(export(store, "csv").decode(), newline="")):
        assert (row["label"], row["quote"], row["title"]) == ("'" + formula, "'" + formula, "'@x")


# Timelines


def slides(store: Store, language: str = "en") -> list[dict[str, object]]:
    return json.loads(export(store, "timelinejs", language))["events"]


def test_timelinejs_has_the_dated_events_and_lists_the_others(store: Store) -> None:
    found = json.loads(export(store, "timelinejs"))
    assert [slide["text"]["headline"] for slide in found["events"]][:2] == [
        "Arrest of Meera Sen",
        "Detention of Meera Sen",
    ]
    assert "Attack on Meera Sen" in found["title"]["text"]["text"]
    assert len({slide["unique_id"] for slide in found["events"]}) == len(found["events"]) == 5
    assert found["scale"] == "human"


@pytest.mark.parametrize(
    ("time", "start", "end", "words"),
    [
        ("2023-06-01", {"year": 2023, "month": 6, "day": 1}, None, "1 June 2023"),
        ("2023-06-01T09:30", {"year": 2023, "month": 6, "day": 1, "hour": 9, "minute": 30}, None, "1 June 2023, 09:30"),
        ("2020-09", {"year": 2020, "month": 9}, None, "September 2020"),
        ("2020-09~", {"year": 2020, "month": 9}, None, "about September 2020"),
        ("2023", {"year": 2023}, None, "2023"),
        ("2023-21", {"year": 2023}, None, "spring 2023"),
        ("202X", {"year": 2020}, None, "the 2020s"),
        ("-0043-03-15", {"year": -43, "month": 3, "day": 15}, None, "15 March 44 BC"),
        ("2020-09/..", {"year": 2020, "month": 9}, None, "from September 2020 onward"),
        ("../2020-09", {"year": 2020, "month": 9}, None, "until September 2020"),
        ("2020-09/2021", {"year": 2020, "month": 9}, {"year": 2021}, "from September 2020 to 2021"),
        ("[2026-01-01..]", {"year": 2026, "month": 1, "day": 1}, None, "on or after 1 January 2026"),
        ("[..2023-06]", {"year": 2023, "month": 6}, None, "no later than June 2023"),
        ("[2020..2022]", {"year": 2020}, None, "between 2020 and 2022"),
        ("{2020,2022}", {"year": 2020}, {"year": 2022}, "2020 and 2022"),
    ],
)
def test_timelinejs_dates_have_the_fields_that_are_known_and_words_for_the_rest(
    tmp_path: Path, time: str, start: dict[str, int], end: dict[str, int] | None, words: str
) -> None:
    (slide,) = slides(dated(tmp_path, time))
    assert slide["start_date"] == start
    assert slide.get("end_date") == end
    assert slide["display_date"] == words


def test_timelinejs_has_another_scale_for_deep_time_and_no_slide_for_a_day_without_a_year(tmp_path: Path) -> None:
    found = json.loads(export(dated(tmp_path, "Y-300000", "XXXX-12-25"), "timelinejs"))
    assert found["scale"] == "cosmological"
    assert [slide["start_date"] for slide in found["events"]] == [{"year": -300000}]


def test_timelinejs_takes_no_text_of_an_article_for_html(tmp_path: Path) -> None:
    bad = '<img src=x onerror="alert(1)">&'
    store = changed(tmp_path, **{"rdfs:label": bad, "oa:exact": bad, "schema:headline": bad, "schema:publisher": bad})
    found = json.loads(export(store, "timelinejs"))
    texts = [text for slide in [found["title"], *found["events"]] for text in slide["text"].values()]
    assert not any(set(re.findall(r"<(\w+)", text)) - {"p", "cite", "ul", "li"} for text in texts)
    assert any("&lt;img src=x" in text for text in texts)
    assert not any(slide["autolink"] for slide in [found["title"], *found["events"]])


def test_timelinejs_speaks_hindi(store: Store) -> None:
    slide = slides(store, "hi")[0]
    assert slide["display_date"] == "14 मार्च 2021"
    assert slide["text"]["headline"] == "मीरा सेन की गिरफ्तारी"  # type: ignore[index]


# All


@pytest.mark.parametrize("format", FORMATS)
def test_an_empty_graph_can_be_exported(tmp_path: Path, format: str) -> None:
    path = tmp_path / "empty.nq"
    path.write_bytes(b"")
    assert isinstance(export(stores.open(str(path)), format), bytes)


def test_the_same_graph_gives_the_same_bytes_in_another_process(graph_file: Path, store: Store) -> None:
    program = (
        "import hashlib, sys; from kg import store; from kg.export import FORMATS\n"
        "for name, write in FORMATS.items():\n"
        "    print(name, hashlib.sha256(b''.join(write(store.open(sys.argv[1]), 'hi'))).hexdigest())"
    )
    told = [
        subprocess.run(
            [sys.executable, "-c", program, str(graph_file)],
            capture_output=True,
            check=True,
            cwd=Path(__file__).parent.parent,
            env={"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    ]
    assert told[0] == told[1] and told[0].count(b"\n") == len(FORMATS)


# Calendars and casework


def test_a_calendar_shows_the_days_on_which_something_may_have_begun_and_makes_none_up(tmp_path: Path) -> None:
    times = ("2021-03-14", "2020-09", "2019/..", "2021-03-01/2021-03-05")
    calendar = icalendar.Calendar.from_ical(export(dated(tmp_path, *times), "icalendar"))
    events = {str(one["uid"]): one for one in calendar.walk("VEVENT")}
    ids = [event.id for event in sorted(sample.RESOLVED.events, key=lambda event: event.id)]
    day, month, open_end, lasting = (events[f"event-{id}@kg"] for id in ids[:4])
    assert (day["dtstart"].dt.isoformat(), day["dtend"].dt.isoformat()) == ("2021-03-14", "2021-03-15")
    assert (month["dtstart"].dt.isoformat(), month["dtend"].dt.isoformat()) == ("2020-09-01", "2020-10-01")
    assert "(September 2020)" in month["summary"] and "(" not in day["summary"]
    assert (open_end["dtstart"].dt.isoformat(), open_end["dtend"].dt.isoformat()) == ("2019-01-01", "2020-01-01")
    assert (lasting["dtstart"].dt.isoformat(), lasting["dtend"].dt.isoformat()) == ("2021-03-01", "2021-03-06")
    journals = {str(one["uid"]) for one in calendar.walk("VJOURNAL")}
    assert journals == {f"event-{id}@kg" for id in ids[4:]}
    assert all("dtstart" not in one for one in calendar.walk("VJOURNAL"))


def test_a_calendar_escapes_what_articles_say_and_quotes_it(tmp_path: Path) -> None:
    calendar = export(changed(tmp_path, **{"rdfs:label": "a\r\nEND:VEVENT\r\nX: b; c, d"}), "icalendar")
    shown = icalendar.Calendar.from_ical(calendar)
    assert len(shown.walk("VEVENT")) + len(shown.walk("VJOURNAL")) == len(sample.RESOLVED.events)
    assert "Meera Sen was arrested in Jaipur" in str([str(one["description"]) for one in shown.walk("VEVENT")])


def test_followthemoney_has_as_much_of_a_date_as_is_known_and_every_reference(tmp_path: Path) -> None:
    graph = dated(tmp_path, "2021-03-14", "2020-09")
    lines = [json.loads(line) for line in export(graph, "followthemoney").splitlines()]
    by_id = {line["id"]: line for line in lines}
    assert len(by_id) == len(lines)
    events = [line for line in lines if line["schema"] == "Event"]
    assert len(events) == len(sample.RESOLVED.events)
    dates = {date for event in events for date in event["properties"].get("date", [])}
    assert {"2021-03-14", "2020-09"} <= dates
    for event in events:
        for reference in [*event["properties"].get("involved", []), *event["properties"]["proof"]]:
            assert reference in by_id
    assert {line["schema"] for line in lines} >= {"Person", "Address", "Article", "Event"}
    meera = next(line for line in lines if "Meera Sen" in line["properties"].get("name", []))
    assert "मीरा सेन" in meera["properties"]["name"] + meera["properties"]["alias"]
