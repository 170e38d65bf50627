"""A learner's profile: read strictly, every fault at once with its line, names as people write them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chartway.catalog import Cost
from chartway.cli import main
from chartway.errors import UnreadableError
from chartway.knowledge import Knowledge
from chartway.learner import KEYS as KNOWN
from chartway.learner import Profile, from_toml, lines_of, read_profile
from chartway.namespaces import PREFIXES


def faults(text: str) -> list[str]:
    with pytest.raises(UnreadableError) as caught:
        from_toml(text, "profile.toml")
    return [str(fault) for fault in caught.value.mistakes]


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, Any]]:
    code = main([*arguments, "--format", "json"])
    return code, json.loads(capsys.readouterr().out)


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return Knowledge.load()


# ---- what is read


def test_everything_a_profile_can_say() -> None:
    profile = from_toml(
        """have = ["CPC", "high-school-diploma"]
        budget = 9000.50
        prefer = "fastest"
        refuse = ["him-bachelor"]
        [experience]
        coding = 18
        [cost]
        him-associate = 5200
        RHIT = [1, 2.50, 3]
        [weeks]
        him-associate = 80.5""",
        "profile.toml",
    )

    assert profile.have == ("CPC", "high-school-diploma", "coding:18mo")
    assert (profile.budget, profile.prefer, profile.refuse) == (900_050, "fastest", ("him-bachelor",))
    assert profile.cost == {"him-associate": Cost.known(520_000), "RHIT": Cost(100, 250, 300)}
    assert profile.weeks == {"him-associate": 80_500}


def test_an_empty_profile_says_nothing() -> None:
    assert from_toml("", "profile.toml") == Profile()


def test_a_file_may_begin_with_a_mark_of_its_encoding_and_end_lines_as_windows_does(tmp_path: Path) -> None:
    path = tmp_path / "profile.toml"
    path.write_bytes(b'\xef\xbb\xbfhave = ["CPC"]\r\nbudget = 1\r\n')

    assert read_profile(path).have == ("CPC",)


# ---- faults, all at once


EVERY_KEY = '''have = [   # over several lines
  "CPC",
  3,  # "]"
]
note = """
budget = 1
"""
budget = -1
"prefer" = 'cheap'
refuse = "him-bachelor"
study-hours = 3
experience.coding = 1.5
experience."data # [x]" = true

[cost]   # [weeks]
"RHIT # 1" = "a"
him-associate = [3, 2,

   1]
CCS = [
  1, 2
]
'CPC' = [1, "two", 0]
x = 3
a.b = 4

[ "weeks" ]
"him-associate" = 80.0001
c = nan
d = 1979-05-27
e = 1_000_000_001'''


def test_every_key_wrong_at_once_is_told_with_its_line() -> None:
    assert faults(EVERY_KEY) == [
        'line 1: have is not a list of names, such as ["CPC", "RHIT"]',
        "line 5: note is not one of have, experience, budget, prefer, refuse, study_hours, start, terms, cost, weeks",
        "line 8: budget is not a number of dollars from 0 on, to the cent",
        "line 9: prefer is not one of cheapest, fastest, fewest",
        'line 10: refuse is not a list of names, such as ["CPC", "RHIT"]',
        f"line 11: study-hours is not one of {', '.join(KNOWN)}",
        "line 12: coding is not a whole number of months",
        "line 13: data # [x] is not a whole number of months",
        "line 16: RHIT # 1 is not a number",
        "line 17: him-associate is out of order; a range is [low, typical, high]",
        "line 20: CCS is not [low, typical, high]",
        "line 23: CPC is not a number",
        "line 25: a is not a number",
        "line 28: him-associate is not a number of weeks from 0 on, to the thousandth",
        "line 29: c is not a number of weeks from 0 on, to the thousandth",
        "line 30: d is not a number",
        "line 31: e is not a number of weeks from 0 on, to the thousandth",
    ]


def test_hours_first_day_and_terms_are_read() -> None:
    profile = from_toml('study_hours = 12.5\nstart = 2027-01-15\nterms = ["08-25", "01-15"]', "mine")

    assert (profile.study_hours, profile.start, profile.terms) == (12_500, date(2027, 1, 15), ((1, 15), (8, 25)))
    assert from_toml('start = "2027-01-15"', "mine").start == date(2027, 1, 15)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("study_hours = 0", "line 1: study_hours is not a number of hours in a week, such as 20 or 12.5"),
        ("study_hours = nan", "line 1: study_hours is not a number of hours in a week, such as 20 or 12.5"),
        ("study_hours = 169", "line 1: study_hours is not a number of hours in a week, such as 20 or 12.5"),
        ("start = 2027-01-15T08:00:00", "line 1: start is not a day, such as 2027-01-15"),
        ('start = "soon"', "line 1: start is not a day, such as 2027-01-15"),
        ('terms = "01-15"', 'line 1: terms is not a list of days of the year, such as ["01-15"]'),
        ('terms = ["02-29"]', 'line 1: terms has a day that is not one of every year, such as "01-15"'),
    ],
)
def test_faulty_hours_and_days_are_told(text: str, said: str) -> None:
    assert faults(text) == [said]


def test_lines_are_the_same_however_they_end() -> None:
    assert faults(EVERY_KEY.replace("\n", "\r\n")) == faults(EVERY_KEY)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("\n\ncost = 3", "line 3: cost is not a table"),
        ("[[weeks]]\nRHIT = 3", "line 1: weeks is not a table"),
        (
            "cost = {RHIT = 1, CCS = -1}",
            "line 1: CCS is not a number of dollars from 0 on, to the cent",
        ),
        ("\ncost = {RHIT = [1,\n3]}", "line 2: RHIT is not [low, typical, high]"),
        (
            "[cost]\nx = 1\n[weeks]\nx = -1",
            "line 4: x is not a number of weeks from 0 on, to the thousandth",
        ),
        ("[weeks]\nx = 1\n[cost.x]\ny = 1", "line 3: x is not a number"),
        ("[weeks.x]\ny = 1\n[weeks]\nz = true", "line 4: z is not a number"),
        ('refuse = ["RHIT",\n\n" "]', 'line 1: refuse is not a list of names, such as ["CPC", "RHIT"]'),
        ("have = ['\u2028']\nbudget = false", "line 2: budget is not a number"),
        ("have = ['''\nbudget = 1\n''']\nbudget = ''", "line 4: budget is not a number"),
        ('prefer = ["cheapest"]', "line 1: prefer is not one of cheapest, fastest, fewest"),
    ],
)
def test_lines_are_right_in_every_way_of_writing(text: str, fault: str) -> None:
    assert fault in faults(text)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("have = [", "end of document: not TOML: "),
        ("have = []\nbudget = 1 2", "line 2, column 12: not TOML: "),
        (f"budget = {'9' * 5000}", "has a number too long to be meant"),
        (f"budget = 1e{'9' * 30}", "has a number too long to be meant"),
        (f"have = {'[' * 5000}{']' * 5000}", "is nested too deeply"),
    ],
)
def test_what_is_no_toml_is_told(text: str, fault: str) -> None:
    (told,) = faults(text)
    assert told.removeprefix("at ").startswith(fault)


def test_long_ways_of_writing_take_no_long_time() -> None:
    names = "".join(f'  "RHIT {number}",\n' for number in range(20_000))

    assert faults(f"have = [\n{names}]\nbudget = ''\nx{'.x' * 5000} = 1") == [
        "line 20003: budget is not a number",
        "line 20004: x is not one of have, experience, budget, prefer, refuse, study_hours, start, terms, cost, weeks",
    ]


KEYS = st.text(min_size=1, max_size=4).filter(lambda key: "\r" not in key)
VALUES = st.sampled_from(["1", "[1, 2]", "[\n 1,\n # ]\n 2\n]", '"""\n[x]\ny = 1\n"""', "{ z = 1 }", "'#'"])
GAPS = st.sampled_from(["", "\n", "# [x]\n", "  \n\n"])


@settings(max_examples=60)
@given(st.lists(st.tuples(GAPS, KEYS, VALUES), max_size=6, unique_by=lambda one: one[1]), st.sampled_from(["", "cost"]))
def test_every_key_is_found_on_its_line(entries: list[tuple[str, str, str]], table: str) -> None:
    text, expected = f"[{table}]\n" if table else "", {}
    for gap, key, value in entries:
        text += gap
        expected[*([table] if table else []), key] = text.count("\n") + 1
        text += f"{_quoted(key)} = {value}\n"

    assert {path: line for path, line in lines_of(text).items() if path in expected} == expected


def _quoted(key: str) -> str:
    return '"' + "".join(f"\\U{ord(letter):08x}" for letter in key) + '"'


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_a_file_that_cannot_be_read_is_named(content: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "profile.toml"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(UnreadableError, match="is not text in UTF-8" if content else "cannot be opened"):
        read_profile(path)


# ---- names


def test_names_that_mean_nothing_are_told_all_at_once_with_their_lines(knowledge: Knowledge) -> None:
    profile = from_toml(
        """have = ["RHIT", "juggling"]
        refuse = [
          "him-bachelr",
        ]
        [experience]
        coding = 3
        flying = 3
        [cost]
        RHITT = 1
        RHIT = 2
        "ahima:rhit" = 3
        [weeks]
        him-asociate = 80""",
        "profile.toml",
    )
    with pytest.raises(UnreadableError) as caught:
        knowledge.of_learner(profile, "profile.toml")

    assert [fault.where for fault in caught.value.mistakes] == [f"line {n}" for n in (1, 2, 7, 9, 11, 13)]
    told = str(caught.value)
    assert all(f"'{name}'" in told for name in ("juggling", "him-bachelr", "flying", "RHITT", "him-asociate"))
    assert "ahima:rhit is another name of something above it" in told


def test_what_means_several_things_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "data.trig"
    prefixes = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items())
    twice = " . ".join(f'id:{id} a cw:Course ; skos:prefLabel "Course"' for id in "ab")
    path.write_text(f"{prefixes} src:page {{ {twice} }}", "utf-8")

    with pytest.raises(UnreadableError, match="line 2: 'course' can mean id:a or id:b"):
        Knowledge.load([path]).of_learner(from_toml("[cost]\ncourse = 1", "profile.toml"), "profile.toml")


def test_nothing_can_be_held(knowledge: Knowledge) -> None:
    own = knowledge.of_learner(from_toml('have = ["Nothing"]', "profile.toml"), "profile.toml")

    assert own.here == knowledge.here


# ---- what it does


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    return tmp_path / "profile.toml"


def test_own_price_takes_the_place_of_ours(profile: Path, capsys: pytest.CaptureFixture[str]) -> None:
    profile.write_text('[cost]\n"him-associate" = [1000, 1500, 2000]\nRHIT = 100\n[weeks]\nhim-associate = 10', "utf-8")
    code, found = answer(capsys, "pathway", "RHIT", "--profile", str(profile))

    assert code == 0
    assert (found["cost"], found["costRange"], found["weeks"]) == (1600, [1100, 1600, 2100], 10)
    assert {source["id"] for step in found["steps"] for source in step["sources"]} >= {"own"}


def test_what_a_body_issues_is_refused_with_it(profile: Path, knowledge: Knowledge) -> None:
    profile.write_text('refuse = ["AHIMA", "associate degree"]', "utf-8")
    own = knowledge.of_learner(read_profile(profile), str(profile))
    issued = {one.id for one in knowledge.bare.catalog.achievements.values() if one.issuer == "id:ahima"}
    closed = {one.id for one in own.bare.catalog.achievements.values() if not one.routes}

    assert "ahima:rhit" in issued
    assert closed >= issued | {"id:associate-degree"}
    assert closed - issued - {"id:associate-degree"} == {
        one.id for one in knowledge.bare.catalog.achievements.values() if not one.routes
    } - issued - {"id:associate-degree"}


def test_goal_that_is_refused_is_out_of_reach_by_ones_own_word(
    profile: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    profile.write_text('refuse = ["RHIT"]', "utf-8")
    for command in ("pathway", "why"):
        assert main([command, "RHIT", "--profile", str(profile)]) == 1
        told = capsys.readouterr().out
        assert "You refuse it yourself, in your profile." in told
        assert "no source we read" not in told


def test_way_that_is_refused_is_no_hole_in_the_data(profile: Path, capsys: pytest.CaptureFixture[str]) -> None:
    profile.write_text('refuse = ["him-bachelor"]', "utf-8")
    main(["pathway", "RHIA", "--profile", str(profile)])
    told = " ".join(capsys.readouterr().out.split())

    assert "Bachelor's degree in health information management, CAHIIM-accredited (you refuse it)" in told
    assert "no source we read" not in told


def test_over_budget_is_told_with_the_range_where_a_price_is_unknown(
    profile: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What estimates add up to has no least but its own, whatever is unknown beside."""
    profile.write_text('refuse = ["him-bachelor"]\nbudget = 9000', "utf-8")
    main(["pathway", "RHIA", "--profile", str(profile)])
    told = capsys.readouterr().out

    assert "OVER BUDGET: this is about $22,600 ($6,900–45,300) and an unknown price more than $9,000." in told


