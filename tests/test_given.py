"""Events and mentions that an article comes with take the place of those that kg finds."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from kg import store as stores
from kg.builds import build
from kg.errors import InputError
from kg.given import as_text, from_text
from kg.model import Article, Given, Resolved, Span
from kg.read import read
from kg.resolve import resolve
from kg.verify import verify
from tests import told

TEXT = "Asha Rao was arrested in Pune on 4 May 2024. Her flight to the border amazed everybody."


def span(words: str, **more: str) -> dict[str, Any]:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), **more}


def article(id: str = "a", text: str = TEXT, **given: object) -> Article:
    line = json.dumps({"id": id, "text": text, "published": "2024-05-05", **given}).encode()
    [found] = read(["-"], stdin=BytesIO(line + b"\n"))
    if not isinstance(found, Article):
        raise found
    return found


def told_by(*articles: Article) -> Resolved:
    return resolve([told.read(one) for one in articles])


def triggers(found: Resolved) -> list[tuple[str, str]]:
    return sorted((f.type, f.trigger.of(TEXT)) for f in found.facts)


def test_given_events_are_the_only_ones() -> None:
    found = told_by(article(events=[span("flight"), span("arrested", type="Detention"), span("amazed")]))
    assert triggers(found) == [("Detention", "arrested"), ("Event", "amazed"), ("Event", "flight")]
    arrest = next(f for f in found.facts if f.type == "Detention")
    assert arrest.time is not None and arrest.time.startswith("2024-05-04")
    assert told_by(article(events=[])).facts == ()


def test_a_given_event_without_a_type_has_that_of_its_words() -> None:
    found = told_by(article(events=[span("arrested", kind="ACTION_OCCURRENCE")]))
    assert triggers(found) == [("Arrest", "arrested")]
    assert triggers(told_by(article(events=[span("amazed", kind="Statement")]))) == [("Statement", "amazed")]


def test_given_mentions_take_the_place_of_names() -> None:
    found = told_by(article(mentions=[span("Pune", kind="Organisation")]))
    named = {(e.kind, e.name) for e in found.entities if e.kind in ("Person", "Place", "Organisation") and e.names}
    assert ("Organisation", "Pune") in named and ("Person", "Asha Rao") not in named


def test_the_same_words_in_one_story_tell_one_event() -> None:
    texts = ["Villagers of Rampur said that the ferry sank within minutes near the old temple landing.",
             "The ferry sank near the temple landing of Rampur, frightened villagers said.",
             "A trawler sank yesterday when engines failed off Kerala during heavy monsoon squalls."]  # fmt: skip
    given = [[{"start": t.index("sank"), "end": t.index("sank") + 4}] for t in texts]
    found = told_by(*(article(str(n), t, events=e) for n, (t, e) in enumerate(zip(texts, given, strict=True))))
    of = {f.id: f.article for f in found.facts}
    assert sorted(sorted(of[id] for id in event.facts) for event in found.events) == [["0", "1"], ["2"]]


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"events": {}}, 'has "events" that is no list of objects'),
        ({"events": [{"start": 0}]}, "gives something from 0 to None"),
        ({"events": [{"start": 5, "end": 5}]}, f"from 5 to 5; count code points from 0; the text has {len(TEXT)}"),
        ({"events": [{"start": 0, "end": 900}]}, "gives something from 0 to 900"),
        ({"events": [{"start": 0, "end": 4, "type": "Arest"}]}, "gives a type of event 'Arest'; did you mean Arrest"),
        ({"mentions": [{"start": 0, "end": 4}]}, "gives a kind of mention None; write one of Person"),
    ],
)
def test_what_cannot_be_taken_is_said_in_one_line(given: dict[str, object], wrong: str) -> None:
    with pytest.raises(InputError, match="standard input, line 1: ") as error:
        article(**given)
    assert wrong in str(error.value)


def test_a_graph_keeps_what_was_given_and_proves_it(tmp_path: Path) -> None:
    given = article(events=[span("amazed")], mentions=[span("Asha Rao", kind="Person")])
    target = str(tmp_path / "g.nq")
    assert build([given], target).added == ("a",)
    assert build([given], target).unchanged == ("a",)
    assert verify(stores.open(target)).failures == []


@pytest.mark.parametrize(
    "given", [Given((), None), Given(None, ((Span(0, 4), "Person"),)), Given(((Span(1, 3), ""),), ())]
)
def test_what_is_given_is_written_and_read_back(given: Given) -> None:
    assert from_text(as_text(given), "x") == given
