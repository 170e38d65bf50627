"""Prompt schedules of the steps of a plan: nothing in them could begin sooner and nothing later for it."""

from __future__ import annotations

from datetime import date
from unittest.mock import patch

from chartway import arrangement
from chartway.arrangement import arranged
from chartway.catalog import JOB, Achievement, Catalog, Route
from chartway.plan import Question
from chartway.requirement import NOTHING, Achieved, AllOf, Concurrent, Requirement, Together
from chartway.timetable import UNLIMITED, Timetable

WEEK = 1000


def thing(
    id: str, weeks: int = 0, requires: Requirement = NOTHING, hours: int = 0, *, job: bool = False
) -> Achievement:
    way = Route("0", requires, weeks=weeks * WEEK, hours_per_week=hours * WEEK, exclusive=JOB if job else "")
    return Achievement(id, kind="course" if hours else "", routes=(way,))


def schedules(*things: Achievement, timetable: Timetable = UNLIMITED) -> list[dict[str, int]]:
    ways = frozenset((one.id, "0") for one in things)
    found = arranged(Catalog.of(things), Question("GOAL", timetable=timetable), ways)
    assert found.complete
    return [{step.achievement: step.start // WEEK for step in steps} for steps in found.schedules]


def test_there_is_one_where_nothing_stands_in_the_way_of_anything() -> None:
    things = thing("card"), thing("work", 3, Achieved("card")), thing("GOAL", 1, AllOf((Achieved("work"),)))

    assert schedules(*things) == [{"card": 0, "work": 0, "GOAL": 3}]


def test_hours_leave_a_choice_of_what_comes_first() -> None:
    things = thing("a", 2, hours=8), thing("b", 3, hours=8), thing("GOAL", 0, AllOf((Achieved("a"), Achieved("b"))))

    assert schedules(*things, timetable=Timetable(10 * WEEK)) == [
        {"a": 0, "b": 2, "GOAL": 5},
        {"b": 0, "a": 3, "GOAL": 5},
    ]
    assert schedules(*things, timetable=Timetable(16 * WEEK)) == [{"a": 0, "b": 0, "GOAL": 3}]


def test_who_starts_together_waits_for_the_other_and_for_nobody_else() -> None:
    """The lab waits for the lecture, which asks for a course before; both begin on that day."""
    things = thing("course", 2), thing("lab", 1), thing("lecture", 1, AllOf((Achieved("course"), Together("lab"))))

    assert schedules(*things, thing("GOAL", 0, Achieved("lecture"))) == [
        {"course": 0, "lab": 2, "lecture": 2, "GOAL": 3}
    ]


def test_co_requisites_of_one_another_begin_at_once() -> None:
    things = thing("lab", 1, Concurrent("lecture")), thing("lecture", 1, Concurrent("lab"))

    assert schedules(*things, thing("GOAL", 0, Achieved("lecture"))) == [{"lab": 0, "lecture": 0, "GOAL": 1}]


def test_a_course_begins_with_a_term() -> None:
    terms = Timetable(start=date(2027, 1, 4), terms=((1, 18),))

    assert schedules(thing("course", 2, hours=5), thing("GOAL", 0, Achieved("course")), timetable=terms) == [
        {"course": 2, "GOAL": 4}
    ]


def test_what_cannot_be_carried_out_has_none() -> None:
    assert schedules(thing("a", 1, Achieved("b")), thing("b", 1, Achieved("a")), thing("GOAL")) == []


def test_too_many_moments_are_said_to_be_too_many() -> None:
    things = [thing(id, 1, job=True) for id in "abcde"]
    ways = frozenset((one.id, "0") for one in things)

    with patch.object(arrangement, "MOST_MOMENTS", 20):
        assert not arranged(Catalog.of(things), Question("a"), ways).complete
