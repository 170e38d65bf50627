"""The catalog as a directed graph of achievements, ways in and conditions, for networkx.

An AND/OR graph (Nilsson 1980; a B-graph in the sense of Gallo et al. 1993): an achievement is held when one
way in is completed, a way in when all it requires is held. Arrows point from what is required to what requires it,
so that ``networkx.ancestors`` answers "what can lead there" and ``networkx.descendants`` "what does it open".
"""

from __future__ import annotations

import heapq
from collections.abc import Hashable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

import networkx as nx

from chartway.catalog import Achievement, Catalog, Route
from chartway.errors import UnknownNameError
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

__all__ = [
    "ALL",
    "Condition",
    "Strength",
    "conjuncts",
    "earliest_finish",
    "generations",
    "narrowed",
    "relevant",
    "threshold",
    "to_digraph",
]

Strength = Literal["required", "recommended"]

ALL = -1
"""``number`` of a node all of whose arrows must hold, however many there are."""


class Condition(NamedTuple):
    """A node that is no achievement: a way in (``place`` is empty) or a condition inside its requirement.

    ``place`` are the positions of the parts one passes on the way down, so that the name of a node depends on
    nothing but the requirement.
    """

    achievement: str
    route: str
    place: tuple[int, ...] = ()


def to_digraph(catalog: Catalog, goal: str | None = None, *, bare: Catalog | None = None) -> nx.DiGraph:
    """The AND/OR graph of a catalog, or of what can lead to one goal in it.

    ======================  ==============================================================================
    node                    attributes
    ======================  ==============================================================================
    id of an achievement    ``role`` "achievement", ``number`` 1 of its arrows must hold; ``kind``, ``label``
    ``Condition`` of a way  ``role`` "route", ``number`` ALL; ``weeks`` (thousandths), ``cost``
    ``Condition`` inside    ``role`` "condition", ``number`` of its arrows that must hold
    ``Condition`` of a sum  ``role`` "condition", ``number`` what its arrows must come to, ``unit``
    ``Condition`` in words  ``role`` "prose", ``text``: never known to hold
    ======================  ==============================================================================

    Arrows carry ``relation`` ("requires", "earns", "implies") and ``strength``: "recommended" is what a way in
    of ``catalog`` asks for beyond the same way in of ``bare``, everything else is "required". Arrows from what is
    required carry ``timing`` ("before", "concurrent", "together"), those into a sum ``amount``, what they count for,
    in thousandths as its ``number``.

    Args:
        catalog: what is drawn; with recommendations it is the prepared one.
        goal: keep only what can lead to it, and itself.
        bare: the same catalog without recommendations.

    Raises:
        UnknownNameError: the goal is not in the catalog.

    >>> from chartway.requirement import AnyOf
    >>> degree, rhit = Achievement("degree", routes=(Route("0"),)), Route("exam", Achieved("degree"))
    >>> graph = to_digraph(Catalog.of([degree, Achievement("RHIT", routes=(rhit,)), Achievement("CPC")]), "RHIT")
    >>> for required, requiring, relation in graph.edges(data="relation"):
    ...     print(required, relation, requiring)
    degree requires Condition(achievement='RHIT', route='exam', place=())
    Condition(achievement='RHIT', route='exam', place=()) earns RHIT
    Condition(achievement='degree', route='0', place=()) earns degree
    """
    if goal is not None and goal not in catalog:
        raise UnknownNameError(goal)
    graph = nx.DiGraph()
    for achievement in catalog.achievements.values():
        _add_achievement(graph, achievement)
    for achievement in catalog.achievements.values():
        _add_routes(graph, achievement, bare)
    return graph if goal is None else narrowed(graph, goal)


def narrowed(graph: nx.DiGraph, goal: Hashable) -> nx.DiGraph:
    """The part of the graph that can lead to the goal, in the order of the graph.

    A subgraph of networkx may come in the order of a set of nodes, which differs from one process to another.
    """
    found, kept = graph.copy(), relevant(graph, goal)
    found.remove_nodes_from([node for node in graph if node not in kept])
    return found


