"""Mentions become people, places and documents; facts become events. Pure functions over values.

Within an article a mention's antecedent says what it stands for; across articles names meet by similarity in either
script. Facts are grouped into an event where something shows that they tell one happening (a participant in the same
role, the same words, times that can be one) and nothing speaks against it. Facts are grouped, never merged.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import cast

from kg import edtf, stories
from kg.clusters import mention_of
from kg.entities import Naming, entities
from kg.inference import inferred
from kg.joining import joined
from kg.judgements import Judged, Judgement
from kg.labels import LANGUAGES, at_occasion, event_label, name_label
from kg.model import STATUSES, Annotated, Event, Fact, Resolved, RoleName, Status
from kg.namesake import name_similarity

__all__ = ["name_similarity", "resolve", "within"]

#: Roles whose filler an event is about: two facts that fill one of them differently tell two events.
CORE: Mapping[str, tuple[RoleName, ...]] = {
    "Correspondence": ("theme", "agent", "recipient"),
    "Publication": ("theme", "agent"),
    "Performance": ("theme", "agent"),
    "OathTaking": ("agent",),
    "Travel": ("agent", "destination"),
    "Meeting": ("agent", "participant"),
}
DEFAULT_CORE: tuple[RoleName, ...] = ("patient", "agent", "theme", "recipient", "participant", "speaker")
#: Types of which a person has one, or one at a time: the same person in the same role is evidence enough.
ONCE = frozenset(
    {"Birth", "Death", "Arrest", "Detention", "OathTaking", "Marriage", "Resignation", "Trial", "Founding"}
)
#: Words that more events than this share in one type are no sign of one story.
_CROWD = 60
#: How much more alike the article of one event must be than that of another which it could be as well.
_MARGIN = 0.03
#: Statuses of what did not happen: such facts never join those of what did.
UNREAL = frozenset({"negated", "hypothetical"})


def resolve(told: Iterable[tuple[Annotated, Sequence[Fact]]], judgements: Sequence[Judgement] = ()) -> Resolved:
    """Entities and events of articles read together, the same whatever the order they come in.

    What a person judged wins (`kg.judgements`). Cost: linear in facts, times the events that share a participant and
    type.
    """
    pairs = sorted(told, key=lambda pair: pair[0].article.id)
    naming = entities(pairs, judgements)
    facts = tuple(f for _, own in pairs for f in own)
    groups = _one_story(_grouped(facts, naming, judgements), naming)
    events, event_of = _events(groups, naming, {a.article.id: a.article.published or "" for a, _ in pairs})
    return Resolved(tuple(a for a, _ in pairs), facts, naming.entities, events, naming.entity_of, event_of)


def within(annotated: Annotated, facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """The facts of one article with the times that follow inside it (a state begins with the arrest that began it)."""
    naming = entities([(annotated, facts)])
    groups = _grouped(facts, naming)
    return tuple(inferred(annotated, [g.facts for g in groups], naming.entity_of))


def unmet(resolved: Resolved, judgements: Iterable[Judgement]) -> list[Judgement]:
    """The judgements that a resolution does not keep, because they contradict each other; of those that name what is
    gone nothing can be said."""
    wrong = []
    for one in judgements:
        if one.first.fact:
            facts = fact_of(resolved.facts, one.first), fact_of(resolved.facts, one.second)
            ends = [resolved.event_of[fact.id] for fact in facts if fact is not None]
        else:
            ends = [found for end in (one.first, one.second) if (found := mention_of(resolved.entity_of, end))]
        if len(ends) == 2 and (ends[0] == ends[1]) != (one.verdict == "same"):
            wrong.append(one)
    return wrong


@dataclass
class _Group:
    """Facts judged to be of one event, with what they say together."""

    type: str
    facts: list[Fact] = field(default_factory=list)
    fillers: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    senses: set[str] = field(default_factory=set)
    titles: list[str] = field(default_factory=list)
    apart: set[str] = field(default_factory=set)

    def add(self, fact: Fact, fillers: Mapping[str, set[str]]) -> None:
        self.facts.append(fact)
        self.senses.add(fact.rule)
        for role, ids in fillers.items():
            self.fillers[role] |= ids

    def join(self, other: _Group) -> None:
        """Take in what is judged to be of the same event."""
        self.facts += other.facts
        self.senses |= other.senses
        self.apart |= other.apart
        for role, ids in other.fillers.items():
            self.fillers[role] |= ids


def _fillers(fact: Fact, naming: Naming) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for role in fact.roles:
        entity = naming.entity_of.get((fact.article, role.span))
        if entity is not None:
            found[role.role].add(entity)
    return found


def _grouped(facts: Sequence[Fact], naming: Naming, judgements: Sequence[Judgement] = ()) -> list[_Group]:
    """Facts with the most said first, so that a bare mention of an event finds the event it mentions."""
    groups: list[_Group] = []
    by_filler: dict[tuple[str, str], list[_Group]] = defaultdict(list)
    by_sense: dict[tuple[str, str], list[_Group]] = defaultdict(list)
    fillers = {f.id: _fillers(f, naming) for f in facts}
    judged = _judged(facts, judgements)
    placed: dict[str, _Group] = {}
    for fact in sorted(facts, key=lambda f: (-_weight(f, fillers[f.id]), f.article, f.trigger)):
        own = fillers[fact.id]
        near = [g for ids in own.values() for i in sorted(ids) for g in by_filler[fact.type, i]]
        if not any(own.values()):
            near = by_sense[fact.article, fact.rule]
        near = [g for g in _distinct(near) if fact.id not in g.apart]
        scored = [(score, k, g) for k, g in enumerate(near) if (score := _kinship(fact, own, g, naming)) > 0]
        best = placed.get(judged.one(fact.id)) or (max(scored, key=lambda s: (s[0], -s[1]))[2] if scored else None)
        if best is None:
            best = _Group(fact.type)
            groups.append(best)
        best.add(fact, own)
        best.apart |= judged.apart(fact.id)
        placed[judged.one(fact.id)] = best
        for ids in own.values():
            for i in ids:
                by_filler[fact.type, i].append(best)
        by_sense[fact.article, fact.rule].append(best)
    return sorted(groups, key=lambda g: min((f.article, f.trigger) for f in g.facts))


@dataclass(frozen=True)
class _Judged:
    """What a person judged of facts: the first of those that are one with each, and those that are not."""

    first: Mapping[str, str]
    different: Mapping[str, set[str]]

    def one(self, fact: str) -> str:
        return self.first.get(fact, fact)

    def apart(self, fact: str) -> set[str]:
        """Every fact that must not be in a group with this one."""
        return self.different.get(self.one(fact), set())


def _judged(facts: Sequence[Fact], judgements: Sequence[Judgement]) -> _Judged:
    """What is judged of the facts that are there; facts of two types are never one event."""
    pairs: dict[str, list[tuple[str, str]]] = {"same": [], "different": []}
    for one in judgements:
        first, second = fact_of(facts, one.first), fact_of(facts, one.second)
        if first and second and first.id != second.id and (one.verdict == "different" or first.type == second.type):
            pairs[one.verdict].append((first.id, second.id))
    named = sorted({id for both in pairs.values() for pair in both for id in pair})
    first_of = joined(named, (), same=pairs["same"], different=pairs["different"])
    members: dict[str, list[str]] = defaultdict(list)
    for id in named:
        members[first_of[id]].append(id)
    different: dict[str, set[str]] = defaultdict(set)
    for a, b in pairs["different"]:
        different[first_of[a]] |= set(members[first_of[b]])
        different[first_of[b]] |= set(members[first_of[a]])
    return _Judged(first_of, different)


def fact_of(facts: Iterable[Fact], end: Judged) -> Fact | None:
    """The fact that a judgement names: that of its id, or else the first told by words where its words stood."""
    if not end.fact:
        return None
    here = [fact for fact in facts if fact.article == end.article]
    found = [f for f in here if f.id == end.fact] or [f for f in here if f.trigger.overlaps(end.span)]
    return min(found, key=lambda f: (f.trigger, f.id), default=None)


def _distinct(groups: Sequence[_Group]) -> list[_Group]:
    return list({id(g): g for g in groups}.values())


def _weight(fact: Fact, fillers: Mapping[str, set[str]]) -> int:
    return sum(len(ids) for ids in fillers.values()) + 2 * (fact.time is not None and fact.status not in UNREAL)


def _kinship(fact: Fact, own: Mapping[str, set[str]], group: _Group, naming: Naming) -> float:
    """How much speaks for a fact being of a group's event; 0 where something speaks against it."""
    if (fact.status in UNREAL) != (group.facts[0].status in UNREAL):
        return 0
    if not all(_can_be_one(fact.time, other.time) for other in group.facts):
        return 0
    shared = 0.0
    for role in CORE.get(fact.type, DEFAULT_CORE):
        mine, theirs = own.get(role, set()), group.fillers.get(role, set())
        if mine and theirs:
            if not _crossed(fact.type, role, mine, theirs, own, group, naming) and naming.differ(mine, theirs):
                return 0
            shared += bool(mine & theirs)
    if _apart(own.get("place", set()), group.fillers.get("place", set()), naming):
        return 0
    mates = {i for ids in own.values() for i in ids} & {i for ids in group.fillers.values() for i in ids}
    same_words = fact.rule in group.senses
    same_time = fact.time is not None and any(fact.time == other.time for other in group.facts)
    if not any(own.values()):  # a bare mention ("the wedding") is of the event those words told
        return 0.5 if same_words else 0
    if fact.type == "Meeting":
        shared = max(shared, len(mates & _people(own, group)) - 1)
    if shared == 0 and not (mates and (same_time or same_words)):
        return 0
    near = same_words and any(naming.together(fact.article, other.article) for other in group.facts)
    if fact.type in ONCE or near or same_time or max(shared, len(mates)) >= 2:
        return shared + same_words + same_time + 0.1 * len(mates)
    return 0


