"""Every prompt schedule of the steps of a plan, within a person's weeks and with their co-requisites.

A schedule is *prompt* where no other schedule of the same steps begins none of them later and some of them sooner:
nobody waits for nothing, though of two jobs either may come first. In a prompt schedule a step begins at the outset,
when another one ends, or on the first day on which it, or what starts together with it, can be begun. So such moments
are gone through in order; at each, what stands in nobody's way begins, and of the rest every part that may and has
room is begun, or waits. Of the schedules found, those are prompt than which none is sooner. Without co-requisites that
start together, and where hours and jobs suffice for all at once, there is exactly one.

What may begin is read from the requirements themselves, by the law of :mod:`chartway.timing`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from chartway.catalog import Catalog, Route
from chartway.plan import Question, Step
from chartway.requirement import Together, corequisites_of, is_met
from chartway.timetable import NEVER, is_job

MOST_MOMENTS = 3_000
"""Moments gone through for one set of steps: a count, so that equal input gives equal output."""
MOST_CHOSEN = 8
"""Steps of one moment of which every part is tried."""

Way = tuple[str, str]
"""An achievement and one of its routes, by their ids."""
Starts = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Arranged:
    """The prompt schedules, each in an order that can be carried out; ``complete`` is whether these are all."""

    schedules: tuple[tuple[Step, ...], ...]
    complete: bool


def arranged(catalog: Catalog, question: Question, ways: frozenset[Way]) -> Arranged:
    """The prompt schedules of exactly these ways in, by which different things are earned.

    >>> from chartway.catalog import JOB, Achievement
    >>> from chartway.requirement import Achieved, AllOf
    >>> jobs = [Achievement(id, routes=(Route("0", weeks=4_000, exclusive=JOB),)) for id in ("clerk", "coder")]
    >>> goal = Achievement("CCS", routes=(Route("0", AllOf((Achieved("clerk"), Achieved("coder")))),))
    >>> ways = frozenset((id, "0") for id in ("clerk", "coder", "CCS"))
    >>> found = arranged(Catalog.of([*jobs, goal]), Question("CCS"), ways)
    >>> [[(step.achievement, step.start) for step in steps] for steps in found.schedules]
    [[('clerk', 0), ('coder', 4000), ('CCS', 8000)], [('coder', 0), ('clerk', 4000), ('CCS', 8000)]]
    """
    return _Moments(catalog, question, ways).run()


@dataclass(frozen=True, slots=True)
class _State:
    """A moment, and what has begun by then, in the order in which it has."""

    now: int
    starts: tuple[tuple[str, int], ...]


class _Moments:
    """One walk through the moments at which the steps can begin."""

    def __init__(self, catalog: Catalog, question: Question, ways: frozenset[Way]) -> None:
        self.catalog, self.timetable = catalog, question.timetable
        self.routes = {id: _route(catalog, id, route) for id, route in sorted(ways)}
        self.gives = {id: catalog.closure([id]) for id in self.routes}
        self.outset = catalog.closure(question.held)
        self.hours = {id: self.timetable.hours(catalog[id], route) for id, route in self.routes.items()}
        self.jobs = {id: int(is_job(catalog[id], route)) for id, route in self.routes.items()}
        self.tied = self._tied()
        self.cut = False

    def _tied(self) -> frozenset[str]:
        """What starts together with something, or something with it."""
        asked = {
            (id, leaf.id)
            for id, route in self.routes.items()
            for leaf in corequisites_of(route.requires)
            if isinstance(leaf, Together)
        }
        partners = {partner for _, partner in asked}
        return frozenset({id for id, _ in asked} | {id for id in self.routes if partners & self.gives[id]})

    def run(self) -> Arranged:
        stack, seen = [_State(0, ())], set[tuple[int, frozenset[tuple[str, int]]]]()
        found: list[_State] = []
        while stack:
            state = stack.pop()
            key = state.now, frozenset(state.starts)
            if key in seen:
                continue
            if len(seen) >= MOST_MOMENTS:
                self.cut = True
                break
            seen.add(key)
            if len(state.starts) == len(self.routes):
                found.append(state)
            else:
                stack += reversed(list(self._next(state)))
        return Arranged(tuple(self._steps(state) for state in _prompt(found)), complete=not self.cut)

    def _next(self, state: _State) -> Iterator[_State]:
        """What stands in nobody's way begins; else each part of the rest that can, or the next moment comes."""
        starts = dict(state.starts)
        able = [id for id in self.routes if id not in starts and self._day(id, state.now) == state.now]
        free = frozenset(id for id in able if id not in self.tied and self._is_free(id, starts, state.now))
        loose = self._joint(free, starts, state.now)
        if loose:
            yield self._begun(state, loose)
            return
        yield from (self._begun(state, joint) for joint in self._joints(able, free, starts, state.now))
        later = self._later(starts, state.now)
        if later < NEVER:
            yield _State(later, state.starts)

    def _joints(self, able: list[str], free: frozenset[str], starts: Starts, now: int) -> Iterator[frozenset[str]]:
        """What may begin jointly now, those with more first."""
        may = sorted(self._joint(frozenset(able), starts, now) - free)
        self.cut = self.cut or len(may) > MOST_CHOSEN
        may = may[:MOST_CHOSEN]
        for size in range(len(may), 0, -1):
            for some in map(frozenset, combinations(may, size)):
                joint = self._joint(free | some, starts, now)
                if some <= joint and self._have_room(joint, starts, now):
                    yield joint

    def _begun(self, state: _State, joint: frozenset[str]) -> _State:
        return _State(state.now, (*state.starts, *((id, state.now) for id in sorted(joint))))

    def _day(self, id: str, moment: int) -> int:
        return self.timetable.next_start(self.catalog[id], self.routes[id], moment)

    def _joint(self, some: frozenset[str], starts: Starts, now: int) -> frozenset[str]:
        """The most of these that can start jointly; nothing is a co-requisite of itself."""
        begun = self._held(starts)
        held = self._held(id for id, start in starts.items() if start + self.routes[id].weeks <= now)
        while some:
            joined = {id: self._held(some - {id}) for id in some}
            able = frozenset(id for id in some if self._is_met(id, held, begun | joined[id], joined[id]))
            if able == some:
                break
            some = able
        return some

    def _held(self, ids: Iterator[str] | frozenset[str] | Starts) -> frozenset[str]:
        return self.outset.union(*(self.gives[id] for id in ids))

    def _is_met(self, id: str, held: frozenset[str], begun: frozenset[str], joined: frozenset[str]) -> bool:
        return is_met(self.routes[id].requires, held, begun, joined)

    def _is_free(self, id: str, starts: Starts, now: int) -> bool:
        """Whether it stands in nobody's way, whatever else begins while it lasts."""
        if not self.hours[id] and not self.jobs[id]:
            return True
        others = [one for one in self.routes if one != id and self._end(one, starts) > now]
        if self.jobs[id] and any(self.jobs[one] for one in others):
            return False
        most = self.timetable.study_hours
        return most is None or not self.hours[id] or self.hours[id] + sum(self.hours[one] for one in others) <= most

    def _end(self, id: str, starts: Starts) -> int:
        return starts[id] + self.routes[id].weeks if id in starts else NEVER

    def _have_room(self, joint: frozenset[str], starts: Starts, now: int) -> bool:
        """Whether hours and jobs suffice for these beside what is going on."""
        going_on = [*joint, *(id for id in starts if self._end(id, starts) > now)]
        most = self.timetable.study_hours
        fits = most is None or sum(self.hours[id] for id in going_on) <= most
        return fits and sum(self.jobs[id] for id in going_on) <= 1

    def _later(self, starts: Starts, now: int) -> int:
        """When something ends, or the day of something comes."""
        ends = (self._end(id, starts) for id in starts)
        days = (self._day(id, now) for id in self.routes if id not in starts)
        return min((moment for moment in (*ends, *days) if moment > now), default=NEVER)

    def _steps(self, state: _State) -> tuple[Step, ...]:
        steps = []
        for id, start in state.starts:
            route = self.routes[id]
            steps.append(Step(id, route.id, start, start + route.weeks, route.cost))
        return tuple(steps)


def _prompt(found: list[_State]) -> Iterator[_State]:
    """Those than which no other one is sooner."""
    starts = [dict(state.starts) for state in found]
    for place, mine in enumerate(starts):
        sooner = any(other != mine and all(other[id] <= now for id, now in mine.items()) for other in starts)
        if not sooner and mine not in starts[:place]:
            yield found[place]


def _route(catalog: Catalog, id: str, name: str) -> Route:
    return next(route for route in catalog[id].routes if route.id == name)
