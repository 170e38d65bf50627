"""A question about a goal, and the plan that answers it with what was proved about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from chartway.catalog import Cost

Preference = Literal["cheapest", "fastest", "fewest"]
Status = Literal["optimal", "feasible", "unreachable", "unknown"]

PREFERENCES: tuple[Preference, ...] = ("cheapest", "fastest", "fewest")


@dataclass(frozen=True, slots=True)
class Question:
    """Which plan leads from what is held to the goal, preferring what, within how many seconds."""

    goal: str
    held: frozenset[str] = frozenset()
    prefer: Preference = "cheapest"
    time_limit: float | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One achievement earned by one route; start and finish in thousandths of a week, cost None if unknown."""

    achievement: str
    route: str
    start: int
    finish: int
    cost: Cost | None


@dataclass(frozen=True, slots=True)
class Plan:
    """Steps in an order that can be carried out, each listed once and paid once; ``weeks`` is the goal's finish."""

    steps: tuple[Step, ...]
    weeks: int

    @property
    def cost(self) -> Cost:
        """What the steps cost together; unknown prices are left out, so this is "at least" when there are any."""
        return sum((step.cost for step in self.steps if step.cost is not None), Cost.known(0))

    @property
    def unknown_costs(self) -> tuple[str, ...]:
        """The achievements in the plan whose price is unknown."""
        return tuple(step.achievement for step in self.steps if step.cost is None)


@dataclass(frozen=True, slots=True)
class Proof:
    """What was proved: a true lower bound of each objective, and whether the plan attains it.

    ``cost`` in cents, ``weeks`` in thousandths, ``steps`` a count. A bound of a later objective holds
    among the plans that are best in the earlier ones.
    """

    cost: int
    weeks: int
    steps: int
    cost_proved: bool
    weeks_proved: bool
    steps_proved: bool

    @property
    def complete(self) -> bool:
        """Whether every objective is proved."""
        return self.cost_proved and self.weeks_proved and self.steps_proved


@dataclass(frozen=True, slots=True)
class NotCompared:
    """A way in that could undercut the plan but has an unknown price, with the least it could cost in cents."""

    achievement: str
    route: str
    at_least: int


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a question: a plan with its proof, or what is missing for one.

    ``missing`` are minimal sets of achievements: being granted any one of them makes the goal reachable.
    ``prose`` are the rules known in words only that stand in the way of an unreachable goal.
    """

    question: Question
    status: Status
    plan: Plan | None = None
    proof: Proof | None = None
    not_compared: tuple[NotCompared, ...] = ()
    missing: tuple[tuple[str, ...], ...] = ()
    missing_complete: bool = True
    prose: tuple[tuple[str, str], ...] = field(default=())
