"""Every statement of a graph is proved again: what was altered is found, by the digest and, where it can be, without.

Each quad of the graph of data/articles, and of one in which people judged and corrected, is removed, and given another
object that the same predicate has elsewhere. By default one quad of each predicate in each named graph is;
KG_MUTATE=all in the environment takes every one (half an hour), and the list below is then to be exact.

Nothing is missed. But `RESTS_ON_DIGEST` lists what only the digest tells, and why: where somebody wrote a new digest as
well, it is found out by building the graph again from its articles, and in no other way.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from kg import store as stores
from kg.builds import build
from kg.cli import main
from kg.errors import GraphError
from kg.explain import read as explained
from kg.judge import correct, judge
from kg.read import read
from kg.seal import digest, sealed, unsealed
from kg.store import Store
from kg.terms import DEFAULT, Value, compact, expand, quads
from kg.verify import verify
from tests import sample
from tests.test_build import run

ROOT = Path(__file__).parent.parent
EVERY = os.environ.get("KG_MUTATE") == "all"
#: An order that a sentence states, where others imply it: whether some is altered unseen is a matter of the articles.
ORDER = {
    (how, f"kg:told{name}")
    for how in ("changed", "removed") for name in ("Before", "During", "After", "Since", "Until")
}  # fmt: skip
#: What may be altered, in some of the quads with these predicates, so that only the digest tells.
RESTS_ON_DIGEST = {
    # how the extractor read a passage: the text shows the words, not what was made of them
    *(("changed", f"kg:{name}") for name in (
        "rule", "extractor", "kind", "narrowKind", "name", "antecedent", "saidBy", "accordingTo",
        "timexType", "timexValue", "mod", "time", "anchor", "anchorKind", "anchorValue", "timeBasis", "timex",
        "duration", "confidence",
    )),
    *ORDER,
    # what one of several facts of an event says, where the others say it too, or more
    ("changed", "kg:filler"), ("changed", "kg:status"),
    # a relation between two names: where in the sentence, and between which mentions of the same people
    ("changed", "kg:start"), ("changed", "kg:end"), ("changed", "kg:subject"), ("changed", "kg:object"),
    # when something was learnt, or said
    ("changed", "kg:learnt"),
    # what was known of an article before its source changed, and its text where a program took it out of other bytes
    ("changed", "prov:value"), ("changed", "dcterms:issued"), ("removed", "dcterms:issued"), ("removed", "schema:url"),
    ("changed", "kg:extractedBy"), ("removed", "kg:extractedBy"),
    # which kg put the graph together: another one may have
    ("changed", "kg:madeBy"),
    # what need not be there: its absence reads as "not known"
    *(("removed", f"kg:{name}") for name in (
        "narrowKind", "name", "antecedent", "mod", "time", "anchor", "anchorValue", "timex", "duration", "toldAt",
    )),
}  # fmt: skip


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> list[ox.Quad]:
    """The quads of the graph of data/articles."""
    target = str(tmp_path_factory.mktemp("seed") / "seed.nq")
    build(read([str(ROOT / "data" / "articles")]), target, learnt="2026-11-24")
    return sorted(stores.open(target).quads(), key=str)


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> list[ox.Quad]:
    """The quads of a small graph in which people judged and corrected, and of which an article was another before."""
    folder = tmp_path_factory.mktemp("spoken")
    target, told = str(folder / "g.nq"), folder / "told.jsonl"
    text = "Meera Sen was arrested in Jaipur on 14 March 2021. Meera Sen is in jail."
    for words, day in (("Meera Sen is held.", "2021-06-01"), (text, "2021-06-02")):
        told_of = {"a": words, "b": "Meera Sen met Asha Rao in Kota."}
        lines = [{"id": id, "text": said, "url": f"https://e/{id}"} for id, said in told_of.items()]
        told.write_text("".join(json.dumps({**line, "language": "en"}) + "\n" for line in lines), encoding="utf-8")
        build(read([str(told)], published=day), target, learnt=day)
    judge(target, "different", "a#0-9", "b#0-9", because="two lives", by="Asha", learnt="2021-06-03")
    arrest = next(f.id for f in explained(stores.open(target)).facts if f.type == "Arrest")
    correct(target, arrest, {"time": "2020-09", "place": ""}, because="the record", by="Asha", learnt="2021-06-03")
    return sorted(stores.open(target).quads(), key=str)


def opened(quads: list[ox.Quad]) -> tuple[Store, ox.Store]:
    """A graph in memory, and what changes it."""
    inner = ox.Store()
    inner.extend(quads)
    return Store("g.nq", (1,), inner, lambda store, quads: None), inner


def other_objects(quads: list[ox.Quad]) -> dict[ox.Quad, ox.NamedNode | ox.Literal]:
    """Another object for each quad, as plausible as can be: the next one that its predicate has, else one made up."""
    of: dict[str, list[ox.NamedNode | ox.Literal]] = defaultdict(list)
    for quad in quads:
        of[quad.predicate.value].append(quad.object)
    choices = {name: sorted(set(objects), key=str) for name, objects in of.items()}
    return {quad: _other(quad, choices[quad.predicate.value]) for quad in quads}


def _other(quad: ox.Quad, choices: list[ox.NamedNode | ox.Literal]) -> ox.NamedNode | ox.Literal:
    if len(choices) > 1:
        return choices[(choices.index(quad.object) + 1) % len(choices)]
    if isinstance(quad.object, ox.NamedNode):
        return ox.NamedNode(f"{quad.object.value}x")
    return reworded(quad.object, f"{quad.object.value}x")


def reworded(literal: ox.Literal, text: str) -> ox.Literal:
    """Another text in the same language or of the same datatype."""
    if literal.language:
        return ox.Literal(text, language=literal.language)
    return ox.Literal(text, datatype=literal.datatype)


def mutants(quads: list[ox.Quad]) -> Iterator[tuple[str, ox.Quad, ox.Quad | None]]:
    others, present = other_objects(quads), set(quads)
    for quad in quads if EVERY else {(q.graph_name, q.predicate): q for q in quads}.values():
        yield "removed", quad, None
        put = ox.Quad(quad.subject, quad.predicate, others[quad], quad.graph_name)
        if put not in present:  # or it would be a removal
            yield "changed", quad, put


def failures(store: Store) -> list[str]:
    """What does not hold, in lines; a graph that is no longer one of kg's is a failure as well."""
    try:
        return [str(failure) for failure in verify(store).failures]
    except GraphError as error:
        return [str(error)]


