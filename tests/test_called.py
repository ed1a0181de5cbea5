"""What people and places are called: relatives by name and without, the spelling used most."""

from __future__ import annotations

import pytest
from told import together


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("The firm was founded by Deshmukh's father, Vasant Deshmukh, who died in 2015.", "Vasant Deshmukh"),
        ("Ravi Kumar's sister, Lata Kumar, was arrested on Monday.", "Lata Kumar"),
        ("Ravi Kumar's sister was arrested on Monday.", "sister of Ravi Kumar"),
        ("रवि कुमार के पिता को सोमवार को गिरफ्तार किया गया।", "father of Ravi Kumar"),
    ],
)
def test_a_relative_is_called_by_name_where_there_is_one(text: str, label: str) -> None:
    assert label in {entity.labels["en"] for entity in together(text).entities}


def test_a_name_is_spelled_as_most_often_and_not_shouted() -> None:
    texts = (
        "KANPUR: Dilip Malhotra met Lata Sen in Kanpur on Monday. Dilip Malhotra left.",
        "Dilip Malhotra, the contractor, met Lata Sen in Kanpur.",
        "Dileep Malhotra, the contractor, returned to Kanpur.",
    )
    labels = {entity.labels["en"] for entity in together(*texts).entities}
    assert {"Dilip Malhotra", "Kanpur"} <= labels
    assert not {"Dileep Malhotra", "KANPUR"} & labels


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Ravi Kumar was acquitted on Monday.", "Acquittal of Ravi Kumar"),
        ("A court refused bail to Ravi Kumar.", "Bail refused to Ravi Kumar"),
        ("A court granted bail to Ravi Kumar.", "Bail granted to Ravi Kumar"),
        ("Ravi Kumar was murdered on 3 May 2020.", "Murder of Ravi Kumar"),
        ("Ravi Kumar denied the allegations on Monday.", "Denial by Ravi Kumar"),
        ("Ravi Kumar was kidnapped on 4 May 2019.", "Abduction of Ravi Kumar"),
        ("Ravi Kumar was sentenced on Monday.", "Sentence of Ravi Kumar"),
    ],
)
def test_an_event_is_called_by_what_happened(text: str, label: str) -> None:
    assert label in {event.labels["en"] for event in together(text).events}


@pytest.mark.parametrize(("text", "place"), [
    ("रविवार को पटना में पुल गिर गया। पटना पुल हादसे की जांच होगी। पटना पुल हादसे में दो लोगों की मौत हुई।", "Patna"),
    ("पटना पुल हादसे की जांच होगी। पटना पुल हादसे में दो लोगों की मौत हुई। पुल रविवार को पटना में गिर गया था।", "Patna"),
    ("रविवार को पुणे में पुल गिर गया। पुणे पुल हादसे में दो लोगों की मौत हुई।", "Pune"),
    ("रविवार को भोपाल में पुल गिर गया। भोपाल पुल हादसे में दो लोगों की मौत हुई।", "Bhopal"),
    ("रविवार को पटना में छत गिर गई। पटना स्टेशन हादसे की जांच होगी। पटना स्टेशन हादसे में दो लोगों की मौत हुई।", "Patna"),
    # a town that is told seldom beside it
    ("रविवार को पटना में पुल गिर गया। पटना पुल हादसे की जांच होगी। पटना पुल हादसे में दो लोगों की मौत हुई। पटना पुल हादसे के "
     "बाद पुलिस आई।", "Patna Pul"),
])  # fmt: skip
def test_a_town_is_where_what_is_named_after_it_was(text: str, place: str) -> None:
    found = together(text)
    names = {e.id: e.labels["en"] for e in found.entities}
    assert [names.get(e.place or "") for e in found.events if e.type == "Accident"] == [place]


@pytest.mark.parametrize(("text", "name"), [
    ("मनोहर राव और दिलीप सेन पकड़े गए। सोमवार को पुलिस ने दोनों को गिरफ्तार किया।", "Donon"),
    ("पुलिस ने मुख्य आरोपी को सोमवार को गिरफ्तार किया।", "Mukhya Aropi"),
    ("सोमवार को भीड़ ने थाने पर हमला किया।", "Bhir"),
    ("सोमवार को ग्रामीणों ने धरना दिया।", "Graminon"),
    ("मंत्री ने सोमवार को मृतकों के परिजनों से मुलाकात की।", "Mritkon"),
])  # fmt: skip
def test_a_description_is_translated_and_not_spelled(text: str, name: str) -> None:
    assert not [label for e in together(text).events if name in (label := e.labels["en"])]


def test_a_name_is_spelled() -> None:
    assert any("Sen" in e.labels["en"] for e in together("सोमवार को पुलिस ने मीरा सेन को गिरफ्तार किया।").events)
