"""Laws of co-requisites under a timetable: equal to carrying out every plan there is, week by week."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import product
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from chartway import pace
from chartway.catalog import JOB, Achievement, Catalog, Cost, Route
from chartway.pathway import Planner
from chartway.plan import PREFERENCES, Answer, Preference, Question
from chartway.replay import replay
from chartway.requirement import NOTHING, Achieved, AllOf, AnyOf, AtLeast, Concurrent, Requirement, Together, is_met
from chartway.timetable import Timetable, is_job, peak
from chartway.trade_off import TradeOff, trade_off

NAMES = tuple("abcd")
WEEK = 1000
HORIZON = 9 * WEEK
"""Longer than all ways in one after the other, begun in terms two weeks apart."""
MONDAY = date(2027, 1, 4)
TERMS = ((1, 4), (1, 18), (2, 1), (2, 15), (3, 1))
Objectives = tuple[int, ...]
Taken = tuple[str, Route, int]
"""An achievement, the route by which it is earned, and its start."""

NAMED = st.sampled_from(NAMES)
LEAVES: st.SearchStrategy[Requirement] = st.one_of(
    NAMED.map(Achieved), NAMED.map(Concurrent), NAMED.map(Concurrent), NAMED.map(Together)
)
SOME = st.lists(LEAVES, min_size=1, max_size=3, unique=True).map(tuple[Requirement, ...])
REQUIREMENTS = st.one_of(st.just(NOTHING), LEAVES, SOME.map(AllOf), SOME.map(AllOf), SOME.map(AnyOf))


@st.composite
def routes(draw: st.DrawFn, id: str, requires: st.SearchStrategy[Requirement]) -> Route:
    return Route(
        id,
        draw(requires),
        Cost.known(draw(st.sampled_from([0, 100, 250]))),
        draw(st.sampled_from([0, WEEK, WEEK, 2 * WEEK])),
        draw(st.sampled_from([6000, 4000, 10_000, 0])),
        exclusive=draw(st.sampled_from(["", "", JOB])),
    )


def asking_for(name: str) -> st.SearchStrategy[Requirement]:
    leaves: list[Requirement] = [Achieved(name), Achieved(name), Concurrent(name)]
    return st.sampled_from(leaves)


@st.composite
def catalogs(draw: st.DrawFn) -> Catalog:
    """A goal that asks for most of the others, one of which has two ways in."""
    others = NAMES[1:]
    twice = draw(st.sampled_from([*others, ""]))
    wanted = tuple(draw(asking_for(name)) for name in others)
    asked: list[Requirement] = [AllOf(wanted), AllOf(wanted), AtLeast(2, wanted), AllOf((wanted[0], Together("c")))]
    goals = st.sampled_from(asked)
    achievements = [Achievement("a", routes=(draw(routes("a0", goals)),))]
    for name in others:
        ways = tuple(draw(routes(f"{name}{number}", REQUIREMENTS)) for number in range(1 + (name == twice)))
        kind = draw(st.sampled_from(["", "course", "membership"]))
        achievements.append(Achievement(name, kind=kind, routes=ways))
    return Catalog.of(achievements)


TIMETABLES = st.sampled_from([6000, 10_000, 10_000, 12_000, None]).map(Timetable)
DATED = st.builds(Timetable, st.sampled_from([None, 10_000]), st.just(MONDAY), st.sampled_from([TERMS, TERMS[:2], ()]))


# ---- every plan there is


def plans(catalog: Catalog, timetable: Timetable) -> Iterator[frozenset[Taken]]:
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
        if now < HORIZON and (going_on or timetable.terms):
            stack.append((now + WEEK, taken))
        joints = (joint for joint in joint_starts(catalog, timetable, now, taken))
        stack += [(now, more) for joint in joints if fits(catalog, timetable, more := taken | joint)]


def joint_starts(
    catalog: Catalog, timetable: Timetable, now: int, taken: frozenset[Taken]
) -> Iterator[frozenset[Taken]]:
    earned = {id for id, _, _ in taken}
    options = [
        [None, *((id, way, now) for way in catalog[id].routes if timetable.next_start(catalog[id], way, now) == now)]
        for id in NAMES
        if id not in earned
    ]
    have = {id for id, way, start in taken if start + way.weeks <= now}
    for choice in product(*options):
        joint = [one for one in choice if one is not None]
        ids = {id for id, _, _ in joint}
        if joint and all(is_met(way.requires, have, earned | ids - {id}, ids - {id}) for id, way, _ in joint):
            yield frozenset(joint)


def fits(catalog: Catalog, timetable: Timetable, taken: frozenset[Taken]) -> bool:
    spans = [(start, start + way.weeks, id, way) for id, way, start in taken]
    jobs = peak((start, end, int(is_job(catalog[id], way))) for start, end, id, way in spans)
    hours = peak((start, end, timetable.hours(catalog[id], way)) for start, end, id, way in spans)
    return jobs <= 1 and (timetable.study_hours is None or hours <= timetable.study_hours)


def values(catalog: Catalog, timetable: Timetable) -> set[tuple[int, int, int]]:
    """Money, weeks and steps of each plan for the goal."""
    found = set()
    for taken in plans(catalog, timetable):
        weeks = next((start + way.weeks for id, way, start in taken if id == "a"), None)
        if weeks is not None:
            found.add((sum(way.cost.typical for _, way, _ in taken if way.cost), weeks, len(taken)))
    return found


def ordered(prefer: Preference, money: int, weeks: int, steps: int) -> Objectives:
    match prefer:
        case "cheapest":
            return (money, weeks, steps)
        case "fastest":
            return (weeks, money, steps)
        case "fewest":
            return (steps, money, weeks)


def best_by_force(catalog: Catalog, timetable: Timetable, prefer: Preference) -> Objectives | None:
    return min((ordered(prefer, *one) for one in values(catalog, timetable)), default=None)


def objectives(answer: Answer) -> Objectives | None:
    plan = answer.plan
    return None if plan is None else ordered(answer.question.prefer, plan.cost.typical, plan.weeks, len(plan.steps))


# ---- the laws


def check(catalog: Catalog, timetable: Timetable, prefer: Preference) -> None:
    answer = Planner.of(catalog).answer(Question("a", prefer=prefer, timetable=timetable))

    replay(catalog, answer)
    assert objectives(answer) == best_by_force(catalog, timetable, prefer)
    assert answer.status in {"optimal", "unreachable"}


@settings(max_examples=200, deadline=None)
@given(catalogs(), TIMETABLES, st.sampled_from(PREFERENCES))
def test_plans_equal_brute_force(catalog: Catalog, timetable: Timetable, prefer: Preference) -> None:
    check(catalog, timetable, prefer)


@settings(max_examples=60, deadline=None)
@given(catalogs(), DATED, st.sampled_from(PREFERENCES))
def test_plans_on_days_equal_brute_force(catalog: Catalog, timetable: Timetable, prefer: Preference) -> None:
    answer = Planner.of(catalog).answer(Question("a", prefer=prefer, timetable=timetable))
    if answer.plan and answer.plan.weeks >= HORIZON:
        return
    check(catalog, timetable, prefer)


def front(found: set[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Money, weeks and steps of the plans than which none is as cheap and as soon, from the cheapest on."""
    right: list[tuple[int, int, int]] = []
    for one in sorted(found):
        if not right or one[1] < right[-1][1]:
            right.append(one)
    return right


