"""What can go wrong, as one tree.

    KgError                 where, what is wrong, what to do: one line, exit code 1
    ├── InputError          an article, a date or an option that cannot be read
    ├── GraphError          a graph that cannot be opened, is foreign, broken, locked or cannot be written
    └── QueryError          SPARQL that does not parse, an unknown named query, a missing parameter
"""

from __future__ import annotations


class KgError(Exception):
    """A failure the user can act on.

    `where` names the file, option or place; `what` says what is wrong with it; `do` says what to do next.
    `str()` of it is the one line that the command line prints.
    """

    def __init__(self, where: str, what: str, do: str = "") -> None:
        self.where, self.what, self.do = where, what, do
        line = f"{where}: {what}" + (f"; {do}" if do else "")
        super().__init__(" ".join(line.split()))


class InputError(KgError):
    """An article, a date or an option that cannot be read."""


class GraphError(KgError):
    """A graph that cannot be opened, is foreign, broken, locked or cannot be written."""


class QueryError(KgError):
    """SPARQL that does not parse, an unknown named query, a missing parameter."""
