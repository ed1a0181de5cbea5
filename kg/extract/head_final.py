"""Clauses of a head-final language (Hindi and its neighbours), where arguments stand before their verb and say by a
case marker what they are.

A sentence is read once, left to right. Noun phrases, times and event nouns wait in a row; a verb group takes from the
right of the row what its form allows (a participle what stands next to it, an infinitive back to its genitive subject,
a finite verb everything that waits). So nesting comes out right without a parse, and with one the tags decide what is
a verb. Linear in the words of a sentence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.extract.draft import Draft, Reading
from kg.extract.lexicon import Match, noun_keys, verb_keys
from kg.extract.nominals import Nominal
from kg.extract.sentence import Sentence
from kg.language import Language, folded, load
from kg.model import Span


@dataclass(frozen=True)
class Grammar:
    """The closed classes of a head-final language, folded: `markers` maps a case marker (words) to its relation."""

    markers: Mapping[tuple[str, ...], str]
    longest: int
    auxiliary: frozenset[str]
    finite: frozenset[str]
    progressive: frozenset[str]
    perfect: frozenset[str]
    passive: frozenset[str]
    prospective: frozenset[str]
    modal: frozenset[str]
    present: frozenset[str]
    particles: frozenset[str]
    negated: frozenset[str]
    without: frozenset[str]
    future: tuple[str, ...]
    past: tuple[str, ...]
    infinitives: tuple[str, ...]
    oblique: tuple[str, ...]
    conjunctive: tuple[str, ...]
    be: frozenset[str]
    go: frozenset[str]
    aspect: frozenset[str]
    relatives: frozenset[str]
    complementizers: frozenset[str]
    coordination: frozenset[str]
    conditional: frozenset[str]
    heads: frozenset[str]
    ambiguous: frozenset[str]
    irregular: frozenset[str]
    kin: frozenset[str]
    light: frozenset[str]
    speech: frozenset[str]


RELATIONS = (
    "ergative", "dative", "from", "in", "on", "genitive", "by", "with", "for", "against", "because", "under", "about",
    "after", "before", "during", "without", "according",
)  # fmt: skip


@lru_cache(maxsize=16)
def grammar(code: str) -> Grammar:
    """The grammar that a language file's [relations], [verbs], [clauses], [status] and [speech] give."""
    language = load(code)
    relations, verbs, clauses = (language.section(s) for s in ("relations", "verbs", "clauses"))
    markers: dict[tuple[str, ...], str] = {}
    for relation in RELATIONS:
        for marker in relations.get(relation, ()):
            markers[tuple(folded(marker).split())] = relation

    def words(section: Mapping[str, object], key: str) -> frozenset[str]:
        value = section.get(key, ())
        assert isinstance(value, (list, tuple))
        return frozenset(folded(w) for w in value)

    def endings(key: str) -> tuple[str, ...]:
        return tuple(folded(e) for e in verbs.get(key, ()))

    return Grammar(
        markers, max(map(len, markers), default=0),
        words(verbs, "auxiliary"), words(verbs, "finite"), words(verbs, "progressive"), words(verbs, "perfect"),
        words(verbs, "passive"), words(verbs, "prospective"), words(verbs, "modal"), words(verbs, "present"),
        words(verbs, "particles"), words(language.section("status"), "negated"), words(relations, "without_prefix"),
        endings("future"), endings("past"), endings("infinitives"), endings("oblique_infinitive"),
        endings("conjunctive"), words(verbs, "be"), words(verbs, "go"), words(verbs, "aspect"),
        words(clauses, "relatives"), words(clauses, "complementizers"), words(clauses, "coordination"),
        words(clauses, "conditional"), words(relations, "heads"), words(verbs, "ambiguous"),
        frozenset(folded(w) for w in verbs.get("irregular", ())) - words(verbs, "ambiguous"),
        frozenset(folded(w) for w, entry in language.section("kin").items() if "kind" in entry), words(verbs, "light"),
        words(language.section("speech"), "says"),
    )  # fmt: skip


@dataclass(frozen=True)
class _Group:
    """A verb group: words `first` to `last`, its form, and for an infinitive the marker that follows it."""

    first: int
    last: int
    form: str
    relation: str = ""
    end: int = -1


