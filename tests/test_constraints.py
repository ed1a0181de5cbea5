"""What sentences, days of publication and the axioms of event types say of the order of events, and what not."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import edtf
from kg.constraints import constraints, solved
from kg.derived import bounds, event_days
from kg.extract import annotate, extract
from kg.findings import findings
from kg.judgements import Judged, Judgement, judgement
from kg.model import Article, Resolved
from kg.order import solve
from kg.resolve import resolve, within

ARREST = "Meera Sen was arrested in Jaipur on 20 August 2023."


def read(
    *texts: str,
    published: str | None = "2023-11-20",
    language: str = "en",
    judgements: Sequence[Judgement] = (),
) -> Resolved:
    """Articles a, b, c … with these texts, read and resolved."""
    found = []
    for name, text in zip("abcdef", texts, strict=False):
        article = Article(name, text + "\n", language, name * 64, published=published)
        annotated = annotate(article)
        found.append((annotated, within(annotated, extract(annotated))))
    return resolve(found, judgements)


def days(resolved: Resolved, type_: str) -> tuple[str | None, str | None, str | None, str | None]:
    """The bounds that a graph gives the one event of a type: earliest and latest beginning, earliest and latest end."""
    (event,) = (event for event in resolved.events if event.type == type_)
    articles = {a.article.id: a.article.published for a in resolved.annotated}
    told = [fact for fact in resolved.facts if fact.id in event.facts]
    begin, end = event_days(event, told, articles, solved(resolved))
    first, last, ends, latest = (day if day is None else edtf.iso(day) for day in (*begin, *end))
    return first, last, ends, latest


def why(resolved: Resolved) -> set[str]:
    return {c.why for c in constraints(resolved)}


# What is told of two events


def test_after_an_event_of_another_article_bounds_what_no_date_is_told_of() -> None:
    told = read(ARREST, "After the arrest of Meera Sen, Devika Rao met Arjun Nath in Lucknow.")
    first, last, _, _ = days(told, "Meeting")
    assert (first, last) == ("2023-08-20", "2023-11-20")


def test_before_an_event_bounds_on_the_other_side() -> None:
    told = read(f"{ARREST} Devika Rao met Arjun Nath in Lucknow before the arrest of Meera Sen.")
    assert days(told, "Meeting")[1] == "2023-08-20"


@pytest.mark.parametrize(("text", "type_"), [
    (f"{ARREST} Devika Rao met Arjun Nath in Lucknow before the arrest of Meera Sen.", "Meeting"),
    (f"{ARREST} Arjun Nath had met Devika Rao before the arrest of Meera Sen.", "Meeting"),
    (f"{ARREST} Devika Rao married Arjun Nath before the arrest of Meera Sen.", "Marriage"),
    ("मीरा सेन को 20 अगस्त 2023 को गिरफ्तार किया गया। गिरफ्तारी से पहले देविका राव ने अर्जुन नाथ से मुलाकात की थी।", "Meeting"),
    ("पटना में 20 अगस्त 2023 को पुल गिर गया। हादसे से पहले देविका राव ने अर्जुन नाथ से मुलाकात की थी।", "Meeting"),
])  # fmt: skip
def test_a_meeting_before_something_was_over_before_it(text: str, type_: str) -> None:
    assert days(read(text, language="hi" if text[0] > "z" else "en"), type_)[3] == "2023-08-20"


def test_a_protest_before_something_may_have_gone_on() -> None:
    assert days(read(f"{ARREST} Before the arrest of Meera Sen residents protested in Lucknow."), "Protest")[3] is None


def test_hindi_says_after_and_before_as_well() -> None:
    told = read(
        "मीरा सेन को 20 अगस्त 2023 को जयपुर में गिरफ्तार किया गया। "
        "गिरफ्तारी के बाद देविका राव ने लखनऊ में अर्जुन नाथ से मुलाकात की।",
        language="hi",
    )
    assert days(told, "Meeting")[0] == "2023-08-20"


@pytest.mark.parametrize(
    "text",
    [
        "Devika Rao will meet Arjun Nath in Lucknow after the arrest of Meera Sen.",  # planned
        "Devika Rao did not meet Arjun Nath in Lucknow after the arrest of Meera Sen.",  # negated
        "Devika Rao met Arjun Nath in Lucknow.",
    ],
)
def test_what_did_not_happen_or_is_told_without_an_order_is_bounded_by_nothing(text: str) -> None:
    assert days(read(ARREST, text), "Meeting")[0] is None


# What is told of one event, and when


def test_what_is_told_in_the_past_bounds_nothing_by_the_day_of_publication_alone() -> None:
    told = read("Devika Rao met Arjun Nath in Lucknow.")
    assert "published" in why(told)
    assert days(told, "Meeting") == (None, None, None, None)


def test_a_year_that_lasts_beyond_publication_ends_with_it() -> None:
    told = read("Meera Sen was released from jail in 2023.", published="2023-03-05")
    assert days(told, "Release")[:2] == ("2023-01-01", "2023-03-05")


def test_what_is_told_for_a_day_after_publication_stays_there() -> None:
    told = read("Meera Sen will be released from jail on 3 December 2023.")
    assert solved(told).conflicts == ()


def test_a_thousand_days_in_jail_bound_the_arrest_by_publication() -> None:
    told = read("Meera Sen has been in jail for more than 1000 days.", published="2023-11-20")
    assert days(told, "Detention")[1] == "2021-02-23"


@pytest.mark.parametrize("text", ["about 1000 days", "1000 days", "less than 1000 days", "nearly 1000 days"])
def test_a_duration_that_may_be_rounded_bounds_nothing(text: str) -> None:
    assert "duration" not in why(read(f"Meera Sen has been in jail for {text}."))


# What event types imply


def test_an_arrest_begins_the_one_detention_and_the_release_after_it_ends_it() -> None:
    told = read(ARREST, "Meera Sen is in jail.", "Meera Sen was released from jail on 25 October 2023.")
    assert days(told, "Detention") == ("2023-08-20", "2023-08-20", "2023-08-20", "2023-10-25")


def test_a_release_that_came_before_the_arrest_ends_another_detention() -> None:
    told = read(ARREST, "Meera Sen is in jail.", "Meera Sen was released from jail on 25 October 2021.")
    assert "arrest-detention" not in why(told)


def test_a_detention_of_somebody_else_is_not_bounded() -> None:
    assert "arrest-detention" not in why(read(ARREST, "Arjun Nath is in jail."))


def test_a_birth_told_after_a_deed_is_a_contradiction_and_both_dates_stay() -> None:
    told = read("Meera Sen was born on 3 May 2001.", "Meera Sen wrote a letter to Devika Rao on 4 May 1999.")
    solution = solved(told)
    assert len(solution.conflicts) == 1
    birth, deed = sorted(told.events, key=lambda event: event.type)
    assert solution.contested == {deed.id}
    assert days(told, "Birth")[0] == "2001-05-03" and days(told, "Correspondence")[1] == "1999-05-04"
    (found,) = (one for one in findings(told, solution) if one.kind == "contradiction")
    assert found.events == tuple(sorted((birth.id, deed.id)))


def test_a_life_does_not_join_all_that_somebody_did_into_one_part() -> None:
    others = ((4, "Devika Rao"), (9, "Arjun Nath"))
    deeds = [f"Meera Sen met {name} in Lucknow on {day} May 2021." for day, name in others]
    told = read("Meera Sen was born on 3 May 2001. Meera Sen died in June 2023.", *deeds)
    assert {"birth-first", "death-last"} <= why(told)
    part_of = solved(told).part_of
    assert len(set(part_of.values())) == len(part_of) == 4


def test_a_birth_told_of_two_days_bounds_nothing_else() -> None:
    born = [f"Meera Sen was born in {year}." for year in (1930, 1931)]
    told = read(*born, "Meera Sen met Arjun Nath in Lucknow in the 1920s.")
    assert "birth-first" not in why(told)


def test_a_birth_bounds_what_a_person_did_but_dates_nothing_by_itself() -> None:
    told = read("Meera Sen was born in 1930. Meera Sen met Arjun Nath in Lucknow.", published=None)
    assert "birth-first" in why(told)
    assert days(told, "Meeting") == (None, None, None, None)


def test_who_is_only_described_is_not_taken_for_one_person_in_two_articles() -> None:
    told = read(*(f"The chairman was arrested in Jaipur on {day} August 2023." for day in (20, 22)))
    assert "seldom-suffered" not in why(told)


def test_two_appointments_by_one_government_are_not_two_accounts_of_one() -> None:
    days = ((3, "Asha Rao"), (9, "Arjun Nath"))
    told = read(*(f"Nitish Kumar appointed {who} as judge on {day} May 2023." for day, who in days))
    assert [event.type for event in told.events].count("Appointment") == 2
    assert "seldom-done" not in why(told)


@pytest.mark.parametrize(
    ("texts", "type_", "axiom"),
    [
        ([ARREST, "Meera Sen was arrested in Jaipur on 26 August 2023."], "Arrest", "seldom-suffered"),
        (["Meera Sen was born on 3 May 2001.", "Meera Sen was born on 4 May 2001."], "Birth", "one-birth"),
    ],
)
def test_events_that_a_person_judged_different_are_not_taken_for_two_accounts(
    texts: list[str], type_: str, axiom: str
) -> None:
    told = read(*texts)
    assert axiom in why(told) and solved(told).contested
    first, second = (fact for fact in told.facts if fact.type == type_)
    ends = (Judged(fact.article, fact.trigger, fact.id) for fact in (first, second))
    judged = read(*texts, judgements=[judgement("different", *ends, "Asha", "2024-01-01")])
    assert axiom not in why(judged) and not solved(judged).contested


# Properties of what a graph keeps

TEXTS = [
    ARREST,
    "Meera Sen was arrested in Jaipur on 22 August 2023.",
    "Meera Sen has been in jail for more than 400 days.",
    "Meera Sen is in jail.",
    "After the arrest of Meera Sen, Devika Rao met Arjun Nath in Lucknow.",
    "Meera Sen was released from jail on 25 October 2023. Before her release, Devika Rao wrote a letter to her.",
    "Meera Sen was born on 3 May 2024.",
]


@given(st.lists(st.sampled_from(TEXTS), min_size=1, max_size=5, unique=True), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_bounds_never_widen_what_is_stated_and_contradictions_never_spread(texts: list[str], random: object) -> None:
    resolved = read(*texts)
    facts = {fact.id: fact for fact in resolved.facts}
    articles = {a.article.id: a.article.published for a in resolved.annotated}
    told = list(constraints(resolved))
    random.shuffle(told)  # type: ignore[attr-defined]
    solution = solve(told)
    assert solution == solved(resolved)
    for event in resolved.events:
        own = bounds(event, [facts[f] for f in event.facts], articles)
        found = event_days(event, [facts[f] for f in event.facts], articles, solution)
        for stated, known in zip(own, found, strict=True):
            assert stated.min is None or (known.min is not None and known.min >= stated.min)
            assert stated.max is None or (known.max is not None and known.max <= stated.max)
            assert known.min is None or known.max is None or known.min <= known.max
        if event.id in solution.contested:
            assert found == own
    wrong = {fact for conflict in solution.conflicts for fact in conflict.facts}
    assert not wrong & {fact for c in solution.kept for fact in c.facts}
    assert solve(solution.kept).conflicts == ()
