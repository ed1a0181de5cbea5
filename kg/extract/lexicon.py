"""The words of a language file matched against the words of an article.

A word of an article may be an inflected form: `keys` gives every dictionary form it can be, and a phrase of the file
matches where each of its elements is among the keys of a word. Whether a form really exists is left to the file: only
words listed there can match, so a wrong key does no harm.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from kg.language import Language, folded, load

#: How many words "…" in a phrase of a language file may stand for.
GAP = 5
#: What words begin is forgotten when so many are known.
_CACHED = 100_000


@dataclass(frozen=True, slots=True)
class Element:
    """One word of a phrase; `verb` when it is an infinitive marked "+"; `gap` when words may stand before it.

    A `context` word, written in (…), must stand there but is no part of what names the event.
    """

    key: str
    verb: bool
    gap: bool
    context: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """One alternative of a sense: `sense` names the sense (its variant, else its first alternative), `label` the list
    it stands in. One that `opens`, written with "^", is only found at the beginning of a sentence."""

    label: str
    sense: str
    text: str
    elements: tuple[Element, ...]
    opens: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase found: the index of each of its elements; `words` are those of what names the event, in text order."""

    phrase: Phrase
    places: tuple[int, ...]
    words: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Index:
    """The phrases of one language by their first key; `starting` keeps those that a word was found to begin."""

    phrases: Mapping[str, tuple[Phrase, ...]]
    starting: dict[str, tuple[Phrase, ...]] = field(default_factory=dict, repr=False)


def compile_phrases(lists: Mapping[str, Sequence[str]], words: Mapping[str, Sequence[str]] | None = None) -> Index:
    """Phrases of a section by their first key: `lists` maps a label to strings "variant: alternative | alternative".

    `words` are the lists that "<name>" in an alternative stands for, any one of them.
    """
    index: dict[str, list[Phrase]] = {}
    for label, senses in lists.items():
        for sense in senses:
            variant, _, rest = sense.rpartition(": ")
            alternatives = [part.strip() for part in rest.split("|")]
            for alternative in alternatives:
                for spelled in _spelled(alternative, words or {}):
                    elements = _elements(spelled.removeprefix("^"))
                    phrase = Phrase(label, variant or alternatives[0], alternative, elements, spelled.startswith("^"))
                    index.setdefault(elements[0].key, []).append(phrase)
    return Index({key: tuple(sorted(found, key=lambda p: -len(p.elements))) for key, found in index.items()})


def merged(indexes: Sequence[Index]) -> Index:
    """Several indexes as one; of phrases as long as each other, those of the first come first."""
    keys = {key for index in indexes for key in index.phrases}
    found = {key: [phrase for index in indexes for phrase in index.phrases.get(key, ())] for key in sorted(keys)}
    return Index({key: tuple(sorted(phrases, key=lambda p: -len(p.elements))) for key, phrases in found.items()})


def _spelled(alternative: str, words: Mapping[str, Sequence[str]]) -> list[str]:
    """An alternative with each word of the list that it names, itself where it names none."""
    name = alternative.partition("<")[2].partition(">")[0]
    if name not in words:
        return [alternative]
    return [alternative.replace(f"<{name}>", word) for word in words[name]]


def _elements(alternative: str) -> tuple[Element, ...]:
    elements: list[Element] = []
    gap = context = False
    for word in alternative.replace("(", "( ").replace(")", " )").split():
        if word in "()":
            context = word == "("
            continue
        if word == "…":
            gap = True
            continue
        verb = word.startswith("+")
        for part in folded(word.removeprefix("+")).replace("-", " - ").split():
            elements.append(Element(part, verb, gap, context))
            gap = False
    return tuple(elements)


@lru_cache(maxsize=200_000)
def noun_keys(code: str, word: str) -> frozenset[str]:
    """Every dictionary form the folded `word` can be as a noun or adjective of language `code`."""
    found = {word}
    for ending, replacement in load(code).section("nouns").get("endings", ()):
        if word.endswith(folded(ending)) and len(word) > len(ending) + 1:
            found.add(word[: -len(ending)] + folded(replacement))
    return frozenset(found)


@lru_cache(maxsize=200_000)
def verb_keys(code: str, word: str) -> frozenset[str]:
    """Every infinitive the folded `word` can be a form of in language `code`."""
    forms = _verb_forms(code)
    if word in forms.irregular:
        return frozenset(forms.irregular[word])
    found = {word}
    for ending, replacement in forms.endings:
        if word.endswith(ending) and len(word) > len(ending):
            found.add(word[: len(word) - len(ending)] + replacement)
    return frozenset(found)


@dataclass(frozen=True)
class _VerbForms:
    irregular: Mapping[str, tuple[str, ...]]
    endings: tuple[tuple[str, str], ...]


@lru_cache(maxsize=64)
def _verb_forms(code: str) -> _VerbForms:
    section = load(code).section("verbs")
    infinitive = folded(section.get("infinitive", ""))
    endings: list[tuple[str, str]] = []
    for entry in section.get("endings", ()):
        ending, replacement = entry if isinstance(entry, list) else (entry, infinitive)
        endings.append((folded(ending), folded(replacement)))
    irregular = {
        folded(form): tuple(folded(v) for v in ([verb] if isinstance(verb, str) else verb))
        for form, verb in section.get("irregular", {}).items()
    }
    return _VerbForms(irregular, tuple(endings))


