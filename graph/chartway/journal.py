"""A journal keeps the replies of an output beside it until it is whole, so that work that was stopped can go on.

``PLANS.csv.partial`` holds a line that says what was asked, then a line of JSON for each question that is worked out,
in the order in which the table first asks them. It has no learners in it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import BufferedWriter
from itertools import islice
from pathlib import Path
from typing import Literal

from chartway.cohort import Notes
from chartway.cohort_reply import Reply
from chartway.errors import OptionError, UnwritableError

FORMAT = "chartway-cohort/3"


@dataclass(frozen=True)
class Journal:
    """The replies that are there already, in a file; ``asked`` stands for the question, lest another be mixed in."""

    path: Path
    asked: str

    @classmethod
    def beside(cls, output: Path, asked: str) -> Journal:
        """The journal of an output."""
        return cls(output.with_name(f"{output.name}.partial"), asked)

    def kept(self) -> int:
        """How many replies are there already; a last line that is not whole is cut off.

        Raises OptionError where the journal belongs to another question.
        """
        lines_before, whole = -1, 0
        try:
            with self.path.open("rb+") as lines:
                for line in lines:
                    if not line.endswith(b"\n"):
                        break
                    if lines_before < 0 and line != self._head():
                        why = "was begun with another table, graph or option; without --resume all begins anew"
                        raise OptionError(f"{self.path} {why}")
                    lines_before, whole = lines_before + 1, whole + len(line)
                lines.truncate(whole)
        except FileNotFoundError:
            return 0
        except OSError as error:
            raise UnwritableError(str(self.path), error.strerror or str(error)) from None
        return max(lines_before, 0)

    @contextmanager
    def notes(self, kept: int) -> Iterator[Notes]:
        """The replies that are there already, and room for more, which are in the file once they are kept."""
        with self._opened("ab" if kept else "wb") as lines:
            if not kept:
                lines.write(self._head())
                lines.flush()

            def keep(replies: Sequence[Reply]) -> None:
                lines.writelines(f"{reply.to_json()}\n".encode() for reply in replies)
                lines.flush()

            yield Notes(self._replies(kept), keep)

    def forget(self) -> None:
        """Removes the journal, the output being whole."""
        self.path.unlink(missing_ok=True)

    def _opened(self, mode: Literal["ab", "wb"]) -> BufferedWriter:
        try:
            return self.path.open(mode)
        except OSError as error:
            raise UnwritableError(str(self.path), error.strerror or str(error)) from None

    def _replies(self, number: int) -> Iterator[Reply]:
        if number:
            with self.path.open("rb") as lines:
                next(lines)
                yield from map(Reply.from_json, islice(lines, number))

    def _head(self) -> bytes:
        head = {"format": FORMAT, "asked": self.asked}
        return f"{json.dumps(head)}\n".encode()


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
