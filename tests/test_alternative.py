"""The next best plans: which steps make one another, what it costs more, and how that is told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chartway.alternative import Alternative, Twins, alternatives, significant
from chartway.catalog import Achievement, Catalog, Cost, Route
from chartway.pathway import Planner
from chartway.plan import Answer, Plan, Preference, Question
from chartway.report.alternative import difference, sentences
from chartway.requirement import NOTHING, Achieved, AllOf, AnyOf, AtLeast, Requirement

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


def several(planner: Planner, answer: Answer, number: int = 9) -> list[list[str]]:
    found = alternatives(planner, answer, number)
    assert found.complete
    return [steps(one.answer) for one in found.found]


def next_best(planner: Planner, answer: Answer) -> Answer | None:
    found = alternatives(planner, answer, 1)
    return found.found[0].answer if found.found else None


# ---- which plan


def test_the_other_way_is_the_next_best() -> None:
    planner, answer = planned(offered("A"), offered("B", cost=Cost.known(20_000)), goal("A", "B"))

    assert (steps(answer), steps(next_best(planner, answer))) == (["A", "goal"], ["B", "goal"])


def test_where_all_ways_are_one_there_is_none() -> None:
    planner, answer = planned(offered("A"), goal("A"))

    assert next_best(planner, answer) is None


def test_goal_without_a_plan_has_no_alternative() -> None:
    planner, answer = planned(Achievement("A"), goal("A"))

    assert several(planner, answer) == []


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


def twins(id: str, *things: Achievement) -> frozenset[str]:
    planner, answer = planned(*things)
    assert answer.plan
    step = next(step for step in answer.plan.steps if step.achievement == id)
    return Twins.of(planner, answer).of_step(answer, step)


def test_twins_ask_cost_and_take_the_same() -> None:
    others = [
        offered("B"),
        offered("longer", weeks=1),
        offered("dearer", cost=Cost.known(10_001)),
        offered("harder", Achieved("B")),
        offered("of another kind", kind="degree"),
    ]

    assert twins("A", offered("A"), *others, goal("A", *(one.id for one in others))) == {"A", "B"}


def test_longer_experience_is_no_other_way_than_the_shorter_it_includes() -> None:
    year = offered("year", weeks=52, kind="experience")
    longer = replace(offered("two years", weeks=104, kind="experience"), implies=frozenset({"year"}))
    degree = replace(offered("degree", weeks=208, kind="degree"), implies=frozenset({"year"}))

    assert twins("year", year, longer, degree, goal("year")) == {"year", "two years"}
    assert several(*planned(year, longer, degree, goal("year"))) == [["degree", "goal"]]


def test_what_has_no_kind_has_no_twin() -> None:
    assert twins("A", offered("A", kind=""), offered("B", kind=""), goal("A", "B")) == {"A"}


def test_twins_serve_the_plan_alike() -> None:
    """Two courses of one price that the goal asks for are not interchangeable."""
    both = offered("goal", AllOf((Achieved("A"), AnyOf((Achieved("B"), Achieved("C"))))), FREE)

    assert twins("A", offered("A"), offered("B"), offered("C"), both) == {"A"}
    assert twins("B", offered("A"), offered("B"), offered("C"), both) == {"B", "C"}


def test_of_several_electives_each_can_be_left_out() -> None:
    two = offered("goal", AtLeast(2, tuple(map(Achieved, "ABCD"))), FREE)
    planner, answer = planned(offered("A"), offered("B"), offered("C"), offered("D", weeks=9), two)

    assert steps(answer) == ["A", "B", "goal"]
    assert [sorted(one) for one in several(planner, answer)] == [["A", "D", "goal"]]


def test_alternatives_come_in_order_and_contain_no_earlier_one() -> None:
    two = AllOf((AnyOf((Achieved("A"), Achieved("B"))), AnyOf((Achieved("C"), Achieved("D")))))
    things = [offered(id, cost=Cost.known(price), kind="") for id, price in (("A", 1), ("B", 3), ("C", 1), ("D", 2))]
    planner, answer = planned(*things, offered("goal", two, FREE))

    assert steps(answer) == ["A", "C", "goal"]
    assert several(planner, answer) == [["A", "D", "goal"], ["B", "C", "goal"], ["B", "D", "goal"]]
    assert several(planner, answer, 2) == [["A", "D", "goal"], ["B", "C", "goal"]]


def test_price_that_a_membership_lowers_can_be_paid_in_full() -> None:
    """The plan without the membership contains less, so it is another one; with it again it would not be."""
    examination = Achievement(
        "goal",
        kind="certification",
        routes=(Route("member", Achieved("club"), Cost.known(1)), Route("open", NOTHING, Cost.known(30_000))),
    )
    planner, answer = planned(offered("club", kind="membership"), examination)

    assert steps(answer) == ["club", "goal"]
    assert several(planner, answer) == [["goal"]]


def test_without_time_alternatives_are_not_said_to_be_proved() -> None:
    things = (offered("A"), offered("B", cost=Cost.known(20_000)), goal("A", "B"))
    planner = Planner.of(Catalog.of(things))
    found = alternatives(planner, planner.answer(Question("goal", time_limit=0)), 3)

    assert not found.complete
    assert all(one.answer.status == "feasible" for one in found.found)


def test_with_a_budget_an_unknown_price_is_no_alternative() -> None:
    things = (offered("A"), offered("B", cost=UNKNOWN), offered("C", cost=Cost.known(20_000)), goal("A", "B", "C"))

    assert several(*planned(*things)) == [["C", "goal"], ["B", "goal"]]
    assert several(*planned(*things, budget=30_000)) == [["C", "goal"]]


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
    return alternatives(*planned(*things, prefer=prefer), 1).found[0]


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

    assert difference(other) == said


def test_difference_of_estimates_is_rounded_like_one() -> None:
    other = found(offered("A"), offered("B", cost=Cost(100_000, 123_456, 200_000), weeks=3), goal("A", "B"))

    assert difference(other).startswith("It costs about $1,1")
    assert "$1,134.56" not in difference(other)


def test_estimate_that_both_pay_cancels_out() -> None:
    other = found(
        offered("A"), offered("B", cost=Cost.known(20_000)), offered("S", cost=ESTIMATED),
        offered("goal", AllOf((Achieved("S"), AnyOf((Achieved("A"), Achieved("B"))))), FREE),
    )  # fmt: skip

    assert difference(other) == "It costs $100 more and takes the same time."


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

    assert difference(other) == "It costs $50 less and takes 1 week longer."


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


# ---- in words


def told(number: int, *things: Achievement, limit: float | None = None) -> list[str]:
    planner = Planner.of(Catalog.of(things))
    answer = planner.answer(Question("goal", time_limit=limit))
    return sentences(answer, alternatives(planner, answer, number), str, lambda one: f"{len(steps(one))} steps")


def test_alternatives_are_numbered_and_it_is_said_how_sure_they_are() -> None:
    dear = offered("B", cost=Cost.known(20_000))

    assert told(1, offered("A"), dear, goal("A", "B")) == [
        "Alternative 1: B, then goal: 2 steps. It costs $100 more and takes the same time.",
        "No other way comes before these (proved).",
    ]
    assert told(2, offered("A"), dear, goal("A", "B"))[-1] == "There are no other alternatives (proved)."
    assert told(1, offered("A"), dear, offered("C", cost=UNKNOWN), goal("A", "B", "C"))[-1] == (
        "No other way comes before these by the prices that are known (proved)."
    )
    assert told(1, offered("A"), goal("A")) == ["No alternative: every way that can be planned leads over these steps."]
    assert told(1, offered("goal")) == [
        "No alternative: no step before the goal is one that another way could do without."
    ]
    assert told(1, offered("A"), dear, goal("A", "B"), limit=0) == [
        "No alternative: no other way was found in the time given."
    ]
