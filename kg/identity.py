"""Whether two articles that use a name mean the same person, organisation or place, and why: for and against.

A name alone does not tell: `verdict` weighs how alike the names are (`kg.namesake`) with what each article says of who
bears it. The same work and others named beside it speak for one bearer; another work speaks against it, and another
year of birth or death rules it out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeAlias

from kg import edtf, gazetteer
from kg.edtf import Bounds
from kg.labels import glossary
from kg.language import available, folded, load
from kg.model import Annotated, Fact, Kind, Known, Mention, Span
from kg.namesake import key, name_similarity, parted, reasons, shortened
from kg.spelling import alike as spelt
from kg.spelling import plain

#: From this score on, two bearers of a name are one; names of organisations and places must be as alike as the other.
SAME, SAME_NAME = 0.9, 0.92
#: How alike the words of the names of two bodies or places must be, one by one.
_WORD = 0.6
#: What the evidence beside the name counts: each other name in both articles, all of them at most, one work, two.
_BESIDE, _AT_MOST, _SAME_WORK, _OTHER_WORK = 0.04, 0.12, 0.05, -0.12
#: What the same single name of a person counts: others named in both articles must decide.
_SINGLE = 0.8
#: Years of birth or death that differ by no more days than this may be a slip of one article.
_SLIP = 366
#: How many code points beside a name its work and age are looked for, and what ends a phrase.
_NEAR = 48
_STOPS = ".,;:!?\u0964\n()"


@dataclass(frozen=True, slots=True)
class Bearer:
    """What one article says of who bears a name: days of birth and death (bounds), classes of work, and the other
    names of the article by their keys (`company`, see `companion`); `known` is who the user says bears it."""

    kind: Kind
    name: str
    born: Bounds | None = None
    died: Bounds | None = None
    work: frozenset[str] = frozenset()
    company: Mapping[str, str] = field(default_factory=dict)
    known: Known | None = None


#: Why two bearers are one or are not: of what kind, and names, years or kinds of work.
Reason: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """How sure it is, from 0 to 1, that two bearers are one; `against`: they must not be; `why`: each reason
    as its kind, which the languages have words for ([timeline.alike]), and the names that fill them."""

    score: float
    against: bool = False
    why: tuple[Reason, ...] = ()

    @property
    def same(self) -> bool:
        return not self.against and self.score >= SAME


def verdict(a: Bearer, b: Bearer) -> Verdict:
    """Whether two bearers of a name, in different articles, are one."""
    if a.known is not None and b.known is not None:
        return Verdict(float(a.known == b.known), a.known != b.known, (("known", a.known.name, b.known.name),))
    if a.kind == b.kind == "Place" and (one := place(a.name)) and (other := place(b.name)):
        return Verdict(float(one == other), one != other, (("place", a.name, b.name),))
    score, why = _alike(a, b)
    if a.kind != "Person" or score == 0:
        return Verdict(score, False, why)
    for what, mine, theirs in (("born", a.born, b.born), ("died", a.died, b.died)):
        if mine and theirs and (_after(mine, theirs) or _after(theirs, mine)):
            return Verdict(score, True, (*why, (what, _years(mine), _years(theirs))))
    shared = sorted(a.company.keys() & b.company.keys())
    score += min(_AT_MOST, _BESIDE * len(shared))
    why += tuple(("company", a.company[other]) for other in shared[:3])
    if a.work & b.work:
        score, why = score + _SAME_WORK, (*why, ("same_work", *sorted(a.work & b.work)))
    elif a.work and b.work:
        score += _OTHER_WORK
        why = (*why, ("other_work", *sorted(a.work ^ b.work)))
        return Verdict(max(score, 0.0), score < SAME, why)
    return Verdict(min(score, 1.0), False, why)


def _alike(a: Bearer, b: Bearer) -> tuple[float, tuple[Reason, ...]]:
    """How alike two names are, and why; 0 where they are not, or cannot be judged by themselves."""
    person = a.kind == "Person"
    alone = min(len(a.name.split()), len(b.name.split())) < 2
    if a.kind != b.kind:
        return 0.0, ()
    if folded(a.name) == folded(b.name):
        return (_SINGLE if person and alone else 1.0), (("same_name", a.name),)
    if a.kind not in ("Person", "Place", "Organisation") or (person and alone):
        return 0.0, ()
    mine, theirs = (one.name if person else standard(one.kind, one.name) for one in (a, b))
    alike = 1.0 if folded(mine) == folded(theirs) else name_similarity(mine, theirs)
    if not person and not _by_words(mine, theirs):
        return 0.0, ()
    # "Sid" may be Siddharth or another, and who has another surname is another: nothing beside the names decides it
    if person and alike < 1 and (shortened(mine, theirs) or parted(mine, theirs)):
        alike = min(alike, SAME - _AT_MOST - _SAME_WORK)
    return (alike if person or alike >= SAME_NAME else 0.0), tuple(("alike", line) for line in reasons(mine, theirs))


def _by_words(mine: str, theirs: str) -> bool:
    """Whether the words of two names are alike one by one: a bank is not the state bank, nor a department another."""
    first, second = ([word for part in name.split() if (word := plain(part))] for name in (mine, theirs))
    return all(spelt(p, q) > _WORD for p, q in zip(first, second, strict=False))


@lru_cache(maxsize=65536)
def standard(kind: Kind, name: str) -> str:
    """The name of a body or place with the common words in it in English, as [names.english] has them; a river or lake
    that no gazetteer knows without the word that says so."""
    table = _english()
    words, found, at = [word.rstrip(".") or word for word in name.split()], list[str](), 0
    while at < len(words):
        sizes = (n for n in (3, 2, 1) if folded(" ".join(words[at : at + n])) in table)
        size = next(sizes, 0)
        found.append(table[folded(" ".join(words[at : at + size]))] if size else words[at])
        at += size or 1
    said = [word for word in found if word] or found
    return " ".join(said[:-1] if kind == "Place" and is_water(name) and place(name) is None else said)


@lru_cache(maxsize=65536)
def is_water(name: str) -> bool:
    """Whether the name of a place says that it is a river or lake, which is at many others."""
    *before, last = name.split() or [""]
    return bool(before) and folded(_english().get(folded(last), last)) in ("river", "lake")


@lru_cache(maxsize=1)
def _english() -> Mapping[str, str]:
    """The words of all language files for what names of bodies and places have in common, in English."""
    tables = (load(code).section("names").get("english", {}) for code in available())
    return {folded(word): str(english) for table in tables for word, english in table.items()}


def _after(a: Bounds, b: Bounds) -> bool:
    """Whether a year is later than another, even with a slip."""
    return a.min is not None and b.max is not None and a.min > b.max + _SLIP


def _years(bounds: Bounds) -> str:
    return " to ".join(dict.fromkeys(edtf.iso(day)[:4] for day in bounds if day is not None))


def place(name: str) -> str | None:
    """The gazetteer's id of the best known place of that name."""
    found = gazetteer.lookup(name)
    return found[0].id if found else None


