"""SPARQL: shipped queries agree in two engines, and a query somebody wrote can neither leave nor harm the house."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import re
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from rdflib.query import Result

from chartway import ontology, statements
from chartway.cli import main
from chartway.errors import ChartwayError, LimitError, OptionError, UnknownNameError, UnreadableError
from chartway.namespaces import CW, ID, PREFIXES, XSD
from chartway.sparql import confinement, shipped
from chartway.sparql.answer import Answer, Query, answer
from chartway.sparql.confinement import Limits, Question
from chartway.sparql.dataset import Dataset
from chartway.sparql.parameter import terms
from chartway.sparql.screening import LONGEST, screen
from chartway.sparql.table import table

RHIT = ox.NamedNode(ID + "ahima/rhit")
SHIPPED = shipped.shipped()
SECRET = "the-secret-of-this-test"  # noqa: S105 - what must not get out


def name(query: shipped.ShippedQuery) -> str:
    return query.path.stem


@pytest.fixture(scope="module")
def quads() -> list[ox.Quad]:
    return statements.read()


@pytest.fixture(scope="module")
def said(quads: list[ox.Quad]) -> statements.Statements:
    return statements.Statements.of(quads)


@pytest.fixture(scope="module")
def dataset(quads: list[ox.Quad]) -> Dataset:
    return Dataset.of(quads)


def ask(text: str, *, format: str = "csv", seconds: float = 5.0, rows: int = 1000, **values: str) -> Answer:
    """The answer to a query that nobody looked at."""
    return confinement.ask(Question("own.rq", text, values, format), Limits(seconds, rows))


# ---- shipped queries


@pytest.fixture(scope="module")
def other_engine(quads: list[ox.Quad]) -> rdflib.Dataset:
    """The same graphs in rdflib, with every literal as it was written."""
    view = [ox.Quad(one.subject, one.predicate, one.object) for one in statements.current_view(quads)]
    graph = ox.NamedNode(CW)
    schema = ox.parse(path=ontology.file("schema.ttl"))
    terms = [ox.Quad(one.subject, one.predicate, one.object, graph) for one in schema]
    text = ox.serialize([*quads, *view, *terms], format=ox.RdfFormat.N_QUADS)
    assert text is not None
    dataset = rdflib.Dataset()
    dataset.parse(data=text, format="nquads")
    return dataset


def examples(query: shipped.ShippedQuery) -> dict[str, str]:
    return {parameter.name: parameter.example for parameter in query.parameters}


def shown(term: object) -> str | float:
    """The term, equal for equal terms: a store rewrites 299.00 to 299."""
    text = str(getattr(term, "value", term)) if isinstance(term, ox.NamedNode | ox.Literal) else str(term)
    return float(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else text


def rows(
    dataset: Dataset, query: shipped.ShippedQuery, values: dict[ox.Variable, ox.NamedNode | ox.Literal]
) -> tuple[list[str], list[tuple[object, ...]]]:
    solutions = dataset.store.query(query.text, substitutions=dict(values) or None)
    assert isinstance(solutions, ox.QuerySolutions)
    names = [variable.value for variable in solutions.variables]
    return names, [tuple(row[name] for name in names) for row in solutions]


def test_there_are_at_least_twenty_with_parameters() -> None:
    assert len([query for query in SHIPPED if query.parameters]) >= 20


@pytest.mark.parametrize("query", SHIPPED, ids=name)
def test_both_engines_give_the_same_rows(
    query: shipped.ShippedQuery, said: statements.Statements, dataset: Dataset, other_engine: rdflib.Dataset
) -> None:
    values = terms(examples(query), said)
    names, found = rows(dataset, query, values)
    bindings = {variable.value: in_rdflib(term) for variable, term in values.items()}

    ours = Counter(tuple(map(shown, row)) for row in found)
    theirs = Counter(
        tuple(shown(binding.get(rdflib.Variable(name))) for name in names)
        for binding in other_engine.query(query.text, initBindings=bindings).bindings
    )

    assert ours == theirs
    assert ours


def in_rdflib(term: ox.NamedNode | ox.Literal) -> rdflib.URIRef | rdflib.Literal:
    return (
        rdflib.URIRef(term.value) if isinstance(term, ox.NamedNode) else rdflib.Literal(term.value, lang=term.language)
    )


@pytest.mark.parametrize("query", [query for query in SHIPPED if query.parameters], ids=name)
def test_setting_a_parameter_keeps_its_rows_and_no_others(
    query: shipped.ShippedQuery, said: statements.Statements, dataset: Dataset
) -> None:
    """What is not set stands for everything; a parameter that is optional in the pattern would keep all rows."""
    values = terms(examples(query), said)
    names, everything = rows(dataset, query, {})
    _, found = rows(dataset, query, values)
    wanted = [(names.index(variable.value), term) for variable, term in values.items()]

    assert Counter(found) == Counter(row for row in everything if all(row[place] == term for place, term in wanted))


@pytest.mark.parametrize("query", SHIPPED, ids=name)
def test_a_shipped_query_passes_the_screening_of_others(query: shipped.ShippedQuery, dataset: Dataset) -> None:
    screen(query.path.name, query.text, dataset.graphs, {})


@pytest.mark.parametrize("asked", ["ways-in", "22", "22-ways-in", "Ways in"])
def test_a_shipped_query_has_a_number_and_a_name(asked: str) -> None:
    assert shipped.find(asked).path.name == "22-ways-in.rq"


def test_every_name_is_given_once() -> None:
    assert Counter(query.name for query in SHIPPED).most_common(1)[0][1] == 1


def test_the_list_tells_what_can_be_asked_and_set(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", "--list"]) == 0
    listed = capsys.readouterr().out

    assert all(query.question in listed and query.name in listed for query in SHIPPED)
    assert "--set thing=RHIT" in listed


# ---- what people type


@pytest.mark.parametrize(
    ("value", "term"),
    [
        ("RHIT", RHIT),
        ("registered health information technician", RHIT),
        ("ahima:rhit", RHIT),
        (f"<{RHIT.value}>", RHIT),
        (RHIT.value, RHIT),
        ("<urn:other>", ox.NamedNode("urn:other")),
        ("src:ahima-recert-2019", ox.NamedNode(PREFIXES["src"] + "ahima-recert-2019")),
        ("cw:requires", ox.NamedNode(CW + "requires")),
        ("assumed", ox.NamedNode(CW + "assumed")),
        ('"RHIT"', ox.Literal("RHIT")),
        ('"RHIT"@en', ox.Literal("RHIT", language="en")),
        ("20", ox.Literal("20", datatype=ox.NamedNode(XSD + "integer"))),
        ("2.50", ox.Literal("2.50", datatype=ox.NamedNode(XSD + "decimal"))),
        ("2026-11-23", ox.Literal("2026-11-23", datatype=ox.NamedNode(XSD + "date"))),
    ],
)
def test_a_value_is_a_thing_a_text_or_a_figure(
    value: str, term: ox.NamedNode | ox.Literal, said: statements.Statements
) -> None:
    assert terms({"x": value}, said) == {ox.Variable("x"): term}


INJECTIONS = [
    'RHIT> } UNION { ?credential ?step "',
    "ahima:rhit ; ?p ?o . ?x",
    f"<{RHIT.value}> . ?s ?p ?o . <a:b>",
    '"x" } SELECT * { ?s ?p ?o } #',
    "'''x''' . ?s ?p ?o",
    "RHIT} VALUES ?credential {UNDEF",
    "\\u003e RHIT",
    "?credential",
    "",
]


@pytest.mark.parametrize("value", INJECTIONS)
def test_a_value_cannot_become_a_piece_of_the_query(value: str) -> None:
    """It is an unknown name, or a text that nothing in the graph is."""
    try:
        found = shipped.ask(shipped.find("ways-in"), {"credential": value}, "csv")
    except ChartwayError:
        return
    assert found.body.splitlines()[1:] == []


@given(value=st.text(max_size=40))
def test_any_value_is_one_term_or_an_error(value: str) -> None:
    try:
        found = terms({"x": value}, NOTHING_SAID)
    except ChartwayError:
        return
    assert [type(term) for term in found.values()] in ([ox.NamedNode], [ox.Literal])


NOTHING_SAID = statements.Statements.of([])


def test_a_value_can_be_set_in_a_query_of_ones_own() -> None:
    assert ask("SELECT ?thing ?kind { ?thing a ?kind }", thing="RHIT").rows == 1
    with pytest.raises(OptionError, match=r"--set other: own\.rq does not select \?other"):
        ask("SELECT ?thing { ?thing a ?kind }", other="RHIT")
    with pytest.raises(OptionError, match=r"nothing here is called 'RHTI'\. Did you mean RHIT"):
        ask("SELECT ?thing { ?thing a ?kind }", thing="RHTI")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["ways-inn"], "Did you mean ways-in"),
        (["ways-in", "--set", "thing=RHIT"], "no parameter of 22-ways-in; it has credential"),
        (["ways-in", "--set", "credential"], "write it as name=value"),
        (["ways-in", "--set", "credential=RHIT", "--set", "credential=CCS"], "set twice"),
        (["ways-in", "--set", "credential=no such thing"], "nothing here is called"),
        (["ways-in", "--set", "credential=<not an IRI>"], "is no IRI"),
        (["ways-in", "--format", "turtle"], "SELECT gives rows"),
        (["no-such-file.rq"], "cannot be opened"),
        (["./folder/none"], "cannot be opened"),
        (["nul\0.rq"], "cannot be opened"),
    ],
)
def test_what_cannot_be_understood_is_one_line_and_exit_2(
    arguments: list[str], complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["query", *arguments]) == 2
    said = capsys.readouterr()

    assert complaint in said.err
    assert said.err.count("\n") == 1
    assert said.out == ""


# ---- a query of one's own


def typed(text: str | bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Standard input."""
    content = text if isinstance(text, bytes) else text.encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))


