"""What each name of an article is, by the vote of all its occurrences, and where it stands.

An occurrence votes with the tagger's weights; a title before it, a head noun in it and a rule vote too. A person's name
lends its kind to its parts and to other spellings of them, an organisation's to the short form it begins with.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kg import gazetteer
from kg.extract.name_text import Name, Text
from kg.extract.name_words import Words

Key = tuple[str, ...]
Votes = dict[Key, dict[str, int]]
_TAGS = ("PER", "ORG", "LOC", "MISC")
#: Where several rules found a name, the one that says most of it comes first.
_RULES = (
    "listed", "long form", "acronym", "head noun", "title", "seat", "settlement", "gazetteer", "tagged", "brought"
)  # fmt: skip
#: What a title before a name, a head noun in it and a rule add to the vote, in weights of the tagger.
_TITLE, _HEAD, _RULE = 300, 300, 500
#: What the votes for a name must come to that no sentence alone makes one: where it stands twice or more, and once.
_DOUBTED, _ONCE = 30, 150
#: The least that a full name adds for the kind of its parts.
_PART = 200
#: What each occurrence adds, by how common the word is: unknown words that repeat are names, common words are not.
_HOPE = {"": 120, "c": 70, "b": 30, "a": -40, "D": 40, "C": -40, "B": -100, "A": -160}
#: What the gazetteer adds for each occurrence.
_PLACE = {"country": 200, "region": 150, "city": 120}
#: What the ending of a town's or village's name adds for each occurrence.
_SETTLEMENT = 200
#: What a word such as "firm" before a name or "shares" after it adds for an organisation, and two words for a person.
_CUE, _TWO = 250, 60
#: From this many people on a city is likelier meant than an organisation that begins with its name.
_WELL_KNOWN = 500_000
#: What each occurrence of a word from a list of names adds at least.
_LISTED = 40
_TWICE = re.compile(r"([^\W\d_])\1")


class Verdict(NamedTuple):
    """What a name is (`tag`), and the rule that found it or the kind for it."""

    tag: str
    rule: str


@dataclass(frozen=True)
class Settled:
    """What is known of an article's names, by folded words; why those looked at are none (`denied`); and how all of
    them were voted for."""

    known: Mapping[Key, Verdict]
    denied: Mapping[Key, str]
    votes: Mapping[Key, Mapping[str, int]]


def settle(
    text: Text, sure: Sequence[Name], doubtful: Sequence[Name], words: Words, never: frozenset[Key] = frozenset()
) -> Settled:
    """The kind of each name (its folded words): of the sure ones, of the doubtful ones that the article confirms, and
    of parts and other spellings of them; but none of those in `never`."""
    names = {key_of(text, n) for n in sure}
    doubted = {key_of(text, n) for n in doubtful} - names
    votes = count(text, names | doubted, sure, words)
    known: dict[Key, Verdict] = {}
    denied: dict[Key, str] = {}
    rules = _rules(text, sure)
    often = Counter(key_of(text, n) for n in everywhere(text, dict.fromkeys(names | doubted, Verdict("MISC", ""))))
    inner = {word for word, form in zip(text.words, text.forms, strict=True) if form in ("Aa", "AA", "AaA", "A")}
    for key in sorted(names | doubted):
        if _is_ordinary(text, key) and key[0] not in inner:  # its capital is that of the sentence
            denied[key] = "an ordinary word, with a capital only where a sentence begins"
            continue
        tag = _winner(votes[key])
        least = 0 if key in names else _DOUBTED if often[key] > 1 else _ONCE
        if votes[key][tag] > least or (key in names and not _is_ordinary(text, key)):
            known[key] = Verdict(tag, rules.get((key, tag), "vote" if key in names else "confirmed"))
        else:
            denied[key] = "an ordinary word with too few votes" if key in names else "doubted, and not confirmed"
    for key in [key for key in sorted(known) if _is_two(key, known)]:
        del known[key]
        denied[key] = "a person, and a place"
    _share(text, known, votes, words)
    _respell(text, known, words)
    tagged = {key_of(text, n) for n in sure if n.rule == "tagged"}
    for key in {key_of(text, n) for n in sure if n.rule == "head noun"} - tagged:
        if key in known and key[:-1] in known and known[key[:-1]].tag == "PER":
            del known[key]
            denied[key] = "a person, and a common noun"
    for key in never & known.keys():
        del known[key]
        denied[key] = "said to be no name"
    return Settled(known, denied, votes)


def _is_two(key: Key, known: Mapping[Key, Verdict]) -> bool:
    """Whether two words taken for a person are somebody's surname and a place of the article beside it."""
    if len(key) != 2 or known[key].tag != "PER" or key[1:] not in known or known[key[1:]].tag != "LOC":
        return False
    return any(other[-1] == key[0] and len(other) > 1 and known[other].tag == "PER" for other in known)


def _rules(text: Text, sure: Iterable[Name]) -> Mapping[tuple[Key, str], str]:
    """The rule that says most of each name and kind that rules found."""
    found: dict[tuple[Key, str], str] = {}
    for name in sorted(sure, key=lambda n: _RULES.index(n.rule)):
        found.setdefault((key_of(text, name), name.tag), name.rule)
    return found


def key_of(text: Text, name: Name) -> Key:
    return tuple(text.words[name.first : name.last])


def _winner(votes: Mapping[str, int]) -> str:
    return max(_TAGS, key=lambda tag: votes[tag])


def _is_ordinary(text: Text, key: Key) -> bool:
    """Whether a name is one word that the language also writes in lower case."""
    return len(key) == 1 and text.model.uses.get(key[0], "")[:1].isupper()


