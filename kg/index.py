"""What a directory keeps beside its graph so that words and names are found at once: SQLite with its FTS5.

    write(path, graph)                     every sentence, headline and name of a graph
    update(path, old, new, iris)           the same, for what changed between two graphs
    passages(path, ["mosque", "riot"])     the IRIs of what has all these words
    named(path, "Meera Sen")               the IRIs of those who are called that

It holds words and IRIs, and is asked for IRIs only: what is shown comes from the graph. It can be deleted and made
again. SQLite's own tokenizer would cut Indic words at their vowel signs, so words are cut, and folded (case, nukta,
joiners, digits), as `kg.language` has it, both here and in what is looked for.

Words are kept without the text they are from, so to take a passage out, FTS5 must be told what it was: the old graph
knows. The passages of one IRI are numbered in the order of their texts.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kg.language import LETTER, fold
from kg.terms import expand, span_of

if TYPE_CHECKING:
    import sqlite3

    import pyoxigraph as ox

#: Goes up whenever what is kept, or how words are cut and folded, changes: an older index is not used.
VERSION = 2
_WORD = re.compile(f"{LETTER}+|[0-9]+")
_TABLES = """
CREATE TABLE passage (id INTEGER PRIMARY KEY, iri TEXT NOT NULL);
CREATE VIRTUAL TABLE words USING fts5 (
  text, content='', tokenize="unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'"
);
CREATE TABLE name (folded TEXT NOT NULL, iri TEXT NOT NULL);
CREATE TABLE made (version INTEGER NOT NULL);
"""
_KEYS = "CREATE INDEX passage_of ON passage (iri); CREATE INDEX name_of ON name (folded);"
NAMES = ("schema:name", "skos:altLabel", "rdfs:label")
HEADLINE, SENTENCE, BODY = "schema:headline", "kg:sentenceOf", "schema:articleBody"
_OWN = {expand(predicate): predicate for predicate in (*NAMES, HEADLINE, SENTENCE)}
_WATCHED = frozenset((*_OWN, expand(BODY)))


class StaleError(Exception):
    """An index is not that of the graph it is to be brought up to date from."""


def words_of(text: str) -> list[str]:
    """The words and numbers of a text, folded, in order."""
    return _WORD.findall(fold(text).text)


def write(path: Path, graph: ox.Store) -> None:
    """Make the index of a graph at `path`, where there is none. Raises OSError where it cannot be written."""
    import sqlite3

    try:
        with closing(sqlite3.connect(path)) as database:
            _unsafe(database)
            _fill(database, graph)
    except sqlite3.Error as error:
        raise OSError(f"the index of words: {error}") from error


def update(path: Path, old: ox.Store, new: ox.Store, iris: Iterable[str]) -> bool:
    """Make the index of `old` at `path` that of `new`; they differ in what they say of `iris` (`touched`).

    False where it is none that can be brought up to date; what is left at `path` is then none at all.
    """
    import sqlite3

    try:
        with closing(sqlite3.connect(path)) as database:
            if database.execute("SELECT version FROM made").fetchall() != [(VERSION,)]:
                return False
            _unsafe(database)
            before, after = _Told(old), _Told(new)
            numbers = count(1 + database.execute("SELECT coalesce(max(id), 0) FROM passage").fetchone()[0])
            for iri in sorted(iris):
                _change(database, iri, before.of(iri), after.of(iri), numbers)
            database.commit()
    except (sqlite3.DatabaseError, StaleError):  # damaged, or of another graph: it is a cache
        return False
    return True


def _unsafe(database: sqlite3.Connection) -> None:
    """Nobody knows of the file before it is whole and on the disk."""
    database.execute("PRAGMA journal_mode = OFF")
    database.execute("PRAGMA synchronous = OFF")


def _fill(database: sqlite3.Connection, graph: ox.Store) -> None:
    database.executescript(_TABLES)
    for number, (iri, text) in enumerate(_passages(graph), 1):
        _add(database, number, iri, text)
    database.executemany("INSERT INTO name VALUES (?, ?)", _folded(_names(graph)))
    database.executescript(_KEYS)
    database.execute("INSERT INTO made VALUES (?)", (VERSION,))
    database.commit()


def _add(database: sqlite3.Connection, number: int, iri: str, text: str) -> None:
    database.execute("INSERT INTO passage VALUES (?, ?)", (number, iri))
    database.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", (number, " ".join(words_of(text))))


def _change(database: sqlite3.Connection, iri: str, old: _Texts, new: _Texts, numbers: Iterator[int]) -> None:
    if old.passages != new.passages:
        if old.passages:
            _take_out(database, iri, old.passages)
        for text in new.passages:
            _add(database, next(numbers), iri, text)
    if old.names != new.names:
        was, now = _folded({iri: old.names}), _folded({iri: new.names})
        database.executemany("DELETE FROM name WHERE folded = ? AND iri = ?", sorted(was - now))
        database.executemany("INSERT INTO name VALUES (?, ?)", sorted(now - was))


def _take_out(database: sqlite3.Connection, iri: str, passages: Sequence[str]) -> None:
    ids = [id for (id,) in database.execute("SELECT id FROM passage WHERE iri = ? ORDER BY id", (iri,))]
    if len(ids) != len(passages):
        raise StaleError(iri)
    for id, text in zip(ids, passages, strict=True):
        words = " ".join(words_of(text))
        database.execute("INSERT INTO words (words, rowid, text) VALUES ('delete', ?, ?)", (id, words))
    database.execute("DELETE FROM passage WHERE iri = ?", (iri,))


def _folded(names: Mapping[str, set[str]]) -> set[tuple[str, str]]:
    return {(" ".join(words_of(name)), iri) for iri, own in names.items() for name in own}


# What there is to find


def touched(quad: ox.Quad, old: ox.Store) -> Sequence[str]:
    """The IRIs whose passages or names may be others where a quad came to a graph or went from it."""
    import pyoxigraph as ox

    predicate = quad.predicate.value
    if predicate not in _WATCHED or not isinstance(quad.subject, ox.NamedNode):
        return ()
    if predicate in _OWN:
        return (quad.subject.value,)
    return _sentences(old, quad.subject.value)  # those that come are told by quads of their own


def _passages(graph: ox.Store) -> Iterator[tuple[str, str]]:
    """The IRI and the text of every sentence, headline and name."""
    gathered = _names(graph)
    for iri, headline in _literals(graph, HEADLINE):
        gathered[iri].add(headline)
    for iri in sorted(gathered):
        yield from ((iri, text) for text in sorted(gathered[iri]))
    for article, body in _literals(graph, BODY):
        yield from ((sentence, span_of(sentence).of(body)) for sentence in _sentences(graph, article))


class _Texts(NamedTuple):
    """The passages of one IRI, sorted, and those that are names."""

    passages: list[str]
    names: set[str]


@dataclass
class _Told:
    """What a graph tells of one IRI after another; the text of an article is read once for all its sentences."""

    graph: ox.Store
    _bodies: tuple[str, list[str]] = ("", [])

    def of(self, iri: str) -> _Texts:
        said = self._said(iri)
        if said[SENTENCE]:
            return _Texts(sorted({span_of(iri).of(body) for one in said[SENTENCE] for body in self._of(one)}), set())
        names = set().union(*(said[predicate] for predicate in NAMES)) if said[NAMES[0]] else set()
        return _Texts(sorted(names | said[HEADLINE]), names)

    def _said(self, iri: str) -> defaultdict[str, set[str]]:
        """What is said of an IRI, by the predicates that matter."""
        import pyoxigraph as ox

        found: defaultdict[str, set[str]] = defaultdict(set)
        for quad in self.graph.quads_for_pattern(ox.NamedNode(iri), None, None, None):
            predicate = _OWN.get(quad.predicate.value, "")
            if predicate and isinstance(quad.object, ox.NamedNode if predicate == SENTENCE else ox.Literal):
                found[predicate].add(quad.object.value)
        return found

    def _of(self, article: str) -> list[str]:
        if self._bodies[0] != article:
            self._bodies = article, [body for _, body in _literals(self.graph, BODY, article)]
        return self._bodies[1]


def _names(graph: ox.Store) -> defaultdict[str, set[str]]:
    """The names of all who have a schema:name, by IRI."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for iri, name in _literals(graph, NAMES[0]):
        found[iri].add(name)
    for predicate in NAMES[1:]:
        for iri, name in _literals(graph, predicate):
            if iri in found:
                found[iri].add(name)
    return found


