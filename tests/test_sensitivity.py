"""Which single price would change the choice, and at what value."""

from __future__ import annotations

from datetime import date

import pytest

from chartway import arrangement
from chartway.catalog import Achievement, Catalog, Cost, Route
from chartway.pathway import Planner
from chartway.plan import Answer, Preference, Question
from chartway.report.sensitivity import sentences, worth
from chartway.requirement import NOTHING, Achieved, AllOf, AnyOf, Concurrent, Requirement, Together
from chartway.sensitivity import Sensitivity, choice_could_change, sensitivity
from chartway.timetable import Timetable


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
    assert sentences(told, answer, str) == ["0 of 1 price on the way could be tried in the time given."]


def test_unknown_price_is_worth_it_as_far_as_the_plan_by_it_is_cheaper() -> None:
    """The course takes an application for $50 first; the degree stays at $8,100."""
    unknown = Achievement("course", routes=(Route("0", asked("application"), None),))
    goal = thing("goal", Cost.known(0), AnyOf((Achieved("degree"), Achieved("course"))))
    answer, told = found(goal, DEGREE, thing("application", Cost.known(5_000)), unknown)
    (turn,) = told.turns

    assert (turn.way, turn.price, turn.limit, turn.rising) == (("course", "0"), None, 805_000, False)
    assert turn.to_json()["below"] == 8_050
    assert turn.to_json()["priceRange"] is None
    assert worth(told, answer.not_compared[0]) == "price unknown; below $8,050 it would be the cheaper way"
    assert sentences(told, answer, str)[0] == (
        "If course cost less than $8,050 (its price is not in our data), "
        "taking application and it instead of degree would be cheaper."
    )


def test_unknown_prices_that_hang_on_one_another_have_no_limit_of_their_own() -> None:
    unknown = [Achievement(id, routes=(Route("0", cost=None),)) for id in ("course", "exam")]
    goal = thing("goal", Cost.known(0), AnyOf((Achieved("degree"), asked("course", "exam"))))
    answer, told = found(goal, DEGREE, *unknown)

    assert (told.turns, told.complete) == ((), True)
    assert [worth(told, way) for way in answer.not_compared] == [
        "price unknown, as is another on that way; by it, the whole would be at least $0"
    ] * 2


def test_unknown_price_that_is_paid_again_counts_each_time() -> None:
    """Two years of work need the card three times: $300 a card, and the diploma is as dear."""
    card = Achievement("card", routes=(Route("0", cost=None),), valid_weeks=40_000)
    work = Achievement("work", routes=(Route("0", asked("card"), weeks=104_000),))
    use = Achievement("use", routes=(Route("0", asked("card", "work")),))
    goal = thing("goal", Cost.known(0), AnyOf((Achieved("diploma"), Achieved("use"))))
    _, told = found(goal, card, work, use, thing("diploma", Cost.known(90_000)))

    assert [(turn.way, turn.limit) for turn in told.turns] == [(("card", "0"), 30_000)]


def test_prices_turn_where_steps_start_together_or_on_days_of_their_own() -> None:
    """The lecture asks for the practice beside it; the evening class is over before one can begin."""
    lecture = thing("lecture", Cost(10_000, 20_000, 60_000), Together("practice"))
    practice = thing("practice", Cost.known(10_000), Together("lecture"))
    either = thing("goal", Cost.known(0), AnyOf((asked("lecture", "practice"), Achieved("diploma"))))
    _, together = found(either, lecture, practice, thing("diploma", Cost.known(50_000)))
    over = Route("0", cost=Cost.known(30_000), valid_through=date(2026, 1, 1))
    dated = [Achievement("evening", routes=(over,)), thing("diploma", Cost.known(930_000))]
    goal = thing("goal", Cost.known(0), AnyOf(tuple(map(Achieved, ("degree", "diploma", "evening")))))
    planner = Planner.of(Catalog.of([goal, DEGREE, *dated]))
    later = planner.answer(Question("goal", timetable=Timetable(start=date(2027, 1, 4))))

    assert [(turn.way, turn.limit, turn.rising) for turn in together.turns] == [(("lecture", "0"), 40_000, True)]
    assert [(turn.way, turn.limit) for turn in sensitivity(planner, later).turns] == [(("degree", "0"), 930_000)]


def test_hours_of_a_week_and_one_job_at_a_time_leave_prices_as_they_are() -> None:
    planner = Planner.of(Catalog.of([GOAL, DEGREE, thing("diploma", Cost.known(930_000))]))
    answer = planner.answer(Question("goal", timetable=Timetable(10_000)))

    assert [turn.limit for turn in sensitivity(planner, answer).turns] == [930_000]


def test_a_figure_that_a_rival_pays_twice_and_the_plan_once_is_moved_down() -> None:
    once, figure = Cost.known(100), Cost(0, 100, 900)
    either = AnyOf((Achieved("known"), Achieved("twin")))
    goal = Achievement("goal", routes=(Route("0", either, figure, tariff="tuition"),))
    twin = Achievement("twin", routes=(Route("0", cost=figure, tariff="tuition"),))
    planner = Planner.of(Catalog.of([goal, twin, Achievement("known", routes=(Route("0", cost=once),))]))
    answer = planner.answer(Question("goal"))

    assert answer.plan is not None
    assert [step.achievement for step in answer.plan.steps] == ["known", "goal"]
    assert choice_could_change(planner, answer) == ("twin", "goal")
    assert [(turn.limit, turn.rising, turn.then) for turn in sensitivity(planner, answer).turns] == [
        (100, False, ("twin", "goal"))
    ]


def test_what_is_not_proved_has_no_price_moved(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there are too many schedules to look at, a plan is not claimed to be the cheapest."""
    monkeypatch.setattr(arrangement, "MOST_MOMENTS", 0)
    card = Achievement("card", routes=(Route("0", cost=Cost.known(100)),), valid_weeks=40_000)
    work = Achievement("work", routes=(Route("0", AllOf((Achieved("card"), Concurrent("talk"))), weeks=104_000),))
    use = thing("use", Cost.known(0), asked("card", "work"))
    goal = thing("goal", Cost.known(0), AnyOf((Achieved("degree"), Achieved("use"))))
    answer, told = found(goal, DEGREE, card, work, use, thing("talk", Cost.known(0)))

    assert (told.turns, told.hindrance) == ((), "unproved")
    assert sentences(told, answer, str) == [
        "This way is not proved to be the cheapest at the prices as they are, so none was moved."
    ]
