"""What events, people and documents are called in one line, in each language: templates filled with names.

The templates are in the [labels] section of the language files; the first one whose parts are all known is taken.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from kg.language import load
from kg.romanise import romanise

#: The languages every event and entity is labelled in.
LANGUAGES = ("hi", "en")
_FIELD = re.compile(r"\{(\w+)\}")


def filled(templates: Sequence[str], parts: Mapping[str, str]) -> str:
    """The first template whose fields are all in `parts`, filled; the last one has no fields."""
    for template in templates:
        if all(parts.get(field) for field in _FIELD.findall(template)):
            return _FIELD.sub(lambda m: parts[m.group(1)], template)
    return templates[-1]


def event_label(type_: str, variant: str, parts: Mapping[str, Sequence[str]], language: str) -> str:
    """An event's line: `parts` maps a role to the names that fill it, in `language`; `variant` narrows the type."""
    section = load(language).section("labels")
    joined = {role: joined_names(names, language) for role, names in parts.items() if names}
    templates = section.get(type_, section["Event"])
    if isinstance(templates, dict):
        templates = templates.get(variant, templates["other"])
    return filled(templates, joined)


def at_occasion(label: str, occasion: str, language: str) -> str:
    """An event's line with the name of the event it was part of, where that has a name."""
    pattern: str = load(language).section("labels")["at"]
    return pattern.format(label=label, occasion=name_label(occasion, language)) if occasion else label


def document_label(cls: str, parts: Mapping[str, str], language: str) -> str:
    """What a document is called: by whom, to whom, of what."""
    section = load(language).section("labels")["documents"]
    return filled(section.get(cls, section["CreativeWork"]), parts)


def joined_names(names: Sequence[str], language: str) -> str:
    """ "A", "A and B", "A, B and C" """
    distinct = list(dict.fromkeys(names))
    if len(distinct) < 2:
        return "".join(distinct)
    return f"{', '.join(distinct[:-1])} {load(language).section('labels')['and']} {distinct[-1]}"


def name_label(name: str, language: str) -> str:
    """A name in the script of `language`: as it is, or in Latin letters for English where no English form is known."""
    return romanise(name) if language == "en" else name


@lru_cache(maxsize=16)
def glossary(code: str) -> Mapping[str, str]:
    """English words for the common nouns of a language file: relatives, their modifiers, people, statutes."""
    language = load(code)
    words = {noun: str(entry["en"]) for noun, entry in language.section("kin").items() if "en" in entry}
    for table in (
        language.section("kin").get("modifiers", {}),
        language.section("statutes").get("english", {}),
        language.section("people_english"),
    ):
        words.update(table)
    return words
