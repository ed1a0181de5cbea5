"""Time expressions against annotated corpora: prints the figures reached beside those asked for.

    python bench/times.py [--data FOLDER] [--errors SET]

FOLDER is where the corpora and their scorers are; the default is the environment variable KG_BENCH, then
../shared/bench beside the project. `--errors` lists what differs in one set instead (wikiwars, apple, hindi, hi-rec,
en-rec). "English news" are MEANTIME's articles about Apple, as far as they are annotated; "Hindi news, as marked" is
Hindi TimeBank after `as_marked`, in which about a third of the times are not marked, so that recall says more.
"""

from __future__ import annotations

import argparse
import html
import importlib.util
import json
import os
import re
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from kg import edtf, timeml
from kg.extract import times
from kg.model import Article, Timex

HERE = Path(__file__).resolve().parent
#: What is asked of each set: strict, relaxed and value F1; the share of readings; megabytes a second.
ASKED = {
    "war narratives": "90 / 95 / 88",
    "English news": "90 / 95 / 85",
    "Hindi news, as marked": "88 / 93",
    "Recognizers Hindi": "80 %",
    "Recognizers English": "85 %",
    "speed": "1 MB/s",
}


def folder(given: str | None = None) -> Path:
    """Where the corpora are."""
    return Path(given or os.environ.get("KG_BENCH") or HERE.parent.parent / "shared" / "bench")


