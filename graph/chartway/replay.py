"""An independent check of every answer: the plan is carried out step by step, in integers, on the catalog itself.

It shares nothing with the search but the catalog: requirements are evaluated as they are written, holdings grow
as steps finish, co-requisites count from their start (the law is in :mod:`chartway.timing`), money and time are added
up again.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations

from chartway.catalog import Catalog, Cost, Route
from chartway.errors import BrokenPlanError
from chartway.plan import Answer, Plan, Question, Step
from chartway.requirement import Requirement, Together, corequisites_of, has_corequisites, is_met
from chartway.timetable import COURSES, Timetable, is_job


def replay(catalog: Catalog, answer: Answer) -> None:
    """Returns if the answer's plan can be carried out as it says; raises BrokenPlanError with the first fault."""
    if answer.plan is None:
        return
    finish = _finishes(catalog, answer.question, answer.plan)
    if answer.question.goal not in finish:
        raise BrokenPlanError(f"the plan ends without {answer.question.goal}")
    if finish[answer.question.goal] != answer.plan.weeks:
        raise BrokenPlanError(f"{answer.question.goal} is not reached when the plan says")
    _check_hours(catalog, answer.question.timetable, answer.plan)
    _check_days(catalog, answer.question.timetable, answer.plan)
    _check_renewals(catalog, answer.plan)
    _check_validity(catalog, answer.question, answer.plan)
    _check_proof(answer)


def _check_hours(catalog: Catalog, timetable: Timetable, plan: Plan) -> None:
    """At the start of each step, which is when more is being done than before: the hours, and the jobs."""
    ways = [(step, _way(catalog, step)) for step in plan.steps]
    jobs = [step for step, way in ways if is_job(catalog[step.achievement], way)]
    hours = [(step, way.hours_per_week) for step, way in ways if way.hours_per_week and step not in jobs]
    for begun in plan.steps if jobs or hours else ():
        held = [step for step in jobs if step.start <= begun.start < step.finish]
        if len(held) > 1:
            raise BrokenPlanError(f"{held[0].achievement} and {held[1].achievement} are two jobs at once")
        taken = sum(own for step, own in hours if step.start <= begun.start < step.finish)
        if timetable.study_hours is not None and taken > timetable.study_hours:
            raise BrokenPlanError(f"there are not the hours for {begun.achievement} when it starts")


