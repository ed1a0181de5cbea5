"""kg from Python: a graph to hold, its timeline, its answers, and the same in the libraries of others.

    >>> import kg
    >>> story = [{"id": "letter", "published": "2022-06-05", "language": "en",
    ...           "text": "Meera Sen was arrested in Jaipur on 14 March 2021. She met Devika Rao in May 2022."}]
    >>> graph = kg.build(story)
    >>> print(graph.timeline(about="Meera Sen").to_text("en"), end="")
    14 March 2021  Arrest of Meera Sen · Jaipur · 1 fact
    May 2022       Meeting of Meera Sen and Devika Rao · 1 fact
    >>> graph.query("SELECT ?time WHERE { ?event a kg:Arrest ; kg:time ?time }")
    [{'time': '2021-03-14'}]

`kg.build` puts articles into a graph and gives it back, `kg.open` opens one that is there: a file, a directory or the
address of a SPARQL endpoint. A Graph is what was opened: it does not change when somebody writes to its place.
"""

from __future__ import annotations

import io
import json
import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain
from os import PathLike, fspath
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TypeAlias, cast, overload

from kg import edtf
from kg import store as stores
from kg.entries import Entry, entries
from kg.errors import KgError
from kg.model import Article
from kg.terms import PREFIXES
from kg.wording import reader

if TYPE_CHECKING:
    import networkx
    import pandas
    import rdflib

    from kg.intake import Report
    from kg.search import Found
    from kg.store import Store
    from kg.verify import Proof

#: A file, folder or glob, the fields of an article (`text`, and where known `id title published language url
#: publisher`), or an Article that was read.
Source: TypeAlias = str | PathLike[str] | Mapping[str, str] | Article
Value: TypeAlias = str | int | float | bool | None


@dataclass(frozen=True)
class Timeline:
    """Events in order of time: a sequence of `Entry`, which a notebook shows as a table."""

    entries: tuple[Entry, ...]
    #: The language that a notebook shows, and `to_text` writes unless told otherwise.
    language: str = "en"

    def __len__(self) -> int:
        return len(self.entries)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)

    @overload
    def __getitem__(self, place: int) -> Entry: ...
    @overload
    def __getitem__(self, place: slice) -> Timeline: ...
    def __getitem__(self, place: int | slice) -> Entry | Timeline:
        found = self.entries[place]
        return found if isinstance(found, Entry) else replace(self, entries=found)

    def to_text(self, language: str | None = None, format: str = "text") -> str:
        """What `kg timeline` prints, in a format of `kg.timeline.FORMATS`: "text", "md", "json" or "csv"."""
        from kg.timeline import FORMATS

        return FORMATS[format](self.entries, language or self.language)

    def to_pandas(self) -> pandas.DataFrame:
        """A row an event: event, type, label, time (EDTF), its four bounds as ISO dates (None where not known), status,
        actors, place, and how many facts tell it. The bounds are text, as pandas knows no day before 1677."""
        import pandas

        return pandas.DataFrame([_row(entry, self.language) for entry in self.entries], columns=_COLUMNS)

    def _repr_html_(self) -> str:
        from kg.notebook import timeline

        return timeline(self.entries, self.language)


_BOUNDS = ("begin_earliest", "begin_latest", "end_earliest", "end_latest")
_COLUMNS = ["event", "type", "label", "time", *_BOUNDS, "status", "actors", "place", "facts"]


def _row(entry: Entry, language: str) -> list[object]:
    from kg.timeline import called

    days = [None if day is None else edtf.iso(day) for day in (*entry.begin, *entry.end)]
    actors = [called(actor.name, language, actor.id) for actor in entry.actors]
    place = called(entry.place.name, language, entry.place.id) if entry.place else None
    label = called(entry.label, language, entry.type)
    return [entry.event, entry.type, label, entry.time, *days, entry.status, actors, place, len(entry.facts)]