def count(text: Text, keys: Iterable[Key], sure: Sequence[Name], words: Words) -> Votes:
    """For each name the votes for each kind, of every place where it stands and no longer name does."""
    votes: Votes = defaultdict(lambda: dict.fromkeys(_TAGS, 0))
    uses = text.model.uses
    for n in everywhere(text, dict.fromkeys(keys, Verdict("MISC", ""))):
        key = key_of(text, n)
        hope = sum(_hope(uses.get(w, "")) for w in key) // len(key)
        for tag in _TAGS:
            votes[key][tag] += text.strength(n.first, n.last, tag) + hope
        for tag, weight in _cues(text, n, words):
            votes[key][tag] += weight
    for n in sure:
        key = key_of(text, n)
        if n.rule not in ("tagged", "gazetteer", "title"):
            votes[key][n.tag] += _RULE
        if len(key) > 1 and key[-1] in words.organisations:
            votes[key]["ORG"] += 0 if words.titled(text.words, n.first) else _HEAD
        elif len(key) > 1 and key[-1] in words.places:
            votes[key]["LOC"] += _HEAD
    return votes


def _cues(text: Text, name: Name, words: Words) -> Iterator[tuple[str, int]]:
    """What the gazetteer and the words beside a name say of its kind, with the weight of each."""
    if words.titled(text.words, name.first):
        yield "PER", _TITLE
    elif name.last - name.first == 1 and _is_the(text, name, words):
        yield "PER", -_TITLE
    if kind := text.place(name.first, name.last):
        yield "LOC", _PLACE[kind]
    elif name.last - name.first == 1 and words.is_settlement(text.words[name.first]):
        yield "LOC", _SETTLEMENT
    elif name.last - name.first == 2 and all(map(text.is_unheard, range(name.first, name.last))):
        yield "PER", _TWO  # first name and surname: what is no person has a head noun or is known
    beside = text.beside(name)
    if beside[0] in words.companies:
        yield "ORG", _CUE
    after = beside[2:] if beside[1] == "'s" else beside[1:]
    if after[0] in words.belongings:
        yield "ORG", _CUE
    if after[0] == "," and after[1].isdigit() and after[2] == ",":  # her age
        yield "PER", _TITLE


def _is_the(text: Text, name: Name, words: Words) -> bool:
    """"The Ganges": whether an article stands before a single name, and no noun behind it ("the Mueller report")."""
    before, after = text.beside(name)[:2]
    return before in words.the and (not after[:1].isalpha() or after in words.edges)


def _hope(use: str) -> int:
    return max(_HOPE[use.rstrip("np")], _LISTED if use[-1:] in "np" and use else 0)


def _share(text: Text, known: dict[Key, Verdict], votes: Votes, words: Words) -> None:
    """Give the kind of full names to their parts, unless the article speaks against it."""
    backing: dict[tuple[Key, str], int] = defaultdict(int)
    for key, (tag, _) in sorted(known.items()):
        for part in _parts(key, tag, words):
            if tag == "ORG" and any(p.kind != "city" or p.population >= _WELL_KNOWN for p in gazetteer.lookup(part[0])):
                continue
            backing[part, tag] += max(_PART, votes[key][tag])
    alone = count(text, {part for part, _ in backing if part not in votes}, [], words)
    for (part, tag), weight in sorted(backing.items()):
        own = votes.get(part) or alone.get(part)
        if own is not None and (tag == "PER" or part in known):
            others = max(own[t] for t in _TAGS if t != tag)
            if own[tag] + weight > max(0, others) and (part not in known or known[part].tag != tag):
                known[part] = Verdict(tag, "part")


def _parts(key: Key, tag: str, words: Words) -> list[Key]:
    """What a name is called by for short: first or last name of a person, first word of an organisation."""
    if len(key) < 2 or tag not in ("PER", "ORG"):
        return []
    ends = (key[0], key[-1]) if tag == "PER" else (key[0],)
    return [(w,) for w in ends if len(w) > 2 and w[0].isalpha() and w not in words.edges and w not in words.generic]


def _respell(text: Text, known: dict[Key, Verdict], words: Words) -> None:
    """Take unknown words that are spelled nearly as a person's name for that name, whatever a sentence said."""
    people = {w for key, verdict in known.items() if verdict.tag == "PER" for w in key if len(w) > 3}
    sounds = {spoken(w, words) for w in people}
    for at, word in enumerate(text.words):
        unknown = len(word) > 3 and word[0].isalpha() and word not in text.model.uses and word not in people
        if unknown and text.cased(at) and spoken(word, words) in sounds and not gazetteer.lookup(word):
            known[(word,)] = Verdict("PER", "spelling")


def spoken(word: str, words: Words) -> str:
    """A word without what spellings of one name differ in: the length of vowels, doubled letters."""
    for written, said in words.alike:
        word = word.replace(written, said)
    return _TWICE.sub(r"\1", word)


def everywhere(text: Text, known: Mapping[Key, Verdict]) -> list[Name]:
    """Every place where a known name stands, the longest first, never inside a time or in lower case."""
    longest: dict[str, int] = defaultdict(int)
    for key in known:
        longest[key[0]] = max(longest[key[0]], len(key))
    found: list[Name] = []
    for first, last in text.lines:
        i = first
        while i < last:
            size = longest.get(text.words[i], 0)
            size = _matched(text, i, min(size, last - i), known) if size else 0
            if size:
                found.append(Name(i, i + size, *known[tuple(text.words[i : i + size])]))
            i += size or 1
    return found


def _matched(text: Text, first: int, longest: int, known: Mapping[Key, Verdict]) -> int:
    if not text.cased(first):
        return 0
    for size in range(longest, 0, -1):
        last = first + size
        if tuple(text.words[first:last]) in known and not any(text.closed[first:last]):
            return size
    return 0
