"""What lapses: how long it is valid, when it is begun so that it lasts, and what renewing it costs.

An achievement with ``valid_weeks`` V, finished at f, is valid from f until just before f + V: a year's membership that
is joined on the first of January has lapsed on the next. Renewed n times, each time at the price of the way in that was
taken and in no time, it is valid without a gap until just before f + (n + 1)·V. Every step begins while what it
requires is valid, so a plan needs the least n with (n + 1)·V > u - f, where u is the last start that rests on it. A
co-requisite that is not finished yet counts from its start, as always. What comes with something, as that implies it,
is valid as long as that is; what is held at the outset is taken as kept valid by the person, for its dues are not ours
to know.

Nothing is put off for the sake of dues: what does not lapse begins as soon as it can. What lapses begins as late as it
helps, where it moves no other step; so no goal is reached later. Memberships are always joined when they are first
needed, not before, even where nobody says how soon they lapse.

Where a person's weeks, or steps that start together, leave a choice of what comes first, "as soon as it can" means a
prompt schedule (:mod:`chartway.arrangement`), and the schedule is chosen with the renewals: the best plan is the one
that is best in its objectives, dues included, of all ways in, in all their prompt schedules. What starts together with
something, or on certain days only, begins as its schedule has it; what takes hours, or is a job, is put off only where
there is room. A step that is of no use but to put others off is not taken: without any one step of a plan the others,
when they are, could not be carried out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from heapq import heappop, heappush
from itertools import product

from chartway.catalog import Catalog, Route
from chartway.plan import Question, Step, Upkeep
from chartway.requirement import Requirement, Together, corequisites_of, has_corequisites, ids_of, is_met
from chartway.timetable import NEVER, is_job

KIND = "membership"
MOST_TRIES = 2_000
"""Arrangements of what lapses that are tried for one plan: a count, so that equal input gives equal output."""
MOST_PLACES = 50_000
"""Starts of single steps that are tried for one plan, most of which no arrangement can have."""
MOST_STARTS = 24
"""Moments at which one step that lapses is tried."""

Money = tuple[int, int]
"""How many prices are unknown, and cents: what comes first counts first."""
Price = Callable[[Step], Money]


@dataclass(frozen=True, slots=True)
class Kept:
    """Steps whose every requirement is valid, with what is renewed; ``least`` is whether that is proved to cost least.

    ``money`` is what the renewals cost, in the terms of whoever asked.
    """

    steps: tuple[Step, ...]
    upkeep: tuple[Upkeep, ...]
    money: Money
    least: bool


def typical(step: Step) -> Money:
    """The price of a renewal: whether it is unknown, and its typical figure."""
    return int(step.cost is None), step.cost.typical if step.cost else 0


def lapses(catalog: Catalog, id: str) -> bool:
    """Whether it holds for a time only."""
    return catalog[id].valid_weeks is not None


def kept_valid(
    catalog: Catalog, question: Question, steps: tuple[Step, ...], price: Price = typical, most: Money | None = None
) -> Kept:
    """The steps of a plan with those that lapse begun when it costs least to keep them valid.

    ``steps`` are in an order that can be carried out, in a prompt schedule. What costs more than ``most`` need not be
    the least: it is enough to know that it does.

    >>> from chartway.catalog import Achievement, Cost
    >>> from chartway.requirement import Achieved, AllOf
    >>> member = Achievement("member", routes=(Route("0", cost=Cost.known(100)),), valid_weeks=52_000)
    >>> work = Achievement("work", routes=(Route("0", Achieved("member"), weeks=52_000),))
    >>> exam = Achievement("exam", routes=(Route("0", AllOf((Achieved("member"), Achieved("work")))),))
    >>> steps = (Step("member", "0", 0, 0, Cost.known(100)), Step("work", "0", 0, 52_000, Cost.known(0)))
    >>> steps = (*steps, Step("exam", "0", 52_000, 52_000, Cost.known(0)))
    >>> kept_valid(Catalog.of([member, work, exam]), Question("exam"), steps).money
    (0, 100)
    """
    if not any(lapses(catalog, step.achievement) for step in steps):
        return Kept(just_in_time(catalog, question.held, steps), (), (0, 0), least=True)
    return _Arrangement(catalog, question, steps, price).run(most)


class _Arrangement:
    """One search for the starts of what lapses, and how often it is renewed."""

    def __init__(self, catalog: Catalog, question: Question, steps: tuple[Step, ...], price: Price) -> None:
        self.catalog, self.goal, self.steps, self.price = catalog, question.goal, steps, price
        self.timetable = question.timetable
        self.held = catalog.closure(question.held)
        self.late = just_in_time(catalog, question.held, steps)
        self.rules = {step.achievement: _route(catalog, step).requires for step in steps}
        self.gives = {step.achievement: catalog.closure([step.achievement]) for step in steps}
        self.timed = any(map(has_corequisites, self.rules.values()))
        self.valid = {
            step.achievement: weeks for step in steps if (weeks := catalog[step.achievement].valid_weeks) is not None
        }
        self.lapsing = [step for step in steps if step.achievement in self.valid]
        self.moving = [step for step in steps if self._may_move(step)]
        self.horizon = max(step.start for step in steps)
        self.places = 0

    def run(self, most: Money | None) -> Kept:
        """The arrangement that costs least; one that is good enough where there are too many to try."""
        tries = 0
        for times in self._times():
            if most is not None and self._paid(times) > most:
                return self._kept(self.late, self._enough(), least=self._all_starts)
            for steps in self._arranged(times):
                tries += 1
                if tries > MOST_TRIES or self.places > MOST_PLACES:
                    return self._kept(self.late, self._enough(), least=False)
                order = self._in_order(steps, times)
                if order is not None:
                    return self._kept(order, times, least=self._all_starts)
        return self._kept(self.late, self._enough(), least=False)

    def _kept(self, steps: tuple[Step, ...], times: Mapping[str, int], *, least: bool) -> Kept:
        upkeep = tuple(
            Upkeep(step.achievement, times[step.achievement], self.valid[step.achievement], step.cost)
            for step in steps
            if times.get(step.achievement)
        )
        money = self._paid(times)
        return Kept(steps, upkeep, money, least=least or not any(money))

    def _paid(self, times: Mapping[str, int]) -> Money:
        return _paid((self.price(step), times[step.achievement]) for step in self.lapsing)

    def _most(self, step: Step) -> int:
        """How often it is renewed at most: then it lasts to the last start of all."""
        return max(0, self.horizon - step.finish) // self.valid[step.achievement]

    def _times(self) -> Iterator[dict[str, int]]:
        """How often each thing is renewed, in the order of what that costs."""
        ids = [step.achievement for step in self.lapsing]
        most = [self._most(step) for step in self.lapsing]
        prices = [self.price(step) for step in self.lapsing]

        def entry(times: tuple[int, ...]) -> tuple[Money, int, tuple[int, ...]]:
            return _paid(zip(prices, times, strict=True)), sum(times), times

        queue = [entry((0,) * len(ids))]
        seen = {queue[0][2]}
        while queue:
            times = heappop(queue)[2]
            yield dict(zip(ids, times, strict=True))
            for place, n in enumerate(times):
                more = (*times[:place], n + 1, *times[place + 1 :])
                if n < most[place] and more not in seen:
                    seen.add(more)
                    heappush(queue, entry(more))

    def _enough(self) -> dict[str, int]:
        """Renewals that are enough for the steps as they are, none of which can be spared."""
        times = {step.achievement: self._most(step) for step in self.lapsing}
        for id, most in times.items():
            fewer = (n for n in range(most + 1) if self._holds(self.late, times | {id: n}))
            times = times | {id: next(fewer, most)}
        return times

    def _arranged(self, times: Mapping[str, int]) -> Iterator[tuple[Step, ...]]:
        """The steps with those that lapse at every start that may help, as they stand first."""
        yield self.late
        for chosen in self._placed(self.moving, {}, times):
            moved = [chosen.get(step.achievement, step) for step in self.steps]
            if self._have_room(moved):
                yield tuple(sorted(moved, key=_by_start if self.timed else _by_finish))

    def _placed(
        self, moving: Sequence[Step], chosen: Mapping[str, Step], times: Mapping[str, int]
    ) -> Iterator[Mapping[str, Step]]:
        """The moving steps at their starts, as far as those that rest on them leave these open."""
        if not moving:
            yield chosen
            return
        step = moving[0]
        for start in self._starts[step.achievement]:
            self.places += 1
            if self.places > MOST_PLACES:
                yield chosen
                return
            more = {**chosen, step.achievement: _moved(step, start)}
            if self._may_stand(step.achievement, more, times):
                yield from self._placed(moving[1:], more, times)

    def _may_stand(self, id: str, chosen: Mapping[str, Step], times: Mapping[str, int]) -> bool:
        """Whether what must be valid is, of the step and those that are placed or do not move."""
        for step, other in self._pairs.get(id, ()):
            user, used = chosen.get(step, self._standing.get(step)), chosen.get(other, self._standing.get(other))
            if user is None or used is None:
                continue
            lasts = (times[other] + 1) * self.valid[other] if other in self.valid else NEVER
            if not used.finish <= user.start < used.finish + lasts:
                return False
        return True

    @cached_property
    def _standing(self) -> dict[str, Step]:
        """The steps that do not move."""
        return {step.achievement: step for step in self.steps if step not in self.moving}

    @cached_property
    def _pairs(self) -> dict[str, list[tuple[str, str]]]:
        """For each moving step the pairs with it of which the first cannot begin without the second.

        None where steps may start together: one that has begun is as good there.
        """
        found: dict[str, list[tuple[str, str]]] = {step.achievement: [] for step in self.moving}
        for step, other in product(() if self.timed else self.steps, self.steps):
            if self._rests_on(step, other) and not self._does_without(step, other):
                for id in {step.achievement, other.achievement} & found.keys():
                    found[id].append((step.achievement, other.achievement))
        return found

    def _does_without(self, step: Step, other: Step) -> bool:
        gives = (self.gives[one.achievement] for one in self.steps if one is not other)
        return is_met(self.rules[step.achievement], set(self.held).union(*gives))

    def _have_room(self, moved: list[Step]) -> bool:
        """Whether what takes hours, or is a job, still does so beside all else where it begins later."""
        later = [step for step, before in zip(moved, self.steps, strict=True) if step is not before]
        return not any(map(self._takes_room, later)) or self.timetable.allows(self.catalog, moved)

    def _takes_room(self, step: Step) -> bool:
        achievement, route = self.catalog[step.achievement], _route(self.catalog, step)
        return bool(self.timetable.hours(achievement, route)) or is_job(achievement, route)

    @cached_property
    def _all_starts(self) -> bool:
        """Whether every start that can help is tried."""
        return all(len(starts) < MOST_STARTS for starts in self._starts.values())

    @cached_property
    def _starts(self) -> dict[str, list[int]]:
        """For each step that may be moved the starts that can help, the first that is as it should be alone.

        At the best arrangement each such step is as late as its first user lets it, or as what it rests on is valid:
        so each start hangs on one that does not move by a chain of such distances.
        """
        moving = self.moving
        fixed = {step.start for step in self.steps} | {step.start for step in self.late}
        starts = {
            step.achievement: {step.start} | {now - _weeks(step) for now in fixed if now - _weeks(step) >= step.start}
            for step in moving
        }
        linked = any(self._takes_room(step) or self._rests_on(step, other) for step in moving for other in self.lapsing)
        for _ in moving if linked else ():
            reached = set().union(*starts.values())
            ends = {
                start + _weeks(other) + n * self.valid[other.achievement] - 1
                for other in self.lapsing
                for start in starts.get(other.achievement, {other.start})
                for n in range(1, self._most(other) + 2)
            }
            for step in moving:
                later = {now - _weeks(step) for now in reached} | ends
                starts[step.achievement] |= {now for now in later if step.start <= now <= self.horizon}
        return {step.achievement: self._some(step, starts[step.achievement]) for step in moving}

    def _some(self, step: Step, starts: set[int]) -> list[int]:
        """The starts in the order in which they are tried: a membership as late as can be, others as soon."""
        late = self.catalog[step.achievement].kind == KIND
        return sorted(starts, reverse=late)[:MOST_STARTS]

    def _rests_on(self, step: Step, other: Step) -> bool:
        return step is not other and not ids_of(self.rules[step.achievement]).isdisjoint(self.gives[other.achievement])

    def _may_move(self, step: Step) -> bool:
        """Whether it may begin later: what lapses, and memberships.

        But not the goal, nor what keeps together with something, or begins on certain days.
        """
        id = step.achievement
        if id not in self.valid and (self.catalog[id].kind != KIND or step.start < step.finish):
            return False
        route = _route(self.catalog, step)
        if self.goal in self.gives[id] or route.has_days or self.timetable.waits(self.catalog[id], route):
            return False
        return not (self.timed and _is_bound(self.catalog, self.rules, id))

    def _holds(self, steps: Sequence[Step], times: Mapping[str, int]) -> bool:
        """Whether each step begins while what it requires is valid."""
        return self._in_order(steps, times) is not None

    def _in_order(self, steps: Sequence[Step], times: Mapping[str, int]) -> tuple[Step, ...] | None:
        """The steps in an order in which each begins while what it requires is valid; None if there is none."""
        if self.timed:
            met = all(self._is_met(steps[:place], step, steps[place + 1 :], times) for place, step in enumerate(steps))
            return tuple(steps) if met else None
        order: list[Step] = []
        waiting = list(steps)
        while waiting:
            able = next((step for step in waiting if self._may_begin(order, step, waiting, times)), None)
            if able is None:
                return None
            waiting.remove(able)
            order.append(able)
        return tuple(sorted(order, key=_by_finish))

    def _may_begin(self, before: Sequence[Step], step: Step, waiting: Sequence[Step], times: Mapping[str, int]) -> bool:
        """Whether it comes next: nothing that waits is finished sooner, and what it requires is valid."""
        sooner = any(other.finish <= step.start and _by_finish(other) < _by_finish(step) for other in waiting)
        return not sooner and self._is_met(before, step, (), times)

    def _is_met(self, before: Sequence[Step], step: Step, after: Sequence[Step], times: Mapping[str, int]) -> bool:
        valid, begun = set(self.held), set[str]()
        for other in before:
            id = other.achievement
            if id not in self.valid or step.start < other.finish + (times[id] + 1) * self.valid[id]:
                (valid if other.finish <= step.start else begun).update(self.gives[id])
        if not self.timed:
            return is_met(self.rules[step.achievement], valid)
        beside = [one.achievement for one in (*before, *after) if one.start == step.start]
        joined = set(self.held).union(*(self.gives[id] for id in beside))
        return is_met(self.rules[step.achievement], valid, begun | valid | joined, joined)


def _paid(renewals: Iterable[tuple[Money, int]]) -> Money:
    """What so many renewals cost at each of these prices."""
    unknown = cents = 0
    for price, times in renewals:
        unknown, cents = unknown + price[0] * times, cents + price[1] * times
    return unknown, cents


def _weeks(step: Step) -> int:
    return step.finish - step.start


def _moved(step: Step, start: int) -> Step:
    return step if start == step.start else replace(step, start=start, finish=start + _weeks(step))


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
    later = (step for step in steps if step is not membership and step.start >= membership.start)
    return [step for step in later if _needs(catalog, held, steps, step, membership)]


def _needs(catalog: Catalog, held: frozenset[str], steps: list[Step], user: Step, membership: Step) -> bool:
    """Whether one of the steps cannot be taken without the membership."""
    place = steps.index(user)
    before = [step for step in steps[:place] if step is not membership]
    beside = [step for step in steps[place + 1 :] if step is not membership and step.start == user.start]
    held = catalog.closure({*held, *(step.achievement for step in before if step.finish <= user.start)})
    begun = held | catalog.closure(step.achievement for step in (*before, *beside))
    return not is_met(_route(catalog, user).requires, held, begun, begun)
