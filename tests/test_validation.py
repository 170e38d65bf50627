"""Every kind of defect is found, and named by its rule, its thing and its file."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import NamedTuple

import pytest

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
  id:MY-college a cw:Body ; skos:prefLabel "A college"@en .
  id:MY-course a cw:Course ; skos:prefLabel "A course"@en .
  id:MY-lab a cw:Course ; skos:prefLabel "A laboratory"@en .
  id:MY-old a cw:Course ; skos:prefLabel "An old course"@en ; cw:status cw:retired .
  id:MY-work a cw:Experience ; skos:prefLabel "A year of work"@en ; cw:months 12 ; cw:kind id:MY-kind .
  id:MY-kind a skos:Concept ; skos:prefLabel "Work"@en .
  id:MY-award a cw:Certification ; skos:prefLabel "An award"@en ; skos:notation "MY" .
}
src:MY {
  id:MY-award cw:issuedBy id:MY-college ; cw:requires id:MY-rule ; cw:fee id:MY-fee ; cw:renewal id:MY-renewal .
  id:MY-rule a cw:Requirement ; cw:atLeast 1 ; cw:of id:MY-course , [ cw:all id:MY-lab , id:MY-work ] .
  id:MY-fee a cw:Fee ; cw:amount 299.00 ; cw:currency "USD" .
  id:MY-renewal a cw:RenewalRule ; cw:everyMonths 24 ; cw:units 20 ; cw:quota [ cw:topic id:MY-kind ; cw:unitsAtLeast 4 ] .
  id:MY-course cw:requires cw:Nothing .
}
src:MY-guess {
  id:MY-course cw:duration id:MY-duration .
  id:MY-duration a cw:Duration ; cw:weeks 15 ; cw:hoursPerWeek 6 ; cw:because "A term."@en .
}
"""


class Defect(NamedTuple):
    """What is wrong with a sound file after one replacement; nothing to replace means an addition at the end."""

    rule: str
    thing: str
    old: str
    new: str


