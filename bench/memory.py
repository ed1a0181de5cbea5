"""The most memory and the time that a build of many short articles takes, in a directory, beyond their extraction.

    python bench/memory.py [--articles 2000] [--parts 1]

The articles are those of bench/add.py, made one by one as the build asks for them, and read by a few regular
expressions, which costs next to nothing. With --parts they come in so many builds, one after another into the same
graph. Asked for is less than 1 GB and 5 KB an article.
"""

from __future__ import annotations

import argparse
import re
import tempfile
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from add import made_up

from kg import store as stores
from kg.builds import build
from kg.model import Anchor, Annotated, Article, Fact, Mention, Role, RoleName, Span, Timex
from kg.resolve import within

MONTHS = {"March": 3, "April": 4, "May": 5, "June": 6}
_SENTENCE = re.compile(r"[^.]+\.")
_NAME = re.compile(r"[A-Z][a-z]+ [A-Z][a-z]+ [A-Z][a-z]+")
_PLACE = re.compile(r"(?<= in )(?!June)[A-Z][a-z]+")
_DATE = re.compile(r"(?:([0-9]+) )?(March|April|May|June) ([0-9]{4})")
#: What happens, by its verb: its type, and the roles of those who are named.
VERBS: dict[str, tuple[str, tuple[RoleName, ...]]] = {
    "arrested": ("Arrest", ("patient",)), "met": ("Meeting", ("agent", "participant")),
    "released": ("Release", ("patient",)), "wrote": ("Correspondence", ("agent", "recipient")),
}  # fmt: skip


def read(article: Article) -> tuple[Annotated, tuple[Fact, ...]]:
    """An article of bench/add.py as kg might read it."""
    sentences = [_span(found, 0) for found in _SENTENCE.finditer(article.text)]
    people, places = (_mentions(article, pattern, kind) for pattern, kind in ((_NAME, "Person"), (_PLACE, "Place")))
    times = [_timex(found) for found in _DATE.finditer(article.text)]
    mentions = tuple(sorted((*people, *places), key=lambda mention: mention.span))
    annotated = Annotated(article, tuple(sentences), tuple(times), mentions, read_by="a few regular expressions")
    facts = tuple(_fact(article, sentence, mentions, times) for sentence in sentences)
    return annotated, within(annotated, facts)


def _span(found: re.Match[str], group: int) -> Span:
    return Span(*found.span(group))


def _mentions(article: Article, pattern: re.Pattern[str], kind: str) -> list[Mention]:
    found = pattern.finditer(article.text)
    return [Mention(_span(one, 0), kind, one[0], rule="sample") for one in found]  # type: ignore[arg-type]


def _timex(found: re.Match[str]) -> Timex:
    date = f"{found[3]}-{MONTHS[found[2]]:02}" + (f"-{int(found[1]):02}" if found[1] else "")
    return Timex(_span(found, 0), "DATE", date, date, Anchor(), "sample")


def _fact(article: Article, sentence: Span, mentions: tuple[Mention, ...], times: list[Timex]) -> Fact:
    text = sentence.of(article.text)
    verb = next(verb for verb in VERBS if f" {verb} " in text)
    type, roles = VERBS[verb]
    start = sentence.start + text.index(f" {verb} ") + 1
    own = [mention for mention in mentions if sentence.covers(mention.span)]
    people = [mention.span for mention in own if mention.kind == "Person"]
    filled = [Role(role, span) for role, span in zip(roles, people, strict=False)]
    filled += [Role("place", mention.span) for mention in own if mention.kind == "Place"]
    timex = next(timex for timex in times if sentence.covers(timex.span))
    id = sha256(f"{article.id} {sentence.start}".encode()).hexdigest()[:16]
    return Fact(
        id, article.id, type, Span(start, start + len(verb)), sentence, tuple(filled), "asserted", timex.edtf,
        "explicit", timex.span, rule="sample", extractor="sample 1",
    )  # fmt: skip


def articles(first: int, last: int, many: int) -> Iterator[Article]:
    return (made_up(number, many) for number in range(first, last))


def peak() -> float:
    """The most memory this process has had, in MB."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=2_000)
    parser.add_argument("--parts", type=int, default=1, help="builds that the articles come in")
    options = parser.parse_args()
    many, parts = options.articles, options.parts
    with tempfile.TemporaryDirectory() as folder:
        where, started, busy = f"{folder}/graph", time.perf_counter(), time.process_time()
        print(f"{many:,} articles; before: {peak():,.0f} MB")
        for part in range(parts):
            report = build(articles(many * part // parts, many * (part + 1) // parts, many), where, extract=read)
            took, used = time.perf_counter() - started, time.process_time() - busy
            print(f"{report.articles:9,} articles: {took:,.0f} s, {used:,.0f} s of processor, {peak():,.0f} MB")
        asked = 1000 + 5 * many / 1000
        print(f"{report.events:,} events, {report.entities:,} entities, {len(stores.open(where)):,} quads")
        print(f"  {'yes' if peak() < asked else 'NO '}  memory: {peak():,.0f} MB (at most {asked:,.0f})")


if __name__ == "__main__":
    main()