def points(found: TradeOff) -> list[tuple[int, int, int]]:
    plans = [point.plan for point in found.points if point.plan]
    return [(plan.cost.typical, plan.weeks, len(plan.steps)) for plan in plans]


@settings(max_examples=120, deadline=None)
@given(catalogs(), TIMETABLES)
def test_trade_off_equals_brute_force(catalog: Catalog, timetable: Timetable) -> None:
    found = trade_off(Planner.of(catalog), Question("a", timetable=timetable))

    assert points(found) == front(values(catalog, timetable))
    assert found.complete
    for point in found.points:
        replay(catalog, point)
        assert point.status == "optimal"


@settings(max_examples=120, deadline=None)
@given(
    catalogs(), st.one_of(TIMETABLES, TIMETABLES, DATED), st.sampled_from(PREFERENCES), st.sampled_from([0, 1, 2, 9])
)
def test_nothing_false_is_claimed_where_the_search_ends_early(
    catalog: Catalog, timetable: Timetable, prefer: Preference, most: int
) -> None:
    with patch.object(pace, "MOST_PROPOSALS", most), patch.object(pace, "MOST_NODES", 4 * most):
        answer = Planner.of(catalog).answer(Question("a", prefer=prefer, timetable=timetable))
        found = trade_off(Planner.of(catalog), Question("a", timetable=timetable))
    if any(point.plan and point.plan.weeks >= HORIZON for point in (answer, *found.points)):
        return
    every = values(catalog, timetable)
    best = min((ordered(prefer, *one) for one in every), default=None)
    value = objectives(answer)

    if answer.status == "unreachable":
        assert best is None
    if value is not None and answer.proof is not None:
        assert best is not None
        assert best <= value
        assert answer.status == "feasible" or best == value
        first = {"cheapest": answer.proof.cost, "fastest": answer.proof.weeks, "fewest": answer.proof.steps}
        assert first[prefer] <= best[0]
    right = front(every)
    assert points(found) == right if found.complete else True
    for point, told in zip(found.points, points(found), strict=True):
        replay(catalog, point)
        assert point.status == "feasible" or told in right
