"""The timeline format of SemEval-2015 Task 4, and how its benchmark scores it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from kg.builds import build
from kg.semeval import semeval
from tests.command import kg
from tests.told import article, read, resolve

sys.path.insert(0, str(Path(__file__).parent.parent / "bench"))

from semeval import parsed, score

TEXTS = {
    "1": "Asha Rao was arrested in Pune on 4 May 2024.\nAsha Rao met Amit Saxena in Goa in June 2023.",
    "2": "Asha Rao was arrested on 4 May 2024, police said.\nAsha Rao resigned.\nShe will travel to Goa.",
}
ARTICLES = [article(id, text, "2024-05-07") for id, text in TEXTS.items()]


def test_events_stand_in_order_with_their_dates_and_where_they_are_told() -> None:
    lines = semeval(resolve([read(one) for one in ARTICLES]), "Asha Rao").splitlines()
    assert lines[0] == "Asha Rao"
    assert "1\t2023-06\t1-1-met" in lines
    assert "2\t2024-05-04\t1-0-arrested\t2-0-arrested" in lines
    assert "3\t2024-05-07\t2-1-resigned" in lines
    assert all(line.startswith("0\tXXXX-XX-XX\t") for line in lines[1:] if "travel" in line)


def test_somebody_else_is_in_another_timeline() -> None:
    found = semeval(resolve([read(one) for one in ARTICLES]), "अमित सक्सेना")
    assert found == "अमित सक्सेना\n1\t2023-06\t1-1-met\n"


def test_the_command_writes_it_and_wants_a_name(tmp_path: Path) -> None:
    build(ARTICLES, str(tmp_path / "g.nq"))
    done = kg("timeline", tmp_path / "g.nq", "--format", "semeval", "--about", "Asha Rao")
    assert done.exit_code == 0 and done.stdout.startswith("Asha Rao\n0\tXXXX-XX-XX\t2-2-travel\n1\t2023-06\t")
    assert kg("timeline", tmp_path / "g.nq", "--format", "semeval").exit_code == 2
    assert kg("timeline", tmp_path / "g.nq", "--format", "semeval", "--about", "A", "--since", "2020").exit_code == 2


GOLD = "A\n0\tXXXX-XX-XX\t9-9-x\n1\t2001\t1-1-a\t1-2-b\n2\t2002\t1-3-c\n3\tXXXX-XX-XX\t1-4-d\n"


@pytest.mark.parametrize(
    ("system", "precision", "recall"),
    [
        (GOLD, 1, 1),
        ("A\n", 0, 0),
        ("A\n1\t2001\t1-1-a\n2\t2002\t1-3-c\n", 1, 3 / 6),  # two dates and a before: of six relations three follow
        ("A\n1\t2002\t1-3-c\n2\t2001\t1-1-a\n", 2 / 3, 2 / 6),  # the order is wrong
        ("A\n1\t2001\t1-1-a\t9-9-x\n", 1 / 3, 1 / 6),  # what the gold leaves out counts against precision
    ],
)
def test_relations_that_follow_from_the_other_timeline_count(system: str, precision: float, recall: float) -> None:
    found = score(dict([parsed(GOLD)]), dict([parsed(system)]))
    assert found["all"][:2] == pytest.approx((precision, recall))
