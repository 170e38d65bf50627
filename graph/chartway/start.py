"""What a person starts with: what they say they hold, and what holding that implies."""

from __future__ import annotations

from collections.abc import Iterable

from chartway.circuit import Circuit
from chartway.landmark import unavoidable

LAPSING = frozenset({"membership", "occupation"})
"""Kinds that holding something else says nothing about today: a membership may have lapsed, a job ended."""
WORK = frozenset({"experience", "occupation"})
"""Kinds that say nothing about what came before: the typical entry to a job is typical, not required."""


def implied_by(circuit: Circuit, held: Iterable[str], given: Iterable[str] | None = None) -> frozenset[str]:
    """The holdings and what every way to each of them requires: the degree behind a credential, its examination.

    ``circuit`` is that of the bare requirements: what is only recommended need not have been done. ``given`` counts
    as available, and work always does, so that it is implied wherever every way leads over it; by default that is
    all that can be held but not earned.

    >>> from chartway.catalog import Achievement, Catalog, Route
    >>> from chartway.requirement import Achieved
    >>> ccs = Achievement("CCS", routes=(Route("0", Achieved("diploma")),))
    >>> sorted(implied_by(Circuit.of(Catalog.of([Achievement("diploma"), ccs])), ["CCS"]))
    ['CCS', 'diploma']
    """
    catalog = circuit.catalog
    things = catalog.achievements
    given = [id for id, thing in things.items() if not thing.routes] if given is None else given
    available = {*given, *(id for id, thing in things.items() if thing.kind in WORK)}
    ids = list(things)
    found: set[str] = set()
    for id in held:
        found.add(id)
        part = circuit.part(id, available - {id})
        if part.goal < 0 or catalog[id].kind in WORK:
            continue
        behind = (ids[part.origin[node]] for node in unavoidable(part) if part.origin[node] < len(ids))
        found |= {one for one in behind if catalog[one].kind not in LAPSING}
    return frozenset(found)
