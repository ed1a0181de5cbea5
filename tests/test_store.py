"""Where a graph lives: what is written is there whole, or the old graph is."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from kg import disk, generations
from kg import store as stores
from kg.errors import GraphError
from kg.terms import DEFAULT, expand
from tests import sample

#: rdflib warns about names that its own parsers use.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
KINDS = ["g.nq", "g.trig", "g.jsonld", "g"]
ROOT = Path(__file__).parent.parent


def graph(name: str, *words: str) -> dict[str, list[ox.Quad]]:
    """A named graph of a quad a word."""
    node = ox.NamedNode(f"http://e/{name}")
    return {node.value: [ox.Quad(node, ox.NamedNode(expand("kg:text")), ox.Literal(w), node) for w in words]}


def words(target: Path) -> set[str]:
    """The words of all quads at a target."""
    return {quad.object.value for quad in stores.open(str(target)).quads()}


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every file below a folder that belongs to a graph, with its bytes."""
    files = (f for f in folder.rglob("*") if f.is_file() and not f.name.startswith("LOG") and f.name != "LOCK")
    return {str(f.relative_to(folder)): f.read_bytes() for f in files}


@pytest.mark.parametrize("name", KINDS)
def test_what_is_written_is_there_when_opened_again(tmp_path: Path, name: str) -> None:
    target = tmp_path / name
    stores.open(str(target), "w").replace(sample.graphs())
    found = stores.open(str(target))
    assert set(found.quads()) == {q for quads in sample.graphs().values() for q in quads}
    assert found.graphs() == tuple(sorted(sample.graphs()))


@pytest.mark.parametrize("name", KINDS)
def test_replacing_a_graph_leaves_the_others_and_an_empty_one_goes(tmp_path: Path, name: str) -> None:
    target = tmp_path / name
    stores.open(str(target), "w").replace({**graph("a", "one"), **graph("b", "two"), **graph("c", "three")})
    stores.open(str(target), "w").replace({**graph("a", "four"), "http://e/c": []})
    assert words(target) == {"four", "two"}
    assert stores.open(str(target)).graphs() == ("http://e/a", "http://e/b")


def said(name: str, subject: str, *words: str) -> dict[str, list[ox.Quad]]:
    """What a named graph says of a subject, a quad a word."""
    node, about = ox.NamedNode(f"http://e/{name}"), ox.NamedNode(f"http://e/{subject}")
    return {about.value: [ox.Quad(about, ox.NamedNode(expand("kg:text")), ox.Literal(w), node) for w in words]}


def both(*parts: dict[str, list[ox.Quad]]) -> list[ox.Quad]:
    return [quad for part in parts for quads in part.values() for quad in quads]


@pytest.mark.parametrize("name", KINDS)
def test_what_a_graph_says_of_a_subject_is_replaced_and_all_else_stays(tmp_path: Path, name: str) -> None:
    target = str(tmp_path / name)
    old = [*both(said("a", "x", "one", "two"), said("a", "y", "three"), said("a", "z", "four"))]
    stores.open(target, "w").replace({"http://e/a": old, **graph("b", "five"), **graph("c", "six")})
    within = {
        "http://e/a": {**said("a", "x", "two", "seven"), "http://e/y": [], **said("a", "new", "eight")},
        "http://e/d": said("d", "x", "nine"),
        "http://e/c": {"http://e/c": []},
    }
    stores.open(target, "w").replace(graph("b", "ten"), within)
    due = both(said("a", "x", "two", "seven"), said("a", "z", "four"), said("a", "new", "eight"))
    assert set(stores.open(target).quads()) == {*due, *both(said("d", "x", "nine"), graph("b", "ten"))}
    assert stores.open(target).graphs() == ("http://e/a", "http://e/b", "http://e/d")


@pytest.mark.parametrize("name", KINDS)
def test_no_graph_is_both_replaced_and_changed_within(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match=r"both replaced and changed within: \['http://e/a'\]"):
        stores.open(str(tmp_path / name), "w").replace(graph("a", "one"), {"http://e/a": said("a", "x", "two")})


def test_workings_stay_with_the_graph_they_were_written_with(tmp_path: Path) -> None:
    target, made = str(tmp_path / "g"), tmp_path / "made"
    made.write_bytes(b"first")
    stores.open(target, "w").replace(graph("a", "one"), workings=made)
    first = stores.open(target)
    assert first.workings is not None
    assert first.workings.read_bytes() == b"first"
    made.write_bytes(b"second")
    stores.open(target, "w").replace(graph("a", "two"), workings=made)
    assert first.workings.read_bytes() == b"first", "a reader keeps those of the graph it reads"
    second = stores.open(target, "w")
    assert second.workings is not None
    assert second.workings.read_bytes() == b"second"
    second.replace(graph("a", "three"))
    assert stores.open(target).workings is None, "they are of another graph now"
    del first, second
    stores.open(target, "w").replace(graph("a", "four"))
    assert {path.suffix for path in Path(target).glob("generation-*")} == {"", ".index", ".later"}


