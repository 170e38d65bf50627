"""Every kind of defect is found, and named by its rule, its thing and its file."""

from __future__ import annotations

import logging
import random
import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import pytest
import rdflib

from chartway import ontology
from chartway.errors import UnreadableError
from chartway.validation import Fault, validate

SOUND = """\
@prefix cw: <https://w3id.org/chartway/ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix id: <https://w3id.org/chartway/id/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix src: <https://w3id.org/chartway/source/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

src:chartway {
  src:MY a cw:Source ; dcterms:title "A college's page" ; dcterms:publisher id:MY-college ; cw:reliability cw:official ;
    schema:url <https://college.example/MY> ; cw:pageDate "2026-05"^^xsd:gYearMonth ; cw:seenOn "2026-06-01"^^xsd:date .
  src:MY-guess a cw:Source ; dcterms:title "Our guess" ; dcterms:description "One term." ; cw:reliability cw:assumed .
  id:MY-college a cw:Body ; skos:prefLabel "MY college"@en .
  id:MY-course a cw:Course ; skos:prefLabel "MY course"@en .
  id:MY-lab a cw:Course ; skos:prefLabel "MY laboratory"@en .
  id:MY-old a cw:Course ; skos:prefLabel "MY old course"@en ; cw:status cw:retired .
  id:MY-work a cw:Experience ; skos:prefLabel "MY year of work"@en ; cw:months 12 ; cw:kind id:MY-kind .
  id:MY-kind a skos:Concept ; skos:prefLabel "MY work"@en ; skos:inScheme id:MY-kinds .
  id:MY-kinds a skos:ConceptScheme ; skos:prefLabel "MY kinds"@en .
  id:MY-award a cw:Certification ; skos:prefLabel "MY award"@en ; skos:notation "MY" .
}
src:MY {
  id:MY-award cw:issuedBy id:MY-college ; cw:requires id:MY-rule ; cw:fee id:MY-fee ; cw:renewal id:MY-renewal .
  id:MY-rule a cw:Requirement ; cw:atLeast 1 ; cw:of id:MY-course , [ cw:all id:MY-lab , id:MY-work ] .
  id:MY-fee a cw:Fee ; cw:amount 299.00 ; cw:currency "USD" .
  id:MY-renewal a cw:RenewalRule ; cw:everyMonths 24 ; cw:units 20 ;
    cw:quota [ cw:topic id:MY-kind ; cw:unitsAtLeast 4 ] .
  id:MY-course cw:requires cw:Nothing .
}
src:MY-guess {
  id:MY-course cw:duration id:MY-duration .
  id:MY-duration a cw:Duration ; cw:weeks 15 ; cw:hoursPerWeek 6 ; cw:because "A term."@en .
}
"""


class Defect(NamedTuple):
    """What is wrong with a sound file into which ``text`` was put, at the end or instead of some other text."""

    rule: str
    thing: str
    text: str
    instead_of: str = ""

    def file(self, name: str) -> str:
        """The file with the defect; ``name`` keeps its things apart from those of other files."""
        text = SOUND.replace(self.instead_of, self.text) if self.instead_of else f"{SOUND}{self.text}\n"
        return text.replace("MY", name)