def test_a_query_comes_from_a_file_or_from_standard_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    query = 'SELECT ?thing { ?thing skos:notation "RHIT" }'
    (tmp_path / "own.rq").write_text(f"\ufeff{query}", "utf-8")
    typed(query, monkeypatch)

    assert main(["query", str(tmp_path / "own.rq"), "--format", "csv"]) == 0
    assert main(["query", "-", "--format", "csv"]) == 0
    expected = f"thing\r\n{RHIT.value}\r\n".encode()
    assert capsysbinary.readouterr() == (expected * 2, b"")


def test_what_is_not_utf8_is_said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    typed(b"SELECT * { ?a ?b '\xff' }", monkeypatch)

    assert main(["query", "-"]) == 2
    assert "standard input: is not text in UTF-8" in capsys.readouterr().err


@pytest.mark.parametrize(("thing", "code", "word"), [("ahima:rhit", 0, "yes\n"), ("ahima:none", 1, "no\n")])
def test_ask_answers_by_its_exit_code_too(
    thing: str, code: int, word: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed(f"ASK {{ {thing} a cw:Certification }}", monkeypatch)

    assert main(["query", "-"]) == code
    assert capsys.readouterr().out == word


def test_no_rows_are_an_answer(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    typed("SELECT ?thing { ?thing a cw:Unicorn }", monkeypatch)

    assert main(["query", "-"]) == 0
    assert capsys.readouterr().out == "thing\n-----\n"


def test_prefixes_need_no_declaration(dataset: Dataset) -> None:
    """Neither those of the data and the schema, nor the bodies' own; a query may still say otherwise."""
    assert {*PREFIXES, "ahima", "soc", "owl"} <= {*dataset.prefixes}
    assert ask("ASK { ahima:rhit cw:issuedBy id:ahima ; skos:notation ?n }", format="table").holds
    assert not ask("PREFIX ahima: <urn:other:> ASK { ahima:rhit ?p ?o }", format="table").holds


def test_the_default_graph_is_what_holds_today(dataset: Dataset) -> None:
    """A source's graph keeps what no longer holds; the view of today does not."""
    query = "SELECT (COUNT(*) AS ?n) { FILTER NOT EXISTS { ?t cw:requires ?r } GRAPH ?g { ?t cw:requires ?r } }"

    assert int(ask(query).body.split()[1]) > 0
    assert ask("ASK { GRAPH cw: { cw:requires a ?kind } }", format="table").holds
    assert CW in dataset.graphs


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("SELECT * {\n  ?s cw:x foo:b\n}", "own.rq:2:11: the prefix foo: stands for nothing"),
        ("SELECT * {\n  ?s ?p ;;; }\n}", "own.rq:2:11: makes no sense from ';' on"),
        ("SELECT * { ?s ?p", "own.rq:1:17: ends too early"),
        ('# é\nSELECT * { "é" }', "own.rq:2:17: ends too early"),
        ("", "own.rq:1:1: ends too early"),
        ("SELECT ?x ?x2 { ?s ?p ?o } GROUP BY ?s", "own.rq"),
    ],
)
def test_a_fault_has_a_line_and_a_column(text: str, complaint: str) -> None:
    with pytest.raises(UnreadableError) as raised:
        ask(text)

    assert str(raised.value).startswith(complaint)
    assert "\n" not in str(raised.value)


