"""What holds for the source as a whole: who imports whom, where words live, what a user can rely on."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import unicodedata
from functools import cache
from pathlib import Path

import pytest

from kg.language import folded

ROOT = Path(__file__).parent.parent
SEED = ROOT / "data" / "articles" / "mamdani-khalid.hi.txt"
#: Modules from left to right: each imports only from those before it.
ORDER = """
    errors
    edtf
    kinds
    model
    terms
    language
    romanise
    spelling
    namesake
    gazetteer
    dossier
    headline
    identify
    given
    webpage
    read
    extract.lexicon
    extract.nominals
    extract.sentence
    extract.sentences
    extract.syntax
    extract.triggers
    extract.numbers
    extract.cldr
    extract.calendars
    extract.readings
    extract.ranges
    extract.condensed
    extract.patterns
    extract.dates
    extract.relative
    extract.periods
    extract.items
    extract.timewords
    extract.tense
    extract.times
    extract.dateline
    extract.name_words
    extract.name_tags
    extract.name_text
    extract.name_votes
    extract.names
    extract.quotes
    extract.draft
    extract.grammar
    extract.groups
    extract.phrases
    extract.row
    extract.joins
    extract.head_final
    extract.branches
    extract.scene
    extract.arguments
    extract.moods
    extract.telling
    extract.moments
    extract.tree
    extract.coreference
    extract.pieces
    extract.passages
    extract.clauses
    extract.unlisted
    extract.confidence
    extract.roles
    extract.sequel
    extract.given
    extract.distance
    extract.context
    extract.stated
    extract.surety
    extract.facts
    extract
    extract.why
    extract.version
    timeml
    labels
    judgements
    identity
    joining
    stories
    tables
    parts
    clusters
    kinship
    profiles
    digest
    account
    workings
    works
    naming
    sharing
    happenings
    events
    adding
    inference
    resolve
    following
    corrections
    said
    origins
    semeval
    records
    points
    contradictions
    order
    constraints
    region
    findings
    sequence
    derived
    growth
    log
    graph
    seal
    manifest
    change
    wire
    plan
    turn
    endpoint
    writing
    disk
    index
    generations
    store
    asof
    results
    functions
    query
    search
    limits
    placing
    entries
    wording
    timeline
    difference
    reasons
    grounds
    explain
    check
    payload
    redact
    view
    exchange
    export
    intake
    growing
    builds
    regroup
    merging
    judge
    proof
    testimony
    verify
    notebook
    api
    cli.options
    cli.output
    cli.opening
    cli.articles
    cli.answers
    cli.pages
    cli.changes
    cli.between
    cli.judging
    cli
    __init__
    __main__
""".split()
HEAVY = {
    "rdflib": {"graph", "store", "query", "export", "verify", "api"},
    "pyoxigraph": {
        "terms", "judgements", "corrections", "graph", "log", "derived", "seal", "manifest", "change", "endpoint",
        "index", "generations", "store", "results", "query", "functions", "export", "growth", "growing", "builds",
        "judge", "verify", "api", "writing", "proof", "testimony",
    },
    "networkx": {"order", "sequence", "view", "export", "notebook", "api"},
    "pandas": {"api"},
    "pyvis": {"view"},
    "click": {
        "cli", "cli.options", "cli.output", "cli.opening", "cli.articles", "cli.answers", "cli.pages", "cli.changes",
        "cli.between", "cli.judging",
    },
}


@cache
def modules() -> dict[str, Path]:
    found = {}
    for path in sorted((ROOT / "kg").rglob("*.py")):
        name = ".".join(path.relative_to(ROOT / "kg").with_suffix("").parts)
        found[name.removesuffix(".__init__") if name != "__init__" else name] = path
    return found


@cache
def imports(path: Path) -> set[str]:
    """The modules a file names in its imports, those made where they are used included."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            named = {f"{node.module}.{alias.name}" for alias in node.names}
            own = {name for name in named if name.removeprefix("kg.") in modules()}
            found |= own
            if own != named:
                found.add(node.module)
    return found


def test_every_module_has_its_place_in_the_order() -> None:
    assert set(modules()) <= set(ORDER)


@pytest.mark.parametrize("name", sorted(modules()))
def test_a_module_imports_only_from_modules_before_it(name: str) -> None:
    own = {i.removeprefix("kg.") for i in imports(modules()[name]) if i.startswith("kg.")} & set(ORDER)
    later = [i for i in own if ORDER.index(i) >= ORDER.index(name)]
    assert later == []


@pytest.mark.parametrize("package", sorted(HEAVY))
def test_a_library_stays_where_it_belongs(package: str) -> None:
    users = {name for name, path in modules().items() if any(i.split(".")[0] == package for i in imports(path))}
    assert users <= HEAVY[package]


def test_no_word_of_a_language_stands_in_a_python_file() -> None:
    indic = re.compile("[\u0900-\u0dff\u0600-\u06ff]")
    assert [name for name, path in modules().items() if indic.search(path.read_text(encoding="utf-8"))] == []


def product() -> dict[str, str]:
    """Every text file of the package and the ontology."""
    kinds = {".py", ".toml", ".ttl", ".rq", ".html", ".css", ".js", ".json"}
    files = [p for folder in ("kg", "ontology") for p in (ROOT / folder).rglob("*") if p.suffix in kinds]
    return {str(p.relative_to(ROOT)): folded(p.read_text(encoding="utf-8")) for p in files}


def test_no_name_of_the_first_article_stands_in_the_product() -> None:
    names = ["ममदानी", "मामदानी", "जोहरान", "खालिद", "उमर", "बनोज्योत्सना", "लाहिड़ी", "हाउडी डेमोक्रेसी", "हाउडी"]
    names += ["Mamdani", "Zohran", "Umar Khalid", "Khalid", "Banojyotsna", "Lahiri", "Howdy Democracy"]
    letter = "[^\\W\\d_]|[\u0900-\u0963]"
    found = [
        (path, name)
        for path, text in product().items()
        for name in names
        if re.search(f"(?<!{letter[:-1]}])(?:{re.escape(folded(name))})(?!{letter})", text)
    ]
    assert found == []


def test_no_run_of_six_words_of_the_first_article_stands_in_the_product() -> None:
    def words(text: str) -> list[str]:
        return "".join(c if unicodedata.category(c)[0] in "LMN" else " " for c in text).split()

    article = words(folded(SEED.read_text(encoding="utf-8")))
    runs = {tuple(article[i : i + 6]) for i in range(len(article) - 5)}
    found = []
    for path, text in product().items():
        own = words(text)
        found += [(path, own[i : i + 6]) for i in range(len(own) - 5) if tuple(own[i : i + 6]) in runs]
    assert found == []


def test_help_imports_no_library_that_costs() -> None:
    code = (
        "import sys; from kg.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "print([m for m in ('rdflib', 'networkx', 'pyvis', 'pyoxigraph', 'babel', 'trafilatura', 'kg.extract')"
        " if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip().endswith("[]")
