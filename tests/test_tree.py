"""Parses written by hand and the clauses read from them: no model takes part, only the language file of English."""

from __future__ import annotations

import pytest

from kg.extract import lexicon, nominals, tree
from kg.extract.branches import Branches
from kg.extract.condensed import StandIns, condense, firsts, restore
from kg.extract.draft import Draft, Reading
from kg.extract.nominals import Nominal
from kg.extract.sentence import Sentence, place_times
from kg.language import fold, load, tokenize
from kg.model import Anchor, Mention, Span, Timex, Word

TAGS = {
    "V": "VERB", "N": "NOUN", "R": "PRON", "A": "ADJ", "D": "DET", "X": "AUX", "I": "ADP", "S": "SCONJ", "B": "ADV",
    "M": "NUM", "C": "CCONJ", "T": "PART", ".": "PUNCT",
}  # fmt: skip
FEATS = {
    "Vf": "VerbForm=Fin", "Vd": "Tense=Past|VerbForm=Fin", "Vn": "Tense=Past|VerbForm=Part", "Vi": "VerbForm=Inf",
    "X": "VerbForm=Fin",
}  # fmt: skip


def sentence(parse: str) -> Sentence:
    """A sentence from "form/tag/relation>head" words; a capital P is a person's name, L a place, O an organisation, and
    words in [ ] a time (one word each)."""
    words: list[Word] = []
    names: list[Nominal] = []
    times: list[Timex] = []
    at = 0
    for i, token in enumerate(parse.split()):
        form, tag, relation = token.strip("[]").rsplit("/", 2)
        deprel, head = relation.split(">")
        span = Span(at, at + len(form))
        at = span.end + 1
        upos = "PROPN" if tag in "PLO" else TAGS[tag[0]]
        words.append(Word(span, form.lower(), form.lower(), upos, FEATS.get(tag, ""), int(head), deprel))
        if tag in ("P", "L", "O"):
            kind = {"P": "Person", "L": "Place", "O": "Organisation"}[tag]
            names.append(Nominal(Mention(span, kind, form), i, i, "name"))  # type: ignore[arg-type]
        if token.startswith("["):
            times.append(Timex(span, "DATE", form, form, Anchor(), "test"))
    forms, spans = tuple(w.form for w in words), [w.span for w in words]
    text = " ".join(token.strip("[]").rsplit("/", 2)[0] for token in parse.split())
    placed = place_times(spans, times)
    timed = frozenset(i for a, b, _ in placed for i in range(a, b + 1))
    things = tuple(nominals.find(load("en"), text, forms, spans, names, timed))
    return Sentence(Span(0, at), tuple(words), forms, tuple(w.upos for w in words), things, placed, timed)


def read(parse: str) -> Reading:
    s = sentence(parse)
    events = load("en").section("events")
    index = lexicon.compile_phrases({k: v for k, v in events.items() if isinstance(v, list)})
    return tree.read(load("en"), s, lexicon.matches(load("en"), s.words, index, tags=s.upos))


def clause(reading: Reading, kind: str) -> Draft:
    (found,) = [d for d in reading.clauses if d.type == kind]
    return found


def roles(draft: Draft, parse: str) -> set[tuple[str, str]]:
    words = [t.strip("[]").rsplit("/", 2)[0] for t in parse.split()]
    return {(relation, " ".join(words[n.first : n.last + 1])) for relation, n in draft.arguments}


ARRESTED = "Police/N/nsubj>1 arrested/Vd/root>-1 Novak/P/obj>1 in/I/case>4 Vienna/L/obl>1"
WAS_ARRESTED = "Novak/P/nsubj:pass>2 was/X/aux:pass>2 arrested/Vn/root>-1 by/I/case>4 police/N/obl:agent>2"


def test_the_active_has_a_subject_and_an_object() -> None:
    draft = clause(read(ARRESTED), "Arrest")
    assert roles(draft, ARRESTED) == {("subject", "Police"), ("object", "Novak"), ("in", "Vienna")}


