"""What is to be written to a graph: what whole named graphs hold from now on, or what they say of single subjects."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import pyoxigraph as ox

    #: The quads of whole named graphs, and of single subjects in named graphs, by their IRIs.
    Graphs: TypeAlias = Mapping[str, Collection[ox.Quad]]
    Within: TypeAlias = Mapping[str, Mapping[str, Collection[ox.Quad]]]


@dataclass(frozen=True)
class Change:
    """What named graphs hold from now on (nothing, where the collection is empty: they go), what others say of single
    subjects (nothing, likewise), and a file of workings to go with the graph.

    Raises ValueError for a graph that is in both.
    """

    graphs: Graphs = field(default_factory=dict)
    within: Within = field(default_factory=dict)
    workings: Path | None = None

    def __post_init__(self) -> None:
        if twice := sorted(self.graphs.keys() & self.within.keys()):
            raise ValueError(f"both replaced and changed within: {twice}")

    def parts(self) -> Iterator[tuple[str, str | None, Collection[ox.Quad]]]:
        """The graph, the subject (None: all of the graph) and the quads of each part."""
        for graph, quads in self.graphs.items():
            yield graph, None, quads
        for graph, subjects in self.within.items():
            for subject, quads in subjects.items():
                yield graph, subject, quads

    def leaves(self, graph: str, quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
        """Those quads of a named graph that stay."""
        import pyoxigraph as ox

        if graph not in self.graphs:
            gone = {ox.NamedNode(subject) for subject in self.within.get(graph, ())}
            yield from (quad for quad in quads if quad.subject not in gone)
