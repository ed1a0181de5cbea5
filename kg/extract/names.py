"""Names of people, organisations and places, decided for the whole article at once.

    tag each sentence -> tidy what was tagged -> let an article's occurrences of a name vote -> find each name everywhere

A tagger sees one sentence and errs on names it has not met; but a name that matters stands in an article many times,
and its occurrences together say what it is. The words that surround names (titles, head nouns, statutes, languages)
are in the [names] section of the language file.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.extract import name_tags
from kg.language import Tokens, folded, load
from kg.model import Article, Kind, Mention, Span, Timex

_KINDS: Mapping[str, Kind] = {"PER": "Person", "ORG": "Organisation", "LOC": "Place"}
_TAGS = {kind: tag for tag, kind in _KINDS.items()}


@dataclass(frozen=True, slots=True)
class Words:
    """The [names] section of a language file, folded: sets of phrases, each a tuple of words."""

    titles: frozenset[tuple[str, ...]]
    organisations: frozenset[str]
    places: frozenset[str]
    generic: frozenset[str]
    institutions: frozenset[tuple[str, ...]]
    never: frozenset[tuple[str, ...]]
    edges: frozenset[str]
    longest: int


@dataclass(frozen=True, slots=True)
class Name:
    """Tokens `first` to before `last`, taken for a name of `tag` (PER, ORG, LOC, MISC)."""

    first: int
    last: int
    tag: str


def find(article: Article, tokens: Tokens, sentences: Sequence[Span], timexes: Sequence[Timex]) -> tuple[Mention, ...]:
    """The names of people, organisations and places in an article, in text order, none overlapping.

    `tokens` is the whole article tokenised, `sentences` cover it. Nothing inside a Timex is a name. Empty for a
    language without a model.
    """
    model = name_tags.load(article.language)
    if model is None:
        return ()
    words = vocabulary(article.language)
    surfaces = [tokens.span(i, i).of(article.text) for i in range(len(tokens))]
    spans = [tokens.span(i, i) for i in range(len(tokens))]
    lines = _lines(spans, sentences)
    closed = _inside(spans, [t.span for t in timexes])
    scores: list[list[int]] = []
    tagged: list[Name] = []
    for first, last in lines:
        forms = name_tags.shapes(surfaces[first:last])
        table = model.scores(tokens.words[first:last], forms)
        _close(table, closed[first:last], model)
        scores += table
        tagged += [Name(first + n.first, first + n.last, n.tag) for n in _names(model, model.best(table))]
    text = Text(tokens.words, surfaces, closed, scores, model)
    known = _settle(text, [m for n in tagged for m in _tidy(text, n, words)], words)
    return tuple(_mention(article, tokens, n) for n in _everywhere(text, lines, known))


@dataclass(frozen=True, slots=True)
class Text:
    """An article's words, as folded and as printed, those inside times, and what the tagger says of each."""

    words: Sequence[str]
    surfaces: Sequence[str]
    closed: Sequence[bool]
    scores: Sequence[Sequence[int]]
    model: name_tags.Model

    def strength(self, first: int, last: int, tag: str) -> int:
        """How much more the tagger likes these words as one name of `tag` than as no name."""
        number = self.model.number
        parts = ["U-"] if last == first + 1 else ["B-", *["I-"] * (last - first - 2), "L-"]
        rows = self.scores[first:last]
        outside = number["O"]
        return sum(row[number[part + tag]] - row[outside] for part, row in zip(parts, rows, strict=True))


@lru_cache(maxsize=16)
def vocabulary(language: str) -> Words:
    """The words around names in a language."""
    table = load(language).section("names")
    titles, never = _phrases(table.get("titles", ())), _phrases(table.get("never", ()))
    institutions = _phrases(table.get("institutions", ()))
    return Words(
        titles,
        frozenset(map(folded, table.get("organisation_heads", ()))),
        frozenset(map(folded, table.get("place_heads", ()))),
        frozenset(map(folded, table.get("generic_heads", ()))),
        institutions,
        never,
        frozenset(map(folded, table.get("edges", ()))),
        max((len(p) for p in titles | never | institutions), default=1),
    )


def _phrases(entries: Iterable[str]) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(folded(e).replace(".", " .").replace("-", " - ").split()) for e in entries)


def _lines(spans: Sequence[Span], sentences: Sequence[Span]) -> list[tuple[int, int]]:
    """The sentences as ranges of tokens."""
    lines: list[tuple[int, int]] = []
    at = 0
    for sentence in sentences:
        first = at
        while at < len(spans) and spans[at].start < sentence.end:
            at += 1
        if at > first:
            lines.append((first, at))
    if at < len(spans):
        lines.append((at, len(spans)))
    return lines


