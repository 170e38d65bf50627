"""The lightest plan for a goal by a deadline, with a proof: a lower bound that it attains.

Lower bounds come from hitting sets of landmarks, upper bounds from a greedy plan that counts shared steps once;
where the two meet the plan is proved without a solver, else the integer program decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, islice
from operator import mul

from chartway import hitting_set, integer_program
from chartway.bottleneck import Bottleneck
from chartway.circuit import NEVER, Part
from chartway.greedy import greedy, numbers, pruned, reaches
from chartway.integer_program import Ceiling, Solution
from chartway.landmark import Landmark, completing, cuts, first_landmarks
from chartway.rounding import Rounding

ROUNDS = 12
"""Rounds of landmarks before the integer program takes over: 99 of 100 goals of a real catalogue need fewer."""
SMALL = 250
"""Nodes of the largest part that gets more than one round: above, the program's relaxation is sooner as sure."""
BRANCHES = 500
"""Branches of the search for a lightest hitting set,"""
FEW_BRANCHES = 50
"""and those for a large part, where the program follows anyway."""
CUTS = 24
"""Landmarks taken in one round."""


BUILDING = 5e-6
"""Seconds for each node that the program takes to be built and read: with fewer left it would not be solved."""


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
            sum(map(mul, self.bases, values)) if any(values) else 0 for values in zip(*self.objectives, strict=True)
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
    """The lightest routes found, the value of each objective, a true lower bound of it, and whether they meet.

    ``landmarks`` are those by which the bound was found: of another search by that deadline, or a sooner one, too.
    ``dear`` are nodes that no plan as light by that deadline uses, where it is proved.
    """

    chosen: frozenset[int]
    value: tuple[int, ...]
    bound: tuple[int, ...]
    proved: bool
    landmarks: tuple[Bottleneck, ...] = ()
    dear: frozenset[int] = frozenset()


def lightest_below(  # noqa: PLR0913, PLR0917 - the whole question
    part: Part,
    weights: Weights,
    ceilings: Sequence[Ceiling],
    known: frozenset[int],
    deadline: int,
    seconds: Callable[[], float],
    landmarks: Sequence[Bottleneck] = (),
    *,
    rounded: bool = True,
) -> Optimum | None:
    """The lightest plan by the deadline that weighs no more than the ceilings in other objectives, None if none does.

    Where time runs out before one is found, the ``known`` plan that keeps to the ceilings, be it late. ``landmarks``
    are known ones. ``rounded`` is False where the ceilings weigh more than routes: whether a plan keeps to them cannot
    be seen from its routes then.
    """
    deadline = min(deadline, NEVER - 1)
    begin = known if reaches(part, known, deadline) else None
    known_ones: list[Landmark | Bottleneck] = [*first_landmarks(part, seconds), *landmarks]
    solution = _solved(part, weights, deadline, seconds, known_ones, ceilings, begin, rounded=rounded)
    if not solution.possible:
        return None
    plans = [known] if solution.chosen is None or reaches(part, known, deadline) else []
    plans += [pruned(part, weights.packed, solution.chosen, deadline, seconds)] if solution.chosen is not None else []
    best = min(plans, key=weights.of)
    value = weights.of(best)
    return Optimum(best, value, value if solution.proved else _full(weights, solution.bounds), solution.proved)


def lightest_plan(  # noqa: PLR0913, PLR0917 - the whole question
    part: Part,
    weights: Weights,
    deadline: int,
    seconds: Callable[[], float],
    limit: tuple[int, ...] = (),
    landmarks: Sequence[Bottleneck] = (),
) -> Optimum | None:
    """The lightest plan that reaches the goal by the deadline, or None if nothing does.

    ``weights`` belong to the nodes of ``part``, and so do the routes returned. Once every plan is known to exceed the
    ``limit`` of the first objectives, the search ends without a proof of more. ``landmarks`` are known ones.
    """
    if part.goal < 0 or part.earliest[part.goal] > deadline:
        return None
    deadline = min(deadline, NEVER - 1)
    narrow = part.within(deadline)
    back = numbers(part, narrow)
    place = {node: number for number, node in enumerate(back)}
    known = [one.renumbered(place) for one in landmarks if one.node in place]
    inner = _lightest(narrow, weights.restricted(back), deadline, seconds, limit, known)
    found = tuple(one.renumbered(dict(enumerate(back))) for one in inner.landmarks)
    chosen, dear = (frozenset(back[node] for node in nodes) for nodes in (inner.chosen, inner.dear))
    return replace(inner, chosen=chosen, landmarks=found, dear=dear)


