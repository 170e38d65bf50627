"""The axis of time: when each thing of a picture is drawn, and how the moments are said."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import networkx as nx

from chartway.catalog import MILLIWEEKS
from chartway.requirement_graph import generations
from chartway.wording import WEEKS_A_MONTH

__all__ = ["bands_of", "depths_of", "forward", "moments_of"]

LEAST = ("earns", "requires", "asks", "implies", "said")
"""The relations that arrows stand for; the later ones may point back."""

ONE_BAND = 1.25
"""Moments share a band of the axis if the last is at most this many times the first: else all is columns."""
SAID_IN_MONTHS, SAID_IN_YEARS = 4, 24
"""From how many months on a moment is said in months, and in years."""

START = (0.0, 0)
"""When what is no achievement is held: nothing waits for it."""

Node = Any
"""The id of an achievement, or a condition: networkx is not typed."""


def moments_of(graph: nx.DiGraph, goal: str) -> dict[Node, float]:
    """When each thing is drawn: a junction as soon as all that enters it, but no later than what it is for.

    The goal comes after everything. What has no time of its own is drawn with the first thing it leads to.
    """
    moments = {node: time for node, time in graph.nodes(data="time") if time is not None and node != goal}
    junctions = graph.subgraph([node for node in graph if not isinstance(node, str)])
    for node in nx.topological_sort(junctions):
        entering = [moments[part] for part in graph.predecessors(node) if part in moments]
        if entering:
            moments[node] = min(max(entering), moments.get(node.achievement, math.inf))
    untimed = [node for node in graph if node not in moments and node != goal]
    moments |= dict.fromkeys([goal, *untimed], math.inf)
    changed = True
    while changed:
        changed = False
        for node in untimed:
            first = min((moments[later] for later in graph.successors(node)), default=math.inf)
            if first < moments[node]:
                moments[node], changed = first, True
    return moments


def bands_of(moments: Mapping[Node, float]) -> tuple[dict[Node, int], list[str]]:
    """The band of the axis each thing belongs to, and the labels of the bands."""
    bands: list[list[float]] = []
    for time in sorted(set(moments.values())):
        if bands and time <= bands[-1][0] * ONE_BAND:
            bands[-1].append(time)
        else:
            bands.append([time])
    labels = [*map(_band_label, bands[:-1]), "goal"]
    band_of = {time: number for number, band in enumerate(bands) for time in band}
    return {node: band_of[time] for node, time in moments.items()}, labels


def _band_label(times: list[float]) -> str:
    first, last = _moment(times[0]), _moment(times[-1])
    return first if first == last else f"{first} – {last}"


def _moment(milliweeks: float) -> str:
    """A point in time counted from the start, in few letters: bands can be narrow."""
    if not milliweeks:
        return "now"
    months = round(milliweeks / WEEKS_A_MONTH)
    if months < SAID_IN_MONTHS:
        return f"{round(milliweeks / MILLIWEEKS)} wk"
    return f"{months} mo" if months < SAID_IN_YEARS else f"{months / 12:.2g} yr"


def depths_of(graph: nx.DiGraph, goal: str, bands: Mapping[Node, int]) -> dict[Node, int]:
    """The column within the band: right of everything in the band that leads there."""
    depths: dict[Node, int] = {}
    for band in set(bands.values()):
        depths |= generations(forward(graph.subgraph([node for node in graph if bands[node] == band])))
    last = [depths[node] for node in graph if bands[node] == bands[goal] and node != goal]
    return depths | {goal: max(last, default=-1) + 1}


def forward(graph: nx.DiGraph) -> nx.DiGraph:
    """The graph without the arrows that would lead back.

    Of a circle, what no plan takes gives way first, then what is held only after what it would lead to, then what is
    no requirement.
    """
    onward = nx.DiGraph()
    onward.add_nodes_from(graph)
    part = {node: number for number, nodes in enumerate(nx.strongly_connected_components(graph)) for node in nodes}
    onward.add_edges_from(arrow for arrow in graph.edges if part[arrow[0]] != part[arrow[1]])
    turning = [arrow for arrow in graph.edges if part[arrow[0]] == part[arrow[1]]]
    for source, target in sorted(turning, key=lambda arrow: _least(graph, arrow)):
        if not nx.has_path(onward, target, source):
            onward.add_edge(source, target)
    return onward


def _least(graph: nx.DiGraph, arrow: tuple[Node, Node]) -> tuple[object, ...]:
    """The greater, the sooner an arrow may point back."""
    source, target = arrow
    attributes, owner = graph.edges[arrow], target if isinstance(target, str) else target.achievement
    first, then = (graph.nodes[node].get("settled", START) if node in graph else START for node in (source, owner))
    late = isinstance(source, str) and first > then
    return (not attributes.get("chosen"), late, LEAST.index(attributes["relation"]), str(source), str(target))
