"""A graph at a SPARQL 1.1 endpoint, over its query, update and graph-store protocols.

GRAPH is the address that answers queries. Where it ends in /query, updates go to /update and whole graphs are read from
/store beside it, as Oxigraph has them; elsewhere updates go to the same address and graphs are read with queries. The
environment names other addresses: KG_SPARQL_UPDATE and KG_SPARQL_STORE (for credentials see `kg.wire`).

Nothing relies on what the default graph of an endpoint means: each query names the graphs that it sees. With very many
articles that is much to send; KG_SPARQL_UNION=yes says that the default graph holds what all named graphs hold, and
leaves them out. No answer is taken for whole that may not be: JSON that ends early, a header that tells of a limit, and
a number of quads other than the endpoint itself counts are errors.

How it is written to stands in `kg.writing`.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, TypeAlias, cast
from urllib.parse import urlencode

from kg.errors import GraphError
from kg.plan import STAGING
from kg.terms import expand
from kg.wire import Reply, Wire, wire

if TYPE_CHECKING:
    import pyoxigraph as ox

    Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
    Results: TypeAlias = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples

#: Rows in one page: less than any limit met.
PAGE = 5000
#: Named graphs that an engine keeps for itself beside those of its users: Virtuoso's.
SYSTEM = (
    "http://www.openlinksw.com/schemas/virtrdf#", "http://localuriqaserver/sparql", "http://www.w3.org/ns/ldp#",
    "http://www.w3.org/2002/07/owl#", "urn:activitystreams-owl:map", "urn:core:services:sparql", "urn:rules.skos",
)  # fmt: skip
_JSON = "application/sparql-results+json"
_FORM = "application/x-www-form-urlencoded"
#: Headers by which an engine says that an answer was cut: Virtuoso's.
_CUT = ("x-sparql-maxrows", "x-sql-state")
#: The variables of a quad.
_TERMS = ("s", "p", "o", "g")
#: SPARQL cut into what may hold a brace (comments, IRIs, texts), braces, and words.
_TOKENS = re.compile(
    r"""#[^\n\r]*|<[^<>"{}|^`\\\x00-\x20]*>"""
    r"""|\"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3}|'{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}"""
    r"""|"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*'|[?$]\w+|[{}()]|[\w:.-]+""",
    re.DOTALL,
)


