import csv
import io
import json
from pathlib import Path

import pytest
from babel import Locale
from babel.lists import format_list
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad

from kg import edtf
from kg import language as languages
from kg import store as stores
from kg.entries import Actor, Entry, Evidence, Named, _one_by_one, entries, in_order, placed
from kg.errors import GraphError, InputError, QueryError
from kg.results import width
from kg.store import Store
from kg.terms import DEFAULT, expand
from kg.timeline import FORMATS, escaped, when
from kg.wording import date_in_words, listed, phrases
from tests import sample

ARTICLE = {"title": "The raid", "published": "2023-07-02T09:00", "publisher": "Daily", "url": "https://a.example/1"}


def evidence(quote: str = "They came at dawn.", start: int = 0, **rest: object) -> Evidence:
    fields: dict[str, object] = {**ARTICLE, **rest}
    return Evidence("f1", "a1", quote, start, start + len(quote), **fields)  # type: ignore[arg-type]


def entry(time: str | None = "2023-06", id: str = "e1", **rest: object) -> Entry:
    date = edtf.parse(time) if time else None
    bounds = {"begin": date.begin, "end": date.end} if date else {"begin": (None, None), "end": (None, None)}
    label = {"en": f"event {id}", "hi": f"घटना {id}"}
    fields = {"label": label, "status": "asserted", "facts": (evidence(),), **bounds, **rest}
    return Entry(id, "Search", time=time, **fields)  # type: ignore[arg-type]


# Dates in words

WORDS = [
    ("2023-06-01", "1 June 2023", "1 जून 2023"),
    ("2020-09", "September 2020", "सितंबर 2020"),
    ("2023", "2023", "2023"),
    ("202X", "the 2020s", "2020 का दशक"),
    ("19XX", "between 1900 and 1999", "1900 और 1999 के बीच"),
    ("2020-09-XX", "September 2020", "सितंबर 2020"),
    ("2023-1X", "between October 2023 and December 2023", "अक्टूबर 2023 और दिसंबर 2023 के बीच"),
    ("XXXX-12-25", "25 December, year unknown", "25 दिसंबर, वर्ष अज्ञात"),
    ("-0043-03-15", "15 March 44 BC", "15 मार्च 44 ईसा-पूर्व"),
    ("Y17000", "17000", "17000"),
    ("2023-06-01T10:00Z", "1 June 2023, 10:00 UTC", "1 जून 2023, 10:00 UTC"),
    ("2025-12~", "about December 2025", "लगभग दिसंबर 2025"),
    ("2023?", "possibly 2023", "संभवतः 2023"),
    ("2023%", "possibly about 2023", "संभवतः लगभग 2023"),
    ("2023-21", "spring 2023", "2023 का वसंत"),
    ("2023-31", "autumn 2023 (southern hemisphere)", "2023 का पतझड़ (दक्षिणी गोलार्ध)"),
    ("2023-34", "the 2nd quarter of 2023", "2023 की दूसरी तिमाही"),
    ("2023-41", "the second half of 2023", "2023 की दूसरी छमाही"),
    ("2020-09/", "from September 2020, end not known", "सितंबर 2020 से, अंत अज्ञात"),
    ("2020-09/..", "from September 2020 onward", "सितंबर 2020 से आगे"),
    ("/2020-09", "until September 2020, beginning not known", "सितंबर 2020 तक, आरंभ अज्ञात"),
    ("../2020-09", "until September 2020", "सितंबर 2020 तक"),
    ("202X/2023-21", "from the 2020s to spring 2023", "2020 के दशक से 2023 के वसंत तक"),
    ("[2026-01-01..]", "on or after 1 January 2026", "1 जनवरी 2026 को या उसके बाद"),
    ("[2026-01..]", "in or after January 2026", "जनवरी 2026 में या उसके बाद"),
    ("[..2023-06]", "no later than June 2023", "जून 2023 या उससे पहले"),
    ("[2020..2022]", "between 2020 and 2022", "2020 और 2022 के बीच"),
    ("[2020,2022]", "2020 or 2022", "2020 या 2022"),
    ("{2020,2022}", "2020 and 2022", "2020 और 2022"),
    ("{2020..2022}", "from 2020 to 2022", "2020 से 2022 तक"),
]


