"""Memberships are joined when they are first needed, not before: they lapse, and cost again every year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from chartway.catalog import Catalog, Route
from chartway.plan import Step
from chartway.requirement import Requirement, Together, corequisites_of, has_corequisites, is_met

KIND = "membership"


def just_in_time(catalog: Catalog, held: frozenset[str], steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """The steps with each membership moved to the moment at which the first other step needs it.

    Steps stay in an order that can be carried out, and no other step moves. What starts together with something
    does not move either, nor does what has days of its own.
    """
    rules = {step.achievement: _route(catalog, step).requires for step in steps}
    timed = any(map(has_corequisites, rules.values()))
    order = _by_start if timed else _by_finish
    late = sorted(steps, key=order)
    for step in reversed(steps):
        route = _route(catalog, step)
        if catalog[step.achievement].kind == KIND and step.start == step.finish and not route.has_days:
            if timed and _is_bound(catalog, rules, step.achievement):
                continue
            first = min((user.start for user in _users(catalog, held, late, step)), default=step.start)
            moved = replace(step, start=first, finish=first)
            late = sorted((moved if one is step else one for one in late), key=order)
    return tuple(late)


def _is_bound(catalog: Catalog, rules: Mapping[str, Requirement], id: str) -> bool:
    """Whether the membership starts with something, or something together with it."""
    asked = {leaf.id for rule in rules.values() for leaf in corequisites_of(rule) if isinstance(leaf, Together)}
    return has_corequisites(rules[id]) or not asked.isdisjoint(catalog.closure([id]))


def _route(catalog: Catalog, step: Step) -> Route:
    return next(route for route in catalog[step.achievement].routes if route.id == step.route)


def _by_finish(step: Step) -> tuple[int, int]:
    """What finishes first comes first, and at one moment what took time before what takes none."""
    return step.finish, step.start


def _by_start(step: Step) -> tuple[int, int]:
    """What starts first comes first: somebody's co-requisite, however long it takes."""
    return step.start, 0


def _users(catalog: Catalog, held: frozenset[str], steps: list[Step], membership: Step) -> list[Step]:
    """The steps that cannot be taken when they are without the membership."""
    after = range(steps.index(membership) + 1, len(steps))
    return [steps[place] for place in after if _needs(catalog, held, steps[: place + 1], membership)]


def _needs(catalog: Catalog, held: frozenset[str], steps: list[Step], membership: Step) -> bool:
    """Whether the last of the steps cannot be taken without the membership."""
    last = steps[-1]
    others = [step for step in steps[:-1] if step is not membership]
    held = catalog.closure({*held, *(step.achievement for step in others if step.finish <= last.start)})
    begun = held | catalog.closure(step.achievement for step in others)
    return not is_met(_route(catalog, last).requires, held, begun, begun)
