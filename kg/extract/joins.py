"""How the clauses of a head-final sentence hang together once a finite verb has ended one: shared subjects and times,
what a plan or an allegation is of, who says what."""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract import syntax
from kg.extract.draft import Draft
from kg.extract.grammar import Grammar
from kg.extract.groups import Group, noun_in
from kg.extract.lexicon import verb_keys
from kg.extract.nominals import Nominal
from kg.extract.phrases import STOPS, Scene, hosts
from kg.extract.row import CASUALTIES, GIVEN
from kg.language import Language

#: What one of these is "on" is what it is aimed at, not where it happens.
AIMED = ("Attack", "Search", "Lawsuit", "CourtOrder", "Sentence", "Charge", "Decision", "Trial", "Investigation")
#: Whom one of these is done to, the blow or shot told with it was dealt to.
VIOLENT = ("Crime", "Death", "Injury")
#: What somebody does, who then does what comes after it.
DONE = ("Travel", "OathTaking", "Resignation", "Election", "Meeting", "Marriage", "Correspondence", "Acquisition")
#: In these somebody is held for what they are said to have done.
BLAMING = ("Arrest", "Detention", "Charge", "Trial", "Dismissal", "Investigation", "Sentence")
#: Whom an order to do one of these names has it done to them, and is not told to do it.
UNDERGONE = ("Arrest", "Award", "Charge", "Detention", "Dismissal", "Release", "Rescue", "Sentence")
#: A bare noun for somebody beside who is meant names the post they get.
POSTS = ("Appointment", "Election", "OathTaking")


def meant(language: Language, g: Grammar, draft: Draft) -> list[tuple[str, Nominal]]:
    """The arguments of a clause with the relations that its words give their markers."""
    table = language.section("events").get("relations", {}).get(draft.phrase, {})
    acts = any(r in ("ergative", "subject") for r, _ in draft.arguments)
    direct = draft.type in language.section("relations").get("direct", ())
    found: list[tuple[str, Nominal]] = []
    for relation, n in draft.arguments:
        inside = draft.words[0] <= n.first and n.last <= draft.words[-1]
        place = n.mention.kind == "Place"
        if inside and n.sort == "people" and not place and n.mention.kind != "Organisation":
            continue
        if relation == "" and n.sort == "people" and draft.type in POSTS and len(draft.arguments) > 1:
            relation = "as"
        elif relation == "" and inside and n.mention.kind in ("Organisation", "Place"):  # a court that one goes to
            relation = "in"
        elif (
            relation == "dative" and "obliged" in draft.flags and n.mention.kind in ("Person", "Group", "Organisation")
        ):
            relation = "subject"
        elif relation == "in" and not place and draft.type == "Clash":
            relation = "with"
        elif relation == "on" and place and draft.type not in AIMED:
            relation = "in"
        elif relation == "genitive" and acts and n.mention.kind not in ("Document", "Place"):
            relation = "owner"
        elif relation == "dative" and direct and relation not in table:
            relation = "object"
        found.append((table.get(relation, relation), n))
    return found


def follows(scene: Scene, draft: Draft, group: Group) -> None:
    """Headlines put the subject behind the verb."""
    noun = next((n for n in scene.s.nominals if n.outset == group.last + 1), None)
    if (
        noun is None
        or noun.relation
        or (noun.last + 1 < len(scene.s.words) and scene.s.words[noun.last + 1] not in (*STOPS, ","))
    ):
        return
    if not any(r in ("ergative", "subject", "") and n.mention.kind != "Place" for r, n in draft.arguments):
        draft.arguments.append(("", noun))


def name_speaker(draft: Draft) -> None:
    """ "X's statement is that …": whose it is says so."""
    if "speech" not in draft.flags or any(r in ("ergative", "subject") for r, _ in draft.arguments):
        return
    whose = next(
        (k for k, (r, n) in enumerate(draft.arguments) if r == "genitive" and n.mention.kind != "Document"), None
    )
    if whose is not None:
        draft.arguments[whose] = ("subject", draft.arguments[whose][1])