def test_altering_any_one_quad_is_caught(seed: list[ox.Quad], spoken: list[ox.Quad]) -> None:
    (missed, resting), (also_missed, also_resting) = altered(seed), altered(spoken)
    assert missed == also_missed == []
    assert resting | also_resting <= RESTS_ON_DIGEST
    if EVERY:
        assert (resting | also_resting) - ORDER == RESTS_ON_DIGEST - ORDER


def altered(quads: list[ox.Quad]) -> tuple[list[tuple[str, str]], set[tuple[str, str]]]:
    """What may be altered unnoticed, and what so that the digest alone tells."""
    store, inner = opened(quads)
    assert failures(store) == []
    missed, digest_only = [], set()
    for how, quad, put in mutants(quads):
        inner.remove(quad)
        if put is not None:
            inner.add(put)
        found = failures(store)
        if not found:
            missed.append((how, str(quad)))
        elif all("digest" in line for line in found) and compact(quad.predicate.value) != "kg:digest":
            digest_only.add((how, compact(quad.predicate.value)))
        if put is not None:
            inner.remove(put)
        inner.add(quad)
    assert failures(store) == []
    return missed, digest_only


# Rewritten with a new digest


def forged(quads: list[ox.Quad], old: str, new: str) -> Store:
    """The graph with one text for another in every object that has it, and new digests."""
    graphs: dict[str, list[ox.Quad]] = defaultdict(list)
    for quad in unsealed(quads):
        value = quad.object
        if isinstance(value, ox.Literal) and old in value.value:
            value = reworded(value, value.value.replace(old, new))
        graphs[quad.graph_name.value].append(ox.Quad(quad.subject, quad.predicate, value, quad.graph_name))
    return opened([quad for name, own in graphs.items() for quad in sealed(name, own)])[0]


def test_a_word_changed_everywhere_with_new_digests_is_told_by_the_hash_of_the_article(seed: list[ox.Quad]) -> None:
    assert failures(forged(seed, "no such words", "")) == []
    found = failures(forged(seed, "जेल", "घर "))
    assert any("has a text that is not that of its SHA-256" in line for line in found)


def test_a_date_changed_with_new_digests_is_told_by_the_event_and_its_facts(seed: list[ox.Quad]) -> None:
    times = [q for q in seed if compact(q.predicate.value) == "kg:time" and "/event/" in q.subject.value]
    store, inner = opened(seed)
    inner.remove(times[0])
    inner.add(ox.Quad(times[0].subject, times[0].predicate, reworded(times[0].object, "1999"), times[0].graph_name))
    assert any("has the time 1999, its facts allow" in line for line in failures(store))


def test_what_is_added_is_caught_wherever_it_is(seed: list[ox.Quad]) -> None:
    quad = seed[0]
    places = [*{q.graph_name for q in seed}, ox.NamedNode("http://e/other"), ox.DefaultGraph()]
    for place in places:
        store, inner = opened(seed)
        inner.add(ox.Quad(quad.subject, ox.NamedNode("http://e/p"), ox.Literal("x"), place))
        assert failures(store) != [], place


def test_a_whole_graph_that_is_gone_is_caught(seed: list[ox.Quad]) -> None:
    for name in sorted({q.graph_name.value for q in seed}):
        store, _ = opened([q for q in seed if q.graph_name.value != name])
        assert failures(store) != [], name


def test_text_made_of_other_bytes_is_counted_as_not_provable(tmp_path: Path) -> None:
    lines = tmp_path / "a.jsonl"
    lines.write_text('{"id": "a", "text": "Meera Sen was arrested in Jaipur on 14 March 2021."}\n', encoding="utf-8")
    build(read([str(lines)]), str(tmp_path / "g.nq"), learnt="2026-11-24")
    proof = verify(stores.open(str(tmp_path / "g.nq")))
    assert proof.failures == []
    assert dict(proof.unproved) == {"articles whose text json made of bytes that are not in the graph": 1}


