"""What a person judges: same, different, and judgements to show, carry over and undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kg.cli.opening import opened
from kg.cli.options import GRAPH, filled
from kg.cli.output import show

if TYPE_CHECKING:
    from kg.judgements import Decision

A, B = click.argument("a", metavar="A"), click.argument("b", metavar="B")
WHO = click.option("--by", metavar="NAME", callback=filled, help="Who says so, else the user of this computer.")
WHY = click.option("--because", default="", metavar="TEXT", help="Why.")
WHEN = click.option("--learnt", metavar="DATE", help="The day of it (else SOURCE_DATE_EPOCH, else today).")


@click.command(short_help="Say that two things are one.")
@GRAPH
@A
@B
@WHY
@WHO
@WHEN
def same(graph: str, a: str, b: str, because: str, by: str | None, learnt: str | None) -> None:
    """Say that two people, places, documents or events are one, whatever kg makes of them.

    A and B are the ids or IRIs of events, facts, people …, names, or mentions as ARTICLE#START-END. What is kept are
    the facts and mentions they stand for, so that a judgement outlives rebuilds and comes back with its article. It
    can be undone: kg judgements GRAPH --undo ID.
    """
    _judge(graph, "same", a, b, because, by, learnt)


@click.command(short_help="Say that two things are not one.")
@GRAPH
@A
@B
@WHY
@WHO
@WHEN
def different(graph: str, a: str, b: str, because: str, by: str | None, learnt: str | None) -> None:
    """Say that two people, places, documents or events are not one, whatever kg makes of them.

    See kg same. To part what kg takes for one, name two of its mentions or facts, or names that only one of them has.
    """
    _judge(graph, "different", a, b, because, by, learnt)


def _judge(graph: str, verdict: Decision, a: str, b: str, because: str, by: str | None, learnt: str | None) -> None:
    from kg.judge import judge

    made = judge(graph, verdict, a, b, because=because, by=by, learnt=learnt)
    click.echo(f"{graph}: {made.id}: {verdict}, says {made.by} (kg judgements --undo {made.id} undoes it)", err=True)


@click.command(short_help="What people judged to be the same, or different.")
@GRAPH
@click.option("--import", "source", metavar="FILE", help="Add the judgements of a file that this command wrote.")
@click.option("--undo", "id", metavar="ID", callback=filled, help="Take a judgement back.")
def judgements(graph: str, source: str | None, id: str | None) -> None:
    """What people judged to be the same, or different, as JSON Lines: who says so, when, why, and of which passages.

    With --import, judgements are added instead; a file written by one graph can be read into another. What they name
    may be missing there; it is judged as soon as its article comes.
    """
    from kg import judge
    from kg.judgements import as_lines, from_lines

    if source is not None and id is not None:
        raise click.UsageError("Give --import or --undo, not both.")
    if source is not None:
        from kg.read import text_of

        held = judge.add(graph, from_lines(text_of(source), source))
        click.echo(f"{graph}: {held} judgements", err=True)
    elif id is not None:
        gone = judge.undo(graph, id)
        click.echo(f"{graph}: undone: {gone.id} ({gone.verdict}, said {gone.by} on {gone.learnt})", err=True)
    else:
        show(as_lines(judge.judgements(opened(graph))))
