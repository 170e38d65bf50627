"""Laws of explanations on small random catalogs: each answer equals what trying everything gives."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from chartway.catalog import Achievement, Catalog, Cost, Route
from chartway.explanation import in_every_cheapest_plan, in_every_plan, lacking
from chartway.opening import opening
from chartway.pathway import Planner
from chartway.plan import PREFERENCES, Answer, Plan, Preference, Question
from chartway.rather import rather
from chartway.requirement import (
    NOTHING,
    Achieved,
    AllOf,
    AnyOf,
    AtLeast,
    Concurrent,
    Prose,
    Requirement,
    Together,
    ids_of,
    is_met,
)
from chartway.saving import savings
from chartway.sensitivity import Turn, sensitivity
from chartway.timing import implying

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
CHOICES = st.lists(REQUIREMENTS, min_size=2, max_size=3, unique=True).map(tuple).map(AnyOf)
PRICES = st.one_of(st.none(), *[st.sampled_from([0, 100, 250, 700]).map(Cost.known)] * 5)
ONE_HELD = st.frozensets(st.sampled_from(NAMES[1:]), max_size=1)
HELD = st.frozensets(st.sampled_from(NAMES[1:]), max_size=2)
PREFER = st.sampled_from(PREFERENCES)


@st.composite
def lively(draw: st.DrawFn) -> Catalog:
    """A catalog in which most things are within reach, and the goal asks for something."""
    left = 2
    achievements = []
    for name in NAMES:
        asked = CHOICES if name == "a" else st.one_of(st.just(NOTHING), st.just(NOTHING), REQUIREMENTS)
        requirements = draw(st.lists(asked, min_size=1, max_size=1 + min(left, 1)))
        left -= len(requirements) - 1
        ways = tuple(
            Route(f"{name}{number}", requires, draw(PRICES), draw(st.sampled_from([0, 1000, 2500])))
            for number, requires in enumerate(requirements)
        )
        implies = draw(st.one_of(*[st.just(frozenset[str]())] * 3, st.frozensets(st.sampled_from(NAMES), max_size=1)))
        achievements.append(Achievement(name, kind="course", routes=ways, implies=implies))
    return Catalog.of(achievements)


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


# ---- what each further holding would save


def best(catalog: Catalog, question: Question) -> Plan | None:
    return Planner.of(catalog).answer(question).plan


@settings(max_examples=EXAMPLES)
@given(st.one_of(catalogs(), lively(), lively()), ONE_HELD, PREFER)
def test_savings_are_what_holding_each_thing_changes_and_never_negative(
    catalog: Catalog, held: frozenset[str], prefer: Preference
) -> None:
    planner, question = Planner.of(catalog), Question("a", held, prefer)
    answer = planner.answer(question)
    found = savings(planner, answer)
    told = {id: one for one in found.found for id in (*one.holdings, *one.including)}

    assert found.complete
    for id in NAMES if answer.plan else ():
        then = best(catalog, replace(question, held=held | {id}))
        assert answer.plan
        assert then
        assert then.objectives(prefer) <= answer.plan.objectives(prefer)
        saves = then.objectives(prefer) < answer.plan.objectives(prefer)
        assert (id in told) == (saves and "a" not in catalog.closure([id]))
        assert id not in told or told[id].then.objectives(prefer) == then.objectives(prefer)
        assert id not in told or id not in catalog.closure(held)
    ranks = [one.then.objectives(prefer) for one in found.found]
    assert ranks == sorted(ranks)


@settings(max_examples=EXAMPLES)
@given(st.one_of(catalogs(), lively(), lively()), ONE_HELD)
def test_money_saved_is_what_trying_all_plans_gives(catalog: Catalog, held: frozenset[str]) -> None:
    planner = Planner.of(catalog)
    (unknown, money), _ = cheapest_plans(catalog, held)
    for one in savings(planner, planner.answer(Question("a", held))).found:
        for id in one.holdings:
            (left, then), _ = cheapest_plans(catalog, held | {id})
            assert (len(one.settled) - len(one.unsettled), one.money) == (unknown - left, money - then)


# ---- which price would change the choice


RANGES = st.sampled_from([Cost(0, 100, 900), Cost(50, 400, 500), Cost(10, 15, 20), Cost(100, 300, 300)])


@st.composite
def estimated(draw: st.DrawFn) -> Catalog:
    """A catalog with ranges; some of them rest on one figure."""
    tariffs = {"": None, "x": draw(RANGES), "y": draw(RANGES)}
    return Catalog.of(
        replace(
            one, routes=tuple(ranged(way, draw(st.sampled_from("  xy")).strip(), draw, tariffs) for way in one.routes)
        )
        for one in draw(lively()).achievements.values()
    )


def ranged(way: Route, tariff: str, draw: st.DrawFn, tariffs: dict[str, Cost | None]) -> Route:
    """The route with an estimated price: its own, or a multiple of what its tariff says."""
    if way.cost is None:
        return way
    shared = tariffs[tariff]
    if shared is None:
        return replace(way, cost=draw(st.one_of(RANGES, st.just(way.cost))))
    times = draw(st.integers(1, 3))
    return replace(way, cost=Cost(shared.low * times, shared.typical * times, shared.high * times), tariff=tariff)


def priced(catalog: Catalog, turn: Turn, cents: int) -> Catalog:
    """The catalog with the price set, and those that move with it: an unknown price is the same for all."""
    price = turn.price
    moved = {turn.way, *turn.beside}

    def at(id: str, way: Route) -> Route:
        if (id, way.id) not in moved:
            return replace(way, cost=way.cost and Cost.known(way.cost.typical * SCALE))
        if way.cost is None or price is None:
            assert way.cost == price
            return replace(way, cost=Cost.known(cents * SCALE))
        far, end = (one.high if turn.rising else one.low for one in (price, way.cost))
        far -= price.typical
        exact = way.cost.typical * far + (end - way.cost.typical) * (cents - price.typical)
        assert exact * SCALE % far == 0
        return replace(way, cost=Cost.known(exact * SCALE // far))

    return Catalog.of(
        replace(one, routes=tuple(at(one.id, way) for way in one.routes)) for one in catalog.achievements.values()
    )


SCALE = 2**5 * 3**3 * 5**3 * 7
"""In this part of a cent every price moved is whole: a multiple of all ranges' halves."""


