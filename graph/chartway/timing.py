"""Who starts with whom: the co-requisites of a catalog, and the law of what counts as a plan.

A plan gives each achievement it earns one route, a start and a finish, which is the start and the route's weeks.
It can be carried out as a sequence of *joint starts*: sets of steps that start at one moment, moments never going
back. At its start each step meets what its route requires, where

=============  ======================================================================================
``before``     (``Achieved``) the thing is held: from the outset, or finished by then in an earlier joint start
``concurrent`` the thing is held, or started in this joint start or an earlier one, so no later
``together``   the thing was held from the outset, or starts in this very joint start
=============  ======================================================================================

and what implies a thing counts as the thing. A step is no co-requisite of itself. So co-requisites may be mutual,
and then start at the same moment, but nothing else supports itself: not through a finish, steps of 0 weeks included;
and of two steps that start together neither may rest on the finish of the other, however short it is.
A co-requisite may be finished after what it goes with: the plan's weeks are the finish of the goal.

What can start is, in other words, a least fixpoint over finishes of greatest fixpoints over starts. With
``before`` and ``concurrent`` it is monotone, and the greatest fixpoint of m starts that depend on one another is what
m rounds of "start with whatever was left in the last round" leave (Kleene): the circuit has these rounds as layers.
``together`` is not monotone: a step that waits for another one is late for a third. Its circuit lets the partner start
earlier too; a plan of it that does not keep together is put right by settling a *tie* either way, see
:mod:`chartway.joint`. That is a search, for to decide whether there is any plan is NP-hard once some steps wait for
others (each variable of a satisfiability problem may be a step that starts with one thing or before another).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

from chartway.catalog import Catalog, Route
from chartway.errors import LimitError
from chartway.requirement import Concurrent, Together, corequisites_of, has_corequisites

MOST_JOINT = 64
"""Ways in that depend on one another's start: the circuit grows with their square, 64 of them take half a second."""

Way = tuple[str, str]
"""An achievement and one of its routes, by their ids."""


class Tie(NamedTuple):
    """An achievement that some way in asks to start together with a partner, another achievement."""

    id: str
    partner: str


class Cluster(NamedTuple):
    """Ways in that can start jointly: its number, and how many they are."""

    number: int
    size: int


@dataclass(frozen=True, slots=True)
class Case:
    """What is settled: ties that are kept, ties that are not used, and ways in that are not taken."""

    together: frozenset[Tie] = frozenset()
    apart: frozenset[Tie] = frozenset()
    without: frozenset[Way] = frozenset()


