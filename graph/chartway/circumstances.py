"""A person's circumstances, laid over a catalog: their own college, their own prices, and what they refuse."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from chartway.catalog import Achievement, Catalog, Cost, Evidence, Route

OWN = "own"
"""The source of what a person says of their own circumstances."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is different here: ways in on top of ours, prices in cents, weeks in thousandths, and things refused.

    All keys are ids. What is refused can still be held, but is not earned.
    """

    added: Catalog = field(default_factory=Catalog)
    cost: Mapping[str, Cost] = field(default_factory=lambda: MappingProxyType({}))
    weeks: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    refused: frozenset[str] = frozenset()

    def over(self, catalog: Catalog) -> Catalog:
        """The catalog as it is under these circumstances.

        >>> catalog = Catalog.of([Achievement("HIT", routes=(Route("open", cost=Cost.known(810_000)),))])
        >>> Circumstances(cost={"HIT": Cost.known(520_000)}).over(catalog)["HIT"].routes[0].cost.typical
        520000
        """
        ids = dict.fromkeys([*catalog.achievements, *self.added.achievements])
        return Catalog.of(self._here(_joined(catalog, self.added, id)) for id in ids)

    def _here(self, achievement: Achievement) -> Achievement:
        if achievement.id in self.refused:
            return achievement.unearnable()
        return replace(achievement, routes=tuple(self._route(achievement.id, route) for route in achievement.routes))

    def _route(self, id: str, route: Route) -> Route:
        if id in self.cost:
            route = replace(route, cost=self.cost[id], tariff="", evidence=_own(route, "cost"))
        if id in self.weeks:
            evidence = _own(route, "duration")
            route = replace(route, weeks=self.weeks[id], span=None, length="", evidence=evidence)
        return route


def _own(route: Route, of: str) -> tuple[Evidence, ...]:
    """The route's evidence with the person's own word for one part of it."""
    return (*(one for one in route.evidence if one.of != of), Evidence(of, OWN))


def _joined(catalog: Catalog, added: Catalog, id: str) -> Achievement:
    """What both say of a thing: the ways in of both, the words of ours; how long it is valid, as the added one says."""
    if id not in added:
        return catalog[id]
    own = [replace(route, id=f"own-{route.id}", evidence=_all_own()) for route in added[id].routes]
    if id not in catalog:
        return replace(added[id], routes=tuple(own))
    ours = catalog[id]
    valid_weeks = ours.valid_weeks if added[id].valid_weeks is None else added[id].valid_weeks
    implies = ours.implies | added[id].implies
    return replace(ours, routes=(*ours.routes, *own), implies=implies, valid_weeks=valid_weeks)


def _all_own() -> tuple[Evidence, ...]:
    return tuple(Evidence(of, OWN) for of in ("requirement", "cost", "duration"))