def relevant(graph: nx.DiGraph, goal: Hashable) -> frozenset[Any]:
    """The goal and everything that can lead to it."""
    return frozenset(nx.ancestors(graph, goal)) | {goal}


def threshold(graph: nx.DiGraph, node: Hashable) -> int | None:
    """How many of a node's arrows must hold for it to hold; None if it is known in words only."""
    number: int | None = graph.nodes[node].get("number")
    return graph.in_degree(node) if number == ALL else number


def earliest_finish(
    graph: nx.DiGraph, held: AbstractSet[str] = frozenset(), planned: Mapping[str, int] = MappingProxyType({})
) -> dict[Any, int]:
    """When each node can hold at the earliest, in thousandths of a week, if steps run side by side.

    Knuth's generalisation of Dijkstra's algorithm (1977): a node is settled when the last of the ``number`` arrows
    it needs comes from a settled one; O(edges log nodes). In the order of settling, so nothing stands before what
    it rests on, steps of 0 weeks included. What can never hold is absent.

    ``planned`` achievements hold when the plan says, neither earlier nor later; they come in an order that can be
    carried out. A co-requisite counts from its start on, and those that can only start jointly do; what must start
    together may start later than this says, as it may have to wait.

    >>> from chartway.catalog import Achievement, Route
    >>> degree = Achievement("degree", routes=(Route("0", weeks=104_000),))
    >>> rhit = Achievement("RHIT", routes=(Route("0", Achieved("degree")),))
    >>> finish = earliest_finish(to_digraph(Catalog.of([degree, rhit])))
    >>> finish["degree"], finish["RHIT"]
    (104000, 104000)
    """
    return _Clock(graph, planned).run(held)


