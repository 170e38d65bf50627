"""What one would write first: each question as one integer program for HiGHS, and nothing else.

The part of the graph that matters for the goal becomes 0-1 variables; inside cycles order variables keep steps from
supporting themselves; weeks are real variables on every arrow. Presolve on, one thread, no gap.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress

import highspy
import networkx as nx

from chartway.circuit import Circuit, Part
from chartway.integer_program import silent

Arrow = tuple[int, int]


def lexicographic(circuit: Circuit, goal: str, held: Iterable[str] = ()) -> tuple[int, int, int]:
    """Least cents, then least thousandths of a week, then fewest steps; the goal must be within reach."""
    return _Program(circuit.part(goal, held)).solve()


def least_cost(circuit: Circuit, goal: str, held: Iterable[str] = ()) -> int:
    """Least cents."""
    program = _Program(circuit.part(goal, held))
    return round(program.minimise(program.money))


def bounded_cost(circuit: Circuit, goal: str, limit: float) -> tuple[float, float]:
    """The cents of the best plan found within so many seconds, infinite if there is none yet, and their lower bound."""
    program = _Program(circuit.part(goal, ()))
    program.model.setOptionValue("time_limit", limit)
    with suppress(RuntimeError):
        program.minimise(program.money)
    info = program.model.getInfo()
    return info.objective_function_value, max(0.0, info.mip_dual_bound)


class _Program:
    """A question as a model."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self.size = len(part.need)
        with silent():
            self.model = highspy.Highs()
        for option, value in (("output_flag", False), ("threads", 1), ("mip_rel_gap", 0.0), ("mip_abs_gap", 0.5)):
            self.model.setOptionValue(option, value)
        routes = [way and way[1] for way in part.route]
        self.money = [route.cost.typical if route and route.cost else 0 for route in routes]
        self.count = [int(route is not None) for route in routes]
        self.used = [self._variable(float(node == part.goal), 1.0, whole=True) for node in range(self.size)]
        self.supports = self._gates()
        self._keep_order()

    def _variable(self, low: float, high: float, *, whole: bool = False) -> int:
        self.model.addVar(low, high)
        column = self.model.getNumCol() - 1
        if whole:
            self.model.changeColIntegrality(column, highspy.HighsVarType.kInteger)
        return column

    def _row(self, terms: Sequence[tuple[int, float]], low: float, high: float = highspy.kHighsInf) -> None:
        self.model.addRow(low, high, len(terms), [column for column, _ in terms], [value for _, value in terms])

    def _gates(self) -> dict[Arrow, int]:
        """The gates, and for each arrow the variable that says whether a node rests on it."""
        supports: dict[Arrow, int] = {}
        for node, inputs in enumerate(self.part.inputs):
            need = self.part.need[node]
            if not need:
                continue
            if need == len(inputs):
                supports |= dict.fromkeys(((source, node) for source in inputs), self.used[node])
                for source in inputs:
                    self._row([(self.used[source], 1.0), (self.used[node], -1.0)], 0.0)
                continue
            chosen = {source: self._variable(0.0, 1.0, whole=True) for source in inputs}
            for source, column in chosen.items():
                self._row([(self.used[source], 1.0), (column, -1.0)], 0.0)
                supports[source, node] = column
            self._row([*((column, 1.0) for column in chosen.values()), (self.used[node], -float(need))], 0.0)
        return supports

    def _keep_order(self) -> None:
        """Nothing rests on what rests on it: within each cycle what supports comes first."""
        graph = nx.DiGraph(list(self.supports))
        for component in nx.strongly_connected_components(graph):
            if len(component) == 1:
                continue
            place = {node: self._variable(0.0, float(len(component))) for node in sorted(component)}
            for (source, node), column in self.supports.items():
                if source in place and node in place:
                    self._after(place[source], place[node], 1.0, column, len(component) + 1.0)

    def _after(self, first: int, then: int, gap: float, unless: int, span: float) -> None:
        """``then`` is at least ``first`` and the gap, wherever the 0-1 variable is 1."""
        self._row([(then, 1.0), (first, -1.0), (unless, -span)], gap - span)

    def solve(self) -> tuple[int, int, int]:
        cost = round(self.minimise(self.money))
        self._hold(self.money, cost)
        finish = self._times()
        self.model.changeColCost(finish, 1.0)
        weeks = round(self.minimise([0] * self.size))
        self.model.changeColCost(finish, 0.0)
        self.model.changeColBounds(finish, 0.0, weeks + 0.5)
        return cost, weeks, round(self.minimise(self.count))

    def minimise(self, objective: Sequence[int]) -> float:
        for node, weight in enumerate(objective):
            self.model.changeColCost(self.used[node], float(weight))
        self.model.run()
        if self.model.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise RuntimeError(f"no optimum: {self.model.getModelStatus()}")
        return float(self.model.getInfo().objective_function_value)

    def _hold(self, objective: Sequence[int], value: int) -> None:
        terms = [(self.used[node], float(weight)) for node, weight in enumerate(objective) if weight]
        if terms:
            self._row(terms, -highspy.kHighsInf, value + 0.5)

    def _times(self) -> int:
        """When each node is reached; the variable of the goal is returned."""
        span = float(sum(self.part.weeks) + 1)
        time = [self._variable(0.0, span) for _ in range(self.size)]
        for node, need in enumerate(self.part.need):
            if not need:
                self._row([(time[node], 1.0), (self.used[node], -float(self.part.weeks[node]))], 0.0)
        for (source, node), column in self.supports.items():
            self._after(time[source], time[node], float(self.part.weeks[node]), column, span)
        return time[self.part.goal]
