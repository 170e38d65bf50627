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
from chartway.requirement import Achieved, AllOf, AnyOf, AtLeast, Prose, Requirement

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
    ``Condition`` in words  ``role`` "prose", ``text``: never known to hold
    ======================  ==============================================================================

    Arrows carry ``relation`` ("requires", "earns", "implies") and ``strength``: "recommended" is what a way in
    of ``catalog`` asks for beyond the same way in of ``bare``, everything else is "required".

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
    carried out.

    >>> from chartway.catalog import Achievement, Route
    >>> degree = Achievement("degree", routes=(Route("0", weeks=104_000),))
    >>> rhit = Achievement("RHIT", routes=(Route("0", Achieved("degree")),))
    >>> finish = earliest_finish(to_digraph(Catalog.of([degree, rhit])))
    >>> finish["degree"], finish["RHIT"]
    (104000, 104000)
    """
    order = {node: place for place, node in enumerate([*planned, *(node for node in graph if node not in planned)])}
    waiting = {node: number for node in graph if (number := threshold(graph, node)) is not None}
    queue = [(0, order[node], node) for node in graph if node in held and node not in planned]
    queue += [(time, order[node], node) for node, time in planned.items() if node in graph]
    queue += [(_weeks(graph, node), order[node], node) for node, number in waiting.items() if number == 0]
    heapq.heapify(queue)
    settled: dict[Any, int] = {}
    while queue:
        time, _, node = heapq.heappop(queue)
        if node in settled:
            continue
        settled[node] = time
        for later in graph.successors(node):
            waiting[later] = waiting.get(later, 0) - 1
            if waiting[later] == 0 and later not in planned:
                heapq.heappush(queue, (time + _weeks(graph, later), order[later], later))
    return settled


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
            _add_part(graph, part, node, place, strength)


def _required(bare: Catalog | None, id: str, route: Route) -> AbstractSet[Requirement]:
    """What the bare way in asks for; everything, if there is no such way in the bare catalog."""
    twins = bare[id].routes if bare is not None and id in bare else ()
    twin = next((other for other in twins if other.id == route.id), route)
    return set(conjuncts(twin.requires))


def _add_part(graph: nx.DiGraph, part: Requirement, into: Condition, place: int, strength: Strength) -> None:
    if isinstance(part, Achieved):
        _add_leaf(graph, part.id)
        graph.add_edge(part.id, into, relation="requires", strength=strength)
        return
    node = Condition(into.achievement, into.route, (*into.place, place))
    match part:
        case Prose(text):
            graph.add_node(node, role="prose", text=text)
        case AtLeast(number):
            graph.add_node(node, role="condition", number=number)
        case AnyOf():
            graph.add_node(node, role="condition", number=1)
        case AllOf():
            graph.add_node(node, role="condition", number=ALL)
    graph.add_edge(node, into, relation="requires", strength=strength)
    for position, inner in enumerate(() if isinstance(part, Prose) else _distinct(part)):
        _add_part(graph, inner, node, position, "required")


def _distinct(part: AllOf | AnyOf | AtLeast) -> tuple[Requirement, ...]:
    return conjuncts(part) if isinstance(part, AllOf) else tuple(dict.fromkeys(part.parts))


def _add_leaf(graph: nx.DiGraph, id: str) -> None:
    """What is required but described nowhere is a node all the same: it can be held, not earned."""
    if id not in graph:
        graph.add_node(id, role="achievement", number=1, kind="", label=id, name=id)
