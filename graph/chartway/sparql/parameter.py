"""A value that somebody sets, as the one term it means: never as a piece of a query."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pyoxigraph as ox

from chartway import ontology
from chartway.errors import OptionError, UnknownNameError
from chartway.knowledge import Knowledge
from chartway.names import NEAREST, Names
from chartway.namespaces import CW, DCTERMS, SKOS, XSD, compact, expand
from chartway.statements import Statements

_QUOTED = re.compile(r"""(["'])(?P<text>.*)\1(?:@(?P<language>[A-Za-z]+(?:-[A-Za-z0-9]+)*))?""", re.DOTALL)
_ADDRESS = re.compile(r"<(?P<iri>[^<>]*)>|(?P<bare>https?://\S*)")
_TYPED = (
    (re.compile(r"[+-]?\d+"), "integer"),
    (re.compile(r"[+-]?\d*\.\d+"), "decimal"),
    (re.compile(r"\d{4}-\d{2}-\d{2}"), "date"),
    (re.compile(r"true|false"), "boolean"),
)

Value = ox.NamedNode | ox.Literal


def terms(values: Mapping[str, str], said: Statements) -> dict[ox.Variable, Value]:
    """What the values mean.

    A value is a thing by any of its names (``RHIT``), an IRI (``<https://…>``), a text in quotes, or else a number,
    a date, true or false. It becomes one term and nothing else, whatever stands in it.

    Raises:
        UnknownNameError, AmbiguousNameError: no thing, or several, have that name.
        OptionError: it is no IRI that a graph could hold.
    """
    knowledge = Knowledge(said)
    return {ox.Variable(name): _term(value.strip(), knowledge) for name, value in values.items()}


def _term(value: str, knowledge: Knowledge) -> Value:
    if match := _ADDRESS.fullmatch(value):
        return _node(match["iri"] or match["bare"] or "")
    if match := _QUOTED.fullmatch(value):
        return ox.Literal(match["text"], language=match["language"])
    try:
        return _node(expand(_named(value, knowledge)))
    except UnknownNameError:
        kind = next((kind for pattern, kind in _TYPED if pattern.fullmatch(value)), None)
        if kind is None:
            raise
        return ox.Literal(value, datatype=ox.NamedNode(XSD + kind))


def _node(iri: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(iri)
    except ValueError:
        raise OptionError(f"{iri!r} is no IRI; write a name, or an address such as <https://example.org/x>") from None


def _named(value: str, knowledge: Knowledge) -> str:
    """The short name of a thing one can ask about, else of a source, a concept, a rule or a term."""
    try:
        return knowledge.names.find(value)
    except UnknownNameError as unknown:
        rest = _rest(knowledge.said)
        try:
            return rest.find(value)
        except UnknownNameError as other:
            nearest = dict.fromkeys([*unknown.nearest, *other.nearest])
            raise UnknownNameError(value, tuple(nearest)[:NEAREST]) from None


def _rest(said: Statements) -> Names:
    """Everything with a name in the graph that people do not ask for by name elsewhere."""
    things = sorted(thing for thing in said.by_subject if not thing.startswith("_:"))
    graph = ox.parse(path=ontology.file("schema.ttl"))
    terms = sorted({compact(str(quad.subject.value)) for quad in graph if str(quad.subject.value).startswith(CW)})
    labels = (SKOS + "prefLabel", DCTERMS + "title")
    return Names.of(
        [
            [(id, id) for id in (*map(compact, things), *terms)],
            [(label, compact(thing)) for thing in things for one in labels for label in said.values(thing, one)],
            [(id.partition(":")[2], id) for id in (*map(compact, things), *terms)],
        ]
    )
