"""Articles joined to the story of those that are there, or taken out of it, and what that changes.

    change = add(workings, came, went, judgements)

The outcome depends on the articles that are there, never on the order they came in: whatever is asked for is found by
look-ups in the workings (`kg.workings`), and only what an article touches is joined again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kg.digest import Digest, fact_of
from kg.events import Told, at_an_occasion, event
from kg.happenings import Tellings, happen
from kg.judgements import Judged, Judgement
from kg.model import Entity, Event, Fact, Resolved, Span
from kg.naming import name, said_of
from kg.parts import Pair
from kg.profiles import Profile, merged, names_of
from kg.sharing import Tie, unblock
from kg.workings import Words, Workings, article_of, article_of_group


@dataclass
class Change:
    """Ids of entities and events that are other than before, of those that are no more, and of the articles whose
    mentions or facts are of another entity or event. `flipped` are entities that are now named and were described
    before, or the reverse."""

    entities: set[str] = field(default_factory=set)
    events: set[str] = field(default_factory=set)
    gone_entities: set[str] = field(default_factory=set)
    gone_events: set[str] = field(default_factory=set)
    articles: set[str] = field(default_factory=set)
    flipped: set[str] = field(default_factory=set)


def add(
    work: Workings, came: Mapping[str, Digest], went: Iterable[str] = (), judgements: Sequence[Judgement] = ()
) -> Change:
    """Join articles to those that are there; `came` replace those of their ids, `went` are taken out.

    `judgements` are all that people made: an article that one of them names, and every other one that it names, is to
    be among those that came whenever any of them changes (`concerned`).
    """
    old = [one for id in sorted({*came, *went}) if (one := work.digests.get(id)) is not None]
    sizes: dict[Tie, int] = {}
    for one in old:
        unblock(work, one, sizes)
    for id in went:
        work.digests.drop(id)
        work.words.drop(id)
    for id, one in came.items():
        work.digests.put(id, one)
        work.words.put(id, Words(one.printed, one.words))
    new = [came[id] for id in sorted(came)]
    named = {e.article for j in judgements for e in (j.first, j.second)}
    digests = {id: one for id in sorted(named) if (one := work.digests.get(id)) is not None}
    renamed = name(work, new, old, said_of(judgements, digests))
    same, different = (_groups(digests, judgements, verdict) for verdict in ("same", "different"))
    dirty = happen(work, new, old, renamed, same, different, sizes)
    gone = {one.group_key(group) for one in old for group in one.groups} - dirty
    change = _made(work, dirty, gone)
    _count(work, articles=len(new) - len(old), entities=renamed.more)
    change.entities, change.gone_entities, change.flipped = renamed.entities, renamed.gone, renamed.flipped
    moved = {key for u in renamed.moved for key in work.clusters_of.of(u)}
    change.articles |= {*came, *map(article_of, moved)}
    return change


def concerned(judgements: Sequence[Judgement], articles: Iterable[str]) -> set[str]:
    """The articles to be joined again when some are: all that people judged anything of, if any of those is one."""
    named = {e.article for j in judgements for e in (j.first, j.second)}
    return named if named.intersection(articles) else set()


def _groups(digests: Mapping[str, Digest], judgements: Sequence[Judgement], verdict: str) -> list[Pair]:
    """The pairs of groups of facts of one type that a person judged."""
    found: set[Pair] = set()
    for one in judgements:
        ends = [_group(digests.get(end.article), end) for end in (one.first, one.second)]
        a, b = ends
        if one.verdict == verdict and a and b and a != b and a.rpartition(" ")[2] == b.rpartition(" ")[2]:
            found.add((min(a, b), max(a, b)))
    return sorted(found)


def _group(one: Digest | None, end: Judged) -> str | None:
    fact = fact_of(one.facts, end) if one is not None else None
    if one is None or fact is None:
        return None
    return next(one.group_key(g) for g in one.groups if any(one.facts[n].id == fact.id for n in g))


def _made(work: Workings, dirty: set[str], gone: set[str]) -> Change:
    """Give each group the event that it is of; the events that are other than before."""
    change = Change()
    before = {group: id for group in dirty | gone if (id := work.event_of.get(group)) is not None}
    for group, id in before.items():
        work.groups_of.discard(id, group)
        work.event_of.drop(group)
    rest, more, was = set(dirty), 0, set(before.values())
    while rest:
        groups = work.events.group(min(rest))
        id = min(fact.id for group in groups for fact in facts_of(work, group))
        more += id not in was and not work.groups_of.of(id)
        for group in groups:
            old = work.event_of.get(group)
            if old is not None and old != id:
                before[group] = old
                was.add(old)
                work.groups_of.discard(old, group)
            work.event_of.put(group, id)
            work.groups_of.add(id, group)
        change.events.add(id)
        change.articles |= {article_of_group(g) for g in groups if before.get(g) != id}
        rest -= groups
    change.gone_events = {id for id in was if not work.groups_of.of(id)}
    _count(work, events=more - len(change.gone_events))
    change.events |= _during(work, change.events)
    return change


def _count(work: Workings, **more: int) -> None:
    """Note how many more there are of what."""
    for what, number in more.items():
        work.made.put(what, str(int(work.made.get(what) or 0) + number))


def _during(work: Workings, events: set[str]) -> set[str]:
    """The events that are told to have happened at these."""
    told = {fact.id: fact for id in events for group in work.groups_of.of(id) for fact in facts_of(work, group)}
    articles = {fact.article for fact in told.values()}
    return {
        work.event_of[one.group_key(group)]
        for one in (work.digests[id] for id in sorted(articles))
        for group in one.groups
        if any(one.facts[n].occasion in told for n in group)
    }


# ---- what the workings hold


def facts_of(work: Workings, group: str) -> tuple[Fact, ...]:
    """The facts of a group, by its key."""
    one = work.digests[article_of_group(group)]
    return next(one.told(members) for members in one.groups if one.group_key(members) == group)


def part_of(work: Workings, articles: Iterable[str]) -> Resolved:
    """Who is who and which fact is of which event in some articles, of those that are there."""
    reading = Reading(work)
    there = [one for id in articles if (one := work.digests.get(id)) is not None]
    return Resolved(
        (), tuple(fact for one in there for fact in one.facts), (), (),
        {(one.id, span): entity for one in there for span, entity in reading.entity_of(one.id).items()},
        {fact: event for one in there for fact, event in reading.event_of(one.id).items()},
    )  # fmt: skip


class Reading:
    """Entities and events as values, made of the workings when they are asked for."""

    def __init__(self, work: Workings) -> None:
        self.work = work
        self._tellings = Tellings(work)
        self._told: dict[str, Told] = {}
        self._of: dict[str, dict[Span, str]] = {}
        self._event_of: dict[str, dict[str, str]] = {}

    def entity_of(self, article: str) -> dict[Span, str]:
        """The entity of each mention of an article."""
        if article not in self._of:
            self._of[article] = self._tellings.entities(self.work.digests[article])
        return self._of[article]

    def event_of(self, article: str) -> dict[str, str]:
        """The event of each fact of an article."""
        if article not in self._event_of:
            one = self.work.digests[article]
            found = {f.id: self.work.event_of[one.group_key(g)] for g in one.groups for f in one.told(g)}
            self._event_of[article] = found
        return self._event_of[article]

    def profile(self, entity: str) -> Profile:
        """All that is told of an entity."""
        return merged([self.work.units[u] for u in self.work.entities[entity].units])

    def entity(self, id: str, mentions: bool = True) -> Entity:
        """An entity as a value; without its mentions where they are not asked for, which may be many."""
        one, whole = self.work.entities[id], self.profile(id)
        found: list[tuple[str, Span]] = []
        for key in (key for u in one.units if mentions for key in self.work.clusters_of.of(u)):
            cluster = next(c for c in self.work.digests[article_of(key)].clusters if c.key == key)
            found += [(cluster.article, span) for span in cluster.spans]
        links = {(prop, self.work.entity_of[self.work.unit_of[key]]) for prop, key in whole.links}
        cls, known = whole.cls[1] if whole.cls else "", whole.known[1] if whole.known else None
        own = whole.name or one.labels.get(whole.code.split("-")[0]) or next(iter(one.labels.values()))
        wikidata = known.wikidata if known is not None else ""
        return Entity(id, one.kind, cls, own, names_of(whole), one.labels, tuple(sorted(found)),
                      tuple(sorted(links)), wikidata)  # fmt: skip

    def event(self, id: str) -> Event:
        """An event as a value."""
        alone = event(self.told(id), self._label)
        occasion = self._occasion(id)
        if occasion is None or self._occasion(occasion) == id:  # each at the other: neither is part of it
            return alone
        titles = self.told(occasion).titles
        return at_an_occasion(alone, occasion, titles[0] if titles else "")

    def told(self, id: str) -> Told:
        """The facts of an event with what makes it."""
        if id not in self._told:
            groups = sorted(self.work.groups_of.of(id))
            facts = sorted((f for g in groups for f in facts_of(self.work, g)), key=lambda f: (f.article, f.trigger))
            articles = {f.article: self.work.digests[f.article] for f in facts}
            titles = {title for f in facts if (title := articles[f.article].titles.get(f.id))}
            printed = {id: one.published or "" for id, one in articles.items()}
            entity_of = {article: self.entity_of(article) for article in articles}
            self._told[id] = Told(tuple(facts), entity_of, printed, tuple(sorted(titles)))
        return self._told[id]

    def _occasion(self, id: str) -> str | None:
        """The one other event that an event's facts tell it to have happened at."""
        at = {
            self.event_of(f.article)[f.occasion]
            for f in self.told(id).facts
            if f.occasion and f.occasion in self.event_of(f.article)
        } - {id}
        return at.pop() if len(at) == 1 else None

    def _label(self, entity: str, language: str) -> str:
        labels = self.work.entities[entity].labels
        return labels.get(language) or next(iter(labels.values()))
