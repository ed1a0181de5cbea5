"""Files to Articles: plain text, Markdown, HTML and JSON Lines, from files, folders, globs and standard input.

The text of an article is the source's own: the bytes decoded, line ends kept, byte order mark dropped. Only HTML is
turned into text, by trafilatura, without the network. What cannot be read is given as an error in its place, and the
articles after it follow.
"""

from __future__ import annotations

import glob
import hashlib
import io
import json
import os
import re
import stat
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import IO, Any

from kg import edtf
from kg.errors import InputError, KgError
from kg.given import given_of
from kg.headline import headline, headline_of, markdown_headline
from kg.identify import code_of, language_of
from kg.model import Article
from kg.webpage import characters, page

_MARK = b"\xef\xbb\xbf"  # the byte order mark that some programs write before UTF-8
_FIELDS = ("id", "text", "title", "published", "language", "url", "publisher", "retrieved", "archived")


@dataclass(frozen=True, slots=True)
class _Options:
    """What the user says of all articles: it wins over what they say themselves."""

    published: str | None
    language: str | None


@dataclass(frozen=True, slots=True)
class _Source:
    """A file to read: `where` for errors, `id` of its article, its `suffix` ("" for standard input), how to open it."""

    where: str
    id: str
    suffix: str
    open: Callable[[], IO[bytes]]


#: Names of files that speak of a folder, whatever their suffix, and those that do so where they are in capitals.
_ABOUT = frozenset({"readme", "license", "licence"})
_IN_CAPITALS = frozenset(
    {"AUTHORS", "CHANGELOG", "CHANGES", "CODE_OF_CONDUCT", "CONTRIBUTING", "COPYING", "CREDITS", "NOTICE", "SECURITY"}
)
_Reader = Callable[[_Source, Iterable[bytes], _Options], Iterator[Article | KgError]]


def read(
    paths: Iterable[str],
    *,
    published: str | None = None,
    language: str | None = None,
    stdin: IO[bytes] | None = None,
    left: list[str] | None = None,
) -> Iterator[Article | KgError]:
    """The articles at `paths`, in the order given: files, folders (all below, sorted), globs, "-".

    Of a folder, files of unknown suffix and those that speak of the folder (README, LICENSE …) are no articles; `left`
    gets their names. A file that is named itself is always read.

    What cannot be read is yielded as its InputError, in its place. `published` (EDTF or ISO 8601) and `language` (BCP
    47) are said of every article and win over what it says itself; they raise InputError when they are no date and no
    language code. `stdin` is what "-" reads, the process's own by default. No two articles yielded have the same id.
    """
    options = _Options(
        None if published is None else date_of(published, "--published"),
        None if language is None else code_of(language, "--language"),
    )
    found = chain.from_iterable(_sources(path, stdin, [] if left is None else left) for path in paths)
    return _unique(chain.from_iterable(_articles(source, options) for source in found))


def _unique(found: Iterable[tuple[str, Article | KgError]]) -> Iterator[Article | KgError]:
    first: dict[str, str] = {}
    for where, article in found:
        if isinstance(article, KgError):
            yield article
        elif article.id in first:
            what = f"has the id {shown(article.id)} of an article read before from {first[article.id]}"
            yield InputError(where, what, "give one of them another id or file name")
        else:
            first[article.id] = where
            yield article


def _articles(source: _Source | KgError, options: _Options) -> Iterator[tuple[str, Article | KgError]]:
    if isinstance(source, KgError):
        yield source.where, source
        return
    try:
        with source.open() as stream:
            head = stream.readline()
            reader = READERS.get(source.suffix) or _sniff(head)
            for article in reader(source, chain([head], stream), options):
                yield source.where, article
    except KgError as error:
        yield source.where, error
    except FileNotFoundError:
        yield source.where, InputError(source.where, "does not exist", "check the name")
    except OSError as error:
        yield source.where, InputError(source.where, f"cannot be read ({error.strerror or error})")


# ---- where articles are ----


def _sources(path: str, stdin: IO[bytes] | None, left: list[str]) -> Iterator[_Source | KgError]:
    if path == "-":
        stream = stdin if stdin is not None else sys.stdin.buffer
        yield _Source("standard input", "stdin", "", lambda: _unclosed(stream))
    elif path.lower().startswith(("http://", "https://")):
        yield InputError(shown(path), "is a web address, and kg fetches nothing", "save the page and name its file")
    elif "\0" in path:
        yield InputError(shown(path), "is no file name (it has a zero character)")
    elif os.path.isdir(path):  # noqa: PTH112 (Path.is_dir raises on names that are too long or out of reach)
        yield from _folder(Path(path), left)
    elif not os.path.lexists(path) and glob.has_magic(path):
        yield from _matching(path)
    else:
        yield _file(Path(path), Path(path).parent)


def _unclosed(stream: IO[bytes]) -> IO[bytes]:
    """All the bytes of a stream, so that closing them leaves the stream open."""
    return io.BytesIO(stream.read())


