"""What a graph was made of: same manifest, same bytes; another input, option, model or judgement, another manifest."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import dossier
from kg import manifest as manifests
from kg import store as stores
from kg.builds import build, retract
from kg.judge import correct, judge, undo
from kg.judgements import Judged, judgement
from kg.manifest import article_bytes, in_words, installed, manifest, read_manifest, with_articles, with_said
from kg.model import Annotated, Article, Span
from kg.read import read
from kg.seal import digits, sealed, total, unsealed
from kg.terms import DEFAULT
from kg.verify import Proof, verify
from tests.command import kg

TEXT = "Meera Sen was arrested in Jaipur on 14 March 2021. She met Devika Rao in May 2022."
A = {"id": "a", "language": "en", "text": TEXT}
B = {"id": "b", "language": "en", "text": "Police arrested Meera Sen in Jaipur on 14 March 2021.",
     "published": "2021-03-15"}
C = {"id": "c", "language": "hi", "text": "मीरा सेन को 14 मार्च 2021 को जयपुर में गिरफ्तार किया गया।"}
Lines = Callable[..., list[Article]]


@pytest.fixture
def lines(tmp_path: Path) -> Lines:
    """Records, as articles that were read from a file."""

    def articles(*records: dict[str, str]) -> list[Article]:
        (tmp_path / "in.jsonl").write_text("".join(json.dumps(one) + "\n" for one in records), encoding="utf-8")
        return [one for one in read([str(tmp_path / "in.jsonl")]) if isinstance(one, Article)]

    return articles


def node(target: Path) -> frozenset[str]:
    """The quads of the manifest of a graph."""
    found = frozenset(str(quad) for quad in stores.open(str(target)).quads(subject=DEFAULT.manifest))
    assert len(found) > 20
    return found


def without_log(target: Path) -> bytes:
    quads = stores.open(str(target)).quads()
    return stores.serialized((q for q in quads if q.graph_name != ox.NamedNode(DEFAULT.log)), ".nq")


def test_two_ways_to_one_graph_give_one_manifest_and_the_same_bytes(tmp_path: Path, lines: Lines) -> None:
    one, other = tmp_path / "one.nq", tmp_path / "other"
    build(lines(A, B), str(one), learnt="2026-01-01")
    build(lines(C, {**B, "text": "Something else."}), str(other), learnt="2026-01-02")
    build(lines(A), str(other), learnt="2026-01-03")
    made = judge(str(other), "different", "a#0-9", "c#0-8", by="Asha")
    build(lines(B), str(other), learnt="2026-01-04")
    retract(str(other), "c")
    assert node(one) != node(other)
    undo(str(other), made.id)
    assert node(one) == node(other)
    assert without_log(one) == without_log(other)


def test_every_other_input_option_model_and_judgement_gives_another_manifest(
    tmp_path: Path, lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "own.toml").write_text('[names]\nnever = ["Nobody"]\n', encoding="utf-8")
    (tmp_path / "two.toml").write_text('[names]\nnever = ["Nobody Else"]\n', encoding="utf-8")
    model = Path(str(files("kg") / "models" / "syntax.en.udpipe"))
    target = tmp_path / "g.nq"

    def made(*records: dict[str, str], then: Callable[[str], object] = str, **options: object) -> frozenset[str]:
        target.unlink(missing_ok=True)
        build(lines(*records), str(target), learnt="2026-01-01", **options)  # type: ignore[arg-type]
        then(str(target))
        return node(target)

    def said(verdict: str, by: str) -> Callable[[str], object]:
        return lambda graph: judge(graph, verdict, "a#0-9", "b#16-25", by=by, learnt="2026-01-02")  # type: ignore[arg-type]

    found = [
        made(A, B),
        made(A),
        made(A, {**B, "text": f"{B['text']} "}),
        made(A, {**B, "id": "other"}),
        made(A, {**B, "published": "2021-03-16"}),
        made(A, {**B, "url": "https://example.org/b"}),
        made(A, B, min_confidence=0.1),
        made(A, B, dossier=dossier.read([tmp_path / "own.toml"])),
        made(A, B, dossier=dossier.read([tmp_path / "own.toml", tmp_path / "two.toml"])),
        made(A, B, models={"en": model}),
        made(A, B, then=said("different", "Asha")),
        made(A, B, then=said("different", "Bano")),
        made(A, B, then=said("same", "Asha")),
        made(A, B, then=lambda graph: correct(graph, "a#14-22", {"time": "2020"}, by="Asha", learnt="2026-01-02")),
    ]
    own, others = installed(), manifests.libraries()
    for name, value in (
        ("installed", replace(own, models=(*own.models[1:], f"x {'0' * 64}"))),
        ("installed", replace(own, languages=(*own.languages[1:], f"x {'0' * 64}"))),
        ("installed", replace(own, program=f"kg 9.9 {'0' * 64}")),
        ("libraries", (*others[1:], "sentencex 99.0")),
    ):
        with monkeypatch.context() as there:
            there.setattr(manifests, name, lambda value=value: value)
            found.append(made(A, B))
    assert made(A, B) == found[0]
    assert len(set(found)) == len(found) == 18


def told(*articles: Article) -> list[tuple[Annotated, tuple[()]]]:
    return [(Annotated(article, (), (), (), read_by="kg 1 (0)"), ()) for article in articles]


def test_a_manifest_is_brought_up_to_date_without_the_articles_that_stay(lines: Lines) -> None:
    a, b, c = lines(A, B, C)
    changed = replace(b, published="2021-03-16")
    before = manifest(told(a, b))
    assert with_articles(before, [b], [changed, c], ["kg 1 (0)"]) == manifest(told(c, changed, a))
    assert with_articles(before, [a, b], [], []) == manifest([])
    said = [judgement("same", Judged("a", Span(0, 9)), Judged("b", Span(16, 25)), "Asha", "2026-01-01")]
    assert with_said(before, said, ()) == manifest(told(a, b), said)
    assert with_said(with_said(before, said, ()), (), ()) == before


def test_a_sum_of_hashes_stays_within_64_digits(lines: Lines) -> None:
    parts = [article_bytes(one) for one in lines(A, B, C)]
    assert digits(total([])) == "0" * 64
    assert {len(digits(total(parts[:n]))) for n in range(4)} == {64}
    assert digits(total(parts) - total(reversed(parts)) + 2**256 + 5) == f"{5:064x}"


def test_hashes_are_those_that_sha256sum_gives(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text('[names]\nnever = ["Nobody"]\n', encoding="utf-8")
    model = str(files("kg") / "models" / "syntax.en.udpipe")
    sums = [
        subprocess.run(["sha256sum", name], capture_output=True, text=True, check=True).stdout.split()[0]
        for name in (str(tmp_path / "own.toml"), model)
    ]
    (tmp_path / "a.txt").write_text(A["text"], encoding="utf-8")
    where, graph = tmp_path / "a.txt", tmp_path / "g.nq"
    options = ("--with", tmp_path / "own.toml", "--model", f"en={model}", "--min-confidence", "0.25")
    assert kg("build", where, "-o", graph, "--language", "en", *options).exit_code == 0
    shown = kg("stats", graph).stdout
    for line in (
        f"  brought: dossier {sums[0]}\n", f"  brought: model en {sums[1]}\n", f"  model syntax.en.udpipe {sums[1]}\n",
        "  facts with a confidence below 0.25 left out\n", f"  judgements and corrections: {'0' * 64}\n",
    ):  # fmt: skip
        assert line in shown
    assert "\nmanifest\n  schema version 3, put together by kg 0.1 " in shown


# Proved


def proved(target: Path) -> Proof:
    return verify(stores.open(str(target)))


def test_a_manifest_is_proved_against_the_graph_and_this_kg(tmp_path: Path, lines: Lines) -> None:
    build(lines(A, B), str(tmp_path / "g.nq"))
    proof = proved(tmp_path / "g.nq")
    assert proof.failures == []
    assert [what for what, n in proof.proved.items() if what.startswith("manifests") and n == 1] == [
        "manifests that name its articles", "manifests that name what people said",
        "manifests that name who read its articles", "manifests that name its schema version",
        "manifests that name the kg that made it",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("predicate", "value", "wrong"),
    [
        ("articles", "7", "names others than its articles"),
        ("inputs", "1" * 64, "names others than its articles"),
        ("said", "1" * 64, "names others than what people said"),
        ("reader", "kg 9.9 (00000000)", "names others than who read its articles"),
        ("model", f"x {'0' * 64}", "names other models, languages or libraries"),
        ("languageFile", f"x {'0' * 64}", "names other models, languages or libraries"),
        ("leastConfidence", "0.5", "should not hold"),
        ("brought", "dossier 1", "should not hold"),
        ("manifestOf", "", "should not hold"),
        ("", "", "is missing"),
    ],
)
def test_a_manifest_that_was_altered_is_found_out_whatever_its_digest(
    tmp_path: Path, lines: Lines, predicate: str, value: str, wrong: str
) -> None:
    target = tmp_path / "g.nq"
    build(lines(A, B), str(target))
    quads = unsealed(stores.open(str(target)).quads(graph=DEFAULT.derived))
    own = [q for q in quads if q.subject.value == DEFAULT.manifest and str(q.predicate.value).endswith(f"#{predicate}")]
    if predicate:
        old = own[0] if own else ox.Quad(
            ox.NamedNode(DEFAULT.manifest), ox.NamedNode(f"https://w3id.org/event-timeline/ns#{predicate}"),
            ox.Literal(value), ox.NamedNode(DEFAULT.derived),
        )  # fmt: skip
        is_text = isinstance(old.object, ox.Literal)
        put = ox.Literal(value, datatype=old.object.datatype) if is_text else ox.NamedNode("http://e/x")
        kept = [*(q for q in quads if q != old), ox.Quad(old.subject, old.predicate, put, old.graph_name)]
    else:
        kept = [q for q in quads if q.subject.value != DEFAULT.manifest]
    stores.open(str(target), "w").replace({DEFAULT.derived: sealed(DEFAULT.derived, kept)})
    assert any(wrong in str(failure) for failure in proved(target).failures)


@pytest.mark.parametrize(
    ("name", "value", "what"),
    [
        ("installed", replace(installed(), program=f"kg 9.9 {'0' * 64}"), "which is another"),
        ("libraries", (*(f"{one}.1" for one in manifests.libraries()),), "other versions of libraries"),
    ],
)
def test_what_another_kg_or_another_library_made_is_counted_as_not_provable(
    tmp_path: Path, lines: Lines, monkeypatch: pytest.MonkeyPatch, name: str, value: object, what: str
) -> None:
    with monkeypatch.context() as there:
        there.setattr(manifests, name, lambda: value)
        build(lines(A, B), str(tmp_path / "g.nq"))
    proof = proved(tmp_path / "g.nq")
    assert proof.failures == []
    assert any(what in one for one in proof.unproved)


def test_a_manifest_comes_back_from_a_graph_as_it_was(tmp_path: Path, lines: Lines) -> None:
    build(lines(A, B), str(tmp_path / "g.nq"))
    held = read_manifest(stores.open(str(tmp_path / "g.nq")).quads())
    assert held is not None
    assert (held.articles, len(in_words(held)) > 20, held.program) == (2, True, installed().program)
    assert read_manifest([]) is None
