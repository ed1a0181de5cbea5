"""What a reader sees of the page and does with it, in a real browser."""

from __future__ import annotations

import copy
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg import store as stores
from kg.payload import payload
from tests.browser import Seen, Story, bars, evidence, network_count, opened, row, rows, written
from tests.command import kg
from tests.sample import ENGLISH

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def test_the_page_opens_from_disk_without_a_request_and_lists_every_event(seen: Seen, story: Story) -> None:
    assert rows(seen) == [event["label"]["en"] for event in story["events"]]
    assert seen.page.locator("#canvas canvas").count() == 1
    assert seen.page.title() == "Meera Sen · Devika Rao · Event timeline"


def test_a_click_on_an_event_shows_its_sentence_in_the_whole_article(seen: Seen) -> None:
    row(seen, "Devika Rao meets Arjun Sen").click()
    marked = seen.page.locator("mark.current").all_text_contents()
    assert "".join(marked) == "On 3 June 2022 Devika Rao met Arjun Sen, the reporter's brother, in Lucknow."
    assert seen.page.locator("mark.trigger").text_content() == "met"
    assert seen.page.locator("mark.timex").text_content() == "3 June 2022"
    assert seen.page.locator(".article-text").text_content() == ENGLISH.text
    assert "The Example" not in seen.page.locator(".heading").inner_text()


def test_the_evidence_says_who_says_it_when_printed_status_and_how_the_date_was_found(seen: Seen) -> None:
    row(seen, "Arrest of Meera Sen").click()
    shown = evidence(seen)
    for text in ("police", "7 June 2022", "reported", "said in words", "14 March 2021", "2021-03-14", "sample"):
        assert text in shown
    assert "Told 2 times" in shown


def test_a_second_account_of_an_event_opens_its_own_article(seen: Seen) -> None:
    row(seen, "Arrest of Meera Sen").click()
    seen.page.locator(".fact:not(.current) .quote").click()
    assert seen.page.locator(".article-text").get_attribute("lang") == "hi"
    assert "गिरफ्तार" in "".join(seen.page.locator("mark.current").all_text_contents())


def test_what_is_selected_in_the_timeline_is_selected_in_the_network(seen: Seen) -> None:
    row(seen, "Arrest of Meera Sen").click()
    assert "Selected: Arrest of Meera Sen" in seen.page.locator("#canvas").get_attribute("aria-label")
    assert row(seen, "Arrest of Meera Sen").get_attribute("aria-current") == "true"


def test_a_click_in_the_network_selects_in_the_timeline(browser: Browser, tmp_path: Path, story: Story) -> None:
    meeting = next(event for event in story["events"] if event["label"]["en"] == "Devika Rao meets Arjun Sen")
    alone = {**story, "entities": [], "quotes": [], "events": [{**meeting, "actors": [], "place": None}]}
    with opened(browser, written(tmp_path, alone), "#language=en&hide=Source") as seen:
        box = seen.page.locator("#canvas").bounding_box()
        seen.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2 - 20)  # its label is under it
        seen.page.wait_for_selector('.row[aria-current="true"]')
        assert "On 3 June 2022 Devika Rao met" in evidence(seen)


def test_a_person_shows_every_spelling_the_documents_the_events_and_their_own_words(seen: Seen) -> None:
    seen.page.locator("#evidence-body .thing", has_text="Devika Rao").click()
    shown = evidence(seen)
    for text in ("देविका राव", "letter", "Letter from Devika Rao to Meera Sen", "मैं तुमसे जल्द मिलूंगी।"):
        assert text in shown
    assert "near" in row(seen, "Devika Rao meets Arjun Sen").get_attribute("class")
    assert "near" not in row(seen, "Arrest of Meera Sen").get_attribute("class")


