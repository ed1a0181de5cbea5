"""What a person judges wins over the machine, outlives builds, and can be taken back."""

from __future__ import annotations

import json
from pathlib import Path

import pyshacl
import pytest
import rdflib

from kg import judge, terms
from kg import store as stores
from kg.builds import build, retract
from kg.errors import InputError
from kg.explain import read
from kg.judgements import Judged, judgement
from kg.model import Resolved, Span
from kg.said import as_lines, from_lines
from kg.verify import verify
from tests.command import kg
from tests.oxigraph import needs_server, served
from tests.told import article, together

A = article("a", "पत्रकार उमर अंसारी को 3 मई 2021 को लखनऊ में गिरफ्तार किया गया। अंसारी का जन्म 1987 में हुआ था।", "2021-05-04")
B = article("b", "Umar Ansari was born in 1951. He was arrested in Mumbai on 3 May 2021.", "2021-05-05")
C = article("c", "Journalist Umar Ansari, 34, was released in Lucknow on 9 June 2021.", "2021-06-10")


@pytest.fixture(params=["g.nq", "g.trig", "g/"])
def graph(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    target = str(tmp_path / request.param) + ("/" if request.param.endswith("/") else "")
    build([A, B, C], target, learnt="2021-07-01")
    return target


def people(target: str) -> list[list[str]]:
    """For each person, the articles that mention them."""
    found = (e for e in read(stores.open(target)).entities if e.kind == "Person")
    return sorted(sorted({a for a, _ in e.mentions}) for e in found)


def quads(target: str, *leaving: str) -> set[str]:
    """The quads of a graph without those of some named graphs."""
    store = stores.open(target)
    return {str(q) for g in store.graphs() if g.rsplit("/", 1)[-1] not in leaving for q in store.quads(graph=g)}


def sound(target: str) -> None:
    proof = verify(stores.open(target))
    assert not proof.failures, proof.failures[:3]


def test_a_judgement_wins_over_the_machine_and_undoing_it_leaves_nothing(graph: str) -> None:
    before = quads(graph, "log")
    assert people(graph) == [["a", "c"], ["b"]]
    made = judge.judge(graph, "same", "उमर अंसारी", "b#0-11", because="a slip", by="Asha", learnt="2021-07-02")
    assert people(graph) == [["a", "b", "c"]]
    sound(graph)
    assert judge.undo(graph, made.id) == made
    assert quads(graph, "log") == before


def test_people_that_the_machine_joins_can_be_parted(graph: str) -> None:
    judge.judge(graph, "different", "उमर अंसारी", "c#11-22", by="Asha")
    assert people(graph) == [["a"], ["b"], ["c"]]
    sound(graph)


def test_a_judgement_outlives_rebuilding_and_comes_back_with_its_article(graph: str) -> None:
    judge.judge(graph, "same", "a#8-18", "b#0-11", by="Asha")
    judged = quads(graph, "log")
    build([A, B, C], graph)
    assert quads(graph, "log") == judged
    retract(graph, "b")
    assert people(graph) == [["a", "c"]]
    sound(graph)
    build([B], graph)
    assert quads(graph, "log") == judged


def test_events_are_judged_by_their_facts() -> None:
    texts = ("Asha Rao met Amit Saxena in Pune in May 2024.", "Amit Saxena met Asha Rao in Pune in May 2024.")

    def told(resolved: Resolved) -> list[str]:
        return sorted({resolved.event_of[f.id] for f in resolved.facts if f.type == "Meeting"})

    found = together(*texts)
    first, second = sorted((f for f in found.facts if f.type == "Meeting"), key=lambda f: f.article)
    assert len(told(found)) == 1
    ends = Judged("a", first.trigger, first.id), Judged("b", second.trigger, second.id)
    parted = together(*texts, judgements=[judgement("different", *ends, "Asha", "2024-06-01")])
    assert told(parted) == sorted([first.id, second.id])
    moved = judgement("different", ends[0], Judged("b", second.trigger, "that of another kg"), "Asha", "2024-06-01")
    assert told(together(*texts, judgements=[moved])) == told(parted)


def test_two_mentions_of_one_article_can_be_parted_and_joined() -> None:
    text = "Umar Ansari was arrested in Lucknow. Salim Ansari met Umar Ansari in May 2024."
    first, last = Judged("a", Span(0, 11)), Judged("a", Span(text.rindex("Umar"), text.rindex("Umar") + 11))
    other = Judged("a", Span(text.index("Salim"), text.index("Salim") + 12))
    names = ("Umar Ansari", "Salim Ansari")

    def ids(verdict: str, a: Judged, b: Judged) -> list[str]:
        judged = [judgement(verdict, a, b, "Asha", "2024-06-01")]  # type: ignore[arg-type]
        found = together(text, judgements=judged)
        return [found.entity_of["a", end.span] for end in (a, b)]

    assert len(set(ids("different", first, last))) == 2
    assert len(set(ids("same", first, other))) == 1
    assert len({e.id for e in together(text).entities if set(names) & set(e.names)}) == 2


def test_judgements_that_contradict_one_another_are_refused_and_nothing_changes(graph: str) -> None:
    judge.judge(graph, "same", "a#8-18", "b#0-11", by="Asha")
    before = quads(graph)
    with pytest.raises(InputError, match="judged same on .* by Asha; undo that first"):
        judge.judge(graph, "different", "a#8-18", "b#0-11")
    judge.judge(graph, "same", "b#0-11", "c#11-22", by="Asha")
    with pytest.raises(InputError, match="cannot be different beside what was judged before"):
        judge.judge(graph, "different", "a#8-18", "c#11-22")
    judge.undo(graph, judge.said(stores.open(graph)).judgements[1].id)
    assert quads(graph, "log") == {q for q in before if "graph/log" not in q}


@pytest.mark.parametrize(
    ("what", "wrong"),
    [
        ("Umar Ansari", "is a name of 2 in this graph; give one of the ids: .*a#8-18.*b#0-11"),
        ("Umar Ansary", "is nothing in this graph; did you mean Umar Ansari"),
        ("b#900-910", "is no mention and no fact"),
        ("b#0-11", "cannot be compared with itself"),
    ],
)
def test_what_cannot_be_judged_is_said_in_one_line(graph: str, what: str, wrong: str) -> None:
    with pytest.raises(InputError, match=wrong):
        judge.judge(graph, "same", what, "b#0-11")


def test_facts_of_two_types_tell_no_one_event(graph: str) -> None:
    facts = read(stores.open(graph)).facts
    arrest, birth = (next(f.id for f in facts if f.type == type_) for type_ in ("Arrest", "Birth"))
    with pytest.raises(InputError, match="are of the types Arrest and Birth"):
        judge.judge(graph, "same", arrest, birth)
    with pytest.raises(InputError, match="are a fact and a mention"):
        judge.judge(graph, "same", arrest, "b#0-11")
    assert judge.judge(graph, "different", arrest, birth, by="Asha").first.fact in (arrest, birth)


def test_judgements_go_from_one_graph_to_another_as_json_lines(graph: str, tmp_path: Path) -> None:
    judge.judge(graph, "same", "a#8-18", "b#0-11", because="“a slip”\n", by="आशा", learnt="2021-07-02")
    lines = kg("judgements", graph).stdout
    assert json.loads(lines) | {"id": ""} == {
        "id": "", "verdict": "same", "first": {"article": "a", "start": 8, "end": 18},
        "second": {"article": "b", "start": 0, "end": 11}, "by": "आशा", "learnt": "2021-07-02", "because": "“a slip”\n",
    }  # fmt: skip
    assert as_lines(from_lines(lines, "x")) == lines
    (tmp_path / "j.jsonl").write_text(lines, encoding="utf-8")
    other = str(tmp_path / "other.nq")
    build([A, C], other)
    assert kg("judgements", other, "--import", tmp_path / "j.jsonl").exit_code == 0
    build([B], other)
    assert people(other) == [["a", "b", "c"]]
    assert quads(other, "log") == quads(graph, "log")


@pytest.mark.parametrize(
    "line",
    [
        "{", "[]", "null", '{"verdict": "same"}',
        '{"verdict": "perhaps", "first": {"article": "a", "start": 1, "end": 2}, '
        '"second": {"article": "b", "start": 1, "end": 2}, "by": "x", "learnt": "2021-01-01"}',
        '{"verdict": "same", "first": {"article": "\\ud800", "start": 1, "end": 2}, '
        '"second": {"article": "b", "start": 1, "end": 2}, "by": "x", "learnt": "2021-01-01"}',
        '{"verdict": "same", "first": {"article": "a", "start": -1, "end": 2}, '
        '"second": {"article": "b", "start": 1, "end": 2}, "by": "x", "learnt": "2021-01-01"}',
    ],
)  # fmt: skip
def test_a_line_that_is_no_judgement_is_named(line: str) -> None:
    with pytest.raises(InputError, match=r"^j\.jsonl, line 2: "):
        from_lines(f"\n{line}\n", "j.jsonl")


def test_the_commands_say_what_they_did(graph: str) -> None:
    done = kg("same", graph, "उमर अंसारी", "b#0-11", "--by", "Asha", "--because", "a slip")
    id = judge.said(stores.open(graph)).judgements[0].id
    assert (done.exit_code, done.stdout) == (0, "")
    assert f"{id}: same, says Asha (kg judgements --undo {id} undoes it)" in done.stderr
    assert "judgements that are kept" in kg("verify", graph).stdout
    assert kg("different", graph, "a#8-18", "c#11-22").exit_code == 0
    assert kg("judgements", graph, "--undo", id).exit_code == 0
    again = kg("judgements", graph, "--undo", id)
    assert (again.exit_code, again.stdout) == (1, "")
    assert again.stderr == f"kg: judgement {id}: is not in this graph; see kg judgements for those that are\n"
    assert kg("judgements", graph, "--undo", id, "--import", "x").exit_code == 2


@needs_server
def test_an_endpoint_keeps_judgements_as_a_file_does(tmp_path: Path) -> None:
    with served() as address:
        for target in (address, str(tmp_path / "g.nq")):
            build([A, B, C], target, learnt="2021-07-01")
            judge.judge(target, "same", "a#8-18", "b#0-11", by="Asha", learnt="2021-07-02")
            made = judge.judge(target, "different", "a#8-18", "c#11-22", by="Asha", learnt="2021-07-02")
            assert people(target) == [["a", "b"], ["c"]]
            judge.undo(target, made.id)
        assert quads(address, "log") == quads(str(tmp_path / "g.nq"), "log")


def test_an_altered_judgement_is_found_out(tmp_path: Path) -> None:
    target = tmp_path / "g.nq"
    build([A, B, C], str(target))
    judge.judge(str(target), "same", "a#8-18", "b#0-11", by="Asha")
    text = target.read_text(encoding="utf-8")
    target.write_text(text.replace('verdict> "same"', 'verdict> "different"'), encoding="utf-8")
    wrong = {failure.what for failure in verify(stores.open(str(target))).failures}
    assert {"was altered: its digest is another", "is not kept"} <= wrong


def test_judgements_conform_to_the_shapes_of_the_ontology(tmp_path: Path) -> None:
    target = str(tmp_path / "g.nq")
    build([A, B, C], target)
    judge.judge(target, "same", "a#8-18", "b#0-11", because="a slip", by="Asha")
    retract(target, "b")
    store = stores.open(target)
    lines = b"".join(stores.serialized(store.quads(graph=g), ".nq") for g in store.graphs())
    data = rdflib.Dataset()
    data.parse(data=lines, format="nquads")
    flat = rdflib.Graph()
    for s, p, o, _ in data.quads():
        flat.add((s, p, o))
    ttl = [rdflib.Graph().parse(data=terms.ontology(n).read_text(encoding="utf-8")) for n in ("kg.ttl", "shapes.ttl")]
    conforms, _, report = pyshacl.validate(flat + ttl[0], shacl_graph=ttl[1])
    assert conforms, report
