"""Commands that write a graph out: kg view, kg export."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.opening import opened
from kg.cli.options import EXPORTS, GRAPH, WORDS
from kg.cli.output import save, show


@click.command(short_help="Write the evidence page, one HTML file.")
@GRAPH
@click.option("-o", "--output", required=True, metavar="page.html", help="The file to write.")
@click.option("--redact", "redacted", multiple=True, metavar="NAME", help="Use a pseudonym; also NAME=PSEUDONYM.")
@WORDS
def view(graph: str, output: str, redacted: tuple[str, ...], language: str | None) -> None:
    """Write the evidence page: one HTML file with timeline, network, map and sources. It needs no network.

    --redact replaces every spelling of a person's name in labels, quotes, texts and file names, and drops the addresses
    of articles that name them. What a text tells of them otherwise stays: read it before you hand it on.
    """
    from kg.view import page
    from kg.wording import reader

    store = opened(graph)
    save(Path(output), [page(store, language=reader(store, language), redacted=redacted).encode()])


@click.command(short_help="Write a graph in another format.")
@GRAPH
@click.option("--format", "form", required=True, type=click.Choice(EXPORTS), metavar="FORMAT", help="One of these.")
@click.option("-o", "--output", metavar="FILE", help="Write there instead of printing.")
@WORDS
def export(graph: str, form: str, output: str | None, language: str | None) -> None:
    """Write a graph in another format.

    RDF: nquads trig turtle jsonld. A network: graphml gexf. A row a fact: csv. A timeline for TimelineJS: timelinejs.
    A calendar: icalendar. For Aleph, a thing a line: followthemoney.
    """
    from kg.export import FORMATS
    from kg.wording import reader

    store = opened(graph)
    pieces = FORMATS[form](store, reader(store, language))
    if output is not None:
        save(Path(output), pieces)
        return
    for piece in pieces:
        show(piece)
