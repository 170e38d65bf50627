"""Which price would change the choice, and at what value: all others stay at their typical figures.

Along one price every plan's money is a straight line, for each route that the price stands behind is paid a number
of times, so the least money of all plans is a concave line of straight pieces. Where the plan's own line leaves it,
another plan becomes cheapest. That point is found from the end of the range: the cheapest plan there, the price at
which it and the plan are equal, the cheapest plan at that price, and so on, until none is cheaper than the plan
(Newton's method on pieces: Eisner & Severance, "Mathematical techniques for efficient record segmentation", 1976). For
one route of the plan this gives C(without it) less the plan's other prices, for one beside it what may be paid for it.
Routes of one tariff move together, each through its own range by the same share.

A price that is unknown has no range, but what a way in with it may cost is as exact: from nothing on, as far as a plan
by it is cheaper. So an estimate and a hole are asked about alike; other unknown prices stay unknown meanwhile.

The law asks for nothing but the cheapest plan at changed prices. That is a set of routes, or where steps start together
or only on days of their own, the answer to the question itself, on a catalog with these prices.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from math import ceil, floor
from typing import Any, Literal

from chartway.catalog import Catalog, Cost, Route, from_cents
from chartway.circuit import Part
from chartway.optimum import Weights
from chartway.pathway import BESIDE, Planner, countdown
from chartway.plan import Answer, Plan, Upkeep
from chartway.search import Measures, plan_of
from chartway.timing import Way
from chartway.upkeep import Goal, Renewing, steps_of

UP, DOWN = 1, -1
"""The end of a range towards which a price moves."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A price at which another plan becomes cheapest.

    ``way`` is an achievement and its route, ``price`` its range, None where it is unknown. The plan is the cheapest
    one as far as ``limit``, in cents; one cent more (``rising``) or less, and the steps ``then`` are cheaper.
    ``beside`` are the other ways in whose prices move with this one.
    """

    way: Way
    price: Cost | None
    limit: int
    rising: bool
    then: tuple[str, ...]
    beside: tuple[Way, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The turn in dollars: ``above`` or ``below`` which price the steps would be cheaper."""
        return {
            "achievement": self.way[0],
            "route": self.way[1],
            "price": None if self.price is None else from_cents(self.price.typical),
            "priceRange": None if self.price is None else self.price.to_json(),
            "above" if self.rising else "below": from_cents(self.limit),
            "steps": list(self.then),
            "movesWith": [{"achievement": id, "route": route} for id, route in self.beside],
        }


Hindrance = Literal["", "unproved"]
"""Why nothing is asked: the plan is not proved to be the cheapest."""


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """The prices that would change the choice, the nearest first, unknown ones last; ``tried`` of so many were."""

    turns: tuple[Turn, ...]
    tried: int
    of: int
    hindrance: Hindrance = ""

    @property
    def complete(self) -> bool:
        """Whether all were tried, so that no other single price would change the choice."""
        return self.tried == self.of

    @property
    def estimated(self) -> tuple[Turn, ...]:
        """Those of prices of which a range is known."""
        return tuple(turn for turn in self.turns if turn.price is not None)

    @property
    def worth(self) -> Mapping[Way, int]:
        """Below how many cents a way in with an unknown price is the cheaper one."""
        unknown = [turn for turn in self.turns if turn.price is None]
        return {way: turn.limit for turn in unknown for way in (turn.way, *turn.beside)}

    def to_json(self) -> dict[str, Any]:
        """The turns, how many prices were tried, and what hindered it.

        >>> Sensitivity((), tried=2, of=2).to_json()
        {'turns': [], 'tried': 2, 'of': 2, 'notComputed': None}
        """
        turns = [one.to_json() for one in self.turns]
        return {"turns": turns, "tried": self.tried, "of": self.of, "notComputed": self.hindrance or None}


INSENSITIVE = Sensitivity((), 0, 0)
"""Where there is no price to ask about."""


