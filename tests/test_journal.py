"""Replies are kept while an output is not whole, and what was stopped goes on where it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from chartway.cohort_reply import Counted, Reply
from chartway.errors import OptionError, UnwritableError
from chartway.journal import Journal, fingerprint

REPLIES = [
    Reply("é\n", Counted("optimal", ("CCA",))),
    Reply("x" * 100, Counted("unreachable", (), ("CCA", "CCS"), ("CCS",))),
    Reply(["é", None, 3.5], Counted("error")),
    Reply("é\n", Counted("optimal")),
]


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal.beside(tmp_path / "plans.csv", "this question")


def keep(journal: Journal, replies: list[Reply], kept: int = 0) -> list[Reply]:
    """What was there; then replies are kept."""
    with journal.notes(kept) as notes:
        earlier = list(notes.earlier)
        notes.keep(replies)
    return earlier


def test_nothing_is_left_once_the_output_is_whole(journal: Journal, tmp_path: Path) -> None:
    assert keep(journal, REPLIES) == []
    assert journal.path == tmp_path / "plans.csv.partial"

    journal.forget()

    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("number", range(5))
def test_what_was_stopped_goes_on(number: int, journal: Journal) -> None:
    keep(journal, REPLIES[:number])

    kept = journal.kept()

    assert kept == number
    assert keep(journal, REPLIES[number:], kept) == REPLIES[:number]
    assert keep(journal, [], journal.kept()) == REPLIES


def test_what_is_kept_is_in_the_file_at_once(journal: Journal) -> None:
    with journal.notes(0) as notes:
        notes.keep(REPLIES[:1])

        assert journal.path.read_bytes().count(b"\n") == 2


@pytest.mark.parametrize("lost", [1, 5, 60, 10_000])
def test_a_line_that_is_not_whole_is_cut_off(lost: int, journal: Journal) -> None:
    keep(journal, REPLIES)
    content = journal.path.read_bytes()
    journal.path.write_bytes(content[: max(0, len(content) - lost)])

    kept = journal.kept()

    assert kept == content[:-lost].count(b"\n") - 1 if lost < len(content) else kept == 0
    assert keep(journal, REPLIES[kept:], kept) == REPLIES[:kept]
    assert keep(journal, [], journal.kept()) == REPLIES


def test_a_journal_of_another_question_is_refused(journal: Journal) -> None:
    keep(journal, REPLIES)

    with pytest.raises(OptionError, match="another table, graph or option"):
        Journal(journal.path, "another question").kept()

    assert journal.kept() == 4


def test_without_a_journal_nothing_is_kept(journal: Journal) -> None:
    assert journal.kept() == 0


def test_a_journal_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "plans.csv.partial").mkdir()
    journal = Journal.beside(tmp_path / "plans.csv", "")

    with pytest.raises(UnwritableError):
        keep(journal, REPLIES)
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
