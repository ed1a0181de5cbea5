"""What somebody could not prove, did not say, or only asks is not told as so; nor does a state that was go on."""

from __future__ import annotations

import pytest

from kg.model import Fact
from tests.told import article, read

#: Not known to be so: told as no more than thought of.
NOT_KNOWN = (
    ("Payment", "hypothetical", "The prosecution has failed to prove that Solanki bribed anyone, the judge said."),
    ("Meeting", "hypothetical", "Police could not establish that Oberoi had met the minister."),
    ("Arrest", "hypothetical", "There is no evidence that Solanki was arrested in 2019."),
    ("Resignation", "hypothetical", "The court found no proof that Tomar had resigned."),
    ("Lawsuit", "hypothetical", "The government has not said whether it will appeal against the acquittal."),
    ("Arrest", "hypothetical", "Police did not say if Solanki had been arrested."),
    ("Death", "hypothetical", "Police have not confirmed that Solanki was killed."),
    ("Resignation", "hypothetical", "Reporters asked whether Solanki had resigned."),
    ("Arrest", "hypothetical", "It is not true that Tomar was arrested."),
    ("Arrest", "hypothetical", "यह सच नहीं है कि तोमर को गिरफ्तार किया गया।"),
    ("Sentence", "hypothetical", "दावा झूठा निकला कि ओबेरॉय को सजा हुई थी।"),
    ("Resignation", "hypothetical", "पुलिस ने कहा कि यह अफवाह है कि सोलंकी ने इस्तीफा दिया।"),
    ("Crime", "hypothetical", "अभियोजन यह साबित नहीं कर सका कि सोलंकी ने रिश्वत ली।"),
    ("Statement", "hypothetical", "अदालत ने कहा कि अभियोजन यह साबित नहीं कर पाया कि सोलंकी ने बिल्डर को धमकाया।"),
    ("Meeting", "hypothetical", "इस बात का कोई सबूत नहीं है कि सोलंकी ने बिल्डर से मुलाकात की।"),
    ("Arrest", "hypothetical", "पुलिस ने यह नहीं बताया कि सोलंकी को गिरफ्तार किया गया या नहीं।"),
    ("Arrest", "hypothetical", "पुलिस ने पुष्टि नहीं की कि सोलंकी को गिरफ्तार किया गया है।"),
    ("Lawsuit", "hypothetical", "सरकार ने अभी तक यह नहीं बताया है कि वह फैसले को चुनौती देगी या नहीं।"),
)
#: So all the same, whoever does not know, say or doubt it.
SO_ALL_THE_SAME = (
    ("Arrest", "reported", "Police said that Solanki was arrested on Monday."),
    ("Payment", "asserted", "Police proved that Solanki bribed the minister."),
    ("Arrest", "asserted", "Nobody knew that Solanki had been arrested."),
    ("Arrest", "asserted", "There is no doubt that Solanki was arrested."),
    ("Attack", "reported", "Police did not say who attacked Solanki."),
    ("Arrest", "asserted", "It is clear that Solanki was arrested."),
    ("Arrest", "asserted", "It is not false that Solanki was arrested."),
    ("Crime", "asserted", "Solanki was convicted of murdering his wife."),
    ("Verdict", "asserted", "Solanki was wrongly convicted in 2012."),
    ("Arrest", "asserted", "यह झूठ नहीं है कि सोलंकी को गिरफ्तार किया गया।"),
    ("Arrest", "asserted", "इसमें कोई शक नहीं कि सोलंकी को गिरफ्तार किया गया।"),
    ("Resignation", "asserted", "यह पहली बार नहीं है कि सोलंकी ने इस्तीफा दिया।"),
    ("Arrest", "asserted", "किसी को पता नहीं था कि सोलंकी को गिरफ्तार किया गया है।"),
    ("Arrest", "negated", "पुलिस ने बताया कि सोलंकी को गिरफ्तार नहीं किया गया।"),
    ("Arrest", "asserted", "सोलंकी को जमानत नहीं मिली क्योंकि उन्हें 2019 में गिरफ्तार किया गया था।"),
    ("Arrest", "reported", "पुलिस ने यह नहीं बताया कि सोलंकी को कब गिरफ्तार किया गया।"),
)
#: What somebody is cleared of, has not done, or what is called false, is not told of them.
CLEARED_OR_NOT_DONE = (
    ("Crime", "alleged", "The court acquitted Solanki of murdering his wife."),
    ("Payment", "alleged", "Solanki was cleared of bribing officials in 2017."),
    ("Crime", "alleged", "Solanki was not convicted of murdering his wife."),
    ("Resignation", "denied", "Rumours that Solanki had resigned were false, his office said."),
    ("Attack", "denied", "Tomar's lawyer said it was a lie that she had attacked the officer."),
    ("Verdict", "denied", "The report wrongly said that Oberoi had been convicted."),
    ("Arrest", "denied", "The minister falsely claimed that Oberoi had been arrested."),
    ("Arrest", "negated", "Police are yet to arrest Solanki."),
    ("Resignation", "negated", "Solanki has yet to resign."),
    ("Arrest", "planned", "The CBI sought permission to arrest Solanki."),
    ("Resignation", "denied", "सोलंकी ने इस्तीफा देने से मना कर दिया।"),
)
#: Who says so is told where they stand, an accusation ends with its aside, and a question tells nothing.
SAID_OR_ASKED = (
    ("Crime", "reported", "सोलंकी को फंसाने की साजिश रची गई, उनके वकील का दावा है।"),
    ("Arrest", "reported", "ओबेरॉय को 2019 में गिरफ्तार किया गया था, पुलिस का कहना है।"),
    ("Arrest", "reported", "ओबेरॉय को 2019 में गिरफ्तार किया गया, पुलिस ने बताया।"),
    ("Arrest", "alleged", "ओबेरॉय गिरफ्तार हुए, उनके वकील का आरोप है।"),
    ("Arrest", "asserted", "ओबेरॉय को 2019 में गिरफ्तार किया गया, लेकिन पुलिस ने कुछ नहीं कहा।"),
    ("Arrest", "asserted", "ओबेरॉय को 2019 में गिरफ्तार किया गया, जिसके बाद उन्होंने कहा कि वे निर्दोष हैं।"),
    ("Resignation", "asserted", "ओबेरॉय ने इस्तीफा दिया, फिर उन्होंने भाषण दिया।"),
    ("Travel", "reported", "Oberoi is believed to have fled to Nepal."),
    ("BailDecision", "asserted", "Oberoi, accused of attacking the guard, was released on bail on 3 March."),
    ("Attack", "alleged", "Oberoi, accused of attacking the guard, was released on bail on 3 March."),
    ("Death", "asserted", "The guard, whom Oberoi allegedly attacked in 2021, died on Monday."),
    ("Crime", "alleged", "Oberoi allegedly stabbed, robbed and killed the guard."),
    ("Payment", "alleged", "He was arrested on charges of bribing officials and attacking a guard."),
    ("Attack", "alleged", "He was arrested on charges of bribing officials and attacking a guard."),
    ("Attack", "alleged", "Rao was picked up on 12 March on charges of rioting and assaulting a guard."),
    ("Attack", "asserted", "Rao was arrested after attacking a guard."),
    ("Sentence", "hypothetical", "Prosecutors want Solanki jailed for seven years."),
    ("Crime", "hypothetical", "Did Oberoi kill the guard?"),
    ("Death", "asserted", "Who killed Oberoi?"),
    ("Crime", "hypothetical", "क्या ओबेरॉय की हत्या हुई थी?"),
    ("Arrest", "asserted", "ओबेरॉय को कब गिरफ्तार किया गया?"),
)


