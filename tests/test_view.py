"""A view lets count what was known on a day, by the word of those one trusts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import chartway
from chartway.advice import Request, advise
from chartway.cli import main
from chartway.knowledge import Knowledge
from chartway.namespaces import PREFIXES
from chartway.report import thing
from chartway.source import Reliability, Source
from chartway.view import EVERYTHING, Trust, View

HEAD = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items())
DATA = (
    HEAD
    + """
src:chartway {
  src:chartway a cw:Source ; dcterms:title "Chartway" ; cw:reliability cw:editorial .
  src:old a cw:Source ; dcterms:title "Issuer, old" ; cw:reliability cw:official ; cw:pageDate "2018"^^xsd:gYear ;
    cw:seenOn "2026-11-23"^^xsd:date .
  src:new a cw:Source ; dcterms:title "Issuer, new" ; cw:reliability cw:official ;
    cw:pageDate "2025-03"^^xsd:gYearMonth ; cw:seenOn "2026-11-23"^^xsd:date .
  src:blog a cw:Source ; dcterms:title "Blog" ; cw:reliability cw:reported ; cw:pageDate "2020"^^xsd:gYear ;
    cw:seenOn "2026-11-23"^^xsd:date .
  src:guess a cw:Source ; dcterms:title "Guess" ; cw:reliability cw:assumed .
  id:high-school-diploma a cw:Diploma ; skos:prefLabel "Diploma"@en .
  id:course a cw:Course ; skos:prefLabel "Course"@en .
  id:award a cw:Certification ; skos:prefLabel "Award"@en ; skos:notation "AW" .
  id:was a cw:Certification ; skos:prefLabel "Former award"@en ; skos:notation "WAS" ; cw:supersededBy id:award ;
    cw:because "Renamed."@en .
  id:old-rule cw:supersededBy id:new-rule ; cw:because "It asks for more now."@en .
}
src:old { id:award cw:requires id:old-rule . id:old-rule a cw:Requirement ; cw:all id:high-school-diploma . }
src:new {
  id:award cw:requires id:new-rule ; cw:validFrom "2020-01-01"^^xsd:date .
  id:new-rule a cw:Requirement ; cw:all id:high-school-diploma , [ cw:any id:course ] .
}
src:blog { id:course cw:requires cw:Nothing ; cw:fee id:fee . id:fee a cw:Fee ; cw:amount 10.00 ; cw:currency "USD" . }
src:guess { id:course cw:duration id:term . id:term a cw:Duration ; cw:weeks 15 ; cw:because "A term."@en . }
"""
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "data.trig"
    path.write_text(DATA, "utf-8")
    return path


def steps(path: Path, view: View, goal: str = "AW") -> list[str] | None:
    plan = advise(Knowledge.load([path], view), Request(goal)).answer.plan
    return None if plan is None else [step.achievement for step in plan.steps]


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        (EVERYTHING, ["id:course", "id:award"]),
        (View("2025-03-01"), ["id:course", "id:award"]),
        (View("2025-02-28"), ["id:award"]),
        (View("2018-01-01"), ["id:award"]),
        (View("2017-12-31"), None),
        (View(trust="published"), None),
        (View("2024-01-01", "published"), ["id:award"]),
        (View("2030-01-01"), ["id:course", "id:award"]),
    ],
    ids=str,
)
def test_the_rule_that_was_known_then_is_followed(data: Path, view: View, expected: list[str] | None) -> None:
    """What superseded it later is not heard of yet; before the first page there is no rule, and no way."""
    assert steps(data, view) == expected


def test_a_former_name_is_no_former_name_before_the_new_one_began(data: Path) -> None:
    assert not Knowledge.load([data], View("2019-12-31")).is_former("id:was")
    assert Knowledge.load([data], View("2020-01-01")).is_former("id:was")


def test_a_rule_that_says_when_it_began_counts_from_then_on(data: Path) -> None:
    """However late the page that tells of it: a page of 2025 says what has been in force since 2019."""
    dated = DATA.replace(
        "id:new-rule a cw:Requirement", 'id:new-rule a cw:Requirement ; cw:validFrom "2019"^^xsd:gYear'
    )
    data.write_text(dated, "utf-8")

    assert steps(data, View("2021-01-01")) == ["id:course", "id:award"]
    assert steps(data, View("2018-06-01")) == ["id:award"]


def test_what_a_page_of_then_links_to_counts_whole(data: Path) -> None:
    """A second page repeats only the link: the inside of the rule stands in the graph of the later one."""
    data.write_text(
        DATA.replace("src:old { id:award", "src:old { id:award cw:requires id:new-rule . id:award"), "utf-8"
    )

    assert steps(data, View("2024-01-01")) is not None


@pytest.mark.parametrize(
    ("reliability", "trust", "counts"),
    [
        ("official", "issuer", True),
        ("reported", "issuer", False),
        ("assumed", "issuer", False),
        ("editorial", "issuer", True),
        ("own", "issuer", True),
        ("reported", "published", True),
        ("assumed", "published", False),
        ("assumed", "all", True),
    ],
)
def test_trust_is_a_list_of_reliabilities(reliability: Reliability, trust: Trust, counts: bool) -> None:  # noqa: FBT001 - a table
    assert (not View(trust=trust).leaves_out(Source("s", "S", reliability))) is counts


@pytest.mark.parametrize(
    ("source", "day", "by_then"),
    [
        (Source("s", "S", "official", page_date="2024-07"), "2024-07-01", True),
        (Source("s", "S", "official", page_date="2024-07"), "2024-06-30", False),
        (Source("s", "S", "official", page_date_note="c. 2014-2017", seen="2026-11-23"), "2017-01-01", True),
        (Source("s", "S", "official", page_date_note="c. 2014-2017", seen="2026-11-23"), "2016-12-31", False),
        (Source("s", "S", "official", page_date_note="2020 or later", seen="2026-11-23"), "2022-01-01", False),
        (Source("s", "S", "reported", seen="2026-11-23"), "2026-11-22", False),
        (Source("s", "S", "assumed"), "1999-01-01", True),
    ],
)
def test_a_page_counts_from_its_date_on(source: Source, day: str, by_then: bool) -> None:  # noqa: FBT001 - a table
    assert View(day).is_by_then(source) is by_then


SURFACES = [
    ("pathway", "RHIT"),
    ("pathway", "RHIT", "--format", "markdown"),
    ("why", "RHIT"),
    ("next",),
    ("compare", "RHIT", "CCS"),
    ("compare", "RHIT", "CCS", "--format", "markdown"),
    ("report", "RHIT"),
    ("report", "RHIT", "--format", "markdown"),
    ("show", "RHIT"),
]


@pytest.mark.parametrize("command", SURFACES, ids=" ".join)
def test_every_surface_says_what_it_leaves_out(command: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    main([*command, "--as-of", "2020-06-30", "--sources", "issuer"])
    said = capsys.readouterr().out

    assert "As of 30 June 2020" in said
    assert "Only official pages count here" in said


@pytest.mark.parametrize("command", [("pathway", "RHIT"), ("why", "RHIT"), ("next",), ("show", "RHIT")], ids=" ".join)
def test_json_says_which_view_it_is_and_only_then(command: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    main([*command, "--format", "json", "--as-of", "2020-06-30"])
    narrow = json.loads(capsys.readouterr().out)
    main([*command, "--format", "json"])
    whole = json.loads(capsys.readouterr().out)

    assert narrow.get("pathway", narrow)["view"] == {"asOf": "2020-06-30", "sources": "all"}
    assert "view" not in whole.get("pathway", whole)


@pytest.mark.parametrize("view", [View("2015-01-01"), View(trust="issuer")], ids=str)
def test_what_is_left_out_of_anything_is_told_whole(view: View) -> None:
    """A count, a wage, a format on a page that does not count is named as not used, with all that it says."""
    knowledge = Knowledge.load(view=view)
    for id in sorted({id for ids in knowledge.names.tiers[0].values() for id in ids if not knowledge.college(id)}):
        assert thing.table(knowledge, id)


def test_where_no_rule_is_known_for_a_day_that_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["pathway", "RHIT", "--as-of", "2020-06-30"])
    said = capsys.readouterr().out

    assert code == 1
    assert "With all our data there is a way. It rests on what does not count here:" in said
    assert "RHIT, what it asks for: OpenExamPrep" in said


def test_queries_ask_the_view(capsys: pytest.CaptureFixture[str]) -> None:
    def rows(*options: str) -> int:
        main(["query", "fees", "--format", "csv", *options])
        return len(capsys.readouterr().out.splitlines())

    assert (
        rows()
        > rows("--sources", "published")
        > rows("--sources", "issuer")
        > rows("--sources", "issuer", "--as-of", "1999-01-01")
        == 1
    )


def test_a_query_of_ones_own_asks_the_view(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    query = tmp_path / "own.rq"
    query.write_text("ASK { ahima:rhit cw:requires ?rule }", "utf-8")

    assert main(["query", str(query)]) == 0
    assert main(["query", str(query), "--as-of", "2020-01-01"]) == 1
    assert capsys.readouterr().out == "yes\nno\n"


def test_python_asks_the_view() -> None:
    assert chartway.advise("RHIT").answer.plan is not None
    assert chartway.advise("RHIT", as_of="2020-01-01").answer.plan is None
    assert len(chartway.current(sources="issuer")) < len(chartway.current())


def test_learners_of_a_table_are_advised_in_the_view(tmp_path: Path) -> None:
    learners, plans = tmp_path / "learners.csv", tmp_path / "plans.jsonl"
    learners.write_text("learner,goal,have\na,RHIT,\n", "utf-8")
    main(["cohort", str(learners), "--out", str(plans), "--as-of", "2020-01-01"])

    assert json.loads(plans.read_text("utf-8"))["status"] == "unreachable"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--as-of", "June"], "'June' is not a day, such as 2024-06-30"),
        (["--as-of", "2024-02-30"], "'2024-02-30' is not a day"),
        (["--sources", "mine"], "invalid choice: 'mine'"),
    ],
)
def test_a_view_that_is_none_is_refused(options: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["pathway", "RHIT", *options])

    assert end.value.code == 2
    assert said in capsys.readouterr().err


def test_a_requirement_graph_has_no_sources(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    graph = tmp_path / "graph.json"
    graph.write_text('{"format": "chartway-requirements/1", "achievements": [{"id": "A", "routes": [{}]}]}', "utf-8")

    assert main(["pathway", "A", "--requirements", str(graph), "--sources", "issuer"]) == 2
    assert "a --requirements file has no sources" in capsys.readouterr().err
