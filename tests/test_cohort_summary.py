"""What the rows of a cohort say together."""

from __future__ import annotations

import pytest

from chartway import cohort_summary
from chartway.cohort_reply import Reply, Row
from chartway.cohort_summary import Summary

ROWS: list[Row] = [
    {"goal": "RHIT", "status": "optimal", "steps": [{"achievement": "degree"}, {"achievement": "RHIT"}]},
    {"goal": "RHIT", "status": "optimal", "steps": [{"achievement": "RHIT"}]},
    {"goal": "CCS", "status": "feasible", "steps": [{"achievement": "CCA"}, {"achievement": "degree"}]},
    {"goal": "RHIT", "status": "optimal", "steps": []},
    {"goal": "X", "status": "unreachable", "missing": [["licence"], ["job", "licence"]]},
    {"goal": "nowhere", "status": "error", "message": "nothing here is called 'nowhere'"},
]


@pytest.mark.parametrize("apart", [0, 2, 100])
def test_learners_are_counted_as_the_rows_pass(apart: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cohort_summary, "MOST_APART", apart)
    summary, told = Summary(), [("", Reply.of(row, ".jsonl")) for row in ROWS]

    assert list(summary.of(told)) == told
    assert summary.to_json() == {
        "learners": 6,
        "status": {"error": 1, "feasible": 1, "optimal": 3, "unreachable": 1},
        "steps": [{"achievement": "degree", "learners": 2}, {"achievement": "CCA", "learners": 1}],
        "missing": [{"achievement": "job", "learners": 1}, {"achievement": "licence", "learners": 1}],
        "unlocks": [{"achievement": "degree", "learners": 1}, {"achievement": "licence", "learners": 1}],
    }
    assert summary.sentences(str.upper) == [
        "in most plans: DEGREE (2 learners), CCA (1 learner)",
        "missing most where there is no way: JOB (1 learner), LICENCE (1 learner)",
        "the only thing between most and their goal: DEGREE (1 learner), LICENCE (1 learner)",
    ]


def test_of_nobody_there_is_nothing_to_say() -> None:
    assert Summary().sentences(str) == []