def _check_days(catalog: Catalog, timetable: Timetable, plan: Plan) -> None:
    """That each step starts on a day on which its way in can be begun."""
    for step in plan.steps:
        if timetable.start is None:
            continue
        route, kind = _way(catalog, step), catalog[step.achievement].kind
        day = timetable.start + timedelta(days=min(7 * step.start // 1000, (date.max - timetable.start).days))
        if (route.valid_from and day < route.valid_from) or (route.valid_through and day > route.valid_through):
            raise BrokenPlanError(f"{step.achievement} cannot be begun on {day}")
        if timetable.terms and kind in COURSES and (day.month, day.day) not in timetable.terms:
            raise BrokenPlanError(f"{step.achievement} starts on {day}, when no term begins")


def _check_renewals(catalog: Catalog, plan: Plan) -> None:
    """That only what lapses is renewed, once told, and for what its step costs."""
    steps = {step.achievement: step for step in plan.steps}
    told: set[str] = set()
    for due in plan.upkeep:
        id = due.achievement
        if id in told or id not in steps or due.times < 1 or not due.counted:
            raise BrokenPlanError(f"{id} is renewed in a way that is none")
        if due.weeks != catalog[id].valid_weeks or due.cost != steps[id].cost:
            raise BrokenPlanError(f"{id} is not renewed as often, or for as much, as the catalog says")
        told.add(id)


def _check_validity(catalog: Catalog, question: Question, plan: Plan) -> None:
    """That what a step requires has not lapsed when it starts (the law is in :mod:`chartway.validity`)."""
    ends = _ends(catalog, plan)
    if not ends:
        return
    held = catalog.closure(question.held)
    for step in plan.steps:
        now = step.start
        last = [one for one in plan.steps if one.achievement not in ends or now < ends[one.achievement]]
        valid = held | catalog.closure(one.achievement for one in last if one is not step and one.finish <= now)
        begun = valid | catalog.closure(one.achievement for one in last if one is not step and one.start <= now)
        joined = held | catalog.closure(one.achievement for one in last if one is not step and one.start == now)
        if not is_met(_way(catalog, step).requires, valid, begun, joined):
            raise BrokenPlanError(f"{step.achievement} starts when what it requires has lapsed")


def _ends(catalog: Catalog, plan: Plan) -> dict[str, int]:
    """When each thing that lapses does so, with its renewals."""
    times = {due.achievement: due.times for due in plan.upkeep}
    return {
        step.achievement: step.finish + (1 + times.get(step.achievement, 0)) * weeks
        for step in plan.steps
        if (weeks := catalog[step.achievement].valid_weeks) is not None
    }


def _way(catalog: Catalog, step: Step) -> Route:
    return next(route for route in catalog[step.achievement].routes if route.id == step.route)


def _finishes(catalog: Catalog, question: Question, plan: Plan) -> dict[str, int]:
    """When everything held in the end is first held."""
    finish: dict[str, int] = {}
    for id in question.held:
        _hold(catalog, finish, id, 0)
    rules: dict[str, Requirement] = {}
    for step in plan.steps:
        if step.achievement in rules:
            raise BrokenPlanError(f"{step.achievement} is earned twice")
        rules[step.achievement] = _route(catalog, step).requires
    timed = any(map(has_corequisites, rules.values()))
    if timed:
        _Joint(catalog, plan, rules, frozenset(finish)).check()
    for place, step in enumerate(plan.steps):
        held = {id for id, time in finish.items() if time <= step.start}
        begun = joined = held
        if timed:  # those that start jointly cannot all be listed first
            beside = [one for one in plan.steps[place + 1 :] if one.start == step.start]
            begun = held | catalog.closure(one.achievement for one in (*plan.steps[:place], *beside))
            joined = begun
        if not is_met(rules[step.achievement], held, begun, joined):
            raise BrokenPlanError(f"{step.achievement} starts before what it requires is held")
        _hold(catalog, finish, step.achievement, step.finish)
    return finish


def _route(catalog: Catalog, step: Step) -> Route:
    ways = catalog[step.achievement].routes if step.achievement in catalog else ()
    route = next((route for route in ways if route.id == step.route), None)
    if route is None:
        raise BrokenPlanError(f"{step.achievement} has no route {step.route}")
    if step.finish - step.start != route.weeks or step.start < 0:
        raise BrokenPlanError(f"{step.achievement} does not take the time its route says")
    if step.cost != route.cost:
        raise BrokenPlanError(f"{step.achievement} does not cost what its route says")
    return route


class _Joint:
    """The joint starts of a plan with co-requisites: in some order of them nothing supports itself, or has lapsed."""

    def __init__(self, catalog: Catalog, plan: Plan, rules: dict[str, Requirement], outset: frozenset[str]) -> None:
        self.catalog = catalog
        self.steps = {step.achievement: step for step in plan.steps}
        self.rules = rules
        self.outset = outset
        self.ends = _ends(catalog, plan)
        asked = {
            (id, leaf.id) for id, rule in rules.items() for leaf in corequisites_of(rule) if isinstance(leaf, Together)
        }
        self.askers = {id for id, _ in asked}
        self.asked = {id for _, id in asked}

    def check(self) -> None:
        """Raises BrokenPlanError where the steps of one moment cannot start one joint start after the other."""
        for now in sorted({step.start for step in self.steps.values()}):
            starting = frozenset(id for id, step in self.steps.items() if step.start == now)
            if not self.can_start(starting, now, {}):
                raise BrokenPlanError(f"{min(starting)} starts before what it requires, or not together with it")

    def can_start(self, waiting: frozenset[str], now: int, tried: dict[frozenset[str], bool]) -> bool:
        """Whether these, the rest of what starts at this moment, can: what is tied to nothing as soon as it can."""
        if not waiting:
            return True
        if waiting not in tried:
            tried[waiting] = False
            tied = frozenset(id for id in waiting if id in self.askers or self.asked & self.catalog.closure([id]))
            loose = self.able(waiting - tied, waiting, now)
            joints = [loose] if loose else self.joints(tied, waiting, now)
            tried[waiting] = any(self.can_start(waiting - joint, now, tried) for joint in joints)
        return tried[waiting]

    def joints(self, tied: frozenset[str], waiting: frozenset[str], now: int) -> Iterator[frozenset[str]]:
        """What can start jointly next: as many of the tied ones as can, or else fewer."""
        able = sorted(self.able(waiting, waiting, now) & tied)
        for size in range(len(able), 0, -1):
            for some in map(frozenset, combinations(able, size)):
                joint = self.able(waiting - tied | some, waiting, now)
                if some <= joint:
                    yield joint

    def able(self, joint: frozenset[str], waiting: frozenset[str], now: int) -> frozenset[str]:
        """The most of these that can start jointly while those wait; nothing is a co-requisite of itself."""
        taken = (id for id, step in self.steps.items() if step.start <= now and id not in waiting)
        begun = {id for id in taken if id not in self.ends or now < self.ends[id]}
        finished = (id for id in begun if self.steps[id].finish <= now)
        held = self.outset | self.catalog.closure(finished)
        before = held | self.catalog.closure(begun)
        while True:
            joined = {id: self.outset | self.catalog.closure(joint - {id}) for id in joint}
            able = frozenset(id for id in joint if is_met(self.rules[id], held, before | joined[id], joined[id]))
            if able == joint:
                return joint
            joint = able


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
