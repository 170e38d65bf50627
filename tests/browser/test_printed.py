"""The printed report in a real browser: on paper, on a phone, and with nothing that runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Dialog, Page

from chartway.cli import main

GOALS = ["RHIT", "CCS", "CCS-P", "RHIA"]
WIDTHS = [320, 390, 700, 821, 1280]
PAPER = 700
"""Pixels between the margins of a letter page."""
LABEL = "<img src=x onerror=alert(1)><script>alert(2)</script>" + "W" * 120
HOSTILE = (
    '{"format": "chartway-requirements/1", "achievements": ['
    f'{{"id": "A", "label": "{LABEL}", "routes": [{{"cost": [10, 20, 3000000], "weeks": 1500}}]}},'
    f'{{"id": "B", "label": "{LABEL} B", "routes": [{{"requires": "A", "cost": null, "weeks": 0}}]}}]}}'
)
BOXES = """selector => [...document.querySelectorAll(selector)].map(one => {
    const box = one.getBoundingClientRect();
    return [box.left, box.top, box.right, box.bottom, one.textContent];
})"""


@pytest.fixture(scope="module", params=GOALS)
def address(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a report."""
    path = tmp_path_factory.mktemp("report") / "report.html"
    assert main(["report", request.param, "--out", str(path)]) == 0
    return path.as_uri()


@pytest.fixture
def complaints(page: Page) -> Iterator[list[str]]:
    """What the browser complains about; any complaint fails the test."""
    said: list[str] = []

    def close(dialog: Dialog) -> None:
        said.append(dialog.message)
        dialog.dismiss()

    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("dialog", close)
    yield said
    assert said == []


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def overlapping(boxes: list[Any]) -> list[tuple[str, str]]:
    """The texts whose boxes share more than an edge."""
    return [
        (one[4], other[4])
        for one, other in combinations(boxes, 2)
        if min(one[2], other[2]) - max(one[0], other[0]) > 1 and min(one[3], other[3]) - max(one[1], other[1]) > 1
    ]


@pytest.mark.usefixtures("complaints")
def test_prints_on_two_letter_pages_at_most(page: Page, address: str) -> None:
    page.goto(address)
    assert 1 <= pages_of(page.pdf(prefer_css_page_size=True)) <= 2


@pytest.mark.usefixtures("complaints")
@pytest.mark.parametrize(("width", "media"), [*((width, "screen") for width in WIDTHS), (PAPER, "print")])
def test_nothing_scrolls_sideways_and_no_texts_overlap(
    page: Page, address: str, width: int, media: Literal["screen", "print"]
) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.emulate_media(media=media)
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for figure in ("figure:nth-of-type(1)", "figure:nth-of-type(2)"):
        assert not overlapping(page.evaluate(BOXES, f"{figure} :is(.label, .value, text, figcaption)"))


@pytest.mark.usefixtures("complaints")
def test_figures_have_a_name_and_a_description(page: Page, address: str) -> None:
    page.goto(address)
    drawings = page.locator("svg[role=img]")
    assert drawings.count() > 2
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(one => one.id)")
    assert len(ids) == len(set(ids))
    for drawing in drawings.all():
        named = (drawing.get_attribute("aria-labelledby") or "").split()
        assert [bool(page.locator(f"#{id}").text_content()) for id in named] == [True, True]


@pytest.mark.usefixtures("complaints")
def test_style_is_the_one_its_policy_names(page: Page, address: str) -> None:
    page.goto(address)
    assert page.evaluate("getComputedStyle(document.querySelector('.rows li')).display") == "grid"
    assert page.evaluate("document.scripts.length") == 0
    schemes = set(page.evaluate("[...document.links].map(link => link.protocol)"))
    assert schemes <= {"http:", "https:", "mailto:", "file:"}  # file: are the numbers of sources on the page itself


@pytest.mark.usefixtures("complaints")
def test_hostile_labels_are_inert_and_stay_on_the_page(page: Page, tmp_path: Path) -> None:
    graph, report = tmp_path / "graph.json", tmp_path / "report.html"
    graph.write_text(HOSTILE, "utf-8")
    assert main(["report", "B", "--requirements", str(graph), "--out", str(report)]) == 0
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(report.as_uri())
    assert page.locator("img, script, iframe, object").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert LABEL in (page.locator("h1").text_content() or "")
