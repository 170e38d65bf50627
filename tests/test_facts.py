"""Facts in words: what each kind of statement says to a reader, and nothing that only machines understand."""

from __future__ import annotations

import re

import pytest

from chartway.coverage import Coverage, unknown_parts
from chartway.facts import Facts
from chartway.knowledge import Knowledge
from chartway.namespaces import CW, PREFIXES, expand
from chartway.requirement import prose_of

HEAD = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items())
SOURCES = """src:chartway {
  src:page a cw:Source ; cw:reliability cw:official ; cw:pageDate "2025"^^xsd:gYear .
  src:blog a cw:Source ; cw:reliability cw:reported ; cw:pageDate "2026"^^xsd:gYear .
  id:club a cw:Membership ; skos:prefLabel "Club membership" . id:course a cw:Course ; skos:prefLabel "Course" .
  id:degree a cw:Degree ; skos:prefLabel "Degree" . id:award a cw:Certification ; skos:prefLabel "Award" .
}
"""
FOR_MACHINES = re.compile(r"None|\bid:|\bsrc:|\bcw:|w3id\.org|_:|\d{4}-\d\d-\d\d|\b(?!eCampus)[a-z]+[A-Z][a-z]+\b")


@pytest.fixture(scope="module")
def built_in() -> Facts:
    return Facts(Knowledge.load())


