"""Several processes give the same rows as one, each question once, or say that a worker is gone."""

from __future__ import annotations

from collections import Counter
from functools import partial
from pathlib import Path

import pytest

from chartway import cohort, crew
from chartway.cohort import Cohort, Learner, Notes
from chartway.cohort_reply import Reply, Row
from chartway.crew import Crew, processes
from chartway.errors import LimitError
from chartway.plan import Preference

FORM = ".csv"
LOGGED = """lambda goal, have, prefer: (
    open({log!r}, "a").write(goal + "\\n"),
    __import__("os")._exit(1) if goal == "deadly" else {{"goal": goal, "status": "optimal", "missing": [list(have)]}},
)[1]"""
"""Written out, as a worker knows no module of the tests."""


def teller(log: Path) -> crew.Make:
    return partial(eval, LOGGED.format(log=str(log)))


def told(goal: str, have: tuple[str, ...], _: Preference) -> Row:
    return {"goal": goal, "status": "optimal", "missing": [list(have)]}


LEARNERS = [
    *(Learner(f"learner {number}", f"goal {number % 7}", prefer="fewest") for number in range(40)),
    Learner("nobody"),
    Learner("short", fault="has 2 cells"),
    *(Learner(f"later {number}", f"goal {number % 9}", prefer="fewest") for number in range(40)),
]
ROWS = list(Cohort(told, FORM).rows(LEARNERS))


@pytest.fixture(params=["fork", "spawn"])
def begun(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers begin in either way."""
    if request.param == "spawn":
        monkeypatch.setattr(crew, "_can_fork", lambda: False)
    elif not crew._can_fork():  # noqa: SLF001 - it is asked what it would do
        pytest.skip("this process has threads, or is not on Linux: workers are spawned")


@pytest.mark.usefixtures("begun")
@pytest.mark.parametrize("block", [1, 15, 1_000])
def test_the_rows_are_those_of_one_process_and_each_question_is_asked_once(
    block: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crew, "BLOCK", block)
    log = tmp_path / "asked"

    rows = list(Crew(processes(teller(log), FORM, 2), FORM).rows(LEARNERS))

    assert Counter(log.read_text("utf-8").split("\n")[:-1]) == {f"goal {number}": 1 for number in range(9)}
    assert rows == ROWS


@pytest.mark.parametrize("kept", [1, 5, 9])
def test_what_was_worked_out_before_is_not_asked_again(kept: int, tmp_path: Path) -> None:
    noted: list[Reply] = []
    list(Cohort(told, FORM).rows(LEARNERS, Notes(keep=noted.extend)))
    log, more = tmp_path / "asked", list[Reply]()

    rows = list(Crew(processes(teller(log), FORM, 2), FORM).rows(LEARNERS, Notes(iter(noted[:kept]), more.extend)))

    asked = log.read_text("utf-8").split("\n")[:-1] if log.exists() else []
    assert sorted(asked) == [f"goal {number}" for number in range(kept, 9)]
    assert (rows, more) == (ROWS, noted[kept:])


def test_memory_stays_flat_where_every_question_is_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for most, number in {"BLOCK": 5, "MOST_WAITING": 10, "MOST_FRESH": 3, "MOST_AHEAD": 4}.items():
        monkeypatch.setattr(crew, most, number)
    monkeypatch.setattr(cohort, "MOST_KNOWN", 8)
    learners = [Learner(str(number), f"goal {number % 20}") for number in range(60)]

    rows = list(Crew(processes(teller(tmp_path / "asked"), FORM, 1), FORM).rows(learners))

    assert rows == list(Cohort(told, FORM).rows(learners))


def test_a_worker_that_is_gone_is_said(tmp_path: Path) -> None:
    deadly = [*LEARNERS, Learner("last", "deadly")]

    with pytest.raises(LimitError, match="a worker process ended before its work was done"):
        list(Crew(processes(teller(tmp_path / "asked"), FORM, 2), FORM).rows(deadly))


def test_no_learners_are_no_rows(tmp_path: Path) -> None:
    assert list(Crew(processes(teller(tmp_path / "asked"), FORM, 2), FORM).rows([])) == []
