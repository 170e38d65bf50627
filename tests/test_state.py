"""The state of the data: counted from the data, the same whenever it is asked for, and told in ontology/README.md."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

from chartway import ontology
from chartway.cli import main
from chartway.knowledge import Knowledge
from chartway.namespaces import CW, PREFIXES, RDFS, expand
from chartway.report.state import markdown, table
from chartway.state import TERMS, Licence, Money, State

CHECKOUT = Path(__file__).resolve().parents[1]
README = ontology.file("README.md").read_text("utf-8")
HEAD = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items())
SMALL = """
src:chartway {
  src:chartway a cw:Source ; cw:reliability cw:editorial .
  src:fees a cw:Source ; dcterms:publisher id:issuer ; cw:reliability cw:official ;
    cw:pageDate "2025"^^xsd:gYear ; cw:seenOn "2026-03-01"^^xsd:date ;
    dcterms:license <https://law.example/free> ; cw:attribution "Thanks."@en .
  src:rules a cw:Source ; dcterms:publisher id:issuer ; cw:reliability cw:official ;
    cw:pageDate "2025-01"^^xsd:gYearMonth ; cw:seenOn "2026-02-01"^^xsd:date .
  src:college a cw:Source ; dcterms:publisher id:college ; cw:reliability cw:reported ;
    cw:seenOn "2026-02-01"^^xsd:date .
  src:guess a cw:Source ; cw:reliability cw:assumed .
  id:issuer a cw:Body ; skos:prefLabel "Issuer"@en . id:college a cw:Body ; skos:prefLabel "College"@en .
  id:high-school-diploma a cw:Diploma ; skos:prefLabel "High-school diploma"@en .
  id:award a cw:Certification ; skos:notation "AW" . id:prize a cw:Certification ; skos:notation "PR" .
  id:course a cw:Course ; skos:prefLabel "Course"@en . id:secret a cw:Certification ; skos:notation "SE" .
  id:medal a cw:Certification ; skos:notation "ME" .
}
src:rules { id:award cw:requires id:rule ; cw:issuedBy id:issuer . id:rule a cw:Requirement ; cw:all id:course .
  id:secret cw:requires id:words . id:words a cw:Requirement ; cw:prose "By invitation."@en }
src:fees { id:award cw:fee id:award-fee . id:award-fee a cw:Fee ; cw:amount 100.00 ; cw:currency "USD" }
src:college { id:course cw:requires cw:Nothing ; cw:duration id:term . id:term a cw:Duration ; cw:weeks 15 }
src:guess { id:course cw:fee id:course-fee .
  id:course-fee a cw:Fee ; cw:amount 300.00 ; cw:amountLow 200.00 ; cw:amountHigh 500.00 ; cw:because "Guessed."@en .
  id:prize cw:requires id:prize-rule . id:prize-rule a cw:Requirement ; cw:all id:award ; cw:because "Guessed."@en }
"""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> State:
    path = tmp_path_factory.mktemp("data") / "small.trig"
    path.write_text(HEAD + SMALL, "utf-8")
    return State(Knowledge.load([path]))


@pytest.fixture(scope="module")
def state() -> State:
    return State(Knowledge.load())


# ---- the numbers


def test_money_is_known_estimated_or_unknown(small: State) -> None:
    """The award is paid in two plans, the course in two, and nobody knows the price of the prize."""
    assert small.money == Money(2 * 100_00, 2 * 300_00, ("id:prize",))
    assert small.money.share == 25


def test_nothing_known_is_no_share() -> None:
    assert Money(0, 0, ()).share == 0


def test_plan_rests_on_pages_and_not_on_guesses(small: State) -> None:
    assert {page: sorted(of) for page, of in small.pages.items()} == {
        "src:college": ["duration", "requirement"],
        "src:fees": ["cost"],
        "src:rules": ["requirement"],
    }


def test_age_is_counted_to_the_last_day_a_source_was_seen(small: State) -> None:
    """From July 2025, the middle of the year, 8 months; from January 2025, 14."""
    assert small.day == "2026-03-01"
    assert small.median_age == 11
    assert small.undated == ("src:college",)


def test_prices_are_looked_at_again_after_a_year_and_the_rest_after_two(small: State) -> None:
    """The issuer's price of July 2025 is due before its older rule; a page without a date counts from its day."""
    assert [(one.publisher, one.due, one.oldest) for one in small.reviews] == [
        ("id:issuer", "2026-07", "src:rules"),
        ("id:college", "2028-02", "src:college"),
    ]


