"""The terms of the ontology, read from ``schema.ttl``, each with an example of ours and what it is used for."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from textwrap import shorten

import pyoxigraph as ox

from chartway import ontology
from chartway.namespaces import CW, RDF, RDFS, SKOS, compact

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
FOLDERS = {"class": "classes", "property": "properties", "individual": "individuals"}
"""Where the pages of terms stand, by what a term is."""
LONGEST = 160
"""Signs of an example."""


@dataclass(frozen=True, slots=True)
class Term:
    """A term with all the schema says of it, in the folder of its kind.

    ``example`` is a statement of ours, ``of`` the thing it is about; ``times`` is how many statements of today use the
    term, ``users`` are the things that these are about.
    """

    name: str
    label: str
    definition: str
    domain: tuple[str, ...]
    range: tuple[str, ...]
    alignments: tuple[tuple[str, str], ...]
    types: tuple[str, ...]
    folder: str = "individuals"
    example: str = ""
    of: str = ""
    times: int = 0
    users: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        """Where the page of the term stands; a class may be called as a property is, but for its capital.

        >>> Term("typicalEntry", "", "", (), (), (), (), "properties").address
        'properties/typical-entry.html'
        """
        return f"{self._place}.html"

    @property
    def file(self) -> str:
        """Where what the schema says of it stands as Turtle."""
        return f"{self._place}.ttl"

    @property
    def _place(self) -> str:
        words = re.sub("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "-", self.name)
        return f"{self.folder}/{words.lower()}"


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

    @property
    def terms(self) -> tuple[Term, ...]:
        """All of them."""
        return (*self.classes, *self.properties, *self.individuals)


def schema_of(current: Iterable[ox.Quad], owners: Mapping[str, str]) -> Schema:
    """The schema with an example for each term that our data use.

    Args:
        current: what holds today.
        owners: the id of the thing with a page that each subject is, or belongs to.
    """
    parsed = ox.parse(ontology.file("schema.ttl").read_bytes(), format=ox.RdfFormat.TURTLE)
    said: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for one in parsed:
        said[str(one.subject.value)][one.predicate.value].append(getattr(one.object, "value", ""))
    prefixes: dict[str, str] = dict(parsed.prefixes)
    used = _used(current)
    found: dict[str, list[Term]] = defaultdict(list)
    for iri, about in sorted(said.items()):
        if iri.startswith(CW) and iri != CW:
            found[_group(about)].append(_term(iri, about, prefixes, used.get(iri, []), owners))
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
    iri: str,
    about: Mapping[str, list[str]],
    prefixes: Mapping[str, str],
    used: list[ox.Quad],
    owners: Mapping[str, str],
) -> Term:
    def short(names: list[str]) -> tuple[str, ...]:
        return tuple(sorted(_short(name, prefixes) for name in names))

    def first(name: str) -> str:
        return next(iter(about.get(name, [])), "")

    example, of = _example(used, owners)
    return Term(
        name=iri.removeprefix(CW),
        label=first(RDFS + "label"),
        definition=first(SKOS + "definition"),
        domain=short(about.get(RDFS + "domain", [])),
        range=short(about.get(RANGE, [])),
        alignments=tuple((word, name) for one, word in ALIGNMENTS.items() for name in short(about.get(one, []))),
        types=short([one for one in about.get(RDF + "type", []) if one.startswith(CW)]),
        folder=FOLDERS[_group(about)],
        example=example,
        of=of,
        times=len(used),
        users=tuple(sorted({owners[_iri(one.subject)] for one in used if _iri(one.subject) in owners})),
    )


def _short(iri: str, prefixes: Mapping[str, str]) -> str:
    """A term by its prefix.

    >>> _short("http://www.w3.org/ns/org#Organization", {"org": "http://www.w3.org/ns/org#"})
    'org:Organization'
    """
    prefix = next((name for name, namespace in prefixes.items() if namespace and iri.startswith(namespace)), "")
    return f"{prefix}:{iri.removeprefix(prefixes[prefix])}" if prefix else iri


def _used(current: Iterable[ox.Quad]) -> Mapping[str, list[ox.Quad]]:
    """The statements that use each class, property and individual, by its IRI."""
    found: dict[str, list[ox.Quad]] = defaultdict(list)
    for quad in current:
        for iri in {_iri(quad.predicate), _iri(quad.object)}:
            if iri.startswith(CW):
                found[iri].append(quad)
    return found


def _example(used: Iterable[ox.Quad], owners: Mapping[str, str]) -> tuple[str, str]:
    """A statement and the id of what it is about: best what has a page of its own, then the first by name."""
    ranked = sorted(
        (owners.get(_iri(one.subject)) != compact(_iri(one.subject)), _iri(one.subject), str(one.object), _told(one))
        for one in used
        if isinstance(one.subject, ox.NamedNode) and not isinstance(one.object, ox.BlankNode)
    )
    return next(((told, compact(subject)) for _, subject, _, told in ranked), ("", ""))


def _iri(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode) else ""


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
