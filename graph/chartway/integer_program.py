"""The exact backstop: the circuit as an integer program, solved by HiGHS.

One 0-1 variable per node says whether it is used: "all" needs every input, "any" one, "at least k" k of them, a sum
so much of what they count for.
What the program alone cannot see, that steps in a cycle must not support themselves and that a deadline must
be met, is added as landmarks, and as bottlenecks of other nodes, whenever a solution does not keep to it. HiGHS is
asked for a gap of 0 (its default of 1e-4 proves nothing); every number it sees is a whole number below 2**53.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import ceil, gcd, inf, isfinite
from typing import TYPE_CHECKING, Any

from chartway.bottleneck import Bottleneck

if TYPE_CHECKING:
    from chartway.circuit import Part
    from chartway.landmark import Landmark
    from chartway.rounding import Rounding

TOLERANCE = 1e-6
"""HiGHS's own feasibility tolerance: a bound this close to a whole number is that number."""

LARGEST_SUM = 10**6
"""The most a row may add up to: TOLERANCE is a millionth, and a double has 15 digits."""

STALL = 6
"""Rounds of the linear relaxation by which its bound must have grown,"""
GAIN = 0.002
"""and by how much of itself."""

TIGHTENING = 0.5
"""The share of the time left in which the relaxation is given landmarks: the rest is for whole numbers."""

WHOLE = 8
"""So many times as long as the last relaxation, from which it was not far, the program in whole numbers takes before
it looks at the time: 7.5 times in a task of rovers."""

READING = 1.5e-5
"""Seconds for each node that it takes to read what a relaxation cut short has come to."""

SHARE = 0.9
"""The share of the time left that one run of the solver gets: the rest is for reading a plan from what it came to."""

MARGIN = 0.01
"""So much more than the best plan, in whole numbers, is more than it, whatever the tolerance of the solver."""

Ceiling = tuple[Sequence[int] | Mapping[int, int], int]
"""An objective, or its nodes with their weights where they are few, and the most that a plan may weigh in it."""


@dataclass(frozen=True, slots=True)
class Solution:
    """Routes chosen, or None if time ran out first, and a true lower bound of each objective solved.

    ``possible`` is False where it is proved that there is no plan within the ceilings; ``landmarks`` are all that
    were used; ``dear`` are nodes that no plan as good as the one chosen uses, if it is proved.
    """

    chosen: frozenset[int] | None
    bounds: tuple[int, ...]
    proved: bool
    possible: bool = True
    landmarks: tuple[Bottleneck, ...] = ()
    dear: frozenset[int] = frozenset()


def solve(  # noqa: PLR0913, PLR0917 - the whole program
    part: Part,
    objectives: Sequence[Sequence[int]],
    landmarks: Iterable[Landmark | Bottleneck],
    missed: Callable[[frozenset[int]], list[Landmark]],
    seconds: Callable[[], float],
    ceilings: Sequence[Ceiling] = (),
    rounding: Rounding | None = None,
    known: frozenset[int] | None = None,
    limit: Sequence[int] = (),
) -> Solution:
    """The routes that are best in the first objective, among those in the second, and so on.

    ``objectives`` weigh nodes; ``missed`` gives landmarks that a set of routes fails to hit (none: it is a plan);
    ``seconds`` is the time left; ``ceilings`` are what the routes may weigh at most in other objectives. With a
    ``rounding``, more routes than a plan needs are a plan, and its bottlenecks tighten the program beforehand.
    ``known`` is a plan within the ceilings to begin with. The search ends where the first objectives exceed the
    ``limit``.
    """
    program = _Program(part, landmarks, missed, seconds, rounding)
    program.best = known
    for weights, most in ceilings:
        program.hold(weights, most)
    bounds: list[int] = []
    for place, objective in enumerate(objectives):
        tight = place < len(limit) and bounds == list(limit[:place])
        solution = program.minimise(objective, limit[place] if tight else inf)
        bounds += solution.bounds
        if not solution.proved:
            return program.solution(bounds, proved=False)
        program.settle(objective, solution.bounds[0])
    return program.solution(bounds, proved=True)


