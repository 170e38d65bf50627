"""Validation names every fault of the data at once: what, where, in which file, and which rule it breaks.

Four questions are asked. Can the strict parser read every file? Has each thing of the current view the shape of its
kind (``shapes.ttl``)? Does any rule about graphs and sources fail (``checks/<rule>-violation.rq``: the first line says
the rule, each row is a fault)? Do things wait for each other (:mod:`chartway.deadlock`)?
"""

from __future__ import annotations

import logging
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import pyoxigraph as ox

from chartway import ontology
from chartway.catalog_json import read_catalog
from chartway.deadlock import Deadlocks
from chartway.errors import Mistake, UnreadableError
from chartway.namespaces import CW, compact
from chartway.statements import Statements, current_view

if TYPE_CHECKING:
    import rdflib

__all__ = ["Fault", "validate"]

Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | ox.DefaultGraph

FORMATS: Mapping[str, ox.RdfFormat] = {
    ".nq": ox.RdfFormat.N_QUADS,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".trig": ox.RdfFormat.TRIG,
    ".ttl": ox.RdfFormat.TURTLE,
}
"""What is read, by the ending of the file. RDF/XML is not: 600 bytes of it can expand until memory is full."""

LARGEST_FILE = 20_000_000
"""Bytes; the strict parser reads them in about 10 s."""

DEEPEST = 100
"""Levels of nameless nodes inside each other, as in requirement graphs; 20,000 took the shapes 20 s."""

LONGEST_VALUE = 80
"""Letters of a text that a message repeats."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: the rule broken, the thing that breaks it, the file it stands in, and what is wrong.

    ``thing`` is "" for a fault of the whole file; ``line`` is the one on which what is said of the thing begins,
    where that is known.

    >>> print(Fault("fee-without-currency", "id:own-fee", "own.trig", "A price names its currency", 12))
    own.trig:12: id:own-fee: A price names its currency [fee-without-currency]
    """

    rule: str
    thing: str
    file: str
    message: str
    line: int | None = None

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return ": ".join(part for part in (place, self.thing, f"{self.message} [{self.rule}]") if part)


def validate(paths: Iterable[Path | str] | None = None) -> tuple[Fault, ...]:
    """Every fault of the ontology or, given files, every fault that these files bring to it.

    Args:
        paths: Data files (``.trig``, ``.nq``; ``.ttl`` and ``.nt`` are read too, but cannot say whose words they
            hold) and requirement graphs (``.json``), validated together with the ontology. None: the ontology alone.

    Returns:
        The faults, sorted by file, line and thing; none if all is well. A file that cannot be parsed has one fault,
        the first, and is left out of the rest. While a file of the ontology itself cannot be parsed, nothing but
        such faults is told: all that refers to it would be one more.

    Raises:
        UnreadableError: a file cannot be opened; ``mistakes`` lists all of these.
    """
    given = tuple(dict.fromkeys(Path(path) for path in paths or ()))
    _refuse_missing(given)
    own, unread = _parsed(path for path in ontology.files() if not _is_among(path, given))
    if unread:
        return _sorted(unread)
    graphs = [path for path in given if path.suffix.lower() == ".json"]
    added, unread = _parsed(path for path in given if path not in graphs)
    faults = [*unread, *(fault for path in graphs for fault in _requirement_graph_faults(path))]
    if added or not given:
        faults += _broken_rules((*own, *added), added)
    if added and faults:
        known = {(fault.rule, fault.thing, fault.message) for fault in _broken_rules(own, ())}
        faults = [fault for fault in faults if (fault.rule, fault.thing, fault.message) not in known]
    return _sorted(faults)


