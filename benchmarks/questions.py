"""Every goal of a real catalogue, answered by Chartway and by what one would use instead, side by side.

Times are those of one question in a process that has read the catalogue. Each goal is answered by all, one after the
other, so a machine whose speed drifts slows them alike.
"""

from __future__ import annotations

import csv
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from importlib.util import find_spec
from pathlib import Path
from zlib import crc32

import direct
import shortest_path

from chartway.catalog import MILLIWEEKS, Catalog
from chartway.catalog_json import read_catalog
from chartway.pathway import Planner
from chartway.plan import Question
from chartway.trade_off import trade_off

LONGEST = 20
"""Weeks of the longest course where they are uneven."""
Solve = Callable[[str], object]


@dataclass
class Contestant:
    """Somebody who answers questions, with the seconds taken and the answers given."""

    name: str
    solve: Solve
    times: list[float] = field(default_factory=list)
    answers: list[object] = field(default_factory=list)

    def ask(self, goal: str) -> None:
        """Answers one question."""
        start = time.perf_counter()
        self.answers.append(self.solve(goal))
        self.times.append(time.perf_counter() - start)

    def row(self, right: list[object], baseline: list[float]) -> str:
        """A line of the table: times in milliseconds, and how many answers agree with ours."""
        ordered = sorted(1000 * one for one in self.times)
        middle, most, last = statistics.median(ordered), ordered[int(len(ordered) * 0.95)], ordered[-1]
        agreed = sum(one == other for one, other in zip(self.answers, right, strict=True))
        share = f"{sum(self.times) / sum(baseline):.2f} ×"
        return (
            f"| {self.name} | {middle:.2f} | {most:.2f} | {last:.1f} | {sum(self.times):.2f} s | {share} | {agreed:,} |"
        )


def table(folder: Path) -> list[str]:
    """The lines of the tables on the catalogue in the folder."""
    catalog = read_catalog(folder / "rpi.requirements.json")
    with (folder / "rpi.expected.csv").open(encoding="utf-8") as lines:
        goals = [row["goal"] for row in csv.DictReader(lines)]
    what = f"{len(catalog):,} courses, {len(goals):,} goals; milliseconds a question"
    return [
        "## Questions on a real catalogue\n",
        f"{what}. Directly: one HiGHS model a goal, presolve on, one thread, no gap.",
        *contest("First objective alone: least money", goals, first_objective(catalog), 1),
        *contest("All objectives: money, weeks, steps", goals, all_objectives(catalog), 1),
        *contest(f"All objectives, courses of 1 to {LONGEST} weeks", goals, all_objectives(uneven(catalog)), 1),
        *contest("Beyond one plan", goals, beyond(uneven(catalog)), 0),
    ]


def contest(title: str, goals: list[str], contestants: list[Contestant], baseline: int) -> Iterator[str]:
    """A table of contestants, of whom one is the baseline of the totals; ours comes first."""
    for goal in goals:
        for one in contestants:
            one.ask(goal)
    yield f"\n### {title}\n"
    yield "| | median | 95 % | most | all | of the baseline | agree |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: |"
    for one in contestants:
        yield one.row(contestants[0].answers, contestants[baseline].times)


def first_objective(catalog: Catalog) -> list[Contestant]:
    """Least money: ours with its plan and the lesser objectives, others with the sum alone."""
    planner = Planner.of(catalog)

    def ours(goal: str) -> object:
        plan = planner.answer(Question(goal)).plan
        return plan and plan.cost.typical

    found = [
        Contestant("Chartway, whole answer", ours),
        Contestant("HiGHS directly", lambda goal: direct.least_cost(planner.circuit, goal)),
        Contestant("networkx, shortest path", lambda goal: shortest_path.least_cost(planner.circuit, goal)),
    ]
    if find_spec("clingo"):
        import answer_sets  # noqa: PLC0415 - where it is installed

        found.append(Contestant("clingo", lambda goal: answer_sets.least_cost(planner.circuit, goal)))
    return found


def all_objectives(catalog: Catalog) -> list[Contestant]:
    """Least money, then weeks, then steps."""
    planner = Planner.of(catalog)

    def ours(goal: str) -> object:
        plan = planner.answer(Question(goal)).plan
        return plan and (plan.cost.typical, plan.weeks, len(plan.steps))

    return [
        Contestant("Chartway", ours),
        Contestant("HiGHS directly", lambda goal: direct.lexicographic(planner.circuit, goal)),
    ]


def beyond(catalog: Catalog) -> list[Contestant]:
    """One plan, the whole trade-off of money and time."""
    planner = Planner.of(catalog)
    return [
        Contestant("Chartway, one plan", lambda goal: planner.answer(Question(goal)).status),
        Contestant("Chartway, the trade-off", lambda goal: trade_off(planner, Question(goal)).complete and "optimal"),
    ]


def uneven(catalog: Catalog) -> Catalog:
    """The catalogue with courses of different lengths, each by the checksum of its id."""
    return Catalog.of(
        replace(one, routes=tuple(replace(route, weeks=_weeks(one.id)) for route in one.routes))
        for one in catalog.achievements.values()
    )


def _weeks(id: str) -> int:
    return (1 + crc32(id.encode()) % LONGEST) * MILLIWEEKS
