"""The graph in rdflib: every source a named graph, and the current view as a graph of its own.

Numbers keep the form in which they are written (299.00), and so do all other literals.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

import pyoxigraph as ox
import rdflib

from chartway.namespaces import PREFIXES
from chartway.statements import current_view, read
from chartway.view import EVERYTHING, View

Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | ox.DefaultGraph


def to_rdflib(term: Term) -> rdflib.term.Node:
    """The term with the very characters the parser gave: a literal is not put into normal form.

    >>> to_rdflib(ox.Literal("299.00", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal"))).n3()
    '"299.00"^^<http://www.w3.org/2001/XMLSchema#decimal>'
    """
    match term:
        case ox.NamedNode(value=value):
            return rdflib.URIRef(value)
        case ox.BlankNode(value=value):
            return rdflib.BNode(value)
        case ox.Literal(value=value, language=str(language)):
            return rdflib.Literal(value, lang=language)
        case ox.Literal(value=value, datatype=ox.NamedNode(value=datatype)):
            kind = None if datatype == str(rdflib.XSD.string) else rdflib.URIRef(datatype)
            return rdflib.Literal(value, datatype=kind, normalize=False)
    raise TypeError(f"not a term of a graph: {term!r}")


def dataset(view: View = EVERYTHING) -> rdflib.Dataset:
    """All statements, each in the named graph of its source; the default graph is the view."""
    quads = read()
    found = rdflib.Dataset()
    _name_prefixes(found)
    for quad in quads:
        name = to_rdflib(quad.graph_name) if isinstance(quad.graph_name, ox.NamedNode) else None
        found.add((*_triple(quad), name))  # type: ignore[arg-type]  # rdflib's own signature leaves graph names out
    for triple in current_view(quads, view):
        found.add(_triple(triple))
    return found


def current(view: View = EVERYTHING) -> rdflib.Graph:
    """What holds in the view, by default today, each statement once: the best place to ask from."""
    found = rdflib.Graph()
    _name_prefixes(found)
    return to_graph(found, current_view(read(), view))


def to_graph(graph: rdflib.Graph, triples: Iterable[ox.Triple]) -> rdflib.Graph:
    """The graph with these triples added to it."""
    for triple in triples:
        graph.add(_triple(triple))
    return graph


def _name_prefixes(graph: rdflib.Graph) -> None:
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)


def _triple(said: ox.Quad | ox.Triple) -> tuple[rdflib.term.Node, rdflib.term.Node, rdflib.term.Node]:
    return to_rdflib(said.subject), to_rdflib(said.predicate), to_rdflib(said.object)
