"""Words tagged as the first, inner, last or only word of a name: a linear model, read from `kg/models`.

The model is a structured perceptron (Collins 2002) over features of a word and its neighbours. What a word adds to the
tags around it depends on that word alone, so it is summed once and kept. The weights of one feature, one a tag, are
16-bit lanes of one whole number: adding two such numbers adds all their lanes.
"""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib.resources import files
from operator import add

Features = tuple[list[str], list[str], list[str], list[str], list[str]]
#: What a word adds to the tags of the word two before, one before, itself, one after, two after.
Views = tuple[int, int, int, int, int]
#: Tags, and each tag that may follow any of them with the weights of the steps to it.
Ways = tuple[tuple[int, ...], tuple[tuple[int, tuple[int, ...]], ...]]
#: The same of two tags: the first, the second, and each tag that may follow with the weights of the two steps to it.
Pairs = tuple[int, int, tuple[tuple[int, int, int], ...]]
#: The weight of a step that cannot be.
NEVER = -1_000_000
_LANE = 2
_CACHED = 60_000


def shape(surface: str) -> str:
    """How a word is written: "Aa" as in Delhi, "AA" USA, "A" a single capital, "AaA" McCain, "aA" iPhone, "a" in lower
    case, "h" in a script without case, "9" digits, or the mark itself."""
    first = surface[0]
    if first.isdigit():
        return "9"
    if not first.isalpha():
        return surface if len(surface) == 1 else "'"
    if surface.islower():
        return "a"
    if surface.isupper():
        return "A" if len(surface) == 1 else "AA"
    if first.isupper():
        return "Aa" if surface[1:].islower() else "AaA"
    return "aA" if surface != surface.lower() else "h"


def shapes(surfaces: Sequence[str]) -> list[str]:
    """The shapes of the words of one sentence. Where capitals say nothing (a headline in Title Case or in CAPITALS, no
    full stop) the shape of a capitalised word is "?"; a capital at the start of the sentence is marked "^"."""
    found = [shape(s) for s in surfaces]
    long = [f for f, s in zip(found, surfaces, strict=True) if len(s) > 3 and f[0] in "aA"]
    if len(long) > 3 and sum(f != "a" for f in long) > 0.75 * len(long) and surfaces[-1] not in (".", "!"):
        return ["?" if f[0] == "A" else f for f in found]
    first = next((i for i, f in enumerate(found) if f[0] in "aAh9"), None)
    if first is not None and found[first] in ("Aa", "A"):
        found[first] = "^" + found[first]
    return found


def word_features(word: str, form: str, use: str) -> Features:
    """The features that a folded word of shape `form`, as common as `use` says, gives to the words at -2, -1, 0, +1 and
    +2 from itself."""
    own = [f"w={word}", f"f={form}", f"n={min(len(word), 9)}", f"fs={form}{word[-2:]}"]
    own += [f"k={form}{use}", f"ks={use}{word[-2:]}"]
    own += [f"p={word[:k]}" for k in (1, 2, 3, 4) if len(word) > k]
    own += [f"s={word[-k:]}" for k in (1, 2, 3, 4) if len(word) > k]
    before = [f"+w={word}", f"+f={form}", f"+s={word[-2:]}", f"+S={word[-3:]}", f"+k={form}{use}"]
    after = [f"-w={word}", f"-f={form}", f"-s={word[-2:]}", f"-S={word[-3:]}", f"-k={form}{use}"]
    return [f"++w={word}", f"++f={form}"], before, own, after, [f"--w={word}", f"--f={form}"]


def pair_features(left: str, left_form: str, word: str, form: str) -> tuple[str, str, str, str]:
    """The features of a word and the one before it: two of the word itself, two of the one before."""
    return f"-b={left}|{word}", f"-fw={left}|{form}", f"+b={left}|{word}", f"+fw={left_form}|{word}"


