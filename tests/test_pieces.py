"""Sentences of news cut for the parser: what opens them, is set apart in them, and says them, apart from the clause."""

from __future__ import annotations

import pytest

from kg.extract import syntax
from kg.extract.pieces import parts
from kg.language import fold, tokenize
from kg.model import Span


def cut(text: str, *times: str) -> list[tuple[str, str, str]]:
    """The parts of a sentence: their words, their relation, the word that they hang on; `times` are its words of
    time."""
    tokens = tokenize(fold(text))
    (tagged,) = syntax.parse(tokens, [Span(0, len(text))], "en", text=text, heads=False)
    words = tokens.words
    found = parts("en", [word in times for word in words], 0, words, [w.upos for w in tagged])
    assert sorted(i for part in found for i in part.words) == list(range(len(words)))
    return [
        (" ".join(words[i] for i in part.words), part.relation, words[part.host] if part.host >= 0 else "")
        for part in found
    ]


@pytest.mark.parametrize(
    ("text", "aside"),
    [
        ("Two people were hurt in the crash, police said.", "police said ."),
        ("Two people were hurt in the crash, the city's chief said on Monday.", "the city 's chief said on monday ."),
        ("Two people were hurt in the crash, the Fire Office (FO) has said.", "the fire office ( fo ) has said ."),
        ("Two people were hurt in the crash, the mayor, Keller, told us.", "the mayor , keller , told us ."),
        ("Two people were hurt in the crash, officials say.", "officials say ."),
    ],
)
def test_who_says_it_at_the_end_is_cut_off(text: str, aside: str) -> None:
    assert cut(text) == [("two people were hurt in the crash ,", "", ""), (aside, "parataxis", "")]


@pytest.mark.parametrize(
    "text",
    [
        "He met the mayor in Prague, and said that two people were hurt.",
        "Two people were hurt in the crash, according to the report.",
        "Two people were hurt in the crash, a claim that police denied.",
        "He told the court, which met on Friday, that he was ill.",
        "The mayor said that two people were hurt.",
    ],
)
def test_a_clause_of_its_own_is_not_cut_off(text: str) -> None:
    assert all(relation != "parataxis" for _, relation, _ in cut(text))


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
    assert cut(text, "2018", "tuesday") == [("a court freed two men .", "", ""), (front, "obl", "")]


@pytest.mark.parametrize("text", ["2018 riots left two men dead.", "Tuesday's riots left two men dead."])
def test_a_time_that_stands_before_a_noun_stays(text: str) -> None:
    assert len(cut(text, "2018", "tuesday")) == 1


@pytest.mark.parametrize(
    ("text", "clause", "apart", "relation", "host"),
    [
        ("Keller, a former mayor, has sued.", "keller has sued .", ", a former mayor ,", "appos", "keller"),
        ("Keller, who left in May, has sued.", "keller has sued .", ", who left in may ,", "acl:relcl", "keller"),
        ("The mayor of Bonn, Jo, was jailed.", "the mayor of bonn was jailed .", ", jo ,", "appos", "mayor"),
        ("The chief executive, Jo, left.", "the chief executive left .", ", jo ,", "appos", "executive"),
        ("The bank, whose head fled, was shut.", "the bank was shut .", ", whose head fled ,", "acl:relcl", "bank"),
    ],
)
def test_what_stands_between_commas_is_cut_out(text: str, clause: str, apart: str, relation: str, host: str) -> None:
    assert cut(text) == [(clause, "", ""), (apart, relation, host)]


@pytest.mark.parametrize(
    "text",
    [
        "Police arrested Keller, his wife, two sons and a driver.",
        "He sang, danced, and was loved by all.",
        "In Prague, the capital, and in Brno, people marched.",
        "Keller has sued, the city says, for two million.",
    ],
)
def test_a_list_is_left_whole(text: str) -> None:
    assert len(cut(text)) == 1


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("A bus fell into the river, killing twelve people.", "killing twelve people ."),
        ("A quake hit the coast, killing 47 and injuring more than 300.", "killing 47 and injuring more than 300 ."),
        ("He resigned on Friday, saying that he was ill.", "saying that he was ill ."),
        ("Crowds stormed the hall, setting fire to two cars.", "setting fire to two cars ."),
        ("She left the party, becoming an independent.", "becoming an independent ."),
    ],
)
def test_what_comes_of_it_is_cut_off(text: str, outcome: str) -> None:
    assert (outcome, "advcl", "") in cut(text)


@pytest.mark.parametrize(
    ("text", "time", "verb"),
    [
        ("Police on Monday arrested two men.", "on monday", "arrested"),
        ("The court on Monday has sentenced two men.", "on monday", "sentenced"),
        ("India and Nepal on Monday signed a treaty.", "on monday", "signed"),
        ("The mayor Monday resigned from office.", "monday", "resigned"),
        ("A crowd on Monday twice attacked a bus.", "on monday", "attacked"),
    ],
)
def test_a_time_between_a_noun_and_its_verb_is_the_verbs(text: str, time: str, verb: str) -> None:
    assert (time, "obl", verb) in cut(text, "monday")


def test_a_time_behind_the_verb_stays() -> None:
    assert len(cut("Two men appeared before the court on Monday charged with theft.", "monday")) == 1


@pytest.mark.parametrize(
    ("text", "relative", "host"),
    [
        ("He called on President Keller, who hosted a dinner.", ", who hosted a dinner", "keller"),
        ("They praised the mayor of Bonn, who fled in May.", ", who fled in may", "mayor"),
        ("It was sold to the bank, which was fined in 2019.", ", which was fined in 2019", "bank"),
    ],
)
def test_a_relative_clause_at_the_end_is_of_the_noun_before_it(text: str, relative: str, host: str) -> None:
    assert (relative, "acl:relcl", host) in cut(text)


def test_what_is_included_is_set_apart() -> None:
    found = cut("They signed six treaties, including one on trade, after talks with Keller.")
    assert (", including one on trade ,", "acl", "treaties") in found


def test_a_participle_before_the_verb_is_not_cut_off() -> None:
    assert all(relation != "advcl" for _, relation, _ in cut("A man, carrying a gun, was seen near the hall."))


def test_the_parts_are_hung_on_the_words_they_belong_to() -> None:
    text = "In 2018 Keller, who left, was jailed, police said."
    tokens = tokenize(fold(text))

    def by_hand(first: int, words: object, tags: object) -> tuple[syntax.Part, ...]:
        clause, relative = [2, 7, 8, 9], [3, 4, 5, 6]
        return (
            syntax.Part(clause), syntax.Part([0, 1], "obl"), syntax.Part(relative, "acl:relcl", 2),
            syntax.Part([10, 11, 12], "parataxis"),
        )  # fmt: skip

    (words,) = syntax.parse(tokens, [Span(0, len(text))], "en", text=text, cut=by_hand)
    root = next(i for i, w in enumerate(words) if w.head < 0)
    assert root in (2, 7, 8)
    hung = {w.deprel: w.head for w in words if w.deprel in ("obl", "acl:relcl", "parataxis")}
    assert hung == {"obl": root, "acl:relcl": 2, "parataxis": root}
