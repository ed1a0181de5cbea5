"""The closed classes of a head-final language (Hindi and its neighbours), as its language file gives them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.extract.sentence import Sentence
from kg.language import folded, load

RELATIONS = (
    "ergative", "dative", "from", "in", "on", "genitive", "by", "with", "for", "against", "because", "under", "about",
    "after", "before", "during", "without", "according", "as", "instead",
)  # fmt: skip
#: Which section of the file has which list of words.
SECTIONS: Mapping[str, str] = {
    "verbs": "auxiliary finite progressive perfect passive prospective subjunctive modal present particles be go "
    "aspect ambiguous light joining obliged naming doing calling receiving pasts ending vectors stative idle "
    "perfectives",
    "clauses": "relatives complementizers coordination conditional including breaks occasions occasions_with "
    "afterwards meanwhile following preceding",
    "status": "negated planned_of alleged_of reported_of denied_of unreal_of attempted_of ordered_of cases_of about_it "
    "counterfactual presupposing alternative asking untrue",
    "relations": "heads without_prefix direct_genitive",
    "people": "others all units counsels",
}


@dataclass(frozen=True)
class Grammar:
    """`markers` maps a case marker (its words, folded) to its relation; the others are lists of the file, folded."""

    code: str
    markers: Mapping[tuple[str, ...], str]
    longest: int
    genitives: tuple[str, ...]
    words: Mapping[str, frozenset[str]]
    irregular: frozenset[str]
    kin: frozenset[str]
    speech: frozenset[str]
    light_forms: frozenset[str]
    past: tuple[str, ...]
    future: tuple[str, ...]
    infinitives: tuple[str, ...]
    oblique: tuple[str, ...]
    conjunctive: tuple[str, ...]
    verbal: tuple[str, ...]
    imperfective: tuple[str, ...]
    habitual: tuple[str, ...]
    frames: frozenset[str]

    def has(self, name: str, word: str) -> bool:
        """Whether a folded word stands in the list `name`."""
        return word in self.words[name]

    def any(self, name: str, words: Sequence[str]) -> bool:
        """Whether one of `words` stands in the list `name`."""
        return not self.words[name].isdisjoint(words)


@lru_cache(maxsize=16)
def grammar(code: str) -> Grammar:
    """The grammar that a language file's [relations], [verbs], [clauses], [status] and [speech] give."""
    language = load(code)
    relations, verbs = language.section("relations"), language.section("verbs")
    markers = {tuple(folded(m).split()): r for r in RELATIONS for m in relations.get(r, ())}
    words = {
        name: frozenset(folded(w) for w in language.section(section).get(name, ()))
        for section, names in SECTIONS.items()
        for name in names.split()
    }
    words["described"] = frozenset(folded(w) for w in language.section("events").get("not", {}).get("before", ()))

    def endings(key: str) -> tuple[str, ...]:
        return tuple(folded(e) for e in verbs.get(key, ()))

    return Grammar(
        code, markers, max(map(len, markers), default=0),
        tuple(folded(m) for m in relations.get("genitive", ())), words,
        frozenset(folded(w) for w in verbs.get("irregular", ())) - words["ambiguous"],
        frozenset(folded(w) for w, entry in language.section("kin").items() if "kind" in entry),
        frozenset(folded(w) for w in language.section("speech").get("says", ())),
        frozenset(folded(w) for w in verbs.get("irregular", ())) & words["ambiguous"] - words["heads"],
        endings("past"), endings("future"), endings("infinitives"), endings("oblique_infinitive"),
        endings("conjunctive"), endings("verbal"), endings("imperfective"), endings("habitual"),
        frozenset(folded(w) for w in language.section("quotes").get("dash_frames", ())),
    )  # fmt: skip


def marker(g: Grammar, words: Sequence[str], at: int) -> tuple[str, int]:
    """The relation of the case marker that begins at word `at`, and the word after it; ("", at) when none does."""
    for length in range(min(g.longest, len(words) - at), 0, -1):
        relation = g.markers.get(tuple(words[at : at + length]))
        if relation:
            return relation, at + length
    return "", at


def marker_of_genitive(g: Grammar, words: Sequence[str], at: int) -> tuple[str, int]:
    """As `marker`, for a compound marker whose first word a pronoun holds in its form ("their" + "against")."""
    for genitive in g.genitives:
        relation, end = marker(g, (genitive, *words[at : at + g.longest]), 0)
        if end > 1:
            return relation, at + end - 1
    return "", at


def is_infinitive(g: Grammar, word: str) -> bool:
    """Whether a word has the ending of an infinitive, and is not the participle of a verb whose stem ends like one."""
    return word.endswith(g.infinitives) and not g.has("perfectives", word)


def is_oblique(g: Grammar, word: str) -> bool:
    """Whether a word has the ending of an infinitive before a marker."""
    return word.endswith(g.oblique) and not g.has("perfectives", word)


def is_conjunctive(g: Grammar, word: str) -> bool:
    """Whether a word is a participle that tells what was done first ("having …")."""
    return word.endswith(g.conjunctive) and len(word) > 3 and not g.has("auxiliary", word)


def is_clause_end(g: Grammar, s: Sentence, i: int) -> bool:
    """Whether a clause ends before word `i`."""
    if i >= len(s.words):
        return True
    word = s.words[i]
    joins = (
        g.has("complementizers", word)
        or g.has("coordination", word)
        or g.has("breaks", word)
        or g.has("relatives", word)
    )
    return not word[0].isalnum() or joins or s.upos[i] in ("CCONJ", "SCONJ")
