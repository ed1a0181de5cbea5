"""The frozen values that flow through kg, left to right.

    Article -> Annotated (Timex, Mention, Link, Quote) -> Fact -> Resolved (Entity, Event)

Offsets are code points into `Article.text`, half open. Times are EDTF strings (ISO 8601-2:2019), read with `kg.edtf`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from kg.kinds import STATUSES, AnchorKind, Kind, Relation, RoleName, Span, Status, TimeBasis, TimexType

__all__ = [
    "STATUSES", "Anchor", "AnchorKind", "Annotated", "Article", "Clause", "Entity", "Event", "Fact", "Given", "Kind",
    "Known", "Link", "Mention", "Quote", "Relation", "Resolved", "Role", "RoleName", "Span", "Status", "TimeBasis",
    "Timex", "TimexType", "Trigger", "Word",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Given:
    """What an article came with, to be taken instead of what kg finds: (span, type of event, "" for kg to tell), and
    (span, kind) of mentions; None where it came with none of either."""

    events: tuple[tuple[Span, str], ...] | None = None
    mentions: tuple[tuple[Span, Kind], ...] | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """One source text, unchanged.

    `id` names the source (its URL, the id given with it, or its file name without suffix, relative to the folder read).
    `title` is the headline in words, `headline` where it stands in `text` (None when it is not part of it).
    `published` is an EDTF date or a date and time, None when unknown. `sha256` is that of the original bytes;
    `extracted_by` names the program that turned those bytes into text, None when the text is the decoded bytes.
    `given` are events and mentions that came with it. `retrieved` is the day on which it was fetched, `archived` the
    address of a copy in an archive, where they are known.
    """

    id: str
    text: str
    language: str
    sha256: str
    title: str | None = None
    headline: Span | None = None
    published: str | None = None
    url: str | None = None
    publisher: str | None = None
    extracted_by: str | None = None
    given: Given | None = None
    retrieved: str | None = None
    archived: str | None = None


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a relative time was counted from: the publication date, another Timex (its span), or nothing known."""

    kind: AnchorKind = "none"
    span: Span | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Timex:
    """A time expression: TIMEX3 `type`, `value` and `mod` (TimeML 1.2.1), the same as EDTF, and where it came from.

    `edtf` is None for sets, durations that no date bounds, and times whose anchor is unknown; it is never a guess.
    `rule` is the name of the rule in the language file that made it.
    """

    span: Span
    type: TimexType
    value: str
    edtf: str | None
    anchor: Anchor
    rule: str
    mod: str | None = None
    quant: str | None = None
    freq: str | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody or something that the user named beforehand: what it is called first, its other names in any script,
    sorted, and its Wikidata id ("Q42", "" where none was given)."""

    name: str
    aliases: tuple[str, ...] = ()
    wikidata: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of text that names, or stands for, a person, organisation, place, document or group.

    `name` is the name without titles and case endings, NFC ("" for a pronoun or a description such as "the company").
    `cls` is the class the graph gives it ("Message", "VideoObject", "City", …; "" for the kind's own).
    `antecedent` is the span of the mention that a pronoun or description stands for. `known` is who or what the user
    said that a name stands for.
    """

    span: Span
    kind: Kind
    name: str
    cls: str = ""
    antecedent: Span | None = None
    rule: str = ""
    known: Known | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A relation between two mentions that the text states in `span`: `subject` `property` `object`.

    Properties: "author" and "recipient" of a document, "kin" (of a person or group: whose), "title" is not one.
    """

    span: Span
    subject: Span
    property: Literal["author", "recipient", "kin", "part", "about"]
    object: Span


@dataclass(frozen=True, slots=True)
class Quote:
    """Words given as somebody's own: `span` is what stands between the quotation marks."""

    span: Span
    speaker: Span | None
    addressee: Span | None
    document: Span | None = None


@dataclass(frozen=True, slots=True)
class Word:
    """A word with its syntax: `form` and `lemma` folded, Universal Dependencies `upos`, `feats` and `deprel`.

    `head` is the index within the sentence of the word it depends on, -1 for the root or where nothing is known.
    """

    span: Span
    form: str
    lemma: str
    upos: str = ""
    feats: str = ""
    head: int = -1
    deprel: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """A happening as the grammar of one sentence shows it, before it becomes a fact.

    `type` and `sense` are those of the language file's list; `arguments` are (relation, mention span) with the
    relations of `ontology/frames.toml`; `times` are spans of timexes, `ends` those of them at which it was over;
    `order` are ("after" | "before" | "during", trigger of another clause). `flags` say what the words around it say
    (negated, future, passive, noun, alleged …).
    `saying` is the trigger of the clause of speech it is told in, `quote` the quotation it stands in.
    """

    type: str
    sense: str
    trigger: Span
    sentence: Span
    arguments: tuple[tuple[str, Span], ...] = ()
    times: tuple[Span, ...] = ()
    order: tuple[tuple[str, Span], ...] = ()
    ends: tuple[Span, ...] = ()
    flags: frozenset[str] = frozenset()
    saying: Span | None = None
    quote: Span | None = None


