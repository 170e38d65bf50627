"""A Dask cluster gives the same rows as one process, also where it loses a worker, and is told no learner's name."""

from __future__ import annotations

import logging
import os
import signal
import socket
import warnings
from collections.abc import Generator, Iterator, Sequence
from functools import partial
from typing import Any, Protocol

import pytest

from chartway import cluster as clusters
from chartway.cluster import cluster
from chartway.cohort import Cohort, Learner, Notes
from chartway.cohort_reply import Reply, Row, Told
from chartway.crew import Crew, Make
from chartway.errors import LimitError, OptionError
from chartway.plan import Preference

distributed = pytest.importorskip("distributed", reason="Dask is not installed: pip install 'chartway[dask]'")
pytestmark = pytest.mark.filterwarnings("ignore")  # what Dask and tornado warn of on the way down is theirs

FORM = ".jsonl"
GOALS = 120
SLOW = "lambda goal, have, prefer: (sum(range(200_000)), {'goal': goal, 'status': 'optimal'})[1]"
DEADLY = "lambda goal, have, prefer: __import__('os')._exit(1)"
ELSEWHERE = "__import__('nowhere_at_all')"
LEARNERS = [Learner(f"learner {number}", f"goal {number * 7 % GOALS}") for number in range(400)]


def told(goal: str, _have: tuple[str, ...], _prefer: Preference) -> Row:
    return {"goal": goal, "status": "optimal"}


ROWS = list(Cohort(told, FORM).rows(LEARNERS))


def made(text: str) -> Make:
    """Written out, as a worker knows no module of the tests."""
    return partial(eval, text)


class Local(Protocol):
    """What is used here of a cluster on this machine."""

    scheduler_address: str
    scheduler: Any
    workers: dict[int, Any]


def rows(
    local: Local, text: str, learners: Sequence[Learner] = LEARNERS, notes: Notes | None = None
) -> Generator[Told]:
    return Crew(cluster(made(text), FORM, local.scheduler_address), FORM).rows(learners, notes)


@pytest.fixture(scope="module")
def local() -> Iterator[Local]:
    """A scheduler with two workers on this machine, each of which is begun anew where it is gone."""
    with (
        warnings.catch_warnings(action="ignore"),
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as found,
    ):
        yield found


def test_the_rows_are_those_of_one_process(local: Local) -> None:
    assert list(rows(local, SLOW)) == ROWS


def test_a_worker_that_is_killed_costs_no_row(local: Local) -> None:
    told = rows(local, SLOW)
    begun = [next(told) for _ in range(60)]

    os.kill(next(iter(local.workers.values())).process.process.pid, signal.SIGKILL)

    assert begun + list(told) == ROWS


def test_what_was_worked_out_before_is_not_asked_again(local: Local) -> None:
    noted: list[Reply] = []
    told = rows(local, SLOW, LEARNERS, Notes(keep=noted.extend))
    begun = [next(told) for _ in range(60)]
    told.close()

    more = list[Reply]()
    notes = Notes(iter(noted), more.extend)
    assert list(rows(local, SLOW, LEARNERS, notes)) == ROWS
    assert begun == ROWS[:60]
    assert 0 < len(more) == GOALS - len(noted)


def test_only_so_much_is_with_the_cluster_at_a_time_and_nothing_is_left(local: Local) -> None:
    most, tasks = 0, local.scheduler.tasks
    learners = [Learner("", f"goal {number}") for number in range(500)]
    for _ in rows(local, SLOW, learners):
        most = max(most, len(tasks))

    assert most < 40
    assert not tasks


def test_no_name_of_a_learner_is_sent(local: Local, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[object] = []
    submit = distributed.Client.submit

    def listening(self: object, *args: object, **options: object) -> object:
        sent.append(args)
        return submit(self, *args, **options)

    monkeypatch.setattr(distributed.Client, "submit", listening)
    list(rows(local, SLOW))

    assert "goal 7" in repr(sent)
    assert "learner 7" not in repr(sent)


def test_a_portion_that_ends_every_worker_is_said(local: Local) -> None:
    with pytest.raises(LimitError, match="was lost several times with its worker"):
        list(rows(local, DEADLY, LEARNERS[:1]))


def test_a_worker_without_chartway_is_said(local: Local) -> None:
    with pytest.raises(OptionError, match="a worker has no Chartway, or another one"):
        list(rows(local, ELSEWHERE))


def test_a_scheduler_without_workers_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clusters, "PATIENCE", 1)
    with (
        distributed.LocalCluster(n_workers=0, dashboard_address=None) as empty,
        pytest.raises(OptionError, match="has no workers"),
    ):
        list(rows(empty, SLOW))


@pytest.mark.parametrize("who", ["nobody", "somebody else"])
def test_where_nobody_answers_is_said(who: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clusters, "PATIENCE", 1)
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        if who == "somebody else":
            place.listen()
        address = f"tcp://127.0.0.1:{place.getsockname()[1]}"
        with pytest.raises(OptionError, match=f"no Dask scheduler answers at {address}"):
            list(Crew(cluster(made(SLOW), FORM, address), FORM).rows(LEARNERS))


def test_a_cluster_that_goes_away_is_said() -> None:
    with distributed.LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None) as short:
        told = rows(short, SLOW)
        next(told)
    with pytest.raises(LimitError, match="the cluster ended before its work was done"):
        list(told)

    assert not logging.root.manager.disable
