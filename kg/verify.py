"""Every statement of a graph proved again, from the graph alone and without the extractor that made it.

    proof = verify(store)        proof.proved   {"facts whose sentence stands in their article": 40, ...}
                                 proof.failures what does not hold, each a GraphError

What is proved:

- each named graph against the digest it carries (`kg.seal`): no quad came, went or was changed;
- each article's text, and each text that it had before, against the SHA-256 of its bytes, where the text is the bytes
  decoded; text that a program took out of a web page or a JSON record cannot be, since those bytes are not in the
  graph, and is counted as unproved;
- each sentence, mention, time, quotation and trigger against the characters that stand there;
- that what is referred to is there, once, and of the class it must have, that times are EDTF, and numbers in range;
- that nothing is missing and nothing is there that kg does not write: the values read from each graph, written again,
  are its quads. This covers the shapes of `ontology/shapes.ttl` (cardinalities, datatypes, classes), and the days that
  bound an event, which are worked out again from its facts' times;
- each event against its facts: it has some, is named after the smallest, and type, status and time follow from them;
  each part in it against the mentions; each entity's name against those of its mentions;
- each judgement of a person against what it is about: what was judged the same is one, what was judged different not;
- the grouping as a whole: where this kg read the articles, resolving their facts again gives the same derived graph;
- the manifest against the articles, what people said, and the kg that proves, where that is the one that it names.

What rests on the digest alone, because nothing else shows it: how the extractor read a passage (its rule, its kind, the
value of a time, who a pronoun stands for); what one fact of several of an event says, where the event is the same
without it; which kg and which versions of libraries the manifest names, where they are not those that are here; the day
on which something was learnt, and what was known of an article before its source changed. A digest is no signature:
who changes one of these and writes a new digest, too, is only found out by building the graph again from its articles.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from kg.corrections import corrected, correction_quads, read_corrections
from kg.derived import Members, derived_quads, read_derived, read_members
from kg.graph import names_of
from kg.judgements import Judgement, judgement_quads, read_judgements
from kg.log import Log, log_quads, read_log
from kg.manifest import Manifest, installed, libraries, manifest, manifest_quads, parted, read_manifest
from kg.model import Event, Fact, Mention, Resolved
from kg.proof import Proof, as_written, readable, summary
from kg.seal import digests, holds, unsealed
from kg.store import Store
from kg.terms import Names
from kg.testimony import Pair, is_of, prove_article, prove_text

if TYPE_CHECKING:
    import pyoxigraph as ox

__all__ = ["Proof", "summary", "verify"]


def verify(store: Store) -> Proof:
    """Prove a graph again. Raises GraphError for one that kg did not write, whose parts cannot be told apart."""
    names = names_of(store.quads(predicate="owl:versionInfo"), store.where)
    proof = Proof()
    held = {graph: list(store.quads(graph=graph)) for graph in store.graphs()}
    _all_in_graphs(proof, len(store), held, store.where)
    for graph, source in held.items():
        _digest(proof, graph, source)
    pairs: list[Pair] = []
    for graph, source in held.items():
        if graph.startswith(names.article_graph("")):
            with readable(proof):
                pairs.append(prove_article(proof, graph, unsealed(source), names))
        elif graph not in (names.derived, names.log, names.judgements):
            proof.fail(graph, "is no named graph of kg's", "keep it in a graph of its own")
    derived, log, judged = (unsealed(held.get(name, ())) for name in (names.derived, names.log, names.judgements))
    derived, listed = parted(derived, names)
    judgements: tuple[Judgement, ...] = ()
    with readable(proof):
        judgements, corrections = read_judgements(judged), read_corrections(judged)
        said = [*judgement_quads(judgements, names), *correction_quads(corrections, names)]
        as_written(proof, names.judgements, judged, said)
        _manifest(proof, listed, manifest(pairs, judgements, corrections), names)
        for annotated, _ in pairs if any(annotated.read_by for annotated, _ in pairs) else ():
            where = names.article(annotated.article.id)
            proof.check("articles that say who read them", annotated.read_by != "", where, "does not say who read it")
        pairs = corrected(pairs, corrections)
    with readable(proof):
        _derived(proof, pairs, derived, names, judgements)
    with readable(proof):
        _log(proof, pairs, log, read_members(derived), names)
    return proof


# The graph as quads


def _all_in_graphs(proof: Proof, quads: int, held: Mapping[str, list[ox.Quad]], where: str) -> None:
    outside = quads - sum(map(len, held.values()))
    if outside:
        proof.fail(where, f"has {outside} quads in no named graph", "take them out, or keep them in another graph")


def _digest(proof: Proof, graph: str, source: list[ox.Quad]) -> None:
    found = digests(source)
    if not found:
        proof.fail(graph, "has no digest", "build it again from its articles")
        return
    whole = [of for of, _ in found] == [graph] and holds(found[0][1], unsealed(source))
    proof.check("named graphs with the digest they carry", whole, graph, "was altered: its digest is another")


# What follows from articles together


def _derived(
    proof: Proof, pairs: list[Pair], source: list[ox.Quad], names: Names, judgements: tuple[Judgement, ...]
) -> None:
    members = read_members(source)
    if not _members(proof, members, pairs, names):
        return
    resolved = read_derived(source, pairs, judgements)
    if not _whole(proof, resolved, names):
        return
    _entities(proof, resolved, names)
    facts = {fact.id: fact for fact in resolved.facts}
    printed = {a.article.id: a.article.published or "" for a in resolved.annotated}
    for event in resolved.events:
        _event(proof, event, [facts[id] for id in event.facts], printed, resolved, names)
    as_written(proof, names.derived, source, derived_quads(resolved, names))
    _judged(proof, resolved, judgements, names)
    _grouped(proof, pairs, source, names, judgements)


def _members(proof: Proof, members: Members, pairs: list[Pair], names: Names) -> bool:
    """That every fact is about an event, and that nothing else is about one, or refers to anything, but mentions."""
    facts = {fact.id for _, own in pairs for fact in own}
    mentions = {(a.article.id, mention.span) for a, _ in pairs for mention in a.mentions}
    before = len(proof.failures)
    for id in sorted(facts):
        proof.check("facts that are about an event", id in members.event_of, names.fact(id), "is about no event")
    for id in sorted(set(members.event_of) - facts):
        proof.fail(names.fact(id), "is about an event but is told by no article")
    for article, span in sorted(members.entity_of):
        known = (article, span) in mentions
        where = names.passage("mention", article, span)
        proof.check("mentions that refer to somebody or something", known, where, "refers to somebody but is missing")
    return len(proof.failures) == before


def _whole(proof: Proof, resolved: Resolved, names: Names) -> bool:
    """That every event and entity referred to is there, and that each has facts or mentions."""
    events = {event.id for event in resolved.events}
    entities = {entity.id for entity in resolved.entities}
    before = len(proof.failures)
    for id in sorted({*resolved.event_of.values(), *(e.occasion for e in resolved.events if e.occasion)}):
        proof.check("references to events", id in events, names.event(id), "is missing")
    for id in sorted({*resolved.entity_of.values(), *_entities_used(resolved)}):
        proof.check("references to entities", id in entities, names.entity(id), "is missing")
    for event in resolved.events:
        proof.check("events with a fact", bool(event.facts), names.event(event.id), "rests on no fact")
    for entity in resolved.entities:
        proof.check("entities with a mention", bool(entity.mentions), names.entity(entity.id), "is mentioned nowhere")
    return len(proof.failures) == before


def _entities_used(resolved: Resolved) -> Iterator[str]:
    for event in resolved.events:
        yield from (entity for _, entity in event.roles)
        if event.place is not None:
            yield event.place
    for entity in resolved.entities:
        yield from (other for _, other in entity.links)


def _event(
    proof: Proof, event: Event, facts: list[Fact], printed: Mapping[str, str], resolved: Resolved, names: Names
) -> None:
    """That an event is what its facts make it: name, type, status, time, and who takes part."""
    from kg.events import event_status, event_time, times

    where = names.event(event.id)
    named = event.id == min(fact.id for fact in facts)
    proof.check("events named after their smallest fact", named, where, "is not named after its smallest fact")
    typed = {fact.type for fact in facts} == {event.type}
    proof.check("events of the type of their facts", typed, where, f"is of the type {event.type}, its facts are not")
    status = event_status(facts, printed)
    wrong = f"is {event.status}, its facts are {status}"
    proof.check("events with the status of most facts", status == event.status, where, wrong)
    time = event_time(times(facts, event.status))
    wrong = f"has the time {event.time}, its facts allow {time}"
    proof.check("events at the time their facts allow", time == event.time, where, wrong)
    told: dict[str, set[str]] = defaultdict(set)
    for fact in facts:
        for role in fact.roles:
            told[role.role].add(resolved.entity_of.get((fact.article, role.span), ""))
    for name, entity in (*event.roles, *((("place", event.place),) if event.place else ())):
        proof.check("roles told by a fact", entity in told[name], where, f"has a {name} that no fact tells: {entity}")


def _entities(proof: Proof, resolved: Resolved, names: Names) -> None:
    """That entities are called by names that their mentions have."""
    said = {(a.article.id, m.span): _names(m) for a in resolved.annotated for m in a.mentions}
    for entity in resolved.entities:
        own = {name for member in entity.mentions for name in said[member]}
        where = names.entity(entity.id)
        for name in entity.names:
            proof.check("names that a mention has", name in own, where, f"has a name nobody uses: {name}")


def _names(mention: Mention) -> tuple[str, ...]:
    """The names that a mention gives what it stands for: its own, and those that the user said it has."""
    known = mention.known
    return (mention.name,) if known is None else (mention.name, known.name, *known.aliases)


def _judged(proof: Proof, resolved: Resolved, judgements: tuple[Judgement, ...], names: Names) -> None:
    """That what people judged the same is one, and what they judged different is not."""
    from kg.resolve import unmet

    wrong = set(unmet(resolved, judgements))
    for one in judgements:
        proof.check("judgements that are kept", one not in wrong, names.judgement(one.id), "is not kept")


def _grouped(
    proof: Proof, pairs: list[Pair], source: list[ox.Quad], names: Names, judgements: tuple[Judgement, ...]
) -> None:
    """That resolving the facts again gives the derived graph, where the same kg read them."""
    from kg.extract.version import is_this
    from kg.resolve import resolve

    readers = {annotated.read_by for annotated, _ in pairs}
    if not all(map(is_this, readers)):
        proof.unproved["groupings of facts into events, made by another kg (build again to have them proved)"] += 1
        return
    again = set(derived_quads(resolve(pairs, judgements), names))
    wrong = "is not what its articles give when they are resolved again"
    proof.check("groupings of facts into events, made again", again == set(source), names.derived, wrong)


def _manifest(proof: Proof, source: list[ox.Quad], due: Manifest, names: Names) -> None:
    """That the manifest names what the graph holds and, where this kg made the graph, this kg and its parts."""
    found = read_manifest(source)
    if found is None:
        proof.fail(names.manifest, "is missing", "build it again from its articles")
        return
    for what, here, there in (
        ("its articles", (found.articles, found.inputs), (due.articles, due.inputs)),
        ("what people said", found.said, due.said),
        ("who read its articles", found.readers, due.readers),
        ("its schema version", found.schema, due.schema),
    ):
        proof.check(f"manifests that name {what}", here == there, names.manifest, f"names others than {what}")
    if found.program == installed().program:
        same = _parts(found) == _parts(due)
        wrong = "names other models, languages or libraries"
        proof.check("manifests that name the kg that made it", same, names.manifest, wrong)
    else:
        proof.unproved["manifests that name the kg that made it, which is another (build again to have it proved)"] += 1
    if found.libraries != libraries():
        proof.unproved["manifests that name other versions of libraries than are here"] += 1
    as_written(proof, names.derived, source, manifest_quads(found, names))


def _parts(made: Manifest) -> object:
    """Models, languages, and libraries without their versions, which are those of where a graph was made."""
    return made.models, made.languages, [name.split(" ")[0] for name in made.libraries]


def _log(proof: Proof, pairs: list[Pair], source: list[ox.Quad], members: Members, names: Names) -> None:
    """That every article was learnt on a day, and that no IRI that gave way is in use."""
    log: Log = read_log(source)
    for annotated, _ in pairs:
        article = annotated.article
        known, where = (article.id, article.sha256) in log.learnt, names.article(article.id)
        proof.check("articles with a day on which they were learnt", known, where, "is not in the log")
    extracted = {a.article.id: a.article.extracted_by for a, _ in pairs}
    for (id, hash), version in log.versions.items():
        # An earlier kg did not note with a version which program made its text: that of the article stands for it.
        by = version.extracted_by or (None if is_of(version.text, hash) else extracted.get(id))
        prove_text(proof, "earlier versions", version.text, hash, by, names.revision(id, hash))
    alive = {*map(names.event, members.event_of.values()), *map(names.entity, members.entity_of.values())}
    for old in sorted(log.replaced):
        proof.check("IRIs that gave way", old not in alive, old, "gave way to another and is in use")
    as_written(proof, names.log, source, log_quads(log, names))
