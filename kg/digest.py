"""What joining articles to one story needs of each of them: small, and the same whatever other articles there are.

    digest(annotated, facts)             its clusters (`kg.clusters`) and tellings, its facts, quotes and longer words
    packed(digest)   unpacked(text)      as text and back, for what a graph keeps beside it
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg import edtf, stories
from kg.clusters import UNNAMED, Cluster, Work, clusters, fullest, key_of
from kg.edtf import Bounds
from kg.extract.quotes import name_marks
from kg.identity import Bearer
from kg.joining import joined
from kg.judgements import Judged, Judgement
from kg.kinship import (
    CROWDED,
    SUDDEN,
    UNREAL,
    WHOLE,
    Cast,
    Figure,
    Telling,
    against,
    core,
    elsewhere,
    kinship,
    together,
)
from kg.model import Annotated, Fact, Known, Quote, Role, Span
from kg.profiles import known_place


@dataclass(frozen=True, slots=True)
class Digest:
    """An article as it is joined to others. `groups` are the facts of each event it tells, by their places in `facts`;
    `titles` the name in marks before a fact's words ('X' festival); `apart` what a person judged to be of other events
    than a fact; `printed` the day on which it was published, None where unknown."""

    id: str
    language: str
    published: str | None
    clusters: tuple[Cluster, ...]
    facts: tuple[Fact, ...]
    groups: tuple[tuple[int, ...], ...]
    quotes: tuple[Quote, ...]
    words: frozenset[str]
    titles: Mapping[str, str]
    apart: Mapping[str, frozenset[str]]

    @property
    def printed(self) -> int | None:
        return edtf.parse(self.published).begin.min if self.published else None

    def cluster_of(self) -> dict[Span, Cluster]:
        """The cluster of each mention that stands for something."""
        return {span: cluster for cluster in self.clusters for span in cluster.spans}

    def told(self, group: Sequence[int]) -> tuple[Fact, ...]:
        return tuple(self.facts[n] for n in group)

    def group_key(self, group: Sequence[int]) -> str:
        """A key of one of its groups of facts, its own among all articles."""
        return key_of(self.id, min(self.facts[n].trigger for n in group)) + f" {self.facts[group[0]].type}"


@dataclass(frozen=True)
class Apart:
    """What a person judged of facts: the first of those that are one with each, and those that are not."""

    first: Mapping[str, str]
    different: Mapping[str, frozenset[str]]

    def one(self, fact: str) -> str:
        return self.first.get(fact, fact)

    def apart(self, fact: str) -> frozenset[str]:
        """Every fact that must not be of one event with this one."""
        return self.different.get(self.one(fact), frozenset())


def judged(facts: Mapping[str, Sequence[Fact]], judgements: Sequence[Judgement]) -> Apart:
    """What is judged of the facts that are there, by article; facts of two types are never one event."""
    pairs: dict[str, list[tuple[str, str]]] = {"same": [], "different": []}
    for one in judgements:
        first, second = (fact_of(facts.get(end.article, ()), end) for end in (one.first, one.second))
        if first and second and first.id != second.id and (one.verdict == "different" or first.type == second.type):
            pairs[one.verdict].append((first.id, second.id))
    named = sorted({id for both in pairs.values() for pair in both for id in pair})
    first_of = joined(named, (), same=pairs["same"], different=pairs["different"])
    members: dict[str, set[str]] = defaultdict(set)
    for id in named:
        members[first_of[id]].add(id)
    different: dict[str, frozenset[str]] = defaultdict(frozenset)
    for a, b in pairs["different"]:
        different[first_of[a]] |= members[first_of[b]]
        different[first_of[b]] |= members[first_of[a]]
    return Apart(first_of, dict(different))


def apart(facts: Iterable[Fact], judgements: Sequence[Judgement]) -> dict[str, frozenset[str]]:
    """By fact, those that a person judged to be of another event."""
    told: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts if judgements else ():
        told[fact.article].append(fact)
    said = judged(told, judgements)
    return {fact: others for fact in sorted(said.first) if (others := said.apart(fact))}


def fact_of(facts: Sequence[Fact], end: Judged) -> Fact | None:
    """The fact that a judgement names: that of its id, or else the first told by words where its words stood."""
    if not end.fact:
        return None
    here = [fact for fact in facts if fact.article == end.article]
    found = [f for f in here if f.id == end.fact] or [f for f in here if f.trigger.overlaps(end.span)]
    return min(found, key=lambda f: (f.trigger, f.id), default=None)


#: Where nobody judged anything.
NOTHING = Apart({}, {})


def digest(
    annotated: Annotated, facts: Sequence[Fact], judgements: Sequence[Judgement] = (), said: Apart = NOTHING
) -> Digest:
    """The digest of an article, by what a person judged."""
    article = annotated.article
    found = clusters(annotated, facts, judgements)
    told = tuple(facts)
    number = {fact.id: n for n, fact in enumerate(told)}
    groups = [tuple(sorted(number[f.id] for f in group)) for group in grouped(article.id, told, found, said)]
    titles = {fact.id: title for fact in told if (title := _title(annotated, fact))}
    apart = {fact.id: others for fact in told if (others := said.apart(fact.id))}
    return Digest(
        article.id, article.language, article.published, found, told, tuple(sorted(groups)), annotated.quotes,
        stories.words(article), titles, apart,
    )  # fmt: skip


def _title(annotated: Annotated, fact: Fact) -> str:
    """The name in marks that stands right before a fact's trigger ('X' festival); "" where none does."""
    text, code = annotated.article.text, annotated.article.language
    if fact.type != "Event":
        return ""
    before = text[max(fact.sentence.start, fact.trigger.start - 64) : fact.trigger.start]
    match = next((m for m in name_marks(code).finditer(before) if m.end() >= len(before) - 1), None)
    return next(g for g in match.groups() if g) if match else ""


