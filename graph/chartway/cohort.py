"""A plan for every learner of a table: each row is answered on its own, and a bad row spoils no other.

``LEARNERS.csv`` has the columns ``learner,goal,have`` (``have`` separated by ``;``) and optionally ``prefer``.
The output has one row per learner, in input order, with the fields that ``pathway --format json`` prints.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from chartway.errors import ChartwayError, Mistake, OptionError, UnreadableError
from chartway.output import replacing
from chartway.plan import PREFERENCES, Preference

COLUMNS = ("learner", "goal", "have")
FIELDS = (
    *("learner", "goal", "prefer", "status", "message", "cost", "costRange", "weeks", "stepCount"),
    *("proved", "bounds", "steps", "upkeep", "unknownCosts", "notCompared", "missing", "missingComplete", "inWords"),
    *("startAssumed", "renamed", "unconfirmed", "estimated"),
)
MOST_KNOWN = 10_000
"""Answers kept at most: a cohort asks few questions often, and memory is to stay flat."""
FORMATS = (".csv", ".jsonl", ".parquet")

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Learner:
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
    while True:
        try:
            cells = next(table)
        except StopIteration:
            return
        except csv.Error as error:
            yield Learner("", fault=f"the line cannot be read: {error}")
            continue
        if cells:
            yield _learner(header, cells)


def _learner(header: list[str], cells: list[str]) -> Learner:
    if len(cells) != len(header):
        name = dict(zip(header, cells, strict=False)).get("learner", "")
        return Learner(name, fault=f"has {len(cells)} cells where the table has {len(header)} columns")
    row = dict(zip(header, (cell.strip() for cell in cells), strict=True))
    have = tuple(name for part in row["have"].split(";") if (name := part.strip()))
    return Learner(row["learner"], row["goal"], have, row.get("prefer", ""))


Question = tuple[str, tuple[str, ...], Preference]
"""A goal, holdings as people write them, and a preference."""
Tell = Callable[[str, tuple[str, ...], Preference], Row]
"""Answers a question with the fields of a row."""


def question_of(learner: Learner, prefer: Preference) -> Question:
    """What the row asks, with ``prefer`` where it prefers nothing; raises OptionError where it asks nothing clear."""
    if learner.fault:
        raise OptionError(learner.fault)
    preference = next((one for one in PREFERENCES if one == (learner.prefer or prefer)), None)
    if preference is None:
        raise OptionError(f"prefers {learner.prefer!r}; that is one of {', '.join(PREFERENCES)}")
    if not learner.goal:
        raise OptionError("has no goal")
    return learner.goal, learner.have, preference


def answered(tell: Tell, question: Question) -> Row:
    """The answer to a question, or ``status: error`` with a message."""
    try:
        return tell(*question)
    except ChartwayError as error:
        return failed(question[0], error)


def failed(goal: str, error: ChartwayError) -> Row:
    """The fields of a row that cannot be answered."""
    return {"goal": goal, "status": "error", "message": str(error)}


@dataclass(frozen=True)
class Cohort:
    """Answers learners one by one; a question that was asked before is not worked out again."""

    tell: Tell
    prefer: Preference = "cheapest"
    known: dict[Question, Row] = field(default_factory=dict)

    def row(self, learner: Learner) -> Row:
        """The row of one learner: an answer, or ``status: error`` with a message."""
        try:
            question = question_of(learner, self.prefer)
        except OptionError as error:
            return {"learner": learner.name} | failed(learner.goal, error)
        if question not in self.known:
            if len(self.known) >= MOST_KNOWN:
                self.known.clear()
            self.known[question] = answered(self.tell, question)
        return {"learner": learner.name} | self.known[question]

    def rows(self, learners: Iterable[Learner]) -> Iterator[Row]:
        """The rows of many learners, in their order."""
        return map(self.row, learners)


def write(rows: Iterable[Row], path: Path) -> tuple[int, int]:
    """Writes the rows as the path's ending says, whole or not at all; returns how many, and how many failed."""
    if path.suffix not in FORMATS:
        raise OptionError(f"{path} ends in none of {', '.join(FORMATS)}")
    tally = _Tally()
    with replacing(path) as target:
        if path.suffix == ".csv":
            _write_csv(tally.of(rows), target)
        elif path.suffix == ".jsonl":
            _write_jsonl(tally.of(rows), target)
        else:
            _write_parquet(tally.of(rows), target)
    return tally.rows, tally.failed


class _Tally:
    """Counts rows as they pass."""

    def __init__(self) -> None:
        self.rows = self.failed = 0

    def of(self, rows: Iterable[Row]) -> Iterator[Row]:
        for row in rows:
            self.rows += 1
            self.failed += row["status"] == "error"
            yield row


def _write_jsonl(rows: Iterable[Row], target: Path) -> None:
    with target.open("w", encoding="utf-8", newline="\n") as lines:
        for row in rows:
            lines.write(json.dumps(row, ensure_ascii=False) + "\n")


def _flat(row: Row) -> dict[str, str]:
    """Every field as a cell: structures as JSON."""
    return {
        key: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False) for key, value in row.items()
    }


def _write_csv(rows: Iterable[Row], target: Path) -> None:
    with target.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, FIELDS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(_flat(row) for row in rows)


def _write_parquet(rows: Iterable[Row], target: Path) -> None:
    try:
        import pyarrow  # noqa: PLC0415, ICN001 - optional, and 0.1 s for those who have it
        from pyarrow import parquet  # noqa: PLC0415 - as above
    except ImportError:
        raise OptionError("writing .parquet needs pyarrow: pip install 'chartway[parquet]'") from None
    schema = pyarrow.schema([(field, _arrow_type(pyarrow, field)) for field in FIELDS])
    with parquet.ParquetWriter(target, schema) as writer:
        for batch in _batches(rows):
            writer.write_batch(pyarrow.RecordBatch.from_pylist(batch, schema))


def _arrow_type(arrow: Any, field: str) -> Any:  # noqa: ANN401 - pyarrow is published without types
    match field:
        case "cost" | "weeks":
            return arrow.float64()
        case "stepCount":
            return arrow.int64()
        case "missingComplete":
            return arrow.bool_()
        case _:
            return arrow.string()


def _batches(rows: Iterable[Row], size: int = 1000) -> Iterator[list[Row]]:
    batch: list[Row] = []
    typed = {"cost", "weeks", "stepCount", "missingComplete"}
    for row in rows:
        batch.append(
            {
                key: value if key in typed else text
                for (key, value), text in zip(row.items(), _flat(row).values(), strict=True)
            }
        )
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
