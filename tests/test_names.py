"""Names of people, organisations and places: what is one, what is none, and of what kind."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract import name_tags, names, times
from kg.extract.name_words import vocabulary
from kg.extract.sentences import sentences
from kg.language import fold, tokenize
from kg.model import Article, Mention

ROOT = Path(__file__).parents[1]
SEED = ROOT / "data" / "articles" / "mamdani-khalid.hi.txt"


def found(text: str, language: str) -> tuple[Mention, ...]:
    article = Article("x", text, language, "")
    tokens = tokenize(fold(text))
    return names.find(article, tokens, sentences(article, tokens), times.find(article, tokens)).mentions


def named(text: str, language: str) -> list[tuple[str, str]]:
    return [(m.kind, m.name) for m in found(text, language)]


HINDI = [
    ("रमेश वर्मा को जेल भेज दिया गया।", [("Person", "रमेश वर्मा")]),
    ("रमेश वर्मा को कोर्ट ने बरी कर दिया।", [("Person", "रमेश वर्मा")]),
    ("पुलिस अधीक्षक कविता राठौर ने बताया।", [("Person", "कविता राठौर")]),
    ("जज ज्योति मल्होत्रा ने फैसला सुनाया।", [("Person", "ज्योति मल्होत्रा")]),
    ("ठेकेदार रामकिशोर तोमर ने ग्वालियर में मंत्री अनीता सोलंकी से मुलाकात की।",
     [("Person", "रामकिशोर तोमर"), ("Place", "ग्वालियर"), ("Person", "अनीता सोलंकी")]),
    ("डॉ. सुशीला मिश्रा को पटना हाई कोर्ट ने जमानत दी।", [("Person", "सुशीला मिश्रा"), ("Organisation", "पटना हाई कोर्ट")]),
    ("दिल्ली पुलिस ने सोमवार को आरोपी विक्रम राठी को गिरफ्तार किया।",
     [("Organisation", "दिल्ली पुलिस"), ("Person", "विक्रम राठी")]),
    ("सुप्रीम कोर्ट ने यूएपीए और भारतीय दंड संहिता की धाराओं पर फैसला सुनाया।", [("Organisation", "सुप्रीम कोर्ट")]),
    ("जयपुर शहर में पानी भर गया।", [("Place", "जयपुर")]),
    ("भारतीय कंपनी ने हिंदी और अंग्रेजी में बयान जारी किया।", []),
    ("राज्य सरकार ने मुसलमान और हिंदू नेताओं से बात की।", []),
    ("मंगलवार को RBI ने नियम बदले।", [("Organisation", "RBI")]),
    ("वन विभाग ने जांच की।", [("Organisation", "वन विभाग")]),
    ("मामला भ्रष्टाचार निरोधक ब्यूरो को सौंपा गया।", [("Organisation", "भ्रष्टाचार निरोधक ब्यूरो")]),
    ("रेलवे कर्मचारी संघ ने बैठक बुलाई।", [("Organisation", "रेलवे कर्मचारी संघ")]),
    ("उनकी मूर्ति आधुनिक कला संग्रहालय में है।", [("Organisation", "आधुनिक कला संग्रहालय")]),
    ("पूर्व मध्य रेलवे ने दो गाड़ियां रद्द कीं।", [("Organisation", "पूर्व मध्य रेलवे")]),
    ("एक विभाग ने परिषद को पत्र लिखा।", []),
    ("राष्ट्रपति भवन में समारोह हुआ।", [("Place", "राष्ट्रपति भवन")]),
    ("पंकज ने रवींद्र गुर्जर का नाम लिया।", [("Person", "पंकज"), ("Person", "रवींद्र गुर्जर")]),
    ("भवन में समारोह हुआ।", []),
    ("छंटनी की खबर से बेटी परेशान थी।", []),
]
ENGLISH = [
    ("Mayor Rosalind Achterberg met Senator Paul Whitaker in Denver on Tuesday.",
     [("Person", "Rosalind Achterberg"), ("Person", "Paul Whitaker"), ("Place", "Denver")]),
    ("The Supreme Court rejected the appeal of Dr. Meera Nair's lawyer.",
     [("Organisation", "Supreme Court"), ("Person", "Meera Nair")]),
    ("Delhi Police arrested two men under the Indian Penal Code.", [("Organisation", "Delhi Police")]),
    ("Indian officials spoke Hindi and English to the Christian leaders.", []),
    ("The World Health Organization (WHO) sent doctors to Kenya.",
     [("Organisation", "World Health Organization"), ("Organisation", "WHO"), ("Place", "Kenya")]),
    ("The court fined Farhan Malhotra Rs 50 lakh.", [("Person", "Farhan Malhotra")]),
    ("It was built by Shivdhara Constructions.", [("Organisation", "Shivdhara Constructions")]),
    ("Who said it would rain in May or on Sunday?", []),
]


@pytest.mark.parametrize(("text", "expected"), HINDI)
def test_names_of_a_hindi_sentence(text: str, expected: list[tuple[str, str]]) -> None:
    assert named(text, "hi") == expected


@pytest.mark.parametrize(("text", "expected"), ENGLISH)
def test_names_of_an_english_sentence(text: str, expected: list[tuple[str, str]]) -> None:
    assert named(text, "en") == expected


@pytest.mark.parametrize(("text", "language"), [("विधायक ने कोसा राज्य सरकार", "hi"), ("the first South African", "en")])
def test_words_that_are_never_a_name_may_end_a_text(text: str, language: str) -> None:
    assert named(text, language) == []


def test_a_part_of_a_persons_name_is_the_person_everywhere() -> None:
    text = "सांसद अनुराधा वैद्यनाथन नागपुर पहुंचीं। वैद्यनाथन के साथ समर्थक थे। अनुराधा ने भाषण दिया।"
    people = [m.name for m in found(text, "hi") if m.kind == "Person"]
    assert people == ["अनुराधा वैद्यनाथन", "वैद्यनाथन", "अनुराधा"]


def test_a_spelling_that_differs_in_the_length_of_a_vowel_is_the_same_person() -> None:
    text = "मेयर रोहन ककाटीकर ने शपथ ली। ककाटीकर बोले कि काम होगा। यह जीत काकाटीकर की है। ककाटीकर ने कहा।"
    assert ("Person", "काकाटीकर") in named(text, "hi")


def test_an_acronym_in_brackets_and_its_long_form_are_both_organisations() -> None:
    text = "जांच आर्थिक अपराध शाखा (EOW) करेगी।"
    assert [(k, n) for k, n in named(text, "hi")] == [("Organisation", "आर्थिक अपराध शाखा"), ("Organisation", "EOW")]


def test_the_title_of_an_event_in_quotes_is_nobody() -> None:
    assert not [n for k, n in named("वह ‘हैलो सुनीता’ कार्यक्रम में गए।", "hi") if k == "Person"]


def test_a_headline_in_title_case_does_not_turn_its_words_into_names() -> None:
    text = "Storm Floods Village As Rivers Rise Again\n\nHeavy rain flooded a village. Nobody was hurt."
    assert named(text, "en") == []


def test_a_name_of_the_body_is_found_in_a_headline_in_capitals() -> None:
    text = "COURT FREES MARGUERITE OYELARAN\n\nMarguerite Oyelaran walked out of jail. Ms Oyelaran thanked her lawyers."
    assert [m.name for m in found(text, "en") if m.kind == "Person"][0].lower() == "marguerite oyelaran"


def test_possessives_and_case_markers_stay_outside() -> None:
    assert [m.name for m in found("Officials doubted Hannah Lindqvist's account.", "en")] == ["Hannah Lindqvist"]
    assert [m.name for m in found("यह किताब लेखिका कमला भसीन की है।", "hi")] == ["कमला भसीन"]


def test_a_time_is_no_name() -> None:
    text = "In May and June, April Jones visited Paris."
    assert ("Place", "Paris") in named(text, "en")
    assert not {"May", "June"} & {n for _, n in named(text, "en")}


def test_every_mention_is_the_text_at_its_span_and_none_overlap() -> None:
    text = SEED.read_text(encoding="utf-8")
    mentions = found(text, "hi")
    assert all(m.span.of(text).split() for m in mentions)
    assert all(a.span.end <= b.span.start for a, b in zip(mentions, mentions[1:], strict=False))
    assert {m.kind for m in mentions} <= {"Person", "Organisation", "Place"}


def test_a_language_without_a_model_has_no_names() -> None:
    article = Article("x", "Angela Merkel besuchte Paris.", "de", "")
    tokens = tokenize(fold(article.text))
    assert names.find(article, tokens, sentences(article, tokens), ()).mentions == ()


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="abचक़ीं ममदानी.,'\"’‘()-ABé1 \n", max_size=60), st.sampled_from(["hi", "en"]))
def test_any_text_gives_spans_inside_it(text: str, language: str) -> None:
    assert all(0 <= m.span.start < m.span.end <= len(text) for m in found(text, language))


def test_another_hash_seed_finds_the_same() -> None:
    program = (
        "import sys; sys.path[:0] = ['tests']\n"
        "from test_names import SEED, found\n"
        "print([(m.span.start, m.span.end, m.kind) for m in found(SEED.read_text(encoding='utf-8'), 'hi')])"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", program], cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1]
    assert runs[0].count("Person") > 20


@pytest.mark.parametrize("language", ["hi", "en"])
def test_the_language_files_list_enough_titles(language: str) -> None:
    assert len(vocabulary(language).titles) >= 150


@pytest.mark.parametrize("language", ["hi", "en"])
def test_every_tag_of_a_model_can_be_reached_and_left(language: str) -> None:
    model = name_tags.load(language)
    assert model is not None
    assert sorted(tag for before, tags in model.ways for tag, _ in tags if before) == list(range(len(model.tags)))
    assert {t[2:] for t in model.tags} == {"", "PER", "ORG", "LOC", "MISC"}
    assert len(model.weights) == 2 * len(model.rows) * len(model.tags)


@pytest.mark.parametrize(
    ("written", "form"),
    [("Delhi", "Aa"), ("USA", "AA"), ("A", "A"), ("McCain", "AaA"), ("iPhone", "aA"), ("said", "a"), ("दिल्ली", "h"),
     ("2024", "9"), (",", ","), ("'s", "'")],
)
def test_the_shape_of_a_word(written: str, form: str) -> None:
    assert name_tags.shape(written) == form
