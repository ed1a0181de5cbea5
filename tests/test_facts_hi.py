"""When what a Hindi article tells was, and who did it: for each rule sentences it helps and, last, one that it must not
touch. Marks and lines as in test_hindi.py; published on Friday 10 May 2024."""

from __future__ import annotations

import pytest
from test_hindi import read, told

from kg.extract import times
from kg.model import Article

CASES: dict[str, dict[str, list[str]]] = {
    "what_is_to_be_lies_ahead": {
        "सोमवार को [रमा सेन] को रिहा किया जाएगा।": ["Release planned 2024-05-13 patient=रमा सेन"],
        "13 जून को मामले की सुनवाई होनी है।": ["Trial planned 2024-06-13"],
        "मंगलवार को [रमा सेन] {पटना} का दौरा करने वाली हैं।": [
            "Travel planned 2024-05-14 agent=रमा सेन destination=पटना",
        ],
        "[रमा सेन] के शनिवार को रिहा होने की उम्मीद है।": ["Release planned 2024-05-11 patient=रमा सेन"],
        "बुधवार को [रमा सेन] को सम्मानित किया जाना है।": ["Award planned 2024-05-15 recipient=रमा सेन"],
        "सोमवार को [रमा सेन] को अस्पताल जाना पड़ा है।": [],
    },
    "a_report_goes_on_from_a_date_of_an_earlier_year": {
        "<पुलिस> ने 12 जनवरी 2022 को [रमा सेन] को गिरफ्तार किया; 26 जनवरी को उन्हें जमानत मिल गई।": [
            "Arrest 2022-01-12 agent=पुलिस patient=रमा सेन",
            "BailDecision 2022-01-26 patient=उन्हें",
        ],
        "[रमा सेन] को 3 नवंबर 2021 को गिरफ्तार किया गया और 9 फरवरी को रिहा कर दिया गया।": [
            "Arrest 2021-11-03 patient=रमा सेन",
            "Release 2022-02-09 patient=रमा सेन",
        ],
        "मार्च 2019 में [रमा सेन] गिरफ्तार हुईं। अगस्त में उन्हें रिहा किया गया।": [
            "Arrest 2019-03 patient=रमा सेन",
            "Release 2019-08 patient=उन्हें",
        ],
        "[रमा सेन] को 12 जनवरी 2022 को गिरफ्तार किया गया था। 4 जून को उन्हें रिहा कर दिया गया।": [
            "Arrest 2022-01-12 patient=रमा सेन",
            "Release 2022-06-04 patient=उन्हें",
        ],
        "12 मार्च 2020 को [रमा सेन] को दोषी करार दिया गया। अगले दिन उन्हें सजा सुनाई गई।": [
            "Verdict 2020-03-12 patient=रमा सेन",
            "Sentence 2020-03-13 patient=उन्हें",
        ],
        "[रमा सेन] को 12 जनवरी 2022 को गिरफ्तार किया गया था। 8 मई को उन्हें रिहा कर दिया गया।": [
            "Arrest 2022-01-12 patient=रमा सेन",
            "Release 2024-05-08 patient=उन्हें",
        ],
    },
    "an_hour_is_of_no_day": {
        "धमाका रात नौ बजे {पटना} में हुआ।": ["Attack place=पटना"],
        "सुबह 10 बजे [रमा सेन] का निधन हो गया।": ["Death patient=रमा सेन"],
        "रात 11 बजकर 40 मिनट पर {पटना} में आग लग गई।": ["Accident place=पटना"],
        "शाम पांच बजे [रमा सेन] {दिल्ली} पहुंचीं।": ["Travel agent=रमा सेन destination=दिल्ली"],
        "सोमवार को {दिल्ली} में रात नौ बजे धमाका हुआ।": ["Attack 2024-05-06 place=दिल्ली"],
        "सोमवार रात नौ बजे {पटना} में धमाका हुआ।": ["Attack 2024-05-06 place=पटना"],
    },
    "by_a_time_of_day": {
        "<एनडीआरएफ> ने सोमवार सुबह तक [रमा सेन] को बाहर निकाल लिया।": [
            "Rescue [..2024-05-06] agent=एनडीआरएफ patient=रमा सेन",
        ],
        "बुधवार शाम तक [रमा सेन] को रिहा कर दिया गया।": ["Release [..2024-05-08] patient=रमा सेन"],
        "मंगलवार रात तक 20 लोगों को गिरफ्तार किया गया।": ["Arrest [..2024-05-07] patient=लोगों"],
        "सोमवार दोपहर तक {पटना} में 12 लोगों की मौत हो गई।": ["Death [..2024-05-06] place=पटना patient=लोगों"],
        "<पुलिस> ने गुरुवार सुबह तक [रमा सेन] को गिरफ्तार कर लिया।": [
            "Arrest [..2024-05-09] agent=पुलिस patient=रमा सेन",
        ],
        "<एनडीआरएफ> ने सोमवार सुबह [रमा सेन] को बाहर निकाल लिया।": [
            "Rescue 2024-05-06 agent=एनडीआरएफ patient=रमा सेन",
        ],
    },
    "a_plan_is_not_of_the_day_it_is_made": {
        "[रमा सेन] ने सोमवार को {दिल्ली} जाने का ऐलान किया।": [
            "Travel planned agent=रमा सेन destination=दिल्ली by रमा सेन",
            "Decision 2024-05-06 agent=रमा सेन",
        ],
        "मंत्री [रमा सेन] ने मंगलवार को मामले की जांच के आदेश दिए।": ["Decision 2024-05-07 agent=रमा सेन"],
        "<सेबी> ने सोमवार को [रमा सेन] की गिरफ्तारी की मंजूरी दी।": [
            "Arrest planned patient=रमा सेन",
            "Decision 2024-05-06 agent=सेबी",
        ],
        "[रमा सेन] ने बुधवार को इस्तीफा देने का वादा किया।": [
            "Resignation planned agent=रमा सेन by रमा सेन",
            "Decision 2024-05-08 agent=रमा सेन",
        ],
        "[रमा सेन] का अगस्त में {लंदन} जाने का कार्यक्रम था।": [
            "Travel planned 2023-08 agent=रमा सेन destination=लंदन",
        ],
        "[रमा सेन] ने सोमवार को {दिल्ली} जाकर इस्तीफा दिया।": [
            "Travel 2024-05-06 agent=रमा सेन destination=दिल्ली",
            "Resignation 2024-05-06 agent=रमा सेन",
        ],
    },
    "the_year_of_what_came_first": {
        "1994 में पत्नी की मौत के बाद [मोहन सेन] {पटना} लौट आए।": [
            "Death 1994 patient=पत्नी",
            "Travel [1994..] agent=मोहन सेन destination=पटना",
        ],
        "2019 में हिंसा के बाद [मोहन सेन] को गिरफ्तार किया गया।": ["Riot 2019", "Arrest [2019..] patient=मोहन सेन"],
        "मार्च 2020 में गिरफ्तारी के बाद [मोहन सेन] को निलंबित कर दिया गया।": [
            "Arrest 2020-03",
            "Dismissal [2020-03..] patient=मोहन सेन",
        ],
        "2015 में चुनाव के बाद [मोहन सेन] को गिरफ्तार किया गया।": [
            "Election 2015",
            "Arrest [2015..] patient=मोहन सेन",
        ],
        "2011 में शादी के बाद [रमा सेन] {लंदन} चली गईं।": ["Marriage 2011", "Travel [2011..] destination=लंदन"],
        "सोमवार को बैठक के बाद [मोहन सेन] ने इस्तीफा दे दिया।": ["Resignation 2024-05-06 agent=मोहन सेन"],
    },
    "a_term_set_in_the_past_does_not_run_from_today": {
        "<सुप्रीम कोर्ट> ने तीन महीने के भीतर चुनाव कराने का निर्देश दिया था।": [
            "Election planned",
            "CourtOrder agent=सुप्रीम कोर्ट",
        ],
        "अदालत ने [रमा सेन] को दो हफ्ते के भीतर रिहा करने का आदेश दिया था।": [
            "Release planned patient=रमा सेन",
            "Decision agent=अदालत",
        ],
        "सरकार ने एक साल के भीतर [रमा सेन] को सम्मानित करने का वादा किया था।": [
            "Award planned agent=सरकार recipient=रमा सेन by सरकार",
        ],
        "[रमा सेन] ने दो दिन के भीतर इस्तीफा देने का ऐलान किया था।": ["Resignation planned agent=रमा सेन by रमा सेन"],
        "अदालत ने छह महीने के अंदर [रमा सेन] को सजा सुनाने का निर्देश दिया था।": [
            "Sentence planned patient=रमा सेन",
            "Decision agent=अदालत",
        ],
        "[रमा सेन] को दो हफ्ते के भीतर रिहा किया जाएगा।": ["Release planned [2024-05-10..2024-05-24] patient=रमा सेन"],
    },
    "the_day_after_what_a_noun_names": {
        "5 मार्च को मतदान हुआ। नतीजों के अगले दिन [रमा सेन] ने इस्तीफा दिया।": [
            "Election 2024-03-05",
            "Resignation agent=रमा सेन",
        ],
        "5 मार्च को हिंसा हुई। शपथ के अगले दिन [रमा सेन] {दिल्ली} गईं।": [
            "Riot 2024-03-05",
            "OathTaking",
            "Travel agent=रमा सेन destination=दिल्ली",
        ],
        "5 मार्च को मतदान हुआ। रिहाई के अगले दिन [रमा सेन] को गिरफ्तार किया गया।": [
            "Election 2024-03-05",
            "Release",
            "Arrest patient=रमा सेन",
        ],
        "5 मार्च को मतदान हुआ। शादी के दूसरे दिन [रमा सेन] का निधन हो गया।": [
            "Election 2024-03-05",
            "Marriage",
            "Death patient=रमा सेन",
        ],
        "5 मार्च को मतदान हुआ। बैठक के अगले दिन <पुलिस> ने छापा मारा।": ["Election 2024-03-05", "Search agent=पुलिस"],
        "5 मार्च को मतदान हुआ। अगले दिन [रमा सेन] ने इस्तीफा दिया।": [
            "Election 2024-03-05",
            "Resignation 2024-03-06 agent=रमा सेन",
        ],
    },
    "a_month_of_the_year_beside_it": {
        "2016 में सरकार बदली और उसी साल नवंबर में [रमा सेन] ने इस्तीफा दिया।": [
            "Resignation 2016-11 theme=सरकार agent=रमा सेन",
        ],
        "[रमा सेन] 2011 में जीतीं और उसी साल मार्च में उन्होंने शपथ ली।": [
            "Election 2011 agent=रमा सेन",
            "OathTaking 2011-03 agent=उन्होंने",
        ],
        "2019 में चुनाव हुआ। उसी साल अगस्त में [रमा सेन] का निधन हो गया।": [
            "Election 2019",
            "Death 2019-08 patient=रमा सेन",
        ],
        "2016 में [रमा सेन] गिरफ्तार हुईं और उसी वर्ष दिसंबर में रिहा हुईं।": [
            "Arrest 2016 patient=रमा सेन",
            "Release 2016-12 patient=रमा सेन",
        ],
        "2016 में दंगा हुआ। उसी साल जून में <पुलिस> ने [रमा सेन] को गिरफ्तार किया।": [
            "Riot 2016",
            "Arrest 2016-06 agent=पुलिस patient=रमा सेन",
        ],
        "[रमा सेन] ने पिछले साल नवंबर में इस्तीफा दिया।": ["Resignation 2023-11 agent=रमा सेन"],
    },
    "who_is_doing_it": {
        "<पुलिस> ने प्रदर्शन कर रहे छात्रों को गिरफ्तार किया।": [
            "Protest agent=छात्रों",
            "Arrest agent=पुलिस patient=छात्रों",
        ],
        "विरोध कर रहे किसानों पर लाठीचार्ज हुआ।": ["Statement speaker=किसानों", "Attack patient=किसानों"],
        "{पटना} में धरना दे रहे शिक्षकों ने इस्तीफा दिया।": [
            "Protest place=पटना agent=शिक्षकों",
            "Resignation agent=शिक्षकों",
        ],
        "मामले की जांच कर रही <सीबीआई> ने [मोहन सेन] को गिरफ्तार किया।": [
            "Investigation agent=सीबीआई",
            "Arrest agent=सीबीआई patient=मोहन सेन",
        ],
        "{दिल्ली} जा रहे यात्रियों ने हंगामा किया।": ["Protest agent=यात्रियों"],
        "<पुलिस> ने गिरफ्तार किए गए छात्रों को रिहा किया।": [
            "Arrest patient=छात्रों",
            "Release agent=पुलिस patient=छात्रों",
        ],
    },
    "a_clause_with_a_time_of_its_own": {
        "[मोहन सेन] 1998 में विधायक बने, लेकिन 2003 का चुनाव 312 वोटों से हार गए।": [
            "Election 1998 agent=मोहन सेन",
            "Election 2003 agent=मोहन सेन",
        ],
        "[मोहन सेन] ने 2010 में पार्टी छोड़ी और 2014 का चुनाव जीता।": [
            "Resignation 2010 agent=मोहन सेन origin=पार्टी",
            "Election 2014 agent=मोहन सेन",
        ],
        "[मोहन सेन] 2001 में जेल गए और 2005 का चुनाव नहीं लड़े।": [
            "Detention 2001/ patient=मोहन सेन",
            "Election negated 2005 agent=मोहन सेन",
        ],
        "[मोहन सेन] 1990 में पार्षद चुने गए और 1995 का चुनाव हारे।": [
            "Election 1990 patient=मोहन सेन",
            "Election 1995 agent=मोहन सेन",
        ],
        "[मोहन सेन] ने 2008 में शपथ ली और 2013 का चुनाव लड़ा।": [
            "OathTaking 2008 agent=मोहन सेन",
            "Election 2013 agent=मोहन सेन",
        ],
        "[मोहन सेन] ने 2008 में शपथ ली और इस्तीफा दिया।": [
            "OathTaking 2008 agent=मोहन सेन",
            "Resignation 2008 agent=मोहन सेन",
        ],
    },
    "who_is_no_more": {
        "चित्रकार [मोहन सेन] नहीं रहे।": ["Death patient=मोहन सेन"],
        "मशहूर गायिका [रमा सेन] नहीं रहीं।": ["Death patient=रमा सेन"],
        "{पटना} के पूर्व मेयर [मोहन सेन] नहीं रहे।": ["Death patient=मोहन सेन"],
        "कवि [मोहन सेन] नहीं रहे, वे 91 साल के थे।": ["Death patient=मोहन सेन"],
        "लेखक और पत्रकार [मोहन सेन] नहीं रहे।": ["Death patient=मोहन सेन"],
        "[मोहन सेन] अब मंत्री नहीं रहे।": [],
    },
    "who_does_one_thing_after_another": {
        "चुनाव जीतने के बाद [रमा सेन] ने शपथ ली।": ["Election agent=रमा सेन", "OathTaking agent=रमा सेन"],
        "{लंदन} से लौटने के बाद [मोहन सेन] ने इस्तीफा दिया।": [
            "Travel origin=लंदन agent=मोहन सेन",
            "Resignation agent=मोहन सेन",
        ],
        "इस्तीफा देने से पहले [रमा सेन] ने <पुलिस> को पत्र लिखा।": [
            "Resignation agent=रमा सेन",
            "Correspondence agent=रमा सेन recipient=पुलिस theme=पत्र",
        ],
        "1959 में लौटने के बाद [मोहन सेन] {मुंबई} में बस गए।": [
            "Travel 1959 agent=मोहन सेन",
            "Travel [1959..] agent=मोहन सेन place=मुंबई",
        ],
        "शपथ लेने के बाद [रमा सेन] {दिल्ली} गईं।": [
            "OathTaking agent=रमा सेन",
            "Travel agent=रमा सेन destination=दिल्ली",
        ],
        "बम फटने के बाद <पुलिस> {पटना} पहुंची।": ["Attack", "Travel agent=पुलिस destination=पटना"],
    },
    "an_attempt_that_is_an_offence": {
        "बदमाशों ने [रमा सेन] से बैग छीनने का प्रयास किया।": ["Crime agent=बदमाशों patient=रमा सेन"],
        "युवकों ने [मोहन सेन] को लूटने की कोशिश की।": ["Crime agent=युवकों patient=मोहन सेन"],
        "[मोहन सेन] पर [रमा सेन] को मारने की कोशिश का आरोप है।": ["Crime alleged agent=मोहन सेन patient=रमा सेन"],
        "बदमाशों ने दुकान लूटने का प्रयास किया।": ["Crime agent=बदमाशों"],
        "[मोहन सेन] ने [रमा सेन] को ठगने की कोशिश की।": ["Crime agent=मोहन सेन patient=रमा सेन"],
        "[मोहन सेन] ने चुनाव जीतने की कोशिश की।": [],
    },
    "a_clause_that_says_how_somebody_is": {
        "[मोहन सेन] ने गोली चलाई और फरार हो गए।": ["Attack agent=मोहन सेन", "Event patient=मोहन सेन"],
        "[रमा सेन] {पटना} पहुंचीं और गिरफ्तार हो गईं।": [
            "Travel agent=रमा सेन destination=पटना",
            "Arrest patient=रमा सेन",
        ],
        "[मोहन सेन] ने हमला किया और घायल हो गए।": ["Attack agent=मोहन सेन", "Injury patient=मोहन सेन"],
        "[मोहन सेन] ने इस्तीफा दिया और {दिल्ली} रवाना हो गए।": [
            "Resignation agent=मोहन सेन",
            "Travel destination=दिल्ली",
        ],
        "[मोहन सेन] ने याचिका दायर की और बरी हो गए।": ["Lawsuit agent=मोहन सेन", "Verdict patient=मोहन सेन"],
        "[मोहन सेन] ने गोली चलाई और [राम पाल] की मौत हो गई।": ["Attack agent=मोहन सेन", "Death patient=राम पाल"],
    },
    "held_on_a_charge": {
        "<पुलिस> ने हत्या के आरोप में [मोहन सेन] को गिरफ्तार किया।": [
            "Crime alleged agent=मोहन सेन",
            "Arrest agent=पुलिस patient=मोहन सेन",
        ],
        "राजद्रोह के आरोप में [रमा सेन] को गिरफ्तार किया गया।": [
            "Crime alleged agent=रमा सेन",
            "Arrest patient=रमा सेन",
        ],
        "चोरी के मामले में [मोहन सेन] को हिरासत में लिया गया।": [
            "Crime alleged agent=मोहन सेन",
            "Arrest patient=मोहन सेन",
        ],
        "रिश्वत लेने के आरोप में दारोगा [मोहन सेन] को निलंबित कर दिया गया।": [
            "Crime alleged agent=मोहन सेन",
            "Dismissal patient=मोहन सेन",
        ],
        "ठगी के मामले में अदालत ने [मोहन सेन] को सजा सुनाई।": [
            "Crime agent=मोहन सेन",
            "Sentence agent=अदालत patient=मोहन सेन",
        ],
        "हत्या को लेकर छात्रों ने प्रदर्शन किया।": ["Protest agent=छात्रों"],
    },
    "called_for_a_day_to_come": {
        "मंत्री [रमा सेन] ने शनिवार को बैठक बुलाई है।": ["Meeting planned 2024-05-11 agent=रमा सेन"],
        "[मोहन सेन] ने मंगलवार को पंचायत की बैठक बुलाई है।": [
            "Meeting planned 2024-05-14 agent=मोहन सेन participant=पंचायत",
        ],
        "सरकार ने बुधवार को सर्वदलीय बैठक बुलाई है।": ["Meeting planned 2024-05-15 agent=सरकार"],
        "शनिवार को तूफान आने की आशंका है।": ["Disaster alleged"],
        "सोमवार को [रमा सेन] के रिहा होने की संभावना जताई गई।": ["Release planned 2024-05-13 patient=रमा सेन"],
        "मंत्री [रमा सेन] ने मंगलवार को बैठक बुलाई थी।": ["Meeting 2024-05-07 agent=रमा सेन"],
    },
    "all_of_them": {
        "<पुलिस> ने दोनों को गिरफ्तार कर लिया।": ["Arrest agent=पुलिस patient=दोनों"],
        "तीनों को अदालत में पेश किया गया।": ["Trial patient=तीनों place=अदालत"],
        "दोनों ने इस्तीफा दे दिया।": ["Resignation agent=दोनों"],
        "चारों की मौत हो गई।": ["Death patient=चारों"],
        "अदालत ने दोनों को बरी कर दिया।": ["Verdict agent=अदालत patient=दोनों"],
        "<पुलिस> ने दोनों भाइयों को गिरफ्तार किया।": ["Arrest agent=पुलिस"],
    },
    "what_is_made_does_not_make_itself": {
        "[मोहन सेन] ने नौकरी छोड़ी और एक कंपनी बनाई।": [
            "Resignation agent=मोहन सेन",
            "Founding agent=मोहन सेन theme=कंपनी",
        ],
        "[मोहन सेन] 1999 में लौटे और एक संगठन बनाया।": [
            "Travel 1999 agent=मोहन सेन",
            "Founding 1999 agent=मोहन सेन theme=संगठन",
        ],
        "[रमा सेन] ने इस्तीफा दिया और अपनी पार्टी बनाई।": [
            "Resignation agent=रमा सेन",
            "Founding agent=रमा सेन theme=पार्टी",
        ],
        "[मोहन सेन] ने जमीन बेची और कंपनी खरीदी।": ["Acquisition agent=मोहन सेन theme=कंपनी"],
        "[रमा सेन] ने पत्र लिखा और संस्था बनाई।": [
            "Correspondence agent=रमा सेन theme=पत्र",
            "Founding agent=रमा सेन theme=संस्था",
        ],
        "कंपनी ने एक बैंक खरीदा।": ["Acquisition agent=कंपनी theme=बैंक"],
    },
    "whose_death_it_was": {
        "गवाह [मोहन सेन] की संदिग्ध हालत में मौत हो गई।": ["Death patient=मोहन सेन"],
        "[रमा सेन] का लंबी बीमारी के बाद निधन हो गया।": ["Death patient=रमा सेन"],
        "[मोहन सेन] की इलाज के दौरान मौत हो गई।": ["Death patient=मोहन सेन"],
        "[रमा सेन] का हृदयाघात से निधन हो गया।": ["Death patient=रमा सेन"],
        "[रमा सेन] का दिल का दौरा पड़ने से निधन हो गया।": ["Death patient=रमा सेन"],
        "[मोहन सेन] की सड़क किनारे मौत हो गई।": ["Death patient=मोहन सेन"],
        "[मोहन सेन] की मौजूदगी में समझौता हुआ।": ["Agreement"],
    },
    "part_of_a_force": {
        "<एनडीआरएफ> की तीन टीमों ने [रमा सेन] को बचाया।": ["Rescue agent=एनडीआरएफ patient=रमा सेन"],
        "{पटना} में <पीएसी> की छह कंपनियां तैनात की गईं।": ["Deployment place=पटना theme=पीएसी"],
        "<सीआरपीएफ> की दो टुकड़ियां तैनात हैं।": ["Deployment theme=सीआरपीएफ"],
        "<पीएसी> के जवानों ने [मोहन सेन] को पकड़ा।": ["Arrest agent=पीएसी patient=मोहन सेन"],
        "<दिल्ली पुलिस> की टीम ने [मोहन सेन] को गिरफ्तार किया।": ["Arrest agent=दिल्ली पुलिस patient=मोहन सेन"],
        "<सेबी> की रिपोर्ट प्रकाशित हुई।": ["Publication theme=रिपोर्ट"],
    },
    "where_somebody_goes": {
        "[रमा सेन] ने {कुल्लू} के प्रभावित इलाकों का दौरा किया।": ["Travel agent=रमा सेन destination=कुल्लू"],
        "[रमा सेन] {मुंबई} के लिए रवाना हुईं।": ["Travel destination=मुंबई"],
        "घायल [मोहन सेन] को {मेरठ} रेफर कर दिया गया।": [
            "Injury patient=मोहन सेन",
            "Event patient=मोहन सेन destination=मेरठ",
        ],
        "[मोहन सेन] {नेपाल} के लिए निकले।": ["Travel agent=मोहन सेन destination=नेपाल"],
        "मंत्री ने {असम} के बाढ़ प्रभावित जिलों का दौरा किया।": ["Travel agent=मंत्री destination=असम"],
        "[रमा सेन] ने {मुंबई} के लोगों का शुक्रिया अदा किया।": ["Event agent=रमा सेन patient=लोगों"],
    },
    "what_befell_whom_the_clause_before_is_of": {
        "[मोहन सेन] सैनिक थे और 1943 में मारे गए।": ["Death 1943 patient=मोहन सेन"],
        "[मोहन सेन] हवलदार थे और युद्ध में मारे गए।": ["Death patient=मोहन सेन"],
        "[रमा सेन] {दिल्ली} में थीं और धमाके में मारी गईं।": ["Death patient=रमा सेन"],
        "[मोहन सेन] 1940 में लौटे और 1942 में मारे गए।": [
            "Travel 1940 agent=मोहन सेन",
            "Death 1942 patient=मोहन सेन",
        ],
        "[मोहन सेन] पत्रकार थे और दंगे में मारे गए।": ["Death patient=मोहन सेन"],
        "[मोहन सेन] ने गोली चलाई और दो लोग मारे गए।": ["Attack agent=मोहन सेन", "Death patient=लोग"],
    },
}


