"""Why not yet: what is lacking, what no plan gets around, and how both are told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from chartway.advice import Request, advise
from chartway.catalog import Achievement, Catalog, Cost, Route
from chartway.cli import main
from chartway.explanation import MOST_SETS, Lacking, in_every_cheapest_plan, in_every_plan, lacking
from chartway.knowledge import Knowledge
from chartway.namespaces import PREFIXES
from chartway.pathway import Planner
from chartway.plan import Question
from chartway.report.explanation import MOST_LISTED, sections, to_json
from chartway.report.sections import Section
from chartway.requirement import (
    NOTHING,
    Achieved,
    AllOf,
    AnyOf,
    AtLeast,
    Concurrent,
    Prose,
    Requirement,
    SumOf,
    Together,
    is_met,
)

HEAD = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items())
DATA = """src:chartway {
  src:page a cw:Source ; cw:reliability cw:official ; dcterms:publisher id:issuer .
  id:high-school-diploma a cw:Diploma ; skos:prefLabel "High-school diploma" .
  id:course a cw:Course ; skos:prefLabel "Course" . id:other a cw:Course ; skos:prefLabel "Other course" .
  id:award a cw:Certification ; skos:notation "AW" ; skos:prefLabel "Award" ; cw:issuedBy id:issuer .
  id:issuer a cw:Body .
}
src:page { id:term cw:weeks 15.0 . id:fee cw:amount 100.00 .
  id:course cw:requires cw:Nothing ; cw:fee id:fee ; cw:duration id:term .
  id:other cw:requires cw:Nothing ; cw:fee id:fee ; cw:duration id:term . id:award cw:fee id:fee }
"""
A, B, C, D = map(Achieved, "ABCD")


def described(*requirements: Requirement, implies: dict[str, str] | None = None) -> Catalog:
    """A goal with these ways in, and A to Z."""
    letters = [chr(number) for number in range(ord("A"), ord("Z") + 1)]
    ways = tuple(Route(str(number), requires) for number, requires in enumerate(requirements))
    others = [Achievement(one, implies=frozenset((implies or {}).get(one, ""))) for one in letters]
    return Catalog.of([Achievement("goal", routes=ways), *others])


# ---- what is lacking


@pytest.mark.parametrize(
    ("requirement", "sets"),
    [
        (NOTHING, ["-"]),
        (AnyOf(()), []),
        (A, ["A"]),
        (AllOf((A, AnyOf((B, C)))), ["AB", "AC"]),
        (AnyOf((A, AllOf((A, B)))), ["A"]),
        (AtLeast(0, (A, B)), ["-"]),
        (AtLeast(2, (A, B, C)), ["AB", "AC", "BC"]),
        (AtLeast(2, (A, AnyOf((A, B)), C)), ["A", "BC"]),
        (AtLeast(3, (A, B)), []),
        (AnyOf((Prose("by invitation"), A)), ["A"]),
        (AllOf((A, Concurrent("B"), Together("C"))), ["ABC"]),
        (SumOf(7000, (A, B, C), (4000, 3000, 3000)), ["AB", "AC"]),
        (SumOf(6000, (A, B, C), (4000, 3000, 6000)), ["C", "AB"]),
        (SumOf(3000, (AllOf((A, B)), C), (4000, 3000)), ["C", "AB"]),
        (SumOf(0, (A,), (1000,)), ["-"]),
        (SumOf(9000, (A, B), (4000, 3000)), []),
        (AllOf((Prose("by invitation"), A)), []),
        (AnyOf((D, A)), ["-"]),
        (AllOf((D, A)), ["A"]),
    ],
)
def test_lacking_sets_are_minimal(requirement: Requirement, sets: list[str]) -> None:
    """D is held."""
    assert ["".join(one) or "-" for one in lacking(described(requirement), "goal", "D").sets] == sets


def test_ways_in_are_alternatives() -> None:
    assert lacking(described(AllOf((A, B)), C, AllOf((B, C))), "goal", []).sets == (("C",), ("A", "B"))


def test_lesser_one_of_two_that_follow_from_each_other_is_told() -> None:
    """With a bachelor's degree (B) goes an associate degree (A)."""
    assert lacking(described(AnyOf((A, B)), implies={"B": "A"}), "goal", []).sets == (("A",),)
    assert lacking(described(AllOf((A, B)), implies={"B": "A"}), "goal", []).sets == (("B",),)
    assert lacking(described(A, implies={"B": "A"}), "goal", "B").sets == ((),)
    assert lacking(described(AnyOf((D, AllOf((A, B)))), implies={"D": "AB"}), "goal", []).sets == (("A", "B"),)


