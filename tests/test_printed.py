"""The report to print and hand over: the answer of ``pathway``, what to ask first, and nothing that runs."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from chartway.advice import Advice, Request, advise
from chartway.alternative import Alternative, alternatives
from chartway.catalog import Achievement, Catalog, Cost, Route
from chartway.cli import main
from chartway.knowledge import Knowledge
from chartway.pathway import Planner
from chartway.plan import Plan, Question, Step
from chartway.report.alternative import difference
from chartway.report.figure import money, time_line
from chartway.report.handout import Handout, handout, handout_in_file, markdown
from chartway.report.inquiry import inquiries
from chartway.report.pathway import Sentences
from chartway.report.printed import linked, to_html
from chartway.requirement import Achieved, AllOf, AnyOf, Prose

GOLDEN = Path(__file__).parent / "golden"
FOR_MACHINES = re.compile(r"None|\bid:|\bsrc:|\bcw:|w3id\.org|_:|\.\.|\s[.,;?]|\(\)|\[\]|\?\?|\.\?")
HOSTILE = "<img src=x onerror=alert(1)> </style><script>alert(2)</script> [1](javascript:alert(3)) \x00\ud800"
REQUESTS = [
    Request("RHIT"),
    Request("CCS", prefer="fastest"),
    Request("CCS-P"),
    Request("CDIP", have=("CPC", "CCS")),
    Request("CHDA"),
    Request("RHIT", have=("RHIT",)),
    Request("RHIT", have=("nothing",)),
    Request("ART"),
    Request("medical records specialists", prefer="fewest"),
]


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return Knowledge.load()


@pytest.fixture(params=REQUESTS, ids=lambda one: "-".join([one.goal, one.prefer, *one.have]))
def advice(request: pytest.FixtureRequest, knowledge: Knowledge) -> Advice:
    return advise(knowledge, request.param)


def text_of(page: str) -> str:
    """What a person reads of a page, in one line."""
    body = re.sub(r"<(style|title|desc)\b.*?</\1>", "", page, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", body)).split())


@pytest.mark.parametrize(
    "path", sorted([*GOLDEN.glob("report_*.html"), *GOLDEN.glob("report_*.md")]), ids=lambda path: path.name
)
def test_command_prints_what_it_did(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(path.stem.split("_"))
    assert capsys.readouterr().out == path.read_text("utf-8"), "if it is better now, write the golden file anew"


# ---- the same answer


def test_sentences_are_those_of_pathway(advice: Advice) -> None:
    says = Sentences(advice)
    told = [says.start(), *says.doubt()]
    if advice.answer.plan is None:
        told += says.missing()
    elif advice.steps:
        told += [*says.claim(), *says.other(), *says.upkeep(), *says.summary().split(" · ")]
        told += [cell for step in advice.steps for cell in says.step(step)]
    read = text_of(to_html(handout(advice)))
    assert not [sentence for sentence in told if " ".join(sentence.split()) not in read]


def test_html_and_markdown_tell_the_same(advice: Advice) -> None:
    report = handout(advice)
    plain = re.sub(r"\\(.)", r"\1", markdown(report))
    questions = [question for asked in report.asked for question in asked.questions]
    told = [sentence for section in (*report.before, *report.after) for sentence in section.sentences]
    assert not [line for line in (*questions, *told, *report.sources) if line not in plain]
    assert not [line for line in (*questions, *told, *report.sources) if line not in text_of(to_html(report))]


def test_json_is_that_of_pathway_and_more(advice: Advice, capsys: pytest.CaptureFixture[str]) -> None:
    goal, have = advice.goal.id, ",".join(advice.start.said) or "RHIT"
    main(["pathway", goal, "--have", have, "--format", "json"])
    pathway = json.loads(capsys.readouterr().out)
    main(["report", goal, "--have", have, "--format", "json"])
    report = json.loads(capsys.readouterr().out)
    assert report.keys() - pathway.keys() == {"instead", "askFirst", "savings", "savingsOf", "savingsTried"}
    assert pathway == {key: report[key] for key in pathway}


def test_equal_questions_give_equal_bytes(knowledge: Knowledge) -> None:
    once, again = (to_html(handout(advise(Knowledge(knowledge.said), Request("CHDA")))) for _ in range(2))
    assert once == again


def test_every_number_in_the_text_is_in_the_list(advice: Advice) -> None:
    page = to_html(handout(advice))
    cited = set(re.findall(r'href="#source-(\d+)"', page))
    assert cited <= set(re.findall(r'id="source-(\d+)"', page))
    assert "[0]" not in page


def test_everything_can_be_reported(knowledge: Knowledge) -> None:
    """Of the courses of single colleges every tenth: they are alike."""
    courses = [id for id in knowledge.bare.catalog.achievements if knowledge.college(id)]
    for id in {*knowledge.bare.catalog.achievements} - {*courses} | {*courses[::10], "nova:him-260"}:
        report = handout(advise(knowledge, Request(id)))
        assert to_html(report)
        faults = [line for line in spoken(report) if FOR_MACHINES.search(re.sub(r"https?://\S+", "", line))]
        assert not faults, id


def spoken(report: Handout) -> list[str]:
    """The sentences that are this report's own."""
    return [
        *(question for asked in report.asked for question in (asked.ask, *asked.questions)),
        *(text for entry in report.entries for word, text in entry.grounds if word == "why"),
        *(sentence for section in report.after for sentence in section.sentences if section.heading == "Instead"),
    ]


