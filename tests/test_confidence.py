"""How sure a fact is: a table that is read as it says, fitted as it should, and tells right facts from wrong ones."""

from __future__ import annotations

import importlib.util
import json
import sys
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import store as stores
from kg import verify
from kg.builds import build, retract
from kg.entries import entries
from kg.errors import InputError
from kg.extract import annotate, confidence, extract, version
from kg.extract.confidence import Table, sure
from kg.model import Article, Fact, Span
from tests.test_build import real_articles, without_log

ROOT = Path(__file__).parent.parent
#: Some facts of the articles of tests/test_build.py are surer than this, others are not.
LEAST = 0.93
TEXT = "Police arrested Vera Okoro in Lagos on 3 May 2024. There was violence, and people said it was a shame."


def load_training() -> ModuleType:
    spec = importlib.util.spec_from_file_location("train_confidence", ROOT / "bench" / "train" / "confidence.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["train_confidence"] = module
    spec.loader.exec_module(module)
    return module


training = load_training()


def fact(id: str, confidence: float, **more: object) -> Fact:
    made = Fact(id, "a", "Arrest", Span(0, 1), Span(0, 9), (), "asserted", confidence=confidence)
    return replace(made, **more)  # type: ignore[arg-type]


def test_a_score_is_the_sum_of_the_weights_that_are_known() -> None:
    table = Table(1.0, {"form noun": -0.5, "roles 2": 0.25}, ((0.0, 0.5),))
    assert table.score(["form noun", "roles 2", "form unheard of"]) == 0.75


@pytest.mark.parametrize(("base", "value"), [(-9.0, 0.6), (0.0, 0.6), (0.9, 0.6), (1.0, 0.8), (9.0, 0.8)])
def test_a_score_has_the_confidence_of_the_highest_step_it_reaches_and_at_least_the_lowest(
    base: float, value: float
) -> None:
    assert Table(base, {}, ((0.0, 0.6), (1.0, 0.8))).confidence([]) == value


def test_the_table_of_kg_rises_and_is_never_certain() -> None:
    scores, values = zip(*confidence.table().steps, strict=True)
    assert list(scores) == sorted(set(scores)) and list(values) == sorted(set(values))
    assert 0 < values[0] < values[-1] < 1


@given(st.lists(st.tuples(st.integers(-5, 5).map(float), st.booleans()), min_size=1, max_size=200))
def test_isotonic_regression_rises_and_is_never_certain(scored: list[tuple[float, bool]]) -> None:
    steps = training.isotonic(scored)
    assert steps[0][0] == min(score for score, _ in scored)
    assert [value for _, value in steps] == sorted({value for _, value in steps})
    assert all(0 < value < 1 for _, value in steps)


def test_isotonic_regression_finds_a_rise_and_pools_a_fall() -> None:
    def facts(score: float, right: int) -> list[tuple[float, bool]]:
        return [(score, n < right) for n in range(100)]

    assert training.isotonic([*facts(0, 20), *facts(1, 60), *facts(2, 50), *facts(3, 90)]) == (
        (0.0, 0.21), (1.0, 0.55), (3.0, 0.89),
    )  # fmt: skip


def test_what_goes_with_being_right_weighs_more() -> None:
    facts = [(("good",), n > 1) for n in range(20)] + [(("bad",), n > 12) for n in range(20)]
    table = training.weighed(facts)
    assert table.weights["good"] > 0 > table.weights["bad"]


def test_the_table_written_is_read_back() -> None:
    table = Table(0.5, {"form noun": -0.2}, ((0.0, 0.6), (1.25, 0.9)))
    assert json.loads(training.written(table)) == {
        "base": 0.5, "weights": {"form noun": -0.2}, "steps": [[0.0, 0.6], [1.25, 0.9]],
    }  # fmt: skip


def test_what_happened_to_whom_where_and_when_is_surer_than_a_noun_alone() -> None:
    facts = extract(annotate(Article("a", TEXT, "en", "0" * 64)))
    by_type = {f.type: f.confidence for f in facts}
    assert by_type["Arrest"] > 0.9
    bare = confidence.confidence(["form noun", "type Event", "words one", "roles 0", "time none", "sentence long"])
    assert bare < by_type["Arrest"]


def test_facts_below_are_left_out_with_what_refers_to_them() -> None:
    low = fact("low", 0.6)
    high = fact("high", 0.9, occasion="low", order=(("after", "low"), ("before", "other")))
    other = fact("other", 0.8, occasion="high")
    kept = sure([low, high, other], 0.8)
    assert kept == (replace(high, occasion=None, order=(("before", "other"),)), other)
    assert sure([low, high, other], 0.0) == (low, high, other)


def test_kg_is_surer_of_what_is_right_in_the_gold_articles() -> None:
    found = [(confidence.confidence(seen), right) for article in training.samples() for seen, right in article]
    high = [right for value, right in found if value >= 0.9]
    low = [right for value, right in found if value < 0.8]
    assert len(high) > 150 and len(low) > 30
    assert sum(high) / len(high) > 0.9
    assert sum(low) / len(low) < 0.8
    assert training.ranked(found) > 0.7


def test_a_graph_holds_the_facts_that_are_sure_enough_and_says_how_many_were_not(tmp_path: Path) -> None:
    articles = [replace(a, sha256=sha256(a.text.encode()).hexdigest()) for a in real_articles()]
    every = build(articles, str(tmp_path / "all.nq"))
    some = build(articles, str(tmp_path / "some.nq"), min_confidence=LEAST)
    assert 0 < some.facts < every.facts == some.facts + some.below
    assert every.below == 0
    store = stores.open(str(tmp_path / "some.nq"))
    said = [float(quad.object.value) for quad in store.quads(predicate="kg:confidence")]
    assert len(said) == some.facts and min(said) >= LEAST
    assert not verify.verify(store).failures


def test_another_least_confidence_reads_everything_again_and_gives_the_same_graph_as_a_new_one(tmp_path: Path) -> None:
    target, fresh = str(tmp_path / "g.nq"), str(tmp_path / "fresh.nq")
    build(real_articles(), target, min_confidence=LEAST)
    assert len(build(real_articles(), target, min_confidence=LEAST).unchanged) == 3
    assert len(build(real_articles(), target).reread) == 3
    build(real_articles(), fresh)
    assert without_log(tmp_path / "g.nq") == without_log(tmp_path / "fresh.nq")


def test_what_is_left_when_an_article_is_taken_out_keeps_its_least_confidence(tmp_path: Path) -> None:
    first, *others = real_articles()
    build([first, *others], str(tmp_path / "g.nq"), min_confidence=LEAST)
    retract(str(tmp_path / "g.nq"), first.id)
    build(others, str(tmp_path / "fresh.nq"), min_confidence=LEAST)
    assert without_log(tmp_path / "g.nq") == without_log(tmp_path / "fresh.nq")


def test_a_timeline_keeps_the_events_that_a_sure_fact_tells(tmp_path: Path) -> None:
    build(real_articles(), str(tmp_path / "g.nq"))
    store = stores.open(str(tmp_path / "g.nq"))
    quads = store.quads(predicate="kg:confidence")
    how_sure = {quad.subject.value.rsplit("/", 1)[1]: float(quad.object.value) for quad in quads}
    whole = entries(store)
    wanted = [entry for entry in whole if max(how_sure[fact.fact] for fact in entry.facts) >= LEAST]
    assert 0 < len(wanted) < len(whole)
    assert list(entries(store, min_confidence=LEAST)) == wanted


@pytest.mark.parametrize("least", [-0.1, 1.1, float("nan")])
def test_a_least_confidence_is_from_0_to_1(tmp_path: Path, least: float) -> None:
    with pytest.raises(InputError, match="is not from 0 to 1; give one such as 0.8"):
        build(real_articles(), str(tmp_path / "g.nq"), min_confidence=least)
    assert not (tmp_path / "g.nq").exists()


@pytest.mark.parametrize("least", [0.0, 1.0, 0.8, 0.00001, 1 / 3])
def test_the_name_of_a_reader_says_its_least_confidence(least: float) -> None:
    assert version.least_of(version.named(least=least)) == least
    assert (version.named(least=least) == version.read_by()) is (least == 0)
