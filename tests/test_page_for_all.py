"""The page is safe, and there for everyone: hostile text, the policy, paper, phones, contrast, size; in a browser."""

from __future__ import annotations

import copy
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.browser import HOSTILE, Seen, Story, network_count, opened, row, written

if TYPE_CHECKING:
    from playwright.sync_api import Browser

KINDS = ("person", "group", "organisation", "place", "document", "event", "source")


def test_only_a_web_address_becomes_a_link(browser: Browser, tmp_path: Path, story: Story) -> None:
    odd = copy.deepcopy(story)
    for article in odd["articles"]:
        article["url"] = "javascript:window.hacked=1" if article["language"] == "hi" else article["url"]
    for article in odd["articles"]:
        with opened(
            browser, written(tmp_path, odd), f"#select={article['id'].replace('%', '%25').replace('&', '%26')}"
        ) as seen:
            assert seen.page.locator("#evidence-body a").count() == (0 if article["language"] == "hi" else 1)


def hostile(story: Story, text: str) -> Story:
    """The payload with this text wherever an article or a graph could put it."""
    found = copy.deepcopy(story)
    for article in found["articles"]:
        article.update({"title": text, "name": text, "publisher": text, "url": text, "text": text + article["text"]})
    for thing in [*found["entities"], *found["events"]]:
        thing["label"] = {"hi": text, "en": text}
        thing.setdefault("names", []).append(text)
    for event in found["events"]:
        event["when"] = {"hi": text, "en": text}
        for fact in event["facts"]:
            fact.update(
                {
                    "start": 0,
                    "end": len(text),
                    "trigger": [0, 1],
                    "rule": text,
                    "time": text,
                    "according_to": text,
                    "when": {"hi": text},
                }
            )
    found["types"] = {kind: {"hi": text, "en": text} for kind in found["types"]}
    return found


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text_wherever_it_stands(browser: Browser, tmp_path: Path, story: Story, text: str) -> None:
    with opened(browser, written(tmp_path, hostile(story, text)), "#language=en&hide=") as seen:
        for number in range(seen.page.locator(".row").count()):
            seen.page.locator(".row").nth(number).click()
            assert seen.page.locator(".fact.current .quote").text_content() == text
        seen.page.locator("#close").click()
        for number in range(seen.page.locator("#evidence-body .thing").count()):
            seen.page.locator("#evidence-body .thing").nth(number).click()
            seen.page.locator("#close").click()
        seen.page.fill("#search", text[:3])
        seen.page.emulate_media(media="print")
        seen.page.wait_for_selector("#print table", state="attached")
        assert seen.page.evaluate("window.hacked") is None
        assert seen.page.locator("script").count() == 3
        assert seen.page.locator("iframe, img, object, embed, base").count() == 0
        assert seen.requests == []
        assert seen.errors == []


#: Pieces that markup, script, style and templates are made of, and characters that end them or turn them round.
PIECES = (
    "<", ">", "</", "/>", "<!--", "-->", "<![CDATA[", "]]>", "script", "style", "svg", "math", "iframe", "template",
    " onload=", " onerror=", " style=", " href=", "javascript:", "data:text/html,", "window.hacked=1", "${", "{{", "}}",
    "\"", "'", "`", "\\", "\\u003c", "&lt;", "&#60;", "\u2028", "\u202e", "\u0000", "\ufeff", "\ud7ff",
    "😀", "क्\u200dष", "=", " ", "\n",
)  # fmt: skip


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=4)), min_size=1, max_size=14).map("".join))
def test_no_text_becomes_anything_else_in_the_browser(
    browser: Browser, tmp_path: Path, story: Story, text: str
) -> None:
    with opened(browser, written(tmp_path, hostile(story, text)), "#language=en&hide=") as seen:
        seen.page.locator(".row").first.click()
        assert seen.page.locator(".fact.current .quote").evaluate("(node) => node.textContent") == text
        seen.page.locator("#close").click()
        seen.page.locator("#evidence-body .thing").first.click()
        assert seen.page.evaluate("window.hacked") is None
        assert seen.page.locator("script").count() == 3
        assert seen.page.locator("iframe, img, object, embed, base, link:not([rel=icon])").count() == 0
        assert (seen.requests, seen.errors) == ([], [])


def test_the_policy_stops_what_a_page_could_still_try(seen: Seen) -> None:
    tried = seen.page.evaluate(
        """async () => { const tried = [];
          await fetch("https://example.com/").catch(() => tried.push("fetch"));
          try { document.body.innerHTML = "<p>markup</p>"; } catch { tried.push("markup"); }
          try { document.createElement("script").text = "1"; } catch { tried.push("script"); }
          return tried; }"""
    )
    assert tried == ["fetch", "markup", "script"]
    seen.errors.clear()


def test_paper_gets_the_timeline_as_a_table_with_numbered_sentences(seen: Seen, story: Story) -> None:
    seen.page.emulate_media(media="print")
    seen.page.wait_for_selector("#print table")
    assert seen.page.locator("#print tbody tr").count() == 7
    notes = sum(len(event["facts"]) for event in story["events"])
    assert seen.page.locator("#print ol li").count() == notes == 9
    assert seen.page.locator("#print dl dt").all_inner_texts() == ["A", "B"]
    assert not seen.page.locator("main").is_visible()


