"""What the structure of a curriculum makes of its courses, in cases small enough to see."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from chartway import curriculum as reckoning
from chartway.catalog import Achievement, Catalog, Route
from chartway.curriculum import MOST_COURSES, Curriculum, from_tenths, metrics
from chartway.errors import LimitError
from chartway.report.curriculum import table, to_json
from chartway.requirement import NOTHING, Achieved, AllOf, AnyOf, AtLeast, Prose, Requirement, SumOf


def all_of(*ids: str) -> Requirement:
    return AllOf(tuple(map(Achieved, ids)))


def any_of(*ids: str) -> Requirement:
    return AnyOf(tuple(map(Achieved, ids)))


def catalog(**required: Requirement) -> Catalog:
    return Catalog.of(Achievement(id, routes=(Route("0", way),)) for id, way in required.items())


def told(curriculum: Curriculum) -> dict[str, tuple[int, int | None, int]]:
    return {one.id: (one.blocking, one.delay, one.centrality) for one in metrics(curriculum).courses}


def figures(**required: Requirement) -> dict[str, tuple[int, int | None, int]]:
    return told(Curriculum.of(catalog(**required)))


def test_a_curriculum_of_the_publication() -> None:
    found = Curriculum.of(catalog(v1=NOTHING, v2=all_of("v1"), v3=all_of("v1"), v4=all_of("v2")))
    other = Curriculum.of(catalog(v1=NOTHING, v2=NOTHING, v3=all_of("v1", "v2"), v4=all_of("v3")))

    assert told(found) == {"v1": (3, 3, 0), "v2": (1, 3, 3), "v3": (0, 2, 0), "v4": (0, 3, 0)}
    assert told(other) == {"v1": (2, 3, 0), "v2": (2, 3, 0), "v3": (1, 3, 6), "v4": (0, 3, 0)}
    assert [from_tenths(metrics(one).tenths) for one in (found, other)] == [15, 17]


def test_one_of_several_requisites_blocks_nothing() -> None:
    assert figures(a=NOTHING, b=NOTHING, u=any_of("a", "b")) == {"a": (0, 1, 0), "b": (0, 1, 0), "u": (0, 2, 0)}


def test_what_every_choice_rests_on_blocks_and_the_shortest_choice_delays() -> None:
    found = figures(v=NOTHING, a=all_of("v"), b=all_of("v"), c=all_of("b"), u=any_of("a", "c"))

    assert found["v"] == (4, 3, 0)
    assert (found["a"], found["b"], found["c"]) == ((0, 2, 0), (1, 3, 3), (0, 3, 0))
    assert found["u"] == (0, 3, 0)


def test_of_so_many_requisites_the_kth_decides() -> None:
    required = {"a": NOTHING, "b": all_of("a"), "c": all_of("b"), "d": NOTHING}
    parts = tuple(map(Achieved, "bcd"))

    assert figures(**required, u=AtLeast(1, parts))["u"] == (0, 2, 0)
    assert figures(**required, u=AtLeast(2, parts))["u"] == (0, 3, 0)
    assert figures(**required, u=AtLeast(2, parts))["a"] == (3, 3, 0)
    assert figures(**required, u=AtLeast(2, parts))["d"] == (0, 1, 0)
    assert figures(**required, u=AtLeast(3, parts))["d"] == (1, 2, 0)


def test_of_credits_those_decide_by_which_there_are_enough() -> None:
    required = {"a": NOTHING, "b": all_of("a"), "c": all_of("b"), "d": NOTHING}
    parts = tuple(map(Achieved, "bcd"))

    assert figures(**required, u=SumOf(3, parts, (3, 4, 2)))["u"] == (0, 3, 0)
    assert figures(**required, u=SumOf(5, parts, (3, 4, 2)))["u"] == (0, 3, 0)
    assert figures(**required, u=SumOf(6, parts, (3, 4, 2)))["c"] == (1, 4, 4)
    assert figures(**required, u=SumOf(6, parts, (3, 4, 2)))["d"] == (0, 1, 0)
    assert figures(**required, u=SumOf(9, parts, (3, 4, 2)))["d"] == (1, 2, 0)


def test_several_ways_in_are_a_choice() -> None:
    ways = (Route("day", Achieved("a")), Route("evening", Achieved("b")))
    both = Catalog.of([*catalog(a=NOTHING, b=NOTHING).achievements.values(), Achievement("u", routes=ways)])

    assert told(Curriculum.of(both))["a"] == (0, 1, 0)


def test_nothing_supports_itself() -> None:
    found = figures(a=any_of("b", "v"), b=all_of("a"), v=NOTHING)

    assert found == {"a": (1, 3, 3), "b": (0, 3, 0), "v": (2, 3, 0)}


def test_a_course_that_nobody_can_take_counts_for_nothing() -> None:
    curriculum = Curriculum.of(catalog(a=NOTHING, u=AllOf((Achieved("a"), Prose("by permission"))), w=all_of("u")))
    found = metrics(curriculum)

    assert told(curriculum) == {"a": (0, 1, 0), "u": (0, None, 0), "w": (0, None, 0)}
    assert (found.never, from_tenths(found.tenths)) == (("u", "w"), 1)
    assert to_json(curriculum, found)["courses"][1]["complexity"] is None
    assert "never" in table(curriculum, found)


def test_what_is_no_course_stands_between_courses_and_is_not_counted() -> None:
    things = [
        Achievement("a", kind="course", routes=(Route("0"),)),
        Achievement("standing", kind="condition", routes=(Route("0", Achieved("a")),)),
        Achievement("b", kind="Course", routes=(Route("0", Achieved("standing")),)),
    ]

    assert told(Curriculum.of(Catalog.of(things))) == {"a": (1, 2, 0), "b": (0, 2, 0)}


def test_courses_may_be_chosen_and_things_held_from_the_start() -> None:
    things = [*catalog(a=all_of("diploma"), b=all_of("a"), c=all_of("b")).achievements.values(), Achievement("diploma")]

    assert told(Curriculum.of(Catalog.of(things), ("c", "a"), {"diploma"})) == {"c": (0, 2, 0), "a": (1, 2, 0)}
    assert metrics(Curriculum.of(Catalog.of(things), ("a",))).never == ("a",)


def test_what_implies_a_course_takes_its_place_in_no_further_term() -> None:
    honours = Achievement("honours", routes=(Route("0"),), implies=frozenset({"calculus"}))
    things = [honours, Achievement("calculus"), *catalog(physics=all_of("calculus")).achievements.values()]

    assert told(Curriculum.of(Catalog.of(things))) == {
        "calculus": (1, 2, 3),
        "honours": (2, 2, 0),
        "physics": (0, 2, 0),
    }


def test_mutual_corequisites_are_taken_together_and_each_counts() -> None:
    both = catalog(a=NOTHING, b=AllOf((Achieved("a"), Achieved("c"))), c=all_of("b"), d=all_of("c"))
    curriculum = Curriculum(both, ("a", "b", "c", "d"), (frozenset("bc"),))

    assert told(curriculum) == {"a": (3, 4, 0), "b": (2, 4, 4), "c": (2, 4, 4), "d": (0, 4, 0)}


def test_quarters_count_two_thirds() -> None:
    two = catalog(a=NOTHING, b=all_of("a"))
    found = metrics(Curriculum(two, ("a", "b"), system="quarter"))

    assert [one.tenths for one in found.courses] == [20, 13]
    assert from_tenths(found.tenths) == 3.3


def test_no_course_is_a_curriculum_of_no_complexity() -> None:
    assert metrics(Curriculum.of(Catalog())).tenths == 0
    assert table(Curriculum.of(Catalog()), metrics(Curriculum.of(Catalog()))).startswith("Curriculum\n0 courses")


def test_there_is_an_end_to_what_is_called_a_curriculum() -> None:
    many = Catalog.of(Achievement(str(number)) for number in range(MOST_COURSES + 1))

    with pytest.raises(LimitError, match="5,001 courses"):
        metrics(Curriculum.of(many))


def test_a_chain_of_chains_is_counted_in_good_time() -> None:
    layers = {f"{layer:02}{side}": NOTHING for layer in range(40) for side in "ab"}
    required = {
        id: all_of(*(f"{int(id[:2]) - 1:02}{side}" for side in "ab")) if id >= "01" else NOTHING for id in layers
    }

    assert figures(**required)["20a"] == (38, 40, 40 * 2**39)


def test_each_gate_is_reckoned_once_for_all_courses(monkeypatch: pytest.MonkeyPatch) -> None:
    reckoned: list[int] = []
    when_met = reckoning.when_met

    def counted(times: reckoning.Times, number: int, amounts: Sequence[int]) -> reckoning.Times:
        reckoned.append(number)
        return when_met(times, number, amounts)

    monkeypatch.setattr(reckoning, "when_met", counted)
    chain = {f"{n:04}": all_of(f"{n - 1:04}") if n else NOTHING for n in range(300)}

    assert figures(**chain)["0000"] == (299, 300, 0)
    assert len(reckoned) == 2 * len(chain)


def test_the_table_says_first_what_blocks_most() -> None:
    curriculum = Curriculum.of(
        catalog(a=NOTHING, b=all_of("a"), c=NOTHING, d=all_of("a", "c")), name="Four\x1b[2J\ncourses"
    )

    head, summary, _, titles, *rows = table(curriculum, metrics(curriculum)).splitlines()

    assert (head, summary) == ("Four [2J courses", "4 courses, structural complexity 11")
    assert titles.split() == ["course", "blocking", "delay", "centrality", "complexity"]
    assert [row.split() for row in rows[:2]] == [["a", "2", "2", "0", "4"], ["c", "1", "2", "0", "3"]]
