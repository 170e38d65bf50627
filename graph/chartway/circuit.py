"""A catalog as a circuit of threshold gates, in integers: what the planner computes on.

Every node fires when its inputs that have fired come to ``need`` or more: an achievement needs one of its routes
(or of the achievements that imply it), a route needs what it requires, "all" needs every input, "any" one,
"at least k" needs k, a sum of credits so many credits, and a rule known in words only what never comes. Nothing
fires before its inputs, so nothing ever supports itself, steps of 0 weeks included.

Where somebody's co-requisite is, the start of a route is a node of its own, and so is its finish; those that may
start jointly are unrolled (see :mod:`chartway.timing`), so that the circuit stays one in which nothing supports
itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property
from heapq import heappop, heappush
from math import gcd, inf
from typing import NamedTuple

from chartway.catalog import Achievement, Catalog, Route
from chartway.requirement import (
    Achieved,
    AllOf,
    AnyOf,
    AtLeast,
    Concurrent,
    Prose,
    Requirement,
    SumOf,
    Together,
)
from chartway.timing import Case, Starts, Way

NEVER = 1 << 60
"""A need that is never met, and a time that never comes."""

NO_CASE = Case()


def always() -> float:
    """The seconds left to who has all the time in the world."""
    return inf


class Gate(NamedTuple):
    """What a node needs of its inputs; ``amounts`` say what each counts for, () that each counts for 1."""

    need: int
    inputs: tuple[int, ...]
    amounts: tuple[int, ...] = ()


OPEN = Gate(0, ())
SHUT = Gate(NEVER, ())


@dataclass(frozen=True, slots=True)
class Circuit:
    """The whole catalog: for each node its need and inputs, its time, and the route it stands for, if any.

    The first nodes are the achievements in the order of their ids, so equal catalogs give equal circuits.
    ``amounts`` are what the inputs of a node count for where that is not 1 each; ``weeks`` is what a node adds to
    the time of its inputs. ``starts`` gives for each route that is somebody's co-requisite the node that fires
    at its start, ``begun`` for each node that says that an achievement has been started its id, ``outset`` the node
    that says that it was held from the outset.
    """

    catalog: Catalog
    index: dict[str, int]
    need: list[int]
    inputs: list[tuple[int, ...]]
    amounts: dict[int, tuple[int, ...]]
    weeks: list[int]
    route: list[tuple[str, Route] | None]
    starts: dict[int, int]
    begun: dict[int, str]
    outset: dict[str, int]

    @classmethod
    def of(cls, catalog: Catalog, case: Case = NO_CASE) -> Circuit:
        """The circuit of a catalog whose every required id is described; ``case`` settles who starts with whom."""
        builder = _Builder(catalog, Starts.of(catalog, case))
        builder.add_starts()
        for id, achievement in catalog.achievements.items():
            ways = [builder.add_route(id, route) for route in _left(achievement, case)]
            builder.inputs[builder.index[id]] = tuple(ways)
        builder.add_implications()
        return builder.circuit()

    def without(self, barred: Iterable[int]) -> Circuit:
        """The same, with these nodes never firing."""
        need, inputs, amounts = self.need.copy(), self.inputs.copy(), self.amounts.copy()
        for node in barred:
            need[node], inputs[node] = NEVER, ()
            amounts.pop(node, None)
        return replace(self, need=need, inputs=inputs, amounts=amounts)

    def part(self, goal: str, held: Iterable[str] = (), *, leave_out: frozenset[int] = frozenset()) -> Part:
        """What can matter for the goal and can be reached from what is held; ``leave_out`` are nodes to ignore."""
        held = frozenset(held)
        return Part.of(self, self.index[goal], self.relevant(goal, held, leave_out=leave_out), self.granted(held))

    def granted(self, held: Iterable[str]) -> frozenset[int]:
        """The nodes that need nothing any more for somebody who holds this from the outset."""
        known = [id for id in held if id in self.index]
        nodes = frozenset([self.index[id] for id in known])
        if not self.outset:
            return nodes
        return nodes | {self.outset[id] for id in self.catalog.closure(known) & self.outset.keys()}

    def relevant(self, goal: str, held: Iterable[str] = (), *, leave_out: frozenset[int] = frozenset()) -> list[int]:
        """The nodes from which inputs lead to the goal, not looking behind what is held."""
        granted, starts = self.granted(held), self.starts
        seen = {self.index[goal]}
        stack = [self.index[goal]]
        while stack:
            node = stack.pop()
            if node in granted:
                continue
            for source in (*self.inputs[node], starts[node]) if starts and node in starts else self.inputs[node]:
                if source not in seen and source not in leave_out:
                    seen.add(source)
                    stack.append(source)
        return sorted(seen)


def _left(achievement: Achievement, case: Case) -> tuple[Route, ...]:
    """The ways in that the case leaves."""
    if not case.without:
        return achievement.routes
    return tuple(route for route in achievement.routes if (achievement.id, route.id) not in case.without)


class _Builder:
    """Numbers the nodes of a circuit while it is being built.

    ``layer`` is that of the route whose requirement is being built among those it may start jointly with.
    """

    def __init__(self, catalog: Catalog, starts: Starts) -> None:
        self.catalog = catalog
        self.timing = starts
        self.index = {id: number for number, id in enumerate(catalog.achievements)}
        self.need = [1] * len(catalog)
        self.inputs: list[tuple[int, ...]] = [()] * len(catalog)
        self.amounts: dict[int, tuple[int, ...]] = {}
        self.weeks = [0] * len(catalog)
        self.route: list[tuple[str, Route] | None] = [None] * len(catalog)
        self.starts: dict[int, int] = {}
        self.begun: dict[int, str] = {}
        self.outset: dict[str, int] = {}
        self.start: dict[Way, list[int]] = {}
        self.begun_in: dict[tuple[str, tuple[int, ...]], int] = {}

    def circuit(self) -> Circuit:
        return Circuit(
            self.catalog, self.index, self.need, self.inputs, self.amounts, self.weeks, self.route,
            self.starts, self.begun, self.outset,
        )  # fmt: skip

    def node(self, gate: Gate, weeks: int = 0, route: tuple[str, Route] | None = None) -> int:
        number = len(self.need)
        self.need.append(gate.need)
        self.inputs.append(gate.inputs)
        self.weeks.append(weeks)
        self.route.append(route)
        if gate.amounts:
            self.amounts[number] = gate.amounts
        return number

    def wire(self, node: int, gate: Gate) -> None:
        self.need[node], self.inputs[node] = gate.need, gate.inputs
        if gate.amounts:
            self.amounts[node] = gate.amounts

    def add_route(self, id: str, route: Route) -> int:
        """The node that fires when the route is finished."""
        way = (id, route.id)
        if not self.start or way not in self.start:
            return self.node(self.gate(route.requires, way, -1), route.weeks, (id, route))
        action, *layers = self.start[way]
        if not layers:
            self.wire(action, self.start_gate(route, way, -1))
        for layer, start in enumerate(layers):
            gate = self.start_gate(route, way, layer)
            self.wire(start, Gate(2, (action, self.node(gate))))
        self.starts[action] = self.start[way][-1]
        return self.node(Gate(1, (self.starts[action],)), route.weeks)

    def start_gate(self, route: Route, way: Way, layer: int) -> Gate:
        """What it takes to start the route: what it requires, and that those start which it must wait for."""
        gate = self.gate(route.requires, way, layer)
        waits = self.timing.waits(way)
        if not waits:
            return gate
        return Gate(1 + len(waits), (self.node(gate), *(self.begun_node(id, way, layer) for id in waits)))

    def add_starts(self) -> None:
        """A node for each start that matters to others: one for each layer where routes may start jointly."""
        for way, route in self.timing.routes.items():
            cluster = self.timing.cluster.get(way)
            action = self.node(OPEN, 0, (way[0], route))
            self.start[way] = [action, *(self.node(OPEN) for _ in range(cluster.size if cluster else 0))]

    def start_in(self, way: Way, of: Way, layer: int) -> int:
        """The start of a way in, as the ``layer`` of the other's start sees it."""
        cluster = self.timing.cluster.get(of)
        joint = cluster is not None and self.timing.cluster.get(way) == cluster
        return self.start[way][layer if joint else -1]

    def begun_node(self, id: str, of: Way, layer: int) -> int:
        """The node that says that the achievement has been started."""
        ways = tuple(self.start_in(way, of, layer) for way in self.timing.ways(id))
        node = self.begun_in.get((id, ways))
        if node is None:
            node = self.begun_in[id, ways] = self.node(Gate(1, ways))
            self.begun[node] = id
        return node

    def outset_node(self, id: str) -> int:
        if id not in self.outset:
            self.outset[id] = self.node(SHUT)
        return self.outset[id]

    def gate(self, requirement: Requirement, way: Way, layer: int) -> Gate:
        """The gate that stands for the requirement."""
        match requirement:
            case Achieved() | Concurrent() | Together():
                return Gate(1, self.leaf(requirement, way, layer))
            case Prose():
                return SHUT
            case AllOf(parts):
                need = len(parts)
            case AnyOf(parts):
                need = 1
            case AtLeast(number, parts):
                need = number
            case SumOf():
                return self.sum_gate(requirement, way, layer)
        if need > len(parts):
            return SHUT
        return Gate(need, tuple(self.input_for(part, way, layer) for part in parts))

    def sum_gate(self, requirement: SumOf, way: Way, layer: int) -> Gate:
        """The gate of a sum, in the largest unit that leaves its amounts whole; more than the need counts as the need.

        With one amount for all it is "at least k".
        """
        need, amounts = requirement.number, requirement.amounts
        if need == 0:
            return OPEN
        if need > sum(amounts):
            return SHUT
        unit = gcd(*amounts) or 1
        need = -(-need // unit)
        amounts = tuple(min(amount // unit, need) for amount in amounts)
        inputs = tuple(self.input_for(part, way, layer) for part in requirement.parts)
        return Gate(need, inputs) if set(amounts) <= {1} else Gate(need, inputs, amounts)

    def leaf(self, leaf: Achieved | Concurrent | Together, way: Way, layer: int) -> tuple[int, ...]:
        """The nodes of which one must fire: that it is held, and for a co-requisite, that somebody started it."""
        if isinstance(leaf, Achieved):
            return (self.index[leaf.id],)
        held = self.index[leaf.id] if isinstance(leaf, Concurrent) else self.outset_node(leaf.id)
        return (held, *(self.begun_node(id, way, layer) for id in self.timing.partners(way, leaf)))

    def input_for(self, requirement: Requirement, way: Way, layer: int) -> int:
        if isinstance(requirement, Achieved):
            return self.index[requirement.id]
        return self.node(self.gate(requirement, way, layer))

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
    ``loads[n]`` those to which it counts for more than 1, and for how much; ``weeks[n]`` is what the node adds to
    the time of its inputs; ``earliest[n]`` is when it can fire at the earliest, routes side by side; ``starts`` and
    ``begun`` are those of the circuit. ``goal`` is -1 where the goal cannot be reached.
    """

    goal: int
    need: list[int]
    inputs: list[tuple[int, ...]]
    amounts: dict[int, tuple[int, ...]]
    outputs: list[list[int]]
    loads: dict[int, list[tuple[int, int]]]
    weeks: list[int]
    route: list[tuple[str, Route] | None]
    starts: dict[int, int]
    begun: dict[int, str]
    origin: list[int]
    earliest: list[int]

    @classmethod
    def of(cls, circuit: Circuit, goal: int, relevant: list[int], granted: Set[int]) -> Part:
        """Keeps what fires when every route may be used, and forgets everything else."""
        whole = cls._renumbered(circuit, goal, relevant, relevant, granted)
        times = whole.fire()
        alive = [node for node, time in enumerate(times) if time < NEVER]
        return replace(whole, earliest=times) if len(alive) == len(times) else whole.restricted(alive, times)

    @classmethod
    def _renumbered(  # noqa: PLR0913, PLR0917 - what a part is made of
        cls,
        whole: Circuit | Part,
        goal: int,
        kept: list[int],
        origin: list[int],
        granted: Set[int] = frozenset(),
        earliest: Sequence[int] = (),
    ) -> Part:
        """The part of a circuit, or of another part, that consists of these nodes."""
        number = {node: position for position, node in enumerate(kept)}
        need = [whole.need[node] for node in kept]
        weeks = [whole.weeks[node] for node in kept]
        route = [whole.route[node] for node in kept]
        inputs: list[tuple[int, ...]] = [
            tuple([number[source] for source in whole.inputs[node] if source in number]) for node in kept
        ]
        for place in (number[node] for node in granted & number.keys()):
            need[place], weeks[place], route[place], inputs[place] = 0, 0, None, ()
        amounts = whole.amounts and _amounts(whole, number, granted)
        outputs, loads = outputs_of(inputs, amounts)
        return cls(
            number.get(goal, -1),
            need,
            inputs,
            amounts,
            outputs,
            loads,
            weeks,
            route,
            whole.starts and {number[n]: number.get(whole.starts[n], -1) for n in kept if n in whole.starts},
            whole.begun and {number[node]: whole.begun[node] for node in kept if node in whole.begun},
            origin,
            list(earliest),
        )

    def restricted(self, alive: list[int], times: list[int]) -> Part:
        """The part that consists of these nodes, which fire at these times at the earliest."""
        origin = self.origin
        return Part._renumbered(
            self, self.goal, alive, [origin[node] for node in alive], earliest=[times[node] for node in alive]
        )

    @cached_property
    def actions(self) -> list[int]:
        """The nodes that stand for routes, in order."""
        return [node for node, way in enumerate(self.route) if way is not None]

    def finish_of(self, action: int) -> int:
        """The node that fires when the route is finished: the route's own, but where its start matters to others.

        -1 where its start alone matters. A start leads to its finish, to what says that the achievement has been
        started, and to starts that wait for one another.
        """
        if action not in self.starts:
            return action
        after = self.outputs[self.starts[action]] if self.starts[action] >= 0 else []
        return next((node for node in after if self.need[node] == 1 and node not in self.begun), -1)

    @cached_property
    def started_at(self) -> dict[int, int]:
        """The routes whose start matters to others, by the node that fires at their start."""
        return {start: action for action, start in self.starts.items()}

    @cached_property
    def feeds(self) -> list[list[tuple[int, int]]]:
        """For each node the nodes that have it as an input, and what it counts for there."""
        return [
            [*((output, 1) for output in outputs), *self.loads.get(node, ())]
            for node, outputs in enumerate(self.outputs)
        ]

    def fire(self, chosen: frozenset[int] | set[int] | None = None) -> list[int]:
        """When each node fires at the earliest if only the ``chosen`` routes may be used (None: all of them).

        A node with need k fires with its k-th input: Dijkstra's order makes that the k-th smallest time, and
        a node is only ever reached through inputs that fired before it. Where inputs count for more than 1, it
        fires with the one by which they come to the need.
        """
        time = [NEVER] * len(self.need)
        for node, now in self.firings(chosen):
            time[node] = now
        return time

    def firings(self, chosen: frozenset[int] | set[int] | None = None) -> Iterator[tuple[int, int]]:
        """Node and time of each firing of :meth:`fire`, in an order in which they can happen."""
        fired = [False] * len(self.need)
        missing = self.need.copy()
        weeks, outputs, loads, route = self.weeks, self.outputs, self.loads, self.route
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
            if loads and node in loads:
                for output, amount in loads[node]:
                    short = missing[output] > 0
                    missing[output] -= amount
                    if short and missing[output] <= 0 and (chosen is None or route[output] is None or output in chosen):
                        heappush(queue, (now + weeks[output], output))

    def using(self, chosen: frozenset[int] | set[int]) -> Part:
        """What fires if only the ``chosen`` routes may be used."""
        times = self.fire(chosen)
        return self.restricted([node for node, time in enumerate(times) if time < NEVER], times)

    def within(self, deadline: int) -> Part:
        """What can still matter if the goal must be reached by ``deadline``."""
        alive = self.behind() if deadline >= NEVER - 1 else self._timely(deadline)
        return self if len(alive) == len(self.need) else self.restricted(alive, self.earliest)

    def behind(self) -> list[int]:
        """The nodes from which inputs lead to the goal."""
        seen = {self.goal}
        stack = [self.goal]
        while stack:
            for source in self.inputs[stack.pop()]:
                if source not in seen:
                    seen.add(source)
                    stack.append(source)
        return sorted(seen)

    def _timely(self, deadline: int) -> list[int]:
        """The nodes that can fire in time to help the goal meet the deadline."""
        latest = self._latest(deadline)
        return [node for node, time in enumerate(self.earliest) if time <= latest[node]]

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


def _amounts(whole: Circuit | Part, number: dict[int, int], granted: Set[int]) -> dict[int, tuple[int, ...]]:
    """What the inputs that are kept count for."""
    return {
        number[node]: tuple(
            amount for amount, source in zip(whole.amounts[node], whole.inputs[node], strict=True) if source in number
        )
        for node in number
        if node in whole.amounts and node not in granted
    }


def outputs_of(
    inputs: list[tuple[int, ...]], amounts: dict[int, tuple[int, ...]]
) -> tuple[list[list[int]], dict[int, list[tuple[int, int]]]]:
    """The nodes each node is an input of: those to which it counts for 1, and the others with what it counts for."""
    outputs: list[list[int]] = [[] for _ in inputs]
    loads: dict[int, list[tuple[int, int]]] = {}
    for node, sources in enumerate(inputs):
        if amounts and node in amounts:
            for source, amount in zip(sources, amounts[node], strict=True):
                loads.setdefault(source, []).append((node, amount))
            continue
        for source in sources:
            outputs[source].append(node)
    return outputs, loads


__all__ = ["NEVER", "Circuit", "Part"]
