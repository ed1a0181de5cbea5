"""Tellings of different articles joined to events: by who took part, when and in what words, and by one story.

    dirty = happen(workings, came, went, renamed, same, different)     the groups whose event is to be made again

Cost: what is compared are tellings that share a participant and something more, and those of articles that share words;
what very many share is passed over, so that a telling is compared with no more of them in a large graph.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from kg import stories
from kg.digest import Digest, telling
from kg.kinship import UNREAL, Figure, Telling, against, kinship, together
from kg.model import Span
from kg.naming import JUDGED, Renamed, in_others, named_in
from kg.parts import Pair, Scores
from kg.sharing import Tie, block, crossed, near, ties
from kg.workings import Workings, article_of, article_of_group

#: Words that more articles than this have are no sign of one story.
CROWD = 60
#: So many of the words that stand for an article (`kg.stories.sketch`) are in one that may tell its story as well.
_COMMON = 2
#: How much more alike the article of one event must be than that of another which it could be as well.
_MARGIN = 0.03
#: How alike articles must be for the same words of the same person to tell one event in both.
_NEAR = 0.12
#: So many names at least, and so alike in them, are two articles of one story in two languages.
_NAMES, _ABROAD = 3, 0.25
#: Types that say too little, and those of which one story tells many: of these, the same with somebody named.
_ANY, _MANY = frozenset({"Event", "Statement"}), frozenset({"Crime", "Decision", "Investigation", "Lawsuit", "Meeting"})
#: How many days lie at most between the articles in which they do.
_MONTH = 31


def happen(
    work: Workings,
    came: Sequence[Digest],
    went: Sequence[Digest],
    renamed: Renamed,
    same: Sequence[Pair],
    different: Sequence[Pair],
    sizes: dict[Tie, int],
) -> set[str]:
    """Take the tellings of articles in, and those that went out, and join again what is concerned; the groups of facts
    that are there and new, or with others than before, or told of somebody who is called otherwise.

    `same` and `different` are pairs of groups that a person judged; `sizes` is what `unblock` noted."""
    new = {one.group_key(group) for one in came for group in one.groups}
    gone = {one.group_key(group) for one in went for group in one.groups} - new
    tellings = Tellings(work)
    touched = new | _stories(work, came, went)
    for one in came:
        block(work, one, sizes)
    touched |= crossed(work, sizes)
    touched |= {group for u in renamed.altered for group in work.filling.of(u)}
    retold = [told for id in renamed.articles if (told := work.digests.get(id)) is not None]
    touched |= {one.group_key(group) for one in retold for group in one.groups}
    judged = dict([*same, *((b, a) for a, b in same)])
    scores: dict[str, Scores | None] = {group: tellings.scores(group, judged.get(group)) for group in sorted(touched)}
    concerned = work.events.change({**scores, **dict.fromkeys(gone)})
    moved = work.events.join(
        concerned, tellings.order, tellings.against, same, different, tellings.unambiguous, tellings.opposed
    )
    return new | moved | {group for u in renamed.settled for group in work.filling.of(u)}


@dataclass
class Tellings:
    """The groups of facts of articles, as kinship asks of them, with who is who."""

    work: Workings
    known: dict[str, Telling] = field(default_factory=dict)
    figures: dict[str, Figure] = field(default_factory=dict)
    articles: dict[str, frozenset[str]] = field(default_factory=dict)
    alike: dict[Pair, float] = field(default_factory=dict)
    likes: dict[str, list[Digest]] = field(default_factory=dict)
    abroad: dict[str, list[tuple[Digest, float]]] = field(default_factory=dict)
    wholes: dict[tuple[str, ...], Telling] = field(default_factory=dict)

    def of(self, group: str) -> Telling:
        if group not in self.known:
            one = self.work.digests[article_of_group(group)]
            ids = self.entities(one)
            for members in one.groups:
                facts = one.told(members)
                apart = frozenset().union(*(one.apart.get(f.id, ()) for f in facts))
                self.known[one.group_key(members)] = telling(one.id, facts, ids, apart)
        return self.known[group]

    def entities(self, one: Digest) -> dict[Span, str]:
        """The entity of each mention of an article."""
        found: dict[Span, str] = {}
        for cluster in one.clusters:
            id = self.work.entity_of[self.work.unit_of[cluster.key]]
            found.update(dict.fromkeys(cluster.spans, id))
        return found

    def figure(self, id: str) -> Figure:
        if id not in self.figures:
            one = self.work.entities[id]
            authors = {key for u in one.units for prop, key in self.work.units[u].links if prop == "author"}
            self.figures[id] = Figure(
                one.kind, one.name, one.place, one.unnamed,
                frozenset(self.work.entity_of[self.work.unit_of[key]] for key in authors),
                partial(self._articles, id),
            )  # fmt: skip
        return self.figures[id]

    def _articles(self, id: str) -> frozenset[str]:
        """The articles that mention an entity, which may be very many."""
        if id not in self.articles:
            units = self.work.entities[id].units
            self.articles[id] = frozenset(article_of(key) for u in units for key in self.work.clusters_of.of(u))
        return self.articles[id]

    def order(self, group: str) -> tuple[str, Span]:
        return article_of_group(group), min(fact.trigger for fact in self.of(group).facts)

    def against(self, a: str, b: str) -> bool:
        return against(self.of(a), self.of(b), self.figure, loosely=True)

    def opposed(self, mine: Sequence[str], theirs: Sequence[str]) -> bool:
        """Whether something speaks against two sets of groups being of one event: whoever may be anybody of the other
        set speaks for it."""
        return against(self._whole(mine), self._whole(theirs), self.figure, loosely=True)

    def _whole(self, groups: Sequence[str]) -> Telling:
        key = tuple(groups)
        if key not in self.wholes:
            self.wholes[key] = together([self.of(group) for group in groups])
        return self.wholes[key]

    def scores(self, group: str, judged: str | None) -> dict[str, float]:
        """How much speaks for each group that may be of one event with this one being so."""
        found = {judged: JUDGED} if judged else {}
        one = self.of(group)
        for other in self._sharing(group, one):
            a, b = sorted((group, other))
            near = self._near(one.article, self.of(other).article)
            score = kinship(self.of(a), self.of(b), self.figure, near)
            if score > 0:
                found.setdefault(other, score)
        for other, score in self._in_story(group, one):
            if other not in found and not self.against(group, other):
                found[other] = score
        return found

    def unambiguous(self, group: str, near: Mapping[str, float]) -> Mapping[str, float]:
        """The scores of a group without those by story, where nobody is named in it and another event could be meant
        as well: it stays alone."""
        told = [(score, other) for other, score in near.items() if score < 1]
        if not told or any(not self.figure(id).unnamed for id in self.of(group).everyone):
            return near
        best, likely = max(told, key=lambda pair: (pair[0], pair[1]))
        rivals = (other for score, other in told if other != likely and score > best - _MARGIN)
        if any(self.against(likely, other) for other in rivals):
            return {other: score for other, score in near.items() if score >= 1}
        return near

    def _sharing(self, group: str, one: Telling) -> list[str]:
        """The other groups that share what `ties` says; words alone in articles of one time and story."""
        own = list(ties(one, self.work.words[one.article].printed))
        found = {other for tie in own if tie.form != "words" for other in near(self.work, tie)}
        words = {other for tie in own if tie.form == "words" for other in near(self.work, tie)} - found
        found |= {other for other in words if self._near(one.article, article_of_group(other))}
        return sorted(found - {group})

    def _in_story(self, group: str, one: Telling) -> Iterator[tuple[str, float]]:
        """The groups told in the same words in articles that may tell one story, and in articles of other languages
        the only one of its type: with how alike the articles are."""
        for other in self._like(one.article):
            same = (key for members in other.groups if (key := self._told_so(other, members, one)))
            yield from ((key, self._alike(one.article, other.id)) for key in same)
        mine = self.work.digests[one.article]
        if _only(mine, one.type, one.unreal) == group:
            for other, score in self._abroad(mine):
                only = _only(other, one.type, one.unreal)
                if only is not None and (one.type not in _MANY or self._together(one, self.of(only))):
                    yield only, score

    def _together(self, a: Telling, b: Telling) -> bool:
        """Whether somebody or something with a name takes part in both, in what is said to be the same."""
        return bool(a.senses & b.senses) and any(not self.figure(id).unnamed for id in a.everyone & b.everyone)

    def _abroad(self, one: Digest) -> list[tuple[Digest, float]]:
        """The articles of other languages that may tell the story of one, by the names in both."""
        if one.id not in self.abroad:
            near = Counter(in_others(self.work, one))
            ids = sorted(id for id, names in near.items() if names >= _NAMES - 1)
            found = ((self.work.digests[id], self._named_alike(one, self.work.digests[id])) for id in ids)
            self.abroad[one.id] = [(other, score) for other, score in found if score >= _ABROAD]
        return self.abroad[one.id]

    def _named_alike(self, one: Digest, other: Digest) -> float:
        """How alike two articles are by who and what they name: the cosine of the two sets; 0 for fewer than a few
        names, or places alone."""
        mine, theirs = named_in(self.work, one), named_in(self.work, other)
        both = mine & theirs
        if len(both) < _NAMES or all(self.work.entities[id].kind == "Place" for id in both):
            return 0.0
        return float(len(both) / (len(mine) * len(theirs)) ** 0.5)

    def _like(self, article: str) -> list[Digest]:
        """The other articles that may tell the story of one."""
        if article not in self.likes:
            near = Counter(_sharing_words(self.work, article))
            ids = sorted(id for id, words in near.items() if words >= _COMMON and id != article)
            told = [id for id in ids if self._alike(article, id) >= stories.ONE_STORY]
            self.likes[article] = [self.work.digests[id] for id in told]
        return self.likes[article]

    def _told_so(self, other: Digest, group: tuple[int, ...], one: Telling) -> str:
        same = other.facts[group[0]].type == one.type and any(other.facts[n].rule in one.senses for n in group)
        return other.group_key(group) if same else ""

    def _near(self, a: str, b: str) -> bool:
        """Whether two articles tell of one time: of one month, and at least something of each other's story, or of two
        languages and by the names in both."""
        if a == b:
            return True
        first, second = (self.work.words[id].printed for id in (a, b))
        months = first is None or second is None or abs(first - second) <= _MONTH
        if not months or self._alike(a, b) >= _NEAR:
            return months
        return any(other.id == b for other, _ in self._abroad(self.work.digests[a]))

    def _alike(self, a: str, b: str) -> float:
        pair = (min(a, b), max(a, b))
        if pair not in self.alike:
            self.alike[pair] = stories.alike(*(self.work.words[id].words for id in pair))
        return self.alike[pair]


def _only(one: Digest, type_: str, unreal: bool) -> str | None:
    """The one group of a type that an article tells as real, or as unreal; None where there are several, or the type
    says too little."""
    found = [g for g in one.groups if (f := one.facts[g[0]]).type == type_ and (f.status in UNREAL) == unreal]
    return one.group_key(found[0]) if len(found) == 1 and type_ not in _ANY else None


# ---- the words of articles


def _sharing_words(work: Workings, article: str) -> Iterator[str]:
    """The articles with a word that stands for both, once for each such word; one that too many have says nothing."""
    for word in stories.sketch(work.words[article].words):
        yield from work.stories.few(word, CROWD) or ()


def _stories(work: Workings, came: Sequence[Digest], went: Sequence[Digest]) -> set[str]:
    """Note which words articles tell their stories in; the groups of those whose words came to be those of a crowd, or
    no longer are."""
    before: dict[str, bool] = {}
    for digests, change in ((went, work.stories.discard), (came, work.stories.add)):
        for one in digests:
            for word in stories.sketch(one.words):
                if word not in before:
                    before[word] = work.stories.few(word, CROWD) is None
                change(word, one.id)
    crossed = [word for word, crowd in before.items() if crowd != (work.stories.few(word, CROWD) is None)]
    articles = {id for word in crossed for id in work.stories.of(word)}
    return {one.group_key(group) for id in articles for one in (work.digests[id],) for group in one.groups}
