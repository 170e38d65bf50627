"""Each thing in words: what it is, what its ways in need, cost and take, and who says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from chartway.catalog import FREE, Cost, Evidence, Route
from chartway.link import safe_url
from chartway.plan import Plan, Step
from chartway.requirement import (
    Achieved,
    AllOf,
    AnyOf,
    AtLeast,
    Concurrent,
    Prose,
    Requirement,
    SumOf,
    Together,
)
from chartway.requirement_graph import conjuncts
from chartway.timetable import UNLIMITED, Timetable
from chartway.visualization.bibliography import Bibliography
from chartway.visualization.picture import Claim, Clause, Way
from chartway.visualization.world import World
from chartway.wording import duration, listed, measured, price, recorded, when, within

__all__ = ["Account", "Description"]

FEW = 3
"""So many things are named in the name of a way in."""


@dataclass(frozen=True, slots=True)
class Description:
    """What fits on a card: name, issuer, price and time."""

    world: World
    plan: Plan | None = None
    timetable: Timetable = UNLIMITED

    def step(self, id: str) -> Step | None:
        """The step of the plan that earns it."""
        return next((step for step in (self.plan.steps if self.plan else ()) if step.achievement == id), None)

    def name(self, id: str) -> str:
        """What people call it."""
        return self.world.thing(id).name

    def label(self, id: str) -> str:
        """Its name in full."""
        return self.world.thing(id).label or self.name(id)

    def issuer(self, id: str) -> str:
        """What people call the body that issues it."""
        issuer = self.world.thing(id).issuer
        return self.world.names(issuer) if issuer else ""

    def aliases(self, id: str) -> tuple[str, ...]:
        """The names by which it can be found beside those its card says."""
        return tuple(name for name in self.world.aliases(id) if name not in {self.name(id), self.label(id)})

    def routes(self, id: str) -> tuple[Route, ...]:
        """Its ways in."""
        return self.world.thing(id).routes

    def when(self, id: str, time: int | None, *, held: bool) -> str:
        """When it is earned in the plan, or how long the shortest way in takes by itself."""
        if held:
            return "you hold this"
        if (step := self.step(id)) is not None:
            return when(step.start, step.finish, self.timetable)
        if time is None:
            return "no known way in" if self.routes(id) else "way in not recorded"
        weeks = min((route.weeks for route in self.routes(id)), default=0)
        return duration(weeks).removeprefix("about ") if weeks else ""

    def price(self, id: str, time: int | None, *, held: bool) -> str:
        """What it costs in the plan, or at least; nothing if it is free, as months of work are."""
        routes = self.routes(id)
        if held or not routes:
            return ""
        if (step := self.step(id)) is not None:
            route = next((route for route in routes if route.id == step.route), None)
            return _unless_free(step.cost, assumed=route is not None and _is_estimate(route))
        return "" if time is None else _least_price(routes)

    def ways(self, id: str) -> list[Route]:
        """Its ways in, the one the plan takes first."""
        step = self.step(id)
        return sorted(self.routes(id), key=lambda route: step is None or route.id != step.route)

    def called(self, id: str, route: Route) -> str:
        """What its way in is called; where several are called the same, with what sets it apart from those."""
        alike = [conjuncts(other.requires) for other in self.routes(id) if other.label == route.label]
        shared = set(alike[0]).intersection(*alike) if alike else set[Requirement]()
        own = [part for part in conjuncts(route.requires) if part not in shared]
        more = {part for parts in alike for part in parts} - shared
        apart = f"with {listed([self.briefly(part) for part in own])}" if own else ""
        if more and not own:
            apart = f"without {self.briefly(*more)}" if len(more) == 1 else "with nothing more"
        return ", ".join(filter(None, [route.label, apart]))

    def briefly(self, requirement: Requirement) -> str:  # noqa: PLR0911 - one answer for each kind
        """A requirement in as few words as say it."""
        match requirement:
            case Achieved(id):
                return within(self.name(id))
            case Concurrent(id) | Together(id):
                return f"{within(self.name(id))} at the same time"
            case AllOf(parts) | AnyOf(parts) if 0 < len(parts) <= FEW:
                word = "and" if isinstance(requirement, AllOf) else "or"
                return listed([self.briefly(part) for part in parts], word)
            case AllOf(parts):
                return f"all of {len(parts)}" if parts else "nothing"
            case AnyOf(parts):
                return f"any one of {len(parts)}"
            case AtLeast(number, parts):
                return f"{number} of {len(parts)}"
            case SumOf(number, unit=unit):
                return measured(number, unit)
            case Prose():
                return "what only words say"

    def split(self, id: str, route: Route) -> tuple[tuple[Requirement, ...], tuple[Requirement, ...]]:
        """The parts the bare way in asks for too, and those only the prepared one does."""
        twins = self.world.bare[id].routes if id in self.world.bare else ()
        twin = next((other for other in twins if other.id == route.id), route)
        asked, bare = conjuncts(route.requires), set(conjuncts(twin.requires))
        return tuple(part for part in asked if part in bare), tuple(part for part in asked if part not in bare)


@dataclass(frozen=True, slots=True)
class Account:
    """All that is said about a thing, with sources.

    ``things`` are the ids on the page of what is drawn.
    """

    description: Description
    things: Mapping[Any, str]
    bibliography: Bibliography

    def ways(self, id: str) -> tuple[Way, ...]:
        """Every way in, the chosen one first."""
        step = self.description.step(id)
        chosen = step.route if step else None
        return tuple(self._way(id, route, chosen=route.id == chosen) for route in self.description.ways(id))

    def facts(self, id: str) -> tuple[Claim, ...]:
        """What is known about it; what no longer holds says so."""
        return tuple(
            Claim(
                of=fact.property,
                text=fact.value,
                sources=self.bibliography.cite(fact.sources),
                thing=self._thing(fact.link),
                url=safe_url(fact.value),
                standing=fact.standing,
            )
            for fact in self.description.world.facts(id)
        )

    def _thing(self, id: str) -> str:
        return self.things.get(id, "")

    def _way(self, id: str, route: Route, *, chosen: bool) -> Way:
        required, recommended = self.description.split(id, route)
        return Way(
            label=self.description.called(id, route),
            price=_price(route),
            time=duration(route.weeks) if route.weeks else "",
            required=tuple(map(self._clause, required)),
            recommended=tuple(map(self._clause, recommended)),
            chosen=chosen,
            grounds=self._grounds(route),
        )

    def _clause(self, requirement: Requirement) -> Clause:  # noqa: PLR0911 - one sentence for each kind
        match requirement:
            case Achieved(id):
                return Clause(self._in_full(id), self._thing(id))
            case Concurrent(id):
                return Clause(f"{self._in_full(id)} (before or at the same time)", self._thing(id))
            case Together(id):
                return Clause(f"{self._in_full(id)} (begun together with it)", self._thing(id))
            case Prose(text):
                return Clause(f"in words only: {text}")
            case AllOf(parts):
                return Clause("all of" if parts else "nothing", parts=tuple(map(self._clause, parts)))
            case AnyOf(parts):
                return Clause("any one of" if parts else "cannot be met", parts=tuple(map(self._clause, parts)))
            case AtLeast(number, parts):
                return Clause(f"at least {number} of these {len(parts)}", parts=tuple(map(self._clause, parts)))
            case SumOf(number, parts, amounts, unit):
                terms = tuple(map(self._term, parts, amounts))
                return Clause(f"at least {measured(number, unit)} of these", parts=terms)

    def _term(self, part: Requirement, amount: int) -> Clause:
        """A part of a sum with what it counts for."""
        clause = self._clause(part)
        return replace(clause, text=f"{clause.text} ({measured(amount)})")

    def _in_full(self, id: str) -> str:
        name, label = self.description.name(id), self.description.label(id)
        return name if name == label else f"{name}: {label}"

    def _grounds(self, route: Route) -> tuple[Claim, ...]:
        """What stands behind the way in: sources that say the same of the same are one line."""
        lines: dict[tuple[str, str, bool], list[str]] = {}
        for one in route.evidence or _plain_evidence(route):
            lines.setdefault((one.of, one.because, one.assumed), []).append(one.source)
        return tuple(
            Claim(of, because, self.bibliography.cite(sources), standing="assumed" if assumed else "")
            for (of, because, assumed), sources in lines.items()
        )


def _least_price(routes: tuple[Route, ...]) -> str:
    priced = [(route.cost, route) for route in routes if route.cost is not None]
    if not priced:
        return price(None)
    cost, cheapest = min(priced, key=lambda pair: pair[0].typical)
    several = len({route.cost for route in routes}) > 1
    said = _unless_free(cost, assumed=_is_estimate(cheapest))
    return f"from {said}" if several and said else said


def _unless_free(cost: Cost | None, *, assumed: bool) -> str:
    return "" if cost == FREE else price(cost, unsure=assumed)


def _price(route: Route) -> str:
    """The price of a way in, with its range."""
    if route.cost is None or route.cost == FREE:
        return price(route.cost)
    return recorded(route.cost, unsure=_is_estimate(route))


def _is_estimate(route: Route) -> bool:
    return any(evidence.of == "cost" and evidence.assumed for evidence in route.evidence)


def _plain_evidence(route: Route) -> tuple[Evidence, ...]:
    """A requirement file names one source for a whole way in."""
    return (Evidence("way in", route.source, route.assumed),) if route.source else ()
