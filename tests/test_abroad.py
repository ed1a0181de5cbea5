"""What articles in two languages tell without saying who took part is one event where they tell one story, which the
names in both show, and each tells only one of its type."""

from __future__ import annotations

import pytest

from tests.told import events, together

HINDI = (
    "पटना के पास रविवार को एक नाव डूब गई। हादसे में सात लोगों की मौत हो गई। नाव के मालिक सुरेश यादव को पुलिस ने गिरफ्तार "
    "किया। मंत्री अनिल वर्मा और विधायक मीना देवी पटना पहुंचे। लोगों ने पुलिस पर पथराव किया।"
)
ENGLISH = (
    "Seven people were killed near Patna on Sunday. Police arrested Suresh Yadav, the owner of the boat. Minister Anil "
    "Verma and legislator Meena Devi reached Patna. Villagers threw stones at police."
)
#: Another story of the same place, another with the same minister, and one of the same people that tells two deaths.
BUS = "Four people were killed near Patna on Sunday. Police arrested Ramesh Pandey, the driver of the bus."
MINISTER = "Anil Verma opened a hospital in Patna. Two people were killed in Gaya, he said."
TWICE = ENGLISH + " Nine people were killed in another accident near Gaya in May 2019, Anil Verma said."


@pytest.mark.parametrize("type_", ["Death", "Arrest", "Attack"])
def test_one_story_in_two_languages_tells_one_event_of_a_type(type_: str) -> None:
    assert events(together(HINDI, ENGLISH), type_) == [{"a", "b"}]


@pytest.mark.parametrize("other", [BUS, MINISTER])
def test_a_place_or_a_name_in_common_makes_no_story(other: str) -> None:
    assert events(together(HINDI, other), "Death") == [{"a"}, {"b"}]


def test_which_of_two_is_meant_is_not_guessed() -> None:
    assert {"a"} in events(together(HINDI, TWICE), "Death")


def test_what_happened_on_other_days_is_not_one() -> None:
    later = ENGLISH.replace("on Sunday", "on 3 March 2019")
    hindi = HINDI.replace("हादसे में सात लोगों की मौत हो गई", "5 अप्रैल 2024 को सात लोगों की मौत हुई")
    assert events(together(hindi, later), "Death") == [{"a"}, {"b"}]


#: What is claimed or denied of a company in each language, of the same or of something else.
CLAIMS = [
    ("ग्रामीणों का आरोप है कि सूर्या कंस्ट्रक्शंस ने घाट में घटिया सीमेंट लगाया।",
     "Villagers alleged that Surya Constructions used bad cement.", 1),
    ("मीना देवी ने आरोप लगाया कि सूर्या कंस्ट्रक्शंस ने कम सरिया लगाया।",
     "Meena Devi alleged that Surya Constructions had used too little steel.", 1),
    ("ग्रामीणों का आरोप है कि सूर्या कंस्ट्रक्शंस ने घाट में घटिया सीमेंट लगाया।",
     "Suresh Yadav denied that Surya Constructions used bad cement.", 1),
    ("ग्रामीणों का आरोप है कि सूर्या कंस्ट्रक्शंस ने कम सरिया लगाया।",
     "Suresh Yadav denied that Surya Constructions used less steel.", 1),
    ("पुलिस का आरोप है कि सूर्या कंस्ट्रक्शंस ने घटिया रेत लगाई।", "Police alleged that Surya Constructions used bad sand.", 1),
    ("ग्रामीणों का आरोप है कि सूर्या कंस्ट्रक्शंस ने कम सरिया लगाया।",
     "Villagers alleged that Surya Constructions used bad cement.", 2),
]


@pytest.mark.parametrize(("hindi", "english", "many"), CLAIMS)
def test_a_claim_is_one_in_two_languages(hindi: str, english: str, many: int) -> None:
    found = together(f"{HINDI} {hindi}", f"{ENGLISH} {english}")
    assert len([e for e in found.events if e.type == "Crime"]) == many


def test_what_is_alleged_stays_so_when_it_is_denied() -> None:
    found = together(f"{HINDI} {CLAIMS[2][0]}", f"{ENGLISH} {CLAIMS[2][1]}")
    assert [e.status for e in found.events if e.type == "Crime"] == ["alleged"]


@pytest.mark.parametrize(("hindi", "english"), [
    ("अनिल वर्मा फैसले को हाईकोर्ट में चुनौती देंगे।", "Anil Verma will appeal to the High Court."),
    ("सुरेश यादव ने आदेश को अदालत में चुनौती दी।", "Suresh Yadav challenged the order in court."),
    ("मीना देवी ने फैसले को हाईकोर्ट में चुनौती दी।", "Meena Devi filed an appeal in the High Court."),
])
def test_an_appeal_is_one_in_two_languages(hindi: str, english: str) -> None:
    assert events(together(f"{HINDI} {hindi}", f"{ENGLISH} {english}"), "Lawsuit") == [{"a", "b"}]
