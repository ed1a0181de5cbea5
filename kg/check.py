"""What of a graph should be looked at again, with quotes: `kg check`.

    FORMATS["text"](check(store, "en"))

What is looked for is in `kg.findings`. A format is a function of what was found; whatever came from an article is data
in every format.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from kg import edtf
from kg.constraints import solved
from kg.explain import own, read
from kg.findings import Finding, findings
from kg.judgements import Judged, Judgement, read_judgements
from kg.model import Fact, Resolved
from kg.reasons import Told, comment, reasons
from kg.resolve import fact_of
from kg.store import Store
from kg.timeline import called, one_line
from kg.wording import date_in_words, listed, phrases


@dataclass(frozen=True)
class Checked:
    """What was found in a graph, and the values and words to tell it with."""

    found: tuple[Finding, ...]
    told: Told

    def __len__(self) -> int:
        return len(self.found)


def check(store: Store, language: str, only: Collection[str] = ()) -> Checked:
    """What of a graph should be looked at again, of all kinds or `only` some of `kg.findings.KINDS`.

    Raises GraphError for one that kg did not write or that is damaged.
    """
    resolved = read(store)
    apart = _judged_different(resolved, read_judgements(store.quads(graph=own(store).judgements)))
    found = [one for one in findings(resolved, solved(resolved)) if not only or one.kind in only]
    kept = (one for one in found if one.kind not in ("names", "accounts") or not apart.intersection(_pair(one)))
    return Checked(tuple(kept), Told(resolved, language))


def _judged_different(resolved: Resolved, judgements: Iterable[Judgement]) -> set[frozenset[str]]:
    """The pairs of entities, and of events, of which a person said that they are two."""

    def thing(judged: Judged) -> str:
        if judged.fact:
            fact = fact_of(resolved.facts, judged)
            return resolved.event_of[fact.id] if fact is not None else ""
        return resolved.entity_of.get((judged.article, judged.span), "")

    return {frozenset((thing(j.first), thing(j.second))) for j in judgements if j.verdict == "different"}


def _pair(finding: Finding) -> set[frozenset[str]]:
    return {frozenset(pair) for of in (finding.entities, finding.events) for pair in combinations(of, 2)}


def says(finding: Finding, told: Told) -> str:
    """A finding in one line."""
    words: Mapping[str, str] = phrases(told.language)["check"]
    parts = {
        "events": listed(dict.fromkeys(map(told.label, finding.events)), told.language),
        "names": listed([_name(entity, told) for entity in finding.entities], told.language),
        "articles": listed([one_line(article) for article in finding.articles], told.language),
        "comment": comment(finding.axiom, told.language) if finding.axiom else "",
    }
    everything = finding.kind == "origin" and not finding.events
    return words["everything" if everything else finding.kind].format(**parts)


def _name(entity: str, told: Told) -> str:
    one = told.entities[entity]
    return called(one.labels, told.language, one.name)


def _shown(finding: Finding, told: Told) -> Iterator[str]:
    """The lines below a finding: why, and the sentences that show it."""
    yield from map(one_line, finding.reasons)
    yield from reasons(finding.constraints, told)
    if not finding.constraints:
        facts = (told.facts[id] for id in finding.facts)
        yield from dict.fromkeys(_sentence(fact, told) for fact in facts)


def _sentence(fact: Fact, told: Told) -> str:
    dated = f"{date_in_words(edtf.parse(fact.time), told.language)}: " if fact.time else ""
    return f"{dated}“{told.quote(fact.article, fact.sentence)}” [{one_line(fact.article)}]"


def text(checked: Checked) -> str:
    """Findings under a heading a kind, numbered, each with its sentences set in below it."""
    words, told = phrases(checked.told.language)["check"], checked.told
    lines: list[str] = []
    kinds = dict.fromkeys(finding.kind for finding in checked.found)
    for kind in kinds:
        own = [finding for finding in checked.found if finding.kind == kind]
        lines += ["", f"{words['titles'][kind]} ({len(own)})"] if lines else [f"{words['titles'][kind]} ({len(own)})"]
        for number, finding in enumerate(own, 1):
            lines.append(f"{number:3}. {says(finding, told)}")
            lines += (f"       {line}" for line in _shown(finding, told))
    return "\n".join(lines or [words["nothing"]]) + "\n"


def as_json(checked: Checked) -> str:
    """A list of findings: kind, a line that says it, events, entities, facts with their quotes, and reasons."""
    return json.dumps([_json(one, checked.told) for one in checked.found], ensure_ascii=False, indent=2) + "\n"


def _json(finding: Finding, told: Told) -> dict[str, object]:
    events = [told.events[id] for id in finding.events]
    why = [*finding.reasons, *reasons(finding.constraints, told)]
    return {
        "kind": finding.kind,
        "says": says(finding, told),
        "axiom": finding.axiom or None,
        "events": [{"event": e.id, "type": e.type, "label": dict(e.labels), "time": e.time} for e in events],
        "entities": [{"id": id, "name": dict(told.entities[id].labels)} for id in finding.entities],
        "articles": list(finding.articles),
        "facts": [_fact(told.facts[id], told) for id in finding.facts],
        "reasons": why,
    }


def _fact(fact: Fact, told: Told) -> dict[str, object]:
    return {
        "fact": fact.id,
        "event": told.event(fact).id,
        "article": fact.article,
        "quote": told.text(fact.article, fact.sentence),
        "start": fact.sentence.start,
        "end": fact.sentence.end,
        "time": fact.time,
        "status": fact.status,
    }


#: A format takes what was found and gives the whole text.
FORMATS: Mapping[str, Callable[[Checked], str]] = {"text": text, "json": as_json}
