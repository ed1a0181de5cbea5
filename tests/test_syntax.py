"""Words with tags, lemmas and dependencies; models of the user's own; languages without any."""

from __future__ import annotations

import time
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import KgError
from kg.extract.syntax import lemma as lemma_of
from kg.extract.syntax import parse
from kg.language import fold, tokenize
from kg.model import Span, Word

OWN_PARSER = Path(str(files("kg").joinpath("models", "syntax.hi.udpipe")))


def read(text: str, language: str, model: Path | None = None) -> tuple[Word, ...]:
    (words,) = parse(tokenize(fold(text)), [Span(0, len(text))], language, model, text)
    return words


def word(words: tuple[Word, ...], form: str) -> Word:
    return next(w for w in words if w.form == form)


def head(words: tuple[Word, ...], form: str) -> str:
    found = word(words, form).head
    return words[found].form if found >= 0 else ""


@pytest.mark.parametrize("language", ["hi", "en", "de"])
def test_every_token_of_a_sentence_is_a_word_of_it_at_its_place(language: str) -> None:
    text = "मीरा ने 25 पेड़ लगाए। Dr. Rao didn't come."
    tokens = tokenize(fold(text))
    first, second = parse(tokens, [Span(0, 21), Span(22, len(text))], language, text=text)
    assert [w.form for w in (*first, *second)] == tokens.words
    assert [w.span for w in (*first, *second)] == [tokens.span(i, i) for i in range(len(tokens))]


@pytest.mark.parametrize(
    ("text", "dependent", "above", "relation"),
    [
        ("सुनीता ने अदालत में बयान दर्ज कराया।", "सुनीता", "कराया", "nsubj"),
        ("पुलिस ने चोर को पकड़ा।", "चोर", "पकडा", "obj"),
        ("वह कल दिल्ली से लौटा।", "दिल्ली", "लौटा", "obl"),
        ("पुलिस ने राजेश की बेटी को बचाया।", "राजेश", "बेटी", "nmod"),
        ("पुलिस ने चोर को पकड़ा।", "ने", "पुलिस", "case"),
    ],
)
def test_hindi_phrases_hang_on_their_predicates(text: str, dependent: str, above: str, relation: str) -> None:
    words = read(text, "hi")
    assert head(words, dependent) == above
    assert word(words, dependent).deprel.split(":")[0] == relation


@pytest.mark.parametrize(
    ("text", "dependent", "above", "relation"),
    [
        ("The minister opened the bridge on Monday.", "minister", "opened", "nsubj"),
        ("The minister opened the bridge on Monday.", "bridge", "opened", "obj"),
        ("The minister opened the bridge on Monday.", "monday", "opened", "obl"),
        ("Two men were arrested by police in Leeds.", "men", "arrested", "nsubj:pass"),
        ("Two men were arrested by police in Leeds.", "were", "arrested", "aux:pass"),
        ("She said that the river had risen.", "risen", "said", "ccomp"),
    ],
)
def test_english_phrases_hang_on_their_predicates(text: str, dependent: str, above: str, relation: str) -> None:
    words = read(text, "en")
    assert head(words, dependent) == above
    assert word(words, dependent).deprel == relation


@pytest.mark.parametrize("language", ["hi", "en"])
def test_a_sentence_is_one_tree(language: str) -> None:
    text = {
        "hi": "सरकार ने कहा कि नदी का पानी घट रहा है और लोग लौट सकते हैं।",
        "en": "He left, she said, and nobody knew why.",
    }
    words = read(text[language], language)
    assert sum(w.head == -1 for w in words) == 1
    for start in range(len(words)):
        at, steps = start, 0
        while at >= 0:
            at, steps = words[at].head, steps + 1
            assert steps <= len(words)


@pytest.mark.parametrize(
    ("text", "form", "lemma"),
    [
        ("उसने चिट्ठी लिखी।", "लिखी", "लिखना"),
        ("वे पतंग उड़ाते रहे।", "उडाते", "उडाना"),
        ("मामला सुलझाया गया।", "सुलझाया", "सुलझाना"),
        ("वह लड़कों से मिला।", "लडकों", "लडका"),
    ],
)
def test_hindi_lemmas_are_folded_and_those_of_verbs_infinitives(text: str, form: str, lemma: str) -> None:
    assert word(read(text, "hi"), form).lemma == lemma


