"""Annotated corpora of names, read and cut as kg cuts text."""

from __future__ import annotations

import calendar
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from kg.extract import name_tags
from kg.extract.name_words import vocabulary
from kg.language import fold, folded, tokenize

TITLES, NEVER = vocabulary("en").titles, vocabulary("en").never
KINDS = {
    "PER": "PER", "NEP": "PER", "PERSON": "PER", "HUMAN_PART_PER": "PER",
    "LOC": "LOC", "NEL": "LOC", "LOCATION": "LOC", "LOC_GEO": "LOC", "LOC_FAC": "LOC", "LOC_OTHER": "LOC", "GPE": "LOC",
    "ORG": "ORG", "NEO": "ORG", "ORGANIZATION": "ORG", "HUMAN_PART_ORG": "ORG",
}
#: Everything else that a corpus calls a name; learnt so that it is not taken for one of the three.
OTHER = "MISC"
OTHERS = {"MISC", "NEAR", "LITERATURE", "GAME", "FESTIVAL"}
#: Where a corpus says only that there is a name, not of what kind.
SOME = "SOME"


@dataclass(frozen=True)
class Sentence:
    """One annotated sentence: kg's words and shapes, its names as (first, after last, kind), and for each word the
    number of the corpus's own token that it is part of."""

    corpus: str
    words: list[str]
    forms: list[str]
    names: list[tuple[int, int, str]]
    token: list[int]
    size: int


@dataclass(frozen=True)
class Source:
    """A sentence as its corpus has it: tokens, and names as (first, after last, kind)."""

    corpus: str
    tokens: list[str]
    names: list[tuple[int, int, str]]


def sentence(corpus: str, tokens: Sequence[str], spans: Iterable[tuple[int, int, str]]) -> Sentence:
    """Cut a corpus's tokens as kg cuts text, and carry its names over."""
    text = " ".join(tokens)
    starts, at = [], 0
    for t in tokens:
        starts.append(at)
        at += len(t) + 1
    cut = tokenize(fold(text))
    where = [cut.span(i, i) for i in range(len(cut))]
    token, k = [], 0
    for s in where:
        while k + 1 < len(starts) and starts[k + 1] <= s.start:
            k += 1
        token.append(k)
    names = []
    for first, last, kind in spans:
        inside = [i for i, k in enumerate(token) if first <= k < last]
        while inside and not cut.words[inside[0]][0].isalnum():
            inside.pop(0)
        while inside and len(word := cut.words[inside[-1]]) == 1 and not (word.isalnum() or word in ".)"):
            inside.pop()
        if inside:
            names.append((inside[0], inside[-1] + 1, kind))
    return Sentence(corpus, cut.words, name_tags.shapes([s.of(text) for s in where]), names, token, len(tokens))


def cut(sources: Iterable[Source]) -> list[Sentence]:
    return [sentence(s.corpus, s.tokens, s.names) for s in sources]


def spans_of(labels: Sequence[str]) -> list[tuple[int, int, str]]:
    """The names of a labelled sentence: B-X I-X, or runs of I-X or of X."""
    found: list[tuple[int, int, str]] = []
    for i, label in enumerate(labels):
        if label in ("O", "-", ""):
            continue
        kind = re.sub("^[BI]?-", "", label)
        if found and found[-1][1] == i and found[-1][2] == kind and not label.startswith(("B-", "-")):
            found[-1] = (found[-1][0], i + 1, kind)
        else:
            found.append((i, i + 1, kind))
    return found


def columns(path: Path, word: int, label: int, skip: str = "#") -> Iterator[tuple[list[str], list[str]]]:
    """Sentences of a file with one token a line and blank lines between."""
    words: list[str] = []
    labels: list[str] = []
    for line in [*path.read_text(encoding="utf-8").split("\n"), ""]:
        cells = line.rstrip("\r").split("\t") if "\t" in line else line.split()
        if len(cells) > max(word, label) and not (line.startswith(skip + " ") and len(cells) != 2):
            words.append(cells[word].strip() or "_")
            labels.append(cells[label].strip())
        elif not line.strip() and words:
            yield words, labels
            words, labels = [], []


