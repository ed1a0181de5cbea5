"""When: which clause a time belongs to, and which event comes after, before or during which other."""

from __future__ import annotations

from itertools import pairwise

from kg.extract.branches import CLAUSAL
from kg.extract.draft import Draft, in_case
from kg.extract.scene import Scene
from kg.extract.telling import BLAMING, aside
from kg.model import Span

ORDERS = {"after": "before", "before": "after"}
#: A death or an injury happens when its cause does, although it is told to come after it.
SUDDEN = ("Death", "Injury", "Rescue")
#: These go on for a time: what happened while they did dates none of them.
LASTING = ("Detention", "Trial", "Investigation", "Deployment", "Strike", "Protest", "Marriage", "")
CAUSES = ("Disaster", "Accident", "Attack", "Riot", "Clash")


def time(scene: Scene) -> None:
    """A time goes to the draft it hangs on; one that opens a clause holds for what is coordinated with it."""
    for first, last, span in scene.s.times:
        draft = _dated(scene, first, last) or _dated_after(scene, first, last)
        if draft is None:
            top = scene.b.top(first, last)
            draft = _near_time(scene, _timed(scene, top), first, last)
        if draft is not None and _is_put_off(scene, draft, first):
            continue
        if draft is not None and span not in draft.times:
            draft.times.append(span)
            _turned(scene, draft, first)
    for draft in scene.drafts:
        if not draft.times and draft.form != "noun" and scene.b.kind[draft.main] == "conj":
            draft.times += _fronted(scene, draft)
    _spread(scene)  # before a clause with "when" takes its time from here, and after it gave its own
    for draft in scene.drafts:
        draft.times = _of_the_first(scene, draft)
        if draft.form == "finite" and scene.b.kind[draft.main] in ("advcl", "acl"):
            _at_that_time(scene, draft)
        draft.type = _prolonged(scene, draft)
    _spread(scene)


def _is_put_off(scene: Scene, draft: Draft, first: int) -> bool:
    """"adjourned to 5 May", "postponed until June": when it is to be, not when it was put off."""
    until = scene.says_one("clauses", "put_off", scene.s.form(first - 1))
    return until and first > draft.main and scene.b.among(draft.main, "verbs", "putting_off")


def _of_the_first(scene: Scene, draft: Draft) -> list[Span]:
    """"bought X in 2023 and Y last May": of two times behind one verb, with another thing between, the first is of what
    the verb tells first, and the other thing is not part of that."""
    own = [(first, last) for first, last, span in scene.s.times if span in draft.times and first > draft.main]
    for (_, end), (begin, _) in pairwise(own):
        joined = [k for k in range(end + 1, begin) if scene.s.upos[k] == "CCONJ"]
        things = [n for n in scene.s.nominals if joined and joined[0] < n.first < begin]
        if things and not any(scene.b.is_verb(k) and scene.b.kind[k] != "amod" for k in range(end + 1, begin)):
            later = {span for first, _, span in scene.s.times if first >= begin}
            draft.arguments = [(r, n) for r, n in draft.arguments if n not in things]
            return [t for t in draft.times if t not in later]
    return draft.times


def _prolonged(scene: Scene, draft: Draft) -> str:
    """"held since May", "detained for two years": the type of what lasts, where the phrase tells its beginning too."""
    table = scene.language.section("events").get("lasting", {})
    if draft.phrase not in table or not draft.type:
        return draft.type
    before = (scene.s.form(first - 1) for first, _, span in scene.s.times if span in draft.times)
    lasts = scene.says_one("clauses", "lasting", *before)
    return str(table[draft.phrase]) if lasts else draft.type


def _dated(scene: Scene, first: int, last: int) -> Draft | None:
    """"the 2016 riots", "Monday's attack", "in 2016 murder": the event noun that a time stands right before."""
    at = last + 1
    while scene.s.form(at) and (scene.s.upos[at] == "ADJ" or scene.s.form(at) in ("'", "s", "'s", "’", "’s")):
        at += 1
    while at not in scene.at and at in scene.whole:  # "the 2020 Delhi riots"
        at += 1
    draft = scene.at.get(at)
    if draft is None or draft.form != "noun" or draft.words[0] != at:
        return None
    owned = not scene.s.form(last + 1)[:1].isalnum()  # 's
    governed = scene.says_one("stand_ins", "prepositions", scene.s.form(first - 1))
    year = first == last and scene.s.words[first].isdigit() and first > 1
    return draft if owned or year or (first > 0 and not governed) else None


def _dated_after(scene: Scene, first: int, last: int) -> Draft | None:
    """"a law passed in 2017 relaxed": what a noun and its participle tell, right before the time and the verb."""
    at = first - 1 - scene.says_one("stand_ins", "prepositions", scene.s.form(first - 1))
    draft = scene.at.get(at)
    if draft is None or len(draft.words) < 2 or draft.words[-1] != at or scene.s.upos[at] != "VERB":
        return None
    goes_on = last + 1 < len(scene.s.words) and scene.b.is_verb(last + 1)
    return draft if draft.form == "noun" or goes_on else None