def test_one_of_two_that_imply_each_other_is_told() -> None:
    assert lacking(described(AllOf((A, B)), implies={"A": "B", "B": "A"}), "goal", []).sets == (("B",),)


def test_rules_in_words_are_told_once() -> None:
    words = Prose("by invitation")
    found = lacking(described(words, AllOf((words, A)), AnyOf((Prose("in writing"), B))), "goal", [])

    assert found == Lacking((("B",),), complete=True, in_words=("by invitation", "in writing"))


LETTERS = tuple(Achieved(chr(number)) for number in range(ord("A"), ord("Z") + 1))
PAIRS = tuple(AnyOf(pair) for pair in zip(LETTERS[:13], LETTERS[13:], strict=True))


@pytest.mark.parametrize("requirement", [AtLeast(10, LETTERS[:20]), AllOf(PAIRS)], ids=["electives", "choices"])
def test_far_too_many_sets_are_cut_short(requirement: Requirement) -> None:
    """Ten of twenty electives can be chosen in 184,756 ways; to list them all would take minutes."""
    found = lacking(described(requirement), "goal", [])

    assert (len(found.sets), found.complete) == (MOST_SETS, False)
    assert all(is_met(requirement, set(one)) for one in found.sets)


def test_a_co_requisite_need_not_be_held_before() -> None:
    catalog = described(AllOf((A, Concurrent("B"), Together("C"), Concurrent("D"))), AllOf((D,)))

    assert lacking(catalog, "goal", ["C"]).beside == ("B",)


def test_of_very_many_ways_to_a_sum_some_are_kept() -> None:
    letters = [chr(number) for number in range(ord("A"), ord("Z") + 1)]
    amounts = tuple(1000 + 7 * place**2 for place in range(26))

    found = lacking(described(SumOf(9000, tuple(map(Achieved, letters)), amounts)), "goal", [])

    assert not found.complete
    assert all(sum(amounts[ord(id) - ord("A")] for id in one) >= 9000 for one in found.sets)


# ---- what no plan gets around


def offered(id: str, *ways: tuple[Requirement, int | None], implies: str = "") -> Achievement:
    routes = (Route(str(n), requires, None if dollars is None else Cost.known(dollars * 100), 1000)
              for n, (requires, dollars) in enumerate(ways))  # fmt: skip
    return Achievement(id, routes=tuple(routes), implies=frozenset(implies))


def both(catalog: Catalog, question: Question) -> tuple[str, str]:
    planner = Planner.of(catalog)
    found = in_every_plan(planner, question), in_every_cheapest_plan(planner, planner.answer(question))
    return "".join(found[0]), "".join(sorted(found[1]))


FORK = Catalog.of(
    [
        offered("A", (NOTHING, 1)),
        offered("B", (A, 10)),
        offered("C", (A, 10)),
        offered("D", (NOTHING, 50)),
        offered("G", (AllOf((AnyOf((B, C, D)), Achieved("E"))), 0)),
        offered("E", (NOTHING, 0)),
    ]
)


def test_two_ways_through_one_door() -> None:
    """Every way has E and G; the cheap ones, by B or C, have A as well."""
    assert both(FORK, Question("G")) == ("EG", "AEG")


def test_steps_of_the_cheapest_plans_are_told_whatever_is_preferred() -> None:
    for question in (Question("G", prefer="fastest"), Question("G", prefer="fewest"), Question("G", budget=0)):
        assert both(FORK, question) == ("EG", "AEG")


def test_what_is_held_or_follows_from_it_is_no_step() -> None:
    catalog = Catalog.of([offered("A", (NOTHING, 1)), Achievement("B", implies=frozenset("A")), offered("G", (A, 0))])

    assert both(catalog, Question("G", frozenset("B"))) == ("G", "G")
    assert both(catalog, Question("G", frozenset("G"))) == ("", "")


def test_nothing_is_claimed_where_nothing_is_proved() -> None:
    unknown = Catalog.of([offered("A", (NOTHING, None)), offered("G", (A, 0))])

    assert both(unknown, Question("G")) == ("AG", "")
    assert both(Catalog.of([offered("G", (Prose("x"), 0))]), Question("G")) == ("", "")


