"""How alike two words are as spellings of one name, in Devanagari or Latin letters or one in each.

Across scripts it is the cost of writing the Devanagari letters in Latin ones, learnt from pairs of names
(kg/models/spellings.json, see the NOTICE there); within a script the distance between the sounds. Words that sound
quite different are told apart first, without that work.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from rapidfuzz.distance import Levenshtein

from kg.romanise import plain as spelt_by_letter
from kg.romanise import syllables

#: Letters that decomposing does not bring back to ASCII; consonants written twice.
_LATIN = str.maketrans({"ø": "o", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
_TWICE = re.compile(r"([bcdfghj-np-tv-z])\1+")
#: Devanagari letters of nearly one sound; consonants and the same with a breath; independent vowels and their signs.
_SAME = {chr(a): chr(b) for a, b in ((0x923, 0x928), (0x91E, 0x928), (0x919, 0x928), (0x929, 0x928), (0x931, 0x930),
                                     (0x933, 0x932), (0x934, 0x932))}
_PLOSIVES = (0x915, 0x917, 0x91A, 0x91C, 0x91F, 0x921, 0x924, 0x926, 0x92A, 0x92C)
_BREATHED = {chr(letter): chr(letter + 1) for letter in _PLOSIVES}
_SIGN_OF = {"\u0972": "\u0945", **{chr(n): chr(n + 0x38) for n in (*range(0x906, 0x90C), *range(0x90D, 0x915))}}
_SPOKEN, _SILENT, _NASAL, _BREATH, _END = "\u0905", ".", "\u0902", "\u0903", "#"

#: The cost (nats a letter) at which two spellings are as likely to be of one name as not, and how fast that changes.
_EVEN, _STEEP = 1.9, 2.4
#: How fast a distance in sound makes doubt.
_SHARP = 1.7
#: The longest spelling of one unit, the cost of one never seen by its length, and the cost a letter to give up at.
LONGEST, _UNSEEN, _TOO_MUCH = 3, (4.6, 8.0, 10.0, 12.0), 2.0
_NO_COSTS: Mapping[str, float] = {}
#: The cost of a Latin letter that nothing stands for.
_SILENT_LETTER = {"h": 2.2, "e": 2.2, "a": 2.6, "o": 2.8, "u": 2.8, "i": 2.8, "w": 3.0, "y": 2.6, "g": 3.2, "k": 3.2}


@lru_cache(maxsize=65536)
def plain(word: str) -> str:
    """A word as it is compared: Latin in lower case, without accents and doubled consonants; Devanagari composed."""
    if any(is_devanagari(c) for c in word):
        return "".join(c for c in unicodedata.normalize("NFC", word) if c not in "\u200c\u200d")
    decomposed = unicodedata.normalize("NFKD", word.lower().translate(_LATIN))
    latin = _TWICE.sub(r"\1", "".join(c for c in decomposed if c.isalnum()))
    latin = latin[:1] + latin[1:].replace("x", "ks")
    return "mac" + latin[2:].removeprefix("c") if latin[:2] == "mc" and len(latin) > 3 else latin


def is_devanagari(word: str) -> bool:
    """Whether a word (not empty) is in Devanagari, by its first letter."""
    return "\u0900" <= word[0] <= "\u097f"


def alike(a: str, b: str) -> float:
    """From 0 to 1: how alike two words (as `plain` makes them) are as spellings of one name."""
    if a == b:
        return 1.0
    if (_bits(a) ^ _bits(b)).bit_count() > 2:
        return 0.0
    x, y = skeleton(a), skeleton(b)
    far = Levenshtein.distance(x, y) - max(len(x), len(y)) // 3
    if far > 1 or Levenshtein.normalized_distance(sound(a), sound(b)) > (0.68 if far < 1 else 0.55):
        return 0.0
    devanagari_a, devanagari_b = is_devanagari(a), is_devanagari(b)
    if devanagari_a == devanagari_b:
        return _alike_in_sound(a, b)
    cost = _cost(units(a), b) if devanagari_a else _cost(units(b), a)
    return 0.0 if cost is None else 1 / (1 + math.exp(_STEEP * (cost - _EVEN)))


@lru_cache(maxsize=65536)
def begins(text: str) -> Mapping[str, float]:
    """The letters that a part can begin with, each with how well it fits, 1 for the likeliest."""
    if not is_devanagari(text):
        return {text[0]: 1.0}
    found: dict[str, float] = {}
    costs = _spellings().get(units(text)[0], {})
    for chunk, cost in costs.items():
        if chunk:
            found[chunk[0]] = found.get(chunk[0], 0.0) + math.exp(-cost)
    most = max(found.values(), default=1.0)
    return {letter: 1.0 if p > 0.25 * most else 0.9 for letter, p in found.items() if p > 0.01 * most}


def _alike_in_sound(a: str, b: str) -> float:
    x, y = sound(a), sound(b)
    if not x or not y:
        return 0.0
    cost = _distance(x, y)
    return max(0.0, 1 - _SHARP * 2 * cost / (len(x) + len(y)))


_VOWELS, _WEAK, _NEAR = "aeiou", "hyvn", ("ae", "ea", "ou", "uo", "ie", "ei")


def _distance(x: str, y: str) -> float:
    """The cost of turning one sound into another: cheap for vowels but the first, half for consonants of a class."""
    row = [0.0]
    for d in y:
        row.append(row[-1] + _gap(d))
    for i, c in enumerate(x):
        new = [row[0] + _gap(c)]
        for k, d in enumerate(y):
            swap = _swap(c, d) * (1.6 if i == k == 0 and c in _VOWELS else 1.0)
            new.append(min(row[k] + swap, row[k + 1] + _gap(c), new[k] + _gap(d)))
        row = new
    return row[-1]


def _gap(c: str) -> float:
    return 0.45 if c in _VOWELS else 0.55 if c in _WEAK else 1.0


def _swap(c: str, d: str) -> float:
    if c == d:
        return 0.0
    if c in _VOWELS and d in _VOWELS:
        return 0.25 if c + d in _NEAR else 0.5
    return 0.5 if c in _CLASS and _CLASS.get(c) == _CLASS.get(d) else 1.1


# ---- sounds ----

_SOUNDS = {
    "sch": "s", "tch": "c", "chh": "c", "tion": "sn", "sion": "sn", "ph": "f", "bh": "b", "dh": "d", "th": "t",
    "gh": "g", "kh": "k", "jh": "j", "rh": "r", "sh": "s", "ch": "c", "ck": "k", "wh": "v", "kn": "n", "x": "ks",
    "q": "k", "z": "j", "w": "v", "ce": "se", "ci": "si", "cy": "si", "c": "k", "ge": "je",
    "ee": "i", "oo": "u", "ou": "o", "ow": "o", "au": "o", "aw": "o", "ai": "e", "ay": "e", "ei": "e", "ey": "e",
    "ie": "i", "aa": "a", "ii": "i", "uu": "u",
}  # fmt: skip
_SOUND = re.compile("|".join(sorted(_SOUNDS, key=len, reverse=True)))
_RUN = re.compile(r"(.)\1+")
_CLASS = {letter: k for k, run in enumerate(("kgq", "cjsz", "td", "pbfv", "mn", "r", "l")) for letter in run}


@lru_cache(maxsize=65536)
def sound(text: str) -> str:
    """How a part sounds, roughly, in lower-case letters that are the same for both scripts."""
    latin = spelt_by_letter(text) if is_devanagari(text) else text
    heard = _SOUND.sub(lambda match: _SOUNDS[match.group()], latin)
    if heard.endswith("e") and len(heard) > 3:
        heard = heard[:-1]
    return _RUN.sub(r"\1", re.sub("(?<![aeiou])y(?![aeiou])", "i", heard))


@lru_cache(maxsize=65536)
def skeleton(text: str) -> str:
    """The classes of the consonants of a part, one letter each; v, h and y, which come and go, are left out."""
    heard = sound(text)
    return _RUN.sub(r"\1", "".join("kstpnrl"[_CLASS[c]] for c in heard if c in _CLASS and c != "v")) or heard[:1]


@lru_cache(maxsize=65536)
def _bits(text: str) -> int:
    return sum(1 << k for k, c in enumerate("kstpnrl") if c in skeleton(text))


# ---- Devanagari written in Latin letters ----


@lru_cache(maxsize=65536)
def units(text: str) -> tuple[str, ...]:
    """A Devanagari word as the units that spellings are learnt for: letters, schwas spoken or silent, nasals, end."""
    found: list[str] = []
    for syllable in syllables(text):
        onset = [_SAME.get(letter, letter) for letter in syllable.onset]
        found += [a for a, b in zip(onset, [*onset[1:], ""], strict=False) if b not in (a, _BREATHED.get(a))]
        if syllable.vowel and syllable.vowel != _SPOKEN:
            found.append(_SIGN_OF.get(syllable.vowel, syllable.vowel))
        elif syllable.vowel or syllable.schwa is not None:
            found.append(_SILENT if syllable.schwa is False else _SPOKEN)
        if syllable.nasal:
            found.append(_NASAL)
        if syllable.breath:
            found.append(_BREATH)
    return (*found, _END)


@lru_cache(maxsize=1)
def _spellings() -> Mapping[str, Mapping[str, float]]:
    """The cost (-ln p) of each Latin spelling of each unit."""
    table = json.loads(files("kg").joinpath("models/spellings.json").read_text(encoding="utf-8"))
    return {unit: {chunk: cost / 100 for chunk, cost in row.items()} for unit, row in table.items()}


def _cost(units: tuple[str, ...], latin: str) -> float | None:
    """The cost of the cheapest way to write `units` as `latin`, for each letter (nats); None when that is too much."""
    table = _spellings()
    length = len(latin)
    chunks = [[latin[k : k + size] for size in range(min(LONGEST, length - k) + 1)] for k in range(length + 1)]
    silent = [_SILENT_LETTER.get(letter, 4.0) for letter in latin]
    limit = _TOO_MUCH * (length + 1)
    row = {0: 0.0}  # the cost of having written the first letters, by their number
    for unit in units:
        costs = table.get(unit, _NO_COSTS)
        new: dict[int, float] = {}
        for k, so_far in row.items():
            for size, chunk in enumerate(chunks[k]):
                cost = so_far + (costs.get(chunk) or _UNSEEN[size])
                if cost < limit and cost < new.get(k + size, limit):
                    new[k + size] = cost
        for k in range(length):
            if k in new and new[k] + silent[k] < new.get(k + 1, limit):
                new[k + 1] = new[k] + silent[k]
        if not new:
            return None
        row = new
    return row[length] / (length + 1) if length in row else None