def told(text: str) -> dict[str, Fact]:
    return {fact.type: fact for fact in read(article("one", text, "2025-03-15"))[1]}


@pytest.mark.parametrize(
    ("type_", "status", "text"), [*NOT_KNOWN, *SO_ALL_THE_SAME, *CLEARED_OR_NOT_DONE, *SAID_OR_ASKED]
)
def test_a_fact_is_told_no_more_surely_than_its_sentence_tells_it(type_: str, status: str, text: str) -> None:
    assert told(text)[type_].status == status


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("The court adjourned the trial of Solanki till 5 May.", [None]),
        ("The hearing was postponed until June 2025.", [None, None]),
        ("The bail plea of Solanki was adjourned to 5 May.", [None]),
        ("The trial was adjourned on 3 March.", ["2025-03-03"]),
        ("The meeting was held until 5 March.", ["[..2025-03-05]"]),
    ],
)
def test_a_day_that_something_is_put_off_to_is_not_when_it_was(text: str, times: list[str | None]) -> None:
    assert [fact.time for fact in told(text).values()] == times


HINDI = "हरेंद्र सोलंकी को 3 जून 2019 को गिरफ्तार किया गया था। "
ENGLISH = "Harendra Solanki was arrested on 3 June 2019. "


@pytest.mark.parametrize(
    ("text", "time"),
    [
        (HINDI + "वे 11 महीने नैनी जेल में रहे।", None),
        (HINDI + "उन्होंने 11 महीने जेल में काटे।", None),
        (ENGLISH + "Solanki was held in jail for eleven months.", None),
        (ENGLISH + "He remained in custody for eleven months.", None),
        (ENGLISH + "He spent eleven months in Naini jail.", None),
        (HINDI + "वे 11 महीने से जेल में हैं।", "2019-06-03/"),
        (HINDI + "उन्हें जेल में 11 महीने हो गए हैं।", "2019-06-03/"),
    ],
)
def test_a_state_told_with_its_length_as_over_does_not_go_on(text: str, time: str | None) -> None:
    assert told(text)["Detention"].time == time


def test_money_for_a_jail_is_no_time_in_it() -> None:
    assert told("The state spent two crore rupees on a new jail.") == {}
    assert told("Ravi Solanki served tea in the jail.") == {}


def test_who_walks_out_of_a_prison_is_released_and_workers_who_walk_out_strike() -> None:
    assert list(told("Meera Rao walked out of Pune Central Prison on Tuesday.")) == ["Release"]
    assert list(told("Workers walked out of the factory on Tuesday.")) == ["Strike"]
