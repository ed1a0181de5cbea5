"""Clauses become facts: roles by frame, status, who says so, and the time each may have.

A time is taken only from where the text ties it to the event: a time expression of its own clause, an event it is told
to come after, before or during, or what the passage it stands in is said at.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, NamedTuple, cast

from kg import edtf
from kg.extract import confidence, distance, roles, times
from kg.extract.roles import ANIMATE
from kg.extract.sequel import sequels
from kg.language import Language, folded
from kg.model import Annotated, Clause, Fact, Mention, Relation, Role, RoleName, Span, Status, TimeBasis, Timex
from kg.terms import ontology

EXTRACTOR = "kg 0.1"
#: What flags of a clause say of its status; the first that it has decides.
_FLAGS: tuple[tuple[str, Status], ...] = (
    ("hypothetical", "hypothetical"), ("negated", "negated"), ("denied", "denied"), ("future", "planned"),
    ("purpose", "planned"), ("alleged", "alleged"),
)  # fmt: skip


#: What may stand behind the last mark of a sentence.
_CLOSING = " \n\"'”’»)"


@lru_cache(maxsize=1)
def states() -> frozenset[str]:
    """Event types that last until something ends them, from `ontology/axioms.toml`."""
    return frozenset(entry["state"] for entry in _axioms()["begins"])


@lru_cache(maxsize=1)
def _axioms() -> Mapping[str, Any]:
    return tomllib.loads(ontology("axioms.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Context:
    """An annotated article by span, and what its language says of clauses."""

    language: Language
    annotated: Annotated
    mentions: Mapping[Span, Mention]
    timexes: Mapping[Span, Timex]
    clauses: Mapping[Span, Clause]
    requires: Mapping[str, Sequence[str]]
    stretches: Sequence[Timex]
    dated: frozenset[Span]  # triggers of what something with a time is told to be during


class Timing(NamedTuple):
    """When a clause says it was: EDTF, its basis, the spans of its timex and duration, and why that is so."""

    time: str | None
    basis: TimeBasis
    timex: Span | None
    duration: Span | None
    why: str


@dataclass(frozen=True)
class Judged:
    """What an article's clauses came to: facts, in text order, and why the others (by trigger) are none."""

    facts: tuple[Fact, ...]
    dropped: Mapping[Span, str]


def facts(language: Language, annotated: Annotated) -> tuple[Fact, ...]:
    """The facts of an annotated article, in text order."""
    return judged(context_of(language, annotated)).facts


