"""When a clause says it was, from its own time expressions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, cast

from kg import edtf
from kg.extract.context import Context, axioms, states
from kg.model import Clause, Span, Status, TimeBasis, Timex


class Timing(NamedTuple):
    """When a clause says it was: EDTF, its basis, the spans of its timex and duration, and why that is so."""

    time: str | None
    basis: TimeBasis
    timex: Span | None
    duration: Span | None
    why: str


def stated(context: Context, clause: Clause) -> Timing:
    """When a clause says it was, whether or not it can have been then (`can_be`)."""
    ends = [context.timexes[s] for s in clause.times if s in context.timexes]
    late = "late" in clause.flags  # "not until May": in May or later
    whole = late or "then" in clause.flags  # "until May, when": in May
    own = list(dict.fromkeys(t if whole or _is_clock(t) else _stretch(context, t) for t in ends))
    duration = next((t.span for t in own if t.type == "DURATION"), None)
    dated = [t for t in own if t.edtf is not None and t.type in ("DATE", "TIME") and t.value != "PRESENT_REF"]
    dated = [t for t in dated if not _is_clock(t)]
    if context.annotated.article.published is None and "future" in clause.flags:
        dated = [t for t in dated if t.anchor.kind != "timex"]  # what lies ahead has not the year of the story so far
    if clause.type in axioms()["terms"]["types"]:
        dated = [t for t in dated if not cast(str, t.edtf).startswith("../")]  # until when it is said to be
    if not dated:
        why = "its times have no date, or only say until when" if own else "no time is told with it"
        return Timing(None, "none", None, duration, why)
    over = [t for t in dated if t.span in clause.ends] if clause.type in axioms()["lasting"]["types"] else []
    begun = _all_of(t for t in dated if t not in over)
    done = "pluperfect" in clause.flags or "active" in clause.flags and "perfect" not in clause.flags
    over_by_now = duration is not None and done and "/" not in (begun or "")  # "spent 22 days in jail in 1990"
    text = begun and (f"[{point(begun)}..]" if late else begun if over_by_now else _lasting(clause.type, begun))
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


def can_be(context: Context, clause: Clause, status: Status, time: str) -> bool:
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


def point(text: str) -> str:
    """The beginning of a time, without its brackets."""
    return text.strip("[]").replace("..", "").split("/")[0]
