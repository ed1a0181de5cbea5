"""Names of people, organisations and places, decided for the whole article at once.

    tag each sentence -> tidy the tagged, add what rules know -> let each name's occurrences vote -> find it everywhere

A tagger sees one sentence and errs on names it has not met; but a name that matters stands in an article many times,
and its occurrences together say what it is.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg import gazetteer
from kg.dossier import NOTHING, Dossier, Found
from kg.extract import name_tags, name_votes
from kg.extract.name_text import Name, Text, lines_of
from kg.extract.name_words import Words, vocabulary
from kg.language import Tokens
from kg.model import Article, Kind, Mention, Span, Timex

_KINDS: dict[str, Kind] = {"PER": "Person", "ORG": "Organisation", "LOC": "Place"}
_TAGS: dict[Kind, str] = {kind: tag for tag, kind in _KINDS.items()}
#: Rules that see more of a name than its words: what they find may be longer than a name that the user brought.
_WHOLE = ("listed", "long form", "head noun", "gazetteer")
#: How much less "no name" weighs when names are looked for that only the rest of the article can confirm.
_DOUBT = 60
#: How much less the tagger may like a name that a head noun ends, or a title begins, than no name.
_HEAD, _TITLED = 250, 60
#: From so many people on a town may be meant by a common word.
_TOWN = 50_000
#: The same of an acronym, in capitals or in the names of its letters, which are those of ordinary things as well.
_ACRONYM = {"AA": 300, "h": 60}


@dataclass(frozen=True)
class Naming:
    """The names of an article, and how they were decided; `text` and `settled` are None in a language without a model.
    """

    mentions: tuple[Mention, ...]
    text: Text | None = None
    settled: name_votes.Settled | None = None


def find(
    article: Article, tokens: Tokens, sentences: Sequence[Span], timexes: Sequence[Timex], dossier: Dossier = NOTHING
) -> Naming:
    """The names of people, organisations and places in an article, in text order, none overlapping, and those that a
    dossier brings.

    `tokens` is the whole article tokenised, `sentences` cover it. Nothing inside a Timex is a name. In a language
    without a model there are only those of the dossier.
    """
    brought = _brought(article, tokens, sentences, timexes, dossier)
    own = tuple(_own_mention(article, tokens, f) for f in brought)
    model = name_tags.load(article.language)
    if model is None:
        return Naming(own)
    words = vocabulary(article.language).without(dossier.never)
    text = Text.of(article, tokens, sentences, [t.span for t in timexes], model, words)
    lines = [line for line in text.lines if not text.is_headline(line)] or text.lines
    sure = joined(text, [n for line in lines for n in tidied(text, text.tagged(line), words)])
    doubtful = [n for line in lines for n in tidied(text, text.tagged(line, _DOUBT), words)]
    sure += ruled(text, sure, words)
    sure += [Name(f.first, f.last, _TAGS[f.listed.kind], "brought") for f in brought if f.listed.kind in _TAGS]
    settled = name_votes.settle(text, sure, doubtful, words, dossier.never)
    others = {key: verdict for key, verdict in settled.known.items() if key not in dossier.names}
    everywhere = [_with_given(text, n, words) for n in joined(text, name_votes.everywhere(text, others))]
    found = [n for n in everywhere if n.tag in _KINDS]
    kept = [n for n in found if not _gives_way(text, n, brought, words)]
    own = tuple(_own_mention(article, tokens, f) for f in brought if not any(_meet(n, f) for n in kept))
    mentions = sorted((*own, *(_mention(article, tokens, n) for n in kept)), key=lambda m: m.span)
    return Naming(tuple(mentions), text, settled)


def _brought(
    article: Article, tokens: Tokens, sentences: Sequence[Span], timexes: Sequence[Timex], dossier: Dossier
) -> list[Found]:
    """Where the names of a dossier stand, in one sentence each, and not inside a time or as one."""
    if not dossier.names:
        return []
    lines = lines_of([tokens.span(i, i) for i in range(len(tokens))], sentences)
    found = [f for first, last in lines for f in dossier.find(article.text, tokens, first, last)]
    times = [t.span for t in timexes]
    spans = [tokens.span(f.first, f.last - 1) for f in found]
    return [f for f, span in zip(found, spans, strict=True) if not any(t.covers(span) for t in times)]


def _meet(name: Name, brought: Found) -> bool:
    return name.first < brought.last and brought.first < name.last


def _gives_way(text: Text, name: Name, brought: Sequence[Found], words: Words) -> bool:
    """Whether a name yields to those that the user brought: unless it is longer, and a person's of which theirs is one
    word, or one that ends in a head noun, or found by a rule that knows where it ends."""
    met = [f for f in brought if _meet(name, f)]
    if len(met) != 1:
        return bool(met)
    own = met[0]
    size = own.last - own.first
    longer = name.first <= own.first and own.last <= name.last and name.last - name.first > size
    part = name.tag == "PER" and own.listed.kind == "Person" and size == 1
    last = text.words[name.last - 1]
    headed = own.last < name.last and (last in words.organisations or last in words.places)
    return not (longer and (part or headed or name.rule in _WHOLE))


def _with_given(text: Text, name: Name, words: Words) -> Name:
    """A surname with the given name before it, where the article told of somebody else of that surname: in a script
    without capitals a tagger takes a given name that is a common word as well (Vikas, "development") for that word."""
    before = name.first - 1
    alone = name.tag == "PER" and name.last - name.first == 1 and text.forms[name.first] == "h"
    if not alone or before < 0 or not text.same_line(before, name.first):
        return name
    given = text.words[before] in words.given and not text.closed[before]
    return replace(name, first=before, rule="given name") if given else name


def tidied(text: Text, names: Sequence[Name], words: Words) -> list[Name]:
    """Tagged names without titles before and case endings or generic nouns after; those that are no names left out."""
    found: list[Name] = []
    for name in names:
        for part in _parts(text, name, words):
            tidy = _trimmed(text, part, words)
            if tidy is not None and not _is_other(text, tidy, words):
                found.append(_headed(text, tidy, words))
    return found


def joined(text: Text, names: Sequence[Name]) -> list[Name]:
    """Names in text order; two of people in one sentence with nothing between them are one."""
    found: list[Name] = []
    for n in names:
        beside = found and found[-1].last == n.first and text.same_line(found[-1].first, n.first)
        if beside and n.tag == found[-1].tag == "PER":
            found[-1] = replace(found[-1], last=n.last)
        else:
            found.append(n)
    return found


def _parts(text: Text, name: Name, words: Words) -> list[Name]:
    """A name cut where a comma or bracket stands in it, a person's or place's also at "and" (two tagged as one)."""
    inner = range(name.first + 1, name.last - 1)
    cuts = [i for i in inner if text.words[i] in ",()" or (name.tag in ("PER", "LOC") and text.words[i] in words.joins)]
    if cuts and text.place(name.first, name.last):
        return [name]
    edges = [name.first, *cuts, name.last]
    return [Name(a, b, name.tag, name.rule) for a, b in zip(edges, edges[1:], strict=False)]


def _trimmed(text: Text, name: Name, words: Words) -> Name | None:
    first, last = name.first, name.last
    while first < last and (size := words.title(text.words, first, last)):
        first += size
    while first < last and (text.words[first] in words.edges or not text.words[first][0].isalpha()):
        first += 1
    while first < last and _is_edge(text, last - 1, words):
        last -= 1
    if last - first > 1 and name.tag == "LOC" and text.words[last - 1] in words.generic:
        last -= 1
    if name.tag == "PER":
        first = _initials(text, first, words)
    return Name(first, last, name.tag, name.rule) if first < last else None


def _is_edge(text: Text, at: int, words: Words) -> bool:
    word = text.words[at]
    return word in words.edges or not (word[0].isalnum() or word in ".)" and len(text.words[at - 1]) == 1)


def _initials(text: Text, first: int, words: Words) -> int:
    """Where a person's name begins when the initials before it are counted in."""
    at = first
    while at > 0:
        before = at - 1 if text.words[at - 1] != "." else at - 2
        if before < 0 or not text.is_initial(before, words) or text.closed[before]:
            break
        at = before
    return at