def _sorted(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Each fault once, in the order in which one would mend them."""
    return tuple(sorted(set(faults), key=lambda one: (one.file, one.line or 0, one.thing, one.rule, one.message)))


# ---- reading


HEADING = re.compile(r"^[ \t]*(?:GRAPH\s+)?([^\s#{\"]+)\s*\{", re.MULTILINE)
"""The beginning of a graph's block in TriG."""

SUBJECT = re.compile(r"(?:^|[{.])[ \t]*([^\s#{\"]+)(?=[\s{])", re.MULTILINE)
"""A name where a statement, or the block of a graph, can begin."""


@dataclass(frozen=True)
class _Reading:
    """A file that could be parsed: its text, what it says, and the prefixes it says it with."""

    name: str
    text: str
    quads: tuple[ox.Quad, ...]
    prefixes: Mapping[str, str]

    def line(self, thing: Term, graph: Term) -> int | None:
        """The line on which a statement about the thing begins, in a block of the graph if there is one."""
        offsets = sorted(offset for name in self._written(thing) for offset in self._subjects.get(name, ()))
        blocks = self._written(graph)
        inside = (offset for offset in offsets if self._block(offset) in blocks)
        first = next(inside, next(iter(offsets), None))
        return None if first is None else self.text.count("\n", 0, first) + 1

    def _written(self, term: Term) -> list[str]:
        """The ways in which the file can write an address."""
        if not isinstance(term, ox.NamedNode):
            return []
        prefixed = ((prefix, space) for prefix, space in self.prefixes.items() if term.value.startswith(space))
        return [f"<{term.value}>", *(f"{prefix}:{term.value[len(space) :]}" for prefix, space in prefixed)]

    @cached_property
    def _subjects(self) -> Mapping[str, list[int]]:
        found: defaultdict[str, list[int]] = defaultdict(list)
        for match in SUBJECT.finditer(self.text):
            found[match[1]].append(match.start(1))
        return found

    @cached_property
    def _headings(self) -> list[tuple[int, str]]:
        return [(match.start(1), match[1]) for match in HEADING.finditer(self.text)]

    def _block(self, offset: int) -> str:
        """The graph whose block the offset is in, as written."""
        index = bisect_right(self._headings, offset, key=lambda heading: heading[0])
        return self._headings[index - 1][1] if index else ""


def _refuse_missing(paths: Iterable[Path]) -> None:
    mistakes = [Mistake(str(path), why) for path in paths if (why := _why_closed(path))]
    if mistakes:
        raise UnreadableError("validate", tuple(mistakes))


def _why_closed(path: Path) -> str:
    try:
        path.open("rb").close()
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        return f"cannot be opened: {getattr(error, 'strerror', None) or error}"
    return ""


def _is_among(path: Path, others: Iterable[Path]) -> bool:
    return any(path.samefile(other) for other in others)


def _parsed(paths: Iterable[Path]) -> tuple[list[_Reading], list[Fault]]:
    results = [_parse(path) for path in paths]
    readings = [result for result in results if isinstance(result, _Reading)]
    return readings, [result for result in results if isinstance(result, Fault)]


def _parse(path: Path) -> _Reading | Fault:
    name = ontology.name_of(path)
    form = FORMATS.get(path.suffix.lower())
    if form is None:
        return Fault("unknown-format", "", name, f"Its ending is none of {', '.join([*FORMATS, '.json'])}")
    content = path.read_bytes()
    if len(content) > LARGEST_FILE:
        return Fault("too-large", "", name, f"It has over {LARGEST_FILE:,} bytes; split it")
    try:
        parser = ox.parse(content, format=form, rename_blank_nodes=True)
        quads = tuple(parser)
    except SyntaxError as error:
        return _syntax_fault(name, error)
    if not quads:
        return Fault("empty-file", "", name, "It says nothing")
    owners = _owners(quads)
    if any(_depth(term, owners) > DEEPEST for term in owners):
        return Fault("too-deep", "", name, f"Nameless nodes stand over {DEEPEST} deep in each other, or in a circle")
    return _Reading(name, content.decode(), quads, parser.prefixes)


def _owners(quads: Iterable[ox.Quad]) -> dict[Term, Term]:
    """The node that each nameless node is part of."""
    return {quad.object: quad.subject for quad in quads if isinstance(quad.object, ox.BlankNode)}


def _depth(term: Term, owners: Mapping[Term, Term]) -> int:
    """In how many nodes the term stands; counted up to one more than is allowed, for a circle has no end."""
    depth = 0
    while depth <= DEEPEST and term in owners:
        depth, term = depth + 1, owners[term]
    return depth


def _syntax_fault(name: str, error: SyntaxError) -> Fault:
    """The parser's first complaint; the place it names goes into the line of the fault."""
    complaint = re.sub(r"^Parser error at .*?(?:columns? \d+(?: and \d+)?): ", "", error.msg)
    if re.search(r"prefix .* not been declared", complaint):
        return Fault(
            "unknown-prefix", "", name, f"{complaint}; @prefix at the top says what it stands for", error.lineno
        )
    if "\ufeff" in complaint:
        complaint = "It begins with a byte order mark; save it as UTF-8 without one"
    return Fault("syntax", "", name, complaint, error.lineno)


def _requirement_graph_faults(path: Path) -> Iterator[Fault]:
    try:
        read_catalog(path)
    except UnreadableError as error:
        yield from (Fault("requirement-graph", fault.where, str(path), fault.what) for fault in error.mistakes)


# ---- rules


@dataclass(frozen=True, slots=True)
class _Finding:
    """Something that breaks a rule; ``details`` are named terms, ``graph`` and ``predicate`` help to find the place."""

    rule: str
    sentence: str
    thing: Term
    details: tuple[tuple[str, Term], ...] = ()
    graph: Term | None = None
    predicate: str = ""


def _broken_rules(readings: Sequence[_Reading], added: Sequence[_Reading]) -> list[Fault]:
    places = _Places(readings, added)
    quads = [quad for reading in readings for quad in reading.quads]
    sound = [quad for quad in quads if not isinstance(quad.object, ox.Triple)]
    view = current_view(sound)
    findings = [*_misplaced(quads), *_misshapen(view), *_violations(sound, view), *_deadlocked(sound)]
    return [places.fault(finding) for finding in findings]


def _misplaced(quads: Iterable[ox.Quad]) -> Iterator[_Finding]:
    """What no query sees: statements outside every graph, and statements about statements."""
    for quad in quads:
        if isinstance(quad.graph_name, ox.DefaultGraph):
            sentence = "What is said stands in the graph of its source: src:name { … }"
            yield _Finding("statement-without-source", sentence, quad.subject, graph=quad.graph_name)
        if isinstance(quad.object, ox.Triple):
            sentence = "A statement about a statement is a cw:Statement, which every tool can read"
            yield _Finding("quoted-statement", sentence, quad.subject, graph=quad.graph_name)


def _deadlocked(quads: Iterable[ox.Quad]) -> Iterator[_Finding]:
    """What nobody can ever come to hold, because each way to it needs itself."""
    for thing, rule in Deadlocks.of(Statements.of(quads)):
        sentence = "Not every way to a thing needs the thing itself"
        details = () if rule.startswith("_:") else (("rule", ox.NamedNode(rule)),)
        yield _Finding("unsatisfiable-requirement", sentence, ox.NamedNode(thing), details)


def _violations(quads: Iterable[ox.Quad], view: Iterable[ox.Triple]) -> Iterator[_Finding]:
    """The rows of the checks, run on all graphs, with the current view as default graph and the terms in ``cw:``."""
    store = ox.Store()
    store.extend(quads)
    store.extend(ox.Quad(*triple) for triple in view)
    store.load(path=ontology.file("schema.ttl"), to_graph=ox.NamedNode(CW))
    for path in sorted(ontology.file("checks").glob("*-violation.rq")):
        yield from _rows(store, path)


def _rows(store: ox.Store, path: Path) -> Iterator[_Finding]:
    text = path.read_text("utf-8")
    rule, sentence = path.name.removesuffix("-violation.rq"), text.partition("\n")[0].removeprefix("# ")
    solutions = store.query(text)
    if not isinstance(solutions, ox.QuerySolutions):
        raise TypeError(f"{path.name} is not a SELECT")
    names = [variable.value for variable in solutions.variables]
    for row in solutions:
        details = tuple((name, row[name]) for name in names if name != "thing" and row[name] is not None)
        yield _Finding(rule, sentence, row["thing"], details, dict(details).get("graph"))


def _misshapen(view: Iterable[ox.Triple]) -> Iterator[_Finding]:
    """What the shapes say of the current view: the shapes of a dataset would be those of what no longer holds, too."""
    import pyshacl  # noqa: PLC0415 - 0.7 s, for this question only
    import rdflib  # noqa: PLC0415 - 0.2 s

    from chartway.rdf import to_rdflib  # noqa: PLC0415 - it imports rdflib

    shapes = rdflib.Graph().parse(ontology.file("shapes.ttl"))
    graph, terms = rdflib.Graph(), dict[rdflib.term.Node, Term]()
    with _silenced("rdflib.term"):
        for triple in view:
            subject, predicate, value = (to_rdflib(term) for term in triple)
            graph.add((subject, predicate, value))
            terms |= {subject: triple.subject, value: triple.object}
        _, report, _ = pyshacl.validate(graph, shacl_graph=shapes, inplace=True)
    if not isinstance(report, rdflib.Graph):
        raise TypeError(f"the shapes could not be checked: {report!r}")
    for result in report.objects(None, rdflib.SH.result):
        found = {relation: report.value(result, rdflib.SH[relation]) for relation in RESULT}
        said = {relation: node for relation, node in found.items() if node is not None}
        focus, culprit = said["focusNode"], said.get("value")
        yield _Finding(
            rule=_name(said["sourceShape"], shapes),
            sentence=str(said["resultMessage"]),
            thing=terms[focus],
            details=() if culprit is None or culprit == focus else (("", terms[culprit]),),
            predicate=str(said.get("resultPath", "")),
        )


def _name(shape: rdflib.term.Node, shapes: rdflib.Graph) -> str:
    """The rule a shape stands for; one without a name counts as the named one that it is part of."""
    import rdflib  # noqa: PLC0415 - as above

    while isinstance(shape, rdflib.BNode):
        shape = next(shapes.subjects(None, shape))
    return f"shape-of-{str(shape).rpartition('#')[2]}"


RESULT = ("focusNode", "resultMessage", "resultPath", "sourceShape", "value")
"""What SHACL says of each result, in its own words."""


@contextmanager
def _silenced(name: str) -> Iterator[None]:
    """No log from there meanwhile: rdflib logs a traceback for every literal that is not of its datatype."""
    logger = logging.getLogger(name)
    before, logger.disabled = logger.disabled, True
    try:
        yield
    finally:
        logger.disabled = before


# ---- places


class _Places:
    """Where everything said stands, so that a finding can be told as a fault of a file and line."""

    def __init__(self, readings: Sequence[_Reading], added: Sequence[_Reading]) -> None:
        self._added = {reading.name for reading in added}
        self._owners = _owners(quad for reading in readings for quad in reading.quads)
        self._statements: defaultdict[Term, list[tuple[_Reading, ox.Quad]]] = defaultdict(list)
        self._mentions: defaultdict[Term, list[tuple[_Reading, ox.Quad]]] = defaultdict(list)
        for reading in readings:
            for quad in reading.quads:
                self._statements[quad.subject].append((reading, quad))
                self._mentions[quad.object].append((reading, quad))
                self._mentions[quad.graph_name].append((reading, quad))

    def fault(self, finding: _Finding) -> Fault:
        details = [f"{name or compact(finding.predicate)} {self._shown(term)}" for name, term in finding.details]
        message = f"{finding.sentence} ({', '.join(details)})" if details else finding.sentence
        reading, quad = self._place(finding)
        sayer = self._owner(quad.subject)
        thing = sayer if isinstance(finding.thing, ox.Literal) else self._owner(finding.thing)
        line = reading.line(thing, quad.graph_name) or reading.line(sayer, quad.graph_name)
        return Fault(finding.rule, self._shown(thing), reading.name, message, line)

    def _place(self, finding: _Finding) -> tuple[_Reading, ox.Quad]:
        """The statement that best explains the finding: in an added file, about what the details name."""
        named = {term for _, term in finding.details}

        def aptness(place: tuple[_Reading, ox.Quad]) -> tuple[bool, ...]:
            reading, quad = place
            return (
                reading.name in self._added,
                quad.object in named,
                quad.predicate.value == finding.predicate,
                quad.graph_name == finding.graph,
            )

        return max(self._statements.get(finding.thing) or self._mentions[finding.thing], key=aptness)

    def _owner(self, term: Term) -> Term:
        """What a nameless node is part of."""
        while term in self._owners:
            term = self._owners[term]
        return term

    def _shown(self, term: Term) -> str:
        match term:
            case ox.NamedNode(value=iri):
                return compact(iri)
            case ox.Literal(value=value):
                return _on_one_line(value)
            case ox.BlankNode():
                owner = self._owner(term)
                return "a nameless node" if isinstance(owner, ox.BlankNode) else f"a part of {self._shown(owner)}"
        return str(term)


def _on_one_line(text: str) -> str:
    """The text as a line of a terminal can show it: nothing that moves the cursor, and not a whole page."""
    shown = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text[:LONGEST_VALUE])
    return shown if len(text) <= LONGEST_VALUE else f"{shown}…"
