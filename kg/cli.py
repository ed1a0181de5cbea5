"""The command line: read the arguments, call, print. What each command does is in the module it calls."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.errors import InputError, KgError

if TYPE_CHECKING:
    from kg.model import Article
    from kg.store import Store

ARTICLES = click.argument("articles", nargs=-1, required=True, metavar="ARTICLE…")
GRAPH = click.argument("graph", metavar="GRAPH")
WORDS = click.option("--language", default=None, metavar="xx", help="Language of the words printed: hi or en.")


class _Group(click.Group):
    """Commands in the order they are written; a KgError is one line and exit code 1."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KgError as error:
            _complain(error)
            ctx.exit(1)
        except BrokenPipeError:  # the reader of a pipe has seen enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(0)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="kg")
def main() -> None:
    """News articles in, a timeline you can check out.

    GRAPH is a file (.nq .trig .jsonld) or a directory. Exit codes: 0 done, 1 something went wrong (one line says
    what), 2 the command line could not be understood.
    """


@main.command()
@ARTICLES
@click.option("-o", "--output", "graph", required=True, metavar="GRAPH", help="Where the graph is, or will be.")
@click.option("--published", metavar="DATE", help="When the articles were published, for those that do not say.")
@click.option("--language", metavar="xx", help="Language of the articles (BCP 47), instead of finding it out.")
@click.option("--base", metavar="IRI", help="Base of the IRIs of a new graph.")
@click.option("--learnt", metavar="DATE", help="The day the log gives (else SOURCE_DATE_EPOCH, else today).")
def build(articles: tuple[str, ...], graph: str, published: str | None, language: str | None, base: str | None, learnt: str | None) -> None:
    """Put articles (text, HTML, JSON Lines; files, folders, globs, -) into a graph."""
    from kg.build import build as run

    notes: list[str] = []
    found = _noted(_read(articles, published, language), notes)
    with click.progressbar(found, show_pos=True, file=sys.stderr, hidden=not sys.stderr.isatty()) as shown:
        report = run(shown, graph, base=base, learnt=learnt)
    for note in notes:
        click.echo(note, err=True)
    for error in report.skipped:
        _complain(error)
    if report.articles:
        done = f"{len(report.added)} added, {len(report.replaced)} replaced, {len(report.unchanged)} unchanged"
        click.echo(f"{graph}: {done}; {report.articles} articles, {report.facts} facts, {report.events} events", err=True)
    if report.skipped:
        sys.exit(1)


@main.command()
@ARTICLES
@click.option("--format", "form", type=click.Choice(["json", "timeml"]), default="json", show_default=True)
@click.option("--published", metavar="DATE", help="When the articles were published, for those that do not say.")
@click.option("--language", metavar="xx", help="Language of the articles (BCP 47), instead of finding it out.")
@click.option("-o", "--output", metavar="FILE", help="Write there instead; a folder for TimeML of several articles.")
def extract(articles: tuple[str, ...], form: str, published: str | None, language: str | None, output: str | None) -> None:
    """What one article says, with spans, without a graph."""
    failed = False
    found: list[tuple[str, str]] = []
    make = _timeml if form == "timeml" else _json
    notes: list[str] = []
    for article in _noted(_read(articles, published, language), notes):
        if isinstance(article, KgError):
            _complain(article)
            failed = True
        else:
            found.append((article.id, make(article)))
    _deliver(found, form, output)
    for note in notes:
        click.echo(note, err=True)
    if failed:
        sys.exit(1)


def _timeml(article: Article) -> str:
    from kg import timeml
    from kg.extract import times

    return timeml.write(article, times.find(article))


def _json(article: Article) -> str:
    import json

    from kg.extract import annotate
    from kg.extract import extract as facts_of
    from kg.records import record
    from kg.resolve import resolve, within

    annotated = annotate(article)
    return json.dumps(record(annotated, resolve([(annotated, within(annotated, facts_of(annotated)))])), ensure_ascii=False)


def _deliver(found: list[tuple[str, str]], form: str, output: str | None) -> None:
    """Print records as lines (one alone indented); TimeML one after another, or as files of a folder."""
    import json

    if form == "json" and len(found) == 1:
        found = [(found[0][0], json.dumps(json.loads(found[0][1]), ensure_ascii=False, indent=1))]
    if output is not None and form == "timeml" and (len(found) > 1 or output.endswith(os.sep) or Path(output).is_dir()):
        for name, text in found:
            _write(Path(output) / f"{_file_name(name)}.tml", text.encode())
    elif output is not None:
        _write(Path(output), "".join(text.rstrip("\n") + "\n" for _, text in found).encode())
    else:
        for _, text in found:
            click.echo(text.rstrip("\n"))


def _file_name(name: str) -> str:
    """An article's id as a file name: nothing in it may lead out of the folder."""
    return "".join(c if c.isalnum() or c in "-_." else "_" for c in name).lstrip(".") or "_"


@main.command()
@GRAPH
@click.option("--about", metavar="NAME", help="Only events of this person, place, document: any spelling, any script.")
@click.option("--since", metavar="DATE", help="Only events that may have lasted into this time.")
@click.option("--until", metavar="DATE", help="Only events that may have begun by this time.")
@click.option("--type", "type_", metavar="T", help="Only events of this type (Arrest, Meeting, …).")
@click.option("--format", "form", type=click.Choice(["text", "md", "json", "csv"]), default="text", show_default=True)
@WORDS
def timeline(graph: str, about: str | None, since: str | None, until: str | None, type_: str | None, form: str, language: str | None) -> None:
    """The events of a graph in order of time."""
    from kg import timeline as lines

    store = _open(graph)
    found = lines.entries(store, about, since, until, type_)
    click.echo(lines.FORMATS[form](found, _reader(store, language)), nl=False)


