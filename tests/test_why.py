"""kg extract --why: what each rule found in a passage, or why nothing came of it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from kg.extract import annotate, extract, facts
from kg.extract.context import context_of
from kg.language import load
from kg.model import Article
from kg.resolve import within
from tests.command import ROOT, complaint, kg, state

HINDI = (
    "इशानी बरकाकोटी को 5 मार्च 2021 को सोनपुर में गिरफ्तार किया गया। पिछले साल बरकाकोटी ने रिपोर्ट पढ़ी। "
    "मौसम सुहाना था और नदी शांत थी। हिंसा का डर है।\n"
)
ENGLISH = (
    "Tara Bose was arrested in Sonpur on 5 March 2021. The fire engine stood near the gate. "
    "The weather was mild. A strike may be called. He denied it.\n"
)


@pytest.fixture
def articles(here: Path) -> Path:
    (here / "hi.txt").write_text(HINDI, encoding="utf-8")
    (here / "en.txt").write_text(ENGLISH, encoding="utf-8")
    return here


def why(name: str, text: str, words: str, *more: str) -> list[str]:
    """What is said of the place where `words` stand in an article."""
    start = text.index(words)
    result = kg("extract", name, "--why", f"{start}:{start + len(words)}", *more)
    assert result.exit_code == 0, result.output
    found = result.stdout.splitlines()
    assert found[0] == f"passage {start}:{start + len(words)} “{words}”"
    return found[1:]


def says(found: list[str], pattern: str) -> bool:
    return any(re.search(pattern, line) for line in found)


def test_a_passage_with_a_fact_says_who_when_how_surely_and_by_which_rules(articles: Path) -> None:
    found = why("hi.txt", HINDI, "गिरफ्तार किया गया")
    fact = next(f for f in json.loads(kg("extract", "hi.txt").stdout)["facts"] if f["type"] == "Arrest")
    assert says(found, r"^sentence 0:\d+ “इशानी")
    assert says(found, r"^candidate \d+:\d+ “गिरफ्तार किया”: Arrest, listed as 'गिरफ्तार', finite, passive")
    assert says(found, r"^  role patient 0:14 “इशानी बरकाकोटी”: Person इशानी बरकाकोटी, as its object")
    assert says(found, r"^  time 2021-03-05, from 18:30 “5 मार्च 2021”, told with it")
    assert says(found, r"^  status asserted: nothing says otherwise")
    assert says(found, rf"^  confidence {fact['confidence']:.2f}: form finite, ")
    assert f"  fact {fact['id']}, rule 'Arrest: गिरफ्तार'" in found


def test_a_name_has_its_rule_and_its_votes(articles: Path) -> None:
    found = why("en.txt", ENGLISH, "Tara Bose")
    assert says(found, r"^name 0:9 “Tara Bose”: Person, rule names.tagged .*; votes: Person \d+, ")
    own = '[[people]]\nname = "Tara Bose"\n[names]\nnever = ["Sonpur"]\n'
    (articles / "own.toml").write_text(own, encoding="utf-8")
    found = why("en.txt", ENGLISH, "Tara Bose", "--with", "own.toml")
    assert says(found, r"rule names.brought \(from a file of yours\)")
    assert says(why("en.txt", ENGLISH, "Sonpur"), "^name .* Place, rule names")
    assert not says(why("en.txt", ENGLISH, "Sonpur", "--with", "own.toml"), "^name ")


@pytest.mark.parametrize(
    ("name", "text", "words", "reason"),
    [
        ("en.txt", ENGLISH, "fire engine", r"“fire”: listed under \w+ \(fire\), but names a thing by an event"),
        ("hi.txt", HINDI, "हिंसा", r"“हिंसा”: listed under \w+ \(हिंसा\), but only wished for, feared or possible"),
    ],
)
def test_a_dropped_candidate_says_why(articles: Path, name: str, text: str, words: str, reason: str) -> None:
    found = why(name, text, words)
    assert says(found, f"^dropped .* {reason}"), found
    assert not says(found, "^  fact ")


def test_a_month_is_no_march(articles: Path) -> None:
    found = why("en.txt", ENGLISH, "March")
    assert says(found, r"^dropped .* “March”: listed under Protest \(march\), but part of a time")


def test_a_candidate_that_lacks_what_its_words_need_says_what(articles: Path) -> None:
    (articles / "a.txt").write_text("Tara Bose wrote on 5 March 2021. She left.\n", encoding="utf-8")
    found = why("a.txt", "Tara Bose wrote on 5 March 2021. She left.\n", "wrote")
    assert "  no fact: these words tell an event only with theme or recipient" in found
    assert not says(found, "^  fact ")


def test_a_relative_time_without_a_day_of_publication_says_what_it_lacks(articles: Path) -> None:
    texts = {"a.txt": "Last year Tara Bose met Ravi Sen.\n", "b.txt": "पिछले साल इशानी बरकाकोटी ने इस्तीफा दिया।\n"}
    for (name, text), words in zip(texts.items(), ("Last year", "पिछले साल"), strict=True):
        (articles / name).write_text(text, encoding="utf-8")
        found = why(name, text, words)
        assert says(found, rf"^time .* “{words}”: undecided \(XXXX\): what it is counted from has no date")
        assert says(found, r"^  told with ")
        assert says(found, r"^  time none: its times have no date")
        dated = why(name, text, words, "--published", "2022-06-01")
        assert says(dated, rf"^time .* “{words}”: 2021, counted from the day of publication, 2022-06-01, rule ")


def test_two_dates_that_compete_are_both_named(articles: Path) -> None:
    texts = {
        "a.txt": ("बैठक 4 मई 2021 को 6 मई 2021 को हुई।\n", "“4 मई 2021” and “6 मई 2021”"),
        "b.txt": ("Tara Bose was arrested on 4 May 2021 on 6 May 2021.\n", "“4 May 2021” and “6 May 2021”"),
    }
    for name, (text, both) in texts.items():
        (articles / name).write_text(text, encoding="utf-8")
        assert says(why(name, text, text[: text.index("6") + 1]), f"^  time none: {both} compete, and neither is taken")


def test_a_plain_passage_says_that_nothing_stands_there(articles: Path) -> None:
    for name, text, words in (("en.txt", ENGLISH, "The weather"), ("hi.txt", HINDI, "मौसम")):
        found = why(name, text, words)
        assert says(found, "^events: no verb and no word listed for an event stands here"), found
        assert not says(found, "^(candidate|fact|name|time)")


def test_a_language_without_words_for_events_says_so(articles: Path) -> None:
    (articles / "a.txt").write_text("Am 3. Mai 2020 kam sie an.\n", encoding="utf-8")
    found = why("a.txt", "Am 3. Mai 2020 kam sie an.\n", "3. Mai 2020", "--language", "de")
    assert says(found, "^time .*: 2020-05-03, ")
    assert "events: the language de has no words for them" in found


@pytest.mark.parametrize("path", sorted((ROOT / "data" / "gold" / "articles").iterdir()), ids=lambda p: p.stem)
def test_what_is_said_is_what_is_found(path: Path) -> None:
    """Every fact, mention and time of an article is in what is said of the whole of it."""
    record = json.loads(kg("extract", str(path)).stdout)
    found = kg("extract", str(path), "--why", f"0:{len(record['article']['text'])}").stdout
    assert [f["id"] for f in record["facts"] if f"  fact {f['id']}, " not in found] == []
    dates = [t for t in record["timexes"] if t["rule"] == "day-month-year"]
    assert [t for t in dates if f"\ntime {t['start']}:{t['end']} " not in found] == []
    assert [f for f in record["facts"] if f["time"] and f"  time {f['time']}, from " not in found] == []
    told = [f for f in record["facts"] for r in f["roles"] if f"role {r['role']} {r['start']}:{r['end']} " not in found]
    assert told == []


@pytest.mark.parametrize("passage", ["", "a:b", "5", "7:7", "9:2", "-1:4", "1:2:3"])
def test_a_passage_that_is_none_is_a_usage_error(articles: Path, passage: str) -> None:
    result = kg("extract", "en.txt", "--why", passage)
    assert result.exit_code == 2
    assert "is not of the form START:END" in result.stderr
    assert result.stdout == ""


def test_a_passage_beyond_the_text_is_one_line(articles: Path) -> None:
    before = state(articles)
    size = len(ENGLISH)
    line = complaint(kg("extract", "en.txt", "--why", f"0:{size + 1}"), articles, before)
    assert line.startswith(f"kg: en: has {size} code points, and 0:{size + 1} reaches beyond them; give")


def test_several_articles_or_timeml_are_a_usage_error(articles: Path) -> None:
    assert kg("extract", "en.txt", "hi.txt", "--why", "0:4").exit_code == 2
    assert kg("extract", "en.txt", "--format", "timeml", "--why", "0:4").exit_code == 2


def test_asking_why_finds_what_is_found_without_asking() -> None:
    annotated = annotate(Article("a", HINDI, "hi", "0" * 64))
    judged = facts.judged(context_of(load("hi"), annotated))
    assert judged.facts == extract(annotated)
    assert {f.trigger for f in within(annotated, judged.facts)}.isdisjoint(judged.dropped)


def test_an_event_that_an_article_came_with_is_told_as_given(here: Path) -> None:
    text = "Tara Bose slept in Sonpur on 3 May 2021."
    record = {"id": "a", "text": text, "events": [{"start": 10, "end": 15}], "mentions": []}
    (here / "a.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")
    found = why("a.jsonl", text, "slept")
    assert says(found, "^candidate 10:15 “slept”: Event, given with the article, ")
    assert says(found, "^  time 2021-05-03, ")
