"""Which part of a requirement graph is drawn: the plans, and the other ways in that could matter.

Everything that can lead to the goal, less what no picture needs: how to earn what is held, what is held beside
something that is not, a way in that asks for all of another and more, and a detour that would come later than what
it leads to. Arrows so always point forward in time. What is left out stays in the words about each thing.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

import networkx as nx

from chartway.plan import Plan
from chartway.requirement_graph import ALL, Condition, earliest_finish, relevant, threshold
from chartway.wording import measured

__all__ = ["UNCHOSEN", "contracted", "implied_by", "selected"]

Rank = tuple[float, int]
"""When something is held, and its place among what is held at the same time."""

NEVER: Rank = (math.inf, 0)
UNCHOSEN: frozenset[int] = frozenset()
"""The plans that take an arrow no plan takes."""

Node = Any
"""The id of an achievement, or a condition: networkx is not typed."""


def selected(graph: nx.DiGraph, goal: str, held: AbstractSet[str], plans: Sequence[Plan]) -> nx.DiGraph:
    """The part of ``to_digraph(prepared, goal, bare=bare)`` that is drawn, with the plans marked in it.

    Times are those of the first plan. Nodes are achievements (``held``, ``step`` its place in the first plan from 1,
    ``time`` its finish in thousandths of a week or None) and junctions (``role`` "junction", ``number``; "prose",
    ``text``). Arrows carry ``strength``, ``relation`` and ``chosen``, the numbers of the plans that take them.
    Conditions that one arrow alone could express are arrows.
    """
    holding = implied_by(graph, held)
    drawn = graph.copy()
    _count_sums(drawn)
    _leave_out_what_needs(drawn, goal)
    drawn.remove_edges_from([arrow for node in holding & set(graph) for arrow in graph.in_edges(node)])
    _weaken_recommended(drawn)
    plan = plans[0] if plans else None
    ranks = _ranks(drawn, holding, plan)
    _prefer_held(drawn, holding)
    _mark_chosen(drawn, holding, plans)
    _leave_out_detours(drawn, goal, ranks)
    _leave_out_supersets(drawn)
    _contract(drawn)
    _leave_out_met(drawn, holding)
    drawn = drawn.subgraph(relevant(drawn, goal)).copy()
    _describe(drawn, holding, plan, ranks)
    return drawn


def contracted(graph: nx.DiGraph) -> nx.DiGraph:
    """A part of a requirement graph as it is drawn where there is no plan: alike ways in once, few junctions."""
    drawn = graph.copy()
    _count_sums(drawn)
    nx.set_edge_attributes(drawn, values=UNCHOSEN, name="chosen")
    _weaken_recommended(drawn)
    _leave_out_supersets(drawn)
    _contract(drawn)
    return drawn


def implied_by(graph: nx.DiGraph, held: AbstractSet[str]) -> frozenset[str]:
    """What is held, and what is held with it at no cost."""
    implications = _implications(graph)
    return frozenset(held).union(*(nx.descendants(implications, id) for id in held if id in implications))


def _is_achievement(graph: nx.DiGraph, node: Hashable) -> bool:
    return bool(graph.nodes[node]["role"] == "achievement")


def _achievements(graph: nx.DiGraph) -> list[str]:
    return [node for node in graph if _is_achievement(graph, node)]


def _conditions(graph: nx.DiGraph) -> list[Condition]:
    """Conditions, the innermost first: a longer place is deeper."""
    return sorted((node for node in graph if not _is_achievement(graph, node)), key=lambda node: -len(node.place))


def _count_sums(graph: nx.DiGraph) -> None:
    """A sum is drawn as the least number of arrows that can come to it; ``asks`` says what it really asks for."""
    for node in [node for node, unit in graph.nodes(data="unit") if unit is not None]:
        amounts = sorted((amount for _, _, amount in graph.in_edges(node, data="amount")), reverse=True)
        number, unit = graph.nodes[node]["number"], graph.nodes[node]["unit"]
        fewest = sum(total < number for total in accumulate(amounts, initial=0))
        graph.nodes[node].update(number=fewest, asks=f"{measured(number, unit)} of these")
        for source in graph.predecessors(node):
            del graph.edges[source, node]["amount"]


def _leave_out_what_needs(graph: nx.DiGraph, goal: str) -> None:
    """What needs the goal leads nowhere on the way to it; taking the arrow alone would leave it for free."""
    arrows, unmet = list(graph.out_edges(goal)), list[Node]()
    while arrows:
        part, node = arrows.pop()
        if not graph.has_edge(part, node):
            continue
        graph.remove_edge(part, node)
        number = graph.nodes[node]["number"]
        if not _is_achievement(graph, node) and (number == ALL or graph.in_degree(node) < number):
            unmet.append(node)
            arrows += graph.out_edges(node)
    graph.remove_nodes_from(unmet)


def _weaken_recommended(graph: nx.DiGraph) -> None:
    """What a recommended condition is made of is recommended too."""
    for node in reversed(_conditions(graph)):
        if any(strength == "recommended" for _, _, strength in graph.out_edges(node, data="strength")):
            for required, _ in graph.in_edges(node):
                graph.edges[required, node]["strength"] = "recommended"


def _ranks(graph: nx.DiGraph, held: AbstractSet[str], plan: Plan | None) -> dict[Node, Rank]:
    """When everything is held: the steps as planned, the rest at its earliest."""
    planned = {step.achievement: step.finish for step in plan.steps} if plan else {}
    finish = earliest_finish(graph, held, planned)
    ranks: dict[Node, Rank] = {node: (time, place) for place, (node, time) in enumerate(finish.items())}
    for node in _conditions(graph):
        number = threshold(graph, node)
        parts = sorted(ranks.get(part, NEVER) for part in graph.predecessors(node))
        ranks[node] = NEVER if number is None or number > len(parts) else parts[number - 1] if number else (0, 0)
    return ranks


def _prefer_held(graph: nx.DiGraph, held: AbstractSet[str]) -> None:
    """A choice that is already met by what is held is no choice."""
    for node in _conditions(graph):
        met = held & set(graph.predecessors(node))
        if met and graph.nodes[node].get("number") == 1:
            graph.remove_edges_from([(other, node) for other in graph.predecessors(node) if other not in met])


def _mark_chosen(graph: nx.DiGraph, held: AbstractSet[str], plans: Sequence[Plan]) -> None:
    nx.set_edge_attributes(graph, values=UNCHOSEN, name="chosen")
    for number, plan in enumerate(plans):
        for step in plan.steps:
            route = Condition(step.achievement, step.route)
            if route in graph:
                _take(graph, (route, step.achievement), number)
                others = [other for other in plan.steps if other != step]
                when = dict.fromkeys(held, 0)
                when |= {other.achievement: other.finish for other in others if other.finish <= step.start}
                beside = {other.achievement: other.start for other in others if other.start <= step.start}
                _choose(graph, route, _Times(number, when, beside | when))


def _take(graph: nx.DiGraph, arrow: tuple[Node, Node], plan: int) -> None:
    graph.edges[arrow]["chosen"] |= {plan}


class _Times(NamedTuple):
    """What can be rested on at a step of a plan: ``when`` it holds, and ``beside`` it counts as a co-requisite."""

    plan: int
    when: Mapping[str, int]
    beside: Mapping[str, int]


def _choose(graph: nx.DiGraph, node: Node, times: _Times) -> None:
    """Mark the arrows that meet a condition: the first to hold, as many as needed."""
    moments = {part: _met(graph, part, node, times) for part in graph.predecessors(node)}
    met = sorted((part for part in moments if moments[part] is not None), key=lambda part: moments[part] or 0)
    number = graph.nodes[node].get("number", ALL)
    for part in met if number == ALL else met[:number]:
        _take(graph, (part, node), times.plan)
        if not _is_achievement(graph, part):
            _choose(graph, part, times)
        elif part not in (counts := _counting(graph, part, node, times)):
            for arrow in pairwise(nx.shortest_path(_implications(graph), _implying(graph, part, counts), part)):
                _take(graph, arrow, times.plan)


def _counting(graph: nx.DiGraph, part: Node, node: Node, times: _Times) -> Mapping[str, int]:
    """What counts for an arrow from when on: what holds, and if it asks for a co-requisite, what is under way."""
    return times.when if graph.edges[part, node].get("timing", "before") == "before" else times.beside


def _met(graph: nx.DiGraph, part: Node, node: Node, times: _Times) -> int | None:
    """When the arrow from a part to a node is met; None if it is not."""
    if _is_achievement(graph, part):
        counts = _counting(graph, part, node, times)
        first = part if part in counts else _implying(graph, part, counts)
        return None if first is None else counts[first]
    number = threshold(graph, part)
    moments = [_met(graph, inner, part, times) for inner in graph.predecessors(part)]
    known = sorted(moment for moment in moments if moment is not None)
    if number is None or len(known) < number:
        return None
    return known[number - 1] if number else 0


def _implying(graph: nx.DiGraph, node: str, when: Mapping[str, int]) -> str | None:
    """The first thing held that implies it."""
    implications = _implications(graph)
    above = nx.ancestors(implications, node) if node in implications else set()
    return min(above & set(when), key=lambda other: (when[other], other), default=None)


def _implications(graph: nx.DiGraph) -> nx.DiGraph:
    return graph.edge_subgraph([arrow for arrow in graph.edges if graph.edges[arrow]["relation"] == "implies"])


def _leave_out_detours(graph: nx.DiGraph, goal: str, ranks: dict[Node, Rank]) -> None:
    """A choice that would be ready later than what it leads to; the goal shows all its ways in."""
    for part, node in list(graph.edges):
        owner = node if _is_achievement(graph, node) else node.achievement
        choice = graph.nodes[node].get("number") not in {None, ALL}
        late = ranks.get(part, NEVER) > ranks.get(owner, NEVER)
        if choice and late and owner != goal and not graph.edges[part, node]["chosen"]:
            graph.remove_edge(part, node)


def _leave_out_supersets(graph: nx.DiGraph) -> None:
    """Of two ways in of which one asks for all the other does, a chosen one stays, else the one that asks less."""
    for achievement in _achievements(graph):
        ways = list(graph.predecessors(achievement))
        needs = {way: _needs(graph, way) for way in ways}
        ways.sort(key=lambda way: (not graph.edges[way, achievement]["chosen"], len(needs[way])))
        kept: list[Node] = []
        for way in ways:
            chosen = {other for other in kept if graph.edges[other, achievement]["chosen"]}
            taken = bool(graph.edges[way, achievement]["chosen"])
            if not taken and (
                any(needs[other] <= needs[way] for other in kept) or any(needs[way] <= needs[other] for other in chosen)
            ):
                graph.remove_edge(way, achievement)
            else:
                kept.append(way)


def _needs(graph: nx.DiGraph, way: Node) -> frozenset[Hashable]:
    if _is_achievement(graph, way):
        return frozenset([way])
    return frozenset(_signature(graph, part) for part in graph.predecessors(way))


def _signature(graph: nx.DiGraph, node: Node) -> Hashable:
    """Equal for conditions that ask for the same."""
    if _is_achievement(graph, node):
        return str(node)
    asked = frozenset(_signature(graph, part) for part in graph.predecessors(node))
    return (graph.nodes[node].get("number"), graph.nodes[node].get("text", ""), asked)


def _contract(graph: nx.DiGraph) -> None:
    """Leave a junction only where one arrow, or several that are needed together, would not say it."""
    for achievement in _achievements(graph):
        ways = list(graph.predecessors(achievement))
        if len(ways) > 1:
            _join(graph, achievement, ways)
    plain = True
    while plain:
        plain = sum(_spliced(graph, node) for node in _conditions(graph)) > 0


def _join(graph: nx.DiGraph, achievement: str, ways: list[Node]) -> None:
    """Several ways in meet in one junction "any one of"."""
    junction = Condition(achievement, "", ())
    graph.add_node(junction, role="junction", number=1)
    chosen = UNCHOSEN.union(*(graph.edges[way, achievement]["chosen"] for way in ways))
    for way in ways:
        attributes = graph.edges[way, achievement]
        graph.add_edge(way, junction, **attributes)
        graph.remove_edge(way, achievement)
    graph.add_edge(junction, achievement, relation="requires", strength="required", chosen=chosen)


def _spliced(graph: nx.DiGraph, node: Condition) -> bool:
    """Join the arrows into a condition to its arrow out, where the target would mean the same; whether it was done."""
    if graph.nodes[node]["role"] == "prose" or graph.out_degree(node) != 1:
        return False
    (target,) = graph.successors(node)
    number = graph.nodes[node]["number"]
    if number != ALL and graph.in_degree(node) < number:
        graph.nodes[node].update(role="prose", text="nothing is known to meet this")
        return False
    if "asks" in graph.nodes[node]:
        graph.nodes[node]["role"] = "junction"
        return False
    onward = ALL if _is_achievement(graph, target) else graph.nodes[target].get("number")
    if graph.in_degree(node) > 1 and number != onward:
        graph.nodes[node]["role"] = "junction"
        return False
    leaving = graph.edges[node, target]
    for part, _, arriving in list(graph.in_edges(node, data=True)):
        weak = "recommended" in {arriving["strength"], leaving["strength"]}
        strength = "recommended" if weak else "required"
        chosen = arriving["chosen"] & leaving["chosen"]
        if graph.has_edge(part, target):
            graph.edges[part, target]["chosen"] |= chosen
        else:
            graph.add_edge(part, target, relation=arriving["relation"], strength=strength, chosen=chosen)
    graph.remove_node(node)
    return True


def _leave_out_met(graph: nx.DiGraph, held: AbstractSet[str]) -> None:
    """What is held anyway is drawn only where nothing else is required: else it would lead to everything."""
    for node in graph:
        if not _is_achievement(graph, node) and graph.nodes[node].get("number") != ALL:
            continue
        required = [part for part, _, strength in graph.in_edges(node, data="strength") if strength == "required"]
        met = [part for part in required if part in held]
        if len(met) < len(required):
            graph.remove_edges_from([(part, node) for part in met])


def _describe(graph: nx.DiGraph, held: AbstractSet[str], plan: Plan | None, ranks: dict[Node, Rank]) -> None:
    steps = {step.achievement: number for number, step in enumerate(plan.steps, 1)} if plan else {}
    for node in _achievements(graph):
        time = ranks.get(node, NEVER)[0]
        graph.nodes[node].update(held=node in held, step=steps.get(node), time=None if time == math.inf else int(time))
