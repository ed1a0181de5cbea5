"""So many days after or before another event: a date where that event has one, nothing where it is not sure which."""

from __future__ import annotations

import pytest
from sentences import told


@pytest.mark.parametrize(("text", "line"), [
    ("पुल 6 अगस्त को गिर गया था। हादसे के अगले दिन पुलिस ने कंपनी के खिलाफ मामला दर्ज किया।",
     "Charge 2023-08-07 asserted agent=पुलिस patient=कंपनी"),
    ("रविवार को पटना में दो बसों की टक्कर हो गई। हादसे के दूसरे दिन पुलिस ने रमेश को गिरफ्तार किया।",
     "Arrest 2023-08-07 asserted agent=पुलिस patient=रमेश"),
    ("पुल 1 अगस्त को गिरा था। उनके भाई का शव हादसे के तीन दिन बाद मिला।", "Event 2023-08-04 asserted"),
    ("रमेश को 2 अगस्त को गिरफ्तार किया गया था। गिरफ्तारी के अगले ही दिन रमेश को जमानत मिल गई।",
     "BailDecision 2023-08-03 asserted patient=रमेश"),
    ("5 अगस्त को हादसा हुआ। हादसे से दो दिन पहले रमेश ने सुरेश को पत्र लिखा।",
     "Correspondence 2023-08-03 asserted agent=रमेश recipient=सुरेश theme=पत्र"),
    ("The bridge collapsed on 1 August. Police arrested Ravi Kumar three days after the collapse.",
     "Arrest 2023-08-04 asserted agent=Police patient=Ravi Kumar"),
    ("The bridge collapsed on 1 August. Ravi Kumar was arrested the day after the collapse.",
     "Arrest 2023-08-02 asserted patient=Ravi Kumar"),
    ("Ravi Kumar was arrested on 1 August. Anita Rao had met him the day before his arrest.",
     "Meeting 2023-07-31 asserted agent=Anita Rao participant=Ravi Kumar"),
    ("A bus fell into a gorge on 1 August. Ravi Kumar died two days after the accident.",
     "Death 2023-08-03 asserted patient=Ravi Kumar"),
    ("The mayor resigned on 1 August. Police arrested Ravi Kumar a day after the resignation.",
     "Arrest 2023-08-02 asserted agent=Police patient=Ravi Kumar"),
])  # fmt: skip
def test_days_are_counted_from_the_event_that_is_named(text: str, line: str) -> None:
    assert line in told(text)


@pytest.mark.parametrize(("text", "line"), [
    ("5 अगस्त को हादसा हुआ। एक हादसे के दो दिन बाद रमेश की मौत हुई थी।", "Death - asserted patient=रमेश"),
    ("5 अगस्त को हादसा हुआ। हादसे के करीब दस दिन बाद रमेश की मौत हुई।", "Death - asserted patient=रमेश"),
    ("5 अगस्त को हादसा हुआ। हादसे के दो महीने बाद रमेश की मौत हुई।", "Death - asserted patient=रमेश"),
    ("5 अगस्त को हादसा हुआ। 7 अगस्त को दूसरा हादसा हुआ। हादसे के अगले दिन रमेश की मौत हुई।",
     "Death - asserted patient=रमेश"),
    ("The bridge collapsed on 1 August. Ravi Kumar died two months after the collapse.",
     "Death - asserted patient=Ravi Kumar"),
    ("The bridge collapsed on 1 August. Ravi Kumar was jailed two days after another collapse.",
     "Detention - asserted patient=Ravi Kumar"),
    ("Ravi Kumar sold his house in the months before the strike.",
     "Acquisition - asserted agent=Ravi Kumar theme=house"),
])  # fmt: skip
def test_nothing_is_counted_from_what_is_not_sure(text: str, line: str) -> None:
    assert line in told(text)
