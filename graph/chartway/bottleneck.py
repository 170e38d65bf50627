"""A bottleneck of a node is a set of routes of which every plan that has the node uses at least one.

A landmark is a bottleneck of the goal. Where a fractional solution uses more of a node than comes through one of its
bottlenecks, it is no mixture of plans: something in a cycle supports itself by halves. Such bottlenecks are least cuts
of a network, as they are for Steiner trees (Wong, "A Dual Ascent Approach for Steiner Tree Problems on a Directed
Graph", Mathematical Programming 28, 1984); of what a node needs, the network keeps what is had least and last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from heapq import heapify, heappop, heappush
from typing import NamedTuple

from chartway.circuit import Part, always
from chartway.landmark import Landmark, Reach, lacking_terms, until_rest_lacks

CLEAR = 1e-3
"""By so much more than what comes through must be used of a node, whatever the tolerance of the solver."""
LITTLE = 1e-7
"""Less than this of a route is nothing."""
PLENTY = 2.0
"""More than a solution uses of anything."""
MOST = 60
"""Bottlenecks sought in one solution: more of them make the next one slower, and no better."""
NEVER_HAD = 1 << 60
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
    """Bottlenecks without ``free`` routes through which less comes than the ``values`` use of their nodes.

    ``values`` say how much of each node is used, from 0 to 1; it ends early where the ``seconds`` do. Here x leads to
    y and y to x, so that 0.6 of each rests on the other, while no more than 0.4 of them comes from outside:

    >>> from chartway.catalog import Achievement, Catalog, Route
    >>> from chartway.circuit import Circuit
    >>> from chartway.requirement import Achieved
    >>> x = Achievement("x", routes=(Route("alone"), Route("through y", Achieved("y"))))
    >>> y = Achievement("y", routes=(Route("through x", Achieved("x")),))
    >>> part = Circuit.of(Catalog.of([x, y])).part("x")
    >>> used = {"alone": 0.4, "through y": 0.6, "through x": 0.6}
    >>> found = bottlenecks(part, [used[way[1].id] if way else 1.0 for way in part.route], frozenset())
    >>> [(part.route[route][1].id, node) for node, routes in found for route in routes]
    [('alone', 0), ('alone', 1)]
    """
    network = _Network(part, values, free)
    found: dict[Bottleneck, None] = {}
    for node in network.suspects():
        if len(found) >= MOST or seconds() <= 0:
            break
        found |= dict.fromkeys(network.bottlenecks(node))
    return list(found)


class _Network:
    """How much of each node a fractional solution lets through, and in which order nodes can be had.

    ``room`` is what a node lets through: everything, but for the routes that are not free. ``width`` is what comes to
    it along the widest way, and ``place`` its place in the order of nodes, the widest ways first.
    """

    def __init__(self, part: Part, values: Sequence[float], free: frozenset[int]) -> None:
        self.part, self.values = part, values
        self.counted = [way is not None and node not in free for node, way in enumerate(part.route)]
        self.room = [value if counted else PLENTY for value, counted in zip(values, self.counted, strict=True)]
        self.width = [0.0] * len(part.need)
        self.place = [NEVER_HAD] * len(part.need)
        self._widen()
        self.sources: dict[int, list[int]] = {}

    def _widen(self) -> None:
        """Finds widths and places."""
        room, place, feeds = self.room, self.place, self.part.feeds
        missing = self.part.need.copy()
        queue = [(-room[node], node) for node, need in enumerate(missing) if need == 0 and room[node] > LITTLE]
        heapify(queue)
        count = 0
        while queue:
            narrow, node = heappop(queue)
            if place[node] < NEVER_HAD:
                continue
            self.width[node], place[node] = -narrow, count
            count += 1
            for output, amount in feeds[node]:
                if missing[output] > 0:
                    missing[output] -= amount
                    if missing[output] <= 0 and room[output] > LITTLE:
                        heappush(queue, (max(narrow, -room[output]), output))

    def suspects(self) -> list[int]:
        """The nodes of which more is used than one way alone brings: the goal first, then the widest gaps."""
        gaps = {
            node: value - width
            for node, (value, width) in enumerate(zip(self.values, self.width, strict=True))
            if value > width + CLEAR and not self.counted[node]
        }
        return sorted(gaps, key=lambda node: (node != self.part.goal, -gaps[node], node))

    def bottlenecks(self, node: int) -> list[Bottleneck]:
        """The bottlenecks of the node through which too little comes: one next to it, and one far from it."""
        enough = self.values[node] - CLEAR
        cut = _Flow(self, node).cut(enough)
        if cut is None:
            return []
        played = frozenset(route for route in self._used if route not in cut)
        had = [time == 0 for time in Reach(self.part, played).times]
        found = [self._between(had, played, node, near=near) for near in (True, False)]
        return [Bottleneck(node, one) for one in found if sum(self.values[route] for route in one) < enough]

    @cached_property
    def _used(self) -> list[int]:
        """The routes of which something is used, and those that are free."""
        return [route for route in self.part.actions if self.room[route] > LITTLE]

    def inputs(self, node: int) -> list[int]:
        """The inputs from which something comes to the node, of those of which it needs one at least."""
        if node not in self.sources:
            needed = self._needed(node, list(self.part.inputs[node]), ())
            self.sources[node] = [source for source in needed if self.place[source] < NEVER_HAD]
        return self.sources[node]

    def _between(self, had: list[bool], played: frozenset[int], target: int, *, near: bool) -> Landmark:
        """The routes not in play between what is had and the target: next to this if ``near``, else to that."""
        seen = {target}
        stack = [target]
        found = set[int]()
        while stack:
            node = stack.pop()
            late = self._needed(node, [source for source in self.part.inputs[node] if not had[source]], seen)
            if self.counted[node] and node not in played and (near or not late):
                found.add(node)
                continue
            for source in late:
                if source not in seen:
                    seen.add(source)
                    stack.append(source)
        return frozenset(found)

    def _needed(self, node: int, late: list[int], seen: Iterable[int]) -> list[int]:
        """As few as can be of the late inputs, of which the node needs one at least: those seen, then those had last.

        None where it needs none of them.
        """
        counts: dict[int, int] = {}
        lacking = self.part.need[node] - len(self.part.inputs[node]) + len(late)
        if node in self.part.amounts:
            lacking, counts = lacking_terms(self.part, node, late)
        if lacking <= 0:
            return []
        if lacking == 1:
            return late
        late = sorted(late, key=lambda source: (source not in seen, -self.place[source], source))
        return until_rest_lacks(late, counts, lacking) if counts else late[: len(late) - lacking + 1]


class _Flow:
    """The flow through a network to one node, along the shortest ways first (Edmonds & Karp 1972).

    Ways are sought from the node backwards. A number stands for the side of a node at which something leaves it, its
    complement for the side at which something comes to it. ``through`` is what flows through each node, and ``along``
    what flows from it to each other one.
    """

    def __init__(self, network: _Network, node: int) -> None:
        self.network, self.node = network, node
        self.through: dict[int, float] = {}
        self.along: dict[int, dict[int, float]] = {}

    def cut(self, enough: float) -> frozenset[int] | None:
        """The routes of a least cut, None if enough comes through."""
        while enough > 0:
            behind, start = self._searched()
            if start is None:
                return frozenset(side for side in behind if side >= 0 and ~side not in behind)
            enough -= self._add(list(_steps(behind, start)), enough)
        return None

    def _searched(self) -> tuple[dict[int, int], int | None]:
        """The sides from which more could flow, each with the next one on the way; and one where a way starts."""
        need = self.network.part.need
        behind = {self.node: self.node}
        queue = [self.node]
        for side in queue:
            if side < 0 and not need[~side]:
                return behind, side
            for other in self._before(side):
                if other not in behind:
                    behind[other] = side
                    queue.append(other)
        return behind, None

    def _before(self, side: int) -> list[int]:
        """The sides from which more could flow to this one, or less away from them."""
        if side < 0:
            sources = self.network.inputs(~side)
            return [*sources, ~side] if self.through.get(~side, 0.0) > LITTLE else sources
        more = [~side] if self.network.room[side] - self.through.get(side, 0.0) > LITTLE else []
        if side in self.along:
            more += [~node for node, flow in self.along[side].items() if flow > LITTLE]
        return more

    def _add(self, way: list[tuple[int, int]], most: float) -> float:
        """Lets as much flow along the way as there is room for, and says how much that is."""
        flow = min(most, *(self._room(side, after) for side, after in way))
        for side, after in way:
            if side == ~after:
                node = max(side, after)
                self.through[node] = self.through.get(node, 0.0) + (flow if after >= 0 else -flow)
            elif after >= 0:
                self.along[after][~side] -= flow
            else:
                onward = self.along.setdefault(side, {})
                onward[~after] = onward.get(~after, 0.0) + flow
        return flow

    def _room(self, side: int, after: int) -> float:
        """How much more can flow from one side to the next."""
        if side == ~after:
            node = max(side, after)
            through = self.through.get(node, 0.0)
            return self.network.room[node] - through if after >= 0 else through
        return self.along[after][~side] if after >= 0 else PLENTY


def _steps(behind: Mapping[int, int], side: int) -> Iterator[tuple[int, int]]:
    """The steps of a way, each from one side to the next."""
    while behind[side] != side:
        yield side, behind[side]
        side = behind[side]
