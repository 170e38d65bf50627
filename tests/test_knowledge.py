"""Names as people write them, and what holding something implies."""

from __future__ import annotations

import pytest

from chartway.catalog import Achievement
from chartway.errors import AmbiguousNameError, OptionError, UnknownNameError
from chartway.knowledge import DIPLOMA, Knowledge
from chartway.names import Names
from chartway.namespaces import PREFIXES, compact, expand
from chartway.requirement import ids_of

HEAD = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items())
DATA = """
src:chartway {
  src:page a cw:Source ; cw:reliability cw:official ; dcterms:publisher id:issuer .
  id:high-school-diploma a cw:Diploma ; skos:prefLabel "High-school diploma" .
  id:equivalency a cw:Diploma ; cw:countsAs id:high-school-diploma .
  id:associate a cw:Degree ; skos:prefLabel "Associate degree" ; skos:altLabel "Two-year degree" .
  id:technical-associate a cw:Degree ; cw:countsAs id:associate .
  id:abroad a cw:Programme ; skos:prefLabel "Programme abroad" ; cw:requires id:words .
  id:words cw:prose "Reciprocity." .
  id:club a cw:Membership ; cw:requires cw:Nothing .
  id:tec a cw:Certification ; skos:notation "TEC" ; skos:prefLabel "Technician" ; cw:issuedBy id:issuer ;
    cw:requires id:tec-rule . id:tec-rule cw:all id:tec-exam .
  id:tec-exam a cw:Examination ; skos:prefLabel "TEC examination" .
  id:other-tec a cw:Certification ; skos:notation "OT" ; skos:prefLabel "Technician" .
  id:old-tec a cw:Certification ; skos:notation "OLD" ; cw:status cw:renamed ; cw:supersededBy id:tec .
  id:oldest-tec a cw:Certification ; skos:notation "OLDEST" ; cw:status cw:renamed ; cw:supersededBy id:old-tec .
  id:gone a cw:Certification ; skos:notation "GONE" ; cw:status cw:retired .
  id:half a cw:Experience ; cw:kind id:coding ; cw:months 6 .
  id:year a cw:Experience ; cw:kind id:coding ; cw:months 12 .
  id:coding skos:prefLabel "Coding" ; cw:gainedIn id:coder . id:coder a cw:Occupation ; cw:typicalEntry id:associate .
  id:issuer a cw:Body ; skos:notation "ISS" .
}
src:page {
  id:guild a cw:Certification ; cw:requires id:guild-rule . id:guild-rule cw:all id:club , id:high-school-diploma .
  id:associate cw:requires id:high-school-diploma ; cw:duration id:two-years . id:two-years cw:weeks 104.0 .
  id:technical-associate cw:requires id:high-school-diploma ; cw:duration id:two-years .
  id:tec-exam cw:requires id:tec-eligibility ; cw:recommends id:club .
  id:tec-eligibility cw:any id:technical-associate , id:abroad .
  id:tec cw:formerName id:tec-name . id:tec-name a cw:FormerName ; skos:prefLabel "Mechanic" ; skos:notation "MEC" .
}
"""


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    path = tmp_path_factory.mktemp("data") / "data.trig"
    path.write_text(HEAD + DATA, "utf-8")
    return Knowledge.load([path])


# ---- names


@pytest.mark.parametrize(
    "name",
    ["TEC", "tec", " Tec ", "id:tec", "MEC", "mechanic", "TEC examination", "id:tec-exam", "tec–examination"],
)
def test_goal_is_found_by_every_name_it_has(knowledge: Knowledge, name: str) -> None:
    """By id, abbreviation, former name, and by the examination that earns it, however it is written."""
    assert knowledge.goal(name) == "id:tec"


def test_other_names_lead_to_it(knowledge: Knowledge) -> None:
    assert knowledge.goal("two year degree") == "id:associate"


def test_body_can_be_asked_about_but_is_no_goal(knowledge: Knowledge) -> None:
    assert knowledge.names.find("ISS") == "id:issuer"
    with pytest.raises(UnknownNameError):
        knowledge.goal("ISS")