def sensitivity(planner: Planner, answer: Answer) -> Sensitivity:
    """The prices that alone would change the choice, each with the value at which they do.

    Estimated ones, and those unknown ones by which the answer could be undercut; only of a proved cheapest plan. The
    question's time limit holds for all of them together, and ``BESIDE`` seconds where it has none. Raises
    BrokenPlanError.

    >>> from chartway.catalog import Achievement
    >>> from chartway.plan import Question
    >>> from chartway.requirement import Achieved, AnyOf
    >>> prices = [("course", None), ("degree", Cost(3_000, 8_000, 18_000)), ("diploma", Cost.known(9_300))]
    >>> things = [Achievement(id, routes=(Route("0", cost=cost),)) for id, cost in prices]
    >>> either = Route("0", AnyOf(tuple(Achieved(id) for id, _ in prices)))
    >>> planner = Planner.of(Catalog.of([*things, Achievement("CCS", routes=(either,))]))
    >>> found = sensitivity(planner, planner.answer(Question("CCS")))
    >>> [(turn.way, turn.limit, turn.rising) for turn in found.turns]
    [(('degree', '0'), 9300, True), (('course', '0'), 8000, False)]
    """
    question, plan, proof = answer.question, answer.plan, answer.proof
    if plan is None or proof is None or question.prefer != "cheapest":
        return INSENSITIVE
    part = planner.under(question.timetable).circuit.part(question.goal, question.held)
    tariffs, unknown = _tariffs(part, _is_estimated), _tariffs(part, _undercutting(answer))
    of = len(tariffs) + len(unknown)
    if not (proof.cost_proved or (proof.finished and not _is_timed(part))):
        return Sensitivity((), 0, of, "unproved" if of else "")
    moves = [_ranges(part, nodes) for nodes in tariffs]
    if question.time_limit is None and choice_could_change(planner, answer) is None:
        moves = [() for _ in tariffs]
    moves += [(_Move(dict.fromkeys(nodes, 1), DOWN, 0),) for nodes in unknown]
    if not any(moves):
        return Sensitivity((), of, of)
    search = _Search(planner, part, answer, plan)
    turns: list[Turn] = []
    tried = 0
    for some in moves:
        found = [turn for move in some if (turn := search.turn(move))]
        if search.stopped:
            break
        tried += 1
        turns += found
    return Sensitivity(tuple(sorted(turns, key=lambda turn: (_share(turn), turn.way))), tried, of)


def _share(turn: Turn) -> Fraction:
    """How far through its range the price must go, from 0 to 1; beyond that where it has none, the dearest first."""
    price = turn.price
    if price is None:
        return 2 - Fraction(turn.limit, turn.limit + 1)
    return Fraction(turn.limit - price.typical, (price.high if turn.rising else price.low) - price.typical)


def _is_timed(part: Part) -> bool:
    """Whether routes are no plan yet: some have to start together, or on days of their own."""
    return bool(part.starts) or any(way is not None and way[1].has_days for way in part.route)


def _is_estimated(_id: str, route: Route) -> bool:
    return route.cost is not None and route.cost.estimated


def _undercutting(answer: Answer) -> Callable[[str, Route], bool]:
    """Whether a way in is one with an unknown price that could undercut the answer."""
    ways = {(one.achievement, one.route) for one in answer.not_compared}
    return lambda id, route: route.cost is None and (id, route.id) in ways


def _tariffs(part: Part, asked: Callable[[str, Route], bool]) -> list[tuple[int, ...]]:
    """The ways in whose price is asked about, those of one tariff together."""
    groups: dict[tuple[str, int], list[int]] = defaultdict(list)
    for node in part.actions:
        way = part.route[node]
        if way and asked(*way):
            groups[way[1].tariff, 0 if way[1].tariff else node].append(node)
    return [tuple(nodes) for nodes in groups.values()]


def _ranges(part: Part, nodes: Iterable[int]) -> tuple[_Move, ...]:
    """The moves of estimated prices to either end of their ranges."""
    prices = {node: way[1].cost for node in nodes if (way := part.route[node])}
    ends = {end: {node: _way_to(end, price) for node, price in prices.items() if price} for end in (UP, DOWN)}
    return tuple(_Move({node: one for node, one in slopes.items() if one}, end, 1) for end, slopes in ends.items())


def _way_to(end: int, price: Cost) -> int:
    return (price.high if end == UP else price.low) - price.typical


