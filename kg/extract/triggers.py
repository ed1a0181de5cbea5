"""The words of a sentence that tell of something happening, each with its TimeML class.

One small model a language, in `kg/models`: a linear chain over the words of a sentence and their neighbours
(python-crfsuite), trained by `bench/train/triggers.py`. A trigger is a verb with its auxiliaries, a noun with its light
verb, or an event noun alone; its last word decides the class. The language files know what type of event a trigger is,
the model knows a trigger that no list has.
"""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any

from kg.model import Span, Trigger, Word

#: The labels of a word that tells nothing, and of one inside a trigger; that of its last word is the trigger's class.
OUTSIDE, INSIDE = "O", "I"
#: The cached features of words are dropped when there are more than this.
_CACHED = 60_000

Views = tuple[list[str], list[str], list[str], list[str], list[str]]


def find(words: Sequence[Word], language: str) -> tuple[Trigger, ...]:
    """The triggers among the words of one sentence, in text order; none for a language without a model."""
    tagger = _tagger(language.replace("_", "-").split("-")[0].lower())
    return spans(words, tagger.tag(features(words))) if tagger is not None and words else ()


def spans(words: Sequence[Word], labels: Sequence[str]) -> tuple[Trigger, ...]:
    """The triggers of labelled words; a run of inner words without a last one is none."""
    found: list[Trigger] = []
    first = -1
    for i, label in enumerate(labels):
        if label == OUTSIDE:
            first = -1
            continue
        first = i if first < 0 else first
        if label != INSIDE:
            found.append(Trigger(Span(words[first].span.start, words[i].span.end), label))
            first = -1
    return tuple(found)


def labels(words: Sequence[Word], triggers: Sequence[Trigger]) -> list[str]:
    """The label of each word; the other way round from `spans`."""
    found = [OUTSIDE] * len(words)
    for trigger in triggers:
        inside = [i for i, word in enumerate(words) if trigger.span.overlaps(word.span)]
        for i in inside:
            found[i] = INSIDE
        if inside:
            found[inside[-1]] = trigger.cls
    return found


def features(words: Sequence[Word]) -> list[list[str]]:
    """The features of each word of a sentence: its own, its neighbours', and what it depends on; where nothing is
    parsed, those of the words two away and the pairs it stands in."""
    views = [_EDGE, _EDGE, *(_view(w.form, w.upos, w.feats) for w in words), _EDGE, _EDGE]
    padded = ["", *(w.form for w in words), ""]
    found: list[list[str]] = []
    for i, word in enumerate(words):
        row = views[i + 1][3] + views[i + 2][2] + views[i + 3][1]
        if word.deprel:
            above = words[word.head].form if word.head >= 0 else ""
            row += [f"d={word.deprel}", f"dh={word.deprel}|{above}", f"wd={word.form}|{word.deprel}"]
        else:
            row += views[i][4] + views[i + 4][0]
            row += [f"-b={padded[i]}|{word.form}", f"+b={word.form}|{padded[i + 2]}"]
        found.append(row)
    return found


@lru_cache(maxsize=_CACHED)
def _view(form: str, upos: str, feats: str) -> Views:
    """What a word gives to the words two before, one before, itself, one after and two after."""
    own = [f"w={form}", f"u={upos}", f"t={upos}{feats}"]
    own += [f"s={form[-k:]}" for k in (2, 3, 4)] + [f"p={form[:4]}"]
    return (
        [f"++w={form}", f"++u={upos}"], [f"+w={form}", f"+u={upos}"], own,
        [f"-w={form}", f"-u={upos}"], [f"--w={form}", f"--u={upos}"],
    )  # fmt: skip


#: Beyond either end of a sentence.
_EDGE = _view("", "", "")


@lru_cache(maxsize=16)
def _tagger(language: str) -> Any:  # noqa: ANN401
    """The tagger of a language, None where `kg/models` has none."""
    import pycrfsuite

    weights = _weights(language)
    if not weights:
        return None
    tagger = pycrfsuite.Tagger()
    tagger.open_inmemory(weights)  # which reads them where they are: the cache keeps them
    return tagger


@lru_cache(maxsize=16)
def _weights(language: str) -> bytes:
    file = files("kg").joinpath("models").joinpath(f"triggers.{language}.crf.gz")
    return gzip.decompress(file.read_bytes()) if file.is_file() else b""
