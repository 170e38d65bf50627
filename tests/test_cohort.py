"""Every learner gets a row, in the order of the table, whatever stands in the other rows."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from chartway.catalog import Achievement, Catalog, Cost, Route
from chartway.cohort import Cohort, Learner, Notes, Tell, learners
from chartway.cohort_reply import FIELDS, Reply, Row, Told, write
from chartway.errors import OptionError, UnknownNameError, UnreadableError, UnwritableError
from chartway.pathway import Planner
from chartway.plan import Preference, Question
from chartway.requirement import Achieved

CATALOG = Catalog.of(
    [
        Achievement("Maths, basic", routes=(Route("0", cost=Cost.known(10_050), weeks=15_000),)),
        Achievement(
            "HIT",
            routes=(
                Route("0", Achieved("Maths, basic"), Cost.known(20_000), 1_000),
                Route("1", cost=Cost(40_000, 50_000, 60_000)),
            ),
        ),
        Achievement("licence"),
    ]
)


def find(name: str) -> str:
    if name in CATALOG:
        return name
    raise UnknownNameError(name)


def held(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(find, names))


@pytest.fixture
def tell() -> Tell:
    planner = Planner.of(CATALOG)
    return lambda goal, have, prefer: planner.answer(Question(find(goal), held(have), prefer)).to_json()


def row_of(tell: Tell, learner: Learner) -> Row:
    """What stands in the row of one learner."""
    ((name, reply),) = Cohort(tell, ".jsonl").rows([learner])
    row: Row = json.loads(f"{{{reply.written}")
    return {"learner": name} | row


def read(tmp_path: Path, text: str | bytes) -> list[Learner]:
    path = tmp_path / "learners.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return list(learners(path))


# ---- the table


def test_a_table_as_spreadsheets_write_it(tmp_path: Path) -> None:
    text = '\ufefflearner,goal,have,prefer\r\nAda,HIT,"Maths, basic;licence",fastest\r\n\r\nAda,"HIT", ,\r\n'

    assert read(tmp_path, text) == [
        Learner("Ada", "HIT", ("Maths, basic", "licence"), "fastest"),
        Learner("Ada", "HIT"),
    ]


def test_columns_may_come_in_any_order_and_with_others(tmp_path: Path) -> None:
    assert read(tmp_path, "goal,remark,have,learner\nHIT,hello,licence,Ada\n") == [Learner("Ada", "HIT", ("licence",))]


def test_a_row_with_too_few_cells_is_a_fault_of_that_row(tmp_path: Path) -> None:
    short, whole = read(tmp_path, "goal,learner,have\nHIT,Ada\nHIT,Bo,\n")

    assert (short.name, short.fault) == ("Ada", "has 2 cells where the table has 3 columns")
    assert whole == Learner("Bo", "HIT")


def test_a_row_with_broken_quotes_is_a_fault_of_that_row(tmp_path: Path) -> None:
    broken, whole = read(tmp_path, 'learner,goal,have\nAda,"HIT"x,\nBo,HIT,\n')

    assert "the line cannot be read" in broken.fault
    assert whole == Learner("Bo", "HIT")


def test_a_table_without_rows_is_a_table(tmp_path: Path) -> None:
    assert read(tmp_path, "learner,goal,have\n") == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "line 1: has no column learner, goal, have"),
        (b"learner,goal\n", "line 1: has no column have"),
        (b"learner,goal,have,goal\n", "line 1: has the column goal twice"),
        (b"learner,goal,have\n\xff,HIT,\n", "is not text in UTF-8"),
    ],
)
def test_what_is_no_table_of_learners(text: bytes, said: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match=said):
        read(tmp_path, text)


def test_a_missing_file_and_a_folder_are_no_tables(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing.csv"):
        with pytest.raises(UnreadableError):
            list(learners(path))


# ---- the rows


def test_a_row_is_the_answer_with_the_learner(tell: Tell) -> None:
    learner = Learner("Ada", "HIT", ("Maths, basic",))

    row = row_of(tell, learner)

    assert row == {"learner": "Ada"} | tell(learner.goal, learner.have, "cheapest")
    assert (row["status"], row["cost"], row["weeks"]) == ("optimal", 200, 1)


def test_equal_questions_are_worked_out_once(tell: Tell) -> None:
    asked: list[str] = []

    def counted(goal: str, have: tuple[str, ...], prefer: Preference) -> Row:
        asked.append(goal)
        return tell(goal, have, prefer)

    (ada, first), (bob, second) = Cohort(counted, ".csv").rows([Learner(name, "HIT") for name in ("Ada", "Bob")])

    assert asked == ["HIT"]
    assert (ada, bob) == ("Ada", "Bob")
    assert first is second


def test_what_was_worked_out_before_is_not_worked_out_again(tell: Tell) -> None:
    table = [Learner(str(number), goal) for number, goal in enumerate(("HIT", "licence", "HIT", "nowhere", "HIT"))]
    noted: list[Reply] = []
    rows = list(Cohort(tell, ".csv").rows(table, Notes(keep=noted.extend)))
    assert len(noted) == 3

    more: list[Reply] = []
    assert list(Cohort(tell, ".csv").rows(table, Notes(iter(noted[:2]), more.extend))) == rows
    assert more == noted[2:]


def test_a_row_may_prefer_something_else(tell: Tell) -> None:
    assert row_of(tell, Learner("Ada", "HIT"))["weeks"] == 16
    assert row_of(tell, Learner("Ada", "HIT", prefer="fastest"))["weeks"] == 0


def test_a_goal_already_held_takes_no_step(tell: Tell) -> None:
    row = row_of(tell, Learner("Ada", "HIT", ("HIT",)))

    assert (row["status"], row["cost"], row["weeks"], row["steps"]) == ("optimal", 0, 0, [])


def test_an_unreachable_goal_is_an_answer_and_no_failure(tell: Tell) -> None:
    row = row_of(tell, Learner("Ada", "licence"))

    assert (row["status"], row["missing"]) == ("unreachable", [["licence"]])


@pytest.mark.parametrize(
    ("learner", "said"),
    [
        (Learner("Ada", "nowhere"), "'nowhere'"),
        (Learner("Ada", "HIT", ("nothing known",)), "'nothing known'"),
        (Learner("Ada", "HIT", prefer="nicest"), "prefers 'nicest'"),
        (Learner("Ada"), "has no goal"),
        (Learner("Ada", fault="has 2 cells"), "has 2 cells"),
    ],
)
def test_a_row_that_cannot_be_answered_says_why(learner: Learner, said: str, tell: Tell) -> None:
    row = row_of(tell, learner)

    assert (row["learner"], row["status"]) == ("Ada", "error")
    assert said in row["message"]


# ---- the output

NAMES = ("Ada", 'Bo, "the Bold"', "Zoë\nof two lines", "")


def table_of(tell: Tell, path: Path) -> list[Told]:
    goals = ("HIT", "nowhere", "licence", "HIT")
    return list(Cohort(tell, path.suffix).rows(map(Learner, NAMES, goals)))


def test_lines_of_json(tell: Tell, tmp_path: Path) -> None:
    path = tmp_path / "plans.jsonl"

    write(table_of(tell, path), path)

    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert [row["learner"] for row in rows] == list(NAMES)
    assert rows[0] == {"learner": "Ada"} | tell("HIT", (), "cheapest")
    assert path.read_text("utf-8").splitlines()[0] == json.dumps(rows[0], ensure_ascii=False)


def test_cells(tell: Tell, tmp_path: Path) -> None:
    path = tmp_path / "plans.csv"

    write(table_of(tell, path), path)

    with path.open(encoding="utf-8", newline="") as lines:
        table = list(csv.DictReader(lines))
    assert list(table[0]) == list(FIELDS)
    assert [row["learner"] for row in table] == list(NAMES)
    assert json.loads(table[0]["steps"]) == tell("HIT", (), "cheapest")["steps"]
    assert (table[0]["cost"], table[1]["cost"], table[2]["missingComplete"]) == ("300.5", "", "true")


def test_columns_of_parquet(tell: Tell, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "plans.parquet"

    write(table_of(tell, path), path)

    table = parquet.read_table(path).to_pylist()
    assert [row["learner"] for row in table] == list(NAMES)
    assert (table[0]["cost"], table[0]["weeks"], table[0]["stepCount"]) == (300.5, 16.0, 2)
    assert json.loads(table[0]["steps"]) == tell("HIT", (), "cheapest")["steps"]
    assert (table[1]["cost"], table[2]["missingComplete"]) == (None, True)


@pytest.mark.parametrize("ending", [".csv", ".jsonl", ".parquet"])
def test_no_learners_are_an_empty_table(ending: str, tmp_path: Path) -> None:
    if ending == ".parquet":
        pytest.importorskip("pyarrow")
    path = tmp_path / f"plans{ending}"

    write([], path)

    assert path.exists()


def test_other_endings_are_refused(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match=r"\.csv, \.jsonl, \.parquet"):
        write([], tmp_path / "plans.xlsx")
    assert not list(tmp_path.iterdir())


def test_a_table_that_cannot_be_read_leaves_the_old_output(tmp_path: Path, tell: Tell) -> None:
    path = tmp_path / "plans.jsonl"
    path.write_text("old", "utf-8")

    with pytest.raises(UnreadableError):
        write(Cohort(tell, ".jsonl").rows(learners(tmp_path / "missing.csv")), path)

    assert path.read_text("utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(UnwritableError):
        write([], tmp_path / "nowhere" / "plans.csv")
