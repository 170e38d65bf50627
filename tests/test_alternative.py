"""The next best plan: which steps make it another one, what it costs more, and how that is told."""

from __future__ import annotations

import pytest

from chartway.alternative import next_best, significant, twins
from chartway.catalog import Achievement, Catalog, Cost, Route
from chartway.pathway import Planner
from chartway.plan import Answer, Plan, Preference, Question
from chartway.report.alternative import Alternative, alternative
from chartway.requirement import NOTHING, Achieved, AllOf, AnyOf, Requirement

PAID, FREE, ESTIMATED, UNKNOWN = Cost.known(10_000), Cost.known(0), Cost(5_000, 10_000, 20_000), None


def offered(
    id: str, requires: Requirement = NOTHING, cost: Cost | None = PAID, weeks: int = 0, kind: str = "course"
) -> Achievement:
    return Achievement(id, kind=kind, routes=(Route("0", requires, cost, weeks * 1000),))


def goal(*options: str) -> Achievement:
    return offered("goal", AnyOf(tuple(map(Achieved, options))), FREE, kind="certification")


def planned(*things: Achievement, prefer: Preference = "cheapest", budget: int | None = None) -> tuple[Planner, Answer]:
    planner = Planner.of(Catalog.of(things))
    return planner, planner.answer(Question("goal", prefer=prefer, budget=budget))


def steps(answer: Answer | None) -> list[str]:
    return [step.achievement for step in answer.plan.steps] if answer and answer.plan else []


# ---- which plan


def test_the_other_way_is_the_next_best() -> None:
    planner, answer = planned(offered("A"), offered("B", cost=Cost.known(20_000)), goal("A", "B"))

    assert (steps(answer), steps(next_best(planner, answer))) == (["A", "goal"], ["B", "goal"])


def test_where_all_ways_are_one_there_is_none() -> None:
    planner, answer = planned(offered("A"), goal("A"))

    assert next_best(planner, answer) is None
    assert alternative(planner, answer) is None


def test_goal_without_a_plan_has_no_alternative() -> None:
    planner, answer = planned(Achievement("A"), goal("A"))

    assert alternative(planner, answer) is None


def test_step_that_costs_nothing_and_tells_nothing_makes_no_other_plan() -> None:
    planner, answer = planned(offered("A", cost=FREE), offered("B"), goal("A", "B"))

    assert significant(planner.catalog, answer) == ()
    assert next_best(planner, answer) is None


@pytest.mark.parametrize(
    ("kind", "cost", "weeks", "tells"),
    [
        ("course", FREE, 0, False),
        ("course", FREE, 1, True),
        ("course", Cost(0, 0, 1), 0, True),
        ("course", UNKNOWN, 0, True),
        ("experience", FREE, 0, True),
        ("membership", FREE, 0, True),
    ],
)
def test_significant_is_what_a_person_would_tell_a_plan_by(
    kind: str, cost: Cost | None, weeks: int, *, tells: bool
) -> None:
    planner, answer = planned(offered("A", cost=cost, weeks=weeks, kind=kind), goal("A"))

    assert [step.achievement for step in significant(planner.catalog, answer)] == (["A"] if tells else [])


def test_twins_ask_cost_and_take_the_same() -> None:
    catalog = Catalog.of(
        [
            offered("A"),
            offered("B"),
            offered("longer", weeks=1),
            offered("dearer", cost=Cost.known(10_001)),
            offered("harder", Achieved("A")),
            offered("kindless", kind=""),
            offered("kindless too", kind=""),
            Achievement("unearnable", kind="course"),
            Achievement("unearnable too", kind="course"),
        ]
    )

    assert twins(catalog, "A") == {"A", "B"}
    assert all(twins(catalog, id) == {id} for id in catalog.achievements if id not in "AB")


def test_twins_are_no_other_way() -> None:
    planner, answer = planned(offered("A"), offered("B"), offered("C", weeks=9), goal("A", "B", "C"))

    assert steps(next_best(planner, answer)) == ["C", "goal"]


def test_twin_of_the_goal_does_not_bar_the_goal() -> None:
    planner, answer = planned(
        offered("A"), offered("twin", AnyOf((Achieved("A"), Achieved("B"))), FREE, kind="certification"),
        offered("B", weeks=9), goal("A", "B"),
    )  # fmt: skip

    assert steps(next_best(planner, answer)) == ["B", "goal"]