#: What a pronoun at the end of a text stands for: whom the text is of, and last, whom the sentence before says.
STANDS_FOR = {
    "[मोहन सेन] जन्मे। [मोहन सेन] बीमार थे। [मोहन सेन] {दिल्ली} गए। [मोहन सेन] से [राम पाल] मिले। उन्होंने शपथ ली।": "मोहन सेन",
    "[रमा सेन] गायिका थीं। [रमा सेन] ने गाया। [रमा सेन] को [राम पाल] ने पढ़ाया। उन्हें सम्मानित किया गया।": "रमा सेन",
    "[मोहन सेन] के पिता [राम सेन] मारे गए। [मोहन सेन] बीमार थे। [मोहन सेन] लौटे। वे 1990 में रिहा हुए।": "मोहन सेन",
    "[मोहन सेन] गिरफ्तार हुए। [मोहन सेन] और [राम पाल] जेल गए। [मोहन सेन] बीमार थे। उन्हें रिहा किया गया।": "मोहन सेन",
    "[रमा सेन] मेयर हैं। [रमा सेन] जीतीं। [रमा सेन] बोलीं। [रमा सेन] से [राम पाल] हारे। उन्होंने शपथ ली।": "रमा सेन",
    "[मोहन सेन] को [राम पाल] ने गिरफ्तार किया। [राम पाल] ने बयान दिया। उन्होंने इस्तीफा दिया।": "राम पाल",
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("अक्टूबर 2019 में जमानत मिली और पिछले साल वे बरी हो गए।", ["2019-10", None]),
        ("2015 में चुनाव हुआ। बीते साल फिर चुनाव हुआ।", ["2015", None]),
        ("2011 में पुल बना और गत वर्ष टूट गया।", ["2011", None]),
        ("जून 2001 में वे जेल गए। पिछले साल उनका निधन हुआ।", ["2001-06", None]),
        ("1998 में शादी हुई और बीते साल तलाक।", ["1998", None]),
        ("2011 में पुल बना और अगले साल टूट गया।", ["2011", "2012"]),
    ],
)
def test_last_year_is_counted_from_the_day_of_writing_alone(text: str, expected: list[str | None]) -> None:
    assert [t.edtf for t in times.find(Article("x", text, "hi", ""))] == expected


