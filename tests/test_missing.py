"""What is missing for a goal out of reach: minimal sets, or at least one of them."""

from __future__ import annotations

from itertools import combinations

from chartway.catalog import Achievement, Catalog, Route
from chartway.circuit import Circuit
from chartway.missing import MOST_SETS, missing_sets
from chartway.requirement import Achieved, AllOf, AnyOf, AtLeast, Prose, Requirement


def circuit(count: int = 4, **requires: Requirement) -> Circuit:
    given = [Achievement(f"m{number:02}") for number in range(count)]
    return Circuit.of(
        Catalog.of([*given, *(Achievement(id, routes=(Route("0", one),)) for id, one in requires.items())])
    )


def options(count: int) -> tuple[Achieved, ...]:
    return tuple(Achieved(f"m{number:02}") for number in range(count))


def test_each_alternative_is_a_set() -> None:
    one, two, three, _ = options(4)

    found = missing_sets(circuit(goal=AnyOf((AllOf((one, two)), three))), "goal", ())

    assert found == ((("m00", "m01"), ("m02",)), True)


def test_what_is_held_is_not_missing() -> None:
    assert missing_sets(circuit(goal=AllOf(options(3))), "goal", ["m01"]) == ((("m00", "m02"),), True)


def test_a_step_on_the_way_may_be_granted_itself() -> None:
    one, *_ = options(4)

    assert missing_sets(circuit(goal=Achieved("step"), step=one), "goal", ()) == ((("m00",), ("step",)), True)


def test_where_nothing_helps_the_goal_itself_is_missing() -> None:
    assert missing_sets(circuit(goal=Prose("in writing")), "goal", ()) == ((("goal",),), True)
    assert missing_sets(circuit(goal=AnyOf(())), "goal", ()) == ((("goal",),), True)


def test_all_sets_of_a_threshold_are_found() -> None:
    sets, complete = missing_sets(circuit(goal=AtLeast(2, options(4))), "goal", ())

    assert complete
    assert set(sets) == set(combinations([f"m{number:02}" for number in range(4)], 2))


def test_of_very_many_sets_the_first_are_listed() -> None:
    sets, complete = missing_sets(circuit(40, goal=AtLeast(2, options(40))), "goal", ())

    assert len(sets) == MOST_SETS
    assert not complete


def test_of_very_large_sets_one_is_listed() -> None:
    (one,), complete = missing_sets(circuit(40, goal=AtLeast(20, options(40))), "goal", ())

    assert len(one) == 20
    assert not complete


def test_where_only_words_stand_in_the_way_nothing_is_tried() -> None:
    """Sixteen things in two lists, each with a rule in words: no set of them helps, and 2 to the 16 were tried."""
    several = options(16)
    goal = AnyOf((AllOf((*several[:8], Prose("a student of the degree"))), AllOf((*several[8:], Prose("consent")))))

    assert missing_sets(circuit(16, goal=goal), "goal", ()) == ((("goal",),), True)
