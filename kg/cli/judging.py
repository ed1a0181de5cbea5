"""What a person judges: same, different, and judgements to show, carry over and undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kg.cli.opening import kept, opened
from kg.cli.options import GRAPH, filled, pair
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


@click.command(short_help="Correct what a fact says.")
@GRAPH
@click.argument("fact", metavar="FACT")
@click.argument("values", nargs=-1, metavar="[time=… type=… status=… ROLE=…]")
@click.option("--undo", is_flag=True, help="Take back all that was corrected of the fact.")
@WHY
@WHO
@WHEN
def correct(
    graph: str, fact: str, values: tuple[str, ...], undo: bool, because: str, by: str | None, learnt: str | None
) -> None:  # fmt: skip
    """Say what the time, type, status or a role of a fact is, whatever kg read.

    \b
      kg correct news.nq 3f2a9c1d0b7e4f55 time=2020-09 --because "court record"

    FACT is the id of a fact or an event. A time is EDTF; a role (agent, patient, place …) is filled by the name of
    somebody whom the article mentions; nothing after the = says that there is none. What was read stays in the graph;
    events follow the correction, which outlives rebuilds and is shown as one.

    What follows from the fact in its article moves with it (a detention begins with the arrest), and is printed; so is
    what keeps a date that rests on the same words, and may be wrong as well, and what is another event now.
    """
    from kg.judge import correct as run

    if bool(values) == undo:
        raise click.UsageError("Give what is to be corrected, such as time=2020-09, or --undo.")
    done = run(graph, fact, dict(pair(v) for v in values), because=because, by=by, learnt=learnt)
    what = f"{', '.join(one.what for one in done.made)} as read" if undo else ", ".join(values)
    click.echo(f"{graph}: {fact}: {what}", err=True)
    for other in done.moved:
        click.echo(f"  with it: {other.type} {other.id}: {other.time or 'no time'}", err=True)
    for other in done.kept:
        click.echo(f"  as read, from the same words: {other.type} {other.id}: {other.time or other.told_at}", err=True)
    if done.apart:
        click.echo(f"  no longer one event with it: {', '.join(done.apart)}", err=True)
    kept(graph)


def _judge(graph: str, verdict: Decision, a: str, b: str, because: str, by: str | None, learnt: str | None) -> None:
    from kg.judge import judge

    made = judge(graph, verdict, a, b, because=because, by=by, learnt=learnt)
    click.echo(f"{graph}: {made.id}: {verdict}, says {made.by} (kg judgements --undo {made.id} undoes it)", err=True)
    kept(graph)


@click.command(short_help="What people judged and corrected.")
@GRAPH
@click.option("--import", "source", metavar="FILE", help="Add the lines of a file that this command wrote.")
@click.option("--undo", "id", metavar="ID", callback=filled, help="Take a judgement or a correction back.")
def judgements(graph: str, source: str | None, id: str | None) -> None:
    """What people judged and corrected, as JSON Lines: who says so, when, why, and of which passages.

    With --import, lines are added instead; a file written by one graph can be read into another. What they name may be
    missing there; it is judged as soon as its article comes.
    """
    from kg import judge
    from kg.judgements import Judgement
    from kg.said import as_lines, from_lines

    if source is not None and id is not None:
        raise click.UsageError("Give --import or --undo, not both.")
    if source is not None:
        from kg.read import text_of

        held = judge.add(graph, from_lines(text_of(source), source))
        corrected = f", {len(held.corrections)} corrections" if held.corrections else ""
        click.echo(f"{graph}: {len(held.judgements)} judgements{corrected}", err=True)
    elif id is not None:
        gone = judge.undo(graph, id)
        what = gone.verdict if isinstance(gone, Judgement) else f"{gone.what} = {gone.value or 'none'}"
        click.echo(f"{graph}: undone: {gone.id} ({what}, said {gone.by} on {gone.learnt})", err=True)
    if source is None and id is None:
        show(as_lines(judge.said(opened(graph))))
    else:
        kept(graph)
