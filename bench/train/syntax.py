"""Train the syntax models of kg from treebanks, and print the figures their NOTICE states.

    OPENBLAS_NUM_THREADS=1 python bench/train/syntax.py DATA [hi|en …]

DATA is the folder of the corpora. The models are written to kg/models: a tagger (.crf.gz), tables of words (.json.gz)
and a parser (.udpipe). The figures are those of models trained without the sentences they are measured on: a tenth of
the Hindi treebank, after which the models are trained again on all of it; the English one's own development part.
Chance has a fixed seed: the same corpora, numpy and processor give the same bytes.
"""

from __future__ import annotations

import gzip
import json
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import parser
import pycrfsuite
import treebank
import vectors
from treebank import Tree

from kg.extract import syntax
from kg.model import Span

Tags = Sequence[Sequence[str]]
MODELS = Path(__file__).parents[2] / "kg" / "models"
#: What a language is trained on, and what it is measured on ("" a tenth of the same).
TREEBANKS = {
    "hi": ("ud_hindi_pud/hi_pud-train.conllu", ""),
    "en": ("ud_english_ewt/en_ewt-train.conllu", "ud_english_ewt/en_ewt-dev.conllu"),
}
#: Sizes of the parser's embeddings of form, UPOS, XPOS, ending and relation.
SIZES = (48, 16, 16, 16, 16)


@dataclass(frozen=True)
class Settings:
    """How a language is trained: the tagger's options, the parts that the treebank is cut in to be tagged, the parser's
    epochs and the units of its hidden layer."""

    tagger: dict[str, float]
    parts: int
    epochs: int
    hidden: int


SETTINGS = {
    "hi": Settings({"c1": 0.05, "c2": 0.05, "max_iterations": 80}, 8, 24, 160),
    "en": Settings({"c1": 0.1, "c2": 0.02, "max_iterations": 60, "feature.minfreq": 2}, 4, 8, 160),
}
#: A tag seen less often than this is its UPOS with the commonest XPOS.
RARE_TAG = 5


def labels(trees: Sequence[Tree]) -> list[list[str]]:
    """The tagger's labels, UPOS|XPOS, for each word."""
    counts = Counter(pair for t in trees for pair in zip(t.upos, t.xpos, strict=True))
    common: dict[str, str] = {}
    for (upos, xpos), _ in sorted(counts.items(), key=lambda c: (-c[1], c[0])):
        common.setdefault(upos, xpos)
    kept = {(u, x): f"{u}|{x if n >= RARE_TAG else common[u]}" for (u, x), n in counts.items()}
    return [[kept[pair] for pair in zip(t.upos, t.xpos, strict=True)] for t in trees]


def majority(counts: Counter[str]) -> str:
    return min(counts, key=lambda value: (-counts[value], value))


def lemma_table(trees: Sequence[Tree], language: str) -> dict[str, str]:
    """The lemmas of the treebank that the rules do not give, by "form|UPOS"."""
    seen: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for t in trees:
        for word, upos, lemma, inner in zip(t.words, t.upos, t.lemmas, t.inner, strict=True):
            if not inner and all(c.isalpha() or ord(c) > 0x900 for c in lemma):
                seen[word, upos][lemma] += 1
    best = {key: majority(counts) for key, counts in sorted(seen.items())}
    return {f"{w}|{u}": lemma for (w, u), lemma in best.items() if syntax.lemma_of(w, u, language, {}) != lemma}