def _one_story(groups: Sequence[_Group], naming: Naming) -> list[_Group]:
    """Groups of different articles joined where one story tells an event in the same words and nothing speaks against
    it: what is told without saying who took part."""
    words = naming.words
    if len(words) < 2:
        return list(groups)
    sketched = {article: stories.sketch(found) for article, found in words.items()}
    blocks: dict[tuple[str, str], list[int]] = defaultdict(list)
    for n, group in enumerate(groups):
        sketches = {word for fact in group.facts for word in sketched[fact.article]}
        for block in ((sense, word) for sense in group.senses for word in sketches):
            blocks[block].append(n)
    near = {pair for found in blocks.values() if len(found) <= _CROWD for pair in combinations(found, 2)}
    scored = ((_story(groups[i], groups[k], words), i, k) for i, k in sorted(near))
    told = [(score, i, k) for score, i, k in scored if score >= stories.ONE_STORY]
    pairs = [(score, i, k) for score, i, k in told if not _opposed(groups[i], groups[k], naming)]
    pairs = _unambiguous(pairs, groups, naming)
    ids = list(range(len(groups)))
    first = joined(ids, pairs, lambda i, k: _opposed(groups[i], groups[k], naming))
    for n in ids:
        if first[n] != n:
            groups[first[n]].join(groups[n])
    return [group for n, group in enumerate(groups) if first[n] == n]


