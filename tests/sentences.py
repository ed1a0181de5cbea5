"""What short texts tell, a line a fact, for tables of sentences in tests."""

from __future__ import annotations

from kg.extract import annotate, extract
from kg.model import Article

PUBLISHED = "2023-08-10"  # a Thursday


def told(text: str, published: str = PUBLISHED) -> list[str]:
    """The facts of a text in the language of its script: type, time, status, who says so, roles by name."""
    language = "hi" if any("\u0900" <= c <= "\u097f" for c in text) else "en"
    annotated = annotate(Article("test", text, language, "0" * 64, published=published))
    stands = {m.span: (m.antecedent or m.span).of(text) for m in annotated.mentions}
    found = []
    for fact in extract(annotated):
        by = [f"by={stands[fact.according_to]}"] if fact.according_to else []
        roles = sorted(f"{role.role}={stands[role.span]}" for role in fact.roles)
        found.append(" ".join([fact.type, fact.time or "-", fact.status, *by, *roles]))
    return found