def test_the_way_between_two_people_leads_over_what_they_took_part_in(seen: Seen) -> None:
    seen.page.locator("#evidence-body .thing", has_text="Meera Sen").click()
    seen.page.select_option(".details select", label="Arjun Sen")
    steps = seen.page.locator(".steps .thing").all_inner_texts()
    assert steps[0] == "Meera Sen" and steps[2] == "Devika Rao"
    assert steps[3:] == ["Devika Rao meets Arjun Sen", "Arjun Sen"]
    assert "way=entity%2Farjun" in seen.page.url


@pytest.mark.parametrize("words", ["meera", "मीरा", "MEERA  sen", "मीरा\u200d से"])
def test_search_finds_a_person_in_either_script(seen: Seen, words: str) -> None:
    seen.page.fill("#search", words)
    seen.page.keyboard.press("Enter")
    assert seen.page.locator(".heading h3").inner_text() == "Meera Sen"


@pytest.mark.parametrize(
    "text, words", [("पढ़ाई", "पढाई"), ("सम्बन्ध", "संबंध"), ("चाँद", "चांद"), ("१२ मई", "12 मई"), ("Élise", "elise")]
)
def test_search_takes_spellings_that_mean_the_same_for_the_same(
    browser: Browser, tmp_path: Path, story: Story, text: str, words: str
) -> None:
    named = copy.deepcopy(story)
    named["entities"][0]["names"].append(text)
    with opened(browser, written(tmp_path, named)) as seen:
        seen.page.fill("#search", words)
        assert seen.page.locator("#found [role=option]").count() == 1


def test_a_search_for_what_is_filtered_out_shows_it(seen: Seen) -> None:
    seen.page.locator(".chip", has_text="People").click()
    seen.page.fill("#search", "arjun")
    seen.page.keyboard.press("Enter")
    assert seen.page.locator(".chip", has_text="People").get_attribute("aria-pressed") == "true"
    assert seen.page.locator(".heading h3").inner_text() == "Arjun Sen"


def test_kinds_can_be_hidden_and_are_named_by_shape_and_word(seen: Seen) -> None:
    count = network_count(seen)
    assert seen.page.locator(".chip svg.icon").count() == seen.page.locator(".chip").count()
    seen.page.locator(".chip", has_text="Places").click()
    assert network_count(seen) == count - 2
    seen.page.locator(".chip", has_text="Events").click()
    assert rows(seen) == []


def test_a_date_filter_keeps_what_may_have_happened_then_and_what_has_no_date(browser: Browser, html: Path) -> None:
    with opened(browser, html, "#language=en&from=2022-05-20&to=2022-06-30") as seen:
        assert rows(seen) == [
            "Detention of Meera Sen",
            "Devika Rao meets Arjun Sen",
            "Attack on Meera Sen",
            "Meeting of Devika Rao",
        ]


def test_the_date_sliders_filter_by_keyboard(seen: Seen) -> None:
    seen.page.locator("#from").focus()
    seen.page.keyboard.press("End")
    assert "Arrest of Meera Sen" not in rows(seen)
    assert "Trial" in rows(seen)
    assert "from=2023-12-31" in seen.page.url


def test_filters_by_person_type_status_and_certainty_apply_to_timeline_and_network(seen: Seen) -> None:
    count = network_count(seen)
    seen.page.locator("#filters summary").click()
    seen.page.select_option("#filter-person", label="Arjun Sen")
    assert rows(seen) == ["Devika Rao meets Arjun Sen"]
    assert network_count(seen) < count
    seen.page.locator("#clear").click()
    seen.page.select_option("#filter-type", label="Trial")
    assert rows(seen) == ["Trial"]
    seen.page.locator("#clear").click()
    seen.page.check("#filter-status [value=alleged]")
    assert rows(seen) == ["Attack on Meera Sen"]
    seen.page.locator("#clear").click()
    seen.page.check("#filter-sure")
    assert "Detention of Meera Sen" not in rows(seen)
    assert "Attack on Meera Sen" not in rows(seen)


