"""A question about a goal, and the plan that answers it with what was proved about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from chartway.catalog import Cost, from_cents, from_milliweeks
from chartway.timetable import UNLIMITED, RuledOut, Timetable

Preference = Literal["cheapest", "fastest", "fewest"]
Status = Literal["optimal", "feasible", "unreachable", "over-budget", "unknown"]

PREFERENCES: tuple[Preference, ...] = ("cheapest", "fastest", "fewest")


IN_SHORT = (
    "status",
    "cost",
    "costRange",
    "unknownCosts",
    "notCompared",
    "weeks",
    "stepCount",
    "proved",
    "steps",
    "upkeep",
)
"""What of an answer is repeated where it is one of several."""


@dataclass(frozen=True, slots=True)
class Question:
    """Which plan leads from what is held to the goal, preferring what, for how many cents, within how many seconds.

    ``timetable`` is what a person's weeks allow.
    """

    goal: str
    held: frozenset[str] = frozenset()
    prefer: Preference = "cheapest"
    time_limit: float | None = None
    budget: int | None = None
    timetable: Timetable = UNLIMITED


@dataclass(frozen=True, slots=True)
class Step:
    """One achievement earned by one route; start and finish in thousandths of a week, cost None if unknown."""

    achievement: str
    route: str
    start: int
    finish: int
    cost: Cost | None

    def to_json(self) -> dict[str, Any]:
        """The step in dollars and weeks; the cost is null where it is unknown."""
        return {
            "achievement": self.achievement,
            "route": self.route,
            "start": from_milliweeks(self.start),
            "finish": from_milliweeks(self.finish),
            "cost": None if self.cost is None else from_cents(self.cost.typical),
            **({"costRange": self.cost.to_json()} if self.cost and self.cost.estimated else {}),
        }


@dataclass(frozen=True, slots=True)
class Upkeep:
    """What is renewed while the plan lasts: how many times, after how long (thousandths of a week) and for how much.

    ``cost`` is the price of each time, None where it is unknown; ``counted`` is whether the plan's cost has it.
    """

    achievement: str
    times: int
    weeks: int
    cost: Cost | None
    counted: bool = True

    def to_json(self) -> dict[str, Any]:
        """What falls due, each time and in total, in dollars; null where the price is unknown.

        >>> Upkeep("membership", 2, 52_000, Cost.known(14_900)).to_json()["total"]
        298
        """
        return {
            "achievement": self.achievement,
            "times": self.times,
            "everyWeeks": from_milliweeks(self.weeks),
            "cost": None if self.cost is None else from_cents(self.cost.typical),
            "total": None if self.cost is None else from_cents(self.cost.typical * self.times),
            "inCost": self.counted,
        }


@dataclass(frozen=True, slots=True)
class Plan:
    """Steps in an order that can be carried out, each listed once and paid once; ``weeks`` is the goal's finish.

    ``upkeep`` is what has to be renewed so that every step can be taken when it is, and is paid as well.
    """

    steps: tuple[Step, ...]
    weeks: int
    upkeep: tuple[Upkeep, ...] = ()

    @property
    def cost(self) -> Cost:
        """What steps and renewals cost together; unknown prices are left out, so this is "at least" with any."""
        return sum((price for price in self.prices if price is not None), Cost.known(0))

    @property
    def prices(self) -> tuple[Cost | None, ...]:
        """What is paid for each step, and for each of the renewals; None where it is unknown."""
        renewed = (due.cost for due in self.upkeep for _ in range(due.times))
        return (*(step.cost for step in self.steps), *renewed)

    @property
    def unknowns(self) -> int:
        """How many payments have an unknown price: each step, and each renewal."""
        return len(self.unknown_costs) + sum(due.times for due in self.upkeep if due.cost is None)

    def objectives(self, prefer: Preference) -> tuple[int, ...]:
        """What the plan is measured by, in the order of the preference, unknown prices before money."""
        money = (self.unknowns, self.cost.typical)
        match prefer:
            case "cheapest":
                return (*money, self.weeks, len(self.steps))
            case "fastest":
                return (self.weeks, *money, len(self.steps))
            case "fewest":
                return (len(self.steps), *money, self.weeks)

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

    @property
    def finished(self) -> bool:
        """Whether the search came to its end: all is proved but the money, where a price is unknown."""
        return self.weeks_proved and self.steps_proved


@dataclass(frozen=True, slots=True)
class NotCompared:
    """A way in that could undercut the plan but has an unknown price, with the least it could cost in cents."""

    achievement: str
    route: str
    at_least: int

    def to_json(self) -> dict[str, Any]:
        """The way in with the least a plan by it would cost, in dollars."""
        return {"achievement": self.achievement, "route": self.route, "atLeast": from_cents(self.at_least)}


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a question: a plan with its proof, or what is missing for one.

    ``missing`` are minimal sets of achievements: being granted any one of them makes the goal reachable.
    ``prose`` are the rules known in words only that stand in the way of an unreachable goal, ``ruled_out`` the ways in
    on the way to it that the timetable never allows.
    """

    question: Question
    status: Status
    plan: Plan | None = None
    proof: Proof | None = None
    not_compared: tuple[NotCompared, ...] = ()
    missing: tuple[tuple[str, ...], ...] = ()
    missing_complete: bool = True
    prose: tuple[tuple[str, str], ...] = ()
    ruled_out: tuple[RuledOut, ...] = ()

    @property
    def found(self) -> bool:
        """Whether there is a plan for what was asked, the budget included."""
        return self.plan is not None and self.status != "over-budget"

    def to_json(self) -> dict[str, Any]:
        """The answer as ``requirements-format`` prints it: dollars, weeks, and steps in order.

        >>> Answer(Question("HIT 2"), "unreachable", missing=(("HIT 1",),)).to_json()["missing"]
        [['HIT 1']]
        """
        head = {"goal": self.question.goal, "prefer": self.question.prefer, "status": self.status}
        head |= self._timetable_json()
        if self.plan is None or self.proof is None:
            return head | self._missing_json()
        plan, proof = self.plan, self.proof
        return head | {
            "cost": from_cents(plan.cost.typical),
            "weeks": from_milliweeks(plan.weeks),
            "stepCount": len(plan.steps),
            "proved": {"cost": proof.cost_proved, "weeks": proof.weeks_proved},
            "bounds": {"cost": from_cents(proof.cost), "weeks": from_milliweeks(proof.weeks)},
            "steps": [self.step_json(step) for step in plan.steps],
            **({"upkeep": [due.to_json() for due in plan.upkeep]} if plan.upkeep else {}),
            **({"costRange": plan.cost.to_json()} if plan.cost.estimated else {}),
            **({"unknownCosts": list(plan.unknown_costs)} if plan.unknown_costs else {}),
            **({"notCompared": [way.to_json() for way in self.not_compared]} if self.not_compared else {}),
        }

    def step_json(self, step: Step) -> dict[str, Any]:
        """The step, with the days on which it starts and finishes where the first day is known."""
        found, timetable = step.to_json(), self.question.timetable
        if timetable.start is None:
            return found
        days = {"startDate": timetable.day(step.start), "finishDate": timetable.day(step.finish)}
        return found | {key: day.isoformat() for key, day in days.items()}

    def _timetable_json(self) -> dict[str, Any]:
        found = self.question.timetable.to_json()
        return found | ({"ruledOut": [one.to_json() for one in self.ruled_out]} if self.ruled_out else {})

    def in_short(self) -> dict[str, Any]:
        """The plan with its figures and what is proved of them, as one of several to choose from."""
        found = self.to_json()
        return {key: found[key] for key in IN_SHORT if key in found}

    def _missing_json(self) -> dict[str, Any]:
        known = {"missing": [list(one) for one in self.missing], "missingComplete": self.missing_complete}
        in_words = [{"achievement": id, "prose": text} for id, text in self.prose]
        return known | ({"inWords": in_words} if in_words else {})
