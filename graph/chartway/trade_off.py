"""The trade-off of money and time: every plan to a goal of which no other is both as cheap and as soon.

The front is found exactly, point by point, from the cheapest plan to the fastest (the method of bounded objectives of
Haimes, Lasdon & Wismer, 1971): the cheapest plan by a deadline, where the deadline is just before the finish of
the point before. Money is whole cents and time whole thousandths of a week, so "just before" is one less and no
point can lie between. Of plans alike in money and time the one of fewest steps is taken.

An unknown price is never taken as nothing: as everywhere, a plan with fewer of them counts as the cheaper one. So
a point with unknown prices comes after those with fewer, its money is never called proved, and what could undercut
a point is named with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import inf
from typing import Any

from chartway import joint
from chartway.circuit import NEVER, Part
from chartway.errors import LimitError
from chartway.optimum import Optimum, lightest_plan
from chartway.pathway import Measures, Planner, countdown, not_compared, plan_of
from chartway.plan import Answer, NotCompared, Plan, Proof, Question, Status
from chartway.replay import replay
from chartway.timetable import UNLIMITED
from chartway.upkeep import Goal, Renewing
from chartway.validity import kept_valid


@dataclass(frozen=True, slots=True)
class TradeOff:
    """The plans of which no other is both as cheap and as soon, from the cheapest to the fastest.

    ``complete`` says that each is proved to be one of them, unknown prices aside, and that there are no more.
    """

    points: tuple[Answer, ...]
    complete: bool

    def to_json(self) -> dict[str, Any]:
        """The points in short.

        >>> TradeOff((), complete=True).to_json()
        {'points': [], 'complete': True}
        """
        return {"points": [point.in_short() for point in self.points], "complete": self.complete}


def trade_off(planner: Planner, question: Question) -> TradeOff:
    """The trade-off of money and time for a question, whatever it prefers; each plan is replayed.

    With a budget, the plans within it that have no more unknown prices than the cheapest one. The time limit is one
    for all plans; where it runs out, those found so far are given, and each says what of it is proved.
    Raises LimitError where a plan breaks what has to start together, does not fit the timetable, or has to renew
    something in either case, and BrokenPlanError if one does not survive its replay, which would be a defect of ours.

    >>> from chartway.catalog import Achievement, Catalog, Cost, Route
    >>> from chartway.requirement import NOTHING, Achieved, AnyOf
    >>> either = Route("0", AnyOf((Achieved("day"), Achieved("evening"))))
    >>> ways = [("day", 25_000, 10_000), ("evening", 10_000, 30_000)]
    >>> classes = [Achievement(id, routes=(Route("0", NOTHING, Cost.known(cents), time),)) for id, cents, time in ways]
    >>> planner = Planner.of(Catalog.of([*classes, Achievement("HIT 2", routes=(either,))]))
    >>> found = trade_off(planner, Question("HIT 2"))
    >>> [(point.plan.cost.typical, point.plan.weeks) for point in found.points], found.complete
    ([(10000, 30000), (25000, 10000)], True)
    """
    planner = planner.under(question.timetable)
    part = planner.circuit.part(question.goal, question.held)
    if part.goal < 0:
        return TradeOff((), complete=True)
    front = _Front(planner, part, replace(question, prefer="cheapest"))
    points = tuple(front.points())
    for point in points:
        if point.plan and _is_renewed_elsewise(planner, part, point, point.plan):
            raise LimitError(
                "a trade-off of plans in which something has to be renewed is not worked out with co-requisites, nor "
                "within the hours of a week and days on which things begin; ask without it"
            )
        if not joint.is_kept(planner.circuit, point):
            raise LimitError("a trade-off of steps that have to start together is not worked out; ask without it")
        if point.plan and not question.timetable.allows(planner.catalog, point.plan.steps):
            raise LimitError(
                "a trade-off within the hours of a week, with one job at a time and days on which things begin, is not "
                "worked out where its plans do not all fit; ask without it"
            )
        replay(planner.catalog, point)
    return TradeOff(points, front.complete)


def _is_renewed_elsewise(planner: Planner, part: Part, point: Answer, plan: Plan) -> bool:
    """Whether something has to be renewed in the plan of a front that was found without renewals."""
    question = point.question
    if question.timetable == UNLIMITED and not part.starts:
        return False
    return bool(kept_valid(planner.catalog, question, plan.steps, moving=False).upkeep)


class _Front:
    """One walk along the front; ``complete`` is whether it came to its end."""

    def __init__(self, planner: Planner, part: Part, question: Question) -> None:
        self.planner = planner
        self.part = part
        self.question = question
        self.seconds = countdown(question.time_limit)
        self.soonest = part.earliest[part.goal]
        measures = Measures.of(part, planner.catalog)
        self.weights = measures.cheapest()
        self.renewing = Renewing(planner.catalog, question, part) if question.timetable == UNLIMITED else None
        self.all_known = not any(measures.unknown)
        self.complete = True

    def points(self) -> Iterator[Answer]:
        """The points from the cheapest on."""
        deadline, found = NEVER, self._lightest(NEVER)
        limit = self._limit(found)
        while _price(found) <= limit:
            sooner = self._sooner(found)
            if sooner and _price(sooner) == _price(found):
                found = sooner
                continue
            settled = self._weeks(found) == self.soonest or (sooner is not None and sooner.bound[:2] > _price(found))
            yield self._point(found, deadline, settled=settled)
            self.complete = settled and found.proved
            if sooner is None or not self.complete:
                return
            deadline, found = self._weeks(found) - 1, sooner
        self.complete = found.bound[:2] > limit

    def _lightest(self, deadline: int) -> Optimum:
        if self.renewing:
            found = self.renewing.lightest(Goal(self.weights, (0, 1), deadline), self.seconds)
        else:
            found = lightest_plan(self.part, self.weights, deadline, self.seconds)
        assert found is not None  # noqa: S101 - no deadline tried is before the soonest possible
        return found

    def _sooner(self, found: Optimum) -> Optimum | None:
        """The cheapest plan that is sooner; None where there is none, or where time ran out."""
        weeks = self._weeks(found)
        if weeks == self.soonest or not found.proved or self.seconds() <= 0:
            return None
        return self._lightest(weeks - 1)

    def _weeks(self, found: Optimum) -> int:
        return self.part.fire(found.chosen)[self.part.goal]

    def _limit(self, cheapest: Optimum) -> tuple[float, ...]:
        """How many unknown prices and how much money a plan may have."""
        budget = self.question.budget
        return (inf,) if budget is None else (cheapest.value[0], budget)

    def _point(self, found: Optimum, deadline: int, *, settled: bool) -> Answer:
        """The point; ``settled`` is whether it is proved that whatever is sooner is dearer."""
        plan = plan_of(self.planner.catalog, self.question, self.part, found.chosen)
        proof = self._proof(found, plan, settled=settled)
        status: Status = "optimal" if proof.complete else "feasible"
        return Answer(self.question, status, plan, proof, self._not_compared(plan, deadline))

    def _proof(self, found: Optimum, plan: Plan, *, settled: bool) -> Proof:
        known = not plan.unknown_costs
        least = found.bound[:2] == _price(found)
        return Proof(
            cost=found.bound[1] if known else 0,
            weeks=plan.weeks if settled else self.soonest,
            steps=found.bound[2] if least else 0,
            cost_proved=known and least,
            weeks_proved=settled,
            steps_proved=found.proved and settled,
        )

    def _not_compared(self, plan: Plan, deadline: int) -> tuple[NotCompared, ...]:
        """What has no known price and could undercut the plan by its deadline."""
        if self.all_known:
            return ()
        return not_compared(self.planner.circuit, self.question, plan, self.seconds, deadline)


def _price(found: Optimum) -> tuple[int, ...]:
    """How many prices are unknown, and what the others add up to."""
    return found.value[:2]