def keys(bearer: Bearer, names: Iterable[str], code: str) -> tuple[str, ...]:
    """What the names of one bearer share with those of the same in other articles: others are never compared."""
    places = {place(name) for name in names} - {None} if bearer.kind == "Place" else set()
    called = names if bearer.kind == "Person" else [standard(bearer.kind, name) for name in names]
    found = {f"{bearer.kind}:{one}" for one in (*places, *map(key, _parts(called, glossary(code))))}
    return tuple(sorted(found | ({f"={bearer.known.name}"} if bearer.known else set())))


def _parts(names: Iterable[str], words: Mapping[str, str]) -> list[str]:
    return [part for name in names for part in words.get(name, name).split()]


def companion(kind: Kind, name: str) -> str | None:
    """The key of a name as company of others; None for what says little, as a single name of a person."""
    if kind == "Place":
        known = gazetteer.lookup(name)
        return f"{kind}:{known[0].name_en if known else folded(name)}"
    said = kind == "Organisation" or (kind == "Person" and len(name.split()) > 1)
    return f"{kind}:{key(name)}" if said else None


# ---- what an article says of who bears a name


def life(facts: Iterable[Fact], spans: set[Span]) -> tuple[Bounds | None, Bounds | None]:
    """Days of birth and of death, as the facts of an article date them, of who is mentioned at `spans`."""
    found: dict[str, Bounds] = {}
    for fact in facts:
        told = fact.status in ("asserted", "reported") and fact.time_basis in ("explicit", "relative")
        theirs = any(role.role == "patient" and role.span in spans for role in fact.roles)
        if fact.type in ("Birth", "Death") and told and theirs and fact.time is not None:
            time = edtf.parse(fact.time)
            found.setdefault(fact.type, Bounds(time.begin.min, time.end.max))
    return found.get("Birth"), found.get("Death")


def born(annotated: Annotated, mentions: Sequence[Mention]) -> Bounds | None:
    """The days in which somebody was born whose age stands beside the name; None where no age or date is known."""
    article = annotated.article
    day = edtf.parse(article.published).begin.min if article.published else None
    before = _aged(article.language)
    for mention in mentions if day is not None else ():
        start, end = mention.span.start, mention.span.end
        found = re.match(r"\s?[,(]\s?(\d{2})\s?[,)]", article.text[end : end + _NEAR]) if mention.name else None
        found = found or (before and before.search(article.text[max(0, start - _NEAR) : start]))
        if found and day is not None:
            return Bounds(day - round(365.25 * (int(found[1]) + 1)), day - round(365.25 * int(found[1])))
    return None


@lru_cache(maxsize=16)
def _aged(code: str) -> re.Pattern[str] | None:
    """An age before a name ("the 62-year-old …"), with at most two words between."""
    words = "|".join(map(re.escape, load(code).section("namesake").get("aged", ())))
    return re.compile(rf"(\d{{2}})[\s-]*(?:{words})\s+(?:\S+\s+){{0,2}}$") if words else None


def work(annotated: Annotated, mentions: Sequence[Mention]) -> frozenset[str]:
    """The classes of work ([occupations]) that stand beside a name, or in what stands for it ("the contractor")."""
    text, table = annotated.article.text, _occupations(annotated.article.language)
    found: set[str] = set()
    for mention in mentions if table else ():
        start, end = mention.span.start, mention.span.end
        if mention.rule == "people":
            found |= _told(mention.span.of(text), table)
        elif mention.name:
            before = re.split(f"[{_STOPS}]", text[max(0, start - _NEAR) : start])[-1]
            after = re.match(rf",\s*([^{_STOPS}]{{3,40}})[{_STOPS}]", text[end : end + _NEAR])
            found |= _told(" ".join(before.split()[-3:]), table) | (_told(after[1], table) if after else set())
    return frozenset(found)


def _told(words: str, table: Mapping[str, str]) -> set[str]:
    own = folded(words).split()
    return {table[word] for word in (*own, *map(" ".join, zip(own, own[1:], strict=False))) if word in table}


@lru_cache(maxsize=16)
def _occupations(code: str) -> Mapping[str, str]:
    """Words for work in a language, folded, and the class of each, which is the same in every language."""
    section = load(code).section("occupations")
    return {folded(word): kind for kind, words in section.items() for word in words}
