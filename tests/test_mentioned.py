"""Which event a bare mention is of ("the accident"): the last one told before it, and none that has another date."""

from __future__ import annotations

import pytest

from tests.told import article, read, together

ONE = "मंगलवार शाम यात्री बस के खाई में गिर जाने से 14 यात्रियों की मौत हो गई।"


def times(text: str, type_: str) -> list[list[str | None]]:
    """The times of the facts of each event of a type."""
    resolved = together(text)
    facts = {fact.id: fact for fact in resolved.facts}
    events = [event for event in resolved.events if event.type == type_]
    return sorted(([facts[id].time for id in event.facts] for event in events), key=len)


@pytest.mark.parametrize(
    "other",
    ["इसी सड़क पर 1 जुलाई 2019 को हुए हादसे में 35 लोग मारे गए थे।", "सितंबर 2012 में हुए हादसे में 40 लोग मारे गए थे।"],
)
def test_a_mention_with_a_date_of_its_own_is_of_another_event(other: str) -> None:
    found = times(f"{ONE} {other}", "Accident")
    assert len(found) == 2
    assert not any(len(set(own)) > 1 for own in found)


def test_a_mention_after_two_events_is_of_the_last_one_told() -> None:
    resolved = together(f"{ONE} उन्होंने हादसे की जांच के आदेश दिए। 1 जुलाई 2019 को हुए हादसे में 35 लोग मारे गए थे।")
    facts = {fact.id: fact for fact in resolved.facts}
    (dated,) = (event for event in resolved.events if event.time == "2019-07-01" and event.type == "Accident")
    assert [facts[id].time for id in dated.facts] == ["2019-07-01"]


def test_a_mention_without_a_date_is_of_the_event_told_before() -> None:
    found = times("Police arrested Meera Sen in Jaipur on 3 May 2023. The arrest was condemned by lawyers.", "Arrest")
    assert len(found) == 1 and len(found[0]) == 2


def test_the_company_is_the_one_whose_name_says_so_unless_another_body_acted_just_now() -> None:
    def company(text: str) -> str:
        annotated, _ = read(article("one", text, "2023-06-04"))
        found = next(m for m in annotated.mentions if m.span.of(text) == "company")
        return found.antecedent.of(text) if found.antecedent else ""

    first = "Workers met at the gates of Palar Tanning Company in May 2023. "
    asked = "Meera Rao was told to write to Zenith Motors every week. "
    assert company(first + asked + "The company sued the union on 3 June 2023.") == "Palar Tanning Company"
    acted = "Zenith Motors dismissed Meera Rao. "
    assert company(first + acted + "The company sued the union on 3 June 2023.") == "Zenith Motors"
