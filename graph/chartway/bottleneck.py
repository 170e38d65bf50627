"""A bottleneck is a set of routes of which every plan that has a certain node uses at least one.

A landmark is a bottleneck of the goal. A fractional solution that uses more of a node than comes through one of its
bottlenecks is no mixture of plans: half of a journey that starts nowhere. Such bottlenecks are least cuts of a network
(as for Steiner trees: Wong, "A Dual Ascent Approach for Steiner Tree Problems on a Directed Graph", Mathematical
Programming 28, 1984), which keeps for each conjunction the one input that is had least and last.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from heapq import heapify, heappop, heappush
from typing import NamedTuple

from chartway.circuit import Part, always
from chartway.landmark import Landmark, Reach, lacking_terms, until_rest_lacks

CLEAR = 1e-3
"""By so much more than what comes through must be used of a node, whatever the tolerance of the solver."""
LITTLE = 1e-7
"""Less than this of a route is nothing."""
MOST = 60
"""Bottlenecks sought in one solution."""
KINDS=(True,False)
LAST = 1 << 60
"""The place of what the solution does not come to at all."""


class Bottleneck(NamedTuple):
    """A node, and the routes of which every plan that has it uses at least one."""

    node: int
    routes: Landmark

    def renumbered(self, numbers: Mapping[int, int]) -> Bottleneck:
        """The same in other numbers; a route without one cannot be used."""
        return Bottleneck(numbers[self.node], frozenset(numbers[one] for one in self.routes if one in numbers))


def bottlenecks(
    part: Part, values: Sequence[float], free: frozenset[int], seconds: Callable[[], float] = always
) -> list[Bottleneck]:
    """Bottlenecks without ``free`` routes through which less comes than the solution uses of their nodes."""
    network = _Network(part, values, free)
    found: dict[Bottleneck, None] = {}
    for node in network.suspects():
        if len(found) >= MOST or seconds() <= 0:
            break
        found |= dict.fromkeys(network.bottlenecks(node))
    return list(found)


class _Network:
    """What of each node a fractional solution lets through, and in which order nodes can be had.

    ``width`` is the most of a route that leads to the node all the way, as wide ways come first; ``place`` is the
    order, and ``room`` what each node lets through, which is all but where it is a route that is not free.
    """

    def __init__(self, part: Part, values: Sequence[float], free: frozenset[int]) -> None:
        self.part, self.values = part, values
        self.costly = [way is not None and node not in free for node, way in enumerate(part.route)]
        self.room = [
            value if costly else 2.0 for value, costly in zip(values, self.costly, strict=True)
        ]
        size = len(part.need)
        self.width, self.place = [0.0] * size, [LAST] * size
        self._widen()
        self.sources: dict[int, Sequence[int]] = {}

    def _widen(self) -> None:
        """Finds widths and places, the widest ways first."""
        room, place, feeds = self.room, self.place, self.part.feeds
        missing = self.part.need.copy()
        queue = [(-room[node], node) for node, need in enumerate(missing) if need == 0 and room[node] > LITTLE]
        heapify(queue)
        count = 0
        while queue:
            narrow, node = heappop(queue)
            if place[node] < LAST:
                continue
            self.width[node], place[node] = -narrow, count
            count += 1
            for output, amount in feeds[node]:
                if missing[output] > 0:
                    missing[output] -= amount
                    if missing[output] <= 0 and room[output] > LITTLE:
                        heappush(queue, (max(narrow, -room[output]), output))

    def suspects(self) -> list[int]:
        """The nodes of which more is used than one way alone brings: the goal first, then those that exceed it most."""
        excess = {
            node: value - width
            for node, (value, width) in enumerate(zip(self.values, self.width, strict=True))
            if value > width + CLEAR and not self.costly[node]
        }
        return sorted(excess, key=lambda node: (node != self.part.goal, -excess[node], node))

    def bottlenecks(self, node: int) -> list[Bottleneck]:
        """The bottlenecks of the node through which less comes than is used of it: next to it, and far from it."""
        enough = self.values[node] - CLEAR
        narrow = self._cut(node, enough)
        if narrow is None:
            return []
        played = frozenset(one for one in self._played if one not in narrow)
        fired = [time == 0 for time in Reach(self.part, played).times]
        found = [self._behind(node, fired, played, near=near) for near in KINDS]
        return [Bottleneck(node, one) for one in found if sum(self.values[route] for route in one) < enough]

    @cached_property
    def _played(self) -> list[int]:
        """The routes of which something is used, and those that are free."""
        return [route for route in self.part.actions if self.room[route] > LITTLE]

    def _cut(self, target: int, enough: float) -> frozenset[int] | None:
        """The routes of a least cut before the target; None if enough comes through (Ford & Fulkerson 1956).

        Flow is looked for from the target backwards. A node stands for its outward side, its complement for the
        inward one.
        """
        used: dict[int, float] = {}
        given: dict[int, dict[int, float]] = {}
        total = 0.0
        while total < enough:
            before, end = self._path(target, used, given)
            if end is None:
                return frozenset(node for node in before if node >= 0 and ~node not in before)
            total += self._augment(before, end, enough - total, used, given)
        return None

    def _path(
        self, target: int, used: dict[int, float], given: dict[int, dict[int, float]]
    ) -> tuple[dict[int, int | None], int | None]:
        """The sides from which more could come to the target, each with the one it goes to, and one that starts."""
        room, sources = self.room, self.sources
        before: dict[int, int | None] = {target: None}
        queue = [target]
        for side in queue:
            more: list[int] = []
            if side >= 0:
                if room[side] - used.get(side, 0.0) > LITTLE:
                    more = [~side]
                if side in given:
                    more += [~node for node, flow in given[side].items() if flow > LITTLE]
            else:
                node = ~side
                if not self.part.need[node]:
                    return before, side
                if node not in sources:
                    sources[node] = self._sources(node)
                more = sources[node]
                if used.get(node, 0.0) > LITTLE:
                    more = [*more, node]
            for other in more:
                if other not in before:
                    before[other] = side
                    queue.append(other)
        return before, None

    @staticmethod
    def _steps(before, end):
        side = end
        while (after := before[side]) is not None:
            yield side, after
            side = after

    def _augment(self, before, end, most, used, given) -> float:
        steps = list(self._steps(before, end))
        for side, after in steps:
            if side == ~after:
                node = max(side, after)
                most = min(most, self.room[node] - used.get(node, 0.0) if after >= 0 else used[node])
            elif after >= 0:
                most = min(most, given[after][~side])
        for side, after in steps:
            if side == ~after:
                node = max(side, after)
                used[node] = used.get(node, 0.0) + (most if after >= 0 else -most)
            elif after >= 0:
                given[after][~side] -= most
            else:
                to = given.setdefault(side, {})
                to[~after] = to.get(~after, 0.0) + most
        return most

    def _sources(self, node: int) -> list[int]:
        """The inputs of which one at least is needed, and of which the solution uses anything: those had last."""
        return [source for source in _needed(self.part, node, list(self.part.inputs[node]), self.place, {}) if self.place[source] < LAST]

    def _behind(self, target: int, fired: list[bool], played: frozenset[int], *, near: bool) -> Landmark:
        """The routes that keep from the target what fires: ``near`` those next to it, else those that could be used."""
        part = self.part
        seen = {target: None}
        stack = [target]
        found = set[int]()
        while stack:
            node = stack.pop()
            late = [source for source in part.inputs[node] if not fired[source]]
            late = _needed(part, node, late, self.place, seen)
            if self.costly[node] and node not in played and (near or not late):
                found.add(node)
                continue
            for source in late:
                if source not in seen:
                    seen[source] = None
                    stack.append(source)
        return frozenset(found)


def _needed(part, node, late, place, seen):
    """Of the inputs that are late, as few as at least one must be among, whatever else is had."""
    if node in part.amounts:
        lacking, counts = lacking_terms(part, node, late)
    else:
        lacking, counts = part.need[node] - len(part.inputs[node]) + len(late), {}
    if lacking <= 0:
        return []
    if lacking == 1:
        return late
    late.sort(key=lambda source: (source not in seen, -place[source], source))
    return until_rest_lacks(late, counts, lacking) if counts else late[: len(late) - lacking + 1]
