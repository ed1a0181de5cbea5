"""Why a bound holds, or why accounts contradict one another: constraints in words, with the sentences that say them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kg import edtf
from kg.inference import axioms
from kg.model import Event, Fact, Resolved, Span
from kg.order import DAY_ZERO, Constraint, Side, Solution
from kg.points import End
from kg.timeline import Entry, called, day, one_line
from kg.wording import date_in_words, phrases


class Told:
    """A graph's values, found by what they are asked for, and the language to explain them in."""

    def __init__(self, resolved: Resolved, language: str) -> None:
        self.language = language
        self.words: Mapping[str, str] = phrases(language)["chain"]
        self.facts = {fact.id: fact for fact in resolved.facts}
        self.annotated = {a.article.id: a for a in resolved.annotated}
        self.timexes = {(id, t.span): t for id, a in self.annotated.items() for t in a.timexes}
        self.entities = {entity.id: entity for entity in resolved.entities}
        self.events = {event.id: event for event in resolved.events}
        self._event_of = resolved.event_of
        self._facts_of: dict[str, list[Fact]] = {}
        for fact in sorted(resolved.facts, key=lambda f: (f.trigger, f.id)):
            self._facts_of.setdefault(fact.article, []).append(fact)

    def event(self, fact: Fact) -> Event:
        return self.events[self._event_of[fact.id]]

    def label(self, event: str) -> str:
        """What an event is called."""
        return called(self.events[event].labels, self.language, self.events[event].type)

    def together(self, fact: Fact) -> list[Fact]:
        """The facts of the same event in the same article."""
        ids = self.event(fact).facts
        return [self.facts[id] for id in ids if self.facts[id].article == fact.article]

    def of(self, article: str) -> list[Fact]:
        """The facts of an article, in text order."""
        return self._facts_of.get(article, [])

    def text(self, article: str, span: Span) -> str:
        return span.of(self.annotated[article].article.text)

    def quote(self, article: str, span: Span) -> str:
        return one_line(self.text(article, span))

    def date(self, time: str) -> str:
        """A date in words and, where that is another thing, as it is written in the graph."""
        words = date_in_words(edtf.parse(time), self.language)
        return words if words == time else f"{words} ({time})"


def derived(event: str, names: Iterable[str], solution: Solution, told: Told) -> Iterator[str]:
    """The bounds of an event with these names ("beginMin" …), as lines, each with why it holds below it.

    What bounds its beginning and its end for one reason is said once.
    """
    words: Mapping[str, str] = phrases(told.language)["bounds"]
    found: dict[tuple[str, int, tuple[Constraint, ...]], list[str]] = {}
    for name in sorted(names, key=lambda name: (name.endswith("Max"), name)):
        at, path = _bound(event, name, solution)
        if at is not None:
            found.setdefault((name[-3:].lower(), at, path), []).append(name)
    for (side, at, path), of in found.items():
        yield words[of[0] if len(of) == 1 else side].format(date=told.date(edtf.iso(at)))
        yield from (f"  {line}" for line in reasons(path, told))


def ordered(entry: Entry, solution: Solution, told: Told) -> Iterator[str]:
    """What an event certainly came after and before, as lines, each with the sentences that say so below it.

    What its bounds were explained by is not said again.
    """
    words: Mapping[str, str] = phrases(told.language)["order"]
    known = {c for name in entry.derived for c in _bound(entry.event, name, solution)[1]}
    for how, others in (("after", entry.order.after), ("before", entry.order.before)):
        for other in others:
            both = {entry.event, other}
            said = [c for c in solution.kept if c.strict and {c.earlier.event, c.later.event} == both]
            if said and not known.intersection(said):
                yield words[how].format(events=told.label(other))
                yield from (f"  {line}" for line in reasons(said[:1], told))


def _bound(event: str, name: str, solution: Solution) -> tuple[int | None, tuple[Constraint, ...]]:
    """The day of a bound ("beginMin" …), and the constraints that it follows from."""
    end: End = "begin" if name.startswith("begin") else "end"
    side: Side = "min" if name.endswith("Min") else "max"
    bounds = solution.days[event][end == "end"]
    return (bounds.min if side == "min" else bounds.max), _said(solution.why(event, end, side))


def _said(path: Iterable[Constraint]) -> tuple[Constraint, ...]:
    """Constraints without those that need no saying: that an event does not end before it begins."""
    return tuple(c for c in path if c.why != "extent")


def reasons(constraints: Iterable[Constraint], told: Told) -> Iterator[str]:
    """Constraints in words, a line each, and set in below it the sentences that say so, each with its article."""
    for constraint in _said(constraints):
        facts = [told.facts[id] for id in constraint.facts]
        yield _worded(constraint, facts, told)
        for article, sentence in dict.fromkeys((fact.article, fact.sentence) for fact in facts):
            yield f"  “{told.quote(article, sentence)}” [{one_line(article)}]"


def _worded(constraint: Constraint, facts: list[Fact], told: Told) -> str:
    words: Mapping[str, str] = phrases(told.language)["bounds"]
    lender = told.event(facts[0]).id if constraint.lent else ""
    events = [p.event if p != DAY_ZERO else lender for p in (constraint.earlier, constraint.later)]
    events = [event for event in events if event]
    names = {"earlier": told.label(events[0]), "later": told.label(events[-1])}
    if constraint.why not in words:
        return words["axiom"].format(comment=comment(constraint.why, told.language), **names)
    dated = next((f for f in facts if told.event(f).id == events[0]), facts[0])
    date = _date(constraint, dated, told)
    pattern = words["duration_by" if constraint.why == "duration" and date else constraint.why]
    return pattern.format(event=names["earlier"], date=date, words=_duration(dated, told), **names)


def _date(constraint: Constraint, fact: Fact, told: Told) -> str:
    """The date that a constraint is about: that of the fact, or of when it was told."""
    published = told.annotated[fact.article].article.published
    at = fact.time if constraint.why == "stated" else fact.told_at or (published and day(published))
    return told.date(at) if at else ""


def _duration(fact: Fact, told: Told) -> str:
    return told.quote(fact.article, fact.duration) if fact.duration else ""


def comment(name: str, language: str) -> str:
    """What an axiom of the ontology says, in a language, else in English."""
    found = next(a for kind in axioms().values() if isinstance(kind, list) for a in kind if a.get("name") == name)
    return str(found.get(language, found["comment"]))
