"""Clauses become facts: roles by frame, status, who says so, and the time each may have.

A time is taken only from where the text ties it to the event: a time expression of its own clause, an event it is told
to come after, before or during, or what the passage it stands in is said at.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from kg import edtf
from kg.extract import confidence, distance, roles
from kg.extract.context import Context, context_of, states
from kg.extract.sequel import sequels
from kg.extract.stated import Timing, can_be, point, stated
from kg.extract.surety import status, told_by
from kg.language import Language
from kg.model import Annotated, Clause, Fact, Relation, Role, RoleName, Span

EXTRACTOR = "kg 0.1"


@dataclass(frozen=True)
class Judged:
    """What an article's clauses came to: facts, in text order, and why the others (by trigger) are none."""

    facts: tuple[Fact, ...]
    dropped: Mapping[Span, str]


def facts(language: Language, annotated: Annotated) -> tuple[Fact, ...]:
    """The facts of an annotated article, in text order."""
    return judged(context_of(language, annotated)).facts


def judged(context: Context) -> Judged:
    """Which clauses of an article tell facts, and why the others with a type do not."""
    dropped = {c.trigger: why for c in context.annotated.clauses if c.type and (why := _missing(context, c))}
    found = [_fact(context, c) for c in context.annotated.clauses if c.type and c.trigger not in dropped]
    dated = _ordered_times(context, distance.dated(context.language, context.annotated, found))
    told = _told(context, dated)
    kept = {f.trigger for f in told}
    dropped |= {f.trigger: "a noun alone, with nobody, no place and no time" for f in dated if f.trigger not in kept}
    whole = _in_order(context, _at_occasions(context, _identified(told)))
    return Judged(confidence.rated(context.annotated, whole), dropped)


def _at_occasions(context: Context, found: Sequence[Fact]) -> tuple[Fact, ...]:
    """What is told to happen during an event has it as its occasion."""
    ids = {f.trigger: f.id for f in found if f.type not in states()}
    order = {c.trigger: c.order for c in context.annotated.clauses}
    during = {t: next((o for r, o in order[t] if r == "during" and o in ids and o != t), None) for t in order}
    return tuple(replace(f, occasion=ids[at]) if (at := during[f.trigger]) else f for f in found)


def _in_order(context: Context, found: Sequence[Fact]) -> tuple[Fact, ...]:
    """How the sentence says each fact to lie to the others: after, before, during, since or until."""
    ids = {f.trigger: f.id for f in found}
    order = {
        c.trigger: [(cast(Relation, how), ids[other]) for how, other in c.order if other in ids and other != c.trigger]
        for c in context.annotated.clauses
        if c.type
    }
    for later, earlier in sequels(context.annotated, context.language):
        if later in ids and earlier in ids:
            order[later].append(("after", ids[earlier]))
    return tuple(replace(f, order=tuple(sorted(set(order[f.trigger])))) for f in found)


def _told(context: Context, found: Sequence[Fact]) -> list[Fact]:
    """A noun alone ("violence", with nobody, nowhere, no time) tells nothing unless the article tells that event, or
    another one before or after it."""
    nouns = {c.trigger for c in context.annotated.clauses if "noun" in c.flags and "given" not in c.flags}
    apart = distance.distances(context.language, context.annotated)
    empty = [f for f in found if not (f.roles or f.time or f.duration or f.trigger in apart) and f.status != "negated"]
    bare = {f.trigger for f in empty if f.trigger in nouns}
    whole = {f.rule for f in found if f.trigger not in bare}
    told = {f.trigger for f in found if f.trigger not in bare}
    order = [(c.trigger, how, other) for c in context.annotated.clauses for how, other in c.order]
    beside = {other for trigger, how, other in order if trigger in told and how in ("after", "before")}
    whole |= {f.rule for f in found if f.trigger in beside}
    return [f for f in found if f.trigger not in bare or f.rule in whole or f.trigger in beside]


def phrase_of(clause: Clause) -> str:
    """The phrase of the language file that a clause was found by."""
    return next(f.removeprefix("phrase:") for f in clause.flags if f.startswith("phrase:"))


def _missing(context: Context, clause: Clause) -> str:
    """What a clause lacks that its words need to tell an event, "" for nothing."""
    if "frame" in clause.flags and timing(context, clause).time is None:
        return "only what it announces is told"
    needed = context.requires.get(phrase_of(clause))
    lacks = needed and not set(needed) & _filled(context, clause)
    return f"these words tell an event only with {' or '.join(needed)}" if needed and lacks else ""


def _fact(context: Context, clause: Clause) -> Fact:
    by, speech = told_by(context, clause)
    time, basis, timex, duration, _ = timing(context, clause)
    return Fact(
        id="",
        article=context.annotated.article.id,
        type=clause.type,
        trigger=clause.trigger,
        sentence=context.sentence(clause),
        roles=_roles(context, clause),
        status=status(context, clause)[0],
        time=time,
        time_basis=basis,
        timex=timex,
        duration=duration,
        told_at=_told_at(context, speech),
        according_to=by,
        rule=f"{clause.type}: {clause.sense}",
        extractor=EXTRACTOR,
    )


