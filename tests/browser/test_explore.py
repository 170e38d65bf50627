"""The explorer page of the ways to a goal in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from chartway.cli import main


def test_search_finds_and_opens(explorer: Page) -> None:
    explorer.get_by_label("Search").fill("registered health administrator")
    expect(explorer.get_by_role("option")).to_have_count(1)
    found = explorer.locator("#found").bounding_box()
    assert found is not None
    assert found["x"] >= 0
    explorer.keyboard.press("Enter")

    expect(explorer.locator(".panel h3:visible")).to_contain_text("RHIA")
    expect(explorer.locator(".panel h3:visible")).to_be_focused()
    expect(explorer.locator("#said")).to_contain_text("RHIA, Registered Health Information Administrator")


def test_search_says_when_there_is_nothing(explorer: Page) -> None:
    explorer.get_by_label("Search").fill("astronaut")
    expect(explorer.get_by_role("option")).to_have_text("Nothing in the picture has that name")
    explorer.keyboard.press("Enter")

    expect(explorer.locator(".panel")).to_be_hidden()


def test_a_click_shows_facts_and_sources(explorer: Page, place_of: Callable[[Page, str], tuple[float, float]]) -> None:
    x, y = place_of(explorer, "CCS")
    explorer.locator("#canvas canvas").click(position={"x": x, "y": y})

    panel = explorer.locator(".panel")
    expect(panel.locator("h3:visible")).to_contain_text("CCS")
    expect(panel.locator("dl:visible")).to_contain_text("Issued by", ignore_case=True)
    cited = panel.locator(".thing.open .cite").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert cited
    for source in set(cited):
        assert explorer.locator(f"#sources {source}").count() == 1


def test_a_click_beside_everything_closes_the_panel(explorer: Page) -> None:
    explorer.locator(".steps a").first.click()
    expect(explorer.locator(".panel")).to_be_visible()
    explorer.locator("#canvas canvas").click(position={"x": 5, "y": 250})

    expect(explorer.locator(".panel")).to_be_hidden()


def test_the_table_has_the_things_and_arrows_of_the_picture(explorer: Page) -> None:
    drawn = explorer.evaluate(
        """() => ({
            things: chartway.things.map(thing => [thing.id, thing.label]),
            arrows: chartway.links.map(({ tail, head, strength, chosen }) => `${tail} ${head} ${strength} ${chosen}`),
        })"""
    )
    told = explorer.evaluate(
        """() => ({
            things: [...document.querySelectorAll("#things tbody tr")]
                .map(row => [row.id.slice("row-".length), row.querySelector("th a").textContent]),
            arrows: [...document.querySelectorAll("#links tbody tr")].map(row => {
                const cells = row.querySelectorAll("td");
                const [from, to] = [cells[0], cells[2]].map(cell => cell.querySelector("a").hash.slice("#row-".length));
                return `${from} ${to} ${cells[3].textContent} ${cells[4].textContent === "yes"}`;
            }),
        })"""
    )

    assert sorted(drawn["things"]) == sorted(told["things"])
    assert sorted(drawn["arrows"]) == sorted(told["arrows"])
    assert len(told["arrows"]) > 10


def test_arrows_follow_each_other_from_thing_to_thing(explorer: Page) -> None:
    broken = explorer.evaluate(
        """() => {
            const things = new Map(chartway.things.map(thing => [thing.id, thing]));
            return chartway.links.filter(({ tail, head, points }) => {
                const [from, to] = [things.get(tail), things.get(head)];
                const [first, last] = [points[0], points[points.length - 1]];
                return Math.abs(first[0] - from.x - from.width / 2) > 0.2 || Math.abs(first[1] - from.y) > 0.2
                    || Math.abs(last[0] - to.x + to.width / 2) > 0.2 || Math.abs(last[1] - to.y) > 0.2;
            }).map(link => link.id);
        }"""
    )

    assert broken == []


def test_the_legend_names_every_kind_in_the_picture(explorer: Page) -> None:
    kinds = explorer.evaluate(
        """() => [...new Set(chartway.things.filter(thing => thing.role !== "junction").map(thing => thing.kind))]"""
    )
    legend = explorer.locator(".legend")

    for kind in kinds:
        expect(legend.locator(f"[data-kind='{kind}'] svg").first).to_be_visible()
    for text in ("Required", "Recommended", "The plan", "You hold this", "Any one of"):
        expect(legend).to_contain_text(text)


def test_the_plan_stands_out(explorer: Page) -> None:
    strong = explorer.evaluate("chartway.links.filter(link => link.strong).map(link => link.id)")
    plan = explorer.evaluate("chartway.links.filter(link => link.chosen).map(link => link.id)")

    assert strong == plan
    assert plan


def test_one_switches_between_plans(explorer: Page) -> None:
    steps = explorer.locator(".steps .plan:visible li")
    expect(steps).to_have_count(5)
    before = explorer.evaluate("chartway.links.filter(link => link.strong).map(link => link.id)")
    explorer.get_by_label("Fastest").check()

    expect(steps).to_have_count(3)
    expect(steps.last).to_contain_text("month 24")
    assert explorer.evaluate("chartway.links.filter(link => link.strong).map(link => link.id)") != before


def test_the_picture_is_drawn(explorer: Page) -> None:
    colours = explorer.evaluate(
        """() => {
            const canvas = document.querySelector("#canvas canvas");
            const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
            return new Set(new Uint32Array(data.buffer)).size;
        }"""
    )

    assert colours > 50


def test_the_keyboard_walks_along_the_arrows(explorer: Page) -> None:
    canvas = explorer.locator("#canvas")
    said = explorer.locator("#said")
    canvas.focus()
    explorer.keyboard.press("ArrowLeft")
    expect(said).to_contain_text("CCS, Certified Coding Specialist")
    explorer.keyboard.press("ArrowLeft")
    expect(said).not_to_contain_text("CCS, Certified Coding Specialist")
    explorer.keyboard.press("ArrowRight")
    expect(said).to_contain_text("CCS, Certified Coding Specialist")
    explorer.keyboard.press("Enter")
    expect(explorer.locator(".panel h3:visible")).to_be_focused()
    explorer.keyboard.press("Escape")

    expect(explorer.locator(".panel")).to_be_hidden()
    expect(canvas).to_be_focused()


def test_everything_can_be_reached_with_the_tab_key(explorer: Page) -> None:
    reached: list[str] = []
    for _ in range(20):
        explorer.keyboard.press("Tab")
        reached.append(explorer.evaluate("document.activeElement.id || document.activeElement.className"))

    assert reached[0] == "skip"
    assert {"search", "zoom-in", "zoom-out", "zoom-fit", "canvas"} <= set(reached)


def test_every_control_has_a_name(explorer: Page) -> None:
    explorer.locator(".steps a").first.click()
    snapshot = explorer.locator("body").aria_snapshot()

    assert "- button:" not in snapshot
    assert "- link:" not in snapshot
    assert '- application "Picture of the ways to CCS' in snapshot
    assert snapshot.count("[level=1]") == 1


def test_zoom_and_fit(explorer: Page, wait_until: Callable[[Page, str], None]) -> None:
    scale = "chartway.network.getScale()"
    before = explorer.evaluate(scale)
    explorer.get_by_role("button", name="Larger").click()
    assert explorer.evaluate(scale) == pytest.approx(before * 1.25)
    explorer.get_by_role("button", name="Fit").click()
    wait_until(
        explorer,
        """() => {
            const canvas = document.getElementById("canvas");
            const corners = chartway.things.map(({ x, y }) => chartway.network.canvasToDOM({ x, y }));
            return corners.every(({ x, y }) => x >= 0 && y >= 0 && x <= canvas.clientWidth && y <= canvas.clientHeight);
        }""",
    )


def test_the_wheel_scrolls_the_page_and_zooms_only_with_ctrl(
    explorer: Page, wait_until: Callable[[Page, str], None]
) -> None:
    scale = explorer.evaluate("chartway.network.getScale()")
    explorer.locator("#canvas").hover()
    explorer.mouse.wheel(0, 200)
    wait_until(explorer, "scrollY > 0")

    assert explorer.evaluate("chartway.network.getScale()") == scale


@pytest.mark.usefixtures("complaints")
def test_a_wide_screen_begins_with_the_whole_plan_in_view_and_all_there_is_to_know(page: Page, ccs: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 844})
    page.goto(ccs)
    seen = """chartway.things.filter(one => one.step || one.goal)
        .map(({x, y}) => chartway.network.canvasToDOM({x, y}).x).every(x => x > 0 && x < canvas.clientWidth)"""

    assert page.evaluate(seen)
    expect(page.locator(".more-to-know .notes")).to_be_visible()


@pytest.mark.usefixtures("complaints")
def test_a_phone_shows_the_steps_and_the_list_first(page: Page, ccs: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(ccs)
    steps, things = page.locator(".steps").bounding_box(), page.locator("#things").bounding_box()

    assert steps is not None
    assert things is not None
    assert steps["y"] + steps["height"] <= things["y"]
    assert steps["y"] < 844
    expect(page.locator(".more-to-know .notes")).to_be_hidden()
    expect(page.locator("#canvas")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("tab", name="Picture").click()
    expect(page.locator("#canvas")).to_be_visible()
    expect(page.locator("#things")).to_be_hidden()
    page.locator(".steps a").first.click()
    expect(page.locator(".panel")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.usefixtures("complaints")
def test_on_a_phone_what_is_chosen_is_seen_above_its_facts(
    page: Page, ccs: str, place_of: Callable[[Page, str], tuple[float, float]]
) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(ccs)
    page.get_by_role("tab", name="Picture").click()
    page.get_by_label("Search").fill("RHIA")
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)

    canvas, panel = page.locator("#canvas").bounding_box(), page.locator(".panel").bounding_box()
    assert canvas is not None
    assert panel is not None
    across, down = place_of(page, "RHIA")
    assert 0 < across < canvas["width"]
    assert max(0, canvas["y"]) < canvas["y"] + down < panel["y"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_read_in_the_light_and_in_the_dark(page: Page, ccs: str, scheme: Any) -> None:  # noqa: ANN401
    page.emulate_media(color_scheme=scheme)
    page.goto(ccs)
    ratios = page.evaluate(
        """() => {
            const style = getComputedStyle(document.documentElement);
            const canvas = document.createElement("canvas").getContext("2d");
            const light = name => {
                canvas.fillStyle = style.getPropertyValue(`--${name}`).trim();
                const parts = canvas.fillStyle.match(/[0-9a-f]{2}/g).map(part => parseInt(part, 16) / 255)
                    .map(part => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
                return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
            };
            const ratio = (one, other) => {
                const [dark, bright] = [light(one), light(other)].sort((a, b) => a - b);
                return (bright + 0.05) / (dark + 0.05);
            };
            const kinds = [...new Set(chartway.things.map(thing => thing.kind))];
            const pairs = [["ink", "paper"], ["ink", "band"], ["ink", "held"], ["quiet", "paper"], ["quiet", "band"],
                ["accent", "paper"], ["accent", "band"], ["accent-ink", "accent"], ["caution", "caution-paper"],
                ["open", "paper"], ["paper", "open"], ["paper", "ink"], ["paper", "quiet"],
                ...kinds.flatMap(kind => [["on-kind", `kind-${kind}`], [`kind-${kind}`, "paper"]])];
            return Object.fromEntries(pairs.map(([one, other]) => [`${one} on ${other}`, ratio(one, other)]));
        }"""
    )

    assert {pair: ratio for pair, ratio in ratios.items() if ratio < 4.5} == {}


def test_the_scheme_can_change_while_one_looks(explorer: Page) -> None:
    light = explorer.locator("#canvas canvas").screenshot()
    explorer.emulate_media(color_scheme="dark")
    explorer.wait_for_timeout(50)

    assert explorer.locator("#canvas canvas").screenshot() != light


def test_nothing_moves_for_those_who_ask_for_it(page: Page, ccs: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(ccs)
    page.get_by_role("button", name="Larger").click()
    page.get_by_role("button", name="Fit").click()
    first = page.evaluate("chartway.network.getScale()")
    page.wait_for_timeout(300)

    assert page.evaluate("chartway.network.getScale()") == first


def test_the_page_is_of_use_without_scripts(browser: Browser, ccs: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(ccs)

    expect(page.locator(".steps li").first).to_be_visible()
    expect(page.locator("#things")).to_be_visible()
    expect(page.locator(".thing").first).to_be_visible()
    context.close()


def test_the_policy_holds(page: Page, ccs: str) -> None:
    page.goto(ccs)
    page.evaluate(
        """() => {
            window.refused = [];
            document.addEventListener("securitypolicyviolation", event => refused.push(event.effectiveDirective));
            const made = (name, attributes) => Object.assign(document.createElement(name), attributes);
            const add = (name, attributes) => document.body.append(made(name, attributes));
            const attempts = [
                () => add("script", { text: "window.broken = 1" }),
                () => {
                    const script = document.createElement("script");
                    script.append("window.broken = 2");
                    document.body.append(script);
                },
                () => document.body.insertAdjacentHTML("beforeend", "<img src=x onerror='window.broken = 3'>"),
                () => { document.body.setAttribute("onclick", "window.broken = 4"); document.body.click(); },
                () => add("iframe", { src: "http://127.0.0.1:9/" }),
                () => add("img", { src: "http://127.0.0.1:9/x.png" }),
            ];
            for (const attempt of attempts) { try { attempt(); } catch { /* refused, as it should be */ } }
        }"""
    )
    page.wait_for_timeout(100)

    assert page.evaluate("window.broken") is None
    assert {"frame-src", "img-src", "require-trusted-types-for"} <= set(page.evaluate("window.refused"))
    assert page.evaluate("fetch('http://127.0.0.1:9/').then(() => true, () => false)") is False


@pytest.mark.usefixtures("complaints")
def test_the_command_writes_a_page_that_works(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "rhit.html"
    assert main(["explore", "RHIT", "--out", str(path)]) == 0
    page.goto(path.as_uri())
    page.locator(".steps a").last.click()

    expect(page.locator(".panel h3:visible")).to_contain_text("RHIT")
    expect(page.locator("#sources li").first).to_be_visible()
