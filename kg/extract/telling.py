"""Who tells what: clauses of speech and what they tell, sources ("according to"), and what people are blamed for."""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract.arguments import named_by
from kg.extract.branches import markers
from kg.extract.draft import Draft
from kg.extract.nominals import Nominal
from kg.extract.scene import ANIMATE, Scene

#: What people are held, tried or sentenced for is told of them; before a verdict it may not be so.
BLAMING = ("Arrest", "Detention", "Charge", "Investigation", "Trial", "Verdict", "Sentence")
UNPROVEN = ("Arrest", "Charge", "Investigation", "Trial")
#: What nobody does by saying so.
UNSAID = ("Death", "Birth", "Injury", "Disaster", "Accident", "Attack", "Crime", "Clash", "Riot")


def tell(scene: Scene) -> None:
    """Who tells what: verbs of speech for their complements, an aside for what stands before it, "according to" for
    the whole sentence. A clause of speech whose complement tells an event is no event besides."""
    for draft in scene.drafts:
        draft.saying = _teller(scene, draft)
        if draft.saying is not None and _is_occasion(scene, draft):
            draft.saying = None
    for draft in scene.drafts:
        for relation, noun in scene.events.get(id(draft), []):
            if relation == "object" and (reported(scene, draft, noun) or offered(scene, draft, noun)):
                noun.saying = noun.saying or draft
    for told in scene.drafts:
        if aside(scene, told) >= 0:
            for draft in scene.drafts:
                if draft.main < told.main and draft.saying is None and draft is not told:
                    draft.saying = told
    source = _source(scene)
    for draft in scene.drafts:
        if source is not None and draft.saying is None:
            draft.arguments.append(("according", source))
        if draft.type and draft.saying is not None and draft.saying.type == "Statement":
            draft.saying.untell("what it tells is told instead")


def _is_occasion(scene: Scene, draft: Draft) -> bool:
    """"alleged that before his arrest X had …": what happened then is not what is alleged."""
    accused = draft.saying is not None and scene.b.among(draft.saying.main, "speech", "accuses")
    return accused and draft.form == "noun" and scene.b.marker(draft.main) in ("before", "after")


def reported(scene: Scene, draft: Draft, noun: Draft) -> bool:
    """"announced her death": what somebody tells, not what they do."""
    return noun.form == "noun" and noun.type in UNSAID and scene.b.among(draft.main, "speech", "telling")


def offered(scene: Scene, draft: Draft, noun: Draft) -> bool:
    """"promised compensation": money that somebody says will be paid."""
    saying = scene.b.among(draft.main, "verbs", "offered") and scene.b.among(draft.main, "speech", "says")
    return noun.form == "noun" and noun.type == "Payment" and saying


def _source(scene: Scene) -> Nominal | None:
    """Who stands after "according to"."""
    known = markers(scene.b.code)
    for n in sorted(scene.s.nominals, key=lambda n: n.first):
        at = n.outset
        while at > 0 and scene.s.upos[at - 1] in ("DET", "ADJ", "NUM", "NOUN") and at - 1 not in scene.s.timed:
            at -= 1
        if any(known.get(scene.s.words[at - size : at]) == "according" for size in (1, 2, 3, 4) if at >= size):
            top = scene.b.top(n.outset, n.last)
            whole = scene.nominal.get(scene.b.head[top], n) if scene.b.kind[top] in ("compound", "nmod") else n
            n = whole if whole.sort == "name" else named_by(scene, n, top)
            return n if n.mention.kind in ANIMATE else None
    return None


def _teller(scene: Scene, draft: Draft) -> Draft | None:
    b, below = scene.b, draft.main
    chain = [draft.main, *b.up(draft.main)]
    for word in chain:
        beside = _beside(scene, word, chain)
        if beside is not None and beside is not draft:
            return beside
        if word != below:
            if _is_set_apart(scene, below):
                return None  # "…, which opened an inquiry": the article's own words
            above = scene.at.get(word)
            if above is not None and above is not draft and _says(scene, above, below):
                return None if scene.parted(word, draft.main) else above
        below = word
    return None


def _is_set_apart(scene: Scene, word: int) -> bool:
    """Whether a relative clause stands behind a comma."""
    first = scene.b.first(word)
    return scene.b.dep[word] == "acl:relcl" and "," in (scene.s.form(first), scene.s.form(first - 1))


def _beside(scene: Scene, word: int, chain: Sequence[int]) -> Draft | None:
    """"…, police said": a clause of speech set beside what it tells."""
    for c in scene.b.of_kind(word, "parataxis", "advcl"):
        draft = scene.at.get(c)
        if draft is None or c in chain or not scene.b.among(c, "speech", "asides") or not scene.b.is_finite(c):
            continue
        relative = scene.says_one("clauses", "relatives", *(scene.s.words[k] for k in scene.b.children[c]))
        if relative or scene.parted(c, word):
            continue
        if scene.b.kind[c] == "advcl" and scene.b.marker(c) not in ("as", "during"):
            continue
        if not scene.b.of_kind(c, "ccomp", "obj"):
            return draft
    return None