@dataclass(frozen=True)
class _Item:
    """What waits for its verb: exactly one of nominal, time, draft; or a barrier (all None)."""

    start: int
    end: int
    relation: str
    nominal: Nominal | None = None
    time: Span | None = None
    draft: Draft | None = None


def read(language: Language, sentence: Sentence, matches: Sequence[Match]) -> Reading:
    """The clauses of a sentence, given the event phrases found in it."""
    g = grammar(language.code)
    verbs = _verbs(language, g, sentence, matches)
    groups = _groups(language, g, sentence, verbs)
    drafts = _drafts(language, g, sentence, groups, matches)
    reader = _Reader(language, g, sentence, groups, drafts)
    return Reading(tuple(reader.read()), tuple(reader.owners))


# ---- verbs and their groups


def _verbs(language: Language, g: Grammar, s: Sentence, matches: Sequence[Match]) -> frozenset[int]:
    found: set[int] = set()
    inside = {i for n in s.nominals for i in range(n.first, n.last + 1)} | s.timed
    for match in matches:
        for element, place in zip(match.phrase.elements, match.words, strict=True):
            if element.verb and place not in inside and _can_be_verb(g, s, place):
                found.add(place)
    for i, word in enumerate(s.words):
        if i in inside or i in found:
            continue
        tag = s.upos[i]
        if word in g.ambiguous:
            if _is_clause_end(g, s, i + 1) or s.form(i + 1) in g.auxiliary:
                found.add(i)
        elif tag in ("VERB", "AUX") or word in g.finite or word in g.irregular or (word in g.speech and tag != "NOUN"):
            found.add(i)
    for match in matches:  # a light verb behind the noun of an event
        following = match.words[-1] + 1
        while s.form(following) in g.particles | g.aspect:
            following += 1
        word = s.form(following)
        if following not in inside and word and word not in g.ambiguous and verb_keys(language.code, word) & g.light and s.upos[following] != "NOUN":
            found.add(following)
    for i in range(1, len(s.words)):  # what follows a verb and can be an auxiliary is one
        if i - 1 in found and i not in inside and s.words[i] in g.auxiliary and s.words[i] not in g.ambiguous:
            found.add(i)
    return frozenset(found)


def _can_be_verb(g: Grammar, s: Sentence, i: int) -> bool:
    if s.words[i] in g.ambiguous:
        return _is_clause_end(g, s, i + 1) or s.form(i + 1) in g.auxiliary
    return s.upos[i] not in ("NOUN", "PROPN", "ADP") or s.form(i + 1) in g.auxiliary


def _is_clause_end(g: Grammar, s: Sentence, i: int) -> bool:
    if i >= len(s.words):
        return True
    word = s.words[i]
    return not word[0].isalnum() or word in g.complementizers or word in g.coordination or s.upos[i] in ("CCONJ", "SCONJ")


def _groups(language: Language, g: Grammar, s: Sentence, verbs: frozenset[int]) -> list[_Group]:
    groups: list[_Group] = []
    i = 0
    while i < len(s.words):
        if i not in verbs:
            i += 1
            continue
        last = i
        while not _closes(language, g, s, i, last):
            if last + 1 in verbs:
                last += 1
            elif s.form(last + 1) in g.particles and last + 2 in verbs:
                last += 2
            else:
                break
        groups.append(_group(language, g, s, i, last))
        i = last + 1
    return groups


def _closes(language: Language, g: Grammar, s: Sentence, first: int, last: int) -> bool:
    """Whether a group ends here although another verb follows: a conjunctive participle, an infinitive of purpose."""
    word = s.words[last]
    following = s.form(last + 1)
    if _is_conjunctive(g, word) and last >= first and following not in g.auxiliary:
        return True
    if last == first and word.endswith(g.oblique) and following not in g.prospective:
        keys = verb_keys(language.code, following)
        return not (keys & g.go and s.form(last + 2) in g.progressive) and bool(keys & g.go) or following not in g.auxiliary
    return False


def _is_conjunctive(g: Grammar, word: str) -> bool:
    return word.endswith(g.conjunctive) and len(word) > 3 and word not in g.auxiliary


