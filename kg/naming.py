"""Who is who across articles: clusters joined by who bears their names, documents by who wrote them to whom.

    renamed = name(workings, came, went, said)      the units whose entity changed, and how

Cost: what is compared are names that share a phonetic key, of a key that many have those that share more.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

from kg.clusters import Cluster, Work, mention_of
from kg.digest import Digest
from kg.identity import Bearer, Verdict, keys, verdict
from kg.judgements import Decision, Judgement
from kg.kinship import MAY_BE
from kg.language import folded
from kg.model import Span
from kg.namesake import name_similarity
from kg.parts import Pair
from kg.profiles import Profile, known_place, labels, merged, profile
from kg.workings import Settled, Workings, article_of, cluster_of
from kg.works import documents

#: So many names with one part in common are compared each with each; of more, those with two.
CROWD = 40
#: By names that more articles of one language have than this, articles of another are not looked for.
FEW = 60
#: What stands between two keys that are shared together.
_AND = "\x1f"
#: The score of what a person judged one.
JUDGED = 10.0


@dataclass(frozen=True)
class Said:
    """What people judged of mentions, as pairs of clusters."""

    same: tuple[Pair, ...] = ()
    different: tuple[Pair, ...] = ()

    @property
    def clusters(self) -> set[str]:
        return {cluster for pair in (*self.same, *self.different) for cluster in pair}


@dataclass
class Renamed:
    """What became of units: `settled` have another entity, or one that is called otherwise; `altered` may be told from
    others, or taken for them, for other reasons than before; `gone` are entities that are no more. `moved` are those
    of the settled whose entity's id is another one, `flipped` entities that are now named and were described before, or
    the reverse; `more` is how many more entities there are. `articles` are those that may tell one story with others of
    another language than before (`told_of`)."""

    settled: set[str] = field(default_factory=set)
    moved: set[str] = field(default_factory=set)
    altered: set[str] = field(default_factory=set)
    entities: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    flipped: set[str] = field(default_factory=set)
    more: int = 0
    articles: set[str] = field(default_factory=set)


def said_of(judgements: Sequence[Judgement], digests: Mapping[str, Digest]) -> Said:
    """What people judged of mentions; what is gone is left out."""
    of = {(id, span): cluster.key for id, one in digests.items() for span, cluster in one.cluster_of().items()}

    def pairs(verdict: Decision) -> tuple[Pair, ...]:
        found = ((mention_of(of, j.first), mention_of(of, j.second)) for j in judgements if j.verdict == verdict)
        return tuple(sorted({(a, b) for a, b in found if a is not None and b is not None and a != b}))

    return Said(pairs("same"), pairs("different"))


def name(work: Workings, came: Sequence[Digest], went: Sequence[Digest], said: Said) -> Renamed:
    """Take the clusters of articles in, and those that went out, and settle again who is who."""
    company = [_mentioned(work, one) for one in went]
    crowded: dict[str, bool] = {}
    for one in went:
        _tell(work, one, crowded, went=True)
    touched, compared = _take(work, came, went, said)
    for one in came:
        _tell(work, one, crowded)
    company += [_mentioned(work, one) for one in came]
    same, different = (_units(work, pairs) for pairs in (said.same, said.different))
    bearers = _Bearers(work)
    with_same = _partners(same)
    scores = {u: bearers.scores(u, with_same.get(u, ())) if work.units.get(u) else None for u in touched | compared}
    concerned = work.names.change(scores)
    moved = work.names.join(concerned, lambda u: work.units[u].first, bearers.against, same, different)
    moved |= documents(work, touched, moved, different)
    found = _settle(work, touched, moved)
    found.altered |= {work.unit_of[key] for u in found.moved for key in work.linked.of(u)}
    found.altered |= _alike(work, company)
    if len(work.languages.of("all")) > 1:
        crossed = [key for key, crowd in crowded.items() if crowd != (work.told_of.few(key, FEW) is None)]
        found.articles = {article for key in crossed for article in work.told_of.of(key)}
        found.articles |= {article_of(key) for u in moved for key in work.clusters_of.of(u)}
    return found


def _tell(work: Workings, one: Digest, crowded: dict[str, bool], went: bool = False) -> None:
    """Note the names in an article by its language, so that those of other languages that tell its story are found;
    and in `crowded` whether very many articles had a name before."""
    work.languages.add("all", one.language)
    for cluster in one.clusters:
        if cluster.bearer is not None:
            key = f"{one.language} {work.unit_of[cluster.key]}"
            if key not in crowded:
                crowded[key] = work.told_of.few(key, FEW) is None
            (work.told_of.discard if went else work.told_of.add)(key, one.id)


def named_in(work: Workings, one: Digest) -> frozenset[str]:
    """The entities that an article names."""
    units = (work.unit_of[cluster.key] for cluster in one.clusters if cluster.bearer is not None)
    return frozenset(work.entity_of[u] for u in units)


def in_others(work: Workings, one: Digest) -> Iterator[str]:
    """The articles of other languages that name what an article names, once for each name; one that many articles of
    its language have leads to none."""
    for entity in named_in(work, one):
        units = work.entities[entity].units
        mine = (work.told_of.few(f"{one.language} {u}", FEW) for u in units)
        if any(few is not None and one.id in few for few in mine):
            for language in work.languages.of("all") - {one.language}:
                yield from {a for u in units for a in work.told_of.few(f"{language} {u}", FEW) or ()}


# ---- units


def unit(cluster: Cluster, judged: bool) -> str:
    """The unit of a cluster: that of all which say the same of the same full name, or its own."""
    b = cluster.bearer
    if b is None or judged or (b.kind == "Person" and len(b.name.split()) < 2):
        return cluster.key
    known = b.known and (b.known.name, b.known.wikidata)
    return json.dumps([b.kind, folded(b.name), b.born, b.died, sorted(b.work), known], ensure_ascii=False)


def _take(work: Workings, came: Sequence[Digest], went: Sequence[Digest], said: Said) -> tuple[set[str], set[str]]:
    """The units that clusters came to or left, and those that are compared otherwise than before because so many came
    to share a name with them, or no longer do."""
    before: dict[str, set[str]] = {}
    new: dict[str, list[Profile]] = {}
    lost: set[str] = set()
    for one in went:
        _refer(work, one, went=True)
        for cluster in one.clusters:
            u = work.unit_of[cluster.key]
            before.setdefault(u, _keys(work.units.get(u)))
            work.unit_of.drop(cluster.key)
            work.clusters_of.discard(u, cluster.key)
            lost.add(u)
    judged = said.clusters
    for one in came:
        for cluster in one.clusters:
            u = unit(cluster, cluster.key in judged)
            before.setdefault(u, _keys(work.units.get(u)))
            work.unit_of.put(cluster.key, u)
            work.clusters_of.add(u, cluster.key)
            new.setdefault(u, []).append(profile(cluster))
        _refer(work, one)
    for u in before:
        _sum_up(work, u, new.get(u, []), u in lost)
    return set(before), _rekey(work, before)


def _sum_up(work: Workings, u: str, new: list[Profile], lost: bool) -> None:
    """The profile of a unit that clusters came to or left: all are added up again where some left."""
    old = work.units.get(u)
    parts = [*([old] if old and not lost else []), *new]
    if lost:
        parts = [profile(cluster_of(work, key)) for key in sorted(work.clusters_of.of(u))]
    if parts:
        work.units.put(u, merged(parts))
    else:
        work.units.drop(u)


def _refer(work: Workings, one: Digest, went: bool = False) -> None:
    """Note what has a link to the units that an article mentions, and what documents they wrote or got."""
    of = {cluster.spans[0]: work.unit_of.get(cluster.key) or "" for cluster in one.clusters}
    for cluster in one.clusters:
        for table, spans in ((work.linked, [s for _, s in cluster.links]), (work.ends, _ends(cluster.work))):
            for span in spans:
                (table.discard if went else table.add)(of[span], cluster.key)


def _ends(one: Work | None) -> list[Span]:
    return [span for span in (one.author, one.recipient) if span is not None] if one else []


# ---- which names are compared


def _keys(one: Profile | None) -> set[str]:
    """What the names of a unit share with those worth comparing; two together where many names have one of them."""
    if one is None or one.bearer is None:
        return set()
    own = keys(one.bearer, one.uses, one.code)
    return {*own, *(f"{key}{_AND}{other}" for key in own for other in _finer(own, key, one.bearer))}


def _finer(own: Sequence[str], key: str, bearer: Bearer) -> Iterator[str]:
    """Of a key that many have, those are compared that share another as well, or have no other: an initial beside a
    surname is compared with every name of that surname, a surname alone with itself."""
    if len(own) > 1:
        yield from (other for other in own if other != key)
    else:
        yield f"={folded(bearer.name)}"
        if _short(own, bearer):
            yield "~"


def _short(own: Sequence[str], bearer: Bearer) -> bool:
    return len(own) == 1 and len(bearer.name.split()) > 1


def _rekey(work: Workings, before: Mapping[str, set[str]]) -> set[str]:
    """Note the keys that units now have; the units of keys that many came to have, or no longer have."""
    changed: list[tuple[str, set[str], set[str]]] = []
    crowded: dict[str, bool] = {}
    for u, old in before.items():
        new = _keys(work.units.get(u))
        changed.append((u, old - new, new - old))
        crowded.update((key, False) for key in old ^ new if _AND not in key)
    for key in crowded:
        crowded[key] = work.keys.few(key, CROWD) is None
    for u, gone, came in changed:
        for key in gone:
            work.keys.discard(key, u)
        for key in came:
            work.keys.add(key, u)
    crossed = (key for key, crowd in crowded.items() if crowd != (work.keys.few(key, CROWD) is None))
    return {u for key in crossed for u in work.keys.of(key)}


@dataclass
class _Bearers:
    """Who bears the names of units, and how sure it is that two are one."""

    work: Workings
    known: dict[str, Bearer | None] = field(default_factory=dict)

    def of(self, u: str) -> Bearer | None:
        if u not in self.known:
            one = self.work.units[u]
            self.known[u] = one.bearer and replace(one.bearer, company=dict.fromkeys(one.company, ""))
        return self.known[u]

    def verdict(self, a: str, b: str) -> Verdict | None:
        one, other = (self.of(u) for u in sorted((a, b)))
        return verdict(one, other) if one and other else None

    def against(self, a: str, b: str) -> bool:
        found = self.verdict(a, b)
        return found is not None and found.against

    def scores(self, u: str, same: Iterable[str]) -> dict[str, float]:
        """How sure it is that each unit which may be one with this one is; `same` were judged so."""
        one, mine = self.work.units[u], self.of(u)
        found = dict.fromkeys(same, JUDGED)
        for other in _candidates(self.work, u, one, mine) if mine else ():
            if one.kind == "Person" and one.first[0] == self.work.units[other].first[0]:
                continue
            v = self.verdict(u, other)
            if v is not None and v.same:
                found.setdefault(other, v.score)
        return found


def _candidates(work: Workings, u: str, one: Profile, bearer: Bearer) -> set[str]:
    own = keys(bearer, one.uses, one.code)
    found: set[str] = set()
    for key in own:
        few = work.keys.of(key) if _short(own, bearer) else work.keys.few(key, CROWD)
        if few is not None:
            found |= few
        else:
            found |= work.keys.of(f"{key}{_AND}~")
            found.update(*(work.keys.of(f"{key}{_AND}{other}") for other in _finer(own, key, bearer)))
    return found - {u}


# ---- what was judged


def _units(work: Workings, pairs: Iterable[Pair]) -> list[Pair]:
    """Pairs of clusters as pairs of units, of those that are there."""
    found = ((work.unit_of.get(a), work.unit_of.get(b)) for a, b in pairs)
    return [(a, b) for a, b in found if a and b and a != b]


def _partners(pairs: Iterable[Pair]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for a, b in pairs:
        found.setdefault(a, set()).add(b)
        found.setdefault(b, set()).add(a)
    return found


# ---- entities


def _settle(work: Workings, touched: set[str], moved: set[str]) -> Renamed:
    """Settle who the units concerned are, and what those are called that links lead from."""
    found = Renamed()
    there = {u for u in touched | moved if work.units.get(u) is not None}
    old = {id for u in touched | moved if (id := work.entity_of.get(u))}
    for u in touched - there:
        work.entity_of.drop(u)
    rest, done = sorted(there), set[str]()
    while rest:
        group = _group(work, rest.pop())
        if group & done:
            continue
        done |= group
        old |= {id for u in group if (id := work.entity_of.get(u))}
        if _settled(work, group, found):  # what is called by it is called otherwise
            linking = {work.unit_of[key] for u in group for key in work.linked.of(u)}
            done -= (again := linking - group)
            rest += sorted(again)
    kept = {work.entity_of.get(u) for u in done}
    found.gone = {id for id in old if id not in kept}
    for id in found.gone:
        work.entities.drop(id)
    found.more -= len(found.gone)
    found.entities -= found.gone
    return found


def _group(work: Workings, u: str) -> frozenset[str]:
    """All units that are one with a unit, by name or as documents."""
    found, rest = {u}, [u]
    while rest:
        one = rest.pop()
        for other in work.names.group(one) | work.works.group(one):
            if other not in found:
                found.add(other)
                rest.append(other)
    return frozenset(found)


def _settled(work: Workings, group: frozenset[str], found: Renamed) -> bool:
    """Settle the entity that some units are; whether it has another id or is called otherwise than it was."""
    whole = merged([work.units[u] for u in sorted(group)])
    place = known_place(sorted(whole.uses)) if whole.kind == "Place" else None
    now = Settled(
        whole.id, tuple(sorted(group)), whole.kind, whole.name, (place.country, place.kind) if place else None,
        whole.unnamed, labels(whole.id, whole, lambda p: _links(work, p)),
    )  # fmt: skip
    renamed = False
    for u in group:
        before = work.entities.get(work.entity_of.get(u) or "")
        if before is None or replace(before, id=now.id, labels=now.labels) != now:
            found.altered.add(u)
        if before is not None and before.unnamed != now.unnamed:
            found.flipped.add(now.id)
        if before is None or before.id != now.id:
            found.moved.add(u)
        if before is None or before.id != now.id or before.labels != now.labels:
            found.settled.add(u)
            renamed = True
    for u in group:
        work.entity_of.put(u, now.id)
    found.more += work.entities.get(now.id) is None
    work.entities.put(now.id, now)
    found.entities.add(now.id)
    return renamed


def _links(work: Workings, one: Profile) -> list[tuple[str, str, Profile]]:
    """What a profile's links lead to, in order: (property, the first mention of it, its profile)."""
    found: dict[tuple[str, str], Profile] = {}
    for prop, key in one.links:
        other = merged([work.units[u] for u in sorted(_group(work, work.unit_of[key]))])
        found[prop, other.id] = other
    return [(prop, id, other) for (prop, id), other in sorted(found.items(), key=lambda e: (e[0][0], e[1].first))]


# ---- whose evidence changed


def _mentioned(work: Workings, one: Digest) -> set[str]:
    """The units that an article mentions."""
    return {work.unit_of[cluster.key] for cluster in one.clusters}


def _alike(work: Workings, company: Iterable[set[str]]) -> set[str]:
    """The units with names so alike that they may be one, but for articles that came or went and mention both."""
    found: set[str] = set()
    for units in company:
        ids = sorted({id for u in units if (id := work.entity_of.get(u))})
        for one, other in combinations([work.entities[id] for id in ids], 2):
            if one.kind == other.kind and name_similarity(one.name, other.name) >= MAY_BE:
                found |= {*one.units, *other.units}
    return found
