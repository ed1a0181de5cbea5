"""What a graph was made of: a node that names every input, version, model and option. Same manifest, same bytes.

    <id:manifest> a kg:Manifest ; kg:articles 12 ; kg:inputs "5d41…" ; kg:said "0000…" ; kg:madeBy "kg 0.1 …" …

It stands in the derived graph as one subject, so that it can be replaced alone. The hashes of what comes and goes are
sums modulo 2^256 of the SHA-256 of each part, as the order does not matter: an article is added or taken away without
looking at the others (`with_articles`). The log, which alone depends on the day, is left out.

    manifest_quads(manifest(pairs, judgements, corrections), names)
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, replace
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING, TypeAlias

from kg.corrections import Correction
from kg.extract.facts import EXTRACTOR
from kg.extract.version import least_of
from kg.judgements import Judgement
from kg.model import Annotated, Article, Fact
from kg.seal import digits, total
from kg.terms import (
    DEFAULT,
    SCHEMA_VERSION,
    Names,
    Node,
    Row,
    Value,
    decimal,
    expand,
    integer,
    nodes,
    of_type,
    ontology,
    quads,
)

if TYPE_CHECKING:
    import pyoxigraph as ox

Pair: TypeAlias = tuple[Annotated, Sequence[Fact]]
#: Libraries of which another version may find, group, order or write something else.
LIBRARIES = (
    "Babel", "holidays", "networkx", "numpy", "py3langid", "pyoxigraph", "python-crfsuite", "rapidfuzz", "sentencex",
    "simplemma", "trafilatura", "ufal.udpipe",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a graph was made of.

    `articles` counts its articles, `inputs` is the sum of their hashes, and `said` that of judgements and corrections,
    each 64 hexadecimal digits. `readers` are the names of the kg that read the articles (`kg.extract.version.named`).
    The others are of the kg that put them together: its `program` (version, and a hash of its code and ontology), its
    `models` and `languages` (file name and SHA-256), and the versions of `libraries`.
    """

    articles: int
    inputs: str
    said: str
    readers: tuple[str, ...]
    schema: str
    program: str
    models: tuple[str, ...]
    languages: tuple[str, ...]
    libraries: tuple[str, ...]

    @property
    def least(self) -> tuple[float, ...]:
        """The confidences below which facts were left out, 0 where none were."""
        return tuple(sorted({least_of(reader) for reader in self.readers}))

    @property
    def brought(self) -> tuple[str, ...]:
        """What the user brought to the reading: "dossier" and SHA-256, or "model", its language and SHA-256."""
        found = [pair for reader in self.readers for pair in re.findall(r", (with|syntax) ([^,]+)", reader)]
        names = {"with": "dossier", "syntax": "model"}
        return tuple(sorted({f"{names[how]} {one}" for how, files in found for one in files.split("+")}))


def manifest(
    pairs: Iterable[Pair], judgements: Iterable[Judgement] = (), corrections: Iterable[Correction] = ()
) -> Manifest:
    """That of a graph which this kg makes of these articles, as they were read, and of what people said of them."""
    read = [annotated for annotated, _ in pairs]
    return _made(
        len(read), digits(total(article_bytes(one.article) for one in read)), said_hash(judgements, corrections),
        {one.read_by for one in read},
    )  # fmt: skip


def with_articles(
    before: Manifest, gone: Iterable[Article], come: Iterable[Article], readers: Iterable[str]
) -> Manifest:
    """The same once articles went and came; `readers` are those of all articles of the graph afterwards."""
    went, came = list(map(article_bytes, gone)), list(map(article_bytes, come))
    inputs = digits(int(before.inputs, 16) - total(went) + total(came))
    return _made(before.articles + len(came) - len(went), inputs, before.said, readers)


def with_said(before: Manifest, judgements: Iterable[Judgement], corrections: Iterable[Correction]) -> Manifest:
    """The same once people said other things."""
    return replace(before, said=said_hash(judgements, corrections))


def _made(articles: int, inputs: str, said: str, readers: Iterable[str]) -> Manifest:
    own = installed()
    known = tuple(sorted({reader for reader in readers if reader}))
    return Manifest(
        articles, inputs, said, known, SCHEMA_VERSION, own.program, own.models, own.languages, libraries()
    )


# Hashes


def article_bytes(article: Article) -> bytes:
    """An article with all that is known of it, as the bytes that are hashed."""
    return _bytes(astuple(article))


def said_hash(judgements: Iterable[Judgement], corrections: Iterable[Correction]) -> str:
    """The sum of the hashes of what people said."""
    judged = [_bytes(["judgement", *astuple(one)]) for one in judgements]
    return digits(total([*judged, *(_bytes(["correction", *astuple(one)]) for one in corrections)]))


