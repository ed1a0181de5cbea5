"""What the page shows of a graph, as JSON values."""

from __future__ import annotations

from pathlib import Path

from kg import store as stores
from kg.payload import payload
from kg.store import Store
from kg.terms import DEFAULT
from tests import sample
from tests.browser import Story
from tests.sample import HINDI


def test_the_payload_tells_of_each_fact_where_it_stands_and_how_its_date_was_found(story: Story) -> None:
    arrest = next(event for event in story["events"] if event["type"] == "Arrest")
    hindi = next(fact for fact in arrest["facts"] if story["articles"][fact["article"]]["language"] == "hi")
    assert HINDI.text[hindi["start"] : hindi["end"]] == "पत्रकार मीरा सेन को मार्च 2021 में जयपुर में गिरफ्तार किया गया था।"
    assert HINDI.text[slice(*hindi["timex"])] == "मार्च 2021"
    assert HINDI.text[slice(*hindi["trigger"])] == "गिरफ्तार"
    assert (hindi["time"], hindi["basis"], hindi["rule"]) == ("2021-03", "explicit", "sample")
    assert hindi["when"]["en"] == "March 2021"


def test_the_payload_tells_what_a_relative_date_was_counted_from(story: Story) -> None:
    detention = next(event for event in story["events"] if event["type"] == "Detention")
    steps = [(HINDI.text[slice(*step["span"])], step["value"]) for step in detention["facts"][0]["chain"]]
    assert steps == [("तब", "2021-03/"), ("मार्च 2021", "2021-03")]


def test_the_payload_tells_who_says_it_by_id_and_quotes_by_speaker(story: Story) -> None:
    attack = next(event for event in story["events"] if event["type"] == "Attack")
    assert attack["facts"][0]["according_to"] == "entity/devika"
    assert [quote["speaker"] for quote in story["quotes"]] == ["entity/devika"]


def test_the_payload_tells_on_how_many_articles_and_origins_an_event_rests(story: Story) -> None:
    arrest = next(event for event in story["events"] if event["type"] == "Arrest")
    assert arrest["rests"] == {"en": "2 articles, 2 origins", "hi": "2 लेख, 2 मूल स्रोत"}
    assert any(event["rests"] == {"en": "", "hi": ""} for event in story["events"])


def test_an_event_on_whose_time_accounts_disagree_stands_where_the_earliest_puts_it(store: Store) -> None:
    dropped = {"time", "beginMin", "beginMax", "endMin", "endMax"}
    graphs = {
        name: [q for q in quads if q.subject.value != arrest_iri() or q.predicate.value.split("#")[-1] not in dropped]
        for name, quads in sample.graphs().items()
    }
    path = Path(store.where).with_name("disputed.nq")
    stores.open(str(path), "w").replace(graphs)
    events = payload(stores.open(str(path)))["events"]
    arrest = next(event for event in events if event["type"] == "Arrest")
    assert arrest["disagree"]
    assert arrest["begin"] == [18687, 18717]  # 1 to 31 March 2021: one says March, one says the 14th
    assert [event["type"] for event in events].index("Arrest") < 2


def arrest_iri() -> str:
    return DEFAULT.event(next(event.id for event in sample.RESOLVED.events if event.type == "Arrest"))