def test_what_is_refused_can_be_held(profile: Path, capsys: pytest.CaptureFixture[str]) -> None:
    profile.write_text('have = ["RHIT"]\nrefuse = ["RHIT"]', "utf-8")

    assert answer(capsys, "pathway", "RHIT", "--profile", str(profile))[1]["stepCount"] == 0


@pytest.mark.parametrize(
    ("option", "code", "status"),
    [([], 1, "over-budget"), (["--budget", "0"], 1, "over-budget"), (["--budget", "90000"], 0, "optimal")],
)
def test_budget_of_the_command_line_wins(
    option: list[str], code: int, status: str, profile: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    profile.write_text("budget = 100", "utf-8")
    found = answer(capsys, "pathway", "RHIT", "--profile", str(profile), *option)

    assert (found[0], found[1]["status"]) == (code, status)


def test_budget_of_nothing_is_a_budget(profile: Path, capsys: pytest.CaptureFixture[str]) -> None:
    profile.write_text("budget = 90000", "utf-8")

    assert answer(capsys, "pathway", "RHIT", "--profile", str(profile), "--budget", "0")[0] == 1


@pytest.mark.parametrize(("option", "prefer"), [([], "fastest"), (["--prefer", "fewest"], "fewest")])
def test_preference_of_the_command_line_wins(
    option: list[str], prefer: str, profile: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    profile.write_text('prefer = "fastest"', "utf-8")

    assert answer(capsys, "pathway", "CCA", "--profile", str(profile), *option)[1]["prefer"] == prefer


def test_holdings_of_profile_and_command_line_add_up(profile: Path, capsys: pytest.CaptureFixture[str]) -> None:
    profile.write_text('have = ["CPC"]\n[experience]\ncoding = 12', "utf-8")
    found = answer(capsys, "next", "--profile", str(profile), "--have", "RHIT")[1]

    assert found["start"]["said"] == ["aapc:cpc", "ahima:rhit", "id:coding-experience-12"]
