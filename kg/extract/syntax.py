"""Words of sentences with their tags, lemmas and dependencies, after Universal Dependencies.

Three small models a language, in `kg/models`: a linear-chain model tags (python-crfsuite), tables of words seen in the
treebank give features and lemmas, and a transition parser (UDPipe 1) gives heads and relations. The parser is a UDPipe
model like any other, save that its lemma column holds the last letters of a word. Any other UDPipe model, of any
language, does all of it by itself when its file is named.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.language import Tokens, available, folded, load
from kg.model import Span, Word

#: How many readings of a sentence the parser keeps open. UDPipe's own choice, 5, is no better and half as fast; 1 is a
#: fifth faster and finds fewer of the events' roles and times.
BEAM = 2
#: The time of more than one reading grows with the square of a sentence's length: longer ones have one.
LONG = 100
#: Words whose lemma is the word itself.
_AS_IS = frozenset({"PROPN", "NUM", "PUNCT", "SYM", "X"})
#: The cached features of words are dropped when there are more than this.
_CACHED = 50_000

Views = tuple[list[str], list[str], list[str]]
#: UDPipe models of a user's own, by the code of the language that each is for; "" is that for every other.
Models = Mapping[str, Path]
OWN: Models = {}


@dataclass(frozen=True, slots=True)
class Part:
    """Words of a sentence that are parsed by themselves, by their places in it. Their head hangs on word `host`, on the
    head of the first part where that is -1, as `relation`; that of the first part is the sentence's."""

    words: Sequence[int]
    relation: str = ""
    host: int = -1


#: The parts of a sentence, given its first token, its words and their UPOS.
Cut = Callable[[int, Sequence[str], Sequence[str]], Sequence[Part]]
#: The same of one sentence.
Parts = Callable[[Sequence[str], Sequence[str]], Sequence[Part]]


def whole(first: int, words: Sequence[str], tags: Sequence[str]) -> Sequence[Part]:
    """A sentence as its only part."""
    return (Part(range(len(words))),)


def parse(
    tokens: Tokens, sentences: Sequence[Span], language: str, model: Path | None = None, text: str | None = None,
    heads: bool = True, lemmas: bool = True, cut: Cut = whole,
) -> tuple[tuple[Word, ...], ...]:
    """The words of each of `sentences`, one for each token in it; deterministic, linear in the length of the text.

    Without `heads` words are only tagged, five times as fast; without `lemmas` a word has only that which a model of
    the user's gives it, and `lemma` finds another when it is asked for. kg's own parser reads a sentence in the parts
    that `cut` makes of it.
    `text` is the source that `tokens` were cut from: its capitals help where the script has them. `model` is the file
    of a UDPipe model to use in place of kg's own (InputError when it cannot be read). For a language that has neither,
    words have no tags and no heads.
    """
    spans = tokens.spans()
    reader = _foreign(str(model)) if model is not None else _own(language)
    parsed: list[tuple[Word, ...]] = []
    at = 0
    for sentence in sentences:
        while at < len(spans) and spans[at].start < sentence.start:
            at += 1
        first = at
        while at < len(spans) and spans[at].end <= sentence.end:
            at += 1
        own, words = spans[first:at], tokens.words[first:at]
        surfaces = [span.of(text) for span in own] if text is not None else words
        if reader is None:
            parsed.append(tuple(Word(s, w, w) for s, w in zip(own, words, strict=True)))
        else:
            parts = partial(cut, first) if heads else None
            parsed.append(reader.read(own, words, surfaces, parts, lemmas) if words else ())
    return tuple(parsed)


def lemma(word: Word, language: str) -> str:
    """The lemma of a tagged word: its own, else what kg's tables and simplemma give. The first of these takes a tenth
    of a second."""
    if word.lemma:
        return word.lemma
    own = _own(language)
    return lemma_of(word.form, word.upos, language, own.tables.lemmas if own else {})


def shape(surface: str) -> str:
    """How a word is written: "Xx", "XX" or "xx" in a script with case, "dd" in one without, "0" for digits, "4" for
    four of them, "." for a mark."""
    first = surface[0]
    if first.isdigit():
        return "4" if len(surface) == 4 else "0"
    if not first.isalpha():
        return "."
    if first.isupper():
        return "XX" if len(surface) > 1 and surface.isupper() else "Xx"
    return "xx" if first.islower() else "dd"


def written(word: str) -> str:
    """The form the parser sees: all numbers are one."""
    return "0" if word[0].isdigit() else word


def columns(word: str, tag: str) -> tuple[str, str, str, str]:
    """What the parser sees of a word: form, UPOS, XPOS, and its ending in the place of a lemma."""
    upos, _, xpos = tag.partition("|")
    return written(word), upos, xpos, word[-3:]


