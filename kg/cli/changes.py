"""Commands that change a graph, or prove that nobody did: kg retract, kg verify."""

from __future__ import annotations

import click

from kg.cli.opening import kept, opened
from kg.cli.options import GRAPH
from kg.cli.output import complain, show
from kg.errors import InputError


@click.command(short_help="Take an article out of a graph.")
@GRAPH
@click.argument("article", metavar="ARTICLE")
def retract(graph: str, article: str) -> None:
    """Take an article out of a graph, with all that rests on it alone, and say what that was.

    ARTICLE is its id, its address (URL) or its IRI. "weaker" are events that keep facts of other articles. No other
    article is read again. All or nothing: a failure leaves the graph as it was.
    """
    from kg.builds import retract as run
    from kg.builds import told
    from kg.wording import reader

    language = reader(opened(graph), None)
    show(told(run(graph, article), language))
    kept(graph)


@click.command(short_help="Prove every statement of a graph again.")
@GRAPH
def verify(graph: str) -> None:
    """Prove every statement of a graph again, from the articles' text that it holds.

    Prints how many of each were proved. What does not hold is reported, the first 20 of it, and the exit code is 1.
    """
    from kg import verify as proofs

    proof = proofs.verify(opened(graph))
    show(proofs.summary(proof))
    for failure in proof.failures[:20]:
        complain(failure)
    if proof.failures:
        raise InputError(graph, f"{len(proof.failures)} things do not hold", "build it again from its articles")