DEFECTS = {
    "a past webinar on offer": Defect(
        "past-offering-open",
        "id:MY-webinar",
        'src:MY { id:MY-webinar a cw:Offering ; skos:prefLabel "MY webinar"@en ; cw:form id:MY-kind ;'
        ' cw:topic id:MY-kind ; cw:begins "2026-05"^^xsd:gYearMonth }',
    ),
    "an offering of nobody knows when": Defect(
        "shape-of-Offering",
        "id:MY-webinar",
        'src:MY { id:MY-webinar a cw:Offering ; skos:prefLabel "MY webinar"@en ; cw:form id:MY-kind ;'
        " cw:topic id:MY-kind }",
    ),
    "a topic in no scheme": Defect(
        "topic-in-no-scheme",
        "id:MY-idea",
        'src:chartway { id:MY-idea a skos:Concept ; skos:prefLabel "MY idea"@en }'
        ' src:MY { id:MY-webinar a cw:Offering ; skos:prefLabel "MY webinar"@en ; cw:form id:MY-kind ;'
        ' cw:topic id:MY-idea ; cw:begins "2026-07"^^xsd:gYearMonth }',
    ),
    "acceptance of nothing": Defect(
        "shape-of-AcceptanceRule",
        "id:MY-acceptance",
        "src:MY { id:MY-college cw:accepts id:MY-acceptance . id:MY-acceptance a cw:AcceptanceRule }",
    ),
    "a source nobody describes": Defect(
        "graph-without-source", "src:MY-x", "src:MY-x { id:MY-lab cw:requires cw:Nothing }"
    ),
    "no graph": Defect("statement-without-source", "id:MY-lab", "id:MY-lab cw:requires cw:Nothing ."),
    "a rule in two graphs": Defect("rule-in-two-graphs", "id:MY-rule", "src:MY-guess { id:MY-rule cw:of id:MY-old }"),
    "a part of a rule in two graphs": Defect(
        "rule-in-two-graphs",
        "id:MY-two",
        (
            "src:MY { id:MY-lab cw:requires id:MY-two . id:MY-two a cw:Requirement ; cw:all _:part ."
            " _:part cw:any id:MY-old } src:MY-guess { _:part cw:any id:MY-work }"
        ),
    ),
    "two accounts": Defect(
        "competing-requirements",
        "id:MY-course",
        (
            "src:MY-guess { id:MY-course cw:requires id:MY-r . id:MY-r a cw:Requirement ; cw:all id:MY-lab ;"
            ' cw:because "So."@en }'
        ),
    ),
    "two pieces of advice": Defect(
        "competing-requirements",
        "id:MY-award",
        (
            "src:MY { id:MY-award cw:recommends id:MY-r , id:MY-s . id:MY-r a cw:Requirement ;"
            " cw:all id:MY-lab . id:MY-s a cw:Requirement ; cw:all id:MY-work }"
        ),
    ),
    "two prices": Defect(
        "competing-fees",
        "id:MY-award",
        ('src:MY { id:MY-award cw:fee id:MY-fee-2 . id:MY-fee-2 a cw:Fee ; cw:amount 1.00 ; cw:currency "USD" }'),
    ),
    "two lengths": Defect(
        "competing-durations",
        "id:MY-course",
        "src:MY { id:MY-course cw:duration id:MY-long . id:MY-long a cw:Duration ; cw:weeks 30 }",
    ),
    "two renewals": Defect(
        "competing-renewals",
        "id:MY-award",
        (
            "src:MY { id:MY-award cw:renewal id:MY-more . id:MY-more a cw:RenewalRule ; cw:everyMonths 24 ;"
            " cw:units 30 }"
        ),
    ),
    "two retake rules": Defect(
        "competing-figures",
        "id:MY-exam",
        'src:MY { id:MY-exam a cw:Examination ; skos:prefLabel "MY examination"@en ; cw:retake id:MY-30 , id:MY-90 .'
        " id:MY-30 a cw:RetakeRule ; cw:days 30 . id:MY-90 a cw:RetakeRule ; cw:days 90 }",
    ),
    "no account left": Defect(
        "no-account-left",
        "id:MY-award",
        'src:chartway { id:MY-rule cw:supersededBy id:MY-fee ; cw:because "It is no longer said."@en }',
    ),
    "one name, two things": Defect("same-name", "id:MY-lab", '"MY laboratory"@en', instead_of='"MY old course"@en'),
    "superseded without a reason": Defect(
        "former-without-reason", "id:MY-old", "src:chartway { id:MY-old cw:supersededBy id:MY-course }"
    ),
    "disputed without a reason": Defect(
        "former-without-reason", "id:MY-fee", "src:chartway { id:MY-fee cw:disputedBy id:MY-duration }"
    ),
    "superseded by nothing known": Defect(
        "unknown-successor",
        "id:MY-old",
        'src:chartway { id:MY-old cw:supersededBy id:MY-new ; cw:because "It is new."@en }',
    ),
    "requires what nobody describes": Defect(
        "dangling-reference", "id:MY-rule", "cw:of id:MY-curse", instead_of="cw:of id:MY-course"
    ),
    "inside a rule, too": Defect("dangling-reference", "id:MY-rule", "cw:all id:MY-lob", instead_of="cw:all id:MY-lab"),
    "issued by nobody": Defect(
        "dangling-reference", "id:MY-award", "cw:issuedBy id:MY-school", instead_of="cw:issuedBy id:MY-college"
    ),
    "published by nobody": Defect(
        "dangling-reference", "src:MY", "publisher id:MY-school", instead_of="publisher id:MY-college"
    ),
    "a price only for nobody": Defect(
        "dangling-reference", "id:MY-fee", '"USD" ; cw:onlyFor id:MY-club', instead_of='"USD"'
    ),
    "counts as nothing": Defect("dangling-reference", "id:MY-lab", "src:MY { id:MY-lab cw:countsAs id:MY-any }"),
    "a term misspelt": Defect("unknown-term", "id:MY-course", "cw:durration id", instead_of="cw:duration id"),
    "a class misspelt": Defect("unknown-term", "id:MY-lab", "id:MY-lab a cw:Curse", instead_of="id:MY-lab a cw:Course"),
    "a status misspelt": Defect("unknown-term", "id:MY-old", "cw:retire", instead_of="cw:retired"),
    "a guess without reasoning": Defect(
        "assumed-without-reasoning", "id:MY-duration", "", instead_of=' ; cw:because "A term."@en'
    ),
    "a guessing source without reasoning": Defect(
        "assumed-without-reasoning", "src:MY-guess", "", instead_of=' dcterms:description "One term." ;'
    ),
    "two issuers": Defect(
        "two-issuers", "id:MY-award", "cw:issuedBy id:MY-college , id:ahima", instead_of="cw:issuedBy id:MY-college"
    ),
    "one abbreviation, two certifications": Defect(
        "same-abbreviation",
        "id:MY-award",
        (
            'src:MY { id:MY-prize a cw:Certification ; skos:prefLabel "MY prize"@en ; skos:notation "MY" ;'
            " cw:issuedBy id:MY-college }"
        ),
    ),
    "requires itself": Defect("self-requirement", "id:MY-award", "cw:all id:MY-award", instead_of="cw:all id:MY-lab"),
    "asks for more than it lists": Defect(
        "more-asked-than-listed", "id:MY-rule", "cw:atLeast 3", instead_of="cw:atLeast 1"
    ),
    "no currency": Defect("fee-without-currency", "id:MY-fee", "", instead_of=' ; cw:currency "USD"'),
    "no address": Defect(
        "source-without-address", "src:MY", "", instead_of="schema:url <https://college.example/MY> ;"
    ),
    "no publisher": Defect("source-without-address", "src:MY", "", instead_of="dcterms:publisher id:MY-college ;"),
    "insists on what is retired": Defect(
        "former-credential-required",
        "id:MY-lab",
        "src:MY { id:MY-lab cw:requires id:MY-r . id:MY-r a cw:Requirement ; cw:all id:MY-old }",
    ),
    "count as each other": Defect(
        "counts-as-cycle", "id:MY-lab", "src:MY { id:MY-lab cw:countsAs id:MY-old . id:MY-old cw:countsAs id:MY-lab }"
    ),
    "ends before it begins": Defect(
        "ends-before-it-begins",
        "id:MY-fee",
        '"USD" ; cw:validFrom "2024-06-01"^^xsd:date ; cw:validThrough "2023"^^xsd:gYear',
        instead_of='"USD"',
    ),
    "the low end above the high end": Defect(
        "range-out-of-order", "id:MY-fee", '"USD" ; cw:amountLow 310.00 ; cw:amountHigh 300.00', instead_of='"USD"'
    ),
    "typical outside the range": Defect(
        "range-out-of-order",
        "id:MY-duration",
        "cw:weeks 15 ; cw:weeksLow 16 ; cw:weeksHigh 18",
        instead_of="cw:weeks 15",
    ),
    "half a range": Defect("range-out-of-order", "id:MY-fee", '"USD" ; cw:amountLow 200.00', instead_of='"USD"'),
    "a price of nothing": Defect(
        "unused-rule", "id:MY-lost", 'src:MY { id:MY-lost a cw:Fee ; cw:amount 5.00 ; cw:currency "USD" }'
    ),
    "a record of what nobody says": Defect(
        "record-of-nothing",
        "id:MY-record",
        (
            "src:chartway { id:MY-record a cw:Statement ; dcterms:source src:MY ; cw:standsIn src:MY ;"
            " rdf:subject id:MY-lab ; rdf:predicate cw:countsAs ; rdf:object id:MY-old }"
        ),
    ),
    "a rule with a strange part": Defect(
        "shape-of-Requirement", "id:MY-rule", "cw:units 3 ; cw:all id:MY-lab", instead_of="cw:all id:MY-lab"
    ),
    "both all and any": Defect(
        "shape-of-Requirement", "id:MY-rule", "cw:any id:MY-old ; cw:all id:MY-lab", instead_of="cw:all id:MY-lab"
    ),
    "a course beside two others at once": Defect(
        "shape-of-Requirement",
        "id:MY-r",
        "src:MY { id:MY-lab cw:requires id:MY-r . id:MY-r a cw:Requirement ; cw:together id:MY-course , id:MY-old }",
    ),
    "a course of two colleges": Defect(
        "shape-of-OfOneCollege",
        "id:MY-lab",
        'src:MY { id:MY-lab skos:notation "MY 1" ; cw:taughtBy id:MY-college , id:MY-other .'
        ' id:MY-other a cw:College ; skos:prefLabel "MY other"@en }',
    ),
    "a course of a college that is a way to a subject": Defect(
        "shape-of-OfOneCollege",
        "id:MY-lab",
        'src:MY { id:MY-lab skos:notation "MY 1" ; cw:taughtBy id:MY-college ; cw:countsAs id:MY-course }',
    ),
    "a programme in part that does not say in what": Defect(
        "shape-of-Curriculum", "id:MY-lab", "src:MY { id:MY-lab cw:complete false ; cw:includes id:MY-course }"
    ),
    "a whole programme without courses": Defect(
        "shape-of-Curriculum", "id:MY-lab", "src:MY { id:MY-lab cw:complete true }"
    ),
    "a transfer of nothing": Defect(
        "shape-of-Transfer",
        "id:MY-t",
        "src:MY { id:MY-college cw:receives id:MY-t . id:MY-t a cw:Transfer ; cw:takenAs id:MY-course }",
    ),
    "a practice of no hours": Defect(
        "shape-of-Practice", "id:MY-p", "src:MY { id:MY-lab cw:practice id:MY-p . id:MY-p a cw:Practice ; cw:times 2 }"
    ),
    "a rule without inside": Defect(
        "shape-of-Requirement", "id:MY-r", "src:MY { id:MY-lab cw:requires id:MY-r . id:MY-r a cw:Requirement }"
    ),
    "k of nothing": Defect("shape-of-Requirement", "id:MY-rule", "", instead_of="cw:atLeast 1 ; "),
    "words without language": Defect(
        "shape-of-Requirement",
        "id:MY-r",
        'src:MY { id:MY-lab cw:requires id:MY-r . id:MY-r a cw:Requirement ; cw:prose "Ask." }',
    ),
    "a price that is no number": Defect("shape-of-Fee", "id:MY-fee", '"299 dollars"', instead_of="299.00"),
    "a number that is none": Defect("shape-of-Fee", "id:MY-fee", '"abc"^^xsd:decimal', instead_of="299.00"),
    "a price below zero": Defect("shape-of-Fee", "id:MY-fee", "-299.00", instead_of="299.00"),
    "two amounts": Defect("shape-of-Fee", "id:MY-fee", "299.00 , 399.00", instead_of="299.00"),
    "a price known and unknown": Defect(
        "shape-of-Fee", "id:MY-fee", '299.00 ; cw:unknown "Not found."@en', instead_of="299.00"
    ),
    "another currency": Defect("shape-of-currency", "id:MY-fee", '"EUR"', instead_of='"USD"'),
    "no weeks": Defect("shape-of-Duration", "id:MY-duration", "", instead_of="cw:weeks 15 ; "),
    "a renewal without a cycle": Defect("shape-of-RenewalRule", "id:MY-renewal", "", instead_of="cw:everyMonths 24 ; "),
    "a quota of nothing": Defect("shape-of-Quota", "id:MY-renewal", "", instead_of="cw:topic id:MY-kind ; "),
    "experience without a kind": Defect("shape-of-Experience", "id:MY-work", "", instead_of=" ; cw:kind id:MY-kind"),
    "no name": Defect("shape-of-label", "id:MY-lab", "", instead_of=' ; skos:prefLabel "MY laboratory"@en'),
    "two names": Defect(
        "shape-of-name", "id:MY-lab", '"MY laboratory"@en , "MY lab"@en', instead_of='"MY laboratory"@en'
    ),
    "no issuer": Defect("shape-of-Certification", "id:MY-award", "", instead_of="cw:issuedBy id:MY-college ; "),
    "no such reliability": Defect("shape-of-Source", "src:MY", "cw:current", instead_of="cw:official"),
    "a date that is none": Defect(
        "shape-of-Source", "src:MY", '"2026-13"^^xsd:gYearMonth', instead_of='"2026-05"^^xsd:gYearMonth'
    ),
    "an unsafe address": Defect(
        "shape-of-Source", "src:MY", "javascript:alert(1)", instead_of="https://college.example/MY"
    ),
    "a rule that has run out": Defect(
        "expired-without-successor",
        "id:MY-award",
        '"USD" ; cw:validThrough "2025-12-31"^^xsd:date',
        instead_of='"USD"',
    ),
    "current, but run out": Defect(
        "expired-without-successor",
        "id:MY-lab",
        'src:MY { id:MY-lab cw:status cw:current ; cw:validThrough "2024-06"^^xsd:gYearMonth }',
    ),
    "the only rule has run out": Defect(
        "no-account-left",
        "id:MY-award",
        'cw:atLeast 1 ; cw:validThrough "2025"^^xsd:gYear',
        instead_of="cw:atLeast 1",
    ),
    "each needs the other": Defect(
        "unsatisfiable-requirement",
        "id:MY-one",
        (
            "src:MY { id:MY-one a cw:Course ; skos:prefLabel 'MY one'@en ; cw:requires id:MY-r ."
            " id:MY-two a cw:Course ; skos:prefLabel 'MY two'@en ; cw:requires id:MY-s ."
            " id:MY-r a cw:Requirement ; cw:all id:MY-two , id:MY-course ."
            " id:MY-s a cw:Requirement ; cw:any id:MY-one , [ cw:atLeast 2 ; cw:of id:MY-course , id:MY-one ] }"
        ),
    ),
    "counts only through itself": Defect(
        "unsatisfiable-requirement",
        "id:MY-badge",
        (
            "src:MY { id:MY-badge a cw:Achievement ; skos:prefLabel 'MY badge'@en ; cw:requires id:MY-r ."
            " id:MY-r a cw:Requirement ; cw:all id:MY-pin . id:MY-pin a cw:Achievement ; cw:countsAs id:MY-badge ;"
            " skos:prefLabel 'MY pin'@en ; cw:requires id:MY-s . id:MY-s a cw:Requirement ; cw:all id:MY-badge }"
        ),
    ),
    "a rule inside itself": Defect(
        "rule-inside-itself", "id:MY-rule", "cw:all id:MY-rule", instead_of="cw:all id:MY-lab"
    ),
    "a renamed thing among the choices": Defect(
        "renamed-used-as-current",
        "id:MY-rule",
        "src:chartway { id:MY-course cw:status cw:renamed }",
    ),
    "insists on what is retired, deep inside": Defect(
        "former-credential-required",
        "id:MY-lab",
        "src:MY { id:MY-lab cw:requires id:MY-r . id:MY-r a cw:Requirement ; cw:all id:MY-work, [ cw:all id:MY-old ] }",
    ),
    "a price for each unit": Defect(
        "fee-for-a-part", "id:MY-fee", '"USD" ; skos:prefLabel "Per CEU"@en', instead_of='"USD"'
    ),
    "a price with a unit": Defect("shape-of-Fee", "id:MY-fee", '"USD" ; cw:unit "per CEU"', instead_of='"USD"'),
    "a cycle in weeks": Defect(
        "shape-of-everyMonths", "id:MY-renewal", 'cw:everyMonths "104 weeks"', instead_of="cw:everyMonths 24"
    ),
    "a cycle that only weeks explain": Defect(
        "shape-of-everyMonths", "id:MY-renewal", "cw:everyMonths 156", instead_of="cw:everyMonths 24"
    ),
    "a unit nobody knows": Defect(
        "shape-of-Figure",
        "id:MY-figure",
        'src:MY { id:MY-college cw:figure id:MY-figure . id:MY-figure a cw:Figure ; cw:value 3 ; cw:unit "USD/CEU" }',
    ),
    "a borrowed term misspelt": Defect(
        "unknown-borrowed-term", "id:MY-lab", 'src:MY { id:MY-lab skos:altLable "MY lab"@en }'
    ),
    "a prefix nobody declared": Defect("unknown-prefix", "", "cv:fee id:MY-fee", instead_of="cw:fee id:MY-fee"),
    "a bracket left open": Defect("syntax", "", "id:MY-work .", instead_of="id:MY-work ] ."),
    "a statement about a statement": Defect(
        "quoted-statement", "id:MY-lab", "src:MY { id:MY-lab rdf:value <<( id:MY-lab cw:countsAs id:MY-old )>> }"
    ),
}


