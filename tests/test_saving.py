"""What each further holding would save: exact, largest first, honest about unknown prices."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from chartway import arrangement
from chartway.catalog import Achievement, Catalog, Cost, Route
from chartway.cli import main
from chartway.pathway import Planner
from chartway.plan import Question
from chartway.report.saving import sentences
from chartway.requirement import Achieved, AllOf, AnyOf
from chartway.saving import Savings, savings


def way(cents: int | None, weeks: int = 0, *asked: str) -> tuple[Route, ...]:
    cost = None if cents is None else Cost.known(cents)
    return (Route("0", AllOf(tuple(map(Achieved, asked))), cost, weeks),)


def one_of(*asked: str) -> tuple[Route, ...]:
    return (Route("0", AnyOf(tuple(map(Achieved, asked)))),)


def found(*achievements: Achievement, held: str = "") -> Savings:
    planner = Planner.of(Catalog.of(achievements))
    return savings(planner, planner.answer(Question("goal", frozenset(held))))


CLASSES = (
    Achievement("day", routes=way(20_000, 1000)),
    Achievement("evening", routes=way(30_000, 3000)),
    Achievement("goal", routes=one_of("day", "evening")),
)


def test_equivalent_holdings_stand_together() -> None:
    (one,) = found(*CLASSES).found

    assert one.holdings == ("day", "evening")
    assert (one.money, one.weeks, one.steps) == (20_000, 1000, 1)


def test_what_includes_a_holding_is_beside_it() -> None:
    (one,) = found(*CLASSES, Achievement("degree", implies=frozenset({"day"}))).found

    assert (one.holdings, one.including) == (("day", "evening"), ("degree",))


def test_largest_saving_comes_first_and_held_things_save_nothing() -> None:
    steps = (
        Achievement("a", routes=way(10_000)),
        Achievement("b", routes=way(70_000)),
        Achievement("c", routes=way(90_000)),
        Achievement("goal", routes=way(0, 0, "a", "b", "c")),
    )

    assert [one.holdings for one in found(*steps, held="c").found] == [("b",), ("a",)]


def test_a_saving_that_only_removes_an_unknown_price_is_called_that() -> None:
    told = found(Achievement("exam", routes=way(None)), Achievement("goal", routes=way(0, 0, "exam")))
    twice = found(
        Achievement("fee", routes=way(None)),
        Achievement("course", routes=(*way(None), Route("1", Achieved("card"), Cost.known(5_000)))),
        Achievement("card"),
        Achievement("goal", routes=way(0, 0, "course")),
    )

    assert sentences(told, str) == ["exam: saves the unknown price of exam and 1 step."]
    assert sentences(twice, str)[1] == (
        "card: does away with the unknown price of course, but saves nothing that is known; it costs $50 more."
    )


def test_a_cheaper_way_that_takes_longer_is_said_to() -> None:
    told = found(
        Achievement("day", routes=way(20_000, 1000)),
        Achievement("evening", routes=way(5_000, 3000, "card")),
        Achievement("card"),
        Achievement("goal", routes=one_of("day", "evening")),
    )

    assert "card: saves $150; it takes 2 weeks longer." in sentences(told, str)


def test_without_time_nothing_is_claimed() -> None:
    planner = Planner.of(Catalog.of(CLASSES))
    answer = planner.answer(Question("goal"))
    told = savings(planner, replace(answer, question=Question("goal", time_limit=0)))

    assert (told.found, told.tried, told.of, told.late, told.complete) == ((), 0, 2, 2, False)
    assert sentences(told, str) == [
        "In the time given 0 of 2 things that one could hold were tried, those of this way first: others may save more."
    ]


def test_without_a_time_limit_there_is_one_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a large graph of one's own does not keep one waiting for what is only said beside the plan."""
    monkeypatch.setattr("chartway.saving.BESIDE", 0)
    planner = Planner.of(Catalog.of(CLASSES))

    assert savings(planner, planner.answer(Question("goal"))).late == 2


@pytest.mark.parametrize("goal", ["out of reach", "held"])
def test_without_a_plan_there_is_nothing_to_save(goal: str) -> None:
    planner = Planner.of(Catalog.of([Achievement(goal)]))
    held = frozenset({"held"} & {goal})

    assert savings(planner, planner.answer(Question(goal, held))) == Savings((), 0, 0)


def test_what_is_not_proved_is_not_put_down_to_the_time(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where there are too many schedules to look at, nothing is proved, however much time there is."""
    monkeypatch.setattr(arrangement, "MOST_MOMENTS", 0)
    things = [
        {"id": "DUES", "kind": "membership", "validWeeks": 10, "routes": [{"cost": 10}]},
        {"id": "WORK", "routes": [{"weeks": 30, "requires": {"all": ["LAB", "DUES"]}}]},
        {"id": "LAB", "routes": [{"weeks": 5, "requires": {"id": "DUES", "timing": "concurrent"}}]},
        {"id": "GOAL", "routes": [{"requires": {"all": ["WORK", "DUES"]}}]},
    ]
    path = tmp_path / "graph.json"
    path.write_text(json.dumps({"format": "chartway-requirements/1", "achievements": things}), encoding="utf-8")
    main(["why", "GOAL", "--requirements", str(path)])
    told = capsys.readouterr().out

    assert "could be tried to the end" in told
    assert "ran out" not in told


def test_what_steps_start_together_with_is_tried_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Holding the laboratory from the outset, or what implies it, saves taking it."""
    things = [
        {"id": "LAB", "routes": [{"cost": 200, "weeks": 1}]},
        {"id": "DIPLOMA", "implies": ["LAB"]},
        {"id": "BIO 1", "routes": [{"cost": 300, "weeks": 15, "requires": {"id": "LAB", "timing": "together"}}]},
    ]
    path = tmp_path / "graph.json"
    path.write_text(json.dumps({"format": "chartway-requirements/1", "achievements": things}), encoding="utf-8")
    main(["why", "BIO 1", "--requirements", str(path)])

    assert "LAB: saves $200 and 1 step." in capsys.readouterr().out