def test_examination_can_be_asked_about_by_itself(knowledge: Knowledge) -> None:
    assert knowledge.names.find("TEC examination") == "id:tec-exam"


def test_ambiguous_name_lists_what_one_can_write(knowledge: Knowledge) -> None:
    with pytest.raises(AmbiguousNameError) as caught:
        knowledge.goal("technician")

    assert caught.value.candidates == ("id:other-tec", "id:tec")


def test_stronger_kind_of_name_wins() -> None:
    names = Names.of([[("ahima:cpc", "ahima:cpc")], [("CPC", "aapc:cpc")], [("CPC", "court:cpc")]])

    assert names.find("cpc") == "aapc:cpc"


@pytest.mark.parametrize(
    ("name", "nearest"),
    [("Asociate degree", "Associate degree"), ("associate", "Associate degree"), ("abroad", "Programme abroad")],
)
def test_unknown_name_suggests_the_nearest(name: str, nearest: str) -> None:
    labels = ["Associate degree", "Programme abroad", "Medical terminology"]
    names = Names.of([[(label, label.lower()) for label in labels]])
    with pytest.raises(UnknownNameError) as caught:
        names.find(name)

    assert caught.value.nearest[0] == nearest


def test_nothing_near_suggests_nothing() -> None:
    with pytest.raises(UnknownNameError) as caught:
        Names.of([[("RHIT", "ahima:rhit")]]).find("zebra")

    assert caught.value.nearest == ()


@pytest.mark.parametrize("name", ["", " ", "—"])
def test_empty_name_is_unknown(knowledge: Knowledge, name: str) -> None:
    with pytest.raises(UnknownNameError):
        knowledge.goal(name)


@pytest.mark.parametrize("id", ["id:tec", "id:high-school-diploma"])
def test_short_names_and_long_names_are_one(id: str) -> None:
    assert compact(expand(id)) == id


# ---- experience


@pytest.mark.parametrize(
    ("written", "held"),
    [
        ("coding:12mo", ["id:year"]),
        ("coding:1yr", ["id:year"]),
        ("Coding: 2 years".replace(": ", ":"), ["id:year"]),
        ("coding:11 months", ["id:half"]),
        ("coding:3mo", []),
    ],
)
def test_experience_reaches_the_longest_threshold_it_covers(
    knowledge: Knowledge, written: str, held: list[str]
) -> None:
    assert knowledge.holdings(written) == held


def test_unknown_kind_of_experience_lists_the_kinds(knowledge: Knowledge) -> None:
    with pytest.raises(OptionError, match="kinds are coding"):
        knowledge.holdings("juggling:12mo")


# ---- what is held


def test_diploma_is_assumed_unless_denied(knowledge: Knowledge) -> None:
    assert knowledge.start([]).assumed == (DIPLOMA,)
    assert knowledge.start(["nothing"]).held == frozenset()
    assert knowledge.start(["Nothing", "club"]).held == {"id:club"}


@pytest.mark.parametrize("have", [["associate degree"], ["id:equivalency"], [DIPLOMA]])
def test_diploma_is_not_assumed_where_it_follows(knowledge: Knowledge, have: list[str]) -> None:
    assert knowledge.start(have).assumed == ()


def test_degree_behind_a_credential_is_implied_where_every_way_leads_over_it(knowledge: Knowledge) -> None:
    assert DIPLOMA in knowledge.start(["associate degree"]).held


def test_degree_behind_a_credential_is_assumed_where_all_ways_that_can_be_planned_lead_over_it(
    knowledge: Knowledge,
) -> None:
    """A programme abroad could have led there, too: so it is said aloud."""
    start = knowledge.start(["TEC"])

    assert start.said == ("id:tec",)
    assert start.assumed == ("id:technical-associate",)
    assert start.held == {"id:tec", "id:technical-associate", DIPLOMA}


def test_what_is_denied_is_not_assumed(knowledge: Knowledge) -> None:
    assert knowledge.start(["TEC", "nothing"]).held == {"id:tec"}


