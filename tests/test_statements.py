"""What holds today, who says it, and what no longer holds and why."""

from __future__ import annotations

from pathlib import Path

import pytest

from chartway.errors import UnreadableError
from chartway.namespaces import CW, PREFIXES, expand
from chartway.standing import Statement
from chartway.statements import Statements, current_view, read
from chartway.view import View

HEAD = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items())
SOURCES = """
src:chartway {
  src:issuer-2020 a cw:Source ; dcterms:title "Issuer, 2020" ; cw:reliability cw:official ;
    cw:pageDate "2020"^^xsd:gYear .
  src:issuer-2025 a cw:Source ; dcterms:title "Issuer, 2025" ; cw:reliability cw:official ;
    cw:pageDate "2025-03"^^xsd:gYearMonth .
  src:blog-2026 a cw:Source ; dcterms:title "Blog" ; cw:reliability cw:reported ; cw:pageDate "2026"^^xsd:gYear ;
    cw:seenOn "2026-11-23"^^xsd:date .
}
"""
THING = expand("id:thing")


@pytest.fixture
def written(tmp_path: Path) -> Path:
    return tmp_path / "data.trig"


def statements(path: Path, text: str, day: str = "") -> Statements:
    path.write_text(HEAD + SOURCES + text, "utf-8")
    return Statements.of(read([path]), View(day))


def values(said: Statements, predicate: str) -> list[str]:
    return [value.rpartition("/")[2] for value in said.values(THING, CW + predicate)]


def test_same_statement_in_two_sources_is_one_value(written: Path) -> None:
    said = statements(written, "src:issuer-2020 { id:thing cw:months 12 } src:blog-2026 { id:thing cw:months 12 }")

    assert values(said, "months") == ["12"]
    assert len(list(said.about(THING, CW + "months"))) == 2


@pytest.mark.parametrize(
    ("text", "best"),
    [
        ("src:issuer-2020 { id:thing cw:months 12 } src:blog-2026 { id:thing cw:months 24 }", "12"),
        ("src:issuer-2020 { id:thing cw:months 12 } src:issuer-2025 { id:thing cw:months 24 }", "24"),
        ("src:nobody { id:thing cw:months 12 } src:blog-2026 { id:thing cw:months 6 }", "6"),
    ],
    ids=["reliability before date", "then the newer", "a source nobody describes comes last"],
)
def test_best_source_decides_between_values(written: Path, text: str, best: str) -> None:
    assert statements(written, text).value(THING, CW + "months") == best


def test_what_nobody_says_is_empty(written: Path) -> None:
    said = statements(written, "")

    assert (said.value(THING, CW + "months"), said.values(THING, CW + "months")) == ("", [])


@pytest.mark.parametrize("fate", ["supersededBy", "disputedBy"])
def test_link_to_a_rule_that_lost_does_not_hold_but_the_rule_itself_is_kept(written: Path, fate: str) -> None:
    said = statements(
        written,
        f"""src:blog-2026 {{ id:thing cw:fee id:old , id:new . id:old cw:amount 1.00 . id:new cw:amount 2.00 }}
        src:chartway {{ id:old cw:{fate} id:new ; cw:because "Old."@en }}""",
    )

    assert values(said, "fee") == ["new"]
    assert said.value(expand("id:old"), CW + "amount") == "1.00"
    gone = next(one for one in said.by_subject[THING] if one.object == expand("id:old"))
    assert said.standing.word(gone) == {"supersededBy": "superseded", "disputedBy": "disputed"}[fate]


def test_superseded_source_says_nothing_any_more(written: Path) -> None:
    said = statements(
        written,
        """src:issuer-2020 { id:thing cw:months 12 } src:issuer-2025 { id:thing cw:weeks 3 }
        src:chartway { src:issuer-2020 cw:supersededBy src:issuer-2025 }""",
    )

    assert (values(said, "months"), values(said, "weeks")) == ([], ["3"])


def test_former_part_of_a_source_is_no_longer_said(written: Path) -> None:
    said = statements(
        written,
        """src:issuer-2020-former { id:thing cw:months 12 } src:issuer-2020 { id:thing cw:weeks 3 }
        src:chartway { src:issuer-2020-former a cw:Source ; cw:formerPartOf src:issuer-2020 }""",
    )

    assert (values(said, "months"), values(said, "weeks")) == ([], ["3"])
    assert said.standing.word(said.by_subject[THING][0]) == "no longer said"