def price_of(catalog: Catalog, plan: Plan) -> tuple[int, int]:
    ways = {(step.achievement, step.route) for step in plan.steps}
    costs = [way.cost for one in catalog.achievements.values() for way in one.routes if (one.id, way.id) in ways]
    return costs.count(None), sum(cost.typical for cost in costs if cost)


@settings(max_examples=EXAMPLES)
@given(estimated(), ONE_HELD)
def test_plan_is_cheapest_as_far_as_a_price_turns_and_not_beyond(catalog: Catalog, held: frozenset[str]) -> None:
    planner = Planner.of(catalog)
    answer = planner.answer(Question("a", held))
    found = sensitivity(planner, answer)

    assert found.complete
    for turn in found.turns:
        assert answer.plan
        last, beyond = (priced(catalog, turn, turn.limit + more) for more in (0, 1 if turn.rising else -1))
        assert turn.price is None or turn.price.low <= turn.limit <= turn.price.high
        assert price_of(last, answer.plan) == cheapest_plans(last, held)[0]
        least, plans = cheapest_plans(beyond, held)
        assert price_of(beyond, answer.plan) > least
        assert frozenset(turn.then) in plans


@settings(max_examples=EXAMPLES)
@given(estimated(), ONE_HELD)
def test_no_other_single_price_changes_the_choice(catalog: Catalog, held: frozenset[str]) -> None:
    planner = Planner.of(catalog)
    answer = planner.answer(Question("a", held))
    found = sensitivity(planner, answer).turns
    turning = {(way, turn.rising) for turn in found for way in (turn.way, *turn.beside)}
    ways = [(id, way) for id, one in catalog.achievements.items() for way in one.routes if way.cost]
    for id, way in ways if answer.plan else ():
        assert way.cost
        beside = tuple((one, other.id) for one, other in ways if other.tariff == way.tariff != "")
        for end in (way.cost.low, way.cost.high):
            rising = end == way.cost.high
            if end != way.cost.typical and not any((one, rising) in turning for one in {(id, way.id), *beside}):
                there = priced(catalog, Turn((id, way.id), way.cost, end, rising, (), beside), end)
                assert answer.plan
                assert price_of(there, answer.plan) == cheapest_plans(there, held)[0]


@settings(max_examples=EXAMPLES)
@given(estimated(), ONE_HELD)
def test_no_other_unknown_price_would_be_worth_it_even_if_it_were_nothing(
    catalog: Catalog, held: frozenset[str]
) -> None:
    planner = Planner.of(catalog)
    answer = planner.answer(Question("a", held))
    if answer.plan is None or answer.plan.unknown_costs:
        return
    worth = sensitivity(planner, answer).worth
    for id, one in catalog.achievements.items():
        for way in one.routes:
            if way.cost is None and not way.tariff:
                there = priced(catalog, Turn((id, way.id), None, 0, rising=False, then=()), 0)
                cheapest = cheapest_plans(there, held)[0]
                assert (price_of(there, answer.plan) > cheapest) == ((id, way.id) in worth)


