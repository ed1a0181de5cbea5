"""Which language a text is in: by the commonest words of the language files, then by script, then by py3langid."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.errors import InputError
from kg.language import available, fold, folded, load, tokenize

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_CODE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
#: The languages that news is printed in, by script as Unicode names it; among those of one script py3langid chooses.
#: Languages that it takes others for (romanised Hindi for Hausa or Zulu, say) are left out.
_SCRIPTS: dict[str, str] = {
    "DEVANAGARI": "hi mr ne sa",
    "BENGALI": "bn as",
    "ARABIC": "ar fa ur ps ug",
    "CYRILLIC": "ru uk bg sr mk be kk ky mn tg",
    "LATIN": "af az bs ca cs cy da de en es et eu fi fr ga gl hr hu id is it lt lv ms nl no pl pt ro sk sl sq sv sw tl "
    "tr uz vi",
    "CJK": "zh ja", "HIRAGANA": "ja", "KATAKANA": "ja", "HANGUL": "ko",
    "GURMUKHI": "pa", "GUJARATI": "gu", "ORIYA": "or", "TAMIL": "ta", "TELUGU": "te", "KANNADA": "kn",
    "MALAYALAM": "ml", "SINHALA": "si", "THAI": "th", "LAO": "lo", "MYANMAR": "my", "KHMER": "km",
    "GEORGIAN": "ka", "ARMENIAN": "hy", "GREEK": "el", "HEBREW": "he", "ETHIOPIC": "am",
}
#: How much of a text is looked at (code points), and the share of its words that must be a language's commonest.
_LOOK, _SHARE = 4000, 0.16


def language_of(text: str) -> str:
    """The BCP 47 code of the language of a text, "und" when it cannot be told.

    First by the commonest words that a language file lists ([identify] common; for its words in Latin letters,
    romanised, the code ends in "-Latn"), then by script, then by py3langid among the languages of that script.
    """
    start = text[:_LOOK]
    words = [word for word in tokenize(fold(start)).words if word[0].isalpha()]
    count = {code: sum(word in common for word in words) for code, common in _common().items()}
    best = max(count, key=lambda code: count[code], default="und")
    if words and count[best] >= max(2.0, _SHARE * len(words)):
        return best
    candidates = tuple(_SCRIPTS.get(_script(start), "und").split())
    return candidates[0] if len(candidates) == 1 else str(_identifier(candidates).classify(start)[0])


def is_written_in(text: str, language: str) -> bool:
    """Whether most letters of a text are of the script that a language is printed in."""
    return language.split("-")[0] in _SCRIPTS.get(_script(text), "").split()


def code_of(text: str, where: str) -> str:
    """A BCP 47 code as it was given. Raises InputError, which names `where`, when it does not have the form of one."""
    if not _CODE.fullmatch(text.strip()):
        raise InputError(where, f"{ascii(text[:40])} is not a language code", "write one such as hi, en or hi-Latn")
    return text.strip().replace("_", "-")


@lru_cache(maxsize=1)
def _common() -> dict[str, frozenset[str]]:
    """The commonest words of each language with a file, folded, by code; in order of code."""
    found: dict[str, frozenset[str]] = {}
    for code in available():
        section = load(code).section("identify")
        found[code] = frozenset(folded(word) for word in section.get("common", ()))
        found[f"{code}-Latn"] = frozenset(folded(word) for word in section.get("romanised", ()))
    return found


def _script(text: str) -> str:
    """The script of most letters of a text, as the Unicode names of its letters begin."""
    count = Counter(unicodedata.name(c, "").split(" ")[0] for c in text if c.isalpha())
    return max(sorted(count), key=lambda script: count[script], default="")


@lru_cache(maxsize=8)
def _identifier(candidates: tuple[str, ...]) -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(candidates)
    return identifier
