"""How alike two names of people are, in Devanagari or Latin letters or one in each, and why.

A name is cut into parts; each part of one is compared with each of the other (kg.spelling), whatever their order, and
the parts that meet are weighed against those that do not. Titles, particles and the names of letters are in the
language files ([names] titles, [namesake]).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from kg.language import available, folded, load
from kg.romanise import romanise
from kg.spelling import alike, begins, plain, skeleton, sound

_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]|[\"“”«»*]")
#: A vowel and a consonant behind it.
_SYLLABLE = re.compile("[aeiou][^aeiou]")
_CUT = re.compile(r"[^\s.,;:/'’`‘\-–\u0964]+|,")

#: What initials weigh, and a part that the other name has nothing for, where both have one left and where one has.
_INITIAL, _CONFLICT, _EXTRA = 0.8, 1.2, 0.3
#: How well an initial fits a name that begins with it, and how much less it stands for a surname than a given name.
_FITS, _SURNAME_INITIAL, _ONLY_INITIALS = 0.92, 0.4, 0.3
#: The share of its weight that a part has which many people share, and a title.
_COMMON, _TITLE = 0.65, 0.15
#: How much the doubt left about parts that meet counts against a name; below what parts do not meet at all.
_DOUBT, _MEET = 1.0, 0.45


@dataclass(frozen=True, slots=True)
class Name:
    """A name made ready: its parts as they are compared, initials as "*ab"; `full` are those that are no initials.

    `last` is the place of the surname among the parts, where a comma says which it is.
    """

    parts: tuple[str, ...]
    full: tuple[str, ...]
    last: int | None


def name_similarity(a: str, b: str) -> float:
    """From 0 (nothing alike) to 1 (one name): how alike two names of a person are, in either script.

    Titles count little, order not at all, an initial stands for any name that begins with it. Above 0.8 they are nearly
    always spellings of one name; a surname alone against a full name is between 0.6 and 0.8.
    """
    first, second = _name(a), _name(b)
    others = second.full
    if not first.full or not others:
        return 0.0
    for text in first.full:  # two loops and no more: most names that are compared have nothing in common
        for other in others:
            if _alike(text, other) >= _MEET:
                return _weighed(first, second)[0]
    if (len(first.full) == 1) != (len(others) == 1) and _alike("".join(first.full), "".join(others)) >= _MEET:
        return _weighed(first, second)[0]
    return 0.0


def reasons(a: str, b: str) -> tuple[str, ...]:
    """Why `name_similarity` says what it says: a line a pair of parts that meet, a line for what is left over."""
    _, pairs, left, right = _weighed(_name(a), _name(b))
    met = [f"{_shown(p)} = {_shown(q)} ({s:.2f})" for p, q, s in pairs]
    over = [f"nothing for {_shown(p)}" for p in (*left, *right)]
    return (*met, *over)


def shortened(a: str, b: str) -> bool:
    """Whether a part of one name is only how a part of the other begins, by a syllable or more (Raj, Rajesh)."""
    met = [(p, q) for p, q, _ in _weighed(_name(a), _name(b))[1] if "*" not in p[0] + q[0]]
    pairs = (sorted((sound(p), sound(q)), key=len) for p, q in met)
    return any(x != y and y.startswith(x) and _SYLLABLE.search(y[len(x) :]) for x, y in pairs)


def parted(a: str, b: str) -> bool:
    """Whether each of two names has a part that the other has nothing for (Amit Kumar Sen, Amit Kumar Rao), initials
    aside, and titles that do not end it."""
    first, second = _name(a), _name(b)
    _, _, left, right = _weighed(first, second)
    return all(
        any(text[0] != "*" and (_weight(text) > _TITLE or text == name.full[-1]) for text in over)
        for over, name in ((left, first), (right, second))
    )


def key(name: str) -> str:
    """The consonants of a name by class of sound, its parts sorted: what spellings of one name nearly always share.

    For indexing: names with a part of the key in common are worth comparing. Initials and titles are left out.
    """
    full = _name(name).full
    parts = [part for part in full if _weight(part) > _TITLE] or full
    return " ".join(sorted({skeleton(part) for part in parts} - {""}))


def _shown(text: str) -> str:
    return text[1:].upper() if text.startswith("*") else text


# ---- names into parts ----


@dataclass(frozen=True, slots=True)
class _Words:
    """What the language files say of words in names, folded; `letters` maps the name of a letter to the letter."""

    titles: frozenset[str]
    particles: frozenset[str]
    short: Mapping[str, str]
    letters: Mapping[str, str]


@lru_cache(maxsize=1)
def _words() -> _Words:
    titles: set[str] = set()
    particles: set[str] = set()
    short: dict[str, str] = {}
    names: dict[str, str] = {}
    for code in available():
        titles.update(word for title in load(code).section("names").get("titles", ()) for word in folded(title).split())
        section = load(code).section("namesake")
        particles.update(folded(word) for word in section.get("particles", ()))
        short.update({folded(word): long for word, long in section.get("short", {}).items()})
        names.update({folded(word): letter for letter, word in section.get("letters", {}).items()})
    return _Words(frozenset(titles), frozenset(particles), short, names)


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    """The sounds of the parts that many people share."""
    words = (word for code in available() for word in load(code).section("namesake").get("common", ()))
    return frozenset(sound(plain(word)) for word in words)


@lru_cache(maxsize=65536)
def _name(name: str) -> Name:
    found = _CUT.findall(_BRACKETS.sub(" ", unicodedata.normalize("NFC", name)))
    comma = found.index(",") if "," in found[1:-1] and any(word != "," for word in found) else None
    shouted = not any(word.islower() or word[1:].islower() for word in found)
    texts: list[str] = []
    for place, word in enumerate(found):
        if word != ",":
            texts += _read(word, after_comma=comma is not None and place > comma, shouted=shouted)
    texts = list(_joined(texts))
    last = None
    if comma is not None and texts:
        last = len(list(_joined([t for w in found[:comma] for t in _read(w, False, shouted)]))) - 1
    return Name(tuple(texts), tuple(text for text in texts if text[0] != "*") or tuple(texts), last)


def _read(word: str, after_comma: bool, shouted: bool) -> list[str]:
    """A word of a name as parts: none when it stands for nothing, "*…" when it is initials."""
    words, same = _words(), folded(word)
    capitals = word.isascii() and word.isupper() and len(word) <= 5
    if capitals and after_comma:
        return ["*" + word.lower()]
    if same in words.short:
        return [plain(word)] if (word := words.short[same]) else []
    if same in words.letters:
        return ["*" + words.letters[same]]
    if len(word) == 1 and word.isalpha():
        return ["*" + (plain(word) if word.isascii() else (romanise(word)[:1].lower() or word))]
    if capitals and len(word) <= 4 and (not shouted or not set(word) & set("AEIOUY")):
        return ["*" + word.lower()]
    text = plain(word)
    return [text] if text else []


def _joined(texts: list[str]) -> list[str]:
    """Particles written together with what follows them, initials that follow each other as one part."""
    particles = _words().particles
    found: list[str] = []
    glue = False
    for place, text in enumerate(texts):
        if glue or (found and found[-1].startswith("*") and text.startswith("*")):
            found[-1] += text.removeprefix("*")
        else:
            found.append(text)
        glue = text in particles and not "".join(texts[place + 1 : place + 2]).startswith("*")
    return found


@lru_cache(maxsize=65536)
def _weight(text: str) -> float:
    """What a part says of who it is: long ones more than short ones, common ones and titles less."""
    if text.startswith("*"):
        return _INITIAL
    if folded(text) in _words().titles:
        return _TITLE
    heard = sound(text)
    return (1.0 + 0.25 * min(len(heard), 8)) * (_COMMON if heard in _common() else 1.0)


# ---- two names ----

_Pair = tuple[str, str, float]


@lru_cache(maxsize=256)  # one pair of names is asked about several times in a row; what is given is not to be changed
def _weighed(first: Name, second: Name) -> tuple[float, list[_Pair], list[str], list[str]]:
    """The similarity of two names, the parts that meet with how alike they are, and what is left over of each."""
    pairs, left, right = _met(first, second)
    if left and right and not any(text[0] == "*" for text in (*left, *right)):
        ends = "".join(left), "".join(right)
        if _alike(*ends) >= _MEET:
            pairs, left, right = [*pairs, (*ends, _alike(*ends))], [], []
    pairs, left = _stretched(pairs, left)
    turned, right = _stretched([(q, p, s) for p, q, s in pairs], right)
    pairs = [(p, q, s) for q, p, s in turned]
    met = total = 0.0
    for p, q, s in pairs:
        weight = min(_weight(p), _weight(q))
        met += weight * s
        total += weight * (1.0 if p[0] == "*" or q[0] == "*" else 1.0 + _DOUBT * (1.0 - s))
    if all(p[0] == "*" or q[0] == "*" for p, q, _ in pairs):
        met *= _ONLY_INITIALS
    over = sorted((sum(map(_weight, left)), sum(map(_weight, right))))
    total += over[0] * _CONFLICT + (over[1] - over[0]) * _EXTRA
    return (met / total if total else 0.0), pairs, left, right


def _stretched(pairs: list[_Pair], left: list[str]) -> tuple[list[_Pair], list[str]]:
    """Pairs whose first part is more alike when a part left over is written together with it (Jai Prakash)."""
    for extra in [text for text in left if text[0] != "*"]:
        for place, (p, q, s) in enumerate(pairs):
            together = max((_alike(whole, q), whole) for whole in (p + extra, extra + p)) if p[0] != "*" else (0.0, "")
            if s < 0.9 and together[0] > s:
                pairs = [*pairs[:place], (together[1], q, together[0]), *pairs[place + 1 :]]
                left = [text for text in left if text != extra]
                break
    return pairs, left


def _met(first: Name, second: Name) -> tuple[list[_Pair], list[str], list[str]]:
    """The parts that meet, the most alike first, each once; then those left over of each name, in order."""
    found = []
    for i, p in enumerate(first.parts):
        for k, q in enumerate(second.parts):
            alike = _alike(p, q)
            full = p[0] != "*" and q[0] != "*"
            if not full and ((q[0] == "*" and _last(first, i)) or (p[0] == "*" and _last(second, k))):
                alike *= _SURNAME_INITIAL
            if alike >= _MEET:
                found.append((full, alike, -i, -k))
    left, right = dict(enumerate(first.parts)), dict(enumerate(second.parts))
    pairs: list[_Pair] = []
    for _, alike, i, k in sorted(found, reverse=True):
        if -i in left and -k in right:
            pairs.append((left.pop(-i), right.pop(-k), alike))
    return pairs, list(left.values()), list(right.values())


def _last(name: Name, place: int) -> bool:
    """Whether a part is the surname: the last of several full ones, or the one before a comma."""
    if name.parts[place][0] == "*":
        return False
    full = [k for k, part in enumerate(name.parts) if part[0] != "*"]
    return place == name.last if name.last is not None else len(full) > 1 and place == full[-1]


@lru_cache(maxsize=1 << 17)
def _alike(a: str, b: str) -> float:
    """How alike two parts are, initials included."""
    if a[0] == "*" or b[0] == "*":
        return _initials(a, b)
    return alike(a, b)


def _initials(a: str, b: str) -> float:
    """Whether initials can stand for a part, or for other initials."""
    if a[0] == "*" and b[0] == "*":
        return _FITS if set(a[1:]) & set(b[1:]) else 0.0
    short, full = (a[1:], b) if a[0] == "*" else (b[1:], a)
    likely = begins(full)
    fits = (likely.get(letter, 0.0) - (0.04 if place else 0.0) for place, letter in enumerate(short))
    return max(0.0, _FITS * max(fits, default=0.0))
