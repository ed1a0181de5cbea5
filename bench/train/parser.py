"""A greedy transition parser trained with numpy and written as a model of UDPipe 1.

UDPipe's own trainer takes an hour for what numpy's matrices do in minutes, and lacks dropout and averaging. What it
runs is the same: arc-standard transitions (Nivre 2004) chosen by one hidden layer over embeddings of the words on
stack and buffer and of their children (Chen and Manning 2014; Straka and others 2015), whose file format this writes.
Trained on what the parser itself does wrong, too (Ross, Gordon and Bagnell 2011).
"""

from __future__ import annotations

import lzma
import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

#: The words that a choice looks at: (from the stack, how deep, then child by child).
_CHILDREN: tuple[tuple[int, ...], ...] = ((0,), (1,), (-2,), (-1,), (0, 0), (-1, -1))
PLACES: tuple[tuple[bool, int, tuple[int, ...]], ...] = (
    *((True, k, ()) for k in range(4)),
    *((False, k, ()) for k in range(3)),
    *((True, k, path) for k in (0, 1) for path in _CHILDREN),
    (True, 2, (-1,)),
)
SHIFT = 0
_NEVER = -1e9


@dataclass(frozen=True)
class Columns:
    """What the parser sees of a word: UDPipe's name of each column, the size of its embedding, the values known."""

    names: tuple[str, ...]
    sizes: tuple[int, ...]
    known: tuple[tuple[str, ...], ...]

    def encode(self, words: Iterable[Sequence[str]]) -> Ints:
        """A row for the root, one for each word, and one that stands for no word."""
        number = [{value: i for i, value in enumerate(values)} for values in self.known[:-1]]
        rows = [["<root>"] * len(number), *words]
        coded = [[m.get(v, len(m)) for m, v in zip(number, row, strict=True)] for row in rows]
        return np.array([*coded, [len(m) + 1 for m in number]])


class State:
    """A sentence while it is parsed: stack, buffer, and the arcs made so far; with gold heads it knows what to do."""

    def __init__(self, coded: Ints, heads: Sequence[int], relations: Sequence[int]) -> None:
        self.coded, self.size = coded, len(coded) - 2
        self.gold, self.labels = [-1, *heads], [-1, *relations]
        self.restart()

    def restart(self) -> None:
        self.stack, self.buffer = [0], list(range(self.size, 0, -1))
        self.children: list[list[int]] = [[] for _ in range(self.size + 1)]
        self.heads, self.relations = [-1] * (self.size + 1), [-1] * (self.size + 1)
        self.waiting = [0] * (self.size + 1)
        for head in self.gold[1:]:
            self.waiting[head] += 1

    def is_final(self) -> bool:
        return not self.buffer and len(self.stack) == 1

    def moves(self) -> int:
        """Which kinds of transitions may be made, as bits: shift, left, right, right to the root."""
        deep = len(self.stack)
        return (
            bool(self.buffer)
            + 2 * (deep > 1 and self.stack[-2] != 0)
            + 4 * (deep > 2)
            + 8 * (deep == 2 and not self.buffer)
        )

    def do(self, move: int) -> None:
        if move == SHIFT:
            self.stack.append(self.buffer.pop())
            return
        top = self.stack.pop()
        child, head = (self.stack.pop(), top) if move % 2 else (top, self.stack[-1])
        if move % 2:
            self.stack.append(top)
        self.heads[child], self.relations[child] = head, (move - 1) // 2
        siblings = self.children[head]
        at = len(siblings)
        while at and siblings[at - 1] > child:
            at -= 1
        siblings.insert(at, child)
        self.waiting[self.gold[child]] -= 1

    def best(self, root: int) -> int:
        """The transition that gold asks for; after a mistake, one that spoils no more than it must."""
        if len(self.stack) < 2:
            return SHIFT
        top, under = self.stack[-1], self.stack[-2]
        if under and self.gold[under] == top and not self.waiting[under]:
            return 1 + 2 * self.labels[under]
        is_last = len(self.stack) == 2 and not self.buffer
        if self.gold[top] == under and not self.waiting[top] and (under or is_last):
            return 2 + 2 * self.labels[top]
        if self.buffer:
            return SHIFT
        if not under:
            return 2 + 2 * root
        if self.gold[under] == top or self.waiting[top] > self.waiting[under]:
            return 1 + 2 * self._label(under, root)
        return 2 + 2 * self._label(top, root)

    def _label(self, word: int, root: int) -> int:
        return self.labels[word] if self.labels[word] != root else (0 if root else 1)

    def places(self) -> Iterator[int]:
        """The word at each of PLACES, -1 for none."""
        stack, buffer, children = self.stack, self.buffer, self.children
        for on_stack, depth, path in PLACES:
            row = stack if on_stack else buffer
            word = row[-1 - depth] if depth < len(row) else -1
            for child in path:
                if word < 0:
                    break
                of = children[word]
                word = of[child] if -len(of) <= child < len(of) else -1
                if word <= 0:
                    break
            yield word


