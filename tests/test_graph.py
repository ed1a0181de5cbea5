"""Values to quads and back: what is written is what is read, each article apart from what is derived."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import get_args

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import edtf
from kg.derived import bounds, read_members
from kg.errors import GraphError
from kg.graph import article_quads, canonical, derived_quads, names_of, read_article, read_derived
from kg.log import Log, log_quads, read_log, with_learnt, with_replaced
from kg.model import (
    STATUSES,
    Anchor,
    AnchorKind,
    Annotated,
    Article,
    Event,
    Fact,
    Kind,
    Link,
    Mention,
    Quote,
    Resolved,
    Role,
    RoleName,
    Span,
    TimeBasis,
    Timex,
    TimexType,
)
from kg.store import FORMATS, serialized
from kg.terms import DEFAULT, Names, expand
from tests import sample

SIZE = 40


def optional(strategy: st.SearchStrategy[str]) -> st.SearchStrategy[str | None]:
    return st.none() | strategy


words = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
some = words.filter(bool)
spans = st.integers(0, SIZE - 2).flatmap(lambda s: st.builds(Span, st.just(s), st.integers(s + 1, SIZE)))
dates = st.sampled_from(["2021", "2021-03", "2021-03-14", "2021-03/", "2021~", "2021-03-14T09:30:00Z", "/2023-06"])
texts = st.text(st.characters(exclude_categories=("Cs",)), min_size=SIZE, max_size=SIZE)


@st.composite
def read_articles(draw: st.DrawFn) -> tuple[Annotated, tuple[Fact, ...]]:
    """An article with anything in it, as extraction may give it."""
    article = draw(st.builds(
        Article, id=some, text=texts, language=st.sampled_from(["hi", "en-IN", "und", "", "not a tag"]),
        sha256=st.just("0" * 64), title=optional(words), headline=st.none() | spans, published=st.none() | dates,
        url=optional(words), publisher=optional(words), extracted_by=optional(words),
    ))
    mentions = draw(st.lists(st.builds(
        Mention, spans, st.sampled_from(get_args(Kind)), words, st.sampled_from(["", "City", "Message", "Diary"]),
        st.none() | spans, words,
    ), max_size=3))
    timexes = draw(st.lists(st.builds(
        Timex, spans, st.sampled_from(get_args(TimexType)), words, st.none() | dates,
        st.builds(Anchor, st.sampled_from(get_args(AnchorKind)), st.none() | spans, optional(words)), words,
        optional(words), optional(words), optional(words),
    ), max_size=2))
    maybe = st.none() | spans
    quotes = draw(st.lists(st.builds(Quote, spans, maybe, maybe, maybe), max_size=2))
    links = draw(st.lists(st.builds(
        Link, spans, spans, st.sampled_from(["author", "recipient", "kin", "part", "about"]), spans
    ), max_size=12))
    facts = draw(st.lists(st.builds(
        Fact, some, st.just(article.id), st.sampled_from(["Arrest", "Event"]), spans, spans,
        st.lists(st.builds(Role, st.sampled_from(get_args(RoleName)), spans), max_size=12).map(tuple),
        st.sampled_from(STATUSES), st.none() | dates, st.sampled_from(get_args(TimeBasis)), st.none() | spans,
        st.none() | spans, st.none() | dates, st.none() | spans, words, words, st.floats(0, 1),
    ), max_size=2))
    annotated = Annotated(
        article, tuple(draw(st.lists(spans, max_size=3))), tuple(timexes), tuple(mentions), tuple(quotes), tuple(links)
    )
    return annotated, tuple(facts)


@settings(max_examples=100, deadline=None)
@given(read_articles())
def test_an_article_reads_back_as_it_was_written(read: tuple[Annotated, tuple[Fact, ...]]) -> None:
    written = canonical(*read)
    assert read_article(article_quads(*written)) == written


@settings(max_examples=60, deadline=None)
@given(read_articles(), st.sampled_from(sorted(FORMATS)))
def test_an_article_reads_back_from_every_kind_of_file(
    read: tuple[Annotated, tuple[Fact, ...]], suffix: str
) -> None:
    written = canonical(*read)
    data = serialized(article_quads(*written), suffix)
    quads = list(ox.parse(data, format=getattr(ox.RdfFormat, FORMATS[suffix])))
    assert read_article(quads) == written


@pytest.mark.parametrize(
    "text",
    [
        "one\r\ntwo\rthree\n\n",
        "".join(map(chr, range(0x20))) + "\x7f\x85\u2028\ufeff\ufffe\uffff\U0010ffff",
        unicodedata.normalize("NFD", "é ड़ क़"),
        "क्\u200dष \u0930\u200c\u0915",
        " \t leading and trailing \t ",
        "\"'\\ <a> {b} $c ?d \\u0041 \"\"\" '''",
        "",
    ],
)
@pytest.mark.parametrize("suffix", sorted(FORMATS))
def test_the_text_of_an_article_is_kept_to_the_code_point(text: str, suffix: str) -> None:
    annotated = Annotated(Article("a", text, "hi", "0" * 64, title=text), (), (), ())
    data = serialized(article_quads(annotated, ()), suffix)
    back, _ = read_article(ox.parse(data, format=getattr(ox.RdfFormat, FORMATS[suffix])))
    assert back.article.text == text
    assert back.article.title == text


def test_what_is_derived_reads_back_with_the_articles() -> None:
    articles = [read_article(article_quads(annotated, facts)) for annotated, facts in reversed(sample.pairs())]
    assert read_derived(derived_quads(sample.RESOLVED), articles) == sample.RESOLVED


def test_no_quad_has_a_blank_node() -> None:
    quads = [quad for quads in sample.graphs().values() for quad in quads]
    assert quads
    assert not any(isinstance(term, ox.BlankNode) for quad in quads for term in quad)


def test_an_articles_graph_does_not_depend_on_other_articles() -> None:
    alone = article_quads(sample.ANNOTATED_HI, sample.FACTS_HI)
    assert {q.graph_name.value for q in alone} == {DEFAULT.article_graph(sample.HINDI.id)}
    here = {q.subject.value for q in alone}
    elsewhere = {q.subject.value for q in article_quads(sample.ANNOTATED_EN, sample.FACTS_EN)}
    assert not here & elsewhere
    about = expand("kg:about"), expand("kg:refersTo"), expand("kg:beginMin"), expand("sem:hasActor")
    assert not any(q.predicate.value in about for q in alone)


def test_two_articles_whose_ids_differ_only_in_special_characters_stay_two() -> None:
    ids = ["a/b", "a%2Fb", "a b", "a+b", "a#b", "a?b", "é", "e\u0301", "ए", "a//b"]
    assert len({DEFAULT.article(id) for id in ids}) == len(ids)
    for id in ids:
        annotated = Annotated(Article(id, "x", "en", "0" * 64), (), (), ())
        assert read_article(article_quads(annotated, ()))[0].article.id == id


def test_labels_and_surface_forms_carry_language_tags() -> None:
    quads = derived_quads(sample.RESOLVED)
    devika = DEFAULT.entity("devika")
    labels = {(q.object.value, q.object.language) for q in quads if q.subject.value == devika
              and q.predicate.value == expand("rdfs:label") and isinstance(q.object, ox.Literal)}
    assert labels == {("Devika Rao", "en"), ("देविका राव", "hi")}
    names = {(q.object.value, q.object.language) for q in quads if q.subject.value == devika
             and q.predicate.value == expand("skos:altLabel") and isinstance(q.object, ox.Literal)}
    assert names == {("Devika Rao", "en"), ("देविका राव", "hi"), ("राव", "hi")}


def test_an_event_states_the_days_that_bound_it_as_dates_and_as_numbers() -> None:
    arrest = DEFAULT.event(min(sample.ARREST_HI.id, sample.ARREST_EN.id))
    said = {q.predicate.value: q.object.value for q in derived_quads(sample.RESOLVED)
            if q.subject.value == arrest and isinstance(q.object, ox.Literal)}
    for end in ("Begin", "End"):
        for which in ("Earliest", "Latest"):
            assert said[expand(f"sem:has{which}{end}TimeStamp")] == "2021-03-14"
    day = str(edtf.day(2021, 3, 14))
    assert [said[expand(f"kg:{name}")] for name in ("beginMin", "beginMax", "endMin", "endMax")] == [day] * 4


def test_what_is_not_known_of_a_time_is_left_out() -> None:
    state = DEFAULT.event(sample.IN_JAIL.id)
    said = {q.predicate.value for q in derived_quads(sample.RESOLVED) if q.subject.value == state}
    assert expand("kg:endMin") in said
    assert expand("kg:endMax") not in said
    assert expand("sem:hasLatestEndTimeStamp") not in said


def event(time: str | None, *facts: Fact) -> Event:
    return Event("e", "Detention", tuple(f.id for f in facts), time, "asserted", (), None, {"en": "x"})


def test_a_state_told_as_still_true_did_not_end_before_it_was_told() -> None:
    articles = {sample.HINDI.id: sample.HINDI.published}
    told = replace(sample.IN_JAIL, time="2021-03/", told_at=None)
    _, end = bounds(event("2021-03/", told), [told], articles)
    assert end == edtf.Bounds(edtf.day(2022, 6, 5), None)  # the day the article was published
    earlier = replace(told, told_at="2021-07")
    assert bounds(event("2021-03/", earlier), [earlier], articles)[1].min == edtf.day(2021, 7, 1)
    assert bounds(event("2021-03/", told, earlier), [earlier, told], articles)[1].min == edtf.day(2022, 6, 5)


def test_a_state_that_another_article_tells_the_end_of_ends_there() -> None:
    told = replace(sample.IN_JAIL, time="2021-03/", told_at=None)
    _, end = bounds(event("2021-03/2021-05", told), [told], {sample.HINDI.id: sample.HINDI.published})
    assert end == edtf.parse("2021-03/2021-05").end


@pytest.mark.parametrize("status", ["alleged", "denied", "planned", "negated", "hypothetical"])
def test_a_state_that_nobody_vouches_for_is_not_known_to_last_until_it_was_told(status: str) -> None:
    told = replace(sample.IN_JAIL, time="2021-03/", status=status)
    _, end = bounds(event("2021-03/", told), [told], {sample.HINDI.id: sample.HINDI.published})
    assert end.min == edtf.parse("2021-03/").end.min


def test_an_event_without_a_time_has_no_bounds() -> None:
    assert bounds(event(None), [], {}) == (edtf.Bounds(None, None), edtf.Bounds(None, None))


def test_iris_start_with_the_base_of_the_graph_and_the_base_is_read_back() -> None:
    names = Names("http://example.org/kg/")
    quads = [*derived_quads(sample.RESOLVED, names), *article_quads(*sample.pairs()[0], names)]
    assert all(q.subject.value.startswith(names.base) for q in quads)
    assert names_of((q for q in quads if q.predicate.value == expand("owl:versionInfo")), "x") == names


def test_a_graph_that_kg_did_not_write_is_refused() -> None:
    with pytest.raises(GraphError, match=r"^g\.nq: was not written by kg; "):
        names_of([], "g.nq")
    foreign = ox.Quad(ox.NamedNode("http://e/onto"), ox.NamedNode(expand("owl:versionInfo")), ox.Literal("1"))
    with pytest.raises(GraphError, match="was not written by kg"):
        names_of([foreign], "g.nq")


def test_a_graph_of_another_schema_version_is_refused() -> None:
    old = ox.Quad(ox.NamedNode(DEFAULT.graph), ox.NamedNode(expand("owl:versionInfo")), ox.Literal("0"))
    with pytest.raises(GraphError, match=r"^g\.nq: has schema version 0, and this kg reads 3; build it again"):
        names_of([old], "g.nq")


@pytest.mark.parametrize(
    ("subject", "predicate"),
    [
        (DEFAULT.article(sample.HINDI.id), "schema:articleBody"),
        (DEFAULT.article(sample.HINDI.id), "rdf:type"),
        (DEFAULT.fact(sample.ATTACK.id), "kg:status"),
        (DEFAULT.fact(sample.ATTACK.id) + "/trigger", "kg:start"),
        (DEFAULT.fact(sample.ATTACK.id) + "/role/0", "kg:filler"),
        (DEFAULT.passage("mention", sample.HINDI.id, sample.MEERA.span), "kg:kind"),
    ],
)
def test_a_damaged_graph_is_an_error_and_not_a_wrong_value(subject: str, predicate: str) -> None:
    quads = article_quads(sample.ANNOTATED_HI, sample.FACTS_HI)
    kept = [q for q in quads if (q.subject.value, q.predicate.value) != (subject, expand(predicate))]
    assert len(kept) < len(quads)
    with pytest.raises(GraphError, match="damaged"):
        read_article(kept)


def test_numbers_that_are_not_numbers_are_a_damaged_graph() -> None:
    quads = article_quads(sample.ANNOTATED_HI, sample.FACTS_HI)
    start = expand("oa:start")
    bad = [ox.Quad(q.subject, q.predicate, ox.Literal("one"), q.graph_name) if q.predicate.value == start else q
           for q in quads]
    with pytest.raises(GraphError, match="damaged"):
        read_article(bad)


def test_canonical_articles_keep_one_mention_a_span() -> None:
    twice = replace(sample.ANNOTATED_HI, mentions=(*sample.ANNOTATED_HI.mentions, replace(sample.MEERA, kind="Group")))
    annotated, facts = canonical(twice, (*sample.FACTS_HI, sample.ATTACK))
    assert annotated == sample.ANNOTATED_HI
    assert facts == sample.FACTS_HI


# The log


def test_the_log_reads_back_as_it_was_written() -> None:
    log = Log({("a/b", "0" * 64): "2026-11-24"}, {DEFAULT.event("old"): DEFAULT.event("new")})
    assert read_log(log_quads(log)) == log


def test_bytes_that_the_log_knows_keep_the_day_they_were_first_learnt() -> None:
    log = with_learnt(Log(), [sample.HINDI], "2026-01-01")
    again = with_learnt(log, [sample.HINDI, sample.ENGLISH], "2026-02-02")
    assert sorted(again.learnt.values()) == ["2026-01-01", "2026-02-02"]


def test_an_event_whose_iri_gives_way_is_replaced_by_the_one_with_its_smallest_member() -> None:
    before = read_members(derived_quads(sample.RESOLVED))
    old = sample.RESOLVED.event_of[sample.ARREST_EN.id]
    renamed = Resolved(
        sample.RESOLVED.annotated, sample.RESOLVED.facts, sample.RESOLVED.entities,
        tuple(replace(e, id="0new") if e.id == old else e for e in sample.RESOLVED.events),
        sample.RESOLVED.entity_of,
        {fact: "0new" if event == old else event for fact, event in sample.RESOLVED.event_of.items()},
    )
    log = with_replaced(Log(), before, renamed)
    assert log.replaced == {DEFAULT.event(old): DEFAULT.event("0new")}
    after = read_members(derived_quads(renamed))
    assert with_replaced(log, after, sample.RESOLVED).replaced == {DEFAULT.event("0new"): DEFAULT.event(old)}


def test_an_event_that_is_gone_with_all_its_facts_is_replaced_by_none() -> None:
    before = read_members(derived_quads(sample.RESOLVED))
    assert with_replaced(Log(), before, Resolved((), (), (), ())).replaced == {}
