"""What became of graphs and rules: which are superseded, disputed, out of force, or left out of a view, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from typing import NamedTuple

from chartway.namespaces import CW, RDF, SKOS, expand
from chartway.source import Source
from chartway.view import View

RULE_LINKS = frozenset(
    CW + name
    for name in (
        *("requires", "recommends", "fee", "duration", "renewal", "jointRenewal", "wage", "outlook", "format"),
        *("retake", "passRate", "holders", "domain", "figure", "earlyTesting"),
        *("extraFee", "extension", "preparation"),
    )
)
"""The links from a thing to a node that carries one version of a rule or figure."""
NODE_LINKS = RULE_LINKS | {CW + "formerName"}
"""The links to all that stands whole in one graph and has no life of its own."""
NAMES = frozenset({RDF + "type", SKOS + "prefLabel", SKOS + "notation", SKOS + "altLabel", CW + "issuedBy"})
"""What tells which thing is meant: nobody need look back to a day to call a thing by its name."""
SUPERSEDED_BY = CW + "supersededBy"
LATER_WORD = {SUPERSEDED_BY: "superseded", CW + "disputedBy": "disputed", CW + "formerPartOf": "no longer said"}
"""What became of the subject of a link, in a word."""
FROM, THROUGH = CW + "validFrom", CW + "validThrough"
FATES = frozenset({*LATER_WORD, FROM, THROUGH})


class Statement(NamedTuple):
    """One triple and the source that says it, as strings; ``thing`` says whether the object is a node."""

    subject: str
    predicate: str
    object: str
    source: str
    thing: bool
    language: str = ""


@dataclass(frozen=True)
class Standing:
    """What does not count, and why: graphs and rules.

    Trust and date choose among links, never inside a rule: of a graph that does not count, the rules count all the
    same where a page that does links to them (``inside``), and so do the links to a rule that says itself when it
    began (``begun``). Nothing is superseded yet by what is still to come (``coming``).
    """

    gone_graphs: Mapping[str, str]
    gone_rules: Mapping[str, str]
    left_out: Mapping[str, str] = field(default_factory=dict)
    inside: Set[str] = frozenset()
    begun: Set[str] = frozenset()
    coming: Set[str] = frozenset()

    @classmethod
    def of(cls, statements: Iterable[Statement], sources: Mapping[str, Source], view: View) -> Standing:
        """Reads it from the statements themselves."""
        statements = list(statements)
        day = view.day or max((source.seen for source in sources.values()), default="") or "9999"
        known = {expand(id): source for id, source in sources.items()}
        out = {iri: word for iri, source in known.items() if (word := view.leaves_out(source))}
        coming = _coming(statements, view)
        unheard = coming | out.keys() | _only_in(statements, out) if out else coming
        graphs, rules = dict[str, str](), dict[str, str]()
        for one in statements:
            counts = one.predicate in FATES and one.source not in out and one.object not in unheard
            if counts and (word := _fate(one, day)):
                (graphs if one.subject in known else rules)[one.subject] = word
        if not out:
            return cls(graphs, rules, coming=coming)
        begun = _begun(statements, known, view)
        return cls(graphs, rules, out, _linked(statements, out, begun), begun, coming)

    def holds(self, statement: Statement) -> bool:
        """Whether the statement belongs to the view."""
        return not self.word(statement)

    def word(self, statement: Statement) -> str:
        """Why the statement is not used, in a word; "" if it is."""
        if statement.source in self.gone_graphs:
            return self.gone_graphs[statement.source]
        if statement.source in self.left_out and not self._counts_all_the_same(statement):
            return self.left_out[statement.source]
        if statement.predicate in RULE_LINKS:
            return self.gone_rules.get(statement.object, "")
        is_to_come = statement.predicate == SUPERSEDED_BY and statement.object in self.coming
        return "not yet in force" if is_to_come else ""

    def is_intact(self, statement: Statement) -> bool:
        """Whether it stands whatever a view leaves out: a rule that is left out is told whole all the same."""
        gone = statement.predicate in RULE_LINKS and statement.object in self.gone_rules
        return statement.source not in self.gone_graphs and not gone

    def _counts_all_the_same(self, statement: Statement) -> bool:
        subject = statement.subject
        named = statement.predicate in NAMES
        return named or subject.startswith("_:") or subject in self.inside or statement.object in self.begun


def _fate(statement: Statement, day: str) -> str:
    """What the statement says became of its subject by that day; a moment may be a day, a month or a year."""
    moment = statement.object
    if statement.predicate == THROUGH:
        return "expired" if moment < day[: len(moment)] else ""
    if statement.predicate == FROM:
        return "not yet in force" if moment > day[: len(moment)] else ""
    return LATER_WORD.get(statement.predicate, "")


def _coming(statements: Iterable[Statement], view: View) -> frozenset[str]:
    """What began only after the day of the view."""
    if not view.day:
        return frozenset()
    return frozenset(
        one.subject for one in statements if one.predicate == FROM and one.object > view.day[: len(one.object)]
    )


def _begun(statements: Iterable[Statement], sources: Mapping[str, Source], view: View) -> frozenset[str]:
    """The rules that a trusted page, however late, says were in force by the day of the view."""
    trusted = View(trust=view.trust)
    return frozenset(
        one.subject
        for one in statements
        if one.predicate == FROM
        and one.object <= view.day[: len(one.object)]
        and not (one.source in sources and trusted.leaves_out(sources[one.source]))
    )


def _linked(statements: Iterable[Statement], out: Mapping[str, str], begun: Set[str]) -> frozenset[str]:
    """The rules that what counts links to, and those that these link to in turn."""
    links = [one for one in statements if one.predicate in NODE_LINKS]
    further: dict[str, list[str]] = defaultdict(list)
    for one in links:
        further[one.subject].append(one.object)
    new = [one.object for one in links if one.source not in out or one.object in begun]
    found = set[str]()
    while new:
        node = new.pop()
        if node not in found:
            found.add(node)
            new += further[node]
    return frozenset(found)


def _only_in(statements: Iterable[Statement], out: Mapping[str, str]) -> frozenset[str]:
    """The rules that only sources which do not count link to."""
    links = [one for one in statements if one.predicate in NODE_LINKS]
    return frozenset({one.object for one in links} - {one.object for one in links if one.source not in out})