class Network:
    """One hidden layer; `parameters` are the embeddings of each column, then weights and bias of both layers. The last
    row but one of an embedding is that of unknown values, the last is zero: that of no word."""

    def __init__(self, columns: Columns, hidden: int, chance: np.random.Generator) -> None:
        self.columns, self.labels = columns, columns.known[-1]
        self.root, self.width = self.labels.index("root"), sum(columns.sizes)
        moves, entry = 1 + 2 * len(self.labels), len(PLACES) * self.width
        shapes = [(len(known) + 2, size) for known, size in zip(columns.known, columns.sizes, strict=True)]
        self.parameters: list[Floats] = [chance.normal(0, 0.3, s).astype(np.float32) for s in shapes]
        for table in self.parameters:
            table[-1] = 0
        self.parameters += [
            chance.normal(0, np.sqrt(2 / entry), (entry, hidden)).astype(np.float32),
            np.full(hidden, 0.02, np.float32),
            chance.normal(0, 0.05, (hidden, moves)).astype(np.float32),
            np.zeros(moves, np.float32),
        ]
        self.allowed = np.zeros((16, moves), bool)
        for bits in range(16):
            self.allowed[bits, SHIFT] = bits & 1
            self.allowed[bits, 1::2] = bits & 2
            self.allowed[bits, 2::2] = bits & 4
            self.allowed[bits, 1 + 2 * self.root] = False
            self.allowed[bits, 2 + 2 * self.root] = bits & 8

    def entry(self, coded: Ints) -> Floats:
        tables = self.parameters[: len(self.columns.sizes)]
        return np.concatenate([t[coded[:, :, k]] for k, t in enumerate(tables)], axis=2).reshape(len(coded), -1)

    def scores(self, coded: Ints, moves: Ints) -> Floats:
        into, into_bias, out, out_bias = self.parameters[-4:]
        found: Floats = np.maximum(self.entry(coded) @ into + into_bias, 0) @ out + out_bias
        found[~self.allowed[moves]] = _NEVER
        return found

    def look(self, states: Sequence[State]) -> tuple[Ints, Ints]:
        """What the network sees of each state, and what may be done."""
        none = len(self.labels) + 1
        coded = np.empty((len(states), len(PLACES), len(self.columns.sizes)), np.int64)
        for row, state in zip(coded, states, strict=True):
            at = list(state.places())
            row[:, :-1] = state.coded[at]
            row[:, -1] = [state.relations[w] if w > 0 and state.relations[w] >= 0 else none for w in at]
        return coded, np.array([state.moves() for state in states])

    def parse(self, states: Sequence[State]) -> None:
        for state in states:
            state.restart()
        while going := [s for s in states if not s.is_final()]:
            for state, move in zip(going, self.scores(*self.look(going)).argmax(1).tolist(), strict=True):
                state.do(move)

    def lessons(self, states: Sequence[State], own: float, chance: np.random.Generator) -> tuple[Ints, Ints, Ints]:
        """States, what may be done in them and what should be, on the way of gold; or, in a share `own` of them, on
        the parser's own way."""
        seen: list[tuple[Ints, Ints, Ints]] = []
        for start in range(0, len(states), 200):
            batch = states[start : start + 200]
            for state in batch:
                state.restart()
            while going := [s for s in batch if not s.is_final()]:
                coded, moves = self.look(going)
                asked = np.array([s.best(self.root) for s in going])
                seen.append((coded, moves, asked))
                made = asked
                if own:
                    made = np.where(chance.random(len(going)) < own, self.scores(coded, moves).argmax(1), asked)
                for state, move in zip(going, made.tolist(), strict=True):
                    state.do(move)
        coded, moves, asked = (np.concatenate(part) for part in zip(*seen, strict=True))
        return coded, moves, asked

    def slopes(self, coded: Ints, moves: Ints, asked: Ints, drop: float, chance: np.random.Generator) -> list[Floats]:
        """The gradient of the cross entropy of one batch, hidden units dropped out."""
        into, into_bias, out, out_bias = self.parameters[-4:]
        entry = self.entry(coded)
        hidden = entry @ into + into_bias
        kept = ((hidden > 0) & (chance.random(hidden.shape, np.float32) >= drop)) / np.float32(1 - drop)
        hidden *= kept
        scores = hidden @ out + out_bias
        scores[~self.allowed[moves]] = _NEVER
        wrong = np.exp(scores - scores.max(1, keepdims=True))
        wrong /= wrong.sum(1, keepdims=True)
        wrong[np.arange(len(asked)), asked] -= 1
        wrong /= len(asked)
        back = (wrong @ out.T) * kept
        words = (back @ into.T).reshape(-1, self.width)
        slopes: list[Floats] = []
        at = 0
        for k, table in enumerate(self.parameters[:-4]):
            slope = np.zeros_like(table)
            np.add.at(slope, coded[:, :, k].ravel(), words[:, at : at + table.shape[1]])
            slope[-1] = 0
            slopes.append(slope)
            at += table.shape[1]
        return [*slopes, entry.T @ back, back.sum(0), hidden.T @ wrong, wrong.sum(0)]


