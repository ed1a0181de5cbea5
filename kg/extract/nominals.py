"""Mentions that are not names: documents, statutes, relatives, unnamed people and bodies, and pronouns.

What counts as one is in the language file ([documents] [statutes] [kin] [people] [pronouns] [demonstratives]).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import cast

from kg.extract.lexicon import Index, Phrase, compile_phrases, matches, noun_keys
from kg.language import Language, folded, load
from kg.model import Kind, Mention, Span, Word


@dataclass(frozen=True, slots=True)
class Nominal:
    """A mention with the words it stands on (`first` to `last`, both included) and what its form says.

    `sort` is one of name, document, statute, kin, people, pronoun. `person` is 1, 2, 3 or self for a pronoun,
    `number` sing, plural, any or thing. `relation` is the relation the form itself carries ("" when a marker does).
    `definite` is true where a demonstrative points back. `modifiers` are the words that tell it apart: those before a
    relative, the titles of a name (which begin at word `titled`, -1 without), the sense of a statute. `gender` is m, f,
    n or "" where the form does not say.
    """

    mention: Mention
    first: int
    last: int
    sort: str
    number: str = "any"
    person: str = ""
    relation: str = ""
    definite: bool = False
    modifiers: tuple[str, ...] = ()
    titled: int = -1
    gender: str = ""

    @property
    def outset(self) -> int:
        """The word at which it begins, its titles included."""
        return self.first if self.titled < 0 else self.titled

    @property
    def span(self) -> Span:
        return self.mention.span


@dataclass(frozen=True)
class _Nouns:
    documents: Index
    statutes: Index
    kin: Index
    people: Index
    kin_entries: Mapping[str, Mapping[str, str]]
    kin_modifiers: tuple[tuple[str, ...], ...]
    pronouns: Mapping[str, tuple[str, ...]]
    this: frozenset[str]
    compounds: frozenset[str]
    plural_endings: tuple[str, ...]
    many: frozenset[str]
    collective: frozenset[str]
    genders: Mapping[str, str]
    loose: bool


@lru_cache(maxsize=16)
def _nouns(code: str) -> _Nouns:
    language = load(code)
    kin = {k: v for k, v in language.section("kin").items() if "kind" in v}
    modifiers = language.section("kin").get("modifiers", {})
    return _Nouns(
        compile_phrases(language.section("documents")),
        compile_phrases({"Legislation": language.section("statutes").get("names", [])}),
        compile_phrases({word: [word] for word in kin}),
        compile_phrases(
            {k: v for k, v in language.section("people").items() if k in ("Person", "Group", "Organisation", "Place")}
        ),
        kin,
        tuple(sorted((tuple(folded(m).split()) for m in modifiers), key=len, reverse=True)),
        {folded(form): tuple(v) for form, v in language.section("pronouns").items()},
        frozenset(folded(w) for w in language.section("demonstratives").get("this", ())),
        frozenset(folded(w) for w in language.section("people").get("compounds", ())),
        tuple(folded(e) for e, _ in language.section("nouns").get("plural", ())),
        frozenset(folded(w) for w in language.section("people").get("many", ())),
        frozenset(folded(w) for w in language.section("people").get("collective", ())),
        {folded(word): gender for gender, words in language.section("gender").items() for word in words},
        bool(language.section("people").get("loose_titles")),
    )


def find(
    language: Language,
    text: str,
    words: Sequence[str],
    spans: Sequence[Span],
    names: Sequence[Nominal],
    times: frozenset[int],
) -> list[Nominal]:
    """Every nominal of one sentence, `names` among them, in text order and without overlaps.

    `words` are folded, `spans` their places in `text`; word indices in `times` belong to time expressions.
    """
    nouns = _nouns(language.code)
    taken = set(times)
    found = list(names)
    for name in names:
        taken.update(range(name.first, name.last + 1))
    for sort, index in (
        ("statute", nouns.statutes),
        ("kin", nouns.kin),
        ("document", nouns.documents),
        ("people", nouns.people),
    ):
        for match in matches(language, words, index):
            if taken.isdisjoint(match.words):
                if (
                    sort == "people"
                    and match.words[-1] + 1 < len(words)
                    and words[match.words[-1] + 1] in nouns.compounds
                ):
                    continue
                taken.update(match.words)
                found.append(_nominal(language, text, words, spans, sort, match.phrase, match.words))
    for place, word in enumerate(words):
        if place not in taken and word in nouns.pronouns:
            found.append(_pronoun(nouns, spans[place], place, word))
    return sorted(_with_titles(nouns, words, found), key=lambda n: n.first)


def _nominal(
    language: Language,
    text: str,
    words: Sequence[str],
    spans: Sequence[Span],
    sort: str,
    phrase: Phrase,
    at: tuple[int, ...],
) -> Nominal:
    nouns = _nouns(language.code)
    label = phrase.label
    first, last = at[0], at[-1]
    span = Span(spans[first].start, spans[last].end)
    definite = first > 0 and words[first - 1] in nouns.this
    modifiers: tuple[str, ...] = ()
    kind: Kind = "Document"
    cls, name, number = "", "", "any"
    if sort == "document":
        cls = label
    elif sort == "statute":
        cls, name, modifiers = "Legislation", _source(text, spans, first, last), (phrase.sense,)
    elif sort == "kin":
        kind = cast(Kind, nouns.kin_entries[label]["kind"])
        modifiers = _modifiers(words, first, nouns.kin_modifiers)
        name = _source(text, spans, first - len(modifiers), last)
        number = "plural" if kind == "Group" else "sing"
    else:
        kind = cast(Kind, label)
        many = words[last] != phrase.elements[-1].key and words[last].endswith(nouns.plural_endings)
        many = many or any(w in nouns.many or (w.isdigit() and w != "1") for w in words[max(0, first - 2) : first])
        kind = "Group" if kind == "Person" and nouns.plural_endings and many else kind
        name = _source(text, spans, first, last)
        number = "plural" if kind == "Group" and phrase.elements[-1].key not in nouns.collective else "sing"
    gender = nouns.genders.get(words[last], "")
    return Nominal(
        Mention(span, kind, name, cls, None, sort),
        first,
        last,
        sort,
        number,
        "3",
        "",
        definite,
        modifiers,
        gender=gender,
    )


def _source(text: str, spans: Sequence[Span], first: int, last: int) -> str:
    return unicodedata.normalize("NFC", Span(spans[first].start, spans[last].end).of(text))


def _modifiers(words: Sequence[str], first: int, known: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    for modifier in known:
        if tuple(words[max(0, first - len(modifier)) : first]) == modifier:
            return modifier
    return ()


def _pronoun(nouns: _Nouns, span: Span, place: int, word: str) -> Nominal:
    person, number, relation, gender = (*nouns.pronouns[word], "")[:4]
    kind: Kind = "Document" if number == "thing" else "Group" if number == "plural" and person == "1" else "Person"
    return Nominal(
        Mention(span, kind, "", "", None, "pronoun"), place, place, "pronoun", number, person, relation, gender=gender
    )


def _with_titles(nouns: _Nouns, words: Sequence[str], found: list[Nominal]) -> list[Nominal]:
    """A people or kinship noun right before a name is its title ("mayor X", "her father X"), not somebody else; where
    titles are `loose`, another word may stand between two of them."""
    people = {n.last: n for n in found if n.sort in ("people", "kin") and n.mention.kind == "Person"}
    people |= {n.last: n for n in found if n.sort == "people" and n.mention.kind == "Group"}
    kept: list[Nominal] = []
    dropped: set[int] = set()
    for nominal in found:
        titles: list[str] = []
        at = nominal.first - 1
        while nominal.sort == "name" and nominal.mention.kind == "Person" and at in people:
            dropped.add(at)
            titles.append(" ".join(words[people[at].first : people[at].last + 1]))
            at = people[at].first - 1
            if nouns.loose and at not in people and at - 1 in people and words[at].isalpha():
                at -= 1
        gender = next((g for t in titles if (g := nouns.genders.get(t.split()[-1]))), "")
        kept.append(replace(nominal, modifiers=tuple(titles), titled=at + 1, gender=gender) if titles else nominal)
    return [n for n in kept if n.sort not in ("people", "kin") or n.last not in dropped]


def unnamed(code: str, word: Word, at: int) -> Nominal:
    """Somebody whom no list knows, given away by what they do: word `at` of its sentence."""
    many = word.form.endswith(_nouns(code).plural_endings) if _nouns(code).plural_endings else False
    kind: Kind = "Group" if many else "Person"
    number = "plural" if many else "sing"
    return Nominal(Mention(word.span, kind, word.form, "", None, "people"), at, at, "people", number, "3")


def document_classes(code: str) -> frozenset[str]:
    """The classes of documents a language file knows."""
    return frozenset(load(code).section("documents"))


def is_form_of(code: str, word: str, noun: str) -> bool:
    """Whether the folded `word` can be a form of `noun`."""
    return folded(noun) in noun_keys(code, word)
