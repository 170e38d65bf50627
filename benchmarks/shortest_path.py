"""What career sites do: the goal as a place on a map, and the cheapest path of single steps that leads there.

A path follows one requirement at each step and forgets that others were asked for, too. It is measured to show how
often that is wrong.
"""

from __future__ import annotations

from collections.abc import Iterable

import networkx as nx

from chartway.circuit import Circuit


def least_cost(circuit: Circuit, goal: str, held: Iterable[str] = ()) -> int:
    """Cents along the cheapest path from what asks for nothing to the goal; the goal must be within reach."""
    part = circuit.part(goal, held)
    graph = nx.DiGraph()
    for node, inputs in enumerate(part.inputs):
        way = part.route[node]
        price = way[1].cost.typical if way and way[1].cost else 0
        for source in inputs if part.need[node] else ("start",):
            graph.add_edge(source, node, price=price)
    return int(nx.shortest_path_length(graph, "start", part.goal, weight="price"))