def test_the_passive_has_an_object_and_an_agent() -> None:
    draft = clause(read(WAS_ARRESTED), "Arrest")
    assert roles(draft, WAS_ARRESTED) == {("object", "Novak"), ("by", "police")}
    assert "passive" in draft.flags


@pytest.mark.parametrize(
    ("parse", "relation"),
    [
        ("Novak/P/nsubj>5 ,/./punct>3 who/R/nsubj>3 resigned/Vd/acl:relcl>0 ,/./punct>3 left/Vd/root>-1", "subject"),
        ("Novak/P/nsubj>4 whom/R/obj>3 police/N/nsubj>3 arrested/Vd/acl:relcl>0 died/Vd/root>-1", "object"),
        ("the/D/det>1 man/N/nsubj>4 police/N/nsubj>3 arrested/Vd/acl:relcl>1 died/Vd/root>-1", "object"),
        ("the/D/det>1 man/N/nsubj>5 arrested/Vn/acl>1 in/I/case>4 Rome/L/obl>2 died/Vd/root>-1", "object"),
    ],
)  # fmt: skip
def test_a_relative_clause_is_about_its_noun(parse: str, relation: str) -> None:
    draft = clause(read(parse), "Arrest" if "arrested" in parse else "Resignation")
    assert relation in {r for r, n in draft.arguments if n.first <= 1}


def test_coordinated_verbs_share_their_subject_each_in_its_voice() -> None:
    parse = "Novak/P/nsubj>1 fled/Vd/root>-1 and/C/cc>4 was/X/aux:pass>4 arrested/Vn/conj>1 in/I/case>6 Rome/L/obl>4"
    reading = read(parse)
    assert ("subject", "Novak") in roles(clause(reading, "Travel"), parse)
    assert ("object", "Novak") in roles(clause(reading, "Arrest"), parse)


def test_a_time_before_the_subject_holds_for_what_is_coordinated() -> None:
    parse = "In/I/case>1 [1990]/M/obl>3 Novak/P/nsubj>3 resigned/Vd/root>-1 and/C/cc>5 left/Vd/conj>3 Rome/L/obj>5"
    assert len(clause(read(parse), "Travel").times) == 1


def test_a_time_behind_the_verb_is_its_own() -> None:
    parse = "Novak/P/nsubj>1 resigned/Vd/root>-1 in/I/case>3 [1990]/M/obl>1 and/C/cc>5 left/Vd/conj>1 Rome/L/obj>5"
    assert clause(read(parse), "Travel").times == []


def test_an_infinitive_takes_the_subject_of_what_governs_it() -> None:
    parse = "Novak/P/nsubj>1 plans/Vf/root>-1 to/T/mark>3 visit/Vi/xcomp>1 Rome/L/obj>3"
    draft = clause(read(parse), "Travel")
    assert ("subject", "Novak") in roles(draft, parse)
    assert "future" in draft.flags


def test_an_infinitive_takes_the_object_of_an_order() -> None:
    parse = "Police/N/nsubj>1 ordered/Vd/root>-1 Novak/P/obj>1 to/T/mark>4 leave/Vi/xcomp>1 Rome/L/obj>4"
    draft = clause(read(parse), "Travel")
    assert ("subject", "Novak") in roles(draft, parse)
    assert "hypothetical" in draft.flags


def test_a_refusal_is_a_negation() -> None:
    parse = "Novak/P/nsubj>1 refused/Vd/root>-1 to/T/mark>3 resign/Vi/xcomp>1"
    assert "negated" in clause(read(parse), "Resignation").flags


def test_a_genitive_acts_on_what_of_follows() -> None:
    parse = "Rivalta/O/nmod:poss>2 's/T/case>0 acquisition/N/nsubj>5 of/I/case>4 Halden/O/nmod>2 failed/Vd/root>-1"
    assert {("subject", "Rivalta"), ("object", "Halden")} <= roles(clause(read(parse), "Acquisition"), parse)


