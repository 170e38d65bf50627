"""Requirement graphs of any size, made from a seed: the same number gives the same graph on every machine."""

from __future__ import annotations

import json
import random
import tempfile
import time
from pathlib import Path
from typing import Any

from processes import COMMAND, seconds

from chartway.catalog_json import read_catalog
from chartway.pathway import Planner
from chartway.plan import Question

SEED = 20261123
COURSES_BEFORE = 3
"""Achievements that a requirement mentions at most."""
NEAR = 200
"""How far back they lie at most: what is relevant for a goal stays in the hundreds however large the graph is."""


SIZES = (1_000, 10_000, 100_000)
ASKED = 20
"""Goals asked of each graph: the last ones, behind which most lies."""


def table() -> list[str]:
    """The lines of the table: reading, and answering, graphs of growing size."""
    head = [
        "## Growth\n",
        f"Graphs of `benchmarks/growth.py`, seed {SEED}, from JSON to proved plans: the stages in this process, and",
        "`chartway pathway` on the last goal as a whole process, cold, which makes ready only what leads there.\n",
        "| achievements | read | made ready | slowest of the last 20 goals | relevant at most | whole process |",
        "| ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    return [*head, *map(row, SIZES)]


def row(size: int) -> str:
    """The times for one size, in seconds."""
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "graph.json"
        path.write_text(json.dumps(graph(size)), "utf-8")
        whole = seconds([*COMMAND, "pathway", f"A{size - 1}", "--requirements", str(path)])
        start = time.perf_counter()
        catalog = read_catalog(path)
        read = time.perf_counter() - start
    start = time.perf_counter()
    planner = Planner.of(catalog)
    ready = time.perf_counter() - start
    goals = [f"A{number}" for number in range(size - ASKED, size)]
    slowest = max(answering(planner, goal) for goal in goals)
    relevant = max(len(planner.circuit.relevant(goal)) for goal in goals)
    return f"| {size:,} | {read:.2f} s | {ready:.2f} s | {slowest:.4f} s | {relevant:,} nodes | {whole:.2f} s |"


def answering(planner: Planner, goal: str) -> float:
    """Seconds that a proved plan takes."""
    start = time.perf_counter()
    answer = planner.answer(Question(goal))
    if answer.status != "optimal":
        raise RuntimeError(f"{goal}: {answer.status}")
    return time.perf_counter() - start


def graph(size: int, seed: int = SEED) -> dict[str, Any]:
    """A graph of ``size`` achievements in chartway-requirements/1.

    One in ten asks for nothing; the others ask for two or three of up to 200 before them, all or any of these or two
    out of three, at prices from 50 to 2,000 dollars, in 1 to 30 weeks; one in four has a dearer, quicker way.
    """
    random_ = random.Random(seed)  # noqa: S311 - a repeatable graph, no secret
    return {
        "format": "chartway-requirements/1",
        "achievements": [_achievement(number, random_) for number in range(size)],
    }


def _achievement(number: int, random_: random.Random) -> dict[str, Any]:
    first = number % NEAR
    cost, weeks = random_.randint(50, 2000), random_.randint(1, 30)
    routes: list[dict[str, Any]] = [{"cost": cost, "weeks": weeks}]
    if first and random_.random() < 0.9:  # noqa: PLR2004 - one in ten asks for nothing
        routes[0]["requires"] = _requirement(number, first, random_)
        if random_.random() < 0.25:  # noqa: PLR2004 - one in four has another way
            routes.append({"requires": f"A{number - 1}", "cost": cost * 2, "weeks": max(1, weeks // 2)})
    return {"id": f"A{number}", "kind": "course", "routes": routes}


def _requirement(number: int, first: int, random_: random.Random) -> dict[str, Any]:
    before = random_.sample(range(number - first, number), min(first, random_.randint(2, COURSES_BEFORE)))
    ids = [f"A{one}" for one in sorted(before)]
    word = random_.choice(("all", "any", "atLeast"))
    if word == "atLeast" and len(ids) == COURSES_BEFORE:
        return {"atLeast": 2, "of": ids}
    return {"any" if word == "any" else "all": ids}