@dataclass(frozen=True)
class Endpoint:
    """One endpoint, asked as pyoxigraph's own store is: `query`, `quads_for_pattern`, `named_graphs`, `len`."""

    where: str
    update_at: str
    store_at: str | None
    union: bool
    _wire: Wire = field(repr=False)

    # Asking

    def query(
        self,
        query: str,
        *,
        prefixes: Mapping[str, str] | None = None,
        use_default_graph_as_union: bool = False,
        substitutions: Mapping[ox.Variable, Term] | None = None,
    ) -> Results:
        """Evaluate a query. Raises SyntaxError where it does not parse, GraphError where the answer is not whole."""
        import pyoxigraph as ox

        text = bound(query, {v.value: escaped(str(term)) for v, term in (substitutions or {}).items()})
        declared = "".join(f"PREFIX {name}: <{iri}> " for name, iri in (prefixes or {}).items())
        graphs = [g.value for g in self.named_graphs()] if use_default_graph_as_union and not self.union else []
        named = ((f"{kind}-graph-uri", graph) for kind in ("default", "named") for graph in graphs)
        form = [("query", declared + text), *named]
        triples_asked = _form(text) in ("CONSTRUCT", "DESCRIBE")
        reply = self._ask(form, "application/ld+json" if triples_asked else _JSON)
        if triples_asked:
            self._whole(reply)
            triples = ox.parse(reply.data, format=ox.RdfFormat.JSON_LD)
            into = ox.Store()
            into.extend(ox.Quad(*quad.triple) for quad in triples)
            return into.query("CONSTRUCT WHERE { ?s ?p ?o }")
        answer = self._whole(reply)
        if _form(text) == "ASK" and "boolean" not in answer:  # Virtuoso's way to say it
            said = '"1"' in json.dumps(answer["results"])
            reply = Reply(json.dumps({"head": {}, "boolean": said}).encode(), reply.headers)
        return ox.parse_query_results(reply.data, format=ox.QueryResultsFormat.JSON)

    def quads_for_pattern(
        self,
        subject: ox.NamedNode | None,
        predicate: ox.NamedNode | None,
        object: ox.NamedNode | None,
        graph_name: ox.NamedNode | None = None,
    ) -> Iterator[ox.Quad]:
        """The quads of named graphs with these terms, as many as the endpoint counts."""
        if subject is predicate is object is graph_name is None:
            return (quad for graph in self.named_graphs() for quad in self._found({"g": graph}))
        terms = {"s": subject, "p": predicate, "o": object, "g": graph_name}
        return iter(self._found({name: term for name, term in terms.items() if term is not None}))

    def _found(self, terms: Mapping[str, ox.NamedNode]) -> list[ox.Quad]:
        graph_name = terms.get("g")
        pattern = " ".join(str(terms.get(name, f"?{name}")) for name in "spo")
        where = f"GRAPH {graph_name or '?g'} {{ {pattern} }}" + ("" if graph_name else _OWN)
        count = self.count(where)
        if count and self.store_at is not None and graph_name is not None and len(terms) == 1:
            found = self._whole_graph(graph_name)
        else:
            found = self._pages(where, count, terms)
        if len(set(found)) != count:
            do = "try again; it is being written to, or cuts its answers"
            raise GraphError(self.where, f"gave {len(set(found))} of {count} quads", do)
        return found

    def named_graphs(self) -> Iterator[ox.NamedNode]:
        """The named graphs that hold something, those of a write under way left out."""
        where = f"{{ SELECT DISTINCT ?g WHERE {{ GRAPH ?g {{ ?s ?p ?o }}{_OWN} }} }}"
        return (cast("ox.NamedNode", row[0]) for row in self.rows(("g",), where, self.count(where)))

    def __len__(self) -> int:
        return self.count("GRAPH ?g { ?s ?p ?o }" + _OWN)

    def stamp(self) -> tuple[int, ...] | None:
        """What names the state of the graph: a number made of the digests that its graphs carry; None for nothing."""
        if not len(self):
            return None
        said = sorted(str(quad) for quad in self.quads_for_pattern(None, _node(expand("kg:digest")), None))
        return (int(sha256("".join(said).encode()).hexdigest()[:16], 16),)

    def count(self, where: str) -> int:
        answer = self._json(f"SELECT (COUNT(*) AS ?n) WHERE {{ {where} }}")
        rows = cast("list[dict[str, dict[str, str]]]", cast("dict[str, object]", answer["results"])["bindings"])
        return int(rows[0]["n"]["value"])

    def _pages(self, where: str, count: int, terms: Mapping[str, ox.NamedNode]) -> list[ox.Quad]:
        import pyoxigraph as ox

        names = tuple(name for name in _TERMS if name not in terms)
        found = []
        for row in self.rows(names, where, count):
            at = {**terms, **dict(zip(names, row, strict=True))}
            s, p, o, g = (cast("ox.NamedNode", at[name]) for name in _TERMS)
            found.append(ox.Quad(s, p, o, g))
        return found

    def rows(self, names: tuple[str, ...], where: str, count: int) -> Iterator[tuple[Term | None, ...]]:
        """Rows in pages, in an order of their own so that no page misses what another has."""
        import pyoxigraph as ox

        columns = " ".join(f"?{name}" for name in names)
        if count > PAGE:  # ordered inside, as Virtuoso sorts no more than 10,000 rows that are paged themselves
            where = f"{{ SELECT {columns} WHERE {{ {where} }} ORDER BY {columns} }}"
        for offset in range(0, count, PAGE):
            text = f"SELECT {columns} WHERE {{ {where} }} LIMIT {PAGE} OFFSET {offset}"
            reply = self._ask([("query", text)], _JSON)
            self._whole(reply)
            rows = ox.parse_query_results(reply.data, format=ox.QueryResultsFormat.JSON)
            for row in cast("ox.QuerySolutions", rows):
                yield tuple(row[name] for name in names)

    def _whole_graph(self, graph: ox.NamedNode) -> list[ox.Quad]:
        """A named graph over the graph-store protocol."""
        import pyoxigraph as ox

        url = f"{self.store_at}?{urlencode({'graph': graph.value})}"
        reply = self._wire.send(url, None, "", "application/n-triples")
        try:
            triples = ox.parse(reply.data, format=ox.RdfFormat.N_TRIPLES)
            return [ox.Quad(one.subject, one.predicate, one.object, graph) for one in triples]
        except (SyntaxError, ValueError) as error:
            raise self._broken() from error

    def _json(self, text: str) -> dict[str, object]:
        return self._whole(self._ask([("query", text)], _JSON))

    def _ask(self, form: Iterable[tuple[str, str]], accept: str) -> Reply:
        return self._wire.send(self.where, urlencode(list(form)).encode(), _FORM, accept)

    def _whole(self, reply: Reply) -> dict[str, object]:
        """The JSON of an answer. Raises GraphError where it ends early, or its headers say that it was cut."""
        for name in _CUT:
            if name in reply.headers:
                do = "ask for less: page with LIMIT and OFFSET"
                raise GraphError(self.where, f"cut its answer ({name}: {reply.headers[name]})", do)
        try:
            return cast("dict[str, object]", json.loads(reply.data))
        except ValueError as error:
            raise self._broken() from error

    def _broken(self) -> GraphError:
        return GraphError(self.where, "broke off in the middle of an answer", "ask for less, or raise its time limit")

    # Writing (see `kg.writing`)

    def update(self, *operations: str, again: bool = True) -> None:
        if not operations:
            return
        data = urlencode({"update": " ;\n".join(operations)}).encode()
        try:
            self._wire.send(self.update_at, data, _FORM, "*/*", again=again)
        except SyntaxError as error:
            do = "check that updates go to the right address"
            raise GraphError(self.where, f"refused an update: {error}", do) from error