@pytest.mark.parametrize("name", ["g.nq", "g.trig", "g.jsonld"])
def test_files_have_no_workings(tmp_path: Path, name: str) -> None:
    made = tmp_path / "made"
    made.write_bytes(b"first")
    stores.open(str(tmp_path / name), "w").replace(graph("a", "one"), workings=made)
    assert stores.open(str(tmp_path / name)).workings is None


@pytest.mark.parametrize("name", ["g.nq", "g.trig", "g.jsonld"])
def test_the_same_quads_are_the_same_bytes_in_whatever_order_they_come(tmp_path: Path, name: str) -> None:
    quads = [q for quads in sample.graphs().values() for q in quads]
    suffix = Path(name).suffix
    assert stores.serialized(quads, suffix) == stores.serialized([*reversed(quads), *quads], suffix)


def test_other_tools_read_the_same_from_every_kind_of_file() -> None:
    node = ox.NamedNode("http://e/a")
    odd = [ox.Quad(node, node, ox.Literal("a\r\nb\x01\x7f\u2028 e\u0301", language="hi"), node)]
    quads = [q for quads in (*sample.graphs().values(), odd) for q in quads]
    read = []
    for suffix, format in ((".nq", "nquads"), (".trig", "trig"), (".jsonld", "json-ld")):
        dataset = rdflib.Dataset()
        dataset.parse(data=stores.serialized(quads, suffix), format=format)
        read.append({(s, p, o.n3(), g) for s, p, o, g in dataset.quads()})
    assert len(read[0]) == len(quads)
    assert read[0] == read[1] == read[2]


def test_n_quads_are_sorted_lines(graph_file: Path) -> None:
    lines = graph_file.read_bytes().split(b"\n")
    assert lines.pop() == b""
    assert lines == sorted(set(lines))


def test_a_graph_that_went_through_a_directory_is_the_same_bytes(tmp_path: Path, graph_file: Path) -> None:
    stores.open(str(tmp_path / "g"), "w").replace(sample.graphs())
    found = stores.open(str(tmp_path / "g")).quads()
    assert stores.serialized(found, ".nq") == graph_file.read_bytes()


@pytest.mark.parametrize("name", KINDS)
def test_a_copy_holds_the_same_in_any_kind_and_overwrites_nothing(tmp_path: Path, graph_file: Path, name: str) -> None:
    target, again = str(tmp_path / f"copy-{name}"), str(tmp_path / "again")
    stores.copy(str(graph_file), target)
    assert set(stores.open(target).quads()) == set(stores.open(str(graph_file)).quads())
    stores.copy(target, again)
    assert set(stores.open(again).quads()) == set(stores.open(str(graph_file)).quads())
    with pytest.raises(GraphError, match="holds a graph already; name a new place"):
        stores.copy(str(graph_file), target)


def test_a_copy_of_a_broken_file_leaves_nothing(tmp_path: Path) -> None:
    broken = tmp_path / "broken.nq"
    broken.write_bytes(b"<http://e/a> <http://e/b> <http://e")
    with pytest.raises(GraphError, match=r"broken\.nq, line 1: is not readable as nq"):
        stores.copy(str(broken), str(tmp_path / "copy"))
    assert {path.name for path in tmp_path.iterdir()} == {"broken.nq"}


def test_queries_see_the_union_of_the_graphs(store: stores.Store) -> None:
    query = "SELECT ?event WHERE { ?fact prov:wasQuotedFrom ?article ; kg:about ?event }"
    assert len(list(store.query(query))) == len(sample.RESOLVED.facts)


# Nothing lost


class Interrupted(Exception):
    """What stops a build in the middle."""


@pytest.mark.parametrize("name", KINDS)
def test_a_build_that_fails_while_quads_are_made_leaves_the_old_graph(tmp_path: Path, name: str) -> None:
    def failing() -> list[ox.Quad]:
        class Quads(list[ox.Quad]):
            def __iter__(self):  # noqa: ANN204
                yield from graph("b", "new")["http://e/b"]
                raise Interrupted

        return Quads([ox.Quad(*graph("b", "new")["http://e/b"][0])])

    target = tmp_path / name
    stores.open(str(target), "w").replace(graph("a", "old"))
    before = snapshot(tmp_path)
    with pytest.raises(Interrupted):
        stores.open(str(target), "w").replace({"http://e/b": failing()})
    assert words(target) == {"old"}
    assert set(snapshot(tmp_path)) == set(before)


