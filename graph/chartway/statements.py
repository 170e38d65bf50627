"""The statements of the ontology, indexed: what holds today, who says it, and what no longer holds.

The current view leaves out the graphs of sources that were superseded, the former parts of sources, and links to
rules that are superseded, disputed or not in force on the day in question. It is materialised once, at load.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from chartway import ontology
from chartway.errors import Mistake, UnreadableError
from chartway.namespaces import CW, DCTERMS, RDF, SCHEMA, compact
from chartway.source import RELIABILITIES, Source
from chartway.standing import Standing, Statement
from chartway.view import EVERYTHING, View

TYPE = RDF + "type"

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


def read(paths: Iterable[Path] | None = None) -> list[ox.Quad]:
    """The quads of the files (default: the whole ontology), blank nodes kept apart between files.

    Raises UnreadableError naming every file that the strict parser refuses, with its first fault.
    """
    quads: list[ox.Quad] = []
    mistakes: list[Mistake] = []
    for path in ontology.files() if paths is None else paths:
        try:
            quads += ox.parse(path.read_bytes(), format=ox.RdfFormat.TRIG, rename_blank_nodes=True)
        except SyntaxError as error:
            mistakes.append(Mistake(f"{ontology.name_of(path)}:{error.lineno}", str(error.msg)))
        except OSError as error:
            mistakes.append(Mistake(str(path), f"cannot be opened: {error.strerror}"))
    if mistakes:
        raise UnreadableError("the ontology", tuple(mistakes))
    return quads


def current_view(quads: Iterable[ox.Quad], view: View = EVERYTHING) -> list[ox.Triple]:
    """The triples that belong to the view (default: what holds today), each once, in order."""
    return sorted({ox.Triple(one.subject, one.predicate, one.object) for one in holding(quads, view)}, key=str)


def holding(quads: Iterable[ox.Quad], view: View = EVERYTHING) -> Iterator[ox.Quad]:
    """The quads that belong to the view, each with the source that says it, in the order given."""
    quads = list(quads)
    statements = list(map(to_statement, quads))
    standing = Standing.of(statements, sources_of(statements), view)
    return (quad for quad, statement in zip(quads, statements, strict=True) if standing.holds(statement))


def to_statement(quad: ox.Quad) -> Statement:
    """What a quad says, as strings."""
    graph = quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else ""
    predicate = quad.predicate.value
    node = quad.object
    if isinstance(node, ox.Literal):
        return Statement(_node(quad.subject), predicate, node.value, graph, thing=False, language=node.language or "")
    return Statement(_node(quad.subject), predicate, _node(node), graph, thing=True)


def _node(term: Term) -> str:
    return f"_:{term.value}" if isinstance(term, ox.BlankNode) else str(getattr(term, "value", term))


@dataclass(frozen=True)
class Statements:
    """All statements, by subject, with what became of them and the sources they stand in."""

    by_subject: dict[str, list[Statement]]
    standing: Standing
    sources: dict[str, Source]
    view: View = EVERYTHING

    @classmethod
    def of(cls, said: Iterable[ox.Quad | Statement], view: View = EVERYTHING) -> Statements:
        """Indexes what is said."""
        statements = [one if isinstance(one, Statement) else to_statement(one) for one in said]
        by_subject: dict[str, list[Statement]] = defaultdict(list)
        for statement in statements:
            by_subject[statement.subject].append(statement)
        sources = sources_of(statements)
        return cls(dict(by_subject), Standing.of(statements, sources, view), sources, view)

    def seen_from(self, view: View) -> Statements:
        """The same statements in another view."""
        statements = [one for said in self.by_subject.values() for one in said]
        return replace(self, standing=Standing.of(statements, self.sources, view), view=view)

    def about(self, subject: str, predicate: str) -> Iterator[Statement]:
        """What the current view says of the subject by this predicate."""
        for statement in self._by_both.get((subject, predicate), ()):
            if self.standing.holds(statement):
                yield statement

    @cached_property
    def _by_both(self) -> dict[tuple[str, str], list[Statement]]:
        found: dict[tuple[str, str], list[Statement]] = defaultdict(list)
        for statements in self.by_subject.values():
            for statement in statements:
                found[statement.subject, statement.predicate].append(statement)
        return dict(found)

    def values(self, subject: str, predicate: str) -> list[str]:
        """The values the current view gives, each once, sorted."""
        return sorted({statement.object for statement in self.about(subject, predicate)})

    def value(self, subject: str, predicate: str) -> str:
        """The value the current view gives, "" if there is none; the best source decides between several."""
        found = sorted(self.about(subject, predicate), key=lambda one: (self.precedence(one.source), one.object))
        return found[-1].object if found else ""

    def best_links(self, subject: str, predicate: str) -> list[Statement]:
        """One statement for each node the subject is linked to, in the best source; the best said node first."""
        links = sorted(self.about(subject, predicate), key=lambda one: (self.precedence(one.source), one.object))
        return list({link.object: link for link in links}.values())[::-1]

    def precedence(self, source: str) -> tuple[int, str, str]:
        """How well a source stands against others: the greatest wins."""
        known = self.sources.get(compact(source))
        return known.precedence if known else (-len(RELIABILITIES), "", source)

    @cached_property
    def types(self) -> dict[str, list[str]]:
        """The things of each class, by the class's local name, sorted."""
        found: dict[str, set[str]] = defaultdict(set)
        for subject, statements in self.by_subject.items():
            for statement in statements:
                if statement.predicate == TYPE:
                    found[statement.object.removeprefix(CW)].add(subject)
        return {name: sorted(things) for name, things in found.items()}


def sources_of(statements: Iterable[Statement]) -> dict[str, Source]:
    """The sources that are described, by their short names."""
    statements = list(statements)
    described = {one.subject for one in statements if one.predicate == TYPE and one.object == CW + "Source"}
    said: dict[str, dict[str, str]] = {subject: {} for subject in sorted(described)}
    for one in statements:
        if one.subject in said:
            said[one.subject][one.predicate] = one.object
    return {compact(subject): _source(compact(subject), about) for subject, about in said.items()}


def _source(id: str, said: dict[str, str]) -> Source:
    trust = said.get(CW + "reliability", "").removeprefix(CW)
    return Source(
        id,
        said.get(DCTERMS + "title", id),
        next((one for one in RELIABILITIES if one == trust), "assumed"),
        said.get(SCHEMA + "url", ""),
        compact(said.get(DCTERMS + "publisher", "")),
        said.get(CW + "pageDate", ""),
        said.get(CW + "pageDateNote", ""),
        said.get(CW + "seenOn", ""),
        said.get(DCTERMS + "description", "") or said.get(CW + "noAddress", ""),
    )
