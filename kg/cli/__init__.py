"""The command line: read the arguments, call, print. What each command does is in the module it calls."""

from __future__ import annotations

import click

from kg.cli.answers import check, explain, query, search, stats, timeline
from kg.cli.articles import build, extract
from kg.cli.between import diff, merge
from kg.cli.changes import retract, verify
from kg.cli.judging import correct, different, judgements, same
from kg.cli.output import complain, to_nowhere
from kg.cli.pages import export, view
from kg.errors import KgError


class _Group(click.Group):
    """Commands in the order they are written; a KgError is one line and exit code 1."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except KgError as error:
            complain(error)
            ctx.exit(1)
        except BrokenPipeError:  # the reader of a pipe has seen enough
            to_nowhere()
            ctx.exit(0)


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


#: In the order in which --help lists them.
COMMANDS = (
    build, extract, timeline, query, search, explain, check, view, export, same, different, correct, judgements,
    retract, merge, diff, verify, stats,
)  # fmt: skip
for command in COMMANDS:
    main.add_command(command)
