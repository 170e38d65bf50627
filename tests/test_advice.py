"""Advice as an adviser would give it: one situation each, and laws that hold for every goal of the data."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import product

import pytest

from chartway.advice import Advice, Request, advise
from chartway.catalog import Cost, Evidence
from chartway.doubt import best
from chartway.errors import OptionError, UnknownNameError
from chartway.knowledge import Knowledge
from chartway.namespaces import PREFIXES
from chartway.plan import Upkeep
from chartway.report.pathway import Sentences

HEAD = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items())
SOURCES = """src:chartway {
  src:page a cw:Source ; cw:reliability cw:official ; dcterms:publisher id:issuer ; cw:pageDate "2020"^^xsd:gYear .
  src:news a cw:Source ; cw:reliability cw:reported ; cw:pageDate "2026"^^xsd:gYear .
  src:guess a cw:Source ; cw:reliability cw:assumed . src:chartway a cw:Source ; cw:reliability cw:editorial .
  id:high-school-diploma a cw:Diploma ; skos:prefLabel "High-school diploma" .
  id:course a cw:Course ; skos:prefLabel "Course" . id:other a cw:Course ; skos:prefLabel "Other course" .
  id:degree a cw:Degree ; skos:prefLabel "Degree" . id:club a cw:Membership ; skos:prefLabel "Club" .
  id:abroad a cw:Programme ; skos:prefLabel "Programme abroad" .
  id:award a cw:Certification ; skos:notation "AW" ; skos:prefLabel "Award" ; cw:issuedBy id:issuer ;
    cw:verifyAt <https://issuer.example/award> .
  id:issuer a cw:Body ; skos:notation "ISS" . id:body a cw:Body ; skos:notation "BODY" .
}
src:page {
  id:course cw:requires cw:Nothing ; cw:fee id:course-fee ; cw:duration id:term . id:course-fee a cw:Fee ;
    cw:amount 100.00 .
  id:other cw:requires cw:Nothing ; cw:fee id:other-fee ; cw:duration id:term . id:other-fee a cw:Fee ;
    cw:amount 150.00 .
  id:term cw:weeks 60.0 . id:free a cw:Fee ; cw:amount 0.00 .
}
"""
Ask = Callable[..., Advice]


@pytest.fixture
def ask(tmp_path_factory: pytest.TempPathFactory) -> Ask:
    """Asks for the award on a snippet of data."""

    def advice(text: str, *have: str, goal: str = "AW", bare: bool = False) -> Advice:
        path = tmp_path_factory.mktemp("data") / "data.trig"
        path.write_text(HEAD + SOURCES + text, "utf-8")
        return advise(Knowledge.load([path]), Request(goal, have, bare=bare))

    return advice


def taken(advice: Advice) -> list[str]:
    return [step.achievement for step in advice.steps]


# ---- what the issuer recommends

ADVISED = (
    """src:page { id:award cw:requires cw:Nothing ; cw:fee id:free ; cw:recommends id:advice . id:advice cw:all %s }"""
)


def test_plan_follows_the_issuers_advice_and_tells_of_the_bare_one(ask: Ask) -> None:
    prepared, bare = (ask(ADVISED % "id:course", bare=bare) for bare in (False, True))

    assert (taken(prepared), taken(bare)) == (["id:course", "id:award"], ["id:award"])
    assert prepared.prepared
    assert not bare.prepared
    assert prepared.to_json()["bare"]["cost"] == 0
    assert bare.to_json()["prepared"]["cost"] == 100
    assert Sentences(prepared).other() == ["The bare requirement alone: no fees (AW)."]
    (other,) = Sentences(bare).other()
    assert other == ("As the issuing body itself recommends: $100, about 1 year 2 months (Course, then AW).")


def test_advice_that_cannot_be_followed_gives_way_to_the_requirement(ask: Ask) -> None:
    advice = ask(ADVISED % "id:abroad")

    assert taken(advice) == ["id:award"]
    assert not advice.prepared
    assert Sentences(advice).other() == []
    assert Sentences(advice).doubt() == [
        "NOT PREPARED: ISS itself recommends more, to which our data know no way. This plan is the bare requirement."
    ]


def test_advice_that_changes_nothing_is_not_mentioned(ask: Ask) -> None:
    advice = ask(ADVISED % "id:high-school-diploma")

    assert advice.other is None
    assert advice.to_json()["bare"] is None


# ---- doubt


def test_assumed_rule_of_an_issuer_is_unconfirmed(ask: Ask) -> None:
    rule = 'id:award cw:requires id:rule . id:rule cw:all id:course ; cw:because "Remembered." .'
    advice = ask(f"src:guess {{ {rule} }} src:page {{ id:award cw:fee id:free }}")
    (doubt,) = advice.unconfirmed

    assert (doubt.achievement, doubt.because, doubt.ask) == ("id:award", "Remembered.", "ISS")
    assert doubt.address == "https://issuer.example/award"
    assert Sentences(advice).doubt() == [
        (
            "UNCONFIRMED: no page in our data says what AW requires today. Remembered. "
            "Ask ISS before you pay (https://issuer.example/award)."
        )
    ]


def test_rule_that_a_page_repeats_is_confirmed(ask: Ask) -> None:
    rule = 'id:award cw:requires id:rule . id:rule cw:all id:course ; cw:because "Remembered." .'
    advice = ask(f"src:guess {{ {rule} }} src:page {{ id:award cw:fee id:free ; cw:requires id:rule }}")

    assert advice.unconfirmed == ()


def test_assumed_rule_of_a_college_needs_no_confirmation(ask: Ask) -> None:
    """Nobody issues what a typical college asks for; the assumption is in the list all the same."""
    rule = 'id:degree cw:requires id:rule . id:rule cw:all id:high-school-diploma ; cw:because "So." .'
    page = "id:degree cw:fee id:free ; cw:duration id:term"
    advice = ask(f"src:guess {{ {rule} }} src:page {{ {page} }}", goal="Degree")

    assert advice.unconfirmed == ()
    assert ("id:degree", Evidence("requirement", "src:guess", assumed=True, because="So.")) in advice.assumed


@pytest.mark.parametrize(
    ("fee", "estimate"),
    [
        ("src:page { id:award cw:fee id:f . id:f a cw:Fee ; cw:amount 9.00 }", False),
        ("src:news { id:award cw:fee id:f . id:f a cw:Fee ; cw:amount 9.00 }", False),
        ("src:guess { id:award cw:fee id:f . id:f a cw:Fee ; cw:amount 9.00 ; cw:because 'Heard.' }", True),
        ("src:page { id:award cw:fee id:f . id:f cw:amount 9.00 ; cw:amountLow 8.00 ; cw:amountHigh 10.00 }", True),
        ("src:guess { id:award cw:fee id:f . id:f a cw:Fee ; cw:amount 0.00 ; cw:because 'Paid work.' }", False),
    ],
    ids=["official", "reported", "assumed", "a range", "nothing"],
)
def test_estimates_are_marked(ask: Ask, fee: str, estimate: bool) -> None:  # noqa: FBT001 - a table
    advice = ask(f"src:page {{ id:award cw:requires cw:Nothing }} {fee}")

    assert advice.is_estimate(advice.steps[0]) is estimate
    assert ("~" in Sentences(advice).step(advice.steps[0])[2]) is estimate


def test_best_source_of_each_part_is_cited_and_the_newest_beside_it(ask: Ask) -> None:
    advice = ask(
        """src:page { id:award cw:requires cw:Nothing ; cw:fee id:f . id:f cw:amount 9.00 }
        src:news { id:award cw:fee id:f }"""
    )

    assert advice.cited(advice.steps[0]) == ("src:page", "src:news")
    assert [one.source for one in best(advice.route(advice.steps[0]).evidence)] == ["src:page", "src:page"]
    assert advice.numbers(advice.steps[0]) == (1, 2)


# ---- comparisons

RANGES = """src:page { id:award cw:requires id:rule ; cw:fee id:free . id:rule cw:any id:degree , id:course }
src:guess { id:degree cw:requires cw:Nothing ; cw:duration id:term ; cw:fee id:degree-fee .
  id:degree-fee cw:amount 120.00 ; cw:amountLow %s ; cw:amountHigh 140.00 ; cw:because "About." }"""


def test_another_choice_within_the_ranges_is_told(ask: Ask) -> None:
    assert ask(RANGES % "90.00").rival == ("id:degree", "id:award")
    assert ask(RANGES % "110.00").rival is None


def test_estimates_of_one_tariff_move_together(ask: Ask) -> None:
    """A dear year of a college is dear by each way through it, so the other way cannot win by being cheap."""
    advice = ask(
        """src:page { id:award cw:requires id:degree ; cw:fee id:free . id:club cw:requires cw:Nothing ;
          cw:fee id:free }
        src:guess { id:degree cw:requires cw:Nothing ; cw:fee id:tuition ; cw:duration id:term , id:fast .
          id:fast cw:weeks 30.0 ; cw:onlyFor id:club .
          id:tuition cw:amount 120.00 ; cw:amountLow 90.00 ; cw:amountHigh 140.00 ; cw:because "About." }"""
    )

    assert advice.rival is None


def test_way_of_unknown_price_is_named_with_the_least_it_costs(ask: Ask) -> None:
    advice = ask(
        """src:page { id:award cw:requires id:rule ; cw:fee id:free . id:rule cw:any id:degree , id:course .
        id:degree cw:requires cw:Nothing ; cw:duration id:term }"""
    )

    assert taken(advice) == ["id:course", "id:award"]
    assert [(one.achievement, one.at_least) for one in advice.answer.not_compared] == [("id:degree", 0)]
    assert Sentences(advice).claim()[:2] == [
        "Nothing cheaper among the ways whose price is known (proved).",
        "Not compared: Degree (price unknown; below $100 it would be the cheaper way).",
    ]


def test_unknown_price_in_the_plan_claims_nothing(ask: Ask) -> None:
    advice = ask("src:page { id:award cw:requires id:course }")
    says = Sentences(advice)

    assert says.summary().startswith("at least $100")
    assert says.claim()[0] == "Price not in our data: AW. So nothing is claimed about the cheapest way."
    assert advice.to_json()["unknownCosts"] == ["id:award"]
    assert advice.to_json()["proved"]["cost"] is False


def test_closed_ways_are_told_with_the_words_before_them(ask: Ask) -> None:
    text = """src:page { id:award cw:requires id:rule ; cw:fee id:free .
      id:rule cw:any id:course , id:abroad , id:degree .
    id:degree cw:requires id:words ; cw:duration id:term . id:words cw:prose "By invitation." }"""
    advice = ask(text)

    assert [(one.achievement, one.words) for one in advice.closed] == [
        ("id:abroad", ""),
        ("id:degree", "By invitation."),
    ]
    assert Sentences(advice).claim()[1] == (
        "Not compared: Degree (in words only: By invitation); "
        "Programme abroad (no source we read says how to get there)."
    )


def test_what_is_held_is_not_called_closed(ask: Ask) -> None:
    text = "src:page { id:award cw:requires id:rule ; cw:fee id:free . id:rule cw:any id:course , id:abroad }"

    assert ask(text, "Programme abroad").closed == ()


# ---- what is held

EITHER = "src:page { id:award cw:requires id:rule ; cw:fee id:free . id:rule cw:any id:course , id:other }"


def test_holdings_the_plan_does_without_are_told(ask: Ask) -> None:
    advice = ask(EITHER, "Course", "Club")

    assert taken(advice) == ["id:award"]
    assert advice.unneeded == ("id:club",)


def test_only_what_can_be_done_without_at_once_is_not_needed(ask: Ask) -> None:
    """Each of the two would do, but not neither."""
    assert ask(EITHER, "Course", "Other course").unneeded == ("id:course",)


def test_goal_that_is_held_has_no_steps(ask: Ask) -> None:
    advice = ask(EITHER, "AW")

    assert (taken(advice), advice.to_json()["cost"]) == ([], 0)


def test_reading_of_ours_that_the_plan_rests_on_is_told(ask: Ask) -> None:
    advice = ask(EITHER + "src:guess { id:degree cw:countsAs id:course }", "Degree")

    assert [(one.achievement, one.counts_as, one.source) for one in advice.counted] == [
        ("id:degree", "id:course", "src:guess")
    ]
    assert "Our reading: Degree counts as Course [2]." in Sentences(advice).reasons()


def test_why_names_what_a_step_is_for(ask: Ask) -> None:
    advice = ask(
        "src:page { id:award cw:requires id:degree ; cw:fee id:free . id:degree cw:requires id:course ; "
        "cw:fee id:free ; cw:duration id:term }"
    )

    assert [advice.why(step) for step in advice.steps] == [("id:degree",), ("id:award",), ()]


def test_jobs_are_those_of_the_goal_else_of_the_last_thing_learnt(ask: Ask) -> None:
    text = """src:page { id:award cw:requires id:degree ; cw:fee id:free .
    id:degree cw:requires id:course ; cw:fee id:free ; cw:duration id:term ; cw:prepares id:z-job .
    id:course cw:prepares id:a-job . id:a-job a cw:Occupation ; cw:wage id:w . id:z-job a cw:Occupation ; cw:wage id:w .
    id:other-job a cw:Occupation ; cw:wage id:w . id:w a cw:Wage ; cw:median 50250.00 ; cw:year "2024"^^xsd:gYear }"""

    jobs = ask(text).jobs
    assert [(job.occupation, job.median, job.year) for job in jobs] == [
        ("id:z-job", 50_250, "2024"),
        ("id:a-job", 50_250, "2024"),
    ]
    lead = ask(text + "src:page { id:award cw:leadsTo id:other-job }")
    assert [job.occupation for job in lead.jobs] == ["id:other-job"]


def test_specialty_without_a_wage_tells_that_of_the_occupation_it_is_counted_in(ask: Ask) -> None:
    text = """src:page { id:special a cw:Occupation ; cw:typicalEntry id:course ; cw:specialtyOf id:job .
    id:job a cw:Occupation ; cw:wage id:w . id:w a cw:Wage ; cw:median 50250.00 ; cw:year "2024"^^xsd:gYear }"""

    assert [(job.occupation, job.median) for job in ask(text, goal="id:special").jobs] == [("id:job", 50_250)]


# ---- upkeep

LONG = """src:page {
  id:club cw:requires cw:Nothing ; cw:fee id:dues . id:dues a cw:Fee ; cw:amount 50.00 ; cw:everyMonths 12 .
  id:long cw:weeks %s .
  id:degree cw:requires id:club ; cw:fee id:free ; cw:duration id:long .
  id:award cw:requires id:both ; cw:fee id:free . id:both cw:all id:degree , id:club }"""


@pytest.mark.parametrize(("weeks", "times"), [("51.0", 0), ("52.0", 1), ("103.0", 1), ("104.0", 2)])
def test_dues_fall_due_again_while_the_membership_is_needed(ask: Ask, weeks: str, times: int) -> None:
    """Who joins for a course of a year is no member any more when it ends."""
    advice = ask(LONG % weeks)

    assert advice.upkeep == ((Upkeep("id:club", times, 52_000, Cost.known(5_000)),) if times else ())
    assert advice.answer.plan is not None
    assert advice.answer.plan.cost == Cost.known(5_000 * (1 + times))
    assert advice.answer.status == "optimal"


def test_a_renewal_is_told_to_be_in_the_price(ask: Ask) -> None:
    advice = ask(LONG % "104.0")

    assert Sentences(advice).upkeep() == [
        "Upkeep meanwhile, in the price above: Club is to be renewed twice (every year; $50 each time)."
    ]
    assert advice.to_json()["upkeep"] == [
        {"achievement": "id:club", "times": 2, "everyWeeks": 52, "cost": 50, "total": 100, "inCost": True}
    ]


def test_a_membership_that_is_not_needed_any_more_lapses(ask: Ask) -> None:
    text = LONG.replace("id:degree , id:club }", "id:degree }")

    assert ask(text % "105.0").upkeep == ()


def test_credential_on_the_way_is_renewed_at_the_price_of_the_joint_rule(ask: Ask) -> None:
    advice = ask(
        """src:page { id:first a cw:Certification ; skos:notation "FIRST" ; cw:issuedBy id:issuer ;
          cw:requires cw:Nothing ;
          cw:fee id:free ; cw:renewal id:rule . id:rule a cw:RenewalRule ; cw:everyMonths 12 ; cw:units 20 .
        id:issuer cw:jointRenewal id:joint . id:joint a cw:JointRenewalRule ; cw:fee id:all , id:members .
        id:all a cw:Fee ; cw:amount 218.00 . id:members a cw:Fee ; cw:amount 100.00 ; cw:onlyFor id:club .
        id:degree cw:requires id:first ; cw:fee id:free ; cw:duration id:long . id:long cw:weeks 130.0 .
        id:award cw:requires id:degree ; cw:fee id:free }"""
    )

    assert advice.upkeep == (Upkeep("id:first", 2, 52_000, Cost.known(21_800), counted=False),)
    assert Sentences(advice).upkeep() == [
        "Upkeep meanwhile, not in the price above: FIRST is to be renewed twice (every year; $218 each time)."
    ]


# ---- no plan


def test_missing_leaves_out_what_asks_for_more_than_needed_and_what_is_gone(ask: Ask) -> None:
    advice = ask(
        """src:page { id:year a cw:Experience ; cw:months 12 ; cw:kind id:work . id:two a cw:Experience ;
          cw:months 24 ; cw:kind id:work .
        id:old a cw:Certification ; cw:status cw:retired ; cw:countsAs id:award . id:award cw:requires id:year }"""
    )

    assert advice.answer.missing == (("id:old",), ("id:two",), ("id:year",))
    assert advice.missing == (("id:year",),)
    assert advice.to_json()["missing"] == [["id:year"]]


def test_goal_that_only_something_gone_would_give_is_itself_what_is_missing(ask: Ask) -> None:
    advice = ask("src:page { id:old a cw:Certification ; cw:status cw:retired ; cw:countsAs id:award }")

    assert advice.missing == (("id:award",),)


# ---- errors


def test_what_cannot_be_understood_is_an_error() -> None:
    knowledge = Knowledge.load()
    with pytest.raises(UnknownNameError):
        advise(knowledge, Request("no such thing"))
    with pytest.raises(UnknownNameError):
        advise(knowledge, Request("RHIT", have=("no such thing",)))
    with pytest.raises(OptionError):
        advise(knowledge, Request("RHIT", have=("juggling:12mo",)))


# ---- laws, for every goal of the built-in data

HOLDINGS = (
    (),
    ("nothing",),
    ("RHIT",),
    ("CCS", "CPC"),
    ("bachelor's degree", "healthcare-data:3yr"),
    ("AHIMA membership", "coding:24mo"),
)


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return Knowledge.load()


@pytest.fixture(scope="module")
def every_advice(knowledge: Knowledge) -> list[Advice]:
    """Every goal from every start; a course of one college, on which no other goal rests, from the usual one alone."""
    goals = knowledge.bare.catalog.achievements
    general = [goal for goal in goals if not knowledge.college(goal)]
    requests = [Request(goal, have) for goal, have in product(general, HOLDINGS)]
    requests += [Request(goal) for goal in goals if goal not in general]
    return [advise(knowledge, request) for request in [*requests, *(Request(goal, bare=True) for goal in goals)]]


def test_no_plan_contains_what_cannot_be_earned_any_more(every_advice: list[Advice]) -> None:
    former = {
        (advice.goal.id, step.achievement)
        for advice in every_advice
        for step in advice.steps
        if advice.knowledge.is_former(step.achievement) or not advice.catalog[step.achievement].routes
    }

    assert former == set()


def test_every_source_cited_exists_and_every_number_is_in_the_list(every_advice: list[Advice]) -> None:
    for advice in every_advice:
        known = advice.knowledge.sources
        for step in advice.steps:
            assert advice.cited(step)
            assert set(advice.cited(step)) <= known.keys()
            assert [advice.sources[number - 1].id for number in advice.numbers(step)]
            assert len(advice.numbers(step)) == len(advice.cited(step))
        assert len(set(advice.sources)) == len(advice.sources)


def test_every_assumed_value_has_a_reason(every_advice: list[Advice]) -> None:
    silent = {(id, one.of, one.source) for advice in every_advice for id, one in advice.assumed if not one.because}

    assert silent == set()


def test_bare_never_costs_more_than_prepared(every_advice: list[Advice]) -> None:
    for advice in every_advice:
        if advice.prepared and advice.answer.plan and advice.other and advice.other.plan:
            bare, prepared = advice.other.plan, advice.answer.plan
            assert (len(bare.unknown_costs), bare.cost.typical) <= (len(prepared.unknown_costs), prepared.cost.typical)


def test_holding_more_never_costs_more(every_advice: list[Advice]) -> None:
    by_start = {(one.goal.id, one.answer.question.held): one.answer.plan for one in every_advice if one.prepared}
    pairs = [(by_start[one], plan) for one in by_start for other, plan in by_start.items() if is_less(one, other)]
    assert len(pairs) > len({goal for goal, _ in by_start})
    for less, more in pairs:
        assert more or not less
        if less and more:
            assert (len(more.unknown_costs), more.cost.typical) <= (len(less.unknown_costs), less.cost.typical)


def is_less(one: tuple[str, frozenset[str]], other: tuple[str, frozenset[str]]) -> bool:
    """Whether both ask for the same goal, the first with less in hand."""
    return one[0] == other[0] and one[1] < other[1]


FIELDS = {
    "goal",
    "prefer",
    "status",
    "start",
    "unknownCosts",
    "notCompared",
    "unconfirmed",
    "assumed",
    "upkeep",
    "afterwards",
}
PLANNED = {"cost", "weeks", "stepCount", "proved", "bounds", "steps", "costRange"}
STEP = {"achievement", "route", "start", "finish", "cost", "why", "sources", "verifyAt"}
SOURCE = {"title", "address", "reliability", "pageDate", "seen"}


def test_json_has_the_fields_it_promises(every_advice: list[Advice]) -> None:
    for advice in every_advice:
        found = json.loads(json.dumps(advice.to_json()))
        assert found.keys() >= FIELDS | ({"missing"} if advice.answer.plan is None else PLANNED)
        assert ("bare" in found) != ("prepared" in found)
        for step in found.get("steps", ()):
            assert step.keys() >= STEP
            assert step["sources"]
            assert all(source.keys() >= SOURCE for source in step["sources"])


def test_unconfirmed_rules_say_whom_to_ask(every_advice: list[Advice]) -> None:
    for advice in every_advice:
        for doubt in advice.unconfirmed:
            assert doubt.because
            assert doubt.ask
            assert doubt.address.startswith("https://")


def test_what_would_help_does_help(every_advice: list[Advice]) -> None:
    """Each set that is named as missing makes the goal reachable, once it is held."""
    for advice in every_advice:
        for missing in advice.missing if advice.answer.plan is None else ():
            held = {*advice.answer.question.held, *missing}
            assert advice.planner.circuit.part(advice.goal.id, held).goal >= 0


def test_same_request_gets_the_same_answer(knowledge: Knowledge) -> None:
    other = Knowledge.load()
    for goal in ("RHIT", "CCS", "CDIP"):
        assert advise(knowledge, Request(goal)).to_json() == advise(other, Request(goal)).to_json()
