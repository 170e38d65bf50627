"""A broken plan of every kind is caught: each answer here is right but for one thing."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from chartway.catalog import FREE, Achievement, Catalog, Cost, Route
from chartway.errors import BrokenPlanError
from chartway.pathway import Planner
from chartway.plan import Answer, Plan, Proof, Question, Step, Upkeep
from chartway.replay import replay
from chartway.requirement import NOTHING, Achieved, AllOf, Concurrent, Requirement, Together
from chartway.timetable import Timetable

CATALOG = Catalog.of(
    [
        Achievement("A", routes=(Route("0", cost=Cost(100, 200, 300), weeks=2000), Route("1", weeks=5000, cost=None))),
        Achievement("B", routes=(Route("0", Achieved("A"), Cost.known(50), 1000),)),
        Achievement("C", implies=frozenset({"D"}), routes=(Route("0", cost=Cost.known(5)),)),
        Achievement("D"),
        Achievement("GOAL", routes=(Route("0", AllOf((Achieved("B"), Achieved("D"), Achieved("held")))),)),
        Achievement("held"),
    ]
)
ANSWER = Planner.of(CATALOG).answer(Question("GOAL", frozenset({"held"})))


def plan_of(answer: Answer) -> Plan:
    assert answer.plan is not None
    return answer.plan


def place(id: str) -> int:
    return [step.achievement for step in plan_of(ANSWER).steps].index(id)


def with_step(id: str, **changes: Any) -> Answer:  # noqa: ANN401 - the fields of a step
    steps = list(plan_of(ANSWER).steps)
    steps[place(id)] = replace(steps[place(id)], **changes)
    return replace(ANSWER, plan=replace(plan_of(ANSWER), steps=tuple(steps)))


def without(id: str) -> Answer:
    steps = tuple(step for step in plan_of(ANSWER).steps if step.achievement != id)
    return replace(ANSWER, plan=replace(plan_of(ANSWER), steps=steps))


def twice(id: str) -> Answer:
    steps = plan_of(ANSWER).steps
    return replace(ANSWER, plan=replace(plan_of(ANSWER), steps=(*steps, steps[place(id)])))


def backwards() -> Answer:
    return replace(ANSWER, plan=replace(plan_of(ANSWER), steps=plan_of(ANSWER).steps[::-1]))


def with_proof(**changes: Any) -> Answer:  # noqa: ANN401 - the fields of a proof
    assert ANSWER.proof is not None
    return replace(ANSWER, proof=replace(ANSWER.proof, **changes))


def test_the_answer_itself_is_right() -> None:
    replay(CATALOG, ANSWER)

    assert ANSWER.status == "optimal"
    assert {step.achievement for step in plan_of(ANSWER).steps} == {"A", "B", "C", "GOAL"}


def test_an_answer_without_a_plan_claims_nothing() -> None:
    replay(CATALOG, Answer(Question("GOAL"), "unreachable"))


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (lambda: without("GOAL"), "ends without GOAL"),
        (lambda: without("A"), "B starts before what it requires"),
        (lambda: without("C"), "GOAL starts before what it requires"),
        (lambda: twice("A"), "A is earned twice"),
        (backwards, "starts before what it requires"),
        (lambda: with_step("A", route="9"), "A has no route 9"),
        (lambda: with_step("A", route="1"), "does not take the time"),
        (lambda: with_step("A", finish=1000), "does not take the time"),
        (lambda: with_step("A", start=-2000, finish=0), "does not take the time"),
        (lambda: with_step("A", start=1, finish=2001), "B starts before what it requires"),
        (lambda: with_step("B", start=1999, finish=2999), "B starts before what it requires"),
        (lambda: with_step("GOAL", start=3001, finish=3001), "not reached when the plan says"),
        (lambda: with_step("A", cost=Cost.known(200)), "does not cost"),
        (lambda: with_step("A", cost=None), "does not cost"),
        (lambda: replace(ANSWER, plan=replace(plan_of(ANSWER), weeks=2999)), "not reached when the plan says"),
        (lambda: replace(ANSWER, question=Question("GOAL")), "GOAL starts before what it requires"),
        (lambda: replace(ANSWER, proof=None), "no proof"),
        (lambda: with_proof(cost=256), "contradict"),
        (lambda: with_proof(cost=254), "contradict"),
        (lambda: with_proof(weeks=3001), "contradict"),
        (lambda: with_proof(weeks=2999), "contradict"),
        (lambda: with_proof(steps=5), "contradict"),
        (lambda: with_proof(steps=3), "contradict"),
        (lambda: with_proof(cost=256, cost_proved=False), "contradict"),
    ],
)
def test_a_broken_plan_is_caught(broken: Callable[[], Answer], said: str) -> None:
    with pytest.raises(BrokenPlanError, match=said):
        replay(CATALOG, broken())


def test_a_lower_bound_that_claims_less_is_no_fault() -> None:
    replay(CATALOG, with_proof(cost=254, cost_proved=False))


def test_steps_of_no_time_cannot_support_each_other() -> None:
    egg = Achievement("egg", routes=(Route("0", Achieved("hen")),))
    hen = Achievement("hen", routes=(Route("0", Achieved("egg")),))
    catalog = Catalog.of([egg, hen, Achievement("free", routes=(Route("0"),))])
    free = plan_of(Planner.of(catalog).answer(Question("free"))).steps[0]
    steps = tuple(replace(free, achievement=id) for id in ("egg", "hen"))

    with pytest.raises(BrokenPlanError, match="egg starts before"):
        replay(catalog, Answer(Question("hen"), "optimal", Plan(steps, 0)))


COURSE = Achievement("course", kind="course", routes=(Route("0", weeks=2000, hours_per_week=6000),))
WORKSHOP = Achievement(
    "workshop", routes=(Route("0", weeks=2000, hours_per_week=6000, valid_through=date(2027, 2, 1)),)
)
JOBS = [Achievement(id, kind="experience", routes=(Route("0", weeks=2000),)) for id in ("coding", "data")]
BUSY = Catalog.of(
    [
        *(COURSE, WORKSHOP, *JOBS),
        Achievement("both", routes=(Route("0", AllOf((Achieved("course"), Achieved("workshop")))),)),
        Achievement("jobs", routes=(Route("0", AllOf((Achieved("coding"), Achieved("data")))),)),
    ]
)
WEEKS = Timetable(10_000, date(2027, 1, 4), ((1, 15),))


@pytest.mark.parametrize(
    ("goal", "moved", "said"),
    [
        ("both", {"workshop": 1600}, "not the hours"),
        ("both", {"course": 1}, "when no term begins"),
        ("both", {"workshop": 5000}, "workshop cannot be begun on 2027-02-08"),
        ("jobs", {"coding": 0, "data": 1999}, "two jobs at once"),
    ],
)
def test_a_plan_beyond_its_timetable_is_caught(goal: str, moved: dict[str, int], said: str) -> None:
    answer = Planner.of(BUSY).answer(Question(goal, timetable=WEEKS))
    steps = [
        replace(step, start=moved[step.achievement], finish=moved[step.achievement] + 2000)
        if step.achievement in moved
        else step
        for step in plan_of(answer).steps
    ]
    finish = max(step.finish for step in steps)
    steps = [replace(step, start=finish, finish=finish) if step.achievement == goal else step for step in steps]
    broken = replace(answer, plan=Plan(tuple(sorted(steps, key=lambda step: (step.finish, step.start))), finish))

    with pytest.raises(BrokenPlanError, match=said):
        replay(BUSY, broken)


# ---- co-requisites


def joint(*steps: tuple[str, int], **rules: Requirement) -> None:
    """Replays a plan of steps of no cost and one week each, or none where the name is small."""
    things = [Achievement(id, routes=(Route("0", rule, weeks=int(id.isupper())),)) for id, rule in rules.items()]
    taken = tuple(Step(id, "0", start, start + int(id.isupper()), FREE) for id, start in steps)
    goal, start = steps[-1]
    weeks = start + int(goal.isupper())
    proof = Proof(0, weeks, len(steps), cost_proved=True, weeks_proved=True, steps_proved=True)
    replay(Catalog.of(things), Answer(Question(goal), "optimal", Plan(taken, weeks), proof))


def test_co_requisites_start_jointly_whichever_is_listed_first() -> None:
    both: dict[str, Requirement] = {"A": Concurrent("B"), "B": Together("A")}

    joint(("A", 0), ("B", 0), **both)
    joint(("B", 0), ("A", 0), **both)


@pytest.mark.parametrize(
    ("timing", "lesson", "laboratory", "said"),
    [
        (Concurrent("laboratory"), 10, 0, ""),
        (Concurrent("laboratory"), 0, 0, "there are not the hours"),
        (Concurrent("laboratory"), 0, 10, "lesson starts before what it requires"),
        (Together("laboratory"), 10, 0, "starts before what it requires, or not together with it"),
        (Together("laboratory"), 0, 0, "there are not the hours"),
    ],
)
def test_co_requisites_are_checked_within_the_hours_of_a_week(
    timing: Requirement, lesson: int, laboratory: int, said: str
) -> None:
    rules: dict[str, Requirement] = {"lesson": timing, "laboratory": NOTHING}
    ways = {id: Route("0", rule, weeks=10, hours_per_week=6000) for id, rule in rules.items()}
    both = AllOf((Achieved("lesson"), Achieved("laboratory")))
    things = [
        *(Achievement(id, routes=(way,)) for id, way in ways.items()),
        Achievement("goal", routes=(Route("0", both),)),
    ]
    weeks = max(lesson, laboratory) + 10
    steps = [Step("lesson", "0", lesson, lesson + 10, FREE), Step("laboratory", "0", laboratory, laboratory + 10, FREE)]
    plan = Plan((*sorted(steps, key=lambda step: step.start), Step("goal", "0", weeks, weeks, FREE)), weeks)
    proof = Proof(0, weeks, 3, cost_proved=True, weeks_proved=True, steps_proved=True)
    answer = Answer(Question("goal", timetable=Timetable(6000)), "optimal", plan, proof)
    with pytest.raises(BrokenPlanError, match=said) if said else nullcontext():
        replay(Catalog.of(things), answer)


def test_one_may_wait_for_the_other_at_the_same_moment() -> None:
    """B could start before the examination, but starts after it, with A."""
    rules: dict[str, Requirement] = {"A": AllOf((Together("B"), Achieved("exam"))), "B": NOTHING, "exam": NOTHING}

    joint(("exam", 0), ("B", 0), ("A", 0), **rules)
    joint(("B", 0), ("exam", 0), ("A", 0), **rules)


@pytest.mark.parametrize(
    ("steps", "rules"),
    [
        ([("A", 0), ("B", 1)], {"A": Concurrent("B"), "B": NOTHING}),
        ([("B", 0), ("A", 1)], {"A": Together("B"), "B": NOTHING}),
        ([("B", 0), ("A", 1)], {"A": Concurrent("B"), "B": Concurrent("A")}),
        ([("a", 0), ("b", 0)], {"a": Concurrent("b"), "b": Achieved("a")}),
        ([("b", 0), ("a", 0)], {"a": Together("b"), "b": Achieved("a")}),
        (
            [("b", 0), ("c", 0), ("a", 0)],
            {"a": AllOf((Together("b"), Achieved("c"))), "b": NOTHING, "c": Achieved("b")},
        ),
        ([("a", 0)], {"a": Concurrent("a")}),
        ([("B", 0), ("exam", 0)], {"B": Achieved("exam"), "exam": NOTHING}),
    ],
)
def test_what_does_not_start_with_its_co_requisite_is_caught(
    steps: list[tuple[str, int]], rules: dict[str, Requirement]
) -> None:
    with pytest.raises(BrokenPlanError, match="starts before what it requires"):
        joint(*steps, **rules)


# ---- what lapses

CARD = Achievement("card", routes=(Route("0", cost=Cost.known(100)),), valid_weeks=52_000)
WORK = Achievement("work", routes=(Route("0", Achieved("card"), weeks=60_000),))
EXAM = Achievement("exam", routes=(Route("0", AllOf((Achieved("card"), Achieved("work")))),))
LAPSING = Catalog.of([CARD, WORK, EXAM])
RENEWED = Planner.of(LAPSING).answer(Question("exam"))


def with_upkeep(*upkeep: Upkeep) -> Answer:
    return replace(RENEWED, plan=replace(plan_of(RENEWED), upkeep=upkeep))


def test_a_plan_with_its_renewals_is_right() -> None:
    replay(LAPSING, RENEWED)

    assert plan_of(RENEWED).upkeep == (Upkeep("card", 1, 52_000, Cost.known(100)),)


@pytest.mark.parametrize(
    ("upkeep", "said"),
    [
        ((), "exam starts when what it requires has lapsed"),
        ((Upkeep("card", 0, 52_000, Cost.known(100)),), "card is renewed in a way that is none"),
        ((Upkeep("work", 1, 52_000, Cost.known(100)),), "work is not renewed as often"),
        ((Upkeep("other", 1, 52_000, Cost.known(100)),), "other is renewed in a way that is none"),
        ((Upkeep("card", 1, 60_000, Cost.known(100)),), "card is not renewed as often"),
        ((Upkeep("card", 1, 52_000, Cost.known(90)),), "card is not renewed as often"),
        ((Upkeep("card", 1, 52_000, None),), "card is not renewed as often"),
        ((Upkeep("card", 1, 52_000, Cost.known(100), counted=False),), "card is renewed in a way that is none"),
        ((Upkeep("card", 1, 52_000, Cost.known(100)),) * 2, "card is renewed in a way that is none"),
        ((Upkeep("card", 2, 52_000, Cost.known(100)),), "contradict"),
    ],
)
def test_a_wrong_account_of_renewals_is_caught(upkeep: tuple[Upkeep, ...], said: str) -> None:
    with pytest.raises(BrokenPlanError, match=said):
        replay(LAPSING, with_upkeep(*upkeep))