def feature_table(trees: Sequence[Tree], tags: Tags) -> dict[str, str]:
    """The commonest features of each word, ending and tag; a longer part only where it changes what a shorter says."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    keys: set[tuple[str, ...]] = set()
    for t, row in zip(trees, tags, strict=True):
        for i, (word, tag) in enumerate(zip(t.words, row, strict=True)):
            if not t.inner[i]:
                marked = i + 1 < len(row) and row[i + 1].startswith("ADP")
                chain = syntax.feature_keys(word, tag, marked)
                keys.add(chain)
                for key in chain:
                    seen[key][t.feats[i]] += 1
    table: dict[str, str] = {}
    for depth in range(4, -1, -1):
        for chain in sorted(keys):
            said = next((table[k] for k in chain[depth + 1 :] if k in table), "")
            best = majority(seen[chain[depth]])
            if best != said and (depth in (0, 4) or sum(seen[chain[depth]].values()) > 1):
                table[chain[depth]] = best
    return table


def train_tagger(path: Path, tables: syntax.Tables, trees: Sequence[Tree], tags: Tags, settings: Settings) -> None:
    trainer = pycrfsuite.Trainer("lbfgs", verbose=False)
    trainer.set_params(settings.tagger)
    for t, row in zip(trees, tags, strict=True):
        trainer.append(features(tables, t), row)
    trainer.train(str(path))


def features(tables: syntax.Tables, tree: Tree) -> list[list[str]]:
    return tables.features(tree.words, [syntax.shape(s) for s in tree.surfaces])


def tagged(path: Path, tables: syntax.Tables, trees: Sequence[Tree]) -> list[list[str]]:
    tagger = pycrfsuite.Tagger()
    tagger.open(str(path))
    return [tagger.tag(features(tables, t)) for t in trees]


def jackknife(tables: syntax.Tables, trees: Sequence[Tree], tags: Tags, settings: Settings) -> list[list[str]]:
    """Tags as a tagger gives them to sentences that it was not trained on."""
    found: list[list[str]] = [[] for _ in trees]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tagger.crf"
        for part in range(settings.parts):
            kept = [i for i in range(len(trees)) if i % settings.parts != part]
            train_tagger(path, tables, [trees[i] for i in kept], [tags[i] for i in kept], settings)
            out = range(part, len(trees), settings.parts)
            for i, row in zip(out, tagged(path, tables, [trees[i] for i in out]), strict=True):
                found[i] = row
    return found


def train_parser(
    path: Path, trees: Sequence[Tree], tags: Tags, words: dict[str, int], found: vectors.Floats,
    settings: Settings,
) -> None:  # fmt: skip
    """Forms start as their vectors, those of plain text are known as well."""
    chance = np.random.default_rng(1)
    pairs = zip(trees, tags, strict=True)
    seen = [[syntax.columns(word, tag) for word, tag in zip(t.words, row, strict=True)] for t, row in pairs]
    tally = [Counter(word[k] for sentence in seen for word in sentence) for k in range(4)]
    known = [("<root>", *known_values(counts, least)) for counts, least in zip(tally, (2, 1, 1, 3), strict=True)]
    known[0] = tuple(dict.fromkeys((*known[0], *words)))
    known.append(known_values(Counter(r for t in trees for r in t.relations), 1))
    columns = parser.Columns(("form", "universal_tag", "tag", "lemma", "deprel"), SIZES, tuple(known))
    network = parser.Network(columns, settings.hidden, chance)
    row_of = {form: i for i, form in enumerate(known[0])}
    network.parameters[0][[row_of[w] for w in words]] = found[:, : SIZES[0]] * 0.3
    relation = {r: i for i, r in enumerate(known[-1])}
    states = [
        parser.State(columns.encode(s), treebank.lifted(t.heads), [relation[r] for r in t.relations])
        for s, t in zip(seen, trees, strict=True)
    ]
    often = np.array([*(tally[0][w] for w in known[0]), 0, 0], np.float32)
    rare = np.where(often > 0, 0.25 / (0.25 + often), 0).astype(np.float32)
    parser.fit(network, states, rare, settings.epochs, chance)
    parser.write(network, path)


def known_values(counts: Counter[str], least: int) -> tuple[str, ...]:
    return tuple(v for v in sorted(counts, key=lambda v: (-counts[v], v)) if counts[v] >= least)


def build(
    language: str, trees: Sequence[Tree], words: dict[str, int], found: vectors.Floats, groups: dict[str, list[str]],
    folder: Path,
) -> None:  # fmt: skip
    """Train all three models of a language and write them to a folder."""
    settings = SETTINGS[language]
    start = time.time()
    gold = labels(trees)
    content = {
        "groups": groups,
        "lemmas": lemma_table(trees, language),
        "feats": feature_table(trees, gold),
    }
    data = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    (folder / f"syntax.{language}.json.gz").write_bytes(gzip.compress(data, mtime=0))
    tables = syntax.Tables(language, **content)
    tagger = folder / f"syntax.{language}.crf"
    train_tagger(tagger, tables, trees, gold, settings)
    tagger.with_suffix(".crf.gz").write_bytes(gzip.compress(tagger.read_bytes(), mtime=0))
    tagger.unlink()
    print(f"{language}: tagger trained, {time.time() - start:.0f} s", flush=True)
    tags = jackknife(tables, trees, gold, settings)
    print(f"{language}: treebank tagged, {time.time() - start:.0f} s", flush=True)
    train_parser(folder / f"syntax.{language}.udpipe", trees, tags, words, found, settings)
    print(f"{language}: parser trained, {time.time() - start:.0f} s", flush=True)


def measure(language: str, trees: Sequence[Tree], folder: Path) -> None:
    """Print how much of the kept-out trees the models find; relations are compared without their subtypes."""
    own = syntax.Own(language, folder)
    right: Counter[str] = Counter()
    for t in trees:
        spans = [Span(i, i + 1) for i in range(len(t))]
        for i, word in enumerate(own.read(spans, t.words, t.surfaces, partial(syntax.whole, 0), True)):
            if t.inner[i]:
                continue
            head = word.head == t.heads[i] - 1
            right.update(
                {
                    "words": 1,
                    "UPOS": word.upos == t.upos[i],
                    "features": word.feats == t.feats[i],
                    "lemmas": word.lemma == t.lemmas[i],
                    "UAS": head,
                    "LAS": head and word.deprel.split(":")[0] == t.relations[i].split(":")[0],
                }
            )
    shares = ", ".join(f"{name} {100 * right[name] / right['words']:.1f}" for name in list(right)[1:])
    print(f"{language}: {len(trees)} sentences kept out, {right['words']} words: {shares}", flush=True)


def main() -> None:
    data, wanted = Path(sys.argv[1]), sys.argv[2:] or sorted(TREEBANKS)
    for language in wanted:
        words, found = vectors.vectors(vectors.texts(language, data), max(SIZES))
        groups, marks = vectors.clusters(words, found), vectors.marked(language, data)
        for word in sorted(marks):
            groups[word] = [*groups.get(word, ["-"] * len(vectors.CLUSTERS)), *marks[word]]
        print(f"{language}: {len(words)} words of plain text have vectors, {len(marks)} are marked", flush=True)
        train, kept = TREEBANKS[language]
        trees = treebank.read(data / train)
        if kept:
            build(language, trees, words, found, groups, MODELS)
            measure(language, treebank.read(data / kept), MODELS)
            continue
        with tempfile.TemporaryDirectory() as folder:
            build(language, [t for t in trees if not treebank.is_kept_out(t)], words, found, groups, Path(folder))
            measure(language, [t for t in trees if treebank.is_kept_out(t)], Path(folder))
        build(language, trees, words, found, groups, MODELS)


if __name__ == "__main__":
    main()
