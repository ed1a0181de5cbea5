"""Words tagged as the beginning, inside, last or only word of a name: a linear model, read from `kg/models`.

The model is a structured perceptron (Collins 2002) over features of a word and its neighbours. What a word adds to
each tag depends on that word alone, so it is summed once a word and kept: most of a text costs five look-ups a word.
"""

from __future__ import annotations

import base64
import gzip
import json
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib.resources import files

Vector = tuple[int, ...]
#: What a word says about the tag of the word two before, one before, itself, one after, two after.
Views = tuple[Vector, Vector, Vector, Vector, Vector]
_CACHE_WORDS = 60_000
#: The weight of a step or tag that cannot be.
NEVER = -1_000_000


def shape(surface: str) -> str:
    """How a word is written: "Aa" title case, "AA" capitals, "A" one capital, "a", "aA", "9", "h" without case, or the mark itself."""
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
    """The shapes of the words of one sentence. Where capitals say nothing (a headline in Title Case or CAPITALS) the
    shape of a capitalised word is "?"; a capital at the start of a sentence is "^"."""
    found = [shape(s) for s in surfaces]
    long = [f for f, s in zip(found, surfaces, strict=True) if len(s) > 3 and f[0] in "aA"]
    capital = sum(f != "a" for f in long)
    if len(long) >= 4 and capital > 0.75 * len(long):
        return ["?" if f[0] == "A" else f for f in found]
    for i, f in enumerate(found):
        if f[0] in "aAh9":
            if f in ("Aa", "A"):
                found[i] = "^" + f
            break
    return found


def word_features(word: str, form: str) -> tuple[list[str], list[str], list[str], list[str], list[str]]:
    """The features that a folded word of shape `form` gives to the tags of positions -2 … +2 seen from itself."""
    own = [f"w={word}", f"f={form}", f"n={min(len(word), 9)}"]
    own += [f"p={word[:k]}" for k in (1, 2, 3, 4) if len(word) > k]
    own += [f"s={word[-k:]}" for k in (1, 2, 3, 4) if len(word) > k]
    own.append(f"fs={form}{word[-2:]}")
    before = [f"+w={word}", f"+f={form}", f"+s={word[-2:]}", f"+S={word[-3:]}"]
    after = [f"-w={word}", f"-f={form}", f"-s={word[-2:]}", f"-S={word[-3:]}"]
    return [f"++w={word}", f"++f={form}"], before, own, after, [f"--w={word}", f"--f={form}"]


def pair_features(left: str, left_form: str, word: str, form: str) -> tuple[str, str, str, str]:
    """The features of a word and the one before it: two of the word itself, two of the one before."""
    return f"-b={left}|{word}", f"-fw={left}|{form}", f"+b={left}|{word}", f"+fw={left_form}|{word}"


@dataclass(frozen=True)
class Model:
    """Weights of features for each tag, and of each step from tag to tag, in whole numbers."""

    tags: tuple[str, ...]
    steps: tuple[Vector, ...]
    rows: dict[str, int] = field(repr=False)
    weights: array[int] = field(repr=False)
    words: dict[tuple[str, str], Views] = field(default_factory=dict, repr=False)

    @cached_property
    def number(self) -> dict[str, int]:
        """The number of each tag."""
        return {tag: i for i, tag in enumerate(self.tags)}

    @cached_property
    def opens(self) -> Vector:
        """Forbids tags that cannot open a sentence."""
        return tuple(NEVER if tag[0] in "IL" else 0 for tag in self.tags)

    @cached_property
    def closes(self) -> Vector:
        """Forbids tags that cannot close a sentence."""
        return tuple(NEVER if tag[0] in "BI" else 0 for tag in self.tags)

    def vector(self, features: Sequence[str]) -> Vector:
        """The sum of the features' weights, one number a tag."""
        width, rows, weights = len(self.tags), self.rows, self.weights
        total = [0] * width
        for feature in features:
            row = rows.get(feature)
            if row is not None:
                at = row * width
                total = [a + b for a, b in zip(total, weights[at : at + width], strict=True)]
        return tuple(total)

    def views(self, word: str, form: str) -> Views:
        """What a word adds to the tags around it, from the cache or summed now."""
        found = self.words.get((word, form))
        if found is None:
            if len(self.words) > _CACHE_WORDS:
                self.words.clear()
            a, b, c, d, e = word_features(word, form)
            found = (self.vector(a), self.vector(b), self.vector(c), self.vector(d), self.vector(e))
            self.words[word, form] = found
        return found

    def scores(self, words: Sequence[str], forms: Sequence[str]) -> list[list[int]]:
        """For each word of a sentence, the weight of each tag, neighbours counted, steps not."""
        around = [self.views("", "<")] * 2 + [self.views(w, f) for w, f in zip(words, forms, strict=True)]
        around += [self.views("", ">")] * 2
        rows, weights, width = self.rows, self.weights, len(self.tags)
        table = [
            [a + b + c + d + e for a, b, c, d, e in zip(v[4], w[3], x[2], y[1], z[0], strict=True)]
            for v, w, x, y, z in zip(around, around[1:], around[2:], around[3:], around[4:], strict=False)
        ]
        left, left_form = "", "<"
        for i, (word, form) in enumerate(zip(words, forms, strict=True)):
            pair = pair_features(left, left_form, word, form)
            for feature, at in zip(pair, (i, i, i - 1, i - 1), strict=True):
                row = rows.get(feature)
                if row is not None and at >= 0:
                    start = row * width
                    table[at] = [a + b for a, b in zip(table[at], weights[start : start + width], strict=True)]
            left, left_form = word, form
        return table

    def best(self, table: Sequence[Sequence[int]]) -> list[int]:
        """The tags (by number) of the best path through a table of scores (Viterbi 1967)."""
        if not table:
            return []
        into = list(zip(*self.steps, strict=True))
        line = [a + b for a, b in zip(table[0], self.opens, strict=True)]
        back: list[list[int]] = []
        for row in table[1:]:
            came: list[int] = []
            scores: list[int] = []
            for own, steps in zip(row, into, strict=True):
                sums = [a + b for a, b in zip(line, steps, strict=True)]
                top = max(sums)
                came.append(sums.index(top))
                scores.append(top + own)
            back.append(came)
            line = scores
        line = [a + b for a, b in zip(line, self.closes, strict=True)]
        path = [line.index(max(line))]
        for came in reversed(back):
            path.append(came[path[-1]])
        return path[::-1]


@lru_cache(maxsize=8)
def load(language: str) -> Model | None:
    """The model of a language, None where `kg/models` has none."""
    file = files("kg").joinpath("models").joinpath(f"names.{language}.json.gz")
    if not file.is_file():
        return None
    data = json.loads(gzip.decompress(file.read_bytes()))
    weights = array("b", base64.b64decode(data["weights"]))
    rows = {feature: i for i, feature in enumerate(data["features"].split("\n"))}
    return Model(tuple(data["tags"]), tuple(tuple(s) for s in data["steps"]), rows, weights)