def _is_other(text: Text, name: Name, words: Words) -> bool:
    """Whether the words are a language, a people, a statute, an award, the title of a work: nothing looked for."""
    inside = tuple(text.words[name.first : name.last])
    if inside in words.never or inside[-1] in words.others or not any(w[0].isalpha() for w in inside):
        return True
    if len(inside) == 1 and inside[0] in words.capitals:
        return True
    if len(inside) == 1 and text.caseless(name.first) and words.is_common(inside[0]):
        return not text.place(name.first, name.last)
    after = text.words[name.last] if name.last < len(text.words) else ""
    if name.tag != "LOC" and after in words.others and text.same_line(name.first, name.last):
        return True
    return all(w in words.generic or w in words.edges for w in inside) or text.quoted_work(name, words)


def _headed(text: Text, name: Name, words: Words) -> Name:
    """A name with its head noun, which decides its kind: a place before "police" or "high court" is an organisation."""
    first, last, tag = name.first, name.last, name.tag
    if words.titled(text.words, first):
        return name
    if tag != "PER" and (head := _head_after(text, first, last, words)):
        rule = name.rule if tag == "ORG" or text.place(first, last) else "head noun"
        return Name(first, head + 1, "ORG", rule)
    if last - first > 1 and text.words[last - 1] in words.organisations:
        return Name(first, last, "ORG", name.rule)
    if last - first > 1 and text.words[last - 1] in words.places:
        return Name(first, last, "LOC", name.rule)
    if tag == "PER" and last - first == 1 and text.forms[first] == "h" and text.is_acronym(first, words):
        return Name(first, last, "ORG", "acronym")
    jailed = text.same_line(first, last + 1) and text.words[last + 1] in words.places and text.cased(last + 1)
    if tag == "PER" and jailed and text.words[last] in words.modifiers:  # "Birsa Munda central jail"
        return Name(first, last + 2, "LOC", "head noun")
    if tag == "LOC" and text.same_line(first, last) and text.words[last] in words.places and text.cased(last):
        return Name(first, last + 1, "LOC", name.rule)
    return name


