"""The namespaces of Chartway and the short names (``ahima:rhit``) that stand for their long ones."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType

CW = "https://w3id.org/chartway/ontology#"
ID = "https://w3id.org/chartway/id/"
SRC = "https://w3id.org/chartway/source/"
SEED = "https://w3id.org/chartway/seed/"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"
SCHEMA = "https://schema.org/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
XSD = "http://www.w3.org/2001/XMLSchema#"

PREFIXES = MappingProxyType(
    {"cw": CW, "id": ID, "src": SRC, "seed": SEED, "skos": SKOS, "dcterms": DCTERMS, "schema": SCHEMA}
    | {"rdf": RDF, "rdfs": RDFS, "xsd": XSD}
)
"""The prefixes every query and file may use."""


@cache
def compact(iri: str) -> str:
    """The short name of an IRI; one of a body below ``id/`` gets the body as its prefix.

    >>> compact("https://w3id.org/chartway/id/ahima/rhit"), compact("https://w3id.org/chartway/id/him-associate")
    ('ahima:rhit', 'id:him-associate')
    >>> compact("https://example.org/else")
    'https://example.org/else'
    """
    if iri.startswith(ID):
        group, slash, name = iri[len(ID) :].partition("/")
        return f"{group}:{name}" if slash else f"id:{group}"
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def expand(name: str) -> str:
    """The IRI a short name stands for; what is not a short name stays as it is.

    >>> expand("ahima:rhit"), expand("cw:requires")
    ('https://w3id.org/chartway/id/ahima/rhit', 'https://w3id.org/chartway/ontology#requires')
    """
    prefix, colon, rest = name.partition(":")
    if not colon or rest.startswith("//"):
        return name
    return PREFIXES[prefix] + rest if prefix in PREFIXES else f"{ID}{prefix}/{rest}"
