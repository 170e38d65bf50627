"""A credential that is put off for the sake of a renewal is told, with what it costs to hold it sooner."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from chartway.alternative import alternatives
from chartway.catalog_json import from_json
from chartway.cli import main
from chartway.pathway import Planner
from chartway.plan import Question
from chartway.postponement import postponed

WORK: dict[str, Any] = {"id": "work", "routes": [{"weeks": 52}]}


def graph(work: dict[str, Any] | None = None, valid: int = 52) -> str:
    """CCA and CCS, each cheaper for members; a member may sit CCA after the work alone."""
    member = {"id": "member", "validWeeks": valid, "routes": [{"cost": 149}]}
    cca = [{"cost": 299}, {"requires": {"all": ["member", "work"]}, "cost": 199}]
    both = ["CCA", "work"]
    ccs = [{"requires": {"all": both}, "cost": 399}, {"requires": {"all": [*both, "member"]}, "cost": 299}]
    things = [
        member,
        {"id": "CCA", "kind": "certification", "routes": cca},
        work or WORK,
        {"id": "CCS", "kind": "certification", "routes": ccs},
    ]
    return json.dumps({"format": "chartway-requirements/1", "achievements": things})


def found(text: str) -> list[tuple[str, str, list[tuple[str | None, int | None, int]]]]:
    planner = Planner.of(from_json(text, "graph"))
    return [
        (
            one.achievement,
            one.shared,
            [(one.after(plan), one.dearer(plan), plan.weeks - one.plan.weeks) for plan in one.sooner],
        )
        for one in postponed(planner, planner.answer(Question("CCS")))
    ]


def test_what_is_put_off_is_told_with_what_it_costs_to_hold_it_at_once() -> None:
    assert found(graph()) == [("CCA", "member", [(None, 5_100, 0)])]


def test_nothing_is_put_off_where_the_membership_does_not_lapse() -> None:
    text = graph().replace('"validWeeks": 52, ', "")

    assert found(text) == []


def test_nothing_is_put_off_where_it_cannot_be_held_sooner() -> None:
    text = graph().replace('"routes": [{"cost": 299}, {', '"routes": [{')

    assert found(text) == []


def test_what_opens_the_goal_as_soon_as_the_work_for_it_is_done_is_not_put_off() -> None:
    text = graph().replace('["CCA", "work"]', '["CCA"]').replace('["CCA", "work", "member"]', '["CCA", "member"]')

    assert found(text.replace('{"cost": 299}, {"requires"', '{"requires": "work", "cost": 299}, {"requires"')) == []


def test_nothing_is_put_off_where_there_is_nothing_before_it() -> None:
    assert found(graph({"id": "work", "routes": [{"weeks": 0}]})) == []


@pytest.mark.parametrize("line", ["pathway CCS", "pathway CCS --format markdown", "report CCS --format markdown"])
def test_it_is_said_wherever_the_plan_is(line: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "graph.json"
    path.write_text(graph(), "utf-8")

    assert main([*line.split(), "--requirements", str(path)]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "CCA is put off to the end, so that about 1 year of member does for both: to hold it at once" in told
    assert "at once costs $51 more and takes the same time." in told


def test_json_has_it_for_the_plan_and_for_each_alternative(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "graph.json"
    path.write_text(graph(), "utf-8")

    assert main(["pathway", "CCS", "--requirements", str(path), "--format", "json"]) == 0
    (one,) = json.loads(capsys.readouterr().out)["putOff"]
    assert (one["achievement"], one["shared"], one["everyWeeks"]) == ("CCA", "member", 52)
    (sooner,) = one["sooner"]
    assert sooner == {
        "after": None,
        "steps": ["CCA", "work", "CCS"],
        "difference": {"cost": 51, "weeks": 0},
    }
    planner = Planner.of(from_json(graph(), "graph"))
    (other,) = alternatives(planner, planner.answer(Question("CCS")), 1).found
    assert "putOff" not in other.to_json()


def test_our_data_say_why_cca_comes_with_ccs(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pathway", "CCS", "--alternatives", "1"]) == 0
    told = " ".join(capsys.readouterr().out.split())

    assert "CCA is put off to the end, so that about 1 year of AHIMA membership does for both: to hold it" in told
    assert "right after coding certificate approved by AHIMA (PCAP) costs about $51 more" in told