def conll(corpus: str, path: Path, word: int = 0, label: int = 1) -> list[Source]:
    """The sentences of a file with one token a line."""
    result = []
    for words, labels in columns(path, word, label):
        names = [(a, b, KINDS.get(k, OTHER)) for a, b, k in spans_of(labels) if k in KINDS or k in OTHERS]
        result.append(Source(corpus, words, names))
    return result


def capitalised(tokens: Sequence[str], first: int, last: int) -> tuple[int, int]:
    """The stretch from the first capitalised word to the last, without the article before it."""
    inside = [i for i in range(first, last) if tokens[i][:1].isupper()]
    if inside and tokens[inside[0]] in ("The", "A", "An", "His", "Her", "My", "Their", "Its", "Our"):
        inside.pop(0)
    return (inside[0], inside[-1] + 1) if inside else (first, first)


def untitled(words: Sequence[str], first: int, last: int) -> tuple[int, int]:
    while first < last and (words[first].lower().strip("."),) in TITLES:
        first += 1
    return first, last


def ecb_plus(folder: Path) -> Iterator[tuple[int, Source]]:
    """(topic, sentence) of those sentences of ECB+ in which every capitalised word belongs to a mention: the corpus
    marks only who takes part in an event, so the others would teach that names are no names."""
    for path in sorted(folder.glob("*/*.xml")):
        root = ElementTree.parse(path).getroot()
        tokens = [(t.get("t_id"), int(t.get("sentence", "0")), t.text or "_") for t in root.iter("token")]
        number = {t[0]: i for i, t in enumerate(tokens)}
        marks = [
            (m.tag, sorted(number[a.get("t_id")] for a in m.iter("token_anchor")))
            for m in root.find("Markables") or ()
            if m.find("token_anchor") is not None
        ]
        for line in sorted({t[1] for t in tokens}):
            ids = [i for i, t in enumerate(tokens) if t[1] == line]
            words = [tokens[i][2] for i in ids]
            here = [(tag, inside) for tag, inside in marks if inside[0] in ids and not tag.startswith("ACTION")]
            covered = {i for _, inside in here for i in inside}
            capitals = (i for i, w in zip(ids[1:], words[1:], strict=True) if w[:1].isupper() and w != "I")
            if not here or any(i not in covered for i in capitals):
                continue
            names = []
            for tag, inside in here:
                first, last = capitalised(words, inside[0] - ids[0], inside[-1] + 1 - ids[0])
                kind = KINDS.get(tag, OTHER if tag == "NON_HUMAN_PART" else "")
                if first < last and kind and (first > 0 or kind != OTHER):
                    names.append((*untitled(words, first, last), kind))
            yield int(path.parent.name), Source("ecb", words, [n for n in names if n[0] < n[1]])


def meantime(folder: Path) -> Iterator[Source]:
    """The sentences of MEANTIME with the mentions that are names."""
    for path in sorted(folder.glob("*.xml")):
        root = ElementTree.parse(path).getroot()
        tokens = [(t.get("t_id"), int(t.get("sentence", "0")), t.text or "_") for t in root.iter("token")]
        number = {t[0]: i for i, t in enumerate(tokens)}
        marks = {m.get("m_id"): m for m in root.find("Markables") or ()}
        kind_of = {}
        for link in root.iter("REFERS_TO"):
            target = link.find("target")
            for source in link.iter("source"):
                if target is not None:
                    kind_of[source.get("m_id")] = marks[target.get("m_id")].get("ent_type") or ""
        found = []
        for key, mark in marks.items():
            if mark.tag == "ENTITY_MENTION" and mark.get("syntactic_type") in ("NAM", "PRE.NAM") and kind_of.get(key):
                ids = sorted(number[a.get("t_id")] for a in mark.iter("token_anchor"))
                words = [tokens[i][2] for i in ids]
                head = (mark.get("head") or "").split()
                at = next((k for k in range(len(words)) if head and words[k : k + len(head)] == head), None)
                first, last = (ids[0], ids[-1] + 1) if at is None else (ids[0] + at, ids[0] + at + len(head))
                found.append((first, last, kind_of[key]))
        for line in sorted({t[1] for t in tokens}):
            ids = [i for i, t in enumerate(tokens) if t[1] == line]
            words = [tokens[i][2] for i in ids]
            names: list[tuple[int, int, str]] = []
            for a, b, kind in sorted(found, key=lambda n: n[0] - n[1]):
                if ids[0] <= a and b <= ids[-1] + 1 and not any(a - ids[0] < n[1] and n[0] < b - ids[0] for n in names):
                    first, last = capitalised(words, a - ids[0], b - ids[0])
                    if first < last:
                        names.append((*untitled(words, first, last), KINDS.get(kind, OTHER)))
            yield Source("meantime", words, sorted(n for n in names if n[0] < n[1]))


