"""Mentions become people, organisations, places, documents and groups, within and across articles."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kg import gazetteer
from kg.extract.quotes import name_marks
from kg.identify import is_written_in
from kg.labels import LANGUAGES, document_label, glossary, name_label
from kg.language import folded, load
from kg.model import Annotated, Entity, Fact, Kind, Known, Mention, Span
from kg.namesake import key, name_similarity

#: Names of people in different articles are one person's from this similarity on.
SAME_PERSON = 0.9
SAME_NAME = 0.92

Place = tuple[str, Span]


@dataclass
class _Cluster:
    """Mentions of one entity while it is put together."""

    kind: Kind
    mentions: list[tuple[str, Mention]] = field(default_factory=list)
    names: Counter[str] = field(default_factory=Counter)
    cls: str = ""
    code: str = ""
    links: set[tuple[str, int]] = field(default_factory=set)
    index: int = -1
    known: Known | None = None

    @property
    def name(self) -> str:
        if self.known is not None:
            return self.known.name
        return min(self.names, key=lambda n: (-len(n.split()), -self.names[n], n)) if self.names else ""

    @property
    def id(self) -> str:
        article, mention = min(self.mentions, key=lambda m: (m[0], m[1].span))
        return hashlib.sha256(f"{article}\x1f{mention.span.start}\x1f{mention.span.end}".encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Naming:
    """The entities of some articles, what each mention refers to, and what they are called."""

    entities: tuple[Entity, ...]
    entity_of: Mapping[Place, str]
    texts: Mapping[str, tuple[str, str]]
    by_id: Mapping[str, Entity]

    def label(self, id_: str, language: str) -> str:
        labels = self.by_id[id_].labels
        return labels.get(language) or next(iter(labels.values()))

    def authors(self, ids: Iterable[str]) -> set[str]:
        return {other for i in ids for prop, other in self.by_id[i].links if prop == "author"}

    def apart(self, a: str, b: str) -> bool:
        """Whether two places cannot be the same or one inside the other, as far as the gazetteer knows."""
        one, other = (_known_place(self.by_id[i].names) for i in (a, b))
        if one is None or other is None or one.country != other.country:
            return True
        return one.kind == other.kind

    def titles(self, fact: Fact) -> set[str]:
        """The name in marks that stands right before a fact's trigger ('X' festival)."""
        text, code = self.texts[fact.article]
        if fact.type != "Event":
            return set()
        before = text[max(fact.sentence.start, fact.trigger.start - 64) : fact.trigger.start]
        match = next((m for m in name_marks(code).finditer(before) if m.end() >= len(before) - 1), None)
        return {next(g for g in match.groups() if g)} if match else set()


def entities(told: Sequence[tuple[Annotated, Sequence[Fact]]]) -> Naming:
    """The entities of articles: mentions that stand for one thing, then things that are one across articles.

    Cost: linear in mentions, times the few names that share a phonetic key.
    """
    clusters: list[_Cluster] = []
    of: dict[Place, _Cluster] = {}
    for annotated, facts in told:
        _within(annotated, facts, clusters, of)
    merged = _across(clusters)
    for index, cluster in enumerate(merged.values()):
        cluster.index = index
    of = {place: merged[id(cluster)] for place, cluster in of.items()}
    _link(told, of)
    distinct = list({id(c): c for c in merged.values()}.values())
    labels = _labels(distinct)
    ids = {id(c): c.id for c in distinct}
    by_index = {c.index: ids[id(c)] for c in distinct}
    found = tuple(sorted((_entity(c, labels[id(c)], by_index) for c in distinct), key=lambda e: e.id))
    texts = {a.article.id: (a.article.text, a.article.language) for a, _ in told}
    return Naming(found, {place: ids[id(c)] for place, c in of.items()}, texts, {e.id: e for e in found})


# ---- within an article


