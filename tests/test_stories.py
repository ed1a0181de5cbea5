"""Which articles tell one story: what every report says makes none, whatever it tells."""

from __future__ import annotations

from itertools import combinations

import pytest

from kg import stories
from kg.model import Article
from kg.read import read
from tests.command import ROOT
from tests.told import article

#: Articles about different things.
UNRELATED = list(read([str(ROOT / "data" / folder / "articles") for folder in ("gold", "unread")]))
#: Articles about one bridge.
STORY = list(read([str(ROOT / "data" / "story" / "articles.jsonl")]))


def alike(a: Article, b: Article) -> float:
    return stories.alike(stories.words(a), stories.words(b))


@pytest.mark.parametrize("language", ["hi", "en"])
def test_articles_about_different_things_tell_different_stories(language: str) -> None:
    found = [one for one in UNRELATED if isinstance(one, Article) and one.language == language]
    assert len(found) > 15
    assert max(alike(a, b) for a, b in combinations(found, 2)) < stories.ONE_STORY


@pytest.mark.parametrize("language", ["hi", "en"])
def test_most_articles_about_one_thing_tell_one_story(language: str) -> None:
    found = [one for one in STORY if isinstance(one, Article) and one.language == language]
    told = [alike(a, b) >= stories.ONE_STORY for a, b in combinations(found, 2)]
    assert sum(told) >= 0.8 * len(told)


def test_what_police_and_courts_are_told_in_is_no_story() -> None:
    a = article("a", "पुलिस ने सोमवार को आरोपी को गिरफ्तार किया। अदालत ने उसे हिरासत में भेज दिया।")
    b = article("b", "पुलिस ने शनिवार को दूसरे आरोपी को गिरफ्तार किया। अदालत में सुनवाई जारी है।")
    assert alike(a, b) == 0