def test_groups_put_an_event_of_two_people_under_both(seen: Seen) -> None:
    seen.page.select_option("#group", "person")
    headings = seen.page.locator(".row-group h3").all_inner_texts()
    assert headings == ["Meera Sen", "Nobody named", "Devika Rao", "Arjun Sen", "No date known"] or set(headings) >= {
        "Meera Sen",
        "Devika Rao",
        "Arjun Sen",
    }
    assert rows(seen).count("Devika Rao meets Arjun Sen") == 2


def test_the_language_switch_changes_labels_and_words_and_leaves_quotes_as_they_are(seen: Seen) -> None:
    row(seen, "Arrest of Meera Sen").click()
    quote = seen.page.locator(".fact.current .quote").inner_text()
    seen.page.locator("#languages button", has_text="हिन्दी").click()
    assert seen.page.locator("h1").inner_text() == "मीरा सेन · देविका राव"
    assert seen.page.locator(".heading h3").inner_text() == "मीरा सेन की गिरफ्तारी"
    assert seen.page.locator("html").get_attribute("lang") == "hi"
    assert seen.page.locator(".fact.current .quote").inner_text() == quote


def test_a_link_opens_the_same_view(browser: Browser, html: Path, seen: Seen) -> None:
    row(seen, "Arrest of Meera Sen").click()
    seen.page.locator(".fact:not(.current) .quote").click()
    seen.page.select_option("#group", "type")
    seen.page.locator(".chip", has_text="Places").click()
    seen.page.locator("#zoom-in").click()
    with opened(browser, html, "#" + seen.page.url.split("#")[1]) as again:
        assert evidence(again) == evidence(seen)
        assert rows(again) == rows(seen)
        assert network_count(again) == network_count(seen)
        assert again.page.locator("#axis").inner_html() == seen.page.locator("#axis").inner_html()


def test_back_undoes_a_selection(seen: Seen) -> None:
    row(seen, "Arrest of Meera Sen").click()
    row(seen, "Trial").click()
    seen.page.go_back()
    assert seen.page.locator(".heading h3").inner_text() == "Arrest of Meera Sen"
    seen.page.keyboard.press("Escape")
    assert seen.page.locator(".heading").count() == 0


def test_an_address_that_names_nothing_here_opens_the_page_all_the_same(browser: Browser, html: Path) -> None:
    with opened(
        browser, html, "#language=xx&select=event/none&from=never&zoom=a,b&group=q&hide=Nothing&fact=99"
    ) as seen:
        assert seen.page.locator(".row").count() == 7
        assert seen.errors == []


def test_the_timeline_is_walked_and_chosen_by_keyboard(seen: Seen) -> None:
    seen.page.locator(".row").first.focus()
    seen.page.keyboard.press("ArrowDown")
    seen.page.keyboard.press("ArrowDown")
    seen.page.keyboard.press("Enter")
    third = seen.page.locator(".row").nth(2)
    assert third.get_attribute("aria-current") == "true"
    assert seen.page.locator(".heading h3").inner_text() == third.locator(".label").inner_text()
    seen.page.keyboard.press("/")
    assert seen.page.evaluate("document.activeElement.id") == "search"


def test_a_state_still_going_on_is_solid_where_certain_and_fades_out_where_open(seen: Seen) -> None:
    pieces = bars(seen, "Detention of Meera Sen")
    assert [look for look, _, _ in pieces] == ["solid", "open-end"]
    (_, a, b), (_, c, d) = pieces
    assert a < b == pytest.approx(c, abs=0.01) and d >= 1
    assert row(seen, "Detention of Meera Sen").locator(".arrow").count() == 1


def test_a_day_is_solid_a_year_pale_and_an_undated_event_has_no_bar(seen: Seen) -> None:
    assert [look for look, _, _ in bars(seen, "Devika Rao meets Arjun Sen")] == ["solid"]
    assert [look for look, _, _ in bars(seen, "Trial")] == ["vague"]
    assert row(seen, "Attack on Meera Sen").locator(".plot").count() == 0
    assert "No date known" in seen.page.locator(".row-group h3").last.inner_text()