def test_a_light_verb_becomes_the_event_of_its_object() -> None:
    parse = "Novak/P/nsubj>1 held/Vd/root>-1 talks/N/obj>1 with/I/case>4 Keller/P/nmod>2 in/I/case>6 Rome/L/obl>1"
    draft = clause(read(parse), "Meeting")
    assert {("subject", "Novak"), ("with", "Keller"), ("in", "Rome")} <= roles(draft, parse)


def test_after_orders_two_events() -> None:
    parse = "Novak/P/nsubj>1 fled/Vd/root>-1 after/S/mark>5 Keller/P/nsubj:pass>5 was/X/aux:pass>5 arrested/Vn/advcl>1"
    reading = read(parse)
    flight, arrest = clause(reading, "Travel"), clause(reading, "Arrest")
    assert ("after", arrest) in flight.order
    assert ("before", flight) in arrest.order


def test_an_event_in_another_happens_during_it() -> None:
    parse = "Novak/P/nsubj:pass>2 was/X/aux:pass>2 killed/Vn/root>-1 in/I/case>5 the/D/det>5 riots/N/obl>2"
    reading = read(parse)
    assert ("during", clause(reading, "Riot")) in clause(reading, "Death").order


def test_an_aside_tells_what_stands_before_it() -> None:
    parse = "Novak/P/nsubj:pass>2 was/X/aux:pass>2 arrested/Vn/root>-1 ,/./punct>5 police/N/nsubj>5 said/Vd/parataxis>2"
    told = clause(read(parse), "Arrest").saying
    assert told is not None
    assert [n.mention.name for _, n in told.arguments] == ["police"]


def test_a_noun_owns_what_is_called_its() -> None:
    parse = "Novak/P/nmod:poss>2 's/T/case>0 lawyer/N/nsubj>3 resigned/Vd/root>-1"
    ((thing, owner),) = read(parse).owners
    assert (thing.mention.name, owner.mention.name) == ("lawyer", "Novak")


def test_a_name_beside_a_description_is_the_same() -> None:
    parse = "the/D/det>1 judge/N/nsubj>5 ,/./punct>3 Novak/P/appos>1 ,/./punct>3 resigned/Vd/root>-1"
    reading = read(parse)
    assert [(d.mention.name, n.mention.name) for d, n in reading.same] == [("judge", "Novak")]
    assert ("subject", "Novak") in roles(clause(reading, "Resignation"), parse)


# ---- parses that go wrong in the same way again and again


@pytest.mark.parametrize(
    "parse",
    [
        "The/D/det>1 court/N/root>-1 issued/Vn/acl>1 summons/N/obj>2 to/I/case>5 Novak/P/nmod>3",
        "The/D/det>1 court/N/root>-1 later/B/advmod>3 released/Vd/acl>1 Novak/P/obj>3",
        "The/D/det>1 court/N/root>-1 ,/./punct>3 led/Vn/acl>1 by/I/case>5 Keller/P/obl:agent>3 "
        ",/./punct>7 released/Vn/acl>1 Novak/P/obj>7",
        "The/D/det>1 court/N/compound>3 released/Vd/amod>3 Novak/P/root>-1",
        "The/D/det>1 court/N/root>-1 on/I/case>3 [Friday]/P/nmod>1 released/Vd/acl>3 Novak/P/obj>4",
    ],
)  # fmt: skip
def test_a_noun_in_the_place_of_its_verb_is_its_subject(parse: str) -> None:
    b = Branches("en", sentence(parse))
    verb = next(i for i, w in enumerate(b.s.words) if w in ("issued", "released"))
    assert b.s.words[b.subject(verb)] == "court"
    assert not b.is_passive(verb)


def test_a_participle_that_tells_a_noun_apart_stays_one() -> None:
    parse = "The/D/det>1 man/N/nsubj>6 ,/./punct>3 arrested/Vn/acl>1 in/I/case>5 Rome/L/obl>3 died/Vd/root>-1"
    b = Branches("en", sentence(parse))
    assert b.head[6] == -1
    assert b.is_passive(3)