DEFECTS = {
    "a source nobody describes": Defect("graph-without-source", "src:MY-x", "", "src:MY-x { id:MY-lab cw:requires cw:Nothing }"),
    "no graph": Defect("statement-without-source", "id:MY-lab", "", "id:MY-lab cw:requires cw:Nothing ."),
    "a rule in two graphs": Defect("rule-in-two-graphs", "id:MY-rule", "", "src:MY-guess { id:MY-rule cw:of id:MY-old }"),
    "a part of a rule in two graphs": Defect(
        "rule-in-two-graphs",
        "id:MY-two",
        "",
        "src:MY { id:MY-lab cw:requires id:MY-two . id:MY-two a cw:Requirement ; cw:all _:part . _:part cw:any id:MY-old }"
        " src:MY-guess { _:part cw:any id:MY-work }",
    ),
    "two accounts": Defect(
        "competing-requirements",
        "id:MY-course",
        "",
        'src:MY-guess { id:MY-course cw:requires id:MY-r . id:MY-r a cw:Requirement ; cw:all id:MY-lab ; cw:because "So."@en }',
    ),
    "two pieces of advice": Defect(
        "competing-requirements",
        "id:MY-award",
        "",
        "src:MY { id:MY-award cw:recommends id:MY-r , id:MY-s . id:MY-r a cw:Requirement ; cw:all id:MY-lab ."
        " id:MY-s a cw:Requirement ; cw:all id:MY-work }",
    ),
    "two prices": Defect(
        "competing-fees",
        "id:MY-award",
        "",
        'src:MY { id:MY-award cw:fee id:MY-fee-2 . id:MY-fee-2 a cw:Fee ; cw:amount 1.00 ; cw:currency "USD" }',
    ),
    "two lengths": Defect(
        "competing-durations",
        "id:MY-course",
        "",
        "src:MY { id:MY-course cw:duration id:MY-long . id:MY-long a cw:Duration ; cw:weeks 30 }",
    ),
    "two renewals": Defect(
        "competing-renewals",
        "id:MY-award",
        "",
        "src:MY { id:MY-award cw:renewal id:MY-more . id:MY-more a cw:RenewalRule ; cw:everyMonths 24 ; cw:units 30 }",
    ),
    "superseded without a reason": Defect(
        "former-without-reason", "id:MY-old", "", "src:chartway { id:MY-old cw:supersededBy id:MY-course }"
    ),
    "disputed without a reason": Defect(
        "former-without-reason", "id:MY-fee", "", "src:chartway { id:MY-fee cw:disputedBy id:MY-duration }"
    ),
    "superseded by nothing known": Defect(
        "unknown-successor",
        "id:MY-old",
        "",
        'src:chartway { id:MY-old cw:supersededBy id:MY-new ; cw:because "It is new."@en }',
    ),
    "requires what nobody describes": Defect("dangling-reference", "id:MY-rule", "cw:of id:MY-course", "cw:of id:MY-curse"),
    "inside a rule, too": Defect("dangling-reference", "id:MY-rule", "cw:all id:MY-lab", "cw:all id:MY-lob"),
    "issued by nobody": Defect("dangling-reference", "id:MY-award", "cw:issuedBy id:MY-college", "cw:issuedBy id:MY-school"),
    "published by nobody": Defect("dangling-reference", "src:MY", "publisher id:MY-college", "publisher id:MY-school"),
    "a price only for nobody": Defect("dangling-reference", "id:MY-fee", '"USD"', '"USD" ; cw:onlyFor id:MY-club'),
    "counts as nothing": Defect("dangling-reference", "id:MY-lab", "", "src:MY { id:MY-lab cw:countsAs id:MY-any }"),
    "a term misspelt": Defect("unknown-term", "id:MY-course", "cw:duration id", "cw:durration id"),
    "a class misspelt": Defect("unknown-term", "id:MY-lab", "id:MY-lab a cw:Course", "id:MY-lab a cw:Curse"),
    "a status misspelt": Defect("unknown-term", "id:MY-old", "cw:retired", "cw:retire"),
    "a guess without reasoning": Defect("assumed-without-reasoning", "id:MY-duration", ' ; cw:because "A term."@en', ""),
    "a guessing source without reasoning": Defect(
        "assumed-without-reasoning", "src:MY-guess", ' dcterms:description "One term." ;', ""
    ),
    "two issuers": Defect("two-issuers", "id:MY-award", "cw:issuedBy id:MY-college", "cw:issuedBy id:MY-college , id:ahima"),
    "one abbreviation, two certifications": Defect(
        "same-abbreviation",
        "id:MY-award",
        "",
        'src:MY { id:MY-prize a cw:Certification ; skos:prefLabel "A prize"@en ; skos:notation "MY" ; cw:issuedBy id:MY-college }',
    ),
    "requires itself": Defect("self-requirement", "id:MY-award", "cw:all id:MY-lab", "cw:all id:MY-award"),
    "asks for more than it lists": Defect("more-asked-than-listed", "id:MY-rule", "cw:atLeast 1", "cw:atLeast 3"),
    "no currency": Defect("fee-without-currency", "id:MY-fee", ' ; cw:currency "USD"', ""),
    "no address": Defect("source-without-address", "src:MY", "schema:url <https://college.example/MY> ;", ""),
    "no publisher": Defect("source-without-address", "src:MY", "dcterms:publisher id:MY-college ;", ""),
    "insists on what is retired": Defect(
        "former-credential-required",
        "id:MY-lab",
        "",
        "src:MY { id:MY-lab cw:requires id:MY-r . id:MY-r a cw:Requirement ; cw:all id:MY-old }",
    ),
    "count as each other": Defect(
        "counts-as-cycle", "id:MY-lab", "", "src:MY { id:MY-lab cw:countsAs id:MY-old . id:MY-old cw:countsAs id:MY-lab }"
    ),
    "ends before it begins": Defect(
        "ends-before-it-begins",
        "id:MY-fee",
        '"USD"',
        '"USD" ; cw:validFrom "2024-06-01"^^xsd:date ; cw:validThrough "2023"^^xsd:gYear',
    ),
    "the low end above the high end": Defect(
        "range-out-of-order", "id:MY-fee", '"USD"', '"USD" ; cw:amountLow 310.00 ; cw:amountHigh 300.00'
    ),
    "typical outside the range": Defect(
        "range-out-of-order", "id:MY-duration", "cw:weeks 15", "cw:weeks 15 ; cw:weeksLow 16 ; cw:weeksHigh 18"
    ),
    "half a range": Defect("range-out-of-order", "id:MY-fee", '"USD"', '"USD" ; cw:amountLow 200.00'),
    "a price of nothing": Defect(
        "unused-rule", "id:MY-lost", "", 'src:MY { id:MY-lost a cw:Fee ; cw:amount 5.00 ; cw:currency "USD" }'
    ),
    "a record of what nobody says": Defect(
        "record-of-nothing",
        "id:MY-record",
        "",
        "src:chartway { id:MY-record a cw:Statement ; dcterms:source src:MY ; cw:standsIn src:MY ;"
        " rdf:subject id:MY-lab ; rdf:predicate cw:countsAs ; rdf:object id:MY-old }",
    ),
    "a rule with a strange part": Defect("shape-of-Requirement", "id:MY-rule", "cw:all id:MY-lab", "cw:units 3 ; cw:all id:MY-lab"),
    "both all and any": Defect("shape-of-Requirement", "id:MY-rule", "cw:all id:MY-lab", "cw:any id:MY-old ; cw:all id:MY-lab"),
    "a rule without inside": Defect(
        "shape-of-Requirement", "id:MY-r", "", "src:MY { id:MY-lab cw:requires id:MY-r . id:MY-r a cw:Requirement }"
    ),
    "k of nothing": Defect("shape-of-Requirement", "id:MY-rule", "cw:atLeast 1 ; ", ""),
    "words without language": Defect(
        "shape-of-Requirement",
        "id:MY-r",
        "",
        'src:MY { id:MY-lab cw:requires id:MY-r . id:MY-r a cw:Requirement ; cw:prose "Ask." }',
    ),
    "a price that is no number": Defect("shape-of-Fee", "id:MY-fee", "299.00", '"299 dollars"'),
    "a number that is none": Defect("shape-of-Fee", "id:MY-fee", "299.00", '"abc"^^xsd:decimal'),
    "a price below zero": Defect("shape-of-Fee", "id:MY-fee", "299.00", "-299.00"),
    "two amounts": Defect("shape-of-Fee", "id:MY-fee", "299.00", "299.00 , 399.00"),
    "a price known and unknown": Defect("shape-of-Fee", "id:MY-fee", "299.00", '299.00 ; cw:unknown "Not found."@en'),
    "another currency": Defect("shape-of-currency", "id:MY-fee", '"USD"', '"EUR"'),
    "no weeks": Defect("shape-of-Duration", "id:MY-duration", "cw:weeks 15 ; ", ""),
    "a renewal without a cycle": Defect("shape-of-RenewalRule", "id:MY-renewal", "cw:everyMonths 24 ; ", ""),
    "a quota of nothing": Defect("shape-of-Quota", "id:MY-renewal", "cw:topic id:MY-kind ; ", ""),
    "experience without a kind": Defect("shape-of-Experience", "id:MY-work", " ; cw:kind id:MY-kind", ""),
    "no name": Defect("shape-of-label", "id:MY-lab", ' ; skos:prefLabel "A laboratory"@en', ""),
    "two names": Defect("shape-of-name", "id:MY-lab", '"A laboratory"@en', '"A laboratory"@en , "A lab"@en'),
    "no issuer": Defect("shape-of-Certification", "id:MY-award", "cw:issuedBy id:MY-college ; ", ""),
    "no such reliability": Defect("shape-of-Source", "src:MY", "cw:official", "cw:current"),
    "a date that is none": Defect("shape-of-Source", "src:MY", '"2026-05"^^xsd:gYearMonth', '"2026-13"^^xsd:gYearMonth'),
    "an unsafe address": Defect("shape-of-Source", "src:MY", "https://college.example/MY", "javascript:alert(1)"),
    "a prefix nobody declared": Defect("unknown-prefix", "", "cw:fee id:MY-fee", "cv:fee id:MY-fee"),
    "a bracket left open": Defect("syntax", "", "id:MY-work ] .", "id:MY-work ."),
    "a statement about a statement": Defect(
        "quoted-statement", "id:MY-lab", "", "src:MY { id:MY-lab rdf:value <<( id:MY-lab cw:countsAs id:MY-old )>> }"
    ),
}


