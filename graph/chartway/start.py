"""What a person starts with: what they say they hold, and what holding that implies."""

from __future__ import annotations

from collections.abc import Iterable

from chartway.catalog import Route
from chartway.circuit import Circuit
from chartway.requirement import prose_of

LAPSING = frozenset({"membership", "occupation"})
"""Kinds that holding something else says nothing about today: a membership may have lapsed, a job ended."""
WORK = frozenset({"experience", "occupation"})
"""Kinds that say nothing about what came before: the typical entry to a job is typical, not required."""


def implied_by(circuit: Circuit, held: Iterable[str], given: Iterable[str] | None = None) -> frozenset[str]:
    """The holdings and what every way to each of them requires: the degree behind a credential, its examination.

    ``circuit`` is that of the bare requirements: what is only recommended need not have been done. ``given`` counts
    as available, and work always does, so that it is implied wherever every way leads over it; by default that is
    all that can be held but not earned, as far as a planner can tell.

    >>> from chartway.catalog import Achievement, Catalog, Route
    >>> from chartway.requirement import Achieved
    >>> ccs = Achievement("CCS", routes=(Route("0", Achieved("diploma")),))
    >>> sorted(implied_by(Circuit.of(Catalog.of([Achievement("diploma"), ccs])), ["CCS"]))
    ['CCS', 'diploma']
    """
    things = circuit.catalog.achievements
    given = [id for id, thing in things.items() if all(map(_in_words, thing.routes))] if given is None else given
    available = frozenset([*given, *(id for id, thing in things.items() if thing.kind in WORK)])
    found: set[str] = set()
    for id in held:
        found.add(id)
        if things[id].routes and things[id].kind not in WORK and _leads(circuit, available - {id}, id):
            found |= {one for one in _behind(circuit, id) if not _leads(circuit, available - {id}, id, without=one)}
    return frozenset(found)


def _in_words(route: Route) -> bool:
    """Whether something about the way is known in words only."""
    return bool(prose_of(route.requires))


def _behind(circuit: Circuit, id: str) -> list[str]:
    """What some way to the thing leads over."""
    ids = list(circuit.catalog.achievements)
    found = [ids[node] for node in circuit.relevant(id) if node < len(ids) and ids[node] != id]
    return [one for one in found if circuit.catalog[one].kind not in LAPSING]


def _leads(circuit: Circuit, held: frozenset[str], id: str, without: str = "") -> bool:
    """Whether there is a way to the thing, on which ``without`` is neither earned nor counts as held."""
    givers = {one for one in circuit.catalog.achievements if without and without in circuit.catalog.closure([one])}
    return circuit.part(id, held - givers, leave_out=frozenset(circuit.index[one] for one in givers - {id})).goal >= 0
