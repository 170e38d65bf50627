"""The site in a real browser, from a disk: search, every kind of page for everybody, and nothing from elsewhere."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Dialog, Page, expect

from chartway.site import Site, published
from chartway.site.contents import ASSETS, contents
from chartway.site.explorer import SHARED

KINDS = [
    "index.html",
    "ahima/rhit.html",
    "ahima/ccs-p.html",
    "ahima/art.html",
    "id/ahima.html",
    "soc/29-2072.html",
    "kinds/certification.html",
    "compare.html",
    "compare/id/ahima.html",
    "data.html",
    "ontology.html",
    "pathways/ahima/rhit.html",
    "explore/id/ahima.html",
    "explore/soc/29-2072.html",
    "illustrative/hit-aas.html",
    "src/aapc-apprentice.html",
    "sources.html",
    "classes/certification.html",
    "properties/requires.html",
    "id/topic-coding.html",
    "names.html",
]
"""One page of each kind, and of kinds of things that look different."""
SIZES = [390, 1280]
SCHEMES: list[Literal["light", "dark"]] = ["light", "dark"]
LABEL = "</script><img src=x onerror=alert(1)>" + "W" * 120
HOSTILE = f"""
@prefix cw: <https://w3id.org/chartway/ontology#> .
@prefix id: <https://w3id.org/chartway/id/> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix src: <https://w3id.org/chartway/source/> .

src:page {{
  src:page a cw:Source ; cw:reliability cw:official ; schema:url <javascript:alert(3)> ; cw:seenOn "2026-11-23" .
  id:body a cw:Body ; skos:prefLabel "{LABEL} of"@en .
  id:high-school-diploma a cw:Diploma ; skos:prefLabel "Diploma"@en .
  id:first a cw:Certification ; skos:prefLabel "{LABEL}"@en ; cw:issuedBy id:body ; cw:requires id:first-rule .
  id:first-rule a cw:Requirement ; cw:all id:high-school-diploma .
  id:second a cw:Certification ; skos:prefLabel "{LABEL} 2"@en ; cw:issuedBy id:body ; cw:requires id:second-rule .
  id:second-rule a cw:Requirement ; cw:all id:first .
}}
"""


ALIKE = {
    "exclude": [
        [".term:nth-of-type(n+6)"],
        ["tbody tr:nth-child(n+9)"],
        ["ol > li:nth-child(n+9)"],
        ["svg a:nth-of-type(n+6)"],
        [".columns li:nth-child(n+9)"],
    ]
}
"""Of many that are made alike axe looks at a few: all of them take it a minute."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a site of our data, without most of its pages: test_site.py in the folder above builds them all."""
    folder = tmp_path_factory.mktemp("site")
    wanted = {*KINDS, "explore/ahima/rhit.html", "names.js", *ASSETS, *SHARED}
    for name, make in contents(Site.of()).items():
        if name in wanted or (name.startswith(("ahima/", "id/")) and name.endswith(".html")):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(make())
    return folder


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


@pytest.mark.usefixtures("complaints")
@pytest.mark.parametrize("name", KINDS)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(page: Page, site: Path, name: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((site / name).as_uri())
    for width in SIZES:
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            # the style sheet is one that the page has: its policy lets nobody fetch it again
            found: dict[str, Any] = Axe().run(page, ALIKE, {"preload": False}).response
            assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found["violations"]] == []
    assert all(url.startswith((site.as_uri(), "data:")) for url in asked)


