"""Which single price would change the choice, and at what value."""

from __future__ import annotations

from chartway.catalog import Achievement, Catalog, Cost, Route
from chartway.pathway import Planner
from chartway.plan import Answer, Preference, Question
from chartway.report.sensitivity import sentences
from chartway.requirement import NOTHING, Achieved, AllOf, AnyOf, Requirement
from chartway.sensitivity import Sensitivity, sensitivity


def asked(*ids: str) -> Requirement:
    return AllOf(tuple(map(Achieved, ids)))


def thing(id: str, cost: Cost, requires: Requirement = NOTHING, tariff: str = "") -> Achievement:
    return Achievement(id, routes=(Route("0", requires, cost, tariff=tariff),))


def found(*achievements: Achievement, prefer: Preference = "cheapest") -> tuple[Answer, Sensitivity]:
    planner = Planner.of(Catalog.of(achievements))
    answer = planner.answer(Question("goal", prefer=prefer))
    return answer, sensitivity(planner, answer)


GOAL = thing("goal", Cost.known(0), AnyOf((Achieved("degree"), Achieved("diploma"))))
DEGREE = thing("degree", Cost(320_000, 810_000, 1_810_000))


def test_own_price_turns_where_the_plan_without_it_is_as_cheap() -> None:
    answer, told = found(GOAL, DEGREE, thing("diploma", Cost.known(930_000)))
    (turn,) = told.turns

    assert (turn.way, turn.limit, turn.rising, turn.then) == (("degree", "0"), 930_000, True, ("diploma", "goal"))
    assert sentences(told, answer, str) == [
        (
            "If degree cost more than $9,300 (we take $8,100; the range is $3,200–18,100), "
            "taking diploma instead of it would be cheaper."
        ),
        "No other price within its range would change the choice by itself.",
    ]


def test_price_beside_the_plan_turns_where_it_undercuts_it() -> None:
    _, told = found(GOAL, DEGREE, thing("diploma", Cost.known(600_000)))
    (turn,) = told.turns

    assert (turn.way, turn.limit, turn.rising, turn.then) == (("degree", "0"), 600_000, False, ("degree", "goal"))


def test_price_that_turns_outside_its_range_is_not_told() -> None:
    answer, told = found(GOAL, DEGREE, thing("diploma", Cost.known(1_810_000)))

    assert (told.turns, told.complete) == ((), True)
    assert sentences(told, answer, str) == ["No single price within its range would change the choice by itself."]


def test_prices_of_one_tariff_move_together() -> None:
    """Two courses at $100 to $200 each against one at $300: at $150 a course, not at $200."""
    course = Cost(10_000, 10_000, 20_000)
    two = thing("degree", Cost.known(0), asked("a", "b"))
    courses = [thing(id, course, tariff="credit") for id in "ab"]
    _, told = found(GOAL, two, *courses, thing("diploma", Cost.known(30_000)))
    (turn,) = told.turns

    assert (turn.limit, turn.rising, turn.beside) == (15_000, True, (("b", "0"),))


def test_a_line_of_several_pieces_turns_at_its_first_bend() -> None:
    """Two courses of the tariff, one and $120, or none and $300: beyond $120 one is the cheapest, far beyond none."""
    course = Cost(10_000, 10_000, 100_000)
    courses = [thing(id, course, tariff="credit") for id in "abc"]
    goal = thing("goal", Cost.known(0), AnyOf((asked("a", "b"), asked("c", "d"), asked("diploma"))))
    _, told = found(goal, *courses, thing("d", Cost.known(12_000)), thing("diploma", Cost.known(30_000)))
    (turn,) = told.turns

    assert (turn.limit, turn.then) == (12_000, ("c", "d", "goal"))


def test_only_the_cheapest_plan_has_prices_that_turn() -> None:
    assert found(GOAL, DEGREE, thing("diploma", Cost.known(930_000)), prefer="fewest")[1] == Sensitivity((), 0, 0)


def test_without_time_nothing_is_claimed() -> None:
    planner = Planner.of(Catalog.of([GOAL, DEGREE, thing("diploma", Cost.known(930_000))]))
    answer = planner.answer(Question("goal"))
    hasty = Answer(Question("goal", time_limit=0), answer.status, answer.plan, answer.proof)
    told = sensitivity(planner, hasty)

    assert (told.turns, told.tried, told.of) == ((), 0, 1)
    assert sentences(told, answer, str) == ["0 of 1 estimated price on the way could be tried."]
