"""The digest of a named graph, told from what came and went."""

from __future__ import annotations

import random
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import store as stores
from kg.seal import digest, digests, resealed, sealed, sealed_within, unsealed
from kg.terms import DEFAULT, Value, quads
from tests import sample

DERIVED = sample.graphs()[DEFAULT.derived]


def altered(quad: ox.Quad) -> ox.Quad:
    return ox.Quad(quad.subject, quad.predicate, ox.Literal("something else"), quad.graph_name)


@pytest.mark.parametrize("seed", range(20))
def test_a_digest_from_what_came_and_went_is_that_of_all(seed: int) -> None:
    chance = random.Random(seed)
    before = {quad for quad in DERIVED if chance.random() < 0.7}
    after = {altered(quad) if chance.random() < 0.3 else quad for quad in DERIVED if chance.random() < 0.7}
    assert resealed(digest(before), before - after, after - before) == digest(after)
    assert resealed(digest(before), before, after) == digest(after), "what is in both changes nothing"
    twice = [quad for quad in after for _ in range(2)]
    assert resealed(digest(before), [*before, *before], twice) == digest(after), "a quad counts once"


def test_every_quad_counts() -> None:
    whole = digest(DERIVED)
    for place, quad in enumerate(DERIVED):
        rest = [*DERIVED[:place], *DERIVED[place + 1 :]]
        assert digest(rest) != whole
        assert digest([*rest, altered(quad)]) != whole


def test_text_with_line_ends_is_one_line() -> None:
    rows = quads([("http://e/s", "kg:text", Value("one\r\ntwo\u2028three\n"))], "http://e/g")
    assert resealed(digest(rows), rows, []) == digest([])


@pytest.mark.parametrize("kind", ["g.nq", "g"])
def test_subjects_are_replaced_with_the_digest_of_the_whole(tmp_path: Path, kind: str) -> None:
    target, chance = str(tmp_path / kind), random.Random(kind)
    stores.open(target, "w").replace({DEFAULT.derived: sealed(DEFAULT.derived, DERIVED)})
    subjects = sorted({quad.subject.value for quad in DERIVED})
    for _ in range(4):
        change = {iri: [] for iri in chance.sample(subjects, 9)}
        for quad in DERIVED:
            if quad.subject.value in change and chance.random() < 0.8:
                change[quad.subject.value].append(altered(quad) if chance.random() < 0.3 else quad)
        store = stores.open(target, "w")
        store.replace({}, {DEFAULT.derived: sealed_within(DEFAULT.derived, change, store.quads)})
        now = list(stores.open(target).quads())
        assert digests(now) == [(DEFAULT.derived, digest(unsealed(now)))]
    store = stores.open(target, "w")
    store.replace({}, {DEFAULT.derived: sealed_within(DEFAULT.derived, dict.fromkeys(subjects, ()), store.quads)})
    assert list(stores.open(target).quads()) == [], "nothing has no digest"


def test_a_graph_without_a_digest_of_this_kind_gets_one(tmp_path: Path) -> None:
    target = str(tmp_path / "g.nq")
    earlier = quads([(DEFAULT.derived, "kg:digest", Value("0" * 64))], DEFAULT.derived)
    iri = DERIVED[0].subject.value
    for held in (DERIVED, [*DERIVED, *earlier]):
        stores.open(target, "w").replace({DEFAULT.derived: held})
        store = stores.open(target, "w")
        store.replace({}, {DEFAULT.derived: sealed_within(DEFAULT.derived, {iri: []}, store.quads)})
        now = list(stores.open(target).quads())
        assert digests(now) == [(DEFAULT.derived, digest(unsealed(now)))]
    with pytest.raises(ValueError, match="no sum: 000"):
        resealed("0" * 64, [], [])
