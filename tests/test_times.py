"""Times found in text: the examples of the language files, and what holds for every text."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import edtf
from kg.extract import annotate, items, patterns, times, timewords
from kg.language import available, fold, tokenize
from kg.model import Article, Timex


def article(text: str, language: str, published: str | None = None) -> Article:
    return Article("a", text, language, "", published=published)


def find(text: str, language: str, published: str | None = None) -> tuple[Timex, ...]:
    return times.find(article(text, language, published))


def examples() -> list[Any]:
    found = []
    for code in available():
        table = tomllib.loads(files("kg.lang").joinpath(f"{code}.toml").read_text(encoding="utf-8"))
        for number, example in enumerate(table.get("times", {}).get("examples", [])):
            found.append(pytest.param(code, example, id=f"{code}-{number}-{example['text'][:30]}"))
    return found


@pytest.mark.parametrize(("code", "example"), examples())
def test_example_of_a_language_file_is_read_as_written(code: str, example: dict[str, Any]) -> None:
    text = example["text"]
    found = [
        {"text": t.span.of(text), "type": t.type, "value": t.value, "edtf": t.edtf or "", "mod": t.mod or "",
         "quant": t.quant or "", "freq": t.freq or "", "anchor": t.anchor.kind, "rule": t.rule}
        for t in find(text, code, example.get("published"))
    ]
    wanted = example["expect"]
    assert [{k: f[k] for k in w} for w, f in zip(wanted, found, strict=False)] == wanted
    assert [f["text"] for f in found] == [w["text"] for w in wanted]


@pytest.mark.parametrize("code", ["en", "hi", "de", "ur", "ta"])
@settings(deadline=None)
@given(data=st.data())
def test_words_of_time_in_any_order_give_spans_in_order_and_dates_that_parse(code: str, data: st.DataObject) -> None:
    grammar = times.times(code).grammar
    phrases = sorted({" ".join((word, *entry.rest)) for word, entries in grammar.index.items() for entry in entries})
    numbers = ["3", "12", "31", "1990", "480", "07", "10:30", "5/6", "25/12/2020", "2020-01-01", "1,000", "2.5", "29"]
    text = " ".join(data.draw(st.lists(st.sampled_from(phrases + numbers * 20), min_size=1, max_size=7)))
    source = article(text, code, data.draw(st.sampled_from([None, "2024-02-29", "2024-02", "1999-12-31T23:59"])))
    found = times.find(source)
    end = 0
    for timex in found:
        assert end <= timex.span.start < timex.span.end <= len(text)
        end = timex.span.end
    for timex in (*found, *times.ranges(source, found)):
        assert timex.edtf is None or edtf.parse(timex.edtf)


def test_a_time_is_found_where_it_stands_in_text_that_folding_shortens() -> None:
    text = "उसने फ़रवरी\u200d २०२३ में, फिर सितम्बर २०२४ में कहा।"
    assert [t.span.of(text) for t in find(text, "hi")] == ["फ़रवरी\u200d २०२३", "सितम्बर २०२४"]


def test_relative_times_without_anything_to_count_from_have_no_date() -> None:
    for text, code in (("two days ago", "en"), ("yesterday", "en"), ("तीन दिन पहले", "hi"), ("कल", "hi")):
        (timex,) = find(text, code)
        assert timex.edtf is None
        assert timex.anchor.kind == "none"
        assert "X" in timex.value or timex.value.endswith("_REF")


def test_a_relative_time_names_the_span_it_was_counted_from() -> None:
    text = "On 3 May 2019 he fled. Two days later he was found."
    first, second = find(text, "en", "2019-06-01")
    assert second.value == "2019-05-05"
    assert second.anchor.span == first.span
    assert second.anchor.value == "2019-05-03"


def test_a_language_without_a_file_has_the_dates_of_cldr() -> None:
    (timex,) = find("இது 14 ஏப்ரல் 2021 அன்று நடந்தது.", "ta")
    assert timex.value == "2021-04-14"


def test_a_text_that_names_many_old_years_is_read_as_a_story() -> None:
    years = " ".join(f"In {year} they fought." for year in range(1740, 1750))
    text = f"{years} In May they made peace."
    assert find(text, "en", "2009-12-19")[-1].value == "1749-05"
    assert find("In May they made peace.", "en", "2009-12-19")[-1].value == "2009-05"


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("before the end of 2019", "../2019"), ("before mid-2019", "../2019"),
        ("before the start of 2019", "../2018-12-31"), ("before 2019", "../2018-12-31"),
        ("after the start of 2019", "2019/.."), ("after 2019", "2020-01-01/.."),
    ],
)  # fmt: skip
def test_a_part_of_a_year_bounds_a_range_by_the_year(text: str, edtf: str) -> None:
    source = article(f"It closed {text}.", "en")
    assert [(t.span.of(source.text), t.edtf) for t in times.ranges(source, times.find(source))] == [(text, edtf)]


def test_ranges_join_the_ends_that_were_found() -> None:
    text = "He ruled from May 2014 to June 2018, and since 2020 again; nobody before 3 March 1990."
    source = article(text, "en")
    assert [(t.span.of(text), t.edtf) for t in times.ranges(source, times.find(source))] == [
        ("from May 2014 to June 2018", "2014-05/2018-06"), ("since 2020", "2020/.."),
        ("before 3 March 1990", "../1990-03-02"),
    ]


@pytest.mark.parametrize(("text", "published", "expected"), [
    ("From Jan. 4 to Jan. 22, 1990, it rained.", None, [("From Jan. 4 to Jan. 22, 1990", "1990-01-04/1990-01-22")]),
    ("It rained from 4 to 22 January.", "2024-05-08", [("from 4 to 22 January", "2024-01-04/2024-01-22")]),
    ("It snowed between Dec. 3 and Jan. 5, 1999.", None, [
        ("between Dec. 3 and Jan. 5, 1999", "1998-12-03/1999-01-05")]),
    ("Sales from March to date rose.", "2024-05-08", [("from March to date", "2024-03/2024-05-08")]),
    ("She wants to date her neighbour.", "2024-05-08", []),
    ("It fell for the first time in five years.", "2024-05-08", []),
    ("It rose from the year-earlier quarter.", "2024-05-08", []),
    ("It will end in two weeks.", "2024-05-08", [("in two weeks", "2024-05-22~")]),
    ("It ends two months after next Friday.", "2016-11-07", [
        ("two months after next Friday", "[2017-01-11,2017-01-18]")]),
])
def test_ranges_of_english_say_no_more_than_the_text(
    text: str, published: str | None, expected: list[tuple[str, str]]
) -> None:
    source = article(text, "en", published)
    assert [(t.span.of(text), t.edtf) for t in times.ranges(source, times.find(source))] == expected


@pytest.mark.parametrize(("text", "published", "expected"), [
    ("4 जनवरी से 22 जनवरी 2017 तक अवकाश रहा।", None, [("4 जनवरी से 22 जनवरी 2017 तक", "2017-01-04/2017-01-22")]),
    ("घटना 2011 से दो साल में हुई।", None, [("2011 से दो साल में", "2013")]),
    ("20वीं सदी के पहले दशक में यह हुआ।", None, []),
    ("मैं ज़्यादा से ज़्यादा कल निकल जाऊंगा।", "2018-08-17", [("ज़्यादा से ज़्यादा कल", "../2018-08-18")]),
    ("मैं जल्द से जल्द अगले साल की पहली तिमाही में लौटूंगा।", "2018-09-06", [
        ("जल्द से जल्द अगले साल की पहली तिमाही", "2019-33/..")]),
])
def test_ranges_of_hindi_say_no_more_than_the_text(
    text: str, published: str | None, expected: list[tuple[str, str]]
) -> None:
    source = article(text, "hi", published)
    assert [(t.span.of(text), t.edtf) for t in times.ranges(source, times.find(source))] == expected


def test_ranges_of_hindi() -> None:
    text = "वह मई 2014 से जून 2018 तक मंत्री रहा, 2020 के बाद नहीं।"
    source = article(text, "hi")
    assert [(t.span.of(text), t.edtf) for t in times.ranges(source, times.find(source))] == [
        ("मई 2014 से जून 2018 तक", "2014-05/2018-06"), ("2020 के बाद", "2021-01-01/.."),
    ]


@pytest.mark.parametrize("code", [*available(), "nl"])
def test_every_rule_has_a_regular_expression(code: str) -> None:
    spoken = timewords.times(code)
    for grammar in (spoken.grammar, spoken.ranges):
        for rule in grammar.rules:
            regex, groups = grammar.compiled(rule.pattern)
            assert regex.groups == len(groups), rule.name


@pytest.mark.parametrize(("code", "example"), examples())
def test_rules_that_are_passed_over_would_not_match(code: str, example: dict[str, Any]) -> None:
    grammar = timewords.times(code).grammar
    every = replace(grammar, rules=tuple(replace(rule, needs=()) for rule in grammar.rules))
    chars, found = items.items_of(tokenize(fold(example["text"])), grammar, example["text"])
    got, all_of_them = (patterns.matches(g, chars, found) for g in (grammar, every))
    assert [(m.rule.name, m.start, m.end) for m in got] == [(m.rule.name, m.start, m.end) for m in all_of_them]


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("शुक्रवार को दोनों को 17 अक्टूबर तक न्यायिक हिरासत में भेज दिया गया।", "2025-10-17"),
        ("अदालत ने उन्हें 6 अक्टूबर तक की पुलिस रिमांड पर भेजा।", "2025-10-06"),
        ("सुनवाई 30 नवंबर तक टाल दी गई।", "2025-11-30"),
        ("स्कूलों को 8 अक्टूबर तक बंद कर दिया गया।", "2025-10-08"),
        ("अदालत ने उसे 12 अक्टूबर तक जेल भेजा।", "2025-10-12"),
        ("वे 17 अक्टूबर को दिल्ली गए।", "2024-10-17"),
        ("अदालत ने उसे 17 अक्टूबर, 2024 तक जेल भेजा।", "2024-10-17"),
    ],
)
def test_a_day_until_which_something_was_ordered_may_lie_ahead(text: str, edtf: str) -> None:
    annotated = annotate(Article("x", text, "hi", "0" * 64, published="2025-10-04"))
    assert edtf in [timex.edtf for timex in annotated.timexes]
