"""What lapses is renewed while it is needed; a membership is joined when it is first needed, not before."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from chartway.alternative import alternatives
from chartway.catalog import FREE, JOB, Achievement, Catalog, Cost, Route
from chartway.catalog_json import from_json
from chartway.pathway import Planner
from chartway.plan import Answer, Question
from chartway.report.graph import table
from chartway.requirement import NOTHING, Achieved, AllOf, AnyOf, Concurrent, Requirement, Together
from chartway.sensitivity import choice_could_change
from chartway.timetable import Timetable
from chartway.trade_off import trade_off


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


# ---- what lapses

WEEK = 1000


def thing(
    id: str,
    *needs: str,
    cost: int | None = 0,
    weeks: int = 0,
    valid: int | None = None,
    requires: Requirement | None = None,
    **keys: Any,  # noqa: ANN401 - the fields of a route
) -> Achievement:
    requires = requires or AllOf(tuple(map(Achieved, needs)))
    price = None if cost is None else Cost.known(cost * 100)
    way = Route("0", requires, price, weeks * WEEK, **keys)
    return Achievement(id, routes=(way,), valid_weeks=None if valid is None else valid * WEEK)


def asked(*things: Achievement, **keys: Any) -> Answer:  # noqa: ANN401 - the fields of a question
    return Planner.of(Catalog.of(things)).answer(Question("GOAL", **keys))


def renewed(answer: Answer) -> dict[str, int]:
    assert answer.plan is not None
    return {due.achievement: due.times for due in answer.plan.upkeep}


def dollars(answer: Answer) -> float:
    assert answer.plan is not None
    return answer.plan.cost.typical / 100


def career(weeks: int, valid: int = 52, dues: int | None = 100) -> tuple[Achievement, ...]:
    """A card that work begins with, and that the goal after it still asks for."""
    card = thing("card", cost=dues, valid=valid)
    return card, thing("work", "card", weeks=weeks), thing("GOAL", "card", "work", cost=10)


@pytest.mark.parametrize(("weeks", "times"), [(51, 0), (52, 1), (103, 1), (104, 2)])
def test_what_is_needed_when_it_has_lapsed_is_renewed_and_paid_again(weeks: int, times: int) -> None:
    answer = asked(*career(weeks))

    assert renewed(answer) == ({"card": times} if times else {})
    assert dollars(answer) == 110 + 100 * times
    assert answer.status == "optimal"


def test_no_renewal_where_another_way_costs_less_in_all() -> None:
    """The work without a card takes no longer and costs 60 more; the card is then needed at the end alone."""
    card, work, goal = career(60)
    work = Achievement("work", routes=(*work.routes, Route("dear", NOTHING, Cost.known(6_000), 60 * WEEK)))
    answer = asked(card, work, goal)

    assert (dollars(answer), renewed(answer), answer.status) == (170, {}, "optimal")
    assert answer.plan is not None
    assert [(step.achievement, step.start) for step in answer.plan.steps if step.achievement == "card"] == [
        ("card", 60 * WEEK)
    ]


def test_something_more_is_taken_where_it_saves_a_renewal() -> None:
    """A badge that is only had in the end stands in for the card, and costs less than the card's renewal."""
    either = AllOf((AnyOf((Achieved("card"), Achieved("badge"))), Achieved("work")))
    card, work, _ = career(60)
    answer = asked(card, work, thing("badge", "work", cost=70), thing("GOAL", requires=either))

    assert (dollars(answer), renewed(answer), answer.status) == (170, {}, "optimal")


def test_what_is_held_at_the_outset_is_kept_valid_by_the_person() -> None:
    assert renewed(asked(*career(200), held=frozenset({"card"}))) == {}


def test_what_comes_with_something_lasts_as_long_as_that() -> None:
    _, work, goal = career(60)
    card = Achievement("card", valid_weeks=WEEK)
    for_good = Achievement("pass", routes=(Route("0", cost=Cost.known(100)),), implies=frozenset({"card"}))
    for_a_year = Achievement(
        "pass", routes=(Route("0", cost=Cost.known(100)),), implies=frozenset({"card"}), valid_weeks=52 * WEEK
    )

    assert renewed(asked(card, for_good, work, goal)) == {}
    assert renewed(asked(card, for_a_year, work, goal)) == {"pass": 1}


def test_a_renewal_of_unknown_price_counts_as_another_unknown_price() -> None:
    answer = asked(*career(60, dues=None))

    assert answer.plan is not None
    assert answer.plan.unknowns == 2
    assert answer.plan.unknown_costs == ("card",)
    assert answer.to_json()["upkeep"][0]["cost"] is None


