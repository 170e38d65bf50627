"""Laws of the leeway of lengths on small random catalogs: each pivot is what trying every length and plan gives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from math import inf

from hypothesis import given, settings
from hypothesis import strategies as st

from chartway.catalog import Achievement, Catalog, Cost, Route, Span
from chartway.leeway import Pivot, leeway
from chartway.pathway import Planner
from chartway.plan import PREFERENCES, Plan, Preference, Question
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
)

NAMES = tuple("abcde")
EXAMPLES = 80
LENGTHS = st.integers(0, 9)
PRICES = st.sampled_from([None, *(Cost.known(cents) for cents in (0, 0, 100, 250, 700))])
PREFER = st.sampled_from([*PREFERENCES, "fastest", "fastest"])

Ways = tuple[tuple[str, Route], ...]
Value = tuple[float, ...]


@st.composite
def catalogs(draw: st.DrawFn) -> Catalog:
    """A catalog with lengths of a few thousandths of a week, some of them estimates; some rest on one duration."""
    shared = draw(spans())
    things = []
    for place, name in enumerate(NAMES):
        later = [
            Achieved(id) for id in NAMES if id != name and (place < NAMES.index(id) or draw(st.integers(0, 3)) == 0)
        ]
        ways = [draw(route(str(number), later, shared)) for number in range(draw(st.sampled_from([1, 1, 2])))]
        implies = draw(st.sampled_from([frozenset[str]()] * 4 + [frozenset("e")])) - {name}
        things.append(Achievement(name, routes=tuple(ways), implies=implies))
    return Catalog.of(things)


@st.composite
def spans(draw: st.DrawFn) -> tuple[int, Span]:
    low, typical, high = sorted(draw(st.lists(LENGTHS, min_size=3, max_size=3)))
    return typical, Span(low, high)


@st.composite
def route(draw: st.DrawFn, id: str, others: list[Achieved], shared: tuple[int, Span]) -> Route:
    asked = draw(requirement(others)) if others else NOTHING
    kind = draw(st.sampled_from(["known", "own", "shared", "shared"]))
    weeks, span = shared if kind == "shared" else draw(spans())
    if kind == "known" or span.low == span.high:
        return Route(id, asked, draw(PRICES), weeks)
    return Route(id, asked, draw(PRICES), weeks, span=span, length="shared" if kind == "shared" else "")


@st.composite
def requirement(draw: st.DrawFn, others: list[Achieved]) -> Requirement:
    some = tuple(draw(st.lists(st.sampled_from(others), min_size=1, max_size=3, unique=True)))
    some = tuple(sorted(some, key=repr))
    kind = draw(st.sampled_from(["all", "any", "any", "two", "nothing"]))
    if kind == "two" and len(some) > 2:
        return AtLeast(2, some)
    if kind == "nothing":
        return NOTHING
    return AllOf(some) if kind == "all" else AnyOf(some)


def plans(catalog: Catalog) -> list[Ways]:
    """All choices of at most one way in to each thing."""
    ways = [[None, *((id, way) for way in one.routes)] for id, one in catalog.achievements.items()]
    return [tuple(way for way in chosen if way) for chosen in product(*ways)]


def finish(catalog: Catalog, ways: Ways, lengths: dict[tuple[str, str], int]) -> float:
    """When the goal is reached at the earliest: Bellman's iteration from never on, so nothing supports itself."""
    times = dict.fromkeys(NAMES, inf)
    while True:
        before = dict(times)
        for id, way in ways:
            ready = _ready(way.requires, times)
            times[id] = min(times[id], ready + lengths.get((id, way.id), way.weeks))
        for id, one in catalog.achievements.items():
            for implied in one.implies:
                times[implied] = min(times[implied], times[id])
        if times == before:
            return times["a"]


def _ready(asked: Requirement, times: dict[str, float]) -> float:
    match asked:
        case Achieved(id):
            return times[id]
        case AllOf(parts):
            return max((_ready(part, times) for part in parts), default=0)
        case AnyOf(parts):
            return min((_ready(part, times) for part in parts), default=inf)
        case AtLeast(number, parts):
            return sorted(_ready(part, times) for part in parts)[number - 1]
        case Concurrent() | Together() | Prose() | SumOf():
            raise AssertionError(asked)


def value(catalog: Catalog, ways: Ways, lengths: dict[tuple[str, str], int], prefer: Preference) -> Value:
    """What leads, in the order of the preference; steps that only break ties are left out."""
    weeks = finish(catalog, ways, lengths)
    if weeks == inf:
        return (inf,)
    unknown = sum(way.cost is None for _, way in ways)
    money = sum(way.cost.typical for _, way in ways if way.cost)
    return {
        "fastest": (weeks, unknown, money),
        "cheapest": (unknown, money, weeks),
        "fewest": (len(ways), unknown, money, weeks),
    }[prefer]


def taken(catalog: Catalog, plan: Plan) -> Ways:
    chosen = {(step.achievement, step.route) for step in plan.steps}
    return tuple((id, way) for id, one in catalog.achievements.items() for way in one.routes if (id, way.id) in chosen)


def moved(catalog: Catalog, pivot: Pivot, weeks: int) -> dict[tuple[str, str], int]:
    assert all((id, route) != pivot.way for id, route in pivot.beside)
    spans = [way.span for id, one in catalog.achievements.items() for way in one.routes if (id, way.id) in pivot.beside]
    assert all(span == pivot.span for span in spans)
    return dict.fromkeys((pivot.way, *pivot.beside), weeks)


