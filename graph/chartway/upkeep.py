"""The lightest plan with its renewals, proved: what lapses is paid again for as long as it is needed.

What a plan weighs without renewals is a bound of what it weighs with them. So the lightest plan of all is sought as if
nothing lapsed; if it needs no renewal it is the answer. Else the other plans are split into cases, each with routes
that are taken and routes that are not (Lawler, "A Procedure for Computing the K Best Solutions to Discrete Optimization
Problems", Management Science 18, 1972): all that do without some route of the plan, route by route, and all that
take more than it, for more may be sooner, or stand in for what lapses. The case that may hold the lightest plan is
looked at first, until none may hold a lighter one than is known.

A case of plans that take more than a known one is closed without a look where no more could spare the renewals: what
does not lapse begins as soon as it can, between its start in the known plan and its start if everything else that could
be afforded were taken as well. Steps that do nothing but put others off are not taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from heapq import heappop, heappush

from chartway.catalog import Catalog
from chartway.circuit import NEVER, Part
from chartway.optimum import Optimum, Weights, lightest_plan
from chartway.plan import Question, Step
from chartway.requirement import is_met
from chartway.timetable import is_job
from chartway.validity import KIND, Kept, Money, kept_valid, lapses

MOST_CASES = 400
"""Cases looked at before the plan is given with a gap: a count, so that equal input gives equal output."""

Value = tuple[int, ...]
Seconds = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Goal:
    """What makes one plan lighter than another, and by when the goal is to be reached.

    ``due`` are the places of the unknown prices and of the money among the objectives, which renewals add to; ``most``
    is how much of the two a plan may have, None for any. No plan is looked for that weighs more than ``enough`` in the
    first objectives, as far as that goes: it is enough to know that there is none.
    """

    weights: Weights
    due: tuple[int, int]
    deadline: int = NEVER
    most: Money | None = None
    enough: Value = ()

    def is_beyond(self, bound: Value) -> bool:
        """Whether nobody asks for a plan that weighs so much."""
        return bound[: len(self.enough)] > self.enough

    def raised(self, value: Value, money: Money) -> Value:
        """The value of a plan with what its renewals cost."""
        added = dict(zip(self.due, money, strict=True))
        return tuple(part + added.get(place, 0) for place, part in enumerate(value))

    def allows(self, value: Value) -> bool:
        """Whether a plan may weigh so much."""
        return self.most is None or tuple(value[place] for place in self.due) <= self.most


@dataclass(frozen=True)
class Renewing:
    """Plans of a part in which something lapses."""

    catalog: Catalog
    question: Question
    part: Part

    @cached_property
    def matters(self) -> bool:
        """Whether anything that could be in a plan lapses, and the starts of its steps are known from its routes."""
        return not self.part.starts and any(way is not None and lapses(self.catalog, way[0]) for way in self.part.route)

    def lightest(self, goal: Goal, seconds: Seconds) -> Optimum | None:
        """The lightest plan by the deadline with its renewals, whose value has them; None if there is none.

        Nothing else than :func:`chartway.optimum.lightest_plan` where nothing lapses.
        """
        if not self.matters:
            return lightest_plan(self.part, goal.weights, goal.deadline, seconds)
        return _Cases(self, goal, seconds).run()

    def kept(self, chosen: frozenset[int], goal: Goal) -> Kept:
        """The routes as steps that are kept valid, at the prices of the goal's weights."""
        number = {(way[0], way[1].id): node for node in chosen if (way := self.part.route[node])}
        unknown, money = (goal.weights.objectives[place] for place in goal.due)

        def price(step: Step) -> Money:
            node = number[step.achievement, step.route]
            return unknown[node], money[node]

        steps = steps_of(self.part, chosen)
        return kept_valid(self.catalog, self.question, steps, price)


@dataclass(frozen=True, slots=True, order=True)
class _Case:
    """Plans that take some routes and do without others; none of them is lighter than the bound."""

    bound: Value
    number: int
    taken: frozenset[int] = field(compare=False)
    barred: frozenset[int] = field(compare=False)
    plan: frozenset[int] = field(compare=False)