_OWN = f' FILTER(!STRSTARTS(STR(?g), "{STAGING}") && ?g NOT IN ({", ".join(f"<{iri}>" for iri in SYSTEM)}))'


def connect(where: str) -> Endpoint:
    """The endpoint at an address. Raises GraphError for settings in the environment that are none."""
    beside = where.removesuffix("/query") if where.endswith("/query") else None
    update = os.environ.get("KG_SPARQL_UPDATE") or (where if beside is None else f"{beside}/update")
    store = os.environ.get("KG_SPARQL_STORE") or (None if beside is None else f"{beside}/store")
    return Endpoint(where, update, store, os.environ.get("KG_SPARQL_UNION", "") == "yes", wire(where))


def _node(iri: str) -> ox.NamedNode:
    import pyoxigraph as ox

    return ox.NamedNode(iri)


def escaped(triples: str) -> str:
    """N-Triples as they may stand in SPARQL: no engine may read a code point escape into an escaped backslash.

    SPARQL resolves \\\\uXXXX before it parses (19.2), and engines differ on a backslash before it; hostile text could
    end its own literal with one. A letter u after an escaped backslash is therefore written as an escape itself.
    """
    letters = {"u": "\\u0075", "U": "\\u0055"}
    return re.sub(r"\\\\([uU])|\\.", lambda m: "\\\\" + letters[m[1]] if m[1] else m[0], triples, flags=re.DOTALL)


def bound(query: str, terms: Mapping[str, str]) -> str:
    """A query in which variables have values, in standard SPARQL: a VALUES block in every group of its pattern.

    `terms` are in N-Triples. A block of data and the template of a CONSTRUCT are no groups, and stay as they are.
    """
    if not terms:
        return query
    names = " ".join(f"?{name}" for name in terms)
    block = f" VALUES ({names}) {{ ({' '.join(terms.values())}) }} "
    pieces, position = [], 0
    before: str = ""
    data = False
    for token in _TOKENS.finditer(query):
        word = token[0].upper()
        if word == "{" and not data and before != "CONSTRUCT" and not _select_follows(query, token.end()):
            pieces += [query[position : token.end()], block]
            position = token.end()
        if word == "VALUES":
            data = True
        elif word == "}":
            data = False
        if not word.startswith("#"):
            before = word
    return "".join([*pieces, query[position:]])


def _form(query: str) -> str:
    """SELECT, ASK, CONSTRUCT or DESCRIBE, whichever the query is."""
    words = (token[0].upper() for token in _TOKENS.finditer(query))
    return next((word for word in words if word in ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")), "")


def _select_follows(query: str, position: int) -> bool:
    """Whether a brace opens a subquery, whose own groups are bound and which must be all there is in its braces."""
    rest = (token[0].upper() for token in _TOKENS.finditer(query, position) if not token[0].startswith("#"))
    return next(rest, "") == "SELECT"
