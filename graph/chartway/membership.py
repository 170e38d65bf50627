"""Memberships are joined when they are first needed, not before: they lapse, and cost again every year."""

from __future__ import annotations

from dataclasses import replace

from chartway.catalog import Catalog
from chartway.plan import Step
from chartway.requirement import is_met

KIND = "membership"


def just_in_time(catalog: Catalog, held: frozenset[str], steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """The steps with each membership moved to the moment at which the first other step needs it.

    Steps stay in an order that can be carried out, and no other step moves.
    """
    late = list(steps)
    for step in steps:
        if catalog[step.achievement].kind == KIND and step.start == step.finish:
            place = late.index(step)
            user = next((n for n in range(place + 1, len(late)) if _needs(catalog, held, late[: n + 1], step)), None)
            if user is not None and late[user].start > step.start:
                moved = replace(step, start=late[user].start, finish=late[user].start)
                after = late[place + 1 : user]
                late[place : user + 1] = [*after, moved, late[user]]
    return tuple(sorted(late, key=lambda step: step.finish))


def _needs(catalog: Catalog, held: frozenset[str], steps: list[Step], membership: Step) -> bool:
    """Whether the last of the steps cannot be taken without the membership."""
    last = steps[-1]
    others = [step.achievement for step in steps[:-1] if step is not membership and step.finish <= last.start]
    requires = next(route for route in catalog[last.achievement].routes if route.id == last.route).requires
    return not is_met(requires, catalog.closure({*held, *others}))
