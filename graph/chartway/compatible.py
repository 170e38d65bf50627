"""What can be done side by side, and what each task may weigh so that no such set weighs more than the rest.

At every moment of a schedule the tasks in progress are compatible: none waits for another, their hours fit into a week,
one at most is a job. Weights of which no compatible set has more than ``most`` bound every schedule from below by all
that the tasks weigh, times their weeks, over ``most``; the best of them are the prices of a linear program that covers
the weeks of every task with compatible sets (Mingozzi, Maniezzo, Ricciardelli & Bianco, "An Exact Algorithm for the
Resource-Constrained Project Scheduling Problem Based on a New Mathematical Formulation", Management Science 44, 1998).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chartway.integer_program import prices

MOST_SETS = 20_000
"""Compatible sets looked at before there are said to be too many: 30 tasks and 30 hours a week have a tenth of it."""

WHOLE = 10**9
"""A price of 1 as a whole number: what rounding takes off a bound is far below a thousandth of a week."""

Mask = int


def compatible_sets(apart: Sequence[Mask], hours: Sequence[int], limit: int | None) -> tuple[Mask, ...]:
    """The compatible sets that nothing can be added to, as masks.

    None at all where there are too many, or where a task does not fit into a week even alone.

    Args:
        apart: for each task those that never overlap with it.
        hours: what each takes of a week.
        limit: the hours there are; None is no limit.

    >>> [f"{some:03b}" for some in compatible_sets([0b010, 0b001, 0], [4, 4, 8], 12)]
    ['101', '110']
    """
    found: list[Mask] = []
    room = sum(hours) if limit is None else limit
    if any(hour > room for hour in hours):
        return ()
    stack = [(0, (1 << len(apart)) - 1, (1 << len(apart)) - 1, room)]
    for _ in range(MOST_SETS):
        if not stack:
            return tuple(sorted(found))
        chosen, later, able, left = stack.pop()
        able &= sum(1 << task for task in members(able) if hours[task] <= left)
        if not able:
            found.append(chosen)
        for task in members(able & later):
            free = able & ~apart[task] & ~(1 << task)
            stack.append((chosen | 1 << task, later & ~((2 << task) - 1), free, left - hours[task]))
    return ()


def weighed(sets: Sequence[Mask], demands: Sequence[Sequence[int]]) -> Iterator[tuple[int, tuple[int, ...]]]:
    """For each list of weeks the most that a compatible set weighs, and what each task does, in whole numbers.

    >>> list(weighed([0b01, 0b10], [[3, 4]]))
    [(1000000000, (1000000000, 1000000000))]
    """
    count = len(demands[0])
    holders = [[number for number, some in enumerate(sets) if some >> task & 1] for task in range(count)]
    for found in prices(holders, demands):
        weights = tuple(max(0, int(price * WHOLE)) for price in found)
        yield max(sum(weights[task] for task in members(some)) for some in sets), weights


def members(mask: Mask) -> Iterator[int]:
    """The tasks of a mask, in order.

    >>> list(members(0b101))
    [0, 2]
    """
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low
