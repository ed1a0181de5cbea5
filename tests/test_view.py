"""The file of the page: what it carries, what it allows, and the network in it."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
import tomllib
from html.parser import HTMLParser
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import store as stores
from kg import view
from kg.errors import GraphError, InputError
from kg.model import STATUSES, Kind, RoleName, TimeBasis
from kg.store import Store
from tests.browser import HOSTILE, Story

ROOT = Path(__file__).parent.parent


def data_of(html: str) -> Story:
    """The data that a page's file carries."""
    match = re.search(r'<script type="application/json" id="data">(.*?)</script>', html, re.DOTALL)
    assert match
    found: Story = json.loads(match[1])
    return found


class Elements(HTMLParser):
    """The elements of a page, and the text of its scripts and styles."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.inline: list[tuple[str, str]] = []
        self.inside = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.inside = tag if tag in ("script", "style") and "type" not in dict(attrs) else ""

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.inline.append((self.inside, data))


def test_the_same_graph_gives_the_same_page_whatever_the_hash_seed(graph_file: Path) -> None:
    code = "import sys; from kg import store, view; sys.stdout.write(view.page(store.open(sys.argv[1])))"
    pages = {
        subprocess.run(
            [sys.executable, "-c", code, str(graph_file)],
            cwd=ROOT,
            check=True,
            capture_output=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(pages) == 1


def test_the_page_asks_for_nothing_and_allows_only_its_own_scripts(store: Store) -> None:
    elements = Elements(view.page(store))
    policy = next(a["content"] for tag, a in elements.tags if tag == "meta" and "http-equiv" in a) or ""
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert [tag for tag, _ in elements.inline] == ["style", "script", "script"]
    for tag, text in elements.inline:
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy, tag
    for tag, attributes in elements.tags:
        assert "src" not in attributes
        assert tag != "link" or attributes["href"] == "data:,"


def test_a_graph_that_kg_did_not_write_has_no_page(tmp_path: Path) -> None:
    path = tmp_path / "foreign.nq"
    path.write_text("<http://a/s> <http://a/p> <http://a/o> .\n", encoding="utf-8")
    with pytest.raises(GraphError, match="was not written by kg"):
        view.page(stores.open(str(path)))


def test_a_language_without_a_file_is_an_input_error(story: Story) -> None:
    with pytest.raises(InputError, match="language xx"):
        view.render(story, "xx")


def test_hindi_and_english_have_the_same_words_and_the_scripts_ask_for_no_other(story: Story) -> None:
    words = data_of(view.render(story))["words"]
    assert set(words["hi"]) == set(words["en"])
    source = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "kg" / "page").iterdir()))
    asked = set(re.findall(r'word\("([a-z_]+)"', source)) | set(re.findall(r'data-word(?:-\w+)?="(\w+)"', source))
    asked = {word for word in asked if not word.endswith("_")}
    assert asked <= set(words["en"])
    prefixes = set(re.findall(r'word\("([a-z_]+_)"', source))
    unused = {word for word in words["en"] if word not in asked and not any(word.startswith(p) for p in prefixes)}
    assert unused <= {"event", "who", "noscript", "printed", "today", "pseudonym"}  # named in lists, or in kg/redact.py


def test_every_kind_status_role_and_basis_has_a_word_in_both_languages() -> None:
    for code in ("hi", "en"):
        section = tomllib.loads((ROOT / "kg" / "lang" / f"{code}.toml").read_text(encoding="utf-8"))["view"]
        assert {*get_args(Kind), "Event", "Source"} == set(section["kinds"]) == set(section["kind"])
        assert set(get_args(RoleName)) | {"author", "kin", "part", "about", "says", "told_in"} == set(section["roles"])
        assert set(get_args(TimeBasis)) == set(section["bases"])
        assert set(STATUSES) <= {key.removeprefix("statuses_") for key in view._words(code)}


@settings(max_examples=60, deadline=None)
@given(st.text() | st.sampled_from(HOSTILE) | st.text(alphabet="</>!-scriptSCRIPT&\u2028"))
def test_no_text_can_end_the_data_or_begin_an_element(text: str) -> None:
    source = view._json({"text": text})
    assert not set("<>&\u2028\u2029") & set(source)
    assert json.loads(source) == {"text": text}


# The network


def test_every_kind_has_a_shape_of_its_own(story: Story) -> None:
    nodes = view.network(story)["nodes"]
    assert {node["group"]: node["shape"] for node in nodes} == {k: s for k, s in view.SHAPES.items() if k != "Group"}
    assert len(set(view.SHAPES.values())) == len(view.SHAPES)


def test_the_network_joins_events_with_who_takes_part_where_they_were_and_who_tells_them(story: Story) -> None:
    edges = {(edge["from"], edge["role"], edge["to"]) for edge in view.network(story)["edges"]}
    arrest = next(event["id"] for event in story["events"] if event["type"] == "Arrest")
    told = {(role, to) for source, role, to in edges if source == arrest}
    assert {("patient", "entity/meera"), ("place", "entity/jaipur"), ("says", "entity/police")} <= told
    assert ("entity/letter", "author", "entity/devika") in edges


def chain(size: int) -> tuple[list[str], list[tuple[str, str, float]]]:
    names = [f"n{number:05d}" for number in range(size)]
    return names, [(a, b, 1.0) for a, b in zip(names, names[1:], strict=False)]


@pytest.mark.parametrize("size", [0, 1, 2, 40, 1000])
def test_every_node_has_a_place_of_its_own_however_many_there_are(size: int) -> None:
    nodes, edges = chain(size)
    places = view.positions([*nodes, "alone"], edges)
    assert set(places) == {*nodes, "alone"}
    assert len(set(places.values())) > 0.98 * size


def test_a_network_too_large_for_springs_keeps_neighbours_near_their_hub() -> None:
    hubs = [f"hub{n:03d}" for n in range(view.HUBS)]
    leaves = [(f"leaf{n:04d}", hubs[n % len(hubs)]) for n in range(900)]
    edges = [(a, b, 1.0) for a, b in zip(hubs, hubs[1:], strict=False)] + [(a, b, 1.0) for a, b in leaves]
    places = view.positions([*hubs, *(leaf for leaf, _ in leaves)], edges)
    for leaf, hub in leaves:
        assert abs(places[leaf][0] - places[hub][0]) + abs(places[leaf][1] - places[hub][1]) < 200


def test_circles_are_those_more_connected_with_one_another_and_are_found_again() -> None:
    nodes = [f"{group}{n}" for n in range(6) for group in "ab"] + ["alone"]
    pairs = [(f"{g}{n}", f"{g}{m}", 1.0) for g in "ab" for n in range(6) for m in range(n)]
    found = view.communities(nodes, [*pairs, ("a0", "b0", 1.0)])
    assert {found[f"a{n}"] for n in range(6)}.isdisjoint({found[f"b{n}"] for n in range(6)})
    assert len({found[f"a{n}"] for n in range(6)}) == 1
    assert found["alone"] == max(found.values())
    assert found == view.communities(nodes, [*pairs, ("a0", "b0", 1.0)])
