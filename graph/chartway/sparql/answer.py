"""A query asked of the dataset, and its answer in the format wanted."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import pyoxigraph as ox

from chartway.errors import OptionError
from chartway.sparql.dataset import Dataset
from chartway.sparql.fault import complaint
from chartway.sparql.table import table

ROW_FORMATS: Mapping[str, ox.QueryResultsFormat] = {
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
}
FORMATS = ("table", *ROW_FORMATS, "turtle")


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked: what it is called in messages, its text, the terms its variables are set to, known prefixes."""

    name: str
    text: str
    values: Mapping[ox.Variable, ox.NamedNode | ox.Literal] = field(default_factory=dict)
    prefixes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer as bytes of its format; ``holds`` is False where ASK answers no, ``whole`` where rows were cut off.

    ``rows`` is the number of rows or statements where they were counted.
    """

    body: bytes
    holds: bool = True
    whole: bool = True
    rows: int | None = None


def answer(dataset: Dataset, query: Query, format: str = "", *, limit: int | None = None, width: int = 100) -> Answer:
    """Runs the query in this process, to its end: for queries of ours, or in a process that can be stopped.

    Args:
        dataset: What is asked.
        query: The query; one that changes data is refused as not being a question.
        format: One of ``FORMATS``; "" for a table of rows and Turtle of statements.
        limit: Rows or statements at most.
        width: Characters in a line of a table.

    Raises:
        UnreadableError: the query cannot be understood, with line and column.
        OptionError: the format does not fit the answer, or a parameter the query.
    """
    results = _run(dataset, query)
    if isinstance(results, ox.QueryBoolean):
        return _verdict(results, format)
    if isinstance(results, ox.QueryTriples):
        return _statements(results, dataset.prefixes, format, limit, width)
    return _rows(results, format, limit, width)


def _run(dataset: Dataset, query: Query) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
    try:
        return dataset.store.query(
            query.text, prefixes=dict(query.prefixes) or None, substitutions=dict(query.values) or None
        )
    except SyntaxError as error:
        raise complaint(query.name, query.text, str(error.msg)) from None
    except RuntimeError as error:
        raise OptionError(_unset(query, str(error))) from None


def _unset(query: Query, why: str) -> str:
    if match := re.search(r"contains? variable (\?\w+) in its SELECT", why):
        return f"--set {match[1][1:]}: {query.name} does not select {match[1]}; only what is selected can be set"
    return f"{query.name}: {why}"


# ---- formats


def _verdict(verdict: ox.QueryBoolean, format: str) -> Answer:
    holds = bool(verdict)
    if format in {"json", "xml"}:
        return Answer(_serialized(verdict, format), holds)
    if format in {"", "table"}:
        return Answer(b"yes\n" if holds else b"no\n", holds)
    raise OptionError(f"--format {format}: ASK is answered by yes or no; take table, json or xml")


def _rows(results: ox.QuerySolutions, format: str, limit: int | None, width: int) -> Answer:
    if format == "turtle":
        raise OptionError("--format turtle: SELECT gives rows, no statements; take table, csv, tsv, json or xml")
    if format in ROW_FORMATS and limit is None:
        return Answer(_serialized(results, format))
    names = [variable.value for variable in results.variables]
    found = [tuple(row) for row in (results if limit is None else islice(results, limit + 1))]
    rows = found[:limit]
    standard = format in ROW_FORMATS
    body = _serialized(_results(names, rows), format) if standard else table(names, rows, width).encode()
    return Answer(body, whole=len(rows) == len(found), rows=len(rows))


def _serialized(results: ox.QuerySolutions | ox.QueryBoolean, format: str) -> bytes:
    """In the standard format; a document in JSON or XML ends with its last line."""
    return _bytes(results.serialize(format=ROW_FORMATS[format])) + (b"\n" if format in {"json", "xml"} else b"")


def _statements(
    results: ox.QueryTriples, prefixes: Mapping[str, str], format: str, limit: int | None, width: int
) -> Answer:
    if format in ROW_FORMATS:
        raise OptionError(f"--format {format}: CONSTRUCT and DESCRIBE give statements; take turtle or table")
    found = list(results if limit is None else islice(results, limit + 1))
    triples = sorted(found[:limit], key=str)
    if format == "table":
        body = table(["subject", "predicate", "object"], [tuple(one) for one in triples], width).encode()
    else:
        used = _used(prefixes, triples)
        body = _bytes(ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=used))
    return Answer(body, whole=len(triples) == len(found), rows=len(triples))


def _used(prefixes: Mapping[str, str], triples: Iterable[ox.Triple]) -> dict[str, str]:
    """The prefixes that shorten something."""
    names = {name.value for triple in triples for name in _names(triple)}
    return {prefix: iri for prefix, iri in sorted(prefixes.items()) if any(name.startswith(iri) for name in names)}


def _names(triple: ox.Triple) -> Iterator[ox.NamedNode]:
    yield from (term for term in triple if isinstance(term, ox.NamedNode))
    yield from (term.datatype for term in triple if isinstance(term, ox.Literal))


def _bytes(written: bytes | None) -> bytes:
    return written or b""


# ---- a part of the rows, as results again


def _results(names: list[str], rows: Iterable[tuple[Any, ...]]) -> ox.QuerySolutions:
    """The rows as results that can be written: the engine writes only what it found itself, or has read."""
    bindings = [{name: _json(term) for name, term in zip(names, row, strict=True) if term is not None} for row in rows]
    document = json.dumps({"head": {"vars": names}, "results": {"bindings": bindings}})
    results = ox.parse_query_results(document, format=ox.QueryResultsFormat.JSON)
    if not isinstance(results, ox.QuerySolutions):
        raise TypeError(f"not rows: {results!r}")
    return results


def _json(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> dict[str, Any]:
    """A term as the standard writes it in JSON."""
    match term:
        case ox.NamedNode(value=value):
            return {"type": "uri", "value": value}
        case ox.BlankNode(value=value):
            return {"type": "bnode", "value": value}
        case ox.Literal(value=value, language=str(language)):
            return {"type": "literal", "value": value, "xml:lang": language}
        case ox.Literal(value=value, datatype=ox.NamedNode(value=datatype)):
            return {"type": "literal", "value": value, "datatype": datatype}
    parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
    return {"type": "triple", "value": {role: _json(part) for role, part in parts.items()}}
