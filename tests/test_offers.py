"""Money that somebody announces or promises is still to be paid."""

from __future__ import annotations

import pytest

from kg.extract import annotate, extract
from kg.model import Article


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("The minister announced compensation of Rs 4 lakh for the families.", "planned"),
        ("The company announced a payment of $3 million to the victims.", "planned"),
        ("The bank pledged a loan to Kenya.", "planned"),
        ("The state offered compensation to the farmers.", "planned"),
        ("The company promised compensation to the workers.", "planned"),
        ("The state paid compensation in May.", "asserted"),
    ],
)
def test_what_is_offered_is_not_paid(text: str, status: str) -> None:
    facts = extract(annotate(Article("test", text, "en", "0" * 64, published="2024-06-04")))
    assert [fact.status for fact in facts if fact.type == "Payment"] == [status]
