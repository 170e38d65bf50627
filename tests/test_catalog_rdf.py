"""Statements become ways in: one situation of the data each."""

from __future__ import annotations

from pathlib import Path

import pytest

from chartway.catalog import FREE, Achievement, Catalog, Cost, Route, Span
from chartway.catalog_rdf import folded_examinations, to_catalog
from chartway.namespaces import PREFIXES
from chartway.pathway import Planner
from chartway.plan import Answer, Question
from chartway.requirement import NOTHING, Achieved, AllOf, AnyOf, AtLeast, Concurrent, Prose, Requirement, Together
from chartway.statements import Statements, read

HEAD = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items())
SOURCES = """
src:chartway {
  src:issuer-2020 a cw:Source ; dcterms:publisher id:issuer ; cw:reliability cw:official ;
    cw:pageDate "2020"^^xsd:gYear .
  src:issuer-2025 a cw:Source ; dcterms:publisher id:issuer ; cw:reliability cw:official ;
    cw:pageDate "2025"^^xsd:gYear .
  src:blog-2026 a cw:Source ; dcterms:publisher id:blog ; cw:reliability cw:reported ; cw:pageDate "2026"^^xsd:gYear .
  src:guess a cw:Source ; cw:reliability cw:assumed .
  src:remembered a cw:Source ; dcterms:publisher id:issuer ; cw:reliability cw:assumed .
  id:diploma a cw:Diploma . id:associate a cw:Degree . id:bachelor a cw:Degree ; cw:countsAs id:associate .
  id:course a cw:Course . id:club a cw:Membership . id:award a cw:Certification ; cw:issuedBy id:issuer .
}
"""