def test_zoom_goes_from_decades_to_days_and_back(seen: Seen) -> None:
    whole = seen.page.locator("#axis").text_content()
    for _ in range(14):
        seen.page.locator("#zoom-in").click()
    assert re.search(r"\d{1,2} \w{3,4} 20\d\d", seen.page.locator("#axis").text_content())
    seen.page.locator("#zoom-all").click()
    assert seen.page.locator("#axis").text_content() == whole


def test_a_drag_over_the_bars_moves_the_days_and_selects_nothing(seen: Seen) -> None:
    box = row(seen, "Trial").locator(".plot").bounding_box()
    seen.page.mouse.move(box["x"] + 300, box["y"] + 15)
    seen.page.mouse.down()
    seen.page.mouse.move(box["x"] + 100, box["y"] + 15, steps=5)
    seen.page.mouse.up()
    assert "zoom=" in seen.page.url
    assert "select=" not in seen.page.url


def test_accounts_that_disagree_stand_side_by_side_and_each_has_a_bar(
    browser: Browser, tmp_path: Path, story: Story
) -> None:
    disputed = copy.deepcopy(story)
    arrest = next(event for event in disputed["events"] if event["type"] == "Arrest")
    arrest["facts"][1].update(
        {
            "time": "2020",
            "when": {"hi": "2020", "en": "2020"},
            "bounds": {"begin": [18262, 18627], "end": [18262, 18627]},
        }
    )
    arrest.update({"time": None, "disagree": True, "begin": [18262, 18700], "end": [18262, 18700]})
    with opened(browser, written(tmp_path, disputed), "#language=en") as seen:
        assert len(bars(seen, "Arrest of Meera Sen")) == 2
        row(seen, "Arrest of Meera Sen").click()
        assert "accounts differ" in row(seen, "Arrest of Meera Sen").inner_text()
        assert seen.page.locator(".account").count() == 2


def test_spans_count_code_points_beyond_the_basic_plane(browser: Browser, tmp_path: Path, story: Story) -> None:
    shifted = copy.deepcopy(story)
    for number, article in enumerate(shifted["articles"]):
        if article["language"] == "en":
            english, article["text"] = number, "😀𝔘" + article["text"]
    for event in shifted["events"]:
        for fact in event["facts"]:
            if fact["article"] == english:
                fact.update(
                    {
                        "start": fact["start"] + 2,
                        "end": fact["end"] + 2,
                        "trigger": [n + 2 for n in fact["trigger"]],
                        "timex": fact["timex"] and [n + 2 for n in fact["timex"]],
                    }
                )
    with opened(browser, written(tmp_path, shifted), "#language=en") as seen:
        row(seen, "Devika Rao meets Arjun Sen").click()
        assert "".join(seen.page.locator("mark.current").all_text_contents()).startswith(
            "On 3 June 2022 Devika Rao met"
        )


def test_a_citation_is_copied_with_quote_title_and_date(browser: Browser, html: Path) -> None:
    with opened(browser, html, "#language=en", permissions=["clipboard-read", "clipboard-write"]) as seen:
        row(seen, "Devika Rao meets Arjun Sen").click()
        seen.page.locator(".copy").click()
        seen.page.wait_for_selector("text=Copied")
        text = seen.page.evaluate("navigator.clipboard.readText()")
        for part in (
            "On 3 June 2022 Devika Rao met",
            "Poet writes to jailed reporter",
            "The Example",
            "7 June 2022",
            "https://news.example/",
        ):
            assert part in text


def changed(story: Story, label: str, **values: object) -> Story:
    """The story with other values of one of its events."""
    events = [{**one, **values} if one["label"]["en"] == label else one for one in story["events"]]
    return {**copy.deepcopy(story), "events": events}


def id_of(story: Story, label: str) -> str:
    return next(str(event["id"]) for event in story["events"] if event["label"]["en"] == label)


