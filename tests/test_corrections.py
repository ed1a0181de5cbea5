"""What a person corrects: events follow it, what was read stays, rebuilds keep it, and it is shown for what it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import kg
from kg import store as stores
from kg.asof import as_of
from kg.corrections import PROPERTIES
from kg.entries import entries
from kg.errors import InputError
from kg.judge import correct, judge
from kg.said import from_lines
from kg.verify import verify
from tests.command import kg as run

TEXT = "Meera Sen was arrested in Jaipur on 14 March 2021. She met Devika Rao in May 2022."
MORE = {"id": "b", "language": "en", "text": "Police arrested Meera Sen in Jaipur on 14 March 2021."}


@pytest.fixture(params=["g.nq", "g"])
def graph(tmp_path: Path, request: pytest.FixtureRequest) -> str:
    target = str(tmp_path / request.param)
    kg.build({"id": "a", "language": "en", "text": TEXT}, target, learnt="2026-01-01")
    return target


def arrest(graph: str) -> kg.Entry:
    return next(entry for entry in kg.open(graph).timeline() if entry.type in ("Arrest", "Detention"))


def actors(graph: str) -> set[str]:
    return {actor.name["en"] for actor in arrest(graph).actors}


def test_events_follow_a_correction_and_what_was_read_stays(graph: str) -> None:
    id = arrest(graph).event
    correct(graph, id, {"time": "2020-09"}, because="the record", by="Asha", learnt="2026-02-01")
    assert (arrest(graph).time, arrest(graph).corrected) == ("2020-09", ("Asha",))
    read = kg.open(graph).query("SELECT ?time WHERE { ?fact a kg:Fact ; kg:factType kg:Arrest ; kg:time ?time }")
    assert read == [{"time": "2021-03-14"}]
    assert verify(stores.open(graph)).failures == []


@pytest.mark.parametrize(
    ("value", "holds"),
    [
        ({"type": "detention"}, lambda graph: arrest(graph).type == "Detention"),
        ({"status": "Denied"}, lambda graph: arrest(graph).status == "denied"),
        ({"time": ""}, lambda graph: arrest(graph).time is None),
        ({"place": ""}, lambda graph: arrest(graph).place is None),
        ({"agent": "devika rao"}, lambda graph: actors(graph) == {"Meera Sen", "Devika Rao"}),
        ({"patient": "Devika Rao"}, lambda graph: actors(graph) == {"Devika Rao"}),
    ],
)
def test_type_status_time_and_roles_can_be_corrected_and_undone(
    graph: str, value: dict[str, str], holds: object
) -> None:
    before, id = arrest(graph), arrest(graph).event
    correct(graph, id, value, by="Asha")
    assert holds(graph)  # type: ignore[operator]
    assert verify(stores.open(graph)).failures == []
    correct(graph, id, {})
    assert arrest(graph) == before


def test_a_correction_outlives_rebuilds_and_a_changed_article(graph: str) -> None:
    correct(graph, arrest(graph).event, {"time": "2020-09"}, by="Asha")
    kg.build(MORE, graph)
    kg.build({"id": "a", "language": "en", "text": f"Told again.\n{TEXT}"}, graph)
    times = {entry.time for entry in kg.open(graph).timeline() if entry.type == "Arrest"}
    assert "2021-03-14" in times
    kg.build({"id": "a", "language": "en", "text": TEXT}, graph)
    assert "2020-09" in {entry.time for entry in kg.open(graph).timeline() if entry.type == "Arrest"}


def test_a_later_correction_of_the_same_takes_its_place(graph: str) -> None:
    id = arrest(graph).event
    correct(graph, id, {"time": "2020-09"}, by="Asha")
    correct(graph, id, {"time": "2020-08"}, by="Bano")
    assert (arrest(graph).time, arrest(graph).corrected) == ("2020-08", ("Bano",))


def test_corrections_and_judgements_do_not_disturb_each_other(graph: str) -> None:
    kg.build(MORE, graph)
    correct(graph, arrest(graph).event, {"place": ""}, by="Asha")
    judge(graph, "different", "a#0-9", "b#16-25", by="Asha")
    assert arrest(graph).corrected == ("Asha",)
    correct(graph, arrest(graph).event, {})
    assert '"different"' in run("judgements", graph).stdout
    assert len(run("judgements", graph).stdout.splitlines()) == 1


@pytest.mark.parametrize(
    ("fact", "value", "message"),
    [
        ("FACT", {"time": "soon"}, "is not a date in EDTF"),
        ("FACT", {"type": "Picnic"}, "is not a type of event; give one of"),
        ("FACT", {"status": "sure"}, "is not a status; give one of asserted, reported"),
        ("FACT", {"agent": "Nobody"}, "is not mentioned in a; name somebody whom the article mentions"),
        ("FACT", {"colour": "red"}, "is nothing that can be corrected; correct one of time, type"),
        ("nothing", {"time": "2020"}, "is nothing in this graph"),
        ("Meera Sen", {"time": "2020"}, "is no fact"),
        ("FACT", {}, "was never corrected"),
    ],
)
def test_what_cannot_be_so_is_refused_in_one_line(
    graph: str, fact: str, value: dict[str, str], message: str
) -> None:
    before = stores.open(graph).stamp
    with pytest.raises(InputError, match=message):
        correct(graph, arrest(graph).event if fact == "FACT" else fact, value)
    assert stores.open(graph).stamp == before


def test_a_correction_that_was_altered_is_told(graph: str) -> None:
    correct(graph, arrest(graph).event, {"time": "2020-09"}, by="Asha")
    store = stores.open(graph, "w")
    name = next(one for one in store.graphs() if one.endswith("judgements"))
    altered = [q for q in store.quads(graph=name) if "correctedValue" not in q.predicate.value]
    store.replace({name: altered})
    assert verify(stores.open(graph)).failures


def test_the_command_says_it_and_explain_and_timeline_show_it(graph: str) -> None:
    id = arrest(graph).event
    why = ["--because", "the\nrecord", "--by", "Asha", "--learnt", "2026-02-01"]
    done = run("correct", graph, id, "time=2020-09", *why)
    assert done.stderr == f"{graph}: {id}: time=2020-09\n"
    shown = run("explain", graph, id, "--language", "en").stdout
    assert "date corrected: September 2020 (2020-09)\n" in shown
    assert "corrected by Asha, 1 February 2026 (2026-02-01): time = 2020-09 — the record\n" in shown
    line = "September 2020  Arrest of Meera Sen · Jaipur · corrected by Asha · 1 fact\n"
    assert line in run("timeline", graph).stdout
    assert "corrected by Asha" in run("timeline", graph, "--format", "md").stdout
    assert json.loads(run("timeline", graph, "--format", "json").stdout)[0]["time"] == "2020-09"
    assert run("view", graph, "-o", str(Path(graph).with_name("page.html"))).exit_code == 0
    assert run("correct", graph, id).exit_code == 2
    assert run("correct", graph, id, "--undo").stderr == f"{graph}: {id}: time as read\n"


def test_everything_that_can_be_corrected_is_named_once() -> None:
    assert len(PROPERTIES) == len(set(PROPERTIES)) == 15


def test_a_graph_as_it_was_has_the_corrections_made_by_then(graph: str) -> None:
    correct(graph, arrest(graph).event, {"time": "2020-09"}, by="Asha", learnt="2026-02-01")
    times = [
        next(entry.time for entry in entries(as_of(stores.open(graph), day).store) if entry.type == "Arrest")
        for day in ("2026-01-15", "2026-02-15")
    ]
    assert times == ["2021-03-14", "2020-09"]


# What goes with it


@pytest.fixture
def jail(tmp_path: Path) -> str:
    target = str(tmp_path / "jail.nq")
    text = "Meera Sen was arrested on 14 March 2021. Meera Sen is in jail. Three days later Devika Rao resigned."
    kg.build({"id": "a", "language": "en", "text": text, "published": "2021-06-01"}, target, learnt="2026-01-01")
    return target


def entry(graph: str, type_: str) -> kg.Entry:
    return next(one for one in kg.open(graph).timeline() if one.type == type_)


def test_what_follows_from_a_corrected_fact_moves_and_comes_back(jail: str) -> None:
    id, detention = entry(jail, "Arrest").event, entry(jail, "Detention").event
    before = kg.open(jail).timeline().entries
    assert entry(jail, "Detention").time == "2021-03-14/"
    done = run("correct", jail, id, "time=2020-09", "--by", "Asha")
    assert done.stderr.splitlines() == [
        f"{jail}: {id}: time=2020-09",
        f"  with it: Detention {detention}: 2020-09/",
        f"  as read, from the same words: Resignation {entry(jail, 'Resignation').event}: 2021-03-17",
    ]
    moved = entry(jail, "Detention")
    assert (moved.time, moved.facts[0].time, moved.corrected) == ("2020-09/", "2020-09/", ("Asha",))
    assert entry(jail, "Resignation").corrected == ()
    assert verify(stores.open(jail)).failures == []
    shown = run("explain", jail, detention, "--language", "en").stdout
    assert "date from the passage: from September 2020, end not known (2020-09/)\n" in shown
    assert "from the date of: Arrest of Meera Sen" in shown
    left = run("explain", jail, entry(jail, "Resignation").event, "--language", "en").stdout
    assert "      dated by the words of a date that was corrected, and left as it was read\n" in left
    assert "left as it was read" not in shown
    assert run("correct", jail, id, "--undo").stderr == f"{jail}: {id}: time as read\n"
    assert kg.open(jail).timeline().entries == before


def test_facts_that_no_longer_tell_one_event_with_the_corrected_one_are_named(graph: str) -> None:
    kg.build(MORE, graph)
    told = [fact.fact for fact in arrest(graph).facts]
    assert len(told) == 2
    done = run("correct", graph, told[0], "time=2020-09")
    assert done.stderr.splitlines()[1:] == [f"  no longer one event with it: {told[1]}"]
    again = run("correct", graph, told[1], "time=2020-09")
    assert again.stderr.splitlines()[1:] == []
    assert (arrest(graph).time, len(arrest(graph).facts)) == ("2020-09", 2)


def test_every_export_shows_who_corrected(jail: str) -> None:
    correct(jail, entry(jail, "Arrest").event, {"time": "2020-09"}, by="Asha")
    for form in ("graphml", "gexf", "csv", "timelinejs", "icalendar", "followthemoney", "nquads", "turtle"):
        assert "Asha" in run("export", jail, "--format", form, "--language", "en").stdout, form
    for form in ("text", "md", "json", "csv"):
        assert "Asha" in run("timeline", jail, "--format", form).stdout, form


# Carried from one graph to another


def test_corrections_are_listed_carried_over_and_undone_by_id(graph: str, tmp_path: Path) -> None:
    other = str(tmp_path / "other.nq")
    kg.build({"id": "a", "language": "en", "text": TEXT}, other, learnt="2026-01-01")
    id = arrest(graph).event
    values = {"time": "2020-09", "patient": "Devika Rao", "place": "", "type": "Detention", "status": "alleged"}
    correct(graph, id, values, because="the record", by="आशा", learnt="2026-02-01")
    lines = run("judgements", graph).stdout
    records = {record["property"]: record for record in map(json.loads, lines.splitlines())}
    assert {name: record["value"] for name, record in records.items()} == {
        "time": "2020-09", "patient": {"start": 59, "end": 69}, "place": None, "type": "Detention", "status": "alleged",
    }  # fmt: skip
    assert records["time"]["fact"] == {"article": "a", "start": 14, "end": 22, "fact": id}
    (tmp_path / "said.jsonl").write_text(lines, encoding="utf-8")
    done = run("judgements", other, "--import", tmp_path / "said.jsonl")
    assert (done.exit_code, done.stderr) == (0, f"{other}: 0 judgements, 5 corrections\n")
    assert run("judgements", other).stdout == lines
    assert kg.open(other).timeline().entries == kg.open(graph).timeline().entries
    assert verify(stores.open(other)).failures == []
    for record in records.values():
        assert run("judgements", other, "--undo", record["id"]).exit_code == 0
    assert run("judgements", other).stdout == ""
    assert arrest(other).time == "2021-03-14"


def test_a_correction_that_contradicts_one_there_is_refused(graph: str, tmp_path: Path) -> None:
    id = arrest(graph).event
    correct(graph, id, {"time": "2020-09"}, by="Asha", learnt="2026-02-01")
    lines = run("judgements", graph).stdout
    correct(graph, id, {"time": "2020-08"}, by="Bano", learnt="2026-02-02")
    (tmp_path / "said.jsonl").write_text(lines, encoding="utf-8")
    done = run("judgements", graph, "--import", tmp_path / "said.jsonl")
    wrong = "time = 2020-09: was corrected on 2026-02-02 by Bano: time = 2020-08; undo that first: kg judgements GRAPH"
    assert (done.exit_code, wrong in done.stderr) == (1, True)
    assert arrest(graph).corrected == ("Bano",)


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"property": "colour"}, "is no judgement and no correction"),
        ({"value": "soon"}, "is not a date in EDTF"),
        ({"property": "type", "value": "Picnic"}, "has the type 'Picnic'; give one of"),
        ({"property": "status", "value": None}, "has the status ''; give one of"),
        ({"property": "agent", "value": "Asha"}, "is no judgement and no correction"),
        ({"property": "agent", "value": {"start": 9, "end": 2}}, "is no judgement and no correction"),
        ({"fact": {"article": "a", "start": 1, "end": 2}}, "is no judgement and no correction"),
        ({"by": "\ud800"}, "is no judgement and no correction"),
        ({"learnt": "today"}, "is no judgement and no correction"),
    ],
)
def test_a_line_that_is_no_correction_is_named(change: dict[str, object], wrong: str) -> None:
    record = {
        "property": "time", "value": "2020", "fact": {"article": "a", "start": 1, "end": 2, "fact": "f"}, "by": "Asha",
        "learnt": "2026-01-01",
    }  # fmt: skip
    assert len(from_lines(json.dumps(record), "x").corrections) == 1
    with pytest.raises(InputError, match=wrong):
        from_lines(json.dumps({**record, **change}), "x")