def slug(name: str) -> str:
    return "".join(letter if letter.isalnum() else "-" for letter in name)


@pytest.fixture(scope="module")
def faults(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Fault]]:
    """The faults of one run over all files, each with its defect, and over a sound one; by the name of the file."""
    folder = tmp_path_factory.mktemp("own")
    (folder / "sound.trig").write_text(SOUND.replace("MY", "sound"))
    for name, defect in DEFECTS.items():
        assert not defect.old or SOUND.count(defect.old) == 1, f"{name}: {defect.old!r} does not stand once in SOUND"
        text = SOUND.replace(defect.old, defect.new) if defect.old else f"{SOUND}{defect.new}\n"
        (folder / f"{slug(name)}.trig").write_text(text.replace("MY", slug(name)))
    found: dict[str, list[Fault]] = {}
    for fault in validate(sorted(folder.iterdir())):
        found.setdefault(Path(fault.file).stem, []).append(fault)
    return found


def test_the_ontology_has_no_fault() -> None:
    assert [str(fault) for fault in validate()] == []


def test_a_sound_file_has_no_fault(faults: dict[str, list[Fault]]) -> None:
    assert [str(fault) for fault in faults.get("sound", [])] == []


@pytest.mark.parametrize("name", DEFECTS)
def test_a_defect_is_named_by_its_rule_and_its_thing(name: str, faults: dict[str, list[Fault]]) -> None:
    rule, thing = DEFECTS[name].rule, DEFECTS[name].thing.replace("MY", slug(name))

    told = faults.get(slug(name), [])

    assert (rule, thing) in {(fault.rule, fault.thing) for fault in told}, [str(fault) for fault in told]


def test_no_fault_stands_in_no_file(faults: dict[str, list[Fault]]) -> None:
    assert set(faults) <= {"sound", *map(slug, DEFECTS)}


@pytest.mark.parametrize("name", DEFECTS)
def test_a_fault_says_its_line(name: str, faults: dict[str, list[Fault]]) -> None:
    """The line is one that names the thing; a fault of the whole file has the line the parser stopped at."""
    defect = DEFECTS[name]
    text = SOUND.replace(defect.old, defect.new) if defect.old else f"{SOUND}{defect.new}\n"
    lines = text.replace("MY", slug(name)).splitlines()
    fault = next(one for one in faults[slug(name)] if one.rule == defect.rule)

    assert fault.line is not None
    assert fault.thing in lines[fault.line - 1]