@dataclass(frozen=True)
class Model:
    """Weights of features for each tag, and of each step from tag to tag.

    `weights` holds a row of lanes a feature, each a weight of -128 to 127 plus 128: a constant that is the same for
    all tags changes no choice. `rows` numbers the features. `uses` tells how common the words of the language are.
    """

    tags: tuple[str, ...]
    steps: tuple[tuple[int, ...], ...]
    rows: dict[str, int] = field(repr=False)
    weights: bytes = field(repr=False)
    uses: dict[str, str] = field(repr=False)
    words: dict[tuple[str, str], Views] = field(default_factory=dict, repr=False)

    @cached_property
    def number(self) -> dict[str, int]:
        """The number of each tag."""
        return {tag: i for i, tag in enumerate(self.tags)}

    @cached_property
    def ways(self) -> tuple[Ways, ...]:
        """The tags that may stand before, with those that may stand after any of them and the weights of the steps."""
        columns = list(zip(*self.steps, strict=True))
        before: dict[tuple[int, ...], list[tuple[int, tuple[int, ...]]]] = {}
        for tag, column in enumerate(columns):
            came = tuple(i for i, step in enumerate(column) if step > NEVER)
            before.setdefault(came, []).append((tag, tuple(column[i] for i in came)))
        return tuple((came, tuple(tags)) for came, tags in before.items())

    @cached_property
    def pairs(self) -> tuple[Pairs, ...]:
        """Those of `ways` that come from two tags."""
        pairs = [way for way in self.ways if len(way[0]) == 2]
        return tuple((a, b, tuple((tag, s[0], s[1]) for tag, s in tags)) for (a, b), tags in pairs)

    def path(self, size: int, kind: str) -> tuple[int, ...]:
        """The tags of a name of `size` words."""
        parts = ("U",) if size == 1 else ("B", *["I"] * (size - 2), "L")
        return tuple(self.number[f"{part}-{kind}"] for part in parts)

    def worth(self, path: Sequence[int]) -> int:
        """The weight of the steps through a name, less that of the steps past it."""
        outside = self.number["O"]
        whole = (outside, *path, outside)
        through = sum(self.steps[a][b] for a, b in zip(whole, whole[1:], strict=False))
        return through - (len(path) + 1) * self.steps[outside][outside]

    def summed(self, features: Sequence[str]) -> int:
        """The lanes of several features, added."""
        width, rows, weights = len(self.tags) * _LANE, self.rows, self.weights
        found = [row * width for feature in features if (row := rows.get(feature)) is not None]
        return sum(int.from_bytes(weights[at : at + width], "little") for at in found)

    def views(self, word: str, form: str) -> Views:
        """What a word adds to the tags around it, from the cache or summed now."""
        found = self.words.get((word, form))
        if found is None:
            if len(self.words) > _CACHED:
                self.words.clear()
            a, b, c, d, e = map(self.summed, word_features(word, form, self.uses.get(word, "")))
            self.words[word, form] = found = (a, b, c, d, e)
        return found

    def scores(self, words: Sequence[str], forms: Sequence[str]) -> list[list[int]]:
        """For each word of a sentence the weight of each tag, steps left out; only their differences mean something."""
        edge, end = self.views("", "<"), self.views("", ">")
        around = [edge, edge, *map(self.views, words, forms), end, end]
        sums = [
            a[4] + b[3] + c[2] + d[1] + e[0]
            for a, b, c, d, e in zip(around, around[1:], around[2:], around[3:], around[4:], strict=False)
        ]
        width, rows, weights = len(self.tags) * _LANE, self.rows, self.weights
        left, left_form = "", "<"
        for i, (word, form) in enumerate(zip(words, forms, strict=True)):
            for k, feature in enumerate(pair_features(left, left_form, word, form)):
                row = rows.get(feature)
                if row is not None and (k < 2 or i):
                    sums[i if k < 2 else i - 1] += int.from_bytes(weights[row * width : (row + 1) * width], "little")
            left, left_form = word, form
        return [list(memoryview(total.to_bytes(width, "little")).cast("H")) for total in sums]

    def margins(self, table: Sequence[list[int]]) -> list[int]:
        """For each word, how much more O weighs than the best other tag."""
        outside = self.number["O"]
        return [row[outside] - max(row[:outside] + row[outside + 1 :]) for row in table]

    def best(self, table: Sequence[list[int]], margins: Sequence[int], doubt: int = 0) -> list[int]:
        """The numbers of the tags of the best path through a table of scores, when O weighs `doubt` less.

        Where O weighs more than any step can make good, O it is; only the stretches between are searched.
        """
        outside = self.number["O"]
        path = [outside] * len(table)
        for first, last in _stretches([i for i, margin in enumerate(margins) if margin < self.reach + doubt]):
            rows = table[first:last]
            if doubt:
                rows = [[*row[:outside], row[outside] - doubt, *row[outside + 1 :]] for row in rows]
            path[first:last] = self._searched(rows)
        return path

    @cached_property
    def reach(self) -> int:
        """What the steps can make good for a word inside a name: half of what lies between the best and the worst."""
        steps = [w for row in self.steps for w in row if w > NEVER]
        return (max(steps) - min(steps)) // 2

    def _searched(self, table: Sequence[Sequence[int]]) -> list[int]:
        """The best path through words between words that are O (Viterbi 1967)."""
        outside, pairs = self.number["O"], self.pairs
        ways = [way for way in self.ways if len(way[0]) != 2]
        line = [own + step for own, step in zip(table[0], self.steps[outside], strict=True)]
        back: list[list[int]] = []
        for row in table[1:]:
            came = [0] * len(row)
            new = list(row)
            for first, second, follow in pairs:
                a, b = line[first], line[second]
                for tag, step_a, step_b in follow:
                    top, other = a + step_a, b + step_b
                    came[tag] = first if top >= other else second
                    new[tag] += top if top >= other else other
            for before, tags in ways:
                known = [line[i] for i in before]
                for tag, steps in tags:
                    sums = list(map(add, known, steps))
                    top = max(sums)
                    came[tag] = before[sums.index(top)]
                    new[tag] += top
            back.append(came)
            line = new
        last = [own + row[outside] for own, row in zip(line, self.steps, strict=True)]
        path = [last.index(max(last))]
        for came_from in reversed(back):
            path.append(came_from[path[-1]])
        return path[::-1]


def _stretches(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Runs of neighbouring numbers, as half-open ranges."""
    runs: list[tuple[int, int]] = []
    for n in numbers:
        if runs and runs[-1][1] == n:
            runs[-1] = (runs[-1][0], n + 1)
        else:
            runs.append((n, n + 1))
    return runs


@lru_cache(maxsize=8)
def load(language: str) -> Model | None:
    """The model of a language, None where `kg/models` has none."""
    subtag = language.replace("_", "-").split("-")[0].lower()
    file = files("kg").joinpath("models").joinpath(f"names.{subtag}.json.gz")
    if not file.is_file():
        return None
    data = json.loads(gzip.decompress(file.read_bytes()))
    features = data["features"].split("\n")
    rows = dict(zip(features, range(len(features)), strict=True))
    lanes = bytearray(_LANE * len(rows) * len(data["tags"]))
    lanes[::_LANE] = base64.b64decode(data["weights"])
    uses: dict[str, str] = {}
    for use, listed in data["uses"].items():
        uses.update(dict.fromkeys(listed.split(" "), use))
    return Model(tuple(data["tags"]), tuple(map(tuple, data["steps"])), rows, bytes(lanes), uses)
