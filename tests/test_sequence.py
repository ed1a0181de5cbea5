"""What was certainly before what, as few pairs as say it all."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.edtf import Bounds
from kg.order import Constraint, Point, after, not_after, not_before, solve
from kg.sequence import relations


def then(first: str, second: str, fact: str) -> Constraint:
    return after(Point(first, "end"), Point(second, "begin"), [fact], "after", strict=True)


def test_what_follows_over_a_third_event_is_left_out() -> None:
    told = [then("a", "b", "1"), then("b", "c", "2"), then("a", "c", "3")]
    assert relations(solve(told)) == (("before", "a", "b"), ("before", "b", "c"))


def test_what_only_the_days_tell_is_left_to_them() -> None:
    days = [not_after(Point("a", "end"), 3, ["1"], "stated"), not_before(Point("b", "begin"), 9, ["2"], "stated")]
    assert relations(solve(days)) == ()


def test_what_is_told_to_be_no_later_is_not_told_to_be_before() -> None:
    assert relations(solve([after(Point("a", "end"), Point("b", "begin"), ["1"], "x")])) == ()


def test_an_arrest_starts_a_detention_which_a_release_finishes() -> None:
    def same(one: Point, event: str, why: str) -> list[Constraint]:
        return [after(Point(event, "begin"), one, [], why), after(one, Point(event, "end"), [], why)]

    told = [*same(Point("jail", "begin"), "arrest", "since"), *same(Point("jail", "end"), "release", "until")]
    assert relations(solve(told)) == (("finishes", "release", "jail"), ("starts", "arrest", "jail"))


def test_what_begins_and_ends_inside_an_event_is_during_it() -> None:
    told = [
        after(Point("trip", "begin"), Point("meeting", "begin"), ["1"], "during"),
        after(Point("meeting", "end"), Point("trip", "end"), ["1"], "during"),
    ]
    assert relations(solve(told)) == (("during", "meeting", "trip"),)


def test_two_births_of_one_person_are_one_time() -> None:
    told = [
        after(Point(a, end), Point(b, end), [], "one-birth")
        for end in ("begin", "end")
        for a, b in (("x", "y"), ("y", "x"))
    ]
    assert relations(solve(told)) == (("equals", "x", "y"),)


def test_contested_events_have_no_order() -> None:
    assert relations(solve([then("a", "b", "1"), then("b", "a", "2"), then("b", "c", "3")])) == ()


def test_what_is_told_of_the_order_of_an_event_with_two_dates_stays() -> None:
    dates = [not_before(Point("a", "begin"), 9, ["1"], "stated"), not_after(Point("a", "end"), 3, ["2"], "stated")]
    solution = solve([*dates, then("a", "b", "3"), then("b", "c", "1")])
    assert relations(solution) == (("before", "a", "b"),)  # and what a fact says that contradicts another does not
    assert solution.days["b"] == (Bounds(None, None), Bounds(None, None))


points = st.builds(Point, st.sampled_from("abcdef"), st.sampled_from(["begin", "end"]))
told = st.lists(
    st.builds(lambda p, q, strict: after(p, q, ["f"], "x", 0, strict), points, points, st.booleans()), max_size=14
)


def reach(constraints: list[Constraint], start: Point) -> set[Point]:
    """The points that are later than one, by walking everywhere."""
    events = {p.event for c in constraints for p in (c.earlier, c.later)}
    steps = [(c.earlier, c.later, c.strict) for c in constraints]
    steps += [(Point(e, "begin"), Point(e, "end"), False) for e in events]
    seen, left = {(start, False)}, [(start, False)]
    while left:
        here, strictly = left.pop()
        new = {(v, strictly or strict) for u, v, strict in steps if u == here} - seen
        seen |= new
        left += new
    return {point for point, strictly in seen if strictly}


@given(told)
@settings(max_examples=300, deadline=None)
def test_the_pairs_say_all_that_follows_and_none_can_be_spared(constraints: list[Constraint]) -> None:
    solution = solve(constraints)
    pairs = {(a, b) for how, a, b in relations(solution) if how == "before"}
    events = {p.event for c in solution.kept for p in (c.earlier, c.later)} - {""}
    later = {a: reach(list(solution.kept), Point(a, "end")) for a in events}
    follows = {(a, b) for a in events for b in events if Point(b, "begin") in later[a]}
    assert closed(pairs) == follows
    assert all(closed(pairs - {pair}) != follows for pair in pairs)


def closed(pairs: set[tuple[str, str]]) -> set[tuple[str, str]]:
    while True:
        more = pairs | {(a, d) for a, b in pairs for c, d in pairs if b == c}
        if more == pairs:
            return pairs
        pairs = more
