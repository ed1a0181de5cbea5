"""Places by their names in Hindi and English."""

from __future__ import annotations

import subprocess
import sys
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.gazetteer import common, key_of, lookup


def first(name: str) -> str | None:
    found = lookup(name)
    return found[0].name_en if found else None


@pytest.mark.parametrize(
    ("names", "english", "kind"),
    [
        ("दिल्ली|Delhi|देहली|DELHI", "Delhi", "city"),
        ("न्यूयॉर्क|न्यूयार्क|न्यू यॉर्क|New York|New York City", "New York City", "city"),
        ("अमेरिका|अमरीका|America|United States|USA|U.S.A.", "United States", "country"),
        ("प्रयागराज|इलाहाबाद|Allahabad|Prayagraj", "Prayagraj", "city"),
        ("मुंबई|मुम्बई|बंबई|Bombay", "Mumbai", "city"),
        ("गाज़ा|गाजा|Gaza", "Gaza", "city"),
        ("गाजा पट्टी|Gaza Strip", "Gaza Strip", "region"),
        ("वॉशिंगटन|वाशिंगटन|Washington|Washington D.C.", "Washington", "city"),
        ("जम्मू-कश्मीर|जम्मू कश्मीर|कश्मीर|Kashmir", "Jammu and Kashmir", "region"),
        ("उत्तर प्रदेश|यूपी|Uttar Pradesh", "Uttar Pradesh", "region"),
        ("गौतमबुद्ध नगर|Gautam Buddha Nagar", "Gautam Buddha Nagar", "region"),
        ("यूक्रेन|Ukraine", "Ukraine", "country"),
        ("कीव|Kyiv|Kiev", "Kyiv", "city"),
        ("São Paulo|Sao Paulo|साओ पाउलो", "Sao Paulo", "city"),
        ("मध्य पूर्व|West Asia", "Middle East", "region"),
    ],
)
def test_every_way_to_write_a_place_finds_it(names: str, english: str, kind: str) -> None:
    for name in names.split("|"):
        found = lookup(name)
        assert found, name
        assert (name, found[0].name_en, found[0].kind) == (name, english, kind)


def test_a_place_has_both_names_its_country_and_where_it_is() -> None:
    [delhi, *_] = lookup("दिल्ली")
    assert (delhi.id, delhi.name_hi, delhi.country) == ("1273294", "दिल्ली", "IN")
    assert delhi.lat == pytest.approx(28.65, abs=0.05) and delhi.lon == pytest.approx(77.23, abs=0.05)
    assert delhi.population > 10_000_000


def test_places_of_one_name_are_all_given_the_best_known_first() -> None:
    assert [place.country for place in lookup("हैदराबाद")][:2] == ["IN", "PK"]
    assert [place.kind for place in lookup("Georgia")] == ["country", "region"]
    assert {place.id for place in lookup("पंजाब")} >= {"IN-PB", "PK-PB"}


def test_every_state_of_india_is_known_in_hindi() -> None:
    states = "आंध्र प्रदेश|अरुणाचल प्रदेश|असम|बिहार|छत्तीसगढ़|गोवा|गुजरात|हरियाणा|हिमाचल प्रदेश|झारखंड|कर्नाटक|केरल|मध्य प्रदेश|महाराष्ट्र|मणिपुर|मेघालय|मिजोरम|नागालैंड|ओडिशा|पंजाब|राजस्थान|सिक्किम|तमिलनाडु|तेलंगाना|त्रिपुरा|उत्तर प्रदेश|उत्तराखंड|पश्चिम बंगाल|लद्दाख|चंडीगढ़|पुडुचेरी|लक्षद्वीप"  # noqa: E501
    missing = [s for s in states.split("|") if not any(p.id.startswith("IN-") for p in lookup(s))]
    assert missing == []


@pytest.mark.parametrize("name", ["Of", "Nice", "Reading", "US", "मऊ", "गया", "हवाई", "सागर", "Turkey", "Mobile"])
def test_a_name_that_is_a_word_as_well_is_marked(name: str) -> None:
    assert lookup(name) and common(name)


@pytest.mark.parametrize("name", ["Delhi", "दिल्ली", "London", "लखनऊ", "पेरिस", "न्यूयॉर्क", "Paris", "खालिद", "and"])
def test_a_name_that_is_hardly_anything_else_is_not_marked(name: str) -> None:
    assert not common(name)


@pytest.mark.parametrize("name", ["", " ", "-", "\n", "\t", "और", "ममदानी", "Khalid", "0", "\ud800", "delhi\tx"])
def test_what_is_no_place_finds_nothing(name: str) -> None:
    assert lookup(name) == ()
    assert not common(name)


@given(st.text(max_size=12))
def test_any_text_can_be_looked_up(text: str) -> None:
    for place in lookup(text):
        assert place.kind in ("country", "region", "city")
        assert place.lat is None or -90 <= place.lat <= 90


def test_keys_do_not_keep_apart_what_news_does_not() -> None:
    assert key_of("फ़र्रूख़ाबाद") == key_of("फर्रूखाबाद")
    assert key_of("Bhāgalpur") == key_of("BHAGALPUR")
    assert key_of("St. John's") == key_of("St Johns")
    assert key_of("सूरत") != key_of("सुरत")


def test_the_file_is_small_and_every_line_of_it_can_be_read() -> None:
    from kg import gazetteer

    assert len(files("kg").joinpath("models/places.txt.gz").read_bytes()) < 1_000_000
    names = gazetteer._read().names
    assert names == sorted(names)
    for line in names[::97]:
        name = line.decode().split("\t")[0]
        assert lookup(name), name


def test_importing_it_reads_no_file() -> None:
    code = "import kg.gazetteer as g; print(g._read.cache_info().currsize)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "0\n"
