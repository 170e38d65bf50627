"""A reply is what stands in the rows of all who ask the same: it takes its written form once, where it was found.

The output has one row per learner, with the fields that ``pathway --format json`` prints.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from chartway.errors import OptionError
from chartway.output import replacing

FIELDS = (
    *("learner", "goal", "prefer", "status", "message", "cost", "costRange", "weeks", "stepCount"),
    *("proved", "bounds", "steps", "upkeep", "unknownCosts", "notCompared", "missing", "missingComplete", "inWords"),
    *("startAssumed", "renamed", "unconfirmed", "estimated"),
    *("studyHours", "startDate", "terms", "ruledOut"),
)
OF_REPLY = FIELDS[1:]
TYPED = frozenset({"cost", "weeks", "stepCount", "missingComplete", "studyHours"})
"""What stands in a table of columns as what it is, not as text."""
BATCH = 1_000
"""Rows of a table of columns that are written together."""
BUFFER = 1 << 20
"""Bytes of lines that are written together: after the last reply most of the rows are still to be written."""

Row = dict[str, Any]
Written = str | list[Any]
"""The rest of a line after the learner, or the cells of the row."""


class Counted(NamedTuple):
    """What a summary counts of a row: the ids of its steps, of what is missing, and of what alone is between.

    A goal that nothing else would help to reach stands for itself in a row; to a summary that says nothing.
    """

    status: str
    steps: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    unlocks: tuple[str, ...] = ()

    @classmethod
    def of(cls, row: Row) -> Counted:
        """What counts of a row.

        >>> Counted.of({"goal": "CCS", "status": "optimal", "steps": [{"achievement": "CCA"}, {"achievement": "CCS"}]})
        Counted(status='optimal', steps=('CCA',), missing=(), unlocks=('CCA',))
        >>> Counted.of({"goal": "CHP", "status": "unreachable", "missing": [["CHP"]]})
        Counted(status='unreachable', steps=(), missing=(), unlocks=())
        """
        steps = {step["achievement"] for step in row.get("steps") or ()} - {row["goal"]}
        sets = [one for one in row.get("missing") or () if one != [row["goal"]]]
        missing = {id for one in sets for id in one}
        unlocks = {*(steps if len(steps) == 1 else ()), *(one[0] for one in sets if len(one) == 1)}
        return cls(row["status"], *(tuple(sorted(ids)) for ids in (steps, missing, unlocks)))


class Reply(NamedTuple):
    """The row of everybody who asks a question, without the learner."""

    written: Written
    counted: Counted

    @classmethod
    def of(cls, row: Row, form: str) -> Reply:
        """The reply in the form of an ending."""
        return cls(FORMS[form].written(row), Counted.of(row))

    def to_json(self) -> str:
        """The reply as a line of JSON, without its end."""
        return json.dumps(self, ensure_ascii=False)

    @classmethod
    def from_json(cls, line: bytes) -> Reply:
        """The reply that a line is of."""
        written, (status, *ids) = json.loads(line)
        return cls(written, Counted(status, *map(tuple, ids)))


Told = tuple[str, Reply]
"""A learner's name, and the reply."""


class Form(NamedTuple):
    """How rows are written: what a reply's row becomes, and how a file is made of learners and replies."""

    written: Callable[[Row], Written]
    write: Callable[[Iterable[Told], Path], None]


def form_of(path: Path) -> str:
    """The form that a path's ending stands for; raises OptionError for other endings."""
    if path.suffix not in FORMS:
        raise OptionError(f"{path} ends in none of {', '.join(FORMS)}")
    return path.suffix


def write(rows: Iterable[Told], path: Path) -> None:
    """Writes the rows as the path's ending says, whole or not at all."""
    form = FORMS[form_of(path)]
    with replacing(path) as target:
        form.write(rows, target)


# ---- lines of JSON

_json = json.JSONEncoder(ensure_ascii=False).encode


def _json_rest(row: Row) -> str:
    return f"{_json(row)[1:]}\n"


def _write_jsonl(rows: Iterable[Told], target: Path) -> None:
    with target.open("w", BUFFER, encoding="utf-8", newline="\n") as lines:
        lines.writelines(f'{{"learner": {_json(name)}, {reply.written}' for name, reply in rows)


# ---- cells


class _Echo:
    """A file that hands back what is written, so that one line is had as text."""

    def write(self, line: str) -> str:
        return line


_cells = csv.writer(_Echo(), lineterminator="\n")
_cells_of_reply = csv.DictWriter(_Echo(), OF_REPLY, lineterminator="\n")


def _text(value: object) -> str:
    """A field as a cell: structures as JSON."""
    return value if isinstance(value, str) else _json(value)


def _csv_rest(row: Row) -> str:
    line: Any = _cells_of_reply.writerow({field: _text(value) for field, value in row.items()})
    return str(line)


def _cell(name: str) -> str:
    line: Any = _cells.writerow((name, ""))
    return str(line[:-1])


def _write_csv(rows: Iterable[Told], target: Path) -> None:
    with target.open("w", BUFFER, encoding="utf-8", newline="") as lines:
        lines.write(f"{','.join(FIELDS)}\n")
        lines.writelines(f"{_cell(name)}{reply.written}" for name, reply in rows)


# ---- columns


def _columns_rest(row: Row) -> list[Any]:
    return [row.get(field) if field in TYPED or field not in row else _text(row[field]) for field in OF_REPLY]


def _write_parquet(rows: Iterable[Told], target: Path) -> None:
    try:
        import pyarrow  # noqa: PLC0415, ICN001 - optional, and 0.1 s for those who have it
        from pyarrow import parquet  # noqa: PLC0415 - as above
    except ImportError:
        raise OptionError("writing .parquet needs pyarrow: pip install 'chartway[parquet]'") from None
    schema = pyarrow.schema([(field, _arrow_type(pyarrow, field)) for field in FIELDS])
    with parquet.ParquetWriter(target, schema) as writer:
        for batch in _batches(rows):
            columns = zip(*([name, *reply.written] for name, reply in batch), strict=True)
            arrays = [pyarrow.array(column, of) for column, of in zip(columns, schema.types, strict=True)]
            writer.write_batch(pyarrow.RecordBatch.from_arrays(arrays, schema=schema))


def _arrow_type(arrow: Any, field: str) -> Any:  # noqa: ANN401 - pyarrow is published without types
    match field:
        case "cost" | "weeks" | "studyHours":
            return arrow.float64()
        case "stepCount":
            return arrow.int64()
        case "missingComplete":
            return arrow.bool_()
        case _:
            return arrow.string()


def _batches(rows: Iterable[Told]) -> Iterator[list[Told]]:
    more = iter(rows)
    while batch := list(islice(more, BATCH)):
        yield batch


FORMS = {
    ".csv": Form(_csv_rest, _write_csv),
    ".jsonl": Form(_json_rest, _write_jsonl),
    ".parquet": Form(_columns_rest, _write_parquet),
}
