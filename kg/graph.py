"""The RDF shape: values to quads and back.

What one article says is in its own named graph (`article_quads`), what follows from reading articles together in the
derived graph (`derived_quads`); each can be dropped and written again without the other. Reading gives back values
equal to those written. Nothing has a blank node, so quads can be compared, and sorted quads are a graph's bytes.

A mention is not a person and a fact is not an event: facts have roles filled by mentions, events have actors. Terms of
SEM, whose domains say "this is an event", are therefore used in the derived graph only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain
from re import fullmatch
from typing import TYPE_CHECKING, Literal, TypeAlias, TypeVar, cast, get_args

from kg.derived import derived_quads, read_derived
from kg.errors import GraphError, InputError
from kg.given import as_text, from_text
from kg.model import (
    Anchor,
    AnchorKind,
    Annotated,
    Article,
    Fact,
    Given,
    Known,
    Link,
    Mention,
    Quote,
    Role,
    RoleName,
    Span,
    TimeBasis,
    Timex,
    TimexType,
)
from kg.terms import (
    CLASSES,
    DAMAGED,
    DEFAULT,
    LINKS,
    OLDER_VERSIONS,
    RELATIONS,
    SCHEMA_VERSION,
    Names,
    Node,
    Row,
    Value,
    class_of,
    date_value,
    decimal,
    edtf_value,
    expand,
    integer,
    kind_of,
    link_of,
    local,
    nodes,
    number_of,
    of_type,
    quads,
    span_of,
    status_iri,
    status_of,
    text_value,
)

if TYPE_CHECKING:
    from pyoxigraph import Quad

__all__ = ["article_quads", "canonical", "derived_quads", "names_of", "read_article", "read_derived"]

Passage = TypeVar("Passage", Timex, Mention, Quote)
LinkName: TypeAlias = Literal["author", "recipient", "kin", "part", "about"]
#: How many code points of context a quote selector keeps on either side.
CONTEXT = 32


# Values to quads


def canonical(annotated: Annotated, facts: Iterable[Fact]) -> tuple[Annotated, tuple[Fact, ...]]:
    """An article as a graph gives it back: lists in text order, one time, mention and quote a span, no clauses."""
    once = {fact.id: fact for fact in facts}
    return (
        replace(
            annotated,
            sentences=tuple(sorted(set(annotated.sentences))),
            timexes=_by_span(annotated.timexes),
            mentions=_by_span(annotated.mentions),
            quotes=_by_span(annotated.quotes),
            clauses=(),
        ),
        tuple(sorted(once.values(), key=_place)),
    )


def _by_span(found: Iterable[Passage]) -> tuple[Passage, ...]:
    """In text order; where two have the same span, the first."""
    once: dict[Span, Passage] = {}
    for passage in found:
        once.setdefault(passage.span, passage)
    return tuple(once[span] for span in sorted(once))


def _place(fact: Fact) -> tuple[Span, Span, str]:
    return fact.sentence, fact.trigger, fact.id


def article_quads(annotated: Annotated, facts: Iterable[Fact], names: Names = DEFAULT) -> list[Quad]:
    """Everything one article says, for its named graph: text, sentences, times, mentions, quotes, links and facts."""
    article = annotated.article
    rows = chain(
        _article_rows(article, names),
        _read_by_rows(annotated, names),
        chain.from_iterable(_passage(article, "sentence", s, "kg:sentenceOf", names) for s in annotated.sentences),
        chain.from_iterable(_timex_rows(article, t, names) for t in annotated.timexes),
        chain.from_iterable(_mention_rows(article, m, names) for m in annotated.mentions),
        chain.from_iterable(_quote_rows(article, q, names) for q in annotated.quotes),
        chain.from_iterable(_link_rows(article, n, link, names) for n, link in enumerate(annotated.links)),
        chain.from_iterable(_fact_rows(article, f, names) for f in facts),
    )
    return quads(rows, names.article_graph(article.id))


def _article_rows(article: Article, names: Names) -> Iterator[Row]:
    iri = names.article(article.id)
    yield iri, "rdf:type", expand("schema:NewsArticle")
    yield iri, "dcterms:identifier", Value(article.id)
    yield iri, "schema:articleBody", text_value(article.text, article.language)
    yield iri, "schema:inLanguage", Value(article.language)
    yield iri, "kg:sha256", Value(article.sha256)
    if article.title is not None:
        yield iri, "schema:headline", text_value(article.title, article.language)
    if article.published is not None:
        yield iri, "schema:datePublished", date_value(article.published)
    if article.url is not None:
        yield iri, "schema:url", Value(article.url, datatype="xsd:anyURI")
    if article.publisher is not None:
        yield iri, "schema:publisher", Value(article.publisher)
    if article.extracted_by is not None:
        yield iri, "kg:extractedBy", Value(article.extracted_by)
    if article.retrieved is not None:
        yield iri, "kg:retrieved", date_value(article.retrieved)
    if article.archived is not None:
        yield iri, "schema:archivedAt", Value(article.archived, datatype="xsd:anyURI")
    if article.given is not None:
        yield iri, "kg:given", Value(as_text(article.given))
    if article.headline is not None:
        yield from _passage(article, "headline", article.headline, "kg:headlineOf", names)


def _read_by_rows(annotated: Annotated, names: Names) -> Iterator[Row]:
    if annotated.read_by:
        yield names.article(annotated.article.id), "kg:readBy", Value(annotated.read_by)


def _passage(article: Article, kind: str, span: Span, of: str, names: Names) -> Iterator[Row]:
    iri = names.passage(kind, article.id, span)
    yield iri, "rdf:type", expand("kg:Passage")
    yield iri, of, names.article(article.id)
    yield iri, "kg:start", integer(span.start)
    yield iri, "kg:end", integer(span.end)


def _worded(article: Article, kind: str, span: Span, names: Names) -> Iterator[Row]:
    """A passage with its words, for those that are looked for by what they say."""
    yield from _passage(article, kind, span, "prov:wasQuotedFrom", names)
    yield names.passage(kind, article.id, span), "kg:text", text_value(span.of(article.text), article.language)


def _timex_rows(article: Article, timex: Timex, names: Names) -> Iterator[Row]:
    iri = names.passage("timex", article.id, timex.span)
    yield from _worded(article, "timex", timex.span, names)
    yield iri, "rdf:type", expand("kg:Timex")
    yield iri, "kg:timexType", Value(timex.type)
    yield iri, "kg:timexValue", Value(timex.value)
    yield iri, "kg:anchorKind", Value(timex.anchor.kind)
    if timex.anchor.span is not None:
        yield iri, "kg:anchor", names.passage("timex", article.id, timex.anchor.span)
    if timex.edtf is not None:
        yield iri, "kg:time", edtf_value(timex.edtf)
    optional = (("anchorValue", timex.anchor.value), ("mod", timex.mod), ("quant", timex.quant), ("freq", timex.freq))
    yield from ((iri, f"kg:{name}", Value(value)) for name, value in optional if value is not None)
    yield iri, "kg:rule", Value(timex.rule)


def _mention_rows(article: Article, mention: Mention, names: Names) -> Iterator[Row]:
    iri = names.passage("mention", article.id, mention.span)
    yield from _worded(article, "mention", mention.span, names)
    yield iri, "rdf:type", expand("kg:Mention")
    yield iri, "kg:kind", expand(CLASSES[mention.kind])
    if mention.cls:
        yield iri, "kg:narrowKind", class_of(mention.kind, mention.cls)
    if mention.name:
        yield iri, "kg:name", text_value(mention.name, article.language)
    if mention.antecedent is not None:
        yield iri, "kg:antecedent", names.passage("mention", article.id, mention.antecedent)
    yield iri, "kg:rule", Value(mention.rule)
    if mention.known is not None:
        yield iri, "kg:knownAs", Value(mention.known.name)
        yield from ((iri, "kg:alsoKnownAs", Value(alias)) for alias in mention.known.aliases)
        if mention.known.wikidata:
            yield iri, "kg:identifiedAs", expand(f"wd:{mention.known.wikidata}")


def _quote_rows(article: Article, quote: Quote, names: Names) -> Iterator[Row]:
    iri = names.passage("quote", article.id, quote.span)
    yield from _worded(article, "quote", quote.span, names)
    yield iri, "rdf:type", expand("schema:Quotation")
    for name, span in (("saidBy", quote.speaker), ("saidTo", quote.addressee), ("saidIn", quote.document)):
        if span is not None:
            yield iri, f"kg:{name}", names.passage("mention", article.id, span)


def _link_rows(article: Article, number: int, link: Link, names: Names) -> Iterator[Row]:
    iri = names.link(article.id, number)
    yield iri, "rdf:type", expand("kg:Link")
    yield iri, "prov:wasQuotedFrom", names.article(article.id)
    yield iri, "kg:start", integer(link.span.start)
    yield iri, "kg:end", integer(link.span.end)
    yield iri, "kg:subject", names.passage("mention", article.id, link.subject)
    yield iri, "kg:property", expand(LINKS[link.property])
    yield iri, "kg:object", names.passage("mention", article.id, link.object)


def _fact_rows(article: Article, fact: Fact, names: Names) -> Iterator[Row]:
    iri, source = names.fact(fact.id), names.article(article.id)
    yield iri, "rdf:type", expand("kg:Fact")
    yield iri, "kg:factType", expand(f"kg:{fact.type}")
    yield iri, "kg:status", status_iri(fact.status)
    yield iri, "kg:timeBasis", Value(fact.time_basis)
    yield iri, "kg:confidence", decimal(fact.confidence)
    yield iri, "kg:rule", Value(fact.rule)
    yield iri, "kg:extractor", Value(fact.extractor)
    yield iri, "prov:wasQuotedFrom", source
    if fact.time is not None:
        yield iri, "kg:time", edtf_value(fact.time)
    if fact.told_at is not None:
        yield iri, "kg:toldAt", edtf_value(fact.told_at)
    for name, span in (("timex", fact.timex), ("duration", fact.duration)):
        if span is not None:
            yield iri, f"kg:{name}", names.passage("timex", article.id, span)
    if fact.occasion is not None:
        yield iri, "kg:occasion", names.fact(fact.occasion)
    yield from ((iri, RELATIONS[relation], names.fact(other)) for relation, other in fact.order)
    if fact.according_to is not None:
        yield iri, "kg:accordingTo", names.passage("mention", article.id, fact.according_to)
    for number, role in enumerate(fact.roles):
        yield iri, "kg:hasRole", f"{iri}/role/{number}"
        yield f"{iri}/role/{number}", "rdf:type", expand("kg:Role")
        yield f"{iri}/role/{number}", "kg:role", expand(f"kg:{role.role}")
        yield f"{iri}/role/{number}", "kg:filler", names.passage("mention", article.id, role.span)
    yield from _target_rows(article, fact, iri, source)


def _target_rows(article: Article, fact: Fact, iri: str, source: str) -> Iterator[Row]:
    """The Web Annotation part: the sentence as a quote with its context and as a position, and the trigger."""
    target, quote, position, trigger = (f"{iri}/{part}" for part in ("target", "quote", "position", "trigger"))
    span, text = fact.sentence, article.text
    yield iri, "oa:hasTarget", target
    yield target, "rdf:type", expand("oa:SpecificResource")
    yield target, "oa:hasSource", source
    yield target, "oa:hasSelector", quote
    yield target, "oa:hasSelector", position
    yield quote, "rdf:type", expand("oa:TextQuoteSelector")
    yield quote, "oa:exact", Value(span.of(text))
    yield quote, "oa:prefix", Value(text[max(0, span.start - CONTEXT) : span.start])
    yield quote, "oa:suffix", Value(text[span.end : span.end + CONTEXT])
    yield position, "rdf:type", expand("oa:TextPositionSelector")
    yield position, "oa:start", integer(span.start)
    yield position, "oa:end", integer(span.end)
    yield iri, "kg:trigger", trigger
    yield trigger, "rdf:type", expand("kg:Passage")
    yield trigger, "prov:wasQuotedFrom", source
    yield trigger, "kg:start", integer(fact.trigger.start)
    yield trigger, "kg:end", integer(fact.trigger.end)
    yield trigger, "kg:text", text_value(fact.trigger.of(text), article.language)


# Quads to values


def names_of(versions: Iterable[Quad], where: str, *, older: bool = False) -> Names:
    """The names of a graph, given its quads with the predicate owl:versionInfo; `where` is what the user calls it.

    Raises GraphError when kg did not write the graph, or wrote it in another version of its shape; with `older`, a
    version whose articles this kg reads will do.
    """
    for iri, node in nodes(versions).items():
        version = node.need("owl:versionInfo")
        if not iri.endswith("/graph"):
            continue
        if version != SCHEMA_VERSION and not (older and version in OLDER_VERSIONS):
            do = "build it again from its articles, or use the kg that wrote it"
            if version in OLDER_VERSIONS:
                do = f"bring it up to date: kg merge {where} -o NEW, or build into it"
            raise GraphError(where, f"has schema version {version}, and this kg reads {SCHEMA_VERSION}", do)
        return Names(iri.removesuffix("graph"))
    raise GraphError(where, "was not written by kg", "it can be queried and exported, not read as a timeline")


def read_article(source: Iterable[Quad]) -> tuple[Annotated, tuple[Fact, ...]]:
    """What `article_quads` wrote in one named graph, each list in text order. Raises GraphError on a damaged graph."""
    found = nodes(source)
    article = _article(found)
    passages = [node for node in of_type(found, "kg:Passage") if "kg:sentenceOf" in node.objects]
    annotated = Annotated(
        article=article,
        sentences=tuple(sorted(span_of(node.iri) for node in passages)),
        timexes=tuple(sorted((_timex(n) for n in of_type(found, "kg:Timex")), key=lambda t: t.span)),
        mentions=tuple(sorted((_mention(n) for n in of_type(found, "kg:Mention")), key=lambda m: m.span)),
        quotes=tuple(sorted((_quote(n) for n in of_type(found, "schema:Quotation")), key=lambda q: q.span)),
        links=tuple(_link(n) for n in sorted(of_type(found, "kg:Link"), key=lambda n: _last_number(n.iri))),
        read_by=next((n.get("kg:readBy") or "" for n in of_type(found, "schema:NewsArticle")), ""),
    )
    facts = (_fact(node, found, article.id) for node in of_type(found, "kg:Fact"))
    return annotated, tuple(sorted(facts, key=_place))


def _article(found: Mapping[str, Node]) -> Article:
    articles = of_type(found, "schema:NewsArticle")
    if len(articles) != 1:
        raise GraphError("an article's named graph", f"holds {len(articles)} articles", DAMAGED)
    node = articles[0]
    headlines = [span_of(n.iri) for n in of_type(found, "kg:Passage") if "kg:headlineOf" in n.objects]
    return Article(
        id=node.need("dcterms:identifier"),
        text=node.need("schema:articleBody"),
        language=node.need("schema:inLanguage"),
        sha256=node.need("kg:sha256"),
        title=node.get("schema:headline"),
        headline=next(iter(headlines), None),
        published=node.get("schema:datePublished"),
        url=node.get("schema:url"),
        publisher=node.get("schema:publisher"),
        extracted_by=node.get("kg:extractedBy"),
        given=_given(node.get("kg:given"), node.iri),
        retrieved=node.get("kg:retrieved"),
        archived=node.get("schema:archivedAt"),
    )


def _given(text: str | None, where: str) -> Given | None:
    try:
        return None if text is None else from_text(text, where)
    except InputError as error:
        raise GraphError(error.where, error.what, DAMAGED) from error


def _timex(node: Node) -> Timex:
    return Timex(
        span=span_of(node.iri),
        type=cast(TimexType, node.one_of("kg:timexType", get_args(TimexType))),
        value=node.need("kg:timexValue"),
        edtf=node.get("kg:time"),
        anchor=Anchor(
            cast(AnchorKind, node.one_of("kg:anchorKind", get_args(AnchorKind))),
            node.span("kg:anchor"),
            node.get("kg:anchorValue"),
        ),
        rule=node.need("kg:rule"),
        mod=node.get("kg:mod"),
        quant=node.get("kg:quant"),
        freq=node.get("kg:freq"),
    )


def _mention(node: Node) -> Mention:
    return Mention(
        span=span_of(node.iri),
        kind=kind_of(node.need("kg:kind")),
        name=node.get("kg:name") or "",
        cls=local(node.get("kg:narrowKind") or ""),
        antecedent=node.span("kg:antecedent"),
        rule=node.need("kg:rule"),
        known=_known(node),
    )


def _known(node: Node) -> Known | None:
    name = node.get("kg:knownAs")
    aliases = tuple(sorted(node.all("kg:alsoKnownAs")))
    return None if name is None else Known(name, aliases, local(node.get("kg:identifiedAs") or ""))


def _quote(node: Node) -> Quote:
    return Quote(span_of(node.iri), node.span("kg:saidBy"), node.span("kg:saidTo"), node.span("kg:saidIn"))


def _link(node: Node) -> Link:
    return Link(
        span=_span(node, "kg:start", "kg:end"),
        subject=span_of(node.need("kg:subject")),
        property=cast(LinkName, link_of(node.need("kg:property"))),
        object=span_of(node.need("kg:object")),
    )


def _fact(node: Node, found: Mapping[str, Node], article: str) -> Fact:
    roles = sorted(node.all("kg:hasRole"), key=_last_number)
    return Fact(
        id=local(node.iri),
        article=article,
        type=local(node.need("kg:factType")),
        trigger=_span(_part(found, f"{node.iri}/trigger"), "kg:start", "kg:end"),
        sentence=_span(_part(found, f"{node.iri}/position"), "oa:start", "oa:end"),
        roles=tuple(_role(_part(found, iri)) for iri in roles),
        status=status_of(node.need("kg:status")),
        time=node.get("kg:time"),
        time_basis=cast(TimeBasis, node.one_of("kg:timeBasis", get_args(TimeBasis))),
        timex=node.span("kg:timex"),
        duration=node.span("kg:duration"),
        told_at=node.get("kg:toldAt"),
        according_to=node.span("kg:accordingTo"),
        rule=node.need("kg:rule"),
        extractor=node.need("kg:extractor"),
        confidence=_fraction(node, "kg:confidence"),
        occasion=local(node.get("kg:occasion") or "") or None,
        order=tuple((name, local(iri)) for name, curie in sorted(RELATIONS.items()) for iri in node.all(curie)),
    )


def _role(node: Node) -> Role:
    name = local(node.need("kg:role"))
    if name not in get_args(RoleName):
        raise GraphError(node.iri, f"has {name} as kg:role", DAMAGED)
    return Role(cast(RoleName, name), span_of(node.need("kg:filler")))


def _part(found: Mapping[str, Node], iri: str) -> Node:
    if iri not in found:
        raise GraphError(iri, "is missing", DAMAGED)
    return found[iri]


def _last_number(iri: str) -> int:
    return number_of(local(iri), iri)


def _fraction(node: Node, predicate: str) -> float:
    text = node.need(predicate)
    if not fullmatch(r"-?[0-9]+(\.[0-9]+)?", text):
        raise GraphError(node.iri, f"has {text} as {predicate}", DAMAGED)
    return float(text)


def _span(node: Node, start: str, end: str) -> Span:
    return Span(node.integer(start), node.integer(end))
