"""A real browser to look at a page with: Debian's Chromium, found on the PATH, driven by Playwright.

with chromium() as browser:
    with opened(browser, html_file, "#language=en") as seen:
        seen.page.click(".row")
        assert not seen.requests
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from kg import view

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

#: The payload of a page, changed by tests.
Story: TypeAlias = dict[str, Any]
NAMES = ("chromium", "chromium-browser", "google-chrome")
#: What has broken out of pages before: each must stay text wherever it is put.
HOSTILE = (
    "<script>window.hacked=1</script>",
    "</script><script>window.hacked=1</script>",
    "<!--<script>window.hacked=1</script>",
    "]]><svg onload=window.hacked=1>",
    '"><img src=x onerror=window.hacked=1>',
    "' onmouseover='window.hacked=1' x='",
    "</title></style></textarea><iframe srcdoc='<script>parent.hacked=1</script>'>",
    "javascript:window.hacked=1",
    "data:text/html,<script>parent.hacked=1</script>",
    "${window.hacked=1} {{window.hacked=1}} {name} \\u003cscript\\u003e",
    "\u2028window.hacked=1\u2029 \u202e<b>\u0000 &lt;script&gt; &amp;",
    "<a href='https://example.com/' style='background:url(https://example.com/x)'>",
)


def found() -> str | None:
    """The path of a Chromium, None where there is none."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


@dataclass
class Seen:
    """An open page, and what it did that a page of ours must not: requests it made, errors and dialogs it raised."""

    page: Page
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless Chromium, closed at the end."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found(), args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@contextmanager
def opened(browser: Browser, file: Path, fragment: str = "", **context: object) -> Iterator[Seen]:
    """The page of a file, opened from disk; `context` is Playwright's: viewport, color_scheme, permissions …"""
    whole = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, **context})
    seen = Seen(whole.new_page())
    address = file.resolve().as_uri()
    seen.page.on("request", lambda r: None if r.url.split("#")[0] == address else seen.requests.append(r.url))
    seen.page.on("console", lambda m: seen.errors.append(m.text) if m.type in ("error", "warning") else None)
    seen.page.on("pageerror", lambda e: seen.errors.append(str(e)))
    seen.page.on("dialog", lambda d: (seen.errors.append(f"dialog: {d.message}"), d.dismiss()))
    seen.page.goto(address + fragment)
    yield seen
    whole.close()


def written(folder: Path, story: Story, language: str = "hi") -> Path:
    path = folder / "page.html"
    path.write_text(view.render(story, language), encoding="utf-8")
    return path


def rows(seen: Seen) -> list[str]:
    return [text.replace("\n", " ") for text in seen.page.locator(".row .label").all_inner_texts()]


def row(seen: Seen, label: str) -> Locator:
    return seen.page.locator(".row", has_text=label)


def evidence(seen: Seen) -> str:
    return str(seen.page.locator("#evidence-body").inner_text())


def network_count(seen: Seen) -> int:
    found = re.search(r"network of (\d+)", seen.page.locator("#canvas").get_attribute("aria-label"))
    assert found
    return int(found[1])


def bars(seen: Seen, label: str) -> list[tuple[str, float, float]]:
    """The pieces of an event's bar, left to right: look, left and right edge as shares of the plot."""
    script = """(row) => { const plot = row.querySelector(".plot"), box = plot.getBoundingClientRect();
      return [...plot.querySelectorAll(".bar")].map((bar) => { const own = bar.getBoundingClientRect();
        return [bar.classList[1], (own.left - box.left) / box.width, (own.right - box.left) / box.width]; }); }"""
    found: list[tuple[str, float, float]] = row(seen, label).evaluate(script)
    return found