# ---- what to ask first


def questions(knowledge: Knowledge, request: Request) -> list[tuple[str, str]]:
    return [(one.ask, one.question) for one in inquiries(advise(knowledge, request))]


def test_the_issuer_is_asked_whether_an_unconfirmed_rule_holds(knowledge: Knowledge) -> None:
    assert questions(knowledge, Request("CCS-P"))[0] == (
        "AHIMA",
        "Does CCS-P today require no more than a high-school diploma?",
    )
    assert questions(knowledge, Request("CDIP", have=("CPC", "CCS")))[0] == (
        "AHIMA",
        "Does CDIP today require no more than CCS?",
    )


def test_the_college_is_asked_for_price_time_and_accreditation(knowledge: Knowledge) -> None:
    asked = " ".join(question for ask, question in questions(knowledge, Request("RHIT")) if "college" in ask)
    assert "accredited by CAHIIM now" in asked
    assert re.search(r"whole tuition for me.*? ~\$[\d,]+ \(\$[\d,]+–[\d,]+\)\.", asked)
    assert "How long does it take at my pace?" in asked


def test_the_fee_is_asked_for_the_way_it_is_paid(knowledge: Knowledge) -> None:
    asked = [question for _, question in questions(knowledge, Request("CCS", bare=True))]
    assert [question for question in asked if re.fullmatch(r"Is the CCS examination still \$\d+ for .*\?", question)]


def test_who_cannot_get_there_learns_whom_to_ask(knowledge: Knowledge) -> None:
    asked = questions(knowledge, Request("RHIT", have=("nothing",)))
    assert any(ask == "AHIMA" and "a high-school diploma" in question for ask, question in asked)


def test_an_employer_is_asked_about_an_occupation_that_has_no_plan(knowledge: Knowledge) -> None:
    question = "Whom do you hire as medical and health services managers, and what would I still lack?"

    assert questions(knowledge, Request("HIM director")) == [("the employer", question)]


def test_what_is_held_leaves_nothing_to_ask(knowledge: Knowledge) -> None:
    assert not questions(knowledge, Request("RHIT", have=("RHIT",)))


# ---- instead


def plan_of(*steps: tuple[str, Cost | None, int]) -> Plan:
    made = tuple(Step(name, "open", 0, weeks, cost) for name, cost, weeks in steps)
    return Plan(made, max(weeks for _, _, weeks in steps))


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        (plan_of(("b", Cost.known(24_800), 52_000)), "It costs $148 more and takes the same time."),
        (plan_of(("b", Cost.known(10_000), 104_000)), "It costs the same and takes about 1 year longer."),
        (plan_of(("b", Cost(1, 9_000, 20_000), 26_000)), "It costs about $10 less and takes about 6 months less."),
        (plan_of(("b", None, 52_000)), "It costs an unknown amount more or less and takes the same time."),
    ],
)
def test_difference_is_told_in_money_and_time(other: Plan, sentence: str) -> None:
    answer = Planner.of(Catalog.of([Achievement("b")])).answer(Question("b"))
    assert difference(Alternative(plan_of(("a", Cost.known(10_000), 52_000)), other, answer)) == sentence


def test_unknown_price_that_both_plans_pay_cancels_out() -> None:
    goal = ("goal", None, 52_000)
    both = Alternative(
        plan_of(("a", Cost.known(10_000), 1), goal),
        plan_of(("b", Cost.known(30_000), 1), goal),
        Planner.of(Catalog.of([Achievement("goal")])).answer(Question("goal")),
    )
    assert both.dearer == 20_000


def test_alternative_is_another_way_to_the_same_goal(knowledge: Knowledge) -> None:
    advice = advise(knowledge, Request("CCS"))
    found = alternatives(advice.planner, advice.answer, 1).found[0]
    assert found.without
    assert found.other.steps[-1].achievement == advice.goal.id
    assert found.to_json()["difference"]["cost"] >= 0


# ---- figures


def test_figures_tell_bars_from_examinations_and_moments() -> None:
    plan = Plan(
        (
            Step("degree", "open", 0, 104_000, Cost(100_000, 200_000, 300_000)),
            Step("membership", "open", 104_000, 104_000, None),
            Step("RHIT", "open", 104_000, 104_000, Cost.known(29_900)),
        ),
        104_000,
    )
    line = time_line(plan, ["degree", "membership", "RHIT"], frozenset({"RHIT"}))
    assert line is not None
    assert [(one.mark, one.left, one.width) for one in line.periods] == [
        ("bar", "0%", "100%"),
        ("moment", "100%", "0%"),
        ("examination", "100%", "0%"),
    ]
    assert [tick.label for tick in line.ticks] == ["0", "12", "24 months"]
    spent = money(plan, ["degree", "membership", "RHIT"])
    assert spent is not None
    assert [one.price for one in spent.amounts] == [
        "~$2,000 ($1,000–3,000)",
        "price unknown",
        "$299",
        "about $2,300 ($1,300–3,300) and an unknown price",
    ]
    assert [one.places is None for one in spent.amounts] == [False, True, False, False]
    assert [tick.label for tick in spent.ticks] == ["$0", "$2,000", "$4,000"]