# ---- formats

TERMS = """SELECT * { VALUES (?iri ?text ?tongue ?number ?nothing) {
  (<http://example.org/a,b> "=SUM(1)\\"x\\", \\n\\t end" "Straße"@de 1.5 UNDEF)
  (cw: "" "x"@en-GB true UNDEF)
  (cw: "'" "😀"@en "2026"^^xsd:gYear UNDEF) } BIND(BNODE() AS ?nameless) }"""


@pytest.mark.parametrize("format", ["json", "xml", "tsv"])
def test_rows_in_a_standard_format_are_read_back_by_another(format: str, dataset: Dataset) -> None:
    body = answer(dataset, Query("own.rq", TERMS, {}, dataset.prefixes), format).body
    found = Result.parse(io.BytesIO(body), format=format).bindings
    columns = {name: [row[rdflib.Variable(name)] for row in found] for name in ("iri", "text", "tongue")}

    assert list(map(str, columns["text"])) == ['=SUM(1)"x", \n\t end', "", "'"]
    assert columns["tongue"] == [rdflib.Literal(*term) for term in (("Straße", "de"), ("x", "en-GB"), ("😀", "en"))]
    assert {type(term) for term in columns["iri"]} == {rdflib.URIRef}


def test_csv_is_that_of_the_standard_to_the_byte() -> None:
    query = 'SELECT ?a ?b ?c { VALUES (?a ?b ?c) { ("=1+1" 1.5 <urn:x>) ("say \\"a, b\\"\\n" UNDEF "é"@fr) } }'

    assert ask(query).body.decode() == 'a,b,c\r\n=1+1,1.5,urn:x\r\n"say ""a, b""\n",,é\r\n'


