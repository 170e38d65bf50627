"""The queries that Chartway ships: a question in plain words each, with parameters that can be set."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from chartway import ontology
from chartway.errors import Mistake, UnreadableError
from chartway.names import Names

_PARAMETER = re.compile(r"# set (?P<name>\w+): (?P<meaning>.+), e\.g\. (?P<example>.+)")
_NAME = re.compile(r"(?P<number>\d+)-(?P<slug>[a-z-]+)")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A variable of a query that can be set; as long as it is not, the query asks about everything."""

    name: str
    meaning: str
    example: str


@dataclass(frozen=True, slots=True)
class ShippedQuery:
    """A file of ``ontology/queries``: its number and name, the question it answers, and what can be set."""

    number: str
    name: str
    question: str
    parameters: tuple[Parameter, ...]
    path: Path

    @property
    def text(self) -> str:
        """The query itself."""
        return self.path.read_text("utf-8")

    @classmethod
    def of(cls, path: Path) -> ShippedQuery:
        """Reads what the comments at the top of the file say."""
        match = _NAME.fullmatch(path.stem)
        if match is None:
            raise ValueError(f"{path.name} is not named like 07-a-question.rq")
        comments = list(_comments(path.read_text("utf-8")))
        parameters = tuple(Parameter(**found.groupdict()) for line in comments if (found := _PARAMETER.fullmatch(line)))
        return cls(match["number"], match["slug"], comments[0].removeprefix("# "), parameters, path)


def _comments(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if not line.startswith("#"):
            return
        yield line


def shipped() -> tuple[ShippedQuery, ...]:
    """All shipped queries, by number."""
    return tuple(ShippedQuery.of(path) for path in sorted(ontology.file("queries").glob("*.rq")))


def find(name: str) -> ShippedQuery:
    """The query of that number or name; raises UnknownNameError with the nearest names.

    >>> find("3").name == find("03").name == find("what-no-longer-holds").name
    True
    """
    known = {query.path.stem: query for query in shipped()}
    tiers = [
        [(stem, stem) for stem in known],
        [(query.name, stem) for stem, query in known.items()],
        [(number, stem) for stem, query in known.items() for number in (query.number, query.number.lstrip("0"))],
    ]
    return known[Names.of(tiers).find(name)]


def is_file(name: str) -> bool:
    """Whether what was asked for is a file or standard input, and no query of ours.

    >>> is_file("own.rq"), is_file("-"), is_file("what-no-longer-holds")
    (True, True, False)
    """
    return name == "-" or Path(name).name != name or bool(Path(name).suffix)


def written(name: str, standard_input: IO[bytes]) -> tuple[str, str]:
    """What a file or standard input is called, and the query in it; raises UnreadableError if it cannot be read."""
    shown = "standard input" if name == "-" else name
    try:
        content = standard_input.read() if name == "-" else Path(name).read_bytes()
        return shown, content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableError(shown, (Mistake("", f"not UTF-8 at byte {error.start:,}"),)) from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        why = getattr(error, "strerror", None) or str(error)
        raise UnreadableError(shown, (Mistake("", f"cannot be opened: {why}"),)) from None


def listing(queries: Iterable[ShippedQuery]) -> str:
    """The queries for people: number, name, question, and what can be set."""
    queries = list(queries)
    width = max((len(query.name) for query in queries), default=0)
    return "".join(f"{line}\n" for query in queries for line in _entry(query, width))


def _entry(query: ShippedQuery, width: int) -> Iterator[str]:
    """The lines about one query; values stand as one writes them in a shell."""
    yield f"{query.number}  {query.name:{width}}  {query.question}"
    for one in query.parameters:
        option = f"--set {one.name}={shlex.quote(one.example)}"
        yield f"    {option:{width}}  {one.meaning}"