def share(scene: Scene, waiting: Draft, draft: Draft, subject: tuple[str, Nominal] | None) -> None:
    """A participle of what was done first has the subject of the verb it leads to, and its time."""
    meanwhile = scene.s.words[waiting.main].endswith(scene.g.imperfective)
    caught = next((n for r, n in draft.arguments if r in ("dative", "object") and n.mention.kind == "Person"), None)
    whose = caught if meanwhile and caught else subject[1] if subject else None
    if whose and "middle" not in waiting.flags and not any(r in ("subject", "ergative") for r, _ in waiting.arguments):
        waiting.arguments.insert(0, ("subject", whose))
    if (
        waiting.type == "Attack"
        and draft.type in VIOLENT
        and not any(r in ("object", "dative") for r, _ in waiting.arguments)
    ):
        waiting.arguments += [("object", n) for r, n in draft.arguments if r in ("genitive", "dative", "object")]
    if waiting.form == "conjunctive" and not (waiting.times and draft.times):
        waiting.times, draft.times = waiting.times + draft.times, draft.times + waiting.times
    waiting.flags |= draft.flags & {"future", "hypothetical"}


def carry_on(last: Draft, draft: Draft, same_subject: bool) -> None:
    """A clause joined to the last one keeps its time: where it has no subject of its own, or both tell casualties."""
    if draft.times or draft.order or any(event.times for _, event in draft.events):
        return
    casualties = draft.type in CASUALTIES and last.type in CASUALTIES
    tense = {"future", "negated"}
    if casualties or (same_subject and draft.flags & tense == last.flags & tense):
        draft.times += last.times
        draft.order += [o for o in last.order if casualties or o[0] == "after"]


def lead_up(draft: Draft, subject: tuple[str, Nominal] | None) -> None:
    """Who does something after or before doing something else does both ("after winning he took the oath")."""
    if subject is None or draft.flags & {"passive", "middle"}:
        return
    for relation, event in draft.order:
        acted = any(r in ("subject", "ergative", "genitive", "", "by") for r, _ in event.arguments)
        if relation in ("after", "before") and event.form == "infinitive" and event.type in DONE and not acted:
            event.arguments.insert(0, ("subject", subject[1]))


def blame(draft: Draft) -> None:
    """Who is arrested, charged or tried "on the charge of" something did it, and before a sentence it may not be so."""
    if draft.type not in BLAMING:
        return
    whom = next(
        (n for r, n in draft.arguments if r in ("object", "dative", "") and n.mention.kind in ("Person", "Group")), None
    )
    for relation, event in draft.events:
        if relation != "because" or event.type not in ("Crime", "Attack"):
            continue
        if draft.type != "Sentence":
            event.flags.add("alleged")
        if whom is not None and not any(r in ("subject", "ergative", "by", "on") for r, _ in event.arguments):
            event.arguments.append(("subject", whom))


def undergo(last: Draft, draft: Draft) -> None:
    """A passive clause joined to another, with nobody it is done to, is done to the same ("was held and jailed")."""
    to = ("object", "dative", "", "subject")
    if "passive" not in draft.flags or "passive" not in last.flags or not draft.type:
        return
    if not any(r in to and n.mention.kind in ("Person", "Group", "Document") for r, n in draft.arguments):
        draft.arguments += [(r, n) for r, n in last.arguments if r in to and n.mention.kind in ("Person", "Group")][:1]


def tell_contents(scene: Scene, contents: Sequence[tuple[str, Draft]], draft: Draft, spoken: bool) -> None:
    """What a plan, an allegation or a denial is of is told by who plans, alleges or denies."""
    subject = next(
        (n for r, n in draft.arguments if r in ("ergative", "subject", "") and n.mention.kind != "Place"), None
    )
    accused = next((n for r, n in draft.arguments if r == "on"), None)
    for name, content in contents:
        acting = name in ("planned_of", "denied_of", "attempted_of")
        whose = subject if acting else accused if name == "alleged_of" else None
        if name == "alleged_of":
            content.arguments = [("subject" if r == "on" else r, n) for r, n in content.arguments]
        acted = "passive" in content.flags or any(r in ("ergative", "subject", "by") for r, _ in content.arguments)
        if whose is not None and content is not draft and not acted:
            table = scene.language.section("events").get("relations", {}).get(content.phrase, {})
            content.arguments.insert(0, (table.get("ergative", "subject"), whose))
        framed = any(noun_in(scene.g, scene.s.words[i], name) for i in draft.words)
        dates = framed or name in ("planned_of", "attempted_of")  # not "held on Monday on the charge of"
        if dates and name != "ordered_of" and content is not draft and not content.times and not content.order:
            content.times += draft.times
            if name == "planned_of" and not _is_of_verb(scene, draft, "be"):
                content.flags.add("lent")  # the day may be that on which it was planned
        if name in ("planned_of", "reported_of", "denied_of", "alleged_of") and content is not draft and content.type:
            if spoken and draft.type == "Statement" or name == "denied_of" or (spoken and "speech" in draft.flags):
                content.saying = draft
            if framed:
                if "lent" in content.flags:
                    draft.type = "Decision"  # who announces something on a day has decided it by then
                    draft.flags.add("frame")
                else:
                    draft.untell("what it frames is told instead")
        elif name == "ordered_of" and content.type == "Decision":
            content.drop("ordered by somebody, and told as that")
        elif name == "ordered_of" and content.type not in GIVEN:
            told = [n for r, n in content.arguments if r == "dative"]
            undergone = content.type in UNDERGONE and len(told) < 2 and "passive" not in content.flags
            whom = [n for n in told if not (undergone and n.mention.kind in ("Person", "Group"))][:1]
            content.arguments = [("subject" if n in whom and r == "dative" else r, n) for r, n in content.arguments]


