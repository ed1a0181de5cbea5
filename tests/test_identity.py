"""Who bears a name: spellings and scripts meet, namesakes stay apart, and the reasons can be read."""

from __future__ import annotations

import pytest

from kg.edtf import Bounds, parse
from kg.identity import Bearer, keys, verdict
from kg.joining import joined
from tests.told import called, together


def year(text: str) -> Bounds:
    return Bounds(parse(text).begin.min, parse(text).end.max)


def test_spellings_and_scripts_of_one_name_are_one_person() -> None:
    found = together(
        "पत्रकार मीनाक्षी चौधरी को पुलिस ने 2 मार्च 2024 को पटना में गिरफ्तार किया।",
        "Journalist Minakshi Choudhary was arrested in Patna on 2 March 2024.",
        "Meenakshi Chaudhari was released on bail on 10 April 2024.",
    )
    assert called(found, "मीनाक्षी चौधरी", "Minakshi Choudhary", "Meenakshi Chaudhari") == [{"a", "b", "c"}]


def test_two_people_with_one_surname_stay_two() -> None:
    found = together(
        "Umar Qureshi was arrested in Lucknow on 3 May 2021.",
        "पत्रकार सलीम कुरैशी को 3 मई 2021 को लखनऊ में गिरफ्तार किया गया।",
        "Qureshi was arrested in Lucknow on 3 May 2021.",
    )
    assert called(found, "Umar Qureshi", "सलीम कुरैशी", "Qureshi") == [{"a"}, {"b"}, {"c"}]


def test_another_year_of_birth_is_another_person() -> None:
    found = together(
        "उमर अंसारी का जन्म 1987 में हुआ था। उमर अंसारी को 3 मई 2021 को गिरफ्तार किया गया।",
        "Umar Ansari was born in 1951. Umar Ansari was arrested on 3 May 2021.",
    )
    assert called(found, "उमर अंसारी", "Umar Ansari") == [{"a"}, {"b"}]


def test_an_age_beside_the_name_is_a_year_of_birth() -> None:
    first = "Umar Ansari, 34, was arrested in Lucknow on 3 May 2021."
    second = "74 वर्षीय नेता उमर अंसारी को 3 मई 2021 को लखनऊ में गिरफ्तार किया गया।"
    assert called(together(first, second, published="2021-05-04"), "Umar Ansari", "उमर अंसारी") == [{"a"}, {"b"}]
    second = second.replace("74", "34")
    assert called(together(first, second, published="2021-05-04"), "Umar Ansari", "उमर अंसारी") == [{"a", "b"}]


def test_another_work_in_other_company_is_another_person() -> None:
    first, second = "Journalist Asif Raza was arrested in Lucknow.", "ठेकेदार आसिफ रज़ा को मुंबई में गिरफ्तार किया गया।"
    assert called(together(first, second), "Asif Raza", "आसिफ रज़ा") == [{"a"}, {"b"}]
    same = second.replace("ठेकेदार", "पत्रकार")
    assert called(together(first, same), "Asif Raza", "आसिफ रज़ा") == [{"a", "b"}]


def test_a_single_name_is_one_person_where_the_company_is_the_same() -> None:
    first = "Mr Sukarni met Hilda Berg and Amit Saxena in Oslo on 2 May 2024."
    second = "Mr Sukarni was arrested in Oslo after he met Hilda Berg and Amit Saxena."
    assert called(together(first, second), "Sukarni") == [{"a", "b"}]
    assert called(together(first, "Mr Sukarni was arrested in Lagos."), "Sukarni") == [{"a"}, {"b"}]


