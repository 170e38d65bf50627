"""The Big List of Naughty Strings in every place of every kind of page: shown as it is, never run, never followed."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Page

from chartway.catalog import Achievement, Catalog, Cost, Evidence, Route
from chartway.namespaces import CW
from chartway.plan import Answer, Plan, Question, Step
from chartway.requirement import Achieved, AllOf, AnyOf, Prose
from chartway.site import Site, published
from chartway.source import Fact, Source
from chartway.visualization import Headline, Picture, World, picture_of, picture_of_all, picture_of_thing, write_html
from chartway.visualization.field import picture_of_field
from chartway.visualization.page import UNPRINTABLE
from chartway.visualization.world import Relation

LIST = Path(__file__).resolve().parents[1] / "naughty-strings/blns.json"
STRINGS = tuple(dict.fromkeys(json.loads(LIST.read_text("utf-8"))))
"""511 strings; one is empty, which as an id no requirement graph can have."""
IDS = {text or "nothing": text for text in STRINGS}
SHOWN = """async turn => {
    const links = [...document.links].map(link => {
        for (const kind of ["mouseover", "mouseenter", "focus"]) link.dispatchEvent(new MouseEvent(kind));
        return [link.getAttribute("href"), link.protocol, link.rel];
    });
    const all = selector => [...document.querySelectorAll(selector)].map(one => one.textContent);
    const said = Object.fromEntries(chartway.things.filter(({ means }) => means).map(({ id, means }) => {
        const about = document.getElementById(`about-${id}`);
        return [means, [about.querySelector("h3").firstChild.textContent,
            document.querySelector(`#row-${id} th a`).textContent]];
    }));
    chartway.things.filter((_, place) => place % 37 === turn).forEach(({ id }) => chartway.choose(id));
    chartway.hold(chartway.things.map(({ means }) => means));
    for (const name of ["way", "fold", "hold", "open-all", "save-svg"]) document.getElementById(name)?.click();
    for (const fieldset of document.querySelectorAll(".filters fieldset")) fieldset.querySelector("input").click();
    for (const box of document.querySelectorAll("input[name=plan]")) box.click();
    document.getElementById("link").click();
    dispatchEvent(new Event("beforeprint"));
    return { links, said, title: document.title, heading: all("h1")[0], notes: all(".notes p"),
        sources: all("#sources li > :first-child") };
}"""
SEARCHED = """texts => {
    const field = document.getElementById("search");
    document.getElementById("all").click();
    return texts.filter(text => {
        field.value = text;
        field.dispatchEvent(new Event("input"));
        return document.querySelectorAll("#found li").length === 0;
    });
}"""


def printable(text: str) -> str:
    return UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def thing(id: str, text: str) -> Achievement:
    """A thing that says the text wherever it can, as something to earn."""
    said = (Evidence("requirement", f"source {id}", assumed=True, because=text), Evidence("cost", "plain"))
    requires = AnyOf((Achieved("start"), Prose(text)))
    route = Route(text, requires, Cost(1, 2, 3), 1000, label=text, evidence=said)
    return Achievement(id, text, text, (route, Route(f"2{text}", Prose(text))), issuer=id, notation=text)


def world() -> World:
    """Everything there is, and things of each kind to look at."""
    every = AllOf(tuple(map(Achieved, IDS)))
    seen = [
        Achievement("start", "Start", "diploma"),
        Achievement("the goal", "Goal", "certification", (Route("0", every),)),
        Achievement("the work", "Work", "occupation", (Route("0", every),)),
        Achievement("the programme", "Programme", "programme"),
    ]
    catalog = Catalog.of([*(thing(*one) for one in IDS.items()), *seen])
    sources = [Source("plain", "Plain", "official", "https://example.org")]
    for id, text in IDS.items():
        page = Source(f"source {id}", text, "reported", text, id, description=text)
        sources.append(replace(page, page_date_note=text, seen=text))
    meanings = {"is part of": "the programme", "prepares for": "the work"}
    relations = [Relation(id, whole, meaning) for id in IDS for meaning, whole in meanings.items()]
    return World(
        bare=catalog,
        prepared=catalog,
        sources={source.id: source for source in sources},
        facts=lambda id: (
            Fact(IDS.get(id, ""), IDS.get(id, ""), (f"source {id}",), id, IDS.get(id, "")),
            Fact("address", f"https://example.org/{IDS.get(id, '')}", ("plain",)),
        ),
        names=lambda id: IDS.get(id, id),
        aliases=lambda id: (IDS.get(id, ""), f"also {IDS.get(id, '')}"),
        status=lambda id: IDS.get(id, ""),
        relations=(*relations, *(Relation("the body", id, "issues") for id in IDS)),
        others={"the body": Achievement("the body", "Body", "body")},
    )


WORLD = world()
ALL = " ".join(STRINGS)
HEADLINE = Headline(ALL, ALL, ALL, ALL, ALL, cautions=STRINGS, notes=STRINGS)


def of(picture: Picture) -> Picture:
    return replace(picture, headline=HEADLINE, title=HEADLINE.name)


def ways() -> Picture:
    """A plan that takes everything, and what is called by every string."""
    steps = tuple(Step(id, text, 0, 1000, Cost(1, 2, 3)) for id, text in IDS.items())
    plan = Plan((*steps, Step("the goal", "0", 1000, 1000, None)), 1000)
    answer = Answer(Question("the goal", frozenset({"start"})), "optimal", plan)
    other = replace(answer, plan=replace(plan, weeks=2000))
    return of(picture_of(answer, WORLD, others=[(HEADLINE.name, other)], trade_off=[other]))


PAGES: dict[str, Callable[[], Picture]] = {
    "ways": ways,
    "neighbourhood": lambda: of(picture_of_thing(WORLD, "the goal")),
    "body": lambda: of(picture_of_thing(WORLD, "the body")),
    "occupation": lambda: of(picture_of_thing(WORLD, "the work")),
    "curriculum": lambda: of(picture_of_thing(WORLD, "the programme")),
    "field": lambda: of(picture_of_field(WORLD, HEADLINE)),
    "requirement graph": lambda: of(picture_of_all(WORLD, HEADLINE.name)),
}


@pytest.fixture
def requests(page: Page, complaints: list[str]) -> list[str]:
    """What the page asks for; a dialog or an error is a complaint."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    assert complaints == []
    return asked


