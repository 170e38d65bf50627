"""The graph as SPARQL sees it.

The default graph is the view asked for, usually what holds today, each statement once. Every source is a named graph
with all that it says, former things included; the terms of the ontology stand in the graph ``cw:``. The store writes
numbers in their shortest form (299.00 becomes 299): exact figures for people come from ``chartway.facts``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from chartway import ontology
from chartway.namespaces import CW, ID, PREFIXES
from chartway.statements import holding, read
from chartway.view import EVERYTHING, View


@dataclass(frozen=True, slots=True)
class Dataset:
    """All graphs in a store, the IRIs that name them, and the prefixes a query may use without declaring them."""

    store: ox.Store
    graphs: frozenset[str]
    prefixes: Mapping[str, str]

    @classmethod
    def load(cls, view: View = EVERYTHING) -> Dataset:
        """Reads the ontology; raises UnreadableError with every file of it that cannot be parsed."""
        return cls.of(read(), view)

    @classmethod
    def of(cls, quads: Iterable[ox.Quad], view: View = EVERYTHING) -> Dataset:
        """The dataset of these statements, with the view as its default graph.

        Each group of things below ``id/`` brings its own prefix (``ahima:``).
        """
        quads = list(quads)
        terms = ox.parse(path=ontology.file("schema.ttl"))
        store = ox.Store()
        store.extend(quads)
        store.extend(ox.Quad(one.subject, one.predicate, one.object) for one in holding(quads, view))
        store.extend(ox.Quad(term.subject, term.predicate, term.object, ox.NamedNode(CW)) for term in terms)
        graphs = frozenset(graph.value for graph in store.named_graphs())
        return cls(store, graphs, {**terms.prefixes, **_groups(quads), **PREFIXES})


def _groups(quads: Iterable[ox.Quad]) -> dict[str, str]:
    """The prefixes of things below ``id/``: the first part of their names."""
    things = {quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode)}
    parts = (thing[len(ID) :].partition("/") for thing in things if thing.startswith(ID))
    return {group: f"{ID}{group}/" for group in sorted({group for group, slash, _ in parts if slash})}
