"""What people said of a graph, judgements and corrections together, and as JSON Lines to carry to another graph.

A line each; offsets are code points of the article's text:

    {"id", "verdict": "same|different", "first": {"article", "start", "end", "fact"}, "second": {…}, "by", "learnt",
     "because"}        "fact" is missing where a mention is meant
    {"id", "property": "time|type|status|agent|…", "value", "fact": {"article", "start", "end", "fact"}, "by", "learnt",
     "because"}        "value" is text, the place of a mention {"start", "end"}, or null for none
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple, cast, get_args

from kg import edtf
from kg.corrections import PROPERTIES, ROLES, Correction, with_corrections
from kg.errors import InputError
from kg.judgements import Decision, Judged, Judgement, judgement, with_judgements
from kg.model import STATUSES, Span
from kg.terms import event_types


class Said(NamedTuple):
    """What people said, each sorted."""

    judgements: tuple[Judgement, ...] = ()
    corrections: tuple[Correction, ...] = ()


def with_said(known: Said, new: Said) -> Said:
    """What was said, with more. What says the same of the same gives way to the new.

    Raises InputError where two say different things of the same.
    """
    before = {one.id: one for one in known.corrections}
    for one in new.corrections:
        old = before.get(one.id)
        if old is not None and old.value != one.value:
            what = f"was corrected on {old.learnt} by {old.by}: {old.what} = {old.value or 'none'}"
            raise InputError(f"{one.fact.fact}: {one.what} = {one.value or 'none'}", what, undoing(old.id))
    return Said(
        with_judgements(known.judgements, new.judgements), with_corrections(known.corrections, new.corrections)
    )


def without(known: Said, id: str) -> tuple[Said, Judgement | Correction]:
    """What was said without the judgement or correction with an id, and that one. Raises InputError without such."""
    every: tuple[Judgement | Correction, ...] = (*known.judgements, *known.corrections)
    gone = next((one for one in every if one.id == id), None)
    if gone is None:
        raise InputError(f"judgement {id}", "is not in this graph", "see kg judgements for those that are")
    judgements = tuple(one for one in known.judgements if one != gone)
    return Said(judgements, tuple(one for one in known.corrections if one != gone)), gone


def undoing(id: str) -> str:
    """What to do about one that stands in the way."""
    return f"undo that first: kg judgements GRAPH --undo {id}"


# JSON Lines


def as_lines(said: Said) -> str:
    """What was said as JSON Lines."""
    records = [*map(_judgement_record, said.judgements), *map(_correction_record, said.corrections)]
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def _judgement_record(one: Judgement) -> dict[str, object]:
    record: dict[str, object] = {"id": one.id, "verdict": one.verdict}
    return {**record, "first": _end(one.first), "second": _end(one.second), **_who(one)}


def _correction_record(one: Correction) -> dict[str, object]:
    value: object = one.value or None
    if one.what in ROLES and one.value:
        start, end = map(int, one.value.split("-"))
        value = {"start": start, "end": end}
    return {"id": one.id, "property": one.what, "value": value, "fact": _end(one.fact), **_who(one)}


def _who(one: Judgement | Correction) -> dict[str, object]:
    return {"by": one.by, "learnt": one.learnt, **({"because": one.because} if one.because else {})}


def _end(judged: Judged) -> dict[str, object]:
    place: dict[str, object] = {"article": judged.article, "start": judged.span.start, "end": judged.span.end}
    return {**place, "fact": judged.fact} if judged.fact else place


def from_lines(text: str, where: str) -> Said:
    """What was said, from JSON Lines. Raises InputError, which names `where` and the line, for what is none."""
    found = Said()
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            one = _read(line, f"{where}, line {number}")
            new = Said((one,)) if isinstance(one, Judgement) else Said((), (one,))
            found = with_said(found, new)
    return found


def _read(line: str, where: str) -> Judgement | Correction:
    try:
        record: Any = json.loads(line)
        found = _correction(record, where) if "property" in record else _judgement(record, where)
        _characters(found)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise InputError(where, "is no judgement and no correction", "give lines that `kg judgements` wrote") from error
    return found


def _judgement(record: Mapping[str, Any], where: str) -> Judgement:
    first, second = (_judged(record[name]) for name in ("first", "second"))
    verdict = record["verdict"]
    if verdict not in get_args(Decision):
        raise InputError(where, f"has the verdict {ascii(verdict)}", "write same or different")
    by, because = str(record["by"]), str(record.get("because", ""))
    return judgement(cast(Decision, verdict), first, second, by, _day(record), because)


def _correction(record: Mapping[str, Any], where: str) -> Correction:
    what, value, fact = record["property"], record["value"], _judged(record["fact"])
    if what not in PROPERTIES or not fact.fact:
        raise ValueError(what)
    if what in ROLES:
        place = Span(0, 1) if value is None else _span(value)
        text = "" if value is None else f"{place.start}-{place.end}"
    else:
        text = "" if value is None else str(value)
        _known(what, text, where)
    by, because = str(record["by"]), str(record.get("because", ""))
    return Correction(fact, what, text, by, _day(record), because)


def _known(what: str, value: str, where: str) -> None:
    """Refuse a value that a correction of this cannot have."""
    if what == "time" and value:
        edtf.parse(value)
    known = {"type": event_types(), "status": STATUSES}.get(what)
    if known is not None and value not in known:
        raise InputError(where, f"has the {what} {ascii(value)}", f"give one of {', '.join(known)}")


def _judged(end: Mapping[str, Any]) -> Judged:
    return Judged(str(end["article"]), _span(end), str(end.get("fact", "")))


def _span(place: Mapping[str, Any]) -> Span:
    span = Span(int(place["start"]), int(place["end"]))
    if not 0 <= span.start < span.end:
        raise ValueError(span)
    return span


def _day(record: Mapping[str, Any]) -> str:
    return date.fromisoformat(record["learnt"]).isoformat()


def _characters(one: Judgement | Correction) -> None:
    """Raise UnicodeEncodeError, a ValueError, for half a character, which no graph can hold."""
    ends: Iterable[Judged] = (one.first, one.second) if isinstance(one, Judgement) else (one.fact,)
    "".join((one.by, one.because, *(part for end in ends for part in (end.article, end.fact)))).encode()