def context_of(language: Language, annotated: Annotated) -> Context:
    """What the clauses of an article are read with."""
    return Context(
        language,
        annotated,
        {m.span: m for m in annotated.mentions},
        {t.span: t for t in annotated.timexes},
        {c.trigger: c for c in annotated.clauses},
        language.section("events").get("requires", {}),
        times.ranges(annotated.article, annotated.timexes),
        frozenset(at for c in annotated.clauses if c.times for how, at in c.order if how == "during"),
    )


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
    by, speech = _told_by(context, clause)
    time, basis, timex, duration, _ = timing(context, clause)
    return Fact(
        id="",
        article=context.annotated.article.id,
        type=clause.type,
        trigger=clause.trigger,
        sentence=_sentence(context, clause),
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


def _sentence(context: Context, clause: Clause) -> Span:
    return next((s for s in context.annotated.sentences if s.covers(clause.trigger)), clause.sentence)


# ---- roles


def _roles(context: Context, clause: Clause, unknown: bool = False) -> tuple[Role, ...]:
    """The roles of a clause; those of pronouns that stand for nobody known only where `unknown` is asked for."""
    found: dict[tuple[str, Span], Role] = {}
    for f in roles.fillings(context.mentions, clause):
        if f.role and (unknown or f.why != roles.NOBODY):
            found.setdefault((f.role, f.mention.span), Role(cast(RoleName, f.role), f.mention.span))
    return tuple(sorted(found.values(), key=lambda r: r.span))


# ---- who says so, and how surely


def _told_by(context: Context, clause: Clause) -> tuple[Span | None, Clause | None]:
    """Who tells a clause other than the article, and the clause of speech, where there is one."""
    according = next((s for r, s in clause.arguments if r == "according"), None)
    if according is not None and context.mentions[according].kind in (*ANIMATE, "Document"):
        return according, None
    if clause.saying is not None:
        speech = context.clauses[clause.saying]
        return _speaker(context, speech), speech
    if clause.quote is not None:
        quote = next((q for q in context.annotated.quotes if q.span == clause.quote), None)
        return (quote.speaker if quote else None), _frame(context, clause.quote)
    return None, None


def _frame(context: Context, quote: Span) -> Clause | None:
    """The clause of speech that frames a quotation: in a sentence that it begins or ends in, else the last before."""
    speech = [c for c in context.annotated.clauses if "speech" in c.flags]
    spans = [s for s in context.annotated.sentences if s.overlaps(quote)]
    inside = [c for c in speech if any(s.overlaps(c.trigger) for s in spans) and not quote.overlaps(c.trigger)]
    before = [c for c in (inside or speech) if c.trigger.end <= quote.start]
    return before[-1] if before else inside[0] if inside else None


def _speaker(context: Context, speech: Clause) -> Span | None:
    return next((s for r, s in speech.arguments if r == "subject" and context.mentions[s].kind in ANIMATE), None)


def status(context: Context, clause: Clause) -> tuple[Status, str]:
    """How surely a clause is told, and by what cue."""
    by, speech = _told_by(context, clause)
    words = context.language.section("status")
    text = folded(_sentence(context, clause).of(context.annotated.article.text))
    said = folded(speech.trigger.of(context.annotated.article.text)) if speech else ""
    for flag, meant in _FLAGS:
        if flag in clause.flags:
            return meant, f"the words around it say {flag}"
        if flag == "denied" and (cue := _said(context, "denying", said)):
            return "denied", f"told by “{cue}”"
        if flag == "alleged" and (cue := _said(context, "alleging", said)):
            return "alleged", f"told by “{cue}”"
    if not clause.flags.isdisjoint(("present", "noun")) and _lies_ahead(context, clause):
        return "planned", "told of a day to come"
    if cue := next((w for w in words.get("alleged", ()) if _near(context, clause, folded(w))), ""):
        return "alleged", f"“{cue}” before it"
    if _is_asked(context, clause):
        return "hypothetical", "its sentence asks whether"
    if "reported" in clause.flags or by is not None or clause.quote is not None or clause.saying is not None:
        return "reported", _source(clause, by)
    if cue := next((w for w in words.get("hearsay", ()) if folded(w) in text), ""):
        return "reported", f"“{cue}” in its sentence"
    return "asserted", "nothing says otherwise"


def _is_asked(context: Context, clause: Clause) -> bool:
    """Whether a clause stands in a question that can be answered with no."""
    text = _sentence(context, clause).of(context.annotated.article.text).rstrip(_CLOSING)
    words = context.language.section("status").get("asking", ())
    return text.endswith("?") and not any(f" {folded(word)} " in f" {folded(text)} " for word in words)


def _lies_ahead(context: Context, clause: Clause) -> bool:
    """Whether the time told with a clause begins after the day its article was published."""
    published, time = context.annotated.article.published, _stated(context, clause).time
    if published is None or time is None:
        return False
    begin, today = edtf.parse(time).begin.min, edtf.parse(published).end.max
    return begin is not None and today is not None and begin > today


def _said(context: Context, how: str, said: str) -> str:
    """The word of speech of that sort by which something is told, "" for none."""
    return next((w for w in context.language.section("speech").get(how, ()) if folded(w) in said), "")


def _source(clause: Clause, by: Span | None) -> str:
    if clause.quote is not None and clause.saying is None:
        return "inside a quotation"
    return "told by somebody" if by is not None or clause.saying is not None else "the words around it say reported"


def _near(context: Context, clause: Clause, word: str) -> bool:
    """Whether a word stands in the clause's sentence, not further than 40 code points before its trigger, and is not
    the verb of a clause of speech, which tells only what is said in it."""
    text = context.annotated.article.text
    start = max(0, clause.sentence.start, clause.trigger.start - 40)
    before = text[start : clause.trigger.end]
    for aside in context.annotated.clauses:  # "X, accused of robbing Y, was released"
        closed = aside.trigger.end <= clause.trigger.start and "," in text[aside.trigger.end : clause.trigger.start]
        if closed and "subordinate" in aside.flags and "subordinate" not in clause.flags and start < aside.trigger.end:
            start = text.index(",", aside.trigger.end)
            before = text[start : clause.trigger.end]
    for speech in context.annotated.clauses:
        if "speech" in speech.flags and folded(speech.trigger.of(text)) == word:
            cut = speech.trigger.start - start
            before = before if cut < 0 else before[:cut] + before[cut + len(speech.trigger.of(text)) :]
    return f" {word} " in f" {folded(before)} "


# ---- time


def timing(context: Context, clause: Clause) -> Timing:
    """When a clause says it was, from its own time expressions; none that cannot be."""
    own = _stated(context, clause)
    if own.time is None or _can_be(context, clause, status(context, clause)[0], own.time):
        return own
    return Timing(None, "none", None, own.duration, f"{own.time} cannot be, by the day it was published or announced")


def _stated(context: Context, clause: Clause) -> Timing:
    ends = [context.timexes[s] for s in clause.times if s in context.timexes]
    late = "late" in clause.flags  # "not until May": in May or later
    whole = late or "then" in clause.flags  # "until May, when": in May
    own = list(dict.fromkeys(t if whole or _is_clock(t) else _stretch(context, t) for t in ends))
    duration = next((t.span for t in own if t.type == "DURATION"), None)
    dated = [t for t in own if t.edtf is not None and t.type in ("DATE", "TIME") and t.value != "PRESENT_REF"]
    dated = [t for t in dated if not _is_clock(t)]
    if context.annotated.article.published is None and "future" in clause.flags:
        dated = [t for t in dated if t.anchor.kind != "timex"]  # what lies ahead has not the year of the story so far
    if clause.type in _axioms()["terms"]["types"]:
        dated = [t for t in dated if not cast(str, t.edtf).startswith("../")]  # until when it is said to be
    if not dated:
        why = "its times have no date, or only say until when" if own else "no time is told with it"
        return Timing(None, "none", None, duration, why)
    over = [t for t in dated if t.span in clause.ends] if clause.type in _axioms()["lasting"]["types"] else []
    begun = _all_of(t for t in dated if t not in over)
    done = "pluperfect" in clause.flags or "active" in clause.flags and "perfect" not in clause.flags
    over_by_now = duration is not None and done and "/" not in (begun or "")  # "spent 22 days in jail in 1990"
    text = begun and (f"[{_point(begun)}..]" if late else begun if over_by_now else _lasting(clause.type, begun))
    if over:
        text = _until(text, _all_of(over))
    if text is None:
        quoted = " and ".join(f"“{t.span.of(context.annotated.article.text)}”" for t in dated)
        return Timing(None, "none", None, duration, f"{quoted} compete, and neither is taken")
    basis: TimeBasis = "relative" if all(t.anchor.kind != "none" for t in dated) else "explicit"
    return Timing(text, basis, _read_from(context, dated[0]), duration, "told with it")


def _read_from(context: Context, timex: Timex) -> Span:
    """The time expression of the article that a time was read from: of a stretch ("from 2014 to 2018") its first."""
    inside = (span for span in context.timexes if timex.span.covers(span))
    return timex.span if timex.span in context.timexes else min(inside)


def _all_of(dated: Iterable[Timex]) -> str | None:
    """What several dates allow together; "" for none. Of two that cannot both be, neither is taken: None."""
    values = [edtf.parse(_some_day(t)) for t in dated]
    common = edtf.common(values) if values else None
    return common.text if common is not None else None if values else ""


def _some_day(timex: Timex) -> str:
    """The EDTF of a time; of one that is told as a length from the anchor on ("within three months") some day of it,
    since what is due by then does not last from now until then."""
    text = cast(str, timex.edtf)
    first, _, last = text.partition("/")
    due = timex.value.startswith("P") and first == (timex.anchor.value or "").split("T")[0] and last[:1].isdigit()
    return f"[{first}..{last}]" if due else text


def _until(begun: str | None, over: str | None) -> str | None:
    """The time of what lasted and is told to have been over by then, from when it began where that is told ("")."""
    if begun is None or not over or "/" in over or "[" in over:
        return begun or None
    if not begun or "[" in begun:
        return f"/{over}"
    first, last = edtf.parse(begun).begin.min, edtf.parse(over).end.max
    return f"{begun.split('/')[0]}/{over}" if first is not None and last is not None and first <= last else None


def _can_be(context: Context, clause: Clause, status: Status, time: str) -> bool:
    """What is told as done had begun when the article was published; what is planned on a day told with the planning
    ("announced on Friday a visit") can be on that day only if it is a later one."""
    published = edtf.parse(context.annotated.article.published) if context.annotated.article.published else None
    begin, end = edtf.parse(time).begin.min, edtf.parse(time).end.max
    if published is not None and time.startswith("[..") and status in ("planned", "hypothetical"):
        return end is None or published.begin.min is None or end >= published.begin.min  # "would last until Friday"
    if published is None or published.end.max is None or begin is None:
        return "lent" not in clause.flags
    to_come = begin > published.end.max
    return to_come if "lent" in clause.flags else not to_come or status in ("planned", "hypothetical", "negated")


def _is_clock(timex: Timex) -> bool:
    """Whether a time of day stands alone: the clause does not say of which day it is."""
    alone = timex.type == "TIME" and " + " not in timex.rule
    return alone and any(name in timex.rule for name in ("clock", "part-of-day", "noon"))


def _stretch(context: Context, timex: Timex) -> Timex:
    """The stretch that a time is an end of ("since May", "from 2014 to 2018"), else the time itself."""
    return next((s for s in context.stretches if s.span.covers(timex.span) and s.type in ("DATE", "TIME")), timex)


def _lasting(type_: str, time: str) -> str:
    """A state told with its beginning is open: its end is unknown. What else is told with one end happened on that side
    of it."""
    value = edtf.parse(time)
    if time.startswith("../"):
        return time.removeprefix("..") if type_ in states() else f"[..{time[3:]}]"
    if time.endswith("/..") and type_ not in states():
        return f"[{time[:-3]}..]"
    if type_ not in states() or "/" in time and not time.endswith("/.."):
        return time
    if value.text.startswith("["):
        return time
    return time.removesuffix("..").removesuffix("/") + "/"


def _told_at(context: Context, speech: Clause | None) -> str | None:
    if speech is None:
        return None
    return _stated(context, speech).time


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
        text = f"[{_point(time.text)}..]"
    elif relation == "before" and time.begin.max is not None:
        text = f"[..{_point(time.text)}]"
    else:
        return fact
    return replace(fact, time=text, time_basis="anchored", timex=other.timex)


def _point(text: str) -> str:
    return text.strip("[]").replace("..", "").split("/")[0]


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
        return replace(fact, time=f"[..{_point(fact.told_at)}]", time_basis="anchored")
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