@pytest.mark.parametrize("name", KINDS)
def test_a_first_build_that_fails_leaves_nothing_that_reads_as_a_graph(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(GraphError, match="cannot be written: No space left on device; nothing was changed"):
        stores.open(str(tmp_path / name), "w").replace(graph("a", "new"))
    monkeypatch.undo()
    with pytest.raises(GraphError, match="does not exist"):
        stores.open(str(tmp_path / name))
    stores.open(str(tmp_path / name), "w").replace(graph("a", "again"))
    assert words(tmp_path / name) == {"again"}


@pytest.mark.parametrize("name", ["g.nq", "g"])
def test_a_full_disk_is_an_error_and_the_old_graph_stays(tmp_path: Path, name: str) -> None:
    target = tmp_path / name
    stores.open(str(target), "w").replace(graph("a", "old"))
    code = (
        "import random, resource, signal, sys; from tests.test_store import graph, stores\n"
        "from kg.errors import GraphError\n"
        "store = stores.open(sys.argv[1], 'w')\n"
        "new = graph('a', *(random.Random(n).randbytes(1000).hex() for n in range(3000)))\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))\n"
        "try:\n    store.replace(new)\n"
        "except GraphError as error:\n    print(error)\n    sys.exit(1)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(target)], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1, done.stderr
    assert "cannot be written" in done.stdout
    assert len(done.stdout.splitlines()) == 1
    assert words(target) == {"old"}
    assert {path.name for path in tmp_path.iterdir()} == {name}


@pytest.mark.parametrize("name", KINDS)
def test_a_graph_that_changed_since_it_was_opened_is_not_overwritten(tmp_path: Path, name: str) -> None:
    target = tmp_path / name
    stores.open(str(target), "w").replace(graph("a", "one"))
    mine, theirs = stores.open(str(target), "w"), stores.open(str(target), "w")
    theirs.replace(graph("b", "two"))
    with pytest.raises(GraphError, match="was changed by another program meanwhile; nothing was written"):
        mine.replace(graph("c", "three"))
    assert words(target) == {"one", "two"}


def hold(target: str, held: object, done: object) -> None:
    """Hold the lock of a target until told to let go."""
    path = Path(target)
    if path.is_dir():
        descriptor = os.open(path, os.O_RDONLY)
        disk.lock(descriptor, path, target)
    else:
        part = path.with_name(f".{path.name}.part")
        descriptor = os.open(part, os.O_RDWR | os.O_CREAT, 0o666)
        disk.lock(descriptor, part, target)
    held.set()
    done.wait()


@pytest.mark.parametrize("name", ["g.nq", "g"])
def test_two_builds_at_once_do_not_mix(tmp_path: Path, name: str) -> None:
    target = str(tmp_path / name)
    stores.open(target, "w").replace(graph("a", "one"))
    context = multiprocessing.get_context("spawn")
    held, done = context.Event(), context.Event()
    other = context.Process(target=hold, args=(target, held, done))
    other.start()
    try:
        assert held.wait(30)
        with pytest.raises(GraphError, match="is being written by another program"):
            stores.open(target, "w").replace(graph("b", "two"))
    finally:
        done.set()
        other.join()
    assert words(Path(target)) == {"one"}
    stores.open(target, "w").replace(graph("b", "two"))
    assert words(Path(target)) == {"one", "two"}


def test_a_reader_keeps_the_graph_it_opened_while_another_is_written(tmp_path: Path) -> None:
    target = tmp_path / "g"
    stores.open(str(target), "w").replace(graph("a", "old"))
    reader = stores.open(str(target))
    stores.open(str(target), "w").replace(graph("a", "new"))
    assert [q.object.value for q in reader.quads()] == ["old"]
    assert words(target) == {"new"}


def test_what_is_read_is_not_removed_before_the_reader_is_done(tmp_path: Path) -> None:
    target = tmp_path / "g"
    stores.open(str(target), "w").replace(graph("a", "one"))
    reader = stores.open(str(target))
    for word in ("two", "three"):
        stores.open(str(target), "w").replace(graph("a", word))
        assert {path.name for path in target.glob("generation-?")} >= {"generation-1"}
    assert [q.object.value for q in reader.quads()] == ["one"]
    del reader
    stores.open(str(target), "w").replace(graph("a", "four"))
    assert [path.name for path in target.glob("generation-?")] == ["generation-4"]


def test_a_file_keeps_its_permissions_and_a_link_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real", tmp_path / "link.nq"
    link.symlink_to(real)
    stores.open(str(link), "w").replace(graph("a", "one"))
    real.chmod(0o640)
    stores.open(str(link), "w").replace(graph("a", "two"))
    assert link.is_symlink()
    assert words(link) == {"two"}
    assert real.stat().st_mode & 0o777 == 0o640


# What is refused


def broken(content: bytes) -> Callable[[Path], None]:
    return lambda path: path.write_bytes(content) and None


def folder_with_a_file(path: Path) -> None:
    path.mkdir()
    (path / "2023").mkdir()
    (path / "2023" / "photo.jpg").write_bytes(b"precious")


def folder_with_a_bad_mark(path: Path) -> None:
    path.mkdir()
    (path / generations.MARKER).write_text("kg store 1\n7\n")


@pytest.mark.parametrize("mode", ["r", "w"])
@pytest.mark.parametrize(
    ("name", "made", "message"),
    [
        ("g.ttl", broken(b""), r"is Turtle, which is an export and cannot hold a graph; name a file \(\.nq"),
        ("g.rdf", broken(b""), "is no kind of graph; name a file"),
        ("g.nq", broken(b"<http://e/s> <http://e/p> \"x"), r"g\.nq, line 1: is not readable as nq: .*; restore"),
        ("g.nq", broken(b"\x00\x01\x02\xff"), "is not readable as nq"),
        ("g.trig", broken(b"@prefix : <http://e/> .\n:s :p"), "is not readable as trig"),
        ("g.jsonld", broken(b"{\"@id\": "), "is not readable as jsonld"),
        ("g.nq", Path.mkdir, "is no kind of graph|does not exist"),
        ("g", folder_with_a_file, "is a directory but not a graph of kg; name a new directory, or an empty one"),
        ("g", folder_with_a_bad_mark, "is a broken store"),
        ("g", broken(b"some text"), "is no kind of graph"),
    ],
)
def test_what_is_no_graph_is_refused_and_left_alone(
    tmp_path: Path, mode: str, name: str, made: Callable[[Path], None], message: str
) -> None:
    target = tmp_path / name
    made(target)
    before = snapshot(tmp_path)
    if name == "g.nq" and target.is_dir() and mode == "w":
        return  # an empty directory of any name may become a store
    with pytest.raises(GraphError, match=message) as caught:
        stores.open(str(target), mode)
    assert len(str(caught.value).splitlines()) == 1
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize("name", [*KINDS, "g/"])
def test_reading_what_is_not_there_is_an_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(GraphError, match="does not exist"):
        stores.open(f"{tmp_path}/{name}")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", KINDS)
def test_a_target_in_a_folder_that_is_not_there_is_an_error_before_any_work(tmp_path: Path, name: str) -> None:
    with pytest.raises(GraphError, match="there is no folder .*; make the folder first"):
        stores.open(str(tmp_path / "missing" / name), "w")


def test_a_read_only_file_is_not_replaced(tmp_path: Path) -> None:
    target = tmp_path / "g.nq"
    stores.open(str(target), "w").replace(graph("a", "old"))
    target.chmod(0o444)
    with pytest.raises(GraphError, match="is read-only; choose another place, or make it writable"):
        stores.open(str(target), "w")
    assert words(target) == {"old"}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
@pytest.mark.parametrize("name", KINDS)
def test_a_read_only_folder_is_an_error_before_any_work(tmp_path: Path, name: str) -> None:
    tmp_path.chmod(0o555)
    with pytest.raises(GraphError, match="is read-only"):
        stores.open(str(tmp_path / name), "w")
    tmp_path.chmod(0o755)


def test_a_device_is_not_a_graph(tmp_path: Path) -> None:
    pipe = tmp_path / "g.nq"
    os.mkfifo(pipe)
    with pytest.raises(GraphError, match="is not a regular file"):
        stores.open(str(pipe), "w")


def test_another_oxigraph_directory_is_not_taken_over(tmp_path: Path) -> None:
    ox.Store(str(tmp_path / "g")).add(graph("a", "theirs")["http://e/a"][0])
    with pytest.raises(GraphError, match="is a directory but not a graph of kg"):
        stores.open(str(tmp_path / "g"), "w")


def test_the_quads_of_a_subject_and_a_predicate_are_found(store: stores.Store) -> None:
    found = list(store.quads(DEFAULT.entity("meera"), "schema:name"))
    assert [q.object.value for q in found] == ["मीरा सेन"]
    assert {q.graph_name.value for q in store.quads(graph=DEFAULT.derived)} == {DEFAULT.derived}
