"""Several processes give the same rows as one, each question once, or say that a worker is gone."""

from __future__ import annotations

from collections import Counter
from functools import partial
from pathlib import Path

import pytest

from chartway import crew
from chartway.cohort import Cohort, Learner, Row, Tell
from chartway.crew import Crew
from chartway.errors import LimitError
from chartway.plan import Preference

LOGGED = """lambda goal, have, prefer: (
    open({log!r}, "a").write(goal + "\\n"),
    __import__("os")._exit(1) if goal == "deadly" else {{"goal": goal, "status": "optimal", "steps": list(have)}},
)[1]"""
"""Written out, as a worker knows no module of the tests."""


def teller(log: Path) -> partial[Tell]:
    return partial(eval, LOGGED.format(log=str(log)))


def told(goal: str, have: tuple[str, ...], _: Preference) -> Row:
    return {"goal": goal, "status": "optimal", "steps": list(have)}


LEARNERS = [
    *(Learner(f"learner {number}", f"goal {number % 7}", prefer="fewest") for number in range(40)),
    Learner("nobody"),
    Learner("short", fault="has 2 cells"),
    *(Learner(f"later {number}", f"goal {number % 9}", prefer="fewest") for number in range(40)),
]


def test_the_rows_are_those_of_one_process_and_each_question_is_asked_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crew, "BLOCK", 15)
    log = tmp_path / "asked"

    rows = list(Crew(teller(log), 2).rows(LEARNERS))

    assert Counter(log.read_text("utf-8").split("\n")[:-1]) == {f"goal {number}": 1 for number in range(9)}
    assert rows == list(Cohort(told).rows(LEARNERS))


def test_memory_stays_flat_where_every_question_is_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "BLOCK", 5)
    monkeypatch.setattr(crew, "MOST_KNOWN", 8)
    learners = [Learner(str(number), f"goal {number % 20}") for number in range(60)]

    rows = list(Crew(teller(tmp_path / "asked"), 1).rows(learners))

    assert [row["goal"] for row in rows] == [learner.goal for learner in learners]


def test_a_worker_that_is_gone_is_said(tmp_path: Path) -> None:
    deadly = [*LEARNERS, Learner("last", "deadly")]

    with pytest.raises(LimitError, match="a worker process ended before its work was done"):
        list(Crew(teller(tmp_path / "asked"), 2).rows(deadly))


def test_no_learners_are_no_rows(tmp_path: Path) -> None:
    assert list(Crew(teller(tmp_path / "asked"), 2).rows([])) == []
