"""How long one article takes to be added to a graph of many, in a directory, beyond its extraction.

    python bench/add.py [--articles 1000] [--profile]

The articles are made up: every one tells of a few people out of a pool that grows with their number, in places of
India, so that names meet across articles as they do in a newspaper's archive.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import tempfile
import time
from hashlib import sha256
from random import Random

from kg.builds import build
from kg.extract import annotate, extract
from kg.model import Annotated, Article, Fact
from kg.resolve import within

FIRST = ("Asha", "Amit", "Meera", "Salim", "Devika", "Arjun", "Farhan", "Nasim", "Rekha", "Sunil", "Vikram", "Leela",
         "Gita", "Harish", "Imran", "Jaya", "Kabir", "Lata", "Manoj", "Nandini", "Omkar", "Pooja", "Qasim", "Ravi",
         "Sarita", "Tarun", "Usha", "Vinod", "Yusuf", "Zoya", "Bhavna", "Chetan", "Dinesh", "Esha", "Girish", "Hema",
         "Irfan", "Jatin", "Komal", "Mukesh")  # fmt: skip
MIDDLE = ("Kumar", "Devi", "Lal", "Prasad", "Chandra", "Nath", "Mohan", "Singh", "Rani", "Das",
          "Bai", "Babu", "Kishore", "Narayan", "Shekhar", "Bhushan", "Pratap", "Ranjan", "Vir", "Swarup")  # fmt: skip
LAST = ("Rao", "Saxena", "Sen", "Qureshi", "Sharma", "Verma", "Siddiqui", "Akhtar", "Chauhan", "Ahirwar", "Malhotra",
        "Parihar", "Rathore", "Tiwari", "Menon", "Iyer", "Bose", "Pillai", "Gowda", "Naidu", "Agarwal", "Banerjee",
        "Chopra", "Dutta", "Fernandes", "Ghosh", "Hegde", "Jadhav", "Kapoor", "Lohia", "Mishra", "Oberoi", "Patil",
        "Reddy", "Shinde", "Thakur", "Upadhyay", "Vyas", "Wagle", "Yadav", "Zaidi", "Bhatt", "Dubey", "Gill", "Joshi",
        "Kulkarni", "Mehta", "Nair", "Pandey", "Solanki")  # fmt: skip
PLACES = ("Pune", "Lucknow", "Patna", "Jaipur", "Indore", "Nagpur", "Bhopal", "Kanpur", "Surat", "Kochi")
TEMPLATES = (
    "{a} was arrested in {p} on {d} March {y}, police said.",
    "{a} met {b} in {p} on {d} April {y}.",
    "{b} was released on bail in {p} on {d} May {y}.",
    "{a} wrote a letter to {b} in June {y}.",
)


def made_up(number: int, many: int) -> Article:
    """An article, the same for the same number; people come from a pool of a third as many as there are articles."""
    dice = Random(number)
    people = [_person(dice.randrange(max(3, many // 3))) for _ in range(2)]
    told = dice.sample(TEMPLATES, 2)
    day, year, place = dice.randint(1, 28), dice.randint(2001, 2024), dice.choice(PLACES)
    text = " ".join(t.format(a=people[0], b=people[1], p=place, d=day, y=year) for t in told)
    return Article(f"a{number:06}", text, "en", sha256(text.encode()).hexdigest(), published=f"{year}-07-01")


def _person(number: int) -> str:
    first, rest = number % len(FIRST), number // len(FIRST)
    middle, last = MIDDLE[rest % len(MIDDLE)], LAST[rest // len(MIDDLE) % len(LAST)]
    return f"{FIRST[first]} {middle} {last}"


def read(article: Article) -> tuple[Annotated, tuple[Fact, ...]]:
    annotated = annotate(article)
    return annotated, within(annotated, extract(annotated))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1_000)
    parser.add_argument("--profile", action="store_true", help="say where the time goes")
    options = parser.parse_args()
    many = options.articles
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        told = {n: read(made_up(n, many)) for n in range(many + 1)}
        print(f"extraction of {many + 1} articles: {time.perf_counter() - start:.1f} s")
        known = {annotated.article: (annotated, facts) for annotated, facts in told.values()}
        start = time.perf_counter()
        build([made_up(n, many) for n in range(many)], f"{folder}/graph", extract=known.__getitem__)
        print(f"building {many}: {time.perf_counter() - start:.1f} s beyond extraction")
        profile = cProfile.Profile()
        start = time.perf_counter()
        if options.profile:
            profile.enable()
        build([made_up(many, many)], f"{folder}/graph", extract=known.__getitem__)
        profile.disable()
        print(f"adding one to {many}: {time.perf_counter() - start:.2f} s beyond extraction")
        if options.profile:
            pstats.Stats(profile).sort_stats("cumulative").print_stats(35)


if __name__ == "__main__":
    main()