def test_what_hangs_on_a_time_hangs_on_its_verb() -> None:
    parse = "It/R/nsubj:pass>2 was/X/aux:pass>2 read/Vn/root>-1 in/I/case>4 [2014]/M/obl>2 by/I/case>6 Novak/P/nmod>4"
    draft = next(d for d in read(parse).clauses if d.main == 2)
    assert ("by", "Novak") in roles(draft, parse)


# ---- names and times as one word


def test_names_and_times_are_condensed_and_come_back() -> None:
    text = "Prime Minister Anna Keller left New York last week."
    tokens = tokenize(fold(text))
    names = [Mention(Span(15, 26), "Person", "Anna Keller"), Mention(Span(32, 40), "Place", "New York")]
    times = [Timex(Span(41, 50), "DATE", "2024-W19", "2024-05-06/2024-05-12", Anchor(), "test")]
    stood_for = {"Person": "john", "Place": "london", "time": "yesterday"}
    stand_ins = StandIns(stood_for, frozenset(), frozenset({("prime", "minister")}), 2)
    whole = Span(0, len(text))
    short = condense(tokens, [whole], names, times, stand_ins)
    assert short.tokens.words == ["john", "left", "london", "yesterday", "."]
    assert firsts(short, [whole]) == [0]
    parse = [(1, "nsubj"), (-1, "root"), (1, "obj"), (1, "obl"), (1, "punct")]
    parsed = [Word(short.tokens.span(i, i), w, w, "X", "", *parse[i]) for i, w in enumerate(short.tokens.words)]
    words = restore(tokens, short, 0, parsed)
    assert [w.form for w in words] == tokens.words
    assert [(w.form, w.head, w.deprel) for w in words[:5]] == [
        ("prime", 2, "nmod:desc"), ("minister", 2, "nmod:desc"), ("anna", 4, "nsubj"), ("keller", 2, "flat"),
        ("left", -1, "root"),
    ]  # fmt: skip


def test_a_name_over_the_end_of_a_sentence_is_left_alone() -> None:
    tokens = tokenize(fold("He saw Rome. Paris is far."))
    names = [Mention(Span(7, 18), "Place", "Rome. Paris")]
    stand_ins = StandIns({"Place": "london"}, frozenset(), frozenset(), 0)
    short = condense(tokens, [Span(0, 12), Span(13, 26)], names, [], stand_ins)
    assert short.tokens.words == tokens.words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It paid 4,300 people.", ["it", "paid", "4", "people", "."]),
        ("It paid Rs 1,20,000.", ["it", "paid", "rs", "1", "."]),
        ("It rose 6.6 points.", ["it", "rose", "6", "points", "."]),
        ("A magnitude 6.6 quake hit.", ["a", "strong", "quake", "hit", "."]),
        ("A magnitude 7 quake hit.", ["a", "strong", "quake", "hit", "."]),
        ("It paid 4, 300 came.", ["it", "paid", "4", ",", "300", "came", "."]),
    ],
)
def test_a_number_is_one_word_for_the_parser(text: str, words: list[str]) -> None:
    tokens = tokenize(fold(text))
    stand_ins = StandIns({}, frozenset(), frozenset(), 0, {"magnitude": "strong"})
    assert condense(tokens, [Span(0, len(text))], [], [], stand_ins).tokens.words == words


def test_a_capital_before_a_title_belongs_to_the_name() -> None:
    titles = frozenset({("minister",)})
    for text, words in (
        ("Later Transport Minister Keller left.", ["later", "john", "left", "."]),
        ("Later the minister Keller left.", ["later", "the", "john", "left", "."]),
    ):
        tokens = tokenize(fold(text))
        at = text.index("Keller")
        names = [Mention(Span(at, at + 6), "Person", "Keller")]
        stand_ins = StandIns({"Person": "john"}, frozenset(), titles, 1)
        assert condense(tokens, [Span(0, len(text))], names, [], stand_ins, text).tokens.words == words
