"""Co-requisites as the law of plans has them: who may start with whom, and who only seems to."""

from __future__ import annotations

import pytest

from chartway.catalog import Achievement, Catalog, Cost, Route
from chartway.errors import LimitError
from chartway.pathway import Planner
from chartway.plan import Answer, Question
from chartway.requirement import NOTHING, Achieved, AllOf, AnyOf, Concurrent, Requirement, SumOf, Together

Times = dict[str, tuple[int, int]]


def earned(id: str, requires: Requirement = NOTHING, weeks: int = 0, *implies: str) -> Achievement:
    return Achievement(id, routes=(Route("0", requires, weeks=weeks),), implies=frozenset(implies))


def answer(*achievements: Achievement, goal: str = "A", have: str = "") -> Answer:
    return Planner.of(Catalog.of(achievements)).answer(Question(goal, frozenset(have)))


def times(*achievements: Achievement, goal: str = "A", have: str = "") -> Times | None:
    plan = answer(*achievements, goal=goal, have=have).plan
    return {step.achievement: (step.start, step.finish) for step in plan.steps} if plan else None


# ---- concurrent


def test_what_is_concurrent_need_not_be_finished() -> None:
    assert times(earned("A", Concurrent("B"), 1), earned("B", weeks=3)) == {"B": (0, 3), "A": (0, 1)}


def test_what_is_concurrent_may_have_started_earlier_or_be_held() -> None:
    before = earned("A", AllOf((Concurrent("B"), Achieved("C"))), 1)

    assert times(before, earned("B", weeks=3), earned("C", weeks=2)) == {"B": (0, 3), "C": (0, 2), "A": (2, 3)}
    assert times(before, earned("C", weeks=2), Achievement("B"), have="B") == {"C": (0, 2), "A": (2, 3)}


def test_the_weeks_of_a_plan_are_the_finish_of_the_goal() -> None:
    plan = answer(earned("A", Concurrent("B"), 1), earned("B", weeks=3)).plan

    assert plan
    assert plan.weeks == 1


def test_a_co_requisite_needs_what_it_requires() -> None:
    found = times(earned("A", Concurrent("B"), 1), earned("B", Achieved("C"), 3), earned("C", weeks=2))

    assert found == {"C": (0, 2), "B": (2, 5), "A": (2, 3)}


def test_mutual_co_requisites_start_at_the_same_moment() -> None:
    one = earned("A", AllOf((Concurrent("B"), Achieved("C"))), 1)

    assert times(one, earned("B", Concurrent("A"), 4), earned("C", weeks=2)) == {"C": (0, 2), "A": (2, 3), "B": (2, 6)}


def test_a_ring_of_co_requisites_starts_jointly() -> None:
    ring = [earned("A", Concurrent("B"), 1), earned("B", Concurrent("C"), 1), earned("C", Concurrent("A"), 1)]

    assert times(*ring) == {"A": (0, 1), "B": (0, 1), "C": (0, 1)}


def test_a_ring_of_very_many_is_refused() -> None:
    ring = [earned(f"c{number}", Concurrent(f"c{(number + 1) % 65}")) for number in range(65)]

    with pytest.raises(LimitError, match="65 ways in ask for one another as co-requisites"):
        Planner.of(Catalog.of(ring))


@pytest.mark.parametrize("weeks", [0, 1])
@pytest.mark.parametrize("timed", [Concurrent, Together])
def test_nothing_supports_itself_through_a_finish(timed: type[Concurrent | Together], weeks: int) -> None:
    assert times(earned("A", timed("B"), weeks), earned("B", Achieved("A"), weeks)) is None


@pytest.mark.parametrize("timed", [Concurrent, Together])
def test_nothing_is_a_co_requisite_of_itself(timed: type[Concurrent | Together]) -> None:
    assert times(earned("A", timed("A"))) is None
    assert times(earned("A", timed("B"), 0, "B"), Achievement("B")) is None


def test_what_implies_a_co_requisite_counts_as_it() -> None:
    assert times(earned("A", Concurrent("C"), 1), earned("B", NOTHING, 3, "C"), Achievement("C")) == {
        "B": (0, 3),
        "A": (0, 1),
    }


# ---- together


def test_what_is_together_waits() -> None:
    rule = AllOf((Together("B"), Achieved("C")))

    assert times(earned("A", rule, 1), earned("B", weeks=3), earned("C", weeks=2)) == {
        "C": (0, 2),
        "A": (2, 3),
        "B": (2, 5),
    }


