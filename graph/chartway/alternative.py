"""Alternatives: the best plans beside the best one, none of which contains all that an earlier one rests on.

The next best is the best plan that does not contain an earlier plan's significant steps, whatever interchangeable
things stand in for them. Such a plan does without at least one significant step of each earlier plan, so the plans
are sought among what is left when such steps are barred: the tree of Reiter ("A Theory of Diagnosis from First
Principles", 1987) over the significant steps, searched best first. Barring more never makes a plan better, so the first
plan found that does without a step of each earlier one is the next best, and where none is left there is none.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from heapq import heappop, heappush
from typing import Any

from chartway.catalog import Achievement, Catalog, Route, from_cents, from_milliweeks
from chartway.circuit import NEVER, Part
from chartway.pathway import Planner, countdown
from chartway.plan import Answer, Plan, Proof, Status, Step
from chartway.postponement import Postponed, postponed
from chartway.timetable import UNLIMITED, Timetable

Objectives = tuple[int, ...]
EXPERIENCE = "experience"
TELLING = frozenset({"certification", "degree", "examination", "membership", EXPERIENCE})
"""Kinds that make a plan another one even where they cost neither money nor time."""
UNPROVED = Proof(0, 0, 0, cost_proved=False, weeks_proved=False, steps_proved=False)


@dataclass(frozen=True, slots=True)
class Alternative:
    """A plan beside the best one, the steps it does without, those it takes in their place, and what it puts off."""

    best: Plan
    other: Plan
    answer: Answer
    put_off: tuple[Postponed, ...] = ()

    @property
    def without(self) -> tuple[Step, ...]:
        """The steps of the best plan that this one does without."""
        return beyond(self.best, self.other)

    @property
    def beyond(self) -> tuple[Step, ...]:
        """The steps of this plan that the best one does without."""
        return beyond(self.other, self.best)

    @property
    def dearer(self) -> int | None:
        """How much more this plan costs in cents, on typical prices; None where they differ in an unknown price."""
        if _unknown(self.best) != _unknown(self.other):
            return None
        return self.other.cost.typical - self.best.cost.typical

    @property
    def longer(self) -> int:
        """How much longer it takes, in thousandths of a week."""
        return self.other.weeks - self.best.weeks

    def to_json(self) -> dict[str, Any]:
        """The alternative in short, with its difference in dollars and weeks; null where a price is unknown."""
        return self.answer.in_short() | {
            "without": [step.achievement for step in self.without],
            "with": [step.achievement for step in self.beyond],
            "difference": {
                "cost": None if self.dearer is None else from_cents(self.dearer),
                "weeks": from_milliweeks(self.longer),
            },
            **({"putOff": [one.to_json() for one in self.put_off]} if self.put_off else {}),
        }


@dataclass(frozen=True, slots=True)
class Alternatives:
    """The alternatives to a plan, the next best first, of so many ``asked`` for.

    ``complete`` says that each is proved to be the next best, and that there are no more where fewer than asked for;
    ``all_known``, that every way to the goal has a known price.
    """

    found: tuple[Alternative, ...]
    asked: int
    complete: bool
    all_known: bool = True

    def to_json(self) -> dict[str, Any]:
        """The alternatives in short, and whether they are proved."""
        return {"alternatives": [one.to_json() for one in self.found], "alternativesComplete": self.complete}


def alternatives(planner: Planner, answer: Answer, number: int) -> Alternatives:
    """The ``number`` best plans beside the answer's, each the best that contains no earlier one's significant steps.

    Significant is what costs money or time, or is a credential, degree, examination, membership or experience; the
    goal is not. They follow the question's preference and keep to its budget where the answer does, then with
    no unknown price that the answer can do without; its time limit is one for all of them. Raises BrokenPlanError.

    >>> from chartway.catalog import Achievement, Cost, Route
    >>> from chartway.plan import Question
    >>> from chartway.requirement import NOTHING, Achieved, AnyOf
    >>> either = Route("0", AnyOf((Achieved("day"), Achieved("evening"))))
    >>> ways = [("day", 25_000, 10_000), ("evening", 10_000, 30_000)]
    >>> classes = [Achievement(id, routes=(Route("0", NOTHING, Cost.known(cents), time),)) for id, cents, time in ways]
    >>> planner = Planner.of(Catalog.of([*classes, Achievement("HIT 2", routes=(either,))]))
    >>> found = alternatives(planner, planner.answer(Question("HIT 2")), 3)
    >>> [[step.achievement for step in one.other.steps] for one in found.found], found.complete
    ([['day', 'HIT 2']], True)
    """
    if answer.plan is None:
        return Alternatives((), number, complete=True)
    search = _Search(planner, answer)
    found = search.run(number)
    others = tuple(
        Alternative(answer.plan, one.plan, one, postponed(planner, one, search.seconds)) for one in found if one.plan
    )
    return Alternatives(others, number, search.sure, search.twins.all_known)


class _Search:
    """The tree of what is barred, best plan first."""

    def __init__(self, planner: Planner, answer: Answer) -> None:
        self.planner = planner
        self.answer = answer
        self.seconds = countdown(answer.question.time_limit)
        self.twins = Twins.of(planner, answer)
        self.sure = _finished(answer)
        self.open: list[tuple[Objectives, list[str], list[str], Answer]] = []
        self.seen: set[frozenset[str]] = set()
        self.closed: list[frozenset[str]] = []

    def run(self, number: int) -> list[Answer]:
        """The next best answers, as many as asked for or as there are."""
        found: list[Answer] = []
        earlier = [self._rests_on(self.answer)]
        self._branch(frozenset(), earlier[0])
        while self.open and len(found) < number:
            *_, without, answer = heappop(self.open)
            barred = frozenset(without)
            contained = next((one for one in earlier if not any(twins <= barred for twins in one)), None)
            if contained is None:
                found.append(answer if self.sure else _unproved(answer))
                contained = self._rests_on(answer)
                earlier.append(contained)
            if len(found) < number:
                self._branch(barred, contained)
        return found

    def _rests_on(self, answer: Answer) -> list[frozenset[str]]:
        """The significant steps of the answer's plan, each with its twins."""
        return [self.twins.of_step(answer, step) for step in significant(self.planner.catalog, answer)]

    def _branch(self, barred: frozenset[str], contained: list[frozenset[str]]) -> None:
        """Finds the best plan that does without one more of the things, for each of them."""
        for twins in contained:
            without = barred | twins
            if without in self.seen or any(closed <= without for closed in self.closed):
                continue
            self.seen.add(without)
            if self.seconds() <= 0:
                self.sure = False
                return
            self._open(without)

    def _open(self, without: frozenset[str]) -> None:
        best = self.planner.best(self.answer.question, self.seconds, without)
        if best is None or best.plan is None or not self._keeps(best):
            self.sure = self.sure and (best is None or best.plan is not None)
            self.closed.append(without)
            return
        self.sure = self.sure and _finished(best)
        heappush(self.open, (*self._key(best), sorted(without), best))

    def _keeps(self, best: Answer) -> bool:
        """Whether it keeps to the budget if the answer does, which an unknown price beyond the answer's might break."""
        if self.answer.question.budget is None or not self.answer.found:
            return True
        return best.found and _unknowns(best) <= _unknowns(self.answer)

    def _key(self, best: Answer) -> tuple[Objectives, list[str]]:
        """The objectives; of two alike the plan first that leaves a person with more, then the one of smaller ids."""
        assert best.plan  # noqa: S101 - a best answer has one
        ids = [step.achievement for step in best.plan.steps]
        prefer = self.answer.question.prefer if self.answer.found else "cheapest"
        breadth = sum(len(self.planner.catalog.closure([id])) for id in ids)
        return (*best.plan.objectives(prefer), -breadth), ids