@pytest.mark.usefixtures("complaints")
@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("rhit", "RHIT"),
        ("registered health information technician", "RHIT"),
        ("Accredited Record", "ART"),
        ("CCS–P", "CCS-P"),
        ("soc:29-2072", "Medical records specialists"),
        ("american health information", "AHIMA"),
        ("rhit ahima", "RHIT"),
        ("technician information registered", "RHIT"),
        ("CCSP", "CCS-P"),
        ("RHTI", "RHIT"),
        ("registred health information technician", "RHIT"),
        ("helth information technician", "RHIT"),
        ("how to become a medical records specialist", "Medical records specialists"),
        ("RÉGISTERED HEALTH INFORMATIÖN TECHNICIAN", "RHIT"),
    ],
)
def test_search_finds_a_thing_by_any_of_its_names(page: Page, site: Path, written: str, found: str) -> None:
    page.goto((site / "index.html").as_uri())
    page.get_by_label("Find a credential").fill(written)
    expect(page.locator("#found li").first.locator("b")).to_have_text(found)
    expect(page.get_by_role("status")).to_contain_text("found")


@pytest.mark.usefixtures("complaints")
def test_search_works_with_keys_alone_and_says_when_it_finds_nothing(page: Page, site: Path) -> None:
    page.goto((site / "ahima/ccs-p.html").as_uri())
    page.keyboard.press("Tab")
    expect(page.get_by_text("Skip to the content")).to_be_focused()
    page.get_by_role("link", name="Search").press("Enter")
    expect(page.get_by_label("Find a credential")).to_be_focused()
    page.keyboard.type("zzyzx")
    expect(page.get_by_role("status")).to_have_text("Nothing here is called that")
    expect(page.get_by_text("Try an abbreviation (RHIT)")).to_be_visible()
    page.get_by_label("Find a credential").fill("cdip")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#found a").first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_label("Find a credential")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url((site / "ahima/cdip.html").as_uri())


def test_without_scripts_there_is_a_plain_index(browser: Browser, site: Path) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto((site / "index.html").as_uri())
    expect(page.get_by_label("Find a credential")).to_be_hidden()
    page.get_by_role("link", name="everything by name").first.click()
    page.get_by_role("link", name="Registered Health Information Technician", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("RHIT")
    page.context.close()


@pytest.mark.usefixtures("complaints")
def test_interactive_pages_work_from_a_disk_and_from_a_host(page: Page, site: Path) -> None:
    with served(site) as host:
        for address in (site.as_uri(), host):
            for name in ("explore/id/ahima.html", "explore/ahima/rhit.html", "index.html"):
                page.goto(f"{address}/{name}")
                if name.startswith("explore"):
                    assert page.evaluate("chartway.things.length") > 5
                    page.evaluate("dispatchEvent(new Event('beforeprint'))")
            page.get_by_label("Find a credential").fill("rhit")
            expect(page.locator("#found b").first).to_have_text("RHIT")


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The folder on a host of this machine."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.usefixtures("complaints")
def test_hostile_labels_are_inert_in_pages_and_in_search(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "small.trig"
    path.write_text(HOSTILE, "utf-8")
    list(published(tmp_path / "site", partial(Site.of, [path])))
    page.set_viewport_size({"width": 390, "height": 844})
    for name in ("index.html", "id/second.html", "compare/id/body.html", "kinds/certification.html", "data.html"):
        page.goto((tmp_path / "site" / name).as_uri())
        assert page.locator("img, iframe, object").count() == 0
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, name
        assert all(
            url.startswith(("http", "file:")) for url in page.evaluate("[...document.links].map(one => one.href)")
        )
    page.goto((tmp_path / "site/index.html").as_uri())
    page.get_by_label("Find a credential").fill("script")
    expect(page.locator("#found li")).to_have_count(3)
    assert page.locator("#found img").count() == 0
    expect(page.locator("#found b").first).to_contain_text("<img src=x")


@pytest.mark.usefixtures("complaints")
def test_cards_of_the_picture_lead_to_their_things(page: Page, site: Path) -> None:
    page.goto((site / "ahima/rhit.html").as_uri())
    card = page.locator("svg a").first
    target = card.get_attribute("href") or ""
    card.click()
    expect(page).to_have_url((site / "ahima" / target).resolve().as_uri())