HOSTILE = {
    "empty.trig": b"",
    "blank.trig": b" \n\n",
    "binary.trig": bytes(range(256)) * 8,
    "nul.ttl": b"\0" * 100,
    "latin-1.trig": SOUND.encode().replace(b"MY college", b"Coll\xe8ge"),
    "utf-16.trig": SOUND.encode("utf-16"),
    "mark.trig": SOUND.encode("utf-8-sig"),
    "deep.trig": f"{SOUND}src:MY {{ id:MY-lab cw:requires {'[ cw:all ' * 9999} id:MY-old {' ]' * 9999} }}".encode(),
    "circle.trig": f"{SOUND}src:MY {{ _:one cw:all _:two . _:two cw:all _:one }}".encode(),
    "no-graph.ttl": b"<https://college.example/a> <https://college.example/b> 1 .",
    "page.html": b"<!DOCTYPE html>",
    "entities.rdf": b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>',
    "empty.json": b"",
    "latin-1.json": b'{"format": "\xe8"}',
    "deep.json": b"[" * 99999,
    "other.json": b'{"format": "other", "achievements": [{"id": 3, "colour": "red"}]}',
}


NAMES = {name: re.sub(r"\W", "-", name) for name in DEFECTS}
STRAY = "<https://college.example/stray>"
"""What no small node has a place for."""


