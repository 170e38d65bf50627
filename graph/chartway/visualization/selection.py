"""Which part of a requirement graph is drawn: the plans, and the other ways in that could matter.

Everything that can lead to the goal, less what no picture needs: how to earn what is held, what is held beside
something that is not, a second way in that asks for the same, and a detour that would come later than what it leads
to. Arrows so always point forward in time. What is left out stays in the words about each thing.
Where there is no goal, every arrow of the requirement graph is drawn.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import accumulate, pairwise, product
from typing import Any, NamedTuple

import networkx as nx

from chartway.plan import Plan
from chartway.requirement_graph import ALL, Condition, earliest_finish, narrowed, threshold
from chartway.wording import measured

__all__ = ["UNCHOSEN", "contracted", "implied_by", "selected"]

Rank = tuple[float, int]
"""When something is held, and its place among what is held at the same time."""

NEVER: Rank = (math.inf, sys.maxsize)
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
    _leave_out_what_needs(drawn, goal)
    drawn.remove_edges_from([arrow for node in holding & set(graph) for arrow in graph.in_edges(node)])
    _weaken_recommended(drawn)
    plan = plans[0] if plans else None
    _prefer_held(drawn, holding)
    _mark_chosen(drawn, goal, holding, plans)
    ranks = _ranks(drawn, holding, plan)
    _leave_out_detours(drawn, goal, ranks)
    _count_sums(drawn)
    _leave_out_alike(drawn)
    _share(drawn)
    _contract(drawn)
    _leave_out_met(drawn, holding)
    _splice(drawn)
    drawn = narrowed(drawn, goal)
    _describe(drawn, holding, plan, ranks)
    return drawn


def contracted(graph: nx.DiGraph) -> nx.DiGraph:
    """A requirement graph as it is drawn where there is no plan: every way in, alike ones once, few junctions.

    What a thing asks for leads there directly or through junctions alone, and nothing else does.

    >>> from chartway.catalog import Achievement, Catalog, Route
    >>> from chartway.requirement import Achieved
    >>> from chartway.requirement_graph import to_digraph
    >>> ways = (Route("day"), Route("evening"), Route("transfer", Achieved("HIT 2")))
    >>> drawn = contracted(to_digraph(Catalog.of([Achievement("MAT 1", routes=ways), Achievement("HIT 2")])))
    >>> sorted(node if isinstance(node, str) else node.route or "any one of" for node in drawn)
    ['HIT 2', 'MAT 1', 'any one of', 'day']
    """
    drawn = graph.copy()
    _count_sums(drawn)
    nx.set_edge_attributes(drawn, values=UNCHOSEN, name="chosen")
    _weaken_recommended(drawn)
    _leave_out_alike(drawn)
    _share(drawn)
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
        amount = measured(number, unit) if unit else f"{measured(number)} in sum"
        graph.nodes[node].update(number=fewest, asks=f"{amount} of these")


def _leave_out_what_needs(graph: nx.DiGraph, goal: str) -> None:
    """What needs the goal leads nowhere on the way to it; taking the arrow alone would leave it for free."""
    arrows, unmet = list(graph.out_edges(goal)), list[Node]()
    while arrows:
        part, node = arrows.pop()
        if not graph.has_edge(part, node):
            continue
        graph.remove_edge(part, node)
        all_asked = graph.nodes[node]["number"] == ALL
        if not _is_achievement(graph, node) and (all_asked or _enough(graph, node, graph.predecessors(node)) is None):
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
    """When everything is held: the steps and what comes with them as planned, the rest at its earliest.

    What can never be held comes in the order in which it could, if all were held that nobody knows how to earn.
    """
    planned = _planned(graph, plan) if plan else {}
    finish = earliest_finish(graph, held, planned)
    ranks: dict[Node, Rank] = {node: (time, place) for place, (node, time) in enumerate(finish.items())}
    closed = {id for id in _achievements(graph) if id not in finish and not any(_ways_in(graph, id))}
    for place, node in enumerate(earliest_finish(graph, held | closed, planned)):
        ranks.setdefault(node, (math.inf, place))
    for node in _conditions(graph):
        parts = sorted(graph.predecessors(node), key=lambda part: ranks.get(part, NEVER))
        enough = _enough(graph, node, parts)
        ranks[node] = NEVER if enough is None else max((ranks.get(part, NEVER) for part in enough), default=(0, 0))
    return ranks


def _planned(graph: nx.DiGraph, plan: Plan) -> dict[str, int]:
    """When the plan has each of its steps, and of what they imply that on which it rests, in its order."""
    rested_on = graph.edge_subgraph(
        [arrow for arrow in _implications(graph).edges if 0 in graph.edges[arrow]["chosen"]]
    )
    steps, found = {step.achievement for step in plan.steps}, dict[str, int]()
    for step in plan.steps:
        found[step.achievement] = step.finish
        implied = nx.descendants(rested_on, step.achievement) if step.achievement in rested_on else set()
        for id in sorted(implied - steps):
            found.setdefault(id, step.finish)
    return found


def _ways_in(graph: nx.DiGraph, id: str) -> Iterator[Condition]:
    return (way for way in graph.predecessors(id) if not _is_achievement(graph, way))


def _enough(graph: nx.DiGraph, node: Node, parts: Iterable[Node]) -> list[Node] | None:
    """The first of these parts that come to what a condition asks for; None if all of them do not."""
    number, total, taken = threshold(graph, node), 0, list[Node]()
    if number is None:
        return None
    for part in parts:
        if total >= number:
            break
        total += graph.edges[part, node].get("amount", 1)
        taken.append(part)
    return taken if total >= number else None


def _prefer_held(graph: nx.DiGraph, held: AbstractSet[str]) -> None:
    """A choice that is already met by what is held is no choice."""
    for node in _conditions(graph):
        met = held & set(graph.predecessors(node))
        if met and graph.nodes[node].get("number") == 1:
            graph.remove_edges_from([(other, node) for other in graph.predecessors(node) if other not in met])


def _mark_chosen(graph: nx.DiGraph, goal: str, held: AbstractSet[str], plans: Sequence[Plan]) -> None:
    """Mark what each plan takes: its ways in, what they rest on, and what brings the goal if no way to it does."""
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
        finish = {step.achievement: step.finish for step in plan.steps}
        if goal not in finish and goal not in held:
            _take_implied(graph, goal, finish, number)


def _take_implied(graph: nx.DiGraph, id: str, counts: Mapping[str, int], plan: int) -> None:
    """Mark the arrows from the first thing held that implies it."""
    first = _implying(graph, id, counts)
    if first is not None:
        for arrow in pairwise(nx.shortest_path(_implications(graph), first, id)):
            _take(graph, arrow, plan)


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
    enough = _enough(graph, node, met)
    for part in met if enough is None else enough:
        _take(graph, (part, node), times.plan)
        if not _is_achievement(graph, part):
            _choose(graph, part, times)
        elif part not in (counts := _counting(graph, part, node, times)):
            _take_implied(graph, part, counts, times.plan)


def _counting(graph: nx.DiGraph, part: Node, node: Node, times: _Times) -> Mapping[str, int]:
    """What counts for an arrow from when on: what holds, and if it asks for a co-requisite, what is under way."""
    return times.when if graph.edges[part, node].get("timing", "before") == "before" else times.beside


def _met(graph: nx.DiGraph, part: Node, node: Node, times: _Times) -> int | None:
    """When the arrow from a part to a node is met; None if it is not."""
    if _is_achievement(graph, part):
        counts = _counting(graph, part, node, times)
        first = part if part in counts else _implying(graph, part, counts)
        return None if first is None else counts[first]
    moments = {inner: _met(graph, inner, part, times) for inner in graph.predecessors(part)}
    known = {inner: moment for inner, moment in moments.items() if moment is not None}
    enough = _enough(graph, part, sorted(known, key=lambda inner: known[inner]))
    return None if enough is None else max((known[inner] for inner in enough), default=0)


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
        ready, wanted = ranks.get(part, NEVER), ranks.get(owner, NEVER)
        late = ready > wanted and (ready != NEVER or wanted[0] < math.inf)  # words stand where nothing else is known
        if choice and late and owner != goal and not graph.edges[part, node]["chosen"]:
            graph.remove_edge(part, node)


def _leave_out_alike(graph: nx.DiGraph) -> None:
    """Ways in that ask for the same are drawn once, as is what leads there anyhow; a chosen one stays."""
    for achievement in _achievements(graph):
        arrows = graph.in_edges(achievement, data="chosen")
        ways = [way for way, _, chosen in sorted(arrows, key=lambda arrow: not arrow[2])]
        seen = set[frozenset[Hashable]]()
        for way in ways:
            needs = _needs(graph, way)
            if needs in seen and not graph.edges[way, achievement]["chosen"]:
                graph.remove_edge(way, achievement)
            seen.add(needs)
    for node in reversed(_conditions(graph)):  # what they were made of
        if not graph.out_degree(node):
            graph.remove_node(node)


def _needs(graph: nx.DiGraph, way: Node) -> frozenset[Hashable]:
    if _is_achievement(graph, way):
        return frozenset([way])
    return frozenset(_signature(graph, part) for part in graph.predecessors(way))


def _signature(graph: nx.DiGraph, node: Node) -> Hashable:
    """Equal for conditions that ask for the same."""
    if _is_achievement(graph, node):
        return str(node)
    arrows = graph.in_edges(node, data="amount")
    asked = frozenset((_signature(graph, part), amount) for part, _, amount in arrows)
    attributes = graph.nodes[node]
    return (attributes.get("number"), attributes.get("asks", ""), attributes.get("text", ""), asked)


def _share(graph: nx.DiGraph) -> None:
    """What several ways in to a thing ask for alike is drawn once."""
    found = dict[Hashable, Condition]()
    for node in _conditions(graph):
        whole = graph.nodes[node]["role"] == "prose" or graph.in_degree(node) > 1
        if node.place and whole:
            first = found.setdefault((node.achievement, _meant(graph, node)), node)
            if first != node:
                _stand_for(graph, first, node)
    for achievement in _achievements(graph):
        _build_on(graph, {way: _asked(graph, way) for way in graph.predecessors(achievement)})


def _meant(graph: nx.DiGraph, node: Condition) -> Hashable:
    """Equal for conditions that are the same to the letter, once what they are made of is shared."""
    attributes = graph.nodes[node]
    words = tuple(attributes.get(name) for name in ("number", "asks", "text"))
    arrows = graph.in_edges(node, data=True)
    return (words, frozenset((part, *map(arrow.get, ("strength", "timing", "amount"))) for part, _, arrow in arrows))


def _stand_for(graph: nx.DiGraph, first: Condition, node: Condition) -> None:
    """The first of two equal conditions leads where both did."""
    for part, _, chosen in graph.in_edges(node, data="chosen"):
        graph.edges[part, first]["chosen"] |= chosen
    for _, target, arrow in list(graph.out_edges(node, data=True)):
        graph.add_edge(first, target, **_stronger(graph.get_edge_data(first, target), arrow))
    graph.remove_node(node)


def _asked(graph: nx.DiGraph, way: Node) -> frozenset[Hashable]:
    """The arrows into a way in; none of what implies the thing, which is no way in."""
    return frozenset() if _is_achievement(graph, way) else frozenset(graph.in_edges(way, data="strength"))


def _build_on(graph: nx.DiGraph, ways: Mapping[Node, frozenset[Any]]) -> None:
    """A way in that asks for all of another and more is that one and more."""
    asked = {way: frozenset((part, strength) for part, _, strength in arrows) for way, arrows in ways.items()}
    by_part: dict[Hashable, list[Node]] = {}
    for way in ways:
        if len(asked[way]) > 1:
            by_part.setdefault(min(asked[way], key=str), []).append(way)
    for way in ways:
        less = [other for pair in asked[way] for other in by_part.get(pair, ()) if asked[other] < asked[way]]
        base = max(less, key=lambda other: (len(asked[other]), other), default=None)
        if base is not None:
            chosen = UNCHOSEN
            for part, _ in asked[base]:
                chosen |= graph.edges[part, way]["chosen"]
                graph.remove_edge(part, way)
            graph.add_edge(base, way, relation="requires", strength="required", chosen=chosen)


def _contract(graph: nx.DiGraph) -> None:
    """Leave a junction only where one arrow, or several that are needed together, would not say it."""
    for achievement in _achievements(graph):
        ways = list(graph.predecessors(achievement))
        if len(ways) > 1:
            _join(graph, achievement, ways)
    _splice(graph)


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


def _splice(graph: nx.DiGraph) -> None:
    plain = True
    while plain:
        plain = sum(_spliced(graph, node) for node in _conditions(graph)) > 0


def _spliced(graph: nx.DiGraph, node: Condition) -> bool:
    """Join the arrows into a condition to its arrow out, where the target would mean the same; whether it was done."""
    if graph.nodes[node]["role"] == "prose":
        return False
    targets = list(graph.successors(node))
    number = graph.nodes[node]["number"]
    if number != ALL and graph.in_degree(node) < number:
        graph.nodes[node].update(role="prose", text="nothing is known to meet this")
        return False
    shared = len(targets) > 1 and graph.in_degree(node) > 1
    if shared or "asks" in graph.nodes[node] or not all(_says_the_same(graph, node, target) for target in targets):
        graph.nodes[node]["role"] = "junction"
        return False
    for part, target in product(list(graph.predecessors(node)), targets):
        arrow = _through(graph.edges[part, node], graph.edges[node, target])
        graph.add_edge(part, target, **_stronger(graph.get_edge_data(part, target), arrow))
    graph.remove_node(node)
    return True


def _through(arriving: Mapping[str, Any], leaving: Mapping[str, Any]) -> dict[str, Any]:
    """Two arrows, one after the other, as one."""
    weak = "recommended" in {arriving["strength"], leaving["strength"]}
    return {
        "relation": arriving["relation"],
        "strength": "recommended" if weak else "required",
        "chosen": arriving["chosen"] & leaving["chosen"],
    }


def _says_the_same(graph: nx.DiGraph, node: Condition, target: Node) -> bool:
    """Whether the arrows into a condition would mean the same if they led to its target: any in any, all in all."""
    number, parts = graph.nodes[node]["number"], list(graph.predecessors(node))
    onward = ALL if _is_achievement(graph, target) else graph.nodes[target].get("number")
    if onward not in {1, ALL} and any(graph.has_edge(part, target) for part in parts):
        return False  # it counts twice there
    if not parts:
        return bool(onward == ALL)  # where one of several asks for nothing, that is one of them
    return number in {1, ALL} and (len(parts) == 1 or number == onward)


def _stronger(drawn: dict[str, Any] | None, arrow: dict[str, Any]) -> dict[str, Any]:
    """Two arrows between the same things as one."""
    if drawn is None:
        return arrow
    strengths = {drawn["strength"], arrow["strength"]}
    strength = "required" if "required" in strengths else arrow["strength"]
    return {**drawn, "strength": strength, "chosen": drawn["chosen"] | arrow["chosen"]}


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
        time, place = ranks.get(node, NEVER)
        known = None if time == math.inf else int(time)
        graph.nodes[node].update(held=node in held, step=steps.get(node), time=known, settled=(time, place))
