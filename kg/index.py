"""What a directory keeps beside its graph so that words and names are found at once: SQLite with its FTS5.

    write(path, graph)                     every sentence, headline and name of a graph
    update(old, new, graph, iris)          the same, from the index of a graph that told something else of these IRIs
    passages(path, ["mosque", "riot"])     the IRIs of what has all these words
    named(path, "Meera Sen")               the IRIs of those who are called that

It holds words and IRIs, and is asked for IRIs only: what is shown comes from the graph. It can be deleted and made
again. SQLite's own tokenizer would cut Indic words at their vowel signs, so words are cut, and folded (case, nukta,
joiners, digits), as `kg.language` has it, both here and in what is looked for.

An index is two files: a large one, to which the generations of a graph have links, and beside it a small one (`later`)
with all there is to find of the IRIs that changed since, which hides what the large one has of them. When the small one
has grown, both become one. FTS5 keeps no texts here and cannot take one out again: a passage is gone when its number
is no IRI's any more.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kg.disk import clone, linked, sync
from kg.language import LETTER, fold
from kg.terms import expand, span_of

if TYPE_CHECKING:
    import sqlite3

    import pyoxigraph as ox

#: Goes up whenever what is kept, or how words are cut and folded, changes: an older index is not used.
VERSION = 3
#: The small file grows to this many passages, and an eighth of those of the large one.
SMALL = 2000
_WORD = re.compile(f"{LETTER}+|[0-9]+")
_TABLES = """
CREATE TABLE passage (id INTEGER PRIMARY KEY, iri TEXT NOT NULL);
CREATE VIRTUAL TABLE words USING fts5 (
  text, content='', tokenize="unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'"
);
CREATE TABLE name (folded TEXT NOT NULL, iri TEXT NOT NULL);
CREATE INDEX name_of ON name (folded);
CREATE TABLE changed (iri TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE made (version INTEGER NOT NULL, passages INTEGER NOT NULL);
"""
NAMES = ("schema:name", "skos:altLabel", "rdfs:label")
HEADLINE, SENTENCE, BODY = "schema:headline", "kg:sentenceOf", "schema:articleBody"
_OWN = {expand(predicate): predicate for predicate in (*NAMES, HEADLINE, SENTENCE)}
_WATCHED = frozenset((*_OWN, expand(BODY)))


def later(path: Path) -> Path:
    """Where the small file of an index is."""
    return path.with_suffix(".later")


def words_of(text: str) -> list[str]:
    """The words and numbers of a text, folded, in order."""
    return _WORD.findall(fold(text).text)


def write(path: Path, graph: ox.Store) -> None:
    """Make the index of a graph at `path`, in the place of any. Raises OSError where it cannot be written."""
    import sqlite3

    try:
        _new(path, _all(graph))
        _new(later(path), ())  # after it: what an older one has is true of it as well
    except sqlite3.Error as error:
        raise OSError(f"the index of words: {error}") from error


def update(old: Path, new: Path, graph: ox.Store, iris: Iterable[str]) -> bool:
    """Make the index of a graph at `new`, from that at `old` of a graph that told something else of these IRIs
    (`touched`). False where that is none that kg can use, or should be written whole; what is at `new` is then none."""
    import sqlite3

    wanted = set(iris)
    try:
        large, small = _many(old), _many(later(old))
        if small + len(wanted) <= SMALL + large // 8:
            clone(later(old), later(new))
            _change(later(new), graph, wanted, hides=True)
            if not linked(old, new):
                clone(old, new)
                sync(new)
            return True
        with closing(_reading(later(old))) as database:
            wanted.update(iri for (iri,) in database.execute("SELECT iri FROM changed"))
        clone(old, new)
        live = _change(new, graph, wanted, hides=False)
        _new(later(new), ())
        return _many(new) <= SMALL + 2 * live  # or else it is mostly what is gone
    except (FileNotFoundError, sqlite3.DatabaseError):  # missing, or damaged: it is a cache
        return False


def _many(path: Path) -> int:
    """How many passages a file ever had. Raises FileNotFoundError where it is of another version."""
    with closing(_reading(path)) as database:
        version, passages = database.execute("SELECT version, passages FROM made").fetchone()
    if version != VERSION:
        raise FileNotFoundError(path)
    return int(passages)


def _new(path: Path, told: Iterable[tuple[str, _Texts]]) -> None:
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    with _writing(part) as database:
        database.executescript(_TABLES)
        database.execute("INSERT INTO made VALUES (?, 0)", (VERSION,))
        _add(database, told)
    sync(part)
    part.replace(path)


def _change(path: Path, graph: ox.Store, iris: Iterable[str], *, hides: bool) -> int:
    """Have a file tell of IRIs what the graph does, and say how many passages it has; with `hides`, what the large file
    tells of them does not count."""
    due, told = sorted(iris), _Told(graph)
    with _writing(path) as database:
        database.execute("CREATE TEMP TABLE due (iri TEXT PRIMARY KEY) WITHOUT ROWID")
        database.executemany("INSERT INTO due VALUES (?)", ((iri,) for iri in due))
        for table in ("passage", "name"):
            database.execute(f"DELETE FROM {table} WHERE iri IN (SELECT iri FROM due)")
        if hides:
            database.execute("INSERT OR IGNORE INTO changed SELECT iri FROM due")
        _add(database, ((iri, told.of(iri)) for iri in due))
        live: int = database.execute("SELECT count(*) FROM passage").fetchone()[0]
    sync(path)
    return live


def _add(database: sqlite3.Connection, told: Iterable[tuple[str, _Texts]]) -> None:
    last: int = database.execute("SELECT passages FROM made").fetchone()[0]
    for iri, texts in told:
        for text in texts.passages:
            last += 1
            database.execute("INSERT INTO passage VALUES (?, ?)", (last, iri))
            database.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", (last, " ".join(words_of(text))))
        names = {" ".join(words_of(name)) for name in texts.names}
        database.executemany("INSERT INTO name VALUES (?, ?)", ((name, iri) for name in sorted(names)))
    database.execute("UPDATE made SET passages = ?", (last,))


@contextmanager
def _writing(path: Path) -> Iterator[sqlite3.Connection]:
    """A file that nobody knows of before it is whole and on the disk."""
    import sqlite3

    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("PRAGMA synchronous = OFF")
        yield database
        database.commit()


def _reading(path: Path) -> sqlite3.Connection:
    import sqlite3

    return sqlite3.connect(_address(path), uri=True)


def _address(path: Path) -> str:
    return f"{path.resolve().as_uri()}?mode=ro&immutable=1"


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


def _all(graph: ox.Store) -> Iterator[tuple[str, _Texts]]:
    """The passages and names of all IRIs of a graph."""
    names, headlines = _names(graph), defaultdict[str, set[str]](set)
    for iri, headline in _literals(graph, HEADLINE):
        headlines[iri].add(headline)
    for iri in sorted({*names, *headlines}):
        own = names.get(iri, set())
        yield iri, _Texts(sorted(own | headlines.get(iri, set())), own)
    for article, body in _literals(graph, BODY):
        for sentence in _sentences(graph, article):
            yield sentence, _Texts([span_of(sentence).of(body)], set())


class _Texts(NamedTuple):
    """What is found of one IRI: passages, and those that are names."""

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
    return _asked(path, "SELECT iri FROM {0}.words JOIN {0}.passage ON id = words.rowid WHERE words MATCH ?1", match)


def named(path: Path, name: str) -> list[str] | None:
    """The IRIs of the entities with this name, however it is written in case and nukta; None as above."""
    return _asked(path, "SELECT iri FROM {0}.name WHERE folded = ?1", " ".join(words_of(name)))


def usable(path: Path) -> bool:
    """Whether there is an index that this kg can use."""
    return named(path, "") is not None


def _asked(path: Path, query: str, value: str) -> list[str] | None:
    import sqlite3

    hidden = "AND iri NOT IN (SELECT iri FROM later.changed)"
    whole = f"{query.format('main')} {hidden} UNION {query.format('later')} ORDER BY iri"
    if not (path.is_file() and later(path).is_file()):
        return None
    try:
        with closing(_reading(path)) as database:
            database.execute("ATTACH ? AS later", (_address(later(path)),))
            versions = database.execute("SELECT version FROM main.made UNION SELECT version FROM later.made")
            if versions.fetchall() != [(VERSION,)]:
                return None
            return [str(iri) for (iri,) in database.execute(whole, (value,))]
    except sqlite3.DatabaseError:  # damaged: it is a cache, and the graph itself can be asked
        return None


def matches(words: Iterable[str], wanted: Sequence[Sequence[str]]) -> bool:
    """Whether folded words have each run, as the index finds it."""
    text = f" {' '.join(words)}"
    return all(f" {' '.join(run)}" in text for run in wanted)
