"""The report on a pathway through a requirement graph that is not ours: what the file itself says."""

from __future__ import annotations

import re

from chartway.catalog import Catalog
from chartway.plan import Answer
from chartway.report.pathway import in_columns
from chartway.report.timetable import CLAIMS, limits, no_schedule, soonest
from chartway.wording import counted, dollars, duration, listed, price, total, when


def table(catalog: Catalog, answer: Answer) -> str:
    """The answer for a terminal."""
    names = {id: achievement.name for id, achievement in catalog.achievements.items()}
    title = names[answer.question.goal]
    held = listed([names[id] for id in sorted(answer.question.held)]) if answer.question.held else "nothing"
    lines = [title, f"From: {held}", ""]
    return "\n".join([*lines, *(_steps(answer, names) if answer.plan else missing(answer, names))]) + "\n"


def markdown(catalog: Catalog, answer: Answer) -> str:
    """The answer as Markdown: the terminal's words, set as they are."""
    title, *rest = table(catalog, answer).rstrip("\n").split("\n")
    fence = "`" * max(3, *(len(run) + 1 for run in re.findall("`+", title + "".join(rest))), 3)
    return "\n".join([f"{fence}text", title, *rest, fence]) + "\n"


def _steps(answer: Answer, names: dict[str, str]) -> list[str]:
    plan = answer.plan
    if plan is None or not plan.steps:
        return ["You hold it already."]
    money = total(plan.cost, len(plan.unknown_costs), free="no cost")
    lines = [f"  {money} · {duration(plan.weeks)} · {counted(len(plan.steps), 'step')}", ""]
    timetable = answer.question.timetable
    rows = [
        (names[step.achievement], when(step.start, step.finish, timetable), price(step.cost), "") for step in plan.steps
    ]
    lines += in_columns(rows)
    return [*lines, "", *claim(answer, names)]


def claim(answer: Answer, names: dict[str, str]) -> list[str]:
    """What is proved of a plan, and what is not."""
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
        return [f"The best way found in the time given; one for {dollars(proof.cost)} or more may exist."]
    over = answer.status == "over-budget"
    compared = " among the ways whose price is known" if answer.not_compared else ""
    estimates = " Prices marked ~ are estimates." if plan.cost.estimated else ""
    word = CLAIMS["cheapest" if over else answer.question.prefer]
    lines = [f"Nothing {word}{compared} (proved).{estimates}"]
    lines += limits(answer, names.__getitem__)
    if over and answer.question.budget is not None:
        lines.insert(0, f"OVER BUDGET: this is the cheapest way, and more than {dollars(answer.question.budget)}.")
    for way in answer.not_compared:
        least = f"by it, the whole would be at least {dollars(way.at_least)}"
        lines.append(f"Not compared: {names[way.achievement]} (price unknown; {least}).")
    return lines


def missing(answer: Answer, names: dict[str, str]) -> list[str]:
    """Why there is no plan, and what would make one."""
    fits = " fits your weeks" if answer.ruled_out else ""
    lines = [f"No way to {names[answer.question.goal]} from here{fits}."]
    lines += [*no_schedule(answer), *limits(answer, names.__getitem__)]
    lines += [f"{names[id]}, in words only: {text}" for id, text in answer.prose]
    if answer.missing == ((answer.question.goal,),):
        return lines
    lines += [f"It would be within reach with: {listed([names[id] for id in one])}." for one in answer.missing]
    return lines if answer.missing_complete else [*lines, "… and other sets; these are the first."]
