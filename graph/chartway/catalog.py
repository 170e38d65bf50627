"""A catalog lists what a person can achieve and every way in which each thing can be earned.

Money is a whole number of US cents and time a whole number of thousandths of a week throughout the core,
so that sums are exact and a proof is a proof. :func:`from_cents` and :func:`from_milliweeks` give people's units.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType

from chartway.requirement import NOTHING, Requirement, ids_of

CENTS = 100
"""Cents in a dollar."""
MILLIWEEKS = 1000
"""Thousandths in a week."""
JOB = "job"
"""What is exclusive as a job: one has one at a time."""


@dataclass(frozen=True, slots=True, order=True)
class Cost:
    """A price in cents: low, typical and high; all three are equal when the price is known.

    >>> Cost.known(29_900).estimated, Cost(288_000, 810_000, 1_780_000).estimated
    (False, True)
    """

    low: int
    typical: int
    high: int

    @classmethod
    def known(cls, cents: int) -> Cost:
        """The cost that is exactly ``cents``."""
        return cls(cents, cents, cents)

    @property
    def estimated(self) -> bool:
        """Whether only a range is known."""
        return self.low != self.high

    def __add__(self, other: Cost) -> Cost:
        return Cost(self.low + other.low, self.typical + other.typical, self.high + other.high)

    def __mul__(self, times: int) -> Cost:
        return Cost(self.low * times, self.typical * times, self.high * times)

    def to_json(self) -> list[int | float]:
        """Low, typical and high in dollars."""
        return [from_cents(self.low), from_cents(self.typical), from_cents(self.high)]


FREE = Cost.known(0)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The fewest and the most weeks that something may take, in thousandths, where only a range is known."""

    low: int
    high: int

    def to_json(self) -> list[int | float]:
        """The fewest and the most weeks.

        >>> Span(52_000, 104_500).to_json()
        [52, 104.5]
        """
        return [from_milliweeks(self.low), from_milliweeks(self.high)]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one source says about a way in.

    ``of`` is "requirement", "recommendation", "award" (what an examination earns), "cost" or "duration";
    ``source`` is the source's id, ``assumed`` whether it is an estimate of ours or a remembered rule,
    ``because`` the reasoning behind it, where there is any.
    """

    of: str
    source: str
    assumed: bool = False
    because: str = ""


@dataclass(frozen=True, slots=True)
class Route:
    """One way to earn an achievement: what it requires, costs and takes.

    ``cost`` is None where the price is unknown, which is never the same as free. ``weeks`` and
    ``hours_per_week`` are thousandths; ``span`` has the fewest and the most weeks where those are an estimate.
    ``evidence`` says which source stands behind which part of it. Routes of one ``tariff`` rest on one price or
    figure, those of one ``length`` on one duration: their estimates move together. ``exclusive`` is "job" for what is
    done in a job; it can be begun from ``valid_from`` through ``valid_through``, always where these are None.
    """

    id: str
    requires: Requirement = NOTHING
    cost: Cost | None = FREE
    weeks: int = 0
    hours_per_week: int = 0
    label: str = ""
    source: str | None = None
    assumed: bool = False
    evidence: tuple[Evidence, ...] = ()
    tariff: str = ""
    exclusive: str = ""
    valid_from: date | None = None
    valid_through: date | None = None
    span: Span | None = None
    length: str = ""

    @property
    def has_days(self) -> bool:
        """Whether it can be begun only within days of its own."""
        return self.valid_from is not None or self.valid_through is not None


@dataclass(frozen=True, slots=True)
class Achievement:
    """Anything a person can hold: a course, degree, certification, examination, membership, experience.

    ``routes`` are alternatives; with none it can be held but not earned. ``implies`` names what is held
    with it at no cost. ``valid_weeks`` (thousandths) is how long it holds once earned, None where for good; then it
    can be renewed, see :mod:`chartway.validity`.
    """

    id: str
    label: str = ""
    kind: str = ""
    routes: tuple[Route, ...] = ()
    implies: frozenset[str] = frozenset()
    issuer: str | None = None
    credits: str | None = None
    notation: str = ""
    valid_weeks: int | None = None

    @property
    def name(self) -> str:
        """What a person calls it: the abbreviation if it has one, else the label, else the id."""
        return self.notation or self.label or self.id

    def unearnable(self) -> Achievement:
        """The same, with no way to earn it left."""
        return replace(self, routes=())


@dataclass(frozen=True, slots=True)
class Catalog:
    """All achievements by id, in the order of their ids, so that equal content is equal everywhere."""

    achievements: Mapping[str, Achievement] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def of(cls, achievements: Iterable[Achievement]) -> Catalog:
        """The catalog of these achievements, whatever order they come in.

        >>> list(Catalog.of([Achievement("b"), Achievement("a")]).achievements)
        ['a', 'b']
        """
        by_id = {achievement.id: achievement for achievement in achievements}
        return cls(MappingProxyType({id: by_id[id] for id in sorted(by_id)}))

    def for_good(self) -> Catalog:
        """The same, with nothing that lapses."""
        things = self.achievements.values()
        return Catalog.of(one if one.valid_weeks is None else replace(one, valid_weeks=None) for one in things)

    def closure(self, held: Iterable[str]) -> frozenset[str]:
        """What is held with all that it implies.

        >>> catalog = Catalog.of([Achievement("bachelor", implies=frozenset({"associate"})), Achievement("associate")])
        >>> sorted(catalog.closure(["bachelor"]))
        ['associate', 'bachelor']
        """
        found = set(held)
        stack = list(found)
        while stack:
            one = stack.pop()
            more = self.achievements[one].implies - found if one in self.achievements else frozenset()
            found |= more
            stack += more
        return frozenset(found)

    def toward(self, goal: str) -> Catalog:
        """What can matter for the goal: no plan for it, and nothing said of one, is another on the whole catalog.

        That is whatever leads to it by requirements and by being implied, with every way in; and what is implied by
        any of this, with none.

        >>> apart, degree = Achievement("apart"), Achievement("degree")
        >>> catalog = Catalog.of([Achievement("bachelor", implies=frozenset({"degree"})), degree, apart])
        >>> list(catalog.toward("degree").achievements)
        ['bachelor', 'degree']
        """
        bearers = self.bearers()
        found, stack = {goal}, [goal]
        while stack:
            one = stack.pop()
            asked = {id for route in self[one].routes for id in ids_of(route.requires)}
            more = (asked | set(bearers.get(one, ()))) - found
            found |= more
            stack += more
        beside = (self.closure(found) - found) & self.achievements.keys()
        return Catalog.of([*(self[id] for id in found), *(self[id].unearnable() for id in beside)])

    def bearers(self) -> dict[str, list[str]]:
        """For each achievement those that imply it directly."""
        bearers: dict[str, list[str]] = {}
        for id, achievement in self.achievements.items():
            for implied in achievement.implies:
                bearers.setdefault(implied, []).append(id)
        return bearers

    def __getitem__(self, id: str) -> Achievement:
        return self.achievements[id]

    def __contains__(self, id: str) -> bool:
        return id in self.achievements

    def __len__(self) -> int:
        return len(self.achievements)


def from_cents(cents: int) -> int | float:
    """Dollars as people and JSON write them: whole where they are whole.

    >>> from_cents(72_000), from_cents(29_950)
    (720, 299.5)
    """
    return cents // CENTS if cents % CENTS == 0 else cents / CENTS


def from_milliweeks(milliweeks: int) -> int | float:
    """Weeks as people and JSON write them: whole where they are whole.

    >>> from_milliweeks(15_000), from_milliweeks(4_333)
    (15, 4.333)
    """
    return milliweeks // MILLIWEEKS if milliweeks % MILLIWEEKS == 0 else milliweeks / MILLIWEEKS
