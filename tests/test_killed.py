"""Nothing is lost: whatever changes a graph is killed at more than a hundred points, and the old or the new graph is
there afterwards, whole.

A child of a clean server does the work. One half of the points are moments before a change to the file system (the
child kills itself there), the other half are moments in time, which lie in the engine as well.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from itertools import count
from multiprocessing.synchronize import Event
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import builds
from kg import store as stores
from kg.builds import retract
from kg.errors import GraphError
from kg.judge import correct, judge
from kg.search import Hit, search
from kg.terms import DEFAULT, Value, quads
from kg.verify import verify
from tests import sample
from tests.test_build import extract, resolve, run

CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["tests.test_killed"])
#: What Python reports before it does it; the engine writes its own files unseen.
TOUCHING = {
    "open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.truncate", "os.chmod", "os.link", "fcntl.flock",
    "shutil.copyfile", "shutil.move", "shutil.rmtree", "sqlite3.connect",
}  # fmt: skip
LATER = replace(sample.ENGLISH, text=sample.ENGLISH.text + "\nMore was said.\n")


def build(target: str) -> None:
    run(Path(target), LATER, sample.HINDI)


def take_out(target: str) -> None:
    retract(target, sample.HINDI.id, resolve=resolve)


def bring_in(target: str) -> None:
    stores.copy(str(Path(target).with_name("other.nq")), target)


def say_same(target: str) -> None:
    judge(target, "same", "Meera Sen", "Devika Rao", by="Asha", learnt="2026-02-01")


def put_right(target: str) -> None:
    correct(target, sample.ARREST_EN.id, {"time": "2020-09"}, by="Asha", learnt="2026-02-01")


def put(target: str, word: str, within: Mapping[str, Collection[ox.Quad]]) -> None:
    """Change what is said of some, and leave workings that name the word that the graph now has."""
    store = stores.open(target, "w")
    marked = quads([(DEFAULT.log, "kg:text", Value(word))], DEFAULT.log)
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "made"
        made.write_text(f"workings of {word}")
        changed = {DEFAULT.derived: within, DEFAULT.log: {DEFAULT.log: marked}}
        store.replace({}, changed, made)


def begin_within(target: str) -> None:
    run(Path(target), sample.ENGLISH, sample.HINDI)
    put(target, "old", {})


def change_within(target: str) -> None:
    """Half of what is said in the derived graph goes, and as many subjects come."""
    held = sorted(stores.open(target).quads(graph=DEFAULT.derived), key=str)
    gone = sorted({quad.subject.value for quad in held if isinstance(quad.subject, ox.NamedNode)})[::2]
    come = {f"{iri}/new": quads([(f"{iri}/new", "rdfs:label", Value("Lucknow"))], DEFAULT.derived) for iri in gone}
    put(target, "new", {**dict.fromkeys(gone, ()), **come})


OTHERS = [replace(sample.ENGLISH, id=f"other-{n}", text="Nothing happened.", sha256=f"{n:064x}") for n in range(4)]
BATCHES = ([OTHERS[0], sample.HINDI], [sample.ENGLISH, OTHERS[1]], [OTHERS[2]])


def by_batches(target: str) -> None:
    builds.BATCH = 2
    builds.build([article for batch in BATCHES for article in batch], target, learnt="2026-02-01", extract=extract)


#: What is done, and whether there is a graph before.
WORK: dict[str, tuple[Callable[[str], None], bool]] = {
    "build": (build, True),
    "first build": (build, False),
    "retract": (take_out, True),
    "same": (say_same, True),
    "correct": (put_right, True),
    "import": (bring_in, False),
    "within": (change_within, True),
}
ALL = {**{name: do for name, (do, _) in WORK.items()}, "batches": by_batches}
POINTS = 10


def work(name: str, target: str, at: int | None, ready: Event, told: object) -> None:
    """Do it in a child, which kills itself before the change to the file system with the number `at`."""
    seen = count()

    def watch(event: str, args: object) -> None:
        if event in TOUCHING and next(seen) == at:
            os.kill(os.getpid(), signal.SIGKILL)

    ready.set()
    started = time.perf_counter()
    sys.addaudithook(watch)
    ALL[name](target)
    if at is None:
        told.put((next(seen), time.perf_counter() - started))  # type: ignore[attr-defined]


def killed(name: str, target: Path, at: int | None, after: float) -> None:
    """Do it and kill it there, or after some seconds."""
    ready = CONTEXT.Event()
    child = CONTEXT.Process(target=work, args=(name, str(target), -1 if at is None else at, ready, None))
    child.start()
    if at is None:
        assert ready.wait(30)
        time.sleep(after)
        child.kill()
    child.join(30)
    assert child.exitcode in (-signal.SIGKILL, 0)


def content(target: Path) -> frozenset[ox.Quad] | None:
    """The quads of a graph; None where there is none. Its index and workings, if any, are its own."""
    try:
        store = stores.open(str(target))
    except GraphError as error:
        assert "does not exist" in str(error)
        return None
    if store.index is not None:
        assert (search(store, ["lucknow"]).indexed, search(store, ["lucknow"]).hits) == (True, scanned(store))
    if store.workings is not None and store.workings.read_bytes().startswith(b"workings of "):
        word = next(quad.object.value for quad in store.quads(DEFAULT.log, "kg:text"))
        assert store.workings.read_text() == f"workings of {word}"
    return frozenset(store.quads())


def scanned(store: stores.Store) -> tuple[Hit, ...]:
    """What a search finds that looks at every sentence."""
    return search(replace(store, index=None), ["lucknow"]).hits


@pytest.mark.parametrize("place", ["g.nq", "g"])
@pytest.mark.parametrize("name", sorted(WORK))
def test_killed_at_any_point_the_old_or_the_new_graph_is_there(tmp_path: Path, name: str, place: str) -> None:
    clean, target = tmp_path / "clean", tmp_path / "here" / place
    clean.mkdir()
    stores.open(str(clean / "other.nq"), "w").replace(sample.graphs())
    if WORK[name][1]:
        begin_within(str(clean / place))
    shutil.copytree(clean, target.parent)
    old = content(target)
    told, ready = CONTEXT.Queue(), CONTEXT.Event()
    child = CONTEXT.Process(target=work, args=(name, str(target), None, ready, told))
    child.start()
    touched, took = told.get(timeout=30)
    child.join(30)
    new = content(target)
    assert old != new
    assert new is not None
    chance, outcomes = random.Random(f"{name} {place}"), set()
    for number in range(POINTS):
        shutil.rmtree(target.parent)
        shutil.copytree(clean, target.parent)
        at = chance.randrange(touched) if number % 2 else None
        killed(name, target, at, chance.random() * took)
        now = content(target)
        assert now in (old, new), f"killed at {at}"
        outcomes.add(now)
        if number % 4 == 0 and now == old:
            WORK[name][0](str(target))
            assert content(target) == new
            left = {path.name for path in target.parent.iterdir()}
            assert left == {place, "other.nq"}, "what a killed writer left is cleared away by the next"
    assert old in outcomes


def test_a_directory_that_is_killed_while_it_is_built_has_whole_batches_and_is_built_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(builds, "BATCH", 2)
    clean, target = tmp_path / "clean" / "g", tmp_path / "here" / "g"
    clean.parent.mkdir()
    builds.build([OTHERS[3]], str(clean), learnt="2026-01-01", extract=extract)
    states, step = [content(clean)], tmp_path / "steps" / "g"
    shutil.copytree(clean.parent, step.parent)
    for batch in BATCHES:
        builds.build(batch, str(step), learnt="2026-02-01", extract=extract)
        states.append(content(step))
    shutil.copytree(clean.parent, target.parent)
    told, ready = CONTEXT.Queue(), CONTEXT.Event()
    child = CONTEXT.Process(target=work, args=("batches", str(target), None, ready, told))
    child.start()
    touched, _ = told.get(timeout=60)
    child.join(30)
    assert content(target) == states[-1]
    seen = set()
    for number in range(12):
        shutil.rmtree(target.parent)
        shutil.copytree(clean.parent, target.parent)
        killed("batches", target, touched * number // 12, 0)
        now = content(target)
        assert now in states, f"killed at {touched * number // 12} of {touched}"
        seen.add(states.index(now))
        by_batches(str(target))
        assert content(target) == states[-1], "the rest is built on what is there, with its workings"
        assert {path.name for path in target.parent.iterdir()} == {"g"}
    assert seen == {0, 1, 2}


def test_there_are_more_than_a_hundred_points() -> None:
    assert len(WORK) * 2 * POINTS > 100


def test_a_file_cut_anywhere_is_refused_or_told_by_verify(tmp_path: Path) -> None:
    run(tmp_path / "g.nq", sample.ENGLISH, sample.HINDI)
    whole, chance = (tmp_path / "g.nq").read_bytes(), random.Random(1)
    ends = [n for n, byte in enumerate(whole) if byte == ord("\n")]
    inside = [chance.randrange(1, len(whole)) for _ in range(5)]
    for cut in (*inside, *(chance.choice(ends[:-1]) + 1 for _ in range(5))):
        (tmp_path / "cut.nq").write_bytes(whole[:cut])
        try:
            failures = verify(stores.open(str(tmp_path / "cut.nq"))).failures
        except GraphError:
            continue
        assert failures, f"cut after {cut} bytes"


def read_on(target: str, ready: Event, done: Event, told: object) -> None:
    """Open a graph and read all of it, again and again, until told to stop; say what was seen."""
    seen = set()
    while not done.is_set():
        seen.add(len(frozenset(stores.open(target).quads())))
        ready.set()
    told.put(sorted(seen))  # type: ignore[attr-defined]


@pytest.mark.parametrize("place", ["g.nq", "g"])
def test_readers_beside_a_writer_see_whole_graphs_only(tmp_path: Path, place: str) -> None:
    target = tmp_path / place
    whole = sample.graphs()
    part = {name: quads[:50] for name, quads in whole.items()}
    sizes = {sum(map(len, graphs.values())) for graphs in (whole, part)}
    stores.open(str(target), "w").replace(whole)
    ready, done, told = CONTEXT.Event(), CONTEXT.Event(), CONTEXT.Queue()
    readers = [CONTEXT.Process(target=read_on, args=(str(target), ready, done, told)) for _ in range(2)]
    for reader in readers:
        reader.start()
    assert ready.wait(30)
    for number in range(12):
        stores.open(str(target), "w").replace((part, whole)[number % 2])
    done.set()
    seen = [told.get(timeout=30) for _ in readers]
    for reader in readers:
        reader.join(30)
    assert all(set(one) <= sizes for one in seen)
    assert all(reader.exitcode == 0 for reader in readers)
