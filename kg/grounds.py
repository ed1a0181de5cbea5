"""Why facts of several articles are taken for one event, in words: what they have in common, and who said so.

    grounds(event, articles, told, resolved, judgements)   # by article, the lines that say so
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from kg import stories
from kg.digest import fact_of, telling
from kg.judgements import Judgement
from kg.kinship import Telling, Ties, ties
from kg.labels import joined_names
from kg.model import Event, Resolved
from kg.reasons import Told
from kg.timeline import called, one_line
from kg.wording import phrases


def grounds(
    event: Event, articles: Sequence[str], told: Told, resolved: Resolved, judgements: Iterable[Judgement]
) -> Mapping[str, list[str]]:
    """For each of an event's articles but the first, in the order given: the earlier one (or else a later one) that it
    has most in common with, and what that is; for each, who judged a fact of it to be of this event or of another."""
    found: dict[str, list[str]] = defaultdict(list)
    tellings = [_telling(event, article, told, resolved) for article in articles]
    for n, one in enumerate(tellings[1:], 1):
        tied = [other for other in tellings[:n] if ties(one, other).many] or tellings[:n] + tellings[n + 1 :]
        best = max(tied, key=lambda other: _strength(one, other, told))
        why = "; ".join(_in_common(one, best, told))
        found[one.article].append(told.words["one"].format(article=one_line(best.article), why=why))
    for judgement in judgements:
        for article, line in _judged(event, judgement, told, resolved):
            found[article].append(line)
    return found


def _telling(event: Event, article: str, told: Told, resolved: Resolved) -> Telling:
    facts = tuple(told.facts[id] for id in event.facts if told.facts[id].article == article)
    spans = {role.span for fact in facts for role in fact.roles}
    who = {span: id for span in spans if (id := resolved.entity_of.get((article, span))) is not None}
    return telling(article, facts, who, frozenset())


def _strength(one: Telling, other: Telling, told: Told) -> float:
    return ties(one, other).many + stories.alike(_words(one, told), _words(other, told))


def _words(one: Telling, told: Told) -> frozenset[str]:
    return stories.words(told.annotated[one.article].article)


def _in_common(one: Telling, other: Telling, told: Told) -> Iterator[str]:
    """What two tellings have in common, each in some words."""
    both: Ties = ties(one, other)
    roles: Mapping[str, str] = phrases(told.language)["roles"]
    for role, ids in both.roles:
        yield told.words["same_role"].format(names=_names(ids, told), role=roles[role])
    if both.others:
        yield told.words["same_people"].format(names=_names(both.others, told))
    if both.times:
        yield told.words["same_time"].format(date=told.date(min(both.times)))
    if both.senses:
        first, second = (_quote(each, min(both.senses), told) for each in (one, other))
        yield told.words["same_words"].format(first=first, second=second)
    shared = _words(one, told), _words(other, told)
    if stories.alike(*shared) >= stories.ONE_STORY or both.many == 0:
        yield told.words["one_story"].format(number=len(shared[0] & shared[1]))


def _names(ids: Iterable[str], told: Told) -> str:
    known = [told.entities[id] for id in sorted(ids)]
    return joined_names([one_line(called(one.labels, told.language, one.name)) for one in known], told.language)


def _quote(one: Telling, sense: str, told: Told) -> str:
    """The words in which a telling says something."""
    fact = min((fact for fact in one.facts if fact.rule == sense), key=lambda fact: fact.trigger)
    return told.quote(fact.article, fact.trigger)


def _judged(event: Event, judgement: Judgement, told: Told, resolved: Resolved) -> Iterator[tuple[str, str]]:
    """Who judged a fact of an event to be of the same one as another fact, or of another; with the fact's article."""
    ends = [fact_of(told.of(end.article), end) for end in (judgement.first, judgement.second)]
    for one, other in (ends, ends[::-1]):
        if one is None or other is None or one.id not in event.facts:
            continue
        line = told.words[f"judged_{judgement.verdict}"].format(
            name=judgement.by, date=told.date(judgement.learnt), article=one_line(other.article),
            event=told.label(resolved.event_of[other.id]),
        )  # fmt: skip
        yield one.article, one_line(f"{line} — {judgement.because}" if judgement.because else line)
