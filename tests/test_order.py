"""Bounds from constraints: the tightest there are, with what they follow from; contradictions as small as can be."""

from __future__ import annotations

import importlib.util
import time
from itertools import product
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kg.edtf import Bounds
from kg.order import DAY_ZERO, Conflict, Constraint, Point, after, not_after, not_before, solve
from kg.sequence import relations

ARREST, JAIL, SPEECH = (Point("arrest", "begin"), Point("jail", "begin"), Point("speech", "begin"))
NONE = Bounds(None, None)


def on(event: str, first: int, last: int, fact: str) -> list[Constraint]:
    """That an event was within these days."""
    return [
        not_before(Point(event, "begin"), first, [fact], "stated"),
        not_after(Point(event, "end"), last, [fact], "stated"),
    ]


def then(first: str, second: str, fact: str, days: int = 0) -> Constraint:
    return after(Point(first, "end"), Point(second, "begin"), [fact], "after", days, strict=True)


def test_an_event_has_the_days_that_are_stated_of_it() -> None:
    assert solve(on("a", 10, 20, "f")).days == {"a": (Bounds(10, 20), Bounds(10, 20))}


def test_an_event_told_between_two_others_has_their_days_as_bounds() -> None:
    solution = solve([*on("a", 10, 12, "f"), *on("c", 30, 31, "g"), then("a", "b", "h"), then("b", "c", "i")])
    assert solution.days["b"] == (Bounds(10, 31), Bounds(10, 31))


def test_a_thousand_days_in_jail_by_a_speech_put_its_beginning_a_thousand_days_before() -> None:
    told = after(JAIL, SPEECH, ["speech"], "duration", days=1000)
    solution = solve([told, *on("speech", 1500, 1529, "date")])
    assert solution.days["jail"] == (Bounds(None, 529), NONE)


def test_a_bound_names_the_constraints_it_follows_from_and_no_others() -> None:
    joined = [then("a", "b", "g"), then("z", "b", "h"), then("b", "c", "i")]
    solution = solve([*on("a", 10, 12, "f"), *on("z", 5, 99, "other"), *joined])
    assert [c.facts for c in solution.why("c", "begin", "min")] == [("f",), (), ("g",), (), ("i",)]
    assert solution.why("c", "end", "max") == ()


def test_what_comes_twice_in_a_row_on_one_day_is_no_contradiction() -> None:
    solution = solve([*on("a", 10, 10, "f"), *on("b", 10, 10, "g"), then("a", "b", "h")])
    assert solution.conflicts == () and solution.days["b"] == (Bounds(10, 10), Bounds(10, 10))


def test_a_circle_of_undated_events_is_a_contradiction() -> None:
    solution = solve([then("a", "b", "f"), then("b", "c", "g"), then("c", "a", "h")])
    assert [c.facts for c in solution.conflicts] == [("f", "g", "h")]


def test_two_dates_of_one_event_are_a_contradiction_of_two_facts() -> None:
    solution = solve([*on("a", 14, 14, "paper"), *on("a", 15, 15, "agency"), *on("b", 3, 3, "other")])
    assert [c.facts for c in solution.conflicts] == [("agency", "paper")]
    assert solution.contested == {"a"} and solution.days["a"] == (NONE, NONE)


def test_a_contradiction_does_not_spread() -> None:
    wrong = [*on("a", 14, 14, "paper"), *on("a", 15, 15, "agency")]
    rest = [*on("c", 40, 40, "g"), then("b", "c", "h")]
    solution = solve([*wrong, *rest, then("a", "b", "i")])
    assert solution.days["b"] == solve(rest).days["b"] == (Bounds(None, 40), Bounds(None, 40))


def test_a_contradiction_is_a_circle_that_begins_at_a_known_day() -> None:
    (conflict,) = solve([*on("a", 20, 21, "f"), *on("b", 10, 11, "g"), then("a", "b", "h")]).conflicts
    assert conflict.facts == ("f", "g", "h") and conflict.events == ("a", "b")
    ends = [(c.earlier, c.later) for c in conflict.constraints]
    assert ends[0][0] == ends[-1][1] == DAY_ZERO
    assert all(one[1] == other[0] for one, other in zip(ends, ends[1:], strict=False))


def test_of_contradictions_the_smaller_is_found() -> None:
    long = [then("a", "b", "1"), then("b", "c", "2"), then("c", "d", "3"), then("d", "a", "4")]
    (conflict,) = solve([*long, then("b", "a", "5")]).conflicts
    assert conflict.facts == ("1", "5")


def test_nothing_gives_nothing() -> None:
    assert solve([]).days == {} and solve([]).conflicts == ()


# Whatever the constraints