def _within(annotated: Annotated, facts: Sequence[Fact], clusters: list[_Cluster], of: dict[Place, _Cluster]) -> None:
    article = annotated.article
    used = {r.span for f in facts for r in f.roles} | {f.according_to for f in facts if f.according_to}
    used |= {m.antecedent for m in annotated.mentions if m.antecedent} | {
        s for link in annotated.links for s in (link.subject, link.object)
    }
    used |= {s for q in annotated.quotes for s in (q.speaker, q.addressee, q.document) if s}
    roots: dict[Span, _Cluster] = {}
    for mention in sorted(annotated.mentions, key=lambda m: (m.antecedent is not None, m.span)):
        root = mention.antecedent or mention.span
        if not mention.antecedent and mention.rule == "pronoun":
            continue
        if mention.rule == "people" and mention.span not in used:
            continue
        cluster = roots.get(root)
        if cluster is None:
            cluster = roots[root] = _Cluster(mention.kind, code=article.language)
            clusters.append(cluster)
        cluster.mentions.append((article.id, mention))
        cluster.cls = cluster.cls or mention.cls
        if mention.known is not None:
            cluster.known = mention.known
            cluster.names.update(dict.fromkeys((mention.known.name, *mention.known.aliases), 0))
        if mention.name and (mention.rule not in ("kin", "people") or mention.antecedent is None):
            cluster.names[mention.name] += 1
        of[article.id, mention.span] = cluster


# ---- across articles


def _across(clusters: Sequence[_Cluster]) -> dict[int, _Cluster]:
    """The cluster that each cluster becomes part of, by its identity."""
    merged: dict[int, _Cluster] = {}
    blocks: dict[tuple[Kind, str], list[_Cluster]] = defaultdict(list)
    for cluster in clusters:
        named = [m for _, m in cluster.mentions if m.rule not in ("kin", "people", "pronoun", "document")]
        same = (
            next((c for block in _blocks(cluster) for c in blocks[block] if _is_same(c, cluster)), None)
            if named
            else None
        )
        if same is None:
            merged[id(cluster)] = cluster
            if named:
                for block in _blocks(cluster):
                    blocks[block].append(cluster)
            continue
        same.known = same.known or cluster.known
        same.mentions += cluster.mentions
        same.names.update(cluster.names)
        merged[id(cluster)] = same
    return merged


def _known_place(names: Iterable[str]) -> gazetteer.Place | None:
    """The best known place that one of the names stands for."""
    return next((found[0] for name in names if (found := gazetteer.lookup(name))), None)


def _blocks(cluster: _Cluster) -> list[tuple[Kind, str]]:
    own = [(cluster.kind, f"={cluster.known.name}")] if cluster.known is not None else []
    return [*own, *_sounds(cluster)]


def _sounds(cluster: _Cluster) -> list[tuple[Kind, str]]:
    if cluster.kind == "Place" and (known := _known_place(cluster.names)):
        return [(cluster.kind, known.id)]
    words = glossary(cluster.code).get(cluster.name, cluster.name)
    return sorted({(cluster.kind, key(part)) for part in words.split()})


def _is_same(a: _Cluster, b: _Cluster) -> bool:
    if a.known is not None and b.known is not None:
        return a.known == b.known
    if a.kind == "Place" and (one := _known_place(a.names)) and (other := _known_place(b.names)):
        return one.id == other.id
    if folded(a.name) == folded(b.name):
        return len(a.name.split()) > 1 or a.kind != "Person" or {m[0] for m in a.mentions} == {m[0] for m in b.mentions}
    if a.kind == "Person":
        full = min(len(a.name.split()), len(b.name.split())) > 1
        return full and name_similarity(a.name, b.name) >= SAME_PERSON
    return a.kind in ("Place", "Organisation") and name_similarity(a.name, b.name) >= SAME_NAME


# ---- links and labels


def _link(told: Sequence[tuple[Annotated, Sequence[Fact]]], of: Mapping[Place, _Cluster]) -> None:
    for annotated, _ in told:
        for link in annotated.links:
            subject, other = (of.get((annotated.article.id, s)) for s in (link.subject, link.object))
            if subject and other and subject is not other:
                subject.links.add((link.property, other.index))


