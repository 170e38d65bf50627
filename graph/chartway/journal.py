"""A journal keeps the rows of an output beside it until it is whole, so that work that was stopped can go on.

``PLANS.csv.partial`` holds a line that says what was asked, then a line of JSON for each row.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Generator, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from io import BufferedWriter
from pathlib import Path
from typing import Literal

from chartway.cohort import Row
from chartway.errors import OptionError, UnwritableError

FORMAT = "chartway-cohort/1"


@dataclass(frozen=True)
class Journal:
    """The rows that are there already, in a file; ``asked`` stands for the question, lest another be mixed in."""

    path: Path
    asked: str

    @classmethod
    def beside(cls, output: Path, asked: str) -> Journal:
        """The journal of an output."""
        return cls(output.with_name(f"{output.name}.partial"), asked)

    def kept(self) -> int:
        """How many rows are there already; a last line that is not whole is cut off.

        Raises OptionError where the journal belongs to another question.
        """
        rows, whole = -1, 0
        try:
            with self.path.open("rb+") as lines:
                for line in lines:
                    if not line.endswith(b"\n"):
                        break
                    if rows < 0 and line != self._head():
                        why = "was begun with another table, graph or option; without --resume all begins anew"
                        raise OptionError(f"{self.path} {why}")
                    rows, whole = rows + 1, whole + len(line)
                lines.truncate(whole)
        except FileNotFoundError:
            return 0
        except OSError as error:
            raise UnwritableError(str(self.path), error.strerror or str(error)) from None
        return max(rows, 0)

    def rows(self, kept: int, more: Iterable[Row]) -> Generator[Row]:
        """The rows that are there already, then more, each of which is kept as it comes."""
        with self._opened("ab" if kept else "wb") as lines:
            if kept:
                yield from self._read(kept)
            else:
                lines.write(self._head())
            for row in more:
                lines.write(_line(row))
                yield row

    def forget(self) -> None:
        """Removes the journal, the output being whole."""
        self.path.unlink(missing_ok=True)

    def _opened(self, mode: Literal["ab", "wb"]) -> BufferedWriter:
        try:
            return self.path.open(mode)
        except OSError as error:
            raise UnwritableError(str(self.path), error.strerror or str(error)) from None

    def _read(self, number: int) -> Iterator[Row]:
        with self.path.open("rb") as lines:
            next(lines)
            for _, line in zip(range(number), lines, strict=False):
                yield json.loads(line)

    def _head(self) -> bytes:
        return _line({"format": FORMAT, "asked": self.asked})


def _line(row: Row) -> bytes:
    return f"{json.dumps(row, ensure_ascii=False)}\n".encode()


def fingerprint(files: Iterable[Path], *options: object) -> str:
    """What stands for the contents of the files and the options: equal only where these are equal (SHA-256).

    What is no file that can be read stands for nothing.

    >>> len(fingerprint([], "cheapest")), fingerprint([], "cheapest") == fingerprint([], "fastest")
    (64, False)
    """
    digest = hashlib.sha256(repr(options).encode())
    for path in files:
        with suppress(OSError), path.open("rb") as content:
            digest.update(hashlib.file_digest(content, "sha256").digest())
    return digest.hexdigest()