points = st.builds(Point, st.sampled_from("abcd"), st.sampled_from(["begin", "end"]))
facts = st.lists(st.sampled_from("uvwxyz"), min_size=1, max_size=2)
sides = st.sampled_from([not_before, not_after])
dated = st.builds(lambda p, day, f, side: side(p, day, f, "x"), points, st.integers(-6, 6), facts, sides)
joined = st.builds(
    lambda p, q, f, days, strict: after(p, q, f, "y", days, strict),
    points, points, st.one_of(facts, st.just([])), st.integers(-4, 4), st.booleans(),
).filter(lambda c: c.earlier != c.later)  # fmt: skip
systems = st.lists(st.one_of(dated, joined), max_size=12)


def possible(constraints: list[Constraint]) -> bool:
    """Whether there is a solution, by Floyd and Warshall's algorithm over all pairs of points."""
    return length(constraints) is not None


def length(constraints: list[Constraint]) -> dict[tuple[Point, Point], float] | None:
    events = {p.event for c in constraints for p in (c.earlier, c.later)} - {""}
    extents = [after(Point(e, "begin"), Point(e, "end"), [], "extent") for e in events]
    nodes = sorted({DAY_ZERO, *(p for c in [*constraints, *extents] for p in (c.earlier, c.later))})
    far: dict[tuple[Point, Point], float] = {(u, v): 0 if u == v else float("inf") for u, v in product(nodes, nodes)}
    for c in [*constraints, *extents]:
        far[c.later, c.earlier] = min(far[c.later, c.earlier], -c.least)
    for k, u, v in product(nodes, nodes, nodes):
        far[u, v] = min(far[u, v], far[u, k] + far[k, v])
    return None if any(far[u, u] < 0 for u in nodes) else far


@given(systems)
@settings(max_examples=300, deadline=None)
def test_there_is_a_conflict_exactly_where_there_is_no_solution(constraints: list[Constraint]) -> None:
    assert (solve(constraints).conflicts == ()) == possible(constraints)


@given(systems)
@settings(max_examples=300, deadline=None)
def test_bounds_are_the_tightest_and_follow_from_what_they_name(constraints: list[Constraint]) -> None:
    solution = solve(constraints)
    far = length(list(solution.kept))
    assert far is not None
    for event, (begin, end) in solution.days.items():
        for point, bounds in ((Point(event, "begin"), begin), (Point(event, "end"), end)):
            first, last = far.get((point, DAY_ZERO), float("inf")), far.get((DAY_ZERO, point), float("inf"))
            assert bounds == Bounds(
                None if first == float("inf") else int(-first) >> 20, None if last == float("inf") else int(last) >> 20
            )
            if bounds.min is not None:
                assert sum(c.least for c in solution.why(event, point.end, "min")) >> 20 == bounds.min
            if bounds.max is not None:
                assert -sum(c.least for c in solution.why(event, point.end, "max")) >> 20 == bounds.max


@given(systems)
@settings(max_examples=300, deadline=None)
def test_all_events_as_late_as_can_be_are_a_solution_in_days(constraints: list[Constraint]) -> None:
    solution = solve([*constraints, *(not_after(Point(e, "end"), 50, [], "bound") for e in "abcd")])
    day = {Point(e, "begin"): begin.max for e, (begin, _) in solution.days.items()}
    day |= {Point(e, "end"): end.max for e, (_, end) in solution.days.items()}
    for c in solution.kept:
        if any(day.get(p, 0) is None for p in (c.earlier, c.later)):
            continue  # no date bounds it
        if DAY_ZERO not in (c.earlier, c.later):
            assert day[c.later] - day[c.earlier] >= c.days  # type: ignore[operator]
        elif c.earlier == DAY_ZERO:
            assert day[c.later] >= c.days  # type: ignore[operator]
        else:
            assert day[c.earlier] <= -c.days - c.strict  # type: ignore[operator]


@given(systems)
@settings(max_examples=300, deadline=None)
def test_any_fact_of_a_conflict_can_be_left_out_and_the_rest_agree(constraints: list[Constraint]) -> None:
    def said(by: set[str]) -> list[Constraint]:
        return [c for c in constraints if by.issuperset(c.facts)]

    assume(possible(said(set())))  # else what holds by itself contradicts itself, and no fact is to blame
    for conflict in solve(constraints).conflicts:
        assert not possible(said(set(conflict.facts)))
        assert all(possible(said(set(conflict.facts) - {fact})) for fact in conflict.facts)
        assert {c for c in conflict.constraints if c.why != "extent"} <= set(constraints)
        assert sum(c.least for c in conflict.constraints) > 0


