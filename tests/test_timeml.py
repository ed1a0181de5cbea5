"""TimeML: valid XML whose text is the article's own, with every time in a TIMEX3."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st

from kg import timeml
from kg.extract import annotate, extract, times
from kg.model import Article, Fact, Span, Trigger


def document(text: str, language: str = "en", published: str | None = None) -> ElementTree.Element:
    article = Article("a<b>&c", text, language, "", published=published)
    return ElementTree.fromstring(timeml.write(article, times.find(article)).encode())


def test_every_time_is_a_timex3_with_id_type_and_value() -> None:
    root = document("On 3 May 2019 he fled; more than two days later he was found.", published="2020-01-01")
    tags = [tag.attrib for tag in root.find("TEXT").iter("TIMEX3")]  # type: ignore[union-attr]
    assert tags == [
        {"tid": "t1", "type": "DATE", "value": "2019-05-03"},
        {"tid": "t2", "type": "DATE", "value": "2019-05-05", "mod": "AFTER", "anchorTimeID": "t1"},
    ]


def test_the_day_of_publication_is_the_creation_time_that_others_are_anchored_on() -> None:
    root = document("He fled yesterday.", published="2020-01-02")
    creation = root.find("DCT/TIMEX3")
    assert creation is not None
    assert creation.attrib["functionInDocument"] == "CREATION_TIME"
    assert [t.attrib.get("anchorTimeID") for t in root.find("TEXT").iter("TIMEX3")] == [creation.attrib["tid"]]  # type: ignore[union-attr]


def test_an_undated_article_has_no_creation_time() -> None:
    assert document("He fled.").find("DCT") is None


def test_markup_in_an_article_stays_text() -> None:
    text = 'A <b>bold</b> & "quoted" line of 3 May 2019 </TEXT><TIMEX3 tid="t9">'
    root = document(text)
    assert "".join(root.find("TEXT").itertext()) == text  # type: ignore[union-attr]
    assert root.findtext("DOCID") == "a<b>&c"


def events(text: str, triggers: tuple[Trigger, ...], facts: tuple[Fact, ...] = ()) -> list[tuple[str | None, str]]:
    article = Article("a", text, "en", "")
    root = ElementTree.fromstring(timeml.write(article, times.find(article), triggers, facts).encode())
    return [(event.text, event.attrib["class"]) for event in root.iter("EVENT")]


def test_what_happens_is_an_event_that_names_the_facts_it_tells() -> None:
    text = "पुलिस ने महेश दुबे को 3 मई 2019 को लखनऊ में गिरफ्तार कर लिया।"
    found = annotate(Article("a", text, "hi", ""))
    facts = extract(found)
    root = ElementTree.fromstring(timeml.write(found.article, found.timexes, found.triggers, facts).encode())
    assert [event.attrib for event in root.iter("EVENT")] == [
        {"eid": "e1", "class": "OCCURRENCE", "comment": f"Arrest {facts[0].id}"}
    ]
    assert [event.text for event in root.iter("EVENT")] == ["गिरफ्तार कर लिया"]
    assert "".join(root.find("TEXT").itertext()) == text  # type: ignore[union-attr]


def test_a_state_is_no_event() -> None:
    assert events("It is red.", (Trigger(Span(3, 5), "STATE"),)) == []


def test_a_fact_that_no_trigger_marks_is_an_event_of_its_own() -> None:
    fact = Fact("f", "a", "Riot", Span(4, 8), Span(0, 9), (), "asserted")
    assert events("The riot.", (), (fact,)) == [("riot", "OCCURRENCE")]


def test_words_of_a_time_are_never_inside_an_event() -> None:
    text = "The 3 May 2019 protests began."
    assert events(text, (Trigger(Span(4, 23), "OCCURRENCE"),)) == [(" protests", "OCCURRENCE")]
    assert events(text, (Trigger(Span(4, 10), "OCCURRENCE"),)) == []


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_gives_a_document_that_parses_and_keeps_its_characters(text: str) -> None:
    written = "".join(document(text, "hi").find("TEXT").itertext())  # type: ignore[union-attr]
    kept = timeml.allowed(text).replace("\r\n", "\n").replace("\r", "\n")  # as XML parsers read line ends
    assert written == kept