def small_kinds() -> set[str]:
    """The kinds of nodes whose shape is closed: it lets nothing in that is not its own."""
    shapes = rdflib.Graph().parse(ontology.file("shapes.ttl"))
    closed = shapes.subjects(rdflib.SH.closed, rdflib.Literal(lexical_or_value=True))
    return {str(kind).rpartition("#")[2] for shape in closed for kind in shapes.objects(shape, rdflib.SH.targetClass)}


def files() -> dict[str, bytes]:
    """All files of the one run: a sound one, one for each defect, and the others, each with names of its own."""
    stray = "".join(f"id:stray-{kind} a cw:{kind} ; cw:verifyAt {STRAY} .\n" for kind in sorted(small_kinds()))
    circle = "src:chartway { ahima:rhit cw:countsAs ahima:rhia . ahima:rhia cw:countsAs ahima:rhit }"
    texts = {
        "sound": SOUND,
        **{NAMES[name]: defect.file(NAMES[name]) for name, defect in DEFECTS.items()},
        "circle": f"@prefix ahima: <https://w3id.org/chartway/id/ahima/> .\n{SOUND}{circle}",
        "link": Defect("", "", 'src:MY { id:MY-lab cw:requires "a course" }').file("link"),
        "long": SOUND.replace("299.00", f'"\\u001B[2J\\n{"a" * 5000}"'),
        "stray": f"{SOUND}src:MY {{ {stray} }}",
    }
    own = {f"{name}.trig": text.replace("MY", name).encode() for name, text in texts.items()}
    return own | {f"hostile-{name}": content for name, content in HOSTILE.items()}