def _turned(scene: Scene, draft: Draft, first: int) -> None:
    """"not until May", "not likely to start before May": it happens, then or later."""
    if "negated" in draft.flags and scene.says_one("clauses", "until", scene.s.form(first - 1)):
        draft.flags.discard("negated")
        draft.flags.add("late")


def _timed(scene: Scene, top: int) -> Draft | None:
    if scene.b.of_kind(top, "cop"):
        return None  # "the worst was in 1968"
    described = scene.b.head[top]
    before = scene.b.kind[top] in ("compound", "amod") and described > top and described not in scene.at
    if before and scene.s.upos[described] == "NOUN":
        return None  # "the theft of an 11th-century bronze"
    for up in scene.b.up(top):
        draft = scene.at.get(up)
        if draft is None:
            clause = scene.b.kind[up] in CLAUSAL and scene.b.of_kind(up, "cop", "nsubj")
            if clause or scene.b.head[up] < 0 and scene.b.of_kind(up, "cop"):
                return None  # "who was out since May, has …": a clause that tells no event
            continue
        if draft.form == "noun" and top > draft.main and scene.b.marker(top) != "of":
            told_apart = [d for d in map(scene.at.get, scene.b.of_kind(draft.main, "acl")) if d and d.main < top]
            if told_apart:  # "an inquiry ordered in 2019 has …"
                return told_apart[-1]
            above = scene.at.get(scene.b.head[draft.main])
            if above is not None and above.form != "noun" and scene.b.kind[draft.main] in ("obj", "nsubj"):
                return draft if draft.main < top < above.main else above
            blamed = draft.type in ("Crime", "Attack") and scene.b.marker(draft.main) in ("of", "for", "with")
            if above is not None and above.form != "noun" and above.type in BLAMING and blamed:
                return above  # "convicted of fraud in 2009"
        return draft
    lone = [d for d in scene.drafts if d.type]
    return lone[0] if len(lone) == 1 and scene.b.kind[lone[0].main] not in ("advcl", "acl") else None


def _near_time(scene: Scene, draft: Draft | None, first: int, last: int) -> Draft | None:
    """A time stays on its side of a semicolon, of the comma before "police said", of a conjunction, and of the
    comma that ends a clause ("who left in May, has sued")."""
    if draft is None:
        return None
    marks = [c for c in scene.b.of_kind(draft.main, "mark") if last < c < draft.main]
    above = scene.at.get(scene.b.head[draft.main])
    if marks and above is not None and above.main < first:
        return above
    saying = _before_subject(scene, draft, first, last)
    if saying is not None:
        return saying
    since = _since(scene, draft, first)
    if since is not None:
        return since
    inner, opens = _before_comma(scene, draft, first, last)
    if inner is not None or opens:
        return inner
    comma = aside(scene, draft)
    if last < comma or scene.parted(first, draft.main):
        verbs = [d for d in scene.drafts if d.form != "noun" and d is not draft and not scene.parted(first, d.main)]
        before, after = [d for d in verbs if d.main < first], [d for d in verbs if d.main > last]
        return before[-1] if before else after[0] if after else None
    return draft


def _before_subject(scene: Scene, draft: Draft, first: int, last: int) -> Draft | None:
    """"said on Monday it had agreed to buy": a time between a verb of speech and the subject of what is said."""
    heads = [*draft.words, *(scene.b.head[word] for word in draft.words)]
    subjects = [c for word in heads if word >= 0 for c in scene.b.of_kind(word, "nsubj", "nsubj:pass")]
    over = {scene.b.head[word] for word in heads if word >= 0}
    above = [d for d in scene.drafts if d.form != "noun" and 0 < first - d.main < 3 and d.main in over]
    if any(scene.parted(d.main, first) for d in above):
        return None
    return above[-1] if above and any(last < c <= last + 4 and c < draft.main for c in subjects) else None


def _since(scene: Scene, draft: Draft, first: int) -> Draft | None:
    """"demanded the release of men held since 2019": what simply happened has not gone on since then."""
    if not scene.says_one("clauses", "since", scene.s.form(first - 1)) or draft.flags & {"perfect", "progressive"}:
        return None
    between = [d for d in scene.drafts if d.form == "participle" and draft.main < d.main < first]
    return between[-1] if between and "," not in scene.s.words[between[-1].main : first] else None


def _before_comma(scene: Scene, draft: Draft, first: int, last: int) -> tuple[Draft | None, bool]:
    """The verb before a time in its own part of the sentence, where a comma parts the time from `draft`, and whether
    that part is a relative clause ("who has been there since May, was …"), which keeps its time."""
    words = scene.s.words
    if draft.main < last or "," not in words[last + 1 : draft.main]:
        return None, False
    start = max((k for k in range(first) if words[k] in (",", ";", "(")), default=-1)
    verbs = [d for d in scene.drafts if d.form != "noun" and start < d.main < first]
    opens = start >= 0 and scene.says_one("clauses", "relatives", words[start + 1])
    return (verbs[-1] if verbs else None), opens


