"""Who and what the mentions of one article stand for.

Names meet their short and variant forms over the whole article; then the article is read in order, and documents,
relatives, descriptions and pronouns find what they stand for by number, owner, author and how recently and in what
role it was last told. Where two candidates are as good as each other, none is taken.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass, field

from kg.extract.draft import Draft, Reading
from kg.extract.nominals import Nominal
from kg.extract.sentence import Sentence
from kg.language import folded
from kg.model import Kind, Known, Link, Mention, Quote, Span

#: A pronoun looks back over this many sentences.
WINDOW = 3
#: The better of two candidates must be better by this much, or neither is taken.
MARGIN = 0.3
#: How much each mention of somebody (the first five) speaks for them where a pronoun says its gender.
PROMINENCE = 0.25
#: The same of a person (the first eight) where a pronoun does not: an article goes on about whom it is of.
MAIN = 0.3
#: How much speaks for whoever says what a pronoun stands in.
TELLER = 1.0
#: How much speaks for what was done something to, where a pronoun is of what is done something to.
DONE_TO = 0.4
#: Less than so many code points behind a quotation stands who speaks it.
_NEAR = 5
ANIMATE = ("Person", "Group", "Organisation")
SUBJECT = ("subject", "ergative")


@dataclass(frozen=True)
class Passage:
    """A stretch of a sentence inside or outside a quotation, as read: `index` counts sentences."""

    index: int
    sentence: Sentence
    reading: Reading
    quote: Span | None = None


@dataclass
class Referent:
    """What mentions stand for: `seen` is the index of the sentence and `role` the place it was last told in."""

    kind: Kind
    name: str = ""
    cls: str = ""
    number: str = "any"
    gender: str = ""
    mentions: list[Span] = field(default_factory=list)
    titles: set[str] = field(default_factory=set)
    owner: Referent | None = None
    noun: str = ""
    author: Referent | None = None
    recipient: Referent | None = None
    client: Referent | None = None
    seen: int = -1
    position: int = -1
    role: str = ""


@dataclass(frozen=True)
class Discourse:
    """`referents` by mention span, quotations with their speakers, and the links the article states."""

    referents: dict[Span, Referent]
    quotes: tuple[Quote, ...]
    links: tuple[Link, ...]


def resolve(
    passages: Sequence[Passage], quotes: Sequence[Span], vocatives: Sequence[Span], courts: Set[str] = frozenset()
) -> Discourse:
    """Find what every nominal stands for and who speaks each quotation. Linear in the mentions, times the window.

    A name that one of the words `courts` ends may be how the only longer one of the article ends ("the High Court")."""
    story = _Story(quotes, vocatives, courts)
    story.names([n for p in passages for n in p.sentence.nominals if n.sort == "name"])
    for passage in passages:
        story.read(passage)
    return Discourse(story.of, tuple(story.quoted[q] for q in sorted(story.quoted)), tuple(story.links))


def antecedent(referents: dict[Span, Referent], mention: Mention) -> Span | None:
    """The mention that names best what `mention` stands for; None when it is that mention itself or stands alone."""
    referent = referents.get(mention.span)
    if referent is None or referent.mentions[0] == mention.span:
        return None
    return referent.mentions[0]


class _Story:
    """What has been told so far while an article is read in order."""

    def __init__(self, quotes: Sequence[Span], vocatives: Sequence[Span], courts: Set[str]) -> None:
        self.of: dict[Span, Referent] = {}
        self.known: list[Referent] = []
        self.quotes, self.vocatives, self.courts = quotes, vocatives, courts
        self.quoted: dict[Span, Quote] = {}
        #: The sentence of a quotation that another sentence opened: a clause of speech of its own knows better.
        self.unsure: dict[Span, int] = {}
        self.links: list[Link] = []
        self.frame: Passage | None = None

    # -- names, over the whole article

    def names(self, nominals: Sequence[Nominal]) -> None:
        """Longest names first, so that a short form finds the full one.

        A short form that two people could bear is of whom it was used for before, else of the one who is named in full
        twice as often as anybody else of that name (a wife and a son are named once), else of whom was named last.
        """
        borne: dict[str, Referent] = {}
        by_parts: dict[tuple[Kind, str], list[tuple[int, Referent]]] = {}
        brought: dict[Known, Referent] = {}
        for n in sorted(nominals, key=lambda n: (-len(n.mention.name.split()), n.span)):
            parts = folded(n.mention.name).replace("-", " ").split()
            kind = n.mention.kind
            hits = [by_parts.get((kind, _loose(part)), []) for part in parts]
            short = len(hits) == 1 and hits[0]
            owners = [borne.get(parts[0]) or _whom(hits[0], n.span.start)] if short else []
            if owners and kind == "Person":
                borne[parts[0]] = owners[0]
            if len(parts) > 1 or kind != "Person":
                whole = [r for _, r in hits[0] if _same(r.name, n.mention.name)] if hits else []
                owners = whole[:1]
                if not owners and kind == "Person" and all(hits):
                    shared = [r for _, r in hits[0] if all(any(r is other for _, other in h) for h in hits[1:])]
                    owners = shared[:1]
                if not owners and kind == "Organisation" and parts[-1] in self.courts:
                    owners = self._in_full(parts)
            if n.mention.known is not None:
                owners = [brought[n.mention.known]] if n.mention.known in brought else []
            referent = owners[0] if owners else Referent(kind, n.mention.name, n.mention.cls)
            if not owners:
                self.known.append(referent)
            if n.mention.known is not None:
                brought[n.mention.known] = referent
            for part in parts:
                by_parts.setdefault((kind, _loose(part)), []).append((n.span.start, referent))
            referent.mentions.append(n.span)
            referent.titles.update(n.modifiers)
            referent.gender = referent.gender or n.gender
            self.of[n.span] = referent

    def _in_full(self, parts: Sequence[str]) -> list[Referent]:
        """The court that is named in full where it is the only one whose name ends in these words."""
        longer = [r for r in self.known if r.kind == "Organisation" and len(r.name.split()) > len(parts)]
        full = [r for r in longer if folded(r.name).split()[-len(parts) :] == parts]
        return full if len(full) == 1 else []

    # -- in order

    def read(self, passage: Passage) -> None:
        if passage.quote and passage.quote not in self.quoted:
            self._open(passage, passage.quote)
        owners = {n.span: owner for n, owner in passage.reading.owners}
        for described, name in passage.reading.same:
            self._name(passage, described, name)
        for n in passage.sentence.nominals:
            if n.span not in self.of:
                referent = self._find(passage, n, owners.get(n.span))
                if referent is not None:
                    self.of[n.span] = referent
                    referent.mentions.append(n.span)
            self._touch(passage, n)
            if n.span in owners and not passage.sentence.counsels.isdisjoint((*n.modifiers, _noun(passage, n))):
                self._speaks_for(n, owners[n.span])
        for n, owner in passage.reading.owners:
            self._own(n, owner)
        for draft in passage.reading.clauses:
            self._write(draft)
        if passage.quote is None:
            self.frame = passage
            self._close(passage)

    def _name(self, passage: Passage, described: Nominal, name: Nominal) -> None:
        """ "the mayor, X": the description becomes a title of the one it names; "she was born X": two names of one."""
        referent = self.of.get(name.span)
        if described.sort == "pronoun":
            whose = self._referent(passage, described)
            if whose is not None and referent is not None and whose is not referent:
                self._join(whose, referent)
        elif referent is not None and described.span not in self.of:
            self.of[described.span] = referent
            referent.mentions.append(described.span)
            referent.titles.add(_noun(passage, described))
            referent.gender = referent.gender or described.gender

    def _join(self, one: Referent, other: Referent) -> None:
        """Two referents turn out to be one: the first, with the mentions of both."""
        self.known = [r for r in self.known if r is not other]
        for span in other.mentions:
            self.of[span] = one
        one.mentions += other.mentions
        one.titles |= other.titles

    def _touch(self, passage: Passage, n: Nominal) -> None:
        referent = self.of.get(n.span)
        if referent is not None:
            referent.seen, referent.position = passage.index, n.span.start
            referent.role = _role_of(passage, n)

    def _speaks_for(self, lawyer: Nominal, owner: Nominal) -> None:
        """"X's lawyer, Y": "my client" is X where Y says so."""
        counsel, client = self.of.get(lawyer.span), self.of.get(owner.span)
        if counsel is not None and client is not counsel:
            counsel.client = client

    def _find(self, passage: Passage, n: Nominal, owner: Nominal | None) -> Referent | None:
        finder = {
            "document": self._document, "statute": self._statute, "kin": self._kin, "people": self._people,
            "pronoun": self._pronoun,
        }[n.sort]  # fmt: skip
        return finder(passage, n, owner)

    def _new(self, n: Nominal, noun: str, owner: Referent | None = None) -> Referent:
        m = n.mention
        referent = Referent(m.kind, m.name, m.cls, n.number, n.gender, noun=noun, owner=owner)
        self.known.append(referent)
        return referent

    def _statute(self, passage: Passage, n: Nominal, owner: Nominal | None) -> Referent:
        for referent in self.known:
            if referent.cls == "Legislation" and referent.noun == n.modifiers[0]:
                return referent
        return self._new(n, n.modifiers[0])

    def _kin(self, passage: Passage, n: Nominal, owner: Nominal | None) -> Referent:
        whose = self.of.get(owner.span) if owner else None
        noun = " ".join([*n.modifiers, _noun(passage, n)])
        for referent in reversed(self.known):
            if (
                referent.name
                and _noun(passage, n) in referent.titles
                and referent.owner is not None
                and referent.owner is whose
            ):
                return referent
            if referent.noun == noun and referent.kind == n.mention.kind and (referent.owner is whose or whose is None):
                return referent
        return self._new(n, noun, whose)

    def _people(self, passage: Passage, n: Nominal, owner: Nominal | None) -> Referent | None:
        noun = _noun(passage, n)
        if _is_new(passage, n, 2):
            return self._new(n, noun)
        if noun in passage.sentence.clients and owner is not None:
            counsels = [r for r in self.known if r.client is not None and r.seen >= passage.index - WINDOW]
            return counsels[0].client if len(counsels) == 1 else self._new(n, noun)
        titled = [r for r in self.known if noun in r.titles]
        if len(titled) == 1:
            return titled[0]
        if n.definite and noun in passage.sentence.bodies:
            bodies = [r for r in self.known if self._is_body(passage, r)]
            if bodies:
                return max(bodies, key=lambda r: _likely_body(passage, noun, r))
        if n.mention.kind == "Organisation":
            named = [
                r
                for r in self.known
                if r.kind == "Organisation" and r.seen >= 0 and folded(r.name).split()[-1:] == [noun]
            ]
            if named:
                return max(named, key=lambda r: r.position)
        for referent in reversed(self.known):
            if referent.noun == noun and not referent.name and (n.definite or n.mention.kind == "Organisation"):
                return referent
        return self._new(n, noun)

    def _is_body(self, passage: Passage, r: Referent) -> bool:
        """Whether "the company" can stand for it: a named organisation, told before, that is not of another sort."""
        parts = set(folded(r.name).split())
        return r.kind == "Organisation" and bool(r.name) and r.seen >= 0 and not parts & passage.sentence.institutions

    def _document(self, passage: Passage, n: Nominal, owner: Nominal | None) -> Referent:
        author = self._author(passage, n, owner)
        such = not passage.sentence.such.isdisjoint(passage.sentence.words[max(0, n.first - 3) : n.first])
        indefinite = _is_new(passage, n, 3) and not such  # "any such letter"
        same = [r for r in self.known if r.kind == "Document" and r.cls == n.mention.cls]
        if author is not None:
            known = [r for r in same if r.author is author]
            if known:
                return known[-1]
            open_ = [r for r in same if r.author is None and r.seen >= passage.index - 1 and not indefinite]
            return open_[-1] if open_ else self._new(n, _noun(passage, n))
        if same and not indefinite:
            return max(same, key=lambda r: r.position)
        return self._new(n, _noun(passage, n))

    def _author(self, passage: Passage, n: Nominal, owner: Nominal | None) -> Referent | None:
        """Who wrote a document: whose it is said to be, or who writes or sends it in the clause."""
        if owner is not None:
            return self.of.get(owner.span)
        for draft in passage.reading.clauses:
            if draft.type == "Correspondence" and any(m is n for _, m in draft.arguments):
                agent = _agent(draft)
                if agent is not None:
                    return self._referent(passage, agent)
        return None

    def _referent(self, passage: Passage, n: Nominal) -> Referent | None:
        """What a nominal stands for, also when it comes later in the passage than what asks."""
        if n.span not in self.of and n.sort in ("pronoun", "people"):
            found = self._find(passage, n, None)
            if found is not None:
                self.of[n.span] = found
                found.mentions.append(n.span)
        return self.of.get(n.span)

    # -- pronouns

    def _pronoun(self, passage: Passage, n: Nominal, owner: Nominal | None) -> Referent | None:
        quote = self.quoted.get(passage.quote) if passage.quote else None
        if n.person in ("1", "2"):
            if quote is None or n.number == "plural":
                return None
            span = quote.speaker if n.person == "1" else quote.addressee
            return self.of.get(span) if span else None
        if n.person == "self":
            return self._own_subject(passage, n)
        if n.number == "thing" and not n.gender:
            things = [
                r for r in self.known if r.kind == "Document" and r.cls != "Legislation" and r.seen >= passage.index - 2
            ]
            return max(things, key=lambda r: r.position) if things else None
        return self._third(passage, n, quote)

    def _own_subject(self, passage: Passage, n: Nominal) -> Referent | None:
        for draft in passage.reading.clauses:
            if any(m is n for _, m in draft.arguments) or not draft.arguments:
                agent = _agent(draft)
                if agent is not None and agent is not n:
                    return self.of.get(agent.span)
        before = [
            self.of[m.span]
            for m in passage.sentence.nominals
            if m.first < n.first and m.span in self.of and m.mention.kind in ANIMATE
        ]
        return before[0] if before else None

    def _third(self, passage: Passage, n: Nominal, quote: Quote | None) -> Referent | None:
        barred = {id(self.of[s]) for s in ((quote.speaker, quote.addressee) if quote else ()) if s in self.of}
        barred |= {
            id(self.of[m.span]) for m in (*_clause_mates(passage, n), *_subject_around(passage, n)) if m.span in self.of
        }
        barred |= self._quoted_by(passage, n)
        teller = self._teller(passage, n)
        scored = sorted(
            (
                (self._score(passage, n, r) + (TELLER if r is teller else 0.0), r.position, r)
                for r in self.known
                if self._possible(passage, n, r) and id(r) not in barred
            ),
            key=lambda s: (-s[0], -s[1]),
        )
        if not scored or (len(scored) > 1 and scored[0][0] - scored[1][0] < MARGIN):
            return None
        found = scored[0][2]
        ahead = self._ahead(passage, n)
        if ahead is not None and ahead is not found and not (found.gender and n.gender):
            return None
        found.gender = found.gender or (n.gender if found.kind == "Person" else "")
        return found

    def _quoted_by(self, passage: Passage, n: Nominal) -> set[int]:
        """Whom a quotation right before "…," he said, names or points to: not whoever speaks it."""
        draft = _speech(passage)
        if passage.quote is not None or draft is None or _agent(draft) is not n:
            return set()
        here = passage.sentence.span
        near = [q for q in self.quoted if 0 <= here.start - q.end < _NEAR or here.covers(q)]
        return {id(r) for span, r in self.of.items() if any(q.covers(span) for q in near)}

    def _teller(self, passage: Passage, n: Nominal) -> Referent | None:
        """Who says what a pronoun stands in: "X says that the letter never reached him"."""
        for draft in passage.reading.clauses:
            if draft.saying is not None and any(m is n for _, m in draft.arguments):
                agent = _agent(draft.saying)
                return self.of.get(agent.span) if agent is not None else None
        return None

    def _ahead(self, passage: Passage, n: Nominal) -> Referent | None:
        """"Before his arrest X had …": whom a possessive that opens a clause may be of as well, the subject behind
        it."""
        if passage.reading.reflexive or n.relation != "genitive" or n.gender == "n":
            return None
        for draft in passage.reading.clauses:
            subject = next((m for r, m in draft.arguments if r in SUBJECT and m.sort == "name"), None)
            between = subject is not None and n.last < subject.first < draft.main
            if draft.form == "finite" and subject is not None and between and subject.mention.kind == "Person":
                inside = [m for m in passage.sentence.nominals if n.last < m.first < subject.first]
                return self.of.get(subject.span) if not inside else None
        return None

    def _possible(self, passage: Passage, n: Nominal, r: Referent) -> bool:
        if r.seen < 0 or r.seen < passage.index - (2 * WINDOW if n.gender in ("m", "f") else WINDOW):
            return False
        if (
            r.noun and r.role == "" and r.owner is None and r.kind != "Document"
        ):  # a people noun that only describes another
            return False
        if n.gender == "n":
            built = r.kind == "Place" and bool(r.noun) and r.role == "object" == _role_of(passage, n)
            return built or r.kind == "Organisation" or (r.kind == "Document" and r.cls != "Legislation")
        if r.kind not in ANIMATE or (n.gender in ("m", "f") and r.gender not in ("", n.gender)):
            return False
        if n.gender == "p":
            return r.kind != "Person" or r.number == "plural"
        if n.number == "sing":
            return r.kind == "Person"
        return True

    def _score(self, passage: Passage, n: Nominal, r: Referent) -> float:
        """Nearness in sentences, the same kind of place in its clause, number, and how much the article is of them."""
        score = -1.0 * (passage.index - r.seen)
        subject = n.relation in SUBJECT or _role_of(passage, n) in SUBJECT or n.relation == "genitive"
        score += 0.6 if subject == (r.role in SUBJECT) else 0.0
        if n.number == "plural" and r.number == "sing":
            score -= 0.8
        if r.kind == "Organisation" and n.gender != "n":
            score -= 1.5
        if r.kind == "Document" and subject:
            score -= 0.5
        if n.gender == "n" and r.role == "object" == _role_of(passage, n):
            score += DONE_TO
        if n.gender in ("m", "f"):
            score += PROMINENCE * min(len(r.mentions), 5) + (0.3 if r.gender == n.gender else 0.0)
        elif r.kind == "Person":
            score += MAIN * min(len(r.mentions), 8)
        elif r.kind == "Group" and r.owner is not None and any(o is n for _, o in passage.reading.owners):
            score += MAIN * 8  # "their daughter" is that of the parents
        return score + (0.2 if r.name else 0.0)

    # -- what is stated

    def _own(self, n: Nominal, owner: Nominal) -> None:
        thing, whose = self.of.get(n.span), self.of.get(owner.span)
        if thing is None or whose is None or thing is whose:
            return
        span = Span(min(n.span.start, owner.span.start), max(n.span.end, owner.span.end))
        if n.sort in ("kin", "name") and thing.client is not whose:
            thing.owner = thing.owner or whose
            self.links.append(Link(span, n.span, "kin", owner.span))
        elif n.sort == "document" and n.mention.cls not in _SHOWN:
            thing.author = thing.author or whose
            self.links.append(Link(span, n.span, "author", owner.span))
        elif n.sort == "document":
            self.links.append(Link(span, n.span, "about", owner.span))

    def _write(self, draft: Draft) -> None:
        """Writing or sending a document makes the agent its author, and the one it goes to its addressee."""
        if draft.type != "Correspondence":
            return
        agent = _agent(draft)
        to = next((m for r, m in draft.arguments if r in ("dative", "to") and m.mention.kind in ANIMATE), None)
        for _, n in draft.arguments:
            document = self.of.get(n.span) if n.mention.kind == "Document" else None
            if document is None or document.cls == "Legislation":
                continue
            for role, other in (("author", agent), ("recipient", to)):
                whom = self.of.get(other.span) if other else None
                if other is None or whom is None:
                    continue
                if getattr(document, role) is None:
                    setattr(document, role, whom)
                if getattr(document, role) is whom:
                    span = Span(min(n.span.start, other.span.start), max(n.span.end, other.span.end))
                    self.links.append(Link(span, n.span, "author" if role == "author" else "recipient", other.span))

    # -- quotations

    def _open(self, passage: Passage, quote: Span) -> None:
        """Who speaks: the subject of the clause of speech that the quotation follows."""
        speaker = addressee = document = None
        draft = _speech(self.frame) if self.frame else None
        if draft is not None:
            agent = _agent(draft)
            speaker = agent.span if agent and agent.span in self.of else None
            to = next(
                (n for r, n in draft.arguments if r in ("dative", "from", "to") and n.mention.kind in ANIMATE), None
            )
            addressee = to.span if to and to.span in self.of else None
            written = next((n for _, n in draft.arguments if n.mention.kind == "Document" and n.span in self.of), None)
            if written is not None:
                document = written.span
                whom = self.of[written.span].recipient
                addressee = addressee or (whom.mentions[0] if whom else None)
        called = next(
            (s for s in sorted(self.of) if any(quote.covers(v) and v.covers(s) for v in self.vocatives)), None
        )
        self.quoted[quote] = Quote(quote, speaker, called or addressee, document)
        if self.frame and self.frame.index != passage.index:
            self.unsure[quote] = passage.index

    def _close(self, passage: Passage) -> None:
        """A quotation that its clause of speech follows: "…," X said."""
        draft = _speech(passage)
        if draft is None:
            return
        agent = _agent(draft)
        for quote, known in list(self.quoted.items()):
            near = 0 <= passage.sentence.span.start - quote.end < _NEAR or passage.sentence.span.covers(quote)
            unsure = known.speaker is None or self.unsure.get(quote) == passage.index
            if unsure and near and agent and agent.span in self.of:
                self.quoted[quote] = Quote(quote, agent.span, known.addressee, known.document)


#: Documents that show their owner rather than being made by them.
_SHOWN = ("VideoObject", "AudioObject", "Photograph", "Legislation")


def _agent(draft: Draft) -> Nominal | None:
    """Who does what a clause tells: its subject, however it is marked."""
    for relation, n in draft.arguments:
        if relation in SUBJECT and n.mention.kind in ANIMATE:
            return n
    if "passive" in draft.flags:
        return next((n for r, n in draft.arguments if r == "by"), None)
    return next((n for r, n in draft.arguments if r == "" and n.mention.kind in ANIMATE), None)


def _speech(passage: Passage) -> Draft | None:
    """The last finite clause of speech of a passage."""
    return next((d for d in reversed(passage.reading.clauses) if d.form == "finite" and "speech" in d.flags), None)


def _role_of(passage: Passage, n: Nominal) -> str:
    """The relation a nominal has in the last clause it stands in: "subject" of a finite one, "inner" of another."""
    for draft in reversed(passage.reading.clauses):
        for relation, m in draft.arguments:
            if m is n:
                acts = _agent(draft) is n
                main = draft.form == "finite" and "subordinate" not in draft.flags
                return "subject" if acts and main else "inner" if acts else relation
    return ""


def _clause_mates(passage: Passage, n: Nominal) -> list[Nominal]:
    """The other arguments of the clauses a nominal stands in: a pronoun is none of them."""
    return [
        m for d in passage.reading.clauses if any(x is n for _, x in d.arguments) for _, m in d.arguments if m is not n
    ]


def _subject_around(passage: Passage, n: Nominal) -> list[Nominal]:
    """The subject of the finite clause a pronoun stands in, where a language says "own" for what is its subject's."""
    after = [
        d for d in passage.reading.clauses if passage.reading.reflexive and d.form == "finite" and d.main > n.first
    ]
    clause = min(after, key=lambda d: d.main, default=None)
    return [m for r, m in clause.arguments if r in SUBJECT and m.first < n.first] if clause else []