# ---- the events of one article


def fillers_of(facts: Sequence[Fact], id_of: Mapping[Span, str]) -> dict[str, frozenset[str]]:
    """Who or what fills each role of some facts."""
    found: dict[str, set[str]] = defaultdict(set)
    for fact in facts:
        for role in fact.roles:
            if role.span in id_of:
                found[role.role].add(id_of[role.span])
    return {role: frozenset(ids) for role, ids in found.items()}


def telling(article: str, facts: tuple[Fact, ...], id_of: Mapping[Span, str], apart: frozenset[str]) -> Telling:
    """Facts of one event as kinship asks of them."""
    times = frozenset(f.time for f in facts if f.time is not None)
    senses = frozenset(f.rule for f in facts)
    return Telling(facts[0].type, article, facts, fillers_of(facts, id_of), senses, times, apart)


def grouped(
    article: str, facts: Sequence[Fact], found: Sequence[Cluster], said: Apart = NOTHING
) -> list[tuple[Fact, ...]]:
    """The facts of an article by the events they tell: those with the most said first, so that a bare mention of an
    event finds the event it mentions."""
    id_of = {span: cluster.key for cluster in found for span in cluster.spans}
    figures = {cluster.key: _figure(cluster) for cluster in found}
    own = {f.id: telling(article, (f,), id_of, said.apart(f.id)) for f in facts}
    groups: list[Telling] = []
    placed: dict[str, int] = {}
    for fact in sorted(facts, key=lambda f: (-_weight(f, own[f.id]), f.trigger)):
        one = own[fact.id]
        alike = ((n, kinship(one, other, figures.__getitem__, True)) for n, other in enumerate(groups))
        scored = [(score, -_behind(one, groups[n]), -n) for n, score in alike if score > 0]
        best = max(scored, default=None)
        n = placed.get(said.one(fact.id), len(groups) if best is None else -best[2])
        if n == len(groups):
            groups.append(one)
        else:
            groups[n] = telling(article, (*groups[n].facts, fact), id_of, groups[n].apart | one.apart)
        placed[said.one(fact.id)] = n
    return [group.facts for group in _gathered(_parts_of_one(groups, figures.__getitem__), figures.__getitem__)]


def _parts_of_one(groups: Sequence[Telling], cast: Cast) -> list[Telling]:
    """"In the raid they seized …": what is told to be during another of its type is part of that, where a type is of
    one happening with all that is done in it."""
    found = list(groups)
    for one in (group for group in groups if group.type in WHOLE and any(group is other for other in found)):
        during = {fact.occasion for fact in one.facts}
        wholes = (n for n, other in enumerate(found) if other.type == one.type and during & {f.id for f in other.facts})
        n = next(wholes, None)
        if n is not None and found[n] is not one and not against(one, found[n], cast):
            whole = together([found[n], one])
            found = [whole if k == n else other for k, other in enumerate(found) if other is not one]
    return found


def _gathered(groups: Sequence[Telling], cast: Cast) -> list[Telling]:
    """"The crash", with nobody in it and no time, is the one of which the article says when it was; whoever joins "the
    sit-in" joins that. Where the article dates two, it may be either."""
    found: list[Telling] = []
    dated = [one for one in groups if one.times and not one.unreal and one.type in (*SUDDEN, *CROWDED)]
    more: dict[int, list[Telling]] = {}
    for one in groups:
        own = [other for other in dated if other.type == one.type]
        alone = one.type in SUDDEN and not any(one.fillers.get(role) for role in core(one.type))
        joins = one.type in CROWDED and len(own) == 1 and bool(one.senses & own[0].senses)
        if len(own) == 1 and one is not own[0] and not one.times and (alone or joins) and one.unreal == own[0].unreal:
            here, there = (telling.fillers.get("place", frozenset()) for telling in (one, own[0]))
            if one.apart.isdisjoint(f.id for f in own[0].facts) and not elsewhere(here, there, cast):
                more.setdefault(id(own[0]), []).append(one)
                continue
        found.append(one)
    return [together([one, *more[id(one)]]) if id(one) in more else one for one in found]


def _behind(one: Telling, group: Telling) -> float:
    """How far a bare mention of an event has to look back for the last time that a group tells it."""
    at = one.facts[0].trigger.start
    if one.everyone:
        return 0.0
    return min((at - fact.trigger.start for fact in group.facts if fact.trigger.start <= at), default=float("inf"))


