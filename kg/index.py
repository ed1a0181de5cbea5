"""What a directory keeps beside its graph so that words and names are found at once: SQLite with its FTS5.

    write(path, store)                     every sentence, headline and name of a graph
    passages(path, ["mosque", "riot"])     the IRIs of what has all these words
    named(path, "Meera Sen")               the IRIs of those who are called that

It holds words and IRIs, and is asked for IRIs only: what is shown comes from the graph. It can be deleted and made
again. SQLite's own tokenizer would cut Indic words at their vowel signs, so words are cut, and folded (case, nukta,
joiners, digits), as `kg.language` has it, both here and in what is looked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from kg.language import LETTER, fold
from kg.terms import expand, span_of

if TYPE_CHECKING:
    import sqlite3

    import pyoxigraph as ox

#: Goes up whenever what is kept, or how words are cut and folded, changes: an older index is not used.
VERSION = 1
_WORD = re.compile(f"{LETTER}+|[0-9]+")
_TABLES = """
CREATE TABLE passage (id INTEGER PRIMARY KEY, iri TEXT NOT NULL);
CREATE VIRTUAL TABLE words USING fts5 (
  text, content='', tokenize="unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'"
);
CREATE TABLE name (folded TEXT NOT NULL, iri TEXT NOT NULL);
CREATE TABLE made (version INTEGER NOT NULL);
"""
NAMES = ("schema:name", "skos:altLabel", "rdfs:label")


def words_of(text: str) -> list[str]:
    """The words and numbers of a text, folded, in order."""
    return _WORD.findall(fold(text).text)


def write(path: Path, graph: ox.Store) -> None:
    """Make the index of a graph at `path`, where there is none. Raises OSError where it cannot be written."""
    import sqlite3

    try:
        with closing(sqlite3.connect(path)) as database:
            _fill(database, graph)
    except sqlite3.Error as error:
        raise OSError(f"the index of words: {error}") from error


def _fill(database: sqlite3.Connection, graph: ox.Store) -> None:
    database.execute("PRAGMA journal_mode = OFF")  # nobody knows of it before it is whole
    database.executescript(_TABLES)
    rows = list(enumerate(_passages(graph), 1))
    database.executemany("INSERT INTO passage VALUES (?, ?)", ((id, iri) for id, (iri, _) in rows))
    words = ((id, " ".join(words_of(text))) for id, (_, text) in rows)
    database.executemany("INSERT INTO words (rowid, text) VALUES (?, ?)", words)
    named = sorted({(" ".join(words_of(name)), iri) for iri, name in _names(graph)})
    database.executemany("INSERT INTO name VALUES (?, ?)", named)
    database.execute("CREATE INDEX name_of ON name (folded)")
    database.execute("INSERT INTO made VALUES (?)", (VERSION,))
    database.commit()


def _passages(graph: ox.Store) -> Iterator[tuple[str, str]]:
    """The IRI and the text of every sentence, headline and name."""
    bodies = dict(_literals(graph, "schema:articleBody"))
    yield from _names(graph)
    yield from _literals(graph, "schema:headline")
    for sentence, article in _edges(graph, "kg:sentenceOf"):
        yield sentence, span_of(sentence).of(bodies.get(article, ""))


def _names(graph: ox.Store) -> Iterator[tuple[str, str]]:
    """The IRI and a name of all who have a schema:name."""
    entities = {iri for iri, _ in _literals(graph, "schema:name")}
    found = {pair for predicate in NAMES for pair in _literals(graph, predicate) if pair[0] in entities}
    return iter(sorted(found))


def _literals(graph: ox.Store, predicate: str) -> Iterator[tuple[str, str]]:
    import pyoxigraph as ox

    for quad in graph.quads_for_pattern(None, ox.NamedNode(expand(predicate)), None, None):
        if isinstance(quad.object, ox.Literal) and isinstance(quad.subject, ox.NamedNode):
            yield quad.subject.value, quad.object.value


def _edges(graph: ox.Store, predicate: str) -> Iterator[tuple[str, str]]:
    import pyoxigraph as ox

    for quad in graph.quads_for_pattern(None, ox.NamedNode(expand(predicate)), None, None):
        if isinstance(quad.object, ox.NamedNode) and isinstance(quad.subject, ox.NamedNode):
            yield quad.subject.value, quad.object.value


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
