"""Functions for SPARQL that compare when two events were: kg:certainlyBefore(?a, ?b), kg:possiblyOverlaps(?a, ?b) …

An argument is an event, or all of a date: "2020-09"^^edtf:EDTF, an xsd:date, plain text in EDTF. What is certain
follows from the days that bound both, or from the order that is told (kg:before); what is possible, nothing known
excludes. They work in files and directories, where the engine is kg's own. An endpoint is asked in plain SPARQL:
`instead` says how.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from kg import edtf
from kg.edtf import Bounds
from kg.errors import InputError
from kg.order import Days
from kg.store import Store
from kg.terms import expand

if TYPE_CHECKING:
    import pyoxigraph as ox

    from kg.store import Term

#: What compares two times by their days: None where the days do not tell.
Test: TypeAlias = Callable[[Days, Days], bool]


@dataclass(frozen=True, slots=True)
class Function:
    """A comparison of two times: by their days, and as a pattern of plain SPARQL for ?a and ?b."""

    holds: Test
    pattern: str


def _less(a: int | None, b: int | None, unknown: bool) -> bool:
    """Whether one day is before another; `unknown` where one of them is."""
    return unknown if a is None or b is None else a < b


def _no_later(a: int | None, b: int | None, unknown: bool) -> bool:
    return unknown if a is None or b is None else a <= b


def _certainly_before(a: Days, b: Days) -> bool:
    return _less(a[1].max, b[0].min, False)


def _possibly_before(a: Days, b: Days) -> bool:
    return _no_later(a[1].min, b[0].max, True)


def _certainly_overlaps(a: Days, b: Days) -> bool:
    return _no_later(a[0].max, b[1].min, False) and _no_later(b[0].max, a[1].min, False)


def _possibly_overlaps(a: Days, b: Days) -> bool:
    return _no_later(a[0].min, b[1].max, True) and _no_later(b[0].min, a[1].max, True)


def _certainly_during(a: Days, b: Days) -> bool:
    return _no_later(b[0].max, a[0].min, False) and _no_later(a[1].max, b[1].min, False)


def _possibly_during(a: Days, b: Days) -> bool:
    return _no_later(b[0].min, a[0].max, True) and _no_later(a[1].min, b[1].max, True)


_TOLD = "NOT EXISTS { ?a kg:before+ ?b } && NOT EXISTS { ?b kg:before+ ?a }"
#: The bounds of two events in plain SPARQL; what ended by a day had begun by then, and the other way round.
_BOUNDS = {
    f"{event}{end}{side}": f"COALESCE(?{event}{end}{side}, ?{event}{other}{side})" if other else f"?{event}{end}{side}"
    for event in "ab"
    for end, side, other in (("Begin", "Min", ""), ("Begin", "Max", "End"), ("End", "Min", "Begin"), ("End", "Max", ""))
}


def _pattern(condition: str) -> str:
    """Plain SPARQL for a condition on bounds such as {aEndMax}."""
    used = re.findall(r"\?([ab])(Begin|End)(Min|Max)", filled := condition.format(**_BOUNDS, told=_TOLD))
    bound = (f"OPTIONAL {{ ?{e} kg:{end.lower()}{side} ?{e}{end}{side} }}" for e, end, side in dict.fromkeys(used))
    return f"{' '.join(bound)} FILTER({filled})"


FUNCTIONS: Mapping[str, Function] = {
    "certainlyBefore": Function(
        _certainly_before,
        _pattern("COALESCE({aEndMax} < {bBeginMin}, false) || EXISTS {{ ?a kg:before+ ?b }}"),
    ),
    "possiblyBefore": Function(
        _possibly_before,
        _pattern("COALESCE({aEndMin} <= {bBeginMax}, true) && NOT EXISTS {{ ?b kg:before+ ?a }}"),
    ),
    "certainlyOverlaps": Function(
        _certainly_overlaps,
        _pattern("COALESCE({aBeginMax} <= {bEndMin} && {bBeginMax} <= {aEndMin}, false)"),
    ),
    "possiblyOverlaps": Function(
        _possibly_overlaps,
        _pattern("COALESCE({aBeginMin} <= {bEndMax}, true) && COALESCE({bBeginMin} <= {aEndMax}, true) && {told}"),
    ),
    "certainlyDuring": Function(
        _certainly_during,
        _pattern(
            "COALESCE({bBeginMax} <= {aBeginMin} && {aEndMax} <= {bEndMin}, false) || EXISTS {{ ?a kg:during ?b }}"
        ),
    ),
    "possiblyDuring": Function(
        _possibly_during,
        _pattern("COALESCE({bBeginMin} <= {aBeginMax}, true) && COALESCE({aEndMin} <= {bEndMax}, true) && {told}"),
    ),
}


def functions(store: Store) -> dict[ox.NamedNode, Callable[..., ox.Literal | None]]:
    """The functions of `FUNCTIONS` for the engine that answers queries of a graph, by their IRI."""
    import pyoxigraph as ox

    times = _Times(store)

    def function(name: str) -> Callable[..., ox.Literal | None]:
        def compared(*terms: Term) -> ox.Literal | None:
            found = times.compare(name, *terms) if len(terms) == 2 else None
            return None if found is None else ox.Literal(found)

        return compared

    return {ox.NamedNode(expand(f"kg:{name}")): function(name) for name in FUNCTIONS}


class _Times:
    """The days and the order of a graph's events, each looked up once."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.days = cache(self._days)
        self.later = cache(self._later)
        self.inside = cache(lambda iri: self._steps(iri, "kg:during"))

    def compare(self, name: str, a: Term, b: Term) -> bool | None:
        """Whether a function holds; None, an error in SPARQL, for what is neither an event nor a date."""
        one, other = self.when(a), self.when(b)
        if one is None or other is None:
            return None
        told = self.told(name, a, b)
        return FUNCTIONS[name].holds(one, other) if told is None else told

    def told(self, name: str, a: Term, b: Term) -> bool | None:
        """What the order that is told says, whatever the days; None where it says nothing."""
        before, after = self.reached(a, b, self.later), self.reached(b, a, self.later)
        if name == "certainlyBefore" and before:
            return True
        if name == "certainlyDuring" and self.reached(a, b, self.inside):
            return True
        if name.startswith("possibly") and (after or (before and name != "possiblyBefore")):
            return False
        return None

    def reached(self, a: Term, b: Term, steps: Callable[[str], frozenset[str]]) -> bool:
        """Whether both are events, and the second is one of those that steps from the first lead to."""
        import pyoxigraph as ox

        return isinstance(a, ox.NamedNode) and isinstance(b, ox.NamedNode) and b.value in steps(a.value)

    def when(self, term: Term) -> Days | None:
        import pyoxigraph as ox

        if isinstance(term, ox.NamedNode):
            return self.days(term.value)
        if isinstance(term, ox.Literal):
            try:
                date = edtf.parse(term.value)
            except InputError:
                return None
            return Bounds(date.begin.min, date.begin.min), Bounds(date.end.max, date.end.max)
        return None

    def _days(self, iri: str) -> Days | None:
        found = {quad.predicate.value: _text(quad.object) for quad in self.store.quads(subject=iri)}
        if expand("sem:eventType") not in found:
            return None
        names = ("beginMin", "beginMax", "endMin", "endMax")
        days = [int(day) if (day := found.get(expand(f"kg:{name}"))) else None for name in names]
        first, last, ends_first, ends_last = days
        begin = Bounds(first, ends_last if last is None else last)  # what ended by a day had begun by then
        return begin, Bounds(first if ends_first is None else ends_first, ends_last)

    def _later(self, iri: str) -> frozenset[str]:
        """The events that are told to be after one, over others as well."""
        seen: set[str] = set()
        waiting = [iri]
        while waiting:
            fresh = self._steps(waiting.pop(), "kg:before") - seen
            seen |= fresh
            waiting += sorted(fresh)
        return frozenset(seen)

    def _steps(self, iri: str, predicate: str) -> frozenset[str]:
        return frozenset(_text(quad.object) for quad in self.store.quads(iri, predicate))


def _text(term: Term) -> str:
    """The text of a literal, or an IRI."""
    return str(getattr(term, "value", ""))


_CALL = re.compile(r"\b(" + "|".join(FUNCTIONS) + r")>?\s*\(\s*[?$](\w+)\s*,\s*[?$](\w+)\s*\)")


def instead(name: str, text: str) -> str:
    """What to write in plain SPARQL in the place of a function, with the variables that a query calls it with."""
    call = next((m for m in _CALL.finditer(text) if m[1] == name), None)
    a, b = (call[2], call[3]) if call else ("a", "b")
    named = {"a": a, "b": b}
    return re.sub(r"\?([ab])(?=[A-Z ])", lambda m: f"?{named[m[1]]}", FUNCTIONS[name].pattern)
