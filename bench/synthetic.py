"""A graph about people who do not exist, in the shape that kg writes, of as many quads as asked for.

    python bench/synthetic.py 1000000 graph.nq

The same number gives the same graph. Half of the articles are in Hindi. A person takes part in some twenty events, the
first ones in more; one event in ten is told by two articles, six in ten are dated, three facts in ten are somebody's
word, and an undated thing is now and then told to be after the one before it, as in real articles.
"""

from __future__ import annotations

import random
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from kg.derived import derived_quads
from kg.graph import article_quads
from kg.log import Log, log_quads, with_learnt
from kg.model import Anchor, Annotated, Article, Entity, Event, Fact, Mention, Quote, Resolved, Role, Span, Timex
from kg.seal import sealed
from kg.terms import DEFAULT

if TYPE_CHECKING:
    import pyoxigraph as ox

#: Quads that one fact comes to, with what it is quoted from and the event it is about: measured.
PER_FACT = 114
PER_ARTICLE = 6
EVENTS_EACH = 20
#: Syllables in both scripts.
SYLLABLES = (
    ("ka", "का"), ("ri", "रि"), ("mo", "मो"), ("su", "सु"), ("ne", "ने"), ("da", "दा"), ("vi", "वि"), ("lo", "लो"),
    ("pu", "पु"), ("te", "ते"), ("ga", "गा"), ("shi", "शि"), ("bo", "बो"), ("ru", "रु"), ("je", "जे"), ("ha", "हा"),
)  # fmt: skip
TYPES = ("Meeting", "Arrest", "Statement", "Trial", "Travel", "Protest", "Attack", "Correspondence")
WORDS = {
    "en": "{0} met {1} in {2} {3}, and said that “{4} will be heard”.",
    "hi": "{2} में {0} ने {1} से {3} मुलाकात की और कहा कि “{4} सुनी जाएगी”।",
}
TRIGGER = {"en": "met", "hi": "मुलाकात"}
SAID = {"en": "the {} of {}", "hi": "{} की {}"}


@dataclass(frozen=True)
class Named:
    """Somebody or some place, in both languages."""

    id: str
    names: dict[str, str]
    kind: str = "Person"


@dataclass
class Told:
    """What a graph holds beside its articles, as it grows."""

    events: list[Event] = field(default_factory=list)
    entity_of: dict[tuple[str, Span], str] = field(default_factory=dict)
    event_of: dict[str, str] = field(default_factory=dict)