def _finished(answer: Answer) -> bool:
    return answer.proof is not None and answer.proof.finished


def _unproved(answer: Answer) -> Answer:
    """The answer where time ran out before it was known to be the next best."""
    status: Status = "feasible" if answer.found else answer.status
    return replace(answer, status=status, proof=UNPROVED)


def _unknowns(answer: Answer) -> int:
    return answer.plan.unknowns if answer.plan else 0


def significant(catalog: Catalog, answer: Answer) -> tuple[Step, ...]:
    """The steps of the plan, but for the goal, by which a person would tell it from another."""
    steps = answer.plan.steps if answer.plan else ()
    return tuple(
        step for step in steps if step.achievement != answer.question.goal and _tells(step, catalog[step.achievement])
    )


def _tells(step: Step, achievement: Achievement) -> bool:
    costs = step.cost is None or step.cost.high > 0
    return costs or step.finish > step.start or achievement.kind in TELLING


@dataclass(frozen=True)
class Twins:
    """What is interchangeable in a plan for a goal: swapping it makes no other plan.

    Twins are of one kind, ask, cost, take and last exactly the same, within a timetable their hours and days, too, and
    the plan still reaches its goal when one stands in for the other. Longer experience stands for the shorter that it
    includes. The goal is nobody's twin.
    """

    catalog: Catalog
    part: Part
    timetable: Timetable = UNLIMITED

    @classmethod
    def of(cls, planner: Planner, answer: Answer) -> Twins:
        """The twins on the way to the answer's goal."""
        question = answer.question
        circuit = planner.under(question.timetable).circuit
        return cls(planner.catalog, circuit.part(question.goal, question.held), question.timetable)

    @property
    def all_known(self) -> bool:
        """Whether every way in on the way to the goal has a known price."""
        return all(way is None or way[1].cost is not None for way in self.part.route)

    def of_step(self, answer: Answer, step: Step) -> frozenset[str]:
        """What the step of the plan earns, its twins in that plan, and longer experience, which includes it."""
        steps = answer.plan.steps if answer.plan else ()
        chosen = {self._nodes[one.achievement, one.route] for one in steps}
        node = self._nodes[step.achievement, step.route]
        rest = chosen - {node}
        alike = self._alike.get(self._terms(node), ())
        able = {id for other, id in alike if other not in chosen and self._reaches(rest | {other})}
        return frozenset({step.achievement, *able, *self._longer(step.achievement)} - {answer.question.goal})

    def _longer(self, id: str) -> set[str]:
        """Experience that implies this one: who works for two years has worked for one."""
        kind = self.catalog[id].kind
        ids = {one for one, _ in self._nodes} if kind == EXPERIENCE else set()
        return {one for one in ids if self.catalog[one].kind == kind and id in self.catalog.closure([one])}

    def _reaches(self, chosen: set[int]) -> bool:
        return self.part.fire(chosen)[self.part.goal] < NEVER

    @cached_property
    def _nodes(self) -> dict[tuple[str, str], int]:
        return {(way[0], way[1].id): node for node, way in enumerate(self.part.route) if way}

    @cached_property
    def _alike(self) -> dict[object, list[tuple[int, str]]]:
        """The ways in by their terms; what has no kind has none that is alike."""
        groups: dict[object, list[tuple[int, str]]] = {}
        for (id, _), node in self._nodes.items():
            if self.catalog[id].kind:
                groups.setdefault(self._terms(node), []).append((node, id))
        return groups

    def _terms(self, node: int) -> object:
        way = self.part.route[node]
        assert way  # noqa: S101 - only nodes of ways in are asked about
        id, route = way
        achievement = self.catalog[id]
        return (
            achievement.kind,
            achievement.valid_weeks,
            frozenset(map(self._asks, achievement.routes)),
            self._asks(route),
        )

    def _asks(self, route: Route) -> object:
        """What a way in asks of a person."""
        alike = route.requires, route.cost, route.weeks, route.tariff
        if self.timetable == UNLIMITED:
            return alike
        return alike, route.hours_per_week, route.exclusive, route.valid_from, route.valid_through


def _unknown(plan: Plan) -> frozenset[tuple[str, str]]:
    return frozenset((step.achievement, step.route) for step in plan.steps if step.cost is None)


def beyond(plan: Plan, other: Plan) -> tuple[Step, ...]:
    """The steps of the plan whose achievements the other does not earn."""
    known = {step.achievement for step in other.steps}
    return tuple(step for step in plan.steps if step.achievement not in known)
