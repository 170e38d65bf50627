"""Laws of co-requisites and sums on small random graphs: equal to carrying out every plan there is."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import combinations, product
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from chartway import optimum
from chartway.catalog import Achievement, Catalog, Cost, Route
from chartway.circuit import Circuit
from chartway.explanation import in_every_plan
from chartway.pathway import Planner
from chartway.plan import PREFERENCES, Answer, Preference, Question
from chartway.requirement import (
    NOTHING,
    Achieved,
    AllOf,
    AnyOf,
    AtLeast,
    Concurrent,
    Prose,
    Requirement,
    SumOf,
    Together,
    is_met,
)
from chartway.requirement_graph import earliest_finish, to_digraph

NAMES = tuple("abcde")
MOST_ROUTES = 6
Objectives = tuple[int, ...]
Taken = tuple[str, Route, int]
"""An achievement, the route by which it is earned, and its start."""


# ---- random graphs


def gates(parts: st.SearchStrategy[Requirement]) -> st.SearchStrategy[Requirement]:
    some = st.lists(parts, min_size=1, max_size=3, unique=True).map(tuple)
    return st.one_of(
        some.map(AllOf),
        some.map(AllOf),
        some.map(AnyOf),
        some.flatmap(lambda inner: st.integers(0, len(inner)).map(lambda k: AtLeast(k, inner))),
        sums(some),
    )


def sums(parts: st.SearchStrategy[tuple[Requirement, ...]]) -> st.SearchStrategy[Requirement]:
    return parts.flatmap(
        lambda inner: st.builds(
            SumOf,
            st.sampled_from([0, 1000, 3000, 4000, 6500, 7000]),
            st.just(inner),
            st.lists(st.sampled_from([1000, 3000, 3500, 4000]), min_size=len(inner), max_size=len(inner)).map(tuple),
        )
    )


NAMED = st.sampled_from(NAMES)
LEAVES: st.SearchStrategy[Requirement] = st.one_of(
    NAMED.map(Achieved), NAMED.map(Achieved), NAMED.map(Concurrent), NAMED.map(Together), st.just(Prose("in writing"))
)
REQUIREMENTS = st.one_of(LEAVES, st.recursive(LEAVES, gates, max_leaves=4))
PRICES = st.one_of(st.none(), *[st.sampled_from([0, 100, 250]).map(Cost.known)] * 6)
HELD = st.one_of(st.just(frozenset[str]()), st.frozensets(st.sampled_from(NAMES[1:]), max_size=1))
PREFER = st.sampled_from(PREFERENCES)


@st.composite
def catalogs(draw: st.DrawFn) -> Catalog:
    left = MOST_ROUTES
    achievements = []
    for place, name in enumerate(NAMES):
        rest = len(NAMES) - place - 1
        requirements = draw(
            st.lists(
                st.one_of(st.just(NOTHING), REQUIREMENTS, REQUIREMENTS, REQUIREMENTS),
                min_size=min(1, left),
                max_size=max(1, min(left - rest, 2)),
            )
        )
        left -= len(requirements)
        ways = tuple(
            Route(str(number), requires, draw(PRICES), draw(st.sampled_from([0, 1, 1, 2])))
            for number, requires in enumerate(requirements)
        )
        implies = draw(st.frozensets(NAMED, max_size=1)) if draw(st.integers(0, 5)) == 0 else frozenset[str]()
        kind = draw(st.sampled_from(["", "", "membership"]))
        achievements.append(Achievement(name, kind=kind, routes=ways, implies=implies))
    return Catalog.of(achievements)


# ---- every plan there is


def plans(catalog: Catalog, held: frozenset[str]) -> Iterator[frozenset[Taken]]:
    """Every sequence of joint starts, as the set of what was taken; nobody waits while nothing is going on."""
    outset = catalog.closure(held)
    seen: set[tuple[int, frozenset[Taken]]] = set()
    stack: list[tuple[int, frozenset[Taken]]] = [(0, frozenset())]
    while stack:
        state = stack.pop()
        if state in seen:
            continue
        seen.add(state)
        now, taken = state
        yield taken
        if any(start + way.weeks > now for _, way, start in taken):
            stack.append((now + 1, taken))
        stack += [(now, taken | joint) for joint in joint_starts(catalog, outset, now, taken)]


def joint_starts(
    catalog: Catalog, outset: frozenset[str], now: int, taken: frozenset[Taken]
) -> Iterator[frozenset[Taken]]:
    earned = {id for id, _, _ in taken}
    options = [[None, *((id, way, now) for way in catalog[id].routes)] for id in NAMES if id not in earned]
    have = catalog.closure({*outset, *(id for id, way, start in taken if start + way.weeks <= now)})
    begun = catalog.closure({*have, *earned})
    for choice in product(*options):
        joint = [one for one in choice if one is not None]
        if joint and all(
            is_met(way.requires, have, begun | others, outset | others)
            for id, way, _ in joint
            for others in [catalog.closure(other for other, _, _ in joint if other != id)]
        ):
            yield frozenset(joint)


def ordered(prefer: Preference, money: tuple[int, int], weeks: int, steps: int) -> Objectives:
    match prefer:
        case "cheapest":
            return (*money, weeks, steps)
        case "fastest":
            return (weeks, *money, steps)
        case "fewest":
            return (steps, *money, weeks)


def leading_to_the_goal(catalog: Catalog, held: frozenset[str]) -> list[frozenset[Taken]]:
    """The plans for the goal: those that earn it, or those with nothing else if something earned implies it."""
    if "a" in catalog.closure(held):
        return [frozenset()]
    found = []
    for taken in plans(catalog, held):
        when = [start + way.weeks for id, way, start in taken if "a" in catalog.closure([id])]
        if when:
            found.append(taken)
    return found


def finish(catalog: Catalog, taken: frozenset[Taken]) -> int:
    return min((start + way.weeks for id, way, start in taken if "a" in catalog.closure([id])), default=0)


def best_by_force(
    catalog: Catalog, held: frozenset[str], prefer: Preference, most: tuple[int, int] | None = None
) -> Objectives | None:
    values = []
    for taken in leading_to_the_goal(catalog, held):
        unknown = sum(way.cost is None for _, way, _ in taken)
        money = sum(way.cost.typical for _, way, _ in taken if way.cost)
        if most is None or (unknown == most[0] and money <= most[1]):
            values.append(ordered(prefer, (unknown, money), finish(catalog, taken), len(taken)))
    return min(values, default=None)


def objectives(answer: Answer) -> Objectives | None:
    plan = answer.plan
    if plan is None:
        return None
    money = (len(plan.unknown_costs), plan.cost.typical)
    return ordered(answer.question.prefer, money, plan.weeks, len(plan.steps))


# ---- the laws


@settings(max_examples=150)
@given(catalogs(), HELD, PREFER)
def test_plans_equal_brute_force(catalog: Catalog, held: frozenset[str], prefer: Preference) -> None:
    answer = Planner.of(catalog).answer(Question("a", held, prefer))

    assert objectives(answer) == best_by_force(catalog, held, prefer)
    assert answer.status in {"optimal", "feasible" if answer.plan and answer.plan.unknown_costs else "unreachable"}


@settings(max_examples=60)
@given(catalogs(), HELD, PREFER)
def test_solver_alone_equals_brute_force(catalog: Catalog, held: frozenset[str], prefer: Preference) -> None:
    with patch.object(optimum, "ROUNDS", 0):
        answer = Planner.of(catalog).answer(Question("a", held, prefer))

    assert objectives(answer) == best_by_force(catalog, held, prefer)


@settings(max_examples=60)
@given(catalogs(), HELD, PREFER, st.sampled_from([0, 200, 400]))
def test_plans_within_a_budget_equal_brute_force(
    catalog: Catalog, held: frozenset[str], prefer: Preference, budget: int
) -> None:
    least = best_by_force(catalog, held, "cheapest")
    answer = Planner.of(catalog).answer(Question("a", held, prefer, budget=budget))

    if least is None:
        assert answer.status == "unreachable"
    elif least[1] > budget:
        assert answer.status == "over-budget"
        assert objectives(answer) == ordered(prefer, (least[0], least[1]), least[2], least[3])
    else:
        assert objectives(answer) == best_by_force(catalog, held, prefer, (least[0], budget))


@settings(max_examples=60)
@given(catalogs(), HELD, PREFER, st.randoms(use_true_random=False))
def test_order_of_input_does_not_matter(
    catalog: Catalog, held: frozenset[str], prefer: Preference, chance: random.Random
) -> None:
    shuffled = list(catalog.achievements.values())
    chance.shuffle(shuffled)
    question = Question("a", held, prefer)

    assert Planner.of(Catalog.of(shuffled)).answer(question) == Planner.of(catalog).answer(question)


@settings(max_examples=100)
@given(catalogs(), HELD, PREFER)
def test_what_cannot_matter_for_the_goal_does_not(catalog: Catalog, held: frozenset[str], prefer: Preference) -> None:
    question = Question("a", held, prefer)

    assert Planner.of(catalog.toward("a")).answer(question) == Planner.of(catalog).answer(question)


@settings(max_examples=60)
@given(catalogs(), HELD, NAMED, PREFER)
def test_holding_more_never_costs_more(catalog: Catalog, held: frozenset[str], more: str, prefer: Preference) -> None:
    planner = Planner.of(catalog)
    before = objectives(planner.answer(Question("a", held, prefer)))
    after = objectives(planner.answer(Question("a", held | {more}, prefer)))

    if before is not None:
        assert after is not None
        assert after <= before


@settings(max_examples=40)
@given(catalogs(), HELD)
def test_missing_sets_are_all_the_minimal_ones(catalog: Catalog, held: frozenset[str]) -> None:
    answer = Planner.of(catalog).answer(Question("a", held))
    if answer.plan is not None:
        return
    others = [name for name in NAMES if name != "a"]
    subsets = [frozenset(chosen) for size in range(len(others) + 1) for chosen in combinations(others, size)]
    enough = [grants for grants in subsets if leading_to_the_goal(catalog, held | grants)]
    minimal = {grants for grants in enough if not any(smaller < grants for smaller in enough)}

    assert answer.missing_complete
    assert {frozenset(grants) for grants in answer.missing} == (minimal or {frozenset({"a"})})


@settings(max_examples=60)
@given(catalogs(), HELD)
def test_what_is_in_every_plan_is_what_the_goal_is_out_of_reach_without(catalog: Catalog, held: frozenset[str]) -> None:
    found = in_every_plan(Planner.of(catalog), Question("a", held))
    have = catalog.closure(held)
    within_reach = "a" not in have and bool(leading_to_the_goal(catalog, held))
    needed = [id for id in NAMES if id not in have and not leading_to_the_goal(without(catalog, id), held)]

    assert list(found) == (needed if within_reach else [])


def without(catalog: Catalog, id: str) -> Catalog:
    """A world in which one thing does not exist."""
    return Catalog.of(
        Achievement(one.id, kind=one.kind, implies=one.implies - {id}, routes=() if one.id == id else one.routes)
        for one in catalog.achievements.values()
    )


@settings(max_examples=200)
@given(catalogs(), HELD)
def test_the_graph_for_networkx_knows_the_same_earliest_times(catalog: Catalog, held: frozenset[str]) -> None:
    catalog = Catalog.of(
        Achievement(one.id, implies=one.implies, routes=tuple(map(concurrent, one.routes)))
        for one in catalog.achievements.values()
    )
    finish = earliest_finish(to_digraph(catalog), held)
    circuit = Circuit.of(catalog)
    parts = {id: circuit.part(id, held) for id in NAMES}

    assert {id: finish[id] for id in NAMES if id in finish} == {
        id: part.earliest[part.goal] for id, part in parts.items() if part.goal >= 0
    }


def concurrent(way: Route) -> Route:
    """The way in with whatever must start together asked to start no later."""
    return Route(way.id, no_ties(way.requires), way.cost, way.weeks)


def no_ties(one: Requirement) -> Requirement:
    match one:
        case Together(id):
            return Concurrent(id)
        case AllOf(parts) | AnyOf(parts):
            return type(one)(tuple(map(no_ties, parts)))
        case AtLeast(number, parts):
            return AnyOf(tuple(map(no_ties, parts))) if number else NOTHING
        case SumOf(number, parts, amounts, unit):
            kept = dict(zip(map(no_ties, parts), amounts, strict=True))
            return SumOf(number, tuple(kept), tuple(kept.values()), unit)
    return one


@settings(max_examples=100)
@given(catalogs(), HELD, PREFER)
def test_a_sum_of_ones_is_at_least_so_many(catalog: Catalog, held: frozenset[str], prefer: Preference) -> None:
    def rewritten(one: Requirement) -> Requirement:
        match one:
            case AllOf(parts) | AnyOf(parts):
                return type(one)(tuple(map(rewritten, parts)))
            case AtLeast(number, parts):
                return SumOf(2500 * number, tuple(map(rewritten, parts)), (2500,) * len(parts))
            case SumOf(number, parts, amounts):
                return SumOf(7 * number, tuple(map(rewritten, parts)), tuple(7 * amount for amount in amounts))
        return one

    other = Catalog.of(
        Achievement(
            one.id,
            kind=one.kind,
            implies=one.implies,
            routes=tuple(Route(way.id, rewritten(way.requires), way.cost, way.weeks) for way in one.routes),
        )
        for one in catalog.achievements.values()
    )
    question = Question("a", held, prefer)

    assert objectives(Planner.of(other).answer(question)) == objectives(Planner.of(catalog).answer(question))
