"""Events that no list of a language knows: what the model of triggers marks as happening, and can stand on a timeline.

The lists say what type an event has; what is not in them is an Event with its lemma. It is kept only where the text
says when it was or names two who take part, and left out when in doubt: a verb that merely carries an event noun, what
is said, denied or supposed, a time that a listed event has as well.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import lru_cache

from kg.extract.coreference import Passage
from kg.extract.lexicon import verb_keys
from kg.extract.syntax import lemma
from kg.language import folded, load
from kg.model import Clause, Span, Timex, Trigger, Word

#: The class of triggers that tell a happening itself, not that it is said, seen, begun or tried.
HAPPENS = "OCCURRENCE"
#: What is said, did not happen or is only supposed.
UNSURE = frozenset({"speech", "negated", "denied", "hypothetical", "subordinate"})


def with_unlisted(
    code: str, clauses: Sequence[Clause], passages: Sequence[Passage], triggers: Sequence[Trigger],
    timexes: Sequence[Timex],
) -> tuple[Clause, ...]:  # fmt: skip
    """The clauses of an article in language `code`, each that no list types an Event where all of the above holds. Its
    trigger is the verb, with the noun before it, or the noun alone where the verb is a light one."""
    dates = {t.span for t in timexes if t.edtf and t.type in ("DATE", "TIME") and t.value != "PRESENT_REF"}
    listed = [clause for clause in clauses if clause.type]
    dates -= {span for clause in listed for span in clause.times}
    marked = [t.span for t in triggers if t.cls == HAPPENS and not any(t.span.overlaps(c.trigger) for c in listed)]
    names = {n.span for p in passages for n in p.sentence.nominals if n.sort == "name"}
    words = [word for p in passages for word in p.sentence.tokens]
    found: dict[Span, Clause] = {}
    for clause in clauses:
        told = next((span for span in marked if span.overlaps(clause.trigger)), None)
        if told is not None and _can_stand(clause, dates, names):
            event = _event(code, clause, [word for word in words if told.covers(word.span)], names)
            found[clause.trigger] = event or clause
    moved = {span: event.trigger for span, event in found.items()}
    events = (found.get(c.trigger, c) for c in clauses)
    bound = (replace(c, order=tuple((how, moved.get(at, at)) for how, at in c.order)) for c in events)
    return tuple(sorted(bound, key=lambda c: (c.trigger, c.type)))


def _can_stand(clause: Clause, dates: Collection[Span], names: Collection[Span]) -> bool:
    """Whether a clause that no list types tells something as having happened, or going to happen, at one of `dates` or
    with two of `names` in it."""
    bare = not clause.type and not clause.sense and "phrase:" in clause.flags
    told = "finite" in clause.flags and clause.flags.isdisjoint(UNSURE)
    named = sum(span in names for _, span in clause.arguments) > 1
    return bare and told and (named or not set(clause.times).isdisjoint(dates))


def _event(code: str, clause: Clause, words: Sequence[Word], names: Collection[Span]) -> Clause | None:
    """A clause as an event at those of the words of its trigger that say what happens; None at a light verb alone,
    whose noun stands elsewhere."""
    before = [word for word in words if word.span.end <= clause.trigger.start]
    verb = next(word for word in words if word.span.overlaps(clause.trigger))
    lists = ("be", "light") if _comes_last(code) else ("be",)
    light = any(not verb_keys(code, verb.form).isdisjoint(_words(code, name)) for name in lists)
    if any(name.overlaps(word.span) for name in names for word in before):
        before = []
    if light and (not before or before[-1].form in _words(code, "idle")):
        return None
    meaning = before if light else [*before, verb]
    trigger = Span(meaning[0].span.start, meaning[-1].span.end)
    return replace(clause, type="Event", sense=" ".join(lemma(word, code) for word in meaning), trigger=trigger)


@lru_cache(maxsize=64)
def _words(code: str, name: str) -> frozenset[str]:
    """A list of [verbs] of a language: verbs that tell nothing alone ("be", "light"), nouns that tell nothing with one
    of them ("idle")."""
    return frozenset(folded(word) for word in load(code).section("verbs").get(name, ()))


def _comes_last(code: str) -> bool:
    """Whether the verb comes last, so that the noun of a light verb may stand anywhere before it."""
    return load(code).section("relations").get("order") == "head-final"
