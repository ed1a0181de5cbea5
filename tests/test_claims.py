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
