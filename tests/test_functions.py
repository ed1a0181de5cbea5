"""SPARQL functions of two times: what is certain, what is possible, and the same in plain SPARQL."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import store as stores
from kg.errors import QueryError
from kg.functions import FUNCTIONS, instead
from kg.query import ask, rows
from kg.store import Store
from kg.terms import DEFAULT, expand
from tests import sample

DAYS = {"b": (10, 12, 10, 12), "c": (11, 11, 11, 20), "d": (13, 13, 13, 13), "e": (None, None, None, None)}
DAYS |= {"f": (None, None, None, 9), "g": (10, 10, 30, None), "h": (20, None, 20, None), "i": (21, 22, 21, 22)}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Events with all kinds of bounds; h is told to be before e, and d during g."""
    graph = ox.NamedNode(DEFAULT.derived)
    quads = []
    for name, days in DAYS.items():
        event = ox.NamedNode(DEFAULT.event(name))
        quads.append(ox.Quad(event, ox.NamedNode(expand("sem:eventType")), ox.NamedNode(expand("kg:Arrest")), graph))
        quads.append(ox.Quad(event, ox.NamedNode(expand("rdf:type")), ox.NamedNode(expand("sem:Event")), graph))
        for bound, day in zip(("beginMin", "beginMax", "endMin", "endMax"), days, strict=True):
            if day is not None:
                quads.append(ox.Quad(event, ox.NamedNode(expand(f"kg:{bound}")), ox.Literal(day), graph))
    for a, how, b in (("h", "before", "e"), ("e", "before", "i"), ("d", "during", "g")):
        edge = ox.NamedNode(expand(f"kg:{how}"))
        quads.append(ox.Quad(ox.NamedNode(DEFAULT.event(a)), edge, ox.NamedNode(DEFAULT.event(b)), graph))
    store = stores.open(str(tmp_path / "g.nq"), "w")
    store.replace({DEFAULT.derived: quads})
    return stores.open(str(tmp_path / "g.nq"))


def pairs(store: Store, pattern: str) -> set[tuple[str, str]]:
    both = f"?a a sem:Event . ?b a sem:Event . {pattern} FILTER(?a != ?b)"
    found = rows(store, f"SELECT DISTINCT ?a ?b WHERE {{ {both} }}")
    return {(str(row["a"])[-1], str(row["b"])[-1]) for row in found}


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_a_function_says_what_its_plain_sparql_says(store: Store, name: str) -> None:
    called = pairs(store, f"FILTER(kg:{name}(?a, ?b))")
    assert called == pairs(store, FUNCTIONS[name].pattern)
    assert 0 < len(called) < len(DAYS) * (len(DAYS) - 1)


@pytest.mark.parametrize("what", ["Before", "Overlaps", "During"])
def test_what_is_certain_is_possible(store: Store, what: str) -> None:
    certain, possible = (pairs(store, f"FILTER(kg:{how}{what}(?a, ?b))") for how in ("certainly", "possibly"))
    assert certain < possible


def test_what_is_certainly_before_possibly_overlaps_nothing_of_it(store: Store) -> None:
    before = pairs(store, "FILTER(kg:certainlyBefore(?a, ?b))")
    assert {("b", "d"), ("f", "c"), ("h", "e"), ("h", "i")} <= before
    assert not before & pairs(store, "FILTER(kg:possiblyOverlaps(?a, ?b))")
    assert not {(b, a) for a, b in before} & pairs(store, "FILTER(kg:possiblyBefore(?a, ?b))")


def test_a_date_may_stand_for_an_event(tmp_path: Path) -> None:
    store = stores.open(str(tmp_path / "s.nq"), "w")
    store.replace(sample.graphs())
    store = stores.open(str(tmp_path / "s.nq"))
    query = 'SELECT ?e WHERE {{ ?e a kg:Arrest FILTER(kg:{}(?e, {})) }}'
    for called, date, held in (
        ("certainlyBefore", '"2021-04"^^edtf:EDTF', True),
        ("certainlyBefore", '"2021-03"', False),
        ("certainlyDuring", '"2021-03"', True),
        ("possiblyOverlaps", '"2021-03-15"^^xsd:date', False),
        ("possiblyBefore", '"no date"', False),
        ("possiblyBefore", "5", False),
    ):
        assert bool(list(rows(store, query.format(called, date)))) == held, (called, date)


def test_a_function_that_there_is_not_is_an_error(store: Store) -> None:
    with pytest.raises(QueryError, match="certainlyAfter"):
        ask(store, "SELECT ?a WHERE { ?a a sem:Event FILTER(kg:certainlyAfter(?a, ?a)) }")


def test_what_to_write_instead_has_the_variables_of_the_call() -> None:
    text = "SELECT * WHERE { ?x a kg:Arrest . ?y a kg:Release FILTER(kg:certainlyBefore(?x, ?y)) }"
    assert instead("certainlyBefore", text) == (
        "OPTIONAL { ?x kg:endMax ?xEndMax } OPTIONAL { ?y kg:beginMin ?yBeginMin } "
        "FILTER(COALESCE(?xEndMax < ?yBeginMin, false) || EXISTS { ?x kg:before+ ?y })"
    )
    assert "?a kg:endMax ?aEndMax" in instead("certainlyBefore", "FILTER(kg:certainlyBefore(?x, '2020'))")
