"""How well kg finds the names of people, organisations and places.

    python bench/names_ner.py [--verbose] [GOLD]
    KG_BENCH=CORPORA python bench/names_ner.py

GOLD is a folder of annotated articles in the JSON of `kg extract` (data/gold by default). A name found is right when it
overlaps a gold name of its kind; each gold name counts once. With --verbose every miss and every false name is printed.
Where the corpora are (KG_BENCH, or shared/bench beside the project), the taggers alone are scored on the parts of them
that they were not trained on, whole names, and in Hindi everything that finds names, sentence by sentence.
"""

from __future__ import annotations

import json
import os
import sys
import time
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from kg.extract import name_tags, names, times
from kg.extract.sentences import sentences
from kg.language import fold, tokenize
from kg.model import Article, Mention

GOLD = Path(__file__).parents[1] / "data" / "gold"
KINDS = ("Person", "Organisation", "Place")


def found(text: str, language: str, published: str | None = None, title: str | None = None) -> tuple[Mention, ...]:
    """The names kg finds in a text."""
    article = Article("x", text, language, "", title=title, published=published)
    tokens = tokenize(fold(text))
    lines = sentences(article, tokens)
    return names.find(article, tokens, lines, times.find(article, tokens)).mentions


def matched(gold: Sequence[dict[str, Any]], said: Sequence[Mention]) -> tuple[list[dict[str, Any]], list[Mention]]:
    """(gold names nobody found, found names that are none): overlap and kind, one to one, in text order."""
    left = list(said)
    missed = []
    for g in gold:
        over = (m for m in left if m.span.start < g["end"] and g["start"] < m.span.end)
        hit = next((m for m in over if m.kind == g["kind"]), None)
        if hit is None:
            missed.append(g)
        else:
            left.remove(hit)
    return missed, left


