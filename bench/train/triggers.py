"""Train the models of kg that find what tells of something happening, and print the figures their NOTICE states.

    python bench/train/triggers.py DATA [hi|en …]

DATA is the folder of the corpora (hindi_timebank; ecb_plus, meantime_en_apple). Texts are cut, named and tagged by kg
itself, so names and syntax are trained first. The models are written to kg/models. Nothing is random: the same corpora,
models and language files give the same bytes.
"""

from __future__ import annotations

import gzip
import json
import sys
import tempfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import pycrfsuite

from kg.extract import names, passages, sentences, times, triggers
from kg.language import fold, load, tokenize
from kg.model import Article, Span, Trigger, Word

MODELS = Path(__file__).parents[2] / "kg" / "models"
#: The classes of the corpora as TimeML's. What it calls actions and causes of others have no class of their own there.
CLASSES = {
    "OCC": "OCCURRENCE", "REP": "REPORTING", "IAC": "I_ACTION", "PER": "PERCEPTION", "ASP": "ASPECTUAL",
    "DESC": "STATE", "DECL": "STATE",
    "OCCURRENCE": "OCCURRENCE", "REPORTING": "REPORTING", "PERCEPTION": "PERCEPTION", "ASPECTUAL": "ASPECTUAL",
    "STATE": "STATE", "CAUSATIVE": "OCCURRENCE", "GENERIC": "OCCURRENCE", "": "OCCURRENCE",
}  # fmt: skip
STATE = "STATE"
#: How a language is trained (L-BFGS; an averaged perceptron does as well or two points worse, by the order of lines).
SETTINGS = {
    "hi": {"c1": 0.2, "c2": 0.05, "max_iterations": 60},
    "en": {"c1": 0.3, "c2": 0.1, "max_iterations": 60},
}


@dataclass(frozen=True)
class Text:
    """One annotated text: `whole` says that every sentence is annotated, else only those with a trigger are."""

    corpus: str
    part: int
    text: str
    triggers: tuple[Trigger, ...]
    whole: bool


@dataclass(frozen=True)
class Line:
    """The words of a sentence as kg cuts and tags it, and the triggers in it."""

    text: Text
    words: tuple[Word, ...]
    triggers: tuple[Trigger, ...]


# -- corpora -----------------------------------------------------------------------------------------------------------


def hindi(data: Path) -> Iterator[Text]:
    """Hindi TimeBank; its own split is by crc32 of the file's name, 0 and 1 of 10 kept back by others, 2 by us. Of what
    is told in two places the last words are the trigger."""
    for path in sorted((data / "hindi_timebank").glob("*_*.json")):
        document = json.loads(path.read_text(encoding="utf-8"))
        text, spans = joined([document["tokens"]])
        found = [
            Trigger(run(spans, marked["tokens"]), CLASSES[marked["class"]])
            for marked in document["annotations"]
            if marked["tag"] in ("EVENT", "STATE")
        ]
        yield Text("timebank", zlib.crc32(path.name.encode()) % 10, text, tuple(found), True)


def english(data: Path) -> Iterator[Text]:
    """ECB+, `part` the topic, and the articles of MEANTIME."""
    for name, pattern in (("ecb_plus", "*/*.xml"), ("meantime_en_apple", "*.xml")):
        for path in sorted((data / name).glob(pattern)):
            root = ElementTree.parse(path).getroot()
            tokens = list(root.iter("token"))
            lines: dict[str, list[str]] = {}
            for token in tokens:
                lines.setdefault(token.get("sentence", ""), []).append(token.text or "_")
            text, spans = joined(lines.values())
            place = {token.get("t_id"): i for i, token in enumerate(tokens)}
            found = []
            for mark in root.find("Markables") or ():
                kind, anchors = event(mark.tag), sorted(place[a.get("t_id")] for a in mark.iter("token_anchor"))
                if kind is not None and anchors:
                    found.append(Trigger(run(spans, anchors), CLASSES[kind]))
            yield Text(name, int(path.parent.name) if name == "ecb_plus" else 0, text, tuple(found), False)


def event(tag: str) -> str | None:
    """The class that a mark of ECB+ or MEANTIME names, None where it marks no event."""
    if tag == "EVENT_MENTION":
        return ""
    return tag.partition("ACTION_")[2] if "ACTION_" in tag else None


