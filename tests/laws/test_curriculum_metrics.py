"""The metrics are what their definitions say, and the published ones wherever nothing is left to choose."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import repeat
from unittest.mock import patch

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from chartway import curriculum as reckoning
from chartway.catalog import Achievement, Catalog, Route
from chartway.curriculum import CourseMetrics, Curriculum, metrics
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
    ids_of,
)

IDS = "abcdefg"
Arrows = Mapping[str, frozenset[str]]
"""For each course what comes before it."""


def curriculum(required: Mapping[str, Requirement]) -> Curriculum:
    return Curriculum.of(Catalog.of(Achievement(id, routes=routes(way)) for id, way in required.items()))


def routes(required: Requirement) -> tuple[Route, ...]:
    """The ways in: one for each option, where there are options."""
    ways = required.parts if isinstance(required, AnyOf) else (required,)
    return tuple(Route(str(number), way) for number, way in enumerate(ways))


def found(curriculum: Curriculum) -> dict[str, CourseMetrics]:
    return {course.id: course for course in metrics(curriculum).courses}


def figures(curriculum: Curriculum) -> dict[str, tuple[int, int | None, int]]:
    return {id: (one.blocking, one.delay, one.centrality) for id, one in found(curriculum).items()}


# ---- without anything to choose: the published definitions, path by path


@st.composite
def published_curricula(draw: st.DrawFn) -> Arrows:
    names = draw(st.permutations(IDS))
    return {
        name: draw(st.frozensets(st.sampled_from(names[:place]), max_size=4) if place else st.just(frozenset()))
        for place, name in enumerate(names)
    }


def conjunctions(arrows: Arrows) -> dict[str, Requirement]:
    return {id: AllOf(tuple(map(Achieved, sorted(before)))) for id, before in arrows.items()}


def paths(arrows: Arrows) -> list[tuple[str, ...]]:
    """Every path from a course without requisites to one that is nobody's requisite."""

    def to(id: str) -> Iterator[tuple[str, ...]]:
        if not arrows[id]:
            yield (id,)
        for source in arrows[id]:
            yield from ((*path, id) for path in to(source))

    required = frozenset[str]().union(*arrows.values())
    return [path for id in arrows if id not in required for path in to(id)]


def published(arrows: Arrows) -> dict[str, tuple[int, int, int]]:
    every = paths(arrows)

    def behind(id: str) -> set[str]:
        return {other for path in every if id in path for other in path[path.index(id) + 1 :]}

    return {
        id: (
            len(behind(id)),
            max(len(path) for path in every if id in path),
            sum(len(path) for path in every if id in path[1:-1]),
        )
        for id in arrows
    }


@given(published_curricula())
def test_where_nothing_is_left_to_choose_they_are_the_published_metrics(arrows: Arrows) -> None:
    assert figures(curriculum(conjunctions(arrows))) == published(arrows)


def dressed(data: st.DataObject, parts: tuple[Requirement, ...]) -> Requirement:
    """The same as all of the parts, said with other words."""
    ways: tuple[Requirement, ...] = (
        AtLeast(len(parts), parts),
        AnyOf((AllOf(parts),)),
        AllOf((*parts, AllOf(parts[:1]), AtLeast(0, parts))),
        AllOf((AllOf(parts[:2]), AnyOf((AllOf((AllOf(()), AllOf(parts[2:]))),)))),
    )
    return data.draw(st.sampled_from(ways))


@given(published_curricula(), st.data())
def test_however_it_is_said_that_all_is_required(arrows: Arrows, data: st.DataObject) -> None:
    required = {
        id: dressed(data, tuple(map(Achieved, sorted(before)))) if before else AllOf(())
        for id, before in arrows.items()
    }

    assert figures(curriculum(required)) == published(arrows)


@given(published_curricula(), st.sampled_from(IDS), st.sampled_from(IDS))
def test_another_requisite_never_makes_a_curriculum_simpler(arrows: Arrows, first: str, second: str) -> None:
    more = {**arrows, second: arrows[second] | {first}}
    before, after = metrics(curriculum(conjunctions(arrows))), metrics(curriculum(conjunctions(more)))
    assume(not after.never)

    assert after.tenths >= before.tenths
    assert all(now.tenths >= then.tenths for now, then in zip(after.courses, before.courses, strict=True))  # type: ignore[operator]


@given(published_curricula(), st.data())
def test_corequisites_made_mutual_never_make_it_simpler(arrows: Arrows, data: st.DataObject) -> None:
    pairs = [(first, second) for second, before in arrows.items() for first in sorted(before)]
    assume(pairs)
    first, second = data.draw(st.sampled_from(pairs))
    mutual = {**arrows, first: arrows[first] | {second}}
    joined = frozenset((first, second))
    assume(not any(first in _before(arrows, id) for id in _before(arrows, second) - joined))

    together = metrics(replace(curriculum(conjunctions(mutual)), together=(joined,)))

    assert not together.never
    assert together.tenths >= metrics(curriculum(conjunctions(arrows))).tenths
    assert len({one.tenths for one in together.courses if one.id in joined}) == 1


def _before(arrows: Arrows, id: str) -> set[str]:
    found = set(arrows[id])
    for source in arrows[id]:
        found |= _before(arrows, source)
    return found


# ---- with something to choose: the definitions of the module, by other means

