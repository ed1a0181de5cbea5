"""Mentions become people, organisations, places, documents and groups, within and across articles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kg import edtf, gazetteer, stories
from kg.clusters import UNNAMED, Cluster, Place, Told, clusters, fullness
from kg.extract.quotes import name_marks
from kg.identify import is_written_in
from kg.judgements import Judgement
from kg.labels import LANGUAGES, document_label, glossary, name_label
from kg.language import folded, load
from kg.model import Entity, Fact, Known
from kg.namesake import name_similarity

#: Names this much alike may be one person's or thing's, so that they are no evidence of two.
_MAY_BE = 0.6
#: A place of more words than this is described, not named.
_DESCRIBED = 3
#: How alike articles must be for the same words of the same person to tell one event in both.
_NEAR = 0.12
#: How many days lie at most between the articles in which they do.
_MONTH = 31


@dataclass(frozen=True)
class Naming:
    """The entities of some articles, what each mention refers to, and what they are called."""

    entities: tuple[Entity, ...]
    entity_of: Mapping[Place, str]
    texts: Mapping[str, tuple[str, str]]
    by_id: Mapping[str, Entity]
    unnamed: frozenset[str] = frozenset()
    words: Mapping[str, frozenset[str]] = field(default_factory=dict)
    printed: Mapping[str, int | None] = field(default_factory=dict)

    def label(self, id_: str, language: str) -> str:
        labels = self.by_id[id_].labels
        return labels.get(language) or next(iter(labels.values()))

    def authors(self, ids: Iterable[str]) -> set[str]:
        return {other for i in ids for prop, other in self.by_id[i].links if prop == "author"}

    def apart(self, a: str, b: str) -> bool:
        """Whether two places cannot be the same or one inside the other, as far as the gazetteer knows.

        Of what it does not know, a name is somewhere else; a description ("the police station", "a house off the main
        road") may be anywhere.
        """
        names = [self.by_id[i].name for i in (a, b)]
        if a in self.unnamed or b in self.unnamed or any(len(name.split()) > _DESCRIBED for name in names):
            return False
        one, other = (_known_place(self.by_id[i].names) for i in (a, b))
        if one is None or other is None or one.country != other.country:
            return True
        return one.kind == other.kind

    def differ(self, mine: set[str], theirs: set[str], loosely: bool = False) -> bool:
        """Whether two sets of fillers of a role tell two events: none of one can be any of the other.

        A body without a name ("the police") can be any of another article; `loosely`, so can whoever has no name.
        """
        return bool(mine and theirs) and not any(self._may_be_one(a, b, loosely) for a in mine for b in theirs)

    def _may_be_one(self, a: str, b: str, loosely: bool) -> bool:
        """Whether two entities may be one when no article mentions both: a surname and a full name, say."""
        if a == b:
            return True
        one, other = self.by_id[a], self.by_id[b]
        if {article for article, _ in one.mentions} & {article for article, _ in other.mentions}:
            return False
        alike = one.kind == other.kind or {one.kind, other.kind} == {"Person", "Group"}
        if a in self.unnamed or b in self.unnamed:
            return alike and (loosely or one.kind == "Organisation")
        return one.kind == other.kind and name_similarity(one.name, other.name) >= _MAY_BE

    def together(self, a: str, b: str) -> bool:
        """Whether two articles tell of one time: of one month, and at least something of each other's story."""
        first, second = self.printed[a], self.printed[b]
        months = first is None or second is None or abs(first - second) <= _MONTH
        return a == b or (months and stories.alike(self.words[a], self.words[b]) >= _NEAR)

    def titles(self, fact: Fact) -> set[str]:
        """The name in marks that stands right before a fact's trigger ('X' festival)."""
        text, code = self.texts[fact.article]
        if fact.type != "Event":
            return set()
        before = text[max(fact.sentence.start, fact.trigger.start - 64) : fact.trigger.start]
        match = next((m for m in name_marks(code).finditer(before) if m.end() >= len(before) - 1), None)
        return {next(g for g in match.groups() if g)} if match else set()


def entities(told: Told, judgements: Sequence[Judgement] = ()) -> Naming:
    """The entities of articles, sorted by id: the same whatever the order the articles come in.

    Cost: see `kg.clusters`.
    """
    told = sorted(told, key=lambda pair: pair[0].article.id)
    of = clusters(told, judgements)
    distinct = list(dict.fromkeys(of.values()))
    for index, cluster in enumerate(distinct):
        cluster.index = index
    _link(told, of)
    labels = _labels(distinct)
    ids = {cluster: cluster.id for cluster in distinct}
    by_index = {cluster.index: ids[cluster] for cluster in distinct}
    found = tuple(sorted((_entity(c, labels[id(c)], by_index) for c in distinct), key=lambda e: e.id))
    texts = {a.article.id: (a.article.text, a.article.language) for a, _ in told}
    unnamed = frozenset(ids[c] for c in distinct if all(m.rule in UNNAMED for _, m in c.mentions))
    entity_of = {place: ids[cluster] for place, cluster in of.items()}
    words = {a.article.id: stories.words(a.article) for a, _ in told}
    dates = {a.article.id: a.article.published for a, _ in told}
    printed = {id: edtf.parse(date).begin.min if date else None for id, date in dates.items()}
    return Naming(found, entity_of, texts, {e.id: e for e in found}, unnamed, words, printed)


def _known_place(names: Iterable[str]) -> gazetteer.Place | None:
    """The best known place that one of the names stands for."""
    return next((found[0] for name in names if (found := gazetteer.lookup(name))), None)


# ---- links and labels


def _link(told: Told, of: Mapping[Place, Cluster]) -> None:
    for annotated, _ in told:
        for link in annotated.links:
            subject, other = (of.get((annotated.article.id, s)) for s in (link.subject, link.object))
            if subject and other and subject is not other:
                subject.links.add((link.property, other.index))


def _labels(clusters: Sequence[Cluster]) -> Mapping[int, Mapping[str, str]]:
    """What each cluster is called in each language, those they belong to first."""
    by_index = {c.index: c for c in clusters}
    labels: dict[int, dict[str, str]] = {}

    def label(cluster: Cluster, trail: tuple[int, ...] = ()) -> Mapping[str, str]:
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


def _label(cluster: Cluster, parts: Mapping[str, str], language: str) -> str:
    if cluster.kind == "Document" and not cluster.name:
        return document_label(cluster.cls, parts, language)
    words = glossary(cluster.code)
    name = cluster.name or "?"
    rules = {m.rule for _, m in cluster.mentions}
    if "kin" in rules and rules <= set(UNNAMED):
        return _kin_label(cluster, parts.get("kin", ""), language)
    if cluster.known is not None:
        return _known_label(cluster.known, language)
    known = _known_place(sorted(cluster.names)) if cluster.kind == "Place" else None
    if known is not None and (language != cluster.code.split("-")[0] or name.isupper()):
        return known.name_en if language == "en" else known.name_hi or name
    if language == "en":
        latin = [
            n
            for n in sorted(cluster.names, key=lambda n: (*fullness(n), n.isupper(), -cluster.names[n], n))
            if n.isascii() and len(n.split()) >= len(name.split())
        ]
        return words.get(name) or (latin[0] if latin else name_label(name, language))
    native = [
        n for n in sorted(cluster.names, key=lambda n: (*fullness(n), -cluster.names[n], n)) if not n.isascii()
    ]
    return native[0] if native and len(native[0].split()) >= len(name.split()) else name


def _known_label(known: Known, language: str) -> str:
    """What the user calls it in the script of a language, the fullest of its names there; else the first name."""
    names = [n for n in (known.name, *known.aliases) if is_written_in(n, language)]
    if known.name in names or not names:
        return known.name if names else name_label(known.name, language)
    return max(names, key=lambda n: len(n.split()))


def _kin_label(cluster: Cluster, owner: str, language: str) -> str:
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


def _entity(cluster: Cluster, labels: Mapping[str, str], by_index: Mapping[int, str]) -> Entity:
    names = tuple(sorted(cluster.names, key=lambda n: (*fullness(n), -cluster.names[n], n)))
    mentions = tuple(sorted((article, m.span) for article, m in cluster.mentions))
    links = tuple(sorted((prop, by_index[index]) for prop, index in cluster.links))
    own = cluster.name or labels.get(cluster.code.split("-")[0]) or next(iter(labels.values()))
    wikidata = cluster.known.wikidata if cluster.known is not None else ""
    return Entity(cluster.id, cluster.kind, cluster.cls, own, names, labels, mentions, links, wikidata)
