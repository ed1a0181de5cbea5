"""What the order of events needs of one article, as small values that can be kept: pure functions over values.

    account(annotated, facts)      # when its facts say that things were, and which of them it tells together
    slices(account)["f1"]          # of it, what concerns one fact
    from_json(to_json(account))    # the same account
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from re import fullmatch

from kg.model import Annotated, Fact, Relation, Span, Status, Timex

#: What bounds an event. What is planned, denied or only supposed does not.
REAL = ("asserted", "reported", "alleged")
#: Rules of mentions that describe somebody without a name.
_DESCRIBES = ("people", "kin", "pronoun", "document")
#: The fewest days that so many of a unit have.
_UNITS: Mapping[str, Callable[[int], int]] = {
    "Y": lambda n: 365 * n,
    "M": lambda n: max(0, 365 * n // 12 - 2),
    "W": lambda n: 7 * n,
    "D": lambda n: n,
}


@dataclass(frozen=True, slots=True)
class Stated:
    """What a fact told as real says of when it was: `time` and `told_at` are EDTF.

    `dated_by` is the fact that it has its time from, where it is that of the passage; `least` the fewest days that it
    says to have lasted; `order` how the sentence says it to lie to other facts of the article, "during" its occasion
    as well.
    """

    fact: str
    type: str
    status: Status
    time: str | None = None
    told_at: str | None = None
    dated_by: str | None = None
    least: int | None = None
    order: tuple[tuple[Relation, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Quoted:
    """The facts of one quotation by a mention: what is said to be planned, and what is told in it as real."""

    speaker: Span
    planned: tuple[str, ...]
    done: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """An article for the order of events: its facts told as real, the quotations in which something is planned, and the
    mentions that name somebody or something rather than describe them."""

    article: str
    published: str | None
    facts: tuple[Stated, ...]
    quotes: tuple[Quoted, ...]
    names: tuple[Span, ...]


def account(annotated: Annotated, facts: Iterable[Fact]) -> Account:
    """The account of an article from all its facts."""
    told = list(facts)
    real = [fact for fact in told if fact.status in REAL]
    timexes = {timex.span: timex for timex in annotated.timexes}
    names = sorted({m.span for m in annotated.mentions if m.name and m.rule not in _DESCRIBES})
    return Account(
        annotated.article.id,
        annotated.article.published,
        tuple(_stated(fact, real, timexes) for fact in real),
        tuple(_quoted(annotated, told)),
        tuple(names),
    )


def _stated(fact: Fact, real: Iterable[Fact], timexes: Mapping[Span, Timex]) -> Stated:
    during: list[tuple[Relation, str]] = [("during", fact.occasion)] if fact.occasion else []
    return Stated(
        fact.id, fact.type, fact.status, fact.time, fact.told_at, _dated_by(fact, real),
        _least(timexes.get(fact.duration)) if fact.duration else None, (*fact.order, *during),
    )  # fmt: skip


def _dated_by(fact: Fact, real: Iterable[Fact]) -> str | None:
    """The fact that states the words of the passage which date another one: of its own sentence, or else the first."""
    if fact.time_basis != "anchored" or fact.timex is None:
        return None
    dating = [f for f in real if f.timex == fact.timex and f.time_basis in ("explicit", "relative")]
    near = [f for f in dating if f.sentence == fact.sentence] or dating
    return next((f.id for f in near), None)


def _least(timex: Timex | None) -> int | None:
    """The fewest days that a duration says it was; None unless it says "more than" or "at least".

    A bare number is told of what lies ahead as well ("five years in jail"), and is rounded to either side.
    """
    found = fullmatch(r"P(\d{1,6})([YMWD])", timex.value) if timex else None
    if timex is None or found is None or timex.mod not in ("MORE_THAN", "EQUAL_OR_MORE"):
        return None
    return _UNITS[found[2]](int(found[1]))


def _quoted(annotated: Annotated, facts: Iterable[Fact]) -> Iterable[Quoted]:
    """The quotations of a known speaker in which something is planned, and something told as real."""
    told = list(facts)
    for quote in annotated.quotes:
        inside = [fact for fact in told if quote.span.covers(fact.trigger)]
        planned = tuple(fact.id for fact in inside if fact.status == "planned")
        done = tuple(fact.id for fact in inside if fact.status in REAL)
        if quote.speaker is not None and planned and done:
            yield Quoted(quote.speaker, planned, done)


def slices(account: Account) -> Mapping[str, Account]:
    """Of an account what concerns each of its facts: what it states, the facts that it refers to or that refer to it,
    and the quotations that it stands in; the names of the article are left out."""
    refers = {s.fact: {s.fact, *(other for _, other in s.order), s.dated_by} for s in account.facts}
    quoted = {fact for quote in account.quotes for fact in (*quote.planned, *quote.done)}
    return {
        fact: replace(
            account,
            facts=tuple(s for s in account.facts if s.fact in refers.get(fact, ()) or fact in refers[s.fact]),
            quotes=tuple(q for q in account.quotes if fact in (*q.planned, *q.done)),
            names=(),
        )
        for fact in sorted(refers.keys() | quoted)
    }


def to_json(account: Account) -> str:
    """An account as one line of JSON: a list of lists, as short as can be."""
    facts = [
        [s.fact, s.type, s.status, s.time, s.told_at, s.dated_by, s.least, s.order] for s in account.facts
    ]
    quotes = [[[q.speaker.start, q.speaker.end], q.planned, q.done] for q in account.quotes]
    names = [[name.start, name.end] for name in account.names]
    told = [account.article, account.published, facts, quotes, names]
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> Account:
    """The account that `to_json` wrote."""
    article, published, facts, quotes, names = json.loads(text)
    return Account(
        article,
        published,
        tuple(
            Stated(fact, type_, status, time, at, by, least, tuple((how, other) for how, other in order))
            for fact, type_, status, time, at, by, least, order in facts
        ),
        tuple(Quoted(Span(*speaker), tuple(planned), tuple(done)) for speaker, planned, done in quotes),
        tuple(Span(*name) for name in names),
    )
