"""kg from Python: what a script or a notebook holds, and what it gives to other libraries."""

from __future__ import annotations

import doctest
import json
import subprocess
import sys
from pathlib import Path

import pytest

import kg
from kg import api
from tests.command import ROOT, TEXT

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")


@pytest.fixture
def graph(graph_file: Path) -> kg.Graph:
    return kg.open(graph_file)


def test_the_examples_in_the_documentation_give_what_they_say() -> None:
    for found in (doctest.testmod(api), doctest.testfile(str(ROOT / "README.md"), module_relative=False)):
        assert found.attempted >= 4
        assert found.failed == 0


def test_every_public_name_is_there_and_belongs_to_kg() -> None:
    for name in kg.__all__:
        assert getattr(kg, name).__module__.startswith("kg."), name
        assert getattr(kg, name).__doc__, name
    assert kg.__all__ == sorted(kg.__all__)
    with pytest.raises(AttributeError, match="module 'kg' has no attribute 'nothing'"):
        _ = kg.nothing  # type: ignore[attr-defined]


def test_importing_kg_imports_none_of_its_modules_and_build_stays_the_function() -> None:
    code = (
        "import sys; import kg; print([m for m in sys.modules if m.startswith('kg.') or m in ('click', 'pyoxigraph')])"
        "; import kg.cli, kg.builds, kg.api; print(kg.build.__module__)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout == "[]\nkg.api\n"


# Building and opening


def test_articles_come_from_files_fields_and_values(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(TEXT, encoding="utf-8")
    fields = {"id": "two", "text": "Devika Rao was arrested in Kota on 4 May 2021.", "language": "en"}
    article = kg.Article("three", "देविका राव ने 12 मई 2022 को मीरा सेन को एक चिट्ठी लिखी।", "hi", "0" * 64)
    graph = kg.build([tmp_path / "one.txt", fields, article])
    assert graph.report is not None
    assert graph.report.added == ("one", "three", "two")
    assert (graph.where, graph.language) == ("", "hi")


def test_a_graph_is_built_where_asked_and_opened_again(tmp_path: Path) -> None:
    for place in ("g.nq", "g"):
        one = {"id": "a", "text": TEXT}
        assert len(kg.build(one, tmp_path / place)) == len(kg.open(tmp_path / place)) > 0
        more = kg.build([one, {"id": "b", "text": TEXT.replace("2021", "2020")}], tmp_path / place, learnt="2026-01-01")
        assert more.report is not None
        assert (more.report.added, more.report.unchanged) == (("b",), ("a",))


def test_what_cannot_be_read_is_a_warning_and_an_error_where_nothing_can() -> None:
    with pytest.warns(UserWarning, match=r"has no text"):
        graph = kg.build([{"id": "a", "text": TEXT}, {"id": "b"}])
    assert graph.report is not None
    assert len(graph.report.skipped) == 1
    with pytest.raises(kg.InputError, match=r"has no text"), pytest.warns(UserWarning, match="has no text"):
        kg.build({"id": "b"})
    with pytest.raises(kg.InputError, match="was given no article"):
        kg.build([])


# Asking


def test_a_timeline_is_a_sequence_and_every_format_of_the_command(graph: kg.Graph) -> None:
    whole, hers = graph.timeline(), graph.timeline(about="मीरा सेन", since="2022")
    assert [entry.event for entry in whole] == [whole[n].event for n in range(len(whole))]
    assert 0 < len(hers) < len(whole)
    assert whole[:2].entries == whole.entries[:2]
    assert json.loads(whole.to_text(format="json"))[0]["event"] == whole[0].event
    assert whole.to_text("en").splitlines()[0] != whole.to_text("hi").splitlines()[0]


def test_rows_are_python_values_and_parameters_are_bound(graph: kg.Graph) -> None:
    assert graph.query("SELECT (1 + 1 AS ?n) (true AS ?t) WHERE {}") == [{"n": 2, "t": True}]
    assert graph.query("ASK { ?event a kg:Arrest }") == [{"answer": True}]
    met = graph.query("who-met-whom", who="Devika Rao")
    assert {row["other"] for row in met} == {"Arjun Sen"}
    with pytest.raises(kg.QueryError, match="gives triples, not rows"):
        graph.query("CONSTRUCT WHERE { ?s ?p ?o }")
    with pytest.raises(kg.QueryError, match="is an update"):
        graph.query("DROP ALL")


def test_what_the_commands_answer_the_graph_answers(graph: kg.Graph) -> None:
    assert [hit.kind for hit in graph.search("lucknow").hits] == ["name", "sentence"]
    assert "Devika Rao met Arjun Sen" in graph.explain("Arjun Sen", "en")
    assert graph.verify().failures  # the sample's hashes are made up
    assert graph.page().startswith("<!")


# Other libraries


def test_rdflib_gets_every_named_graph_and_their_union(graph: kg.Graph) -> None:
    dataset = graph.to_rdflib()
    quads = {(str(s), str(p), str(g)) for s, p, _, g in dataset.quads((None, None, None, None))}
    assert quads == {(q.subject.value, q.predicate.value, q.graph_name.value) for q in graph._store.quads()}
    rows = dataset.query("SELECT ?time WHERE { ?event a kg:Arrest ; kg:time ?time }")
    assert {str(time) for (time,) in rows} == {"2021-03-14"}  # type: ignore[misc]


def test_networkx_gets_events_people_and_articles(graph: kg.Graph) -> None:
    network = graph.to_networkx("en")
    assert network.nodes["entity/meera"]["label"] == "Meera Sen"
    kinds = {kind for _, kind in network.nodes(data="kind")}
    assert {"Event", "Person", "Place"} <= kinds


def test_pandas_gets_a_row_an_event(graph: kg.Graph) -> None:
    pandas = pytest.importorskip("pandas", reason="pandas is an extra: pip install kg[pandas]")
    table = graph.to_pandas()
    assert list(table.event) == [entry.event for entry in graph.timeline()]
    arrest = table[table.type == "Arrest"].iloc[0]
    assert (arrest.time, arrest.begin_earliest, arrest.facts) == ("2021-03-14", "2021-03-14", 2)
    assert isinstance(table, pandas.DataFrame)
    assert not len(kg.api.Timeline(()).to_pandas())


# Notebooks


def test_a_notebook_shows_a_timeline_and_a_graph_in_which_text_is_no_markup() -> None:
    hostile = {
        "id": "x", "language": "en",
        "text": "<script>alert(1)</script> Meera Sen was arrested in Jaipur on 14 March 2021 <b>& how</b>.",
    }  # fmt: skip
    graph = kg.build(hostile)
    for shown in (graph.timeline()._repr_html_(), graph._repr_html_()):
        assert "14 March 2021" in shown
        assert "&lt;b&gt;&amp; how&lt;/b&gt;" in shown
        assert "<script" not in shown
        assert "<b>" not in shown
    assert "<svg" in graph._repr_html_()
    assert graph._repr_html_() == graph._repr_html_()


def test_a_graph_without_events_is_shown_too() -> None:
    shown = kg.build({"id": "x", "text": "Nothing happened here.", "language": "en"})._repr_html_()
    assert "<table></table>" in shown


def test_a_long_timeline_says_how_much_more_there_is(graph: kg.Graph) -> None:
    many = kg.api.Timeline(graph.timeline().entries * 20)
    assert f"… {len(many) - 50}" in many._repr_html_()


def test_the_fields_of_an_article_are_those_of_json_lines() -> None:
    graph = kg.build({"id": "x", "text": "Meera Sen died.", "title": "Obituary", "url": "https://news.example/x"})
    rows = graph.query("SELECT ?title ?url WHERE { ?a schema:headline ?title ; schema:url ?url }")
    assert rows == [{"title": "Obituary", "url": "https://news.example/x"}]
