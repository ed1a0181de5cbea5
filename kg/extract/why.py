"""Why a passage of an article tells what it tells: what each rule that looked at it found, or why it found nothing.

It only reports: everything it says is what the steps of `kg.extract` gave back, asked again for one article.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from kg.extract import Steps, confidence, facts, roles, surety
from kg.extract.clauses import place
from kg.extract.context import Context, context_of
from kg.extract.coreference import Passage
from kg.extract.draft import Draft
from kg.extract.facts import Judged
from kg.extract.passages import candidates
from kg.extract.stated import Timing
from kg.model import Clause, Fact, Mention, Span, Timex

_KINDS = {"PER": "Person", "ORG": "Organisation", "LOC": "Place", "MISC": "something else"}
#: What the rules that find names go by.
_NAMES = {
    "tagged": "tagged so in its sentence",
    "vote": "tagged otherwise in its sentence, and outvoted",
    "confirmed": "doubted in its sentence, and confirmed by the article",
    "part": "part of a full name",
    "spelling": "spelled nearly as a name of the article",
    "listed": "a listed institution",
    "gazetteer": "in the gazetteer",
    "seat": "in the gazetteer, and told to have what sits in towns",
    "settlement": "ended as the names of towns and villages are",
    "head noun": "ended by a head noun",
    "title": "behind a title",
    "acronym": "an acronym",
    "long form": "the long form of an acronym",
    "brought": "from a file of yours",
    "given": "given with the article",
}
_SORTS = {
    "pronoun": "a pronoun", "people": "a noun for people, a body or a place", "kin": "a relative",
    "document": "a noun for a document", "statute": "a statute by name",
}  # fmt: skip


def lines(steps: Steps, judged: Judged, told: Sequence[Fact], passage: Span) -> Iterator[str]:
    """A line for each finding about `passage` of an article, in text order within each step.

    `judged` are the article's clauses, `told` its facts with the times that other facts gave them.
    """
    text = steps.annotated.article.text
    yield f"passage {_at(passage, text)}"
    yield from (f"sentence {_at(s, text)}" for s in steps.annotated.sentences if s.overlaps(passage))
    yield from _times(steps, passage)
    yield from _names(steps, passage)
    yield from _others(steps, passage)
    if steps.source is None:
        yield f"events: the language {steps.annotated.article.language} has no words for them"
        return
    found = list(_events(steps, judged, told, passage))
    yield from found or ["events: no verb and no word listed for an event stands here, or is told with what does"]


def _at(span: Span, text: str) -> str:
    return f"{span.start}:{span.end} “{' '.join(span.of(text).split())}”"


# ---- times and names


def _times(steps: Steps, passage: Span) -> Iterator[str]:
    text = steps.annotated.article.text
    for timex in steps.annotated.timexes:
        if timex.span.overlaps(passage):
            value = f"{timex.edtf or _undated(timex)}{_counted(timex, text)}"
            yield f"time {_at(timex.span, text)}: {value}, rule {timex.rule}"
            taken = [c for c in steps.annotated.clauses if timex.span in c.times]
            told = ", ".join(_at(c.trigger, text) for c in taken)
            yield f"  {'told with ' + told if taken else 'no clause takes it'}"


def _undated(timex: Timex) -> str:
    """Why a time has no date."""
    if timex.type in ("DURATION", "SET"):
        return f"a {timex.type.lower()} ({timex.value}), which is no date"
    if timex.value == "PRESENT_REF":
        return "the present, which is no date"
    return f"undecided ({timex.value}): what it is counted from has no date (--published gives the article one)"


def _counted(timex: Timex, text: str) -> str:
    if timex.anchor.kind == "published":
        return f", counted from the day of publication, {timex.anchor.value}"
    if timex.anchor.span is not None:
        return f", counted from {_at(timex.anchor.span, text)}"
    return ""


def _names(steps: Steps, passage: Span) -> Iterator[str]:
    """Names and what was taken for none, with the votes of all the places where they stand."""
    text, naming = steps.annotated.article.text, steps.naming
    for m in steps.annotated.mentions:
        if m.span.overlaps(passage) and m.rule.startswith("names."):
            rule = _NAMES[m.rule.removeprefix("names.")]
            yield f"name {_at(m.span, text)}: {m.kind}, rule {m.rule} ({rule}){_votes(steps, m.span)}"
    for span, key in _denied(steps, passage):
        if naming.settled is not None:
            yield f"no name {_at(span, text)}: {naming.settled.denied[key]}{_votes(steps, span)}"


def _denied(steps: Steps, passage: Span) -> Iterator[tuple[Span, tuple[str, ...]]]:
    """Where words that were looked at and are no name stand in a passage."""
    text, settled = steps.naming.text, steps.naming.settled
    if text is None or settled is None:
        return
    for first, at in enumerate(text.spans):
        if not at.overlaps(passage):
            continue
        for key in settled.denied:
            last = first + len(key)
            if tuple(text.words[first:last]) == key and text.cased(first):
                yield Span(at.start, text.spans[last - 1].end), key


def _votes(steps: Steps, span: Span) -> str:
    """The votes for each kind of a name, the most first."""
    text, settled = steps.naming.text, steps.naming.settled
    if text is None or settled is None:
        return ""
    key = tuple(w for w, at in zip(text.words, text.spans, strict=True) if span.covers(at))
    votes = sorted(settled.votes.get(key, {}).items(), key=lambda v: (-v[1], v[0]))
    return f"; votes: {', '.join(f'{_KINDS[tag]} {n}' for tag, n in votes)}" if votes else ""


def _others(steps: Steps, passage: Span) -> Iterator[str]:
    """What stands for somebody or something and is no name."""
    text = steps.annotated.article.text
    for m in steps.annotated.mentions:
        if m.span.overlaps(passage) and m.rule in _SORTS:
            stands = f"stands for {_at(m.antecedent, text)}" if m.antecedent else "stands for nobody named before"
            yield f"mention {_at(m.span, text)}: {m.kind}, {_SORTS[m.rule]}, {stands}"


# ---- events


def _events(steps: Steps, judged: Judged, told: Sequence[Fact], passage: Span) -> Iterator[str]:
    source, text = steps.source, steps.annotated.article.text
    if source is None:
        return
    context = context_of(source.language, steps.annotated)
    for part in steps.passages:
        if not part.sentence.span.overlaps(passage):
            continue
        yield from _beaten(steps, part, passage)
        for lost in part.reading.dropped:
            if (span := place(part, lost.words)).overlaps(passage):
                listed = f"listed under {lost.type} ({lost.phrase})" if lost.type else f"found by {lost.phrase!r}"
                yield f"dropped {_at(span, text)}: {listed}, but {lost.why}"
        inside = (c for c in steps.annotated.clauses if part.sentence.span.covers(c.trigger))
        for clause in inside:
            if any(span.overlaps(passage) for span in _spans(clause)):
                yield from _event(context, clause, _draft(part, clause), judged, told)


def _draft(part: Passage, clause: Clause) -> Draft | None:
    """What a clause was read from."""
    drafts = [d for d in part.reading.clauses if place(part, d.words).overlaps(clause.trigger)]
    return next((d for d in drafts if tuple(dict.fromkeys(d.times)) == clause.times), drafts[0] if drafts else None)


def _spans(clause: Clause) -> Iterable[Span]:
    return chain((clause.trigger,), clause.times, (span for _, span in clause.arguments))


def _beaten(steps: Steps, part: Passage, passage: Span) -> Iterator[str]:
    """Phrases that stand there and gave way to longer ones."""
    text = steps.annotated.article.text
    if steps.source is None:
        return
    kept = [(set(d.words), d.phrase) for d in part.reading.clauses]
    kept += [(set(lost.words), lost.phrase) for lost in part.reading.dropped]
    for match in candidates(steps.source, part):
        span = place(part, match.words)
        inside = [phrase for words, phrase in kept if set(match.words) < words]
        if span.overlaps(passage) and inside and match.phrase.text not in inside:
            name = match.phrase.label or "no event"
            yield f"dropped {_at(span, text)}: listed under {name} ({match.phrase.text}), but part of {inside[0]!r}"


def _event(
    context: Context, clause: Clause, draft: Draft | None, judged: Judged, told: Sequence[Fact]
) -> Iterator[str]:
    text = context.annotated.article.text
    here = _at(clause.trigger, text)
    if not clause.type:
        yield f"clause {here}: no event, {_untold(clause, draft)}"
        return
    said = ", ".join(sorted(flag for flag in clause.flags if ":" not in flag))
    yield f"candidate {here}: {clause.type}, {_found(clause)}, {said}"
    for filling in roles.fillings(context.mentions, clause):
        yield _role(filling, text)
    timing = facts.timing(context, clause)
    own = [f for f in told if f.trigger == clause.trigger]
    fact = next((f for f in own if f.time == timing.time), own[0] if own else None)
    yield f"  time {_time(text, timing, fact)}{''.join(f', {how} {_at(other, text)}' for how, other in clause.order)}"
    status, cue = surety.status(context, clause)
    yield f"  status {status}: {cue}"
    if fact is None:
        yield f"  no fact: {judged.dropped.get(clause.trigger, 'another clause tells it')}"
        return
    seen = confidence.described(context.annotated, judged.facts)[[f.id for f in judged.facts].index(fact.id)]
    yield f"  confidence {fact.confidence:.2f}: {', '.join(seen)}"
    yield f"  fact {fact.id}, rule {fact.rule!r}"


def _found(clause: Clause) -> str:
    """What says that a clause tells an event."""
    phrase = facts.phrase_of(clause)
    if "given" in clause.flags:
        return "given with the article"
    listed = phrase not in ("", "verb", f"+{clause.sense}") or clause.type != "Event"
    return f"listed as {phrase!r}" if listed else "in no list, told by its own words"


def _untold(clause: Clause, draft: Draft | None) -> str:
    if draft is not None and draft.untold:
        return draft.untold
    if phrase := facts.phrase_of(clause):
        return f"as {phrase!r} is listed"
    if "speech" in clause.flags:
        return "a word of speech, which tells what is said"
    return "in no list of words for events, and without a time or names that would make it one"


def _role(filling: roles.Filling, text: str) -> str:
    here, relation = _at(filling.mention.span, text), filling.relation or "bare noun phrase"
    if not filling.role or filling.why:
        return f"  no role {here}: {filling.why} ({_called(filling.mention)}, as its {relation})"
    return f"  role {filling.role} {here}: {_called(filling.mention)}, as its {relation}"


def _called(mention: Mention) -> str:
    return f"{mention.kind} {mention.name}".strip()


def _time(text: str, own: Timing, fact: Fact | None) -> str:
    """The time of an event and where it is from, or why it has none."""
    if fact is None or fact.time == own.time:
        return f"{own.time}, from {_at(own.timex, text)}, {own.why}" if own.timex else f"none: {own.why}"
    source = f", which has {_at(fact.timex, text)}" if fact.timex else f", said at {fact.told_at}"
    return f"{fact.time}, from another sentence or clause{source} ({own.why})"
