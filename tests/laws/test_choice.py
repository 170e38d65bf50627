"""Laws of what there is to choose from, on small random catalogs: alternatives and front equal to brute force."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, combinations
from typing import NamedTuple
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from chartway import optimum
from chartway.alternative import TELLING, alternatives
from chartway.catalog import Achievement, Catalog, Cost, Route
from chartway.pathway import Planner
from chartway.plan import PREFERENCES, Answer, Plan, Preference, Question
from chartway.replay import replay
from chartway.requirement import NOTHING, Achieved, AllOf, AnyOf, AtLeast, Prose, Requirement, is_met
from chartway.trade_off import trade_off

NAMES = tuple("abcdef")
GOAL = "a"
MOST_ROUTES = 8
EXAMPLES = 120
NEVER = 1 << 40
Objectives = tuple[int, ...]
Ways = tuple[tuple[str, Route], ...]


def gates(parts: st.SearchStrategy[Requirement]) -> st.SearchStrategy[Requirement]:
    some = st.lists(parts, min_size=1, max_size=3, unique=True).map(tuple)
    return st.one_of(some.map(AllOf), some.map(AnyOf), st.builds(AtLeast, st.integers(0, 3), some))


LEAVES: st.SearchStrategy[Requirement] = st.one_of(
    *[st.sampled_from(NAMES).map(Achieved)] * 6, st.just(Prose("in writing"))
)
REQUIREMENTS = st.recursive(LEAVES, gates, max_leaves=5)
PRICES = st.one_of(st.none(), *[st.sampled_from([0, 100, 100, 250, 700]).map(Cost.known)] * 7)
WEEKS = st.sampled_from([0, 0, 1000, 2500, 4000])
HELD = st.frozensets(st.sampled_from(NAMES[1:]), max_size=1)
PREFER = st.sampled_from(PREFERENCES)
BUDGETS = st.sampled_from([None, None, 0, 300, 800])


@st.composite
def catalogs(draw: st.DrawFn) -> Catalog:
    """A goal that asks for something, and things of which many are alike."""
    left = MOST_ROUTES
    achievements = []
    for name in NAMES:
        asked = REQUIREMENTS if name == GOAL else st.one_of(st.just(NOTHING), st.just(NOTHING), REQUIREMENTS)
        requirements = draw(st.lists(asked, min_size=min(1, left), max_size=min(left, 2)))
        left -= len(requirements)
        ways = tuple(
            Route(f"{name}{number}", requires, draw(PRICES), draw(WEEKS))
            for number, requires in enumerate(requirements)
        )
        implies = draw(st.one_of(*[st.just(frozenset[str]())] * 4, st.frozensets(st.sampled_from(NAMES), max_size=1)))
        kind = draw(st.sampled_from(["", "course", "course", "degree"]))
        achievements.append(Achievement(name, kind=kind, routes=ways, implies=implies))
    return Catalog.of(achievements)


# ---- every plan there is


class Possible(NamedTuple):
    """A set of ways that reaches the goal."""

    ways: frozenset[tuple[str, str]]
    unknown: int
    money: int
    weeks: int

    @property
    def earned(self) -> frozenset[str]:
        return frozenset(id for id, _ in self.ways)

    def objectives(self, prefer: Preference) -> Objectives:
        match prefer:
            case "cheapest":
                return (self.unknown, self.money, self.weeks, len(self.ways))
            case "fastest":
                return (self.weeks, self.unknown, self.money, len(self.ways))
            case "fewest":
                return (len(self.ways), self.unknown, self.money, self.weeks)


def every_plan(catalog: Catalog, held: frozenset[str]) -> list[Possible]:
    every = [(id, way) for id, one in catalog.achievements.items() for way in one.routes]
    subsets = chain.from_iterable(combinations(every, size) for size in range(len(every) + 1))
    return [plan for ways in subsets if (plan := possible(catalog, held, ways))]


def ways_of(catalog: Catalog, plan: Plan) -> Ways:
    every = {(id, way.id): way for id, one in catalog.achievements.items() for way in one.routes}
    return tuple((step.achievement, every[step.achievement, step.route]) for step in plan.steps)


def possible(catalog: Catalog, held: frozenset[str], ways: Ways) -> Possible | None:
    """What the ways cost and how long they take to the goal, by simulation; None if they do not reach it."""
    weeks = finish(catalog, held, ways).get(GOAL)
    if weeks is None:
        return None
    unknown = sum(way.cost is None for _, way in ways)
    money = sum(way.cost.typical for _, way in ways if way.cost)
    return Possible(frozenset((id, way.id) for id, way in ways), unknown, money, weeks)


def finish(catalog: Catalog, held: frozenset[str], ways: Ways) -> dict[str, int]:
    """When each thing is first held: whatever can be started now is, until nothing comes earlier any more."""
    first = dict.fromkeys(catalog.closure(held), 0)
    moments = {0}
    while moments:
        now = min(moments)
        have = {id for id, time in first.items() if time <= now}
        ends = [(now + way.weeks, id) for id, way in ways if is_met(way.requires, have)]
        earlier = [(end, one) for end, id in ends for one in catalog.closure([id]) if end < first.get(one, NEVER)]
        for end, one in earlier:
            first[one] = min(end, first.get(one, NEVER))
        moments = (moments - {now}) | {end for end, _ in earlier}
    return first


# ---- alternatives


def contents(catalog: Catalog, held: frozenset[str], plan: Plan) -> list[frozenset[str]]:
    """The significant steps of a plan, each with what is interchangeable with it there, as the definition says."""
    ways = ways_of(catalog, plan)
    found = []
    for place, (id, way) in enumerate(ways):
        tells = way.cost is None or way.cost.high > 0 or way.weeks > 0 or catalog[id].kind in TELLING
        if id != GOAL and tells:
            rest = ways[:place] + ways[place + 1 :]
            found.append(frozenset({id, *twins(catalog, held, rest, catalog[id], way)}))
    return found


def twins(catalog: Catalog, held: frozenset[str], rest: Ways, one: Achievement, way: Route) -> Iterator[str]:
    def terms(ways: tuple[Route, ...]) -> set[object]:
        return {(one.requires, one.cost, one.weeks, one.tariff) for one in ways}

    taken = {id for id, _ in rest}
    for id, other in catalog.achievements.items():
        alike = one.kind and other.kind == one.kind and terms(other.routes) == terms(one.routes)
        if id in {GOAL, one.id, *taken} or not alike or id in catalog.closure(held):
            continue
        same = [stand_in for stand_in in other.routes if terms((stand_in,)) == terms((way,))]
        if any(GOAL in finish(catalog, held, (*rest, (id, stand_in))) for stand_in in same):
            yield id


def contains(plan: Possible, content: list[frozenset[str]]) -> bool:
    return all(one & plan.earned for one in content)


@settings(max_examples=EXAMPLES)
@given(catalogs(), HELD, PREFER, BUDGETS)
def test_alternatives_are_the_best_plans_that_contain_no_earlier_one(
    catalog: Catalog, held: frozenset[str], prefer: Preference, budget: int | None
) -> None:
    planner = Planner.of(catalog)
    answer = planner.answer(Question(GOAL, held, prefer, budget=budget))
    found = alternatives(planner, answer, 4)
    if answer.plan is None:
        assert found.found == ()
        return
    left = every_plan(catalog, held)
    if budget is not None and answer.found:
        least = min(plan.unknown for plan in left)
        left = [plan for plan in left if plan.unknown == least and plan.money <= budget]
    how = prefer if answer.found else "cheapest"
    plan = answer.plan
    right: list[Objectives] = []
    for one in found.found:
        content = contents(catalog, held, plan)
        left = [other for other in left if not contains(other, content)]
        right.append(min(other.objectives(how) for other in left))
        plan = one.other
    if len(found.found) < 4:
        content = contents(catalog, held, plan)
        assert not [other for other in left if not contains(other, content)]

    assert found.complete
    assert [one.other.objectives(how) for one in found.found] == right


@settings(max_examples=EXAMPLES)
@given(catalogs(), HELD, PREFER)
def test_alternatives_are_different_minimal_and_in_order(
    catalog: Catalog, held: frozenset[str], prefer: Preference
) -> None:
    planner = Planner.of(catalog)
    answer = planner.answer(Question(GOAL, held, prefer))
    answers = [answer, *(one.answer for one in alternatives(planner, answer, 4).found)]
    plans = [one.plan for one in answers if one.plan]

    values = [plan.objectives(prefer) for plan in plans]
    assert values == sorted(values)
    for one in answers:
        replay(catalog, one)
    for place, plan in enumerate(plans):
        ways = ways_of(catalog, plan)
        assert not any(is_as_soon(catalog, held, ways[:n] + ways[n + 1 :], plan.weeks) for n in range(len(ways)))
        earned = possible(catalog, held, ways)
        assert earned
        assert not any(contains(earned, contents(catalog, held, earlier)) for earlier in plans[:place])


def is_as_soon(catalog: Catalog, held: frozenset[str], ways: Ways, weeks: int) -> bool:
    plan = possible(catalog, held, ways)
    return plan is not None and plan.weeks <= weeks


# ---- the trade-off


def front(plans: list[Possible]) -> list[Objectives]:
    """Unknown prices, money, weeks and steps of every plan that no other one dominates."""
    values = {(plan.unknown, plan.money, plan.weeks, len(plan.ways)) for plan in plans}
    return sorted(one for one in values if not any(dominates(other, one) for other in values))


def dominates(one: Objectives, other: Objectives) -> bool:
    """Whether it is as cheap and as soon, and cheaper, sooner or, all else alike, shorter."""
    return one != other and one[:2] <= other[:2] and one[2] <= other[2] and (one[:3] != other[:3] or one[3] < other[3])


def figures(answer: Answer) -> Objectives:
    assert answer.plan
    return answer.plan.objectives("cheapest")


@settings(max_examples=EXAMPLES)
@given(catalogs(), HELD, PREFER, BUDGETS)
def test_front_is_complete_and_nothing_on_it_is_dominated(
    catalog: Catalog, held: frozenset[str], prefer: Preference, budget: int | None
) -> None:
    found = trade_off(Planner.of(catalog), Question(GOAL, held, prefer, budget=budget))
    plans = every_plan(catalog, held)
    right = front(plans)
    if budget is not None and plans:
        right = [one for one in right if one[:2] <= (right[0][0], budget)]

    assert found.complete
    assert [figures(point) for point in found.points] == right
    for point in found.points:
        replay(catalog, point)
        assert point.plan
        assert point.proof
        assert point.proof.finished
        assert point.proof.cost_proved == (not point.plan.unknown_costs)


@settings(max_examples=EXAMPLES)
@given(catalogs(), HELD)
def test_what_could_undercut_a_point_is_named_with_it(catalog: Catalog, held: frozenset[str]) -> None:
    found = trade_off(Planner.of(catalog), Question(GOAL, held))
    plans = every_plan(catalog, held)
    before = NEVER
    for point in found.points:
        assert point.plan
        money, weeks = point.plan.cost.typical, point.plan.weeks
        if not point.plan.unknown_costs:
            cheaper = any(plan.unknown and plan.money < money and plan.weeks < before for plan in plans)
            assert bool(point.not_compared) == cheaper
        before = weeks


@settings(max_examples=60)
@given(catalogs(), HELD, st.sampled_from([0.0, 1e-5, 1e-4, 1e-3]))
def test_without_time_what_is_said_to_be_proved_is_true(catalog: Catalog, held: frozenset[str], limit: float) -> None:
    planner = Planner.of(catalog)
    plans = every_plan(catalog, held)
    right = front(plans)
    found = trade_off(planner, Question(GOAL, held, time_limit=limit))

    values = [figures(point) for point in found.points]
    assert values == right if found.complete else len(values) >= 1
    for place, (point, value) in enumerate(zip(found.points, values, strict=True)):
        replay(catalog, point)
        assert point.status == "feasible" or value == right[place]
        assert not any(dominates(other, value) for other in values)
    hasty = alternatives(planner, planner.answer(Question(GOAL, held, time_limit=limit)), 2)
    sure = alternatives(planner, planner.answer(Question(GOAL, held)), 2)
    for one in hasty.found:
        replay(catalog, one.answer)
    if hasty.complete:
        assert [figures(one.answer) for one in hasty.found] == [figures(one.answer) for one in sure.found]


@settings(max_examples=40)
@given(catalogs(), HELD)
def test_solver_alone_finds_the_same(catalog: Catalog, held: frozenset[str]) -> None:
    planner, question = Planner.of(catalog), Question(GOAL, held)
    points = trade_off(planner, question)
    others = alternatives(planner, planner.answer(question), 3)
    with patch.object(optimum, "ROUNDS", 0):
        by_solver = trade_off(planner, question)
        others_by_solver = alternatives(planner, planner.answer(question), 3)

    assert [figures(point) for point in points.points] == [figures(point) for point in by_solver.points]
    assert [figures(one.answer) for one in others.found] == [figures(one.answer) for one in others_by_solver.found]
