"""The lightest plan for a goal by a deadline, with a proof: a lower bound that it attains.

Lower bounds come from hitting sets of landmarks, upper bounds from a greedy plan that counts shared steps once;
where the two meet the plan is proved without a solver, else the integer program decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import heappop, heappush, nsmallest
from itertools import accumulate, islice

from chartway import hitting_set, integer_program
from chartway.circuit import NEVER, Part
from chartway.integer_program import Ceiling, Solution
from chartway.landmark import Landmark, cuts, first_landmarks, unavoidable

ROUNDS = 12
"""Rounds of landmarks before the integer program takes over: 99 of 100 goals of a real catalogue need fewer."""
CUTS = 24
"""Landmarks taken in one round."""


@dataclass(frozen=True)
class Weights:
    """Objectives in order of importance, each a whole number per node; ``packed`` is the same as one number.

    ``packed`` sums compare like the objectives do: the base of each is more than all the lesser ones together.
    """

    objectives: tuple[tuple[int, ...], ...]

    @cached_property
    def bases(self) -> tuple[int, ...]:
        """For each objective, the number by which it is multiplied in ``packed``."""
        bases = [1]
        for objective in reversed(self.objectives[1:]):
            bases.append(bases[-1] * (sum(objective) + 1))
        return tuple(reversed(bases))

    @cached_property
    def packed(self) -> list[int]:
        """One weight per node."""
        return [
            sum(base * value for base, value in zip(self.bases, values, strict=True))
            for values in zip(*self.objectives, strict=True)
        ]

    def unpacked(self, total: int) -> tuple[int, ...]:
        """The objectives of a packed sum."""
        values = []
        for base in self.bases:
            value, total = divmod(total, base)
            values.append(value)
        return tuple(values)

    def of(self, chosen: Iterable[int]) -> tuple[int, ...]:
        """The objectives of a set of nodes."""
        nodes = list(chosen)
        return tuple(sum(objective[node] for node in nodes) for objective in self.objectives)

    def restricted(self, numbers: Sequence[int]) -> Weights:
        """The weights of some of the nodes."""
        return Weights(tuple(tuple(objective[number] for number in numbers) for objective in self.objectives))


@dataclass(frozen=True, slots=True)
class Optimum:
    """The lightest routes found, the value of each objective, a true lower bound of it, and whether they meet."""

    chosen: frozenset[int]
    value: tuple[int, ...]
    bound: tuple[int, ...]
    proved: bool


def lightest_below(  # noqa: PLR0913, PLR0917 - the whole question
    part: Part,
    weights: Weights,
    ceilings: Sequence[Ceiling],
    known: frozenset[int],
    deadline: int,
    seconds: Callable[[], float],
) -> Optimum | None:
    """The lightest plan by the deadline that weighs no more than the ceilings in other objectives, None if none does.

    Where time runs out before one is found, the ``known`` plan that keeps to the ceilings, be it late.
    """
    deadline = min(deadline, NEVER - 1)
    solution = _solved(part, weights, deadline, seconds, first_landmarks(part), ceilings)
    if not solution.possible:
        return None
    plans = [known] if solution.chosen is None or _reaches(part, known, deadline) else []
    plans += [pruned(part, weights.packed, solution.chosen, deadline)] if solution.chosen is not None else []
    best = min(plans, key=weights.of)
    value = weights.of(best)
    return Optimum(best, value, value if solution.proved else _full(weights, solution.bounds), solution.proved)


def lightest_plan(part: Part, weights: Weights, deadline: int, seconds: Callable[[], float]) -> Optimum | None:
    """The lightest plan that reaches the goal by the deadline, or None if nothing does.

    ``weights`` belong to the nodes of ``part``, and so do the routes returned.
    """
    if part.goal < 0 or part.earliest[part.goal] > deadline:
        return None
    deadline = min(deadline, NEVER - 1)
    narrow = part.within(deadline)
    back = _numbers(part, narrow)
    inner = _lightest(narrow, weights.restricted(back), deadline, seconds)
    return Optimum(frozenset(back[node] for node in inner.chosen), inner.value, inner.bound, inner.proved)


def _numbers(part: Part, narrow: Part) -> list[int]:
    """For each node of the narrower part, its number in the wider one."""
    if narrow is part:
        return list(range(len(part.need)))
    number = {origin: node for node, origin in enumerate(part.origin)}
    return [number[origin] for origin in narrow.origin]


def _lightest(part: Part, weights: Weights, deadline: int, seconds: Callable[[], float]) -> Optimum:
    packed = weights.packed
    landmarks = first_landmarks(part)
    best = greedy(part, packed, frozenset(), deadline)
    weight = _weight(packed, best)
    bound = 0
    for _ in range(ROUNDS):
        try:
            bound, hit = hitting_set.lightest(landmarks, packed, seconds=seconds)
        except hitting_set.TooHard:
            break
        if bound == weight:
            return Optimum(best, weights.unpacked(weight), weights.unpacked(weight), proved=True)
        better = (
            pruned(part, packed, hit, deadline)
            if _reaches(part, hit, deadline)
            else greedy(part, packed, hit, deadline)
        )
        if _weight(packed, better) < weight:
            best, weight = better, _weight(packed, better)
        if bound == weight:
            return Optimum(best, weights.unpacked(weight), weights.unpacked(weight), proved=True)
        if seconds() <= 0:
            return Optimum(best, weights.unpacked(weight), weights.unpacked(bound), proved=False)
        landmarks += islice(cuts(part, hit, deadline), CUTS)
    return _by_program(part, weights, deadline, seconds, landmarks, best, bound)


def _by_program(  # noqa: PLR0913, PLR0917 - the state of the search, handed over once
    part: Part,
    weights: Weights,
    deadline: int,
    seconds: Callable[[], float],
    landmarks: list[Landmark],
    best: frozenset[int],
    bound: int,
) -> Optimum:
    if seconds() <= 0:
        return Optimum(best, weights.of(best), weights.unpacked(bound), proved=False)
    solution = _solved(part, weights, deadline, seconds, landmarks)
    if solution.chosen is not None:
        best = min(best, pruned(part, weights.packed, solution.chosen, deadline), key=weights.of)
    if solution.proved and solution.chosen is not None:
        return Optimum(best, weights.of(best), weights.of(best), proved=True)
    return Optimum(best, weights.of(best), max(weights.unpacked(bound), _full(weights, solution.bounds)), proved=False)


def _solved(  # noqa: PLR0913, PLR0917 - as above
    part: Part,
    weights: Weights,
    deadline: int,
    seconds: Callable[[], float],
    landmarks: list[Landmark],
    ceilings: Sequence[Ceiling] = (),
) -> Solution:
    """What the solver finds, for the objectives that tell plans apart."""

    def missed(chosen: frozenset[int]) -> list[Landmark]:
        return list(islice(cuts(part, chosen, deadline), CUTS))

    objectives = [objective for objective in weights.objectives if any(objective)]
    return integer_program.solve(part, objectives, landmarks, missed, seconds, ceilings)


def _full(weights: Weights, bounds: tuple[int, ...]) -> tuple[int, ...]:
    """The solver's bounds with 0 for the objectives it left out or did not come to."""
    given = iter(bounds)
    return tuple(next(given, 0) if any(objective) else 0 for objective in weights.objectives)


