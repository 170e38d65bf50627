"""What each further holding would save: the best plan, beside the best plan of somebody who holds one thing more.

Holding more never makes the best plan worse: what is left of the old plan is still one. So each saving is exact, the
difference of two proved plans, and the first objective in which they differ is less. A later one may be more: who
holds an associate degree may save money by a way that takes longer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from chartway.catalog import Catalog, from_cents, from_milliweeks
from chartway.pathway import BESIDE, Planner, countdown
from chartway.plan import Answer, Plan, Question
from chartway.timing import implying


@dataclass(frozen=True, slots=True)
class Saving:
    """What the best plan would lose if any one of the ``holdings`` were held, which are equivalent for this.

    ``including`` are others that would save just as much, each of which one of the holdings follows from. ``best`` is
    the plan of today, ``then`` the one that would be left.
    """

    holdings: tuple[str, ...]
    including: tuple[str, ...]
    best: Plan
    then: Plan

    @property
    def money(self) -> int:
        """How much less is paid in cents, as far as prices are known."""
        return self.best.cost.typical - self.then.cost.typical

    @property
    def weeks(self) -> int:
        """How much sooner the goal is reached, in thousandths of a week."""
        return self.best.weeks - self.then.weeks

    @property
    def steps(self) -> int:
        """How many steps fewer there are."""
        return len(self.best.steps) - len(self.then.steps)

    @property
    def settled(self) -> tuple[str, ...]:
        """The steps of unknown price that are saved."""
        return tuple(id for id in self.best.unknown_costs if id not in self.then.unknown_costs)

    @property
    def unsettled(self) -> tuple[str, ...]:
        """The steps of unknown price that take their place."""
        return tuple(id for id in self.then.unknown_costs if id not in self.best.unknown_costs)

    def to_json(self) -> dict[str, Any]:
        """The saving in dollars and weeks, with the steps that would be left."""
        return {
            "holdings": list(self.holdings),
            "including": list(self.including),
            "cost": from_cents(self.money),
            "weeks": from_milliweeks(self.weeks),
            "stepCount": self.steps,
            "unknownCosts": {"saved": list(self.settled), "instead": list(self.unsettled)},
            "steps": [step.achievement for step in self.then.steps],
        }


@dataclass(frozen=True, slots=True)
class Savings:
    """Everything that would save something, what saves most first; ``tried`` of so many were tried to the end.

    ``late`` is how many were not even begun, for time was over.
    """

    found: tuple[Saving, ...]
    tried: int
    of: int
    late: int = 0

    @property
    def complete(self) -> bool:
        """Whether all were tried, so that nothing else would save anything."""
        return self.tried == self.of

    def to_json(self) -> dict[str, Any]:
        """The savings, and how many holdings were tried.

        >>> Savings((), tried=3, of=3).to_json()
        {'savings': [], 'savingsTried': 3, 'savingsOf': 3}
        """
        found = [one.to_json() for one in self.found]
        return {"savings": found, "savingsTried": self.tried, "savingsOf": self.of}


def savings(planner: Planner, answer: Answer) -> Savings:
    """What each thing on the way that one could hold would save, solved again with it held.

    What saves most comes first, by what the question prefers; of the goal, and what includes it, nothing is said.
    The question's time limit holds for all of them together, and ``BESIDE`` seconds where it has none: the steps of
    the plan are tried first. Where the answer is over its budget, what would make its plan cheaper. () where there is
    no proved plan. Raises BrokenPlanError.

    >>> from chartway.catalog import Achievement, Cost, Route
    >>> from chartway.requirement import Achieved
    >>> things = [Achievement("BIO 1", routes=(Route("0", cost=Cost.known(42_000), weeks=15_000),)),
    ...           Achievement("HIT 1", routes=(Route("0", Achieved("BIO 1"), Cost.known(30_000), 15_000),))]
    >>> planner = Planner.of(Catalog.of(things))
    >>> found = savings(planner, planner.answer(Question("HIT 1")))
    >>> [(one.holdings, one.money, one.weeks, one.steps) for one in found.found]
    [(('BIO 1',), 42000, 15000, 1)]
    """
    question = answer.question
    if answer.status == "over-budget":
        question = replace(question, prefer="cheapest", budget=None)
    ids = candidates(planner, answer)
    seconds = countdown(BESIDE if question.time_limit is None else question.time_limit)
    tried = late = 0
    plans: dict[str, Plan] = {}
    for place, id in enumerate(ids if answer.proof is not None and answer.proof.finished else ()):
        if seconds() <= 0:
            late = len(ids) - place
            break
        held = replace(question, held=question.held | {id})
        found = planner.best(held, seconds)
        if found is None or found.plan is None or found.proof is None or not found.proof.finished:
            continue
        tried += 1
        plans[id] = found.plan
    ranked = _ranked(planner.catalog, question, answer.plan, plans) if answer.plan else ()
    return Savings(ranked, tried, len(ids), late)


def candidates(planner: Planner, answer: Answer) -> tuple[str, ...]:
    """All that could save anything: what leads to the goal and is not held, the plan's own steps first.

    What asks to start together with a thing is met, too, by holding it from the outset, or what implies it.
    """
    if answer.plan is None or not answer.plan.steps:
        return ()
    question, catalog = answer.question, planner.catalog
    have = catalog.closure(question.held)
    circuit = planner.under(question.timetable).circuit
    ids = list(catalog.achievements)
    relevant = frozenset(circuit.relevant(question.goal, question.held))
    near = [ids[node] for node in sorted(relevant) if node < len(ids)]
    asked = [id for id, node in circuit.outset.items() if node in relevant]
    beside = sorted({one for id in asked for one in implying(catalog, id)})
    own = [step.achievement for step in answer.plan.steps]
    tried = dict.fromkeys([*own, *near, *beside])
    return tuple(id for id in tried if id not in have and question.goal not in catalog.closure([id]))


def _ranked(catalog: Catalog, question: Question, best: Plan, plans: dict[str, Plan]) -> tuple[Saving, ...]:
    """The plans that are better, the best first; what leaves the same plan together."""
    alike: dict[Plan, list[str]] = defaultdict(list)
    today = best.objectives(question.prefer)
    for id, plan in plans.items():
        if plan.objectives(question.prefer) < today:
            alike[plan].append(id)
    ranked = sorted(alike, key=lambda plan: (plan.objectives(question.prefer), min(alike[plan])))
    return tuple(Saving(*_least(catalog, alike[plan]), best, plan) for plan in ranked)


def _least(catalog: Catalog, ids: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The things from which none of the others follows, but for equivalent ones, and the rest."""
    follows = {id: catalog.closure([id]) for id in ids}
    more = {id for id in follows for other in follows if other in follows[id] and id not in follows[other]}
    return tuple(sorted(follows.keys() - more)), tuple(sorted(more))
