"""Laws of the planner on small random graphs: equal to brute force, whatever the order of the input."""

from __future__ import annotations

import random
from itertools import chain, combinations
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chartway import optimum, search
from chartway.catalog import Achievement, Catalog, Cost, Route
from chartway.pathway import Planner
from chartway.plan import PREFERENCES, Answer, Preference, Question
from chartway.requirement import NOTHING, Achieved, AllOf, AnyOf, AtLeast, Prose, Requirement, is_met

NAMES = tuple("abcdefg")
MOST_ROUTES = 9
Objectives = tuple[int, ...]


def requirements() -> st.SearchStrategy[Requirement]:
    leaves: st.SearchStrategy[Requirement] = st.sampled_from(NAMES).map(Achieved)
    leaves = st.one_of(leaves, leaves, leaves, leaves, st.just(Prose("in writing")))
    return st.recursive(leaves, gates, max_leaves=5)


def gates(parts: st.SearchStrategy[Requirement]) -> st.SearchStrategy[Requirement]:
    some = st.lists(parts, min_size=1, max_size=3, unique=True).map(tuple)
    return st.one_of(
        some.map(AllOf),
        some.map(AnyOf),
        some.flatmap(lambda inner: st.integers(0, len(inner)).map(lambda k: AtLeast(k, inner))),
    )


def routes() -> st.SearchStrategy[Route]:
    price = st.one_of(st.none(), *[st.sampled_from([0, 100, 250, 700]).map(Cost.known)] * 5)
    return st.builds(
        Route,
        id=st.just(""),
        requires=st.one_of(st.just(NOTHING), requirements(), requirements()),
        cost=price,
        weeks=st.sampled_from([0, 0, 1000, 2500, 4000]),
    )


@st.composite
def catalogs(draw: st.DrawFn) -> Catalog:
    left = MOST_ROUTES
    achievements = []
    for name in NAMES:
        ways = draw(st.lists(routes(), max_size=min(left, 3)))
        left -= len(ways)
        numbered = tuple(Route(f"{name}{number}", way.requires, way.cost, way.weeks) for number, way in enumerate(ways))
        implies = (
            draw(st.frozensets(st.sampled_from(NAMES), max_size=1)) if draw(st.integers(0, 4)) == 0 else frozenset()
        )
        achievements.append(Achievement(name, routes=numbered, implies=implies))
    return Catalog.of(achievements)


def holdings() -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(NAMES[1:]), max_size=2)


def closed(catalog: Catalog, held: set[str]) -> set[str]:
    """The holdings with all they imply."""
    while more := {one for id in held for one in catalog[id].implies} - held:
        held = held | more
    return held


def goal_weeks(catalog: Catalog, goal: str, held: frozenset[str], ways: tuple[tuple[str, Route], ...]) -> int | None:
    """When the goal is reached by these ways, by sheer simulation: None if it never is."""
    first = dict.fromkeys(closed(catalog, set(held)), 0)
    moments = [0]
    while moments:
        now = min(moments)
        moments.remove(now)
        changed = True
        while changed:
            changed = False
            have = {id for id, time in first.items() if time <= now}
            for id, way in ways:
                if is_met(way.requires, have) and now + way.weeks < first.get(id, 1 << 40):
                    for one in closed(catalog, {id}):
                        first[one] = min(first.get(one, 1 << 40), now + way.weeks)
                    moments.append(now + way.weeks)
                    changed = True
    return first.get(goal)


def best_by_force(
    catalog: Catalog, goal: str, held: frozenset[str], prefer: Preference, most: tuple[int, int] = (99, 0)
) -> Objectives | None:
    """The best objectives over every set of ways with at most so many unknown prices and then so much money."""
    every = [(id, way) for id, achievement in catalog.achievements.items() for way in achievement.routes]
    subsets = chain.from_iterable(combinations(every, size) for size in range(len(every) + 1))
    values = []
    for ways in subsets:
        weeks = goal_weeks(catalog, goal, held, ways)
        if weeks is not None:
            unknown = sum(way.cost is None for _, way in ways)
            money = sum(way.cost.typical for _, way in ways if way.cost)
            if (unknown, money) <= most:
                values.append(ordered(prefer, (unknown, money), weeks, len(ways)))
    return min(values, default=None)


def ordered(prefer: Preference, money: tuple[int, int], weeks: int, steps: int) -> Objectives:
    match prefer:
        case "cheapest":
            return (*money, weeks, steps)
        case "fastest":
            return (weeks, *money, steps)
        case "fewest":
            return (steps, *money, weeks)


def objectives(answer: Answer) -> Objectives | None:
    plan = answer.plan
    if plan is None:
        return None
    money = (len(plan.unknown_costs), plan.cost.typical)
    return ordered(answer.question.prefer, money, plan.weeks, len(plan.steps))


@settings(max_examples=60)
@given(catalogs(), holdings(), st.sampled_from(PREFERENCES))
def test_solver_alone_equals_brute_force(catalog: Catalog, held: frozenset[str], prefer: Preference) -> None:
    with patch.object(optimum, "ROUNDS", 0):
        answer = Planner.of(catalog).answer(Question("a", held, prefer))

    assert objectives(answer) == best_by_force(catalog, "a", held, prefer)


