"""Many learners who ask few questions, worked out by one process and by two: seconds, and the largest process."""

from __future__ import annotations

import csv
import json
import random
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from processes import COMMAND

from chartway.knowledge import Knowledge

SEED = 20261123
QUESTIONS = 5_000
ROWS = (10_000, 100_000)
RUNS = 3
WITNESS = (
    "import resource, subprocess, sys, time\n"
    "start = time.perf_counter()\n"
    "subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)\n"
    "print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)\n"
)
"""Runs a command from a small process: what a process is started by counts for its largest size, too."""
HELD = frozenset({"certification", "degree", "examination", "experience", "membership"})
"""What a learner says to hold in our own data."""


def table(folder: Path | None) -> list[str]:
    """The lines of the table; the catalogue is that in the folder."""
    head = [
        "## Large cohorts\n",
        f"Random learners of `benchmarks/cohorts.py`, seed {SEED}, who ask {QUESTIONS:,} different questions; medians",
        f"of {RUNS} runs by turns. Memory is that of the largest process.\n",
        "| data | learners | one process | two | | memory of one | of two |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    return [*head, *(row for graph in [None, *([folder] if folder else [])] for row in rows(graph))]


def rows(folder: Path | None) -> list[str]:
    """A line for each size, of the catalogue in the folder or of our data."""
    graph = folder / "rpi.requirements.json" if folder else None
    goals, holdings = named(graph)
    return [row(graph, questions(goals, holdings), size) for size in ROWS]


def named(graph: Path | None) -> tuple[list[str], list[str]]:
    """What one can ask for and what one can hold."""
    if graph:
        things = json.loads(graph.read_text("utf-8"))["achievements"]
        ids = [one["id"] for one in things]
        return [one["id"] for one in things if any("requires" in way for way in one.get("routes", []))], ids
    knowledge = Knowledge.load()
    ids = list(knowledge.bare.catalog.achievements)
    return [id for id in ids if knowledge.kind(id) == "certification"], [id for id in ids if knowledge.kind(id) in HELD]


def questions(goals: list[str], holdings: list[str]) -> list[tuple[str, str, str]]:
    """Different questions: a goal, up to three holdings, a preference."""
    choice = random.Random(SEED)  # noqa: S311 - a sample, not a secret
    found: dict[tuple[str, str, str], None] = {}
    while len(found) < QUESTIONS:
        have = ";".join(sorted(choice.sample(holdings, choice.randint(0, 3))))
        found[choice.choice(goals), have, choice.choice(["cheapest", "fastest", "fewest"])] = None
    return list(found)


def row(graph: Path | None, asked: list[tuple[str, str, str]], size: int) -> str:
    """The line of one size."""
    with tempfile.TemporaryDirectory() as scratch:
        learners = Path(scratch) / "learners.csv"
        write(learners, asked, size)
        command = [*COMMAND, "cohort", str(learners), "--out", str(Path(scratch) / "plans.jsonl")]
        command += ["--requirements", str(graph)] if graph else []
        runs = [(run([*command, "--workers", "1"]), run([*command, "--workers", "2"])) for _ in range(RUNS)]
    gain = statistics.median(one[0] / two[0] for one, two in runs)
    one, two = ([statistics.median(figures) for figures in zip(*side, strict=True)] for side in zip(*runs, strict=True))
    name = "a real catalogue" if graph else "ours"
    return f"| {name} | {size:,} | {one[0]:.2f} s | {two[0]:.2f} s | {gain:.2f} × | {one[1]:.0f} MB | {two[1]:.0f} MB |"


def write(path: Path, asked: list[tuple[str, str, str]], size: int) -> None:
    """A table of learners, each of whom asks one of the questions."""
    choice = random.Random(SEED)  # noqa: S311 - as above
    with path.open("w", encoding="utf-8", newline="") as lines:
        table = csv.writer(lines)
        table.writerow(("learner", "goal", "have", "prefer"))
        table.writerows((f"learner {number}", *choice.choice(asked)) for number in range(size))


def run(command: list[str]) -> tuple[float, float]:
    """Seconds, and megabytes of the largest process, of a command that may fail for single rows."""
    told = subprocess.run([sys.executable, "-c", WITNESS, *command], check=True, capture_output=True, text=True)  # noqa: S603 - our own command
    seconds, kilobytes = told.stdout.split()
    return float(seconds), int(kilobytes) / 1024
