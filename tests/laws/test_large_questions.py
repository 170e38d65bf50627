"""Laws of large questions: the relaxation says what hitting sets say, and every plan hits the landmarks it misses."""

from __future__ import annotations

import random
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chartway import integer_program, optimum, search
from chartway.bottleneck import bottlenecks
from chartway.catalog import Achievement, Catalog, Cost, Route
from chartway.circuit import NEVER, Circuit, Part, always
from chartway.landmark import Reach, completing
from chartway.pathway import Planner
from chartway.plan import PREFERENCES, Answer, Preference, Question
from chartway.requirement import Achieved, AllOf, AnyOf
from chartway.rounding import Rounding

FACTS = 14
ACTIONS = 34
EVERYTHING = 1 << 30


def task(seed: int) -> Catalog:
    """A delete-free planning task: actions that need facts and bring about several, in cycles, at uneven costs."""
    chance = random.Random(seed)  # noqa: S311 - a repeatable task, no secret
    actions: list[Achievement] = []
    by: dict[int, list[str]] = {fact: [] for fact in range(FACTS)}
    for number in range(ACTIONS):
        needs = chance.sample(range(FACTS), chance.randint(0 if number < 3 else 1, 3))
        gives = chance.sample(range(FACTS), chance.randint(1, 3))
        way = Route(
            "do",
            AllOf(tuple(Achieved(f"fact {fact}") for fact in sorted(needs))),
            cost=Cost.known(chance.choice([0, 100, 100, 300, 700])),
            weeks=chance.choice([0, 0, 1000]),
        )
        actions.append(Achievement(f"action {number}", routes=(way,)))
        for fact in gives:
            by[fact].append(f"action {number}")
    facts = [
        Achievement(f"fact {fact}", routes=(Route("0", AnyOf(tuple(map(Achieved, ids)))),) if ids else ())
        for fact, ids in by.items()
    ]
    goal = AllOf(tuple(Achieved(f"fact {fact}") for fact in range(4)))
    return Catalog.of([*actions, *facts, Achievement("goal", routes=(Route("0", goal),))])


def objectives(answer: Answer) -> tuple[object, ...] | None:
    plan = answer.plan
    return None if plan is None else (answer.status, plan.cost.typical, plan.weeks, len(plan.steps))


@pytest.mark.parametrize("prefer", PREFERENCES)
@pytest.mark.parametrize("seed", range(12))
def test_relaxation_equals_hitting_sets(seed: int, prefer: Preference) -> None:
    planner = Planner.of(task(seed))
    question = Question("goal", prefer=prefer)

    with patch.object(optimum, "SMALL", -1), patch.object(search, "SMALL", -1):
        relaxed = planner.answer(question)
    with patch.object(optimum, "SMALL", EVERYTHING), patch.object(search, "SMALL", EVERYTHING):
        assert objectives(relaxed) == objectives(planner.answer(question))


def part_of(seed: int) -> Part:
    return Circuit.of(task(seed)).part("goal")


@given(st.integers(0, 200), st.randoms(use_true_random=False))
def test_bottlenecks_that_are_missed_are_used_by_every_plan_that_has_their_node(
    seed: int, chance: random.Random
) -> None:
    part = part_of(seed)
    if part.goal < 0:
        return
    values = [chance.choice([0.0, 0.0, 0.25, 0.5, 1.0]) for _ in part.need]
    values[part.goal] = 1.0
    free = frozenset(node for node in part.actions if chance.random() < 0.1)
    rounding = Rounding(part, [1] * len(values), NEVER - 1, always)

    for node, routes in rounding.missed(values, free):
        assert not routes & free
        assert sum(values[route] for route in routes) < values[node]
        assert part.fire(frozenset(part.actions) - routes)[node] == NEVER


@given(st.integers(0, 200), st.randoms(use_true_random=False))
def test_a_mixture_of_plans_misses_no_bottleneck(seed: int, chance: random.Random) -> None:
    part = part_of(seed)
    if part.goal < 0:
        return
    plans = [part.using({node for node in part.actions if chance.random() < 0.9}) for _ in range(4)]
    fired = [frozenset(plan.origin) for plan in plans if plan.goal >= 0]
    mixture = [sum(origin in nodes for nodes in fired) / max(1, len(fired)) for origin in part.origin]

    assert not bottlenecks(part, mixture, frozenset())


@given(st.integers(0, 200), st.randoms(use_true_random=False))
def test_landmarks_up_to_a_plan_are_missed_and_hit_by_every_plan(seed: int, chance: random.Random) -> None:
    part = part_of(seed)
    if part.goal < 0:
        return
    chosen = frozenset(node for node in part.actions if chance.random() < 0.2)

    for landmark in completing(part, chosen, NEVER - 1):
        assert not landmark & chosen
        assert part.fire(frozenset(part.actions) - landmark)[part.goal] == NEVER


@pytest.mark.parametrize("steps", [0, 3, 10, 30])
@pytest.mark.parametrize("seed", range(8))
def test_a_search_cut_short_bounds_the_optimum(seed: int, steps: int) -> None:
    planner = Planner.of(task(seed))
    best = planner.answer(Question("goal"))

    def cut_short(model: Any, _seconds: float) -> None:  # noqa: ANN401 - highspy has no types
        model.setOptionValue("simplex_iteration_limit", steps)
        model.setOptionValue("mip_max_nodes", 0)

    with (
        patch.object(optimum, "SMALL", -1),
        patch.object(search, "SMALL", -1),
        patch.object(integer_program, "_limit", cut_short),
    ):
        found = planner.answer(Question("goal"))

    assert (found.plan is None) == (best.plan is None)
    if found.plan and found.proof and best.plan:
        assert found.proof.cost <= best.plan.cost.typical <= found.plan.cost.typical
        if found.proof.cost_proved:
            assert found.plan.cost.typical == best.plan.cost.typical


@given(st.integers(0, 200), st.randoms(use_true_random=False))
def test_a_plan_near_a_solution_is_a_plan(seed: int, chance: random.Random) -> None:
    part = part_of(seed)
    if part.goal < 0:
        return
    rounding = Rounding(part, [1] * len(part.need), NEVER - 1, always)

    plan = rounding.plan([chance.random() for _ in part.need])

    assert part.fire(plan)[part.goal] < NEVER
    assert rounding.among(plan | frozenset(part.actions[::2])) <= plan | frozenset(part.actions[::2])


@given(st.integers(0, 200), st.randoms(use_true_random=False))
def test_what_fires_as_routes_come_into_play_is_what_fires_with_all_of_them(seed: int, chance: random.Random) -> None:
    part = part_of(seed)
    some, more = (frozenset(node for node in part.actions if chance.random() < 0.3) for _ in range(2))
    reach = Reach(part, some)
    reach.add(more)

    assert [time < NEVER for time in reach.times] == [time < NEVER for time in part.fire(some | more)]
