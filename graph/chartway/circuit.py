"""A catalog as a circuit of threshold gates, in integers: what the planner computes on.

Every node fires when at least ``need`` of its inputs have fired: an achievement needs one of its routes (or of
the achievements that imply it), a route needs what it requires, "all" needs every input, "any" one,
"at least k" needs k, and a rule known in words only needs what never comes. Nothing fires before its inputs,
so nothing ever supports itself, steps of 0 weeks included.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from heapq import heappop, heappush

from chartway.catalog import Catalog, Route
from chartway.requirement import Achieved, AllOf, AnyOf, AtLeast, Prose, Requirement

NEVER = 1 << 60
"""A need that is never met, and a time that never comes."""


@dataclass(frozen=True, slots=True)
class Circuit:
    """The whole catalog: for each node its need and inputs, and the route it stands for, if any.

    The first nodes are the achievements in the order of their ids, so equal catalogs give equal circuits.
    """

    catalog: Catalog
    index: dict[str, int]
    need: list[int]
    inputs: list[tuple[int, ...]]
    route: list[tuple[str, Route] | None]

    @classmethod
    def of(cls, catalog: Catalog) -> Circuit:
        """The circuit of a catalog whose every required id is described."""
        builder = _Builder(catalog)
        for id, achievement in catalog.achievements.items():
            ways = [builder.add_route(id, route) for route in achievement.routes]
            builder.inputs[builder.index[id]] = tuple(ways)
        builder.add_implications()
        return cls(catalog, builder.index, builder.need, builder.inputs, builder.route)

    def without(self, barred: Iterable[int]) -> Circuit:
        """The same, with these nodes never firing."""
        need, inputs = self.need.copy(), self.inputs.copy()
        for node in barred:
            need[node], inputs[node] = NEVER, ()
        return replace(self, need=need, inputs=inputs)

    def part(self, goal: str, held: Iterable[str] = (), *, leave_out: frozenset[int] = frozenset()) -> Part:
        """What can matter for the goal and can be reached from what is held; ``leave_out`` are nodes to ignore."""
        held = frozenset(held)
        granted = {self.index[id] for id in held if id in self.index}
        return Part.of(self, self.index[goal], self.relevant(goal, held, leave_out=leave_out), granted, leave_out)

    def relevant(self, goal: str, held: Iterable[str] = (), *, leave_out: frozenset[int] = frozenset()) -> list[int]:
        """The nodes from which inputs lead to the goal, not looking behind what is held."""
        granted = {self.index[id] for id in held if id in self.index}
        seen = {self.index[goal]}
        stack = [self.index[goal]]
        while stack:
            node = stack.pop()
            if node in granted:
                continue
            for source in self.inputs[node]:
                if source not in seen and source not in leave_out:
                    seen.add(source)
                    stack.append(source)
        return sorted(seen)


class _Builder:
    """Numbers the nodes of a circuit while it is being built."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.index = {id: number for number, id in enumerate(catalog.achievements)}
        self.need = [1] * len(catalog)
        self.inputs: list[tuple[int, ...]] = [()] * len(catalog)
        self.route: list[tuple[str, Route] | None] = [None] * len(catalog)

    def add_route(self, id: str, route: Route) -> int:
        need, inputs = self.gate(route.requires)
        return self.node(need, inputs, (id, route))

    def node(self, need: int, inputs: tuple[int, ...], route: tuple[str, Route] | None = None) -> int:
        self.need.append(need)
        self.inputs.append(inputs)
        self.route.append(route)
        return len(self.need) - 1

    def gate(self, requirement: Requirement) -> tuple[int, tuple[int, ...]]:
        """Need and inputs of the gate that stands for the requirement."""
        match requirement:
            case Achieved(id):
                return 1, (self.index[id],)
            case Prose():
                return NEVER, ()
            case AllOf(parts):
                need = len(parts)
            case AnyOf(parts):
                need = 1
            case AtLeast(number, parts):
                need = number
        if need > len(parts):
            return NEVER, ()
        return need, tuple(self.input_for(part) for part in parts)

    def input_for(self, requirement: Requirement) -> int:
        if isinstance(requirement, Achieved):
            return self.index[requirement.id]
        return self.node(*self.gate(requirement))

    def add_implications(self) -> None:
        for id, achievement in self.catalog.achievements.items():
            for implied in sorted(achievement.implies):
                if implied in self.index and implied != id:
                    node = self.index[implied]
                    self.inputs[node] = (*self.inputs[node], self.index[id])


