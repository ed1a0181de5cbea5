"""Meetings of different people are different ones, although somebody was at both."""

from __future__ import annotations

import pytest
from told import events, together


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ravi Kumar met Lata Sen in Pune on 3 April 2024.", "Lata Sen met Ravi Kumar on 3 April 2024."),
        ("Ravi Kumar met Lata Sen on 3 April 2024.", "3 अप्रैल 2024 को रवि कुमार ने लता सेन से मुलाकात की।"),
    ],
)
def test_the_same_people_meet_once(one: str, other: str) -> None:
    assert events(together(one, other), "Meeting") == [{"a", "b"}]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ravi Kumar met Lata Sen in Pune on 3 April 2024.", "Ravi Kumar met Anil Rao on 3 April 2024."),
        ("Ravi Kumar met Lata Sen on 3 April 2024.", "Anil Rao met Ravi Kumar before 5 April 2024."),
        ("Ravi Kumar met Lata Sen on 3 April 2024.", "3 अप्रैल 2024 को अनिल राव ने रवि कुमार से मुलाकात की।"),
    ],
)
def test_who_met_two_people_met_them_apart(one: str, other: str) -> None:
    assert events(together(one, other), "Meeting") == [{"a"}, {"b"}]
