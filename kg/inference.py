"""Times that follow inside one article, from `ontology/axioms.toml` and from when something was said.

Nothing is inferred where more than one event could be the reason: then the fact keeps no time.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from kg import edtf
from kg.model import Annotated, Fact, Span
from kg.terms import ontology

UNREAL = ("planned", "negated", "hypothetical")
_LENGTH = re.compile(r"P(\d+)([YMWD])")
_DAYS = {"Y": 365, "M": 30, "W": 7, "D": 1}
#: "Three years" may be told of a little less: lengths are rounded up by this much at most.
_ROUNDED = 0.8


@lru_cache(maxsize=1)
def axioms() -> Mapping[str, Any]:
    """What event types imply, from the ontology."""
    return tomllib.loads(ontology("axioms.toml").read_text(encoding="utf-8"))


def inferred(
    annotated: Annotated, events: Sequence[Sequence[Fact]], entity_of: Mapping[tuple[str, Span], str]
) -> list[Fact]:
    """The facts of an article, grouped into `events`, with the times that the others give them."""
    story = _Story(annotated, events, entity_of)
    for quote in annotated.quotes:
        story.tell(quote.span, quote.speaker)
    for axiom in axioms()["begins"]:
        story.begin(axiom["first"], axiom["state"], axiom["ends"])
    for axiom in axioms()["within"]:
        story.within(axiom["event"], axiom["stay"], axiom["who"], axiom["where"])
    return sorted((f for event in story.events for f in event), key=lambda f: (f.trigger, f.id))


class _Story:
    """The events of one article while times pass between them."""

    def __init__(
        self, annotated: Annotated, events: Sequence[Sequence[Fact]], entity_of: Mapping[tuple[str, Span], str]
    ) -> None:
        self.annotated, self.entity_of = annotated, entity_of
        self.events = [list(event) for event in events]

    def fillers(self, facts: Iterable[Fact], role: str) -> set[str]:
        return {i for f in facts for r in f.roles if r.role == role and (i := self.entity_of.get((f.article, r.span)))}

    def everyone(self, facts: Iterable[Fact]) -> set[str]:
        return {i for f in facts for r in f.roles if (i := self.entity_of.get((f.article, r.span)))}

    def of_type(self, type_: str) -> list[list[Fact]]:
        return [e for e in self.events if e and e[0].type == type_]

    def time(self, event: Sequence[Fact]) -> str | None:
        """What the facts of an event that say a time of it allow together."""
        stated = [
            edtf.parse(f.time)
            for f in event
            if f.time is not None and f.time_basis in ("explicit", "relative", "corrected") and f.status not in UNREAL
        ]
        exact = [v for v in stated if not v.approximate] or stated
        common = edtf.common(exact) if exact else None
        return common.text if common is not None else None

    def tell(self, quote: Span, speaker: Span | None) -> None:
        """A quotation in which the speaker is about to do what the article dates was said at that time."""
        who = self.entity_of.get((self.annotated.article.id, speaker)) if speaker else None
        if who is None:
            return
        times = set()
        for event in self.events:
            inside = [
                f
                for f in event
                if quote.covers(f.trigger) and f.status == "planned" and who in self.fillers([f], "agent")
            ]
            if inside and len(event) > len(inside):
                times.add(self.time(event))
        if len(times) != 1 or None in times:
            return
        at = str(next(iter(times)))
        for event in self.events:
            event[:] = [self._said(f, at) if quote.covers(f.trigger) and f.told_at is None else f for f in event]

    def _said(self, fact: Fact, at: str) -> Fact:
        done = fact.time is None and fact.time_basis == "none" and fact.status not in UNREAL
        if done and fact.type not in {a["state"] for a in axioms()["begins"]}:
            return replace(fact, told_at=at, time=f"[..{at.split('/')[0].strip('[].')}]", time_basis="anchored")
        return replace(fact, told_at=at)

    def begin(self, first: str, state: str, ends: str) -> None:
        """A state begins with the one event that began it for the same person, and none ended it."""
        for event in self.of_type(state):
            whom = self.fillers(event, "patient")
            beginnings = [
                e
                for e in self.of_type(first)
                if whom & self.fillers(e, "patient") and not all(f.status in UNREAL for f in e)
            ]
            if not whom or len(beginnings) != 1 or any(whom & self.fillers(e, "patient") for e in self.of_type(ends)):
                continue
            start = self.time(beginnings[0])
            if start is None or "/" in start or start.startswith("[") or not all(self._lasted(f, start) for f in event):
                continue
            timex = next(f.timex for f in beginnings[0] if f.time is not None)
            event[:] = [
                replace(f, time=f"{start}/", time_basis="anchored", timex=timex)
                if f.time is None and f.status not in UNREAL and not self._over(f)
                else f
                for f in event
            ]

    def _over(self, fact: Fact) -> bool:
        """Whether a state is told with its length as one that was ("spent eleven months in jail"): it began then, and
        had ended when it was told, nobody says when."""
        if fact.duration is None or fact.told_at is not None:
            return False
        told = next((c for c in self.annotated.clauses if c.trigger == fact.trigger), None)
        return told is not None and "finite" in told.flags and told.flags.isdisjoint(("present", "middle", "future"))

    def _lasted(self, fact: Fact, start: str) -> bool:
        """Whether a state that began at `start` can have lasted as long as a fact says, when it says so."""
        told = fact.told_at or self.annotated.article.published
        timex = next((t for t in self.annotated.timexes if t.span == fact.duration), None)
        length = _LENGTH.fullmatch(timex.value) if timex and timex.mod not in ("LESS_THAN", "EQUAL_OR_LESS") else None
        first, last = edtf.parse(start).begin.min, edtf.parse(told).end.max if told else None
        if length is None or first is None or last is None:
            return True
        return last - first >= int(length[1]) * _DAYS[length[2]] * _ROUNDED

    def within(self, type_: str, stay: str, who: str, where: str) -> None:
        """What a traveller does at the destination of their one dated trip there happened during it."""
        for event in self.of_type(type_):
            people, places = self.everyone(event), self.fillers(event, "place")
            trips = [
                e for e in self.of_type(stay)
                if people & self.fillers(e, who) and places & self.fillers(e, where)
                and not all(f.status in UNREAL for f in e)
            ]  # fmt: skip
            times = {t for t in (self._trip_time(e) for e in trips) if t is not None}
            if len(trips) == 0 or len(times) != 1 or any(f.time is not None for f in event):
                continue
            at = times.pop()
            timex = next(f.timex for e in trips for f in e if f.time == at)
            event[:] = [
                replace(f, time=at, time_basis="anchored", timex=timex) if f.status not in UNREAL else f for f in event
            ]

    def _trip_time(self, event: Sequence[Fact]) -> str | None:
        dated = [f.time for f in event if f.time is not None and f.status not in UNREAL]
        common = edtf.common(edtf.parse(t) for t in dated) if dated else None
        return common.text if common is not None else None
