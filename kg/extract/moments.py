"""When: which clause a time belongs to, and which event comes after, before or during which other."""

from __future__ import annotations

from kg.extract.branches import CLAUSAL
from kg.extract.draft import Draft, in_case
from kg.extract.scene import Scene
from kg.extract.telling import aside
from kg.model import Span

ORDERS = {"after": "before", "before": "after"}
#: A death or an injury happens when its cause does, although it is told to come after it.
SUDDEN = ("Death", "Injury", "Rescue")
CAUSES = ("Disaster", "Accident", "Attack", "Riot", "Clash")


def time(scene: Scene) -> None:
    """A time goes to the draft it hangs on; one that opens a clause holds for what is coordinated with it."""
    for first, last, span in scene.s.times:
        top = scene.b.top(first, last)
        draft = _timed(scene, top)
        draft = _near_time(scene, draft, first, last)
        if draft is not None and span not in draft.times:
            draft.times.append(span)
    for draft in scene.drafts:
        if not draft.times and draft.form != "noun" and scene.b.kind[draft.main] == "conj":
            draft.times += _fronted(scene, draft)
    _spread(scene)


def _timed(scene: Scene, top: int) -> Draft | None:
    for up in scene.b.up(top):
        draft = scene.at.get(up)
        if draft is None:
            continue
        if draft.form == "noun" and top > draft.main and scene.b.marker(top) != "of":
            above = scene.at.get(scene.b.head[draft.main])
            if above is not None and above.form != "noun" and scene.b.kind[draft.main] in ("obj", "nsubj"):
                return above
        return draft
    lone = [d for d in scene.drafts if d.type]
    return lone[0] if len(lone) == 1 else None


def _near_time(scene: Scene, draft: Draft | None, first: int, last: int) -> Draft | None:
    """A time stays on its side of a semicolon, of the comma before "police said", of a conjunction, and of the
    comma that ends a clause ("who left in May, has sued")."""
    if draft is None:
        return None
    marks = [c for c in scene.b.of_kind(draft.main, "mark") if last < c < draft.main]
    above = scene.at.get(scene.b.head[draft.main])
    if marks and above is not None and above.main < first:
        return above
    inner = _before_comma(scene, draft, first, last)
    if inner is not None:
        return inner
    comma = aside(scene, draft)
    if last < comma or scene.parted(first, draft.main):
        verbs = [d for d in scene.drafts if d.form != "noun" and d is not draft and not scene.parted(first, d.main)]
        before, after = [d for d in verbs if d.main < first], [d for d in verbs if d.main > last]
        return before[-1] if before else after[0] if after else None
    return draft


def _before_comma(scene: Scene, draft: Draft, first: int, last: int) -> Draft | None:
    """The verb before a time in its own part of the sentence, where a comma parts the time from `draft`."""
    words = scene.s.words
    if draft.main < last or "," not in words[last + 1 : draft.main]:
        return None
    start = max((k for k in range(first) if words[k] in (",", ";", "(")), default=-1)
    verbs = [d for d in scene.drafts if d.form != "noun" and start < d.main < first]
    return verbs[-1] if verbs else None


def _spread(scene: Scene) -> None:
    """"killed 24 and injured 80 on Thursday": one time for both."""
    for draft in scene.drafts:
        above = scene.at.get(scene.b.head[draft.main])
        if above is not None and scene.b.kind[draft.main] == "conj" and draft.type in SUDDEN and above.type in SUDDEN:
            above.times += [] if above.times else draft.times
            draft.times += [] if draft.times else above.times


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
        if scene.b.kind[up] in CLAUSAL:
            return None
    return None


def _order(scene: Scene, draft: Draft, above: Draft) -> str:
    b, kind = scene.b, scene.b.kind[draft.main]
    marker = b.marker(draft.main)
    if kind == "advcl" and draft.form != "noun":
        bare = not b.of_kind(draft.main, "mark", "case") and not draft.times and not b.is_infinitive(draft.main)
        found = marker if marker in ("after", "before", "during") else "within" if bare else ""
    elif kind in ("obl", "nmod") and draft.form == "noun":
        within = marker == "during" or marker in ("in", "at") and not in_case(above, draft)
        found = marker if marker in ("after", "before") else "during" if within else ""
    else:
        subject = kind == "nsubj" and above.type in SUDDEN
        found = "during" if subject and draft.type in CAUSES else ""
    if found == "after" and above.type in SUDDEN and draft.type in CAUSES:
        return "during"
    return found
