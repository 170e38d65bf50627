"""Things that wait for each other are found, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest

from chartway.deadlock import Deadlocks
from chartway.namespaces import PREFIXES, compact
from chartway.statements import Statements, read

HEAD = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items())


def waiting(folder: Path, said: str) -> list[str]:
    path = folder / "data.trig"
    path.write_text(f"{HEAD} src:page {{ {said} }}", "utf-8")
    return [compact(thing) for thing, _ in Deadlocks.of(Statements.of(read([path])))]


EACH_NEEDS_THE_OTHER = "id:a cw:requires id:r . id:r cw:all id:b . id:b cw:requires id:s . id:s cw:all id:a . "


def test_each_that_needs_the_other_waits(tmp_path: Path) -> None:
    assert waiting(tmp_path, EACH_NEEDS_THE_OTHER) == ["id:a", "id:b"]


def test_what_only_waits_for_them_is_not_at_fault(tmp_path: Path) -> None:
    assert waiting(tmp_path, EACH_NEEDS_THE_OTHER + "id:c cw:requires id:t . id:t cw:all id:a") == ["id:a", "id:b"]


@pytest.mark.parametrize(
    "way_out",
    [
        "id:r cw:any id:a , id:licence",
        'id:r cw:any id:a , [ cw:prose "Ask."@en ]',
        "id:r cw:any id:a , [ cw:atLeast 2 ; cw:of id:a , id:licence , id:diploma ]",
        "id:r cw:all id:b . id:diploma cw:countsAs id:b",
        "id:r cw:all id:c . id:c cw:requires cw:Nothing",
    ],
    ids=["a licence", "words", "two of three", "what counts as it", "nothing required"],
)
def test_another_way_is_a_way_out(way_out: str, tmp_path: Path) -> None:
    """What nobody says how to earn, such as a licence, can be held all the same."""
    circle = "id:a cw:requires id:r . id:b cw:requires id:s . id:s cw:all id:a . "

    assert waiting(tmp_path, circle + way_out) == []


def test_more_than_can_be_had_is_no_way_out(tmp_path: Path) -> None:
    rule = "id:a cw:requires id:r . id:r cw:atLeast 2 ; cw:of id:a , id:licence"

    assert waiting(tmp_path, rule) == ["id:a"]


def test_rule_that_no_longer_holds_makes_nobody_wait(tmp_path: Path) -> None:
    later = "id:r cw:supersededBy id:t . id:a cw:requires id:t . id:t cw:all id:licence"

    assert waiting(tmp_path, EACH_NEEDS_THE_OTHER + later) == []
