"""How long the order of a large story takes to solve: python bench/order.py [wrong constraints …]

A story is drawn by chance: 5,000 events, each of them with a true beginning and end, and 20,000 constraints that hold
of them (dates, before and after, durations), all in one connected part. Then some that do not hold are mixed in.
"""

from __future__ import annotations

import random
import sys
import time

from kg.order import Constraint, Point, after, not_after, not_before, solve

EVENTS, CONSTRAINTS = 5_000, 20_000


def story(wrong: int, seed: int = 1) -> list[Constraint]:
    """Constraints of a story, `wrong` of which do not hold."""
    chance = random.Random(seed)
    day: dict[Point, int] = {}
    for number in range(EVENTS):
        begin = chance.randrange(20_000)
        day[Point(f"e{number}", "begin")] = begin
        day[Point(f"e{number}", "end")] = begin + chance.choice((0, 0, 0, 1, 30, 400))
    points = sorted(day)
    found: list[Constraint] = []
    while len(found) < CONSTRAINTS:
        fact, lie = f"f{len(found)}", len(found) >= CONSTRAINTS - wrong
        early, late = sorted(chance.sample(points, 2), key=day.__getitem__)
        if lie:
            found.append(after(late, early, [fact], "after", strict=True))
        elif len(found) % 3:
            days = chance.choice((0, 0, 0, (day[late] - day[early]) // 2))
            found.append(after(early, late, [fact], "after", days))
        else:  # the day, the month or the year in which it was
            width = chance.choice((0, 30, 365))
            first = day[early] - chance.randrange(width + 1)
            found += [not_before(early, first, [fact], "stated"), not_after(early, first + width, [fact], "stated")]
    return found


def main() -> None:
    for wrong in [int(n) for n in sys.argv[1:]] or [0, 1, 10, 100, 1000]:
        constraints = story(wrong)
        start = time.process_time()
        solution = solve(constraints)
        took = time.process_time() - start
        size = [len(conflict.facts) for conflict in solution.conflicts]
        print(
            f"{wrong:5} wrong  {took:6.2f} s  {len(size)} conflicts of {max(size, default=0)} facts at most,"
            f" {len(solution.contested)} events contested",
            flush=True,
        )


if __name__ == "__main__":
    main()