def test_json_and_xml_are_those_of_the_standard() -> None:
    document = json.loads(ask(TERMS, format="json").body)

    assert sorted(document["head"]["vars"]) == ["iri", "nameless", "nothing", "number", "text", "tongue"]
    assert document["results"]["bindings"][0]["tongue"] == {"type": "literal", "value": "Straße", "xml:lang": "de"}
    assert all("nothing" not in row for row in document["results"]["bindings"])
    assert json.loads(ask("ASK {}", format="json").body) == {"head": {}, "boolean": True}
    assert b"<boolean>false</boolean>" in ask("ASK { FILTER(false) }", format="xml").body


@pytest.mark.parametrize("format", ["csv", "tsv", "json", "xml", "table"])
def test_limiting_rows_changes_nothing_else(format: str, dataset: Dataset) -> None:
    """Limited rows are written from a copy; without a nameless node, whose label is new each time."""
    query = Query("own.rq", TERMS.replace("BIND(BNODE() AS ?nameless)", ""), {}, dataset.prefixes)
    free = answer(dataset, query, format)
    limited = answer(dataset, query, format, limit=3)
    cut = answer(dataset, query, format, limit=2)

    assert free.body == limited.body
    assert (free.whole, limited.whole, cut.whole, cut.rows) == (True, True, False, 2)