def test_page_of_which_nobody_noted_a_day_is_looked_at_now(tmp_path: Path) -> None:
    path = tmp_path / "data.trig"
    path.write_text(
        HEAD + SMALL.replace('cw:reported ;\n    cw:seenOn "2026-02-01"^^xsd:date .', "cw:reported ."), "utf-8"
    )
    due = {one.publisher: one.due for one in State(Knowledge.load([path])).reviews}

    assert due["id:college"] == "2026-03"


def test_licence_is_what_a_source_names(small: State) -> None:
    assert small.licences == (Licence("https://law.example/free", "", "Thanks.", ("id:issuer",), 1),)


def test_plan_on_a_rule_that_is_only_assumed_is_unconfirmed(small: State) -> None:
    assert small.unconfirmed == ("id:prize",)


@pytest.mark.parametrize(
    "told",
    [
        "4 credentials are awarded today: 0 complete, 2 partly known, 2 only listed. 2 have a plan",
        "25 % is a price on a page and 75 % an estimate; unknown prices: PR.",
        "Plans rest on 3 pages, whose median age is 11 months; 1 of them without a date.",
        "PR requirement, examination, fee, renewal, issuer about $400 ($300–600) and an unknown price",
        "Rules remembered, which no page we read says today: PR.",
        "known in words only: SE (examination, fee, renewal, issuer).",
        "No page that was read says how they are earned: ME (requirement, examination, fee, renewal, issuer).",
        "in July 2026 2 January 2025 Issuer",
        "in February 2028 1 undated, seen 1 February 2026 College",
        "Issuer (1 source): https://law.example/free Thanks.",
    ],
)
def test_report_tells_it(told: str, small: State) -> None:
    assert told in " ".join(table(small).split())


def test_credential_without_a_plan_says_exactly_why(state: State) -> None:
    without = [one for one in state.credentials(state.coverage.partly) if one.advice.answer.plan is None]
    text = " ".join(table(state).split())

    for one in without:
        missing = {name for group in one.advice.missing for name in group}
        assert all(" ".join(state.knowledge.name(id).split()) in text for id in missing)


def test_every_credential_is_told_once(state: State) -> None:
    found = state.to_json()
    told = [one["id"] for group in ("complete", "partly", "listed") for one in found[group]]

    assert sorted(told) == sorted({*state.coverage.complete, *state.coverage.partly, *state.coverage.listed})
    assert found["statements"]["all"] >= found["statements"]["holdToday"] > 1000
    assert sum(found["sources"].values()) == len(state.knowledge.sources)


# ---- the command


def test_show_tells_the_state_in_three_formats(state: State, capsys: pytest.CaptureFixture[str]) -> None:
    printed = {}
    for form in ("table", "json", "markdown"):
        assert main(["show", "data", "--format", form]) == 0
        printed[form] = capsys.readouterr().out

    assert printed["table"] == table(state)
    assert json.loads(printed["json"]) == state.to_json()
    assert printed["markdown"] == markdown(state)
    assert max(map(len, printed["table"].splitlines())) <= 100


def test_show_tells_the_state_of_a_day_gone_by(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "data", "--as-of", "2025-06-30", "--sources", "published"]) == 0

    printed = capsys.readouterr().out
    assert printed.startswith("The data on 30 June 2025\n\nAs of 30 June 2025: pages of a later date are left out.\n")
    assert "Only pages count here" in printed


