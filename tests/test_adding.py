"""Articles joined to those that are there, or taken out: the outcome is that of all articles read together, whatever
came and went in between, and what changed is told."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import happenings, naming, sharing
from kg.adding import add
from kg.digest import packed, unpacked
from kg.happenings import Tellings
from kg.model import Annotated, Article, Entity, Event, Fact
from kg.resolve import digests, resolve, resolved
from kg.tables import Rows, Sets, merge
from kg.workings import Workings
from tests.told import read

#: Few names and few places, so that articles meet in every way.
FIRST, LAST = ("Asha", "Amit", "Meera", "M.", "Asa"), ("Rao", "Sen", "Verma", "Varma", "Qureshi")
PLACES = ("Pune", "Patna", "Bihar")
SENTENCES = (
    "{a} was arrested in {p} on {d} March {y}, police said.",
    "{a} met {b} in {p} on {d} April {y}.",
    "{b}, a contractor born in {born}, was released on bail in {p}.",
    "{a} wrote a letter to {b} in June {y}.",
    "A ferry sank near {p} within minutes, villagers said.",
    "Three people died when the ferry sank near {p} on {d} March {y}.",
    "Police arrested {b}. {b} had been in jail since {d} March {y}.",
)
Pair = tuple[Annotated, tuple[Fact, ...]]


@cache
def told(number: int) -> Pair:
    """An article, the same for the same number."""
    dice = Random(number)
    names = [f"{dice.choice(FIRST)} {dice.choice(LAST)}" for _ in range(2)]
    year = dice.choice((2019, 2020))
    text = " ".join(
        s.format(a=names[0], b=names[1], p=dice.choice(PLACES), d=dice.randint(1, 3), y=year, born=1950 + year % 2)
        for s in dice.sample(SENTENCES, 3)
    )
    printed = dice.choice((None, f"{year}-07-0{dice.randint(1, 9)}", f"{year + 1}-01-05"))
    return read(Article(f"article {number:02}", text, "en", sha256(text.encode()).hexdigest(), published=printed))


MANY = 24
STEPS = st.lists(
    st.tuples(st.sets(st.integers(0, MANY - 1), min_size=1, max_size=6), st.sets(st.integers(0, MANY - 1), max_size=3)),
    min_size=2,
    max_size=5,
)


@pytest.mark.parametrize("crowds", [(40, 60, 60), (2, 3, 3)], ids=["no crowds", "crowds everywhere"])
@pytest.mark.parametrize("kept", [False, True], ids=["in memory", "in a file"])
@settings(max_examples=12, deadline=None)
@given(steps=STEPS)
def test_the_outcome_is_that_of_all_articles_together(
    crowds: tuple[int, int, int], kept: bool, steps: list[tuple[set[int], set[int]]]
) -> None:
    before = naming.CROWD, happenings.CROWD, sharing.CROWD
    naming.CROWD, happenings.CROWD, sharing.CROWD = crowds
    try:
        with closing(sqlite3.connect(":memory:")) as database:
            _followed(Workings(database if kept else None), steps)
    finally:
        naming.CROWD, happenings.CROWD, sharing.CROWD = before


def _followed(work: Workings, steps: list[tuple[set[int], set[int]]]) -> None:
    there: set[int] = set()
    events: dict[str, Event] = {}
    entities: dict[str, Entity] = {}
    for came, gone in steps:
        went = (gone & there) - came
        change = add(work, digests([told(n) for n in sorted(came)]), {told(n)[0].article.id for n in went})
        work.flush()
        there = there - went | came
        pairs: Sequence[Pair] = [told(n) for n in sorted(there)]
        found = resolved(work, pairs)
        assert found == resolve(pairs)
        now = {event.id: event for event in found.events}
        named = {one.id: replace(one, mentions=()) for one in found.entities}
        assert {id for id in now if events.get(id) != now[id]} <= change.events
        assert {id for id in named if entities.get(id) != named[id]} <= change.entities
        assert change.gone_events == events.keys() - now.keys()
        assert change.gone_entities == entities.keys() - named.keys()
        events, entities = now, named


def test_what_an_article_touches_does_not_grow_with_the_articles() -> None:
    def touched(many: int) -> int:
        work = Workings()
        add(work, digests([_alone(n) for n in range(many)]))
        change = add(work, digests([_alone(many)]))
        return len(change.events) + len(change.entities) + len(change.articles)

    assert touched(5) == touched(40)


@cache
def _alone(number: int) -> Pair:
    """An article of people and a place that no other one names."""
    text = f"Zorka Ulb{'aeiou'[number % 5]}r{'aeiou'[number // 5 % 5]}n{number} was arrested in March 2020."
    return read(Article(f"article {number:02}", text, "en", sha256(text.encode()).hexdigest()))


def test_a_digest_is_the_same_from_its_text() -> None:
    for n in range(MANY):
        one = digests([told(n)])[told(n)[0].article.id]
        assert unpacked(packed(one)) == one


def test_tables_in_a_file_read_back_what_was_written() -> None:
    with closing(sqlite3.connect(":memory:")) as database:
        rows, sets = Rows[str](database, "row", str, str), Sets(database, "member")
        rows.put("a", "1")
        rows.put("b", "2")
        sets.add("k", "x")
        sets.add("k", "y")
        rows.flush()
        sets.flush()
        rows.drop("a")
        sets.discard("k", "x")
        assert (rows.get("a"), list(rows), sets.of("k")) == (None, ["b"], {"y"})
        rows.flush()
        sets.flush()
        assert (rows.get("a"), rows["b"], sets.of("k")) == (None, "2", {"y"})
        with pytest.raises(KeyError):
            rows["a"]


@pytest.mark.parametrize("kept", ["in memory", "in a file", "beside a larger file"])
@settings(max_examples=60, deadline=None)
@given(steps=st.lists(st.tuples(st.booleans(), st.sampled_from("ab"), st.integers(0, 7), st.sampled_from("rfwo"))))
def test_what_a_table_says_of_a_set_is_what_was_put_in(kept: str, steps: list[tuple[bool, str, int, str]]) -> None:
    with closing(sqlite3.connect(":memory:")) as database:
        if kept == "beside a larger file":
            database.execute("ATTACH ':memory:' AS base")
            database.execute("CREATE TABLE base.member (key TEXT, member TEXT, there INT, PRIMARY KEY (key, member))")
            database.execute("INSERT INTO base.member VALUES ('a', '1', 1), ('a', '2', 1), ('b', '1', 1)")
        sets = Sets(database if kept != "in memory" else None, "member")
        known = {"a": {"1", "2"}, "b": {"1"}} if kept == "beside a larger file" else {"a": set(), "b": set()}
        for came, key, number, then in steps:
            (sets.add if came else sets.discard)(key, str(number))
            (known[key].add if came else known[key].discard)(str(number))
            if then == "w":
                sets.flush()
            if then in "rw":
                assert all(sets.has(key, str(n)) == (str(n) in known[key]) for n in range(8))
            if then in "fw":
                assert sets.few(key, 2) == (known[key] if len(known[key]) <= 2 else None)
            if then == "o":
                assert sets.of(key) == known[key]
        assert {key: set(sets.of(key)) for key in "ab"} == known


def test_no_more_rows_are_held_than_asked_and_none_that_changed_is_lost() -> None:
    with closing(sqlite3.connect(":memory:")) as database:
        rows = Rows[str](database, "row", str, str, 3)
        for n in range(20):
            rows.put(str(n), f"first {n}")
        rows.flush()
        rows.put("7", "second 7")
        assert [rows[str(n)] for n in range(20)] == [f"{'second' if n == 7 else 'first'} {n}" for n in range(20)]
        assert len(rows._held) <= 5
        rows.flush()
        assert rows["7"] == "second 7"


def test_what_very_many_tell_of_a_place_is_compared_no_more() -> None:
    def compared(many: int) -> int:
        work = Workings()
        add(work, digests([_at_one_place(n) for n in range(many)]))
        tellings, group = Tellings(work), next(iter(work.event_of))
        return len(tellings._sharing(group, tellings.of(group)))

    assert 0 < compared(sharing.CROWD // 2) < sharing.CROWD
    assert compared(2 * sharing.CROWD) == 0


@cache
def _at_one_place(number: int) -> Pair:
    """An article that tells in the same words of somebody else at the same place in the same month."""
    text = f"Zorka Ulb{'aeiou'[number % 5]}r{'aeiou'[number // 5 % 5]}n{number} was arrested in Pune."
    sha256_ = sha256(text.encode()).hexdigest()
    return read(Article(f"article {number:03}", text, "en", sha256_, published="2020-03-04"))


def test_a_file_says_what_is_otherwise_than_in_another_and_both_can_be_put_together(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "large")) as large:
        rows, sets = Rows[str](large, "row", str, str), Sets(large, "member")
        for key in "abc":
            rows.put(key, key)
            sets.add("k", key)
        rows.flush()
        sets.flush()
        large.commit()
    with closing(sqlite3.connect(tmp_path / "small")) as small:
        small.execute("ATTACH ? AS base", (str(tmp_path / "large"),))
        rows, sets = Rows[str](small, "row", str, str), Sets(small, "member")
        for change in (lambda: rows.drop("a"), lambda: rows.put("d", "d"), lambda: rows.put("b", "2")):
            change()
        sets.discard("k", "a")
        sets.add("k", "d")
        rows.flush()
        sets.flush()
        assert (list(rows), rows.get("a"), rows["b"], sets.of("k")) == (["b", "c", "d"], None, "2", {"b", "c", "d"})
        rows.flush()
        sets.flush()
        merge(small)
    with closing(sqlite3.connect(tmp_path / "large")) as large:
        rows, sets = Rows[str](large, "row", str, str), Sets(large, "member")
        assert (list(rows), rows.get("a"), rows["b"], sets.of("k")) == (["b", "c", "d"], None, "2", {"b", "c", "d"})
