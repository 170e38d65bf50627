"""The data to take away: each thing as Turtle and JSON-LD, everything as TriG.

Turtle has no named graphs: it gives what holds today. JSON-LD and TriG give every statement in the graph of its
source, former ones, too. Nameless nodes are numbered as they come, so equal data give equal bytes.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import pyoxigraph as ox

from chartway import __version__, ontology
from chartway.namespaces import CW, DCTERMS, ID, PREFIXES, RDF, SKOS
from chartway.statements import holding, read
from chartway.view import EVERYTHING, View
from chartway.wording import day

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
APART = frozenset({*(CW + name for name in ("Source", "Publisher")), *(SKOS + n for n in ("Concept", "ConceptScheme"))})
"""Classes of what stands for itself and belongs to no other thing."""
ABOUT_IT = frozenset({DCTERMS + "license", "http://www.w3.org/2002/07/owl#versionInfo"})
"""What every download says of the ontology it is part of."""


@dataclass(frozen=True)
class Download:
    """All statements in the order in which files give them; ``things`` are the IRIs of what has files of its own."""

    quads: tuple[ox.Quad, ...]
    things: frozenset[str]
    view: View = EVERYTHING

    @classmethod
    def of(cls, paths: Iterable[Path] | None, things: frozenset[str], view: View = EVERYTHING) -> Download:
        """Reads the ontology, or other files; raises UnreadableError with every file that cannot be parsed."""
        return cls(tuple(read(paths)), things, view)

    def turtle(self, iri: str) -> bytes:
        """What holds today of a thing, with its rules and figures."""
        holding_today = (one.triple for one in self._of(iri) if one in self._holding)
        quads = dict.fromkeys(ox.Quad(one.subject, one.predicate, one.object) for one in holding_today)
        triples = [one.triple for one in _numbered(quads)]
        told = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=self.prefixes) or b""
        return self._head("what holds today of one thing") + told

    def json_ld(self, iri: str) -> bytes:
        """Every statement about a thing, its rules and figures, in the graph of its source; and what sources are."""
        about = list(self._of(iri))
        sources = dict.fromkeys(_key(one.graph_name) for one in about)
        quads = [*about, *(one for source in sources for one in self._by_subject.get(source, ()))]
        told = ox.serialize(_by_graph(_numbered([*_about_it(), *quads])), format=ox.RdfFormat.JSON_LD) or b"[]"
        return (json.dumps(json.loads(told), ensure_ascii=False, indent=1) + "\n").encode()

    def nodes(self, iri: str) -> list[str]:
        """The IRIs of the rules and figures that a thing leads to."""
        return sorted({_key(one.subject) for one in self._of(iri)} - {iri})

    def source(self, iri: str) -> bytes:
        """All that a source says, in its own graph, and what is said about it."""
        said = self._by_graph_name.get(iri, ())
        quads = _by_graph(_numbered([*said, *self._by_subject.get(iri, ())]))
        told = ox.serialize(quads, format=ox.RdfFormat.TRIG, prefixes=self.prefixes) or b""
        return self._head("what one source says") + told

    def trig(self) -> bytes:
        """Everything, each statement in the graph of its source; the terms stand in the graph ``cw:``."""
        terms = (ox.Quad(one.subject, one.predicate, one.object, ox.NamedNode(CW)) for one in _terms())
        quads = _by_graph(_numbered([*self.quads, *terms]))
        told = ox.serialize(quads, format=ox.RdfFormat.TRIG, prefixes=self.prefixes) or b""
        return self._head("everything") + told

    def _head(self, what: str) -> bytes:
        seen = f", from pages seen until {day(self._seen)}" if self._seen else ""
        return (
            f"# Chartway {__version__}: {what}{seen}.\n"
            f"# Licence: {LICENCE} (CC BY 4.0); credit: Chartway contributors; more in LICENSE.txt of the site.\n"
        ).encode()

    @cached_property
    def _seen(self) -> str:
        return max((one.object.value for one in self.quads if one.predicate.value == CW + "seenOn"), default="")  # type: ignore[union-attr]  # a literal

    @cached_property
    def prefixes(self) -> dict[str, str]:
        """The prefixes of the data: one for each group of things below ``id/``, and those of all queries."""
        parts = (thing.removeprefix(ID).partition("/") for thing in self.things if thing.startswith(ID))
        groups = {group: f"{ID}{group}/" for group, slash, _ in parts if slash and group.replace("-", "").isalnum()}
        return dict(sorted((groups | dict(PREFIXES)).items()))

    @property
    def current(self) -> Iterator[ox.Quad]:
        """What holds today."""
        return (one for one in self.quads if one in self._holding)

    @cached_property
    def _holding(self) -> frozenset[ox.Quad]:
        return frozenset(holding(self.quads, self.view))

    @cached_property
    def _by_subject(self) -> Mapping[str, list[ox.Quad]]:
        found: dict[str, list[ox.Quad]] = defaultdict(list)
        for quad in self.quads:
            found[_key(quad.subject)].append(quad)
        return found

    @cached_property
    def _by_graph_name(self) -> Mapping[str, list[ox.Quad]]:
        found: dict[str, list[ox.Quad]] = defaultdict(list)
        for quad in self.quads:
            found[_key(quad.graph_name)].append(quad)
        return found

    @cached_property
    def _apart(self) -> frozenset[str]:
        typed = (one for one in self.quads if one.predicate.value == RDF + "type")
        return self.things | {_key(one.subject) for one in typed if _key(one.object) in APART}

    def _of(self, iri: str) -> Iterator[ox.Quad]:
        """The statements about a thing, then those about each rule and figure it leads to."""
        found, waiting = {iri}, [iri]
        while waiting:
            for quad in self._by_subject.get(waiting.pop(0), ()):
                yield quad
                node = _key(quad.object)
                if node not in found and node not in self._apart and node in self._by_subject:
                    found.add(node)
                    waiting.append(node)


def _key(term: object) -> str:
    """What a node is found by; a literal is found by nothing."""
    if isinstance(term, ox.BlankNode):
        return f"_:{term.value}"
    return term.value if isinstance(term, ox.NamedNode) else ""


def _terms() -> list[ox.Quad]:
    """The terms of the ontology."""
    return list(ox.parse(ontology.file("schema.ttl").read_bytes(), format=ox.RdfFormat.TURTLE))


@cache
def _about_it() -> tuple[ox.Quad, ...]:
    """Version and licence."""
    return tuple(one for one in _terms() if one.predicate.value in ABOUT_IT)


def _by_graph(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """The statements of each graph together, and within it those about each subject."""
    quads = list(dict.fromkeys(quads))
    subjects = {quad.subject: place for place, quad in reversed(list(enumerate(quads)))}
    return sorted(quads, key=lambda quad: (str(quad.graph_name), subjects[quad.subject]))


def _numbered(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """The statements with their nameless nodes named by number: parsers name them at random."""
    names: dict[str, ox.BlankNode] = {}

    def named(node: ox.BlankNode) -> ox.BlankNode:
        return names.setdefault(node.value, ox.BlankNode(f"n{len(names)}"))

    return [
        ox.Quad(
            named(one.subject) if isinstance(one.subject, ox.BlankNode) else one.subject,
            one.predicate,
            named(one.object) if isinstance(one.object, ox.BlankNode) else one.object,
            one.graph_name,
        )
        for one in quads
    ]
