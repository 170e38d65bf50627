"""Laws of what lapses on small random graphs: plans with their renewals equal brute force over routes and schedules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, combinations, product
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from chartway import upkeep
from chartway.catalog import Achievement, Catalog, Cost, Route
from chartway.pathway import Planner
from chartway.plan import PREFERENCES, Answer, Preference, Question
from chartway.rather import rather
from chartway.requirement import NOTHING, Achieved, AllOf, AnyOf, Requirement, is_met
from chartway.trade_off import trade_off

NAMES = tuple("abcde")
WEEK = 1000
Objectives = tuple[int, ...]


PRICES = st.sampled_from([None, *map(Cost.known, (0, 0, 0, 100, 100, 250, 700))])
MOST_ROUTES = 7


def requirements(names: str) -> st.SearchStrategy[Requirement]:
    """What asks for some of these, usually all of two."""
    leaf = st.sampled_from(names).map(Achieved)
    some = st.lists(leaf, min_size=1, max_size=3, unique=True).map(tuple)
    two = st.lists(leaf, min_size=2, max_size=3, unique=True).map(tuple) if len(names) > 1 else some
    return st.one_of(two.map(AllOf), two.map(AllOf), two.map(AllOf), some.map(AnyOf))


@st.composite
def catalogs(draw: st.DrawFn) -> Catalog:
    """Few routes, whole weeks, and one or two things that lapse within two weeks and that others rest on."""
    left, things = MOST_ROUTES, []
    for place, name in enumerate(NAMES):
        number = 1 if place in {0, 3, 4} else draw(st.integers(1, 2))
        number = min(number, left - (len(NAMES) - place - 1))
        left -= number
        ways = tuple(
            Route(
                f"{name}{one}",
                draw(requirements("bcde"[place:])) if place < len(NAMES) - 2 and draw(st.integers(0, 5)) else NOTHING,
                draw(PRICES),
                draw(st.sampled_from([0, 1, 1, 2] if place < len(NAMES) - 1 else [0])) * WEEK,
            )
            for one in range(number)
        )
        implies = frozenset(draw(st.sampled_from([(), (), (), (), ("d",), ("e",)]))) - {name}
        things.append(Achievement(name, routes=ways, implies=implies))
    lapsing = {draw(st.sampled_from("de")), draw(st.sampled_from(NAMES))}
    weeks = {name: draw(st.sampled_from([1, 1, 2])) * WEEK for name in sorted(lapsing)}
    return Catalog.of(replace(thing, valid_weeks=weeks.get(thing.id)) for thing in things)


def closed(catalog: Catalog, held: set[str]) -> set[str]:
    while more := {one for id in held for one in catalog[id].implies} - held:
        held = held | more
    return held


Ways = tuple[tuple[str, Route], ...]


def soonest(catalog: Catalog, held: frozenset[str], ways: Ways) -> list[tuple[str, Route, int]] | None:
    """The ways with their starts, each as soon as it can be, in an order they can be taken; None if some never can."""
    taken: list[tuple[str, Route, int]] = []
    for now in range(0, 20 * WEEK, WEEK):
        changed = True
        while changed:
            changed = False
            for id, way in ways:
                done = {one for one, other, start in taken if start + other.weeks <= now}
                known = {one for one, *_ in taken}
                if id not in known and is_met(way.requires, closed(catalog, {*held, *done})):
                    taken.append((id, way, now))
                    changed = True
    return taken if len(taken) == len(ways) else None


def renewals(catalog: Catalog, goal: str, held: frozenset[str], taken: list[tuple[str, Route, int]]) -> tuple[int, int]:
    """The least that has to be paid again, over all starts of what lapses in quarters of a week, by sheer trial."""
    lapsing = [place for place, (id, *_) in enumerate(taken) if catalog[id].valid_weeks]
    last = max(start for *_, start in taken)
    spans = []
    for place in lapsing:
        id, _, start = taken[place]
        moments = sorted({now - less for now in range(start, last + WEEK, WEEK) for less in (0, 1, 2)} | {start})
        late = [now for now in moments if now >= start]
        fixed = goal in closed(catalog, {id})
        spans.append([start] if fixed else late)
    best: tuple[int, int] | None = None
    for starts in product(*spans):
        moved = dict(zip(lapsing, starts, strict=True))
        placed = [(id, way, moved.get(place, start), place) for place, (id, way, start) in enumerate(taken)]
        best = min(filter(None, [best, *paid(catalog, held, placed)]), default=None)
    assert best is not None
    return best


def paid(
    catalog: Catalog, held: frozenset[str], placed: list[tuple[str, Route, int, int]]
) -> Iterator[tuple[int, int]]:
    """What each number of renewals costs that is enough for these starts."""
    lapsing = [(id, way, start) for id, way, start, _ in placed if catalog[id].valid_weeks]
    end = max(start for *_, start, _ in placed)
    most = [(end - start - way.weeks) // (catalog[id].valid_weeks or 1) for id, way, start in lapsing]
    for times in product(*(range(max(0, n) + 1) for n in most)):
        ends = {
            id: start + way.weeks + (n + 1) * (catalog[id].valid_weeks or 0)
            for (id, way, start), n in zip(lapsing, times, strict=True)
        }
        if can_be_carried_out(catalog, held, placed, ends):
            ways = [way for _, way, _ in lapsing]
            yield (
                sum(n for n, way in zip(times, ways, strict=True) if way.cost is None),
                sum(n * way.cost.typical for n, way in zip(times, ways, strict=True) if way.cost),
            )


def can_be_carried_out(
    catalog: Catalog, held: frozenset[str], placed: list[tuple[str, Route, int, int]], ends: dict[str, int]
) -> bool:
    """Whether everything is begun while what it requires is valid; of what takes no time one rests on another."""
    for now in {start for *_, start, _ in placed}:
        waiting = {id: way for id, way, start, _ in placed if start == now}
        done = {
            id for id, way, start, _ in placed if id not in waiting and start + way.weeks <= now < ends.get(id, 1 << 40)
        }
        while able := [id for id, way in waiting.items() if is_met(way.requires, closed(catalog, {*held, *done}))]:
            done |= {id for id in able if not waiting.pop(id).weeks}
        if waiting:
            return False
    return True


Known = tuple[tuple[int, int], int, int]
"""Unknown prices and money, weeks, steps."""


def reaches(catalog: Catalog, goal: str, held: frozenset[str], ways: Ways) -> bool:
    """Whether these ways lead to the goal, if nothing lapses."""
    known = closed(catalog, set(held))
    while more := {id for id, way in ways if is_met(way.requires, known)} - known:
        known = closed(catalog, known | more)
    return goal in known


def plans(catalog: Catalog, goal: str, held: frozenset[str], thing: str | None = None) -> list[Known]:
    """What every set of ways comes to that reaches the goal, its renewals included; those alone that need the thing."""
    every = [(id, way) for id, thing in catalog.achievements.items() for way in thing.routes]
    found = []
    for ways in chain.from_iterable(combinations(every, size) for size in range(len(every) + 1)):
        taken = soonest(catalog, held, ways) if len({id for id, _ in ways}) == len(ways) else None
        rest = tuple((id, way) for id, way in ways if thing not in closed(catalog, {id}))
        if taken is None or (thing is not None and reaches(catalog, goal, held, rest)):
            continue
        finish = [start + way.weeks for id, way, start in taken if goal in closed(catalog, {id})]
        if goal in closed(catalog, set(held)):
            finish = [0]
        if finish:
            unknown, money = renewals(catalog, goal, held, taken) if taken else (0, 0)
            unknown += sum(way.cost is None for _, way in ways)
            money += sum(way.cost.typical for _, way in ways if way.cost)
            found.append(((unknown, money), min(finish), len(ways)))
    return found


def best(found: list[Known], prefer: Preference, most: tuple[int, int] = (99, 0)) -> Objectives | None:
    return min((ordered(prefer, *one) for one in found if one[0] <= most), default=None)


def ordered(prefer: Preference, money: tuple[int, int], weeks: int, steps: int) -> Objectives:
    match prefer:
        case "cheapest":
            return (*money, weeks, steps)
        case "fastest":
            return (weeks, *money, steps)
        case "fewest":
            return (steps, *money, weeks)


def objectives(answer: Answer) -> Objectives | None:
    return answer.plan.objectives(answer.question.prefer) if answer.plan else None


HELD = st.frozensets(st.sampled_from(NAMES[1:]), max_size=1)


@settings(max_examples=200)
@given(catalogs(), HELD, st.sampled_from(PREFERENCES))
def test_plans_with_renewals_equal_brute_force(catalog: Catalog, held: frozenset[str], prefer: Preference) -> None:
    answer = Planner.of(catalog).answer(Question("a", held, prefer))

    assert objectives(answer) == best(plans(catalog, "a", held), prefer)
    if answer.plan and not answer.plan.unknown_costs:
        assert answer.status == "optimal"


@settings(max_examples=100)
@given(catalogs(), HELD, st.sampled_from(PREFERENCES), st.sampled_from([0, 100, 250, 450, 800]))
def test_plans_with_renewals_within_a_budget_equal_brute_force(
    catalog: Catalog, held: frozenset[str], prefer: Preference, budget: int
) -> None:
    found = plans(catalog, "a", held)
    least = min((money for money, *_ in found), default=None)
    answer = Planner.of(catalog).answer(Question("a", held, prefer, budget=budget))

    if least is None:
        assert answer.status == "unreachable"
    elif least[1] > budget:
        assert answer.status == "over-budget"
        assert answer.plan is not None
        assert answer.plan.objectives("cheapest") == best(found, "cheapest")
    else:
        assert objectives(answer) == best(found, prefer, (least[0], budget))


@settings(max_examples=100)
@given(catalogs(), HELD)
def test_trade_off_with_renewals_equals_brute_force(catalog: Catalog, held: frozenset[str]) -> None:
    found = plans(catalog, "a", held)
    pairs = {(money, weeks) for money, weeks, _ in found}
    front = {
        (money, weeks)
        for money, weeks in pairs
        if not any(other != (money, weeks) and other[0] <= money and other[1] <= weeks for other in pairs)
    }
    points = trade_off(Planner.of(catalog), Question("a", held)).points

    assert [point.plan and ((point.plan.unknowns, point.plan.cost.typical), point.plan.weeks) for point in points] == (
        sorted(front)
    )


@settings(max_examples=100)
@given(catalogs(), HELD, st.sampled_from(PREFERENCES))
def test_a_search_that_is_cut_short_claims_nothing_wrong(
    catalog: Catalog, held: frozenset[str], prefer: Preference
) -> None:
    """Bounds stay true, and what is said to be proved is so; the replay looks after the rest."""
    true = best(plans(catalog, "a", held), prefer)
    with patch.object(upkeep, "MOST_CASES", 1):
        answer = Planner.of(catalog).answer(Question("a", held, prefer))

    assert (answer.plan is None) == (true is None)
    if answer.plan is not None and answer.proof is not None and true is not None:
        place = {"cheapest": 1, "fastest": 2, "fewest": 2}[prefer]
        same = answer.plan.objectives(prefer)[: place - 1] == true[: place - 1]
        assert not same or answer.proof.cost <= true[place]
        assert not answer.proof.cost_proved or answer.plan.objectives(prefer)[: place + 1] == true[: place + 1]
        assert answer.status != "optimal" or answer.plan.objectives(prefer) == true


@settings(max_examples=150)
@given(catalogs(), HELD, st.sampled_from(PREFERENCES), st.sampled_from(NAMES[1:]))
def test_best_plan_by_way_of_a_thing_equals_brute_force(
    catalog: Catalog, held: frozenset[str], prefer: Preference, thing: str
) -> None:
    planner = Planner.of(catalog)
    found = rather(planner, planner.answer(Question("a", held, prefer)), thing)
    true = best(plans(catalog, "a", held, thing), prefer) if found.verdict in {"possible", "useless"} else None

    assert found.proved
    assert (objectives(found.found.answer) if found.found else None) == true
