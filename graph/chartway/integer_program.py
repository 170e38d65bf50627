"""The exact backstop: the circuit as an integer program, solved by HiGHS.

One 0-1 variable per node says whether it is used: "all" needs every input, "any" one, "at least k" k of them, a sum
so much of what they count for.
What the program alone cannot see, that steps in a cycle must not support themselves and that a deadline must
be met, is added as landmarks whenever a solution does not reach the goal in time. HiGHS is asked for a gap of
0 (its default of 1e-4 proves nothing); every number it sees is a whole number below 2**53.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil, inf, isfinite
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chartway.circuit import Part
    from chartway.landmark import Landmark

TOLERANCE = 1e-6
"""HiGHS's own feasibility tolerance: a bound this close to a whole number is that number."""

LARGEST_SUM = 10**6
"""The most a row may add up to: TOLERANCE is a millionth, and a double has 15 digits."""

Ceiling = tuple[Sequence[int] | Mapping[int, int], int]
"""An objective, or its nodes with their weights where they are few, and the most that a plan may weigh in it."""


@dataclass(frozen=True, slots=True)
class Solution:
    """Routes chosen, or None if time ran out first, and a true lower bound of each objective solved.

    ``possible`` is False where it is proved that there is no plan within the ceilings.
    """

    chosen: frozenset[int] | None
    bounds: tuple[int, ...]
    proved: bool
    possible: bool = True


def solve(  # noqa: PLR0913, PLR0917 - the whole program
    part: Part,
    objectives: Sequence[Sequence[int]],
    landmarks: Iterable[Landmark],
    missed: Callable[[frozenset[int]], list[Landmark]],
    seconds: Callable[[], float],
    ceilings: Sequence[Ceiling] = (),
) -> Solution:
    """The routes that are best in the first objective, among those in the second, and so on.

    ``objectives`` weigh nodes; ``missed`` gives landmarks that a set of routes fails to hit (none: it is a plan);
    ``seconds`` is the time left; ``ceilings`` are what the routes may weigh at most in other objectives.
    """
    program = _Program(part, landmarks)
    for weights, most in ceilings:
        program.hold(weights, most)
    bounds: list[int] = []
    chosen: frozenset[int] | None = None
    for objective in objectives:
        solution = program.minimise(objective, missed, seconds)
        bounds += solution.bounds
        if not solution.proved or solution.chosen is None:
            return Solution(chosen, tuple(bounds), proved=False, possible=solution.possible)
        chosen = solution.chosen
        program.hold(objective, solution.bounds[0])
    return Solution(chosen, tuple(bounds), proved=True)


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


class _Program:
    """A HiGHS model that grows by a row for each landmark found."""

    def __init__(self, part: Part, landmarks: Iterable[Landmark]) -> None:
        import highspy  # noqa: PLC0415 - 0.26 s with numpy, and most questions never need it

        self.part = part
        self.size = len(part.need)
        self.infinity = highspy.kHighsInf
        with silent():
            self.model: Any = highspy.Highs()
        for option, value in (("output_flag", False), ("threads", 1), ("mip_rel_gap", 0.0), ("mip_abs_gap", 0.5)):
            self.model.setOptionValue(option, value)
        self.optimal = highspy.HighsModelStatus.kOptimal
        self.infeasible = highspy.HighsModelStatus.kInfeasible
        self._variables(highspy.HighsVarType.kInteger)
        self._gates()
        for landmark in landmarks:
            self.hit(landmark)

    def _variables(self, integer: object) -> None:
        for node in range(self.size):
            self.model.addVar(1.0 if node == self.part.goal else 0.0, 1.0)
            self.model.changeColIntegrality(node, integer)

    def _gates(self) -> None:
        for node, inputs in enumerate(self.part.inputs):
            need = self.part.need[node]
            if need == 0:
                continue
            if node in self.part.amounts:
                self._sum(node)
            elif need == len(inputs):
                for source in inputs:
                    self.row({source: 1, node: -1}, 0)
            else:
                row = dict.fromkeys(inputs, 1)
                row[node] = row.get(node, 0) - need
                self.row(row, 0)

    def _sum(self, node: int) -> None:
        """The sum's row; its landmarks alone where the numbers are too large for the solver's arithmetic."""
        inputs, amounts = self.part.inputs[node], self.part.amounts[node]
        if sum(amounts) <= LARGEST_SUM:
            row = {node: -self.part.need[node]}
            for source, amount in zip(inputs, amounts, strict=True):
                row[source] = row.get(source, 0) + amount
            self.row(row, 0)
        else:
            self.row({**dict.fromkeys(inputs, 1), node: -1}, 0)

    def row(self, coefficients: dict[int, int], at_least: float, at_most: float | None = None) -> None:
        columns = list(coefficients)
        upper = self.infinity if at_most is None else at_most
        values = [float(coefficients[column]) for column in columns]
        self.model.addRow(at_least, upper, len(columns), columns, values)

    def hit(self, landmark: Landmark) -> None:
        self.row(dict.fromkeys(sorted(landmark), 1), 1)

    def hold(self, objective: Sequence[int] | Mapping[int, int], value: int) -> None:
        weights = objective.items() if isinstance(objective, Mapping) else enumerate(objective)
        row = {node: weight for node, weight in weights if weight}
        if row:
            self.row(row, -self.infinity, value + 0.5)

    def minimise(
        self, objective: Sequence[int], missed: Callable[[frozenset[int]], list[Landmark]], seconds: Callable[[], float]
    ) -> Solution:
        for node, weight in enumerate(objective):
            self.model.changeColCost(node, float(weight))
        bound = 0
        while True:
            left = seconds()
            if left <= 0:
                return Solution(None, (bound,), proved=False)
            self._run(left)
            bound = max(bound, self._bound())
            status = self.model.getModelStatus()
            if status != self.optimal:
                return Solution(None, (bound,), proved=False, possible=status != self.infeasible)
            chosen = self._chosen()
            landmarks = missed(chosen)
            if not landmarks:
                value = sum(objective[node] for node in chosen)
                return Solution(chosen, (value,), proved=True)
            for landmark in landmarks:
                self.hit(landmark)

    def _run(self, seconds: float) -> None:
        # HiGHS counts the time of all its runs together
        self.model.setOptionValue("time_limit", self.model.getRunTime() + seconds if isfinite(seconds) else inf)
        self.model.run()
        if self.model.getModelStatus() == self.infeasible:
            # the presolve of HiGHS 1.11 and later can lose every plan; without it "infeasible" is to be believed
            self.model.setOptionValue("presolve", "off")
            self.model.run()

    def _bound(self) -> int:
        bound = self.model.getInfo().mip_dual_bound
        return ceil(bound - TOLERANCE * max(1.0, abs(bound))) if isfinite(bound) and bound > 0 else 0

    def _chosen(self) -> frozenset[int]:
        values = self.model.getSolution().col_value
        return frozenset(node for node in self.part.actions if values[node] > 0.5)  # noqa: PLR2004 - rounds a 0-1 value
