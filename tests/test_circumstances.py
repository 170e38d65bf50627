"""A person's circumstances over a catalog: own ways in, own prices and lengths, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from chartway.advice import Advice, Request, advise
from chartway.catalog import Achievement, Catalog, Cost, Evidence, Route
from chartway.circumstances import OWN, Circumstances
from chartway.cli import main
from chartway.errors import UnreadableError
from chartway.knowledge import Knowledge
from chartway.learner import Profile
from chartway.requirement import Achieved

PAGE = Evidence("cost", "src:page")
RULE = Evidence("requirement", "src:page")
OURS = Catalog.of(
    [
        Achievement(
            "degree",
            "Degree",
            "degree",
            (Route("open", Achieved("diploma"), Cost.known(100), 2000, evidence=(RULE, PAGE), tariff="t"),),
            implies=frozenset({"credits"}),
        ),
        Achievement("diploma"),
        Achievement("credits"),
    ]
)


# ---- over a catalog


def test_without_circumstances_nothing_is_different() -> None:
    assert Circumstances().over(OURS) == OURS


def test_own_price_is_ones_own_word_and_no_longer_moves_with_others() -> None:
    (route,) = Circumstances(cost={"degree": Cost(1, 2, 3)}).over(OURS)["degree"].routes

    assert (route.cost, route.weeks, route.tariff) == (Cost(1, 2, 3), 2000, "")
    assert route.evidence == (RULE, Evidence("cost", OWN))


def test_own_length_leaves_the_price_alone() -> None:
    (route,) = Circumstances(weeks={"degree": 500}).over(OURS)["degree"].routes

    assert (route.cost, route.weeks, route.tariff) == (Cost.known(100), 500, "t")
    assert route.evidence == (RULE, PAGE, Evidence("duration", OWN))


def test_own_ways_in_stand_beside_ours_and_leave_our_words() -> None:
    added = Catalog.of(
        [Achievement("degree", "My degree", "", (Route("open", cost=Cost.known(7)),), frozenset({"bonus"})),
         Achievement("bonus", "Bonus", routes=(Route("0"),))]
    )  # fmt: skip
    here = Circumstances(added=added).over(OURS)
    degree, bonus = here["degree"], here["bonus"]

    assert [(route.id, route.cost) for route in degree.routes] == [
        ("open", Cost.known(100)),
        ("own-open", Cost.known(7)),
    ]
    assert (degree.label, degree.kind, degree.implies) == ("Degree", "degree", frozenset({"credits", "bonus"}))
    assert {one.source for one in degree.routes[1].evidence} == {OWN}
    assert (bonus.label, [route.id for route in bonus.routes]) == ("Bonus", ["own-0"])
    assert list(here.achievements) == sorted(here.achievements)


def test_own_price_holds_for_every_way_in_and_refusal_for_all() -> None:
    added = Catalog.of([Achievement("degree", routes=(Route("0", cost=Cost.known(7)),))])
    priced = Circumstances(added=added, cost={"degree": Cost.known(1)}).over(OURS)
    refused = Circumstances(added=added, cost={"degree": Cost.known(1)}, refused=frozenset({"degree"})).over(OURS)

    assert {route.cost for route in priced["degree"].routes} == {Cost.known(1)}
    assert refused["degree"].routes == ()
    assert refused["degree"].implies == {"credits"}


# ---- a college of one's own


@pytest.fixture
def college(tmp_path: Path) -> Path:
    return tmp_path / "college.json"


def write(path: Path, *achievements: dict[str, Any]) -> Path:
    graph = {"format": "chartway-requirements/1", "achievements": achievements}
    path.write_text(json.dumps(graph), "utf-8")
    return path


def asked(path: Path, goal: str, profile: Profile | None = None) -> Advice:
    knowledge = Knowledge.load().on_top(path)
    return advise(knowledge.of_learner(profile, "profile") if profile else knowledge, Request(goal))


def test_names_in_a_graph_on_top_are_as_people_write_them(college: Path) -> None:
    write(
        college,
        {"id": "HIT 101", "label": "Health records I", "routes": [{"cost": 300, "weeks": 15}]},
        {
            "id": "Associate degree in Health Information Management – CAHIIM accredited",
            "routes": [{"requires": {"all": ["HIT 101", "high school diploma"]}, "cost": 900, "weeks": 30}],
        },
    )
    advice = asked(college, "rhit")

    assert [step.achievement for step in advice.steps] == ["HIT 101", "id:him-associate", "ahima:rhit"]
    assert advice.steps[1].route.startswith("own-")
    assert {source.id for source in advice.sources} >= {OWN}
    assert asked(college, "health records i").goal.id == "HIT 101"
    assert asked(college, "hit-101").goal.name == "Health records I"


def test_a_bare_code_in_a_graph_on_top_is_never_that_of_another_college(college: Path) -> None:
    write(college, {"id": "HIM 225", "label": "Ours", "routes": [{"cost": 1, "weeks": 1}]})

    assert asked(college, "HIM 225").goal.id == "HIM 225"
    write(college, {"id": "Delaware Tech HIM 225", "routes": [{"cost": 1, "weeks": 1}]})
    assert asked(college, "dtcc:him-225").answer.plan is not None


def test_what_follows_from_a_thing_of_ones_own_is_named_as_people_write_it(college: Path) -> None:
    write(college, {"id": "diploma of mine", "implies": ["HIM associate"], "routes": [{"cost": 5, "weeks": 1}]})
    steps = asked(college, "RHIT").steps

    assert [step.achievement for step in steps] == ["diploma of mine", "ahima:rhit"]


def test_our_way_in_is_kept_where_it_is_better(college: Path) -> None:
    write(college, {"id": "RHIT", "routes": [{"requires": "RHIA", "cost": 90000, "weeks": 99}]})
    advice = asked(college, "RHIT")
    ways = {route.id for route in advice.catalog["ahima:rhit"].routes}

    assert len({way for way in ways if way.startswith("own-")}) == 1
    assert len(ways) > 1
    assert not advice.steps[-1].route.startswith("own-")


def test_own_things_can_be_named_in_a_profile(college: Path) -> None:
    write(college, {"id": "HIT 101", "label": "Records", "routes": [{"cost": 300, "weeks": 15}]})
    priced = asked(college, "records", Profile(cost={"hit 101": Cost.known(100)}, weeks={"Records": 1000}))
    refused = asked(college, "records", Profile(refuse=("Records",)))

    assert [(step.cost, step.finish) for step in priced.steps] == [(Cost.known(100), 1000)]
    assert refused.answer.plan is None


@pytest.mark.parametrize(
    "names", [("RHIT", "RHIT"), ("RHIT", "ahima:rhit"), ("rhit", "Registered Health Information Technician")]
)
def test_thing_described_twice_is_a_fault(names: tuple[str, str], college: Path) -> None:
    write(college, *({"id": name, "routes": [{"cost": 1}]} for name in names))

    with pytest.raises(UnreadableError, match=r"two have the (id|meaning)"):
        Knowledge.load().on_top(college)


def test_what_is_described_nowhere_is_a_fault(college: Path) -> None:
    write(college, {"id": "HIT 101", "routes": [{"requires": {"all": ["RHIT", "HIT 100", "HIT 99"]}}]})

    with pytest.raises(UnreadableError, match=r"described nowhere: 'HIT 100', 'HIT 99'"):
        Knowledge.load().on_top(college)


def test_both_are_laid_over_the_graph_on_the_command_line(
    college: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    profile = tmp_path / "profile.toml"
    write(college, {"id": "HIM associate", "routes": [{"cost": 900, "weeks": 30}]})
    profile.write_text("[cost]\nRHIT = 1\n[weeks]\nRHIT = 2", "utf-8")
    code = main(["pathway", "RHIT", "--add", str(college), "--profile", str(profile), "--format", "json"])
    found = json.loads(capsys.readouterr().out)

    assert (code, found["cost"], found["weeks"]) == (0, 901, 32)