def told(text: str, folder: pytest.TempPathFactory) -> list[str]:
    """The facts about the award as "property: value (standing)", its name left out."""
    path = folder.mktemp("data") / "data.trig"
    path.write_text(HEAD + SOURCES + text, "utf-8")
    facts = Facts(Knowledge.load([path])).about("id:award")
    lines = [f"{one.property}: {one.value}" + f" ({one.standing})" * bool(one.standing) for one in facts]
    return [line for line in lines if line != "name: Award"]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("id:award cw:requires cw:Nothing", "requires: nothing"),
        ("id:award cw:requires id:course", "requires: Course"),
        ("id:award cw:requires id:r . id:r cw:all id:course , id:degree", "requires: all of: Course; Degree"),
        ("id:award cw:requires id:r . id:r cw:any id:course , id:degree", "requires: any one of: Course; Degree"),
        (
            "id:award cw:requires id:r . id:r cw:any id:club , [ cw:all id:course , id:degree ]",
            "requires: any one of: Club membership; (Course and Degree)",
        ),
        (
            (
                "id:award cw:requires id:r . id:r cw:any [ cw:all id:degree , id:club ] , "
                "[ cw:all id:course , id:club ] , [ cw:any id:course , id:degree ]"
            ),
            "requires: any one of: (Club membership and Course); (Club membership and Degree); (Course or Degree)",
        ),
        (
            "id:award cw:renewal id:r . id:r a cw:RenewalRule ; cw:everyMonths 24 ; cw:quota [ cw:unitsAtLeast 10 ]",
            "renewal: at least 10 units every 2 years",
        ),
        (
            "id:award cw:requires id:r . id:r cw:atLeast 2 ; cw:of id:club , id:course , id:degree",
            "requires: at least 2 of: Club membership; Course; Degree",
        ),
        (
            "id:award cw:requires id:r . id:r cw:all id:degree , [ cw:concurrent id:course ] , [ cw:together id:club ]",
            "requires: all of: Club membership at the same time; Course before or at the same time; Degree",
        ),
        (
            (
                "id:award cw:requires id:r . id:r cw:all id:biology . "
                "id:biology a cw:Course ; cw:taughtBy id:pima ; skos:notation 'Pima BIO 1' ; "
                "skos:prefLabel 'Biology (Pima College)' . id:pima a cw:College ; skos:prefLabel 'Pima College'"
            ),
            "requires: Pima BIO 1 Biology",
        ),
        (
            (
                "id:award cw:requires id:r . id:r cw:all id:biology . "
                "id:biology a cw:Course ; cw:taughtBy id:pima ; skos:notation 'Pima BIO 1' ; "
                "skos:prefLabel 'BIO 1 (Pima College)' . id:pima a cw:College ; skos:prefLabel 'Pima College'"
            ),
            "requires: Pima BIO 1",
        ),
        ("id:award cw:practice id:p . id:p a cw:Practice ; cw:times 2 ; cw:hours 90.0", "practice: 2 times 90 hours"),
        (
            "id:award cw:receives id:t . id:t a cw:Transfer ; cw:brings id:degree ; cw:takenAs id:course",
            "receives: Degree is taken as Course",
        ),
        (
            "id:award cw:requires id:r . id:r cw:prose 'Good standing.'",
            "requires: in words only: Good standing.",
        ),
        ("id:award cw:fee id:f . id:f a cw:Fee ; cw:amount 299.00", "fee: $299"),
        (
            "id:award cw:fee id:f . id:f a cw:Fee ; cw:amount 229.00 ; cw:onlyFor id:club",
            "fee: for holders of club membership: $229",
        ),
        (
            "id:award cw:fee id:f . id:f a cw:Fee ; cw:unknown 'Looked for and not found.'",
            "fee: unknown: Looked for and not found.",
        ),
        (
            (
                "id:award cw:renewal id:r . id:r a cw:RenewalRule ; cw:units 20 ; cw:everyMonths 24 ; "
                "cw:quota [ cw:unitsAtLeast 4 ; cw:mode 'live' ]"
            ),
            "renewal: 20 units every 2 years; of these at least 4 units taken live",
        ),
        (
            "id:award cw:renewal id:r . id:r a cw:RenewalRule ; cw:unitsByCount ( 20 30 40 ) ; cw:everyMonths 12",
            "renewal: units by number of credentials held: 20, 30, 40, every year",
        ),
        (
            "id:award cw:retake id:r . id:r a cw:RetakeRule ; cw:days 90 ; cw:validFrom '2020-07-13'^^xsd:date",
            "retake: after 90 days, since 13 July 2020",
        ),
        (
            "id:award cw:holders id:h . id:h a cw:HolderCount ; cw:count 36925 ; cw:countedOn '2025-12'",
            "holders: 36,925, counted December 2025",
        ),
        ("id:award cw:credits 3.0", "credits: 3"),
        ("id:award schema:foundingDate '1928'^^xsd:gYear", "founded: 1928"),
        ("id:award cw:supersededBy id:course", "superseded by: Course"),
    ],
)
def test_statement_is_told_in_words(said: str, words: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    assert told(f"src:page {{ {said} }}", tmp_path_factory) == [words]


def test_length_of_no_time_is_no_news(tmp_path_factory: pytest.TempPathFactory) -> None:
    text = "src:page { id:award cw:duration id:d . id:d a cw:Duration ; cw:weeks %s }"

    assert told(text % "0.0", tmp_path_factory) == []
    assert told(text % "8.0", tmp_path_factory) == ["duration: 8 weeks"]


def test_notes_within_a_sentence_follow_one_another(tmp_path_factory: pytest.TempPathFactory) -> None:
    said = """src:page { id:award cw:jointRenewal id:r . id:r a cw:JointRenewalRule ; cw:unitsPerFurtherCredential 10 ;
      cw:unitsAtMost 50 ; cw:everyMonths 24 ; cw:fee id:f , id:g ; skos:note "Members pay less." , "Two years run." .
      id:f a cw:Fee ; cw:amount 218.00 . id:g a cw:Fee ; cw:amount 100.00 ; cw:onlyFor id:club }"""

    assert told(said, tmp_path_factory) == [
        (
            "joint renewal: 10 units for each further credential, 50 units at most, every 2 years; "
            "fee $218; for holders of club membership: $100. Members pay less. Two years run."
        )
    ]


@pytest.mark.parametrize(("fate", "word"), [("disputedBy", "disputed"), ("supersededBy", "superseded")])
def test_what_lost_is_told_with_why(fate: str, word: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    said = f"""src:page {{ id:award cw:fee id:f . id:f a cw:Fee ; cw:amount 299.00 }}
    src:blog {{ id:award cw:fee id:g . id:g a cw:Fee ; cw:amount 1.00 }}
    src:chartway {{ id:g cw:{fate} id:f ; cw:because "A slip." }}"""

    assert told(said, tmp_path_factory) == ["fee: $299", f"fee: $1 ({word}: A slip.)"]


def test_one_fact_of_two_sources_names_the_better_first(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("data") / "data.trig"
    path.write_text(HEAD + SOURCES + "src:blog { id:award cw:months 12 } src:page { id:award cw:months 12 }", "utf-8")
    (fact,) = (one for one in Facts(Knowledge.load([path])).of("id:award") if one.property == "months")

    assert fact.sources == ("src:page", "src:blog")


def test_what_leads_somewhere_has_a_link(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("data") / "data.trig"
    path.write_text(
        HEAD + SOURCES + "src:page { id:award cw:predecessor id:course ; cw:fee [ cw:amount 1.00 ] }", "utf-8"
    )
    links = {fact.property: fact.link for fact in Facts(Knowledge.load([path])).of("id:award")}

    assert (links["predecessor"], links["fee"]) == ("id:course", "")


def test_examination_that_earns_a_credential_is_told_with_it(tmp_path_factory: pytest.TempPathFactory) -> None:
    said = """src:page { id:award cw:requires id:r . id:r cw:all id:exam .
    id:exam a cw:Examination ; skos:prefLabel "The examination" ; cw:requires id:degree ; cw:fee id:f .
    id:f a cw:Fee ; cw:amount 299.00 }"""

    assert told(said, tmp_path_factory) == ["fee: $299", "requires: Degree"]


# ---- the built-in data


def test_every_fact_of_the_data_is_for_people(built_in: Facts) -> None:
    things = {id for ids in built_in.knowledge.names.tiers[0].values() for id in ids}
    texts = {
        f"{id}: {text}"
        for id in things
        for fact in built_in.about(id)
        for text in (fact.property, fact.value, fact.standing)
        if FOR_MACHINES.search(re.sub(r"https?://\S+", "", text))
    }

    assert len(things) > 50
    assert sorted(texts) == []


def test_every_fact_of_the_data_has_a_source_that_exists(built_in: Facts) -> None:
    known = built_in.knowledge.sources
    for id in built_in.knowledge.bare.catalog.achievements:
        for fact in built_in.about(id):
            assert fact.sources
            assert set(fact.sources) <= known.keys()


def test_whatever_is_said_of_a_thing_is_shown(built_in: Facts) -> None:
    """No statement about a credential is lost on the way: each is a fact, or belongs to the head of the page."""
    said = built_in.knowledge.said
    hidden = {PREFIXES["rdf"] + "type", PREFIXES["skos"] + "notation", CW + "because", CW + "duration"}
    statements = said.by_subject[expand("ahima:rhit")] + said.by_subject[expand("ahima:rhit-exam")]
    told = {one.predicate for one in statements if one.predicate not in hidden and one.object != expand("ahima:rhit")}
    shown = {fact.property for fact in built_in.about("ahima:rhit")}

    assert {built_in.term(predicate) for predicate in told} <= shown


# ---- coverage


def test_coverage_parts_the_offered_certifications(built_in: Facts) -> None:
    knowledge = built_in.knowledge
    coverage = Coverage.of(knowledge)
    groups = [coverage.complete, coverage.partly, coverage.listed]
    everything = [id for group in groups for id in group]

    assert len(everything) == len(set(everything))
    assert not any(map(knowledge.is_former, everything))
    assert all(not unknown_parts(knowledge, id) for id in coverage.complete)
    assert all(unknown_parts(knowledge, id) for id in coverage.partly)
    every_part = [id for id in coverage.listed if not unknown_parts(knowledge, id)]
    ways = {id: [way.requires for way in knowledge.bare.catalog[id].routes] for id in every_part}
    assert {id for id, requires in ways.items() if not all(map(prose_of, requires))} == set()
    assert all(knowledge.bare.catalog[id].routes for id in (*coverage.complete, *coverage.partly))
