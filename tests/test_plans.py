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


#: A plan with the day it was printed, what is told later with its day, and the status and time of the one event.
DUE = [
    ("Reva Nair will publish the Pune report within three months.", "2023-08-12",
     "Before the trial began, Reva Nair had published the Pune report.", "2024-06-22", ("asserted", None)),
    ("Minister Ravi Kumar will visit Pune on 8 May 2024.", "2024-05-06",
     "Minister Ravi Kumar visited Pune.", "2024-05-20", ("asserted", None)),
    ("मंत्री रवि कुमार 8 मई 2024 को पुणे जाएंगे।", "2024-05-06",
     "मंत्री रवि कुमार पुणे गए।", "2024-05-20", ("asserted", None)),
    ("Minister Ravi Kumar will visit Pune on 8 May 2024.", "2024-05-06",
     "Minister Ravi Kumar visited Pune on 10 May 2024.", "2024-05-11", ("asserted", "2024-05-10")),
    ("Minister Ravi Kumar will visit Pune on 8 May 2024.", "2024-05-06",
     "Minister Ravi Kumar visited Pune on 8 May 2024.", "2024-05-20", ("asserted", "2024-05-08")),
    # not yet due when the other was printed
    ("Minister Ravi Kumar will visit Pune on 8 May 2024.", "2024-05-06",
     "Minister Ravi Kumar will visit Pune.", "2024-05-07", ("planned", "2024-05-08")),
]


@pytest.mark.parametrize(("plan", "printed", "told", "later", "expected"), DUE)
def test_a_plan_does_not_date_what_was_done(
    plan: str, printed: str, told: str, later: str, expected: tuple[str, str | None]
) -> None:
    found = resolve([read(article("a", plan, printed)), read(article("b", told, later))])
    [event] = [e for e in found.events if any(f.article == "b" for f in found.facts if f.id in e.facts)]
    assert (event.status, event.time) == expected


def test_testimony_is_no_hearing_that_was_planned() -> None:
    texts = ("The High Court will hear Meera Sen's plea on 8 May 2024 over the Pune bridge case.",
             "Witnesses testified in the Pune bridge case of Meera Sen.")
    found = resolve([read(article(id, text, "2024-05-06")) for id, text in zip("ab", texts, strict=True)])
    assert [e.status for e in found.events if e.type == "Trial" and e.time] == ["planned"]
