"""How well names meet across scripts: python bench/names.py NAMES_FOLDER [--misses]

The folder holds cricinfo_players.tsv, cricinfo_pairs.tsv and election_candidates.tsv. Three figures: for how many Hindi
names their own English name comes first among all names of the pool (ties count against); the best F1 of telling pairs
of one player from pairs of two who share a name; comparisons a second.
"""

from __future__ import annotations

import csv
import sys
import time
from pathlib import Path

from kg.namesake import name_similarity, reasons

Scored = list[tuple[float, bool, str, str]]


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def retrieval(folder: Path) -> tuple[float, float, list[tuple[str, str, list[str]]]]:
    """The share of names found first, comparisons a second, and (Hindi, English, what came before) of the rest."""
    players = [(row["hindi_long_name"], row["english_name"]) for row in rows(folder / "cricinfo_players.tsv")]
    players = [(hindi, english) for hindi, english in players if hindi]
    others = (row for row in rows(folder / "election_candidates.tsv") if row["field"] == "candidate")
    pool = sorted({english for _, english in players} | {row["name_english"].title() for row in others})
    start, missed = time.perf_counter(), []
    for hindi, english in players:
        own = name_similarity(hindi, english)
        before = [name for name in pool if name != english and name_similarity(hindi, name) >= own]
        if before:
            missed.append((hindi, english, before[:3]))
    seconds = time.perf_counter() - start
    return 1 - len(missed) / len(players), len(players) * len(pool) / seconds, missed


def best_f1(scored: Scored) -> tuple[float, float]:
    """The best F1 over all thresholds, and that threshold."""
    ordered = sorted(scored, key=lambda each: -each[0])
    all_right, right, best = sum(same for _, same, _, _ in scored), 0, (0.0, 0.0)
    for taken, (score, same, _, _) in enumerate(ordered, start=1):
        right += same
        best = max(best, (2 * right / (taken + all_right), score))
    return best


def main(folder: Path, misses: bool) -> None:
    scored = [
        (name_similarity(row["hindi"], row["english"]), row["match"] == "1", row["hindi"], row["english"])
        for row in rows(folder / "cricinfo_pairs.tsv")
    ]
    f1, threshold = best_f1(scored)
    first, speed, missed = retrieval(folder)
    print(f"found first {first:.3f}   pairs F1 {f1:.3f} at {threshold:.2f}   {speed:,.0f} comparisons a second")
    if misses:
        for hindi, english, before in missed:
            print("  not first:", hindi, "|", english, "|", "; ".join(before))
        for score, same, hindi, english in scored:
            if (score >= threshold) != same:
                print(f"  {score:.2f} for {'one' if same else 'two'}:", hindi, "|", english, reasons(hindi, english))


if __name__ == "__main__":
    main(Path(sys.argv[1]), "--misses" in sys.argv)
