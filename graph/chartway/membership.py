"""Memberships are joined when they are first needed, not before: they lapse, and cost again every year."""

from __future__ import annotations

from dataclasses import replace

from chartway.catalog import Catalog, Route
from chartway.plan import Step
from chartway.requirement import is_met

KIND = "membership"


def just_in_time(catalog: Catalog, held: frozenset[str], steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """The steps with each membership moved to the moment at which the first other step needs it.

    Steps stay in an order that can be carried out, and no other step moves, nor does one with days of its own.
    """
    late = sorted(steps, key=_in_order)
    for step in reversed(steps):
        if catalog[step.achievement].kind == KIND and step.start == step.finish and not _way(catalog, step).has_days:
            first = min((user.start for user in _users(catalog, held, late, step)), default=step.start)
            moved = replace(step, start=first, finish=first)
            late = sorted((moved if one is step else one for one in late), key=_in_order)
    return tuple(late)


def _in_order(step: Step) -> tuple[int, int]:
    """What finishes first comes first, and at one moment what took time before what takes none."""
    return step.finish, step.start


def _users(catalog: Catalog, held: frozenset[str], steps: list[Step], membership: Step) -> list[Step]:
    """The steps that cannot be taken when they are without the membership."""
    after = range(steps.index(membership) + 1, len(steps))
    return [steps[place] for place in after if _needs(catalog, held, steps[: place + 1], membership)]


def _needs(catalog: Catalog, held: frozenset[str], steps: list[Step], membership: Step) -> bool:
    """Whether the last of the steps cannot be taken without the membership."""
    last = steps[-1]
    others = [step.achievement for step in steps[:-1] if step is not membership and step.finish <= last.start]
    return not is_met(_way(catalog, last).requires, catalog.closure({*held, *others}))


def _way(catalog: Catalog, step: Step) -> Route:
    return next(route for route in catalog[step.achievement].routes if route.id == step.route)
