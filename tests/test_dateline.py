"""The day of publication that a text prints itself."""

from __future__ import annotations

import pytest

from kg.extract.dateline import document_date
from kg.model import Article


@pytest.mark.parametrize(("language", "text", "day"), [
    ("en", "Mill closes\nPublished: 4 May 2021\nThe mill closed in March 2020.", "2021-05-04"),
    ("en", "Mill closes\nLast updated 5 May 2021 10:30 | First published 4 May 2021\nThe mill closed.", "2021-05-04"),
    ("en", "Mill closes\nUpdated: May 6, 2021\nThe mill closed on 3 March 2020.", "2021-05-06"),
    ("en", "LEEDS, May 4, 2021 (Agency) - The mill closed on 3 March 2020.", "2021-05-04"),
    ("en", "Mill closes\nMay 4, 2021\n\nThe mill closed on 3 March 2020.", "2021-05-04"),
    ("en", "On May 4, 2021 the mill closed. It had opened on 3 March 1920.", None),
    ("en", "The mill closed yesterday, Published: 4 May.", None),
    ("hi", "मिल बंद\nप्रकाशित: 4 मई 2021\nमिल मार्च 2020 में बंद हुई।", "2021-05-04"),
    ("hi", "मिल बंद\nअपडेटेड: 6 मई 2021, 10:30 बजे\nमिल बंद हुई।", "2021-05-06"),
    ("hi", "पटना, 4 मई 2021: मिल 3 मार्च 2020 को बंद हुई।", "2021-05-04"),
    ("hi", "मिल बंद\nPublished on 4 मई 2021\nमिल बंद हुई।", "2021-05-04"),
    ("hi", "मिल 4 मई 2021 को बंद हुई और 5 मई 2021 को खुली।", None),
])
def test_the_date_of_a_text_is_the_one_it_prints_as_its_own(language: str, text: str, day: str | None) -> None:
    assert document_date(Article("a", text, language, "")) == day