def test_statements_come_as_turtle_with_the_prefixes_they_use() -> None:
    body = ask("CONSTRUCT { ?s cw:issuedBy ?o } { ?s cw:issuedBy ?o }", format="").body
    graph = rdflib.Graph().parse(data=body, format="turtle")

    assert len(graph) > 20
    assert b"@prefix ahima:" in body
    assert b"@prefix owl:" not in body
    assert ask("DESCRIBE ahima:rhit", format="turtle").rows


@pytest.mark.parametrize(
    ("query", "format", "why"),
    [
        ("CONSTRUCT WHERE { ?s a ?o }", "csv", "give statements; take turtle or table"),
        ("ASK {}", "csv", "answered by yes or no"),
        ("SELECT * {}", "turtle", "SELECT gives rows"),
    ],
)
def test_a_format_fits_the_answer(query: str, format: str, why: str) -> None:
    with pytest.raises(OptionError, match=why):
        ask(query, format=format)


def test_a_table_is_aligned_wrapped_and_moves_no_cursor() -> None:
    rows = [
        (RHIT, ox.Literal("a text of\nmany words that is far too long for one line"), ox.Literal(5)),
        (ox.BlankNode(), ox.Literal("\x1b[31mred\u202e"), ox.Literal(250)),
        (None, None, None),
    ]

    assert table(["thing", "text", "usd"], rows, 40).splitlines() == [
        "thing       text                     usd",
        "----------  -----------------------  ---",
        "ahima:rhit  a text of many words       5",
        "            that is far too long",
        "            for one line",
        "[]          �[31mred�                250",
        "",
    ]


@given(cells=st.lists(st.lists(st.text(max_size=60), min_size=3, max_size=3), max_size=4), width=st.integers(20, 120))
def test_a_table_keeps_to_its_width(cells: list[list[str]], width: int) -> None:
    text = table(["a", "b", "c"], [[ox.Literal(one.replace("\0", "")) for one in row] for row in cells], width)

    assert max(map(len, text.split("\n"))) <= max(width, 22)


# ---- what a query may not do


class Canary(ThreadingHTTPServer):
    """A server that nobody should call, and what was asked of it."""

    def __init__(self) -> None:
        self.hits: list[str] = []
        super().__init__(("127.0.0.1", 0), _Caught)


