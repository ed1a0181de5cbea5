"""SPARQL over a store, and the named queries of the ontology.

    ask(store, "timeline-of", {"who": "Meera Sen"}, "table")      a named query, a file, or SPARQL itself
    rows(store, sparql, {"event": NamedNode(...)})                rows of Python values

A query file is SPARQL under comments: its title, then a line a parameter, "# ?who name, optional: whose meetings".
Parameters are bound as values and never put into the text of a query. Queries only read this graph: updates, and
SERVICE, which would send a query to another host, are refused.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias, cast

from kg import edtf, index
from kg.errors import GraphError, QueryError
from kg.language import folded
from kg.results import Format, first, render
from kg.store import Store
from kg.terms import Names, compact, event_types, expand, nodes, ontology

if TYPE_CHECKING:
    import pyoxigraph as ox

    from kg.store import Results, Term

ParameterKind = Literal["name", "event", "type", "first-day", "last-day", "text"]
#: How alike two names are, from 0 to 1; names of one person reach `ALIKE`.
Similarity: TypeAlias = Callable[[str, str], float]
ALIKE = 0.85
#: How alike a name must be to one part of a person's to be that person's.
PART = 0.9
#: Parameters that only steer a query; the others are things of the graph, and are columns where they are not given.
_STEERING = ("first-day", "last-day", "text")
_PARAMETER = re.compile(r"# \?(\w+) (name|event|type|first-day|last-day|text)(, optional)?: (.+)")
#: SPARQL cut into comments, IRIs, strings, variables, language tags, prefixed names and, as a group, bare words.
_WORDS = re.compile(
    r"""#[^\n\r]*|<[^<>"{}|^`\\\x00-\x20]*>"""
    r"""|\"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3}|'{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}"""
    r"""|"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*'"""
    r"""|[?$]\w+|@[A-Za-z]+(?:-[A-Za-z0-9]+)*|[\w.-]*:(?:[\w.:-]|%[0-9A-Fa-f]{2}|\\.)*|([A-Za-z_]\w*)""",
    re.DOTALL,
)
#: How the names of `kg.functions` begin.
_CALLS = re.compile("certainly|possibly")
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]+")
_UPDATES = {"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A variable that the caller of a query gives a value: what kind of value, and what it means."""

    name: str
    kind: ParameterKind
    optional: bool
    meaning: str


@dataclass(frozen=True, slots=True)
class Query:
    """A query with its title and parameters; `name` is what errors call it."""

    name: str
    title: str
    parameters: tuple[Parameter, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer in a format, as UTF-8. `cut`: there were more rows than asked for, and `data` has the first ones."""

    data: bytes
    cut: bool


# Queries


def named_queries() -> tuple[Query, ...]:
    """The queries that come with kg, by name."""
    found = (file for file in ontology("queries").iterdir() if file.name.endswith(".rq"))
    read = (parse(file.name.removesuffix(".rq"), file.read_text(encoding="utf-8")) for file in found)
    return tuple(sorted(read, key=lambda query: query.name))


def named(name: str) -> Query:
    """A query that comes with kg. Raises QueryError for an unknown name, with the nearest one."""
    queries = {query.name: query for query in named_queries()}
    if name not in queries:
        near = get_close_matches(name, queries, 1, 0.5)
        do = f"did you mean {near[0]}?" if near else f"named queries: {', '.join(queries)}"
        raise QueryError(name, "is not a named query", do)
    return queries[name]


def parse(name: str, text: str) -> Query:
    """A query from its text: the first comment is the title, comments of the form "# ?who name: …" are parameters."""
    comments = [line for line in text.splitlines() if line.startswith("#")]
    found = [match for line in comments if (match := _PARAMETER.fullmatch(line.strip()))]
    parameters = (Parameter(m[1], cast(ParameterKind, m[2]), m[3] is not None, m[4]) for m in found)
    return Query(name, comments[0].lstrip("# ") if comments else "", tuple(parameters), text)


def load(argument: str) -> Query:
    """The query that a user names: the file of that name, the named query of that name, or SPARQL as it is."""
    if argument.endswith(".rq") or (len(argument) < 256 and Path(argument).is_file()):
        try:
            return parse(argument, Path(argument).read_text(encoding="utf-8-sig"))
        except FileNotFoundError as error:
            raise QueryError(argument, "does not exist", "check the name of the file") from error
        except (OSError, UnicodeDecodeError) as error:
            raise QueryError(argument, f"cannot be read: {error}", "give a text file in UTF-8") from error
    return named(argument) if re.fullmatch(r"[\w-]*", argument) else parse("the query", argument)


# Answers


def ask(
    store: Store,
    argument: str,
    given: Mapping[str, str] | None = None,
    format: Format = "table",
    similarity: Similarity | None = None,
) -> bytes:
    """The answer to a query (SPARQL, a file or a name) with its parameters, in one of `results.FORMATS`, as UTF-8.

    SELECT and ASK give the standard result formats of SPARQL 1.1. CONSTRUCT and DESCRIBE give Turtle for "table",
    JSON-LD for "json", RDF/XML for "xml", and a row a triple for "csv" and "tsv".
    """
    return answer(store, argument, given, format, similarity).data


def answer(
    store: Store,
    argument: str,
    given: Mapping[str, str] | None = None,
    format: Format = "table",
    similarity: Similarity | None = None,
    limit: int | None = None,
) -> Answer:
    """The same with at most `limit` rows (or triples), and whether there were more. Rows beyond are not computed."""
    query = load(argument)
    bindings = bind(store, query, given or {}, similarity)
    hidden = {p.name for p in query.parameters if p.kind in _STEERING} | set(bindings)
    results = run(store, query.text, bindings, query.name)
    with _failures(store.where, query.name):
        kept, cut = (results, False) if limit is None else first(results, limit)
        return Answer(render(kept, format, hidden), cut)


def run(store: Store, text: str, bindings: Mapping[str, Term] | None = None, name: str = "the query") -> Results:
    """Evaluate SPARQL that only reads. Raises QueryError where it does not parse, writes, or asks another host."""
    words = _bare_words(text)
    for found in (words, _bare_words(_unescaped(text)) if "\\" in text else ()):
        if "SERVICE" in found:
            do = "take it out: kg asks only its own graph"
            raise QueryError(name, "has SERVICE, which would ask another host", do)
        first = next((word for word in found if word not in ("PREFIX", "BASE")), "")
        if first in _UPDATES:
            do = "use SELECT, ASK, CONSTRUCT or DESCRIBE"
            raise QueryError(name, f"is an update ({first}), and queries only read", do)
    with _failures(store.where, name):
        return store.query(text, bindings, union="FROM" not in words, functions=_functions(store, text, name))


def _functions(
    store: Store, text: str, name: str
) -> Mapping[ox.NamedNode, Callable[..., ox.Literal | None]] | None:
    """The functions of `kg.functions`, for a query that names one. Raises QueryError where an endpoint is asked."""
    if not _CALLS.search(text):  # few queries do, and to import them takes as long as to print a timeline
        return None
    from kg.functions import FUNCTIONS, functions, instead

    names = (re.split(r"[:#]", match[0].rstrip(">"))[-1] for match in _WORDS.finditer(text) if not match[1])
    called = sorted(set(names) & FUNCTIONS.keys())
    if called and not store.embedded:
        what = f"calls kg:{called[0]}, which kg knows and an endpoint does not"
        raise QueryError(name, what, f"write instead: {instead(called[0], text)}")
    return functions(store) if called else None


@lru_cache(maxsize=256)
def _bare_words(text: str) -> tuple[str, ...]:
    """The keywords of a query, in upper case: what stands outside comments, IRIs, text, variables and names."""
    return tuple(match[1].upper() for match in _WORDS.finditer(text) if match[1])


def _unescaped(text: str) -> str:
    """A query as an engine sees it that resolves code point escapes before it parses (SPARQL 1.1, 19.2)."""

    def character(match: re.Match[str]) -> str:
        number = int(match[1] or match[2], 16)
        return chr(number) if number < 0x110000 else match[0]

    return re.sub(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})", character, text)


@contextmanager
def _failures(where: str, name: str) -> Iterator[None]:
    """What the engine reports, as an error of ours."""
    try:
        yield
    except SyntaxError as error:
        message = str(error)
        place = re.match(r"error at (\d+):(\d+): (.*)", message, re.DOTALL)
        what = f"line {place[1]}, column {place[2]}: {place[3]}" if place else message
        raise QueryError(name, f"is not SPARQL: {what}", "correct it there") from error
    except (RuntimeError, ValueError) as error:
        raise QueryError(name, f"cannot be answered: {error}", "correct the query") from error
    except OSError as error:
        raise GraphError(where, f"cannot be read: {error}", "open it again") from error


def iri(text: str) -> Term:
    """The term that an IRI is, for a binding."""
    import pyoxigraph as ox

    return ox.NamedNode(text)


def rows(
    store: Store, text: str, bindings: Mapping[str, Term] | None = None, name: str = "the query"
) -> Iterator[dict[str, str | int | float | bool | None]]:
    """The rows of a SELECT query as Python values: numbers and booleans as such, everything else by its text.

    ASK gives one row, {"answer": True}. Raises QueryError for a query that gives triples.
    """
    import pyoxigraph as ox

    found = run(store, text, bindings, name)
    if isinstance(found, ox.QueryBoolean):
        yield {"answer": bool(found)}
        return
    if isinstance(found, ox.QueryTriples):
        raise QueryError(name, "gives triples, not rows", "use SELECT or ASK")
    names = [variable.value for variable in found.variables]
    with _failures(store.where, name):
        for solution in found:
            yield {column: _python(solution[column]) for column in names}


def _python(term: Term | None) -> str | int | float | bool | None:
    import pyoxigraph as ox

    if term is None or isinstance(term, ox.Triple):
        return None if term is None else str(term)
    if not isinstance(term, ox.Literal):
        return term.value
    match compact(term.datatype.value):
        case "xsd:integer":
            return int(term.value)
        case "xsd:decimal" | "xsd:double" | "xsd:float":
            return float(term.value)
        case "xsd:boolean":
            return term.value == "true"
    return term.value


# Parameters


def bind(
    store: Store, query: Query, given: Mapping[str, str], similarity: Similarity | None = None
) -> dict[str, Term]:
    """The terms that a query's parameters stand for. Raises QueryError for a missing, unknown or meaningless one."""
    known = {parameter.name: parameter for parameter in query.parameters}
    usage = ", ".join(f"{p.name}=… ({p.meaning})" for p in query.parameters) or "it has no parameters"
    for name in given:
        if name not in known:
            raise QueryError(query.name, f"has no parameter {name}", usage)
    for parameter in query.parameters:
        if parameter.name not in given and not parameter.optional:
            raise QueryError(query.name, f"needs the parameter {parameter.name}", usage)
    return {name: _term(store, known[name], value, similarity) for name, value in given.items()}


def _term(store: Store, parameter: Parameter, value: str, similarity: Similarity | None) -> Term:
    import pyoxigraph as ox

    match parameter.kind:
        case "name":
            return ox.NamedNode(entity(store, value, similarity))
        case "event":
            return ox.NamedNode(_event(store, value))
        case "type":
            return ox.NamedNode(expand(f"kg:{_event_type(value)}"))
        case "first-day":
            return ox.Literal(_day(parameter, value, edtf.parse(value).begin.min))
        case "last-day":
            return ox.Literal(_day(parameter, value, edtf.parse(value).end.max))
    return ox.Literal(value)


def _day(parameter: Parameter, value: str, day: int | None) -> int:
    if day is None:
        raise QueryError(f"{parameter.name}={value}", f"has no {parameter.kind.replace('-', ' ')}", "give a whole date")
    return day


def _event(store: Store, value: str) -> str:
    candidates = {value, expand(value) if value.startswith("id:") else value, *_ids(store, value)}
    for event in sorted(candidates):
        if _has(store, event, "sem:eventType"):
            return event
    raise QueryError(value, "is no event of this graph", "take the event column of another query's answer")


def _ids(store: Store, value: str) -> Iterator[str]:
    """The IRIs that the id of an event may stand for: one for each base of what was written into the graph."""
    for written in nodes(store.quads(predicate="owl:versionInfo")):
        if written.endswith("/graph"):
            yield Names(written.removesuffix("graph")).event(value)


def _has(store: Store, iri: str, predicate: str) -> bool:
    """Whether there is something with this IRI and this predicate; False for what is no IRI."""
    return _IRI.fullmatch(iri) is not None and any(True for _ in store.quads(iri, predicate))


def _event_type(value: str) -> str:
    types = {name.lower(): name for name in event_types()}
    name = value.removeprefix("kg:").lower()
    if name not in types:
        near = get_close_matches(name, types, 1, 0.5)
        do = f"did you mean {types[near[0]]}?" if near else f"types: {', '.join(types.values())}"
        raise QueryError(value, "is not a type of event", do)
    return types[name]


# Names


@dataclass(frozen=True, slots=True)
class Found:
    """An entity whose name is like the one looked for: its label, and how alike (1 is the same name)."""

    iri: str
    label: str
    kind: str
    score: float


_NAMES = """SELECT DISTINCT ?entity ?main ?name ?kind WHERE {
  VALUES ?kind { schema:Person schema:Organization schema:Place schema:CreativeWork kg:Group }
  ?entity a ?kind ; schema:name ?main ; rdfs:label|skos:altLabel|schema:name ?name
} ORDER BY ?entity ?name"""


def find(
    store: Store, name: str, similarity: Similarity | None = None, least: float = ALIKE
) -> tuple[Found, ...]:
    """The entities that `name` may mean, in any spelling and script, best first; empty when it is like none.

    `similarity` compares two names; it is that of `kg.resolve` unless given. `least` is how alike they must be.
    """
    alike = similarity or _name_similarity()
    best: dict[str, Found] = {}
    wanted = _as_looked_up(name)
    for other, found in _named(store):
        score = 1.0 if folded(other) == wanted else min(alike(name, other), 0.99)
        if score < ALIKE and found.kind == "Person" and any(alike(name, part) >= PART for part in other.split()[:9]):
            score = ALIKE  # the same for everybody: a surname alone does not tell who of a family is meant
        if score >= least and (found.iri not in best or score > best[found.iri].score):
            best[found.iri] = replace(found, score=score)
    return tuple(sorted(best.values(), key=lambda found: (-found.score, found.iri)))


def _as_looked_up(name: str) -> str:
    return folded(unicodedata.normalize("NFC", name)).strip()


def _named(store: Store, who: str | None = None) -> Iterator[tuple[str, Found]]:
    """Every name of every entity, or of one, with whose it is."""
    for row in rows(store, _NAMES, {"entity": iri(who)} if who else None):
        found = Found(str(row["entity"]), str(row["main"]), compact(str(row["kind"])).split(":")[1], 1.0)
        yield str(row["name"]), found


def _indexed(store: Store, name: str) -> tuple[Found, ...]:
    """What `find` gives for a name that is written so in the graph, where an index says whose it is; else nothing."""
    wanted = _as_looked_up(name)
    candidates = (index.named(store.index, name) if store.index else None) or ()
    found = {who: one for who in candidates for other, one in _named(store, who) if folded(other) == wanted}
    return tuple(found[who] for who in sorted(found))


def _name_similarity() -> Similarity:
    from kg.resolve import name_similarity

    return name_similarity


def entity(store: Store, name: str, similarity: Similarity | None = None) -> str:
    """The IRI of the one entity that a name, or its IRI, means. Raises QueryError where it means none, or several."""
    if "://" in name or name.startswith("id:"):
        given = expand(name) if name.startswith("id:") else name
        if _has(store, given, "schema:name"):
            return given
        raise QueryError(name, "is nobody in this graph", "take the IRI from another query's answer")
    found = _indexed(store, name) or find(store, name, similarity)
    if not found:
        near = ", ".join(one.label for one in find(store, name, similarity, least=0.0)[:3])
        do = "try another spelling or a shorter name" + (f"; the nearest are {near}" if near else "")
        raise QueryError(name, "matches nobody and nothing in this graph", do)
    best = [one for one in found if one.score == found[0].score]
    if len(best) > 1:
        choices = ", ".join(f"{one.label} ({one.kind}, {compact(one.iri)})" for one in best)
        raise QueryError(name, f"may mean {choices}", "give the fuller name, or what begins with id:")
    return best[0].iri