@pytest.mark.parametrize(("text", "english", "hindi"), WORDS)
def test_a_date_is_worded_as_exactly_as_it_is_known(text: str, english: str, hindi: str) -> None:
    date = edtf.parse(text)
    assert (date_in_words(date, "en"), date_in_words(date, "hi")) == (english, hindi)


@pytest.mark.parametrize("code", languages.available())
def test_the_words_to_print_in_are_those_of_the_whole_file(code: str) -> None:
    assert languages.words(code) == languages.load(code).section("timeline")


def test_the_phrases_of_both_languages_have_the_same_keys() -> None:
    def keys(table: object) -> object:
        return {k: keys(v) for k, v in table.items() if k != "oblique"} if isinstance(table, dict) else None

    assert keys(phrases("hi")) == keys(phrases("en"))


@pytest.mark.parametrize("code", ["en", "hi"])
def test_months_plurals_and_lists_are_as_cldr_has_them(code: str) -> None:
    cldr, own = Locale.parse(code), phrases(code)["cldr"]
    assert own["months"] == list(cldr.months["format"]["wide"].values())
    assert own["quarters"] == list(cldr.quarters["format"]["wide"].values())
    assert own["era"] == cldr.eras["abbreviated"][0]
    assert own["one"] == [number for number in range(1000) if cldr.plural_form(number) == "one"]
    for many in (["a"], ["a", "b"], ["a", "b", "c"], ["a", "b", "c", "d"]):
        assert listed(many, code) == format_list(many, "standard", cldr)
        assert listed(many, code, any_of=True) == format_list(many, "or", cldr)


def test_a_state_without_an_end_says_until_when_it_is_told_and_no_more_exactly() -> None:
    june = edtf.parse("2023-06").begin.min
    told = entry("2020-09/", end=(june, None), facts=(evidence(told_at="2023-06"),))
    assert when(told, "en") == "from September 2020, at least until June 2023"
    printed = entry("2020-09/", end=(edtf.day(2023, 7, 2), None))
    assert when(printed, "hi") == "सितंबर 2020 से, कम से कम 2 जुलाई 2023 तक"
    assert when(entry("2020-09/"), "en") == "from September 2020, end not known"


def test_where_accounts_differ_every_time_that_is_told_stands() -> None:
    both = (evidence(time="2023-07"), evidence(start=30, time="2023-06-01"), evidence(start=60, time="2023-07"))
    assert when(entry(None, facts=both), "en") == "accounts differ: 1 June 2023; July 2023"
    assert when(entry(None), "en") == ""


# Reading a graph


def test_entries_come_in_time_order_and_undated_ones_last(store: Store) -> None:
    found = entries(store)
    assert [(e.type, e.time) for e in found] == [
        ("Arrest", "2021-03-14"),
        ("Detention", "2021-03/"),
        ("Correspondence", "2022-05-12"),
        ("Meeting", "2022-06-03"),
        ("Trial", "2023"),
        ("Attack", None),
        ("Meeting", None),
    ]


def test_an_entry_holds_what_the_graph_says_of_its_event(store: Store) -> None:
    arrest = entries(store, type="Arrest")[0]
    assert arrest.label == {"en": "Arrest of Meera Sen", "hi": "मीरा सेन की गिरफ्तारी"}
    assert arrest.status == "reported"
    assert arrest.begin == arrest.end == (edtf.day(2021, 3, 14),) * 2
    assert arrest.actors == (Actor("patient", "meera", {"en": "Meera Sen", "hi": "मीरा सेन"}),)
    assert arrest.place == Named("jaipur", {"en": "Jaipur", "hi": "जयपुर"})