class _Caught(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, Canary)
        self.server.hits.append(self.path)
        body = f'<a:a> <a:a> "{SECRET}" .'.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/turtle")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET  # noqa: N815 - the name its server calls

    def log_message(self, format: str, *_: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def canary() -> Iterator[Canary]:
    with Canary() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture(scope="module")
def secret(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("private") / "secret.ttl"
    path.write_text(f'<urn:a> <urn:a> "{SECRET}" .', "utf-8")
    return path.as_uri()


CALLS = {  # each reaches the canary, or is taken for a call, where nobody screens
    "plain": "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "silent": "SELECT * { SERVICE SILENT <URL> { ?s ?p ?o } }",
    "any-case": "SELECT * { sErViCe <URL> { ?s ?p ?o } }",
    "comment-inside": "SELECT * { SERVICE#>\n<URL> { ?s ?p ?o } }",
    "comment-ends-with-return": "SELECT * { ?s ?p ?o #\rSERVICE <URL> { ?s ?p ?o } }",
    "no-space": "SELECT*{SERVICE<URL>{?s ?p ?o}}",
    "glued-to-silent": "SELECT * { SERVICESILENT<URL> { ?s ?p ?o } }",
    "glued-to-name": "PREFIX e: <URL> SELECT * { SERVICEe:x { ?s ?p ?o } }",
    "glued-to-empty-prefix": "PREFIX : <URL> SELECT * { SERVICE:x { ?s ?p ?o } }",
    "glued-to-number": "PREFIX : <URL> SELECT * { ?s ?p 1SERVICE:x { ?s ?p ?o } }",
    "glued-to-true": "PREFIX : <URL> SELECT * { ?s ?p trueSERVICE:x { ?s ?p ?o } }",
    "after-port": "PREFIX e: <http://example.org:80> SELECT * { OPTIONAL { ?s ?p e:SERVICE <URL> { ?s ?p ?o } } }",
    "after-port-in-filter": "PREFIX e: <http://example.org:80> SELECT * { ?s a ?o FILTER(?s!=e:)SERVICE<URL>{} }",
    "letter-no-iri-has": "PREFIX �: <URL> PREFIX e: <urn:e/> SELECT * { OPTIONAL { ?s ?p e:SERVICE�:x { ?a ?b ?c } } }",
    "variable": "SELECT * { VALUES ?g { <URL> } SERVICE ?g { ?s ?p ?o } }",
    "sub-select": "SELECT * { { SELECT * { SERVICE <URL> { ?s ?p ?o } } } }",
    "exists": "SELECT * { ?s a cw:Body FILTER EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
    "not-exists": "SELECT * { ?s a cw:Body FILTER NOT EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
    "exists-in-sub-select": "SELECT * { { SELECT * { ?s a cw:Body FILTER EXISTS { SERVICE <URL> { ?s ?p ?o } } } } }",
    "exists-in-bind": "SELECT * { ?s a cw:Body BIND(EXISTS { SERVICE <URL> { ?s ?p ?o } } AS ?x) }",
    "optional": "SELECT * { OPTIONAL { SERVICE <URL> { ?s ?p ?o } } }",
    "union": "SELECT * { { } UNION { SERVICE <URL> { ?s ?p ?o } } }",
    "minus": "SELECT * { ?s a cw:Body MINUS { SERVICE <URL> { ?s ?p ?o } } }",
    "lateral": "SELECT * { ?s a cw:Body LATERAL { SERVICE <URL> { ?s ?p ?o } } }",
    "graph": "SELECT * { GRAPH ?g { SERVICE <URL> { ?s ?p ?o } } }",
    "construct": "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <URL> { ?s ?p ?o } }",
    "ask": "ASK { SERVICE <URL> { ?s ?p ?o } }",
    "describe": "DESCRIBE ?s { SERVICE <URL> { ?s ?p ?o } }",
    "comparison-like-an-iri": "PREFIX : <URL> SELECT * { ?s a cw:Body FILTER(1<2)SERVICE:x#>\n{ ?a ?b ?c } }",
    "comparison-hides-a-string": 'SELECT * { ?s a cw:Body FILTER(1<2)#> """\n SERVICE <URL> { ?a ?b ?c } }#"""',
    "comparison-of-strings": """SELECT * { ?s a cw:Body FILTER("a"<'b'&&"'>"!='"') SERVICE <URL> { ?a ?b ?c } } #\"""",
    "comparison-between-ands": "SELECT * { ?s a cw:Body FILTER(1<2&&2>1) SERVICE <URL> { ?a ?b ?c } }",
}
OTHER_ESCAPES = {  # what no engine of ours takes, and others do
    "escaped": "SELECT * { \\u0053ERVICE <URL> { ?s ?p ?o } }",
    "escaped-long": "SELECT * { \\U00000053ERVICE <URL> { ?s ?p ?o } }",
    "from": "SELECT * FROM <URL> { ?s ?p ?o }",
    "from-file": "SELECT * FROM <FILE> { ?s ?p ?o }",
    "from-named": "SELECT * FROM NAMED <FILE> { GRAPH ?g { ?s ?p ?o } }",
    "from-named-url": "SELECT * FROM NAMED <URL> { GRAPH ?g { ?s ?p ?o } }",
    "from-glued": "SELECT *FROM<FILE>{?s ?p ?o}",
    "from-any-case": "SELECT * fRoM#x\nnAmEd#y\n<FILE> { GRAPH ?g { ?s ?p ?o } }",
    "from-prefix": "PREFIX f: <FILE> SELECT * FROM f: { ?s ?p ?o }",
    "from-prefix-of-two-minds": "PREFIX src: <FILE> # PREFIX src: <https://w3id.org/chartway/source/>\n"
    "SELECT * FROM src:chartway { ?s ?p ?o }",
    "from-relative": "BASE <FILE> SELECT * FROM <x> { ?s ?p ?o }",
    "from-with-ours": "SELECT * FROM src:chartway FROM <FILE> { ?s ?p ?o }",
    "load": "LOAD <URL>",
    "load-file": "LOAD SILENT <FILE> INTO GRAPH <urn:g>",
    "insert": "PREFIX e: <urn:e> INSERT { ?s ?p ?o } WHERE { SERVICE <URL> { ?s ?p ?o } }",
    "insert-data": "INSERT DATA { <urn:a> <urn:a> <urn:a> }",
    "delete": "DELETE WHERE { ?s ?p ?o }",
    "drop": "DROP ALL",
    "query-then-update": "SELECT * { ?s a cw:Body } ; LOAD <URL>",
}
PAYLOADS = {**CALLS, **OTHER_ESCAPES}


def aimed(payload: str, canary: Canary, secret: str) -> str:
    return payload.replace("URL", f"http://127.0.0.1:{canary.server_port}/").replace("FILE", secret)


def test_the_canary_sings(dataset: Dataset, canary: Canary, secret: str) -> None:
    """Where nobody screens, most of the calls arrive: the tests below would notice."""
    canary.hits.clear()
    for payload in CALLS.values():
        try:
            results = dataset.store.query(aimed(payload, canary, secret), prefixes=dict(dataset.prefixes))
            list(results) if isinstance(results, ox.QuerySolutions | ox.QueryTriples) else bool(results)
        except (OSError, RuntimeError):
            continue  # it called, and did not like the answer

    assert len(canary.hits) >= len(CALLS) // 2


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_nothing_leaves_and_nothing_foreign_comes_in(payload: str, canary: Canary, secret: str) -> None:
    canary.hits.clear()
    with pytest.raises(UnreadableError) as raised:
        ask(aimed(payload, canary, secret))

    assert canary.hits == []
    assert SECRET not in str(raised.value)
    assert re.match(r"own\.rq:\d+:\d+: ", str(raised.value))


@pytest.mark.parametrize("payload", ["plain", "exists", "comparison-hides-a-string", "after-port-in-filter"])
def test_the_process_could_not_call_anybody_anyway(
    payload: str, canary: Canary, secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Were the screening ever wrong: the process can open no connection."""
    blind = "import chartway.sparql.screening as s; s.screen = lambda *_: None; " + confinement.ENTRY
    monkeypatch.setattr(confinement, "ENTRY", blind)
    canary.hits.clear()
    with pytest.raises(ChartwayError):
        ask(aimed(payload, canary, secret))

    assert canary.hits == []


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { GRAPH <FILE> { ?s ?p ?o } }",
        "DESCRIBE <FILE>",
        "SELECT * { GRAPH <URL> { ?s ?p ?o } }",
        "SELECT * { BIND(<URL> AS ?x) }",
    ],
)
def test_naming_an_address_opens_nothing(query: str, canary: Canary, secret: str) -> None:
    canary.hits.clear()
    found = ask(aimed(query, canary, secret), format="table")

    assert canary.hits == []
    assert SECRET.encode() not in found.body


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?service { ?service cw:fromYear ?from FILTER(?from < 3 && ?from > 2) }",
        'SELECT * { ?s ?p "SERVICE <http://example.org/>" , <https://www.bls.gov/services/> } # SERVICE <x>',
        "SELECT * FROM src:chartway FROM NAMED <https://w3id.org/chartway/ontology#> { ?s a cw:health-services }",
        "SELECT * { ?s ?p '''a \"service\" of\nours''' , \"\"\"it's 'FROM <x>'\"\"\" }",
        "# LOAD <file:///etc/passwd>\nASK { ?load ?drop 'INSERT' }",
    ],
)
def test_words_that_only_look_alike_are_no_reason(query: str, dataset: Dataset) -> None:
    screen("own.rq", query, dataset.graphs, dataset.prefixes)


@pytest.mark.parametrize("piece", ["<", "'", '"', "'''", "'\\", "#", "::", "a<", "<>", '""" ', "prefix ", "#prefix"])
def test_screening_takes_time_in_proportion(piece: str) -> None:
    start = time.perf_counter()
    with contextlib.suppress(UnreadableError):
        screen("own.rq", (piece * LONGEST)[:LONGEST], (), PREFIXES)

    assert time.perf_counter() - start < 3


# ---- limits

BOMBS = {
    "product": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a != ?i) }",
    "ordered-product": "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f LIMIT 1",
    "constructed-product": "CONSTRUCT { ?a ?e ?f } { ?a ?b ?c . ?d ?e ?f }",
    "paths": "SELECT (COUNT(*) AS ?n) { ?a (!rdf:nil|^!rdf:nil)* ?b . ?b (!rdf:nil|^!rdf:nil)* ?c }",
    "doubled-text": 'SELECT (STRLEN(?z) AS ?n) { BIND("0123456789abcdef" AS ?a) '
    + "".join(f"BIND(CONCAT({','.join([f'?{one}'] * 16)}) AS ?{two}) " for one, two in pairwise("abcdefz"))
    + "}",
    "nested-brackets": f"SELECT * {{ FILTER({'(' * 20_000}1{')' * 20_000}) }}",
    "nested-groups": f"SELECT * {{{'{' * 20_000}{'}' * 20_000}}}",
    "many-negations": f"SELECT * {{ FILTER({'!' * 50_000}true) }}",
}


@pytest.fixture
def starting() -> float:
    """Seconds that a process takes to start and load, at this very moment: others may be at work here."""
    start = time.perf_counter()
    ask("ASK {}", format="table")
    return time.perf_counter() - start


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_a_runaway_query_ends_at_its_limits_and_the_next_one_works(bomb: str, starting: float) -> None:
    start = time.perf_counter()
    with pytest.raises((LimitError, UnreadableError)) as raised:
        ask(bomb, format="table", seconds=1.0, rows=10**9)

    assert time.perf_counter() - start < 1.0 + 1.0 + 4 * starting
    assert "\n" not in str(raised.value)
    assert ask("ASK {}", format="table").holds


def test_a_limit_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    typed(BOMBS["product"], monkeypatch)

    assert main(["query", "-", "--time-limit", "0.2"]) == 2
    said = capsys.readouterr()
    assert (said.out, said.err) == (
        "",
        "chartway: standard input: took over 0.2 s and was stopped; --time-limit allows more\n",
    )


def test_rows_beyond_the_limit_are_cut_off_and_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed("SELECT ?s { ?s ?p ?o }", monkeypatch)

    assert main(["query", "-", "--row-limit", "7", "--format", "csv"]) == 2
    said = capsys.readouterr()
    assert len(list(csv.reader(io.StringIO(said.out)))) == 8
    assert "only the first 7" in said.err


def test_a_query_that_is_too_long_is_refused() -> None:
    with pytest.raises(UnreadableError, match="over 65,536 characters"):
        ask("SELECT * {}" + " " * LONGEST)


def test_a_folder_with_modules_of_the_same_names_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process starts where the user stands, and imports nothing from there."""
    (tmp_path / "json.py").write_text("raise SystemExit(3)", "utf-8")
    monkeypatch.chdir(tmp_path)

    assert ask("ASK {}", format="table").holds


def test_an_unknown_name_stays_what_it_is() -> None:
    with pytest.raises(UnknownNameError):
        shipped.find("no such question")