def test_way_of_unknown_price_is_not_as_cheap() -> None:
    catalog = Catalog.of([offered("A", (NOTHING, 9)), offered("B", (NOTHING, None)), offered("G", (AnyOf((A, B)), 0))])

    assert both(catalog, Question("G")) == ("G", "AG")


# ---- the report


@pytest.fixture
def told(tmp_path: Path) -> Path:
    return tmp_path / "data.trig"


def parts(path: Path, text: str, *have: str, bare: bool = False) -> list[Section]:
    path.write_text(f"{HEAD}{DATA} src:page {{ {text} }}", "utf-8")
    return sections(advise(Knowledge.load([path]), Request("AW", have, bare=bare)))


def heading(found: list[Section], word: str) -> Section:
    return next(one for one in found if word in one.heading)


RULE = "id:award cw:requires id:rule . id:rule cw:any id:course , id:other . "
ADVICE = "id:award cw:recommends id:advice . id:advice cw:all id:course , id:other ."


def test_requirement_and_advice_are_told_apart(told: Path) -> None:
    found = parts(told, RULE + ADVICE)

    assert heading(found, "requires") == Section(
        "To meet what AW requires, you lack one of these", ("Course", "Other course")
    )
    assert heading(found, "recommends") == Section(
        "To follow what the issuing body recommends, too, you lack", ("Course and Other course",)
    )
    assert found[-2].sentences == ("Every way that can be planned leads over: Course and Other course.",)
    assert found[-1].sentences[0].startswith("The way there: $300")


def test_advice_is_not_told_where_the_bare_requirement_is_asked_about(told: Path) -> None:
    found = parts(told, RULE + ADVICE, bare=True)

    assert [one for one in found if "recommends" in one.heading] == []
    assert found[-2].sentences == ("No single step is on every way.",)


def test_nothing_lacking_and_all_of_it_held(told: Path) -> None:
    assert heading(parts(told, RULE, "Course"), "requires") == Section(
        "To meet what AW requires, you lack", ("nothing.",)
    )
    assert parts(told, RULE, "AW")[-1] == Section("", ("You hold it already.",))


def test_rule_in_words_is_told_as_it_is(told: Path) -> None:
    found = parts(told, 'id:award cw:requires id:rule . id:rule cw:prose "By invitation" .')

    assert heading(found, "requires").sentences == ("in words only: By invitation",)


def test_no_known_way_is_told(told: Path) -> None:
    assert heading(parts(told, ""), "requires").sentences == ("what is not in our data.",)


def test_more_sets_than_one_reads_are_counted(told: Path) -> None:
    courses = [f"id:course-{number}" for number in range(MOST_LISTED + 3)]
    described = " ".join(f"{one} a cw:Course ." for one in courses)
    found = parts(told, f"id:award cw:requires id:rule . id:rule cw:any {' , '.join(courses)} . {described}")

    assert len(heading(found, "requires").sentences) == MOST_LISTED + 1
    assert heading(found, "requires").sentences[-1] == "… or one of 3 other sets."


# ---- the built-in data


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return Knowledge.load()


def test_json_has_the_sets_as_ids_and_the_whole_answer(knowledge: Knowledge) -> None:
    found = json.loads(json.dumps(to_json(advise(knowledge, Request("CDIP", ("CPC",))))))

    assert (found["goal"], found["held"]) == ("ahima:cdip", False)
    assert ["ahima:ccs"] in found["lacking"]["required"]["sets"]
    assert set(found["inEveryPlan"]) <= set(found["inEveryCheapestPlan"])
    assert found["pathway"]["goal"] == "ahima:cdip"
    assert to_json(advise(knowledge, Request("RHIT", ("RHIT",))))["held"] is True


def test_every_lacking_set_of_the_data_opens_its_goal(knowledge: Knowledge) -> None:
    for catalog in (knowledge.bare.catalog, knowledge.prepared.catalog):
        for goal, thing in catalog.achievements.items():
            found = lacking(catalog, goal, [])
            for one in found.sets:
                assert any(is_met(route.requires, catalog.closure(one)) for route in thing.routes)
            assert found.complete


def test_command_says_no_where_there_is_no_way(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["why", "ART"]) == 1
    assert "It has become RHIT: ask for that." in capsys.readouterr().out
    assert main(["why", "RHIT", "--format", "markdown"]) == 0
    assert "\n## To meet what RHIT requires, you lack one of these\n" in capsys.readouterr().out
