"""A lawyer's client, and whoever says what a pronoun stands in."""

from __future__ import annotations

import pytest
from sentences import told


@pytest.mark.parametrize(("text", "line"), [
    ("Police arrested Dilip Joshi. Joshi's lawyer, Farhan Khan, denied that his client had fled.",
     "Travel - denied by=Farhan Khan agent=Dilip Joshi"),
    ("Anita Rao was held in May. Rao's lawyer, Ravi Menon, said police had beaten his client.",
     "Attack - reported by=Ravi Menon agent=police patient=Anita Rao"),
    ("पुलिस ने दिलीप जोशी को गिरफ्तार किया। उनके वकील फरहान खान ने कहा कि उनके मुवक्किल को पुलिस ने पीटा।",
     "Attack - reported by=फरहान खान agent=पुलिस patient=दिलीप जोशी"),
    ("Police arrested Dilip Joshi. A lawyer said police had beaten his client.",
     "Attack - reported by=lawyer agent=Police patient=client"),
])  # fmt: skip
def test_a_client_is_whom_the_lawyer_is_of(text: str, line: str) -> None:
    assert line in told(text)


@pytest.mark.parametrize(("text", "line"), [
    ("सरोज राव ने कलेक्टर को पत्र लिखा। सरोज राव ने मंत्री से मुलाकात की। सरोज राव को गिरफ्तार किया गया। "
     "अनिरुद्ध वर्मा का कहना है कि उन्हें पत्र नहीं मिला।",
     "Correspondence - negated by=अनिरुद्ध वर्मा recipient=अनिरुद्ध वर्मा theme=पत्र"),
    ("कंपनी के मालिक दिलीप जोशी का पक्ष जानने की कोशिश की गई, लेकिन उनका फोन बंद मिला।", ""),
    ("नदी के बारे में लिखी गई सरोज राव की चिट्ठी कलेक्टर को मिली थी।",
     "Correspondence - asserted agent=सरोज राव theme=चिट्ठी"),
    ("दिलीप जोशी पर जिला अदालत में मुकदमा चलेगा।", "Trial - planned patient=दिलीप जोशी place=अदालत"),
])  # fmt: skip
def test_whom_a_hindi_clause_is_of(text: str, line: str) -> None:
    assert line in told(text) if line else told(text) == []
