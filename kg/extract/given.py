"""Events and mentions that an article came with, in the place of those that kg finds in it."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from typing import get_args

from kg.extract.coreference import Passage
from kg.language import Language, folded
from kg.model import Article, Clause, Kind, Mention, Span, Word

#: The relations of Universal Dependencies that a mention can have to an event, as `kg.extract.clauses` names them.
_RELATIONS = {"nsubj": "subject", "nsubj:pass": "object", "obj": "object", "iobj": "dative", "nmod:poss": "genitive"}


def names(article: Article, language: Language | None, found: Sequence[Mention]) -> tuple[Mention, ...]:
    """The names of an article: those it came with, the longest where they overlap, else those found.

    Pronouns and descriptions ("the actress") among what it came with are left to what reads those.
    """
    if article.given is None or article.given.mentions is None:
        return tuple(found)
    known = {mention.span: mention for mention in found}
    kept: list[Mention] = []
    for span, kind in sorted(article.given.mentions, key=lambda m: (m[0].start - m[0].end, m[0])):
        written = " ".join(unicodedata.normalize("NFC", span.of(article.text)).split())
        free = not any(mention.span.overlaps(span) for mention in kept)
        if free and span in known:
            kept.append(replace(known[span], kind=kind))
        elif free and _is_name(written, language):
            kept.append(Mention(span, kind, written, rule="names.given"))
    return tuple(sorted(kept, key=lambda m: m.span))


def _is_name(written: str, language: Language | None) -> bool:
    """Whether words name somebody: not in small letters only, no pronoun, not ending in a noun for people."""
    plain = written.islower() or not any(c.isalpha() for c in written)
    last = folded(written).split()[-1] if written else ""
    if plain or language is None:
        return not plain
    people = language.section("people")
    nouns = {folded(word) for kind in get_args(Kind) for word in people.get(kind, ())}
    return last not in nouns and folded(written) not in set(map(folded, language.section("pronouns")))


def clauses(article: Article, passages: Sequence[Passage], found: Sequence[Clause]) -> tuple[Clause, ...]:
    """The clauses of an article: those that tell the events it came with, and the others as telling none."""
    if article.given is None or article.given.events is None:
        return tuple(found)
    taken: dict[Span, Span] = {}
    told: list[Clause] = []
    for span, type_ in article.given.events:
        own = min((c for c in found if c.trigger.overlaps(span) and c.trigger not in taken), key=_rank, default=None)
        head = _head(passages, span)
        if own is None and head is None:
            continue
        clause = own if own is not None else _bare(passages, span, head)
        if not clause.arguments and head is not None:
            clause = replace(clause, arguments=_bare(passages, span, head).arguments)
        if own is not None:
            taken[own.trigger] = span
        sense = head.lemma or head.form if head else span.of(article.text)
        told.append(replace(clause, type=type_ or clause.type or "Event", sense=sense, trigger=span,
                            flags=_flags(clause)))  # fmt: skip
    rest = [replace(c, type="") for c in found if c.trigger not in taken]
    whole = [_moved(c, taken) for c in (*told, *rest)]
    return tuple(sorted({c.trigger: c for c in reversed(whole)}.values(), key=lambda c: (c.trigger, c.type)))


def _rank(clause: Clause) -> tuple[bool, Span]:
    return not clause.type, clause.trigger


def _flags(clause: Clause) -> frozenset[str]:
    """A clause's flags without the phrase, which may require what an event that is given need not have."""
    return frozenset(f for f in clause.flags if not f.startswith("phrase:")) | {"phrase:", "given"}


def _moved(clause: Clause, taken: dict[Span, Span]) -> Clause:
    """A clause whose references to others follow them to their new triggers."""
    order = tuple((how, taken.get(other, other)) for how, other in clause.order)
    saying = taken.get(clause.saying, clause.saying) if clause.saying else None
    return replace(clause, order=order, saying=saying)


def _head(passages: Sequence[Passage], span: Span) -> Word | None:
    """The word of a span that the others of it depend on."""
    for passage in passages:
        words = passage.sentence.tokens
        inside = [i for i, word in enumerate(words) if word.span.overlaps(span)]
        if inside:
            return next((words[i] for i in inside if words[i].head not in inside), words[inside[-1]])
    return None


def _bare(passages: Sequence[Passage], span: Span, head: Word | None) -> Clause:
    """An event of which nothing more is read than where it stands, and what hangs on its head in the parse."""
    passage = next(p for p in passages if any(w.span.overlaps(span) for w in p.sentence.tokens))
    verb = head is not None and head.upos in ("VERB", "AUX")
    flags = frozenset({"finite" if verb else "noun"})
    arguments = _arguments(passage, head) if head is not None else ()
    return Clause("", "", span, passage.sentence.span, arguments, flags=flags, quote=passage.quote)


def _arguments(passage: Passage, head: Word) -> tuple[tuple[str, Span], ...]:
    """The mentions that hang on a word in the parse, with the relation that each has to it."""
    words = passage.sentence.tokens
    at = words.index(head)
    found = []
    for i, word in enumerate(words):
        relation = _RELATIONS.get(word.deprel, _RELATIONS.get(word.deprel.split(":")[0]))
        mention = next((n.mention.span for n in passage.sentence.nominals if n.first <= i <= n.last), None)
        if word.head == at and relation and mention is not None and not mention.covers(head.span):
            found.append((relation, mention))
    return tuple(dict.fromkeys(found))