def scorer(data: Path, name: str) -> ModuleType:
    """A scorer of the corpora's folder, as a module."""
    spec = importlib.util.spec_from_file_location(name, data / "scorers" / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def article(text: str, language: str, published: str | None = None) -> Article:
    return Article("bench", text, language, "", published=published)


# -- TIMEX3 inlined ----------------------------------------------------------------------------------------------------


def wikiwars(data: Path) -> dict[str, Any]:
    """Strict, relaxed and value F1 on the war narratives."""
    score = scorer(data, "timex_score")
    return dict(score.score_pairs([(gold, system) for _, _, gold, system in wikiwars_pairs(data)]))


def wikiwars_pairs(data: Path) -> Iterator[tuple[str, str, list[Any], list[Any]]]:
    score = scorer(data, "timex_score")
    for path in sorted((data / "wikiwars_en").glob("*.tml")):
        source = path.read_text(encoding="utf-8")
        body = score.body(source, "TEXT")
        text = html.unescape(re.sub(r"<[^>]*>", "", body))
        published = re.search(r'CREATION_TIME"[^>]*value="([^"]*)"|value="([^"]*)"[^>]*CREATION_TIME', source)
        day = (published[1] or published[2]) if published else None
        subject = article(text, "en", day)
        written = timeml.write(subject, times.find(subject))
        characters, gold = score.parse(source)
        ours, system = score.parse(written)
        assert characters == ours, path
        yield path.name, characters, gold, system


# -- MEANTIME: tokens in XML -------------------------------------------------------------------------------------------


def apple(data: Path) -> dict[str, Any]:
    """The same on the English news articles about Apple."""
    score = scorer(data, "timex_score")
    return dict(score.score_pairs([(gold, system) for _, _, gold, system in apple_pairs(data)]))


def apple_pairs(data: Path) -> Iterator[tuple[str, str, list[Any], list[Any]]]:
    for path in sorted((data / "meantime_en_apple").glob("*.xml")):
        source = path.read_text(encoding="utf-8")
        text, starts, ends = "", {}, {}
        sentence, last = "0", None
        for number, identity, word in re.findall(
            r'<token [^>]*sentence="(\d+)" t_id="(\d+)"[^>]*>([^<]*)</token>', source
        ):
            text += "\n\n" if number != sentence and int(number) <= 2 else " " if text else ""
            sentence = number
            last = identity if last is None and int(number) > 5 else last
            starts[identity] = len(text)
            text += html.unescape(word)
            ends[identity] = len(text)
        gold, day = [], None
        annotated = len(text) if last is None else starts[last]
        for attributes, _, inner in re.findall(r"<TIMEX3([^>]*?)(/>|>(.*?)</TIMEX3>)", source, re.S):
            given = dict(re.findall(r'(\w+)="([^"]*)"', attributes))
            tokens = [t for t in re.findall(r't_id="(\d+)"', inner) if starts[t] < annotated]
            if given.get("functionInDocument") == "CREATION_TIME":
                day = given["value"]
            if tokens:
                gold.append((starts[tokens[0]], ends[tokens[-1]], given))
        system = [
            (t.span.start, t.span.end, {"type": t.type, "value": t.value})
            for t in times.find(article(text, "en", day))
            if t.span.start < annotated
        ]
        yield path.name, text, sorted(gold, key=lambda g: g[0]), system


# -- Hindi TimeBank: tokens in JSON ------------------------------------------------------------------------------------


def hindi(data: Path) -> dict[str, Any]:
    """Strict and relaxed F1 of token spans on the Hindi news texts."""
    strict = system_hits = gold_hits = system_count = gold_count = 0
    for _, gold, system in hindi_pairs(data):
        gold_count += len(gold)
        system_count += len(system)
        strict += sum(s in gold for s in system)
        system_hits += sum(any(s & g for g in gold) for s in system)
        gold_hits += sum(any(s & g for s in system) for g in gold)

    def f1(right: int, found: int) -> tuple[float, float, float]:
        p, r = right / max(system_count, 1), found / max(gold_count, 1)
        return p, r, 2 * p * r / (p + r) if p + r else 0.0

    return {
        "gold": gold_count,
        "sys": system_count,
        "strict": f1(strict, strict),
        "relaxed": f1(system_hits, gold_hits),
    }


def hindi_pairs(data: Path) -> Iterator[tuple[list[str], list[set[int]], list[set[int]]]]:
    for path in sorted((data / "hindi_timebank").glob("*.json")):
        document = json.loads(path.read_text(encoding="utf-8"))
        if document["domain"] == "fiction":
            continue
        words = document["tokens"]
        text, ends = "", []
        for word in words:
            text += (" " if text else "") + word
            ends.append(len(text))
        gold = [set(a["tokens"]) for a in document["annotations"] if a["tag"] == "TIMEX"]
        system = []
        for timex in times.find(article(text, "hi", "2019-12-31")):
            inside = {
                i for i, end in enumerate(ends) if timex.span.start < end and end - len(words[i]) < timex.span.end
            }
            system.extend(as_marked(timex, sorted(inside), words))
        yield words, gold, system


#: Words of order that Hindi TimeBank leaves outside a time, and words of a part of day, which it marks by themselves.
_ORDER = {
    "\u092a\u0939\u0932\u0947",
    "\u092a\u0942\u0930\u094d\u0935",
    "\u092c\u093e\u0926",
    "\u0939\u0940",
    "\u0924\u0915",
}
_PART = {
    "\u0930\u093e\u0924",
    "\u0938\u0941\u092c\u0939",
    "\u0936\u093e\u092e",
    "\u0926\u094b\u092a\u0939\u0930",
    "\u0930\u093e\u0924\u094d\u0930\u093f",
    "\u0924\u0921\u093c\u0915\u0947",
}
_OF = {"\u0915\u0940", "\u0915\u0947", "\u0915\u093e", "\u0915\u094b"}


def as_marked(timex: Timex, inside: list[int], words: list[str]) -> list[set[int]]:
    """A Timex as Hindi TimeBank marks it: "now" and other references, rates and festivals are none, words of order
    stand
    outside, and a day, a part of it and a clock time are three."""
    if (
        timex.value.endswith("_REF")
        and timex.rule == "reference"
        or timex.rule.split(" ")[0] in ("holiday", "adverb-set", "that-time")
    ):
        return []
    while inside and words[inside[-1]] in _ORDER:
        inside = inside[:-1]
    pieces: list[set[int]] = [set()]
    for i in inside:
        if words[i] in _PART and timex.type == "TIME":
            pieces += [{i}, set()] if not (pieces[-1] and words[i - 1] == "\u0926\u0947\u0930") else []
            if pieces[-1] and words[i - 1] == "\u0926\u0947\u0930":
                pieces[-1].add(i)
                pieces.append(set())
        elif words[i] in _OF and timex.type == "TIME":
            pieces.append(set())
        else:
            pieces[-1].add(i)
    return [piece for piece in pieces if piece]


# -- Recognizers-Text: cases with alternatives -------------------------------------------------------------------------


def recognizers(data: Path, language: str) -> dict[str, Any]:
    """The share of dates and date ranges found with the exact span and one of the gold readings."""
    rows = list(recognizers_rows(data, language))
    right = sum(row["span"] and row["value"] for row in rows)
    apart = sum(row["value"] and not row["span"] for row in rows)
    return {"gold": len(rows), "right": right, "apart": apart, "span": sum(row["span"] for row in rows)}


def recognizers_rows(data: Path, language: str) -> Iterator[dict[str, Any]]:
    code = {"Hindi": "hi", "English": "en"}[language]
    path = data / "recognizers_text" / "Specs" / "DateTime" / language / "DateTimeModel.json"
    for number, case in enumerate(json.loads(path.read_text(encoding="utf-8-sig"))):
        name = f"DateTimeModel#{number}"
        reference = (case.get("Context") or {}).get("ReferenceDateTime")
        text = case["Input"]
        subject = article(text, code, reference)
        single = times.find(subject)
        found = [*single, *times.ranges(subject, single)]
        for result in case.get("Results", []):
            gold = gold_readings(result)
            if gold["type"] not in ("date", "daterange"):
                continue
            wanted = (gold["text"] or "").strip().lower()
            near = [t for t in found if bare(t.span.of(text)) == bare(wanted)]
            same = any(t.span.of(text).strip().lower() == wanted for t in near)
            right = [
                t
                for t in near
                if not gold["values"]
                or readings(t) & gold["values"]
                or gold["values"] == {"not resolved"}
                and t.value in gold["timex"]
            ]
            yield {
                "case": name,
                "text": text,
                "reference": reference,
                "gold": gold,
                "span": same,
                "value": bool(right),
                "found": found,
            }


def bare(text: str) -> str:
    """A span without the article that TIMEX3 takes in ("the next quarter") and Recognizers-Text leaves out, mostly."""
    return text.strip().lower().removeprefix("the ")


def gold_readings(result: dict[str, Any]) -> dict[str, Any]:
    """A gold result: its text, its type, its TIMEX values and its readings, a day or a (start, end)."""
    kind = (result.get("TypeName") or result.get("Type") or "").split(".")[-1]
    timexes, values = set(), set()
    for value in (result.get("Resolution") or {}).get("values") or []:
        timexes.add(value.get("timex"))
        if "value" in value:
            values.add(value["value"])
        if "start" in value or "end" in value:
            values.add((value.get("start"), value.get("end")))
    return {"text": result.get("Text"), "type": kind, "timex": timexes, "values": values}


def readings(timex: Timex) -> set[Any]:
    """The readings of a Timex as Recognizers-Text writes them: a day, or a start and an end that is not included; an
    interval by its ends ends where the second begins there."""
    if timex.edtf is None:
        return set()
    found: set[Any] = approximate(timex)
    alternatives = timex.edtf.strip("[]{}").split(",") if timex.edtf[0] in "[{" else [timex.edtf]
    for text in alternatives:
        read = edtf.parse(text)
        start, end = read.begin.min, read.end.max
        found |= {edtf.iso(start) if start is not None else None, (day(start), day(end, 1))}
        if "/" in text:
            second = text.split("/")[1]
            last = edtf.parse(second).begin.min if second not in ("", "..") else None
            found |= {(day(start), day(last)), (day(start), None), (None, day(last)), (None, day(end, 1))}
    return found


def approximate(timex: Timex) -> set[Any]:
    """What Recognizers-Text takes for exact: the same day two months ago; the first or second half of a week,
    month or year."""
    found: set[Any] = set()
    text = timex.edtf or ""
    if timex.mod == "AFTER" and re.match(r"\d{4}(-\d\d)*/", timex.value):
        found.add((day(edtf.parse(timex.value.split("/")[0]).begin.min), None))
    anchored = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d).*", timex.anchor.value or "")
    if text.endswith("~") and anchored:
        year, month, same = (int(n) for n in anchored.groups())
        if re.fullmatch(r"\d{4}~", text):
            found.add(f"{text[:4]}-{month:02d}-{same:02d}")
        elif re.fullmatch(r"\d{4}-\d\d~", text):
            found.add(f"{text[:7]}-{same:02d}")
        elif "/" in text:
            weekday = (edtf.day(year, month, same) + 3) % 7
            found.add(edtf.iso((edtf.parse(text.split("/")[0]).begin.min or 0) + weekday))
    week = re.fullmatch(r"(\d{4}-\d\d-\d\d)/\d{4}-\d\d-\d\d", text)
    if week and timex.mod in ("START", "MID", "END") and re.fullmatch(r"\d{4}-W\d\d", timex.value):
        monday = edtf.parse(week[1]).begin.min or 0
        first, last = {"START": (0, 3), "MID": (1, 5), "END": (3, 7)}[timex.mod]
        found.add((day(monday, first), day(monday, last)))
    year_months = re.fullmatch(r"(\d{4})(?:-(\d\d))?", text)
    if timex.mod in ("START", "MID", "END") and year_months:
        year, month = int(year_months[1]), year_months[2]
        if month:
            after = f"{year + int(month) // 12:04d}-{int(month) % 12 + 1:02d}-01"
            halves = {
                "START": (f"{text}-01", f"{text}-16"),
                "END": (f"{text}-16", after),
                "MID": (f"{text}-10", f"{text}-21"),
            }
            found.add(halves[timex.mod])
        else:
            found |= {
                "START": {(f"{text}-01-01", f"{text}-07-01"), (f"{text}-01-01", f"{text}-05-01")},
                "MID": {(f"{text}-05-01", f"{text}-09-01")},
                "END": {(f"{text}-07-01", f"{year + 1}-01-01"), (f"{text}-09-01", f"{year + 1}-01-01")},
            }[timex.mod]
    return found


