"""Treebanks of Universal Dependencies, recut into the words that kg cuts text into."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.language import fold, folded, tokenize

Row = list[str]


@dataclass(frozen=True)
class Tree:
    """One sentence. `heads` count from 1, 0 is the root; `inner` marks the pieces of a treebank word that kg cuts,
    which no figure counts."""

    id: str
    words: list[str]
    surfaces: list[str]
    lemmas: list[str]
    upos: list[str]
    xpos: list[str]
    feats: list[str]
    heads: list[int]
    relations: list[str]
    inner: list[bool]

    def __len__(self) -> int:
        return len(self.words)


def is_kept_out(tree: Tree) -> bool:
    """Whether a sentence is in the tenth that figures are measured on."""
    return zlib.crc32(tree.id.encode()) % 10 == 0


def read(path: Path) -> list[Tree]:
    """The trees of a CoNLL-U file; those whose words run together against the tree are left out."""
    trees = [recut(*block) for block in _blocks(path)]
    return [tree for tree in trees if tree is not None]


def _blocks(path: Path) -> Iterator[tuple[dict[str, str], list[Row], dict[int, tuple[int, str]]]]:
    comments: dict[str, str] = {}
    rows: list[Row] = []
    joined: dict[int, tuple[int, str]] = {}
    for line in path.read_text(encoding="utf-8").split("\n"):
        row = line.split("\t")
        if not line and rows:
            yield comments, rows, joined
            comments, rows, joined = {}, [], {}
        elif line.startswith("# ") and " = " in line:
            name, value = line[2:].split(" = ", 1)
            comments[name] = value
        elif len(row) == 10 and "-" in row[0]:
            first, last = map(int, row[0].split("-"))
            joined[first] = last, row[1]
        elif len(row) == 10 and "." not in row[0]:
            rows.append(row)


def _places(text: str, rows: list[Row], joined: dict[int, tuple[int, str]]) -> list[tuple[int, int]]:
    """Where each word stands in the text; words written as one share its place, or its parts where they spell it."""
    places: list[tuple[int, int]] = []
    at = 0
    while len(places) < len(rows):
        first = len(places)
        last, form = joined.get(first + 1, (first + 1, rows[first][1]))
        start = text.index(form, at)
        at = start + len(form)
        parts = [row[1] for row in rows[first:last]]
        if "".join(parts) != form:
            places += [(start, at)] * len(parts)
            continue
        for part in parts:
            places.append((start, start + len(part)))
            start += len(part)
    return places


def recut(comments: dict[str, str], rows: list[Row], joined: dict[int, tuple[int, str]]) -> Tree | None:
    """A tree over kg's words: each belongs to the treebank word it shares most with; of the pieces of one word the
    first is its head (the last after a hyphen), and what hung on a word hangs on that piece."""
    text = comments["text"]
    cut = tokenize(fold(text))
    spans = [cut.span(i, i) for i in range(len(cut))]
    places = _places(text, rows, joined)
    owner = [
        max(range(len(rows)), key=lambda w: (min(places[w][1], s.end) - max(places[w][0], s.start), -w)) for s in spans
    ]
    chief = {w: _chief(w, cut.words, owner, places[w], spans) for w in range(len(rows))}
    above = [int(row[6]) - 1 for row in rows]

    def climb(w: int, piece: int) -> int:
        while above[w] >= 0 and chief[above[w]] == piece:
            w = above[w]
        return w

    tree = Tree(comments["sent_id"], cut.words, [s.of(text) for s in spans], [], [], [], [], [], [], [])
    for i, word in enumerate(cut.words):
        row, whole = rows[owner[i]], owner.count(owner[i]) == 1
        is_word = word[0].isalnum()
        if chief[owner[i]] == i:
            top = climb(owner[i], i)
            head, relation = (chief[above[top]] if above[top] >= 0 else -1), rows[top][7]
        else:
            head, relation = chief[owner[i]], "flat" if is_word else "punct"
        own = chief[owner[i]] == i
        tree.lemmas.append(folded(row[2]) if own and whole else word)
        tree.upos.append(row[3] if own or is_word else "PUNCT")
        tree.xpos.append(row[4])
        tree.feats.append(row[5] if own and row[5] != "_" else "")
        tree.heads.append(head + 1)
        tree.relations.append(relation)
        tree.inner.append(not own)
    return tree if _is_tree(tree.heads) else None


def _chief(w: int, words: list[str], owner: list[int], place: tuple[int, int], spans: list) -> int:  # type: ignore[type-arg]
    mine = [i for i, o in enumerate(owner) if o == w]
    if not mine:
        return next(i for i, s in enumerate(spans) if s.start < place[1] and s.end > place[0])
    letters = [i for i in mine if words[i][0].isalnum()]
    if not letters:
        return mine[0]
    hyphened = any(words[i] == "-" for i in mine) and words[letters[0]][0].isalpha()
    return letters[-1 if hyphened else 0]


def _is_tree(heads: list[int]) -> bool:
    for i in range(1, len(heads) + 1):
        steps = 0
        while i and steps <= len(heads):
            i, steps = heads[i - 1], steps + 1
        if i:
            return False
    return heads.count(0) == 1


def lifted(heads: list[int]) -> list[int]:
    """Heads without crossing arcs: the shortest that crosses is lifted to its head's head until none does (Nivre and
    Nilsson 2005, without the marks)."""
    above = [-1, *heads]
    root = heads.index(0) + 1
    while True:
        crossing = [(abs(i - above[i]), i) for i in range(1, len(above)) if above[i] > 0 and _crosses(above, i)]
        if not crossing:
            return above[1:]
        _, i = min(crossing)
        above[i] = above[above[i]] or root


def _crosses(above: list[int], i: int) -> bool:
    low, high = sorted((i, above[i]))
    for k in range(low + 1, high):
        while k > 0 and k != above[i]:
            k = above[k]
        if k != above[i]:
            return True
    return False
