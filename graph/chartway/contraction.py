"""What is left of a large part once all is gone that no best plan needs: fewer nodes, and the same optimum.

Three reductions of delete-free planning, each exact for money, steps and weeks alike:

* a node that only passes one other on is that other;
* a way in that comes too late is none: what always precedes it is the thing itself, or another way to it (first
  achievers: Haslum, Slaney & Thiébaux, "Minimal Landmarks for Optimal Delete-Free Planning", ICAPS 2012);
* a way in is dominated by one that needs no more than what always precedes it, is no worse in anything, and leads
  wherever it leads (Imai & Fukunaga, "On a Practical, Integer-Linear Programming Model for Delete-Free Tasks and its
  Use as a Heuristic for Cost-Optimal Planning", JAIR 54, 2015).

A derivation of a node that holds a derivation of the same node, or of something that stands in for it, can be
shortened; so each plan has one that is no worse and keeps to what is left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cache
from operator import le

from chartway.circuit import Part, always, outputs_of
from chartway.landmark import PATIENCE, preceding

Inputs = list[tuple[int, ...]]


def contracted(part: Part, measures: Sequence[Sequence[int]] = (), seconds: Callable[[], float] = always) -> Part:
    """The part without what no plan needs that is best in any of the ``measures``, and by any deadline.

    Each measure has a whole number, 0 or more, for each node; without any, each plan that could not do without one of
    its routes is kept. Where the ``seconds`` end first, less is left out.

    >>> from chartway.catalog import Achievement, Catalog, Cost, Route
    >>> from chartway.circuit import Circuit
    >>> ways = (Route("cheap", cost=Cost.known(100)), Route("dear", cost=Cost.known(300)))
    >>> part = Circuit.of(Catalog.of([Achievement("goal", routes=ways)])).part("goal")
    >>> money = [way[1].cost.typical if way else 0 for way in part.route]
    >>> [way[1].id for way in contracted(part, [money]).route if way]
    ['cheap']
    """
    core = _without_passers(part)
    before = preceding(core, seconds)
    if before is None:
        return core
    inputs = _timely(core, before)
    weights = _weights(part, core, measures)
    dominated = _dominated(core, inputs, before, weights, seconds) if measures else frozenset[int]()
    left = [tuple(source for source in sources if source not in dominated) for sources in inputs]
    return _without_passers(_rewired(core, left))


def _weights(part: Part, core: Part, measures: Sequence[Sequence[int]]) -> list[tuple[int, ...]]:
    """What each node of the core comes to in each measure, and its weeks."""
    place = {origin: node for node, origin in enumerate(part.origin)}
    places = [place[origin] for origin in core.origin]
    return list(zip(core.weeks, *([measure[node] for node in places] for measure in measures), strict=True))


def _rewired(part: Part, inputs: Inputs) -> Part:
    """The part with these inputs, as far as they lead to the goal; a conjunction needs all that it still has."""
    need = [len(inputs[node]) if _is_conjunction(part, node) else need for node, need in enumerate(part.need)]
    amounts = {
        node: tuple(amount for source, amount in zip(part.inputs[node], counts, strict=True) if source in inputs[node])
        for node, counts in part.amounts.items()
    }
    rewired = replace(part, need=need, inputs=inputs, amounts=amounts)
    return rewired.restricted(rewired.behind(), part.earliest)


def _is_conjunction(part: Part, node: int) -> bool:
    return part.need[node] == len(part.inputs[node]) and node not in part.amounts


def _is_choice(part: Part, node: int) -> bool:
    return part.need[node] == 1 and node not in part.amounts


def _is_plain(part: Part, node: int) -> bool:
    """Whether the node needs all of its inputs or any of them, so that to count one twice is to count it once."""
    return _is_conjunction(part, node) or _is_choice(part, node)


def _without_passers(part: Part) -> Part:
    """The part in which what only passes one node on is that node."""
    passed = list(range(len(part.need)))
    for node, _ in part.firings():
        passed[node] = passed[_passed(part, node)]
    inputs = [
        tuple(dict.fromkeys(passed[source] for source in sources)) if _is_plain(part, node) else sources
        for node, sources in enumerate(part.inputs)
    ]
    return _rewired(part, inputs)


def _passed(part: Part, node: int) -> int:
    """The one node that this one passes on, to nothing that counts its inputs; else the node itself."""
    sole = part.need[node] == 1 == len(part.inputs[node]) and part.route[node] is None and part.weeks[node] == 0
    if not sole or node == part.goal or node in part.amounts or node in part.loads:
        return node
    return part.inputs[node][0] if all(_is_plain(part, output) for output in part.outputs[node]) else node


def _timely(part: Part, before: list[int]) -> Inputs:
    """The inputs of each node that can be the first to support it."""
    return [
        sources if _is_conjunction(part, node) else _first(part, node, before)
        for node, sources in enumerate(part.inputs)
    ]


def _first(part: Part, node: int, before: list[int]) -> tuple[int, ...]:
    """The inputs before which neither the node comes nor, where any of them will do, another one."""
    sources = part.inputs[node]
    others = _mask(sources) if _is_choice(part, node) else 0
    return tuple(source for source in sources if not before[source] & (others & ~(1 << source) | 1 << node))


def _mask(nodes: Iterable[int]) -> int:
    return sum(1 << node for node in set(nodes))


def _dominated(
    part: Part, inputs: Inputs, before: list[int], weights: list[tuple[int, ...]], seconds: Callable[[], float]
) -> frozenset[int]:
    """The nodes in whose place another one can always stand, whatever else a plan has; of two alike the later one."""
    outputs, _ = outputs_of(inputs, {})

    @cache
    def asked(node: int) -> int:
        return _mask(inputs[node])

    gone: set[int] = set()
    for node in range(len(inputs) - 1, -1, -1):
        if node % PATIENCE == 0 and seconds() <= 0:
            break
        rivals = _rivals(part, inputs, outputs[node]) - gone - {node}
        lighter = [rival for rival in rivals if all(map(le, weights[rival], weights[node]))]
        if not lighter:
            continue
        unknown = ~before[node] | 1 << node
        if not all(asked(rival) & unknown for rival in lighter):
            gone.add(node)
    return frozenset(gone)


def _rivals(part: Part, inputs: Inputs, leads: list[int]) -> set[int]:
    """The conjunctions that lead to all of these nodes, if any input will do for each of them."""
    if not leads or not all(_is_choice(part, output) and len(inputs[output]) > 1 for output in leads):
        return set()
    common = set(inputs[leads[0]]).intersection(*(inputs[output] for output in leads[1:]))
    return {rival for rival in common if _is_conjunction(part, rival)}