@given(systems, st.randoms(use_true_random=False))
@settings(max_examples=200, deadline=None)
def test_the_order_in_which_constraints_come_does_not_matter(constraints: list[Constraint], random: object) -> None:
    mixed = list(constraints)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    one, other = solve(constraints), solve(mixed)
    assert one == other
    assert all(one.why(e, "end", side) == other.why(e, "end", side) for e in one.days for side in ("min", "max"))


# Part by part

wider = st.builds(Point, st.sampled_from("abcdefgh"), st.sampled_from(["begin", "end"]))
told = st.lists(st.sampled_from("klmnopqrstuvwxyz"), min_size=1, max_size=2)
looser = st.lists(
    st.one_of(
        st.builds(lambda p, day, f, side: side(p, day, f, "x"), wider, st.integers(-6, 6), told, sides),
        st.builds(
            lambda p, q, f, days, strict: after(p, q, f, "y", days, strict),
            wider, wider, st.one_of(told, st.just([])), st.integers(-4, 4), st.booleans(),
        ).filter(lambda c: c.earlier != c.later),
    ),
    max_size=10,
)  # fmt: skip


def about(constraint: Constraint) -> str:
    return constraint.earlier.event or constraint.later.event


@given(looser, st.sets(st.sampled_from("abcdefgh")))
@settings(max_examples=500, deadline=None)
def test_the_solution_of_some_parts_is_what_the_whole_says_of_them(told: list[Constraint], some: set[str]) -> None:
    whole = solve(told)
    own = {event for event, part in whole.part_of.items() if part in {whole.part_of.get(e) for e in some}}
    solution = solve(c for c in told if about(c) in own)
    assert solution.days == {event: days for event, days in whole.days.items() if event in own}
    assert solution.conflicts == tuple(c for c in whole.conflicts if own.intersection(c.events))
    assert solution.contested == whole.contested & own
    assert solution.kept == tuple(c for c in whole.kept if about(c) in own)
    assert solution.part_of == {event: part for event, part in whole.part_of.items() if event in own}
    assert relations(solution) == tuple(r for r in relations(whole) if r[1] in own)
    for event, end, side in product(sorted(own), ("begin", "end"), ("min", "max")):
        assert solution.why(event, end, side) == whole.why(event, end, side)  # type: ignore[arg-type]


@given(looser)
@settings(max_examples=200, deadline=None)
def test_nothing_that_is_said_or_joined_is_in_two_parts(told: list[Constraint]) -> None:
    part_of = solve(told).part_of

    def named(c: Constraint) -> set[str]:
        return {c.earlier.event, c.later.event, *c.facts} - {""}

    for one, other in product(told, told):
        if named(one) & named(other):
            assert part_of[about(one)] == part_of[about(other)]
    assert all(part == min(e for e in part_of if part_of[e] == part) for part in part_of.values())


def test_what_one_fact_says_of_two_events_is_solved_together() -> None:
    wrong = [*on("a", 14, 14, "paper"), *on("a", 15, 15, "agency")]
    solution = solve([*wrong, *on("b", 3, 3, "agency"), *on("c", 1, 1, "f")])
    assert solution.part_of == {"a": "a", "b": "a", "c": "c"}
    assert solution.days["b"] == (NONE, NONE)


def test_a_conflict_says_which_events_it_is_about() -> None:
    conflict = Conflict(("f",), tuple(on("a", 2, 1, "f")))
    assert conflict.events == ("a",)


def test_a_conflict_is_irreducible_where_one_of_its_facts_contradicts_itself_over_another_event() -> None:
    told = [
        not_before(Point("a", "begin"), 0, ["u"], "x"),
        not_before(Point("a", "end"), 0, ["u"], "x"),
        not_before(Point("a", "end"), 1, ["x"], "x"),
        not_after(Point("a", "end"), -1, ["v", "w"], "x"),
        after(Point("a", "end"), Point("a", "begin"), ["u"], "y"),
        after(Point("a", "begin"), Point("b", "begin"), [], "y"),
        after(Point("b", "begin"), Point("a", "end"), [], "y", strict=True),
    ]
    assert [conflict.facts for conflict in solve(told).conflicts] == [("u",), ("v", "w", "x")]


@pytest.mark.parametrize(("wrong", "conflicts"), [(0, 0), (30, 20), (100, 80)])
def test_five_thousand_events_and_twenty_thousand_constraints_take_a_second(wrong: int, conflicts: int) -> None:
    spec = importlib.util.spec_from_file_location("bench_order", Path(__file__).parent.parent / "bench" / "order.py")
    assert spec is not None and spec.loader is not None
    bench = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(bench)
    constraints = bench.story(wrong)
    assert len({p.event for c in constraints for p in (c.earlier, c.later)} - {""}) > 4_500
    start = time.process_time()
    solution = solve(constraints)
    assert time.process_time() - start < 2  # a second where nothing else runs
    assert len(solution.conflicts) >= conflicts
