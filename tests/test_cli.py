"""The command line, through the real command: what goes wrong is one line and loses nothing, and what it answers."""

from __future__ import annotations

import json
import re
import resource
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import click
import pytest

from kg import check, difference, export, findings, results, search, timeline
from kg.cli import main, options
from tests.command import TEXT, complaint, kg, process, state

SCHEMA = '<http://www.w3.org/2002/07/owl#versionInfo> "'


# Articles that cannot be read

BAD: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing": (lambda path: None, "does not exist; check the name"),
    "no-articles": (Path.mkdir, "has no articles .*; name a folder that has some"),
    "binary.txt": (lambda path: path.write_bytes(b"PK\x03\x04\x00\x00"), "is a binary file .*; give its text"),
    "latin1.txt": (lambda path: path.write_bytes("Café".encode("latin-1")), "is not UTF-8 .*; save it as UTF-8"),
    "utf16.txt": (lambda path: path.write_bytes(TEXT.encode("utf-16")), "is UTF-16, not UTF-8 .*; save it as UTF-8"),
    "empty.txt": (Path.touch, "is empty; give a file with text in it"),
    "blank.md": (lambda path: path.write_text("\n \t\n"), "is empty; give a file with text in it"),
    "lines.jsonl": (lambda path: path.write_text("{not json}\n"), "is not JSON .*; write one object a line"),
    "page.html": (lambda path: path.write_text("<html><body></body></html>"), "has no article text; check that"),
    "http://news.example/page.html": (lambda path: None, "is a web address, .*; save the page and name its file"),
    "none-*.txt": (lambda path: None, "matches no file; check the pattern"),
}  # fmt: skip


@pytest.mark.parametrize("target", ["new.nq", "old.nq", "new"])
@pytest.mark.parametrize("name", BAD)
def test_an_article_that_cannot_be_read_is_one_line_and_the_graph_stays(here: Path, name: str, target: str) -> None:
    make, message = BAD[name]
    make(here / name)
    before = state(here)
    line = complaint(kg("build", name, "-o", target), here, before)
    assert re.search(message, line), line
    assert name in line


@pytest.mark.parametrize("name", BAD)
def test_extract_says_the_same_and_writes_no_file(here: Path, name: str) -> None:
    make, message = BAD[name]
    make(here / name)
    before = state(here)
    assert re.search(message, complaint(kg("extract", name, "-o", "out.json"), here, before))


def test_one_bad_article_among_many_is_reported_and_left_out_and_the_others_are_built(here: Path) -> None:
    (here / "bad.txt").write_bytes(b"\xff\xfe\x00")
    record = json.dumps({"id": "a", "text": "मीरा सेन को मई 2020 में गिरफ्तार किया गया।"})
    (here / "more.jsonl").write_text(f'{record}\n{{"id": 7}}\n')
    result = kg("build", "bad.txt", "article.txt", "more.jsonl", "gone.txt", "-o", "new.nq")
    assert result.exit_code == 1
    lines = result.stderr.splitlines()
    assert [line.split(": ")[1] for line in lines[:-1]] == ["bad.txt", "more.jsonl, line 2", "gone.txt"]
    assert lines[-1].startswith("new.nq: 2 added, 0 replaced, 0 unchanged; 2 articles, ")
    assert "मीरा सेन" in kg("timeline", "new.nq").stdout


def test_an_article_of_a_language_without_a_file_gives_its_dates_and_a_warning(here: Path) -> None:
    (here / "ta.txt").write_text("சென்னையில் 12 மார்ச் 2024 அன்று கூட்டம் நடந்தது. முதலமைச்சர் மக்களிடம் பேசினார்.", encoding="utf-8")
    (here / "gu.txt").write_text("અમદાવાદમાં 12 માર્ચ 2024ના રોજ સભા યોજાઈ હતી. મુખ્યમંત્રીએ સંબોધન કર્યું.", encoding="utf-8")
    for name, day in (("ta", "12 மார்ச் 2024"), ("gu", "12 માર્ચ 2024")):
        result = kg("extract", f"{name}.txt")
        assert result.exit_code == 0
        assert [(t["text"], t["edtf"]) for t in json.loads(result.stdout)["timexes"]] == [(day, "2024-03-12")]
        assert result.stderr == f"kg: warning: {name}: no language file for {name}; only dates are read\n"
    result = kg("build", "ta.txt", "gu.txt", "-o", "new.nq")
    assert result.exit_code == 0
    assert result.stderr.count("kg: warning: ") == 2