def prices(holders: Sequence[Sequence[int]], demands: Iterable[Sequence[int]]) -> Iterator[list[float]]:
    """What each thing is worth where sets of things, at 1 each, are bought in parts to have as much as is demanded.

    ``holders`` gives for each thing the numbers of the sets that have it; each of the ``demands`` gives how much there
    must be of each thing. The prices are the dual values of the linear program.
    """
    import highspy  # noqa: PLC0415 - as below

    model, infinity = _model(), highspy.kHighsInf
    count = 1 + max(map(max, holders))
    model.addVars(count, [0.0] * count, [infinity] * count)
    for column in range(count):
        model.changeColCost(column, 1.0)
    for columns in holders:
        model.addRow(0.0, infinity, len(columns), columns, [1.0] * len(columns))
    for demand in demands:
        for row, least in enumerate(demand):
            model.changeRowBounds(row, float(least), infinity)
        model.run()
        yield list(model.getSolution().row_dual)


@contextmanager
def silent() -> Iterator[None]:
    """Nothing reaches the standard output: HiGHS 1.16 greets there before it can be told to be quiet."""
    sys.stdout.flush()
    kept = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


def _model() -> Any:  # noqa: ANN401 - highspy has no types
    """An empty model, to be solved without a word, by one thread and with no gap."""
    import highspy  # noqa: PLC0415 - 0.26 s with numpy, and most questions never need it

    with silent():
        model = highspy.Highs()
    for option, value in (("output_flag", False), ("threads", 1), ("mip_rel_gap", 0.0), ("mip_abs_gap", 0.5)):
        model.setOptionValue(option, value)
    return model


