"""What of a graph should be looked at again: each kind found where it is planted, and not where it is not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg import builds, judge
from kg import store as stores
from kg.check import FORMATS, Checked, check
from kg.cli import main
from kg.model import Article
from kg.verify import verify

ARRESTED = "Meera Sen was arrested in Jaipur on 20 August 2023. Devika Rao met Arjun Nath in Lucknow on 3 May 2023."
IN_JAIL = "Meera Sen has been in jail for more than 400 days. Arjun Nath wrote a letter to Devika Rao on 4 May 2023."


def article(id: str, text: str, published: str = "2023-11-20", language: str = "en") -> Article:
    return Article(id, text + "\n", language, "0" * 64, title=id, published=published)


def graph(folder: Path, *found: Article) -> str:
    target = str(folder / "g.nq")
    builds.build(found, target, learnt="2026-11-24")
    return target


def checked(folder: Path, *found: Article, language: str = "en") -> Checked:
    return check(stores.open(graph(folder, *found)), language)


def kinds(found: Checked) -> list[str]:
    return [one.kind for one in found.found if one.kind != "origin"]


def quotes(found: Checked, kind: str) -> set[str]:
    """The articles of the facts that show what was found of a kind."""
    return {found.told.facts[id].article for one in found.found if one.kind == kind for id in one.facts}


# Contradictions


def test_a_duration_that_dates_contradict_is_shown_with_the_sentences_of_both(tmp_path: Path) -> None:
    found = checked(tmp_path, article("a", ARRESTED), article("b", IN_JAIL))
    assert kinds(found) == ["contradiction"]
    assert quotes(found, "contradiction") == {"a", "b"}
    lines = FORMATS["text"](found).splitlines()
    assert lines[0] == "Contradictions (1)"
    assert any("“Meera Sen was arrested in Jaipur on 20 August 2023.” [a]" in line for line in lines)
    assert any("“more than 400 days” by the time it was told" in line for line in lines)


def test_when_something_was_told_is_no_second_contradiction_of_a_date_that_another_contradicts(tmp_path: Path) -> None:
    trial = article("a", "The trial of Meera Sen and Arjun Nath began on 5 February 2024 and ended on 12 June 2024.",
                    "2024-06-22")
    both = "A court found Meera Sen guilty on 3 June 2024. The court acquitted Arjun Nath."
    found = checked(tmp_path, trial, article("b", both, "2024-06-04"))
    assert kinds(found) == ["contradiction"]


def test_when_something_was_told_contradicts_a_date_by_itself(tmp_path: Path) -> None:
    trial = article("a", "The trial of Meera Sen and Arjun Nath began on 5 February 2024 and ended on 12 June 2024.",
                    "2024-06-22")
    found = checked(tmp_path, trial, article("b", "The court acquitted Arjun Nath.", "2024-06-04"))
    assert kinds(found) == ["contradiction"]


def test_what_contradicts_leaves_the_stated_dates_as_they_are(tmp_path: Path) -> None:
    target = graph(tmp_path, article("a", ARRESTED), article("b", IN_JAIL))
    shown = CliRunner().invoke(main, ["timeline", target, "--type", "Arrest", "--language", "en"]).stdout
    assert shown.startswith("20 August 2023  Arrest of Meera Sen")


@pytest.mark.parametrize("days", ["80", "90"])
def test_a_duration_that_fits_the_dates_is_no_contradiction(tmp_path: Path, days: str) -> None:
    found = checked(tmp_path, article("a", ARRESTED), article("b", IN_JAIL.replace("400", days)))
    assert kinds(found) == []


def test_a_remand_on_the_day_after_an_arrest_contradicts_nothing(tmp_path: Path) -> None:
    remand = "A court in Jaipur sent Meera Sen to jail on 21 August 2023."
    assert kinds(checked(tmp_path, article("a", ARRESTED), article("b", remand))) == []


def test_a_release_before_the_duration_is_over_is_told_with_the_arrest(tmp_path: Path) -> None:
    released = "Meera Sen was released from jail in Jaipur on 25 November 2023."
    told = [article("a", ARRESTED), article("b", IN_JAIL), article("c", released, "2023-11-26")]
    assert kinds(checked(tmp_path, *told)) == ["contradiction"]


# Two accounts, orders, gaps


def test_two_dates_of_what_seldom_happens_twice_are_two_accounts(tmp_path: Path) -> None:
    other = "Police arrested Meera Sen on 22 August 2023 in Jaipur."
    found = checked(tmp_path, article("a", ARRESTED), article("b", other))
    (one,) = (one for one in found.found if one.kind in ("accounts", "contradiction"))
    assert {found.told.facts[id].time for id in one.facts} == {"2023-08-20", "2023-08-22"}
    assert "gap" not in kinds(found)


def test_two_events_that_a_person_judged_different_are_no_two_accounts_of_one(tmp_path: Path) -> None:
    other = article("b", "Police arrested Meera Sen on 25 August 2023 in Jaipur.")
    target = graph(tmp_path, article("a", ARRESTED), other)
    before = check(stores.open(target), "en")
    (one,) = (one for one in before.found if one.kind == "accounts")
    judge.judge(target, "different", *one.events, by="Asha", because="two cases", learnt="2026-11-24")
    assert "accounts" not in kinds(check(stores.open(target), "en"))
    assert {one.what for one in verify(stores.open(target)).failures} == {"has a text that is not that of its SHA-256"}


def test_two_arrests_far_apart_are_a_gap_unless_a_release_is_told(tmp_path: Path) -> None:
    again = "Police arrested Meera Sen on 18 January 2025 in Delhi."
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    found = checked(tmp_path / "one", article("a", ARRESTED), article("b", again, "2025-01-20"))
    assert [(one.kind, one.axiom) for one in found.found if one.kind != "origin"] == [("gap", "arrested-again")]
    free = article("c", "Meera Sen was released from jail on 3 March 2024.", "2024-03-04")
    assert kinds(checked(tmp_path / "two", article("a", ARRESTED), article("b", again, "2025-01-20"), free)) == []


def test_a_release_before_the_only_arrest_is_the_other_way_round(tmp_path: Path) -> None:
    free = article("b", "Meera Sen was released from jail in Jaipur on 2 March 2021.", "2023-11-20")
    found = checked(tmp_path, article("a", ARRESTED), free)
    assert [one.axiom for one in found.found if one.kind == "sequence"] == ["arrest-release"]


def test_somebody_described_has_no_gap(tmp_path: Path) -> None:
    found = checked(tmp_path, article("a", "The inspectors were released from jail on 3 May 2023."))
    assert kinds(found) == []


def test_a_sentence_without_a_verdict_is_a_gap(tmp_path: Path) -> None:
    told = "A court in Delhi sentenced Dilip Nath to seven years in prison on 3 May 2023."
    found = checked(tmp_path, article("a", told))
    assert [one.axiom for one in found.found if one.kind == "gap"] == ["sentence-without-verdict"]


# Names and origins


def test_names_much_alike_are_shown_with_reasons_and_a_shared_surname_is_not(tmp_path: Path) -> None:
    hindi = "किसान रघु अहिरवार ने 3 मई 2023 को जयपुर में सरोज चौहान से मुलाकात की।"
    english = "Raghuveer Ahirwar met Manohar Chauhan in Jaipur on 4 May 2023."
    found = checked(tmp_path, article("a", hindi, language="hi"), article("b", english))
    (one,) = (one for one in found.found if one.kind == "names")
    assert one.reasons[0].endswith(": 0.83")
    assert all(name in one.reasons[0] for name in ("रघु अहिरवार", "Raghuveer Ahirwar"))
    assert quotes(found, "names") == {"a", "b"}


def test_names_that_somebody_judged_to_be_of_two_people_are_not_shown_again(tmp_path: Path) -> None:
    hindi = "किसान रघु अहिरवार ने 3 मई 2023 को जयपुर में सरोज चौहान से मुलाकात की।"
    english = "Raghuveer Ahirwar met Manohar Chauhan in Jaipur on 4 May 2023."
    target = graph(tmp_path, article("a", hindi, language="hi"), article("b", english))
    done = CliRunner().invoke(main, ["different", target, "रघु अहिरवार", "Raghuveer Ahirwar"])
    assert done.exit_code == 0, done.output
    assert "names" not in kinds(check(stores.open(target), "en"))


def test_copies_of_one_report_are_one_origin_and_come_first(tmp_path: Path) -> None:
    wire = "Meera Sen was arrested in Jaipur on 20 August 2023, a month after she had written of a bridge that fell."
    own = "Devika Rao met Arjun Nath in Lucknow on 3 May 2023."
    other = article("c", own.replace("3 May", "5 May"))
    found = checked(tmp_path, article("a", wire), article("b", f"{wire} {own}"), other)
    origin = [one.articles for one in found.found if one.kind == "origin"]
    assert origin[0] == ("a", "b")
    assert set(origin[1:]) == {("b",), ("c",)}


def test_a_graph_of_one_article_says_once_that_everything_rests_on_it(tmp_path: Path) -> None:
    found = checked(tmp_path, article("a", ARRESTED))
    assert FORMATS["text"](found) == "Resting on one origin (1)\n  1. Everything rests on one origin, a\n"


# How it is printed


def test_json_has_the_quotes_where_they_stand(tmp_path: Path) -> None:
    told = [article("a", ARRESTED), article("b", IN_JAIL)]
    found = json.loads(FORMATS["json"](checked(tmp_path, *told)))
    first = found[0]
    assert list(first) == ["kind", "says", "axiom", "events", "entities", "articles", "facts", "reasons"]
    texts = {one.id: one.text for one in told}
    assert all(texts[fact["article"]][fact["start"] : fact["end"]] == fact["quote"] for fact in first["facts"])
    assert {event["type"] for event in first["events"]} == {"Arrest", "Detention"}


def test_it_exits_with_0_unless_strict(tmp_path: Path) -> None:
    target = graph(tmp_path, article("a", ARRESTED), article("b", IN_JAIL))
    assert CliRunner().invoke(main, ["check", target]).exit_code == 0
    assert CliRunner().invoke(main, ["check", target, "--strict"]).exit_code == 1


def test_only_what_is_asked_for_is_shown_and_counts(tmp_path: Path) -> None:
    target = graph(tmp_path, article("a", ARRESTED), article("b", IN_JAIL))
    assert kinds(check(stores.open(target), "en", ["contradiction"])) == ["contradiction"]
    only = CliRunner().invoke(main, ["check", target, "--only", "gap", "--only", "names", "--strict"])
    assert (only.exit_code, only.stdout) == (0, "Nothing found.\n")


def test_the_same_is_said_in_hindi_whatever_order_articles_come_in(tmp_path: Path) -> None:
    told = [article("a", ARRESTED), article("b", IN_JAIL), article("c", ARRESTED.replace("20 August", "29 August"))]
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    one = FORMATS["text"](checked(tmp_path / "one", *told, language="hi"))
    assert one == FORMATS["text"](checked(tmp_path / "two", *reversed(told), language="hi"))
    assert one.startswith(("विरोधाभास", "अलग-अलग विवरण"))


def test_what_an_article_says_commands_no_terminal(tmp_path: Path) -> None:
    found = checked(tmp_path, article("a\x1b[2J", ARRESTED.replace("Jaipur", "Jaipur\u202e")), article("b", IN_JAIL))
    assert not {"\x1b", "\u202e"} & set(FORMATS["text"](found))