@pytest.mark.parametrize(
    ("period", "day", "holds"),
    [
        ('cw:validThrough "2025"^^xsd:gYear', "2025-06-30", True),
        ('cw:validThrough "2025"^^xsd:gYear', "2026-01-01", False),
        ('cw:validThrough "2025-06"^^xsd:gYearMonth', "2025-06-30", True),
        ('cw:validThrough "2025-06-29"^^xsd:date', "2025-06-30", False),
        ('cw:validFrom "2025"^^xsd:gYear', "2025-01-01", True),
        ('cw:validFrom "2025"^^xsd:gYear', "2024-12-31", False),
        ('cw:validFrom "2025-07-01"^^xsd:date', "2025-06-30", False),
        ('cw:validFrom "2027"^^xsd:gYear', "", False),
        ('cw:validThrough "2026"^^xsd:gYear', "", True),
    ],
)
def test_rule_holds_in_its_period(written: Path, period: str, day: str, holds: bool) -> None:  # noqa: FBT001 - a table
    """A moment may be a year; without a day it is the last day on which a source was seen."""
    said = statements(written, f"src:issuer-2020 {{ id:thing cw:fee id:fee . id:fee cw:amount 1.00 ; {period} }}", day)

    assert bool(values(said, "fee")) is holds


def test_period_of_a_thing_does_not_take_what_is_said_of_it(written: Path) -> None:
    """Only links to rules and figures end with them: a renamed credential keeps its name."""
    said = statements(
        written,
        """src:issuer-2020 { id:thing cw:predecessor id:old . id:old skos:prefLabel "Old" ;
          cw:validThrough "2023"^^xsd:gYear }""",
    )

    assert values(said, "predecessor") == ["old"]
    assert said.value(expand("id:old"), PREFIXES["skos"] + "prefLabel") == "Old"


def test_current_view_has_each_triple_once_and_nothing_that_is_gone(written: Path) -> None:
    written.write_text(
        HEAD
        + SOURCES
        + """src:issuer-2020 { id:thing cw:months 12 ; cw:fee id:old } src:blog-2026 { id:thing cw:months 12 }
        src:chartway { id:old cw:supersededBy id:new }""",
        "utf-8",
    )
    quads = read([written])
    view = [str(triple) for triple in current_view(quads)]

    assert view == sorted(set(view))
    assert sum("months" in triple for triple in view) == 1
    assert not any("#fee>" in triple for triple in view)


def test_nameless_nodes_of_two_files_stay_apart(tmp_path: Path) -> None:
    text = HEAD + "src:issuer-2020 { id:thing cw:fee _:b . _:b cw:amount %s }"
    for number in (1, 2):
        (tmp_path / f"{number}.trig").write_text(text % f"{number}.00", "utf-8")
    said = Statements.of(read(sorted(tmp_path.glob("*.trig"))))

    assert len(said.values(THING, CW + "fee")) == 2


def test_every_file_that_cannot_be_read_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "bad.trig").write_text("@prefix cw: <https://x.example/> .\nsrc:x { }\n", "utf-8")
    paths = [tmp_path / "bad.trig", tmp_path / "missing.trig"]
    with pytest.raises(UnreadableError) as caught:
        read(paths)

    assert f"{paths[0]}:2" in str(caught.value)
    assert str(paths[1]) in str(caught.value)


def test_sources_are_read_with_their_dates_and_addresses(written: Path) -> None:
    said = statements(
        written,
        """src:chartway { src:page a cw:Source ; dcterms:title "Page" ; dcterms:publisher id:body ;
          cw:reliability cw:official ;
        schema:url <https://body.example/page> ; cw:pageDate "2021"^^xsd:gYear ; cw:pageDateNote "c. 2021" ;
        cw:seenOn "2026-11-22"^^xsd:date . src:untitled a cw:Source . }""",
    )
    page = said.sources["src:page"]

    assert (page.title, page.publisher, page.reliability) == ("Page", "id:body", "official")
    assert (page.url, page.page_date, page.page_date_note, page.seen) == (
        "https://body.example/page",
        "2021",
        "c. 2021",
        "2026-11-22",
    )
    assert (said.sources["src:untitled"].title, said.sources["src:untitled"].reliability) == ("src:untitled", "assumed")


def test_language_and_kind_of_a_value_are_kept(written: Path) -> None:
    said = statements(written, 'src:issuer-2020 { id:thing skos:prefLabel "Ding"@de ; cw:issuedBy id:body }')
    label, issuer = sorted(said.by_subject[THING], key=lambda one: one.thing)

    assert label == Statement(
        THING, PREFIXES["skos"] + "prefLabel", "Ding", expand("src:issuer-2020"), thing=False, language="de"
    )
    assert issuer.thing


def test_things_are_listed_by_class(written: Path) -> None:
    said = statements(written, "src:chartway { id:b a cw:Course . id:a a cw:Course }")

    assert said.types["Course"] == [expand("id:a"), expand("id:b")]


@pytest.mark.parametrize("link", ["fee", "extraFee", "extension", "preparation", "renewal"])
def test_link_to_what_has_run_out_does_not_hold(written: Path, link: str) -> None:
    text = f'src:blog-2026 {{ id:thing cw:{link} id:old . id:old cw:validThrough "2026-10"^^xsd:gYearMonth }}'

    assert values(statements(written, text), link) == []
    assert values(statements(written, text, "2026-10-31"), link) == ["old"]