def _unambiguous(
    pairs: Sequence[tuple[float, int, int]], groups: Sequence[_Group], naming: Naming
) -> list[tuple[float, int, int]]:
    """Pairs without those of an event that nobody is named in and that is as likely one as another: it stays alone."""
    partners: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for score, i, k in pairs:
        partners[i].append((score, k))
        partners[k].append((score, i))
    alone: set[int] = set()
    for n, found in partners.items():
        if any(ids - naming.unnamed for ids in groups[n].fillers.values()):
            continue
        best, likely = max(found, key=lambda p: (p[0], -p[1]))
        rivals = (k for score, k in found if k != likely and score > best - _MARGIN)
        if any(_opposed(groups[likely], groups[k], naming) for k in rivals):
            alone.add(n)
    return [(score, i, k) for score, i, k in pairs if i not in alone and k not in alone]


def _story(a: _Group, b: _Group, words: Mapping[str, frozenset[str]]) -> float:
    """How much one story two groups are of; 0 where an article tells both."""
    mine, theirs = {f.article for f in a.facts}, {f.article for f in b.facts}
    return 0.0 if mine & theirs else max(stories.alike(words[x], words[y]) for x in mine for y in theirs)


def _opposed(a: _Group, b: _Group, naming: Naming) -> bool:
    """Whether something speaks against two groups being of one event."""
    if (a.facts[0].status in UNREAL) != (b.facts[0].status in UNREAL) or a.apart & {f.id for f in b.facts}:
        return True
    times = [(x.time, y.time) for x in a.facts for y in b.facts if x.time is not None and y.time is not None]
    if not all(_can_be_one(x, y) for x, y in times) or _apart(a.fillers["place"], b.fillers["place"], naming):
        return True
    roles = ((role, a.fillers[role], b.fillers[role]) for role in CORE.get(a.type, DEFAULT_CORE))
    loosely = a.type != "Meeting"  # which is known by who met
    return any(
        naming.differ(mine, theirs, loosely) and not _crossed(a.type, role, mine, theirs, a.fillers, b, naming)
        for role, mine, theirs in roles
    )


