"""The page: one self-contained HTML file that shows the story and proves it.

Beside each other it holds the timeline, the network and the evidence; it asks no host for anything, and nothing an
article says can become markup in it: the data goes in as JSON that no parser takes for HTML, the script makes text
nodes only, and a Content-Security-Policy forbids every request and every script but the page's own.

The timeline is our own SVG. pyvis, which the network needs, ships no timeline; plotly would add 4.8 MB of script to
every page, bokeh 1.3 MB and six more packages, gravis only d3, and none of them draws an end as uncertain or open, nor
rows that a keyboard can walk.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from importlib.resources import files
from math import cos, pi, sin
from string import Template
from typing import TYPE_CHECKING, Any

from kg import language as languages
from kg.payload import Payload, payload, spoken
from kg.redact import redact
from kg.wording import phrases

if TYPE_CHECKING:
    import networkx as nx

    from kg.store import Store

#: The parts of the page's script, in the order they run.
SCRIPTS = ("state", "element", "timeline", "network", "map", "evidence", "filters", "print", "start")
#: The shapes of vis-network by kind. Colours are the style sheet's, so that they follow the reader's light or dark.
SHAPES = {
    "Person": "dot",
    "Group": "hexagon",
    "Organisation": "square",
    "Place": "triangleDown",
    "Document": "box",
    "Event": "diamond",
    "Source": "star",
}
#: Who says so and where it is printed is about the telling, not the event: these links hold loosely.
LOOSE = ("says", "told_in")
#: How many of the most connected nodes are laid out by their springs; the others are set around them.
HUBS = 300
#: Seen from their centre, points a golden angle apart never line up.
GOLDEN_ANGLE = pi * (3 - 5**0.5)
#: What the browser lets the page do: run the page's own scripts and styles, and nothing else.
POLICY = (
    "default-src 'none'; script-src {scripts}; style-src {styles}; img-src data:; base-uri 'none'; form-action 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)


def page(store: Store, *, language: str = "hi", redacted: Sequence[str] = ()) -> str:
    """The page of a graph, shown first in `language`; the same graph gives the same text.

    `redacted` are people to call by a pseudonym ("NAME" or "NAME=PSEUDONYM", see kg.redact). Raises GraphError for a
    graph that kg did not write or that is damaged, InputError when the language has no file or nobody has such a name.
    """
    whole = payload(store)
    return render(redact(whole, redacted) if redacted else whole, language)


def render(payload: Payload, language: str = "hi") -> str:
    """The page of a payload, shown first in `language`. Raises InputError when the language has no file."""
    code = languages.load(language).code
    words = {one: _words(one) for one in spoken()}
    data = {
        **payload,
        "language": code if code in words else "en",
        "languages": {one: languages.load(one).name for one in words},
        "words": words,
        "network": network(payload),
        "world": _asset("world.path").strip() if any(thing.get("at") for thing in payload["entities"]) else "",
    }
    style, vis, script = _asset("page.css"), _vis_network(), _script()
    policy = POLICY.format(scripts=" ".join(_hash(s) for s in (vis, script)), styles=_hash(style))
    return Template(_asset("page.html")).substitute(
        language=data["language"],
        title=escape(words[data["language"]]["kicker"]),
        policy=escape(policy),
        noscript=escape(" ".join(words[one]["noscript"] for one in words)),
        style=style,
        data=_json(data),
        vis=vis,
        script=script,
    )


def _words(code: str) -> dict[str, str]:
    """The words of a language's [view] section, those of its subsections under "section_word"."""
    flat = {f"statuses_{status}": text for status, text in phrases(code)["status"].items()}
    for key, value in languages.load(code).section("view").items():
        if isinstance(value, dict):
            flat.update({f"{key}_{name}": text for name, text in value.items()})
        else:
            flat[key] = value
    return flat


# What goes into the file


def _asset(name: str) -> str:
    return files("kg").joinpath("page", name).read_text(encoding="utf-8")