def _bytes(values: Sequence[object]) -> bytes:
    return json.dumps(values, ensure_ascii=False).encode()


# What is installed here


@dataclass(frozen=True, slots=True)
class Installed:
    """The `program`, `models` and `languages` of this kg, as a manifest has them."""

    program: str
    models: tuple[str, ...]
    languages: tuple[str, ...]


@lru_cache(maxsize=1)
def installed() -> Installed:
    package = files("kg")
    code = [*_below(package, ".py"), *_below(ontology("."), ".toml", ".ttl", ".rq")]
    rules = sha256("".join(f"{line}\n" for line in sorted(_lines(code))).encode()).hexdigest()
    models = [file for file in _files(package / "models") if file.name != "NOTICE"]
    return Installed(
        f"{EXTRACTOR} {rules}", tuple(sorted(_lines(models))), tuple(sorted(_lines(_below(package / "lang", ".toml"))))
    )


@lru_cache(maxsize=1)
def libraries() -> tuple[str, ...]:
    """Name and version of each library, and of the Unicode data of Python, by which letters are told and folded."""
    found = (*(f"{name} {version(name)}" for name in LIBRARIES), f"Unicode {unicodedata.unidata_version}")
    return tuple(sorted(found))


def _lines(found: Iterable[Traversable]) -> Iterator[str]:
    return (f"{file.name} {sha256(file.read_bytes()).hexdigest()}" for file in found)


def _files(folder: Traversable) -> Iterator[Traversable]:
    return (file for file in folder.iterdir() if file.is_file() and not file.name.startswith("."))


def _below(folder: Traversable, *endings: str) -> Iterator[Traversable]:
    """The files below a folder with these endings."""
    yield from (file for file in _files(folder) if file.name.endswith(endings))
    for inner in (file for file in folder.iterdir() if file.is_dir() and not file.name.startswith((".", "__"))):
        yield from _below(inner, *endings)


# Quads


def manifest_quads(made: Manifest, names: Names = DEFAULT) -> list[ox.Quad]:
    return quads(_rows(made, names), names.derived)


def _rows(made: Manifest, names: Names) -> Iterator[Row]:
    iri = names.manifest
    yield iri, "rdf:type", expand("kg:Manifest")
    yield iri, "kg:manifestOf", names.graph
    yield iri, "kg:articles", integer(made.articles)
    yield iri, "kg:inputs", Value(made.inputs)
    yield iri, "kg:said", Value(made.said)
    yield iri, "kg:schemaVersion", Value(made.schema)
    yield iri, "kg:madeBy", Value(made.program)
    yield from ((iri, "kg:leastConfidence", decimal(least)) for least in made.least)
    for predicate, values in (
        ("kg:reader", made.readers), ("kg:brought", made.brought), ("kg:model", made.models),
        ("kg:languageFile", made.languages), ("kg:library", made.libraries),
    ):  # fmt: skip
        yield from ((iri, predicate, Value(value)) for value in values)


def parted(source: Iterable[ox.Quad], names: Names = DEFAULT) -> tuple[list[ox.Quad], list[ox.Quad]]:
    """The quads of a derived graph without those of its manifest, and those of its manifest."""
    own: list[ox.Quad] = []
    others: list[ox.Quad] = []
    for quad in source:
        (own if str(quad.subject) == f"<{names.manifest}>" else others).append(quad)
    return others, own


def read_manifest(source: Iterable[ox.Quad]) -> Manifest | None:
    """What `manifest_quads` wrote; None where there is none. Raises GraphError on a damaged graph."""
    found = of_type(nodes(source), "kg:Manifest")
    return _manifest(found[0]) if found else None


def _manifest(node: Node) -> Manifest:
    return Manifest(
        node.integer("kg:articles"), node.need("kg:inputs"), node.need("kg:said"), tuple(node.all("kg:reader")),
        node.need("kg:schemaVersion"), node.need("kg:madeBy"), tuple(node.all("kg:model")),
        tuple(node.all("kg:languageFile")), tuple(node.all("kg:library")),
    )  # fmt: skip


def in_words(made: Manifest) -> list[str]:
    """A manifest as lines."""
    return [
        f"schema version {made.schema}, put together by {made.program}",
        *(f"read by {reader}" for reader in made.readers),
        *(f"brought: {one}" for one in made.brought),
        *(f"facts with a confidence below {least:g} left out" for least in made.least if least),
        f"{made.articles} articles: {made.inputs}",
        f"judgements and corrections: {made.said}",
        *(f"model {one}" for one in made.models),
        *(f"language {one}" for one in made.languages),
        *(f"library {one}" for one in made.libraries),
    ]
