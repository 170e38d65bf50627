"""Which estimated price would change the choice, and at what value: all others stay at their typical figures.

Along one price every plan's money is a straight line, for each route that the price stands behind is paid a number
of times, so the least money of all plans is a concave line of straight pieces. Where the plan's own line leaves it,
another plan becomes cheapest. That point is found from the end of the range: the cheapest plan there, the price at
which it and the plan are equal, the cheapest plan at that price, and so on, until none is cheaper than the plan
(Newton's method on pieces: Eisner & Severance, "Mathematical techniques for efficient record segmentation", 1976). For
one route of the plan this gives C(without it) less the plan's other prices, for one beside it what may be paid for it.
Routes of one tariff move together, each through its own range by the same share.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Any

from chartway.catalog import Cost, from_cents
from chartway.circuit import Part
from chartway.optimum import Weights
from chartway.pathway import Planner, countdown
from chartway.plan import Answer, Plan, Upkeep
from chartway.search import Measures, plan_of
from chartway.timing import Way
from chartway.upkeep import Goal, Renewing, steps_of

UP, DOWN = 1, -1
"""The end of a range towards which a price moves."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A price at which another plan becomes cheapest.

    ``way`` is an achievement and its route, ``price`` its range. The plan is the cheapest one as far as ``limit``,
    in cents; one cent more (``rising``) or less, and the steps ``then`` are cheaper. ``beside`` are the other ways in
    whose estimates move with this one.
    """

    way: Way
    price: Cost
    limit: int
    rising: bool
    then: tuple[str, ...]
    beside: tuple[Way, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The turn in dollars: ``above`` or ``below`` which price the steps would be cheaper."""
        return {
            "achievement": self.way[0],
            "route": self.way[1],
            "price": from_cents(self.price.typical),
            "priceRange": self.price.to_json(),
            "above" if self.rising else "below": from_cents(self.limit),
            "steps": list(self.then),
            "movesWith": [{"achievement": id, "route": route} for id, route in self.beside],
        }


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """The prices that would change the choice, the nearest first; ``tried`` of so many were, where time ran out."""

    turns: tuple[Turn, ...]
    tried: int
    of: int

    @property
    def complete(self) -> bool:
        """Whether all were tried, so that no other single price would change the choice."""
        return self.tried == self.of

    def to_json(self) -> dict[str, Any]:
        """The turns, and how many prices were tried.

        >>> Sensitivity((), tried=2, of=2).to_json()
        {'turns': [], 'tried': 2, 'of': 2}
        """
        return {"turns": [one.to_json() for one in self.turns], "tried": self.tried, "of": self.of}


INSENSITIVE = Sensitivity((), 0, 0)
"""Where there is no price to ask about."""


def sensitivity(planner: Planner, answer: Answer) -> Sensitivity:
    """The estimated prices that alone would change the choice, each with the value at which they do.

    Only of a proved cheapest plan. Where steps ask to start together or ways in have days of their own, nothing is
    tried, for a plan that is cheaper by its prices might not be one that can be carried out.

    >>> from chartway.catalog import Achievement, Catalog, Route
    >>> from chartway.plan import Question
    >>> from chartway.requirement import Achieved, AnyOf
    >>> prices = [("degree", Cost(3_000, 8_000, 18_000)), ("diploma", Cost.known(9_300))]
    >>> things = [Achievement(id, routes=(Route("0", cost=cost),)) for id, cost in prices]
    >>> either = Route("0", AnyOf((Achieved("degree"), Achieved("diploma"))))
    >>> planner = Planner.of(Catalog.of([*things, Achievement("CCS", routes=(either,))]))
    >>> [(turn.way, turn.limit, turn.rising) for turn in sensitivity(planner, planner.answer(Question("CCS"))).turns]
    [(('degree', '0'), 9300, True)]
    """
    question, plan = answer.question, answer.plan
    if plan is None or answer.proof is None or question.prefer != "cheapest":
        return INSENSITIVE
    part = planner.under(question.timetable).circuit.part(question.goal, question.held)
    tariffs = _tariffs(part)
    if not answer.proof.finished or part.starts or any(way and way[1].has_days for way in part.route):
        return Sensitivity((), 0, len(tariffs))
    if question.time_limit is None and choice_could_change(planner, answer) is None:
        return Sensitivity((), len(tariffs), len(tariffs))
    search = _Search(planner, part, answer, plan)
    turns: list[Turn] = []
    tried = 0
    for nodes in tariffs:
        found = search.turns(nodes)
        if search.stopped:
            break
        tried += 1
        turns += found
    return Sensitivity(tuple(sorted(turns, key=lambda turn: (_share(turn), turn.way))), tried, len(tariffs))