class _Program:
    """A linear program that grows by a row for each bottleneck found, and that is solved in whole numbers, too."""

    def __init__(
        self,
        part: Part,
        landmarks: Iterable[Landmark | Bottleneck],
        missed: Callable[[frozenset[int]], list[Landmark]],
        seconds: Callable[[], float],
        rounding: Rounding | None,
    ) -> None:
        import highspy  # noqa: PLC0415 - 0.26 s with numpy, and most questions never need it

        self.part = part
        self.missed = missed
        self.seconds = seconds
        self.rounding = rounding
        self.held: list[tuple[Sequence[int], int]] = []
        self.bottlenecks: list[Bottleneck] = []
        self.best: frozenset[int] | None = None
        self.possible = True
        self.dear: frozenset[int] = frozenset()
        self.took = 0.0
        self.least = 0.0
        self.prices: dict[int, float] = {}
        self.size = len(part.need)
        self.infinity = highspy.kHighsInf
        self.optimal = highspy.HighsModelStatus.kOptimal
        self.infeasible = highspy.HighsModelStatus.kInfeasible
        self.relaxed = _model()
        self.relaxed.setOptionValue("presolve", "off")  # with it, a run that is cut short leaves no prices
        self.relaxed.addVars(self.size, [float(node == part.goal) for node in range(self.size)], [1.0] * self.size)
        self._gates()
        for landmark in landmarks:
            self.hit(landmark)

    def _gates(self) -> None:
        """The rows of all gates, in one go: one by one they take longer than to be solved."""
        rows = [row for node in range(self.size) for row in self._gate(node)]
        starts = [0, *accumulate(len(row) for row in rows)][:-1]
        columns = [column for row in rows for column in row]
        values = [float(value) for row in rows for value in row.values()]
        count = len(rows)
        self.relaxed.addRows(count, [0.0] * count, [self.infinity] * count, len(columns), starts, columns, values)

    def _gate(self, node: int) -> list[dict[int, int]]:
        """The rows, each 0 or more, that say what the node needs."""
        need, inputs, amounts = self.part.need[node], self.part.inputs[node], self.part.amounts.get(node, ())
        if need == 0:
            return []
        if need == len(inputs) and not amounts:
            return [{source: 1, node: -1} for source in inputs]
        if sum(amounts) > LARGEST_SUM:  # too large for the solver's arithmetic: its landmarks alone
            need, amounts = 1, ()
        row = {node: -need}
        for source, amount in zip(inputs, amounts or (1,) * len(inputs), strict=True):
            row[source] = row.get(source, 0) + amount
        return [row]

    def row(self, coefficients: dict[int, int], at_least: float, at_most: float | None = None) -> None:
        columns = list(coefficients)
        upper = self.infinity if at_most is None else at_most
        values = [float(coefficients[column]) for column in columns]
        self.relaxed.addRow(at_least, upper, len(columns), columns, values)

    def solution(self, bounds: list[int], *, proved: bool) -> Solution:
        """What is known now."""
        return Solution(self.best, tuple(bounds), proved, self.possible, tuple(self.bottlenecks), self.dear)

    def hit(self, landmark: Landmark | Bottleneck) -> None:
        """Uses one of the routes where it uses the node, which is the goal for a landmark."""
        bottleneck = landmark if isinstance(landmark, Bottleneck) else Bottleneck(self.part.goal, landmark)
        self.bottlenecks.append(bottleneck)
        row = dict.fromkeys(sorted(bottleneck.routes), 1)
        self.row({**row, bottleneck.node: row.get(bottleneck.node, 0) - 1}, 0)

    def hold(self, objective: Sequence[int] | Mapping[int, int], value: int) -> None:
        """Keeps to what weighs no more than the value."""
        weights = objective
        if isinstance(weights, Mapping):
            weights = [weights.get(node, 0) for node in range(self.size)]
        self.held.append((weights, value))
        row = {node: weight for node, weight in enumerate(weights) if weight}
        if row:
            self.row(row, -self.infinity, value + 0.5)

    def settle(self, objective: Sequence[int], value: int) -> None:
        """Keeps to the least value of the objective."""
        self.dear |= self._too_dear(objective)
        self.hold(objective, value)

    def minimise(self, objective: Sequence[int], most: float = inf) -> Solution:
        """The best routes in the objective, if not over ``most``; counted in the greatest unit that leaves it whole."""
        unit = gcd(*objective) or 1
        for node, weight in enumerate(objective):
            self.relaxed.changeColCost(node, float(weight // unit))
        free = self._free(objective) if self.rounding else frozenset()
        bound = unit * self._tightened(objective, unit, free, most)
        dear = self._too_dear(objective)
        while not self._attained(objective, bound):
            left = self.seconds()
            if left <= 0 or bound > most or not self.possible or not self._has_time():
                return self.solution([bound], proved=False)
            model = self._whole_model(dear)
            self._run(model, left)
            bound = max(bound, unit * _whole(model.getInfo().mip_dual_bound))
            if model.getModelStatus() != self.optimal:
                self.possible = model.getModelStatus() != self.infeasible
                self._round(objective, model)
                return self.solution([bound], proved=self._attained(objective, bound))
            chosen = self._chosen(model) | free
            landmarks = self.missed(chosen)
            if not landmarks:
                self.best = self.rounding.among(chosen) if self.rounding and free else chosen
                return self.solution([_total(objective, self.best)], proved=True)
            self._round(objective, model)
            for landmark in landmarks:
                self.hit(landmark)
        return self.solution([bound], proved=True)

    def _has_time(self) -> bool:
        """Whether there is time for the program in whole numbers."""
        return self.seconds() > WHOLE * self.took

    def _free(self, objective: Sequence[int]) -> frozenset[int]:
        """The routes that may be used as one likes: they weigh nothing, in whatever is held either."""
        weighing = (objective, *(weights for weights, _ in self.held))
        return frozenset(node for node in self.part.actions if not any(weights[node] for weights in weighing))

    def _tightened(self, objective: Sequence[int], unit: int, free: frozenset[int], most: float) -> int:
        """The bound of the linear relaxation, once it has been given the bottlenecks that its solutions miss."""
        if self.rounding is None:
            return 0
        bounds: list[float] = []
        missed: list[Bottleneck] | None = None
        left = self.seconds()
        until = left * (1 - TIGHTENING) if isfinite(left) else 0.0
        while missed != [] and self.seconds() > (until if self._has_time() else 0):
            left = self.seconds()
            self._run(self.relaxed, max(0.0, left - READING * self.size))
            self.took = left - self.seconds() if bounds and isfinite(left) else 0.0
            self.possible = self.relaxed.getModelStatus() != self.infeasible
            if not self.possible:
                break
            self._round(objective, self.relaxed)
            if self.relaxed.getModelStatus() != self.optimal:
                self.took = left if isfinite(left) else 0.0  # and what is left is too little for whole numbers
                bounds.append(self._priced())
                break
            bounds.append(self.relaxed.getInfo().objective_function_value)
            bound = unit * _whole(bounds[-1])
            if bound > most or self._attained(objective, bound) or self._stalls(bounds):
                break
            missed = self.rounding.missed(self.relaxed.getSolution().col_value, free)
            for bottleneck in missed:
                self.hit(bottleneck)
        self._note_prices()
        return max(map(_whole, bounds), default=0)

    def _priced(self) -> float:
        """What the prices of the rows prove even where the relaxation was not solved to its end (weak duality).

        Each row pays its price for what it asks for, and each node the rest of its weight where that is least.
        """
        program, solution = self.relaxed.getLp(), self.relaxed.getSolution()
        if not solution.dual_valid:
            return 0.0
        rows = list(zip(solution.row_dual, program.row_lower_, program.row_upper_, strict=True))
        prices = [price if isfinite(_side(price, low, high)) else 0.0 for price, low, high in rows]
        paid = sum(price * _side(price, low, high) for price, (_, low, high) in zip(prices, rows, strict=True) if price)
        matrix = program.a_matrix_
        entries = zip(matrix.index_, matrix.value_, strict=True)
        shares = [0.0, *accumulate(prices[row] * value for row, value in entries)]
        rests = [
            weight - (shares[end] - shares[start])
            for weight, (start, end) in zip(program.col_cost_, pairwise(matrix.start_), strict=True)
        ]
        nodes = zip(rests, program.col_lower_, program.col_upper_, strict=True)
        return float(paid + sum(rest * _side(rest, low, high) for rest, low, high in nodes))

    def _round(self, objective: Sequence[int], model: Any) -> None:  # noqa: ANN401 - highspy has no types
        """Considers a plan close to the solution the model has come to, if there is any."""
        if self.rounding is not None and model.getSolution().value_valid:
            self._consider(objective, self.rounding.plan(model.getSolution().col_value))

    def _note_prices(self) -> None:
        """Keeps what the relaxation comes to, and how much more each unused node would add at least."""
        self.least, self.prices = 0.0, {}
        if self.relaxed.getModelStatus() == self.optimal:
            solution = self.relaxed.getSolution()
            self.least = self.relaxed.getInfo().objective_function_value
            columns = enumerate(zip(solution.col_value, solution.col_dual, strict=True))
            self.prices = {node: price for node, (value, price) in columns if value < TOLERANCE and price > MARGIN}

    def _too_dear(self, objective: Sequence[int]) -> frozenset[int]:
        """The nodes that no plan as light as the best one uses, by their reduced costs (Dantzig et al. 1954)."""
        if self.best is None or not self.prices:
            return frozenset()
        room = _total(objective, self.best) // (gcd(*objective) or 1) + MARGIN - self.least
        return frozenset(node for node, price in self.prices.items() if price > room)

    @staticmethod
    def _stalls(bounds: list[float]) -> bool:
        return len(bounds) > STALL and bounds[-1] <= bounds[-1 - STALL] * (1 + GAIN)

    def _consider(self, objective: Sequence[int], plan: frozenset[int]) -> None:
        """Takes the plan if it is better than the best one known and keeps to what is held."""
        if all(_total(weights, plan) <= most for weights, most in self.held) and (
            self.best is None or _total(objective, plan) < _total(objective, self.best)
        ):
            self.best = plan

    def _attained(self, objective: Sequence[int], bound: int) -> bool:
        return self.best is not None and _total(objective, self.best) <= bound

    def _whole_model(self, dear: frozenset[int]) -> Any:  # noqa: ANN401 - highspy has no types
        """The program in whole numbers, without the nodes that are too dear.

        The best plan known is not given to it to begin with: HiGHS 1.16 forgets what its presolve has settled, and
        takes the price of the rest for that of the plan.
        """
        import highspy  # noqa: PLC0415 - as above

        program = self.relaxed.getLp()
        program.integrality_ = [highspy.HighsVarType.kInteger] * self.size
        program.col_upper_ = [float(node not in dear) for node in range(self.size)]
        model = _model()
        model.passModel(program)
        return model

    def _run(self, model: Any, seconds: float) -> None:  # noqa: ANN401 - highspy has no types
        _limit(model, seconds * SHARE)
        model.run()
        left = self.seconds()
        if model.getModelStatus() == self.infeasible and left > 0:
            # the presolve of HiGHS 1.11 and later can lose every plan; without it "infeasible" is to be believed
            model.setOptionValue("presolve", "off")
            _limit(model, left)
            model.run()

    def _chosen(self, model: Any) -> frozenset[int]:  # noqa: ANN401 - highspy has no types
        values = model.getSolution().col_value
        return frozenset(node for node in self.part.actions if values[node] > 0.5)  # noqa: PLR2004 - rounds a 0-1 value


def _side(price: float, low: float, high: float) -> float:
    """The bound at which the product with the price is least."""
    return low if price > 0 else high


def _limit(model: Any, seconds: float) -> None:  # noqa: ANN401 - highspy has no types
    # HiGHS counts the time of all its runs together
    model.setOptionValue("time_limit", model.getRunTime() + seconds if isfinite(seconds) else inf)


def _whole(bound: float) -> int:
    return ceil(bound - TOLERANCE * max(1.0, abs(bound))) if isfinite(bound) and bound > 0 else 0


def _total(objective: Sequence[int], chosen: frozenset[int]) -> int:
    return sum(objective[node] for node in chosen)
