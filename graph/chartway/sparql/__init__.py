"""SPARQL over Chartway's graph: shipped queries at once, everybody else's within limits.

>>> from chartway.sparql import shipped
>>> print(shipped()[2].question)
What no longer holds, what replaced it, and why?
"""

from __future__ import annotations

from collections.abc import Mapping

from chartway.errors import OptionError
from chartway.sparql.answer import FORMATS, Answer, Query, answer
from chartway.sparql.confinement import Limits, Question, ask, is_complete
from chartway.sparql.dataset import Dataset
from chartway.sparql.parameter import settings, terms
from chartway.sparql.shipped import ShippedQuery, find, is_file, listing, shipped, written
from chartway.statements import Statements, read

__all__ = [
    "FORMATS",
    "Answer",
    "Dataset",
    "Limits",
    "Query",
    "Question",
    "ShippedQuery",
    "answer",
    "ask",
    "ask_shipped",
    "find",
    "is_complete",
    "is_file",
    "listing",
    "settings",
    "shipped",
    "terms",
    "written",
]


def ask_shipped(query: ShippedQuery, values: Mapping[str, str], format: str = "", width: int = 100) -> Answer:
    """The answer to a query of ours, in this process and without limits.

    Args:
        query: The query.
        values: Values for its parameters, as people write them; each becomes one term and cannot change the query.
        format: One of ``FORMATS``.
        width: Characters in a line of a table.

    Raises:
        OptionError: the query has no such parameter, or the format does not fit.
        UnknownNameError, AmbiguousNameError: no thing, or several, have the name that a value gives.

    >>> ask_shipped(find("ways-in"), {"credential": "RHIT"}, "csv").holds
    True
    """
    known = [parameter.name for parameter in query.parameters]
    if unknown := sorted(name for name in values if name not in known):
        hint = f"it has {', '.join(known)}" if known else "it has none"
        raise OptionError(f"--set {unknown[0]}: no parameter of {query.path.stem}; {hint}")
    quads = read()
    set_to = terms(values, Statements.of(quads)) if values else {}
    return answer(Dataset.of(quads), Query(query.path.name, query.text, set_to), format, width=width)
