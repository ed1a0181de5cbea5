"""Files to Articles: what is kept, what is found, and what is said of what cannot be read."""

from __future__ import annotations

import hashlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InputError, KgError
from kg.headline import headline, markdown_headline
from kg.identify import language_of
from kg.model import Article
from kg.read import date_of, read

BODY = "The council of Lakeside met on Monday. It heard the report, and the mayor said that it would be printed."
HINDI = "झील नगर की परिषद सोमवार को बैठी। महापौर ने कहा कि रिपोर्ट छापी जाएगी और सबको मिलेगी।"


def articles(*paths: Path | str, **options: object) -> list[Article]:
    found = list(read([str(path) for path in paths], **options))  # type: ignore[arg-type]
    assert all(isinstance(article, Article) for article in found), found
    return [article for article in found if isinstance(article, Article)]


def errors(*paths: Path | str, **options: object) -> list[str]:
    found = list(read([str(path) for path in paths], **options))  # type: ignore[arg-type]
    lines = [str(error) for error in found if isinstance(error, KgError)]
    assert all(line and line.isprintable() for line in lines), lines
    return lines


def html(head: str = "", body: str = f"<p>{BODY}</p><p>{BODY.replace('Monday', 'Tuesday')}</p>", more: str = "") -> str:
    return (
        f"<!doctype html><html lang='en'><head><title>Council meets</title>{head}</head><body><nav><a href='/'>Home</a>"
        f"</nav><article><h1>Council meets at last</h1>{body}</article><footer>© 2019. Updated 3 March 2021</footer>"
        f"{more}</body></html>"
    )


# ---- what is kept ----


def test_the_text_is_the_bytes_decoded_with_line_ends_kept_and_the_byte_order_mark_dropped(tmp_path: Path) -> None:
    data = "\ufeffCouncil meets again\r\n\r\n  e\u0301 क\u093c " .encode() + BODY.encode() + b"\r\n"
    (tmp_path / "a.txt").write_bytes(data)
    [article] = articles(tmp_path / "a.txt")
    assert article.text == data.decode("utf-8-sig")
    assert article.sha256 == hashlib.sha256(data).hexdigest()
    assert article.extracted_by is None


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufeff")))
def test_any_text_with_words_comes_back_unchanged(text: str) -> None:
    found = list(read(["-"], language="en", stdin=io.BytesIO(("x\n" + text).encode())))
    assert [a.text for a in found if isinstance(a, Article)] == ["x\n" + text]


def test_an_article_is_named_by_its_file_without_suffix_and_below_a_folder_by_its_path(tmp_path: Path) -> None:
    (tmp_path / "2024").mkdir()
    for name in ("b.txt", "2024/a.hi.md", "a.txt", "skip.pdf", ".hidden.txt"):
        (tmp_path / name).write_text(BODY)
    assert [a.id for a in articles(tmp_path)] == ["2024/a.hi", "a", "b"]
    assert [a.id for a in articles(tmp_path / "2024" / "a.hi.md")] == ["a.hi"]