class _Cases:
    """One search over the cases of a goal."""

    def __init__(self, about: Renewing, goal: Goal, seconds: Seconds) -> None:
        self.about, self.part, self.goal, self.seconds = about, about.part, goal, seconds
        self.weights = goal.weights
        self.queue: list[_Case] = []
        self.number = 0
        self.best: tuple[Value, frozenset[int]] | None = None
        self.doubts: list[Value] = []

    def run(self) -> Optimum | None:
        nothing = frozenset[int]()
        self.open(nothing, nothing)
        first = self.queue[0] if self.queue else None
        while self.queue and not self.is_closed(self.queue[0].bound):
            if self.number > 1 and (self.number > MOST_CASES or self.seconds() <= 0):
                break
            if self.goal.is_beyond(self.queue[0].bound):
                break
            self.look_at(heappop(self.queue))
        bounds = [*self.doubts, *(case.bound for case in self.queue[:1])]
        if self.best is not None:
            value, chosen = self.best
            bound = min([value, *bounds])
            return Optimum(chosen, value, bound, bound == value)
        if first is None or not bounds:
            return None
        value = self.goal.raised(self.weights.of(first.plan), self.about.kept(first.plan, self.goal).money)
        return Optimum(first.plan, value, min([value, *bounds]), proved=False)

    def is_closed(self, bound: Value) -> bool:
        """Whether nothing that weighs this or more is lighter than what is known."""
        return self.best is not None and bound >= self.best[0]

    def open(self, taken: frozenset[int], barred: frozenset[int]) -> None:
        """Opens the case of the plans that take the one and do without the other, if there are any."""
        part = self.part.using(frozenset(self.part.actions) - barred) if barred else self.part
        if part.goal < 0:
            return
        back = {origin: node for node, origin in enumerate(self.part.origin)}
        nodes = [back[origin] for origin in part.origin]
        rest = Weights(
            tuple(tuple(0 if node in taken else values[node] for node in nodes) for values in self.weights.objectives)
        )
        found = lightest_plan(part, rest, self.goal.deadline, self.seconds)
        if found is not None:
            plan = taken | {nodes[node] for node in found.chosen}
            bound = tuple(map(sum, zip(found.bound, self.weights.of(taken), strict=True)))
            self.push(bound, taken, barred, plan)

    def push(self, bound: Value, taken: frozenset[int], barred: frozenset[int], plan: frozenset[int]) -> None:
        if not self.is_closed(bound):
            self.number += 1
            heappush(self.queue, _Case(bound, self.number, taken, barred, plan))

    def look_at(self, case: _Case) -> None:
        """Weighs the plan of the case, and opens cases that cover all its other plans."""
        self.weigh(case.plan)
        if self.is_closed(case.bound):
            return
        self.open_more(case)
        taken, barred = case.taken, case.barred
        for node in sorted(case.plan - case.taken, key=self._order):
            if self.seconds() <= 0:
                self.doubts.append(case.bound)
                return
            self.open(taken, barred | {node})
            taken |= {node}

    def _order(self, node: int) -> tuple[bool, int]:
        """What lapses first: without it nothing is to be renewed."""
        way = self.part.route[node]
        return way is None or not lapses(self.about.catalog, way[0]), node

    def weigh(self, plan: frozenset[int]) -> None:
        """Keeps the plan if it is the lightest so far."""
        used = self._used(plan)
        if used is None or len(self._earned(used)) < len(used):
            return
        value = self.weights.of(used)
        catalog, question = self.about.catalog, self.about.question
        kept = self.about.kept(used, self.goal)
        if not question.timetable.allows(catalog, steps_of(self.part, used)):
            if not any(self._only_puts_off(node, used, kept) for node in sorted(used)):
                self.doubts.append(value)
            return
        if not kept.least:
            self.doubts.append(value)
        total = self.goal.raised(value, kept.money)
        if self.goal.allows(total) and not self.is_closed(total):
            self.best = total, used

    def _used(self, plan: frozenset[int]) -> frozenset[int] | None:
        """The routes of the plan that can be taken; None if they do not reach the goal by the deadline."""
        times = self.part.fire(plan)
        if times[self.part.goal] > min(self.goal.deadline, NEVER - 1):
            return None
        return frozenset(node for node in plan if times[node] < NEVER)

    def _only_puts_off(self, node: int, plan: frozenset[int], kept: Kept) -> bool:
        """Whether the plan does as well without this job, which can only put its other steps off."""
        way = self.part.route[node]
        if way is None or not is_job(self.about.catalog[way[0]], way[1]):
            return False
        rest = self._used(plan - {node})
        return rest is not None and self.about.kept(rest, self.goal).money <= kept.money

    def _earned(self, plan: frozenset[int]) -> set[str]:
        return {way[0] for node in plan if (way := self.part.route[node])}

    def open_more(self, case: _Case) -> None:
        """Opens the cases of the plans that take more than this one, unless none of them can be lighter."""
        earned = self._earned(case.plan)
        more = [
            node
            for node in self.part.actions
            if node not in case.plan and node not in case.barred and not earned & self._earned(frozenset({node}))
            and not self.is_closed(self.weights.of(case.plan | {node}))
        ]  # fmt: skip
        money = self.unsparable(case.plan, more) if more else (0, 0)
        if self.is_closed(self.goal.raised(self.weights.of(case.plan), money)):
            return
        barred = case.barred
        for node in more:
            plan = case.plan | {node}
            self.push(self.goal.raised(self.weights.of(plan), money), plan, barred, plan)
            barred |= {node}

    def unsparable(self, plan: frozenset[int], more: Sequence[int]) -> Money:
        """What the renewals of any plan cost at least that takes all of this one and some of the others."""
        part, catalog = self.part, self.about.catalog
        latest, soonest = part.fire(plan), part.fire(plan.union(more))
        owners = {way[0]: node for node in plan if (way := part.route[node])}
        ids = self._earned(plan.union(more))
        unknown, money = (self.weights.objectives[place] for place in self.goal.due)
        least = (0, 0)
        for id, node in owners.items():
            valid = catalog[id].valid_weeks
            if valid is not None:
                others = catalog.closure({*self.about.question.held, *(ids - {id})})
                users = [user for user in self._users(plan, others) if soonest[user] < NEVER]
                first = min((latest[user] - part.weeks[user] for user in users), default=0)
                last = max((soonest[user] - part.weeks[user] for user in users), default=0)
                times = max(0, last - first) // valid
                least = (least[0] + times * unknown[node], least[1] + times * money[node])
        return least

    def _users(self, plan: frozenset[int], others: frozenset[str]) -> Iterator[int]:
        """The steps that begin as soon as they can and not without what is not among the others."""
        for node in sorted(plan):
            way = self.part.route[node]
            if way is None or lapses(self.about.catalog, way[0]) or self.about.catalog[way[0]].kind == KIND:
                continue
            if not is_met(way[1].requires, others):
                yield node


def steps_of(part: Part, chosen: frozenset[int]) -> tuple[Step, ...]:
    """The chosen routes in the order in which they are finished, each as soon as it can be.

    Where some are co-requisites, in the order in which they are started, then finished: that one can be carried out,
    too. One whose finish does not matter stands where it is started.
    """
    marks = {}
    for action in chosen:
        finish = part.finish_of(action)
        marks[part.starts[action] if finish < 0 else finish] = action
    steps = []
    for node, now in part.firings(chosen):
        action = marks.get(node, -1)
        way = None if action < 0 else part.route[action]
        if way is not None:
            start = now if node == part.starts.get(action) else now - way[1].weeks
            steps.append(Step(way[0], way[1].id, start, start + way[1].weeks, way[1].cost))
    if not part.starts.keys().isdisjoint(chosen):
        steps.sort(key=lambda step: step.start)
    return tuple(steps)
