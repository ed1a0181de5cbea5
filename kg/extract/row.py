"""What waits for its verb in a head-final sentence, and what each form of a verb takes of it."""

from __future__ import annotations

from dataclasses import dataclass

from kg.extract.draft import Draft, in_case
from kg.extract.grammar import is_infinitive
from kg.extract.groups import Group
from kg.extract.lexicon import verb_keys
from kg.extract.nominals import Nominal
from kg.extract.phrases import Scene, adjacent, hosts
from kg.model import Span

#: Two words for one of these in one clause tell one event ("signed a treaty").
TOLD_TWICE = ("Agreement", "Award", "Meeting", "Publication", "Statement", "Travel")
#: In these somebody is given something: an infinitive reaches over what that is to whom.
GIVEN = ("Payment", "Award", "Correspondence", "Decision")
#: How it came about may stand in so many words between whose death it was and the death.
REACH = 5
#: Of these it matters to whom they happened, also where another event is told to have done it.
CASUALTIES = ("Death", "Injury")


@dataclass(frozen=True)
class Item:
    """What waits for its verb: exactly one of nominal, time, draft; or a barrier (all None)."""

    start: int
    end: int
    relation: str
    nominal: Nominal | None = None
    time: Span | None = None
    draft: Draft | None = None


class Row:
    """The phrases, times and event nouns that wait, in text order; a verb takes from the right."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.items: list[Item] = []

    def absorb(self, draft: Draft, group: Group) -> Draft | None:
        """A light verb tells what the bare event noun before it names, whatever stands between ("death …
        came"); what is called off did not happen. Gives back the noun's own clause, whose place this one takes."""
        off = draft.sense == "cancelled"
        light = not verb_keys(self.scene.g.code, self.scene.s.words[group.first]).isdisjoint(
            self.scene.g.words["light"]
        )
        if not off and (draft.type or "speech" in draft.flags or not light or hosts(self.scene, group.first - 1)):
            return None
        for place in range(len(self.items) - 1, -1, -1):
            item = self.items[place]
            if item.relation == "barrier":
                return None
            if item.draft is None or item.relation != "" or item.draft.form != "noun":
                continue
            noun = item.draft
            draft.type, draft.sense, draft.phrase = noun.type, noun.sense, noun.phrase
            draft.words, draft.arguments, draft.times = noun.words, noun.arguments, noun.times
            draft.order, draft.events, draft.untold = noun.order, noun.events, noun.untold
            between = self.scene.s.words[noun.words[-1] : group.first]
            draft.flags |= noun.flags | ({"negated"} if off or self.scene.g.any("negated", between) else set())
            if not verb_keys(self.scene.g.code, self.scene.s.words[group.first]).isdisjoint(self.scene.g.words["be"]):
                draft.flags.add("middle")
            del self.items[place]
            return noun
        return None

    def take_all(self, draft: Draft) -> None:
        """Everything that waits, but a genitive only where an unbroken chain leads to the event's noun."""
        position = draft.words[0]
        taken: list[tuple[Item, str]] = []
        while self.items and self.items[-1].relation != "barrier":
            item = self.items.pop()
            chained = self.chained(item, position) or self._is_owner(draft, item, position)
            if item.start < draft.words[0]:
                position = item.start if chained else -1
            if item.relation != "genitive" or chained or item.time:
                taken.append((item, item.relation))
        if self.items:
            self.items.pop()
        for item, relation in reversed(taken):
            self.give(draft, item, relation)

    def take_clause(self, draft: Draft) -> None:
        """An infinitive reaches back to its genitive subject; without one it takes what stands next to it."""
        start = draft.words[0]
        for back, item in enumerate(reversed(self.items)):
            if item.relation in ("ergative", "barrier") or (item.nominal and item.relation == "" and back > 1):
                break
            animate = item.nominal is not None and item.nominal.mention.kind != "Place"
            if item.relation == "genitive" and animate and not self.owned(item, back):
                for _ in range(back + 1):
                    taken = self.items.pop()
                    self.give(draft, taken, "subject" if taken is item else taken.relation)
                return
        self.take_near(draft, start)

    def take_near(self, draft: Draft, start: int | None = None) -> None:
        position = draft.words[0] if start is None else start
        if self.items and self.items[-1].start >= draft.words[0]:  # the noun of its idiom waits as well
            position = draft.main
        given = ("dative",) if draft.type else ()
        allowed = {"participle": ("in", "from", "on", "with", "by", "because", "under", *given, "")}.get(
            draft.form, ("in", "from", "on", "with", "by", "dative", "for", "about", "against", "")
        )
        if draft.form in ("infinitive", "purpose"):
            allowed = (*allowed, "genitive")
        bare = 0
        while self.items and self.items[-1].relation != "barrier":
            item = self.items[-1]
            subject = (
                item.relation == "genitive" and item.nominal is not None and not self.owned(item, 1 if bare else 0)
            )
            if item.relation not in allowed and not item.time and not (subject and draft.form == "participle"):
                break
            of_verb = len(self.items) > 1 and self.items[-2].relation == "ergative"
            if item.time and of_verb and draft.form in ("infinitive", "purpose"):
                break
            reaches = (
                item.relation == "dative"
                and item.nominal is not None
                and draft.type in GIVEN
                and draft.form != "participle"
            )
            if not adjacent(self.scene, item.end, position) and not reaches:
                break
            if item.relation == "" and item.nominal and (bare or not self._takes_object(draft)):
                break
            acts = item.nominal is not None and item.nominal.mention.kind in ("Person", "Group")
            if item.relation == "" and acts and draft.form == "conjunctive":
                break
            bare += item.relation == "" and item.time is None
            self.items.pop()
            self.give(draft, item, "subject" if subject and draft.form == "participle" else item.relation)
            position = item.start
            if subject:
                break

    def _takes_object(self, draft: Draft) -> bool:
        first = self.scene.s.words[draft.main]
        return is_infinitive(self.scene.g, first) or draft.form in ("conjunctive", "purpose", "infinitive")

    def take_owner(self, draft: Draft, start: int) -> int:
        """Whose death it was, also from behind what stands between; gives back where the phrase begins."""
        if not self.items or not self._is_owner(draft, self.items[-1], start):
            return start
        item = self.items.pop()
        self.give(draft, item, item.relation)
        return item.start

    def _is_owner(self, draft: Draft, item: Item, start: int) -> bool:
        """Whether a genitive is of the event whose noun is word `start`, although how or where it came about stands
        between: only one that agrees with that noun, or whose death it was."""
        if item.relation != "genitive" or item.nominal is None or item.nominal.mention.kind == "Place":
            return False
        scene, between = self.scene, range(item.end, start)
        free = not any(k in scene.groups or k in scene.drafts or k in scene.nominals for k in between)
        close = 0 < len(between) <= REACH and all(scene.s.words[k][0].isalnum() for k in between)
        direct = scene.g.has("direct_genitive", scene.s.words[item.end - 1])
        return free and close and (direct or draft.type == "Death")

    def take_year(self, draft: Draft, start: int) -> None:
        """The year or month right before what something else comes after: "in 1994, after her death, he went back"."""
        if self.items and self.items[-1].time and self.items[-1].relation == "in" and self.items[-1].end == start:
            self.give(draft, self.items.pop(), "")

    def owned(self, item: Item, back: int) -> bool:
        """Whether a genitive belongs to the noun phrase right after it rather than to the verb."""
        if back == 0:
            return False
        following = self.items[len(self.items) - back]
        return (
            following.nominal is not None
            and following.nominal.sort in ("kin", "document")
            and adjacent(self.scene, item.end, following.start)
        )

    def give(self, draft: Draft, item: Item, relation: str) -> None:
        if item.time:
            draft.times.append(item.time)
        elif item.nominal:
            draft.arguments.append((relation, item.nominal))
        elif item.draft:
            draft.events.append((relation, item.draft))
            caused = item.draft.form == "infinitive" and relation in ("from", "because", "after")
            if draft.type in CASUALTIES and caused:
                draft.arguments += [("genitive", n) for r, n in item.draft.arguments if r == "subject"]
            if (
                item.draft.type in TOLD_TWICE
                and item.draft.type == draft.type
                and relation in ("from", "on", "in", "as")
            ):
                item.draft.drop("one event with the word it belongs to")  # "signed a treaty", "honoured with a prize"
                draft.arguments += item.draft.arguments
            elif relation in ("after", "before", "during"):
                draft.order.append((relation, item.draft))
            elif relation in self._inside(draft) and item.draft.type and not in_case(draft, item.draft):
                draft.order.append(("during", item.draft))
                self._within(draft, item.draft)

    @staticmethod
    def _inside(draft: Draft) -> tuple[str, ...]:
        """The relations that put an event inside another: who dies "of" or "because of" one dies in it, but nobody is
        arrested while an election lasts because it is over the election."""
        return ("in", "from", "because") if draft.type in (*CASUALTIES, "Accident", "Disaster") else ("in",)

    def _within(self, draft: Draft, event: Draft) -> None:
        """What happens in or by another event happens where that does; whom an accident killed or hurt had it."""
        if not any(n.mention.kind == "Place" for _, n in draft.arguments):
            draft.arguments += [(r, n) for r, n in event.arguments if r == "in" and n.mention.kind == "Place"]
        if (
            draft.type in CASUALTIES
            and event.type == "Accident"
            and not any(n.mention.kind != "Place" for _, n in event.arguments)
        ):
            event.arguments += [
                ("object", n)
                for r, n in draft.arguments
                if r in ("genitive", "", "object") and n.mention.kind in ("Person", "Group")
            ]

    def chained(self, item: Item, start: int) -> bool:
        """Whether a phrase belongs to what begins at word `start`, also as one of coordinated phrases."""
        end = item.end
        if end < start and (
            self.scene.s.words[end] == "," or self.scene.g.has("coordination", self.scene.s.words[end])
        ):
            end += 1
        if (
            item.nominal
            and item.nominal.person == "self"
            and any(self.scene.s.upos[k] == "NOUN" for k in range(end, start))
        ):
            return False
        return adjacent(self.scene, end, start)
