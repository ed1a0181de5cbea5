"""Clauses of a head-initial language (English and its neighbours), read from a dependency parse.

Every verb is a draft, and every event noun; what hangs on a draft fills it: subjects and objects by their relation,
other phrases by their preposition. Then drafts meet: a light verb hands what it has to the event its object names, a
participle or infinitive takes the subject it leaves out, and conjunctions, prepositions and verbs of speech say in
which order, how surely and by whom things are told. The words that decide are in the language file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kg.extract.branches import CLAUSAL, Branches, markers, vocabulary
from kg.extract.draft import Draft, Reading
from kg.extract.lexicon import Match
from kg.extract.nominals import Nominal
from kg.extract.sentence import Sentence
from kg.language import Language
from kg.model import Mention, Span

#: Relations of place, which a phrase inside an argument still says of the event ("police in X arrested").
PLACES = ("in", "at", "from", "to", "on")
ORDERS = {"after": "before", "before": "after"}
#: What a light verb hands on to the event that its object names.
MOODS = frozenset({"negated", "future", "hypothetical", "modal", "progressive", "perfect", "active"})
ANIMATE = ("Person", "Group", "Organisation")
#: What people are held, tried or sentenced for is told of them.
BLAMING = ("Arrest", "Detention", "Charge", "Investigation", "Trial", "Verdict", "Sentence")
UNPROVEN = ("Arrest", "Charge", "Investigation", "Trial")
#: A death or an injury happens when its cause does, although it is told to come after it.
#: Whoever these happen to is a person or people, also where the noun is not in the language file.
HAPPENS_TO = (*BLAMING, "BailDecision", "Death", "Injury", "Release", "Rescue", "Birth", "Dismissal", "Appointment")
#: Done to somebody who is told, in the active as well: without an object, the subject is who it was done to.
DONE_TO = ("Arrest", "Charge", "Verdict", "Sentence", "Rescue", "Injury")
#: Whoever does these is, where the noun is made as nouns for people are.
DONE_BY = ("Attack", "Riot", "Protest", "Clash", "Travel", "Meeting", "Statement", "Strike", "Crime", "Decision", "")
#: Verbs that tell no event by themselves.
PLAIN = (("speech", "says"), ("verbs", "light"), ("verbs", "aspect"), ("verbs", "be"), ("events.not", "verbs"))
#: What people do together.
MUTUAL = ("Meeting", "Clash", "Agreement")
SUDDEN = ("Death", "Injury", "Rescue")
CAUSES = ("Disaster", "Accident", "Attack", "Riot", "Clash")


def read(language: Language, sentence: Sentence, matches: Sequence[Match]) -> Reading:
    """The clauses of a parsed sentence, given the event phrases found in it. Linear in words and drafts."""
    reader = _Reader(language, sentence)
    reader.find(matches)
    reader.fill()
    reader.mark()
    reader.time()
    reader.merge()
    reader.tell()
    reader.blame()
    reader.share()
    reader.name()
    reader.order()
    reader.predicates()
    return Reading(tuple(reader.drafts), tuple(reader.owners()), tuple(reader.same), tuple(reader.found))


class _Reader:
    """The drafts of one sentence while they are put together; `at` finds the draft that a word belongs to."""

    def __init__(self, language: Language, s: Sentence) -> None:
        self.language, self.s = language, s
        self.b = Branches(language.code, s)
        self.drafts: list[Draft] = []
        self.at: dict[int, Draft] = {}
        self.nominal: dict[int, Nominal] = {}
        for n in s.nominals:
            self.nominal.setdefault(self.b.top(n.outset, n.last), n)
        #: The head of the name that a word is part of.
        self.whole = {
            i: self.b.top(n.outset, n.last) for n in s.nominals if n.sort == "name" for i in range(n.outset, n.last + 1)
        }
        self.named = {i for n in s.nominals if n.sort == "name" for i in range(n.outset, n.last + 1)}
        compounds = {i for n in s.nominals if n.sort == "people" and n.last > n.first for i in range(n.first, n.last + 1)}
        self.inside = self.named | compounds
        self.events: dict[int, list[tuple[str, Draft]]] = {}
        self.became: dict[int, Draft] = {}
        self.found: list[Nominal] = []
        self.same: list[tuple[Nominal, Nominal]] = []
        events = language.section("events")
        self.kinds: Mapping[str, Any] = events.get("kinds", {})
        self.meant: Mapping[str, Mapping[str, str]] = events.get("relations", {})

    # ---- drafts

    def find(self, matches: Sequence[Match]) -> None:
        """A draft for each event phrase, and one without a type for each other verb."""
        for match in matches:
            main = self._main(match)
            words = (main,) if self._is_verbal(match) else match.words
            if not any(i in self.inside or i in self.s.timed for i in words) and not self._is_thing(match, main):
                p = match.phrase
                form = self._form(main)
                if form == "noun" and self._is_verbal(match) and self.s.upos[main] == "ADJ":
                    form = "finite" if self.b.of_kind(main, "cop", "aux") else "participle"
                self._add(Draft(p.label, p.sense, p.text, match.words, form, main))
        for i in range(len(self.s.words)):
            if i not in self.at and i not in self.named and (self.b.is_verb(i) or self._is_speech_noun(i)):
                self._add(Draft("", "", "", (i,), self._form(i), i))
        self.drafts.sort(key=lambda d: (d.main, d.words))

    def _add(self, draft: Draft) -> None:
        self.drafts.append(draft)
        for i in draft.words:
            self.at.setdefault(i, draft)

    def _main(self, match: Match) -> int:
        verbs = [i for e, i in zip(match.phrase.elements, match.words, strict=True) if e.verb]
        verbs.sort(key=lambda i: (self.s.upos[i] == "AUX", i))
        return verbs[0] if verbs else self.b.top(match.words[0], match.words[-1])

    def _is_thing(self, match: Match, main: int) -> bool:
        """A noun that names a thing by an event ("fire engine", "murder inquiry"), not an event of its own."""
        if self._is_verbal(match):
            return False
        after = vocabulary(self.language.code, "events.not", "after")
        return self.b.dep[main] == "compound" or self.s.form(match.words[-1] + 1) in after

    def _is_verbal(self, match: Match) -> bool:
        return any(e.verb for e in match.phrase.elements)

    def _is_speech_noun(self, i: int) -> bool:
        return self.s.upos[i] == "NOUN" and self.b.among(i, "speech", "nouns") and bool(self.b.of_kind(i, "acl"))

    def _form(self, i: int) -> str:
        if self.s.upos[i] not in ("VERB", "AUX"):
            return "noun"
        return "finite" if self.b.is_finite(i) else "infinitive" if self.b.is_infinitive(i) else "participle"

    # ---- arguments

    def fill(self) -> None:
        for draft in self.drafts:
            arguments: list[tuple[str, Nominal]] = []
            for word, relation in self._phrases(draft):
                arguments += self._fillers(draft, word, relation)
                if relation == "object" and word not in self.s.timed:
                    draft.flags.add("has:object")
            draft.arguments = list(dict.fromkeys(self._renamed(draft, arguments)))
            if draft.type == "Birth":
                self._born(draft)
            draft.type = self._retyped(draft)

    def _phrases(self, draft: Draft) -> list[tuple[int, str]]:
        """The words that head a draft's phrases, with their relations."""
        b, main = self.b, draft.main
        if draft.form == "noun":
            return self._noun_phrases(draft)
        passive = self._is_passive(draft)
        found = []
        subject = b.subject(main)
        if subject < 0 and draft.form == "finite":
            subject = self._beside_left(draft)
        if subject >= 0 and subject not in draft.words:
            found.append((subject, "object" if passive else "subject"))
        if not passive and not any(b.kind[c] == "obj" for w in draft.words for c in b.children[w]):
            beside = self._beside_right(draft)
            if beside >= 0 and beside != subject:
                found.append((beside, "object"))
        for word in draft.words:
            for c in b.children[word]:
                if c not in draft.words and (relation := self._verb_relation(c, passive)):
                    found.append((b.antecedent(c), relation))
        if b.dep[main] == "acl:relcl":
            found += self._gap(main, passive)
        else:
            found += [(self._place_before(c), "in") for c in b.of_kind(main, "advmod") if self._is_where(c)]
        if b.is_stray(main) and b.head[main] > main and not passive:
            found.append((b.head[main], "object"))
        return found

    def _beside_left(self, draft: Draft) -> int:
        """Where the parse shows no subject: the noun right before the verb, unless a preposition has it; -1 for none."""
        at = draft.words[0] - 1
        while at >= 0 and self.s.upos[at] in ("ADV", "AUX", "PART") and at not in self.nominal:
            at -= 1
        n = next((n for n in self.s.nominals if n.last == at), None)
        top = self.b.top(n.outset, n.last) if n else -1
        return top if n and not self.b.of_kind(top, "case") else -1

    def _beside_right(self, draft: Draft) -> int:
        """Where it shows no object: the noun right after the verb, unless another verb or a preposition has it."""
        at = draft.main + 1
        while at < len(self.s.words) and at in draft.words or self.s.form(at) and self.s.upos[at] in ("DET", "ADJ", "NUM"):
            at += 1
        n = next((n for n in self.s.nominals if n.outset == at), None)
        top = self.b.top(n.outset, n.last) if n else -1
        if n is None or n.relation == "subject" or self.b.of_kind(top, "case") or self.b.dep[top] == "nmod:poss" or self.b.kind[top] in ("nsubj", "iobj"):
            return -1
        return top if self.b.head[top] == draft.main or not self.b.is_verb(self.b.head[top]) else -1

    def _is_passive(self, draft: Draft) -> bool:
        """In the passive; headlines leave the auxiliary out ("Two held after clash")."""
        if self.b.is_passive(draft.main) or self.s.upos[draft.main] == "ADJ":
            return True
        main, b = draft.main, self.b
        past = b.feature(main, "Tense=Past") or draft.form == "participle"
        has = [c for c in b.of_kind(main, "aux", "obj", "iobj", "ccomp", "xcomp") if c not in draft.words]
        has += [w for w in draft.words if self.s.upos[w] == "NOUN"]
        after = max(draft.words) + 1
        thing = after < len(self.s.words) and self.s.upos[after] in ("NOUN", "PROPN", "PRON", "DET", "NUM", "ADJ")
        return past and not has and draft.type in DONE_TO and (not thing or after in self.s.timed)

    def _verb_relation(self, c: int, passive: bool) -> str:
        b = self.b
        if b.dep[c] == "obl:agent":
            return "by"
        if b.kind[c] == "obj":
            return b.marker(c) if passive and b.marker(c) == "by" else "object"
        if b.kind[c] == "iobj":
            return "object" if passive else "dative"
        if b.dep[c] == "nmod:poss":
            return "genitive"
        if b.kind[c] in ("obl", "nmod"):
            return b.marker(c).removeprefix("according")
        if b.kind[c] == "xcomp" and not b.is_verb(c) and not passive:
            return "as"
        return ""

    def _is_where(self, word: int) -> bool:
        return self.s.words[word] in vocabulary(self.language.code, "clauses", "places")

    def _place_before(self, where: int) -> int:
        """What "where" stands for: the name right before it, -1 for none."""
        at = where - 1 - (self.s.form(where - 1) == ",")
        return next((self.b.top(n.outset, n.last) for n in self.s.nominals if n.last == at), -1)

    def _gap(self, v: int, passive: bool) -> list[tuple[int, str]]:
        """What the noun of a relative clause is in it, where no pronoun says so."""
        b = self.b
        noun = b.head[v]
        shown = [c for c in b.children[v] if b.antecedent(c) == noun]
        if any(b.kind[c] in ("nsubj", "obj", "obl") for c in shown):
            return [(noun, "in")] if any(self._is_where(c) for c in shown) else []
        if any(b.kind[c] == "advmod" for c in shown):
            return [(noun, "in")]
        return [(noun, "object")] if b.of_kind(v, "nsubj") and not b.of_kind(v, "obj") and not passive else []

    def _noun_phrases(self, draft: Draft) -> list[tuple[int, str]]:
        b, main = self.b, draft.main
        found = []
        for word in draft.words:
            for c in b.children[word]:
                if c in draft.words:
                    continue
                kind = b.kind[c]
                if b.dep[c] == "nmod:poss":
                    found.append((c, "genitive"))
                elif kind in ("nmod", "obl"):
                    found.append((c, b.marker(c)))
                elif kind == "compound" and word == main:
                    found.append((c, "compound"))
                elif kind == "nsubj" and (self.s.upos[main] == "ADJ" or b.of_kind(main, "case")):
                    found.append((b.antecedent(c), "object" if self.s.upos[main] == "ADJ" else "subject"))
                elif kind == "nummod" and self.s.upos[main] == "ADJ":
                    found.append((c, "object"))
        if self.s.upos[main] == "ADJ" and b.dep[main] in ("amod", "acl", "xcomp", "conj", "acl:relcl"):
            noun = b.head[main] if b.dep[main] in ("amod", "acl") else b.subject(main)
            found.append((noun, "object"))
        return self._genitives(draft, found)

    def _genitives(self, draft: Draft, found: list[tuple[int, str]]) -> list[tuple[int, str]]:
        """"X's arrest of Y": with both, one acts on the other; alone, either is what the frame says of a genitive."""
        relations = {r for _, r in found}
        if {"genitive", "of"} <= relations:
            return [(c, {"genitive": "subject", "of": "object"}.get(r, r)) for c, r in found]
        undergone = self.b.among(draft.main, "nouns", "undergone")
        whose = "object" if undergone else "genitive"
        return [(c, whose if r in ("genitive", "of") else r) for c, r in found]

    def _fillers(self, draft: Draft, word: int, relation: str, depth: int = 3) -> list[tuple[str, Nominal]]:
        """The mentions that a phrase puts into a relation; the events it names are kept aside."""
        found: list[tuple[str, Nominal]] = []
        if word < 0:
            return found
        for w in (word, *(c for c in self.b.of_kind(word, "conj") if not self.b.is_verb(c))):
            if w in self.s.timed or w in draft.words:
                continue
            w = self.whole.get(w, w)
            if w not in self.nominal:
                w = next((c for c in self.b.of_kind(w, "flat") if c in self.nominal), w)
            if w not in self.nominal and self._is_somebody(draft, w, relation):
                self.nominal[w] = self._somebody(w)
            if w in self.nominal:
                found += [(relation, n) for n in self._places(w) or [self._named(self.nominal[w], w)]]
            if w in self.at and self.at[w] is not draft and (self.at[w].form == "noun" or w not in self.nominal):
                self.events.setdefault(id(draft), []).append((relation, self.at[w]))
            elif depth:
                found += self._inside(draft, w, relation, depth)
        return found

    def _is_somebody(self, draft: Draft, word: int, relation: str) -> bool:
        if word in self.at or word in self.named or word in self.s.timed:
            return False
        if self.s.upos[word] == "NUM":  # "kills 10"
            return relation == "object" and draft.type in ("Death", "Injury", "Rescue", "Arrest")
        if self.s.upos[word] not in ("NOUN", "PROPN"):
            return False
        people = self.s.words[word].endswith(tuple(vocabulary(self.language.code, "people", "endings")))
        if relation in ("object", "genitive", "dative") and draft.type in HAPPENS_TO:
            people = people or self.s.words[word].endswith(tuple(vocabulary(self.language.code, "people", "singular")))
            plural = self.s.words[word].endswith(tuple(vocabulary(self.language.code, "people", "plural")))
            return people or (plural and relation == "object" and not self.b.among(word, "nouns", "inanimate"))
        return people and relation in ("subject", "by") and draft.type in DONE_BY

    def _somebody(self, word: int) -> Nominal:
        plural = tuple(vocabulary(self.language.code, "people", "plural"))
        many = self.s.upos[word] == "NUM" or self.s.words[word].endswith(plural)
        span = self.s.tokens[word].span
        mention = Mention(span, "Group" if many else "Person", self.s.words[word], "", None, "people")
        n = Nominal(mention, word, word, "people", "plural" if many else "sing", "3")
        self.found.append(n)
        return n

    def _named(self, n: Nominal, word: int) -> Nominal:
        """The name in apposition to a description ("the judge, X"), else the nominal itself."""
        if n.sort == "name":  # "the X minister Y"
            beside = (m for m in self.s.nominals if m.outset == n.last + 1 and m.first > m.outset)
            return next((m for m in beside if m.mention.kind == "Person"), n)
        if n.sort not in ("people", "kin"):
            return n
        before = self.b.first(word) - 1
        ahead = next((m for m in self.s.nominals if m.last == before - 1 and m.sort == "name"), None)
        if ahead and self.s.words[before] == "," and ahead.mention.kind == n.mention.kind:
            self._same(n, ahead)
            return ahead
        for c in self.b.children[word]:
            other = self.nominal.get(c)
            if other and other.sort == "name" and (self.b.kind[c] in ("appos", "flat") or self.b.dep[c] == "nmod:desc"):
                if other.mention.kind in ANIMATE:
                    self._same(n, other)
                    return other
        return n

    def _born(self, draft: Draft) -> None:
        """"She was born X": the pronoun and the name are one, and only one of them was born."""
        named = [n for r, n in draft.arguments if r in ("object", "as") and n.sort == "name" and n.mention.kind == "Person"]
        pronoun = next((n for r, n in draft.arguments if r == "object" and n.sort == "pronoun"), None)
        if pronoun is not None and named:
            self._same(pronoun, named[0])
            draft.arguments = [(r, n) for r, n in draft.arguments if n is not named[0]]

    def _same(self, described: Nominal, name: Nominal) -> None:
        if (described, name) not in self.same:
            self.same.append((described, name))

    def _places(self, word: int) -> list[Nominal]:
        """The names inside a description of a place ("the town of X", "his homes in X and Y")."""
        if self.nominal[word].sort == "name" or self.nominal[word].mention.kind != "Place":
            return []
        found = []
        for c in self.b.of_kind(word, "nmod", "appos", "compound", "flat"):
            for w in (c, *self.b.of_kind(c, "conj")):
                n = self.nominal.get(w)
                found += [n] if n is not None and n.sort == "name" and n.mention.kind == "Place" else []
        return found

    def _inside(self, draft: Draft, word: int, relation: str, depth: int) -> list[tuple[str, Nominal]]:
        """What stands inside a phrase and still is said of the event: what there is a number of, and where it is."""
        b = self.b
        found: list[tuple[str, Nominal]] = []
        counted = self.s.upos[word] == "NUM"
        transparent = word not in self.nominal and (counted or b.among(word, "nouns", "quantity") or b.among(word, "names", "generic_heads"))
        for c in b.of_kind(word, "nmod", "appos"):
            marker = b.marker(c)
            if transparent and (marker in ("of", "with") or b.kind[c] == "appos"):
                found += self._fillers(draft, c, relation, depth - 1)
            elif marker in ("to", "from", "for", "against", "with") and relation == "object" and c in self.nominal:
                found.append((marker, self._named(self.nominal[c], c)))
            elif marker in PLACES and relation != "genitive":
                inner = self.nominal.get(c)
                if inner is not None and inner.mention.kind in ("Place", "Organisation") and marker in ("in", "at", "on"):
                    found += [(marker, n) for n in self._places(c) or [inner]]
                elif inner is not None and inner.mention.kind == "Place":
                    found += [(marker, n) for n in self._places(c) or [inner]]
                elif inner is None and c not in self.at:
                    found += [(r, n) for r, n in self._fillers(draft, c, marker, depth - 1) if n.mention.kind == "Place"]
        return found

    def _renamed(self, draft: Draft, arguments: list[tuple[str, Nominal]]) -> list[tuple[str, Nominal]]:
        table = self.meant.get(draft.phrase, {})
        return [(table.get(r, r), n) for r, n in arguments if table.get(r, r)]

    def _retyped(self, draft: Draft) -> str:
        """The type of the phrase, or the one it has with an argument of this kind; "" where that is no event."""
        table = self.kinds.get(draft.phrase, {})
        for relation, n in draft.arguments:
            other = table.get(relation, {}).get(n.mention.kind)
            if other:
                return str(other).strip("-")
        return str(table.get("otherwise", draft.type)).strip("-")

    # ---- what the words around a verb say

    def mark(self) -> None:
        for draft in self.drafts:
            draft.flags |= self._flags(draft)
        for draft in self.drafts:  # what holds of a verb holds of the infinitive it governs
            for up in self.b.up(draft.main):
                above = self.at.get(up)
                if self.b.kind[draft.main] != "xcomp" or above is None or above is draft:
                    break
                draft.flags |= above.flags & {"negated", "future", "hypothetical"}
                break

    def _flags(self, draft: Draft) -> set[str]:
        b, main = self.b, draft.main
        near = self._near(draft)
        flags = self._governor_flags(main)
        if self._is("status", "negated", *near):
            flags.add("negated")
        if self._is("verbs", "future", *near) or self._is("verbs", "must", *near) or self._is_prospective(main):
            flags.add("future")
        if self._is("verbs", "would", *near):
            flags.add("future" if b.kind[main] in ("ccomp", "conj") else "hypothetical")
        if self._is("verbs", "modal", *near) or self._is("clauses", "conditional", *near):
            flags.add("hypothetical")
        if draft.form == "noun":
            return flags
        flags.add("passive" if self._is_passive(draft) else "active")
        if self._is("verbs", "perfect", *near) and not b.is_infinitive(main):
            flags.add("perfect")
        if b.among(main, "speech", "frames"):
            flags.add("speech")
        if b.kind[main] in ("acl", "advcl"):
            flags.add("subordinate")
        return flags

    def _near(self, draft: Draft) -> list[str]:
        """The small words that hang on a draft, and on its subject where they deny it ("no one was hurt")."""
        b, words = self.b, self.s.words
        kinds = ("advmod", "det", "aux", "cc", "mark", "case")
        near = [words[c] for w in draft.words for c in b.children[w] if b.kind[c] in kinds and c not in draft.words]
        near += [words[a] for a in b.auxiliaries(draft.main)]
        for subject in b.of_kind(draft.main, "nsubj"):
            near += [words[c] for c in (subject, *b.of_kind(subject, "det")) if self._is("status", "negated", words[c])]
        return near

    def _is(self, section: str, key: str, *words: str) -> bool:
        return not vocabulary(self.language.code, section, key).isdisjoint(words)

    def _governor_flags(self, v: int) -> set[str]:
        """What the verb, noun or adjective that an infinitive hangs on says of it ("refused to", "asked to")."""
        b, up = self.b, self.b.head[v]
        if up < 0 or not b.is_infinitive(v) and b.kind[v] != "xcomp":
            return set()
        if b.kind[v] not in ("xcomp", "ccomp", "acl") and not (b.kind[v] == "advcl" and self.s.upos[up] == "ADJ"):
            return set()
        if b.among(up, "status", "undone"):
            return {"negated"}
        if b.among(up, "status", "prospective") and b.is_infinitive(v):
            return {"future"}
        if b.among(up, "status", "wanted") and b.is_infinitive(v):
            return {"hypothetical"}
        return set()

    def _is_prospective(self, v: int) -> bool:
        """"is to visit": an infinitive right after a form of "be"."""
        if not self.b.is_infinitive(v) and not self.b.of_kind(v, "mark"):
            return False
        to = next((c for c in self.b.of_kind(v, "mark") if self._is("verbs", "to", self.s.words[c])), -1)
        return to > 0 and self._is("verbs", "copula", self.s.words[to - 1])

    # ---- when

    def time(self) -> None:
        """A time goes to the draft it hangs on; one that opens a clause holds for what is coordinated with it."""
        for first, last, span in self.s.times:
            top = self.b.top(first, last)
            draft = self._timed(top)
            draft = self._near_time(draft, first, last)
            if draft is not None and span not in draft.times:
                draft.times.append(span)
        for draft in self.drafts:
            if not draft.times and draft.form != "noun" and self.b.kind[draft.main] == "conj":
                draft.times += self._fronted(draft)
        self._spread()

    def _timed(self, top: int) -> Draft | None:
        for up in self.b.up(top):
            draft = self.at.get(up)
            if draft is None:
                continue
            if draft.form == "noun" and top > draft.main and self.b.marker(top) != "of":
                above = self.at.get(self.b.head[draft.main])
                if above is not None and above.form != "noun" and self.b.kind[draft.main] in ("obj", "nsubj"):
                    return above
            return draft
        lone = [d for d in self.drafts if d.type]
        return lone[0] if len(lone) == 1 else None

    def _near_time(self, draft: Draft | None, first: int, last: int) -> Draft | None:
        """A time stays on its side of a semicolon, of the comma before "police said", of a conjunction, and of the
        comma that ends a clause ("who left in May, has sued")."""
        if draft is None:
            return None
        marks = [c for c in self.b.of_kind(draft.main, "mark") if last < c < draft.main]
        above = self.at.get(self.b.head[draft.main])
        if marks and above is not None and above.main < first:
            return above
        inner = self._before_comma(draft, first, last)
        if inner is not None:
            return inner
        comma = self._aside(draft)
        if last < comma or self._parted(first, draft.main):
            verbs = [d for d in self.drafts if d.form != "noun" and d is not draft and not self._parted(first, d.main)]
            before, after = [d for d in verbs if d.main < first], [d for d in verbs if d.main > last]
            return before[-1] if before else after[0] if after else None
        return draft

    def _before_comma(self, draft: Draft, first: int, last: int) -> Draft | None:
        """The verb before a time in its own part of the sentence, where a comma parts the time from `draft`."""
        words = self.s.words
        if draft.main < last or "," not in words[last + 1 : draft.main]:
            return None
        start = max((k for k in range(first) if words[k] in (",", ";", "(")), default=-1)
        verbs = [d for d in self.drafts if d.form != "noun" and start < d.main < first]
        return verbs[-1] if verbs else None

    def _spread(self) -> None:
        """"killed 24 and injured 80 on Thursday": one time for both."""
        for draft in self.drafts:
            above = self.at.get(self.b.head[draft.main])
            if above is not None and self.b.kind[draft.main] == "conj" and draft.type in SUDDEN and above.type in SUDDEN:
                above.times += [] if above.times else draft.times
                draft.times += [] if draft.times else above.times

    def _fronted(self, draft: Draft) -> list[Span]:
        above = self.at.get(self.b.head[draft.main])
        if above is None or above.form == "noun":
            return []
        subject = self.b.subject(above.main)
        before = min(subject if subject >= 0 else above.main, above.main)
        return [span for first, _, span in self.s.times if span in above.times and first < before]

    # ---- drafts meet

    def merge(self) -> None:
        """A light verb is told by the noun that is its object, or of which it says only that it happens."""
        for draft in self.drafts:
            for relation, noun in self.events.get(id(draft), []):
                if draft.form == "noun" or noun.form != "noun":
                    continue
                if relation == "object" and (self.b.among(draft.main, "verbs", "light") or draft.type == noun.type):
                    self._hand_over(draft, noun)
                elif relation == "object":
                    self._undo(draft, noun)
                elif relation in ("under", "in", "on", "to") and self.b.among(draft.main, "verbs", "put"):
                    self._hand_over(draft, noun)
                elif relation == "subject" and self.b.among(draft.main, "verbs", "aspect"):
                    noun.times += [t for t in draft.times if t not in noun.times]
                    noun.flags |= draft.flags & MOODS
                    noun.arguments += [(r, n) for r, n in draft.arguments if n.mention.kind == "Place" and r in PLACES]
                    self.became.setdefault(id(draft), noun)
                    draft.type = "" if draft.type == noun.type else draft.type

    def _undo(self, draft: Draft, noun: Draft) -> None:
        """What is cancelled or refused did not happen; what is sought has not yet."""
        if self.b.among(draft.main, "verbs", "undone"):
            noun.flags.add("negated")
        elif self.b.among(draft.main, "verbs", "wanted"):
            noun.flags.add("future")
            draft.type = "" if draft.type == "Decision" else draft.type

    def _hand_over(self, draft: Draft, noun: Draft) -> None:
        b = self.b
        undergoes = b.among(draft.main, "verbs", "undergo")
        mine = {id(n) for _, n in noun.arguments}
        acts = any(r in ("subject", "genitive", "by") for r, _ in noun.arguments)
        for relation, n in draft.arguments:
            if relation == "subject" and acts:
                continue
            if id(n) not in mine and not (relation == "object" and n.sort == "document"):
                noun.arguments.append(("object" if relation == "subject" and undergoes else relation, n))
        noun.times += [t for t in draft.times if t not in noun.times]
        noun.flags |= draft.flags & MOODS
        self._undo(draft, noun)
        if draft.type == noun.type:
            noun.words = tuple(sorted({*draft.words, *noun.words}))
        if not noun.flags & {"negated", "future"} - draft.flags or draft.type == noun.type:
            draft.type = "" if draft.type != "Statement" else draft.type
        noun.type = self._retyped(noun)
        self.became.setdefault(id(draft), noun)

    def blame(self) -> None:
        """"charged with murder", "arrested on suspicion of theft": who is blamed did it, and it may not be so."""
        for draft in self.drafts:
            above = self._blamed_by(draft)
            if above is None:
                continue
            if above.type in UNPROVEN or not above.type:
                draft.flags.add("alleged")
            if draft.form == "noun" and not any(r in ("subject", "by", "genitive") for r, _ in draft.arguments):
                done = [n for r, n in above.arguments if r in ("object", "genitive", "dative") and n.mention.kind in ANIMATE]
                draft.arguments += [("subject", n) for n in done[:1] if n.span not in {m.span for _, m in draft.arguments}]

    def share(self) -> None:
        """"called off the strike after talks with Y": who meets, where nobody is said to, is who acts in the clause."""
        for draft in self.drafts:
            if draft.form != "noun" or draft.type not in MUTUAL:
                continue
            verbs = [d for i in self.b.up(draft.main) if (d := self.at.get(i)) is not None and d.form != "noun"]
            if not verbs or id(verbs[0]) in self.became:
                continue
            above = verbs[0]
            if not any(r in ("subject", "genitive", "by") for r, _ in draft.arguments):
                draft.arguments += [(r, n) for r, n in above.arguments if r == "subject"]

    def name(self) -> None:
        """A verb that the language file does not know tells an event where it has a time and a name or pronoun."""
        for draft in self.drafts:
            if draft.type or draft.phrase or draft.form != "finite" or not draft.times or id(draft) in self.became:
                continue
            known = [n for r, n in draft.arguments if r in ("subject", "object", "by") and n.sort in ("name", "pronoun")]
            if known and not any(self.b.among(draft.main, *plain) for plain in PLAIN):
                lemma = self.s.tokens[draft.main].lemma
                draft.type, draft.sense, draft.phrase = "Event", lemma, f"+{lemma}"

    def _blamed_by(self, draft: Draft) -> Draft | None:
        if draft.type not in ("Crime", "Attack") or self.b.marker(draft.main) not in ("for", "of", "with"):
            return None
        for up in self.b.up(draft.main):
            above = self.at.get(up)
            if above is not None and above is not draft:
                accusing = above.type in BLAMING or self.b.among(above.main, "status", "accusing")
                return above if accusing else None
            if self.b.is_verb(up) or not self.b.among(up, "status", "accusing"):
                return None
        return None

    def tell(self) -> None:
        """Who tells what: verbs of speech for their complements, an aside for what stands before it, "according to" for
        the whole sentence. A clause of speech whose complement tells an event is no event besides."""
        for draft in self.drafts:
            draft.saying = self._teller(draft)
        for told in self.drafts:
            if self._aside(told) >= 0:
                for draft in self.drafts:
                    if draft.main < told.main and draft.saying is None and draft is not told:
                        draft.saying = told
        source = self._source()
        for draft in self.drafts:
            if source is not None and draft.saying is None:
                draft.arguments.append(("according", source))
            if draft.type and draft.saying is not None and draft.saying.type == "Statement":
                draft.saying.type = ""

    def _source(self) -> Nominal | None:
        """Who stands after "according to"."""
        known = markers(self.language.code)
        for n in sorted(self.s.nominals, key=lambda n: n.first):
            at = n.outset
            while at > 0 and self.s.upos[at - 1] in ("DET", "ADJ", "NUM", "NOUN") and at - 1 not in self.s.timed:
                at -= 1
            if any(known.get(self.s.words[at - size : at]) == "according" for size in (1, 2, 3, 4) if at >= size):
                top = self.b.top(n.outset, n.last)
                whole = self.nominal.get(self.b.head[top], n) if self.b.kind[top] in ("compound", "nmod") else n
                n = whole if whole.sort == "name" else self._named(n, top)
                return n if n.mention.kind in ANIMATE else None
        return None

    def _teller(self, draft: Draft) -> Draft | None:
        b, below = self.b, draft.main
        chain = [draft.main, *b.up(draft.main)]
        for word in chain:
            beside = self._beside(word, chain)
            if beside is not None and beside is not draft:
                return beside
            if word != below:
                above = self.at.get(word)
                if above is not None and above is not draft and self._says(above, below):
                    return None if self._parted(word, draft.main) else above
            below = word
        return None

    def _beside(self, word: int, chain: Sequence[int]) -> Draft | None:
        """"…, police said": a clause of speech set beside what it tells."""
        for c in self.b.of_kind(word, "parataxis", "advcl"):
            draft = self.at.get(c)
            if draft is None or c in chain or not self.b.among(c, "speech", "asides") or not self.b.is_finite(c):
                continue
            if self._parted(c, word):
                continue
            if self.b.kind[c] == "advcl" and self.b.marker(c) not in ("as", "during"):
                continue
            if not self.b.of_kind(c, "ccomp", "obj"):
                return draft
        return None

    def _parted(self, a: int, b: int) -> bool:
        """Whether a semicolon stands between two words."""
        return ";" in self.s.words[min(a, b) : max(a, b)]

    def _aside(self, draft: Draft) -> int:
        """"…, police said on Friday.": where a clause of speech between a comma and the end, or another comma, begins;
        -1 for any other."""
        words = self.s.words
        if draft.form != "finite" or not self.b.among(draft.main, "speech", "asides"):
            return -1
        at = draft.main - 1
        while at > 0 and words[at][0].isalnum() and not self.b.is_verb(at):
            at -= 1
        after = draft.main + 1
        while after < len(words) and (words[after][0].isalnum() and self.s.upos[after] not in ("VERB", "SCONJ", "AUX")):
            after += 1
        ends = after == len(words) or words[after] in (",", ".", ";")
        return at if at > 0 and words[at] == "," and ends else -1

    def _says(self, above: Draft, below: int) -> bool:
        kind = self.b.kind[below]
        if above.form == "noun":
            return self.b.dep[below] == "acl" and self._is_speech_noun(above.main) and self._has_source(above)
        if not self.b.among(above.main, "speech", "says"):
            return False
        if kind == "ccomp" or kind == "xcomp" and self.b.among(above.main, "speech", "promising"):
            return True
        return kind in ("obj", "xcomp") and self.b.among(above.main, "speech", "denies")

    def _has_source(self, noun: Draft) -> bool:
        for i, (relation, n) in enumerate(noun.arguments):
            if relation in ("genitive", "by") and n.mention.kind in ANIMATE:
                noun.arguments[i] = ("subject", n)
                return True
        return any(r == "subject" for r, _ in noun.arguments) or self.b.kind[noun.main] not in ("obj", "nsubj")

    def order(self) -> None:
        """After, before and during: from the conjunction of a clause, the preposition of an event noun, a participle."""
        for draft in self.drafts:
            above = self._governor(draft)
            if above is None or above is draft:
                continue
            relation = self._order(draft, above)
            if relation:
                above, draft = self.became.get(id(above), above), self.became.get(id(draft), draft)
                if above is draft:
                    continue
                if relation == "within":
                    draft.order.append(("during", above))
                    continue
                above.order.append((relation, draft))
                if relation in ORDERS:
                    draft.order.append((ORDERS[relation], above))

    def _governor(self, draft: Draft) -> Draft | None:
        for up in self.b.up(draft.main):
            if up in self.at and self.at[up] is not draft:
                return self.at[up]
            if self.b.kind[up] in CLAUSAL:
                return None
        return None

    def _order(self, draft: Draft, above: Draft) -> str:
        b, kind = self.b, self.b.kind[draft.main]
        marker = b.marker(draft.main)
        if kind == "advcl" and draft.form != "noun":
            bare = not b.of_kind(draft.main, "mark", "case") and not draft.times and not b.is_infinitive(draft.main)
            found = marker if marker in ("after", "before", "during") else "within" if bare else ""
        elif kind in ("obl", "nmod") and draft.form == "noun":
            found = marker if marker in ("after", "before") else "during" if marker in ("during", "in", "at") else ""
        else:
            subject = kind == "nsubj" and above.type in SUDDEN
            found = "during" if subject and draft.type in CAUSES else ""
        if found == "after" and above.type in SUDDEN and draft.type in CAUSES:
            return "during"
        return found

    def predicates(self) -> None:
        """"X was the first woman to …": the description is of X."""
        for top, n in list(self.nominal.items()):
            if n.sort == "people" and self.b.of_kind(top, "cop"):
                subject = self.nominal.get(self.whole.get(self.b.subject(top), self.b.subject(top)))
                if subject is not None and subject.sort == "name" and subject.mention.kind == n.mention.kind:
                    self._same(n, subject)

    # ---- whose

    def owners(self) -> list[tuple[Nominal, Nominal]]:
        """Who relatives, documents and unnamed people belong to: their possessive, or "of", "from" or "by" a person."""
        found: list[tuple[Nominal, Nominal]] = []
        for n in self.s.nominals:
            if n.sort not in ("kin", "document", "people"):
                continue
            for c in self.b.children[self.b.top(n.outset, n.last)]:
                owner = self.nominal.get(c)
                of = self.b.kind[c] == "nmod" and self.b.marker(c) in ("of", "from", "by")
                if owner and (self.b.dep[c] == "nmod:poss" or of and owner.mention.kind in ANIMATE):
                    found.append((n, owner))
        return found
