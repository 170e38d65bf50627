"""Laws of requirement graphs in files: read or refused, never anything else, and equal in any order."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chartway.catalog import Catalog
from chartway.catalog_json import ACHIEVEMENT_KEYS, FORMAT, FORMS, ROUTE_KEYS, TOP_KEYS, Unknown, from_json
from chartway.cli import main
from chartway.errors import UnreadableError
from chartway.pathway import Planner
from chartway.plan import PREFERENCES, Answer, Preference, Question

IDS = ("BIO 1", "MAT 1", "HIT 2", "HIT 3", "Ä, degree")
KEYS = (*TOP_KEYS, *ACHIEVEMENT_KEYS, *ROUTE_KEYS, *FORMS, "of", "timing", "sum", "x-note", "anything", "exclusive")
Json = Any


# ---- reading never raises anything but UnreadableError

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.sampled_from([*IDS, "before", "concurrent", "", "\ud800"]),
    st.text(max_size=5),
)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.one_of(st.sampled_from(KEYS), st.text(max_size=3)), inner)
    ),
    max_leaves=12,
)


@st.composite
def nearly_graphs(draw: st.DrawFn) -> Json:
    """A right graph in which some values are anything."""
    graph = draw(graphs())
    for _ in range(draw(st.integers(0, 3))):
        place = graph
        while isinstance(place, (list, dict)) and place:
            key = draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
            if draw(st.booleans()) or not isinstance(place[key], (list, dict)):
                place[key] = draw(ANYTHING)
                break
            place = place[key]
    return graph


UNKNOWN: st.SearchStrategy[Unknown | None] = st.sampled_from([None, "free", "blocked"])


def read_or_refused(text: str, unknown: Unknown | None) -> Catalog | None:
    try:
        return from_json(text, "graph", unknown)
    except UnreadableError as refusal:
        faults, told = refusal.mistakes, str(refusal)
    assert faults
    assert told.startswith("graph: ")
    return None


@given(st.text(), UNKNOWN)
def test_any_text_is_read_or_refused(text: str, unknown: Unknown | None) -> None:
    read_or_refused(text, unknown)


@settings(max_examples=300)
@given(st.deferred(nearly_graphs), UNKNOWN)
def test_any_graph_is_read_or_refused(graph: Json, unknown: Unknown | None) -> None:
    catalog = read_or_refused(json.dumps(graph), unknown)
    if catalog:
        Planner.of(catalog)


# ---- right graphs


def _timed(id: str, timing: str) -> Json:
    return {"id": id, "timing": timing}


def requirements() -> st.SearchStrategy[Json]:
    leaves = st.one_of(
        st.sampled_from(IDS),
        st.sampled_from(IDS),
        st.builds(_timed, st.sampled_from(IDS), st.sampled_from(["before", "concurrent", "together"])),
        st.just({"prose": "in writing"}),
    )
    return st.recursive(leaves, _gates, max_leaves=5)


def _gates(parts: st.SearchStrategy[Json]) -> st.SearchStrategy[Json]:
    some = st.lists(parts, max_size=3)
    different = st.lists(st.sampled_from(IDS), min_size=1, max_size=3, unique=True)
    return st.one_of(
        some.map(lambda parts: {"all": parts}),
        some.map(lambda parts: {"any": parts, "x-note": 1}),
        different.flatmap(lambda of: st.integers(0, len(of)).map(lambda k: {"atLeast": k, "of": of})),
        different.flatmap(_sums),
    )


def _sums(of: list[str]) -> st.SearchStrategy[Json]:
    amounts = st.lists(st.sampled_from([3, 4, 1.5]), min_size=len(of), max_size=len(of))
    terms = amounts.map(lambda counts: [{"id": id, "amount": one} for id, one in zip(of, counts, strict=True)])
    return st.builds(lambda terms, least: {"sum": terms, "atLeast": least}, terms, st.sampled_from([0, 1, 1.5]))


COSTS = st.one_of(
    st.none(),
    st.integers(0, 3),
    st.sampled_from([0.01, 19.95, 1e3]),
    st.lists(st.integers(0, 9), min_size=3, max_size=3).map(sorted),
)
ROUTES = st.fixed_dictionaries(
    {},
    optional={"requires": requirements(), "cost": COSTS, "weeks": st.sampled_from([0, 1, 0.125]), "x-note": st.none()},
)


@st.composite
def graphs(draw: st.DrawFn) -> Json:
    achievements = []
    for id in IDS:
        routes = draw(st.lists(ROUTES, max_size=2))
        named = [{"id": f"way {number}", **route} for number, route in enumerate(routes)]
        implies = draw(st.lists(st.sampled_from(IDS), max_size=1))
        achievements.append({"id": id, "routes": named, "implies": implies})
    return {"format": FORMAT, "currency": "USD", "achievements": achievements}


def shuffled(value: Json, chance: random.Random) -> Json:
    """The same with every list of achievements, routes and options, and all keys, in another order."""
    if isinstance(value, dict):
        pairs = [(key, one if key == "cost" else shuffled(one, chance)) for key, one in value.items()]
        return dict(chance.sample(pairs, len(pairs)))
    if isinstance(value, list):
        return [shuffled(one, chance) for one in chance.sample(value, len(value))]
    return value


@given(graphs(), st.sampled_from(IDS), st.sampled_from(PREFERENCES), st.randoms(use_true_random=False))
def test_equal_graphs_give_equal_bytes(graph: Json, goal: str, prefer: Preference, chance: random.Random) -> None:
    def printed(graph: Json) -> str:
        planner = Planner.of(from_json(json.dumps(graph), "graph"))
        return json.dumps(planner.answer(Question(goal, prefer=prefer)).to_json())

    assert printed(shuffled(graph, chance)) == printed(graph)


def test_equal_files_give_equal_bytes(tmp_path: Any, capsys: pytest.CaptureFixture[str]) -> None:  # noqa: ANN401 - a path
    chance = random.Random(7)  # noqa: S311 - an order, no secret
    path = tmp_path / "graph.json"
    printed = set()
    for graph in [GRAPH, *(shuffled(GRAPH, chance) for _ in range(20))]:
        path.write_text(json.dumps(graph), "utf-8")
        assert main(["pathway", "HIT 2", "--requirements", str(path), "--format", "json"]) == 0
        printed.add(capsys.readouterr().out)

    assert len(printed) == 1


# ---- one fault of every kind is found where it is, all of them at once

GRAPH: Json = {
    "format": FORMAT,
    "achievements": [
        {"id": "BIO 1", "routes": [{"id": "day", "cost": 420, "weeks": 15}]},
        {"id": "MAT 1", "routes": [{"id": "day", "cost": 300}]},
        {
            "id": "HIT 2",
            "routes": [
                {"id": "a", "requires": {"atLeast": 1, "of": ["BIO 1", "MAT 1"]}, "cost": 100},
                {"id": "b", "requires": {"all": ["BIO 1", {"any": ["MAT 1", "BIO 1"]}]}, "weeks": 3},
            ],
        },
    ],
}


def _nested(depth: int) -> Json:
    requirement: Json = "BIO 1"
    for _ in range(depth):
        requirement = {"any": [requirement]}
    return requirement


def _route(**keys: object) -> Callable[[Json], None]:
    return lambda graph: graph["achievements"][2]["routes"][1].update(keys)


def _achievement(**keys: object) -> Callable[[Json], None]:
    return lambda graph: graph["achievements"][1].update(keys)


def _requires(**keys: object) -> Callable[[Json], None]:
    return lambda graph: graph["achievements"][2]["routes"][0]["requires"].update(keys)


FAULTS: dict[str, tuple[Callable[[Json], None], str]] = {
    "duplicate id": (lambda graph: graph["achievements"].append({"id": "BIO 1"}), "'BIO 1'"),
    "negative": (_route(weeks=-1), "routes[1] of 'HIT 2'"),
    "not a number": (_route(hoursPerWeek=float("nan")), "routes[1] of 'HIT 2'"),
    "infinite": (_achievement(credits=float("inf")), "'MAT 1'"),
    "unknown key of an achievement": (_achievement(colour="red"), "'MAT 1'"),
    "unknown key of a route": (_route(price=3), "routes[1] of 'HIT 2'"),
    "unknown key of a requirement": (_requires(unit="credits"), "routes[0] of 'HIT 2'"),
    "finer than cents": (_route(cost=0.005), "cost of routes[1] of 'HIT 2'"),
    "k too large": (_requires(atLeast=3), "routes[0] of 'HIT 2'"),
    "equal options": (_requires(of=["BIO 1", "BIO 1"]), "routes[0] of 'HIT 2'"),
    "nested too deep": (_route(requires=_nested(101)), "routes[1] of 'HIT 2'"),
    "exclusive": (_route(exclusive="room"), "exclusive of routes[1] of 'HIT 2'"),
    "validFrom": (_route(validFrom="2026"), "validFrom of routes[1] of 'HIT 2'"),
    "validThrough": (_route(validThrough="2026-13-01"), "validThrough of routes[1] of 'HIT 2'"),
    "timing": (_route(requires={"id": "BIO 1", "timing": "soon"}), "routes[1] of 'HIT 2'"),
    "sum too small": (_route(requires={"sum": [{"id": "BIO 1", "amount": 4}], "atLeast": 5}), "routes[1] of 'HIT 2'"),
    "amount": (_route(requires={"sum": [{"id": "BIO 1", "amount": 0}], "atLeast": 0}), "routes[1] of 'HIT 2'"),
    "validWeeks": (_achievement(validWeeks=0), "validWeeks of 'MAT 1'"),
    "described nowhere": (_route(requires="CHE 1"), "'CHE 1'"),
}


def faults_of(*kinds: str) -> list[str]:
    graph = deepcopy(GRAPH)
    for kind in kinds:
        FAULTS[kind][0](graph)
    with pytest.raises(UnreadableError) as caught:
        from_json(json.dumps(graph), "graph")
    return [str(mistake) for mistake in caught.value.mistakes]


def test_the_graph_without_a_fault_is_read() -> None:
    assert len(from_json(json.dumps(GRAPH), "graph")) == 3


@pytest.mark.parametrize("kind", FAULTS)
def test_a_fault_is_found_where_it_is(kind: str) -> None:
    (fault,) = faults_of(kind)

    assert FAULTS[kind][1] in fault


SAME_PLACE = (
    ("unknown key of a requirement", "k too large", "equal options"),
    ("nested too deep", "timing", "sum too small", "amount", "described nowhere"),
)
"""Kinds that change the same requirement: one of each group at a time."""
APART = sorted(FAULTS.keys() - {kind for group in SAME_PLACE for kind in group})


@given(st.sets(st.sampled_from(APART)), *map(st.sampled_from, SAME_PLACE))
def test_all_faults_are_found_at_once(apart: set[str], first: str, second: str) -> None:
    kinds = [*apart, first, second]

    assert len(faults_of(*kinds)) == len(kinds)


# ---- a time limit never makes a claim wrong


def figures(answer: Answer) -> tuple[float, ...] | None:
    plan = answer.plan
    if plan is None:
        return None
    money, weeks, steps = plan.cost.typical, plan.weeks, len(plan.steps)
    unknown = len(plan.unknown_costs)
    match answer.question.prefer:
        case "cheapest":
            return (unknown, money, weeks, steps)
        case "fastest":
            return (weeks, unknown, money, steps)
        case "fewest":
            return (steps, unknown, money, weeks)


@settings(max_examples=150)
@given(graphs(), st.sampled_from(IDS), st.sampled_from(PREFERENCES), st.sampled_from([0.0, 1e-6, 1e-4, 1e-3]))
def test_without_time_a_plan_is_still_valid_and_every_claim_true(
    graph: Json, goal: str, prefer: Preference, limit: float
) -> None:
    planner = Planner.of(from_json(json.dumps(graph), "graph"))
    best = planner.answer(Question(goal, prefer=prefer))

    hasty = planner.answer(Question(goal, prefer=prefer, time_limit=limit))

    right, found = figures(best), figures(hasty)
    if hasty.status == "unknown":  # where steps ask to start together, to find any plan takes time
        assert '"together"' in json.dumps(graph)
        return
    if right is None or found is None:
        assert hasty.status == best.status == "unreachable"
        return
    assert hasty.status in {"optimal", "feasible"}
    assert found >= right
    assert hasty.status == "feasible" or found == right
    assert best.plan
    assert hasty.proof
    if prefer == "cheapest" and not best.plan.unknown_costs:
        assert hasty.proof.cost <= best.plan.cost.typical
        assert not hasty.proof.cost_proved or found[:2] == right[:2]
    if prefer == "fastest":
        assert hasty.proof.weeks <= best.plan.weeks
    if prefer == "fewest":
        assert hasty.proof.steps <= len(best.plan.steps)
    assert hasty.status == "feasible" or bool(hasty.not_compared) >= bool(best.not_compared)
