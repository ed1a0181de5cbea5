"""An oxigraph server on a free port for tests, where it is installed (pip install oxigraph)."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

PROGRAM = shutil.which("oxigraph", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}")
MISSING = "the oxigraph server is not installed (pip install oxigraph)"
needs_server = pytest.mark.skipif(PROGRAM is None, reason=MISSING)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Server:
    """A server that keeps its graphs in a folder (in memory without one), so that it can be killed and come back."""

    folder: Path | None = None
    options: tuple[str, ...] = ()
    port: int = field(default_factory=free_port)
    child: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/query"

    def start(self) -> None:
        held = () if self.folder is None else ("--location", str(self.folder))
        command = [str(PROGRAM), "serve", "--bind", f"127.0.0.1:{self.port}", *held, *self.options]
        self.child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        raise AssertionError("oxigraph did not start within 10 seconds")

    def kill(self) -> None:
        if self.child is not None:
            self.child.kill()
            self.child.wait()


@contextmanager
def served(*options: str) -> Iterator[str]:
    """The address of an oxigraph server with nothing in it."""
    server = Server(options=options)
    try:
        server.start()
        yield server.address
    finally:
        server.kill()
