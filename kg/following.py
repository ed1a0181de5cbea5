"""What follows in an article from a fact that a person corrected, and what does not.

A state begins with the arrest that began it; what is told to have come after an arrest came after its date. Such times
rest on the fact's own, so they are worked out again once that is another. They are told from those that were read by
doing so: a time that comes back when it is taken away and the article's other facts are asked again was inferred.

What else has its date from the same words ("arrested and charged on 14 March", "three days later") keeps it: whether
the words are wrong, or only what they were taken to date, a person must say. `resting` names those facts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from kg.extract.facts import ordered
from kg.model import Annotated, Fact, Span
from kg.resolve import within

Facts = tuple[Fact, ...]


def followed(annotated: Annotated, read: Sequence[Fact], said: Sequence[Fact]) -> Facts:
    """The facts `said` of an article, once people corrected some of those `read`, with what follows from them; in the
    same order. A time that a person said stays."""
    fixed = {fact.id for fact in said if fact.time_basis == "corrected"}
    fixed |= {new.id for old, new in zip(read, said, strict=True) if old.time != new.time}
    words = {fact.timex for fact in read if fact.id in fixed and fact.timex is not None}
    loose = inferred(annotated, read) | {f.id for f in read if f.time_basis == "anchored" and f.timex in words}
    again = _asked(annotated, said, loose - fixed)
    free = loose | {fact.id for fact in said if fact.time is None}
    return tuple(new if old.id in free - fixed else old for old, new in zip(said, again, strict=True))


def inferred(annotated: Annotated, read: Sequence[Fact]) -> set[str]:
    """The ids of the facts whose time, or the time at which they were told, follows from other facts of the article."""
    loose = {fact.id for fact in read if fact.time_basis == "anchored" or _quoted(fact, annotated)}
    again = _asked(annotated, read, loose)
    return {old.id for old, new in zip(read, again, strict=True) if old.id in loose and old == new}


def resting(annotated: Annotated, read: Sequence[Fact], now: Sequence[Fact]) -> Facts:
    """The facts that keep a time which rests on words by which a fact was dated that is dated otherwise `now`."""
    pairs = list(zip(read, now, strict=True))
    moved = [old for old, new in pairs if new.time_basis == "corrected" or old.time != new.time]
    anchors = {timex.span: timex.anchor.span for timex in annotated.timexes}
    words = {span for fact in moved for span in (fact.timex,) if span is not None}
    times = {fact.time for fact in moved if fact.time is not None}
    kept = ((old, new) for old, new in pairs if old not in moved and old.told_at == new.told_at)
    return tuple(new for _, new in kept if _rests(new.timex, words, anchors) or new.told_at in times)


def _rests(timex: Span | None, words: Collection[Span], anchors: Mapping[Span, Span | None]) -> bool:
    """Whether a time is one of these, or was counted from one."""
    seen: set[Span] = set()
    while timex is not None and timex not in seen:
        if timex in words:
            return True
        seen.add(timex)
        timex = anchors.get(timex)
    return False


def _asked(annotated: Annotated, facts: Sequence[Fact], loose: Collection[str]) -> Facts:
    """Facts, those that are `loose` with the times that the others give them."""
    bare = [_bare(fact, annotated) if fact.id in loose else fact for fact in facts]
    found = {fact.id: fact for fact in within(annotated, _in_order(bare, loose))}
    return tuple(found[fact.id] for fact in facts)


def _bare(fact: Fact, annotated: Annotated) -> Fact:
    """A fact without what may have been inferred of it."""
    told_at = None if _quoted(fact, annotated) else fact.told_at
    if fact.time_basis == "anchored":
        return replace(fact, time=None, time_basis="none", timex=None, told_at=told_at)
    return replace(fact, told_at=told_at)


def _quoted(fact: Fact, annotated: Annotated) -> bool:
    """Whether a fact is told in a quotation at a time that is known."""
    return fact.told_at is not None and any(quote.span.covers(fact.trigger) for quote in annotated.quotes)


def _in_order(facts: Iterable[Fact], loose: Collection[str]) -> list[Fact]:
    """Facts, those that are `loose` with the times that the order in which their sentence puts them gives them."""
    found = {fact.id: fact for fact in facts}
    for id in sorted(loose):
        for relation, other in found[id].order:
            if found[id].time is None and other in found and found[other].time is not None:
                found[id] = ordered(found[id], relation, found[other])
    during = [(inner, outer) for inner in found.values() for how, outer in inner.order if how == "during"]
    for inner, outer in during:  # what something happens during lasts at that time
        if outer in loose and found[outer].time is None and inner.time and inner.time_basis != "anchored":
            found[outer] = replace(found[outer], time=inner.time, time_basis="anchored", timex=inner.timex)
    return list(found.values())
