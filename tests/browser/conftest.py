"""What tests of the explorer pages share: a small world, its page, and what a browser says of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import ConsoleMessage, Dialog, Page

from chartway.catalog import Achievement, Catalog, Cost, Evidence, Route
from chartway.plan import Answer, Plan, Question, Step
from chartway.requirement import Achieved, AllOf, AnyOf, Requirement
from chartway.source import Fact, Source
from chartway.visualization import World, picture_of, write_html

DOLLAR = 100
WEEK = 1000


def earned(  # noqa: PLR0913, PLR0917 - what a step has
    id: str, label: str, kind: str, requires: Requirement, dollars: int | None = 0, weeks: int = 0, notation: str = ""
) -> Achievement:
    """An achievement with one way in."""
    cost = None if dollars is None else Cost.known(dollars * DOLLAR)
    evidence = (Evidence("requirement", "issuer"), Evidence("cost", "blog"))
    return Achievement(
        id, label, kind, (Route("0", requires, cost, weeks * WEEK, evidence=evidence),), notation=notation
    )


def catalog(*, prepared: bool) -> Catalog:
    """A small world like the one around CCS, with or without what its issuer recommends."""
    courses = AllOf((Achieved("anatomy"), Achieved("terminology"), Achieved("12 months")))
    background = AnyOf((courses, Achieved("24 months"), Achieved("rhia"), Achieved("rhit")))
    diploma = Achieved("diploma")
    return Catalog.of(
        [
            Achievement("diploma", "High-school diploma", "diploma"),
            earned("anatomy", "Anatomy and physiology", "course", diploma, 700, 16),
            earned("terminology", "Medical terminology", "course", diploma, None, 16),
            earned("certificate", "Medical coding certificate", "certificate", Achieved("terminology"), 3200, 40),
            earned("12 months", "12 months of coding experience", "experience", Achieved("certificate"), 0, 52),
            earned("24 months", "24 months of coding experience", "experience", Achieved("12 months"), 0, 52),
            earned("associate", "Associate degree in health information management", "degree", diploma, 8100, 104),
            earned(
                "rhit",
                "Registered Health Information Technician",
                "certification",
                Achieved("associate"),
                299,
                0,
                "RHIT",
            ),
            earned("bachelor", "Bachelor's degree", "degree", Achieved("associate"), 18000, 104),
            earned(
                "rhia",
                "Registered Health Information Administrator",
                "certification",
                Achieved("bachelor"),
                299,
                0,
                "RHIA",
            ),
            earned(
                "ccs",
                "Certified Coding Specialist",
                "certification",
                AllOf((diploma, background)) if prepared else diploma,
                399,
                0,
                "CCS",
            ),
        ]
    )


PLAN = Plan(
    (
        Step("terminology", "0", 0, 16 * WEEK, None),
        Step("certificate", "0", 16 * WEEK, 56 * WEEK, Cost.known(3200 * DOLLAR)),
        Step("12 months", "0", 56 * WEEK, 108 * WEEK, Cost.known(0)),
        Step("24 months", "0", 108 * WEEK, 160 * WEEK, Cost.known(0)),
        Step("ccs", "0", 160 * WEEK, 160 * WEEK, Cost.known(399 * DOLLAR)),
    ),
    160 * WEEK,
)
QUICK = Plan(
    (
        Step("associate", "0", 0, 104 * WEEK, Cost.known(8100 * DOLLAR)),
        Step("rhit", "0", 104 * WEEK, 104 * WEEK, Cost.known(299 * DOLLAR)),
        Step("ccs", "0", 104 * WEEK, 104 * WEEK, Cost.known(399 * DOLLAR)),
    ),
    104 * WEEK,
)
SOURCES = {
    "issuer": Source("issuer", "The issuer's page", "official", "https://issuer.example/ccs", "AHIMA", "2026-05"),
    "blog": Source("blog", "An examination guide", "reported", "https://blog.example/ccs", "A publisher", "2025"),
}


def facts(id: str) -> tuple[Fact, ...]:
    """Something about everything."""
    former = Fact("requires", "an older rule", ("blog",), standing="superseded: the rule of 2024 replaced it")
    return (Fact("issued by", f"the body that issues {id}", ("issuer",)), former)


@pytest.fixture(scope="module")
def ccs(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of the page of CCS."""
    path = tmp_path_factory.mktemp("explore") / "ccs.html"
    answer = Answer(Question("ccs", frozenset({"diploma"})), "optimal", PLAN)
    world = World(catalog(prepared=False), catalog(prepared=True), SOURCES, facts)
    fast = Answer(Question("ccs", frozenset({"diploma"}), "fastest"), "optimal", QUICK)
    picture = picture_of(answer, world, others=[("Fastest", fast)])
    headline = replace(picture.headline, notes=("Before you pay: https://body.example",))
    write_html(replace(picture, headline=headline), path)
    return path.as_uri()


@pytest.fixture
def complaints(page: Page) -> Iterator[list[str]]:
    """What the browser complains about; any complaint fails the test."""
    page.set_default_timeout(5_000)
    said: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            said.append(message.text)

    def dismiss(dialog: Dialog) -> None:
        said.append(dialog.message)
        dialog.dismiss()

    page.on("console", hear)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("dialog", dismiss)
    yield said
    assert said == []


@pytest.fixture
def explorer(page: Page, ccs: str, complaints: list[str]) -> Page:
    """The page of CCS, opened."""
    page.goto(ccs)
    assert complaints == []
    return page


@pytest.fixture
def place_of() -> Callable[[Page, str], tuple[float, float]]:
    """Where a thing is drawn, in pixels of the canvas."""

    def find(page: Page, name: str) -> tuple[float, float]:
        at = page.evaluate(
            """name => {
                const { network, things } = chartway;
                const { x, y } = things.find(thing => thing.label === name);
                return network.canvasToDOM({ x, y });
            }""",
            name,
        )
        return at["x"], at["y"]

    return find


@pytest.fixture
def wait_until() -> Callable[[Page, str], None]:
    """Ask anew for at most ten seconds: a condition left inside the page is eval, which the page's policy refuses."""

    def wait(page: Page, expression: str) -> None:
        for _ in range(200):
            if page.evaluate(expression):
                return
            page.wait_for_timeout(50)
        pytest.fail(f"never became true: {expression}")

    return wait
