"""A parsed sentence while its clauses are put together: its drafts, and which words are whose."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kg.extract.branches import Branches, vocabulary
from kg.extract.draft import Draft, Dropped
from kg.extract.nominals import Nominal
from kg.extract.sentence import Sentence
from kg.language import Language

ANIMATE = ("Person", "Group", "Organisation")
#: Relations of place, which a phrase inside an argument still says of the event ("police in X arrested").
PLACES = ("in", "at", "from", "to", "on")


class Scene:
    """`at` finds the draft that a word belongs to, `nominal` the mention that a word heads, `whole` the head of the
    name that a word is part of. `events` are the other drafts that a draft's phrases name, with their relation, by `id`
    of the draft; `became` is what a light verb turned into. `found`, `same` and `dropped` are handed on (see
    `Reading`).
    """

    def __init__(self, language: Language, sentence: Sentence) -> None:
        self.language, self.s = language, sentence
        self.b = Branches(language.code, sentence)
        self.drafts: list[Draft] = []
        self.at: dict[int, Draft] = {}
        self.events: dict[int, list[tuple[str, Draft]]] = {}
        self.became: dict[int, Draft] = {}
        self.found: list[Nominal] = []
        self.same: list[tuple[Nominal, Nominal]] = []
        self.dropped: list[Dropped] = []
        self.nominal: dict[int, Nominal] = {}
        self.whole: dict[int, int] = {}
        #: Words that tell no event of their own: those of names, and of descriptions of several words.
        self.inside: set[int] = set()
        for n in sentence.nominals:
            words = range(n.outset, n.last + 1)
            top = self.b.top(n.outset, n.last)
            self.nominal.setdefault(top, n)
            if n.sort == "name":
                self.whole.update(dict.fromkeys(words, top))
            if n.sort == "name" or (n.sort == "people" and len(words) > 1):
                self.inside.update(words)
        events = language.section("events")
        self.kinds: Mapping[str, Any] = events.get("kinds", {})
        self.meant: Mapping[str, Mapping[str, str]] = events.get("relations", {})

    def add(self, draft: Draft) -> None:
        """One more draft; a word belongs to the first that has it."""
        self.drafts.append(draft)
        for i in draft.words:
            self.at.setdefault(i, draft)

    def identify(self, described: Nominal, name: Nominal) -> None:
        """A description, or a pronoun, is of the one that `name` names."""
        if (described, name) not in self.same:
            self.same.append((described, name))

    def says_one(self, section: str, key: str, *words: str) -> bool:
        """Whether one of `words` is in a list of the language file."""
        return not vocabulary(self.language.code, section, key).isdisjoint(words)

    def parted(self, a: int, b: int) -> bool:
        """Whether a semicolon stands between two words."""
        return ";" in self.s.words[min(a, b) : max(a, b)]

    def retyped(self, draft: Draft) -> str:
        """The type of a draft's phrase, or the one it has with an argument of this kind; "" where that is no event."""
        table = self.kinds.get(draft.phrase, {})
        for relation, n in draft.arguments:
            other = table.get(relation, {}).get(n.mention.kind)
            if other:
                return str(other).strip("-")
        return str(table.get("otherwise", draft.type)).strip("-")
