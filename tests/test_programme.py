"""The courses of a programme, with what is known of what each asks for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from chartway.cli import main
from chartway.curriculum import metrics
from chartway.knowledge import Knowledge
from chartway.namespaces import PREFIXES
from chartway.programme import Programme, programmes
from chartway.requirement import NOTHING, Achieved, AllOf, AnyOf, AtLeast, Prose, Requirement

HEAD = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items())
DATA = (
    HEAD
    + """
src:page {
  src:page a cw:Source ; dcterms:title "Catalogue" ; cw:reliability cw:official .
  id:my a cw:College ; skos:prefLabel "MY College"@en .
  id:degree a cw:Degree ; skos:prefLabel "Degree"@en ; cw:taughtBy id:my ; cw:includes id:one , id:two , id:three ;
    cw:lacking "A course."@en .
  id:one a cw:Course ; skos:notation "MY 1" ; skos:prefLabel "First (MY College)"@en ;
    cw:taughtBy id:my ; cw:requires cw:Nothing .
  id:two a cw:Course ; skos:notation "MY 2" ; skos:prefLabel "Second (MY College)"@en ;
    cw:taughtBy id:my ; cw:requires id:rule .
  id:rule a cw:Requirement ; cw:all id:one , id:zero , [ cw:prose "A grade of C."@en ] .
  id:three a cw:Course ; skos:notation "MY 3" ; skos:prefLabel "MY 3 (MY College)"@en ; cw:taughtBy id:my .
  id:zero a cw:Course ; skos:notation "MY 0" ; skos:prefLabel "Before (MY College)"@en ; cw:taughtBy id:my .
  id:other a cw:Course ; skos:notation "MY 9" ; skos:prefLabel "Elsewhere (MY College)"@en ; cw:taughtBy id:my .
}
"""
)


@pytest.fixture
def knowledge(tmp_path: Path) -> Knowledge:
    path = tmp_path / "data.trig"
    path.write_text(DATA, "utf-8")
    return Knowledge.load([path])


def test_courses_are_those_of_the_programme_and_those_they_ask_for(knowledge: Knowledge) -> None:
    found = Programme.of(knowledge, "id:degree")

    assert list(found.required) == ["id:one", "id:three", "id:two", "id:zero"]
    assert found.silent == ("id:three", "id:zero")
    assert found.lacking == "A course."


def test_nothing_said_is_told_apart_from_nothing_asked(knowledge: Knowledge) -> None:
    found = Programme.of(knowledge, "id:degree")

    assert found.required["id:one"] == NOTHING
    assert found.required["id:three"] is None


def test_structure_is_that_of_what_is_known(knowledge: Knowledge) -> None:
    curriculum = Programme.of(knowledge, "id:degree").curriculum(knowledge)
    found = {one.id: (one.blocking, one.delay) for one in metrics(curriculum).courses}

    assert found == {"id:one": (1, 2), "id:three": (0, 1), "id:two": (0, 2), "id:zero": (1, 2)}
    assert curriculum.catalog["id:two"].name == "MY 2"
    assert [curriculum.catalog[id].label for id in ("id:two", "id:three")] == ["Second", ""]


A, B, X = Achieved("a"), Achieved("b"), Achieved("elsewhere")


@pytest.mark.parametrize(
    ("rule", "inside"),
    [
        (None, None),
        (Prose("consent"), None),
        (A, A),
        (X, None),
        (AllOf((A, X, Prose("C"))), AllOf((A,))),
        (AnyOf((A, Prose("consent"))), AnyOf((A,))),
        (AnyOf((X, Prose("consent"))), None),
        (AtLeast(2, (A, B, X)), AtLeast(2, (A, B))),
        (AtLeast(2, (A, X)), AtLeast(1, (A,))),
        (AllOf((AnyOf((X,)), AnyOf((A, B)))), AllOf((AnyOf((A, B)),))),
    ],
    ids=repr,
)
def test_words_and_what_is_outside_are_left_aside(rule: Requirement | None, inside: Requirement | None) -> None:
    assert Programme("p", {"a": None, "b": None}).within(rule) == inside


def test_every_programme_of_ours_has_metrics() -> None:
    known = Knowledge.load()
    found = {id: Programme.of(known, id) for id in programmes(known)}

    assert len(found) > 15
    for one in found.values():
        told = metrics(one.curriculum(known))
        assert len(told.courses) == len(one.required)
        assert told.never == ()


def test_command_says_what_the_figures_do_not_know(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["curriculum", "Delaware Tech HIM AAS", "--format", "json"]) == 0
    said = capsys.readouterr()

    assert {one["id"]: one["blockingFactor"] for one in json.loads(said.out)["courses"]}["dtcc:him-100"] == 3
    assert "not recorded:" in said.err
    assert "of 10 courses no source says what comes before" in said.err


def test_what_was_not_said_by_then_is_not_known(capsys: pytest.CaptureFixture[str]) -> None:
    main(["curriculum", "Delaware Tech HIM AAS", "--as-of", "2015-01-01"])

    said = capsys.readouterr().err
    assert "As of 1 January 2015" in said
    assert "of 4 courses no source says what comes before" in said


def test_command_alone_lists_the_programmes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["curriculum"]) == 0
    assert "WGU BSHIM" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["RHIT"], "no courses of RHIT are in our data"),
        (["Delaware Tech HIM AAS", "--unknown", "free"], "--unknown is for requirement graphs"),
        (["degree.csv", "--as-of", "2020-01-01"], "a file has no sources"),
        (["no such thing"], "nothing here is called 'no such thing'"),
    ],
)
def test_what_is_no_programme_is_refused(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["curriculum", *arguments]) == 2
    assert said in capsys.readouterr().err
