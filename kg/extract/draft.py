"""What a clause reader makes of a sentence, whatever the order of words in its language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.extract.nominals import Nominal
from kg.model import Span

#: What makes a case, and what is done about one afterwards: who is convicted "in the riots" is not so during them.
CASES = ("Accident", "Attack", "Clash", "Crime", "Death", "Disaster", "Riot")
AFTERMATH = (
    "Appointment", "Arrest", "BailDecision", "Charge", "CourtOrder", "Detention", "Dismissal", "Founding",
    "Investigation", "Lawsuit", "Payment", "Release", "Search", "Sentence", "Trial", "Verdict",
)  # fmt: skip


@dataclass
class Draft:
    """A clause being put together: `words` are those of its trigger, `main` its head, `arguments` (relation, nominal).

    `form` is finite, infinitive, purpose, conjunctive, participle or noun. `order` holds (after, before or during,
    other clause); `ends` are those of its times at which it was over. `untold` says why it tells no event after all.
    """

    type: str
    sense: str
    phrase: str
    words: tuple[int, ...]
    form: str = "noun"
    main: int = -1
    arguments: list[tuple[str, Nominal]] = field(default_factory=list)
    times: list[Span] = field(default_factory=list)
    ends: list[Span] = field(default_factory=list)
    order: list[tuple[str, Draft]] = field(default_factory=list)
    flags: set[str] = field(default_factory=set)
    events: list[tuple[str, Draft]] = field(default_factory=list)
    modified: list[Nominal] = field(default_factory=list)
    saying: Draft | None = None
    untold: str = ""

    def untell(self, why: str) -> None:
        """It tells no event of its own, and stays a clause."""
        self.type, self.untold = "", why

    def drop(self, why: str) -> None:
        """It is no clause of its own."""
        self.flags.add("dropped")
        self.untold = why


@dataclass(frozen=True)
class Dropped:
    """Words that a language file lists for an event of this type, in this phrase, and why they tell none here."""

    words: tuple[int, ...]
    type: str
    phrase: str
    why: str


def dropped(drafts: Iterable[Draft]) -> tuple[Dropped, ...]:
    """Those drafts that tell nothing after all."""
    return tuple(Dropped(d.words, d.type, d.phrase, d.untold) for d in drafts if "dropped" in d.flags)


@dataclass(frozen=True)
class Reading:
    """What a sentence says: its clauses in the order of their verbs (type "" without an event), who or what a nominal
    belongs to (nominal, owner), and which name a description stands beside (description, name). `found`
    are people that only their part in an event gave away. `reflexive` where one says "own" for what is its subject's,
    so that no other pronoun in a clause stands for the subject. `dropped` are words for events that tell none."""

    clauses: tuple[Draft, ...]
    owners: tuple[tuple[Nominal, Nominal], ...]
    same: tuple[tuple[Nominal, Nominal], ...] = ()
    found: tuple[Nominal, ...] = ()
    reflexive: bool = False
    dropped: tuple[Dropped, ...] = ()


def in_case(draft: Draft, event: Draft) -> bool:
    """Whether a clause tells what was done in the case that an event made, so that "in" says no time."""
    return draft.type in AFTERMATH and event.type in CASES
