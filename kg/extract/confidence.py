"""How sure it is that a fact was read right: that the word is an event, and one of that type.

What is easily seen of a fact (is its word a verb, how much does it tell, how long is its sentence) adds up to a
score, and the score becomes the share of facts with such a score that were right: isotonic regression (Ayer et al.,
1955, An empirical distribution function for sampling with incomplete information). Weights and steps are those of
`models/confidence.json`, which bench/train/confidence.py makes from annotated articles.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files

from kg.model import Annotated, Clause, Fact

#: Forms of a clause that are told apart; the others are "other".
_FORMS = ("noun", "finite", "participle")


@dataclass(frozen=True)
class Table:
    """`base` and the weight of each feature add up to a score; `steps` are (least score, confidence), rising."""

    base: float
    weights: Mapping[str, float]
    steps: tuple[tuple[float, float], ...]

    def score(self, features: Iterable[str]) -> float:
        """The log-odds of being right; a feature that was never seen counts nothing."""
        return self.base + sum(self.weights.get(feature, 0.0) for feature in features)

    def confidence(self, features: Iterable[str]) -> float:
        """The share, from 0 to 1 and neither, of facts with such a score that were right."""
        at = bisect_right([least for least, _ in self.steps], self.score(features))
        return self.steps[max(at - 1, 0)][1]


@lru_cache(maxsize=1)
def table() -> Table:
    """The table that kg comes with."""
    data = json.loads(files("kg").joinpath("models/confidence.json").read_text(encoding="utf-8"))
    return Table(data["base"], data["weights"], tuple((least, value) for least, value in data["steps"]))


def confidence(features: Iterable[str]) -> float:
    """How sure a fact with these features (see `described`) is, from 0 to 1 and neither."""
    return table().confidence(features)


def rated(annotated: Annotated, facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """The facts of an article, each with its confidence."""
    seen = described(annotated, facts)
    return tuple(replace(fact, confidence=confidence(one)) for fact, one in zip(facts, seen, strict=True))


def sure(facts: Sequence[Fact], least: float) -> tuple[Fact, ...]:
    """The facts of an article with a confidence of `least` or more; what refers to the others refers to nothing."""
    kept = {fact.id for fact in facts if fact.confidence >= least}
    return tuple(
        replace(
            fact,
            occasion=fact.occasion if fact.occasion in kept else None,
            order=tuple((relation, other) for relation, other in fact.order if other in kept),
        )
        for fact in facts
        if fact.id in kept
    )


def described(annotated: Annotated, facts: Sequence[Fact]) -> list[tuple[str, ...]]:
    """What is easily seen of each fact, as names of features such as "form noun" and "roles 2"."""
    clauses = {clause.trigger: clause for clause in annotated.clauses if clause.type}
    together = Counter(fact.sentence for fact in facts)
    return [_features(annotated, fact, clauses[fact.trigger], together[fact.sentence]) for fact in facts]


def _features(annotated: Annotated, fact: Fact, clause: Clause, together: int) -> tuple[str, ...]:
    text = annotated.article.text
    words = len(fact.sentence.of(text).split())
    seen = {
        "form": next((form for form in _FORMS if form in clause.flags), "other"),
        "type": "Event" if fact.type == "Event" else "its own",
        "words": "one" if len(fact.trigger.of(text).split()) == 1 else "several",
        "roles": str(min(len(fact.roles), 3)),
        "time": fact.time_basis,
        "sentence": "long" if words >= 30 else "short",
        "facts of the sentence": str(min(together, 3)),
    }
    return tuple(f"{name} {value}" for name, value in seen.items())
