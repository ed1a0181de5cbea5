"""What the words around a verb say of what it tells: not so, not yet, if, by whom undergone."""

from __future__ import annotations

from kg.extract.arguments import is_passive
from kg.extract.draft import Draft
from kg.extract.scene import Scene


def mark(scene: Scene) -> None:
    """Give each draft its flags; what holds of a verb holds of the infinitive it governs."""
    for draft in scene.drafts:
        draft.flags |= _flags(scene, draft)
    for draft in scene.drafts:
        for up in scene.b.up(draft.main):
            above = scene.at.get(up)
            if above is None or above is draft:
                break
            if scene.b.kind[draft.main] == "xcomp":
                draft.flags |= above.flags & {"negated", "future", "hypothetical"}
            elif scene.b.kind[draft.main] == "advcl" and draft.form == "participle":  # "will see X before leaving"
                draft.flags |= above.flags & {"future", "hypothetical"}
            break


def _flags(scene: Scene, draft: Draft) -> set[str]:
    b, main = scene.b, draft.main
    near = _near(scene, draft)
    flags = _governor_flags(scene, main)
    if scene.says_one("status", "negated", *near):
        flags.add("negated")
    to_come = scene.says_one("verbs", "future", *near) or scene.says_one("verbs", "must", *near)
    if to_come or _is_prospective(scene, main) or _is_announced(scene, main):
        flags.add("future")
    if scene.says_one("verbs", "would", *near):
        flags.add("future" if b.kind[main] in ("ccomp", "conj") else "hypothetical")
    if scene.says_one("verbs", "modal", *near) or scene.says_one("clauses", "conditional", *near):
        flags.add("hypothetical")
    if draft.form == "noun":
        return flags
    if _is_unproven(scene, main):
        flags.add("hypothetical")
    if _is_untrue(scene, main):
        flags.add("denied")
    if _is_yet_to(scene, main):
        flags.add("negated")
    if draft.type == "Award" and b.among(main, "verbs", "undone"):  # "declined the award"
        flags.add("negated")
    flags.add("passive" if is_passive(scene, draft) else "active")
    if b.feature(main, "Tense=Pres") and b.feature(main, "VerbForm=Fin") and not b.auxiliaries(main):
        flags.add("present")
    if scene.says_one("verbs", "perfect", *near) and not b.is_infinitive(main):
        flags.add("perfect")
    if b.among(main, "speech", "frames"):
        flags.add("speech")
    if b.kind[main] in ("acl", "advcl"):
        flags.add("subordinate")
    return flags


def _near(scene: Scene, draft: Draft) -> list[str]:
    """The small words that hang on a draft, and on its subject where they deny it ("no one was hurt")."""
    b, words = scene.b, scene.s.words
    kinds = ("advmod", "det", "aux", "cc", "mark", "case")
    near = [words[c] for w in draft.words for c in b.children[w] if b.kind[c] in kinds and c not in draft.words]
    near += [words[a] for a in b.auxiliaries(draft.main)]
    for subject in b.of_kind(draft.main, "nsubj"):
        none = (words[c] for c in (subject, *b.of_kind(subject, "det")))
        near += [w for w in none if scene.says_one("status", "negated", w)]
    return near


def _governor_flags(scene: Scene, v: int) -> set[str]:
    """What the verb, noun or adjective that an infinitive hangs on says of it ("refused to", "asked to")."""
    b, up = scene.b, scene.b.head[v]
    if up < 0 or not b.is_infinitive(v) and b.kind[v] != "xcomp":
        return set()
    if b.kind[v] not in ("xcomp", "ccomp", "acl") and not (b.kind[v] == "advcl" and scene.s.upos[up] == "ADJ"):
        return set()
    if b.among(up, "status", "undone"):
        return {"negated"}
    if b.among(up, "status", "prospective") and b.is_infinitive(v):
        small = (scene.s.words[c] for c in b.of_kind(up, "advmod"))
        return {"future", "negated"} if scene.says_one("status", "negated", *small) else {"future"}
    if b.among(up, "status", "wanted"):  # "urged X to resign", "want X jailed"
        return {"hypothetical"}
    return set()


def _is_unproven(scene: Scene, v: int) -> bool:
    """"failed to prove that X", "no evidence that X": what a clause hangs on says that it is not known to be so."""
    b, up = scene.b, scene.b.head[v]
    under = up >= 0 and b.dep[v] in ("ccomp", "acl", "csubj") and not b.is_infinitive(v)
    if not under or scene.says_one("status", "asking", *(scene.s.words[c] for c in b.children[v])):
        return False  # "did not say who attacked him"
    return b.among(up, "status", "proving") and _is_denied(scene, up)


def _is_untrue(scene: Scene, v: int) -> bool:
    """"rumours that X were false", "a lie that X", "falsely said that X": a clause of which it is said not to be so."""
    b, up = scene.b, scene.b.head[v]
    if up < 0 or b.dep[v] not in ("ccomp", "acl", "csubj", "nsubj"):
        return False
    of = b.head[up] if b.kind[up] == "nsubj" and b.dep[v] == "acl" else up
    falsely = (scene.s.words[c] for c in b.of_kind(up, "advmod", "amod"))
    if any(b.among(c, "status", "untrue") for c in b.of_kind(v, "xcomp")):  # as "were false" is read behind "that X"
        return True
    untrue = b.among(up, "status", "untrue") or of >= 0 and b.among(of, "status", "untrue")
    return untrue and not _is_denied(scene, of) or scene.says_one("status", "falsely", *falsely)


def _is_yet_to(scene: Scene, v: int) -> bool:
    """"are yet to arrest"."""
    to = scene.b.is_infinitive(v) and scene.says_one("verbs", "to", scene.s.form(v - 1))
    return to and scene.says_one("status", "yet", scene.s.form(v - 2))


def _is_denied(scene: Scene, word: int) -> bool:
    """Whether a verb or noun is said not to be, itself or by the verb it hangs on."""
    b, words = scene.b, scene.s.words
    for at in (word, b.head[word]):
        if at < 0 or at != word and b.kind[word] not in ("xcomp", "obj", "nsubj"):
            continue
        if at != word and b.among(at, "status", "undone"):
            return True
        near = [words[c] for c in b.children[at] if b.kind[c] in ("advmod", "det", "aux", "case")]
        near += [words[a] for a in b.auxiliaries(at)]
        if scene.says_one("status", "negated", *near):
            return True
    return False


def _is_announced(scene: Scene, v: int) -> bool:
    """"X to visit Y": an infinitive in the place of the verb of a headline."""
    alone = scene.b.kind[v] in ("root", "parataxis") and scene.b.is_infinitive(v)
    return alone and any(scene.says_one("verbs", "to", scene.s.words[c]) for c in scene.b.of_kind(v, "mark"))


def _is_prospective(scene: Scene, v: int) -> bool:
    """"is to visit", "due to be held": an infinitive right after a form of "be" or what leaves it to come."""
    at = v - 1
    while at > 0 and scene.s.upos[at] in ("AUX", "ADV"):
        at -= 1
    if at < 1 or not scene.says_one("verbs", "to", scene.s.words[at]):
        return False
    if scene.says_one("verbs", "copula", scene.s.words[at - 1]):
        return True
    return scene.s.upos[at - 1] == "ADJ" and scene.b.among(at - 1, "status", "prospective")
