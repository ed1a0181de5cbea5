"""What is told of a person, organisation, place, document or group in all its articles, and what it is called.

A profile is a sum of clusters (`kg.clusters`), the same in whatever order they come, so that a new article changes
only the profiles of those it mentions.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg import gazetteer
from kg.clusters import UNNAMED, Cluster, Place, fullest, fullness, key_of
from kg.identify import is_written_in
from kg.identity import Bearer
from kg.labels import LANGUAGES, document_label, glossary, name_label
from kg.language import folded, load
from kg.model import Kind, Known


@dataclass(frozen=True, slots=True)
class Profile:
    """Clusters taken for one. `first` is the first mention, and `kind`, `code` (a language) and `bearer` are of its
    cluster; `cls` and `known` of the first that has one, with its place. `names` maps a name to how often it is used in
    articles of each language; `links` are (property, key of another's cluster); `company` counts the articles that name
    each other name (`kg.identity.companion`)."""

    first: Place
    kind: Kind
    code: str
    cls: tuple[Place, str] | None
    known: tuple[Place, Known] | None
    names: Mapping[str, Mapping[str, int]]
    rules: frozenset[str]
    links: frozenset[tuple[str, str]]
    bearer: Bearer | None
    company: Mapping[str, int]

    @property
    def uses(self) -> dict[str, int]:
        """How often each name is used."""
        return {name: sum(languages.values()) for name, languages in self.names.items()}

    @property
    def name(self) -> str:
        return fullest(self.uses, self.known[1] if self.known else None)

    @property
    def id(self) -> str:
        """The id of the entity whose first mention is that of this profile."""
        article, span = self.first
        return hashlib.sha256(f"{article}\x1f{span.start}\x1f{span.end}".encode()).hexdigest()[:16]

    @property
    def unnamed(self) -> bool:
        """Whether it is only described: known from its article alone."""
        return self.rules <= set(UNNAMED)


def profile(cluster: Cluster) -> Profile:
    """The profile of one cluster."""
    first = (cluster.article, cluster.spans[0])
    return Profile(
        first, cluster.kind, cluster.code,
        (first, cluster.cls) if cluster.cls else None,
        (first, cluster.known) if cluster.known is not None else None,
        {name: {cluster.code: used} if used else {} for name, used in cluster.names},
        frozenset(cluster.rules),
        frozenset((prop, key_of(cluster.article, span)) for prop, span in cluster.links),
        cluster.bearer,
        dict.fromkeys(cluster.bearer.company, 1) if cluster.bearer else {},
    )  # fmt: skip


def merged(profiles: Sequence[Profile]) -> Profile:
    """The profile of all that some profiles are of."""
    if len(profiles) == 1:
        return profiles[0]
    first = min(profiles, key=lambda p: p.first)
    names: dict[str, Counter[str]] = {}
    company: Counter[str] = Counter()
    for one in profiles:
        for name, languages in one.names.items():
            names.setdefault(name, Counter()).update(languages)
        company.update(one.company)
    return Profile(
        first.first, first.kind, first.code,
        min((p.cls for p in profiles if p.cls), default=None),
        min((p.known for p in profiles if p.known), key=lambda known: known[0], default=None),
        names,
        frozenset().union(*(p.rules for p in profiles)),
        frozenset().union(*(p.links for p in profiles)),
        first.bearer,
        company,
    )  # fmt: skip


def names_of(one: Profile) -> tuple[str, ...]:
    """Its names, the fullest first."""
    uses = one.uses
    return tuple(sorted(uses, key=lambda n: (*fullness(n), -uses[n], n)))


def languages_of(one: Profile, name: str) -> set[str]:
    """The languages of the articles that use one of its names; {""} for one that the user gave and no article uses."""
    return set(one.names.get(name, ())) or {""}


def known_place(names: Iterable[str]) -> gazetteer.Place | None:
    """The best known place that one of the names stands for."""
    return next((found[0] for name in names if (found := gazetteer.lookup(name))), None)


# ---- labels

#: The other ends of a profile's links, in order: (property, an id, its profile).
Linked = Callable[[Profile], Sequence[tuple[str, str, Profile]]]


def labels(id: str, one: Profile, linked: Linked, trail: tuple[str, ...] = ()) -> Mapping[str, str]:
    """What it is called in each language; what belongs to somebody, by whose it is."""
    parts: dict[str, dict[str, str]] = {language: {} for language in LANGUAGES}
    for prop, other, its in linked(one):
        if other in (*trail, id):
            continue
        for language, text in labels(other, its, linked, (*trail, id)).items():
            parts[language].setdefault(prop, text)
    return {language: _label(one, parts[language], language) for language in LANGUAGES}


def _label(one: Profile, parts: Mapping[str, str], language: str) -> str:
    name = one.name
    if one.kind == "Document" and not name:
        return document_label(one.cls[1] if one.cls else "", parts, language)
    if "kin" in one.rules and one.unnamed:
        return _kin_label(one, parts.get("kin", ""), language)
    if one.known is not None:
        return _known_label(one.known[1], language)
    uses = one.uses
    known = known_place(sorted(uses)) if one.kind == "Place" else None
    if known is not None and (language != one.code.split("-")[0] or name.isupper()):
        return known.name_en if language == "en" else known.name_hi or name
    if language == "en":
        latin = [
            n
            for n in sorted(uses, key=lambda n: (*fullness(n), n.isupper(), -uses[n], n))
            if n.isascii() and len(n.split()) >= len(name.split())
        ]
        name = name or "?"
        return glossary(one.code).get(name) or (latin[0] if latin else name_label(name, language))
    native = [n for n in names_of(one) if not n.isascii()]
    return native[0] if native and len(native[0].split()) >= len(name.split()) else name or "?"


def _known_label(known: Known, language: str) -> str:
    """What the user calls it in the script of a language, the fullest of its names there; else the first name."""
    names = [n for n in (known.name, *known.aliases) if is_written_in(n, language)]
    if known.name in names or not names:
        return known.name if names else name_label(known.name, language)
    return max(names, key=lambda n: len(n.split()))


def _kin_label(one: Profile, owner: str, language: str) -> str:
    """A relative by whose they are: "parents of X"; in the article's language with the words the article has."""
    words = glossary(one.code)
    noun = one.name
    kin = load(one.code).section("kin")
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
