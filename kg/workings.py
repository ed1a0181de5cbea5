"""What joining articles to one story has come to, so that an article more changes only what it touches.

It follows from the articles and can be made again from them: a graph that is a directory keeps it in a file beside it
(SQLite), and everything else makes it anew. Of a file, only the rows that are asked for are read.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from sys import intern
from typing import TYPE_CHECKING, Any

from kg import digest as digests
from kg.account import Account, from_json, to_json
from kg.clusters import Cluster
from kg.digest import Digest
from kg.edtf import Bounds
from kg.identity import Bearer
from kg.model import Kind, Known, Span
from kg.parts import Parts
from kg.profiles import Profile
from kg.tables import Rows, Sets

if TYPE_CHECKING:
    import sqlite3


#: So many articles are held at once.
_MANY = 1 << 12


@dataclass(frozen=True, slots=True)
class Settled:
    """An entity as it is joined: its id, the units that are it, and what kinship and labels ask of it."""

    id: str
    units: tuple[str, ...]
    kind: Kind
    name: str
    place: tuple[str, str] | None
    unnamed: bool
    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Words:
    """What an article tells its story in (`kg.stories`), and the day it was printed on, None where unknown: that of its
    digest which is asked of many more articles than the rest."""

    printed: int | None
    words: frozenset[str]


class Workings:
    """Tables of what articles came to. A unit is what is joined by name: the clusters that say the same of one full
    name, or one cluster by itself. Keys of clusters and groups are those of `kg.clusters` and `kg.digest`."""

    def __init__(self, database: sqlite3.Connection | None = None) -> None:
        self.database = database
        self.digests: Rows[Digest] = Rows(database, "digest", digests.packed, digests.unpacked, _MANY)
        self.words: Rows[Words] = Rows(database, "words", _packed_words, _words, _MANY)  # article -> its own
        self.units: Rows[Profile] = Rows(database, "unit", _packed_profile, _profile)
        self.unit_of: Rows[str] = Rows(database, "unit_of", str, str)  # cluster -> unit
        self.clusters_of = Sets(database, "clusters_of")  # unit -> clusters
        self.keys = Sets(database, "name_key")  # what names share -> units
        self.ends = Sets(database, "ends")  # unit of an author or recipient -> units of documents
        self.linked = Sets(database, "linked")  # unit -> units with a link to it
        self.names = Parts(database, "names")
        self.works = Parts(database, "works")
        self.entity_of: Rows[str] = Rows(database, "entity_of", str, str)  # unit -> entity
        self.entities: Rows[Settled] = Rows(database, "entity", _packed_settled, _settled)
        self.stories = Sets(database, "story")  # a word that stands for a story -> articles
        self.told_of = Sets(database, "told_of")  # language and unit -> articles
        self.languages = Sets(database, "language")  # "all" -> languages that articles are in, or were
        self.blocks = Sets(database, "block")  # what tellings of one event share -> groups
        self.filling = Sets(database, "filling")  # unit, and type and unit -> groups that it takes part in
        self.events = Parts(database, "events")
        self.event_of: Rows[str] = Rows(database, "event_of", str, str)  # group -> event
        self.groups_of = Sets(database, "groups_of")  # event -> groups
        self.accounts: Rows[Account] = Rows(database, "account", to_json, from_json)
        self.order_of: Rows[str] = Rows(database, "order_of", str, str)  # event -> part of the order, where not alone
        self.ordered = Sets(database, "ordered")  # part of the order -> events
        self.made: Rows[str] = Rows(database, "made", str, str)  # "by": what made this; "facts" …: how many there are
        self.readers: Rows[str] = Rows(database, "reader", str, str)  # who read articles -> how many

    def flush(self) -> None:
        """Write what changed into the file, and forget what was read of it."""
        for table in vars(self).values():
            if isinstance(table, Rows | Sets | Parts):
                table.flush()
        if self.database is not None:
            self.database.commit()


def article_of(cluster: str) -> str:
    """The article of a cluster by its key."""
    return cluster.partition(" ")[2]


def cluster_of(work: Workings, key: str) -> Cluster:
    """A cluster by its key."""
    return next(c for c in work.digests[article_of(key)].clusters if c.key == key)


def article_of_group(group: str) -> str:
    """The article of a group by its key."""
    return group.partition(" ")[2].rpartition(" ")[0]


# ---- as text


def _packed_words(one: Words) -> str:
    return " ".join(("" if one.printed is None else str(one.printed), *sorted(one.words)))


def _words(text: str) -> Words:
    printed, *found = text.split(" ")
    return Words(int(printed) if printed else None, frozenset(map(intern, found)))


def _packed_profile(p: Profile) -> str:
    cls = p.cls and [*_packed_place(p.cls[0]), p.cls[1]]
    known = p.known and [*_packed_place(p.known[0]), p.known[1].name, p.known[1].aliases, p.known[1].wikidata]
    bearer = p.bearer and [p.bearer.name, p.bearer.born, p.bearer.died, sorted(p.bearer.work), bool(p.bearer.known)]
    rows = [_packed_place(p.first), p.kind, p.code, cls, known, p.names, sorted(p.rules), sorted(p.links), bearer,
            p.company]  # fmt: skip
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def _profile(text: str) -> Profile:
    first, kind, code, cls, known, names, rules, links, bearer, company = json.loads(text)
    who = ((known[0], Span(known[1], known[2])), Known(known[3], tuple(known[4]), known[5])) if known else None
    bears: Bearer | None = None
    if bearer:
        name, born, died, work, is_known = bearer
        years = [Bounds(*days) if days else None for days in (born, died)]
        bears = Bearer(kind, name, years[0], years[1], frozenset(work), {}, who[1] if who and is_known else None)
    return Profile(
        (first[0], Span(first[1], first[2])), kind, code,
        ((cls[0], Span(cls[1], cls[2])), cls[3]) if cls else None,
        who, names, frozenset(rules), frozenset((prop, other) for prop, other in links), bears, company,
    )  # fmt: skip


def _packed_place(place: tuple[str, Span]) -> list[Any]:
    return [place[0], place[1].start, place[1].end]


def _packed_settled(s: Settled) -> str:
    return json.dumps([s.id, s.units, s.kind, s.name, s.place, s.unnamed, s.labels], ensure_ascii=False)


def _settled(text: str) -> Settled:
    id, units, kind, name, place, unnamed, labels = json.loads(text)
    return Settled(id, tuple(units), kind, name, tuple(place) if place else None, unnamed, labels)