def _group(language: Language, g: Grammar, s: Sentence, first: int, last: int) -> _Group:
    words = s.words[first : last + 1]
    tail = s.words[last]
    relation, end = marker(g, s.words, last + 1)
    if any(w in g.finite or w.endswith(g.future) for w in words):
        return _Group(first, last, "finite")
    if _is_conjunctive(g, tail):
        return _Group(first, last, "conjunctive")
    if tail in g.prospective:
        return _Group(first, last, "finite" if _is_clause_end(g, s, last + 1) else "participle")
    if words[0].endswith(g.infinitives) and (last == first or tail.endswith(g.infinitives)):
        if relation:
            return _Group(first, last, "infinitive", relation, end)
        return _Group(first, last, "purpose")
    if _is_clause_end(g, s, last + 1) or s.form(last + 1) in g.complementizers:
        return _Group(first, last, "finite")
    if s.form(last + 1) in g.conditional:
        return _Group(first, last, "finite")
    return _Group(first, last, "participle")


def marker(g: Grammar, words: Sequence[str], at: int) -> tuple[str, int]:
    """The relation of the case marker that begins at word `at`, and the word after it; ("", at) when none does."""
    for length in range(min(g.longest, len(words) - at), 0, -1):
        relation = g.markers.get(tuple(words[at : at + length]))
        if relation:
            return relation, at + length
    return "", at


# ---- triggers


def _drafts(
    language: Language, g: Grammar, s: Sentence, groups: Sequence[_Group], matches: Sequence[Match]
) -> dict[int, Draft]:
    """Drafts by the first word of the group or noun that carries them."""
    by_word = {i: group for group in groups for i in range(group.first, group.last + 1)}
    drafts: dict[int, Draft] = {}
    hosted: dict[int, tuple[int, Match]] = {}
    for match in matches:
        if all(i in s.timed for i in match.words):
            continue
        group = _carrier(language, g, s, match, by_word)
        if group is None:
            if not any(e.verb for e in match.phrase.elements):
                drafts[match.words[0]] = _noun_draft(g, s, match)
            continue
        rank = _rank(match, group)
        if rank and (group.first not in hosted or rank >= hosted[group.first][0]):
            hosted[group.first] = (rank, match)
    for group in groups:
        drafts[group.first] = _verb_draft(language, g, s, group, hosted.get(group.first, (0, None))[1])
    return drafts


def _rank(match: Match, group: _Group) -> int:
    """How well a match names what a verb group tells: noun and verb, noun alone, the main verb alone; 0 not at all."""
    verbal = [e.verb for e in match.phrase.elements]
    if len(verbal) > 1 and any(verbal):
        return 3
    if not any(verbal):
        return 2
    return 1 if match.words[0] == group.first else 0


def _carrier(
    language: Language, g: Grammar, s: Sentence, match: Match, by_word: Mapping[int, _Group]
) -> _Group | None:
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
        skip = word in g.particles or word in g.negated or word in g.aspect or s.upos[position] == "ADV"
        if position in taken or not skip or marker(g, s.words, position)[0]:
            return None
        position += 1
    return None


def _noun_draft(g: Grammar, s: Sentence, match: Match) -> Draft:
    draft = Draft(match.phrase.label, match.phrase.sense, match.phrase.text, match.words, "noun", match.words[-1])
    before = s.words[max(0, match.words[0] - 1) : match.words[0]]
    relation, _ = marker(g, s.words, match.words[-1] + 1)
    if set(before) & g.without or relation == "without":
        draft.flags.add("negated")
    return draft


def _verb_draft(language: Language, g: Grammar, s: Sentence, group: _Group, match: Match | None) -> Draft:
    main = group.first
    words = tuple(range(group.first, group.last + 1))
    trigger = match.words if match else words
    if match and group.first not in match.words:
        trigger = (*match.words, *(i for i in words[:1] if i - 1 in match.words))
    names = (match.phrase.label, match.phrase.sense, match.phrase.text) if match else ("", "", "")
    draft = Draft(*names, tuple(sorted(trigger)), group.form, main)
    forms = [s.words[i] for i in words]
    flags = draft.flags
    start = min(draft.words[0], group.first)
    near = s.words[max(0, start - 2) : group.last + 1]
    if any(w in g.negated for w in near):
        flags.add("negated")
    if any(w.endswith(g.future) for w in forms):
        flags.add("future")
    if any(w in g.prospective for w in forms) and group.form == "finite":
        flags.add("future")
    if forms[0].endswith(g.oblique) and any(w in g.progressive for w in forms):
        flags.add("future")
    elif any(w in g.progressive for w in forms):
        flags.add("progressive")
    if _is_passive(g, forms):
        flags.add("passive")
    if any(w in g.modal for w in forms):
        flags.add("modal")
    if any(w in g.present for w in forms):
        flags.add("present")
    if any(w in g.perfect for w in forms) or (forms[0].endswith(g.past) and "progressive" not in flags):
        flags.add("perfect")
    if verb_keys(language.code, forms[0]) & g.be and match and group.first not in match.words[:1]:
        flags.add("middle")
    if any(w in g.speech for w in forms) or any(s.words[i] in g.speech for i in draft.words):
        flags.add("speech")
    if any(w in g.conditional for w in s.words[: group.first]):
        flags.add("hypothetical")
    return draft