#: What may stand between the proper nouns of one name.
JOINTS = ("of", "and", "&", "for", "-", "'s")


def treebank(path: Path) -> Iterator[Source]:
    """The sentences of a treebank, each run of proper nouns a name of unknown kind; titles, months, weekdays and
    languages are none."""
    plain = TITLES | NEVER | {(folded(w),) for w in (*calendar.month_name, *calendar.day_name) if w}
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        rows = [line.split("\t") for line in block.split("\n") if line.split("\t")[0].isdigit()]
        proper = [r[3] == "PROPN" and (folded(r[1]).strip("."),) not in plain for r in rows]
        joined = [
            p or (0 < i < len(rows) - 1 and proper[i - 1] and proper[i + 1] and rows[i][1] in JOINTS)
            for i, p in enumerate(proper)
        ]
        names = spans_of([f"I-{SOME}" if p else "O" for p in joined])
        if rows:
            yield Source("treebank", [r[1] for r in rows], names)


def tags_of(s: Sentence) -> list[str]:
    """One tag a word: B- I- L- U- and the kind, or O."""
    tags = ["O"] * len(s.words)
    for a, b, kind in s.names:
        for i in range(a, b):
            tags[i] = ("U-" if b == a + 1 else "B-" if i == a else "L-" if i == b - 1 else "I-") + kind
    return tags


def names_of(tags: Sequence[str]) -> list[tuple[int, int, str]]:
    """The names in a line of tags; a broken one still counts from its first tag to its last."""
    found: list[tuple[int, int, str]] = []
    open_ = False
    for i, tag in enumerate(tags):
        if tag == "O":
            open_ = False
            continue
        part, kind = tag.split("-")
        if open_ and part in "IL" and found[-1][2] == kind:
            found[-1] = (found[-1][0], i + 1, kind)
        else:
            found.append((i, i + 1, kind))
        open_ = part in "BI"
    return found


def score(model: name_tags.Model, sentences: Sequence[Sentence]) -> dict[str, tuple[float, float, float]]:
    """Precision, recall and F1 of whole names with the right kind, in the corpus's own tokens."""
    kinds = ("PER", "LOC", "ORG")
    gold: Counter[str] = Counter()
    said: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for s in sentences:
        table = model.scores(s.words, s.forms)
        tags = [model.tags[t] for t in model.best(table, model.margins(table))]
        want = {(s.token[a], s.token[b - 1], k) for a, b, k in s.names if k in kinds}
        have = {(s.token[a], s.token[b - 1], k) for a, b, k in names_of(tags) if k in kinds}
        for counter, names in ((gold, want), (said, have), (right, want & have)):
            counter.update(k for _, _, k in names)
            counter["all"] += len(names)
    return {k: figures(gold[k], said[k], right[k]) for k in (*kinds, "all")}


def figures(gold: int, said: int, right: int) -> tuple[float, float, float]:
    p = right / said if said else 0.0
    r = right / gold if gold else 0.0
    return p, r, 2 * p * r / (p + r) if p + r else 0.0
