"""Which kg reads: its version, and a digest of all that what it finds in an article depends on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable

from kg.dossier import NOTHING, Dossier
from kg.extract.facts import EXTRACTOR
from kg.extract.syntax import OWN, Models, digest
from kg.terms import ontology

#: Modules outside `kg.extract` that decide what is found, beside the language files, the models and the axioms.
_MODULES = (
    "adding.py", "clusters.py", "digest.py", "dossier.py", "edtf.py", "events.py", "given.py", "happenings.py",
    "identify.py", "identity.py", "inference.py", "joining.py", "kinship.py", "labels.py", "language.py", "namesake.py",
    "naming.py", "parts.py", "profiles.py", "resolve.py", "romanise.py", "sharing.py", "spelling.py",
    "stories.py", "works.py",
)  # fmt: skip


@lru_cache(maxsize=1)
def read_by() -> str:
    """The name of the kg that reads, such as "kg 0.1 (3f2a9c1d)": equal names find the same facts in the same article.

    A word added to a language file changes it, so that a graph can be brought up to date. Libraries do not.
    """
    hashes = sorted(f"{file.name} {sha256(file.read_bytes()).hexdigest()}" for file in parts())
    return f"{EXTRACTOR} ({sha256(' '.join(hashes).encode()).hexdigest()[:8]})"


def named(dossier: Dossier = NOTHING, models: Models = OWN, least: float = 0.0) -> str:
    """The name of a kg that reads with a dossier and with UDPipe models, and leaves out facts with a confidence below
    `least`: it finds others, so it is another. Files are told apart by their content."""
    brought = f", with {dossier.digest}" if dossier.digest else ""
    syntax = "".join(f", syntax {code or 'of all'} {digest(path)}" for code, path in sorted(models.items()))
    return f"{read_by()}{brought}{syntax}" + (f", confidence from {float(least)!r}" if least else "")


def is_this(reader: str) -> bool:
    """Whether the kg of that name is this one, whatever it read with."""
    return reader.partition(",")[0] == read_by()


def brought(reader: str) -> bool:
    """Whether the kg of that name read with files of its user, a dossier or models."""
    return re.search(r", (with|syntax) ", reader) is not None


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
