"""Filters, groups, links to what one sees, and what one keeps of a page."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from chartway.cli import main

DRAWN = """() => ({
    things: chartway.things.map(thing => [thing.id, thing.label]).sort(),
    arrows: chartway.links.map(({ tail, head, strength }) => `${tail} ${head} ${strength}`).sort(),
})"""
TOLD = """() => ({
    things: [...document.querySelectorAll("#things tbody tr")]
        .map(row => [row.id.slice("row-".length), row.querySelector("th a").textContent]).sort(),
    arrows: [...document.querySelectorAll("#links tbody tr")].map(row => {
        const [from, to] = [...row.querySelectorAll("a")].map(link => link.hash.slice("#row-".length));
        return `${from} ${to} ${row.cells[3].textContent}`;
    }).sort(),
})"""
SHOWN = "() => chartway.things.filter(({ id }) => !document.getElementById(`row-${id}`).hidden).length"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., str]:
    """The address of the page that the command writes."""
    folder = tmp_path_factory.mktemp("tools")

    def write(*words: str) -> str:
        path = folder / f"{'-'.join(words).replace(':', '-') or 'field'}.html"
        if not path.exists():
            assert main(["explore", *words, "--out", str(path)]) == 0
        return path.as_uri()

    return write


@pytest.mark.usefixtures("complaints")
@pytest.mark.parametrize(
    "words", [(), ("AHIMA",), ("CCS", "--neighbourhood"), ("illustrative:hit-aas",), ("File clerks",), ("RHIT",)]
)
def test_the_list_is_the_picture_on_every_kind_of_page(
    page: Page, address: Callable[..., str], words: tuple[str, ...]
) -> None:
    page.goto(address(*words))
    drawn = page.evaluate(DRAWN)

    assert len(drawn["things"]) > 4
    assert drawn == page.evaluate(TOLD)


def test_a_filter_hides_in_the_picture_the_list_and_the_search(explorer: Page) -> None:
    explorer.locator(".filters summary").click()
    explorer.get_by_label("Course", exact=True).check()

    expect(explorer.locator("#shown-count")).to_have_text("3 of 11 shown")  # the courses, and always the goal
    assert explorer.evaluate(SHOWN) < 10
    explorer.locator(".filters summary").click()
    explorer.get_by_role("combobox", name="Search").fill("RHIA")
    expect(explorer.get_by_role("option")).to_have_text("Nothing in the picture has that name")
    explorer.get_by_role("button", name="Show all").click()
    expect(explorer.locator("#shown-count")).to_have_text("")


def test_folding_hides_what_leads_to_one_thing_alone(explorer: Page) -> None:
    before = explorer.evaluate(SHOWN)
    explorer.locator("#things a", has_text="RHIA").click()
    explorer.get_by_role("button", name="Fold what leads here").click()
    folded = explorer.evaluate(SHOWN)
    assert folded < before
    explorer.get_by_role("button", name="Unfold what leads here").click()

    assert explorer.evaluate(SHOWN) == before


def test_a_link_brings_back_what_one_saw(explorer: Page) -> None:
    explorer.get_by_role("checkbox", name="I hold Medical terminology").check()
    explorer.locator(".filters summary").click()
    explorer.get_by_label("Course", exact=True).check()
    explorer.get_by_label("Certification", exact=True).check()
    explorer.get_by_label("Fastest").check()
    explorer.locator("#things a", has_text="CCS").click()
    assert "#" not in explorer.url
    link = explorer.locator("#link").get_attribute("href")
    seen = explorer.evaluate(SHOWN)
    here = explorer.url
    explorer.goto("about:blank")
    explorer.goto(f"{here}{link}")

    expect(explorer.locator("#marked")).to_contain_text("Medical terminology")
    expect(explorer.get_by_label("Fastest")).to_be_checked()
    expect(explorer.locator(".panel h3:visible")).to_contain_text("CCS")
    assert explorer.evaluate(SHOWN) == seen


def test_a_link_that_means_nothing_here_does_no_harm(explorer: Page) -> None:
    explorer.evaluate("location.hash = '#show=nothing&held=nobody&kind=x&plan=99&folded=z&__proto__=1'")
    explorer.get_by_role("button", name="Show all").click()

    assert explorer.evaluate(SHOWN) > 10
    expect(explorer.locator(".panel")).to_be_hidden()


@pytest.mark.usefixtures("complaints")
def test_everything_is_found_by_any_of_its_names(page: Page, address: Callable[..., str]) -> None:
    page.goto(address())
    for name, found in {
        "registered health information technician": "RHIT",
        "accredited record technician": "ART",
        "certified health data analyst": "CHDA",
        "ahima:cca": "CCA",
    }.items():
        page.get_by_role("combobox", name="Search").fill(name)
        expect(page.get_by_role("option").first).to_contain_text(found)


@pytest.mark.usefixtures("complaints")
def test_the_field_shows_at_most_three_hundred_things_at_first(page: Page, address: Callable[..., str]) -> None:
    page.goto(address())
    open_things = "() => chartway.things.filter(({ id }) => chartway.isSeen(id)).length"
    assert 100 < page.evaluate(open_things) <= 300
    page.locator(".frames summary").click()
    page.get_by_role("button", name="Open all").click()
    assert page.evaluate(open_things) == page.evaluate("chartway.things.length")
    page.get_by_role("button", name="Close all").click()
    assert page.evaluate(open_things) == 0
    page.locator(".frames summary").click()
    page.get_by_role("combobox", name="Search").fill("RHIT")
    page.keyboard.press("Enter")
    assert page.evaluate("chartway.isSeen(chartway.things.find(thing => thing.label === 'RHIT').id)")


@pytest.mark.usefixtures("complaints")
def test_a_link_brings_back_the_groups_that_were_open(page: Page, address: Callable[..., str]) -> None:
    page.goto(address())
    page.locator(".frames summary").click()
    page.get_by_label("AHIMA 26").uncheck()
    page.get_by_label("Pima Community College").check()
    link = page.locator("#link").get_attribute("href")
    page.goto("about:blank")
    page.goto(f"{address()}{link}")
    page.locator(".frames summary").click()

    expect(page.get_by_label("AHIMA 26")).not_to_be_checked()
    expect(page.get_by_label("Pima Community College")).to_be_checked()
    expect(page.get_by_label("AAPC 30")).to_be_checked()


@pytest.mark.usefixtures("complaints")
@pytest.mark.parametrize("words", [(), ("CCS",)])
def test_the_picture_can_be_kept(
    page: Page, address: Callable[..., str], words: tuple[str, ...], tmp_path: Path
) -> None:
    page.goto(address(*words))
    page.locator(".menu summary", has_text="Keep").click()
    for button, name in {"Picture as PNG": "picture.png", "Picture as SVG": "picture.svg"}.items():
        with page.expect_download() as download:
            page.get_by_role("button", name=button).click()
        download.value.save_as(tmp_path / name)

    assert (tmp_path / "picture.png").read_bytes().startswith(b"\x89PNG")
    root = ET.fromstring((tmp_path / "picture.svg").read_text("utf-8"))  # noqa: S314 - our own
    texts = {text.text for text in root.iter("{http://www.w3.org/2000/svg}text")}
    assert {"CCS"} <= texts


@pytest.mark.usefixtures("complaints")
@pytest.mark.parametrize("words", [(), ("CCS",)])
def test_the_page_prints_with_its_picture(page: Page, address: Callable[..., str], words: tuple[str, ...]) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto(address(*words))
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print", color_scheme="dark")

    expect(page.locator("#printed canvas").first).to_be_visible()
    expect(page.locator(".tools")).to_be_hidden()
    page.set_viewport_size({"width": 720, "height": 960})  # a sheet of paper is no wider
    narrowest = "Math.min(...[...document.querySelectorAll('#things tbody th')].map(cell => cell.offsetWidth))"
    assert page.evaluate(narrowest) > 100
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


PLAN_SAID = """() => ({
    rows: [...document.querySelectorAll("#things tbody tr")]
        .map(row => [...row.cells].slice(4).map(cell => cell.textContent)),
    arrows: [...document.querySelectorAll("#links tbody tr")].map(row => row.cells[4].textContent),
    facts: [...document.querySelectorAll(".at-a-glance")].map(one => one.textContent),
    ways: [...document.querySelectorAll(".way .taken")].map(one => one.hidden),
    cards: chartway.things.map(thing => [thing.lines.map(line => line[1]), thing.said]),
    strong: chartway.links.map(link => [link.strong, link.chosen]),
})"""
STEPS_IN_LIST = """() => [...document.querySelectorAll("#things tbody tr")]
    .map(row => [row.cells[4].textContent, row.id.slice(4)]).filter(([step]) => step.startsWith("step")).sort()
    .map(([, id]) => id)"""


@pytest.mark.usefixtures("complaints")
def test_every_point_of_the_trade_off_is_a_plan_to_choose(page: Page, address: Callable[..., str]) -> None:
    page.goto(address("CPC", "--trade-off"))
    plans = page.get_by_role("radio")
    for number in range(1, 5):
        expect(page.get_by_role("radio", name=re.compile(f"trade-off {number} of 4", re.IGNORECASE))).to_have_count(1)
    expect(page.locator(".chart .point")).to_have_count(plans.count())
    before = page.evaluate(PLAN_SAID)
    seen = set()
    plans.first.focus()
    for place in range(plans.count()):
        expect(page.locator(".chart .point.chosen text")).to_have_text("ABCDEF"[place])
        listed = page.locator(".steps .plan:visible a").evaluate_all("all => all.map(one => one.hash.slice(5))")
        assert page.evaluate(STEPS_IN_LIST) == listed
        said = page.evaluate(PLAN_SAID)
        assert [chosen == "yes" for chosen in said["arrows"]] == [chosen for _, chosen in said["strong"]]
        assert all(strong == chosen for strong, chosen in said["strong"])
        seen.add(str(said))
        page.keyboard.press("ArrowDown")
    assert len(seen) == plans.count()
    assert page.evaluate(PLAN_SAID) == before


@pytest.mark.usefixtures("complaints")
def test_a_point_of_the_chart_chooses_its_plan(page: Page, address: Callable[..., str]) -> None:
    page.goto(address("CPC", "--trade-off"))
    page.locator(".chart .point").last.click()
    expect(page.get_by_role("radio").last).to_be_checked()
    expect(page.get_by_role("radio").last).to_be_focused()
    steps = page.locator(".steps .plan:visible li").all_text_contents()
    said = page.evaluate(PLAN_SAID)
    link = page.locator("#link").get_attribute("href")
    page.goto("about:blank")
    page.goto(f"{address('CPC', '--trade-off')}{link}")

    expect(page.get_by_role("radio").last).to_be_checked()
    assert page.locator(".steps .plan:visible li").all_text_contents() == steps
    assert page.evaluate(PLAN_SAID) == said
