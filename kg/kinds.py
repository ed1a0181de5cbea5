"""The kinds that kg tells apart (of mentions, statuses, roles, relations), and the span of a passage.

They are part of the model (`kg.model`), and here by themselves for what needs no more of it than these.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

TimexType = Literal["DATE", "TIME", "DURATION", "SET"]
Kind = Literal["Person", "Organisation", "Place", "Document", "Group"]
Status = Literal["asserted", "reported", "alleged", "denied", "planned", "negated", "hypothetical"]
RoleName = Literal[
    "agent",
    "patient",
    "theme",
    "recipient",
    "participant",
    "speaker",
    "origin",
    "destination",
    "instrument",
    "beneficiary",
    "cause",
    "place",
]
TimeBasis = Literal["explicit", "relative", "anchored", "corrected", "none"]
AnchorKind = Literal["published", "timex", "none"]
#: How a sentence says that what one fact tells lies to what another one tells.
Relation = Literal["after", "before", "during", "since", "until"]

#: From the most to the least committed: where facts tie on an event's status, the later one in this list wins.
STATUSES: tuple[Status, ...] = ("asserted", "reported", "alleged", "denied", "planned", "negated", "hypothetical")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range `[start, end)` of code points of one article's text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The quote: the characters of `text` that this span covers."""
        return text[self.start : self.end]

    def covers(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end
