"""Rows as a table for people: short names, aligned, wrapped to the width of the page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from textwrap import wrap
from typing import Any

import pyoxigraph as ox

from chartway.namespaces import compact

GAP = "  "
NARROWEST = 6
"""Characters that a column keeps however many others there are."""
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def table(names: Sequence[str], rows: Iterable[Sequence[Any]], width: int) -> str:
    """The rows below the names; figures stand on the right of their columns, long texts go on below themselves.

    >>> print(table(["thing", "usd"], [(ox.Literal("RHIT"), ox.Literal(299)), (ox.Literal("CCA"), None)], 80), end="")
    thing  usd
    -----  ---
    RHIT   299
    CCA
    """
    cells = [[shown(term) for term in row] for row in rows]
    columns = [list(column) for column in zip(*cells, strict=True)] or [[] for _ in names]
    right = [any(column) and all(not cell or _NUMBER.fullmatch(cell) for cell in column) for column in columns]
    widths = _widths([max(map(len, [name, *column])) for name, column in zip(names, columns, strict=True)], width)
    lines = [*_lines(names, widths, right), GAP.join("-" * wide for wide in widths)]
    lines += [line for row in cells for line in _lines(row, widths, right)]
    return "".join(f"{line.rstrip()}\n" for line in lines)


def shown(term: object) -> str:
    """A term in short: a name, a text on one line that moves no cursor, [] for a nameless node, or nothing."""
    match term:
        case None:
            return ""
        case ox.NamedNode(value=iri):
            return compact(iri)
        case ox.BlankNode():
            return "[]"
        case ox.Literal(value=value):
            return _plain(value)
    return _plain(str(term))


def _plain(text: str) -> str:
    words = " ".join(text.split())
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in words)


def _widths(natural: Sequence[int], width: int) -> list[int]:
    """The widths of the columns: the widest gives way until the line fits, or nothing can be narrower."""
    widths = list(natural)
    room = width - len(GAP) * (len(widths) - 1)
    while sum(widths) > room and max(widths) > NARROWEST:
        widest = max(widths)
        others = [one for one in widths if one < widest]
        spare = -(-(sum(widths) - room) // widths.count(widest))
        floor = max(others, default=NARROWEST)
        less = max(NARROWEST, floor, widest - spare) if floor < widest else widest - 1
        widths = [less if one == widest else one for one in widths]
    return widths


def _lines(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> Iterator[str]:
    """The lines that a row takes."""
    wrapped = [wrap(cell, wide) for cell, wide in zip(cells, widths, strict=True)]
    for parts in zip_longest(*wrapped, fillvalue=""):
        placed = zip(parts, widths, right, strict=True)
        yield GAP.join(part.rjust(wide) if figure else part.ljust(wide) for part, wide, figure in placed)
    if not any(wrapped):
        yield ""