def test_a_glob_is_read_in_order_with_ids_relative_to_its_fixed_part(tmp_path: Path) -> None:
    for name in ("x", "y"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text(BODY)
    assert [a.id for a in articles(tmp_path / "*" / "a.txt")] == ["x/a", "y/a"]
    assert [a.id for a in articles(tmp_path / "**" / "*.txt")] == ["x/a", "y/a"]


def test_a_file_whose_name_looks_like_a_glob_is_that_file(tmp_path: Path) -> None:
    (tmp_path / "a[1].txt").write_text(BODY)
    assert [a.id for a in articles(tmp_path / "a[1].txt")] == ["a[1]"]


def test_a_decomposed_file_name_gives_the_same_id_as_a_composed_one(tmp_path: Path) -> None:
    (tmp_path / "e\u0301te\u0301.txt").write_text(BODY)
    assert [a.id for a in articles(tmp_path)] == ["\u00e9t\u00e9"]


def test_standard_input_is_read_as_what_it_looks_like() -> None:
    assert [a.id for a in articles("-", stdin=io.BytesIO(BODY.encode()))] == ["stdin"]
    assert [a.title for a in articles("-", stdin=io.BytesIO(html().encode()))] == ["Council meets at last"]
    record = json.dumps({"id": "one", "text": BODY}).encode()
    assert [a.id for a in articles("-", stdin=io.BytesIO(record))] == ["one"]


def test_standard_input_is_left_open() -> None:
    stream = io.BytesIO(BODY.encode())
    articles("-", stdin=stream)
    assert not stream.closed


# ---- headlines ----


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"Council meets again\n\n{BODY}\n", "Council meets again"),
        (f"  Council meets again \r\n\r\n{BODY}", "Council meets again"),
        (f"{BODY}\nCouncil meets again: report, mayor; more\n\n\n", "Council meets again: report, mayor; more"),
        (f"{HINDI}\nझील नगर की परिषद बैठी: महापौर बोले- रिपोर्ट छपेगी", "झील नगर की परिषद बैठी: महापौर बोले- रिपोर्ट छपेगी"),
        (f"Will the council meet?\n{BODY}", "Will the council meet?"),
        (f"{BODY}\n\n{BODY}\n", None),
        (BODY, None),
        ("", None),
        ("The council of Lakeside, which\nhad not met for a year, met on\nMonday. It heard the report.\n", None),
        (f"{BODY}\n\n(Reporting by a correspondent in Lakeside)", None),
        (f"{BODY}\nhttps://news.example/council meets again", None),
        (f"{BODY}\n{'very ' * 60}long line", None),
        (f"Lakeside, Monday\n{BODY}", None),
    ],
)
def test_a_headline_is_a_short_first_or_last_line_set_apart_that_ends_no_sentence(text: str, title: str | None) -> None:
    span = headline(text)
    assert (None if span is None else span.of(text)) == title


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"# Council meets #\n\n{BODY}", "Council meets"),
        (f"Intro.\n\n# The # sign\n{BODY}", "The # sign"),
        (f"Council meets\n=====\n\n{BODY}", "Council meets"),
        (f"## A section\n\n{BODY}", None),
    ],
)
def test_a_markdown_heading_of_the_first_level_is_the_headline(text: str, title: str | None) -> None:
    span = markdown_headline(text)
    assert (None if span is None else span.of(text)) == title


@given(st.text(st.sampled_from("ab .।\n\r# =("), max_size=80))
def test_a_headline_is_always_a_trimmed_line_of_the_text(text: str) -> None:
    for span in (headline(text), markdown_headline(text)):
        if span is not None:
            words = span.of(text)
            assert words and words == words.strip() and "\n" not in words


# ---- HTML ----


def test_a_page_gives_text_title_site_address_and_the_program_that_read_it(tmp_path: Path) -> None:
    head = "<meta property='og:site_name' content='Lakeside Daily'><link rel='canonical' href='https://d.example/a'>"
    (tmp_path / "p.html").write_text(html(head))
    [page] = articles(tmp_path)
    assert (page.id, page.title) == ("p", "Council meets at last")
    assert (page.publisher, page.url) == ("Lakeside Daily", "https://d.example/a")
    assert BODY in page.text and "Home" not in page.text
    assert page.headline is not None and page.headline.of(page.text) == page.title
    assert page.extracted_by is not None and page.extracted_by.startswith("trafilatura 2")
    assert page.sha256 == hashlib.sha256((tmp_path / "p.html").read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ("<meta property='article:published_time' content='2024-05-06T07:08:09+05:30'>", "2024-05-06T07:08:09+05:30"),
        ("<meta name='date' content='2024-05-06'>", "2024-05-06"),
        ('<script type="application/ld+json">{"datePublished": "2024-05-06T07:08Z"}</script>', "2024-05-06T07:08Z"),
        ("<meta name='date' content='some day'>", None),
        ("<meta property='article:modified_time' content='2024-05-06'>", None),
        ("<link rel='canonical' href='https://d.example/2024/05/06/a'>", None),
        ("", None),
    ],
)
def test_a_page_is_dated_by_what_it_declares_and_never_by_a_guess(tmp_path: Path, head: str, published: str) -> None:
    (tmp_path / "p.html").write_text(html(head))
    assert [page.published for page in articles(tmp_path)] == [published]


