"""What opens: what can be begun with what is held, and what one more step would open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from chartway.catalog import Catalog
from chartway.requirement import is_met


@dataclass(frozen=True, slots=True)
class Opening:
    """``now`` can be begun at once; ``next`` are the things that one of these, by itself, would open, by that step."""

    now: tuple[str, ...]
    next: tuple[tuple[str, tuple[str, ...]], ...]


def opening(catalog: Catalog, held: Iterable[str]) -> Opening:
    """What opens with what is held.

    A thing is open if one of its ways in asks for nothing that is not held, and it is not held itself.

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
    """The things not held of which one way in is open to somebody who holds exactly ``have``."""
    return tuple(
        id
        for id, achievement in catalog.achievements.items()
        if id not in have and any(is_met(route.requires, have) for route in achievement.routes)
    )
