"""What a fractional solution says of plans: the landmarks it misses, and a plan close to it.

A linear relaxation may use half of a route. A landmark of whose routes it uses less than one in all is one that it
misses, and is found where the routes used too little are taken to be unused (as the cuts of Padberg & Rinaldi, 1991,
are for tours). Where few of them are found, the bottlenecks of other nodes are sought. A plan close by is the greedy
one for which a route is the cheaper the more of it is used.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice

from chartway.bottleneck import Bottleneck, bottlenecks
from chartway.circuit import Part
from chartway.greedy import guided, within
from chartway.landmark import Landmark, cuts

THRESHOLDS = (0.999, 0.6, 0.3, 0.05)
"""How much of a route must be used for it to count as used: each finds landmarks that the others do not."""
CUTS = 40
"""Landmarks sought for each of them."""
FEW = 5
"""Landmarks of a solution that are too few to make another round worth while."""
CLEAR = 0.999
"""Less than this of a landmark is less than one, whatever the tolerance of the solver."""
PARTS = 1000
"""Into so many parts a route is divided: the weights of the greedy plan stay whole numbers."""


@dataclass(frozen=True, slots=True)
class Rounding:
    """Reads fractional solutions for plans that reach the goal of the part by the deadline, at these weights."""

    part: Part
    weight: list[int]
    deadline: int
    seconds: Callable[[], float]

    def missed(self, values: Sequence[float], free: frozenset[int]) -> list[Bottleneck]:
        """Bottlenecks without the ``free`` routes of which the solution uses too little, in a fixed order.

        Those of the goal, and where there are few, those of the nodes on the way to it.
        """
        found = [Bottleneck(self.part.goal, landmark) for landmark in self._landmarks(values, free)]
        if len(found) < FEW:
            found += bottlenecks(self.part, values, free, self.seconds)
        return list(dict.fromkeys(found))

    def _landmarks(self, values: Sequence[float], free: frozenset[int]) -> list[Landmark]:
        """Landmarks without the ``free`` routes of which the solution uses less than one in all, in a fixed order."""
        found: set[Landmark] = set()
        for threshold in THRESHOLDS:
            used = free.union(node for node in self.part.actions if values[node] >= threshold)
            for landmark in islice(cuts(self.part, used, self.deadline), CUTS):
                if sum(values[node] for node in landmark) < CLEAR:
                    found.add(landmark)
                if self.seconds() <= 0:
                    return []
        return sorted(found, key=sorted)

    def plan(self, values: Sequence[float]) -> frozenset[int]:
        """A plan of small weight that keeps to the routes the solution uses."""
        shares = [PARTS - round(PARTS * min(1.0, max(0.0, value))) for value in values]
        near = [weight * share for weight, share in zip(self.weight, shares, strict=True)]
        return guided(self.part, self.weight, near, self.deadline, self.seconds)

    def among(self, chosen: frozenset[int]) -> frozenset[int]:
        """A plan of small weight among the chosen routes, which are more than a plan needs."""
        return within(self.part, self.weight, chosen, self.deadline, self.seconds)
