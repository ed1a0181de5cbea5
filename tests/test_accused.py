"""Whom a case is against is accused of the offence that it is about, and is not its victim."""

from __future__ import annotations

import pytest

from kg.extract import annotate, extract
from kg.model import Article


def told(text: str) -> list[str]:
    facts = extract(annotate(Article("test", text, "hi", "0" * 64, published="2024-06-04")))
    shown = ((f.type, f.status, *sorted(f"{r.role}={r.span.of(text)}" for r in f.roles)) for f in facts)
    return sorted(" ".join(parts) for parts in shown)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "पुलिस ने रमेश के खिलाफ चोरी का मुकदमा दर्ज किया।",
            ["Charge asserted agent=पुलिस patient=रमेश", "Crime alleged agent=रमेश"],
        ),
        ("रमेश पर हत्या का केस दर्ज हुआ।", ["Charge asserted patient=रमेश", "Crime alleged agent=रमेश"]),
        (
            "पुलिस ने कंपनी के खिलाफ धोखाधड़ी की शिकायत दर्ज की।",
            ["Charge asserted agent=पुलिस patient=कंपनी", "Crime alleged agent=कंपनी"],
        ),
        (
            "सीबीआई ने मंत्री के खिलाफ रिश्वत लेने का मामला दर्ज किया।",
            ["Charge asserted agent=सीबीआई patient=मंत्री", "Crime alleged agent=मंत्री"],
        ),
        (
            "रमेश पर दो लोगों को ठगने का मुकदमा दर्ज हुआ।",
            ["Charge asserted patient=रमेश", "Crime alleged agent=रमेश patient=लोगों"],
        ),
        (
            "सुरेश की हत्या के मामले में पुलिस ने रमेश को गिरफ्तार किया।",
            ["Arrest asserted agent=पुलिस patient=रमेश", "Crime alleged agent=रमेश patient=सुरेश"],
        ),
    ],
)
def test_who_is_accused(text: str, expected: list[str]) -> None:
    assert told(text) == expected
