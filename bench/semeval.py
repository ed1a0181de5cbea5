"""Timelines of an entity across articles, SemEval-2015 Task 4: temporal awareness on the trial data.

    python bench/semeval.py [--events] [--show NAME]

Articles are read as raw text, or with `--events` with the events that their annotators marked. The score is that of the
task (Minard et al., 2015; UzZaman and Allen, 2011): a timeline is a graph in which every event is simultaneous with
its date and with the events of its place, and before those of the next; precision is the share of the system's
relations that follow from the gold ones, recall the reverse; the relations of all timelines are counted together.
Events at place 0 are left out. The data lies in the folder semeval2015_task4_trial of KG_BENCH, or else of
../shared/bench beside the project.
"""

from __future__ import annotations

import argparse
import json
import os
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

from kg.extract import annotate, extract
from kg.model import Resolved
from kg.read import read
from kg.resolve import resolve, within
from kg.semeval import semeval

FOLDER = Path(os.environ.get("KG_BENCH") or Path(__file__).resolve().parents[2] / "shared" / "bench")
FOLDER /= "semeval2015_task4_trial"
#: Places in order, each with its date and its events.
Timeline = Sequence[tuple[str, Sequence[str]]]


def records(events: bool) -> list[dict[str, object]]:
    """The articles as JSON Lines records, a sentence a line, with the marked events where asked for."""
    found = []
    paths = sorted((FOLDER / "Corpus-trial-data_task4_TimeML").glob("*"))
    marked = {p.stem.split("-")[0].split("_")[0]: p for p in paths}
    for path in sorted((FOLDER / "Corpus-trial-data_task4_events_timelines").glob("*.xml")):
        root = ElementTree.parse(path).getroot()
        id = str(root.get("doc_id"))
        lines: dict[int, list[str]] = defaultdict(list)
        for token in root.iter("token"):
            lines[int(token.get("sentence", "0"))].append(token.text or "")
        text = "\n".join(" ".join(lines[n]) for n in range(max(lines) + 1))
        record: dict[str, object] = {"id": id, "text": text, "language": "en"}
        timeml = ElementTree.parse(marked[id]).getroot()
        date = timeml.find("DCT/TIMEX3")
        if date is not None:
            record["published"] = date.get("value")
        if events:
            record["events"] = _events(text, timeml)
        found.append(record)
    return found


def _events(text: str, timeml: ElementTree.Element) -> list[dict[str, int]]:
    """The events marked in a TimeML file, where its sentences stand in the text."""
    found, at = [], 0
    for sentence in timeml.iter("s"):
        whole = "".join(sentence.itertext())
        start = text.find(whole, at)
        if start < 0:
            continue
        at, offset = start, start + len(sentence.text or "")
        for event in sentence:
            words = "".join(event.itertext())
            found.append({"start": offset, "end": offset + len(words)})
            offset += len(words) + len(event.tail or "")
    return found


def resolved(events: bool) -> Resolved:
    data = "".join(json.dumps(record) + "\n" for record in records(events)).encode()
    pairs = []
    for article in read(["-"], stdin=BytesIO(data)):
        annotated = annotate(article)
        pairs.append((annotated, within(annotated, extract(annotated))))
    return resolve(pairs)


# ---- scoring


def parsed(text: str) -> tuple[str, Timeline]:
    """The name of a timeline, and its places in order without place 0."""
    name, *lines = text.strip().split("\n")
    places: dict[int, tuple[str, list[str]]] = {}
    for line in lines:
        place, date, *events = line.split("\t")
        if place != "0":
            places.setdefault(int(place), (date, []))[1].extend(events)
    return name, [places[n] for n in sorted(places)]


def relations(timeline: Timeline) -> set[tuple[str, str, str]]:
    """The relations from which all others follow."""
    found = set()
    for date, events in timeline:
        found |= {(event, "=", f"date {date}") for event in events if "XXXX" not in date}
        found |= {(min(a, b), "=", max(a, b)) for a, b in zip(events, events[1:], strict=False)}
    firsts = [events[0] for _, events in timeline]
    return found | {(a, "<", b) for a, b in zip(firsts, firsts[1:], strict=False)}


def follows(relation: tuple[str, str, str], timeline: Timeline) -> bool:
    """Whether a relation follows from a timeline."""
    a, how, b = relation
    places = {event: n for n, (_, events) in enumerate(timeline) for event in events}
    if b.startswith("date "):
        return a in places and f"date {timeline[places[a]][0]}" == b
    if a not in places or b not in places:
        return False
    return places[a] == places[b] if how == "=" else places[a] < places[b]


def score(gold: Mapping[str, Timeline], found: Mapping[str, Timeline]) -> dict[str, tuple[float, float, float]]:
    """Precision, recall and F1 of each timeline and of all relations together."""
    rows, sums = {}, [0, 0, 0, 0]
    for name, timeline in gold.items():
        system = found.get(name, [])
        own, due = relations(system), relations(timeline)
        counts = [sum(follows(r, timeline) for r in own), len(own), sum(follows(r, system) for r in due), len(due)]
        rows[name] = _f1(*counts)
        sums = [a + b for a, b in zip(sums, counts, strict=True)]
    return {**rows, "all": _f1(*sums)}


def _f1(right: int, found: int, recalled: int, due: int) -> tuple[float, float, float]:
    precision, recall = right / found if found else 0.0, recalled / due if due else 0.0
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def main(arguments: Iterable[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", action="store_true", help="with the marked events given")
    parser.add_argument("--show", metavar="NAME")
    options = parser.parse_args(arguments if arguments is None else list(arguments))
    if not FOLDER.is_dir():
        raise SystemExit(f"bench/semeval.py: no data in {FOLDER}; KG_BENCH names the folder of the corpora")
    graph = resolved(options.events)
    paths = sorted((FOLDER / "TimeLines_trial_data_task4_v1.2").glob("*.txt"))
    gold = dict(parsed(path.read_text(encoding="utf-8")) for path in paths)
    if options.show:
        print(semeval(graph, options.show))
    for name, figures in score(gold, {name: parsed(semeval(graph, name))[1] for name in gold}).items():
        print(f"{name:<22}", "  ".join(f"{figure:.3f}" for figure in figures))


if __name__ == "__main__":
    main()
