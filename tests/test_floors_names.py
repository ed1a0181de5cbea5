"""The figures that finding names has reached; they must not fall. Lowering a floor needs a reason beside it."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bench_names_ner", ROOT / "bench" / "names_ner.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(("language", "floor"), [("hi", 0.96), ("en", 0.92)])
def test_names_of_the_annotated_articles_are_found_as_well_as_ever(
    bench: ModuleType, language: str, floor: float
) -> None:
    assert bench.score(bench.GOLD, language)["all"][2] >= floor


def test_the_taggers_do_as_well_as_ever_on_what_they_were_not_trained_on(bench: ModuleType) -> None:
    if not bench.folder().is_dir():
        pytest.skip(f"no corpora in {bench.folder()}")
    rows = bench.corpora(bench.folder())
    floors = {"il_ner dev": 0.72, "hiner tenth": 0.87, "wikigold tenth": 0.64, "uner fifth": 0.62}
    assert {name: row["all"][2] for name, row in rows.items() if row["all"][2] < floors[name]} == {}


def test_no_more_names_are_found_in_sentences_nobody_has_seen_than_there_are(bench: ModuleType) -> None:
    if not bench.folder().is_dir():
        pytest.skip(f"no corpora in {bench.folder()}")
    rows = bench.whole(bench.folder())
    floors = {"il_ner dev": (0.65, 0.69), "hiner tenth": (0.87, 0.86)}  # precision, F1
    assert {n: r for n, r in rows.items() if r[0] < floors[n][0] or r[2] < floors[n][1]} == {}


@pytest.mark.parametrize("language", ["hi", "en"])
def test_a_model_stays_small(language: str) -> None:
    assert (ROOT / "kg" / "models" / f"names.{language}.json.gz").stat().st_size < 3_000_000