@dataclass(frozen=True)
class Part:
    """The part of a circuit that matters for one question: renumbered, everything in it reachable.

    ``actions`` are the nodes that stand for routes; ``outputs[n]`` are the nodes that have n as an input;
    ``weeks[n]`` is what the node adds to the time of its inputs; ``earliest[n]`` is when it can fire at
    the earliest, routes side by side. ``goal`` is -1 where the goal cannot be reached.
    """

    goal: int
    need: list[int]
    inputs: list[tuple[int, ...]]
    outputs: list[list[int]]
    weeks: list[int]
    route: list[tuple[str, Route] | None]
    origin: list[int]
    earliest: list[int]

    @classmethod
    def of(cls, circuit: Circuit, goal: int, relevant: list[int], granted: set[int], leave_out: frozenset[int]) -> Part:
        """Keeps what fires when every route may be used, and forgets everything else."""
        whole = cls._numbered(circuit, goal, relevant, granted, leave_out)
        times = whole.fire()
        alive = [node for node, time in enumerate(times) if time < NEVER]
        return replace(whole, earliest=times) if len(alive) == len(times) else whole.restricted(alive, times)

    @classmethod
    def _numbered(
        cls, circuit: Circuit, goal: int, relevant: list[int], granted: set[int], leave_out: frozenset[int]
    ) -> Part:
        number = {node: position for position, node in enumerate(relevant)}
        need: list[int] = []
        inputs: list[tuple[int, ...]] = []
        for node in relevant:
            free = node in granted
            need.append(0 if free else circuit.need[node])
            inputs.append(
                () if free else tuple(number[source] for source in circuit.inputs[node] if source not in leave_out)
            )
        route = [None if node in granted else circuit.route[node] for node in relevant]
        return cls._wired(number[goal], need, inputs, route, list(relevant))

    @classmethod
    def _wired(
        cls,
        goal: int,
        need: list[int],
        inputs: list[tuple[int, ...]],
        route: list[tuple[str, Route] | None],
        origin: list[int],
    ) -> Part:
        outputs: list[list[int]] = [[] for _ in need]
        for node, sources in enumerate(inputs):
            for source in sources:
                outputs[source].append(node)
        weeks = [way[1].weeks if way else 0 for way in route]
        return cls(goal, need, inputs, outputs, weeks, route, origin, [])

    def restricted(self, alive: list[int], times: list[int]) -> Part:
        """The part that consists of these nodes, which fire at these times at the earliest."""
        number = {node: position for position, node in enumerate(alive)}
        part = Part._wired(
            number.get(self.goal, -1),
            [self.need[node] for node in alive],
            [tuple(number[source] for source in self.inputs[node] if source in number) for node in alive],
            [self.route[node] for node in alive],
            [self.origin[node] for node in alive],
        )
        return replace(part, earliest=[times[node] for node in alive])

    @cached_property
    def actions(self) -> list[int]:
        """The nodes that stand for routes, in order."""
        return [node for node, way in enumerate(self.route) if way is not None]

    def fire(self, chosen: frozenset[int] | set[int] | None = None) -> list[int]:
        """When each node fires at the earliest if only the ``chosen`` routes may be used (None: all of them).

        A node with need k fires with its k-th input: Dijkstra's order makes that the k-th smallest time, and
        a node is only ever reached through inputs that fired before it.
        """
        time = [NEVER] * len(self.need)
        for node, now in self.firings(chosen):
            time[node] = now
        return time

    def firings(self, chosen: frozenset[int] | set[int] | None = None) -> Iterator[tuple[int, int]]:
        """Node and time of each firing of :meth:`fire`, in an order in which they can happen."""
        fired = [False] * len(self.need)
        missing = self.need.copy()
        weeks, outputs, route = self.weeks, self.outputs, self.route
        queue: list[tuple[int, int]] = []
        for node, need in enumerate(missing):
            if need == 0 and (chosen is None or route[node] is None or node in chosen):
                heappush(queue, (weeks[node], node))
        while queue:
            now, node = heappop(queue)
            if fired[node]:
                continue
            fired[node] = True
            yield node, now
            for output in outputs[node]:
                missing[output] -= 1
                if missing[output] == 0 and (chosen is None or route[output] is None or output in chosen):
                    heappush(queue, (now + weeks[output], output))

    def using(self, chosen: frozenset[int] | set[int]) -> Part:
        """What fires if only the ``chosen`` routes may be used."""
        times = self.fire(chosen)
        return self.restricted([node for node, time in enumerate(times) if time < NEVER], times)

    def within(self, deadline: int) -> Part:
        """What can still matter if the goal must be reached by ``deadline``."""
        latest = self._latest(deadline)
        alive = [node for node, time in enumerate(self.earliest) if time <= latest[node]]
        return self if len(alive) == len(latest) else self.restricted(alive, self.earliest)

    def _latest(self, deadline: int) -> list[int]:
        """When each node must fire at the latest to help the goal meet the deadline; -1 if it cannot help."""
        latest = [-1] * len(self.need)
        latest[self.goal] = deadline
        queue = [(-deadline, self.goal)]
        while queue:
            by, node = heappop(queue)
            if -by < latest[node]:
                continue
            before = -by - self.weeks[node]
            for source in self.inputs[node]:
                if latest[source] < before >= self.earliest[source]:
                    latest[source] = before
                    heappush(queue, (-before, source))
        return latest


__all__ = ["NEVER", "Circuit", "Part"]