def test_what_was_held_from_the_outset_need_not_start_again() -> None:
    assert times(earned("A", Together("B"), 1), earned("B", weeks=3), have="B") == {"A": (0, 1)}


def test_what_is_finished_in_between_is_not_together() -> None:
    assert times(earned("A", AllOf((Together("B"), Achieved("B"))), 1), earned("B")) is None


@pytest.mark.parametrize("weeks", [0, 2])
def test_of_two_that_start_together_neither_rests_on_the_other(weeks: int) -> None:
    rule = AllOf((Together("B"), Achieved("C")))

    assert times(earned("A", rule, 1), earned("B", weeks=weeks), earned("C", Achieved("B"))) is None


def test_who_waits_for_one_is_late_for_another() -> None:
    """C needs B soon, A needs it late: with A by D instead, B need not wait."""
    goal = earned("A", AllOf((Achieved("C"), AnyOf((Achieved("D"), Achieved("E"))))))
    rest = [
        earned("B", weeks=1),
        earned("C", Achieved("B"), 1),
        earned("D", AllOf((Together("B"), Achieved("C"))), 1),
        Achievement("E", routes=(Route("0", weeks=9),)),
    ]

    assert times(goal, *rest) == {"B": (0, 1), "C": (1, 2), "E": (0, 9), "A": (9, 9)}


def test_a_thing_is_earned_by_one_route_even_if_two_would_be_faster() -> None:
    """By the long route it starts soon, by the short one it ends soon; nobody takes both."""
    both = Achievement("B", routes=(Route("long", weeks=10), Route("short", Achieved("D"), weeks=1)))
    goal = earned("A", AllOf((Achieved("B"), Achieved("C"))))
    rest = [earned("C", Concurrent("B"), 3), earned("D", weeks=4)]
    planner = Planner.of(Catalog.of([both, goal, *rest]))

    plan = planner.answer(Question("A", prefer="fastest")).plan

    assert plan
    assert plan.weeks == 7
    assert [step.route for step in plan.steps if step.achievement == "B"] == ["short"]


# ---- sums


def test_credits_are_counted_where_they_are_finished() -> None:
    rule = SumOf(7000, (Achieved("B"), Achieved("C"), Achieved("D")), (3000, 4000, 3500))
    courses = [earned("B", weeks=3), earned("C", weeks=1), earned("D", weeks=2)]

    assert times(earned("A", rule), *courses) == {"C": (0, 1), "D": (0, 2), "A": (2, 2)}


def test_of_all_that_come_to_the_credits_the_cheapest_are_taken() -> None:
    prices = {"B": 500, "C": 300, "D": 350}
    courses = [Achievement(id, routes=(Route("0", cost=Cost.known(price)),)) for id, price in prices.items()]
    rule = SumOf(4500, tuple(map(Achieved, prices)), (4500, 2500, 2000))

    found = answer(earned("A", rule), *courses)

    assert found.plan
    assert found.status == "optimal"
    assert {step.achievement for step in found.plan.steps} == {"A", "B"}


# ---- what is missing


def test_a_co_requisite_out_of_reach_is_missing() -> None:
    assert answer(earned("A", Together("B")), Achievement("B")).missing == (("B",),)
    assert answer(earned("A", Concurrent("C")), Achievement("B", implies=frozenset("C")), Achievement("C")).missing == (
        ("B",),
        ("C",),
    )


def test_where_two_cannot_start_together_either_may_be_granted() -> None:
    found = answer(earned("A", AllOf((Together("B"), Achieved("C")))), earned("B"), earned("C", Achieved("B")))

    assert found.status == "unreachable"
    assert found.missing == (("B",), ("C",))


# ---- without time


def test_without_time_no_plan_is_promised() -> None:
    impossible = [earned("A", AllOf((Together("B"), Achieved("C")))), earned("B"), earned("C", Achieved("B"))]

    found = Planner.of(Catalog.of(impossible)).answer(Question("A", time_limit=0.0))

    assert (found.status, found.plan) == ("unknown", None)


def test_without_time_a_plan_found_is_kept_together() -> None:
    rule = AllOf((Together("B"), Achieved("C")))
    catalog = Catalog.of([earned("A", rule, 1), earned("B", weeks=3), earned("C", weeks=2)])

    found = Planner.of(catalog).answer(Question("A", time_limit=0.0))

    assert found.plan
    assert found.status == "feasible"
    assert {step.achievement: step.start for step in found.plan.steps} == {"A": 2, "B": 2, "C": 0}
