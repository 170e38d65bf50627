"""Everything the sources say about one thing, in words for people."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

import pyoxigraph as ox

from chartway import ontology
from chartway.catalog_rdf import KINDS, TIMED
from chartway.knowledge import Knowledge
from chartway.namespaces import CW, DCTERMS, RDF, RDFS, SCHEMA, SKOS, compact, expand
from chartway.sentence import SENTENCES, told
from chartway.source import Fact
from chartway.standing import Statement
from chartway.wording import every

HIDDEN = frozenset({RDF + "type", SKOS + "notation", CW + "because"})
"""Said elsewhere on the page, or inside another sentence."""
RULES = frozenset(CW + name for name in ("all", "any", "of", "atLeast", "prose", *TIMED))
FIRST, REST, NIL = RDF + "first", RDF + "rest", RDF + "nil"
THINGS = frozenset(
    {
        *KINDS,
        "Body",
        "College",
        "ApprovalProgramme",
        "Offering",
        "Publisher",
        "Source",
        SKOS + "Concept",
        SKOS + "ConceptScheme",
    }
)
"""Classes of what has a name of its own."""
IDLE = frozenset({"type", "because", "basedOn", "currency", "disputedBy", "supersededBy"})
"""Properties that say nothing to a reader of a sentence."""
JOINTS = {"fee": "; ", "note": " "}
"""What stands between several values of a property within a sentence, where it is not "and"."""
SHORT = frozenset({"approvedBy", "unitsOf"})
"""Properties whose bodies a sentence names by their abbreviations."""


@dataclass(frozen=True)
class Facts:
    """Turns statements into sentences; ``of`` gives those about one thing."""

    knowledge: Knowledge

    def of(self, id: str) -> tuple[Fact, ...]:
        """What every source says about the thing, what holds today first, then what no longer does and why."""
        iri = expand(id)
        said: dict[tuple[str, str], list[Statement]] = defaultdict(list)
        for statement in self.knowledge.said.by_subject.get(iri, ()):
            if statement.predicate not in HIDDEN and not self._is_moment(statement.object):
                said[statement.predicate, statement.object].append(statement)
        facts = [self._fact(statements) for _, statements in sorted(said.items())]
        return tuple(sorted(facts, key=lambda fact: (bool(fact.standing), fact.property, fact.value)))

    def about(self, id: str) -> tuple[Fact, ...]:
        """The facts about a thing and about the examination that alone earns it, if there is one."""
        exams = [exam for exam, thing in self.knowledge.folded.items() if thing == id]
        own = [fact for fact in self.of(id) if not (exams and fact.property == "requires")]
        behind = [fact for exam in exams for fact in self.of(exam) if fact.property != "name" and fact.link != id]
        return _merged([*own, *behind])

    def _is_moment(self, iri: str) -> bool:
        """Whether this is a length of no time: true of what is sat or joined in a moment, and no news to anybody."""
        weeks = self.knowledge.said.value(iri, CW + "weeks")
        return bool(weeks) and Decimal(weeks) == 0

    def _fact(self, statements: list[Statement]) -> Fact:
        one = statements[0]
        standings = {self.knowledge.said.standing.word(statement) for statement in statements}
        standing = "" if "" in standings else self._standing(one, min(standings))
        telling = [s.source for s in statements if standing or self.knowledge.said.standing.holds(s)]
        ranked = sorted(telling, key=self.knowledge.said.precedence, reverse=True)
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
        if statement.predicate == CW + "everyMonths" and self._is_offering(statement.subject):
            return every(statement.object)
        return self.node(statement.object) if statement.thing else told(statement.object)

    def _is_offering(self, iri: str) -> bool:
        return "Offering" in self._classes(iri)

    def _is_node(self, iri: str) -> bool:
        """Whether this is a rule or figure, to be told in a sentence rather than named."""
        said = self.knowledge.said.by_subject.get(iri, ())
        return iri.startswith("_:") or (bool(said) and not THINGS & set(self._classes(iri)))

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
        label = self._named(id)
        return f"{label} ({iri})" if id == iri != label else label

    def _named(self, id: str) -> str:
        """The thing's name; a course or programme of a college by its short name, then its title without the college.

        Many colleges teach a course of one title, so the short name says more.
        """
        college = self.knowledge.college(id)
        if not college:
            return self.knowledge.label(id)
        short = self.knowledge.name(id)
        title = self.knowledge.label(id).removesuffix(f" ({self.knowledge.label(college)})")
        return short if short.casefold().endswith(title.casefold()) else f"{short} {title}"

    def rule(self, iri: str, *, inner: bool = False) -> str:
        """A requirement in words."""
        joined = ""
        for predicate, start, word in (("all", "all of", " and "), ("any", "any one of", " or ")):
            parts = self._parts(iri, predicate)
            if parts:
                joined = parts[0] if len(parts) == 1 else word.join(parts) if inner else f"{start}: {'; '.join(parts)}"
                joined = f"({joined})" if inner and len(parts) > 1 else joined
        if options := self._parts(iri, "of"):
            number = ", ".join(self._objects(iri, "atLeast"))
            joined = f"at least {number} of: {'; '.join(options)}"
        for name, words in TIMED.items():
            if courses := self._parts(iri, name):
                joined = f"{courses[0]} {words}"
        if prose := self._objects(iri, "prose"):
            joined = f"in words only: {prose[0]}"
        return joined or self.node(iri)

    def _parts(self, iri: str, name: str) -> list[str]:
        """The parts of a rule in words, single things first; nameless nodes have no order of their own."""
        return sorted(
            (self.rule(part, inner=True) for part in self._objects(iri, name)), key=lambda one: (one[:1] == "(", one)
        )

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
        """What a node carries: the sentence for its class, else "property value" phrases."""
        said: dict[str, list[Statement]] = defaultdict(list)
        for statement in self.knowledge.said.by_subject.get(iri, ()):
            if self.knowledge.said.standing.is_intact(statement):
                said[compact(statement.predicate).partition(":")[2]].append(statement)
        sentence = next((SENTENCES[one] for one in self._classes(iri) if one in SENTENCES), None)
        if sentence is None and said.keys() & {"shareAtLeast", "unitsAtLeast"}:
            sentence = SENTENCES["Quota"]
        if sentence is not None:
            return sentence({name: self._joined(name, statements) for name, statements in said.items()})
        told = [name for name in sorted(said) if name not in IDLE]
        return "; ".join(f"{self.term(said[name][0].predicate)} {self._joined(name, said[name])}" for name in told)

    def _joined(self, name: str, statements: list[Statement]) -> str:
        told = sorted(
            self.knowledge.name(compact(one.object)) if name in SHORT else self.words(one) for one in statements
        )
        return JOINTS.get(name, " and ").join(dict.fromkeys(told))

    def _classes(self, iri: str) -> list[str]:
        types = {s.object for s in self.knowledge.said.by_subject.get(iri, ()) if s.predicate == RDF + "type"}
        return sorted(one.removeprefix(CW) for one in types)


_KNOWN_TERMS = {
    SKOS + "prefLabel": "name",
    SKOS + "altLabel": "also called",
    SKOS + "note": "note",
    SKOS + "definition": "definition",
    SKOS + "notation": "abbreviation",
    SKOS + "broader": "broader",
    SKOS + "related": "related to",
    SKOS + "inScheme": "vocabulary",
    SKOS + "closeMatch": "close match",
    SKOS + "relatedMatch": "related match",
    SKOS + "broadMatch": "broader match",
    SKOS + "narrowMatch": "narrower match",
    DCTERMS + "title": "title",
    DCTERMS + "description": "description",
    SCHEMA + "url": "address",
    SCHEMA + "foundingDate": "founded",
}


def _merged(facts: list[Fact]) -> tuple[Fact, ...]:
    """The facts with those that say the same told once, in all their sources."""
    found: dict[tuple[str, str, str], Fact] = {}
    for fact in facts:
        key = (fact.property, fact.value, fact.standing)
        said = found.get(key)
        found[key] = replace(said, sources=tuple(dict.fromkeys([*said.sources, *fact.sources]))) if said else fact
    return tuple(found.values())
