"""The article that Chartway began with is in the graph, all of it, with what became of each statement."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest

from chartway import ontology
from chartway.namespaces import CW, DCTERMS, RDF, SEED, SKOS, SRC
from chartway.statements import Statements, current_view, read

CHECKOUT = Path(__file__).resolve().parents[1]
FACTS = CHECKOUT.parent / "shared/facts/seed_statements.json"
NUMBERS = [f"{number:03}" for number in range(1, 102)]
VERDICTS = {"holds": 77, "dated": 9, "renamed": 6, "outdated": 4, "unverified": 5}
IN_WORDS = {"021", "039", "043", "044", "045", "062", "067", "081"}
FINDERS = sorted(ontology.file("queries").glob("*.rq"))
LATER = "11-what-became-of-the-article"
SEED_GRAPHS = {SRC + "seed", SRC + "seed-former"}


@pytest.fixture(scope="module")
def quads() -> list[ox.Quad]:
    return read()


@pytest.fixture(scope="module")
def said(quads: list[ox.Quad]) -> Statements:
    return Statements.of(quads)


@pytest.fixture(scope="module")
def found(quads: list[ox.Quad]) -> dict[str, list[str]]:
    """The numbers of the statements that each query finds, each as often as it has rows."""
    store = ox.Store()
    store.extend([*quads, *(ox.Quad(*one) for one in current_view(quads))])
    results = {path.stem: store.query(path.read_text("utf-8")) for path in FINDERS}
    return {
        name: [term.value.removeprefix(SEED) for row in rows if isinstance(term := row["statement"], ox.NamedNode)]
        for name, rows in results.items()
        if isinstance(rows, ox.QuerySolutions) and ox.Variable("statement") in rows.variables
    }


def values(said: Statements, number: str, term: str) -> list[str]:
    return said.values(SEED + number, CW + term)


def verdict(said: Statements, number: str) -> str:
    (value,) = values(said, number, "today")
    return value.removeprefix(CW)


def why(said: Statements, number: str) -> list[str]:
    """The reason or note that stands with a statement."""
    return [*values(said, number, "because"), *said.values(SEED + number, SKOS + "note")]


def graphs_of(said: Statements, number: str) -> set[str]:
    """The graphs in which the statement's own words stand."""
    return {one.source for one in said.about(SEED + number, CW + "description")}


def test_there_is_a_record_for_every_statement(said: Statements) -> None:
    records = [one for one in said.types["Statement"] if SRC + "seed" in said.values(one, DCTERMS + "source")]

    assert sorted(record.removeprefix(SEED) for record in records) == NUMBERS


def test_every_statement_is_told_once_under_its_heading_in_the_graph_of_the_article(said: Statements) -> None:
    assert [number for number in NUMBERS if graphs_of(said, number) != {SRC + "seed"}] == []
    for term in ("description", "section", "standsIn", "today"):
        assert [number for number in NUMBERS if len(values(said, number, term)) != 1] == [], term


def test_no_two_statements_are_told_alike(said: Statements) -> None:
    told = Counter(text for number in NUMBERS for text in values(said, number, "description"))

    assert [text for text, count in told.items() if count > 1] == []


def test_what_is_no_triple_says_why(said: Statements) -> None:
    bare = {number for number in NUMBERS if not said.value(SEED + number, RDF + "predicate")}

    assert bare == IN_WORDS
    assert [number for number in bare if not why(said, number)] == []


def test_every_triple_stands_in_a_graph_of_the_article(said: Statements) -> None:
    for number in set(NUMBERS) - IN_WORDS:
        subject, predicate, value = (
            said.value(SEED + number, RDF + part) for part in ("subject", "predicate", "object")
        )
        (graph,) = values(said, number, "standsIn")
        found = [one for one in said.by_subject[subject] if one.predicate == predicate and one.object == value]

        assert graph in SEED_GRAPHS & {one.source for one in found}, number


def test_the_verdicts_are_as_many_as_were_found(said: Statements) -> None:
    assert Counter(verdict(said, number) for number in NUMBERS) == VERDICTS


def test_the_verdicts_are_those_that_were_found(said: Statements) -> None:
    if not FACTS.is_file():
        pytest.skip("the list of statements is not beside this checkout")
    facts = {fact["id"].removeprefix("seed-"): fact["today"] for fact in json.loads(FACTS.read_text("utf-8"))}

    assert {number: verdict(said, number).replace("holds", "ok") for number in NUMBERS} == facts


def test_what_does_not_simply_hold_says_what_does_and_where_and_why(said: Statements) -> None:
    for number in NUMBERS:
        if verdict(said, number) == "holds":
            continue
        sources = [*values(said, number, "comparedWith"), *values(said, number, "supersededBy")]

        assert sources, number
        assert [source for source in sources if source.startswith(tuple(SEED_GRAPHS))] == [], number
        assert len(values(said, number, "now")) == len(values(said, number, "because")) == 1, number


def test_what_is_superseded_stands_among_what_no_longer_holds(said: Statements) -> None:
    """Unverified is not superseded."""
    former = {number for number in NUMBERS if values(said, number, "standsIn") == [SRC + "seed-former"]}

    assert former == {number for number in NUMBERS if values(said, number, "supersededBy")}
    assert {verdict(said, number) for number in former} == {"outdated", "renamed"}


def test_the_article_asks_nothing_of_a_plan(quads: list[ox.Quad]) -> None:
    """It describes what is usual and wished for; rules come from who makes them."""
    rules = {
        CW + name for name in ("requires", "recommends", "typicalEntry", "countsAs", "gainedIn", "fee", "duration")
    }
    seed = {ox.NamedNode(graph) for graph in SEED_GRAPHS}

    assert [str(quad) for quad in quads if quad.graph_name in seed and quad.predicate.value in rules] == []


def test_one_query_finds_each_statement(found: dict[str, list[str]]) -> None:
    once = [number for name, numbers in found.items() if name != LATER for number in set(numbers)]

    assert sorted(once) == NUMBERS


def test_one_query_finds_what_does_not_simply_hold(said: Statements, found: dict[str, list[str]]) -> None:
    assert sorted(set(found[LATER])) == [number for number in NUMBERS if verdict(said, number) != "holds"]


def test_the_table_is_the_one_that_would_be_written_now() -> None:
    written = subprocess.run([sys.executable, CHECKOUT / "scripts/coverage"], capture_output=True, check=True)

    assert ontology.file("seed-coverage.md").read_bytes() == written.stdout
