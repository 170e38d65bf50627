"""Which single length would change the choice, and at how many weeks."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from chartway.catalog import Achievement, Catalog, Cost, Evidence, Route, Span
from chartway.cli import main
from chartway.leeway import Leeway, leeway
from chartway.pathway import Planner
from chartway.plan import Answer, Question
from chartway.report.leeway import sentences
from chartway.requirement import NOTHING, Achieved, AllOf, AnyOf, Concurrent, Requirement
from chartway.timetable import Timetable

DONE, NO = 0, 1
LONG = Span(104_000, 182_000)


def asked(*ids: str) -> Requirement:
    return AllOf(tuple(map(Achieved, ids)))


def thing(  # noqa: PLR0913 - what a way in is made of
    id: str,
    weeks: int,
    requires: Requirement = NOTHING,
    span: Span | None = None,
    length: str = "",
    *,
    cents: int = 0,
    hours: int = 0,
) -> Achievement:
    way = Route("0", requires, Cost.known(cents), weeks, hours, span=span, length=length)
    return Achievement(id, kind="course", routes=(way,))


def found(*achievements: Achievement, question: Question | None = None) -> tuple[Answer, Leeway]:
    planner = Planner.of(Catalog.of(achievements))
    answer = planner.answer(question or Question("goal", prefer="fastest"))
    return answer, leeway(planner, answer)


EITHER = AnyOf((Achieved("degree"), Achieved("work")))
GOAL = thing("goal", 0, EITHER)
DEGREE = thing("degree", 104_000, span=LONG)


def test_a_longer_step_loses_its_lead_where_the_way_without_it_is_as_long() -> None:
    answer, told = found(GOAL, DEGREE, thing("work", 156_500))
    (pivot,) = told.pivots

    assert (pivot.way, pivot.limit, pivot.rising, pivot.then) == (("degree", "0"), 156_500, True, ("work", "goal"))
    assert sentences(told, answer, str) == [
        (
            "If degree took more than 156.5 weeks (we count 104; the range is 104–182), "
            "taking work instead of it would be faster."
        ),
        "No other length within its range would change the choice by itself.",
    ]


def test_a_step_beside_the_plan_takes_the_lead_where_it_is_shorter() -> None:
    _, told = found(GOAL, thing("degree", 104_000), thing("work", 156_000, span=Span(52_000, 160_000)))
    (pivot,) = told.pivots

    assert (pivot.way, pivot.limit, pivot.rising, pivot.then) == (("work", "0"), 104_000, False, ("work", "goal"))


def test_what_another_step_takes_anyway_hides_a_longer_one() -> None:
    """Beside a course of 50 weeks a practice of up to 40 costs no time; beyond, the short course leads."""
    goal = thing("goal", 0, AnyOf((asked("course", "practice"), asked("intensive"))))
    practice = thing("practice", 30_000, span=Span(10_000, 90_000))
    _, told = found(goal, thing("course", 50_000), practice, thing("intensive", 60_000))
    (pivot,) = told.pivots

    assert (pivot.way, pivot.limit, pivot.rising) == (("practice", "0"), 60_000, True)


def test_where_weeks_stay_the_same_the_cheaper_plan_leads() -> None:
    """The cheap evening class fits beside the course once it takes no more than that."""
    goal = thing("goal", 0, AllOf((Achieved("course"), AnyOf((Achieved("day"), Achieved("evening"))))))
    evening = thing("evening", 60_000, span=Span(20_000, 70_000), cents=100)
    answer, told = found(goal, thing("course", 50_000), thing("day", 40_000, cents=900), evening)
    (pivot,) = told.pivots

    assert (pivot.limit, pivot.rising, pivot.sooner) == (50_001, False, False)
    assert "taking it instead of day would be cheaper in the same time." in sentences(told, answer, str)[0]


def test_lengths_of_one_duration_move_together() -> None:
    """Two degrees of one length: what makes one too long makes the other too long."""
    degrees = [thing(id, 104_000, span=LONG, length="two years") for id in ("degree", "other")]
    goal = thing("goal", 0, AnyOf((EITHER, Achieved("other"))))
    answer, told = found(goal, *degrees, thing("work", 150_000))
    (pivot,) = told.pivots

    assert (pivot.limit, pivot.then, pivot.beside) == (150_000, ("work", "goal"), (("other", "0"),))
    assert "; 1 other length on the way would move with it)" in sentences(told, answer, str)[0]


def test_lengths_that_could_add_up_move_one_by_one() -> None:
    """Both courses are on the plan, one after the other."""
    first = thing("first", 10_000, span=Span(10_000, 40_000), length="term")
    second = thing("second", 10_000, asked("first"), Span(10_000, 40_000), "term")
    _, told = found(thing("goal", 0, AnyOf((asked("second"), asked("work")))), first, second, thing("work", 30_000))

    assert [(one.way[0], one.limit, one.beside) for one in told.pivots] == [
        ("first", 20_000, ()),
        ("second", 20_000, ()),
    ]


def test_co_requisites_and_one_job_at_a_time_are_kept() -> None:
    """Practice may begin with the lecture, so only the longer one counts; two jobs are held one after the other."""
    lecture = thing("lecture", 10_000, span=Span(5_000, 30_000))
    practice = thing("practice", 15_000, Concurrent("lecture"))
    _, told = found(thing("goal", 0, AnyOf((asked("lecture", "practice"), asked("work")))), lecture, practice,
                    thing("work", 20_000))  # fmt: skip
    jobs = [
        Achievement(id, routes=(Route("0", weeks=10_000, span=Span(5_000, 30_000), exclusive="job"),)) for id in "xy"
    ]
    _, hired = found(thing("goal", 0, AnyOf((asked("x", "y"), asked("work")))), *jobs, thing("work", 25_000))

    assert [(one.limit, one.then) for one in told.pivots] == [(20_000, ("work", "goal"))]
    assert [(one.way[0], one.limit, one.then) for one in hired.pivots] == [
        ("x", 15_000, ("work", "goal")),
        ("y", 15_000, ("work", "goal")),
    ]


def test_hours_of_a_week_are_kept() -> None:
    """Ten hours leave room for one of two courses at a time."""
    courses = [thing(id, 10_000, span=Span(5_000, 30_000), hours=8_000) for id in "xy"]
    question = Question("goal", prefer="fastest", timetable=Timetable(10_000))
    goal = thing("goal", 0, AnyOf((asked("x", "y"), asked("work"))))
    _, told = found(goal, *courses, thing("work", 25_000), question=question)

    assert [(one.way[0], one.limit) for one in told.pivots] == [("x", 15_000), ("y", 15_000)]


def test_the_fastest_way_is_asked_about_by_its_weeks_where_something_lapses() -> None:
    card = Achievement("card", routes=(Route("0", cost=Cost.known(100)),), valid_weeks=52_000)
    degree = thing("degree", 104_000, asked("card"), LONG)
    things = [card, thing("goal", 0, EITHER), degree, thing("work", 156_000, cents=900)]
    _, fastest = found(*things)
    answer, cheapest = found(*things, question=Question("goal"))

    assert [one.limit for one in fastest.pivots] == [156_000]
    assert (cheapest.pivots, cheapest.hindrance) == ((), "renewals")
    assert sentences(cheapest, answer, str)[0].startswith("Prices decide here.")


def test_what_lapses_beside_the_plan_leaves_the_cheapest_way_to_be_asked_about() -> None:
    """Renewals only make other plans dearer: the card would have to be renewed for the longer of two free courses."""
    card = Achievement("card", routes=(Route("0"),), valid_weeks=20_000)
    free = [card, thing("work", 156_000, asked("card"))]
    answer, told = found(thing("goal", 0, EITHER), DEGREE, *free, question=Question("goal"))
    dues = Achievement("card", routes=(Route("0", cost=Cost.known(100)),), valid_weeks=20_000)
    use = thing("goal", 0, AnyOf((Achieved("degree"), asked("work", "card"))))
    level, dearer = found(use, DEGREE, dues, thing("work", 156_000, asked("card")), question=Question("goal"))

    assert [(one.limit, one.then) for one in told.pivots] == [(156_000, ("card", "work", "goal"))]
    assert "would be faster." in sentences(told, answer, str)[0]
    assert (dearer.pivots, dearer.complete, dearer.hindrance) == ((), True, "")
    assert sentences(dearer, level, str)[0].startswith("Weeks only decide between ways that cost the same")


def test_where_days_decide_or_nothing_is_proved_no_length_is_moved() -> None:
    dated = Timetable(start=date(2027, 1, 4), terms=((1, 15),))
    _, by_term = found(
        GOAL, DEGREE, thing("work", 156_000), question=Question("goal", prefer="fastest", timetable=dated)
    )
    planner = Planner.of(Catalog.of([GOAL, DEGREE, thing("work", 156_000)]))
    answer = planner.answer(Question("goal", prefer="fastest"))
    hasty = Answer(Question("goal", prefer="fastest", time_limit=0), answer.status, answer.plan, answer.proof)
    told = leeway(planner, hasty)

    assert (by_term.pivots, by_term.hindrance) == ((), "days")
    assert (told.pivots, told.tried, told.of) == ((), 0, 1)
    assert sentences(told, answer, str) == ["0 of 1 estimated length on the way could be tried in the time given."]


def test_among_the_cheapest_ways_the_fastest_leads() -> None:
    answer, told = found(GOAL, DEGREE, thing("work", 156_000), question=Question("goal"))
    dear, level = found(GOAL, DEGREE, thing("work", 156_000, cents=100), question=Question("goal"))

    assert [(one.limit, one.sooner) for one in told.pivots] == [(156_000, True)]
    assert "would be faster." in sentences(told, answer, str)[0]
    assert sentences(level, dear, str) == [
        "Weeks only decide between ways that cost the same: no length within its range would change that."
    ]


def test_estimates_without_a_range_are_named() -> None:
    way = Route("0", weeks=15_000, evidence=(Evidence("duration", "src:ours", assumed=True),))
    answer, told = found(thing("goal", 0, asked("term", "degree")), Achievement("term", routes=(way,)), DEGREE)

    assert told.unranged == ("term",)
    assert sentences(told, answer, str)[-1] == "Not tried, for their length is estimated without a range: term."


# ---- the command line


GRAPH = {
    "format": "chartway-requirements/1",
    "achievements": [
        {"id": "degree", "label": "Degree", "routes": [{"weeks": [104, 104, 182.5], "cost": 100}]},
        {"id": "work", "label": "Work", "routes": [{"weeks": [100, 156, 160], "cost": 700}]},
        {"id": "goal", "label": "Goal", "routes": [{"requires": {"any": ["degree", "work"]}}]},
    ],
}


@pytest.fixture
def graph(tmp_path: Path) -> str:
    path = tmp_path / "graph.json"
    path.write_text(json.dumps(GRAPH), "utf-8")
    return str(path)


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(list(arguments)) == DONE
    return " ".join(capsys.readouterr().out.split())


def as_json(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(printed(capsys, *arguments, "--format", "json"))
    return read


def test_lengths_that_decide_are_told_with_the_plan(graph: str, capsys: pytest.CaptureFixture[str]) -> None:
    line = ("goal", "--requirements", graph, "--prefer", "fastest")
    longer = "If degree took more than 156 weeks (we count 104; the range is 104–182.5)"
    shorter = "If work took less than 104 weeks (we count 156; the range is 100–160)"

    assert longer in printed(capsys, "pathway", *line)
    assert all(one in printed(capsys, "report", *line, "--format", "markdown") for one in (longer, shorter))
    assert all(one in printed(capsys, "why", *line) for one in (longer, shorter))


def test_lengths_that_decide_are_in_json(graph: str, capsys: pytest.CaptureFixture[str]) -> None:
    line = ("goal", "--requirements", graph, "--prefer", "fastest")
    first, second = as_json(capsys, "pathway", *line)["leeway"]
    why = as_json(capsys, "why", *line)["leeway"]

    assert first == {
        "achievement": "degree",
        "route": "0",
        "weeks": 104,
        "weeksRange": [104, 104, 182.5],
        "above": 156,
        "steps": ["work", "goal"],
        "sooner": True,
        "movesWith": [],
    }
    assert (second["below"], second["steps"]) == (104, ["work", "goal"])
    assert (why["turns"], why["tried"], why["of"], why["notComputed"]) == ([first, second], 2, 2, None)


def test_our_data_say_how_long_a_certificate_may_take(capsys: pytest.CaptureFixture[str]) -> None:
    told = printed(capsys, "why", "CBCS", "--prefer", "fastest")

    assert "If coding certificate approved by AHIMA (PCAP) took more than 67 weeks (we count 52; the range is" in told


def test_a_length_that_nobody_knows_is_named_as_what_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pathway", "OTC HIT 110"]) == NO
    assert "no source we read says how long it takes, so it cannot be planned." in capsys.readouterr().out
