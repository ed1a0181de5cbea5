"""Events and mentions that a JSON Lines article comes with, which are taken instead of what kg finds.

    {"text": "…", "events": [{"start": 10, "end": 18, "type": "Arrest"}], "mentions": [{"start": 0, "end": 9,
     "kind": "Person"}]}

Offsets are code points, half open. The `type` of an event is one of kg's; without one kg tells it from the words, and
takes Event where it cannot. What others call `kind` of an event is taken for its type where it is one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any, cast, get_args

from kg.errors import InputError
from kg.model import Given, Kind, Span
from kg.terms import event_types


def given_of(record: Mapping[str, Any], text: str, where: str) -> Given | None:
    """What an article's record gives; None where it gives neither events nor mentions.

    Raises InputError, which names `where`, for spans outside the text and for types and kinds that there are not.
    """
    events, mentions = (_list(record, name, where) for name in ("events", "mentions"))
    if events is None and mentions is None:
        return None
    return Given(
        None if events is None else tuple(sorted({(_span(e, text, where), _type(e, where)) for e in events})),
        None if mentions is None else tuple(sorted({(_span(m, text, where), _kind(m, where)) for m in mentions})),
    )


def _list(record: Mapping[str, Any], name: str, where: str) -> Sequence[Mapping[str, Any]] | None:
    found = record.get(name)
    if found is None:
        return None
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise InputError(where, f'has "{name}" that is no list of objects', 'write [{"start": 0, "end": 9, …}]')
    return found


def _span(one: Mapping[str, Any], text: str, where: str) -> Span:
    start, end = one.get("start"), one.get("end")
    whole = isinstance(start, int) and isinstance(end, int) and not isinstance(start, bool)
    if not whole or not 0 <= cast(int, start) < cast(int, end) <= len(text):
        do = f"count code points from 0; the text has {len(text)}"
        raise InputError(where, f"gives something from {ascii(start)} to {ascii(end)}", do)
    return Span(cast(int, start), cast(int, end))


def _type(one: Mapping[str, Any], where: str) -> str:
    given, kind = one.get("type"), one.get("kind")
    if given is None:
        return kind if isinstance(kind, str) and kind in event_types() else ""
    return _among(given, event_types(), "type of event", where)


def _kind(one: Mapping[str, Any], where: str) -> Kind:
    return cast(Kind, _among(one.get("kind"), get_args(Kind), "kind of mention", where))


def _among(given: object, known: Sequence[str], what: str, where: str) -> str:
    if isinstance(given, str) and given in known:
        return given
    near = get_close_matches(str(given).capitalize(), known, 1, 0.6)
    do = f"did you mean {near[0]}?" if near else f"write one of {', '.join(known)}"
    raise InputError(where, f"gives a {what} {ascii(given)[:60]}", do)


def as_text(given: Given) -> str:
    """What an article came with as JSON on one line, which `from_text` reads."""
    record: dict[str, object] = {}
    if given.events is not None:
        record["events"] = [{"start": s.start, "end": s.end, **({"type": t} if t else {})} for s, t in given.events]
    if given.mentions is not None:
        record["mentions"] = [{"start": s.start, "end": s.end, "kind": k} for s, k in given.mentions]
    return json.dumps(record, separators=(",", ":"))


def from_text(text: str, where: str) -> Given | None:
    """What `as_text` wrote. Raises InputError where it is something else."""
    try:
        record = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(where, "has events and mentions that are not JSON") from error
    ends = [e.get("end", 0) for name in ("events", "mentions") for e in record.get(name, ()) if isinstance(e, dict)]
    longest = max((end for end in ends if isinstance(end, int)), default=0)
    return given_of(record, " " * min(longest, 1 << 24), where)
