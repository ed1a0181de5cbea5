"""The timeline of a graph: its events in order of time, as text, Markdown, JSON or CSV.

    FORMATS["text"](entries(store, about="…"), "en")

A format is a function of entries (`kg.entries`) and a language code. Dates are worded with no more precision than they
have, and whatever came from an article is data in every format: it is escaped, and obeyed by no terminal.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from kg import edtf
from kg.edtf import Edtf
from kg.entries import Actor, Entry, Evidence, Named, entries, in_order
from kg.language import folded
from kg.results import width
from kg.wording import counted, date_in_words, listed, phrases

__all__ = ["FORMATS", "Actor", "Entry", "Evidence", "Named", "entries", "in_order"]

#: The widest date, in columns of a terminal, that the events of a text timeline are set in line after.
DATE_COLUMN = 48

# Words


def called(name: Mapping[str, str], language: str, otherwise: str = "") -> str:
    """A label in the language, else in English, else in the first language it has; on one line."""
    order = [language, language.split("-")[0], "en", *sorted(name)]
    return one_line(next((name[code] for code in order if name.get(code)), otherwise))


def one_line(text: str) -> str:
    """Text without what a terminal would obey: controls and marks that turn the direction of text are spaces."""
    return " ".join(_OBEYED.sub(" ", text).split())


_OBEYED = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff]+")


def when(entry: Entry, language: str) -> str:
    """The time of an event in words; where the accounts differ, all that they say; "" where none says anything."""
    own = phrases(language)
    if entry.time is not None:
        return _still(entry, edtf.parse(entry.time), language)
    if entry.date is not None:
        date = date_in_words(entry.date, language)
        return str(own["derived"].format(date=date)) if entry.derived else date
    told = sorted({edtf.parse(fact.time) for fact in entry.facts if fact.time is not None})
    dates = "; ".join(date_in_words(one, language) for one in told)
    return str(own["differ"].format(dates=dates)) if told else ""


def _still(entry: Entry, date: Edtf, language: str) -> str:
    """A state without an end in words, with the last time at which it is told to go on, as exact as that was told."""
    last = entry.end[0]
    if date.form != "interval" or date.end.max is not None or last is None or last == date.end.min:
        return date_in_words(date, language)
    told = (edtf.parse(day(when)) for fact in entry.facts if (when := fact.told_at or fact.published) is not None)
    until = next((one for one in told if one.begin.min == last), edtf.spanning(last, last))
    first, still = date_in_words(date.parts[0], language), date_in_words(until, language)
    return str(phrases(language)["still"].format(first=first, last=still))


def day(date: str) -> str:
    """A date without the time of day."""
    return date.split("T")[0]


def summary(entry: Entry, language: str, mark: Callable[[str], str] = str) -> list[str]:
    """What happened, who and where where the label does not say so, the status unless asserted; `mark` escapes each."""
    label = called(entry.label, language, entry.type)
    names = dict.fromkeys(called(actor.name, language, actor.id) for actor in entry.actors)
    who = ", ".join(name for name in names if folded(name) not in folded(label))
    place = called(entry.place.name, language, entry.place.id) if entry.place else ""
    parts = [label, who, place if folded(place) not in folded(label) else "", _standing(entry, language)]
    if entry.corrected:
        parts.append(phrases(language)["corrected"].format(name=listed(entry.corrected, language)))
    return [mark(part) for part in parts if part]


def placing(entry: Entry, names: Mapping[str, str], language: str, mark: Callable[[str], str] = str) -> list[str]:
    """What an event without a date of its own certainly came after and before, and what it possibly came after."""
    if entry.time is not None:
        return []
    words: Mapping[str, str] = phrases(language)["order"]
    return [
        words[how].format(events=mark(listed([names[id] for id in ids], language)))
        for how, ids in entry.order._asdict().items()
        if ids
    ]


def _names(found: Iterable[Entry], language: str) -> Mapping[str, str]:
    return {entry.event: called(entry.label, language, entry.type) for entry in found}


def _standing(entry: Entry, language: str) -> str:
    """The status, and who says so; that somebody is named says by itself that it is reported. "" if asserted."""
    if entry.status == "asserted":
        return ""
    own = phrases(language)
    said = (fact.according_to for fact in entry.facts if fact.status == entry.status)
    names = dict.fromkeys(called(who.name, language, who.id) for who in said if who is not None)
    by = own["according_to"].format(name=listed(names, language)) if names else ""
    status = "" if by and entry.status == "reported" else own["status"].get(entry.status, entry.status)
    return ", ".join(filter(None, [status, by]))


# Formats


def text(found: Sequence[Entry], language: str) -> str:
    """A line an event, dates in a column, for a terminal or an article; undated events under a heading."""
    own, names = phrases(language), _names(found, language)
    dated, undated = [], []
    for entry in found:
        words = when(entry, language)
        told = counted(len(entry.facts), "facts", language)
        parts = [*summary(entry, language), *placing(entry, names, language), told]
        if entry.date is not None:
            dated.append((words, " · ".join(parts)))
        else:
            undated.append("  " + " · ".join([*parts, *filter(None, [words])]))
    column = max((width(words) for words, _ in dated if width(words) <= DATE_COLUMN), default=0)
    lines = [words + " " * (column - width(words)) + "  " + line for words, line in dated]
    if undated:
        lines += [*([""] if lines else []), own["undated"], *undated]
    return "\n".join(lines or [own["empty"]]) + "\n"


def markdown(found: Sequence[Entry], language: str) -> str:
    """A list with numbered footnotes: quote, who says so, article and its date. What articles say stays plain text."""
    own, labels = phrases(language), _names(found, language)
    notes: dict[str, int] = {}
    dated, undated = [], []
    for entry in found:
        numbers = dict.fromkeys(notes.setdefault(_note(f, language), len(notes) + 1) for f in entry.facts)
        words = escaped(when(entry, language))
        body = " · ".join([*summary(entry, language, escaped), *placing(entry, labels, language, escaped)])
        marks = "".join(f"[^{number}]" for number in numbers)
        if entry.date is not None:
            dated.append(f"- **{words}** — {body}{marks}")
        else:
            undated.append(f"- {body}{f' ({words})' if words else ''}{marks}")
    blocks = [dated, [f"## {own['undated']}"] if undated else [], undated]
    blocks.append([f"[^{number}]: {note}" for note, number in notes.items()])
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n" if found else own["empty"] + "\n"


def _note(fact: Evidence, language: str) -> str:
    link = f" <{fact.url}>" if web_address(fact) else ""
    return citation(fact, language, escaped, "*{}*") + link


def citation(fact: Evidence, language: str, mark: Callable[[str], str], title: str = "{}") -> str:
    """The quote, who says so, and article, publisher and date; `mark` escapes each, `title` is put around the title."""
    return f"{quoted(fact, language, mark)} — {source(fact, language, mark, title)}"


def quoted(fact: Evidence, language: str, mark: Callable[[str], str]) -> str:
    """The sentence of a fact between quotation marks, and who says so where it is not the article."""
    own = phrases(language)
    who = fact.according_to and mark(called(fact.according_to.name, language, fact.according_to.id))
    said = f" ({own['according_to'].format(name=who)})" if who else ""
    return f"{own['quote'].format(text=mark(one_line(fact.quote)))}{said}"


def source(fact: Evidence, language: str, mark: Callable[[str], str], title: str = "{}") -> str:
    """The article of a fact, its publisher, and when it was published."""
    own = phrases(language)
    date = date_in_words(edtf.parse(day(fact.published)), language) if fact.published else ""
    published = own["published"].format(date=date) if date else own["unpublished"]
    parts = [title.format(mark(one_line(fact.title or fact.article))), mark(one_line(fact.publisher or "")), published]
    return ", ".join(filter(None, parts))


def web_address(fact: Evidence) -> str:
    """The address of the article where it can be linked to, else ""."""
    return fact.url if fact.url and re.fullmatch(r"https?://[^\s<>\"\x00-\x20]+", fact.url) else ""


def escaped(text: str) -> str:
    """Text in which no Markdown renderer finds markup, HTML, footnotes, mathematics or the beginning of a list."""
    marked = re.sub(r"([\\`*_{}\[\]<>#|~!&^$])", r"\\\1", text)
    return re.sub(r"^([0-9]*)([-+=.)])", r"\1\\\2", marked)


def as_json(found: Sequence[Entry], language: str) -> str:
    """A list of events; `begin` and `end` are [earliest, latest] day as YYYY-MM-DD, null where unknown.

    `derived` names the bounds that follow from other events; `order` has the ids of the events it certainly came after
    and before, the nearest of them, and of those that stand later in the list, but that it possibly came after.
    `corrected_by` names the people who corrected one of its facts, or one that its time follows from. Each
    fact says when it was `published` and, where that was asked for, on which day the graph `learnt` it.
    """
    return json.dumps([_json(entry) for entry in found], ensure_ascii=False, indent=2) + "\n"


def _json(entry: Entry) -> dict[str, object]:
    return {
        "event": entry.event,
        "type": entry.type,
        "label": dict(entry.label),
        "time": entry.time,
        "begin": [_iso(number) for number in entry.begin],
        "end": [_iso(number) for number in entry.end],
        "derived": list(entry.derived),
        "order": {
            "certainly_after": list(entry.order.after),
            "certainly_before": list(entry.order.before),
            "possibly_after": list(entry.order.possibly),
        },
        "status": entry.status,
        **({"corrected_by": list(entry.corrected)} if entry.corrected else {}),
        "actors": [{"role": actor.role, "id": actor.id, "name": dict(actor.name)} for actor in entry.actors],
        "place": _named_json(entry.place),
        "facts": [
            {
                "article": fact.article,
                "quote": fact.quote,
                "start": fact.start,
                "end": fact.end,
                "according_to": _named_json(fact.according_to),
                "status": fact.status,
                "published": fact.published,
                **({"learnt": fact.learnt} if fact.learnt else {}),
            }
            for fact in entry.facts
        ],
    }


def _named_json(named: Named | None) -> dict[str, object] | None:
    return named and {"id": named.id, "name": dict(named.name)}


def _iso(number: int | None) -> str | None:
    return None if number is None else edtf.iso(number)


def as_csv(found: Sequence[Entry], language: str) -> str:
    """A row an event, as RFC 4180 has it (CRLF); several actors, articles and quotes stand on lines of their cell.

    A cell of text that a spreadsheet would take for a formula (it begins with = + - @, a tab or a return) gets an
    apostrophe before it; nothing else is changed.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    bounds = ["begin_earliest", "begin_latest", "end_earliest", "end_latest"]
    after = ["status", "actors", "place", "facts", "articles", "quotes", "derived", "corrected_by"]
    writer.writerow(["event", "type", "label", "time", *bounds, *after])
    for entry in found:
        days = [_iso(number) or "" for number in (*entry.begin, *entry.end)]
        actors = [f"{actor.role}: {called(actor.name, language, actor.id)}" for actor in entry.actors]
        place = called(entry.place.name, language, entry.place.id) if entry.place else ""
        said = [dict.fromkeys(f.article for f in entry.facts), dict.fromkeys(f.quote for f in entry.facts)]
        texts = [cell("\n".join(lines)) for lines in ([place], *said)]
        writer.writerow(
            [cell(entry.event), entry.type, cell(called(entry.label, language, entry.type)), entry.time or "", *days,
             entry.status, cell("\n".join(actors)), texts[0], len(entry.facts), *texts[1:], " ".join(entry.derived),
             cell("\n".join(entry.corrected))]
        )
    return out.getvalue()


def cell(text: str) -> str:
    """Text for a cell of CSV, with an apostrophe before what a spreadsheet would take for a formula."""
    return "'" + text if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


#: A format takes entries in order and the language of its words, and gives the whole text.
FORMATS: Mapping[str, Callable[[Sequence[Entry], str], str]] = {
    "text": text,
    "md": markdown,
    "json": as_json,
    "csv": as_csv,
}