class _Clock:
    """What holds when, as it comes about; ``waiting`` is what the arrows into a node must still come to."""

    def __init__(self, graph: nx.DiGraph, planned: Mapping[str, int]) -> None:
        self.graph = graph
        self.planned = planned
        self.order = {node: place for place, node in enumerate([*planned, *(n for n in graph if n not in planned)])}
        self.waiting = {node: number for node in graph if (number := threshold(graph, node)) is not None}
        self.queue: list[tuple[int, int, Any]] = []
        self.settled: dict[Any, int] = {}
        self.counted: set[tuple[Any, Any]] = set()
        self.started: set[Any] = set()
        self.timed = _ways_with_corequisites(graph)

    def run(self, held: AbstractSet[str]) -> dict[Any, int]:
        self.seed(held)
        now = 0
        while True:
            while self.queue and self.queue[0][0] == now:
                node = heapq.heappop(self.queue)[2]
                if node not in self.settled:
                    self.settled[node] = now
                    for later in self.graph.successors(node):
                        self.count(node, later, now)
            if self.start_jointly(now):
                continue
            if not self.queue:
                return self.settled
            now = self.queue[0][0]

    def seed(self, held: AbstractSet[str]) -> None:
        """What is held, what is planned, and what waits for nothing."""
        for node in self.graph:
            if node in held and node not in self.planned:
                self.settle_at(node, 0)
        for id, time in self.planned.items():
            if id in self.graph:
                self.settle_at(id, time)
                self.begin(id, 0)
        for node, number in self.waiting.items():
            if number == 0:
                self.meet(node, 0)

    def settle_at(self, node: Any, time: int) -> None:  # noqa: ANN401 - networkx is not typed
        heapq.heappush(self.queue, (time, self.order[node], node))

    def count(self, node: Any, later: Any, now: int) -> None:  # noqa: ANN401
        """Counts an arrow, once, and what its target then no longer waits for."""
        if (node, later) not in self.counted and later in self.waiting:
            self.counted.add((node, later))
            short = self.waiting[later] > 0
            self.waiting[later] -= self.graph.edges[node, later].get("amount", 1)
            if short and self.waiting[later] <= 0:
                self.meet(later, now)

    def meet(self, node: Any, now: int) -> None:  # noqa: ANN401
        """The node holds as soon as it can; a way in is begun now."""
        if node in self.planned or node in self.started:
            return
        self.settle_at(node, now + _weeks(self.graph, node))
        if self.timed and self.graph.nodes[node]["role"] == "route":
            self.started.add(node)
            for id in self.graph.successors(node):
                self.begin(id, now)

    def begin(self, id: str, now: int) -> None:
        """Counts the arrows of which the achievement is a co-requisite, and those of what it implies."""
        seen = {id}
        stack = [id] if self.timed else []
        while stack:
            one = stack.pop()
            for _, later, arrow in list(self.graph.out_edges(one, data=True)):
                if arrow["relation"] == "implies" and later not in seen:
                    seen.add(later)
                    stack.append(later)
                elif arrow.get("timing", "before") != "before" and later.achievement != id:
                    self.count(one, later, now)

    def start_jointly(self, now: int) -> bool:
        """Starts the most ways in that can only start jointly; whether there are any."""
        joint = set(self.timed - self.started)
        while joint:
            begun = {id: self._begun_by(way) for way in joint for id in self.graph.successors(way)}
            able = {way for way in joint if self.holds(way, way.achievement, begun)}
            if able == joint:
                break
            joint = able
        for way in sorted(joint):
            self.meet(way, now)
        return bool(joint)

    def _begun_by(self, way: Condition) -> AbstractSet[Any]:
        implications = nx.subgraph_view(self.graph, filter_edge=self._implies)
        ids = list(self.graph.successors(way))
        return set(ids).union(*(nx.descendants(implications, id) for id in ids))

    def _implies(self, one: Any, other: Any) -> bool:  # noqa: ANN401
        return bool(self.graph.edges[one, other]["relation"] == "implies")

    def holds(self, node: Any, of: str, begun: Mapping[str, AbstractSet[Any]]) -> bool:  # noqa: ANN401
        """Whether the node would hold with these begun: what is begun for the thing itself does not count."""
        total = 0
        number = threshold(self.graph, node)
        for source, _, arrow in self.graph.in_edges(node, data=True):
            timed = arrow.get("timing", "before") != "before"
            beside = timed and any(source in ids for id, ids in begun.items() if id != of)
            inner = isinstance(source, Condition) and self.holds(source, of, begun)
            if (source, node) in self.counted or beside or inner:
                total += arrow.get("amount", 1)
        return number is not None and total >= number


def _ways_with_corequisites(graph: nx.DiGraph) -> frozenset[Any]:
    arrows = graph.edges(data="timing", default="before")
    return frozenset(
        Condition(later.achievement, later.route) for _, later, timing in arrows if timing not in {"before", None}
    )


def generations(graph: nx.DiGraph) -> dict[Any, int]:
    """The length of the longest chain of arrows that ends in each node; what is on one cycle shares its place.

    The topological generations of the condensation, so cycles do no harm.
    """
    parts = nx.condensation(graph)
    return {
        node: generation
        for generation, components in enumerate(nx.topological_generations(parts))
        for component in components
        for node in parts.nodes[component]["members"]
    }


def conjuncts(requirement: Requirement) -> tuple[Requirement, ...]:
    """The parts that must all be met, nested ones included, each once and in the order written.

    >>> conjuncts(AllOf((Achieved("A"), AllOf((Achieved("B"), Achieved("A"))))))
    (Achieved(id='A'), Achieved(id='B'))
    """
    return tuple(dict.fromkeys(_conjuncts(requirement)))


def _conjuncts(requirement: Requirement) -> Iterator[Requirement]:
    if isinstance(requirement, AllOf):
        for part in requirement.parts:
            yield from _conjuncts(part)
    else:
        yield requirement


