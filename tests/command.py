"""The command as tests run it, in this process and as a shell does, and what they look at afterwards."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from kg.cli import main

ROOT = Path(__file__).parent.parent
TEXT = (
    "रमेश सैनी को 4 मार्च 2021 को कोटा में गिरफ्तार किया गया। "
    "सैनी ने मई 2022 में जयपुर में देविका शर्मा से मुलाकात की।\n"
)


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), **more}


def example_files(text: str) -> dict[str, str]:
    """The files that README shows, by the name in their first line."""
    found = re.findall(r"```(?:toml|markdown)\n(# (\S+\.(?:toml|md))\n.*?)```", text, flags=re.DOTALL)
    return {name: content for content, name in found}


def kg(*arguments: object, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments], input=stdin)


def process(*arguments: str, **rest: Any) -> subprocess.CompletedProcess[bytes]:  # noqa: ANN401
    """The command as a shell runs it, with both its outputs unless told otherwise."""
    command = [sys.executable, "-m", "kg", *arguments]
    outputs = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.run(command, **{**outputs, "env": environment(), **rest})


def state(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() if p.is_file() else b"/" for p in folder.rglob("*")}


def complaint(result: Result, folder: Path, before: dict[str, bytes]) -> str:
    """The one line of a command that failed, which printed nothing else and left the folder as it was."""
    assert result.exit_code == 1, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.stdout == ""
    assert state(folder) == before
    line, end = result.stderr[:-1], result.stderr[-1]
    assert end == "\n"
    assert "\n" not in line
    assert "Traceback" not in line
    assert line.startswith("kg: ")
    return line