def test_evidence_is_the_sentence_where_it_stands_in_the_article(store: Store) -> None:
    texts = {a.id: a for a in (sample.HINDI, sample.ENGLISH)}
    for fact in (fact for e in entries(store) for fact in e.facts):
        article = texts[fact.article]
        assert article.text[fact.start : fact.end] == fact.quote
        assert (fact.title, fact.published, fact.url) == (article.title, article.published, article.url)
    said = next(fact for e in entries(store, type="attack") for fact in e.facts)
    assert said.according_to == Named("devika", {"en": "Devika Rao", "hi": "देविका राव"})


@pytest.mark.parametrize(
    "name", ["Devika Rao", "देविका राव", "DEVIKA RAO", "Devika Raao", "Devika", "देविका", "id:entity/devika"]
)
def test_about_takes_any_spelling_in_either_script(store: Store, name: str) -> None:
    found = entries(store, about=name)
    assert [e.type for e in found] == ["Correspondence", "Meeting", "Meeting"]


def test_entries_read_all_at_once_are_those_read_one_by_one(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    at_once = entries(store)
    monkeypatch.setattr("kg.entries._whole", _one_by_one)
    assert entries(store) == at_once and at_once


def test_what_somebody_takes_part_in_is_found_without_reading_the_rest(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr("kg.entries._whole")
    assert entries(store, about="Meera Sen")


def test_about_takes_a_place_as_well(store: Store) -> None:
    assert [e.type for e in entries(store, about="Lucknow")] == ["Meeting"]


def test_a_name_that_nobody_has_is_refused_with_the_nearest(store: Store) -> None:
    with pytest.raises(QueryError, match="the nearest are .*(देविका राव|Devika Rao)"):
        entries(store, about="Davina Roy")


def test_a_surname_that_nobody_is_called_by_alone_names_the_whole_family(tmp_path: Path) -> None:
    graphs = sample.graphs()
    graphs[DEFAULT.derived] = [q for q in graphs[DEFAULT.derived] if getattr(q.object, "value", "") != "सेन"]
    with pytest.raises(QueryError, match="(?s)may mean .*Arjun Sen.*मीरा सेन"):
        entries(_stored(tmp_path, graphs), about="Sen")


def test_a_name_that_two_have_names_both(tmp_path: Path) -> None:
    graphs = sample.graphs()
    called, alt = NamedNode(DEFAULT.entity("arjun")), NamedNode(expand("skos:altLabel"))
    graphs[DEFAULT.derived].append(Quad(called, alt, Literal("राव", language="hi"), NamedNode(DEFAULT.derived)))
    store = _stored(tmp_path, graphs)
    with pytest.raises(QueryError, match=r"(?s)(अर्जुन|Arjun).*(देविका|Devika)"):
        entries(store, about="राव")


@pytest.mark.parametrize(
    ("since", "until", "types"),
    [
        ("2023", None, ["Detention", "Trial"]),
        ("2022-06", "2022", ["Detention", "Meeting"]),
        (None, "2021-03-13", []),
        ("2021-03-14", "2021-03-14", ["Arrest", "Detention"]),
        (None, "2020", []),
    ],
)
def test_a_filter_keeps_what_may_have_been_in_that_time(
    store: Store, since: str | None, until: str | None, types: list[str]
) -> None:
    found = entries(store, since=since, until=until)
    assert [e.type for e in found if e.date] == types
    assert [e.type for e in found if not e.date] == ["Attack", "Meeting"]


def test_a_date_or_a_type_that_is_none_is_refused(store: Store) -> None:
    with pytest.raises(InputError, match="June"):
        entries(store, since="June")
    with pytest.raises(InputError, match="did you mean Arrest"):
        entries(store, type="arest")
    assert entries(store, type="Election") == ()


def _stored(folder: Path, graphs: dict[str, list[Quad]]) -> Store:
    path = folder / "changed.nq"
    stores.open(str(path), "w").replace(graphs)
    return stores.open(str(path))


@pytest.mark.parametrize(
    ("predicate", "value"), [("kg:time", "next week"), ("kg:beginMin", "soon"), ("kg:endMax", "9" * 40)]
)
def test_a_graph_with_values_that_cannot_be_read_is_refused(tmp_path: Path, predicate: str, value: str) -> None:
    graphs = sample.graphs()
    changed = NamedNode(expand(predicate))
    graphs[DEFAULT.derived] = [
        Quad(q.subject, q.predicate, Literal(value), q.graph_name) if q.predicate == changed else q
        for q in graphs[DEFAULT.derived]
    ]
    with pytest.raises(GraphError, match=predicate):
        entries(_stored(tmp_path, graphs))


def test_an_empty_graph_has_no_events_in_any_format(tmp_path: Path) -> None:
    found = entries(_stored(tmp_path, {}))
    assert found == ()
    assert FORMATS["text"](found, "en") == "No events.\n"
    assert FORMATS["md"](found, "hi") == "कोई घटना नहीं।\n"
    assert json.loads(FORMATS["json"](found, "en")) == []
    assert len(list(csv.reader(io.StringIO(FORMATS["csv"](found, "en"), newline="")))) == 1


# Order


def test_order_is_by_what_is_known_then_by_place_in_the_articles() -> None:
    written = [
        entry("2020-09", "a"), entry("[..2023-06]", "b"), entry("2023-06", "c", facts=(evidence(start=3),)),
        entry("2023-06", "d", facts=(evidence(start=9),)), entry("2026-01-01", "e"), entry("[2026-01-01..]", "f"),
        entry(None, "g", begin=(edtf.day(2030, 1, 1), None)), entry("XXXX-12-25", "h"), entry(None, "i"),
    ]  # fmt: skip
    assert [e.event for e in in_order(reversed(written))] == list("abcdefghi")


@settings(deadline=None, derandomize=True)
@given(st.permutations([entry(t, f"{n}") for n, t in enumerate(["2020", "2020", None, None, "[..2021]", "2020-05/"])]))
def test_order_does_not_depend_on_the_order_of_reading(shuffled: list[Entry]) -> None:
    assert in_order(shuffled) == in_order(reversed(shuffled))


def test_an_event_with_bounds_but_no_time_is_worded_by_its_bounds() -> None:
    assert when(entry(None, begin=(None, edtf.day(2023, 6, 30))), "en") == "no later than June 2023"


# Formats


def test_text_is_a_line_an_event_with_date_status_and_number_of_facts(store: Store) -> None:
    assert FORMATS["text"](entries(store), "en") == (
        "14 March 2021                                Arrest of Meera Sen · Jaipur · according to police · 2 facts\n"
        "from March 2021, at least until 5 June 2022  Detention of Meera Sen · 1 fact\n"
        "12 May 2022                                  Letter from Devika Rao to Meera Sen · 1 fact\n"
        "3 June 2022                                  Devika Rao meets Arjun Sen · Lucknow · 1 fact\n"
        "2023                                         Trial · did not happen · 2 facts\n"
        "\n"
        "Undated\n"
        "  Attack on Meera Sen · alleged, according to Devika Rao · 1 fact\n"
        "  Meeting of Devika Rao · planned, according to Devika Rao · 1 fact\n"
    )


def test_hindi_text_stands_in_columns_as_a_terminal_counts_them(store: Store) -> None:
    lines = FORMATS["text"](entries(store), "hi").split("\n")
    assert lines[0].endswith("मीरा सेन की गिरफ्तारी · जयपुर · पुलिस के अनुसार · 2 तथ्य")
    dated = lines[: lines.index("")]
    assert len({width(line[: line.index(line.split("  ")[-1].strip())]) for line in dated}) == 1


def test_what_nobody_is_named_for_is_only_reported() -> None:
    told = entry(status="reported", facts=(evidence(status="reported"), evidence(start=9, status="asserted")))
    assert FORMATS["text"]([told], "en") == "June 2023  event e1 · reported · 2 facts\n"


def test_a_very_long_date_does_not_push_the_others_away() -> None:
    many = "[" + ",".join(f"{year}-0{year % 9 + 1}" for year in range(2001, 2015)) + "]"
    lines = FORMATS["text"]([entry("2000", "a"), entry(many, "b")], "en").splitlines()
    assert lines[0] == "2000  event a · 1 fact"


def test_only_undated_events_stand_under_their_heading_alone() -> None:
    assert FORMATS["text"]([entry(None)], "hi") == "तारीख अज्ञात\n  घटना e1 · 1 तथ्य\n"


HOSTILE = "\x1b[31m<script>alert(1)</script>\r\n\u202e[x](javascript:a) *b* `c` | $d$ [^9] & ~e~ _f_ \x00#"


def test_no_text_of_an_article_reaches_the_terminal_as_a_command() -> None:
    text = FORMATS["text"]([entry(label={"en": HOSTILE}, place=Named("p", {"en": HOSTILE[::-1]}))], "en")
    assert text.count("\n") == 1
    assert not set(text[:-1]) & set("\x1b\x00\r\n\u202e")


def test_markdown_has_numbered_footnotes_with_quote_article_and_date() -> None:
    devika = Named("d", {"en": "Devika Rao"})
    two = (evidence(), evidence("It was searched.", 40, according_to=devika, published=None, url=None))
    text = FORMATS["md"]([entry(facts=two), entry("2024", "e2"), entry(None, "e3", status="denied")], "en")
    assert text == (
        "- **June 2023** — event e1[^1][^2]\n"
        "- **2024** — event e2[^1]\n"
        "\n"
        "## Undated\n"
        "\n"
        "- event e3 · denied[^1]\n"
        "\n"
        "[^1]: “They came at dawn.” — *The raid*, Daily, published 2 July 2023 <https://a.example/1>\n"
        "[^2]: “It was searched.” (according to Devika Rao) — *The raid*, Daily, no date of publication\n"
    )


def test_markdown_escapes_what_articles_say() -> None:
    bad = "javascript:alert(1)"
    text = FORMATS["md"]([entry(label={"en": HOSTILE}, facts=(evidence(HOSTILE, title=HOSTILE, url=bad),))], "en")
    body = text.replace("\\\\", "")
    for mark in "<>[]*`|$_~&#":
        ours = {"*": 6, "[": 2, "]": 2}.get(mark, 0)
        assert body.count(mark) - body.count("\\" + mark) == ours, mark
    assert bad not in text.replace(escaped(bad), "")


@pytest.mark.parametrize("text", ["- item", "1. item", "1) item", "# head", "> quote", "+ item", "=====", "---", "* x"])
def test_markdown_begins_no_list_or_heading_with_what_an_article_says(text: str) -> None:
    assert escaped(text) != text
    assert escaped(text).replace("\\", "") == text


def test_json_has_the_fields_of_the_design_in_time_order(store: Store) -> None:
    found = json.loads(FORMATS["json"](entries(store), "hi"))
    fields = ["event", "type", "label", "time", "begin", "end", "derived", "order", "status", "actors", "place"]
    fields += ["facts"]
    assert all(list(event) == fields for event in found)
    assert found[1] == {
        "event": sample.IN_JAIL.id,
        "type": "Detention",
        "label": {"en": "Detention of Meera Sen", "hi": "मीरा सेन की हिरासत"},
        "time": "2021-03/",
        "begin": ["2021-03-14", "2021-03-14"],
        "end": ["2022-06-05", None],
        "derived": ["beginMax", "beginMin"],
        "order": {"certainly_after": [], "certainly_before": [], "possibly_after": []},
        "status": "asserted",
        "actors": [{"role": "patient", "id": "meera", "name": {"en": "Meera Sen", "hi": "मीरा सेन"}}],
        "place": None,
        "facts": [
            {
                "article": "चिट्ठी",
                "quote": "वे तब से जेल में हैं।",
                "start": sample.IN_JAIL.sentence.start,
                "end": sample.IN_JAIL.sentence.end,
                "according_to": None,
                "status": "asserted",
                "published": "2022-06-05",
            }
        ],
    }


def found_by_order() -> tuple[Entry, ...]:
    """A letter in December 2025, its undated sharing after it, a year in which something else began, an oath."""
    since = (edtf.parse("2025-12").begin.min, None)
    sharing = entry(None, "sharing", begin=since, end=since, derived=("beginMin", "endMin"))
    others = [entry("2025-12", "letter"), entry("2026-01-01", "oath"), entry("2024", "trial"), entry(None, "riot")]
    return placed([sharing, *others], [("letter", "sharing")])


def test_an_undated_event_is_placed_by_its_order_and_what_is_certain_kept_from_what_is_possible() -> None:
    assert FORMATS["text"](found_by_order(), "en") == (
        "2024                                 event trial · 1 fact\n"
        "December 2025                        event letter · 1 fact\n"
        "in or after December 2025 (derived)  event sharing · certainly after: event letter · "
        "possibly after: event oath · 1 fact\n"
        "1 January 2026                       event oath · 1 fact\n"
        "\n"
        "Undated\n"
        "  event riot · 1 fact\n"
    )
    marked = "- **in or after December 2025 (derived)** — event sharing · certainly after: event letter"
    assert marked in FORMATS["md"](found_by_order(), "en")
    hindi = FORMATS["text"](found_by_order(), "hi")
    assert "दिसंबर 2025 में या उसके बाद (निष्कर्ष)" in hindi
    assert "निश्चित रूप से “घटना letter” के बाद · संभवतः “घटना oath” के बाद" in hindi


def test_json_says_what_is_derived_and_what_is_certain() -> None:
    (found,) = [one for one in json.loads(FORMATS["json"](found_by_order(), "en")) if one["event"] == "sharing"]
    assert found["time"] is None
    assert found["derived"] == ["beginMin", "endMin"]
    assert found["order"] == {"certainly_after": ["letter"], "certainly_before": [], "possibly_after": ["oath"]}


def test_what_is_told_to_be_before_stands_before_it_where_dates_tie() -> None:
    both = [entry("2020", "a"), entry("2020", "b")]
    assert [one.event for one in placed(both, [("b", "a")])] == ["b", "a"]
    assert [one.event for one in placed(both, [("a", "b")])] == ["a", "b"]
    assert [one.event for one in placed(both, [("b", "gone"), ("gone", "a")])] == ["b", "a"]


def test_csv_reads_back_a_row_an_event(store: Store) -> None:
    text = FORMATS["csv"](entries(store), "en")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert len(rows) == 7
    assert text.count("\r\n") == 8
    assert rows[2]["actors"] == "agent: Devika Rao\ntheme: letter\nrecipient: Meera Sen"
    assert (rows[0]["label"], rows[0]["facts"], rows[0]["place"]) == ("Arrest of Meera Sen", "2", "Jaipur")
    assert rows[1]["end_earliest"] == "2022-06-05" and rows[1]["end_latest"] == ""


@pytest.mark.parametrize("mark", ["=", "+", "-", "@", "\t", "\r"])
def test_csv_gives_a_spreadsheet_no_formula(mark: str) -> None:
    formula = f"{mark}HYPERLINK(1)"
    found = [entry("-0043", label={"en": formula}, place=Named("p", {"en": formula}), facts=(evidence(formula),))]
    row = next(csv.DictReader(io.StringIO(FORMATS["csv"](found, "en"), newline="")))
    texts = [row[name] for name in ("label", "place", "quotes")]
    assert not any(text.startswith(("=", "+", "-", "@", "\t", "\r")) for text in texts)
    assert row["time"] == "-0043"


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_gives_the_same_text_twice(store: Store, format: str) -> None:
    assert FORMATS[format](entries(store), "hi") == FORMATS[format](entries(store), "hi")
