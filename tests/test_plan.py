"""Answers are printed as the format of requirement graphs shows them."""

from __future__ import annotations

import json

import pytest

from chartway.catalog_json import from_json
from chartway.pathway import Planner
from chartway.plan import Preference, Question

GRAPH = """{"format": "chartway-requirements/1", "currency": "USD", "achievements": [
  {"id": "BIO 1", "label": "Biology I", "kind": "course", "credits": 4,
   "routes": [{"cost": 420, "weeks": 15, "hoursPerWeek": 12}]},
  {"id": "HIT 2", "routes": [
    {"id": "day", "requires": {"all": ["BIO 1", {"any": ["BIO 1", "MAT 2"]}]}, "cost": 300, "weeks": 15},
    {"id": "transfer", "requires": {"atLeast": 2, "of": ["X", "Y", "Z"]}, "cost": null, "weeks": 0}]},
  {"id": "HIT 3", "routes": [{"requires": "HIT 2", "cost": [10, 19.95, 40.5], "weeks": 0.125}]},
  {"id": "HIT 4", "routes": [{"requires": {"all": ["HIT 2", {"prose": "the dean agrees"}]}}, {"requires": "X"}]},
  {"id": "HIT 5", "routes": [{"cost": null}]},
  {"id": "HIT 6", "routes": [{"cost": 100}, {"requires": "HIT 5", "cost": 1}]}]}"""


def printed(goal: str, *held: str, prefer: Preference = "cheapest") -> str:
    planner = Planner.of(from_json(GRAPH, "example", "blocked"))
    return json.dumps(planner.answer(Question(goal, frozenset(held), prefer)).to_json())


def test_a_plan_is_printed_like_the_example() -> None:
    assert printed("HIT 2") == (
        '{"goal": "HIT 2", "prefer": "cheapest", "status": "optimal", "cost": 720, "weeks": 30, "stepCount": 2, '
        '"proved": {"cost": true, "weeks": true}, "bounds": {"cost": 720, "weeks": 30}, "steps": ['
        '{"achievement": "BIO 1", "route": "0", "start": 0, "finish": 15, "cost": 420}, '
        '{"achievement": "HIT 2", "route": "day", "start": 15, "finish": 30, "cost": 300}]}'
    )


def test_what_is_not_whole_is_printed_to_the_cent_and_the_thousandth() -> None:
    assert '"cost": 19.95, "weeks": 0.125, "stepCount": 1' in printed("HIT 3", "HIT 2")


def test_a_range_is_printed_beside_the_typical_price() -> None:
    assert '"costRange": [10, 19.95, 40.5]' in printed("HIT 3", "HIT 2")
    assert "costRange" not in printed("HIT 2")


def test_an_unknown_price_is_null_and_nothing_is_claimed_over_it() -> None:
    answer = json.loads(printed("HIT 5"))

    assert (answer["status"], answer["cost"], answer["proved"]["cost"]) == ("feasible", 0, False)
    assert (answer["steps"][0]["cost"], answer["unknownCosts"]) == (None, ["HIT 5"])


def test_what_could_undercut_the_plan_is_named() -> None:
    answer = json.loads(printed("HIT 6"))

    assert answer["cost"] == 100
    assert answer["notCompared"] == [{"achievement": "HIT 5", "route": "0", "atLeast": 1}]


def test_a_goal_already_held_takes_no_steps() -> None:
    assert printed("HIT 2", "HIT 2") == (
        '{"goal": "HIT 2", "prefer": "cheapest", "status": "optimal", "cost": 0, "weeks": 0, "stepCount": 0, '
        '"proved": {"cost": true, "weeks": true}, "bounds": {"cost": 0, "weeks": 0}, "steps": []}'
    )


def test_an_unreachable_goal_says_what_is_missing() -> None:
    assert printed("HIT 4") == (
        '{"goal": "HIT 4", "prefer": "cheapest", "status": "unreachable", "missing": [["X"]], '
        '"missingComplete": true, "inWords": [{"achievement": "HIT 4", "prose": "the dean agrees"}]}'
    )


@pytest.mark.parametrize("prefer", ["cheapest", "fastest", "fewest"])
def test_the_preference_is_printed(prefer: Preference) -> None:
    assert json.loads(printed("HIT 2", prefer=prefer))["prefer"] == prefer
    assert json.loads(printed("HIT 2", "X", "Z", prefer=prefer))["steps"][-1]["route"] == (
        "day" if prefer == "cheapest" else "transfer"
    )