def _inside(spans: Sequence[Span], times: Sequence[Span]) -> list[bool]:
    ordered = sorted(times)
    inside, k = [], 0
    for span in spans:
        while k < len(ordered) and ordered[k].end <= span.start:
            k += 1
        inside.append(k < len(ordered) and ordered[k].overlaps(span))
    return inside


def _close(table: list[list[int]], closed: Sequence[bool], model: name_tags.Model) -> None:
    """Leave no tag but O where a time stands."""
    for row, shut in zip(table, closed, strict=True):
        if shut:
            row[model.number["O"]] -= name_tags.NEVER


def _names(model: name_tags.Model, path: Sequence[int]) -> list[Name]:
    found: list[Name] = []
    start = 0
    for i, number in enumerate(path):
        part, _, tag = model.tags[number].partition("-")
        if part in ("B", "U"):
            start = i
        if part in ("L", "U"):
            found.append(Name(start, i + 1, tag))
    return found


def _tidy(text: Text, name: Name, words: Words) -> list[Name]:
    """A tagged name without titles before it, case endings and generic nouns after it; nothing where nothing is left."""
    first, last = name.first, name.last
    while first < last and (step := _title(text.words, first, last, words)):
        first += step
    while first < last and text.words[first] in words.edges:
        first += 1
    while first < last and text.words[last - 1] in words.edges:
        last -= 1
    if last - first > 1 and text.words[last - 1] in words.generic:
        last -= 1
    if first >= last or not any(w[0].isalpha() for w in text.words[first:last]):
        return []
    if tuple(text.words[first:last]) in words.never:
        return []
    tag = name.tag
    if last < len(text.words) and text.words[last] in words.organisations and tag == "LOC":
        return [Name(first, last + 1, "ORG")]
    if last - first > 1 and text.words[last - 1] in words.organisations:
        tag = "ORG"
    elif last - first > 1 and text.words[last - 1] in words.places:
        tag = "LOC"
    return [Name(first, last, tag)]


def _title(words: Sequence[str], first: int, last: int, known: Words) -> int:
    """How many words at `first` are a title."""
    for size in range(min(known.longest, last - first), 0, -1):
        if tuple(words[first : first + size]) in known.titles:
            after = first + size
            return size + (1 if after < last and words[after] == "." else 0)
    return 0


def _settle(text: Text, names: Sequence[Name], words: Words) -> dict[tuple[str, ...], str]:
    """Each name (its folded words) with its kind, by the vote of its occurrences; parts of people's names as well."""
    votes: dict[tuple[str, ...], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for n in names:
        key = tuple(text.words[n.first : n.last])
        votes[key][n.tag] += max(1, text.strength(n.first, n.last, n.tag))
    known = {key: max(sorted(tags), key=lambda t: tags[t]) for key, tags in votes.items()}
    for key, tag in sorted(known.items()):
        if tag == "PER" and len(key) > 1:
            for part in (key[0], key[-1]):
                if len(part) > 2 and part not in words.edges and known.get((part,)) in (None, "ORG", "LOC"):
                    total = sum(votes.get((part,), {}).values())
                    if total <= votes[key]["PER"]:
                        known[(part,)] = "PER"
    for phrase in words.institutions:
        known[phrase] = "ORG"
    return known


def _everywhere(text: Text, lines: Sequence[tuple[int, int]], known: Mapping[tuple[str, ...], str]) -> list[Name]:
    """Every place where a known name stands, the longest first."""
    longest: dict[str, int] = defaultdict(int)
    for key in known:
        longest[key[0]] = max(longest[key[0]], len(key))
    found: list[Name] = []
    for first, last in lines:
        i = first
        while i < last:
            size = _match(text, i, last, known, longest.get(text.words[i], 0))
            if size:
                found.append(Name(i, i + size, known[tuple(text.words[i : i + size])]))
            i += size or 1
    return [n for n in found if n.tag in _KINDS]


def _match(text: Text, first: int, end: int, known: Mapping[tuple[str, ...], str], longest: int) -> int:
    for size in range(min(longest, end - first), 0, -1):
        if tuple(text.words[first : first + size]) in known and not any(text.closed[first : first + size]):
            surface = text.surfaces[first]
            if surface != surface.lower() or not surface[0].isascii():
                return size
    return 0


def _mention(article: Article, tokens: Tokens, name: Name) -> Mention:
    span = tokens.span(name.first, name.last - 1)
    written = " ".join(unicodedata.normalize("NFC", span.of(article.text)).split())
    return Mention(span, _KINDS[name.tag], written, rule="names.tagged")