def score(gold_folder: Path, language: str, verbose: bool = False) -> dict[str, tuple[float, float, float]]:
    """Precision, recall, F1 by kind over the gold articles of a language."""
    gold_n: Counter[str] = Counter()
    said_n: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for path in sorted(gold_folder.glob(f"{language}-*.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        article = data["article"]
        gold = [m for m in data["mentions"] if m["form"] == "name" and m["kind"] in KINDS]
        # A name of another kind (a document called after a person) is neither asked for nor held against kg.
        other = [m for m in data["mentions"] if m["form"] == "name" and m["kind"] not in KINDS]
        said = [
            m for m in found(article["text"], language, article["published"], article.get("title"))
            if not any(m.span.start < o["end"] and o["start"] < m.span.end for o in other)
        ]
        missed, false = matched(gold, said)
        gold_n.update(m["kind"] for m in gold)
        said_n.update(m.kind for m in said)
        right.update(m["kind"] for m in gold)
        right.subtract(m["kind"] for m in missed)
        if verbose:
            print(path.stem, "| missed:", *(f"{m['kind'][0:2]}[{m['text']}]" for m in missed), "| false:",
                  *(f"{m.kind[0:2]}[{m.name}]" for m in false))
    rows = {k: _figures(gold_n[k], said_n[k], right[k]) for k in KINDS}
    rows["all"] = _figures(gold_n.total(), said_n.total(), right.total())
    return rows


def folder() -> Path:
    """Where the corpora are."""
    return Path(os.environ.get("KG_BENCH") or Path(__file__).parents[2] / "shared" / "bench")


def corpora(data: Path) -> dict[str, dict[str, tuple[float, float, float]]]:
    """The figures of the taggers on the parts of corpora kept out of their training."""
    sys.path.insert(0, str(Path(__file__).parent / "train"))
    from name_corpora import conll, cut, score

    hindi, english = name_tags.load("hi"), name_tags.load("en")
    assert hindi is not None and english is not None
    return {
        "il_ner dev": score(hindi, cut(conll("il_ner", data / "il_ner_hi" / "Hindi-dev.txt"))),
        "hiner tenth": score(hindi, cut(conll("hiner", data / "hiner_hi" / "hiner-train.conll")[::10])),
        "wikigold tenth": score(english, cut(conll("wikigold", data / "ner_en" / "wikigold.txt")[::10])),
        "uner fifth": score(english, cut(conll("uner", data / "ner_en" / "uner-en-dev.iob2", 1, 2)[::5])),
    }


def table(data: Path) -> Iterator[str]:
    """The lines of a table of `corpora`: precision, recall and F1 of all names, F1 by kind."""
    yield f"{'names':20}{'all: P / R / F1':24}F1 of people, places, organisations"
    for name, row in corpora(data).items():
        kinds = "  ".join(f"{row[kind][2]:.3f}" for kind in ("PER", "LOC", "ORG"))
        yield f"{name:20}{' / '.join(f'{f:.3f}' for f in row['all']):24}{kinds}"


def whole(data: Path) -> dict[str, tuple[float, float, float]]:
    """What the tagger and all rules find together in each sentence of the same Hindi parts, read as an article of its
    own: that a name is found where nothing else in the article helps, and no more is found than there is."""
    sys.path.insert(0, str(Path(__file__).parent / "train"))
    from name_corpora import conll

    parts = {
        "il_ner dev": conll("il_ner", data / "il_ner_hi" / "Hindi-dev.txt"),
        "hiner tenth": conll("hiner", data / "hiner_hi" / "hiner-train.conll")[::10],
    }
    return {name: _alone(part) for name, part in parts.items()}


def _alone(sources: Sequence[Any]) -> tuple[float, float, float]:
    """Precision, recall, F1 of names with their kind, in the corpus's own tokens."""
    kinds = {"Person": "PER", "Organisation": "ORG", "Place": "LOC"}
    gold = said = right = 0
    for source in sources:
        starts = [0]
        for token in source.tokens:
            starts.append(starts[-1] + len(token) + 1)
        want = {(a, b - 1, kind) for a, b, kind in source.names if kind in kinds.values()}
        have = {
            (bisect_right(starts, m.span.start) - 1, bisect_right(starts, m.span.end - 1) - 1, kinds[m.kind])
            for m in found(" ".join(source.tokens), "hi")
        }
        gold, said, right = gold + len(want), said + len(have), right + len(want & have)
    return _figures(gold, said, right)


def _figures(gold: int, said: int, right: int) -> tuple[float, float, float]:
    p = right / said if said else 0.0
    r = right / gold if gold else 0.0
    return p, r, 2 * p * r / (p + r) if p + r else 0.0


def main() -> None:
    arguments = [a for a in sys.argv[1:] if a != "--verbose"]
    gold = Path(arguments[0]) if arguments else GOLD
    for language in ("hi", "en"):
        rows = score(gold, language, "--verbose" in sys.argv)
        print(language, *(f"{k} P {p:.3f} R {r:.3f} F1 {f:.3f}" for k, (p, r, f) in rows.items()), sep=" | ")
        files = sorted(gold.glob(f"{language}-*.json"))
        texts = (json.loads(f.read_text(encoding="utf-8"))["article"]["text"] for f in files)
        text = "\n".join(texts)
        article, tokens = Article("x", text, language, ""), tokenize(fold(text))
        lines = sentences(article, tokens)
        start = time.process_time()
        names.find(article, tokens, lines, ())
        print(f"   {len(text) / (time.process_time() - start):,.0f} characters a second")
    if folder().is_dir():
        for name, rows in corpora(folder()).items():
            print(name, *(f"{k} P {p:.3f} R {r:.3f} F1 {f:.3f}" for k, (p, r, f) in rows.items()), sep=" | ")
        for name, (p, r, f) in whole(folder()).items():
            print(f"{name}, rules and all | P {p:.3f} R {r:.3f} F1 {f:.3f}")


if __name__ == "__main__":
    main()
