"""An errand has what shapes replies, and nothing of the learners or of this machine."""

from __future__ import annotations

import argparse
import json
import pickle
from dataclasses import replace
from pathlib import Path

import pytest

from chartway.cli import cohort
from chartway.cli.arguments import Parser
from chartway.cli.errand import Errand
from chartway.errors import OptionError

GRAPH = {
    "format": "chartway-requirements/1",
    "achievements": [{"id": "A", "routes": [{"cost": 40, "weeks": 2}]}, {"id": "B", "routes": [{"requires": "A"}]}],
}


@pytest.fixture
def options(tmp_path: Path) -> argparse.Namespace:
    (tmp_path / "graph.json").write_text(json.dumps(GRAPH), "utf-8")
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers(parser_class=Parser)
    cohort.add(commands)
    graph = str(tmp_path / "graph.json")
    limits = ["--prefer", "fastest", "--budget", "30", "--start", "2027-01-04"]
    return parser.parse_args(["cohort", "people.csv", "--out", "plans.csv", "--requirements", graph, *limits])


def test_it_answers_by_the_options(options: argparse.Namespace) -> None:
    asked = Errand.of(options).asked()

    row = asked.tell("B", (), "cheapest")

    assert (row["status"], row["cost"], row["startDate"]) == ("over-budget", 40, "2027-01-04")
    assert (asked.name("A"), asked.prefer) == ("A", "fastest")
    assert asked.tell("B", ("A",), "cheapest")["status"] == "optimal"


def test_on_another_machine_it_answers_the_same_without_the_file(options: argparse.Namespace, tmp_path: Path) -> None:
    here = Errand.of(options)
    sent = pickle.dumps(here.abroad())
    row = here.asked().tell("B", (), "cheapest")
    options.requirements.unlink()

    assert pickle.loads(sent).asked().tell("B", (), "cheapest") == row  # noqa: S301 - our own
    assert all(one not in sent for one in (b"people.csv", b"plans.csv", bytes(tmp_path)))


def test_other_data_than_ours_are_refused(options: argparse.Namespace) -> None:
    sent = replace(Errand.of(options).abroad(), data="of another version")

    with pytest.raises(OptionError, match="another Chartway or other data"):
        sent.asked()