def _file(path: Path, folder: Path) -> _Source:
    name = os.fsencode(path.relative_to(folder).with_suffix("").as_posix()).decode("utf-8", "backslashreplace")
    return _Source(shown(str(path)), unicodedata.normalize("NFC", name), path.suffix.lower(), lambda: path.open("rb"))


def _matching(pattern: str) -> Iterator[_Source | KgError]:
    """The files of a glob, sorted; their ids are relative to its folders without wildcards."""
    fixed = Path(*_before_magic(Path(pattern).parts))
    paths = [Path(found) for found in sorted(glob.glob(pattern, recursive=True))]  # noqa: PTH207 (Path.glob takes no absolute pattern)
    files = [path for path in paths if path.is_file()]
    if not files:
        yield InputError(shown(pattern), "matches no file", "check the pattern")
    for path in files:
        yield _file(path, fixed)


def _before_magic(parts: tuple[str, ...]) -> Iterator[str]:
    for part in parts[:-1]:
        if glob.has_magic(part):
            return
        yield part


def _folder(folder: Path, left: list[str]) -> Iterator[_Source | KgError]:
    empty = True
    for found in _walk(folder, (), left):
        empty = False
        yield found if isinstance(found, KgError) else _file(found, folder)
    if empty:
        what = f"has no articles ({' '.join(sorted(READERS))})"
        yield InputError(shown(str(folder)), what, "name a folder that has some")


def _walk(folder: Path, above: tuple[tuple[int, int], ...], left: list[str]) -> Iterator[Path | KgError]:
    """The files below a folder that may be articles, sorted; `left` gets the others, but for hidden ones.

    Links are followed, but not into a folder that is being read already: that is an error in its place.
    """
    where = shown(str(folder))
    try:
        status = folder.stat()
        paths = sorted(folder.iterdir())
    except OSError as error:
        yield InputError(where, f"cannot be read ({error.strerror or error})")
        return
    here = (status.st_dev, status.st_ino)
    if here in above:
        yield InputError(where, "is a link back to a folder that holds it", "remove the link")
        return
    for path in (path for path in paths if not path.name.startswith(".")):
        if path.is_dir():
            yield from _walk(path, (*above, here), left)
        elif path.suffix.lower() in READERS and not _about(path) and not _special(path):
            yield path
        else:
            left.append(shown(str(path)))


def _about(path: Path) -> bool:
    """Whether a file speaks of the folder it is in, by the names that are customary for such: README in any case, and
    in capitals, or with the suffix of another language ("README.hi.md"), those that an article may have in small
    letters."""
    name = path.name.partition(".")[0]
    return name.lower() in _ABOUT or name in _IN_CAPITALS


def _special(path: Path) -> bool:
    """Whether a path is a pipe, a socket or a device, which a folder's reader would wait on forever."""
    try:
        mode = path.stat().st_mode
    except OSError:  # a dead link: kept, so that opening it gives the error
        return False
    return not stat.S_ISREG(mode)


def shown(name: str) -> str:
    """A path or id as an error shows it: on one line, what does not print (and what flips direction) as an escape."""
    return "".join(c if c.isprintable() or c in "\u200c\u200d" else _escape(c) for c in name)