@dataclass(frozen=True, slots=True)
class Trigger:
    """Words that tell of something happening, or of a state: `cls` is the TimeML class (OCCURRENCE, REPORTING,
    I_ACTION, PERCEPTION, ASPECTUAL, STATE)."""

    span: Span
    cls: str


@dataclass(frozen=True, slots=True)
class Annotated:
    """An article with what was found in it, each list in text order. `sentences` cover the text, headings apart.

    `clauses` are what facts are made from, `triggers` all the words that tell of something happening, facts or not; a
    graph keeps neither. `read_by` names the kg that read the article
    (`kg.extract.version`), "" where nobody asked.
    """

    article: Article
    sentences: tuple[Span, ...]
    timexes: tuple[Timex, ...]
    mentions: tuple[Mention, ...]
    quotes: tuple[Quote, ...] = ()
    links: tuple[Link, ...] = ()
    clauses: tuple[Clause, ...] = field(default=(), compare=False, repr=False)
    triggers: tuple[Trigger, ...] = field(default=(), compare=False, repr=False)
    read_by: str = ""


@dataclass(frozen=True, slots=True)
class Role:
    """Who or what plays `role` in a fact: `span` is the span of a `Mention`."""

    role: RoleName
    span: Span


@dataclass(frozen=True, slots=True)
class Fact:
    """What one sentence of one article says happened.

    `id` is a hash of the content. `type` is a class of the ontology. `time` is EDTF, `timex` the span it came from and
    `time_basis` how: said in words (explicit), counted from another date (relative), taken from the passage
    (anchored), said by a person who corrected it (corrected). `duration` is the span of a DURATION timex tied to it.
    `according_to` is the span of the mention of who says it, None when the article does. `told_at` is the time at which
    it was said, where that is known and is not the publication date. `confidence` is 0 to 1. `occasion` is the id
    of the fact that tells the event during which it happened, where the sentence says so. `order` are (relation, id of
    another fact of the article) as the sentence says them: this one was after, before, during … that one.
    """

    id: str
    article: str
    type: str
    trigger: Span
    sentence: Span
    roles: tuple[Role, ...]
    status: Status
    time: str | None = None
    time_basis: TimeBasis = "none"
    timex: Span | None = None
    duration: Span | None = None
    told_at: str | None = None
    according_to: Span | None = None
    rule: str = ""
    extractor: str = ""
    confidence: float = 1.0
    occasion: str | None = None
    order: tuple[tuple[Relation, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Entity:
    """A person, organisation, place, document or group, and the mentions judged to be of it.

    `names` are its surface forms, the fullest first, NFC; `labels` maps a language code to how it is called there.
    `mentions` are (article id, span). `links` are (property, entity id). `wikidata` is the id that the user gave for
    it ("Q42"), "" where none was.
    """

    id: str
    kind: Kind
    cls: str
    name: str
    names: tuple[str, ...]
    labels: Mapping[str, str]
    mentions: tuple[tuple[str, Span], ...]
    links: tuple[tuple[str, str], ...] = ()
    wikidata: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """The facts judged to be about one happening.

    `time` is what all its facts allow (EDTF), None where they allow nothing in common or none is known. `roles` are
    (role, entity id), each once. `facts` are fact ids. `occasion` is the event it was part of. `labels` maps a
    language code to a line a reader understands.
    """

    id: str
    type: str
    facts: tuple[str, ...]
    time: str | None
    status: Status
    roles: tuple[tuple[RoleName, str], ...]
    place: str | None
    labels: Mapping[str, str]
    occasion: str | None = None


@dataclass(frozen=True, slots=True)
class Resolved:
    """Articles read together: `entity_of` maps (article id, mention span) to an entity id, `event_of` a fact id to an
    event id; `apart` are, by fact, those that a person judged to be of another event."""

    annotated: tuple[Annotated, ...]
    facts: tuple[Fact, ...]
    entities: tuple[Entity, ...]
    events: tuple[Event, ...]
    entity_of: Mapping[tuple[str, Span], str] = field(default_factory=dict)
    event_of: Mapping[str, str] = field(default_factory=dict)
    apart: Mapping[str, frozenset[str]] = field(default_factory=dict)
