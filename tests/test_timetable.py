"""Plans that fit a person's weeks: hours, jobs, days, in the core and on every surface."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from chartway import pace
from chartway.alternative import alternatives
from chartway.catalog import JOB, Achievement, Catalog, Cost, Route
from chartway.cli import main
from chartway.errors import OptionError
from chartway.pathway import Planner
from chartway.plan import Answer, Preference, Question
from chartway.report.trade_off import sentences
from chartway.requirement import Achieved, AllOf, AnyOf, Concurrent, Requirement, SumOf, Together
from chartway.timetable import Timetable
from chartway.trade_off import trade_off


def catalog(*ways: Achievement) -> Catalog:
    """A goal that asks for all of these."""
    return Catalog.of([*ways, Achievement("GOAL", routes=(Route("0", AllOf(tuple(Achieved(w.id) for w in ways))),))])


def course(id: str, weeks: int, hours: int, **keys: Any) -> Achievement:  # noqa: ANN401 - what a route may say
    return Achievement(id, kind="course", routes=(Route("0", weeks=weeks * 1000, hours_per_week=hours * 1000, **keys),))


def job(id: str, weeks: int) -> Achievement:
    return Achievement(id, routes=(Route("0", weeks=weeks * 1000, hours_per_week=40_000, exclusive=JOB),))


def ask(here: Catalog, timetable: Timetable, prefer: Preference = "cheapest") -> Answer:
    return Planner.of(here).answer(Question("GOAL", prefer=prefer, timetable=timetable))


def weeks(answer: Answer) -> float:
    assert answer.plan is not None
    return answer.plan.weeks / 1000


def days(answer: Answer) -> dict[str, str]:
    return {step["achievement"]: step["startDate"] for step in answer.to_json()["steps"]}


def test_courses_wait_for_hours() -> None:
    here = catalog(course("a", 10, 6), course("b", 10, 6), course("c", 10, 6))

    assert [weeks(ask(here, Timetable(hours * 1000))) for hours in (6, 12, 18)] == [30, 20, 10]
    assert weeks(ask(here, Timetable())) == 10


@pytest.mark.parametrize("prefer", ["cheapest", "fastest", "fewest"])
def test_one_has_one_job_at_a_time_whatever_is_preferred(prefer: Preference) -> None:
    answer = ask(catalog(job("a", 26), job("b", 52)), Timetable(), prefer)

    assert (weeks(answer), answer.status) == (78, "optimal")


def test_experience_is_a_job_and_a_job_takes_no_hours_of_study() -> None:
    coding = Achievement("coding", kind="experience", routes=(Route("0", weeks=26_000, hours_per_week=40_000),))

    assert weeks(ask(catalog(coding, course("a", 10, 6)), Timetable(6000))) == 26
    assert weeks(ask(catalog(coding, job("data", 26)), Timetable(6000))) == 52


def test_the_fastest_way_is_another_one_with_few_hours() -> None:
    dense = Route("dense", weeks=5000, hours_per_week=18_000)
    light = Route("light", weeks=8000, hours_per_week=6000, cost=Cost.known(100))
    here = catalog(Achievement("a", kind="course", routes=(dense, light)), course("b", 8, 6))
    narrow, wide = ask(here, Timetable(18_000), "fastest"), ask(here, Timetable(24_000), "fastest")

    assert (weeks(narrow), narrow.status) == (8, "optimal")
    assert narrow.plan is not None
    assert {step.route for step in narrow.plan.steps if step.achievement == "a"} == {"light"}
    assert (weeks(wide), wide.status) == (8, "optimal")
    assert wide.plan is not None
    assert {step.route for step in wide.plan.steps if step.achievement == "a"} == {"dense"}


def test_what_takes_more_hours_than_there_are_is_named() -> None:
    answer = ask(catalog(course("a", 10, 12)), Timetable(10_000))

    assert answer.status == "unreachable"
    assert [(one.achievement, one.route.id) for one in answer.ruled_out] == [("a", "0")]
    assert answer.to_json()["ruledOut"][0]["hoursPerWeek"] == 12


def test_courses_begin_with_a_term() -> None:
    here = catalog(course("a", 15, 6), course("b", 15, 6))
    answer = ask(here, Timetable(10_000, date(2027, 1, 4), ((1, 15), (8, 25))))

    assert sorted(days(answer).values())[:2] == ["2027-01-15", "2027-08-25"]


def test_a_term_that_ends_as_another_begins_leaves_no_gap() -> None:
    here = catalog(course("a", 5, 6), course("b", 5, 6))
    answer = ask(here, Timetable(6000, date(2027, 1, 4), ((1, 4), (2, 8))))

    assert (sorted(days(answer).values())[:2], weeks(answer)) == (["2027-01-04", "2027-02-08"], 10)


def test_what_is_offered_for_a_while_is_begun_while_it_is() -> None:
    here = catalog(course("a", 5, 6), course("b", 5, 6, valid_from=date(2027, 1, 4), valid_through=date(2027, 1, 10)))

    assert days(ask(here, Timetable(6000, date(2027, 1, 4))))["b"] == "2027-01-04"


def test_no_plan_where_all_is_over_in_time() -> None:
    over = course("a", 5, 6, valid_through=date(2026, 12, 31))
    short = {"valid_through": date(2027, 1, 10)}
    late = catalog(course("a", 5, 6, **short), course("b", 5, 6, **short))

    assert ask(catalog(over), Timetable(start=date(2027, 1, 4))).ruled_out[0].achievement == "a"
    assert ask(late, Timetable(6000, date(2027, 1, 4))).status == "unreachable"
    assert ask(late, Timetable(12_000, date(2027, 1, 4))).status == "optimal"


def test_days_without_a_first_day_are_refused() -> None:
    with pytest.raises(OptionError, match="say when you start"):
        ask(catalog(course("a", 5, 6, valid_from=date(2027, 1, 4))), Timetable())
    with pytest.raises(OptionError, match="say when you start"):
        ask(catalog(course("a", 5, 6)), Timetable(terms=((1, 15),)))

    elsewhere = Catalog.of([course("GOAL", 5, 6), course("a", 5, 6, valid_from=date(2027, 1, 4))])
    assert ask(elsewhere, Timetable()).status == "optimal"


def test_a_plan_far_beyond_the_calendar_has_no_traceback() -> None:
    here = catalog(course("a", 10**9, 6), course("b", 10**9, 6))

    assert ask(here, Timetable(6000, date(2027, 1, 4), ((1, 15),))).status == "unreachable"
    assert days(ask(here, Timetable(6000, date(2027, 1, 4))))["b"] == "9999-12-31"


# ---- on the surfaces


@pytest.fixture
def own(tmp_path: Path) -> Path:
    routes = {"A": {"weeks": 15, "hoursPerWeek": 9}, "B": {"weeks": 15, "hoursPerWeek": 9}}
    things = [{"id": id, "kind": "course", "routes": [route]} for id, route in routes.items()]
    goal = {"id": "GOAL", "routes": [{"requires": {"all": ["A", "B"]}}]}
    path = tmp_path / "own.json"
    path.write_text(json.dumps({"format": "chartway-requirements/1", "achievements": [*things, goal]}))
    return path


DATED = ["--study-hours", "10", "--start", "2027-01-04", "--terms", "01-15,08-25"]


def test_json_of_a_file_has_hours_and_days(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pathway", "GOAL", "--requirements", str(own), *DATED, "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)

    assert (found["studyHours"], found["startDate"], found["terms"]) == (10, "2027-01-04", ["01-15", "08-25"])
    assert [(step["startDate"], step["finishDate"]) for step in found["steps"]] == [
        ("2027-01-15", "2027-04-30"),
        ("2027-08-25", "2027-12-08"),
        ("2027-12-08", "2027-12-08"),
    ]


def test_a_table_has_months_of_the_year(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pathway", "GOAL", "--requirements", str(own), *DATED]) == 0
    printed = capsys.readouterr().out

    assert "January 2027 – April 2027" in printed
    assert "Reckoned with 10 hours of study a week" in printed


def test_a_report_has_dates_on_its_time_line(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", "GOAL", "--requirements", str(own), *DATED]) == 0
    page = capsys.readouterr().out

    assert "January 2027 – April 2027" in page
    assert "4 Jan 2027</text>" in page


def test_a_profile_says_the_same_as_options(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    profile = tmp_path / "me.toml"
    profile.write_text('study_hours = 13\nstart = 2027-01-04\nterms = ["01-15", "08-25"]\n')
    options = ["--study-hours", "13", "--start", "2027-01-04", "--terms", "01-15,08-25"]
    printed = []
    for given in (["--profile", str(profile)], options):
        assert main(["pathway", "CCA", *given, "--format", "json"]) == 0
        printed.append(capsys.readouterr().out)

    assert printed[0] == printed[1]
    assert json.loads(printed[0])["steps"][0]["startDate"] == "2027-01-15"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--study-hours", "0"], "is not a number of hours in a week"),
        (["--study-hours", "many"], "is not a number of hours in a week"),
        (["--start", "soon"], "'soon' is not a day, such as 2027-01-15"),
        (["--terms", "02-29", "--start", "2027-01-01"], "are not days of every year"),
        (["--terms", "01-15"], "say when you start with --start DATE"),
    ],
)
def test_faulty_options_are_told(options: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    try:
        code: object = main(["pathway", "CCA", *options])
    except SystemExit as stopped:
        code = stopped.code

    assert code == 2
    assert said in capsys.readouterr().err


def test_days_of_an_own_college_need_a_first_day(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    added = tmp_path / "college.json"
    route = {"weeks": 8, "hoursPerWeek": 6, "validThrough": "2027-06-30"}
    thing = {"id": "Coding camp", "kind": "course", "routes": [route]}
    added.write_text(json.dumps({"format": "chartway-requirements/1", "achievements": [thing]}))

    assert main(["pathway", "Coding camp", "--add", str(added)]) == 2
    assert "say when you start with --start DATE" in capsys.readouterr().err
    assert main(["next", "--add", str(added)]) == 2
    assert main(["pathway", "Coding camp", "--add", str(added), "--start", "2027-01-04"]) == 0
    assert main(["pathway", "Coding camp", "--add", str(added), "--start", "2027-07-01"]) == 1
    assert "Over before you could begin: Coding camp (through 30 June 2027)." in capsys.readouterr().out


# ---- beside co-requisites, sums, alternatives and the trade-off


def asking(requires: Requirement, *ways: Achievement) -> Catalog:
    """A goal that asks for this."""
    return Catalog.of([*ways, Achievement("GOAL", routes=(Route("0", requires),))])


def earned(answer: Answer) -> list[str]:
    return [step.achievement for step in answer.plan.steps] if answer.plan else []


def test_credits_are_added_up_in_a_schedule() -> None:
    courses = [course("a", 10, 6), course("b", 10, 6), course("c", 15, 6)]
    here = asking(SumOf(7, tuple(Achieved(one.id) for one in courses), (3, 3, 4)), *courses)

    assert weeks(ask(here, Timetable(6000), "fastest")) == 25
    assert weeks(ask(here, Timetable(12_000), "fastest")) == 15


def lesson_with(timing: Requirement) -> Catalog:
    lesson = Achievement("lesson", kind="course", routes=(Route("0", timing, weeks=10_000, hours_per_week=6000),))
    return asking(AllOf((Achieved("lesson"), Achieved("laboratory"))), lesson, course("laboratory", 10, 6))


@pytest.mark.parametrize("timing", [Concurrent("laboratory"), Together("laboratory")])
def test_co_requisites_that_fit_as_they_are_need_no_schedule(timing: Requirement) -> None:
    answer = ask(lesson_with(timing), Timetable(12_000, date(2027, 1, 4)))

    assert (weeks(answer), answer.status) == (10, "optimal")


def starts(answer: Answer) -> dict[str, int]:
    assert answer.plan is not None
    return {step.achievement: step.start for step in answer.plan.steps}


def test_a_co_requisite_begins_no_later_where_the_hours_are_for_one_at_a_time() -> None:
    answer = ask(lesson_with(Concurrent("laboratory")), Timetable(6000))

    assert (weeks(answer), answer.status) == (20, "optimal")
    assert starts(answer) == {"laboratory": 0, "lesson": 10_000, "GOAL": 20_000}


def test_what_starts_together_waits_for_the_hours_of_both() -> None:
    here = asking(
        AllOf((Achieved("lesson"), Achieved("laboratory"), Achieved("other"))),
        *lesson_with(Together("laboratory")).achievements.values(),
        course("other", 4, 9),
    )
    answer = ask(here, Timetable(14_000))

    assert (weeks(answer), answer.status) == (14, "optimal")
    assert starts(answer)["lesson"] == starts(answer)["laboratory"]


@pytest.mark.parametrize("prefer", ["cheapest", "fastest", "fewest"])
def test_what_starts_together_never_does_where_the_week_has_no_room_for_both(prefer: Preference) -> None:
    answer = ask(lesson_with(Together("laboratory")), Timetable(6000), prefer)

    assert (answer.plan, answer.status, answer.missing) == (None, "unreachable", ())


def test_jobs_that_are_co_requisites_are_done_one_after_the_other() -> None:
    """Nobody asked for hours or days; one has one job at a time all the same."""
    ward = Achievement("ward", routes=(Route("0", Concurrent("office"), weeks=26_000, exclusive=JOB),))
    answer = ask(asking(AllOf((Achieved("ward"), Achieved("office"))), ward, job("office", 52)), Timetable())

    assert (weeks(answer), answer.status) == (78, "optimal")
    assert starts(answer)["office"] < starts(answer)["ward"]


def test_mutual_co_requisites_begin_in_one_term() -> None:
    """The lecture could begin in January, the laboratory, which is after a course, only in August."""
    lecture = Achievement("lecture", kind="course", routes=(Route("0", Concurrent("laboratory"), weeks=15_000),))
    laboratory = Achievement(
        "laboratory",
        kind="course",
        routes=(Route("0", AllOf((Concurrent("lecture"), Achieved("first"))), weeks=15_000, hours_per_week=3000),),
    )
    here = catalog(lecture, laboratory, course("first", 10, 3))
    found = days(ask(here, Timetable(6000, date(2027, 1, 4), ((1, 15), (8, 25)))))

    assert (found["first"], found["lecture"], found["laboratory"]) == ("2027-01-15", "2027-08-25", "2027-08-25")


def test_a_co_requisite_may_be_finished_after_the_goal() -> None:
    here = asking(
        AllOf((Achieved("lesson"), Concurrent("practice"))), course("lesson", 10, 6), course("practice", 30, 6)
    )

    assert weeks(ask(here, Timetable(12_000), "fastest")) == 10
    assert starts(ask(here, Timetable(6000), "fastest")) == {"lesson": 0, "practice": 10_000, "GOAL": 10_000}


def test_ways_that_take_too_many_hours_stay_barred_where_steps_keep_together() -> None:
    """The exam must start with the lesson, which the week would let start before it: so cases are tried."""
    lesson = Achievement(
        "lesson",
        routes=(
            Route("dense", weeks=2000, hours_per_week=40_000),
            Route("slow", weeks=10_000, hours_per_week=6000),
        ),
    )
    exam = Achievement("exam", routes=(Route("0", AllOf((Together("lesson"), Achieved("first"))), weeks=1000),))
    here = asking(AllOf((Achieved("lesson"), Achieved("exam"))), lesson, exam, course("first", 3, 2))

    assert weeks(ask(here, Timetable(), "fastest")) == 5
    assert weeks(ask(here, Timetable(12_000), "fastest")) == 13


def dearer(one: Achievement, dollars: int) -> Achievement:
    (route,) = one.routes
    return Achievement(one.id, kind=one.kind, routes=(replace(route, cost=Cost.known(dollars * 100)),))


def test_alternatives_keep_to_the_timetable() -> None:
    ways = [dearer(course("slow", 20, 6), 10), dearer(course("dense", 5, 40), 20), dearer(course("fair", 10, 6), 30)]
    here = asking(AnyOf(tuple(Achieved(one.id) for one in ways)), *ways)
    answer = ask(here, Timetable(10_000))
    found = alternatives(Planner.of(here), answer, 3)

    assert earned(answer)[0] == "slow"
    assert [one.other.steps[0].achievement for one in found.found] == ["fair"]
    assert found.complete


def test_courses_of_other_hours_are_no_twins_within_a_timetable() -> None:
    """Both cost the same and take ten weeks; only who minds the hours tells them apart."""
    ways = [course("six hours", 10, 6), course("nine hours", 10, 9)]
    here = asking(AnyOf(tuple(Achieved(one.id) for one in ways)), *ways)

    def others(timetable: Timetable) -> int:
        return len(alternatives(Planner.of(here), ask(here, timetable), 3).found)

    assert [others(Timetable()), others(Timetable(10_000))] == [0, 1]


def points(here: Catalog, timetable: Timetable) -> list[tuple[int, float]]:
    """Dollars and weeks of each point of the trade-off, which is complete."""
    found = trade_off(Planner.of(here), Question("GOAL", timetable=timetable))

    assert found.complete
    return [(point.plan.cost.typical // 100, weeks(point)) for point in found.points if point.plan]


def test_a_trade_off_is_of_plans_that_fit_the_weeks() -> None:
    pair = AllOf((Achieved("a"), Achieved("b")))
    ways = [dearer(course("slow", 30, 6), 10), dearer(course("a", 10, 6), 20), dearer(course("b", 10, 6), 30)]
    here = asking(AnyOf((Achieved("slow"), pair)), *ways)

    assert points(here, Timetable(12_000)) == [(10, 30), (50, 10)]
    assert points(here, Timetable(6000)) == [(10, 30), (50, 20)]


def test_a_trade_off_is_of_plans_that_start_together_what_has_to() -> None:
    """The laboratory may begin when the course before the lesson is over, or at once beside the dear lesson."""
    lesson = Achievement(
        "lesson",
        kind="course",
        routes=(
            Route("cheap", AllOf((Together("laboratory"), Achieved("first"))), Cost.known(1000), 10_000, 6000),
            Route("dear", Together("laboratory"), Cost.known(9000), 10_000, 6000),
        ),
    )
    here = asking(
        AllOf((Achieved("lesson"), Achieved("laboratory"))), lesson, course("laboratory", 10, 6), course("first", 5, 6)
    )

    assert points(here, Timetable()) == [(10, 15), (90, 10)]
    assert points(here, Timetable(12_000)) == [(10, 15), (90, 10)]


def test_points_of_a_trade_off_that_are_not_proved_say_so() -> None:
    ways = [dearer(course("slow", 30, 6), 10), dearer(course("a", 10, 6), 20), dearer(course("b", 10, 6), 30)]
    here = asking(AnyOf((Achieved("slow"), AllOf((Achieved("a"), Achieved("b"))))), *ways)
    with patch.object(pace, "MOST_NODES", 0):
        found = trade_off(Planner.of(here), Question("GOAL", timetable=Timetable(6000)))

    assert not found.complete
    assert weeks(found.points[0]) == 30
    told = sentences(found, None, str, lambda _: False)
    assert told[-1] == "The search for schedules was ended: other plans between money and time may exist."


def test_where_the_weeks_rule_out_what_a_budget_would_buy_the_answer_is_over_budget() -> None:
    """Each way in fits the weeks by itself, but not the two of the cheap plan: that was said to be unreachable."""
    late = Route("late", Achieved("a"), Cost.known(100), valid_through=date(2027, 1, 4))
    here = Catalog.of(
        [
            course("a", 2, 6),
            Achievement("GOAL", routes=(late, Route("dear", Achieved("a"), Cost.known(900)))),
        ]
    )
    question = Question("GOAL", budget=500, timetable=Timetable(start=date(2027, 1, 4)))
    answer = Planner.of(here).answer(question)

    assert answer.status == "over-budget"
    assert answer.plan is not None
    assert answer.plan.cost.typical == 900
    assert Planner.of(here).answer(replace(question, budget=900)).status == "optimal"


@pytest.mark.parametrize("prefer", ["cheapest", "fastest", "fewest"])
def test_a_budget_holds_for_the_plan_that_fits_the_weeks(prefer: Preference) -> None:
    """Without weeks all prices would be known, and beyond the budget; within them one is unknown, and within it."""
    late = Route("late", Achieved("a"), Cost.known(900), valid_through=date(2027, 1, 4))
    here = Catalog.of([course("a", 2, 6), Achievement("GOAL", routes=(late, Route("untold", Achieved("a"), None)))])
    question = Question("GOAL", prefer=prefer, budget=500, timetable=Timetable(start=date(2027, 1, 4)))
    answer = Planner.of(here).answer(question)

    assert answer.found
    assert answer.plan is not None
    assert answer.plan.unknown_costs == ("GOAL",)