@pytest.mark.parametrize(
    ("change", "score", "against", "why"),
    [
        ({}, 1.0, False, (("same_name", "Asif Raza"),)),
        ({"born": year("1987")}, 1.0, True, (("same_name", "Asif Raza"), ("born", "1950", "1987"))),
        ({"born": year("1951")}, 1.0, False, (("same_name", "Asif Raza"),)),
        ({"work": frozenset({"judge"})}, 0.88, True,
         (("same_name", "Asif Raza"), ("other_work", "judge", "writer"))),
        ({"work": frozenset({"writer"})}, 1.0, False, (("same_name", "Asif Raza"), ("same_work", "writer"))),
        ({"work": frozenset({"judge"}), "company": {"Place:Pune": "Pune"}}, 0.92, False,
         (("same_name", "Asif Raza"), ("company", "Pune"), ("other_work", "judge", "writer"))),
        ({"kind": "Organisation"}, 0.0, False, ()),
    ],
)  # fmt: skip
def test_a_verdict_says_what_speaks_for_and_against(
    change: dict[str, object], score: float, against: bool, why: tuple[str, ...]
) -> None:
    known = {"born": year("1950"), "work": frozenset({"writer"}), "company": {"Place:Pune": "Pune"}}
    first = Bearer("Person", "Asif Raza", **known)  # type: ignore[arg-type]
    found = verdict(first, Bearer(**{"kind": "Person", "name": "Asif Raza", **change}))  # type: ignore[arg-type]
    assert (round(found.score, 2), found.against, found.why) == (score, against, why)


def test_documents_of_one_author_to_one_recipient_are_one_in_both_scripts() -> None:
    found = together(
        "प्रोफेसर अनिल वर्मा ने मीनाक्षी चौधरी को 6 मार्च 2024 को एक चिट्ठी लिखी।",
        "मीनाक्षी चौधरी के नाम अनिल वर्मा की चिट्ठी सोशल मीडिया पर वायरल हुई।",
        "सोशल मीडिया पर सुनीता राव की चिट्ठी वायरल हुई।",
    )
    letters = [{a for a, _ in e.mentions} for e in found.entities if e.kind == "Document"]
    assert sorted(letters, key=sorted) == [{"a", "b"}, {"c"}]


def test_the_best_pairs_are_taken_first_and_what_is_apart_stays_apart() -> None:
    pairs = [(0.9, 0, 1), (0.95, 1, 2), (0.92, 0, 3)]
    assert joined("abcd", pairs) == dict.fromkeys("abcd", "a")
    assert joined("abcd", pairs, lambda a, b: {a, b} == {"a", "c"}) == {"a": "a", "b": "b", "c": "b", "d": "a"}
    assert joined("abcd", pairs, different=[("a", "d")]) == {"a": "a", "b": "a", "c": "a", "d": "d"}
    assert joined("abcd", [], lambda a, b: True, same=[("b", "d")]) == {"a": "a", "b": "b", "c": "c", "d": "b"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Farhan Kumar Verma", "Farhan Kumar Sen"),
        ("Vikram Rani Sen", "Vikram Rani Rao"),
        ("Devika Prasad Rao", "देविका प्रसाद सेन"),
        ("सुनीता देवी यादव", "सुनीता देवी शर्मा"),
        ("Amit Lal Menon", "Amit Lal Pillai"),
    ],
)
def test_another_surname_is_another_person_whoever_else_both_articles_name(one: str, other: str) -> None:
    company = {f"Person:{n}": n for n in ("Asha Rao", "Meera Sen", "Nasim Akhtar", "Leela Das")}
    assert not verdict(Bearer("Person", one, company=company), Bearer("Person", other, company=company)).same


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zohran Kwame Mamdani", "जोहरान ममदानी"), ("Saroj Chouhan", "सरोज चौहान"),
        ("M. K. Choudhary", "M. Kumar Chaudhary"),
    ],
)
def test_other_spellings_and_fewer_parts_may_be_one(one: str, other: str) -> None:
    company = {f"Person:{n}": n for n in ("Asha Rao", "Meera Sen", "Nasim Akhtar", "Leela Das")}
    assert verdict(Bearer("Person", one, company=company), Bearer("Person", other, company=company)).same


@pytest.mark.parametrize(("here", "there"), [("जाजपुर", "Jajpur"), ("केंद्रपाड़ा", "Kendrapara"), ("कटक", "Cuttack")])
def test_a_place_is_found_in_another_script_whichever_the_gazetteer_knows(here: str, there: str) -> None:
    one, other = (Bearer("Place", name) for name in (here, there))
    assert set(keys(one, [here], "hi")) & set(keys(other, [there], "en"))
    assert verdict(one, other).same
