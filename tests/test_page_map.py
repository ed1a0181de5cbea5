"""The page's map: where the places of the story are, in a real browser."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser import Seen, Story, opened, row, written

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator


def spots(seen: Seen) -> list[str]:
    return sorted(str(spot.get_attribute("aria-label")) for spot in seen.page.locator(".spot").all())


def spot(seen: Seen, name: str) -> Locator:
    return seen.page.locator(f'.spot[aria-label^="{name}"]')


def test_the_map_shows_the_places_the_gazetteer_knows_where_they_are(seen: Seen) -> None:
    seen.page.get_by_role("tab", name="Map").click()
    assert spots(seen) == ["Jaipur, Events: 1", "Lucknow, Events: 1"]
    assert seen.page.locator("#canvas").is_hidden()
    jaipur, lucknow = (spot(seen, name).locator("path").bounding_box() for name in ("Jaipur", "Lucknow"))
    assert jaipur["x"] < lucknow["x"] - 40 and abs(jaipur["y"] - lucknow["y"]) < 12  # west of it, on one latitude
    assert seen.page.locator("#land path").bounding_box()["width"] > 1000
    assert "pane=map" in seen.page.url


def test_a_place_picked_on_the_map_is_selected_everywhere_and_says_which_place_was_assumed(seen: Seen) -> None:
    seen.page.get_by_role("tab", name="Map").click()
    spot(seen, "Lucknow").click()
    assert "near" in str(row(seen, "Devika Rao meets Arjun Sen").get_attribute("class"))
    assert "Lucknow, India (26." in seen.page.locator(".details").inner_text()
    assert spot(seen, "Lucknow").get_attribute("aria-pressed") == "true"


def test_filters_apply_to_the_map(seen: Seen) -> None:
    seen.page.get_by_role("tab", name="Map").click()
    seen.page.locator("#filters summary").click()
    seen.page.select_option("#filter-person", label="Arjun Sen")
    assert spots(seen) == ["Lucknow, Events: 1"]
    seen.page.locator(".chip", has_text="Places").click()
    assert spots(seen) == []


def test_the_map_is_used_by_keyboard(seen: Seen) -> None:
    seen.page.get_by_role("tab", name="Network").focus()
    seen.page.keyboard.press("ArrowRight")
    assert seen.page.evaluate("document.activeElement.id") == "tab-map"
    seen.page.locator('.spot[tabindex="0"]').focus()
    seen.page.keyboard.press("Home")
    seen.page.keyboard.press("Enter")
    assert seen.page.locator(".heading h3").inner_text() == "Jaipur"
    before = spot(seen, "Jaipur").bounding_box()
    seen.page.keyboard.press("ArrowRight")
    seen.page.keyboard.press("Enter")
    assert seen.page.locator(".heading h3").inner_text() == "Lucknow"
    seen.page.keyboard.press("+")
    assert spot(seen, "Jaipur").bounding_box() != before


def test_a_drag_moves_the_map_and_selects_nothing(seen: Seen) -> None:
    seen.page.get_by_role("tab", name="Map").click()
    before = spot(seen, "Jaipur").locator("path").bounding_box()
    at = (before["x"] + 4, before["y"] + 4)
    seen.page.mouse.move(*at)
    seen.page.mouse.down()
    seen.page.mouse.move(at[0] + 60, at[1] + 20, steps=4)
    seen.page.mouse.up()
    after = spot(seen, "Jaipur").locator("path").bounding_box()
    assert after["x"] - before["x"] == pytest.approx(60, abs=3)
    assert after["y"] - before["y"] == pytest.approx(20, abs=3)
    assert "select=" not in seen.page.url


def test_a_link_opens_the_map(browser: Browser, html: Path) -> None:
    with opened(browser, html, "#language=hi&pane=map") as seen:
        assert spots(seen)[0].startswith("जयपुर")


def test_without_a_place_that_is_known_there_is_no_map_and_no_outline(
    browser: Browser, tmp_path: Path, story: Story
) -> None:
    nowhere = copy.deepcopy(story)
    for entity in nowhere["entities"]:
        entity["at"] = entity["known"] = None
    with opened(browser, written(tmp_path, nowhere), "#language=en&pane=map") as seen:
        assert seen.page.locator("#tabs").is_hidden()
        assert seen.page.locator("#canvas canvas").is_visible()
        assert seen.page.evaluate("DATA_WORLD = JSON.parse(document.getElementById('data').textContent).world") == ""
