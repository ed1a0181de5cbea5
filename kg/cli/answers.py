"""Commands that answer from a graph: kg timeline, query, search, explain, check, stats."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from kg.cli.opening import by_name, opened
from kg.cli.options import CHECKS, FINDINGS, GRAPH, SEARCHES, SHARE, TABLES, TIMELINES, WORDS, filled, pair
from kg.cli.output import show

if TYPE_CHECKING:
    from kg.results import Format
    from kg.store import Store


@click.command(short_help="The events of a graph in order of time.")
@GRAPH
@click.option("--about", metavar="NAME", callback=filled, help="Only events of this person, group, place, document.")
@click.option("--since", metavar="DATE", callback=filled, help="Only events that may have lasted into this time.")
@click.option("--until", metavar="DATE", callback=filled, help="Only events that may have begun by this time.")
@click.option("--type", "type_", metavar="T", callback=filled, help="Only events of this type (Arrest, Meeting, …).")
@click.option("--min-confidence", "least", type=SHARE, default=0.0, metavar="X", help="Only events told this surely.")
@click.option("--as-of", "known", metavar="DATE", callback=filled, help="What the graph had learnt by then.")
@click.option("--printed-by", "printed", metavar="DATE", callback=filled, help="What had been printed by then.")
@click.option("--format", "form", type=click.Choice((*TIMELINES, "semeval")), default="text", show_default=True)
@WORDS
def timeline(
    graph: str, about: str | None, since: str | None, until: str | None, type_: str | None, least: float,
    known: str | None, printed: str | None, form: str, language: str | None,
) -> None:  # fmt: skip
    """The events of a graph in order of time: when, what, who, where, and on how many sentences it rests.

    NAME may be in any spelling, in either script. DATE is 2023, 2023-06, 2023-06-01 or any EDTF; an event whose time is
    not known may have been at any time, and is always listed. X is from 0 to 1, and is compared with the surest of the
    facts that tell an event. The format md has numbered footnotes with quote, article and date, ready to print.

    With --as-of and --printed-by, later articles are left out and all that rests on them; json then says of every fact
    when the graph learnt it. The format semeval is that of SemEval-2015 Task 4; it wants --about, and no other filter.
    """
    from kg import timeline as lines
    from kg.wording import reader

    if form == "semeval" and (about is None or since or until or type_ or least):
        raise click.UsageError("Give --about with --format semeval, and neither dates, types nor confidences.")
    store = opened(graph)
    clocks = known is not None or printed is not None
    if clocks:
        store = _then(store, known, printed)
    if about is not None:
        by_name(store)
    if form == "semeval":
        show(_semeval(store, str(about)))
        return
    found = lines.entries(store, about, since, until, type_, least, clocks)
    if not found:
        from kg.explain import own

        own(store)  # that it has no events is true only of a graph that kg wrote
    show(lines.FORMATS[form](found, reader(store, language)))


def _semeval(store: Store, about: str) -> str:
    from kg.explain import read
    from kg.semeval import semeval

    return semeval(read(store), about)


def _then(store: Store, known: str | None, printed: str | None) -> Store:
    """A graph as it was; articles of which nobody knows whether they belong to it are left out, and named."""
    from kg.asof import as_of

    then = as_of(store, known, printed)
    if then.undated:
        more = f" and {len(then.undated) - 1} more" if len(then.undated) > 1 else ""
        what = "nobody knows when it was printed, so it is left out"
        click.echo(f"kg: warning: {then.undated[0]}{more}: {what}", err=True)
    return then.store


@click.command(short_help="Ask a graph with SPARQL, or a named query.")
@click.argument("graph", required=False, metavar="GRAPH")
@click.argument("query", required=False, metavar="QUERY|FILE|NAME")
@click.argument("parameters", nargs=-1, metavar="[param=value …]")
@click.option("--format", "form", type=click.Choice(TABLES), default="table", show_default=True)
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most N rows; a line says if there are more.")
@click.option("--timeout", type=click.FloatRange(min=0, min_open=True), metavar="SECONDS", help="Give up after that.")
@click.option("--list", "listing", is_flag=True, help="List the named queries and their parameters.")
def query(
    graph: str | None, query: str | None, parameters: tuple[str, ...], form: Format, limit: int | None,
    timeout: float | None, listing: bool,
) -> None:  # fmt: skip
    """Ask a graph with SPARQL, a file of it, or a named query.

    \b
      kg query --list
      kg query news.nq timeline-of who="A Name"
      kg query news.nq "SELECT ?e WHERE { ?e a kg:Arrest }"

    The prefixes of the graph need no declaration. In files and directories, kg:certainlyBefore(?a, ?b) and its like
    (certainly or possibly; Before, Overlaps, During) compare events, or an event and a date. Queries only read.
    With --timeout the answer is whole or an error; with --limit a warning says where it is not whole.
    """
    from kg import query as asking
    from kg.limits import ask_within

    if listing:
        for one in asking.named_queries():
            show(f"{one.name}: {one.title}\n")
            for p in one.parameters:
                show(f"    {p.name} ({p.kind}{', optional' if p.optional else ''}): {p.meaning}\n")
        return
    if graph is None or query is None:
        raise click.UsageError("Give a graph and a query, or --list.")
    given = dict(pair(p) for p in parameters)
    answer = ask_within(graph, query, given, form, limit, timeout)
    show(answer.data)
    if answer.cut:
        click.echo(f"kg: warning: there are more than {limit} rows; the first {limit} are shown", err=True)


@click.command(short_help="Find words in sentences, headlines and names.")
@GRAPH
@click.argument("words", nargs=-1, metavar="WORD…")
@click.option("--format", "form", type=click.Choice(SEARCHES), default="text", show_default=True)
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True, metavar="N", help="At most.")
@click.option("--index", "again", is_flag=True, help="Make the index of a directory again, first.")
def search(graph: str, words: tuple[str, ...], form: str, limit: int, again: bool) -> None:
    """Find words in the sentences, headlines and names of a graph, in any case, with or without nukta.

    \b
      kg search news/ bail "supreme court"

    All of them must stand in one sentence; words in quotes must follow one another; the last may go on. A sentence is
    printed with its article and place, and the events it tells. A directory answers from an index; elsewhere every
    sentence is looked at.
    """
    from kg import search as words_in
    from kg import store as stores

    if again:
        stores.reindex(graph)
        if not words:
            return
    store = opened(graph)
    found = words_in.search(store, words, limit)
    if not found.hits:
        from kg.explain import own

        own(store)  # that it has no such words is true only of a graph that kg wrote
    show(words_in.FORMATS[form](found))
    if store.index is not None and not found.indexed:
        click.echo("kg: warning: there is no index, so every sentence was looked at; --index makes one", err=True)
    if found.more:
        click.echo(f"kg: warning: there is more; the first {limit} are shown", err=True)


@click.command(short_help="Why a graph says what it says.")
@GRAPH
@click.argument("what", metavar="EVENT|NAME")
@WORDS
def explain(graph: str, what: str, language: str | None) -> None:
    """Why a graph says what it says of an event (its id), or of all events of somebody (a name in any spelling).

    For every sentence: its quote, its article, the words and the rule that were read, and how its date was found.
    """
    from kg.explain import explain as explained
    from kg.wording import reader

    store = opened(graph)
    show(explained(store, what, reader(store, language)))


@click.command(short_help="What of a graph should be looked at again.")
@GRAPH
@click.option("--format", "form", type=click.Choice(CHECKS), default="text", show_default=True)
@click.option("--only", type=click.Choice(FINDINGS), multiple=True, help="Only these; as often as there are some.")
@click.option("--strict", is_flag=True, help="Exit with 1 where anything is found.")
@WORDS
def check(graph: str, form: str, only: tuple[str, ...], strict: bool, language: str | None) -> None:
    """What of a graph should be looked at again, with quotes.

    Accounts that cannot all be true, as few of them as contradict one another; two accounts of what may be one event;
    what is told the other way round than it usually happens; gaps in a detention or a trial; names that may be one
    person's; events that rest on one origin, copies of one report among them. Nothing is changed: both accounts stay.
    """
    from kg.check import FORMATS
    from kg.check import check as checked
    from kg.wording import reader

    store = opened(graph)
    found = checked(store, reader(store, language), only)
    show(FORMATS[form](found))
    if strict and len(found):
        sys.exit(1)


@click.command(short_help="How much there is in a graph.")
@GRAPH
def stats(graph: str) -> None:
    """How many articles, facts, events and entities a graph holds, by type."""
    from kg.explain import stats as counted

    show(counted(opened(graph)))
