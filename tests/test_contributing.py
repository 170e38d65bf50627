"""What CONTRIBUTING.md tells newcomers to write and run does what it says: on a copy of the data."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from chartway import ontology
from chartway.cli import main

GUIDE = (Path(__file__).resolve().parents[1] / ".github/CONTRIBUTING.md").read_text("utf-8")
OPENING = "src:chartway {\n"
Runner = Callable[[str], str]


def part(heading: str) -> str:
    """A part of the guide."""
    return GUIDE.partition(f"### {heading}\n")[2].partition("\n##")[0]


def blocks(heading: str, language: str) -> list[str]:
    """The fenced blocks of a part."""
    return re.findall(rf"```{language}\n(.*?)```", part(heading), re.DOTALL)


def commands(heading: str) -> list[str]:
    """What one is told to run in a part."""
    return [line.removeprefix(".venv/bin/") for block in blocks(heading, "sh") for line in block.splitlines()]


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the data that every command reads instead of ours."""
    folder = tmp_path / "ontology"
    shutil.copytree(ontology.folder(), folder)
    monkeypatch.setattr(ontology, "folder", lambda: folder)
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.fixture
def chartway(capsys: pytest.CaptureFixture[str]) -> Runner:
    """Runs a command of the guide, which must succeed, and returns what it prints, on one line."""

    def run(command: str) -> str:
        code = main(shlex.split(command)[1:])
        printed = capsys.readouterr().out
        assert code == 0, printed
        return " ".join(printed.split())

    return run


def write(copy: Path, heading: str) -> None:
    """Puts the blocks of a part where their first lines say: a source into its block, the rest at the end."""
    for block in blocks(heading, "turtle"):
        name, _, text = block.removeprefix("# ontology/").partition("\n")
        path = copy / name
        before = path.read_text("utf-8") if path.exists() else ""
        inside = name == "sources.trig"
        path.write_text(before.replace(OPENING, f"{OPENING}{text}\n", 1) if inside else f"{before}\n{text}", "utf-8")


def test_fee_is_corrected(copy: Path, chartway: Runner) -> None:
    validate, show, pathway = commands("Correct a fee")
    before = chartway(pathway)
    write(copy, "Correct a fee")

    assert "$299" in before
    assert chartway(validate) == ""
    shown, _, former = chartway(show).partition("Not used")
    assert "$319" in shown
    assert "$299" not in shown
    assert "$299" in former
    assert "superseded: The price went up in January 2027." in former
    assert "$319" in chartway(pathway)
    assert "$299" not in chartway(pathway)


def test_college_of_ones_own_is_laid_over_the_data(copy: Path, chartway: Runner) -> None:
    (overlay,) = blocks("Add a college with its price", "json")
    (copy.parent / "college.json").write_text(overlay, "utf-8")
    command = commands("Add a college with its price")[0]

    assert "$5,499" in chartway(command)
    assert "$5,499" not in chartway("chartway pathway RHIT")


def test_college_is_added_for_everybody(copy: Path, chartway: Runner) -> None:
    _, validate, show, pathway = commands("Add a college with its price")
    write(copy, "Add a college with its price")

    assert chartway(validate) == ""
    assert "$5,200" in chartway(show)
    plan = chartway(pathway)
    assert "Associate degree, Example College" in plan
    assert "$5,499" in plan


@pytest.mark.parametrize("heading", ["Correct a fee", "Add a college with its price"])
def test_every_block_says_which_file_it_belongs_into(heading: str) -> None:
    assert blocks(heading, "turtle")
    assert all(block.startswith("# ontology/") for block in blocks(heading, "turtle"))
