"""Laws of the algebra of requirements: monotone, idempotent, whatever the order."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from chartway.requirement import (
    Achieved,
    AllOf,
    AnyOf,
    AtLeast,
    Concurrent,
    Prose,
    Requirement,
    SumOf,
    Together,
    corequisites_of,
    has_corequisites,
    ids_of,
    is_met,
    leaves_of,
    prose_of,
    replaced,
)

IDS = "abcde"
HELD = st.frozensets(st.sampled_from(IDS))


def gates(parts: st.SearchStrategy[Requirement]) -> st.SearchStrategy[Requirement]:
    some = st.lists(parts, max_size=4).map(tuple)
    sums = some.flatmap(
        lambda inner: st.builds(
            SumOf,
            st.integers(0, 9000),
            st.just(inner),
            st.lists(st.integers(1, 4000), min_size=len(inner), max_size=len(inner)).map(tuple),
        )
    )
    return st.one_of(some.map(AllOf), some.map(AnyOf), st.builds(AtLeast, st.integers(0, 5), some), sums)


LEAVES: st.SearchStrategy[Requirement] = st.sampled_from(
    [*map(Achieved, IDS), *map(Concurrent, IDS), *map(Together, IDS), Prose("in writing")]
)
REQUIREMENTS = st.recursive(LEAVES, gates, max_leaves=12)
PARTS = st.lists(REQUIREMENTS, max_size=4).map(tuple)


@given(REQUIREMENTS, HELD, HELD)
def test_holding_more_never_unmeets(requirement: Requirement, held: frozenset[str], more: frozenset[str]) -> None:
    assert is_met(requirement, held) <= is_met(requirement, held | more)


@given(REQUIREMENTS, HELD)
def test_only_what_is_mentioned_matters(requirement: Requirement, held: frozenset[str]) -> None:
    assert is_met(requirement, held) == is_met(requirement, held & ids_of(requirement))


@given(PARTS, HELD)
def test_all_and_any_are_thresholds(parts: tuple[Requirement, ...], held: frozenset[str]) -> None:
    assert is_met(AllOf(parts), held) == is_met(AtLeast(len(parts), parts), held)
    assert is_met(AnyOf(parts), held) == is_met(AtLeast(1, parts), held)


@given(REQUIREMENTS, HELD)
def test_repeating_says_nothing_new(requirement: Requirement, held: frozenset[str]) -> None:
    met = is_met(requirement, held)

    assert is_met(AllOf((requirement, requirement)), held) == met
    assert is_met(AnyOf((requirement, requirement)), held) == met


@given(PARTS, st.integers(0, 5), HELD, st.randoms(use_true_random=False))
def test_order_does_not_matter(
    parts: tuple[Requirement, ...], number: int, held: frozenset[str], chance: random.Random
) -> None:
    shuffled = tuple(chance.sample(parts, len(parts)))

    assert is_met(AllOf(parts), held) == is_met(AllOf(shuffled), held)
    assert is_met(AnyOf(parts), held) == is_met(AnyOf(shuffled), held)
    assert is_met(AtLeast(number, parts), held) == is_met(AtLeast(number, shuffled), held)


@given(REQUIREMENTS, REQUIREMENTS, HELD)
def test_each_absorbs_the_other(one: Requirement, other: Requirement, held: frozenset[str]) -> None:
    assert is_met(AllOf((one, AnyOf((one, other)))), held) == is_met(one, held)
    assert is_met(AnyOf((one, AllOf((one, other)))), held) == is_met(one, held)


@given(REQUIREMENTS)
def test_replacing_each_by_itself_changes_nothing(requirement: Requirement) -> None:
    assert replaced(requirement, Achieved) == requirement


@given(REQUIREMENTS, st.dictionaries(st.sampled_from(IDS), REQUIREMENTS))
def test_ids_and_prose_after_replacing(requirement: Requirement, swaps: dict[str, Requirement]) -> None:
    def swap(id: str) -> Requirement:
        return swaps.get(id, Achieved(id))

    after = replaced(requirement, swap)

    assert ids_of(after) == {id for one in ids_of(requirement) for id in ids_of(swap(one))}
    assert set(prose_of(after)) == {
        *prose_of(requirement),
        *(t for o in ids_of(requirement) for t in prose_of(swap(o))),
    }


@given(REQUIREMENTS, st.dictionaries(st.sampled_from(IDS), REQUIREMENTS), HELD)
def test_replacing_is_holding_what_meets(
    requirement: Requirement, swaps: dict[str, Requirement], held: frozenset[str]
) -> None:
    def swap(id: str) -> Requirement:
        return swaps.get(id, Achieved(id))

    met = {id for id in IDS if is_met(swap(id), held)}

    assert is_met(replaced(requirement, swap), held) == is_met(requirement, met)


@given(REQUIREMENTS)
def test_leaves_are_what_ids_and_prose_are_made_of(requirement: Requirement) -> None:
    leaves = list(leaves_of(requirement))

    timed = {leaf for leaf in leaves if isinstance(leaf, (Concurrent, Together))}

    assert ids_of(requirement) == {leaf.id for leaf in leaves if not isinstance(leaf, Prose)}
    assert corequisites_of(requirement) == timed
    assert has_corequisites(requirement) == bool(timed)
    assert set(prose_of(requirement)) == {leaf.text for leaf in leaves if isinstance(leaf, Prose)}


@given(PARTS, st.integers(0, 5), HELD)
def test_a_sum_of_ones_is_at_least_so_many(parts: tuple[Requirement, ...], number: int, held: frozenset[str]) -> None:
    ones = SumOf(1000 * number, parts, (1000,) * len(parts))

    assert is_met(ones, held) == is_met(AtLeast(number, parts), held)


@given(REQUIREMENTS, HELD, HELD, HELD)
def test_what_is_begun_or_joined_only_helps(
    requirement: Requirement, held: frozenset[str], begun: frozenset[str], joined: frozenset[str]
) -> None:
    assert is_met(requirement, held, held, frozenset()) <= is_met(requirement, held, held | begun, joined)
