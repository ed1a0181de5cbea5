"""Fixtures that several test modules share: the graph of two articles about invented people, on disk and open."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent))

from kg import store as stores
from kg import wire, writing
from kg.endpoint import connect
from kg.model import Resolved
from kg.payload import payload
from kg.store import Store
from tests import oxigraph, sample, virtuoso
from tests.browser import Seen, Story, chromium, found, opened, written
from tests.command import TEXT, kg

if TYPE_CHECKING:
    from playwright.sync_api import Browser


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


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """None of the caller's settings of endpoints, no proxy, and little waiting between tries and for killed writers."""
    for name in [n for n in os.environ if n.startswith("KG_SPARQL_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setattr(wire, "_PAUSE", 0.01)
    monkeypatch.setattr(writing, "PATIENCE", 2)


@pytest.fixture
def address(plain: None) -> Iterator[str]:
    """The address of an oxigraph server with nothing in it."""
    if oxigraph.PROGRAM is None:
        pytest.skip(oxigraph.MISSING)
    with oxigraph.served() as found:
        yield found


@pytest.fixture(scope="session")
def virtuoso_at() -> Iterator[str]:
    """The address of Virtuoso, for all tests."""
    if virtuoso.PROGRAM is None:
        pytest.skip(virtuoso.MISSING)
    with virtuoso.served() as found:
        yield found


@pytest.fixture(params=["oxigraph", "virtuoso"])
def place(request: pytest.FixtureRequest, plain: None, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of each engine, with nothing in it."""
    if request.param == "oxigraph":
        return str(request.getfixturevalue("address"))
    found = str(request.getfixturevalue("virtuoso_at"))
    for name, value in virtuoso.settings(found).items():
        monkeypatch.setenv(name, value)
    engine = connect(found)
    engine.update(*(f"DROP SILENT GRAPH {graph}" for graph in engine.named_graphs()))
    return found


@pytest.fixture(scope="session")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    """What the page shows of that graph; a test that changes it copies it first."""
    path = tmp_path_factory.mktemp("story") / "sample.nq"
    stores.open(str(path), "w").replace(sample.graphs())
    return payload(stores.open(str(path)))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium; tests that need one are skipped where there is none."""
    if found() is None:
        pytest.skip("no Chromium on the PATH, so the page is not tried in a browser")
    with chromium() as running:
        yield running


@pytest.fixture
def html(tmp_path: Path, story: Story) -> Path:
    return written(tmp_path, story)


@pytest.fixture
def seen(browser: Browser, html: Path) -> Iterator[Seen]:
    """The sample's page in English, which must ask for nothing and report no error whatever a test does with it."""
    with opened(browser, html, "#language=en") as page:
        yield page
        assert page.requests == []
        assert page.errors == []


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an article and its graph; tests copy it."""
    folder = tmp_path_factory.mktemp("built")
    (folder / "article.txt").write_text(TEXT, encoding="utf-8")
    assert kg("build", folder / "article.txt", "-o", folder / "old.nq").exit_code == 0
    return folder


@pytest.fixture
def here(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with that article and its graph."""
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path
