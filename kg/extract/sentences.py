"""Where sentences begin and end: spans of the article's text, in order.

sentencex finds the full stops; what it does not know is ours: lines and paragraphs, the headline, the sentences inside
a long quotation, abbreviations of the language, and sub-headings printed into the running text without any mark.

Decided: a quotation is not one sentence. Each sentence inside it is a span; the words that introduce it belong to its
first one, and short words after it that name the speaker belong to its last.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from kg.language import Tokens, available, folded, load
from kg.model import Article, Span

_QUOTES = {"“": 1, "„": 1, "«": 1, "”": -1, "»": -1}
_CLOSING = "”’»\"')]"
_MASK = str.maketrans(dict.fromkeys("“”„«»\"‘’", " "))
_APOSTROPHE = re.compile(r"(?<=\w)[’'](?=\w)")
_LAST_WORD = re.compile("([^\\s“”„«»\"'‘’()\\[\\],;:\u0964]+)$")
#: A word with a full stop before one with a capital.
_WHOLE = re.compile(r"(?<!\S)(\w+)\.(?=\s+[“‘\"']?[A-Z])")
_FIRST_WORD = re.compile("[^\\W\\d_][^\\s,;:.!?\u0964“”\"]*")
#: Lines of one width, broken in mid-sentence, were broken by a text editor: the newline is a space.
_WRAP = range(50, 121)


@dataclass(frozen=True)
class _Words:
    """The `[sentences]` section of a language, folded; empty for a language without one."""

    ends: str
    abbreviations: frozenset[str]
    numbered: frozenset[str]
    perhaps: frozenset[str]
    openers: frozenset[str]
    speech: frozenset[str]
    whole: frozenset[str]
    glued: Mapping[str, frozenset[str]] | None


@lru_cache(maxsize=16)
def _words(code: str) -> _Words:
    subtag = code.replace("_", "-").split("-")[0].lower()
    section: Mapping[str, Any] = load(subtag).section("sentences") if subtag in available() else {}

    def words(name: str, table: Mapping[str, Any] = section) -> frozenset[str]:
        return frozenset(folded(word) for word in table.get(name, ()))

    glued = section.get("glued")
    return _Words(
        "".join(section.get("ends", ())), words("abbreviations"), words("numbered"), words("perhaps"),
        words("openers"), words("speech"), words("whole"),
        {name: words(name, glued) for name in glued} if glued else None,
    )


def sentences(article: Article, tokens: Tokens) -> tuple[Span, ...]:
    """The sentences of `article` in order, without the blanks around them; together they cover all that is not blank.

    `tokens` are those of the folded text. The headline is a span of its own, and so is each sub-heading that is found.
    """
    import sentencex

    text, words = article.text, _words(article.language)
    cuts: set[int] = {0}
    for block in _blocks(text, article.headline):
        cuts.add(block.start)
        source = _masked(block.of(text))
        ends = [int(s["end_index"]) for s in sentencex.get_sentence_boundaries(article.language, source)]
        ends.extend(m.end() for m in re.finditer(rf"\S[{words.ends}]", source)) if words.ends else None
        ends.extend(m.end() for m in _WHOLE.finditer(source) if folded(m.group(1)) in words.whole)
        cuts.update(_stops(text, block, ends, words))
    if words.glued is not None:
        cuts.update(_headings(text, tokens, sorted(cuts), words.glued))
    return tuple(_pieces(text, sorted(cuts)))


def _pieces(text: str, cuts: Sequence[int]) -> Iterator[Span]:
    for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True):
        piece = text[start:end]
        if piece.strip():
            left = start + len(piece) - len(piece.lstrip())
            yield Span(left, left + len(piece.strip()))


def _blocks(text: str, headline: Span | None) -> Iterator[Span]:
    """Paragraphs and lines, the headline apart."""
    edges = {0, len(text)} | ({headline.start, headline.end} if headline else set())
    for paragraph in re.finditer(r"(?:[^\n]|\n(?!\s*\n))+", text):
        edges.update(paragraph.span())
        if not _is_wrapped(paragraph.group()):
            edges.update(paragraph.start() + m.start() for m in re.finditer(r"[\n\r\u2028\u2029]", paragraph.group()))
    ordered = sorted(edges)
    for start, end in zip(ordered, ordered[1:], strict=False):
        if text[start:end].strip():
            yield Span(start, end)


def _is_wrapped(paragraph: str) -> bool:
    lines = paragraph.strip().split("\n")
    widths = [len(line) for line in lines[:-1]]
    if len(lines) < 3 or max(widths) not in _WRAP or min(widths) < max(widths) - 25:
        return False
    return sum(line.rstrip()[-1:] not in ".\u0964?!:|" for line in lines[:-1]) * 2 > len(widths)


def _masked(block: str) -> str:
    """`block` with its quotation marks blanked, one for one, so that full stops inside a quotation are seen."""
    kept = {m.start() for m in _APOSTROPHE.finditer(block)}
    masked = block.translate(_MASK)
    return masked if not kept else "".join(block[i] if i in kept else c for i, c in enumerate(masked))


def _stops(text: str, block: Span, ends: Iterable[int], words: _Words) -> Iterator[int]:
    """Of the places (counted from the block's start) where a sentence may end, those where one does."""
    last = block.start
    for end in sorted(ends):
        at = _after_marks(text, block.start + end, block.end)
        before, after = text[last:at].rstrip(), text[at : block.end]
        if at <= last or not after.strip() or not before:
            continue
        if not (_is_abbreviated(before, after, words) or _goes_on(before, after, words)):
            yield at
            last = at


def _after_marks(text: str, at: int, end: int) -> int:
    """Past the marks that close a quotation or bracket, and back over the blanks and opening marks before it."""
    while at > 1 and (text[at - 1].isspace() or _opens_quote(text, at - 1)):
        at -= 1
    while at < end and (text[at] in _CLOSING or text[at] in ".\u0964?!"):
        if text[at] in "\"'" and at + 1 < end and not text[at + 1].isspace() and text[at + 1] not in _CLOSING:
            break
        at += 1
    return at


def _opens_quote(text: str, at: int) -> bool:
    return text[at] in "“‘„«" or (text[at] in "\"'" and text[at - 1].isspace())


def _is_abbreviated(before: str, after: str, words: _Words) -> bool:
    if not before.endswith("."):
        return False
    found = _LAST_WORD.search(before[:-1])
    if found is None:
        return False
    word = folded(found.group(1))
    if word in words.abbreviations or (word in words.numbered and after.lstrip()[:1].isdigit()):
        return True
    if word in words.perhaps or re.fullmatch(r"[a-z](\.[a-z])*", word):
        return _first(after) not in words.openers
    return False


def _goes_on(before: str, after: str, words: _Words) -> bool:
    """Whether what follows a closed quotation still belongs to it: "Why?" she asked."""
    rest = after.lstrip(" \t–—-")
    if (found := _FIRST_WORD.match(rest)) and found.group().islower():
        return True
    if before[-1] not in _CLOSING:
        return False
    frame = re.match("[^.\u0964?!|“”\"\n]*", rest)
    said = [folded(w) for w in frame.group().replace(",", " ").split()] if frame else []
    return 0 < len(said) <= 5 and any(word in words.speech for word in said)


def _first(text: str) -> str:
    found = _FIRST_WORD.search(text)
    return folded(found.group()) if found and not text[: found.start()].strip("“”‘’\"' \n") else ""


def _headings(text: str, tokens: Tokens, cuts: Sequence[int], glued: Mapping[str, frozenset[str]]) -> Iterator[int]:
    """Where a sub-heading printed without a mark ends and the sentence under it begins."""
    origin = tokens.folded.origin
    starts = tokens.starts if origin is None else [origin[start] for start in tokens.starts]
    quoted = _inside_quotes(text)
    first = 0
    for edge in [*cuts[1:], len(text)]:
        last = first
        while last < len(starts) and starts[last] < edge:
            last += 1
        at = _heading_end(tokens.words[first:last], glued)
        while at is not None and first + at < last:
            first += at
            if not quoted[starts[first]]:
                yield starts[first]
            at = _heading_end(tokens.words[first:last], glued)
        first = last


def _inside_quotes(text: str) -> bytearray:
    """One for each code point inside “…”, which a paragraph's end closes."""
    inside, depth = bytearray(len(text) + 1), 0
    for i, character in enumerate(text):
        if character in _QUOTES:
            depth = max(0, depth + _QUOTES[character])
        elif character == "\n":
            depth = 0
        inside[i] = depth > 0
    return inside


#: A sub-heading is short; three words is the least that makes one.
_HEADING = range(3, 19)


def _heading_end(words: Sequence[str], glued: Mapping[str, frozenset[str]]) -> int | None:
    """How many of a sentence's words are a heading glued to its front, None when none are.

    A heading with a verb ends in a finite auxiliary that neither a relative nor a conjunction nor a particle explains,
    before a phrase with a finite verb of its own. One without a verb ends in a predicate word, and then a phrase begins
    as the heading began, or as only a sentence begins.
    """
    for at in range(_HEADING.start, min(_HEADING.stop, len(words) - 3)):
        before, after = words[:at], words[at:]
        if after[0] in glued["after"] or not after[0][0].isalnum() or _has_verb(after[:1], glued):
            continue
        if before[-1] in glued["relatives"] or not _has_verb(after[-6:], glued):
            return None
        if before[-1] in glued["finite"] or _is_future(before[-1], glued):
            return at + _behind_verb(before, after, glued) if _is_clause_end(before, after, glued) else None
        if _is_verbless_end(before, after, glued):
            return at
    return None


def _is_verbless_end(before: Sequence[str], after: Sequence[str], glued: Mapping[str, frozenset[str]]) -> bool:
    if before[-1] in glued["predicates"]:
        return after[0] in glued["openers"] or _repeats(before, after, glued)
    if before[-1] in glued["nouns"] and before[-2] in glued["cases"] and after[0] not in glued["compounds"]:
        return after[0] in glued["openers"] or _repeats(before, after, glued) or _has_agent(after, glued)
    return before[-1] in glued["perfect"] and _repeats(before, after, glued)


def _behind_verb(before: Sequence[str], after: Sequence[str], glued: Mapping[str, frozenset[str]]) -> int:
    """How many words behind its verb are still the heading's, which puts its object there: up to where the heading's
    first words stand again, or the noun of the verb."""
    for i in range(1, min(5, len(after) - 1)):
        if after[i - 1] in glued["after"] or not after[i - 1][0].isalnum() or _has_verb(after[i - 1 : i], glued):
            break
        named = not before[0][0].isdigit()  # not a year, which any sentence may say again
        if named and (tuple(after[i : i + 2]) == tuple(before[:2]) or (after[i] == before[0] and len(after[i]) > 3)):
            return i
    return int(after[0] in glued["nouns"] and after[1] not in glued["after"] and after[1][0].isalnum())


def _has_verb(words: Sequence[str], glued: Mapping[str, frozenset[str]]) -> bool:
    return any(
        w in glued["finite"] or w in glued["perfect"] or w in glued["plural"] or _is_future(w, glued) for w in words
    )


def _is_future(word: str, glued: Mapping[str, frozenset[str]]) -> bool:
    return word.endswith(tuple(glued["future"])) and word not in glued["no_verbs"]


def _is_clause_end(before: Sequence[str], after: Sequence[str], glued: Mapping[str, frozenset[str]]) -> bool:
    if (before[-2] in glued["complements"] and before[-1] in glued["finite"]) or ":" in after[:6]:
        return False
    if set(before) & glued["relatives"]:
        return False
    return sum(word[0].isalnum() for word in before) >= _HEADING.start


def _repeats(before: Sequence[str], after: Sequence[str], glued: Mapping[str, frozenset[str]]) -> bool:
    """Whether the phrase after a heading opens as the heading did, or with a name of its own marked for its case."""
    heading = {word for word in before[:3] if len(word) > 2 and word not in glued["after"]}
    for i, word in enumerate(after[:3]):
        if word in glued["cases"]:
            return any(w in heading for w in after[:i])
    return after[0] == before[0] and len(after[0]) > 2


def _has_agent(after: Sequence[str], glued: Mapping[str, frozenset[str]]) -> bool:
    """Whether a new clause follows: a few words, the mark of an agent, and more than its verb."""
    for i, word in enumerate(after[:5]):
        if word in glued["agent"]:
            return i > 0 and len(after) > i + 4
        if word in glued["cases"] or word in glued["after"] or not word[0].isalnum():
            return False
    return False
