"""What a person starts with: what they say they hold, and what holding that implies."""

from __future__ import annotations

from collections.abc import Iterable

from chartway.circuit import Circuit
from chartway.landmark import unavoidable

LAPSING = frozenset({"membership", "occupation"})
"""Kinds that holding something else says nothing about today: a membership may have lapsed, a job ended."""


def implied_by(circuit: Circuit, held: Iterable[str]) -> frozenset[str]:
    """The holdings and what every way to each of them requires: the degree behind a credential, its examination.

    ``circuit`` is that of the bare requirements: what is only recommended need not have been done. What can be
    held but not earned counts as available, so that it is implied wherever every way leads over it.

    >>> from chartway.catalog import Achievement, Catalog, Route
    >>> from chartway.requirement import Achieved
    >>> ccs = Achievement("CCS", routes=(Route("0", Achieved("diploma")),))
    >>> sorted(implied_by(Circuit.of(Catalog.of([Achievement("diploma"), ccs])), ["CCS"]))
    ['CCS', 'diploma']
    """
    catalog = circuit.catalog
    given = [id for id, achievement in catalog.achievements.items() if not achievement.routes]
    found: set[str] = set()
    for id in held:
        found.add(id)
        part = circuit.part(id, [one for one in given if one != id])
        if part.goal < 0:
            continue
        size = len(catalog)
        ids = list(catalog.achievements)
        behind = (ids[part.origin[node]] for node in unavoidable(part) if part.origin[node] < size)
        found |= {one for one in behind if catalog[one].kind not in LAPSING}
    return frozenset(found)
