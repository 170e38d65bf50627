"""The trade-off of money and time: which plans are on the front, what is proved of them, and how that is told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chartway.catalog import Achievement, Catalog, Cost, Route
from chartway.pathway import Planner
from chartway.plan import Answer, Preference, Question
from chartway.report.trade_off import sentences
from chartway.requirement import NOTHING, Achieved, AllOf, AnyOf, Requirement
from chartway.trade_off import TradeOff, trade_off

UNKNOWN = None


def offered(id: str, dollars: int | None, weeks: int, requires: Requirement = NOTHING) -> Achievement:
    cost = None if dollars is None else Cost.known(dollars * 100)
    return Achievement(id, routes=(Route("0", requires, cost, weeks * 1000),))


def goal(*options: str) -> Achievement:
    return offered("goal", 0, 0, AnyOf(tuple(map(Achieved, options))))


def front(
    *things: Achievement, prefer: Preference = "cheapest", budget: int | None = None, limit: float | None = None
) -> TradeOff:
    question = Question("goal", prefer=prefer, budget=budget, time_limit=limit)
    return trade_off(Planner.of(Catalog.of(things)), question)


def steps(found: TradeOff) -> list[str]:
    return [point.plan.steps[0].achievement for point in found.points if point.plan]


SLOW, QUICK, POOR = offered("slow", 100, 9), offered("quick", 300, 3), offered("poor", 400, 5)


# ---- which plans


@pytest.mark.parametrize("prefer", ["cheapest", "fastest", "fewest"])
def test_front_goes_from_the_cheapest_to_the_fastest_whatever_is_preferred(prefer: Preference) -> None:
    found = front(SLOW, QUICK, POOR, goal("slow", "quick", "poor"), prefer=prefer)

    assert steps(found) == ["slow", "quick"]
    assert found.complete
    assert {point.status for point in found.points} == {"optimal"}


def test_a_renewal_of_unknown_price_counts_among_the_unknown_prices() -> None:
    """Two prices are unknown either way: of the slow one its fee and a book's, of the quick one dues paid twice."""
    dues = replace(offered("dues", UNKNOWN, 0), valid_weeks=1000)
    quick = offered("quick", 10, 1, Achieved("dues"))
    either = AnyOf((
        AllOf((Achieved("slow"), Achieved("book"))),
        AllOf((Achieved("quick"), Achieved("dues"))),
    ))  # fmt: skip
    things = (dues, quick, offered("slow", UNKNOWN, 3), offered("book", UNKNOWN, 0), offered("goal", 4, 0, either))

    plans = [point.plan for point in front(*things).points if point.plan]
    assert [(plan.unknowns, plan.cost.typical, plan.weeks) for plan in plans] == [(2, 400, 3000), (2, 1400, 1000)]


def test_points_may_lie_a_cent_or_a_moment_apart() -> None:
    ways = tuple(Route(str(n), NOTHING, Cost.known(10 + n), 5_000 - n) for n in range(4))
    found = front(Achievement("goal", routes=ways))

    assert [(point.plan.cost.typical, point.plan.weeks) for point in found.points if point.plan] == [
        (10, 5_000), (11, 4_999), (12, 4_998), (13, 4_997),
    ]  # fmt: skip


def test_shared_step_is_paid_once_at_every_point() -> None:
    both = AllOf((Achieved("A"), Achieved("B")))
    either = tuple(
        Route(way, Achieved("shared"), Cost.known(cost), weeks) for way, cost, weeks in (("0", 1, 9), ("1", 5, 2))
    )
    things = [offered("shared", 1, 1), *(Achievement(id, routes=either) for id in "AB")]
    found = front(*things, offered("goal", 0, 0, both))

    assert [(point.plan.cost.typical, point.plan.weeks) for point in found.points if point.plan] == [
        (102, 1_009), (110, 1_002),
    ]  # fmt: skip


def test_goal_out_of_reach_has_nothing_to_trade() -> None:
    assert front(Achievement("goal")) == TradeOff((), complete=True)


def test_what_is_held_takes_nothing() -> None:
    found = trade_off(Planner.of(Catalog.of([SLOW])), Question("slow", frozenset({"slow"})))

    assert [point.plan.steps for point in found.points if point.plan] == [()]


