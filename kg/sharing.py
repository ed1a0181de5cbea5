"""What tellings of one event share, so that those are found which one is compared with: who takes part and when, in one
type of event or in the same words.

    sizes: dict[Tie, int] = {}
    unblock(workings, old, sizes)    block(workings, new, sizes)     note the groups of facts of an article
    near(workings, tie)              the groups that share something, at about the same time
    crossed(workings, sizes)         those that are to be compared again, since a crowd came about or scattered

What very many share is passed over, so that a telling is compared with no more of them in a large graph.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations, product

from kg import edtf
from kg.digest import Digest, telling
from kg.kinship import ONCE, Telling, core
from kg.workings import Workings

#: What more tellings than this share is no sign of one event.
CROWD = 60
#: A time of more years than this is looked for among all.
_FEW = 5


@dataclass(frozen=True, slots=True)
class Tie:
    """What a group shares with those that may be of one event with it: a type or a word, who or what takes part (as
    units, or entities), and when ("any": whenever; "none": nobody says).

    `form` is "at" for those told of one time, "in" of one month, "once" for what happens to somebody once, "both" for
    two who take part, each in about one year, and "words" for the same words in articles of about one month.
    """

    form: str
    what: str
    when: str
    who: tuple[str, ...]

    @property
    def key(self) -> str:
        return " ".join((self.form, self.what, self.when, *sorted(self.who)))


def ties(one: Telling, printed: int | None) -> Iterator[Tie]:
    """What a group is noted under, and what is looked for (`near`)."""
    central = frozenset().union(*(one.fillers.get(role, ()) for role in core(one.type)))
    for who in sorted(one.everyone):
        yield from (Tie("at", one.type, time, (who,)) for time in sorted(one.times))
        yield from (Tie("words", sense, _month(printed), (who,)) for sense in sorted(one.senses))
    years = _years(one)
    for who in sorted(central):
        yield from (Tie("in", one.type, month, (who,)) for month in sorted({time[:7] for time in one.times}))
    for role in core(one.type) if one.type in ONCE else ():
        filling = sorted(one.fillers.get(role, ()))
        yield from (Tie("once", f"{one.type} {role}", year, (who,)) for who in filling for year in years)
    for pair in combinations(sorted(one.everyone), 2):
        yield from (Tie("both", one.type, year, pair) for year in years)


def near(work: Workings, tie: Tie) -> Iterator[str]:
    """The groups that share something with one at about the same time; none where very many do, so that whoever is
    found finds as well."""
    if _few(work, tie) is not None:
        for when in _around(tie):
            every = when == "none" and _few(work, replace(tie, when="any")) is None
            if not every and (found := _few(work, replace(tie, when=when))) is not None:
                yield from found


def _few(work: Workings, tie: Tie) -> set[str] | None:
    """The groups that are noted under what some entities share; None for a crowd."""
    found: list[str] = []
    for own in _apiece(work, tie):
        few = work.blocks.few(own.key, CROWD)
        if few is None or len(few) + len(found) > CROWD:
            return None
        found += few
    return set(found)


def _apiece(work: Workings, tie: Tie) -> Iterator[Tie]:
    """What entities share, as their units do."""
    units = ((one.units if (one := work.entities.get(id)) is not None else ()) for id in tie.who)
    yield from (replace(tie, who=tuple(sorted(who))) for who in product(*units))


def _around(tie: Tie) -> tuple[str, ...]:
    """When something was that may be at one time with what a group shares: a month earlier or later in the words of
    articles, and a year in the times of events, since an approximate time is a year wider."""
    if tie.form in ("at", "in"):
        return (tie.when,)
    if tie.when == "none":
        return ("any",)
    if tie.form != "words":
        year = int(tie.when)
        return (*(f"{near:04}" for near in (year - 1, year, year + 1)), "none")
    count = int(tie.when[:4]) * 12 + int(tie.when[5:]) - 1
    return (*(f"{n // 12:04}-{n % 12 + 1:02}" for n in (count - 1, count, count + 1)), "none")


def unblock(work: Workings, one: Digest, sizes: dict[Tie, int]) -> None:
    """Forget the groups of an article that goes, while its clusters are still known; `sizes` notes how many shared
    before what they share."""
    block(work, one, sizes, came=False)


def block(work: Workings, one: Digest, sizes: dict[Tie, int], came: bool = True) -> None:
    """Note the groups of an article by what they share with others, and by who takes part."""
    units = {span: work.unit_of[cluster.key] for cluster in one.clusters for span in cluster.spans}
    blocks, filling = (table.add if came else table.discard for table in (work.blocks, work.filling))
    for group in one.groups:
        key, told = one.group_key(group), telling(one.id, one.told(group), units, frozenset())
        for tie in ties(told, one.printed):
            for own in (tie,) if tie.form in ("at", "in") else (tie, replace(tie, when="any")):
                if own not in sizes:
                    sizes[own] = _size(work, own)
                blocks(own.key, key)
        for who in told.everyone:
            filling(who, key)
            filling(f"{told.type} {who}", key)


def _size(work: Workings, tie: Tie) -> int:
    """How many groups are noted under what units share, no more than makes a crowd."""
    few = work.blocks.few(tie.key, CROWD)
    return CROWD + 1 if few is None else len(few)


def crossed(work: Workings, sizes: Mapping[Tie, int]) -> set[str]:
    """The groups under what came to be shared by very many, or no longer is."""
    entities = ((tie, [work.entity_of.get(u) for u in tie.who]) for tie in sizes)
    wide = {replace(tie, who=tuple(sorted(filter(None, ids)))) for tie, ids in entities if all(ids)}
    found: set[str] = set()
    for tie in wide:
        own = list(_apiece(work, tie))
        before = sum(sizes[one] if one in sizes else _size(work, one) for one in own)
        if (before <= CROWD) != (sum(_size(work, one) for one in own) <= CROWD):
            for one in own:
                found |= work.blocks.of(replace(one, when="none").key if one.when == "any" else one.key)
    return found


def _month(printed: int | None) -> str:
    """What an article is noted under by its day."""
    if printed is None:
        return "none"
    year, month, _ = edtf.civil(printed)
    return f"{year:04}-{month:02}"


def _years(told: Telling) -> tuple[str, ...]:
    """The years of one of its times; "none" where it has none, or of no few years."""
    time = edtf.parse(min(told.times)) if told.times else None
    if time is None or time.begin.min is None or time.end.max is None:
        return ("none",)
    first, last = edtf.civil(time.begin.min)[0], edtf.civil(time.end.max)[0]
    return tuple(f"{year:04}" for year in range(first, last + 1)) if last - first < _FEW else ("none",)
