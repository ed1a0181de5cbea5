"""Why a graph says what it says: for each event its facts, the sentence of each, and how its date was found."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from kg import edtf
from kg.clusters import reasons
from kg.constraints import solved
from kg.corrections import Correction, corrected, in_words, read_corrections
from kg.derived import read_derived
from kg.entries import Entry, entries
from kg.errors import QueryError
from kg.following import resting
from kg.graph import names_of, read_article
from kg.grounds import grounds
from kg.identity import Reason
from kg.inference import axioms
from kg.judgements import Judgement, read_judgements
from kg.language import load
from kg.manifest import in_words as ingredients
from kg.manifest import read_manifest
from kg.model import Fact, Resolved, Span, Timex
from kg.order import Solution
from kg.origins import Groups, origins
from kg.query import entity
from kg.reasons import Told, derived, ordered
from kg.resolve import fact_of
from kg.store import Store
from kg.terms import Names, local
from kg.timeline import called, one_line, quoted, source, summary, when
from kg.wording import counted, length_in_words, listed, phrases


def own(store: Store) -> Names:
    """The names of a graph that kg wrote. Raises GraphError for one that it did not."""
    return names_of(store.quads(predicate="owl:versionInfo"), store.where)


def read(store: Store) -> Resolved:
    """A whole graph as values. Raises GraphError for one that kg did not write or that is damaged."""
    names = own(store)
    prefix = names.article_graph("")
    pairs = [read_article(store.quads(graph=graph)) for graph in store.graphs() if graph.startswith(prefix)]
    said = list(store.quads(graph=names.judgements))
    pairs = corrected(pairs, read_corrections(said))
    return read_derived(store.quads(graph=names.derived), pairs, read_judgements(said))


def corrections(store: Store) -> tuple[Correction, ...]:
    """What people corrected in a graph. Raises GraphError for one that kg did not write or that is damaged."""
    return read_corrections(store.quads(graph=own(store).judgements))


def explain(store: Store, what: str, language: str) -> str:
    """The events that `what` names (an event's id or IRI, or somebody by name), each with its evidence, as text.

    Raises QueryError where it names none, GraphError for a graph that kg did not write or that is damaged.
    """
    own(store)
    every = entries(store)
    chosen = [entry for entry in every if what.rstrip("/").rsplit("/", 1)[-1] == entry.event]
    by_id = bool(chosen)
    if not chosen:
        of = {entry.event for entry in entries(store, about=what)}
        chosen = [entry for entry in every if entry.event in of]
    if not chosen:
        raise QueryError(what, "is in no event", "see `kg timeline` for the events there are")
    resolved = read(store)
    told = Told(resolved, language)
    said: dict[str, list[Correction]] = defaultdict(list)
    for one in corrections(store):
        if (fact := fact_of(resolved.facts, one.fact)) is not None:
            said[fact.id].append(one)
    kept = set(_kept(store, resolved, {one.fact.article for one in corrections(store)}))
    solution = solved(resolved)
    judged = read_judgements(store.quads(graph=own(store).judgements))
    together = {entry.event: _together(entry, told, resolved, judged) for entry in chosen}
    rest = {entry.event: _rests(entry, told, resolved) for entry in chosen}
    events = [
        "\n".join(_event(entry, told, solution, said, together[entry.event], rest[entry.event], kept))
        for entry in chosen
    ]
    return "\n\n".join([*_one("" if by_id else entity(store, what), told, resolved), *events]) + "\n"


def _one(iri: str, told: Told, resolved: Resolved) -> Iterator[str]:
    """Why the mentions of somebody in several articles are taken for one, and who said so where somebody did."""
    one = told.entities.get(local(iri)) if iri else None
    if one is None or len({article for article, _ in one.mentions}) < 2:
        return
    facts: dict[str, list[Fact]] = defaultdict(list)
    for fact in resolved.facts:
        facts[fact.article].append(fact)
    pairs = [(annotated, facts[annotated.article.id]) for annotated in resolved.annotated]
    lines = [
        told.words["joined"].format(
            first=f"{one_line(mine[1])} [{one_line(mine[0])}]", second=f"{one_line(other[1])} [{one_line(other[0])}]",
            why=one_line("; ".join(_because(reason, told) for reason in found.why)),
        )
        for mine, other, found in reasons(pairs, one.mentions)
    ]  # fmt: skip
    if lines:
        yield "\n".join([called(one.labels, told.language, one.name), *(f"  {line}" for line in lines)])


def _because(reason: Reason, told: Told) -> str:
    """A reason for two names being one, in words."""
    kind, *names = reason
    if kind in ("same_work", "other_work"):
        called = load(told.language).section("occupations")
        names = [listed([called.get(work, [work])[0] for work in names], told.language)]
    words: Mapping[str, str] = phrases(told.language)["alike"]
    return words[kind].format(*names)


def _together(
    entry: Entry, told: Told, resolved: Resolved, judgements: Sequence[Judgement]
) -> Mapping[str, Sequence[str]]:
    """For the articles of an event, why their facts are taken for one."""
    articles = list(dict.fromkeys(fact.article for fact in entry.facts))
    return grounds(told.events[entry.event], articles, told, resolved, judgements)


def _rests(entry: Entry, told: Told, resolved: Resolved) -> str:
    groups = origins(replace(resolved, events=(told.events[entry.event],)))[entry.event]
    return rests_on(groups, told.language)


def rests_on(groups: Groups, language: str) -> str:
    """How many articles an event of several rests on, and how many origins those have; "" for one of a single one."""
    articles = sum(map(len, groups))
    both = counted(articles, "articles", language), counted(len(groups), "origins", language)
    return ", ".join(both) if articles > 1 else ""


def _event(
    entry: Entry,
    told: Told,
    solution: Solution,
    said: Mapping[str, Sequence[Correction]],
    together: Mapping[str, Sequence[str]],
    rests: str,
    kept: Collection[str],
) -> Iterator[str]:
    date = when(entry, told.language) or phrases(told.language)["undated"]
    yield f"{date} — {' · '.join(summary(entry, told.language))}"
    yield f"  {entry.type} {entry.event}"
    if rests:
        yield f"  {rests}"
    yield from (f"  {line}" for line in derived(entry.event, entry.derived, solution, told))
    yield from (f"  {line}" for line in ordered(entry, solution, told))
    for article, facts in groupby(entry.facts, key=lambda fact: fact.article):
        shown = list(facts)
        yield f"  {source(shown[0], told.language, str)} [{one_line(article)}]"
        yield from (f"    {line}" for line in together.get(article, ()))
        for quote, same in groupby(shown, key=lambda fact: quoted(fact, told.language, str)):
            yield f"    {quote}"
            for evidence in same:
                yield from (f"      {line}" for line in _reading(told.facts[evidence.fact], told))
                if evidence.fact in kept:
                    yield f"      {told.words['resting']}"
                yield from (f"      {line}" for line in _corrected(said.get(evidence.fact, ()), told))


def _kept(store: Store, resolved: Resolved, articles: Iterable[str]) -> Iterator[str]:
    """The facts of these articles that keep a time by words from which a fact had one that a person corrected."""
    names = own(store)
    annotated = {one.article.id: one for one in resolved.annotated}
    for article in sorted(set(articles) & annotated.keys()):
        read = read_article(store.quads(graph=names.article_graph(article)))[1]
        now = {fact.id: fact for fact in resolved.facts if fact.article == article}
        yield from (fact.id for fact in resting(annotated[article], read, [now[fact.id] for fact in read]))


def _reading(fact: Fact, told: Told) -> Iterator[str]:
    """How a sentence was read: its words and their rule, and where its date is from."""
    status = phrases(told.language)["status"][fact.status]
    yield told.words["read"].format(status=status, words=told.quote(fact.article, fact.trigger), rule=fact.rule)
    if fact.time is not None:
        yield told.words[fact.time_basis].format(date=told.date(fact.time))
        yield from (f"  {line}" for line in _time(fact, told))
        if (at := _still(fact, told)) is not None:
            yield phrases(told.language)["bounds"]["going_on"].format(date=told.date(at))
    if fact.duration is not None:
        timex = told.timexes[fact.article, fact.duration]
        length = length_in_words(timex.value, timex.mod, told.language)
        pattern = told.words["lasted" if length else "duration"]
        yield pattern.format(words=told.quote(fact.article, timex.span), length=length)
    if fact.told_at is not None:
        yield told.words["told"].format(date=told.date(fact.told_at))
        yield from (f"  {line}" for line in _telling(fact, fact.told_at, told))


def _still(fact: Fact, told: Told) -> str | None:
    """When a state was told that had not ended by then; None for anything else."""
    time = edtf.parse(fact.time) if fact.time is not None else None
    if time is None or not time.lasts or time.end.max is not None or fact.status not in ("asserted", "reported"):
        return None
    return fact.told_at or told.annotated[fact.article].article.published


def _corrected(said: Sequence[Correction], told: Told) -> Iterator[str]:
    """What a person corrected in a fact, who, when and why."""
    for one in said:
        what = in_words(one, told.annotated[one.fact.article].article.text)
        line = told.words["correction"].format(name=one.by, date=told.date(one.learnt), what=what)
        yield one_line(f"{line} — {one.because}" if one.because else line)


def _time(fact: Fact, told: Told) -> Iterator[str]:
    """Where the time of a fact is from: another event, its words, what they were counted from."""
    dating = _dated_by(fact, told)
    if fact.time_basis == "anchored" and fact.timex is None and dating is None:
        yield told.words["before"]
    if fact.time_basis == "anchored":
        yield from _event_line(dating, fact, told)
        yield from _counted_by(fact, dating, told)
    if fact.timex is not None:
        yield from _words(told.timexes.get((fact.article, fact.timex)), fact.article, told)


def _dated_by(fact: Fact, told: Told) -> Fact | None:
    """The fact whose date another one got, which is by the same words: one of its own sentence that states them, or of
    an event that an axiom ties to it (the arrest to the detention), or else the first that states them. Without words
    it is one that a person dated."""
    if fact.timex is None:
        near = _gives_time(fact.type) | {other for _, other in fact.order}
        said = [f for f in told.of(fact.article) if f.time_basis == "corrected" and {f.type, f.id} & near]
        return next(iter(said), None)
    same = [f for f in told.of(fact.article) if f.timex == fact.timex and f.id != fact.id]
    stated = [f for f in same if f.time_basis in ("explicit", "relative")]
    here = [f for f in stated if f.sentence == fact.sentence]
    tied = [f for f in same if f.type in _gives_time(fact.type)]
    return next(iter(here or tied or stated), None)


def _gives_time(type: str) -> set[str]:
    """The types of events whose time one of this type may have by an axiom of the ontology."""
    begins = {axiom["first"] for axiom in axioms()["begins"] if axiom["state"] == type}
    return begins | {axiom["stay"] for axiom in axioms()["within"] if axiom["event"] == type}


def _event_line(other: Fact | None, fact: Fact, told: Told) -> Iterator[str]:
    if other is None:
        return
    label = called(told.event(other).labels, told.language, other.type)
    here = other.sentence == fact.sentence
    quote = "" if here else f" — “{told.quote(other.article, other.sentence)}”"
    yield told.words["event"].format(event=label) + quote


def _counted_by(fact: Fact, other: Fact | None, told: Told) -> Iterator[str]:
    """The words by which a day is counted from that of another event ("the next day"), where they are beyond doubt."""
    if other is None or fact.time is None or fact.time == other.time or edtf.parse(fact.time).form != "date":
        return
    timexes = told.annotated[fact.article].timexes
    loose = [t for t in timexes if t.edtf is None and fact.sentence.covers(t.span)]
    if len(loose) == 1:
        yield told.words["counted_by"].format(words=told.quote(fact.article, loose[0].span))


def _words(timex: Timex | None, article: str, told: Told) -> Iterator[str]:
    """The words of a date, what they are read as and by which rule, and those of what they were counted from."""
    seen: set[Span] = set()
    key = "words"
    while timex is not None and timex.span not in seen:
        seen.add(timex.span)
        words = told.quote(article, timex.span)
        yield told.words[key].format(words=words, value=_value(timex), rule=timex.rule)
        if timex.anchor.kind == "published" and timex.anchor.value is not None:
            yield told.words["published"].format(date=told.date(timex.anchor.value))
        timex = told.timexes.get((article, timex.anchor.span)) if timex.anchor.span else None
        key = "counted"


def _value(timex: Timex) -> str:
    return " ".join(filter(None, [timex.mod, timex.edtf or timex.value]))


def _telling(fact: Fact, at: str, told: Told) -> Iterator[str]:
    """Where the time at which something was said is from: words beside it, or what its speaker was about to do."""
    annotated = told.annotated[fact.article]
    quotes = [q.span for q in annotated.quotes if q.span.covers(fact.trigger)]
    before = [s for s in annotated.sentences for q in quotes if s.start <= q.start < s.end]
    for sentence in (fact.sentence, *before):
        beside = [t for t in annotated.timexes if t.edtf == at and sentence.covers(t.span)]
        if beside:
            yield from _words(beside[0], fact.article, told)
            return
    done = _done(fact, quotes, at, told)
    if done is not None:
        label = called(told.event(done).labels, told.language, done.type)
        yield told.words["doing"].format(event=label)
        yield from _words(told.timexes.get((fact.article, done.timex)) if done.timex else None, fact.article, told)


def _done(fact: Fact, quotes: list[Span], at: str, told: Told) -> Fact | None:
    """A fact of that time of an event that is about to happen in the same quotation."""
    for other in told.of(fact.article):
        if other.status == "planned" and any(q.covers(other.trigger) for q in quotes):
            dated = [f for f in told.together(other) if f.time == at and f.timex is not None]
            if dated:
                return dated[0]
    return None


def stats(store: Store) -> str:
    """How many articles, facts, events and entities there are, by type, and which kg read the articles, as lines."""
    resolved = read(store)
    lines = [
        f"articles  {len(resolved.annotated)}",
        f"facts     {len(resolved.facts)}",
        f"events    {len(resolved.events)}",
        f"dated     {sum(e.time is not None for e in resolved.events)}",
        f"entities  {len(resolved.entities)}",
    ]
    for title, tally in (
        ("events by type", Counter(e.type for e in resolved.events)),
        ("entities by kind", Counter(e.kind for e in resolved.entities)),
        ("facts by status", Counter(f.status for f in resolved.facts)),
        ("articles by language", Counter(a.article.language for a in resolved.annotated)),
        ("articles by the kg that read them", Counter(a.read_by for a in resolved.annotated if a.read_by)),
    ):
        if tally:
            lines += ["", title]
            lines += [f"  {name}  {n}" for name, n in sorted(tally.items(), key=lambda kv: (-kv[1], kv[0]))]
    made = read_manifest(store.quads(subject=own(store).manifest))
    if made is not None:
        lines += ["", "manifest", *(f"  {line}" for line in ingredients(made))]
    return "\n".join(lines) + "\n"
