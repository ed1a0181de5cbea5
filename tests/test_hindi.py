"""How Hindi sentences are read: for each rule some it helps and, last, one that it must not touch.

Names are marked, so that only the reading is tested: [person], {place}, <organisation>. A fact is its type, its
status if not asserted, its time, and its roles. The articles were "published" on Friday 10 May 2024.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace

import pytest

from kg.extract import clauses, coreference, facts, sentences, times
from kg.extract.passages import Source, lines, passages
from kg.language import fold, load, tokenize
from kg.model import Annotated, Article, Fact, Kind, Mention, Span

MARKS: dict[str, Kind] = {"[": "Person", "{": "Place", "<": "Organisation"}


def told(marked: str) -> list[str]:
    """The facts of a sentence whose names are marked, one line each, in text order."""
    found, _, text = read(marked)
    return [_line(text, fact) for fact in found]


def read(marked: str) -> tuple[tuple[Fact, ...], tuple[Mention, ...], str]:
    """The facts and mentions of a text whose names are marked, and the text without the marks."""
    text, names = _unmarked(marked)
    article = Article("test", text, "hi", hashlib.sha256(text.encode()).hexdigest(), published="2024-05-10")
    tokens = tokenize(fold(text))
    cuts, timexes = sentences.sentences(article, tokens), times.find(article, tokens)
    source = Source(load("hi"), text, tokens, cuts, timexes, names, ())
    cut = passages(source, lines(source))
    discourse = coreference.resolve(cut, (), ())
    mentions = {
        n.span: replace(n.mention, antecedent=coreference.antecedent(discourse.referents, n.mention))
        for p in cut
        for n in p.sentence.nominals
    }
    annotated = Annotated(article, cuts, timexes, tuple(mentions.values()), clauses=clauses.clauses(cut, discourse))
    return facts.facts(load("hi"), annotated), annotated.mentions, text


def _unmarked(marked: str) -> tuple[str, tuple[Mention, ...]]:
    text, names = "", []
    for part in re.split(r"([\[{<][^\]}>]+[\]}>])", marked):
        if part[:1] in MARKS:
            span = Span(len(text), len(text) + len(part) - 2)
            names.append(Mention(span, MARKS[part[0]], part[1:-1], rule="name"))
            part = part[1:-1]
        text += part
    return text, tuple(names)


def _line(text: str, fact: Fact) -> str:
    parts = [fact.type, *([fact.status] if fact.status != "asserted" else []), *([fact.time] if fact.time else [])]
    parts += [f"{role.role}={role.span.of(text)}" for role in fact.roles]
    return " ".join(parts + ([f"by {fact.according_to.of(text)}"] if fact.according_to else []))


#: By rule: sentences and their facts, the last of each one that the rule must not touch.
CASES: dict[str, dict[str, list[str]]] = {
    "an_event_noun_far_from_its_light_verb": {
        "[कमला देवी] का जन्म 1941 में {पटना} में हुआ था।": ["Birth 1941 patient=कमला देवी place=पटना"],
        "[रमेश चौहान] की मौत सोमवार रात {जयपुर} के एक अस्पताल में हुई।": [
            "Death 2024-05-06 patient=रमेश चौहान place=जयपुर",
        ],
        "दोनों नेताओं के बीच बैठक बुधवार को {दिल्ली} में होगी।": [
            "Meeting planned 2024-05-15 participant=नेताओं place=दिल्ली",
        ],
        "[मोहन लाल] की गिरफ्तारी 12 मार्च 2021 को {लखनऊ} से की गई।": ["Arrest 2021-03-12 patient=मोहन लाल place=लखनऊ"],
        "[सुधा वर्मा] की शादी 1998 में [अशोक मेहता] से हुई थी।": [
            "Marriage 1998 participant=सुधा वर्मा participant=अशोक मेहता",
        ],
        "सरकार ने 2019 में किसानों के लिए सड़क का काम शुरू किया।": [],
    },
    "a_heading_without_a_verb": {
        "{भोपाल} में पथराव, 12 घायल": ["Attack place=भोपाल", "Injury patient=12"],
        "{सूरत} में आग, तीन मजदूरों की मौत": ["Accident place=सूरत", "Death patient=मजदूरों"],
        "विधायक का इस्तीफा; {पटना} में हंगामा": ["Resignation agent=विधायक", "Protest place=पटना"],
        "{पटना} में छापेमारी, पांच गिरफ्तार": ["Search place=पटना", "Arrest patient=पांच"],
        "बस पलटने से 7 की मौत, 20 जख्मी": ["Accident patient=7", "Death patient=7", "Injury patient=20"],
        "मौत, मातम और सवाल": [],
    },
    "a_number_stands_for_people_where_something_happens_to_people": {
        "दो की मौत हो गई।": ["Death patient=दो"],
        "पुलिस ने 14 को गिरफ्तार किया।": ["Arrest agent=पुलिस patient=14"],
        "हादसे में पांच अन्य घायल हो गए।": ["Injury patient=पांच"],
        "तीन युवकों को हिरासत में लिया गया।": ["Arrest patient=युवकों"],
        "सभी 30 यात्रियों को सुरक्षित निकाल लिया गया।": ["Rescue patient=यात्रियों"],
        "कंपनी ने 14 को बिक्री के आंकड़े दिए।": [],
    },
    "what_a_plan_or_a_promise_is_of_lies_ahead": {
        "मंत्री [रेखा जैन] ने {इंदौर} का दौरा करने की घोषणा की है।": [
            "Travel planned agent=रेखा जैन destination=इंदौर by रेखा जैन",
        ],
        "आरोपी {नेपाल} भागने की फिराक में था।": ["Travel planned agent=आरोपी destination=नेपाल"],
        "सरकार ने पीड़ितों को मुआवजा देने का वादा किया है।": [
            "Payment planned agent=सरकार recipient=पीड़ितों by सरकार",
        ],
        "[सुनील राठी] के रिहा होने की उम्मीद है।": ["Release planned patient=सुनील राठी"],
        "[अनिल गोयल] की शादी की तैयारी चल रही है।": ["Marriage planned participant=अनिल गोयल"],
        "विपक्ष ने मंत्री के इस्तीफे की मांग की है।": ["Statement speaker=विपक्ष"],
    },
    "an_allegation_is_told_by_what_it_is_of": {
        "आरोप है कि ठेकेदार [विनोद साहू] ने मजदूरों से मारपीट की।": ["Attack alleged agent=विनोद साहू"],
        "[किरण बाला] पर 2018 में गबन का आरोप लगा था।": ["Crime alleged 2018 agent=किरण बाला"],
        "[गुलाब सिंह] पर भीड़ को भड़काने का आरोप है।": ["Crime alleged agent=गुलाब सिंह patient=भीड़"],
        "छात्रा ने प्रोफेसर [अजय सेन] पर छेड़छाड़ का आरोप लगाया है।": ["Crime alleged agent=अजय सेन by छात्रा"],
        "पुलिस को शक है कि दुकानदार की हत्या की गई।": ["Crime alleged patient=दुकानदार"],
        "अदालत ने [विनोद साहू] को दो साल कैद की सजा सुनाई।": ["Sentence agent=अदालत patient=विनोद साहू"],
    },
    "a_denial": {
        "एसपी [नवीन राणा] ने गोली चलाने से इनकार किया।": ["Attack denied agent=नवीन राणा by नवीन राणा"],
        "मंत्री ने रिश्वत लेने से इनकार किया।": ["Crime denied agent=मंत्री by मंत्री"],
        "पुलिस ने लाठीचार्ज किए जाने की बात से इनकार किया है।": ["Attack denied by पुलिस"],
        "कंपनी ने आरोपों का खंडन किया है।": ["Statement speaker=कंपनी"],
        "वकील ने आरोपों को बेबुनियाद बताया।": ["Statement speaker=वकील"],
        "मंत्री ने रिश्वत ली।": ["Crime agent=मंत्री"],
    },
    "a_source_is_that_of_every_clause_of_its_sentence": {
        "पुलिस के मुताबिक हमलावरों ने दुकान में आग लगाई और फिर गोली चलाई।": [
            "Attack reported agent=हमलावरों by पुलिस",
            "Attack reported agent=हमलावरों by पुलिस",
        ],
        "<गृह मंत्रालय> के अनुसार 40 लोगों को गिरफ्तार किया गया है।": ["Arrest reported patient=लोगों by गृह मंत्रालय"],
        "[अशोक मेहता] का कहना है कि दुकानदार की हत्या की गई।": ["Crime reported patient=दुकानदार by अशोक मेहता"],
        "डॉक्टर [सीमा गुप्ता] ने बताया कि दो मरीजों की मौत हो गई।": ["Death reported patient=मरीजों by सीमा गुप्ता"],
        "पुलिस का दावा है कि आरोपी ने गोली चलाई।": ["Attack reported agent=आरोपी by पुलिस"],
        "पुलिस ने हमलावरों को गिरफ्तार किया।": ["Arrest agent=पुलिस patient=हमलावरों"],
    },
    "what_happens_in_an_event_has_its_time_and_place": {
        "1999 में एक सड़क हादसे में कवि [शंकर झा] की मौत हो गई।": ["Accident 1999", "Death 1999 patient=शंकर झा"],
        "मंगलवार को हुई गोलीबारी में दो जवान घायल हो गए।": ["Attack 2024-05-07", "Injury 2024-05-07 patient=जवान"],
        "{नागपुर} में सोमवार को सिलेंडर फटने से चार लोगों की मौत हो गई।": [
            "Accident 2024-05-06 place=नागपुर",
            "Death 2024-05-06 place=नागपुर patient=लोगों",
        ],
        "सितंबर 2012 में आई बाढ़ में 40 लोग मारे गए थे।": ["Disaster 2012-09", "Death 2012-09 patient=लोग"],
        "{रांची} में रविवार को हुई हिंसा में छह पुलिसकर्मी घायल हो गए और एक युवक की मौत हो गई।": [
            "Riot 2024-05-05 place=रांची",
            "Injury 2024-05-05 place=रांची patient=पुलिसकर्मी",
            "Death 2024-05-05 patient=युवक",
        ],
        "[शंकर झा] 1999 में {दिल्ली} में थे।": [],
    },
    "a_relative_clause_of_an_occasion": {
        "2 मई 2023 को सभा में धमाका हुआ, जिसमें चार लोग घायल हुए।": [
            "Attack 2023-05-02",
            "Injury 2023-05-02 patient=लोग",
        ],
        "[रेखा जैन] 3 मई 2023 को {पुणे} पहुंचीं, जहां उन्होंने महापौर से मुलाकात की।": [
            "Travel 2023-05-03 agent=रेखा जैन destination=पुणे",
            "Meeting 2023-05-03 agent=उन्होंने participant=महापौर",
        ],
        "5 मई 2023 को पथराव हुआ, जिसके बाद पुलिस ने लाठीचार्ज किया।": [
            "Attack 2023-05-05",
            "Attack [2023-05-05..] agent=पुलिस",
        ],
        "मार्च 2019 में झड़प हुई थी, जिसमें एक दुकानदार मारा गया था।": [
            "Clash 2019-03",
            "Death 2019-03 patient=दुकानदार",
        ],
        "पुलिस ने [अनिल गोयल] को गिरफ्तार किया, जिन पर ठगी का आरोप है।": [
            "Arrest agent=पुलिस patient=अनिल गोयल",
            "Crime alleged agent=अनिल गोयल",
        ],
        "2 मई 2023 को अदालत ने वह याचिका खारिज कर दी, जिसमें [रेखा जैन] ने फैसले को चुनौती दी थी।": [
            "CourtOrder 2023-05-02 agent=अदालत",
            "Lawsuit agent=रेखा जैन",
        ],
    },
    "what_was_done_first": {
        "[रेखा जैन] ने मई 2022 में पार्टी से इस्तीफा देकर निर्दलीय पर्चा भरा था।": [
            "Resignation 2022-05 agent=रेखा जैन origin=पार्टी",
            "Election 2022-05 agent=रेखा जैन",
        ],
        "बदमाशों ने व्यापारी [रमन सेठ] की गोली मारकर हत्या कर दी।": [
            "Attack agent=बदमाशों patient=रमन सेठ",
            "Crime agent=बदमाशों patient=रमन सेठ",
        ],
        "पुलिस ने रविवार को छापा मारकर पांच लोगों को गिरफ्तार किया।": [
            "Search 2024-05-05 agent=पुलिस",
            "Arrest 2024-05-05 agent=पुलिस patient=लोगों",
        ],
        "[रेखा जैन] ने राष्ट्रपति को चिट्ठी लिखकर माफी मांगी।": [
            "Correspondence agent=रेखा जैन recipient=राष्ट्रपति theme=चिट्ठी",
            "Statement speaker=रेखा जैन",
        ],
        "तहसीलदार रिश्वत लेते हुए गिरफ्तार हुआ।": ["Crime agent=तहसीलदार", "Arrest patient=तहसीलदार"],
        "[रेखा जैन] ने बाजार जाकर सामान देखा।": [],
    },
    "a_participle_gives_what_it_took_to_the_event_behind_it": {
        "{पुणे} में हुए धमाके में एक महिला की मौत हो गई।": ["Attack place=पुणे", "Death place=पुणे patient=महिला"],
        "2002 में हुए दंगों की जांच फिर शुरू हुई।": ["Riot 2002", "Investigation"],
        "{दिल्ली} में हुई बैठक में समझौता हुआ।": ["Meeting place=दिल्ली", "Agreement place=दिल्ली"],
        "कंपनी के दफ्तर पर हुए हमले की निंदा की गई।": ["Attack patient=कंपनी", "Statement"],
        "{मुंबई} में हुए समारोह में लेखिका [उषा राय] को सम्मानित किया गया।": [
            "Event place=मुंबई",
            "Award place=मुंबई recipient=उषा राय",
        ],
        "{दिल्ली} में बने मकान में [उषा राय] रहती हैं।": [],
    },
    "what_was_called_off_did_not_happen": {
        "मंत्री का {शिमला} दौरा रद्द कर दिया गया।": ["Travel negated agent=मंत्री destination=शिमला"],
        "[सुधा वर्मा] का विवाह स्थगित हो गया।": ["Marriage negated participant=सुधा वर्मा"],
        "{भोपाल} की रैली रद्द हो गई।": ["Event negated place=भोपाल"],
        "विदेश मंत्री की यात्रा टल गई।": ["Travel negated agent=मंत्री"],
        "सोमवार की बैठक स्थगित कर दी गई।": ["Meeting negated 2024-05-06"],
        "<आरबीआई> ने बैंक का लाइसेंस रद्द कर दिया।": ["Decision agent=आरबीआई theme=बैंक"],
    },
    "who_had_to_do_it_did_it": {
        "पुलिस को आंसू गैस के गोले छोड़ने पड़े।": ["Attack agent=पुलिस"],
        "[सुधा वर्मा] को चार महीने जेल में रहना पड़ा।": ["Detention patient=सुधा वर्मा"],
        "अध्यक्ष को इस्तीफा देना पड़ा।": ["Resignation agent=अध्यक्ष"],
        "कंपनी को मुआवजा देना पड़ा।": ["Payment agent=कंपनी"],
        "[सुरेश पाल] को माफी मांगनी पड़ी।": ["Statement speaker=सुरेश पाल"],
        "पुलिस ने [सुधा वर्मा] को जेल भेज दिया।": ["Detention agent=पुलिस patient=सुधा वर्मा"],
    },
    "words_of_an_event_that_only_describe": {
        "<चुनाव आयोग> ने नई वेबसाइट बनाई।": [],
        "जांच एजेंसी के दफ्तर में आज छुट्टी है।": [],
        "बचाव पक्ष के वकील अदालत में मौजूद थे।": [],
        "मृतकों के परिजन अस्पताल में हैं।": [],
        "चुनाव प्रचार जोरों पर है।": [],
        "चुनाव 2026 में होंगे।": ["Election planned 2026"],
    },
    "a_headline_puts_the_verb_first": {
        "नेता [सुरेश पाल] ने मांगी माफी": ["Statement speaker=सुरेश पाल"],
        "<हाईकोर्ट> से [अनिल गोयल] को मिली जमानत": ["BailDecision agent=हाईकोर्ट patient=अनिल गोयल"],
        "रिश्वत लेते पकड़े गए तहसीलदार": ["Crime", "Arrest patient=तहसीलदार"],
        "<किरण पावर> को खरीदेगा <सूर्या समूह>": ["Acquisition planned theme=किरण पावर agent=सूर्या समूह"],
        "खाई में गिरी बस, पांच की मौत": ["Accident", "Death patient=पांच"],
        "[सुरेश पाल] ने मांगी चाय": [],
    },
    "a_verb_that_no_list_knows": {
        "[सीमा गुप्ता] ने 2020 में अपनी जमीन गांव को सौंपी।": ["Event 2020 agent=सीमा गुप्ता"],
        "सोमवार को [रेखा जैन] ने झंडा फहराया।": ["Event 2024-05-06 agent=रेखा जैन"],
        "[रमन सेठ] ने 2011 में एक तालाब खुदवाया।": ["Event 2011 agent=रमन सेठ"],
        "मार्च 2015 में [सुधा वर्मा] ने हिमालय की चोटी फतह की।": ["Event 2015-03 agent=सुधा वर्मा"],
        "[अशोक मेहता] ने 1999 में गांव का नाम बदला।": ["Event 1999 agent=अशोक मेहता"],
        "[सीमा गुप्ता] 2020 में डॉक्टर थीं।": [],
    },
    "courts": {
        "<दिल्ली हाईकोर्ट> ने सोमवार को सरकार को जवाब देने का निर्देश दिया।": [
            "CourtOrder 2024-05-06 agent=दिल्ली हाईकोर्ट",
        ],
        "<सुप्रीम कोर्ट> ने [अनिल गोयल] की याचिका खारिज कर दी।": [
            "Lawsuit agent=अनिल गोयल",
            "CourtOrder agent=सुप्रीम कोर्ट",
        ],
        "अदालत ने [विनोद साहू] को दोषी करार दिया।": ["Verdict agent=अदालत patient=विनोद साहू"],
        "निचली अदालत ने [विनोद साहू] की जमानत याचिका खारिज कर दी।": [
            "BailDecision agent=निचली अदालत patient=विनोद साहू",
        ],
        "सरकार इस फैसले को <सुप्रीम कोर्ट> में चुनौती देगी।": ["Lawsuit planned agent=सरकार place=सुप्रीम कोर्ट"],
        "अदालत की इमारत पुरानी है।": [],
    },
    "elections_and_oaths": {
        "[रेखा जैन] ने 2015 में चुनाव जीता और 2020 में हार गईं।": [
            "Election 2015 agent=रेखा जैन",
            "Election 2020 agent=रेखा जैन",
        ],
        "राज्यपाल ने [रेखा जैन] को शपथ दिलाई।": ["OathTaking participant=राज्यपाल agent=रेखा जैन"],
        "निर्दलीय [सुरेश पाल] ने [रेखा जैन] को हराया।": ["Election agent=सुरेश पाल patient=रेखा जैन"],
        "2015 में [रेखा जैन] पार्षद चुनी गईं।": ["Election 2015 patient=रेखा जैन"],
        "विधानसभा ने गुरुवार को विधेयक पारित कर दिया।": ["Legislation 2024-05-09 agent=विधानसभा theme=विधेयक"],
        "[रेखा जैन] 2015 से विधायक हैं।": [],
    },
}


@pytest.mark.parametrize(("rule", "sentence"), [(rule, s) for rule, cases in CASES.items() for s in cases])
def test_a_sentence_says(rule: str, sentence: str) -> None:
    assert told(sentence) == CASES[rule][sentence]


def test_what_happened_twice_in_one_word_is_two_facts_with_two_ids() -> None:
    facts, _, _ = read("<हाई कोर्ट> ने जून 2021 में और फिर पिछले साल [रमा सेन] की ज़मानत याचिका ख़ारिज कर दी।")
    assert len({fact.id for fact in facts}) == len(facts)
