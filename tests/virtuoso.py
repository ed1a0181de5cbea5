"""A Virtuoso server on free ports for tests, where it is installed (Debian: virtuoso-opensource-7)."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.oxigraph import free_port

PROGRAM = shutil.which("virtuoso-t")
MISSING = "Virtuoso is not installed (apt-get install virtuoso-opensource-7)"
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


@dataclass
class Server:
    """A server whose database is in a folder, so that it can be killed and come back; `limits` go to its settings."""

    folder: Path
    limits: str = ""
    port: int = field(default_factory=free_port)
    child: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/sparql"

    def start(self) -> None:
        written = _SETTINGS.format(port=free_port(), web=self.port) + self.limits
        (self.folder / "virtuoso.ini").write_text(written, encoding="ascii")
        (self.folder / "virtuoso.lck").unlink(missing_ok=True)  # of one that was killed
        command = [str(PROGRAM), "+foreground", "+configfile", "virtuoso.ini"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        plain = {**os.environ, "no_proxy": "127.0.0.1"}
        self.child = subprocess.Popen(command, cwd=self.folder, env=plain, **quiet)
        self._wait(self.child)

    def _wait(self, child: subprocess.Popen[bytes]) -> None:
        for _ in range(300):
            try:
                urllib.request.urlopen(self.address, timeout=5).close()
                return
            except (urllib.error.URLError, ConnectionError):
                assert child.poll() is None, "Virtuoso ended while it started"
                time.sleep(0.1)
        raise AssertionError("Virtuoso did not start within 30 seconds")

    def kill(self) -> None:
        if self.child is not None:
            self.child.kill()
            self.child.wait()


@contextmanager
def served(limits: str = "") -> Iterator[str]:
    """The address of a Virtuoso server with nothing in it; it is killed afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder), limits)
        try:
            server.start()
            yield server.address
        finally:
            server.kill()
