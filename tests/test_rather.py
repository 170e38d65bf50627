"""Why this way and not that one, on the planner, on the command line, on our data and on a graph of one's own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from chartway.catalog import Achievement, Catalog, Cost, Route
from chartway.cli import main
from chartway.pathway import Planner
from chartway.plan import Question
from chartway.rather import Rather, rather
from chartway.requirement import NOTHING, Achieved, AllOf, AnyOf, Concurrent, Requirement
from chartway.timetable import Timetable

DONE, NOT_CARRIED_OUT = 0, 2
GRAPH = {
    "format": "chartway-requirements/1",
    "achievements": [
        {"id": "bio", "label": "Biology", "routes": [{"cost": 420, "weeks": 15}]},
        {"id": "day", "label": "Day class", "routes": [{"requires": "bio", "cost": [200, 250, 600], "weeks": 10}]},
        {"id": "evening", "label": "Evening class", "routes": [{"cost": 900, "weeks": 30}]},
        {"id": "diploma", "routes": [{"requires": {"any": ["day", "evening"]}}]},
        {"id": "dance", "routes": [{"cost": 10}]},
        {"id": "licence"},
    ],
}


def thing(id: str, cents: int, *requires: Requirement) -> Achievement:
    return Achievement(id, routes=(Route("0", AllOf(requires), Cost.known(cents)),))


def either(*ids: str) -> AnyOf:
    return AnyOf(tuple(map(Achieved, ids)))


def asked(id: str, *achievements: Achievement, held: frozenset[str] = frozenset()) -> Rather:
    planner = Planner.of(Catalog.of(achievements))
    return rather(planner, planner.answer(Question("goal", held)), id)


def steps(found: Rather) -> list[str]:
    return [step.achievement for step in found.found.other.steps] if found.found else []


def test_plan_needs_the_thing_and_does_not_carry_it_on_top() -> None:
    """The goal takes a or b; c takes b as well: by way of b means without a, though a is cheaper beside b."""
    found = asked("b", thing("a", 100), thing("b", 900), thing("goal", 0, either("a", "b")))

    assert (found.verdict, steps(found), found.found and found.found.dearer) == ("possible", ["b", "goal"], 800)


def test_what_another_step_takes_already_is_of_no_use() -> None:
    """Whoever has the second course has the first, which is enough by itself."""
    found = asked(
        "second",
        thing("first", 100),
        thing("second", 10, Achieved("first")),
        thing("goal", 0, either("first", "second")),
    )

    assert (found.verdict, found.proved, found.asked_by) == ("useless", True, ("goal",))


def test_another_support_is_given_up_where_that_makes_the_thing_needed() -> None:
    """The cheapest plan with c would have a, too, which is enough; so the dearer d stands in for a."""
    found = asked(
        "c",
        thing("a", 100),
        thing("d", 500),
        thing("c", 10, either("a", "d")),
        thing("goal", 0, either("a", "c")),
    )

    assert (steps(found), found.found and found.found.dearer) == (["d", "c", "goal"], 410)


@pytest.mark.parametrize(
    ("id", "verdict"),
    [
        ("held", "held"),
        ("goal", "goal"),
        ("base", "in-every-plan"),
        ("a", "in-this-plan"),
        ("degree", "in-this-plan"),
        ("none", "unearnable"),
        ("dance", "unasked"),
    ],
)
def test_verdicts(id: str, verdict: str) -> None:
    things = [
        Achievement("held"),
        Achievement("degree"),
        Achievement("none"),
        thing("base", 5),
        Achievement("a", routes=thing("a", 10, Achieved("base")).routes, implies=frozenset({"degree"})),
        thing("b", 20, Achieved("base")),
        thing("dance", 1),
        thing("goal", 0, either("a", "b")),
    ]

    assert asked(id, *things, held=frozenset({"held"})).verdict == verdict


@pytest.mark.parametrize(
    ("issued", "verdict"),
    [
        ({"b", "dance"}, "possible"),
        ({"a", "b", "dance"}, "in-every-plan"),
        ({"a", "dance"}, "in-this-plan"),
        ({"dance", "none"}, "unasked"),
        ({"none"}, "unearnable"),
        ({"held"}, "held"),
        ({"held", "goal", "b"}, "possible"),
        ({"goal"}, "goal"),
        ({"second"}, "useless"),
    ],
)
def test_by_way_of_a_body_is_by_way_of_any_of_what_it_issues(issued: set[str], verdict: str) -> None:
    things = [
        Achievement("held"),
        Achievement("none"),
        thing("a", 10),
        thing("b", 20),
        thing("second", 20, Achieved("a")),
        thing("dance", 1),
        thing("goal", 0, either("a", "b", "second")),
    ]
    planner = Planner.of(Catalog.of(things))
    found = rather(planner, planner.answer(Question("goal", frozenset({"held"}))), "body", frozenset(issued))

    assert (found.thing, found.verdict, found.to_json()["issued"]) == ("body", verdict, sorted(issued))
    assert verdict != "possible" or steps(found) == ["b", "goal"]


def test_without_time_nothing_is_claimed() -> None:
    planner = Planner.of(Catalog.of([thing("a", 100), thing("b", 900), thing("goal", 0, either("a", "b"))]))
    answer = planner.answer(Question("goal", time_limit=0))
    found = rather(planner, answer, "b")

    assert (found.verdict, found.proved) == ("unknown", False)


def test_co_requisites_and_hours_of_a_week_are_kept() -> None:
    """Lecture and practice start together; fifteen hours a week leave room for one of two courses at a time."""

    def course(id: str, requires: Requirement = NOTHING) -> Achievement:
        return Achievement(id, routes=(Route("0", requires, Cost.known(100), 10_000, 10_000),))

    lecture, practice = course("lecture", Concurrent("practice")), course("practice", Concurrent("lecture"))
    found = asked("practice", thing("a", 10), lecture, practice, thing("goal", 0, either("a", "lecture")))
    both = thing("goal", 0, AnyOf((Achieved("a"), AllOf((Achieved("b"), Achieved("c"))))))
    planner = Planner.of(Catalog.of([thing("a", 10), course("b"), course("c"), both]))
    one_at_a_time = planner.answer(Question("goal", timetable=Timetable(15_000)))
    slow = rather(planner, one_at_a_time, "b")

    assert sorted(steps(found)) == ["goal", "lecture", "practice"]
    assert (found.proved, found.found and found.found.longer) == (True, 10_000)
    assert (slow.found and slow.found.longer, slow.proved) == (20_000, False)


# ---- the command line


@pytest.fixture
def graph(tmp_path: Path) -> str:
    path = tmp_path / "graph.json"
    path.write_text(json.dumps(GRAPH), "utf-8")
    return str(path)


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(list(arguments)) == DONE
    return " ".join(capsys.readouterr().out.split())


def as_json(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(printed(capsys, *arguments, "--format", "json"))
    return found


def test_graph_of_ones_own_is_explained(graph: str, capsys: pytest.CaptureFixture[str]) -> None:
    line = (
        "why",
        "diploma",
        "--requirements",
        graph,
        "--rather",
        "Evening class",
        "--rather",
        "dance",
        "--rather",
        "licence",
    )
    told = printed(capsys, *line)

    for sentence in (
        "To begin diploma, you lack one of these Day class Evening class",
        "By way of it: Evening class, then diploma: $900 · about 7 months · 2 steps.",
        "Left out: biology ($420); day class (~$250).",
        "Nothing that needs it is cheaper (proved).",
        "Nothing on the way to diploma asks for it: it could only come on top.",
        "No way to licence is known from here.",
        "Day class or Evening class: saves about $670, 25 weeks and 2 steps.",
        (
            "If day class cost more than $480 (we take $250; the range is $200–600), "
            "taking evening class instead of biology and it would be cheaper."
        ),
    ):
        assert sentence in told


def test_explanation_as_json(graph: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = as_json(capsys, "why", "diploma", "--requirements", graph, "--rather", "evening")
    (way,) = found["rather"]

    assert (way["verdict"], way["proved"], way["pathway"]["difference"]) == (
        "possible",
        True,
        {"cost": 230, "weeks": 5},
    )
    assert [one["holdings"] for one in found["savings"]] == [["day", "evening"], ["bio"]]
    assert (found["savingsTried"], found["savingsOf"]) == (3, 3)
    assert [(turn["achievement"], turn["above"]) for turn in found["sensitivity"]["turns"]] == [("day", 480)]
    assert found["lacking"]["required"]["sets"] == [["day"], ["evening"]]


@pytest.mark.parametrize("command", ["pathway", "report"])
def test_price_that_decides_is_told_with_the_plan(command: str, graph: str, capsys: pytest.CaptureFixture[str]) -> None:
    line = (command, "diploma", "--requirements", graph, "--format", "markdown")

    assert "If day class cost more than $480" in printed(capsys, *line)
    assert as_json(capsys, command, "diploma", "--requirements", graph)["sensitivity"][0]["above"] == 480


def test_our_data_are_explained(capsys: pytest.CaptureFixture[str]) -> None:
    told = printed(capsys, "why", "CDIP", "--have", "CPC", "--rather", "RHIT")
    dearer = printed(capsys, "why", "CCS", "--rather", "CCA", "--rather", "RHIT")

    assert "every plan that has it reaches CDIP without it, too: it could only come on top (proved)." in told
    assert "Why not by way of CCA By way of it: " in dearer
    assert "AHIMA membership, then CCA, then CCS" in dearer
    assert "Not proved" not in dearer
    assert "Why not by way of RHIT By way of it: " in dearer
    assert "Nothing that needs it is cheaper (proved)." in dearer
    assert "What holding one thing more would save" in told


def test_whatever_one_can_hold_or_refuse_can_be_gone_by(capsys: pytest.CaptureFixture[str]) -> None:
    """Several at once, experience with its time, and a body with all it issues."""
    told = printed(capsys, "why", "CCS", "--rather", "CCA,coding:18mo", "--rather", "AAPC", "--rather", "CCA, NCRA")

    assert told.count("Why not by way of CCA By way of it: ") == 1
    assert "Why not by way of coding experience, 1 year This way has it: coding experience, 2 years counts" in told
    assert "Why not by way of what AAPC offers By way of it: " in told
    assert "AAPC membership ($222)" in told
    assert "Why not by way of what NCRA offers Nothing on the way to CCS asks for it" in told


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("coding:1mo", "'coding:1mo' is less experience than anything asks for; write a credential, a degree,"),
        ("coding", "'coding' says no time that is understood; write experience as coding:24mo or coding:2yr"),
        ("PCAP", "'PCAP' is nothing one can hold, nor a body that issues anything in our data; write"),
        ("no such thing", "nothing here is called 'no such thing'"),
    ],
)
def test_what_nobody_can_go_by_is_refused_in_one_line(name: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["why", "CCS", "--rather", name]) == NOT_CARRIED_OUT
    assert said in capsys.readouterr().err


def test_issuers_of_a_graph_of_ones_own_can_be_gone_by(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    things = [
        {"id": "day, early", "routes": [{"cost": 100}]},
        {"id": "evening", "issuer": "Night School", "routes": [{"cost": 300}]},
        {"id": "GOAL", "routes": [{"requires": {"any": ["day, early", "evening"]}}]},
    ]
    path = tmp_path / "graph.json"
    path.write_text(json.dumps({"format": "chartway-requirements/1", "achievements": things}), "utf-8")
    told = printed(capsys, "why", "GOAL", "--requirements", str(path), "--rather", "Night School", "--rather",
                   "day, early", "--rather", "evening,GOAL")  # fmt: skip

    assert "Why not by way of what Night School offers By way of it: evening, then GOAL: $300" in told
    assert "Why not by way of day, early This way has it." in told or "leads over day, early" in told
    assert "Why not by way of evening By way of it: " in told
    assert "GOAL is the goal itself." in told


def test_report_says_what_would_save(capsys: pytest.CaptureFixture[str]) -> None:
    told = printed(capsys, "report", "RHIT", "--format", "markdown")

    assert "## What holding one thing more would save" in told


def test_thing_nobody_knows_is_refused(graph: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["why", "RHIT", "--rather", "RHITT"]) == NOT_CARRIED_OUT
    assert main(["why", "diploma", "--requirements", graph, "--rather", "nightclass"]) == NOT_CARRIED_OUT
    assert "RHIT" in capsys.readouterr().err


def test_what_is_renewed_on_the_other_way_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    card = {"id": "card", "validWeeks": 52, "routes": [{"cost": 100}]}
    work = {"id": "work", "routes": [{"requires": "card", "weeks": 60}]}
    other = {"id": "other", "routes": [{"cost": 50}]}
    either = {"any": [{"all": ["card", "work"]}, "other"]}
    path = tmp_path / "graph.json"
    things = [card, work, other, {"id": "GOAL", "routes": [{"requires": either}]}]
    path.write_text(json.dumps({"format": "chartway-requirements/1", "achievements": things}), "utf-8")

    told = printed(capsys, "why", "GOAL", "--requirements", str(path), "--rather", "card")
    assert "Renewed meanwhile: card, 1 time ($100)." in told
