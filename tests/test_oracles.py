"""A real catalogue and real curricula with answers from elsewhere, where they lie beside the checkout."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from chartway.cli import main
from chartway.plan import Preference


@pytest.fixture(scope="module")
def rpi(checkout: Path) -> Path:
    folder = checkout.parent / "shared/oracles/rpi"
    if not folder.is_dir():
        pytest.skip("the external cases are not beside this checkout")
    return folder


@pytest.mark.parametrize(("prefer", "figure", "expected"), [("cheapest", "cost", 1), ("fastest", "weeks", 2)])
def test_every_goal_is_answered_right_and_proved(
    rpi: Path, tmp_path: Path, prefer: Preference, figure: str, expected: int
) -> None:
    out = tmp_path / "plans.jsonl"
    with (rpi / "rpi.expected.csv").open(encoding="utf-8", newline="") as lines:
        right = {row[0]: int(row[expected]) for row in list(csv.reader(lines))[1:]}

    graph = str(rpi / "rpi.requirements.json")
    code = main(
        ["cohort", str(rpi / "rpi.learners.csv"), "--requirements", graph, "--prefer", prefer, "--out", str(out)]
    )

    rows = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert code == 0
    assert len(rows) == 1_001
    assert {row["status"] for row in rows} == {"optimal"}
    assert {row["goal"]: row[figure] for row in rows} == right


CURRICULA = (
    "BSCS_Hawaii_Manoa",
    "California_Berkely_V2",
    "Colostate_CSDegree_2017_w_MATH",
    "Michigan_Ann_Arbor_CS",
)
FIGURES = {
    "Blocking": "blockingFactor",
    "Delay": "delayFactor",
    "Centrality": "centrality",
    "Complexity": "complexity",
}


@pytest.mark.parametrize("name", CURRICULA)
@pytest.mark.parametrize("ending", [".csv", "_w_metrics.csv"])
def test_every_published_metric_is_found_again(
    name: str, ending: str, checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = checkout.parent / "shared/oracles/curricula"
    if not folder.is_dir():
        pytest.skip("the external cases are not beside this checkout")
    right = published((folder / f"{name}_w_metrics.csv").read_text("utf-8-sig"))

    assert main(["curriculum", str(folder / f"{name}{ending}"), "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert main(["curriculum", str(folder / f"{name}{ending}"), "--format", "csv"]) == 0
    written = capsys.readouterr().out

    figures = [{column: float(course[key]) for column, key in FIGURES.items()} for course in found["courses"]]
    assert figures == [{column: float(row[column]) for column in FIGURES} for row in right]
    assert found["complexity"] == round(sum(float(row["Complexity"]) for row in right), 1)
    # To the letter, but for spaces at the end of a name and the order of requisites within a cell.
    assert [tidied(row) for row in published(written)] == [tidied(row) for row in right]


def published(text: str) -> list[dict[str, str]]:
    lines = text.splitlines()
    return list(csv.DictReader(lines[lines.index("Courses,,,,,,,,,,") + 1 :]))


def tidied(row: dict[str, str]) -> dict[str, str]:
    return {column: ";".join(sorted(cell.strip().split(";"))) for column, cell in row.items()}
