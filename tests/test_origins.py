"""Wire copies are one origin; reports in their own words are several."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from kg.model import Annotated, Article, Event, Fact, Resolved, Span, Status
from kg.origins import Groups, copies, origins

WIRE = "Police in Jaipur arrested the reporter Meera Sen on Monday evening after a search of her house, officials said."
EDITED = "Police in Jaipur arrested reporter Meera Sen on Monday evening following a search of her home, they said."
OWN = "Meera Sen, who writes about land deals, was taken into custody by the Rajasthan police at the start of the week."
HINDI = "जयपुर पुलिस ने सोमवार शाम पत्रकार मीरा सेन को उनके घर की तलाशी के बाद गिरफ्तार कर लिया, अधिकारियों ने बताया।"
NUKTA = "जयपुर पुलिस ने सोमवार शाम पत्रकार मीरा सेन को उनके घर की तलाशी के बाद गिरफ़्तार कर लिया, अधिकारियों ने बताया ।"


def told(passages: Mapping[str, tuple[str, str]], status: Mapping[str, Status] | None = None) -> Groups:
    """The origins of one event that each article tells in its first passage; the second is the rest of its text.
    `status` is that of what an article tells, where it is not asserted."""
    annotated, facts = [], []
    for id, (passage, rest) in passages.items():
        text = f"{passage} {rest}"
        article = Article(id, text, "en", sha256(text.encode()).hexdigest())
        annotated.append(Annotated(article, (), (), ()))
        sentence = Span(0, len(passage))
        facts.append(Fact(f"f{id}", id, "Arrest", sentence, sentence, (), (status or {}).get(id, "asserted")))
    event = Event("f", "Arrest", tuple(f.id for f in facts), None, "asserted", (), None, {})
    return origins(Resolved(tuple(annotated), tuple(facts), (), (event,)))["f"]


def test_a_wire_copy_with_small_edits_is_one_origin_and_an_own_report_is_another() -> None:
    rest = {"a": "The weather stays dry.", "b": "Trains run late.", "c": "Shops were closed."}
    found = told({"a": (WIRE, rest["a"]), "b": (EDITED, rest["b"]), "c": (OWN, rest["c"])})
    assert found == (("a", "b"), ("c",))


def test_copies_in_hindi_may_differ_in_nukta_and_spaces() -> None:
    assert told({"a": (HINDI, ""), "b": (NUKTA, "")}) == (("a", "b"),)


def test_a_short_sentence_alike_by_chance_is_no_copy() -> None:
    own = ("The court meets in the old town hall.", "Nobody of the family was there when the door was broken.")
    assert told({"a": ("She was arrested on Monday.", own[0]), "b": ("She was arrested on Monday.", own[1])}) == (
        ("a",), ("b",),
    )  # fmt: skip


def test_a_new_first_sentence_over_a_copied_article_is_one_origin() -> None:
    body = " ".join([WIRE, OWN])
    assert told({"a": ("Reporter held in Jaipur.", body), "b": ("Journalist arrested.", body)}) == (("a", "b"),)


def test_stock_phrases_do_not_make_one_origin() -> None:
    first = "The Prime Minister, Asha Rao, said on Monday the new railway bridge at Patna will be opened in March."
    second = "The Prime Minister, Asha Rao, said on Monday no talks about sharing river water were held with Dhaka."
    assert told({"a": (first, ""), "b": (second, "")}) == (("a",), ("b",))


def test_what_was_planned_is_no_origin_of_what_happened() -> None:
    passages = {"a": (WIRE, ""), "b": (OWN, "")}
    assert told(passages, {"a": "planned"}) == (("b",),)
    assert told(passages, {"a": "alleged"}) == (("a",), ("b",))
    assert told(passages, {"a": "planned", "b": "planned"}) == (("a",), ("b",))


def test_copies_of_copies_are_one_origin() -> None:
    words = WIRE.split()
    first, middle, last = " ".join(words), " ".join(words[6:] + OWN.split()[:6]), " ".join(OWN.split())
    assert len(told({"a": (first, ""), "b": (middle + " " + OWN, ""), "c": (last, "")})) == 1


@given(st.lists(st.sampled_from([WIRE, EDITED, OWN, HINDI, NUKTA, "नमस्ते", ""]), max_size=6))
def test_near_identical_texts_are_grouped_whatever_their_order(texts: list[str]) -> None:
    keyed = {f"{n}": text for n, text in enumerate(texts)}
    groups = copies(keyed)
    assert sorted(key for group in groups for key in group) == sorted(keyed)
    assert copies(dict(reversed(keyed.items()))) == groups
    assert all(len({keyed[key] in (WIRE, EDITED) for key in group}) == 1 for group in groups)
