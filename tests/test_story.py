"""The story of data/story: what is planted in it is found, and nothing else, but for what its README lists."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from pathlib import Path

import pytest
from command import ROOT, kg
from story import Story, differences, listed
from story import told as read_story


@lru_cache(maxsize=1)
def told() -> Story:
    return read_story()


def test_the_gold_is_of_the_articles() -> None:
    story = told()
    for event in story.gold["events"]:
        for fact in event["facts"]:
            assert story.texts[fact["article"]].count(fact["quote"]) == 1, fact
    for one in story.gold["also"]:
        assert story.texts[one["article"]].count(one["quote"]) == 1, one
    languages = Counter(a.article.language for a in story.resolved.annotated)
    assert languages == {"hi": 6, "en": 6}


def test_what_is_not_found_yet_is_what_the_readme_lists() -> None:
    found, expected = Counter(differences(told())), Counter(listed())
    assert found - expected == Counter(), "worse than data/story/README.md says"
    assert expected - found == Counter(), "better: python tests/story.py --write takes these out of the README"


@pytest.mark.parametrize("names", [("सरोज चौहान", "Saroj Chauhan"), ("दिलीप मल्होत्रा", "Dileep Malhotra"),
                                   ("नसीम अख्तर", "Nasim Akhtar"), ("फरहान सिद्दीकी", "Farhan Siddiqui")])
def test_spellings_of_one_name_are_one(names: tuple[str, str]) -> None:
    found = [e for e in told().resolved.entities if set(names) & set(e.names)]
    assert len(found) == 1, [e.names for e in found]


def test_two_people_of_one_surname_are_two() -> None:
    for one, other in told().planted["different"]:
        assert not any({one, other} <= names for names in told().names.values())


def test_both_dates_of_the_arrest_stay() -> None:
    facts = [f for _, found in told().facts["arrest-malhotra"] for f in found]
    assert {"2023-08-14", "2023-08-16"} <= {f.time for f in facts}


def test_no_event_has_a_date_that_the_gold_contradicts() -> None:
    """A wrong date is worse than a missing one: every date shown can be that of the gold."""
    from kg import edtf

    wrong = {}
    for gold in told().gold["events"]:
        if gold["time"] in (None, "contested"):
            continue
        for event in told().events(gold["key"]):
            if event.time and edtf.common([edtf.parse(event.time), edtf.parse(gold["time"])]) is None:
                wrong[gold["key"]] = event.time
    assert wrong == {}


def test_the_graph_of_the_story_is_proved(tmp_path: Path) -> None:
    graph = str(tmp_path / "story.nq")
    assert kg("build", ROOT / "data" / "story" / "articles.jsonl", "-o", graph).exit_code == 0
    done = kg("verify", graph)
    assert done.exit_code == 0, done.stderr
