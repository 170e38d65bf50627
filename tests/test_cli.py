"""The command line: exit codes, one clear line for each fault, results and talk apart."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import webbrowser
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

from chartway import __version__
from chartway.catalog import Catalog
from chartway.circuit import Circuit
from chartway.cli import COMMANDS, main
from chartway.cohort_reply import Told

DONE, NO, NOT_CARRIED_OUT = 0, 1, 2
NAMES = (
    "pathway",
    "show",
    "next",
    "why",
    "compare",
    "explore",
    "report",
    "query",
    "curriculum",
    "cohort",
    "site",
    "validate",
)
GRAPH = {
    "format": "chartway-requirements/1",
    "achievements": [
        {"id": "BIO 1", "label": "Biology I", "routes": [{"cost": 420, "weeks": 15}]},
        {"id": "HIT, part 2", "routes": [{"requires": "BIO 1", "cost": 300, "weeks": 15}]},
        {"id": "diploma", "routes": [{"requires": "HIT, part 2"}]},
        {"id": "licence"},
    ],
}


@dataclass(frozen=True)
class Outcome:
    code: int
    out: str
    err: str


@pytest.fixture
def chartway(capsys: pytest.CaptureFixture[str]) -> Runner:
    return Runner(capsys)


@dataclass(frozen=True)
class Runner:
    """Runs the command in this process."""

    capsys: pytest.CaptureFixture[str]

    def __call__(self, *arguments: object) -> Outcome:
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as end:
            code = int(end.code or 0)
        return Outcome(code, *self.capsys.readouterr())

    def refuses(self, *arguments: object) -> str:
        """What is said about arguments that cannot be carried out: on standard error only, and short."""
        outcome = self(*arguments)
        assert (outcome.code, outcome.out) == (NOT_CARRIED_OUT, ""), outcome
        assert re.fullmatch(r"chartway.*: .+\n", outcome.err), outcome.err
        return outcome.err


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    path = tmp_path / "graph.json"
    path.write_text(json.dumps(GRAPH), "utf-8")
    return path


@pytest.fixture
def learners(tmp_path: Path) -> Path:
    path = tmp_path / "learners.csv"
    path.write_text('learner,goal,have\nAda,diploma,"HIT, part 2"\nBo,licence,\n', "utf-8")
    return path


def unusable(folder: Path) -> list[Path]:
    """What no command can read: nothing, a folder, an empty file, and one that is no text."""
    empty, binary = folder / "empty", folder / "binary"
    empty.touch()
    binary.write_bytes(b"\xff\xfe\x00{")
    return [folder / "missing", folder, empty, binary]


# ---- help


def test_alone_it_shows_what_one_can_do(chartway: Runner) -> None:
    outcome = chartway()

    assert (outcome.code, outcome.err) == (DONE, "")
    assert all(f"  {name} " in outcome.out for name in NAMES)
    assert "examples:\n  chartway pathway" in outcome.out
    assert len(NAMES) == len(COMMANDS)


@pytest.mark.parametrize("name", NAMES)
def test_every_command_has_an_example(name: str, chartway: Runner) -> None:
    outcome = chartway(name, "--help")

    assert (outcome.code, outcome.err) == (DONE, "")
    assert re.search(rf"^examples?:\n  chartway {name}\b", outcome.out, re.MULTILINE)


def test_it_knows_its_version(chartway: Runner) -> None:
    assert chartway("--version") == Outcome(DONE, f"chartway {__version__}\n", "")


# ---- done, and no


def test_a_plan_is_printed(graph: Path, chartway: Runner) -> None:
    table = chartway("pathway", "diploma", "--requirements", graph)
    plan = json.loads(chartway("pathway", "diploma", "--requirements", graph, "--format", "json").out)

    assert (table.code, table.err) == (DONE, "")
    assert "Biology I" in table.out
    assert (plan["status"], plan["cost"], plan["weeks"], plan["stepCount"]) == ("optimal", 720, 30, 3)
    assert chartway("pathway", "diploma", "--requirements", graph, "--format", "markdown").out.startswith("```text\n")


def test_only_what_leads_to_the_goal_is_made_ready(
    tmp_path: Path, chartway: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[int] = []
    whole = Circuit.of

    def counted(catalog: Catalog) -> Circuit:
        made.append(len(catalog))
        return whole(catalog)

    monkeypatch.setattr(Circuit, "of", counted)
    apart = [{"id": f"A{n}", "routes": [{"requires": "diploma", "validFrom": "2027-01-15"}]} for n in range(50)]
    path = tmp_path / "graph.json"
    path.write_text(json.dumps(GRAPH | {"achievements": [*GRAPH["achievements"], *apart]}), "utf-8")

    assert chartway("pathway", "diploma", "--requirements", path).code == DONE
    assert made == [3]


def test_co_requisites_are_told_in_words(tmp_path: Path, chartway: Runner) -> None:
    lecture = {"requires": {"all": ["BIO 1", {"id": "laboratory", "timing": "together"}]}, "cost": 300, "weeks": 15}
    things = [
        GRAPH["achievements"][0],
        {"id": "HIT 2", "routes": [lecture]},
        {"id": "laboratory", "routes": [{"weeks": 20}]},
        {"id": "practice", "routes": [{"requires": {"all": ["HIT 2", {"id": "laboratory", "timing": "concurrent"}]}}]},
    ]
    path = tmp_path / "graph.json"
    path.write_text(json.dumps({"format": "chartway-requirements/1", "achievements": things}), "utf-8")

    told = chartway("pathway", "practice", "--requirements", path).out

    assert "together with laboratory" in told
    assert "during laboratory" in told
    assert "laboratory ends after the goal is reached." in told
    assert chartway("explore", "practice", "--requirements", path, "--out", tmp_path / "page.html").code == DONE


@pytest.mark.parametrize("have", [["HIT, part 2"], ["biology i"], ["nothing"], ["biology-i", "licence,BIO 1"], [""]])
def test_holdings_are_read_as_people_write_them(have: list[str], graph: Path, chartway: Runner) -> None:
    given = [argument for one in have for argument in ("--have", one)]
    plan = json.loads(chartway("pathway", "diploma", "--requirements", graph, "--format", "json", *given).out)

    assert plan["cost"] == {"HIT, part 2": 0, "nothing": 720, "": 720}.get(have[0], 300)


def test_an_unreachable_goal_is_a_no(graph: Path, chartway: Runner) -> None:
    outcome = chartway("pathway", "licence", "--requirements", graph, "--format", "json")

    assert (outcome.code, outcome.err) == (NO, "")
    assert json.loads(outcome.out)["status"] == "unreachable"


def test_without_time_the_answer_is_a_plan_all_the_same(graph: Path, chartway: Runner) -> None:
    outcome = chartway("pathway", "diploma", "--requirements", graph, "--time-limit", 0, "--format", "json")

    assert json.loads(outcome.out)["status"] in {"optimal", "feasible"}


@pytest.mark.parametrize("line", ["pathway RHIT", "show RHIT", "next", "why RHIT", "compare RHIT CCS"])
def test_the_built_in_graph_answers(line: str, chartway: Runner) -> None:
    table = chartway(*line.split(" "))
    as_json = chartway(*line.split(" "), "--format", "json")

    assert (table.code, table.err, as_json.err) == (DONE, "", "")
    assert "RHIT" in table.out
    assert isinstance(json.loads(as_json.out), dict)


@pytest.mark.parametrize("line", ["", "AHIMA", "soc:29-2072", "CCS --neighbourhood", "CCS --have nothing"])
def test_a_page_is_written_of_anything(line: str, tmp_path: Path, chartway: Runner) -> None:
    outcome = chartway("explore", *line.split(), "--out", tmp_path / "page.html")

    assert outcome.code == DONE, outcome.err
    assert (tmp_path / "page.html").stat().st_size > 100_000


@pytest.mark.parametrize("line", ["", "diploma --neighbourhood", "diploma --have BIO 1"])
def test_a_page_is_written_of_a_requirement_graph(line: str, graph: Path, tmp_path: Path, chartway: Runner) -> None:
    words = line.replace("BIO 1", "BIO_1").split()
    words = [word.replace("BIO_1", "BIO 1") for word in words]

    assert chartway("explore", *words, "--requirements", graph, "--out", tmp_path / "page.html").code == DONE


@pytest.mark.parametrize("option", ["--prefer fastest", "--bare", "--budget 100", "--alternatives 2", "--trade-off"])
def test_what_shapes_a_plan_is_refused_where_there_is_none(option: str, tmp_path: Path, chartway: Runner) -> None:
    words = option.split()
    outcome = chartway("explore", "AHIMA", *words, "--out", tmp_path / "page.html")

    assert outcome.code == NOT_CARRIED_OUT
    assert f"{words[0]} shapes the plan to a goal" in outcome.err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("figure", ["nan", "sNaN", "inf", "1e99999999", "1e-99999999", "-1", "9" * 30, "", "5.0001"])
def test_a_figure_that_is_none_is_refused_in_one_line(figure: str, chartway: Runner) -> None:
    for option in ("--budget", "--study-hours"):
        outcome = chartway("pathway", "RHIT", f"{option}={figure}")

        assert outcome.code == NOT_CARRIED_OUT
        assert f"argument {option}: {figure!r} is not " in outcome.err
        assert outcome.err.count("\n") == 1


def test_no_file_that_is_named_is_written_over(graph: Path, tmp_path: Path, chartway: Runner) -> None:
    table, plans = tmp_path / "learners.csv", tmp_path / "plans.csv"
    table.write_text("learner,goal,have\n1,diploma,\n", encoding="utf-8")
    same = tmp_path / "folder" / ".." / "learners.csv"
    same.parent.parent.mkdir()
    lines: list[tuple[str | Path, ...]] = [
        ("cohort", table, "--requirements", graph, "--out", same),
        ("cohort", table, "--requirements", graph, "--out", plans, "--summary", plans),
        ("cohort", table, "--requirements", graph, "--out", plans, "--summary", table),
        ("report", "diploma", "--requirements", graph, "--out", graph),
    ]
    before = table.read_bytes(), graph.read_bytes()

    for line in lines:
        outcome = chartway(*line)

        assert outcome.code == NOT_CARRIED_OUT
        assert "would take the place of another file" in outcome.err
    assert (table.read_bytes(), graph.read_bytes()) == before
    assert not plans.exists()


def test_a_neighbourhood_is_somebodys(graph: Path, chartway: Runner) -> None:
    for words in ([], ["--requirements", graph]):
        assert "needs a NAME" in chartway("explore", "--neighbourhood", *words).err


def test_a_page_is_written(graph: Path, tmp_path: Path, chartway: Runner) -> None:
    page = tmp_path / "page.html"

    outcome = chartway("explore", "diploma", "--requirements", graph, "--out", page)

    assert (outcome.code, outcome.out) == (DONE, "")
    assert str(page) in outcome.err
    assert "<html" in page.read_text("utf-8")


def test_a_page_is_opened(graph: Path, monkeypatch: pytest.MonkeyPatch, chartway: Runner) -> None:
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", opened.append)

    outcome = chartway("explore", "diploma", "--requirements", graph)

    assert outcome.code == DONE
    assert opened == [Path(outcome.out.strip()).as_uri()]
    assert "open the file yourself" in outcome.err


DEGREE = (
    "Curriculum,Small\nSystem Type,semster\nCourses\nCourse ID,Course Name,Prerequisites\n1,Algebra,\n2,Calculus,1\n"
)


def test_a_curriculum_is_measured(tmp_path: Path, chartway: Runner) -> None:
    degree = tmp_path / "degree.csv"
    degree.write_text(DEGREE, "utf-8")

    shown, told, written = (chartway("curriculum", degree, "--format", form) for form in ("table", "json", "csv"))

    remark = f"chartway: {degree}: line 2: 'semster' is taken for 'semester'\n"
    assert [(one.code, one.err) for one in (shown, told, written)] == [(DONE, remark)] * 3
    assert "2 courses, structural complexity 5" in shown.out
    assert json.loads(told.out)["courses"][0] == {
        "id": "1",
        "name": "Algebra",
        "blockingFactor": 1,
        "delayFactor": 2,
        "centrality": 0,
        "complexity": 3,
    }
    assert '1,"Algebra","","",,,,,"","",3.0,1,2.0,0' in written.out


def test_a_requirement_graph_is_measured(graph: Path, chartway: Runner) -> None:
    outcome = chartway("curriculum", graph, "--format", "json")
    found = {course["id"]: course for course in json.loads(outcome.out)["courses"]}

    assert (outcome.code, outcome.err) == (DONE, "chartway: 1 course can never be taken: licence\n")
    assert (found["BIO 1"]["blockingFactor"], found["BIO 1"]["delayFactor"]) == (2, 3)
    assert found["licence"]["complexity"] is None
    assert "several ways" in chartway("curriculum", graph, "--format", "csv").err


def test_all_faults_of_a_curriculum_are_listed_under_one_line(tmp_path: Path, chartway: Runner) -> None:
    degree = tmp_path / "degree.csv"
    degree.write_text(DEGREE + "2,Again,7\n3,Physics,8\n", "utf-8")

    outcome = chartway("curriculum", degree)

    assert (outcome.code, outcome.out) == (NOT_CARRIED_OUT, "")
    assert outcome.err.splitlines() == [
        f"chartway: {degree}: 2 faults",
        "  line 7: has the Course ID '2' of line 6",
        "  line 8: requires '8', which no line has as its Course ID",
    ]


@pytest.mark.parametrize("number", range(4))
def test_a_curriculum_that_cannot_be_read(number: int, tmp_path: Path, chartway: Runner) -> None:
    path = unusable(tmp_path)[number]
    outcome = chartway("curriculum", path if path.suffix or path.is_file() else f"{path}")

    assert (outcome.code, outcome.out) == (NOT_CARRIED_OUT, "")
    assert str(path) in outcome.err


def test_a_cohort_is_written(graph: Path, learners: Path, tmp_path: Path, chartway: Runner) -> None:
    out = tmp_path / "plans.jsonl"

    outcome = chartway("cohort", learners, "--requirements", graph, "--out", out)

    assert (outcome.code, outcome.out) == (DONE, "")
    rows = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert [(row["learner"], row["status"]) for row in rows] == [("Ada", "optimal"), ("Bo", "unreachable")]


def test_a_cohort_with_a_bad_row_is_written_and_is_a_no(
    graph: Path, learners: Path, tmp_path: Path, chartway: Runner
) -> None:
    learners.write_text(learners.read_text("utf-8").replace("licence", "nowhere"), "utf-8")

    outcome = chartway("cohort", learners, "--requirements", graph, "--out", tmp_path / "plans.csv")

    assert (outcome.code, outcome.out) == (NO, "")
    assert "2 learners, 1 failed" in outcome.err
    assert "nothing here is called 'nowhere'" in (tmp_path / "plans.csv").read_text("utf-8")


def test_several_processes_write_the_same_cohort(graph: Path, learners: Path, tmp_path: Path, chartway: Runner) -> None:
    one, two, summary = tmp_path / "one.csv", tmp_path / "two.csv", tmp_path / "summary.json"

    first = chartway("cohort", learners, "--requirements", graph, "--out", one)
    second = chartway("cohort", learners, "--requirements", graph, "--out", two, "--workers", 2, "--summary", summary)

    assert (first.code, second.code) == (DONE, DONE)
    assert one.read_bytes() == two.read_bytes()
    told = json.loads(summary.read_text("utf-8"))
    assert (told["status"], told["unlocks"]) == ({"optimal": 1, "unreachable": 1}, [])
    assert "2 learners" in second.err
    assert not list(tmp_path.glob("*.partial"))


def test_a_cohort_that_was_stopped_goes_on(
    graph: Path, learners: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chartway: Runner
) -> None:
    out = tmp_path / "plans.csv"
    arguments = ("cohort", learners, "--requirements", graph, "--out", out)

    def stopped(rows: Iterable[Told], _: Path) -> None:
        next(iter(rows))
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("chartway.cohort_reply.write", stopped)
        outcome = chartway(*arguments)

    partial = tmp_path / "plans.csv.partial"
    assert (outcome.code, out.exists(), partial.exists()) == (NOT_CARRIED_OUT, False, True)
    assert outcome.err == f"1 answer kept in {partial}: --resume goes on from there\nchartway: stopped\n"
    assert "another table, graph or option" in chartway.refuses(*arguments, "--resume", "--prefer", "fewest")

    assert chartway(*arguments, "--resume").code == DONE
    resumed = out.read_bytes()
    assert chartway(*arguments).code == DONE
    assert (out.read_bytes(), partial.exists()) == (resumed, False)


LIMITS = {
    "--budget 500": ("status", {"over-budget"}),
    "--start 2027-01-15 --terms 01-15,08-25": ("startDate", {"2027-01-15"}),
    "--study-hours 5": ("studyHours", {5}),
    "--prefer fewest": ("prefer", {"fewest"}),
    "--profile {profile}": ("cost", {1_234}),
    "--add {college}": ("cost", {299}),
}


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("limit", LIMITS)
def test_limits_hold_for_every_learner(limit: str, workers: int, tmp_path: Path, chartway: Runner) -> None:
    profile, college = tmp_path / "all.toml", tmp_path / "college.json"
    profile.write_text("[cost]\nhim-associate = 935", "utf-8")
    way = {"requires": "High-school diploma", "cost": 0, "weeks": 80}
    added = {"format": "chartway-requirements/1", "achievements": [{"id": "HIM associate degree", "routes": [way]}]}
    college.write_text(json.dumps(added), "utf-8")
    table, out = tmp_path / "learners.csv", tmp_path / "plans.jsonl"
    table.write_text("learner,goal,have\nAda,RHIT,\nBo,RHIT,CPC\n", "utf-8")

    given = limit.format(profile=profile, college=college).split(" ")
    outcome = chartway("cohort", table, "--out", out, "--workers", workers, *given)

    field, expected = LIMITS[limit]
    rows = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert outcome.code == DONE
    assert {row[field] for row in rows} == expected


def test_a_cohort_is_refused_what_does_not_go_together(
    graph: Path, learners: Path, tmp_path: Path, chartway: Runner
) -> None:
    arguments = ("cohort", learners, "--requirements", graph, "--out", tmp_path / "plans.csv")

    assert "--profile is for the built-in graph" in chartway.refuses(*arguments, "--profile", graph)
    assert "--start" in chartway.refuses(*arguments, "--terms", "01-15")


def test_a_cohort_of_a_cluster_that_is_not_there_is_refused(
    graph: Path, learners: Path, tmp_path: Path, chartway: Runner
) -> None:
    out = tmp_path / "plans.csv"
    said = chartway.refuses("cohort", learners, "--requirements", graph, "--out", out, "--scheduler", "localhost:1")

    assert "needs Dask" in said or "no Dask scheduler answers at localhost:1" in said
    assert not list(tmp_path.glob("plans*"))


def test_faults_of_the_data_are_a_no(tmp_path: Path, chartway: Runner) -> None:
    (tmp_path / "mine.ttl").write_text("this is no Turtle", "utf-8")

    outcome = chartway("validate", tmp_path / "mine.ttl")

    assert outcome.code == NO
    assert "mine.ttl" in outcome.out
    assert "1 fault" in outcome.err


# ---- not understood, or not carried out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("nowhere", "invalid choice: 'nowhere'"),
        ("pathway", "GOAL"),
        ("pathway RHIT CCS", "unrecognized arguments: CCS"),
        ("pathway RHIT --colour", "--colour"),
        ("pathway RHIT --prefer nicest", "'nicest'"),
        ("pathway RHIT --format xml", "'xml'"),
        ("pathway RHIT --have", "--have"),
        ("pathway RHIT --time-limit soon", "'soon' is not a number of seconds"),
        ("pathway RHIT --time-limit -1", "'-1' is not a number of seconds"),
        ("pathway RHIT --time-limit nan", "'nan' is not a number of seconds"),
        ("pathway RHIT --unknown free", "--unknown"),
        ("pathway RHIT --alternatives 0", "'0' is not a number of plans from 1 to 100"),
        ("pathway RHIT --alternatives two", "'two' is not a number of plans"),
        ("report RHIT --alternatives 101", "'101' is not a number of plans"),
        ("explore RHIT --alternatives -1", "'-1' is not a number of plans"),
        ("pathway RHIT --trade-off now", "unrecognized arguments: now"),
        ("compare RHIT CCS --trade-off", "unrecognized arguments: --trade-off"),
        ("why RHIT --alternatives 2", "unrecognized arguments: --alternatives 2"),
        ("pathway RHITT", "Did you mean RHIT"),
        ("pathway RHIT --have RHITT", "Did you mean RHIT"),
        ("pathway RHIT --have coding:soon", "coding:soon"),
        ("show RHITT", "Did you mean RHIT"),
        ("why RHITT", "Did you mean RHIT"),
        ("next --have RHITT", "Did you mean RHIT"),
        ("compare RHIT", "two"),
        ("explore RHITT", "Did you mean RHIT"),
        ("report RHITT", "Did you mean RHIT"),
        ("query no-such-question", "no-such-question"),
        ("curriculum nowhere", "nothing here is called 'nowhere'"),
        ("curriculum missing.csv", "missing.csv: cannot be opened"),
        ("curriculum degree.csv --format markdown", "'markdown'"),
        ("cohort learners.csv", "--out"),
        ("cohort learners.csv --out plans.csv --workers 0", "'0' is not a number of processes"),
        ("cohort learners.csv --out plans.csv --workers 2 --scheduler tcp://localhost:8786", "not allowed with"),
        ("cohort learners.csv --out plans.csv --scheduler here", "'here' is not the address of a scheduler"),
        ("cohort learners.csv --out plans.csv --terms 01-15", "--start"),
        ("cohort missing.csv --out plans.csv --resume", "missing.csv"),
        ("validate missing.trig", "missing.trig"),
    ],
)
def test_what_cannot_be_understood_is_said_in_a_line(arguments: str, said: str, chartway: Runner) -> None:
    assert said in chartway.refuses(*arguments.split(" "))


@pytest.mark.parametrize("goal", ["", "  ", "\udcff", "x" * 10_000, "<script>", "a\nb"])
def test_any_text_may_be_asked_for(goal: str, graph: Path, chartway: Runner) -> None:
    assert "nothing here is called" in chartway.refuses("pathway", goal, "--requirements", graph)


@pytest.mark.parametrize("option", ["--bare", "--add={graph}", "--profile={graph}"])
def test_what_is_for_the_built_in_graph_is_refused_for_a_file(option: str, graph: Path, chartway: Runner) -> None:
    given = option.format(graph=graph)

    assert "--requirements" in chartway.refuses("pathway", "diploma", "--requirements", graph, given)


@pytest.mark.parametrize("command", ["pathway RHIT", "explore RHIT", "cohort {learners} --out {out}"])
@pytest.mark.parametrize("number", range(4))
def test_a_requirement_graph_that_cannot_be_read(
    command: str, number: int, learners: Path, tmp_path: Path, chartway: Runner
) -> None:
    path = unusable(tmp_path)[number]
    arguments = command.format(learners=learners, out=tmp_path / "plans.csv").split(" ")

    assert str(path) in chartway.refuses(*arguments, "--requirements", path)


@pytest.mark.parametrize("number", range(4))
def test_learners_that_cannot_be_read(number: int, graph: Path, tmp_path: Path, chartway: Runner) -> None:
    path = unusable(tmp_path)[number]
    out = tmp_path / "plans.csv"

    assert str(path) in chartway.refuses("cohort", path, "--requirements", graph, "--out", out)
    assert not out.exists()


@pytest.mark.parametrize("name", ["{folder}", "missing/plans.csv", "plans.xlsx", "graph.json/plans.csv"])
def test_a_cohort_that_cannot_be_written(
    name: str, graph: Path, learners: Path, tmp_path: Path, chartway: Runner
) -> None:
    (tmp_path / "folder.csv").mkdir()
    out = tmp_path / name.format(folder="folder.csv")

    assert str(out) in chartway.refuses("cohort", learners, "--requirements", graph, "--out", out)


@pytest.mark.parametrize("command", ["explore", "report"])
@pytest.mark.parametrize("name", ["folder.html", "missing/page.html", "graph.json/page.html"])
def test_a_page_that_cannot_be_written(command: str, name: str, graph: Path, tmp_path: Path, chartway: Runner) -> None:
    (tmp_path / "folder.html").mkdir()
    out = tmp_path / name

    assert "cannot write" in chartway.refuses(command, "diploma", "--requirements", graph, "--out", out)


def test_all_faults_of_a_graph_are_listed_under_one_line(graph: Path, chartway: Runner) -> None:
    graph.write_text(json.dumps(GRAPH | {"currency": "EUR", "format": "2"}), "utf-8")

    outcome = chartway("pathway", "diploma", "--requirements", graph)

    assert (outcome.code, outcome.out) == (NOT_CARRIED_OUT, "")
    first, *faults = outcome.err.splitlines()
    assert first == f"chartway: {graph}: 2 faults"
    assert all(fault.startswith("  ") for fault in faults)


# ---- as a process


def process(*arguments: object, stdout: int = subprocess.PIPE, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs the command on its own."""
    return subprocess.run(
        [sys.executable, "-m", "chartway", *map(str, arguments)],
        stdout=stdout,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env={**os.environ, **environment},
        timeout=60,
        check=False,
    )


