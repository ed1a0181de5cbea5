"""What users bring of their own story: names, what is no name, words for events, UDPipe models; all invented here."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from kg import api, dossier, language, store
from kg.errors import InputError
from kg.extract import annotate, version
from kg.graph import article_quads, read_article
from kg.model import Article, Known
from tests.command import ROOT, complaint, kg, state

STORY = """
[[people]]
name = "Ishani Barkakoti"
aliases = ["इशानी बरकाकोटी", "बरकाकोटी", "Barkakoti"]
wikidata = "Q4242"

[[organisations]]
name = "Nadi Mitra Manch"
aliases = ["नदी मित्र मंच", "NMM"]

[[places]]
name = "Pipalgarh"
aliases = ["पीपलगढ़"]

[[documents]]
name = "Kosi Papers"
aliases = ["कोसी पेपर्स"]
class = "Report"

[names]
never = ["जयपुर", "Jaipur"]

[events]
Protest = ["झोंगा +डालना", "+zogate | zogation"]

[events.relations]
"+zogate" = { subject = "with" }
"""
HINDI = (
    "नदी मित्र मंच ने 4 मार्च 2021 को पीपलगढ़ में झोंगा डाला। इशानी बरकाकोटी को 5 मार्च 2021 को जयपुर में गिरफ्तार किया गया। "
    "बरकाकोटी ने कोसी पेपर्स पढ़े।\n"
)
ENGLISH = (
    "On 4 March 2021, the Nadi Mitra Manch zogated the mine office in Pipalgarh. Ishani Barkakoti was arrested in "
    "Jaipur on 5 March 2021. Barkakoti published the Kosi Papers in May 2021. The nmm of a rope is a measure.\n"
)


@pytest.fixture
def story(here: Path) -> Path:
    (here / "hi.txt").write_text(HINDI, encoding="utf-8")
    (here / "en.txt").write_text(ENGLISH, encoding="utf-8")
    (here / "own.toml").write_text(STORY, encoding="utf-8")
    return here


def extracted(*arguments: str) -> dict[str, Any]:
    result = kg("extract", *arguments)
    assert result.exit_code == 0, result.output
    return dict(json.loads(result.stdout))


def mentions(found: dict[str, Any]) -> list[tuple[str, str]]:
    return [(m["text"], m["kind"]) for m in found["mentions"]]


@pytest.mark.parametrize(
    ("article", "names"),
    [
        ("hi.txt", ["नदी मित्र मंच", "पीपलगढ़", "इशानी बरकाकोटी", "बरकाकोटी", "कोसी पेपर्स"]),
        ("en.txt", ["Nadi Mitra Manch", "Pipalgarh", "Ishani Barkakoti", "Barkakoti", "Kosi Papers"]),
    ],
)
def test_names_are_found_and_typed_in_either_script(story: Path, article: str, names: list[str]) -> None:
    kinds = ["Organisation", "Place", "Person", "Person", "Document"]
    assert mentions(extracted(article, "--with", "own.toml")) == list(zip(names, kinds, strict=True))


@pytest.mark.parametrize("article", ["hi.txt", "en.txt"])
def test_a_stop_name_is_a_name_without_the_file_only(story: Path, article: str) -> None:
    there = {"जयपुर", "Jaipur"} & {text for text, _ in mentions(extracted(article))}
    assert len(there) == 1
    assert not there & {text for text, _ in mentions(extracted(article, "--with", "own.toml"))}


@pytest.mark.parametrize(
    ("article", "trigger", "role"), [("hi.txt", "झोंगा डाला", "agent"), ("en.txt", "zogated", "participant")]
)
def test_words_for_events_tell_events_with_their_roles(story: Path, article: str, trigger: str, role: str) -> None:
    facts = extracted(article, "--with", "own.toml")["facts"]
    found = next(f for f in facts if f["trigger"]["text"] == trigger)
    assert (found["type"], found["time"]) == ("Protest", "2021-03-04")
    assert role in [r["role"] for r in found["roles"]]
    assert not [f for f in extracted(article)["facts"] if f["type"] == "Protest"]


def test_words_for_events_can_be_of_one_language(story: Path) -> None:
    text = '[language]\ncode = "hi"\n[events]\nProtest = ["+zogate"]\n'
    (story / "own.toml").write_text(text, encoding="utf-8")
    assert not [f for f in extracted("en.txt", "--with", "own.toml")["facts"] if f["type"] == "Protest"]
    brought = dossier.read(["own.toml"])
    assert brought.told_in(language.load("en")) is language.load("en")


def test_two_scripts_are_one_entity_with_its_aliases_and_its_wikidata_id(story: Path) -> None:
    assert kg("build", "hi.txt", "en.txt", "-o", "g.nq", "--with", "own.toml").exit_code == 0
    asked = "SELECT ?same (COUNT(DISTINCT ?m) AS ?n) WHERE { ?e owl:sameAs ?same ; schema:sameAs ?same . "
    asked += "?m kg:refersTo ?e } GROUP BY ?same"
    rows = json.loads(kg("query", "g.nq", asked, "--format", "json").stdout)["results"]["bindings"]
    assert [(r["same"]["value"], r["n"]["value"]) for r in rows] == [("http://www.wikidata.org/entity/Q4242", "4")]
    for name in ("Barkakoti", "इशानी बरकाकोटी"):
        printed = kg("timeline", "g.nq", "--about", name, "--language", "en").stdout
        assert "5 March 2021  Arrest of Ishani Barkakoti · 2 facts" in printed
    assert "इशानी बरकाकोटी की गिरफ़्तारी" in kg("timeline", "g.nq", "--language", "hi").stdout
    assert "Q4242" in kg("export", "g.nq", "--format", "graphml").stdout
    things = [json.loads(line) for line in kg("export", "g.nq", "--format", "followthemoney").stdout.splitlines()]
    known = [t["properties"] for t in things if t["properties"].get("wikidataId") == ["Q4242"]]
    assert [set(one["alias"]) >= {"Barkakoti", "इशानी बरकाकोटी"} for one in known] == [True]
    assert kg("verify", "g.nq").exit_code == 0


def test_what_is_known_of_a_mention_survives_the_graph(story: Path) -> None:
    article = Article("a", HINDI, "hi", "0" * 64)
    annotated = annotate(article, dossier.read(["own.toml"]))
    back, _ = read_article(article_quads(annotated, ()))
    known = Known("Ishani Barkakoti", ("Barkakoti", "इशानी बरकाकोटी", "बरकाकोटी"), "Q4242")
    assert known in [m.known for m in back.mentions]
    assert [m.known for m in back.mentions] == [m.known for m in annotated.mentions]


def test_the_longest_name_wins_whoever_knows_it(story: Path) -> None:
    (story / "a.txt").write_text("Tara Bose Foundation sued Devika Sen on 3 May 2020. Sen left.\n", encoding="utf-8")
    own = '[[people]]\nname = "Tara Bose"\n[[people]]\nname = "Sen"\n[[organisations]]\nname = "Tara Bose Foundation"\n'
    (story / "own.toml").write_text(own, encoding="utf-8")
    found = mentions(extracted("a.txt", "--with", "own.toml"))
    assert found == [("Tara Bose Foundation", "Organisation"), ("Devika Sen", "Person"), ("Sen", "Person")]


def test_a_name_has_the_capitals_it_is_written_with(story: Path) -> None:
    text = "They saw one of them. One was fined by IT on 3 May 2020. It rained.\n"
    (story / "a.txt").write_text(text, encoding="utf-8")
    text = '[[people]]\nname = "One"\naliases = ["एक"]\n[[organisations]]\nname = "IT"\n'
    (story / "own.toml").write_text(text, encoding="utf-8")
    assert mentions(extracted("a.txt", "--with", "own.toml")) == [("One", "Person"), ("IT", "Organisation")]


def test_no_name_stands_inside_a_time_and_no_time_inside_a_name(story: Path) -> None:
    (story / "a.txt").write_text("May Lin met Tara Roy in May 2020.\n", encoding="utf-8")
    (story / "own.toml").write_text('[[people]]\nname = "May Lin"\naliases = ["May"]\n', encoding="utf-8")
    found = extracted("a.txt", "--with", "own.toml")
    assert ("May Lin", "Person") in mentions(found)
    assert ("May", "Person") not in mentions(found)
    assert [t["text"] for t in found["timexes"]] == ["May 2020"]


def test_names_are_found_in_a_language_that_has_no_words_for_events(story: Path) -> None:
    (story / "a.txt").write_text("Ishani Barkakoti kam am 3. Mai 2020.\n", encoding="utf-8")
    found = extracted("a.txt", "--with", "own.toml", "--language", "de")
    assert mentions(found) == [("Ishani Barkakoti", "Person")]
    assert found["facts"] == []


# Builds


def test_the_same_files_give_the_same_bytes_and_others_read_everything_again(story: Path) -> None:
    (story / "copy.toml").write_bytes((story / "own.toml").read_bytes())
    for graph, brought in (("a.nq", "own.toml"), ("b.nq", "copy.toml")):
        assert kg("build", "hi.txt", "-o", graph, "--with", brought, "--learnt", "2026-01-01").exit_code == 0
    assert (story / "a.nq").read_bytes() == (story / "b.nq").read_bytes()
    assert "0 added, 0 replaced, 1 unchanged;" in kg("build", "hi.txt", "-o", "a.nq", "--with", "own.toml").stderr
    (story / "own.toml").write_text(STORY.replace("Q4242", "Q4243"), encoding="utf-8")
    assert "1 read again" in kg("build", "hi.txt", "-o", "a.nq", "--with", "own.toml").stderr
    assert "entity/Q4243" in (story / "a.nq").read_text(encoding="utf-8")
    assert "1 read again" in kg("build", "hi.txt", "-o", "a.nq").stderr
    assert "entity/Q4243" not in (story / "a.nq").read_text(encoding="utf-8")


def test_an_article_is_retracted_without_the_files(story: Path) -> None:
    assert kg("build", "hi.txt", "en.txt", "-o", "g.nq", "--with", "own.toml").exit_code == 0
    assert kg("build", "hi.txt", "-o", "one.nq", "--with", "own.toml").exit_code == 0
    assert kg("retract", "g.nq", "en").exit_code == 0
    kept = [g for g in store.open("g.nq").quads() if "graph/log" not in str(g.graph_name)]
    assert set(kept) == {g for g in store.open("one.nq").quads() if "graph/log" not in str(g.graph_name)}


def test_what_another_kg_read_with_files_stays_as_it_was_read(story: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for where, files in (("g.nq", ["hi.txt", "en.txt"]), ("one.nq", ["hi.txt"])):
        assert kg("build", *files, "-o", where, "--with", "own.toml").exit_code == 0
    reader = version.named(dossier.read(["own.toml"]))
    monkeypatch.setattr(version, "read_by", lambda: "kg 9.9 (00000000)")
    do = "kg build with its --with and --model reads them again"
    note = f"kg: note: {{}}: what {reader} read stays as it read it ({do})\n"
    fact = json.loads(kg("timeline", "g.nq", "--format", "json").stdout)[0]["event"]
    done = kg("correct", "g.nq", fact, "time=2020")
    assert (done.exit_code, done.stderr.endswith(note.format("g.nq"))) == (0, True)
    assert kg("correct", "g.nq", fact, "--undo").exit_code == 0
    done = kg("retract", "g.nq", "en")
    assert (done.exit_code, done.stderr) == (0, note.format("g.nq"))
    one, other = (list(store.open(where).quads()) for where in ("g.nq", "one.nq"))
    assert {q for q in one if "graph/log" not in str(q)} == {q for q in other if "graph/log" not in str(q)}
    assert kg("merge", "g.nq", "-o", "m.nq").stderr.endswith(note.format("m.nq"))
    assert kg("verify", "m.nq").exit_code == 0
    assert "1 read again" in kg("build", "hi.txt", "-o", "g.nq", "--with", "own.toml").stderr
    assert kg("retract", "g.nq", "hi").stderr == ""


def test_two_files_are_one_dossier_whatever_their_order(story: Path) -> None:
    (story / "more.toml").write_text('[[places]]\nname = "Sonpur Kalan"\n', encoding="utf-8")
    one, other = dossier.read(["own.toml", "more.toml"]), dossier.read(["more.toml", "own.toml"])
    assert one.digest == other.digest != dossier.read(["own.toml"]).digest
    assert one.names == other.names
    assert ("sonpur", "kalan") in one.names


def test_python_brings_the_same_files(story: Path) -> None:
    graph = api.build("hi.txt", dossier=["own.toml"], models={"en": MODEL})
    assert "इशानी बरकाकोटी की गिरफ़्तारी" in graph.timeline(about="Barkakoti").to_text("hi")
    with pytest.raises(InputError, match="own.toml: is not a UDPipe model"):
        api.build("hi.txt", models={"hi": "own.toml"})


# Files that are wrong

WRONG = {
    "[[people]]\nname = 1\n": r"own.toml \[\[people\]\] 1 name: must be a list",
    "[[people]]\naliases = ['x']\n": r"own.toml \[\[people\]\] 1 name: must be",
    "[[people]]\nname = 'A'\naliases = 'B'\n": r"own.toml \[\[people\]\] 1 aliases: must be a list of words",
    "[[people]]\nname = '...'\n": r"own.toml \[\[people\]\] 1: '...' has no letter",
    "[[people]]\nname = 'A'\nwikidata = 'P31'\n": r"own.toml \[\[people\]\] 1 wikidata: 'P31' is no Wikidata id",
    "[[people]]\nname = 'A'\nid = 'Q1'\n": r"own.toml \[\[people\]\] 1: has an unknown key: id",
    "[people]\nname = 'A'\n": r"own.toml \[people\]: must be a list of tables, each under \[\[people\]\]",
    "[[documents]]\nname = 'A'\nclass = 'Reprot'\n": "unknown class of document: Reprot; did you mean Report",
    "[[person]]\nname = 'A'\n": "own.toml: has an unknown section: person; there are: people, organisations",
    "[[people]]\nname = 'A'\n[[people]]\nname = 'B'\naliases = ['a']\n": "2: 'a' is the name of 'B' and of 'A'",
    "[[people]]\nname = 'A'\n[[places]]\nname = 'A'\n": "'A' is the name of 'A' and of 'A'",
    "[[people]]\nname = 'A'\n[names]\nnever = ['A']\n": r"\[names\] never: 'A' is a name in",
    "[names]\nnevr = ['A']\n": r"own.toml \[names\]: has an unknown key: nevr",
    "[events]\nParade = ['march past']\n": r"own.toml \[events\]: has an unknown type of event: Parade",
    "[events]\nProtest = ['march | ']\n": r"own.toml \[events\] Protest: 'march \|' has an empty alternative",
    "[events]\nProtest = 'march'\n": r"own.toml \[events\] Protest: must be a list",
    "[events.requires]\n'+march' = ['actor']\n": "unknown role: actor",
    "[events.kinds]\n'+march' = { object = { Peron = 'Travel' } }\n": "unknown kind: Peron; did you mean Person",
    "[events.relations]\n'+march' = 'object'\n": r"\[events.relations\] \+march: must be a table",
    "[language]\ncode = 'xx'\n[events]\n": "own.toml .language. code: has an unknown language: xx",
    "[names\n": "own.toml: is not TOML",
}  # fmt: skip


@pytest.mark.parametrize("text", WRONG)
@pytest.mark.parametrize("command", ["build", "extract"])
def test_a_wrong_file_is_one_line_that_says_where_and_what(story: Path, command: str, text: str) -> None:
    (story / "own.toml").write_text(text, encoding="utf-8")
    before = state(story)
    line = complaint(kg(command, "hi.txt", "-o", "out", "--with", "own.toml"), story, before)
    assert re.search(WRONG[text], line), line


def test_a_file_that_is_not_there_or_no_text_is_one_line(story: Path) -> None:
    (story / "latin.toml").write_bytes(b"# \xe9\n")
    for name, what in (("none.toml", "cannot be read"), ("latin.toml", "is not UTF-8")):
        with pytest.raises(InputError, match=f"{name}: {what}"):
            dossier.read([name])


# UDPipe models

MODEL = ROOT / "kg" / "models" / "syntax.en.udpipe"


def test_a_model_of_the_users_own_is_known_by_its_content(story: Path) -> None:
    (story / "own.udpipe").write_bytes(MODEL.read_bytes())
    assert kg("build", "en.txt", "-o", "g.nq", "--model", "en=own.udpipe").exit_code == 0
    assert f"{version.named(models={'en': MODEL})}" in (story / "g.nq").read_text(encoding="utf-8")
    assert "1 unchanged" in kg("build", "en.txt", "-o", "g.nq", "--model", f"en={MODEL}").stderr
    assert "1 read again" in kg("build", "en.txt", "-o", "g.nq").stderr


def test_a_model_reads_the_articles_of_its_language(story: Path) -> None:
    (story / "a.txt").write_text("Tara Bose was arrested on 3 May 2020.\n", encoding="utf-8")
    plain = extracted("a.txt")["facts"]
    assert [f["type"] for f in plain] == ["Arrest"]
    assert extracted("a.txt", "--model", f"hi={MODEL}")["facts"] == plain
    assert extracted("a.txt", "--model", str(MODEL))["facts"] != plain  # it only parses, and needs a tagger's words


def test_what_is_no_model_is_one_line(story: Path) -> None:
    before = state(story)
    for command in (("build", "en.txt", "-o", "g.nq"), ("extract", "en.txt")):
        line = complaint(kg(*command, "--model", "own.toml"), story, before)
        assert line.startswith("kg: own.toml: is not a UDPipe model")
    assert kg("extract", "en.txt", "--model", str(MODEL), "--model", str(MODEL)).exit_code == 2


# What is sure enough


def test_extract_leaves_out_what_is_not_sure_enough(story: Path) -> None:
    article = next((ROOT / "data" / "gold" / "articles").glob("en-calder*"))
    every = extracted(str(article))["facts"]
    least = max(f["confidence"] for f in every)
    assert min(f["confidence"] for f in every) < least
    sure = extracted(str(article), "--min-confidence", str(least))["facts"]
    assert 0 < len(sure) < len(every)
    assert all(f["confidence"] >= least for f in sure)
