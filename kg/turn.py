"""Whose turn it is to write at a SPARQL endpoint: one writer at a time, with nothing but SPARQL 1.1.

    <urn:kg:staging:lock> { <urn:kg:writer:5f3a…> <urn:kg:writes> <urn:kg:staging:lock> }

Whoever wants to write puts its name there, reads back, and begins when it stands there alone. Of two that both read
both names, the later in the alphabet takes its own away, and the first waits until it is alone. That is enough where
an update that was answered is seen by every query after it: whichever of two names came last, its owner saw both.

A writer that was killed leaves its name, which is taken away when it has stood there for some time. One that was only
slow, and goes on then, changes nothing any more: each of its operations asks whether its name still stands there.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from secrets import token_hex

from kg.errors import GraphError
from kg.plan import STAGING

#: The graph in which writers stand.
LOCK = f"{STAGING}lock"
_WRITES = "urn:kg:writes"
#: Seconds between two looks, and how many times the patience with one writer a writer waits in all.
_PAUSE, _LONGEST = 0.2, 6


def name() -> str:
    """The name of a writer, which no other has; nothing of it is left in a graph."""
    return f"urn:kg:writer:{token_hex(8)}"


def stands(writer: str) -> str:
    """The pattern that is found as long as a writer stands there."""
    return f"GRAPH <{LOCK}> {{ <{writer}> <{_WRITES}> <{LOCK}> }}"


#: The pattern that is found for each writer, as ?s.
WRITERS = f"GRAPH <{LOCK}> {{ ?s <{_WRITES}> <{LOCK}> }}"


def comes(writer: str) -> str:
    """The update with which a writer puts its name there."""
    return f"INSERT DATA {{ {stands(writer)} }}"


def goes(writer: str) -> str:
    """The update that takes the name of a writer away."""
    return f"DELETE DATA {{ {stands(writer)} }}"


def wait(
    writer: str, where: str, writers: Callable[[], Collection[str]], update: Callable[[str], None], patience: float
) -> None:
    """Put the name of a writer there, and come back when it stands there alone.

    `writers` reads the names; `patience` is for how many seconds another's may stand there before it is taken away.
    Raises GraphError where others go on writing.
    """
    begun = since = time.monotonic()
    before: set[str] = set()
    while (there := set(writers())) != {writer}:
        others, now = there - {writer}, time.monotonic()
        if now - begun > _LONGEST * patience > 0:
            update(goes(writer))
            raise GraphError(where, "is being written to by other programs", "nothing was written; try again later")
        if others != before:
            before, since = others, now
        if not there:
            update(comes(writer))
        elif now - since >= patience:
            for other in sorted(others):
                update(goes(other))
        else:
            if writer in there and writer != min(there):
                update(goes(writer))
            time.sleep(_PAUSE)