@pytest.mark.parametrize(("budget", "right"), [(9_999, []), (10_000, ["slow"]), (30_000, ["slow", "quick"])])
def test_front_keeps_to_the_budget(budget: int, right: list[str]) -> None:
    found = front(SLOW, QUICK, goal("slow", "quick"), budget=budget)

    assert steps(found) == right
    assert found.complete


# ---- what is not known


def test_unknown_price_comes_after_the_known_ones_and_is_never_proved() -> None:
    found = front(SLOW, QUICK, offered("asked", UNKNOWN, 1), goal("slow", "quick", "asked"))

    assert steps(found) == ["slow", "quick", "asked"]
    assert [(point.status, bool(point.not_compared)) for point in found.points] == [
        ("optimal", True), ("optimal", True), ("feasible", False),
    ]  # fmt: skip
    assert [point.proof.cost_proved for point in found.points if point.proof] == [True, True, False]


@pytest.mark.parametrize(("weeks", "named"), [(10, [True, False]), (9, [True, False]), (5, [True, True])])
def test_what_could_undercut_a_point_is_named_with_it(weeks: int, named: list[bool]) -> None:
    """What takes nine weeks could be cheaper than the plan of nine weeks, but is no way to be sooner."""
    found = front(SLOW, QUICK, offered("asked", UNKNOWN, weeks), goal("slow", "quick", "asked"))

    assert steps(found) == ["slow", "quick"]
    assert [bool(point.not_compared) for point in found.points] == named


def test_without_time_the_front_so_far_is_given_and_not_called_complete() -> None:
    found = front(SLOW, QUICK, goal("slow", "quick"), limit=0)

    assert not found.complete
    assert steps(found)[:1] == ["slow"]
    assert all(point.status == "feasible" for point in found.points)


# ---- in words


def told(*things: Achievement, budget: int | None = None, limit: float | None = None) -> list[str]:
    return sentences(front(*things, budget=budget, limit=limit), budget, str, _is_estimate)


def _is_estimate(answer: Answer) -> bool:
    return answer.plan is None


def test_points_stand_in_a_line_with_what_differs() -> None:
    assert told(SLOW, QUICK, goal("slow", "quick")) == [
        "Trade-off: $100 in 9 weeks | $300 in 3 weeks.",
        "$300 in 3 weeks: quick in place of slow.",
        "Whatever is cheaper than one of these takes longer (proved).",
    ]


def test_one_point_is_no_choice() -> None:
    assert told(SLOW, goal("slow")) == ["Trade-off: the cheapest way is also the fastest (proved)."]
    assert told(SLOW, QUICK, goal("slow", "quick"), budget=20_000) == [
        "Trade-off: the cheapest way is also the fastest within $200 (proved)."
    ]
    assert told(SLOW, goal("slow"), budget=0) == ["Trade-off: no way is within $0."]
    assert told(SLOW, offered("asked", UNKNOWN, 9), goal("slow", "asked")) == [
        "Trade-off: of the ways whose price is known, the cheapest is the fastest, too (proved)."
    ]
    assert told(offered("asked", UNKNOWN, 9), goal("asked")) == [
        "Trade-off: of the ways, the one with the fewest unknown prices is the fastest (proved)."
    ]


def test_nothing_is_said_to_be_proved_over_an_unknown_price() -> None:
    *_, claim, rule = told(SLOW, offered("asked", UNKNOWN, 1), goal("slow", "asked"))

    assert claim == "Of the ways whose price is known, whatever is cheaper than one of these takes longer (proved)."
    assert rule == "A way with more unknown prices is taken as the dearer one, though it may turn out cheaper."


def test_it_is_said_where_time_ran_out() -> None:
    assert told(SLOW, QUICK, goal("slow", "quick"), limit=0)[-1] == (
        "The time ran out: other plans between money and time may exist."
    )


def test_json_has_points_in_short() -> None:
    found = front(SLOW, goal("slow")).to_json()

    assert found["complete"] is True
    assert found["points"][0].keys() == {"status", "cost", "weeks", "stepCount", "proved", "steps"}
