"""Rows are kept while an output is not whole, and what was stopped goes on where it was."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from chartway.cohort import Row
from chartway.errors import OptionError, UnwritableError
from chartway.journal import Journal, fingerprint

ROWS: list[Row] = [{"learner": f"learner {number}", "goal": "é\n", "status": "optimal"} for number in range(4)]


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal.beside(tmp_path / "plans.csv", "this question")


def stopped_after(number: int) -> Iterator[Row]:
    yield from ROWS[:number]
    raise KeyboardInterrupt


def test_rows_pass_and_nothing_is_left_once_the_output_is_whole(journal: Journal, tmp_path: Path) -> None:
    assert list(journal.rows(0, ROWS)) == ROWS
    assert journal.path == tmp_path / "plans.csv.partial"

    journal.forget()

    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("number", range(5))
def test_what_was_stopped_goes_on(number: int, journal: Journal) -> None:
    with pytest.raises(KeyboardInterrupt):
        list(journal.rows(0, stopped_after(number)))

    kept = journal.kept()

    assert kept == number
    assert list(journal.rows(kept, ROWS[kept:])) == ROWS
    assert journal.kept() == 4


@pytest.mark.parametrize("lost", [1, 5, 60, 10_000])
def test_a_line_that_is_not_whole_is_cut_off(lost: int, journal: Journal) -> None:
    list(journal.rows(0, ROWS))
    content = journal.path.read_bytes()
    journal.path.write_bytes(content[: max(0, len(content) - lost)])

    kept = journal.kept()

    assert kept == content[:-lost].count(b"\n") - 1 if lost < len(content) else kept == 0
    assert list(journal.rows(kept, ROWS[kept:])) == ROWS


def test_a_journal_of_another_question_is_refused(journal: Journal) -> None:
    list(journal.rows(0, ROWS))

    with pytest.raises(OptionError, match="another table, graph or option"):
        Journal(journal.path, "another question").kept()

    assert journal.kept() == 4


def test_without_a_journal_nothing_is_kept(journal: Journal) -> None:
    assert journal.kept() == 0


def test_a_journal_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "plans.csv.partial").mkdir()
    journal = Journal.beside(tmp_path / "plans.csv", "")

    with pytest.raises(UnwritableError):
        list(journal.rows(0, ROWS))
    with pytest.raises(UnwritableError):
        journal.kept()


def test_a_fingerprint_changes_with_the_files_and_the_options(tmp_path: Path) -> None:
    path = tmp_path / "graph.json"
    path.write_text("one", "utf-8")
    first = fingerprint([path], "cheapest")

    assert fingerprint([path], "cheapest") == first
    assert fingerprint([path], "fastest") != first
    path.write_text("two", "utf-8")
    assert fingerprint([path], "cheapest") != first
    assert fingerprint([tmp_path / "missing"]) == fingerprint([])
