"""What follows from a corrected fact moves with it, what was told by the same words is named, nothing else stirs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from kg.extract import annotate, extract
from kg.following import followed, inferred, resting
from kg.graph import canonical
from kg.model import Annotated, Article, Fact
from kg.read import read
from kg.resolve import within

ROOT = Path(__file__).parent.parent
JAIL = "Meera Sen was arrested in Jaipur on 14 March 2021. Meera Sen is in jail."
HINDI = "रमेश सैनी को मार्च 2021 में गिरफ्तार किया गया था। सैनी तीन साल से जेल में हैं।"


def told(text: str, language: str = "en", published: str | None = "2024-03-10") -> tuple[Annotated, tuple[Fact, ...]]:
    annotated = annotate(Article("a", text, language, "0" * 64, published=published))
    return canonical(annotated, within(annotated, extract(annotated)))


def said(facts: tuple[Fact, ...], type_: str, **change: object) -> tuple[Fact, ...]:
    """The facts with those of a type as a person corrected them."""
    basis = {"time_basis": "corrected" if change["time"] else "none", "timex": None} if "time" in change else {}
    return tuple(replace(f, **change, **basis) if f.type == type_ else f for f in facts)  # type: ignore[arg-type]


def times(facts: tuple[Fact, ...]) -> Mapping[str, str | None]:
    return {fact.type: fact.time for fact in facts}


def test_a_state_begins_with_the_corrected_arrest() -> None:
    for text, language in ((JAIL, "en"), (HINDI, "hi")):
        annotated, facts = told(text, language)
        now = followed(annotated, facts, said(facts, "Arrest", time="2020-09"))
        assert times(now) == {"Arrest": "2020-09", "Detention": "2020-09/"}
        assert resting(annotated, facts, now) == ()


def test_a_state_has_no_beginning_once_the_arrest_has_no_date_or_was_none() -> None:
    annotated, facts = told(JAIL)
    assert times(followed(annotated, facts, said(facts, "Arrest", time=None)))["Detention"] is None
    assert times(followed(annotated, facts, said(facts, "Arrest", status="negated")))["Detention"] is None
    assert times(followed(annotated, facts, said(facts, "Arrest", type="Search")))["Detention"] is None


def test_what_a_person_said_of_the_state_itself_stays() -> None:
    annotated, facts = told(JAIL)
    both = said(said(facts, "Arrest", time="2020-09"), "Detention", time="2021-01/")
    assert times(followed(annotated, facts, both)) == {"Arrest": "2020-09", "Detention": "2021-01/"}
    none = said(said(facts, "Arrest", time="2020-09"), "Detention", time=None)
    assert times(followed(annotated, facts, none))["Detention"] is None


def test_a_state_that_had_no_beginning_gets_that_of_an_arrest_that_a_person_dates() -> None:
    annotated, facts = told("Meera Sen was arrested in Jaipur. Meera Sen is in jail.")
    assert times(facts)["Detention"] is None
    assert times(followed(annotated, facts, said(facts, "Arrest", time="2020-09")))["Detention"] == "2020-09/"


def test_what_came_before_the_arrest_came_before_its_corrected_date() -> None:
    annotated, facts = told("Police raided the house before Meera Sen was arrested on 14 March 2021.")
    now = followed(annotated, facts, said(facts, "Arrest", time="2020-09"))
    assert (times(facts)["Search"], times(now)["Search"]) == ("[..2021-03-14]", "[..2020-09]")


def test_what_is_counted_from_the_same_words_keeps_its_time_and_is_named() -> None:
    text = "Meera Sen was arrested in Jaipur on 14 March 2021. Three days later she was released."
    annotated, facts = told(text)
    now = followed(annotated, facts, said(facts, "Arrest", time="2020-09"))
    assert times(now)["Release"] == "2021-03-17"
    assert [fact.type for fact in resting(annotated, facts, now)] == ["Release"]
    assert resting(annotated, facts, facts) == ()


def test_nothing_stirs_in_articles_where_nothing_was_corrected() -> None:
    places = ("articles", "story/articles.jsonl", "gold/articles")
    articles = [one for one in read([str(ROOT / "data" / p) for p in places]) if isinstance(one, Article)]
    assert len(articles) > 20
    for article in articles:
        annotated = annotate(article)
        first = extract(annotated)
        annotated, facts = canonical(annotated, within(annotated, first))
        before = {fact.id: (fact.time, fact.told_at) for fact in first}
        moved = {fact.id for fact in facts if (fact.time, fact.told_at) != before[fact.id]}
        assert moved <= inferred(annotated, facts), article.id
        assert followed(annotated, facts, facts) == facts, article.id