@pytest.mark.parametrize(
    ("form", "lemma"), [("children", "child"), ("ran", "run"), ("were", "be"), ("london", "london")]
)
def test_english_lemmas(form: str, lemma: str) -> None:
    assert word(read("The children ran and were seen in London.", "en"), form).lemma == lemma


def test_a_lemma_that_was_not_looked_up_is_found_when_it_is_asked_for() -> None:
    text = "The mayor mortgaged the hall."
    tokens = tokenize(fold(text))
    (words,) = parse(tokens, [Span(0, len(text))], "en", text=text, lemmas=False)
    assert word(words, "mortgaged").lemma == "" and lemma_of(word(words, "mortgaged"), "en") == "mortgage"


def test_spellings_that_fold_to_the_same_are_read_the_same() -> None:
    with_nukta, without = read("लड़के ने किताब पढ़ी।", "hi"), read("लडके ने किताब पढी।", "hi")
    assert [(w.form, w.lemma, w.upos, w.feats, w.head, w.deprel) for w in with_nukta] == [
        (w.form, w.lemma, w.upos, w.feats, w.head, w.deprel) for w in without
    ]


def test_capitals_tell_names() -> None:
    words = read("Yesterday Rice said that rice is cheap.", "en")
    assert [w.upos for w in words if w.form == "rice"] == ["PROPN", "NOUN"]


def test_features_say_number_and_tense() -> None:
    words = read("The men left.", "en")
    assert "Number=Plur" in word(words, "men").feats
    assert "Tense=Past" in word(words, "left").feats


def test_a_language_without_a_model_has_words_without_syntax() -> None:
    assert {(w.upos, w.feats, w.head, w.deprel) for w in read("Der Fluss stieg.", "de")} == {("", "", -1, "")}


def test_a_region_is_no_other_language() -> None:
    assert read("The men left.", "en-IN") == read("The men left.", "en")


def test_a_model_of_the_users_own_reads_any_language_as_far_as_it_goes() -> None:
    words = read("Der Fluss stieg.", "de", OWN_PARSER)
    assert sum(w.head == -1 for w in words) == 1
    assert {w.upos for w in words} == {""}


@pytest.mark.parametrize("content", [None, b"", b"not a model"])
def test_a_model_that_cannot_be_read_is_an_error_that_names_it(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "x.udpipe"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(KgError, match="x.udpipe: is not a UDPipe model"):
        read("The men left.", "en", path)


def test_a_sentence_without_words_is_empty() -> None:
    assert parse(tokenize(fold("   ")), [Span(0, 3)], "hi") == ((),)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60), st.sampled_from(["hi", "en"]))
def test_any_text_is_read(text: str, language: str) -> None:
    tokens = tokenize(fold(text))
    (words,) = parse(tokens, [Span(0, len(text))], language, text=text)
    assert [w.form for w in words] == tokens.words
    assert all(-1 <= w.head < len(words) and w.head != i for i, w in enumerate(words))


def test_words_of_closed_classes_have_their_tag_from_the_language_file() -> None:
    assert word(read("तुम्हारे भाई से मिलकर खुशी हुई।", "hi"), "तुम्हारे").upos == "PRON"


def test_words_may_be_tagged_without_being_parsed() -> None:
    text = "पुलिस ने चोर को पकड़ा।"
    (words,) = parse(tokenize(fold(text)), [Span(0, len(text))], "hi", text=text, heads=False)
    assert [w.upos for w in words] == [w.upos for w in read(text, "hi")]
    assert {w.head for w in words} == {-1}


def test_a_sentence_without_end_is_read_in_linear_time() -> None:
    def seconds(times: int) -> float:
        text = "the man saw a dog and " * times
        tokens = tokenize(fold(text))
        start = time.process_time()
        parse(tokens, [Span(0, len(text))], "en", text=text)
        return time.process_time() - start

    seconds(10)
    assert seconds(2000) < 30 * max(seconds(200), 0.01)