def _script() -> str:
    parts = "\n".join(_asset(f"{name}.js") for name in SCRIPTS)
    return f'(() => {{\n"use strict";\n{parts}}})();\n'


def _vis_network() -> str:
    """The script of vis-network that pyvis ships, without the pointer to a file that would be asked for."""
    import pyvis

    folder = files(pyvis).joinpath("lib")
    newest = max(f.name for f in folder.iterdir() if f.name.startswith("vis-"))
    source = folder.joinpath(newest, "vis-network.min.js").read_text(encoding="utf-8")
    return source.split("//# sourceMappingURL=")[0].replace("</script", "<\\/script")


def _hash(source: str) -> str:
    """The source expression that allows an inline script or style of exactly this text."""
    digest = hashlib.sha256(source.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def _json(data: object) -> str:
    """JSON in which nothing can end or begin an element, or a line of script where JSON is taken for one."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    for mark in "<>&\u2028\u2029":
        text = text.replace(mark, f"\\u{ord(mark):04x}")
    return text


# The network


class _Ids(dict[str, None]):
    """The ids of a pyvis network. It keeps them in a list and looks every new node and edge up there, which is
    quadratic; a dict that can be appended to is not."""

    def append(self, key: str) -> None:
        self[key] = None


def network(payload: Payload) -> dict[str, list[dict[str, Any]]]:
    """The nodes (most connected first) and edges of the page's network, in the form of vis-network, built by pyvis."""
    from pyvis.network import Network

    kinds = {thing["id"]: thing["kind"] for thing in payload["entities"]}
    kinds |= {event["id"]: "Event" for event in payload["events"]}
    kinds |= {article["id"]: "Source" for article in payload["articles"]}
    links = [link for link in _links(payload) if link[0] in kinds and link[2] in kinds]
    degree = dict.fromkeys(kinds, 0)
    for source, role, target in links:
        if role not in LOOSE:
            degree[source] += 1
            degree[target] += 1
    order = sorted(kinds, key=lambda thing: (-degree[thing], thing))
    weighed = [(a, b, 0.15 if role in LOOSE else 1.0) for a, role, b in links]
    places, circles = positions(order, weighed), communities(order, weighed)
    net = Network(directed=True)
    net.node_ids = _Ids()
    for thing in order:
        x, y = places[thing]
        size = min(26, 8 + 4 * int(degree[thing] ** 0.5)) if kinds[thing] != "Event" else 9
        net.add_node(
            thing, shape=SHAPES[kinds[thing]], group=kinds[thing], size=size, x=x, y=y, circle=circles[thing]
        )
    for number, (source, role, target) in enumerate(links):
        net.add_edge(source, target, id=number, role=role, arrows="")
    return {"nodes": net.nodes, "edges": net.edges}


def _links(payload: Payload) -> list[tuple[str, str, str]]:
    """(from, role, to), each once: who takes part in an event, where it was, who says so and in what, whose a document
    is; what has none of these hangs on the source that names it."""
    articles = payload["articles"]
    found: list[tuple[str, str, str]] = []
    for event in payload["events"]:
        found += [(event["id"], actor["role"], actor["id"]) for actor in event["actors"]]
        found += [(event["id"], "place", event["place"])] if event["place"] else []
        found += [(event["id"], "says", fact["according_to"]) for fact in event["facts"] if fact["according_to"]]
        found += [(event["id"], "told_in", articles[fact["article"]]["id"]) for fact in event["facts"]]
    for entity in payload["entities"]:
        found += [(entity["id"], role, other) for role, other in entity["links"]]
    linked = {end for a, _, b in found for end in (a, b)}
    for entity in payload["entities"]:
        if entity["id"] not in linked and entity["mentions"]:
            found.append((entity["id"], "told_in", articles[entity["mentions"][0][0]]["id"]))
    return list(dict.fromkeys(found))


def positions(nodes: Sequence[str], edges: Iterable[tuple[str, str, float]]) -> dict[str, tuple[int, int]]:
    """Where each node stands, in pixels around (0, 0): `nodes` most connected first, `edges` (from, to, weight).

    The first `HUBS` nodes stand for those nearest to them, and the graph between them is laid out by its springs
    (Fruchterman and Reingold 1991, as networkx does it, from a fixed seed); the others are set in a spiral around
    their hub, and what is connected to nothing in a spiral around the whole.
    """
    import networkx as nx

    edges = list(edges)
    hub_of = _nearest_hubs(nodes, edges)
    core = _core(nodes, edges, hub_of)
    size = 60 * max(4, len(core)) ** 0.5
    springs = nx.spring_layout(core, k=2.2 / max(1, len(core)) ** 0.5, iterations=300, seed=7) if core else {}
    found = {node: (round(size * x), round(size * y)) for node, (x, y) in springs.items()}
    around: dict[str | None, int] = {}
    for node in nodes:
        if node not in found:
            hub = hub_of.get(node)
            around[hub] = around.get(hub, 0) + 1
            found[node] = _in_spiral(found[hub] if hub else (0, 0), 60 if hub else round(1.6 * size), around[hub])
    return found


def communities(nodes: Sequence[str], edges: Iterable[tuple[str, str, float]]) -> dict[str, int]:
    """The circle that each node belongs to, numbered from the largest: those that are more connected with one another
    than with others (Louvain, Blondel et al. 2008, from a fixed seed), found between the hubs that stand for the rest.
    What is connected to nothing is the last circle.
    """
    import networkx as nx

    edges = list(edges)
    hub_of = _nearest_hubs(nodes, edges)
    core = _core(nodes, edges, hub_of)
    sets = nx.community.louvain_communities(core, seed=7) if core else []
    weight = Counter(hub_of.values())
    rank = {node: n for n, node in enumerate(nodes)}
    sets.sort(key=lambda hubs: (-sum(weight[hub] for hub in hubs), min(rank[hub] for hub in hubs)))
    number = {hub: n for n, hubs in enumerate(sets) for hub in hubs}
    return {node: number[hub_of[node]] if node in hub_of else len(sets) for node in nodes}


def _core(nodes: Sequence[str], edges: Iterable[tuple[str, str, float]], hub_of: Mapping[str, str]) -> nx.Graph:
    """The graph between the hubs: the weights of all edges between what two hubs stand for, added up."""
    import networkx as nx

    core = nx.Graph()  # filled in order: what is made of it starts from the order of the nodes
    core.add_nodes_from(node for node in nodes if hub_of.get(node) == node)
    for a, b, weight in edges:
        ends = hub_of.get(a), hub_of.get(b)
        if ends[0] != ends[1]:
            core.add_edge(*ends, weight=weight + core.get_edge_data(*ends, {"weight": 0.0})["weight"])
    return core


def _nearest_hubs(nodes: Sequence[str], edges: Iterable[tuple[str, str, float]]) -> dict[str, str]:
    """The hub that each node is connected to by the fewest edges, itself for a hub; nodes without edges have none."""
    beside: dict[str, list[str]] = {}
    for a, b, _ in edges:
        beside.setdefault(a, []).append(b)
        beside.setdefault(b, []).append(a)
    found = {node: node for node in nodes[:HUBS] if node in beside}
    reached = list(found)
    for node in reached:  # grows while it is walked: breadth first from all hubs at once
        for other in beside[node]:
            if other not in found:
                found[other] = found[node]
                reached.append(other)
    return found


def _in_spiral(centre: tuple[int, int], inner: int, number: int) -> tuple[int, int]:
    """The place of the `number`th point around a centre, none nearer than `inner`."""
    radius, angle = inner + 16 * number**0.5, number * GOLDEN_ANGLE
    return centre[0] + round(radius * cos(angle)), centre[1] + round(radius * sin(angle))