@dataclass(frozen=True, slots=True)
class _Move:
    """Prices that move together by shares of these slopes towards an ``end``; the search begins at a share of them.

    An estimated price goes through its range, from 0 to 1. An unknown one is so many cents, and begins with none.
    """

    slopes: Mapping[int, int]
    end: int
    begin: int


Paid = dict[int, int]
"""How often each way in of a plan is paid."""


@dataclass(frozen=True, slots=True)
class _Rival:
    """The ways in of another plan, how often each is paid, its unknown prices, and its money."""

    chosen: frozenset[int]
    paid: Paid
    value: tuple[int, int]


class _Search:
    """The turns of the prices on the way to one goal; ``stopped`` once time has run out."""

    def __init__(self, planner: Planner, part: Part, answer: Answer, plan: Plan) -> None:
        self.planner = planner
        self.part = part
        self.question = answer.question
        limit = answer.question.time_limit
        self.seconds: Callable[[], float] = countdown(BESIDE if limit is None else limit)
        self.measures = Measures.of(part, planner.catalog)
        self.unknown = plan.unknowns
        self.nodes = {(way[0], way[1].id): node for node in part.actions if (way := part.route[node])}
        self.own = self.of_plan(plan)
        self.paid = self.times(self.own, plan.upkeep)
        self.renewing = Renewing(planner.catalog, answer.question, part)
        self.lightest = self.answered if _is_timed(part) else self.chosen
        self.stopped = False

    def of_plan(self, plan: Plan) -> frozenset[int]:
        """The nodes of the plan's ways in."""
        return frozenset(self.nodes[step.achievement, step.route] for step in plan.steps)

    def way(self, node: int) -> Way:
        """The achievement and the route that the node stands for."""
        way = self.part.route[node]
        assert way  # noqa: S101 - only nodes of ways in are asked about
        return way[0], way[1].id

    def turn(self, move: _Move) -> Turn | None:
        """Where another plan becomes cheapest as these prices move to that end, None if none does."""
        moved = move.slopes.keys()
        if moved.isdisjoint(self.own) if move.end == UP else moved <= self.own:
            return None
        share, rival = Fraction(move.begin), None
        while (found := self.cheaper(move, share)) is not None:
            rival = found
            dearer = self.money(found.paid) - self.money(self.paid)
            share = Fraction(dearer, _change(move, self.paid) - _change(move, found.paid))
        return None if rival is None or self.stopped else self.at(move, share, rival)

    def cheaper(self, move: _Move, share: Fraction) -> _Rival | None:
        """The cheapest plan when the prices have come so far, None if the plan itself is."""
        money = [one * share.denominator for one in self.measures.money]
        unknown = list(self.measures.unknown)
        for node, slope in move.slopes.items():
            money[node] += slope * share.numerator
            unknown[node] = 0
        found = self.lightest(tuple(unknown), tuple(money)) if self.seconds() > 0 else None
        if found is None:
            self.stopped = True
            return None
        own = sum(money[node] * times for node, times in self.paid.items())
        return None if found.chosen == self.own or found.value >= (self.unknown, own) else found

    def chosen(self, unknown: tuple[int, ...], money: tuple[int, ...]) -> _Rival | None:
        """The cheapest routes at these prices, with their renewals; None if they are not proved."""
        goal = Goal(Weights((unknown, money, self.measures.count, self.measures.narrowness)), (0, 1))
        found = self.renewing.lightest(goal, self.seconds)
        if found is None or not found.proved:
            return None
        due = self.renewing.kept(found.chosen, goal).upkeep
        return _Rival(found.chosen, self.times(found.chosen, due), (found.value[0], found.value[1]))

    def answered(self, unknown: tuple[int, ...], money: tuple[int, ...]) -> _Rival | None:
        """The cheapest plan at these prices that can be carried out; None if it is not proved."""
        catalog = self.planner.catalog.toward(self.question.goal)

        def priced(id: str, route: Route) -> Route:
            node = self.nodes.get((id, route.id))
            return route if node is None else replace(route, cost=None if unknown[node] else Cost.known(money[node]))

        planner = Planner.of(
            Catalog.of(
                replace(one, routes=tuple(priced(id, route) for route in one.routes))
                for id, one in catalog.achievements.items()
            )
        )
        found = planner.best(replace(self.question, budget=None), self.seconds)
        if found is None or found.plan is None or found.proof is None or not found.proof.cost_proved:
            return None
        nodes = self.of_plan(found.plan)
        value = found.plan.unknowns, found.plan.cost.typical
        return _Rival(nodes, self.times(nodes, found.plan.upkeep), value)

    def times(self, chosen: Iterable[int], upkeep: Iterable[Upkeep]) -> Paid:
        """How often each way in is paid: once, and once for each renewal."""
        renewed = {due.achievement: due.times for due in upkeep}
        return {node: 1 + renewed.get(self.way(node)[0], 0) for node in chosen}

    def money(self, paid: Paid) -> int:
        """What the ways in cost at their typical prices."""
        return sum(self.measures.money[node] * times for node, times in paid.items())

    def at(self, move: _Move, share: Fraction, rival: _Rival) -> Turn:
        """The turn, told of the dearest of these prices that the plan pays, else of what the rival pays."""
        slopes, end = move.slopes, move.end
        node = max(slopes.keys() & (self.own if self.own & slopes.keys() else rival.chosen), key=self.dearness)
        way = self.part.route[node]
        price, typical = way[1].cost if way else None, self.measures.money[node]
        value = typical + share * slopes[node]
        limit = floor(value) if end == UP else ceil(value)
        then = self.cheaper(move, Fraction(limit + end - typical, slopes[node])) or rival
        plan = plan_of(self.planner.catalog, self.question, self.part, then.chosen)
        steps = tuple(step.achievement for step in plan.steps)
        beside = tuple(self.way(other) for other in slopes if other != node)
        return Turn(self.way(node), price, limit, end == UP, steps, beside)

    def dearness(self, node: int) -> tuple[int, int]:
        """Sort key by price, then the first of equal ones last."""
        return self.measures.money[node], -node