def day(number: int | None, later: int = 0) -> str | None:
    return None if number is None else edtf.iso(number + later)


# -- The table ---------------------------------------------------------------------------------------------------------


def speed(data: Path) -> float:
    """Megabytes (UTF-8) of Hindi news a second and core in which times are found, the language loaded."""
    paths = sorted((data / "hindi_timebank").glob("*.json"))
    texts = [" ".join(json.loads(path.read_text(encoding="utf-8"))["tokens"]) for path in paths]
    times.find(article(texts[0], "hi"))
    start = time.process_time()
    for text in texts:
        times.find(article(text, "hi", "2019-12-31"))
    return sum(len(text.encode()) for text in texts) / 1e6 / (time.process_time() - start)


def figures(data: Path) -> Iterator[tuple[str, str, str]]:
    """(set, figures reached, how many gold and system times or what else is worth knowing)."""
    for name, run in (("war narratives", wikiwars), ("English news", apple), ("Hindi news, as marked", hindi)):
        result = run(data)
        parts = [result["strict"][2], result["relaxed"][2], *([result["value_f1"]] if "value_f1" in result else [])]
        recall = f"recall {100 * result['strict'][1]:.1f} / {100 * result['relaxed'][1]:.1f}"
        yield (
            name,
            " / ".join(f"{100 * part:.1f}" for part in parts),
            f"gold {result['gold']}, found {result['sys']}, {recall}",
        )
    for language in ("Hindi", "English"):
        counts = recognizers(data, language)
        share = f"{100 * counts['right'] / counts['gold']:.1f} %"
        yield (
            f"Recognizers {language}",
            share,
            f"{counts['gold']} dates and ranges; {counts['apart']} right but for the article",
        )
    yield "speed", f"{speed(data):.1f} MB/s", "Hindi news, one core"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data")
    parser.add_argument("--errors")
    options = parser.parse_args()
    data = folder(options.data)
    if not (data / "scorers").is_dir():
        raise SystemExit(f"bench/times.py: no corpora in {data}; name their folder with --data or KG_BENCH")
    if options.errors:
        for line in errors(data, options.errors):
            print(line)
        return
    print(*table(data), sep="\n")


