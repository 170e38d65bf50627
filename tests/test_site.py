from __future__ import annotations

import json
import os
import posixpath
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from functools import partial
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pyoxigraph as ox
import pytest

from chartway.catalog_rdf import KINDS
from chartway.cli import main
from chartway.coverage import Coverage
from chartway.curriculum import from_tenths, metrics
from chartway.errors import UnwritableError
from chartway.knowledge import Knowledge
from chartway.namespaces import CW, SKOS, compact, expand
from chartway.programme import Programme, programmes
from chartway.site import Site, published, start
from chartway.site.address import explorer_of, page_of, place, relative
from chartway.site.contents import contents
from chartway.statements import read
from chartway.view import View

LABEL = "</script><img src=x onerror=alert(1)><b>RHX"
HOSTILE = f"""
@prefix cw: <https://w3id.org/chartway/ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix id: <https://w3id.org/chartway/id/> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix src: <https://w3id.org/chartway/source/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

src:chartway {{
  src:chartway a cw:Source ; dcterms:title "Ours" ; cw:reliability cw:editorial ; cw:seenOn "2026-11-23"^^xsd:date .
  src:page a cw:Source ; dcterms:title "<script>alert(2)</script>" ; cw:reliability cw:official ;
    dcterms:publisher id:body ; schema:url <javascript:alert(3)> ; cw:seenOn "2026-11-23"^^xsd:date .
  id:body a cw:Body ; skos:prefLabel "A body"@en ; skos:notation "BODY" .
  id:high-school-diploma a cw:Diploma ; skos:prefLabel "High-school diploma"@en .
  <https://w3id.org/chartway/id/compare/Ünsafe%20name> a cw:Course ; skos:prefLabel "Odd \\u0007 course"@en .
}}
src:page {{
  <https://w3id.org/chartway/id/body/rhx> a cw:Certification ; skos:notation "RHX" ; skos:prefLabel "{LABEL}"@en ;
    cw:issuedBy id:body ; cw:verifyAt <javascript:alert(4)> ;
    cw:requires [ a cw:Requirement ; cw:all id:high-school-diploma ] ;
    skos:note "See https://example.org/?a=1&b=\\"2\\" and data:text/html,x"@en ; cw:fee id:body-fee .
  id:body-fee a cw:Fee ; cw:amount 10.00 ; cw:currency "USD" .
  <https://w3id.org/chartway/id/body/rhy> a cw:Certification ; skos:notation "RHY" ; cw:issuedBy id:body ;
    skos:prefLabel "Another"@en ; cw:requires [ a cw:Requirement ; cw:all <https://w3id.org/chartway/id/body/rhx> ] .
}}
"""


class Page(HTMLParser):
    """What a page holds: its addresses, ids, headings and scripts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.ids: list[str] = []
        self.headings: list[int] = []
        self.tags: list[str] = []
        self.inline = 0
        self.meta: dict[str, str] = {}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        self.addresses += [said[name] for name in ("href", "src", "action") if name in said]
        self.ids += [said["id"]] if "id" in said else []
        self.inline += "style" in said or any(name.startswith("on") for name in said)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "meta":
            self.meta[said.get("http-equiv") or said.get("name") or "charset"] = said.get("content", "")


def files_in(folder: Path) -> dict[str, bytes]:
    """Every file below the folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of our data, as the command writes it in two processes."""
    folder = tmp_path_factory.mktemp("whole") / "site"
    assert main(["site", str(folder), "--workers", "2"]) == 0
    return folder


@pytest.fixture(scope="module")
def pages(whole: Path) -> dict[str, Page]:
    """Every page of it."""
    return {name: Page(text.decode()) for name, text in files_in(whole).items() if name.endswith(".html")}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small ontology with labels and addresses that would do harm."""
    path = tmp_path_factory.mktemp("hostile") / "small.trig"
    path.write_text(HOSTILE, "utf-8")
    return path


