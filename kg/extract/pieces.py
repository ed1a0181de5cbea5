"""A sentence of a head-initial language cut for the parser: what opens it and who says it, apart from its clause.

A parser trained on a small treebank of many genres errs on the frame that news puts around nearly every sentence: "In
May 2019 a …", "According to the ministry, …", "…, police said on Monday". Each of these is parsed by itself, and its
head hung on the head of the clause.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.extract.branches import markers, vocabulary
from kg.extract.lexicon import verb_keys
from kg.model import Word

#: How many words a clause must have to be parsed by itself, who says it at most before the verb, and after it.
_CLAUSE, _SPEAKER, _AFTER = 4, 14, 6
#: Marks that may stand in who says it.
_WITHIN = ",'’()-."


def cut(code: str, words: Sequence[str], timed: Sequence[bool]) -> tuple[int, int]:
    """Where the clause of a sentence begins and where it ends: before it stands a time or a source, after it who says
    so. `timed` are the words that stand for a time."""
    end = _before_aside(code, words)
    begin = _after_front(code, words[:end], timed)
    return (begin, end) if end - begin >= _CLAUSE else (0, len(words))


def joined(front: Sequence[Word], clause: Sequence[Word], aside: Sequence[Word]) -> tuple[Word, ...]:
    """The words of a whole sentence, from the parses of its parts."""
    root = next((i for i, w in enumerate(clause) if w.head < 0), 0) + len(front)
    found: list[Word] = []
    for part, relation in ((front, "obl"), (clause, ""), (aside, "parataxis")):
        shift = len(found)
        for w in part:
            if w.head >= 0:
                found.append(replace(w, head=w.head + shift))
            elif relation and any(c.isalnum() for c in w.form):
                found.append(replace(w, head=root, deprel=relation))
            elif relation:
                found.append(replace(w, head=root, deprel="punct"))
            else:
                found.append(w)
    return tuple(found)


def _after_front(code: str, words: Sequence[str], timed: Sequence[bool]) -> int:
    """The word after a time that opens a sentence, or after "According to …,"; 0 where neither does."""
    if not words:
        return 0
    size = next((n for n in (4, 3, 2, 1) if markers(code).get(tuple(words[:n])) == "according"), 0)
    if size:
        comma = words.index(",") if "," in words else 0
        return comma + 1 if size < comma <= _SPEAKER else 0
    at = int(words[0] in vocabulary(code, "stand_ins", "prepositions"))
    if at + 1 >= len(words) or not timed[at]:
        return 0
    after = words[at + 1]
    opens = after in vocabulary(code, "sentences", "openers") or at == 1 and after[0].isalnum()
    return at + 2 if after == "," else at + 1 if opens else 0


def _before_aside(code: str, words: Sequence[str]) -> int:
    """Where ", police said on Monday" begins, behind its comma; the number of words where nothing like it ends them."""
    size = len(words)
    commas = [k for k, word in enumerate(words) if word == ","]
    if not commas:
        return size
    start = commas[-1] + 1
    verb = _speech_verb(code, words, start)
    if verb == start and len(commas) > 2 and commas[-1] - commas[-2] == 2:  # "…, the mayor, X, said"
        start = commas[-3] + 1
    joins = vocabulary(code, "clauses", "relatives") | vocabulary(code, "clauses", "coordination")
    joins |= vocabulary(code, "clauses", "complementizers") | vocabulary(code, "clauses", "when")
    joins |= {marker[0] for marker in markers(code)}
    near = words[start:verb]
    if verb <= start or verb - start > _SPEAKER or near[0] in joins:
        return size
    marks = [word for word in words[verb + 1 : size - 1] if not word[0].isalnum()]
    plain = all(c.isalnum() or c in _WITHIN for word in near for c in word) and near[0][0].isalnum()
    return start if plain and not marks and size - verb - 1 <= _AFTER else size


def _speech_verb(code: str, words: Sequence[str], start: int) -> int:
    """The first form of a verb of speech from `start` on, -1 where there is none or another verb in -ing before it."""
    asides = vocabulary(code, "speech", "asides")
    gerunds = tuple(vocabulary(code, "verbs", "gerund"))
    for k in range(start, len(words)):
        if words[k].endswith(gerunds):
            return -1
        if not asides.isdisjoint(verb_keys(code, words[k])) and (words[k] not in asides or k + 2 >= len(words)):
            return k
    return -1
