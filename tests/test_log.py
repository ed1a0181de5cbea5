"""The log read and written in part is the log read and written whole."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from kg import store as stores
from kg.derived import Members
from kg.log import (
    Log,
    log_quads,
    log_within,
    read_log,
    read_part,
    with_learnt,
    with_replaced,
    with_versions,
    without_versions,
)
from kg.seal import digest, digests, sealed, sealed_within, unsealed
from kg.store import Store
from kg.terms import DEFAULT
from tests import sample

ARTICLES = [replace(sample.ENGLISH, id=f"news/{n} & more", sha256=f"{n:064x}") for n in range(12)]


def written(target: str, log: Log) -> None:
    stores.open(target, "w").replace({DEFAULT.log: sealed(DEFAULT.log, log_quads(log))})


def put(store: Store, before: Log, after: Log) -> None:
    """Write what differs between two parts of a log."""
    store.replace({}, {DEFAULT.log: sealed_within(DEFAULT.log, log_within(before, after), store.quads)})


def whole(target: str) -> Log:
    source = list(stores.open(target).quads(graph=DEFAULT.log))
    assert digests(source) == [(DEFAULT.log, digest(unsealed(source)))]
    return read_log(source)


@pytest.fixture(params=["g.nq", "g"])
def target(tmp_path: Path, request: pytest.FixtureRequest) -> str:
    found = str(tmp_path / request.param)
    written(found, with_learnt(Log(), ARTICLES, "2026-01-01"))
    return found


def test_only_what_concerns_the_articles_and_iris_is_read(target: str) -> None:
    old, new, other = map(DEFAULT.event, ("old", "new", "other"))
    written(target, replace(whole(target), replaced={old: new, other: new}))
    part = read_part(stores.open(target).quads, [ARTICLES[3].id, "unknown"], [old, new])
    assert part.learnt == {(ARTICLES[3].id, ARTICLES[3].sha256): "2026-01-01"}
    assert part.replaced == {old: new}
    assert read_part(stores.open(target).quads, [], []) == Log()


def test_an_article_that_comes_and_one_that_changes(target: str) -> None:
    new, changed = replace(sample.HINDI, id="new"), replace(ARTICLES[5], sha256="f" * 64, text="Other words.")
    due = with_learnt(whole(target), [new, changed], "2026-02-01")
    due = with_versions(due, [ARTICLES[5]], {a.id: a.sha256 for a in (*ARTICLES, changed, new)})
    store = stores.open(target, "w")
    before = read_part(store.quads, [new.id, changed.id], [])
    after = with_learnt(before, [new, changed], "2026-02-01")
    put(store, before, with_versions(after, [ARTICLES[5]], {changed.id: changed.sha256, new.id: new.sha256}))
    assert whole(target) == due
    assert len(due.versions) == 1


def test_the_texts_of_an_article_that_left_go(target: str) -> None:
    versions = with_versions(whole(target), ARTICLES[:2], {})
    written(target, versions)
    store = stores.open(target, "w")
    before = read_part(store.quads, [ARTICLES[0].id], [])
    put(store, before, without_versions(before, ARTICLES[0].id))
    assert whole(target) == without_versions(versions, ARTICLES[0].id)


def grouped(groups: Iterable[frozenset[str]]) -> Members:
    return Members({fact: min(group) for group in groups for fact in group}, {})


def iris(*members: Members) -> list[str]:
    return [DEFAULT.event(event) for one in members for event in one.event_of.values()]


@pytest.mark.parametrize("seed", range(10))
def test_what_gives_way_again_and_again_is_told_as_from_the_whole(target: str, seed: int) -> None:
    chance = random.Random(seed)
    groups = {frozenset([f"f{n:02}"]) for n in range(20)}
    due = whole(target)
    for step in range(12):
        gone = set(chance.sample(sorted(groups, key=min), min(4, len(groups))))
        facts = sorted({fact for group in gone for fact in group if chance.random() < 0.95} | {f"e{seed}{step:02}"})
        parts: dict[int, set[str]] = {}
        for fact in facts:
            parts.setdefault(chance.randrange(3), set()).add(fact)
        come = set(map(frozenset, parts.values()))
        due = with_replaced(due, grouped(groups), grouped(groups - gone | come))
        store = stores.open(target, "w")
        before = read_part(store.quads, [], iris(grouped(gone), grouped(come)))
        put(store, before, with_replaced(before, grouped(gone), grouped(come)))
        groups = groups - gone | come
        assert whole(target) == due
    assert due.replaced
