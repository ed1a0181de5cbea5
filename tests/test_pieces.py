"""Sentences of news cut for the parser: what opens them and who says them apart from their clause."""

from __future__ import annotations

import pytest

from kg.extract import pieces
from kg.language import fold, tokenize
from kg.model import Span, Word


def cut(text: str, *times: str) -> tuple[str, str, str]:
    """The three parts of a sentence, words set apart by spaces; `times` are its words of time."""
    words = tokenize(fold(text)).words
    begin, end = pieces.cut("en", words, [word in times for word in words])
    return " ".join(words[:begin]), " ".join(words[begin:end]), " ".join(words[end:])


@pytest.mark.parametrize(
    ("text", "aside"),
    [
        ("Two people were hurt in the crash, police said.", "police said ."),
        ("Two people were hurt in the crash, the city's chief said on Monday.", "the city 's chief said on monday ."),
        ("Two people were hurt in the crash, the Fire Office (FO) has said.", "the fire office ( fo ) has said ."),
        ("Two people were hurt in the crash, the mayor, Keller, told us.", "the mayor , keller , told us ."),
        ("Two people were hurt in the crash, officials say.", "officials say ."),
    ],
)  # fmt: skip
def test_who_says_it_at_the_end_is_cut_off(text: str, aside: str) -> None:
    assert cut(text) == ("", "two people were hurt in the crash ,", aside)


@pytest.mark.parametrize(
    "text",
    [
        "He met the mayor, who said that two people were hurt.",
        "He met the mayor in Prague, and said that two people were hurt.",
        "Two people were hurt in the crash, according to the report.",
        "Two people were hurt in the crash, a claim that police denied.",
        "She resigned on Friday, saying that she was ill.",
    ],
)
def test_a_clause_of_its_own_is_not_cut_off(text: str) -> None:
    assert cut(text)[2] == ""


@pytest.mark.parametrize(
    ("text", "front"),
    [
        ("In 2018 a court freed two men.", "in 2018"),
        ("In 2018, a court freed two men.", "in 2018 ,"),
        ("Tuesday, a court freed two men.", "tuesday ,"),
        ("According to the ministry, a court freed two men.", "according to the ministry ,"),
        ("Citing a report, a court freed two men.", "citing a report ,"),
    ],
)
def test_what_opens_a_sentence_is_cut_off(text: str, front: str) -> None:
    assert cut(text, "2018", "tuesday") == (front, "a court freed two men .", "")


@pytest.mark.parametrize("text", ["2018 riots left two men dead.", "Tuesday's riots left two men dead."])
def test_a_time_that_stands_before_a_noun_stays(text: str) -> None:
    assert cut(text, "2018", "tuesday")[0] == ""


def test_the_parts_are_hung_on_the_head_of_the_clause() -> None:
    def words(*heads: int) -> list[Word]:
        return [Word(Span(i, i + 1), "x", "", "NOUN", "", head, "dep") for i, head in enumerate(heads)]

    found = pieces.joined(words(1, -1), words(1, -1, 1), words(1, -1))
    assert [w.head for w in found] == [1, 3, 3, -1, 3, 6, 3]
    assert [w.deprel for w in found if w.head == 3] == ["obl", "dep", "dep", "parataxis"]
