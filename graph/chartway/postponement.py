"""What a plan puts off so that one renewal less is due, and what it would cost to hold it sooner.

The cheapest plan may sit an examination on the day on which its goal is reached, after years of work, because one
year of a membership then does for both. So it is by the rules and the prices, and proved; but who earns a credential on
the way wants to hold it while working. Hence the answer says so, with the plan that is best among those that hold it
before the work begins.

A credential of a plan is *put off* if it is earned at the moment at which the step to the goal begins, both of them ask
for the same thing that lapses, and the goal asks for the work before that besides the credential: what is earned as
soon as the work for it is done, and opens the goal at once, is not put off.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from chartway.catalog import Achievement, Catalog, Route, from_cents, from_milliweeks
from chartway.pathway import Planner, countdown
from chartway.plan import Answer, Plan, Step
from chartway.requirement import Achieved, AllOf, is_met
from chartway.timing import implying

CREDENTIAL = "certification"


@dataclass(frozen=True, slots=True)
class Postponed:
    """That a plan earns a credential no sooner than its goal, as both need the ``shared`` thing, which lapses.

    ``weeks`` is how long that is valid; ``sooner`` are the best plans that earn the credential before the last work of
    the plan, or the rest of it, begins; and before any of it does.
    """

    achievement: str
    shared: str
    weeks: int
    plan: Plan
    sooner: tuple[Plan, ...]

    def after(self, plan: Plan) -> str | None:
        """What takes time and is finished right before the credential is earned by another plan; None if nothing is."""
        place = next(step for step in plan.steps if step.achievement == self.achievement)
        before = [step for step in plan.steps if _lies_before(step, place)]
        return max(before, key=lambda step: step.finish).achievement if before else None

    def dearer(self, plan: Plan) -> int | None:
        """How much more another plan costs, in cents; None where they differ in an unknown price."""
        alike = {*self.plan.unknown_costs} == {*plan.unknown_costs}
        return plan.cost.typical - self.plan.cost.typical if alike else None

    def to_json(self) -> dict[str, Any]:
        """What is put off and why, and what it would cost, in dollars and weeks, to hold it sooner."""
        return {
            "achievement": self.achievement,
            "shared": self.shared,
            "everyWeeks": from_milliweeks(self.weeks),
            "sooner": [self._sooner_json(plan) for plan in self.sooner],
        }

    def _sooner_json(self, plan: Plan) -> dict[str, Any]:
        dearer = self.dearer(plan)
        return {
            "after": self.after(plan),
            "steps": [step.achievement for step in plan.steps],
            "difference": {
                "cost": None if dearer is None else from_cents(dearer),
                "weeks": from_milliweeks(plan.weeks - self.plan.weeks),
            },
        }


def postponed(planner: Planner, answer: Answer, seconds: Callable[[], float] | None = None) -> tuple[Postponed, ...]:
    """What the answer's plan puts off, of what some other plan earns sooner.

    ``seconds`` tells how many are left. Raises BrokenPlanError.

    >>> from chartway.catalog import Cost
    >>> from chartway.plan import Question
    >>> def way(cost, *needs, weeks=0):
    ...     return Route(str(cost), AllOf(tuple(map(Achieved, needs))), Cost.known(cost * 100), weeks)
    >>> things = [
    ...     Achievement("member", routes=(way(149),), valid_weeks=52_000),
    ...     Achievement("CCA", kind=CREDENTIAL, routes=(way(299), way(199, "member", "work"))),
    ...     Achievement("work", routes=(way(0, weeks=52_000),)),
    ...     Achievement("CCS", kind=CREDENTIAL, routes=(way(399, "CCA", "work"), way(299, "CCA", "work", "member"))),
    ... ]
    >>> planner = Planner.of(Catalog.of(things))
    >>> one, = postponed(planner, planner.answer(Question("CCS")))
    >>> one.achievement, one.shared, [one.dearer(plan) for plan in one.sooner]
    ('CCA', 'member', [5100])
    """
    plan, question = answer.plan, answer.question
    if plan is None:
        return ()
    left = seconds or countdown(question.time_limit)
    return tuple(_found(planner, answer, plan, left))


def _found(planner: Planner, answer: Answer, plan: Plan, seconds: Callable[[], float]) -> Iterator[Postponed]:
    catalog, question = planner.catalog, answer.question
    goal = next((step for step in plan.steps if step.achievement == question.goal), None)
    for step in plan.steps if goal is not None else ():
        if goal is None or step is goal or step.finish != goal.start or catalog[step.achievement].kind != CREDENTIAL:
            continue
        shared = next((one for one in plan.steps if _lapses_for(catalog, answer, one, (step, goal))), None)
        before = max((one for one in plan.steps if _lies_before(one, step)), key=lambda one: one.start, default=None)
        if shared is None or before is None or not _needs(catalog, answer, goal, before) or seconds() <= 0:
            continue
        sooner = _sooner(planner, answer, step, before, seconds)
        weeks = catalog[shared.achievement].valid_weeks or 0
        if sooner:
            yield Postponed(step.achievement, shared.achievement, weeks, plan, sooner)


def _lapses_for(catalog: Catalog, answer: Answer, one: Step, users: tuple[Step, Step]) -> bool:
    """Whether it lapses, and neither of the others could be taken without it."""
    lasts = catalog[one.achievement].valid_weeks is None
    return not lasts and one not in users and all(_needs(catalog, answer, user, one) for user in users)


def _needs(catalog: Catalog, answer: Answer, user: Step, one: Step) -> bool:
    """Whether a step could not be taken without another one, all else being held."""
    steps = answer.plan.steps if answer.plan else ()
    others = catalog.closure({*answer.question.held, *(step.achievement for step in steps if step is not one)})
    return not is_met(_route(catalog, user).requires, others)


def _lies_before(one: Step, step: Step) -> bool:
    return one.start < one.finish <= step.start


def _sooner(
    planner: Planner, answer: Answer, step: Step, before: Step, seconds: Callable[[], float]
) -> tuple[Plan, ...]:
    """The best plans that take both, the one before the rest of the other begins, and before any of it does."""
    catalog = planner.catalog.toward(answer.question.goal)
    last = implying(catalog, before.achievement)
    kind = catalog[before.achievement].kind
    parts = (id for id in catalog.closure([before.achievement]) if kind and id in catalog and catalog[id].kind == kind)
    question = replace(answer.question, budget=None)
    found = []
    for work in dict.fromkeys((last, last.union(parts))):
        asked = dict.fromkeys(work, step.achievement) | {question.goal: before.achievement}
        things = [_asking(one, asked.get(one.id), step) for one in catalog.achievements.values()]
        best = Planner.of(Catalog.of(things)).best(question, seconds)
        if best is not None and best.plan is not None and best.proof is not None and best.proof.finished:
            found.append(best.plan)
    return tuple(found)


def _asking(thing: Achievement, more: str | None, step: Step) -> Achievement:
    """The thing with ways in that ask for this and for the step, too."""
    if more is None:
        return thing
    asked = Achieved(more), Achieved(step.achievement)
    return replace(thing, routes=tuple(replace(way, requires=AllOf((way.requires, *asked))) for way in thing.routes))


def _route(catalog: Catalog, step: Step) -> Route:
    return next(route for route in catalog[step.achievement].routes if route.id == step.route)
