"""Clauses of a head-final language (Hindi and its neighbours), where arguments stand before their verb and say by a
case marker what they are.

A sentence is read once, left to right. Noun phrases, times and event nouns wait in a row; a verb group takes from the
right of the row what its form allows (a participle what stands next to it, an infinitive back to its genitive subject,
a finite verb everything that waits). So nesting comes out right without a parse; tags decide what is a verb. Linear in
the words of a sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.extract.draft import Draft, Dropped, Reading, dropped
from kg.extract.grammar import grammar, is_clause_end, is_infinitive, marker
from kg.extract.groups import Group, drafts, noun_in, untold, verb_groups
from kg.extract.joins import (
    ascribe,
    attend,
    blame,
    carry_on,
    follows,
    identify,
    lead_up,
    meant,
    name_by_verb,
    name_speaker,
    share,
    tell_contents,
    undergo,
)
from kg.extract.lexicon import Match, verb_keys
from kg.extract.nominals import Nominal, unnamed
from kg.extract.phrases import (
    NEAR,
    STOPS,
    Scene,
    adjacent,
    beside,
    is_agent,
    is_all,
    is_count,
    is_modifier,
    marked,
    occasion,
    relative_relation,
)
from kg.extract.row import CASUALTIES, Item, Row
from kg.extract.sentence import Sentence
from kg.language import Language


def read(language: Language, sentence: Sentence, matches: Sequence[Match]) -> Reading:
    """The clauses of a sentence, given the event phrases found in it."""
    g = grammar(language.code)
    unheard = [(m, why) for m in matches for why in [untold(g, sentence, m)] if why]
    told = [m for m in matches if not any(m is other for other, _ in unheard)]
    groups = verb_groups(g, sentence, told)
    found = drafts(g, sentence, groups, told)
    nominals = {n.first: n for n in sentence.nominals}
    reader = _Reader(Scene(language, g, sentence, {group.first: group for group in groups}, found, nominals))
    clauses = reader.read()
    for draft in clauses:
        draft.arguments = meant(language, g, draft)
    lost = (*(Dropped(m.words, m.phrase.label, m.phrase.text, why) for m, why in unheard), *dropped(reader.done))
    return Reading(tuple(clauses), tuple(reader.owners), tuple(reader.same), tuple(reader.found), True, lost)


#: So many words into what somebody does not say there is a word that asks of it.
_ASKED = 8
#: What is done in these is done to a document.
WORKS = ("Correspondence", "Publication", "Performance")


class _Reader:
    """One pass over a sentence with the row of what waits for its verb."""

    def __init__(self, scene: Scene) -> None:
        self.scene, self.g, self.s = scene, scene.g, scene.s
        self.groups, self.drafts, self.nominals = scene.groups, scene.drafts, scene.nominals
        self.finite = any(group.form == "finite" for group in scene.groups.values())
        self.row = Row(self.scene)
        self.waiting: list[Draft] = []
        self.done: list[Draft] = []
        self.contents: list[tuple[str, Draft]] = []
        self.linked: list[Draft] = []
        self.earlier: list[Draft] = []
        self.pending: tuple[Draft, int] | None = None
        self.last: Draft | None = None
        self.saying: Draft | None = None
        self.unsaid = False
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
                self._counted(i, self.s.words[i : last + 2])
                self.row.items.append(Item(i, end, relation, time=span))
                i = end
            elif i in self.nominals:
                i = self._nominal(self.nominals[i])
            else:
                i = self._word(i)
        self._stop(len(self.s.words))
        ascribe(self.done)
        return [d for d in self.done if "dropped" not in d.flags]

    def _counted(self, at: int, words: Sequence[str]) -> None:
        """"Three days after the crash", "one night before it": the event that a time behind it is counted from, by the
        words of the time and the one behind them."""
        item = self.row.items[-1] if self.row.items else None
        if item is None or item.draft is None or not adjacent(self.scene, item.end, at):
            return
        if item.relation == "genitive" and self.g.any("following", words):
            self.row.items[-1] = replace(item, relation="after")
        elif item.relation in ("genitive", "from") and self.g.any("preceding", words):
            self.row.items[-1] = replace(item, relation="before")

    def _word(self, i: int) -> int:
        word = self.s.words[i]
        if self.g.has("breaks", word):
            self.unsaid = False
        if word in STOPS or (word == "," and (not self.finite or self._ends_heading(i))):
            self._stop(i)
        elif self.g.has("relatives", word):
            self._relative(i)
        elif is_agent(self.scene, i) or is_count(self.scene, i) or is_all(self.scene, i):
            nominal = unnamed(self.g.code, self.s.tokens[i], i)
            self.found.append(nominal)
            return self._nominal(nominal)
        return i + 1

    def _ends_heading(self, i: int) -> bool:
        """Whether a comma ends a clause without a verb: an event word before it, in a heading (without auxiliaries)."""
        last = self.row.items[-1] if self.row.items else None
        told = last is not None and last.draft is not None and last.relation == "" and last.end == i
        return told and i + 1 not in self.drafts and not self.g.any("finite", self.s.words)

    def _relative(self, i: int) -> None:
        """What a relative clause is said of: the noun phrase, or the event, that stands before it."""
        antecedent = next((item.nominal for item in reversed(self.row.items) if item.nominal), None)
        whom = antecedent or self._told_last()
        self.row.items.append(Item(i, i + 1, "barrier"))
        when = occasion(self.scene, i)
        if when and self.last is not None and self.last.type and not (whom and whom.mention.kind == "Document"):
            self.during.append((when, self.last))
            place = next(
                (n for r, n in self.last.arguments if n.mention.kind == "Place" and r in ("in", "at", "on")), None
            )
            if place is not None and when == "during":
                self.row.items.append(Item(i, i + 1, "in", nominal=place))
            return
        relation, end = relative_relation(self.scene, i)
        if whom is not None and relation:
            self.row.items.append(Item(i, end, relation, nominal=whom))

    def _told_last(self) -> Nominal | None:
        """Whom or what the last clause named last."""
        named = [n for r, n in self.last.arguments if r != "genitive" and n.sort != "pronoun"] if self.last else []
        return max(named, key=lambda n: n.first) if named else self.subject[1] if self.subject else None

    def _nominal(self, n: Nominal) -> int:
        relation, end = marked(self.scene, n)
        if is_modifier(self.scene, n, relation, any(item.relation == "ergative" for item in self.row.items)):
            return n.last + 1
        name = beside(self.scene, n)
        if name is not None:
            self.same.append((n, name))
            return n.last + 1
        start = n.outset
        if (n.sort in ("kin", "document", "people") or n.modifiers) and self.row.items:
            between = (
                self.row.items.pop()
                if self.row.items[-1].time and self.row.items[-1].relation == "" and len(self.row.items) > 1
                else None
            )
            owner = self.row.items[-1]
            reach = between.start if between else start
            if owner.relation == "genitive" and owner.nominal and adjacent(self.scene, owner.end, reach):
                self.row.items.pop()
                if n.sort != "name" or set(n.modifiers) & (self.g.kin | self.g.words["counsels"]):
                    self.owners.append((n, owner.nominal))
                start = owner.start
                if owner.nominal.mention.kind == "Organisation" and noun_in(self.g, self.s.form(n.last), "units"):
                    n = replace(owner.nominal, last=n.last)  # three teams of a force are that force
            elif between:
                self.row.items.append(between)
        self.row.items.append(Item(start, end, relation, nominal=n))
        return max(end, n.last + 1)

    def _noun(self, draft: Draft) -> int:
        relation, end = marker(self.g, self.s.words, draft.words[-1] + 1)
        start = draft.words[0]
        then = relation in ("before", "after") or (relation == "genitive" and end in self.s.timed)
        if then and not self._accuses():  # what happened then is not what is alleged
            draft.saying = self.saying
        charged = draft.type == "Crime" and relation == "genitive" and self._is("cases_of", end)
        while self.row.items and self.row.chained(self.row.items[-1], start):
            item = self.row.items[-1]
            if charged and item.nominal and item.relation in ("against", "on"):
                draft.arguments.append(("subject", item.nominal))
                draft.flags.add("alleged")
                break
            compound = item.nominal is not None and item.relation == "" and item.end == start
            if compound and relation and item.nominal and item.nominal.mention.kind in ("Person", "Group"):
                break  # who does something in it, not what it is of
            if not (compound or item.relation in ("genitive", "with", "from", "against", "on", "for", "by")):
                break
            if item.time and item.relation != "genitive" or item.relation == "against" and draft.type == "Crime":
                break  # what somebody is accused of is not against them
            self.row.items.pop()
            self.row.give(draft, item, "compound" if compound else item.relation)
            start = item.start
        start = self.row.take_owner(draft, start)
        if relation == "after" and not draft.times:
            self.row.take_year(draft, start)
        self._pend(draft)
        if not relation:
            self._describes(draft)
        self._content(draft, draft.words[-1] + 1, relation, end)
        self.row.items.append(Item(start, end, relation, draft=draft))
        self.done.append(draft)
        return end

    def _accuses(self) -> bool:
        """Whether what is told is alleged."""
        return self.saying is not None and any(
            self._is("alleged_of", k) or self._is("denied_of", k) for k in self.saying.words
        )

    def _pend(self, draft: Draft) -> None:
        """A participle that tells no event of its own hands what it took to the event noun behind it ("held in X")."""
        apart = self.pending and self.row.items and self.row.items[-1].start >= self.pending[1]
        if self.pending and not apart and adjacent(self.scene, self.pending[1], draft.words[0]):
            other = self.pending[0]
            draft.arguments = other.arguments + draft.arguments
            draft.times = other.times + draft.times
            draft.order += [
                ("during" if r in ("from", "in", "because") else r, e) for r, e in other.events if r != "genitive"
            ]
            other.drop("a participle that says more of the noun behind it")
        self.pending = None

    def _describes(self, draft: Draft) -> None:
        """An event word without a marker right before a noun phrase says something of it ("in jail student X")."""
        noun = next((n for n in self.s.nominals if 0 < n.first - draft.words[-1] <= NEAR), None)
        if noun is None or noun.mention.kind not in ("Person", "Group") or noun.sort == "pronoun":
            return
        between = range(draft.words[-1] + 1, noun.first)
        if all(
            self.s.words[k][0].isalnum() and k not in self.groups and not marker(self.g, self.s.words, k)[0]
            for k in between
        ):
            draft.arguments.append(("object", noun))

    def _content(self, draft: Draft, at: int, relation: str, end: int) -> None:
        """What an event is the content of: its plan, the allegation, the denial or only the wish of it."""
        if relation not in ("genitive", "from"):
            return
        at = end + 1 if relation == "genitive" and self._is("about_it", end) else end
        if at > end:  # "the talk of …"
            relation, at = marker(self.g, self.s.words, at)
        if self._is("attempted_of", at) and draft.type in ("Attack", "Crime"):  # the attempt is the offence
            self.contents.append(("attempted_of", draft))
            relation, at = marker(self.g, self.s.words, at + 1)
        for name, flag in (
            ("planned_of", "future"), ("alleged_of", "alleged"), ("reported_of", "reported"), ("unreal_of", "dropped"),
            ("ordered_of", "future"), ("denied_of", "denied"),
        ):  # fmt: skip
            if self._is(name, at) and (relation == "from") == (flag == "denied"):
                for content in (draft, *self.linked):
                    content.flags.add(flag)
                    content.untold = "only wished for, feared or possible" if flag == "dropped" else content.untold
                    self.contents.append((name, content))
                self.linked = []
                return

    def _is(self, name: str, at: int) -> bool:
        return noun_in(self.g, self.s.form(at), name)

    def _verb(self, group: Group) -> int:
        draft = self.drafts[group.first]
        if self.row.items and self.row.items[-1].draft and set(self.row.items[-1].draft.words) & set(draft.words):
            self.row.items.pop()
        if group.form == "finite":
            self._replace(self.row.absorb(draft, group), draft)
            self.row.take_all(draft)
        elif group.form == "infinitive":
            self.row.take_clause(draft)
            self._accused(draft, group)
        else:
            self.row.take_near(draft)
        self.done.append(draft)
        draft.saying = self.saying
        if self.unsaid or self._or_not(group):
            draft.flags.add("hypothetical")
        if group.form == "finite":
            self._finish(draft, group)
        elif group.form == "infinitive":
            self._content(draft, group.last + 1, group.relation, group.end)
            self.row.items.append(Item(group.first, group.end, group.relation, draft=draft))
            return group.end
        elif group.form in ("purpose", "conjunctive"):
            self.waiting.append(draft)
            if self.row.items and adjacent(
                self.scene, self.row.items[-1].end, draft.words[0]
            ):  # what stands before it is next to what follows
                self.row.items[-1] = replace(self.row.items[-1], end=group.last + 1)
            if group.form == "purpose" and self.g.has("coordination", self.s.form(group.last + 1)):
                self.linked.append(draft)
        else:
            self._modified(draft, group)
        return group.last + 1

    def _or_not(self, group: Group) -> bool:
        """"Whether it will appeal or not"."""
        behind = self.s.words[group.last + 1 : group.last + 3]
        return len(behind) == 2 and self.g.has("alternative", behind[0]) and self.g.has("negated", behind[1])

    def _is_unsaid(self, draft: Draft, group: Group) -> bool:
        """Whether what follows is what somebody could not prove, or did not say: a clause before it says no, in words
        with which it may not be so ("there is no doubt that" is otherwise, and "did not say who")."""
        first = max(self.last.words) + 1 if self.last else 0
        known = self.g.any("presupposing", self.s.words[first : group.last + 1])
        known = known or self.g.any("asking", self.s.words[group.last + 1 :][:_ASKED])
        untrue = self.g.any("untrue", self.s.words[first : group.last + 1])
        return untrue != ("negated" in draft.flags) and not known

    def _accused(self, draft: Draft, group: Group) -> None:
        """A case "of taking bribes" against somebody: they are said to have done it."""
        if draft.type != "Crime" or group.relation != "genitive" or not self._is("cases_of", group.end):
            return
        against = [n for r, n in draft.arguments if r in ("against", "on")]
        draft.arguments = [("subject" if n in against else r, n) for r, n in draft.arguments]
        draft.flags.add("alleged")
        self.row.items += [Item(n.outset, group.first, "against", nominal=n) for n in against]

    def _replace(self, noun: Draft | None, draft: Draft) -> None:
        """A clause takes the place of the event noun that it tells."""
        self.done = [d for d in self.done if d is not noun]
        self.contents = [(name, draft if d is noun else d) for name, d in self.contents]

    def _modified(self, draft: Draft, group: Group) -> None:
        """A participle's noun: its object when the verb is perfect and transitive, its subject otherwise."""
        keys = verb_keys(self.g.code, self.s.words[group.first])
        if not draft.type or (draft.main in draft.words[:1] and keys & (self.g.words["go"] | self.g.words["be"])):
            self.pending = (draft, group.last + 1)
        noun = next((n for n in self.s.nominals if 0 < n.first - group.last <= NEAR and n.relation != "genitive"), None)
        if noun is None or any(k in self.groups or k in self.drafts for k in range(group.last + 1, noun.first)):
            return
        noun = self._written(draft, noun)
        draft.modified.append(noun)
        if "perfect" in draft.flags and draft.type:
            self.earlier.append(draft)
        infinitive = is_infinitive(self.g, self.s.words[group.first])
        if noun.mention.kind == "Document":
            if not infinitive:
                draft.arguments.append(("object", noun))
            maker = next(
                (n for n in self.s.nominals if group.last < n.first < noun.first and self._is_whose(n)), None
            )
            if maker is not None and not any(r in ("subject", "ergative") for r, _ in draft.arguments):
                draft.arguments.append(("by" if "passive" in draft.flags else "subject", maker))
        elif noun.sort != "statute":
            acts = infinitive or draft.form == "noun" or "progressive" in draft.flags
            draft.arguments.append(("subject" if acts else "object", noun))

    def _written(self, draft: Draft, noun: Nominal) -> Nominal:
        """"The letter of X that was written": a participle of writing is of the document, whoever's it is."""
        if draft.type not in WORKS or noun.mention.kind == "Document" or not self._is_whose(noun):
            return noun
        end = marked(self.scene, noun)[1]
        owned = next((n for n in self.s.nominals if n.first >= end and adjacent(self.scene, end, n.outset)), noun)
        return owned if owned.mention.kind == "Document" else noun

    def _is_whose(self, n: Nominal) -> bool:
        return n.mention.kind != "Place" and marked(self.scene, n)[0] == "genitive"

    def _finish(self, draft: Draft, group: Group) -> None:
        name_speaker(draft)
        follows(self.scene, draft, group)
        if draft.type and self.g.any("ending", self.s.words[max(0, group.first - 1) : group.last + 1]):
            draft.ends += draft.times
        if "obliged" in draft.flags:
            draft.arguments = [
                ("subject" if r == "dative" and n.mention.kind != "Place" else r, n) for r, n in draft.arguments
            ]
        subject = next(((r, n) for r, n in draft.arguments if r in ("ergative", "subject")), None) or next(
            ((r, n) for r, n in draft.arguments if r == "" and self._can_act(draft, n)), None
        )
        if subject is None and self.subject and (self._continues(draft) or self._befalls(draft)):
            acting = "ergative" if "perfect" in draft.flags else "subject"
            relation = "" if draft.flags & {"middle", "passive"} else acting
            draft.arguments.insert(0, (relation, self.subject[1]))
        for earlier in self.earlier:
            if not earlier.times and not draft.flags & {"future", "negated", "hypothetical"} and draft.type:
                earlier.order.append(("before", draft))
        self.earlier = []
        for waiting in self.waiting:
            share(self.scene, waiting, draft, subject or self.subject)
        self.waiting = []
        if self.last is not None and self.joined and not self.during:
            carry_on(self.last, draft, subject is None)
            undergo(self.last, draft)
        lead_up(draft, subject or self.subject)
        blame(draft)
        tell_contents(self.scene, self.contents, draft, subject is not None)
        self.contents = []
        self._told_before(draft, group)
        if "pluperfect" not in draft.flags or (self.last and "pluperfect" in self.last.flags):
            draft.order += self.during
        self.during = []
        if subject:
            self.subject = subject
        if "speech" in draft.flags and self.g.has("complementizers", self.s.form(group.last + 1)):
            self.saying, self.subject = draft, None
            if noun_in(self.g, self.s.form(group.first - 1), "alleged_of"):
                draft.untell("an allegation whose content follows is told by that")
        if self.pending is not None and draft.type and not draft.times and self.pending[1] <= draft.words[0]:
            draft.times += self.pending[0].times  # "at the games held in May X won": what took place is no event
        if draft.type == "":
            attend(self.scene, draft, group)
            identify(self.done, draft)
            name_by_verb(self.scene, draft, group)
        if self.g.has("complementizers", self.s.form(group.last + 1)):
            self.unsaid = self._is_unsaid(draft, group)
        self.last, self.joined = draft, True

    def _told_before(self, draft: Draft, group: Group) -> None:
        """"…, the police say.": a clause of speech at the end, behind a comma, tells what stands before it."""
        last = self.last
        if "speech" not in draft.flags or draft.type or last is None or last.saying is not None:
            return
        speaker = next((n for r, n in draft.arguments if r in ("ergative", "subject")), None)
        between = range(max(last.words) + 1, group.first)
        parting = [self.s.words[k] for k in between if is_clause_end(self.g, self.s, k)]
        ends = not self.s.form(group.last + 1)[:1].isalnum()
        if speaker is not None and ends and parting == [","]:
            for told in self.done:
                if told is not draft and told.saying is None and "speech" not in told.flags:
                    told.saying = draft

    def _befalls(self, draft: Draft) -> bool:
        """Whether a passive clause tells what happened to the subject of the one before ("was a soldier and fell")."""
        whole = bool(self.subject) and self.subject is not None and self.subject[0] != "ergative"
        person = whole and self.subject is not None and self.subject[1].mention.kind == "Person"
        undergone = any(r in ("dative", "object", "", "genitive") for r, _ in draft.arguments)
        return person and "passive" in draft.flags and draft.type in CASUALTIES and not undergone and self.joined

    def _can_act(self, draft: Draft, n: Nominal) -> bool:
        """Whether a bare noun phrase can be the subject: not of what is made or bought, once done, nor what it is."""
        made = draft.type in ("Founding", "Acquisition") and "perfect" in draft.flags and "middle" not in draft.flags
        body = made and n.mention.kind == "Organisation" and "passive" not in draft.flags
        return n.mention.kind not in ("Document", "Place") and not body

    def _continues(self, draft: Draft) -> bool:
        """A clause without a subject goes on with the last one's, unless it is passive or tells what somebody got."""
        gets = not verb_keys(self.g.code, self.s.words[draft.main]).isdisjoint(self.g.words["receiving"])
        got = gets and any(r == "dative" for r, _ in draft.arguments)
        state = self.s.upos[draft.words[0]] == "ADJ" and self.last is not None and "passive" not in self.last.flags
        return not got and "passive" not in draft.flags and ("middle" not in draft.flags or state)

    def _stop(self, end: int) -> None:
        """A clause ends without a finite verb: its last bare event word is what it tells, and takes all that waits."""
        begin = max((item.end for item in self.row.items if item.relation == "barrier"), default=0)
        told = [item for item in self.row.items if item.draft and item.relation == "" and item.start >= begin]
        if told and told[-1].draft and self._is_predicate(told[-1], end):
            self._predicate(told[-1], told[-1].draft)
        elif self.last is not None and self.last.type:
            self._afterthought(self.last)
        self.row.items = []
        self.pending = None
        self.joined = self.joined and end < len(self.s.words) and self.s.words[end] == ","

    def _is_predicate(self, item: Item, end: int) -> bool:
        words = self.s.words[item.end : end]
        return all(w == "," or self.g.has("coordination", w) for w in words) or not self.finite

    def _predicate(self, told: Item, draft: Draft) -> None:
        for item in self.row.items:
            if item is not told and item.relation != "barrier":
                self.row.give(draft, item, item.relation)
        draft.arguments = [
            ("object" if r == "compound" and n.mention.kind in ("Person", "Group") else r, n)
            for r, n in draft.arguments
        ]
        if not (draft.arguments or draft.times or draft.order):
            return
        draft.form = "predicate"
        draft.flags.add("middle")
        bare = next(
            (
                n
                for r, n in draft.arguments
                if r in ("", "compound", "genitive", "object") and n.mention.kind == "Person"
            ),
            None,
        )
        if bare is not None:
            self.subject = ("subject", bare)

    def _afterthought(self, draft: Draft) -> None:
        """Times told behind the verb: the first is its own, each further one tells it again."""
        times = [item.time for item in self.row.items if item.time]
        if not times or draft.times:
            return
        draft.times.append(times[0])
        for time in times[1:]:
            self.done.append(replace(draft, times=[time], flags=set(draft.flags), arguments=list(draft.arguments)))
