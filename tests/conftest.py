"""Fixtures that several test modules share: the graph of two articles about invented people, on disk and open."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent))

from kg import store as stores
from kg.model import Resolved
from kg.store import Store
from tests import sample


@pytest.fixture
def resolved() -> Resolved:
    """Two articles read together, as values."""
    return sample.RESOLVED


@pytest.fixture
def graph_file(tmp_path: Path) -> Path:
    """The same two articles as a graph in an N-Quads file."""
    path = tmp_path / "sample.nq"
    stores.open(str(path), "w").replace(sample.graphs())
    return path


@pytest.fixture
def store(graph_file: Path) -> Store:
    """That graph, open for reading."""
    return stores.open(str(graph_file))
