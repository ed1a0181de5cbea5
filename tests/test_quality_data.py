"""The articles of data/gold: annotation that can be trusted, and a score that says what it should."""

from __future__ import annotations

import importlib.util
import json
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from kg import edtf
from kg.model import STATUSES, Annotated, Article, Entity, Event, Fact, Mention, Resolved, Role, Span
from tests.command import kg

ROOT = Path(__file__).parent.parent
GOLD = ROOT / "data" / "gold"
FILES = sorted(GOLD.glob("*.json"))
UNREAD = sorted((ROOT / "data" / "unread").glob("*.json"))
KINDS = {"Person", "Organisation", "Place", "Document", "Group"}
ROLES = {
    "agent", "patient", "theme", "recipient", "participant", "speaker", "origin", "destination", "instrument",
    "beneficiary", "cause", "place",
}
TYPES = {
    "Arrest", "Detention", "Charge", "Investigation", "Search", "Trial", "BailDecision", "Verdict",
    "Sentence", "Release", "Lawsuit", "CourtOrder", "Attack", "Riot", "Protest", "Clash", "Birth", "Death",
    "Injury", "Marriage", "Travel", "Meeting", "Statement", "Correspondence", "Election", "OathTaking",
    "Appointment", "Resignation", "Dismissal", "Legislation", "Decision", "Agreement", "Founding",
    "Acquisition", "Payment", "Launch", "Publication", "Performance", "Award", "Disaster", "Accident",
    "Rescue", "Deployment", "Strike", "Crime", "Event",
}


