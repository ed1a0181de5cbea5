"""kg: news articles in, a timeline you can check out.

`kg.build(articles)` and `kg.open(where)` give a `kg.Graph`; see `kg.api`. Nothing is imported before it is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.api import Graph, Timeline, build, open
    from kg.entries import Entry
    from kg.errors import GraphError, InputError, KgError, QueryError
    from kg.model import Article

__all__ = [
    "Article",
    "Entry",
    "Graph",
    "GraphError",
    "InputError",
    "KgError",
    "QueryError",
    "Timeline",
    "build",
    "open",
]
_HOMES = {"Article": "model", "Entry": "entries", **dict.fromkeys(("Graph", "Timeline", "build", "open"), "api")}


def __getattr__(name: str) -> object:
    from importlib import import_module

    if name not in __all__:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    return getattr(import_module(f"kg.{_HOMES.get(name, 'errors')}"), name)