def test_a_byte_order_mark_belongs_to_the_bytes_and_not_to_the_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xef\xbb\xbfMeera Sen was arrested in Jaipur on 14 March 2021.\r\n")
    build(read([str(tmp_path / "a.txt")]), str(tmp_path / "g.nq"), learnt="2026-11-24")
    proof = verify(stores.open(str(tmp_path / "g.nq")))
    assert (proof.failures, proof.proved["articles whose text has the SHA-256 of its bytes"]) == ([], 1)


def test_a_grouping_that_another_kg_made_is_counted_as_not_provable(tmp_path: Path) -> None:
    run(tmp_path / "g.nq", sample.HINDI, sample.ENGLISH)
    proof = verify(stores.open(str(tmp_path / "g.nq")))
    assert [what for what in proof.unproved if what.startswith("groupings of facts into events, made by another kg")]


def test_an_earlier_text_is_proved_against_its_bytes_whatever_the_digest_says(tmp_path: Path) -> None:
    target, source = str(tmp_path / "g.nq"), tmp_path / "a.txt"
    for words in ("Meera Sen is held.", "\ufeffMeera Sen is in jail.", "Meera Sen was released."):
        source.write_text(words, encoding="utf-8")
        build(read([str(source)], published="2021-06-01"), target, learnt="2021-06-02")
    held = list(stores.open(target).quads())
    proof = verify(opened(held)[0])
    assert (proof.failures, proof.proved["earlier versions whose text has the SHA-256 of its bytes"]) == ([], 2)
    kept = [quad for quad in held if quad.graph_name.value != DEFAULT.log]
    for wrong in ("Meera Sen is free.", ""):
        log = [
            ox.Quad(quad.subject, quad.predicate, ox.Literal(wrong), quad.graph_name)
            if getattr(quad.object, "value", "") == "Meera Sen is held." else quad
            for quad in unsealed(quad for quad in held if quad.graph_name.value == DEFAULT.log)
        ]  # fmt: skip
        found = verify(opened([*kept, *sealed(DEFAULT.log, log)])[0]).failures
        assert [failure.what for failure in found] == ["has a text that is not that of its SHA-256"]


def test_the_digest_is_the_sum_of_those_of_the_lines_of_a_named_graph(seed: list[ox.Quad]) -> None:
    own = [quad for quad in seed if quad.graph_name.value == DEFAULT.log]
    lines = stores.serialized(unsealed(own), ".nq").splitlines(keepends=True)
    said = next(q.object.value for q in own if compact(q.predicate.value) == "kg:digest")
    total = sum(int(sha256(line).hexdigest(), 16) for line in lines) % 2**256
    assert said == f"sha256-sum:{total:064x}" == digest([*reversed(unsealed(own)), *unsealed(own)[:1]])


def test_a_graph_with_a_digest_of_the_earlier_kind_is_proved_and_altered_told(seed: list[ox.Quad]) -> None:
    graphs: dict[str, list[ox.Quad]] = defaultdict(list)
    for quad in unsealed(seed):
        graphs[quad.graph_name.value].append(quad)
    said = {name: sha256(stores.serialized(own, ".nq")).hexdigest() for name, own in graphs.items()}
    rows = {name: quads([(name, "kg:digest", Value(value))], name) for name, value in said.items()}
    older = [quad for name, own in graphs.items() for quad in (*own, *rows[name])]
    assert verify(opened(older)[0]).failures == []
    del older[7]
    assert "was altered: its digest is another" in {failure.what for failure in verify(opened(older)[0]).failures}


def test_the_command_prints_what_was_proved_and_exits_with_1_where_something_was_not(
    tmp_path: Path, seed: list[ox.Quad]
) -> None:
    good, bad = tmp_path / "good.nq", tmp_path / "bad.nq"
    good.write_bytes(stores.serialized(seed, ".nq"))
    bad.write_bytes(good.read_bytes().replace(b'"DATE"', b'"TIME"'))
    done = CliRunner().invoke(main, ["verify", str(good)])
    assert (done.exit_code, done.stderr) == (0, "")
    facts = sum(str(quad.object) == f"<{expand('kg:Fact')}>" for quad in seed)
    assert facts >= 40
    assert f"{facts:>7}  facts whose sentence stands in their article\n" in done.stdout
    done = CliRunner().invoke(main, ["verify", str(bad)])
    assert done.exit_code == 1
    assert "was altered: its digest is another" in done.stderr.splitlines()[0]
    assert done.stderr.splitlines()[-1].endswith("1 things do not hold; build it again from its articles")


def test_a_graph_that_kg_did_not_write_cannot_be_proved(tmp_path: Path) -> None:
    (tmp_path / "g.nq").write_text("<http://e/s> <http://e/p> <http://e/o> .\n", encoding="utf-8")
    with pytest.raises(GraphError, match="was not written by kg"):
        verify(stores.open(str(tmp_path / "g.nq")))
