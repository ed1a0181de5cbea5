"""Noun phrases of a head-final sentence: what their markers say they are to the verb, and what stands beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kg.extract.draft import Draft
from kg.extract.grammar import Grammar, marker, marker_of_genitive
from kg.extract.groups import Group
from kg.extract.nominals import Nominal
from kg.extract.sentence import Sentence
from kg.language import Language, folded

#: Adjectives and numbers between two phrases, at most this many, leave them next to each other.
NEAR = 4
#: A bare number before one of these counts people ("two dead").
COUNTED = ("Death", "Injury", "Arrest", "Detention", "Release", "Rescue", "Sentence", "Dismissal", "Crime", "Event")
#: Marks between two clauses that share nothing but the sentence.
STOPS = ";:|\u2013\u2014"


@dataclass(frozen=True)
class Scene:
    """A sentence and what stands where in it: verb groups, clauses to be and nominals by their first word."""

    language: Language
    g: Grammar
    s: Sentence
    groups: Mapping[int, Group]
    drafts: Mapping[int, Draft]
    nominals: Mapping[int, Nominal]


def marked(scene: Scene, n: Nominal) -> tuple[str, int]:
    """The relation of a noun phrase, and the word after its marker."""
    if n.relation:
        compound, end = marker_of_genitive(scene.g, scene.s.words, n.last + 1) if n.relation == "genitive" else ("", 0)
        return (compound, end) if compound else (n.relation, n.last + 1)
    at = n.last + 1
    while scene.g.has("heads", scene.s.form(at)) or scene.g.has("particles", scene.s.form(at)):
        at += 1
    if scene.s.form(at) == "(":
        at = next((k + 1 for k in range(at, min(at + 8, len(scene.s.words))) if scene.s.words[k] == ")"), at)
    relation, end = marker(scene.g, scene.s.words, at)
    if relation == "genitive" and n.mention.kind in ("Place", "Organisation"):
        relation, end = _housed(scene, n, relation, end)
    if relation == "" and n.sort != "pronoun":
        relation = shared(scene, at)
    return relation, max(end, n.last + 1)


def _housed(scene: Scene, n: Nominal, relation: str, end: int) -> tuple[str, int]:
    """A place or body whose hospital, office or street something happens in: "in a hospital of X", "on X's office"."""
    for at in range(end, min(end + 5, len(scene.s.words))):
        found, after = marker(scene.g, scene.s.words, at)
        if found and at > end:
            fits = found in ("in", "on", "from") if n.mention.kind == "Place" else found in ("on", "genitive")
            fits = fits or found == "genitive" and scene.g.has("heads", scene.s.words[at - 1])  # "toured areas of X"
            return (found, after) if fits else (relation, end)
        known = at in scene.nominals or at in scene.groups or at in scene.drafts or at in scene.s.timed
        if found or known or not scene.s.words[at][0].isalnum():
            break
    return relation, end


def shared(scene: Scene, begin: int) -> str:
    """The relation of the last of coordinated phrases ("A, B and C" + marker) is that of all; `begin` is the word
    after the first."""
    joined = False
    for at in range(begin, min(begin + 6, len(scene.s.words))):
        word = scene.s.words[at]
        if word == "," or scene.g.has("coordination", word) or scene.g.has("including", word):
            joined = True
        elif not joined:
            return ""
        elif at in scene.nominals:
            following = scene.nominals[at]
            relation, end = marker(scene.g, scene.s.words, following.last + 1)
            relation = following.relation or relation
            if relation == "genitive" and any(k in scene.nominals for k in range(following.last + 1, end + 2)):
                continue  # whose the next one is
            return relation or shared(scene, following.last + 1)
        elif marker(scene.g, scene.s.words, at)[0] == "genitive":
            continue
        elif at in scene.groups or at in scene.drafts or marker(scene.g, scene.s.words, at)[0]:
            return ""
    return ""


def beside(scene: Scene, n: Nominal) -> Nominal | None:
    """The name that a description stands right before ("the company X", "her son, X")."""
    following = scene.nominals.get(n.last + 1)
    if following and n.sort == "people" and following.sort == "name" and following.mention.kind == n.mention.kind:
        return following
    if n.sort == "kin" and scene.s.form(n.last + 1) == ",":
        named = next((m for m in scene.s.nominals if m.outset == n.last + 2 and m.sort == "name"), None)
        if named and named.mention.kind == n.mention.kind and marker(scene.g, scene.s.words, named.last + 1)[0]:
            return named
    return None


def is_modifier(scene: Scene, n: Nominal, relation: str, told: bool) -> bool:
    """Whether it only describes the noun behind it: "that" of a noun, one word for people before another."""
    if n.sort == "pronoun":
        return (n.relation == "" and relation == "") or (n.relation == "subject" and told)
    following = scene.nominals.get(n.last + 1)
    return n.sort == "people" and relation == "" and following is not None and following.sort == "people"


def is_agent(scene: Scene, i: int) -> bool:
    """A noun that no list knows, marked as who does something."""
    return scene.s.upos[i] in ("NOUN", "PROPN") and marker(scene.g, scene.s.words, i + 1)[0] == "ergative"


def is_count(scene: Scene, i: int) -> bool:
    """A number that stands for so many people: nothing but a marker is between it and what happened to them."""
    if scene.s.upos[i] != "NUM" or i in scene.s.timed:
        return False
    after = i + 1 + scene.g.has("others", scene.s.form(i + 1))
    relation, end = marker(scene.g, scene.s.words, after)
    told = next((d for d in scene.drafts.values() if end in d.words), None)
    return told is not None and told.type in COUNTED and relation in ("", "genitive", "dative")


def is_all(scene: Scene, i: int) -> bool:
    """ "Both", "all three" of people told of, where nothing but a marker follows."""
    relation = marker(scene.g, scene.s.words, i + 1)[0]
    return scene.g.has("all", scene.s.words[i]) and relation in ("ergative", "dative", "genitive", "with", "against")


def relative_relation(scene: Scene, i: int) -> tuple[str, int]:
    forms = scene.language.section("relative_relations")
    relation = next((str(r) for form, r in forms.items() if folded(form) == scene.s.words[i]), "")
    return (relation, i + 1) if relation else marker(scene.g, scene.s.words, i + 1)


def occasion(scene: Scene, i: int) -> str:
    """Whether a relative word says when its clause is: during what was told before it, or after."""
    if scene.g.has("occasions", scene.s.words[i]):
        return "during"
    if not scene.g.has("occasions_with", scene.s.words[i]):
        return ""
    near = scene.s.words[i + 1 : i + 3]
    return "after" if scene.g.any("afterwards", near) else "during" if scene.g.any("meanwhile", near) else ""


def adjacent(scene: Scene, end: int, start: int) -> bool:
    """Whether only modifiers stand between word `end` and word `start`."""
    return 0 <= start - end <= NEAR and all(
        scene.s.upos[k] in ("ADJ", "DET", "NUM", "ADV", "NOUN", "PROPN", "PART", "PRON", "")
        and scene.s.words[k][0].isalnum()
        and not marker(scene.g, scene.s.words, k)[0]
        for k in range(end, start)
    )


def hosts(scene: Scene, at: int) -> bool:
    """Whether a light verb already has a noun of its own before it, that names no event."""
    word = scene.s.form(at)
    plain = scene.s.upos[at] in ("NOUN", "ADJ") if at >= 0 else False
    known = at in scene.s.timed or any(n.first <= at <= n.last for n in scene.s.nominals) or scene.g.has("aspect", word)
    return (
        plain
        and not known
        and not any(at in d.words for d in scene.drafts.values())
        and not marker(scene.g, scene.s.words, at)[0]
    )