def _lightest(  # noqa: PLR0913, PLR0917 - as above
    part: Part,
    weights: Weights,
    deadline: int,
    seconds: Callable[[], float],
    limit: tuple[int, ...],
    known: list[Bottleneck],
) -> Optimum:
    packed = weights.packed
    left = seconds()
    best = greedy(part, packed, frozenset(), deadline, seconds)
    took = left - seconds()
    weight = _weight(packed, best)
    landmarks = first_landmarks(part, seconds)
    large = len(part.need) > SMALL
    bound = 0
    for _ in range(ROUNDS):
        try:
            bound, hit = hitting_set.lightest(landmarks, packed, FEW_BRANCHES if large else BRANCHES, seconds)
        except hitting_set.TooHard:
            break
        if bound == weight:
            return Optimum(best, weights.unpacked(weight), weights.unpacked(weight), proved=True)
        if seconds() <= took:  # for another plan like the first
            break
        better = (
            pruned(part, packed, hit, deadline, seconds)
            if reaches(part, hit, deadline)
            else greedy(part, packed, hit, deadline, seconds)
        )
        if _weight(packed, better) < weight:
            best, weight = better, _weight(packed, better)
        if bound == weight:
            return Optimum(best, weights.unpacked(weight), weights.unpacked(weight), proved=True)
        if seconds() <= 0 or (limit and weights.unpacked(bound)[: len(limit)] > limit):
            return Optimum(best, weights.unpacked(weight), weights.unpacked(bound), proved=False)
        if large:
            break
        landmarks += islice(cuts(part, hit, deadline), CUTS)
    return _by_program(part, weights, deadline, seconds, [*landmarks, *known], best, bound, limit)


def _by_program(  # noqa: PLR0913, PLR0917 - the state of the search, handed over once
    part: Part,
    weights: Weights,
    deadline: int,
    seconds: Callable[[], float],
    landmarks: list[Landmark | Bottleneck],
    best: frozenset[int],
    bound: int,
    limit: tuple[int, ...],
) -> Optimum:
    if seconds() <= BUILDING * len(part.need):
        return Optimum(best, weights.of(best), weights.unpacked(bound), proved=False)
    solution = _solved(part, weights, deadline, seconds, landmarks, known=best, limit=limit)
    if solution.chosen is not None:
        best = min(best, pruned(part, weights.packed, solution.chosen, deadline, seconds), key=weights.of)
    value = weights.of(best)
    if solution.proved and solution.chosen is not None:
        return Optimum(best, value, value, proved=True, landmarks=solution.landmarks, dear=solution.dear)
    least = max(weights.unpacked(bound), _full(weights, solution.bounds))
    return Optimum(best, value, least, proved=False, landmarks=solution.landmarks)


def _solved(  # noqa: PLR0913, PLR0917 - as above
    part: Part,
    weights: Weights,
    deadline: int,
    seconds: Callable[[], float],
    landmarks: list[Landmark | Bottleneck],
    ceilings: Sequence[Ceiling] = (),
    known: frozenset[int] | None = None,
    limit: tuple[int, ...] = (),
    *,
    rounded: bool = True,
) -> Solution:
    """What the solver finds, for the objectives that tell plans apart."""

    def missed(chosen: frozenset[int]) -> list[Landmark]:
        found = chain(cuts(part, chosen, deadline), completing(part, chosen, deadline))
        return list(dict.fromkeys(islice(found, CUTS)))

    objectives = [objective for objective in weights.objectives if any(objective)]
    limits = [most for objective, most in zip(weights.objectives, limit, strict=False) if any(objective)]
    rounding = Rounding(part, weights.packed, deadline, seconds) if rounded else None
    return integer_program.solve(part, objectives, landmarks, missed, seconds, ceilings, rounding, known, limits)


def _full(weights: Weights, bounds: tuple[int, ...]) -> tuple[int, ...]:
    """The solver's bounds with 0 for the objectives it left out or did not come to."""
    given = iter(bounds)
    return tuple(next(given, 0) if any(objective) else 0 for objective in weights.objectives)


def _weight(packed: list[int], chosen: Iterable[int]) -> int:
    return sum(packed[node] for node in chosen)