def _spread(scene: Scene) -> None:
    """"killed 24 and injured 80 on Thursday": one time for both."""
    for draft in scene.drafts:
        above = scene.at.get(scene.b.head[draft.main])
        if above is not None and scene.b.kind[draft.main] == "conj" and draft.type in SUDDEN and above.type in SUDDEN:
            after = [span for first, _, span in scene.s.times if span in draft.times and first > draft.main]
            above.times += [] if above.times else after
            draft.times += [] if draft.times else above.times


def _at_that_time(scene: Scene, draft: Draft) -> None:
    """"in July 2018, when X was shot", "arrested in May as he left", "When war came in 1992, X returned": one time for
    both clauses, unless one of them tells what had happened before."""
    above = scene.at.get(scene.b.head[draft.main])
    when = next((c for c in scene.b.of_kind(draft.main, "advmod", "mark") if c < draft.main), -1)
    if when < 0 or not scene.says_one("clauses", "when", scene.s.words[when]) or _is_before(scene, draft):
        return
    before = when - 2 if scene.s.form(when - 1) == "," else when - 1
    beside = [span for _, last, span in scene.s.times if last == before]
    if above is not None and scene.b.head[draft.main] < when:
        between = scene.s.upos[scene.b.head[draft.main] : when]
        if "CCONJ" in between:  # "was born in 1956 and was 11 when …"
            return
    if not draft.times and beside:
        draft.times += beside
        draft.flags.add("then")
    elif above is not None and above.form != "noun" and not _is_before(scene, above):
        if draft.main < above.main:
            above.times += [] if above.times else draft.times
        elif draft.times and not above.times and above.type not in LASTING:  # "was killed when it fell on Sunday"
            above.times += draft.times
        else:
            draft.times += [] if draft.times else above.times


def _is_before(scene: Scene, draft: Draft) -> bool:
    return scene.says_one("verbs", "perfect", *(scene.s.words[a] for a in scene.b.auxiliaries(draft.main)))


def _fronted(scene: Scene, draft: Draft) -> list[Span]:
    above = scene.at.get(scene.b.head[draft.main])
    if above is None or above.form == "noun":
        return []
    subject = scene.b.subject(above.main)
    before = min(subject if subject >= 0 else above.main, above.main)
    return [span for first, _, span in scene.s.times if span in above.times and first < before]


def order(scene: Scene) -> None:
    """After, before and during: from the conjunction of a clause, the preposition of an event noun, a participle."""
    for draft in scene.drafts:
        above = _governor(scene, draft)
        if above is None or above is draft:
            continue
        relation = _order(scene, draft, above)
        if relation:
            above, draft = scene.became.get(id(above), above), scene.became.get(id(draft), draft)
            if above is draft:
                continue
            if relation == "within":
                draft.order.append(("during", above))
                continue
            above.order.append((relation, draft))
            if relation in ORDERS:
                draft.order.append((ORDERS[relation], above))


def _governor(scene: Scene, draft: Draft) -> Draft | None:
    for up in scene.b.up(draft.main):
        if up in scene.at and scene.at[up] is not draft:
            return scene.at[up]
        if scene.b.kind[up] in CLAUSAL or scene.b.of_kind(up, "cop"):
            return None
    return None


def _order(scene: Scene, draft: Draft, above: Draft) -> str:
    b, kind = scene.b, scene.b.kind[draft.main]
    marker = b.marker(draft.main)
    if kind == "advcl" and draft.form != "noun":
        bare = not b.of_kind(draft.main, "mark", "case") and not draft.times and not b.is_infinitive(draft.main)
        found = marker if marker in ("after", "before", "during") else "within" if bare else ""
    elif kind in ("obl", "nmod") and draft.form == "noun" and not _enclosed(scene, draft, above):
        within = marker == "during" or marker in ("in", "at") and not in_case(above, draft)
        found = marker if marker in ("after", "before") else "during" if within else ""
    else:
        subject = kind == "nsubj" and above.type in SUDDEN
        found = "during" if subject and draft.type in CAUSES else ""
    signs = b.of_kind(draft.main, "case", "mark")
    counted = any(last + 1 in signs for _, last, _ in scene.s.times)  # "died two days after the crash"
    if found == "after" and above.type in SUDDEN and draft.type in CAUSES and not counted:
        return "during"
    return found


def _enclosed(scene: Scene, noun: Draft, above: Draft) -> bool:
    """"X, who won at the festival, has died": a noun before its verb, in a part of the sentence with a verb of its
    own."""
    before = [k for k in range(noun.main) if scene.s.words[k] in (",", ";", "(")]
    if above.main < noun.main or not before or "," not in scene.s.words[noun.main : above.main]:
        return False
    return any(scene.b.is_verb(k) for k in range(before[-1] + 1, noun.main))
