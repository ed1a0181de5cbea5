"""The story of data/story beside its gold: what kg does not find yet, what it finds and nobody wrote, line by line.

    python tests/story.py           the lines, as `data/story/README.md` has them
    python tests/story.py --write   puts them there
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from command import ROOT, kg

from kg.explain import read
from kg.model import Event, Fact, Resolved, Span
from kg.store import open as open_store

HERE = ROOT / "data" / "story"
#: Reports of `kg check` that tell of two accounts which cannot both be true.
AGAINST = ("contradiction", "accounts")
Json = Mapping[str, Any]


@dataclass(frozen=True)
class Story:
    """The gold, and what kg says: the graph as values, its timeline by event id, the report of `kg check`."""

    gold: Json
    planted: Json
    resolved: Resolved
    timeline: Mapping[str, Json]
    report: tuple[Json, ...]

    @cached_property
    def texts(self) -> dict[str, str]:
        return {a.article.id: a.article.text for a in self.resolved.annotated}

    @cached_property
    def names(self) -> dict[str, set[str]]:
        """The names of each entity kg found."""
        return {e.id: set(e.names) for e in self.resolved.entities}

    @cached_property
    def facts(self) -> dict[str, list[tuple[Json, list[Fact]]]]:
        """For each gold event its gold facts, with the facts kg found in their place."""
        return {
            event["key"]: [
                (gold, [f for f in self.at(gold["article"], gold["quote"]) if f.type in event["types"]])
                for gold in event["facts"]
            ]
            for event in self.gold["events"]
        }

    @cached_property
    def key_of(self) -> dict[str, set[str]]:
        """The gold events that an event of kg tells."""
        keys: dict[str, set[str]] = defaultdict(set)
        for key, pairs in self.facts.items():
            for fact in (f for _, found in pairs for f in found):
                keys[self.resolved.event_of[fact.id]].add(key)
        return keys

    def at(self, article: str, quote: str) -> list[Fact]:
        """The facts whose trigger overlaps a quotation."""
        span = self.span(article, quote)
        return [f for f in self.resolved.facts if f.article == article and f.trigger.overlaps(span)]

    def span(self, article: str, quote: str) -> Span:
        start = self.texts[article].index(quote)
        return Span(start, start + len(quote))

    def events(self, key: str) -> list[Event]:
        """The events of kg that tell a gold event, the one with most facts first."""
        ids = Counter(self.resolved.event_of[f.id] for _, found in self.facts[key] for f in found)
        order = {e.id: e for e in self.resolved.events}
        return [order[i] for i, _ in sorted(ids.items(), key=lambda pair: (-pair[1], pair[0]))]


def told() -> Story:
    """The story built by the command, and read back from its graph."""
    with TemporaryDirectory() as folder:
        graph = Path(folder, "story.nq")
        assert kg("build", HERE / "articles.jsonl", "-o", graph).exit_code == 0
        timeline = json.loads(kg("timeline", graph, "--format", "json").stdout)
        report = json.loads(kg("check", graph, "--format", "json").stdout)
        resolved = read(open_store(str(graph)))
    gold, planted = (json.loads((HERE / f"{name}.json").read_text("utf-8")) for name in ("timeline", "planted"))
    return Story(gold, planted, resolved, {e["event"]: e for e in timeline}, tuple(report))


def differences(story: Story) -> list[str]:
    """Every difference from the gold, a line each, in the order of the gold."""
    return [*_named(story), *_timeline(story), *_more(story), *_checked(story)]


# Names


def _named(story: Story) -> Iterator[str]:
    for gold in story.gold["entities"]:
        ids = [e for e in story.resolved.entities if e.kind == gold["kind"] and set(e.names) & set(gold["names"])]
        missing = [name for name in _written(story, gold) if not any(name in e.names for e in ids)]
        if missing:
            yield f"{gold['key']}: not read as a {gold['kind'].lower()}: {', '.join(missing)}"
        if len(ids) > 1:
            yield f"{gold['key']}: {len(ids)} for one"
    for names in story.names.values():
        keys = sorted({g["key"] for g in story.gold["entities"] if names & set(g["names"])})
        if len(keys) > 1:
            yield f"{' and '.join(keys)}: one for several"


def _written(story: Story, gold: Json) -> list[str]:
    """The names of an entity that the texts have, but not those inside longer ones of it."""
    names = [name for name in gold["names"] if any(name in text for text in story.texts.values())]
    return [name for name in names if not any(name != other and name in other for other in names)]


# Timeline


def _timeline(story: Story) -> Iterator[str]:
    for gold in story.gold["events"]:
        key, pairs = gold["key"], story.facts[gold["key"]]
        for fact, found in pairs:
            if not found:
                yield f"{key}: not found in {fact['article']}: {fact['quote']}"
            else:
                yield from (f"{key}: {line}" for line in _claimed(story, fact, found[0]))
        events = story.events(key)
        if events:
            yield from (f"{key}: {line}" for line in _event(story, gold, events))
    for keys in sorted(story.key_of.values(), key=sorted):
        if len(keys) > 1:
            yield f"{' and '.join(sorted(keys))}: one event for several"


def _claimed(story: Story, gold: Json, fact: Fact) -> Iterator[str]:
    if fact.status != gold["status"]:
        yield f"{fact.status} for {gold['status']} in {fact.article}: {gold['quote']}"
    if "according_to" in gold:
        who = story.resolved.entity_of.get((fact.article, fact.according_to)) if fact.according_to else None
        if who is None or not story.names[who] & _names(story, gold["according_to"]):
            yield f"not according to {gold['according_to']} in {fact.article}: {gold['quote']}"


def _names(story: Story, key: str) -> set[str]:
    return next((set(e["names"]) for e in story.gold["entities"] if e["key"] == key), set())


def _event(story: Story, gold: Json, events: list[Event]) -> Iterator[str]:
    if len(events) > 1:
        yield f"{len(events)} events for one"
    event, shown = events[0], story.timeline[events[0].id]
    if gold["time"] != "contested" and event.time != gold["time"]:
        yield f"time {event.time} for {gold['time']}"
    if "begin" in gold and shown["begin"] != gold["begin"]:
        yield f"begins {_range(shown['begin'])} for {_range(gold['begin'])}"
    for relation in ("after", "before"):
        if relation in gold and not _reaches(story, event.id, {e.id for e in story.events(gold[relation])}, relation):
            yield f"not told {relation} {gold[relation]}"
    if event.status != gold["status"]:
        yield f"{event.status} for {gold['status']}"
    for roles, keys in gold["roles"].items():
        filling = {id for role, id in (*event.roles, ("place", event.place)) if id and role in roles.split("|")}
        for key in keys:
            if not any(_is(story, id, key) for id in filling):
                yield f"{key} is no {roles.split('|')[0]}"


def _reaches(story: Story, event: str, others: set[str], relation: str) -> bool:
    """Whether the timeline says that an event is certainly after (before) one of others, be it by way of a third."""
    queue, seen = [event], {event}
    while queue:
        order = story.timeline[queue.pop()]["order"][f"certainly_{relation}"]
        queue += [id for id in order if id not in seen]
        seen |= set(order)
    return not seen.isdisjoint(others)


def _is(story: Story, id: str, key: str) -> bool:
    kind = next(e.kind for e in story.resolved.entities if e.id == id)
    return kind == "Document" if key == "letter" else bool(story.names[id] & _names(story, key))


def _range(days: list[str | None]) -> str:
    return f"{days[0] or ''}..{days[1] or ''}"


def _more(story: Story) -> Iterator[str]:
    """Facts that nobody wrote."""
    known = {f.id for pairs in story.facts.values() for _, found in pairs for f in found}
    known |= {f.id for one in story.gold["also"] for f in story.at(one["article"], one["quote"])}
    for fact in story.resolved.facts:
        if fact.id not in known:
            yield f"nothing of the kind in {fact.article}: {fact.type} “{fact.trigger.of(story.texts[fact.article])}”"


# Check


def _checked(story: Story) -> Iterator[str]:
    against, names = story.planted["contradictions"], story.planted["possible_one_person"]
    found: list[object] = []
    for one in story.report:
        if one["kind"] in AGAINST:
            planted = [p for p in against if all(_shows(story, one, side) for side in p["facts"])]
        elif one["kind"] == "names":
            planted = [p for p in names if all(_named_so(story, one, name) for name in p)]
        elif one["kind"] == "origin":
            continue
        else:
            planted = []
        found += planted
        if not planted:
            yield f"check, nobody planted: {one['kind']} of {_about(story, one)}"
    for one in against:
        if one not in found:
            yield f"check, not reported: {one['key']}"
    for pair in names:
        if pair not in found:
            yield f"check, not reported: {' and '.join(pair)} may be one person"
    yield from _origins(story)


def _shows(story: Story, one: Json, side: list[list[str]]) -> bool:
    """Whether a report shows a passage of one side of a contradiction."""
    shown = [(f["article"], Span(f["start"], f["end"])) for f in one["facts"]]
    passages = [(article, story.span(article, quote)) for article, quote in side]
    return any(at == article and span.overlaps(passage) for article, passage in passages for at, span in shown)


def _named_so(story: Story, one: Json, name: str) -> bool:
    return any(name in story.names[e["id"]] for e in one["entities"])


def _about(story: Story, one: Json) -> str:
    keys = sorted({key for event in one["events"] for key in story.key_of.get(event["event"], ())})
    names = sorted(e["name"]["en"] for e in one["entities"])
    return " and ".join(keys or sorted(e["type"] for e in one["events"]) or names)


def _origins(story: Story) -> Iterator[str]:
    """What rests on one origin and is not said to, or the other way round."""
    copied = [set(group) for group in story.planted["copies"]]
    single = {e["event"] for one in story.report if one["kind"] == "origin" for e in one["events"]}
    for gold in story.gold["events"]:
        articles = {f["article"] for f in gold["facts"] if f["status"] != "planned"}  # a plan shows nothing happened
        if gold["status"] in ("planned", "denied", "negated"):
            continue  # nothing has happened that could rest on anything
        alone = len(articles) == 1 or any(articles <= group for group in copied)
        said = all(e.id in single for e in story.events(gold["key"]))
        if story.events(gold["key"]) and said != alone:
            yield f"check, {'not reported' if alone else 'nobody planted'}: {gold['key']} rests on one origin"


# The list in the README


TITLE = "## Not found yet\n"


def listed() -> list[str]:
    """The lines of README's list."""
    text = (HERE / "README.md").read_text("utf-8")
    return [line.removeprefix("- ") for line in text.split(TITLE)[1].splitlines() if line.startswith("- ")]


def _write(lines: list[str]) -> None:
    path = HERE / "README.md"
    before, rest = path.read_text("utf-8").split(TITLE)
    opening = rest.split("\n- ")[0].rstrip()
    path.write_text(f"{before}{TITLE}{opening}\n\n" + "".join(f"- {line}\n" for line in lines), "utf-8")


if __name__ == "__main__":
    lines = differences(told())
    print("\n".join(lines))
    if sys.argv[1:] == ["--write"]:
        _write(lines)