def test_what_lapses_begins_as_late_as_it_helps_and_moves_nothing_else() -> None:
    """The test result has to last to the end, and asks for a card that is needed at the outset, too."""
    answer = asked(
        thing("card", cost=100, valid=52),
        thing("course", "card", weeks=100),
        thing("test", "card", cost=100, valid=52),
        thing("GOAL", "course", "test"),
    )

    assert renewed(answer) == {}
    assert answer.plan is not None
    starts = {step.achievement: step.start for step in answer.plan.steps}
    assert starts == {"card": 0, "course": 0, "test": 52 * WEEK - 1, "GOAL": 100 * WEEK}


def test_a_co_requisite_must_not_have_lapsed_either() -> None:
    card = thing("card", cost=100, valid=52)
    exam = thing("GOAL", requires=AllOf((Concurrent("card"), Achieved("work"))))
    answer = asked(card, thing("work", "card", weeks=60), exam)

    assert renewed(answer) == {"card": 1}
    assert answer.status == "optimal"
    assert answer.proof is not None
    assert (answer.proof.cost, answer.proof.cost_proved) == (20_000, True)


def test_within_the_hours_of_a_week_what_comes_first_is_chosen_so_that_it_spares_a_renewal() -> None:
    """The other study first: then the card is not needed before the second half."""
    plan = (*career(10, valid=15), thing("other", weeks=10, hours_per_week=10 * WEEK))
    card, _, _, other = plan
    work = thing("work", "card", weeks=10, hours_per_week=10 * WEEK)
    exam = thing("exam", "card", "other", "work")
    things = (card, work, other, exam, thing("GOAL", "exam"))
    hours = Timetable(10 * WEEK)

    assert (renewed(asked(*things)), asked(*things).status) == ({}, "optimal")
    answer = asked(*things, timetable=hours)
    assert answer.plan is not None
    starts = {step.achievement: step.start for step in answer.plan.steps}
    assert (renewed(answer), starts["other"], starts["work"]) == ({}, 0, 10 * WEEK)
    assert (answer.status, answer.plan.weeks) == ("optimal", 20 * WEEK)


def test_of_two_jobs_the_one_comes_first_that_spares_a_renewal() -> None:
    """One of them asks for the card, as does the goal: second, it is begun ten weeks before the goal."""
    jobs = [
        Achievement(id, routes=(Route("0", requires, FREE, 10 * WEEK, exclusive=JOB),))
        for id, requires in (("clerk", Achieved("card")), ("porter", NOTHING))
    ]
    answer = asked(thing("card", cost=100, valid=15), *jobs, thing("GOAL", "card", "clerk", "porter"))

    assert answer.plan is not None
    starts = {step.achievement: step.start for step in answer.plan.steps}
    assert (renewed(answer), starts["porter"], starts["clerk"]) == ({}, 0, 10 * WEEK)
    assert answer.status == "optimal"


def test_nobody_waits_for_the_sake_of_dues() -> None:
    """The work could begin later without the goal being late, and the card be had for less: but why wait?"""
    card, work, _ = career(40)
    exam = thing("GOAL", "card", "work", "other")
    answer = asked(card, work, thing("other", weeks=100), exam, timetable=Timetable(start=date(2027, 1, 4)))

    assert renewed(answer) == {"card": 1}
    assert answer.status == "optimal"


def test_nothing_is_taken_to_put_others_off() -> None:
    """A job that is of no use would put the work off until the card need not be renewed, for nothing."""
    card, work, _ = career(10, valid=15)
    job = Route("0", Achieved("card"), FREE, 10 * WEEK, exclusive=JOB)
    idle = Achievement("idle", routes=(replace(job, requires=NOTHING),))
    other = thing("other", weeks=20)
    either = AnyOf((Achieved("other"), Achieved("idle")))
    wanted = AllOf((Achieved("card"), Achieved("work"), either, Achieved("other")))
    answer = asked(card, replace(work, routes=(job,)), idle, other, thing("GOAL", requires=wanted))

    assert renewed(answer) == {"card": 1}
    assert answer.plan is not None
    assert "idle" not in {step.achievement for step in answer.plan.steps}


@pytest.mark.parametrize("timetable", [Timetable(), Timetable(start=date(2027, 1, 4))])
def test_a_budget_is_kept_to_with_renewals_or_said_to_be_broken(timetable: Timetable) -> None:
    card, work, goal = career(60)
    dear = Achievement("work", routes=(*work.routes, Route("dear", NOTHING, Cost.known(20_000), 40 * WEEK)))

    assert asked(card, work, goal, budget=21_000, timetable=timetable).status == "optimal"
    assert asked(card, work, goal, budget=20_999, timetable=timetable).status == "over-budget"
    sooner = asked(card, dear, goal, prefer="fastest", budget=30_999, timetable=timetable)
    assert (dollars(sooner), sooner.status) == (210, "optimal")
    assert dollars(asked(card, dear, goal, prefer="fastest", budget=31_000, timetable=timetable)) == 310


