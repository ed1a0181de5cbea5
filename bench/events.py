"""How well kg finds what tells of something happening, in annotated corpora of others.

    python bench/events.py [--data FOLDER]

FOLDER is where the corpora are; the default is the environment variable KG_BENCH, then ../shared/bench beside the
project. Only texts kept out of training are read: those of Hindi TimeBank whose split number (crc32 of the file's name,
modulo 10) is 2, every fifth topic of ECB+, all of MEANTIME. An event is found where an EVENT of kg's TimeML ends in the
last token of one, and told where a fact has one of its words as trigger; states are left out.
"""

from __future__ import annotations

import argparse
import os
import sys
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "train"))

import triggers as corpora  # noqa: E402

from kg import timeml  # noqa: E402
from kg.extract import annotate, extract  # noqa: E402
from kg.model import Article, Span  # noqa: E402

#: What is asked of each set: F1 of events found.
ASKED = {"timebank": "0.85"}
#: The corpora of each language.
LANGUAGES = {"hi": ("timebank",), "en": ("ecb_plus", "meantime_en_apple")}


def line(name: str, row: corpora.Figures) -> str:
    """The figures of one corpus, beside what was asked."""
    figures = f"{row.precision:.3f} / {row.recall:.3f} / {row.f1:.3f}"
    shares = f"{row.classes:.3f}  {row.told / max(row.gold, 1):.3f}"
    return f"{name:20}{figures:24}{shares:16}{row.gold:6}  {ASKED.get(name, '')}".rstrip()


def folder(given: str | None = None) -> Path:
    """Where the corpora are."""
    return Path(given or os.environ.get("KG_BENCH") or HERE.parent.parent / "shared" / "bench")


def figures(data: Path) -> dict[str, corpora.Figures]:
    """The figures of each corpus in a folder."""
    counts: dict[str, Counter[str]] = {name: Counter() for names in LANGUAGES.values() for name in names}
    for language in LANGUAGES:
        for text in corpora.CORPORA[language](data):
            if corpora.is_kept_out(text):
                counts[text.corpus].update(counted(language, text))
    return {name: corpora.Figures(**counts[name]) for name in counts}


def counted(language: str, text: corpora.Text) -> Counter[str]:
    """What one text adds to the row of its corpus."""
    found = annotate(Article(text.corpus, text.text, language, ""))
    facts = extract(found)
    starts = [0, *(i + 1 for i, c in enumerate(text.text) if c in " \n")]
    told = [(t.span, t.cls) for t in text.triggers if t.cls != corpora.STATE]
    ours = list(events(timeml.write(found.article, found.timexes, found.triggers, facts)))
    if not text.whole:  # only sentences with an event are annotated
        read = [s for s in found.sentences if any(s.overlaps(t.span) for t in text.triggers)]
        ours = [(span, cls) for span, cls in ours if any(s.overlaps(span) for s in read)]
    gold, kg = ({bisect_left(starts, span.end): cls for span, cls in marks} for marks in (told, ours))
    both = gold.keys() & kg.keys()
    return Counter(
        gold=len(gold), found=len(kg), right=len(both), classed=sum(gold[i] == kg[i] for i in both),
        told=sum(any(fact.trigger.overlaps(span) for fact in facts) for span, _ in told),
    )  # fmt: skip


def events(document: str) -> Iterator[tuple[Span, str]]:
    """The span and class of each EVENT of a TimeML document, in its TEXT."""
    text = ElementTree.fromstring(document.encode()).find("TEXT")
    assert text is not None
    at = len(text.text or "")
    for mark in text:
        end = at + len("".join(mark.itertext()))
        if mark.tag == "EVENT":
            yield Span(at, end), mark.attrib["class"]
        at = end + len(mark.tail or "")


def table(data: Path) -> Iterator[str]:
    """The lines of the table."""
    yield f"{'events':20}{'found: P / R / F1':24}{'class':7}{'told':9}{'n':>6}  asked"
    for name, row in figures(data).items():
        yield line(name, row)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data")
    data = folder(parser.parse_args().data)
    if not (data / "hindi_timebank").is_dir():
        raise SystemExit(f"bench/events.py: no corpora in {data}; name their folder with --data or KG_BENCH")
    print(*table(data), sep="\n")


if __name__ == "__main__":
    main()