@settings(max_examples=60)
@given(catalogs(), holdings(), st.sampled_from(PREFERENCES))
def test_large_parts_equal_brute_force(catalog: Catalog, held: frozenset[str], prefer: Preference) -> None:
    with patch.object(optimum, "SMALL", -1), patch.object(search, "SMALL", -1):
        answer = Planner.of(catalog).answer(Question("a", held, prefer))

    assert objectives(answer) == best_by_force(catalog, "a", held, prefer)
    if answer.plan and not answer.plan.unknown_costs:
        assert answer.status == "optimal"


@settings(max_examples=150)
@given(catalogs(), holdings(), st.sampled_from(PREFERENCES))
def test_plans_equal_brute_force(catalog: Catalog, held: frozenset[str], prefer: Preference) -> None:
    answer = Planner.of(catalog).answer(Question("a", held, prefer))

    assert objectives(answer) == best_by_force(catalog, "a", held, prefer)
    if answer.plan and not answer.plan.unknown_costs:
        assert answer.status == "optimal"


@settings(max_examples=60)
@given(catalogs(), holdings(), st.sampled_from(PREFERENCES), st.sampled_from([0, 200, 500, 900]))
def test_plans_within_a_budget_equal_brute_force(
    catalog: Catalog, held: frozenset[str], prefer: Preference, budget: int
) -> None:
    least = best_by_force(catalog, "a", held, "cheapest")
    answer = Planner.of(catalog).answer(Question("a", held, prefer, budget=budget))

    if least is None:
        assert answer.status == "unreachable"
    elif least[1] > budget:
        assert answer.status == "over-budget"
        assert objectives(answer) == ordered(prefer, (least[0], least[1]), least[2], least[3])
    else:
        assert objectives(answer) == best_by_force(catalog, "a", held, prefer, (least[0], budget))


def test_a_sooner_plan_of_fewer_steps_does_not_break_the_budget() -> None:
    either = AnyOf((Achieved("b"), Achieved("c")))
    ways = (Route("short", cost=Cost.known(900)), Route("by b or c", either))
    things = [
        Achievement("a", routes=ways),
        Achievement("b", routes=(Route("b", cost=Cost.known(100), weeks=4_000),)),
        Achievement("c", routes=(Route("c", cost=Cost.known(100), weeks=3_000),)),
    ]
    answer = Planner.of(Catalog.of(things)).answer(Question("a", prefer="fewest", budget=300))

    assert objectives(answer) == (2, 0, 100, 3_000)


@given(catalogs(), holdings(), st.sampled_from(PREFERENCES), st.randoms(use_true_random=False))
def test_order_of_input_does_not_matter(
    catalog: Catalog, held: frozenset[str], prefer: Preference, chance: random.Random
) -> None:
    shuffled = list(catalog.achievements.values())
    chance.shuffle(shuffled)

    question = Question("a", held, prefer)

    assert Planner.of(Catalog.of(shuffled)).answer(question) == Planner.of(catalog).answer(question)


@settings(max_examples=150)
@given(catalogs(), holdings(), st.sampled_from(PREFERENCES))
def test_what_cannot_matter_for_the_goal_does_not(catalog: Catalog, held: frozenset[str], prefer: Preference) -> None:
    question = Question("a", held, prefer)

    assert Planner.of(catalog.toward("a")).answer(question) == Planner.of(catalog).answer(question)


@given(catalogs(), holdings(), st.sampled_from(NAMES), st.sampled_from(PREFERENCES))
def test_holding_more_never_costs_more(catalog: Catalog, held: frozenset[str], more: str, prefer: Preference) -> None:
    planner = Planner.of(catalog)
    before = objectives(planner.answer(Question("a", held, prefer)))
    after = objectives(planner.answer(Question("a", held | {more}, prefer)))

    if before is not None:
        assert after is not None
        assert after <= before


@settings(max_examples=60)
@given(catalogs(), holdings())
def test_missing_sets_are_all_the_minimal_ones(catalog: Catalog, held: frozenset[str]) -> None:
    planner = Planner.of(catalog)
    answer = planner.answer(Question("a", held))
    if answer.plan is not None or not answer.missing_complete:
        return
    others = [name for name in NAMES if name != "a"]
    subsets = [frozenset(chosen) for size in range(len(others) + 1) for chosen in combinations(others, size)]
    enough = [grants for grants in subsets if planner.answer(Question("a", held | grants)).plan is not None]
    minimal = {grants for grants in enough if not any(smaller < grants for smaller in enough)}

    assert {frozenset(grants) for grants in answer.missing} == (minimal or {frozenset({"a"})})


def test_the_solver_keeps_quiet(capfd: pytest.CaptureFixture[str]) -> None:
    catalog = Catalog.of([Achievement("a", routes=(Route("0"),))])

    with patch.object(optimum, "ROUNDS", 0):
        Planner.of(catalog).answer(Question("a"))

    assert capfd.readouterr().out == ""