# ---- the same where steps start together: the planner itself says which plan is cheapest then


@st.composite
def together(draw: st.DrawFn) -> Catalog:
    """A catalog with ranges and co-requisites."""
    catalog = draw(estimated())

    def asked(requires: Requirement) -> Requirement:
        if isinstance(requires, Achieved):
            leaves: list[Requirement] = [requires, Concurrent(requires.id), Together(requires.id)]
            return draw(st.sampled_from(leaves))
        if isinstance(requires, (AllOf, AnyOf)):
            return replace(requires, parts=tuple(map(asked, requires.parts)))
        return requires

    things = catalog.achievements.values()
    return Catalog.of(
        replace(one, routes=tuple(replace(way, requires=asked(way.requires)) for way in one.routes)) for one in things
    )


@settings(max_examples=EXAMPLES)
@given(together(), ONE_HELD)
def test_prices_turn_where_the_planner_would_choose_otherwise_with_co_requisites_too(
    catalog: Catalog, held: frozenset[str]
) -> None:
    planner, question = Planner.of(catalog), Question("a", held)
    answer = planner.answer(question)
    found = sensitivity(planner, answer)
    assert found.complete or found.hindrance == "unproved"
    for turn in found.turns:
        assert answer.plan
        for cents, leads in ((turn.limit, True), (turn.limit + (1 if turn.rising else -1), False)):
            there = priced(catalog, turn, cents)
            then = best(there, question)
            assert then
            assert (price_of(there, answer.plan) == (then.unknowns, then.cost.typical)) == leads


# ---- why this way and not that one


def minimal_plans(catalog: Catalog, held: frozenset[str]) -> list[tuple[tuple[str, Route], ...]]:
    """All sets of ways that reach the goal and of which none can be left out; a thing is earned once."""
    every = [(id, way) for id, one in catalog.achievements.items() for way in one.routes]
    found: list[tuple[tuple[str, Route], ...]] = []
    for size in range(len(every) + 1):
        for ways in combinations(every, size):
            if not any(set(less) <= set(ways) for less in found) and "a" in _earned(catalog, held, ways):
                found.append(ways)
    return found


@settings(max_examples=EXAMPLES)
@given(lively(), ONE_HELD, st.data(), PREFER)
def test_plan_by_way_of_a_thing_is_the_best_one_that_needs_it(
    catalog: Catalog, held: frozenset[str], data: st.DataObject, prefer: Preference
) -> None:
    asked = {id for one in catalog.achievements.values() for way in one.routes for id in ids_of(way.requires)}
    thing = data.draw(st.sampled_from(sorted(asked - {"a"} - held) or NAMES[1:]))
    planner, question = Planner.of(catalog), Question("a", held, prefer)
    answer = planner.answer(question)
    found = rather(planner, answer, thing)
    ids = implying(catalog, thing)
    every = minimal_plans(catalog, held)
    needing = [ways for ways in every if any(id in ids for id, _ in ways)]

    assert found.proved
    if thing in catalog.closure(held):
        assert found.verdict == "held"
    elif not every:
        assert found.found is None
    elif found.verdict == "in-every-plan":
        assert "a" not in reached(catalog, held, without=thing)
    elif found.verdict == "in-this-plan":
        assert answer.plan
        assert any(step.achievement in ids for step in answer.plan.steps)
    elif not needing:
        assert found.verdict in {"unearnable", "unasked", "useless"}
    else:
        assert found.verdict == "possible"
        assert found.found
        assert _objectives(catalog, found.found.answer, ids) == min(
            _measured(catalog, held, one, prefer) for one in needing
        )


def _objectives(catalog: Catalog, answer: Answer, ids: frozenset[str]) -> tuple[int, ...]:
    """What the plan is measured by, which needs one of these to reach the goal."""
    assert answer.plan
    ways = tuple(
        (step.achievement, next(way for way in catalog[step.achievement].routes if way.id == step.route))
        for step in answer.plan.steps
    )
    held = answer.question.held
    assert "a" in _earned(catalog, held, ways)
    assert "a" not in _earned(catalog, held, tuple(way for way in ways if way[0] not in ids))
    return answer.plan.objectives(answer.question.prefer)[:2]


def _measured(
    catalog: Catalog, held: frozenset[str], ways: tuple[tuple[str, Route], ...], prefer: Preference
) -> tuple[int, ...]:
    only = Catalog.of(
        replace(one, routes=tuple(way for way in one.routes if (id, way) in ways))
        for id, one in catalog.achievements.items()
    )
    plan = best(only, Question("a", held, prefer))
    assert plan
    return plan.objectives(prefer)[:2]