def test_an_undated_event_stands_between_those_it_is_known_to_follow_and_precede(
    browser: Browser, tmp_path: Path, story: Story
) -> None:
    after, before = (id_of(story, label) for label in ("Arrest of Meera Sen", "Devika Rao meets Arjun Sen"))
    order = {"after": [after], "before": [before], "possibly": []}
    told = changed(story, "Attack on Meera Sen", order=order)
    attack = next(event for event in told["events"] if event["label"]["en"] == "Attack on Meera Sen")
    told["events"].remove(attack)
    told["events"].insert([event["id"] for event in told["events"]].index(before), attack)
    with opened(browser, written(tmp_path, told), "#language=en") as seen:
        listed = rows(seen)
        places = [listed.index(label) for label in ("Arrest of Meera Sen", "Attack on Meera Sen")]
        assert places[0] < places[1] < listed.index("Devika Rao meets Arjun Sen")
        assert bars(seen, "Attack on Meera Sen") == []
        row(seen, "Attack on Meera Sen").click()
        shown = evidence(seen)
        assert "Certainly after\n" in shown and "Certainly before\n" in shown and "Possibly after" not in shown


def test_a_time_that_only_follows_from_other_events_says_so(browser: Browser, tmp_path: Path, story: Story) -> None:
    why = {"en": ["did not begin before 2023:", "  Arrest of Meera Sen", "    “Meera Sen was arrested”"]}
    told = changed(story, "Trial", derived=["beginMin"], why=why)
    with opened(browser, written(tmp_path, told), "#language=en") as seen:
        assert row(seen, "Trial").locator(".badge.derived").inner_text() == "by order"
        assert row(seen, "Arrest of Meera Sen").locator(".badge.derived").count() == 0
        row(seen, "Trial").click()
        assert seen.page.locator(".why li").all_inner_texts() == [line.strip() for line in why["en"]]


def test_sentences_that_cannot_all_be_true_are_marked_and_stand_side_by_side(
    browser: Browser, tmp_path: Path, story: Story
) -> None:
    events = [id_of(story, label) for label in ("Arrest of Meera Sen", "Detention of Meera Sen")]
    says = {"en": "Cannot all be true", "hi": "सब सच नहीं"}
    warning = {"kind": "contradiction", "says": says, "events": events, "facts": [[event, 0] for event in events]}
    with opened(browser, written(tmp_path, {**story, "warnings": [warning]}), "#language=en") as seen:
        assert seen.page.locator(".row .badge.disagree", has_text="contested").count() == 2
        row(seen, "Arrest of Meera Sen").click()
        box = seen.page.locator(".disagreement")
        assert "Cannot all be true" in box.inner_text()
        assert box.locator(".quote").count() == 2
        box.locator(".quote").last.click()
        assert seen.page.locator(".heading h3").inner_text() == "Detention of Meera Sen"


def test_what_kg_check_finds_about_time_is_on_the_page(tmp_path: Path) -> None:
    for name, text in (
        ("one", "Asha Verma was arrested in Patna on 3 May 2021."),
        ("two", "Asha Verma was arrested in Patna on 9 May 2021."),
    ):
        (tmp_path / f"{name}.txt").write_text(text + "\n", encoding="utf-8")
    kg("build", tmp_path / "one.txt", tmp_path / "two.txt", "-o", tmp_path / "g.nq")
    found = payload(stores.open(str(tmp_path / "g.nq")))
    assert [warning["kind"] for warning in found["warnings"]] == ["accounts"]
    quotes = {
        found["articles"][fact["article"]]["text"][fact["start"] : fact["end"]]
        for event, n in found["warnings"][0]["facts"]
        for fact in [next(one for one in found["events"] if one["id"] == event)["facts"][n]]
    }
    assert quotes == {f"Asha Verma was arrested in Patna on {day} May 2021." for day in (3, 9)}
