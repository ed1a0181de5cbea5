"""Where events stand by the order that is told: certainly, possibly, or as they stood."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.edtf import Bounds
from kg.placing import in_sequence, nearest, possibly_after

names = "abcdef"
pairs = st.lists(st.tuples(st.sampled_from(names), st.sampled_from(names)).filter(lambda pair: pair[0] < pair[1]))


@given(st.permutations(names), pairs)
def test_every_event_stands_once_and_none_before_one_it_is_after(ids: list[str], told: list[tuple[str, str]]) -> None:
    found = in_sequence(ids, told)
    assert sorted(found) == sorted(ids)
    assert all(found.index(one) < found.index(other) for one, other in told)


@given(st.permutations(names))
def test_without_an_order_events_stay_as_they_stood(ids: list[str]) -> None:
    assert in_sequence(ids, []) == ids


def test_an_event_without_a_date_moves_to_those_with_one() -> None:
    assert in_sequence(["may", "june", "july", "undated"], [("undated", "june")]) == ["may", "undated", "june", "july"]


def test_events_of_a_circle_stand_after_the_others() -> None:
    assert in_sequence(["a", "b", "c"], [("a", "b"), ("b", "a")]) == ["c", "a", "b"]


def test_the_nearest_events_shown_are_found_over_those_that_are_not() -> None:
    steps = {"c": {"x", "a"}, "x": {"b"}, "b": {"z"}, "a": {"z"}}
    assert nearest("c", steps, {"a", "b", "z"}) == ("a", "b")
    assert nearest("z", steps, {"a"}) == ()


def test_an_event_is_possibly_after_those_that_begin_no_later_than_it_may() -> None:
    following = [(id, Bounds(day, day)) for id, day in (("a", 1), ("b", 3), ("c", 7), ("d", 8))]
    assert possibly_after(5, following, ()) == ("a", "b")
    assert possibly_after(5, following, ("a",)) == ("b",)
    assert possibly_after(0, following, ()) == ()
    assert possibly_after(None, following, ()) == ("a", "b", "c")  # the first few
