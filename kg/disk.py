"""What is written to a disk: whole and under a lock, or not at all.

A file is written beside its target, forced to the disk, and given its name in one step. Whoever is killed on the way
leaves a part, which the next writer takes.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import stat
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from kg.errors import GraphError


@contextmanager
def failures(where: str, what: str) -> Iterator[None]:
    """What the file system or the store reports, as a GraphError."""
    try:
        yield
    except FileNotFoundError as error:
        raise GraphError(where, "does not exist", "check the name, or build it first") from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise GraphError(where, f"{what}: {reason}", "nothing was changed") from error


def writable(path: Path, where: str) -> None:
    """Fail before a long build rather than after it."""
    folder = path.parent
    if not folder.is_dir():
        raise GraphError(where, f"cannot be written: there is no folder {folder}", "make the folder first")
    read_only = path.exists() and not path.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH)
    if read_only or not os.access(path if path.is_dir() else folder, os.W_OK):
        raise GraphError(where, "is read-only", "choose another place, or make it writable")


def part(path: Path) -> Path:
    """Where a file is written before it gets its name."""
    return path.with_name(f".{path.name}.part")


def move_there(path: Path, data: bytes, where: str, check: Callable[[], None]) -> None:
    """Write `data` beside `path`, force it to the disk, and give it its name in one step. `check` runs under lock."""
    beside = part(path)
    descriptor = os.open(beside, os.O_RDWR | os.O_CREAT, 0o666)
    with os.fdopen(descriptor, "wb") as file:
        lock(descriptor, beside, where)
        with ExitStack() as undo:
            undo.callback(beside.unlink)
            check()
            os.truncate(descriptor, 0)
            file.write(data)
            file.flush()
            os.fsync(descriptor)
            if path.exists():
                os.fchmod(descriptor, stat.S_IMODE(path.stat().st_mode))
            beside.replace(path)
            undo.pop_all()
    sync(path.parent)


def lock(descriptor: int, path: Path, where: str) -> None:
    """Take the lock of a file for as long as it is open; fail when another program has it, or had it and moved it."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        held = os.path.samestat(os.fstat(descriptor), path.stat())
    except (BlockingIOError, FileNotFoundError):
        held = False
    if not held:
        raise GraphError(where, "is being written by another program", "try again when it is done")


def sync(path: Path) -> None:
    """Force a file, or the names in a folder, to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def clone(source: Path, target: Path) -> None:
    """Copy what a file holds; where the file system can, both share it until one is changed."""
    if not hasattr(os, "copy_file_range"):
        shutil.copyfile(source, target)
        return
    try:
        with source.open("rb") as old, target.open("wb") as new:
            while os.copy_file_range(old.fileno(), new.fileno(), 1 << 30):
                pass
    except OSError:  # not between these file systems
        shutil.copyfile(source, target)


def linked(source: Path, target: Path) -> bool:
    """Give a file a second name; False where the file system has no such thing."""
    try:
        os.link(source, target)
    except OSError:
        return False
    return True