def _weight(packed: list[int], chosen: Iterable[int]) -> int:
    return sum(packed[node] for node in chosen)


def _reaches(part: Part, chosen: frozenset[int], deadline: int) -> bool:
    return part.fire(chosen)[part.goal] <= deadline


def greedy(part: Part, weight: list[int], free: frozenset[int], deadline: int) -> frozenset[int]:
    """A plan that meets the deadline: of small weight, not always the smallest; routes in ``free`` count as 0."""
    chosen = _supporters(part, _by_weight(part, weight, free))
    if not _reaches(part, chosen, deadline):
        chosen = _supporters(part, _by_time(part))
    return pruned(part, weight, chosen, deadline)


def pruned(part: Part, weight: list[int], chosen: frozenset[int], deadline: int) -> frozenset[int]:
    """The plan without the routes it can do without, the heaviest ones first."""
    plan = part.using(chosen)
    back = _numbers(part, plan)
    kept = set(plan.actions)
    for node in sorted(kept - unavoidable(plan), key=lambda n: (-weight[back[n]], n)):
        if plan.fire(kept - {node})[plan.goal] <= deadline:
            kept.remove(node)
    return frozenset(back[node] for node in kept)


def _by_weight(part: Part, weight: list[int], free: frozenset[int]) -> list[tuple[int, ...]]:
    """For each node the inputs that support it at the least sum of weights (Knuth 1977), shared ones counted twice."""
    size = len(part.need)
    value = [-1] * size
    support: list[tuple[int, ...]] = [()] * size
    missing = part.need.copy()
    gathered: list[list[int]] = [[] for _ in range(size)]
    own = [0 if node in free else weight[node] for node in range(size)]
    queue = [(own[node], node) for node in range(size) if missing[node] == 0]
    queue.sort()
    while queue:
        total, node = heappop(queue)
        if value[node] >= 0:
            continue
        value[node], support[node] = total, tuple(gathered[node])
        for output in part.outputs[node]:
            if missing[output] > 0:
                missing[output] -= 1
                gathered[output].append(node)
                if missing[output] == 0:
                    heappush(queue, (own[output] + sum(value[n] for n in gathered[output]), output))
        for output, amount in part.loads[node] if part.loads and node in part.loads else ():
            if missing[output] > 0:
                missing[output] -= amount
                gathered[output].append(node)
                if missing[output] <= 0:
                    heappush(queue, (own[output] + sum(value[n] for n in gathered[output]), output))
    return support


def _by_time(part: Part) -> list[tuple[int, ...]]:
    """For each node the inputs that support it soonest."""
    order = {node: position for position, (node, _) in enumerate(part.firings())}
    return [
        _first_terms(part, node, order)
        if node in part.amounts
        else tuple(nsmallest(need, inputs, key=order.__getitem__))
        if need
        else ()
        for node, (need, inputs) in enumerate(zip(part.need, part.inputs, strict=True))
    ]


def _first_terms(part: Part, node: int, order: dict[int, int]) -> tuple[int, ...]:
    """The inputs of a sum that come to its need soonest."""
    terms = sorted(zip(part.inputs[node], part.amounts[node], strict=True), key=lambda term: order[term[0]])
    totals = accumulate(amount for _, amount in terms)
    last = next(place for place, total in enumerate(totals) if total >= part.need[node])
    return tuple(source for source, _ in terms[: last + 1])


def _supporters(part: Part, support: list[tuple[int, ...]]) -> frozenset[int]:
    """The routes behind the goal when every node rests on its support."""
    seen = {part.goal}
    stack = [part.goal]
    while stack:
        for source in support[stack.pop()]:
            if source not in seen:
                seen.add(source)
                stack.append(source)
    return frozenset(node for node in seen if part.route[node])
