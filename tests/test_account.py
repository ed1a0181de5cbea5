"""What is kept of an article for the order of events: when its facts say things were, and nothing of its text."""

from __future__ import annotations

from kg.account import Account, account, from_json, to_json
from tests.told import article, read

ARREST = "Meera Sen was arrested in Jaipur on 20 August 2023."


def told(text: str) -> Account:
    return account(*read(article("a", text, "2023-11-20")))


def test_a_fact_states_its_type_and_time_and_the_article_its_day() -> None:
    (stated,) = told(ARREST).facts
    assert (stated.type, stated.status, stated.time) == ("Arrest", "asserted", "2023-08-20")
    assert told(ARREST).published == "2023-11-20"


def test_what_is_planned_or_negated_states_nothing() -> None:
    assert told("Meera Sen will meet Arjun Nath in Lucknow.").facts == ()
    assert told("Meera Sen did not meet Arjun Nath in Lucknow.").facts == ()


def test_a_duration_is_the_fewest_days_it_says_and_a_bare_one_says_none() -> None:
    assert [s.least for s in told("Meera Sen has been in jail for more than 1000 days.").facts] == [1000]
    assert [s.least for s in told("Meera Sen has been in jail for 1000 days.").facts] == [None]


def test_an_order_names_the_other_fact() -> None:
    facts = told("Before her release, Devika Rao wrote a letter to Meera Sen.").facts
    release, letter = sorted(facts, key=lambda stated: stated.type, reverse=True)
    assert letter.order == (("before", release.fact),)


def test_only_mentions_that_name_are_names() -> None:
    assert [name.end - name.start for name in told("The chairman was arrested in Jaipur.").names] == [len("Jaipur")]


def test_an_account_comes_back_from_json_as_it_was() -> None:
    text = (
        f"{ARREST} Before her release, Devika Rao wrote a letter to her. “I have been in jail for more than 400 days; "
        "I will take the oath tomorrow,” said Meera Sen. Meera Sen took the oath on 3 October 2023."
    )
    one = told(text)
    assert len(one.facts) > 3
    assert from_json(to_json(one)) == one
    assert text[:20] not in to_json(one)
