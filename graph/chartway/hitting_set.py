"""The lightest hitting set: elements of least total weight that meet every one of the given sets.

NP-hard in general (Karp 1972) and small here: most sets are settled by the reductions of Weihe (1998),
sets that contain another are dropped, elements that another one covers at no more weight are dropped, and what
remains falls into independent parts that are searched by branch and bound.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from chartway.circuit import always

Mask = int

MOST_SETS = 500
"""Sets above which the reductions, which compare each with each, take longer than the program that needs none."""


class TooHard(Exception):  # noqa: N818 - a signal to use the integer program, never seen outside the planner
    """The search was given up after its limit of branches, or because time ran out."""


def lightest(
    sets: Sequence[frozenset[int]],
    weight: Sequence[int],
    branches: int = 500,
    seconds: Callable[[], float] = always,
) -> tuple[int, frozenset[int]]:
    """Weight and elements of a lightest hitting set of ``sets``; ``weight[e]`` is 0 or more.

    Ties fall to the smaller element, so equal input gives equal output. Raises TooHard after ``branches``, when no
    ``seconds`` are left, and at once for more than ``MOST_SETS`` sets.

    >>> lightest([frozenset({0, 1}), frozenset({1, 2}), frozenset({3})], [2, 3, 2, 5])
    (8, frozenset({1, 3}))
    """
    if len(sets) > MOST_SETS:
        raise TooHard
    masks = [sum(1 << element for element in one) for one in sets]
    search = _Search(weight, branches, seconds)
    total, chosen = search.solve(masks, None)
    assert chosen is not None  # noqa: S101 - without a bound there always is one
    return total, frozenset(chosen)


class _Search:
    """One search with its count of branches left."""

    def __init__(self, weight: Sequence[int], branches: int, seconds: Callable[[], float]) -> None:
        self.weight = weight
        self.branches = branches
        self.seconds = seconds

    def solve(self, masks: list[Mask], below: int | None) -> tuple[int, list[int] | None]:
        """The lightest set below the bound, or the bound and None."""
        chosen, masks = self._reduced(masks)
        total = sum(self.weight[element] for element in chosen)
        for part in _independent(masks):
            room = None if below is None else below - total
            if room is not None and room <= 0:
                return total, None
            value, elements = self._branch(part, room)
            if elements is None:
                return total + value, None
            total += value
            chosen += elements
        return total, chosen

    def _branch(self, masks: list[Mask], below: int | None) -> tuple[int, list[int] | None]:
        self.branches -= 1
        if self.branches < 0 or self.seconds() <= 0:
            raise TooHard
        if below is not None and self._disjoint_bound(masks) >= below:
            return below, None
        best: list[int] | None = None
        pivot = min(masks, key=lambda mask: (mask.bit_count(), mask))
        excluded = 0
        for element in sorted(_elements(pivot), key=lambda e: (self.weight[e], e)):
            bit = 1 << element
            rest = [mask & ~excluded for mask in masks if not mask & bit]
            excluded |= bit
            if not all(rest):
                continue
            room = None if below is None else below - self.weight[element]
            value, elements = self.solve(rest, room)
            if elements is not None and (below is None or value + self.weight[element] < below):
                below, best = value + self.weight[element], [element, *elements]
        return (below if below is not None else 0), best

    def _disjoint_bound(self, masks: list[Mask]) -> int:
        """The weight of the lightest elements of pairwise disjoint sets: never more than the optimum."""
        taken = bound = 0
        for mask in sorted(masks, key=lambda mask: (mask.bit_count(), mask)):
            if not mask & taken:
                taken |= mask
                bound += min(self.weight[element] for element in _elements(mask))
        return bound

    def _reduced(self, masks: list[Mask]) -> tuple[list[int], list[Mask]]:
        """Elements that are certain, and the sets that remain once no reduction applies any more."""
        chosen: list[int] = []
        while True:
            masks = _minimal(masks)
            certain = [mask for mask in masks if mask & (mask - 1) == 0]
            if certain:
                chosen += [mask.bit_length() - 1 for mask in certain]
                hit = sum(certain)
                masks = [mask for mask in masks if not mask & hit]
            dominated = self._dominated(masks)
            if not dominated:
                return chosen, masks
            masks = [mask & ~dominated for mask in masks]

    def _dominated(self, masks: list[Mask]) -> Mask:
        """The elements for which another one meets all the same sets, or more, at no more weight."""
        meets: dict[int, int] = {}
        for number, mask in enumerate(masks):
            for element in _elements(mask):
                meets[element] = meets.get(element, 0) | 1 << number
        keep = gone = 0
        for element in sorted(meets, key=lambda e: (-meets[e].bit_count(), self.weight[e], e)):
            covered = meets[element]
            one = masks[covered.bit_length() - 1]
            others = _elements(one & keep)
            if any(covered & ~meets[k] == 0 and self.weight[k] <= self.weight[element] for k in others):
                gone |= 1 << element
            else:
                keep |= 1 << element
        return gone


def _minimal(masks: list[Mask]) -> list[Mask]:
    """The sets that contain no other one."""
    kept: list[Mask] = []
    for mask in sorted(set(masks), key=lambda mask: (mask.bit_count(), mask)):
        if not any(mask & small == small for small in kept):
            kept.append(mask)
    return kept


def _independent(masks: list[Mask]) -> list[list[Mask]]:
    """The sets in groups that share no element."""
    groups: list[tuple[Mask, list[Mask]]] = []
    for mask in masks:
        apart = [group for group in groups if not group[0] & mask]
        union, members = mask, [mask]
        for span, group in groups:
            if span & mask:
                union |= span
                members = group + members
        groups = [*apart, (union, members)]
    return [members for _, members in groups]


def _elements(mask: Mask) -> list[int]:
    elements = []
    while mask:
        low = mask & -mask
        elements.append(low.bit_length() - 1)
        mask ^= low
    return elements
