"""A page's payload without some people's names: each is called by a pseudonym, in texts, labels, ids and addresses.

What is looked for are the words of every name that the graph has for a person, in any script and spelling that sounds
the same (kg.spelling), so that a misprint or a file name does not give away what the text hides. Initials go with the
name. Names of other people are left alone, also where they share a word. Addresses of articles that named the person
are dropped: they lead to the name.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from kg.errors import InputError
from kg.language import available, folded, load
from kg.payload import Payload, spoken
from kg.romanise import romanise
from kg.spelling import alike, is_devanagari, plain

#: From here on two words are spellings of one name (kg.spelling.alike).
SAME = 0.9
#: From this many letters on, a name is looked for inside longer words too: @handles, addresses, file names.
INSIDE = 5
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u0900-\u0903\u093a-\u094f\u0962\u0963\u200c\u200d])*")
_GAP = re.compile(r"[ \u00a0.\-_'’]{0,2}")


@dataclass(frozen=True)
class Hidden:
    """A person to be hidden: the entity, the words that give them away (folded), what they are called by language."""

    entity: str
    words: frozenset[str]
    called: Mapping[str, str]

    def __hash__(self) -> int:
        return hash(self.entity)

    def written(self, devanagari: bool) -> list[str]:
        """The words in one of the scripts; between scripts words sound alike that no reader takes for one another."""
        return [word for word in self.words if is_devanagari(word) == devanagari] or list(self.words)


@dataclass(frozen=True, slots=True)
class Cut:
    """A text with names replaced; `edges` are (start, end, new start, new end) of each, in code points, in order."""

    text: str
    edges: tuple[tuple[int, int, int, int], ...]

    def moved(self, span: Sequence[int]) -> list[int]:
        """Where a span of the old text is in the new; an edge inside a name goes to the edge of what stands for it."""
        start, end = span
        return [self._place(start, False), self._place(end, True)]

    def _place(self, at: int, is_end: bool) -> int:
        i = bisect_right(self.edges, at - is_end, key=lambda edge: edge[0]) - 1
        if i < 0:
            return at
        _, end, new_start, new_end = self.edges[i]
        if at >= end:
            return at - end + new_end
        return new_end if is_end else new_start


def redact(payload: Payload, asked: Iterable[str]) -> dict[str, Any]:
    """A payload in which the people `asked` for ("NAME" or "NAME=PSEUDONYM") are called by pseudonyms.

    Without one of the caller's, the pseudonym is "Person 1" in the order asked, so the same call gives the same page.
    One name may be that of several people: each gets a number of its own. Linear in the length of the texts. Raises
    InputError for a name nobody in the payload has.
    """
    hidden = tuple(_hidden(payload, asked))
    ids = {one.entity: f"entity/redacted-{n}" for n, one in enumerate(hidden, 1)}
    protected = _protected(payload, set(ids))
    cuts = [
        _cut(article["text"], article["language"], hidden, protected.get(n, ()))
        for n, article in enumerate(payload["articles"])
    ]

    alike_named = _sharing(payload, hidden)

    def words(text: str, code: str = "en", small: bool = False) -> str:
        return _cut(text, code, hidden, _places(text, alike_named), small).text

    def identity(who: str | None) -> str | None:
        return ids.get(who, who if who.startswith("entity/") else words(who)) if who else who

    return {
        **payload,
        "articles": _articles(payload["articles"], cuts, words),
        "entities": [_entity(one, ids, hidden, cuts, words) for one in payload["entities"]],
        "events": [_event(one, identity, cuts, words) for one in payload["events"]],
        "warnings": [
            {**one, "says": {code: words(text, code) for code, text in one["says"].items()}}
            for one in payload["warnings"]
        ],
        "quotes": [
            {**_moved(one, cuts), **{k: identity(one[k]) for k in ("speaker", "addressee", "document")}}
            for one in payload["quotes"]
        ],
        "redacted": [dict(one.called) for one in hidden],
    }


# Who is hidden, and behind which words


def _hidden(payload: Payload, asked: Iterable[str]) -> Iterable[Hidden]:
    people = [entity for entity in payload["entities"] if entity["kind"] == "Person"]
    taken: set[str] = set()
    number = 0
    for given in asked:
        name, _, pseudonym = (part.strip() for part in given.partition("="))
        sought = folded(name)
        found = [one for one in people if sought in {folded(n) for n in _names(one)} and one["id"] not in taken]
        if not found:
            raise InputError(name, "nobody in this graph is called that", "write a name that the page shows")
        for i, one in enumerate(found, 1):
            number += 1
            taken.add(one["id"])
            own = pseudonym if len(found) == 1 else f"{pseudonym} {i}"
            yield Hidden(one["id"], _giving_away(one), _called(own if pseudonym else "", number))


def _names(entity: Mapping[str, Any]) -> list[str]:
    return [*entity["label"].values(), *entity["names"]]


def _called(pseudonym: str, number: int) -> dict[str, str]:
    return {code: pseudonym or load(code).section("view")["pseudonym"].format(n=number) for code in spoken()}


def _giving_away(entity: Mapping[str, Any]) -> frozenset[str]:
    """The words of a person's names, and of the same in Latin letters; single letters are none of them, nor is a title
    unless the name ends in it (Sen)."""
    words: set[str] = set()
    for name in _names(entity):
        *before, last = [folded(word) for word in _WORD.findall(name)] or [""]
        words |= {last, *(word for word in before if word not in _titles())}
    words |= {folded(romanise(word)) for word in words if is_devanagari(word)}
    return frozenset(word for word in words if len(plain(word)) > 1)


@lru_cache(maxsize=1)
def _titles() -> frozenset[str]:
    """Titles of every language, by word: they go with a name and are none."""
    listed = (load(code).section("names").get("titles", ()) for code in available())
    return frozenset(folded(word) for titles in listed for title in titles for word in _WORD.findall(title))


def _protected(payload: Payload, hidden: set[str]) -> dict[int, list[tuple[int, int]]]:
    """The mentions of other people, by article."""
    found: dict[int, list[tuple[int, int]]] = {}
    for entity in payload["entities"]:
        if entity["kind"] == "Person" and entity["id"] not in hidden:
            for article, start, end in entity["mentions"]:
                found.setdefault(article, []).append((start, end))
    return {article: sorted(spans) for article, spans in found.items()}


def _sharing(payload: Payload, hidden: Sequence[Hidden]) -> list[str]:
    """The names of other people that hold a word which would give a hidden one away."""
    own = {one.entity for one in hidden}
    others = (e for e in payload["entities"] if e["kind"] == "Person" and e["id"] not in own and not e["links"])
    names = {name for entity in others for name in _names(entity) if len(name.split()) > 1}
    return sorted(name for name in names if _runs(name, hidden, ()))


def _places(text: str, names: Iterable[str]) -> list[tuple[int, int]]:
    return sorted((m.start(), m.end()) for name in names for m in re.finditer(re.escape(name), text))


# Texts


def _cut(
    text: str, code: str, hidden: Sequence[Hidden], protected: Sequence[tuple[int, int]], small: bool = False
) -> Cut:
    """A text with every run of words that give one person away replaced by what they are called.

    `small`: the text is an address or a file name, where names may be written small.
    """
    pieces: list[str] = []
    edges: list[tuple[int, int, int, int]] = []
    done = size = 0
    for start, end, who in _runs(text, hidden, protected, small):
        called = who.called.get(code) or who.called.get("en") or next(iter(who.called.values()))
        pieces += [text[done:start], called]
        size += start - done
        edges.append((start, end, size, size + len(called)))
        size += len(called)
        done = end
    return Cut("".join([*pieces, text[done:]]), tuple(edges))


def _runs(
    text: str, hidden: Sequence[Hidden], protected: Sequence[tuple[int, int]], small: bool = False
) -> list[tuple[int, int, Hidden]]:
    found: list[tuple[int, int, Hidden]] = []
    initial: tuple[int, int] | None = None
    for match in _WORD.finditer(text):
        start, end = match.span()
        before = text[found[-1][1] : start] if found else "|"
        who = None if _inside(start, end, protected) else _given_away(match.group(), tuple(hidden), small)
        if who is None:
            initial = (start, end) if end - start == 1 and match.group().isupper() else None
            continue
        if found and found[-1][2] == who and _GAP.fullmatch(before):
            found[-1] = (found[-1][0], end, who)
            continue
        if initial and _GAP.fullmatch(text[initial[1] : start]):
            start = initial[0]
        found.append((start, end, who))
        initial = None
    return found


def _inside(start: int, end: int, spans: Sequence[tuple[int, int]]) -> bool:
    i = bisect_right(spans, start, key=lambda span: span[0]) - 1
    return i >= 0 and end <= spans[i][1]


@lru_cache(maxsize=100_000)
def _given_away(word: str, hidden: tuple[Hidden, ...], small: bool) -> Hidden | None:
    """Whom a word gives away: by the same letters, the same sound, or inside it. In small letters only exactly: names
    are written large, and what sounds alike is then another word."""
    bare, script = folded(word), is_devanagari(word)
    for who in hidden:
        if bare in who.words or any(len(part) >= INSIDE and part in bare for part in who.words):
            return who
    if bare in _titles() or (word.islower() and not small):
        return None
    return next((who for who in hidden if any(alike(bare, part) >= SAME for part in who.written(script))), None)


# What the payload holds


def _articles(
    articles: Sequence[Mapping[str, Any]], cuts: Sequence[Cut], words: Callable[..., str]
) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    used: set[str] = set()
    for number, (article, cut) in enumerate(zip(articles, cuts, strict=True)):
        own = {
            key: words(article[key] or "", article["language"], key in ("name", "url"))
            for key in ("title", "name", "publisher", "url")
        }
        named = bool(cut.edges) or any(text != (article[key] or "") for key, text in own.items())
        id_ = article["id"] if own["name"] == article["name"] else f"article/{own['name']}"
        id_ = f"{id_}-{number}" if id_ in used else id_
        used.add(id_)
        own |= {"id": id_, "text": cut.text, "url": "" if named else own["url"]}
        found.append({**article, **{key: text or None if article[key] is None else text for key, text in own.items()}})
    return found


def _entity(
    entity: Mapping[str, Any], ids: Mapping[str, str], hidden: Sequence[Hidden], cuts: Sequence[Cut],
    words: Callable[..., str],
) -> dict[str, Any]:  # fmt: skip
    who = next((one for one in hidden if one.entity == entity["id"]), None)
    return {
        **entity,
        "id": ids.get(entity["id"], entity["id"]),
        "label": dict(who.called) if who else {c: words(text, c) for c, text in entity["label"].items()},
        "names": [] if who else [words(name) for name in entity["names"]],
        "mentions": [[article, *cuts[article].moved(span)] for article, *span in entity["mentions"]],
        "links": [[name, ids.get(other, other)] for name, other in entity["links"]],
    }


def _event(
    event: Mapping[str, Any], identity: Callable[[str | None], str | None], cuts: Sequence[Cut],
    words: Callable[..., str],
) -> dict[str, Any]:  # fmt: skip
    return {
        **event,
        "label": {code: words(text, code) for code, text in event["label"].items()},
        "why": {code: [words(line, code) for line in lines] for code, lines in event["why"].items()},
        "actors": [{**actor, "id": identity(actor["id"])} for actor in event["actors"]],
        "place": identity(event["place"]),
        "facts": [{**_moved(fact, cuts), "according_to": identity(fact["according_to"])} for fact in event["facts"]],
    }


def _moved(told: Mapping[str, Any], cuts: Sequence[Cut]) -> dict[str, Any]:
    """A fact or quote with its spans where they are in the new text of its article."""
    cut = cuts[told["article"]]
    start, end = cut.moved((told["start"], told["end"]))
    spans = {key: cut.moved(told[key]) for key in ("trigger", "timex", "duration") if told.get(key)}
    chain = {"chain": [{**step, "span": cut.moved(step["span"])} for step in told["chain"]]} if "chain" in told else {}
    return {**told, "start": start, "end": end, **spans, **chain}