@pytest.mark.parametrize(("prefer", "best", "other"), [("cheapest", "A", "B"), ("fastest", "C", "B")])
def test_alternatives_follow_the_preference(prefer: Preference, best: str, other: str) -> None:
    planner, answer = planned(
        offered("A", cost=Cost.known(1), weeks=9), offered("B", cost=Cost.known(2), weeks=5),
        offered("C", cost=Cost.known(3), weeks=1), goal("A", "B", "C"), prefer=prefer,
    )  # fmt: skip

    assert (steps(answer)[0], steps(next_best(planner, answer))[0]) == (best, other)


def test_alternative_keeps_to_the_budget() -> None:
    things = (offered("A", weeks=1), offered("B", cost=Cost.known(20_000)), goal("A", "B"))
    planner, answer = planned(*things, prefer="fastest", budget=10_000)
    beyond = planned(*things, budget=5_000)

    assert steps(answer) == ["A", "goal"]
    assert next_best(planner, answer) is None
    assert steps(next_best(*beyond)) == ["B", "goal"]


def test_where_nothing_is_within_the_budget_the_cheapest_alternative_is_told() -> None:
    """As the plan itself is then the cheapest there is, whatever is preferred."""
    first, second = AnyOf((Achieved("A"), Achieved("C"))), AnyOf((Achieved("B"), Achieved("D")))
    planner, answer = planned(
        offered("A", cost=Cost.known(1), weeks=5), offered("C", cost=Cost.known(2), weeks=9),
        offered("B", cost=Cost.known(1), weeks=4), offered("D", cost=Cost.known(8), weeks=1),
        offered("goal", AllOf((first, second)), FREE), prefer="fastest", budget=0,
    )  # fmt: skip

    assert answer.status == "over-budget"
    assert (steps(answer), steps(next_best(planner, answer))) == (["B", "A", "goal"], ["B", "C", "goal"])


# ---- what sets it apart


def found(*things: Achievement, prefer: Preference = "cheapest") -> Alternative:
    other = alternative(*planned(*things, prefer=prefer))
    assert other is not None
    return other


@pytest.mark.parametrize(
    ("cost", "weeks", "said"),
    [
        (Cost.known(10_050), 9, "It costs $0.50 more and takes the same time."),
        (Cost.known(20_000), 7, "It costs $100 more and takes 2 weeks less."),
        (PAID, 10, "It costs the same and takes 1 week longer."),
        (UNKNOWN, 9, "It costs an unknown amount more or less and takes the same time."),
    ],
)
def test_difference_is_told_in_money_and_time(cost: Cost | None, weeks: int, said: str) -> None:
    other = found(offered("A", weeks=9), offered("B", cost=cost, weeks=weeks), goal("A", "B"))

    assert other.difference() == said


def test_difference_of_estimates_is_rounded_like_one() -> None:
    other = found(offered("A"), offered("B", cost=Cost(100_000, 123_456, 200_000), weeks=3), goal("A", "B"))

    assert other.difference().startswith("It costs about $1,1")
    assert "$1,134.56" not in other.difference()


def test_estimate_that_both_pay_cancels_out() -> None:
    other = found(
        offered("A"), offered("B", cost=Cost.known(20_000)), offered("S", cost=ESTIMATED),
        offered("goal", AllOf((Achieved("S"), AnyOf((Achieved("A"), Achieved("B"))))), FREE),
    )  # fmt: skip

    assert other.difference() == "It costs $100 more and takes the same time."


def test_unknown_price_that_both_pay_cancels_out() -> None:
    other = found(
        offered("A"), offered("B", cost=Cost.known(20_000)), offered("S", cost=UNKNOWN, kind=""),
        offered("goal", AllOf((Achieved("S"), AnyOf((Achieved("A"), Achieved("B"))))), FREE),
    )  # fmt: skip

    assert other.dearer == 10_000


def test_the_fastest_way_may_have_a_cheaper_alternative() -> None:
    other = found(
        offered("A", weeks=1), offered("B", cost=Cost.known(5_000), weeks=2), goal("A", "B"), prefer="fastest"
    )

    assert other.difference() == "It costs $50 less and takes 1 week longer."


def test_steps_left_out_and_taken_in_their_place_are_told() -> None:
    other = found(offered("A"), offered("B", Achieved("C")), offered("C", cost=FREE), goal("A", "B"))

    assert [step.achievement for step in other.without] == ["A"]
    assert [step.achievement for step in other.beyond] == ["C", "B"]
    assert {key: other.to_json()[key] for key in ("without", "with", "difference")} == {
        "without": ["A"],
        "with": ["C", "B"],
        "difference": {"cost": 0, "weeks": 0},
    }


def test_json_says_null_for_a_difference_nobody_knows() -> None:
    other = found(offered("A"), offered("B", cost=UNKNOWN), goal("A", "B"))

    assert other.to_json()["difference"] == {"cost": None, "weeks": 0}
    assert isinstance(other.best, Plan)
