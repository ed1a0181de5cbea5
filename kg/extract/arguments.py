"""What fills a clause of a parsed sentence: subject and object by their relation, other phrases by their preposition.

Where the parse shows none, the noun next to the verb is taken; where a noun phrase only counts, sorts or places what
stands in it ("dozens of workers", "the town of X"), what stands in it is taken.
"""

from __future__ import annotations

from kg.extract.branches import vocabulary
from kg.extract.draft import Draft
from kg.extract.nominals import Nominal
from kg.extract.scene import ANIMATE, PLACES, Scene
from kg.model import Mention

#: Whoever these happen to is a person or people, also where the noun is not in the language file.
HAPPENS_TO = (
    "Arrest", "Detention", "Charge", "Investigation", "Trial", "Verdict", "Sentence", "BailDecision", "Death", "Injury",
    "Release", "Rescue", "Birth", "Dismissal", "Appointment",
)  # fmt: skip
#: Done to somebody who is told, in the active as well: without an object, the subject is who it was done to.
DONE_TO = ("Arrest", "Charge", "Verdict", "Sentence", "Rescue", "Injury")
#: Whoever does these is somebody, where the noun is made as nouns for people are.
DONE_BY = ("Attack", "Riot", "Protest", "Clash", "Travel", "Meeting", "Statement", "Strike", "Crime", "Decision", "")
#: Relations that a phrase inside an object says of the event ("sent a letter to X").
REACHING = ("to", "from", "for", "against", "with")


def fill(scene: Scene) -> None:
    """Give each draft its arguments, and the type that its phrase has with them."""
    for draft in scene.drafts:
        arguments: list[tuple[str, Nominal]] = []
        for word, relation in _phrases(scene, draft):
            arguments += _fillers(scene, draft, word, relation)
            if relation == "object" and word not in scene.s.timed:
                draft.flags.add("has:object")
        draft.arguments = list(dict.fromkeys(_renamed(scene, draft, arguments)))
        if draft.type == "Birth":
            _born(scene, draft)
        listed, draft.type = draft.type, scene.retyped(draft)
        if listed and not draft.type:
            draft.untell("no event with what it is said of")


def _phrases(scene: Scene, draft: Draft) -> list[tuple[int, str]]:
    """The words that head a draft's phrases, with their relations."""
    b, main = scene.b, draft.main
    if draft.form == "noun":
        return _noun_phrases(scene, draft)
    passive = is_passive(scene, draft)
    found = []
    subject = -1 if _is_outcome(scene, draft) else b.subject(main)
    if subject < 0 and draft.form == "finite":
        subject = _beside_left(scene, draft)
    if subject >= 0 and subject not in draft.words:
        found.append((subject, "object" if passive else "subject"))
    if not passive and not any(b.kind[c] == "obj" for w in draft.words for c in b.children[w]):
        beside = _beside_right(scene, draft)
        if beside >= 0 and beside != subject:
            found.append((beside, "object"))
    for word in draft.words:
        for c in b.children[word]:
            if c not in draft.words and (relation := _verb_relation(scene, c, passive)):
                found.append((b.antecedent(c), relation))
    if b.dep[main] == "acl:relcl":
        found += _gap(scene, main, passive)
    else:
        found += [(_place_before(scene, c), "in") for c in b.of_kind(main, "advmod") if _is_where(scene, c)]
    if b.is_stray(main) and b.head[main] > main and not passive:
        found.append((b.head[main], "object"))
    return found


def _is_outcome(scene: Scene, draft: Draft) -> bool:
    """"The ferry sank, killing twelve": what a disaster does, nobody does."""
    above = scene.at.get(scene.b.head[draft.main])
    if above is None or scene.b.kind[draft.main] != "advcl" or draft.form == "finite":
        return False
    subject = scene.at.get(scene.b.subject(above.main))
    types = {above.type, subject.type if subject is not None else ""}
    return draft.type in ("Death", "Injury") and not types.isdisjoint(("Accident", "Disaster"))


def _beside_left(scene: Scene, draft: Draft) -> int:
    """Where the parse shows no subject: the noun right before the verb, unless a preposition has it; -1 for none."""
    at = draft.words[0] - 1
    while at >= 0 and scene.s.upos[at] in ("ADV", "AUX", "PART") and at not in scene.nominal:
        at -= 1
    n = next((n for n in scene.s.nominals if n.last == at), None)
    top = scene.b.top(n.outset, n.last) if n else -1
    return top if n and not scene.b.of_kind(top, "case") else -1


