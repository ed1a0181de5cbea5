"""Mentions into clusters of one person, organisation, place, document or group: within an article by what stands for
what, across articles by who bears a name (`kg.identity`) and, of documents, by whom to whom."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import TypeAlias, TypeVar

from kg import edtf
from kg.edtf import Bounds
from kg.identity import Bearer, Verdict, born, companion, keys, life, verdict, work
from kg.joining import joined
from kg.judgements import Decision, Judged, Judgement
from kg.language import folded
from kg.model import Annotated, Fact, Kind, Known, Mention, Span

Place = tuple[str, Span]
Of = TypeVar("Of")
Told = Sequence[tuple[Annotated, Sequence[Fact]]]
#: Mentions by a description: what they name is known from their article only.
UNNAMED = ("kin", "people", "pronoun", "document")
#: So many names with one part in common are compared each with each; of more, those with two.
_CROWD = 40
#: The roles of who wrote a document and who got it, and the links that say the same.
_ENDS = {"agent": "author", "recipient": "recipient"}


@dataclass(eq=False)
class Cluster:
    """Mentions of one entity while it is put together. `bearer` is what its article says of who bears its name."""

    kind: Kind
    mentions: list[tuple[str, Mention]] = field(default_factory=list)
    names: Counter[str] = field(default_factory=Counter)
    cls: str = ""
    code: str = ""
    links: set[tuple[str, int]] = field(default_factory=set)
    index: int = -1
    bearer: Bearer | None = None
    known: Known | None = None

    @property
    def name(self) -> str:
        """The name that the user gave, else the fullest, initials counting less than words; then the most used."""
        if self.known is not None:
            return self.known.name
        return min(self.names, key=lambda n: (*fullness(n), -self.names[n], n)) if self.names else ""

    @property
    def id(self) -> str:
        article, mention = min(self.mentions, key=lambda m: (m[0], m[1].span))
        return hashlib.sha256(f"{article}\x1f{mention.span.start}\x1f{mention.span.end}".encode()).hexdigest()[:16]

    def take(self, mention: tuple[str, Mention]) -> None:
        self.mentions.append(mention)
        self.cls = self.cls or mention[1].cls
        if mention[1].known is not None:
            self.known = mention[1].known
            self.names.update(dict.fromkeys((self.known.name, *self.known.aliases), 0))
        if mention[1].name and (mention[1].rule not in ("kin", "people") or mention[1].antecedent is None):
            self.names[mention[1].name] += 1


Pair: TypeAlias = tuple[Cluster, Cluster]


def fullness(name: str) -> tuple[int, int]:
    """How full a name is, the fullest first: by its whole words, then by its parts."""
    parts = name.split()
    return -sum(len(part.strip(".")) > 1 for part in parts), -len(parts)


def clusters(told: Told, judgements: Sequence[Judgement] = ()) -> dict[Place, Cluster]:
    """The cluster of every mention that stands for something, articles in the order given.

    Cost: linear in mentions, times the few different names that share a phonetic key.
    """
    of: dict[Place, Cluster] = {}
    own: list[Cluster] = []
    for annotated, facts in told:
        found = _within(annotated, facts)
        _split(found, annotated.article.id, judgements)
        own += dict.fromkeys(found.values())
        of.update({(annotated.article.id, span): cluster for span, cluster in found.items()})
    group = names_joined(own, _judged(of, judgements, "same"), _judged(of, judgements, "different"))
    group = _documents(told, of, group, _judged(of, judgements, "different"))
    for cluster, first in group.items():
        if cluster is not first:
            first.mentions += cluster.mentions
            first.names.update(cluster.names)
            first.known = first.known or cluster.known
            first.cls = first.cls or cluster.cls
    return {place: group[cluster] for place, cluster in of.items()}


# ---- within an article


def _within(annotated: Annotated, facts: Sequence[Fact]) -> dict[Span, Cluster]:
    article = annotated.article
    used = _used(annotated, facts)
    roots: dict[Span, Cluster] = {}
    of: dict[Span, Cluster] = {}
    for mention in sorted(annotated.mentions, key=lambda m: (m.antecedent is not None, m.span)):
        if not mention.antecedent and mention.rule == "pronoun":
            continue
        if mention.rule == "people" and mention.span not in used:
            continue
        root = mention.antecedent or mention.span
        cluster = of[mention.span] = roots.setdefault(root, Cluster(mention.kind, code=article.language))
        cluster.take((article.id, mention))
    _introduce(annotated, facts, list(roots.values()))
    return of


def _used(annotated: Annotated, facts: Sequence[Fact]) -> set[Span | None]:
    """The spans that something refers to."""
    return {
        *(role.span for fact in facts for role in fact.roles),
        *(fact.according_to for fact in facts),
        *(mention.antecedent for mention in annotated.mentions),
        *(span for link in annotated.links for span in (link.subject, link.object)),
        *(span for quote in annotated.quotes for span in (quote.speaker, quote.addressee, quote.document)),
    }


def _introduce(annotated: Annotated, facts: Sequence[Fact], found: Sequence[Cluster]) -> None:
    """What the article says of each that it names, to tell it from others of that name."""
    named = [c for c in found if c.names and any(m.rule not in UNNAMED for _, m in c.mentions)]
    others = {id(c): companion(c.kind, c.name) for c in named}
    everybody = {other: c.name for c in reversed(named) if (other := others[id(c)])}
    lives = [fact for fact in facts if fact.type in ("Birth", "Death")]
    for cluster in named:
        if cluster.kind != "Person":
            cluster.bearer = Bearer(cluster.kind, cluster.name, known=cluster.known)
            continue
        mentions = [m for _, m in cluster.mentions]
        birth, death = life(lives, {m.span for m in mentions}) if lives else (None, None)
        company = {other: name for other, name in everybody.items() if other != others[id(cluster)]}
        birth = birth or born(annotated, mentions)
        cluster.bearer = Bearer("Person", cluster.name, birth, death, work(annotated, mentions), company, cluster.known)


# ---- judgements


def _split(found: dict[Span, Cluster], article: str, judgements: Sequence[Judgement]) -> None:
    """What a person judged different within one cluster: the second leaves it, with nothing else."""
    for one in judgements:
        ends = [_span(found, end) for end in (one.first, one.second) if end.article == article and not end.fact]
        if one.verdict == "different" and len(ends) == 2 and all(ends):
            first, second = sorted(end for end in ends if end)
            if found[first] is found[second] and first != second:
                old = found[first]
                leaving = next(m for m in old.mentions if m[1].span == second)
                fresh, kept = (Cluster(old.kind, code=old.code, bearer=old.bearer) for _ in range(2))
                for mention in old.mentions:
                    target = fresh if mention is leaving else kept
                    target.take(mention)
                    found[mention[1].span] = target


def _span(found: Mapping[Span, Cluster], end: Judged) -> Span | None:
    """The mention that a judgement names: at its place, or else the first that overlaps it."""
    if end.span in found:
        return end.span
    return min((span for span in found if span.overlaps(end.span)), default=None)


def _judged(of: Mapping[Place, Cluster], judgements: Sequence[Judgement], said: Decision) -> list[Pair]:
    """The clusters that a person judged same, or different; what is gone is left out."""
    pairs = [(mention_of(of, j.first), mention_of(of, j.second)) for j in judgements if j.verdict == said]
    return [(a, b) for a, b in pairs if a is not None and b is not None and a is not b]


def mention_of(of: Mapping[Place, Of], end: Judged) -> Of | None:
    """What the mention that a judgement names belongs to; None where it names a fact, or nothing that is there."""
    if end.fact or (end.article, end.span) in of:
        return None if end.fact else of[end.article, end.span]
    near = (place for place in of if place[0] == end.article and place[1].overlaps(end.span))
    place = min(near, default=None)
    return of[place] if place else None


# ---- across articles


def names_joined(
    own: Sequence[Cluster], same: Sequence[Pair] = (), different: Sequence[Pair] = ()
) -> dict[Cluster, Cluster]:
    """The cluster that each is joined to: those whose names are borne by one.

    Clusters that say the same of the same full name are one without being compared with each other.
    """
    forms: dict[object, list[Cluster]] = defaultdict(list)
    alone = {cluster for pair in (*same, *different) for cluster in pair}
    for cluster in own:
        forms[_form(cluster) if cluster not in alone else cluster].append(cluster)
    firsts = [members[0] for members in forms.values()]
    bearers = [_bearer(members) for members in forms.values()]
    pairs = compared(firsts, bearers)
    at = {cluster: n for n, cluster in enumerate(firsts)}

    def against(a: Cluster, b: Cluster) -> bool:
        one, other = bearers[at[a]], bearers[at[b]]
        found = pairs.get((min(at[a], at[b]), max(at[a], at[b])))
        return bool(one and other and (found or verdict(one, other)).against)

    likely = ((v.score, i, k) for (i, k), v in pairs.items() if v.same)
    group = joined(firsts, likely, against, same, different)
    return {member: group[members[0]] for members in forms.values() for member in members}


def compared(found: Sequence[Cluster], bearers: Sequence[Bearer | None]) -> dict[tuple[int, int], Verdict]:
    """The verdict on each pair of names that share a key, by their places; see `_near` for names with a common part."""
    own = [set(keys(b, c.names, c.code)) if b else set() for c, b in zip(found, bearers, strict=True)]
    articles = [{article for article, _ in cluster.mentions} for cluster in found]
    judged = {}
    for i, k in sorted(_near(own, [b.name if b else "" for b in bearers])):
        one, other = bearers[i], bearers[k]
        if one and other and (articles[i] != articles[k] or one.kind != "Person"):
            judged[i, k] = verdict(one, other)
    return judged


def reasons(told: Told, mentions: Iterable[Place]) -> Iterator[tuple[tuple[str, str], tuple[str, str], Verdict]]:
    """Why the mentions of one entity are taken for one: of each article but the first, its name there with the article
    and the name of another article that speaks most for it, and what does; nothing where a person said so."""
    wanted: dict[str, set[Span]] = defaultdict(set)
    for article, span in mentions:
        wanted[article].add(span)
    known: list[tuple[str, Bearer]] = []
    for annotated, facts in sorted(told, key=lambda pair: pair[0].article.id):
        id = annotated.article.id
        found = _within(annotated, facts) if id in wanted else {}
        own = dict.fromkeys(c for span, c in found.items() if span in wanted[id] and c.bearer is not None)
        for bearer in [c.bearer for c in own if c.bearer is not None]:
            judged = [(verdict(bearer, other), article, other) for article, other in known if article != id]
            likely = [one for one in judged if one[0].same]
            if likely:
                best, article, other = max(likely, key=lambda one: (one[0].score, one[1]))
                yield (id, bearer.name), (article, other.name), best
            known.append((id, bearer))


def _near(own: Sequence[set[str]], names: Sequence[str]) -> set[tuple[int, int]]:
    """The pairs that share a key. Of a key that many names have, those that share another as well, or that have no
    other: an initial beside a surname is compared with every name of that surname, a surname alone with itself."""
    blocks: dict[str, list[int]] = defaultdict(list)
    for n, found in enumerate(own):
        for block in found:
            blocks[block].append(n)
    near: set[tuple[int, int]] = set()
    for block, members in blocks.items():
        if len(members) <= _CROWD:
            near.update(combinations(members, 2))
            continue
        finer: dict[str, list[int]] = defaultdict(list)
        for n in members:
            for other in own[n] - {block} or {f"={folded(names[n])}"}:
                finer[other].append(n)
        near.update(pair for found in finer.values() for pair in combinations(found, 2))
        short = [n for n in members if len(own[n]) == 1 and len(names[n].split()) > 1]
        near.update((min(n, k), max(n, k)) for n in short for k in members if n != k)
    return near


def _form(cluster: Cluster) -> object:
    """What clusters have in common that are one without being compared; the cluster itself where it must be."""
    bearer = cluster.bearer
    if bearer is None or (bearer.kind == "Person" and len(bearer.name.split()) < 2):
        return cluster
    return bearer.kind, folded(bearer.name), bearer.born, bearer.died, bearer.work, bearer.known


def _bearer(members: Sequence[Cluster]) -> Bearer | None:
    """The bearer of clusters of one form, in the company of all of them."""
    first = members[0].bearer
    if first is None or len(members) == 1:
        return first
    company = {key: name for c in reversed(members) if c.bearer for key, name in c.bearer.company.items()}
    return Bearer(first.kind, first.name, first.born, first.died, first.work, company, first.known)


# ---- documents


@dataclass(frozen=True, slots=True)
class _Work:
    """A document as an article tells it: its class, its author and recipient, and when it was written."""

    cls: str
    author: Cluster | None
    recipient: Cluster | None
    written: Bounds | None


def _documents(
    told: Told, of: Mapping[Place, Cluster], group: Mapping[Cluster, Cluster], different: Sequence[Pair]
) -> dict[Cluster, Cluster]:
    """Documents of different articles are one where they are of one class by one author to one recipient, and nothing
    said of them (another recipient, another date) speaks against it."""
    works = _works(told, of, group)
    things = list(works)
    by_author: dict[tuple[str, int], list[int]] = defaultdict(list)
    for n, document in enumerate(things):
        author = works[document].author
        if author is not None:
            by_author[works[document].cls, id(author)].append(n)
    pairs = [
        (score, i, k)
        for block in by_author.values()
        for i, k in combinations(block, 2)
        if (score := _one_work(works[things[i]], works[things[k]]))
    ]

    def against(a: Cluster, b: Cluster) -> bool:
        return not _one_work(works[a], works[b])

    split = [(group[a], group[b]) for a, b in different if group[a] in works and group[b] in works]
    first = joined(things, pairs, against, different=split)
    return {cluster: first.get(root, root) for cluster, root in group.items()}


def _works(told: Told, of: Mapping[Place, Cluster], group: Mapping[Cluster, Cluster]) -> dict[Cluster, _Work]:
    """What is said of each unnamed document that somebody is the author of: by links, and by whoever wrote it when."""
    ends: dict[Cluster, dict[str, Cluster]] = defaultdict(dict)
    dates: dict[Cluster, Bounds] = {}
    for annotated, facts in told:
        article = annotated.article.id
        said: list[tuple[Span, str, Span]] = [(x.subject, x.property, x.object) for x in annotated.links]
        for fact in facts:
            themes = [r.span for r in fact.roles if r.role == "theme" and fact.type == "Correspondence"]
            said += [(span, _ENDS[r.role], r.span) for span in themes for r in fact.roles if r.role in _ENDS]
            for span in themes:
                if (article, span) in of and fact.time is not None:
                    time = edtf.parse(fact.time)
                    dates.setdefault(of[article, span], Bounds(time.begin.min, time.end.max))
        for subject, name, other in said:
            document, end = of.get((article, subject)), of.get((article, other))
            if document and end and name in _ENDS.values() and document.kind == "Document" and not document.names:
                ends[document].setdefault(name, group[end])
    return {
        group[document]: _Work(document.cls, own.get("author"), own.get("recipient"), dates.get(document))
        for document, own in ends.items()
    }


def _one_work(a: _Work, b: _Work) -> float:
    """How much speaks for two documents being one; 0 where something speaks against it, or nothing for it."""
    if a.cls != b.cls or a.author is not b.author or a.author is None:
        return 0.0
    if a.written and b.written and (_later(a.written, b.written) or _later(b.written, a.written)):
        return 0.0
    if a.recipient is None or b.recipient is None:
        return 0.9
    return float(a.recipient is b.recipient)


def _later(a: Bounds, b: Bounds) -> bool:
    return a.min is not None and b.max is not None and a.min > b.max