def _weeks(graph: nx.DiGraph, node: Hashable) -> int:
    weeks: int = graph.nodes[node].get("weeks", 0)
    return weeks


def _add_achievement(graph: nx.DiGraph, achievement: Achievement) -> None:
    graph.add_node(
        achievement.id,
        role="achievement",
        number=1,
        kind=achievement.kind,
        label=achievement.label or achievement.id,
        name=achievement.name,
    )


def _add_routes(graph: nx.DiGraph, achievement: Achievement, bare: Catalog | None) -> None:
    for implied in sorted(achievement.implies):
        _add_leaf(graph, implied)
        graph.add_edge(achievement.id, implied, relation="implies", strength="required")
    for route in achievement.routes:
        node = Condition(achievement.id, route.id)
        graph.add_node(node, role="route", number=ALL, label=route.label, weeks=route.weeks, cost=route.cost)
        graph.add_edge(node, achievement.id, relation="earns", strength="required")
        required = _required(bare, achievement.id, route)
        for place, part in enumerate(conjuncts(route.requires)):
            strength: Strength = "required" if part in required else "recommended"
            _add_part(graph, part, node, place, {"strength": strength})


def _required(bare: Catalog | None, id: str, route: Route) -> AbstractSet[Requirement]:
    """What the bare way in asks for; everything, if there is no such way in the bare catalog."""
    twins = bare[id].routes if bare is not None and id in bare else ()
    twin = next((other for other in twins if other.id == route.id), route)
    return set(conjuncts(twin.requires))


def _add_part(graph: nx.DiGraph, part: Requirement, into: Condition, place: int, arrow: dict[str, Any]) -> None:
    if isinstance(part, (Achieved, Concurrent, Together)):
        _add_leaf(graph, part.id)
        timing = "before" if isinstance(part, Achieved) else type(part).__name__.lower()
        if graph.has_edge(part.id, into):  # it is asked for in two ways: the second one gets a node of its own
            node = Condition(into.achievement, into.route, (*into.place, place))
            graph.add_node(node, role="condition", number=1)
            graph.add_edge(node, into, relation="requires", **arrow)
            into, arrow = node, {"strength": "required"}
        graph.add_edge(part.id, into, relation="requires", timing=timing, **arrow)
        return
    node = Condition(into.achievement, into.route, (*into.place, place))
    graph.add_node(node, **_attributes(part))
    graph.add_edge(node, into, relation="requires", **arrow)
    for position, (inner, counts) in enumerate(_parts(part)):
        _add_part(graph, inner, node, position, {"strength": "required"} | counts)


def _attributes(part: AllOf | AnyOf | AtLeast | SumOf | Prose) -> dict[str, Any]:
    match part:
        case Prose(text):
            return {"role": "prose", "text": text}
        case AtLeast(number):
            return {"role": "condition", "number": number}
        case SumOf(number, unit=unit):
            return {"role": "condition", "number": number, "unit": unit}
        case AnyOf():
            return {"role": "condition", "number": 1}
        case AllOf():
            return {"role": "condition", "number": ALL}


def _parts(part: AllOf | AnyOf | AtLeast | SumOf | Prose) -> list[tuple[Requirement, dict[str, int]]]:
    """What a condition is made of, and what each part counts for, if not for 1."""
    match part:
        case Prose():
            return []
        case SumOf(_, parts, amounts):
            return [(one, {"amount": amount}) for one, amount in zip(parts, amounts, strict=True)]
        case AllOf():
            return [(one, {}) for one in conjuncts(part)]
        case AnyOf(parts) | AtLeast(_, parts):
            return [(one, {}) for one in dict.fromkeys(parts)]


def _add_leaf(graph: nx.DiGraph, id: str) -> None:
    """What is required but described nowhere is a node all the same: it can be held, not earned."""
    if id not in graph:
        graph.add_node(id, role="achievement", number=1, kind="", label=id, name=id)
