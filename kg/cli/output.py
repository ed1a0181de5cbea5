"""What commands print and write: whole, in UTF-8, and one line for what went wrong."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

import click

from kg.errors import InputError, KgError


def complain(error: KgError) -> None:
    click.echo(f"kg: {error}", err=True)


def show(text: str | bytes) -> None:
    """Print, in UTF-8 whatever the terminal, and see that it arrives."""
    if sys.stdout is None:  # closed by the caller, who wants only the exit code
        return
    try:
        sys.stdout.buffer.write(text if isinstance(text, bytes) else text.encode())
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        to_nowhere()
        what = f"cannot be written ({error.strerror})"
        raise InputError("standard output", what, "what was printed is not whole") from error


def to_nowhere() -> None:
    """Send the rest of standard output nowhere, or Python would fail on it once more at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def save(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a file whole or not at all; a pipe or a device (/dev/stdout) is written to as it is."""
    try:
        if path.exists() and not path.is_file():
            _fill(path, pieces)
            return
        target = Path(os.path.realpath(path))
        beside = target.with_name(f".{target.name}.part")
        with ExitStack() as undo:
            undo.callback(beside.unlink, missing_ok=True)
            _fill(beside, pieces)
            beside.replace(target)
            undo.pop_all()
    except OSError as error:
        raise unwritable(str(path), error) from error


def _fill(path: Path, pieces: Iterable[bytes]) -> None:
    with path.open("wb") as out:
        out.writelines(pieces)


def unwritable(where: str, error: OSError) -> KgError:
    if isinstance(error, FileNotFoundError):
        return InputError(where, "cannot be written: there is no such folder", "make the folder first")
    return InputError(where, f"cannot be written ({error.strerror})", "name a file that can be")
