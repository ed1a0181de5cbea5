"""What each name of an article is, by the vote of all its occurrences, and where it stands.

An occurrence votes with the tagger's weights; a title before it, a head noun in it, a gazetteer vote too. A person's
name lends its kind to its parts, and to the spellings of a part that differ only in the length of vowels.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from kg.extract.name_text import Name, Text
from kg.extract.name_words import Words

Key = tuple[str, ...]
_TAGS = ("PER", "ORG", "LOC", "MISC")
#: What a title before a name, a head noun, a rule and a person's full name add to the vote, in weights of the tagger.
_TITLE, _HEAD, _RULE, _PART = 200, 300, 300, 200
#: Added for each occurrence: a word that repeats is more likely a name than one sentence shows.
_HOPE = 80
#: Long vowels and their short ones, the anusvara and the halves of doubled letters: what spellings of a name differ in.
_LENGTH = str.maketrans({0x93E: None, 0x940: 0x93F, 0x942: 0x941, 0x948: 0x947, 0x94C: 0x94B, 0x906: 0x905, 0x908: 0x907, 0x90A: 0x909})


def settle(text: Text, sure: Sequence[Name], doubtful: Sequence[Name], words: Words) -> dict[Key, str]:
    """The kind of each name (its folded words): of the sure ones, of the doubtful ones that the article confirms, and
    of the parts of people's names."""
    names = {key_of(text, n) for n in sure}
    doubted = {key_of(text, n) for n in doubtful} - names
    votes = count(text, names | doubted, sure, words)
    known: dict[Key, str] = {}
    for key in sorted(names | doubted):
        tag = max(_TAGS, key=lambda t: votes[key][t])
        if votes[key][tag] > 0 or key in names:
            known[key] = tag
    _share(text, known, votes, words)
    return known


def key_of(text: Text, name: Name) -> Key:
    return tuple(text.words[name.first : name.last])


def count(text: Text, keys: Iterable[Key], sure: Sequence[Name], words: Words) -> dict[Key, dict[str, int]]:
    """For each name the votes for each kind, of every place where it stands and no longer name does."""
    votes: dict[Key, dict[str, int]] = defaultdict(lambda: dict.fromkeys(_TAGS, 0))
    for n in everywhere(text, dict.fromkeys(keys, "MISC")):
        key = key_of(text, n)
        for tag in _TAGS:
            votes[key][tag] += text.strength(n.first, n.last, tag) + _HOPE
        if words.titled(text.words, n.first):
            votes[key]["PER"] += _TITLE
    for n in sure:
        key = key_of(text, n)
        if n.rule != "tagged":
            votes[key][n.tag] += _RULE
        if len(key) > 1 and key[-1] in words.organisations:
            votes[key]["ORG"] += _HEAD
        elif len(key) > 1 and key[-1] in words.places:
            votes[key]["LOC"] += _HEAD
    return votes


def _share(text: Text, known: dict[Key, str], votes: Mapping[Key, Mapping[str, int]], words: Words) -> None:
    """Give a person's kind to the first and last word of the full name, unless the article speaks against it."""
    full = [key for key, tag in sorted(known.items()) if tag == "PER" and len(key) > 1]
    parts: dict[Key, int] = defaultdict(int)
    for key in full:
        for word in (key[0], key[-1]):
            if len(word) > 2 and word[0].isalpha() and word not in words.edges and word not in words.generic:
                parts[(word,)] += max(_PART, votes[key]["PER"])
    alone = count(text, [p for p in parts if p not in votes], [], words)
    for part, backing in sorted(parts.items()):
        own = votes[part] if part in votes else alone.get(part)
        if own is None:
            continue
        other = max(own[t] for t in ("ORG", "LOC", "MISC"))
        if own["PER"] + backing > max(0, other):
            known[part] = "PER"


def everywhere(text: Text, known: Mapping[Key, str]) -> list[Name]:
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
                found.append(Name(i, i + size, known[tuple(text.words[i : i + size])]))
            i += size or 1
    return found


def _matched(text: Text, first: int, longest: int, known: Mapping[Key, str]) -> int:
    for size in range(longest, 0, -1):
        if tuple(text.words[first : first + size]) in known and text.cased(first) and not any(text.closed[first : first + size]):
            return size
    return 0