def _people(own: Mapping[str, set[str]], group: _Group) -> set[str]:
    roles = ("agent", "participant")
    return {i for r in roles for i in (*own.get(r, ()), *group.fillers.get(r, ()))}


def _crossed(
    type_: str, role: str, mine: set[str], theirs: set[str], own: Mapping[str, set[str]], group: _Group, naming: Naming
) -> bool:
    """Whether different fillers of a role are no contradiction: partners from the other side; works of one author."""
    if type_ in ("Meeting", "Marriage", "Clash", "Agreement"):
        ours, others = ({i for r in ("agent", "participant") for i in f.get(r, ())} for f in (own, group.fillers))
        return bool(ours & others) and (ours <= others or others <= ours)  # who met two people met them apart
    if role == "theme" and type_ in ("Performance", "Publication"):
        return bool(naming.authors(mine) & naming.authors(theirs)) and bool(
            own.get("agent", set()) & group.fillers.get("agent", set())
        )
    return False


def _apart(mine: set[str], theirs: set[str], naming: Naming) -> bool:
    """Whether two sets of places cannot be of one event; a place inside another is no contradiction."""
    return bool(mine and theirs) and not mine & theirs and all(naming.apart(a, b) for a in mine for b in theirs)


def _can_be_one(a: str | None, b: str | None) -> bool:
    """Whether two times allow one event; an approximate time is taken a unit wider on both sides."""
    if a is None or b is None:
        return True
    x, y = edtf.parse(a), edtf.parse(b)
    if edtf.intersect(x, y) is not None:
        return True
    if not (x.approximate or y.approximate):
        return False
    slack = 366 if "year" in (x.precision, y.precision) else 31
    low = (x.begin.min or 0) - slack, (y.begin.min or 0) - slack
    high = (x.end.max or x.begin.max or 0) + slack, (y.end.max or y.begin.max or 0) + slack
    return low[0] <= high[1] and low[1] <= high[0]


# ---- events


def _events(
    groups: Sequence[_Group], naming: Naming, printed: Mapping[str, str]
) -> tuple[tuple[Event, ...], dict[str, str]]:
    events: list[Event] = []
    event_of: dict[str, str] = {}
    for group in groups:
        facts = sorted(group.facts, key=lambda f: (f.article, f.trigger))
        id_ = min(f.id for f in facts)
        for fact in facts:
            event_of[fact.id] = id_
        group.titles = sorted({t for f in facts for t in naming.titles(f)})
        events.append(_event(id_, group, facts, naming, event_status(facts, printed)))
    return tuple(sorted(_at_occasions(events, groups, event_of), key=lambda e: e.id)), event_of


