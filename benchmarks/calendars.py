"""The shortest schedules of random courses and jobs, for several hours of study a week."""

from __future__ import annotations

import random
import statistics
import time

from chartway.schedule import Project, Task, shortest

SIZES = (20, 30)
HOURS = (12, 15, 20, 30)
PROJECTS = 8
"""Random projects of each size; a tenth of their tasks are jobs."""
JOBS = 0.1


def table() -> list[str]:
    """The lines of the table: projects of each size, scheduled for each number of hours a week."""
    head = [
        "## Schedules\n",
        f"Random courses and jobs, {PROJECTS} projects of each size, {', '.join(map(str, HOURS))} hours a week each.\n",
        "| tasks | median | most | proved | largest gap |",
        "| ---: | ---: | ---: | ---: | ---: |",
    ]
    return [*head, *map(row, SIZES)]


def row(size: int) -> str:
    """Projects of so many tasks under all limits, in seconds, with how many are proved and the largest gap."""
    times, gaps = [], []
    for seed in range(PROJECTS):
        for hours in HOURS:
            project = courses(size, seed, hours)
            began = time.perf_counter()
            found = shortest(project)
            times.append(time.perf_counter() - began)
            gaps.append(found.finish / found.bound - 1)
    proved = sum(gap == 0 for gap in gaps)
    middle, most = statistics.median(times), max(times)
    return f"| {size} | {middle:.3f} s | {most:.2f} s | {proved} of {len(gaps)} | {max(gaps):.1%} |"


def courses(size: int, seed: int, hours: int) -> Project:
    """Courses of 5 to 16 weeks and 3 to 12 hours, and a job in ten, each after up to three of the eight before it."""
    chance = random.Random(f"courses {size} {seed}")  # noqa: S311 - the same for everybody
    tasks, before = [], []
    for number in range(size):
        if chance.random() < JOBS:
            tasks.append(Task(chance.choice([26, 52]) * 1000, job=True))
        else:
            weeks = chance.choice([5, 8, 10, 15, 16])
            tasks.append(Task(weeks * 1000, chance.choice([3, 4, 6, 8, 9, 10, 12]) * 1000))
        before.append(chance.sample(range(max(0, number - 8), number), min(number, chance.choice([0, 1, 1, 2, 2, 3]))))

    def opening(done: int, _: int) -> tuple[int, bool]:
        opened = finished = 0
        for number in range(size):
            if all(finished >> other & 1 for other in before[number]):
                opened |= 1 << number
                finished |= done & 1 << number
        return opened, finished == (1 << size) - 1

    return Project(tuple(tasks), opening, hours * 1000)