@pytest.mark.parametrize("text", STANDS_FOR)
def test_a_pronoun_is_of_whom_the_article_is(text: str) -> None:
    facts, mentions, written = read(text)
    pronoun = facts[-1].roles[0].span
    stands = next(m.antecedent for m in mentions if m.span == pronoun)
    assert stands is not None and stands.of(written) == STANDS_FOR[text]


@pytest.mark.parametrize(("rule", "sentence"), [(rule, s) for rule, cases in CASES.items() for s in cases])
def test_a_sentence_says(rule: str, sentence: str) -> None:
    assert told(sentence) == CASES[rule][sentence]


@pytest.mark.parametrize(
    "again, same",
    [
        ("2022 में भी एक छात्रा की हत्या हुई थी।", False),
        ("शहर में किसी छात्रा की हत्या हुई थी।", False),
        ("2022 में एक नाबालिग छात्रा की हत्या हुई थी।", False),
        ("छात्रा की हत्या हुई थी।", True),
    ],
)
def test_a_description_of_somebody_new_is_of_nobody_told_of(again: str, same: bool) -> None:
    facts, mentions, _ = read(f"छात्रा [नेहा सेन] पटना में पढ़ती थीं। {again}")
    whom = next(role.span for role in facts[-1].roles if role.role == "patient")
    stands = next(m.antecedent for m in mentions if m.span == whom)
    assert (stands is not None) == same
