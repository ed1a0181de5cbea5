"""The words around names, as the [names] section of a language lists them: titles, head nouns, statutes and more."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from kg.extract.lexicon import noun_keys
from kg.language import fold, folded, load, tokenize

Phrase = tuple[str, ...]


#: So many letters stand before the ending of a town's name, so that "Kapur" is none.
_STEM = 3


@dataclass(frozen=True, slots=True)
class Words:
    """The [names] section of a language, folded and cut as text is."""

    titles: frozenset[Phrase]
    institutions: frozenset[Phrase]
    initials: frozenset[Phrase]
    never: frozenset[Phrase]
    organisations: frozenset[str]
    places: frozenset[str]
    generic: frozenset[str]
    edges: frozenset[str]
    given: frozenset[str]
    firsts: frozenset[str]
    surnames: frozenset[str]
    landmarks: frozenset[Phrase]
    joins: frozenset[str]
    others: frozenset[str]
    works: frozenset[str]
    modifiers: frozenset[str]
    offices: frozenset[str]
    purposes: frozenset[str]
    attributes: frozenset[str]
    capitals: frozenset[str]
    companies: frozenset[str]
    belongings: frozenset[str]
    seated: frozenset[str]
    of: frozenset[str]
    the: frozenset[str]
    settlements: tuple[str, ...]
    common: frozenset[str]
    code: str
    spelled: re.Pattern[str] | None
    letters: frozenset[str]
    alike: tuple[tuple[str, str], ...]
    longest: int

    def without(self, never: frozenset[Phrase]) -> Words:
        """The same where these phrases are no names either."""
        longest = max(self.longest, *map(len, never)) if never else self.longest
        return replace(self, never=self.never | never, longest=longest) if never else self

    def is_common(self, word: str) -> bool:
        """Whether a word is a form of a noun that the language lists for people, relatives or what happens."""
        return not self.common.isdisjoint(noun_keys(self.code, word))

    def is_settlement(self, word: str) -> bool:
        """Whether a word ends as towns and villages do ("-pur"), behind at least three letters."""
        return any(word.endswith(end) and len(word) >= len(end) + _STEM for end in self.settlements)

    def title(self, words: Sequence[str], first: int, last: int) -> int:
        """How many words from `first` are a title with its full stop, 0 for none; never beyond `last`."""
        for size in range(min(self.longest, last - first), 0, -1):
            if tuple(words[first : first + size]) in self.titles:
                return size + (first + size < last and words[first + size] == ".")
        return 0

    def titled(self, words: Sequence[str], first: int) -> bool:
        """Whether a title ends right before the word `first`."""
        last = first - 1 if first and words[first - 1] == "." else first
        if not last or words[last - 1] not in _last_words(self.titles):
            return False
        return any(tuple(words[last - size : last]) in self.titles for size in range(1, min(self.longest, last) + 1))


@lru_cache(maxsize=16)
def _last_words(phrases: frozenset[Phrase]) -> frozenset[str]:
    return frozenset(phrase[-1] for phrase in phrases)


@lru_cache(maxsize=16)
def vocabulary(language: str) -> Words:
    """The words around names in a language; empty sets for one that lists none."""
    table = load(language).section("names")

    def words(name: str) -> frozenset[str]:
        return frozenset(map(folded, table.get(name, ())))

    titles, institutions, never = (_phrases(table.get(name, ())) for name in ("titles", "institutions", "never"))
    letters = words("letters")
    return Words(
        titles, institutions, _phrases(e for e in table.get("institutions", ()) if e.isupper()), never,
        words("organisation_heads"), words("place_heads"), words("generic_heads"), words("edges"),
        words("given"), words("firsts"), words("surnames"), _phrases(table.get("landmarks", ())), words("joins"),
        words("other_heads"), words("works"), words("organisation_words"),
        words("offices"), words("purposes"), words("attributes"), words("capitals"),
        words("companies"), words("belongings"), words("seated"), words("of"), words("the"),
        tuple(sorted(words("settlements"))), _common(language), language,
        _spelled(letters),
        letters,
        tuple((folded(a), folded(b)) for a, b in table.get("alike", ())),
        max((len(p) for p in titles | institutions | never), default=1),
    )


def _common(code: str) -> frozenset[str]:
    """The nouns of one word that a language lists for relatives, for people and for what happens."""
    language = load(code)
    people, events = language.section("people"), language.section("events")
    listed = [e for senses in events.values() if isinstance(senses, list) for e in senses]
    nouns = [part.strip() for sense in listed for part in sense.rpartition(": ")[2].split("|")]
    nouns += [*language.section("kin"), *people.get("Person", ()), *people.get("Group", ())]
    return frozenset(folded(n) for n in nouns if " " not in n and n[:1] not in "+(<^")


def _spelled(letters: frozenset[str]) -> re.Pattern[str] | None:
    """What matches three to six letters' names in one word; None for a language that lists none."""
    names = "|".join(sorted(letters, key=lambda w: (-len(w), w)))
    return re.compile(f"(?:{names}){{3,6}}") if names else None


def _phrases(entries: Iterable[str]) -> frozenset[Phrase]:
    return frozenset(tuple(tokenize(fold(entry)).words) for entry in entries)
