"""README.md is true: its commands run, its output is what they print, its figures are those of the data."""

from __future__ import annotations

import io
import json
import re
import shlex
from pathlib import Path

import pytest

from chartway.cli import main
from chartway.coverage import Coverage
from chartway.knowledge import Knowledge
from chartway.wording import MONTHS

CHECKOUT = Path(__file__).resolve().parents[1]
README = (CHECKOUT / "README.md").read_text("utf-8")


def block(language: str, number: int = 0) -> str:
    """A fenced block of the README."""
    return [match[1] for match in re.finditer(rf"```{language}\n(.*?)```", README, re.DOTALL)][number]


@pytest.fixture(scope="module")
def coverage() -> Coverage:
    return Coverage.of(Knowledge.load())


def names(ids: tuple[str, ...]) -> str:
    knowledge = Knowledge.load()
    return ", ".join(sorted(knowledge.name(id) for id in ids))


def test_output_for_rhit_is_what_the_command_prints(capsys: pytest.CaptureFixture[str]) -> None:
    main(["pathway", "RHIT"])

    assert block("text") == capsys.readouterr().out


def test_box_counts_what_is_there(coverage: Coverage) -> None:
    box = " ".join(line.removeprefix("> ") for line in README.splitlines() if line.startswith("> "))

    assert f"{len(coverage.complete)} credentials are complete ({names(coverage.complete)})" in box
    assert f"{len(coverage.partly)} more can be planned with something assumed or unknown" in box
    assert f"{len(coverage.listed)} others are only listed" in box
    year, month, day = coverage.seen.split("-")
    assert f"seen on {int(day)} {MONTHS[int(month) - 1]} {year}" in box


@pytest.mark.parametrize("command", re.findall(r"^\| `(chartway [^`]+)` \|", README, re.MULTILINE))
def test_commands_of_the_table_run(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("webbrowser.open", lambda _: True)
    (tmp_path / "FILE").write_text(block("json"), "utf-8")
    (tmp_path / "CURRICULUM.csv").write_text(block("csv"), "utf-8")
    (tmp_path / "LEARNERS.csv").write_text("learner,goal,have\nA,RHIT,\n", "utf-8")
    assert main(shlex.split(command.replace("PLANS", "plans"))[1:]) == 0


@pytest.mark.parametrize("line", [line for line in block("sh", 2).splitlines() if line])
def test_queries_run(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    typed, _, command = line.rpartition(" | ")
    text = typed.removeprefix("echo '").removesuffix("'")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))

    assert main(shlex.split(command)[1:]) == 0


def test_requirement_graph_is_valid_json() -> None:
    assert json.loads(block("json"))["format"] == "chartway-requirements/1"


def test_profile_is_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    profile = tmp_path / "profile.toml"
    profile.write_text(block("toml"), "utf-8")

    assert main(["pathway", "RHIT", "--profile", str(profile)]) == 0
    assert "$5,499" in capsys.readouterr().out


def test_python_example_runs(capsys: pytest.CaptureFixture[str]) -> None:
    exec(block("python"), {})  # noqa: S102 - it is our own README

    assert capsys.readouterr().out == "['id:him-associate', 'ahima:rhit']\n"


def test_links_lead_somewhere() -> None:
    targets = {target for target in re.findall(r"\]\(([^)#]+)\)", README) if "://" not in target}

    assert [target for target in sorted(targets) if not (CHECKOUT / target).exists()] == []