def _filled(context: Context, clause: Clause) -> set[str]:
    """The roles and relations that a clause fills, also by no mention ("has:" flags) or one of nobody known."""
    shown = {flag.removeprefix("has:") for flag in clause.flags if flag.startswith("has:")}
    dated = any(context.timexes[s].edtf for s in clause.times if s in context.timexes)
    timed = dated or clause.trigger in context.dated
    return shown | ({"time"} if timed else set()) | {role.role for role in _roles(context, clause, unknown=True)}


# ---- roles


def _roles(context: Context, clause: Clause, unknown: bool = False) -> tuple[Role, ...]:
    """The roles of a clause; those of pronouns that stand for nobody known only where `unknown` is asked for."""
    found: dict[tuple[str, Span], Role] = {}
    for f in roles.fillings(context.mentions, clause):
        if f.role and (unknown or f.why != roles.NOBODY):
            found.setdefault((f.role, f.mention.span), Role(cast(RoleName, f.role), f.mention.span))
    return tuple(sorted(found.values(), key=lambda r: r.span))


# ---- time


def timing(context: Context, clause: Clause) -> Timing:
    """When a clause says it was, from its own time expressions; none that cannot be."""
    own = stated(context, clause)
    if own.time is None or can_be(context, clause, status(context, clause)[0], own.time):
        return own
    return Timing(None, "none", None, own.duration, f"{own.time} cannot be, by the day it was published or announced")


def _told_at(context: Context, speech: Clause | None) -> str | None:
    if speech is None:
        return None
    return stated(context, speech).time


def _ordered_times(context: Context, found: list[Fact]) -> list[Fact]:
    """Times that come from other events of the same sentence: after, before, during; and from what is told when."""
    by_trigger = {f.trigger: f for f in found}
    clauses = {c.trigger: c for c in context.annotated.clauses}
    apart = distance.distances(context.language, context.annotated)
    result: list[Fact] = []
    for fact in found:
        if fact.time is None:
            for relation, trigger in clauses[fact.trigger].order:
                other = by_trigger.get(trigger)
                if trigger in apart and apart[trigger].event == fact.trigger:
                    continue  # it is what that time is counted from
                if other is not None and other.time is not None and fact.time is None:
                    fact = by_trigger[fact.trigger] = ordered(fact, relation, other)
        result.append(fact)
    by_trigger = {f.trigger: f for f in result}
    for clause in context.annotated.clauses:  # what something happens during lasts at that time
        for relation, trigger in clause.order:
            inner, outer = by_trigger.get(clause.trigger), by_trigger.get(trigger)
            if (
                relation == "during"
                and inner
                and outer
                and inner.time
                and outer.time is None
                and inner.time_basis != "anchored"
            ):
                by_trigger[trigger] = replace(outer, time=inner.time, time_basis="anchored", timex=inner.timex)
    dated = [f if f.time is not None else by_trigger[f.trigger] for f in result]
    return [f if "noun" in clauses[f.trigger].flags else _told_before(f) for f in dated]


def ordered(fact: Fact, relation: str, other: Fact) -> Fact:
    """A fact with the time that it has by being before, after or during another, where that bounds it."""
    time = edtf.parse(cast(str, other.time))
    if relation == "during":
        text = time.text
    elif relation == "after" and time.end.min is not None:
        text = f"[{point(time.text)}..]"
    elif relation == "before" and time.begin.max is not None:
        text = f"[..{point(time.text)}]"
    else:
        return fact
    return replace(fact, time=text, time_basis="anchored", timex=other.timex)


def _told_before(fact: Fact) -> Fact:
    """What a clause was told to be at a known time had happened, or begun, by then."""
    real = fact.status not in ("planned", "negated", "hypothetical")
    if (
        fact.time is None
        and fact.told_at is not None
        and real
        and fact.type not in states()
        and "/" not in fact.told_at
    ):
        return replace(fact, time=f"[..{point(fact.told_at)}]", time_basis="anchored")
    return fact


def _identified(found: Iterable[Fact]) -> list[Fact]:
    """Facts whose ids are hashes of what they say and where; of two that only their times tell apart ("refused in June,
    and again last year") the second is numbered."""
    told: list[Fact] = []
    seen: Counter[str] = Counter()
    for fact in found:
        content = "\x1f".join(
            [
                fact.article, fact.type, f"{fact.trigger.start}-{fact.trigger.end}", fact.status,
                *(f"{r.role}:{r.span.start}-{r.span.end}" for r in fact.roles),
            ]
        )  # fmt: skip
        numbered = f"{content}\x1f{seen[content]}" if seen[content] else content
        seen[content] += 1
        told.append(replace(fact, id=hashlib.sha256(numbered.encode()).hexdigest()[:16]))
    return told
