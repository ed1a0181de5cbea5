"""What the clauses of an article are read with to make facts of them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from kg.extract import times
from kg.language import Language
from kg.model import Annotated, Clause, Mention, Span, Timex
from kg.terms import ontology


@lru_cache(maxsize=1)
def states() -> frozenset[str]:
    """Event types that last until something ends them, from `ontology/axioms.toml`."""
    return frozenset(entry["state"] for entry in axioms()["begins"])


@lru_cache(maxsize=1)
def axioms() -> Mapping[str, Any]:
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

    def sentence(self, clause: Clause) -> Span:
        """The sentence of the article that a clause stands in."""
        return next((s for s in self.annotated.sentences if s.covers(clause.trigger)), clause.sentence)


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