def _share(turn: Turn) -> Fraction:
    """How far through its range the price must go, from 0 to 1."""
    price = turn.price
    return Fraction(turn.limit - price.typical, (price.high if turn.rising else price.low) - price.typical)


def _tariffs(part: Part) -> list[tuple[int, ...]]:
    """The ways in with an estimated price, those of one tariff together."""
    groups: dict[tuple[str, int], list[int]] = defaultdict(list)
    for node in part.actions:
        way = part.route[node]
        if way and way[1].cost and way[1].cost.estimated:
            groups[way[1].tariff, 0 if way[1].tariff else node].append(node)
    return [tuple(nodes) for nodes in groups.values()]


Paid = dict[int, int]
"""How often each way in of a plan is paid."""


@dataclass(frozen=True, slots=True)
class _Rival:
    """The ways in of another plan, and how often each is paid."""

    chosen: frozenset[int]
    paid: Paid


class _Search:
    """The turns of the prices on the way to one goal; ``stopped`` once time has run out."""

    def __init__(self, planner: Planner, part: Part, answer: Answer, plan: Plan) -> None:
        self.planner = planner
        self.part = part
        self.question = answer.question
        self.seconds: Callable[[], float] = countdown(answer.question.time_limit)
        self.measures = Measures.of(part, planner.catalog)
        self.unknown = plan.unknowns
        ways = {(step.achievement, step.route) for step in plan.steps}
        self.own = frozenset(node for node in part.actions if self.way(node) in ways)
        self.paid = self.times(self.own, plan.upkeep)
        self.renewing = Renewing(planner.catalog, answer.question, part)
        self.stopped = False

    def way(self, node: int) -> Way:
        """The achievement and the route that the node stands for."""
        way = self.part.route[node]
        assert way  # noqa: S101 - only nodes of ways in are asked about
        return way[0], way[1].id

    def price(self, node: int) -> Cost:
        """The estimated price of the node's way in."""
        way = self.part.route[node]
        assert way and way[1].cost  # noqa: PT018, S101 - only estimated prices are asked about
        return way[1].cost

    def turns(self, nodes: tuple[int, ...]) -> list[Turn]:
        """Where another plan becomes cheapest as these prices rise, and as they fall."""
        found = [self.turn(nodes, end) for end in (UP, DOWN)]
        return [turn for turn in found if turn]

    def turn(self, nodes: tuple[int, ...], end: int) -> Turn | None:
        """Where another plan becomes cheapest as these prices move to that end, None if none does."""
        prices = {node: self.price(node) for node in nodes}
        ways = {node: (one.high if end == UP else one.low) - one.typical for node, one in prices.items()}
        slopes = {node: slope for node, slope in ways.items() if slope}
        if slopes.keys().isdisjoint(self.own) if end == UP else slopes.keys() <= self.own:
            return None
        share, rival = Fraction(1), None
        while (found := self.cheaper(slopes, share)) is not None:
            rival = found
            dearer = self.money(found.paid) - self.money(self.paid)
            share = Fraction(dearer, _change(slopes, self.paid) - _change(slopes, found.paid))
        return None if rival is None or self.stopped else self.at(slopes, share, end, rival)

    def cheaper(self, slopes: dict[int, int], share: Fraction) -> _Rival | None:
        """The cheapest plan when the prices have come so far, None if the plan itself is."""
        money = [one * share.denominator for one in self.measures.money]
        for node, slope in slopes.items():
            money[node] += slope * share.numerator
        weights = Weights((self.measures.unknown, tuple(money), self.measures.count, self.measures.narrowness))
        goal = Goal(weights, (0, 1))
        found = self.renewing.lightest(goal, self.seconds) if self.seconds() > 0 else None
        if found is None or not found.proved:
            self.stopped = True
            return None
        own = sum(money[node] * times for node, times in self.paid.items())
        if found.chosen == self.own or found.value[:2] >= (self.unknown, own):
            return None
        return _Rival(found.chosen, self.times(found.chosen, self.renewing.kept(found.chosen, goal).upkeep))

    def times(self, chosen: Iterable[int], upkeep: Iterable[Upkeep]) -> dict[int, int]:
        """How often each way in is paid: once, and once for each renewal."""
        renewed = {due.achievement: due.times for due in upkeep}
        return {node: 1 + renewed.get(self.way(node)[0], 0) for node in chosen}

    def money(self, paid: Paid) -> int:
        """What the ways in cost at their typical prices."""
        return sum(self.measures.money[node] * times for node, times in paid.items())

    def at(self, slopes: dict[int, int], share: Fraction, end: int, rival: _Rival) -> Turn:
        """The turn, told of the dearest of these prices that the plan pays, else of what the rival pays."""
        node = max(slopes.keys() & (self.own if self.own & slopes.keys() else rival.chosen), key=self.dearness)
        price = self.price(node)
        value = price.typical + share * slopes[node]
        limit = floor(value) if end == UP else ceil(value)
        then = self.cheaper(slopes, Fraction(limit + end - price.typical, slopes[node])) or rival
        plan = plan_of(self.planner.catalog, self.question, self.part, then.chosen)
        steps = tuple(step.achievement for step in plan.steps)
        beside = tuple(self.way(other) for other in slopes if other != node)
        return Turn(self.way(node), price, limit, end == UP, steps, beside)

    def dearness(self, node: int) -> tuple[int, int]:
        """Sort key by price, then the first of equal ones last."""
        return self.price(node).typical, -node