def load_bench() -> ModuleType:
    spec = importlib.util.spec_from_file_location("quality", ROOT / "bench" / "quality.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["quality"] = module
    spec.loader.exec_module(module)
    return module


quality = load_bench()


@pytest.fixture(params=[*FILES, *UNREAD], ids=lambda path: path.stem)
def gold(request: pytest.FixtureRequest) -> dict[str, Any]:
    return json.loads(request.param.read_text(encoding="utf-8"))


def spans(gold: dict[str, Any]) -> list[dict[str, Any]]:
    facts = gold["facts"]
    return [*gold["mentions"], *(fact["trigger"] for fact in facts), *(r for fact in facts for r in fact["roles"])]


def test_there_are_six_articles_a_language_and_half_of_them_are_dated() -> None:
    articles = [json.loads(path.read_text(encoding="utf-8"))["article"] for path in FILES]
    assert [sum(a["language"] == language for a in articles) for language in ("hi", "en")] == [6, 6]
    assert sum(a["published"] is not None for a in articles) == 6


def test_the_text_is_that_of_the_text_file(gold: dict[str, Any]) -> None:
    about = gold["article"]
    text = quality.text_of(gold).read_bytes().decode("utf-8")
    assert about["text"] == text
    assert 100 <= len(text.split()) <= 600
    assert about["title"] is None or about["title"] in text


def test_every_offset_finds_its_words(gold: dict[str, Any]) -> None:
    text = gold["article"]["text"]
    assert [text[s["start"] : s["end"]] for s in spans(gold)] == [s["text"] for s in spans(gold)]


def test_a_trigger_and_the_fillers_stand_in_the_sentence(gold: dict[str, Any]) -> None:
    for fact in gold["facts"]:
        sentence = quality.span(fact["sentence"])
        assert sentence.covers(quality.span(fact["trigger"])), fact["id"]
        assert all(sentence.covers(quality.span(role)) for role in fact["roles"]), fact["id"]


def test_mentions_do_not_overlap_and_have_an_entity_of_their_kind(gold: dict[str, Any]) -> None:
    kinds = {entity["id"]: entity["kind"] for entity in gold["entities"]}
    assert set(kinds.values()) <= KINDS
    for mention in gold["mentions"]:
        assert mention["kind"] == kinds[mention["entity"]], mention
        assert mention["form"] in {"name", "description", "pronoun"}
    ordered = [quality.span(mention) for mention in gold["mentions"]]
    assert all(a.end <= b.start for a, b in zip(ordered, ordered[1:], strict=False))
    assert {mention["entity"] for mention in gold["mentions"]} == set(kinds)


def test_a_name_is_annotated_wherever_it_stands(gold: dict[str, Any]) -> None:
    text, named = gold["article"]["text"], [m for m in gold["mentions"] if m["form"] == "name"]
    for name in {m["text"] for m in named if " " in m["text"]}:
        inside = [m for m in named if name in m["text"]]
        assert sum(m["text"].count(name) for m in inside) == text.count(name), name


def test_types_roles_statuses_and_times_are_those_of_the_design(gold: dict[str, Any]) -> None:
    for fact in gold["facts"]:
        assert fact["type"] in TYPES
        assert fact["status"] in STATUSES
        assert {role["role"] for role in fact["roles"]} <= ROLES
        assert (fact["time"] is None) == (fact["time_basis"] == "none")
        assert fact["time_basis"] in {"explicit", "relative", "anchored", "none"}
        if fact["time"]:
            assert edtf.parse(fact["time"]).text == fact["time"]


def test_every_role_is_filled_by_an_annotated_mention(gold: dict[str, Any]) -> None:
    known = {(m["start"], m["end"], m["entity"]) for m in gold["mentions"]}
    entities = {entity["id"] for entity in gold["entities"]}
    for fact in gold["facts"]:
        assert {(r["start"], r["end"], r["entity"]) for r in fact["roles"]} <= known
        assert fact["according_to"] is None or fact["according_to"] in entities


def test_the_facts_of_an_event_agree(gold: dict[str, Any]) -> None:
    events: dict[str, list[dict[str, Any]]] = {}
    for fact in gold["facts"]:
        events.setdefault(fact["event"], []).append(fact)
    for event, facts in events.items():
        assert len({(fact["type"], fact["salient"]) for fact in facts}) == 1, event
        times = [edtf.parse(fact["time"]) for fact in facts if fact["time"]]
        assert not times or edtf.common(times), event
    assert 8 <= sum(facts[0]["salient"] for facts in events.values()) <= 25


def as_found(gold: dict[str, Any]) -> Resolved:
    """What kg would give if it read the article as its annotators did."""
    about, at = gold["article"], quality.span
    article = Article(about["id"], about["text"], about["language"], "")
    mentions = tuple(
        Mention(at(m), m["kind"], m["text"] if m["form"] == "name" else "", rule="gold") for m in gold["mentions"]
    )
    where = {m["entity"]: at(m) for m in gold["mentions"]}
    facts = tuple(
        Fact(
            f["id"], about["id"], f["type"], at(f["trigger"]), at(f["sentence"]),
            tuple(Role(r["role"], at(r)) for r in f["roles"]), f["status"], f["time"],
            according_to=where.get(f["according_to"]),
        )
        for f in gold["facts"]
    )
    event_of = {f["id"]: f["event"] for f in gold["facts"]}
    members = {event: [f for f in gold["facts"] if f["event"] == event] for event in event_of.values()}
    events = tuple(
        Event(
            event, fs[0]["type"], tuple(f["id"] for f in fs), quality.common_time(f["time"] for f in fs),
            fs[0]["status"], tuple((r["role"], r["entity"]) for f in fs for r in f["roles"]), None, {},
        )
        for event, fs in members.items()
    )
    entities = tuple(Entity(e["id"], e["kind"], "", e["name"], tuple(e["names"]), {}, ()) for e in gold["entities"])
    entity_of = {(about["id"], at(m)): m["entity"] for m in gold["mentions"]}
    return Resolved((Annotated(article, (), (), mentions),), facts, entities, events, entity_of, event_of)


def score(gold: dict[str, Any], found: Resolved) -> quality.Tally:
    tally = quality.Tally()
    quality.Scorer(gold, found, tally)
    return tally


def test_a_perfect_reading_scores_everything(gold: dict[str, Any]) -> None:
    tally = score(gold, as_found(gold))
    assert tally.misses == []
    assert {tally.share(row) for row in quality.ROWS} <= {1.0, None}


def test_no_reading_scores_nothing(gold: dict[str, Any]) -> None:
    found = as_found(gold)
    nothing = replace(found, annotated=(replace(found.annotated[0], mentions=()),), facts=(), events=(), entity_of={})
    tally = score(gold, nothing)
    assert {tally.share(row) for row in quality.ROWS} <= {0.0, None}
    assert tally.all["events found"] == len(gold["facts"])


@pytest.mark.parametrize(
    ("change", "row"),
    [
        ({"type": "Legislation"}, "events found, right type"),
        ({"time": "1802"}, "time equal"),
        ({"time": "1802"}, "no time invented"),
        ({"roles": ()}, "roles right"),
        ({"status": "hypothetical"}, "status right"),
        ({"according_to": None}, "according to, right"),
        ({"trigger": Span(0, 0)}, "events found"),
    ],
)
def test_what_is_wrong_in_every_fact_shows_in_its_own_row(change: dict[str, Any], row: str) -> None:
    gold = json.loads((GOLD / "hi-siroli-flood.json").read_text(encoding="utf-8"))
    found = as_found(gold)
    wrong = replace(found, facts=tuple(replace(fact, **change) for fact in found.facts))
    tally = score(gold, wrong)
    assert tally.share(row) < 0.2
    assert tally.misses and {miss[0] for miss in tally.misses} <= set(quality.ROWS)


def test_a_name_of_the_wrong_kind_costs_recall_and_precision() -> None:
    gold = json.loads((GOLD / "en-zenquill-ceo.json").read_text(encoding="utf-8"))
    found = as_found(gold)
    mentions = tuple(replace(m, kind="Place" if m.kind == "Person" else m.kind) for m in found.annotated[0].mentions)
    tally = score(gold, replace(found, annotated=(replace(found.annotated[0], mentions=mentions),)))
    people = sum(m["kind"] == "Person" and m["form"] == "name" for m in gold["mentions"])
    for row in ("names, recall", "names, precision"):
        assert tally.all[row] - tally.right[row] == people


def test_the_table_has_a_column_a_language() -> None:
    tallies = {"hi": quality.Tally(), "en": quality.Tally()}
    lines = list(quality.table(tallies))
    assert lines[0].split() == ["hi", "n", "en", "n"]
    assert len(lines) == len(quality.ROWS) + 1


def test_a_graph_of_all_of_them_is_proved(tmp_path: Path) -> None:
    folders = [GOLD / "articles", UNREAD[0].parent / "articles"]
    assert kg("build", *folders, "-o", tmp_path / "all.nq").exit_code == 0
    done = kg("verify", tmp_path / "all.nq")
    assert done.exit_code == 0, done.stderr
