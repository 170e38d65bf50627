"""Everything the sources say about one thing, in words for people."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

import pyoxigraph as ox

from chartway import ontology
from chartway.knowledge import Knowledge
from chartway.namespaces import CW, DCTERMS, RDF, RDFS, SCHEMA, SKOS, compact, expand
from chartway.source import Fact
from chartway.statements import Statement

HIDDEN = frozenset({RDF + "type", SKOS + "notation", CW + "because", CW + "supersededBy", CW + "disputedBy"})
"""Said elsewhere on the page, or inside another sentence."""
RULES = frozenset(CW + name for name in ("all", "any", "of", "atLeast", "prose"))
FIRST, REST, NIL = RDF + "first", RDF + "rest", RDF + "nil"
NODE_ORDER = ("prefLabel", "notation", "amount", "weeks", "median", "employment", "value", "units", "count", "share")
"""What comes first in the sentence about a node."""


@dataclass(frozen=True)
class Facts:
    """Turns statements into sentences; ``of`` gives those about one thing."""

    knowledge: Knowledge

    def of(self, id: str) -> tuple[Fact, ...]:
        """What every source says about the thing, what holds today first, then what no longer does and why."""
        iri = expand(id)
        said: dict[tuple[str, str], list[Statement]] = defaultdict(list)
        for statement in self.knowledge.said.by_subject.get(iri, ()):
            if statement.predicate not in HIDDEN:
                said[statement.predicate, statement.object].append(statement)
        facts = [self._fact(statements) for _, statements in sorted(said.items())]
        return tuple(sorted(facts, key=lambda fact: (bool(fact.standing), fact.property, fact.value)))

    def about(self, id: str) -> tuple[Fact, ...]:
        """The facts about a thing and about the examination that alone earns it, if there is one."""
        exams = [exam for exam, thing in self.knowledge.folded.items() if thing == id]
        own = [fact for fact in self.of(id) if not (exams and fact.property == "requires")]
        return tuple(own) + tuple(fact for exam in exams for fact in self.of(exam) if fact.property != "name")

    def _fact(self, statements: list[Statement]) -> Fact:
        one = statements[0]
        standings = {self.knowledge.said.standing.word(statement) for statement in statements}
        standing = "" if "" in standings else self._standing(one, min(standings))
        ranked = sorted((s.source for s in statements), key=self.knowledge.said.precedence, reverse=True)
        link = compact(one.object) if one.thing and not self._is_node(one.object) else ""
        return Fact(self.term(one.predicate), self.words(one), tuple(map(compact, ranked)), link, standing)

    def _standing(self, statement: Statement, word: str) -> str:
        """Why a statement is not used, in words."""
        said = self.knowledge.said
        reasons = said.values(statement.object, CW + "because") if statement.thing else []
        reasons = reasons or said.values(statement.source, CW + "because")
        return f"{word}: {reasons[0]}" if reasons else word

    # ---- words

    @cached_property
    def _terms(self) -> dict[str, str]:
        """The labels of the ontology's terms."""
        quads = ox.parse(ontology.file("schema.ttl").read_bytes(), format=ox.RdfFormat.TURTLE)
        return {
            str(getattr(quad.subject, "value", "")): quad.object.value
            for quad in quads
            if quad.predicate.value == RDFS + "label" and isinstance(quad.object, ox.Literal)
        }

    def term(self, iri: str) -> str:
        """The word for a property."""
        if iri in self._terms:
            return self._terms[iri]
        return _KNOWN_TERMS.get(iri, compact(iri).partition(":")[2])

    def words(self, statement: Statement) -> str:
        """The object of a statement in words."""
        if not statement.thing:
            return _literal(statement.predicate, statement.object)
        return self.node(statement.object)

    def _is_node(self, iri: str) -> bool:
        """Whether this is a rule or figure, to be told in a sentence rather than linked."""
        if iri.startswith("_:"):
            return True
        return bool(self._node_types(iri) & _NODE_CLASSES)

    def _node_types(self, iri: str) -> set[str]:
        return {s.object for s in self.knowledge.said.by_subject.get(iri, ()) if s.predicate == RDF + "type"}

    def node(self, iri: str) -> str:
        """A thing's name, or the sentence about a rule or figure."""
        said = {s.predicate for s in self.knowledge.said.by_subject.get(iri, ())}
        if iri == CW + "Nothing":
            return "nothing"
        if said & RULES:
            return self.rule(iri)
        if FIRST in said:
            return ", ".join(self._list(iri))
        if self._is_node(iri):
            return self._sentence(iri)
        if iri.startswith(CW):
            return self.term(iri)
        id = compact(iri)
        return iri if id == iri else self.knowledge.label(id)

    def rule(self, iri: str, *, inner: bool = False) -> str:
        """A requirement in words."""
        joined = ""
        for predicate, start, word in (("all", "all of", " and "), ("any", "any one of", " or ")):
            parts = [self.rule(part, inner=True) for part in self._objects(iri, predicate)]
            if parts:
                joined = parts[0] if len(parts) == 1 else word.join(parts) if inner else f"{start}: {'; '.join(parts)}"
                joined = f"({joined})" if inner and len(parts) > 1 else joined
        if options := self._objects(iri, "of"):
            number = ", ".join(self._objects(iri, "atLeast"))
            joined = f"at least {number} of: {'; '.join(self.rule(one, inner=True) for one in options)}"
        if prose := self._objects(iri, "prose"):
            joined = f"in words only: {prose[0]}"
        return joined or self.node(iri)

    def _objects(self, iri: str, name: str) -> list[str]:
        return sorted({s.object for s in self.knowledge.said.by_subject.get(iri, ()) if s.predicate == CW + name})

    def _list(self, iri: str) -> list[str]:
        """The members of an RDF list."""
        found = []
        while iri != NIL:
            said = {s.predicate: s for s in self.knowledge.said.by_subject.get(iri, ())}
            if FIRST not in said:
                break
            found.append(self.words(said[FIRST]))
            iri = said[REST].object
        return found

    def _sentence(self, iri: str) -> str:
        """What a node carries, as "property value" phrases."""
        said = {s.predicate: s for s in self.knowledge.said.by_subject.get(iri, ())}
        if CW + "unknown" in said:
            return f"unknown: {said[CW + 'unknown'].object}"
        if CW + "amount" in said:
            return self._price(said)
        phrases = [
            self._phrase(statement)
            for predicate, statement in sorted(said.items(), key=lambda item: _rank(item[0]))
            if predicate not in HIDDEN or predicate == SKOS + "notation"
        ]
        return "; ".join(phrase for phrase in phrases if phrase)

    def _phrase(self, statement: Statement) -> str:
        """One property of a node; a currency or a basis says nothing by itself."""
        if statement.predicate in (CW + "currency", CW + "basedOn"):
            return ""
        return f"{self.term(statement.predicate)} {self.words(statement)}"

    def _price(self, said: dict[str, Statement]) -> str:
        low, high = said.get(CW + "amountLow"), said.get(CW + "amountHigh")
        text = _dollars(said[CW + "amount"].object)
        if low and high:
            text = f"about {text} ({_dollars(low.object)} to {_dollars(high.object)})"
        if CW + "everyMonths" in said:
            text += f" every {said[CW + 'everyMonths'].object} months"
        if CW + "onlyFor" in said:
            text += f", for who holds: {self.words(said[CW + 'onlyFor'])}"
        return text


