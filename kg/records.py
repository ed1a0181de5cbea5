"""What one article says, as the JSON record of `kg extract`: offsets are code points into its text."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from kg.dossier import NOTHING, Dossier
from kg.errors import InputError
from kg.extract import times
from kg.extract.confidence import sure
from kg.extract.syntax import OWN, Models
from kg.model import Annotated, Article, Entity, Fact, Mention, Resolved, Span, Timex
from kg.resolve import resolve, within

#: How long a file name made of an id may be, in bytes; file systems allow 255.
_LONGEST = 200


def read(
    article: Article, dossier: Dossier = NOTHING, models: Models = OWN, least: float = 0.0
) -> dict[str, Any]:
    """The record of an article, read with what the user brings and resolved by itself, without facts of a confidence
    below `least`."""
    from kg.extract import annotate, extract

    annotated = annotate(article, dossier, models)
    facts = sure(extract(annotated, dossier), least)
    return record(annotated, resolve([(annotated, within(annotated, facts))]))


def why(article: Article, passage: Span, dossier: Dossier = NOTHING, models: Models = OWN) -> str:
    """What every rule found in a passage of an article, a line each (see `kg.extract.why`). Raises InputError for a
    passage that is not inside its text."""
    from kg.extract import facts, steps
    from kg.extract import why as reasons
    from kg.extract.context import context_of

    if passage.end > len(article.text):
        what = f"has {len(article.text)} code points, and {passage.start}:{passage.end} reaches beyond them"
        raise InputError(article.id, what, "give a passage inside its text")
    taken = steps(article, dossier, models)
    annotated, source = taken.annotated, taken.source
    judged = facts.judged(context_of(source.language, annotated)) if source else facts.Judged((), {})
    told = within(annotated, judged.facts)
    return "".join(f"{line}\n" for line in reasons.lines(taken, judged, told, passage))


def record(annotated: Annotated, resolved: Resolved) -> dict[str, Any]:
    """The record of an article: article, timexes, mentions, quotes, entities and facts, each in text order.

    `resolved` is the same article resolved; only mentions that refer to an entity are listed. Among the timexes are the
    stretches of time between two of them, with an interval as EDTF: they are the only ones that overlap others.
    """
    article, text = annotated.article, annotated.article.text
    entity_of = {span: entity for (id_, span), entity in resolved.entity_of.items() if id_ == article.id}
    return {
        "article": {
            "id": article.id,
            "text": text,
            "title": article.title,
            "language": article.language,
            "published": article.published,
        },
        "timexes": [_timex(t, text) for t in sorted(_times(annotated), key=lambda t: (t.span.start, -t.span.end))],
        "mentions": [
            {**_place(m.span, text), "kind": m.kind, "entity": entity_of[m.span]}
            for m in annotated.mentions
            if m.span in entity_of and is_listed(m)
        ],
        "quotes": [
            {
                **_place(q.span, text),
                "speaker": _entity(q.speaker, entity_of),
                "addressee": _entity(q.addressee, entity_of),
            }
            for q in annotated.quotes
        ],
        "entities": [_entity_record(e) for e in resolved.entities],
        "facts": [
            _fact(f, text, entity_of, resolved.event_of)
            for f in sorted(resolved.facts, key=lambda f: (f.trigger, f.id))
        ],
    }


def is_listed(mention: Mention) -> bool:
    """Whether a mention stands in the record: names, documents and groups do; pronouns and descriptions of one ("the
    company", "her father") only fill roles."""
    return mention.rule != "pronoun" and (mention.rule not in ("people", "kin") or mention.kind == "Group")


def _times(annotated: Annotated) -> tuple[Timex, ...]:
    """The time expressions of an article, and the stretches they are the ends of ("from March to May")."""
    alone = {t.span for t in annotated.timexes}
    stretches = times.ranges(annotated.article, annotated.timexes)
    return (*annotated.timexes, *(t for t in stretches if t.span not in alone))


def _place(span: Span, text: str) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "text": span.of(text)}


def _entity(span: Span | None, entity_of: Mapping[Span, str]) -> str | None:
    return None if span is None else entity_of.get(span)


def _timex(timex: Timex, text: str) -> dict[str, Any]:
    anchor = timex.anchor
    found = {
        **_place(timex.span, text),
        "type": timex.type,
        "value": timex.value,
        "edtf": timex.edtf,
        "anchor": {
            "kind": anchor.kind,
            "start": anchor.span.start if anchor.span else None,
            "end": anchor.span.end if anchor.span else None,
            "value": anchor.value,
        },
        "rule": timex.rule,
    }
    more = (("mod", timex.mod), ("quant", timex.quant), ("freq", timex.freq))
    return found | {name: value for name, value in more if value}


def _entity_record(entity: Entity) -> dict[str, Any]:
    return {
        "id": entity.id,
        "kind": entity.kind,
        "class": entity.cls,
        "name": entity.name,
        "names": list(entity.names),
        "labels": dict(entity.labels),
        "links": [{"property": prop, "entity": other} for prop, other in entity.links],
        **({"wikidata": entity.wikidata} if entity.wikidata else {}),
    }


def _fact(fact: Fact, text: str, entity_of: Mapping[Span, str], event_of: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": fact.id,
        "type": fact.type,
        "trigger": _place(fact.trigger, text),
        "sentence": {"start": fact.sentence.start, "end": fact.sentence.end},
        "roles": [{"role": r.role, "entity": entity_of.get(r.span), **_place(r.span, text)} for r in fact.roles],
        "time": fact.time,
        "time_basis": fact.time_basis,
        "duration": _place(fact.duration, text) if fact.duration else None,
        "told_at": fact.told_at,
        "occasion": fact.occasion,
        "status": fact.status,
        "according_to": _entity(fact.according_to, entity_of),
        "event": event_of.get(fact.id),
        "rule": fact.rule,
        "confidence": fact.confidence,
    }


def file_name(id: str) -> str:
    """An article's id as the name of a file: letters and digits stay, the rest is escaped, so that nothing leads out of
    a folder and different ids are different names. A long one is cut and ends in a hash of the whole."""
    name = "".join(c if _stays(c) or (c == "." and n) else _escape(c) for n, c in enumerate(id))
    data = name.encode()
    if len(data) <= _LONGEST:
        return name
    return f"{data[:_LONGEST].decode('utf-8', 'ignore')}~{sha256(data).hexdigest()[:16]}"


def _escape(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode())


def _stays(character: str) -> bool:
    return unicodedata.category(character)[0] in "LMN" or character in "-_"
