"""The reference of the ontology, made from ``schema.ttl``: each term with its definition and an example of ours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from textwrap import shorten

import pyoxigraph as ox

from chartway import ontology
from chartway.namespaces import CW, RDF, RDFS, SKOS, compact
from chartway.site.site import Site
from chartway.site.template import filled

ADDRESS = "ontology.html"
OWL = "http://www.w3.org/2002/07/owl#"
PROPERTIES = frozenset(OWL + name for name in ("ObjectProperty", "DatatypeProperty", "AnnotationProperty"))
RANGE = RDFS + "range"
NARROWER_THAN = {RDFS + "subClassOf": "kind of", RDFS + "subPropertyOf": "kind of"}
ALIGNMENTS = NARROWER_THAN | {
    SKOS + "closeMatch": "close to",
    SKOS + "relatedMatch": "related to",
    SKOS + "broadMatch": "narrower than",
    SKOS + "narrowMatch": "wider than",
    OWL + "equivalentClass": "the same as",
    OWL + "equivalentProperty": "the same as",
    OWL + "inverseOf": "the other way round",
}
"""How a term stands to terms of ours and of others."""
LONGEST = 160
"""Signs of an example."""


@dataclass(frozen=True, slots=True)
class Term:
    """A term with all the schema says of it; ``example`` is a statement of ours, ``of`` the thing it is about."""

    name: str
    label: str
    definition: str
    domain: tuple[str, ...]
    range: tuple[str, ...]
    alignments: tuple[tuple[str, str], ...]
    types: tuple[str, ...]
    example: str = ""
    of: str = ""


@dataclass(frozen=True, slots=True)
class Schema:
    """Classes, properties and individuals in the order of their names, and the prefixes for terms of others."""

    classes: tuple[Term, ...] = ()
    properties: tuple[Term, ...] = ()
    individuals: tuple[Term, ...] = ()
    title: str = ""
    description: str = ""
    note: str = ""
    prefixes: Mapping[str, str] = field(default_factory=dict)


def page(site: Site) -> bytes:
    """The reference."""
    schema = schema_of(site)
    names = frozenset(term.name for terms in (schema.classes, schema.properties, schema.individuals) for term in terms)
    return filled(site, "reference.html", ADDRESS, schema=schema, names=names)


def schema_of(site: Site) -> Schema:
    """The schema with an example for each term that our data use."""
    parsed = ox.parse(ontology.file("schema.ttl").read_bytes(), format=ox.RdfFormat.TURTLE)
    said: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for one in parsed:
        said[str(one.subject.value)][one.predicate.value].append(getattr(one.object, "value", ""))
    prefixes = dict(parsed.prefixes)
    examples = _examples(site)
    found: dict[str, list[Term]] = defaultdict(list)
    for iri, about in sorted(said.items()):
        if iri.startswith(CW) and iri != CW:
            found[_group(about)].append(_term(iri, about, prefixes, examples))
    whole = said[CW.rstrip("#")]
    return Schema(
        classes=tuple(found["class"]),
        properties=tuple(found["property"]),
        individuals=tuple(found["individual"]),
        title=next(iter(whole["http://purl.org/dc/terms/title"]), ""),
        description=next(iter(whole["http://purl.org/dc/terms/description"]), ""),
        note=" ".join(whole[SKOS + "editorialNote"]),
        prefixes={name: address for name, address in sorted(prefixes.items()) if _is_used(address, said)},
    )


def _is_used(namespace: str, said: Mapping[str, Mapping[str, list[str]]]) -> bool:
    """Whether a term of ours is aligned with a term of that namespace."""
    aligned = (value for about in said.values() for name in (*ALIGNMENTS, RANGE) for value in about.get(name, ()))
    return any(value.startswith(namespace) for value in aligned)


def _group(about: Mapping[str, list[str]]) -> str:
    types = set(about[RDF + "type"])
    return "class" if OWL + "Class" in types else "property" if types & PROPERTIES else "individual"


def _term(
    iri: str, about: Mapping[str, list[str]], prefixes: Mapping[str, str], examples: Mapping[str, tuple[str, str]]
) -> Term:
    def short(names: list[str]) -> tuple[str, ...]:
        return tuple(sorted(_short(name, prefixes) for name in names))

    def first(name: str) -> str:
        return next(iter(about.get(name, [])), "")

    example, of = examples.get(iri, ("", ""))
    return Term(
        name=iri.removeprefix(CW),
        label=first(RDFS + "label"),
        definition=first(SKOS + "definition"),
        domain=short(about.get(RDFS + "domain", [])),
        range=short(about.get(RANGE, [])),
        alignments=tuple((word, name) for one, word in ALIGNMENTS.items() for name in short(about.get(one, []))),
        types=short([one for one in about.get(RDF + "type", []) if one.startswith(CW)]),
        example=example,
        of=of,
    )


def _short(iri: str, prefixes: Mapping[str, str]) -> str:
    """A term by its prefix.

    >>> _short("http://www.w3.org/ns/org#Organization", {"org": "http://www.w3.org/ns/org#"})
    'org:Organization'
    """
    prefix = next((name for name, namespace in prefixes.items() if namespace and iri.startswith(namespace)), "")
    return f"{prefix}:{iri.removeprefix(prefixes[prefix])}" if prefix else iri


def _examples(site: Site) -> dict[str, tuple[str, str]]:
    """A statement for each class, property and individual, with the id of the thing that it is about.

    One about a thing with a page of its own is preferred, then the first by name.
    """
    best: dict[str, tuple[tuple[bool, str, str], ox.Quad]] = {}
    for quad in site.download.current:
        if not isinstance(quad.subject, ox.NamedNode) or isinstance(quad.object, ox.BlankNode):
            continue
        rank = (compact(quad.subject.value) not in site.things, quad.subject.value, str(quad.object))
        for iri in (quad.predicate.value, getattr(quad.object, "value", "")):
            if iri.startswith(CW) and (iri not in best or rank < best[iri][0]):
                best[iri] = (rank, quad)
    return {iri: (_told(quad), compact(quad.subject.value)) for iri, (_, quad) in best.items()}  # type: ignore[union-attr]  # a named node


def _told(quad: ox.Quad) -> str:
    subject, predicate = compact(str(getattr(quad.subject, "value", ""))), compact(quad.predicate.value)
    verb = "a" if predicate == "rdf:type" else predicate
    return f"{subject} {verb} {_object(quad.object)} ."


def _object(term: object) -> str:
    if isinstance(term, ox.NamedNode):
        short = compact(term.value)
        return f"<{short}>" if short == term.value else short
    if not isinstance(term, ox.Literal):
        return ""
    text = f'"{shorten(term.value, LONGEST, placeholder=" …")}"'
    if term.language:
        return f"{text}@{term.language}"
    kind = compact(term.datatype.value)
    return text if kind == "xsd:string" else f"{text}^^{kind}"
