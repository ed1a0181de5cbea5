"""What commands open: a graph and its language, articles, models; and what is to be warned of in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.errors import KgError

if TYPE_CHECKING:
    from kg.extract.syntax import Models
    from kg.model import Article, Span
    from kg.store import Store


def opened(graph: str) -> Store:
    from kg import store

    return store.open(graph)


def by_name(store: Store) -> None:
    """Say that every name of a directory is looked at, where its index is none that this kg can use."""
    from kg import index

    if store.index is not None and not index.usable(store.index):
        do = f"kg search {store.where} --index makes one, and so does the next build"
        click.echo(f"kg: note: {store.where}: has no index of this kg, so every name is looked at; {do}", err=True)


def reading(
    articles: Iterable[str], published: str | None, language: str | None, left: list[str]
) -> Iterator[Article | KgError]:
    """The articles named; `left` gets the files of folders that are none."""
    from kg.read import read

    return read(articles, published=published, language=language, left=left)


def span_of(given: str) -> Span:
    """The passage that START:END means."""
    from kg.model import Span

    start, _, end = given.partition(":")
    if not (start.isdecimal() and end.isdecimal() and int(start) < int(end)):
        raise click.BadParameter(f"{given!r} is not of the form START:END, as 120:180.", param_hint="--why")
    return Span(int(start), int(end))


def models(given: Sequence[str]) -> Models:
    """The UDPipe models given, each for the articles in one language ("hi=FILE") or, under "", for all others."""
    from kg.extract.syntax import checked

    found: dict[str, Path] = {}
    for one in given:
        code, equals, file = one.partition("=")
        code, file = (code, file) if equals and code.isalpha() and len(code) < 4 else ("", one)
        if code in found:
            raise click.UsageError(f"Two models for {code or 'all articles'}: {found[code]} and {file}.")
        found[code] = Path(file)
    return checked(found)


def kept(graph: str) -> None:
    """Say that articles stay as another kg had read them, where some do."""
    from kg.explain import own
    from kg.extract.version import brought, is_this
    from kg.manifest import read_manifest

    store = opened(graph)
    made = read_manifest(store.quads(own(store).manifest))
    for reader in made.readers if made else ():
        if not is_this(reader):
            do = "kg build with its --with and --model reads them" if brought(reader) else "kg build reads them"
            click.echo(f"kg: note: {graph}: what {reader} read stays as it read it ({do} again)", err=True)


def noted(found: Iterable[Article | KgError], notes: dict[str, list[str]]) -> Iterator[Article | KgError]:
    """Articles as they come; `notes` gets, by reason, the ids of those of which only dates are read."""
    from kg import language as languages

    for article in found:
        if not isinstance(article, KgError):
            code = article.language.split("-")[0]
            if code not in languages.available():
                notes.setdefault(f"no language file for {article.language}", []).append(article.id)
            elif not languages.load(code).section("events"):
                notes.setdefault(f"the file of {article.language} has no words for events", []).append(article.id)
        yield article


def warn(notes: dict[str, list[str]], left: Sequence[str]) -> None:
    """A line for each thing to warn of, with the first article and how many there are, and for files `left` out."""
    for what, ids in notes.items():
        click.echo(f"kg: warning: {_some(ids, 1)}: {what}; only dates are read", err=True)
    if left:
        click.echo(f"kg: note: {_some(left, 3)}: left out, as no article (name a file to have it read)", err=True)


def _some(names: Sequence[str], shown: int) -> str:
    """The first names, and how many more there are."""
    more = f" and {len(names) - shown} more" if len(names) > shown else ""
    return ", ".join(names[:shown]) + more
