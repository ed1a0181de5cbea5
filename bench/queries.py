"""Eight questions, five ways: how fast a graph of kg answers beside rdflib in memory and the bare engine.

    python bench/queries.py [QUADS …]        100000 1000000 unless told otherwise; 10000000 takes a quarter of an hour

Every way is a process of its own, which loads the same N-Quads, answers each query several times (the least of its
processor time counts, so that a busy machine does not matter much) and must give as many rows as the others. Three
questions are asked twice: plainly, and as kg's own queries ask, which use what a graph holds for them (`kg:row`,
`kg:period`, the index of words). rdflib is asked both ways as well, and kg's best is compared with it asked plainly.
Loading is timed by the clock and by the processor: run it on a machine that does nothing else. Graphs are kept in
build/bench. Above two million quads rdflib is left out, and so are the two questions that then take minutes each way.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import synthetic

from kg.terms import PREFIXES, expand

BUILD = Path(__file__).parent.parent / "build" / "bench"
HOME = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent), "PYTHONPYCACHEPREFIX": str(BUILD / "compiled")}
HOME.pop("PYTHONDONTWRITEBYTECODE", None)  # what is installed is compiled
WHO = "<https://w3id.org/event-timeline/id/entity/pe00000003>"
QUERIES = {
    "timeline of a person": f"""SELECT DISTINCT ?event ?type ?time ?first ?label WHERE {{
  ?event sem:hasActor {WHO} ; sem:eventType ?type . OPTIONAL {{ ?event kg:time ?time }}
  OPTIONAL {{ ?event kg:beginMin ?first }} OPTIONAL {{ ?event rdfs:label ?label FILTER(LANG(?label) = "en") }}
}} ORDER BY COALESCE(?first, 1000000000) ?event""",
    "window of dates": """SELECT DISTINCT ?event ?first ?last WHERE {
  ?event kg:beginMin ?first ; kg:endMax ?last . FILTER(?first <= 15140 && ?last >= 15126)
}""",
    "co-participants, two hops": f"""SELECT ?other (COUNT(DISTINCT ?second) AS ?n) WHERE {{
  ?first sem:hasActor {WHO}, ?between . ?second sem:hasActor ?between, ?other .
  FILTER(?between != {WHO} && ?other != {WHO} && ?other != ?between)
}} GROUP BY ?other""",
    "evidence of an event": """SELECT DISTINCT ?fact ?quote ?start ?article ?published WHERE {
  ?fact kg:about EVENT ; prov:wasQuotedFrom ?article ; oa:hasTarget ?target .
  ?target oa:hasSelector/oa:exact ?quote ; oa:hasSelector/oa:start ?start .
  OPTIONAL { ?article schema:datePublished ?published }
}""",
    "events by month": """SELECT ?month (COUNT(DISTINCT ?event) AS ?n) WHERE {
  ?event a sem:Event ; kg:time ?time BIND(SUBSTR(STR(?time), 1, 7) AS ?month)
} GROUP BY ?month""",
    "text search": """SELECT DISTINCT ?quote WHERE {
  ?selector oa:exact ?quote FILTER(CONTAINS(LCASE(?quote), "mosu"))
}""",
    "labels with fall-back": """SELECT DISTINCT ?who ?label WHERE {
  ?who a schema:Person OPTIONAL { ?who rdfs:label ?fr FILTER(LANG(?fr) = "fr") }
  OPTIONAL { ?who rdfs:label ?en FILTER(LANG(?en) = "en") } BIND(COALESCE(?fr, ?en, STR(?who)) AS ?label)
}""",
    "path": f"""SELECT DISTINCT ?other WHERE {{
  {WHO} ^sem:hasActor/sem:hasActor/^sem:hasActor/sem:hasPlace ?other
}}""",
}
#: The same as kg's own queries ask it.
SHAPED = {
    "timeline of a person": f"""SELECT ?event ?row ?label WHERE {{
  ?event sem:hasActor {WHO} ; kg:row ?row . BIND(xsd:integer(STRBEFORE(?row, " ")) AS ?order)
  OPTIONAL {{ ?event rdfs:label ?label FILTER(LANG(?label) = "en") }}
}} ORDER BY ?order""",
    "window of dates": """SELECT DISTINCT ?event ?first ?last WHERE {
  { SELECT DISTINCT ?period WHERE {
    ?period a kg:Period OPTIONAL { ?period kg:firstDay ?opens } OPTIONAL { ?period kg:lastDay ?closes }
    FILTER(COALESCE(?opens, -1000000000) <= 15140 && COALESCE(?closes, 1000000000) >= 15126)
  } }
  ?event kg:period ?period ; kg:beginMin ?first ; kg:endMax ?last . FILTER(?first <= 15140 && ?last >= 15126)
}""",
    "events by month": """SELECT ?month ?n WHERE {
  { SELECT ?within (COUNT(?event) AS ?n) WHERE { ?event kg:period ?within } GROUP BY ?within }
  ?within kg:time ?month
}""",
}
#: What takes minutes at ten million quads, and the bytes of a file of two million.
LONG, LARGE = ("co-participants, two hops", "path"), 500_000_000
#: How many times as fast as rdflib a way must be, on every query but the last.
GOALS = {"kg, file": 30.0, "kg, directory": 9.0}
SEARCHED = "kg search, through the index"
BARE = {"kg, file": "engine in memory", "kg, directory": "engine on disk"}

Ask = Callable[[str], list[Any]]


# The five ways: each loads a file, and gives what answers a query


def rdflib_dataset(file: Path, folder: Path) -> Ask:
    import rdflib

    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(file, format="nquads")
    return lambda text: list(dataset.query(text, initNs=PREFIXES))


def _engine(store: Any) -> Ask:  # noqa: ANN401
    return lambda text: list(store.query(text, prefixes=PREFIXES, use_default_graph_as_union=True))


def memory(file: Path, folder: Path) -> Ask:
    import pyoxigraph as ox

    store = ox.Store()
    store.bulk_load(path=file, format=ox.RdfFormat.N_QUADS)
    return _engine(store)


def disk(file: Path, folder: Path) -> Ask:
    import pyoxigraph as ox

    store = ox.Store(folder)
    store.bulk_load(path=file, format=ox.RdfFormat.N_QUADS)
    store.flush()
    return _engine(store)


def kg_file(file: Path, folder: Path) -> Ask:
    from kg import store as stores
    from kg.query import run

    store = stores.open(str(file))
    return lambda text: list(run(store, text))


def kg_directory(file: Path, folder: Path) -> Ask:
    from kg import store as stores
    from kg.query import run

    stores.copy(str(file), str(folder))
    store = stores.open(str(folder))
    return lambda text: list(run(store, text))


WAYS = {
    "rdflib in memory": rdflib_dataset,
    "engine in memory": memory,
    "engine on disk": disk,
    "kg, file": kg_file,
    "kg, directory": kg_directory,
}


def measured(way: str, file: Path, folder: Path, event: str) -> dict[str, Any]:
    """Seconds to load, megabytes at the most, and for each query its milliseconds and its rows."""
    started, before = time.perf_counter(), peak()
    ask = WAYS[way](file, folder)
    loading, busy, most = time.perf_counter() - started, time.process_time(), peak() - before
    due = {name: text for name, text in QUERIES.items() if name not in LONG or file.stat().st_size < LARGE}
    answers = {name: timed(ask, text.replace("EVENT", f"<{event}>")) for name, text in due.items()}
    answers |= {f"{name}, as kg asks": timed(ask, text) for name, text in SHAPED.items()}
    more = extra(folder) if way == "kg, directory" else {}
    return {"load": loading, "busy": busy, "memory": most, "answers": answers, "extra": more}


def extra(folder: Path) -> dict[str, float]:
    """Milliseconds of what a user does with a directory: a search, and a person's timeline with all of its start-up."""
    from kg import store as stores
    from kg.entries import entries
    from kg.search import search

    store = stores.open(str(folder))
    searching = timed(lambda words: list(search(store, [words]).hits), "mosu")[0]
    told = timed(lambda about: list(entries(store, about)), WHO.strip("<>"))
    who = synthetic.cast(40, "Person", 4096)[39].names["en"]
    command = [sys.executable, "-m", "kg", "timeline", str(folder), "--about", who]
    times, busy = [], []
    for _ in range(5):
        started, before = time.perf_counter(), os.times()
        subprocess.run(command, stdout=subprocess.DEVNULL, env=HOME, check=True)
        times.append(time.perf_counter() - started)
        busy.append(sum(os.times()[2:4]) - sum(before[2:4]))
    return {
        SEARCHED: searching, f"entries of {told[1]} events with their facts": told[0],
        "kg timeline --about, start-up included": min(times) * 1000,
        "the same of processor time": min(busy) * 1000,
    }  # fmt: skip


