"""Judgements of a person put into a graph, taken back, and carried from one graph to another.

    judge("news.nq", "same", "Asif Raza", "Aasif Rizvi", because="one age, one trial", by="Asha")
    undo("news.nq", "3f2a9c1d0b7e")

What a user names is made out to be facts and mentions, which outlive every build: see `named`.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from urllib.parse import unquote

from kg import regroup
from kg import store as stores
from kg.corrections import Correction, checked, corrected, read_corrections, with_corrections
from kg.errors import InputError
from kg.explain import own
from kg.following import resting
from kg.graph import read_article
from kg.intake import learnt_day
from kg.judgements import Decision, Judged, Judgement, judgement, read_judgements, with_judgements
from kg.language import folded
from kg.model import Entity, Fact, Resolved, Span
from kg.resolve import fact_of
from kg.said import Said, with_said, without
from kg.store import Store
from kg.terms import Names, local


def judge(
    target: str,
    verdict: Decision,
    a: str,
    b: str,
    *,
    because: str = "",
    by: str | None = None,
    learnt: str | None = None,
) -> Judgement:
    """Say that two things of a graph are the same, or different, and resolve its articles by that.

    `a` and `b` are what `named` understands; `by` is who says so (else the user of this computer), `learnt` the day
    (else as in a build). The new judgement takes the place of an earlier one to the same effect. Raises InputError for
    what is not in the graph, and where judgements would contradict one another.
    """
    who, why, day = _person(by), _character(because, "--because"), learnt_day(learnt)
    made: list[Judgement] = []

    def change(resolved: Resolved, names: Names, before: Said) -> Said:
        first, second = named(resolved, names, a), named(resolved, names, b)
        types = {f.id: f.type for f in resolved.facts}
        if verdict == "same" and first.fact and second.fact and types[first.fact] != types[second.fact]:
            what = f"are of the types {types[first.fact]} and {types[second.fact]}"
            raise InputError(f"{a} and {b}", what, "only facts of one type tell one event")
        made.append(judgement(verdict, first, second, who, day, why))
        return before._replace(judgements=with_judgements(before.judgements, made))

    regroup.say(target, change, learnt=learnt)
    return made[0]


def correct(
    target: str,
    fact: str,
    values: Mapping[str, str],
    *,
    because: str = "",
    by: str | None = None,
    learnt: str | None = None,
) -> Corrected:
    """Say what the time, the type, the status or a role of a fact is, and resolve the articles by that.

    `fact` is the id or IRI of a fact (an event has that of its first); `values` are EDTF, a type, a status, or the
    name of somebody whom the article mentions, "" for none. With no values, what was corrected of the fact is undone.
    What follows in the article from a corrected fact follows it (`kg.following`). Gives the corrections made or undone,
    and what came of them. Raises InputError for what is not in the graph, or cannot be so.
    """
    who, why, day = _person(by), _character(because, "--because"), learnt_day(learnt)
    made: list[Correction] = []
    told: list[str] = []

    def change(resolved: Resolved, names: Names, before: Said) -> Said:
        place = named(resolved, names, fact)
        found = next((one for one in resolved.facts if one.id == place.fact), None)
        if found is None:
            raise InputError(fact, "is no fact", "give the id of one, as kg extract and kg explain have it")
        event = resolved.event_of[found.id]
        together = (id for id, other in resolved.event_of.items() if other == event and id != found.id)
        told.extend([found.id, *sorted(together)])
        if not values:
            made.extend(one for one in before.corrections if fact_of(resolved.facts, one.fact) == found)
            if not made:
                raise InputError(fact, "was never corrected", "give what is to be corrected: time=2020-09")
            return before._replace(corrections=tuple(one for one in before.corrections if one not in made))
        for property, value in values.items():
            said = checked(property, _character(value, property), found, resolved)
            made.append(Correction(place, property, said, who, day, why))
        return before._replace(corrections=with_corrections(before.corrections, made))

    regroup.say(target, change, learnt=learnt)
    return _consequences(stores.open(target), made, told[0], told[1:])


@dataclass(frozen=True, slots=True)
class Corrected:
    """Corrections made or undone, and what they brought with them, in the article and in the graph.

    The facts whose times `moved`, as they follow from a corrected one; those that `kept` a time that rests on the words
    by which one was dated; and the ids of those that told one event with it and are `apart` now.
    """

    made: tuple[Correction, ...]
    moved: tuple[Fact, ...] = ()
    kept: tuple[Fact, ...] = ()
    apart: tuple[str, ...] = ()


def _consequences(store: Store, made: Sequence[Correction], fact: str, together: Sequence[str]) -> Corrected:
    """What corrections of a fact did; `together` are the facts that told one event with it before."""
    names, article = own(store), made[0].fact.article
    mine = [one for one in said(store).corrections if one.fact.article == article]
    annotated, read = read_article(store.quads(graph=names.article_graph(article)))
    now = corrected([(annotated, read)], mine)[0][1]
    own_facts = {found.id for one in mine if (found := fact_of(read, one.fact))}
    others = [(old, new) for old, new in zip(read, now, strict=True) if new.id not in own_facts]
    moved = tuple(new for old, new in others if (old.time, old.told_at) != (new.time, new.told_at))
    about = {id: list(store.quads(names.fact(id), "kg:about", graph=names.derived)) for id in (fact, *together)}
    event = [quad.object for quad in about[fact]]
    apart = tuple(id for id in together if [quad.object for quad in about[id]] != event)
    return Corrected(tuple(made), moved, resting(annotated, read, now), apart)


def _person(by: str | None) -> str:
    return _character(by or os.environ.get("LOGNAME") or os.environ.get("USER") or "unknown", "--by")


def undo(target: str, id: str, *, learnt: str | None = None) -> Judgement | Correction:
    """Take back a judgement or a correction, by its id, and resolve the articles without it. Raises InputError where
    there is none."""
    gone: list[Judgement | Correction] = []

    def change(resolved: Resolved, names: Names, before: Said) -> Said:
        after, one = without(before, id)
        gone.append(one)
        return after

    regroup.say(target, change, learnt=learnt)
    return gone[0]


def add(target: str, new: Said, *, learnt: str | None = None) -> Said:
    """Put what was said of another graph into this one, and give all that it has. What is named may be missing here."""
    return regroup.say(target, lambda resolved, names, before: with_said(before, new), learnt=learnt)


def said(store: Store) -> Said:
    """What people said of a graph, sorted. Raises GraphError for one that kg did not write or that is damaged."""
    source = list(store.quads(graph=own(store).judgements))
    return Said(read_judgements(source), read_corrections(source))


def _character(text: str, where: str) -> str:
    """Text for a literal. Raises InputError where it holds what no text can."""
    bad = re.search("[\0\ud800-\udfff]", text)
    if bad is not None:
        raise InputError(where, f"has U+{ord(bad.group()):04X} in it, which no text can hold", "take it out")
    return text


# ---- what a user names


def named(resolved: Resolved, names: Names, what: str) -> Judged:
    """The fact or the mention that a user means: by the id or IRI of an event or a fact (the smallest fact), of a
    person, place, document (the first mention), by the IRI of a mention, as ARTICLE#START-END, or by a name.

    A name means the first mention by that name. Raises InputError where it is nobody's, or of several.
    """
    id = local(what) if what.startswith(names.base) else what
    facts = {fact.id: fact for fact in resolved.facts}
    if id in facts:
        return Judged(facts[id].article, facts[id].trigger, id)
    place = re.fullmatch(r"(?:.*/mention/([^/]+)/|(.+)#)(\d{1,9})-(\d{1,9})", what)
    if place is not None:
        return _at(resolved, unquote(place[1] or "") or place[2], Span(int(place[3]), int(place[4])), what)
    found = [one for one in resolved.entities if one.id == id] or _called(resolved, what)
    if len(found) == 1:
        return _mention(resolved, found[0], what)
    if found:
        ids = ", ".join(f"{one.id} ({_first(one)})" for one in found[:4])
        raise InputError(what, f"is a name of {len(found)} in this graph", f"give one of the ids: {ids}")
    near = get_close_matches(what, sorted({name for one in resolved.entities for name in one.names}), 3, 0.6)
    do = f"did you mean {' or '.join(near)}?" if near else "give a name, or an id that `kg explain` shows"
    raise InputError(what, "is nothing in this graph", do)


def _at(resolved: Resolved, article: str, span: Span, what: str) -> Judged:
    mentions = [m for id, m in resolved.entity_of if id == article and m.overlaps(span)]
    facts = [f for f in resolved.facts if f.article == article and f.trigger.overlaps(span)]
    if mentions:
        return Judged(article, min(mentions, key=lambda m: (m != span, m)))
    if facts:
        fact = min(facts, key=lambda f: (f.trigger, f.id))
        return Judged(article, fact.trigger, fact.id)
    raise InputError(what, "is no mention and no fact of this graph", "see `kg extract` for where they stand")


def _called(resolved: Resolved, name: str) -> list[Entity]:
    """Those with exactly that name or, where nobody has it, that label."""
    wanted = _same(name)
    own = [e for e in resolved.entities if wanted in map(_same, (e.name, *e.names))]
    return own or [e for e in resolved.entities if wanted in map(_same, e.labels.values())]


def _same(name: str) -> str:
    return folded(unicodedata.normalize("NFC", " ".join(name.split())))


def _mention(resolved: Resolved, entity: Entity, what: str) -> Judged:
    """The first mention of an entity by the name it was called, or else its first of all."""
    spoken = {(a.article.id, m.span): m.name for a in resolved.annotated for m in a.mentions}
    own = [place for place in entity.mentions if _same(spoken.get(place, "")) == _same(what)]
    article, span = min(own or entity.mentions)
    return Judged(article, span)


def _first(entity: Entity) -> str:
    article, span = min(entity.mentions)
    return f"{article}#{span.start}-{span.end}"
