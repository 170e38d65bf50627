"""Why this way and not that one: the best plan that really goes by way of a thing, beside the best plan of all.

A plan goes by way of a thing if it needs it: without the ways in to the thing, and to what includes it, it does not
reach its goal. So the thing is not just put on top of a plan that does without. In the integer program there is for
each node a second variable that says whether it is reached without the thing: it must be 1 where it is, by the ways in
that are taken, and it is 0 for the goal. Where its numbers are too large for the solver, the program may still find a
plan whose other ways in reach the goal by themselves; then not all of those may be taken together, and it is solved
again (a no-good of logic-based Benders decomposition, Hooker & Ottosson 2003), until the plan needs the thing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Set
from dataclasses import dataclass, replace
from typing import Any, Literal

from chartway.alternative import UNPROVED, Alternative
from chartway.catalog import Catalog
from chartway.circuit import NEVER, Part
from chartway.explanation import in_every_plan
from chartway.integer_program import LARGEST_SUM, Ceiling
from chartway.optimum import Optimum, Weights, lightest_below, pruned
from chartway.pathway import Measures, Planner, countdown
from chartway.plan import Answer, Proof, Question
from chartway.requirement import ids_of
from chartway.timing import implying

Verdict = Literal["held", "goal", "in-every-plan", "in-this-plan", "possible", "unearnable", "unasked", "useless", "unknown"]


@dataclass(frozen=True, slots=True)
class Rather:
    """What became of the wish to go by way of a thing.

    ==================  ===================================================================================
    ``held``            it is held already
    ``goal``            it is the goal
    ``in-every-plan``   no plan does without it
    ``in-this-plan``    the answer's plan has it
    ``possible``        ``found`` is the best plan by way of it, proved if ``proved``
    ``unearnable``      no way to it is known from here
    ``unasked``         nothing on the way to the goal asks for it
    ``useless``         something does, but every plan with it could do without it: it would only come on top
    ``unknown``         time ran out before a plan was found
    ==================  ===================================================================================

    ``asked_by`` are the achievements on the way with a way in that asks for the thing.
    """

    thing: str
    verdict: Verdict
    found: Alternative | None = None
    proved: bool = True
    asked_by: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The verdict, and the plan with its difference, null where there is none.

        >>> Rather("CPC", "unasked").to_json()
        {'thing': 'CPC', 'verdict': 'unasked', 'askedBy': [], 'proved': True, 'pathway': None}
        """
        found = self.found.to_json() if self.found else None
        told = {"thing": self.thing, "verdict": self.verdict, "askedBy": list(self.asked_by)}
        return told | {"proved": self.proved, "pathway": found}


def rather(planner: Planner, answer: Answer, thing: str) -> Rather:
    """Why the answer's plan does not go by way of the thing: the best plan that does, or that there is none.

    It follows the question's preference and leaves its budget aside; its time limit holds for the whole search. What
    counts as the thing is what includes it, too. Raises BrokenPlanError.

    >>> from chartway.catalog import Achievement, Cost, Route
    >>> from chartway.requirement import NOTHING, Achieved, AnyOf
    >>> either = Route("0", AnyOf((Achieved("day"), Achieved("evening"))))
    >>> classes = [("day", 25_000), ("evening", 10_000), ("dance", 5_000)]
    >>> things = [Achievement(id, routes=(Route("0", NOTHING, Cost.known(cents)),)) for id, cents in classes]
    >>> planner = Planner.of(Catalog.of([*things, Achievement("HIT 2", routes=(either,))]))
    >>> answer = planner.answer(Question("HIT 2"))
    >>> rather(planner, answer, "day").found.dearer, rather(planner, answer, "dance").verdict
    (15000, 'unasked')
    """
    catalog, question = planner.catalog, answer.question
    verdict = _known(planner, answer, thing)
    if verdict is not None:
        return Rather(thing, verdict)
    circuit = planner.under(question.timetable).circuit
    part = circuit.part(question.goal, question.held)
    ids = implying(catalog, thing)
    if not any(way and way[0] in ids for way in part.route):
        able = circuit.part(thing, question.held).goal >= 0
        return Rather(thing, "unasked" if able else "unearnable")
    asked = replace(question, budget=None, prefer="cheapest" if answer.status == "over-budget" else question.prefer)
    search = _Search(planner, asked, part, ids)
    found = search.run()
    asked_by = _asked_by(catalog, {way[0] for way in part.route if way}, thing)
    if found is None or found.plan is None or answer.plan is None:
        return Rather(thing, "useless" if search.sure else "unknown", proved=search.sure, asked_by=asked_by)
    return Rather(thing, "possible", Alternative(answer.plan, found.plan, found), search.sure, asked_by)


def _known(planner: Planner, answer: Answer, thing: str) -> Verdict | None:
    """What needs no search."""
    catalog, question = planner.catalog, answer.question
    if thing in catalog.closure(question.held):
        return "held"
    if thing == question.goal:
        return "goal"
    if answer.plan is None:
        return "unearnable" if planner.circuit.part(thing, question.held).goal < 0 else "unasked"
    if thing in in_every_plan(planner, question):
        return "in-every-plan"
    return "in-this-plan" if thing in catalog.closure(step.achievement for step in answer.plan.steps) else None


