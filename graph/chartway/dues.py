"""The best plan with its renewals within a person's weeks, proved: its schedule and its renewals are chosen together.

The law is that of :mod:`chartway.validity`. What a plan comes to if nothing lapsed bounds what it comes to: so the best
plan is sought as if nothing did, and looked at in all its prompt schedules. If one needs no renewal, it is the answer.
Else all other plans are split into cases, as in :mod:`chartway.upkeep`: those that do without some way in of this plan,
each bounded by the best of them if nothing lapsed, and those that take more than it, each bounded by its prices and by
the renewals that no schedule spares. The case that may hold the best plan is looked at first, until none may hold a
better one than is known.

No schedule spares the renewals of what two steps need of which one cannot begin without the finish of the other, if
they are further apart than it lasts, however soon everything else is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from heapq import heappop, heappush
from typing import NamedTuple

from chartway import joint
from chartway.arrangement import Way, arranged
from chartway.catalog import Catalog, Route
from chartway.circuit import NEVER, Circuit
from chartway.errors import BrokenPlanError
from chartway.joint import Best
from chartway.plan import Answer, Plan, Proof, Question, Step
from chartway.replay import replay
from chartway.requirement import is_met
from chartway.timetable import UNLIMITED
from chartway.validity import Money, kept_valid, lapses

MOST_CASES = 100
"""Plans looked at before the best one is given with a gap: a count, so that equal input gives equal output."""
NOTHING_KNOWN = Proof(0, 0, 0, cost_proved=False, weeks_proved=False, steps_proved=False)

Key = tuple[int, ...]
Ways = frozenset[Way]
Seconds = Callable[[], float]
Relaxed = Callable[[Ways], Answer | None]
"""The best answer without these ways in if nothing lapsed; None if there is none."""


class Terms(NamedTuple):
    """Which plans count: how much they may have of unknown prices and of money, and by when they reach the goal.

    ``counts`` is whether a plan of these ways in is one of those that are asked for.
    """

    most: Money | None = None
    by: int = NEVER
    counts: Callable[[Ways], bool] = lambda _: True

    def allow(self, plan: Plan) -> bool:
        """Whether the plan is one of them."""
        dear = self.most is not None and (plan.unknowns, plan.cost.typical) > self.most
        return plan.weeks <= self.by and not dear


ALL = Terms()
"""Every plan counts."""


def best(  # noqa: PLR0913, PLR0917 - the whole question
    catalog: Catalog, question: Question, relaxed: Relaxed, ways: Ways, seconds: Seconds, terms: Terms = ALL
) -> Answer | None:
    """The best answer with its renewals among the plans that count, None if there is none.

    ``ways`` are all that could be in a plan.
    """
    return _Cases(catalog, question, relaxed, ways, seconds, terms).run()


def matter(circuit: Circuit, question: Question) -> bool:
    """Whether anything that could be in a plan for the question lapses."""
    return any(lapses(circuit.catalog, id) for id, _ in _ways(circuit, question))


def planned(circuit: Circuit, question: Question, found: Best, seconds: Seconds, by: int) -> Answer | None:
    """The best answer by then with its renewals, within its budget; None if there is none.

    Where nothing is within the budget, the cheapest, which is said to be over it. Where neither weeks nor co-requisites
    matter, ``found`` knows of renewals itself.
    """
    timed = bool(circuit.starts) and bool(circuit.part(question.goal, question.held).starts)
    simple = question.timetable == UNLIMITED and not timed
    first = joint.kept(circuit, question, found, seconds) if simple else None
    if simple and (first is None or (first.proof is not None and first.proof.finished)):
        return first
    return _Planned(circuit, found, seconds, by).run(question) if seconds() > 0 or first is None else first


@dataclass(frozen=True, slots=True)
class _Planned:
    """Questions on a circuit, answered by who knows of no renewals."""

    circuit: Circuit
    found: Best
    seconds: Seconds
    by: int

    def run(self, question: Question) -> Answer | None:
        """The best answer, the budget kept to or said to be broken."""
        budget = question.budget
        if budget is None:
            return self.best(question, question, None)
        cheapest = replace(question, budget=None, prefer="cheapest")
        least = self.best(cheapest, cheapest, None)
        if least is None or least.plan is None:
            return least and replace(least, question=question)
        if least.plan.cost.typical > budget:
            return replace(least, question=question, status="over-budget")
        if question.prefer == "cheapest":
            return replace(least, question=question)
        most = least.plan.unknowns, budget
        free = self.without(frozenset(), cheapest)
        alike = free is not None and free.plan is not None and free.plan.unknowns == most[0]
        within = self.best(question, question if alike else replace(question, budget=None), most)
        if within is None or within.plan is None:
            return replace(least, question=question, status="feasible", proof=NOTHING_KNOWN)
        return within

    def best(self, question: Question, asked: Question, most: Money | None) -> Answer | None:
        """The best answer of as much money at most; of who knows of no renewals another question may be asked."""
        relaxed = partial(self.without, question=asked)
        ways = _ways(self.circuit, question)
        return best(self.circuit.catalog, question, relaxed, ways, self.seconds, Terms(most, self.by))

    def without(self, barred: Ways, question: Question) -> Answer | None:
        """The best answer without these ways in if nothing lapsed."""
        nodes = [node for node, way in enumerate(self.circuit.route) if way and (way[0], way[1].id) in barred]
        circuit = replace(self.circuit.without(nodes), catalog=self.circuit.catalog.for_good())
        return joint.kept(circuit, question, self.found, self.seconds)


def _ways(circuit: Circuit, question: Question) -> Ways:
    """The ways in that could be in a plan for the question."""
    part = circuit.part(question.goal, question.held)
    return frozenset((way[0], way[1].id) for way in part.route if way)


@dataclass(frozen=True, slots=True, order=True)
class _Case:
    """Plans none of which is better than the bound: they take the one and do without the other.

    ``plan`` is the best of those that do without the other if nothing lapsed, with its ``steps``. Where there is
    ``more``, the plans are the one that is ``taken`` and all that take some of this on top.
    """

    bound: Key
    number: int
    taken: Ways = field(compare=False)
    barred: Ways = field(compare=False)
    plan: Ways = field(compare=False, default=frozenset())
    steps: tuple[Step, ...] = field(compare=False, default=())
    more: tuple[Way, ...] | None = field(compare=False, default=None)


class _Cases:
    """One search over the cases of a question."""

    def __init__(  # noqa: PLR0913, PLR0917 - the whole question
        self, catalog: Catalog, question: Question, relaxed: Relaxed, ways: Ways, seconds: Seconds, terms: Terms
    ) -> None:
        self.catalog, self.question, self.relaxed, self.seconds, self.terms = catalog, question, relaxed, seconds, terms
        self.routes = {way: _route(catalog, way) for way in sorted(ways)}
        self.queue: list[_Case] = []
        self.doubts: list[Key] = []
        self.number = 0
        self.best: tuple[Key, Plan] | None = None

    def run(self) -> Answer | None:
        self.open(frozenset(), frozenset())
        looks = 0
        while self.queue and not self.is_closed(self.queue[0].bound):
            if looks and (looks >= MOST_CASES or self.seconds() <= 0):
                break
            looks += 1
            self.look_at(heappop(self.queue))
        bound = min([*self.doubts, *(case.bound for case in self.queue[:1])], default=None)
        if self.best is None:
            return None if bound is None else Answer(self.question, "unknown")
        key, plan = self.best
        return self.told(plan, key, key if bound is None else min(key, bound))

    def told(self, plan: Plan, key: Key, bound: Key) -> Answer:
        """The answer with what is proved of it: a later objective is bounded only where the earlier ones are met."""
        reached = [known == least for known, least in zip(key, (*bound, *[-1] * len(key)), strict=False)]
        met = [all(reached[: place + 1]) for place in range(len(key))]
        least = [bound[place] if place < len(bound) and all(reached[:place]) else 0 for place in range(len(key))]
        names = {"cheapest": "umws", "fastest": "wums", "fewest": "sumw"}[self.question.prefer]
        of = {name: (min(least[place], key[place]), met[place]) for place, name in enumerate(names)}
        known = not plan.unknown_costs
        proof = Proof(
            cost=of["m"][0] if known and of["u"][1] else 0,
            weeks=of["w"][0],
            steps=of["s"][0],
            cost_proved=known and of["m"][1],
            weeks_proved=of["w"][1],
            steps_proved=of["s"][1],
        )
        return Answer(self.question, "optimal" if proof.complete else "feasible", plan, proof)

    def is_closed(self, bound: Key) -> bool:
        """Whether nothing that comes to this or more is better than what is known."""
        return self.best is not None and bound >= self.best[0]

    def open(self, taken: Ways, barred: Ways) -> None:
        """Opens the case of the plans that take the one and do without the other, if there may be any."""
        answer = self.relaxed(barred)
        if answer is None:
            return
        if answer.plan is None or answer.proof is None:
            self.doubts.append(())
            return
        finished, over = answer.proof.finished, answer.status == "over-budget"
        bound = () if over else self.key(answer.plan) if finished else _partial(answer)
        if not finished:
            self.doubts.append(bound)
        if not over:
            steps = answer.plan.steps
            plan = frozenset((step.achievement, step.route) for step in steps)
            self.push(_Case(bound, self.number, taken, barred, plan, steps))

    def push(self, case: _Case) -> None:
        self.number += 1
        if not self.is_closed(case.bound):
            heappush(self.queue, case)

    def key(self, plan: Plan) -> Key:
        """What the plan is measured by."""
        return plan.objectives(self.question.prefer)

    def look_at(self, case: _Case) -> None:
        """Looks at a plan of the case, and opens cases that cover all its other plans."""
        if case.more is not None:
            self.weigh(case, case.taken)
            self.open_more(case, case.taken, case.more)
            return
        if case.taken <= case.plan:
            self.weigh(case, case.plan)
            if self.is_closed(case.bound):
                return
            self.open_more(case, case.plan, tuple(self.routes))
        else:
            self.push(replace(case, number=self.number, taken=case.taken | case.plan, more=tuple(self.routes)))
        taken = case.taken
        for way in sorted(case.plan - case.taken, key=self._order):
            if self.seconds() <= 0:
                self.doubts.append(case.bound)
                return
            self.open(taken, case.barred | {way})
            taken |= {way}

    def _order(self, way: Way) -> tuple[bool, Way]:
        """What lapses first: without it nothing is to be renewed."""
        return not lapses(self.catalog, way[0]), way

    def weigh(self, case: _Case, ways: Ways) -> None:
        """Keeps the best prompt schedule of the plan if it is the best so far."""
        if len({id for id, _ in ways}) < len(ways):
            return
        found = arranged(self.catalog, self.question, ways)
        schedules = found.schedules if found.complete or case.more is not None else (*found.schedules, case.steps)
        sure = found.complete
        for steps in schedules:
            plan = Plan(steps, self.weeks(steps))
            if self.is_worse(plan):
                continue
            kept = kept_valid(self.catalog, self.question, steps, most=self.most(plan))
            sure = sure and kept.least
            plan = replace(plan, steps=kept.steps, upkeep=kept.upkeep)
            if not self.is_worse(plan) and self.is_lean(case, plan):
                self.best = self.key(plan), plan
        if not sure:
            self.doubts.append(case.bound)

    def is_worse(self, plan: Plan) -> bool:
        """Whether the plan does not count, or is no better than the best one known, even if nothing lapsed."""
        return not self.terms.allow(plan) or self.is_closed(self.key(plan))

    def most(self, plan: Plan) -> Money | None:
        """What its renewals may come to for the plan to count, and to be better than the best one known."""
        limits = [] if self.terms.most is None else [self.terms.most]
        if self.best is not None and (self.question.prefer == "cheapest" or self.key(plan)[0] == self.best[0][0]):
            limits.append((self.best[1].unknowns, self.best[1].cost.typical))
        unknown, cents = min(limits, default=(plan.unknowns, 0))
        return (unknown - plan.unknowns, cents - plan.cost.typical) if limits else None

    def weeks(self, steps: Iterable[Step]) -> int:
        """When the goal is reached."""
        goal = self.question.goal
        return min((one.finish for one in steps if goal in self.catalog.closure([one.achievement])), default=0)

    def is_lean(self, case: _Case, plan: Plan) -> bool:
        """Whether the plan counts, and its steps could not be carried out when they are without any one of them."""
        if case.more is None:
            return True
        return self.terms.counts(case.taken) and not any(self.can_spare(plan, step) for step in plan.steps)

    def can_spare(self, plan: Plan, step: Step) -> bool:
        """Whether the other steps can be carried out when they are without this one."""
        steps = tuple(one for one in plan.steps if one is not step)
        upkeep = tuple(due for due in plan.upkeep if due.achievement != step.achievement)
        rest = Answer(self.question, "feasible", Plan(steps, plan.weeks, upkeep), NOTHING_KNOWN)
        try:
            replay(self.catalog, rest)
        except BrokenPlanError:
            return False
        return True

    # ---- plans that take more

    def open_more(self, case: _Case, plan: Ways, others: tuple[Way, ...]) -> None:
        """Opens the cases of the plans that take this one and some of the others, unless none of them can be better."""
        soonest = case.bound[0] if self.question.prefer == "fastest" and case.bound else 0
        earned = {id for id, _ in plan}
        free = (way for way in others if way[0] not in earned and way not in case.barred)
        more = tuple(way for way in free if not self.is_closed(self.least(plan | {way}, (0, 0), soonest)))
        if not more or len(earned) < len(plan):
            return
        known = _Dues(self.catalog, self.question, {way: self.routes[way] for way in (*plan, *more)})
        dues, soonest = known.unsparable(plan), max(soonest, known.soonest())
        for place, way in enumerate(more, 1):
            taken = plan | {way}
            bound = max(case.bound, self.least(taken, dues, soonest))
            self.push(_Case(bound, self.number, taken, case.barred, more=more[place:]))

    def least(self, plan: Ways, dues: Money, soonest: int) -> Key:
        """What a plan of at least these ways in, with such dues at least, comes to."""
        costs = [self.routes[way].cost for way in plan]
        unknown = sum(cost is None for cost in costs) + dues[0]
        cents = sum(cost.typical for cost in costs if cost) + dues[1]
        match self.question.prefer:
            case "cheapest":
                return unknown, cents, soonest, len(plan)
            case "fastest":
                return soonest, unknown, cents, len(plan)
            case "fewest":
                return len(plan), unknown, cents, soonest


class _Dues:
    """What no schedule spares of the renewals of some ways in, if nothing but these may be taken."""

    def __init__(self, catalog: Catalog, question: Question, routes: dict[Way, Route]) -> None:
        self.catalog, self.goal, self.routes = catalog, question.goal, routes
        self.held = catalog.closure(question.held)
        self.gives = {id: catalog.closure([id]) for id, _ in routes}
        self.every = self.held.union(*self.gives.values())

    def unsparable(self, plan: Ways) -> Money:
        """What the renewals of any plan cost at least that takes all of this one."""
        unknown = cents = 0
        for way in sorted(plan):
            valid = self.catalog[way[0]].valid_weeks
            if valid is not None:
                cost, times = self.routes[way].cost, self.needed(way, sorted(plan)) // valid
                unknown, cents = unknown + times * (cost is None), cents + times * (cost.typical if cost else 0)
        return unknown, cents

    def needed(self, way: Way, plan: Sequence[Way]) -> int:
        """For how long after its finish the thing is needed at least."""
        others = self.held.union(*(gives for id, gives in self.gives.items() if id != way[0]))
        users = [one for one in plan if one != way and not is_met(self.routes[one].requires, others)]
        longest = max((self.apart(first, later) for first in users for later in users if first != later), default=0)
        return max(0, longest - self.routes[way].weeks)

    def apart(self, first: Way, later: Way) -> int:
        """How long after the start of one step the other can begin at the soonest; 0 if it can without its finish."""
        moments = self.moments(self.without(first), [(self.routes[first].weeks, first)])
        return next((now for now, held in moments if self.can_begin(later, held)), 0)

    def soonest(self) -> int:
        """When the goal can be reached at the soonest."""
        moments = self.moments(self.held, [])
        return next((now for now, held in moments if self.goal in held), 0)

    def moments(self, known: frozenset[str], begun: list[tuple[int, Way]]) -> Iterator[tuple[int, frozenset[str]]]:
        """What is held from when on at the soonest, if this is from the outset and those are finished then."""
        now, taken = 0, {way for _, way in begun}
        yield now, known
        while True:
            able = [way for way in self.routes if way not in taken and self.can_begin(way, known)]
            taken.update(able)
            for way in able:
                heappush(begun, (now + self.routes[way].weeks, way))
            if not begun:
                return
            now, way = heappop(begun)
            known |= self.gives[way[0]]
            yield now, known

    def can_begin(self, way: Way, known: frozenset[str]) -> bool:
        """Whether it can, whatever it goes with."""
        return is_met(self.routes[way].requires, known, self.every, self.every)

    def without(self, first: Way) -> frozenset[str]:
        """All that can be had without the step."""
        known = self.held
        while True:
            able = (way for way in self.routes if way[0] != first[0] and self.can_begin(way, known))
            more = known.union(*(self.gives[id] for id, _ in able))
            if more == known:
                return known
            known = more


def _partial(answer: Answer) -> Key:
    """What is known of the first objectives of all plans, where the search for the best one came to no end."""
    plan, proof = answer.plan, answer.proof
    assert plan is not None  # noqa: S101 - asked of answers that have both
    assert proof is not None  # noqa: S101 - as above
    match answer.question.prefer:
        case "cheapest":
            return () if plan.unknown_costs else (0, proof.cost)
        case "fastest":
            return (proof.weeks,)
        case "fewest":
            return (proof.steps,)


def _route(catalog: Catalog, way: Way) -> Route:
    return next(route for route in catalog[way[0]].routes if route.id == way[1])