def _likely_body(passage: Passage, noun: str, r: Referent) -> tuple[bool, bool, int]:
    """How likely "the company" stands for a body: who acted just now, then whose name says so, then who was last."""
    acted = r.role in SUBJECT and r.seen >= passage.index - 1
    return acted, folded(r.name).split()[-1:] == [noun], r.position


def _whom(named: Sequence[tuple[int, Referent]], position: int) -> Referent:
    """Of whom a short form is that all of these bear, each given with the places where they are named in full."""
    often = Counter(id(referent) for _, referent in named).most_common(2)
    if len(often) > 1 and often[0][1] >= 2 * often[1][1]:
        return next(referent for _, referent in named if id(referent) == often[0][0])
    return _last_before(named, position)


def _last_before(named: Sequence[tuple[int, Referent]], position: int) -> Referent:
    """Of referents with where they were named, the one named last before `position`, else first after it."""
    return min(named, key=lambda h: (h[0] > position, abs(h[0] - position)))[1]


def _noun(passage: Passage, n: Nominal) -> str:
    return " ".join(passage.sentence.words[n.first : n.last + 1])


def _is_new(passage: Passage, n: Nominal, before: int) -> bool:
    """Whether one of the words before a description says that it tells of somebody or something new: "a", "some"."""
    return not passage.sentence.indefinite.isdisjoint(passage.sentence.words[max(0, n.first - before) : n.first])


def _loose(part: str) -> str:
    """A name part by its consonants: spelling variants of one name meet (vowel signs and length left out)."""
    letters = [c for c in part if c.isalnum() and (c.isascii() or not _is_sign(c))]
    return "".join(letters) or part


def _is_sign(c: str) -> bool:
    import unicodedata

    return unicodedata.category(c) in ("Mn", "Mc")


def _same(a: str, b: str) -> bool:
    return [_loose(p) for p in folded(a).split()] == [_loose(p) for p in folded(b).split()]
