"""The report on a pathway through a requirement graph that is not ours: what the file itself says."""

from __future__ import annotations

import re

from chartway.catalog import Catalog
from chartway.choice import NO_CHOICE, Choice
from chartway.plan import Answer, Plan, Step
from chartway.report import alternative, leeway, sensitivity, trade_off
from chartway.report.pathway import in_columns, upkeep, wrapped
from chartway.report.timetable import CLAIMS, limits, no_schedule, soonest
from chartway.requirement import corequisites_of
from chartway.timetable import UNLIMITED
from chartway.wording import counted, dollars, duration, listed, outlay, price, when


def table(catalog: Catalog, answer: Answer, choice: Choice = NO_CHOICE) -> str:
    """The answer for a terminal, with what there is to choose from."""
    names = {id: achievement.name for id, achievement in catalog.achievements.items()}
    title = names[answer.question.goal]
    held = listed([names[id] for id in sorted(answer.question.held)]) if answer.question.held else "nothing"
    lines = [title, f"From: {held}", ""]
    lines += _steps(catalog, answer, names, choice) if answer.plan else missing(answer, names)
    return "\n".join([*lines, *wrapped(beside(answer, choice, names))]) + "\n"


def markdown(catalog: Catalog, answer: Answer, choice: Choice = NO_CHOICE) -> str:
    """The answer as Markdown: the terminal's words, set as they are."""
    title, *rest = table(catalog, answer, choice).rstrip("\n").split("\n")
    fence = "`" * max(3, *(len(run) + 1 for run in re.findall("`+", title + "".join(rest))), 3)
    return "\n".join([f"{fence}text", title, *rest, fence]) + "\n"


def _steps(catalog: Catalog, answer: Answer, names: dict[str, str], choice: Choice) -> list[str]:
    plan = answer.plan
    if plan is None or not plan.steps:
        return ["You hold it already."]
    lines = [f"  {' · '.join(figures(answer))}", ""]
    timetable = answer.question.timetable
    rows = [
        (
            names[step.achievement],
            when(step.start, step.finish, timetable),
            price(step.cost),
            _company(catalog, plan, step, names),
        )
        for step in plan.steps
    ]
    lines += in_columns(rows)
    later = [names[step.achievement] for step in plan.steps if step.finish > plan.weeks]
    after = [f"{listed(later)} {'ends' if len(later) == 1 else 'end'} after the goal is reached."] if later else []
    renewed = [line for due in plan.upkeep for line in wrapped([upkeep(due, names.__getitem__)])]
    return [*lines, "", *after, *over_budget(answer), *claim(answer, names, choice), *renewed]


def _company(catalog: Catalog, plan: Plan, step: Step, names: dict[str, str]) -> str:
    """What of its co-requisites is under way when the step begins, and what begins with it."""
    route = next(route for route in catalog[step.achievement].routes if route.id == step.route)
    asked = {leaf.id for leaf in corequisites_of(route.requires)}
    beside = [
        one
        for one in plan.steps
        if one != step and asked & catalog.closure([one.achievement]) and one.start <= step.start <= one.finish
    ]
    joint = [names[one.achievement] for one in beside if one.start == step.start]
    going_on = [names[one.achievement] for one in beside if one.start < step.start < one.finish]
    parts = [f"together with {listed(joint)}" if joint else "", f"during {listed(going_on)}" if going_on else ""]
    return ", ".join(filter(None, parts))


def figures(answer: Answer) -> tuple[str, ...]:
    """Money, time and steps of a plan that has any."""
    plan = answer.plan
    if plan is None or not plan.steps:
        return ()
    money = outlay(plan.prices)
    return (money, duration(plan.weeks), counted(len(plan.steps), "step"))


def beside(answer: Answer, choice: Choice, names: dict[str, str]) -> list[str]:
    """The price that would change the choice, the alternatives asked for, and the trade-off, if it was."""
    found = choice.alternatives if answer.plan and answer.plan.steps else None
    others = alternative.sentences(answer, found, names.__getitem__, in_short) if found else []
    put_off = alternative.put_off(choice.put_off, names.__getitem__)
    return [*put_off, *estimates(answer, choice, names), *others, *trade_offs(answer, choice, names)]


def estimates(answer: Answer, choice: Choice, names: dict[str, str]) -> list[str]:
    """The estimated price, and the length, that would change the choice soonest, where one would."""
    found = sensitivity.nearest(choice.sensitivity, answer, names.__getitem__)
    return [*found, *leeway.nearest(choice.leeway, answer, names.__getitem__)]


def in_short(answer: Answer) -> str:
    """Money, time and steps of a plan in one line."""
    return " · ".join(figures(answer))


def trade_offs(answer: Answer, choice: Choice, names: dict[str, str]) -> list[str]:
    """The trade-off of money and time, where it was asked for."""
    found, budget = choice.trade_off, answer.question.budget
    if found is None or answer.plan is None or not answer.plan.steps:
        return []
    return trade_off.sentences(found, budget, names.__getitem__, lambda _: False)


def claim(answer: Answer, names: dict[str, str], choice: Choice = NO_CHOICE) -> list[str]:
    """What is proved of a plan, and what is not; with the choice, what an unknown price may be."""
    plan, proof = answer.plan, answer.proof
    if plan is None or proof is None:
        return []
    if plan.unknown_costs:
        unknown = listed([names[id] for id in plan.unknown_costs])
        kept = limits(answer, names.__getitem__)
        return [f"The price of {unknown} is unknown, so nothing is claimed about the cheapest way.", *kept]
    if not proof.complete and (said := soonest(answer)):
        return [said, *limits(answer, names.__getitem__)]
    if not proof.complete:
        found = "The best way found" + (" with its renewals" if plan.upkeep else " in the time given")
        return [f"{found}; one for {dollars(proof.cost)} or more may exist."]
    over = answer.status == "over-budget"
    compared = " among the ways whose price is known" if answer.not_compared else ""
    estimates = " Prices marked ~ are estimates." if plan.cost.estimated else ""
    word = CLAIMS["cheapest" if over else answer.question.prefer]
    lines = [f"Nothing {word}{compared} (proved).{estimates}"]
    lines += limits(answer, names.__getitem__)
    ways = [(names[way.achievement], sensitivity.worth(choice.sensitivity, way)) for way in answer.not_compared]
    return [*lines, *(f"Not compared: {name} ({said})." for name, said in ways)]


def over_budget(answer: Answer) -> list[str]:
    """That the cheapest way costs more than there is, where that is proved."""
    budget, plan, proof = answer.question.budget, answer.plan, answer.proof
    if answer.status != "over-budget" or budget is None or plan is None or plan.unknown_costs:
        return []
    if proof is None or not proof.complete:
        return []
    return [f"OVER BUDGET: this is the cheapest way, and more than {dollars(budget)}."]


def missing(answer: Answer, names: dict[str, str]) -> list[str]:
    """Why there is no plan, and what would make one."""
    if answer.status == "unknown" and answer.question.timetable == UNLIMITED:
        return [f"No way to {names[answer.question.goal]} was found in the time given; there may be one."]
    fits = " fits your weeks" if answer.ruled_out else ""
    lines = [f"No way to {names[answer.question.goal]} from here{fits}."]
    lines += [*no_schedule(answer), *limits(answer, names.__getitem__)]
    lines += [f"{names[id]}, in words only: {text}" for id, text in answer.prose]
    if answer.missing == ((answer.question.goal,),):
        return lines
    lines += [f"It would be within reach with: {listed([names[id] for id in one])}." for one in answer.missing]
    return lines if answer.missing_complete else [*lines, "… and other sets; these are the first."]
