"""Events that no list of a language knows: what the model of triggers marks as happening, and can stand on a timeline.

The lists say what type an event has; what is not in them is an Event with its lemma. It is kept only where the text
says when it was or names two who take part, or where somebody alleges or denies that it was done, and left out when in
doubt: a verb that merely carries an event noun, what is said or supposed, a habit, a time that a listed event has as
well.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
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
    habits = {t.span for t in timexes if t.type == "SET"}
    listed = [clause for clause in clauses if clause.type]
    dates -= {span for clause in listed for span in clause.times}
    marked = [t.span for t in triggers if t.cls == HAPPENS and not any(t.span.overlaps(c.trigger) for c in listed)]
    names = {n.span for p in passages for n in p.sentence.nominals if n.sort == "name"}
    words = [word for p in passages for word in p.sentence.tokens]
    done_to = {p.sentence.tokens[w.head].span: w for p in passages for w in p.sentence.tokens if w.deprel == "obj"}
    accusing = {c.trigger for c in clauses if _accuses(code, [w for w in words if c.trigger.covers(w.span)])}
    found: dict[Span, Clause] = {}
    for clause in clauses:
        told = next((span for span in marked if span.overlaps(clause.trigger)), None)
        claimed = clause.saying in accusing and _is_claim(clause)
        if told is not None and (claimed or habits.isdisjoint(clause.times) and _can_stand(clause, dates, names)):
            event = _event(code, clause, [word for word in words if told.covers(word.span)], names, claimed, done_to)
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
    known = {span: relation for relation, span in clause.arguments if span in names}
    named = len(known) > 1 and not set(known.values()).isdisjoint(("subject", "object", "by"))
    return bare and told and (named or not set(clause.times).isdisjoint(dates))


def _is_claim(clause: Clause) -> bool:
    """Whether what a clause tells, by an allegation or a denial, is what somebody did to something."""
    bare = not clause.type and not clause.sense and "phrase:" in clause.flags
    sure = clause.flags.isdisjoint({*UNSURE, "future", "present", "progressive", "passive"} - {"denied"})
    acts = "active" not in clause.flags or "has:object" in clause.flags
    return bare and "finite" in clause.flags and sure and acts and any(r == "subject" for r, _ in clause.arguments)


def _accuses(code: str, words: Sequence[Word]) -> bool:
    """Whether the words of a clause of speech allege or deny."""
    said = " ".join(word.form for word in words)
    return any(cue in said for name in ("alleging", "denying") for cue in _cues(code, name))


@lru_cache(maxsize=64)
def _cues(code: str, name: str) -> frozenset[str]:
    return frozenset(folded(cue) for cue in load(code).section("speech").get(name, ()))


def _event(
    code: str, clause: Clause, words: Sequence[Word], names: Collection[Span], claimed: bool,
    done_to: Mapping[Span, Word],
) -> Clause | None:
    """A clause as an event at those of the words of its trigger that say what happens; None at a light verb alone,
    whose noun stands elsewhere. What is claimed is an offence: a verb and, where it is known, what was done it to."""
    before = [word for word in words if word.span.end <= clause.trigger.start]
    verb = next(word for word in words if word.span.overlaps(clause.trigger))
    lists = ("be", "light") if _comes_last(code) else ("be",)
    light = any(not verb_keys(code, verb.form).isdisjoint(_words(code, name)) for name in lists)
    if any(name.overlaps(word.span) for name in names for word in before):
        before = []
    idle = bool(before) and before[-1].form in _words(code, "idle")
    if light and (not before or idle) or idle and not verb_keys(code, verb.form).isdisjoint(_words(code, "stative")):
        return None  # "went on": what did is told by its noun
    if claimed and "Tense=Pres" in verb.feats and "VerbForm=Fin" in verb.feats:  # what goes on is no event
        return None
    meaning = before if light and not claimed else [*before, verb]
    trigger = Span(meaning[0].span.start, meaning[-1].span.end)
    told = [lemma(word, code) for word in meaning]
    if claimed and not before and (thing := done_to.get(verb.span)):
        told.append(lemma(thing, code))
    if claimed:
        told = _in_english(code, told)
    return replace(clause, type="Crime" if claimed else "Event", sense=" ".join(told), trigger=trigger)


def _in_english(code: str, told: list[str]) -> list[str]:
    """What is claimed, in the words of English where the language file has them all, the verb first: so it is the same
    in articles of two languages."""
    table: Mapping[str, str] = load(code).section("speech").get("claimed", {})
    return [table[word] for word in reversed(told)] if all(word in table for word in told) else told


@lru_cache(maxsize=64)
def _words(code: str, name: str) -> frozenset[str]:
    """A list of [verbs] of a language: verbs that tell nothing alone ("be", "light"), nouns that tell nothing with one
    of them ("idle")."""
    return frozenset(folded(word) for word in load(code).section("verbs").get(name, ()))


def _comes_last(code: str) -> bool:
    """Whether the verb comes last, so that the noun of a light verb may stand anywhere before it."""
    return load(code).section("relations").get("order") == "head-final"
