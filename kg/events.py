"""Events of their facts: when, whether it is so, who took part, where, and what it is called."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from kg import edtf
from kg.digest import fillers_of
from kg.labels import LANGUAGES, at_occasion, event_label, name_label
from kg.model import STATUSES, Event, Fact, RoleName, Span, Status

#: What an entity is called in a language.
Label = Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class Told:
    """The facts of one event, in order; the entity of each mention by its article, when each article was printed (""
    where unknown), and the names in marks that stand before its words, sorted."""

    facts: tuple[Fact, ...]
    entity_of: Mapping[str, Mapping[Span, str]]
    printed: Mapping[str, str]
    titles: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        return min(fact.id for fact in self.facts)


def event(told: Told, label: Label) -> Event:
    """The event that facts tell, by itself; see `at_an_occasion`."""
    roles: Counter[tuple[RoleName, str]] = Counter()
    for fact in told.facts:
        for role, ids in fillers_of((fact,), told.entity_of[fact.article]).items():
            roles.update((cast(RoleName, role), i) for i in ids)
    acting = {i for role, i in roles if role == "agent"}
    kept = [r for r in roles if r[0] != "place" and not (r[0] == "participant" and r[1] in acting)]
    ordered = tuple(sorted(kept, key=lambda r: (r[0], -roles[r], r[1])))
    place = _where({i: n for (role, i), n in roles.items() if role == "place"}, label)
    type_, status = told.facts[0].type, event_status(told.facts, told.printed)
    return Event(
        told.id,
        type_,
        tuple(sorted(f.id for f in told.facts)),
        event_time(times(told.facts, status)),
        status,
        ordered,
        place,
        _labels(type_, ordered, place, told, label),
    )


def _where(told: Mapping[str, int], label: Label) -> str | None:
    """Of the places of an event, told so many times, the one told most: what is named after a town ("Pune bridge")
    tells of the town as well, unless that is told less than half as often."""
    names = {place: label(place, "en") for place in told}

    def times(place: str) -> int:
        inside = (n for other, n in told.items() if names[other].startswith(f"{names[place]} "))
        return told[place] + sum(n for n in inside if n <= 2 * told[place])

    return min(told, key=lambda place: (-times(place), place), default=None)


def at_an_occasion(one: Event, occasion: str, title: str) -> Event:
    """An event as part of another one, named in its labels by the title that is given to that."""
    labels = {code: at_occasion(label, title, code) for code, label in one.labels.items()}
    return replace(one, occasion=occasion, labels=labels)


def times(facts: Sequence[Fact], status: Status) -> list[str]:
    """The times that facts state of an event of some status: the day that something was planned for does not date it
    once it is told as done."""
    return [f.time for f in facts if f.time is not None and (f.status != "planned" or status == "planned")]


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
    done in a later one, was done: by a date that had come, or after the last day that it was planned for. What is
    alleged stays so, whoever denies it."""
    planned = [edtf.parse(f.time).end.max for f in facts if f.status == "planned" and f.time is not None]
    due = max((day for day in planned if day is not None), default=None)
    done = max((printed[f.article] for f in facts if _is_past(f, printed[f.article], due)), default="")
    counts = Counter(f.status for f in facts if f.status != "planned" or not "" < printed[f.article] < done)
    if "alleged" in counts:
        del counts["denied"]
    return max(counts, key=lambda s: (counts[s], STATUSES.index(s)))


def _is_past(fact: Fact, printed: str, due: int | None) -> bool:
    """Whether an article tells a thing as done at a time that had come when it was printed; without a time, whether
    it was printed after the last day on which it was `due`."""
    if fact.status != "asserted" or not printed:
        return False
    told, day = edtf.parse(fact.time).begin.max if fact.time is not None else due, edtf.parse(printed).end.max
    if told is None or day is None:
        return False
    return told <= day if fact.time is not None else told < day


def _labels(
    type_: str, roles: Sequence[tuple[RoleName, str]], place: str | None, told: Told, label: Label
) -> Mapping[str, str]:
    labels: dict[str, str] = {}
    for language in LANGUAGES:
        variants = {f.rule.partition(": ")[2] for f in told.facts}
        parts: dict[str, list[str]] = defaultdict(list)
        for role, entity in roles:
            parts[role].append(label(entity, language))
        if place is not None:
            parts["place"] = [label(place, language)]
        if told.titles:
            parts["name"] = [name_label(told.titles[0], language)]
        labels[language] = event_label(type_, variants.pop() if len(variants) == 1 else "", parts, language)
    return labels