def _change(move: _Move, paid: Paid) -> int:
    """What these ways in cost more, or less, when the prices have moved by one share."""
    return sum(move.slopes.get(node, 0) * times for node, times in paid.items())


def choice_could_change(planner: Planner, answer: Answer) -> tuple[str, ...] | None:
    """A plan that would be cheaper somewhere within the ranges of the estimates, or None if there is none.

    The plan stays the cheapest for all prices within their ranges exactly if it does so where its own prices are
    highest and all others lowest; those of a tariff that others share with it move together, so either end of such a
    tariff is looked at. The steps of the plan that wins somewhere are returned.
    """
    plan, question = answer.plan, answer.question
    if plan is None or question.prefer != "cheapest":
        return None
    part = planner.under(question.timetable).circuit.part(question.goal, question.held)
    search = _Search(planner, part, answer, plan)
    renewing, seconds = search.renewing, countdown(question.time_limit)
    for lowest in _lowest(part, search.own):
        money = tuple(_adverse(part.route[node], lowest, own=node in search.own) for node in range(len(part.need)))
        goal = Goal(Weights((search.measures.unknown, money, search.measures.count)), (0, 1))
        found = renewing.lightest(goal, seconds)
        own = sum(money[node] * times for node, times in search.paid.items())
        if found is not None and found.value[:2] < (plan.unknowns, own):
            return tuple(step.achievement for step in steps_of(part, found.chosen))
    return None


def _lowest(part: Part, own: Set[int]) -> Iterator[Mapping[str, bool]]:
    """For each tariff of the plan whether it is lowest: either of those that others share, in every combination."""
    shared = {way[1].tariff: False for node in own if (way := part.route[node]) and way[1].tariff}
    others = {way[1].tariff for node in set(part.actions) - own if (way := part.route[node])}
    either = sorted(shared.keys() & others)
    for ends in product((False, True), repeat=len(either)):
        yield shared | dict(zip(either, ends, strict=True))


def _adverse(way: tuple[str, Route] | None, lowest: Mapping[str, bool], *, own: bool) -> int:
    """The price least in favour of the plan: its own ways and tariffs at their highest, others at their lowest."""
    if way is None or way[1].cost is None:
        return 0
    price, tariff = way[1].cost, way[1].tariff
    return price.low if lowest.get(tariff, not own) else price.high
