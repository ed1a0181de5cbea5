"""Who says what a clause tells, and how surely: what is claimed, denied, planned, asked or only thought of."""

from __future__ import annotations

from kg import edtf
from kg.extract.context import Context
from kg.extract.roles import ANIMATE
from kg.extract.stated import stated
from kg.language import folded
from kg.model import Clause, Span, Status

#: What flags of a clause say of its status; the first that it has decides.
_FLAGS: tuple[tuple[str, Status], ...] = (
    ("hypothetical", "hypothetical"), ("negated", "negated"), ("denied", "denied"), ("future", "planned"),
    ("purpose", "planned"), ("alleged", "alleged"),
)  # fmt: skip


#: What may stand behind the last mark of a sentence.
_CLOSING = " \n\"'”’»)"


def told_by(context: Context, clause: Clause) -> tuple[Span | None, Clause | None]:
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
    by, speech = told_by(context, clause)
    words = context.language.section("status")
    text = folded(context.sentence(clause).of(context.annotated.article.text))
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
    text = context.sentence(clause).of(context.annotated.article.text).rstrip(_CLOSING)
    words = context.language.section("status").get("asking", ())
    return text.endswith("?") and not any(f" {folded(word)} " in f" {folded(text)} " for word in words)


def _lies_ahead(context: Context, clause: Clause) -> bool:
    """Whether the time told with a clause begins after the day its article was published."""
    published, time = context.annotated.article.published, stated(context, clause).time
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
    if f" {word} " not in f" {folded(before)} ":
        return False
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
