"""Why a graph says what it says: for each event its facts, the sentence of each, and how its date was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from kg import edtf
from kg.derived import read_derived
from kg.entries import Entry, entries
from kg.errors import QueryError
from kg.graph import names_of, read_article
from kg.model import Annotated, Fact, Resolved, Timex
from kg.store import Store
from kg.timeline import citation, one_line, summary, when
from kg.wording import date_in_words, phrases


def read(store: Store) -> Resolved:
    """A whole graph as values. Raises GraphError for one that kg did not write or that is damaged."""
    names = names_of(store.quads(predicate="owl:versionInfo"), store.where)
    prefix = names.article_graph("")
    pairs = [read_article(store.quads(graph=graph)) for graph in store.graphs() if graph.startswith(prefix)]
    return read_derived(store.quads(graph=names.derived), pairs)


def explain(store: Store, what: str, language: str) -> str:
    """The events that `what` names (an event's id or IRI, or somebody by name), each with its evidence, as text."""
    every = entries(store)
    chosen = [entry for entry in every if what.rstrip("/").rsplit("/", 1)[-1] == entry.event]
    if not chosen:
        chosen = list(entries(store, about=what))
    if not chosen:
        raise QueryError(what, "is in no event", "see `kg timeline` for the events there are")
    resolved = read(store)
    facts = {fact.id: fact for fact in resolved.facts}
    annotated = {a.article.id: a for a in resolved.annotated}
    blocks = ["\n".join(_event(entry, facts, annotated, language)) for entry in chosen]
    return "\n\n".join(blocks) + "\n"


def _event(entry: Entry, facts: Mapping[str, Fact], annotated: Mapping[str, Annotated], language: str) -> Iterator[str]:
    date = when(entry, language) or phrases(language)["undated"]
    yield f"{date} — {' · '.join(summary(entry, language))}"
    yield f"  {entry.type} {entry.event}"
    for evidence in entry.facts:
        fact = facts[evidence.fact]
        yield f"  {citation(evidence, language, str)}"
        yield f"    {fact.status} · {fact.rule} · “{one_line(fact.trigger.of(annotated[fact.article].article.text))}”"
        for line in _chain(fact, annotated[fact.article], language):
            yield f"    {line}"


def _chain(fact: Fact, annotated: Annotated, language: str) -> Iterator[str]:
    """How the time of a fact was found: its words, their rule, what they were counted from, and from what that was."""
    own = phrases(language)["chain"]
    text = annotated.article.text
    timexes = {t.span: t for t in annotated.timexes}
    if fact.time is not None:
        yield f"{own[fact.time_basis]}: {fact.time} ({date_in_words(edtf.parse(fact.time), language)})"
    timex = timexes.get(fact.timex) if fact.timex else None
    seen: set[Timex] = set()
    while timex is not None and timex not in seen:
        seen.add(timex)
        yield f"{own['read']} “{one_line(timex.span.of(text))}” → {timex.edtf or timex.value} · {timex.rule}"
        if timex.anchor.kind == "published":
            yield f"{own['published']} {timex.anchor.value}"
        timex = timexes.get(timex.anchor.span) if timex.anchor.span else None
    if fact.duration is not None:
        yield f"{own['duration']} “{one_line(fact.duration.of(text))}” → {timexes[fact.duration].value}"
    if fact.told_at is not None:
        yield f"{own['told']} {date_in_words(edtf.parse(fact.told_at), language)}"


def stats(store: Store) -> str:
    """How many articles, sentences of evidence, events and entities there are, by type, as lines."""
    resolved = read(store)
    lines = [
        f"articles  {len(resolved.annotated)}",
        f"facts     {len(resolved.facts)}",
        f"events    {len(resolved.events)}",
        f"dated     {sum(e.time is not None for e in resolved.events)}",
        f"entities  {len(resolved.entities)}",
    ]
    for title, counted in (
        ("events by type", Counter(e.type for e in resolved.events)),
        ("entities by kind", Counter(e.kind for e in resolved.entities)),
        ("facts by status", Counter(f.status for f in resolved.facts)),
    ):
        lines += ["", title, *(f"  {name}  {n}" for name, n in sorted(counted.items(), key=lambda kv: (-kv[1], kv[0])))]
    return "\n".join(lines) + "\n"
