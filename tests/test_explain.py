"""Explanations: for every event its sentences, their articles, the words that were read, and where a date is from."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg import builds, judge
from kg import store as stores
from kg.errors import GraphError, KgError, QueryError
from kg.explain import explain, read, stats
from kg.judgements import read_judgements
from kg.language import available, load
from kg.model import Article, Resolved
from kg.read import read as articles
from kg.store import Store
from kg.wording import length_in_words, phrases
from tests.command import ROOT
from tests.told import article

SEED = ROOT / "data" / "articles" / "mamdani-khalid.hi.txt"
TEXT = (
    "रमेश सैनी को दो दिन पहले कोटा में गिरफ्तार किया गया। सैनी तब से जेल में हैं। "
    "पुलिस ने 3 मई 2019 को कहा कि सैनी पर हमला हुआ था।\n"
)
KOTA = Article("kota", TEXT, "hi", "0" * 64, title="कोटा से", published="2024-03-10")


PRISON = (
    "पत्रकार मीरा सेन को सितंबर 2018 में जयपुर में गिरफ्तार किया गया था। "
    "कवि देविका राव ने एक कार्यक्रम में मीरा सेन की लिखी एक चिट्ठी पढ़ी। राव मंच से कहती हैं, “मैं मीरा सेन की लिखी एक चिट्ठी "
    "पढ़ने जा रही हूं। वे अब तक 1000 दिनों से ज्यादा वक्त से जेल में हैं। उन पर एक बार हमला भी हो चुका है।”\n"
)


def graph(folder: Path, *found: Article | KgError) -> Store:
    target = str(folder / "g.nq")
    builds.build(found, target, learnt="2026-11-24")
    return stores.open(target)


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return graph(tmp_path_factory.mktemp("seed"), *articles([str(SEED)]))


@pytest.fixture(scope="module")
def kota(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return graph(tmp_path_factory.mktemp("kota"), KOTA)


@pytest.fixture(scope="module")
def prison(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return graph(tmp_path_factory.mktemp("prison"), Article("prison", PRISON, "hi", "0" * 64))


def block(text: str, words: str) -> list[str]:
    """The lines of the one event whose explanation has these words in its first line."""
    (found,) = [part.splitlines() for part in text.split("\n\n") if words in part.splitlines()[0]]
    return found


def below(lines: list[str], words: str) -> list[str]:
    """The lines under the one that has these words, as far as they are set in further, without the space before."""
    at = next(n for n, line in enumerate(lines) if words in line)
    depth = len(lines[at]) - len(lines[at].lstrip())
    found = []
    for line in lines[at + 1 :]:
        if len(line) - len(line.lstrip()) <= depth:
            break
        found.append(line.strip())
    return found


# The chain from a quote to a date


def test_a_date_that_is_stated_shows_its_words_and_rule(seed: Store) -> None:
    lines = block(explain(seed, "Umar Khaled", "en"), "Arrest of")
    assert lines[0].startswith("September 2020 — Arrest of Umar Khalid")
    assert lines[1].startswith("  Arrest ")
    assert lines[2].endswith(", no date of publication [mamdani-khalid.hi]")
    assert below(lines, "“खालिद को सितंबर 2020 में गिरफ्तार किया गया था।”") == [
        "asserted: “गिरफ्तार किया” tells Arrest: गिरफ्तार",
        "date stated: September 2020 (2020-09)",
        "“सितंबर 2020” → 2020-09 (rule month-year)",
    ]


def test_a_date_taken_from_another_event_says_from_which_and_quotes_it(seed: Store) -> None:
    lines = block(explain(seed, "खालिद", "en"), "Detention of")
    assert below(lines, "date from the passage: from September 2020, end not known (2020-09/)") == [
        "from the date of: Arrest of Umar Khalid — “खालिद को सितंबर 2020 में गिरफ्तार किया गया था।”",
        "“सितंबर 2020” → 2020-09 (rule month-year)",
    ]


def test_a_meeting_on_a_trip_has_the_date_of_the_trip(seed: Store) -> None:
    lines = block(explain(seed, "America", "en"), "Meeting of")
    assert below(lines, "date from the passage: December 2025 (2025-12)") == [
        "from the date of: Visit of parents of Umar Khalid to United States — "
        "“यह नोट दिसंबर 2025 में खालिद के माता-पिता की अमेरिका यात्रा के दौरान लिखा गया।”",
        "“दिसंबर 2025” → 2025-12 (rule month-year)",
    ]


def test_what_was_said_at_a_time_shows_the_words_of_that_time_and_what_they_were_counted_from(seed: Store) -> None:
    lines = block(explain(seed, "खालिद", "en"), "Detention of")
    at = next(n for n, line in enumerate(lines) if "“उस समय उन्होंने बताया था" in line)
    assert below(lines[at:], "said: June 2023 (2023-06)") == [
        "“उस समय” → 2023-06 (rule that-time)",
        "counted from “जून 2023” → 2023-06 (rule month-year)",
    ]


def test_a_quotation_dated_by_what_its_speaker_is_about_to_do_says_so(seed: Store) -> None:
    told = below(block(explain(seed, "खालिद", "en"), "Attack on"), "said: June 2023 (2023-06)")
    assert told[0].startswith("in the same quotation the speaker is about to do what has this date: Reading of letter")
    assert told[1] == "“जून 2023” → 2023-06 (rule month-year)"


def test_what_had_happened_when_it_was_told_says_so(seed: Store) -> None:
    lines = block(explain(seed, "खालिद", "en"), "Attack on")
    assert below(lines, "date from the passage: no later than June 2023 ([..2023-06])") == [
        "it had happened by the time it was told"
    ]


def test_a_duration_shows_its_words(seed: Store) -> None:
    lines = block(explain(seed, "खालिद", "en"), "Detention of")
    assert "      duration: “1000 दिनों से ज्यादा” → more than 1000 days" in lines


def test_a_date_counted_from_the_day_of_publication_says_so(kota: Store) -> None:
    lines = block(explain(kota, "Saini", "en"), "Arrest of")
    assert lines[2] == "  कोटा से, published 10 March 2024 [kota]"
    assert below(lines, "date counted: 8 March 2024 (2024-03-08)") == [
        "“दो दिन पहले” → 2024-03-08 (rule ago)",
        "counted from the day of publication, 10 March 2024 (2024-03-10)",
    ]


def test_the_words_of_a_time_in_the_sentence_itself_come_before_any_other(kota: Store) -> None:
    told = below(block(explain(kota, "Saini", "en"), "Attack on"), "said: 3 May 2019 (2019-05-03)")
    assert told == ["“3 मई 2019” → 2019-05-03 (rule day-month-year)"]


def test_a_bound_that_follows_from_other_events_shows_the_sentences_it_follows_from(prison: Store) -> None:
    lines = block(explain(prison, "देविका राव", "en"), "Reading of letter")
    assert lines[0].startswith("on or after 28 May 2021 (derived) — Reading of letter")
    assert below(lines, "not before 28 May 2021 (2021-05-28):") == [
        "Detention of Mira Sen: from September 2018, end not known (2018-09/)",
        "“वे अब तक 1000 दिनों से ज्यादा वक्त से जेल में हैं।” [prison]",
        "“पत्रकार मीरा सेन को सितंबर 2018 में जयपुर में गिरफ्तार किया गया था।” [prison]",
        "“1000 दिनों से ज्यादा” by the time it was told",
        "“वे अब तक 1000 दिनों से ज्यादा वक्त से जेल में हैं।” [prison]",
    ]


def test_what_an_event_is_certainly_before_shows_why(prison: Store) -> None:
    lines = block(explain(prison, "मीरा सेन", "en"), "Writing of letter")
    shown = below(lines, "certainly before: Reading of letter from Mira Sen")
    assert shown[0].startswith("Reading of letter from Mira Sen")
    assert "मीरा सेन की लिखी एक चिट्ठी" in shown[1]


def test_an_order_that_event_types_imply_is_told_in_words(seed: Store) -> None:
    lines = block(explain(seed, "Banojyotsna", "en"), "in or after December 2025 (derived)")
    shown = below(lines, "not before 1 December 2025 (2025-12-01):")
    assert shown[0] == "Letter from Johran Mamdani to Umar Khalid: December 2025 (2025-12)"
    assert shown[1].startswith("“यह नोट दिसंबर 2025 में खालिद के माता-पिता की अमेरिका यात्रा के दौरान लिखा गया।”")
    assert shown[2].startswith("A letter is written before it is made public.")
    assert below(block(explain(seed, "Banojyotsna", "hi"), "(निष्कर्ष)"), "1 दिसंबर 2025 (2025-12-01) से पहले नहीं:")


# In every language, about everything


def test_the_same_is_said_in_hindi(kota: Store) -> None:
    lines = block(explain(kota, "सैनी", "hi"), "गिरफ़्तारी")
    assert lines[0] == "8 मार्च 2024 — रमेश सैनी की गिरफ़्तारी · कोटा"
    assert below(lines, "तारीख गिनी गई: 8 मार्च 2024 (2024-03-08)") == [
        "“दो दिन पहले” → 2024-03-08 (नियम ago)",
        "प्रकाशन के दिन से गिनकर, 10 मार्च 2024 (2024-03-10)",
    ]


def test_every_language_that_prints_a_timeline_has_all_the_words(kota: Store) -> None:
    words = {code: load(code).section("timeline").get("chain", {}) for code in available()}
    with_timeline = [code for code in available() if load(code).section("timeline")]
    assert {"hi", "en"} <= set(with_timeline)
    assert [code for code in with_timeline if set(words[code]) != set(words["en"])] == []
    for part in ("bounds", "order"):
        own = {code: set(load(code).section("timeline")[part]) for code in with_timeline}
        assert [code for code in with_timeline if own[code] != own["en"]] == []


@pytest.mark.parametrize("language", ["hi", "en"])
def test_every_fact_is_explained_once_with_its_quote(seed: Store, language: str) -> None:
    resolved: Resolved = read(seed)
    text = {a.article.id: a.article.text for a in resolved.annotated}
    by_event = {event.id: explain(seed, event.id, language) for event in resolved.events}
    for event in resolved.events:
        facts = [fact for fact in resolved.facts if fact.id in event.facts]
        lines = by_event[event.id].splitlines()
        assert lines[1] == f"  {event.type} {event.id}"
        for fact in facts:
            assert any(" ".join(fact.sentence.of(text[fact.article]).split()) in line for line in lines)
            assert any(f"“{fact.trigger.of(text[fact.article])}”" in line and fact.rule in line for line in lines)
        told = tuple(f"{status}: “" for status in phrases(language)["status"].values())
        assert sum(line.strip().startswith(told) for line in lines) == len(facts)


def test_an_event_is_named_by_its_id_or_its_iri(seed: Store) -> None:
    event = read(seed).events[0].id
    own = explain(seed, event, "en")
    assert own == explain(seed, f"https://w3id.org/event-timeline/id/event/{event}", "en")
    assert own.splitlines()[1].endswith(event)


def test_what_names_no_event_is_an_error(seed: Store) -> None:
    with pytest.raises(QueryError, match="Nobody Atall: matches nobody"):
        explain(seed, "Nobody Atall", "en")
    with pytest.raises(QueryError):
        explain(seed, "0123456789abcdef", "en")


def test_text_of_an_article_commands_no_terminal(tmp_path: Path) -> None:
    text = TEXT.replace("\n", "") + "\x1b[2J\u202e उन पर हमला हुआ।\n"
    hostile = Article("a\x1bb", text, "hi", "1" * 64, title="\x1b[31mred", published="2024-03-10")
    said = explain(graph(tmp_path, hostile), "सैनी", "en")
    assert "\x1b" not in said
    assert "\u202e" not in said


def test_a_graph_made_by_others_is_refused(tmp_path: Path) -> None:
    (tmp_path / "foreign.nq").write_text("<http://e/s> <http://e/p> <http://e/o> .\n")
    for call in (lambda store: explain(store, "x", "en"), stats, read):
        with pytest.raises(GraphError, match="was not written by kg"):
            call(stores.open(str(tmp_path / "foreign.nq")))


# How much there is


def test_the_counts_are_those_of_the_graph(kota: Store) -> None:
    resolved = read(kota)
    lines = stats(kota).splitlines()
    assert lines[:3] == ["articles  1", f"facts     {len(resolved.facts)}", f"events    {len(resolved.events)}"]
    assert "  hi  1" in lines
    (reader,) = {a.read_by for a in resolved.annotated}
    at = lines.index("articles by the kg that read them")
    assert lines[at + 1 : at + 4] == [f"  {reader}  1", "", "manifest"]


def test_why_names_in_several_articles_are_taken_for_one_person(tmp_path: Path) -> None:
    texts = {
        "a": "पत्रकार मीनाक्षी चौधरी को 2 मार्च 2024 को पटना में गिरफ्तार किया गया।",
        "b": "Journalist Minakshi Choudhary was arrested in Patna on 2 March 2024.",
    }
    builds.build([article(id, text, "2024-03-04") for id, text in texts.items()], str(tmp_path / "g.nq"))
    lines = explain(stores.open(str(tmp_path / "g.nq")), "Minakshi Choudhary", "en").splitlines()
    assert lines[0] in ("Minakshi Choudhary", "Minakshi Chaudhari")
    assert lines[1].startswith("  Minakshi Choudhary [b] is taken for मीनाक्षी चौधरी [a]: ")
    assert "both articles name Patna; the same work: journalist" in lines[1]
    assert lines[2] == "" and "arrest" in "".join(lines[3:]).lower()


# Why facts of several articles are taken for one event

ARRESTS = (
    article("a", "Meera Sen was arrested in Jaipur on 20 August 2023, police said.", "2023-08-21"),
    article("b", "मीरा सेन को 20 अगस्त 2023 को जयपुर में गिरफ्तार किया गया।", "2023-08-22"),
)


def test_what_two_articles_have_in_common_is_told_of_an_event_of_both(tmp_path: Path) -> None:
    lines = [line.strip() for line in explain(graph(tmp_path, *ARRESTS), "Meera Sen", "en").splitlines()]
    (why,) = (line for line in lines if line.startswith("taken for one event"))
    assert why == (
        "taken for one event with that of [a]: whom: Meera Sen; where: Jaipur; date: 20 August 2023 (2023-08-20)"
    )
    assert lines[lines.index(why) - 1].endswith("[b]")


def test_the_same_in_hindi(tmp_path: Path) -> None:
    told = explain(graph(tmp_path, *ARRESTS), "मीरा सेन", "hi")
    assert "[a] की घटना से एक मानी गई: किसे: मीरा सेन; कहां: जयपुर; तारीख: 20 अगस्त 2023" in told


def test_an_event_of_one_article_needs_no_reason(tmp_path: Path) -> None:
    assert "taken for one event" not in explain(graph(tmp_path, ARRESTS[0]), "Meera Sen", "en")


def test_who_judged_two_facts_one_event_or_two_is_told(tmp_path: Path) -> None:
    store = graph(tmp_path, *ARRESTS)
    first, second = sorted(read(store).facts, key=lambda fact: fact.article)
    target = str(tmp_path / "g.nq")
    judge.judge(target, "same", first.id, second.id, by="Asha", because="one warrant", learnt="2024-01-02")
    said = explain(stores.open(target), "Meera Sen", "en")
    assert said.count("judged one event with that of [") == 2
    assert "judged one event with that of [a] by Asha, 2 January 2024 (2024-01-02) — one warrant" in said
    judge.undo(target, read_judgements(stores.open(target).quads())[0].id)
    judge.judge(target, "different", first.id, second.id, by="Asha", learnt="2024-01-02")
    said = explain(stores.open(target), "Meera Sen", "en")
    assert "judged not to be “Arrest of Meera Sen” [b] by Asha" in said and "taken for one event" not in said


@pytest.mark.parametrize(
    ("value", "mod", "en", "hi"),
    [
        ("P1000D", "MORE_THAN", "more than 1000 days", "1000 दिन से ज़्यादा"),
        ("P1Y", None, "1 year", "1 साल"),
        ("PT3H", "APPROX", "about 3 hours", "क़रीब 3 घंटे"),
        ("P2M", "EQUAL_OR_LESS", "at most 2 months", "ज़्यादा से ज़्यादा 2 महीने"),
        ("PXX", None, "", ""),
    ],
)
def test_how_long_something_lasted_is_told_in_words(value: str, mod: str | None, en: str, hi: str) -> None:
    assert [length_in_words(value, mod, language) for language in ("en", "hi")] == [en, hi]


def test_a_day_counted_from_another_event_shows_by_which_words(tmp_path: Path) -> None:
    text = "Asha Rao took the oath on 12 July 2022. She went to Delhi the day after the oath."
    lines = block(explain(graph(tmp_path, article("a", text, "2024-05-01")), "Asha Rao", "en"), "Delhi")
    shown = below(lines, "date from the passage: 13 July 2022 (2022-07-13)")
    assert shown[0].startswith("from the date of: Oath of Asha Rao")
    assert shown[1:] == ["counted from it: “the day”", "“12 July 2022” → 2022-07-12 (rule day-month-year)"]