def test_trade_off_counts_renewals() -> None:
    """By the long way the card is renewed; so the short one, which costs 50 more, is as cheap and sooner."""
    card, _, goal = career(60)
    ways = (
        Route("long", Achieved("card"), FREE, 60 * WEEK),
        Route("short", Achieved("card"), Cost.known(5_000), 40 * WEEK),
    )
    planner = Planner.of(Catalog.of([card, Achievement("work", routes=ways), goal]))
    found = trade_off(planner, Question("GOAL"))

    assert [(point.plan.cost.typical, point.plan.weeks) for point in found.points if point.plan] == [
        (16_000, 40 * WEEK)
    ]
    dated = trade_off(planner, Question("GOAL", timetable=Timetable(start=date(2027, 1, 4))))
    assert dated.complete
    assert [point.plan.weeks for point in dated.points if point.plan] == [40 * WEEK]


def test_alternatives_are_compared_with_their_renewals() -> None:
    card, work, goal = career(60)
    work = Achievement("work", routes=(Route("dear", NOTHING, Cost.known(30_000), 60 * WEEK), *work.routes))
    exam = thing("GOAL", requires=AnyOf((AllOf((Achieved("card"), Achieved("work"))), Achieved("other"))), cost=10)
    planner = Planner.of(Catalog.of([card, work, exam, thing("other", cost=150, weeks=70)]))
    answer = planner.answer(Question("GOAL"))
    (other,) = alternatives(planner, answer, 1).found

    assert dollars(answer) == 160
    assert (dollars(other.answer), renewed(other.answer), other.dearer) == (210, {"card": 1}, 5_000)
    assert goal.id == "GOAL"


def test_other_prices_within_the_ranges_are_compared_with_renewals() -> None:
    """The card's dues are paid twice, so that even at its least the other way is not cheaper."""
    card, work, _ = career(60)
    exam = thing("GOAL", requires=AnyOf((AllOf((Achieved("card"), Achieved("work"))), Achieved("other"))))
    other = Achievement("other", routes=(Route("0", cost=Cost(14_000, 15_000, 19_900)),))
    planner = Planner.of(Catalog.of([card, work, exam, other]))

    assert choice_could_change(planner, planner.answer(Question("GOAL"))) is None


# ---- how it is told

GRAPH = {
    "format": "chartway-requirements/1",
    "achievements": [
        {"id": "card", "validWeeks": 52, "routes": [{"cost": [90, 100, 120]}]},
        {"id": "work", "routes": [{"requires": "card", "weeks": 110}]},
        {"id": "GOAL", "routes": [{"requires": {"all": ["card", "work"]}, "cost": 10}]},
    ],
}


def test_json_has_the_renewals_beside_the_steps_and_in_the_cost() -> None:
    answer = Planner.of(from_json(json.dumps(GRAPH), "graph")).answer(Question("GOAL"))
    found = answer.to_json()

    assert found["upkeep"] == [
        {"achievement": "card", "times": 2, "everyWeeks": 52, "cost": 100, "total": 200, "inCost": True}
    ]
    assert (found["cost"], found["costRange"], found["proved"]["cost"]) == (310, [280, 310, 370], True)
    assert sum(step["cost"] for step in found["steps"]) + found["upkeep"][0]["total"] == found["cost"]


def test_terminal_tells_the_renewals_below_a_price_that_has_them() -> None:
    catalog = from_json(json.dumps(GRAPH), "graph")
    told = table(catalog, Planner.of(catalog).answer(Question("GOAL")))

    assert "$310" in told
    assert "Upkeep meanwhile, in the price above: card is to be renewed twice (every year; ~$100 each time)." in told
    assert "Nothing cheaper (proved)." in told


def test_several_things_that_lapse_are_begun_when_they_are_needed() -> None:
    """What is needed at the end alone is not renewed from the beginning, though what comes between lapses, too."""
    week, price = 1_000, Cost.known(3)
    catalog = Catalog.of(
        [
            Achievement("first", routes=(Route("0", cost=price, weeks=week),), valid_weeks=week),
            Achievement("card", routes=(Route("0", cost=price),), valid_weeks=week),
            Achievement("work", routes=(Route("0", Achieved("first"), price, 3 * week),), valid_weeks=week),
            Achievement(
                "goal",
                routes=(Route("0", AllOf(tuple(map(Achieved, ("work", "first", "card")))), Cost.known(6), week),),
            ),
        ]
    )
    answer = Planner.of(catalog).answer(Question("goal"))

    assert answer.status == "optimal"
    assert answer.plan is not None
    assert answer.plan.cost.typical == 24
    assert [(due.achievement, due.times) for due in answer.plan.upkeep] == [("first", 3)]
