"""Every kind of page can be used by everybody: axe-core finds nothing to complain about, however one looks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from chartway.cli import main

GRAPH = """{"format": "chartway-requirements/1", "achievements": [
    {"id": "BIO 1", "label": "Biology", "kind": "course", "routes": [{"cost": 420, "weeks": 15}]},
    {"id": "HIT 1", "routes": [{"requires": {"all": ["BIO 1", {"any": ["MAT 1", {"prose": "approval"}]}]}}]},
    {"id": "MAT 1"},
    {"id": "HIT 2", "implies": ["HIT 1"], "routes": [{"requires": {"atLeast": 1, "of": ["MAT 1"]}}]}]}"""
KINDS = {
    "ways": ["RHIT"],
    "plans to choose from": ["CPC", "--trade-off", "--alternatives", "2"],
    "no way": ["FAHIMA"],
    "goal already held": ["RHIT", "--have", "RHIT"],
    "neighbourhood": ["CCS", "--neighbourhood"],
    "body": ["HFMA"],
    "occupation": ["Medical records specialists"],
    "curriculum": ["illustrative:hit-aas"],
    "field": [],
    "file": ["--requirements", "{graph}"],
    "goal in a file": ["HIT 1", "--requirements", "{graph}"],
}
SEEN = [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")]
TOUCH_EVERYTHING = """() => {
    const thing = chartway.things.find(({ means }) => means && chartway.stands(means) === "open");
    if (thing) chartway.hold([thing.means]);
    const last = [...chartway.things].reverse().find(({ means }) => means && chartway.stands(means) === "ahead");
    chartway.choose((last || thing || chartway.things[0]).id);
    if (last) document.getElementById("way").click();
}"""
CLOSE_MENUS = "() => document.querySelectorAll('.menu').forEach(menu => { menu.open = false; })"
OPEN_EVERYTHING = "() => document.querySelectorAll('details').forEach(details => { details.open = true; })"


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """The address of a kind of page, written once."""
    folder = tmp_path_factory.mktemp("kinds")
    (folder / "graph.json").write_text(GRAPH)

    def address(kind: str) -> str:
        path = folder / f"{kind}.html"
        if not path.exists():
            words = [word.format(graph=folder / "graph.json") for word in KINDS[kind]]
            assert main(["explore", *words, "--out", str(path)]) == 0
        return path.as_uri()

    return address


def faults(page: Page) -> list[str]:
    """What axe-core finds, each with its places."""
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {[node['html'][:120] for node in one['nodes'][:3]]}" for one in found]


@pytest.mark.usefixtures("complaints")
@pytest.mark.parametrize(("width", "scheme"), SEEN)
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(page: Page, written: Callable[[str], str], kind: str, width: int, scheme: Any) -> None:  # noqa: ANN401
    page.set_viewport_size({"width": width, "height": 844})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.goto(written(kind))
    page.evaluate(TOUCH_EVERYTHING)
    page.evaluate(OPEN_EVERYTHING)
    assert faults(page) == []
    if width == 390:
        page.get_by_role("button", name="Close", exact=True).click()
        page.evaluate(CLOSE_MENUS)
        page.get_by_role("tab", name="Picture").click()
        assert faults(page) == []


def test_axe_is_awake(page: Page) -> None:
    page.set_content("<html lang=en><title>x</title><main><h1>x</h1><img src='data:,'><input></main>")

    assert {fault.partition(":")[0] for fault in faults(page)} == {"image-alt", "label"}


@pytest.mark.usefixtures("complaints")
@pytest.mark.parametrize("kind", KINDS)
def test_a_phone_never_scrolls_sideways(page: Page, written: Callable[[str], str], kind: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(written(kind))
    width = "document.documentElement.scrollWidth"
    assert page.evaluate(width) <= 390
    page.evaluate(TOUCH_EVERYTHING)
    assert page.evaluate(width) <= 390
    page.get_by_role("button", name="Close", exact=True).click()
    page.get_by_role("tab", name="Picture").click()
    assert page.evaluate(width) <= 390
    page.evaluate(OPEN_EVERYTHING)
    assert page.evaluate(width) <= 390
