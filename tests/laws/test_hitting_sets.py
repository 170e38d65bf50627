"""A lightest hitting set meets every set, and no lighter one does."""

from __future__ import annotations

from itertools import chain, combinations

from hypothesis import given
from hypothesis import strategies as st

from chartway import hitting_set

SETS = st.lists(st.frozensets(st.integers(0, 6), min_size=1, max_size=4), max_size=8)
WEIGHTS = st.lists(st.integers(0, 9), min_size=7, max_size=7)


@given(SETS, WEIGHTS)
def test_lightest_equals_brute_force(sets: list[frozenset[int]], weights: list[int]) -> None:
    subsets = chain.from_iterable(combinations(range(7), size) for size in range(8))
    expected = min(sum(weights[e] for e in one) for one in subsets if all(set(one) & group for group in sets))

    weight, chosen = hitting_set.lightest(sets, weights, branches=10_000)

    assert all(chosen & group for group in sets)
    assert weight == sum(weights[e] for e in chosen) == expected


@given(SETS, WEIGHTS)
def test_order_of_sets_does_not_matter(sets: list[frozenset[int]], weights: list[int]) -> None:
    assert hitting_set.lightest(sets, weights) == hitting_set.lightest(sets[::-1], weights)
