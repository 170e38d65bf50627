"""Plans of small weight, found at once: each node rests on its cheapest support, and what is not needed is left out."""

from __future__ import annotations

from collections.abc import Callable
from heapq import heappop, heappush, nsmallest
from itertools import accumulate

from chartway.circuit import Part, always
from chartway.landmark import unavoidable


def reaches(part: Part, chosen: frozenset[int], deadline: int) -> bool:
    """Whether the chosen routes reach the goal by the deadline."""
    return part.fire(chosen)[part.goal] <= deadline


def greedy(
    part: Part, weight: list[int], free: frozenset[int], deadline: int, seconds: Callable[[], float] = always
) -> frozenset[int]:
    """A plan that meets the deadline: of small weight, not always the smallest; routes in ``free`` count as 0."""
    return guided(part, weight, [0 if node in free else one for node, one in enumerate(weight)], deadline, seconds)


def guided(
    part: Part, weight: list[int], guide: list[int], deadline: int, seconds: Callable[[], float] = always
) -> frozenset[int]:
    """A plan that meets the deadline, whose routes are chosen by one weight and left out by another."""
    chosen = _supporters(part, _by_weight(part, guide))
    if not reaches(part, chosen, deadline):
        chosen = _supporters(part, _by_time(part))
    return pruned(part, weight, chosen, deadline, seconds)


def pruned(
    part: Part, weight: list[int], chosen: frozenset[int], deadline: int, seconds: Callable[[], float] = always
) -> frozenset[int]:
    """The plan without the routes it can do without, the heaviest ones first, as far as the ``seconds`` last."""
    plan = part.using(chosen)
    back = numbers(part, plan)
    kept = set(plan.actions)
    for node in sorted(kept - unavoidable(plan, seconds), key=lambda n: (-weight[back[n]], n)):
        if seconds() <= 0:
            break
        if plan.fire(kept - {node})[plan.goal] <= deadline:
            kept.remove(node)
    return frozenset(back[node] for node in kept)


def within(
    part: Part, weight: list[int], chosen: frozenset[int], deadline: int, seconds: Callable[[], float] = always
) -> frozenset[int]:
    """A plan of small weight among the chosen routes, which meet the deadline."""
    plan = part.using(chosen)
    back = numbers(part, plan)
    found = greedy(plan, [weight[node] for node in back], frozenset(), deadline, seconds)
    return frozenset(back[node] for node in found)


def _by_weight(part: Part, own: list[int]) -> list[tuple[int, ...]]:
    """For each node the inputs that support it at the least sum of weights (Knuth 1977), shared ones counted twice."""
    size = len(part.need)
    value = [-1] * size
    support: list[tuple[int, ...]] = [()] * size
    missing = part.need.copy()
    gathered: dict[int, tuple[int, ...]] = {}
    queue = [(own[node], node) for node in range(size) if missing[node] == 0]
    queue.sort()
    while queue:
        total, node = heappop(queue)
        if value[node] >= 0:
            continue
        value[node], support[node] = total, gathered.pop(node, ())
        for output in part.outputs[node]:
            if missing[output] > 0:
                missing[output] -= 1
                inputs = gathered[output] = (*gathered.get(output, ()), node)
                if missing[output] == 0:
                    heappush(queue, (own[output] + sum([value[n] for n in inputs]), output))
        for output, amount in part.loads[node] if part.loads and node in part.loads else ():
            if missing[output] > 0:
                missing[output] -= amount
                inputs = gathered[output] = (*gathered.get(output, ()), node)
                if missing[output] <= 0:
                    heappush(queue, (own[output] + sum([value[n] for n in inputs]), output))
    return support


def _by_time(part: Part) -> list[tuple[int, ...]]:
    """For each node the inputs that support it soonest."""
    order = {node: position for position, (node, _) in enumerate(part.firings())}
    return [
        _first_terms(part, node, order)
        if node in part.amounts
        else tuple(nsmallest(need, inputs, key=order.__getitem__))
        if need
        else ()
        for node, (need, inputs) in enumerate(zip(part.need, part.inputs, strict=True))
    ]


def _first_terms(part: Part, node: int, order: dict[int, int]) -> tuple[int, ...]:
    """The inputs of a sum that come to its need soonest."""
    terms = sorted(zip(part.inputs[node], part.amounts[node], strict=True), key=lambda term: order[term[0]])
    totals = accumulate(amount for _, amount in terms)
    last = next(place for place, total in enumerate(totals) if total >= part.need[node])
    return tuple(source for source, _ in terms[: last + 1])


def _supporters(part: Part, support: list[tuple[int, ...]]) -> frozenset[int]:
    """The routes behind the goal when every node rests on its support."""
    seen = {part.goal}
    stack = [part.goal]
    while stack:
        for source in support[stack.pop()]:
            if source not in seen:
                seen.add(source)
                stack.append(source)
    return frozenset(node for node in seen if part.route[node])


def numbers(part: Part, narrow: Part) -> list[int]:
    """For each node of the narrower part, its number in the wider one."""
    if narrow is part:
        return list(range(len(part.need)))
    number = {origin: node for node, origin in enumerate(part.origin)}
    return [number[origin] for origin in narrow.origin]