def matches(
    language: Language,
    words: Sequence[str],
    index: Index,
    barriers: frozenset[int] = frozenset(),
    tags: Sequence[str] = (),
) -> list[Match]:
    """The phrases of `index` in `words` (folded), longest first where they overlap, in text order.

    A phrase never reaches over a word whose position is in `barriers`. Where `tags` are given (Universal Dependencies,
    one a word), a phrase begins with a verb where it says so and nowhere else. Cost: linear in the words, times the
    phrases that share a first word.
    """
    taken: set[int] = set()
    kept: list[Match] = []
    for match in candidates(language, words, index, barriers, tags):
        own = match.words
        if taken.isdisjoint(own):
            taken.update(range(own[0], own[-1] + 1) if any(e.gap for e in match.phrase.elements) else own)
            kept.append(match)
    return sorted(kept, key=lambda m: m.words)


def candidates(
    language: Language,
    words: Sequence[str],
    index: Index,
    barriers: frozenset[int] = frozenset(),
    tags: Sequence[str] = (),
) -> list[Match]:
    """The same, overlapping ones as well, the best first."""
    found: list[Match] = []
    for start in range(len(words)):
        for phrase in _starting(language, words[start], index):
            if tags and not _fits(language.code, phrase, words[start], tags[start]):
                continue
            first = phrase.elements[0]
            if first.verb and _is_loose_stem(language.code, words, start, first.key):
                continue
            places = () if phrase.opens and start else _place(language, words, start, phrase, barriers)
            places = places or _inverted(language, words, start, phrase)
            if places:
                words_of = sorted(p for e, p in zip(phrase.elements, places, strict=True) if not e.context)
                found.append(Match(phrase, places, tuple(words_of)))
    return sorted(found, key=lambda m: (-len(m.words), -len(m.places), max(m.places) - min(m.places), m.words))


def _fits(code: str, phrase: Phrase, word: str, tag: str) -> bool:
    """Whether a word so tagged can open the phrase; a gerund may be tagged as a noun, a participle as an adjective."""
    if not phrase.elements[0].verb:
        return tag not in ("VERB", "AUX") or len(phrase.elements) > 1
    if tag == "ADJ":
        return word != phrase.elements[0].key
    return tag in ("VERB", "AUX", "") or (tag == "NOUN" and word.endswith(_gerunds(code)))


@lru_cache(maxsize=64)
def _gerunds(code: str) -> tuple[str, ...]:
    return tuple(folded(e) for e in load(code).section("verbs").get("gerund", ())) or ("\0",)


def _starting(language: Language, word: str, index: Index) -> tuple[Phrase, ...]:
    """The phrases that a word can begin: as a noun first, and among each as it stands, then as a form of the
    longest."""
    found = index.starting.get(word)
    if found is None:
        if len(index.starting) > _CACHED:
            index.starting.clear()
        found = index.starting[word] = tuple(
            phrase
            for verb, keys in ((False, noun_keys(language.code, word)), (True, verb_keys(language.code, word)))
            for key in sorted(keys, key=lambda k: (k != word, -len(k), k))
            for phrase in index.phrases.get(key, ())
            if phrase.elements[0].verb == verb
        )
    return found


def _place(
    language: Language, words: Sequence[str], start: int, phrase: Phrase, barriers: frozenset[int]
) -> tuple[int, ...]:
    places = [start]
    skippable = _particles(language.code)
    for before, element in zip(phrase.elements, phrase.elements[1:], strict=False):
        reach = (2 * GAP if before.context else GAP) if element.gap else 2 if element.verb else 0
        position = places[-1] + 1
        for skipped in range(reach + 1):
            here = position + skipped
            if here >= len(words) or here in barriers:
                return ()
            if element.verb:
                loose = _is_loose_stem(language.code, words, here, element.key)
                fits = not loose and element.key in verb_keys(language.code, words[here])
            else:
                fits = element.key in noun_keys(language.code, words[here])
            if fits:
                places.append(here)
                break
            if words[here] in ";:" or not (element.gap or words[here] in skippable):
                return ()
        else:
            return ()
    return tuple(places)


def _inverted(language: Language, words: Sequence[str], start: int, phrase: Phrase) -> tuple[int, ...]:
    """The places of a noun and a verb before it, as headlines have it, where the clause ends behind them."""
    order = language.section("relations").get("order")
    *nouns, last = phrase.elements
    if order != "head-final" or not last.verb or len(nouns) != 1 or nouns[0].verb:
        return ()
    if start + 1 < len(words) and words[start + 1][0].isalnum():
        return ()
    for place in range(start - 1, max(-1, start - (GAP if last.gap else 4)), -1):
        if not words[place][0].isalnum():
            return ()
        if last.key in verb_keys(language.code, words[place]):
            return start, place
    return ()


def _is_loose_stem(code: str, words: Sequence[str], at: int, key: str) -> bool:
    """Whether a word could only be a bare stem of the verb `key` with no auxiliary behind it to carry its tense."""
    infinitive, auxiliary = _stems(code)
    if not infinitive or key != words[at] + infinitive:
        return False
    return at + 1 >= len(words) or words[at + 1] not in auxiliary


@lru_cache(maxsize=64)
def _stems(code: str) -> tuple[str, frozenset[str]]:
    section = load(code).section("verbs")
    auxiliary = frozenset(folded(w) for w in section.get("auxiliary", ()))
    return folded(section.get("infinitive", "")), auxiliary - {folded(w) for w in section.get("finite", ())}


@lru_cache(maxsize=64)
def _particles(code: str) -> frozenset[str]:
    return frozenset(folded(w) for w in load(code).section("verbs").get("particles", ()))
