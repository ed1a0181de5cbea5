"""The answer to a query in a format: the standard ones of SPARQL 1.1 and RDF, and a table for a terminal."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Collection
from itertools import islice
from typing import TYPE_CHECKING, Literal, cast

from kg.errors import QueryError
from kg.terms import PREFIXES, compact

if TYPE_CHECKING:
    import pyoxigraph as ox

    from kg.store import Results, Term

Format = Literal["table", "json", "csv", "tsv", "xml"]
FORMATS: tuple[Format, ...] = ("table", "json", "csv", "tsv", "xml")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_TRIPLES = "SELECT ?subject ?predicate ?object WHERE { ?subject ?predicate ?object } ORDER BY ?subject ?predicate"


def render(results: Results, format: Format, hidden: Collection[str] = ()) -> bytes:
    """Results in one of `FORMATS`, as UTF-8; columns named in `hidden` are left out of those of a SELECT query."""
    import pyoxigraph as ox

    if format not in FORMATS:
        raise QueryError(f"format {format}", "is unknown", f"formats: {', '.join(FORMATS)}")
    if isinstance(results, ox.QueryTriples):
        return _render_triples(results, format)
    if isinstance(results, ox.QuerySolutions):
        results = _without(results, hidden)
        return _table(results) if format == "table" else _serialized(results, format)
    if format == "table":
        return b"true\n" if results else b"false\n"
    return _serialized(results, format)


def _serialized(results: ox.QuerySolutions | ox.QueryBoolean, format: Format) -> bytes:
    import pyoxigraph as ox

    data = results.serialize(format=getattr(ox.QueryResultsFormat, format.upper())) or b""
    return _as_xml(data) if format == "xml" else data


def _as_xml(data: bytes) -> bytes:
    """XML as a parser reads it back: carriage returns as references; U+FFFD for what XML 1.0 cannot hold."""
    return _NOT_IN_XML.sub("\ufffd", data.decode()).replace("\r", "&#13;").encode()


def _as_turtle(data: bytes) -> bytes:
    """Turtle that is safe on a terminal: control characters, which stand in its literals only, as escapes."""
    return "".join(f"\\u{ord(c):04X}" if c not in "\n\t" and _controls(c) else c for c in data.decode()).encode()


def _without(solutions: ox.QuerySolutions, hidden: Collection[str]) -> ox.QuerySolutions:
    import pyoxigraph as ox

    if not {variable.value for variable in solutions.variables} & set(hidden):
        return solutions
    answer = json.loads(_serialized(solutions, "json"))
    answer["head"]["vars"] = [name for name in answer["head"]["vars"] if name not in hidden]
    for row in answer["results"]["bindings"]:
        for name in hidden:
            row.pop(name, None)
    kept = ox.parse_query_results(json.dumps(answer).encode(), format=ox.QueryResultsFormat.JSON)
    return cast("ox.QuerySolutions", kept)


def first(results: Results, limit: int) -> tuple[Results, bool]:
    """At most `limit` rows (or triples) of results, and whether there were more; a yes or no is whole as it is."""
    import pyoxigraph as ox

    if isinstance(results, ox.QueryTriples):
        triples = list(islice(results, limit + 1))
        store = ox.Store()
        store.extend(ox.Quad(*triple) for triple in triples[:limit])
        return store.query("CONSTRUCT WHERE { ?s ?p ?o }"), len(triples) > limit
    if isinstance(results, ox.QuerySolutions):
        names = [variable.value for variable in results.variables]
        rows = [{n: _json(row[n]) for n in names if row[n] is not None} for row in islice(results, limit + 1)]
        answer = {"head": {"vars": names}, "results": {"bindings": rows[:limit]}}
        kept = ox.parse_query_results(json.dumps(answer).encode(), format=ox.QueryResultsFormat.JSON)
        return cast("ox.QuerySolutions", kept), len(rows) > limit
    return results, False


def _json(term: Term | None) -> dict[str, object]:
    """A term in the JSON of SPARQL 1.1 query results."""
    import pyoxigraph as ox

    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, ox.Literal):
        kind = {"xml:lang": term.language} if term.language else {"datatype": term.datatype.value}
        return {"type": "literal", "value": term.value, **kind}
    assert isinstance(term, ox.Triple)
    parts = zip(("subject", "predicate", "object"), term, strict=True)
    return {"type": "triple", "value": {name: _json(part) for name, part in parts}}


def _render_triples(triples: ox.QueryTriples, format: Format) -> bytes:
    import pyoxigraph as ox

    ordered = sorted(set(triples), key=str)
    match format:
        case "table":
            return _as_turtle(ox.serialize(ordered, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES) or b"")
        case "json":
            return ox.serialize(ordered, format=ox.RdfFormat.JSON_LD, prefixes=PREFIXES) or b""
        case "xml":
            return _as_xml(ox.serialize(ordered, format=ox.RdfFormat.RDF_XML, prefixes=PREFIXES) or b"")
    store = ox.Store()
    store.extend(ox.Quad(*triple) for triple in ordered)
    return _serialized(cast("ox.QuerySolutions", store.query(_TRIPLES)), format)


def _table(solutions: ox.QuerySolutions) -> bytes:
    names = [variable.value for variable in solutions.variables]
    lines = [names, *([_cell(solution[name]) for name in names] for solution in solutions)]
    widths = [max(width(line[column]) for line in lines) for column in range(len(names))]
    rule = ["-" * size for size in widths]
    padded = ("  ".join(cell + " " * (size - width(cell)) for cell, size in zip(line, widths, strict=True)) for line in
              (lines[0], rule, *lines[1:]))
    return "".join(line.rstrip() + "\n" for line in padded).encode()


def _cell(term: Term | None) -> str:
    """A term for a reader: IRIs shortened, on one line, nothing in it that a terminal would obey."""
    import pyoxigraph as ox

    if term is None:
        return ""
    if isinstance(term, ox.NamedNode):
        return visible(compact(term.value))
    return visible(term.value if isinstance(term, ox.Literal) else str(term))


def visible(text: str) -> str:
    """Text that is safe on a terminal: line ends and tabs as spaces, other control characters as U+FFFD."""
    return "".join(" " if c in "\r\n\t" else "\ufffd" if _controls(c) else c for c in text)


def _controls(character: str) -> bool:
    """Whether a character moves or reorders others; the joiners of Indian scripts do not."""
    return unicodedata.category(character) in ("Cc", "Cf", "Cs") and character not in "\u200c\u200d\u00ad"


def width(text: str) -> int:
    """The columns that a text takes on a terminal: none for marks that combine, two for wide letters."""
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
