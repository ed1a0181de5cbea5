"""A sentence as the clause readers see it: its words, tags, nominals and times, by word index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.extract.nominals import Nominal
from kg.model import Span, Timex, Word


@dataclass(frozen=True)
class Sentence:
    """`words` are folded forms, `upos` their tags ("" unknown); `times` are (first word, last word, timex span).

    `timed` holds the indices of all words of times. `indefinite` are articles, `bodies` nouns that can stand for a
    company, `institutions` nouns in the names of what is none; `counsels` speak for their `clients`. `such` are words
    for what was told of before.
    """

    span: Span
    tokens: tuple[Word, ...]
    words: tuple[str, ...]
    upos: tuple[str, ...]
    nominals: tuple[Nominal, ...]
    times: tuple[tuple[int, int, Span], ...]
    timed: frozenset[int]
    indefinite: frozenset[str] = frozenset()
    bodies: frozenset[str] = frozenset()
    institutions: frozenset[str] = frozenset()
    counsels: frozenset[str] = frozenset()
    clients: frozenset[str] = frozenset()
    such: frozenset[str] = frozenset()

    def form(self, i: int) -> str:
        """The folded word at `i`, "" beyond the end."""
        return self.words[i] if 0 <= i < len(self.words) else ""


def place_times(spans: Sequence[Span], timexes: Sequence[Timex]) -> tuple[tuple[int, int, Span], ...]:
    """(first word, last word, span) of each timex inside a sentence whose words stand at `spans`."""
    placed: list[tuple[int, int, Span]] = []
    for timex in timexes:
        inside = [i for i, span in enumerate(spans) if timex.span.overlaps(span)]
        if inside:
            placed.append((inside[0], inside[-1], timex.span))
    return tuple(placed)