# ---- ontology/README.md


def test_page_is_the_one_that_would_be_written_now() -> None:
    written = subprocess.run([sys.executable, CHECKOUT / "scripts/describe"], capture_output=True, check=True)

    assert written.stdout.decode() == README, "scripts/describe >ontology/README.md"


def test_page_names_all_that_is_in_the_folder() -> None:
    named = {name.rstrip("/") for name in re.findall(r"\]\(([^)]+)\)", README)}

    assert named == {path.name for path in ontology.folder().iterdir()} - {"README.md"}


def schema() -> dict[tuple[str, str], set[str]]:
    """What schema.ttl says of each term of ours: (term, property), values, both as local names."""
    found: dict[tuple[str, str], set[str]] = {}
    for quad in ox.parse(ontology.file("schema.ttl").read_bytes(), format=ox.RdfFormat.TURTLE):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
            key = (quad.subject.value.removeprefix(CW), quad.predicate.value)
            found.setdefault(key, set()).add(quad.object.value.removeprefix(CW))
    return found


DIAGRAM = re.findall(r"```mermaid\n(.*?)```", README, re.DOTALL)
ARROW = re.compile(r"^  (\w+) (-->|<--) (\w+) : (.+)$", re.MULTILINE)


def test_there_is_one_diagram() -> None:
    assert len(DIAGRAM) == 1


def test_diagram_names_what_the_schema_has() -> None:
    terms = {term for term, _ in schema()}
    boxes = re.findall(r"^  class (\w+) \{\n((?:    \w+\n)*)  \}$", DIAGRAM[0], re.MULTILINE)
    named = {name for box, members in boxes for name in (box, *members.split())}
    named |= {name for left, _, right, names in ARROW.findall(DIAGRAM[0]) for name in (left, right, *names.split(", "))}

    assert len(named) > 30
    assert named - terms == set()


def test_arrows_of_the_diagram_lead_where_the_schema_says() -> None:
    known = schema()
    for left, arrow, right, names in ARROW.findall(DIAGRAM[0]):
        one, other = (left, right) if arrow == "-->" else (right, left)
        for name in names.split(", "):
            assert one in known.get((name, f"{RDFS}domain"), {one}), name
            assert other in known.get((name, f"{RDFS}range"), {other}), name


def test_diagram_has_every_kind_of_achievement() -> None:
    kinds = {term for (term, relation), values in schema().items() if relation.endswith("subClassOf") for _ in values}
    below = {kind for kind in kinds if "Achievement" in schema()[kind, f"{RDFS}subClassOf"]}
    box = re.search(r"class Achievement \{\n(.*?)  \}", DIAGRAM[0], re.DOTALL)

    assert box is not None
    assert set(box[1].split()) == below


# ---- licences


@pytest.mark.parametrize("publisher", ["id:bls", "id:nces", "id:onet", "id:european-commission"])
def test_every_source_of_a_publisher_that_states_terms_of_use_has_them(publisher: str, state: State) -> None:
    sources = [id for id, source in state.knowledge.sources.items() if source.publisher == publisher]
    silent = [id for id in sources if not any(state.knowledge.said.value(expand(id), term) for term in TERMS)]

    assert sources
    assert silent == [], "copy dcterms:license, dcterms:rights or cw:attribution from a neighbour in sources.trig"


def test_licence_of_the_folder_credits_whom_the_sources_credit(state: State) -> None:
    text = " ".join(ontology.file("LICENSE").read_text("utf-8").split())
    names = {"id:bls": "U.S. Bureau of Labor Statistics", "id:nces": "National Center for Education Statistics"}
    names |= {"id:onet": "USDOL/ETA", "id:european-commission": "ESCO classification of the European Commission"}

    credited = {publisher for licence in state.licences for publisher in licence.publishers}

    assert credited == set(names)
    assert [name for name in names.values() if name not in text] == []
