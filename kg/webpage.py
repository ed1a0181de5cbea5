"""The article in an HTML page, by trafilatura, and what the page declares of it. Nothing is fetched."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from kg.errors import InputError


class _Tree(Protocol):
    def xpath(self, path: str) -> list[object]: ...


_CHARSET = re.compile(rb"<(?:meta|\?xml)[^>]{0,200}(?:charset|encoding)\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
#: Where a page says when it was published (Open Graph, schema.org, Dublin Core and older habits), the best first.
_DATES = (
    "//meta[@property='article:published_time' or @name='article:published_time']/@content",
    "//*[@itemprop='datePublished']/@content",
    "//*[@itemprop='datePublished']/@datetime",
    "//script[@type='application/ld+json']/text()",
    "//meta[@name='DC.date.issued' or @name='dcterms.issued' or @name='DC.date' or @name='date']/@content",
    "//meta[@name='pubdate' or @name='publishdate' or @name='publish-date' or @name='publication_date']/@content",
    "//time[@pubdate]/@datetime",
)
_JSON_DATE = re.compile(r'"datePublished"\s*:\s*"([^"]{4,40})"')


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says: its article's text and title, the dates of publication it declares (best first, unchecked),
    its address and site, and the program that took the text out."""

    text: str
    title: str | None
    dates: tuple[str, ...]
    url: str | None
    site: str | None
    extracted_by: str


def page(markup: str) -> Page | None:
    """The article in an HTML page, None when there is no article text in it."""
    from importlib.metadata import version

    import trafilatura

    for name in ("trafilatura", "htmldate"):  # they would warn on standard error of what the caller reports
        _quiet(logging.getLogger(name))
    tree = trafilatura.load_html(markup)
    if tree is None:
        return None
    dates = tuple(_dates(tree))
    # Its own search for a date takes those of footers and of changes, too: bounded here, and its answer left alone.
    search = {"original_date": True, "extensive_search": False, "max_date": "2100-01-01"}
    found = trafilatura.bare_extraction(tree, with_metadata=True, include_comments=False, date_extraction_params=search)
    if found is None or isinstance(found, dict) or not found.text or found.text.strip() in ("", found.title):
        return None
    program = f"trafilatura {version('trafilatura')}"
    return Page(found.text, found.title or None, dates, found.url or None, found.sitename or None, program)


def characters(data: bytes, where: str) -> str:
    """An HTML file's bytes as text: UTF-8, or the encoding it declares. Raises InputError, which names `where`."""
    declared = _CHARSET.search(data[:4096])
    name = declared.group(1).decode("ascii").lower() if declared else "utf-8"
    for encoding in ("utf-8", name):
        try:
            return data.decode(encoding)
        except LookupError:
            raise InputError(where, f"declares the unknown encoding {name}", "save it as UTF-8") from None
        except UnicodeDecodeError as error:
            wrong = f"is not {encoding} (byte 0x{data[error.start]:02x} at offset {error.start})"
    raise InputError(where, wrong, "save it as UTF-8")


def _quiet(logger: logging.Logger) -> None:
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())


def _dates(tree: _Tree) -> Iterator[str]:
    for path in _DATES:
        for value in map(str, tree.xpath(path)):
            yield from _JSON_DATE.findall(value) if path.endswith("text()") else [value.strip()]
