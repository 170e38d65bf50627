"""What a person's weeks allow: hours of study, one job at a time, a first day, and the days on which courses begin.

A way in takes its hours in every week from start to finish. Hours of study add up; a job is a job, whatever its
hours, and they are no hours of study. Time inside is a whole number of thousandths of a week, counted from the
first day; a moment belongs to the day in which it falls.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Protocol

from chartway.catalog import JOB, MILLIWEEKS, Achievement, Catalog, Route, from_milliweeks

DAYS_A_WEEK = 7
HOURS_A_WEEK = 24 * DAYS_A_WEEK
COURSES = frozenset({"course", "degree", "certificate", "programme"})
"""Kinds that begin with a term, where the terms are given."""
NEVER = 1 << 60
"""A moment that never comes."""

Term = tuple[int, int]
"""Month and day of the month."""


class Span(Protocol):
    """A way in taken from one moment to another."""

    @property
    def achievement(self) -> str:
        """What is earned."""

    @property
    def route(self) -> str:
        """The way in."""

    @property
    def start(self) -> int:
        """When it begins."""

    @property
    def finish(self) -> int:
        """When it ends."""


@dataclass(frozen=True, slots=True)
class RuledOut:
    """A way in that can never be taken under a timetable: it asks for too many hours, or is over when one begins."""

    achievement: str
    route: Route

    def to_json(self) -> dict[str, Any]:
        """The way in with its hours a week and the days within which it can be begun."""
        route = self.route
        return {
            "achievement": self.achievement,
            "route": route.id,
            "hoursPerWeek": from_milliweeks(route.hours_per_week),
            "validFrom": route.valid_from.isoformat() if route.valid_from else None,
            "validThrough": route.valid_through.isoformat() if route.valid_through else None,
        }


@dataclass(frozen=True, slots=True)
class Timetable:
    """Hours of study a week (thousandths; None: no limit), the first day, and the days on which terms begin.

    With terms, what is a course begins on such a day only; they need a first day, as do ways in with days of
    their own.

    >>> january = Timetable(start=date(2027, 1, 4), terms=((1, 15), (8, 25)))
    >>> january.day(january.next_start(Achievement("BIO 1", kind="course"), Route("0"), 15_000)).isoformat()
    '2027-08-25'
    """

    study_hours: int | None = None
    start: date | None = None
    terms: tuple[Term, ...] = ()

    def day(self, moment: int) -> date:
        """The day in which a moment falls; there must be a first day."""
        assert self.start is not None  # noqa: S101 - asked only where there is one
        return self.start + timedelta(days=min(moment * DAYS_A_WEEK // MILLIWEEKS, (date.max - self.start).days))

    def moment(self, day: date) -> int:
        """The first moment of a day, 0 for days before the first."""
        assert self.start is not None  # noqa: S101 - as above
        return max(0, -((self.start - day).days * MILLIWEEKS // DAYS_A_WEEK))

    def hours(self, achievement: Achievement, route: Route) -> int:
        """The hours of study a week that count against the limit: none for a job, or where there is no limit."""
        studies = self.study_hours is not None and route.weeks and not is_job(achievement, route)
        return route.hours_per_week if studies else 0

    def next_start(self, achievement: Achievement, route: Route, moment: int) -> int:
        """The first moment from this one on at which the way in may be begun, NEVER if there is none."""
        if self.start is None or not self.waits(achievement, route):
            return moment
        if route.valid_from is not None:
            moment = max(moment, self.moment(route.valid_from))
        if self.terms and achievement.kind in COURSES:
            moment = self._next_term(moment)
        return NEVER if route.valid_through is not None and self.day(moment) > route.valid_through else moment

    def _next_term(self, moment: int) -> int:
        today = self.day(moment)
        if today.year == date.max.year:
            return NEVER
        if (today.month, today.day) in self.terms:
            return moment
        days = [date(today.year + more, *term) for more in (0, 1) for term in self.terms]
        return self.moment(min(day for day in days if day > today))

    def waits(self, achievement: Achievement, route: Route) -> bool:
        """Whether the way in may not be begun at every moment."""
        in_terms = bool(self.terms) and achievement.kind in COURSES
        return self.start is not None and (in_terms or route.has_days)

    def to_json(self) -> dict[str, Any]:
        """What was said of it: hours, the first day, month and day of each term."""
        return {
            **({"studyHours": from_milliweeks(self.study_hours)} if self.study_hours is not None else {}),
            **({"startDate": self.start.isoformat()} if self.start else {}),
            **({"terms": [f"{month:02}-{day:02}" for month, day in self.terms]} if self.terms else {}),
        }

    def rules_out(self, achievement: Achievement, route: Route) -> bool:
        """Whether the way in can never be taken: more hours than there are, or over before the first day."""
        too_many = self.study_hours is not None and self.hours(achievement, route) > self.study_hours
        return too_many or self.next_start(achievement, route, 0) == NEVER

    def allows(self, catalog: Catalog, steps: Iterable[Span]) -> bool:
        """Whether steps keep to the hours, to one job at a time and to the days on which they may begin."""
        ways = [(step, catalog[step.achievement], _route(catalog, step)) for step in steps]
        jobs = peak((step.start, step.finish, 1) for step, one, route in ways if is_job(one, route))
        hours = peak((step.start, step.finish, self.hours(one, route)) for step, one, route in ways)
        in_time = all(self.next_start(one, route, step.start) == step.start for step, one, route in ways)
        return jobs <= 1 and in_time and (self.study_hours is None or hours <= self.study_hours)


UNLIMITED = Timetable()
"""All hours of the week, from any day: only one job at a time."""


def _route(catalog: Catalog, step: Span) -> Route:
    return next(route for route in catalog[step.achievement].routes if route.id == step.route)


def is_job(achievement: Achievement, route: Route) -> bool:
    """Whether it is done in a job, of which one has one at a time: experience is, and what says so itself."""
    return bool(route.weeks) and (route.exclusive == JOB or achievement.kind == "experience")


def term(text: str) -> Term | None:
    """The day of every year that a text such as "01-15" names; None if there is none.

    >>> term("08-25"), term("02-29")
    ((8, 25), None)
    """
    try:
        # no day of a leap year alone, and the same two digits each on the command line and in a profile
        day = date.fromisoformat(f"2027-{text}") if len(text) == len("01-15") else None
    except ValueError:
        return None
    return (day.month, day.day) if day else None


def peak(spans: Iterable[tuple[int, int, int]]) -> int:
    """The most that spans (start, finish, load) add up to at any moment; what ends makes room for what begins.

    >>> peak([(0, 4, 10), (2, 6, 5), (6, 9, 12)])
    15
    """
    changes = sorted(
        change for start, finish, load in spans if finish > start for change in ((start, load), (finish, -load))
    )
    most = load = 0
    for _, change in changes:
        load += change
        most = max(most, load)
    return most