def test_a_page_in_the_encoding_it_declares_is_read(tmp_path: Path) -> None:
    (tmp_path / "p.html").write_bytes(html("<meta charset='windows-1252'>", f"<p>Café. {BODY}</p>").encode("cp1252"))
    assert "Café" in articles(tmp_path)[0].text


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"<html><body></body></html>", "no article text"),
        (b"<html><head><title>T</title></head><body><h1>T</h1></body></html>", "no article text"),
        (b"<html><meta charset='x-none'><body>\xff</body></html>", "unknown encoding x-none"),
        (b"<html><body>caf\xe9</body></html>", "is not utf-8 (byte 0xe9 at offset 15)"),
        (b"", "is empty"),
        (b"<html>\0</html>", "binary"),
    ],
)
def test_a_page_without_an_article_says_what_is_missing(
    tmp_path: Path, data: bytes, says: str, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "p.html").write_bytes(data)
    [line] = errors(tmp_path / "p.html")
    assert says in line
    assert capfd.readouterr().err == ""


# ---- JSON Lines ----


def write_lines(path: Path, *records: object) -> Path:
    path.write_text("".join((r if isinstance(r, str) else json.dumps(r, ensure_ascii=False)) + "\n" for r in records))
    return path


def test_a_record_keeps_what_it_says_of_itself(tmp_path: Path) -> None:
    record = {"id": "n1", "text": BODY, "title": "Council", "published": "2024-05-06 07:08", "language": "en-IN",
              "url": "https://d.example/1", "tags": [{"type": "Meeting"}]}
    [article] = articles(write_lines(tmp_path / "a.jsonl", record))
    assert (article.id, article.text, article.title, article.headline) == ("n1", BODY, "Council", None)
    assert (article.published, article.language) == ("2024-05-06T07:08:00", "en-IN")
    assert article.url == "https://d.example/1"


def test_a_record_without_an_id_is_named_by_its_address_or_its_line(tmp_path: Path) -> None:
    url = {"text": BODY, "url": "https://d.example/1"}
    path = write_lines(tmp_path / "a.ndjson", url, "", {"text": BODY}, {"id": 7, "text": BODY})
    assert [a.id for a in articles(path)] == ["https://d.example/1", "a#3", "7"]


def test_a_title_that_is_the_first_line_of_the_text_is_its_headline(tmp_path: Path) -> None:
    text = f"Council\n{BODY}"
    [article] = articles(write_lines(tmp_path / "a.jsonl", {"text": text, "title": "Council"}))
    assert article.headline is not None and article.headline.of(text) == "Council"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{broken", "is not JSON"),
        ('{"id": "a"}', "has no text"),
        ('{"text": "  "}', "has no text"),
        ('{"text": 5}', 'has a "text" that is not a string'),
        ('{"text": "t", "published": "yesterday"}', "'yesterday' is not a date"),
        ('{"text": "t", "published": "2024-02-30"}', "is not a date"),
        ('{"text": "t", "language": "Hindi!"}', "is not a language code"),
        ('{"text": "a\\ud800"}', "U+D800"),
        ('{"text": "a\\u0000"}', "U+0000"),
        ('["text"]', "is not a JSON object"),
        ('{"text": ' + "[" * 100_000, "is nested too deep"),
    ],
)
def test_a_bad_record_is_an_error_with_its_line_and_the_others_go_on(tmp_path: Path, line: str, says: str) -> None:
    path = write_lines(tmp_path / "a.jsonl", {"text": BODY}, line, {"text": HINDI})
    found = list(read([str(path)]))
    assert [type(each) for each in found] == [Article, InputError, Article]
    assert "a.jsonl, line 2: " in str(found[1]) and says in str(found[1])


