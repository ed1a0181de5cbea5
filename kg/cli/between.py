"""Commands about several graphs: kg diff, kg merge."""

from __future__ import annotations

import click

from kg.cli.opening import kept, opened
from kg.cli.options import DIFFERENCES, WORDS, filled
from kg.cli.output import show


@click.command(short_help="What came, went and changed between two graphs.")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option("--format", "form", type=click.Choice(DIFFERENCES), default="text", show_default=True)
@WORDS
def diff(old: str, new: str, form: str, language: str | None) -> None:
    """What came (+), went (-) and changed (~) between two graphs: articles, events, their dates, names.

    An event is the same where a fact of it is. Nothing is printed where nothing is different.
    """
    from kg.difference import FORMATS, difference
    from kg.explain import own
    from kg.wording import reader

    before, after = opened(old), opened(new)
    for store in (before, after):
        own(store)
    words = reader(after, language)
    found = difference(before, after, words)
    if found or form == "json":
        show(FORMATS[form](found, words))


@click.command(short_help="Put several graphs into a new one.")
@click.argument("graphs", nargs=-1, required=True, metavar="GRAPH…")
@click.option("-o", "--output", "target", required=True, metavar="GRAPH", help="The new graph.")
@click.option("--learnt", metavar="DATE", help="The day the log gives (else SOURCE_DATE_EPOCH, else today).")
@click.option("--prefer", metavar="GRAPH", callback=filled, help="Which of the graphs is right where they differ.")
def merge(graphs: tuple[str, ...], target: str, learnt: str | None, prefer: str | None) -> None:
    """Put the articles of several graphs, and what people judged and corrected, into a new graph, and group them again.

    One graph is copied: from a file into a directory or to an endpoint, or from an older version of kg, which is read
    again. An article that is another one in two of them, and what people judged or corrected otherwise, is an error
    unless --prefer says which graph is right; the text that gave way stays in the log. All or nothing.
    """
    from kg.merging import merge as run

    report = run(graphs, target, prefer=prefer, learnt=learnt)
    for note in report.notes:
        click.echo(f"kg: note: {note}", err=True)
    click.echo(f"{target}: {report.articles} articles, {report.facts} facts, {report.events} events", err=True)
    kept(target)
