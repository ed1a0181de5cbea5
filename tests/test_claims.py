"""What somebody alleges or denies that another did is told, and told as alleged or denied, by whom."""

from __future__ import annotations

import pytest
from sentences import told


@pytest.mark.parametrize(("text", "line"), [
    ("The minister alleged that Apex Builders had used less steel than the contract required.",
     "Crime - alleged by=minister agent=Apex Builders"),
    ("Anita Rao, who owns the company, denied that it had used substandard cement.",
     "Crime - denied by=Anita Rao agent=company"),
    ("The opposition alleged that Ravi Kumar had favoured his brother's firm.",
     "Crime - alleged by=opposition agent=Ravi Kumar patient=firm"),
    ("ग्रामीणों का आरोप है कि कंपनी ने पुल में घटिया सीमेंट लगाया।", "Crime - alleged by=ग्रामीणों agent=कंपनी"),
    ("विपक्ष का आरोप है कि मंत्री ने अपने भाई की कंपनी को ठेका दिलाया।",
     "Crime - alleged by=विपक्ष agent=मंत्री patient=कंपनी"),
    ("Anita Rao alleged that before his arrest Ravi Kumar had transferred Rs 2 crore to his brother.",
     "Payment - alleged by=Anita Rao agent=Ravi Kumar"),
])  # fmt: skip
def test_a_claim_is_told_as_one(text: str, line: str) -> None:
    assert line in told(text)


@pytest.mark.parametrize("text", [
    "The minister said that the firm had used good steel.",
    "Critics allege that the firm uses old machines.",
    "The union denied that it was tired.",
    "मंत्री ने कहा कि कंपनी ने पुल में अच्छा सीमेंट लगाया।",
])  # fmt: skip
def test_what_is_only_said_is_no_claim(text: str) -> None:
    assert not [line for line in told(text) if line.startswith("Crime")]


@pytest.mark.parametrize(("text", "line"), [
    ("The police accuse Anita Rao of inciting a crowd.", "Crime - alleged agent=Anita Rao patient=crowd"),
    ("Police accused Ravi Kumar of murdering his brother.", "Crime - alleged agent=Ravi Kumar patient=brother"),
    ("Officials accused Anita Rao of killing the judge.", "Crime - alleged agent=Anita Rao patient=judge"),
    ("The party accused Ravi Kumar of attacking its office.", "Attack - alleged agent=Ravi Kumar"),
    ("The bank accused Ravi Kumar of cheating its clients.", "Crime - alleged agent=Ravi Kumar patient=clients"),
    ("The court found Ravi Kumar guilty of killing the judge.", "Crime - asserted agent=Ravi Kumar patient=judge"),
])  # fmt: skip
def test_of_what_somebody_with_a_name_is_accused(text: str, line: str) -> None:
    assert line in told(text)


def test_what_happened_before_what_is_alleged_is_not_alleged() -> None:
    text = "Anita Rao alleged that before his arrest Ravi Kumar had met the judge."
    assert "Arrest - asserted" in told(text)


def test_what_a_thing_is_compared_with_is_no_event() -> None:
    text = "Anita Rao said that the bridge had less steel than the contract required."
    assert not [line for line in told(text) if line.startswith("Agreement")]


@pytest.mark.parametrize(("text", "line"), [
    ("Chief Minister Anita Rao announced compensation of Rs 4 lakh for the families.",
     "Payment - planned by=Anita Rao agent=Anita Rao"),
    ("The company announced the death of its founder Ravi Kumar on Friday.",
     "Death - reported by=company patient=Ravi Kumar"),
])  # fmt: skip
def test_what_is_announced_is_told_by_who_announces_it(text: str, line: str) -> None:
    assert line in told(text)


@pytest.mark.parametrize(("text", "line"), [
    ("The police accuse Anita Rao of inciting a crowd that threw stones at vehicles in Pune.",
     "Attack - reported agent=crowd place=Pune"),
    ("Police accused Ravi Kumar of inciting a mob that killed two men.", "Crime - reported agent=mob patient=men"),
    ("The police accuse him of inciting a group that attacked a bus in Pune.",
     "Attack - reported agent=group place=Pune"),
    ("Officials accused Ravi Kumar of inciting a mob that attacked the court.",
     "Attack - reported agent=mob patient=court"),
    ("The police accuse Anita Rao of murdering a man who attacked a judge in Pune.",
     "Attack - reported agent=man patient=judge place=Pune"),
    # one told of before, or by the article
    ("The police accuse Anita Rao of inciting the crowd that threw stones at vehicles in Pune.",
     "Attack - asserted agent=crowd place=Pune"),
])  # fmt: skip
def test_what_tells_whom_an_allegation_is_of_is_told_with_it(text: str, line: str) -> None:
    assert line in told(text)


@pytest.mark.parametrize(("text", "line"), [
    ("किसान रवि कुमार ने बताया कि उनके भाई का शव हादसे के तीन दिन बाद मिला।", "Accident - reported by=रवि कुमार patient=भाई"),
    ("रवि कुमार ने कहा कि गिरफ्तारी के बाद वे दिल्ली गए।", "Arrest - reported by=रवि कुमार"),
    ("रवि कुमार ने बताया कि गिरफ्तारी के बाद भीड़ ने थाने पर हमला किया।", "Arrest - reported by=रवि कुमार"),
    ("अनिल राव ने कहा कि चुनाव के बाद वे दिल्ली गए।", "Election - reported by=अनिल राव"),
    ("पुलिस ने बताया कि हमले के बाद आरोपी फरार हो गए।", "Attack - reported by=पुलिस"),
    ("पुलिस का आरोप है कि गिरफ्तारी के बाद भीड़ ने थाने पर हमला किया।", "Arrest - asserted"),  # not what is alleged
])  # fmt: skip
def test_what_somebody_tells_of_is_told_by_them_as_a_noun_too(text: str, line: str) -> None:
    assert line in told(text)
