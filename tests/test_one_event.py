"""What tells of one event, in one article and in several, and what does not although it is near."""

from __future__ import annotations

from pathlib import Path

import pytest
from told import article, together

from kg import builds
from kg import store as stores
from kg.explain import explain
from kg.model import Resolved


def sizes(resolved: Resolved, type_: str) -> list[int]:
    """How many facts each event of a type has."""
    return sorted(len(event.facts) for event in resolved.events if event.type == type_)


@pytest.mark.parametrize(("texts", "type_"), [
    (("Police arrested Meera Sen in Jaipur on 20 August 2023.", "Meera Sen was arrested in Jaipur on 22 August 2023."),
     "Arrest"),
    (("पुलिस ने मीरा सेन को 20 अगस्त 2023 को गिरफ्तार किया।", "Police arrested Meera Sen on 21 August 2023."), "Arrest"),
    (("रविवार को पटना में पुल गिर गया। हादसे में दो लोगों की मौत हुई।",), "Accident"),
    (("The bridge collapsed in Pune on 1 August 2023. Ravi Kumar lost his brother in the accident.",), "Accident"),
    (("पटना में शनिवार को सैकड़ों लोगों ने धरना दिया। धरने में मीरा सेन भी शामिल हुईं।",), "Protest"),
    (("पुलिस ने पटना में दफ्तर पर छापा मारा। छापे में पुलिस ने तीन कंप्यूटर जब्त कीं।",), "Search"),
    (("पुलिस ने मीरा सेन के घर की तलाशी ली। तलाशी के दौरान पुलिस ने नकदी बरामद की।",), "Search"),
    (("Police raided an office in Pune. In the raid they confiscated three computers.",), "Search"),
    (("पुलिस ने पुणे में कंपनी पर छापा मारा। छापे में पुलिस ने शराब बरामद की।",), "Search"),
    (("The army clashed with rebels in Pune. The two sides traded blows during the clash.",), "Clash"),
    (("सोमवार 21 अगस्त 2023 को जयपुर की एक अदालत ने मीरा सेन की जमानत याचिका खारिज कर दी।",
      "A court in Jaipur refused Meera Sen bail in August 2023."), "BailDecision"),
])  # fmt: skip
def test_one_event(texts: tuple[str, ...], type_: str) -> None:
    assert len(sizes(together(*texts), type_)) == 1


@pytest.mark.parametrize(("texts", "type_"), [
    (("Police arrested Meera Sen on 20 August 2023.", "Police arrested Meera Sen on 29 August 2023."), "Arrest"),
    (("Police arrested Meera Sen on 20 August 2023. Police arrested Meera Sen again on 22 August 2023.",), "Arrest"),
    (("The ministers of six states met in Pune. During the meeting Meera Sen met Ravi Kumar.",), "Meeting"),
    (("A court refused Meera Sen bail in August 2023.", "A court granted Meera Sen bail in August 2023."),
     "BailDecision"),
    (("A bridge collapsed in Pune on 1 August 2023. A bus overturned in Delhi on 3 August 2023. The accident is being "
      "investigated.",), "Accident"),
    (("The court sentenced Meera Sen to seven years in prison on 3 May 2023. The court also fined Meera Sen "
      "Rs 5,000.",), "Sentence"),
])  # fmt: skip
def test_two_events(texts: tuple[str, ...], type_: str) -> None:
    assert len(sizes(together(*texts), type_)) > 1


def test_an_arrest_with_two_days_keeps_both_and_has_no_time() -> None:
    one, other = "Police arrested Meera Sen on 20 August 2023.", "Police arrested Meera Sen on 22 August 2023."
    resolved = together(one, other)
    (event,) = (event for event in resolved.events if event.type == "Arrest")
    assert event.time is None
    assert {fact.time for fact in resolved.facts if fact.type == "Arrest"} == {"2023-08-20", "2023-08-22"}


def test_explain_says_how_many_origins_the_articles_of_an_event_have(tmp_path: Path) -> None:
    target = tmp_path / "g.nq"
    told = ("The state government on Friday suspended Meera Sen, an engineer of the water department, over the "
            "collapse of a tank that killed three people in Jaipur, and ordered an inquiry by a retired judge.")
    pair = [article(id, told, "2023-08-12") for id in ("a", "b")]
    builds.build(pair, str(target), learnt="2026-11-24")
    lines = explain(stores.open(str(target)), "Meera Sen", "en").splitlines()
    assert "  2 articles, 1 origin" in lines
