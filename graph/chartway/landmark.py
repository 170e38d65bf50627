"""A landmark is a set of routes of which every plan uses at least one.

Landmarks are what lower bounds and proofs are made of: a plan is exactly a set of routes that hits every
landmark (Haslum, Slaney & Thiébaux, "Minimal Landmarks for Optimal Delete-Free Planning", ICAPS 2012), and
the goals that every plan passes through are a fixpoint (Keyder, Richter & Helmert, ECAI 2010).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from heapq import heappop, heappush

from chartway.circuit import NEVER, Part, always

Landmark = frozenset[int]

PATIENCE = 256
"""Nodes between two looks at the time."""


def unavoidable(part: Part, seconds: Callable[[], float] = always) -> frozenset[int]:
    """The nodes that fire in every plan for the goal; where the ``seconds`` end first, only the goal is known to."""
    before = preceding(part, seconds)
    if before is None:
        return frozenset((part.goal,))
    return frozenset(node for node in range(len(part.need)) if before[part.goal] >> node & 1)


def preceding(part: Part, seconds: Callable[[], float] = always) -> list[int] | None:
    """For each node the set of nodes that fire before it whatever is chosen, and itself; None without time.

    Exact, by a fixpoint over sets of nodes, each a number with a bit for each: a node is always preceded by itself and
    by whatever precedes at least ``n - k + 1`` of its n inputs, k being its need: for "all" that is the union over
    the inputs, for "any" their intersection.
    """
    before = [-1] * len(part.need)  # everything, at no length
    order = [node for node, _ in part.firings()]
    outputs, loads = part.outputs, part.loads
    waiting = set(order)
    while waiting:
        for place, node in enumerate(order):
            if place % PATIENCE == 0 and seconds() <= 0:
                return None
            if node not in waiting:
                continue
            waiting.remove(node)
            found = before[node] & _preceding(part, node, before) | 1 << node
            if found != before[node]:
                before[node] = found
                waiting.update(outputs[node])
                if loads and node in loads:
                    waiting.update(output for output, _ in loads[node])
    return before


def _preceding(part: Part, node: int, before: list[int]) -> int:
    """What precedes so many inputs of the node that no choice of inputs gets around it."""
    need, inputs = part.need[node], part.inputs[node]
    spare = len(inputs) - need
    if need == 0:
        return 0
    if part.amounts and node in part.amounts:
        return _preceding_sum(part, node, before)
    if spare == 0:
        union = 0
        for source in inputs:
            union |= before[source]
        return union
    if need == 1:
        common = -1
        for source in inputs:
            common &= before[source]
        return common
    # bits[m] holds what precedes at least m + 1 of the inputs seen so far
    bits = [0] * (spare + 1)
    for source in inputs:
        carry = before[source]
        for level in range(spare + 1):
            bits[level], carry = bits[level] | carry, bits[level] & carry
    return bits[spare]


def _preceding_sum(part: Part, node: int, before: list[int]) -> int:
    """What precedes so many inputs that those it does not precede come to less than the need."""
    need = part.need[node]
    # bits[m]: what does not precede inputs that count for m among those seen so far, less than the need
    bits = {0: -1}
    for source, amount in zip(part.inputs[node], part.amounts[node], strict=True):
        seen: dict[int, int] = {}
        for missed, mask in bits.items():
            for total, some in ((missed, mask & before[source]), (missed + amount, mask & ~before[source])):
                if some and total < need:
                    seen[total] = seen.get(total, 0) | some
        bits = seen
    found = 0
    for mask in bits.values():
        found |= mask
    return found


def first_landmarks(part: Part, seconds: Callable[[], float] = always) -> list[Landmark]:
    """For each achievement that no plan gets around: the routes by which it can be earned."""
    ways = {node: frozenset(part.inputs[node]) for node in unavoidable(part, seconds)}
    landmarks = {
        sources
        for node, sources in ways.items()
        if sources and part.route[node] is None and all(part.route[source] for source in sources)
    }
    certain = {frozenset((node,)) for node in ways if part.route[node]}
    return sorted(landmarks | certain, key=sorted)


def completing(part: Part, chosen: frozenset[int], deadline: int) -> Iterator[Landmark]:
    """Landmarks that the chosen routes miss, of each of which one route is added to those in play, up to a plan.

    They overlap, and there are far more of them than of :func:`cuts` where each is wide.
    """
    if deadline >= NEVER - 1:
        reach = Reach(part, chosen)
        while reach.times[part.goal] == NEVER:
            landmark = _cut(part, reach.played, reach.times, NEVER - 1, near=False)
            yield landmark
            reach.add(frozenset((min(landmark),)))


def cuts(part: Part, chosen: frozenset[int], deadline: int) -> Iterator[Landmark]:
    """Landmarks that the chosen routes miss, as long as they do not reach the goal by the deadline.

    Each landmark found is added to the routes in play and the next one sought, until the goal is reached;
    once by the routes next to the goal, once by the routes that could be taken now.
    """
    if deadline >= NEVER - 1:
        yield from _cuts_at_any_time(part, chosen)
        return
    for near in (True, False):
        played = set(chosen)
        times = part.fire(played)
        while times[part.goal] > deadline:
            landmark = _cut(part, played, times, deadline, near=near)
            yield landmark
            played |= landmark
            times = part.fire(played)


def _cuts_at_any_time(part: Part, chosen: frozenset[int]) -> Iterator[Landmark]:
    """The same without a deadline: what fires need not be found anew when routes are added to those in play."""
    for near in (True, False):
        reach = Reach(part, chosen)
        while reach.times[part.goal] == NEVER:
            landmark = _cut(part, reach.played, reach.times, NEVER - 1, near=near)
            yield landmark
            reach.add(landmark)


class Reach:
    """What fires at some time as routes come into play: ``times`` are 0 for what does, and NEVER."""

    def __init__(self, part: Part, chosen: frozenset[int]) -> None:
        self.part = part
        self.played = set(chosen)
        self.times = [NEVER] * len(part.need)
        self.lacking = part.need.copy()
        self._fire([node for node, need in enumerate(part.need) if need == 0])

    def add(self, routes: frozenset[int]) -> None:
        """Brings the routes into play."""
        self.played |= routes
        self._fire([node for node in routes if self.lacking[node] <= 0])

    def _fire(self, ready: list[int]) -> None:
        times, lacking, played, route, feeds = self.times, self.lacking, self.played, self.part.route, self.part.feeds
        while ready:
            node = ready.pop()
            if times[node] == 0 or (route[node] is not None and node not in played):
                continue
            times[node] = 0
            for output, amount in feeds[node]:
                lacking[output] -= amount
                if lacking[output] <= 0:
                    ready.append(output)


def _cut(part: Part, played: set[int], times: list[int], deadline: int, *, near: bool) -> Landmark:
    """One landmark disjoint from the routes in play, found backwards from the goal.

    Every node visited fires too late; so in any plan the first of them to be in time must be a route that is
    not in play. ``near`` stops at such a route, else the search goes on behind it while what it requires is late.
    The latest deadline is followed first, so each node is visited once, with the latest that applies to it.
    """
    late = {part.goal: deadline}
    queue = [(-deadline, part.goal)]
    found: set[int] = set()
    while queue:
        by, node = heappop(queue)
        if -by < late[node]:
            continue
        before = -by - part.weeks[node]
        behind = _late_inputs(part, node, times, before, late)
        if part.route[node] is not None and node not in played and (near or not behind):
            found.add(node)
            continue
        for source in behind:
            if late.get(source, -1) < before:
                late[source] = before
                heappush(queue, (-before, source))
    return frozenset(found)


def _late_inputs(part: Part, node: int, times: list[int], by: int, late: dict[int, int]) -> list[int]:
    """Inputs of which at least one must come in time; empty if enough of them do.

    Of m late inputs all but ``lacking - 1`` may be chosen, as any plan needs ``lacking`` of them: those already
    visited first, for they are free, then the latest ones; of a sum so many that the rest come to too little.
    """
    inputs = part.inputs[node]
    tardy = [source for source in inputs if times[source] > by]
    counts: dict[int, int] = {}
    lacking = part.need[node] - (len(inputs) - len(tardy))
    if part.amounts and node in part.amounts:
        lacking, counts = lacking_terms(part, node, tardy)
    if lacking <= 0:
        return []
    if lacking == 1:
        return tardy
    tardy.sort(
        key=lambda source: (late.get(source, -1) < by, -min(times[source], NEVER), -part.earliest[source], source)
    )
    return until_rest_lacks(tardy, counts, lacking) if counts else tardy[: len(tardy) - lacking + 1]


def lacking_terms(part: Part, node: int, tardy: list[int]) -> tuple[int, dict[int, int]]:
    """What the late inputs of a sum must still come to, and what each of them counts for."""
    counts = dict.fromkeys(tardy, 0)
    present = 0
    for source, amount in zip(part.inputs[node], part.amounts[node], strict=True):
        if source in counts:
            counts[source] += amount
        else:
            present += amount
    return part.need[node] - present, counts


def until_rest_lacks(tardy: list[int], counts: dict[int, int], lacking: int) -> list[int]:
    """As few of the inputs, in this order, as leave too little without them."""
    rest = sum(counts.values())
    for place, source in enumerate(tardy):
        rest -= counts[source]
        if rest < lacking:
            return tardy[: place + 1]
    return tardy