def _head_after(text: Text, first: int, last: int, words: Words) -> int:
    """Where an organisation's head noun follows a name, at once or after "high", "state", "district"; 0 where none."""
    for at in (last, last + 1):
        if text.same_line(first, at) and text.words[at] in words.organisations and text.cased(at):
            return at if all(w in words.modifiers for w in text.words[last:at]) else 0
    return 0


def ruled(text: Text, names: Sequence[Name], words: Words) -> list[Name]:
    """Names no tagger is needed for: institutions, places of the gazetteer, names that a head noun ends, acronyms and
    the long form before them."""
    taken = [False] * len(text.words)
    for n in names:
        taken[n.first : n.last] = [True] * (n.last - n.first)
    found: list[Name] = []
    for first, last in text.lines:
        for i in range(first, last):
            for size in range(min(words.longest, last - i) if text.cased(i) else 0, 0, -1):
                if text.is_institution(i, size, words):
                    found.append(Name(i, i + size, "ORG", "listed"))
                    break
            found += _place(text, i, last, words)
            found += _town(text, i, last, words)
            found += _listed(text, i, last, words)
            if not taken[i] and words.titled(text.words, i) and not words.title(text.words, i, last) and i > first:
                found += _after_title(text, i, last, words)
            heads = text.words[i] in words.organisations or text.words[i] in words.places
            if heads and i > first and not taken[i] and text.cased(i):
                found += _grown(text, first, i, words)
            if text.is_acronym(i, words) and not taken[i]:
                long = _long_form(text, i, taken, words)
                if long or text.strength(i, i + 1, "ORG") > -_ACRONYM[text.forms[i]]:
                    found += [Name(i, i + 1, "ORG", "acronym"), *long]
    return found


def _place(text: Text, first: int, end: int, words: Words) -> list[Name]:
    """The longest name of the gazetteer that begins at a word."""
    last = first
    while last < min(first + 3, end) and text.words[last][0].isalpha() and text.words[last] not in words.edges:
        last += 1
    if text.closed[first] or not text.cased(first) or (text.words[first],) in words.never:
        return []
    size = next((n for n in range(last - first, 0, -1) if text.place(first, first + n)), 0)
    return [_headed(text, Name(first, first + size, "LOC", "gazetteer"), words)] if size else []


def _town(text: Text, at: int, end: int, words: Words) -> list[Name]:
    """A town that no capital gives away: a place of the gazetteer that is a common word as well, where what sits in
    towns is told to be of it ("the court of Sagar"); a word that nobody knows and that ends as such names do."""
    word = text.words[at]
    if text.forms[at] != "h" or text.closed[at] or (word,) in words.never or words.titled(text.words, at):
        return []
    if text.model.uses.get(word) is None and words.is_settlement(word):
        return [Name(at, at + 1, "LOC", "settlement")]
    after = text.words[at + 1 : end]
    seat = after[:1] and after[0] in words.of and not words.seated.isdisjoint(after[1:3])
    known = seat and any(p.population >= _TOWN for p in gazetteer.lookup(word))
    return [Name(at, at + 1, "LOC", "seat")] if known else []


