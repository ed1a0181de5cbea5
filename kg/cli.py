"""The command line: read the arguments, call, print. What each command does is in the module it calls."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.errors import InputError, KgError

if TYPE_CHECKING:
    from kg.dossier import Dossier
    from kg.extract.syntax import Models
    from kg.model import Article
    from kg.results import Format
    from kg.store import Store

#: The formats of `kg query`, `kg timeline` and `kg export`; a test compares them with the tables of their modules,
#: which cost too much to import for --help.
TABLES = ("table", "json", "csv", "tsv", "xml")
SEARCHES = ("text", "json")
TIMELINES = ("text", "md", "json", "csv")
CHECKS = ("text", "json")
EXPORTS = ("nquads", "trig", "turtle", "jsonld", "graphml", "gexf", "csv", "timelinejs")
#: To the beginning of a terminal's line, and nothing on it.
_CLEAR = "\r\x1b[K"
_STEPS = {"read again": "Reading again", "derive": "Grouping", "write": "Writing"}


class _Group(click.Group):
    """Commands in the order they are written; a KgError is one line and exit code 1."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except KgError as error:
            _complain(error)
            ctx.exit(1)
        except BrokenPipeError:  # the reader of a pipe has seen enough
            _to_nowhere()
            ctx.exit(0)