SOME_COMMANDS: tuple[list[str], ...] = (
    ["--help"],
    [],
    ["pathway", "--help"],
    ["pathway", "diploma", "--requirements", "graph.json"],
)


@pytest.mark.parametrize("arguments", SOME_COMMANDS)
def test_a_reader_that_has_enough_is_no_fault(
    arguments: list[str], graph: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(graph.parent)
    reader, writer = os.pipe()
    os.close(reader)

    ended = process(*arguments, stdout=writer)

    os.close(writer)
    assert (ended.returncode, ended.stderr) == (DONE, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("arguments", SOME_COMMANDS)
def test_output_that_cannot_be_written_is_said(
    arguments: list[str], graph: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(graph.parent)
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        ended = process(*arguments, stdout=full.fileno())

    assert ended.returncode == NOT_CARRIED_OUT
    assert re.fullmatch(r"chartway: cannot write the output: .+\n", ended.stderr)


def test_equal_input_gives_equal_bytes_whatever_the_environment(graph: Path) -> None:
    arguments = ("pathway", "diploma", "--requirements", graph, "--format", "json")

    first = process(*arguments, PYTHONHASHSEED="1", NO_COLOR="1", LC_ALL="C")
    second = process(*arguments, PYTHONHASHSEED="2", TERM="xterm-256color", LC_ALL="C.UTF-8")

    assert (first.returncode, first.stderr) == (DONE, "")
    assert first.stdout == second.stdout
    assert "\x1b" not in first.stdout
