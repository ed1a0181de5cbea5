"""The arguments and options that several commands take, and the names of the formats they print."""

from __future__ import annotations

import click

#: The formats of `kg query`, `kg timeline` and `kg export`; a test compares them with the tables of their modules,
#: which cost too much to import for --help.
TABLES = ("table", "json", "csv", "tsv", "xml")
SEARCHES = ("text", "json")
DIFFERENCES = ("text", "json")
TIMELINES = ("text", "md", "json", "csv")
CHECKS = ("text", "json")
FINDINGS = ("contradiction", "accounts", "sequence", "gap", "names", "origin")
EXPORTS = ("nquads", "trig", "turtle", "jsonld", "graphml", "gexf", "csv", "timelinejs", "icalendar", "followthemoney")


def filled(ctx: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """An empty value is more often a slip of a script than a wish for everything."""
    if value is not None and not value.strip():
        raise click.BadParameter("it is empty.")
    return value


def pair(parameter: str) -> tuple[str, str]:
    name, equals, value = parameter.partition("=")
    if not equals:
        raise click.UsageError(f"Parameter {parameter!r} is not of the form name=value.")
    return name, value


ARTICLES = click.argument("articles", nargs=-1, required=True, metavar="ARTICLE…")
GRAPH = click.argument("graph", metavar="GRAPH")
WORDS = click.option("--language", metavar="xx", help="Words to print in, hi or en; else those of most articles.")
PUBLISHED = click.option("--published", metavar="DATE", help="The day of publication of all the articles: 2026-01-02.")
SPOKEN = click.option("--language", metavar="xx", help="The language of all the articles (BCP 47), else found out.")
SHARE = click.FloatRange(0, 1)
WITH = click.option(
    "--with", "brought", multiple=True, metavar="FILE.toml",
    help="Names, Wikidata ids, what is no name, and words for events of your own story.",
)  # fmt: skip
MODEL = click.option(
    "--model", "udpipe", multiple=True, metavar="[xx=]FILE.udpipe",
    help="A UDPipe 1 model that tags and parses, for articles in xx or all.",
)  # fmt: skip
SURE = click.option(
    "--min-confidence", "least", type=SHARE, default=0.0, metavar="X", help="Leave out less sure facts."
)  # fmt: skip