def _labels(clusters: Sequence[_Cluster]) -> Mapping[int, Mapping[str, str]]:
    """What each cluster is called in each language, those they belong to first."""
    by_index = {c.index: c for c in clusters}
    labels: dict[int, dict[str, str]] = {}

    def label(cluster: _Cluster, trail: tuple[int, ...] = ()) -> Mapping[str, str]:
        if id(cluster) in labels:
            return labels[id(cluster)]
        parts: dict[str, dict[str, str]] = {language: {} for language in LANGUAGES}
        for prop, index in sorted(cluster.links):
            if index in trail:
                continue
            for language, text in label(by_index[index], (*trail, cluster.index)).items():
                parts[language].setdefault(prop, text)
        found = {language: _label(cluster, parts[language], language) for language in LANGUAGES}
        if not trail:
            labels[id(cluster)] = found
        return found

    for cluster in clusters:
        label(cluster)
    return labels


def _label(cluster: _Cluster, parts: Mapping[str, str], language: str) -> str:
    if cluster.kind == "Document" and not cluster.name:
        return document_label(cluster.cls, parts, language)
    words = glossary(cluster.code)
    name = cluster.name or "?"
    rules = {m.rule for _, m in cluster.mentions}
    if "kin" in rules:
        return _kin_label(cluster, parts.get("kin", ""), language)
    if cluster.known is not None:
        return _known_label(cluster.known, language)
    known = _known_place(sorted(cluster.names)) if cluster.kind == "Place" else None
    if known is not None and language != cluster.code.split("-")[0]:
        return known.name_en if language == "en" else known.name_hi or name
    if language == "en":
        latin = [
            n
            for n in sorted(cluster.names, key=lambda n: (-len(n.split()), n))
            if n.isascii() and len(n.split()) >= len(name.split())
        ]
        return words.get(name) or (latin[0] if latin else name_label(name, language))
    native = [
        n for n in sorted(cluster.names, key=lambda n: (-len(n.split()), -cluster.names[n], n)) if not n.isascii()
    ]
    return native[0] if native and len(native[0].split()) >= len(name.split()) else name


def _known_label(known: Known, language: str) -> str:
    """What the user calls it in the script of a language, the fullest of its names there; else the first name."""
    names = [n for n in (known.name, *known.aliases) if is_written_in(n, language)]
    if known.name in names or not names:
        return known.name if names else name_label(known.name, language)
    return max(names, key=lambda n: len(n.split()))


def _kin_label(cluster: _Cluster, owner: str, language: str) -> str:
    """A relative by whose they are: "parents of X"; in the article's language with the words the article has."""
    words = glossary(cluster.code)
    noun = cluster.name
    kin = load(cluster.code).section("kin")
    plain = next((k for k in sorted(kin, key=len, reverse=True) if folded(noun).endswith(folded(k))), noun)
    if language == "en":
        modifier = next(
            (
                en
                for m, en in sorted(kin.get("modifiers", {}).items(), key=lambda e: -len(e[0]))
                if folded(noun).startswith(folded(m))
            ),
            "",
        )
        said = f"{modifier} {words.get(plain, name_label(plain, language))}".strip()
    else:
        said = noun
    if not owner:
        return said
    of = kin.get(plain, {}).get("of", "") if isinstance(kin.get(plain), dict) else ""
    pattern: str = load(language).section("labels")["kin"]["with"]
    return " ".join(pattern.format(owner=owner, kin=said, of=of).split())


def _entity(cluster: _Cluster, labels: Mapping[str, str], by_index: Mapping[int, str]) -> Entity:
    names = tuple(sorted(cluster.names, key=lambda n: (-len(n.split()), -cluster.names[n], n)))
    mentions = tuple(sorted((article, m.span) for article, m in cluster.mentions))
    links = tuple(sorted((prop, by_index[index]) for prop, index in cluster.links))
    own = cluster.name or labels.get(cluster.code.split("-")[0]) or next(iter(labels.values()))
    wikidata = cluster.known.wikidata if cluster.known is not None else ""
    return Entity(cluster.id, cluster.kind, cluster.cls, own, names, labels, mentions, links, wikidata)
