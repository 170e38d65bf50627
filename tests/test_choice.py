"""Alternatives and trade-off on every surface: the same plans and the same sentences."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any

import pytest

import chartway
from chartway.cli import main
from chartway.report.pathway import Sentences

ASKED = ("--alternatives", "2", "--trade-off")
GRAPH = {
    "format": "chartway-requirements/1",
    "achievements": [
        {"id": "evening", "label": "Evening class", "routes": [{"cost": 100, "weeks": 30}]},
        {"id": "day", "label": "Day class", "routes": [{"cost": 250, "weeks": 10}]},
        {"id": "away", "label": "Class away", "routes": [{"cost": 400, "weeks": 20}]},
        {"id": "diploma", "routes": [{"requires": {"any": ["evening", "day", "away"]}}]},
        {"id": "licence"},
    ],
}
SAID = [
    "Alternative 1: Day class, then diploma: $250 · 10 weeks · 2 steps. It costs $150 more and takes 20 weeks less.",
    "Alternative 2: Class away, then diploma: $400 · 20 weeks · 2 steps. It costs $300 more and takes 10 weeks less.",
    "Trade-off: $100 in about 7 months | $250 in 10 weeks.",
    "$250 in 10 weeks: day class in place of evening class.",
    "Whatever is cheaper than one of these takes longer (proved).",
]


@pytest.fixture
def graph(tmp_path: Path) -> str:
    path = tmp_path / "graph.json"
    path.write_text(json.dumps(GRAPH), "utf-8")
    return str(path)


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    main(list(arguments))
    return capsys.readouterr().out


def page(tmp_path: Path, *arguments: str) -> str:
    out = tmp_path / "page.html"
    main([*arguments, "--out", str(out)])
    return squeezed(html.unescape(re.sub(r"<[^>]*>", "", out.read_text("utf-8"))))


def squeezed(text: str) -> str:
    return " ".join(text.split())


def test_file_is_told_alike_everywhere(graph: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("diploma", "--requirements", graph, *ASKED)
    terminal = squeezed(printed(capsys, "pathway", *asked))
    marked = squeezed(printed(capsys, "pathway", *asked, "--format", "markdown"))
    explored = page(tmp_path, "explore", *asked)
    report = page(tmp_path, "report", *asked)

    assert not [line for line in SAID if not all(line in text for text in (terminal, marked, explored))]
    assert not [line for line in SAID[2:] if line not in report]
    assert not [line for line in SAID[:2] if line.partition(": ")[2].partition(". ")[0] not in report]


def test_json_has_alternatives_and_points_with_their_steps(graph: str, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("diploma", "--requirements", graph, "--format", "json")
    plain = json.loads(printed(capsys, "pathway", *asked))
    found = json.loads(printed(capsys, "pathway", *asked, *ASKED))
    report = json.loads(printed(capsys, "report", *asked, *ASKED))

    assert {key: found[key] for key in plain} == plain
    assert found.keys() - plain.keys() == {"alternatives", "alternativesComplete", "tradeOff"}
    assert [firsts(one) for one in found["alternatives"]] == ["day", "away"]
    assert [firsts(one) for one in found["tradeOff"]["points"]] == ["evening", "day"]
    assert found["alternativesComplete"] is found["tradeOff"]["complete"] is True
    assert found["alternatives"][0]["proved"] == {"cost": True, "weeks": True}
    assert {key: report[key] for key in found} == found
    assert report["instead"] == found["alternatives"][0]


def firsts(one: dict[str, Any]) -> str:
    return str(one["steps"][0]["achievement"])


def test_goal_out_of_reach_has_nothing_to_choose_from(graph: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(printed(capsys, "pathway", "licence", "--requirements", graph, "--format", "json", *ASKED))

    assert (found["status"], found["alternatives"], found["tradeOff"]["points"]) == ("unreachable", [], [])
    assert "Trade-off" not in printed(capsys, "pathway", "licence", "--requirements", graph, *ASKED)


def test_our_graph_is_told_alike_everywhere(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    says = Sentences(chartway.advise("CCS", alternatives=2, trade_off=True))
    lines = [*says.alternatives(), *says.trade_off()]
    terminal = squeezed(printed(capsys, "pathway", "CCS", *ASKED))
    marked = squeezed(re.sub(r"\\(.)", r"\1", printed(capsys, "pathway", "CCS", *ASKED, "--format", "markdown")))
    explored = page(tmp_path, "explore", "CCS", *ASKED)
    report = page(tmp_path, "report", "CCS", *ASKED)

    assert len(lines) > 4
    assert not [line for line in lines if not all(line in text for text in (terminal, marked, explored))]
    assert not [line for line in says.trade_off() if line not in report]
    assert says.alternatives()[-1] in report


def test_unless_asked_for_there_is_neither(capsys: pytest.CaptureFixture[str]) -> None:
    told = printed(capsys, "pathway", "CCS")

    assert "Alternative" not in told
    assert "Trade-off" not in told