@main.command()
@click.argument("graph", required=False)
@click.argument("query", required=False, metavar="QUERY|FILE|NAME")
@click.argument("parameters", nargs=-1, metavar="[param=value …]")
@click.option("--format", "form", type=click.Choice(["table", "json", "csv", "tsv", "xml"]), default="table", show_default=True)
@click.option("--list", "listing", is_flag=True, help="List the named queries and their parameters.")
def query(graph: str | None, query: str | None, parameters: tuple[str, ...], form: Any, listing: bool) -> None:
    """Ask a graph with SPARQL, a file of it, or a named query."""
    from kg import query as asking

    if listing:
        for one in asking.named_queries():
            click.echo(f"{one.name}: {one.title}")
            for p in one.parameters:
                click.echo(f"    {p.name} ({p.kind}{', optional' if p.optional else ''}): {p.meaning}")
        return
    if graph is None or query is None:
        raise click.UsageError("Give a graph and a query, or --list.")
    given = dict(_pair(p) for p in parameters)
    sys.stdout.buffer.write(asking.ask(_open(graph), query, given, form))
    sys.stdout.buffer.flush()


def _pair(parameter: str) -> tuple[str, str]:
    name, equals, value = parameter.partition("=")
    if not equals:
        raise click.UsageError(f"Parameter {parameter!r} is not of the form name=value.")
    return name, value


@main.command()
@GRAPH
@click.argument("what", metavar="EVENT|NAME")
@WORDS
def explain(graph: str, what: str, language: str | None) -> None:
    """Quote, article, rules, and how the date was found, for an event or for all events of somebody."""
    from kg.explain import explain as explained

    store = _open(graph)
    click.echo(explained(store, what, _reader(store, language)), nl=False)


@main.command()
@GRAPH
@click.option("-o", "--output", required=True, metavar="page.html", help="The file to write.")
@WORDS
def view(graph: str, output: str, language: str | None) -> None:
    """Write the evidence page: one HTML file with timeline, network and sources."""
    from kg.view import page

    store = _open(graph)
    _write(Path(output), page(store, language=_reader(store, language)).encode())


@main.command()
@GRAPH
@click.option("--format", "form", required=True, metavar="F", help="nquads trig turtle jsonld graphml gexf csv timelinejs")
@click.option("-o", "--output", metavar="FILE", help="Write there instead of printing.")
@WORDS
def export(graph: str, form: str, output: str | None, language: str | None) -> None:
    """Write a graph in another format."""
    from kg.export import FORMATS

    if form not in FORMATS:
        raise click.UsageError(f"Unknown format {form!r}; formats: {', '.join(FORMATS)}.")
    store = _open(graph)
    pieces = FORMATS[form](store, _reader(store, language))
    if output is not None:
        _write(Path(output), b"".join(pieces))
        return
    for piece in pieces:
        sys.stdout.buffer.write(piece)
    sys.stdout.buffer.flush()


@main.command()
@GRAPH
def stats(graph: str) -> None:
    """How many articles, facts, events and entities a graph holds, by type."""
    from kg.explain import stats as counted

    click.echo(counted(_open(graph)), nl=False)


# ---- what the commands share


def _open(graph: str) -> Store:
    from kg import store

    return store.open(graph)


def _reader(store: Store, language: str | None) -> str:
    """The language of the words printed: the one asked for, else that of most articles, where it has the words."""
    from kg import language as languages
    from kg.query import rows

    if language is not None:
        if not languages.load(language).section("timeline"):
            raise InputError("--language", f"{language} has no words to print a timeline in", "use hi or en")
        return languages.load(language).code
    counted = "SELECT ?code (COUNT(*) AS ?n) WHERE { ?a schema:inLanguage ?code ; schema:articleBody ?t } GROUP BY ?code ORDER BY DESC(?n) ?code"
    for row in rows(store, counted):
        code = str(row["code"]).split("-")[0]
        if code in languages.available() and languages.load(code).section("timeline"):
            return code
    return "en"


def _read(articles: Iterable[str], published: str | None, language: str | None) -> Iterator[Article | KgError]:
    from kg.read import read

    return read(articles, published=published, language=language)


def _noted(found: Iterable[Article | KgError], notes: list[str]) -> Iterator[Article | KgError]:
    """Articles as they come; `notes` gets a warning for each of which only the dates can be read."""
    from kg import language as languages

    for article in found:
        if not isinstance(article, KgError):
            code = article.language.split("-")[0]
            if code not in languages.available():
                notes.append(f"{article.id}: no language file for {article.language}; only its dates are read")
            elif not languages.load(code).section("events"):
                notes.append(f"{article.id}: the file of {article.language} has no words for events; only its dates are read")
        yield article


def _complain(error: KgError) -> None:
    click.echo(f"kg: {error}", err=True)


def _write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    beside = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("wb") as out:
            out.write(data)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise InputError(str(path), f"cannot be written ({error.strerror})", "name a file that can be") from error