def test_many_articles_to_warn_of_are_one_line(here: Path) -> None:
    lines = [json.dumps({"id": str(n), "language": "ta", "text": "12 மார்ச் 2024"}) for n in range(30)]
    result = kg("build", "-", "-o", "new.nq", stdin="\n".join(lines))
    assert result.stderr.splitlines()[0] == "kg: warning: 0 and 29 more: no language file for ta; only dates are read"
    assert len(result.stderr.splitlines()) == 2


def test_articles_come_from_standard_input_too(here: Path) -> None:
    assert kg("build", "-", "-o", "new.nq", stdin=TEXT).exit_code == 0
    assert kg("timeline", "new.nq").stdout == kg("timeline", "old.nq").stdout


# Options and questions that mean nothing


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["build", "article.txt", "-o", "new.nq", "--published", "soon"], "--published: 'soon' is not a date; write"),
        (["build", "article.txt", "-o", "old.nq", "--published", "2026-13"], "--published: '2026-13' is not a date; "),
        (["build", "article.txt", "-o", "new.nq", "--language", "h i"], "--language: 'h i' is not a language code; "),
        (["build", "article.txt", "-o", "new.nq", "--learnt", "soon"], "learnt soon: is not a time; give a day"),
        (["build", "article.txt", "-o", "new.nq", "--base", "foo"], "base foo: is no IRI that ends in / or #; give"),
        (["build", "article.txt", "-o", "old.nq", "--base", "http://e/"], "old.nq: has the base .*, not http://e/; "),
        (["extract", "article.txt", "--published", "soon"], "--published: 'soon' is not a date; write"),
        (["timeline", "old.nq", "--since", "soon"], "'soon': is not a date in EDTF; write it like 2023-06-01"),
        (["timeline", "old.nq", "--until", "2023-02-30"], "'2023-02-30': .*; "),
        (["timeline", "old.nq", "--type", "Arest"], "type Arest: is not a type of event; did you mean Arrest?"),
        (["timeline", "old.nq", "--about", "Nobody Atall"], "Nobody Atall: matches nobody .*; try another spelling"),
        (["timeline", "old.nq", "--language", "ta"], "language ta: has no language file; known languages"),
        (["timeline", "old.nq", "--language", "fr"], "--language: fr has no words to print .*; use hi or en"),
        (["query", "old.nq", "SELECT ?e WHERE {"], "the query: is not SPARQL: line 1, column .*; correct it there"),
        (["query", "old.nq", "timline-of"], "timline-of: is not a named query; did you mean timeline-of?"),
        (["query", "old.nq", "xyz"], "xyz: is not a named query; named queries: "),
        (["query", "old.nq", "timeline-of"], "timeline-of: needs the parameter who; who=…"),
        (["query", "old.nq", "timeline-of", "whom=Saini"], "timeline-of: has no parameter whom; who=…"),
        (["query", "old.nq", "events-between", "from=soon", "until=2023"], "'soon': is not a date in EDTF; write"),
        (["query", "old.nq", "gone.rq"], "gone.rq: does not exist; check the name"),
        (["query", "old.nq", "article.txt"], "is not SPARQL"),
        (["query", "old.nq", "DROP ALL"], "the query: is an update .*; use SELECT"),
        (["timeline", "old.nq", "--min-confidence", "nan"], "confidence nan: is not from 0 to 1; give one such as 0.8"),
        (["explain", "old.nq", "Nobody Atall"], "Nobody Atall: matches nobody .*; try another spelling"),
        (["explain", "old.nq", "0123456789abcdef"], "0123456789abcdef: matches nobody .*; "),
    ],
)
def test_what_means_nothing_is_one_line(here: Path, arguments: list[str], message: str) -> None:
    before = state(here)
    line = complaint(kg(*arguments), here, before)
    assert re.search(message, line), line


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "Usage: kg"),
        (["timelin", "old.nq"], "No such command 'timelin'. Did you mean 'timeline'?"),
        (["timeline", "old.nq", "--abuot", "x"], "No such option '--abuot'. Did you mean '--about'?"),
        (["timeline", "old.nq", "--about", ""], "Invalid value for '--about': it is empty."),
        (["timeline", "old.nq", "--since", " "], "Invalid value for '--since': it is empty."),
        (["timeline", "old.nq", "--format", "pdf"], "'pdf' is not one of 'text', 'md', 'json', 'csv'"),
        (["timeline"], "Missing argument 'GRAPH'"),
        (["timeline", "old.nq", "--min-confidence", "1.5"], "Invalid value for '--min-confidence': 1.5 is not in the"),
        (["build", "article.txt", "-o", "new.nq", "--min-confidence", "-1"], "Invalid value for '--min-confidence'"),
        (["build", "article.txt", "-o", "new.nq", "--min-confidence", "x"], "'x' is not a valid float"),
        (["build", "article.txt"], "Missing option '-o' / '--output'"),
        (["build", "-o", "new.nq"], "Missing argument 'ARTICLE…'"),
        (["query", "old.nq"], "Give a graph and a query, or --list."),
        (["query", "old.nq", "timeline-of", "Saini"], "Parameter 'Saini' is not of the form name=value."),
        (["export", "old.nq", "--format", "pdf"], "'pdf' is not one of 'nquads'"),
        (["view", "old.nq"], "Missing option '-o' / '--output'"),
    ],
)
def test_a_command_that_cannot_be_understood_is_exit_code_2(here: Path, arguments: list[str], message: str) -> None:
    before = state(here)
    result = kg(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr
    assert state(here) == before


# Graphs that are none of ours


def older(path: Path) -> None:
    shutil.copy(path.parent / "old.nq", path)
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(f"(?<={re.escape(SCHEMA)})[^\"]*", "99", text), encoding="utf-8")


