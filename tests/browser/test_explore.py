"""The explorer page in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, expect

from chartway.catalog import Achievement, Catalog, Cost, Evidence, Route
from chartway.cli import main
from chartway.plan import Answer, Plan, Question, Step
from chartway.requirement import Achieved, AllOf, AnyOf, Prose, Requirement
from chartway.source import Fact, Source
from chartway.visualization import Headline, picture_of, write_html

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
    picture = picture_of(
        answer, bare=catalog(prepared=False), prepared=catalog(prepared=True), sources=SOURCES, facts=facts
    )
    write_html(picture, path)
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


def place_of(page: Page, name: str) -> tuple[float, float]:
    """Where a thing is drawn, in pixels of the canvas."""
    at = page.evaluate(
        """name => {
            const { network } = chartway;
            const node = network.body.data.nodes.get().find(node => node.role !== "bend" && node.label === name);
            return network.canvasToDOM({ x: node.x, y: node.y });
        }""",
        name,
    )
    return at["x"], at["y"]


def test_search_finds_and_opens(explorer: Page) -> None:
    explorer.get_by_label("Search").fill("registered health administrator")
    expect(explorer.get_by_role("option")).to_have_count(1)
    explorer.keyboard.press("Enter")

    expect(explorer.locator(".panel h3:visible")).to_contain_text("RHIA")
    expect(explorer.locator(".panel h3:visible")).to_be_focused()
    expect(explorer.locator("#said")).to_contain_text("RHIA, Registered Health Information Administrator")


def test_search_says_when_there_is_nothing(explorer: Page) -> None:
    explorer.get_by_label("Search").fill("astronaut")
    expect(explorer.get_by_role("option")).to_have_text("Nothing in the picture has that name")
    explorer.keyboard.press("Enter")

    expect(explorer.locator(".panel")).to_be_hidden()


def test_a_click_shows_facts_and_sources(explorer: Page) -> None:
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
            things: chartway.network.body.data.nodes.get()
                .filter(node => node.role !== "bend").map(node => [node.id, node.label]),
            arrows: [...new Set(chartway.network.body.data.edges.get()
                .map(edge => `${edge.tail} ${edge.head} ${Boolean(edge.dashes)} ${edge.chosen}`))],
        })"""
    )
    told = explorer.evaluate(
        """() => ({
            things: [...document.querySelectorAll("#things tbody tr")]
                .map(row => [row.dataset.id, row.querySelector("th a").textContent]),
            arrows: [...document.querySelectorAll("#links tbody tr")].map(row => {
                const cells = row.querySelectorAll("td");
                const [from, to] = [cells[0], cells[2]].map(cell => cell.querySelector("a").dataset.thing);
                return `${from} ${to} ${cells[3].textContent === "recommended"} ${cells[4].textContent === "yes"}`;
            }),
        })"""
    )

    assert sorted(drawn["things"]) == sorted(told["things"])
    assert sorted(drawn["arrows"]) == sorted(told["arrows"])
    assert len(told["arrows"]) > 10


def test_arrows_follow_each_other_from_thing_to_thing(explorer: Page) -> None:
    broken = explorer.evaluate(
        """() => {
            const nodes = new Map(chartway.network.body.data.nodes.get().map(node => [node.id, node]));
            const chains = Map.groupBy(chartway.network.body.data.edges.get(), edge => edge.link);
            return [...chains].filter(([, chain]) => {
                const [tail, head] = [nodes.get(chain[0].tail), nodes.get(chain[0].head)];
                const [first, last] = [nodes.get(chain[0].from), nodes.get(chain[chain.length - 1].to)];
                return Math.abs(first.x - tail.x - tail.width / 2) > 0.2 || Math.abs(first.y - tail.y) > 0.2
                    || Math.abs(last.x - head.x + head.width / 2) > 0.2 || Math.abs(last.y - head.y) > 0.2
                    || chain.some((edge, place) => place && edge.from !== chain[place - 1].to);
            }).map(([link]) => link);
        }"""
    )

    assert broken == []


