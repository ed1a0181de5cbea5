"""What came, went and changed between two graphs: articles, events with their dates, and names.

    found = difference(store.open("old.nq"), store.open("new.nq"))      print(FORMATS["text"](found, "en"))

An event of one graph is that of the other where a fact of both is the same, by its id or, when another kg read the
article, by the words it stands in and its type. An event is told as it is in the new graph.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from kg import edtf
from kg.entries import Entry, entries
from kg.query import rows
from kg.store import Store
from kg.terms import compact
from kg.timeline import called, one_line, when


@dataclass(frozen=True, slots=True)
class Change:
    """An event in both graphs, and what of it is another: (what, as it was, as it is)."""

    event: Entry
    what: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Ids of articles, entries, and names of people, places and things ("Person", name), each sorted."""

    articles: tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]
    came: tuple[Entry, ...]
    went: tuple[Entry, ...]
    changed: tuple[Change, ...]
    names: tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]

    def __bool__(self) -> bool:
        return any((*self.articles, self.came, self.went, self.changed, *self.names))


def difference(old: Store, new: Store, language: str = "en") -> Difference:
    """What the new graph has that the old one has not, and the reverse; `language` is that of what changed in words."""
    before, after = entries(old), entries(new)
    same = _matched(before, after)
    met = {entry.event for entry in same.values()}
    changes = (Change(entry, _changes(same[entry.event], entry, language)) for entry in after if entry.event in same)
    return Difference(
        _articles(old, new),
        tuple(entry for entry in after if entry.event not in same),
        tuple(entry for entry in before if entry.event not in met),
        tuple(change for change in changes if change.what),
        _names(old, new),
    )


def _matched(before: Iterable[Entry], after: Iterable[Entry]) -> dict[str, Entry]:
    """The old entry of each new event that has one: that with which it shares most facts. No old one is used twice."""
    known: dict[object, Entry] = {}
    for entry in before:
        for fact in entry.facts:
            known[fact.fact] = known[fact.article, fact.start, fact.end, entry.type] = entry
    found: dict[str, Entry] = {}
    used: set[str] = set()
    for entry in after:
        keys = [(fact.fact, (fact.article, fact.start, fact.end, entry.type)) for fact in entry.facts]
        shared = Counter(known[key].event for one in keys for key in one[:1] if key in known)
        shared = shared or Counter(known[key].event for one in keys for key in one[1:] if key in known)
        free = [event for event, _ in sorted(shared.items(), key=lambda kv: (-kv[1], kv[0])) if event not in used]
        if free:
            used.add(free[0])
            found[entry.event] = next(e for e in known.values() if e.event == free[0])
    return found


def _changes(old: Entry, new: Entry, language: str) -> tuple[tuple[str, str, str], ...]:
    pairs = zip(_said(old, language).items(), _said(new, language).values(), strict=True)
    return tuple((what, one, other) for (what, one), other in pairs if one != other)


def _said(entry: Entry, language: str) -> Mapping[str, str]:
    """What may change of an event, as text."""
    actors = sorted(f"{actor.role} {called(actor.name, language, actor.id)}" for actor in entry.actors)
    bounds = (*entry.begin, *entry.end)
    return {
        "type": entry.type,
        "time": entry.time or "",
        "bounds": "" if entry.time else " ".join("?" if day is None else edtf.iso(day) for day in bounds),
        "status": entry.status,
        "actors": ", ".join(actors),
        "place": called(entry.place.name, language, entry.place.id) if entry.place else "",
        "articles": ", ".join(sorted({fact.article for fact in entry.facts})),
        "corrected by": ", ".join(entry.corrected),
    }


def _articles(old: Store, new: Store) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """The ids of those that came, went, and are of other bytes."""
    query = "SELECT DISTINCT ?id ?sha WHERE { ?article dcterms:identifier ?id ; kg:sha256 ?sha }"
    before, after = ({str(row["id"]): str(row["sha"]) for row in rows(store, query)} for store in (old, new))
    both = before.keys() & after.keys()
    came, went = sorted(after.keys() - both), sorted(before.keys() - both)
    return tuple(came), tuple(went), tuple(sorted(id for id in both if before[id] != after[id]))


_NAMES = """SELECT DISTINCT ?kind ?name WHERE {
  VALUES ?kind { schema:Person schema:Organization schema:Place schema:CreativeWork kg:Group }
  ?entity a ?kind ; schema:name ?name
}"""


def _names(old: Store, new: Store) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
    before, after = (
        {(compact(str(row["kind"])).split(":")[1], str(row["name"])) for row in rows(store, _NAMES)}
        for store in (old, new)
    )
    return tuple(sorted(after - before)), tuple(sorted(before - after))


# Formats


def as_text(found: Difference, language: str) -> str:
    """A line each: + for what came, - for what went, ~ for what changed, and how."""
    lines = [f"{mark} article {id}" for mark, ids in zip("+-~", found.articles, strict=True) for id in ids]
    lines += [f"+ {_line(entry, language)}" for entry in found.came]
    lines += [f"- {_line(entry, language)}" for entry in found.went]
    for change in found.changed:
        how = "; ".join(f"{what}: {old or '—'} → {new or '—'}" for what, old, new in change.what)
        lines.append(f"~ {_line(change.event, language)}: {how}")
    lines += [f"{mark} {kind} {name}" for mark, names in zip("+-", found.names, strict=True) for kind, name in names]
    return "".join(f"{one_line(line)}\n" for line in lines)


def _line(entry: Entry, language: str) -> str:
    date = when(entry, language)
    return f"{date + ': ' if date else ''}{called(entry.label, language, entry.type)} [{entry.event}]"


def as_json(found: Difference, language: str) -> str:
    """{"articles": {"came", "went", "changed"}, "events": {"came", "went", "changed"}, "names": {"came", "went"}}; a
    changed event has "changes": {what: [as it was, as it is]}."""
    articles = dict(zip(("came", "went", "changed"), map(list, found.articles), strict=True))
    events = {
        "came": [_record(entry) for entry in found.came],
        "went": [_record(entry) for entry in found.went],
        "changed": [
            {**_record(change.event), "changes": {what: [old, new] for what, old, new in change.what}}
            for change in found.changed
        ],
    }
    names = {
        side: [{"kind": kind, "name": name} for kind, name in own]
        for side, own in zip(("came", "went"), found.names, strict=True)
    }
    return json.dumps({"articles": articles, "events": events, "names": names}, ensure_ascii=False, indent=2) + "\n"


def _record(entry: Entry) -> dict[str, object]:
    return {"event": entry.event, "type": entry.type, "label": dict(entry.label), "time": entry.time}


#: A format takes a difference and the language of its words, and gives the whole text.
FORMATS: Mapping[str, Callable[[Difference, str], str]] = {"text": as_text, "json": as_json}
