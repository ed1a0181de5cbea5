"""Records: the JSON and TimeML that `kg extract` writes, as other programs read it."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree
from functools import lru_cache
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import edtf
from kg.errors import KgError
from kg.model import Article, Kind, RoleName, Status, TimeBasis, TimexType
from kg.read import read as articles
from kg.records import file_name, read
from tests.command import ROOT, TEXT, kg, state

SEED = ROOT / "data" / "articles" / "mamdani-khalid.hi.txt"
ENGLISH = Article(
    "agency",
    "Ramesh Saini was arrested in Kota on 4 March 2021. “I will appeal,” Saini said on Monday. "
    "Two days later he met his lawyer, Devika Sharma, in Jaipur.\n",
    "en",
    "0" * 64,
    published="2021-03-09",
)
EMPTY = Article("empty", "…\n", "en", "1" * 64)


@lru_cache(maxsize=4)
def records() -> dict[str, dict[str, Any]]:
    """A Hindi article, an English one and one without words, as records."""
    (hindi,) = articles([str(SEED)])
    assert not isinstance(hindi, KgError)
    return {article.id: read(article) for article in (hindi, ENGLISH, EMPTY)}


NAMES = ["mamdani-khalid.hi", "agency", "empty"]
FIELDS: dict[str, list[str]] = {
    "article": ["id", "text", "title", "language", "published"],
    "timexes": ["start", "end", "text", "type", "value", "edtf", "anchor", "rule"],
    "mentions": ["start", "end", "text", "kind", "entity"],
    "entities": ["id", "kind", "name", "names"],
    "facts": [
        "id", "type", "trigger", "sentence", "roles", "time", "time_basis", "status", "according_to", "event", "rule",
        "confidence",
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_record_has_the_fields_that_programs_rely_on(name: str) -> None:
    found = records()[name]
    assert set(FIELDS) <= set(found)
    for part, fields in FIELDS.items():
        for one in [found[part]] if part == "article" else found[part]:
            assert [key for key in fields if key not in one] == [], part
    for timex in found["timexes"]:
        assert list(timex["anchor"]) == ["kind", "start", "end", "value"]
    for fact in found["facts"]:
        assert list(fact["trigger"]) == ["start", "end", "text"]
        assert list(fact["sentence"]) == ["start", "end"]
        assert all(list(role) == ["role", "entity", "start", "end", "text"] for role in fact["roles"])


@pytest.mark.parametrize("name", NAMES)
def test_every_offset_gives_the_words_it_stands_for(name: str) -> None:
    found = records()[name]
    text = found["article"]["text"]
    places = [*found["timexes"], *found["mentions"], *found["quotes"]]
    for fact in found["facts"]:
        places += [fact["trigger"], *fact["roles"], *filter(None, [fact["duration"]])]
        assert 0 <= fact["sentence"]["start"] <= fact["trigger"]["start"]
        assert fact["trigger"]["end"] <= fact["sentence"]["end"] <= len(text)
    for place in places:
        assert text[place["start"] : place["end"]] == place["text"] != ""
    for timex in found["timexes"]:
        anchor = timex["anchor"]
        if anchor["kind"] == "timex":
            assert (anchor["start"], anchor["end"]) in {(t["start"], t["end"]) for t in found["timexes"]}


@pytest.mark.parametrize("name", NAMES)
def test_every_list_is_in_text_order(name: str) -> None:
    found = records()[name]
    for part in ("timexes", "mentions", "quotes"):
        starts = [one["start"] for one in found[part]]
        assert starts == sorted(starts), part
    triggers = [fact["trigger"]["start"] for fact in found["facts"]]
    assert triggers == sorted(triggers)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_referred_to_is_there(name: str) -> None:
    found = records()[name]
    entities = {entity["id"] for entity in found["entities"]}
    facts = {fact["id"] for fact in found["facts"]}
    assert len(entities) == len(found["entities"])
    assert len(facts) == len(found["facts"])
    referred = [m["entity"] for m in found["mentions"]]
    for fact in found["facts"]:
        referred += [role["entity"] for role in fact["roles"]] + [fact["according_to"]]
        assert fact["event"] in facts
        assert fact["occasion"] in facts | {None}
    assert set(referred) - {None} <= entities


@pytest.mark.parametrize("name", NAMES)
def test_every_word_of_a_closed_list_is_of_that_list(name: str) -> None:
    found = records()[name]
    assert {t["type"] for t in found["timexes"]} <= set(get_args(TimexType))
    assert {m["kind"] for m in found["mentions"]} <= set(get_args(Kind))
    for fact in found["facts"]:
        assert fact["status"] in get_args(Status)
        assert fact["time_basis"] in get_args(TimeBasis)
        assert (fact["time_basis"] == "none") == (fact["time"] is None)
        assert {role["role"] for role in fact["roles"]} <= set(get_args(RoleName))
        assert 0 <= fact["confidence"] <= 1
    for time in [t["edtf"] for t in found["timexes"]] + [f["time"] for f in found["facts"]]:
        assert time is None or edtf.parse(time).text == time


def test_the_first_article_gives_its_arrest_with_all_that_shows_it() -> None:
    found = records()["mamdani-khalid.hi"]
    (arrest,) = [fact for fact in found["facts"] if fact["type"] == "Arrest"]
    (patient,) = [role for role in arrest["roles"] if role["role"] == "patient"]
    (entity,) = [entity for entity in found["entities"] if entity["id"] == patient["entity"]]
    assert (arrest["time"], arrest["time_basis"], arrest["status"]) == ("2020-09", "explicit", "asserted")
    assert {"उमर खालिद", "खालिद", "उमर"} <= set(entity["names"])
    assert found["article"]["text"] == SEED.read_bytes().decode()


def test_a_relative_time_says_what_it_was_counted_from() -> None:
    timexes = {timex["text"]: timex for timex in records()["agency"]["timexes"]}
    assert timexes["Monday"]["anchor"] == {"kind": "published", "start": None, "end": None, "value": "2021-03-09"}
    assert timexes["Two days later"]["anchor"]["kind"] == "timex"


IDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)


@given(IDS, IDS)
def test_different_ids_are_different_files_of_one_folder(one: str, other: str) -> None:
    name = file_name(one)
    assert "/" not in name
    assert "\0" not in name
    assert not name.startswith(".")
    assert len(name.encode()) < 255
    assert (name == file_name(other)) == (one == other)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with two articles."""
    monkeypatch.chdir(tmp_path)
    Path("article.txt").write_text(TEXT, encoding="utf-8")
    Path("more.txt").write_text("मीरा सेन को मई 2020 में गिरफ्तार किया गया।", encoding="utf-8")
    return tmp_path