GRAPHS: dict[str, tuple[Callable[[Path], object], str]] = {
    "gone.nq": (lambda path: None, "does not exist; check the name, or build it first"),
    "half.nq": (lambda path: path.write_text("<http://e/s> <http://e"), "is not readable as nq: .*; restore the file"),
    "half.trig": (lambda path: path.write_text("<http://e/s> <http://e"), "is not readable as trig: .*; restore"),
    "half.jsonld": (lambda path: path.write_text("{"), "is not readable as jsonld: .*; restore the file"),
    "binary.nq": (lambda path: path.write_bytes(bytes(range(256))), "is not readable as nq: .*; restore the file"),
    "older.nq": (older, "has schema version 99, and this kg reads .*; build it again"),
    "store": (lambda path: (path.mkdir(), (path / "kg.store").write_text("?")), "is a broken store; restore it"),
    "folder": (lambda path: (path.mkdir(), (path / "file").touch()), "is a directory but not a graph of kg; name"),
    "graph.ttl": (lambda path: path.write_text("<http://e/s> a <http://e/o> ."), "is Turtle, .*; name a file"),
    "graph.doc": (Path.touch, "is no kind of graph; name a file"),
    "http://127.0.0.1:9/sparql": (lambda path: None, "cannot be reached: .*; check the address, and that it runs"),
}  # fmt: skip
VERBS: dict[str, Sequence[str]] = {
    "build": ["build", "article.txt", "-o", "GRAPH"],
    "timeline": ["timeline", "GRAPH", "--type", "Arrest"],
    "query": ["query", "GRAPH", "SELECT * WHERE { ?s ?p ?o }"],
    "search": ["search", "GRAPH", "Saini"],
    "explain": ["explain", "GRAPH", "Saini"],
    "check": ["check", "GRAPH"],
    "view": ["view", "GRAPH", "-o", "page.html"],
    "export": ["export", "GRAPH", "--format", "turtle", "-o", "export.ttl"],
    "stats": ["stats", "GRAPH"],
    "same": ["same", "GRAPH", "Saini", "Sharma"],
    "different": ["different", "GRAPH", "Saini", "Sharma"],
    "judgements": ["judgements", "GRAPH"],
    "correct": ["correct", "GRAPH", "fact", "time=2020"],
    "retract": ["retract", "GRAPH", "article"],
    "merge": ["merge", "GRAPH", "-o", "merged.nq"],
    "diff": ["diff", "GRAPH", "GRAPH"],
    "verify": ["verify", "GRAPH"],
}