def test_a_phone_shows_everything_in_its_width_and_the_evidence_as_a_sheet(browser: Browser, html: Path) -> None:
    with opened(browser, html, "#language=en", viewport={"width": 360, "height": 740}) as seen:
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= 360
        row(seen, "Arrest of Meera Sen").click()
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= 360
        assert seen.page.locator("#evidence").bounding_box()["y"] < 740


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground_in_light_and_dark(browser: Browser, html: Path, scheme: str) -> None:
    with opened(browser, html, "#language=en", color_scheme=scheme) as seen:
        colours = seen.page.evaluate(
            """(names) => { const style = getComputedStyle(document.documentElement);
              return Object.fromEntries(names.map((name) => [name, style.getPropertyValue("--" + name).trim()])); }""",
            ["paper", "raised", "ink", "muted", "accent", "mark", "mark-strong", *KINDS],
        )
    for ground in ("paper", "raised"):
        for name in ("ink", "muted", "accent"):
            assert contrast(colours[name], colours[ground]) >= 4.5, (name, ground)
        for name in KINDS:
            assert contrast(colours[name], colours[ground]) >= 3, (name, ground)
    for ground in ("mark", "mark-strong"):
        assert contrast(colours["ink"], colours[ground]) >= 4.5


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two "#rrggbb" colours (WCAG 2.2)."""

    def luminance(colour: str) -> float:
        parts = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
        r, g, b = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


#: Rules of WCAG 2.2 A and AA, and what its authors call best practice.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("view", ["", "&select=entity%2Farjun", "&pane=map", "&group=person&status=reported"])
@pytest.mark.parametrize("size", [(1440, 900), (390, 844)])
def test_axe_finds_nothing_in_the_way_of_anybody(
    browser: Browser, html: Path, scheme: str, view: str, size: tuple[int, int]
) -> None:
    axe = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    whole = {"color_scheme": scheme, "viewport": {"width": size[0], "height": size[1]}}
    with opened(browser, html, f"#language=en{view}", **whole) as seen:
        seen.page.evaluate(axe)
        found = seen.page.evaluate("(tags) => axe.run({runOnly: tags})", RULES)
    assert len(found["passes"]) > 30
    assert [(one["id"], node["html"]) for one in found["violations"] for node in one["nodes"]] == []


def test_every_control_has_a_name_and_the_page_its_landmarks(seen: Seen) -> None:
    row(seen, "Arrest of Meera Sen").click()
    nameless = seen.page.evaluate(
        """() => [...document.querySelectorAll("button, input, select, [role=separator], [role=img]")]
          .filter((node) => node.checkVisibility())
          .filter((node) => !(node.getAttribute("aria-label") || node.innerText || node.labels?.[0]?.innerText))
          .map((node) => node.outerHTML)"""
    )
    assert nameless == []
    for role in ("main", "search", "complementary"):
        assert seen.page.get_by_role(role).count() == 1
    assert seen.page.locator("h1").count() == 1


def crowded(story: Story) -> Story:
    """The story with 1,700 more meetings of Arjun Sen."""
    many = copy.deepcopy(story)
    template = next(event for event in story["events"] if event["type"] == "Meeting")
    many["events"] += [
        {**copy.deepcopy(template), "id": f"event/more{n:05d}", "actors": [{"role": "agent", "id": "entity/arjun"}]}
        for n in range(1700)
    ]
    return many


def test_a_large_network_shows_circles_first_and_what_is_around_a_selection(
    browser: Browser, tmp_path: Path, story: Story
) -> None:
    with opened(browser, written(tmp_path, crowded(story)), "#language=en") as seen:
        assert network_count(seen) == 0
        assert "circles of others" in seen.page.locator("#network-note").inner_text()
        assert seen.page.locator("#fold").get_attribute("aria-pressed") == "true"
        assert seen.page.locator(".row").count() == 400
        seen.page.locator("#rows .more").click()
        assert seen.page.locator(".row").count() == 800
        seen.page.locator("#evidence-body .thing", has_text="Arjun Sen").click()
        assert network_count(seen) > 1700
        assert seen.page.locator(".details .things .thing").count() == 60
        seen.page.locator(".details .more >> visible=true").click()
        assert seen.page.locator(".details .things .thing").count() == 120
        assert seen.errors == []


def test_a_large_network_unfolded_shows_the_most_connected(browser: Browser, tmp_path: Path, story: Story) -> None:
    with opened(browser, written(tmp_path, crowded(story)), "#language=en") as seen:
        seen.page.locator("#fold").click()
        assert network_count(seen) == 1500
        assert "1500 of 17" in seen.page.locator("#network-note").inner_text()
        assert "fold=0" in seen.page.url


def test_a_network_folds_into_circles_and_a_click_or_a_link_opens_one(browser: Browser, html: Path) -> None:
    with opened(browser, html, "#language=en") as seen:
        whole = network_count(seen)
        seen.page.locator("#fold").click()
        assert network_count(seen) == 0
        note = seen.page.locator("#network-note").inner_text()
        assert int(note.split()[3]) > 1
    with opened(browser, html, "#language=en&fold=1&open=0") as seen:
        assert 0 < network_count(seen) < whole
        seen.page.locator("#evidence-body .thing", has_text="Devika Rao").click()
        assert "Selected: Devika Rao" in seen.page.locator("#canvas").get_attribute("aria-label")
        seen.page.locator("#fold").click()
        seen.page.locator("#fold").click()
        assert network_count(seen) == whole