def test_one_article_is_an_indented_object_and_several_are_json_lines(here: Path) -> None:
    alone = kg("extract", "article.txt").stdout
    assert alone.startswith('{\n "article": {\n')
    several = kg("extract", "article.txt", "more.txt").stdout
    assert [json.loads(line)["article"]["id"] for line in several.splitlines()] == ["article", "more"]
    assert json.loads(several.splitlines()[0]) == json.loads(alone)
    assert kg("extract", "article.txt", "more.txt", "-o", "out.jsonl").exit_code == 0
    assert Path("out.jsonl").read_text(encoding="utf-8") == several


def test_a_bad_article_among_those_extracted_is_reported_and_left_out(here: Path) -> None:
    result = kg("extract", "gone.txt", "article.txt")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["article"]["id"] == "article"
    assert result.stderr == "kg: gone.txt: does not exist; check the name\n"


HOSTILE = ["../up", "/etc/passwd", ".hidden", "https://news.example/a?b=c", "a_b", "a/b", "दिल्ली", "x" * 400, "x" * 401]


def test_timeml_of_several_articles_is_a_file_each_in_a_folder(here: Path) -> None:
    lines = [json.dumps({"id": id, "text": f"He fled on 3 May 20{n:02}."}) for n, id in enumerate(HOSTILE)]
    Path("in.jsonl").write_text("\n".join(lines))
    before = state(here)
    assert kg("extract", "in.jsonl", "--format", "timeml", "-o", "out").exit_code == 0
    files = sorted(Path("out").iterdir())
    roots = [ElementTree.parse(file).getroot() for file in files]
    found = {root.findtext("DOCID"): [tag.get("value") for tag in root.iter("TIMEX3")] for root in roots}
    assert found == {id: [f"20{n:02}-05-03"] for n, id in enumerate(HOSTILE)}
    assert {"a_b.tml", "a%2Fb.tml", "दिल्ली.tml", "%2Ehidden.tml"} <= {f.name for f in files}
    assert {path: data for path, data in state(here).items() if not path.startswith("out")} == before


def test_timeml_of_several_articles_is_printed_one_document_after_another(here: Path) -> None:
    printed = kg("extract", "article.txt", "more.txt", "--format", "timeml").stdout
    documents = re.findall(r"<\?xml.*?</TimeML>\n", printed, re.DOTALL)
    assert "".join(documents) == printed
    ids = [ElementTree.fromstring(document.encode()).findtext("DOCID") for document in documents]
    assert ids == ["article", "more"]


@pytest.mark.parametrize(("output", "written"), [("one.tml", "one.tml"), ("folder/", "folder/article.tml")])
def test_timeml_of_one_article_is_a_file_or_a_file_in_a_folder(here: Path, output: str, written: str) -> None:
    assert kg("extract", "article.txt", "--format", "timeml", "-o", output).exit_code == 0
    assert ElementTree.parse(here / written).getroot().tag == "TimeML"
