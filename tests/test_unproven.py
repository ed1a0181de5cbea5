"""What somebody could not prove, did not say, or only asks is not told as so; nor does a state that was go on."""

from __future__ import annotations

from hashlib import sha256

import pytest

from kg.extract import annotate, extract
from kg.model import Article, Fact
from kg.resolve import within


def told(text: str, language: str) -> dict[str, Fact]:
    article = Article("one", text, language, sha256(text.encode()).hexdigest(), published="2025-03-15")
    annotated = annotate(article)
    return {fact.type: fact for fact in within(annotated, extract(annotated))}


@pytest.mark.parametrize(
    ("language", "type_", "text"),
    [
        ("en", "Payment", "The prosecution has failed to prove that Solanki bribed anyone, the judge said."),
        ("en", "Meeting", "Police could not establish that Oberoi had met the minister."),
        ("en", "Arrest", "There is no evidence that Solanki was arrested in 2019."),
        ("en", "Resignation", "The court found no proof that Tomar had resigned."),
        ("en", "Lawsuit", "The government has not said whether it will appeal against the acquittal."),
        ("en", "Arrest", "Police did not say if Solanki had been arrested."),
        ("en", "Death", "Police have not confirmed that Solanki was killed."),
        ("en", "Resignation", "Reporters asked whether Solanki had resigned."),
        ("en", "Arrest", "It is not true that Tomar was arrested."),
        ("hi", "Arrest", "यह सच नहीं है कि तोमर को गिरफ्तार किया गया।"),
        ("hi", "Sentence", "दावा झूठा निकला कि ओबेरॉय को सजा हुई थी।"),
        ("hi", "Resignation", "पुलिस ने कहा कि यह अफवाह है कि सोलंकी ने इस्तीफा दिया।"),
        ("hi", "Crime", "अभियोजन यह साबित नहीं कर सका कि सोलंकी ने रिश्वत ली।"),
        ("hi", "Statement", "अदालत ने कहा कि अभियोजन यह साबित नहीं कर पाया कि सोलंकी ने बिल्डर को धमकाया।"),
        ("hi", "Meeting", "इस बात का कोई सबूत नहीं है कि सोलंकी ने बिल्डर से मुलाकात की।"),
        ("hi", "Arrest", "पुलिस ने यह नहीं बताया कि सोलंकी को गिरफ्तार किया गया या नहीं।"),
        ("hi", "Arrest", "पुलिस ने पुष्टि नहीं की कि सोलंकी को गिरफ्तार किया गया है।"),
        ("hi", "Lawsuit", "सरकार ने अभी तक यह नहीं बताया है कि वह फैसले को चुनौती देगी या नहीं।"),
    ],
)
def test_what_is_not_known_to_be_so_is_told_as_no_more_than_thought_of(language: str, type_: str, text: str) -> None:
    assert told(text, language)[type_].status == "hypothetical"


@pytest.mark.parametrize(
    ("language", "type_", "status", "text"),
    [
        ("en", "Arrest", "reported", "Police said that Solanki was arrested on Monday."),
        ("en", "Payment", "asserted", "Police proved that Solanki bribed the minister."),
        ("en", "Arrest", "asserted", "Nobody knew that Solanki had been arrested."),
        ("en", "Arrest", "asserted", "There is no doubt that Solanki was arrested."),
        ("en", "Attack", "reported", "Police did not say who attacked Solanki."),
        ("en", "Arrest", "asserted", "It is clear that Solanki was arrested."),
        ("en", "Arrest", "asserted", "It is not false that Solanki was arrested."),
        ("en", "Crime", "asserted", "Solanki was convicted of murdering his wife."),
        ("en", "Verdict", "asserted", "Solanki was wrongly convicted in 2012."),
        ("hi", "Arrest", "asserted", "यह झूठ नहीं है कि सोलंकी को गिरफ्तार किया गया।"),
        ("hi", "Arrest", "asserted", "इसमें कोई शक नहीं कि सोलंकी को गिरफ्तार किया गया।"),
        ("hi", "Resignation", "asserted", "यह पहली बार नहीं है कि सोलंकी ने इस्तीफा दिया।"),
        ("hi", "Arrest", "asserted", "किसी को पता नहीं था कि सोलंकी को गिरफ्तार किया गया है।"),
        ("hi", "Arrest", "negated", "पुलिस ने बताया कि सोलंकी को गिरफ्तार नहीं किया गया।"),
        ("hi", "Arrest", "asserted", "सोलंकी को जमानत नहीं मिली क्योंकि उन्हें 2019 में गिरफ्तार किया गया था।"),
        ("hi", "Arrest", "reported", "पुलिस ने यह नहीं बताया कि सोलंकी को कब गिरफ्तार किया गया।"),
    ],
)
def test_what_is_so_all_the_same_stays_told(language: str, type_: str, status: str, text: str) -> None:
    assert told(text, language)[type_].status == status


