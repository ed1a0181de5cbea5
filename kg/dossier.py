"""What a user brings of their own story: people, organisations, places and documents with their names in any script,
words that are no names, and words for events.

It is read from TOML files, in the form of the language files where they have the same. Names are matched as text is,
folded; where a script has capitals, a name stands only where the text has the capitals of the name.

    [[people]]                              also [[organisations]], [[places]], [[documents]]
    name = "…"                              what it is called first
    aliases = ["…", "…"]                    what else, in any script
    wikidata = "Q…"
    class = "Report"                        of a document
    [names]
    never = ["…"]                           what is no name
    [language]
    code = "hi"                             the language of the words for events; without it, every one
    [events]                                as in a language file, with requires, kinds, relations, words, not.phrases
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any, get_args

from kg.errors import InputError
from kg.language import Language, Tokens, available, fold, load, tokenize
from kg.model import Kind, Known, RoleName
from kg.terms import event_types

Phrase = tuple[str, ...]
#: Told where something is wrong in a file, and what.
Wrong = Callable[[str, str], InputError]

#: The kind of what each list of a file names.
KINDS: Mapping[str, Kind] = {
    "people": "Person", "organisations": "Organisation", "places": "Place", "documents": "Document",
}  # fmt: skip
SECTIONS = (*KINDS, "names", "language", "events")
_KEYS = ("name", "aliases", "wikidata", "class")
_TABLES = ("requires", "kinds", "relations", "words", "not")
_WIKIDATA = re.compile(r"Q[1-9][0-9]*")


@dataclass(frozen=True, slots=True)
class Listed:
    """A name as a file has it (`written`, a word each) of somebody or something, of this kind and class."""

    written: Phrase
    kind: Kind
    known: Known
    cls: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """Words `first` to before `last` are a name that the user brought."""

    first: int
    last: int
    listed: Listed


@dataclass(frozen=True, eq=False)
class Dossier:
    """What some files bring. `names` maps the folded words of each name to the ways it is written; `never` are folded;
    `events` are (language code, "" for every one, the section). `digest` names the content of the files: the SHA-256 of
    each, with + between them, "" for none.
    """

    names: Mapping[Phrase, tuple[Listed, ...]] = field(default_factory=dict)
    never: frozenset[Phrase] = frozenset()
    events: tuple[tuple[str, Mapping[str, Any]], ...] = ()
    digest: str = ""

    def find(self, text: str, tokens: Tokens, first: int, last: int) -> list[Found]:
        """Where names stand among the tokens from `first` to before `last`, the longest at each, none overlapping."""
        found: list[Found] = []
        at = first
        while at < last:
            for size in range(min(self.longest.get(tokens.words[at], 0), last - at), 0, -1):
                ways = self.names.get(tuple(tokens.words[at : at + size]), ())
                listed = next((way for way in ways if _is_written(way.written, text, tokens, at)), None)
                if listed is not None:
                    found.append(Found(at, at + size, listed))
                    at += size - 1
                    break
            at += 1
        return found

    @cached_property
    def longest(self) -> Mapping[str, int]:
        """How many words the longest name has that begins with a word."""
        longest: dict[str, int] = {}
        for words in self.names:
            longest[words[0]] = max(longest.get(words[0], 0), len(words))
        return longest

    def told_in(self, language: Language) -> Language:
        """The language with the words for events that the files bring; theirs win over its own."""
        own = [section for code, section in self.events if code in ("", language.code)]
        if not own:
            return language
        events: dict[str, Any] = dict(language.section("events"))
        for section in own:
            for key in ("requires", "kinds", "relations", "words"):
                events[key] = {**events.get(key, {}), **section.get(key, {})}
        return Language(language.code, language.name, {**language.table, "events": events})

    def phrases(self, code: str) -> list[tuple[Mapping[str, Sequence[str]], Mapping[str, Sequence[str]]]]:
        """The phrases for events in a language by type (those that are none under ""), and the lists they name."""
        found: list[tuple[Mapping[str, Sequence[str]], Mapping[str, Sequence[str]]]] = []
        for of, section in self.events:
            if of in ("", code):
                lists = {type_: senses for type_, senses in section.items() if type_ not in _TABLES}
                found.append(({**lists, "": section.get("not", {}).get("phrases", ())}, section.get("words", {})))
        return found


#: What is brought where nothing is.
NOTHING = Dossier()


def _is_written(written: Phrase, text: str, tokens: Tokens, first: int) -> bool:
    """Whether words have the capitals of a name as a file has it: all, or the first; those of a script without any."""
    return all(
        (not own.isupper() or len(own) == 1 or word.isupper()) and (not own[0].isupper() or word[0].isupper())
        for at, own in enumerate(written, first)
        for word in [tokens.span(at, at).of(text)]
    )


# ---- files


def read(paths: Iterable[str | Path]) -> Dossier:
    """What the files at `paths` bring together, whatever their order. Raises InputError for one that cannot be read,
    has a section or key that is not known, or gives one name to two."""
    sources = {source: str(path) for path in paths for source in [_bytes(Path(path))]}
    if not sources:
        return NOTHING
    names: dict[Phrase, list[Listed]] = {}
    never: dict[Phrase, str] = {}
    events: list[tuple[str, Mapping[str, Any]]] = []
    for source, where in sorted(sources.items()):
        table = _table(where, source)
        for section in KINDS:
            _add_names(where, section, table.get(section, []), names)
        never.update(dict.fromkeys(_never(where, table.get("names", {})), where))
        if "events" in table:
            events.append((_code(where, table.get("language", {})), _events(where, table["events"])))
    for words, where in never.items():
        if words in names:
            raise _wrong(where)("[names] never", f"{_said(names[words][0])!r} is a name in [[…]]")
    digest = "+".join(sorted(sha256(source).hexdigest() for source in sources))
    return Dossier({k: tuple(v) for k, v in sorted(names.items())}, frozenset(never), tuple(events), digest)


def _said(listed: Listed) -> str:
    return " ".join(listed.written)


def _wrong(file: str) -> Wrong:
    return lambda where, what: InputError(f"{file} {where}".strip(), what, "see --with in the README")


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(str(path), f"cannot be read ({error.strerror})", "name a TOML file") from error


def _table(file: str, source: bytes) -> Mapping[str, Any]:
    try:
        table = tomllib.loads(source.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InputError(file, "is not UTF-8 text", "save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise InputError(file, f"is not TOML: {error}", "mend that place") from error
    for section in table:
        _known(file, "", section, SECTIONS, "section")
    return table


def _known(file: str, where: str, word: str, among: Sequence[str], what: str) -> None:
    if word not in among:
        near = get_close_matches(word, among, 1, 0.6)
        do = f"did you mean {near[0]}?" if near else f"there are: {', '.join(among)}"
        raise InputError(f"{file} {where}".strip(), f"has an unknown {what}: {word}", do)


def _texts(file: str, where: str, value: object) -> list[str]:
    """A list of texts, none empty."""
    if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
        raise _wrong(file)(where, "must be a list of words or phrases")
    return [unicodedata.normalize("NFC", one.strip()) for one in value]


def _mapping(file: str, where: str, value: object) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise _wrong(file)(where, "must be a table")
    return value


# ---- names


def _add_names(file: str, section: str, entries: object, names: dict[Phrase, list[Listed]]) -> None:
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise _wrong(file)(f"[{section}]", f"must be a list of tables, each under [[{section}]]")
    for number, entry in enumerate(entries, 1):
        where = f"[[{section}]] {number}"
        for key in entry:
            _known(file, where, key, _KEYS if section == "documents" else _KEYS[:-1], "key")
        listed = _entry(file, where, KINDS[section], entry)
        for one in listed:
            words = tuple(tokenize(fold(_said(one))).words)
            others = names.setdefault(words, [])
            if any((other.known, other.kind) != (one.known, one.kind) for other in others):
                other = others[0].known.name
                raise _wrong(file)(where, f"{_said(one)!r} is the name of {one.known.name!r} and of {other!r}")
            others.append(one)


def _entry(file: str, where: str, kind: Kind, entry: Mapping[str, Any]) -> list[Listed]:
    """Every name of somebody or something, each as it is written."""
    names = _texts(file, f"{where} name", [entry.get("name")])
    names += _texts(file, f"{where} aliases", entry.get("aliases", []))
    id = entry.get("wikidata", "")
    if not isinstance(id, str) or (id and _WIKIDATA.fullmatch(id) is None):
        raise _wrong(file)(f"{where} wikidata", f"{id!r} is no Wikidata id, which is Q and a number: Q42")
    cls = entry.get("class", "")
    if cls:
        _known(file, f"{where} class", str(cls), _classes(), "class of document")
    known = Known(names[0], tuple(sorted(set(names[1:]) - {names[0]})), id)
    listed: list[Listed] = []
    for name in dict.fromkeys(names):
        tokens = tokenize(fold(name))
        if not any(word[0].isalnum() for word in tokens.words):
            raise _wrong(file)(where, f"{name!r} has no letter")
        listed.append(Listed(tuple(tokens.span(i, i).of(name) for i in range(len(tokens))), kind, known, str(cls)))
    return listed


def _classes() -> list[str]:
    return sorted({cls for code in available() for cls in load(code).section("documents")})


def _never(file: str, section: object) -> list[Phrase]:
    table = _mapping(file, "[names]", section)
    for key in table:
        _known(file, "[names]", key, ("never",), "key")
    return [tuple(tokenize(fold(name)).words) for name in _texts(file, "[names] never", table.get("never", []))]


# ---- events


def _code(file: str, section: object) -> str:
    table = _mapping(file, "[language]", section)
    for key in table:
        _known(file, "[language]", key, ("code",), "key")
    code = table.get("code", "")
    if code:
        _known(file, "[language] code", str(code), available(), "language")
    return str(code)


def _events(file: str, section: object) -> Mapping[str, Any]:
    """The section, checked: types of the ontology, lists of phrases, and the tables of a language file."""
    events = _mapping(file, "[events]", section)
    types = event_types()
    for key, value in events.items():
        if key not in _TABLES:
            _known(file, "[events]", key, types, "type of event")
            for phrase in _texts(file, f"[events] {key}", value):
                _phrase(file, key, phrase)
    for key in ("requires", "words"):
        for name, words in _mapping(file, f"[events.{key}]", events.get(key, {})).items():
            for role in _texts(file, f"[events.{key}] {name}", words):
                if key == "requires":
                    _known(file, f"[events.requires] {name}", role, (*get_args(RoleName), "time"), "role")
    for name, relations in _mapping(file, "[events.relations]", events.get("relations", {})).items():
        where = f"[events.relations] {name}"
        if not all(isinstance(to, str) for to in _mapping(file, where, relations).values()):
            raise _wrong(file)(where, "must map each relation to another")
    for name, table in _mapping(file, "[events.kinds]", events.get("kinds", {})).items():
        _kinds(file, f"[events.kinds] {name}", table, types)
    for key, phrases in _mapping(file, "[events.not]", events.get("not", {})).items():
        _known(file, "[events.not]", key, ("phrases",), "key")
        _texts(file, "[events.not] phrases", phrases)
    return events


def _phrase(file: str, type_: str, sense: str) -> None:
    alternatives = [part.strip(" +^") for part in sense.rpartition(": ")[2].split("|")]
    if not all(any(c.isalnum() for c in part) for part in alternatives):
        raise _wrong(file)(f"[events] {type_}", f"{sense!r} has an empty alternative")


def _kinds(file: str, where: str, table: object, types: Sequence[str]) -> None:
    for relation, by_kind in _mapping(file, where, table).items():
        found = {"": by_kind} if relation == "otherwise" else _mapping(file, f"{where} {relation}", by_kind)
        for kind, type_ in found.items():
            if kind:
                _known(file, f"{where} {relation}", kind, get_args(Kind), "kind")
            _known(file, f"{where} {relation}", str(type_), (*types, "-"), "type of event")
