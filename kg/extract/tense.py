"""The tense of the clause that a time stands in, by its words."""

from __future__ import annotations

from bisect import bisect_left

from kg.extract.patterns import Grammar
from kg.extract.timewords import Times
from kg.language import Tokens
from kg.model import Span

_STOPS = frozenset({".", "?", "!", "\u0964", "\u06d4"})


def tense_of(tokens: Tokens, first: int, last: int, spoken: Times) -> str:
    """The tense of the clause that tokens `first` to `last` stand in: that of the nearest word of tense in their
    sentence, looked for after them first where verbs stand last, before them first elsewhere. A participle right behind
    a word of the future is of that ("to be held"), and where verbs stand last one right before it ("will be held")."""
    after = range(last + 1, min(last + 60, len(tokens)))
    before = range(first - 1, max(first - 40, -1), -1)
    for places in (after, before) if spoken.verb_last else (before, after):
        for i in places:
            if _ends_sentence(tokens, i, spoken.grammar):
                break
            if spoken.verb_last and _is_due(tokens, i, spoken):
                return "future"
            if tokens.words[i] in spoken.closing and not _closes(tokens, i, spoken):
                continue
            if tense := _of_word(tokens.words[i], spoken):
                return "future" if _is_led_to_come(tokens, i, spoken) else tense
    return ""


def _is_led_to_come(tokens: Tokens, i: int, spoken: Times) -> bool:
    """Whether the word beside a word of the past, where its auxiliary stands, makes it one of the future."""
    if not spoken.verb_last:
        return i > 0 and tokens.words[i - 1] in spoken.future
    return i + 1 < len(tokens) and (
        _is_future(tokens.words[i + 1], spoken) or _is_due(tokens, i + 1, spoken)
    )


def _is_due(tokens: Tokens, i: int, spoken: Times) -> bool:
    """Whether word `i` is an infinitive, or what is hoped or planned, before "is": what is to be."""
    word, following = tokens.words[i], tokens.words[i + 1 : i + 2]
    if word in spoken.expected and i > 1 and tokens.words[i - 1] in spoken.closing:  # "the fear of its coming"
        return tokens.words[i - 2].endswith(spoken.due_endings) and not spoken.past.intersection(following)
    due = word in spoken.expected or len(word) > 3 and word.endswith(spoken.due_endings) and word not in spoken.past
    return due and bool(spoken.due.intersection(following))


def _closes(tokens: Tokens, i: int, spoken: Times) -> bool:
    """Whether word `i`, which can also mark a case, ends a clause, an auxiliary behind it or not."""
    word = tokens.words[i + 1] if i + 1 < len(tokens) else "."
    return not word[0].isalnum() or word in spoken.due or word in spoken.past


def _is_future(word: str, spoken: Times) -> bool:
    ends = len(word) > 3 and word.endswith(spoken.future_endings) and word not in spoken.no_future
    return word in spoken.future or ends


def _of_word(word: str, spoken: Times) -> str:
    if _is_future(word, spoken):
        return "future"
    if word in spoken.past or (len(word) > 3 and spoken.past_endings and word.endswith(spoken.past_endings)):
        return "past"
    return ""


def sentences_between(tokens: Tokens, told: Span | None, first: int, spoken: Times) -> int:
    """How many sentences end between a span of the text and token `first`; 0 where there is no span."""
    if told is None:
        return 0
    begin = bisect_left(tokens.starts, told.end)
    return sum(_ends_sentence(tokens, i, spoken.grammar) for i in range(begin, first))


def _ends_sentence(tokens: Tokens, i: int, grammar: Grammar) -> bool:
    """Whether token `i` ends a sentence; the point of an abbreviated month or of a short word does not."""
    word = tokens.words[i]
    if word not in _STOPS:
        return False
    if word == "." and i and any("abbr" in entry.values for entry in grammar.index.get(tokens.words[i - 1], ())):
        return False
    before = i - 1
    while before > 0 and not tokens.words[before][0].isalnum():
        before -= 1  # the mark that closes a quotation
    return word != "." or i + 1 >= len(tokens) or (
        tokens.starts[i + 1] > tokens.ends[i] and len(tokens.words[before]) > 3
    )