def _is_of_verb(scene: Scene, draft: Draft, name: str) -> bool:
    """Whether a clause has a verb of the list `name`."""
    return not verb_keys(scene.g.code, scene.s.words[draft.main]).isdisjoint(scene.g.words[name])


def attend(scene: Scene, draft: Draft, group: Group) -> None:
    """Who takes part in an event ("took part in the meeting") does what it is."""
    joining = scene.g.any("joining", scene.s.words[max(0, group.first - 2) : group.last + 1])
    if not joining or "negated" in draft.flags:
        return
    for relation, event in draft.events:
        if relation == "" and event.type in CASUALTIES:  # "among the dead are …"
            event.arguments += [("object", n) for r, n in draft.arguments if r in ("", "subject")]
        if relation == "in" and event.type:
            event.arguments += draft.arguments
            event.times += draft.times
            event.flags |= draft.flags & {"future", "perfect"}
            event.form = "finite"


def name_by_verb(scene: Scene, draft: Draft, group: Group) -> None:
    """What no list names is an event all the same, called by its verb, where it is told as done or to come, of somebody
    named: who does it or has it done to them, or, with its time, also what else takes part."""
    unreal = draft.flags & {"speech", "modal", "progressive", "hypothetical", "obliged"}
    done = bool(draft.flags & {"perfect", "future"}) and not unreal
    first = scene.s.words[group.first]
    done = (
        done
        and scene.s.upos[group.first] == "VERB"
        and not scene.g.has("finite", first)
        and not first.endswith(scene.g.habitual)
    )
    told = any(n.sort in ("name", "pronoun", "kin") and r != "genitive" for r, n in draft.arguments)
    acts = any(n.sort == "name" and r in ("ergative", "subject", "dative") for r, n in draft.arguments)
    if not (done and (told and draft.times or acts)) or any(event.type for _, event in draft.events):
        return
    lemma = syntax.lemma(scene.s.tokens[group.first], scene.g.code)
    host = scene.s.form(group.first - 1) if hosts(scene, group.first - 1) else ""
    light = lemma in scene.g.words["light"] or lemma in scene.g.words["stative"]
    hosted = host and (draft.times or lemma in scene.g.words["doing"])
    if not (lemma if not light else hosted) or (light and noun_in(scene.g, host, "idle")):
        return
    draft.type, draft.phrase = "Event", "verb"
    draft.sense = f"{host} {lemma}" if light else lemma
    draft.words = (group.first - 1, group.first) if light else (group.first,)


def identify(done: Sequence[Draft], draft: Draft) -> None:
    """ "The film of X doing Y is of event Z": what the participle tells happened during Z."""
    shown = [n for _, n in draft.arguments if n.mention.kind == "Document"]
    for relation, event in draft.events:
        if relation != "genitive":
            continue
        for other in done:
            if other.form == "participle" and any(n in shown for n in other.modified):
                other.order.append(("during", event))


def ascribe(done: Sequence[Draft]) -> None:
    """Who is named as the source of a sentence is that of all its clauses that name no other."""
    named = [(n.first, n) for d in done for r, n in d.arguments if r == "according"]
    for at, source in sorted(named, key=lambda s: s[0])[:1]:
        for draft in done:
            told = draft.saying is not None or any(r == "according" for r, _ in draft.arguments)
            if draft.words[0] > at and not told:
                draft.arguments.append(("according", source))
