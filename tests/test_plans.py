"""A plan that came true is told as done; one of which nobody tells that stays a plan."""

from __future__ import annotations

import pytest
from told import article, read

from kg.resolve import resolve

PLANNED = ("Minister Ravi Kumar will visit Pune on 8 May 2024.", "2024-05-06")
STATUS = {
    ("Minister Ravi Kumar visited Pune on 8 May 2024.", "2024-05-09"): "asserted",
    ("मंत्री रवि कुमार ने 8 मई 2024 को पुणे का दौरा किया।", "2024-05-09"): "asserted",
    ("Minister Ravi Kumar visited Pune on 8 May 2024.", "2024-05-05"): "planned",  # printed before: one of them errs
    ("Minister Ravi Kumar will visit Pune on 8 May 2024.", "2024-05-07"): "planned",
}


@pytest.mark.parametrize(("text", "published"), STATUS)
def test_a_plan_and_what_a_later_article_tells(text: str, published: str) -> None:
    found = resolve([read(article("a", *PLANNED)), read(article("b", text, published))])
    assert [e.status for e in found.events if e.type == "Travel"] == [STATUS[text, published]]
