"""Which articles of an event are one origin: a wire copy, or a report that repeats another, corroborates nothing.

    origins(resolved)      {event id: (("a", "b"), ("c",)), ...}     a and b are copies, c is independent of them

Two articles are one origin of an event where what one of them says of it stands nearly word for word in the other, or
where most of one article stands in the other. What is compared are runs of three words, folded, without punctuation
(resemblance and containment after Broder, 1997, On the resemblance and containment of documents). The sets themselves
are compared, not sketches of them (MinHash): only articles that share an event ever meet, so there are few pairs, and
the answer is exact. A translation is no copy: only words are compared.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import combinations
from typing import TypeAlias

from kg.language import fold, tokenize
from kg.model import Resolved

Run: TypeAlias = tuple[str, ...]
#: Articles of one origin, ids sorted; the groups of an event in the order of their first article.
Groups: TypeAlias = tuple[tuple[str, ...], ...]

#: How many words a run has; the share of what is said of an event, or of an article, that stands in the other.
_WORDS, _SHARE = 3, 0.5
#: With fewer runs than this (about eight words), what is said of an event can be alike by chance.
_FEW = 6


def origins(resolved: Resolved) -> Mapping[str, Groups]:
    """For each event id, its articles in groups of one origin: as many independent origins as groups. That something
    was planned shows of nothing that it happened: of what some article tells as more, that article counts alone.

    Cost: linear in the text of articles that share an event, and in the pairs of articles of an event.
    """
    texts = {a.article.id: a.article.text for a in resolved.annotated}
    facts = {fact.id: fact for fact in resolved.facts}
    whole: dict[str, Set[Run]] = {}
    found: dict[str, Groups] = {}
    for event in resolved.events:
        said: dict[str, set[Run]] = defaultdict(set)
        told = [facts[id] for id in event.facts]
        done = [fact for fact in told if fact.status != "planned"] or told
        for fact in sorted(done, key=lambda f: (f.article, f.sentence)):
            said[fact.article] |= runs(fact.sentence.of(texts[fact.article]))
        if len(said) > 1:
            for article in said:
                if article not in whole:
                    whole[article] = runs(texts[article])
        pairs = combinations(sorted(said), 2)
        found[event.id] = _together(said, ((a, b) for a, b in pairs if _one(said, whole, a, b)))
    return found


def copies(texts: Mapping[str, str]) -> Groups:
    """Texts by key in groups of near-identical ones: most of one stands in the other. Lone ones are groups of one.

    Only texts that share a run of words are compared.
    """
    whole = {key: runs(text) for key, text in texts.items()}
    holders: dict[Run, list[str]] = defaultdict(list)
    for key in sorted(whole):
        for run in whole[key]:
            holders[run].append(key)
    shared = Counter(pair for keys in holders.values() for pair in combinations(keys, 2))
    alike = ((a, b) for (a, b), n in sorted(shared.items()) if n >= _SHARE * min(len(whole[a]), len(whole[b])))
    return _together(whole, alike)


def runs(text: str) -> set[Run]:
    """Every run of three words of a text, folded, without punctuation; a shorter text is one run."""
    words = [word for word in tokenize(fold(text)).words if word[0].isalnum()]
    return {tuple(words[i : i + _WORDS]) for i in range(max(1, len(words) - _WORDS + 1))} if words else set()


def _one(said: Mapping[str, Set[Run]], whole: Mapping[str, Set[Run]], a: str, b: str) -> bool:
    """Whether two articles are one origin of what they say."""
    accounts = ((said[a], whole[b]), (said[b], whole[a]))
    told = any(len(own) >= _FEW and _held(own, other) >= _SHARE for own, other in accounts)
    return told or max(_held(whole[a], whole[b]), _held(whole[b], whole[a])) >= _SHARE


def _held(part: Set[Run], whole: Set[Run]) -> float:
    """The share of some runs that a text holds."""
    return len(part & whole) / len(part) if part else 0.0


def _together(keys: Iterable[str], pairs: Iterable[tuple[str, str]]) -> Groups:
    """Keys that pairs join, directly or through others, sorted."""
    near: dict[str, list[str]] = defaultdict(list)
    for a, b in pairs:
        near[a].append(b)
        near[b].append(a)
    return tuple(_groups(sorted(keys), near))


def _groups(keys: Sequence[str], near: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, ...]]:
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            continue
        group, waiting = {key}, [key]
        while waiting:
            fresh = [other for other in near.get(waiting.pop(), ()) if other not in group]
            group.update(fresh)
            waiting += fresh
        seen |= group
        yield tuple(sorted(group))
