"""Each form of requirement means what its name says."""

from __future__ import annotations

import pytest

from chartway.requirement import (
    NOTHING,
    Achieved,
    AllOf,
    AnyOf,
    AtLeast,
    Prose,
    Requirement,
    ids_of,
    is_met,
    prose_of,
    replaced,
)

A, B, C = map(Achieved, "ABC")
WORDS = Prose("approved in writing")


@pytest.mark.parametrize(
    ("requirement", "enough", "too_little"),
    [
        (A, ["A", "AB"], ["", "B"]),
        (AllOf((A, B)), ["AB", "ABC"], ["", "A", "BC"]),
        (AnyOf((A, B)), ["A", "B", "BC"], ["", "C"]),
        (AtLeast(2, (A, B, C)), ["AB", "AC", "BC", "ABC"], ["", "A", "C"]),
        (AllOf((A, AnyOf((B, C)))), ["AB", "AC"], ["A", "BC"]),
        (AnyOf((WORDS, A)), ["A"], ["", "B"]),
        (AtLeast(0, (A,)), ["", "A"], []),
        (AtLeast(2, (A, WORDS)), [], ["A", "ABC"]),
        (NOTHING, ["", "A"], []),
        (AnyOf(()), [], ["", "ABC"]),
        (WORDS, [], ["", "ABC"]),
    ],
)
def test_what_meets_a_requirement(requirement: Requirement, enough: list[str], too_little: list[str]) -> None:
    assert all(is_met(requirement, set(held)) for held in enough)
    assert not any(is_met(requirement, set(held)) for held in too_little)


def test_ids_and_prose_are_found_at_any_depth() -> None:
    requirement = AllOf((A, AnyOf((B, AtLeast(1, (A, WORDS)))), WORDS, Prose("on paper")))

    assert ids_of(requirement) == {"A", "B"}
    assert prose_of(requirement) == ("approved in writing", "on paper")


def test_replacing_leaves_the_rest_as_it_is() -> None:
    requirement = AtLeast(1, (A, AllOf((B, WORDS)), AnyOf((A,))))

    swapped = replaced(requirement, lambda id: AnyOf((Achieved(id), C)) if id == "A" else Achieved(id))

    either = AnyOf((A, C))
    assert swapped == AtLeast(1, (either, AllOf((B, WORDS)), AnyOf((either,))))
