"""TimeML: valid XML whose text is the article's own, with every time in a TIMEX3."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st

from kg import timeml
from kg.extract import times
from kg.model import Article


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


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_gives_a_document_that_parses_and_keeps_its_characters(text: str) -> None:
    written = "".join(document(text, "hi").find("TEXT").itertext())  # type: ignore[union-attr]
    kept = timeml.allowed(text).replace("\r\n", "\n").replace("\r", "\n")  # as XML parsers read line ends
    assert written == kept
