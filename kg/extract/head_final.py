"""Clauses of a head-final language (Hindi and its neighbours), where arguments stand before their verb and say by a
case marker what they are.

A sentence is read once, left to right. Noun phrases, times and event nouns wait in a row; a verb group takes from the
right of the row what its form allows (a participle what stands next to it, an infinitive back to its genitive subject,
a finite verb everything that waits). So nesting comes out right without a parse; tags decide what is a verb. Linear in
the words of a sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.extract.draft import Draft, Reading
from kg.extract.grammar import Grammar, grammar, is_infinitive, marker, marker_of_genitive
from kg.extract.groups import Group, drafts, noun_in, verb_groups
from kg.extract.lexicon import Match, verb_keys
from kg.extract.nominals import Nominal, unnamed
from kg.extract.sentence import Sentence
from kg.language import Language, folded
from kg.model import Span

#: Adjectives and numbers between two phrases, at most this many, leave them next to each other.
NEAR = 4
#: A bare number before one of these counts people ("two dead").
COUNTED = ("Death", "Injury", "Arrest", "Detention", "Release", "Rescue", "Sentence", "Dismissal", "Crime", "Event")
#: What one of these is "on" is what it is aimed at, not where it happens.
AIMED = ("Attack", "Search", "Lawsuit", "CourtOrder", "Sentence", "Charge", "Decision", "Trial", "Investigation")
#: Two words for one of these in one clause tell one event ("signed a treaty").
TOLD_TWICE = ("Agreement", "Award", "Meeting", "Publication", "Statement", "Travel")
#: Whom one of these is done to, the blow or shot told with it was dealt to.
VIOLENT = ("Crime", "Death", "Injury")
#: A bare noun for somebody beside who is meant names the post they get.
POSTS = ("Appointment", "Election", "OathTaking")
#: In these somebody is given something: an infinitive reaches over what that is to whom.
GIVEN = ("Payment", "Award", "Correspondence", "Decision")
#: What happens to people in one event is often told in two clauses: a time of the first is that of the second.
CASUALTIES = ("Death", "Injury")
#: Marks between two clauses that share nothing but the sentence.
STOPS = ";:|–—"


@dataclass(frozen=True)
class Item:
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
    told = [m for m in matches if _tells(g, sentence, m)]
    groups = verb_groups(g, sentence, told)
    reader = _Reader(language, g, sentence, groups, drafts(g, sentence, groups, told))
    clauses = reader.read()
    for draft in clauses:
        draft.arguments = _meant(language, g, draft)
    return Reading(tuple(clauses), tuple(reader.owners), tuple(reader.same), tuple(reader.found), reflexive=True)


def _tells(g: Grammar, s: Sentence, match: Match) -> bool:
    """Whether a phrase found names an event here: not inside a time or a name, nor before a noun it only describes."""
    if all(i in s.timed for i in match.words):
        return False
    names = [n for n in s.nominals if n.sort in ("name", "statute")]
    if all(any(n.first <= i <= n.last for n in names) for i in match.words):
        return False
    if not match.phrase.label:
        return False
    last = match.words[-1]
    noun = not any(e.verb for e, place in zip(match.phrase.elements, match.places, strict=True) if place == last)
    return not (noun and noun_in(g, s.form(last + 1), "described"))


def _meant(language: Language, g: Grammar, draft: Draft) -> list[tuple[str, Nominal]]:
    """The arguments of a clause with the relations that its words give their markers."""
    table = language.section("events").get("relations", {}).get(draft.phrase, {})
    acts = any(r in ("ergative", "subject") for r, _ in draft.arguments)
    direct = draft.type in language.section("relations").get("direct", ())
    found: list[tuple[str, Nominal]] = []
    for relation, n in draft.arguments:
        inside = draft.words[0] <= n.first and n.last <= draft.words[-1]
        place = n.mention.kind == "Place"
        if relation == "" and n.sort == "people" and draft.type in POSTS and len(draft.arguments) > 1:
            relation = "as"
        elif relation == "" and inside and n.mention.kind in ("Organisation", "Place"):  # a court that one goes to
            relation = "in"
        elif relation == "dative" and "obliged" in draft.flags and n.mention.kind in ("Person", "Group", "Organisation"):
            relation = "subject"
        elif relation == "in" and not place and draft.type == "Clash":
            relation = "with"
        elif relation == "on" and place and draft.type not in AIMED:
            relation = "in"
        elif relation == "genitive" and acts and draft.type == "Statement":
            relation = "object"
        elif relation == "dative" and direct and relation not in table:
            relation = "object"
        found.append((table.get(relation, relation), n))
    return found


class _Reader:
    """One pass over a sentence with the row of what waits for its verb."""

    def __init__(self, language: Language, g: Grammar, s: Sentence, groups: Sequence[Group], found: dict[int, Draft]) -> None:
        self.language, self.g, self.s = language, g, s
        self.groups = {group.first: group for group in groups}
        self.finite = [group.first for group in groups if group.form == "finite"]
        self.drafts = found
        self.nominals = {n.first: n for n in s.nominals}
        self.row: list[Item] = []
        self.waiting: list[Draft] = []
        self.done: list[Draft] = []
        self.contents: list[tuple[str, Draft]] = []
        self.linked: list[Draft] = []
        self.earlier: list[Draft] = []
        self.pending: tuple[Draft, int] | None = None
        self.last: Draft | None = None
        self.saying: Draft | None = None
        self.subject: tuple[str, Nominal] | None = None
        self.during: list[tuple[str, Draft]] = []
        self.joined = False
        self.owners: list[tuple[Nominal, Nominal]] = []
        self.same: list[tuple[Nominal, Nominal]] = []
        self.found: list[Nominal] = []

    def read(self) -> list[Draft]:
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
                self.row.append(Item(i, end, relation, time=span))
                i = end
            elif i in self.nominals:
                i = self._nominal(self.nominals[i])
            else:
                i = self._word(i)
        self._stop(len(self.s.words))
        self._ascribe()
        return [d for d in self.done if "dropped" not in d.flags]

    def _ascribe(self) -> None:
        """Who is named as the source of a sentence is that of all its clauses that name no other."""
        named = [(n.first, n) for d in self.done for r, n in d.arguments if r == "according"]
        for at, source in sorted(named, key=lambda s: s[0])[:1]:
            for draft in self.done:
                told = draft.saying is not None or any(r == "according" for r, _ in draft.arguments)
                if draft.words[0] > at and not told:
                    draft.arguments.append(("according", source))

    # ---- words that are none of these

    def _word(self, i: int) -> int:
        word = self.s.words[i]
        if word in STOPS or (word == "," and (not self.finite or self._ends_heading(i))):
            self._stop(i)
        elif self.g.has("relatives", word):
            self._relative(i)
        elif self._is_agent(i) or self._is_count(i):
            nominal = unnamed(self.g.code, self.s.tokens[i], i)
            self.found.append(nominal)
            return self._nominal(nominal)
        return i + 1

    def _ends_heading(self, i: int) -> bool:
        """Whether a comma ends a clause without a verb in a heading, which has no auxiliaries: an event word is before it."""
        last = self.row[-1] if self.row else None
        told = last is not None and last.draft is not None and last.relation == "" and last.end == i
        return told and i + 1 not in self.drafts and not self.g.any("finite", self.s.words)

    def _is_agent(self, i: int) -> bool:
        """A noun that no list knows, marked as who does something."""
        return self.s.upos[i] in ("NOUN", "PROPN") and marker(self.g, self.s.words, i + 1)[0] == "ergative"

    def _is_count(self, i: int) -> bool:
        """A number that stands for so many people: nothing but a marker is between it and what happened to them."""
        if self.s.upos[i] != "NUM" or i in self.s.timed:
            return False
        after = i + 1 + self.g.has("others", self.s.form(i + 1))
        relation, end = marker(self.g, self.s.words, after)
        told = self.drafts.get(end)
        return told is not None and told.type in COUNTED and relation in ("", "genitive", "dative")

    def _relative(self, i: int) -> None:
        """What a relative clause is said of: the noun phrase, or the event, that stands before it."""
        antecedent = next((item.nominal for item in reversed(self.row) if item.nominal), None)
        whom = antecedent or self._told_last()
        self.row.append(Item(i, i + 1, "barrier"))
        when = self._occasion(i)
        if when and self.last is not None and self.last.type and not (whom and whom.mention.kind == "Document"):
            self.during.append((when, self.last))
            place = next((n for r, n in self.last.arguments if n.mention.kind == "Place" and r in ("in", "at", "on")), None)
            if place is not None and when == "during":
                self.row.append(Item(i, i + 1, "in", nominal=place))
            return
        relation, end = self._relative_relation(i)
        if whom is not None and relation:
            self.row.append(Item(i, end, relation, nominal=whom))

    def _occasion(self, i: int) -> str:
        """Whether a relative word says when its clause is: during what was told before it, or after."""
        if self.g.has("occasions", self.s.words[i]):
            return "during"
        if not self.g.has("occasions_with", self.s.words[i]):
            return ""
        near = self.s.words[i + 1 : i + 3]
        return "after" if self.g.any("afterwards", near) else "during" if self.g.any("meanwhile", near) else ""

    def _told_last(self) -> Nominal | None:
        """Whom or what the last clause named last."""
        named = [n for r, n in self.last.arguments if r != "genitive" and n.sort != "pronoun"] if self.last else []
        return max(named, key=lambda n: n.first) if named else self.subject[1] if self.subject else None

    def _relative_relation(self, i: int) -> tuple[str, int]:
        forms = self.language.section("relative_relations")
        relation = next((str(r) for form, r in forms.items() if folded(form) == self.s.words[i]), "")
        return (relation, i + 1) if relation else marker(self.g, self.s.words, i + 1)

    # ---- noun phrases

    def _nominal(self, n: Nominal) -> int:
        relation, end = self._marked(n)
        if self._is_modifier(n, relation):
            return n.last + 1
        beside = self._beside(n)
        if beside is not None:
            self.same.append((n, beside))
            return n.last + 1
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
        self.row.append(Item(start, end, relation, nominal=n))
        return max(end, n.last + 1)

    def _is_modifier(self, n: Nominal, relation: str) -> bool:
        """Whether it only describes the noun behind it: "that" of a noun, one word for people before another."""
        if n.sort == "pronoun":
            told = any(item.relation == "ergative" for item in self.row)
            return (n.relation == "" and relation == "") or (n.relation == "subject" and told)
        following = self.nominals.get(n.last + 1)
        return n.sort == "people" and relation == "" and following is not None and following.sort == "people"

    def _marked(self, n: Nominal) -> tuple[str, int]:
        """The relation of a noun phrase, and the word after its marker."""
        if n.relation:
            compound, end = marker_of_genitive(self.g, self.s.words, n.last + 1) if n.relation == "genitive" else ("", 0)
            return (compound, end) if compound else (n.relation, n.last + 1)
        at = n.last + 1
        while self.g.has("heads", self.s.form(at)) or self.g.has("particles", self.s.form(at)):
            at += 1
        if self.s.form(at) == "(":
            at = next((k + 1 for k in range(at, min(at + 8, len(self.s.words))) if self.s.words[k] == ")"), at)
        relation, end = marker(self.g, self.s.words, at)
        if relation == "genitive" and n.mention.kind in ("Place", "Organisation"):
            relation, end = self._housed(n, relation, end)
        if relation == "" and n.sort != "pronoun":
            relation = self._shared(at)
        return relation, max(end, n.last + 1)

    def _housed(self, n: Nominal, relation: str, end: int) -> tuple[str, int]:
        """A place or body whose hospital, office or street something happens in: "in a hospital of X", "on X's office"."""
        for at in range(end, min(end + 5, len(self.s.words))):
            found, after = marker(self.g, self.s.words, at)
            if found and at > end:
                fits = found in ("in", "on", "from") if n.mention.kind == "Place" else found in ("on", "genitive")
                return (found, after) if fits else (relation, end)
            known = at in self.nominals or at in self.groups or at in self.drafts or at in self.s.timed
            if found or known or not self.s.words[at][0].isalnum():
                break
        return relation, end

    def _beside(self, n: Nominal) -> Nominal | None:
        """The name that a description stands right before ("the company X", "her son, X")."""
        following = self.nominals.get(n.last + 1)
        if following and n.sort == "people" and following.sort == "name" and following.mention.kind == n.mention.kind:
            return following
        if n.sort == "kin" and self.s.form(n.last + 1) == ",":
            named = next((m for m in self.s.nominals if m.outset == n.last + 2 and m.sort == "name"), None)
            if named and named.mention.kind == n.mention.kind and marker(self.g, self.s.words, named.last + 1)[0]:
                return named
        return None

    def _shared(self, begin: int) -> str:
        """The relation of the last of coordinated phrases ("A, B and C" + marker) is that of all; `begin` is the word
        after the first."""
        joined = False
        for at in range(begin, min(begin + 6, len(self.s.words))):
            word = self.s.words[at]
            if word == "," or self.g.has("coordination", word) or self.g.has("including", word):
                joined = True
            elif not joined:
                return ""
            elif at in self.nominals:
                following = self.nominals[at]
                relation, end = marker(self.g, self.s.words, following.last + 1)
                relation = following.relation or relation
                if relation == "genitive" and any(k in self.nominals for k in range(following.last + 1, end + 2)):
                    continue  # whose the next one is
                return relation or self._shared(following.last + 1)
            elif marker(self.g, self.s.words, at)[0] == "genitive":
                continue
            elif at in self.groups or at in self.drafts or marker(self.g, self.s.words, at)[0]:
                return ""
        return ""

    # ---- event nouns

    def _noun(self, draft: Draft) -> int:
        relation, end = marker(self.g, self.s.words, draft.words[-1] + 1)
        start = draft.words[0]
        while self.row and self._chained(self.row[-1], start):
            item = self.row[-1]
            compound = item.nominal is not None and item.relation == "" and item.end == start
            if compound and relation and item.nominal and item.nominal.mention.kind in ("Person", "Group"):
                break  # who does something in it, not what it is of
            if not (compound or item.relation in ("genitive", "with", "from", "against", "on", "for", "by")):
                break
            if item.time and item.relation != "genitive":
                break
            self.row.pop()
            self._give(draft, item, "compound" if compound else item.relation)
            start = item.start
        self._pend(draft)
        if not relation:
            self._describes(draft)
        self._content(draft, draft.words[-1] + 1, relation, end)
        self.row.append(Item(start, end, relation, draft=draft))
        self.done.append(draft)
        return end

    def _pend(self, draft: Draft) -> None:
        """A participle that tells no event of its own hands what it took to the event noun behind it ("held in X")."""
        apart = self.pending and self.row and self.row[-1].start >= self.pending[1]
        if self.pending and not apart and self._adjacent(self.pending[1], draft.words[0]):
            other = self.pending[0]
            draft.arguments = other.arguments + draft.arguments
            draft.times = other.times + draft.times
            draft.order += [("during" if r in ("from", "in", "because") else r, e) for r, e in other.events if r != "genitive"]
            other.flags.add("dropped")
        self.pending = None

    def _describes(self, draft: Draft) -> None:
        """An event word without a marker right before a noun phrase says something of it ("in jail student X")."""
        noun = next((n for n in self.s.nominals if 0 < n.first - draft.words[-1] <= NEAR), None)
        if noun is None or noun.mention.kind not in ("Person", "Group") or noun.sort == "pronoun":
            return
        between = range(draft.words[-1] + 1, noun.first)
        if all(self.s.words[k][0].isalnum() and k not in self.groups and not marker(self.g, self.s.words, k)[0] for k in between):
            draft.arguments.append(("object", noun))

    def _content(self, draft: Draft, at: int, relation: str, end: int) -> None:
        """What an event is the content of: its plan, the allegation, the denial or only the wish of it."""
        if relation not in ("genitive", "from", "in"):
            return
        at = end + 1 if relation == "genitive" and self._is("about_it", end) else end
        if at > end:  # "the talk of …"
            relation, at = marker(self.g, self.s.words, at)
        for name, flag in (
            ("planned_of", "future"), ("alleged_of", "alleged"), ("reported_of", "reported"), ("unreal_of", "dropped"),
            ("ordered_of", "future"), ("denied_of", "denied"),
        ):  # fmt: skip
            if self._is(name, at) and (relation == "from") == (flag == "denied"):
                for content in (draft, *self.linked):
                    content.flags.add(flag)
                    self.contents.append((name, content))
                self.linked = []
                return

    def _is(self, name: str, at: int) -> bool:
        return noun_in(self.g, self.s.form(at), name)

    def _chained(self, item: Item, start: int) -> bool:
        """Whether a phrase belongs to what begins at word `start`, also as one of coordinated phrases."""
        end = item.end
        if end < start and (self.s.words[end] == "," or self.g.has("coordination", self.s.words[end])):
            end += 1
        if item.nominal and item.nominal.person == "self" and any(self.s.upos[k] == "NOUN" for k in range(end, start)):
            return False
        return self._adjacent(end, start)

    def _adjacent(self, end: int, start: int) -> bool:
        """Whether only modifiers stand between word `end` and word `start`."""
        return 0 <= start - end <= NEAR and all(
            self.s.upos[k] in ("ADJ", "DET", "NUM", "ADV", "NOUN", "PROPN", "PART", "PRON", "")
            and self.s.words[k][0].isalnum()
            and not marker(self.g, self.s.words, k)[0]
            for k in range(end, start)
        )

    def _give(self, draft: Draft, item: Item, relation: str) -> None:
        if item.time:
            draft.times.append(item.time)
        elif item.nominal:
            draft.arguments.append((relation, item.nominal))
        elif item.draft:
            draft.events.append((relation, item.draft))
            if item.draft.type in TOLD_TWICE and item.draft.type == draft.type and relation in ("from", "on", "in", "as"):
                item.draft.flags.add("dropped")  # "signed a treaty", "honoured with a prize": one event
                draft.arguments += item.draft.arguments
            elif relation in ("after", "before", "during"):
                draft.order.append((relation, item.draft))
            elif relation in ("in", "from", "because") and item.draft.type:
                draft.order.append(("during", item.draft))
                self._within(draft, item.draft)

    def _within(self, draft: Draft, event: Draft) -> None:
        """What happens in or by another event happens where that does; whom an accident killed or hurt had it."""
        if not any(n.mention.kind == "Place" for _, n in draft.arguments):
            draft.arguments += [(r, n) for r, n in event.arguments if r == "in" and n.mention.kind == "Place"]
        if draft.type in CASUALTIES and event.type == "Accident" and not any(n.mention.kind != "Place" for _, n in event.arguments):
            event.arguments += [("object", n) for r, n in draft.arguments if r in ("genitive", "", "object") and n.mention.kind in ("Person", "Group")]

    # ---- verbs

    def _verb(self, group: Group) -> int:
        draft = self.drafts[group.first]
        if self.row and self.row[-1].draft and set(self.row[-1].draft.words) & set(draft.words):
            self.row.pop()
        if group.form == "finite":
            self._absorb(draft, group)
            self._take_all(draft)
        elif group.form == "infinitive":
            self._take_clause(draft)
        else:
            self._take_near(draft)
        self.done.append(draft)
        draft.saying = self.saying
        if group.form == "finite":
            self._finish(draft, group)
        elif group.form == "infinitive":
            self._content(draft, group.last + 1, group.relation, group.end)
            self.row.append(Item(group.first, group.end, group.relation, draft=draft))
            return group.end
        elif group.form in ("purpose", "conjunctive"):
            self.waiting.append(draft)
            if self.row and self._adjacent(self.row[-1].end, draft.words[0]):  # what stands before it is next to what follows
                self.row[-1] = replace(self.row[-1], end=group.last + 1)
            if group.form == "purpose" and self.g.has("coordination", self.s.form(group.last + 1)):
                self.linked.append(draft)
        else:
            self._modified(draft, group)
        return group.last + 1

    def _absorb(self, draft: Draft, group: Group) -> None:
        """A light verb tells what the bare event noun before it names, whatever stands between ("death … in X came"); what
        is called off did not happen."""
        off = draft.sense == "cancelled"
        light = not verb_keys(self.g.code, self.s.words[group.first]).isdisjoint(self.g.words["light"])
        if not off and (draft.type or "speech" in draft.flags or not light or self._hosts(group.first - 1)):
            return
        for place in range(len(self.row) - 1, -1, -1):
            item = self.row[place]
            if item.relation == "barrier":
                return
            if item.draft is None or item.relation != "" or item.draft.form != "noun":
                continue
            noun = item.draft
            draft.type, draft.sense, draft.phrase = noun.type, noun.sense, noun.phrase
            draft.words, draft.arguments, draft.times = noun.words, noun.arguments, noun.times
            draft.order, draft.events = noun.order, noun.events
            between = self.s.words[noun.words[-1] : group.first]
            draft.flags |= noun.flags | ({"negated"} if off or self.g.any("negated", between) else set())
            if not verb_keys(self.g.code, self.s.words[group.first]).isdisjoint(self.g.words["be"]):
                draft.flags.add("middle")
            self.done = [d for d in self.done if d is not noun]
            self.contents = [(name, draft if d is noun else d) for name, d in self.contents]
            del self.row[place]
            return

    def _hosts(self, at: int) -> bool:
        """Whether a light verb already has a noun of its own before it, that names no event."""
        word = self.s.form(at)
        plain = self.s.upos[at] in ("NOUN", "ADJ") if at >= 0 else False
        known = at in self.s.timed or any(n.first <= at <= n.last for n in self.s.nominals) or self.g.has("aspect", word)
        return plain and not known and not any(at in d.words for d in self.drafts.values()) and not marker(self.g, self.s.words, at)[0]

    def _take_all(self, draft: Draft) -> None:
        """Everything that waits, but a genitive only where an unbroken chain leads to the event's noun."""
        position = draft.words[0]
        taken: list[tuple[Item, str]] = []
        while self.row and self.row[-1].relation != "barrier":
            item = self.row.pop()
            chained = self._chained(item, position)
            if item.start < draft.words[0]:
                position = item.start if chained else -1
            if item.relation != "genitive" or chained or item.time:
                taken.append((item, item.relation))
        if self.row:
            self.row.pop()
        for item, relation in reversed(taken):
            self._give(draft, item, relation)

    def _take_clause(self, draft: Draft) -> None:
        """An infinitive reaches back to its genitive subject; without one it takes what stands next to it."""
        start = draft.words[0]
        for back, item in enumerate(reversed(self.row)):
            if item.relation in ("ergative", "barrier") or (item.nominal and item.relation == "" and back > 1):
                break
            animate = item.nominal is not None and item.nominal.mention.kind != "Place"
            if item.relation == "genitive" and animate and not self._owned(item, back):
                for _ in range(back + 1):
                    taken = self.row.pop()
                    self._give(draft, taken, "subject" if taken is item else taken.relation)
                return
        self._take_near(draft, start)

    def _owned(self, item: Item, back: int) -> bool:
        """Whether a genitive belongs to the noun phrase right after it rather than to the verb."""
        if back == 0:
            return False
        following = self.row[len(self.row) - back]
        return following.nominal is not None and following.nominal.sort in ("kin", "document") and self._adjacent(item.end, following.start)

    def _take_near(self, draft: Draft, start: int | None = None) -> None:
        position = draft.words[0] if start is None else start
        if self.row and self.row[-1].start >= draft.words[0]:  # the noun of its idiom waits as well
            position = draft.main
        given = ("dative",) if draft.type else ()
        allowed = {"participle": ("in", "from", "on", "with", "by", "because", "under", *given, "")}.get(
            draft.form, ("in", "from", "on", "with", "by", "dative", "for", "about", "against", "")
        )
        if draft.form in ("infinitive", "purpose"):
            allowed = (*allowed, "genitive")
        bare = 0
        while self.row and self.row[-1].relation != "barrier":
            item = self.row[-1]
            subject = item.relation == "genitive" and item.nominal is not None and not self._owned(item, 1 if bare else 0)
            if item.relation not in allowed and not item.time and not (subject and draft.form == "participle"):
                break
            of_verb = len(self.row) > 1 and self.row[-2].relation == "ergative"
            if item.time and of_verb and draft.form in ("infinitive", "purpose"):
                break
            given = item.relation == "dative" and item.nominal is not None and draft.type in GIVEN and draft.form != "participle"
            if not self._adjacent(item.end, position) and not given:
                break
            if item.relation == "" and item.nominal and (bare or not self._takes_object(draft)):
                break
            bare += item.relation == "" and item.time is None
            self.row.pop()
            self._give(draft, item, "subject" if subject and draft.form == "participle" else item.relation)
            position = item.start
            if subject:
                break

    def _takes_object(self, draft: Draft) -> bool:
        first = self.s.words[draft.main]
        return is_infinitive(self.g, first) or draft.form in ("conjunctive", "purpose", "infinitive")

    def _modified(self, draft: Draft, group: Group) -> None:
        """A participle's noun: its object when the verb is perfect and transitive, its subject otherwise."""
        keys = verb_keys(self.g.code, self.s.words[group.first])
        if not draft.type or (draft.main in draft.words[:1] and keys & (self.g.words["go"] | self.g.words["be"])):
            self.pending = (draft, group.last + 1)
        noun = next((n for n in self.s.nominals if 0 < n.first - group.last <= NEAR and n.relation != "genitive"), None)
        if noun is None or any(k in self.groups or k in self.drafts for k in range(group.last + 1, noun.first)):
            return
        draft.modified.append(noun)
        if "perfect" in draft.flags and draft.type:
            self.earlier.append(draft)
        infinitive = is_infinitive(self.g, self.s.words[group.first])
        if noun.mention.kind == "Document":
            if not infinitive:
                draft.arguments.append(("object", noun))
            maker = next((n for n in self.s.nominals if group.last < n.first < noun.first and n.relation == "genitive"), None)
            if maker is not None and not any(r in ("subject", "ergative") for r, _ in draft.arguments):
                draft.arguments.append(("subject", maker))
        elif noun.sort != "statute":
            draft.arguments.append(("subject" if infinitive or draft.form == "noun" else "object", noun))

    # ---- what a finite verb ends

    def _finish(self, draft: Draft, group: Group) -> None:
        self._name_speaker(draft, group)
        self._follows(draft, group)
        if "obliged" in draft.flags:
            draft.arguments = [("subject" if r == "dative" and n.mention.kind != "Place" else r, n) for r, n in draft.arguments]
        subject = next(((r, n) for r, n in draft.arguments if r in ("ergative", "subject")), None) or next(
            ((r, n) for r, n in draft.arguments if r == "" and n.mention.kind not in ("Document", "Place")), None
        )
        if subject is None and self.subject and self._continues(draft):
            draft.arguments.insert(0, ("ergative" if "perfect" in draft.flags else "subject", self.subject[1]))
        for earlier in self.earlier:
            if not earlier.times and not draft.flags & {"future", "negated", "hypothetical"} and draft.type:
                earlier.order.append(("before", draft))
        self.earlier = []
        for waiting in self.waiting:
            self._shares(waiting, draft, subject or self.subject)
        self.waiting = []
        self._carry_on(draft, subject is None)
        self._tell_contents(draft)
        if "pluperfect" not in draft.flags or (self.last and "pluperfect" in self.last.flags):
            draft.order += self.during
        self.during = []
        if subject:
            self.subject = subject
        if "speech" in draft.flags and self.g.has("complementizers", self.s.form(group.last + 1)):
            self.saying, self.subject = draft, None
            if noun_in(self.g, self.s.form(group.first - 1), "alleged_of"):
                draft.type = ""  # an allegation whose content follows is told by that
        if draft.type == "":
            self._attends(draft, group)
            self._identify(draft)
            self._name_by_verb(draft, group)
        self.last, self.joined = draft, True

    def _follows(self, draft: Draft, group: Group) -> None:
        """Headlines put the subject behind the verb."""
        noun = next((n for n in self.s.nominals if n.outset == group.last + 1), None)
        if noun is None or noun.relation or (noun.last + 1 < len(self.s.words) and self.s.words[noun.last + 1] not in (*STOPS, ",")):
            return
        if not any(r in ("ergative", "subject", "") and n.mention.kind != "Place" for r, n in draft.arguments):
            draft.arguments.append(("", noun))

    def _name_speaker(self, draft: Draft, group: Group) -> None:
        """ "X's statement is that …": whose it is says so."""
        if "speech" not in draft.flags or any(r in ("ergative", "subject") for r, _ in draft.arguments):
            return
        whose = next((k for k, (r, n) in enumerate(draft.arguments) if r == "genitive" and n.mention.kind != "Document"), None)
        if whose is not None:
            draft.arguments[whose] = ("subject", draft.arguments[whose][1])

    def _shares(self, waiting: Draft, draft: Draft, subject: tuple[str, Nominal] | None) -> None:
        """A participle of what was done first has the subject of the verb it leads to, and its time."""
        meanwhile = self.s.words[waiting.main].endswith(self.g.imperfective)
        caught = next((n for r, n in draft.arguments if r in ("dative", "object") and n.mention.kind == "Person"), None)
        whose = caught if meanwhile and caught else subject[1] if subject else None
        if whose and "middle" not in waiting.flags and not any(r in ("subject", "ergative") for r, _ in waiting.arguments):
            waiting.arguments.insert(0, ("subject", whose))
        if waiting.type == "Attack" and draft.type in VIOLENT and not any(r in ("object", "dative") for r, _ in waiting.arguments):
            waiting.arguments += [("object", n) for r, n in draft.arguments if r in ("genitive", "dative", "object")]
        if waiting.form == "conjunctive" and not (waiting.times and draft.times):
            waiting.times, draft.times = waiting.times + draft.times, draft.times + waiting.times
        waiting.flags |= draft.flags & {"future", "hypothetical"}

    def _carry_on(self, draft: Draft, same_subject: bool) -> None:
        """A clause joined to the last one keeps its time: where it has no subject of its own, or both tell casualties."""
        if self.last is None or not self.joined or draft.times or draft.order or self.during:
            return
        casualties = draft.type in CASUALTIES and self.last.type in CASUALTIES
        tense = {"future", "negated"}
        if casualties or (same_subject and draft.flags & tense == self.last.flags & tense):
            draft.times += self.last.times
            draft.order += [o for o in self.last.order if casualties]

    def _tell_contents(self, draft: Draft) -> None:
        """What a plan, an allegation or a denial is of is told by who plans, alleges or denies."""
        subject = next((n for r, n in draft.arguments if r in ("ergative", "subject", "") and n.mention.kind != "Place"), None)
        accused = next((n for r, n in draft.arguments if r == "on"), None)
        spoken = subject is not None
        for name, content in self.contents:
            whose = subject if name in ("planned_of", "denied_of") else accused if name == "alleged_of" else None
            if name == "alleged_of":
                content.arguments = [("subject" if r == "on" else r, n) for r, n in content.arguments]
            acted = any(r in ("ergative", "subject", "by") for r, _ in content.arguments)
            if whose is not None and content is not draft and not acted:
                content.arguments.insert(0, ("subject", whose))
            if content is not draft and not content.times and not content.order:
                content.times += draft.times
            if name in ("planned_of", "reported_of", "denied_of", "alleged_of") and content is not draft and content.type:
                if spoken and draft.type == "Statement" or name == "denied_of" or (spoken and "speech" in draft.flags):
                    content.saying = draft
                if any(noun_in(self.g, self.s.words[i], name) for i in draft.words):
                    draft.type = ""  # what it frames is told instead
            elif name == "ordered_of" and content.type == "Decision":
                content.flags.add("dropped")
            elif name == "ordered_of" and content.type not in GIVEN:
                content.arguments = [("subject" if r == "dative" else r, n) for r, n in content.arguments]
        self.contents = []

    def _attends(self, draft: Draft, group: Group) -> None:
        """Who takes part in an event ("took part in the meeting") does what it is."""
        joining = self.g.any("joining", self.s.words[max(0, group.first - 2) : group.last + 1])
        if not joining or "negated" in draft.flags:
            return
        for relation, event in draft.events:
            if relation == "" and event.type in CASUALTIES:  # "among the dead are …"
                event.arguments += [("object", n) for r, n in draft.arguments if r in ("", "subject")]
            if relation == "in" and event.type:
                event.arguments += draft.arguments
                event.times += draft.times
                event.flags |= draft.flags & {"future", "perfect"}
                event.form = "finite"

    def _name_by_verb(self, draft: Draft, group: Group) -> None:
        """What no list names is an event all the same, called by its verb, where it is told as done, of somebody named, and
        with its time."""
        done = "perfect" in draft.flags and not draft.flags & {"speech", "modal", "progressive", "hypothetical", "obliged"}
        first = self.s.words[group.first]
        done = done and self.s.upos[group.first] == "VERB" and not self.g.has("finite", first) and not first.endswith(self.g.habitual)
        told = any(n.sort in ("name", "pronoun", "kin") and r != "genitive" for r, n in draft.arguments)
        if not (done and told and draft.times) or any(event.type for _, event in draft.events):
            return
        lemma = self.s.tokens[group.first].lemma
        host = self.s.form(group.first - 1) if self._hosts(group.first - 1) else ""
        light = lemma in self.g.words["light"] or lemma in self.g.words["stative"]
        if not (lemma if not light else host) or (light and noun_in(self.g, host, "idle")):
            return
        draft.type, draft.phrase = "Event", "verb"
        draft.sense = f"{host} {lemma}" if light else lemma
        draft.words = (group.first - 1, group.first) if light else (group.first,)

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

    # ---- what has no verb

    def _stop(self, end: int) -> None:
        """A clause ends without a finite verb: its last bare event word is what it tells, and takes all that waits."""
        begin = max((item.end for item in self.row if item.relation == "barrier"), default=0)
        told = [item for item in self.row if item.draft and item.relation == "" and item.start >= begin]
        if told and told[-1].draft and self._is_predicate(told[-1], end):
            self._predicate(told[-1], told[-1].draft)
        elif self.last is not None and self.last.type:
            self._afterthought(self.last)
        self.row = []
        self.pending = None
        self.joined = self.joined and end < len(self.s.words) and self.s.words[end] == ","

    def _is_predicate(self, item: Item, end: int) -> bool:
        words = self.s.words[item.end : end]
        return all(w == "," or self.g.has("coordination", w) for w in words) or not self.finite

    def _predicate(self, told: Item, draft: Draft) -> None:
        for item in self.row:
            if item is not told and item.relation != "barrier":
                self._give(draft, item, item.relation)
        draft.arguments = [("object" if r == "compound" and n.mention.kind in ("Person", "Group") else r, n) for r, n in draft.arguments]
        draft.form = "predicate"
        draft.flags.add("middle")
        bare = next((n for r, n in draft.arguments if r in ("", "compound", "genitive", "object") and n.mention.kind == "Person"), None)
        if bare is not None:
            self.subject = ("subject", bare)

    def _afterthought(self, draft: Draft) -> None:
        """Times told behind the verb: the first is its own, each further one tells it again."""
        times = [item.time for item in self.row if item.time]
        if not times or draft.times:
            return
        draft.times.append(times[0])
        for time in times[1:]:
            self.done.append(replace(draft, times=[time], flags=set(draft.flags), arguments=list(draft.arguments)))
