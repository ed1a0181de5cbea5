"""What was before an event that a sentence names: "right before the election", "one night before it"."""

from __future__ import annotations

import pytest

from tests.told import article, read

ELECTION = "5 दिसंबर 2022 को हुए चुनाव में मतदान हुआ। "


def order(text: str) -> set[str]:
    """How the arrest is told to lie to the election."""
    _, facts = read(article("a", ELECTION + text, "2024-05-01"))
    types = {fact.id: fact.type for fact in facts}
    (arrest,) = (fact for fact in facts if fact.type == "Arrest")
    return {how for how, other in arrest.order if types[other] == "Election"}


@pytest.mark.parametrize(
    "when",
    [
        "चुनाव से एक रात पहले", "चुनाव से एक शाम पहले", "चुनाव से ठीक पहले", "चुनाव से पहले", "चुनाव से तीन घंटे पहले",
        "चुनाव से दो दिन पहले",
    ],
)  # fmt: skip
def test_so_long_before_an_event_is_before_it_and_not_while_it_lasted(when: str) -> None:
    assert order(f"{when} पुलिस ने रमेश को गिरफ्तार किया।") == {"before"}


@pytest.mark.parametrize("when", ["चुनाव के ठीक बाद", "चुनाव के बाद", "चुनाव के एक दिन बाद"])
def test_right_after_an_event_is_after_it(when: str) -> None:
    assert order(f"{when} पुलिस ने रमेश को गिरफ्तार किया।") == {"after"}


@pytest.mark.parametrize("when", ["चुनाव की रात", "मंगलवार को"])
def test_the_night_of_an_event_is_not_before_it(when: str) -> None:
    assert "before" not in order(f"{when} पुलिस ने रमेश को गिरफ्तार किया।")


@pytest.mark.parametrize("why", ["चुनाव को लेकर", "चुनाव के कारण", "चुनाव के खिलाफ"])
def test_over_an_event_is_not_while_it_lasted(why: str) -> None:
    assert order(f"{why} पुलिस ने रमेश को गिरफ्तार किया।") == set()


def test_who_dies_because_of_an_event_dies_in_it() -> None:
    _, facts = read(article("a", "3 मई 2023 को हुए हादसे के कारण 11 लोगों की मौत हो गई।", "2024-05-01"))
    types = {fact.id: fact.type for fact in facts}
    orders = [(how, types[other]) for fact in facts if fact.type == "Death" for how, other in fact.order]
    assert orders == [("during", "Accident")]
