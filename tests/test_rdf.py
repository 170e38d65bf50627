"""The graph in rdflib: the same statements, letter for letter, each with its source."""

from __future__ import annotations

from collections import Counter

import pyoxigraph as ox
import pytest
import rdflib

from chartway import rdf
from chartway.namespaces import CW, PREFIXES, expand
from chartway.statements import current_view, read

XSD = "http://www.w3.org/2001/XMLSchema#"


@pytest.fixture(scope="module")
def quads() -> list[ox.Quad]:
    return read()


@pytest.fixture(scope="module")
def dataset() -> rdflib.Dataset:
    return rdf.dataset()


def exact(term: ox.Literal | rdflib.Literal) -> tuple[str, str, str]:
    """What is written, its language and its datatype."""
    if isinstance(term, rdflib.Literal):
        kind = str(term.datatype or (rdflib.RDF.langString if term.language else rdflib.XSD.string))
        return str(term), term.language or "", kind
    return term.value, term.language or "", term.datatype.value


# ---- terms


@pytest.mark.parametrize(
    "literal",
    [
        ox.Literal("299.00", datatype=ox.NamedNode(f"{XSD}decimal")),
        ox.Literal("+007", datatype=ox.NamedNode(f"{XSD}integer")),
        ox.Literal("1", datatype=ox.NamedNode(f"{XSD}boolean")),
        ox.Literal("2024", datatype=ox.NamedNode(f"{XSD}gYear")),
        ox.Literal("2026-03", datatype=ox.NamedNode(f"{XSD}gYearMonth")),
        ox.Literal("not a number", datatype=ox.NamedNode(f"{XSD}integer")),
        ox.Literal("  two\nlines \t"),
        ox.Literal("Kodierung", language="de"),
        ox.Literal(""),
    ],
    ids=str,
)
@pytest.mark.filterwarnings("ignore")
def test_literals_keep_every_letter(literal: ox.Literal) -> None:
    found = rdf.to_rdflib(literal)

    assert isinstance(found, rdflib.Literal)
    assert exact(found) == exact(literal)


def test_nodes_keep_their_names() -> None:
    assert rdf.to_rdflib(ox.NamedNode("https://example.org/a")) == rdflib.URIRef("https://example.org/a")
    assert rdf.to_rdflib(ox.BlankNode("b1")) == rdflib.BNode("b1")


def test_what_is_no_term_of_a_graph_is_refused() -> None:
    with pytest.raises(TypeError, match="not a term of a graph"):
        rdf.to_rdflib(ox.DefaultGraph())


# ---- the whole graph


def test_all_literals_of_the_data_are_kept_exactly(quads: list[ox.Quad], dataset: rdflib.Dataset) -> None:
    ours = {exact(quad.object) for quad in quads if isinstance(quad.object, ox.Literal)}
    theirs = {exact(one) for _, _, one, _ in dataset.quads() if isinstance(one, rdflib.Literal)}

    assert theirs == ours
    assert any(value.endswith(".00") for value, _, _ in theirs)


def test_each_source_says_in_rdflib_what_it_says_in_the_files(quads: list[ox.Quad], dataset: rdflib.Dataset) -> None:
    ours = Counter(quad.graph_name.value for quad in set(quads) if isinstance(quad.graph_name, ox.NamedNode))

    assert {str(graph.identifier): len(graph) for graph in dataset.graphs()} == {
        **ours,
        str(rdflib.graph.DATASET_DEFAULT_GRAPH_ID): len(current_view(quads)),
    }


def test_default_graph_is_the_current_view(quads: list[ox.Quad], dataset: rdflib.Dataset) -> None:
    view = rdf.to_graph(rdflib.Graph(), current_view(quads))
    default = dataset.graph(rdflib.graph.DATASET_DEFAULT_GRAPH_ID)

    assert len(default) == len(view) == len(current_view(quads))
    assert nameless(default) == nameless(view)
    assert len(default) < len(quads)


def test_current_view_alone_is_the_same_graph(dataset: rdflib.Dataset) -> None:
    current = rdf.current()
    default = dataset.graph(rdflib.graph.DATASET_DEFAULT_GRAPH_ID)

    assert len(current) == len(default)
    assert nameless(current) == nameless(default)


def nameless(graph: rdflib.Graph) -> Counter[tuple[str, ...]]:
    """The statements, blank nodes without their names, which differ from one reading to the next."""
    return Counter(tuple("_" if isinstance(one, rdflib.BNode) else one.n3() for one in triple) for triple in graph)


def test_every_statement_has_a_source(quads: list[ox.Quad], dataset: rdflib.Dataset) -> None:
    """Each stands in the named graph of something that is described as a source."""
    sources = {str(one) for one, *_ in dataset.quads((None, rdflib.RDF.type, rdflib.URIRef(f"{CW}Source"), None))}
    without = [quad for quad in quads if getattr(quad.graph_name, "value", "") not in sources]

    assert len(without) == 0, {str(quad.graph_name) for quad in without}


def test_what_holds_today_is_said_by_some_source(dataset: rdflib.Dataset) -> None:
    default = rdflib.graph.DATASET_DEFAULT_GRAPH_ID
    graphs = [graph for graph in dataset.graphs() if graph.identifier != default]
    said = {triple for graph in graphs for triple in graph}

    assert [triple for triple in dataset.graph(default) if triple not in said] == []


def test_prefixes_are_ours(dataset: rdflib.Dataset) -> None:
    for graph in (dataset, rdf.current()):
        bound = {prefix: str(namespace) for prefix, namespace in graph.namespaces()}
        assert {prefix: bound.get(prefix) for prefix in PREFIXES} == dict(PREFIXES)


def test_graph_answers_sparql(dataset: rdflib.Dataset) -> None:
    """What is asked of the dataset is asked of the current view; GRAPH asks who says it."""
    asked = f"<{expand('ahima:rhit')}> cw:requires ?rule"
    rows = list(dataset.query(f"SELECT DISTINCT ?source WHERE {{ GRAPH ?source {{ {asked} }} }}"))

    assert rows
    assert all("/source/" in str(row[0]) for row in rows if isinstance(row, rdflib.query.ResultRow))
    assert dataset.query(f"ASK {{ {asked} }}").askAnswer