def _escape(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


# ---- text and HTML ----


def _sniff(head: bytes) -> _Reader:
    """The reader for bytes without a known suffix, by how their first line begins."""
    start = head.removeprefix(_MARK).lstrip().lower()
    if start.startswith(b"{"):
        return _lines
    return _html if start.startswith((b"<!doctype html", b"<html")) else _text


def _text(source: _Source, lines: Iterable[bytes], options: _Options) -> Iterator[Article | KgError]:
    data = b"".join(lines)
    text = _decoded(data, source.where)
    find = markdown_headline if source.suffix == ".md" else headline
    yield _article(Article(source.id, text, "", _sha256(data), headline=find(text)), options)


def _html(source: _Source, lines: Iterable[bytes], options: _Options) -> Iterator[Article | KgError]:
    data = b"".join(lines)
    found = page(characters(_checked(data, source.where), source.where))
    if found is None:
        raise InputError(source.where, "has no article text", "check that the page was saved whole, or give its text")
    article = Article(
        source.id,
        found.text,
        "",
        _sha256(data),
        title=found.title,
        headline=None if found.title is None else headline_of(found.text, found.title),
        published=next(filter(None, map(_edtf, found.dates)), None),
        url=found.url,
        publisher=found.site,
        extracted_by=found.extracted_by,
    )
    yield _article(article, options)


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _checked(data: bytes, where: str) -> bytes:
    """Bytes that may be text. Raises InputError for UTF-16, for binary files and for nothing but white space."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError(where, "is UTF-16, not UTF-8 (byte 0xff or 0xfe at offset 0)", "save it as UTF-8")
    zero = data.find(b"\0")
    if zero >= 0:
        raise InputError(where, f"is a binary file (zero byte at offset {zero})", "give its text, HTML or JSON Lines")
    if not data.removeprefix(_MARK).strip():
        raise InputError(where, "is empty", "give a file with text in it")
    return data


def _decoded(data: bytes, where: str) -> str:
    """UTF-8 bytes as text, without the byte order mark. Raises InputError for what is not text in UTF-8."""
    try:
        text = _checked(data, where).decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        what = f"is not UTF-8 (byte 0x{data[error.start]:02x} at offset {error.start})"
        raise InputError(where, what, "save it as UTF-8") from None
    if not any(character.isalnum() for character in text):
        raise InputError(where, "has no words in it", "give a file with text in it")
    return text


def _article(article: Article, options: _Options) -> Article:
    """An article as its reader found it, completed: what the user says of all articles, the language, the title."""
    return replace(
        article,
        title=article.title if article.headline is None else article.headline.of(article.text),
        published=options.published or article.published,
        language=options.language or article.language or language_of(article.text),
    )


def text_of(path: str) -> str:
    """The text of a file that is no article, "-" for standard input. Raises InputError where it cannot be read."""
    try:
        data = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except OSError as error:
        raise InputError(shown(path), f"cannot be read ({error.strerror or error})", "check the name") from error
    except ValueError as error:
        raise InputError(shown(path), "is no file name (it has a zero character)") from error
    return _decoded(data, shown(path))


# ---- JSON Lines ----


def _lines(source: _Source, lines: Iterable[bytes], options: _Options) -> Iterator[Article | KgError]:
    """An article a line: an object with `text` and, where known, `id title published language url publisher
    retrieved archived`.

    `events` and `mentions` that it comes with are taken instead of what kg finds (`kg.given`). Other keys are left to
    those who know them. Without an id the URL is it, else the file's id and the line number.
    """
    empty = True
    for number, line in enumerate(lines, start=1):
        where = f"{source.where}, line {number}"
        if number == 1 and line.strip() in (b"{", b"["):
            raise InputError(source.where, "is JSON over several lines", "write one object a line (JSON Lines)")
        if not line.removeprefix(_MARK).strip():
            continue
        empty = False
        try:
            yield _record(where, f"{source.id}#{number}", line.rstrip(b"\r\n"), options)
        except InputError as error:
            yield error
    if empty:
        raise InputError(source.where, "is empty", "give a file with articles in it")


def _record(where: str, default_id: str, line: bytes, options: _Options) -> Article:
    try:
        record = json.loads(_decoded(line, where))
    except ValueError as error:
        raise InputError(where, f"is not JSON ({error})", "write one object a line") from None
    except RecursionError:
        raise InputError(where, "is nested too deep for an article", "write one object a line") from None
    if not isinstance(record, dict):
        raise InputError(where, "is not a JSON object", 'write {"id": "…", "text": "…"}')
    id, text, title, published, language, url, publisher, retrieved, archived = (
        _string(record, name, where) for name in _FIELDS
    )
    if text is None:
        raise InputError(where, "has no text", 'give it a "text"')
    article = Article(
        id or url or default_id,
        text,
        "" if language is None else code_of(language, where),
        _sha256(line),
        title=title,
        headline=headline(text) if title is None else headline_of(text, title),
        published=None if published is None else date_of(published, where),
        url=url,
        publisher=publisher,
        extracted_by="json",
        given=given_of(record, text, where),
        retrieved=None if retrieved is None else date_of(retrieved, where),
        archived=archived,
    )
    return _article(article, options)


def _string(record: dict[str, Any], name: str, where: str) -> str | None:
    """A field of a record, None when it is missing, null or blank. Raises InputError when it is not a text."""
    value = record.get(name)
    if name == "id" and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if not isinstance(value, str):
        raise InputError(where, f'has a "{name}" that is not a string', "put it in quotation marks")
    bad = re.search("[\0\ud800-\udfff]", value)
    if bad is not None:
        what = f'has U+{ord(bad.group()):04X} in its "{name}", which no text can hold'
        raise InputError(where, what, "take the character out")
    return value


READERS: dict[str, _Reader] = {
    ".txt": _text,
    ".md": _text,
    ".html": _html,
    ".htm": _html,
    ".jsonl": _lines,
    ".ndjson": _lines,
}

# ---- dates ----


def date_of(text: str, where: str) -> str:
    """The EDTF form of one date, or date and time, in EDTF or ISO 8601 ("2026-01-02 10:30" gets its seconds).

    Raises InputError, which names `where`, for anything else, intervals and sets included.
    """
    found = _edtf(text)
    if found is None:
        do = "write 2026-01-02, 2026-01 or 2026-01-02T10:30:00+05:30"
        raise InputError(where, f"{shown(text[:60])!r} is not a date", do)
    return found


def _edtf(text: str) -> str | None:
    for form in (text.strip(), _iso(text.strip())):
        if form and not set("/[]{}") & set(form):
            try:
                return edtf.parse(form).text
            except InputError:
                continue
    return None


def _iso(text: str) -> str | None:
    """An ISO 8601 date, or date and time, as EDTF writes it: with dashes, colons and whole seconds."""
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        return None
    if len(text) <= 10:
        return time.date().isoformat()
    return time.isoformat(timespec="seconds").replace("+00:00", "Z")