@dataclass(frozen=True)
class Starts:
    """The co-requisites in a catalog, in one case.

    ``asks`` gives for each way in with co-requisites the achievements that can be each of them.
    """

    catalog: Catalog
    case: Case
    asks: Mapping[Way, Mapping[Concurrent | Together, tuple[str, ...]]] = field(
        default_factory=lambda: MappingProxyType({})
    )

    @classmethod
    def of(cls, catalog: Catalog, case: Case) -> Starts:
        """The co-requisites of all ways in that the case leaves."""
        timed = {
            (id, route.id): corequisites_of(route.requires)
            for id, achievement in catalog.achievements.items()
            for route in achievement.routes
            if has_corequisites(route.requires) and (id, route.id) not in case.without
        }
        if not timed:
            return cls(catalog, case)
        bearers = catalog.bearers()
        asks = {
            way: {leaf: _partners(bearers, way, leaf, case) for leaf in sorted(leaves, key=repr)}
            for way, leaves in timed.items()
        }
        return cls(catalog, case, asks)

    def partners(self, way: Way, leaf: Concurrent | Together) -> tuple[str, ...]:
        """The achievements whose start makes this co-requisite of the way in hold."""
        return self.asks[way][leaf]

    def ways(self, id: str) -> tuple[Way, ...]:
        """The ways in to an achievement that the case leaves."""
        ways = ((id, route.id) for route in self.catalog[id].routes)
        return tuple(way for way in ways if way not in self.case.without)

    @cached_property
    def ties(self) -> Mapping[Tie, frozenset[Way]]:
        """All ties, settled to be kept or not settled, with the ways in that ask for them."""
        ties: dict[Tie, frozenset[Way]] = {}
        for way, leaves in self.asks.items():
            partners = {id for leaf, ids in leaves.items() if isinstance(leaf, Together) for id in ids}
            for tie in (Tie(way[0], id) for id in sorted(partners)):
                ties[tie] = ties.get(tie, frozenset()) | {way}
        return ties

    def waits(self, way: Way) -> tuple[str, ...]:
        """The achievements without whose start this way in may not start, as its ties are kept."""
        return self._waits.get(way[0], ()) if self.case.together else ()

    @cached_property
    def _waits(self) -> dict[str, tuple[str, ...]]:
        waits: dict[str, tuple[str, ...]] = {}
        for tie in sorted(self.case.together):
            waits[tie.partner] = (*waits.get(tie.partner, ()), tie.id)
        return waits

    @cached_property
    def routes(self) -> dict[Way, Route]:
        """The ways in whose start matters to others, in order."""
        asked = {id for leaves in self.asks.values() for ids in leaves.values() for id in ids}
        asked |= {tie.id for tie in self.case.together}
        ways = {way for id in asked for way in self.ways(id)}
        return {
            (id, route.id): route for id in sorted({id for id, _ in ways}) for route in self.catalog[id].routes
            if (id, route.id) in ways
        }  # fmt: skip

    @cached_property
    def cluster(self) -> dict[Way, Cluster]:
        """For each way in that can start jointly with others: with how many.

        Raises LimitError where they are more than MOST_JOINT.
        """
        arrows = {way: tuple(other for other in self._looks_at(way) if other in self.routes) for way in self.routes}
        clusters = [members for members in _components(arrows) if len(members) > 1]
        for members in clusters:
            if len(members) > MOST_JOINT:
                named = ", ".join(repr(id) for id in sorted({id for id, _ in members})[:3])
                raise LimitError(
                    f"{len(members)} ways in ask for one another as co-requisites ({named}, …); "
                    f"up to {MOST_JOINT} are planned: let some of them be required before"
                )
        return {way: Cluster(n, len(members)) for n, members in enumerate(clusters) for way in members}

    def _looks_at(self, way: Way) -> list[Way]:
        asked = {id for ids in self.asks.get(way, {}).values() for id in ids} | set(self.waits(way))
        return [other for id in sorted(asked) for other in self.ways(id)]


def _partners(
    bearers: dict[str, list[str]], way: Way, leaf: Concurrent | Together, case: Case
) -> tuple[str, ...]:  # fmt: skip
    """What is the thing or implies it, but for the achievement itself and partners that the case keeps apart."""
    found = _implying(bearers, leaf.id)
    apart = {id for id in found if isinstance(leaf, Together) and Tie(way[0], id) in case.apart}
    return tuple(sorted(found - apart - {way[0]}))


def implying(catalog: Catalog, id: str) -> frozenset[str]:
    """The achievement and all that imply it.

    >>> from chartway.catalog import Achievement
    >>> catalog = Catalog.of([Achievement("bachelor", implies=frozenset({"degree"})), Achievement("degree")])
    >>> sorted(implying(catalog, "degree"))
    ['bachelor', 'degree']
    """
    return _implying(catalog.bearers(), id)


def _implying(bearers: dict[str, list[str]], id: str) -> frozenset[str]:
    found = {id}
    stack = [id]
    while stack:
        more = set(bearers.get(stack.pop(), ())) - found
        found |= more
        stack += more
    return frozenset(found)


def _components(arrows: Mapping[Way, tuple[Way, ...]]) -> list[list[Way]]:
    """The strongly connected components (Tarjan 1972), without recursion."""
    number: dict[Way, int] = {}
    low: dict[Way, int] = {}
    open_: dict[Way, None] = {}
    found: list[list[Way]] = []
    for root in arrows:
        work = [(root, iter(arrows[root]))] if root not in number else []
        while work:
            node, rest = work[-1]
            if node not in number:
                number[node] = low[node] = len(number)
                open_[node] = None
            for other in rest:
                if other not in number:
                    work.append((other, iter(arrows[other])))
                    break
                if other in open_:
                    low[node] = min(low[node], number[other])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == number[node]:
                    found.append(_closed(open_, node))
    return found


def _closed(open_: dict[Way, None], first: Way) -> list[Way]:
    """Takes a finished component off the stack, which is in the order of its keys."""
    members: list[Way] = []
    while not members or members[-1] != first:
        members.append(open_.popitem()[0])
    return members