def _at_occasions(events: Sequence[Event], groups: Sequence[_Group], event_of: Mapping[str, str]) -> list[Event]:
    """Events as part of the one event that their facts tell them to have happened at, named in their labels."""
    named = {e.id: g.titles[0] for e, g in zip(events, groups, strict=True) if g.titles}
    during: dict[str, str] = {}
    for event, group in zip(events, groups, strict=True):
        at = {event_of[f.occasion] for f in group.facts if f.occasion and f.occasion in event_of} - {event.id}
        if len(at) == 1:
            during[event.id] = at.pop()
    found: list[Event] = []
    for event in events:
        occasion = during.get(event.id)
        if occasion is None or during.get(occasion) == event.id:  # each at the other: neither is part of it
            found.append(event)
            continue
        labels = {code: at_occasion(label, named.get(occasion, ""), code) for code, label in event.labels.items()}
        found.append(replace(event, occasion=occasion, labels=labels))
    return found


def _event(id_: str, group: _Group, facts: Sequence[Fact], naming: Naming, status: Status) -> Event:
    roles: dict[tuple[RoleName, str], int] = Counter()
    for fact in facts:
        for role, ids in _fillers(fact, naming).items():
            for i in ids:
                roles[cast(RoleName, role), i] += 1
    acting = {i for role, i in roles if role == "agent"}
    kept = [r for r in roles if r[0] != "place" and not (r[0] == "participant" and r[1] in acting)]
    ordered = tuple(sorted(kept, key=lambda r: (r[0], -roles[r], r[1])))
    places = sorted(((-n, i) for (r, i), n in roles.items() if r == "place"))
    place = places[0][1] if places else None
    return Event(
        id_,
        group.type,
        tuple(sorted(f.id for f in facts)),
        event_time([f.time for f in facts if f.time is not None]),
        status,
        ordered,
        place,
        _labels(group.type, ordered, place, facts, naming, group.titles),
    )


def event_time(times: Sequence[str]) -> str | None:
    """What all stated times allow together: exact ones decide, approximate ones only where nothing exact is said."""
    values = [edtf.parse(t) for t in times]
    exact = [v for v in values if not v.approximate] or values
    if not exact:
        return None
    common = edtf.common(exact)
    return common.text if common is not None else None


def event_status(facts: Sequence[Fact], printed: Mapping[str, str]) -> Status:
    """That of most facts; ties go to the less committed. What was planned when one article was printed, and is told as
    done in a later one, was done."""
    done = max((printed[f.article] for f in facts if _is_past(f, printed[f.article])), default="")
    counts = Counter(f.status for f in facts if f.status != "planned" or not "" < printed[f.article] < done)
    return max(counts, key=lambda s: (counts[s], STATUSES.index(s)))


def _is_past(fact: Fact, printed: str) -> bool:
    """Whether an article tells a thing as done at a time that had come when it was printed."""
    if fact.status != "asserted" or fact.time is None or not printed:
        return False
    latest, day = edtf.parse(fact.time).begin.max, edtf.parse(printed).end.max
    return latest is not None and day is not None and latest <= day


def _labels(
    type_: str,
    roles: Sequence[tuple[RoleName, str]],
    place: str | None,
    facts: Sequence[Fact],
    naming: Naming,
    titles: Sequence[str],
) -> Mapping[str, str]:
    labels: dict[str, str] = {}
    for language in LANGUAGES:
        variants = {f.rule.partition(": ")[2] for f in facts}
        parts: dict[str, list[str]] = defaultdict(list)
        for role, entity in roles:
            parts[role].append(naming.label(entity, language))
        if place is not None:
            parts["place"] = [naming.label(place, language)]
        if titles:
            parts["name"] = [name_label(titles[0], language)]
        labels[language] = event_label(type_, variants.pop() if len(variants) == 1 else "", parts, language)
    return labels
