"""Articles into a graph: added, replaced, left alone, and always the same graph whatever the way to it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib

from kg import growing, terms
from kg import store as stores
from kg.builds import build
from kg.errors import GraphError, InputError, KgError
from kg.extract import version
from kg.intake import Read, Report, learnt_day
from kg.log import read_log
from kg.model import Annotated, Article, Entity, Event, Resolved
from kg.read import read
from kg.terms import DEFAULT
from tests import sample
from tests.test_ontology import in_memory

#: rdflib warns about names that its own parsers use.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
ROOT = Path(__file__).parent.parent
KNOWN = {annotated.article.id: (annotated, facts) for annotated, facts in sample.pairs()}


def extract(article: Article) -> Read:
    """What the sample says of an article; nothing of any other."""
    annotated, facts = KNOWN.get(article.id, (Annotated(article, (), (), ()), ()))
    return replace(annotated, article=article), facts


def resolve(told: Sequence[Read]) -> Resolved:
    """One entity a name and one event a type of event, named after their smallest members."""
    mentions = [(m.name, (a.article.id, m.span), m.kind) for a, _ in told for m in a.mentions if m.name]
    facts = [fact for _, own in told for fact in own]
    entities, events = [], []
    for name in sorted({name for name, _, _ in mentions}):
        own = sorted(member for other, member, _ in mentions if other == name)
        kind = next(kind for other, _, kind in mentions if other == name)
        id = f"{own[0][0]} {own[0][1].start}"
        entities.append(Entity(id, kind, "", name, (name,), {"en": name}, tuple(own)))
    for type in sorted({fact.type for fact in facts}):
        ids = sorted(fact.id for fact in facts if fact.type == type)
        events.append(Event(ids[0], type, tuple(ids), None, "asserted", (), None, {"en": type}))
    return Resolved(
        tuple(a for a, _ in told), tuple(facts), tuple(entities), tuple(events),
        {member: entity.id for entity in entities for member in entity.mentions},
        {fact: event.id for event in events for fact in event.facts},
    )


def run(target: Path, *articles: Article | KgError, day: str = "2026-11-24", **rest: object) -> Report:
    return build(articles, str(target), learnt=day, **{"extract": extract, "resolve": resolve, **rest})


def without_log(target: Path) -> bytes:
    quads = stores.open(str(target)).quads()
    return stores.serialized((q for q in quads if q.graph_name != ox.NamedNode(DEFAULT.log)), ".nq")


def test_a_build_reports_what_it_did(tmp_path: Path) -> None:
    report = run(tmp_path / "g.nq", sample.HINDI, sample.ENGLISH)
    assert report.added == tuple(sorted([sample.HINDI.id, sample.ENGLISH.id]))
    assert (report.replaced, report.unchanged, report.skipped) == ((), (), ())
    assert (report.articles, report.facts, report.events) == (2, 9, 6)


@pytest.mark.parametrize("name", ["g.nq", "g.trig", "g.jsonld", "g"])
def test_adding_an_article_later_gives_the_same_graph_as_building_both_at_once(tmp_path: Path, name: str) -> None:
    run(tmp_path / name, sample.ENGLISH)
    report = run(tmp_path / name, sample.HINDI)
    assert (report.added, report.unchanged, report.articles) == ((sample.HINDI.id,), (), 2)
    run(tmp_path / "once.nq", sample.HINDI, sample.ENGLISH)
    assert without_log(tmp_path / name) == without_log(tmp_path / "once.nq")


def test_the_order_of_the_articles_does_not_matter(tmp_path: Path) -> None:
    run(tmp_path / "a.nq", sample.HINDI, sample.ENGLISH)
    run(tmp_path / "b.nq", sample.ENGLISH, sample.HINDI)
    assert (tmp_path / "a.nq").read_bytes() == (tmp_path / "b.nq").read_bytes()


def test_building_the_same_again_changes_no_byte_and_reads_no_article(tmp_path: Path) -> None:
    def never(article: Article) -> Read:
        raise AssertionError(article.id)

    run(tmp_path / "g.nq", sample.HINDI, sample.ENGLISH)
    before = (tmp_path / "g.nq").read_bytes()
    report = run(tmp_path / "g.nq", sample.ENGLISH, sample.HINDI, day="2030-01-01", extract=never)
    assert report.unchanged == tuple(sorted([sample.HINDI.id, sample.ENGLISH.id]))
    assert (tmp_path / "g.nq").read_bytes() == before


def test_a_changed_article_is_replaced_and_nothing_of_the_old_one_stays(tmp_path: Path) -> None:
    run(tmp_path / "g.nq", sample.HINDI, sample.ENGLISH)
    corrected = Article(sample.ENGLISH.id, "A correction.", "en", "1" * 64)

    def second(article: Article) -> Read:
        return (Annotated(corrected, (), (), ()), ()) if article is corrected else extract(article)

    report = run(tmp_path / "g.nq", corrected, extract=second)
    assert (report.replaced, report.added, report.articles) == ((corrected.id,), (), 2)
    whole = (tmp_path / "g.nq").read_text(encoding="utf-8")
    stated = "".join(line for line in whole.splitlines(keepends=True) if f"{DEFAULT.log}> ." not in line)
    assert "A correction." in stated
    assert "Lucknow" not in stated and "Lucknow" in whole  # the log keeps what an article said before
    assert sample.MEETING_EN.id not in stated
    run(tmp_path / "once.nq", corrected, sample.HINDI, extract=second)
    assert without_log(tmp_path / "g.nq") == without_log(tmp_path / "once.nq")


def test_an_article_with_the_same_text_and_another_date_is_replaced(tmp_path: Path) -> None:
    run(tmp_path / "g.nq", sample.HINDI)
    assert run(tmp_path / "g.nq", replace(sample.HINDI, published="2022-06-06")).replaced == (sample.HINDI.id,)


# Bad articles


def test_one_bad_article_among_many_is_left_out_and_reported(tmp_path: Path) -> None:
    bad = InputError("bad.txt", "is empty")
    report = run(tmp_path / "g.nq", sample.HINDI, bad, sample.ENGLISH)
    assert report.skipped == (bad,)
    assert len(report.added) == 2


def test_an_article_that_cannot_be_read_is_left_out_and_the_one_in_the_graph_stays(tmp_path: Path) -> None:
    def failing(article: Article) -> Read:
        if article.sha256 == "2" * 64:
            raise InputError(article.id, "cannot be read")
        return extract(article)

    run(tmp_path / "g.nq", sample.HINDI)
    report = run(tmp_path / "g.nq", replace(sample.HINDI, sha256="2" * 64), sample.ENGLISH, extract=failing)
    assert [str(error) for error in report.skipped] == [f"{sample.HINDI.id}: cannot be read"]
    assert (report.added, report.articles) == ((sample.ENGLISH.id,), 2)


def test_two_articles_with_one_id_are_not_mixed(tmp_path: Path) -> None:
    report = run(tmp_path / "g.nq", sample.HINDI, replace(sample.HINDI, text="other"), sample.HINDI)
    assert report.added == (sample.HINDI.id,)
    assert [str(error) for error in report.skipped] == [
        f"{sample.HINDI.id}: is the id of two different articles; the first is kept; rename one"
    ]


@pytest.mark.parametrize("field", ["id", "text", "title", "url", "publisher"])
def test_half_a_character_is_left_out_and_reported(tmp_path: Path, field: str) -> None:
    report = run(tmp_path / "g.nq", replace(sample.ENGLISH, **{field: "x\ud800"}), sample.HINDI)
    assert report.added == (sample.HINDI.id,)
    assert "half a character" in str(report.skipped[0])


@pytest.mark.parametrize("name", ["g.nq", "g"])
def test_when_every_article_is_bad_nothing_is_written(tmp_path: Path, name: str) -> None:
    bad = InputError("bad.txt", "is empty")
    assert run(tmp_path / name, bad) == Report(skipped=(bad,))
    assert list(tmp_path.iterdir()) == []
    run(tmp_path / name, sample.HINDI)
    before = without_log(tmp_path / name)
    run(tmp_path / name, bad, bad)
    assert without_log(tmp_path / name) == before


def test_no_article_at_all_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="build: was given no article"):
        run(tmp_path / "g.nq")
    assert list(tmp_path.iterdir()) == []


# Targets


def old_version(path: Path) -> None:
    run(path, sample.HINDI)
    text = path.read_text(encoding="utf-8")
    old = f'<{terms.expand("owl:versionInfo")}> "{terms.SCHEMA_VERSION}"'
    assert old in text
    path.write_text(text.replace(old, old.replace(f'"{terms.SCHEMA_VERSION}"', '"99"')), encoding="utf-8")


def foreign(path: Path) -> None:
    path.write_text("<http://e/s> <http://e/p> <http://e/o> <http://e/g> .\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("made", "message"),
    [
        (foreign, "was not written by kg"),
        (Path.touch, "was not written by kg"),
        (old_version, "has schema version 99, and this kg reads 3"),
        (lambda path: path.write_text("half a li", encoding="utf-8"), "is not readable as nq"),
    ],
)
def test_a_graph_that_is_not_ours_is_refused_and_left_alone(
    tmp_path: Path, made: Callable[[Path], object], message: str
) -> None:
    target = tmp_path / "g.nq"
    made(target)
    before = target.read_bytes()
    with pytest.raises(GraphError, match=message):
        run(target, sample.ENGLISH)
    assert target.read_bytes() == before


def test_a_graph_keeps_its_base(tmp_path: Path) -> None:
    run(tmp_path / "g.nq", sample.HINDI, base="http://example.org/")
    run(tmp_path / "g.nq", sample.ENGLISH)
    graphs = stores.open(str(tmp_path / "g.nq")).graphs()
    assert len(graphs) == 4
    assert all(graph.startswith("http://example.org/graph/") for graph in graphs)
    with pytest.raises(GraphError, match="has the base http://example.org/, not http://example.net/"):
        run(tmp_path / "g.nq", sample.HINDI, base="http://example.net/")


def test_a_failure_while_deriving_leaves_the_old_graph(tmp_path: Path) -> None:
    def failing(told: Sequence[Read]) -> Resolved:
        raise KeyError("a bug")

    run(tmp_path / "g.nq", sample.HINDI)
    before = (tmp_path / "g.nq").read_bytes()
    with pytest.raises(KeyError):
        run(tmp_path / "g.nq", sample.ENGLISH, resolve=failing)
    assert (tmp_path / "g.nq").read_bytes() == before


# The log


def test_the_log_says_when_each_article_was_learnt(tmp_path: Path) -> None:
    run(tmp_path / "g.nq", sample.HINDI, day="2026-01-01")
    run(tmp_path / "g.nq", sample.ENGLISH, replace(sample.HINDI, sha256="1" * 64), day="2026-02-02")
    log = read_log(stores.open(str(tmp_path / "g.nq")).quads(graph=DEFAULT.log))
    assert log.learnt == {
        (sample.HINDI.id, sample.HINDI.sha256): "2026-01-01",
        (sample.HINDI.id, "1" * 64): "2026-02-02",
        (sample.ENGLISH.id, sample.ENGLISH.sha256): "2026-02-02",
    }


def test_an_iri_that_gives_way_says_to_which(tmp_path: Path) -> None:
    first, second = sorted([sample.ARREST_HI, sample.ARREST_EN], key=lambda fact: fact.id)
    articles = {sample.HINDI.id: sample.HINDI, sample.ENGLISH.id: sample.ENGLISH}
    run(tmp_path / "g.nq", articles[second.article])
    run(tmp_path / "g.nq", articles[first.article])
    log = read_log(stores.open(str(tmp_path / "g.nq")).quads(graph=DEFAULT.log))
    assert log.replaced[DEFAULT.event(second.id)] == DEFAULT.event(first.id)


def test_the_day_learnt_is_given_or_that_of_source_date_epoch_or_today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert learnt_day("2026-11-24") == "2026-11-24"
    assert learnt_day(None) == "1970-01-02"
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert abs(datetime.fromisoformat(learnt_day(None)).date() - datetime.now(UTC).date()).days <= 1


@pytest.mark.parametrize("day", ["soon", "2026-13-01", "2026", ""])
def test_a_day_learnt_that_is_none_is_an_error_before_any_work(tmp_path: Path, day: str) -> None:
    with pytest.raises(InputError, match="is not a time; give a day as 2026-01-31"):
        run(tmp_path / "g.nq", sample.HINDI, day=day)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("epoch", ["soon", "9" * 30])
def test_a_source_date_epoch_that_is_no_time_is_an_error(monkeypatch: pytest.MonkeyPatch, epoch: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    with pytest.raises(InputError, match="SOURCE_DATE_EPOCH .* is not a time; give seconds since 1970-01-01"):
        learnt_day(None)


def test_progress_is_told_article_by_article(tmp_path: Path) -> None:
    told: list[tuple[str, int, int | None]] = []
    run(tmp_path / "g.nq", sample.HINDI, sample.ENGLISH, progress=lambda *step: told.append(step))
    assert told == [("read", 1, 2), ("read", 2, 2), ("derive", 2, 2), ("write", 2, 2)]


# With kg's own extraction


def real_articles() -> list[Article]:
    texts = {
        "kota": "कोटा में 4 मार्च 2021 को रमेश सैनी को गिरफ्तार किया गया। वे तब से जेल में हैं। सैनी ने पत्नी को चिट्ठी लिखी।",
        "delhi": "रमेश सैनी की जमानत मई 2021 में खारिज हुई। पुलिस के मुताबिक सैनी पर हमला नहीं हुआ।",
        "agency": "Ramesh Saini was arrested in Kota on 4 March 2021. “I will appeal,” Saini said.",
    }
    languages = {"kota": "hi", "delhi": "hi", "agency": "en"}
    return [Article(id, text, languages[id], f"{n:064}") for n, (id, text) in enumerate(sorted(texts.items()))]


def test_kgs_own_extraction_and_resolution_are_used_unless_others_are_given(tmp_path: Path) -> None:
    report = build(real_articles(), str(tmp_path / "g.nq"), learnt="2026-11-24")
    assert report.skipped == ()
    assert report.facts > 0
    assert report.entities > 0


def test_what_kg_extracts_conforms_to_the_shapes(tmp_path: Path) -> None:
    articles = [*real_articles(), *read([str(ROOT / "data" / "articles")])]
    report = build(articles, str(tmp_path / "g.nq"), learnt="2026-11-24")
    assert report.articles == len(articles)
    graph = in_memory((tmp_path / "g.nq").read_bytes())
    ontology = rdflib.Graph().parse(data=terms.ontology("kg.ttl").read_text(encoding="utf-8"), format="turtle")
    shapes = rdflib.Graph().parse(data=terms.ontology("shapes.ttl").read_text(encoding="utf-8"), format="turtle")
    conforms, _, report = pyshacl.validate(graph + ontology, shacl_graph=shapes)
    assert conforms, report


def test_what_another_kg_had_read_is_read_again_whether_it_is_given_or_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    delhi, given, kota = real_articles()
    build([delhi, kota], str(tmp_path / "g.nq"), learnt="2026-11-24")
    assert build([given], str(tmp_path / "g.nq"), learnt="2026-11-25").reread == ()
    monkeypatch.setattr("kg.extract.version.read_by", lambda: "kg 9.9 (00000000)")
    report = build([given], str(tmp_path / "g.nq"), learnt="2026-11-26")
    assert (report.added, report.replaced, report.unchanged) == ((), (), ())
    assert report.reread == tuple(sorted([delhi.id, given.id, kota.id]))
    build([delhi, given, kota], str(tmp_path / "once.nq"), learnt="2026-11-26")
    assert without_log(tmp_path / "g.nq") == without_log(tmp_path / "once.nq")
    assert build([given], str(tmp_path / "g.nq"), learnt="2026-11-27").unchanged == (given.id,)


def test_an_article_without_facts_says_too_which_kg_read_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    empty = Article("empty", "12 மார்ச் 2024", "ta", "7" * 64)
    build([empty], str(tmp_path / "g.nq"), learnt="2026-11-24")
    monkeypatch.setattr("kg.extract.version.read_by", lambda: "kg 9.9 (00000000)")
    assert build([empty], str(tmp_path / "g.nq"), learnt="2026-11-24").reread == ("empty",)
    assert '"kg 9.9 (00000000)"' in (tmp_path / "g.nq").read_text(encoding="utf-8")


def test_a_changed_article_of_another_kg_is_replaced_and_not_read_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    delhi, *_ = real_articles()
    build([delhi], str(tmp_path / "g.nq"), learnt="2026-11-24")
    monkeypatch.setattr("kg.extract.version.read_by", lambda: "kg 9.9 (00000000)")
    report = build([replace(delhi, published="2021-06-01")], str(tmp_path / "g.nq"), learnt="2026-11-24")
    assert (report.replaced, report.reread) == ((delhi.id,), ())


def test_the_name_of_the_kg_that_reads_is_that_of_its_version_and_rules() -> None:
    name = version.read_by()
    assert re.fullmatch(r"kg [0-9.]+ \([0-9a-f]{8}\)", name)
    names = {file.name for file in version.parts()}
    assert {"hi.toml", "facts.py", "resolve.py", "axioms.toml", "frames.toml", "names.hi.json.gz"} <= names


@pytest.mark.parametrize("base", ["foo", "http://example.org", "http://exa mple.org/", "", "/a/", "http://<b>/"])
def test_a_base_that_is_no_base_is_an_error_before_any_work(tmp_path: Path, base: str) -> None:
    with pytest.raises(InputError, match="is no IRI that ends in / or #; give one such as https://example.org/id/"):
        run(tmp_path / "g.nq", sample.HINDI, base=base)
    assert list(tmp_path.iterdir()) == []


def test_an_article_added_later_is_resolved_as_if_it_had_been_there(tmp_path: Path) -> None:
    first, *others = real_articles()
    build([first], str(tmp_path / "g.nq"), learnt="2026-11-24")
    build(others, str(tmp_path / "g.nq"), learnt="2026-11-24")
    build(real_articles(), str(tmp_path / "once.nq"), learnt="2026-11-24")
    assert without_log(tmp_path / "g.nq") == without_log(tmp_path / "once.nq")


def test_the_same_articles_are_the_same_bytes_whatever_the_hash_seed(tmp_path: Path) -> None:
    code = (
        "import sys; from kg.builds import build; from tests.test_build import real_articles\n"
        "articles = real_articles()\n"
        "build(articles if sys.argv[2] == '0' else articles[::-1], sys.argv[1], learnt='2026-11-24')\n"
    )
    for seed in ("0", "1", "12345"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        target = str(tmp_path / f"{seed}.nq")
        subprocess.run([sys.executable, "-c", code, target, seed], cwd=ROOT, env=environment, check=True)
    assert len({path.read_bytes() for path in tmp_path.glob("*.nq")}) == 1


# Two at once


def test_two_builds_of_one_directory_do_not_take_each_others_workings(tmp_path: Path) -> None:
    run(tmp_path / "g", sample.HINDI)
    mine, theirs = (stores.open(str(tmp_path / "g"), "w") for _ in range(2))
    with ExitStack() as first, ExitStack() as second:
        work, place = first.enter_context(growing.workings(mine))
        with pytest.raises(GraphError, match="is being written by another program"), growing.workings(theirs):
            pass
        growing.flushed(work)
        mine.replace({}, workings=place)
        _, other = second.enter_context(growing.workings(stores.open(str(tmp_path / "g"), "w")))
        first.close()
        assert other.exists(), "the name is that of another's by now"
    assert {path.name for path in tmp_path.iterdir()} == {"g"}