@dataclass(frozen=True)
class Tables:
    """What is known of words: the `groups` each is in, of words used alike or marked alike by annotators; `lemmas` by
    "form|UPOS" and `feats` by form or ending and tag, where they are not what the rules give."""

    language: str
    groups: Mapping[str, Sequence[str]]
    lemmas: Mapping[str, str]
    feats: Mapping[str, str]
    views: dict[tuple[str, str], Views] = field(default_factory=dict, repr=False)

    def view(self, word: str, form: str) -> Views:
        """What a word of shape `form` gives to the tag of the word before it, its own, and the word after it."""
        found = self.views.get((word, form))
        if found is None:
            if len(self.views) > _CACHED:
                self.views.clear()
            groups = [f"c{k}={group}" for k, group in enumerate(self.groups.get(word, ()))]
            own = [f"w={word}", f"h={form}", f"n={min(len(word), 8)}", *groups]
            own += [f"s{k}={word[-k:]}" for k in (1, 2, 3, 4)] + [f"p{k}={word[:k]}" for k in (2, 3, 4)]
            near = [f"w={word}", f"h={form}", f"s2={word[-2:]}", f"s3={word[-3:]}", *groups]
            found = self.views[word, form] = [f"+{f}" for f in near], own, [f"-{f}" for f in near]
        return found

    def features(self, words: Sequence[str], shapes: Sequence[str]) -> list[list[str]]:
        """The features of each word of a sentence for the tagger."""
        padded = ["<<", "<", *words, ">", ">>"]
        views = [self.view(w, h) for w, h in zip(padded, [".", ".", *shapes, ".", "."], strict=True)]
        found: list[list[str]] = []
        for i in range(2, len(padded) - 2):
            left, word, right = padded[i - 1 : i + 2]
            found.append(
                views[i][1] + views[i - 1][2] + views[i + 1][0]
                + [f"--w={padded[i - 2]}", f"++w={padded[i + 2]}", f"-ww={left}|{word}", f"+ww={word}|{right}"]
                + [f"-+s={left}|{right}", f"s+w={word[-2:]}|{right}"]
            )  # fmt: skip
        return found

    def features_of(self, word: str, tag: str, marked: bool) -> str:
        """The features of a tagged word; `marked` when an adposition follows. From the longest part of it known."""
        feats = self.feats
        for key in feature_keys(word, tag, marked):
            if (found := feats.get(key)) is not None:
                return found
        return ""


@lru_cache(maxsize=_CACHED)
def feature_keys(word: str, tag: str, marked: bool) -> tuple[str, ...]:
    """The keys that a word's features may stand under, from the most telling to the least."""
    rest = f"|{tag}|{int(marked)}"
    return (word + rest, *(f"-{word[-k:]}{rest}" for k in (3, 2, 1)), rest)


@lru_cache(maxsize=_CACHED)
def stem(word: str, language: str) -> str:
    """simplemma's lemma of a folded word, folded; the word itself where simplemma does not know the language."""
    import simplemma

    try:
        return folded(simplemma.lemmatize(word, language))
    except ValueError:
        return word


@lru_cache(maxsize=16)
def _verbs(language: str) -> tuple[str, tuple[str, ...]]:
    """The ending of an infinitive and the endings it takes the place of, longest first; "" in a language without."""
    section = load(language).section("syntax") if language in available() else {}
    endings = sorted({folded(e) for e in section.get("finite", ())}, key=lambda e: (-len(e), e))
    return folded(section.get("infinitive", "")), tuple(endings)


@lru_cache(maxsize=16)
def _closed(language: str) -> Mapping[str, str]:
    """The words whose tag is given in the language file."""
    table = load(language).section("syntax").get("closed", {}) if language in available() else {}
    return {folded(word): tag for tag, words in table.items() for word in words}


def lemma_of(word: str, upos: str, language: str, lemmas: Mapping[str, str]) -> str:
    """The lemma of a tagged word: as in the treebank, else simplemma's; that of a verb is an infinitive."""
    if upos in _AS_IS:
        return word
    found = lemmas.get(f"{word}|{upos}")
    if found is not None:
        return found
    found = stem(word, language)
    infinitive, endings = _verbs(language)
    if upos != "VERB" or not infinitive or found.endswith(infinitive):
        return found
    cut = next((e for e in endings if word.endswith(e) and len(word) > len(e)), "")
    return word[: len(word) - len(cut)] + infinitive


