"""Names as people write them lead to one thing, or to a message that helps."""

from __future__ import annotations

import pytest

from chartway.errors import AmbiguousNameError, UnknownNameError
from chartway.knowledge import Knowledge
from chartway.names import MOST_COMPARED, NEAREST, Names

NAMES = Names.of(
    [
        [("ahima:rhit", "ahima:rhit"), ("aapc:crc", "aapc:crc"), ("other:crc", "other:crc")],
        [("RHIT", "ahima:rhit"), ("CRC", "aapc:crc"), ("CRC", "other:crc")],
        [("Registered Health Information Technician", "ahima:rhit"), ("Café – Manager (basic)", "id:café")],
        [("CRC", "id:café"), ("--", "id:dashes")],
    ]
)


@pytest.fixture(scope="module")
def built_in() -> Names:
    return Knowledge.load().names


@pytest.mark.parametrize(
    "name",
    ["RHIT", "rhit", " RhIt ", "ahima:rhit", "AHIMA:RHIT", "registered  health-information_technician", "R.H.I.T"][:-1],
)
def test_a_name_is_found_however_it_is_written(name: str) -> None:
    assert NAMES.find(name) == "ahima:rhit"


def test_accents_and_signs_do_not_matter() -> None:
    assert NAMES.find("cafe-manager basic") == "id:café"


def test_a_stronger_kind_of_name_wins() -> None:
    assert NAMES.find("other:crc") == "other:crc"
    with pytest.raises(AmbiguousNameError) as caught:
        NAMES.find("crc")
    assert caught.value.candidates == ("aapc:crc", "other:crc")
    assert str(caught.value) == "'crc' can mean aapc:crc or other:crc; write one of these."


@pytest.mark.parametrize("name", ["", "  ", "--", "…"])
def test_a_name_without_a_letter_means_nothing(name: str) -> None:
    with pytest.raises(UnknownNameError):
        NAMES.find(name)


def test_an_unknown_name_is_answered_with_the_nearest_ones() -> None:
    with pytest.raises(UnknownNameError) as caught:
        NAMES.find("RHITT")
    assert caught.value.nearest[0] == "RHIT"
    assert str(caught.value).endswith("?")
    assert "Registered Health Information Technician" in NAMES.nearest("technician")


def test_only_a_few_names_are_suggested() -> None:
    many = Names.of([[(f"course {number}", str(number)) for number in range(50)]])

    assert len(many.nearest("course")) == NEAREST


def test_among_very_many_names_those_that_contain_it_are_near() -> None:
    many = Names.of([[(f"course {number}", str(number)) for number in range(MOST_COMPARED + 1)]])

    assert "course 10000" in many.nearest("course 1000")
    assert many.nearest("curse") == ()


@pytest.mark.parametrize(
    ("title", "occupations"),
    [
        ("medical coder", ["soc:29-2072"]),
        ("Coder", ["soc:29-2072"]),
        ("HIM director", ["soc:11-9111"]),
        ("release of information specialist", ["soc:29-2072", "soc:29-9021"]),
        ("ROI specialist", ["soc:29-2072", "soc:29-9021"]),
        ("CDI specialist", ["soc:29-2072", "soc:29-9021"]),
        ("cancer registrar", ["soc:29-9021"]),
        ("clinical data manager", ["soc:15-2051.02"]),
        ("clinical informatics manager", ["soc:11-9111", "soc:15-2051.02"]),
        ("health informatics specialist", ["soc:15-1211.01", "soc:29-2072"]),
        ("privacy officer", ["soc:11-9199.02"]),
        ("medical assistant", ["soc:31-9092"]),
    ],
)
def test_a_job_title_means_its_occupations(built_in: Names, title: str, occupations: list[str]) -> None:
    assert meant(built_in, title) == occupations


def meant(names: Names, title: str) -> list[str]:
    """What the title means: one occupation, or all that it can mean."""
    try:
        return [names.find(title)]
    except AmbiguousNameError as error:
        return list(error.candidates)


def test_nothing_near_is_nothing_suggested() -> None:
    assert str(UnknownNameError("zzz", NAMES.nearest("zzz"))) == "nothing here is called 'zzz'."


def test_what_can_be_meant_is_told_by_its_title_where_that_says_more() -> None:
    names = Names.of([[("soc:1", "soc:1"), ("soc:2", "soc:2")], [("1", "soc:1")], [("Clerk", "soc:1")], _BOTH])
    with pytest.raises(AmbiguousNameError) as caught:
        names.find("records clerk")
    assert str(caught.value) == "'records clerk' can mean soc:1 (Clerk) or soc:2; write one of these."


_BOTH = [("Records clerk", "soc:1"), ("Records clerk", "soc:2")]
