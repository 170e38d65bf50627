"""The statements of the ontology, indexed: what holds today, who says it, and what no longer holds.

The current view leaves out the graphs of sources that were superseded, the former parts of sources, and links to
rules that are superseded, disputed or not in force on the day in question. It is materialised once, at load.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from chartway import ontology
from chartway.errors import Mistake, UnreadableError
from chartway.namespaces import CW, DCTERMS, RDF, SCHEMA, compact
from chartway.source import RELIABILITIES, Source

TYPE = RDF + "type"
RULE_LINKS = frozenset(
    CW + name
    for name in (
        *("requires", "recommends", "fee", "duration", "renewal", "jointRenewal", "wage", "outlook", "format"),
        *("retake", "passRate", "holders", "domain", "figure", "earlyTesting"),
        *("extraFee", "extension", "preparation"),
    )
)
"""The links from a thing to a node that carries one version of a rule or figure."""

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


@dataclass(frozen=True, slots=True)
class Statement:
    """One triple and the source that says it, as strings; ``thing`` says whether the object is a node."""

    subject: str
    predicate: str
    object: str
    source: str
    thing: bool
    language: str = ""


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


def current_view(quads: Iterable[ox.Quad], day: str = "") -> list[ox.Triple]:
    """The triples that hold on the day (default: the last day a source was seen), each once, in order."""
    return sorted({ox.Triple(one.subject, one.predicate, one.object) for one in holding(quads, day)}, key=str)


def holding(quads: Iterable[ox.Quad], day: str = "") -> Iterator[ox.Quad]:
    """The quads that belong to the current view, each with the source that says it, in the order given."""
    quads = list(quads)
    statements = list(map(_statement, quads))
    standing = Standing.of(statements, day)
    return (quad for quad, statement in zip(quads, statements, strict=True) if standing.holds(statement))


def _statement(quad: ox.Quad) -> Statement:
    graph = quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else ""
    predicate = quad.predicate.value
    node = quad.object
    if isinstance(node, ox.Literal):
        return Statement(_node(quad.subject), predicate, node.value, graph, thing=False, language=node.language or "")
    return Statement(_node(quad.subject), predicate, _node(node), graph, thing=True)


def _node(term: Term) -> str:
    return f"_:{term.value}" if isinstance(term, ox.BlankNode) else str(getattr(term, "value", term))


@dataclass(frozen=True)
class Standing:
    """What became of graphs and rules: which are superseded, former, disputed or out of force, and why."""

    gone_graphs: dict[str, str]
    gone_rules: dict[str, str]

    @classmethod
    def of(cls, statements: Iterable[Statement], day: str = "") -> Standing:
        """Reads it from the statements themselves."""
        statements = list(statements)
        day = day or max((one.object for one in statements if one.predicate == CW + "seenOn"), default="9999")
        sources = {one.subject for one in statements if one.predicate == TYPE and one.object == CW + "Source"}
        graphs: dict[str, str] = {}
        rules: dict[str, str] = {}
        for one in statements:
            if word := _fate(one, day):
                (graphs if one.subject in sources else rules)[one.subject] = word
        return cls(graphs, rules)

    def holds(self, statement: Statement) -> bool:
        """Whether the statement belongs to the current view."""
        return not self.word(statement)

    def word(self, statement: Statement) -> str:
        """Why the statement is not used, in a word; "" if it is."""
        if statement.source in self.gone_graphs:
            return self.gone_graphs[statement.source]
        if statement.predicate in RULE_LINKS:
            return self.gone_rules.get(statement.object, "")
        return ""


_FATES = {CW + "supersededBy": "superseded", CW + "disputedBy": "disputed", CW + "formerPartOf": "no longer said"}


def _fate(statement: Statement, day: str) -> str:
    """What the statement says became of its subject by that day; a moment may be a day, a month or a year."""
    moment = statement.object
    if statement.predicate == CW + "validThrough":
        return "expired" if moment < day[: len(moment)] else ""
    if statement.predicate == CW + "validFrom":
        return "not yet in force" if moment > day[: len(moment)] else ""
    return _FATES.get(statement.predicate, "")


@dataclass(frozen=True)
class Statements:
    """All statements, by subject, with what became of them and the sources they stand in."""

    by_subject: dict[str, list[Statement]]
    standing: Standing
    sources: dict[str, Source]

    @classmethod
    def of(cls, quads: Iterable[ox.Quad], day: str = "") -> Statements:
        """Indexes the quads."""
        statements = [_statement(quad) for quad in quads]
        by_subject: dict[str, list[Statement]] = defaultdict(list)
        for statement in statements:
            by_subject[statement.subject].append(statement)
        return cls(dict(by_subject), Standing.of(statements, day), _sources(by_subject))

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


def _sources(by_subject: dict[str, list[Statement]]) -> dict[str, Source]:
    found = {}
    for subject, statements in by_subject.items():
        said = {statement.predicate: statement.object for statement in statements}
        if said.get(TYPE) == CW + "Source":
            found[compact(subject)] = _source(compact(subject), said)
    return dict(sorted(found.items()))


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