class Own:
    """kg's own models of one language, read from `folder`."""

    def __init__(self, language: str, folder: Traversable) -> None:
        import pycrfsuite
        from ufal.udpipe import Model

        self.language, self.closed = language, _closed(language)
        found = json.loads(gzip.decompress(folder.joinpath(f"syntax.{language}.json.gz").read_bytes()))
        self.tables = Tables(language, found["groups"], found["lemmas"], found["feats"])
        self.weights = gzip.decompress(folder.joinpath(f"syntax.{language}.crf.gz").read_bytes())
        self.tagger = pycrfsuite.Tagger()
        self.tagger.open_inmemory(self.weights)  # which reads them where they are: they must be kept
        self.parser = Model.load(str(folder.joinpath(f"syntax.{language}.udpipe")))

    def read(
        self, spans: Sequence[Span], words: Sequence[str], surfaces: Sequence[str], cut: Parts | None, lemmas: bool
    ) -> tuple[Word, ...]:
        guessed = self.tagger.tag(self.tables.features(words, [shape(s) for s in surfaces]))
        tags = [self.closed.get(word, tag) for word, tag in zip(words, guessed, strict=True)]
        tree = [(-1, "")] * len(words)
        for part in cut(words, [tag.partition("|")[0] for tag in tags]) if cut else ():
            _hang(tree, part, _tree(self.parser, [words[i] for i in part.words], [tags[i] for i in part.words]))
        read: list[Word] = []
        for i, (span, word, tag, (head, deprel)) in enumerate(zip(spans, words, tags, tree, strict=True)):
            upos = tag.partition("|")[0]
            marked = i + 1 < len(tags) and tags[i + 1].startswith("ADP")
            lemma = lemma_of(word, upos, self.language, self.tables.lemmas) if lemmas else ""
            read.append(Word(span, word, lemma, upos, self.tables.features_of(word, tag, marked), head, deprel))
        return tuple(read)


def _tree(parser: Any, words: Sequence[str], tags: Sequence[str]) -> list[tuple[int, str]]:  # noqa: ANN401
    """Head and relation of each word."""
    from ufal.udpipe import Sentence

    sentence = Sentence()
    for word, tag in zip(words, tags, strict=True):
        form, upos, xpos, ending = columns(word, tag)
        node = sentence.addWord(form)
        node.upostag, node.xpostag, node.lemma = upos, xpos, ending
    parser.parse(sentence, f"beam_search={BEAM if len(words) <= LONG else 1}")
    return [(node.head - 1, node.deprel) for node in list(sentence.words)[1:]]


def _hang(tree: list[tuple[int, str]], part: Part, own: Sequence[tuple[int, str]]) -> None:
    """Put the parse of a part into that of its sentence."""
    root = part.host if part.host >= 0 else next((i for i, (h, r) in enumerate(tree) if h < 0 and r), -1)
    for i, (head, relation) in zip(part.words, own, strict=True):
        if head >= 0:
            tree[i] = part.words[head], relation
        else:
            tree[i] = (root, part.relation) if part.relation and root >= 0 else (head, relation)


class _Foreign:
    """A UDPipe model that the user brought; what it lacks, a tagger or a parser, is left out."""

    def __init__(self, path: str) -> None:
        from ufal.udpipe import Model

        model = Model.load(path) if Path(path).is_file() else None
        if model is None:
            raise InputError(path, "is not a UDPipe model that can be read", "name a .udpipe file of UDPipe 1")
        self.model = model

    def read(
        self, spans: Sequence[Span], words: Sequence[str], surfaces: Sequence[str], cut: Parts | None, lemmas: bool
    ) -> tuple[Word, ...]:
        from ufal.udpipe import Sentence

        sentence = Sentence()
        for surface in surfaces:
            sentence.addWord(surface)
        tagged = self.model.tag(sentence, "")
        parsed = cut is not None and self.model.parse(sentence, "")
        read: list[Word] = []
        for span, word, node in zip(spans, words, list(sentence.words)[1:], strict=True):
            lemma = folded(node.lemma) if tagged and node.lemma else word
            head, deprel = (node.head - 1, node.deprel) if parsed else (-1, "")
            read.append(Word(span, word, lemma, node.upostag, node.feats, head, deprel))
        return tuple(read)


@lru_cache(maxsize=4)
def _foreign(path: str) -> _Foreign:
    return _Foreign(path)


def checked(models: Models) -> Models:
    """The same models, each of which can be read; InputError for one that cannot."""
    for path in models.values():
        _foreign(str(path))
    return models


@lru_cache(maxsize=4)
def digest(path: Path) -> str:
    """What tells the content of a file from that of others: its SHA-256."""
    return sha256(path.read_bytes()).hexdigest()


@lru_cache(maxsize=16)
def _own(language: str) -> Own | None:
    subtag, folder = language.replace("_", "-").split("-")[0].lower(), files("kg").joinpath("models")
    return Own(subtag, folder) if folder.joinpath(f"syntax.{subtag}.udpipe").is_file() else None