@dataclass(frozen=True)
class Graph:
    """A graph that was opened. `where` is its place, "" for one in memory; `report` what the build that made it did."""

    where: str
    _store: Store = field(repr=False)
    report: Report | None = field(default=None, repr=False)

    @property
    def language(self) -> str:
        """The language of most of its articles, of those kg has words in to print."""
        return reader(self._store)

    def timeline(
        self,
        about: str | None = None,
        *,
        since: str | None = None,
        until: str | None = None,
        type: str | None = None,
        min_confidence: float = 0.0,
        language: str | None = None,
    ) -> Timeline:
        """The events in order of time, or those about somebody, in a stretch of time, of a type (`kg.entries.entries`).

        Raises InputError for a date or type that is none, QueryError for a name that nobody or several have.
        """
        found = entries(self._store, about, since, until, type, min_confidence)
        return Timeline(found, reader(self._store, language))

    def query(self, query: str, **parameters: str) -> list[dict[str, Value]]:
        """The rows of a SELECT query (SPARQL, a file or a named query with its parameters) as dicts.

        Numbers and booleans are such, everything else is text. ASK gives one row, {"answer": True}. Raises QueryError
        for what does not parse, writes, asks another host, or gives a graph (CONSTRUCT), for which see `to_rdflib`.
        """
        from kg.query import bind, load, rows

        asked = load(query)
        return list(rows(self._store, asked.text, bind(self._store, asked, parameters), asked.name))

    def search(self, *words: str, limit: int | None = None) -> Found:
        """The sentences, headlines and names in which all these words stand (`kg.search.search`)."""
        from kg.search import search

        return search(self._store, words, limit)

    def explain(self, what: str, language: str | None = None) -> str:
        """Why the graph says what it says of an event (its id) or somebody (a name): the text of `kg explain`."""
        from kg.explain import explain

        return explain(self._store, what, reader(self._store, language))

    def verify(self) -> Proof:
        """Every statement proved again (`kg.verify.verify`): `.proved`, `.unproved` and `.failures`."""
        from kg.verify import verify

        return verify(self._store)

    def page(self, language: str | None = None) -> str:
        """The evidence page, one HTML document that needs no network."""
        from kg.view import page

        return page(self._store, language=reader(self._store, language))

    def to_networkx(self, language: str | None = None) -> networkx.MultiDiGraph[str]:
        """Events, people, places, things and articles as a directed network (`kg.export.network`)."""
        from kg.export import network

        return network(self._store, reader(self._store, language))

    def to_rdflib(self) -> rdflib.Dataset:
        """A copy of all of it, each named graph by its name; the default graph is their union, as queries of kg see it.

        rdflib holds some ten times fewer quads in the same memory, and answers as much slower.
        """
        import rdflib

        dataset = rdflib.Dataset(default_union=True)
        dataset.parse(data=stores.serialized(self._store.quads(), ".nq"), format="nquads")
        for prefix, namespace in PREFIXES.items():
            dataset.bind(prefix, namespace)
        return dataset

    def to_pandas(self) -> pandas.DataFrame:
        """The whole timeline, a row an event (see `Timeline.to_pandas`)."""
        return self.timeline().to_pandas()

    def __len__(self) -> int:
        """How many quads it holds."""
        return len(self._store)

    def _repr_html_(self) -> str:
        from kg.export import network
        from kg.notebook import graph

        language, found = self.language, self.timeline().entries
        return graph(network(self._store, language, found), found, language)

        return graph(self.to_networkx(), self.timeline().entries, self.language)


def open(where: str | PathLike[str]) -> Graph:
    """The graph at a place: a file (.nq .trig .jsonld), a directory, or the http(s) address of a SPARQL endpoint.

    Raises GraphError for what is missing, broken or no graph.
    """
    return Graph(fspath(where), stores.open(fspath(where)))


def build(
    articles: Source | Iterable[Source],
    to: str | PathLike[str] | None = None,
    *,
    published: str | None = None,
    language: str | None = None,
    learnt: str | None = None,
    min_confidence: float = 0.0,
    dossier: Iterable[str | PathLike[str]] = (),
    models: Mapping[str, str | PathLike[str]] | None = None,
) -> Graph:
    """Put articles into the graph at `to`, made where there is none, and open it; None: a graph in memory.

    `published` and `language` are said of all articles; `dossier` are TOML files of names and words of your own story,
    `models` UDPipe files by language ("" for every other); for the rest see `kg.builds.build`. What cannot be read is
    left out with a warning (`Graph.report.skipped` has it). Raises InputError where nothing can be read and for files
    that are wrong, GraphError for a place that is foreign, broken or not writable.
    """
    from kg import builds
    from kg.dossier import read as bring
    from kg.extract.syntax import checked

    own = partial(
        builds.build, dossier=bring([Path(file) for file in dossier]),
        models=checked({code: Path(file) for code, file in (models or {}).items()}),
    )  # fmt: skip

    one = isinstance(articles, str | PathLike | Mapping | Article)
    given = [cast("Source", articles)] if one else cast("Iterable[Source]", articles)
    read = chain.from_iterable(_read(source, published, language) for source in given)
    with TemporaryDirectory() as folder:
        target = str(Path(folder) / "graph.nq") if to is None else fspath(to)
        report = own(read, target, learnt=learnt, min_confidence=min_confidence)
        for error in report.skipped:
            warnings.warn(str(error), stacklevel=2)
        if not report.articles:
            raise report.skipped[0]
        return Graph("" if to is None else target, stores.open(target), report)


def _read(source: Source, published: str | None, language: str | None) -> Iterator[Article | KgError]:
    from kg.read import read

    if isinstance(source, Article):
        return iter([source])
    if isinstance(source, Mapping):
        record = json.dumps(dict(source), ensure_ascii=False).encode()
        return read(["-"], published=published, language=language, stdin=io.BytesIO(record + b"\n"))
    return read([fspath(source)], published=published, language=language)