def timed(ask: Ask, text: str) -> tuple[float, int]:
    times: list[float] = []
    while len(times) < 3 or (sum(times) < 1 and len(times) < 30):
        started = time.process_time()
        rows = len(ask(text))
        times.append(time.process_time() - started)
        if times[0] > 20:
            break
    return min(times) * 1000, rows


def peak() -> float:
    """The most memory this process has had, in MB: VmHWM, which is not inherited as ru_maxrss is."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


# The table


def graph(size: int) -> Path:
    BUILD.mkdir(parents=True, exist_ok=True)
    file = BUILD / f"{size}.nq"
    if not file.exists():
        part = file.with_suffix(".part")
        synthetic.write(size, part)
        part.replace(file)
    return file


def compare(size: int) -> None:
    import shutil

    file = graph(size)
    count = sum(1 for _ in file.open("rb"))
    event = next(q.subject.value for q in synthetic.quads(5000) if q.predicate.value == expand("sem:eventType"))
    found = {}
    for way in WAYS:
        if way == "rdflib in memory" and count > 2_000_000:
            continue
        folder = BUILD / "store"
        shutil.rmtree(folder, ignore_errors=True)
        command = [sys.executable, __file__, "--way", way, str(file), str(folder), event]
        done = subprocess.run(command, stdout=subprocess.PIPE, env=HOME, check=True)
        found[way] = json.loads(done.stdout)
    shutil.rmtree(BUILD / "store", ignore_errors=True)
    table(count, found)


def table(count: int, found: dict[str, Any]) -> None:
    print(f"\n{count:,} quads; milliseconds\n\n{'':34}" + "".join(f"{way:>18}" for way in found))
    for name in asked(found):
        answers = {way: result["answers"][name] for way, result in found.items()}
        rows = {answer[1] for answer in answers.values()}
        print(f"{name:34}" + "".join(f"{a[0]:18.2f}" for a in answers.values()) + f"  {rows_of(rows)}")
    print(f"{'loading, quads a second':34}" + "".join(f"{count / r['load']:18,.0f}" for r in found.values()))
    print(f"{'the same of processor time':34}" + "".join(f"{count / r['busy']:18,.0f}" for r in found.values()))
    print(f"{'memory, MB':34}" + "".join(f"{r['memory']:18,.0f}" for r in found.values()) + "\n")
    for line in verdicts(count, found):
        print(line)
    for what, took in found["kg, directory"]["extra"].items():
        print(f"       {what}: {took:,.1f} ms")


def asked(found: dict[str, Any]) -> list[str]:
    """Every query that was asked, those as kg asks after the plain ones."""
    names = (one for name in QUERIES for one in (name, f"{name}, as kg asks"))
    return [name for name in names if name in found["kg, directory"]["answers"]]


def rows_of(rows: set[int]) -> str:
    return f"{rows.pop()} rows" if len(rows) == 1 else f"DIFFERENT ANSWERS: {sorted(rows)}"


def verdicts(count: int, found: dict[str, Any]) -> list[str]:
    """What was asked for and what was reached: the worst of the queries counts."""
    lines = []

    def best(name: str, way: str) -> float:
        """The least time in which kg answers a question."""
        answers, extras = found[way]["answers"], found[way]["extra"]
        looked_up = extras.get(SEARCHED) if name == "text search" else None
        return min(t for t in (answers[name][0], answers.get(f"{name}, as kg asks", [None])[0], looked_up) if t)

    def faster(name: str, way: str) -> float:
        return float(found["rdflib in memory"]["answers"][name][0] / best(name, way))

    def slower(name: str, way: str) -> float:
        return float(found[way]["answers"][name][0] / found[BARE[way]]["answers"][name][0])

    for way, goal in GOALS.items():
        if "rdflib in memory" in found:
            worst = min((name for name in QUERIES if name != "path"), key=lambda name: faster(name, way))
            lines.append(verdict(f"{way}: times rdflib's speed ({worst})", faster(worst, way), goal))
        worst = max(asked(found), key=lambda name: slower(name, way))
        lines.append(verdict(f"{way}: times the bare engine's time ({worst})", slower(worst, way), 1.2, True))
    lines.append(verdict("kg, directory: quads loaded a second", count / found["kg, directory"]["load"], 100_000))
    if "rdflib in memory" in found:
        other, own = found["rdflib in memory"], found["kg, directory"]
        lines.append(verdict("kg, directory: loading, times rdflib's speed", other["load"] / own["load"], 10))
        lines.append(verdict("kg, directory: memory, part of rdflib's", own["memory"] / other["memory"], 0.2, True))
    return lines


def verdict(what: str, reached: float, goal: float, most: bool = False) -> str:
    held = reached <= goal if most else reached >= goal
    return f"  {'yes' if held else 'NO ':3}  {what}: {reached:,.2f} ({'at most' if most else 'at least'} {goal:,g})"


if __name__ == "__main__":
    if sys.argv[1:2] == ["--way"]:
        print(json.dumps(measured(sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]), sys.argv[5])))
    else:
        for size in sys.argv[1:] or ["100000", "1000000"]:
            compare(int(size.replace("_", "")))