REQUIREMENTS = st.recursive(
    st.sampled_from([*map(Achieved, IDS), Prose("in writing")]),
    lambda parts: st.one_of(
        st.lists(parts, max_size=3).map(tuple).map(AllOf),
        st.lists(parts, min_size=1, max_size=3).map(tuple).map(AnyOf),
        st.lists(parts, min_size=2, max_size=3, unique=True).map(lambda parts: AtLeast(2, tuple(parts))),
        st.lists(parts, min_size=3, max_size=3, unique=True).map(lambda parts: SumOf(5, tuple(parts), (4, 3, 2))),
    ),
    max_leaves=4,
)
CURRICULA = st.fixed_dictionaries({id: st.one_of(st.just(AllOf(())), REQUIREMENTS) for id in IDS})
Required = dict[str, Requirement]


def reckoned(requirement: Requirement, times: Mapping[str, float]) -> float:
    """When a requirement is met: the latest of all, the earliest of any, the k-th of k, enough of a sum."""
    match requirement:
        case Achieved(id):
            return times[id]
        case Prose() | Concurrent() | Together():
            return math.inf
    each = sorted(reckoned(part, times) for part in requirement.parts)
    if isinstance(requirement, SumOf):
        come = list(zip(map(reckoned, requirement.parts, repeat(times)), requirement.amounts, strict=True))
        return min(at for at in each if sum(amount for time, amount in come if time <= at) >= requirement.number)
    number = {AllOf: len(each), AnyOf: 1}.get(type(requirement), getattr(requirement, "number", 0))
    if number > len(each):
        return math.inf
    return each[number - 1] if number else -math.inf


def terms(required: Required, since: str | None = None) -> dict[str, float]:
    """The terms in which courses are passed, by going round until nothing gets earlier.

    With ``since``: that one passed at 0, and whatever does not need it long ago.
    """
    times = dict.fromkeys(required, math.inf) | ({} if since is None else {since: 0.0})
    long_ago = -math.inf if since else 0.0
    while True:
        later = {id: max(reckoned(way, times), long_ago) + 1 for id, way in required.items()}
        later |= {} if since is None else {since: 0.0}
        if later == times:
            return times
        times = later


def by_definition(required: Required) -> dict[str, tuple[int, int | None, int]]:
    first = terms(required)
    possible = [id for id in required if first[id] < math.inf]
    after = {id: {u: t for u, t in terms(required, id).items() if u in possible and t > -math.inf} for id in possible}
    unavoidable = {u: {id for id in possible if u in after[id] and id != u} for u in possible}
    arrows = {u: frozenset(v for v in unavoidable[u] if _chain(required, unavoidable, v, u)) for u in possible}
    figures = published(arrows)
    known = {
        id: (len(after[id]) - 1, int(first[id] + max(after[id].values())), figures[id][2] if id in figures else 0)
        for id in possible
    }
    return {id: known.get(id, (0, None, 0)) for id in required}


def _chain(required: Required, unavoidable: dict[str, set[str]], first: str, last: str) -> bool:
    """Whether a chain of requisites leads there past no course that is unavoidable for the last, nor the other way."""
    free = {id for id in unavoidable if id not in unavoidable[last] and last not in unavoidable[id] and id != last}
    reached = {first}
    while True:
        fresh = {id for id in free - reached if _mentioned(required, unavoidable, id) & reached}
        if not fresh:
            return bool(_mentioned(required, unavoidable, last) & reached)
        reached |= fresh


def _mentioned(required: Required, possible: Mapping[str, object], id: str) -> frozenset[str]:
    """What the requirement mentions where it can be met."""

    def parts(requirement: Requirement) -> frozenset[str]:
        if reckoned(requirement, {one: 0.0 if one in possible else math.inf for one in required}) == math.inf:
            return frozenset()
        if isinstance(requirement, (Achieved, Concurrent, Together, Prose)):
            return ids_of(requirement)
        return frozenset[str]().union(*map(parts, requirement.parts))

    return parts(required[id])


@settings(max_examples=300)
@given(CURRICULA)
def test_with_something_to_choose_they_are_what_their_definitions_say(required: Required) -> None:
    assert figures(curriculum(required)) == by_definition(required)


@given(CURRICULA, st.permutations(IDS))
def test_names_do_not_matter(required: Required, names: list[str]) -> None:
    new = dict(zip(IDS, names, strict=True))

    def renamed(requirement: Requirement) -> Requirement:
        match requirement:
            case Achieved(id):
                return Achieved(new[id])
            case AllOf() | AnyOf() | AtLeast() | SumOf():
                return replace(requirement, parts=tuple(map(renamed, requirement.parts)))
        return requirement

    relabelled = figures(curriculum({new[id]: renamed(way) for id, way in required.items()}))

    assert {id: relabelled[new[id]] for id in IDS} == figures(curriculum(required))


@given(CURRICULA, st.sampled_from(IDS), REQUIREMENTS)
def test_what_more_is_required_makes_nothing_smaller_and_another_way_nothing_larger(
    required: Required, id: str, more: Requirement
) -> None:
    ways = [{**required, id: gate((required[id], more))} for gate in (AnyOf, AllOf)]
    easier, plain, harder = (metrics(curriculum(one)) for one in (ways[0], required, ways[1]))

    for less, much in ((easier, plain), (plain, harder)):
        if less.never == much.never:
            for one, other in zip(less.courses, much.courses, strict=True):
                assert one.blocking <= other.blocking
                assert (one.delay or 0) <= (other.delay or 0)


@given(CURRICULA)
def test_it_does_not_matter_how_many_courses_are_reckoned_at_once(required: Required) -> None:
    at_once = figures(curriculum(required))

    with patch.object(reckoning, "AT_ONCE", 2):
        assert figures(curriculum(required)) == at_once


@given(CURRICULA)
def test_no_two_courses_are_unavoidable_for_each_other(required: Required) -> None:
    every = found(curriculum(required))

    assert sum(one.blocking for one in every.values()) <= len(IDS) * (len(IDS) - 1) // 2