def word(number: int, language: str) -> str:
    at = 0 if language == "en" else 1
    digits = [number % 16, number // 16 % 16, number // 256 % 16, number // 4096 % 16]
    made = "".join(SYLLABLES[d][at] for d in digits[: max(2, (number.bit_length() + 3) // 4)])
    return made.capitalize() if language == "en" else made


def cast(size: int, kind: str, offset: int) -> list[Named]:
    def name(number: int, language: str) -> str:
        last = "" if kind == "Place" else f" {word(number * 7 % 251 + 300, language)}"
        return word(number + offset, language) + last

    return [Named(f"{kind[:2].lower()}{n:08x}", {c: name(n, c) for c in ("en", "hi")}, kind) for n in range(size)]


def articles(facts: int, told: Told, seed: int = 7) -> Iterator[tuple[Annotated, tuple[Fact, ...]]]:
    """Articles with this many facts in all; `told` gets the events that they are about."""
    chance = random.Random(seed)
    people = cast(max(40, facts * 2 // EVENTS_EACH), "Person", 4096)
    places = cast(max(20, facts // 200), "Place", 256)
    for number in range(facts // PER_ARTICLE):
        yield article(number, people, places, told, chance)


def article(
    number: int, people: list[Named], places: list[Named], told: Told, chance: random.Random
) -> tuple[Annotated, tuple[Fact, ...]]:
    language = ("hi", "en")[number % 2]
    id, text = f"article-{number:07d}", ""
    spans, timexes, mentions, quotes, facts = [], [], [], [], []
    for nth in range(PER_ARTICLE):
        who = [people[min(int(chance.paretovariate(0.6)) - 1, 10**9) % len(people)], chance.choice(people)]
        where, date = chance.choice(places), dated(chance)
        said = SAID[language].format(word(chance.randrange(4096), language), word(chance.randrange(256), language))
        parts = [*(w.names[language] for w in who), where.names[language], date, said]
        line = WORDS[language].format(*parts)
        start, text = len(text), f"{text}{line}\n"
        sentence = Span(start, start + len(line))
        spans.append(sentence)
        found = [at(text, part, start) for part in parts]
        own = [Mention(s, n.kind, s.of(text), rule="sample") for s, n in zip(found[:3], (*who, where), strict=True)]
        mentions += [m for m in own if m.span not in {other.span for other in mentions}]
        says = chance.random() < 0.3
        before = facts[-1] if facts and not date and facts[-1].time is None and chance.random() < 0.3 else None
        timex = date and Timex(found[3], "DATE", date, date, Anchor(), "iso")
        timexes += [timex] if timex else []
        quotes.append(Quote(Span(found[4].start, found[4].end), found[0], None))
        fact = Fact(
            sha256(f"{id} {nth}".encode()).hexdigest()[:16], id, chance.choice(TYPES),
            at(text, TRIGGER[language], start), sentence,
            (Role("agent", found[0]), Role("participant", found[1]), Role("place", found[2])),
            "reported" if says else "asserted", date or None, "explicit" if date else "none",
            timex.span if timex else None, according_to=found[0] if says else None, rule="sample",
            extractor="sample 1", confidence=chance.randrange(50, 100) / 100,
            order=(("after", before.id),) if before else (),
        )  # fmt: skip
        facts.append(fact)
        told.entity_of |= {(id, m.span): n.id for m, n in zip(own, (*who, where), strict=True)}
        grouped(fact, who, where, told, chance)
    source = Article(
        id, text, language, sha256(text.encode()).hexdigest(), title=f"Report {number}: {parts[0]}",
        published=f"20{number % 24:02d}-06-01", publisher="A Paper", url=f"https://example.org/{id}",
    )  # fmt: skip
    return Annotated(source, tuple(spans), tuple(timexes), tuple(mentions), tuple(quotes), read_by="a kg"), tuple(facts)


def at(text: str, part: str, start: int) -> Span:
    first = text.index(part, start)
    return Span(first, first + len(part))


def dated(chance: random.Random) -> str:
    """A day, a month or a year of the last 24 years; "" for four events in ten."""
    if chance.random() < 0.4:
        return ""
    year, month = 2000 + chance.randrange(24), chance.randrange(1, 13)
    return chance.choice([f"{year}-{month:02d}-{chance.randrange(1, 29):02d}"] * 6 + [f"{year}-{month:02d}", f"{year}"])


def grouped(fact: Fact, who: list[Named], where: Named, told: Told, chance: random.Random) -> None:
    """The event that a fact is about: a new one, or one in ten times the one before it."""
    last = told.events[-1] if told.events else None
    if last is not None and chance.random() < 0.1 and len(last.facts) == 1 and last.type == fact.type:
        told.events[-1] = replace(last, facts=(*last.facts, fact.id))
        told.event_of[fact.id] = last.id
        return
    roles = (("agent", who[0].id), ("participant", who[1].id)) if who[0] != who[1] else (("agent", who[0].id),)
    labels = {c: f"{fact.type}: {who[0].names[c]}, {who[1].names[c]}" for c in ("en", "hi")}
    told.events.append(
        Event(fact.id, fact.type, (fact.id,), fact.time, fact.status, roles, where.id, labels)
    )
    told.event_of[fact.id] = fact.id


def entities(facts: int) -> tuple[Entity, ...]:
    found = (*cast(max(40, facts * 2 // EVENTS_EACH), "Person", 4096), *cast(max(20, facts // 200), "Place", 256))
    return tuple(Entity(n.id, n.kind, "", n.names["hi"], tuple(sorted(n.names.values())), n.names, ()) for n in found)


def quads(size: int) -> Iterator[ox.Quad]:
    """The quads of a graph of about `size` quads, a thousand articles at a time, so that memory does not grow."""
    facts, told = size // PER_FACT, Told()
    stream, first = articles(facts, told), True
    while chunk := list(islice(stream, 1000)):
        for annotated, own in chunk:
            yield from sealed(DEFAULT.article_graph(annotated.article.id), article_quads(annotated, own, DEFAULT))
        yield from log_quads(with_learnt(Log(), (annotated.article for annotated, _ in chunk), "2024-06-01"), DEFAULT)
        yield from _derived(chunk, told, entities(facts) if first else ())
        last, first = told.events[-1], False
        told.events, told.entity_of, told.event_of = [last], {}, {}


def _derived(
    chunk: Iterable[tuple[Annotated, tuple[Fact, ...]]], told: Told, people: tuple[Entity, ...]
) -> Iterator[ox.Quad]:
    facts = {fact.id: fact for _, own in chunk for fact in own}
    members: dict[str, list[str]] = defaultdict(list)
    for fact, event in told.event_of.items():
        members[event].append(fact)
    events = tuple(replace(e, facts=tuple(sorted(members[e.id]))) for e in told.events if e.id in members)
    resolved = Resolved(
        tuple(annotated for annotated, _ in chunk), tuple(facts.values()), people, events, told.entity_of,
        told.event_of,
    )  # fmt: skip
    yield from derived_quads(resolved, DEFAULT)


def write(size: int, path: Path) -> int:
    """Write a graph as N-Quads, and say how many quads it has."""
    import pyoxigraph as ox

    count, stream = 0, quads(size)
    with path.open("wb") as out:
        while chunk := list(islice(stream, 100_000)):
            ox.serialize(chunk, out, format=ox.RdfFormat.N_QUADS)
            count += len(chunk)
    return count


if __name__ == "__main__":
    print(write(int(sys.argv[1].replace("_", "")), Path(sys.argv[2])), "quads")