def fit(
    network: Network, states: Sequence[State], rare: Floats, epochs: int, chance: np.random.Generator,
    rate: float = 0.001, batch: int = 256, drop: float = 0.3, own: float = 0.5,
) -> None:  # fmt: skip
    """Train with Adam, and keep the running average of the parameters. `rare` is for each known form the chance that
    it is taken for an unknown one; from the third epoch on the parser makes a share `own` of the moves."""
    now = network.parameters
    first, second = [np.zeros_like(p) for p in now], [np.zeros_like(p) for p in now]
    average = [p.copy() for p in now]
    lessons = network.lessons(states, 0, chance)
    unknown = len(network.columns.known[0])
    step, last = 0, epochs * (-(-len(lessons[0]) // batch))
    for epoch in range(epochs):
        if epoch > 1:
            lessons = network.lessons(states, own, chance)
        order = chance.permutation(len(lessons[0]))
        for start in range(0, len(order), batch):
            coded, moves, asked = (part[order[start : start + batch]] for part in lessons)
            forms = coded[:, :, 0]
            forms[chance.random(forms.shape) < rare[forms]] = unknown
            step += 1
            pace = rate * min(1, step / 200) * (1 - 0.95 * min(1, step / last))
            keep = min(0.999, (1 + step) / (10 + step))
            for k, slope in enumerate(network.slopes(coded, moves, asked, drop, chance)):
                first[k] += 0.1 * (slope - first[k])
                second[k] += 0.001 * (slope * slope - second[k])
                now[k] -= pace * (first[k] / (1 - 0.9**step)) / (np.sqrt(second[k] / (1 - 0.999**step)) + 1e-8)
                average[k] += (1 - keep) * (now[k] - average[k])
    network.parameters = average


def _text(value: str) -> bytes:
    data = value.encode()
    return (struct.pack("<B", len(data)) if len(data) < 255 else struct.pack("<BI", 255, len(data))) + data


def _matrix(weights: Floats) -> bytes:
    return struct.pack("<II", *weights.shape) + _rounded(weights)


def _rounded(weights: Floats) -> bytes:
    """Little-endian floats, the last 13 bits of each zero: half the size when compressed."""
    bits = np.ascontiguousarray(weights, "<f4").view("<u4")
    return ((bits + 0x1000) & np.uint32(0xFFFFE000)).astype("<u4").tobytes()


def _places() -> str:
    return "\n".join(
        f"{'stack' if on_stack else 'buffer'} {depth}" + "".join(f",child {c}" for c in path)
        for on_stack, depth, path in PLACES
    )


def write(network: Network, path: Path) -> int:
    """Write a UDPipe model that holds this parser and nothing else; its size in bytes."""
    from ufal.udpipe import Model

    columns, (into, into_bias, out, out_bias) = network.columns, network.parameters[-4:]
    parts = [_text("nn_versioned"), struct.pack("<BBH", 2, 1, len(network.labels)), *map(_text, network.labels)]
    parts += [_text("projective"), _text(_places()), struct.pack("<H", len(columns.names)), *map(_text, columns.names)]
    for name, known, table in zip(columns.names, columns.known, network.parameters, strict=False):
        others = int(name != "deprel")
        parts += [struct.pack("<II", table.shape[1], len(known)), *map(_text, known), struct.pack("<B", others)]
        parts.append(_rounded(table[: len(known) + others]))
    parts += [struct.pack("<B", 2), _matrix(np.vstack([into, into_bias])), _matrix(np.vstack([out, out_bias]))]
    data = b"".join(parts)
    packed = lzma.compress(data, format=lzma.FORMAT_ALONE, preset=6)
    settings, body = packed[:5], packed[13:]
    for end in range(16):  # UDPipe wants the data without the mark that ends it, whose length is not told
        kept = body[: len(body) - end]
        check = (len(data) * 19991 + len(kept) * 199999991 + 1234567890) & 0xFFFFFFFF
        head = _text("morphodita_parsito") + b"\x03\x7f\x7f\x00\x00\x01"
        path.write_bytes(head + struct.pack("<III", len(data), len(kept), check) + settings + kept)
        if Model.load(str(path)) is not None:
            return path.stat().st_size
    raise SystemExit(f"{path}: UDPipe does not read the model")
