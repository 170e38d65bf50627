"""Whatever data say, a page never runs it, follows it or asks anybody for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page

from chartway.catalog import Achievement, Catalog, Cost, Evidence, Route
from chartway.plan import Answer, Plan, Question, Step
from chartway.requirement import Achieved, AllOf, AnyOf, Prose
from chartway.source import Fact, Source
from chartway.visualization import Headline, Picture, World, picture_of, picture_of_all, picture_of_thing, write_html
from chartway.visualization.field import picture_of_field
from chartway.visualization.world import Relation

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


# Strings that break what was not made for them, all on one page.
NAUGHTY = (
    "",
    " ",
    "\t\n",
    "null",
    "undefined",
    "NaN",
    "__proto__",
    "constructor",
    "hasOwnProperty",
    "toString",
    "0",
    "-1",
    "1e309",
    "0x0",
    "true",
    "'",
    '"',
    "\\",
    '\\\\"',
    "`",
    "--",
    "/*",
    "*/ //",
    "<!--",
    "-->",
    "]]>",
    "<![CDATA[",
    "&amp;lt;&#60;",
    "%00%0a%3Cscript%3E",
    "../../etc/passwd",
    "C:\\CON",
    "#held=x&show=y",
    "?a=b&c=d",
    "a,b;c|d",
    "Ω≈ç√∫µ≤≥÷",
    "田中さんにあげて下さい",
    "🏳️‍🌈👩‍👩‍👧‍👦",
    "الكل في المجمو عة",
    "Z̮̞̠͙͔ͅḀ̗̞͈̻̗Ḷ͙͎̯̹̞͓G̻O̭̗̮",
    "\u202etest\u202c",
    "\u200b\u200d\ufeff",
    "\ud83d",
    "W" * 400,
    "word " * 100,
    "{{7*7}}",
    "${7*7}",
    "{% raw %}",
    "%s%n%x",
    "$HOME",
    "=1+1",
    "@import 'x'",
    "url(javascript:broken=1)",
    "expression(broken=1)",
    "</SCRIPT>",
    "</script >",
    "<script\x00>",
)


def said_of_everything(payload: str) -> World:
    """A world with the payload in every place that data can reach."""
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
    return World(
        bare=catalog,
        prepared=catalog,
        sources={id: replace(source, page_date="", page_date_note=payload) for id, source in sources.items()},
        facts=lambda id: (
            Fact(payload, payload, (f"source {payload}",), id, payload),
            Fact(payload, payload, ("plain",)),
        ),
        names=lambda _: payload,
        aliases=lambda _: (payload, f"also {payload}"),
        status=lambda _: payload,
        follows=lambda id: frozenset({id, f"held {payload}"}),
        relations=(Relation(payload, f"held {payload}", payload), Relation(f"body {payload}", payload, "issues")),
        others={f"body {payload}": Achievement(f"body {payload}", payload, "body", notation=payload)},
    )


def ways(payload: str) -> Picture:
    """The page of a plan."""
    plan = Plan((Step(payload, payload, 0, 1000, Cost(1, 2, 3)),), 1000)
    answer = Answer(Question(payload, frozenset({f"held {payload}"})), "optimal", plan)
    return picture_of(answer, said_of_everything(payload), headline=headline(payload), others=[(payload, answer)])


def headline(payload: str) -> Headline:
    return Headline(payload, payload, payload, payload, payload, (payload,), (payload,))


PAGES: dict[str, Callable[[str], Picture]] = {
    "ways": ways,
    "neighbourhood": lambda payload: picture_of_thing(said_of_everything(payload), payload, start=payload),
    "field": lambda payload: picture_of_field(said_of_everything(payload), headline(payload)),
}
EVERYTHING = """async () => {
    const links = [...document.querySelectorAll("a")].map(link => {
        for (const kind of ["mouseover", "mouseenter", "focus"]) link.dispatchEvent(new MouseEvent(kind));
        return [link.getAttribute("href"), link.protocol, link.rel];
    });
    for (const link of document.querySelectorAll("a[href^='#']")) link.click();
    for (const { id, means } of chartway.things) {
        chartway.choose(id);
        for (const name of ["hold", "way", "fold", "fold"]) document.getElementById(name).click();
    }
    for (const box of document.querySelectorAll("input")) box.click();
    for (const name of ["all", "forget", "open-all", "save-svg", "save-png"]) document.getElementById(name)?.click();
    document.getElementById("link").click();
    dispatchEvent(new Event("beforeprint"));
    return links;
}"""


@pytest.mark.usefixtures("complaints")
@pytest.mark.parametrize("kind", PAGES)
def test_what_data_say_never_runs(page: Page, tmp_path: Path, kind: str) -> None:
    for payload in HOSTILE:
        write_html(PAGES[kind](payload), tmp_path / "hostile.html")
        page.goto("about:blank")
        page.goto((tmp_path / "hostile.html").as_uri())
        for address, scheme, relation in page.evaluate(EVERYTHING):
            followed = scheme in {"http:", "https:", "mailto:"} and "noopener" in relation
            assert address.startswith("#") or followed, address
        page.get_by_label("Search").fill(payload[:5])
        page.wait_for_timeout(20)

        assert page.evaluate("window.broken") is None, payload
        assert len(page.context.pages) == 1
        assert page.locator("h1").count() == 1
        assert page.locator("#things tbody tr").count() >= 2


@pytest.mark.usefixtures("complaints")
def test_naughty_strings_are_words_like_others(page: Page, tmp_path: Path) -> None:
    things = [
        Achievement(f"{number} {text}", text or " ", text, (Route("0", Prose(text), label=text),), issuer=text)
        for number, text in enumerate(NAUGHTY)
    ]
    rest = (Achieved(one.id) for one in things)
    goal = Achievement("goal", "Goal", routes=(Route("0", AllOf(tuple(rest))),))
    catalog = Catalog.of([*things, goal])
    write_html(picture_of_all(World(catalog, catalog, names=lambda id: id), "Naughty"), tmp_path / "naughty.html")
    page.goto((tmp_path / "naughty.html").as_uri())
    page.evaluate(EVERYTHING)

    assert page.evaluate("window.broken") is None
    assert page.locator("h1").count() == 1
    assert page.evaluate("chartway.things.filter(thing => thing.role === 'achievement').length") == len(NAUGHTY) + 1
