"""A page without a name: whatever spells it is gone from the file, and everything still leads back to its sentence."""

from __future__ import annotations

import copy
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import view
from kg.errors import InputError
from kg.redact import Hidden, _cut, _giving_away, redact
from kg.store import Store
from tests.browser import Story
from tests.command import kg

ROOT = Path(__file__).parent.parent


def spelt(entity: Story) -> set[str]:
    """Every spelling of an entity's names and of their words, in either script and both normal forms."""
    names = [*entity["label"].values(), *entity["names"]]
    words = {word for name in names for word in [name, *name.split()]}
    return {unicodedata.normalize(form, word).lower() for word in words for form in ("NFC", "NFD")}


def of(story: Story, name: str) -> Story:
    return next(entity for entity in story["entities"] if entity["label"]["en"] == name)


@pytest.mark.parametrize("name", ["Meera Sen", "मीरा सेन", "Devika Rao", "Arjun Sen"])
def test_no_spelling_of_the_name_is_anywhere_in_the_file(story: Story, name: str) -> None:
    redacted = redact(story, [name])
    html = view.render(redacted).lower()
    gone = {word for entity in story["entities"] if name in entity["label"].values() for word in spelt(entity)}
    shared = {"sen", "सेन"} if "Sen" in name or "सेन" in name else set()  # two people are called Sen
    assert len(gone - shared) >= 4
    assert [word for word in gone - shared if word in html] == []
    assert "person 1" in html and "व्यक्ति 1" in html


def test_a_real_page_of_a_whole_article_holds_none_of_them(tmp_path: Path) -> None:
    article = tmp_path / "sheela-kumari-release.txt"
    article.write_text(
        "शीला कुमारी को 4 मार्च 2021 को पटना में गिरफ्तार किया गया था। शीला कुमारी को पिछले हफ़्ते रिहा कर दिया गया। "
        "शिला ने कहा कि वे घर जाएंगी। रमेश कुमार ने शीला को चिट्ठी लिखी थी। @SheelaKumari1 ने इसे साझा किया।",
        encoding="utf-8",
    )
    kg("build", str(article), "-o", str(tmp_path / "g.nq"), "--published", "2022-05-02")
    page = tmp_path / "page.html"
    kg("view", str(tmp_path / "g.nq"), "-o", str(page), "--redact", "शीला कुमारी")
    html = page.read_text(encoding="utf-8").lower()
    for word in ("शीला", "शिला", "कुमारी", "sheela", "kumari"):
        assert word not in html, html[html.index(word) - 60 : html.index(word) + 60]
    assert "रमेश कुमार" in html
    assert "व्यक्ति 1 को 4 मार्च 2021 को पटना में गिरफ्तार किया गया था।" in html


def test_every_span_still_covers_what_it_covered(story: Story) -> None:
    redacted = redact(story, ["Meera Sen"])
    for before, after in zip(story["events"], redacted["events"], strict=True):
        for old, new in zip(before["facts"], after["facts"], strict=True):
            text, own = (s["articles"][old["article"]]["text"] for s in (story, redacted))
            assert own[slice(*new["trigger"])] == text[slice(*old["trigger"])]
            sentence = own[new["start"] : new["end"]]
            assert sentence[-1] == text[old["start"] : old["end"]][-1]
            assert "Meera" not in sentence and "मीरा" not in sentence
    meera = redacted["entities"][[e["label"]["en"] for e in story["entities"]].index("Meera Sen")]
    for article, start, end in meera["mentions"]:
        assert redacted["articles"][article]["text"][start:end] in ("Person 1", "व्यक्ति 1", "वे")


def test_the_person_keeps_their_place_in_the_story_under_another_name(story: Story) -> None:
    redacted = redact(story, ["Devika Rao=Witness A"])
    assert "entity/redacted-1" in {actor["id"] for event in redacted["events"] for actor in event["actors"]}
    assert "Letter from Witness A to Meera Sen" in {event["label"]["en"] for event in redacted["events"]}
    assert "Witness A meets Arjun Sen" in {event["label"]["en"] for event in redacted["events"]}
    assert redacted["quotes"][0]["speaker"] == "entity/redacted-1"
    assert redacted["redacted"] == [{"en": "Witness A", "hi": "Witness A"}]


def test_two_people_get_two_pseudonyms_and_the_same_call_the_same_page(story: Story) -> None:
    asked = ["Meera Sen", "Devika Rao"]
    assert redact(story, asked) == redact(copy.deepcopy(story), asked)
    labels = {entity["label"]["en"] for entity in redact(story, asked)["entities"]}
    assert {"Person 1", "Person 2", "Arjun Sen"} <= labels


def test_an_article_that_names_the_person_loses_its_address_and_its_file_name(story: Story) -> None:
    named = copy.deepcopy(story)
    for article in named["articles"]:
        article["id"], article["name"] = "article/meera-sen.txt", "meera-sen.txt"
    redacted = redact(named, ["Meera Sen"])
    assert [article["name"] for article in redacted["articles"]] == ["Person 1.txt", "व्यक्ति 1.txt"]
    assert [article["id"] for article in redacted["articles"]] == ["article/Person 1.txt", "article/व्यक्ति 1.txt"]
    assert {article["url"] for article in redacted["articles"]} <= {None, ""}


def test_a_name_that_nobody_has_is_refused(story: Story, store: Store) -> None:
    with pytest.raises(InputError, match="nobody in this graph is called that"):
        redact(story, ["Somebody Else"])
    with pytest.raises(InputError):
        view.page(store, redacted=["Jaipur"])  # a place


def test_a_wrong_name_on_the_command_line_is_one_line_and_writes_nothing(graph_file: Path, tmp_path: Path) -> None:
    done = kg("view", str(graph_file), "-o", str(tmp_path / "p.html"), "--redact", "Nobody Known")
    assert done.exit_code == 1 and done.stderr.count("\n") == 1
    assert not (tmp_path / "p.html").exists()


MEERA = Hidden("entity/m", _giving_away({"label": {"en": "Meera Sen", "hi": "मीरा सेन"}, "names": []}), {"en": "P"})


@pytest.mark.parametrize(
    "text, cut",
    [
        ("Meera Sen's letter", "P's letter"),
        ("Ms M. Sen spoke; MEERA did not.", "Ms P spoke; P did not."),
        ("मीरा\u200d सेन ने मेरा साथ दिया", "P ने मेरा साथ दिया"),  # a word that only looks like it stays
        ("Mira-Sen, Seneca, a sense of mirage", "P, Seneca, a sense of mirage"),
        ("write to meerasen@example.org", "write to P@example.org"),
        ("सेना ने कहा, सैन ने नहीं", "सेना ने कहा, P ने नहीं"),
    ],
)
def test_what_gives_a_name_away_and_what_does_not(text: str, cut: str) -> None:
    assert _cut(text, "en", (MEERA,), ()).text == cut


@given(st.lists(st.sampled_from(["Meera", "Sen", "went", " ", "मीरा", "को", "।", "\n", "x"]), max_size=30))
def test_spans_move_with_the_text(words: list[str]) -> None:
    text = " ".join(words)
    cut = _cut(text, "en", (MEERA,), ())
    for start in range(0, len(text), 3):
        a, b = cut.moved((start, min(len(text), start + 5)))
        assert 0 <= a <= b <= len(cut.text)
    assert all(cut.text[a:b] == "P" and cut.moved((s, e)) == [a, b] for s, e, a, b in cut.edges)