_NODE_CLASSES = frozenset(
    CW + name
    for name in (
        *("Requirement", "Fee", "Duration", "RenewalRule", "JointRenewalRule", "Wage", "Outlook", "Figure", "FormerName"),
        *("ExaminationFormat", "ExaminationDomain", "PassRate", "HolderCount", "RetakeRule", "Quota"),
    )
)
_KNOWN_TERMS = {
    SKOS + "prefLabel": "name",
    SKOS + "altLabel": "also called",
    SKOS + "note": "note",
    SKOS + "definition": "definition",
    SKOS + "notation": "abbreviation",
    DCTERMS + "title": "title",
    DCTERMS + "description": "description",
    SCHEMA + "url": "address",
}


def _rank(predicate: str) -> tuple[int, str]:
    name = compact(predicate).partition(":")[2]
    return (NODE_ORDER.index(name) if name in NODE_ORDER else len(NODE_ORDER), name)


def _dollars(amount: str) -> str:
    value = Decimal(amount)
    return f"${value:,.0f}" if value == value.to_integral_value() else f"${value:,.2f}"


def _literal(predicate: str, text: str) -> str:
    name = compact(predicate).partition(":")[2]
    if name in ("median", "percentile10", "percentile90"):
        return _dollars(text)
    if name in ("share", "shareLow", "shareHigh", "shareAtLeast"):
        return f"{Decimal(text) * 100:f}".rstrip("0").rstrip(".") + " %"
    if name in ("employment", "projectedEmployment", "openingsPerYear", "count", "candidates"):
        return f"{Decimal(text):,}"
    return text.removesuffix(".0") if name in ("weeks", "hoursPerWeek", "value") else text