def test_the_legend_names_every_kind_in_the_picture(explorer: Page) -> None:
    kinds = explorer.evaluate(
        """() => [...new Set(chartway.network.body.data.nodes.get()
            .filter(node => node.role === "achievement" || node.role === "words").map(node => node.kind))]"""
    )
    legend = explorer.locator(".legend")

    for kind in kinds:
        expect(legend.locator(f"svg[data-kind='{kind}']").first).to_be_visible()
    for text in ("Required", "Recommended", "The plan", "You have this", "Any one of"):
        expect(legend).to_contain_text(text)


def test_the_plan_stands_out(explorer: Page) -> None:
    widths = explorer.evaluate(
        """() => chartway.network.body.data.edges.get().map(edge => [edge.chosen, edge.width, edge.color.color])"""
    )
    plan = {(width, colour) for chosen, width, colour in widths if chosen}
    other = {(width, colour) for chosen, width, colour in widths if not chosen}

    assert len(plan) == len(other) == 1
    assert min(plan)[0] > 2 * min(other)[0]
    assert {colour for _, colour in plan}.isdisjoint(colour for _, colour in other)


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
    for _ in range(12):
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


def wait_until(page: Page, expression: str) -> None:
    """Ask anew for at most ten seconds: a condition left inside the page is eval, which the page's policy refuses."""
    for _ in range(200):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"never became true: {expression}")


def test_zoom_and_fit(explorer: Page) -> None:
    scale = "chartway.network.getScale()"
    before = explorer.evaluate(scale)
    explorer.get_by_role("button", name="Larger").click()
    assert explorer.evaluate(scale) == pytest.approx(before * 1.25)
    explorer.get_by_role("button", name="Fit").click()
    wait_until(
        explorer,
        """() => {
            const canvas = document.getElementById("canvas");
            const corners = chartway.network.body.data.nodes.get().map(node => chartway.network.canvasToDOM(node));
            return corners.every(({ x, y }) => x >= 0 && y >= 0 && x <= canvas.clientWidth && y <= canvas.clientHeight);
        }""",
    )


def test_the_wheel_scrolls_the_page_and_zooms_only_with_ctrl(explorer: Page) -> None:
    scale = explorer.evaluate("chartway.network.getScale()")
    explorer.locator("#canvas").hover()
    explorer.mouse.wheel(0, 200)
    wait_until(explorer, "scrollY > 0")

    assert explorer.evaluate("chartway.network.getScale()") == scale


