"""Laws of explanations on small random catalogs: each answer equals what trying everything gives."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from chartway.catalog import Achievement, Catalog, Cost, Route
from chartway.explanation import in_every_cheapest_plan, in_every_plan, lacking
from chartway.opening import opening
from chartway.pathway import Planner
from chartway.plan import PREFERENCES, Preference, Question
from chartway.requirement import NOTHING, Achieved, AllOf, AnyOf, AtLeast, Prose, Requirement, ids_of, is_met

NAMES = tuple("abcdef")
EXAMPLES = 80
MOST_ROUTES = 7


def gates(parts: st.SearchStrategy[Requirement]) -> st.SearchStrategy[Requirement]:
    some = st.lists(parts, min_size=1, max_size=3, unique=True).map(tuple)
    return st.one_of(some.map(AllOf), some.map(AnyOf), st.builds(AtLeast, st.integers(0, 3), some))


LEAVES: st.SearchStrategy[Requirement] = st.one_of(
    *[st.sampled_from(NAMES).map(Achieved)] * 5, st.just(Prose("in writing"))
)
REQUIREMENTS = st.recursive(LEAVES, gates, max_leaves=5)
PRICES = st.one_of(st.none(), *[st.sampled_from([0, 100, 250, 700]).map(Cost.known)] * 5)
HELD = st.frozensets(st.sampled_from(NAMES[1:]), max_size=2)
PREFER = st.sampled_from(PREFERENCES)


@st.composite
def catalogs(draw: st.DrawFn) -> Catalog:
    left = MOST_ROUTES
    achievements = []
    for name in NAMES:
        requirements = draw(st.lists(st.one_of(st.just(NOTHING), REQUIREMENTS, REQUIREMENTS), max_size=min(left, 2)))
        left -= len(requirements)
        ways = tuple(
            Route(f"{name}{number}", requires, draw(PRICES), draw(st.sampled_from([0, 0, 1000, 2500])))
            for number, requires in enumerate(requirements)
        )
        implies = draw(st.one_of(st.just(frozenset[str]()), st.frozensets(st.sampled_from(NAMES), max_size=2)))
        kind = draw(st.sampled_from(["", "course", "degree"]))
        achievements.append(Achievement(name, kind=kind, routes=ways, implies=implies))
    return Catalog.of(achievements)


def subsets(names: tuple[str, ...]) -> list[frozenset[str]]:
    return [frozenset(chosen) for size in range(len(names) + 1) for chosen in combinations(names, size)]


def reached(catalog: Catalog, held: frozenset[str], without: str = "") -> frozenset[str]:
    """All that can come to be held, in a world where one thing does not exist."""
    have = _closed(catalog, held, without)
    while True:
        more = {
            id
            for id, one in catalog.achievements.items()
            if id not in have | {without} and any(is_met(route.requires, have) for route in one.routes)
        }
        if not more:
            return have
        have = _closed(catalog, have | more, without)


def _closed(catalog: Catalog, held: frozenset[str], without: str) -> frozenset[str]:
    found = held - {without}
    while more := {one for id in found for one in catalog[id].implies} - found - {without}:
        found |= more
    return found


# ---- what is lacking


@settings(max_examples=EXAMPLES)
@given(catalogs(), HELD)
def test_lacking_sets_are_exactly_the_minimal_ones(catalog: Catalog, held: frozenset[str]) -> None:
    """All sets that are enough, but those from which a lesser one follows; equivalent ones stand for each other."""
    routes = catalog["a"].routes
    asked = tuple(sorted({id for route in routes for id in ids_of(route.requires)} - catalog.closure(held)))

    def enough(some: frozenset[str]) -> bool:
        return any(is_met(route.requires, catalog.closure(held) | some) for route in routes)

    every = [some for some in subsets(asked) if enough(some)]
    least = [
        one for one in every if all(one <= catalog.closure(other) for other in every if other <= catalog.closure(one))
    ]
    found = lacking(catalog, "a", held)
    sets = [frozenset(one) for one in found.sets]

    assert found.complete
    assert {catalog.closure(one) for one in sets} == {catalog.closure(one) for one in least}
    assert len({catalog.closure(one) for one in sets}) == len(sets)
    assert all(one in every for one in sets)


@settings(max_examples=EXAMPLES)
@given(catalogs(), HELD)
def test_each_lacking_set_is_enough_and_nothing_in_it_can_be_left_out(catalog: Catalog, held: frozenset[str]) -> None:
    ways = catalog["a"].routes

    def opens(more: frozenset[str]) -> bool:
        return any(is_met(way.requires, catalog.closure(held | more)) for way in ways)

    for one in map(frozenset, lacking(catalog, "a", held).sets):
        assert opens(one)
        assert not any(opens(one - {id}) for id in one)


@settings(max_examples=EXAMPLES)
@given(catalogs(), HELD)
def test_what_is_open_lacks_nothing(catalog: Catalog, held: frozenset[str]) -> None:
    have = catalog.closure(held)
    found = opening(catalog, held)

    assert set(found.now) == {id for id in NAMES if id not in have and lacking(catalog, id, held).sets == ((),)}
    for step, things in found.next:
        assert step in found.now
        assert set(things) == set(opening(catalog, held | {step}).now) - set(found.now)
        assert things


# ---- what no plan gets around


@settings(max_examples=EXAMPLES)
@given(catalogs(), HELD)
def test_what_is_in_every_plan_is_what_the_goal_is_out_of_reach_without(catalog: Catalog, held: frozenset[str]) -> None:
    found = in_every_plan(Planner.of(catalog), Question("a", held))
    have = catalog.closure(held)
    needed = [id for id in NAMES if id not in have and "a" not in reached(catalog, held, without=id)]

    assert list(found) == (needed if "a" in reached(catalog, held) and "a" not in have else [])


@settings(max_examples=EXAMPLES)
@given(catalogs(), HELD, PREFER)
def test_what_is_in_every_cheapest_plan_is_what_all_of_them_have(
    catalog: Catalog, held: frozenset[str], prefer: Preference
) -> None:
    planner = Planner.of(catalog)
    found = in_every_cheapest_plan(planner, planner.answer(Question("a", held, prefer)))
    (unknown, _), plans = cheapest_plans(catalog, held)

    assert set(found) == (set(frozenset.intersection(*plans)) if plans and not unknown else set())


def cheapest_plans(catalog: Catalog, held: frozenset[str]) -> tuple[tuple[int, int], list[frozenset[str]]]:
    """The least unknown prices and money of any set of ways, and what each set of that price earns."""
    every = [(id, way) for id, one in catalog.achievements.items() for way in one.routes]
    plans: dict[tuple[int, int], list[frozenset[str]]] = {}
    for size in range(len(every) + 1):
        for ways in combinations(every, size):
            unknown = sum(way.cost is None for _, way in ways)
            price = (unknown, sum(way.cost.typical for _, way in ways if way.cost))
            if price <= min(plans, default=price) and "a" in _earned(catalog, held, ways):
                plans.setdefault(price, []).append(frozenset(id for id, _ in ways))
    return min(plans.items(), default=((99, 0), []))


def _earned(catalog: Catalog, held: frozenset[str], ways: tuple[tuple[str, Route], ...]) -> frozenset[str]:
    """What can be held when only these ways are taken."""
    have = catalog.closure(held)
    while more := {id for id, way in ways if id not in have and is_met(way.requires, have)}:
        have = catalog.closure(have | more)
    return have