#: A graph that is not there yet can be built; one of another version can be asked and exported.
ALLOWED = {("gone.nq", "build"), *(("older.nq", verb) for verb in ("query", "search", "export", "timeline"))}


@pytest.mark.parametrize(("name", "verb"), [(n, v) for n in GRAPHS for v in VERBS if (n, v) not in ALLOWED])
def test_a_graph_that_cannot_be_read_is_one_line_and_stays_as_it_is(
    here: Path, name: str, verb: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.wire._PAUSE", 0.001)
    make, message = GRAPHS[name]
    make(here / name)
    before = state(here)
    line = complaint(kg(*(name if word == "GRAPH" else word for word in VERBS[verb])), here, before)
    assert re.search(message, line), line
    assert name in line


@pytest.mark.parametrize("verb", sorted({*VERBS} - {"query", "search", "export"}))
@pytest.mark.parametrize("text", ["", "<http://e/s> <http://e/p> <http://e/o> .\n"])
def test_a_graph_made_by_others_is_not_taken_for_an_empty_timeline(here: Path, verb: str, text: str) -> None:
    (here / "foreign.nq").write_text(text)
    before = state(here)
    line = complaint(kg(*("foreign.nq" if word == "GRAPH" else word for word in VERBS[verb])), here, before)
    assert line.startswith("kg: foreign.nq: was not written by kg; it can be queried and exported")


def test_a_graph_made_by_others_can_be_queried_and_exported(here: Path) -> None:
    (here / "foreign.nq").write_text("<http://e/s> <http://e/p> <http://e/o> .\n")
    assert "http://e/o" in kg("query", "foreign.nq", "SELECT ?o WHERE { ?s ?p ?o }").stdout
    assert "http://e/o" in kg("export", "foreign.nq", "--format", "nquads").stdout


# Every command


def test_every_command_asks_and_answers(here: Path) -> None:
    assert kg("timeline", "old.nq", "--language", "en").stdout.splitlines() == [
        "4 March 2021  Arrest of Ramesh Saini · Kota · 1 fact",
        "May 2022      Meeting of Ramesh Saini and Devika Sharma · Jaipur · 1 fact",
    ]
    assert kg("timeline", "old.nq", "--about", "Saini", "--since", "2022").stdout.startswith("मई 2022")
    assert "Devika Sharma" in kg("query", "old.nq", "who-met-whom", "--format", "csv").stdout
    assert "timeline-of: " in kg("query", "--list").stdout
    assert "“4 मार्च 2021” → 2021-03-04" in kg("explain", "old.nq", "Saini").stdout
    assert kg("check", "old.nq", "--language", "en").stdout.startswith("Resting on one origin (1)\n")
    assert "articles  1\nfacts     2\n" in kg("stats", "old.nq").stdout
    assert kg("export", "old.nq", "--format", "nquads").stdout_bytes == (here / "old.nq").read_bytes()
    assert kg("view", "old.nq", "-o", "page.html").exit_code == 0


def test_every_verb_is_tried_on_graphs_that_cannot_be_read() -> None:
    assert {*VERBS, "extract"} == set(main.commands)


def test_a_second_build_says_what_it_did(here: Path) -> None:
    done = "old.nq: 0 added, 0 replaced, 1 unchanged; 1 articles, 2 facts, 2 events\n"
    assert kg("build", "article.txt", "-o", "old.nq").stderr == done


def test_facts_that_are_not_sure_enough_are_left_out_and_counted(here: Path) -> None:
    done = kg("build", "article.txt", "-o", "sure.nq", "--min-confidence", "1")
    assert done.stderr == (
        "sure.nq: 1 added, 0 replaced, 0 unchanged, 2 facts of what was read left out (confidence below 1); "
        "1 articles, 0 facts, 0 events\n"
    )
    assert kg("timeline", "old.nq", "--min-confidence", "1", "--format", "json").stdout.strip() == "[]"
    assert kg("timeline", "old.nq", "--min-confidence", "0.1").stdout == kg("timeline", "old.nq").stdout


def test_what_another_kg_had_read_is_read_again_and_said(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.extract.version.read_by", lambda: "kg 9.9 (00000000)")
    done = "0 added, 0 replaced, 0 unchanged, 1 read again (they had been read otherwise); "
    done += "1 articles, 2 facts, 2 events"
    assert kg("build", "article.txt", "-o", "old.nq").stderr == f"old.nq: {done}\n"
    assert "kg 9.9 (00000000)  1\n" in kg("stats", "old.nq").stdout


def test_the_choices_are_those_of_the_modules() -> None:
    assert tuple(timeline.FORMATS) == options.TIMELINES
    assert tuple(export.FORMATS) == options.EXPORTS
    assert tuple(check.FORMATS) == options.CHECKS
    assert findings.KINDS == options.FINDINGS
    assert tuple(results.FORMATS) == options.TABLES
    assert tuple(search.FORMATS) == options.SEARCHES
    assert tuple(difference.FORMATS) == options.DIFFERENCES


@pytest.mark.parametrize("name", [None, *main.commands])
def test_help_fits_a_terminal_and_says_something_of_every_option(name: str | None) -> None:
    result = kg(*([name] if name else []), "--help")
    assert result.exit_code == 0
    assert max(map(len, result.stdout.splitlines())) <= 80
    command = main.commands[name] if name else main
    assert (command.help or "").strip()
    for option in (p for p in command.params if isinstance(p, click.Option)):
        assert option.help or isinstance(option.type, click.Choice), option.name


def test_the_list_of_commands_cuts_no_sentence() -> None:
    commands = kg("--help").stdout.partition("Commands:\n")[2].splitlines()
    assert len(commands) == len(main.commands)
    assert all(line.endswith(".") and not line.endswith("...") for line in commands)


def test_help_takes_no_longer_than_a_fifth_of_a_second() -> None:
    def seconds() -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        assert process("--help").returncode == 0
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    assert min(seconds() for _ in range(3)) < 0.2


def test_what_a_folder_has_beside_articles_is_left_out_and_said(here: Path) -> None:
    folder = here / "news"
    folder.mkdir()
    for name in ("README.md", "LICENSE", "a.txt", "b.toml", "c.py"):
        (folder / name).write_text("Meera Sen was arrested in Jaipur on 14 March 2021.\n", encoding="utf-8")
    done = kg("build", "news", "-o", "news.nq")
    assert done.exit_code == 0
    assert done.stderr.splitlines() == [
        "kg: note: news/LICENSE, news/README.md, news/b.toml and 1 more: left out, as no article "
        "(name a file to have it read)",
        "news.nq: 1 added, 0 replaced, 0 unchanged; 1 articles, 1 facts, 1 events",
    ]
    assert kg("build", "news/README.md", "-o", "readme.nq").stderr.startswith("readme.nq: 1 added")
    assert "left out, as no article" in kg("extract", "news").stderr
