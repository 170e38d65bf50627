"""What opens: what can be begun with what is held, and what one more step would open."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from chartway.catalog import Achievement, Catalog, Route
from chartway.cli import main
from chartway.knowledge import Knowledge
from chartway.namespaces import PREFIXES
from chartway.opening import Opening, open_things, opening
from chartway.report.opening import sections, title, to_json
from chartway.report.sections import Section
from chartway.requirement import Achieved, AllOf, Concurrent, Prose, Requirement, Together

HEAD = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items())
DATA = """src:chartway {
  src:page a cw:Source ; cw:reliability cw:official ; dcterms:publisher id:issuer .
  src:guess a cw:Source ; cw:reliability cw:assumed .
  id:high-school-diploma a cw:Diploma ; skos:prefLabel "High-school diploma" .
  id:course a cw:Course ; skos:prefLabel "Course" . id:talk a cw:Course ; skos:prefLabel "Talk" .
  id:award a cw:Certification ; skos:notation "AW" ; cw:issuedBy id:issuer . id:issuer a cw:Body .
  id:lesser a cw:Certification ; skos:notation "LESS" ; cw:issuedBy id:issuer .
}
src:page {
  id:course cw:requires id:school ; cw:fee id:dear , id:cheap ; cw:duration id:term .
  id:school cw:all id:high-school-diploma . id:term cw:weeks 15.0 .
  id:dear cw:amount 100.00 ; cw:onlyFor id:lesser . id:cheap cw:amount 150.00 .
  id:award cw:requires id:school ; cw:recommends id:advice ; cw:countsAs id:lesser . id:advice cw:all id:course .
  id:lesser cw:requires id:rule . id:rule cw:all id:course . id:award cw:fee id:cheap .
  id:talk cw:requires id:rule ; cw:duration id:term .
}
src:guess { id:lesser cw:fee id:guessed . id:guessed cw:amount 80.00 ; cw:because "Heard." }
"""


def earned(id: str, *requirements: Requirement, implies: frozenset[str] = frozenset()) -> Achievement:
    ways = tuple(Route(str(number), requires) for number, requires in enumerate(requirements))
    return Achievement(id, routes=ways, implies=implies)


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    path = tmp_path_factory.mktemp("data") / "data.trig"
    path.write_text(HEAD + DATA, "utf-8")
    return Knowledge.load([path])


# ---- what opens

A, B = Achieved("A"), Achieved("B")


def test_one_open_way_in_is_enough() -> None:
    catalog = Catalog.of([earned("A"), earned("B"), earned("C", AllOf((A, B)), A), earned("D", AllOf((A, B)))])

    assert open_things(catalog, frozenset("A")) == ("C",)
    assert open_things(catalog, frozenset("AB")) == ("C", "D")


def test_rule_in_words_opens_nothing() -> None:
    assert opening(Catalog.of([earned("A", Prose("by invitation"))]), []) == Opening((), ())


def test_what_is_held_does_not_open_and_opens_by_all_it_implies() -> None:
    catalog = Catalog.of([earned("A"), earned("B", implies=frozenset("A")), earned("C", A), earned("D", A, Prose("x"))])

    assert opening(catalog, "B") == Opening(("C", "D"), ())


def test_next_is_what_a_step_opens_by_itself() -> None:
    catalog = Catalog.of(
        [
            earned("A", AllOf(())),
            earned("B", AllOf(()), implies=frozenset("E")),
            earned("C", A),
            earned("D", AllOf((A, B))),
            earned("E"),
            earned("F", Achieved("E")),
            earned("G", Achieved("C")),
        ]
    )

    assert opening(catalog, []) == Opening(("A", "B"), (("A", ("C",)), ("B", ("F",))))


def test_co_requisites_open_one_another() -> None:
    mutual = [earned("A", Concurrent("B")), earned("B", Together("A")), earned("C", A), earned("D", Concurrent("E"))]

    assert opening(Catalog.of([*mutual, earned("E")]), []) == Opening(("A", "B"), (("A", ("C",)),))


# ---- the report


def test_things_are_listed_by_kind_with_price_length_and_what_they_open(knowledge: Knowledge) -> None:
    start = knowledge.start([])

    assert title(knowledge, start) == "What opens from: high-school diploma (assumed)"
    assert sections(knowledge, start) == [
        Section("You can begin now", ("Course: $150, 15 weeks; then open: AW and Talk.",)),
        Section("Open, too, though you lack what the issuing body recommends for it", ("AW.",)),
    ]


def test_cheapest_open_way_in_gives_the_price(knowledge: Knowledge) -> None:
    found = to_json(knowledge, knowledge.start(["course"]))

    assert {one["achievement"]: (one["cost"], one["weeks"]) for one in found["now"]} == {
        "id:award": (150, 0),
        "id:talk": (None, 15),
        "id:lesser": (80, 0),
    }
    assert found["bare"] == []
    (section,) = sections(knowledge, knowledge.start(["course"]))
    assert section.sentences == ("AW: $150.", "LESS: ~$80.", "Talk: price unknown, 15 weeks.")


def test_courses_of_a_college_open_for_who_has_something_of_it(tmp_path: Path) -> None:
    path = tmp_path / "data.trig"
    path.write_text(
        HEAD
        + DATA
        + """src:page { id:first a cw:Course ; skos:notation "MY 1" ; cw:taughtBy id:my ; cw:duration id:term ;
          cw:requires cw:Nothing . id:second a cw:Course ; skos:notation "MY 2" ; cw:taughtBy id:my ;
          cw:duration id:term ; cw:requires cw:Nothing . id:my a cw:College ; skos:prefLabel "My college" . }""",
        "utf-8",
    )
    mine = Knowledge.load([path])

    assert [one["achievement"] for one in to_json(mine, mine.start([]))["now"]] == ["id:course"]
    assert [one["achievement"] for one in to_json(mine, mine.start(["MY 1"]))["now"]] == ["id:course", "id:second"]


def test_nothing_open_is_said_in_a_sentence(knowledge: Knowledge) -> None:
    start = knowledge.start(["nothing"])

    assert title(knowledge, start) == "What opens from nothing"
    first = "A high-school diploma, or what counts as one: 1 thing more would open."
    assert sections(knowledge, start) == [
        Section("First of all", (first,)),
        Section("", ("Nothing is open with what you hold.",)),
    ]


def test_where_only_the_bare_requirement_is_met_no_heading_stands_alone(tmp_path: Path) -> None:
    path = tmp_path / "data.trig"
    path.write_text(
        HEAD
        + """src:chartway { src:page a cw:Source ; cw:reliability cw:official ; dcterms:publisher id:issuer .
          id:high-school-diploma a cw:Diploma . id:course a cw:Course . id:award a cw:Certification ;
          skos:notation "AW" ;
          cw:issuedBy id:issuer . id:issuer a cw:Body }
        src:page { id:award cw:requires cw:Nothing ; cw:recommends id:advice . id:advice cw:all id:course }""",
        "utf-8",
    )
    knowledge = Knowledge.load([path])

    (section,) = sections(knowledge, knowledge.start([]))
    assert section == Section("Open though you lack what the issuing body recommends for it", ("AW.",))


# ---- the command


def test_command_says_no_where_nothing_opens(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever has no diploma and refuses the little that is open to all."""
    knowledge = Knowledge.load()
    open_to_all = {id for planner in (knowledge.bare, knowledge.prepared) for id in opening(planner.catalog, []).now}
    profile = tmp_path / "profile.toml"
    profile.write_text(f'have = ["nothing"]\nrefuse = {json.dumps(sorted(open_to_all))}', "utf-8")

    assert main(["next", "--profile", str(profile)]) == 1
    told = capsys.readouterr().out
    assert told.startswith("What opens from nothing\n\nFirst of all\n  A high-school diploma, or what counts as one: ")
    assert told.endswith(" more would open.\n\nNothing is open with what you hold.\n")


def test_every_format_lists_the_same_things(capsys: pytest.CaptureFixture[str]) -> None:
    said = {}
    for format in ("table", "markdown", "json"):
        assert main(["next", "--have", "RHIT,coding:12mo", "--format", format]) == 0
        said[format] = capsys.readouterr().out
    found = json.loads(said["json"])
    knowledge = Knowledge.load()
    names = [knowledge.name(one["achievement"]) for one in found["now"]]

    jobs = [
        name
        for name, one in zip(names, found["now"], strict=True)
        if knowledge.kind(one["achievement"]) == "occupation"
    ]
    told = " ".join(said["table"].split())
    assert [name for name in names if name not in jobs and f"\n  {name}" not in said["table"]] == []
    assert [name for name in names if name not in jobs and f"\n- {name}" not in said["markdown"]] == []
    assert jobs
    assert told.partition("You can be hired as")[2].startswith(f" {'; '.join(sorted(jobs)[:2])}")
    assert "id:him-associate" in found["start"]["held"]