def elsewhere(requests: list[str]) -> list[str]:
    return [url for url in requests if not url.startswith(("file:", "data:", "blob:", "about:"))]


def is_safe(href: str, protocol: str, relation: str) -> bool:
    return href.startswith("#") or (protocol in {"http:", "https:", "mailto:"} and "noopener" in relation)


@pytest.mark.parametrize("kind", PAGES)
def test_an_explorer_page_shows_every_string_as_it_is(
    page: Page, requests: list[str], tmp_path: Path, kind: str
) -> None:
    page.set_default_timeout(60_000)
    page.emulate_media(reduced_motion="reduce")
    write_html(PAGES[kind](), tmp_path / "page.html")
    page.goto((tmp_path / "page.html").as_uri())
    found = page.evaluate(SHOWN, list(PAGES).index(kind))

    assert [href for href, protocol, relation in found["links"] if not is_safe(href, protocol, relation)] == []
    for id, text in IDS.items():
        name = printable(text or id)
        heading, row = found["said"][id]
        assert heading in {name, f"{name} "}, text
        assert row == name, text
    assert found["notes"] == [printable(text) for text in STRINGS]
    assert {printable(text) for text in STRINGS} <= set(found["sources"])
    assert printable(HEADLINE.name) in found["heading"]
    assert page.evaluate(SEARCHED, [text for text in STRINGS if any(map(str.isalnum, text))]) == []
    assert elsewhere(requests) == []
    assert len(page.context.pages) == 1


# ---- the site

GROUPS = tuple(tuple(text for text in STRINGS[place::40] if text) for place in range(40))
"""Each thing of the site says some of the strings in every place."""


def literal(text: str) -> str:
    """The text in Turtle."""
    return json.dumps(text, ensure_ascii=False) + "@en"


def ontology() -> str:
    """The strings as data: credentials and their sources, an occupation and a body."""
    prefixes = {
        "cw": CW,
        "dcterms": "http://purl.org/dc/terms/",
        "id": "https://w3id.org/chartway/id/",
        "schema": "https://schema.org/",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "src": "https://w3id.org/chartway/source/",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    }
    lines = [f"@prefix {name}: <{address}> ." for name, address in prefixes.items()]
    lines += [
        'src:ours { src:ours a cw:Source ; cw:reliability cw:editorial ; cw:seenOn "2026-11-23"^^xsd:date .',
        'id:high-school-diploma a cw:Diploma ; skos:prefLabel "Diploma"@en .',
        f"id:body a cw:Body ; skos:prefLabel {literal(STRINGS[-1])} .",
        f"id:work a cw:Occupation ; skos:prefLabel {literal(STRINGS[-2])} . }}",
    ]
    for number, texts in enumerate(GROUPS):
        said, all_said = literal(texts[0]), ", ".join(map(literal, texts))
        lines += [
            f"src:s{number} {{ src:s{number} a cw:Source ; dcterms:title {said} ; dcterms:publisher id:body ;",
            f"dcterms:description {said} ; cw:reliability cw:official ; schema:url <javascript:alert({number})> ;",
            'cw:seenOn "2026-11-23"^^xsd:date .',
            f"id:c{number} a cw:Certification ; skos:prefLabel {said} ; cw:issuedBy id:body ; cw:leadsTo id:work ;",
            f"skos:altLabel {all_said} ; skos:note {all_said} ; cw:description {all_said} ;",
            f"cw:verifyAt <data:text/html,{number}> ; cw:requires id:r{number} ; cw:fee id:f{number} .",
            f"id:r{number} a cw:Requirement ; skos:notation {said} ; cw:because {said} ;",
            f"cw:any id:high-school-diploma, {', '.join(f'[ cw:prose {literal(text)} ]' for text in texts)} .",
            f"id:f{number} a cw:Fee ; cw:amount 10.00 ; cw:currency {said} ; cw:because {said} . }}",
        ]
    return "\n".join(lines)


def test_a_site_shows_every_string_as_it_is(page: Page, requests: list[str], tmp_path: Path) -> None:
    (tmp_path / "strings.trig").write_text(ontology(), "utf-8")
    for _ in published(tmp_path / "site", partial(Site.of, [tmp_path / "strings.trig"])):
        pass
    pages = sorted((tmp_path / "site").rglob("*.html"))
    assert {"index.html", "data.html", "c1.html", "body.html", "certification.html"} <= {path.name for path in pages}
    for path in pages:
        page.goto(path.as_uri())
        assert page.locator("img, iframe, object, embed").count() == 0, path
        protocols = set(page.evaluate("[...document.links].map(link => link.protocol)"))
        assert protocols <= {"http:", "https:", "mailto:", "file:"}, path
        if path.parent == tmp_path / "site/id" and path.stem.removeprefix("c").isdecimal():
            shown = page.locator("body").text_content() or ""
            texts = GROUPS[int(path.stem.removeprefix("c"))]
            assert [text for text in texts if printable(text) not in shown] == [], path
    assert elsewhere(requests) == []
