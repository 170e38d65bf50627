"""What comes with the goal: credentials renewed on the way, what keeps the goal alive, and the jobs it leads to."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from chartway.catalog import CENTS, MILLIWEEKS, Achievement, Cost
from chartway.knowledge import Knowledge
from chartway.namespaces import CW, compact, expand
from chartway.plan import Plan, Step, Upkeep
from chartway.requirement import ids_of
from chartway.wording import MONTHS_A_YEAR

YEAR = 52 * MILLIWEEKS
"""Thousandths of a week in a year."""


@dataclass(frozen=True, slots=True)
class Job:
    """An occupation the goal leads to, with its wage and the year and source of the figure."""

    occupation: str
    name: str
    median: int | None
    year: str
    source: str

    def to_json(self) -> dict[str, Any]:
        """The occupation with its median wage in dollars a year."""
        return {
            "occupation": self.occupation,
            "name": self.name,
            "medianWage": self.median,
            "year": self.year,
            "source": self.source,
        }


@dataclass(frozen=True, slots=True)
class Renewal:
    """What keeps the goal alive: units in so many months, and who says so."""

    every_months: str
    units: str
    source: str

    def to_json(self) -> dict[str, Any]:
        """The rule in units and months."""
        months = int(self.every_months) if self.every_months else None
        return {"everyMonths": months, "units": int(self.units), "source": self.source}


def dues(knowledge: Knowledge, plan: Plan) -> tuple[Upkeep, ...]:
    """The credentials that must be renewed by units before the goal is reached, which the plan's cost has not."""
    return tuple(due for step in plan.steps if (due := _due(knowledge, plan, step)) is not None)


def _due(knowledge: Knowledge, plan: Plan, step: Step) -> Upkeep | None:
    said = knowledge.said
    # what ends with the plan need not be renewed for it, but what ends when a step asks for it must be
    lasting = max(plan.weeks - step.finish - 1, _last_use(knowledge, plan, step) - step.finish, 0)
    for node in said.values(expand(step.achievement), CW + "renewal"):
        months = said.value(node, CW + "everyMonths")
        times = lasting * MONTHS_A_YEAR // (int(months) * YEAR) if months else 0
        if times > 0:
            price = _renewal_price(knowledge, step.achievement, node)
            return Upkeep(step.achievement, times, int(months) * YEAR // MONTHS_A_YEAR, price, counted=False)
    return None


def _last_use(knowledge: Knowledge, plan: Plan, used: Step) -> int:
    """When the last step begins whose way in names this one."""
    catalog = knowledge.prepared.catalog

    def names_it(step: Step) -> bool:
        ways = [way for way in catalog[step.achievement].routes if way.id == step.route]
        return any(used.achievement in ids_of(way.requires) for way in ways)

    return max((step.start for step in plan.steps if names_it(step)), default=0)


def _renewal_price(knowledge: Knowledge, id: str, rule: str) -> Cost | None:
    """What renewing costs everybody: by the rule itself, or by the one for all credentials of the issuer."""
    said = knowledge.said
    issuer = knowledge.bare.catalog[id].issuer or ""
    rules = [rule, *said.values(expand(issuer), CW + "jointRenewal")]
    fees = [fee for one in rules for fee in said.values(one, CW + "fee") if not said.value(fee, CW + "onlyFor")]
    amount = said.value(fees[0], CW + "amount") if fees else ""
    return Cost.known(round(Decimal(amount) * CENTS)) if amount else None


def renewals(knowledge: Knowledge, id: str) -> tuple[Renewal, ...]:
    """What keeps a credential alive once it is reached."""
    said = knowledge.said
    return tuple(
        Renewal(
            said.value(link.object, CW + "everyMonths"),
            said.value(link.object, CW + "units"),
            compact(link.source),
        )
        for link in said.best_links(expand(id), CW + "renewal")
        if said.value(link.object, CW + "units")
    )


def jobs(knowledge: Knowledge, goal: Achievement, steps: tuple[Step, ...]) -> tuple[Job, ...]:
    """The occupations the goal leads to, else those its steps prepare for, the last step first; with wages."""
    said = knowledge.said
    iri = expand(goal.id)
    found = _counted(knowledge, iri) if goal.kind == "occupation" else said.values(iri, CW + "leadsTo")
    learnt = [expand(step.achievement) for step in reversed(steps)]
    found = found or [job for one in learnt for job in said.values(one, CW + "prepares")]
    return tuple(_job(knowledge, job) for job in dict.fromkeys(found) if said.values(job, CW + "wage"))


def _counted(knowledge: Knowledge, iri: str) -> list[str]:
    """The occupation, or the larger one in whose statistics a specialty is counted."""
    said = knowledge.said
    return [iri] if said.values(iri, CW + "wage") else said.values(iri, CW + "specialtyOf")


def _job(knowledge: Knowledge, iri: str) -> Job:
    said = knowledge.said
    link = said.best_links(iri, CW + "wage")[0]
    median = said.value(link.object, CW + "median")
    year = said.value(link.object, CW + "year")
    id = compact(iri)
    return Job(id, knowledge.label(id), round(float(median)) if median else None, year, compact(link.source))
