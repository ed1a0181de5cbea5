"""A query within limits: of rows, and of time.

No engine that kg embeds can be told to stop, so a query with a time limit is answered by a child process that opens the
graph itself and is killed when its time is over. What the child says comes back whole or not at all.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kg import errors
from kg.errors import KgError, QueryError
from kg.query import Answer, answer
from kg.results import Format
from kg.store import open as opened

#: Exit codes of the child: an answer that is whole, one that was cut at the limit, an error as JSON.
_WHOLE, _CUT, _ERROR = 0, 3, 4
#: Python that runs this very kg, and takes nothing from the folder it is called in.
_HOME = str(Path(__file__).resolve().parent.parent)
_CHILD = [sys.executable, "-P", "-c", f"import sys; sys.path.append({_HOME!r}); from kg.limits import _child; _child()"]


def ask_within(
    where: str,
    argument: str,
    given: Mapping[str, str] | None = None,
    format: Format = "table",
    limit: int | None = None,
    timeout: float | None = None,
) -> Answer:
    """What `kg.query.answer` gives for the graph at `where`, with at most `limit` rows, within `timeout` seconds.

    The time counts from the opening of the graph. Raises QueryError when it is over.
    """
    if timeout is None:
        return answer(opened(where), argument, given, format, limit=limit)
    asked = json.dumps([where, argument, dict(given or {}), format, limit])
    try:
        done = subprocess.run(_CHILD, input=asked.encode(), stdout=subprocess.PIPE, timeout=timeout, check=False)
    except subprocess.TimeoutExpired as error:
        what = f"was not answered within {timeout:g} seconds"
        raise QueryError("the query", what, "ask for less, or give it more time") from error
    return _answer(done, argument)


def _answer(done: subprocess.CompletedProcess[bytes], argument: str) -> Answer:
    if done.returncode in (_WHOLE, _CUT):
        return Answer(done.stdout, done.returncode == _CUT)
    if done.returncode == _ERROR:
        kind, where, what, do = json.loads(done.stdout)
        raise getattr(errors, kind)(where, what, do)
    raise QueryError("the query", f"was stopped from outside (exit code {done.returncode})", "try again")


def _child() -> None:
    """Answer what standard input asks, on standard output."""
    asked: list[Any] = json.loads(sys.stdin.buffer.read())
    where, argument, given, format, limit = asked
    try:
        found = answer(opened(where), argument, given, format, limit=limit)
    except KgError as error:
        _say(json.dumps([type(error).__name__, error.where, error.what, error.do]).encode(), _ERROR)
    else:
        _say(found.data, _CUT if found.cut else _WHOLE)


def _say(data: bytes, code: int) -> None:
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
    sys.exit(code)
