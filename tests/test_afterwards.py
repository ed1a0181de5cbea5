"""What lasted, what was done about it afterwards, and who is in jail: for each rule sentences it helps and, last, one
that it must not touch. A line is an event type and its time; published on Tuesday 4 June 2024."""

from __future__ import annotations

import pytest

from kg.extract import annotate, extract
from kg.model import Article

CASES: dict[str, dict[str, list[str]]] = {
    "what_is_done_in_a_case_is_not_during_it": {
        "मोरबी हादसे में पुलिस ने शनिवार को ठेकेदार को गिरफ्तार किया।": ["Accident", "Arrest 2024-06-01"],
        "दिल्ली दंगों में अदालत ने शाहिद खान को सोमवार को बरी कर दिया।": ["Riot", "Verdict 2024-06-03"],
        "पुलवामा हमले में अदालत ने सोमवार को तीन लोगों को सजा सुनाई।": ["Attack", "Sentence 2024-06-03"],
        "Three engineers were suspended on Monday in the Salem crash.": ["Accident", "Dismissal 2024-06-03"],
        "Police arrested two men on Monday in the attack in Kochi.": ["Arrest 2024-06-03", "Attack"],
        "दंगों के दौरान सोमवार को दो लोग गिरफ्तार किए गए।": ["Riot 2024-06-03", "Arrest 2024-06-03"],
    },
    "what_ended_on_a_day_is_not_of_that_day": {
        "The trial of Ravi Malhotra began on February 5 and ended on May 12.": ["Trial 2024-02-05/2024-05-12"],
        "The trial ended on May 12.": ["Trial /2024-05-12"],
        "The war began in 1992 and ended in 1996.": ["Clash 1992/1996"],
        "The strike, which began on Saturday, ended on Monday.": ["Strike 2024-06-01/2024-06-03"],
        "सुनवाई 12 मई को पूरी हुई।": ["Trial /2024-05-12"],
        "दिल्ली की यात्रा रविवार को समाप्त हुई।": ["Travel /2024-06-02"],
        "The trial began on February 5.": ["Trial 2024-02-05"],
    },
    "what_another_event_is_told_to_come_after_is_told": {
        "After the collapse, the government closed four other bridges.": ["Accident", "Decision"],
        "Before the fire, Ravi Kumar had been fined twice.": ["Accident", "Sentence"],
        "He moved to Delhi after the war.": ["Travel", "Clash"],
        "हादसे से पहले सरोज ने दो बैठकें की थीं।": ["Accident", "Meeting"],
        "चुनाव के बाद रमेश दिल्ली गए।": ["Election", "Travel"],
        "He warned of violence.": ["Statement"],
    },
    "who_is_in_jail_whatever_stands_between": {
        "Ravi Kumar, a farmer who led the march, was in prison for two years.": ["Protest", "Detention"],
        "Malhotra, who owns the firm, is in jail.": ["Detention"],
        "The editor, who was charged last year, has been behind bars since May.": ["Charge 2023", "Detention 2024-05/"],
        "Lata Rao, the teacher who said that a roof was cracking, has been in jail for 400 days.": ["Detention"],
        "Ravi Kumar spent three months in jail.": ["Detention"],
        "The jail, which was built in 1890, is in Nagpur.": [],
    },
    "whom_a_thing_comes_to_meets_nobody": {
        "उन्हें न्याय मिला है।": [],
        "रमेश को सोमवार को पत्र मिला।": ["Correspondence 2024-06-03"],
        "उन्हें चिट्ठी नहीं मिली।": ["Correspondence"],
        "सीमा को तीन महीने बाद नौकरी मिली।": [],
        "शव सोमवार को नदी से मिला।": ["Event 2024-06-03"],
        "सोमवार को सीमा वर्मा रमेश गुप्ता से मिलीं।": ["Meeting 2024-06-03"],
    },
    "a_retired_judge_has_not_resigned_today": {
        "Reva Kulkarni, a retired judge, was arrested on Monday.": ["Arrest 2024-06-03"],
        "A retired teacher, Om Prakash, was arrested on Monday.": ["Arrest 2024-06-03"],
        "सेवानिवृत्त जज रेवा कुलकर्णी को सोमवार को गिरफ्तार किया गया।": ["Arrest 2024-06-03"],
        "रिटायर्ड शिक्षक ओम प्रकाश की सोमवार को मौत हो गई।": ["Death 2024-06-03"],
        "सेवानिवृत्त अधिकारी रमेश वर्मा सोमवार को घायल हो गए।": ["Injury 2024-06-03"],
        "Judge Reva Kulkarni retired in 2015.": ["Resignation 2015"],
    },
    "buildings_fall": {
        "पुल रविवार सुबह गिर गया था।": ["Accident 2024-06-02"],
        "एक पुरानी दीवार सोमवार को गिर गई।": ["Accident 2024-06-03"],
        "बारिश में मकान की छत गिर गई।": ["Accident"],
        "2019 में पानी की टंकी गिर गई थी।": ["Accident 2019"],
        "मेले का पंडाल शनिवार को अचानक गिर गया।": ["Accident 2024-06-01"],
        "सरकार सोमवार को गिर गई।": ["Event 2024-06-03"],
    },
}


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule, cases in CASES.items() for text in cases])
def test_a_rule(rule: str, text: str) -> None:
    language = "en" if text.isascii() else "hi"
    facts = extract(annotate(Article("test", text, language, "0" * 64, published="2024-06-04")))
    assert sorted(f"{f.type} {f.time or ''}".strip() for f in facts) == sorted(CASES[rule][text])
