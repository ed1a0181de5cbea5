"""Two articles about invented people, in Hindi and in English, as the values that reading and resolving would give.

    from tests.sample import RESOLVED, graphs, pairs
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from pyoxigraph import Quad

from kg.graph import article_quads, derived_quads
from kg.model import (
    Anchor,
    Annotated,
    Article,
    Entity,
    Event,
    Fact,
    Kind,
    Link,
    Mention,
    Quote,
    Resolved,
    Role,
    RoleName,
    Span,
    Status,
    Timex,
)
from kg.terms import DEFAULT

HINDI = Article(
    id="चिट्ठी",
    text=(
        "पत्रकार मीरा सेन को मार्च 2021 में जयपुर में गिरफ्तार किया गया था। वे तब से जेल में हैं। "
        "देविका राव ने 12 मई 2022 को मीरा सेन को एक चिट्ठी लिखी। राव के मुताबिक सेन पर हमला हुआ था। "
        "राव ने कहा, “मैं तुमसे जल्द मिलूंगी।” मुकदमा अब तक शुरू नहीं हुआ।\nजेल में बंद पत्रकार के नाम चिट्ठी"
    ),
    language="hi",
    sha256="c0ffee" + "0" * 58,
    title="जेल में बंद पत्रकार के नाम चिट्ठी",
    published="2022-06-05",
)
ENGLISH = Article(
    id="https://news.example/2022/letter?a=1&b=<2>",
    text=(
        "Poet writes to jailed reporter\r\n\r\nMeera Sen was arrested in Jaipur on 14 March 2021, police said. "
        "On 3 June 2022 Devika Rao met Arjun Sen, the reporter's brother, in Lucknow. "
        "A trial is expected to begin in 2023. <script>alert(1)</script>\r\n"
    ),
    language="en",
    sha256="decade" + "0" * 58,
    title="Poet writes to jailed reporter",
    headline=Span(0, 30),
    published="2022-06-07T09:30:00+05:30",
    url="https://news.example/2022/letter?a=1&b=<2>",
    publisher="The Example",
    extracted_by="example 1.0",
)


def at(article: Article, words: str, nth: int = 0) -> Span:
    """The span of the `nth` place where these words stand in an article."""
    start = -1
    for _ in range(nth + 1):
        start = article.text.index(words, start + 1)
    return Span(start, start + len(words))


def sentence(article: Article, words: str) -> Span:
    """The span of the sentence that holds these words."""
    return next(s for s in _sentences(article) if s.covers(at(article, words)))


def _sentences(article: Article) -> tuple[Span, ...]:
    ends, text = [], article.text
    for index, character in enumerate(text):
        if character in "।.\n" and (index + 1 == len(text) or text[index + 1] in " \r\n"):
            ends.append(index + 1)
    starts = [0, *ends]
    cut = (Span(s, e) for s, e in zip(starts, [*ends, len(text)], strict=True))
    lead = ((s, len(s.of(text)) - len(s.of(text).lstrip())) for s in cut if s.of(text).strip())
    return tuple(Span(s.start + skip, s.start + skip + len(s.of(text).strip())) for s, skip in lead)


def mention(article: Article, words: str, kind: Kind, nth: int = 0, name: str | None = None, cls: str = "") -> Mention:
    return Mention(at(article, words, nth), kind, words if name is None else name, cls, rule="sample")


def fact(
    article: Article, type: str, trigger: str, roles: Iterable[tuple[RoleName, Mention]], status: Status = "asserted",
    time: str | None = None, timex: Timex | None = None, **rest: object,
) -> Fact:
    basis = "explicit" if timex else "none"
    id = hashlib.sha256(f"{article.id} {type} {trigger}".encode()).hexdigest()[:16]
    return Fact(
        id, article.id, type, at(article, trigger), sentence(article, trigger),
        tuple(Role(r, m.span) for r, m in roles), status, time, basis, timex.span if timex else None,
        rule="sample", extractor="sample 1", **rest,
    )


def date(article: Article, words: str, edtf: str) -> Timex:
    return Timex(at(article, words), "DATE", edtf, edtf, Anchor(), "sample")


MEERA = mention(HINDI, "मीरा सेन", "Person")
THEY = Mention(at(HINDI, "वे"), "Person", "", antecedent=MEERA.span, rule="pronoun")
DEVIKA = mention(HINDI, "देविका राव", "Person")
MEERA_2 = mention(HINDI, "मीरा सेन", "Person", 1)
LETTER = mention(HINDI, "चिट्ठी", "Document", cls="Message")
RAO = mention(HINDI, "राव", "Person", 1)
SEN = mention(HINDI, "सेन", "Person", 2)
RAO_2 = mention(HINDI, "राव", "Person", 2)
I_HI = Mention(at(HINDI, "मैं"), "Person", "", antecedent=RAO_2.span, rule="pronoun")
JAIPUR = mention(HINDI, "जयपुर", "Place", cls="City")
MARCH = date(HINDI, "मार्च 2021", "2021-03")
MAY = date(HINDI, "12 मई 2022", "2022-05-12")
SINCE = Timex(at(HINDI, "तब"), "DATE", "2021-03", "2021-03/", Anchor("timex", MARCH.span, "2021-03"), "since")

SEN_EN = mention(ENGLISH, "Meera Sen", "Person")
JAIPUR_EN = mention(ENGLISH, "Jaipur", "Place", cls="City")
POLICE = mention(ENGLISH, "police", "Organisation")
RAO_EN = mention(ENGLISH, "Devika Rao", "Person")
ARJUN = mention(ENGLISH, "Arjun Sen", "Person")
LUCKNOW = mention(ENGLISH, "Lucknow", "Place", cls="City")
ON_14 = date(ENGLISH, "14 March 2021", "2021-03-14")
ON_3 = date(ENGLISH, "3 June 2022", "2022-06-03")
IN_2023 = date(ENGLISH, "2023", "2023")

ARREST_HI = fact(HINDI, "Arrest", "गिरफ्तार", [("patient", MEERA), ("place", JAIPUR)], time="2021-03", timex=MARCH)
IN_JAIL = fact(HINDI, "Detention", "जेल में हैं", [("patient", THEY)], time="2021-03/", timex=SINCE)
WRITING = fact(
    HINDI, "Correspondence", "लिखी", [("agent", DEVIKA), ("recipient", MEERA_2), ("theme", LETTER)],
    time="2022-05-12", timex=MAY,
)
ATTACK = fact(HINDI, "Attack", "हमला", [("patient", SEN)], "alleged", according_to=RAO.span, confidence=0.7)
MEETING_HI = fact(HINDI, "Meeting", "मिलूंगी", [("agent", I_HI)], "planned", according_to=RAO_2.span, told_at="2022")
TRIAL_HI = fact(HINDI, "Trial", "शुरू", [], "negated")
ARREST_EN = fact(
    ENGLISH, "Arrest", "arrested", [("patient", SEN_EN), ("place", JAIPUR_EN)], "reported",
    time="2021-03-14", timex=ON_14, according_to=POLICE.span,
)
MEETING_EN = fact(
    ENGLISH, "Meeting", "met", [("agent", RAO_EN), ("participant", ARJUN), ("place", LUCKNOW)],
    time="2022-06-03", timex=ON_3,
)
TRIAL_EN = fact(ENGLISH, "Trial", "trial", [], "planned", time="2023", timex=IN_2023)

ANNOTATED_HI = Annotated(
    HINDI, _sentences(HINDI), (MARCH, SINCE, MAY),
    tuple(sorted((MEERA, JAIPUR, THEY, DEVIKA, MEERA_2, LETTER, RAO, SEN, RAO_2, I_HI), key=lambda m: m.span)),
    (Quote(at(HINDI, "मैं तुमसे जल्द मिलूंगी।"), RAO_2.span, None),),
    (
        Link(WRITING.sentence, LETTER.span, "author", DEVIKA.span),
        Link(WRITING.sentence, LETTER.span, "recipient", MEERA_2.span),
    ),
)
ANNOTATED_EN = Annotated(
    ENGLISH, _sentences(ENGLISH), (ON_14, ON_3, IN_2023),
    tuple(sorted((SEN_EN, JAIPUR_EN, POLICE, RAO_EN, ARJUN, LUCKNOW), key=lambda m: m.span)),
)
FACTS_HI = tuple(
    sorted((ARREST_HI, IN_JAIL, WRITING, ATTACK, MEETING_HI, TRIAL_HI), key=lambda f: (f.sentence, f.trigger, f.id))
)
FACTS_EN = tuple(sorted((ARREST_EN, MEETING_EN, TRIAL_EN), key=lambda f: (f.sentence, f.trigger, f.id)))


def pairs() -> list[tuple[Annotated, tuple[Fact, ...]]]:
    """What extraction gives: an article and its facts."""
    return [(ANNOTATED_EN, FACTS_EN), (ANNOTATED_HI, FACTS_HI)]


def _entity(
    id: str, kind: Kind, english: str, hindi: str, members: Iterable[tuple[Article, Mention]], cls: str = "",
    links: tuple[tuple[str, str], ...] = (),
) -> Entity:
    own = sorted((article.id, m.span) for article, m in members)
    names = {m.name for _, m in members if m.name} | {hindi if any(a is HINDI for a, _ in members) else english}
    name = hindi if any(a is HINDI for a, _ in members) else english
    ordered = (name, *sorted(names - {name}, key=lambda n: (-len(n), n)))
    return Entity(id, kind, cls, name, ordered, {"en": english, "hi": hindi}, tuple(own), links)


_MEERA = _entity("meera", "Person", "Meera Sen", "मीरा सेन", [
    (HINDI, MEERA), (HINDI, THEY), (HINDI, MEERA_2), (HINDI, SEN), (ENGLISH, SEN_EN)])
_DEVIKA = _entity("devika", "Person", "Devika Rao", "देविका राव", [
    (HINDI, DEVIKA), (HINDI, RAO), (HINDI, RAO_2), (HINDI, I_HI), (ENGLISH, RAO_EN)])
_ARJUN = _entity("arjun", "Person", "Arjun Sen", "अर्जुन सेन", [(ENGLISH, ARJUN)])
_POLICE = _entity("police", "Organisation", "police", "पुलिस", [(ENGLISH, POLICE)])
_JAIPUR = _entity("jaipur", "Place", "Jaipur", "जयपुर", [(HINDI, JAIPUR), (ENGLISH, JAIPUR_EN)], "City")
_LUCKNOW = _entity("lucknow", "Place", "Lucknow", "लखनऊ", [(ENGLISH, LUCKNOW)], "City")
_LETTER = _entity("letter", "Document", "letter", "चिट्ठी", [(HINDI, LETTER)], "Message",
                  (("author", "devika"), ("recipient", "meera")))
_ENTITIES = (_ARJUN, _DEVIKA, _JAIPUR, _LETTER, _LUCKNOW, _MEERA, _POLICE)


def _event(
    type: str, facts: Iterable[Fact], time: str | None, status: Status, roles: Iterable[tuple[RoleName, str]],
    place: str | None, english: str, hindi: str,
) -> Event:
    ids = sorted(f.id for f in facts)
    return Event(ids[0], type, tuple(ids), time, status, tuple(roles), place, {"en": english, "hi": hindi})


_EVENTS = tuple(sorted((
    _event("Arrest", [ARREST_HI, ARREST_EN], "2021-03-14", "reported", [("patient", "meera")], "jaipur",
           "Arrest of Meera Sen", "मीरा सेन की गिरफ्तारी"),
    _event("Detention", [IN_JAIL], "2021-03/", "asserted", [("patient", "meera")], None,
           "Detention of Meera Sen", "मीरा सेन की हिरासत"),
    _event("Correspondence", [WRITING], "2022-05-12", "asserted",
           [("agent", "devika"), ("theme", "letter"), ("recipient", "meera")], None,
           "Letter from Devika Rao to Meera Sen", "मीरा सेन को देविका राव की चिट्ठी"),
    _event("Attack", [ATTACK], None, "alleged", [("patient", "meera")], None,
           "Attack on Meera Sen", "मीरा सेन पर हमला"),
    _event("Meeting", [MEETING_HI], None, "planned", [("agent", "devika")], None,
           "Meeting of Devika Rao", "देविका राव की मुलाकात"),
    _event("Meeting", [MEETING_EN], "2022-06-03", "asserted",
           [("agent", "devika"), ("participant", "arjun")], "lucknow",
           "Devika Rao meets Arjun Sen", "देविका राव की अर्जुन सेन से मुलाकात"),
    _event("Trial", [TRIAL_HI, TRIAL_EN], "2023", "negated", [], None, "Trial", "मुकदमा"),
), key=lambda e: e.id))

RESOLVED = Resolved(
    annotated=(ANNOTATED_EN, ANNOTATED_HI),
    facts=(*FACTS_EN, *FACTS_HI),
    entities=_ENTITIES,
    events=_EVENTS,
    entity_of={member: entity.id for entity in _ENTITIES for member in entity.mentions},
    event_of={fact: event.id for event in _EVENTS for fact in event.facts},
)


def graphs() -> dict[str, list[Quad]]:
    """The graph of the two articles, as its named graphs."""
    own = {DEFAULT.article_graph(a.article.id): article_quads(a, facts) for a, facts in pairs()}
    return {**own, DEFAULT.derived: derived_quads(RESOLVED)}
