"""What happened after what was told just before: "after that" at the beginning of a clause.

    sequels(annotated, language)      (trigger of the later clause, trigger of the earlier one), in text order

The words are `[clauses] sequel` of the language file. They point to the clause before them in their sentence, else to
all that the sentence before it tells as done, in the same paragraph.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from kg.language import Language, fold, folded, tokenize
from kg.model import Annotated, Clause, Span

#: Moods in which nothing was done, or before what is told around it.
_UNDONE = frozenset({"negated", "future", "hypothetical", "pluperfect", "modal", "obliged"})


def sequels(annotated: Annotated, language: Language) -> Iterator[tuple[Span, Span]]:
    """Pairs of triggers of clauses that tell events: the first is told to come after the second."""
    section = language.section("clauses")
    phrases = [tuple(folded(word) for word in phrase.split()) for phrase in section.get("sequel", ())]
    if not phrases:
        return
    opens = {",", *map(folded, (*section.get("complementizers", ()), *section.get("coordination", ())))}
    tokens = tokenize(fold(annotated.article.text))
    spans, words = tokens.spans(), tokens.words
    starts = [span.start for span in spans]
    for number, sentence in enumerate(annotated.sentences):
        first, last = bisect_left(starts, sentence.start), bisect_left(starts, sentence.end)
        for i in range(first, last):
            if i > first and words[i - 1] not in opens:
                continue
            if any(tuple(words[i : i + len(phrase)]) == phrase for phrase in phrases):
                yield from _linked(annotated, number, spans[i].start)


def _linked(annotated: Annotated, number: int, at: int) -> Iterator[tuple[Span, Span]]:
    here = _done(annotated, annotated.sentences[number])
    later = [c for c in here if c.trigger.start > at]
    earlier = [c for c in here if c.trigger.start < at][-1:] or _before(annotated, number)
    for one in later:
        yield from ((one.trigger, other.trigger) for other in earlier if other.quote == one.quote)


def _before(annotated: Annotated, number: int) -> Sequence[Clause]:
    """What the sentence before one tells as done, where both are of one paragraph."""
    if number == 0:
        return ()
    before, here = annotated.sentences[number - 1 : number + 1]
    parted = "\n" in annotated.article.text[before.end - 1 : here.start]
    return () if parted else _done(annotated, before)


def _done(annotated: Annotated, sentence: Span) -> list[Clause]:
    """The clauses of a sentence with a finite verb that tell what was done."""
    told = [c for c in annotated.clauses if c.type and sentence.covers(c.trigger)]
    return [c for c in told if "finite" in c.flags and not c.flags & _UNDONE]