def test_membership_is_not_implied(knowledge: Knowledge) -> None:
    """It lapses; and what is only recommended need not have been done."""
    assert "id:club" not in knowledge.start(["TEC"]).held
    assert knowledge.start(["id:guild"]).held == {"id:guild", DIPLOMA}


def test_work_implies_no_degree(knowledge: Knowledge) -> None:
    """The typical entry to an occupation is typical, not required."""
    for have in ("coding:12mo", "id:coder"):
        assert not {"id:associate", "id:technical-associate"} & knowledge.start([have]).held


@pytest.mark.parametrize("old", ["OLD", "OLDEST"])
def test_renamed_credential_is_held_under_its_new_name(knowledge: Knowledge, old: str) -> None:
    start = knowledge.start([old])

    assert {"id:tec", "id:technical-associate"} <= start.held
    assert "id:tec" not in start.said


def test_retired_and_renamed_credentials_are_former(knowledge: Knowledge) -> None:
    ids = knowledge.bare.catalog.achievements

    assert [id for id in ids if knowledge.is_former(id)] == ["id:gone", "id:old-tec", "id:oldest-tec"]
    assert knowledge.successor("id:old-tec") == "id:tec"


def test_what_is_written_twice_is_held_once(knowledge: Knowledge) -> None:
    assert knowledge.start(["TEC", "id:tec", "tec"]).said == ("id:tec",)


# ---- the built-in data


@pytest.fixture(scope="module")
def built_in() -> Knowledge:
    return Knowledge.load()


@pytest.mark.parametrize("which", ["names", "goals"])
def test_every_name_of_the_data_finds_something_or_says_between_what(built_in: Knowledge, which: str) -> None:
    names: Names = getattr(built_in, which)
    for name in {name for tier in names.tiers for name in tier}:
        try:
            assert names.find(name)
        except AmbiguousNameError as error:
            found = [names.find(id) for id in error.candidates]
            assert len(found) > 1


def test_abbreviations_of_the_data_are_unambiguous(built_in: Knowledge) -> None:
    for thing in built_in.bare.catalog.achievements.values():
        if thing.notation and not built_in.is_former(thing.id):
            assert built_in.goal(thing.notation) == thing.id


@pytest.mark.parametrize("which", ["names", "goals"])
def test_courses_of_colleges_take_no_name_from_what_is_general(built_in: Knowledge, which: str) -> None:
    """Medical terminology is the subject, whichever colleges teach a course of that title."""
    names: Names = getattr(built_in, which)
    general = Names.of(
        [(names.shown[name], id) for name, ids in tier.items() for id in ids if not built_in.college(id)]
        for tier in names.tiers
    )

    assert {name: meant(names, name) for tier in general.tiers for name in tier} == {
        name: meant(general, name) for tier in general.tiers for name in tier
    }


def meant(names: Names, name: str) -> tuple[str, ...]:
    """What the name means, or the things it can mean."""
    try:
        return (names.find(name),)
    except AmbiguousNameError as error:
        return error.candidates


def test_code_that_several_colleges_use_is_ambiguous(built_in: Knowledge) -> None:
    with pytest.raises(AmbiguousNameError) as caught:
        built_in.goal("HIT 110")

    assert {"kctcs:hit-110", "otc:hit-110"} <= set(caught.value.candidates)
    assert built_in.goal("OTC HIT 110") == "otc:hit-110"


def test_programme_of_a_college_is_no_way_to_the_general_degree(built_in: Knowledge) -> None:
    things = list(built_in.bare.catalog.achievements.values())
    own = {one.id for one in things if built_in.college(one.id)}
    general = [one for one in things if one.id not in own]

    assert len(own) > 300
    assert [one.id for one in things if one.id in own and one.implies] == []
    assert {id for one in general for id in asked_for(one)} & own == set()


def asked_for(thing: Achievement) -> set[str]:
    """All that the ways to the thing mention."""
    return {id for route in thing.routes for id in ids_of(route.requires)}


def test_holders_of_rhit_are_not_sent_back_to_college(built_in: Knowledge) -> None:
    assert built_in.start(["RHIT"]).assumed == ("id:him-associate",)
