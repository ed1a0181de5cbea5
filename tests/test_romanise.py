"""Devanagari names in Latin letters, as a reader of English would expect to find them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.romanise import romanise, syllables


@pytest.mark.parametrize(
    ("hindi", "latin"),
    [
        ("उमर खालिद", "Umar Khalid"),
        ("नरेंद्र मोदी", "Narendra Modi"),
        ("राहुल गांधी", "Rahul Gandhi"),
        ("बनोज्योत्सना लाहिड़ी", "Banojyotsna Lahiri"),
        ("कन्हैया कुमार", "Kanhaiya Kumar"),
        ("हिमंत बिस्वा सरमा", "Himant Biswa Sarma"),
    ],
)
def test_names_come_out_as_they_are_known(hindi: str, latin: str) -> None:
    assert romanise(hindi) == latin


@pytest.mark.parametrize(
    ("hindi", "latin"),
    [
        ("ममदानी", "Mamdani"),
        ("राजकुमार", "Rajkumar"),
        ("अमरनाथ", "Amarnath"),
        ("मनमोहन", "Manmohan"),
        ("अंबेडकर", "Ambedkar"),
        ("केजरीवाल", "Kejriwal"),
        ("रहमान", "Rahman"),
        ("फडणवीस", "Fadanvis"),
    ],
)
def test_a_schwa_goes_between_vowel_and_consonant_and_consonant_and_vowel(hindi: str, latin: str) -> None:
    assert romanise(hindi) == latin


@pytest.mark.parametrize(
    ("hindi", "latin"),
    [
        ("सरस्वती", "Saraswati"),
        ("राजस्थान", "Rajasthan"),
        ("पार्वती", "Parvati"),
        ("वत्सला", "Vatsala"),
        ("वसुंधरा", "Vasundhara"),
        ("चंद्रशेखर", "Chandrashekhar"),
        ("मुंबई", "Mumbai"),
        ("मायावती", "Mayavati"),
        ("प्रगति", "Pragati"),
    ],
)
def test_a_schwa_stays_beside_clusters_nasals_and_vowels_and_in_learned_endings(hindi: str, latin: str) -> None:
    assert romanise(hindi) == latin


@pytest.mark.parametrize(
    ("hindi", "latin"),
    [
        ("अशोक", "Ashok"),
        ("धर्म", "Dharm"),
        ("खर्च", "Kharch"),
        ("प्रसन्न", "Prasann"),
        ("कृष्ण", "Krishna"),
        ("मिश्र", "Mishra"),
        ("सूर्य", "Surya"),
        ("भारतीय", "Bhartiya"),
        ("प्रिय", "Priya"),
        ("न", "Na"),
        ("दुःख", "Duhkh"),
    ],
)
def test_a_final_schwa_goes_unless_what_is_left_could_not_be_spoken(hindi: str, latin: str) -> None:
    assert romanise(hindi) == latin


@pytest.mark.parametrize(
    ("hindi", "latin"),
    [
        ("संवाद", "Samvad"),
        ("संयुक्त", "Sanyukt"),
        ("मैं", "Main"),
        ("चाँद", "Chand"),
        ("स्वामी", "Swami"),
        ("पूर्वी", "Purvi"),
        ("अग्रवाल", "Agrawal"),
        ("ज्ञानेश", "Gyanesh"),
        ("क्षत्रिय", "Kshatriya"),
        ("अच्छा", "Achha"),
        ("कॉलेज", "College"),
    ],
)
def test_nasals_glides_and_conjuncts_follow_their_neighbours(hindi: str, latin: str) -> None:
    assert romanise(hindi) == latin


@pytest.mark.parametrize("word", ["गिरफ़्तारी", "गिरफ्तारी", "गिरफ\u093c्तारी", "गिर\u095e्तारी", "गिर\u200dफ्तारी"])
def test_every_way_to_type_a_word_gives_the_same(word: str) -> None:
    assert romanise(word) == "Giraftari"


def test_what_is_not_devanagari_stays_as_it_is() -> None:
    assert romanise("JNU के छात्र, 2020 (UAPA)।") == "JNU Ke Chhatra, 2020 (UAPA)।"


def test_digits_become_those_of_english() -> None:
    assert romanise("धारा १२०") == "Dhara 120"


def test_a_sign_without_its_letter_is_left_out() -> None:
    assert romanise("ा\u094d\u093c") == ""
    assert syllables("्") == ()


@given(st.text(st.characters(min_codepoint=0x900, max_codepoint=0x963), max_size=12))
def test_anything_in_devanagari_becomes_ascii(text: str) -> None:
    assert romanise(text).isascii()
