"""The queries that Chartway ships: a question in plain words each, with parameters that can be set."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from chartway import ontology
from chartway.errors import OptionError
from chartway.names import Names
from chartway.sparql.answer import Answer, Query, answer
from chartway.sparql.dataset import Dataset
from chartway.statements import Statements, read
from chartway.view import EVERYTHING, View

if TYPE_CHECKING:
    import pyoxigraph as ox

    from chartway.sparql.parameter import Value

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


def ask(
    query: ShippedQuery, values: Mapping[str, str], format: str = "", width: int = 100, view: View = EVERYTHING
) -> Answer:
    """The answer to a query of ours, in this process and without limits.

    Args:
        query: The query.
        values: Values for its parameters, as people write them; each becomes one term and cannot change the query.
        format: One of ``FORMATS``.
        width: Characters in a line of a table.
        view: Which statements hold: as of a day, from sources trusted so far.

    Raises:
        OptionError: the query has no such parameter, or the format does not fit.
        UnknownNameError, AmbiguousNameError: no thing, or several, have the name that a value gives.

    >>> ask(find("ways-in"), {"credential": "RHIT"}, "csv").holds
    True
    """
    known = [parameter.name for parameter in query.parameters]
    if unknown := sorted(name for name in values if name not in known):
        hint = f"it has {', '.join(known)}" if known else "it has none"
        raise OptionError(f"--set {unknown[0]}: no parameter of {query.path.stem}; {hint}")
    quads = read()
    set_to = _terms(values, quads) if values else {}
    return answer(Dataset.of(quads, view), Query(query.path.name, query.text, set_to), format, width=width)


def _terms(values: Mapping[str, str], quads: Iterable[ox.Quad]) -> dict[ox.Variable, Value]:
    from chartway.sparql.parameter import terms  # noqa: PLC0415 - knows all names, which few questions need

    return terms(values, Statements.of(quads))


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
