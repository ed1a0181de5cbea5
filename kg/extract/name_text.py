"""An article as the name finder sees it: words, sentences, and what the tagger says of each word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg import gazetteer
from kg.extract import name_tags
from kg.extract.name_words import Words
from kg.language import Tokens
from kg.model import Article, Span

_QUOTES = ("‘", "’", "'", "“", "”", '"')


@dataclass(frozen=True, slots=True, order=True)
class Name:
    """Words `first` to before `last`, taken for a name of kind `tag` (PER, ORG, LOC, MISC) by `rule`."""

    first: int
    last: int
    tag: str
    rule: str = "tagged"


@dataclass(frozen=True, slots=True)
class Text:
    """`words` folded, `spans` where they stand, `surfaces` as printed, `closed` inside a time, `lines` the
    sentences as ranges of words, `line_of` the number of each word's sentence, `scores` the weight of each tag of
    `model` for each word, `margins` how much more O weighs than the best other."""

    words: Sequence[str]
    spans: Sequence[Span]
    surfaces: Sequence[str]
    forms: Sequence[str]
    closed: Sequence[bool]
    lines: Sequence[tuple[int, int]]
    line_of: Sequence[int]
    scores: Sequence[list[int]]
    margins: Sequence[int]
    model: name_tags.Model

    @classmethod
    def of(
        cls,
        article: Article,
        tokens: Tokens,
        sentences: Sequence[Span],
        times: Sequence[Span],
        model: name_tags.Model,
        words: Words,
    ) -> Text:
        """Score every sentence of an article; what stands inside `times` or is a statute can be nothing but O."""
        spans = tokens.spans()
        surfaces = [s.of(article.text) for s in spans]
        lines = lines_of(spans, sentences)
        closed = _inside(spans, times)
        openers = {phrase[0] for phrase in words.never}
        for i in (i for i, word in enumerate(tokens.words) if word in openers):
            for size in range(min(words.longest, len(tokens) - i), 1, -1):
                if tuple(tokens.words[i : i + size]) in words.never:
                    closed[i : i + size] = [True] * size
        line_of: list[int] = []
        forms: list[str] = []
        scores: list[list[int]] = []
        for number, (first, last) in enumerate(lines):
            line_of += [number] * (last - first)
            forms += name_tags.shapes(surfaces[first:last])
            scores += model.scores(tokens.words[first:last], forms[first:last])
        outside = model.number["O"]
        for row, shut in zip(scores, closed, strict=True):
            if shut:
                row[outside] -= name_tags.NEVER
        margins = model.margins(scores)
        return cls(tokens.words, spans, surfaces, forms, closed, lines, line_of, scores, margins, model)

    def tagged(self, line: tuple[int, int], doubt: int = 0) -> list[Name]:
        """The names of one sentence, when "no name" weighs `doubt` less than the model says."""
        first, last = line
        path = self.model.best(self.scores[first:last], self.margins[first:last], doubt)
        found: list[Name] = []
        start = 0
        for i, number in enumerate(path, start=first):
            part, _, tag = self.model.tags[number].partition("-")
            if part in ("B", "U"):
                start = i
            if part in ("L", "U"):
                found.append(Name(start, i + 1, tag, "doubted" if doubt else "tagged"))
        return found

    def strength(self, first: int, last: int, tag: str) -> int:
        """How much more the tagger likes these words as one name of `tag` than as none, between words that are none."""
        path = self.model.path(last - first, tag)
        outside = self.model.number["O"]
        rows = self.scores[first:last]
        return sum(row[t] - row[outside] for t, row in zip(path, rows, strict=True)) + self.model.worth(path)

    def same_line(self, first: int, last: int) -> bool:
        return last < len(self.words) and self.line_of[first] == self.line_of[last]

    def is_headline(self, line: tuple[int, int]) -> bool:
        """Whether capitals say nothing in a sentence, as in a headline in Title Case."""
        return "?" in self.forms[line[0] : line[1]]

    def cased(self, at: int) -> bool:
        """Whether a word is written as names are: not in lower case, where its script has case."""
        return self.forms[at][0] != "a"

    def caseless(self, at: int) -> bool:
        """Whether a word is in a script without case, and not listed as a name."""
        return self.forms[at] == "h" and self.model.uses.get(self.words[at], "")[-1:] not in ("n", "p")

    def beside(self, name: Name) -> list[str]:
        """The word before a name in its sentence and the four after it, "" where there is none."""
        first, last = self.lines[self.line_of[name.first]]
        around = (name.first - 1, *range(name.last, name.last + 4))
        return [self.words[i] if first <= i < last else "" for i in around]

    def is_rare(self, at: int) -> bool:
        """Whether a word is not among the common words of the language, or is written with a capital amid others."""
        form, use = self.forms[at], self.model.uses.get(self.words[at], "c")
        return use[0] in "cDnp" or use[-1] == "p" if form == "h" else form[0] == "A"

    def is_unheard(self, at: int) -> bool:
        """Whether a word is known to the language as no more than a name, if at all."""
        return self.model.uses.get(self.words[at], "")[:1] in ("", "c", "n", "p")

    def is_initial(self, at: int, words: Words) -> bool:
        """Whether a word is one letter, capital or spelled out in the letters' names."""
        return self.forms[at] in ("A", "^A") or (self.words[at] in words.letters and self.words[at] not in words.edges)

    def is_institution(self, first: int, size: int, words: Words) -> bool:
        """Whether words are a listed institution, written so: WHO in capitals, a common word such as Apple with a
        capital that is not that of the sentence."""
        phrase, form = tuple(self.words[first : first + size]), self.forms[first]
        if phrase not in words.institutions or form[0] == "a" or self.closed[first]:
            return False
        if phrase in words.initials:
            return form == "AA"
        return size > 1 or form[0] not in "^?" or not self.model.uses.get(phrase[0], "")[:1].isupper()

    def place(self, first: int, last: int) -> str:
        """What the gazetteer says of words: "country", "region" or "city", "" for no place or a name that is as often
        no place's."""
        return _place(" ".join(self.words[first:last]))

    def is_acronym(self, at: int, words: Words) -> bool:
        """Whether a word is capitals among words without case, or three letters' names and more; not one that the
        language lists as no organisation."""
        word, form = self.words[at], self.forms[at]
        if self.closed[at] or word in words.capitals or (word,) in words.never or (word,) in words.titles:
            return False
        if words.spelled is not None:
            return (form == "AA" and len(word) < 7) or (form == "h" and words.spelled.fullmatch(word) is not None)
        return form == "AA" and 2 < len(word) < 7 and 0 < at < len(self.words) - 1 and self.words[at - 1] == "("

    def letters(self, at: int, words: Words) -> int:
        """How many letters an acronym has."""
        if self.forms[at] == "h" and words.spelled is not None:
            return _spelled(self.words[at], words)
        return len(self.words[at])

    def quoted_work(self, name: Name, words: Words) -> bool:
        """Whether a name stands between single or double quotes, beside a word for a work or an event."""
        before = range(name.first - 1, max(name.first - 7, -1), -1)
        after = range(name.last, min(name.last + 6, len(self.words)))
        opens = next((i for i in before if self.surfaces[i] in _QUOTES), None)
        closes = next((i for i in after if self.surfaces[i] in _QUOTES), None)
        if opens is None or closes is None or not self.same_line(opens, closes):
            return False
        beside = [self.words[i] for i in (opens - 2, opens - 1, closes + 1, closes + 2) if 0 <= i < len(self.words)]
        return any(w in words.works for w in beside)


