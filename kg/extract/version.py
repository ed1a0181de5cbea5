"""Which kg reads: its version, and a digest of all that what it finds in an article depends on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable

from kg.extract.facts import EXTRACTOR
from kg.terms import ontology

#: Modules outside `kg.extract` that decide what is found, beside the language files, the models and the axioms.
_MODULES = (
    "edtf.py", "entities.py", "inference.py", "labels.py", "language.py", "namesake.py", "resolve.py", "romanise.py",
    "spelling.py",
)  # fmt: skip


@lru_cache(maxsize=1)
def read_by() -> str:
    """The name of the kg that reads, such as "kg 0.1 (3f2a9c1d)": equal names find the same facts in the same article.

    A word added to a language file changes it, so that a graph can be brought up to date. Libraries do not.
    """
    hashes = sorted(f"{file.name} {sha256(file.read_bytes()).hexdigest()}" for file in parts())
    return f"{EXTRACTOR} ({sha256(' '.join(hashes).encode()).hexdigest()[:8]})"


def with_least(reader: str, least: float) -> str:
    """The name of a kg that leaves out facts with a confidence below `least`: it finds others, so it is another."""
    return f"{reader}, confidence from {float(least)!r}" if least else reader


def least_of(reader: str) -> float:
    """The confidence below which the kg of that name leaves facts out, 0 where it leaves none out."""
    found = re.search(r", confidence from ([0-9]+(?:\.[0-9]+)?(?:e-[0-9]+)?)$", reader)
    return float(found[1]) if found else 0.0


def parts() -> Iterator[Traversable]:
    """The files whose content decides what is found in an article."""
    package = files("kg")
    yield from (package / name for name in _MODULES)
    yield from (ontology(name) for name in ("axioms.toml", "frames.toml"))
    for folder in (files("kg.extract"), files("kg.lang"), package / "models"):
        yield from (file for file in folder.iterdir() if file.is_file() and not file.name.startswith("."))
