"""What happened after what was told just before it: sentences that are read so, and those that are not."""

from __future__ import annotations

import pytest

from kg.extract import annotate, extract
from kg.model import Article

AFTER = [
    ("अदालत ने जमानत याचिका खारिज कर दी। इसके बाद शिक्षक हड़ताल पर चले गए।", ["Strike after BailDecision"]),
    ("अदालत ने जमानत याचिका खारिज कर दी और इसके बाद शिक्षक हड़ताल पर चले गए।", ["Strike after BailDecision"]),
    ("पुलिस ने रमेश को गिरफ्तार किया, उसके बाद उसे अदालत में पेश किया गया।", ["Trial after Arrest"]),
    ("रमेश ने भीड़ को उकसाया। पुलिस का कहना है कि इसके बाद भीड़ ने पथराव किया।", ["Attack after Crime"]),
    (
        "पुलिस ने रमेश को गिरफ्तार किया और उसे जेल भेज दिया। इसके बाद लोगों ने प्रदर्शन किया।",
        ["Protest after Arrest", "Protest after Detention"],
    ),
    ("चुनाव के बाद रमेश वर्मा दिल्ली गए और राष्ट्रपति से मिले।", ["Meeting after Election", "Travel after Election"]),
    ("गिरफ्तारी के दो महीने बाद रमेश को रिहा किया गया।", ["Release after Arrest"]),
    ("हादसे के अगले दिन पुलिस ने रमेश को गिरफ्तार किया।", ["Arrest after Accident"]),
    ("शादी के अगले साल रमेश की मौत हो गई।", ["Death after Marriage"]),
    ("चुनाव के एक हफ्ते बाद मुख्यमंत्री ने शपथ ली।", ["OathTaking after Election"]),
    ("शव हादसे के तीन दिन बाद मिला।", ["Event after Accident"]),
    ("A court refused bail to Ravi Kumar. After that, teachers went on strike.", ["Strike after BailDecision"]),
    ("Police arrested Ravi Kumar. Subsequently, the court released him.", ["Release after Arrest"]),
    ("Ravi Kumar was elected in May, and thereafter he resigned from the board.", ["Resignation after Election"]),
]
APART = [
    "रमेश को गिरफ्तार नहीं किया गया। इसके बाद वे दिल्ली गए।",  # nothing had been done
    "पुलिस रमेश को गिरफ्तार करेगी। इसके बाद लोगों ने प्रदर्शन किया।",  # nor yet
    "पुलिस ने रमेश को गिरफ्तार किया।\n\nइसके बाद लोगों ने प्रदर्शन किया।",  # another paragraph
    "हादसे के दिन रमेश को गिरफ्तार किया गया।",  # on that day
    "Ravi Kumar was not arrested. After that he fled to Dubai.",
    "Police arrested Ravi Kumar. The court released him.",
]


def told(text: str) -> list[str]:
    facts = extract(annotate(Article("test", text, "en" if text.isascii() else "hi", "0" * 64, published="2024-06-04")))
    types = {fact.id: fact.type for fact in facts}
    return sorted(f"{fact.type} after {types[id]}" for fact in facts for how, id in fact.order if how == "after")


@pytest.mark.parametrize(("text", "order"), AFTER)
def test_what_came_after_what_was_told_before(text: str, order: list[str]) -> None:
    assert told(text) == order


@pytest.mark.parametrize("text", APART)
def test_what_is_not_told_to_come_after(text: str) -> None:
    assert told(text) == []
