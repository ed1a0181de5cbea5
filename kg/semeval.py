"""The timeline of somebody or something in the format of SemEval-2015 Task 4, and nothing else of that task.

    Steve Jobs
    0	XXXX-XX-XX	18315-4-said
    1	1955-02-24	18355-5-born
    2	2004	17677-5-fought	18315-7-fighting

The name, then a line an event in order of time: its place in the order (events of one time share it, 0 where the time
is not known), its date, and each mention as article, line of the article's text (from 0; the task has a sentence a
line) and words (Minard et al., 2015, SemEval-2015 Task 4: TimeLine). The task anchors what is told as news to the day
on which it was printed, and so does this format, which no other of kg does: read it as an order, not as dates.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from re import findall, sub

from kg import edtf
from kg.language import fold, folded, tokenize
from kg.model import Fact, Resolved
from kg.namesake import name_similarity

_UNKNOWN = "XXXX-XX-XX"
#: From this similarity on, somebody named in an article is who was asked for.
_ASKED = 0.85
#: How far from the words of an event something is named that it is about, in code points.
_BESIDE = 30
#: What did not happen has no place in the order.
_UNREAL = ("negated", "hypothetical", "planned")


def semeval(resolved: Resolved, about: str) -> str:
    """The timeline of whoever or whatever is called `about`, in any spelling: the events it plays a role in, and those
    that it is named right beside."""
    texts = {a.article.id: a.article.text for a in resolved.annotated}
    printed = {a.article.id: a.article.published for a in resolved.annotated}
    stated = {(f.article, resolved.event_of[f.id]): f.time for f in reversed(resolved.facts) if f.time is not None}
    rows: dict[tuple[tuple[int, int], str], dict[str, list[Fact]]] = defaultdict(lambda: defaultdict(list))
    for fact in sorted(_about(resolved, about, texts), key=lambda f: (f.article, f.trigger)):
        event = resolved.event_of[fact.id]
        rows[_when(fact, stated.get((fact.article, event)), printed[fact.article])][event].append(fact)
    lines, place, before = [about], 0, None
    for (days, date), events in sorted(rows.items(), key=lambda row: (row[0][1] != _UNKNOWN, row[0])):
        place += date != _UNKNOWN and days != before
        before = days
        for told in events.values():
            mentions = sorted({_mention(fact, texts[fact.article]) for fact in told})
            lines.append("\t".join([str(place if date != _UNKNOWN else 0), date, *mentions]))
    return "\n".join(lines) + "\n"


def _about(resolved: Resolved, about: str, texts: Mapping[str, str]) -> list[Fact]:
    """The facts in which somebody of that name plays a role, and those right beside which the name stands."""
    wanted = folded(unicodedata.normalize("NFC", about))
    who = {
        e.id for e in resolved.entities
        if any(folded(n) == wanted or (e.kind == "Person" and name_similarity(n, about) >= _ASKED) for n in e.names)
    }  # fmt: skip
    people = {e.id for e in resolved.entities if e.kind == "Person"}
    words = tokenize(fold(about)).words
    named = bool(people & who)
    return [
        fact for fact in resolved.facts
        if any(resolved.entity_of.get((fact.article, role.span)) in who for role in fact.roles)
        or _said(words, _after(fact, texts[fact.article]))
        or (named and _before(fact, texts[fact.article], about))
    ]  # fmt: skip


def _before(fact: Fact, text: str, about: str) -> bool:
    """Whether the last part of somebody's name, written as in the name, stands right before the words of a fact."""
    before = text[max(fact.sentence.start, fact.trigger.start - _BESIDE // 2) : fact.trigger.start]
    return about.split()[-1] in findall(r"[^\W\d_]+", before)


def _after(fact: Fact, text: str) -> str:
    """What a sentence says right after the words that tell a fact."""
    return text[fact.trigger.end : min(fact.sentence.end, fact.trigger.end + _BESIDE)]


def _said(words: Iterable[str], sentence: str) -> bool:
    """Whether a sentence says these words, one after the other."""
    own, wanted = tokenize(fold(sentence)).words, list(words)
    return any(own[i : i + len(wanted)] == wanted for i in range(len(own) - len(wanted) + 1))


def _when(fact: Fact, event: str | None, printed: str | None) -> tuple[tuple[int, int], str]:
    """The first and last day by which a fact has its place, and its date: its own time, else what its article says of
    its event, else the day it was printed on."""
    time = fact.time or event or (printed if fact.status not in _UNREAL else None)
    if time is None:
        return (0, 0), _UNKNOWN
    value = edtf.parse(time.split("T")[0])
    first = value.begin.min if value.begin.min is not None else value.end.max
    if first is None:
        return (0, 0), _UNKNOWN
    last = value.begin.max if value.begin.max is not None else first
    date = sub(r"[~?%\[\]]", "", value.text).strip("./").split("/")[0].split("..")[0]
    return (first, last), date if date[:4].isdigit() else edtf.iso(first)


def _mention(fact: Fact, text: str) -> str:
    """A mention as the format names it, by the first of its words, which is the verb of a phrase."""
    line = text.count("\n", 0, fact.trigger.start)
    return f"{fact.article}-{line}-{fact.trigger.of(text).split()[0]}"
