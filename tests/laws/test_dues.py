"""Laws of renewals within a person's weeks and with co-requisites: equal to carrying out every plan there is.

The oracle goes by the law of :mod:`chartway.validity` alone: every schedule of every set of ways in, week by week, of
which those are prompt than which none of the same ways is sooner; what lapses begun at every moment that could matter;
every number of renewals; and every step left out to see whether it is of use.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import product
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from chartway import arrangement, dues, pace
from chartway.catalog import JOB, Achievement, Catalog, Cost, Route
from chartway.pathway import Planner
from chartway.plan import PREFERENCES, Answer, Preference, Question
from chartway.requirement import (
    NOTHING,
    Achieved,
    AllOf,
    AnyOf,
    Concurrent,
    Requirement,
    Together,
    corequisites_of,
    has_corequisites,
    is_met,
)
from chartway.timetable import Timetable, is_job, peak
from chartway.trade_off import trade_off

NAMES = tuple("abcd")
WEEK = 1000
HORIZON = 10 * WEEK
"""Longer than all ways in one after the other, begun in terms two weeks apart."""
MONDAY = date(2027, 1, 4)
TERMS = ((1, 4), (1, 18), (2, 1), (2, 15), (3, 1))
Objectives = tuple[int, ...]
Taken = tuple[str, Route, int]
"""An achievement, the route by which it is earned, and its start."""
Value = tuple[tuple[int, int], int, int]
"""Unknown prices and money, weeks, steps."""

PLAIN = st.sampled_from(NAMES[1:]).map(Achieved)
COREQUISITES: st.SearchStrategy[Requirement] = st.one_of(
    PLAIN, PLAIN, st.sampled_from(NAMES).map(Concurrent), st.sampled_from(NAMES).map(Together)
)
PRICES = st.sampled_from([None, *map(Cost.known, (0, 0, 100, 100, 250))])


def rules(leaves: st.SearchStrategy[Requirement]) -> st.SearchStrategy[Requirement]:
    some = st.lists(leaves, min_size=1, max_size=2, unique=True).map(tuple[Requirement, ...])
    return st.one_of(st.just(NOTHING), st.just(NOTHING), leaves, some.map(AllOf), some.map(AnyOf))


@st.composite
def routes(draw: st.DrawFn, id: str, requires: st.SearchStrategy[Requirement], weeks: tuple[int, ...]) -> Route:
    return Route(
        id,
        draw(requires),
        draw(PRICES),
        draw(st.sampled_from(weeks)) * WEEK,
        draw(st.sampled_from([6000, 10_000, 4000, 0])),
        exclusive=draw(st.sampled_from(["", JOB, ""])),
    )


def asking_for(name: str, leaves: st.SearchStrategy[Requirement]) -> st.SearchStrategy[Requirement]:
    return st.one_of(st.just(Achieved(name)), rules(leaves), st.just(Achieved(name)), st.just(NOTHING))


@st.composite
def catalogs(draw: st.DrawFn, leaves: st.SearchStrategy[Requirement]) -> Catalog:
    """A goal that asks for a card that lapses, and for others that mostly ask for it, too; one has a second way in."""
    twice = draw(st.sampled_from([*NAMES[1:], ""]))
    wanted = (Achieved("d"), *draw(st.sampled_from([(Achieved("b"), Achieved("c")), (Achieved("b"),)])))
    goal = draw(st.one_of(st.just(AllOf(wanted)), st.just(AllOf(wanted)), rules(leaves)))
    things = [Achievement("a", routes=(replace(draw(routes("a0", st.just(goal), (0, 1))), exclusive=""),))]
    for name in NAMES[1:]:
        on = {"b": "d", "c": draw(st.sampled_from("db")), "d": draw(st.sampled_from("bc"))}[name]
        asked = asking_for(on, leaves) if name != "d" or draw(st.booleans()) else st.just(NOTHING)
        weeks = (0, 0, 1) if name == "d" else (1, 2, 0)
        ways = tuple(draw(routes(f"{name}{number}", asked, weeks)) for number in range(1 + (name == twice)))
        implies = frozenset(draw(st.sampled_from([(), (), (), (), ("d",)]))) - {name}
        kind = draw(st.sampled_from(["", "course", "membership"]))
        things.append(Achievement(name, kind=kind, routes=ways, implies=implies))
    lapsing = {"d", draw(st.sampled_from("dabc"))}
    valid = {name: draw(st.sampled_from([1, 1, 2])) * WEEK for name in sorted(lapsing)}
    return Catalog.of(replace(thing, valid_weeks=valid.get(thing.id)) for thing in things)


SIMPLE, JOINT = catalogs(PLAIN), catalogs(COREQUISITES)
HOURS = st.sampled_from([6000, 10_000, 10_000, 12_000, None]).map(Timetable)
DATED = st.builds(Timetable, st.sampled_from([None, 10_000]), st.just(MONDAY), st.sampled_from([TERMS, ()]))
HELD = st.sampled_from([(), (), (), ("b",), ("c",)]).map(frozenset[str])


# ---- every plan there is


@dataclass(frozen=True)
class World:
    """A catalog, a person's weeks, and what is held."""

    catalog: Catalog
    timetable: Timetable
    held: frozenset[str]

    def closed(self, ids: Iterator[str] | set[str]) -> frozenset[str]:
        return self.catalog.closure({*self.held, *ids})

    def schedules(self) -> Iterator[frozenset[Taken]]:
        """Every sequence of joint starts that the timetable allows, as the set of what was taken."""
        seen: set[tuple[int, frozenset[Taken]]] = set()
        stack: list[tuple[int, frozenset[Taken]]] = [(0, frozenset())]
        while stack:
            state = stack.pop()
            if state in seen:
                continue
            seen.add(state)
            now, taken = state
            yield taken
            going_on = any(start + way.weeks > now for _, way, start in taken)
            if now < HORIZON and (going_on or self.timetable.terms):
                stack.append((now + WEEK, taken))
            stack += [(now, more) for joint in self.joints(now, taken) if self.fits(more := taken | joint)]

    def joints(self, now: int, taken: frozenset[Taken]) -> Iterator[frozenset[Taken]]:
        earned = {id for id, _, _ in taken}
        options = [
            [None, *((id, way, now) for way in self.catalog[id].routes if self.is_day(id, way, now))]
            for id in NAMES
            if id not in earned
        ]
        have = {id for id, way, start in taken if start + way.weeks <= now}
        for choice in product(*options):
            joint = [one for one in choice if one is not None]
            if joint and self.can_join(joint, have, earned):
                yield frozenset(joint)

    def is_day(self, id: str, way: Route, now: int) -> bool:
        return self.timetable.next_start(self.catalog[id], way, now) == now

    def can_join(self, joint: list[Taken], have: set[str], earned: set[str]) -> bool:
        """Whether these start jointly, where those are held, and those have begun."""
        ids = {id for id, _, _ in joint}
        held = self.closed(have)
        return all(
            is_met(way.requires, held, self.closed(have | earned | ids - {id}), self.closed(ids - {id}))
            for id, way, _ in joint
        )

    def fits(self, taken: frozenset[Taken]) -> bool:
        spans = [(start, start + way.weeks, id, way) for id, way, start in taken]
        jobs = peak((start, end, int(is_job(self.catalog[id], way))) for start, end, id, way in spans)
        hours = peak((start, end, self.timetable.hours(self.catalog[id], way)) for start, end, id, way in spans)
        return jobs <= 1 and (self.timetable.study_hours is None or hours <= self.timetable.study_hours)

    def prompt(self) -> Iterator[frozenset[Taken]]:
        """The schedules than which none of the same ways is sooner."""
        alike: dict[frozenset[tuple[str, Route]], list[dict[str, int]]] = {}
        for taken in self.schedules():
            if self.weeks(taken) is not None:
                ways = frozenset((id, way) for id, way, _ in taken)
                alike.setdefault(ways, []).append({id: start for id, _, start in taken})
        for ways, every in alike.items():
            for mine in every:
                if not any(one != mine and all(one[id] <= now for id, now in mine.items()) for one in every):
                    yield frozenset((id, way, mine[id]) for id, way in ways)

    def weeks(self, taken: frozenset[Taken]) -> int | None:
        """When the goal is reached."""
        ends = [start + way.weeks for id, way, start in taken if "a" in self.catalog.closure([id])]
        return 0 if "a" in self.closed(set()) else min(ends, default=None)

    def plans(self) -> Iterator[Value]:
        """What every plan comes to, its renewals included."""
        for taken in self.prompt():
            weeks = self.weeks(taken)
            assert weeks is not None
            for moved, times in self.renewed(taken):
                paid = [(way.cost, 1 + times.get(id, 0)) for id, way, _ in moved]
                money = sum(n for cost, n in paid if cost is None), sum(n * cost.typical for cost, n in paid if cost)
                yield money, weeks, len(moved)

    def renewed(self, taken: frozenset[Taken]) -> Iterator[tuple[frozenset[Taken], dict[str, int]]]:
        """The schedule with what lapses at every moment that could matter, and renewals that are enough and needed."""
        steps = sorted(taken, key=lambda one: (one[2], one[0]))
        last = max((start for _, _, start in steps), default=0)
        spans = [self.moments(one, steps, last) for one in steps]
        for starts in product(*spans):
            moved = frozenset((id, way, start) for (id, way, _), start in zip(steps, starts, strict=True))
            if not self.fits(moved):
                continue
            lapsing = [(id, start + way.weeks, valid) for id, way, start in moved if (valid := self.valid(id))]
            for counts in product(*(range(max(0, last - end) // valid + 1) for _, end, valid in lapsing)):
                times = {id: n for (id, _, _), n in zip(lapsing, counts, strict=True)}
                ends = {id: end + (times[id] + 1) * valid for id, end, valid in lapsing}
                if self.can_be_carried_out(moved, ends) and self.is_lean(moved, ends):
                    yield moved, times

    def valid(self, id: str) -> int:
        return self.catalog[id].valid_weeks or 0

    def moments(self, one: Taken, steps: list[Taken], last: int) -> list[int]:
        id, way, start = one
        asked = {leaf.id for _, other, _ in steps for leaf in corequisites_of(other.requires)
                 if isinstance(leaf, Together)}  # fmt: skip
        bound = has_corequisites(way.requires) or bool(asked & self.catalog.closure([id]))
        stays = bound or "a" in self.catalog.closure([id]) or self.timetable.waits(self.catalog[id], way)
        membership = self.catalog[id].kind == "membership" and not way.weeks
        if stays or not (self.valid(id) or membership):
            return [start]
        moments = {now - less for now in range(start, last + WEEK, WEEK) for less in (0, 1, 2)}
        return sorted({now for now in moments if now >= start} | {start})

    def is_lean(self, taken: frozenset[Taken], ends: dict[str, int]) -> bool:
        """Whether without any one step the others could not be carried out when they are."""
        weeks = self.weeks(taken)
        rest = (taken - {one} for one in taken)
        return not any(self.weeks(some) == weeks and self.can_be_carried_out(some, ends) for some in rest)

    def can_be_carried_out(self, taken: frozenset[Taken], ends: dict[str, int]) -> bool:
        """Whether everything begins while what it requires is valid."""
        for now in {start for _, _, start in taken}:
            before = [(id, way, start) for id, way, start in taken if start < now < ends.get(id, 1 << 40)]
            have = {id for id, way, start in before if start + way.weeks <= now}
            waiting = [one for one in taken if one[2] == now]
            if not self.can_start(waiting, have, {id for id, _, _ in before}):
                return False
        return True

    def can_start(self, waiting: list[Taken], have: set[str], begun: set[str]) -> bool:
        """Whether these can start at one moment, one joint start after the other."""
        if not waiting:
            return True
        for choice in product([False, True], repeat=len(waiting)):
            joint = [one for one, chosen in zip(waiting, choice, strict=True) if chosen]
            if joint and self.can_join(joint, have, begun):
                done = {id for id, way, _ in joint if not way.weeks}
                rest = [one for one in waiting if one not in joint]
                if self.can_start(rest, have | done, begun | {id for id, _, _ in joint}):
                    return True
        return False


def ordered(prefer: Preference, money: tuple[int, int], weeks: int, steps: int) -> Objectives:
    match prefer:
        case "cheapest":
            return (*money, weeks, steps)
        case "fastest":
            return (weeks, *money, steps)
        case "fewest":
            return (steps, *money, weeks)


def best(found: set[Value], prefer: Preference, most: tuple[int, int] = (99, 0)) -> Objectives | None:
    return min((ordered(prefer, *one) for one in found if one[0] <= most), default=None)


def objectives(answer: Answer) -> Objectives | None:
    return answer.plan.objectives(answer.question.prefer) if answer.plan else None


# ---- the laws


def check(world: World, prefer: Preference) -> None:
    question = Question("a", world.held, prefer, timetable=world.timetable)
    answer = Planner.of(world.catalog).answer(question)
    if answer.plan and answer.plan.weeks >= HORIZON:
        return

    assert objectives(answer) == best(set(world.plans()), prefer)
    if answer.plan and not answer.plan.unknown_costs:
        assert answer.status == "optimal"


@settings(max_examples=50, deadline=None)
@given(SIMPLE, st.one_of(HOURS, HOURS, DATED), HELD, st.sampled_from(PREFERENCES))
def test_plans_within_a_timetable_equal_brute_force(
    catalog: Catalog, timetable: Timetable, held: frozenset[str], prefer: Preference
) -> None:
    check(World(catalog, timetable, held), prefer)


@settings(max_examples=50, deadline=None)
@given(JOINT, st.one_of(HOURS, st.just(Timetable()), DATED), HELD, st.sampled_from(PREFERENCES))
def test_plans_with_co_requisites_equal_brute_force(
    catalog: Catalog, timetable: Timetable, held: frozenset[str], prefer: Preference
) -> None:
    check(World(catalog, timetable, held), prefer)


@settings(max_examples=50, deadline=None)
@given(
    st.one_of(SIMPLE, JOINT), st.one_of(HOURS, DATED), HELD, st.sampled_from(PREFERENCES),
    st.sampled_from([0, 100, 250, 450, 800]),
)  # fmt: skip
def test_a_budget_is_kept_to_or_said_to_be_broken(
    catalog: Catalog, timetable: Timetable, held: frozenset[str], prefer: Preference, budget: int
) -> None:
    question = Question("a", held, prefer, budget=budget, timetable=timetable)
    answer = Planner.of(catalog).answer(question)
    if answer.plan and answer.plan.weeks >= HORIZON:
        return
    found = set(World(catalog, timetable, held).plans())
    least = min((money for money, *_ in found), default=None)

    if least is None:
        assert answer.status == "unreachable"
    elif least[1] > budget:
        assert answer.status == "over-budget"
        assert answer.plan is not None
        assert answer.plan.objectives("cheapest") == best(found, "cheapest")
    else:
        assert objectives(answer) == best(found, prefer, (least[0], budget))


@settings(max_examples=30, deadline=None)
@given(st.one_of(SIMPLE, JOINT), st.one_of(HOURS, DATED), HELD)
def test_trade_off_equals_brute_force(catalog: Catalog, timetable: Timetable, held: frozenset[str]) -> None:
    points = trade_off(Planner.of(catalog), Question("a", held, timetable=timetable)).points
    if any(point.plan and point.plan.weeks >= HORIZON for point in points):
        return
    pairs = {(money, weeks) for money, weeks, _ in World(catalog, timetable, held).plans()}
    front = {
        (money, weeks)
        for money, weeks in pairs
        if not any(other != (money, weeks) and other[0] <= money and other[1] <= weeks for other in pairs)
    }

    assert [point.plan and ((point.plan.unknowns, point.plan.cost.typical), point.plan.weeks) for point in points] == (
        sorted(front)
    )


@settings(max_examples=50, deadline=None)
@given(
    st.one_of(SIMPLE, JOINT), st.one_of(HOURS, DATED), HELD, st.sampled_from(PREFERENCES), st.sampled_from([0, 1, 3])
)
def test_a_search_that_is_cut_short_claims_nothing_wrong(
    catalog: Catalog, timetable: Timetable, held: frozenset[str], prefer: Preference, most: int
) -> None:
    """Bounds stay true, and what is said to be proved is so; the replay looks after the rest."""
    short = partial(patch.object, new=most)
    with short(dues, "MOST_CASES"), short(arrangement, "MOST_MOMENTS"), short(pace, "MOST_PROPOSALS"):
        answer = Planner.of(catalog).answer(Question("a", held, prefer, timetable=timetable))
    if answer.plan and answer.plan.weeks >= HORIZON:
        return
    true = best(set(World(catalog, timetable, held).plans()), prefer)

    if answer.status == "unreachable":
        assert true is None
    if answer.plan is not None and answer.proof is not None:
        assert true is not None
        assert answer.status != "optimal" or answer.plan.objectives(prefer) <= true
        place = {"cheapest": 1, "fastest": 2, "fewest": 2}[prefer]
        same = answer.plan.objectives(prefer)[: place - 1] == true[: place - 1]
        assert not same or answer.proof.cost <= true[place]
