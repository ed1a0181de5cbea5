"""Verb groups of a head-final sentence, what each tells, and the event nouns beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from kg.extract.draft import Draft
from kg.extract.grammar import Grammar, is_clause_end, is_conjunctive, is_infinitive, is_oblique, marker
from kg.extract.lexicon import Match, noun_keys, verb_keys
from kg.extract.sentence import Sentence
from kg.language import load


@dataclass(frozen=True)
class Group:
    """A verb group: words `first` to `last`, its form, and for an infinitive the marker that follows it.

    `form` is finite, infinitive, purpose, conjunctive or participle; `end` is the word after the marker.
    """

    first: int
    last: int
    form: str
    relation: str = ""
    end: int = -1


def verb_groups(g: Grammar, s: Sentence, matches: Sequence[Match]) -> list[Group]:
    """The verb groups of a sentence, in order."""
    verbs = _verbs(g, s, matches)
    before = {m.places[-1] for m in matches if m.places[-1] < m.places[0]}  # verbs that stand before their noun
    found: list[Group] = []
    i = 0
    while i < len(s.words):
        if i not in verbs:
            i += 1
            continue
        last = i
        while not _closes(g, s, i, last):
            if last + 1 in verbs:
                last += 1
            elif g.has("particles", s.form(last + 1)) and last + 2 in verbs:
                last += 2
            else:
                break
        group = _group(g, s, i, last)
        found.append(replace(group, form="finite") if before.intersection(range(i, last + 1)) else group)
        i = last + 1
    return found


# ---- which words are verbs


def _verbs(g: Grammar, s: Sentence, matches: Sequence[Match]) -> frozenset[int]:
    nouns = {p for m in matches for e, p in zip(m.phrase.elements, m.places, strict=True) if not (e.verb or e.context)}
    closed = {i for n in s.nominals for i in range(n.first, n.last + 1)} | s.timed | _marked(g, s)
    found = {
        place
        for m in matches
        for e, place in zip(m.phrase.elements, m.places, strict=True)
        if e.verb
        and not e.context
        and place not in closed
        and ((_is_idiom(m) and not g.has("ambiguous", s.words[place])) or _can_be_verb(g, s, place))
    }
    for i in range(len(s.words)):
        if i not in closed and i not in nouns and i not in found and _is_verb(g, s, i):
            found.add(i)
    for match in matches:  # a light verb behind the noun of an event
        following = match.words[-1] + 1
        while g.has("particles", s.form(following)) or g.has("aspect", s.form(following)):
            following += 1
        word = s.form(following)
        light = bool(word) and not verb_keys(g.code, word).isdisjoint(g.words["light"])
        if (
            following not in closed
            and light
            and not g.has("ambiguous", word)
            and s.upos[following] not in ("NOUN", "ADP")
        ):
            found.add(following)
    for i in range(1, len(s.words)):  # what follows a verb and can be an auxiliary is one
        if i - 1 in found and i not in closed and g.has("auxiliary", s.words[i]) and not g.has("ambiguous", s.words[i]):
            found.add(i)
    return frozenset(found)


def _is_idiom(match: Match) -> bool:
    """Whether a match has a noun beside its verb, so that the verb is one whatever its tag."""
    own = [e.verb for e in match.phrase.elements if not e.context]
    return any(own) and not all(own)


def _marked(g: Grammar, s: Sentence) -> set[int]:
    """The words of case markers that are not also forms of verbs: none of them is a verb."""
    found: set[int] = set()
    for i in range(len(s.words)):
        relation, end = marker(g, s.words, i)
        if relation and (end - i > 1 or not g.has("ambiguous", s.words[i])):
            found.update(range(i, end))
    return found


def _is_verb(g: Grammar, s: Sentence, i: int) -> bool:
    word, tag = s.words[i], s.upos[i]
    if g.has("finite", word) or (word in g.frames and is_clause_end(g, s, i + 1)):
        return True
    if word in g.light_forms and is_clause_end(g, s, i + 1):
        return True
    if len(word) > 4 and word.endswith(g.verbal) and word.endswith(g.future) and tag != "PROPN":
        return True
    if tag:
        return tag == "VERB" or (tag == "AUX" and (g.has("auxiliary", word) or word in g.irregular))
    if g.has("ambiguous", word):
        return is_clause_end(g, s, i + 1) or g.has("auxiliary", s.form(i + 1))
    return word in g.irregular or word in g.speech


def _can_be_verb(g: Grammar, s: Sentence, i: int) -> bool:
    """Whether a word that a phrase takes for a verb can be one here."""
    if s.upos[i] in ("VERB", "AUX") or s.words[i] in g.irregular:
        return True
    if g.has("ambiguous", s.words[i]):
        return is_clause_end(g, s, i + 1) or g.has("auxiliary", s.form(i + 1))
    if s.words[i].endswith(g.verbal):
        return True
    return s.upos[i] not in ("NOUN", "PROPN", "ADP") or g.has("auxiliary", s.form(i + 1)) or is_clause_end(g, s, i + 1)


# ---- where a group ends, and its form


def _closes(g: Grammar, s: Sentence, first: int, last: int) -> bool:
    """Whether a group ends here although another verb follows: a conjunctive participle, an infinitive of purpose."""
    word, following = s.words[last], s.form(last + 1)
    auxiliary = g.has("auxiliary", following)
    if is_conjunctive(g, word) and last >= first and not auxiliary:
        return True
    if g.has("ambiguous", word) and s.upos[last] == "ADP":
        return True
    if last == first and word.endswith(g.imperfective) and not auxiliary:
        return True
    if last == first and is_oblique(g, word) and not g.has("prospective", following):
        going = not verb_keys(g.code, following).isdisjoint(g.words["go"])
        return going and not g.has("progressive", s.form(last + 2)) or not auxiliary
    return False


def _group(g: Grammar, s: Sentence, first: int, last: int) -> Group:
    words = s.words[first : last + 1]
    tail = s.words[last]
    relation, end = marker(g, s.words, last + 1)
    if any(g.has("finite", w) or w.endswith(g.future) for w in words):
        return Group(first, last, "finite")
    if is_conjunctive(g, tail) or _is_meanwhile(g, s, first, last):
        return Group(first, last, "conjunctive")
    if g.has("prospective", tail):
        return Group(first, last, "finite" if is_clause_end(g, s, last + 1) else "participle")
    if is_infinitive(g, words[0]) and (last == first or is_infinitive(g, tail)):
        return Group(first, last, "infinitive", relation, end) if relation else Group(first, last, "purpose")
    if is_infinitive(g, tail) and relation:
        return Group(first, last, "infinitive", relation, end)
    if is_clause_end(g, s, last + 1) or g.has("conditional", s.form(last + 1)):
        return Group(first, last, "finite")
    return Group(first, last, "participle")


def _is_meanwhile(g: Grammar, s: Sentence, first: int, last: int) -> bool:
    """Whether a group is a participle of what went on when the next verb happened ("was caught taking a bribe")."""
    if not s.words[first].endswith(g.imperfective) or is_clause_end(g, s, last + 1):
        return False
    return last == first or all(g.has("auxiliary", w) and not g.has("finite", w) for w in s.words[first + 1 : last + 1])


# ---- what groups and nouns tell


def untold(g: Grammar, s: Sentence, match: Match) -> str:
    """Why a phrase found names no event here, "" where it does."""
    if all(i in s.timed for i in match.words):
        return "part of a time"
    names = [n for n in s.nominals if n.sort in ("name", "statute")]
    if all(any(n.first <= i <= n.last for n in names) for i in match.words):
        return "part of a name"
    if not match.phrase.label:
        return "listed as no event"
    if match.phrase.text in bound(g.code) and not _behind_somebody(s, match):
        return "not right behind somebody"
    last = match.words[-1]
    noun = not any(e.verb for e, place in zip(match.phrase.elements, match.places, strict=True) if place == last)
    return "only describes the noun behind it" if noun and noun_in(g, s.form(last + 1), "described") else ""


@lru_cache(maxsize=16)
def bound(code: str) -> frozenset[str]:
    """The phrases of a language that tell an event only right behind who it is of ("X is no more")."""
    return frozenset(load(code).section("events").get("not", {}).get("unless_behind", ()))


def _behind_somebody(s: Sentence, match: Match) -> bool:
    """Whether a name or pronoun of a person stands right before a phrase."""
    return any(
        n.last == match.words[0] - 1 and n.mention.kind == "Person" and n.sort in ("name", "pronoun", "kin")
        for n in s.nominals
    )


def drafts(g: Grammar, s: Sentence, groups: Sequence[Group], matches: Sequence[Match]) -> dict[int, Draft]:
    """Clauses to be, by the first word of the group or noun that carries them."""
    by_word = {i: group for group in groups for i in range(group.first, group.last + 1)}
    found: dict[int, Draft] = {}
    hosted: dict[int, tuple[int, Match]] = {}
    off: set[int] = set()
    for match in matches:
        group = _carrier(g, s, match, by_word)
        if group is None:
            if not any(e.verb and not e.context for e in match.phrase.elements):
                found[match.words[0]] = _noun_draft(g, s, match)
            continue
        rank = _rank(match, group) if not _is_named(g, s, match, group) else 0
        known = hosted.get(group.first)
        if match.phrase.sense == "cancelled" and known and known[0] == 3:
            off.add(group.first)  # the event before it is what did not happen
            continue
        if rank and (group.first not in hosted or rank >= hosted[group.first][0]):
            hosted[group.first] = (rank, match)
    for group in groups:
        found[group.first] = _verb_draft(g, s, group, hosted.get(group.first, (0, None))[1])
        if group.first in off:
            found[group.first].flags.add("negated")
    return found


def _rank(match: Match, group: Group) -> int:
    """How well a match names what a verb group tells: noun and verb, noun alone, verb beside a noun, the main verb
    alone; 0 not at all."""
    own = [e for e in match.phrase.elements if not e.context]
    verbal = [e.verb for e in own]
    if any(verbal) and not all(verbal):
        return 4
    if not any(verbal):
        return 3
    if len(match.phrase.elements) > 1:
        return 2
    return 1 if match.words[0] == group.first else 0


def _is_named(g: Grammar, s: Sentence, match: Match, group: Group) -> bool:
    """Whether a noun is only what something is called by the verb behind it ("called it a plot")."""
    naming = not verb_keys(g.code, s.words[group.first]).isdisjoint(g.words["naming"])
    return naming and not any(e.verb for e in match.phrase.elements) and group.first not in match.words


def _carrier(g: Grammar, s: Sentence, match: Match, by_word: Mapping[int, Group]) -> Group | None:
    """The verb group that a match belongs to: the one it has a verb in, or the one its bare noun is the object of."""
    for i in match.words:
        if i in by_word:
            return by_word[i]
    position = match.words[-1] + 1
    taken = {i for n in s.nominals for i in range(n.first, n.last + 1)}
    while position < len(s.words):
        if position in by_word:
            return by_word[position]
        word = s.words[position]
        skip = g.has("particles", word) or g.has("negated", word) or g.has("aspect", word) or s.upos[position] == "ADV"
        if position in taken or not skip or marker(g, s.words, position)[0]:
            return None
        position += 1
    return None


def _noun_draft(g: Grammar, s: Sentence, match: Match) -> Draft:
    draft = Draft(match.phrase.label, match.phrase.sense, match.phrase.text, match.words, "noun", match.words[-1])
    before = s.words[max(0, match.words[0] - 1) : match.words[0]]
    relation, _ = marker(g, s.words, match.words[-1] + 1)
    if g.any("without_prefix", before) or relation == "without":
        draft.flags.add("negated")
    return draft


def _verb_draft(g: Grammar, s: Sentence, group: Group, match: Match | None) -> Draft:
    words = tuple(range(group.first, group.last + 1))
    trigger = match.words if match else words
    if match and group.first not in match.words:
        trigger = (*match.words, *(i for i in words[:1] if i - 1 in match.words))
    names = (match.phrase.label, match.phrase.sense, match.phrase.text) if match else ("", "", "")
    if not match and group.form == "finite" and s.form(group.first - 1) in g.speech:
        trigger = (group.first - 1, *words)
    draft = Draft(*names, tuple(sorted(trigger)), group.form, group.first)
    draft.flags |= _flags(g, s, group, draft)
    if match and any(g.has("negated", s.words[i]) for i in match.words):  # a negation that belongs to the idiom
        draft.flags.discard("negated")
    middle = not verb_keys(g.code, s.words[group.first]).isdisjoint(g.words["be"])
    if middle and match and group.first not in match.words[:1]:
        draft.flags.add("middle")
    return draft


def _flags(g: Grammar, s: Sentence, group: Group, draft: Draft) -> set[str]:
    """What the words of a group and those around it say of what it tells."""
    forms = s.words[group.first : group.last + 1]
    near = s.words[max(0, min(draft.words[0], group.first) - 2) : group.last + 1]
    prospective = g.any("prospective", forms) and group.form == "finite"
    progressive = g.any("progressive", forms)
    intended = is_oblique(g, forms[0]) and progressive
    due = len(forms) > 1 and is_infinitive(g, forms[-2]) and g.has("present", forms[-1]) and forms[-2] not in g.speech
    due = due or (g.any("present", forms) and not verb_keys(g.code, forms[0]).isdisjoint(g.words["calling"]))
    wanted = len(forms) > 1 and g.has("subjunctive", forms[-1]) and forms[-2].endswith(g.past)
    future = any(w.endswith(g.future) for w in forms) or wanted
    future = future or prospective or intended or due or group.relation == "for"
    spoken = any(w in g.speech for w in forms) or any(s.words[i] in g.speech for i in draft.words)
    perfect = g.any("perfect", forms) or (forms[0].endswith(g.past) and not (progressive and not intended))
    perfect = perfect or (len(forms) > 1 and not progressive and g.has("vectors", forms[1]))
    said = {
        "negated": g.any("negated", near),
        "future": future,
        "progressive": progressive and not intended,
        "passive": _is_passive(g, forms),
        "modal": g.any("modal", forms),
        "pluperfect": g.any("pasts", forms),
        "obliged": is_infinitive(g, forms[0]) and g.any("obliged", forms),
        "present": g.any("present", forms),
        "perfect": perfect,
        "speech": spoken,
        "hypothetical": g.any("conditional", s.words[: group.first]) or g.any("counterfactual", near[-3:]),
    }
    return {flag for flag, holds in said.items() if holds}


def _is_passive(g: Grammar, forms: Sequence[str]) -> bool:
    """A perfect participle with a form of "go" after it; a bare stem with one is only
    a vector verb, an infinitive a future."""
    return any(
        g.has("passive", word)
        and before.endswith(g.past)
        and not is_oblique(g, before)
        and not g.has("passive", before)
        for before, word in zip(forms, forms[1:], strict=False)
    )


def noun_in(g: Grammar, word: str, name: str) -> bool:
    """Whether a word can be a form of one of the nouns of a list."""
    return not noun_keys(g.code, word).isdisjoint(g.words[name])
