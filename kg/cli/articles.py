"""Commands that read articles: kg build, kg extract."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.opening import models, noted, reading, span_of, warn
from kg.cli.options import ARTICLES, MODEL, PUBLISHED, SPOKEN, SURE, WITH
from kg.cli.output import complain, save, show, unwritable
from kg.errors import KgError

if TYPE_CHECKING:
    from kg.dossier import Dossier
    from kg.extract.syntax import Models
    from kg.model import Article, Span

#: To the beginning of a terminal's line, and nothing on it.
_CLEAR = "\r\x1b[K"
_STEPS = {"read again": "Reading again", "derive": "Grouping", "write": "Writing"}


@click.command(short_help="Put articles into a graph.")
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
    is 1; README, LICENSE and the like are left out of a folder. All or nothing: a build that fails leaves the graph as
    it was. With another --with, --model or --min-confidence than before, or without one that there was, everything is
    read again.
    """
    from kg.builds import build as run
    from kg.dossier import read as bring

    own = partial(run, dossier=bring(brought), models=models(udpipe))
    notes: dict[str, list[str]] = {}
    beside: list[str] = []
    found = noted(reading(articles, published, language, beside), notes)
    terminal = sys.stderr.isatty()
    with click.progressbar(found, label="Reading", show_pos=True, file=sys.stderr, hidden=not terminal) as shown:
        try:
            progress = _told if terminal else _untold
            report = own(shown, graph, base=base, learnt=learnt, min_confidence=least, progress=progress)
        finally:
            click.echo(_CLEAR if terminal else "", nl=False, err=True)
    warn(notes, beside)
    for error in report.skipped:
        complain(error)
    if report.articles:
        done = f"{len(report.added)} added, {len(report.replaced)} replaced, {len(report.unchanged)} unchanged"
        again = f", {len(report.reread)} read again (they had been read otherwise)" if report.reread else ""
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


@click.command(short_help="What articles say, with spans, without a graph.")
@ARTICLES
@click.option("--format", "form", type=click.Choice(["json", "timeml"]), default="json", show_default=True)
@PUBLISHED
@SPOKEN
@WITH
@MODEL
@SURE
@click.option("--why", "passage", metavar="START:END", help="Say what each rule found in this passage, or why not.")
@click.option("-o", "--output", metavar="FILE", help="Write there: a file or, for TimeML, a folder.")
def extract(
    articles: tuple[str, ...], form: str, published: str | None, language: str | None, brought: tuple[str, ...],
    udpipe: tuple[str, ...], least: float, passage: str | None, output: str | None,
) -> None:
    """What articles say: times, names, facts, each with its span, without a graph.

    json: one object an article, offsets in code points of its text; several articles are JSON Lines.

    timeml: a TimeML 1.2.1 document an article: every time a TIMEX3, all that happens an EVENT, whose comment names the
    facts that it tells by type and id. Several go to the folder given with -o, each named after the id of its article
    (id.tml); printed, they follow one another, each from its <?xml …?> to its </TimeML>.

    --why: of one article and a passage of it (code points, as the spans of json), a line for each time, name, word for
    an event, role and status that a rule saw there, with the rule, and why nothing came of it where nothing did.
    """
    from kg.dossier import read as bring

    make = partial(_json, least=least) if passage is None else partial(_why, passage=span_of(passage))
    own = {"dossier": bring(brought), "models": models(udpipe)}
    notes: dict[str, list[str]] = {}
    beside: list[str] = []
    failures: list[KgError] = []
    found = _sound(noted(reading(articles, published, language, beside), notes), failures)
    first = list(islice(found, 2))  # one article is printed in another way than several
    several = len(first) > 1
    if passage is not None and (several or form == "timeml"):
        raise click.UsageError("--why is of one article, and no TimeML.")
    make = partial(_timeml, least=least) if form == "timeml" else partial(make, several=several)
    write = partial(make, **own)
    written = ((article.id, write(article)) for article in chain(first, found))
    if output is not None and form == "timeml" and (several or output.endswith(os.sep) or Path(output).is_dir()):
        _write_each(Path(output), written)
    elif output is not None and first:
        save(Path(output), (text.encode() for _, text in written))
    else:
        for _, text in written:
            show(text)
    warn(notes, beside)
    if failures:
        sys.exit(1)


def _sound(found: Iterable[Article | KgError], failures: list[KgError]) -> Iterator[Article]:
    """The articles; what could not be read is reported as it comes, and kept in `failures`."""
    for article in found:
        if isinstance(article, KgError):
            complain(article)
            failures.append(article)
        else:
            yield article


def _timeml(article: Article, *, dossier: Dossier, models: Models, least: float) -> str:
    from kg import timeml
    from kg.extract import annotate
    from kg.extract import extract as facts_of
    from kg.extract.confidence import sure

    found = annotate(article, dossier, models)
    return timeml.write(found.article, found.timexes, found.triggers, sure(facts_of(found, dossier), least))


def _json(article: Article, *, several: bool, dossier: Dossier, models: Models, least: float) -> str:
    import json

    from kg.records import read

    return json.dumps(read(article, dossier, models, least), ensure_ascii=False, indent=None if several else 1) + "\n"


def _why(article: Article, *, several: bool, passage: Span, dossier: Dossier, models: Models) -> str:
    from kg.records import why

    return why(article, passage, dossier, models)


def _write_each(folder: Path, written: Iterable[tuple[str, str]]) -> None:
    from kg.records import file_name

    for id, text in written:
        try:
            folder.mkdir(exist_ok=True)
        except OSError as error:
            raise unwritable(str(folder), error) from error
        save(folder / f"{file_name(id)}.tml", [text.encode()])