def _beside_right(scene: Scene, draft: Draft) -> int:
    """Where it shows no object: the noun right after the verb, unless another verb or a preposition has it."""
    b, at = scene.b, draft.main + 1
    while scene.s.form(at) and (at in draft.words or scene.s.upos[at] in ("DET", "ADJ", "NUM")):
        at += 1
    n = next((n for n in scene.s.nominals if n.outset == at), None)
    if n is None or n.relation == "subject":
        return -1
    top = b.top(n.outset, n.last)
    if b.of_kind(top, "case") or b.dep[top] == "nmod:poss" or b.kind[top] in ("nsubj", "iobj"):
        return -1
    return top if b.head[top] == draft.main or not b.is_verb(b.head[top]) else -1


def is_passive(scene: Scene, draft: Draft) -> bool:
    """In the passive; headlines leave the auxiliary out ("Two held after clash")."""
    if scene.b.is_passive(draft.main) or scene.s.upos[draft.main] == "ADJ":
        return True
    main, b = draft.main, scene.b
    past = b.feature(main, "Tense=Past") or draft.form == "participle"
    has = [c for c in b.of_kind(main, "aux", "obj", "iobj", "ccomp", "xcomp") if c not in draft.words]
    has += [w for w in draft.words if scene.s.upos[w] == "NOUN"]
    has += b.of_kind(main, "nsubj") if b.dep[main] == "acl:relcl" else []
    after = max(draft.words) + 1
    thing = after < len(scene.s.words) and scene.s.upos[after] in ("NOUN", "PROPN", "PRON", "DET", "NUM", "ADJ")
    return past and not has and draft.type in DONE_TO and (not thing or after in scene.s.timed)


def _verb_relation(scene: Scene, c: int, passive: bool) -> str:
    b = scene.b
    if b.dep[c] == "obl:agent":
        return "by"
    if b.kind[c] == "obj":
        return b.marker(c) if passive and b.marker(c) == "by" else "object"
    if b.kind[c] == "iobj":
        return "object" if passive else "dative"
    if b.dep[c] == "nmod:poss":
        return "genitive"
    if b.kind[c] in ("obl", "nmod"):
        return b.marker(c).removeprefix("according")
    if b.kind[c] == "xcomp" and not b.is_verb(c) and not passive:
        return "as"
    return ""


def _is_where(scene: Scene, word: int) -> bool:
    return scene.s.words[word] in vocabulary(scene.b.code, "clauses", "places")


def _place_before(scene: Scene, where: int) -> int:
    """What "where" stands for: the name right before it, -1 for none."""
    at = where - 1 - (scene.s.form(where - 1) == ",")
    return next((scene.b.top(n.outset, n.last) for n in scene.s.nominals if n.last == at), -1)


def _gap(scene: Scene, v: int, passive: bool) -> list[tuple[int, str]]:
    """What the noun of a relative clause is in it, where no pronoun says so."""
    b = scene.b
    noun = b.head[v]
    shown = [c for c in b.children[v] if b.antecedent(c) == noun]
    if any(b.kind[c] in ("nsubj", "obj", "obl") for c in shown):
        return [(noun, "in")] if any(_is_where(scene, c) for c in shown) else []
    if any(b.kind[c] == "advmod" for c in shown):
        return [(noun, "in")]
    return [(noun, "object")] if b.of_kind(v, "nsubj") and not b.of_kind(v, "obj") and not passive else []


def _noun_phrases(scene: Scene, draft: Draft) -> list[tuple[int, str]]:
    b, main = scene.b, draft.main
    found = []
    for word in draft.words:
        for c in b.children[word]:
            if c in draft.words:
                continue
            kind = b.kind[c]
            if b.dep[c] == "nmod:poss":
                found.append((c, "genitive"))
            elif kind in ("nmod", "obl"):
                found.append((c, b.marker(c)))
            elif kind == "compound" and word == main:
                found.append((c, "compound"))
            elif kind == "nsubj" and (scene.s.upos[main] == "ADJ" or b.of_kind(main, "case", "cop")):
                undergone = scene.s.upos[main] == "ADJ" or draft.type in ("Death", "Injury")  # "were hurt"
                found.append((b.antecedent(c), "object" if undergone else "subject"))
            elif kind == "nummod" and scene.s.upos[main] == "ADJ":
                found.append((c, "object"))
    if scene.s.upos[main] == "ADJ" and b.dep[main] in ("amod", "acl", "xcomp", "conj", "acl:relcl"):
        noun = b.head[main] if b.dep[main] in ("amod", "acl") else b.subject(main)
        found.append((noun, "object"))
    return _genitives(scene, draft, found)


