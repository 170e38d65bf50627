"""Money and time are whole numbers inside, and a catalog does not depend on the order it was written in."""

from __future__ import annotations

import pytest

from chartway.catalog import FREE, Achievement, Catalog, Cost, Route, from_cents, from_milliweeks
from chartway.requirement import Achieved, AllOf, Concurrent


@pytest.mark.parametrize(("cents", "dollars"), [(0, 0), (72_000, 720), (29_950, 299.5), (1, 0.01)])
def test_dollars_are_whole_where_they_are_whole(cents: int, dollars: float) -> None:
    assert from_cents(cents) == dollars
    assert type(from_cents(cents)) is type(dollars)


@pytest.mark.parametrize(("milliweeks", "weeks"), [(0, 0), (15_000, 15), (4_333, 4.333), (1, 0.001)])
def test_weeks_are_whole_where_they_are_whole(milliweeks: int, weeks: float) -> None:
    assert from_milliweeks(milliweeks) == weeks
    assert type(from_milliweeks(milliweeks)) is type(weeks)


def test_costs_add_up_end_by_end() -> None:
    assert Cost(1, 2, 4) + Cost.known(10) + FREE == Cost(11, 12, 14)
    assert not (Cost.known(10) + FREE).estimated
    assert Cost(100, 250, 1_000).to_json() == [1, 2.5, 10]


def test_a_catalog_is_the_same_in_any_order() -> None:
    one, two = Achievement("one"), Achievement("two")

    assert Catalog.of([two, one]) == Catalog.of([one, two])
    assert list(Catalog.of([two, one]).achievements) == ["one", "two"]


def test_what_is_implied_is_held_with_all_it_implies_in_turn() -> None:
    catalog = Catalog.of(
        [
            Achievement("doctor", implies=frozenset({"master"})),
            Achievement("master", implies=frozenset({"bachelor", "nowhere described"})),
            Achievement("bachelor", implies=frozenset({"master"})),
        ]
    )

    assert catalog.closure(["doctor"]) == {"doctor", "master", "bachelor", "nowhere described"}
    assert catalog.closure(["a stranger"]) == {"a stranger"}


def test_what_can_matter_for_a_goal_is_what_leads_to_it_and_what_that_implies() -> None:
    degree = frozenset({"degree"})
    catalog = Catalog.of(
        [
            Achievement("goal", routes=(Route("0", AllOf((Achieved("degree"), Concurrent("laboratory")))),)),
            Achievement("degree", implies=frozenset({"any degree"})),
            Achievement("foreign degree", routes=(Route("0", Achieved("visa")),), implies=degree),
            Achievement("any degree", routes=(Route("0", Achieved("beside")),)),
            *map(Achievement, ("laboratory", "visa", "beside", "apart")),
        ]
    )

    part = catalog.toward("goal")

    assert set(part.achievements) == {"goal", "degree", "foreign degree", "visa", "laboratory", "any degree"}
    assert part["goal"] == catalog["goal"]
    assert part["any degree"].routes == ()


def test_people_see_the_abbreviation_then_the_label_then_the_id() -> None:
    assert Achievement("id", "label", notation="ABC").name == "ABC"
    assert Achievement("id", "label").name == "label"
    assert Achievement("id").name == "id"
