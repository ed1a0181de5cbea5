"""Event coreference across documents on ECB+, its mentions given: MUC, B3, CEAFe and their mean, the CoNLL F1.

    python bench/ecb.py [--topics 1-8,10] [--lemma]

All documents are resolved together, without being told which topic they are of; `--lemma` is the baseline that takes
the same lemma in one topic for the same event. The corpus (Cybulska and Vossen, 2014) lies in the folder ecb_plus of
KG_BENCH, or else of ../shared/bench beside the project. Mentions count where the corpus lists their sentence. Measures
after Pradhan et al. (2014, Scoring coreference partitions of predicted mentions), singletons included.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import networkx

from kg.extract import annotate, extract
from kg.read import read
from kg.resolve import resolve, within

CORPUS = Path(os.environ.get("KG_BENCH") or Path(__file__).resolve().parents[2] / "shared" / "bench") / "ecb_plus"
KINDS = {"HUMAN_PART_ORG": "Organisation", "HUMAN_PART_GPE": "Place", "HUMAN": "Person", "LOC": "Place"}


@dataclass(frozen=True)
class Document:
    """A document as kg reads it, and the gold chain of each event mention by its span."""

    id: str
    topic: str
    record: dict[str, object]
    chains: Mapping[tuple[int, int], str]


def documents(topics: Sequence[str]) -> list[Document]:
    listed = defaultdict(set)
    for row in csv.reader((CORPUS / "ECBplus_coreference_sentences.csv").open(encoding="utf-8")):
        if row[0].isdigit():
            listed[f"{row[0]}_{row[1]}"].add(row[2])
    paths = [p for topic in topics for p in sorted((CORPUS / topic).glob("*.xml"))]
    return [_document(path, listed[path.stem]) for path in paths if listed[path.stem]]


def _document(path: Path, sentences: set[str]) -> Document:
    root = ElementTree.parse(path).getroot()
    text, places, last = "", {}, ""
    for token in root.iter("token"):
        if token.get("sentence") == "0" and "plus" in path.name:  # the address of the page
            continue
        text += "" if not text else "\n" if token.get("sentence") != last else " "
        last = token.get("sentence", "")
        places[token.get("t_id")] = (len(text), len(text) + len(token.text or ""), last)
        text += token.text or ""
    chain = {}
    for relation in root.findall("Relations/*"):
        target = relation.find("target")
        described = root.find(f"Markables/*[@m_id='{target.get('m_id')}']") if target is not None else None
        note = relation.get("note") or (described.get("instance_id") if described is not None else None)
        for source in relation.findall("source"):
            chain[source.get("m_id")] = note or f"{path.stem} {relation.get('r_id')}"
    events, mentions, chains = [], [], {}
    for markable in root.findall("Markables/*"):
        anchors = [places[a.get("t_id")] for a in markable.findall("token_anchor") if a.get("t_id") in places]
        if not anchors:
            continue
        start, end, sentence = anchors[0][0], anchors[-1][1], anchors[0][2]
        if markable.tag.startswith(("ACTION", "NEG_ACTION")):
            if sentence in sentences and (start, end) not in chains:
                events.append({"start": start, "end": end})
                chains[start, end] = chain.get(markable.get("m_id"), f"{path.stem} {markable.get('m_id')}")
        else:
            kind = next((kind for tag, kind in KINDS.items() if markable.tag.startswith(tag)), None)
            mentions += [{"start": start, "end": end, "kind": kind}] if kind else []
    record = {"id": path.stem, "text": text, "language": "en", "events": events, "mentions": mentions}
    return Document(path.stem, path.parent.name, record, chains)


def predicted(found: Sequence[Document]) -> dict[tuple[str, int, int], str]:
    """The event that kg puts each mention in."""
    from io import BytesIO

    lines = "".join(json.dumps(d.record, ensure_ascii=False) + "\n" for d in found).encode()
    pairs = []
    for article in read(["-"], stdin=BytesIO(lines)):
        annotated = annotate(article)
        pairs.append((annotated, within(annotated, extract(annotated))))
    resolved = resolve(pairs)
    return {(f.article, f.trigger.start, f.trigger.end): resolved.event_of[f.id] for f in resolved.facts}


def same_lemma(found: Sequence[Document]) -> dict[tuple[str, int, int], str]:
    from simplemma import lemmatize

    keys = {}
    for d in found:
        for start, end in d.chains:
            words = str(d.record["text"])[start:end].lower().split()
            keys[d.id, start, end] = f"{d.topic} {' '.join(lemmatize(w, 'en') for w in words)}"
    return keys


# ---- measures: each gives (precision, recall) of clusters against gold ones

Clusters = Sequence[frozenset[object]]


def muc(gold: Clusters, found: Clusters) -> tuple[float, float]:
    def share(left: Clusters, right: Clusters) -> float:
        of = {m: n for n, cluster in enumerate(right) for m in cluster}
        whole = sum(len(c) - 1 for c in left)
        return sum(len(c) - len({of.get(m, m) for m in c}) for c in left) / whole if whole else 0.0

    return share(found, gold), share(gold, found)


def b_cubed(gold: Clusters, found: Clusters) -> tuple[float, float]:
    def share(left: Clusters, right: Clusters) -> float:
        of = {m: cluster for cluster in right for m in cluster}
        total = sum(len(c & of.get(m, frozenset())) / len(c) for c in left for m in c)
        return total / sum(map(len, left)) if left else 0.0

    return share(found, gold), share(gold, found)


def ceaf_e(gold: Clusters, found: Clusters) -> tuple[float, float]:
    graph = networkx.Graph()
    of = {m: n for n, cluster in enumerate(gold) for m in cluster}
    for k, cluster in enumerate(found):
        for n in {of[m] for m in cluster if m in of}:
            graph.add_edge(("g", n), ("f", k), weight=2 * len(gold[n] & cluster) / (len(gold[n]) + len(cluster)))
    matched = (networkx.max_weight_matching(graph.subgraph(c)) for c in networkx.connected_components(graph))
    total = sum(graph.edges[edge]["weight"] for pairs in matched for edge in pairs)
    return total / len(found), total / len(gold)


def f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def clusters(of: Mapping[object, object]) -> Clusters:
    groups: dict[object, set[object]] = defaultdict(set)
    for mention, cluster in of.items():
        groups[cluster].add(mention)
    return [frozenset(group) for group in groups.values()]


def score(found: Sequence[Document], of: Mapping[tuple[str, int, int], str]) -> dict[str, float]:
    """F1 of each measure and their mean; a mention that was not found is alone."""
    gold = {(d.id, *span): chain for d in found for span, chain in d.chains.items()}
    system = {mention: of.get(mention, mention) for mention in gold}
    sides = clusters(gold), clusters(system)
    figures = {m.__name__: f1(*m(*sides)) for m in (muc, b_cubed, ceaf_e)}
    figures["missing"] = sum(m not in of for m in gold) / len(gold)
    return {**figures, "conll": sum(figures[m] for m in ("muc", "b_cubed", "ceaf_e")) / 3}


def topics(given: str) -> list[str]:
    found: list[str] = []
    for part in given.split(","):
        first, _, last = part.partition("-")
        found += [str(n) for n in range(int(first), int(last or first) + 1)]
    return [topic for topic in found if (CORPUS / topic).is_dir()]


def main(arguments: Iterable[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--topics", default="1-35")
    parser.add_argument("--lemma", action="store_true")
    options = parser.parse_args(arguments if arguments is None else list(arguments))
    if not CORPUS.is_dir():
        raise SystemExit(f"bench/ecb.py: no corpus in {CORPUS}; KG_BENCH names the folder of the corpora")
    found = documents(topics(options.topics))
    of = same_lemma(found) if options.lemma else predicted(found)
    counted = Counter(len(d.chains) for d in found)
    print(f"{len(found)} documents, {sum(n * k for n, k in counted.items())} mentions")
    print("  ".join(f"{name} {value:.3f}" for name, value in score(found, of).items()))


if __name__ == "__main__":
    main()