@pytest.mark.usefixtures("complaints")
def test_a_phone_shows_the_steps_first(page: Page, ccs: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(ccs)
    steps, picture = page.locator(".steps").bounding_box(), page.locator("#canvas").bounding_box()

    assert steps is not None
    assert picture is not None
    assert steps["y"] + steps["height"] <= picture["y"]
    assert steps["y"] < 844
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator(".steps a").first.click()
    expect(page.locator(".panel")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


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
            const kinds = [...new Set(chartway.network.body.data.nodes.get().map(node => node.kind).filter(Boolean))];
            const pairs = [["ink", "paper"], ["ink", "band"], ["ink", "held"], ["quiet", "paper"], ["quiet", "band"],
                ["accent", "paper"], ["accent", "band"], ["accent-ink", "accent"], ["caution", "caution-paper"],
                ...kinds.flatMap(kind => [["on-kind", `kind-${kind}`], [`kind-${kind}`, "paper"]])];
            return Object.fromEntries(pairs.map(([one, other]) => [`${one} on ${other}`, ratio(one, other)]));
        }"""
    )

    assert {pair: ratio for pair, ratio in ratios.items() if ratio < 4.5} == {}


def test_the_scheme_can_change_while_one_looks(explorer: Page) -> None:
    colour = "chartway.network.body.data.edges.get()[0].color.color"
    light = explorer.evaluate(colour)
    explorer.emulate_media(color_scheme="dark")
    explorer.wait_for_timeout(50)

    assert explorer.evaluate(colour) != light


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


# ---- hostile data

HOSTILE = (
    "<script>broken=1</script>",
    "</script><script>broken=1</script>",
    "<!--<script>",
    "<img src=x onerror=broken=1>",
    "<svg onload=broken=1>",
    "<svg><script>broken=1</script></svg>",
    '"><img src=x onerror=broken=1>',
    "'><img src=x onerror=broken=1>",
    '" onmouseover="broken=1" x="',
    "' autofocus onfocus='broken=1",
    "</style><img src=x onerror=broken=1>",
    "</title><img src=x onerror=broken=1>",
    "</textarea><iframe srcdoc='<script>parent.broken=1</script>'>",
    "javascript:broken=1",
    "data:text/html,<script>opener.broken=1</script>",
    "{{ 7 * 7 }}{% for x in y %}",
    "${broken=1}`+broken+`",
    "\\u003cimg src=x onerror=broken=1\\u003e",
    "a href='javascript:broken=1'",
    "\u2028\u2029\u202e\ufeff\x00\x1b[31m\ud800",
    "<a href=javascript:broken=1>click</a>",
    "<math><mtext></p><img src=x onerror=broken=1>",
)


def hostile_page(payload: str, path: Path) -> str:
    """A page with the payload in every place that data can reach."""
    said = (Evidence("requirement", f"source {payload}", assumed=True, because=payload), Evidence("cost", "plain"))
    things = [
        Achievement(f"held {payload}", payload, payload),
        Achievement(
            payload,
            payload,
            payload,
            (
                Route(
                    payload,
                    AnyOf((Achieved(f"held {payload}"), Prose(payload))),
                    Cost(1, 2, 3),
                    1000,
                    label=payload,
                    evidence=said,
                ),
                Route("2", AllOf((Achieved(f"not {payload}"), Prose(payload))), None, source=payload),
            ),
            issuer=payload,
            notation=payload,
        ),
    ]
    sources = {
        f"source {payload}": Source(
            f"source {payload}", payload, "reported", payload, payload, payload, payload, payload, payload
        ),
        "plain": Source("plain", payload, "official", f"https://example.org/{payload}", payload),
    }
    catalog = Catalog.of(things)
    picture = picture_of(
        Answer(
            Question(payload, frozenset({f"held {payload}"})),
            "optimal",
            Plan((Step(payload, payload, 0, 1000, Cost(1, 2, 3)),), 1000),
        ),
        bare=catalog,
        prepared=catalog,
        sources={id: replace(source, page_date="", page_date_note=payload) for id, source in sources.items()},
        facts=lambda id: (
            Fact(payload, payload, (f"source {payload}",), id, payload),
            Fact(payload, payload, ("plain",)),
        ),
        names=lambda _: payload,
        headline=Headline(payload, payload, payload, payload, payload, (payload,), (payload,)),
    )
    write_html(picture, path)
    return path.as_uri()


@pytest.mark.usefixtures("complaints")
@pytest.mark.parametrize("payload", HOSTILE)
def test_what_data_say_never_runs(page: Page, tmp_path: Path, payload: str) -> None:
    page.goto(hostile_page(payload, tmp_path / "hostile.html"))
    links = page.evaluate(
        """() => [...document.querySelectorAll("a")].map(link => {
            for (const kind of ["mouseover", "mouseenter", "focus"]) link.dispatchEvent(new MouseEvent(kind));
            if (link.getAttribute("href").startsWith("#")) link.click();
            return [link.getAttribute("href"), link.protocol, link.rel];
        })"""
    )
    for address, scheme, relation in links:
        assert address.startswith("#") or (scheme in {"http:", "https:", "mailto:"} and "noopener" in relation), address
    page.get_by_label("Search").fill(payload[:5])
    page.wait_for_timeout(50)

    assert page.evaluate("window.broken") is None
    assert len(page.context.pages) == 1
    assert page.locator("h1").count() == 1
    assert page.locator("#things tbody tr").count() >= 4
