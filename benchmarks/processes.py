"""What commands cost as whole processes, and reading and asking our data in one, each beside its baseline.

Ratios are taken run by run, so a machine whose speed drifts spoils none.
"""

from __future__ import annotations

import csv
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox

from chartway import cache, ontology, statements
from chartway.sparql.answer import Query, answer
from chartway.sparql.dataset import Dataset
from chartway.sparql.parameter import terms
from chartway.sparql.shipped import shipped

RUNS = 7
PAIRS = 31
"""Runs of a query that takes a thousandth of a second."""
COMMAND = [sys.executable, "-m", "chartway"]
RDFLIB = (
    "import rdflib\n"
    "from chartway import ontology\n"
    "graph = rdflib.Dataset()\n"
    "for path in (ontology.file('schema.ttl'), *ontology.files()):\n"
    "    graph.parse(path)\n"
)
IMPORTS = [sys.executable, "-c", "import networkx, rdflib, pyvis.network"]


def seconds(command: list[str]) -> float:
    """The wall time of one run of a command, which must succeed."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 - our own command
    return time.perf_counter() - start


def row(name: str, times: list[float], note: str) -> str:
    """One line of the table."""
    return f"| {name} | {spread(times, 1, 's')} | {note} |"


def spread(times: list[float], scale: int, unit: str) -> str:
    """The median of the times, and the least and the most."""
    middle, low, high = (scale * one for one in (statistics.median(times), min(times), max(times)))
    return f"{middle:.2f} {unit} | {low:.2f}–{high:.2f} {unit}"


def start() -> list[str]:
    """``chartway pathway RHIT``, cold, beside importing the libraries it stands on."""
    pathway = [*COMMAND, "pathway", "RHIT"]
    seconds(pathway), seconds(IMPORTS)
    pairs = [(seconds(pathway), seconds(IMPORTS)) for _ in range(RUNS)]
    ratio = statistics.median(ours / theirs for ours, theirs in pairs)
    return [
        row("`chartway pathway RHIT`", [ours for ours, _ in pairs], f"{ratio:.2f} × the imports"),
        row("`import networkx, rdflib, pyvis.network`", [theirs for _, theirs in pairs], "baseline"),
    ]


def loading() -> list[str]:
    """Our files from the cache and indexed, beside the engine alone parsing them, run by run, in this process."""
    cache.statements()
    pairs = [(timed(load), timed(parse)) for _ in range(PAIRS)]
    ratio = statistics.median(ours / theirs for ours, theirs in pairs)
    note = f"{ratio:.2f} × pyoxigraph parsing the same files"
    return [f"| loading our files, kept, in process | {spread([ours for ours, _ in pairs], 1000, 'ms')} | {note} |"]


def timed(do: Callable[[], object]) -> float:
    """Seconds that it takes."""
    start = time.perf_counter()
    do()
    return time.perf_counter() - start


def load() -> statements.Statements:
    """The statements as they are used."""
    return statements.Statements.of(cache.statements())


def parse() -> list[list[ox.Quad]]:
    """The quads of our files."""
    paths = ontology.files()
    return [list(ox.parse(path.read_bytes(), format=ox.RdfFormat.TRIG, rename_blank_nodes=True)) for path in paths]


def queries() -> list[str]:
    """A shipped query, cold, beside rdflib reading our files; then all of them beside the engine they run in."""
    ours, theirs = [*COMMAND, "query", "fees"], [sys.executable, "-c", RDFLIB]
    seconds(ours), seconds(theirs)
    pairs = [(seconds(ours), seconds(theirs)) for _ in range(RUNS)]
    ratio = statistics.median(one / other for one, other in pairs)
    return [
        row("`chartway query fees`", [one for one, _ in pairs], f"{ratio:.2f} × rdflib reading our files"),
        row("`import rdflib`, parse our files", [other for _, other in pairs], "baseline"),
        in_process(),
    ]


def in_process() -> str:
    """Each shipped query through ``chartway.sparql`` and in bare pyoxigraph, run by run, in this process."""
    dataset = Dataset.load()
    said = statements.Statements.of(statements.read())
    ratios, times = {}, []
    for query in shipped():
        values = terms({one.name: one.example for one in query.parameters}, said)
        asked = Query(query.name, query.text, values)
        pairs = [(through_us(dataset, asked), bare(dataset, asked)) for _ in range(PAIRS)]
        ratios[query.name] = statistics.median(one / other for one, other in pairs)
        times.append(statistics.median(one for one, _ in pairs))
    worst = max(ratios, key=lambda name: ratios[name])
    note = f"{statistics.median(ratios.values()):.2f} × bare pyoxigraph, worst {ratios[worst]:.2f} × (`{worst}`)"
    return f"| {len(ratios)} shipped queries, in process | {spread(times, 1000, 'ms')} | {note} |"


def through_us(dataset: Dataset, asked: Query) -> float:
    """Seconds that our way takes, to the bytes of the answer."""
    start = time.perf_counter()
    answer(dataset, asked, "json")
    return time.perf_counter() - start


def bare(dataset: Dataset, asked: Query) -> float:
    """Seconds that the engine alone takes, to the bytes of the answer."""
    start = time.perf_counter()
    results = dataset.store.query(asked.text, substitutions=dict(asked.values) or None)
    if isinstance(results, ox.QuerySolutions):
        results.serialize(format=ox.QueryResultsFormat.JSON)
    return time.perf_counter() - start


def cohorts(folder: Path) -> list[str]:
    """Every goal of a catalogue with known answers, in each way of preferring."""
    expected = list(csv.DictReader((folder / "rpi.expected.csv").open(encoding="utf-8")))
    return [
        cohort(folder, expected, *case)
        for case in (("cheapest", "cost", "fewest_courses"), ("fastest", "weeks", "fewest_terms"))
    ]


def cohort(folder: Path, expected: list[dict[str, str]], prefer: str, field: str, column: str) -> str:
    """One cohort, timed, with the number of answers that are right and proved."""
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch) / "plans.jsonl"
        files = [str(folder / "rpi.learners.csv"), "--requirements", str(folder / "rpi.requirements.json")]
        command = [*COMMAND, "cohort", *files, "--out", str(out), "--prefer", prefer]
        times = [seconds(command) for _ in range(RUNS)]
        rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    right = sum(
        found["status"] == "optimal" and found[field] == int(known[column])
        for found, known in zip(rows, expected, strict=True)
    )
    return row(f"`chartway cohort`, {len(rows):,} goals, {prefer}", times, f"{right:,} right and proved")


def table(folder: Path | None) -> list[str]:
    """The lines of the table; cohorts are those of the catalogue in the folder."""
    head = [
        "## Whole processes, and our data\n",
        f"{RUNS} runs each; {PAIRS} of what takes milliseconds.\n",
        "| what | median | least–most | |\n| --- | --- | --- | --- |",
    ]
    return [*head, *start(), *loading(), *queries(), *(cohorts(folder) if folder else [])]
