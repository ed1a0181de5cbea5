"""How well kg reads the articles of data/gold: one table, a column a language; then what is found of the corpora of
others, where they are (the environment variable KG_BENCH, or ../shared/bench beside the project).

    python bench/quality.py [--verbose] [ARTICLE…]

All articles of a language are counted together. `--verbose` lists each miss by class, with the sentence it stands in.
What counts as right is said at each function; data/gold/README.md says how the articles were annotated.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from kg import edtf, records
from kg.errors import KgError
from kg.model import Annotated, Fact, Resolved, Span

GOLD = Path(__file__).parent.parent / "data" / "gold"
#: Articles that were annotated before kg had read them (data/unread/README.md).
UNREAD = GOLD.parent / "unread"
#: Both sides of these do the same thing to each other: agent and participant are one role there.
SYMMETRIC = {"Meeting", "Marriage", "Agreement", "Clash"}
#: Kinds whose mentions are names; documents and groups are mostly described, and have a row of their own.
NAMED = {"Person", "Organisation", "Place"}
ROWS = {
    "names, recall": "people, organisations, places: overlap and kind",
    "names, precision": "",
    "names, F1": "",
    "documents and groups, recall": "overlap and kind",
    "events found": "the triggers overlap",
    "events found, right type": "of all gold events",
    "triggers, precision": "",
    "time equal": "of gold events with a time",
    "no time invented": "of events found for which gold has none",
    "roles right": "of events found",
    "roles, precision": "",
    "status right": "of events found",
    "according to, right": "of events found that gold ascribes to somebody",
    "salient events all right": "type, time and one participant",
}
Gold = Mapping[str, Any]


@dataclass
class Tally:
    """What was counted: `right` of `all` by row, and the misses as (row, article, what, sentence)."""

    right: Counter[str] = field(default_factory=Counter)
    all: Counter[str] = field(default_factory=Counter)
    misses: list[tuple[str, str, str, str]] = field(default_factory=list)
    #: Of each found fact, how sure kg is of it, and whether it is an event of gold with the right type.
    sure: list[tuple[float, bool]] = field(default_factory=list)

    def share(self, row: str) -> float | None:
        """Right of all, from 0 to 1; None where there was nothing to count."""
        if row == "names, F1":
            parts = [self.share("names, recall") or 0.0, self.share("names, precision") or 0.0]
            return 2 * parts[0] * parts[1] / sum(parts) if any(parts) else 0.0
        return self.right[row] / self.all[row] if self.all[row] else None


class Scorer:
    """Counts one article into `tally`: `gold` as annotated against `found` by kg."""

    def __init__(self, gold: Gold, found: Resolved, tally: Tally) -> None:
        self.gold, self.found, self.tally = gold, found, tally
        self.id, self.text = gold["article"]["id"], gold["article"]["text"]
        self.pairs = matched(gold["facts"], found.facts)
        votes: dict[str, Counter[str]] = defaultdict(Counter)
        for (_, where), entity in found.entity_of.items():
            votes[entity].update(m["entity"] for m in gold["mentions"] if span(m).overlaps(where))
        #: Found entity to the gold entity that most of its mentions overlap.
        self.entities = {entity: max(sorted(over), key=over.__getitem__) for entity, over in votes.items() if over}
        self.names()
        self.triggers()
        for expected, fact in self.pairs:
            self.time_and_status(expected, fact)
            self.roles(expected, fact)
        self.salient()

    def count(self, row: str, right: bool, at: Span, detail: str) -> None:
        self.tally.all[row] += 1
        self.tally.right[row] += right
        if not right:
            sentences = (*(span(fact["sentence"]) for fact in self.gold["facts"]), *self.found.annotated[0].sentences)
            sentence = next((s for s in sentences if s.overlaps(at)), at)
            self.tally.misses.append((row, self.id, detail, " ".join(sentence.of(self.text).split())))

    def entity(self, where: Span) -> set[str]:
        """The gold entities that a found mention may stand for: what it overlaps, and what its entity is."""
        over = {m["entity"] for m in self.gold["mentions"] if span(m).overlaps(where)}
        same = self.entities.get(self.found.entity_of.get((self.found.annotated[0].article.id, where), ""))
        return over | {same} if same else over

    def names(self) -> None:
        """A mention is right where one of its kind overlaps it. Found descriptions are not counted as names."""
        mentions = [m for m in self.found.annotated[0].mentions if records.is_listed(m)]
        for expected in self.gold["mentions"]:
            kind, named = expected["kind"], expected["kind"] in NAMED
            if expected["form"] == "name" if named else expected["form"] != "pronoun":
                kinds = {m.kind for m in mentions if m.span.overlaps(span(expected))}
                row = "names, recall" if named else "documents and groups, recall"
                self.count(row, kind in kinds, span(expected), f"{expected['text']} {kind}, found {sorted(kinds)}")
        for mention in mentions:
            over = [m for m in self.gold["mentions"] if span(m).overlaps(mention.span)]
            described = over and all(m["form"] != "name" for m in over)
            if mention.name and mention.kind in NAMED and not described:
                right = any(m["kind"] == mention.kind for m in over)
                self.count("names, precision", right, mention.span, f"{mention.span.of(self.text)} {mention.kind}")

    def triggers(self) -> None:
        """A gold event that was not found has neither type nor time right."""
        fact_of = {expected["id"]: fact for expected, fact in self.pairs}
        for expected in self.gold["facts"]:
            where, detail = span(expected["trigger"]), f"{expected['trigger']['text']} {expected['type']}"
            fact = fact_of.get(expected["id"])
            self.count("events found", fact is not None, where, detail)
            right = fact is not None and fact.type == expected["type"]
            self.count("events found, right type", right, where, f"{detail}, found {fact.type if fact else '-'}")
            if expected["time"] and fact is None:
                self.count("time equal", False, where, f"{detail} {expected['time']}, found no event")
        known = {fact.id for fact in fact_of.values()}
        typed = {fact.id for expected, fact in self.pairs if fact.type == expected["type"]}
        self.tally.sure += [(fact.confidence, fact.id in typed) for fact in self.found.facts]
        for fact in self.found.facts:
            detail = f"{fact.trigger.of(self.text)} {fact.type}"
            self.count("triggers, precision", fact.id in known, fact.trigger, detail)

    def roles(self, expected: Mapping[str, Any], fact: Fact) -> None:
        """The same role, filled by an overlapping span or by the same entity."""
        kind = expected["type"]
        same = {"agent": "participant"} if kind in SYMMETRIC else {}
        gold = [(same.get(r["role"], r["role"]), r["entity"], r["text"]) for r in expected["roles"]]
        found = [(same.get(r.role, r.role), self.entity(r.span), r.span.of(self.text)) for r in fact.roles]
        trigger, others = expected["trigger"]["text"], ", ".join(f"{role} {text}" for role, _, text in found) or "-"
        for role, entity, text in gold:
            right = any(role == r and entity in entities for r, entities, _ in found)
            self.count("roles right", right, fact.trigger, f"{trigger} {kind}: {role} {text}, found {others}")
        for role, entities, text in found:
            right = any(role == r and entity in entities for r, entity, _ in gold)
            self.count("roles, precision", right, fact.trigger, f"{trigger} {kind}: {role} {text}")

    def time_and_status(self, expected: Mapping[str, Any], fact: Fact) -> None:
        """Times are equal as EDTF text; who says it is the same entity."""
        trigger, wanted, by = expected["trigger"]["text"], expected["status"], expected["according_to"]
        row, time = "time equal" if expected["time"] else "no time invented", expected["time"]
        self.count(row, time == fact.time, fact.trigger, f"{trigger} {time}, found {fact.time}")
        self.count("status right", fact.status == wanted, fact.trigger, f"{trigger} {wanted}, found {fact.status}")
        if by:
            found = self.entity(fact.according_to) if fact.according_to else set()
            self.count("according to, right", by in found, fact.trigger, f"{trigger}: {by}, found {sorted(found)}")

    def salient(self) -> None:
        """One found event with the type, the time that all facts allow, and a participant where gold has any."""
        facts = sorted((fact for fact in self.gold["facts"] if fact["salient"]), key=lambda fact: fact["event"])
        for event, group in groupby(facts, key=lambda fact: fact["event"]):
            members = list(group)
            people = {role["entity"] for fact in members for role in fact["roles"]}
            kind, time = members[0]["type"], common_time(fact["time"] for fact in members)
            ids = {self.found.event_of[fact.id] for gold, fact in self.pairs if gold["event"] == event}
            wrongs = []
            for found in (e for e in self.found.events if e.id in ids):
                actors = {self.entities.get(entity or "") for entity in (found.place, *(e for _, e in found.roles))}
                met = bool(people & actors) or not people
                checks = {"type": found.type == kind, "time": found.time == time, "participant": met}
                wrongs.append([name for name, right in checks.items() if not right])
            wrong = min(wrongs, key=len, default=["not found"])
            detail = f"{event}, {kind} {time}: {', '.join(wrong)}"
            self.count("salient events all right", not wrong, span(members[0]["trigger"]), detail)


def span(value: Mapping[str, Any]) -> Span:
    """The span of anything in the JSON that has "start" and "end"."""
    return Span(value["start"], value["end"])


def common_time(times: Iterable[str | None]) -> str | None:
    """What all the times told of one event allow, as EDTF; None where none is told."""
    found = edtf.common(edtf.parse(time) for time in times if time)
    return found.text if found else None


def matched(expected: Iterable[Mapping[str, Any]], facts: Iterable[Fact]) -> list[tuple[Mapping[str, Any], Fact]]:
    """Pairs of gold and found facts whose triggers overlap, each in one pair, the likest first."""
    golds, found = list(expected), list(facts)
    candidates = [
        (-(gold["type"] == fact.type) - (gold["time"] == fact.time) / 2, i, j)
        for i, gold in enumerate(golds)
        for j, fact in enumerate(found)
        if span(gold["trigger"]).overlaps(fact.trigger)
    ]
    pairs: dict[int, int] = {}
    for _, i, j in sorted(candidates):
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    return [(golds[i], found[j]) for i, j in sorted(pairs.items())]


def load(folder: Path = GOLD) -> list[Gold]:
    """The gold articles of a folder, by file name."""
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]


def read_with_kg(gold: Gold) -> Resolved:
    """What kg makes of a gold article, read from its text file. Raises KgError when it cannot be read."""
    from kg import extract, resolve

    annotated = read_alone(gold)
    return resolve.resolve([(annotated, resolve.within(annotated, extract.extract(annotated)))])


def read_alone(gold: Gold) -> Annotated:
    """What kg finds in a gold article before it makes facts of it. Raises KgError when it cannot be read."""
    from kg import extract, read

    about = gold["article"]
    article = next(read.read([str(text_of(gold))], published=about["published"], language=about["language"]))
    if isinstance(article, KgError):
        raise article
    return extract.annotate(article)


def text_of(gold: Gold) -> Path:
    """The text file of a gold article."""
    name = f"{gold['article']['id']}.{gold['article']['language']}.txt"
    return next(folder / "articles" / name for folder in (GOLD, UNREAD) if (folder / "articles" / name).exists())


def tenths(sure: Iterable[tuple[float, bool]]) -> Iterator[str]:
    """A line for each tenth of the scale that holds facts: how sure kg was on average, and how many were right."""
    found: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for confidence, right in sure:
        found[min(int(confidence * 10 + 1e-9), 9)].append((confidence, right))
    yield "confidence    mean   right        n"
    for tenth, facts in sorted(found.items()):
        mean, right = sum(value for value, _ in facts) / len(facts), sum(right for _, right in facts)
        span = f"{tenth / 10:.1f} to {(tenth + 1) / 10:.1f}"
        yield f"{span:10}{mean:8.3f}{right / len(facts):8.3f}{f'{right}/{len(facts)}':>9}"


def table(tallies: Mapping[str, Tally]) -> Iterator[str]:
    """The lines of the table: a row a measure, for each language the share and what it is a share of."""
    yield f"{'':30}" + "".join(f"{language:>7}{'n':>9}" for language in tallies)
    for row, note in ROWS.items():
        cells = ""
        for tally in tallies.values():
            share, counts = tally.share(row), f"{tally.right[row]}/{tally.all[row]}" if tally.all[row] else ""
            cells += (f"{share:7.3f}" if share is not None else f"{'-':>7}") + f"{counts:>9}"
        yield f"{row:30}{cells}  {note}".rstrip()


def shared() -> Iterator[str]:
    """The figures reached on the corpora of others, kept out of training: names, events, times, a table each. Each set
    that is not there is left out with a line that says so."""
    import events
    import names_ner
    import times

    data = events.folder()
    for what, part, lines in (
        ("names", "il_ner_hi", lambda: names_ner.table(data)),
        ("events", "hindi_timebank", lambda: events.table(data)),
        ("times", "scorers", lambda: times.table(data)),
    ):
        yield ""
        if (data / part).is_dir():
            yield from lines()
        else:
            yield f"{what}: left out, no {part} in {data}; KG_BENCH names the folder of the corpora"


def main() -> None:
    parser = argparse.ArgumentParser(description="How well kg reads the articles of data/gold.")
    parser.add_argument("articles", nargs="*", help="ids of articles, all by default")
    parser.add_argument("--verbose", action="store_true", help="list each miss by class, with its sentence")
    options = parser.parse_args()
    tallies: dict[str, Tally] = {}
    for gold in load() if not options.articles else [*load(), *load(UNREAD)]:
        if not options.articles or gold["article"]["id"] in options.articles:
            Scorer(gold, read_with_kg(gold), tallies.setdefault(gold["article"]["language"], Tally()))
    for row in ROWS if options.verbose else ():
        misses = [miss for tally in tallies.values() for miss in tally.misses if miss[0] == row]
        lines = [f"  {article}: {detail}\n      {sentence}" for _, article, detail, sentence in misses]
        print(f"{row}: {len(misses)} missed", *lines, "", sep="\n")
    print("\n".join(table(tallies)))
    if not options.articles:
        unread: dict[str, Tally] = {}
        for gold in load(UNREAD):
            Scorer(gold, read_with_kg(gold), unread.setdefault(gold["article"]["language"], Tally()))
        print("", "data/unread, which was worked on less:", *table(unread), sep="\n")
        tallies = {**tallies, **{f"{code}, unread": tally for code, tally in unread.items()}}
    print("", "How sure kg is of a fact, fitted on these articles, and how often trigger and type are right:", sep="\n")
    print("\n".join(tenths(pair for tally in tallies.values() for pair in tally.sure)))
    for line in shared() if not options.articles else ():
        print(line, flush=True)


if __name__ == "__main__":
    main()
