"""What speaks for and against two tellings being of one event: pure functions over what each of them says.

A telling is some facts of one article, told of one event, with the ids of who takes part. A participant in the same
role, the same words and times that can be one speak for one event; another filler of a role that an event is about,
another place or another time against it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg import edtf
from kg.identity import is_water, standard
from kg.language import folded
from kg.model import Fact, Kind, RoleName
from kg.namesake import name_similarity

#: Roles whose filler an event is about: two facts that fill one of them differently tell two events.
CORE: Mapping[str, tuple[RoleName, ...]] = {
    "Correspondence": ("theme", "agent", "recipient"),
    "Publication": ("theme", "agent"),
    "Performance": ("theme", "agent"),
    "OathTaking": ("agent",),
    "Travel": ("agent", "destination"),
    "Meeting": ("agent", "participant"),
}
DEFAULT_CORE: tuple[RoleName, ...] = ("patient", "agent", "theme", "recipient", "participant", "speaker")
#: Types of which a person has one, or one at a time: the same person in the same role is evidence enough.
ONCE = frozenset(
    {"Birth", "Death", "Arrest", "Detention", "OathTaking", "Marriage", "Resignation", "Trial", "Founding"}
)
#: What an article tells of as "the crash" is the one that it dates; who joins one of the next joins that.
SUDDEN, CROWDED = ("Accident", "Disaster"), ("Protest", "Strike", "Riot")
#: What is told to be in one of these, of its type, is part of it.
WHOLE = frozenset({"Search", "Accident", "Disaster", "Clash"})
#: Statuses of what did not happen: such facts never join those of what did.
UNREAL = frozenset({"negated", "hypothetical"})
#: Outcomes of which only one can be of one event: one of a pair on each side speaks against it; a fine is not the
#: sentence beside it, nor is getting a letter sending it.
OPPOSITE = (
    ("BailDecision: granted", "BailDecision: refused"), ("Verdict: convicted", "Verdict: acquitted"),
    ("Acquisition: bought", "Acquisition: sold"), ("Election: won", "Election: lost"),
)  # fmt: skip
ALONE = frozenset({"Sentence: fined", "Correspondence: received", "Correspondence: +arrive"})
#: Two articles may differ by so many days on when somebody was arrested.
_SLIP = 3
#: Names this much alike may be one person's or thing's, so that they are no evidence of two.
MAY_BE = 0.6
#: Names of places this much alike are spellings of one.
_SPELT = 0.92
#: A place of more words than this is described, not named.
_DESCRIBED = 3


@dataclass(frozen=True, slots=True)
class Figure:
    """An entity as kinship asks of it: `place` is (country, kind) of what the gazetteer knows it to be, None where it
    does not; `unnamed` who is only described; `authors` the ids of a document's; `articles` gives those that mention
    it."""

    kind: Kind
    name: str
    place: tuple[str, str] | None = None
    unnamed: bool = False
    authors: frozenset[str] = frozenset()
    articles: Callable[[], frozenset[str]] = frozenset


@dataclass(frozen=True, slots=True)
class Telling:
    """Facts of one event in one article: `fillers` are the ids of who fills each role, `senses` the words they are told
    in, `times` those stated, `apart` the facts that a person judged to be of other events."""

    type: str
    article: str
    facts: tuple[Fact, ...]
    fillers: Mapping[str, frozenset[str]]
    senses: frozenset[str]
    times: frozenset[str]
    apart: frozenset[str] = frozenset()

    @property
    def unreal(self) -> bool:
        return self.facts[0].status in UNREAL

    @property
    def everyone(self) -> frozenset[str]:
        return frozenset().union(*self.fillers.values())


def together(told: Sequence[Telling]) -> Telling:
    """What some tellings of one event say together, as one."""
    if len(told) == 1:
        return told[0]
    roles = {role for one in told for role in one.fillers}
    return Telling(
        told[0].type, told[0].article,
        tuple(fact for one in told for fact in one.facts),
        {role: frozenset().union(*(one.fillers.get(role, ()) for one in told)) for role in roles},
        frozenset().union(*(one.senses for one in told)),
        frozenset().union(*(one.times for one in told)),
        frozenset().union(*(one.apart for one in told)),
    )  # fmt: skip


#: Who an id is.
Cast = Callable[[str], Figure]
_NOBODY: frozenset[str] = frozenset()


def core(type_: str) -> tuple[RoleName, ...]:
    return CORE.get(type_, DEFAULT_CORE)


def kinship(a: Telling, b: Telling, cast: Cast, near: bool) -> float:
    """How much speaks for two tellings of one type being of one event; 0 where something speaks against it, or nothing
    for it. `near`: whether their articles tell of one time and story."""
    if a.type != b.type or against(a, b, cast):
        return 0.0
    shared = float(sum(bool(_of(a, role) & _of(b, role)) for role in core(a.type)))
    mates = len(a.everyone & b.everyone)
    words, time = bool(a.senses & b.senses), bool(a.times & b.times)
    time = time or bool(words and shared and any(within(x, y) or within(y, x) for x in a.times for y in b.times))
    if not a.everyone:  # a bare mention ("the wedding") is of the event that those words told
        other = bool(a.times) and not time  # "a similar one in 2014": what has a date of its own may be another event
        return 0.5 if words and a.article == b.article and not other else 0.0
    if a.type == "Meeting":
        shared = max(shared, len((_people(a) | _people(b)) & a.everyone & b.everyone) - 1)
    near = near and words
    if shared == 0 and not (mates and (time or words)):
        return 0.0
    if (a.type in ONCE and shared) or near or time or max(shared, mates) >= 2:
        return shared + words + time + 0.1 * mates
    return 0.0


@dataclass(frozen=True, slots=True)
class Ties:
    """What two tellings of one event have in common: who fills a role of both that such an event is about, or is the
    place of both, who takes part in both otherwise, the words and the times."""

    roles: tuple[tuple[str, frozenset[str]], ...]
    others: frozenset[str]
    senses: frozenset[str]
    times: frozenset[str]

    @property
    def many(self) -> int:
        """How much it is, to compare."""
        return 2 * len(self.roles) + len(self.others) + bool(self.senses) + bool(self.times)


def ties(a: Telling, b: Telling) -> Ties:
    """What two tellings have in common, whether or not anything speaks against their being of one event."""
    roles = tuple((role, both) for role in (*core(a.type), "place") if (both := _of(a, role) & _of(b, role)))
    others = (a.everyone & b.everyone).difference(*(ids for _, ids in roles))
    return Ties(roles, others, a.senses & b.senses, a.times & b.times)


def against(a: Telling, b: Telling, cast: Cast, loosely: bool = False) -> bool:
    """Whether something speaks against two tellings being of one event. `loosely`: whoever has no name can be anybody
    of another article."""
    if a.unreal != b.unreal or not a.apart.isdisjoint(f.id for f in b.facts):
        return True
    if not all(can_be_one(x, y) for x in a.times for y in b.times) and not _slipped(a, b, cast):
        return True
    if _other_outcome(a.senses, b.senses):
        return True
    if elsewhere(_of(a, "place"), _of(b, "place"), cast):
        return True
    loosely = loosely and a.type != "Meeting"  # which is known by who met
    return any(
        differ(_of(a, role), _of(b, role), cast, loosely) and not _crossed(a, b, role, cast) for role in core(a.type)
    )


def _slipped(a: Telling, b: Telling, cast: Cast) -> bool:
    """Whether articles of one arrest give it days so near each other that one of them is mistaken: then both are kept,
    and the event has no time."""
    shared = _of(a, "patient") & _of(b, "patient")
    if a.type != "Arrest" or not any(not cast(id).unnamed and cast(id).kind == "Person" for id in shared):
        return False
    if not {f.article for f in a.facts}.isdisjoint(f.article for f in b.facts):
        return False
    return all(can_be_one(x, y) or _days_apart(x, y) <= _SLIP for x in a.times for y in b.times)


def _days_apart(a: str, b: str) -> float:
    """The days between two days, infinity where one of them is no day."""
    one, other = (edtf.parse(time).begin for time in (a, b))
    if one.min is None or other.min is None or one.min != one.max or other.min != other.max:
        return float("inf")
    return abs(one.min - other.min)


def _other_outcome(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    """Whether what is told in these words cannot be what is told in those."""
    if bool(mine & ALONE) != bool(theirs & ALONE):
        return True
    both = (*OPPOSITE, *((y, x) for x, y in OPPOSITE))
    return any(x in mine and y in theirs and not (y in mine or x in theirs) for x, y in both)


def differ(mine: Iterable[str], theirs: Iterable[str], cast: Cast, loosely: bool = False) -> bool:
    """Whether two sets of fillers of a role tell two events: none of one can be any of the other.

    A body without a name ("the police") can be any of another article; `loosely`, so can whoever has no name.
    """
    return bool(mine and theirs) and not any(_may_be_one(a, b, cast, loosely) for a in mine for b in theirs)


def _may_be_one(a: str, b: str, cast: Cast, loosely: bool) -> bool:
    """Whether two entities may be one when no article mentions both: a surname and a full name, say."""
    if a == b:
        return True
    one, other = cast(a), cast(b)
    alike = one.kind == other.kind or {one.kind, other.kind} == {"Person", "Group"}
    acting = {one.kind, other.kind} == {"Person", "Organisation"}  # "a magistrate", "the court"
    if one.unnamed and other.unnamed and acting and loosely:
        return one.articles().isdisjoint(other.articles())
    if one.unnamed or other.unnamed:
        return alike and (loosely or one.kind == "Organisation") and one.articles().isdisjoint(other.articles())
    short = one.kind == "Organisation" == other.kind and _is_short(one.name, other.name)
    if one.kind != other.kind or not short and name_similarity(one.name, other.name) < MAY_BE:
        return False
    return one.articles().isdisjoint(other.articles())


@lru_cache(maxsize=1 << 16)
def _is_in(landmark: str, town: str) -> bool:
    """Whether the name of a bridge, jail or street begins with that of a town."""
    whole, part = landmark.split(), town.split()
    begins = " ".join(whole[: len(part)])
    return len(part) < len(whole) and (begins == town or name_similarity(begins, town) > _SPELT)


@lru_cache(maxsize=1 << 16)
def _is_short(a: str, b: str) -> bool:
    """Whether a body's name is how another one's ends ("the High Court")."""
    short, full = sorted((folded(standard("Organisation", name)).split() for name in (a, b)), key=len)
    return len(short) < len(full) and full[-len(short) :] == short


def _of(told: Telling, role: str) -> frozenset[str]:
    return told.fillers.get(role, _NOBODY)


def _people(told: Telling) -> frozenset[str]:
    return _of(told, "agent") | _of(told, "participant")


def _crossed(a: Telling, b: Telling, role: str, cast: Cast) -> bool:
    """Whether different fillers of a role are no contradiction: partners from the other side; works of one author."""
    if a.type in ("Meeting", "Marriage", "Clash", "Agreement"):
        ours, others = _people(a), _people(b)
        return bool(ours & others) and (ours <= others or others <= ours)  # who met two people met them apart
    if role == "theme" and a.type in ("Performance", "Publication"):
        mine, theirs = ({author for i in _of(x, role) for author in cast(i).authors} for x in (a, b))
        return not mine.isdisjoint(theirs) and not _of(a, "agent").isdisjoint(_of(b, "agent"))
    return False


def elsewhere(mine: frozenset[str], theirs: frozenset[str], cast: Cast) -> bool:
    """Whether two sets of places cannot be of one event; a place inside another is no contradiction."""
    if not mine or not theirs or mine & theirs:
        return False
    return all(_other_place(cast(a), cast(b)) for a in mine for b in theirs)


def _other_place(one: Figure, other: Figure) -> bool:
    """Whether two places cannot be the same or one inside the other, as far as the gazetteer knows.

    Of what it does not know, a name is somewhere else; a description ("the police station", "a house off the main
    road") may be anywhere.
    """
    if one.unnamed or other.unnamed or any(len(f.name.split()) > _DESCRIBED for f in (one, other)):
        return False
    if any(is_water(f.name) for f in (one, other)) or _is_in(one.name, other.name) or _is_in(other.name, one.name):
        return False
    if one.place is None or other.place is None or one.place[0] != other.place[0]:
        return True
    return one.place[1] == other.place[1]


def within(day: str, month: str) -> bool:
    """Whether a day is told of the month that another telling has."""
    return len(month) == 7 and len(day) == 10 and day.startswith(month)


@lru_cache(maxsize=1 << 16)
def can_be_one(a: str, b: str) -> bool:
    """Whether two times allow one event; an approximate time is taken a unit wider on both sides."""
    x, y = edtf.parse(a), edtf.parse(b)
    if edtf.intersect(x, y) is not None:
        return True
    if not (x.approximate or y.approximate):
        return False
    slack = 366 if "year" in (x.precision, y.precision) else 31
    low = (x.begin.min or 0) - slack, (y.begin.min or 0) - slack
    high = (x.end.max or x.begin.max or 0) + slack, (y.end.max or y.begin.max or 0) + slack
    return low[0] <= high[1] and low[1] <= high[0]
