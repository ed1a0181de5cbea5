"""Mentions become people, places and documents; facts become events. Pure functions over values.

Within an article a mention's antecedent says what it stands for; across articles names meet by similarity in either
script. Facts are grouped into an event where something shows that they tell one happening (a participant in the same
role, the same words, times that can be one) and nothing speaks against it. Facts are grouped, never merged.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.adding import Reading, add
from kg.clusters import clusters, mention_of
from kg.digest import Digest, digest, fact_of, grouped, judged
from kg.events import event_status, event_time
from kg.inference import inferred
from kg.judgements import Judgement
from kg.model import Annotated, Fact, Resolved
from kg.namesake import name_similarity
from kg.workings import Workings

__all__ = ["event_status", "event_time", "fact_of", "name_similarity", "resolve", "unmet", "within"]


def resolve(told: Iterable[tuple[Annotated, Sequence[Fact]]], judgements: Sequence[Judgement] = ()) -> Resolved:
    """Entities and events of articles read together, the same whatever the order they come in.

    What a person judged wins (`kg.judgements`). Cost: linear in facts, times the tellings that share a participant and
    more.
    """
    pairs = sorted(told, key=lambda pair: pair[0].article.id)
    work = Workings()
    add(work, digests(pairs, judgements), (), judgements)
    return resolved(work, pairs)


def digests(
    pairs: Sequence[tuple[Annotated, Sequence[Fact]]], judgements: Sequence[Judgement] = ()
) -> dict[str, Digest]:
    """The digests of articles by their ids, by what a person judged; of what is judged, all articles are to be here."""
    said = judged({annotated.article.id: facts for annotated, facts in pairs} if judgements else {}, judgements)
    return {annotated.article.id: digest(annotated, facts, judgements, said) for annotated, facts in pairs}


def resolved(work: Workings, pairs: Sequence[tuple[Annotated, Sequence[Fact]]]) -> Resolved:
    """All that workings hold, as values, with the articles they are of."""
    reading = Reading(work)
    ids = [annotated.article.id for annotated, _ in pairs]
    events = sorted({event for id in ids for event in reading.event_of(id).values()})
    return Resolved(
        tuple(annotated for annotated, _ in pairs),
        tuple(fact for _, own in pairs for fact in own),
        tuple(reading.entity(id) for id in work.entities),
        tuple(reading.event(id) for id in events),
        {(id, span): entity for id in ids for span, entity in reading.entity_of(id).items()},
        {fact: event for id in ids for fact, event in reading.event_of(id).items()},
        {fact: others for id in ids for fact, others in work.digests[id].apart.items()},
    )


def within(annotated: Annotated, facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """The facts of one article with the times that follow inside it (a state begins with the arrest that began it)."""
    article, found = annotated.article.id, clusters(annotated, facts)
    entity_of = {(article, span): cluster.key for cluster in found for span in cluster.spans}
    groups = sorted(grouped(article, facts, found), key=lambda group: min(f.trigger for f in group))
    return tuple(inferred(annotated, groups, entity_of))


def unmet(resolved: Resolved, judgements: Iterable[Judgement]) -> list[Judgement]:
    """The judgements that a resolution does not keep, because they contradict each other; of those that name what is
    gone nothing can be said."""
    wrong = []
    for one in judgements:
        if one.first.fact:
            facts = fact_of(resolved.facts, one.first), fact_of(resolved.facts, one.second)
            ends = [resolved.event_of[fact.id] for fact in facts if fact is not None]
        else:
            ends = [found for end in (one.first, one.second) if (found := mention_of(resolved.entity_of, end))]
        if len(ends) == 2 and (ends[0] == ends[1]) != (one.verdict == "same"):
            wrong.append(one)
    return wrong
