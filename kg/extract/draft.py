"""What a clause reader makes of a sentence, whatever the order of words in its language."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.extract.nominals import Nominal
from kg.model import Span


@dataclass
class Draft:
    """A clause being put together: `words` are those of its trigger, `main` its head, `arguments` (relation, nominal).

    `form` is finite, infinitive, purpose, conjunctive, participle or noun. `order` holds (after, before or during,
    other clause).
    """

    type: str
    sense: str
    phrase: str
    words: tuple[int, ...]
    form: str = "noun"
    main: int = -1
    arguments: list[tuple[str, Nominal]] = field(default_factory=list)
    times: list[Span] = field(default_factory=list)
    order: list[tuple[str, Draft]] = field(default_factory=list)
    flags: set[str] = field(default_factory=set)
    events: list[tuple[str, Draft]] = field(default_factory=list)
    modified: list[Nominal] = field(default_factory=list)
    saying: Draft | None = None


@dataclass(frozen=True)
class Reading:
    """What a sentence says: its clauses in the order of their verbs (type "" without an event), who or what a nominal
    belongs to (nominal, owner), and which name a description stands beside (description, name). `found`
    are people that only their part in an event gave away. `reflexive` where one says "own" for what is its subject's,
    so that no other pronoun in a clause stands for the subject."""

    clauses: tuple[Draft, ...]
    owners: tuple[tuple[Nominal, Nominal], ...]
    same: tuple[tuple[Nominal, Nominal], ...] = ()
    found: tuple[Nominal, ...] = ()
    reflexive: bool = False