def _weight(fact: Fact, told: Telling) -> int:
    return sum(map(len, told.fillers.values())) + 2 * (fact.time is not None and fact.status not in UNREAL)


def _figure(cluster: Cluster) -> Figure:
    """A cluster as its own article knows it."""
    names = dict(cluster.names)
    known = known_place(sorted(names)) if cluster.kind == "Place" else None
    authors = frozenset(key_of(cluster.article, span) for prop, span in cluster.links if prop == "author")
    return Figure(
        cluster.kind, fullest(names, cluster.known), (known.country, known.kind) if known else None,
        set(cluster.rules) <= set(UNNAMED), authors, lambda: frozenset((cluster.article,)),
    )  # fmt: skip


# ---- as text


def packed(one: Digest) -> str:
    """A digest as text."""
    everybody: dict[str, str] = {}
    for cluster in one.clusters:
        everybody.update(cluster.bearer.company if cluster.bearer else {})
    rows = [one.id, one.language, one.published, [_cluster_row(c, everybody) for c in one.clusters], everybody,
            [_fact_row(f) for f in one.facts], one.groups, [_quote_row(q) for q in one.quotes],
            " ".join(sorted(one.words)), dict(one.titles),
            {fact: sorted(others) for fact, others in one.apart.items()}]  # fmt: skip
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def unpacked(text: str) -> Digest:
    """What `packed` made text of."""
    id, language, published, clusters, everybody, facts, groups, quotes, words, titles, apart = json.loads(text)
    return Digest(
        id, language, published, tuple(_cluster(id, language, row, everybody) for row in clusters),
        tuple(_fact(id, row) for row in facts), tuple(map(tuple, groups)), tuple(map(_quote, quotes)),
        frozenset(words.split()), titles, {fact: frozenset(others) for fact, others in apart.items()},
    )  # fmt: skip


def _cluster_row(one: Cluster, everybody: Mapping[str, str]) -> list[Any]:
    known = one.known and [one.known.name, one.known.aliases, one.known.wikidata]
    bearer: list[Any] | None = None
    if one.bearer is not None:
        b = one.bearer
        missing = sorted(everybody.keys() - b.company.keys()) if b.company else None
        bearer = [b.kind, b.name, b.born, b.died, sorted(b.work), missing, bool(b.known)]
    work = one.work and [_ends(one.work.author), _ends(one.work.recipient), one.work.written]
    links = [[prop, *_span(span)] for prop, span in one.links]
    return [[_span(s) for s in one.spans], one.kind, one.cls, one.names, one.rules, links, bearer, known, work]


def _cluster(article: str, code: str, row: list[Any], everybody: Mapping[str, str]) -> Cluster:
    spans, kind, cls, names, rules, links, bearer, known, work = row
    who = Known(known[0], tuple(known[1]), known[2]) if known else None
    return Cluster(
        article, tuple(Span(*s) for s in spans), kind, code, cls, tuple((n, k) for n, k in names), tuple(rules),
        tuple((prop, Span(start, end)) for prop, start, end in links),
        _bearer(bearer, everybody, who) if bearer else None, who,
        Work(_back(work[0]), _back(work[1]), Bounds(*work[2]) if work[2] else None) if work else None,
    )  # fmt: skip


def _bearer(row: list[Any], everybody: Mapping[str, str], known: Known | None) -> Bearer:
    kind, name, born, died, work, missing, is_known = row
    left = set(missing or ())
    company = {} if missing is None else {key: called for key, called in everybody.items() if key not in left}
    years = [Bounds(*days) if days else None for days in (born, died)]
    return Bearer(kind, name, years[0], years[1], frozenset(work), company, known if is_known else None)


def _fact_row(f: Fact) -> list[Any]:
    roles = [[r.role, *_span(r.span)] for r in f.roles]
    return [
        f.id, f.type, _span(f.trigger), _span(f.sentence), roles, f.status, f.time, f.time_basis, _ends(f.timex),
        _ends(f.duration), f.told_at, _ends(f.according_to), f.rule, f.extractor, f.confidence, f.occasion, f.order,
    ]  # fmt: skip


def _fact(article: str, row: list[Any]) -> Fact:
    (id, type_, trigger, sentence, roles, status, time, basis, timex, duration, told_at, who, rule, extractor,
     confidence, occasion, order) = row  # fmt: skip
    return Fact(
        id, article, type_, Span(*trigger), Span(*sentence), tuple(Role(r, Span(a, b)) for r, a, b in roles), status,
        time, basis, _back(timex), _back(duration), told_at, _back(who), rule, extractor, confidence, occasion,
        tuple((how, other) for how, other in order),
    )  # fmt: skip


def _quote_row(q: Quote) -> list[Any]:
    return [_span(q.span), _ends(q.speaker), _ends(q.addressee), _ends(q.document)]


def _quote(row: list[Any]) -> Quote:
    return Quote(Span(*row[0]), *map(_back, row[1:]))


def _span(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _ends(span: Span | None) -> tuple[int, int] | None:
    return None if span is None else (span.start, span.end)


def _back(ends: list[int] | None) -> Span | None:
    return None if ends is None else Span(*ends)
