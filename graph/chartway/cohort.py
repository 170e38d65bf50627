"""A plan for every learner of a table: each row is answered on its own, and a bad row spoils no other.

``LEARNERS.csv`` has the columns ``learner,goal,have`` (``have`` separated by ``;``) and optionally ``prefer``.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple, TypeVar

from chartway.cohort_reply import Reply, Row, Told
from chartway.errors import ChartwayError, Mistake, OptionError, UnreadableError
from chartway.plan import PREFERENCES, Preference

COLUMNS = ("learner", "goal", "have")
MOST_KNOWN = 10_000
"""Replies kept at most, those asked for last: a cohort asks few questions often, and memory is to stay flat."""

T = TypeVar("T")


class Learner(NamedTuple):
    """One row of the table as it was written; ``fault`` says why it cannot be read, if it cannot."""

    name: str
    goal: str = ""
    have: tuple[str, ...] = ()
    prefer: str = ""
    fault: str = ""


def learners(path: Path) -> Iterator[Learner]:
    """The rows of the table, one at a time; raises UnreadableError where it is no table of learners at all."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            yield from _rows(csv.reader(lines, strict=True), str(path))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UnreadableError(str(path), (Mistake("", _why(error)),)) from None


def _why(error: OSError | UnicodeDecodeError | csv.Error) -> str:
    if isinstance(error, csv.Error):
        return f"line 1: not CSV: {error}"
    if isinstance(error, UnicodeDecodeError):
        return "is not text in UTF-8"
    return f"cannot be opened: {error.strerror or error}"


def _rows(table: Iterator[list[str]], source: str) -> Iterator[Learner]:
    header = [name.strip() for name in next(table, [])]
    absent = [column for column in COLUMNS if column not in header]
    twice = [column for column in (*COLUMNS, "prefer") if header.count(column) > 1]
    if twice:
        raise UnreadableError(source, (Mistake("line 1", f"has the column {', '.join(twice)} twice"),))
    if absent:
        wanted = ",".join(COLUMNS)
        raise UnreadableError(source, (Mistake("line 1", f"has no column {', '.join(absent)}; needed: {wanted}"),))
    learner, *rest = (header.index(column) for column in (*COLUMNS, "prefer") if column in header)
    asked = itemgetter(*rest)
    while True:
        try:
            cells = next(table)
        except StopIteration:
            return
        except csv.Error as error:
            yield Learner("", fault=f"the line cannot be read: {error}")
            continue
        if len(cells) == len(header):
            yield Learner(cells[learner].strip(), *_asked(*asked(cells)))
        elif cells:
            name = dict(zip(header, cells, strict=False)).get("learner", "")
            yield Learner(name, fault=f"has {len(cells)} cells where the table has {len(header)} columns")


@lru_cache(MOST_KNOWN)
def _asked(goal: str, have: str, prefer: str = "") -> tuple[str, tuple[str, ...], str]:
    """What the cells of a row say: most rows say what others said before."""
    return goal.strip(), tuple(name for part in have.split(";") if (name := part.strip())), prefer.strip()


class Question(NamedTuple):
    """A goal and holdings as people write them, and a preference: all that is told of a learner to who answers."""

    goal: str
    have: tuple[str, ...]
    prefer: Preference


Tell = Callable[[str, tuple[str, ...], Preference], Row]
"""Answers a question with the fields of a row."""


def once(ask: Callable[[Question], T], refuse: Callable[[Row], T], prefer: Preference) -> Callable[[Learner], T]:
    """What each learner gets: who asks what was asked not long before gets the same, and nobody is asked again.

    ``prefer`` holds where a row prefers nothing; ``refuse`` is given the fields of a row that asks nothing clear.
    """

    @lru_cache(MOST_KNOWN)
    def given(goal: str, have: tuple[str, ...], prefer: str, fault: str) -> T:
        try:
            question = _question(goal, have, prefer, fault)
        except OptionError as error:
            return refuse(_failed(goal, error))
        return ask(question)

    return lambda learner: given(learner.goal, learner.have, learner.prefer or prefer, learner.fault)


def _question(goal: str, have: tuple[str, ...], prefer: str, fault: str) -> Question:
    if fault:
        raise OptionError(fault)
    preference = _PREFERENCES.get(prefer)
    if preference is None:
        raise OptionError(f"prefers {prefer!r}; that is one of {', '.join(PREFERENCES)}")
    if not goal:
        raise OptionError("has no goal")
    return Question(goal, have, preference)


_PREFERENCES: dict[str, Preference] = {one: one for one in PREFERENCES}


def answered(tell: Tell, question: Question) -> Row:
    """The answer to a question, or ``status: error`` with a message."""
    try:
        return tell(*question)
    except ChartwayError as error:
        return _failed(question.goal, error)


def _failed(goal: str, error: ChartwayError) -> Row:
    return {"goal": goal, "status": "error", "message": str(error)}


@dataclass(frozen=True)
class Notes:
    """The replies to the first questions, noted when they were worked out before, and where those to further ones go.

    Which questions are asked, and in which order, follows from the table alone, however many processes answer.
    """

    earlier: Iterator[Reply] = field(default_factory=lambda: iter(()))
    keep: Callable[[Sequence[Reply]], None] = lambda _: None


@dataclass(frozen=True)
class Cohort:
    """Answers learners one by one in a form; a question that was asked not long before is not worked out again."""

    tell: Tell
    form: str
    prefer: Preference = "cheapest"

    def rows(self, learners: Iterable[Learner], notes: Notes | None = None) -> Generator[Told]:
        """The rows of many learners, in their order: an answer each, or ``status: error`` with a message."""
        notes = notes or Notes()

        def reply(question: Question) -> Reply:
            return next(notes.earlier, None) or worked_out(question)

        def worked_out(question: Question) -> Reply:
            found = Reply.of(answered(self.tell, question), self.form)
            notes.keep([found])
            return found

        given = once(reply, lambda row: Reply.of(row, self.form), self.prefer)
        for learner in learners:
            yield learner.name, given(learner)
