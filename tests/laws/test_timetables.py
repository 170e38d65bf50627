"""Laws of plans under a timetable: equal to brute force over all orders, within every limit, monotone in the hours."""

from __future__ import annotations

import random
from datetime import date
from itertools import combinations, permutations
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from chartway import pace
from chartway.catalog import JOB, Achievement, Catalog, Cost, Route
from chartway.pathway import Planner
from chartway.plan import PREFERENCES, Answer, Preference, Question
from chartway.requirement import NOTHING, Achieved, AllOf, AnyOf, AtLeast, Requirement, is_met
from chartway.timetable import Timetable, is_job, peak

NAMES = tuple("abcdef")
FAR = 1 << 40
MONDAY = date(2027, 1, 4)
Days = tuple[date | None, date | None]
ALWAYS: tuple[Days, ...] = ((None, None),)
SOMETIMES: tuple[Days, ...] = ((None, None), (None, None), (date(2027, 1, 20), None), (None, date(2027, 1, 20)))
Objectives = tuple[int, ...]
Ways = tuple[tuple[str, Route], ...]


def requirements(names: tuple[str, ...]) -> st.SearchStrategy[Requirement]:
    if not names:
        return st.just(NOTHING)
    leaf = st.sampled_from(names).map(Achieved)
    some = st.lists(leaf, min_size=1, max_size=3, unique=True).map(tuple[Requirement, ...])
    return st.one_of(st.just(NOTHING), leaf, some.map(AnyOf), some.map(AllOf))


@st.composite
def routes(draw: st.DrawFn, id: str, requires: st.SearchStrategy[Requirement], days: tuple[Days, ...]) -> Route:
    first, last = draw(st.sampled_from(days))
    return Route(
        id,
        draw(requires),
        Cost.known(draw(st.sampled_from([0, 0, 100, 250]))),
        draw(st.sampled_from([2000, 1000, 3000, 5500, 0])),
        draw(st.sampled_from([6000, 4000, 10_000, 0])),
        exclusive=draw(st.sampled_from(["", "", "", JOB])),
        valid_from=first,
        valid_through=last,
    )


@st.composite
def catalogs(draw: st.DrawFn, days: tuple[Days, ...] = ALWAYS) -> Catalog:
    """A goal that asks for most of what can be earned, and so few other ways in that all orders can be tried."""
    others = NAMES[1:]
    twice = draw(st.sampled_from(others))
    wanted = tuple(map(Achieved, draw(st.lists(st.sampled_from(others), min_size=3, max_size=4, unique=True))))
    goals: list[Requirement] = [AllOf(wanted), AllOf(wanted), AtLeast(2, wanted)]
    achievements = [Achievement("a", routes=(Route("a0", draw(st.sampled_from(goals))),))]
    for place, name in enumerate(others, 2):
        requires = requirements(NAMES[place:] if draw(st.integers(0, 9)) else others)
        ways = [draw(routes(f"{name}{number}", requires, days)) for number in range(1 + (name == twice))]
        achievements.append(
            Achievement(name, kind=draw(st.sampled_from(["", "course", "experience"])), routes=tuple(ways))
        )
    return Catalog.of(achievements)


def timetables() -> st.SearchStrategy[Timetable]:
    return st.sampled_from([10_000, 12_000, None, 6000]).map(Timetable)


def dated_timetables() -> st.SearchStrategy[Timetable]:
    terms: tuple[tuple[tuple[int, int], ...], ...] = ((), ((1, 15), (2, 1)), ((1, 4), (3, 1), (9, 1)))
    return st.builds(Timetable, st.sampled_from([None, 10_000]), st.just(MONDAY), st.sampled_from(terms))


def first_start(
    catalog: Catalog, timetable: Timetable, placed: list[tuple[str, Route, int]], way: tuple[str, Route]
) -> int:
    """The first moment at which the way in can be begun after all that is placed; FAR if there is none."""
    id, route = way
    one = catalog[id]
    moments = sorted({0, *(start + other.weeks for _, other, start in placed)})
    for moment in moments:
        held = {name for name, other, start in placed if start + other.weeks <= moment}
        if is_met(route.requires, held):
            break
    else:
        return FAR
    tries = {m for m in moments if m >= moment}
    while tries:
        start = min(tries)
        tries.remove(start)
        if (later := timetable.next_start(one, route, start)) != start:
            tries |= {later} if later < FAR else set()
            continue
        spans = [(begin, begin + other.weeks, timetable.hours(catalog[name], other)) for name, other, begin in placed]
        spans.append((start, start + route.weeks, timetable.hours(one, route)))
        works = [(begin, begin + other.weeks, 1) for name, other, begin in placed if is_job(catalog[name], other)]
        works += [(start, start + route.weeks, 1)] if is_job(one, route) else []
        if peak(works) <= 1 and (timetable.study_hours is None or peak(spans) <= timetable.study_hours):
            return start
    return FAR