def _is_passive(g: Grammar, forms: Sequence[str]) -> bool:
    """A perfect participle with a form of "go" after it; a bare stem with one is a vector verb, an infinitive a future."""
    for before, word in zip(forms, forms[1:], strict=False):
        if word in g.passive and before.endswith(g.past) and not before.endswith(g.oblique) and before not in g.passive:
            return True
    return False


# ---- reading the sentence


class _Reader:
    """One pass over a sentence with the row of what waits for its verb."""

    def __init__(
        self, language: Language, g: Grammar, s: Sentence, groups: Sequence[_Group], drafts: dict[int, Draft]
    ) -> None:
        self.language, self.g, self.s = language, g, s
        self.groups = {group.first: group for group in groups}
        self.drafts = drafts
        self.row: list[_Item] = []
        self.waiting: list[Draft] = []
        self.done: list[Draft] = []
        self.saying: Draft | None = None
        self.subject: tuple[str, Nominal] | None = None
        self.owners: list[tuple[Nominal, Nominal]] = []

    def read(self) -> list[Draft]:
        starts = {n.first: n for n in self.s.nominals}
        times = {first: (last, span) for first, last, span in self.s.times}
        i = 0
        while i < len(self.s.words):
            if i in self.groups:
                i = self._verb(self.groups[i])
            elif i in self.drafts:
                i = self._noun(self.drafts[i])
            elif i in times:
                last, span = times[i]
                relation, end = marker(self.g, self.s.words, last + 1)
                self.row.append(_Item(i, end, relation, time=span))
                i = end
            elif i in starts:
                i = self._nominal(starts[i])
            else:
                i = self._word(i)
        self._leftovers()
        return self.done

    def _word(self, i: int) -> int:
        word = self.s.words[i]
        if word in self.g.relatives:
            antecedent = next((item for item in reversed(self.row) if item.nominal), None)
            self.row.append(_Item(i, i + 1, "barrier"))
            if antecedent and antecedent.nominal:
                relation = self._relative_relation(word)
                self.row.append(_Item(i, i + 1, relation, nominal=antecedent.nominal))
            elif self.subject:
                self.row.append(_Item(i, i + 1, self._relative_relation(word), nominal=self.subject[1]))
        return i + 1

    def _relative_relation(self, word: str) -> str:
        forms = self.language.section("relative_relations")
        return str(next((r for form, r in forms.items() if folded(form) == word), ""))

    def _nominal(self, n: Nominal) -> int:
        if n.relation:
            relation, end = n.relation, n.last + 1
        else:
            at = n.last + 1
            while self.s.form(at) in self.g.heads or self.s.form(at) in self.g.particles:
                at += 1
            if self.s.form(at) == "(":
                at = next((k + 1 for k in range(at, min(at + 8, len(self.s.words))) if self.s.words[k] == ")"), at)
            relation, end = marker(self.g, self.s.words, at)
            end = max(end, n.last + 1)
        if n.relation == "" and relation == "" and n.sort != "pronoun":
            relation = self._shared(n)
        start = n.outset
        if (n.sort in ("kin", "document", "people") or n.modifiers) and self.row:
            between = self.row.pop() if self.row[-1].time and self.row[-1].relation == "" and len(self.row) > 1 else None
            owner = self.row[-1]
            reach = between.start if between else start
            if owner.relation == "genitive" and owner.nominal and self._adjacent(owner.end, reach):
                self.row.pop()
                if n.sort != "name" or set(n.modifiers) & self.g.kin:
                    self.owners.append((n, owner.nominal))
                start = owner.start
            elif between:
                self.row.append(between)
        self.row.append(_Item(start, end, relation, nominal=n))
        return end

    def _shared(self, n: Nominal) -> str:
        """The relation of the last of coordinated phrases ("A, B and C" + marker) is that of all."""
        position = n.last + 1
        joined = False
        starts = {m.first: m for m in self.s.nominals}
        while position < min(n.last + 5, len(self.s.words)):
            if self.s.words[position] == "," or self.s.words[position] in self.g.coordination:
                joined = True
            elif position in starts:
                if not joined:
                    return ""
                following = starts[position]
                return marker(self.g, self.s.words, following.last + 1)[0] or self._shared(following)
            elif not joined:
                return ""
            position += 1
        return ""

    def _noun(self, draft: Draft) -> int:
        relation, end = marker(self.g, self.s.words, draft.words[-1] + 1)
        start = draft.words[0]
        while self.row and self._adjacent(self.row[-1].end, start):
            item = self.row[-1]
            compound = item.nominal is not None and item.relation == "" and item.end == start
            if not (compound or item.relation in ("genitive", "with", "from", "against", "on", "for", "by")):
                break
            if item.time and item.relation != "genitive":
                break
            self.row.pop()
            self._give(draft, item, "compound" if compound else item.relation)
            start = item.start
        if not relation:
            self._predicate(draft)
        self.row.append(_Item(start, end, relation, draft=draft))
        self.done.append(draft)
        return end

    def _predicate(self, draft: Draft) -> None:
        """An event word without a marker right before a noun phrase says something of it ("in jail student X")."""
        noun = next((n for n in self.s.nominals if 0 < n.first - draft.words[-1] <= 4), None)
        if noun is None or noun.mention.kind not in ("Person", "Group") or noun.sort == "pronoun":
            return
        between = range(draft.words[-1] + 1, noun.first)
        if all(self.s.words[k][0].isalnum() and k not in self.groups and not marker(self.g, self.s.words, k)[0] for k in between):
            draft.arguments.append(("object", noun))

    def _adjacent(self, end: int, start: int) -> bool:
        """Whether only modifiers stand between word `end` and word `start`."""
        return start - end <= 4 and all(
            self.s.upos[k] in ("ADJ", "DET", "NUM", "ADV", "") and self.s.words[k][0].isalnum() and not marker(self.g, self.s.words, k)[0]
            for k in range(end, start)
        )

    def _give(self, draft: Draft, item: _Item, relation: str) -> None:
        if item.time:
            draft.times.append(item.time)
        elif item.nominal:
            draft.arguments.append((relation, item.nominal))
        elif item.draft:
            draft.events.append((relation, item.draft))
            if relation in ("after", "before", "during"):
                draft.order.append((relation, item.draft))

    def _verb(self, group: _Group) -> int:
        draft = self.drafts[group.first]
        if self.row and self.row[-1].draft and set(self.row[-1].draft.words) & set(draft.words):
            self.row.pop()
        take = {
            "finite": self._take_all, "infinitive": self._take_clause, "purpose": self._take_near,
            "conjunctive": self._take_near, "participle": self._take_near,
        }[group.form]  # fmt: skip
        take(draft)
        self.done.append(draft)
        draft.saying = self.saying
        if group.form == "finite":
            self._finish(draft, group)
        elif group.form == "infinitive":
            self.row.append(_Item(group.first, group.end, group.relation, draft=draft))
            return group.end
        elif group.form in ("purpose", "conjunctive"):
            self.waiting.append(draft)
        else:
            self._modified(draft, group)
        return group.last + 1

    def _take_all(self, draft: Draft) -> None:
        """Everything that waits, but a genitive only where an unbroken chain leads to the event's noun."""
        position = draft.words[0]
        while self.row and self.row[-1].relation != "barrier":
            item = self.row.pop()
            chained = self._adjacent(item.end, position)
            position = item.start if chained else -1
            if item.relation != "genitive" or chained:
                self._give(draft, item, item.relation)
        if self.row:
            self.row.pop()
        draft.arguments.reverse()
        draft.times.reverse()

    def _take_clause(self, draft: Draft) -> None:
        """An infinitive reaches back to its genitive subject; without one it takes what stands next to it."""
        start = draft.words[0]
        for back, item in enumerate(reversed(self.row)):
            if item.relation in ("ergative", "barrier") or (item.nominal and item.relation == "" and back > 1):
                break
            if item.relation == "genitive" and item.nominal and not self._owned(item, back):
                for _ in range(back + 1):
                    taken = self.row.pop()
                    self._give(draft, taken, "subject" if taken is item else taken.relation)
                return
        self._take_near(draft, start)

    def _owned(self, item: _Item, back: int) -> bool:
        """Whether a genitive belongs to the noun phrase right after it rather than to the verb."""
        if back == 0:
            return False
        following = self.row[len(self.row) - back]
        return following.nominal is not None and following.nominal.sort in ("kin", "document") and self._adjacent(item.end, following.start)

    def _take_near(self, draft: Draft, start: int | None = None) -> None:
        position = draft.words[0] if start is None else start
        allowed = {"finite": (), "participle": ("in", "from", "on", "with", "by", "because", "under", "")}.get(
            draft.form, ("in", "from", "on", "with", "by", "dative", "for", "about", "against", "genitive", "")
        )
        bare = 0
        while self.row and self.row[-1].relation != "barrier":
            item = self.row[-1]
            subject = item.relation == "genitive" and item.nominal is not None and not self._owned(item, 1 if bare else 0)
            if item.relation not in allowed and not (subject and draft.form == "participle"):
                break
            if not self._adjacent(item.end, position) and not (subject and position - item.end <= 4):
                break
            if item.relation == "" and item.nominal and (bare or not self._takes_object(draft)):
                break
            bare += item.relation == ""
            self.row.pop()
            self._give(draft, item, "subject" if subject and draft.form == "participle" else item.relation)
            position = item.start
            if subject:
                break

    def _takes_object(self, draft: Draft) -> bool:
        first = self.s.words[draft.main]
        return first.endswith(self.g.infinitives) or draft.form in ("conjunctive", "purpose", "infinitive")

    def _modified(self, draft: Draft, group: _Group) -> None:
        """A participle's noun: its object when the verb is perfect and transitive, its subject otherwise."""
        noun = next((n for n in self.s.nominals if 0 < n.first - group.last <= 4), None)
        if noun is None or any(k in self.groups for k in range(group.last + 1, noun.first)):
            return
        draft.modified.append(noun)
        infinitive = self.s.words[group.first].endswith(self.g.infinitives)
        if noun.mention.kind == "Document":
            if not infinitive:
                draft.arguments.append(("object", noun))
        elif noun.sort != "statute":
            draft.arguments.append(("subject" if infinitive or draft.form == "noun" else "object", noun))

    def _finish(self, draft: Draft, group: _Group) -> None:
        subject = next(((r, n) for r, n in draft.arguments if r in ("ergative", "subject")), None) or next(
            ((r, n) for r, n in draft.arguments if r == "" and n.mention.kind != "Document" and n.mention.kind != "Place"), None
        )
        if subject is None and self.subject and self._continues(draft):
            draft.arguments.insert(0, ("ergative" if "perfect" in draft.flags else "subject", self.subject[1]))
        for waiting in self.waiting:
            shared = subject or self.subject
            if shared and not any(r in ("subject", "ergative") for r, _ in waiting.arguments):
                waiting.arguments.insert(0, ("subject", shared[1]))
        self.waiting = []
        if subject:
            self.subject = subject
        if "speech" in draft.flags and self.s.form(group.last + 1) in self.g.complementizers:
            self.saying = draft
        if draft.type == "":
            self._identify(draft)

    def _identify(self, draft: Draft) -> None:
        """ "The film of X doing Y is of event Z": what the participle tells happened during Z."""
        shown = [n for _, n in draft.arguments if n.mention.kind == "Document"]
        for relation, event in draft.events:
            if relation != "genitive":
                continue
            for other in self.done:
                if other.form == "participle" and any(n in shown for n in other.modified):
                    other.order.append(("during", event))

    def _continues(self, draft: Draft) -> bool:
        """A clause without a subject goes on with the last one's, unless it is passive."""
        return "passive" not in draft.flags and "middle" not in draft.flags

    def _leftovers(self) -> None:
        """What no verb took: a heading's or a nominal sentence's last event noun gets what stands before it."""
        drafts = [item.draft for item in self.row if item.draft]
        if len(drafts) == 1 and drafts[0] and not any(g.form == "finite" for g in self.groups.values()):
            for item in self.row:
                if item.draft is not drafts[0] and item.relation != "barrier":
                    self._give(drafts[0], item, item.relation)
