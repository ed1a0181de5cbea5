"""The tense of the clause that a time stands in, by its words."""

from __future__ import annotations

from kg.extract.patterns import Grammar
from kg.extract.timewords import Times
from kg.language import Tokens

_STOPS = frozenset({".", "?", "!", "\u0964", "\u06d4"})


def tense_of(tokens: Tokens, first: int, last: int, spoken: Times) -> str:
    """The tense of the clause that tokens `first` to `last` stand in: that of the nearest word of tense in their
    sentence, looked for after them first where verbs stand last, before them first elsewhere. A participle right behind
    a word of the future is of that: "to be held"."""
    after = range(last + 1, min(last + 60, len(tokens)))
    before = range(first - 1, max(first - 40, -1), -1)
    for places in (after, before) if spoken.verb_last else (before, after):
        for i in places:
            if _ends_sentence(tokens, i, spoken.grammar):
                break
            if tense := _of_word(tokens.words[i], spoken):
                return "future" if i and not spoken.verb_last and tokens.words[i - 1] in spoken.future else tense
    return ""


def _of_word(word: str, spoken: Times) -> str:
    if word in spoken.future or (len(word) > 3 and spoken.future_endings and word.endswith(spoken.future_endings)):
        return "future"
    if word in spoken.past or (len(word) > 3 and spoken.past_endings and word.endswith(spoken.past_endings)):
        return "past"
    return ""


def _ends_sentence(tokens: Tokens, i: int, grammar: Grammar) -> bool:
    """Whether token `i` ends a sentence; the point of an abbreviated month or of a short word does not."""
    word = tokens.words[i]
    if word not in _STOPS:
        return False
    if word == "." and i and any("abbr" in entry.values for entry in grammar.index.get(tokens.words[i - 1], ())):
        return False
    return (
        word != "." or i + 1 >= len(tokens) or (tokens.starts[i + 1] > tokens.ends[i] and len(tokens.words[i - 1]) > 3)
    )