@lru_cache(maxsize=65536)
def _place(name: str) -> str:
    found = gazetteer.lookup(name)
    return found[0].kind if found and not gazetteer.common(name) else ""


def _spelled(word: str, words: Words) -> int:
    """The least number of letters' names that make up a word."""
    best = [0] + [99] * len(word)
    for end in range(1, len(word) + 1):
        fits = [best[end - len(name)] + 1 for name in words.letters if word.endswith(name, 0, end)]
        best[end] = min(fits, default=99)
    return best[-1]


def lines_of(spans: Sequence[Span], sentences: Sequence[Span]) -> list[tuple[int, int]]:
    """The sentences as ranges of words; words after the last sentence are one more."""
    lines: list[tuple[int, int]] = []
    at = 0
    for sentence in (*sentences, None):
        first = at
        while at < len(spans) and (sentence is None or spans[at].start < sentence.end):
            at += 1
        if at > first:
            lines.append((first, at))
    return lines


def _inside(spans: Sequence[Span], times: Sequence[Span]) -> list[bool]:
    ordered = sorted(times)
    inside, k = [], 0
    for span in spans:
        while k < len(ordered) and ordered[k].end <= span.start:
            k += 1
        inside.append(k < len(ordered) and ordered[k].overlaps(span))
    return inside
