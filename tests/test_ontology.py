"""The ontology's files are what they say: strict syntax, described terms, rules that run."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.plugins.sparql import prepareQuery

from chartway import ontology, statements
from chartway.namespaces import CW, PREFIXES

SCHEMA = ontology.file("schema.ttl")
TURTLE = (SCHEMA, ontology.file("shapes.ttl"), *ontology.files())
CHECKS = sorted(ontology.file("checks").glob("*.rq"))
QUERIES = sorted(ontology.file("queries").glob("*.rq"))
NOT_DATA = {SCHEMA, *(ontology.file(name) for name in ("LICENSE", "README.md", "seed-coverage.md", "shapes.ttl"))}

UNUSED = {
    "about": "every figure so far is about the thing it is attached to",
    "atLeast": "no rule of AHIMA asks for so many of a list; adviser's files and other bodies do",
    "of": "goes with atLeast",
}
"""Terms that the data do not use, with the reason to keep them."""


def name(path: Path) -> str:
    return path.relative_to(ontology.folder()).as_posix()


def local(iris: Iterable[str]) -> set[str]:
    """The names of those that are terms of ours."""
    return {iri.removeprefix(CW) for iri in iris if iri.startswith(CW) and iri != CW}


def terms_written(text: str) -> set[str]:
    """The terms a file of rules or queries names."""
    return set(re.findall(r"\bcw:(\w+)", re.sub(r'"[^"]*"', "", text)))


def iris(quads: Iterable[ox.Quad]) -> set[str]:
    """All names a file uses, as subject, relation or value."""
    return {term.value for quad in quads for term in quad.triple if isinstance(term, ox.NamedNode)}


@pytest.fixture(scope="module")
def schema() -> rdflib.Graph:
    return rdflib.Graph().parse(SCHEMA)


@pytest.fixture(scope="module")
def terms(schema: rdflib.Graph) -> set[str]:
    return local(str(subject) for subject in schema.subjects(rdflib.RDF.type))


@pytest.fixture(scope="module")
def quads() -> list[ox.Quad]:
    """All statements, with the current view in the default graph and the terms in the graph ``cw:``."""
    said = statements.read()
    view = [ox.Quad(*triple) for triple in statements.current_view(said)]
    graph = ox.NamedNode(CW)
    terms = [ox.Quad(one.subject, one.predicate, one.object, graph) for one in ox.parse(path=SCHEMA)]
    return [*said, *view, *terms]


@pytest.fixture(scope="module")
def store(quads: list[ox.Quad]) -> ox.Store:
    store = ox.Store()
    store.extend(quads)
    return store


# ---- files


def test_nothing_lies_about_in_the_folder() -> None:
    """A file that no loader reads would be a fact that nobody sees."""
    known = {*TURTLE, *CHECKS, *QUERIES, *NOT_DATA}

    assert [name(path) for path in sorted(ontology.folder().rglob("*")) if path.is_file() and path not in known] == []


# rdflib's own TriG parser makes the graph that rdflib calls deprecated.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.parametrize("path", TURTLE, ids=name)
def test_both_parsers_read_the_same_from_every_file(path: Path) -> None:
    strict = {str(quad) for quad in ox.parse(path=path)}
    other = rdflib.Dataset()
    other.parse(path)

    assert len(list(other.quads())) == len(strict) > 0


@pytest.mark.parametrize("path", ontology.files(), ids=name)
def test_data_stand_in_the_graphs_of_sources_only(path: Path) -> None:
    graphs = {quad.graph_name for quad in ox.parse(path=path)}

    assert [str(graph) for graph in graphs if not str(graph).startswith(f"<{PREFIXES['src']}")] == []


# ---- terms


def test_the_ontology_describes_itself(schema: rdflib.Graph) -> None:
    """The licence, and that its addresses open nothing yet, are read where the terms are."""
    itself = schema.value(predicate=rdflib.RDF.type, object=rdflib.OWL.Ontology)
    assert itself is not None

    assert str(schema.value(itself, rdflib.DCTERMS.license)) == "https://creativecommons.org/licenses/by/4.0/"
    assert "not registered" in str(schema.value(itself, rdflib.SKOS.editorialNote))
    assert all(schema.value(itself, relation) for relation in (rdflib.DCTERMS.title, rdflib.OWL.versionInfo))


@pytest.mark.parametrize("relation", [rdflib.RDFS.label, rdflib.SKOS.definition])
def test_every_term_has_one_label_and_one_definition_in_english(
    relation: rdflib.URIRef, schema: rdflib.Graph, terms: set[str]
) -> None:
    texts = {term: list(schema.objects(rdflib.URIRef(CW + term), relation)) for term in sorted(terms)}

    wrong = {term: found for term, found in texts.items() if [getattr(one, "language", "") for one in found] != ["en"]}
    assert wrong == {}


def test_no_two_terms_have_one_label(schema: rdflib.Graph) -> None:
    """Renewal rule and renewal differ; a class and a property of one label would not in a picture."""
    labels = Counter(
        (str(label), str(schema.value(term, rdflib.RDF.type)))
        for term, label in schema.subject_objects(rdflib.RDFS.label)
    )

    assert [label for label, count in labels.items() if count > 1] == []


def test_a_definition_is_a_sentence(schema: rdflib.Graph) -> None:
    definitions = [str(text) for text in schema.objects(None, rdflib.SKOS.definition)]

    assert [text for text in definitions if not re.fullmatch(r"[A-Z].*\.", text)] == []


def test_domains_ranges_and_kinds_are_described(schema: rdflib.Graph, terms: set[str]) -> None:
    relations = (rdflib.RDFS.domain, rdflib.RDFS.range, rdflib.RDFS.subClassOf, rdflib.RDFS.subPropertyOf)
    named = local(str(value) for relation in (*relations, rdflib.RDF.type) for value in schema.objects(None, relation))

    assert named - terms == set()


def test_no_class_or_property_is_said_to_match_exactly(schema: rdflib.Graph) -> None:
    """SKOS keeps skos:exactMatch for concepts."""
    assert list(schema.subjects(rdflib.SKOS.exactMatch)) == []


def test_terms_stand_in_order() -> None:
    """In the order of the alphabet a new term is a small difference."""
    sections = re.split(r"^# ---- .*$", SCHEMA.read_text("utf-8"), flags=re.MULTILINE)[1:]
    orders = [re.findall(r"^cw:(\w+) a ", section, re.MULTILINE) for section in sections]

    assert len(orders) == 3
    assert orders == [sorted(order) for order in orders]


@pytest.mark.parametrize("path", [*CHECKS, *QUERIES, ontology.file("shapes.ttl")], ids=name)
def test_rules_and_queries_use_described_terms(path: Path, terms: set[str]) -> None:
    assert terms_written(path.read_text("utf-8")) - terms == set()


def test_the_data_use_described_terms_and_the_rest_has_its_reason(schema: rdflib.Graph, terms: set[str]) -> None:
    used = local(iris(statements.read())) | local(str(kind) for kind in schema.objects(None, rdflib.RDF.type))

    assert used - terms == set(), "not described in schema.ttl"
    assert terms - used - set(UNUSED) == set(), "used by no file: remove the term, or give the reason in UNUSED"
    assert set(UNUSED) & used == set(), "used after all: strike it from UNUSED"


def kinds_above(schema: rdflib.Graph, kind: str) -> set[str]:
    """The kind and every kind that it is one of."""
    return {str(above) for above in schema.transitive_objects(rdflib.URIRef(kind), rdflib.RDFS.subClassOf)}


@pytest.mark.parametrize("relation", [rdflib.RDFS.domain, rdflib.RDFS.range])
def test_the_data_keep_to_domains_and_ranges(relation: rdflib.URIRef, schema: rdflib.Graph) -> None:
    """Whoever reasons over the ontology would else conclude that a membership is an examination."""
    expected = {str(term): str(kind) for term, kind in schema.subject_objects(relation)}
    said = statements.read()
    known: defaultdict[object, set[str]] = defaultdict(set)
    for quad in said:
        if quad.predicate.value == str(rdflib.RDF.type) and isinstance(quad.object, ox.NamedNode):
            known[quad.subject] |= kinds_above(schema, quad.object.value)
    stray = [
        f"{quad.subject} {quad.predicate} {quad.object}: not a {kind.removeprefix(CW)}"
        for quad in said
        if (kind := expected.get(quad.predicate.value))
        and (kinds := kinds_of(quad.subject if relation == rdflib.RDFS.domain else quad.object, known))
        and kind not in kinds
    ]

    assert stray == []


def kinds_of(term: object, known: Mapping[object, set[str]]) -> set[str]:
    """What is known of a node, or the datatype of a literal; a whole number is a decimal number as well."""
    if not isinstance(term, ox.Literal):
        return known.get(term, set())
    kind = term.datatype.value
    return {kind, str(rdflib.XSD.decimal)} if kind == str(rdflib.XSD.integer) else {kind}


# ---- rules and queries


@pytest.mark.parametrize("path", [*CHECKS, *QUERIES], ids=name)
def test_the_first_line_says_what_it_asks(path: Path) -> None:
    first = path.read_text("utf-8").splitlines()[0]

    assert re.fullmatch(r"# [A-Z].{10,}\?" if path in QUERIES else r"# [A-Z].{10,}[^.?]", first)


@pytest.mark.parametrize("path", CHECKS, ids=name)
def test_a_check_is_named_for_what_it_finds(path: Path) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)+-violation\.rq", path.name)


@pytest.mark.parametrize("path", CHECKS, ids=name)
def test_the_data_break_no_check(path: Path, store: ox.Store) -> None:
    solutions = store.query(path.read_text("utf-8"))

    assert isinstance(solutions, ox.QuerySolutions)
    assert solutions.variables[0] == ox.Variable("thing")
    assert [str(row) for row in solutions] == []


@pytest.mark.parametrize("path", CHECKS, ids=name)
def test_every_engine_can_read_a_check(path: Path) -> None:
    assert prepareQuery(path.read_text("utf-8")).algebra.name == "SelectQuery"


@pytest.mark.parametrize("path", QUERIES, ids=name)
def test_queries_are_numbered(path: Path) -> None:
    """What they answer is tested with the command that asks them."""
    assert re.fullmatch(r"[0-9]{2}-[a-z]+(-[a-z]+)*\.rq", path.name)
    assert [other.name for other in QUERIES if other.name[:2] == path.name[:2]] == [path.name]
