"""How long a directory takes to write one article more, and what of that; a graph as large as that of 10,000 articles.

    python bench/write.py [--quads 1000000] [--times 20] [--profile]

Each time, one article's named graph is added, thirty subjects of the derived graph change, and the log tells of the
article, with the digests of both; then the graph is opened again. Times are medians, in milliseconds by the clock, with
the processor's in brackets: a writer waits for the disk. The graph is kept in build/bench.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import resource
import shutil
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from statistics import median

import pyoxigraph as ox
import synthetic

from kg import disk, generations, index
from kg import store as stores
from kg.graph import article_quads
from kg.log import Log, log_quads, log_within, read_part, with_learnt
from kg.model import Article
from kg.seal import sealed, sealed_within
from kg.store import Store
from kg.terms import DEFAULT, compact

BUILD = Path(__file__).parent.parent / "build" / "bench"
CHANGED = 30
#: What is timed inside a write: where it stands, and what it is called.
STAGES = (
    (generations, "_begun", "tables linked"),
    (generations, "_missing", "quads compared, a part"),
    (index, "update", "index brought up to date (beside the flush)"),
    (index, "write", "index made anew"),
    (generations, "_filled", "generation filled, in all"),
    (generations, "_mark", "marked"),
    (disk, "sync", "  its folder forced to the disk"),
    (generations, "_remove_all_but", "old ones removed"),
)


def made(size: int) -> Path:
    """A directory with a graph of about this many quads, and the log of its articles."""
    target = BUILD / f"write-{size}"
    if target.is_dir():
        return target
    BUILD.mkdir(parents=True, exist_ok=True)
    file = BUILD / f"write-{size}.nq"
    synthetic.write(size, file)
    stores.copy(str(file), str(target))
    file.unlink()
    store = stores.open(str(target), "w")
    ids = [quad.subject for quad in store.quads(predicate="schema:articleBody")]
    learnt = {(str(id).strip("<>").rsplit("/", 1)[-1], f"{n:064x}"): "2026-01-01" for n, id in enumerate(ids)}
    derived = sealed(DEFAULT.derived, store.quads(graph=DEFAULT.derived))
    store.replace({DEFAULT.derived: derived, DEFAULT.log: sealed(DEFAULT.log, log_quads(Log(learnt)))})
    return target


def timed(took: dict[str, list[tuple[float, float]]]) -> None:
    """Have the stages of a write add to `took` how long they take."""
    for module, name, called in STAGES:
        setattr(module, name, _timing(getattr(module, name), called, took))


def _timing(inner, called, took):  # noqa: ANN001, ANN202
    def outer(*args, **rest):  # noqa: ANN002, ANN003, ANN202
        with stage(called, took):
            return inner(*args, **rest)

    return outer


@contextmanager
def stage(called: str, took: dict[str, list[tuple[float, float]]]) -> Iterator[None]:
    clock, processor = time.perf_counter(), time.process_time()
    yield
    took[called].append((time.perf_counter() - clock, time.process_time() - processor))


def change(store: Store, number: int, subjects: Iterable[str]) -> tuple[dict[str, list[ox.Quad]], dict[str, dict]]:
    """An article more, and subjects of the derived graph that say something else."""
    told = synthetic.Told()
    annotated, facts = next(synthetic.articles(600, told, seed=number + 1000))
    article: Article = replace(annotated.article, id=f"new-{number}")
    graph = article_quads(replace(annotated, article=article), facts, DEFAULT)
    name = DEFAULT.article_graph(article.id)
    said = {}
    for iri in subjects:
        held = store.quads(iri, graph=DEFAULT.derived)
        said[iri] = [renamed(quad, number) for quad in held]
    log = read_part(store.quads, [article.id], [])
    learnt = log_within(log, with_learnt(log, [article], "2026-02-02"))
    within = {name: sealed_within(name, own, store.quads) for name, own in
              ((DEFAULT.derived, said), (DEFAULT.log, learnt))}  # fmt: skip
    return {name: sealed(name, graph)}, within


def renamed(quad: ox.Quad, number: int) -> ox.Quad:
    """The quad, or, for a label, another one."""
    if not isinstance(quad.object, ox.Literal) or compact(quad.predicate.value) != "rdfs:label":
        return quad
    text = f"{quad.object.value.split('/')[0]}/{number}"
    return ox.Quad(quad.subject, quad.predicate, ox.Literal(text, language=quad.object.language), quad.graph_name)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quads", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--profile", action="store_true", help="say where the time goes")
    options = parser.parse_args()
    whole = made(options.quads)
    took: dict[str, list[tuple[float, float]]] = defaultdict(list)
    timed(took)
    profile = cProfile.Profile()
    with tempfile.TemporaryDirectory(dir=BUILD) as folder:
        target = f"{folder}/graph"
        shutil.copytree(whole, target)
        people = [f"{DEFAULT.entity(one.id)}" for one in synthetic.cast(200, "Person", 4096)]
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        for number in range(options.times):
            with stage("ALL, WITH OPENING", took):
                with stage("opened to write", took):
                    store = stores.open(target, "w")
                with stage("change made", took):
                    graphs, within = change(store, number, people[number : number + CHANGED])
                if options.profile:
                    profile.enable()
                with stage("REPLACE", took):
                    store.replace(graphs, within)
                profile.disable()
            with stage("opened to read", took):
                stores.open(target)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    for called, each in took.items():
        clock, processor = (median(one) * 1000 for one in zip(*each, strict=True))
        print(f"{called:<44}{clock:8.1f} ({processor:.1f}), at most {max(each)[0] * 1000:.1f}")
    print(f"memory: {peak / 1024:.0f} MB more at the most")
    if options.profile:
        pstats.Stats(profile).sort_stats("tottime").print_stats(25)


if __name__ == "__main__":
    main()
