"""Learn how sure a fact is from the articles of data/gold and data/unread: kg/models/confidence.json.

    python bench/train/confidence.py [--write]

A fact is right where a gold trigger overlaps its own and has its type (as bench/quality.py pairs them). Logistic
regression with an L2 penalty gives each feature its weight; isotonic regression gives each score the share of facts
that were right. Each is fitted on scores of articles that had no part in the weights. What is printed is measured by
leaving out one article at a time, weights and steps alike. Newton's method from zero: the same table every time.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))
from quality import UNREAD, load, matched, read_alone, tenths

from kg.extract import confidence, extract
from kg.extract.confidence import Table

OUT = Path(__file__).parents[2] / "kg" / "models" / "confidence.json"
#: Strength of the penalty on weights, and the fewest facts that a step rests on.
PENALTY, FEWEST = 5.0, 25
#: A fact: its features, and whether it is right. A sample: those of one article.
Sample = list[tuple[tuple[str, ...], bool]]


def samples() -> Iterator[Sample]:
    """The facts that kg finds in each gold article."""
    for gold in [*load(), *load(UNREAD)]:
        annotated = read_alone(gold)
        facts = extract(annotated)
        right = {fact.id for expected, fact in matched(gold["facts"], facts) if expected["type"] == fact.type}
        yield [(seen, f.id in right) for f, seen in zip(facts, confidence.described(annotated, facts), strict=True)]


def weighed(facts: Sample) -> Table:
    """Weights of logistic regression; the base bears no penalty. No steps yet."""
    names = sorted({name for seen, _ in facts for name in seen})
    x = np.array([[1.0, *(float(name in seen) for name in names)] for seen, _ in facts])
    y = np.array([float(right) for _, right in facts])
    penalty = np.diag([1e-6, *([PENALTY] * len(names))])
    w = np.zeros(len(names) + 1)
    for _ in range(25):
        p = 1 / (1 + np.exp(-x @ w))
        w += np.linalg.solve(x.T @ (x * (p * (1 - p))[:, None]) + penalty, x.T @ (y - p) - penalty @ w)
    base, *weights = (round(float(value), 2) for value in w)
    return Table(base, dict(zip(names, weights, strict=True)), ())


def isotonic(scored: Iterable[tuple[float, bool]]) -> tuple[tuple[float, float], ...]:
    """Steps that rise: pools of neighbours, merged while one is not above the one before (pool adjacent violators).

    One right fact is put below all others and a wrong one above them, so that no step is sure; equal scores and pools
    of fewer than FEWEST facts are merged too.
    """
    ordered = sorted(scored)
    pools: list[list[float]] = []  # least score, right, all
    for score, right in [(ordered[0][0], True), *ordered, (ordered[-1][0], False)]:
        if pools and pools[-1][0] == score:
            pools[-1][1:] = [pools[-1][1] + right, pools[-1][2] + 1]
        else:
            pools.append([score, float(right), 1.0])
    pools = _merged(pools, lambda below, above: below[2] < FEWEST)
    if len(pools) > 1 and pools[-1][2] < FEWEST:
        last = pools.pop()
        pools[-1][1:] = [pools[-1][1] + last[1], pools[-1][2] + last[2]]
    pools = _merged(pools, lambda below, above: below[1] / below[2] >= above[1] / above[2])
    least = {round(right / n, 2): round(score, 2) for score, right, n in reversed(pools)}  # of equal ones, the first
    return tuple((score, value) for value, score in reversed(least.items()))


def _merged(pools: list[list[float]], together: Callable[[list[float], list[float]], bool]) -> list[list[float]]:
    found: list[list[float]] = []
    for pool in pools:
        while found and together(found[-1], pool):
            below = found.pop()
            pool = [below[0], below[1] + pool[1], below[2] + pool[2]]
        found.append(pool)
    return found


def fitted(articles: Sequence[Sample]) -> Table:
    """Weights from all articles; steps from the scores that each gets from the weights of the others."""
    scored = []
    for held in articles:
        others = weighed([fact for article in articles if article is not held for fact in article])
        scored += [(others.score(seen), right) for seen, right in held]
    whole = weighed([fact for article in articles for fact in article])
    return Table(whole.base, whole.weights, isotonic(scored))


def crossed(articles: Sequence[Sample]) -> list[tuple[float, bool]]:
    """The confidence of each fact by a table made without its article, and whether it is right."""
    found = []
    for held in articles:
        without = fitted([article for article in articles if article is not held])
        found += [(without.confidence(seen), right) for seen, right in held]
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description="Learn how sure a fact is from the articles of data/gold.")
    parser.add_argument("--write", action="store_true", help=f"write {OUT.name}")
    options = parser.parse_args()
    articles = list(samples())
    whole, held = fitted(articles), crossed(articles)
    mean = sum(right for _, right in held) / len(held)
    brier = sum((value - right) ** 2 for value, right in held) / len(held)
    print(f"{len(articles)} articles, {len(held)} facts, {mean:.3f} of them right; each article left out in turn:")
    print(*tenths(held), sep="\n")
    print(f"Brier score {brier:.4f}; of saying {mean:.3f} always {mean * (1 - mean):.4f}")
    print(f"a right fact is surer than a wrong one: {ranked(held):.3f}")
    print(f"steps: {', '.join(f'{value} from {score}' for score, value in whole.steps)}")
    if options.write:
        OUT.write_text(written(whole), encoding="utf-8")


def written(whole: Table) -> str:
    """The table as JSON, a weight and a step a line."""
    weights = ",\n".join(f"  {json.dumps(name)}: {weight}" for name, weight in whole.weights.items())
    steps = ",\n".join(f"  [{least}, {value}]" for least, value in whole.steps)
    return f'{{\n "base": {whole.base},\n "weights": {{\n{weights}\n }},\n "steps": [\n{steps}\n ]\n}}\n'


def ranked(held: Sequence[tuple[float, bool]]) -> float:
    """How often a right fact is surer than a wrong one (area under the ROC curve); a tie counts half."""
    good, bad = ([value for value, right in held if right is wanted] for wanted in (True, False))
    return sum((a > b) + (a == b) / 2 for a in good for b in bad) / (len(good) * len(bad))


if __name__ == "__main__":
    main()