def _filled(ctx: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """An empty value is more often a slip of a script than a wish for everything."""
    if value is not None and not value.strip():
        raise click.BadParameter("it is empty.")
    return value


ARTICLES = click.argument("articles", nargs=-1, required=True, metavar="ARTICLE…")
GRAPH = click.argument("graph", metavar="GRAPH")
WORDS = click.option("--language", metavar="xx", help="Words to print in, hi or en; else those of most articles.")
PUBLISHED = click.option("--published", metavar="DATE", help="The day of publication of all the articles: 2026-01-02.")
SPOKEN = click.option("--language", metavar="xx", help="The language of all the articles (BCP 47), else found out.")
_SHARE = click.FloatRange(0, 1)
WITH = click.option(
    "--with", "brought", multiple=True, metavar="FILE.toml",
    help="Names, Wikidata ids, what is no name, and words for events of your own story.",
)  # fmt: skip
MODEL = click.option(
    "--model", "udpipe", multiple=True, metavar="[xx=]FILE.udpipe",
    help="A UDPipe 1 model that tags and parses, for articles in xx or all.",
)  # fmt: skip
SURE = click.option(
    "--min-confidence", "least", type=_SHARE, default=0.0, metavar="X", help="Leave out less sure facts."
)  # fmt: skip


@click.group("kg", cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="kg")
def main() -> None:
    """News articles in, a timeline you can check out.

    \b
      kg build articles/ -o news.nq          articles into a graph
      kg timeline news.nq --about "A Name"   its events in order of time
      kg view news.nq -o page.html           all of it on one page

    GRAPH is a file (.nq .trig .jsonld), a directory, or the http(s) address of a SPARQL endpoint. ARTICLE is a file
    (text, Markdown, HTML, JSON Lines), a folder, a glob, or - for standard input. Nothing else is asked of any network.

    Exit codes: 0 done; 1 something went wrong, and one line says where, what, and what to do; 2 the command line could
    not be understood.
    """


@main.command(short_help="Put articles into a graph.")
@ARTICLES
@click.option("-o", "--output", "graph", required=True, metavar="GRAPH", help="Where the graph is, or will be.")
@PUBLISHED
@SPOKEN
@click.option("--base", metavar="IRI", help="Base of the IRIs of a new graph.")
@click.option("--learnt", metavar="DATE", help="The day the log gives (else SOURCE_DATE_EPOCH, else today).")
@WITH
@MODEL
@SURE
def build(
    articles: tuple[str, ...], graph: str, published: str | None, language: str | None, base: str | None,
    learnt: str | None, brought: tuple[str, ...], udpipe: tuple[str, ...], least: float,
) -> None:  # fmt: skip
    """Put articles into a graph: new ones are added, changed ones replaced, the others left alone.

    What an older kg had read is read again. An article that cannot be read is reported and left out, and the exit code
    is 1. All or nothing: a build that fails leaves the graph as it was. With another --with, --model or
    --min-confidence than before, or without one that there was, everything is read again.
    """
    from kg.build import build as run
    from kg.dossier import read as bring

    own = partial(run, dossier=bring(brought), models=_models(udpipe))
    notes: dict[str, list[str]] = {}
    found = _noted(_read(articles, published, language), notes)
    terminal = sys.stderr.isatty()
    with click.progressbar(found, label="Reading", show_pos=True, file=sys.stderr, hidden=not terminal) as shown:
        try:
            progress = _told if terminal else _untold
            report = own(shown, graph, base=base, learnt=learnt, min_confidence=least, progress=progress)
        finally:
            click.echo(_CLEAR if terminal else "", nl=False, err=True)
    _warn(notes)
    for error in report.skipped:
        _complain(error)
    if report.articles:
        done = f"{len(report.added)} added, {len(report.replaced)} replaced, {len(report.unchanged)} unchanged"
        again = f", {len(report.reread)} read again (another kg had read them)" if report.reread else ""
        left = f", {report.below} facts of what was read left out (confidence below {least:g})" if report.below else ""
        held = f"{report.articles} articles, {report.facts} facts, {report.events} events"
        click.echo(f"{graph}: {done}{again}{left}; {held}", err=True)
    if report.skipped:
        sys.exit(1)


def _told(step: str, done: int, total: int | None) -> None:
    """What a build does once its articles are read, on a line of the terminal that what follows takes."""
    if step != "read":
        click.echo(f"{_CLEAR}{_STEPS[step]} {done}/{total}", nl=False, err=True)


def _untold(step: str, done: int, total: int | None) -> None:
    """Nothing, where nobody watches."""


@main.command(short_help="What articles say, with spans, without a graph.")
@ARTICLES
@click.option("--format", "form", type=click.Choice(["json", "timeml"]), default="json", show_default=True)
@PUBLISHED
@SPOKEN
@WITH
@MODEL
@SURE
@click.option("-o", "--output", metavar="FILE", help="Write there: a file or, for TimeML, a folder.")
def extract(
    articles: tuple[str, ...], form: str, published: str | None, language: str | None, brought: tuple[str, ...],
    udpipe: tuple[str, ...], least: float, output: str | None,
) -> None:
    """What articles say: times, names, facts, each with its span, without a graph.

    json: one object an article, offsets in code points of its text; several articles are JSON Lines.

    timeml: a TimeML 1.2.1 document an article. Several go to the folder given with -o, each named after the id of its
    article (id.tml); printed, they follow one another, each from its <?xml …?> to its </TimeML>.
    """
    from kg.dossier import read as bring

    record = partial(_json, dossier=bring(brought), models=_models(udpipe), least=least)
    notes: dict[str, list[str]] = {}
    failures: list[KgError] = []
    found = _sound(_noted(_read(articles, published, language), notes), failures)
    first = list(islice(found, 2))  # one article is printed in another way than several
    several = len(first) > 1
    make = _timeml if form == "timeml" else partial(record, several=several)
    written = ((article.id, make(article)) for article in chain(first, found))
    if output is not None and form == "timeml" and (several or output.endswith(os.sep) or Path(output).is_dir()):
        _write_each(Path(output), written)
    elif output is not None and first:
        _write(Path(output), (text.encode() for _, text in written))
    else:
        for _, text in written:
            _print(text)
    _warn(notes)
    if failures:
        sys.exit(1)


def _sound(found: Iterable[Article | KgError], failures: list[KgError]) -> Iterator[Article]:
    """The articles; what could not be read is reported as it comes, and kept in `failures`."""
    for article in found:
        if isinstance(article, KgError):
            _complain(article)
            failures.append(article)
        else:
            yield article


def _timeml(article: Article) -> str:
    from kg import timeml
    from kg.extract import dateline, times

    article = dateline.dated(article)
    return timeml.write(article, times.find(article))


def _json(article: Article, *, several: bool, dossier: Dossier, models: Models, least: float) -> str:
    import json

    from kg.records import read

    return json.dumps(read(article, dossier, models, least), ensure_ascii=False, indent=None if several else 1) + "\n"


def _write_each(folder: Path, written: Iterable[tuple[str, str]]) -> None:
    from kg.records import file_name

    for id, text in written:
        try:
            folder.mkdir(exist_ok=True)
        except OSError as error:
            raise _unwritable(str(folder), error) from error
        _write(folder / f"{file_name(id)}.tml", [text.encode()])


@main.command(short_help="The events of a graph in order of time.")
@GRAPH
@click.option("--about", metavar="NAME", callback=_filled, help="Only events of this person, group, place, document.")
@click.option("--since", metavar="DATE", callback=_filled, help="Only events that may have lasted into this time.")
@click.option("--until", metavar="DATE", callback=_filled, help="Only events that may have begun by this time.")
@click.option("--type", "type_", metavar="T", callback=_filled, help="Only events of this type (Arrest, Meeting, …).")
@click.option("--min-confidence", "least", type=_SHARE, default=0.0, metavar="X", help="Only events told this surely.")
@click.option("--format", "form", type=click.Choice(TIMELINES), default="text", show_default=True)
@WORDS
def timeline(
    graph: str, about: str | None, since: str | None, until: str | None, type_: str | None, least: float, form: str,
    language: str | None,
) -> None:  # fmt: skip
    """The events of a graph in order of time: when, what, who, where, and on how many sentences it rests.

    NAME may be in any spelling, in either script. DATE is 2023, 2023-06, 2023-06-01 or any EDTF; an event whose time is
    not known may have been at any time, and is always listed. X is from 0 to 1, and is compared with the surest of the
    facts that tell an event. The format md has numbered footnotes with quote, article
    and date, ready to print.
    """
    from kg import timeline as lines

    store = _open(graph)
    found = lines.entries(store, about, since, until, type_, least)
    if not found:
        from kg.explain import own

        own(store)  # that it has no events is true only of a graph that kg wrote
    _print(lines.FORMATS[form](found, _reader(store, language)))


@main.command(short_help="Ask a graph with SPARQL, or a named query.")
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
            _print(f"{one.name}: {one.title}\n")
            for p in one.parameters:
                _print(f"    {p.name} ({p.kind}{', optional' if p.optional else ''}): {p.meaning}\n")
        return
    if graph is None or query is None:
        raise click.UsageError("Give a graph and a query, or --list.")
    given = dict(_pair(p) for p in parameters)
    answer = ask_within(graph, query, given, form, limit, timeout)
    _print(answer.data)
    if answer.cut:
        click.echo(f"kg: warning: there are more than {limit} rows; the first {limit} are shown", err=True)


def _pair(parameter: str) -> tuple[str, str]:
    name, equals, value = parameter.partition("=")
    if not equals:
        raise click.UsageError(f"Parameter {parameter!r} is not of the form name=value.")
    return name, value


@main.command(short_help="Find words in sentences, headlines and names.")
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
    store = _open(graph)
    found = words_in.search(store, words, limit)
    _print(words_in.FORMATS[form](found))
    if store.index is not None and not found.indexed:
        click.echo("kg: warning: there is no index, so every sentence was looked at; --index makes one", err=True)
    if found.more:
        click.echo(f"kg: warning: there is more; the first {limit} are shown", err=True)


@main.command(short_help="Why a graph says what it says.")
@GRAPH
@click.argument("what", metavar="EVENT|NAME")
@WORDS
def explain(graph: str, what: str, language: str | None) -> None:
    """Why a graph says what it says of an event (its id), or of all events of somebody (a name in any spelling).

    For every sentence: its quote, its article, the words and the rule that were read, and how its date was found.
    """
    from kg.explain import explain as explained

    store = _open(graph)
    _print(explained(store, what, _reader(store, language)))


@main.command(short_help="What of a graph should be looked at again.")
@GRAPH
@click.option("--format", "form", type=click.Choice(CHECKS), default="text", show_default=True)
@click.option("--strict", is_flag=True, help="Exit with 1 where anything is found.")
@WORDS
def check(graph: str, form: str, strict: bool, language: str | None) -> None:
    """What of a graph should be looked at again, with quotes.

    Accounts that cannot all be true, as few of them as contradict one another; two accounts of what may be one event;
    what is told the other way round than it usually happens; gaps in a detention or a trial; names that may be one
    person's; events that rest on one origin, copies of one report among them. Nothing is changed: both accounts stay.
    """
    from kg.check import FORMATS
    from kg.check import check as checked

    store = _open(graph)
    found = checked(store, _reader(store, language))
    _print(FORMATS[form](found))
    if strict and len(found):
        sys.exit(1)


@main.command(short_help="Write the evidence page, one HTML file.")
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

    store = _open(graph)
    _write(Path(output), [page(store, language=_reader(store, language), redacted=redacted).encode()])


@main.command(short_help="Write a graph in another format.")
@GRAPH
@click.option("--format", "form", required=True, type=click.Choice(EXPORTS))
@click.option("-o", "--output", metavar="FILE", help="Write there instead of printing.")
@WORDS
def export(graph: str, form: str, output: str | None, language: str | None) -> None:
    """Write a graph in another format.

    RDF: nquads trig turtle jsonld. A network: graphml gexf. A row a fact: csv. A timeline for TimelineJS: timelinejs.
    """
    from kg.export import FORMATS

    store = _open(graph)
    pieces = FORMATS[form](store, _reader(store, language))
    if output is not None:
        _write(Path(output), pieces)
        return
    for piece in pieces:
        _print(piece)


@main.command(short_help="Take an article out of a graph.")
@GRAPH
@click.argument("article", metavar="ARTICLE")
def retract(graph: str, article: str) -> None:
    """Take an article out of a graph, with all that rests on it alone, and say what that was.

    ARTICLE is its id, its address (URL) or its IRI. "weaker" are events that keep facts of other articles. All or
    nothing: a failure leaves the graph as it was.
    """
    from kg.build import retract as run
    from kg.build import told

    language = _reader(_open(graph), None)
    _print(told(run(graph, article), language))


@main.command(short_help="Prove every statement of a graph again.")
@GRAPH
def verify(graph: str) -> None:
    """Prove every statement of a graph again, from the articles' text that it holds.

    Prints how many of each were proved. What does not hold is reported, the first 20 of it, and the exit code is 1.
    """
    from kg import verify as proofs

    proof = proofs.verify(_open(graph))
    _print(proofs.summary(proof))
    for failure in proof.failures[:20]:
        _complain(failure)
    if proof.failures:
        raise InputError(graph, f"{len(proof.failures)} things do not hold", "build it again from its articles")


@main.command(short_help="How much there is in a graph.")
@GRAPH
def stats(graph: str) -> None:
    """How many articles, facts, events and entities a graph holds, by type."""
    from kg.explain import stats as counted

    _print(counted(_open(graph)))


# ---- what the commands share


def _open(graph: str) -> Store:
    from kg import store

    return store.open(graph)


_LANGUAGES = """SELECT ?code (COUNT(*) AS ?n) WHERE { ?article schema:inLanguage ?code }
GROUP BY ?code ORDER BY DESC(?n) ?code"""


def _reader(store: Store, language: str | None) -> str:
    """The language of the words printed: the one asked for, else that of most articles, where it has the words."""
    from kg import language as languages
    from kg.query import rows

    if language is not None:
        if not languages.words(language):
            raise InputError("--language", f"{language} has no words to print a timeline in", "use hi or en")
        return languages.subtag(language)
    for row in rows(store, _LANGUAGES):
        code = str(row["code"]).split("-")[0]
        if code in languages.available() and languages.words(code):
            return code
    return "en"


def _read(articles: Iterable[str], published: str | None, language: str | None) -> Iterator[Article | KgError]:
    from kg.read import read

    return read(articles, published=published, language=language)


def _models(given: Sequence[str]) -> Models:
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


def _noted(found: Iterable[Article | KgError], notes: dict[str, list[str]]) -> Iterator[Article | KgError]:
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


def _warn(notes: dict[str, list[str]]) -> None:
    """A line for each thing to warn of, with the first article and how many there are."""
    for what, ids in notes.items():
        more = f" and {len(ids) - 1} more" if len(ids) > 1 else ""
        click.echo(f"kg: warning: {ids[0]}{more}: {what}; only dates are read", err=True)


def _complain(error: KgError) -> None:
    click.echo(f"kg: {error}", err=True)


def _print(text: str | bytes) -> None:
    """Print, in UTF-8 whatever the terminal, and see that it arrives."""
    if sys.stdout is None:  # closed by the caller, who wants only the exit code
        return
    try:
        sys.stdout.buffer.write(text if isinstance(text, bytes) else text.encode())
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        _to_nowhere()
        what = f"cannot be written ({error.strerror})"
        raise InputError("standard output", what, "what was printed is not whole") from error


def _to_nowhere() -> None:
    """Send the rest of standard output nowhere, or Python would fail on it once more at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _write(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a file whole or not at all; a pipe or a device (/dev/stdout) is written to as it is."""
    try:
        if path.exists() and not path.is_file():
            _fill(path, pieces)
            return
        target = Path(os.path.realpath(path))
        beside = target.with_name(f".{target.name}.part")
        with ExitStack() as undo:
            undo.callback(beside.unlink, missing_ok=True)
            _fill(beside, pieces)
            beside.replace(target)
            undo.pop_all()
    except OSError as error:
        raise _unwritable(str(path), error) from error


def _fill(path: Path, pieces: Iterable[bytes]) -> None:
    with path.open("wb") as out:
        out.writelines(pieces)


def _unwritable(where: str, error: OSError) -> KgError:
    if isinstance(error, FileNotFoundError):
        return InputError(where, "cannot be written: there is no such folder", "make the folder first")
    return InputError(where, f"cannot be written ({error.strerror})", "name a file that can be")