class Run(NamedTuple):
    """What one run over all files found, by the name of the file, and what was logged meanwhile."""

    faults: dict[str, list[Fault]]
    logged: list[logging.LogRecord]

    def told(self, name: str) -> str:
        """The faults of a file, a line each."""
        return told(self.faults.get(name, []))


class Log(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """One run over all files at once: each costs 3 s, and the names keep the files apart."""
    folder = tmp_path_factory.mktemp("own")
    for name, content in files().items():
        (folder / name).write_bytes(content)
    log, root = Log(), logging.getLogger()
    root.addHandler(log)
    found: dict[str, list[Fault]] = {}
    for fault in validate(sorted(folder.iterdir())):
        found.setdefault(Path(fault.file).name, []).append(fault)
    root.removeHandler(log)
    return Run(found, log.records)


def told(faults: Iterable[Fault]) -> str:
    return "\n".join(map(str, faults))


def test_the_ontology_has_no_fault() -> None:
    assert told(validate()) == ""


def test_a_sound_file_has_no_fault(run: Run) -> None:
    assert run.told("sound.trig") == ""


def test_no_fault_stands_in_another_file(run: Run) -> None:
    assert set(run.faults) == set(files()) - {"sound.trig"}


@pytest.mark.parametrize("name", DEFECTS)
def test_what_is_replaced_stands_once_in_the_sound_file(name: str) -> None:
    assert SOUND.count(DEFECTS[name].instead_of or "src:chartway {") == 1


@pytest.mark.parametrize("name", DEFECTS)
def test_a_defect_is_named_by_its_rule_and_its_thing(name: str, run: Run) -> None:
    expected = DEFECTS[name].rule, DEFECTS[name].thing.replace("MY", NAMES[name])
    found = run.faults.get(f"{NAMES[name]}.trig", [])

    assert expected in {(fault.rule, fault.thing) for fault in found}, told(found)


@pytest.mark.parametrize("name", DEFECTS)
def test_a_fault_says_its_line(name: str, run: Run) -> None:
    """The line names the thing; a fault of the whole file has the line at which the parser stopped."""
    lines = DEFECTS[name].file(NAMES[name]).splitlines()
    fault = next(one for one in run.faults[f"{NAMES[name]}.trig"] if one.rule == DEFECTS[name].rule)

    assert fault.line is not None
    assert fault.thing in lines[fault.line - 1]


def test_every_check_has_a_defect_that_breaks_it() -> None:
    rules = {path.name.removesuffix("-violation.rq") for path in ontology.file("checks").glob("*-violation.rq")}

    assert rules - {defect.rule for defect in DEFECTS.values()} == set()


def test_a_small_node_of_every_kind_refuses_what_is_not_its_own(run: Run) -> None:
    """A closed shape is one that drops nothing silently."""
    refused = {fault.thing for fault in run.faults["stray.trig"] if STRAY.strip("<>") in fault.message}

    assert len(small_kinds()) > 10
    assert {f"id:stray-{kind}" for kind in small_kinds()} - refused == set()


def test_faults_are_sorted_and_told_once(run: Run) -> None:
    everything = [fault for found in run.faults.values() for fault in found]

    assert everything == sorted(everything, key=lambda one: (one.file, one.line or 0, one.thing, one.rule, one.message))
    assert len(everything) == len(set(everything))


def test_faults_of_the_rest_are_not_blamed_on_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is sound has no fault, however faulty what it is put on top of: here a small ontology."""
    faulty = tmp_path / "faulty.trig"
    faulty.write_text(DEFECTS["no currency"].file("faulty"))
    sound = tmp_path / "sound.trig"
    sound.write_text(SOUND.replace("MY", "sound"))
    monkeypatch.setattr(ontology, "files", lambda: (faulty,))

    assert told(validate([sound])) == ""
    assert str(faulty) in {fault.file for fault in validate()}


def test_a_fault_that_a_file_causes_elsewhere_is_its_fault(run: Run) -> None:
    """What breaks the rule here are things of the ontology's own."""
    assert {"ahima:rhia", "ahima:rhit"} <= {fault.thing for fault in run.faults["circle.trig"]}


def test_a_file_of_the_ontology_can_be_given_by_itself() -> None:
    assert told(validate([ontology.file("sources.trig")])) == ""


@pytest.mark.parametrize("name", HOSTILE)
def test_what_cannot_be_read_is_a_fault_of_its_file(name: str, run: Run) -> None:
    assert run.faults[f"hostile-{name}"]


def test_every_fault_of_a_requirement_graph_is_told(run: Run) -> None:
    assert len(run.faults["hostile-other.json"]) > 1


def test_no_damage_is_more_than_a_fault(tmp_path: Path) -> None:
    """Cut off at every fiftieth, and with 200 bytes changed, a file has faults or none; it never raises."""
    sound, chance = SOUND.encode(), random.Random(1)  # noqa: S311 - the same damage every time
    for part in range(50):
        (tmp_path / f"cut-{part}.trig").write_bytes(sound[: len(sound) * part // 50])
    for number in range(200):
        place = chance.randrange(len(sound))
        (tmp_path / f"changed-{number}.trig").write_bytes(
            sound[:place] + bytes([chance.randrange(256)]) + sound[place + 1 :]
        )

    assert {Path(fault.file).parent for fault in validate(tmp_path.iterdir())} == {tmp_path}


def test_what_is_not_there_cannot_be_validated(tmp_path: Path) -> None:
    missing = [tmp_path / "one.trig", tmp_path / "two.trig", tmp_path]

    with pytest.raises(UnreadableError) as caught:
        validate(missing)

    assert [fault.where for fault in caught.value.mistakes] == [str(path) for path in missing]


def test_nothing_is_logged_about_a_number_that_is_none(run: Run) -> None:
    assert run.faults["a-number-that-is-none.trig"]
    assert run.logged == []


def test_a_link_to_a_text_is_a_fault_of_what_links(run: Run) -> None:
    assert "id:link-lab" in {fault.thing for fault in run.faults["link.trig"]}


def test_a_message_is_one_line_that_a_terminal_can_show(run: Run) -> None:
    messages = [fault.message for fault in run.faults["long.trig"]]

    assert any("aaa" in message for message in messages)
    assert all(message.isprintable() and len(message) < 400 for message in messages)


def test_byte_order_mark_is_called_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "marked.ttl"
    path.write_text("@prefix id: <http://example.org/> . id:a id:b id:c .", "utf-8-sig")

    assert [fault.message for fault in validate([path])] == [
        "It begins with a byte order mark; save it as UTF-8 without one"
    ]
