"""A sentence of a head-initial language cut for the parser: what opens it, what is set apart in it, who says it.

A parser trained on a small treebank of many genres errs on what news puts around and into nearly every clause: "In May
2019 a …", "X, the former mayor of Y, …", "X, who left in May, …", "…, police said on Monday". Each of these is parsed
by itself, and its head hung on the word that it is said of.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from kg.extract.branches import markers, vocabulary
from kg.extract.lexicon import verb_keys
from kg.extract.syntax import Part

#: How many words a clause must have to be parsed by itself, who says it at most before the verb, and after it.
_CLAUSE, _SPEAKER, _AFTER = 4, 14, 6
#: How many words what is set apart between commas has at most.
_ASIDE = 20
#: Marks that may stand in who says it.
_WITHIN = ",'’()-."
_NOUNS = ("NOUN", "PROPN")
_VERBS = ("VERB", "AUX")


def parts(code: str, timed: Sequence[bool], first: int, words: Sequence[str], tags: Sequence[str]) -> tuple[Part, ...]:
    """The parts of a sentence that begins at token `first`, its clause before the others. `timed` are the tokens that
    stand for a time."""
    end = _before_aside(code, words)
    begin = _after_front(code, words[:end], timed[first : first + end])
    if end - begin < _CLAUSE:
        return (Part(range(len(words))),)
    found = [Part(range(begin), "obl")] if begin else []
    found += [Part(range(end, len(words)), "parataxis")] if end < len(words) else []
    left = list(range(begin, end))
    trailing = _before_outcome(code, words[:end], tags, begin)
    if trailing < end:
        found.append(Part(range(trailing, end), "advcl"))
        left = [i for i in left if i < trailing]
    for part in (*_set_apart(code, words[:trailing], tags, begin), *_times(code, words[:trailing], tags, timed, first)):
        if set(part.words) <= set(left):
            found.append(part)
            left = [i for i in left if i not in part.words]
    return (Part(left), *found)


def _set_apart(code: str, words: Sequence[str], tags: Sequence[str], begin: int) -> Iterator[Part]:
    """"X, the mayor of Y, …", "X, who left in May, …": what stands between two commas behind a noun and before the
    verb, with both; at the end of a sentence a relative clause behind a name."""
    commas = [k for k in range(begin, len(words)) if words[k] == ","]
    for k, close in zip(commas, commas[1:], strict=False):
        inside = range(k + 1, close)
        named = len(inside) == 1 and tags[k + 1] == "PROPN" and tags[k - 1] == "ADJ"  # "the chief executive, X, left"
        if not 0 < len(inside) <= _ASIDE or k == begin:
            continue
        if words[k + 1] in vocabulary(code, "clauses", "including"):
            yield Part(range(k, close + 1), "acl", _host(words, tags, k - 1, begin))
            continue
        if not _goes_on(tags, close + 1):
            continue
        if not named and tags[k - 1] not in _NOUNS:
            continue
        if _is_relative(code, words, tags, inside):
            yield Part(range(k, close + 1), "acl:relcl", _host(words, tags, k - 1, begin))
        elif _is_apposition(code, words, tags, inside):
            yield Part(range(k, close + 1), "appos", _host(words, tags, k - 1, begin))
    yield from _last_relative(code, words, tags, commas, begin)


def _times(
    code: str, words: Sequence[str], tags: Sequence[str], timed: Sequence[bool], first: int
) -> Iterator[Part]:
    """"India on Tuesday signed": a time between a noun and its verb belongs to the verb."""
    prepositions = vocabulary(code, "stand_ins", "prepositions")
    for k in range(1, len(words) - 2):
        at = k + (words[k] in prepositions)
        if not timed[first + at] or tags[k - 1] not in _NOUNS or timed[first + k - 1]:
            continue
        opens = max((c + 1 for c in range(k) if tags[c] in ("PUNCT", "CCONJ", "SCONJ")), default=0)
        if any(tags[c] in _VERBS for c in range(opens, k)):
            continue
        verb = at + 1
        while verb < len(words) and tags[verb] in ("AUX", "ADV"):
            verb += 1
        if verb < len(words) and tags[verb] == "VERB":
            yield Part(range(k, at + 1), "obl", verb)


def _before_outcome(code: str, words: Sequence[str], tags: Sequence[str], begin: int) -> int:
    """Where ", killing twelve" begins, behind its comma, when it ends the clause; the number of words where nothing
    like it does."""
    gerunds = tuple(vocabulary(code, "verbs", "gerund"))
    commas = [k for k in range(begin + _CLAUSE, len(words) - 1) if words[k] == ","]
    for k in commas:
        if words[k + 1] in vocabulary(code, "clauses", "including"):
            continue
        if tags[k + 1] == "VERB" and words[k + 1].endswith(gerunds) and len(words) - k > 2:
            later = [c for c in commas if c > k and _goes_on(tags, c + 1)]
            clause = any(tags[i] in _VERBS for i in range(begin, k))
            return k + 1 if clause and not later else len(words)
    return len(words)


def _last_relative(
    code: str, words: Sequence[str], tags: Sequence[str], commas: Sequence[int], begin: int
) -> Iterator[Part]:
    """", who was shot by a guard.": a relative clause behind the last comma."""
    k = commas[-1] if commas else begin
    inside = range(k + 1, len(words) - (not words[-1][0].isalnum()))
    if k > begin and inside and tags[k - 1] in _NOUNS and _is_relative(code, words, tags, inside):
        yield Part(range(k, inside[-1] + 1), "acl:relcl", _host(words, tags, k - 1, begin))


def _goes_on(tags: Sequence[str], at: int) -> bool:
    """Whether the verb of the clause stands here."""
    while at < len(tags) and tags[at] == "ADV":
        at += 1
    return at < len(tags) and tags[at] in _VERBS


def _is_relative(code: str, words: Sequence[str], tags: Sequence[str], inside: Sequence[int]) -> bool:
    opens = words[inside[0]] in vocabulary(code, "clauses", "relatives") and words[inside[0]] != "that"
    return opens and any(tags[i] in _VERBS for i in inside)


def _is_apposition(code: str, words: Sequence[str], tags: Sequence[str], inside: Sequence[int]) -> bool:
    if any(tags[i] in _VERBS and not words[i].endswith(_participles(code)) for i in inside):
        return False
    if tags[inside[0]] not in ("DET", "PRON", "ADJ", *_NOUNS):
        return False
    return any(tags[i] in _NOUNS for i in inside)


@lru_cache(maxsize=16)
def _participles(code: str) -> tuple[str, ...]:
    """The endings of words that are verbs and stand before nouns ("elected", "leading")."""
    return (*sorted(vocabulary(code, "verbs", "gerund")), "ed")


def _host(words: Sequence[str], tags: Sequence[str], at: int, begin: int) -> int:
    """The noun that a word right before a comma belongs to: the one before its preposition, where it has one."""
    k = at - 1
    while k > begin and tags[k] in ("DET", "ADJ", "NOUN", "NUM", "PART"):
        k -= 1
    return k - 1 if k > begin and tags[k] == "ADP" and tags[k - 1] in _NOUNS else at


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
