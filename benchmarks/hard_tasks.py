"""Delete-free planning tasks with cycles everywhere, each as one question, beside the same question put to HiGHS.

Four domains, made from a seed: a truck and planes that carry parcels, a robot among doors that keys open, actions at
random that bring about several facts, and sets that cover. Both get the same seconds; times are of this process.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import permutations, product

import direct

from chartway.catalog import Achievement, Catalog, Cost, Route
from chartway.pathway import Planner
from chartway.plan import Answer, Question
from chartway.requirement import Achieved, AllOf, ids_of

SEED = 20261123
LIMIT = 6.0
"""Seconds that each gets for a task."""
GOAL = "goal"


@dataclass
class Task:
    """What holds at the outset, the actions, and the facts asked for."""

    name: str
    outset: set[str] = field(default_factory=set)
    actions: list[Achievement] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)

    def act(self, needs: Iterable[str], gives: Iterable[str], dollars: int) -> None:
        """Adds an action."""
        requires = AllOf(tuple(map(Achieved, sorted(set(needs) - self.outset))))
        route = Route("do", requires, cost=Cost.known(100 * dollars))
        implies = frozenset(gives) - self.outset
        self.actions.append(Achievement(f"action {len(self.actions)}", routes=(route,), implies=implies))

    def catalog(self) -> Catalog:
        """The task as a requirement graph: an action implies what it brings about."""
        requires = AllOf(tuple(map(Achieved, sorted(self.asked - self.outset))))
        given = {one for action in self.actions for one in action.implies}
        needed = {one for action in self.actions for one in ids_of(action.routes[0].requires)}
        facts = [Achievement(id) for id in sorted(given | needed | self.asked - self.outset)]
        return Catalog.of([*self.actions, *facts, Achievement(GOAL, routes=(Route("0", requires),))])


def tasks() -> Iterator[Task]:
    """Each domain in two sizes."""
    for size in (1, 2):
        chance = random.Random(SEED + size)  # noqa: S311 - repeatable tasks, no secret
        yield logistics(chance, cities=2 * size + 1, parcels=5 * size)
        yield keys(chance, width=4 * size)
        yield chains(chance, facts=60 * size, actions=240 * size)
        yield cover(chance, elements=60 * size, sets=70 * size)


def logistics(chance: random.Random, cities: int, parcels: int, stops: int = 3) -> Task:
    """Parcels go by truck inside a city, whose first stop has an airport, and by two planes between cities."""
    places = list(product(range(cities), range(stops)))
    homes = {f"truck {city}": (city, chance.randrange(stops)) for city in range(cities)}
    homes |= {f"plane {number}": (chance.randrange(cities), 0) for number in range(2)}
    task = Task(f"logistics, {parcels} parcels", {f"{one} at {place}" for one, place in homes.items()})
    served = {one: [place for place in places if _serves(one, place)] for one in homes}
    for one, stations in served.items():
        for start, end in permutations(stations, 2):
            task.act([f"{one} at {start}"], [f"{one} at {end}"], 4 if one.startswith("plane") else 2)
    for parcel in range(parcels):
        start, end = chance.sample(places, 2)
        task.outset.add(f"{parcel} at {start}")
        task.asked.add(f"{parcel} at {end}")
        for one, place in ((one, place) for one, stations in served.items() for place in stations):
            here, inside = f"{parcel} at {place}", f"{parcel} in {one}"
            task.act([here, f"{one} at {place}"], [inside], 1)
            task.act([inside, f"{one} at {place}"], [here], 1)
    return task


def _serves(vehicle: str, place: tuple[int, int]) -> bool:
    kind, number = vehicle.split()
    return place[1] == 0 if kind == "plane" else place[0] == int(number)


def keys(chance: random.Random, width: int, kinds: int = 3) -> Task:
    """A robot on a square of rooms, one in four behind a door, carries keys to where they are asked for."""
    rooms = list(product(range(width), repeat=2))
    doors = {room: chance.randrange(kinds) for room in chance.sample(rooms[1:], len(rooms) // 4)}
    free = [room for room in rooms if room not in doors]
    task = Task(f"keys, {len(rooms)} rooms", {f"at {free[0]}", *(f"open {room}" for room in free)})
    task.outset |= {f"key {kind} at {chance.choice(free)}" for kind in range(kinds)}
    task.asked = {f"key {chance.randrange(kinds)} at {room}" for room in chance.sample(rooms, width)}
    for row, column in rooms:
        here = f"at {(row, column)}"
        for to in ((row + 1, column), (row - 1, column), (row, column + 1), (row, column - 1)):
            if to in rooms:
                task.act([here, f"open {to}"], [f"at {to}"], chance.randint(1, 3))
            if to in doors:
                task.act([here, f"have {doors[to]}"], [f"open {to}"], 1)
        for kind in range(kinds):
            task.act([here, f"key {kind} at {(row, column)}"], [f"have {kind}"], 1)
            task.act([here, f"have {kind}"], [f"key {kind} at {(row, column)}"], 1)
    return task


def chains(chance: random.Random, facts: int, actions: int) -> Task:
    """Actions at random, each of which needs one to three facts and brings about as many."""
    task = Task(f"chains, {actions} actions", {f"fact {number}" for number in range(4)})
    for _ in range(actions):
        needs, gives = (_some(chance, facts) for _ in range(2))
        task.act(needs, gives, chance.choice([1, 2, 5, 9]))
    within = _reached(task)
    task.asked = set(chance.sample(sorted(within - task.outset), 6))
    return task


def _some(chance: random.Random, facts: int) -> list[str]:
    return [f"fact {number}" for number in chance.sample(range(facts), chance.randint(1, 3))]


def _reached(task: Task) -> set[str]:
    held, more = set[str](), set(task.outset)
    while more - held:
        held |= more
        ready = (one for one in task.actions if ids_of(one.routes[0].requires) <= held)
        more = {fact for one in ready for fact in one.implies}
    return held


def cover(chance: random.Random, elements: int, sets: int) -> Task:
    """Sets of six, and dearer single ones, that must cover everything."""
    task = Task(f"cover, {sets} sets", asked={f"element {number}" for number in range(elements)})
    for _ in range(sets):
        task.act([], [f"element {number}" for number in chance.sample(range(elements), 6)], chance.randint(1, 3))
    for number in range(elements):
        task.act([], [f"element {number}"], 3)
    return task


def table() -> list[str]:
    """The lines of the table: what each proves of the least cost, and how soon."""
    head = [
        "## Hard planning tasks\n",
        f"Delete-free tasks of `benchmarks/hard_tasks.py`, seed {SEED}, with cycles everywhere; {LIMIT:.0f} s each.",
        "Directly: one HiGHS model for the cost alone; ours settles cost, weeks and steps.\n",
        "| task | nodes | Chartway | | HiGHS directly | |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    return [*head, *map(row, tasks())]


def row(task: Task) -> str:
    """What each proves of one task."""
    planner = Planner.of(task.catalog())
    start = time.perf_counter()
    ours = _ours(planner.answer(Question(GOAL, time_limit=LIMIT)))
    middle = time.perf_counter()
    theirs = _directly(planner)
    end = time.perf_counter()
    size = len(planner.circuit.part(GOAL, ()).need)
    return f"| {task.name} | {size:,} | {ours} | {middle - start:.2f} s | {theirs} | {end - middle:.2f} s |"


def _ours(answer: Answer) -> str:
    if answer.plan is None or answer.proof is None:
        raise RuntimeError(f"{answer.question.goal}: {answer.status}")
    return _gap(answer.plan.cost.typical, answer.proof.cost)


def _directly(planner: Planner) -> str:
    return _gap(*direct.bounded_cost(planner.circuit, GOAL, LIMIT))


def _gap(cost: float, bound: float) -> str:
    if cost - bound < 1:  # whole cents
        return f"${cost / 100:.0f}, proved"
    found = f"${cost / 100:.0f}" if cost < float("inf") else "no plan"
    return f"{found}, at least ${bound / 100:.0f}"
