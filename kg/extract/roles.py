"""Which role each argument of a clause fills: the frame of the event's type says it of the grammatical relation.

The frames are in `ontology/frames.toml`, with the kinds of mention that may fill a role.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from kg.model import Clause, Mention, Span
from kg.terms import ontology

ANIMATE = ("Person", "Group", "Organisation")
#: Why a role is not filled in the end: somebody does it, and nobody knows who.
NOBODY = "a pronoun that stands for nobody known"


@lru_cache(maxsize=1)
def frames() -> Mapping[str, Mapping[str, str]]:
    """Relation to role by event type, from `ontology/frames.toml`."""
    return tomllib.loads(ontology("frames.toml").read_text(encoding="utf-8"))


def fillers() -> Mapping[str, Mapping[str, Sequence[str]]]:
    """The kinds of mention that may fill a role, by event type; a role that is not named takes any."""
    return cast(Mapping[str, Mapping[str, Sequence[str]]], frames()["fillers"])


@dataclass(frozen=True, slots=True)
class Filling:
    """An argument of a clause and the role it fills; `why` says why it fills none (role ""), or what it rests on."""

    relation: str
    mention: Mention
    role: str
    why: str = ""


def fillings(mentions: Mapping[Span, Mention], clause: Clause) -> list[Filling]:
    """Each argument of a clause with the role it fills or why it fills none; a pronoun that stands for nobody known
    fills none in the end, though it shows that somebody does."""
    found: list[Filling] = []
    frame = {**frames()["default"], **frames().get(clause.type, {})}
    for relation, span in clause.arguments:
        mention = mentions.get(span)
        if mention is not None:
            role, why = _role(frame, clause, relation, mention)
            known = mention.name != "" or mention.rule != "pronoun" or mention.antecedent is not None
            found.append(Filling(relation, mention, role, why if known or not role else NOBODY))
    return found


def _role(frame: Mapping[str, str], clause: Clause, relation: str, mention: Mention) -> tuple[str, str]:
    """The role a relation fills, the frame's where the mention is of a kind that can fill it; else "", and why."""
    done = "perfect" in clause.flags or "active" in clause.flags
    acts = done and "passive" not in clause.flags and "middle" not in clause.flags
    if (
        relation == "subject"
        and "agent_subject" in frame
        and acts
        and ("has:object" in clause.flags or any(r in ("object", "dative") for r, _ in clause.arguments))
    ):
        relation = "agent_subject"
    if relation == "owner":  # of what somebody else does something to
        relation = "object" if frame["genitive"] == "agent" else "genitive"
    role = frame.get(relation, "-")
    if role == "destination" and clause.type != "Travel" and mention.kind in ("Person", "Group"):
        role = "recipient"
    if mention.kind == "Document" and mention.cls != "Legislation":
        works = clause.type in ("Correspondence", "Performance", "Publication")
        role = (
            "theme"
            if relation in ("object", "dative", "genitive", "subject") or (works and relation in ("in", "on"))
            else "-"
        )
    if mention.kind == "Place" and relation in ("in", "at", "compound") and role not in ("destination", "place"):
        role = "place"
    if clause.type == "Event" and role == "theme" and mention.kind in ("Person", "Group"):
        role = "patient"
    if (
        mention.kind == "Place"
        and mention.rule == "people"
        and role in ("agent", "speaker", "recipient", "participant")
    ):
        return "", "a place described, not named, does nothing"  # a country may act, "the island" does not
    if role == "-":
        return "", f"as its {relation or 'bare noun phrase'} it fills no role of {clause.type}"
    kinds = fillers().get(clause.type, {}).get(role) or fillers()["default"].get(role, (mention.kind,))
    if mention.kind not in kinds:
        return "", f"no {mention.kind} can be the {role} of {clause.type}"
    return role, ""