def _literals(graph: ox.Store, predicate: str, iri: str | None = None) -> Iterator[tuple[str, str]]:
    import pyoxigraph as ox

    subject = None if iri is None else ox.NamedNode(iri)
    for quad in graph.quads_for_pattern(subject, ox.NamedNode(expand(predicate)), None, None):
        if isinstance(quad.object, ox.Literal) and isinstance(quad.subject, ox.NamedNode):
            yield quad.subject.value, quad.object.value


def _sentences(graph: ox.Store, article: str) -> list[str]:
    import pyoxigraph as ox

    found = graph.quads_for_pattern(None, ox.NamedNode(expand(SENTENCE)), ox.NamedNode(article), None)
    return sorted({quad.subject.value for quad in found if isinstance(quad.subject, ox.NamedNode)})


# Asking


def passages(path: Path, wanted: Sequence[Sequence[str]]) -> list[str] | None:
    """The IRIs of passages and names in which each of these runs of folded words stands, the last word of a run as the
    beginning of a word; sorted. None where there is no index that this kg can use."""
    match = " AND ".join(f'"{" ".join(run)}"*' for run in wanted)
    query = "SELECT DISTINCT iri FROM words JOIN passage ON id = words.rowid WHERE words MATCH ? ORDER BY iri"
    return _asked(path, query, match)


def named(path: Path, name: str) -> list[str] | None:
    """The IRIs of the entities with this name, however it is written in case and nukta; None as above."""
    return _asked(path, "SELECT DISTINCT iri FROM name WHERE folded = ? ORDER BY iri", " ".join(words_of(name)))


def _asked(path: Path, query: str, value: str) -> list[str] | None:
    import sqlite3

    if not path.is_file():
        return None
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as database:
            if database.execute("SELECT version FROM made").fetchall() != [(VERSION,)]:
                return None
            return [str(iri) for (iri,) in database.execute(query, (value,))]
    except sqlite3.DatabaseError:  # damaged: it is a cache, and the graph itself can be asked
        return None


def matches(words: Iterable[str], wanted: Sequence[Sequence[str]]) -> bool:
    """Whether folded words have each run, as the index finds it."""
    text = f" {' '.join(words)}"
    return all(f" {' '.join(run)}" in text for run in wanted)