def _asked_by(catalog: Catalog, ids: Set[str], thing: str) -> tuple[str, ...]:
    return tuple(sorted(id for id in ids if any(thing in ids_of(route.requires) for route in catalog[id].routes)))


class _Search:
    """The plans that need the things; ``sure`` while all is proved."""

    def __init__(self, planner: Planner, question: Question, part: Part, ids: frozenset[str]) -> None:
        self.planner = planner
        self.question = question
        self.part = _doubled(part)
        self.ways = frozenset(node for node in part.actions if (way := part.route[node]) and way[0] in ids)
        self.ceilings = [*_reached_without(part, self.ways), (dict.fromkeys(self.ways, -1), -1)]
        by = Measures.of(self.part, planner.catalog)
        is_fewest = question.prefer == "fewest"
        self.weights = Weights((by.count, by.unknown, by.money, by.narrowness)) if is_fewest else by.cheapest()
        self.first = {"cheapest": 2, "fewest": 3, "fastest": 0}[question.prefer]
        self.seconds = countdown(question.time_limit)
        self.sure = True

    def run(self) -> Answer | None:
        """The best plan that needs the things; None if there is none, or none was found in time."""
        found = self.lightest(NEVER)
        if found is None:
            return None
        best = self.sooner(found) if found.proved else found
        return self.answer(best)

    def lightest(self, deadline: int) -> Optimum | None:
        """The lightest plan by the deadline; None if there is none, or none was found in time."""
        while self.seconds() > 0:
            found = lightest_below(self.part, self.weights, self.ceilings, frozenset(), deadline, self.seconds)
            if found is None:
                return None
            self.sure = self.sure and found.proved
            if not self.reaches(found.chosen):
                break
            rest = found.chosen - self.ways
            if not self.reaches(rest):
                return found
            least = pruned(self.part, self.weights.packed, rest, NEVER - 1)
            self.ceilings.append((dict.fromkeys(least, 1), len(least) - 1))
        self.sure = False
        return None

    def sooner(self, best: Optimum) -> Optimum:
        """Of the plans that are as good in what is preferred to time, one that is soonest."""
        low, high = self.part.earliest[self.part.goal], self.weeks(best)
        limit = best.value[: self.first]
        tries = [low, high - 1]
        while low < high:
            deadline = tries.pop(0) if tries else (low + high) // 2
            if not low <= deadline < high:
                continue
            found = self.lightest(deadline)
            if not self.sure:
                break
            if found and found.value[: self.first] <= limit:
                best, high = found, self.weeks(found)
                tries = [high - 1]
            else:
                low = deadline + 1
        return best

    def reaches(self, chosen: frozenset[int]) -> bool:
        """Whether these ways in lead to the goal."""
        return self.part.fire(chosen)[self.part.goal] < NEVER

    def weeks(self, found: Optimum) -> int:
        """When the goal is reached."""
        return self.part.fire(found.chosen)[self.part.goal]

    def answer(self, found: Optimum) -> Answer | None:
        """The plan of these ways in, fitted to the person's weeks; proved where it is as it was found."""
        ways = {(way[0], way[1].id) for node in found.chosen if (way := self.part.route[node])}
        circuit = self.planner.circuit
        others = [node for node, way in enumerate(circuit.route) if way and (way[0], way[1].id) not in ways]
        answer = Planner(circuit.without(others)).best(self.question, self.seconds)
        if answer is None or answer.plan is None:
            self.sure = False
            return None
        self.sure = self.sure and answer.plan.weeks == self.weeks(found)
        known = self.sure and not answer.plan.unknown_costs
        value = (answer.plan.cost.typical, answer.plan.weeks, len(answer.plan.steps))
        proof = Proof(*value, known, self.sure, self.sure) if self.sure else UNPROVED
        return replace(answer, status="optimal" if known else "feasible", proof=proof)


def _doubled(part: Part) -> Part:
    """The part with a second variable for each node, which nothing rests on."""
    size = len(part.need)
    return replace(
        part,
        need=[*part.need, *[0] * size],
        inputs=[*part.inputs, *[()] * size],
        outputs=[*part.outputs, *([] for _ in range(size))],
        weeks=[*part.weeks, *[0] * size],
        route=[*part.route, *[None] * size],
        origin=[*part.origin, *range(max(part.origin) + 1, max(part.origin) + 1 + size)],
        earliest=[*part.earliest, *[0] * size],
    )


def _reached_without(part: Part, ways: frozenset[int]) -> Iterator[Ceiling]:
    """That a node is reached without the ways in where its inputs are, and that the goal is not."""
    size = len(part.need)
    yield {size + part.goal: 1}, 0
    for node, inputs in enumerate(part.inputs):
        need, amounts = part.need[node], part.amounts.get(node, (1,) * len(inputs))
        if node in ways or sum(amounts) > LARGEST_SUM:
            continue
        if need == 1 and node not in part.amounts and part.route[node] is None:
            yield from (({size + source: 1, size + node: -1}, 0) for source in inputs if source != node)
            continue
        spare = sum(amounts) - need + 1
        row: dict[int, int] = defaultdict(int)
        for source, amount in zip(inputs, amounts, strict=True):
            row[size + source] += amount
        row[size + node] -= spare
        if part.route[node] is not None:
            row[node] = spare
        yield dict(row), need - 1 + (spare if part.route[node] is not None else 0)
