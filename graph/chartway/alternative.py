"""The next best: the best plan that does without something the first one rests on."""

from __future__ import annotations

from chartway.catalog import Achievement, Catalog
from chartway.pathway import Planner
from chartway.plan import Answer, Plan, Preference, Step

Objectives = tuple[int, ...]
TELLING = frozenset({"certification", "degree", "examination", "membership", "experience"})
"""Kinds that make a plan another one even where they cost neither money nor time."""


def next_best(planner: Planner, answer: Answer) -> Answer | None:
    """The best plan that lacks a significant step of the answer's plan, or None if every plan has them all.

    It keeps to the budget wherever the answer does.
    Significant is what costs money or time, or is a credential, degree, examination, membership or experience; a
    step's interchangeable twins are barred with it, for swapping them makes no other plan. The goal stays.
    """
    others = [_without(planner, answer, step) for step in significant(planner.catalog, answer)]
    return min((one for one in others if one.plan and one.found >= answer.found), key=_objectives, default=None)


def significant(catalog: Catalog, answer: Answer) -> tuple[Step, ...]:
    """The steps of the plan, but for the goal, by which a person would tell it from another."""
    steps = answer.plan.steps if answer.plan else ()
    return tuple(
        step for step in steps if step.achievement != answer.question.goal and _tells(step, catalog[step.achievement])
    )


def _tells(step: Step, achievement: Achievement) -> bool:
    costs = step.cost is None or step.cost.high > 0
    return costs or step.finish > step.start or achievement.kind in TELLING


def twins(catalog: Catalog, id: str) -> frozenset[str]:
    """The achievement and those that ask, cost and take exactly the same."""
    terms = _terms(catalog[id])
    return frozenset(
        other for other, one in catalog.achievements.items() if other == id or (terms and _terms(one) == terms)
    )


def _terms(achievement: Achievement) -> frozenset[object]:
    return frozenset(
        (route.requires, route.cost, route.weeks, route.tariff) for route in achievement.routes if achievement.kind
    )


def _without(planner: Planner, answer: Answer, step: Step) -> Answer:
    barred = twins(planner.catalog, step.achievement) - {answer.question.goal}
    things = planner.catalog.achievements.values()
    return Planner.of(Catalog.of(one.unearnable() if one.id in barred else one for one in things)).answer(
        answer.question
    )


def _objectives(answer: Answer) -> Objectives:
    plan = answer.plan
    if plan is None:
        return ()
    return ordered(answer.question.prefer if answer.found else "cheapest", plan)


def ordered(prefer: Preference, plan: Plan) -> Objectives:
    """The plan's objectives in the order of the preference, unknown prices before money."""
    money = (len(plan.unknown_costs), plan.cost.typical)
    match prefer:
        case "cheapest":
            return (*money, plan.weeks, len(plan.steps))
        case "fastest":
            return (plan.weeks, *money, len(plan.steps))
        case "fewest":
            return (len(plan.steps), *money, plan.weeks)