class Case:
    """A snippet of data in a file of its own."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def said(self, text: str) -> Statements:
        self.path.write_text(HEAD + SOURCES + text, "utf-8")
        return Statements.of(read([self.path]))

    def catalog(self, text: str, *, prepared: bool = False) -> Catalog:
        return to_catalog(self.said(text), prepared=prepared)

    def award(self, text: str, *, prepared: bool = False) -> Achievement:
        return self.catalog(text, prepared=prepared)["id:award"]

    def way(self, text: str, *, prepared: bool = False) -> Route:
        """The only way to the award."""
        (route,) = self.award(text, prepared=prepared).routes
        return route

    def answer(self, text: str, *held: str, goal: str = "id:award") -> Answer:
        return Planner.of(self.catalog(text)).answer(Question(goal, frozenset(held)))


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case(tmp_path / "data.trig")


# ---- which account counts


def test_no_account_means_it_cannot_be_earned(case: Case) -> None:
    assert case.award("").routes == ()


def test_nothing_required_is_said(case: Case) -> None:
    assert case.way("src:issuer-2020 { id:award cw:requires cw:Nothing }").requires == NOTHING


def test_accounts_compete_and_are_never_alternatives(case: Case) -> None:
    """A wrong page would otherwise make every pathway cheaper."""
    text = "src:issuer-2020 { id:award cw:requires id:bachelor } src:issuer-2025 { id:award cw:requires id:associate }"

    assert case.way(text).requires == Achieved("id:associate")


def test_reliability_comes_before_date(case: Case) -> None:
    text = "src:issuer-2020 { id:award cw:requires id:bachelor } src:blog-2026 { id:award cw:requires cw:Nothing }"

    assert case.way(text).requires == Achieved("id:bachelor")


def test_account_is_as_good_as_the_best_who_gives_it(case: Case) -> None:
    text = """src:blog-2026 { id:award cw:requires id:rule . id:rule cw:all id:associate }
    src:issuer-2025 { id:award cw:requires id:rule } src:issuer-2020 { id:award cw:requires id:bachelor }"""
    way = case.way(text)

    assert way.requires == Achieved("id:associate")
    assert [one.source for one in way.evidence] == ["src:issuer-2025", "src:blog-2026"]


@pytest.mark.parametrize("fate", ["supersededBy", "disputedBy"])
def test_account_that_lost_is_not_used(case: Case, fate: str) -> None:
    text = f"""src:issuer-2025 {{ id:award cw:requires id:easy . id:easy cw:all id:diploma }}
    src:issuer-2020 {{ id:award cw:requires id:hard . id:hard cw:all id:bachelor }}
    src:chartway {{ id:easy cw:{fate} id:hard ; cw:because "A slip." }}"""

    assert case.way(text).requires == Achieved("id:bachelor")


def test_superseded_source_takes_its_ways_with_it(case: Case) -> None:
    text = """src:issuer-2020 { id:award cw:requires cw:Nothing }
    src:chartway { src:issuer-2020 cw:supersededBy src:issuer-2025 }"""

    assert case.award(text).routes == ()


def test_assumed_rule_is_marked_with_its_reasoning(case: Case) -> None:
    way = case.way('src:guess { id:award cw:requires id:rule . id:rule cw:all id:diploma ; cw:because "Remembered." }')

    assert way.assumed
    assert [(one.of, one.assumed, one.because) for one in way.evidence] == [("requirement", True, "Remembered.")]


# ---- what a rule asks for


@pytest.mark.parametrize(
    ("rule", "requirement"),
    [
        ("cw:all id:diploma", Achieved("id:diploma")),
        ("cw:all id:diploma , id:course", AllOf((Achieved("id:course"), Achieved("id:diploma")))),
        ("cw:any id:diploma , id:course", AnyOf((Achieved("id:course"), Achieved("id:diploma")))),
        (
            "cw:atLeast 2 ; cw:of id:diploma , id:course , id:club",
            AtLeast(2, (Achieved("id:club"), Achieved("id:course"), Achieved("id:diploma"))),
        ),
        (
            "cw:any id:diploma , [ cw:all id:course , id:club ]",
            AnyOf((AllOf((Achieved("id:club"), Achieved("id:course"))), Achieved("id:diploma"))),
        ),
    ],
    ids=["one", "all", "any", "at least", "nested"],
)
def test_rule_is_read(case: Case, rule: str, requirement: object) -> None:
    read_rule = case.way(f"src:issuer-2020 {{ id:award cw:requires id:rule . id:rule {rule} }}").requires

    assert read_rule == requirement or set(read_rule.parts) == set(requirement.parts)  # type: ignore[union-attr, attr-defined]


@pytest.mark.parametrize(
    ("part", "read"),
    [("cw:concurrent id:course", Concurrent("id:course")), ("cw:together id:course", Together("id:course"))],
)
def test_course_of_the_same_term_is_a_corequisite(case: Case, part: str, read: Requirement) -> None:
    text = f"src:issuer-2020 {{ id:award cw:requires id:rule . id:rule cw:all id:diploma , [ {part} ] }}"

    assert set(getattr(case.way(text).requires, "parts", ())) == {Achieved("id:diploma"), read}


def test_words_stand_in_the_way_and_are_told(case: Case) -> None:
    text = """src:issuer-2020 { id:award cw:requires id:rule .
    id:rule cw:all id:diploma , [ cw:prose "Good standing."@en ] }"""

    assert Prose("Good standing.") in getattr(case.way(text).requires, "parts", ())
    answer = case.answer(text, "id:diploma")
    assert (answer.status, answer.prose) == ("unreachable", (("id:award", "Good standing."),))


# ---- money and time


def test_unknown_price_is_not_nothing(case: Case) -> None:
    silent = "src:issuer-2020 { id:award cw:requires cw:Nothing }"
    looked_for = silent + 'src:issuer-2025 { id:award cw:fee id:fee . id:fee a cw:Fee ; cw:unknown "Not found." }'

    assert case.way(silent).cost is None
    assert case.way(looked_for).cost is None


def test_nothing_to_pay_is_said(case: Case) -> None:
    way = case.way(
        "src:issuer-2020 { id:award cw:requires cw:Nothing ; cw:fee id:fee . id:fee a cw:Fee ; cw:amount 0.00 }"
    )

    assert way.cost == FREE


def test_length_is_exact_and_has_its_range(case: Case) -> None:
    way = case.way(
        """src:guess { id:award cw:requires cw:Nothing ; cw:duration id:year .
        id:year a cw:Duration ; cw:weeks 52.0 ; cw:weeksLow 26.5 ; cw:weeksHigh 104.0 }"""
    )

    assert (way.weeks, way.span, way.length) == (52_000, Span(26_500, 104_000), "id:year")


def test_price_is_exact_to_the_cent_and_has_its_range(case: Case) -> None:
    way = case.way(
        """src:guess { id:award cw:requires cw:Nothing ; cw:fee id:fee .
        id:fee a cw:Fee ; cw:amount 540.00 ; cw:amountLow 192.00 ; cw:amountHigh 1186.67 ; cw:because "By credits." }"""
    )

    assert way.cost == Cost(19_200, 54_000, 118_667)
    assert [(one.of, one.because) for one in way.evidence if one.of == "cost"] == [("cost", "By credits.")]


@pytest.mark.parametrize("thing", ["id:associate", "id:course"])
def test_what_takes_time_cannot_be_planned_without_its_length(case: Case, thing: str) -> None:
    text = f"src:issuer-2020 {{ {thing} cw:requires cw:Nothing }}"
    length = f"src:guess {{ {thing} cw:duration id:length . id:length cw:weeks 15.5 ; cw:hoursPerWeek 9.0 }}"

    assert case.catalog(text)[thing].routes == ()
    (way,) = case.catalog(text + length)[thing].routes
    assert (way.weeks, way.hours_per_week) == (15_500, 9_000)


def test_member_price_is_a_way_of_its_own(case: Case) -> None:
    everybody, member = case.award(
        """src:issuer-2020 { id:award cw:requires id:diploma ; cw:fee id:fee , id:member-fee .
        id:fee cw:amount 299.00 . id:member-fee cw:amount 229.00 ; cw:onlyFor id:club }"""
    ).routes[::-1]

    assert (everybody.id, everybody.requires, everybody.cost) == ("open", Achieved("id:diploma"), Cost.known(29_900))
    assert (member.id, member.cost) == ("id:club", Cost.known(22_900))
    assert member.requires == AllOf((Achieved("id:diploma"), Achieved("id:club")))


def test_length_for_some_shares_the_price_of_all_but_stays_theirs(case: Case) -> None:
    everybody, transfer = case.catalog(
        """src:issuer-2020 { id:bachelor cw:requires id:diploma ; cw:fee id:fee ; cw:duration id:long , id:short .
        id:fee cw:amount 900.00 . id:long cw:weeks 208.0 . id:short cw:weeks 104.0 ; cw:onlyFor id:associate }"""
    )["id:bachelor"].routes[::-1]

    assert (everybody.weeks, transfer.weeks) == (208_000, 104_000)
    assert everybody.tariff == transfer.tariff == "id:fee"


# ---- examinations

EXAM = """src:issuer-2020 { id:award cw:requires id:by-exam . id:by-exam cw:all id:exam .
  id:exam a cw:Examination ; cw:issuedBy id:issuer ; cw:requires id:associate ; cw:fee id:fee .
    id:fee cw:amount 299.00 }"""


def test_examination_that_alone_earns_a_credential_is_its_way(case: Case) -> None:
    catalog = case.catalog(EXAM)
    (way,) = catalog["id:award"].routes

    assert "id:exam" not in catalog
    assert (way.label, way.requires, way.cost) == ("examination", Achieved("id:associate"), Cost.known(29_900))
    assert folded_examinations(case.said(EXAM)) == {"id:exam": "id:award"}


@pytest.mark.parametrize(
    "more",
    [
        "id:other a cw:Certification ; cw:requires id:exam .",
        "id:other a cw:Certification ; cw:requires [ cw:all id:exam , id:course ] .",
    ],
    ids=["two awards", "and part of another"],
)
def test_examination_that_earns_two_things_is_a_step_of_its_own(case: Case, more: str) -> None:
    catalog = case.catalog(EXAM + f"src:issuer-2025 {{ {more} }}")

    assert catalog["id:award"].routes[0].requires == Achieved("id:exam")
    assert catalog["id:exam"].routes[0].cost == Cost.known(29_900)


def test_examination_beside_something_else_is_a_step_of_its_own(case: Case) -> None:
    catalog = case.catalog(EXAM.replace("cw:all id:exam", "cw:all id:exam , id:course"))

    assert "id:exam" in catalog
    assert folded_examinations(case.said(EXAM.replace("cw:all id:exam", "cw:all id:exam , id:course"))) == {}


def test_examination_nobody_tells_the_terms_of_cannot_be_sat(case: Case) -> None:
    assert case.award(EXAM.replace("cw:requires id:associate ;", "")).routes == ()


# ---- recommendations

RECOMMENDED = Achieved("id:course")


def with_advice(source: str, more: str = "") -> str:
    return f"""src:issuer-2020 {{ id:award cw:requires id:diploma }}
    {source} {{ id:award cw:recommends id:advice . id:advice cw:all id:course {more} }}"""


def test_issuers_own_advice_counts_when_prepared_and_only_then(case: Case) -> None:
    text = with_advice("src:issuer-2025")

    assert case.way(text).requires == Achieved("id:diploma")
    prepared = case.way(text, prepared=True)
    assert prepared.requires == AllOf((Achieved("id:diploma"), RECOMMENDED))
    assert [one.of for one in prepared.evidence] == ["requirement", "recommendation"]


@pytest.mark.parametrize("source", ["src:blog-2026", "src:guess", "src:remembered"])
def test_advice_of_others_is_not_planned(case: Case, source: str) -> None:
    assert case.way(with_advice(source), prepared=True).requires == Achieved("id:diploma")


def test_advice_that_another_quotes_as_the_issuers_counts(case: Case) -> None:
    text = with_advice("src:blog-2026", "; cw:recommendedBy id:issuer")

    assert RECOMMENDED in getattr(case.way(text, prepared=True).requires, "parts", ())


def test_advice_quoted_of_somebody_else_does_not_count(case: Case) -> None:
    text = with_advice("src:blog-2026", "; cw:recommendedBy id:employers")

    assert case.way(text, prepared=True).requires == Achieved("id:diploma")


# ---- experience and jobs

WORK = """src:issuer-2020 {
  id:year a cw:Experience ; cw:kind id:coding ; cw:months 12 . id:half a cw:Experience ; cw:kind id:coding ;
    cw:months 6 .
  id:other-year a cw:Experience ; cw:kind id:auditing ; cw:months 12 .
  id:coding cw:gainedIn id:job . id:job a cw:Occupation ; cw:hoursPerWeek 40.0 ; cw:typicalEntry id:associate ;
    cw:prefers id:award .
}"""


def test_longer_experience_implies_shorter_of_its_kind(case: Case) -> None:
    catalog = case.catalog(WORK)

    assert catalog.closure(["id:year"]) == {"id:year", "id:half"}
    assert catalog.closure(["id:other-year"]) == {"id:other-year"}


def test_empty_words_are_a_way_in_words_all_the_same(case: Case) -> None:
    text = 'src:issuer-2020 { id:award cw:requires id:rule . id:rule cw:all id:diploma , [ cw:prose ""@en ] }'

    assert Prose("") in getattr(case.way(text).requires, "parts", ())


def test_experience_is_gained_in_a_job_or_from_shorter_experience(case: Case) -> None:
    job, longer = sorted(case.catalog(WORK)["id:year"].routes, key=lambda way: way.weeks, reverse=True)

    assert (job.weeks, job.hours_per_week, job.cost) == (52_000, 40_000, FREE)
    assert set(getattr(job.requires, "parts", ())) == {Achieved("id:associate"), Achieved("id:award")}
    assert (longer.weeks, longer.requires) == (26_000, Achieved("id:half"))


def test_occupation_whose_way_in_is_told_in_words_has_a_way_in_words(case: Case) -> None:
    text = 'src:issuer-2020 { id:head a cw:Occupation ; cw:entryProse "Some years of work."@en }'
    (way,) = case.catalog(text)["id:head"].routes

    assert way.requires == Prose("Some years of work.")
    assert [one.source for one in way.evidence] == ["src:issuer-2020"]


def test_words_beside_a_typical_entry_are_no_way_of_their_own(case: Case) -> None:
    ways = case.catalog(WORK + 'src:issuer-2020 { id:job cw:entryProse "A degree."@en }')["id:job"].routes

    assert {way.requires for way in ways} == {Achieved("id:associate"), Achieved("id:award")}


def test_months_are_never_rounded_down(case: Case) -> None:
    """A month is 52/12 weeks: 4.334 for one, 52 for twelve."""
    text = WORK + "src:issuer-2020 { id:month a cw:Experience ; cw:kind id:coding ; cw:months 1 }"
    (way,) = case.catalog(text)["id:month"].routes

    assert way.weeks == 4_334


def test_thresholds_are_paid_by_increments(case: Case) -> None:
    text = WORK + "src:issuer-2025 { id:award cw:requires id:rule . id:rule cw:all id:half , id:year ; cw:because 'x' }"
    plan = case.answer(text + "src:issuer-2025 { id:award cw:fee id:f . id:f cw:amount 1.00 }", "id:associate").plan

    assert plan is not None
    assert plan.weeks == 52_000


def test_experience_of_a_kind_no_job_gives_can_only_be_held(case: Case) -> None:
    assert case.catalog(WORK)["id:other-year"].routes == ()


def test_one_is_hired_by_typical_entry_or_by_what_employers_prefer(case: Case) -> None:
    ways = case.catalog(WORK)["id:job"].routes

    assert {(way.label, way.requires) for way in ways} == {
        ("typical entry", Achieved("id:associate")),
        ("preferred by employers", Achieved("id:award")),
    }


# ---- plans on such data

MEMBERS = """src:issuer-2020 {
  id:club cw:requires cw:Nothing ; cw:fee id:dues . id:dues cw:amount 50.00 ; cw:everyMonths 12 .
  id:course cw:requires cw:Nothing ; cw:fee id:tuition ; cw:duration id:term . id:tuition cw:amount 100.00 .
    id:term cw:weeks 60.0 .
  id:award cw:requires id:course ; cw:fee id:fee , id:member-fee .
  id:fee cw:amount 299.00 . id:member-fee cw:amount 199.00 ; cw:onlyFor id:club }"""


def test_membership_is_joined_when_it_is_needed(case: Case) -> None:
    """Dues paid at the start of the course would fall due again before the award."""
    plan = case.answer(MEMBERS).plan

    assert plan is not None
    assert [(step.achievement, step.start) for step in plan.steps] == [
        ("id:course", 0),
        ("id:club", 60_000),
        ("id:award", 60_000),
    ]
    assert plan.cost == Cost.known(34_900)


def test_unknown_dues_do_not_win(case: Case) -> None:
    """With dues taken as nothing, joining for the member price would seem cheaper."""
    answer = case.answer(MEMBERS.replace("id:dues cw:amount 50.00", "id:dues cw:unknown 'Not found.'"))

    assert answer.plan is not None
    assert [step.achievement for step in answer.plan.steps] == ["id:course", "id:award"]
    assert [(way.achievement, way.at_least) for way in answer.not_compared] == [("id:club", 29_900)]


def test_higher_degree_counts_where_the_lower_is_asked_for(case: Case) -> None:
    answer = case.answer(
        "src:issuer-2020 { id:award cw:requires id:associate ; cw:fee id:f . id:f cw:amount 1.00 }", "id:bachelor"
    )

    assert answer.plan is not None
    assert [step.achievement for step in answer.plan.steps] == ["id:award"]


NESTED = """src:issuer-2025 { id:award cw:requires id:nested . id:nested cw:any [ cw:all id:degree , id:club ] ,
  [ cw:all id:course , id:club ] , [ cw:atLeast 1 ; cw:of [ cw:all id:a , id:b ] , [ cw:any id:c , id:d ] ] }"""


def test_catalog_does_not_depend_on_the_order_of_the_files(tmp_path: Path) -> None:
    """Nor on the names that nameless nodes get, which are others at every reading."""
    parts = [SOURCES, EXAM, WORK, MEMBERS.replace("id:award", "id:other-award"), NESTED]
    for number, part in enumerate(parts):
        (tmp_path / f"{number}.trig").write_text(HEAD + part, "utf-8")
    paths = sorted(tmp_path.glob("[0-9].trig"))

    forth, back = (to_catalog(Statements.of(read(order)), prepared=True) for order in (paths, paths[::-1]))
    assert list(forth.achievements.items()) == list(back.achievements.items())