def test_json_over_several_lines_is_one_error_not_one_a_line(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps([{"text": BODY}], indent=1))
    assert len(errors(tmp_path / "a.jsonl")) == 1


def test_a_record_that_is_not_utf8_names_line_and_byte(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b'{"text": "x"}\n{"text": "caf\xe9"}\n')
    [error] = [each for each in read([str(tmp_path / "a.jsonl")]) if isinstance(each, KgError)]
    assert str(error).endswith("a.jsonl, line 2: is not UTF-8 (byte 0xe9 at offset 13); save it as UTF-8")


# ---- what cannot be read ----


def test_a_missing_file_among_others_is_reported_and_the_others_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BODY)
    found = list(read([str(tmp_path / "none.txt"), str(tmp_path / "a.txt")]))
    assert isinstance(found[0], InputError) and "none.txt: does not exist" in str(found[0])
    assert isinstance(found[1], Article)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"\x89PNG\r\n\0\0", "is a binary file (zero byte at offset 6)"),
        (b"caf\xe9 of the council", "is not UTF-8 (byte 0xe9 at offset 3)"),
        ("council".encode("utf-16"), "is UTF-16"),
        (b"", "is empty"),
        (b"\xef\xbb\xbf \n", "is empty"),
        (b"... ---\n", "has no words"),
    ],
)
def test_a_file_that_is_not_text_says_why(tmp_path: Path, data: bytes, says: str) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    [line] = errors(tmp_path / "a.txt")
    assert says in line


def test_a_folder_without_articles_and_a_glob_without_files_are_errors(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_text("x")
    assert "has no articles" in errors(tmp_path)[0]
    assert "matches no file" in errors(tmp_path / "*.txt")[0]


def test_the_second_of_two_articles_with_one_id_is_an_error_that_names_the_first(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(BODY)
    (tmp_path / "a.txt").write_text(BODY)
    assert errors(tmp_path) == [
        f"{tmp_path}/a.txt: has the id a of an article read before from {tmp_path}/a.md; "
        "give one of them another id or file name"
    ]


def test_a_loop_of_folders_is_an_error_and_the_rest_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BODY)
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "again").symlink_to(tmp_path)
    found = list(read([str(tmp_path)]))
    assert [a.id for a in found if isinstance(a, Article)] == ["a"]
    assert [str(e) for e in found if isinstance(e, KgError)] == [
        f"{tmp_path}/sub/again: is a link back to a folder that holds it; remove the link"
    ]


def test_a_dead_link_is_an_error_and_a_pipe_in_a_folder_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "dead.txt").symlink_to(tmp_path / "none")
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "a.txt").write_text(BODY)
    found = list(read([str(tmp_path)]))
    assert [isinstance(each, Article) for each in found] == [True, False]


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser reads every file")
def test_a_file_without_permission_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BODY)
    (tmp_path / "a.txt").chmod(0)
    assert "Permission denied" in errors(tmp_path / "a.txt")[0]


