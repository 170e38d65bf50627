"""What opens: what can be begun with what is held, and what one more step would open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from chartway.catalog import Catalog, Route
from chartway.requirement import has_corequisites, is_met


@dataclass(frozen=True, slots=True)
class Opening:
    """``now`` can be begun at once; ``next`` are the things that one of these, by itself, would open, by that step."""

    now: tuple[str, ...]
    next: tuple[tuple[str, tuple[str, ...]], ...]


def opening(catalog: Catalog, held: Iterable[str]) -> Opening:
    """What opens with what is held.

    A thing is open if one of its ways in asks for nothing that is not held, and it is not held itself; a co-requisite
    that can be begun with it need not be held.

    >>> from chartway.catalog import Achievement, Route
    >>> from chartway.requirement import Achieved
    >>> first, second = Achievement("a", routes=(Route("0"),)), Achievement("b", routes=(Route("0", Achieved("a")),))
    >>> opening(Catalog.of([first, second]), [])
    Opening(now=('a',), next=(('a', ('b',)),))
    """
    have = catalog.closure(held)
    now = open_things(catalog, have)
    steps = [(step, open_things(catalog, catalog.closure({*have, step}))) for step in now]
    opened = [(step, tuple(id for id in things if id not in now)) for step, things in steps]
    return Opening(now, tuple((step, things) for step, things in opened if things))


def open_things(catalog: Catalog, have: frozenset[str]) -> tuple[str, ...]:
    """The things not held of which one way in is open to somebody who holds exactly ``have``.

    Co-requisites open one another: those that can be begun jointly are open.
    """
    ways = {id: one.routes for id, one in catalog.achievements.items() if id not in have and one.routes}
    timed = any(has_corequisites(route.requires) for routes in ways.values() for route in routes)
    found = tuple(ways)
    while True:
        least = tuple(id for id in found if any(_is_open(catalog, have, found, id, route) for route in ways[id]))
        if not timed or least == found:
            return least
        found = least


def _is_open(catalog: Catalog, have: frozenset[str], joint: tuple[str, ...], id: str, route: Route) -> bool:
    """Whether the way in can be begun now, jointly with these."""
    if not has_corequisites(route.requires):
        return is_met(route.requires, have)
    joined = have | catalog.closure(other for other in joint if other != id)
    return is_met(route.requires, have, joined, joined)
