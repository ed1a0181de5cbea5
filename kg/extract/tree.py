"""Clauses of a head-initial language (English and its neighbours), read from a dependency parse.

Every verb is a draft, and every event noun. What hangs on a draft fills it (`arguments`), the words around it say how
sure it is (`moods`) and when (`moments`). Then drafts meet: a light verb hands what it has to the event its object
names, and verbs of speech say by whom things are told (`telling`). The words that decide are in the language file.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract import syntax
from kg.extract.arguments import fill
from kg.extract.branches import vocabulary
from kg.extract.draft import Draft, Dropped, Reading
from kg.extract.lexicon import Match
from kg.extract.moments import order, time
from kg.extract.moods import mark
from kg.extract.nominals import Nominal
from kg.extract.scene import ANIMATE, PLACES, Scene
from kg.extract.sentence import Sentence
from kg.extract.telling import blame, is_speech_noun, reported, tell
from kg.language import Language

#: What a light verb hands on to the event that its object names.
MOODS = frozenset({"negated", "late", "future", "hypothetical", "modal", "progressive", "perfect", "active", "present"})
#: Verbs that tell no event by themselves.
PLAIN = (("speech", "says"), ("verbs", "light"), ("verbs", "aspect"), ("verbs", "be"), ("events.not", "verbs"))
#: What is done when it is announced.
BY_SAYING = ("Decision", "Resignation", "Dismissal", "Appointment", "Investigation", "Legislation", "Award", "")
#: What people do together.
MUTUAL = ("Meeting", "Clash", "Agreement")


def read(language: Language, sentence: Sentence, matches: Sequence[Match]) -> Reading:
    """The clauses of a parsed sentence, given the event phrases found in it. Linear in words and drafts."""
    scene = Scene(language, sentence)
    _find(scene, matches)
    for step in (fill, mark, time, _merge, tell, blame, _share, _name, order, _predicates):
        step(scene)
    owners, found, lost = tuple(_owners(scene)), tuple(scene.found), tuple(scene.dropped)
    return Reading(tuple(scene.drafts), owners, tuple(scene.same), found, dropped=lost)


def _find(scene: Scene, matches: Sequence[Match]) -> None:
    """A draft for each event phrase, and one without a type for each other verb."""
    for match in matches:
        main = _main(scene, match)
        words = (main,) if _is_verbal(scene, match) else match.words
        p = match.phrase
        if why := _untold(scene, match, words, main):
            scene.dropped.append(Dropped(match.words, p.label, p.text, why))
        else:
            form = _form(scene, main)
            if form == "noun" and _is_verbal(scene, match) and scene.s.upos[main] == "ADJ":
                form = "finite" if scene.b.of_kind(main, "cop", "aux") else "participle"
            scene.add(Draft(p.label, p.sense, p.text, match.words, form, main))
    for i in range(len(scene.s.words)):
        if i not in scene.at and i not in scene.whole and (scene.b.is_verb(i) or is_speech_noun(scene, i)):
            scene.add(Draft("", "", "", (i,), _form(scene, i), i))
    scene.drafts.sort(key=lambda d: (d.main, d.words))


def _untold(scene: Scene, match: Match, words: Sequence[int], main: int) -> str:
    """Why a phrase found names no event here, "" where it does."""
    if any(i in scene.inside for i in words):
        return "part of a name or of a description of somebody"
    if any(i in scene.s.timed for i in words):
        return "part of a time"
    return "names a thing by an event" if _is_thing(scene, match, main) else ""


def _main(scene: Scene, match: Match) -> int:
    own = [e for e in match.phrase.elements if not e.context]
    verbs = [i for e, i in zip(own, match.words, strict=True) if e.verb]
    verbs.sort(key=lambda i: (scene.s.upos[i] == "AUX", i))
    return verbs[0] if verbs else scene.b.top(match.words[0], match.words[-1])


def _is_thing(scene: Scene, match: Match, main: int) -> bool:
    """A noun that names a thing by an event ("fire engine", "murder inquiry"), not an event of its own."""
    if _is_verbal(scene, match):
        return False
    after = vocabulary(scene.b.code, "events.not", "after")
    return scene.b.dep[main] == "compound" or scene.s.form(match.words[-1] + 1) in after


def _is_verbal(scene: Scene, match: Match) -> bool:
    return any(e.verb for e in match.phrase.elements)


def _form(scene: Scene, i: int) -> str:
    if scene.s.upos[i] not in ("VERB", "AUX"):
        return "noun"
    return "finite" if scene.b.is_finite(i) else "infinitive" if scene.b.is_infinitive(i) else "participle"


def _merge(scene: Scene) -> None:
    """A light verb is told by the noun that is its object, or of which it says only that it happens."""
    for draft in scene.drafts:
        for relation, noun in scene.events.get(id(draft), []):
            if draft.form == "noun" or noun.form != "noun" or (relation == "object" and reported(scene, draft, noun)):
                continue
            if relation == "object" and (scene.b.among(draft.main, "verbs", "light") or draft.type == noun.type):
                _hand_over(scene, draft, noun)
            elif relation == "object":
                _undo(scene, draft, noun)
            elif len(draft.words) > 1 and draft.type not in ("", noun.type):  # "went on strike in protest"
                continue
            elif relation in ("under", "in", "on", "to") and scene.b.among(draft.main, "verbs", "put"):
                _hand_over(scene, draft, noun)
            elif relation == "subject" and scene.b.among(draft.main, "verbs", "aspect"):
                noun.times += [t for t in draft.times if t not in noun.times]
                noun.ends += draft.times if scene.b.among(draft.main, "verbs", "ending") else []
                noun.flags |= draft.flags & MOODS
                noun.arguments += [(r, n) for r, n in draft.arguments if n.mention.kind == "Place" and r in PLACES]
                scene.became.setdefault(id(draft), noun)
                if draft.type in ("", noun.type):
                    draft.untell("told by its subject")


def _undo(scene: Scene, draft: Draft, noun: Draft) -> None:
    """What is cancelled or refused did not happen; what is sought has not yet."""
    if scene.b.among(draft.main, "verbs", "undone"):
        noun.flags.add("negated")
    elif noun.type == "Payment" and scene.b.among(draft.main, "verbs", "offered"):
        noun.flags.add("future")
    elif scene.b.among(draft.main, "verbs", "wanted"):
        noun.flags.add("future")
        if draft.type in ("", "Decision"):
            draft.untell("told by its object")


def _hand_over(scene: Scene, draft: Draft, noun: Draft) -> None:
    b = scene.b
    undergoes = b.among(draft.main, "verbs", "undergo")
    mine = {id(n) for _, n in noun.arguments}
    acts = any(r in ("subject", "genitive", "by") for r, _ in noun.arguments)
    for relation, n in draft.arguments:
        if relation == "subject" and acts:
            continue
        if id(n) not in mine and not (relation == "object" and n.sort == "document"):
            noun.arguments.append(("object" if relation == "subject" and undergoes else relation, n))
    told = scene.b.among(draft.main, "speech", "telling") and noun.type not in BY_SAYING
    noun.times += [t for t in draft.times if t not in noun.times and not told]
    noun.flags |= draft.flags & MOODS
    _undo(scene, draft, noun)
    if draft.type == noun.type:
        noun.words = tuple(sorted({*draft.words, *noun.words}))
    whole = not noun.flags & {"negated", "future"} - draft.flags or draft.type == noun.type
    if whole and draft.type != "Statement":
        draft.untell("told by its object")
    noun.type = scene.retyped(noun)
    scene.became.setdefault(id(draft), noun)


def _share(scene: Scene) -> None:
    """"called off the strike after talks with Y": who meets, where nobody is said to, is who acts in the clause."""
    for draft in scene.drafts:
        if draft.form != "noun" or draft.type not in MUTUAL:
            continue
        verbs = [d for i in scene.b.up(draft.main) if (d := scene.at.get(i)) is not None and d.form != "noun"]
        if not verbs or id(verbs[0]) in scene.became:
            continue
        above = verbs[0]
        signs = (scene.s.words[c] for c in scene.b.of_kind(draft.main, "case"))
        compared = scene.says_one("clauses", "comparing", *signs)
        if not compared and not any(r in ("subject", "genitive", "by") for r, _ in draft.arguments):
            draft.arguments += [(r, n) for r, n in above.arguments if r == "subject"]


def _name(scene: Scene) -> None:
    """A verb that the language file does not know tells an event where it has a time and a name or pronoun."""
    for draft in scene.drafts:
        if draft.type or draft.phrase or draft.form != "finite" or not draft.times or id(draft) in scene.became:
            continue
        known = [n for r, n in draft.arguments if r in ("subject", "object", "by") and n.sort in ("name", "pronoun")]
        if known and not any(scene.b.among(draft.main, *plain) for plain in PLAIN):
            lemma = syntax.lemma(scene.s.tokens[draft.main], scene.language.code)
            draft.type, draft.sense, draft.phrase = "Event", lemma, f"+{lemma}"


def _predicates(scene: Scene) -> None:
    """"X was the first woman to …": the description is of X."""
    for top, n in list(scene.nominal.items()):
        if n.sort == "people" and scene.b.of_kind(top, "cop"):
            subject = scene.nominal.get(scene.whole.get(scene.b.subject(top), scene.b.subject(top)))
            if subject is not None and subject.sort == "name" and subject.mention.kind == n.mention.kind:
                scene.identify(n, subject)


def _owners(scene: Scene) -> list[tuple[Nominal, Nominal]]:
    """Who relatives, documents and unnamed people belong to: their possessive, or "of", "from" or "by" a person."""
    found: list[tuple[Nominal, Nominal]] = []
    for n in scene.s.nominals:
        if n.sort not in ("kin", "document", "people"):
            continue
        for c in scene.b.children[scene.b.top(n.outset, n.last)]:
            owner = scene.nominal.get(c)
            of = scene.b.kind[c] == "nmod" and scene.b.marker(c) in ("of", "from", "by")
            if owner and (scene.b.dep[c] == "nmod:poss" or of and owner.mention.kind in ANIMATE):
                found.append((n, owner))
    return found
