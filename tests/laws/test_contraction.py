"""Laws of the contraction: what is left of a part has the same optimum, whatever is best, and by any deadline."""

from __future__ import annotations

import random
from itertools import chain, combinations

from hypothesis import given
from hypothesis import strategies as st

from chartway.catalog import Achievement, Catalog, Cost, Route
from chartway.circuit import NEVER, Circuit, Part
from chartway.contraction import contracted
from chartway.optimum import Weights
from chartway.requirement import Achieved, AllOf, AnyOf, AtLeast, Requirement, SumOf
from chartway.search import Measures

NAMES = tuple("abcdefg")
MOST_WAYS = 9


def task(seed: int) -> tuple[Catalog, Part]:
    """A small graph with cycles, choices, counts and sums, and what of it matters for one of its achievements."""
    chance = random.Random(seed)  # noqa: S311 - a repeatable task, no secret
    left = MOST_WAYS
    achievements: list[Achievement] = []
    for name in NAMES:
        ways = min(left, chance.choice([0, 1, 1, 2, 2]))
        left -= ways
        implied = frozenset(other for other in NAMES if other != name and chance.random() < 0.15)
        routes = tuple(_route(chance, number) for number in range(ways))
        achievements.append(Achievement(name, routes=routes, implies=implied))
    catalog = Catalog.of(achievements)
    return catalog, Circuit.of(catalog).part(chance.choice(NAMES), [name for name in NAMES if chance.random() < 0.1])


def _route(chance: random.Random, number: int) -> Route:
    cost = None if chance.random() < 0.1 else Cost.known(100 * chance.choice([0, 0, 1, 2, 5]))
    requires = AllOf(()) if chance.random() < 0.25 else _requirement(chance, 0)
    return Route(str(number), requires, cost=cost, weeks=1000 * chance.choice([0, 0, 1, 2]))


def _requirement(chance: random.Random, depth: int) -> Requirement:
    if depth == 2 or chance.random() < 0.5:
        return Achieved(chance.choice(NAMES))
    inner = tuple(dict.fromkeys(_requirement(chance, depth + 1) for _ in range(chance.randint(1, 3))))
    match chance.randrange(4):
        case 0:
            return AllOf(inner)
        case 1:
            return AnyOf(inner)
        case 2:
            return AtLeast(chance.randint(1, len(inner)), inner)
    return SumOf(chance.randint(1, 4), inner, tuple(chance.randint(1, 3) for _ in inner), "credits")


def least(part: Part, weights: Weights, deadline: int) -> tuple[int, ...] | None:
    """The least of all sets of routes that reach the goal in time, by trying them all."""
    actions = part.actions
    every = chain.from_iterable(combinations(actions, size) for size in range(len(actions) + 1))
    values = (weights.of(chosen) for chosen in every if part.fire(frozenset(chosen))[part.goal] <= deadline)
    return min(values, default=None)


@given(st.integers(0, 1_000_000), st.sampled_from(["cheapest", "fewest"]), st.sampled_from([0, 1000, 3000, NEVER - 1]))
def test_what_is_left_has_the_same_optimum(seed: int, prefer: str, later: int) -> None:
    catalog, part = task(seed)
    if part.goal < 0:
        return
    measures = Measures.of(part, catalog)
    core = contracted(part, measures.all)
    place = {origin: node for node, origin in enumerate(part.origin)}
    weights = measures.weights("fewest" if prefer == "fewest" else "cheapest")
    deadline = min(part.earliest[part.goal] + later, NEVER - 1)

    kept = weights.restricted([place[origin] for origin in core.origin])
    assert least(core, kept, deadline) == least(part, weights, deadline)
    assert core.fire()[core.goal] == part.earliest[part.goal]


@given(st.integers(0, 1_000_000))
def test_what_is_left_is_a_part_whose_plans_are_plans(seed: int) -> None:
    catalog, part = task(seed)
    if part.goal < 0:
        return
    core = contracted(part, Measures.of(part, catalog).all)
    place = {origin: node for node, origin in enumerate(part.origin)}
    chance = random.Random(seed)  # noqa: S311 - as above
    chosen = frozenset(node for node in core.actions if chance.random() < 0.7)

    whole = part.fire(frozenset(place[core.origin[node]] for node in chosen))
    assert whole[part.goal] <= core.fire(chosen)[core.goal]


def test_one_way_in_that_is_worse_in_nothing_is_enough() -> None:
    ways = [Route("a", cost=Cost.known(100)), Route("b", cost=Cost.known(100)), Route("c", cost=Cost.known(300))]
    catalog = Catalog.of([Achievement("goal", routes=tuple(ways))])
    part = Circuit.of(catalog).part("goal")

    core = contracted(part, Measures.of(part, catalog).all)

    assert [way[1].id for way in core.route if way] == ["a"]


def test_what_needs_the_goal_itself_is_no_way_to_it() -> None:
    goal = Achievement("goal", routes=(Route("0"), Route("1", Achieved("after"))))
    catalog = Catalog.of([goal, Achievement("after", routes=(Route("0", Achieved("goal")),))])
    part = Circuit.of(catalog).part("goal")

    core = contracted(part, Measures.of(part, catalog).all)

    assert [way[0] for way in core.route if way] == ["goal"]


def test_without_time_nothing_is_left_out_that_takes_any() -> None:
    catalog, part = next(found for found in map(task, range(1000)) if found[1].goal >= 0 and len(found[1].actions) > 3)

    core = contracted(part, Measures.of(part, catalog).all, lambda: 0.0)

    assert len(core.actions) == len(part.actions)