def test_a_file_that_fails_while_it_is_read_is_an_error() -> None:
    class Failing(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise OSError(5, "Input/output error")

    assert errors("-", stdin=Failing()) == ["standard input: cannot be read (Input/output error)"]


def test_names_that_would_break_a_line_or_a_terminal_are_shown_escaped(tmp_path: Path) -> None:
    name = "a\n\x1b[31m\u202eb.txt"
    (tmp_path / name).write_bytes(b"")
    [line] = errors(tmp_path)
    assert "a\\n\\x1b[31m\\u202eb.txt: is empty" in line
    assert errors("none\r\n.txt", "x" * 5000, "a\0b")


@pytest.mark.skipif(sys.platform != "linux", reason="only there is a file name any bytes")
def test_a_file_name_that_is_not_utf8_gives_an_id_that_is(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")).write_text(BODY)
    assert [a.id for a in articles(tmp_path)] == ["caf\\xe9"]


# ---- dates and languages ----


@pytest.mark.parametrize(
    ("given", "edtf"),
    [
        ("2026-01-02", "2026-01-02"),
        (" 2026-01 ", "2026-01"),
        ("2026", "2026"),
        ("2026-01-02T10:30:00+05:30", "2026-01-02T10:30:00+05:30"),
        ("2026-01-02 10:30:15.123Z", "2026-01-02T10:30:15Z"),
        ("20260102", "2026-01-02"),
        ("2026-01~", "2026-01~"),
    ],
)
def test_a_date_of_publication_is_edtf_or_iso_8601(given: str, edtf: str) -> None:
    assert date_of(given, "--published") == edtf


@pytest.mark.parametrize("given", ["", "yesterday", "2026-13-01", "2026/2027", "[2026,2027]", "2 Jan 2026", "१ जनवरी"])
def test_anything_else_is_an_error_that_shows_how_to_write_one(given: str) -> None:
    with pytest.raises(InputError, match="--published: .* is not a date; write 2026-01-02"):
        date_of(given, "--published")


def test_what_the_user_says_wins_over_what_the_article_says(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "a.jsonl", {"text": BODY, "published": "2024", "language": "en"})
    [article] = articles(path, published="2025-01-01", language="hi_IN")
    assert (article.published, article.language) == ("2025-01-01", "hi-IN")


def test_a_bad_option_is_raised_before_anything_is_read() -> None:
    with pytest.raises(InputError, match="--published"):
        read(["none"], published="soon")
    with pytest.raises(InputError, match="--language"):
        read(["none"], language="Hindi language")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (BODY, "en"),
        (HINDI, "hi"),
        ("महापौर ने UNESCO और WHO के साथ MoU किया है", "hi"),
        ("Mahapaur ne kaha ki report chhapi jayegi aur sabko milegi, lekin abhi nahin.", "hi-Latn"),
        ("Le maire a lu la lettre hier soir devant une grande foule à Lyon.", "fr"),
        ("महापौर काल मुंबईत आले आणि त्यांनी भाषण केले, असे त्यांनी सांगितले.", "mr"),
        ("மேயர் நேற்று உரையாற்றினார்", "ta"),
        ("123 – 456", "und"),
    ],
)
def test_the_language_is_told_by_words_then_script_then_model(text: str, code: str) -> None:
    assert language_of(text) == code


def test_reading_text_loads_neither_the_page_reader_nor_the_language_model() -> None:
    code = "import sys, kg.read; kg.read.language_of('the mayor of the city said'); print({'trafilatura', 'py3langid', 'numpy'} & set(sys.modules))"  # noqa: E501
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"


def test_files_that_speak_of_a_folder_are_no_articles_unless_they_are_named(tmp_path: Path) -> None:
    about = ["README.md", "Readme.hi.txt", "LICENSE.txt", "NOTICE.md", "license.md", "CHANGELOG.md", "LICENSE"]
    other = ["story.toml", "read.py", "g.nq", "timeline.json"]
    articles = ["notice.md", "security.txt", "readme-of-the-war.txt", "changes.html", "a.txt"]
    (tmp_path / "sub").mkdir()
    for name in (*about, *other, *articles, ".hidden.txt", "sub/README.md", "sub/b.txt"):
        body = "<html><body><p>The river rose by two metres on Monday, officials said.</p></body></html>"
        text = body if name.endswith("html") else "The river rose on Monday."
        (tmp_path / name).write_text(text, encoding="utf-8")
    left: list[str] = []
    found = [one for one in read([str(tmp_path)], left=left) if isinstance(one, Article)]
    assert {one.id for one in found} == {Path(name).stem for name in articles} | {"sub/b"}
    assert sorted(left) == sorted(str(tmp_path / name) for name in (*about, *other, "sub/README.md"))
    named = read([str(tmp_path / "README.md"), str(tmp_path / "NOTICE.md")])
    assert [one.id for one in named if isinstance(one, Article)] == ["README", "NOTICE"]
    assert {one.id for one in read([str(tmp_path / "*.md")]) if isinstance(one, Article)} >= {"README", "notice"}