@pytest.fixture(scope="module")
def small(hostile: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files of its site."""
    folder = tmp_path_factory.mktemp("small") / "site"
    assert list(published(folder, partial(Site.of, [hostile])))[-1] == "site.json"
    return files_in(folder)


def test_a_site_of_a_view_says_so_on_its_pages_and_tells_no_more(hostile: Path, tmp_path: Path) -> None:
    list(published(tmp_path / "site", partial(Site.of, [hostile], View("1999-01-01", "issuer"))))
    files = files_in(tmp_path / "site")
    page = files["index.html"].decode()

    assert "As of 1 January 1999: pages of a later date are left out." in page
    assert "Only official pages count here" in page
    assert b"Only official pages count here" not in files["names.js"]


def test_the_start_page_doubts_what_the_state_of_the_data_doubts() -> None:
    page = start.page(Site.of()).decode()
    (row,) = [line for line in page.splitlines() if "Certified Documentation Integrity Practitioner" in line]

    assert "· 5 steps · unconfirmed" in row
    assert "<h3>Complete</h3>" in page


# ---- addresses


def test_different_ids_have_different_places_whatever_they_contain() -> None:
    ids = [
        "a:b",
        "a:B",
        "a:_42",
        "a:b/c",
        "a:b_2fc",
        "id:a",
        "compare:a",
        "compare_:a",
        "a:..",
        "a:.",
        "a:",
        "a://",
        "é:é",
    ]
    ids += ["a:" + "x" * 300, "a:" + "x" * 301]
    places = list(map(place, ids))
    assert len({one.casefold() for one in places}) == len(ids)
    for one in places:
        parts = one.split("/")
        assert all(re.fullmatch(r"[a-z0-9_-][a-z0-9._-]*", part) and len(part) < 200 for part in parts)


def test_links_are_relative_to_the_page_they_stand_on() -> None:
    assert relative("a/b/c.html", "a/d.html#x") == "../d.html#x"
    assert relative("a/b.html", "a/b.html#x") == "#x"
    assert relative("index.html", "index.html") == "index.html"


# ---- our data


def leads_to(page: str, address: str) -> tuple[str, str]:
    """The file and the part of it that an address on a page leads to."""
    parts = urlsplit(address)
    assert not parts.netloc
    assert not parts.path.startswith("/")
    name = posixpath.normpath(posixpath.join(posixpath.dirname(page), parts.path)) if parts.path else page
    return name, unquote(parts.fragment)


def faults(page: str, pages: Mapping[str, Page], files: frozenset[str]) -> Iterator[str]:
    """The addresses on a page that lead nowhere, or where no page may lead."""
    for address in pages[page].addresses:
        scheme = urlsplit(address).scheme
        if scheme in {"http", "https", "mailto"} or address in {"data:,", "#view="}:  # an icon; a state of this page
            continue
        if scheme:
            yield f"{page}: {address}"
            continue
        name, part = leads_to(page, address)
        if name not in files or (part and name in pages and part not in pages[name].ids):
            yield f"{page}: {address}"


def test_every_link_leads_somewhere(whole: Path, pages: dict[str, Page]) -> None:
    files = frozenset(files_in(whole))
    assert len(pages) > 900
    assert not [fault for page in pages for fault in faults(page, pages, files)]


def test_everything_has_a_page_and_two_files_at_addresses_that_stay(whole: Path) -> None:
    files = frozenset(files_in(whole))
    for id in Knowledge.load().called:
        assert {page_of(id), f"{place(id)}.ttl", f"{place(id)}.jsonld"} <= files
    for id in Coverage.of(Knowledge.load()).complete:
        assert {f"pathways/{place(id)}.html", f"explore/{place(id)}.html"} <= files
    assert {"ahima/rhit.html", "pathways/ahima/rhit.html", "explore/ahima/rhit.html", "compare/id/ahima.html"} <= files


def test_every_achievement_body_occupation_offering_source_concept_and_term_has_a_page(pages: dict[str, Page]) -> None:
    knowledge = Knowledge.load()
    types = knowledge.said.types
    classes = (*KINDS, "Body", "College", "Offering", "ApprovalProgramme", "Source", SKOS + "Concept")
    ids = [compact(iri) for name in classes for iri in types.get(name, ())]
    assert len(ids) > 1_500
    assert not [id for id in ids if page_of(id) not in pages]
    assert not [id for id in knowledge.bare.catalog.achievements if page_of(id) not in pages]
    terms = Site.of().schema.terms
    assert len({one.address for one in terms}) == len(terms) > 200
    assert not [one.address for one in terms if one.address not in pages]


def test_a_source_tells_what_rests_on_it_and_a_thing_leads_there(whole: Path, pages: dict[str, Page]) -> None:
    page = (whole / "src/aapc-apprentice.html").read_text("utf-8")
    for told in ("AAPC: Completing the apprenticeship", "official", "23 November 2026", "CPC"):
        assert told in page
    (quads,) = [ox.parse(path=whole / "src/aapc-apprentice.trig")]
    assert {str(one.graph_name.value) for one in quads} >= {expand("src:aapc-apprentice")}
    sources = [one for one in pages["ahima/rhit.html"].addresses if one.startswith("../src/")]
    assert len(set(sources)) > 5


def test_a_term_has_a_page_with_its_meaning_its_kin_and_where_it_is_used(whole: Path, pages: dict[str, Page]) -> None:
    page = (whole / "classes/certification.html").read_text("utf-8")
    for told in ("ceterms:Certification", "statements of today", "https://w3id.org/chartway/ontology#Certification"):
        assert told in page
    assert "../ahima/rhit.html" in pages["classes/certification.html"].addresses
    assert {"classes/fee.html", "properties/fee.html"} <= set(pages["ontology.html"].addresses)
    assert len(list(ox.parse(path=whole / "properties/fee.ttl"))) > 2
    concept = (whole / "id/topic-coding.html").read_text("utf-8")
    assert "Medical coding" in concept
    assert "../id/topic-cpt.html" in {
        f"../id/{posixpath.basename(one)}" for one in pages["id/topic-coding.html"].addresses
    }


def test_pages_are_in_order_for_everybody(pages: dict[str, Page]) -> None:
    for name, page in pages.items():
        assert page.headings.count(1) == 1, name
        assert page.headings[0] == 1, name
        assert all(after - before <= 1 for before, after in zip(page.headings, page.headings[1:], strict=False)), name
        assert len(page.ids) == len(set(page.ids)), name
        assert page.tags.count("main") == 1, name
        assert "lang" not in page.tags
        assert page.meta["viewport"], name


def test_pages_load_nothing_but_files_of_the_site(pages: dict[str, Page]) -> None:
    for name, page in pages.items():
        assert page.meta["Content-Security-Policy"].startswith("default-src 'none'"), name
        assert not page.inline, name
        assert not set(page.tags) & {"img", "iframe", "object", "embed", "base"}, name


def test_what_can_be_explored_is_led_to_from_its_page_and_leads_back(pages: dict[str, Page]) -> None:
    site = Site.of()
    explored = set(site.explored)
    kinds = {id: site.things[id] for id in explored}
    assert set(kinds.values()) >= {"body", "college", "occupation", "degree", "certification", "experience"}
    assert {"id:ahima", "soc:29-2072", "wgu:bshim", "ahima:rhit"} <= explored
    for id in explored:
        page, explorer = page_of(id), explorer_of(id)
        assert (explorer, "") in {leads_to(page, one) for one in pages[page].addresses if not urlsplit(one).scheme}
        assert (page, "") in {leads_to(explorer, one) for one in pages[explorer].addresses if not urlsplit(one).scheme}
        assert "svg" in pages[page].tags or "row-thing-2" not in pages[explorer].ids, page
    assert set(programmes(site.knowledge)) <= explored


def test_interactive_pages_share_what_is_the_same_on_all_of_them(whole: Path) -> None:
    assert (whole / "network.js").stat().st_size > 400_000
    assert max(path.stat().st_size for path in whole.glob("explore/*/*.html")) < 600_000
    page = (whole / "explore/ahima/rhit.html").read_text("utf-8")
    assert '<script src="../../explore.js"></script>' in page
    assert '<a href="../../ahima/rhit.html">All about RHIT</a>' in page


def test_the_page_of_a_programme_tells_its_metrics(whole: Path) -> None:
    page = (whole / f"{place('illustrative:hit-aas')}.html").read_text("utf-8")
    found = metrics(Programme.of(Knowledge.load(), "illustrative:hit-aas").curriculum(Knowledge.load()))
    assert f"structural complexity {from_tenths(found.tenths)}." in page
    assert page.count('<tr role="row"><th scope="row"') == sum(not one.stands_alone for one in found.courses)


def test_a_page_says_who_says_so_and_what_is_no_longer_used_and_why(whole: Path) -> None:
    page = (whole / "ahima/rhit.html").read_text("utf-8")
    for told in ("Associate degree in health information management", "$299", "No longer used", "disputed", "Sources"):
        assert told in page
    assert 'href="id/' not in page
    assert 'href="../pathways/ahima/rhit.html"' in page
    assert page.count("<svg") == 1


def test_equal_data_give_equal_bytes(whole: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHARTWAY_CACHE", "off")
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    made = contents(Site.of())
    some = [*list(made)[::9], "chartway.trig", "data.html", "index.html", "names.js", "ontology.html"]
    assert not [address for address in some if made[address]() != (whole / address).read_bytes()]
    assert sorted([*made, "site.json"]) == sorted(files_in(whole))


def test_no_file_names_a_folder_of_this_machine(whole: Path, checkout: Path) -> None:
    words = [str(checkout).encode(), str(whole).encode(), b"file://"]
    assert not [name for name, text in files_in(whole).items() if any(word in text for word in words)]


def test_the_whole_download_is_all_that_is_known(whole: Path) -> None:
    found = list(ox.parse(path=whole / "chartway.trig"))
    ours = [one for one in found if one.graph_name != ox.NamedNode(CW)]
    assert len(set(ours)) == len(set(read()))
    assert len(found) - len(ours) > 1000
    head = (whole / "chartway.trig").read_text("utf-8").splitlines()[:2]
    assert "CC BY 4.0" in head[1]
    assert "everything, from pages seen until" in head[0]


def test_the_files_of_a_thing_say_the_same_as_the_data(whole: Path) -> None:
    triples = set(ox.parse(path=whole / "ahima/rhit.ttl"))
    quads = set(ox.parse(path=whole / "ahima/rhit.jsonld", format=ox.RdfFormat.JSON_LD))
    rhit = ox.NamedNode(expand("ahima:rhit"))
    everything = {
        quad for quad in read() if quad.subject == rhit and isinstance(quad.object, ox.NamedNode | ox.Literal)
    }
    assert everything <= quads
    assert {one.subject for one in triples} > {rhit}
    assert len({quad.graph_name for quad in quads}) > 5
    assert any(one.predicate.value == "http://purl.org/dc/terms/license" for one in quads)
    assert json.loads((whole / "ahima/rhit.jsonld").read_bytes())


def test_each_file_of_a_thing_can_be_read(whole: Path) -> None:
    for path in whole.rglob("*.ttl"):
        assert list(ox.parse(path=path))


def test_each_term_has_its_definition_and_where_we_use_it_an_example(whole: Path, pages: dict[str, Page]) -> None:
    page = (whole / "ontology.html").read_text("utf-8")
    assert {"Certification", "requires", "official"} <= set(pages["ontology.html"].ids)
    assert page.count(">example<") > 150
    assert "ceterms:Certification" in page


def test_search_knows_every_thing_by_all_its_names(whole: Path) -> None:
    text = (whole / "names.js").read_text("utf-8")
    entries = json.loads(text[text.index("[") : text.rindex("]") + 1])
    assert len(entries) == len(Knowledge.load().called)
    (rhit,) = [one for one in entries if one[0] == "ahima/rhit.html"]
    assert {"RHIT", "Registered Health Information Technician", "Accredited Record Technician", "ART"} & set(rhit)
    assert rhit[1:4] == ["certification", "AHIMA", "RHIT"]
    assert all((whole / one[0]).is_file() for one in entries)


# ---- a small ontology


def test_labels_and_addresses_can_do_no_harm(small: dict[str, bytes]) -> None:
    for name, content in small.items():
        if name.endswith(".html"):
            text = content.decode()
            found = Page(text)
            assert "img" not in found.tags, name
            assert not found.inline, name
            assert not [address for address in found.addresses if re.match("(?i)javascript|data:text", address)], name
            assert "\x07" not in text, name
    page = small["body/rhx.html"].decode()
    assert "&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;" in page
    assert '<a href="https://example.org/?a=1&amp;b=" rel="noopener noreferrer">' in page
    assert "compare_/_c3_9cnsafe_2520name.html" in small


def test_the_small_site_is_whole_too(small: dict[str, bytes]) -> None:
    pages = {name: Page(text.decode()) for name, text in small.items() if name.endswith(".html")}
    assert not [fault for page in pages for fault in faults(page, pages, frozenset(small))]
    assert {"body/rhx.html", "id/body.html", "compare/id/body.html", "kinds/certification.html"} <= set(small)


def test_the_number_of_processes_changes_nothing(small: dict[str, bytes], hostile: Path, tmp_path: Path) -> None:
    list(published(tmp_path / "again", partial(Site.of, [hostile]), workers=2))
    assert files_in(tmp_path / "again") == small


# ---- where it goes


def test_an_earlier_site_is_replaced_and_nothing_is_left_beside_it(hostile: Path, tmp_path: Path) -> None:
    make = partial(Site.of, [hostile])
    for _ in range(2):
        list(published(tmp_path / "site", make))
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
    assert (tmp_path / "site").stat().st_mode & 0o777 == (tmp_path / "site/body").stat().st_mode & 0o777


def test_an_empty_folder_will_do(hostile: Path, tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    list(published(tmp_path / "site", partial(Site.of, [hostile])))
    assert (tmp_path / "site/index.html").is_file()


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"diary.txt": "dear"}, "it is not empty and no site of Chartway: name another folder, or a new one"),
        ({"site.json": "{"}, "it is not empty and no site of Chartway: name another folder, or a new one"),
        ({".git/HEAD": "x"}, "it is not empty and no site of Chartway: name another folder, or a new one"),
        (
            {"site.json": '{"format": "chartway-site/1", "files": ["index.html"]}', "index.html": "", "CNAME": "x"},
            "it holds what is not of the site (CNAME): move that away, or name another folder",
        ),
    ],
)
def test_what_is_not_a_site_of_ours_is_refused_in_one_line(
    files: dict[str, str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "full"
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    before = files_in(tmp_path)
    assert main(["site", str(folder)]) == 2
    assert capsys.readouterr().err == f"chartway: cannot write {folder}: {said}\n"
    assert files_in(tmp_path) == before


def test_the_folder_one_is_in_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["site", "."]) == 2
    said = "chartway: cannot write .: you are in it, and it would be replaced: name another folder\n"
    assert capsys.readouterr().err == said


def test_what_is_no_folder_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    assert main(["site", str(tmp_path / "file")]) == 2
    assert main(["site", str(tmp_path / "none/site")]) == 2
    err = capsys.readouterr().err.splitlines()
    assert err == [
        f"chartway: cannot write {tmp_path}/file: it is not a folder",
        f"chartway: cannot write {tmp_path}/none/site: No such file or directory",
    ]


def test_what_fails_leaves_everything_as_it_was(hostile: Path, tmp_path: Path) -> None:
    list(published(tmp_path / "site", partial(Site.of, [hostile])))
    before = files_in(tmp_path)
    half = published(tmp_path / "site", partial(Site.of, [hostile]))
    next(half)
    half.close()
    assert files_in(tmp_path) == before

    def fail() -> Site:
        raise OSError(28, "No space left on device")

    with pytest.raises(UnwritableError, match="No space left on device"):
        list(published(tmp_path / "site", fail))
    assert files_in(tmp_path) == before
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def started(folder: Path, *more: str, lead: bool = True) -> subprocess.Popen[str]:
    """The command at work on the site of our data, once it has begun to write."""
    command = [sys.executable, "-m", "chartway", "site", str(folder), "--workers", "2", *more]
    running = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=lead)
    for _ in range(600):
        if [*folder.parent.glob(".site-*/*/*.html")]:
            break
        time.sleep(0.1)
    return running


@pytest.mark.skipif(os.name != "posix", reason="signals of another kind")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_who_is_told_to_end_leaves_nothing_behind(number: signal.Signals, tmp_path: Path) -> None:
    running = started(tmp_path / "site")
    running.send_signal(number)
    assert running.communicate(timeout=60)[1] == "chartway: stopped\n"
    assert running.returncode == 2
    assert not [*tmp_path.iterdir()]


@pytest.mark.skipif(os.name != "posix", reason="signals of another kind")
def test_what_a_killed_run_left_the_next_one_removes_and_nothing_else(hostile: Path, tmp_path: Path) -> None:
    running = started(tmp_path / "site")
    running.kill()
    running.communicate(timeout=60)
    (left,) = tmp_path.iterdir()
    assert left.name.startswith(".site-")
    others = [tmp_path / ".site-notes", tmp_path / ".site-abcd1234", tmp_path / ".site-abcd1234-former"]
    for other in others:
        other.mkdir()
        (other / "diary.txt").write_text("dear")

    list(published(tmp_path / "site", partial(Site.of, [hostile])))
    assert sorted(tmp_path.iterdir()) == sorted([*others, tmp_path / "site"])
    assert all((other / "diary.txt").read_text() == "dear" for other in others)


@pytest.mark.skipif(os.name != "posix", reason="locks of another kind")
def test_a_run_leaves_another_that_is_still_at_it_alone(hostile: Path, tmp_path: Path) -> None:
    make = partial(Site.of, [hostile])
    first = published(tmp_path / "site", make)
    next(first)
    list(published(tmp_path / "site", make))
    assert len(list(tmp_path.iterdir())) == 2
    assert list(first)[-1] == "site.json"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
    assert ".chartway-building" not in files_in(tmp_path / "site")


@pytest.mark.skipif(os.name != "posix", reason="locks of another kind")
def test_a_site_that_was_about_to_be_replaced_when_a_run_died_is_put_back(hostile: Path, tmp_path: Path) -> None:
    make = partial(Site.of, [hostile])
    list(published(tmp_path / "site", make))
    before = files_in(tmp_path / "site")
    (tmp_path / "site").rename(tmp_path / ".site-abcd1234-former")
    half = published(tmp_path / "site", make)
    next(half)
    half.close()
    assert files_in(tmp_path / "site") == before
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_what_came_into_the_folder_in_the_meantime_stays(hostile: Path, tmp_path: Path) -> None:
    make = partial(Site.of, [hostile])
    list(published(tmp_path / "site", make))
    again = published(tmp_path / "site", make)
    next(again)
    (tmp_path / "site/diary.txt").write_text("dear")
    with pytest.raises(UnwritableError, match="it holds what is not of the site"):
        list(again)
    assert (tmp_path / "site/diary.txt").read_text() == "dear"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


@pytest.mark.skipif(os.name != "posix", reason="limits of another kind")
def test_a_disk_that_is_full_is_one_line_and_nothing_is_left(tmp_path: Path) -> None:
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000));"
        "from chartway.cli import main; sys.exit(main())"
    )
    command = [sys.executable, "-c", code, "site", str(tmp_path / "site"), "--workers", "1"]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, "CHARTWAY_CACHE": "off"}
    )
    assert done.stderr == f"chartway: cannot write {tmp_path}/site: File too large\n"
    assert done.returncode == 2
    assert not [*tmp_path.iterdir()]