@pytest.mark.parametrize("cost", [None, Cost.known(0), Cost.known(1), Cost(1, 2, 10**15)])
def test_money_of_any_size_can_be_drawn(cost: Cost | None) -> None:
    plan = Plan((Step("a", "open", 0, 1, cost), Step("b", "open", 1, 10**9, cost)), 10**9)
    drawn = money(plan, ["a", "b"], unsure=frozenset({"a"}))
    assert (drawn is None) == (cost == Cost.known(0))
    line = time_line(plan, ["a", "b"], frozenset())
    assert line is not None
    assert 2 <= len(line.ticks) <= 4


# ---- safety


def hostile() -> Handout:
    """The report on a graph whose labels would like to be more than text."""
    catalog = Catalog.of(
        [
            Achievement("start", HOSTILE, routes=(Route("0", cost=Cost(1_000, 2_000, 9_000), weeks=15_000),)),
            Achievement("other", HOSTILE, routes=(Route("0", cost=None, weeks=5_000),)),
            Achievement(
                "goal", HOSTILE, routes=(Route("0", AllOf((AnyOf((Achieved("start"), Achieved("other"))),)), weeks=9),)
            ),
            Achievement("closed", HOSTILE, routes=(Route("0", Prose(HOSTILE)),)),
        ]
    )
    report = handout_in_file(catalog, Planner.of(catalog).answer(Question("goal")))
    return replace(report, cautions=(HOSTILE,), sources=(HOSTILE, "[2] javascript:alert(4)"), seen="2026-01-01")


def test_markup_in_the_data_stays_text() -> None:
    page = to_html(hostile())
    assert not re.search(r"<(img|script)\b", page)
    assert "\x00" not in page
    assert page.encode()
    assert "](javascript" not in markdown(hostile())


def test_page_runs_nothing_and_asks_for_nothing(advice: Advice) -> None:
    page = to_html(handout(advice))
    assert "default-src 'none'; style-src 'sha256-" in html.unescape(page)
    assert not re.search(r"<script|<iframe|<object|<form|\son\w+=|\sstyle=|@import|url\(", page)
    links = set(re.findall(r'(?:href|src)="([^"]*)"', page))
    assert not [link for link in links if not re.match(r"https?://|mailto:|#source-\d+$|data:,$", link)]


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "https://", "http://[", "ftp://a.b"])
def test_other_addresses_stay_text(address: str) -> None:
    assert "href" not in linked(f"see {address} first", 0)


def test_sign_after_an_address_is_the_sentence_s_own() -> None:
    assert linked("Ask (https://a.org/x/).", 0) == (
        'Ask (<a href="https://a.org/x/" rel="noopener noreferrer">https://a.org/x/</a>).'
    )


# ---- the command


def test_format_follows_the_ending_of_the_file(tmp_path: Path) -> None:
    begins = {"a.html": "<!DOCTYPE html>", "a.HTM": "<!DOCTYPE html>", "a.md": "# RHIT", "a.json": "{"}
    for name, begin in begins.items():
        assert main(["report", "RHIT", "--out", str(tmp_path / name)]) == 0
        assert (tmp_path / name).read_text("utf-8").lstrip().startswith(begin)


@pytest.mark.parametrize(
    ("options", "fault"),
    [
        (["--out", "a.html", "--format", "json"], "contradicts the ending"),
        (["--out", "a.pdf"], "says no format"),
        (["--out", "nowhere/a.html"], "cannot write"),
    ],
)
def test_what_cannot_be_written_is_one_line(
    options: list[str],
    fault: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["report", "RHIT", *options]) == 2
    said = capsys.readouterr()
    assert not said.out
    assert said.err.count("\n") == 1
    assert fault in said.err
    assert not list(tmp_path.iterdir())


def test_goal_out_of_reach_is_reported_with_exit_1(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", "RHIT", "--have", "nothing"]) == 1
    read = text_of(capsys.readouterr().out)
    assert "No way to RHIT from here is in our data." in read
    assert "High-school diploma" in read


def test_goal_beyond_the_budget_is_reported_with_exit_1(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", "CCS", "--budget", "300"]) == 1
    assert "OVER BUDGET" in text_of(capsys.readouterr().out)


@pytest.mark.parametrize("format", ["html", "markdown", "json"])
def test_graph_of_one_s_own_can_be_reported(format: str, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["report", "HIT-2", "--requirements", str(GOLDEN / "college.json"), "--format", format]
    assert main(command) == 0
    assert "Biology I" in capsys.readouterr().out.replace("BIO-1", "Biology I")
    assert main([*command[:1], "HIT-3", *command[2:]]) == 1
    assert "The dean agrees." in capsys.readouterr().out