def aside(scene: Scene, draft: Draft) -> int:
    """"…, police said on Friday.": where a clause of speech between a comma and the end, or another comma, begins;
    -1 for any other."""
    words = scene.s.words
    if draft.form != "finite" or not scene.b.among(draft.main, "speech", "asides"):
        return -1
    at = draft.main - 1
    while at > 0 and words[at][0].isalnum() and not scene.b.is_verb(at):
        at -= 1
    after = draft.main + 1
    while after < len(words) and (words[after][0].isalnum() and scene.s.upos[after] not in ("VERB", "SCONJ", "AUX")):
        after += 1
    if scene.says_one("clauses", "relatives", *words[at:draft.main]):
        return -1
    ends = after == len(words) or words[after] in (",", ".", ";")
    return at if at > 0 and words[at] == "," and ends else -1


def _says(scene: Scene, above: Draft, below: int) -> bool:
    kind = scene.b.kind[below]
    if above.form == "noun":
        return scene.b.dep[below] == "acl" and is_speech_noun(scene, above.main) and _has_source(scene, above)
    if not scene.b.among(above.main, "speech", "says"):
        return False
    if kind == "ccomp" or kind == "xcomp" and scene.b.among(above.main, "speech", "promising"):
        return True
    return kind in ("obj", "xcomp") and scene.b.among(above.main, "speech", "denies")


def _has_source(scene: Scene, noun: Draft) -> bool:
    for i, (relation, n) in enumerate(noun.arguments):
        if relation in ("genitive", "by") and n.mention.kind in ANIMATE:
            noun.arguments[i] = ("subject", n)
            return True
    return any(r == "subject" for r, _ in noun.arguments) or scene.b.kind[noun.main] not in ("obj", "nsubj")


def is_speech_noun(scene: Scene, i: int) -> bool:
    """Whether a noun tells what follows it ("the claim that …")."""
    return scene.s.upos[i] == "NOUN" and scene.b.among(i, "speech", "nouns") and bool(scene.b.of_kind(i, "acl"))


def blame(scene: Scene) -> None:
    """"charged with murder", "arrested on suspicion of theft": who is blamed did it, and it may not be so."""
    for draft in scene.drafts:
        if _is_charged(scene, draft):
            draft.flags.add("alleged")
        above = _blamed_by(scene, draft)
        if above is None:
            draft.flags |= {"alleged"} if _is_alleged(scene, draft) else set()
            continue
        if above.type in UNPROVEN or not above.type or _is_cleared(scene, above):
            draft.flags.add("alleged")
        if draft.form == "noun" and not any(r in ("subject", "by", "genitive") for r, _ in draft.arguments):
            undergone = [n for r, n in above.arguments if r in ("object", "genitive", "dative")]
            blamed = [n for n in undergone if n.mention.kind in ANIMATE]
            mine = {n.span for _, n in draft.arguments}
            draft.arguments += [("subject", n) for n in blamed[:1] if n.span not in mine]
    for draft in scene.drafts:
        if _is_of_blame(scene, draft):
            draft.flags.add("reported")


def _is_charged(scene: Scene, draft: Draft) -> bool:
    """"on charges of bribing X and beating Y": what stands right behind a noun that accuses, whatever it is read to
    hang on, and what is joined to that."""
    b, first = scene.b, draft.main
    while b.kind[first] == "conj":
        first = b.head[first]
    of = next((c for c in b.of_kind(first, "mark", "case") if b.marker(first) in ("for", "of", "with")), 0)
    accusing = of > 0 and scene.s.upos[of - 1] == "NOUN" and b.among(of - 1, "status", "accusing")
    return accusing and draft.form != "finite" and of < draft.main


def _is_alleged(scene: Scene, draft: Draft) -> bool:
    """"accuses X of killing Y", where the verb is no clause of its own."""
    b, of = scene.b, scene.b.first(draft.main)
    if draft.type not in ("Crime", "Attack") or b.marker(draft.main) != "of":
        return False
    whom = next((n for n in scene.s.nominals if n.last == of - 1), None)
    verb = whom.first - 1 if whom is not None else -1
    return verb > 0 and verb not in scene.at and b.among(verb, "speech", "accuses")


def _is_of_blame(scene: Scene, draft: Draft) -> bool:
    """"accused of inciting a crowd that threw stones": what tells whom or what an allegation is of, nobody else told
    before, is told with it."""
    b, noun = scene.b, scene.b.head[draft.main]
    if b.dep[draft.main] != "acl:relcl" or noun < 0 or _is_set_apart(scene, draft.main) or b.kind[noun] != "obj":
        return False
    above = scene.at.get(b.head[noun])
    new = scene.says_one("demonstratives", "indefinite", scene.s.form(b.first(noun)))
    return new and above is not None and "alleged" in above.flags


def _is_cleared(scene: Scene, above: Draft) -> bool:
    """"acquitted of", "not convicted of"."""
    return "negated" in above.flags or scene.b.among(above.main, "status", "clearing")


def _blamed_by(scene: Scene, draft: Draft) -> Draft | None:
    if scene.b.marker(draft.main) not in ("for", "of", "with"):
        return None
    for up in scene.b.up(draft.main):
        above = scene.at.get(up)
        if above is not None and above is not draft:
            accusing = above.type in BLAMING or scene.b.among(above.main, "status", "accusing")
            offence = draft.type in ("Crime", "Attack") or accusing and _is_cleared(scene, above)
            return above if accusing and offence else None
        if scene.s.upos[up] == "PROPN":
            continue  # "acquitted X of murdering Y"
        if scene.b.is_verb(up) or not draft.type or not scene.b.among(up, "status", "accusing"):
            return None
    return None
