"""The surroundings of a thing: what it requires, what asks for it, what it counts as and leads to.

Of a body all it issues is drawn with what that requires, of a programme its courses and what they ask for, and of a
requirement graph without a goal everything there is.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import networkx as nx

from chartway.errors import UnknownNameError
from chartway.requirement import Achieved, ids_of, prose_of
from chartway.requirement_graph import Condition, conjuncts, earliest_finish, generations, to_digraph
from chartway.visualization.axis import forward
from chartway.visualization.composition import Composition
from chartway.visualization.picture import Headline, Picture
from chartway.visualization.selection import UNCHOSEN, contracted, implied_by
from chartway.visualization.shape import kind_of
from chartway.visualization.world import World
from chartway.wording import counted, listed

__all__ = ["ASKED", "Surroundings", "counts", "picture_of_all", "picture_of_thing"]

STEPS = 2
"""How far the surroundings of a thing reach, in arrows."""
MOST = 40
"""Things that are drawn around one at most, before it is one step instead of two."""
ROWS = 7
"""Things that may stand above each other at least; many things stand in as many rows as the picture is wide."""
MOST_GIVEN = 20
"""To so many things a body has an arrow, whatever else leads there."""
LOOSE_ROWS = 3
"""Rows for what leads nowhere, such as retired credentials: a tower of them would leave the rest of the sheet empty."""
GIVES = frozenset({"issues", "teaches"})
"""What a body does to things."""
PARTS = frozenset({"is part of", *GIVES})
"""What makes a thing the whole of others."""
Strength = Literal["required", "recommended", "one of several"]
"""How a thing asks for another."""
ASIDE = PARTS | {"is a kind of"}
"""What leads nowhere: dozens of colleges teach a kind of one degree."""
ASKED: Mapping[Strength, str] = {
    "required": "is required for",
    "recommended": "is recommended for",
    "one of several": "is asked for on one of several ways to",
}

Node = Any
"""The id of an achievement, or a condition: networkx is not typed."""


def picture_of_thing(world: World, id: str, held: AbstractSet[str] = frozenset(), start: str = "") -> Picture:
    """The picture of a thing among what it requires and what asks for it; of a body or programme, of its parts.

    Args:
        world: what is known.
        id: the thing; what stands out in the picture.
        held: what is held from the start.
        start: the same in words.

    Raises:
        UnknownNameError: nothing has that id.
    """
    if id not in world.prepared and id not in world.others:
        raise UnknownNameError(id)
    surroundings = Surroundings(world)
    explained, drawn = surroundings.around(id)
    graph = surroundings.graph(explained, drawn, id)
    name, label = world.thing(id).name, world.thing(id).label
    headline = Headline(name, label if label != name else "", start, _summary(world, surroundings, id, drawn))
    return _composition(world, graph, id, frozenset(held)).picture("part", headline, surroundings.title(id))


def picture_of_all(world: World, name: str, held: AbstractSet[str] = frozenset()) -> Picture:
    """The picture of everything in a requirement graph, called ``name``."""
    surroundings = Surroundings(world)
    ids = frozenset(world.prepared.achievements)
    headline = Headline(name, summary=counts(world, ids))
    graph = surroundings.graph(ids, ids, "")
    return _composition(world, graph, "", frozenset(held)).picture("part", headline, "Everything in it")


@dataclass(frozen=True)
class Surroundings:
    """What leads where from thing to thing."""

    world: World

    @cached_property
    def before(self) -> Mapping[str, list[str]]:
        """What each thing asks for on any way, is implied by, or is led to by."""
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for id, achievement in self.world.prepared.achievements.items():
            for implied in sorted(achievement.implies):
                found[implied][id] = None
            found[id].update(dict.fromkeys(sorted(self.asked(id))))
        for relation in self.world.relations:
            if relation.meaning not in ASIDE:
                found[relation.target][relation.source] = None
        return {id: list(others) for id, others in found.items()}

    @cached_property
    def after(self) -> Mapping[str, list[str]]:
        """The same arrows from their beginnings."""
        found: dict[str, list[str]] = defaultdict(list)
        for id, others in sorted(self.before.items()):
            for other in others:
                found[other].append(id)
        return found

    def asked(self, id: str) -> frozenset[str]:
        """What the thing asks for on any way to it."""
        return frozenset[str]().union(*(ids_of(route.requires) for route in self.world.thing(id).routes))

    def parts(self, id: str) -> frozenset[str]:
        """What a body issues or teaches, or a programme consists of."""
        relations = self.world.relations
        issued = {one.target for one in relations if one.source == id and one.meaning in GIVES}
        return frozenset(
            issued or {one.source for one in relations if one.target == id and one.meaning == "is part of"}
        )

    def around(self, id: str) -> tuple[frozenset[str], frozenset[str]]:
        """What is explained, its ways in drawn whole, and all that is drawn."""
        if parts := self.parts(id):
            explained = parts | {id}
            return explained, explained.union(*map(self.asked, explained))
        near = [frozenset({id}) | _reached(self.before, id, steps) for steps in range(STEPS + 1)]
        explained = near[STEPS - 1] if len(near[STEPS]) <= MOST else frozenset({id})
        drawn = explained.union(*(self.before.get(one, ()) for one in explained))
        later = [_reached(self.after, id, steps) for steps in range(STEPS + 1)]
        return explained, drawn | (later[STEPS] if len(drawn | later[STEPS]) <= MOST else later[1])

    def graph(self, explained: frozenset[str], drawn: frozenset[str], focus: str) -> nx.DiGraph:
        """The part of the requirement graph that is drawn."""
        world = self.world
        whole = to_digraph(world.prepared, bare=world.bare)
        conditions = [node for node in whole if isinstance(node, Condition) and node.achievement in explained]
        graph = contracted(_part(whole, drawn.union(conditions)))
        for id in sorted(drawn - set(graph)):
            one = world.thing(id)
            graph.add_node(id, role="achievement", number=1, kind=one.kind, label=one.label or id, name=one.name)
        before = explained.union(*(self.before.get(id, ()) for id in explained))
        later = drawn - before
        for id in sorted(later):
            for other in sorted(self.asked(id) & ({focus} | later)):
                if not graph.has_edge(other, id):
                    _add(graph, (other, id), "asks", strength := self.strength(other, id), ASKED[strength])
        self._relate(graph, explained)
        graph.remove_edges_from([(a, b) for a, b in graph.edges if a in later and b in before - {focus}])
        graph.remove_nodes_from([id for id in sorted(drawn - explained) if not graph.degree(id)])
        return graph

    def strength(self, part: str, id: str) -> Strength:
        """How a thing asks for another."""
        bare = self.world.bare[id].routes if id in self.world.bare else ()
        if not any(part in ids_of(route.requires) for route in bare):
            return "recommended"
        always = all(Achieved(part) in conjuncts(route.requires) for route in self.world.thing(id).routes)
        return "required" if always else "one of several"

    def _relate(self, graph: nx.DiGraph, explained: AbstractSet[str]) -> None:
        """Add what is said of two drawn things beside requirements.

        Of what a large body gives, only that to which nothing else leads: dozens of arrows from one card are a web.
        """
        for one in sorted(self.world.relations, key=lambda one: one.meaning in GIVES):
            if one.source not in graph or one.target not in graph or not {one.source, one.target} & set(explained):
                continue
            large = one.meaning in GIVES and len(self.parts(one.source)) > MOST_GIVEN
            anyhow = large and graph.degree(one.target) > 0
            if not anyhow and not graph.has_edge(one.source, one.target):
                _add(graph, (one.source, one.target), "said", "related", one.meaning)
        _leave_out_onward_parts(graph)

    def title(self, id: str) -> str:
        """What the picture shows, as a heading."""
        if self.world.thing(id).kind == "body":
            return "All it issues and teaches, and what that requires"
        if self.parts(id):
            return "What it consists of, and what that requires"
        return "What it requires, and what asks for it"


def _part(graph: nx.DiGraph, nodes: AbstractSet[Node]) -> nx.DiGraph:
    """The graph of some nodes, in its order; that of a subgraph of networkx differs from run to run."""
    part = nx.DiGraph()
    part.add_nodes_from((node, attributes.copy()) for node, attributes in graph.nodes(data=True) if node in nodes)
    part.add_edges_from((a, b, data.copy()) for a, b, data in graph.edges(data=True) if a in nodes and b in nodes)
    return part


def _add(graph: nx.DiGraph, arrow: tuple[str, str], relation: str, strength: str, meaning: str) -> None:
    graph.add_edge(*arrow, relation=relation, strength=strength, chosen=UNCHOSEN, meaning=meaning)


def _leave_out_onward_parts(graph: nx.DiGraph) -> None:
    """Of the parts of a whole, only those that no other part builds on point to it."""
    for source, target, meaning in sorted(graph.edges(data="meaning", default=""), key=str):
        if meaning in PARTS - GIVES:
            attributes = graph.edges[source, target]
            graph.remove_edge(source, target)
            if not nx.has_path(graph, source, target):
                graph.add_edge(source, target, **attributes)


def _reached(arrows: Mapping[str, Iterable[str]], id: str, steps: int) -> frozenset[str]:
    """What so many arrows or fewer lead to from a thing, without itself."""
    found, edge = {id}, [id]
    for _ in range(steps):
        edge = [other for one in edge for other in arrows.get(one, ()) if other not in found]
        found.update(edge)
    return frozenset(found - {id})


def _composition(world: World, graph: nx.DiGraph, focus: str, held: frozenset[str]) -> Composition:
    whole = to_digraph(world.prepared)
    finish = earliest_finish(whole, held)
    settled = {node: (float(time), place) for place, (node, time) in enumerate(finish.items())}
    holding = implied_by(whole, held)
    for node in graph:
        if graph.nodes[node]["role"] == "achievement":
            time = 0 if node in world.others else finish.get(node)
            place = settled.get(node, (math.inf, 0))
            graph.nodes[node].update(held=node in holding, step=None, time=time, settled=place)
    columns = _columns(graph)
    return Composition(
        graph=graph,
        goal=focus,
        order=sorted(graph, key=lambda node: (columns[node], _beside(graph, node))),
        columns=columns,
        world=world,
        held=held,
    )


def _columns(graph: nx.DiGraph) -> dict[Node, tuple[int, int]]:
    """The column of everything: as far right as what it leads to allows; crowded ones stand side by side."""
    onward = forward(graph)
    ranks = generations(onward)
    for node in sorted(graph, key=lambda node: -ranks[node]):
        later = [ranks[other] for other in onward.successors(node)]
        ranks[node] = min(later) - 1 if later else ranks[node]
    rows = max(ROWS, round(len(graph) ** 0.5))
    loose = _loose(graph)
    few = min(rows, max(LOOSE_ROWS, -(-len(loose) // max([1, *ranks.values()]))))
    columns = {node: (ranks[node] + place // few, 0) for place, node in enumerate(loose)}
    for rank in set(ranks.values()):
        crowd = [node for node in graph if ranks[node] == rank and node not in columns]
        crowd.sort(key=lambda node: _beside(graph, node))
        columns |= {node: (rank, place // rows) for place, node in enumerate(crowd)}
    return columns


def _loose(graph: nx.DiGraph) -> list[Node]:
    """What nothing but a whole leads to and what leads nowhere, such as a retired credential of a body."""
    lone = [node for node in graph if graph.out_degree(node) == 0 and graph.in_degree(node) == 1]
    given = [node for node in lone if all(said in GIVES for *_, said in graph.in_edges(node, data="meaning"))]
    return sorted(given, key=lambda node: _beside(graph, node))


def _beside(graph: nx.DiGraph, node: Node) -> tuple[bool, list[str], str, str]:
    """Sort key that brings together what rests on the same."""
    parts = sorted(str(part) for part in graph.predecessors(node))
    return (graph.out_degree(node) > 0, parts, str(graph.nodes[node].get("kind", "")), str(node))


def _summary(world: World, surroundings: Surroundings, id: str, drawn: AbstractSet[str]) -> str:
    """What there is to see, in one line."""
    if parts := surroundings.parts(id):
        return counts(world, parts)
    routes, asking = world.thing(id).routes, len(surroundings.after.get(id, ()))
    asks = f"{counted(len(routes), 'way')} in, asking for {_asked(surroundings, id)}"
    ways = asks if routes else "no source says what it takes to get in"
    around = counted(len(drawn) - 1, "thing") + " around it"
    then = f"{counted(asking, 'thing')} ask{'s' if asking == 1 else ''} for it" if asking else "nothing asks for it"
    return f"{ways} · {then} · {around}"


def _asked(surroundings: Surroundings, id: str) -> str:
    """How much a thing asks for; what is known in words only is not nothing."""
    things = len(surroundings.asked(id))
    words = any(prose_of(route.requires) for route in surroundings.world.thing(id).routes)
    told = {counted(things, "thing"): things > 0, "what is known in words only": words}
    return listed([part for part, said in told.items() if said] or ["nothing"])


def counts(world: World, ids: AbstractSet[str]) -> str:
    """How many of each kind."""
    kinds = Counter(kind_of(world.thing(id).kind).id for id in ids)
    kinds["other thing" if len(kinds) > 1 else "thing"] = kinds.pop("other", 0)
    words = [counted(number, word) for word, number in sorted((+kinds).items(), key=lambda pair: (-pair[1], pair[0]))]
    return listed(words) if words else "nothing"