def table(data: Path) -> Iterator[str]:
    """The lines of the table of figures reached beside those asked for."""
    yield f"{'times':24}{'reached':24}{'asked':16}".rstrip()
    for name, reached, note in figures(data):
        yield f"{name:24}{reached:24}{ASKED[name]:16}{note}"


def errors(data: Path, name: str) -> Iterator[str]:
    """What differs from the gold annotation of a set, a line each."""
    if name == "hindi":
        for words, gold, system in hindi_pairs(data):
            yield from token_errors(words, gold, system)
    elif name in ("hi-rec", "en-rec"):
        for row in recognizers_rows(data, {"hi-rec": "Hindi", "en-rec": "English"}[name]):
            if not (row["span"] and row["value"]):
                found = [(t.span.of(row["text"]), t.edtf) for t in row["found"]]
                values = sorted(map(str, row["gold"]["values"]))
                kind = "VALUE" if row["span"] else "SPAN"
                yield f"{kind} {row['reference'][:10]} {row['text'][:100]} | {row['gold']['text']!r} {values} | {found}"
    else:
        for file, text, gold, system in {"wikiwars": wikiwars_pairs, "apple": apple_pairs}[name](data):
            yield from span_errors(file, text, gold, system)


def span_errors(file: str, text: str, gold: list[Any], system: list[Any]) -> Iterator[str]:
    for start, end, given in gold:
        over = [s for s in system if s[0] < end and s[1] > start]
        exact = [s for s in over if s[:2] == (start, end)]
        if not any(s[2]["value"] == given.get("value") for s in exact):
            kind = "VALUE" if exact else "SPAN" if over else "MISS"
            found = [(text[s[0] : s[1]], s[2]["value"]) for s in over]
            before = text[max(0, start - 25) : start]
            yield f"{kind} {file} {text[start:end]!r} {given.get('value')} | {found} << {before}"
    for start, end, given in system:
        if not any(g[0] < end and g[1] > start for g in gold):
            around = f"<< {text[max(0, start - 25) : start]} >> {text[end : end + 20]}"
            yield f"EXTRA {file} {text[start:end]!r} {given['value']} {around}"


def token_errors(words: list[str], gold: list[set[int]], system: list[set[int]]) -> Iterator[str]:
    def say(tokens: set[int]) -> str:
        around = (
            f"<< {' '.join(words[max(0, min(tokens) - 4) : min(tokens)])} >> {' '.join(words[max(tokens) + 1 :][:3])}"
        )
        return f"{' '.join(words[i] for i in sorted(tokens))} {around}"

    for tokens in gold:
        over = [s for s in system if s & tokens]
        if tokens not in over:
            found = [" ".join(words[i] for i in sorted(s)) for s in over]
            yield f"{'SPAN' if over else 'MISS'} {say(tokens)} | {found}"
    for tokens in system:
        if not any(tokens & g for g in gold):
            yield f"EXTRA {say(tokens)}"


if __name__ == "__main__":
    main()