@pytest.mark.parametrize(
    ("language", "type_", "status", "text"),
    [
        ("en", "Crime", "alleged", "The court acquitted Solanki of murdering his wife."),
        ("en", "Payment", "alleged", "Solanki was cleared of bribing officials in 2017."),
        ("en", "Crime", "alleged", "Solanki was not convicted of murdering his wife."),
        ("en", "Resignation", "denied", "Rumours that Solanki had resigned were false, his office said."),
        ("en", "Attack", "denied", "Tomar's lawyer said it was a lie that she had attacked the officer."),
        ("en", "Verdict", "denied", "The report wrongly said that Oberoi had been convicted."),
        ("en", "Arrest", "denied", "The minister falsely claimed that Oberoi had been arrested."),
        ("en", "Arrest", "negated", "Police are yet to arrest Solanki."),
        ("en", "Resignation", "negated", "Solanki has yet to resign."),
        ("en", "Arrest", "planned", "The CBI sought permission to arrest Solanki."),
        ("hi", "Resignation", "denied", "सोलंकी ने इस्तीफा देने से मना कर दिया।"),
    ],
)
def test_what_somebody_is_cleared_of_or_has_not_done_is_not_told_of_them(
    language: str, type_: str, status: str, text: str
) -> None:
    assert told(text, language)[type_].status == status


@pytest.mark.parametrize(
    ("language", "type_", "status", "text"),
    [
        ("hi", "Crime", "reported", "सोलंकी को फंसाने की साजिश रची गई, उनके वकील का दावा है।"),
        ("hi", "Arrest", "reported", "ओबेरॉय को 2019 में गिरफ्तार किया गया था, पुलिस का कहना है।"),
        ("hi", "Arrest", "reported", "ओबेरॉय को 2019 में गिरफ्तार किया गया, पुलिस ने बताया।"),
        ("hi", "Arrest", "alleged", "ओबेरॉय गिरफ्तार हुए, उनके वकील का आरोप है।"),
        ("hi", "Arrest", "asserted", "ओबेरॉय को 2019 में गिरफ्तार किया गया, लेकिन पुलिस ने कुछ नहीं कहा।"),
        ("hi", "Arrest", "asserted", "ओबेरॉय को 2019 में गिरफ्तार किया गया, जिसके बाद उन्होंने कहा कि वे निर्दोष हैं।"),
        ("hi", "Resignation", "asserted", "ओबेरॉय ने इस्तीफा दिया, फिर उन्होंने भाषण दिया।"),
        ("en", "Travel", "reported", "Oberoi is believed to have fled to Nepal."),
        ("en", "BailDecision", "asserted", "Oberoi, accused of attacking the guard, was released on bail on 3 March."),
        ("en", "Attack", "alleged", "Oberoi, accused of attacking the guard, was released on bail on 3 March."),
        ("en", "Death", "asserted", "The guard, whom Oberoi allegedly attacked in 2021, died on Monday."),
        ("en", "Crime", "alleged", "Oberoi allegedly stabbed, robbed and killed the guard."),
        ("en", "Payment", "alleged", "He was arrested on charges of bribing officials and attacking a guard."),
        ("en", "Attack", "alleged", "He was arrested on charges of bribing officials and attacking a guard."),
        ("en", "Attack", "alleged", "Rao was picked up on 12 March on charges of rioting and assaulting a guard."),
        ("en", "Attack", "asserted", "Rao was arrested after attacking a guard."),
        ("en", "Sentence", "hypothetical", "Prosecutors want Solanki jailed for seven years."),
        ("en", "Crime", "hypothetical", "Did Oberoi kill the guard?"),
        ("en", "Death", "asserted", "Who killed Oberoi?"),
        ("hi", "Crime", "hypothetical", "क्या ओबेरॉय की हत्या हुई थी?"),
        ("hi", "Arrest", "asserted", "ओबेरॉय को कब गिरफ्तार किया गया?"),
    ],
)
def test_who_says_so_is_told_where_they_stand_and_a_question_tells_nothing(
    language: str, type_: str, status: str, text: str
) -> None:
    assert told(text, language)[type_].status == status


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
    assert [fact.time for fact in told(text, "en").values()] == times


HINDI = "हरेंद्र सोलंकी को 3 जून 2019 को गिरफ्तार किया गया था। "
ENGLISH = "Harendra Solanki was arrested on 3 June 2019. "


@pytest.mark.parametrize(
    ("language", "text", "time"),
    [
        ("hi", HINDI + "वे 11 महीने नैनी जेल में रहे।", None),
        ("hi", HINDI + "उन्होंने 11 महीने जेल में काटे।", None),
        ("en", ENGLISH + "Solanki was held in jail for eleven months.", None),
        ("en", ENGLISH + "He remained in custody for eleven months.", None),
        ("en", ENGLISH + "He spent eleven months in Naini jail.", None),
        ("hi", HINDI + "वे 11 महीने से जेल में हैं।", "2019-06-03/"),
        ("hi", HINDI + "उन्हें जेल में 11 महीने हो गए हैं।", "2019-06-03/"),
    ],
)
def test_a_state_told_with_its_length_as_over_does_not_go_on(language: str, text: str, time: str | None) -> None:
    assert told(text, language)["Detention"].time == time


def test_money_for_a_jail_is_no_time_in_it() -> None:
    assert told("The state spent two crore rupees on a new jail.", "en") == {}
    assert told("Ravi Solanki served tea in the jail.", "en") == {}


def test_who_walks_out_of_a_prison_is_released_and_workers_who_walk_out_strike() -> None:
    assert list(told("Meera Rao walked out of Pune Central Prison on Tuesday.", "en")) == ["Release"]
    assert list(told("Workers walked out of the factory on Tuesday.", "en")) == ["Strike"]
