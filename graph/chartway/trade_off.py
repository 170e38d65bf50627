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

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from math import inf
from typing import Any

from chartway.circuit import NEVER
from chartway.pathway import Planner, countdown
from chartway.plan import Answer, Plan, Question
from chartway.undercut import not_compared


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
    Raises BrokenPlanError if a plan does not survive its replay, which would be a defect of ours.

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
    question = replace(question, prefer="cheapest")
    front = _Front(planner.under(question.timetable), question)
    points = _undominated(front.points())
    return TradeOff(tuple(replace(point, question=question) for point in points), front.complete)


class _Front:
    """One walk along the front; ``complete`` is whether it came to its end, and all on the way was proved."""

    def __init__(self, planner: Planner, question: Question) -> None:
        self.planner = planner
        self.question = replace(question, budget=None)
        self.budget = question.budget
        self.seconds = countdown(question.time_limit)
        self.complete = True

    def points(self) -> Iterator[Answer]:
        """The points from the cheapest on: each the cheapest that is sooner than the one before."""
        by, limit, found = NEVER, None, self._cheapest(NEVER)
        while found is not None and found.plan is not None:
            limit = limit or self._limit(found.plan)
            if _price(found.plan) > limit:
                return
            unpriced = not_compared(self.planner.circuit, self.question, found.plan, self.seconds, by)
            yield replace(found, not_compared=unpriced)
            by = found.plan.weeks - 1
            if self.seconds() <= 0:
                self.complete = False
                return
            found = self._cheapest(by)

    def _cheapest(self, by: int) -> Answer | None:
        """The cheapest plan by then; what is not proved of it, or whether there is any, leaves the front open."""
        found = self.planner.best(self.question, self.seconds, by=by) if by >= 0 else None
        self.complete = self.complete and (found is None or (found.proof is not None and found.proof.finished))
        return found

    def _limit(self, cheapest: Plan) -> tuple[float, ...]:
        """How many unknown prices and how much money a plan may have."""
        return (inf,) if self.budget is None else (cheapest.unknowns, self.budget)


def _undominated(points: Iterable[Answer]) -> list[Answer]:
    """The points without those than which a later one is as cheap: a plan not proved to be soonest may be late."""
    found: list[Answer] = []
    for point in points:
        while found and point.plan and found[-1].plan and _price(point.plan) <= _price(found[-1].plan):
            found.pop()
        found.append(point)
    return found


def _price(plan: Plan) -> tuple[int, ...]:
    """How many prices are unknown, and what the others add up to."""
    return plan.unknowns, plan.cost.typical