def joined(lines: Iterable[Sequence[str]]) -> tuple[str, list[Span]]:
    """The text of lines of tokens, and where each token stands in it."""
    pieces: list[str] = []
    spans: list[Span] = []
    at = 0
    for line in lines:
        for i, token in enumerate(line):
            spans.append(Span(at, at + len(token)))
            pieces += [token, "\n" if i == len(line) - 1 else " "]
            at += len(token) + 1
    return "".join(pieces), spans


def run(spans: Sequence[Span], tokens: Sequence[int]) -> Span:
    """The span of the last unbroken run of tokens."""
    first = last = max(tokens)
    while first - 1 in tokens:
        first -= 1
    return Span(spans[first].start, spans[last].end)


def read(language: str, texts: Iterable[Text]) -> Iterator[Line]:
    """The annotated sentences of texts, as kg reads them."""
    for text in texts:
        for words in sentences_of(Article(text.corpus, text.text, language, "")):
            span = Span(words[0].span.start, words[-1].span.end)
            inside = tuple(t for t in text.triggers if span.covers(t.span))
            if inside or text.whole:
                yield Line(text, words, inside)


def sentences_of(article: Article) -> list[tuple[Word, ...]]:
    """The words of each sentence of an article, as kg has them before it looks for triggers."""
    tokens = tokenize(fold(article.text))
    cuts, timexes = sentences.sentences(article, tokens), times.find(article, tokens)
    found = names.find(article, tokens, cuts, timexes).mentions
    source = passages.Source(load(article.language), article.text, tokens, cuts, timexes, found, ())
    return [line.words for line in passages.lines(source)]


CORPORA = {"hi": hindi, "en": english}


def is_kept_out(text: Text) -> bool:
    """Whether a text is one of those that figures are measured on: a tenth of Hindi TimeBank, every fifth topic of
    ECB+, all of MEANTIME."""
    if text.corpus == "timebank":
        return text.part == 2
    return text.corpus == "meantime_en_apple" or text.part % 5 == 0


# -- training and figures ----------------------------------------------------------------------------------------------


def train(lines: Iterable[Line], settings: Mapping[str, float]) -> bytes:
    """A model of the lines, as python-crfsuite writes it."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params(settings)
    for line in lines:
        trainer.append(triggers.features(line.words), triggers.labels(line.words, line.triggers))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "triggers.crf"
        trainer.train(str(path))
        return path.read_bytes()


@dataclass(frozen=True)
class Figures:
    """Precision and recall of the last words of triggers, states apart; of those found, the share with their class; how
    many of gold are told as facts, where that was looked at."""

    gold: int = 0
    found: int = 0
    right: int = 0
    classed: int = 0
    told: int = 0

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.found + self.gold) if self.found + self.gold else 0.0

    @property
    def classes(self) -> float:
        return self.classed / self.right if self.right else 0.0


def figures(language: str, lines: Iterable[Line]) -> Figures:
    """How well the model of a language in kg/models finds the triggers of lines."""
    counts: Counter[str] = Counter()
    for line in lines:
        gold = {t.span.end: t.cls for t in line.triggers if t.cls != STATE}
        found = {t.span.end: t.cls for t in triggers.find(line.words, language) if t.cls != STATE}
        ends = [word.span for word in line.words]
        gold = {last(ends, end): cls for end, cls in gold.items()}
        found = {last(ends, end): cls for end, cls in found.items()}
        counts.update(gold=len(gold), found=len(found), right=len(gold.keys() & found.keys()))
        counts["classed"] += sum(found.get(i) == cls for i, cls in gold.items())
    return Figures(counts["gold"], counts["found"], counts["right"], counts["classed"])


def last(words: Sequence[Span], end: int) -> int:
    """The number of the word in which something ends."""
    return max(i for i, word in enumerate(words) if word.start < end)


def main() -> None:
    data, wanted = Path(sys.argv[1]), sys.argv[2:] or sorted(CORPORA)
    for language in wanted:
        lines = list(read(language, CORPORA[language](data)))
        model = train((line for line in lines if not is_kept_out(line.text)), SETTINGS[language])
        path = MODELS / f"triggers.{language}.crf.gz"
        path.write_bytes(gzip.compress(model, 9, mtime=0))
        print(f"{language}: {len(lines)} sentences, {path.stat().st_size / 1e6:.2f} MB")
        for corpus in sorted({line.text.corpus for line in lines}):
            kept = [line for line in lines if line.text.corpus == corpus and is_kept_out(line.text)]
            f = figures(language, kept)
            scores = f"{f.precision:.3f} / {f.recall:.3f} / {f.f1:.3f}"
            print(f"  {corpus}: {scores}, class {f.classes:.3f}, {f.gold} of gold")


if __name__ == "__main__":
    main()
