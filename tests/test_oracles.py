"""A real catalogue with answers from elsewhere, where it lies beside the checkout."""

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
