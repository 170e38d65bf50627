"""The report that sets goals side by side: money, time, entry, upkeep and wage."""

from __future__ import annotations

from typing import Any

from chartway.advice import Advice
from chartway.explanation import lacking
from chartway.report.pathway import Sentences
from chartway.report.sections import escaped
from chartway.wording import counted, every, listed

MOST_SHOWN = 3
"""Ways in shown in a cell; ``why`` lists them all."""


def rows(advices: list[Advice]) -> list[tuple[str, list[str]]]:
    """What is compared, line by line, with a cell for each goal."""
    says = [Sentences(advice) for advice in advices]
    return [
        ("price, time, steps", [one.summary() or _none(one) for one in says]),
        ("steps", [one.then(step.achievement for step in one.advice.steps) or "none" for one in says]),
        ("required to begin", [_entry(advice) for advice in advices]),
        ("how sure", [_sure(one) for one in says]),
        ("upkeep", [_upkeep(advice) for advice in advices]),
        ("leads to", [_jobs(advice) for advice in advices]),
        ("before you pay", [advice.verify_at(advice.goal.id) or "ask the issuer" for advice in advices]),
    ]


def _none(says: Sentences) -> str:
    """Why there is no plan, in few words."""
    if says.advice.answer.plan is not None:
        return "held"
    return "no longer awarded" if says.advice.knowledge.is_former(says.advice.goal.id) else "no way known"


def _entry(advice: Advice) -> str:
    found = lacking(advice.knowledge.bare.catalog, advice.goal.id, advice.answer.question.held)
    if found.sets == ((),):
        return "nothing you lack"
    ways = [listed([advice.knowledge.name(id) for id in one]) for one in found.sets[:MOST_SHOWN]]
    more = "; or in other ways" if len(found.sets) > MOST_SHOWN else ""
    return f"{'; or '.join(ways)}{more}" if ways else "not in our data"


def _sure(says: Sentences) -> str:
    if says.answer.plan is None:
        return "no plan"
    doubts = [says.name(one.achievement) for one in says.advice.unconfirmed]
    estimated = "prices estimated" if says.is_estimated() else "prices from pages"
    if says.answer.plan.unknown_costs:
        unknown = len(says.answer.plan.unknown_costs)
        estimated += f", but for {counted(unknown, 'unknown price')}"
    return f"UNCONFIRMED: {listed(doubts)}; {estimated}" if doubts else f"rules from pages; {estimated}"


def _upkeep(advice: Advice) -> str:
    rules = [f"{rule.units} CEUs {every(rule.every_months)}" for rule in advice.renewals]
    return "; ".join(rules) or "not known"


def _jobs(advice: Advice) -> str:
    jobs = [
        f"{advice.knowledge.label(job.occupation)}" + (f" (median ${job.median:,}, {job.year})" if job.median else "")
        for job in advice.jobs
    ]
    return "; ".join(jobs) or "not known"


def table(advices: list[Advice]) -> str:
    """The comparison for a terminal: one block for each line, one line for each goal."""
    names = [advice.goal.name for advice in advices]
    width = max(map(len, names))
    says = Sentences(advices[0])
    lines = [" · ".join(names), *says.left_out_of_view(), says.start(), *says.reckoned()]
    for heading, cells in rows(advices):
        lines += ["", heading, *(f"  {name:<{width}}  {cell}" for name, cell in zip(names, cells, strict=True))]
    return "\n".join(lines) + "\n"


def markdown(advices: list[Advice]) -> str:
    """The comparison as a table in Markdown."""
    names = [escaped(advice.goal.name) for advice in advices]
    says = Sentences(advices[0])
    lines = [f"# {' · '.join(names)}", ""]
    head = (*says.left_out_of_view(), says.start(), *says.reckoned())
    lines += [line for said in head for line in (escaped(said), "")]
    lines += [f"| | {' | '.join(names)} |", f"| --- |{' --- |' * len(names)}"]
    lines += [f"| {heading} | {' | '.join(escaped(cell) for cell in cells)} |" for heading, cells in rows(advices)]
    return "\n".join(lines) + "\n"


def to_json(advices: list[Advice]) -> dict[str, Any]:
    """The comparison as JSON: the whole answer for each goal."""
    return {"goals": [advice.to_json() for advice in advices]}
