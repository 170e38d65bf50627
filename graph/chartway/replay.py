"""An independent check of every answer: the plan is carried out step by step, in integers, on the catalog itself.

It shares nothing with the search but the catalog: requirements are evaluated as they are written, holdings grow
as steps finish, co-requisites count from their start (the law is in :mod:`chartway.timing`), money and time are added
up again.
"""

from __future__ import annotations

from chartway.catalog import Catalog, Cost, Route
from chartway.errors import BrokenPlanError
from chartway.plan import Answer, Plan, Question, Step
from chartway.requirement import has_corequisites, is_met


def replay(catalog: Catalog, answer: Answer) -> None:
    """Returns if the answer's plan can be carried out as it says; raises BrokenPlanError with the first fault."""
    if answer.plan is None:
        return
    finish = _finishes(catalog, answer.question, answer.plan)
    if answer.question.goal not in finish:
        raise BrokenPlanError(f"the plan ends without {answer.question.goal}")
    if finish[answer.question.goal] != answer.plan.weeks:
        raise BrokenPlanError(f"{answer.question.goal} is not reached when the plan says")
    _check_proof(answer)


def _finishes(catalog: Catalog, question: Question, plan: Plan) -> dict[str, int]:
    """When everything held in the end is first held."""
    walk = _Walk(catalog, plan)
    for id in question.held:
        _hold(catalog, walk.finish, id, 0)
    walk.outset = frozenset(walk.finish)
    earned: set[str] = set()
    for step, route in zip(plan.steps, walk.routes, strict=True):
        if step.achievement in earned:
            raise BrokenPlanError(f"{step.achievement} is earned twice")
        earned.add(step.achievement)
        _check_terms(step, route)
    for step in plan.steps:
        if step.achievement not in walk.begun:
            walk.start_jointly(step)
    return walk.finish


def _check_terms(step: Step, route: Route | None) -> None:
    if route is None:
        raise BrokenPlanError(f"{step.achievement} has no route {step.route}")
    if step.finish - step.start != route.weeks or step.start < 0:
        raise BrokenPlanError(f"{step.achievement} does not take the time its route says")
    if step.cost != route.cost:
        raise BrokenPlanError(f"{step.achievement} does not cost what its route says")


class _Walk:
    """The plan as it is carried out: one joint start after the other, in the order of its steps.

    ``finish`` says when what is held by then was first held, ``begun`` when each step so far was started.
    """

    def __init__(self, catalog: Catalog, plan: Plan) -> None:
        self.catalog = catalog
        self.plan = plan
        self.finish: dict[str, int] = {}
        self.begun: dict[str, int] = {}
        self.outset: frozenset[str] = frozenset()
        self.routes = [self._route(step) for step in plan.steps]
        taken = zip(plan.steps, self.routes, strict=True)
        self.rules = {step.achievement: route.requires for step, route in taken if route}
        self.timed = any(map(has_corequisites, self.rules.values()))

    def _route(self, step: Step) -> Route | None:
        ways = self.catalog[step.achievement].routes if step.achievement in self.catalog else ()
        return next((route for route in ways if route.id == step.route), None)

    def start_jointly(self, step: Step) -> None:
        """Starts the step, with as many later ones as can start at the same moment."""
        joint = [step]
        if self.timed:
            joint = [one for one in self.plan.steps if one.start == step.start and one.achievement not in self.begun]
        while able := [one for one in joint if self._can_start(one, joint)]:
            if len(able) == len(joint):
                break
            joint = able
        if step not in able:
            raise BrokenPlanError(f"{step.achievement} starts before what it requires is held")
        for one in able:
            self.begun[one.achievement] = one.start
            _hold(self.catalog, self.finish, one.achievement, one.finish)

    def _can_start(self, step: Step, joint: list[Step]) -> bool:
        """Whether the step's requirement is met when these start jointly; nothing is a co-requisite of itself."""
        rule = self.rules[step.achievement]
        held = {id for id, time in self.finish.items() if time <= step.start}
        if not self.timed:
            return is_met(rule, held)
        others = [one.achievement for one in joint if one.achievement != step.achievement]
        started = [id for id, time in self.begun.items() if time <= step.start]
        joined = self.outset | self.catalog.closure(others)
        return is_met(rule, held, held | joined | self.catalog.closure(started), joined)


def _hold(catalog: Catalog, finish: dict[str, int], id: str, time: int) -> None:
    """Holds the achievement and all it implies from this time on."""
    stack = [id]
    while stack:
        one = stack.pop()
        if finish.get(one, time + 1) <= time:
            continue
        finish[one] = time
        if one in catalog:
            stack += catalog[one].implies


def _check_proof(answer: Answer) -> None:
    plan, proof = answer.plan, answer.proof
    if plan is None or proof is None:
        raise BrokenPlanError("an answer with a plan has no proof")
    values = (plan.cost, Cost.known(plan.weeks), Cost.known(len(plan.steps)))
    bounds = (proof.cost, proof.weeks, proof.steps)
    proved = (proof.cost_proved, proof.weeks_proved, proof.steps_proved)
    for value, bound, attained in zip(values, bounds, proved, strict=True):
        if bound > value.typical or (attained and bound != value.typical):
            raise BrokenPlanError("a bound and the plan contradict each other")
