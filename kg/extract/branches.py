"""Questions asked of a dependency parse (Universal Dependencies): who is a verb's subject, is it passive, what does a
preposition say, whom does an infinitive leave out. Words are indices into the sentence; the closed classes of the
language are in its file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from kg.extract.lexicon import verb_keys
from kg.extract.sentence import Sentence
from kg.language import folded, load

#: Dependents that carry a noun phrase.
NOMINAL = ("nsubj", "obj", "iobj", "obl", "nmod", "appos", "conj", "dislocated", "vocative")
LOOSE = ("acl", "amod", "conj", "appos", "compound", "parataxis", "advcl")
CLAUSAL = ("advcl", "acl", "ccomp", "xcomp", "csubj", "parataxis")


@lru_cache(maxsize=1024)
def vocabulary(code: str, section: str, key: str) -> frozenset[str]:
    """The folded words of one list of a language file ("events.not" is a section in a section); empty without it."""
    table = load(code).table
    for name in section.split("."):
        table = table.get(name, {})
    return frozenset(folded(w) for w in table.get(key, ()))


@lru_cache(maxsize=16)
def markers(code: str) -> Mapping[tuple[str, ...], str]:
    """Prepositions (as words) and the relation each stands for, from [relations]."""
    found: dict[tuple[str, ...], str] = {}
    for relation, forms in load(code).section("relations").items():
        for form in forms if isinstance(forms, list) else ():
            found.setdefault(tuple(folded(form).split()), relation)
    return found


class Branches:
    """The parse of one sentence."""

    def __init__(self, code: str, s: Sentence) -> None:
        self.code, self.s = code, s
        self.head = [w.head for w in s.tokens]
        self.dep = [w.deprel for w in s.tokens]
        self.kind = [d.split(":")[0] for d in self.dep]
        self._mend()
        self.children: list[list[int]] = [[] for _ in s.words]
        for i, h in enumerate(self.head):
            if h >= 0:
                self.children[h].append(i)

    def _mend(self) -> None:
        """A verb right after a noun that the parse takes for an attribute of the next one ("a slide buried part of")
        tells what the first noun does to the second; participles before a noun stand after an article or adjective."""
        for v in range(1, len(self.head)):
            named = self.s.upos[v - 1] in ("NOUN", "PROPN", "PRON")
            if self.s.upos[v] == "VERB" and self.kind[v] in ("amod", "compound") and named and self.head[v] > v:
                self._raise(v, v - 1, self.head[v])
        self._unclause()
        self._untime()
        self._unaddress()
        self._whose()
        for verb in range(2, len(self.head)):
            if self.s.upos[verb] == "VERB" and self.among(verb, "speech", "asides"):
                self._release(verb)
        self._tuck()
        for noun in range(len(self.head)):
            main = self.kind[noun] in ("root", "parataxis", "ccomp")
            if main and self.s.upos[noun] in ("NOUN", "PROPN", "PRON"):
                self._crown(noun)

    def _unclause(self) -> None:
        """"alleged that before his arrest X had …": the clause behind "that" is what is told, also where the parse
        takes "that" for an object. "Eleven were killed and 19 hurt": a participle behind a number tells what they
        underwent."""
        for said, that in enumerate(range(1, len(self.head))):
            opens = self.s.words[that] in vocabulary(self.code, "clauses", "complementizers")
            if opens and self.head[that] == said and self.kind[that] == "obj" and self.among(said, "speech", "says"):
                self._complement(said, that)
        for number, v in enumerate(range(1, len(self.head))):
            counted = self.s.upos[number] == "NUM" and self.kind[number] == "conj" and self.s.upos[v] == "VERB"
            if counted and self.head[v] == number and self.kind[v] == "amod":
                self.head[v], self.dep[v] = self.head[number], "conj"
                self.head[number], self.dep[number] = v, "nsubj:pass"
        self.kind = [d.split(":")[0] for d in self.dep]

    def _complement(self, said: int, that: int) -> None:
        """The first verb behind "that" with a subject of its own is what is said; what stands before that is of it."""
        for v in range(that + 2, len(self.head)):
            subjects = [c for c in range(that + 1, v) if self.head[c] == v and self.kind[c] == "nsubj"]
            if self.s.upos[v] != "VERB" or not subjects:
                continue
            above = self.head[v]
            if above == said or that < above < v and self.head[above] == said:
                self.head[v], self.dep[v], self.head[that], self.dep[that] = said, "ccomp", v, "mark"
                for c in range(that + 1, subjects[0]):
                    self.head[c] = v if self.head[c] == said else self.head[c]
            return

    def _tuck(self) -> None:
        """"said he slept when the tents fell": a clause right behind what is said is part of it."""
        for c, h in enumerate(self.head):
            if self.kind[c] != "advcl" or h < 0 or not self.among(h, "speech", "says"):
                continue
            told = [k for k, up in enumerate(self.head) if up == h and self.kind[k] == "ccomp" and h < k < c]
            if told and "," not in self.s.words[told[-1] : c]:
                self.head[c] = told[-1]

    def _release(self, aside: int) -> None:
        """"A ferry sank, killing twelve, officials said": what stands before an aside's comma is not told of it."""
        subjects = [c for c, h in enumerate(self.head) if h == aside and self.kind[c] == "nsubj" and c < aside]
        comma = next((k for k in range(subjects[-1], 0, -1) if self.s.words[k] == ","), 0) if subjects else 0
        below = [c for c, h in enumerate(self.head) if h == aside and c < comma]
        clauses = [c for c in below if self.kind[c] in ("ccomp", "parataxis")]
        clauses.sort(key=lambda c: ("VerbForm=Fin" not in self.s.tokens[c].feats, c))
        told = clauses[0] if clauses else self.head[aside]
        if not comma or not 0 <= told < comma:
            return
        for c in below:
            if c != told and self.kind[c] != "punct":
                self.head[c] = told
                self.dep[c] = self.kind[c] = "advcl" if c in clauses else self.dep[c]

    def _unaddress(self) -> None:
        """A name that the parse takes for somebody spoken to ("X, the teacher, was") is what its apposition is."""
        for name in (i for i, kind in enumerate(self.kind) if kind == "vocative"):
            verb = self.head[name]
            subject = next((c for c in range(name + 1, len(self.head)) if self.head[c] == verb), -1)
            if subject > name and self.kind[subject] == "nsubj":
                self.head[subject], self.dep[name], self.dep[subject] = name, self.dep[subject], "appos"
        self.kind = [d.split(":")[0] for d in self.dep]

    def _whose(self) -> None:
        """"Refused bail to X, who was arrested": a clause with "who" is said of the person named right before it."""
        people = vocabulary(self.code, "clauses", "people")
        named = {k for n in self.s.nominals if n.sort == "name" and n.mention.kind == "Person"
                 for k in range(n.first, n.last + 1)}  # fmt: skip
        for i in (i for i in range(2, len(self.head)) if self.s.words[i] in people):
            verb, name = self.head[i], i - 1 - (self.s.words[i - 1] == ",")
            while name > 0 and self.kind[name] == "flat" and self.head[name] < name:
                name = self.head[name]
            if verb > i and self.dep[verb] == "acl:relcl" and self.head[verb] < name and name in named:
                self.head[verb] = name

    def _untime(self) -> None:
        """What hangs on a time ("in 2014 by her sister") hangs on the verb that the time hangs on."""
        for c, h in enumerate(self.head):
            if h not in self.s.timed or c in self.s.timed or self.kind[c] not in ("nmod", "obl", "advcl", "acl"):
                continue
            seen = {c}
            while h >= 0 and h not in seen and not self.is_verb(h):
                seen.add(h)
                h = self.head[h]
            if h >= 0 and h not in seen:
                by = vocabulary(self.code, "relations", "by")
                agent = any(self.head[k] == c and self.s.words[k] in by for k in range(c))
                self.head[c] = h
                self.dep[c] = "obl:agent" if agent else "obl" if self.kind[c] == "nmod" else self.dep[c]
                self.kind[c] = self.dep[c].split(":")[0]

    def _crown(self, noun: int) -> None:
        """A noun in the place of its verb ("The union, led by X, called off the strike"): the verb becomes the head,
        the noun its subject. The verb stands behind the noun or a comma and has tense, or an object, which a participle
        that tells a noun apart has not; nothing subordinates it. So does what the noun is said to be ("X, who …, is in
        jail")."""
        below = [[c for c, h in enumerate(self.head) if h == i] for i in range(len(self.head))]
        if any(self.kind[c] in ("cop", "nsubj", "case") for c in below[noun]):
            return
        joins = vocabulary(self.code, "clauses", "relatives")
        for v in range(noun + 1, len(self.head)):
            if self.s.words[v] == ";":
                return
            before = v - 1
            while before > noun and (self.s.upos[before] in ("ADV", "AUX", "PART", "ADP") or before in self.s.timed):
                before -= 1
            if any(self.kind[c] == "case" and self.head[c] > v for c in range(before + 1, v)):
                continue  # "the founder of collapsed firm X": a participle before a noun
            inside = self.head[before] == noun and self.kind[before] == "flat"
            near = before == noun or self.s.words[before] == "," or inside
            signs = [c for c in below[v] if self.kind[c] in ("mark", "cc") or self.s.words[c] in joins]
            own = any(self.dep[c] == "nsubj" for c in below[v])
            said = not self.is_verb(v) and self.kind[v] == "obl"
            loose = said or self.kind[v] in LOOSE or (self.kind[v] == "ccomp" and not own)
            if near and loose and self._tensed(v, below[v]) and not signs:
                self._enthrone(noun, v, before, below)
                return

    def _enthrone(self, noun: int, v: int, before: int, below: list[list[int]]) -> None:
        self.head[v], self.dep[v] = self.head[noun], self.dep[noun]
        self.head[noun], self.dep[noun] = v, "nsubj"
        for c in below[noun]:
            if c > before and c != v:
                self.head[c] = v
        for c in below[v]:
            if c < before and self.kind[c] == "nsubj":
                self.head[c], self.dep[c] = noun, "appos"
        self.kind = [d.split(":")[0] for d in self.dep]

    def _tensed(self, v: int, below: list[int]) -> bool:
        """Whether a word is a verb with tense or an object, or what somebody is said to be ("is in jail")."""
        kinds = [self.kind[c] for c in below]
        if not self.is_verb(v):
            return "cop" in kinds
        gerund = self.s.words[v].endswith(tuple(vocabulary(self.code, "verbs", "gerund")))
        return "aux" in kinds or "VerbForm=Fin" in self.s.tokens[v].feats or ("obj" in kinds and not gerund)

    def _raise(self, v: int, subject: int, thing: int) -> None:
        """Make verb `v` the head of `subject` and `thing`, in the place of the one of them that was the head."""
        top = subject if self.head[thing] == subject else thing
        self.head[v], self.dep[v] = self.head[top], self.dep[top]
        if self.dep[v] in ("obl", "nmod"):
            self.dep[v] = "advcl"
        for c in range(len(self.head)):
            if self.head[c] == top and c not in (v, subject, thing):
                if self.kind[c] == "case":
                    self.head[c], self.dep[c] = v, "mark"
                elif c < subject:
                    self.head[c] = subject
                elif top == subject and c > v:
                    self.head[c] = v
        self.head[subject], self.dep[subject] = v, "nsubj"
        self.head[thing], self.dep[thing] = v, "obj"
        self.kind = [d.split(":")[0] for d in self.dep]

    def among(self, i: int, section: str, key: str) -> bool:
        """Whether word `i` is one of a list of the language file, or a form of a verb in it."""
        words = vocabulary(self.code, section, key)
        return self.s.words[i] in words or not words.isdisjoint(verb_keys(self.code, self.s.words[i]))

    def of_kind(self, i: int, *kinds: str) -> list[int]:
        """The dependents of word `i` whose relation, without its subtype, is one of `kinds`."""
        return [c for c in self.children[i] if self.kind[c] in kinds]

    def top(self, first: int, last: int) -> int:
        """The word of a range that the rest of the sentence sees: the one whose head lies outside."""
        tops = [i for i in range(first, last + 1) if not first <= self.head[i] <= last]
        light = ("case", "punct", "det", "amod", "compound", "cc", "nummod", "mark")
        heavy = [i for i in tops if self.kind[i] not in light]
        return (heavy or tops or [last])[-1]

    def up(self, i: int) -> Iterator[int]:
        """The words above `i`, nearest first."""
        seen = {i}
        while (i := self.head[i]) >= 0 and i not in seen:
            seen.add(i)
            yield i

    def first(self, i: int) -> int:
        """The first word of what hangs on `i`, clauses left out."""
        return min([i, *(self.first(c) for c in self.children[i] if c < i and self.kind[c] not in CLAUSAL)])

    # ---- verbs

    def is_verb(self, i: int) -> bool:
        return self.s.upos[i] == "VERB"

    def feature(self, i: int, value: str) -> bool:
        return value in self.s.tokens[i].feats

    def auxiliaries(self, v: int) -> list[int]:
        """The auxiliaries of a verb, its own or those of the verb it is coordinated with where it has none."""
        own = self.of_kind(v, "aux", "cop")
        up = self.head[v]
        if own or self.kind[v] != "conj" or self.of_kind(v, "nsubj", "mark") or self.s.upos[up] != self.s.upos[v]:
            return own
        return self.auxiliaries(up) if self.s.tokens[v].feats == self.s.tokens[up].feats else []

    def is_passive(self, v: int) -> bool:
        """A participle with a passive auxiliary, or one that stands for a clause by itself ("held", not "holding")."""
        if any(self.dep[c] == "nsubj:pass" or self.dep[c] == "aux:pass" for c in self.children[v]):
            return True
        aux = self.auxiliaries(v)
        if any(self.dep[a] == "aux:pass" for a in aux):
            return True
        by = [c for c in self.of_kind(v, "obl", "obj", "nmod") if self.dep[c] == "obl:agent" or self.marker(c) == "by"]
        by = [c for c in by if c not in self.s.timed]  # "rescued 34 people by the evening"
        told = by and self.feature(v, "Tense=Past") and self.dep[by[0]] == "obl:agent"
        if told or (by and self.feature(v, "VerbForm=Part")):
            return True
        participle = self.feature(v, "Tense=Past") and self.feature(v, "VerbForm=Part") or self.feature(v, "Voice=Pass")
        acts = any(self.dep[c] == "nsubj" for c in self.children[v])
        bare = not aux and not acts and self.dep[v] in ("acl", "advcl", "xcomp", "amod", "root", "parataxis")
        if self.dep[v] == "acl" and not aux and not self.feature(v, "VerbForm=Fin") and not self.is_infinitive(v):
            return not self.s.words[v].endswith(tuple(vocabulary(self.code, "verbs", "gerund")))
        return participle and bare and not self.of_kind(v, "obj")

    def is_stray(self, v: int) -> bool:
        """A finite verb that the parse hangs on a noun, as if it told it apart: the noun is its subject or object."""
        loose = self.dep[v] in ("acl", "amod", "conj", "appos", "compound", "parataxis")
        return loose and self.feature(v, "VerbForm=Fin") and self.s.upos[self.head[v]] in ("NOUN", "PROPN", "PRON")

    def is_infinitive(self, v: int) -> bool:
        aux = self.of_kind(v, "aux")
        passive = any(self.feature(a, "VerbForm=Inf") for a in aux)  # "to be published"
        return self.feature(v, "VerbForm=Inf") and not aux or passive and not self._has_tense(aux)

    def _has_tense(self, words: Sequence[int]) -> bool:
        return any(self.feature(w, "VerbForm=Fin") for w in words)

    def is_finite(self, v: int) -> bool:
        """A verb with tense, its own or its auxiliary's."""
        if self.feature(v, "VerbForm=Fin") or any(self.feature(a, "VerbForm=Fin") for a in self.auxiliaries(v)):
            return True
        return bool(self.of_kind(v, "nsubj")) and not self.is_infinitive(v)

    # ---- what prepositions and conjunctions say

    def marker(self, i: int) -> str:
        """The relation that the preposition or conjunction of word `i` stands for, "" for none that is known."""
        signs = [c for c in self.children[i] if self.kind[c] in ("case", "mark") and c < i]
        opening = self.first(i)
        if not signs and opening < i and self.s.upos[opening] == "ADP" and self.kind[opening] == "case":
            return markers(self.code).get((self.s.words[opening],), "")
        if not signs:
            return self.marker(self.head[i]) if self.kind[i] == "conj" and self.s.upos[i] != "VERB" else ""
        end = signs[-1] + 1
        while end < i and self.dep[end] == "fixed":
            end += 1
        known = markers(self.code)
        for begin in range(max(0, end - 5), end):
            relation = known.get(self.s.words[begin:end])
            if relation:
                return relation
        return next((r for c in signs if (r := known.get((self.s.words[c],), ""))), "")

    # ---- who

    def antecedent(self, i: int) -> int:
        """The noun that a relative pronoun stands for, `i` itself for any other word."""
        relative = self.s.words[i] in vocabulary(self.code, "clauses", "relatives")
        if not relative or self.s.upos[i] not in ("PRON", "SCONJ", "DET", "ADV"):
            return i
        for h in self.up(i):
            if self.dep[h] in ("acl:relcl", "acl") and self.head[h] >= 0:
                return self.head[h]
        return i

    def subject(self, v: int, depth: int = 4) -> int:
        """The head of the subject of word `v` as the sentence shows it, -1 for none: its own, or the one it shares with
        the clause it is coordinated with, controlled by, or a participle of."""
        own = [self.antecedent(c) for c in self.of_kind(v, "nsubj", "csubj")]
        if own:
            return own[-1]
        up = self.head[v]
        if up < 0 or depth == 0:
            return -1
        dep = self.kind[v]
        if self.dep[v] == "acl:relcl" or (up < v and self.is_stray(v)):
            return up
        if dep == "acl":
            return self._of_noun(v, up, depth)
        if dep in ("conj", "parataxis"):
            return self.subject(up, depth - 1) if self.is_verb(up) or self.of_kind(up, "cop", "nsubj") else -1
        if dep in ("xcomp", "advcl", "ccomp"):
            return self._controlled(v, up, depth)
        return -1

    def _of_noun(self, v: int, noun: int, depth: int) -> int:
        """A participle is about its noun; an infinitive ("the decision to close") about whose that is."""
        if not self.is_infinitive(v):
            return noun
        owner = next((c for c in self.children[noun] if self.dep[c] == "nmod:poss"), -1)
        if owner >= 0:
            return owner
        above = self.head[noun]
        return self.subject(above, depth - 1) if above >= 0 and self.kind[noun] in ("obj", "obl", "xcomp") else -1

    def _controlled(self, v: int, up: int, depth: int) -> int:
        """The object where somebody is made to do it or it is said of them ("ordered X to", "jailed X for"), else the
        subject."""
        objects = self.of_kind(up, "iobj") or self.of_kind(up, "obj")
        with_object = self.among(up, "status", "wanted") or self.among(up, "status", "causing")
        blamed = self.kind[v] == "advcl" and self.marker(v) in ("for", "of", "from", "with", "because")
        if objects and (with_object and self.kind[v] != "advcl" or blamed):
            return objects[0]
        return self.subject(up, depth - 1)