@settings(max_examples=EXAMPLES)
@given(catalogs(), PREFER)
def test_plan_leads_at_every_length_up_to_the_limit_and_not_beyond(catalog: Catalog, prefer: Preference) -> None:
    answer = Planner.of(catalog).answer(Question("a", prefer=prefer))
    found = leeway(Planner.of(catalog), answer)
    every = plans(catalog)

    assert found.complete
    for pivot in found.pivots:
        assert answer.plan
        assert pivot.span.low <= pivot.limit <= pivot.span.high
        own = taken(catalog, answer.plan)
        step = 1 if pivot.rising else -1
        for weeks in range(pivot.weeks, pivot.limit + step, step):
            there = moved(catalog, pivot, weeks)
            assert value(catalog, own, there, prefer) == min(value(catalog, one, there, prefer) for one in every)
        beyond = moved(catalog, pivot, pivot.limit + step)
        least = min(value(catalog, one, beyond, prefer) for one in every)
        assert value(catalog, own, beyond, prefer) > least
        leading = [one for one in every if value(catalog, one, beyond, prefer) == least]
        assert sorted(pivot.then) in [sorted(id for id, _ in one) for one in leading]
        assert pivot.sooner == (finish(catalog, leading[0], beyond) < finish(catalog, own, beyond))


@settings(max_examples=EXAMPLES)
@given(catalogs(), PREFER)
def test_no_other_single_length_changes_the_choice(catalog: Catalog, prefer: Preference) -> None:
    answer = Planner.of(catalog).answer(Question("a", prefer=prefer))
    found = leeway(Planner.of(catalog), answer)
    turning = {(way, pivot.rising) for pivot in found.pivots for way in (pivot.way, *pivot.beside)}
    every = plans(catalog)
    for way, route, weeks in _others(catalog) if answer.plan else ():
        if (way, weeks > route.weeks) not in turning:
            assert answer.plan
            own = taken(catalog, answer.plan)
            assert value(catalog, own, {way: weeks}, prefer) == min(
                value(catalog, one, {way: weeks}, prefer) for one in every
            )


def _others(catalog: Catalog) -> Iterator[tuple[tuple[str, str], Route, int]]:
    """Every way in whose length moves by itself, with every length of its range."""
    for id, one in catalog.achievements.items():
        for way in one.routes:
            if way.span is not None and not way.length:
                yield from (((id, way.id), way, weeks) for weeks in range(way.span.low, way.span.high + 1))


@settings(max_examples=EXAMPLES)
@given(catalogs(), PREFER)
def test_lengths_of_one_duration_that_turn_nothing_turn_nothing_together(catalog: Catalog, prefer: Preference) -> None:
    """Where no two of them are on one plan, so that they move together."""
    answer = Planner.of(catalog).answer(Question("a", prefer=prefer))
    found = leeway(Planner.of(catalog), answer)
    ways = {(id, way.id): way for id, one in catalog.achievements.items() for way in one.routes if way.length}
    things = {id for id, _ in ways}
    if answer.plan is None or len(ways) < 2 or len(things) > 1:
        return
    turning = {pivot.rising for pivot in found.pivots if {pivot.way, *pivot.beside} & ways.keys()}
    span = next(way.span for way in ways.values())
    now = next(way.weeks for way in ways.values())
    assert span
    for weeks in range(span.low, span.high + 1):
        if (weeks > now) not in turning:
            there = dict.fromkeys(ways, weeks)
            own = value(catalog, taken(catalog, answer.plan), there, prefer)
            assert own == min(value(catalog, one, there, prefer) for one in plans(catalog))


@st.composite
def lapsing(draw: st.DrawFn) -> Catalog:
    """A catalog in which some things hold for a few thousandths of a week only."""
    things = draw(catalogs()).achievements.values()
    lengths = st.sampled_from([None, None, 2, 4, 8])
    return Catalog.of(replace(one, valid_weeks=draw(lengths) if one.id != "a" else None) for one in things)


def timed(catalog: Catalog, lengths: dict[tuple[str, str], int]) -> Catalog:
    """The catalog with these lengths."""
    return Catalog.of(
        replace(one, routes=tuple(replace(way, weeks=lengths.get((one.id, way.id), way.weeks)) for way in one.routes))
        for one in catalog.achievements.values()
    )


@settings(max_examples=EXAMPLES)
@given(lapsing(), PREFER)
def test_plan_leads_as_far_as_the_limit_where_others_have_to_renew_something(
    catalog: Catalog, prefer: Preference
) -> None:
    """The planner itself says which plan leads then; of the fastest one only its weeks are asked about."""
    question = Question("a", prefer=prefer)
    answer = Planner.of(catalog).answer(question)
    found = leeway(Planner.of(catalog), answer)
    for pivot in found.pivots:
        assert answer.plan
        own, step = taken(catalog, answer.plan), 1 if pivot.rising else -1
        is_lapsing = any(one.valid_weeks is not None for one in catalog.achievements.values())
        for weeks in range(pivot.weeks, pivot.limit + 2 * step, step):
            there = moved(catalog, pivot, weeks)
            then = Planner.of(timed(catalog, there)).answer(question).plan
            assert then
            if prefer == "fastest" and is_lapsing:
                is_first = finish(catalog, own, there) == then.weeks
                assert is_first == (weeks != pivot.limit + step or not pivot.sooner)
                continue
            mine = value(catalog, own, there, prefer)
            assert (mine == then.objectives(prefer)[: len(mine)]) == (weeks != pivot.limit + step)
