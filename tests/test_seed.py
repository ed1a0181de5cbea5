"""What kg says of the first real article, line by line: from general rules and language data alone."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest

from kg.extract import annotate, extract
from kg.model import Annotated, Entity, Event, Fact, Resolved
from kg.read import read
from kg.resolve import resolve, within

SEED = Path(__file__).parent.parent / "data" / "articles" / "mamdani-khalid.hi.txt"


@lru_cache(maxsize=4)
def told(published: str | None = None) -> tuple[Annotated, Resolved]:
    (article,) = read([str(SEED)], published=published)
    assert not isinstance(article, Exception)
    annotated = annotate(article)
    return annotated, resolve([(annotated, within(annotated, extract(annotated)))])


def entities() -> dict[str, Entity]:
    return {e.id: e for e in told()[1].entities}


def facts_of(event: Event) -> list[Fact]:
    return [f for f in told()[1].facts if f.id in event.facts]


def quote(fact: Fact) -> str:
    return fact.sentence.of(told()[0].article.text)


def person(name: str) -> Entity:
    (found,) = [e for e in told()[1].entities if name in e.names]
    return found


def named(event: Event, role: str) -> set[str]:
    return {entities()[i].labels["en"] for r, i in event.roles if r == role}


def events(type_: str) -> Iterator[Event]:
    return (e for e in told()[1].events if e.type == type_)


def the(type_: str, **roles: str) -> Event:
    """The one event of a type in which every role is filled by who is named, in Hindi."""
    found = [
        e
        for e in events(type_)
        if all(any(r == role and name in entities()[i].names for r, i in e.roles) for role, name in roles.items())
    ]
    assert len(found) == 1, [(e.labels["en"], e.time) for e in found]
    return found[0]


def test_the_headline_is_the_last_line_of_the_text() -> None:
    article = told()[0].article
    assert article.headline is not None and article.headline.of(article.text) == article.title
    assert article.text.rstrip().endswith(article.title or "?")
    assert article.published is None


def test_the_text_is_the_file_unchanged() -> None:
    assert told()[0].article.text == SEED.read_bytes().decode()


def test_arrest_of_khalid_in_september_2020() -> None:
    event = the("Arrest", patient="उमर खालिद")
    assert (event.time, event.status) == ("2020-09", "asserted")
    assert quote(facts_of(event)[0]).startswith("खालिद को सितंबर 2020 में")


def test_his_detention_began_then_is_still_open_and_is_told_several_times() -> None:
    event = the("Detention", patient="उमर खालिद")
    assert event.time == "2020-09/"
    assert len(event.facts) == 4
    assert {f.status for f in facts_of(event)} == {"asserted", "reported"}


def test_more_than_a_thousand_days_is_a_duration_of_the_detention_told_at_the_speech() -> None:
    annotated, _ = told()
    timexes = {t.span: t for t in annotated.timexes}
    told_so = [f for f in facts_of(the("Detention", patient="उमर खालिद")) if f.duration]
    (fact,) = [f for f in told_so if f.duration and f.duration.of(annotated.article.text).startswith("1000")]
    timex = timexes[fact.duration or fact.sentence]
    assert (timex.type, timex.value, timex.mod) == ("DURATION", "P1000D", "MORE_THAN")
    assert fact.told_at == "2023-06"


def test_the_letter_was_read_in_new_york_in_june_2023_and_is_told_five_times() -> None:
    event = the("Performance", agent="ममदानी")
    assert event.time == "2023-06" and event.status == "asserted"
    assert len(event.facts) == 5
    assert event.place is not None and entities()[event.place].name == "न्यूयॉर्क"
    classes = {entities()[i].cls for r, i in event.roles if r == "theme"}
    assert classes == {"Message", "Diary"}


def test_it_was_read_at_an_event_that_has_a_name() -> None:
    (event,) = [e for e in events("Event") if "हाउडी डेमोक्रेसी" in e.labels["hi"]]
    assert event.time == "2023-06"
    reading = the("Performance", agent="ममदानी")
    assert reading.occasion == event.id
    assert "हाउडी डेमोक्रेसी" in reading.labels["hi"]


def test_khalids_parents_went_to_america_in_december_2025() -> None:
    event = the("Travel", agent="माता-पिता", destination="अमेरिका")
    assert event.time == "2025-12"


def test_there_they_met_mamdani() -> None:
    event = the("Meeting", agent="माता-पिता", participant="ममदानी")
    assert event.time == "2025-12"
    assert event.place is not None and entities()[event.place].name == "अमेरिका"
    assert len(event.facts) == 4


def test_mamdani_wrote_to_khalid_in_december_2025() -> None:
    event = the("Correspondence", agent="ममदानी", recipient="उमर खालिद")
    assert event.time == "2025-12"
    (letter,) = [entities()[i] for r, i in event.roles if r == "theme"]
    assert dict(letter.links) == {"author": person("ममदानी").id, "recipient": person("उमर खालिद").id}


def test_khalid_wrote_the_letter_that_was_read_before_it_was_read() -> None:
    event = the("Correspondence", agent="उमर खालिद")
    assert event.time == "[..2023-06]"


def test_mamdani_took_the_oath_on_new_years_day_2026() -> None:
    event = the("OathTaking", agent="ममदानी")
    assert (event.time, event.status) == ("2026-01-01", "asserted")


def test_the_letter_came_to_light_on_or_after_that_day_and_no_day_is_invented() -> None:
    (event,) = [e for e in events("Publication") if not named(e, "agent") and "letter" in "".join(named(e, "theme"))]
    assert event.time == "[2026-01-01..]"


def test_lahiri_shared_it_and_no_date_is_given() -> None:
    event = the("Publication", agent="बनोज्योत्सना लाहिड़ी")
    assert event.time is None
    assert {entities()[i].cls for r, i in event.roles if r == "theme"} == {"Message"}


def test_charges_under_the_penal_code_and_the_uapa() -> None:
    event = the("Charge", patient="उमर खालिद")
    assert named(event, "instrument") == {"Indian Penal Code", "UAPA"}


@pytest.mark.parametrize("type_", ["BailDecision", "Attack"])
def test_bail_refused_and_an_attack_no_later_than_the_speech_according_to_mamdani(type_: str) -> None:
    event = the(type_, patient="उमर खालिद")
    assert event.time == "[..2023-06]"
    (fact,) = facts_of(event)
    assert fact.status == "reported" and fact.according_to is not None
    assert told()[1].entity_of[fact.article, fact.according_to] == person("ममदानी").id


def test_the_trial_has_not_begun() -> None:
    (event,) = events("Trial")
    assert event.status == "negated"


def test_the_wedding_of_the_youngest_daughter_was_planned() -> None:
    (event,) = events("Marriage")
    assert event.status == "planned"
    assert "youngest daughter" in "".join(named(event, "participant"))


def test_the_delhi_riots() -> None:
    (event,) = events("Riot")
    assert event.place is not None and entities()[event.place].name == "दिल्ली"


def test_mamdani_and_khalid_have_all_their_names() -> None:
    assert set(person("ममदानी").names) == {"जोहरान ममदानी", "ममदानी", "मामदानी"}
    assert set(person("उमर खालिद").names) == {"उमर खालिद", "उमर", "खालिद"}


def test_people_and_places_are_those_of_the_article_and_no_others() -> None:
    found: dict[str, set[str]] = {}
    for entity in told()[1].entities:
        found.setdefault(entity.kind, set()).add(entity.labels["en"])
    assert {"Umar Khalid", "Banojyotsna Lahiri"} < found["Person"]
    assert len(found["Person"]) == 5, found["Person"]
    assert found["Group"] == {"parents of Umar Khalid"}
    assert found["Organisation"] == {"JNU"}
    assert {e.name for e in told()[1].entities if e.kind == "Place"} == {"न्यूयॉर्क", "अमेरिका", "दिल्ली"}


def test_the_two_daughters_are_two_people_of_the_parents() -> None:
    parents = next(e for e in told()[1].entities if e.kind == "Group")
    daughters = [e for e in told()[1].entities if ("kin", parents.id) in e.links]
    assert len(daughters) == 2


def test_two_letters_a_diary_and_a_video() -> None:
    documents = [e for e in told()[1].entities if e.kind == "Document" and e.cls != "Legislation"]
    assert sorted(e.cls for e in documents) == ["Diary", "Message", "Message", "VideoObject"]
    authors = {dict(e.links)["author"] for e in documents if e.cls == "Message"}
    assert authors == {person("ममदानी").id, person("उमर खालिद").id}


def test_quotes_have_a_speaker_and_the_letter_an_addressee() -> None:
    annotated, resolved = told()
    where = annotated.article.id
    letter, speech, headline = annotated.quotes
    for spoken in (letter, speech, headline):
        assert spoken.speaker is not None
        assert resolved.entity_of[where, spoken.speaker] == person("ममदानी").id
    assert letter.addressee is not None
    assert resolved.entity_of[where, letter.addressee] == person("उमर खालिद").id


def test_inside_a_quote_i_is_the_speaker_and_you_the_addressee() -> None:
    annotated, resolved = told()
    text, where = annotated.article.text, annotated.article.id
    first = {resolved.entity_of.get((where, m.span)) for m in annotated.mentions if m.span.of(text) == "मैं"}
    second = {resolved.entity_of.get((where, m.span)) for m in annotated.mentions if m.span.of(text) == "तुमने"}
    assert first == {person("ममदानी").id}
    assert second == {person("उमर खालिद").id}


@pytest.mark.parametrize("words", ["2 साल पुराना", "दो साल पहले"])
def test_a_relative_time_stays_unanchored_without_a_date_of_the_article(words: str) -> None:
    annotated, _ = told()
    (timex,) = [t for t in annotated.timexes if t.span.of(annotated.article.text) == words]
    assert timex.edtf is None and timex.anchor.kind == "none"


@pytest.mark.parametrize("words", ["2 साल पुराना", "दो साल पहले"])
def test_with_a_date_of_the_article_it_is_an_approximate_year(words: str) -> None:
    annotated, _ = told("2026-01-02")
    (timex,) = [t for t in annotated.timexes if t.span.of(annotated.article.text) == words]
    assert timex.edtf == "2024~" and timex.anchor.kind == "published"


def test_a_date_of_the_article_does_not_move_what_is_told_exactly() -> None:
    _, resolved = told("2026-01-02")
    assert {e.time for e in resolved.events if e.type == "Performance"} == {"2023-06"}


def test_every_fact_leads_back_to_words_of_the_article() -> None:
    annotated, resolved = told()
    text = annotated.article.text
    for fact in resolved.facts:
        assert fact.sentence.covers(fact.trigger)
        assert fact.trigger.of(text).strip()
        assert all(role.span.of(text).strip() for role in fact.roles)


def test_events_and_people_have_labels_in_both_languages() -> None:
    _, resolved = told()
    for thing in (*resolved.events, *resolved.entities):
        assert thing.labels["hi"] and thing.labels["en"]
        assert thing.labels["en"].isascii() or "‘" in thing.labels["en"], thing.labels["en"]
