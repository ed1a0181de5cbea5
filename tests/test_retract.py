"""An article taken out of a graph: what rests on it alone goes, everything else is as if it had never been there."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg import store as stores
from kg.builds import build, retract, told
from kg.cli import main
from kg.errors import GraphError, InputError
from kg.log import read_log
from kg.model import Article
from kg.terms import DEFAULT
from kg.verify import verify
from tests import sample, test_build
from tests.test_build import resolve, run, without_log

KINDS = ["g.nq", "g.trig", "g.jsonld", "g"]


def real_articles() -> list[Article]:
    """Articles for kg's own extraction, with the hashes of their bytes."""
    return [replace(a, sha256=sha256(a.text.encode()).hexdigest()) for a in test_build.real_articles()]


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("gone", range(3))
def test_the_graph_is_then_the_one_built_without_the_article(tmp_path: Path, name: str, gone: int) -> None:
    articles = real_articles()
    build(articles, str(tmp_path / name), learnt="2026-11-24")
    retract(str(tmp_path / name), articles[gone].id)
    build([a for a in articles if a is not articles[gone]], str(tmp_path / "without.nq"), learnt="2026-11-24")
    assert without_log(tmp_path / name) == without_log(tmp_path / "without.nq")
    assert verify(stores.open(str(tmp_path / name))).failures == []


def test_it_says_what_rested_on_the_article_alone_and_what_did_not(tmp_path: Path) -> None:
    run(tmp_path / "g.nq", sample.HINDI, sample.ENGLISH)
    report = retract(str(tmp_path / "g.nq"), sample.HINDI.id, resolve=resolve)
    own = [fact for fact in sample.RESOLVED.facts if fact.article == sample.HINDI.id]
    others = {fact.type for fact in sample.RESOLVED.facts if fact.article == sample.ENGLISH.id}
    assert (report.facts, report.articles) == (len(own), 1)
    assert {event.type for event in report.events} == {fact.type for fact in own} - others != set()
    assert {event.type for event in report.weakened} == {fact.type for fact in own} & others != set()
    assert {"मीरा सेन", "जयपुर"} <= {entity.name for entity in report.entities}
    assert "जयपुर" not in (tmp_path / "g.nq").read_text(encoding="utf-8")


def test_an_article_is_named_by_its_id_its_address_or_its_iri(tmp_path: Path) -> None:
    english = Article("agency", "Text.", "en", "1" * 64, url="https://news.example/agency")
    for number, name in enumerate((english.id, "https://news.example/agency", DEFAULT.article(english.id))):
        target = tmp_path / f"{number}.nq"
        run(target, sample.HINDI, english)
        assert retract(str(target), name, resolve=resolve).article == english.id


def test_an_article_that_is_not_there_is_an_error_and_nothing_changes(tmp_path: Path) -> None:
    build(real_articles(), str(tmp_path / "g.nq"), learnt="2026-11-24")
    before = (tmp_path / "g.nq").read_bytes()
    with pytest.raises(InputError, match=r"delhy: is no article of this graph; did you mean delhi\?"):
        retract(str(tmp_path / "g.nq"), "delhy")
    assert (tmp_path / "g.nq").read_bytes() == before


@pytest.mark.parametrize("name", KINDS)
def test_a_graph_that_is_not_there_is_an_error_and_is_not_made(tmp_path: Path, name: str) -> None:
    with pytest.raises(GraphError, match="does not exist"):
        retract(str(tmp_path / name), "delhi")
    assert list(tmp_path.iterdir()) == []


def test_the_last_article_may_go_and_the_graph_can_be_built_into_again(tmp_path: Path) -> None:
    article = real_articles()[0]
    build([article], str(tmp_path / "g.nq"), learnt="2026-11-24")
    assert retract(str(tmp_path / "g.nq"), article.id).articles == 0
    assert verify(stores.open(str(tmp_path / "g.nq"))).failures == []
    build([article], str(tmp_path / "g.nq"), learnt="2026-12-24")
    build([article], str(tmp_path / "once.nq"), learnt="2026-11-24")
    assert without_log(tmp_path / "g.nq") == without_log(tmp_path / "once.nq")


def test_the_log_still_knows_when_the_article_was_learnt(tmp_path: Path) -> None:
    build(real_articles(), str(tmp_path / "g.nq"), learnt="2026-11-24")
    retract(str(tmp_path / "g.nq"), "delhi")
    log = read_log(stores.open(str(tmp_path / "g.nq")).quads(graph=DEFAULT.log))
    assert "delhi" in {article for article, _ in log.learnt}


def test_what_it_says_is_a_line_each_that_a_terminal_can_show(tmp_path: Path) -> None:
    run(tmp_path / "g.nq", sample.HINDI, sample.ENGLISH)
    text = told(retract(str(tmp_path / "g.nq"), sample.HINDI.id, resolve=resolve), "en")
    lines = text.splitlines()
    assert lines[0].startswith(f"{sample.HINDI.id}: 6 facts, and what rested on it alone: ")
    assert "  event   Correspondence" in lines and "  weaker  Arrest" in lines and "  entity  मीरा सेन" in lines


def test_the_command_prints_it_and_an_unknown_article_is_exit_code_1(tmp_path: Path) -> None:
    target = str(tmp_path / "g.nq")
    build(real_articles(), target, learnt="2026-11-24")
    done = CliRunner().invoke(main, ["retract", target, "delhi"])
    assert (done.exit_code, done.stdout.split(",")[0]) == (0, "delhi: 2 facts")
    again = CliRunner().invoke(main, ["retract", target, "delhi"])
    assert again.exit_code == 1
    assert again.stderr.startswith("kg: delhi: is no article of this graph")