def _change(slopes: dict[int, int], paid: Paid) -> int:
    """What these ways in cost more, or less, when the prices have come to the end of their ranges."""
    return sum(slopes.get(node, 0) * times for node, times in paid.items())


def choice_could_change(planner: Planner, answer: Answer) -> tuple[str, ...] | None:
    """A plan that would be cheaper somewhere within the ranges of the estimates, or None if there is none.

    The plan stays the cheapest for all prices within their ranges exactly if it does so where its own prices
    are highest and all others lowest; the steps of the plan that wins there are returned.
    """
    if answer.plan is None or answer.question.prefer != "cheapest":
        return None
    circuit = planner.under(answer.question.timetable).circuit
    question = answer.question
    part = circuit.part(question.goal, question.held)
    own = {(step.achievement, step.route) for step in answer.plan.steps}
    tariffs = {way[1].tariff for way in part.route if way and way[1].tariff and (way[0], way[1].id) in own}
    weights = tuple(_adverse(part, node, own, tariffs) for node in range(len(part.need)))
    unknown = tuple(int(way is not None and way[1].cost is None) for way in part.route)
    count = tuple(int(way is not None) for way in part.route)
    goal = Goal(Weights((unknown, weights, count)), (0, 1))
    found = Renewing(planner.catalog, question, part).lightest(goal, countdown(question.time_limit))
    if found is None or found.value[:2] >= (answer.plan.unknowns, answer.plan.cost.high):
        return None
    return tuple(step.achievement for step in steps_of(part, found.chosen))


def _adverse(part: Part, node: int, own: set[tuple[str, str]], tariffs: set[str]) -> int:
    """The price least in favour of the plan: its own routes and tariffs at their highest, others at their lowest."""
    way = part.route[node]
    if way is None or way[1].cost is None:
        return 0
    own_price = (way[0], way[1].id) in own or way[1].tariff in tariffs
    return way[1].cost.high if own_price else way[1].cost.low
