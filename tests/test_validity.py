"""What lapses is renewed while it is needed; a membership is joined when it is first needed, not before."""

from __future__ import annotations

import pytest

from chartway.catalog import Achievement, Catalog, Route
from chartway.pathway import Planner
from chartway.plan import Question
from chartway.requirement import NOTHING, Achieved, AllOf, AnyOf, Concurrent, Requirement, Together


def earned(id: str, *needs: str, weeks: int = 0, requires: Requirement | None = None) -> Achievement:
    requires = requires or (AllOf(tuple(map(Achieved, needs))) if needs else NOTHING)
    kind = "membership" if id.startswith("member") else ""
    return Achievement(id, kind=kind, routes=(Route("0", requires, weeks=weeks * 1000),))


def starts(*achievements: Achievement) -> dict[str, float]:
    answer = Planner.of(Catalog.of(achievements)).answer(Question("GOAL"))
    assert answer.plan is not None
    return {step.achievement: step.start / 1000 for step in answer.plan.steps}


def test_it_is_joined_right_before_the_examination() -> None:
    assert starts(earned("GOAL", "degree", "member"), earned("degree", weeks=100), earned("member"))["member"] == 100


def test_the_earliest_step_that_needs_it_decides() -> None:
    found = starts(
        earned("GOAL", "exam", "course"),
        earned("exam", "member", "degree"),
        earned("course", "member", weeks=20),
        earned("degree", weeks=10),
        earned("member"),
    )

    assert (found["member"], found["course"], found["exam"]) == (0, 0, 10)


def test_one_membership_may_rest_on_another() -> None:
    found = starts(
        earned("GOAL", "degree", "member of the chapter"),
        earned("degree", weeks=100),
        earned("member of the chapter", "member"),
        earned("member"),
    )

    assert (found["member"], found["member of the chapter"]) == (100, 100)


def test_a_membership_that_is_the_goal_is_joined_as_soon_as_possible() -> None:
    member = Achievement("GOAL", kind="membership", routes=(Route("0", Achieved("course")),))

    assert starts(member, earned("course", weeks=3)) == {"course": 0, "GOAL": 3}


def test_a_membership_that_takes_time_stays_where_it_is() -> None:
    found = starts(earned("GOAL", "degree", "member"), earned("degree", weeks=100), earned("member", weeks=2))

    assert found["member"] == 0


@pytest.mark.parametrize("order", ["ab", "ba"])
def test_steps_that_could_do_without_it_do_not_count(order: str) -> None:
    first, second = order[0], order[1]
    either = AnyOf((Achieved("member"), Achieved("pass")))
    found = starts(
        earned("GOAL", first, second, "member", "pass", "degree"),
        earned("a", requires=either, weeks=1),
        earned("b", requires=either, weeks=1),
        earned("pass"),
        earned("degree", weeks=10),
        earned("member"),
    )

    assert (found["member"], found["a"], found["b"]) == (10, 0, 0)


def test_a_membership_that_something_starts_with_stays_with_it() -> None:
    found = starts(
        earned("GOAL", "course", "degree", "member"),
        earned("course", weeks=3, requires=Together("member")),
        earned("degree", weeks=10),
        earned("member"),
    )

    assert (found["member"], found["course"]) == (0, 0)


def test_a_membership_is_joined_when_what_it_goes_with_begins() -> None:
    found = starts(
        earned("GOAL", "course"),
        earned("course", weeks=3, requires=AllOf((Concurrent("member"), Achieved("degree")))),
        earned("degree", weeks=10),
        earned("member"),
    )

    assert (found["member"], found["course"]) == (10, 10)
