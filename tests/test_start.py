"""Holding something implies what every way to it requires."""

from __future__ import annotations

from chartway.catalog import Achievement, Catalog, Route
from chartway.circuit import Circuit
from chartway.requirement import Achieved, AllOf, AnyOf, AtLeast, Prose, Requirement
from chartway.start import implied_by


def earned(id: str, *requirements: Requirement, kind: str = "") -> Achievement:
    ways = tuple(Route(str(number), requires) for number, requires in enumerate(requirements))
    return Achievement(id, kind=kind, routes=ways)


A, B, C = map(Achieved, "ABC")
GIVEN = (Achievement("A"), Achievement("B"), Achievement("C"))


def implied(*achievements: Achievement) -> frozenset[str]:
    return implied_by(Circuit.of(Catalog.of([*GIVEN, *achievements])), ["GOAL"]) - {"GOAL"}


def test_all_of_a_list_is_held() -> None:
    assert implied(earned("GOAL", AllOf((A, B)))) == {"A", "B"}


def test_one_of_a_list_is_not_known_to_be_held() -> None:
    assert implied(earned("GOAL", AnyOf((A, B)))) == set()
    assert implied(earned("GOAL", A, B)) == set()


def test_what_all_ways_share_is_held() -> None:
    assert implied(earned("GOAL", AllOf((A, B)), AllOf((A, C)))) == {"A"}
    assert implied(earned("GOAL", AtLeast(2, (AllOf((A, B)), AllOf((A, C)), B)))) == {"A", "B"}


def test_what_lies_behind_is_held_too() -> None:
    assert implied(earned("GOAL", Achieved("degree")), earned("degree", A, AllOf((A, B)))) == {"degree", "A"}


def test_a_membership_or_a_job_may_have_ended_and_what_opened_the_job_is_not_known() -> None:
    membership, job = earned("member", A, kind="membership"), earned("job", B, kind="occupation")

    found = implied(earned("GOAL", AllOf((Achieved("member"), Achieved("job")))), membership, job)

    assert found == {"A"}


def test_a_rule_in_words_implies_nothing() -> None:
    assert implied(earned("GOAL", AllOf((A, Prose("approved in writing"))))) == set()


def test_what_cannot_be_earned_implies_nothing() -> None:
    assert implied(Achievement("GOAL")) == set()
    assert implied(earned("GOAL", AllOf((A, Achieved("GOAL"))))) == set()


def test_holding_nothing_implies_nothing() -> None:
    assert implied_by(Circuit.of(Catalog.of(GIVEN)), []) == set()
