"""What a notebook shows of a timeline and of a graph: HTML without script, and SVG.

Whatever an article says is escaped. A graph is drawn as its network: who takes part in most events, and who is in the
same ones, laid out by networkx from a fixed seed, so that it looks the same each time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape
from itertools import combinations
from typing import TYPE_CHECKING

from kg.entries import Entry
from kg.timeline import called, one_line, summary, when
from kg.wording import phrases

if TYPE_CHECKING:
    import networkx as nx

#: Events of a table, and people of a drawing; a line says how many more there are.
ROWS, PEOPLE = 50, 30
_WIDTH, _HEIGHT, _EDGE = 640, 400, 60


def timeline(found: Sequence[Entry], language: str) -> str:
    """A table of events: when, what with who and where, and the first sentence that says so."""
    rows = "".join(_row(entry, language) for entry in found[:ROWS])
    return f"<table>{rows}</table>{_more(len(found) - ROWS)}"


def _row(entry: Entry, language: str) -> str:
    date = when(entry, language) or phrases(language)["undated"]
    quote = one_line(entry.facts[0].quote) if entry.facts else ""
    cells = [date, " · ".join(summary(entry, language)), quote]
    text = "".join(f'<td style="text-align:left">{escape(cell)}</td>' for cell in cells)
    return f"<tr>{text}</tr>"


def _more(left: int) -> str:
    return f"<p>… {left}</p>" if left > 0 else ""


def graph(network: nx.MultiDiGraph[str], found: Sequence[Entry], language: str) -> str:
    """How much there is of each kind, who is in the same events, and the timeline."""
    kinds = Counter(str(kind) for _, kind in network.nodes(data="kind"))
    counts = " · ".join(f"{escape(kind)} {count}" for kind, count in sorted(kinds.items()))
    return f"<p>{counts}</p>{_drawing(found, language)}{timeline(found, language)}"


def _drawing(found: Sequence[Entry], language: str) -> str:
    import networkx as nx

    names = {actor.id: called(actor.name, language, actor.id) for entry in found for actor in entry.actors}
    told = Counter(id for entry in found for id in {actor.id for actor in entry.actors})
    most = sorted(told, key=lambda id: (-told[id], id))[:PEOPLE]
    shown: nx.Graph[str] = nx.Graph()
    shown.add_nodes_from(most)
    for entry in found:
        shown.add_edges_from(combinations(sorted({actor.id for actor in entry.actors} & set(most)), 2))
    if not most:
        return ""
    places = {
        id: (_EDGE + (x + 1) / 2 * (_WIDTH - 2 * _EDGE), 20 + (y + 1) / 2 * (_HEIGHT - 40))
        for id, (x, y) in nx.spring_layout(shown, seed=1).items()
    }
    lines = "".join(_line(places[one], places[other]) for one, other in sorted(shown.edges))
    dots = "".join(_dot(*places[id], told[id], names[id]) for id in most)
    return f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" role="img">{lines}{dots}</svg>'


def _line(one: tuple[float, float], other: tuple[float, float]) -> str:
    ends = f'x1="{one[0]:.0f}" y1="{one[1]:.0f}" x2="{other[0]:.0f}" y2="{other[1]:.0f}"'
    return f'<line {ends} stroke="currentColor" stroke-opacity="0.3"/>'


def _dot(x: float, y: float, told: int, name: str) -> str:
    size = 3 + 2 * told**0.5
    text = f'<text x="{x:.0f}" y="{y - size - 2:.0f}" font-size="11" text-anchor="middle" fill="currentColor">'
    dot = f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{size:.1f}" fill="currentColor" fill-opacity="0.7"/>'
    return f"{dot}{text}{escape(name)}</text>"