def goal_weeks(catalog: Catalog, timetable: Timetable, ways: Ways) -> int:
    """When the goal is reached at the earliest by all these ways, over every order of beginning them."""
    best = FAR
    for order in permutations(ways):
        placed: list[tuple[str, Route, int]] = []
        for way in order:
            start = first_start(catalog, timetable, placed, way)
            if start >= FAR:
                break
            placed.append((*way, start))
        else:
            best = min(best, max(start + way.weeks for _, way, start in placed))
    return best


def best_by_force(catalog: Catalog, timetable: Timetable, prefer: Preference) -> Objectives | None:
    every = [(id, way) for id, achievement in catalog.achievements.items() for way in achievement.routes]
    values = []
    for size in range(len(every) + 1):
        for ways in combinations(every, size):
            names = [id for id, _ in ways]
            if "a" not in names or len(set(names)) < size:
                continue
            weeks = goal_weeks(catalog, timetable, ways)
            if weeks < FAR:
                values.append(ordered(prefer, sum(way.cost.typical for _, way in ways if way.cost), weeks, size))
    return min(values, default=None)


def ordered(prefer: Preference, money: int, weeks: int, steps: int) -> Objectives:
    match prefer:
        case "cheapest":
            return (money, weeks, steps)
        case "fastest":
            return (weeks, money, steps)
        case "fewest":
            return (steps, money, weeks)


def objectives(answer: Answer) -> Objectives | None:
    plan = answer.plan
    return None if plan is None else ordered(answer.question.prefer, plan.cost.typical, plan.weeks, len(plan.steps))


@settings(max_examples=150, deadline=None)
@given(catalogs(), timetables(), st.sampled_from(PREFERENCES))
def test_plans_equal_brute_force(catalog: Catalog, timetable: Timetable, prefer: Preference) -> None:
    answer = Planner.of(catalog).answer(Question("a", prefer=prefer, timetable=timetable))

    assert objectives(answer) == best_by_force(catalog, timetable, prefer)
    assert answer.status in {"optimal", "unreachable"}


@settings(max_examples=100, deadline=None)
@given(catalogs(SOMETIMES), dated_timetables(), st.sampled_from(PREFERENCES))
def test_plans_on_days_equal_brute_force(catalog: Catalog, timetable: Timetable, prefer: Preference) -> None:
    answer = Planner.of(catalog).answer(Question("a", prefer=prefer, timetable=timetable))

    assert objectives(answer) == best_by_force(catalog, timetable, prefer)
    assert answer.status in {"optimal", "unreachable"}


@settings(deadline=None)
@given(catalogs(), timetables(), timetables(), st.sampled_from(PREFERENCES))
def test_more_hours_never_make_it_longer(
    catalog: Catalog, one: Timetable, other: Timetable, prefer: Preference
) -> None:
    fewer, more = sorted((one, other), key=lambda timetable: timetable.study_hours or FAR)
    planner = Planner.of(catalog)
    before = objectives(planner.answer(Question("a", prefer=prefer, timetable=fewer)))
    after = objectives(planner.answer(Question("a", prefer=prefer, timetable=more)))

    if before is not None:
        assert after is not None
        assert after <= before


@settings(deadline=None)
@given(catalogs(), timetables(), st.sampled_from(PREFERENCES), st.randoms(use_true_random=False))
def test_order_of_input_does_not_matter(
    catalog: Catalog, timetable: Timetable, prefer: Preference, chance: random.Random
) -> None:
    shuffled = list(catalog.achievements.values())
    chance.shuffle(shuffled)
    question = Question("a", prefer=prefer, timetable=timetable)

    assert Planner.of(Catalog.of(shuffled)).answer(question) == Planner.of(catalog).answer(question)


@settings(max_examples=80, deadline=None)
@given(catalogs(SOMETIMES), dated_timetables(), st.sampled_from(PREFERENCES), st.sampled_from([0, 1, 2]))
def test_nothing_false_is_claimed_where_the_search_ends_early(
    catalog: Catalog, timetable: Timetable, prefer: Preference, proposals: int
) -> None:
    with patch.object(pace, "MOST_PROPOSALS", proposals):
        answer = Planner.of(catalog).answer(Question("a", prefer=prefer, timetable=timetable))
    best, found = best_by_force(catalog, timetable, prefer), objectives(answer)

    if answer.status == "unreachable":
        assert best is None
    if found is None or answer.proof is None:
        return
    assert best is not None
    assert best <= found
    assert answer.status == "feasible" or best == found
    if prefer == "fastest":
        assert answer.proof.weeks <= best[0]
    elif prefer == "cheapest":
        assert answer.proof.cost <= best[0]
        assert answer.proof.weeks <= best[1] or not answer.proof.cost_proved
