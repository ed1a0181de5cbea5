"""Mentions of one article into clusters of one person, organisation, place, document or group, by what stands for what;
and of each what the article says of it, to tell it from others of that name elsewhere (`kg.identity`)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias, TypeVar

from kg import edtf
from kg.edtf import Bounds
from kg.identity import Bearer, Verdict, born, companion, life, verdict, work
from kg.judgements import Judged, Judgement
from kg.model import Annotated, Fact, Kind, Known, Mention, Span

Place: TypeAlias = tuple[str, Span]
Of = TypeVar("Of")
Told: TypeAlias = Sequence[tuple[Annotated, Sequence[Fact]]]
#: Mentions by a description: what they name is known from their article only.
UNNAMED = ("kin", "people", "pronoun", "document")
#: The roles of who wrote a document and who got it, and the links that say the same.
_ENDS = {"agent": "author", "recipient": "recipient"}


@dataclass(frozen=True, slots=True)
class Work:
    """A document without a name as its article tells it: the first mentions of who wrote it and who got it, and the
    days between which it was written."""

    author: Span | None = None
    recipient: Span | None = None
    written: Bounds | None = None


@dataclass(frozen=True, slots=True)
class Cluster:
    """The mentions of one article that stand for one, sorted, and what they say: `names` with how often each is used,
    `rules` of its mentions, `links` (property, first mention of another). `bearer` is what the article says of who
    bears its name; `work` of a document without one."""

    article: str
    spans: tuple[Span, ...]
    kind: Kind
    code: str
    cls: str = ""
    names: tuple[tuple[str, int], ...] = ()
    rules: tuple[str, ...] = ()
    links: tuple[tuple[str, Span], ...] = ()
    bearer: Bearer | None = None
    known: Known | None = None
    work: Work | None = None

    @property
    def key(self) -> str:
        """Where it is first mentioned, as a text of its own among all articles."""
        return key_of(self.article, self.spans[0])


def key_of(article: str, span: Span) -> str:
    return f"{span.start}-{span.end} {article}"


def fullness(name: str) -> tuple[int, int]:
    """How full a name is, the fullest first: by its whole words, then by its parts."""
    parts = name.split()
    return -sum(len(part.strip(".")) > 1 for part in parts), -len(parts)


def fullest(names: Mapping[str, int], known: Known | None = None) -> str:
    """The name that the user gave, else the fullest, initials counting less than words; then the most used."""
    if known is not None:
        return known.name
    return min(names, key=lambda n: (*fullness(n), -names[n], n)) if names else ""


def names_it(mention: Mention) -> bool:
    """Whether what a mention stands for is called as the mention is."""
    return bool(mention.name) and (mention.rule not in ("kin", "people") or mention.antecedent is None)


def clusters(annotated: Annotated, facts: Sequence[Fact], judgements: Sequence[Judgement] = ()) -> tuple[Cluster, ...]:
    """The clusters of the mentions of an article that stand for something, in the order of their first mentions."""
    article = annotated.article.id
    found = _within(annotated, facts)
    _split(found, article, judgements)
    drafts = list(dict.fromkeys(found.values()))
    firsts = {id(draft): min(m.span for m in draft.mentions) for draft in drafts}
    links: dict[int, set[tuple[str, Span]]] = defaultdict(set)
    for link in annotated.links:
        subject, other = found.get(link.subject), found.get(link.object)
        if subject and other and subject is not other:
            links[id(subject)].add((link.property, firsts[id(other)]))
    works = _works(annotated, facts, found)
    done = (d.done(article, links[id(d)], works.get(firsts[id(d)])) for d in drafts)
    return tuple(sorted(done, key=lambda cluster: cluster.spans))


@dataclass(eq=False)
class _Draft:
    """Mentions of one while it is put together."""

    kind: Kind
    code: str
    mentions: list[Mention] = field(default_factory=list)
    names: Counter[str] = field(default_factory=Counter)
    cls: str = ""
    bearer: Bearer | None = None
    known: Known | None = None

    @property
    def name(self) -> str:
        return fullest(self.names, self.known)

    def take(self, mention: Mention) -> None:
        self.mentions.append(mention)
        self.cls = self.cls or mention.cls
        if mention.known is not None:
            self.known = mention.known
            self.names.update(dict.fromkeys((self.known.name, *self.known.aliases), 0))
        if names_it(mention):
            self.names[mention.name] += 1

    def done(self, article: str, links: Iterable[tuple[str, Span]], work: Work | None) -> Cluster:
        spans, rules = sorted(m.span for m in self.mentions), sorted({m.rule for m in self.mentions})
        return Cluster(
            article, tuple(spans), self.kind, self.code, self.cls, tuple(sorted(self.names.items())), tuple(rules),
            tuple(sorted(links)), self.bearer, self.known, work,
        )  # fmt: skip


# ---- within an article


def _within(annotated: Annotated, facts: Sequence[Fact]) -> dict[Span, _Draft]:
    article = annotated.article
    used = _used(annotated, facts)
    roots: dict[Span, _Draft] = {}
    of: dict[Span, _Draft] = {}
    for mention in sorted(annotated.mentions, key=lambda m: (m.antecedent is not None, m.span)):
        if not mention.antecedent and mention.rule == "pronoun":
            continue
        if mention.rule == "people" and mention.span not in used:
            continue
        root = mention.antecedent or mention.span
        cluster = of[mention.span] = roots.setdefault(root, _Draft(mention.kind, article.language))
        cluster.take(mention)
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


def _introduce(annotated: Annotated, facts: Sequence[Fact], found: Sequence[_Draft]) -> None:
    """What the article says of each that it names, to tell it from others of that name."""
    named = [c for c in found if c.names and any(m.rule not in UNNAMED for m in c.mentions)]
    others = {id(c): companion(c.kind, c.name) for c in named}
    everybody = {other: c.name for c in reversed(named) if (other := others[id(c)])}
    lives = [fact for fact in facts if fact.type in ("Birth", "Death")]
    for cluster in named:
        if cluster.kind != "Person":
            cluster.bearer = Bearer(cluster.kind, cluster.name, known=cluster.known)
            continue
        mentions = cluster.mentions
        birth, death = life(lives, {m.span for m in mentions}) if lives else (None, None)
        company = {other: name for other, name in everybody.items() if other != others[id(cluster)]}
        birth = birth or born(annotated, mentions)
        cluster.bearer = Bearer("Person", cluster.name, birth, death, work(annotated, mentions), company, cluster.known)


# ---- judgements


def _split(found: dict[Span, _Draft], article: str, judgements: Sequence[Judgement]) -> None:
    """What a person judged different within one cluster: the second leaves it, with nothing else."""
    for one in judgements:
        ends = [_span(found, end) for end in (one.first, one.second) if end.article == article and not end.fact]
        if one.verdict == "different" and len(ends) == 2 and all(ends):
            first, second = sorted(end for end in ends if end)
            if found[first] is found[second] and first != second:
                old = found[first]
                leaving = next(m for m in old.mentions if m.span == second)
                fresh, kept = (_Draft(old.kind, old.code, bearer=old.bearer) for _ in range(2))
                for mention in old.mentions:
                    target = fresh if mention is leaving else kept
                    target.take(mention)
                    found[mention.span] = target


def _span(found: Mapping[Span, _Draft], end: Judged) -> Span | None:
    """The mention that a judgement names: at its place, or else the first that overlaps it."""
    if end.span in found:
        return end.span
    return min((span for span in found if span.overlaps(end.span)), default=None)


def mention_of(of: Mapping[Place, Of], end: Judged) -> Of | None:
    """What the mention that a judgement names belongs to; None where it names a fact, or nothing that is there."""
    if end.fact or (end.article, end.span) in of:
        return None if end.fact else of[end.article, end.span]
    near = (place for place in of if place[0] == end.article and place[1].overlaps(end.span))
    place = min(near, default=None)
    return of[place] if place else None


# ---- documents


def _works(annotated: Annotated, facts: Sequence[Fact], found: Mapping[Span, _Draft]) -> dict[Span, Work]:
    """What is said of each unnamed document that somebody is the author of, by its first mention: by links, and by
    whoever wrote it when."""
    first = {span: min(m.span for m in draft.mentions) for span, draft in found.items()}
    ends: dict[Span, dict[str, Span]] = defaultdict(dict)
    dates: dict[Span, Bounds] = {}
    said: list[tuple[Span, str, Span]] = [(x.subject, x.property, x.object) for x in annotated.links]
    for fact in facts:
        themes = [r.span for r in fact.roles if r.role == "theme" and fact.type == "Correspondence"]
        said += [(span, _ENDS[r.role], r.span) for span in themes for r in fact.roles if r.role in _ENDS]
        for span in themes:
            if span in found and fact.time is not None:
                time = edtf.parse(fact.time)
                dates.setdefault(first[span], Bounds(time.begin.min, time.end.max))
    for subject, name, other in said:
        document = found.get(subject)
        unnamed = document is not None and document.kind == "Document" and not document.names
        if unnamed and other in found and name in _ENDS.values():
            ends[first[subject]].setdefault(name, first[other])
    return {span: Work(own.get("author"), own.get("recipient"), dates.get(span)) for span, own in ends.items()}


# ---- why


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
