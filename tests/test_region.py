"""What is ordered again when events change: by look-ups, all that may have changed, and as if the whole were."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.account import Account, Quoted, Stated, from_json, slices, to_json
from kg.constraints import Story, implied
from kg.model import Event, RoleName, Span, Status
from kg.order import Constraint, Solution, solve
from kg.region import Known, Region, region
from kg.resolve import event_time
from kg.sequence import relations

TYPES = (
    "Arrest", "Arrest", "Arrest", "Detention", "Detention", "Release", "Birth", "Death", "Correspondence",
    "Performance", "Trial", "Verdict", "OathTaking", "Meeting", "Travel",
)  # fmt: skip
TIMES = (
    None, None, "2001", "2001-05", "2001-05-03", "2001-05-09", "2001-06", "2003", "2003/", "2001-05~", "1980",
)  # fmt: skip
ROLES: tuple[RoleName, ...] = ("patient", "patient", "agent", "theme", "participant", "speaker")


@dataclass(frozen=True)
class Told:
    """A fact before it is one of an event: who takes part, and the event it is put to."""

    stated: Stated
    roles: tuple[tuple[RoleName, str], ...]
    event: int


@dataclass(frozen=True)
class World:
    """Articles that are there, and what they are taken to say together."""

    accounts: tuple[Account, ...]
    told: Mapping[str, Told]
    named: frozenset[str]
    speakers: Mapping[str, str]
    different: Mapping[str, frozenset[str]]

    @property
    def events(self) -> dict[str, Event]:
        groups: dict[tuple[str, int], list[str]] = defaultdict(list)
        there = {stated.fact for account in self.accounts for stated in account.facts}
        there |= {fact for account in self.accounts for quote in account.quotes for fact in quote.planned}
        for fact, one in self.told.items():
            if fact in there:
                groups[one.stated.type, one.event].append(fact)
        found = {}
        for (type_, _), facts in groups.items():
            times = [time for fact in facts if (time := self.told[fact].stated.time)]
            roles = tuple(sorted({role for fact in facts for role in self.told[fact].roles}))
            id, status = min(facts), self.told[min(facts)].stated.status
            found[id] = Event(id, type_, tuple(sorted(facts)), event_time(times), status, roles, None, {})
        return found

    def story(self) -> Story:
        events = [self.events[id] for id in sorted(self.events)]
        return Story(events, self.accounts, self.named.__contains__, self.speaker, self.different.get)

    def speaker(self, article: str, span: Span) -> str | None:
        return self.speakers.get(article)


@st.composite
def articles(draw: st.DrawFn, name: str) -> tuple[Account, dict[str, Told]]:
    """An article with some facts, of which each fills a role or two with a few people."""
    told: dict[str, Told] = {}
    ids = [f"{letter}{name}" for letter in draw(st.permutations("fghijk"))][: draw(st.integers(1, 5))]
    for id in ids:
        status: Status = draw(st.sampled_from(["asserted", "asserted", "asserted", "alleged", "planned"]))
        others = [other for other in ids if other != id]
        stated = Stated(
            id, draw(st.sampled_from(TYPES)), status, draw(st.sampled_from(TIMES)),
            draw(st.sampled_from([None, None, None, "2002-01"])),
            draw(st.sampled_from([None, None, *others])), draw(st.sampled_from([None, None, 400])),
            tuple(
                (how, other)
                for how in draw(st.sets(st.sampled_from(["before", "after", "during", "since", "until"]), max_size=1))
                for other in others[:1]
            ),
        )  # fmt: skip
        roles = draw(st.sets(st.tuples(st.sampled_from(ROLES), st.sampled_from("PQR")), min_size=1, max_size=2))
        told[id] = Told(stated, tuple(sorted(roles)), draw(st.integers(0, 2)))
    real = tuple(one.stated for one in told.values() if one.stated.status != "planned")
    planned = tuple(id for id, one in told.items() if one.stated.status == "planned")
    done = tuple(stated.fact for stated in real if draw(st.booleans()))
    quotes = (Quoted(Span(0, 1), planned, done),) if planned and done else ()
    return Account(name, draw(st.sampled_from([None, "2002-03-01", "2004"])), real, quotes, ()), told


#: What may change in a world, one thing or two at a time.
KINDS = ("comes", "goes", "reprinted", "moved", "named", "spoken", "judged")


@st.composite
def changes(draw: st.DrawFn) -> tuple[World, World]:
    """A world and what became of it: articles came and went, facts went to other events, people got names."""
    names = "uvwxyz"
    pairs = {name: draw(articles(name)) for name in names}
    told = {id: one for _, own in pairs.values() for id, one in own.items()}
    there = draw(st.sets(st.sampled_from(names), min_size=3))
    accounts = {name: pairs[name][0] for name in names}
    facts, who, article = st.sampled_from(sorted(told)), st.sampled_from("PQR"), st.sampled_from(names)
    speakers = {name: draw(who) for name in names}
    before = World(tuple(accounts[n] for n in sorted(there)), told, frozenset(draw(st.sets(who))), speakers, {})
    named, different, stays = before.named, {}, set(there)
    for kind in draw(st.sets(st.sampled_from(KINDS), min_size=1, max_size=2)):
        if kind == "comes":
            stays.add(draw(article))
        elif kind == "goes":
            stays.discard(draw(article))
        elif kind == "reprinted":  # the same facts, printed on another day
            again = draw(article)
            accounts[again] = replace(accounts[again], published="2001-05-05")
        elif kind == "moved":
            some = draw(st.sets(facts, max_size=2))
            told = told | {id: replace(told[id], event=draw(st.integers(0, 2))) for id in some}
        elif kind == "named":
            named = named ^ {draw(who)}
        elif kind == "spoken":
            speakers = speakers | {draw(article): draw(who)}
        else:
            a, b = draw(facts), draw(facts)
            different = {a: frozenset((b,)), b: frozenset((a,))}
    return before, World(tuple(accounts[n] for n in sorted(stays)), told, named, speakers, different)


def ordered_again(before: World, after: World) -> Region:
    """The region of a change, with look-ups over what is there, and accounts that come from JSON."""
    was = {fact: one for account in before.accounts for fact, one in slices(account).items()}
    now = {f: from_json(to_json(one)) for account in after.accounts for f, one in slices(account).items()}
    part_of = solve(implied(before.story())).part_of
    filling: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for event in after.events.values():
        for (role, entity), type_ in product(event.roles, (event.type, "*")):
            filling[type_, role, entity].add(event.id)
    event_of = {fact: event.id for event in after.events.values() for fact in event.facts}
    known = Known(
        events=lambda ids: [after.events[id] for id in sorted(ids) if id in after.events],
        filling=lambda *what: sorted(filling.get(what, ())),
        event_of=event_of.get,
        account=now.get,
        was=was.get,
        named=after.named.__contains__,
        entity_of=after.speaker,
        together=lambda id: [other for other, part in part_of.items() if part == part_of.get(id)],
        apart=after.different.get,
    )

    def same(id: str) -> bool:
        one, other = before.events.get(id), after.events.get(id)
        if one is None or one != other:
            return False
        judged = [(w.different.get(f, frozenset())) for w in (before, after) for f in one.facts]
        half = len(judged) // 2
        return all(was.get(f) == now.get(f) for f in one.facts) and judged[:half] == judged[half:]

    changed = {id for id in before.events.keys() | after.events.keys() if not same(id)}
    return region(
        [before.events[id] for id in sorted(changed) if id in before.events],
        [after.events[id] for id in sorted(changed) if id in after.events],
        known,
        renamed=sorted(before.named ^ after.named),
        quoted=[a for a in after.accounts if before.speakers[a.article] != after.speakers[a.article]],
    )


def of(constraints: Iterable[Constraint], events: Iterable[str]) -> tuple[Constraint, ...]:
    own = set(events)
    return tuple(c for c in constraints if own.intersection((c.earlier.event, c.later.event)))


def ends(solution: Solution, events: Iterable[str]) -> dict[str, object]:
    """All that a solution says of some events."""
    own = set(events)
    return {
        event: (
            solution.days[event],
            event in solution.contested,
            [solution.why(event, end, side) for end in ("begin", "end") for side in ("min", "max")],
            of(solution.kept, [event]),
            [c for c in solution.conflicts if event in c.events],
            [r for r in relations(solution) if event in r[1:]],
            solution.part_of[event],
        )
        for event in own & solution.days.keys()
    }


# Of what changed, what did not change and is ordered again


def account(name: str, *facts: Stated, quotes: tuple[Quoted, ...] = ()) -> Account:
    return Account(name, "2004", facts, quotes, ())


def world(*accounts: Account, roles: Mapping[str, str], named: str = "", speaker: str = "P") -> World:
    """Accounts of facts, each an event of its own, in which somebody has a role ("agent P")."""
    types = {s.fact: s for one in accounts for s in one.facts}
    told = {
        fact: Told(types.get(fact) or Stated(fact, "OathTaking", "planned"), (tuple(role.split()),), n)  # type: ignore[arg-type]
        for n, (fact, role) in enumerate(roles.items())
    }
    return World(accounts, told, frozenset(named), dict.fromkeys("uvwxyz", speaker), {})


SAID = account("v", Stated("f", "Meeting", "asserted"), quotes=(Quoted(Span(0, 1), ("p",), ("f",)),))
OATH = account("w", Stated("o", "OathTaking", "asserted", "2001-05-03"))


def test_what_is_said_before_an_oath_is_ordered_again_when_the_oath_is_told() -> None:
    before = world(SAID, roles={"f": "agent Q", "p": "agent P"})
    after = world(SAID, OATH, roles={"f": "agent Q", "p": "agent P", "o": "agent P"})
    after = replace(after, told=after.told | {"o": replace(after.told["o"], event=after.told["p"].event)})
    found = ordered_again(before, after)
    assert "f" in found.events and "spoken" in {c.why for c in found.constraints}


def test_what_is_said_is_ordered_again_when_its_speaker_is_about_to_do_two_things() -> None:
    quote = Quoted(Span(0, 1), ("p", "q"), ("f",))
    said = account("v", Stated("f", "Meeting", "asserted"), quotes=(quote,))
    done = [account(f"{n}", Stated(n, "OathTaking", "asserted")) for n in "wx"]
    roles = {"f": "agent Q", "p": "agent P", "q": "agent R", "w": "agent P", "x": "agent R"}
    before = world(said, *done, roles=roles)
    put = {"w": "p", "x": "q"}
    told = before.told | {one: replace(before.told[one], event=before.told[to].event) for one, to in put.items()}
    before = replace(before, told=told)
    after = replace(before, told=told | {"q": replace(told["q"], roles=(("agent", "P"),))})
    assert "spoken" in {c.why for c in implied(before.story())}
    assert "f" in ordered_again(before, after).events
    assert "spoken" not in {c.why for c in implied(after.story())}


def test_what_is_said_comes_before_neither_of_two_things_where_only_one_is_ordered_again() -> None:
    met = Stated("f", "Meeting", "asserted", order=(("after", "w"),))
    oath = Stated("w", "OathTaking", "asserted")
    said = account("v", met, oath, quotes=(Quoted(Span(0, 1), ("p", "q"), ("f",)),))
    other, more = account("x", Stated("x", "Travel", "asserted")), account("y", Stated("y", "OathTaking", "asserted"))
    roles = {"f": "agent Q", "p": "agent P", "q": "agent P", "w": "agent P", "x": "agent P", "y": "agent P"}
    before, after = (world(*accounts, roles=roles) for accounts in ((said, other), (said, other, more)))
    put = {"w": "p", "x": "q", "y": "p"}
    told = after.told | {one: replace(after.told[one], event=after.told[to].event) for one, to in put.items()}
    told["q"] = replace(told["q"], stated=Stated("q", "Travel", "planned"))
    found = ordered_again(replace(before, told=told), replace(after, told=told))
    assert "f" in found.events and "x" not in found.events
    assert "spoken" not in {c.why for c in found.constraints}


def test_what_is_said_is_ordered_again_when_its_speaker_is_somebody_else() -> None:
    roles = {"f": "agent Q", "p": "agent P", "o": "agent P"}
    before, after = (world(SAID, OATH, roles=roles, speaker=who) for who in "RP")
    oath = before.told["p"].event
    both = [replace(w, told=w.told | {"o": replace(w.told["o"], event=oath)}) for w in (before, after)]
    found = ordered_again(*both)
    assert "f" in found.events and "spoken" in {c.why for c in found.constraints}


def test_what_seldom_happens_twice_is_ordered_again_when_somebody_gets_a_name() -> None:
    days = {"v": "2001-05-03", "w": "2001-05-09"}
    arrests = [account(id, Stated(id, "Arrest", "asserted", day)) for id, day in days.items()]
    before, after = (world(*arrests, roles={"v": "patient P", "w": "patient P"}, named=who) for who in ("", "P"))
    found = ordered_again(before, after)
    assert found.events == {"v", "w"} and "seldom-suffered" in {c.why for c in found.constraints}


def test_an_arrest_more_of_somebody_orders_the_detention_again_that_the_other_one_began() -> None:
    told = [
        account("v", Stated("v", "Arrest", "asserted", "2001-05-03")),
        account("w", Stated("w", "Detention", "asserted")),
        account("x", Stated("x", "Arrest", "asserted", "1980")),
    ]
    roles = {"v": "patient P", "w": "patient P", "x": "patient P"}
    before, after = (world(*accounts, roles=roles) for accounts in (told[:2], told))
    assert {"v", "w"} <= ordered_again(before, after).events


def test_a_detention_that_is_ordered_again_is_begun_by_no_arrest_where_another_is_told() -> None:
    letter = Stated("w", "Correspondence", "asserted", order=(("after", "v"), ("after", "x")))
    arrest = Stated("x", "Arrest", "asserted", "2001-05-03")
    told = [
        account("v", Stated("v", "Detention", "asserted"), letter, arrest),
        account("y", Stated("y", "Detention", "asserted", "1980/")),
        account("z", Stated("z", "Correspondence", "asserted", "2003")),
    ]
    roles = {"v": "patient P", "w": "theme Q", "x": "patient P", "y": "patient P", "z": "theme Q"}
    before, after = (world(*accounts, roles=roles) for accounts in (told[:2], told))
    joined = after.told | {"z": replace(after.told["z"], event=after.told["w"].event)}
    found = ordered_again(before, replace(after, told=joined))
    assert "v" in found.events and "arrest-detention" not in {c.why for c in found.constraints}


def test_what_somebody_did_is_ordered_again_only_when_their_birth_has_another_day() -> None:
    days = {"u": "1980", "v": "1980", "w": "1981"}
    born = [account(id, Stated(id, "Birth", "asserted", day)) for id, day in days.items()]
    deed = account("x", Stated("x", "Meeting", "asserted", "2003"))
    roles = {"u": "patient P", "v": "patient P", "w": "patient P", "x": "agent P"}
    one = world(born[0], deed, roles=roles)
    assert "x" in ordered_again(one, world(born[0], born[2], deed, roles=roles)).events
    assert "x" not in ordered_again(one, world(born[0], born[1], deed, roles=roles)).events


# Whatever the change


@settings(max_examples=200, deadline=None)
@given(changes())
def test_a_region_is_ordered_as_the_whole_is_and_the_rest_stays_as_it_was(change: tuple[World, World]) -> None:
    before, after = change
    found = ordered_again(before, after)
    was, now = implied(before.story()), implied(after.story())
    assert found.constraints == of(now, found.events)
    whole, part = solve(now), solve(found.constraints)
    assert ends(part, part.days) == ends(whole, found.events)
    rest = after.events.keys() - found.events
    assert rest <= before.events.keys()
    assert of(was, rest) == of(now, rest)
    assert ends(solve(was), rest) == ends(whole, rest)
