"""Devanagari in Latin letters that can be read aloud: the Hunterian system of India, without macrons.

Letters and their values are data, in the language file ([romanise]). Schwas that are written but not spoken are left
out by the rules of Narasimhan, Sproat and Kiraz, "Schwa-deletion in Hindi text-to-speech synthesis" (International
Journal of Speech Technology 7, 2004), and Choudhury, Basu and Sarkar, "A diachronic approach for schwa deletion in
Indo-Aryan languages" (ACL SIGPHON, 2004): from the right, between a vowel and one consonant before it and one consonant
and a vowel after it, and at the end of a word unless what is left could not be spoken.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from kg.language import folded, load

#: A run of one script's letters, with joiners inside words; the rest of a text is copied.
_WORD = re.compile("[\u0900-\u0963\u0970-\u097f\u200c\u200d]+")
_NASALS, _VISARGA, _VIRAMA = "\u0901\u0902", "\u0903", "\u094d"
_DIGITS = {0x966 + digit: str(digit) for digit in range(10)}
#: How far from a vowel a consonant is; at the end of a word one that is nearer than the one before it needs a schwa.
_SONORITY = {"m": 1, "n": 1, "ng": 1, "r": 2, "l": 2, "v": 2, "w": 2, "y": 3}
_LABIALS = ("p", "b", "m", "v", "f")


@dataclass(frozen=True, slots=True)
class Letters:
    """The letters of a script with their values: `vowels` (independent), `signs`, `consonants` (without their schwa).

    `usual` are words, folded, whose spelling is settled; `kept` are ends of words, folded, in and right before which
    schwas are spoken. `cut` cuts a word into its letters, conjuncts with a value of their own and nuktas included.
    """

    vowels: Mapping[str, str]
    signs: Mapping[str, str]
    consonants: Mapping[str, str]
    usual: Mapping[str, str]
    kept: tuple[str, ...]
    cut: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Syllable:
    """Letters of consonants (none before an independent vowel), the letter or sign of the vowel ("": none), its nasal.

    `schwa` says of a consonant without a sign whether its schwa is spoken, None where it has none.
    """

    onset: tuple[str, ...]
    vowel: str = ""
    schwa: bool | None = None
    nasal: bool = False
    breath: bool = False

    @property
    def open(self) -> bool:
        """Whether a vowel is spoken."""
        return bool(self.vowel or self.schwa)


@lru_cache(maxsize=1)
def letters() -> Letters:
    """The letters of Devanagari, from the language file of Hindi."""
    table = load("hi").section("romanise")
    consonants = {unicodedata.normalize("NFC", letter): latin for letter, latin in table["consonants"].items()}
    cut = re.compile("|".join(sorted(consonants, key=len, reverse=True)) + "|[^\u200c\u200d\u093c]")
    usual = {folded(word): latin for word, latin in table["usual"].items()}
    kept = tuple(folded(end) for end in table["kept"])
    return Letters(table["vowels"], table["signs"], consonants, usual, kept, cut)


def romanise(text: str) -> str:
    """`text` with its Devanagari words in Latin letters, capitalised, and its digits; everything else stays as it is.

    >>> romanise("\\u0938\\u0941\\u0928\\u0940\\u0924\\u093e \\u0930\\u093e\\u0935\\u0924")
    'Sunita Ravat'
    """
    return _WORD.sub(lambda match: _word(match.group()), unicodedata.normalize("NFC", text)).translate(_DIGITS)


@lru_cache(maxsize=65536)
def _word(word: str) -> str:
    usual = letters().usual.get(folded(word))
    if usual is not None:
        return usual
    latin = plain(word)
    return latin[:1].upper() + latin[1:]


def plain(word: str) -> str:
    """A Devanagari word by its letters alone, in lower case."""
    return "".join(_spelt(syllables(word)))


def syllables(word: str) -> tuple[Syllable, ...]:
    """A Devanagari word cut into syllables, with unspoken schwas taken out. Signs without a letter are left out."""
    return _spoken(tuple(_written(word)), word)


def _written(word: str) -> list[Syllable]:
    """The syllables as they are written, each consonant without a sign with its schwa."""
    table = letters()
    found: list[Syllable] = []
    joined = False  # whether the last consonant waits for the next one
    for character in table.cut.findall(unicodedata.normalize("NFC", word)):
        if character in table.consonants:
            onset = (*found.pop().onset, character) if joined else (character,)
            found.append(Syllable(onset, schwa=True))
        elif character in table.vowels:
            found.append(Syllable((), character))
        elif found and character in table.signs and found[-1].schwa:
            found[-1] = Syllable(found[-1].onset, character)
        elif found and character in _NASALS:
            found[-1] = replace(found[-1], nasal=True)
        elif found and character == _VISARGA:
            found[-1] = replace(found[-1], breath=True)
        joined = character == _VIRAMA and bool(found) and bool(found[-1].schwa)
    if joined:
        found[-1] = replace(found[-1], schwa=None)
    return found


def _spoken(written: tuple[Syllable, ...], word: str) -> tuple[Syllable, ...]:
    """The rules: right to left, so that a schwa whose right neighbour went is not followed by a vowel any more."""
    kept = next((end for end in letters().kept if folded(word).endswith(end)), "")
    keep_from = len(written) - len(_written(kept)) - 1 if kept else len(written)
    found = list(written)
    for i in reversed(range(len(found))):
        syllable = found[i]
        if not syllable.schwa or syllable.nasal or syllable.breath or i == 0:
            continue
        last = i == len(found) - 1
        if _final(found, i) if last else (_medial(found, i) and not keep_from <= i):
            found[i] = replace(syllable, schwa=False)
    return tuple(found)


def _final(found: list[Syllable], i: int) -> bool:
    """Whether the schwa at the end of a word goes: not where what is left could not be spoken, nor after -iy-."""
    onset, before = _latin(found[i].onset), found[i - 1]
    coda = ["n", *onset] if before.nasal else onset
    if onset == ["y"] and _vowel(before) in ("i", "u"):
        return False
    return len(coda) < 2 or _SONORITY.get(coda[-1], 0) <= _SONORITY.get(coda[-2], 0)


def _medial(found: list[Syllable], i: int) -> bool:
    """Whether a schwa goes inside a word: vowel, consonant, schwa, consonant, vowel."""
    before, here, after = found[i - 1], _latin(found[i].onset), found[i + 1]
    stop_and_s = len(here) == 2 and here[1] == "s" and _latin(after.onset) == ["n"]
    alone = before.open and not before.nasal and (len(here) == 1 or stop_and_s)
    return alone and len(after.onset) == 1 and after.open


def _latin(onset: tuple[str, ...]) -> list[str]:
    return [letters().consonants[letter] for letter in onset]


def _vowel(syllable: Syllable) -> str:
    table = letters()
    return table.signs.get(syllable.vowel) or table.vowels.get(syllable.vowel) or ("a" if syllable.schwa else "")


def _spelt(spoken: tuple[Syllable, ...]) -> list[str]:
    found: list[str] = []
    for i, syllable in enumerate(spoken):
        following = _latin(spoken[i + 1].onset[:1]) if i + 1 < len(spoken) else []
        nasal = ""
        if syllable.nasal:
            nasal = "m" if following and following[0].startswith(_LABIALS) else "n"
        end = "h" if syllable.breath else ""
        found.append(_joined(_latin(syllable.onset), _wal(spoken, i)) + _vowel(syllable) + nasal + end)
    return found


def _wal(spoken: tuple[Syllable, ...], i: int) -> bool:
    """Whether a v alone before its vowel is spelt w: in the endings -wal and -wala."""
    after = spoken[i + 1 : i + 2]
    wal = bool(spoken[i].vowel) and _vowel(spoken[i]) == "a" and bool(after) and _latin(after[0].onset) == ["l"]
    return wal and 0 < i >= len(spoken) - 2


def _joined(onset: list[str], glide: bool) -> str:
    """The consonants of a syllable: v is w behind a consonant other than r and l, a doubled ch is cch."""
    spelt = ""
    for value in onset:
        spelt += "w" if value == "v" and (glide or (spelt and not spelt.endswith(("r", "l")))) else value
    return spelt.replace("chchh", "chh").replace("chch", "cch")