def _listed(text: Text, first: int, end: int, words: Words) -> list[Name]:
    """A landmark; a given name of the list before a surname of it, or alone before a case marker."""
    for size in range(min(words.longest, end - first), 0, -1):
        if tuple(text.words[first : first + size]) in words.landmarks:
            return [Name(first, first + size, "LOC", "listed")]
    if text.words[first] not in words.firsts or text.closed[first] or first + 1 >= end:
        return []
    if text.words[first + 1] in words.surnames and not text.closed[first + 1]:
        return [Name(first, first + 2, "PER", "listed")]
    return [Name(first, first + 1, "PER", "listed")] if text.words[first + 1] in words.edges else []


def _after_title(text: Text, first: int, end: int, words: Words) -> list[Name]:
    """The person whose name follows a title: up to three words that the tagger likes best, none of them common but a
    given name that is a word as well."""
    best: tuple[int, Name] | None = None
    for last in range(first + 1, min(first + 3, end) + 1):
        word = text.words[last - 1]
        if word in words.edges or word in words.organisations or text.closed[last - 1]:
            break
        if not text.is_rare(last - 1):
            if last - 1 > first or not word[0].isalpha():
                break
            continue
        weight = text.strength(first, last, "PER")
        if best is None or weight > best[0]:
            best = weight, Name(first, last, "PER", "title")
    return [best[1]] if best and best[0] > -_TITLED else []


def _grown(text: Text, line: int, head: int, words: Words) -> list[Name]:
    """The name that a head noun ends: the words before it that the tagger likes best as one, where at least one is no
    common word."""
    tag = "ORG" if text.words[head] in words.organisations else "LOC"
    best: tuple[int, Name] | None = None
    rare = text.caseless(head) and text.is_rare(head)
    for first in range(head - 1, max(line, head - 5) - 1, -1):
        word = text.words[first]
        if not word[0].isalpha() or word in words.edges or text.closed[first] or not text.cased(first):
            break
        if (word,) in words.titles or word in words.generic:
            break
        rare = rare or text.is_rare(first)
        weight = text.strength(first, head + 1, tag)
        if rare and (best is None or weight > best[0]):
            best = weight, Name(first, head + 1, tag, "head noun")
    if best and best[0] > -_HEAD:
        return [best[1]]
    office = _office(text, line, head, words)
    return [office] if office else []


def _office(text: Text, line: int, head: int, words: Words) -> Name | None:
    """A public body that common words name: what it is for before its head noun ("department of revenue")."""
    if text.words[head] not in words.offices:
        return None
    first = head
    while first > line and text.words[first - 1] in words.purposes and not text.closed[first - 1]:
        first -= 1
    told = any(w not in words.attributes for w in text.words[first:head])
    return Name(first, head + 1, "ORG", "head noun") if told else None


def _long_form(text: Text, acronym: int, taken: Sequence[bool], words: Words) -> list[Name]:
    """The words before an acronym in brackets that it abbreviates, one a letter."""
    if acronym == 0 or text.words[acronym - 1] != "(" or (acronym > 1 and taken[acronym - 2]):
        return []
    last = acronym - 1
    first = last - text.letters(acronym, words)
    if first < 0 or not text.same_line(first, acronym) or any(taken[first:last]):
        return []
    inside = text.words[first:last]
    if any(w in words.edges or not w[0].isalpha() for w in inside) or not text.cased(first):
        return []
    initials = "".join(w[0] for w in inside)
    if inside[-1] not in words.organisations and initials != text.words[acronym]:
        return []
    return [Name(first, last, "ORG", "long form")]


def _mention(article: Article, tokens: Tokens, name: Name) -> Mention:
    span = tokens.span(name.first, name.last - 1)
    return Mention(span, _KINDS[name.tag], _written(article, span), rule=f"names.{name.rule}")


def _own_mention(article: Article, tokens: Tokens, found: Found) -> Mention:
    span, listed = tokens.span(found.first, found.last - 1), found.listed
    return Mention(span, listed.kind, _written(article, span), listed.cls, rule="names.brought", known=listed.known)


def _written(article: Article, span: Span) -> str:
    return " ".join(unicodedata.normalize("NFC", span.of(article.text)).split())
