"""How much of the data is there: complete, partly known, only listed."""

from __future__ import annotations

from pathlib import Path

import pytest

from chartway.coverage import PARTS, Coverage, can_be_planned, unknown_parts
from chartway.knowledge import Knowledge
from chartway.namespaces import PREFIXES

HEAD = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items())
SOURCES = """src:chartway { src:chartway a cw:Source ; cw:reliability cw:editorial .
  src:page a cw:Source ; cw:reliability cw:official ; cw:seenOn "2026-03-01"^^xsd:date .
  src:news a cw:Source ; cw:reliability cw:reported ; cw:seenOn "2026-02-01"^^xsd:date .
  src:guess a cw:Source ; cw:reliability cw:assumed .
  src:old a cw:Source ; cw:reliability cw:official ; cw:supersededBy src:page .
  id:high-school-diploma a cw:Diploma . id:award a cw:Certification . id:course a cw:Course . }
"""
SAID = {
    "requirement": "cw:requires cw:Nothing",
    "examination": "cw:format id:format",
    "fee": "cw:fee id:fee",
    "renewal": "cw:renewal id:renewal",
    "issuer": "cw:issuedBy id:issuer",
}
FEE = " src:page { id:fee cw:amount 1.00 } "


@pytest.fixture
def knowledge(tmp_path: Path) -> Knowledge:
    return loaded(tmp_path, "")


def loaded(folder: Path, text: str) -> Knowledge:
    path = folder / "data.trig"
    path.write_text(HEAD + SOURCES + FEE + text, "utf-8")
    return Knowledge.load([path])


def award(**sources: str) -> str:
    """Each part of the award, in the graph of a source."""
    return "".join(f"src:{source} {{ id:award {SAID[part]} }}\n" for part, source in sources.items())


def test_parts_are_those_of_a_complete_credential() -> None:
    assert set(SAID) == set(PARTS)


@pytest.mark.parametrize("source", ["page", "news"])
def test_complete_is_what_pages_say_all_parts_of(source: str, tmp_path: Path) -> None:
    found = Coverage.of(loaded(tmp_path, award(**dict.fromkeys(PARTS, source))))

    assert found == Coverage(("id:award",), (), (), "2026-03-01")


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("source", ["guess", "old", "chartway"])
def test_part_that_no_page_says_today_is_unknown(part: str, source: str, tmp_path: Path) -> None:
    """An assumption, a page that was superseded and our own word are no page that was read."""
    knowledge = loaded(tmp_path, award(**{**dict.fromkeys(PARTS, "page"), part: source}))

    assert unknown_parts(knowledge, "id:award") == (part,)
    assert "id:award" not in Coverage.of(knowledge).complete


def test_partly_known_is_what_has_a_way_in(tmp_path: Path) -> None:
    assert Coverage.of(loaded(tmp_path, award(requirement="guess"))).partly == ("id:award",)


def test_listed_is_what_has_none(tmp_path: Path) -> None:
    assert Coverage.of(loaded(tmp_path, award(issuer="page"))).listed == ("id:award",)


def test_only_certifications_of_today_are_counted(tmp_path: Path) -> None:
    gone = "src:chartway { id:gone a cw:Certification ; cw:status cw:retired . id:award cw:supersededBy id:gone }"
    found = Coverage.of(loaded(tmp_path, gone))

    assert (found.complete, found.partly, found.listed) == ((), (), ())


def test_examination_speaks_for_the_credential_it_earns(tmp_path: Path) -> None:
    """What the award itself asks for is then only the examination."""
    text = """src:chartway { id:exam a cw:Examination }
      src:page { id:award cw:requires id:rule ; cw:issuedBy id:issuer ; cw:renewal id:renewal .
        id:rule cw:all id:exam . id:exam cw:fee id:fee ; cw:format id:format %s }"""

    knowledge = loaded(tmp_path, text % "")
    assert knowledge.folded == {"id:exam": "id:award"}
    assert unknown_parts(knowledge, "id:award") == ("requirement",)
    assert unknown_parts(loaded(tmp_path, text % "; cw:requires cw:Nothing"), "id:award") == ()


def test_what_is_known_in_words_only_is_listed(tmp_path: Path) -> None:
    words = 'src:page { id:award cw:requires id:rule ; cw:fee id:fee . id:rule a cw:Requirement ; cw:prose "So."@en }'
    found = Coverage.of(loaded(tmp_path, words))

    assert (found.partly, found.listed) == ((), ("id:award",))


def test_every_certification_of_the_data_is_counted_once() -> None:
    knowledge = Knowledge.load()
    found = Coverage.of(knowledge)
    counted = [*found.complete, *found.partly, *found.listed]

    assert len(counted) == len(set(counted))
    assert {"ahima:rhit", "ahima:ccs"} <= set(found.complete)
    assert not any(knowledge.is_former(id) for id in counted)
    assert all(knowledge.bare.catalog[id].routes for id in found.partly)
    assert not any(can_be_planned(knowledge, id) for id in found.listed)
    assert found.seen == max(source.seen for source in knowledge.sources.values())
