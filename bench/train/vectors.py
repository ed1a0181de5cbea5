"""Words that a treebank does not have: by the company they keep in plain text, as vectors and clusters of them, and by
how often annotators of names and events marked them."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import numpy.typing as npt

from kg.extract.syntax import written
from kg.language import fold, tokenize

Floats = npt.NDArray[np.float32]
#: How often a word must stand in the text to have a vector, how many words count as its company, and how near.
RARE, COMPANY, NEAR = 4, 1000, (-2, -1, 1, 2)
CLUSTERS = (50, 200, 600)


def texts(language: str, data: Path) -> Iterator[str]:
    """The plain text of the corpora of a language; of the treebanks too, whose words are the ones that matter."""
    if language == "hi":
        yield from _columns(data / "hiner_hi/hiner-train.conll", 0)
        yield from _columns(data / "il_ner_hi/Hindi-train.txt", 0)
        yield from _columns(data / "il_ner_hi/Hindi-dev.txt", 0)
        for path in sorted((data / "hindi_timebank").glob("*.json")):
            yield " ".join(json.loads(path.read_text(encoding="utf-8"))["tokens"])
        yield from _treebank(data / "ud_hindi_pud/hi_pud-train.conllu")
    else:
        yield from _treebank(data / "ud_english_ewt/en_ewt-train.conllu")
        yield from _columns(data / "ner_en/wikigold.txt", 0)
        for folder in ("ecb_plus", "meantime_en_apple"):
            for path in sorted((data / folder).rglob("*.xml")):
                yield " ".join(token.text or "" for token in ElementTree.parse(path).iter("token"))
        for path in sorted((data / "wikiwars_en").glob("*.tml")):
            yield re.sub(r"<[^>]+>", "", path.read_text(encoding="utf-8"))


def _columns(path: Path, column: int) -> Iterator[str]:
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        yield " ".join(line.split()[column] for line in block.split("\n") if line.strip())


def _treebank(path: Path) -> Iterator[str]:
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.startswith("# text = "):
            yield line.removeprefix("# text = ")


def vectors(sources: Iterable[str], size: int) -> tuple[dict[str, int], Floats]:
    """How often each word stands in the text, the commonest first, and its vector: positive pointwise mutual
    information with the commonest words at each place around it, reduced to its first `size` singular vectors, the
    square root of their values as weight (Levy, Goldberg and Dagan 2015)."""
    lines = [[written(w) for w in tokenize(fold(text)).words] for text in sources]
    counts = Counter(w for line in lines for w in line)
    words = sorted((w for w, n in counts.items() if n >= RARE), key=lambda w: (-counts[w], w))
    number = {w: i for i, w in enumerate(words)}
    together = np.zeros((len(words), len(NEAR) * COMPANY), np.float32)
    for line in lines:
        at = np.array([number.get(w, -1) for w in line], np.int64)
        for k, step in enumerate(NEAR):
            ours, theirs = (at[-step:], at[:step]) if step < 0 else (at[:-step], at[step:])
            seen = (ours >= 0) & (theirs >= 0) & (theirs < COMPANY)
            np.add.at(together, (ours[seen], k * COMPANY + theirs[seen]), 1)
    rows = together.sum(1, keepdims=True) + 1e-9
    columns = together.sum(0, keepdims=True) ** 0.75
    with np.errstate(divide="ignore"):
        information = np.log(together / rows / (columns / columns.sum() + 1e-12))
    information[together == 0] = 0
    np.maximum(information, 0, out=information)
    values, axes = np.linalg.eigh((information.T @ information).astype(np.float64))
    axes, values = axes[:, ::-1][:, :size], np.sqrt(np.maximum(values[::-1][:size], 1e-9))
    found = (information @ axes) / np.sqrt(values)
    found *= np.sign(found[np.abs(found).argmax(0), np.arange(size)])
    return {w: counts[w] for w in words}, (found / found.std()).astype(np.float32)


def clusters(words: Iterable[str], found: Floats) -> dict[str, list[str]]:
    """For each word the number of its cluster among 50, 200 and 600: spherical k-means from the commonest words."""
    unit = found / (np.linalg.norm(found, axis=1, keepdims=True) + 1e-9)
    columns = []
    for k in CLUSTERS:
        centres = unit[:k].copy()
        for _ in range(25):
            nearest = (unit @ centres.T).argmax(1)
            for j in range(k):
                mine = unit[nearest == j].sum(0)
                centres[j] = mine / (np.linalg.norm(mine) + 1e-9)
        columns.append([str(group) for group in nearest])
    return {w: list(groups) for w, groups in zip(words, zip(*columns, strict=True), strict=True)}


#: What corpora call people, places and organisations; other names count as none of them.
NAMES = {"PERSON": "P", "NEP": "P", "LOCATION": "L", "NEL": "L", "ORGANIZATION": "O", "NEO": "O"}
#: Shares, from never to nearly always.
SHARES = (0.0, 0.1, 0.5, 0.9)


def marked(language: str, data: Path) -> dict[str, list[str]]:
    """For each word two groups: how often, and as what, it stands in a name; how often it opens an event of several
    words, and how often it is the rest or all of one. Hindi only: English says its names by capitals."""
    if language != "hi":
        return {}
    names, events = _names(data), _events(data)
    groups: dict[str, list[str]] = {}
    for word in sorted(set(names) | set(events)):
        name, event = names.get(word, Counter()), events.get(word, Counter())
        if name["all"] + event["all"] < 2:
            continue
        kind = max("LOP", key=lambda k: name[k])
        share = _share(name["L"] + name["O"] + name["P"], name["all"])
        opens, closes = _share(event["first"], event["all"]), _share(event["rest"], event["all"])
        groups[word] = [f"{share}{kind if name[kind] else '-'}", f"{opens}{closes}"]
    return groups


def _share(part: int, whole: int) -> str:
    """In which of the steps of SHARES a share falls, "?" where a word was seen less than twice."""
    return "?" if whole < 2 else str(sum(part > whole * step for step in SHARES))


def _names(data: Path) -> dict[str, Counter[str]]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for name in ("hiner_hi/hiner-train.conll", "il_ner_hi/Hindi-train.txt", "il_ner_hi/Hindi-dev.txt"):
        for block in (data / name).read_text(encoding="utf-8").split("\n\n"):
            rows = [line.split() for line in block.split("\n") if line.strip()]
            for word, i in _recut([row[0] for row in rows]):
                counts[word].update(["all", NAMES.get(rows[i][-1][2:], "none")])
    return counts


def _events(data: Path) -> dict[str, Counter[str]]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for path in sorted((data / "hindi_timebank").glob("*_*.json")):
        document = json.loads(path.read_text(encoding="utf-8"))
        spans = [a["tokens"] for a in document["annotations"] if a["tag"] in ("EVENT", "STATE")]
        first = {span[0] for span in spans if len(span) > 1}
        rest = {i for span in spans for i in span} - first
        for word, i in _recut(document["tokens"]):
            counts[word].update(["all", "first" if i in first else "rest" if i in rest else "none"])
    return counts


def _recut(tokens: Sequence[str]) -> Iterator[tuple[str, int]]:
    """The words that kg cuts a corpus's tokens into, each with the number of its token."""
    text, owner = " ".join(tokens), [i for i, token in enumerate(tokens) for _ in range(len(token) + 1)]
    cut = tokenize(fold(text))
    for k, word in enumerate(cut.words):
        yield word, owner[cut.span(k, k).start]
