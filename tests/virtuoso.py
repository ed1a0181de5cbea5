"""A Virtuoso server on free ports for tests, where it is installed (Debian: virtuoso-opensource-7)."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

PROGRAM = shutil.which("virtuoso-t")
_SETTINGS = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = temp.db
TransactionFile = temp.trx
[Parameters]
ServerPort = {port}
DirsAllowed = .
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
[HTTPServer]
ServerPort = {web}
[SPARQL]
ResultSetMaxRows = 10000
"""


def settings(address: str) -> Mapping[str, str]:
    """What a user sets in the environment to write to a server at this address."""
    return {
        "KG_SPARQL_AUTH": "digest", "KG_SPARQL_USER": "dba", "KG_SPARQL_PASSWORD": "dba",
        "KG_SPARQL_UPDATE": f"{address}-auth",
    }  # fmt: skip


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def served() -> Iterator[str]:
    """The address of a Virtuoso server with nothing in it; it is killed afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        web = free_port()
        (Path(folder) / "virtuoso.ini").write_text(_SETTINGS.format(port=free_port(), web=web), encoding="ascii")
        command = [str(PROGRAM), "+foreground", "+configfile", "virtuoso.ini"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        child = subprocess.Popen(command, cwd=folder, env={**os.environ, "no_proxy": "127.0.0.1"}, **quiet)
        address = f"http://127.0.0.1:{web}/sparql"
        try:
            _wait(address, child)
            yield address
        finally:
            child.kill()
            child.wait()


def _wait(address: str, child: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except (urllib.error.URLError, ConnectionError):
            assert child.poll() is None, "Virtuoso ended while it started"
            time.sleep(0.1)
    raise AssertionError("Virtuoso did not start within 30 seconds")