def _genitives(scene: Scene, draft: Draft, found: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """"X's arrest of Y": with both, one acts on the other; alone, either is what the frame says of a genitive."""
    relations = {r for _, r in found}
    if {"genitive", "of"} <= relations:
        return [(c, {"genitive": "subject", "of": "object"}.get(r, r)) for c, r in found]
    undergone = scene.b.among(draft.main, "nouns", "undergone")
    whose = "object" if undergone else "genitive"
    return [(c, whose if r in ("genitive", "of") else r) for c, r in found]


def _fillers(scene: Scene, draft: Draft, word: int, relation: str, depth: int = 3) -> list[tuple[str, Nominal]]:
    """The mentions that a phrase puts into a relation; the events it names are kept aside."""
    found: list[tuple[str, Nominal]] = []
    if word < 0:
        return found
    for w in (word, *(c for c in scene.b.of_kind(word, "conj") if not scene.b.is_verb(c))):
        if w in scene.s.timed or w in draft.words:
            continue
        w = scene.whole.get(w, w)
        if w not in scene.nominal:
            w = next((c for c in scene.b.of_kind(w, "flat") if c in scene.nominal), w)
        if w not in scene.nominal and (named := _apposed(scene, w)) is not None:
            found.append((relation, named))
            continue
        if w not in scene.nominal and _is_somebody(scene, draft, w, relation):
            scene.nominal[w] = _somebody(scene, w)
        if w in scene.nominal:
            found += [(relation, n) for n in _places(scene, w) or [named_by(scene, scene.nominal[w], w)]]
        if w in scene.at and scene.at[w] is not draft and (scene.at[w].form == "noun" or w not in scene.nominal):
            scene.events.setdefault(id(draft), []).append((relation, scene.at[w]))
        elif depth:
            found += _inside(scene, draft, w, relation, depth)
    return found


def _apposed(scene: Scene, word: int) -> Nominal | None:
    """The name of a person that a noun right behind it describes ("X, a courier who was shot")."""
    if scene.s.upos[word] != "NOUN" or scene.b.kind[word] not in ("appos", "conj", "nmod"):
        return None
    first = scene.b.first(word)
    first += scene.s.form(first) == ","
    if scene.s.form(first - 1) != "," or not scene.says_one("demonstratives", "indefinite", scene.s.form(first)):
        return None
    return next((n for n in scene.s.nominals if n.last == first - 2 and n.mention.kind == "Person"), None)


def _is_somebody(scene: Scene, draft: Draft, word: int, relation: str) -> bool:
    if word in scene.at or word in scene.whole or word in scene.s.timed:
        return False
    if scene.s.upos[word] == "NUM":  # "kills 10"
        return relation == "object" and draft.type in ("Death", "Injury", "Rescue", "Arrest")
    if scene.s.upos[word] not in ("NOUN", "PROPN"):
        return False
    people = scene.s.words[word].endswith(tuple(vocabulary(scene.b.code, "people", "endings")))
    if relation in ("object", "genitive", "dative", "against") and draft.type in HAPPENS_TO:
        people = people or scene.s.words[word].endswith(tuple(vocabulary(scene.b.code, "people", "singular")))
        plural = scene.s.words[word].endswith(tuple(vocabulary(scene.b.code, "people", "plural")))
        return people or (plural and relation == "object" and not scene.b.among(word, "nouns", "inanimate"))
    return people and relation in ("subject", "by") and draft.type in DONE_BY


def _somebody(scene: Scene, word: int) -> Nominal:
    plural = tuple(vocabulary(scene.b.code, "people", "plural"))
    many = scene.s.upos[word] == "NUM" or scene.s.words[word].endswith(plural)
    span = scene.s.tokens[word].span
    mention = Mention(span, "Group" if many else "Person", scene.s.words[word], "", None, "people")
    n = Nominal(mention, word, word, "people", "plural" if many else "sing", "3")
    scene.found.append(n)
    return n


def named_by(scene: Scene, n: Nominal, word: int) -> Nominal:
    """The name in apposition to a description ("the judge, X"), else the nominal itself."""
    if n.sort == "name":  # "the X minister Y"
        titled = (m for m in scene.s.nominals if m.outset == n.last + 1 and m.first > m.outset)
        return next((m for m in titled if m.mention.kind == "Person"), n)
    if n.sort not in ("people", "kin"):
        return n
    before = scene.b.first(word)
    before -= scene.s.form(before) != ","  # the comma hangs on the description in some parses
    ahead = next((m for m in scene.s.nominals if m.last == before - 1 and m.sort == "name"), None)
    if ahead and scene.s.words[before] == "," and ahead.mention.kind == n.mention.kind:
        scene.identify(n, ahead)
        return ahead
    for c in scene.b.children[word]:
        other = scene.nominal.get(c)
        beside = scene.b.kind[c] in ("appos", "flat") or scene.b.dep[c] == "nmod:desc"
        if other and beside and other.sort == "name" and other.mention.kind in ANIMATE:
            scene.identify(n, other)
            return other
    return _behind_clause(scene, n, word) or n


def _behind_clause(scene: Scene, n: Nominal, word: int) -> Nominal | None:
    """"The company that built the bridge, X, has …": the name set apart behind the clause that tells a body or somebody
    apart is theirs, where it is of their kind and what stands right before it is not."""
    for verb in scene.b.of_kind(word, "acl"):
        for m in (m for m in scene.s.nominals if m.sort == "name" and m.outset > verb):
            apart = scene.s.form(m.outset - 1) == "," == scene.s.form(m.last + 1)
            goes_on = scene.s.form(m.last + 2) and scene.s.upos[m.last + 2] in ("AUX", "VERB")
            beside = [k for k in scene.s.nominals if k.last == m.outset - 2]
            alone = all(k.mention.kind != n.mention.kind for k in beside)
            if apart and goes_on and alone and m.mention.kind == n.mention.kind:
                scene.identify(n, m)
                return m
    return None


def _born(scene: Scene, draft: Draft) -> None:
    """"She was born X": the pronoun and the name are one, and only one of them was born."""
    named = [n for r, n in draft.arguments if r in ("object", "as") and n.sort == "name" and n.mention.kind == "Person"]
    pronoun = next((n for r, n in draft.arguments if r == "object" and n.sort == "pronoun"), None)
    if pronoun is not None and named:
        scene.identify(pronoun, named[0])
        draft.arguments = [(r, n) for r, n in draft.arguments if n is not named[0]]


def _places(scene: Scene, word: int) -> list[Nominal]:
    """The names inside a description of a place ("the town of X", "his homes in X and Y")."""
    if scene.nominal[word].sort == "name" or scene.nominal[word].mention.kind != "Place":
        return []
    found = []
    for c in scene.b.of_kind(word, "nmod", "appos", "compound", "flat"):
        for w in (c, *scene.b.of_kind(c, "conj")):
            n = scene.nominal.get(w)
            found += [n] if n is not None and n.sort == "name" and n.mention.kind == "Place" else []
    return found


def _inside(scene: Scene, draft: Draft, word: int, relation: str, depth: int) -> list[tuple[str, Nominal]]:
    """What stands inside a phrase and still is said of the event: what there is a number of, and where it is."""
    b = scene.b
    found: list[tuple[str, Nominal]] = []
    sorts = b.among(word, "nouns", "quantity") or b.among(word, "names", "generic_heads")
    transparent = (sorts or scene.s.upos[word] == "NUM") and word not in scene.nominal
    if relation == "object" and word not in scene.nominal and any(scene.s.upos[k] == "NUM" for k in (word, word - 1)):
        given = [c for c in b.of_kind(word, "compound", "nmod") if c in scene.nominal and not b.of_kind(c, "case")]
        found += [("dative", scene.nominal[c]) for c in given if scene.nominal[c].mention.kind in ANIMATE]
    for c in b.of_kind(word, "nmod", "appos"):
        marker = b.marker(c)
        if transparent and (marker in ("of", "with") or b.kind[c] == "appos"):
            found += _fillers(scene, draft, c, relation, depth - 1)
        elif marker in REACHING and relation == "object" and c in scene.nominal:
            found.append((marker, named_by(scene, scene.nominal[c], c)))
        elif marker in PLACES and relation != "genitive":
            inner = scene.nominal.get(c)
            kinds = ("Place", "Organisation") if marker in ("in", "at", "on") else ("Place",)
            if inner is not None and inner.mention.kind in kinds:
                found += [(marker, n) for n in _places(scene, c) or [inner]]
            elif inner is None and c not in scene.at:
                found += [(r, n) for r, n in _fillers(scene, draft, c, marker, depth - 1) if n.mention.kind == "Place"]
    return found


def _renamed(scene: Scene, draft: Draft, arguments: list[tuple[str, Nominal]]) -> list[tuple[str, Nominal]]:
    table = scene.meant.get(draft.phrase, {})
    return [(table.get(r, r), n) for r, n in arguments if table.get(r, r)]
