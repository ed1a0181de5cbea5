"""Which articles tell one story: those that share many words which few articles share.

    alike(words(a), words(b))     0 (no word in common) to 1; from `ONE_STORY` on, two articles tell one story

What is compared are the sets of an article's longer words without the commonest of its language: the cosine of the two
sets. Nothing is counted over all articles, so that what two articles have in common depends on no third one.
"""

from __future__ import annotations

from collections.abc import Set
from functools import lru_cache
from zlib import crc32

from kg.errors import InputError
from kg.language import fold, folded, load, tokenize
from kg.model import Article

#: From this similarity on, the same words for an event in two articles tell the same event (bench/ecb.py).
ONE_STORY = 0.19
#: Words of fewer letters say little; so many words stand for an article where those that may be alike are looked for.
_LONG, _SKETCH = 4, 32


def words(article: Article) -> frozenset[str]:
    """The words of an article that tell its story, folded."""
    common = _common(article.language)
    found = tokenize(fold(article.text)).words
    return frozenset(w for w in found if len(w) >= _LONG and w[0].isalpha() and w not in common)


def alike(a: Set[str], b: Set[str]) -> float:
    """How alike two articles are by their words, from 0 to 1."""
    return float(len(a & b) / (len(a) * len(b)) ** 0.5) if a and b else 0.0


def sketch(found: Set[str]) -> tuple[str, ...]:
    """A few of an article's words, of which articles that are alike share some: those with the smallest hashes (Broder,
    1997, On the resemblance and containment of documents)."""
    return tuple(sorted(found, key=lambda word: (crc32(word.encode()), word))[:_SKETCH])


@lru_cache(maxsize=16)
def _common(code: str) -> frozenset[str]:
    try:
        found = [load(code).section(section).get("common", ()) for section in ("identify", "stories")]
    except InputError:  # a language without a file has no list of its commonest words
        return frozenset()
    return frozenset(folded(word) for words in found for word in words)
