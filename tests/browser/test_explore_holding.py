"""What the page says of what one holds is what the planner says."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from chartway.catalog import Achievement, Catalog, Route
from chartway.knowledge import Knowledge
from chartway.opening import open_things
from chartway.requirement import Achieved, AllOf, AnyOf, AtLeast, Concurrent, Prose, Requirement, SumOf, Together
from chartway.requirement_graph import earliest_finish, to_digraph
from chartway.visualization import World, picture_of_all, to_html
from chartway.visualization.subject import picture_of_everything

HOLDINGS = 50
STANDINGS = """held => {
    chartway.hold(held);
    return chartway.things.filter(thing => thing.means && thing.kind !== "body")
        .map(thing => [thing.means, chartway.stands(thing.means)]);
}"""


def standings(catalog: Catalog, held: frozenset[str]) -> dict[str, str]:
    """How everything stands, as the planner's own rules have it."""
    have = catalog.closure(held)
    now, one_day = open_things(catalog, have), earliest_finish(to_digraph(catalog), have)
    return {
        id: "held" if id in have else "open" if id in now else "ahead" if id in one_day else "closed"
        for id in catalog.achievements
    }


@pytest.mark.usefixtures("complaints")
def test_the_page_of_the_field_agrees_with_the_planner(page: Page, tmp_path: Path) -> None:
    knowledge = Knowledge.load()
    path = tmp_path / "field.html"
    path.write_text(to_html(picture_of_everything(knowledge)), "utf-8")
    page.goto(path.as_uri())
    catalog = knowledge.prepared.catalog
    chance = random.Random(20)  # noqa: S311 - examples, no secrets

    for _ in range(HOLDINGS):
        marked = chance.sample(sorted(catalog.achievements), chance.randrange(5))
        start = knowledge.start(marked)
        assert dict(page.evaluate(STANDINGS, marked)) == standings(catalog, start.held), marked


def requirement(chance: random.Random, ids: list[str], depth: int = 2) -> Requirement:
    """Any rule there can be."""
    if depth == 0 or chance.random() < 0.4:
        kinds: list[type[Achieved | Concurrent | Together]] = [*[Achieved] * 8, Concurrent, Together]
        return chance.choice(kinds)(chance.choice(ids)) if chance.random() < 0.95 else Prose("in words only")
    parts = tuple(requirement(chance, ids, depth - 1) for _ in range(chance.randrange(5)))
    number = chance.randrange(len(parts) + 1)
    amounts = tuple(chance.randrange(1, 5) * 1000 for _ in parts)
    total = SumOf(chance.randrange(sum(amounts) + 1), parts, amounts)
    rules: list[Requirement] = [AllOf(parts), AnyOf(parts), AtLeast(number, parts), total]
    return chance.choice(rules)


@pytest.mark.usefixtures("complaints")
def test_the_page_of_any_rules_agrees_with_the_planner(page: Page, tmp_path: Path) -> None:
    chance = random.Random(7)  # noqa: S311 - examples, no secrets
    ids = [f"C{number}" for number in range(40)]
    catalog = Catalog.of(
        Achievement(
            id,
            routes=tuple(Route(str(n), requirement(chance, ids)) for n in range(chance.randrange(3))),
            implies=frozenset(chance.sample(ids, 1)) if chance.random() < 0.1 else frozenset(),
        )
        for id in ids
    )
    path = tmp_path / "any.html"
    path.write_text(to_html(picture_of_all(World(catalog, catalog), "Any rules")), "utf-8")
    page.goto(path.as_uri())

    for _ in range(HOLDINGS):
        marked = chance.sample(ids, chance.randrange(12))
        assert dict(page.evaluate(STANDINGS, marked)) == standings(catalog, frozenset(marked)), marked


@pytest.mark.usefixtures("complaints")
def test_a_way_shown_can_be_walked(page: Page, tmp_path: Path) -> None:
    knowledge = Knowledge.load()
    path = tmp_path / "field.html"
    path.write_text(to_html(picture_of_everything(knowledge)), "utf-8")
    page.goto(path.as_uri())
    catalog, start = knowledge.prepared.catalog, knowledge.start([]).held
    ways: dict[str, Any] = page.evaluate(
        """() => Object.fromEntries(chartway.things.filter(thing => chartway.stands(thing.means) === "ahead")
            .map(({ means }) => [means, chartway.rules.way(means, chartway.rules.holding([])).steps]))"""
    )

    assert len(ways) > 50
    for goal, steps in ways.items():
        held = catalog.closure(start)
        for step in steps:
            assert step in open_things(catalog, held), (goal, step)
            held = catalog.closure({*held, step})
        assert goal in held


def test_marking_says_what_opens_and_what_stays_locked(explorer: Page) -> None:
    explorer.locator(".steps a", has_text="Medical terminology").click()
    expect(explorer.locator("#verdict")).to_have_text("Open now: all that one way in asks for is held.")
    explorer.get_by_role("button", name="I hold this").click()

    expect(explorer.locator("#verdict")).to_have_text("You hold this.")
    expect(explorer.locator("#marked")).to_contain_text("Medical terminology")
    expect(explorer.locator("#opens .new")).to_have_text("Medical coding certificate")
    expect(explorer.locator("#said")).to_contain_text("you hold it")
    explorer.locator("#locked-title").click()
    expect(explorer.locator("#locked")).to_contain_text("needs Medical coding certificate")
    row = explorer.locator("#things tr", has_text="Medical coding certificate")
    expect(row.locator(".stands")).to_have_text("open now")


def test_what_was_marked_can_be_taken_back(explorer: Page) -> None:
    explorer.get_by_role("checkbox", name="I hold Medical terminology").check()
    expect(explorer.locator(".holding")).to_be_visible()
    explorer.get_by_role("button", name="Forget all").click()

    expect(explorer.locator(".holding")).to_be_hidden()
    expect(explorer.get_by_role("checkbox", name="I hold Medical terminology")).not_to_be_checked()


def test_the_keyboard_alone_marks_and_folds(explorer: Page) -> None:
    explorer.locator("#canvas").focus()
    explorer.keyboard.press("ArrowLeft")
    explorer.keyboard.press("f")
    expect(explorer.locator("#said")).to_contain_text("folded")
    explorer.keyboard.press("f")
    expect(explorer.locator("#said")).to_contain_text("unfolded")
    explorer.keyboard.press("h")

    expect(explorer.locator("#marked")).to_contain_text("CCS")


def test_a_way_is_shown_from_what_is_held(explorer: Page) -> None:
    explorer.locator("#things a", has_text="RHIA").click()
    explorer.get_by_role("button", name="Show a way here").click()

    steps = explorer.locator("#way-steps li")
    expect(steps).to_have_text(["Associate degree in health information management", "Bachelor's degree", "RHIA"])
    assert explorer.evaluate("chartway.links.filter(link => link.strong).length") == 3
