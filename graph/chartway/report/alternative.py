"""What one could do instead: the next best plan, and what sets it apart from the best."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from chartway.alternative import next_best
from chartway.catalog import Cost, from_cents, from_milliweeks
from chartway.pathway import Planner
from chartway.plan import Answer, Plan, Step
from chartway.wording import about, dollars, duration


@dataclass(frozen=True, slots=True)
class Alternative:
    """The next best answer, the steps it does without, and those it takes in their place."""

    best: Plan
    other: Plan
    answer: Answer

    @property
    def without(self) -> tuple[Step, ...]:
        """The steps of the best plan that this one does without."""
        return _beyond(self.best, self.other)

    @property
    def beyond(self) -> tuple[Step, ...]:
        """The steps of this plan that the best one does without."""
        return _beyond(self.other, self.best)

    @property
    def dearer(self) -> int | None:
        """How much more this plan costs in cents, on typical prices; None where they differ in an unknown price."""
        if _unknown(self.best) != _unknown(self.other):
            return None
        return self.other.cost.typical - self.best.cost.typical

    @property
    def longer(self) -> int:
        """How much longer it takes, in thousandths of a week."""
        return self.other.weeks - self.best.weeks

    def difference(self) -> str:
        """What sets it apart in money and time, in a sentence; an estimate that both plans pay cancels out."""
        return f"It costs {self._money()} and takes {self._time()}."

    def _money(self) -> str:
        if self.dearer is None:
            return "an unknown amount more or less"
        if self.dearer == 0:
            return "the same"
        own = {(step.achievement, step.cost) for step in self.best.steps}
        others = {(step.achievement, step.cost) for step in self.other.steps}
        unsure = any(cost is not None and cost.estimated for _, cost in own ^ others)
        least = abs(self.dearer)
        # an estimate is rounded like one: a range of a cent makes it one
        amount = about(Cost(least, least, least + 1)).partition(" (")[0] if unsure else dollars(least)
        return f"{amount} {'more' if self.dearer > 0 else 'less'}"

    def _time(self) -> str:
        if self.longer == 0:
            return "the same time"
        return f"{duration(abs(self.longer))} {'longer' if self.longer > 0 else 'less'}"

    def to_json(self) -> dict[str, Any]:
        """The alternative in short, with its difference in dollars and weeks; null where a price is unknown."""
        found = self.answer.to_json()
        return {key: found[key] for key in KEPT if key in found} | {
            "without": [step.achievement for step in self.without],
            "with": [step.achievement for step in self.beyond],
            "difference": {
                "cost": None if self.dearer is None else from_cents(self.dearer),
                "weeks": from_milliweeks(self.longer),
            },
        }


KEPT = ("status", "cost", "costRange", "unknownCosts", "weeks", "stepCount", "proved", "steps")
"""What of an answer an alternative repeats."""


def alternative(planner: Planner, answer: Answer) -> Alternative | None:
    """The next best plan beside the answer's, or None where there is none."""
    other = next_best(planner, answer)
    if answer.plan is None or other is None or other.plan is None:
        return None
    return Alternative(answer.plan, other.plan, other)


def _unknown(plan: Plan) -> frozenset[tuple[str, str]]:
    return frozenset((step.achievement, step.route) for step in plan.steps if step.cost is None)


def _beyond(plan: Plan, other: Plan) -> tuple[Step, ...]:
    known = {step.achievement for step in other.steps}
    return tuple(step for step in plan.steps if step.achievement not in known)
