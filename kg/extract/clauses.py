"""From drafts to clauses: whatever the language marks, an argument ends as one of the relations of the frames."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.extract.coreference import Discourse, Passage
from kg.extract.draft import Draft
from kg.extract.nominals import Nominal
from kg.model import Clause, Quote, Span

ANIMATE = ("Person", "Group", "Organisation")
#: In these somebody is given something, whatever the voice.
GIVEN = ("Correspondence", "Decision", "Payment", "Award", "Statement")


#: What happens somewhere, of which a headline says where before its colon ("Nantes: Curfew after a night of unrest").
SOMEWHERE = ("Riot", "Protest", "Clash", "Attack", "Crime", "Disaster", "Accident", "Decision", "Death", "Strike")


def clauses(passages: tuple[Passage, ...], discourse: Discourse, headline: Span | None = None) -> tuple[Clause, ...]:
    """The clauses of an article in text order, arguments as relations to mention spans; clauses of speech included."""
    quotes = {q.span: q for q in discourse.quotes}
    found: list[Clause] = []
    for before, passage in zip((None, *passages), passages, strict=False):
        if before is not None and headline is not None and headline.covers(passage.sentence.span):
            _place_of_headline(before, passage)
        triggers = {id(d): place(passage, d.words) for d in passage.reading.clauses}
        for draft in passage.reading.clauses:
            found.append(_clause(passage, draft, triggers, quotes))
    return tuple(sorted(found, key=lambda c: (c.trigger, c.type)))


def _place_of_headline(before: Passage, passage: Passage) -> None:
    """What the passage tells happened at the place that the one before it is nothing but the name of."""
    words, names = before.sentence.words, before.sentence.nominals
    if before.index != passage.index or len(names) != 1 or words[-1] != ":" or names[0].last != len(words) - 2:
        return
    for draft in passage.reading.clauses:
        placed = any(n.mention.kind == "Place" and relation in ("in", "at", "on") for relation, n in draft.arguments)
        if draft.type in SOMEWHERE and names[0].mention.kind == "Place" and not placed:
            draft.arguments.append(("in", names[0]))


def place(passage: Passage, at: Sequence[int]) -> Span:
    """Where words of a passage stand, the first to the last."""
    words = passage.sentence.tokens
    return Span(words[at[0]].span.start, words[at[-1]].span.end)


def _clause(passage: Passage, draft: Draft, triggers: Mapping[int, Span], quotes: Mapping[Span, Quote]) -> Clause:
    arguments = tuple(dict.fromkeys((relation, n.span) for relation, n in _normal(draft) if relation))
    return Clause(
        draft.type,
        draft.sense,
        triggers[id(draft)],
        passage.sentence.span,
        arguments,
        tuple(dict.fromkeys(draft.times)),
        tuple((relation, triggers[id(other)]) for relation, other in draft.order if id(other) in triggers),
        tuple(dict.fromkeys(draft.ends)),
        frozenset(draft.flags | {draft.form, f"phrase:{draft.phrase}"}),
        triggers.get(id(draft.saying)) if draft.saying else None,
        passage.quote,
    )


def _normal(draft: Draft) -> list[tuple[str, Nominal]]:
    """Arguments with surface relations made grammatical: the voice decides what a bare noun phrase is."""
    undergoes = "passive" in draft.flags or "middle" in draft.flags
    has_subject = any(r in ("ergative", "subject") for r, _ in draft.arguments)
    found: list[tuple[str, Nominal]] = []
    for relation, n in draft.arguments:
        kind = n.mention.kind
        if relation == "ergative":
            relation = "subject"
        elif relation == "":
            if kind == "Document":
                relation = "object"
            elif kind == "Place" and draft.form != "noun" and draft.type == "Travel":
                relation = "to"
            elif kind == "Place" and not undergoes and not has_subject:
                relation = "subject"
            elif kind == "Place":
                relation = ""
            elif undergoes or has_subject:
                relation = "object"
            else:
                relation, has_subject = "subject", True
        elif relation == "subject" and undergoes and kind in ANIMATE:
            relation = "object"
        elif kind == "Place" and _is_goal(relation, draft.type):
            relation = "to"
        elif relation == "dative" and undergoes and kind in ANIMATE and draft.type not in GIVEN:
            relation = "object"
        elif relation == "genitive" and kind == "Place":
            relation = "compound"
        found.append((relation, n))
    return found


def _is_goal(relation: str, type_: str) -> bool:
    """Whether a place with that relation is where something goes; who is given something may be a country."""
    return relation == "dative" and type_ not in GIVEN or relation == "for" and type_ == "Travel"


@dataclass(frozen=True)
class Told:
    """By whom a clause is told, where that is not the article: who says it and the clause of speech."""

    by: Span | None
    clause: Clause | None
    quoted: bool
